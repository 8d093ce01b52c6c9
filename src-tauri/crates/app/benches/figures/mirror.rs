//! P2: shop pages to an indexed mirror, and on to events, fold and read models; beside `sqlite3 .import` of the same orders.

use crate::Result;
use crate::figure::{Figure, Reach};
use crate::rounds::{Run, interleaved, timed};
use crate::shop::{Shop, programs};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use tokio::runtime::Runtime;
use vouchsafe_app::Access;
use vouchsafe_app::fold::fold_staged;
use vouchsafe_app::intake::Intake;
use vouchsafe_app::page::ParsedPage;
use vouchsafe_app::saleor::Settings;
use vouchsafe_db::{Cursor, Db, Durability};
use vouchsafe_domain::shop::{Address, Kind, Order};
use vouchsafe_domain::time::Timestamp;

/// How far a run goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    /// Orders stand in the mirror, their events are staged.
    Mirror,
    /// Customers too, and everything is folded.
    ReadModels,
}

/// What `sqlite3` imports.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Columns {
    /// The nine columns that the mirror searches, sorts and sums by.
    Hot,
    /// All that the mirror keeps of an order: lists and addresses as JSON text.
    All,
}

/// The mirror's columns and indexes, with texts as the CSV has them.
const HOT: &str = "key INTEGER PRIMARY KEY, updated TEXT NOT NULL, created TEXT NOT NULL, status TEXT NOT NULL, customer INTEGER, email TEXT, \
    channel TEXT NOT NULL, currency TEXT NOT NULL, total INTEGER NOT NULL";
const REST: &str = ", id TEXT, customer_email TEXT, given_email TEXT, items INTEGER, items_with_tax INTEGER, shipping INTEGER, \
    is_replacement INTEGER, voucher TEXT, gift_cards TEXT, ref_code TEXT, device TEXT, ip TEXT, metadata TEXT, private_metadata TEXT, billing TEXT, \
    shipping_address TEXT, cards TEXT, lines TEXT, events TEXT, money TEXT";
const INDEXES: &str = "CREATE INDEX shop_order_customer ON shop_order (customer) WHERE customer <> '';\n";

pub(crate) fn figures(shop: &Shop, runtime: &Runtime, rounds: usize) -> Result<Vec<Figure>> {
    let folder = tempfile::tempdir()?;
    let bench = Bench { shop, folder: folder.path(), runtime };
    println!("P2: {} MB of order pages; sqlite3 {}", shop.megabytes(), version()?);
    let orders = shop.read_orders()?;
    for columns in [Columns::Hot, Columns::All] {
        let csv = bench.csv(columns);
        write_csv(&csv, &orders, columns)?;
        println!("P2: {} has {} MB", csv.file_name().unwrap_or_default().display(), std::fs::metadata(&csv)?.len() / 1_000_000);
    }
    let sums = Sums::of(&orders);
    drop(orders);
    for columns in [Columns::Hot, Columns::All] {
        bench.import(columns)?;
        bench.peer_holds(&sums)?;
    }
    for until in [Until::Mirror, Until::ReadModels] {
        bench.load(until)?;
        bench.ours_holds(until, &sums)?;
    }
    let mut figures = Vec::new();
    for (until, what, times) in
        [(Until::Mirror, "pages → indexed mirror", 3.0), (Until::ReadModels, "… with customers, events, fold, read models", 1.5)]
    {
        let peers: [Run<'_>; 2] = [&mut || bench.import(Columns::All), &mut || bench.import(Columns::Hot)];
        let taken = interleaved(rounds, &mut || bench.load(until), peers)?;
        for (taken, peer) in taken.iter().zip(["sqlite3 .import of all that the mirror keeps", "sqlite3 .import of its nine hot columns alone"]) {
            figures.push(Figure::beside("P2", what, peer, format!("{} orders", shop.orders), taken, Reach::Times(times)));
        }
    }
    Ok(figures)
}

struct Bench<'a> {
    shop: &'a Shop,
    folder: &'a Path,
    runtime: &'a Runtime,
}

