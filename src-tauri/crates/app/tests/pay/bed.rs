//! A desk with rewards that are due, and the shop that delivers them.

#[path = "../common/mod.rs"]
mod common;

pub(crate) use common::{NOW, clock};
use std::collections::BTreeMap;
use std::path::PathBuf;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::view::{Paid, PayOrder, PayRun, PayoutFilter, PayoutRow, PayoutSort, PayoutState, Which};
use vouchsafe_app::{Access, Desk, Rails, Result, saleor};
use vouchsafe_demo::{CardFacts, Faults, Server, Shop, Spec};
use vouchsafe_domain::ledger::Account;
use vouchsafe_domain::money::Asset;
use vouchsafe_domain::reward::Rail;

/// The key under which a card says which delivery it is.
const ISSUANCE: &str = "vouchsafe_issuance";
pub(crate) const ACTOR: &str = "ada";

/// The demo shop's program, which pays by itself.
pub(crate) fn program() -> String {
    vouchsafe_demo::PROGRAM.replace("mode = { limited = { percent = 80 } }", "mode = \"auto\"")
}

/// A desk that has judged the shop's history, and its shop.
pub(crate) struct Bed {
    inner: common::Bed,
    pub(crate) rails: Rails,
}

impl Bed {
    pub(crate) async fn new(orders: u32) -> Self {
        Self::under(orders, &program()).await
    }

    pub(crate) async fn under(orders: u32, program: &str) -> Self {
        let inner = common::Bed::new(Shop::generate(&Spec::new(orders, 7))).await;
        inner.desk.activate("program.toml", program).await.unwrap();
        let shop = inner.shop(saleor::Settings::default()).await;
        inner.sync(&shop).await.unwrap();
        Self { inner, rails: Rails::of(&shop) }
    }

    pub(crate) const fn desk(&self) -> &Desk {
        &self.inner.desk
    }

    pub(crate) const fn server(&self) -> &Server {
        &self.inner.server
    }

    pub(crate) fn faulty(&self, faults: Faults) {
        self.inner.server.set_faults(faults);
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.inner.dir.path().join(name)
    }

    /// Another desk of the same shop, from a copy of the file.
    pub(crate) async fn copy(&self, name: &str) -> Other {
        let path = self.file(name);
        self.desk().backup(&path, None).await.unwrap();
        Other::open(path, self.server()).await
    }
}

/// A desk on a file of its own, with its own connection to the shop.
pub(crate) struct Other {
    pub(crate) desk: Desk,
    pub(crate) rails: Rails,
    path: PathBuf,
}

impl Other {
    pub(crate) async fn open(path: PathBuf, server: &Server) -> Self {
        Self::at(path, server, NOW).await
    }

    /// The same by a clock that says so.
    pub(crate) async fn at(path: PathBuf, server: &Server, now: &str) -> Self {
        let desk = Desk::open(&path, Access::ReadWrite, clock(now)).await.unwrap();
        let shop = desk.connect(&server.url(), server.token(), saleor::Settings::default()).await.unwrap();
        Self { desk, rails: Rails::of(&shop), path }
    }

    /// A desk that is open and connected already.
    pub(crate) fn of(desk: Desk, shop: &saleor::Shop, path: PathBuf) -> Self {
        Self { desk, rails: Rails::of(shop), path }
    }

    /// The same after the program was killed.
    pub(crate) async fn again(self, server: &Server) -> Self {
        self.desk.close().await;
        Self::open(self.path, server).await
    }
}

/// Lets a db pay that came back from a backup, as if it had been compared with the shop.
pub(crate) async fn wake(path: &std::path::Path) {
    let db = vouchsafe_db::Db::open(path, Access::ReadWrite).await.unwrap();
    db.write(|tx| tx.set("payouts_paused", "")).await.unwrap();
    db.close().await;
}

pub(crate) async fn pay(desk: &Desk, rails: &Rails, order: &PayOrder) -> Result<Paid> {
    desk.pay(ACTOR, rails, order, &watch::Sender::new(PayRun::default()), &CancellationToken::new()).await
}

pub(crate) async fn pay_all(desk: &Desk, rails: &Rails) -> Paid {
    pay(desk, rails, &PayOrder::default()).await.unwrap()
}

pub(crate) fn only(keys: &[String]) -> PayOrder {
    PayOrder { which: Which::Keys(keys.to_vec()), confirm_over_ceiling: false }
}

