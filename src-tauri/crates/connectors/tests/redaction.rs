//! What is kept of a refused row names nobody, whatever stands in it and however it is broken.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::{Value, json};
use vouchsafe_connectors::saleor::{MAX_RAW, RefusedRow, Settings, parse};

const PAGES: [&str; 5] = [
    include_str!("fixtures/orders.json"),
    include_str!("fixtures/customers.json"),
    include_str!("fixtures/transactions.json"),
    include_str!("fixtures/gift_cards.json"),
    include_str!("fixtures/vouchers.json"),
];

/// Fields that hold what somebody wrote or what points to somebody.
const PERSONAL: &[&str] = &[
    "email",
    "userEmail",
    "createdByEmail",
    "usedByEmail",
    "firstName",
    "lastName",
    "companyName",
    "streetAddress1",
    "streetAddress2",
    "city",
    "postalCode",
    "countryArea",
    "phone",
    "note",
    "value",
    "customerIpAddress",
    "brand",
    "firstDigits",
    "lastDigits",
    "externalReference",
    "pspReference",
    "productName",
    "productSku",
    "name",
    "voucherCode",
];

fn refused(page: &Value) -> Vec<RefusedRow> {
    let (text, settings) = (page.to_string(), Settings::default());
    if page["data"]["orders"].is_object() {
        return parse::orders(&text, &settings).unwrap().refused;
    }
    if page["data"]["customers"].is_object() {
        return parse::customers(&text, &settings).unwrap().refused;
    }
    if page["data"]["transactions"].is_object() {
        return parse::transactions(&text, &settings).unwrap().refused;
    }
    if page["data"]["giftCards"].is_object() {
        return parse::gift_cards(&text, &settings).unwrap().refused;
    }
    parse::vouchers(&text, &settings).unwrap().refused
}

/// The paths to every value of a row.
fn places(value: &Value, at: &str, out: &mut Vec<String>) {
    out.push(at.to_owned());
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| places(value, &format!("{at}/{key}"), out)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, value)| places(value, &format!("{at}/{index}"), out)),
        _ => {}
    }
}

/// Puts somebody's words wherever somebody's words belong.
fn inhabit(value: &mut Value, words: &mut impl Iterator<Item = String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                if PERSONAL.contains(&key.as_str()) && !value.is_object() {
                    *value = json!(words.next().unwrap());
                } else {
                    inhabit(value, words);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|value| inhabit(value, words)),
        _ => {}
    }
}

/// Something that points to somebody, long enough not to stand elsewhere by chance.
fn personal() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{4,9}[.+][a-z]{4,9}@[a-z]{4,9}\\.example",
        "[A-Z][a-z]{5,9} [A-Z][a-z]{5,9}",
        "[А-Я][а-я]{5,9}[\"\\\\<>]{1,2}[а-я]{4}",
        "\\+7(9|8)[0-9]{9}",
        "(203|198)\\.51\\.1[0-9]{2}\\.2[0-9]{2}",
        "[0-9]{2} [A-Z][a-z]{6} Street[\u{1}-\u{7}]",
    ]
}

/// The shape of a row: keys, lengths of lists, and where there is nothing.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), shape(value))).collect::<serde_json::Map<_, _>>().into(),
        Value::Array(items) => items.iter().map(shape).collect(),
        Value::String(_) | Value::Number(_) => json!("x"),
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn nothing_of_a_person_survives_in_a_refused_row(
        page in prop::sample::select(PAGES.to_vec()),
        words in prop::collection::vec(personal(), 8),
        place in any::<prop::sample::Index>(),
        kind in 0usize..6,
    ) {
        let mut page: Value = serde_json::from_str(page).unwrap();
        let name = page["data"].as_object().unwrap().keys().next().unwrap().clone();
        let node = &mut page["data"][&name]["edges"][0]["node"];
        inhabit(node, &mut words.iter().cloned().cycle());
        let mut all = Vec::new();
        places(node, "", &mut all);
        let broken = all[place.index(all.len())].clone();
        let value = [json!(words[0]), json!([words[1]]), json!(7_916_123_456_789_u64), json!(null), json!({"anna": words[2]}), json!(-1.5)][kind].clone();
        *node.pointer_mut(&broken).unwrap() = value;
        let node = node.clone();
        // A number where a number belongs is kept, however long.
        let counts = ["amount", "used", "usageLimit", "quantity", "discountValue"].iter().any(|key| broken.ends_with(key));
        let number = (!counts).then_some("7916123456789");
        for row in refused(&page) {
            let told = format!("{} {} {:?} {}", row.raw, row.reason, row.reason.args(), row.source_id);
            for word in words.iter().map(String::as_str).chain(number) {
                let escaped = json!(word).to_string();
                prop_assert!(!told.contains(word) && !told.contains(escaped.trim_matches('"')), "{word} in {told} ({broken})");
            }
            prop_assert_eq!(shape(&serde_json::from_str(&row.raw).unwrap()), shape(&node));
        }
    }
}

