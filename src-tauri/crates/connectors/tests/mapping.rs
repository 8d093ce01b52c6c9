//! From small pages in the recorded shape to domain types, row by row, and what broken rows come to.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::{Value, json};
use vouchsafe_connectors::saleor::{RefusedRow, Settings, ShopError, parse};
use vouchsafe_domain::shop::MAX_ITEMS;

const ORDERS: &str = include_str!("fixtures/orders.json");
const CUSTOMERS: &str = include_str!("fixtures/customers.json");
const TRANSACTIONS: &str = include_str!("fixtures/transactions.json");
const GIFT_CARDS: &str = include_str!("fixtures/gift_cards.json");
const VOUCHERS: &str = include_str!("fixtures/vouchers.json");

#[test]
fn orders_are_mapped() {
    let page = parse::orders(ORDERS, &Settings::default()).unwrap();
    assert_eq!((page.rows.len(), page.refused.len(), page.total_count), (2, 0, Some(7)));
    assert_eq!(page.next.as_deref(), Some("WyIyMDI2LTAzLTAzIDEwOjAwOjAwIiwiMiJd"));
    assert_eq!(page.watermark.unwrap().to_string(), "2026-03-03T10:00:00Z");
    insta::assert_debug_snapshot!("orders", page.rows);
}

#[test]
fn the_other_kinds_are_mapped() {
    let settings = Settings::default();
    insta::assert_debug_snapshot!("customers", parse::customers(CUSTOMERS, &settings).unwrap());
    insta::assert_debug_snapshot!("transactions", parse::transactions(TRANSACTIONS, &settings).unwrap());
    insta::assert_debug_snapshot!("gift_cards", parse::gift_cards(GIFT_CARDS, &settings).unwrap());
    insta::assert_debug_snapshot!("vouchers", parse::vouchers(VOUCHERS, &settings).unwrap());
}

#[test]
fn the_settings_say_where_codes_and_addresses_are_kept() {
    let settings = Settings {
        order_code_key: "note".to_owned(),
        device_key: "none".to_owned(),
        ip_key: "device_fp".to_owned(),
        customer_code_key: "referred_by".to_owned(),
        ..Settings::default()
    };
    let order = parse::orders(ORDERS, &settings).unwrap().rows.swap_remove(0);
    assert_eq!((order.ref_code.as_deref(), order.device, order.ip.as_deref()), (Some("ab \"quoted\" 🎁"), None, Some("dev-13")));
    let customer = parse::customers(CUSTOMERS, &settings).unwrap().rows.swap_remove(0);
    assert_eq!((customer.own_code.as_deref(), customer.ref_code.as_deref()), (Some("MAX"), Some("MAX")));
}

/// What the first order is refused for after an edit; the second must stand.
fn refused(edit: impl Fn(&mut Value)) -> RefusedRow {
    let mut page: Value = serde_json::from_str(ORDERS).unwrap();
    edit(&mut page["data"]["orders"]["edges"][0]["node"]);
    let page = parse::orders(&page.to_string(), &Settings::default()).unwrap();
    assert_eq!(page.rows.iter().map(|order| order.number.as_str()).collect::<Vec<_>>(), ["1043"]);
    assert_eq!(page.watermark.unwrap().to_string(), "2026-03-02T00:00:00Z", "a refused row moves no watermark");
    let [row] = page.refused.try_into().unwrap();
    row
}

