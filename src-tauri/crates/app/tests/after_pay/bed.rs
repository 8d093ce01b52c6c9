//! A desk and a living shop, whose clocks go together; Anna brings Bob, and each order of Bob's gives her a reward.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::view::{
    FindingRow, FoundState, Paid, PayOrder, PayRun, PayoutFilter, PayoutSort, PayoutState, Reconciled, RewardDetail, SyncStatus,
};
use vouchsafe_app::{Access, Clock, Desk, Rails, saleor};
use vouchsafe_demo::{Buyer, CardFacts, Deed, Living, Options, Server, serve};
use vouchsafe_domain::ledger::Account;
use vouchsafe_domain::money::minor_text;
use vouchsafe_domain::time::Timestamp;

pub(crate) const ADA: &str = "ada";
pub(crate) const WHY: &str = "as was agreed";
/// The key under which what we made says which delivery it is.
pub(crate) const MARK: &str = "vouchsafe_issuance";

/// A program by which each order of a friend gives the advocate so much.
pub(crate) fn program(reward: &str) -> String {
    format!(
        r#"
id = "bring"
name = "Bring a friend"
version = 1
from = 2024-01-01T00:00:00Z
mode = "auto"
[[rule]]
id = "order"
on = ["order_confirmed"]
settlement = "captured"
occurrence = "every"
refund_window_days = 60
on_partial_refund = "proportional"
[[rule.grant]]
to = "advocate"
reward = {{ {reward} }}
value = {{ fixed = {{ USD = "10.00" }} }}
"#
    )
}

pub(crate) struct World {
    pub(crate) dir: TempDir,
    pub(crate) server: Server,
    now: Arc<AtomicI64>,
    pub(crate) desk: Desk,
    pub(crate) anna: u64,
    bob: u64,
}

fn clock(now: &Arc<AtomicI64>) -> Clock {
    let now = Arc::clone(now);
    Arc::new(move || Timestamp::from_micros(now.load(Ordering::SeqCst)))
}

impl World {
    pub(crate) async fn new(reward: &str) -> Self {
        let (dir, now) = (TempDir::new().unwrap(), Arc::new(AtomicI64::new(0)));
        let server = serve(Living::new(11), Options::default()).await.unwrap();
        let desk = Desk::open(&dir.path().join("desk.db"), Access::ReadWrite, clock(&now)).await.unwrap();
        let mut world = Self { dir, server, now, desk, anna: 0, bob: 0 };
        world.keep_time();
        world.desk.activate("program.toml", &program(reward)).await.unwrap();
        world.anna = world.register("anna@example.com", Some("ANNA1"), None);
        world.bob = world.register("bob@example.com", None, Some("ANNA1"));
        world
    }

    /// Anna was promised 10.00, and it was delivered as a card.
    pub(crate) async fn with_card() -> (Self, String) {
        let world = Self::new("rail = \"gift_card\"").await;
        world.order();
        world.sync().await;
        let key = world.due().await.pop().unwrap();
        assert_eq!(world.pay().await.done, 1);
        (world, key)
    }

    fn register(&self, email: &str, own_code: Option<&str>, ref_code: Option<&str>) -> u64 {
        let text = |code: Option<&str>| code.map(str::to_owned);
        self.act(Deed::Register { email: email.to_owned(), ref_code: text(ref_code), own_code: text(own_code), confirmed: true });
        self.server.living().unwrap().account_facts().last().unwrap().number
    }

    /// Bob orders and pays.
    pub(crate) fn order(&self) -> u64 {
        let items = vec![(1, 3), (2, 2)];
        self.act(Deed::Place { buyer: Buyer::Account(self.bob), ref_code: None, channel: 0, items, confirmed: true, card: None, voucher: None });
        let order = self.server.living().unwrap().order_facts().last().unwrap().number;
        self.act(Deed::Charge { order, percent: 100 });
        order
    }

    pub(crate) fn act(&self, deed: Deed) {
        assert!(self.server.alter(|shop| shop.act(&deed)).unwrap(), "{deed:?}");
        self.keep_time();
    }

    pub(crate) fn wait(&self, seconds: u32) {
        self.server.alter(|shop| shop.wait(seconds)).unwrap();
        self.keep_time();
    }

    fn keep_time(&self) {
        self.now.store(self.server.living().unwrap().now().timestamp_micros(), Ordering::SeqCst);
    }

    pub(crate) async fn shop(&self, desk: &Desk) -> saleor::Shop {
        let settings = saleor::Settings { tries: 2, backoff: std::time::Duration::from_millis(1), ..saleor::Settings::default() };
        desk.connect(&self.server.url(), self.server.token(), settings).await.unwrap()
    }

    pub(crate) async fn rails(&self) -> Rails {
        Rails::of(&self.shop(&self.desk).await)
    }

    pub(crate) async fn sync(&self) {
        self.sync_of(&self.desk).await;
    }

