//! A shop that changes while a desk reads it: what no time of change tells, what comes late, what goes, and a desk that is killed.
#![allow(clippy::unwrap_used)]

mod common;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::saleor::{self, Settings};
use vouchsafe_app::view::{KindState, Repaired, Round, SyncStatus};
use vouchsafe_app::{Access, AppError, Clock, Desk, programs};
use vouchsafe_db::Db;
use vouchsafe_demo::{Asked, Buyer, Deed, Fault, Faults, Living, Options, Row, Server, Trouble, When, serve};
use vouchsafe_domain::event::{Event, Fact};
use vouchsafe_domain::name::{CustomerKey, Key};
use vouchsafe_domain::outcome::Outcome;
use vouchsafe_domain::shop::Kind;
use vouchsafe_domain::time::Timestamp;

/// A desk and a living shop, whose clocks go together.
struct World {
    dir: TempDir,
    server: Server,
    now: Arc<AtomicI64>,
    desk: Desk,
}

fn clock(now: &Arc<AtomicI64>) -> Clock {
    let now = Arc::clone(now);
    Arc::new(move || Timestamp::from_micros(now.load(Ordering::SeqCst)))
}

async fn open(path: &Path, now: &Arc<AtomicI64>) -> Desk {
    Desk::open(path, Access::ReadWrite, clock(now)).await.unwrap()
}

fn quick() -> Settings {
    Settings { tries: 2, backoff: std::time::Duration::from_millis(1), ..Settings::default() }
}

impl World {
    async fn new(shop: Living) -> Self {
        let dir = TempDir::new().unwrap();
        let now = Arc::new(AtomicI64::new(0));
        let server = serve(shop, Options::default()).await.unwrap();
        let desk = open(&dir.path().join("desk.db"), &now).await;
        let world = Self { dir, server, now, desk };
        world.keep_time();
        let program = programs::ready()[0].source.replace("version = 1", "version = 1\nfrom = 2024-01-01T00:00:00Z");
        world.desk.activate("program.toml", &program).await.unwrap();
        world
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("desk.db")
    }

    /// The desk's clock is the shop's.
    fn keep_time(&self) {
        self.now.store(self.server.living().unwrap().now().timestamp_micros(), Ordering::SeqCst);
    }

    fn act(&self, deed: Deed) {
        assert!(self.server.alter(|shop| shop.act(&deed)).unwrap(), "{deed:?}");
        self.keep_time();
    }

    fn wait(&self, seconds: u32) {
        self.server.alter(|shop| shop.wait(seconds)).unwrap();
        self.keep_time();
    }

    async fn shop(&self) -> saleor::Shop {
        self.desk.connect(&self.server.url(), self.server.token(), quick()).await.unwrap()
    }

    async fn sync(&self) -> Round {
        self.wait(1);
        sync(&self.desk, &self.shop().await).await.unwrap()
    }

    async fn look(&self) -> Db {
        Db::open(&self.path(), Access::ReadOnly).await.unwrap()
    }

    async fn log(&self) -> Vec<(u64, Event, Outcome)> {
        self.look().await.log_after(0, 500).collect::<Result<Vec<_>, _>>().unwrap().concat()
    }

    async fn log_codes(&self) -> Vec<String> {
        self.desk.sync_log(None, 100).await.unwrap().into_iter().map(|row| row.what.code).collect()
    }
}

