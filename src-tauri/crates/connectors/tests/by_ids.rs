//! Rows by their ids, lists of ids, counts, codes beyond a page, and the one thing that is written.
#![allow(clippy::unwrap_used)]

#[allow(dead_code, reason = "each test uses its part of the loopback shop")]
mod loopback;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use loopback::{Asked, Loopback, Reply, hasty, probed};
use serde_json::{Value, json};
use vouchsafe_connectors::saleor::{Cursor, Settings, Shop, ShopError, parse};
use vouchsafe_domain::shop::{Kind, ShopId};

async fn connect(shop: &Loopback) -> Shop {
    Shop::connect(&shop.url, "token", hasty()).await.unwrap()
}

/// A shop that answers what is no probe like this.
async fn shop(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Loopback {
    Loopback::start(move |asked| probed(&asked).unwrap_or_else(|| answer(&asked))).await
}

fn global(name: &str, number: impl std::fmt::Display) -> String {
    STANDARD.encode(format!("{name}:{number}"))
}

/// The numbers in the asked ids.
fn wanted(asked: &Asked) -> Vec<u64> {
    let number = |id: &Value| String::from_utf8(STANDARD.decode(id.as_str().unwrap()).unwrap()).unwrap().split_once(':').unwrap().1.parse().unwrap();
    asked.variables["ids"].as_array().unwrap().iter().map(number).collect()
}

fn ids(numbers: impl IntoIterator<Item = u64>) -> Vec<ShopId> {
    numbers.into_iter().map(ShopId::Number).collect()
}

fn voucher(number: u64) -> Value {
    json!({"id": global("Voucher", number), "name": null, "type": "ENTIRE_ORDER", "discountValueType": "FIXED", "used": 0, "startDate": "2026-01-01T00:00:00+00:00", "singleUse": true, "applyOncePerCustomer": false, "metadata": []})
}

#[tokio::test]
async fn rows_come_by_id_and_those_that_spoil_their_page_are_found() {
    // Vouchers below 150 are there; those of the list make the shop null the page.
    for (bad, at_once) in [(vec![], true), (vec![0], true), (vec![149], false), (vec![7, 8, 120], true), (vec![3, 50, 51, 99, 100, 140], false)] {
        let fails = bad.clone();
        let shop = shop(move |asked| {
            let rows: Vec<u64> = wanted(asked).into_iter().filter(|number| *number < 150).collect();
            assert!(asked.query.contains("filter:{ids:$ids}") && asked.first() <= 100 && asked.first() == wanted(asked).len());
            if let Some(place) = rows.iter().position(|number| fails.contains(number)) {
                // Some shops name the place, some do not.
                let path = if at_once { json!(["vouchers", "edges", place, "node", "type"]) } else { json!(["vouchers", "edges"]) };
                return Reply::json(&json!({"errors": [{"message": "Expected a value", "path": path}], "data": {"vouchers": null}}));
            }
            let edges: Vec<Value> = rows.into_iter().map(|number| json!({ "node": voucher(number) })).collect();
            Reply::json(&json!({"data": {"vouchers": {"pageInfo": {"hasNextPage": false, "endCursor": null}, "edges": edges}}}))
        })
        .await;
        let shop = connect(&shop).await;
        let raw = shop.fetch_by_ids(Kind::Vouchers, &ids(0..200)).await.unwrap();
        let page = parse::vouchers(&raw.text, shop.settings()).unwrap();
        assert_eq!(raw.refused.iter().map(|row| row.source_id.parse().unwrap()).collect::<Vec<u64>>(), bad);
        assert_eq!(page.rows.into_iter().map(|row| row.id).collect::<Vec<_>>(), ids((0..150).filter(|number| !bad.contains(number))));
        assert_eq!((raw.next, page.next, page.refused.len()), (None, None, 0));
        assert!(parse::vouchers(&shop.fetch_by_ids(Kind::Vouchers, &[]).await.unwrap().text, shop.settings()).unwrap().rows.is_empty());
    }
}

#[tokio::test]
async fn errors_beside_rows_keep_to_their_rows_over_several_requests() {
    let shop = shop(|asked| {
        let rows = wanted(asked);
        let edges: Vec<Value> = rows.iter().map(|number| json!({ "node": voucher(*number) })).collect();
        let errors: Vec<Value> = (0..rows.len())
            .filter(|place| rows[*place] % 60 == 59)
            .map(|place| json!({"message": "no name", "path": ["vouchers", "edges", place, "node", "name"]}))
            .collect();
        Reply::json(&json!({"errors": errors, "data": {"vouchers": {"pageInfo": {"hasNextPage": false, "endCursor": null}, "edges": edges}}}))
    })
    .await;
    let shop = connect(&shop).await;
    let raw = shop.fetch_by_ids(Kind::Vouchers, &ids(0..200)).await.unwrap();
    let page = parse::vouchers(&raw.text, shop.settings()).unwrap();
    assert_eq!(page.refused.iter().map(|row| row.source_id.as_str()).collect::<Vec<_>>(), ["59", "119", "179"]);
    assert_eq!(page.rows.len(), 197);
}

fn card(number: u64) -> Value {
    let money = json!({"amount": 10.0, "currency": "EUR"});
    json!({"id": global("GiftCard", number), "code": "RF", "isActive": true, "created": "2026-01-01T00:00:00+00:00", "initialBalance": money, "currentBalance": money, "tags": [], "metadata": [], "privateMetadata": []})
}

#[tokio::test]
async fn gift_cards_are_asked_for_one_by_one_in_one_request() {
    let shop = shop(|asked| {
        let mut rows = serde_json::Map::new();
        for (at, number) in [4u64, 5, 6, 7].into_iter().enumerate() {
            assert_eq!(asked.variables[format!("i{at}")], global("GiftCard", number));
            assert!(asked.query.contains(&format!("a{at}:giftCard(id:$i{at}){{...C}}")));
            rows.insert(format!("a{at}"), if number == 5 || number == 7 { Value::Null } else { card(number) });
        }
        Reply::json(&json!({"errors": [{"message": "Expected a value", "path": ["a3", "created"]}], "data": rows}))
    })
    .await;
    let shop = connect(&shop).await;
    let raw = shop.fetch_by_ids(Kind::GiftCards, &ids(4..8)).await.unwrap();
    let page = parse::gift_cards(&raw.text, shop.settings()).unwrap();
    assert_eq!(page.rows.into_iter().map(|row| row.id).collect::<Vec<_>>(), ids([4, 6]));
    let refused: Vec<String> = raw.refused.iter().map(|row| format!("{} {}", row.source_id, row.reason)).collect();
    assert_eq!(refused, ["7 the shop failed at created: Expected a value"]);
}

#[tokio::test]
async fn ids_are_listed_with_their_instants() {
    let shop = shop(|asked| {
        if asked.query.starts_with("query Count{orders(first:1)") {
            return Reply::json(&json!({"data": {"orders": {"totalCount": 130}}}));
        }
        let (from, to) = (asked.place(), (asked.place() + asked.first()).min(130));
        assert!(asked.query.contains("sortBy:{field:NUMBER,direction:ASC}") && !asked.query.contains("filter") && !asked.query.contains("where"));
        let node = |n: usize| match n {
            3 => json!({"id": "no id", "number": "3"}),
            4 => json!({"id": global("Order", 4), "number": "4", "created": "once", "updatedAt": null}),
            n => json!({"id": global("Order", n), "number": n.to_string(), "created": "2026-01-01T00:00:00+00:00", "updatedAt": "2026-02-01T00:00:00+00:00"}),
        };
        let edges: Vec<Value> = (from..to).map(|n| json!({ "node": node(n) })).collect();
        Reply::json(&json!({"data": {"orders": {"totalCount": 130, "pageInfo": {"hasNextPage": to < 130, "endCursor": to.to_string()}, "edges": edges}}}))
    })
    .await;
    let shop = connect(&shop).await;
    let first = shop.fetch_ids(Kind::Orders, None).await.unwrap();
    assert_eq!((first.rows.len(), first.next.as_deref(), first.total), (99, Some("100"), Some(130)));
    let shown = |at: usize| {
        let row = &first.rows[at];
        format!("{} {:?} {:?} {:?}", row.id, row.number, row.created.map(|at| at.to_string()), row.updated.map(|at| at.to_string()))
    };
    assert_eq!(shown(0), r#"0 Some("0") Some("2026-01-01T00:00:00Z") Some("2026-02-01T00:00:00Z")"#);
    assert_eq!(shown(3), r#"4 Some("4") None None"#);
    let second = shop.fetch_ids(Kind::Orders, first.next.as_deref()).await.unwrap();
    assert_eq!((second.rows.len(), second.next), (30, None));
    assert_eq!(shop.count(Kind::Orders).await.unwrap(), Some(130));
}

#[tokio::test]
async fn a_list_of_ids_that_does_not_move_on_is_an_error() {
    let shop = shop(|_| Reply::json(&json!({"data": {"vouchers": {"pageInfo": {"hasNextPage": true, "endCursor": "5"}, "edges": []}}}))).await;
    let shop = connect(&shop).await;
    assert!(matches!(shop.fetch_ids(Kind::Vouchers, Some("5")).await, Err(ShopError::Garbled { .. })));
    assert_eq!(shop.fetch_ids(Kind::Vouchers, None).await.unwrap().next.as_deref(), Some("5"));
}

/// A shop with one voucher of so many codes, and another of two.
fn codes(asked: &Asked, count: usize) -> Reply {
    let page = |from: usize| {
        let to = (from + 100).min(count);
        let edges: Vec<Value> = (from..to).map(|n| json!({"node": {"code": format!("C{n}"), "used": n, "isActive": true}})).collect();
        json!({"pageInfo": {"hasNextPage": to < count, "endCursor": to.to_string()}, "edges": edges})
    };
    if asked.query.starts_with("query Codes") {
        assert_eq!(asked.variables["id"], global("Voucher", 1));
        return Reply::json(&json!({"data": {"voucher": {"codes": page(asked.place())}}}));
    }
    let (mut many, mut few) = (voucher(1), voucher(2));
    many["codes"] = page(0);
    few["codes"] = json!({"pageInfo": {"hasNextPage": false, "endCursor": "b"}, "edges": [{"node": {"code": "A", "used": 0, "isActive": false}}, {"node": {"code": "B", "used": 0, "isActive": true}}]});
    let edges = [few.clone(), many, few].map(|node| json!({ "node": node }));
    Reply::json(&json!({"data": {"vouchers": {"pageInfo": {"hasNextPage": false, "endCursor": null}, "edges": edges}}}))
}

#[tokio::test]
async fn every_code_of_a_voucher_is_read() {
    for count in [0, 1, 100, 101, 250, 2_000] {
        let shop = shop(move |asked| codes(asked, count)).await;
        let shop = connect(&shop).await;
        let page = shop.fetch_page(Kind::Vouchers, &Cursor::default(), 100).await.unwrap();
        let by_ids = shop.fetch_by_ids(Kind::Vouchers, &ids([2, 1, 2])).await.unwrap();
        for raw in [page, by_ids] {
            let page = parse::vouchers(&raw.text, shop.settings()).unwrap();
            assert_eq!(page.rows.iter().map(|row| row.codes.len()).collect::<Vec<_>>(), [2, count, 2]);
            assert!(page.rows[1].codes.iter().enumerate().all(|(at, code)| code.code == format!("C{at}")));
        }
    }
}

#[tokio::test]
async fn a_voucher_with_more_codes_than_a_row_may_have_is_refused_and_never_cut() {
    let shop = shop(|asked| codes(asked, 5_000)).await;
    let connected = connect(&shop).await;
    let before = shop.asked();
    let raw = connected.fetch_page(Kind::Vouchers, &Cursor::default(), 100).await.unwrap();
    assert_eq!(shop.asked() - before, 21, "reading ends where the row is refused");
    let page = parse::vouchers(&raw.text, connected.settings()).unwrap();
    assert_eq!(page.rows.len(), 2);
    assert_eq!(page.refused[0].reason.to_string(), "codes has 2100 entries, more than 2000");
}

/// What writing comes to when the shop answers like this, and how often it was asked.
async fn written(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> String {
    let shop = shop(move |asked| {
        assert!(asked.query.starts_with("mutation WriteMetadata("));
        assert_eq!(asked.variables, json!({"id": "VXNlcjo0Ng==", "input": [{"key": "referral_code", "value": "ANNA7K2"}]}));
        answer(asked)
    })
    .await;
    let connected = connect(&shop).await;
    let before = shop.asked();
    let result = connected.write_customer_metadata(&ShopId::Number(46), "referral_code", "ANNA7K2").await;
    let asked = shop.asked() - before;
    match result {
        Ok(()) => format!("written ({asked})"),
        Err(error) => {
            format!("{} {:?} ({asked})", error.code(), error.args().iter().map(|(_, value)| value.replace(&shop.url, "URL")).collect::<Vec<_>>())
        }
    }
}

#[tokio::test]
async fn a_code_is_written_once_and_what_is_not_known_is_said_so() {
    let said = |errors: Value| Reply::json(&json!({"data": {"updateMetadata": {"errors": errors}}}));
    let denied = json!({"errors": [{"message": "To access this path, you need one of the following permissions: MANAGE_USERS", "path": ["updateMetadata"], "extensions": {"exception": {"code": "PermissionDenied"}}}], "data": {"updateMetadata": null}});
    let internal = json!({"errors": [{"message": "Internal Server Error", "path": ["updateMetadata"]}], "data": {"updateMetadata": null}});
    let mut seen = Vec::new();
    for (name, reply) in [
        ("written", said(json!([]))),
        ("nobody of that id", said(json!([{"field": "id", "message": "Couldn't resolve to a node", "code": "NOT_FOUND"}]))),
        ("denied", Reply::json(&denied)),
        ("failed inside", Reply::json(&internal)),
        ("not understood", Reply::new(400, r#"{"errors":[{"message":"Cannot query field \"updateMetadata\" on type \"Mutation\"."}]}"#)),
        ("a broken server", Reply::new(502, "<html>Bad Gateway")),
        ("an impatient server", Reply::new(429, "").header("retry-after", "5")),
        ("a guard", Reply::new(401, "")),
        ("a redirect", Reply::new(307, "").header("location", "https://evil.example/")),
        ("half an answer", Reply::new(200, r#"{"data":{"upda"#)),
        ("a lost connection", Reply::new(200, "{").broken_off()),
        ("a web page", Reply::new(200, "<html>")),
        ("another answer", Reply::new(200, r#"{"data":{}}"#)),
    ] {
        seen.push(format!("{name}: {}", written(move |_| reply.clone()).await));
    }
    insta::assert_snapshot!(seen.join("\n"), @r#"
    written: written (1)
    nobody of that id: shop_refused ["NOT_FOUND"] (1)
    denied: permission_missing ["MANAGE_USERS"] (2)
    failed inside: outcome_unknown ["the shop failed inside"] (1)
    not understood: shop_refused ["Cannot query field \"updateMetadata\" on type \"Mutation\"."] (1)
    a broken server: outcome_unknown ["HTTP 502"] (1)
    an impatient server: rate_limited ["5"] (1)
    a guard: token_refused ["URL/graphql/"] (1)
    a redirect: shop_redirects ["https://evil.example/"] (1)
    half an answer: outcome_unknown ["the answer broke off"] (1)
    a lost connection: outcome_unknown ["the answer broke off"] (1)
    a web page: outcome_unknown ["an answer that cannot be read"] (1)
    another answer: outcome_unknown ["an answer that cannot be read"] (1)
    "#);
}

#[tokio::test]
async fn a_shop_that_is_gone_has_surely_written_nothing() {
    let shop = shop(|_| Reply::new(500, "")).await;
    let connected = connect(&shop).await;
    drop(shop);
    let error = connected.write_customer_metadata(&ShopId::Number(46), "k", "v").await.unwrap_err();
    assert_eq!(error.code(), "shop_unreachable", "{error}");
}

#[tokio::test]
async fn a_shop_that_cannot_list_transactions_has_none() {
    let shop = Loopback::start(|asked| {
        let mut reply = json!({"data": {"shop": {"version": "3.14.91"}, "channels": [], "user": {"fields": []}, "order": {"fields": [{"name": "payments"}]}, "item": {"fields": []}, "voucher": {"fields": []}, "orderWhere": null, "customerWhere": null, "transactionWhere": null}});
        if asked.query.starts_with("query Who") {
            return probed(&asked).unwrap();
        }
        if asked.query.starts_with("query Count") {
            reply = json!({"data": {"orders": {"totalCount": 7}}});
        }
        Reply::json(&reply)
    })
    .await;
    let connected = Shop::connect(&shop.url, "token", Settings { tries: 1, ..hasty() }).await.unwrap();
    let before = shop.asked();
    assert!(connected.fetch_ids(Kind::Transactions, None).await.unwrap().rows.is_empty());
    assert_eq!(connected.count(Kind::Transactions).await.unwrap(), None);
    assert!(connected.fetch_by_ids(Kind::Transactions, &ids([1])).await.unwrap().refused.is_empty());
    assert_eq!(shop.asked(), before);
    assert_eq!(connected.count(Kind::Orders).await.unwrap(), Some(7));
}
