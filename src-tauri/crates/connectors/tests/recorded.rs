//! Every recorded page of a real Saleor 3.23, where the recordings are present: nothing is refused, nothing is lost, and every field equals what a
//! naive reading through `serde_json::Value` finds. Recorded errors are told apart as they should be.
#![allow(clippy::unwrap_used)]

#[path = "recorded/plain.rs"]
mod plain;

use plain::*;
use serde_json::Value;
use vouchsafe_connectors::saleor::{Settings, parse};
use vouchsafe_domain::money::Currency;
use vouchsafe_domain::shop::{CardStep, Customer, GiftCard, Order, Transaction, Voucher};

#[test]
fn every_recorded_order_is_read_field_by_field() {
    let Some(rows) = series("final_orders", 5, &[], parse::orders) else { return };
    assert_eq!(rows.len(), 500);
    for (order, node) in &rows {
        let array = |name: &str| node[name].as_array().unwrap().clone();
        let mut cards: Vec<String> = Vec::new();
        let details = array("transactions").into_iter().map(|t| t["paymentMethodDetails"].clone());
        for card in details.chain(array("payments").into_iter().map(|p| p["creditCard"].clone())).filter_map(|value| card_of(&value)) {
            if !cards.contains(&card) {
                cards.push(card);
            }
        }
        let paid_from = array("payments").iter().map(|payment| words(&payment["customerIpAddress"])).find(|ip| !ip.is_empty()).unwrap_or_default();
        let ip = Some(under("client_ip", node)).filter(|ip| !ip.is_empty()).unwrap_or(paid_from);
        let status = words(&node["status"]).replace("CANCELED", "CANCELLED").replace('_', "");
        let lines = |lines: Vec<Value>| -> Vec<String> {
            lines
                .iter()
                .map(|line| {
                    let total = &line["totalPrice"];
                    [
                        global(&line["id"]),
                        words(&line["productName"]),
                        words(&line["productSku"]),
                        words(&line["variant"]["product"]["category"]["slug"]),
                        line["quantity"].to_string(),
                        amount(&total["net"]),
                        amount(&total["gross"]),
                    ]
                    .join("|")
                })
                .collect()
        };
        let expected = (
            [
                global(&node["id"]),
                words(&node["number"]),
                at(&node["created"]),
                at(&node["updatedAt"]),
                status,
                words(&node["channel"]["slug"]),
                words(&node["channel"]["currencyCode"]),
            ],
            [
                if node["user"].is_null() { "-".to_owned() } else { global(&node["user"]["id"]) },
                words(&node["user"]["email"]),
                words(&node["userEmail"]),
                words(&node["voucherCode"]),
            ],
            [
                amount(&node["subtotal"]["net"]),
                amount(&node["subtotal"]["gross"]),
                amount(&node["shippingPrice"]["gross"]),
                amount(&node["total"]["gross"]),
            ],
            [under("ref_code", node), under("device_fp", node), ip, place(&node["billingAddress"]), place(&node["shippingAddress"])],
            (metadata(&node["metadata"]), metadata(&node["privateMetadata"])),
            (
                array("giftCards").iter().map(|card| global(&card["id"])).collect::<Vec<_>>(),
                cards,
                lines(array("lines")),
                movements(&array("transactions"), &array("payments")),
            ),
        );
        let read = (
            [
                order.id.to_string(),
                order.number.clone(),
                shown(order.created),
                shown(order.updated),
                format!("{:?}", order.status).to_uppercase(),
                order.channel.clone(),
                order.currency.to_string(),
            ],
            [
                order.customer.as_ref().map_or("-".to_owned(), ToString::to_string),
                blank(&order.customer_email),
                blank(&order.email),
                blank(&order.voucher_code),
            ],
            [order.items_minor, order.items_with_tax_minor, order.shipping_minor, order.total_minor].map(|minor| minor.to_string()),
            [
                blank(&order.ref_code),
                blank(&order.device),
                blank(&order.ip),
                place_shown(order.billing.as_ref()),
                place_shown(order.shipping.as_ref()),
            ],
            (order.metadata.clone(), order.private_metadata.clone()),
            (
                order.gift_cards.iter().map(ToString::to_string).collect::<Vec<_>>(),
                order.cards.iter().map(card_shown).collect::<Vec<_>>(),
                order
                    .lines
                    .iter()
                    .map(|l| {
                        [
                            l.id.to_string(),
                            l.product.clone(),
                            blank(&l.sku),
                            blank(&l.category),
                            l.quantity.to_string(),
                            l.net_minor.to_string(),
                            l.gross_minor.to_string(),
                        ]
                        .join("|")
                    })
                    .collect::<Vec<_>>(),
                movements_shown(&order.money),
            ),
        );
        assert_eq!(read, expected);
        assert!(order.events.is_empty() && !order.is_replacement, "the recorded query asked for neither");
    }
    let orders: Vec<&Order> = rows.iter().map(|(order, _)| order).collect();
    assert!(orders.iter().any(|order| order.currency == Currency::parse("PLN").unwrap()) && orders.iter().any(|order| order.money.len() > 1));
}