impl Bench<'_> {
    fn ours(&self) -> PathBuf {
        self.folder.join("ours.db")
    }

    fn peer(&self) -> PathBuf {
        self.folder.join("peer.db")
    }

    fn csv(&self, columns: Columns) -> PathBuf {
        self.folder.join(if columns == Columns::Hot { "hot.csv" } else { "all.csv" })
    }

    /// Reads all pages into a fresh db, as a first round of sync does. Opening and closing the db is not counted.
    fn load(&self, until: Until) -> Result<Duration> {
        forget(&self.ours())?;
        let db = self.runtime.block_on(Db::open(&self.ours(), Access::ReadWrite))?;
        let programs = self.runtime.block_on(db.write(|tx| Ok(programs(tx).map_err(|fault| fault.to_string()))))??;
        let (done, taken) = timed(|| -> Result<()> {
            if until == Until::ReadModels {
                self.runtime.block_on(self.read(&db, Kind::Customers))?;
            }
            self.runtime.block_on(self.read(&db, Kind::Orders))?;
            let waiting = db.submit(Durability::Normal, |tx| tx.raise_barrier(None))?.wait()?;
            if until == Until::ReadModels {
                fold_staged(&db, &programs, waiting, Timestamp::EPOCH, |_| ())?;
            }
            Ok(())
        });
        done?;
        self.runtime.block_on(db.close());
        Ok(taken)
    }

    /// The loop of sync, with pages from memory in place of the network.
    async fn read(&self, db: &Db, kind: Kind) -> Result<()> {
        let start = Timestamp::MAX;
        let cursor = Cursor { kind, round: 1, since: None, after: None, seen: 0, total: None, watermark: None, started_at: start, finished_at: None };
        let mut intake = Intake::new(db.clone(), cursor, false);
        for page in self.shop.pages(kind) {
            let page = page.clone();
            let page = tokio::task::spawn_blocking(move || ParsedPage::parse(kind, page, &Settings::default())).await??;
            intake.take(page, start).await?;
        }
        intake.finish(start).await?;
        Ok(())
    }

    /// Imports the CSV into a fresh file that has the table. The indexes are made afterwards, which is faster than keeping them up. The
    /// file is not synced, which ours is not either.
    fn import(&self, columns: Columns) -> Result<Duration> {
        forget(&self.peer())?;
        let rest = if columns == Columns::Hot { "" } else { REST };
        let csv = self.csv(columns);
        let script = format!(
            "PRAGMA page_size = 8192;\nPRAGMA synchronous = OFF;\nCREATE TABLE shop_order ({HOT}{rest});\n.mode csv\n.import {} shop_order\n{INDEXES}",
            csv.display()
        );
        let (done, taken) = timed(|| sqlite3(&self.peer(), &script));
        done.map(|_| taken)
    }

    fn peer_holds(&self, sums: &Sums) -> Result<()> {
        let conn = rusqlite::Connection::open(self.peer())?;
        // An empty cell of a CSV is an empty text, not NULL.
        let sql = "SELECT count(*), sum(total), count(nullif(customer, '')) FROM shop_order";
        let held = conn.query_row(sql, [], |row| Ok(Sums(row.get(0)?, row.get(1)?, row.get(2)?)))?;
        if held == *sums { Ok(()) } else { Err(format!("the peer holds {held:?}, the shop {sums:?}").into()) }
    }

    fn ours_holds(&self, until: Until, sums: &Sums) -> Result<()> {
        let conn = rusqlite::Connection::open(self.ours())?;
        let sql = "SELECT count(*), sum(total), count(customer) FROM shop_order";
        let held = conn.query_row(sql, [], |row| Ok(Sums(row.get(0)?, row.get(1)?, row.get(2)?)))?;
        if held != *sums {
            return Err(format!("the mirror holds {held:?}, the shop {sums:?}").into());
        }
        if until == Until::Mirror {
            return Ok(());
        }
        let customers: i64 = conn.query_row("SELECT count(*) FROM customer", [], |row| row.get(0))?;
        let staged: i64 = conn.query_row("SELECT count(*) FROM staged", [], |row| row.get(0))?;
        let balance: i64 = conn.query_row("SELECT coalesce(sum(minor), 0) FROM balance", [], |row| row.get(0))?;
        let rewards: i64 = conn.query_row("SELECT count(*) FROM reward", [], |row| row.get(0))?;
        if u64::try_from(customers)? != self.shop.customers || staged != 0 || balance != 0 || rewards == 0 {
            return Err(format!("{customers} customers, {staged} staged, {rewards} rewards, balances of {balance} in all").into());
        }
        drop(conn);
        let db = self.runtime.block_on(Db::open(&self.ours(), Access::ReadWrite))?;
        let verified = self.runtime.block_on(db.verify_journal())?;
        self.runtime.block_on(db.close());
        println!("P2: {} events in {} entries of the journal, {rewards} rewards", verified.events, verified.entries);
        verified.broken.map_or(Ok(()), |broken| Err(format!("the journal is broken: {broken:?}").into()))
    }
}

