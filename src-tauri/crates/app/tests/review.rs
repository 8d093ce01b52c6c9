//! Review: what waits for a person and why, one word on many, a domain that is excluded, a referral that is refused.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;
use vouchsafe_app::view::{Cause, ReviewFilter, ReviewRow, ReviewVerdict, RewardSort, RewardState};
use vouchsafe_app::{Access, AppError, Desk};
use vouchsafe_domain::program::Signal;
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::Role;
use vouchsafe_domain::state::MarkKind;
use vouchsafe_domain::time::Timestamp;

const START: i64 = 1_767_225_600_000_000;
const HOUR: i64 = 3_600_000_000;

fn instant(hour: i64) -> Timestamp {
    Timestamp::from_micros(START + hour * HOUR)
}

fn program(id: &str, mode: &str) -> String {
    format!(
        r#"
id = "{id}"
name = "{id}"
version = 1
from = 2024-01-01T00:00:00Z
mode = {mode}
[[rule]]
id = "{id}-rule"
on = ["order_confirmed"]
occurrence = "every"
[[rule.grant]]
to = "advocate"
reward = {{ rail = "gift_card" }}
value = {{ fixed = {{ EUR = "10.00" }} }}
"#
    )
}

struct Bed {
    dir: TempDir,
    desk: Desk,
    clock: Arc<AtomicI64>,
    told: usize,
}

impl Bed {
    async fn new(programs: &[String]) -> Self {
        let dir = TempDir::new().unwrap();
        let clock = Arc::new(AtomicI64::new(START));
        let told = Arc::clone(&clock);
        let now = Arc::new(move || Timestamp::from_micros(told.load(Ordering::Relaxed)));
        let desk = Desk::open(&dir.path().join("desk.db"), Access::ReadWrite, now).await.unwrap();
        for source in programs {
            desk.activate("program.toml", source).await.unwrap();
        }
        Self { dir, desk, clock, told: 0 }
    }

