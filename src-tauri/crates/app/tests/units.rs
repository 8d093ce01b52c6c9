//! What is no currency is shown by its own name, with its own digits, wherever an amount is shown.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use tempfile::TempDir;
use vouchsafe_app::view::{Amount, ReviewFilter, RewardFilter, RewardSort};
use vouchsafe_app::{Access, Desk};
use vouchsafe_domain::time::Timestamp;

const PROGRAM: &str = r#"
id = "credits"
name = "Credits"
from = 2024-01-01T00:00:00Z
mode = "manual"
[[rule]]
id = "r"
on = ["order_confirmed"]
[[rule.grant]]
to = "advocate"
reward = { rail = "points", unit = "credits", exponent = 2 }
value = { percent = "12.5", of = "items" }
"#;
const EVENTS: &str = r#"{"id":"1","type":"customer_registered","at":"2026-01-05T09:00:00Z","customer":"anna","email":"anna@example.com"}
{"id":"2","type":"code_issued","at":"2026-01-05T09:05:00Z","code":"ANNA","customer":"anna"}
{"id":"3","type":"customer_registered","at":"2026-01-10T10:00:00Z","customer":"bob","email":"bob@example.com","ref_code":"ANNA"}
{"id":"4","type":"order_confirmed","at":"2026-01-13T12:00:00Z","order":"o1","customer":"bob","items":{"amount":"80.10","currency":"EUR"}}
{"id":"5","type":"reward_used","at":"2026-01-15T10:00:00Z","reward":"r/bob/o1/advocate","amount":{"amount":"4.00","unit":"credits","exponent":2}}"#;

#[tokio::test(flavor = "multi_thread")]
async fn units_are_shown_by_their_own_name_wherever_an_amount_is() {
    let dir = TempDir::new().unwrap();
    let now = Timestamp::parse("2026-02-01T00:00:00Z").unwrap();
    let desk = Desk::open(&dir.path().join("desk.db"), Access::ReadWrite, Arc::new(move || now)).await.unwrap();
    desk.activate("credits.toml", PROGRAM).await.unwrap();
    let events = dir.path().join("events.ndjson");
    std::fs::write(&events, EVENTS).unwrap();
    desk.import_events(&events).await.unwrap();

    let told = |amount: &Amount| format!("{} {}", amount.figure(), amount.name);
    let list = desk.rewards(&RewardFilter::default(), RewardSort::Newest, None, 10).await.unwrap();
    assert_eq!(list.page.rows.iter().map(|row| told(&row.amount)).collect::<Vec<_>>(), ["10.01 credits"]);
    assert_eq!(list.totals.iter().map(|total| told(&total.amount)).collect::<Vec<_>>(), ["10.01 credits"]);
    let queue = desk.review_queue(&ReviewFilter::default(), RewardSort::Oldest, None, 10).await.unwrap();
    assert_eq!(queue.totals.iter().map(|total| told(&total.amount)).collect::<Vec<_>>(), ["10.01 credits"]);

    let detail = desk.reward(&list.page.rows[0].key).await.unwrap();
    assert_eq!(detail.decision.unwrap().amount.as_ref().map(told).as_deref(), Some("10.01 credits"));
    assert!(!detail.transfers.is_empty());
    assert!(detail.transfers.iter().all(|transfer| told(&transfer.amount) == "10.01 credits"), "{:?}", detail.transfers);
    let explained = desk.explain("o1").await.unwrap();
    assert_eq!(explained.decisions.iter().filter_map(|decision| decision.amount.as_ref().map(told)).collect::<Vec<_>>(), ["10.01 credits"]);

    let anna = desk.party_called("anna").await.unwrap();
    let earned = desk.customer(anna).await.unwrap().earned;
    assert_eq!(earned.iter().map(|total| told(&total.amount)).collect::<Vec<_>>(), ["10.01 credits"]);
    let timeline = desk.timeline(anna, None, 10).await.unwrap();
    let used = timeline.rows.iter().find(|row| row.event_type == "reward_used").unwrap();
    assert_eq!(used.amount.as_ref().map(told).as_deref(), Some("4.00 credits"));
}