#[test]
fn every_recorded_customer_is_read_field_by_field() {
    let Some(rows) = series("final_customers", 3, &[], parse::customers) else { return };
    assert_eq!(rows.len(), 284);
    for (customer, node) in &rows {
        let Customer {
            id,
            email,
            first_name,
            last_name,
            is_active,
            is_confirmed,
            joined,
            updated,
            language,
            external_reference,
            note,
            own_code,
            ref_code,
            metadata: public,
            private_metadata,
            addresses,
        } = customer;
        let of = |name: &str| words(&node[name]);
        assert_eq!(
            [
                id.to_string(),
                email.clone(),
                first_name.clone(),
                last_name.clone(),
                shown(*joined),
                shown(*updated),
                language.clone(),
                blank(external_reference),
                note.clone()
            ],
            [
                global(&node["id"]),
                of("email"),
                of("firstName"),
                of("lastName"),
                at(&node["dateJoined"]),
                at(&node["updatedAt"]),
                of("languageCode"),
                of("externalReference"),
                of("note")
            ]
        );
        assert_eq!((Value::from(*is_active), Value::from(*is_confirmed)), (node["isActive"].clone(), node["isConfirmed"].clone()));
        assert_eq!((blank(own_code), blank(ref_code)), (under("referral_code", node), under("referred_by", node)));
        assert_eq!((public.clone(), private_metadata.clone()), (metadata(&node["metadata"]), metadata(&node["privateMetadata"])));
        let places: Vec<String> = node["addresses"].as_array().unwrap().iter().map(place).collect();
        assert_eq!(addresses.iter().map(|address| place_shown(Some(address))).collect::<Vec<_>>(), places);
    }
}

#[test]
fn every_recorded_transaction_is_read_field_by_field() {
    let Some(rows) = series("final_transactions", 5, &[], parse::transactions) else { return };
    assert_eq!(rows.len(), 475);
    for (transaction, node) in &rows {
        let Transaction {
            id,
            created,
            modified,
            order,
            order_number,
            psp_reference,
            currency,
            charged_minor,
            refunded_minor,
            authorized_minor,
            card,
            events,
        } = transaction;
        assert_eq!(
            [
                id.to_string(),
                shown(*created),
                shown(*modified),
                order.as_ref().map_or("-".to_owned(), ToString::to_string),
                blank(order_number),
                psp_reference.clone(),
                currency.to_string()
            ],
            [
                global(&node["id"]),
                at(&node["createdAt"]),
                at(&node["modifiedAt"]),
                if node["order"].is_null() { "-".to_owned() } else { global(&node["order"]["id"]) },
                words(&node["order"]["number"]),
                words(&node["pspReference"]),
                words(&node["chargedAmount"]["currency"])
            ]
        );
        assert_eq!(
            [charged_minor, refunded_minor, authorized_minor].map(ToString::to_string),
            ["chargedAmount", "refundedAmount", "authorizedAmount"].map(|name| amount(&node[name]))
        );
        assert_eq!(card.as_ref().map(card_shown), card_of(&node["paymentMethodDetails"]));
        assert_eq!(movements_shown(events), movements(std::slice::from_ref(node), &[]));
    }
}

