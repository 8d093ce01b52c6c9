//! Pay: a thousand gift cards through the whole protocol, beside the least that the shop has to be asked for them through the same connector.

use crate::Result;
use crate::desk::{day, opened, served, sync};
use crate::figure::{Figure, Reach};
use crate::rounds::{interleaved, timed};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::Rails;
use vouchsafe_app::saleor::{GiftCardRail, Settings, Shop as Connected};
use vouchsafe_app::view::{PayOrder, PayRun, PayoutFilter, PayoutSort, PayoutState, Which};
use vouchsafe_connectors::rail::PayoutRail as _;
use vouchsafe_demo::{PROGRAM, Server, Shop, Spec};
use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::payout::protocol::{Delivery, Sent};
use vouchsafe_domain::payout::{ExternalCode, Issuance};

/// How many cards go out.
const CARDS: usize = 1_000;
/// Orders of a shop of which at least so many rewards are due.
const ORDERS: u32 = 15_000;
/// As in P1.
const LATENCY: Duration = Duration::from_millis(60);
/// Rounds take a minute each, and what they wait for is always the same.
const ROUNDS: usize = 3;
/// A card is made useless, and made useful by a second request: with less, a kill would leave half a card that somebody can use.
const LEAST: u64 = 2 * CARDS as u64;

pub(crate) fn figures(runtime: &Runtime, rounds: usize) -> Result<Vec<Figure>> {
    let bench = runtime.block_on(Bench::new())?;
    let asked = bench.server.requests();
    bench.pay(runtime)?;
    let ours = bench.server.requests() - asked - bench.connecting;
    bench.ask(runtime)?;
    let peer = bench.server.requests() - asked - 2 * bench.connecting - ours;
    println!("pay: {ours} requests by the desk, {peer} by the peer");
    // One for the whole batch: what codes are made of is agreed on.
    if (ours, peer) != (LEAST + 1, LEAST) {
        return Err(format!("the desk asked {ours} times and the peer {peer} times").into());
    }
    let [taken] = interleaved(rounds.min(ROUNDS), &mut || bench.pay(runtime), [&mut || bench.ask(runtime)])?;
    let size = format!("{CARDS} cards, {ours} requests beside {LEAST}, {} ms an answer", LATENCY.as_millis());
    runtime.block_on(bench.server.shutdown());
    let work = "gift cards paid out: intent, request, answer, ledger";
    Ok(vec![Figure::beside("pay", work, "as many requests as there must be, and nothing else", size, &taken, Reach::Within(1.1))])
}

struct Bench {
    server: Server,
    folder: TempDir,
    /// What is paid out.
    keys: Vec<String>,
    /// How many requests a connection begins with.
    connecting: u64,
}

impl Bench {
    async fn new() -> Result<Self> {
        let (server, folder) = (served(Shop::generate(&Spec::new(ORDERS, 1)), LATENCY).await?, tempfile::tempdir()?);
        let desk = opened(&folder.path().join("before.db"), day(0)?).await?;
        desk.activate("demo.toml", &PROGRAM.replace("mode = { limited = { percent = 80 } }", "mode = \"auto\"")).await?;
        let before = server.requests();
        let shop = desk.connect(&server.url(), server.token(), Settings::default()).await?;
        let connecting = server.requests() - before;
        sync(&desk, &shop).await?;
        let filter = PayoutFilter { state: Some(PayoutState::Due), ..PayoutFilter::default() };
        let (mut keys, mut after) = (Vec::new(), None);
        while keys.len() < CARDS {
            let page = desk.payouts(&filter, PayoutSort::Oldest, after.as_deref(), 500).await?.page;
            keys.extend(page.rows.into_iter().map(|row| row.reward));
            after = Some(page.next.ok_or_else(|| format!("only {} rewards are due", keys.len()))?);
        }
        keys.truncate(CARDS);
        desk.close().await;
        Ok(Self { server, folder, keys, connecting })
    }

    /// Pays out from a copy of the file, at a shop that has none of it yet. Opening and connecting are not counted.
    fn pay(&self, runtime: &Runtime) -> Result<Duration> {
        self.clear();
        let file = self.folder.path().join("desk.db");
        copied(&self.folder.path().join("before.db"), &file)?;
        let (desk, rails) = runtime.block_on(async {
            let desk = opened(&file, day(0)?).await?;
            let shop = desk.connect(&self.server.url(), self.server.token(), Settings::default()).await?;
            Ok::<_, crate::Failed>((desk, Rails::of(&shop)))
        })?;
        let order = PayOrder { which: Which::Keys(self.keys.clone()), confirm_over_ceiling: false };
        let (told, cancel) = (watch::Sender::new(PayRun::default()), CancellationToken::new());
        let (paid, taken) = timed(|| runtime.block_on(desk.pay("bench", &rails, &order, &told, &cancel)));
        let paid = paid?;
        runtime.block_on(desk.close());
        self.all_there(paid.done)?;
        Ok(taken)
    }

    /// Asks for as many cards, four at a time as a desk does.
    fn ask(&self, runtime: &Runtime) -> Result<Duration> {
        self.clear();
        let shop = runtime.block_on(Connected::connect(&self.server.url(), self.server.token(), Settings::default()))?;
        let (rail, next) = (GiftCardRail::new(shop), AtomicUsize::new(0));
        let work = || async {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= CARDS {
                    return Ok::<_, crate::Failed>(());
                }
                let delivery = delivery(number)?;
                let Sent::Issued(held) = rail.send(&delivery).await? else { return Err("a card was refused".into()) };
                rail.finish(&delivery, &held).await?;
            }
        };
        let (asked, taken) = timed(|| runtime.block_on(async { tokio::try_join!(work(), work(), work(), work()) }));
        asked?;
        self.all_there(CARDS as u64)?;
        Ok(taken)
    }

    /// Nothing was made at the shop yet.
    fn clear(&self) {
        for card in self.server.cards() {
            self.server.delete(&card.code);
        }
    }

    fn all_there(&self, told: u64) -> Result<()> {
        let there = self.server.cards().iter().filter(|card| card.is_active).count();
        if (told, there) == (CARDS as u64, CARDS) { Ok(()) } else { Err(format!("{there} cards are there, {told} were told").into()) }
    }
}

fn delivery(number: usize) -> Result<Delivery> {
    let mut name = [0; 16];
    name[..8].copy_from_slice(&(number as u64).to_be_bytes());
    let issuance = Issuance(name);
    let currency = Currency::parse("USD").map_err(|_| "no such currency")?;
    Ok(Delivery {
        issuance,
        code: ExternalCode::of(&[7; 32], &issuance),
        id: None,
        amount: Money::new(1_000, currency).into(),
        expires_on: None,
        voucher: None,
        program: "demo-gift-card".to_owned(),
        note: "first-order".to_owned(),
    })
}

/// A copy of a closed db, without what a run before left beside it.
fn copied(from: &Path, to: &Path) -> Result<()> {
    for rest in ["-wal", "-shm"] {
        drop(std::fs::remove_file(format!("{}{rest}", to.display())));
    }
    std::fs::copy(from, to)?;
    Ok(())
}
