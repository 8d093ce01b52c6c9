//! What a round does not do over and over: rows that cannot be read, orders of which nothing can come, kinds that were compared already.
#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::page::ParsedPage;
use vouchsafe_app::saleor::{self, RawPage, Settings};
use vouchsafe_app::view::{KindState, Repaired, Round, SyncStatus};
use vouchsafe_app::{Access, AppError, Desk};
use vouchsafe_db::{CheckTimes, Db};
use vouchsafe_demo::{Asked, Buyer, Deed, Fault, Faults, Living, Options, Row, Server, Shop, Source, Spec, Trouble, When, serve};
use vouchsafe_domain::shop::Kind;
use vouchsafe_domain::time::{Span, Timestamp};

/// A desk whose clock is set by hand, and a shop.
struct World {
    dir: TempDir,
    server: Server,
    now: Arc<AtomicI64>,
    desk: Desk,
}

impl World {
    async fn new(source: impl Into<Source>, options: Options) -> Self {
        let (dir, now) = (TempDir::new().unwrap(), Arc::new(AtomicI64::new(Timestamp::parse("2026-11-01T00:00:00Z").unwrap().micros())));
        let clock = Arc::clone(&now);
        let clock = Arc::new(move || Timestamp::from_micros(clock.load(Ordering::SeqCst)));
        let desk = Desk::open(&dir.path().join("desk.db"), Access::ReadWrite, clock).await.unwrap();
        Self { dir, server: serve(source, options).await.unwrap(), now, desk }
    }

    async fn shop(&self) -> saleor::Shop {
        let settings = Settings { tries: 2, backoff: Duration::from_millis(1), patience: Duration::ZERO, page_size: 50, ..Settings::default() };
        self.desk.connect(&self.server.url(), self.server.token(), settings).await.unwrap()
    }

    fn wait(&self, minutes: i64) {
        self.now.fetch_add(minutes * 60_000_000, Ordering::SeqCst);
    }