#[test]
fn what_is_kept_is_what_a_repair_needs() {
    let mut page: Value = serde_json::from_str(PAGES[0]).unwrap();
    page["data"]["orders"]["edges"][0]["node"]["status"] = json!("MELTED");
    let row = refused(&page).swap_remove(0);
    let kept: Value = serde_json::from_str(&row.raw).unwrap();
    let lines: Vec<String> = kept.as_object().unwrap().iter().map(|(key, value)| format!("{key}: {value}")).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    billingAddress: {"city":"<text 4>","companyName":"","country":{"code":"DE"},"countryArea":"","firstName":"<text 3>","lastName":"<text 28>","phone":null,"postalCode":"<number 5>","streetAddress1":"<text 13>","streetAddress2":""}
    channel: {"slug":"de"}
    created: "2026-03-01T09:30:00.000001+00:00"
    events: [{"date":"2026-03-01T09:31:00+00:00","id":"T3JkZXJFdmVudDo5","type":"CONFIRMED"},{"date":"2026-03-01T09:31:00+00:00","id":"T3JkZXJFdmVudDo4","type":"PLACED_AUTOMATICALLY_FROM_PAID_CHECKOUT"},{"date":null,"id":"T3JkZXJFdmVudDoxMA==","type":"CANCELED"},{"date":"2026-03-02T00:00:00+00:00","id":"T3JkZXJFdmVudDoxMQ==","type":"NOTE_ADDED"}]
    giftCards: [{"id":"R2lmdENhcmQ6Nw=="}]
    id: "T3JkZXI6NWU0ZmMzYmMtYTJlOS00YjU1LWEzNzMtOWY0NDE4ZjhhYzIw"
    lines: [{"id":"T3JkZXJMaW5lOjEyYjgxOGM1LTQyYTUtNDVjMS05NTdmLTI2NmNkNzczNmI1Mg==","productName":"<text 34>","productSku":"<text 3>","quantity":2,"totalPrice":{"gross":{"amount":60},"net":{"amount":50.42}},"variant":{"product":{"category":{"slug":"shirts"}}}},{"id":"T3JkZXJMaW5lOjI=","productName":"<text 4>","productSku":null,"quantity":1,"totalPrice":{"gross":{"amount":20.0},"net":{"amount":16.81}},"variant":null}]
    metadata: [{"key":"ref_code","value":"<text 7>"},{"key":"note","value":"<text 14>"}]
    number: "1042"
    original: null
    payments: [{"creditCard":{"brand":"<text 4>","expMonth":"<number 2>","expYear":"<number 4>","firstDigits":"<number 4>","lastDigits":"<number 4>"},"customerIpAddress":"<number 11>","transactions":[{"amount":{"amount":10.0,"currency":"EUR"},"created":"2026-03-01T09:32:00+00:00","id":"VHJhbnNhY3Rpb246Mg==","isSuccess":true,"kind":"CAPTURE"},{"amount":{"amount":10.0,"currency":"EUR"},"created":"2026-03-01T09:33:00+00:00","id":"VHJhbnNhY3Rpb246Mw==","isSuccess":false,"kind":"REFUND"},{"amount":null,"created":"2026-03-01T09:33:00+00:00","id":"VHJhbnNhY3Rpb246NA==","isSuccess":true,"kind":"AUTH"}]}]
    privateMetadata: [{"key":"ref_code","value":"<text 7>"},{"key":"device_fp","value":"<text 6>"}]
    shippingAddress: null
    shippingPrice: {"gross":{"amount":4.9}}
    status: "MELTED"
    subtotal: {"gross":{"amount":80.0},"net":{"amount":67.23}}
    total: {"gross":{"amount":84.9,"currency":"EUR"}}
    transactions: [{"events":[{"amount":{"amount":20.0,"currency":"EUR"},"createdAt":"2026-03-03T10:00:00+00:00","id":"VHJhbnNhY3Rpb25FdmVudDozMQ==","type":"REFUND_SUCCESS"},{"amount":{"amount":20.0,"currency":"EUR"},"createdAt":"2026-03-03T10:00:00+00:00","id":"VHJhbnNhY3Rpb25FdmVudDozMA==","type":"REFUND_REQUEST"},{"amount":{"amount":74.9,"currency":"EUR"},"createdAt":"2026-03-01T09:32:00+00:00","id":"VHJhbnNhY3Rpb25FdmVudDoy","type":"CHARGE_SUCCESS"}],"paymentMethodDetails":{"brand":"<text 4>","expMonth":"<number 2>","expYear":"<number 4>","firstDigits":"<number 4>","lastDigits":"<number 4>"}},{"events":[{"amount":{"amount":1.0,"currency":"EUR"},"createdAt":"2026-03-04T10:00:00+00:00","id":"VHJhbnNhY3Rpb25FdmVudDo0MA==","type":"CHARGE_BACK"},{"amount":{"amount":2.0,"currency":"EUR"},"createdAt":"2026-03-05T10:00:00+00:00","id":"VHJhbnNhY3Rpb25FdmVudDo0MQ==","type":"REFUND_REVERSE"},{"amount":{"amount":2.0,"currency":"USD"},"createdAt":"2026-03-05T10:00:00+00:00","id":"VHJhbnNhY3Rpb25FdmVudDo0Mg==","type":null}],"paymentMethodDetails":{}}]
    updatedAt: "2026-03-03T10:00:00+00:00"
    user: {"email":"<email 16>","id":"VXNlcjo0Ng=="}
    userEmail: "<email 16>"
    voucherCode: ""
    "#);
}

