//! Two advocates and their friends: who is first by what, in which time, and what is ahead of each.

use super::*;
use crate::Access;
use crate::view::{AdvocateStanding, AheadOf};
use tempfile::TempDir;
use vouchsafe_domain::money::Currency;

const PROGRAM: &str = r#"
id = "p"
name = "P"
mode = "auto"
from = 2024-01-01T00:00:00Z
time_zone = "Europe/Berlin"
level = [{ name = "silver", paid_friends = 2 }, { name = "gold", paid_friends = 5 }]
[[rule]]
id = "each"
on = ["order_captured"]
[[rule.grant]]
to = "advocate"
reward = { rail = "wallet" }
value = { percent = "10", of = "items" }
[[rule.grant]]
to = "friend"
reward = { rail = "wallet" }
value = { fixed = { EUR = "99.00" } }
[[rule]]
id = "steps"
on = ["order_captured"]
[[rule.grant]]
to = "advocate"
reward = { rail = "points", unit = "points" }
value = { tiers = { by = "paid_friends", apply = "at", steps = [{ n = 1, units = "5" }, { n = 3, units = "50" }] } }
"#;

/// An order of a friend who came by a code, and its money, all at one instant.
fn friend(lines: &mut Vec<String>, name: &str, code: &str, at: &str, amount: &str) {
    let money = format!(r#"{{"amount":"{amount}","currency":"EUR"}}"#);
    lines.push(format!(r#"{{"id":"customer/{name}","type":"customer_registered","at":"{at}","customer":"{name}","ref_code":"{code}"}}"#));
    lines.push(format!(r#"{{"id":"order/{name}/c","type":"order_confirmed","at":"{at}","order":"o-{name}","customer":"{name}","items":{money}}}"#));
    lines.push(format!(r#"{{"id":"order/{name}/m","type":"order_money","at":"{at}","order":"o-{name}","captured_gross":{money}}}"#));
}

async fn desk() -> (TempDir, Desk) {
    let dir = TempDir::new().unwrap();
    let now = Timestamp::parse("2026-05-01T00:00:00Z").unwrap();
    let desk = Desk::open(&dir.path().join("desk.db"), Access::ReadWrite, Arc::new(move || now)).await.unwrap();
    desk.activate("p", PROGRAM).await.unwrap();
    let mut lines = Vec::new();
    for name in ["ada", "bea"] {
        lines.push(format!(r#"{{"id":"customer/{name}","type":"customer_registered","at":"2026-01-01T00:00:00Z","customer":"{name}"}}"#));
        lines.push(format!(r#"{{"id":"code/{name}","type":"code_issued","at":"2026-01-01T00:00:00Z","code":"{name}","customer":"{name}"}}"#));
    }
    // In Berlin the last hour of February is March already.
    friend(&mut lines, "f1", "ada", "2026-02-28T23:30:00Z", "80.00");
    friend(&mut lines, "f2", "ada", "2026-03-10T10:00:00Z", "40.00");
    friend(&mut lines, "f3", "bea", "2026-02-10T10:00:00Z", "50.00");
    friend(&mut lines, "f4", "bea", "2026-03-11T10:00:00Z", "300.00");
    lines.push(r#"{"id":"customer/f5","type":"customer_registered","at":"2026-03-12T10:00:00Z","customer":"f5","ref_code":"ada"}"#.to_owned());
    let file = dir.path().join("events.ndjson");
    std::fs::write(&file, lines.join("\n")).unwrap();
    assert_eq!(desk.import_events(&file).await.unwrap().new, lines.len());
    (dir, desk)
}

async fn told(desk: &Desk, by: RankedBy, time: Option<(Timestamp, Timestamp)>) -> Vec<String> {
    let query = LeaderboardQuery { by, from: time.map(|time| time.0), until: time.map(|time| time.1) };
    let (mut told, mut after) = (Vec::new(), None::<String>);
    loop {
        let page = desk.leaderboard(&query, after.as_deref(), 1).await.unwrap();
        told.extend(page.rows.iter().map(|row| {
            let score = match &row.score {
                Score::Friends(friends) => friends.to_string(),
                Score::Amount(amount) => format!("{} {}", amount.figure(), amount.name),
            };
            format!("{} {} {score}", row.place, row.advocate.key)
        }));
        after = page.next;
        if after.is_none() {
            assert_eq!(page.count, told.len() as u64);
            return told;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contest_ranks_by_friends_revenue_or_rewards_within_its_time() {
    let (_dir, desk) = desk().await;
    let euro = Currency::parse("EUR").unwrap();
    let earned = |asset: &str, program: Option<&str>| RankedBy::Earned { asset: asset.to_owned(), program: program.map(str::to_owned) };
    let march = Month::parse("2026-03").unwrap();
    let in_utc = desk.month_of(None, march).await.unwrap();
    let in_berlin = desk.month_of(Some("p"), march).await.unwrap();
    assert_eq!(told(&desk, RankedBy::Friends, None).await, ["1 ada 2", "1 bea 2"]);
    assert_eq!(told(&desk, RankedBy::Friends, Some(in_utc)).await, ["1 ada 1", "1 bea 1"]);
    assert_eq!(told(&desk, RankedBy::Friends, Some(in_berlin)).await, ["1 ada 2", "2 bea 1"]);
    assert_eq!(told(&desk, RankedBy::Revenue(euro), Some(in_berlin)).await, ["1 bea 300.00 EUR", "2 ada 120.00 EUR"]);
    assert_eq!(told(&desk, earned("EUR", None), None).await, ["1 bea 35.00 EUR", "2 ada 12.00 EUR"]);
    assert_eq!(told(&desk, earned("points", Some("p")), None).await, ["1 ada 5 points", "1 bea 5 points"]);
    for nothing in [earned("stars", None), earned("EUR", Some("q")), RankedBy::Revenue(Currency::parse("JPY").unwrap())] {
        assert_eq!(told(&desk, nothing, None).await, Vec::<String>::new());
    }
    assert_eq!(desk.ranked_assets().await.unwrap(), ["EUR", "points"]);
    let query = LeaderboardQuery { by: RankedBy::Friends, from: None, until: None };
    assert!(matches!(desk.leaderboard(&query, Some("behind"), 10).await, Err(AppError::NotFound { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_board_is_read_again_once_something_has_happened() {
    let (dir, desk) = desk().await;
    assert_eq!(told(&desk, RankedBy::Friends, None).await, ["1 ada 2", "1 bea 2"]);
    let mut lines = Vec::new();
    friend(&mut lines, "f6", "bea", "2026-03-20T10:00:00Z", "10.00");
    let file = dir.path().join("more.ndjson");
    std::fs::write(&file, lines.join("\n")).unwrap();
    desk.import_events(&file).await.unwrap();
    assert_eq!(told(&desk, RankedBy::Friends, None).await, ["1 bea 3", "2 ada 2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_advocate_sees_what_came_of_their_friends_and_what_is_ahead() {
    let (_dir, desk) = desk().await;
    let party = desk.party_called("ada").await.unwrap();
    let AdvocateStanding { invited, active, paid, revenue, last_activity, programs } = desk.customer(party).await.unwrap().standing;
    assert_eq!((invited, active, paid, last_activity.is_some()), (3, 2, 2, true));
    assert_eq!(revenue.iter().map(ToString::to_string).collect::<Vec<_>>(), ["120.00 EUR"]);
    let program = &programs[0];
    assert_eq!((programs.len(), program.program.as_str(), program.level.as_deref()), (1, "p", Some("silver")));
    let ahead: Vec<_> = program.ahead.iter().map(|ahead| (ahead.what.clone(), ahead.at, ahead.friends)).collect();
    assert_eq!(ahead, [(AheadOf::Level("gold".to_owned()), 5, 3), (AheadOf::Step("steps".to_owned()), 3, 1)]);
    desk.pause_program("p", "mara", "too dear").await.unwrap();
    assert!(desk.customer(party).await.unwrap().standing.programs.is_empty());
}