#[test]
fn every_recorded_gift_card_and_voucher_is_read_field_by_field() {
    // The shop let a card in the currency ZZZ be made; there is no such money.
    let Some(rows) = series("final_giftcards", 2, &["19"], parse::gift_cards) else { return };
    assert_eq!(rows.len(), 125);
    let page = parse::gift_cards(&recorded("final_giftcards_p1").unwrap(), &Settings::default()).unwrap();
    assert_eq!(
        page.refused.iter().map(|row| (row.source_id.as_str(), row.reason.code(), row.reason.args())).collect::<Vec<_>>(),
        [("19", "unknown_currency", vec![("currency", "ZZZ".to_owned())])]
    );
    let mut used = Vec::new();
    for (card, node) in &rows {
        let GiftCard {
            id,
            code,
            is_active,
            created,
            expiry,
            last_used,
            initial,
            current,
            created_by_email,
            used_by_email,
            tags,
            metadata: public,
            private_metadata,
            events,
        } = card;
        let of = |name: &str| words(&node[name]);
        assert_eq!(
            [
                id.to_string(),
                code.clone(),
                shown(*created),
                blank(expiry),
                blank(created_by_email),
                blank(used_by_email),
                initial.minor.to_string(),
                current.minor.to_string()
            ],
            [
                global(&node["id"]),
                of("code"),
                at(&node["created"]),
                of("expiryDate"),
                of("createdByEmail"),
                of("usedByEmail"),
                amount(&node["initialBalance"]),
                amount(&node["currentBalance"])
            ]
        );
        assert_eq!(
            [initial.currency.to_string(), current.currency.to_string()],
            [words(&node["initialBalance"]["currency"]), words(&node["currentBalance"]["currency"])]
        );
        assert_eq!(
            (Value::from(*is_active), last_used.map(shown)),
            (node["isActive"].clone(), node["lastUsedOn"].as_str().map(|_| at(&node["lastUsedOn"])))
        );
        assert_eq!(*tags, node["tags"].as_array().unwrap().iter().map(|tag| words(&tag["name"])).collect::<Vec<_>>());
        assert_eq!((public.clone(), private_metadata.clone()), (metadata(&node["metadata"]), metadata(&node["privateMetadata"])));
        let of_use = |step: &str| node["events"].as_array().unwrap().iter().filter(|event| event["type"] == step).count();
        let told = [CardStep::Used, CardStep::Deactivated].map(|step| events.iter().filter(|event| event.step == step).count());
        assert_eq!(told, ["USED_IN_ORDER", "DEACTIVATED"].map(of_use));
        used.extend(
            events.iter().filter(|event| event.step == CardStep::Used).map(|event| (code.clone(), event.before, event.after, event.order.is_some())),
        );
    }
    let (code, all, nothing) = ("RFQ7K2M9XA4B1C".to_owned(), Some(1_000), Some(0));
    assert!(used.contains(&(code, all, nothing, true)), "{used:?}");
    let rows = series("final_vouchers", 1, &[], parse::vouchers).unwrap();
    assert_eq!(rows.len(), 13);
    for (voucher, node) in &rows {
        let Voucher { id, name, scope, value_type, usage_limit, used, start, end, single_use, once_per_customer, codes, listings, metadata: public } =
            voucher;
        assert_eq!(
            [id.to_string(), name.clone(), scope.clone(), value_type.clone(), shown(*start)],
            [global(&node["id"]), words(&node["name"]), words(&node["type"]), words(&node["discountValueType"]), at(&node["startDate"])]
        );
        assert_eq!((Value::from(*usage_limit), Value::from(*used)), (node["usageLimit"].clone(), node["used"].clone()));
        assert_eq!((Value::from(*single_use), Value::from(*once_per_customer)), (node["singleUse"].clone(), node["applyOncePerCustomer"].clone()));
        assert_eq!((end.map(shown), public.clone()), (node["endDate"].as_str().map(|_| at(&node["endDate"])), metadata(&node["metadata"])));
        let codes: Vec<String> = codes.iter().map(|code| format!("{} {} {}", code.code, code.used, code.is_active)).collect();
        let edges = node["codes"]["edges"].as_array().unwrap();
        assert_eq!(
            codes,
            edges
                .iter()
                .map(|edge| &edge["node"])
                .map(|code| format!("{} {} {}", words(&code["code"]), code["used"], code["isActive"]))
                .collect::<Vec<_>>()
        );
        let listings: Vec<String> = listings
            .iter()
            .map(|l| format!("{} {} {} {}", l.channel, l.currency, l.value, l.minimum_minor.map_or("-".to_owned(), |minor| minor.to_string())))
            .collect();
        let naive = |l: &Value| {
            let value = l["discountValue"].to_string();
            let minimum = if l["minSpent"].is_null() { "-".to_owned() } else { amount(&l["minSpent"]) };
            format!("{} {} {} {minimum}", words(&l["channel"]["slug"]), words(&l["currency"]), value.strip_suffix(".0").unwrap_or(&value))
        };
        assert_eq!(listings, node["channelListings"].as_array().unwrap().iter().map(naive).collect::<Vec<_>>());
    }
}