#[test]
fn a_long_row_is_cut() {
    let mut page: Value = serde_json::from_str(PAGES[0]).unwrap();
    let node = &mut page["data"]["orders"]["edges"][0]["node"];
    node["status"] = json!("MELTED");
    node["metadata"] = Value::Array(vec![json!({"key": "k", "value": "й".repeat(1_000)}); 20_000]);
    let row = refused(&page).swap_remove(0);
    assert!(row.raw.len() <= MAX_RAW && row.raw.len() > MAX_RAW - 100, "{}", row.raw.len());
}

#[test]
fn a_shop_that_repeats_a_person_in_its_words_is_not_repeated() {
    let with = |message: &str| {
        let mut page: Value = serde_json::from_str(PAGES[1]).unwrap();
        page["errors"] = json!([{"message": message, "path": ["customers", "edges", 0, "node", "languageCode"]}]);
        let [row] = refused(&page).try_into().unwrap();
        row.reason.to_string()
    };
    let seen = [
        "Expected a value of type \"LanguageCodeEnum\" but received: anna@shop.example",
        "Cannot read <anna.archer@shop.example>, sorry",
        "duplicate key +49 151 23456789 or +4915123456789",
        "from 203.0.113.9: refused",
    ]
    .map(with);
    insta::assert_snapshot!(seen.join("\n"), @r#"
    the shop failed at node.languageCode: Expected a value of type "LanguageCodeEnum" but received:
    the shop failed at node.languageCode: Cannot read <<email 24>>, sorry
    the shop failed at node.languageCode: duplicate key +<number 15> or +<number 13>
    the shop failed at node.languageCode: from <number 11>: refused
    "#);
}