#[test]
fn one_broken_row_is_refused_with_its_reason() {
    let many = Value::Array(vec![json!({"key": "k", "value": "v"}); MAX_ITEMS + 1]);
    type Edit<'a> = (&'a str, Value);
    let edits: Vec<Edit<'_>> = vec![
        ("/total/gross/currency", json!("ZZZ")),
        ("/total/gross/currency", json!("USD")),
        ("/total/gross/amount", json!("84.9")),
        ("/total/gross/amount", json!(84.999)),
        ("/subtotal/net/amount", json!(null)),
        ("/created", json!("yesterday")),
        ("/updatedAt", json!(12)),
        ("/status", json!("MELTED")),
        ("/id", json!("1042")),
        ("/number", json!(null)),
        ("/user/id", json!("VXNlcg==")),
        ("/lines/0/quantity", json!(-1)),
        ("/lines/1/totalPrice", json!({})),
        ("/metadata", many),
        ("/transactions/0/events/0/amount/amount", json!(-1.0)),
        ("/transactions/0/events/0/amount/currency", json!("USD")),
        ("/payments/0/transactions/0/amount", json!(null)),
        ("/events/0/date", json!("2026-13-01T00:00:00Z")),
    ];
    let seen: Vec<String> = edits
        .iter()
        .map(|(path, value)| {
            let row = refused(|node| *node.pointer_mut(path).unwrap() = value.clone());
            assert!(row.raw.contains("1042") || *path == "/number" || *path == "/id");
            format!("{path}: {} {} ({})", row.source_id, row.reason, row.reason.code())
        })
        .collect();
    insta::assert_snapshot!(seen.join("\n"), @r"
    /total/gross/currency: 5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20 “ZZZ” is not a currency of ISO 4217 (unknown_currency)
    /total/gross/currency: 5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20 transactions.events.amount is in EUR, the row in USD (bad_row)
    /total/gross/amount: 5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20 total.gross: “<text 6>” is not a decimal number (bad_row)
    /total/gross/amount: 5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20 total.gross: “84.999” has more digits after the point than its currency (bad_row)
    /subtotal/net/amount: 5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20 subtotal.net: “null” is not a decimal number (bad_row)
    /created: 5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20 created: “<text 9>” is not an instant like 2026-03-01T09:30:00Z (bad_row)
    /updatedAt: 5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20 updatedAt: invalid type: integer, expected a text (bad_row)
    /status: 5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20 status has the unknown value “MELTED” (bad_row)
    /id: ? “1042” is not an id of the shop (bad_row)
    /number: 5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20 number: invalid type: null, expected a text (bad_row)
    /user/id: 5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20 “<text 8>” is not an id of the shop (bad_row)
    /lines/0/quantity: 5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20 lines[0].quantity: invalid value: integer, expected u32 (bad_row)
    /lines/1/totalPrice: 5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20 lines[1].totalPrice: missing field `gross` (bad_row)
    /metadata: 5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20 metadata has 2001 entries, more than 2000 (bad_row)
    /transactions/0/events/0/amount/amount: 5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20 transactions.events.amount is below zero (bad_row)
    /transactions/0/events/0/amount/currency: 5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20 transactions.events.amount is in USD, the row in EUR (bad_row)
    /payments/0/transactions/0/amount: 5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20 payments.transactions.amount is missing (bad_row)
    /events/0/date: 5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20 events.date: “2026-13-01T00:00:00Z” is not an instant like 2026-03-01T09:30:00Z (bad_row)
    ");
    let gone = refused(|node| drop(node.as_object_mut().unwrap().remove("lines")));
    assert_eq!(gone.reason.to_string(), "missing field `lines`");
    let null = refused(|node| *node = Value::Null);
    assert_eq!(null.source_id, "?");
}

#[test]
fn errors_beside_data_touch_their_rows_only() {
    let with = |errors: Value| {
        let mut page: Value = serde_json::from_str(ORDERS).unwrap();
        page["errors"] = errors;
        parse::orders(&page.to_string(), &Settings::default())
    };
    let at = |path: Value| json!([{"message": "Internal Server Error", "path": path}]);
    let page = with(at(json!(["orders", "edges", 1, "node", "user"]))).unwrap();
    assert_eq!(
        (page.rows.len(), page.refused[0].source_id.as_str(), page.refused[0].reason.to_string()),
        (1, "2", "the shop failed at node.user: Internal Server Error".to_owned())
    );
    // Weak evidence may be missing.
    assert_eq!(with(at(json!(["orders", "edges", 1, "node", "payments", 0, "creditCard"]))).unwrap().refused, []);
    assert!(matches!(with(at(json!(["orders"]))), Err(ShopError::Internal { .. })));
    let denied = json!([{"message": "To access this path, you need one of the following permissions: MANAGE_USERS", "path": ["orders", "edges", 0, "node", "user"], "extensions": {"exception": {"code": "PermissionDenied"}}}]);
    assert_eq!(with(denied).unwrap_err(), ShopError::PermissionMissing { permissions: vec!["MANAGE_USERS".to_owned()] });
}

#[test]
fn what_is_no_answer_is_an_error() {
    let check = |text: &str| parse::orders(text, &Settings::default()).unwrap_err();
    assert_eq!(check(""), ShopError::Truncated);
    assert_eq!(check(&ORDERS[..ORDERS.len() / 2]), ShopError::Truncated);
    for text in ["<html>", "[]", "{}", r#"{"data":null}"#, r#"{"data":{"orders":{"edges":[1]}}}"#, r#"{"data":{"orders":null}}"#] {
        assert!(matches!(check(text), ShopError::Garbled { .. }), "{text}");
    }
}