    async fn sync(&self, shop: &saleor::Shop) -> Round {
        self.desk.sync(shop, &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await.unwrap()
    }

    async fn look(&self) -> Db {
        Db::open(&self.dir.path().join("desk.db"), Access::ReadOnly).await.unwrap()
    }

    async fn check_times(&self) -> Vec<CheckTimes> {
        self.look().await.check_times().await.unwrap()
    }

    /// How often each kind was compared to the end.
    async fn checks(&self) -> BTreeMap<Kind, usize> {
        let mut checks = BTreeMap::new();
        for row in self.desk.sync_log(None, 500).await.unwrap() {
            if row.what.code == "full_check" {
                *checks.entry(row.kind.unwrap()).or_default() += 1;
            }
        }
        checks
    }
}

/// As often as this each.
fn each(times: [usize; 5]) -> BTreeMap<Kind, usize> {
    Kind::ALL.into_iter().zip(times).filter(|(_, times)| *times > 0).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_compared_stays_compared_and_what_failed_is_left_alone_for_a_while() {
    let world = World::new(Shop::generate(&Spec::new(120, 9)), Options::default()).await;
    let shop = world.shop().await;
    world.sync(&shop).await;
    assert_eq!(world.checks().await, each([0; 5]), "what was just read needs no comparison");
    world.server.set_faults(Faults::default().with(Asked::Field("orders"), When::From(1), Fault::Garbled));
    let began_at = world.check_times().await;
    assert!(began_at.iter().all(|times| times.checked_at.is_none() && times.tries == 0));
    let failed = world.desk.full_check(&shop, &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await;
    assert!(matches!(failed, Err(AppError::Shop(_))), "{failed:?}");
    assert_eq!(world.checks().await, each([1, 0, 1, 1, 1]), "one that fails does not keep the others from being compared");
    assert_eq!(world.desk.completeness().await.unwrap().checked_at, None, "the whole is not");
    world.server.set_faults(Faults::default());
    // The orders are due, and are left alone until the pause is over; nothing else is due.
    world.wait(29);
    world.sync(&shop).await;
    assert_eq!(world.checks().await, each([1, 0, 1, 1, 1]));
    world.wait(1);
    world.sync(&shop).await;
    assert_eq!(world.checks().await, each([1; 5]));
    let times = world.check_times().await;
    assert_eq!(world.desk.completeness().await.unwrap().checked_at, times[0].checked_at, "as old as its oldest part");
    assert!(times[1].checked_at > times[0].checked_at && times[1].tries == 0, "{times:?}");
    // A day later the others are due, and the orders half an hour after them.
    world.wait(24 * 60 - 30);
    world.sync(&shop).await;
    assert_eq!(world.checks().await, each([2, 1, 2, 2, 2]));
    world.wait(30);
    world.sync(&shop).await;
    assert_eq!(world.checks().await, each([2; 5]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_that_is_stopped_answers_at_once_and_loses_no_kind() {
    let world = World::new(Shop::generate(&Spec::new(120, 9)), Options::default()).await;
    let shop = world.shop().await;
    world.sync(&shop).await;
    // The shop never answers for orders.
    world.server.set_faults(Faults::default().with(Asked::Field("orders"), When::From(1), Fault::Timeout));
    let (progress, cancel) = (Arc::new(watch::Sender::new(SyncStatus::default())), CancellationToken::new());
    let mut steps = progress.subscribe();
    let (desk, checked, stop, told) = (world.desk.clone(), shop.clone(), cancel.clone(), Arc::clone(&progress));
    let check = tokio::spawn(async move { desk.full_check(&checked, &told, &stop).await });
    steps.wait_for(|status| status.kinds.get(1).is_some_and(|kind| kind.state == KindState::Running)).await.unwrap();
    cancel.cancel();
    let stopped = tokio::time::timeout(Duration::from_secs(5), check).await.expect("at once").unwrap();
    assert!(matches!(stopped, Err(AppError::Cancelled)), "{stopped:?}");
    assert_eq!(world.checks().await, each([1, 0, 0, 0, 0]));
    assert_eq!(world.check_times().await.iter().map(|times| times.tries).collect::<Vec<_>>(), [0, 1, 0, 0, 0]);
    // The next one begins with what was never compared.
    world.server.set_faults(Faults::default());
    world.wait(1);
    world.desk.full_check(&shop, &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await.unwrap();
    let order: Vec<Kind> =
        world.desk.sync_log(None, 500).await.unwrap().iter().rev().filter_map(|row| row.kind.filter(|_| row.what.code == "full_check")).collect();
    assert_eq!(order, [Kind::Customers, Kind::Orders, Kind::Transactions, Kind::GiftCards, Kind::Vouchers, Kind::Customers]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_runs_between_two_kinds_of_a_check() {
    let options = Options { latency: Duration::from_millis(20), ..Options::default() };
    let world = World::new(Shop::generate(&Spec::new(300, 9)), options).await;
    let shop = world.shop().await;
    world.sync(&shop).await;
    world.desk.full_check(&shop, &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await.unwrap();
    let progress = Arc::new(watch::Sender::new(SyncStatus::default()));
    let mut steps = progress.subscribe();
    let (desk, checked, told) = (world.desk.clone(), shop.clone(), Arc::clone(&progress));
    let check = tokio::spawn(async move { desk.full_check(&checked, &told, &CancellationToken::new()).await });
    steps.wait_for(|status| status.kinds.first().is_some_and(|kind| kind.state == KindState::Running)).await.unwrap();
    world.sync(&shop).await;
    check.await.unwrap().unwrap();
    let log: Vec<String> = world.desk.sync_log(None, 500).await.unwrap().into_iter().map(|row| row.what.code).collect();
    let first = |code: &str| log.iter().position(|said| said == code).unwrap();
    assert!(first("full_check") < first("round_done"), "the newest first: the round did not wait for the whole check: {log:?}");
    assert_eq!(world.checks().await, each([2; 5]));
}

fn guest(email: &str) -> Deed {
    let buyer = Buyer::Guest(email.to_owned());
    Deed::Place { buyer, ref_code: None, channel: 0, items: vec![(1, 1)], confirmed: true, card: None, voucher: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_cannot_be_read_is_asked_for_less_and_less_often() {
    let mut living = Living::new(4);
    let mut poisoned = Vec::new();
    for no in 0..3 {
        assert!(living.act(&guest(&format!("{no}@example.com"))));
        let order = living.order_facts().last().unwrap().number;
        assert!(living.act(&Deed::Spoil { row: Row::Order(order), trouble: Trouble::Poisoned }));
        poisoned.push(order);
    }
    // So that what is read again for its overlap holds none of them.
    living.wait(900);
    assert!(living.act(&guest("sound@example.com")));
    let world = World::new(living, Options::default()).await;
    world.now.store(world.server.living().unwrap().now().timestamp_micros(), Ordering::SeqCst);
    let shop = world.shop().await;
    world.desk.set_full_check_hours(24 * 365).await.unwrap();
    assert_eq!(world.sync(&shop).await.refused, 3);
    world.desk.full_check(&shop, &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await.unwrap();
    let tries = async || world.desk.quarantine().await.unwrap().iter().map(|row| row.tries).collect::<Vec<_>>();
    // What was just refused is not asked for at once; the next round does, then half an hour passes, then an hour.
    assert_eq!(tries().await, [0; 3]);
    for (minutes, expected) in [(1, 1), (1, 1), (28, 1), (1, 2), (30, 2), (29, 2), (1, 3), (60, 3), (60, 4)] {
        world.wait(minutes);
        let before = world.server.requests();
        let round = world.sync(&shop).await;
        let (now, asked) = (tries().await, world.server.requests() - before);
        assert_eq!((round.repaired, now), (0, vec![expected; 3]), "after {minutes} minutes more, {asked} requests");
    }
    // Changed at the shop, it is read by the next round; asked for by a person, at once.
    world.server.alter(|living| {
        living.wait(7_200);
        assert!(
            living.act(&Deed::Heal { row: Row::Order(poisoned[0]), bump: true })
                && living.act(&Deed::Heal { row: Row::Order(poisoned[1]), bump: false })
        );
    });
    world.wait(1);
    world.sync(&shop).await;
    let waiting = world.desk.quarantine().await.unwrap();
    assert_eq!(waiting.iter().map(|row| row.tries).collect::<Vec<_>>(), [4, 4], "{waiting:?}");
    let repaired = world.desk.repair(&shop, waiting[0].no).await.unwrap();
    assert_eq!((repaired, world.desk.quarantine().await.unwrap().len()), (Repaired::Fixed, 1));
}

/// `Order:` and six digits as the shop writes it: in base 64, three bytes in four letters.
fn global_id(number: u32) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let text = format!("Order:{number:06}").into_bytes();
    let letters = |bytes: &[u8]| {
        let bits = bytes.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        [18, 12, 6, 0].map(|shift| char::from(LETTERS[bits >> shift & 63]))
    };
    text.chunks(3).flat_map(letters).collect()
}

/// A page of orders without an account, placed and changed at one instant.
fn guests(numbers: std::ops::Range<u32>, at: Timestamp) -> ParsedPage {
    let text = Shop::generate(&Spec::new(1, 3)).order_pages(1).next().unwrap();
    let mut page: Value = serde_json::from_str(&text).unwrap();
    let edges = page["data"]["orders"]["edges"].as_array_mut().unwrap();
    let edge = edges.remove(0);
    for number in numbers {
        let mut edge = edge.clone();
        let node = &mut edge["node"];
        node["id"] = global_id(number).into();
        node["number"] = number.to_string().into();
        node["user"] = Value::Null;
        for field in ["created", "updatedAt"] {
            node[field] = at.to_string().into();
        }
        edges.push(edge);
    }
    let raw = RawPage { text: page.to_string(), refused: Vec::new(), next: None };
    ParsedPage::parse(Kind::Orders, raw, &Settings::default()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_old_guests_do_not_delay_a_young_order() {
    let dir = TempDir::new().unwrap();
    let db = Db::open(&dir.path().join("a.db"), Access::ReadWrite).await.unwrap();
    let now = Timestamp::parse("2026-11-01T00:00:00Z").unwrap();
    let store = async |page: ParsedPage, at: Timestamp| db.write(move |tx| page.store(tx, false, at)).await.unwrap();
    let stored = store(guests(110_000..120_000, now.minus(Span::days(400))), now).await;
    assert_eq!((stored.changed, stored.refused), (10_000, 0));
    // Of these something can come, for now.
    store(guests(120_000..130_000, now.minus(Span::days(1))), now).await;
    assert_eq!(db.count_reread().await.unwrap(), 10_000, "of an old order nothing can come");
    let later = now.plus(Span::days(200));
    store(guests(777_777..777_778, later.minus(Span::days(1))), later).await;
    db.write(move |tx| tx.unwatch_passed(later)).await.unwrap();
    let due = db.due_for_reread(later.plus(Span::days(1)), 500).await.unwrap();
    assert_eq!((due.len(), db.count_reread().await.unwrap()), (1, 1));
    assert_eq!(due[0].1.as_ref().map(ToString::to_string).as_deref(), Some("777777"));
}
