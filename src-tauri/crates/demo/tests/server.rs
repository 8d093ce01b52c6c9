//! The server over HTTP: token, limit, compression, another shop under the same address, recordings in a folder of one's own.
#![allow(clippy::unwrap_used)]

use std::io::Read as _;
use std::time::Duration;

use reqwest::Response;
use serde_json::{Value, json};
use tokio::time::Instant;
use vouchsafe_demo::{Faults, Options, Recorded, RecordingError, Server, Shop, Spec, serve};

fn shop(orders: u32) -> Shop {
    Shop::generate(&Spec::new(orders, 1))
}

async fn post(server: &Server, token: Option<&str>, query: &str) -> Response {
    let client = reqwest::Client::builder().no_gzip().build().unwrap();
    let request = client.post(server.url()).header("accept-encoding", "gzip, br").body(json!({ "query": query }).to_string());
    let request = match token {
        Some(token) => request.bearer_auth(token),
        None => request,
    };
    request.send().await.unwrap()
}

async fn json_of(response: Response) -> Value {
    let packed = response.headers().get("content-encoding").is_some();
    let bytes = response.bytes().await.unwrap();
    if !packed {
        return serde_json::from_slice(&bytes).unwrap();
    }
    let mut text = String::new();
    flate2::read::GzDecoder::new(bytes.as_ref()).read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

const COUNT: &str = "{orders(first:1){totalCount}}";

#[tokio::test]
async fn a_token_opens_the_shop() {
    let server = serve(shop(30), Options { token: "secret".to_owned(), ..Options::default() }).await.unwrap();
    assert_eq!(server.token(), "secret");
    let count = json_of(post(&server, Some("secret"), COUNT).await).await;
    assert_eq!(count["data"]["orders"]["totalCount"], json!(30));
    for token in [None, Some("wrong")] {
        let response = post(&server, token, COUNT).await;
        assert_eq!(response.status(), 200);
        let body = json_of(response).await;
        assert_eq!(body["errors"][0]["extensions"]["exception"]["code"], json!("PermissionDenied"));
        assert_eq!(body["data"], json!({ "orders": null }));
    }
    let version = json_of(post(&server, None, "{shop{version}}").await).await;
    assert_eq!(version["data"], Value::Null);
    assert_eq!(server.requests(), 4);
    let url = server.url();
    server.shutdown().await;
    assert!(reqwest::Client::new().post(url).send().await.unwrap_err().is_connect());
}

#[tokio::test]
async fn a_missing_permission_closes_one_kind_only() {
    let options = Options { permissions: vec!["MANAGE_ORDERS".to_owned()], ..Options::default() };
    let server = serve(shop(30), options).await.unwrap();
    let body = json_of(post(&server, Some("demo-token"), "{orders(first:1){totalCount} giftCards(first:1){totalCount}}").await).await;
    assert_eq!(body["data"], json!({ "orders": { "totalCount": 30 }, "giftCards": null }));
    let expected = "To access this path, you need one of the following permissions: MANAGE_GIFT_CARD";
    assert_eq!(body["errors"][0]["message"], json!(expected));
}

#[tokio::test]
async fn over_the_limit_one_is_told_to_wait() {
    let server = serve(shop(30), Options { rate_limit_per_minute: Some(20), ..Options::default() }).await.unwrap();
    let mut statuses = Vec::new();
    for _ in 0..3 {
        let response = post(&server, Some("demo-token"), COUNT).await;
        let wait = response.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
        statuses.push((response.status().as_u16(), wait));
    }
    assert_eq!(statuses, [(200, None), (200, None), (429, Some("3".to_owned()))]);
}

#[tokio::test]
async fn large_answers_are_compressed_unless_told_otherwise() {
    let query = "{orders(first:100){edges{node{id number created updatedAt}}}}";
    let packed = serve(shop(120), Options::default()).await.unwrap();
    let plain = serve(shop(120), Options { gzip: false, ..Options::default() }).await.unwrap();
    let (one, other) = (post(&packed, Some("demo-token"), query).await, post(&plain, Some("demo-token"), query).await);
    assert!(one.headers().contains_key("content-encoding") && !other.headers().contains_key("content-encoding"));
    assert_eq!(json_of(one).await, json_of(other).await);
}

#[tokio::test]
async fn an_answer_can_take_its_time() {
    let server = serve(shop(5), Options { latency: Duration::from_millis(60), ..Options::default() }).await.unwrap();
    let start = Instant::now();
    assert_eq!(post(&server, Some("demo-token"), COUNT).await.status(), 200);
    assert!(start.elapsed() >= Duration::from_millis(60));
}

#[tokio::test]
async fn the_shop_moves_on_under_its_address() {
    let mut shop = shop(1_000);
    let server = serve(shop.clone(), Options::default()).await.unwrap();
    let query = "{orders(first:1,where:{updatedAt:{gte:\"2026-11-01T00:00:00Z\"}}){totalCount}}";
    assert_eq!(json_of(post(&server, Some("demo-token"), query).await).await["data"]["orders"]["totalCount"], json!(0));
    let (changed, fresh) = shop.mutate(1, 500);
    server.replace(shop);
    let count = json_of(post(&server, Some("demo-token"), query).await).await;
    assert_eq!(count["data"]["orders"]["totalCount"], json!(changed + fresh));
}

#[tokio::test]
async fn a_poisoned_order_nulls_the_page() {
    let faults = Faults { poison_order: Some("1003".to_owned()), ..Faults::default() };
    let server = serve(shop(10), Options { faults, ..Options::default() }).await.unwrap();
    let body = json_of(post(&server, Some("demo-token"), "{orders(first:10){edges{node{id status}}}}").await).await;
    assert_eq!(body["data"], json!({ "orders": null }));
    assert_eq!(body["errors"][0]["path"], json!(["orders", "edges", 6, "node", "status"]));
}

/// A folder of recorded pairs made of a synthetic shop's own pages.
fn record(shop: &Shop) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (page, body) in (1..).zip(shop.order_pages(40)) {
        let body: Value = serde_json::from_str(&body).unwrap();
        std::fs::write(dir.path().join(format!("final_orders_p{page}.json")), json!({ "response": { "body": body } }).to_string()).unwrap();
    }
    dir
}