/// The code under which a reward will be delivered, as a dry run tells it.
pub(crate) async fn code_to_come(bed: &Bed, key: &str) -> String {
    let plan = bed.desk().pay_dry_run(&bed.rails, &Which::Keys(vec![key.to_owned()])).await.unwrap();
    let request = plan[0].calls.iter().find(|call| call.contains(ISSUANCE)).unwrap();
    request.split('"').find(|part| part.len() == 16 && part.starts_with("RF")).unwrap().to_owned()
}

/// Pays until nothing is left that a desk can do by itself.
pub(crate) async fn pay_to_the_end(desk: &Desk, rails: &Rails) {
    for _ in 0..12 {
        let paid = pay_all(desk, rails).await;
        if open(desk).await == 0 {
            return;
        }
        assert!(paid.conflict == 0, "{paid:?}");
    }
    panic!("{} payouts are still open", open(desk).await);
}

/// How many payouts the desk can go on with.
pub(crate) async fn open(desk: &Desk) -> u64 {
    let totals = desk.payout_totals().await.unwrap();
    let is_open = |state| state <= PayoutState::Correcting;
    totals.iter().filter(|total| is_open(total.state) && total.rail == Rail::GiftCard).map(|total| total.count).sum()
}

pub(crate) async fn rows(desk: &Desk, state: Option<PayoutState>) -> Vec<PayoutRow> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let filter = PayoutFilter { state, ..PayoutFilter::default() };
        let found = desk.payouts(&filter, PayoutSort::Oldest, after.as_deref(), 37).await.unwrap();
        rows.extend(found.page.rows);
        after = found.page.next;
        if after.is_none() {
            assert_eq!(rows.len() as u64, found.page.count);
            return rows;
        }
    }
}

pub(crate) async fn keys(desk: &Desk, state: PayoutState) -> Vec<String> {
    rows(desk, Some(state)).await.into_iter().map(|row| row.reward).collect()
}

/// The cards that were made for payouts, by what they are called everywhere.
pub(crate) fn cards(server: &Server) -> BTreeMap<String, Vec<CardFacts>> {
    let mut cards: BTreeMap<String, Vec<CardFacts>> = BTreeMap::new();
    for card in server.cards() {
        if let Some((_, issuance)) = card.metadata.iter().find(|(key, _)| key == ISSUANCE) {
            cards.entry(issuance.clone()).or_default().push(card.clone());
        }
    }
    cards
}

/// Holds a desk against its shop: each delivery is one card that can be used, of the same amount, and the ledger holds what the cards hold.
pub(crate) async fn assert_right(desk: &Desk, server: &Server) {
    let cards = cards(server);
    let mut sums: BTreeMap<Asset, i64> = BTreeMap::new();
    let mut delivered = 0;
    for row in rows(desk, None).await {
        let detail = desk.payout(&row.reward).await.unwrap();
        let of = cards.get(&detail.issuance.unwrap()).cloned().unwrap_or_default();
        let active: Vec<&CardFacts> = of.iter().filter(|card| card.is_active).collect();
        match row.state {
            PayoutState::Done => {
                assert_eq!(active.len(), 1, "{}: {of:?}", row.reward);
                let card = active[0];
                assert_eq!((card.initial, &card.currency, Some(&card.code)), (row.amount.minor, &row.amount.name, detail.code.as_ref()));
                *sums.entry(row.amount.asset).or_default() += row.amount.minor;
                delivered += 1;
            }
            PayoutState::Due | PayoutState::Refused | PayoutState::Conflict | PayoutState::Closed => {
                assert!(active.is_empty(), "{} is {}: {of:?}", row.reward, row.state.name());
            }
            state => panic!("{} is still {}", row.reward, state.name()),
        }
    }
    let active = cards.values().flatten().filter(|card| card.is_active).count();
    assert_eq!(active, delivered, "cards that nobody here knows");
    assert_eq!(issued(desk).await, sums, "the ledger");
}

/// What the ledger says is delivered as gift cards and not used.
async fn issued(desk: &Desk) -> BTreeMap<Asset, i64> {
    let path = desk.status().await.unwrap().path;
    let db = vouchsafe_db::Db::open(&path, Access::ReadOnly).await.unwrap();
    assert!(db.verify_journal().await.unwrap().broken.is_none());
    assert_eq!(db.differences().await.unwrap(), []);
    let balances = db.balances().await.unwrap();
    let of_cards = balances.into_iter().filter(|balance| balance.account == Account::LiabilityIssued(Rail::GiftCard) && balance.amount.minor != 0);
    of_cards.map(|balance| (balance.amount.asset, -balance.amount.minor)).collect()
}