    pub(crate) async fn sync_of(&self, desk: &Desk) {
        self.wait(60);
        let shop = self.shop(desk).await;
        desk.sync(&shop, &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await.unwrap();
    }

    pub(crate) async fn pay(&self) -> Paid {
        self.pay_of(&self.desk).await
    }

    pub(crate) async fn pay_of(&self, desk: &Desk) -> Paid {
        self.wait(60);
        let rails = Rails::of(&self.shop(desk).await);
        desk.pay(ADA, &rails, &PayOrder::default(), &watch::Sender::new(PayRun::default()), &CancellationToken::new()).await.unwrap()
    }

    pub(crate) async fn reconcile(&self) -> Reconciled {
        self.reconcile_of(&self.desk).await
    }

    pub(crate) async fn reconcile_of(&self, desk: &Desk) -> Reconciled {
        self.wait(60);
        let shop = self.shop(desk).await;
        desk.reconcile(&shop, &Rails::of(&shop), &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await.unwrap()
    }

    /// The open findings, as `kind here there`.
    pub(crate) async fn found(&self) -> Vec<String> {
        open(&self.desk).await.iter().map(said).collect()
    }

    pub(crate) async fn due(&self) -> Vec<String> {
        let filter = PayoutFilter { state: Some(PayoutState::Due), ..PayoutFilter::default() };
        let page = self.desk.payouts(&filter, PayoutSort::Oldest, None, 100).await.unwrap().page;
        page.rows.into_iter().map(|row| row.reward).collect()
    }

    pub(crate) async fn state(&self, key: &str) -> PayoutState {
        self.desk.payout(key).await.unwrap().row.state
    }

    /// The cards that were made for rewards, the oldest first.
    pub(crate) fn cards(&self) -> Vec<CardFacts> {
        self.server.cards().into_iter().filter(|card| card.metadata.iter().any(|(key, _)| key == MARK)).collect()
    }

    pub(crate) fn card(&self) -> CardFacts {
        self.cards().pop().unwrap()
    }

    pub(crate) fn spend(&self, minor: i64) {
        let code = self.card().code;
        self.act(Deed::SpendCard { code, minor });
    }

    /// How a reward stands: its state, what stands of it, what was used.
    pub(crate) async fn stands(&self, key: &str) -> String {
        stands(&self.desk.reward(key).await.unwrap())
    }

    /// What stands on the accounts of a sort.
    pub(crate) async fn on(&self, account: &str) -> String {
        let db = vouchsafe_db::Db::open(&self.file("desk.db"), Access::ReadOnly).await.unwrap();
        let is_meant = |found: &Account| match found {
            Account::LiabilityIssued(_) => account == "liability:issued",
            Account::IncomeBreakage => account == "income:breakage",
            Account::ExpenseRewards(_) => account == "expense:rewards",
            Account::ExpenseClawbackLoss => account == "expense:clawback-loss",
            Account::AssetClawback(_) => account == "asset:clawback",
            _ => false,
        };
        let moved = db.balances().await.unwrap().into_iter().filter(|row| is_meant(&row.account)).map(|row| row.amount.minor).sum();
        minor_text(moved, 2)
    }

    /// Another desk of the same shop, from a copy of the file.
    pub(crate) async fn copy(&self, name: &str) -> Desk {
        let path = self.dir.path().join(name);
        self.desk.backup(&path, None).await.unwrap();
        self.open(&path).await
    }

    pub(crate) async fn open(&self, path: &Path) -> Desk {
        Desk::open(path, Access::ReadWrite, clock(&self.now)).await.unwrap()
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Somebody at the shop does something in its dashboard.
    pub(crate) fn by_hand(&self, mutation: &str) {
        let url = self.server.url();
        let (host, path) = url.trim_start_matches("http://").split_once('/').unwrap();
        let body = format!("{{\"query\":\"{}\",\"variables\":{{}}}}", mutation.replace('"', "\\\""));
        let token = self.server.token();
        let mut stream = TcpStream::connect(host).unwrap();
        let head = format!("POST /{path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\nauthorization: Bearer {token}\r\n");
        write!(stream, "{head}content-length: {}\r\nconnection: close\r\n\r\n{body}", body.len()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.contains("\"errors\":[]") && answer.starts_with("HTTP/1.1 200"), "{mutation}: {answer}");
        self.keep_time();
    }
}

pub(crate) async fn open(desk: &Desk) -> Vec<FindingRow> {
    desk.findings(Some(FoundState::Open), None, 100).await.unwrap().rows
}

pub(crate) fn said(row: &FindingRow) -> String {
    let text = |money: Option<vouchsafe_domain::money::Money>| money.map_or_else(|| "-".to_owned(), |money| money.to_string());
    format!("{} {} {}", row.kind.name(), text(row.here), text(row.there))
}

pub(crate) fn stands(detail: &RewardDetail) -> String {
    let used: i64 = detail
        .transfers
        .iter()
        .filter(|transfer| transfer.credit.starts_with("settled") || transfer.debit.starts_with("settled"))
        .map(|transfer| if transfer.credit.starts_with("settled") { transfer.amount.minor } else { -transfer.amount.minor })
        .sum();
    format!("{} {} used {}", detail.row.state.name(), detail.row.amount.figure(), minor_text(used, 2))
}