#[test]
fn what_older_releases_lack_is_read_from_what_they_have() {
    let mut page: Value = serde_json::from_str(CUSTOMERS).unwrap();
    for is_active in [true, false] {
        let node = page["data"]["customers"]["edges"][0]["node"].as_object_mut().unwrap();
        node.remove("isConfirmed");
        node["isActive"] = json!(is_active);
        let customer = parse::customers(&page.to_string(), &Settings::default()).unwrap().rows.swap_remove(0);
        assert_eq!((customer.is_active, customer.is_confirmed), (is_active, is_active), "before 3.15");
    }
    let mut page: Value = serde_json::from_str(ORDERS).unwrap();
    for (voucher, expected) in [(json!({"code": "TEN"}), Some("TEN")), (json!({"code": null}), None), (json!(null), None)] {
        let node = page["data"]["orders"]["edges"][0]["node"].as_object_mut().unwrap();
        node.remove("voucherCode");
        node.insert("voucher".to_owned(), voucher);
        let order = parse::orders(&page.to_string(), &Settings::default()).unwrap().rows.swap_remove(0);
        assert_eq!(order.voucher_code.as_deref(), expected, "before 3.17");
    }
    let mut page: Value = serde_json::from_str(VOUCHERS).unwrap();
    let node = page["data"]["vouchers"]["edges"][0]["node"].as_object_mut().unwrap();
    node.remove("codes");
    node.remove("singleUse");
    node.insert("code".to_owned(), json!("TEN"));
    node["used"] = json!(3);
    let voucher = parse::vouchers(&page.to_string(), &Settings::default()).unwrap().rows.swap_remove(0);
    let codes: Vec<_> = voucher.codes.iter().map(|code| (code.code.as_str(), code.used, code.is_active)).collect();
    assert_eq!((voucher.single_use, codes), (false, vec![("TEN", 3, true)]), "before 3.17");
}

#[test]
fn a_person_whom_the_shop_disguises_is_refused_and_nobody_else() {
    let mut page: Value = serde_json::from_str(CUSTOMERS).unwrap();
    for (email, is_disguised) in
        [("a...@shop.example", true), ("...@shop.example", true), ("anna...@shop.example", false), ("a.b@shop.example", false)]
    {
        page["data"]["customers"]["edges"][0]["node"]["email"] = json!(email);
        let page = parse::customers(&page.to_string(), &Settings::default()).unwrap();
        let reasons: Vec<String> = page.refused.iter().map(|row| row.reason.to_string()).collect();
        assert_eq!(
            (page.rows.len(), reasons.join("")),
            if is_disguised { (0, "email is disguised by the shop".to_owned()) } else { (1, String::new()) }
        );
    }
}

#[test]
fn a_list_of_codes_that_was_not_read_to_its_end_is_refused() {
    let mut page: Value = serde_json::from_str(VOUCHERS).unwrap();
    page["data"]["vouchers"]["edges"][0]["node"]["codes"]["pageInfo"] = json!({"hasNextPage": true, "endCursor": "x"});
    let page = parse::vouchers(&page.to_string(), &Settings::default()).unwrap();
    assert_eq!((page.rows.len(), page.refused[0].reason.to_string()), (0, "codes: the list is not whole".to_owned()));
}

#[test]
fn a_card_whose_holder_the_shop_masks_is_nobodys() {
    let check = |email: &str, kept: Option<&str>| {
        let page = GIFT_CARDS.replace(r#""createdByEmail":null"#, &format!(r#""createdByEmail":"{email}""#)).replace("bob@shop.example", email);
        let page = parse::gift_cards(&page, &Settings::default()).unwrap();
        assert_eq!(page.refused.len(), 0, "{email}");
        let card = &page.rows[0];
        assert_eq!((card.used_by_email.as_deref(), card.created_by_email.as_deref()), (kept, kept), "{email}");
    };
    check("bob@shop.example", Some("bob@shop.example"));
    for masked in ["b...@example.com", "b...@shop.example", "...@example.com", "b***@example.com", "bo•••@shop.example"] {
        check(masked, None);
    }
    check("bob...@shop.example", Some("bob...@shop.example"));
}

/// Reads a page as every kind; what matters is that it comes back.
fn read_all(text: &str) {
    let settings = Settings::default();
    let _ = parse::orders(text, &settings);
    let _ = parse::customers(text, &settings);
    let _ = parse::transactions(text, &settings);
    let _ = parse::gift_cards(text, &settings);
    let _ = parse::vouchers(text, &settings);
}

fn any_page() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![ORDERS, CUSTOMERS, TRANSACTIONS, GIFT_CARDS, VOUCHERS])
}

proptest! {
    #[test]
    fn no_mutilated_page_panics(page in any_page(), flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8), cut in prop::option::of(any::<prop::sample::Index>())) {
        let mut bytes = page.as_bytes().to_vec();
        for (index, byte) in flips {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        read_all(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn every_row_is_taken_or_refused(values in prop::collection::vec((0usize..6, -3i64..3), 0..6)) {
        let mut page: Value = serde_json::from_str(ORDERS).unwrap();
        let first = page["data"]["orders"]["edges"][0].clone();
        let edges = page["data"]["orders"]["edges"].as_array_mut().unwrap();
        edges.clear();
        for (field, value) in &values {
            let mut edge = first.clone();
            let path = ["/node/number", "/node/total/gross/amount", "/node/lines/0/quantity", "/node/metadata", "/node/transactions/0/events/2/amount/amount", "/node/created"][*field];
            *edge.pointer_mut(path).unwrap() = json!(value);
            edges.push(edge);
        }
        let read = parse::orders(&page.to_string(), &Settings::default()).unwrap();
        prop_assert_eq!(read.rows.len() + read.refused.len(), values.len());
        prop_assert!(read.refused.iter().all(|row| row.source_id == "5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20"));
    }
}
