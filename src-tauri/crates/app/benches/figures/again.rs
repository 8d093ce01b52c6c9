//! P3: a round after 1 % of the orders changed, beside reading everything into the same mirror again; and one page of changed orders put into it.

use crate::Result;
use crate::desk::{connected, day, made, opened, served, sync};
use crate::figure::{Figure, Reach};
use crate::mirror::forget;
use crate::rounds::{interleaved, median, percentile, timed};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::runtime::Runtime;
use vouchsafe_app::Access;
use vouchsafe_app::page::ParsedPage;
use vouchsafe_app::saleor::{self, Settings};
use vouchsafe_app::view::Round;
use vouchsafe_db::{Cursor, Db};
use vouchsafe_demo::{Server, Shop, Spec};
use vouchsafe_domain::shop::Kind;

/// One percent, of ten thousand.
const SHARE: u32 = 100;
/// Rows of a page.
const PAGE: u64 = 100;
/// Orders that change for the pages: enough of them for the slowest of a hundred to mean something.
const CHANGES: u64 = 20_000;

/// What a round reads.
#[derive(Clone, Copy)]
enum Reads {
    /// What changed since the round before.
    Changes,
    /// Everything: it knows of no round before.
    Everything,
}

pub(crate) fn figures(orders: u32, runtime: &Runtime, rounds: usize) -> Result<Vec<Figure>> {
    let folder = tempfile::tempdir()?;
    let mut shop = Shop::generate(&Spec::new(orders, 1));
    let server = runtime.block_on(served(shop.clone(), Duration::ZERO))?;
    let bench = Bench { folder: folder.path(), server, runtime };
    bench.begin()?;
    let (changed, fresh) = shop.mutate(1, SHARE);
    bench.server.replace(shop.clone());
    println!("P3: {changed} of {orders} orders changed, {fresh} are new");
    bench.agrees()?;
    let mut figures = Vec::new();
    let time = |reads| bench.round(reads).map(|(_, taken)| taken);
    let [taken] = interleaved(rounds, &mut || time(Reads::Changes), [&mut || time(Reads::Everything)])?;
    let (work, peer) = ("a round after 1 % of the orders changed", "a round that reads all rows again and puts them into the same mirror");
    figures.push(Figure::beside("P3", work, peer, format!("{orders} orders"), &taken, Reach::Times(10.0)));

    let share = u32::try_from(CHANGES * 10_000 / u64::from(orders.max(1))).unwrap_or(u32::MAX).clamp(1, 10_000);
    shop.mutate(2, share);
    bench.server.replace(shop);
    figures.extend(bench.page_by_page(orders, rounds)?);
    runtime.block_on(bench.server.shutdown());
    Ok(figures)
}

struct Bench<'a> {
    folder: &'a Path,
    server: Server,
    runtime: &'a Runtime,
}

