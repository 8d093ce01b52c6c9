//! What shops and networks do wrong, over real HTTP.
#![allow(clippy::unwrap_used)]

#[allow(dead_code, reason = "each test uses its part of the loopback shop")]
mod loopback;

use loopback::{Asked, Loopback, Reply, hasty, probed};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use vouchsafe_connectors::saleor::{Cursor, Settings, Shop, ShopError, parse};
use vouchsafe_domain::shop::Kind;
use vouchsafe_domain::time::Timestamp;

async fn connect(shop: &Loopback) -> Shop {
    Shop::connect(&shop.url, "token", hasty()).await.unwrap()
}

/// How connecting fails when everything is answered like this, and how many questions it took.
async fn refusal(reply: Reply) -> (String, usize) {
    let shop = Loopback::start(move |_| reply.clone()).await;
    let error = Shop::connect(&shop.url, "token", hasty()).await.unwrap_err();
    let args: Vec<String> = error.args().into_iter().map(|(name, value)| format!("{name}={}", value.replace(&shop.url, "URL"))).collect();
    (format!("{} {}", error.code(), args.join(" ")), shop.asked())
}

#[tokio::test]
async fn what_answers_may_be_anything() {
    let who = |version: &str, app: Value| Reply::json(&json!({"data": {"shop": {"name": "x", "schemaVersion": version}, "app": app}}));
    let mut seen = Vec::new();
    for (name, reply) in [
        ("a web page", Reply::new(200, "<!doctype html><title>Hello</title>")),
        ("nothing there", Reply::new(404, "not found")),
        ("another method only", Reply::new(405, "")),
        ("a guard", Reply::new(401, "")),
        ("a redirect", Reply::new(308, "").header("location", "https://evil.example/graphql/")),
        ("a broken server", Reply::new(503, "down")),
        ("an impatient server", Reply::new(429, "").header("retry-after", "3600")),
        ("a vague impatient server", Reply::new(429, "").header("retry-after", "soon")),
        ("half an answer", Reply::new(200, r#"{"data":{"shop":{"name":"#)),
        ("a lost connection", Reply::new(200, r#"{"data":"#).broken_off()),
        ("not UTF-8", Reply::new(200, vec![0xff, 0xfe])),
        ("other GraphQL", Reply::new(400, r#"{"errors":[{"message":"Cannot query field \"shop\" on type \"Query\"."}]}"#)),
        ("an empty object", Reply::new(200, "{}")),
        ("an inner failure", Reply::new(200, r#"{"errors":[{"message":"Internal Server Error","path":["shop"]}],"data":null}"#)),
        ("an old Saleor", who("3.13", json!(null))),
        ("an older Saleor", who("2.11", json!(null))),
        ("an unknown token", who("3.20", json!(null))),
    ] {
        let (error, asked) = refusal(reply).await;
        seen.push(format!("{name}: {error} ({asked})"));
    }
    insta::assert_snapshot!(seen.join("\n"), @r"
    a web page: not_saleor url=URL/graphql/ (4)
    nothing there: not_saleor url=URL/graphql/ (1)
    another method only: not_saleor url=URL/graphql/ (1)
    a guard: token_refused url=URL/graphql/ (1)
    a redirect: shop_redirects url=https://evil.example/graphql/ (1)
    a broken server: shop_failed what=HTTP 503 (4)
    an impatient server: rate_limited seconds=3600 (1)
    a vague impatient server: rate_limited seconds=60 (1)
    half an answer: shop_answer what=the answer broke off (4)
    a lost connection: shop_answer what=the answer broke off (4)
    not UTF-8: not_saleor url=URL/graphql/ (4)
    other GraphQL: not_saleor url=URL/graphql/ (1)
    an empty object: not_saleor url=URL/graphql/ (1)
    an inner failure: shop_failed what=Internal Server Error (4)
    an old Saleor: shop_too_old version=3.13 (1)
    an older Saleor: shop_too_old version=2.11 (1)
    an unknown token: token_refused url=URL/graphql/ (1)
    ");
}

#[tokio::test]
async fn nobody_there_is_unreachable() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = Shop::connect(&url, "token", hasty()).await.unwrap_err();
    assert!(matches!(&error, ShopError::Unreachable { .. }), "{error}");
    let error = Shop::connect("https://no-such-shop.invalid", "token", hasty()).await.unwrap_err();
    assert_eq!(error.code(), "shop_unreachable");
}

#[tokio::test]
async fn a_token_that_cannot_be_sent_is_refused_without_asking() {
    for token in ["", "  ", "a\nb", "a\u{0}"] {
        assert!(matches!(Shop::connect("http://127.0.0.1:9", token, hasty()).await, Err(ShopError::TokenRefused { .. })), "{token:?}");
    }
}

#[tokio::test]
async fn the_token_goes_to_the_shop_and_nowhere_else() {
    let elsewhere = Loopback::start(|_| Reply::new(200, "{}")).await;
    let to = elsewhere.url.clone();
    let shop = Loopback::start(move |asked: Asked| {
        assert!(asked.head.contains("authorization: bearer token"), "{}", asked.head);
        Reply::new(307, "").header("location", &to)
    })
    .await;
    let error = Shop::connect(&shop.url, "token", hasty()).await.unwrap_err();
    assert_eq!(error, ShopError::Redirected { to: elsewhere.url.clone() });
    assert_eq!((shop.asked(), elsewhere.asked()), (1, 0));
    let connected = connect(&Loopback::start(|asked| probed(&asked).unwrap()).await).await;
    assert!(!format!("{connected:?}").contains("bearer") && !format!("{connected:?}").contains("\"token\""));
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let shop = Loopback::start(|asked| probed(&asked).unwrap_or_else(|| Reply::new(200, vec![b' '; 65 * 1_024 * 1_024]))).await;
    let error = connect(&shop).await.fetch_page(Kind::Orders, &Cursor::default(), 100).await.unwrap_err();
    assert!(matches!(error, ShopError::TooLarge { .. }), "{error}");
}

#[tokio::test]
async fn missing_permissions_are_named_together() {
    let shop = Loopback::start(|asked| {
        if asked.query.starts_with("query Who") {
            return Reply::json(&json!({"data": {"shop": {"name": "x", "schemaVersion": "3.23"}, "app": {"id": "x", "permissions": [{"code": "MANAGE_ORDERS"}, {"code": "MANAGE_DISCOUNTS"}]}}}));
        }
        probed(&asked).unwrap()
    })
    .await;
    let error = Shop::connect(&shop.url, "token", hasty()).await.unwrap_err();
    assert_eq!((error.code(), error.args()), ("permission_missing", vec![("permissions", "MANAGE_USERS, MANAGE_GIFT_CARD".to_owned())]));
}

#[tokio::test]
async fn a_token_revoked_half_way_is_told_from_a_permission_taken_away() {
    let denied = json!({"errors": [{"message": "To access this path, you need one of the following permissions: MANAGE_ORDERS", "path": ["orders"], "extensions": {"exception": {"code": "PermissionDenied"}}}], "data": {"orders": null}});
    for (app, expected) in [(json!(null), "token_refused"), (json!({"id": "x", "permissions": [{"code": "MANAGE_USERS"}]}), "permission_missing")] {
        let (denied, later) = (denied.clone(), Arc::new(AtomicBool::new(false)));
        let shop = Loopback::start(move |asked| match probed(&asked) {
            Some(_) if later.load(Ordering::SeqCst) => Reply::json(&json!({"data": {"shop": {"name": "x", "schemaVersion": "3.23"}, "app": app}})),
            Some(reply) => reply,
            None => {
                later.store(true, Ordering::SeqCst);
                Reply::json(&denied)
            }
        })
        .await;
        let error = connect(&shop).await.fetch_page(Kind::Orders, &Cursor::default(), 100).await.unwrap_err();
        assert_eq!(error.code(), expected);
    }
}

// ---- a list of vouchers with plain numbers as cursors ----

const ROWS: usize = 45;

fn voucher(number: usize) -> Value {
    json!({"id": base64(&format!("Voucher:{number}")), "name": number.to_string(), "type": "ENTIRE_ORDER", "discountValueType": "FIXED", "used": 0, "startDate": "2026-01-01T00:00:00+00:00", "singleUse": true, "applyOncePerCustomer": false, "metadata": []})
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

/// A page behind the asked place, as Saleor would give it: null when it holds a row that fails.
fn page(asked: &Asked, fails: impl Fn(usize) -> bool) -> Reply {
    let (from, to) = (asked.place(), (asked.place() + asked.first()).min(ROWS));
    if asked.query.contains("edges{cursor node{id}}") {
        let edges: Vec<Value> = (from..to).map(|number| json!({"cursor": (number + 1).to_string(), "node": {"id": voucher(number)["id"]}})).collect();
        return Reply::json(&json!({"data": {"vouchers": {"edges": edges}}}));
    }
    if let Some(bad) = (from..to).find(|number| fails(*number)) {
        let path = json!(["vouchers", "edges", bad - from, "node", "type"]);
        return Reply::json(
            &json!({"errors": [{"message": "Expected a value of type", "path": path, "extensions": {"exception": {"code": "GraphQLError"}}}], "data": {"vouchers": null}}),
        );
    }
    let edges: Vec<Value> = (from..to).map(|number| json!({ "node": voucher(number) })).collect();
    Reply::json(&json!({"data": {"vouchers": {"pageInfo": {"hasNextPage": to < ROWS, "endCursor": to.to_string()}, "edges": edges}}}))
}

/// All rows and refused rows in order, read through [`Pages`](vouchsafe_connectors::saleor::Pages).
async fn read_all(shop: &Shop) -> (Vec<String>, Vec<String>) {
    let mut pages = shop.pages(Kind::Vouchers, Cursor::default());
    let (mut rows, mut refused) = (Vec::new(), Vec::new());
    while let Some(raw) = pages.next().await.unwrap() {
        let page = parse::vouchers(&raw.text, shop.settings()).unwrap();
        assert_eq!(page.next, raw.next);
        refused.extend(raw.refused.iter().chain(&page.refused).map(|row| row.source_id.clone()));
        rows.extend(page.rows.iter().map(|voucher| voucher.id.to_string()));
    }
    (rows, refused)
}

#[tokio::test]
async fn rows_that_null_their_page_are_stepped_over_and_named() {
    for bad in [vec![0], vec![44], vec![7], vec![7, 8], vec![0, 1, 2, 20, 43, 44], (0..ROWS).collect(), (5..40).collect()] {
        let fails = bad.clone();
        let shop = Loopback::start(move |asked| probed(&asked).unwrap_or_else(|| page(&asked, |number| fails.contains(&number)))).await;
        let shop = Shop::connect(&shop.url, "token", Settings { page_size: 10, ..hasty() }).await.unwrap();
        let (rows, refused) = read_all(&shop).await;
        assert_eq!(refused, bad.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(rows, (0..ROWS).filter(|number| !bad.contains(number)).map(|number| number.to_string()).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn a_row_for_which_the_shop_fails_inside_is_found_and_a_shop_that_fails_for_all_is_not_blamed_on_rows() {
    let internal = || Reply::json(&json!({"errors": [{"message": "Internal Server Error", "path": ["vouchers"]}], "data": {"vouchers": null}}));
    let shop = Loopback::start(move |asked| {
        probed(&asked).unwrap_or_else(|| {
            let is_list = asked.query.contains("edges{cursor node{id}}");
            let holds = (asked.place()..asked.place() + asked.first()).contains(&17);
            if holds && !is_list { internal() } else { page(&asked, |_| false) }
        })
    })
    .await;
    let connected = Shop::connect(&shop.url, "token", Settings { page_size: 10, tries: 2, ..hasty() }).await.unwrap();
    let (rows, refused) = read_all(&connected).await;
    assert_eq!((rows.len(), refused), (ROWS - 1, vec!["17".to_owned()]));

    let shop = Loopback::start(move |asked| probed(&asked).unwrap_or_else(internal)).await;
    let connected = Shop::connect(&shop.url, "token", Settings { tries: 2, ..hasty() }).await.unwrap();
    let before = shop.asked();
    let error = connected.fetch_page(Kind::Vouchers, &Cursor::default(), 100).await.unwrap_err();
    assert_eq!((error.code(), shop.asked() - before), ("shop_failed", 4), "two tries of the page, two of the list");
}

#[tokio::test]
async fn a_page_that_costs_too_much_is_asked_smaller_from_then_on() {
    let refusals = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&refusals);
    let shop = Loopback::start(move |asked| {
        probed(&asked).unwrap_or_else(|| {
            let cost = json!({"requestedQueryCost": asked.first() * 100, "maximumAvailable": 1_250});
            if asked.first() <= 12 {
                return page(&asked, |_| false);
            }
            counted.fetch_add(1, Ordering::SeqCst);
            Reply::new(400, json!({"errors": [{"message": "The query exceeds the maximum cost", "extensions": {"cost": cost, "exception": {"code": "QueryCostError"}}}]}).to_string())
        })
    })
    .await;
    let (rows, _) = read_all(&connect(&shop).await).await;
    assert_eq!((rows.len(), refusals.load(Ordering::SeqCst)), (ROWS, 1));
}

#[tokio::test]
async fn transient_faults_are_waited_out() {
    for fault in [
        Reply::new(502, ""),
        Reply::new(429, "").header("retry-after", "0"),
        Reply::new(200, "{").broken_off(),
        Reply::new(200, "<html>"),
        Reply::new(200, r#"{"errors":[{"message":"Internal Server Error","path":["vouchers"]}],"data":{"vouchers":null}}"#),
    ] {
        let count = AtomicUsize::new(0);
        let shop = Loopback::start(move |asked| {
            probed(&asked).unwrap_or_else(|| if count.fetch_add(1, Ordering::SeqCst) % 3 < 2 { fault.clone() } else { page(&asked, |_| false) })
        })
        .await;
        assert_eq!(read_all(&connect(&shop).await).await.0.len(), ROWS);
    }
}

#[tokio::test]
async fn a_list_that_does_not_move_on_is_an_error() {
    for end in [json!({"hasNextPage": true, "endCursor": null}), json!({"hasNextPage": true, "endCursor": "5"})] {
        let shop = Loopback::start(move |asked| {
            probed(&asked).unwrap_or_else(|| Reply::json(&json!({"data": {"vouchers": {"pageInfo": end, "edges": []}}})))
        })
        .await;
        let cursor = Cursor { since: None, after: Some("5".to_owned()) };
        let error = connect(&shop).await.fetch_page(Kind::Vouchers, &cursor, 100).await.unwrap_err();
        assert!(matches!(error, ShopError::Garbled { .. }), "{error}");
    }
}

#[tokio::test]
async fn reading_stays_one_page_ahead_and_ends_with_its_reader() {
    let shop = Loopback::start(|asked| probed(&asked).unwrap_or_else(|| page(&asked, |_| false))).await;
    let connected = Shop::connect(&shop.url, "token", Settings { page_size: 5, ..hasty() }).await.unwrap();
    let before = shop.asked();
    let mut pages = connected.pages(Kind::Vouchers, Cursor::default());
    let first = pages.next().await.unwrap().unwrap();
    while shop.asked() < before + 2 {
        tokio::task::yield_now().await;
    }
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
    assert_eq!(shop.asked(), before + 2, "one page was taken, one lies ready");
    drop(pages);
    // What was taken is enough to go on from.
    let rest = connected.fetch_page(Kind::Vouchers, &Cursor { since: None, after: first.next }, 100).await.unwrap();
    assert_eq!(parse::vouchers(&rest.text, connected.settings()).unwrap().rows.len(), ROWS - 5);
}

#[tokio::test]
async fn an_incremental_read_reaches_back_by_the_overlap() {
    let shop = Loopback::start(|asked| {
        probed(&asked).unwrap_or_else(|| {
            assert_eq!(asked.variables["since"], "2026-03-01T09:25:00Z", "{}", asked.query);
            assert!(asked.query.contains("where:{updatedAt:{gte:$since}}") && asked.query.contains("LAST_MODIFIED_AT"));
            Reply::json(&json!({"data": {"orders": {"pageInfo": {"hasNextPage": false, "endCursor": null}, "edges": [], "totalCount": 0}}}))
        })
    })
    .await;
    let cursor = Cursor { since: Timestamp::parse("2026-03-01T09:30:00Z").ok(), after: None };
    let connected = connect(&shop).await;
    let page = parse::orders(&connected.fetch_page(Kind::Orders, &cursor, 100).await.unwrap().text, connected.settings()).unwrap();
    assert_eq!((page.rows.len(), page.next, page.watermark, page.total_count), (0, None, None, Some(0)));
}