#[tokio::test]
async fn recordings_are_served_as_they_were() {
    let shop = shop(100);
    let dir = record(&shop);
    let recorded = Recorded::load(dir.path()).unwrap();
    assert_eq!((recorded.orders(), recorded.customers()), (100, 0));
    let one = serve(shop, Options::default()).await.unwrap();
    let other = serve(recorded, Options::default()).await.unwrap();
    let fields = "pageInfo{endCursor hasNextPage} edges{cursor node{id number total{gross{amount currency}} lines{id} deliveryMethod{__typename}}}";
    let mut after = String::new();
    for page in 0..4 {
        let query = format!("{{orders(first:30{after},sortBy:{{field:LAST_MODIFIED_AT,direction:ASC}}){{{fields}}}}}");
        let (mine, theirs) = (post(&one, Some("demo-token"), &query).await, post(&other, Some("demo-token"), &query).await);
        let (mine, theirs) = (json_of(mine).await, json_of(theirs).await);
        assert_eq!(mine, theirs, "page {page}");
        after = format!(",after:{}", mine["data"]["orders"]["pageInfo"]["endCursor"]);
    }
    let gone = json_of(post(&other, Some("demo-token"), "{orders(first:1){edges{node{origin original}}} channels{slug}}").await).await;
    assert_eq!(gone["data"]["orders"]["edges"][0]["node"], json!({ "origin": "CHECKOUT", "original": null }));
    assert!(gone["data"]["channels"].as_array().unwrap().len() >= 2);
}

#[test]
fn a_folder_without_pages_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(Recorded::load(dir.path()), Err(RecordingError::Empty { .. })));
    std::fs::write(dir.path().join("final_orders_p1.json"), "{}").unwrap();
    assert!(matches!(Recorded::load(dir.path()), Err(RecordingError::NotAPage { .. })));
}