impl Bench<'_> {
    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The file that all runs begin with: the shop as it was, read, judged and checked in full.
    fn begin(&self) -> Result<()> {
        self.runtime.block_on(async {
            let desk = made(&self.file("before.db"), day(0)?).await?;
            let shop = desk.connect(&self.server.url(), self.server.token(), Settings::default()).await?;
            sync(&desk, &shop).await?;
            desk.full_check(&shop, &Default::default(), &Default::default()).await?;
            // The nightly comparison of all ids is not what a round costs.
            desk.set_full_check_hours(24 * 365).await?;
            desk.close().await;
            Ok(())
        })
    }

    /// The file as it was, under another name.
    fn copied(&self, name: &str) -> Result<PathBuf> {
        let file = self.file(name);
        forget(&file)?;
        std::fs::copy(self.file("before.db"), &file)?;
        Ok(file)
    }

    /// A round on the day after. Copying, opening and connecting are not counted.
    fn round(&self, reads: Reads) -> Result<(Round, Duration)> {
        let file = match reads {
            Reads::Changes => self.copied("ours.db")?,
            Reads::Everything => self.copied("peer.db")?,
        };
        if matches!(reads, Reads::Everything) {
            rusqlite::Connection::open(&file)?.execute("DELETE FROM cursor", [])?;
        }
        let desk = self.runtime.block_on(opened(&file, day(1)?))?;
        let shop = self.runtime.block_on(desk.connect(&self.server.url(), self.server.token(), Settings::default()))?;
        let (round, taken) = timed(|| self.runtime.block_on(sync(&desk, &shop)));
        self.runtime.block_on(desk.close());
        Ok((round?, taken))
    }

    /// Both ways end with the same mirror, after the same changes and events.
    fn agrees(&self) -> Result<()> {
        let (ours, theirs) = (self.round(Reads::Changes)?.0, self.round(Reads::Everything)?.0);
        println!("P3: {} rows read, {} by the peer; {} had changed, {} events", ours.rows, theirs.rows, ours.changed, ours.events);
        if (ours.changed, ours.events) != (theirs.changed, theirs.events) || ours.changed == 0 {
            return Err(format!("{ours:?}, and all read again {theirs:?}").into());
        }
        let conn = rusqlite::Connection::open(self.file("ours.db"))?;
        conn.execute("ATTACH ?1 AS peer", [self.file("peer.db").to_string_lossy()])?;
        for table in ["customer", "shop_order"] {
            let sql = format!(
                "SELECT (SELECT count(*) FROM main.{table}), (SELECT count(*) FROM peer.{table}), \
                 (SELECT count(*) FROM main.{table} AS a JOIN peer.{table} AS b USING (key) WHERE a.cold = b.cold)"
            );
            let (a, b, equal): (i64, i64, i64) = conn.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            if a != b || a != equal {
                return Err(format!("{table}: {a} rows, {b} of the peer, {equal} of them equal").into());
            }
        }
        Ok(())
    }

    /// Puts pages of changed orders into the mirror, each in a commit of its own with its cursor.
    fn page_by_page(&self, orders: u32, rounds: usize) -> Result<Vec<Figure>> {
        let mut pages = self.runtime.block_on(self.pages())?;
        let (mut middles, mut slow) = (Vec::new(), Vec::new());
        for _ in 0..=rounds {
            let mut times = self.put(&mut pages)?;
            times.sort_unstable();
            middles.extend(median(&times));
            slow.push(percentile(&times, 99));
        }
        // The first round was the warm-up.
        let (middles, slow) = (middles.split_off(1.min(middles.len())), slow.split_off(1.min(slow.len())));
        let size = format!("mirror of {orders} orders, {} pages", pages.len());
        let figure = |work, times: &[Duration], most| Figure::alone("P3", work, size.clone(), times, Reach::AtMost(Duration::from_millis(most)));
        Ok(vec![figure("one page of 100 changed orders into the mirror, p50", &middles, 2), figure("the same, p99", &slow, 5)])
    }

    /// The whole pages of what changed since the file was written, parsed.
    async fn pages(&self) -> Result<Vec<ParsedPage>> {
        let shop = connected(&self.server).await?;
        let (mut pages, mut parsed) = (shop.pages(Kind::Orders, saleor::Cursor { since: Some(day(1)?), after: None }), Vec::new());
        while let Some(page) = pages.next().await? {
            let page = ParsedPage::parse(Kind::Orders, page, &Settings::default())?;
            if page.len() == PAGE {
                parsed.push(page);
            }
        }
        if parsed.is_empty() { Err("no page of 100 orders changed; the shop is too small".into()) } else { Ok(parsed) }
    }

    fn put(&self, pages: &mut Vec<ParsedPage>) -> Result<Vec<Duration>> {
        let db = self.runtime.block_on(Db::open(&self.copied("pages.db")?, Access::ReadWrite))?;
        let (now, mut times) = (day(2)?, Vec::new());
        let cursor = Cursor {
            kind: Kind::Orders,
            round: 2,
            since: Some(day(1)?),
            after: None,
            seen: 0,
            total: None,
            watermark: None,
            started_at: now,
            finished_at: None,
        };
        for page in std::mem::take(pages) {
            let cursor = cursor.clone();
            let (done, taken) = timed(|| {
                self.runtime.block_on(db.write(move |tx| {
                    let stored = page.store(tx, false, now)?;
                    tx.put_cursor(&cursor)?;
                    Ok((stored, page))
                }))
            });
            let (stored, page) = done?;
            if stored.changed != PAGE || stored.refused > 0 {
                return Err(format!("of a page of changed orders {stored:?}").into());
            }
            pages.push(page);
            times.push(taken);
        }
        self.runtime.block_on(db.close());
        Ok(times)
    }
}