/// Rows, the sum of all totals in minor units whatever the currency, and rows with a customer: enough to see that nothing is missing.
#[derive(Debug, PartialEq, Eq)]
struct Sums(i64, i64, i64);

impl Sums {
    fn of(orders: &[Order]) -> Self {
        let with_customer = orders.iter().filter(|order| order.customer.is_some()).count();
        Self(orders.len() as i64, orders.iter().map(|order| order.total_minor).sum(), with_customer as i64)
    }
}

fn version() -> Result<String> {
    let told = Command::new("sqlite3").arg("--version").output()?;
    Ok(String::from_utf8_lossy(&told.stdout).split(' ').next().unwrap_or_default().to_owned())
}

fn sqlite3(file: &Path, script: &str) -> Result<()> {
    let mut child = Command::new("sqlite3").arg("-batch").arg("-bail").arg(file).stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
    child.stdin.take().ok_or("sqlite3 takes no script")?.write_all(script.as_bytes())?;
    let ended = child.wait()?;
    if ended.success() { Ok(()) } else { Err(format!("sqlite3 ended with {ended}").into()) }
}

/// Removes a db with what lies beside it.
pub(crate) fn forget(file: &Path) -> Result<()> {
    for end in ["", "-wal", "-shm", "-journal", ".lock"] {
        let mut name = file.as_os_str().to_owned();
        name.push(end);
        match std::fs::remove_file(&name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

fn write_csv(path: &Path, orders: &[Order], columns: Columns) -> Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    for order in orders {
        let mut cells = hot(order);
        if columns == Columns::All {
            cells.extend(rest(order));
        }
        let quoted: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        writeln!(out, "{}", quoted.join(","))?;
    }
    Ok(out.flush()?)
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

fn hot(order: &Order) -> Vec<String> {
    let email = order.customer_email.as_ref().or(order.email.as_ref());
    vec![
        order.number.clone(),
        order.updated.to_string(),
        order.created.to_string(),
        format!("{:?}", order.status),
        order.customer.as_ref().map(ToString::to_string).unwrap_or_default(),
        email.cloned().unwrap_or_default(),
        order.channel.clone(),
        order.currency.to_string(),
        order.total_minor.to_string(),
    ]
}

fn rest(order: &Order) -> Vec<String> {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let pairs = |pairs: &[(String, String)]| serde_json::json!(pairs).to_string();
    let ids = order.gift_cards.iter().map(ToString::to_string).collect::<Vec<_>>();
    let lines =
        order.lines.iter().map(|l| serde_json::json!([l.id.to_string(), l.product, l.sku, l.category, l.quantity, l.net_minor, l.gross_minor]));
    let events = order.events.iter().map(|e| serde_json::json!([e.id.to_string(), e.at.to_string(), format!("{:?}", e.step)]));
    let money = order.money.iter().map(|m| serde_json::json!([m.id.to_string(), m.at.to_string(), format!("{:?}", m.step), m.minor]));
    let cards = order.cards.iter().map(|c| serde_json::json!([c.brand, c.first_digits, c.last_digits, c.expiry_month, c.expiry_year]));
    vec![
        order.id.to_string(),
        said(&order.customer_email),
        said(&order.email),
        order.items_minor.to_string(),
        order.items_with_tax_minor.to_string(),
        order.shipping_minor.to_string(),
        i32::from(order.is_replacement).to_string(),
        said(&order.voucher_code),
        serde_json::json!(ids).to_string(),
        said(&order.ref_code),
        said(&order.device),
        said(&order.ip),
        pairs(&order.metadata),
        pairs(&order.private_metadata),
        order.billing.as_ref().map(address).unwrap_or_default(),
        order.shipping.as_ref().map(address).unwrap_or_default(),
        list(cards),
        list(lines),
        list(events),
        list(money),
    ]
}

fn list(items: impl Iterator<Item = serde_json::Value>) -> String {
    serde_json::Value::Array(items.collect()).to_string()
}

fn address(place: &Address) -> String {
    let parts = [&place.first_name, &place.last_name, &place.company, &place.street_1, &place.street_2, &place.city, &place.postal_code];
    let more = [&place.country, &place.country_area, &place.phone];
    list(parts.into_iter().chain(more).map(|part| part.as_str().into()))
}