    /// Tells events, an hour apart from each other.
    async fn tell(&mut self, bodies: &[String]) {
        let lines: Vec<String> = bodies
            .iter()
            .map(|body| {
                self.told += 1;
                format!(r#"{{"id":"e{:04}","at":"{}",{body}}}"#, self.told, instant(i64::try_from(self.told).unwrap()))
            })
            .collect();
        self.clock.store(instant(i64::try_from(self.told).unwrap()).micros(), Ordering::Relaxed);
        let file = self.dir.path().join(format!("{}.ndjson", self.told));
        std::fs::write(&file, lines.join("\n")).unwrap();
        assert_eq!(self.desk.import_events(&file).await.unwrap().new, lines.len(), "{lines:?}");
    }

    async fn queue(&self, filter: &ReviewFilter) -> Vec<ReviewRow> {
        let queue = self.desk.review_queue(filter, RewardSort::Oldest, None, 100).await.unwrap();
        assert_eq!(queue.page.count, queue.page.rows.len() as u64);
        queue.page.rows
    }

    async fn all(&self) -> Vec<ReviewRow> {
        self.queue(&ReviewFilter::default()).await
    }

    async fn state(&self, key: &str) -> (RewardState, Option<Reason>) {
        let row = self.desk.reward(key).await.unwrap().row;
        (row.state, row.reason)
    }
}

fn advocate() -> Vec<String> {
    vec![
        r#""type":"customer_registered","customer":"ada","email":"ada@home.example","ip":"203.0.113.7""#.to_owned(),
        r#""type":"code_issued","code":"ADA","customer":"ada""#.to_owned(),
    ]
}

fn friend(name: &str, domain: &str, ip: &str) -> String {
    format!(r#""type":"customer_registered","customer":"{name}","email":"{name}@{domain}","ip":"{ip}","ref_code":"ADA""#)
}

fn order(number: u32, name: &str) -> [String; 2] {
    [
        format!(r#""type":"order_placed","order":"{number}","customer":"{name}","items":{{"amount":"80.00","currency":"EUR"}}"#),
        format!(r#""type":"order_confirmed","order":"{number}""#),
    ]
}

fn items(rows: &[ReviewRow]) -> Vec<(String, u32)> {
    rows.iter().map(|row| (row.row.key.clone(), row.revision)).collect()
}

/// Three friends: bob with another address, cid with the advocate's own, dee of another domain. Each has one order.
async fn three(mode: &str) -> Bed {
    let mut bed = Bed::new(&[program("every", mode)]).await;
    let friends =
        [friend("bob", "post.example", "198.51.100.1"), friend("cid", "post.example", "203.0.113.7"), friend("dee", "mail.example", "198.51.100.2")];
    let orders = [order(1, "bob"), order(2, "cid"), order(3, "dee")].concat();
    bed.tell(&[advocate(), friends.to_vec(), orders].concat()).await;
    bed
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_to_more_than_stands_is_in_the_queue_with_its_figures() {
    let share = program("every", r#""auto""#).replace(r#"{ fixed = { EUR = "10.00" } }"#, r#"{ percent = "10", of = "items" }"#);
    let mut bed = Bed::new(&[share]).await;
    bed.tell(&[advocate(), vec![friend("bob", "post.example", "198.51.100.1")], order(1, "bob").to_vec()].concat()).await;
    assert!(bed.all().await.is_empty());
    bed.tell(&[r#""type":"order_changed","order":"1","customer":"bob","items":{"amount":"160.00","currency":"EUR"}"#.to_owned()]).await;
    let queue = bed.desk.review_queue(&ReviewFilter::default(), RewardSort::Oldest, None, 100).await.unwrap();
    let row = &queue.page.rows[0];
    let proposed = row.row.proposed.as_ref().map(vouchsafe_app::view::Amount::figure);
    assert_eq!((row.why.causes.as_slice(), row.row.amount.figure(), proposed), (&[Cause::Raise][..], "8.00".to_owned(), Some("16.00".to_owned())));
    assert_eq!((queue.page.count, queue.programs), (1, vec!["every".to_owned()]));
    assert_eq!(bed.desk.review_case(&row.row.key).await.unwrap().why.causes, [Cause::Raise]);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_reward_says_why_it_waits_and_a_signal_finds_its_own() {
    let bed = three(r#""auto""#).await;
    let queue = bed.all().await;
    let told: Vec<_> = queue.iter().map(|row| (row.row.friend.key.as_str(), row.why.causes.clone(), row.why.signals.clone())).collect();
    assert_eq!(told, [("cid", vec![Cause::Signal], vec![Signal::SameIp])]);

    let bed = three(r#""manual""#).await;
    let queue = bed.all().await;
    let causes: Vec<_> = queue.iter().map(|row| row.why.causes.clone()).collect();
    assert_eq!(causes, [vec![Cause::Manual], vec![Cause::Manual, Cause::Signal], vec![Cause::Manual]]);
    let count = async |filter: ReviewFilter| bed.queue(&filter).await.len();
    assert_eq!(count(ReviewFilter { signal: Some(Signal::SameIp), ..ReviewFilter::default() }).await, 1);
    assert_eq!(count(ReviewFilter { signal: Some(Signal::SameCard), ..ReviewFilter::default() }).await, 0);
    assert_eq!(count(ReviewFilter { program: Some("every".to_owned()), ..ReviewFilter::default() }).await, 3);
    assert_eq!(count(ReviewFilter { role: Some(Role::Friend), ..ReviewFilter::default() }).await, 0);
    assert_eq!(count(ReviewFilter { search: Some("3".to_owned()), ..ReviewFilter::default() }).await, 1);
    bed.clock.fetch_add(24 * HOUR, Ordering::Relaxed);
    assert_eq!(count(ReviewFilter { days: Some(1), ..ReviewFilter::default() }).await, 3);
    assert_eq!(count(ReviewFilter { days: Some(2), ..ReviewFilter::default() }).await, 0);

    let limited = three(r#"{ limited = { percent = 0, groups = [] } }"#).await;
    let causes: Vec<_> = limited.all().await.iter().map(|row| row.why.causes.clone()).collect();
    assert_eq!(causes, [vec![Cause::OutsideGroup], vec![Cause::Signal], vec![Cause::OutsideGroup]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_evidence_stands_side_by_side_and_what_is_shared_comes_first() {
    let bed = three(r#""auto""#).await;
    let row = bed.all().await.remove(0);
    let case = bed.desk.review_case(&row.row.key).await.unwrap();
    let sides: Vec<_> = case.sides.iter().map(|side| (side.person.key.as_str(), side.role, side.domain.as_deref())).collect();
    assert_eq!(sides, [("cid", Role::Friend, Some("post.example")), ("ada", Role::Advocate, Some("home.example"))]);
    for side in &case.sides {
        let first = &side.marks[0];
        assert_eq!((first.kind, first.value.as_deref(), first.is_shared), (MarkKind::Ip, Some("203.0.113.7"), true));
        assert!(side.marks.iter().skip(1).all(|mark| !mark.is_shared), "{side:?}");
        assert!(side.marks.iter().any(|mark| mark.kind == MarkKind::Mailbox), "{side:?}");
    }
    let order = case.order.unwrap();
    assert_eq!((order.number.as_str(), order.total.to_string()), ("2", "80.00 EUR".to_owned()));
    assert_eq!(case.detail.revision, row.revision);
    // What is kept for the filter is what the log comes to.
    let findings = bed.desk.doctor(None).await.unwrap().findings;
    assert!(findings.iter().all(|said| said.code.starts_with("never")), "{findings:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_word_on_many_holds_for_those_that_are_as_they_were() {
    let bed = three(r#""manual""#).await;
    let queue = bed.all().await;
    let [first, second, third] = &queue[..] else { panic!("{queue:?}") };
    let word = async |verdict, items: &[(String, u32)]| bed.desk.review_many("mara", items, verdict, "looked").await;
    assert!(matches!(bed.desk.review_many("mara", &items(&queue), ReviewVerdict::Approve, " ").await, Err(AppError::ReasonMissing)));
    let past = ReviewVerdict::Hold { until: bed.all().await[0].row.created_at };
    assert!(matches!(word(past, &items(&queue)).await, Err(AppError::DatePast)));
    let many: Vec<_> = (0..501).map(|no| (format!("every-rule/x/{no}/advocate"), 1)).collect();
    assert!(matches!(word(ReviewVerdict::Approve, &many).await, Err(AppError::TooMany { most: 500 })));

    // Somebody else was faster with the first.
    bed.desk.review("noor", &first.row.key, ReviewVerdict::Reject, "same household", first.revision).await.unwrap();
    let strange = ("every-rule/nobody/9/advocate".to_owned(), 1);
    let asked = [items(&queue), vec![strange.clone()]].concat();
    let reviewed = word(ReviewVerdict::Approve, &asked).await.unwrap();
    assert_eq!(reviewed.done, [second.row.key.clone(), third.row.key.clone()]);
    let refused: Vec<_> = reviewed.refused.iter().map(|(key, why)| (key.as_str(), why.code.as_str())).collect();
    assert_eq!(refused, [(first.row.key.as_str(), "stale"), (strange.0.as_str(), "not_found")]);
    assert_eq!(bed.state(&first.row.key).await, (RewardState::Void, Some(Reason::RejectedByStaff)));
    assert_eq!(bed.state(&second.row.key).await, (RewardState::Due, None));
    assert!(bed.all().await.is_empty());
    // The same once more changes nothing.
    assert!(word(ReviewVerdict::Approve, &asked).await.unwrap().done.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_longer_waits_until_its_date_and_still_for_a_person() {
    let bed = three(r#""manual""#).await;
    let queue = bed.all().await;
    let until = instant(1_000);
    let reviewed = bed.desk.review_many("mara", &items(&queue[..1]), ReviewVerdict::Hold { until }, "ask the bank").await.unwrap();
    assert_eq!(reviewed.done, [queue[0].row.key.clone()]);
    let held = bed.desk.reward(&queue[0].row.key).await.unwrap();
    assert_eq!((held.row.state, held.row.due_at, held.can_approve), (RewardState::Waiting, Some(until), true));
    assert_eq!(bed.all().await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_domain_that_is_excluded_stops_what_comes_later_and_leaves_what_waits() {
    let mut bed = three(r#""manual""#).await;
    let preview = bed.desk.exclude_domain_preview(" Post.Example ").await.unwrap();
    assert_eq!((preview.domain.as_str(), preview.waiting, preview.is_excluded), ("post.example", 2, false));
    assert_eq!(bed.desk.exclude_domain_preview("home.example").await.unwrap().waiting, 3, "the advocate's own");
    assert_eq!(bed.desk.exclude_domain_preview("unheard.example").await.unwrap().waiting, 0);
    for strange in ["", "no domain", "@"] {
        assert!(matches!(bed.desk.exclude_domain_preview(strange).await, Err(AppError::NotFound { .. })), "{strange}");
    }
    assert!(matches!(bed.desk.exclude_domain("mara", "post.example", "").await, Err(AppError::ReasonMissing)));
    let excluded = bed.desk.exclude_domain("mara", "post.example", "a farm").await.unwrap();
    assert_eq!((excluded.waiting, excluded.is_excluded), (2, true));
    bed.desk.exclude_domain("mara", "post.example", "once more").await.unwrap();

    bed.tell(&[order(4, "bob"), order(5, "dee")].concat()).await;
    let queue = bed.all().await;
    let orders: Vec<_> = queue.iter().filter_map(|row| row.row.order.clone()).collect();
    assert_eq!(orders, ["1", "2", "3", "5"], "bob's fourth gives nothing");
    let told = bed.desk.explain("4").await.unwrap();
    assert_eq!(told.decisions[0].reason, Some(Reason::ExcludedDomain));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_referral_that_is_refused_voids_what_waits_for_it_and_gives_nothing_more() {
    let mut bed = three(r#""manual""#).await;
    bed.tell(&order(4, "bob")).await;
    let queue = bed.all().await;
    let row = queue.iter().find(|row| row.row.friend.key == "bob").unwrap();
    let key = &row.row.key;
    assert!(matches!(bed.desk.reject_referral("mara", key, " ", row.revision).await, Err(AppError::ReasonMissing)));
    assert!(matches!(bed.desk.reject_referral("mara", key, "one person", row.revision + 1).await, Err(AppError::Stale)));
    assert_eq!(bed.desk.reject_referral("mara", key, "one person", row.revision).await.unwrap(), 2);
    assert_eq!(bed.state(key).await, (RewardState::Void, Some(Reason::ReferralRejected)));
    assert!(matches!(bed.desk.reject_referral("mara", key, "again", row.revision).await, Err(AppError::Stale)));
    bed.tell(&order(5, "bob")).await;
    let friends: Vec<_> = bed.all().await.into_iter().map(|row| row.row.friend.key).collect();
    assert_eq!(friends, ["cid", "dee"]);
    assert_eq!(bed.desk.explain("5").await.unwrap().decisions[0].reason, Some(Reason::ReferralRejected));
}
