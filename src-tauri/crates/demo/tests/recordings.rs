//! The recorded queries against the server: no errors, and every recorded row exactly once.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use vouchsafe_demo::{Options, Recorded, Server, Shop, Source, Spec, serve};

/// The folder of recordings, where it is present.
fn recordings() -> Option<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/saleor");
    dir.join("INDEX.md").is_file().then_some(dir)
}

async fn ask(server: &Server, query: &str, variables: Value) -> (u16, Value) {
    let body = json!({ "query": query, "variables": variables }).to_string();
    let response = reqwest::Client::new()
        .post(server.url())
        .header("content-type", "application/json")
        .bearer_auth(server.token())
        .body(body)
        .send()
        .await
        .unwrap();
    (response.status().as_u16(), serde_json::from_str(&response.text().await.unwrap()).unwrap())
}

async fn pages(server: &Server, query: &str, root: &str, sort: Value, first: u32) -> Vec<Value> {
    let mut nodes = Vec::new();
    let mut after = Value::Null;
    loop {
        let (status, body) = ask(server, query, json!({ "first": first, "after": after, "sort": sort })).await;
        assert_eq!((status, body.get("errors")), (200, None), "{root}");
        let connection = &body["data"][root];
        nodes.extend(connection["edges"].as_array().unwrap().iter().map(|edge| edge["node"].clone()));
        if connection["pageInfo"]["hasNextPage"] != json!(true) {
            return nodes;
        }
        after = connection["pageInfo"]["endCursor"].clone();
    }
}

const QUERIES: [(&str, &str, &str); 5] = [
    ("orders", "orders", "LAST_MODIFIED_AT"),
    ("customers", "customers", "LAST_MODIFIED_AT"),
    ("transactions", "transactions", "MODIFIED_AT"),
    ("giftcards", "giftCards", "CREATED_AT"),
    ("vouchers", "vouchers", ""),
];

fn sort_by(field: &str) -> Value {
    if field.is_empty() { Value::Null } else { json!({ "field": field, "direction": "ASC" }) }
}

#[tokio::test]
async fn the_recorded_queries_are_answered_by_a_synthetic_shop() {
    let Some(dir) = recordings() else { return };
    let server = serve(Shop::generate(&Spec::new(300, 1)), Options::default()).await.unwrap();
    for (file, root, sort) in QUERIES {
        let query = std::fs::read_to_string(dir.join(format!("queries/sync_{file}.graphql"))).unwrap();
        let nodes = pages(&server, &query, root, sort_by(sort), 50).await;
        assert!(!nodes.is_empty(), "{root}");
        if root == "orders" {
            let with_events = query.replace("payments{id gateway", "events{id date type} payments{id gateway");
            let nodes = pages(&server, &with_events, root, sort_by(sort), 50).await;
            assert!(nodes.iter().all(|node| node["events"][0]["type"] == json!("PLACED")));
        }
    }
}

/// The recorded pages of one kind: each with what was asked and what was answered.
fn recorded_pages(dir: &Path, file: &str) -> Vec<Value> {
    let read = |page: u32| std::fs::read_to_string(dir.join(format!("pairs/final_{file}_p{page}.json"))).ok();
    (1..).map_while(read).map(|text| serde_json::from_str(&text).unwrap()).collect()
}

#[tokio::test]
async fn recorded_pages_come_back_as_they_were() {
    let Some(dir) = recordings() else { return };
    let source = Source::from(Recorded::load(&dir).unwrap());
    let server = serve(source, Options::default()).await.unwrap();
    for (file, root, _) in QUERIES {
        let pages = recorded_pages(&dir, file);
        assert!(!pages.is_empty(), "{root}");
        for (number, page) in pages.iter().enumerate() {
            let asked = &page["request"]["body"];
            let (status, answer) = ask(&server, asked["query"].as_str().unwrap(), asked["variables"].clone()).await;
            assert_eq!(status, 200);
            assert!(answer == page["response"]["body"], "{root}, page {}: rows, cursors or cost differ", number + 1);
        }
    }
}

#[tokio::test]
async fn what_was_not_recorded_is_empty() {
    let Some(dir) = recordings() else { return };
    let source = Source::from(Recorded::load(&dir).unwrap());
    let server = serve(source, Options::default()).await.unwrap();
    let (_, answer) = ask(&server, "{orders(first:2){edges{node{number original events{id date type}}}}}", Value::Null).await;
    let nodes: Vec<&Value> = answer["data"]["orders"]["edges"].as_array().unwrap().iter().map(|edge| &edge["node"]).collect();
    assert_eq!(nodes.len(), 2);
    assert!(nodes.iter().all(|node| node["original"] == Value::Null && node["events"] == json!([])));
}

/// Recorded refusals that do not hang on the recorded rows.
const REFUSALS: [&str; 15] = [
    "orders_first101",
    "orders_no_first",
    "orders_bad_cursor",
    "orders_cursor_other_sort",
    "orders_where_and_filter",
    "orders_noperm",
    "orders_anon",
    "orders_bad_token",
    "unknown_field",
    "bad_variable",
    "batch_two",
    "empty_body",
    "not_json",
    "order_missing",
    "order_badid",
];

#[tokio::test]
async fn refusals_are_worded_as_recorded() {
    let Some(dir) = recordings() else { return };
    let permissions = |some: &[&str]| some.iter().map(|name| (*name).to_owned()).collect();
    let all = permissions(&["MANAGE_ORDERS", "MANAGE_USERS", "MANAGE_GIFT_CARD", "MANAGE_DISCOUNTS", "HANDLE_PAYMENTS"]);
    let shop = || Shop::generate(&Spec::new(50, 1));
    let open = serve(shop(), Options { permissions: all, ..Options::default() }).await.unwrap();
    let shut = serve(shop(), Options { permissions: Vec::new(), ..Options::default() }).await.unwrap();
    for name in REFUSALS {
        let pair: Value = serde_json::from_str(&std::fs::read_to_string(dir.join(format!("pairs/{name}.json"))).unwrap()).unwrap();
        let server = if name == "orders_noperm" { &shut } else { &open };
        let body = match &pair["request"]["body"] {
            Value::String(text) => text.clone(),
            Value::Null => "{}".to_owned(),
            other => other.to_string(),
        };
        let request = reqwest::Client::new().post(server.url()).body(body);
        let request = match name {
            "orders_anon" => request,
            "orders_bad_token" => request.bearer_auth("no-such-token"),
            _ => request.bearer_auth(server.token()),
        };
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let answer: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        assert_eq!((json!(status), &answer), (pair["response"]["status"].clone(), &pair["response"]["body"]), "{name}");
    }
}