async fn sync(desk: &Desk, shop: &saleor::Shop) -> Result<Round, AppError> {
    desk.sync(shop, &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await
}

fn register(email: &str, own_code: Option<&str>, ref_code: Option<&str>) -> Deed {
    let text = |code: Option<&str>| code.map(str::to_owned);
    Deed::Register { email: email.to_owned(), ref_code: text(ref_code), own_code: text(own_code), confirmed: true }
}

fn place(buyer: Buyer, ref_code: Option<&str>) -> Deed {
    let ref_code = ref_code.map(str::to_owned);
    Deed::Place { buyer, ref_code, channel: 0, items: vec![(1, 3), (2, 2)], confirmed: true, card: None, voucher: None }
}

/// The last account and the last order of the shop.
fn last(world: &World) -> (u64, u64) {
    let shop = world.server.living().unwrap();
    (shop.account_facts().last().map_or(0, |account| account.number), shop.order_facts().last().map_or(0, |order| order.number))
}

/// What a shop's rows are compared by.
async fn assert_equal_to_the_shop(world: &World) {
    let (db, shop) = (world.look().await, world.server.living().unwrap());
    let mut orders = 0;
    for facts in shop.order_facts().filter(|facts| !facts.is_troubled) {
        let kept = db.order(&facts.number.to_string()).await.unwrap().unwrap_or_else(|| panic!("order {} is missing", facts.number));
        assert_eq!(kept.customer.map(|id| id.to_string()), facts.owner.map(|owner| owner.to_string()), "owner of {}", facts.number);
        assert_eq!((kept.updated.micros(), kept.total_minor), (facts.updated.timestamp_micros(), facts.total), "order {}", facts.number);
        orders += 1;
    }
    let counts = db.mirror_counts().await.unwrap();
    assert_eq!((counts.orders, counts.customers), (orders, shop.account_facts().count() as u64));
    assert_eq!(counts.gift_cards, shop.card_facts().count() as u64);
    assert_eq!(counts.vouchers, shop.voucher_facts().count() as u64);
    assert!(db.verify_journal().await.unwrap().broken.is_none());
    assert_eq!(world.desk.doctor(None).await.unwrap().findings.iter().filter(|said| !said.code.starts_with("never")).count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_bumps_nothing_is_read_again_by_its_id() {
    let world = World::new(Living::new(1)).await;
    world.act(place(Buyer::Guest("guest@example.com".to_owned()), None));
    let guest = last(&world).1;
    world.act(place(Buyer::Guest("other@example.com".to_owned()), None));
    let unpaid = last(&world).1;
    // A later order moves the watermark on, so that the overlap reaches neither of them.
    world.wait(900);
    world.act(place(Buyer::Guest("third@example.com".to_owned()), None));
    world.sync().await;
    let (codes, before) = (world.log_codes().await, world.log().await.len());
    assert!(codes.contains(&"round_done".to_owned()), "{codes:?}");
    // An account comes and takes over the guest's order; the other order expires. Neither order is bumped.
    world.act(register("guest@example.com", None, None));
    world.act(Deed::Expire { order: unpaid });
    let bumped =
        world.server.living().unwrap().order_facts().any(|order| order.updated.timestamp_micros() > order.created.timestamp_micros() + 5_000_000);
    assert!(!bumped);
    let round = world.sync().await;
    assert!(round.reread >= 2 && round.changed >= 3, "{round:?}");
    let db = world.look().await;
    assert!(db.order(&guest.to_string()).await.unwrap().unwrap().customer.is_some());
    assert_equal_to_the_shop(&world).await;
    let log = world.log().await;
    assert!(log[before..].iter().any(|(_, event, _)| matches!(event.fact, Fact::OrderOwned { .. })), "the owner is told as an event");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_gone_is_marked_and_comes_back_to_nobody() {
    let world = World::new(Living::new(2)).await;
    world.act(register("anna@example.com", Some("ANNA1"), None));
    let anna = last(&world).0;
    world.act(place(Buyer::Account(anna), None));
    for code in ["CARD-ONE-1", "CARD-TWO-2"] {
        world.act(Deed::MakeCard { code: code.to_owned(), channel: 0, minor: 500 });
    }
    world.act(Deed::MakeVoucher { code: "SPRING".to_owned() });
    world.sync().await;
    let shop = world.server.living().unwrap();
    let (card, voucher) = (shop.card_facts().next().unwrap().number, shop.voucher_facts().next().unwrap().0);
    world.act(Deed::DeleteCard { card });
    world.act(Deed::DeleteVoucher { voucher });
    world.act(Deed::DeleteCustomer { customer: anna });
    let shop = world.shop().await;
    let round = world.sync().await;
    // Cards and vouchers are listed in full each round; accounts by the full check, which is due because there was none.
    assert_eq!(round.gone, 3, "{round:?}");
    let completeness = world.desk.full_check(&shop, &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await.unwrap();
    assert!(completeness.findings.is_empty() && completeness.kinds.iter().all(|kind| kind.is_complete), "{completeness:?}");
    assert_equal_to_the_shop(&world).await;
    let deleted = world.log().await.into_iter().filter(|(_, event, _)| matches!(event.fact, Fact::CustomerDeleted { .. })).count();
    assert_eq!(deleted, 1);
    assert_eq!(world.look().await.count_gone(Kind::Customers).await.unwrap(), 1);
}

/// Whether the account lives as the engine knows it, and how often it was told that it went and came back.
async fn life(world: &World, customer: u64) -> (bool, usize, usize) {
    let log = world.log().await;
    let told = |wanted: fn(&Fact) -> bool| log.iter().filter(|(_, event, _)| wanted(&event.fact)).count();
    let state = world.look().await.state().await.unwrap();
    let key = CustomerKey(Key::from_bits(i64::try_from(customer).unwrap()));
    let lives = !state.parties[&state.party_of(key).unwrap()].deleted;
    let went = told(|fact| matches!(fact, Fact::CustomerDeleted { .. }));
    (lives, went, told(|fact| matches!(fact, Fact::CustomerReturned { .. })))
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_gone_and_comes_back_lives_again_and_can_go_again() {
    let world = World::new(Living::new(9)).await;
    world.act(register("anna@example.com", Some("ANNA1"), None));
    let anna = last(&world).0;
    world.act(place(Buyer::Account(anna), None));
    let order = last(&world).1.to_string();
    world.sync().await;
    let looked = async || {
        let shop = world.shop().await;
        world.desk.full_check(&shop, &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await.unwrap();
        world.wait(60);
        world.sync().await;
    };
    for times in 1..=2 {
        let backup = world.server.living().unwrap();
        world.act(Deed::DeleteCustomer { customer: anna });
        looked().await;
        assert_eq!(life(&world, anna).await, (false, times, times - 1));
        assert_eq!(world.look().await.order(&order).await.unwrap().unwrap().customer, None);
        // The shop is restored from its backup: everything is as old as it was.
        let now = world.server.living().unwrap().now();
        world.server.alter(|shop| {
            *shop = (*backup).clone();
            shop.wait(u32::try_from((now - shop.now()).num_seconds() + 60).unwrap());
        });
        world.keep_time();
        looked().await;
        assert_eq!(life(&world, anna).await, (true, times, times));
        assert_equal_to_the_shop(&world).await;
    }
    let events = world.log().await.len();
    looked().await;
    assert_eq!(world.log().await.len(), events, "another look tells nothing new");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_comes_late_lets_what_it_brought_be_judged_again_once() {
    let world = World::new(Living::new(3)).await;
    world.act(register("anna@example.com", None, None));
    let anna = last(&world).0;
    world.act(register("bob@example.com", None, Some("ANNA1")));
    let bob = last(&world).0;
    world.act(place(Buyer::Account(bob), None));
    let order = last(&world).1;
    world.act(Deed::Charge { order, percent: 100 });
    world.sync().await;
    assert_eq!(world.look().await.state().await.unwrap().rewards.len(), 0);
    world.act(Deed::GiveCode { customer: anna, code: "ANNA1".to_owned() });
    world.sync().await;
    let rejudged = |log: &[(u64, Event, Outcome)]| log.iter().filter(|(_, event, _)| matches!(event.fact, Fact::Rejudge { .. })).count();
    let log = world.log().await;
    assert!(rejudged(&log) >= 2, "the contact, and what was decided without an advocate");
    let state = world.look().await.state().await.unwrap();
    assert!(!state.rewards.is_empty(), "Anna brought Bob");
    world.sync().await;
    assert_eq!(rejudged(&world.log().await), rejudged(&log), "nothing is judged again twice");
    assert_eq!(world.desk.doctor(None).await.unwrap().rejudges, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_brings_in_late_is_judged_again_in_the_same_commit() {
    let world = World::new(Living::new(8)).await;
    world.act(register("anna@example.com", None, None));
    let anna = last(&world).0;
    world.act(register("bob@example.com", None, Some("FLYER7")));
    world.act(place(Buyer::Account(last(&world).0), None));
    world.sync().await;
    let (before, owners) = (world.log().await.len(), world.dir.path().join("owners.csv"));
    std::fs::write(&owners, format!("code,customer_id,email\nFLYER7,{anna},\n")).unwrap();
    // All of it or nothing: the one commit that the import takes holds what it lets judge again.
    world.desk.die_after(1).unwrap();
    world.desk.import_code_owners(&owners).await.unwrap();
    let log = world.log().await;
    let rejudged = log[before..].iter().filter(|(_, event, _)| matches!(event.fact, Fact::Rejudge { .. })).count();
    assert!(rejudged >= 2, "the contact and what was decided without it: {rejudged}");
    assert!(!world.look().await.state().await.unwrap().rewards.is_empty());
    assert_eq!(world.desk.doctor(None).await.unwrap().rejudges, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_in_quarantine_is_asked_for_again_until_it_can_be_read() {
    let world = World::new(Living::new(4)).await;
    world.act(register("bob@example.com", None, None));
    let bob = last(&world).0;
    world.act(place(Buyer::Account(bob), None));
    world.act(place(Buyer::Account(bob), None));
    let order = last(&world).1;
    world.act(Deed::Spoil { row: Row::Order(order), trouble: Trouble::Poisoned });
    let round = world.sync().await;
    assert_eq!(round.refused, 1, "{round:?}");
    let waiting = world.desk.quarantine().await.unwrap();
    assert_eq!(waiting.len(), 1);
    let shop = world.shop().await;
    let still = world.desk.repair(&shop, waiting[0].no).await.unwrap();
    assert!(matches!(&still, Repaired::Still(said) if said.code == waiting[0].reason.code), "{still:?}");
    // The shop's own repair bumps nothing.
    world.act(Deed::Heal { row: Row::Order(order), bump: false });
    assert_eq!(world.desk.repair(&shop, waiting[0].no).await.unwrap(), Repaired::Fixed);
    assert!(matches!(world.desk.repair(&shop, waiting[0].no).await, Err(AppError::NotFound { .. })));
    assert!(world.look().await.order(&order.to_string()).await.unwrap().is_some());
    world.sync().await;
    assert_equal_to_the_shop(&world).await;
    // One that is healed before the next round.
    world.act(Deed::Spoil { row: Row::Order(order), trouble: Trouble::Poisoned });
    world.sync().await;
    assert_eq!(world.desk.quarantine().await.unwrap().len(), 1);
    world.act(Deed::Heal { row: Row::Order(order), bump: false });
    world.sync().await;
    assert_eq!(world.desk.quarantine().await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kind_that_fails_keeps_its_place_and_the_others_are_read_but_nothing_is_decided() {
    let world = World::new(Living::new(5)).await;
    world.act(register("bob@example.com", None, None));
    world.act(place(Buyer::Account(last(&world).0), None));
    world.act(Deed::MakeCard { code: "CARD-ONE-1".to_owned(), channel: 0, minor: 500 });
    let shop = world.shop().await;
    world.server.set_faults(Faults::default().with(Asked::Field("orders"), When::From(1), Fault::Garbled));
    let progress = watch::Sender::new(SyncStatus::default());
    let failed = world.desk.sync(&shop, &progress, &CancellationToken::new()).await;
    assert!(matches!(failed, Err(AppError::Shop(_))), "{failed:?}");
    let states: Vec<KindState> = progress.borrow().kinds.iter().map(|kind| kind.state).collect();
    assert_eq!(states, [KindState::Done, KindState::Failed, KindState::Done, KindState::Done, KindState::Done]);
    assert!(progress.borrow().kinds[1].error.is_some());
    let db = world.look().await;
    assert_eq!((db.mirror_counts().await.unwrap().gift_cards, db.last_seq().await.unwrap()), (1, 1), "cards are read; no event but the program's");
    assert!(world.log_codes().await.contains(&"kind_failed".to_owned()));
    world.server.set_faults(Faults::default());
    world.sync().await;
    assert_equal_to_the_shop(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn our_own_echo_changes_nothing_in_the_journal() {
    let world = World::new(Living::new(6)).await;
    world.act(register("anna@example.com", Some("ANNA1"), None));
    let anna = last(&world).0;
    world.sync().await;
    let before = world.desk.journal_head().await.unwrap();
    world.act(Deed::WriteMetadata { row: Row::Customer(anna), key: "referral_code".to_owned(), value: "ANNA1".to_owned() });
    let round = world.sync().await;
    assert_eq!((round.events, world.desk.journal_head().await.unwrap()), (0, before));
}

/// What a desk came to: all that has to be the same in the end.
async fn end_of(desk: &Desk, path: &Path) -> impl PartialEq + use<> {
    let db = Db::open(path, Access::ReadOnly).await.unwrap();
    assert!(desk.doctor(None).await.unwrap().findings.is_empty());
    let journal = db.journal_head().await.unwrap().unwrap();
    (db.state().await.unwrap(), journal, db.balances().await.unwrap(), db.figures().await.unwrap(), db.mirror_counts().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_commit_a_desk_ends_as_if_nothing_had_happened() {
    let world = World::new(Living::new(7)).await;
    world.act(register("anna@example.com", None, None));
    let anna = last(&world).0;
    world.act(register("bob@example.com", None, Some("ANNA1")));
    world.act(place(Buyer::Account(last(&world).0), None));
    let order = last(&world).1;
    world.act(Deed::Charge { order, percent: 100 });
    world.act(place(Buyer::Guest("guest@example.com".to_owned()), Some("ANNA1")));
    world.act(Deed::MakeCard { code: "CARD-ONE-1".to_owned(), channel: 0, minor: 500 });
    world.sync().await;
    // Late facts of every sort, read in one round.
    world.act(Deed::GiveCode { customer: anna, code: "ANNA1".to_owned() });
    world.act(register("guest@example.com", None, None));
    world.act(Deed::Refund { order, percent: 50 });
    world.act(Deed::DeleteCard { card: world.server.living().unwrap().card_facts().next().unwrap().number });
    world.wait(1);
    let shop = world.shop().await;
    world.desk.close().await;
    let mut undisturbed = None;
    for kill in 0..100 {
        let path = world.dir.path().join(format!("{kill}.db"));
        std::fs::copy(world.path(), &path).unwrap();
        let desk = open(&path, &world.now).await;
        // The first one is not killed.
        if kill > 0 {
            desk.die_after(kill - 1).unwrap();
        }
        let first = sync(&desk, &shop).await;
        desk.close().await;
        let desk = open(&path, &world.now).await;
        sync(&desk, &shop).await.unwrap();
        let end = end_of(&desk, &path).await;
        desk.close().await;
        match &undisturbed {
            None => undisturbed = Some(end),
            Some(undisturbed) => assert!(end == *undisturbed, "another end after a kill at commit {kill}"),
        }
        if kill > 0 && first.is_ok() {
            assert!(kill > 10, "only {kill} commits");
            return;
        }
    }
    panic!("a round has fewer commits than that");
}
