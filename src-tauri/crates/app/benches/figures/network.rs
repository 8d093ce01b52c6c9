//! P1: a whole first round over the network, beside fetching the same pages with the same reading ahead and throwing them away.

use crate::Result;
use crate::desk::{connected, day, held, made, served, sync};
use crate::figure::{Figure, Reach};
use crate::rounds::{interleaved, timed};
use std::time::Duration;
use tokio::runtime::Runtime;
use vouchsafe_app::page::ParsedPage;
use vouchsafe_app::saleor::{Cursor, Settings};
use vouchsafe_demo::{Server, Shop, Spec};
use vouchsafe_domain::shop::Kind;

/// The most orders that are read: with a latency a larger shop only waits longer, on both sides alike.
const MOST: u32 = 5_000;
/// A real shop takes 500 to 800 ms for 100 full orders. A tenth of it saves time here and is harder for us: there is less to hide behind.
const LATENCY: Duration = Duration::from_millis(60);

pub(crate) fn figures(orders: u32, runtime: &Runtime, rounds: usize) -> Result<Vec<Figure>> {
    let orders = orders.min(MOST);
    let shop = Shop::generate(&Spec::new(orders, 1));
    let mut figures = Vec::new();
    for (latency, what, reach) in [
        (LATENCY, "a first sync over the API, 60 ms an answer: parse, mirror, fold", Reach::Within(1.1)),
        (Duration::ZERO, "the same without latency, the shop on the same two cores", Reach::Shown),
    ] {
        let bench = Bench { server: runtime.block_on(served(shop.clone(), latency))?, runtime };
        bench.agrees()?;
        let [taken] = interleaved(rounds, &mut || bench.sync(|_| Ok(())), [&mut || bench.fetch(|_, _| Ok(()))])?;
        let size = format!("{orders} orders, {} ms an answer", latency.as_millis());
        figures.push(Figure::beside("P1", what, "fetching the same pages and throwing them away", size, &taken, reach));
        runtime.block_on(bench.server.shutdown());
    }
    Ok(figures)
}

struct Bench<'a> {
    server: Server,
    runtime: &'a Runtime,
}

impl Bench<'_> {
    /// Reads the whole shop into a new file. Opening and connecting are not counted; `look` sees what the mirror holds.
    fn sync(&self, look: impl FnOnce(Vec<(Kind, u64)>) -> Result<()>) -> Result<Duration> {
        let folder = tempfile::tempdir()?;
        self.runtime
            .block_on(async {
                let desk = made(&folder.path().join("desk.db"), day(0)?).await?;
                let shop = desk.connect(&self.server.url(), self.server.token(), Settings::default()).await?;
                Ok::<_, crate::Failed>((desk, shop))
            })
            .and_then(|(desk, shop)| {
                let (round, taken) = timed(|| self.runtime.block_on(sync(&desk, &shop)));
                round?;
                look(self.runtime.block_on(held(&desk))?)?;
                self.runtime.block_on(desk.close());
                Ok(taken)
            })
    }

    /// Fetches every page of every kind, one after the other and one ahead, as a round does.
    fn fetch(&self, mut look: impl FnMut(Kind, String) -> Result<()>) -> Result<Duration> {
        let shop = self.runtime.block_on(connected(&self.server))?;
        let (fetched, taken) = timed(|| {
            self.runtime.block_on(async {
                for kind in Kind::ALL {
                    let mut pages = shop.pages(kind, Cursor::default());
                    while let Some(page) = pages.next().await? {
                        look(kind, page.text)?;
                    }
                }
                Ok::<_, crate::Failed>(())
            })
        });
        fetched.map(|()| taken)
    }

    /// Both sides see the same rows, and the mirror holds them.
    fn agrees(&self) -> Result<()> {
        let mut fetched: Vec<(Kind, u64)> = Kind::ALL.map(|kind| (kind, 0)).to_vec();
        let asked = self.server.requests();
        self.fetch(|kind, text| {
            let page = vouchsafe_app::saleor::RawPage { text, refused: Vec::new(), next: None };
            let rows = ParsedPage::parse(kind, page, &Settings::default())?.len();
            fetched.iter_mut().filter(|(of, _)| *of == kind).for_each(|(_, sum)| *sum += rows);
            Ok(())
        })?;
        let by_peer = self.server.requests() - asked;
        let mut mirrored = Vec::new();
        self.sync(|held| {
            mirrored = held;
            Ok(())
        })?;
        let by_us = self.server.requests() - asked - by_peer;
        if mirrored != fetched {
            return Err(format!("the mirror holds {mirrored:?}, the shop told {fetched:?}").into());
        }
        println!("P1: {} rows; {by_us} requests by the sync, {by_peer} by the peer", fetched.iter().map(|(_, rows)| rows).sum::<u64>());
        Ok(())
    }
}