#[test]
fn other_recorded_pages_are_read_too() {
    for (name, count) in [("incr_orders_p1", 10), ("incr_orders_empty", 0), ("orders_legacy_payments", 6), ("orders_first50", 50)] {
        let Some(text) = recorded(name) else { return };
        let page = parse::orders(&text, &Settings::default()).unwrap();
        assert_eq!((page.rows.len(), page.refused.len()), (count, 0), "{name}");
        assert_eq!(page.watermark, page.rows.iter().map(|order| order.updated).max(), "{name}");
    }
    let legacy = parse::orders(&recorded("orders_legacy_payments").unwrap(), &Settings::default()).unwrap();
    let money: Vec<String> = legacy.rows.iter().flat_map(|order| movements_shown(&order.money)).collect();
    insta::assert_snapshot!(money.join("\n"), @r"
    2026-11-20T04:35:56.746943Z p6 Charged 450
    2026-11-20T04:35:56.741501Z p4 Charged 13500
    2026-11-20T04:35:56.741832Z p5 Refunded 13500
    2026-11-20T04:35:56.735881Z p2 Charged 11500
    2026-11-20T04:35:56.736262Z p3 Refunded 4600
    2026-11-20T04:35:56.725224Z p1 Charged 12500
    ");
}

#[test]
fn recorded_errors_are_told_apart() {
    let mut seen = Vec::new();
    for name in [
        "orders_poison_row",
        "orders_first101",
        "orders_no_first",
        "orders_bad_cursor",
        "orders_cursor_other_sort",
        "orders_where_and_filter",
        "orders_noperm",
        "orders_anon",
        "orders_bad_token",
        "syntax_error",
        "unknown_field",
        "bad_variable",
        "batch_two",
        "cost_exceeded",
        "empty_body",
        "not_json",
        "jwt_expired",
        "jwt_bad_signature",
        "staff_orders",
        "customers_partial_errors",
        "perm_3_orders",
        "perm_3_customers",
        "perm_3_giftcards",
        "perm_3_vouchers",
        "perm_3_transactions",
        "perm_4_giftcards",
        "perm_5_transactions",
    ] {
        let Some(text) = recorded(name) else { return };
        let settings = Settings::default();
        let answer = if name.contains("customers") {
            parse::customers(&text, &settings).map(|page| (page.rows.len(), page.refused.len()))
        } else {
            parse::orders(&text, &settings).map(|page| (page.rows.len(), page.refused.len()))
        };
        seen.push(format!("{name}: {answer:?}"));
    }
    insta::assert_snapshot!(seen.join("\n"), @r#"
    orders_poison_row: Err(Refused { what: "orders.edges.0.node.origin: Expected a value of type \"OrderOriginEnum\" but received:" })
    orders_first101: Err(Refused { what: "too many rows for one page" })
    orders_no_first: Err(Refused { what: "You must provide a `first` or `last` value to properly paginate the `orders` connection." })
    orders_bad_cursor: Err(CursorInvalid)
    orders_cursor_other_sort: Err(CursorInvalid)
    orders_where_and_filter: Err(Refused { what: "Only one filtering argument (filter or where) can be specified." })
    orders_noperm: Err(PermissionMissing { permissions: ["MANAGE_ORDERS"] })
    orders_anon: Err(PermissionMissing { permissions: ["MANAGE_ORDERS"] })
    orders_bad_token: Err(PermissionMissing { permissions: ["MANAGE_ORDERS"] })
    syntax_error: Err(Refused { what: "Syntax Error GraphQL (1:33) Expected Name, found EOF 1: {orders(first:1){edges{node{id}}                                    ^" })
    unknown_field: Err(Refused { what: "Cannot query field \"nope\" on type \"Order\"." })
    bad_variable: Err(Refused { what: "Variable \"$s\" got invalid value {\"direction\": \"ASC\", \"field\": \"NOPE\"}. In field \"field\": Expected type \"OrderSortField\", found \"NOPE\"." })
    batch_two: Err(Refused { what: "Number of batch queries exceeded." })
    cost_exceeded: Err(TooCostly { cost: 70100, maximum: 50000 })
    empty_body: Err(Refused { what: "Must provide a query string." })
    not_json: Err(Refused { what: "Unable to parse query." })
    jwt_expired: Err(TokenRefused { url: "" })
    jwt_bad_signature: Err(TokenRefused { url: "" })
    staff_orders: Ok((0, 1))
    customers_partial_errors: Ok((0, 3))
    perm_3_orders: Err(PermissionMissing { permissions: [] })
    perm_3_customers: Err(PermissionMissing { permissions: ["MANAGE_USERS"] })
    perm_3_giftcards: Err(PermissionMissing { permissions: ["MANAGE_GIFT_CARD"] })
    perm_3_vouchers: Err(PermissionMissing { permissions: ["MANAGE_DISCOUNTS"] })
    perm_3_transactions: Err(PermissionMissing { permissions: [] })
    perm_4_giftcards: Err(PermissionMissing { permissions: ["MANAGE_GIFT_CARD"] })
    perm_5_transactions: Err(PermissionMissing { permissions: [] })
    "#);
}

/// Every recorded answer that holds errors falls into a class; none is read as if nothing had happened.
#[test]
fn every_recorded_error_has_its_class() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/saleor/pairs");
    // A clone without recordings.
    let Ok(files) = std::fs::read_dir(folder) else { return };
    let mut classes = std::collections::BTreeMap::<String, Vec<String>>::new();
    for file in files {
        let file = file.unwrap();
        let name = file.file_name().to_string_lossy().trim_end_matches(".json").to_owned();
        let pair: Value = serde_json::from_str(&std::fs::read_to_string(file.path()).unwrap()).unwrap();
        let body = pair["response"]["body"].clone();
        let text = body.to_string();
        if body["errors"].as_array().is_none_or(Vec::is_empty) {
            continue;
        }
        let class = match parse::orders(&text, &Settings::default()) {
            Err(error) => error.code().to_owned(),
            Ok(page) => page.refused.first().map_or_else(|| "nothing".to_owned(), |row| row.reason.code().to_owned()),
        };
        classes.entry(class).or_default().push(name);
    }
    let lines: Vec<String> = classes
        .iter_mut()
        .map(|(class, names)| {
            names.sort();
            format!("{class} ({}): {}", names.len(), names.join(" "))
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    bad_row (1): customers_partial_errors
    cursor_lost (2): orders_bad_cursor orders_cursor_other_sort
    permission_missing (18): gc_create_noperm meta_noperm orders_anon orders_bad_token orders_noperm perm_3_customers perm_3_giftcards perm_3_orders perm_3_transactions perm_3_vouchers perm_4_giftcards perm_4_orders perm_4_transactions perm_4_vouchers perm_5_giftcards perm_5_orders perm_5_transactions vc_create_noperm_shape
    shop_failed (2): gc_create_longtag vcl_novalue
    shop_refused (16): bad_variable batch_two empty_body gc_create_neg mutation_limit5 not_json order_badid orders_first101 orders_no_first orders_poison_row orders_where_and_filter syntax_error unknown_field upd_ordergrantrefundcreate_with_lines vc_create_metadata voucher_by_code
    token_refused (2): jwt_bad_signature jwt_expired
    too_costly (1): cost_exceeded
    ");
}
