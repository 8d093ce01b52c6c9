//! How a shop that fails, or asks to wait, is left alone; and what its clock tells.
#![allow(clippy::unwrap_used)]

#[allow(dead_code, reason = "each test uses its part of the loopback shop")]
mod loopback;

use loopback::{Loopback, Reply, hasty, probed};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use vouchsafe_connectors::saleor::{Health, Settings, Shop, ShopError};
use vouchsafe_domain::shop::Kind;
use vouchsafe_domain::time::Timestamp;

fn counted() -> Reply {
    Reply::json(&json!({"data": {"orders": {"totalCount": 7}}}))
}

/// A shop that answers so many questions behind the probe with a fault, and then well.
async fn failing(times: usize, fault: Reply) -> Loopback {
    let left = Arc::new(AtomicUsize::new(times));
    Loopback::start(move |asked| {
        probed(&asked).unwrap_or_else(|| {
            let fails = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
            if fails { fault.clone() } else { counted() }
        })
    })
    .await
}

#[tokio::test]
async fn a_shop_that_keeps_failing_is_left_alone() {
    let shop = failing(usize::MAX, Reply::new(502, "<html>")).await;
    let settings = Settings { rest_after: 3, rest: Duration::from_secs(3_600), patience: Duration::from_secs(1), ..hasty() };
    let connected = Shop::connect(&shop.url, "token", settings).await.unwrap();
    assert_eq!(connected.health(), Health::Good);
    let before = shop.asked();
    assert_eq!(connected.count(Kind::Orders).await, Err(ShopError::Server { status: 502 }));
    assert_eq!(shop.asked() - before, 3, "the fourth try is left out");
    let clone = connected.clone();
    let Err(ShopError::Resting { retry_after }) = clone.count(Kind::Orders).await else { panic!("a clone rests as well") };
    assert!(retry_after > Duration::from_secs(3_590));
    assert_eq!(shop.asked() - before, 3);
    assert!(matches!(clone.health(), Health::Resting { failures: 3, .. }));
    // What is written is asked for by a person and goes out.
    assert_eq!(clone.write_customer_metadata(&vouchsafe_domain::shop::ShopId::Number(1), "k", "v").await.unwrap_err().code(), "outcome_unknown");
}

#[tokio::test]
async fn a_short_rest_is_waited_for_and_one_answer_ends_it() {
    let shop = failing(5, Reply::new(200, "<html>")).await;
    let settings = Settings { tries: 9, rest_after: 2, rest: Duration::from_millis(5), ..hasty() };
    let connected = Shop::connect(&shop.url, "token", settings).await.unwrap();
    assert_eq!(connected.count(Kind::Orders).await, Ok(Some(7)));
    assert_eq!(connected.health(), Health::Good);
}

#[tokio::test]
async fn what_the_shop_asks_to_wait_holds_for_every_question() {
    let shop = failing(1, Reply::new(429, "").header("retry-after", "3600")).await;
    let connected = Shop::connect(&shop.url, "token", hasty()).await.unwrap();
    let before = shop.asked();
    for _ in 0..3 {
        assert_eq!(connected.count(Kind::Orders).await.unwrap_err().code(), "rate_limited");
    }
    assert_eq!(shop.asked() - before, 1, "a shop that asked to wait is not asked");
    assert_eq!((connected.health().code(), connected.health().args()[0].0), ("limited", "seconds"));
}

#[tokio::test]
async fn a_wait_until_a_date_is_counted_by_the_clock_of_the_same_answer() {
    let told = |date: &str| Reply::new(429, "").header("date", date).header("retry-after", "Fri, 20 Nov 2026 04:27:00 GMT");
    let shop = failing(1, told("Fri, 20 Nov 2026 03:27:00 GMT")).await;
    let connected = Shop::connect(&shop.url, "token", hasty()).await.unwrap();
    let Err(ShopError::RateLimited { retry_after }) = connected.count(Kind::Orders).await else { panic!("no limit") };
    assert_eq!(retry_after, Duration::from_secs(3_600));
    let shop = failing(3, told("Fri, 20 Nov 2026 05:00:00 GMT")).await;
    let connected = Shop::connect(&shop.url, "token", hasty()).await.unwrap();
    assert_eq!(connected.count(Kind::Orders).await, Ok(Some(7)), "it is over");
}

#[tokio::test]
async fn a_shop_whose_clock_is_wrong_shows_it() {
    let shop = Loopback::start(|asked| probed(&asked).unwrap_or_else(|| counted().header("date", "Fri, 20 Nov 2026 04:27:04 GMT"))).await;
    let connected = Shop::connect(&shop.url, "token", hasty()).await.unwrap();
    let now = |text: &str| Timestamp::parse(text).unwrap();
    assert_eq!(connected.clock_skew(now("2026-11-20T04:27:04Z")), None, "an answer without a date tells nothing");
    connected.count(Kind::Orders).await.unwrap();
    let near = |skew: Option<i64>, expected: i64| assert!((expected..expected + 30).contains(&skew.unwrap()), "{skew:?} {expected}");
    near(connected.clock_skew(now("2026-11-20T04:27:04Z")), 0);
    near(connected.clock_skew(now("2026-11-20T03:27:04Z")), 3_600);
    near(connected.clock_skew(now("2026-11-21T04:27:04Z")), -86_400);
}
