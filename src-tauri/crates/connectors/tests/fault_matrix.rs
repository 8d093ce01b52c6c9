//! Each fault at each kind of record and each place of reading: the class it gets, whether reading mends it by itself, that the cursor stands, and
//! that in the end every row is the shop's.
//!
//! Each cell is read twice: once the fault strikes a single request, and once it lasts until reading has given up. Then the shop is well again
//! and reading goes on from where it stood.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use vouchsafe_connectors::saleor::{Cursor, Page, RawPage, RefusedRow, Settings, Shop, ShopError, parse};
use vouchsafe_demo::{Asked, Deed, Fault, Faults, Living, Options, RetryAfter, Row, Server, Trouble, When, Wild, serve};
use vouchsafe_domain::shop::{Kind, ShopId};
use vouchsafe_domain::time::Timestamp;

/// How many cells are read at the same time. Most of them wait.
const WORKERS: usize = 24;
/// How many rows are asked for by id.
const BY_ID: usize = 20;

/// Where a fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    First,
    Middle,
    Last,
    ById,
}

/// What is read, and what goes wrong.
#[derive(Debug, Clone)]
struct Cell {
    fault: Fault,
    kind: Kind,
    place: Place,
    lasts: bool,
}

/// What came of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Came {
    /// The code of the error that reading gave up with, if it did.
    class: Option<&'static str>,
    /// Whether an error left what was read before, and nothing of its own.
    kept: bool,
    /// Whether all rows were the shop's in the end.
    equal: bool,
}

fn faults() -> Vec<Fault> {
    let past = "2026-01-01T00:00:00Z".parse().unwrap();
    vec![
        Fault::Timeout,
        Fault::ResetBefore,
        Fault::ResetWithin,
        Fault::Slow { bytes: 16 },
        Fault::Truncated { chunked: false },
        Fault::Truncated { chunked: true },
        Fault::Garbled,
        Fault::BadGateway,
        Fault::Unavailable,
        Fault::TooMany { retry_after: RetryAfter::Seconds(0) },
        Fault::TooMany { retry_after: RetryAfter::Date(past) },
        Fault::TooMany { retry_after: RetryAfter::Unsaid },
        Fault::Errors,
        Fault::Internal,
        Fault::CostLimit { points: 0 },
        Fault::Clock { says: past },
        Fault::GzipBomb { mebibytes: 16 },
        Fault::Redirect { to: "https://elsewhere.example/graphql/".to_owned() },
        Fault::TokenRevoked,
        Fault::TokenExpired,
        Fault::WithoutPermission { permission: "" },
        Fault::ObfuscatedEmails,
        Fault::PageAgain,
        Fault::PageReversed,
        Fault::CursorUnknown,
    ]
}

/// What a token needs to read a kind.
const fn permission(kind: Kind) -> &'static str {
    match kind {
        Kind::Customers => "MANAGE_USERS",
        Kind::Orders | Kind::Transactions => "MANAGE_ORDERS",
        Kind::GiftCards => "MANAGE_GIFT_CARD",
        Kind::Vouchers => "MANAGE_DISCOUNTS",
    }
}

/// A cost limit that lets a row of a kind through, and no page.
const fn points(kind: Kind) -> u64 {
    match kind {
        Kind::Orders => 45,
        Kind::Customers | Kind::Transactions => 5,
        Kind::GiftCards => 2,
        Kind::Vouchers => 3,
    }
}

/// What a kind is asked for by, page by page and row by row.
const fn field(kind: Kind, place: Place) -> &'static str {
    match (kind, place) {
        (Kind::Customers, _) => "customers",
        (Kind::Orders, _) => "orders",
        (Kind::Transactions, _) => "transactions",
        (Kind::GiftCards, Place::ById) => "giftCard",
        (Kind::GiftCards, _) => "giftCards",
        (Kind::Vouchers, _) => "vouchers",
    }
}

fn settings() -> Settings {
    Settings {
        timeout: Duration::from_millis(2_000),
        silence: Duration::from_millis(1_000),
        tries: 2,
        backoff: Duration::ZERO,
        rest: Duration::ZERO,
        patience: Duration::from_secs(1),
        seed: Some(1),
        ..Settings::default()
    }
}

/// Rows by id, as text. A later reading of a row stands for the earlier one, as in the mirror.
type Rows = BTreeMap<String, String>;

/// Takes the rows of a page. Returns the names of those that were refused, and where the next page starts.
fn take(kind: Kind, raw: &RawPage, settings: &Settings, rows: &mut Rows) -> Result<(Vec<RefusedRow>, Option<String>), ShopError> {
    fn all<T: std::fmt::Debug>(page: Page<T>, id: impl Fn(&T) -> &ShopId, rows: &mut Rows) -> (Vec<RefusedRow>, Option<String>) {
        rows.extend(page.rows.iter().map(|row| (id(row).to_string(), format!("{row:?}"))));
        (page.refused, page.next)
    }
    let (mut refused, next) = match kind {
        Kind::Customers => all(parse::customers(&raw.text, settings)?, |row| &row.id, rows),
        Kind::Orders => all(parse::orders(&raw.text, settings)?, |row| &row.id, rows),
        Kind::Transactions => all(parse::transactions(&raw.text, settings)?, |row| &row.id, rows),
        Kind::GiftCards => all(parse::gift_cards(&raw.text, settings)?, |row| &row.id, rows),
        Kind::Vouchers => all(parse::vouchers(&raw.text, settings)?, |row| &row.id, rows),
    };
    assert_eq!(next, raw.next);
    refused.extend(raw.refused.iter().cloned());
    Ok((refused, next))
}

/// Everything of a kind, and what was refused, read in peace.
async fn read_all(desk: &Shop, kind: Kind) -> (Rows, Vec<RefusedRow>) {
    let (mut rows, mut refused, mut cursor) = (Rows::new(), Vec::new(), Cursor::default());
    loop {
        let raw = desk.fetch_page(kind, &cursor, 100).await.unwrap();
        let (more, next) = take(kind, &raw, desk.settings(), &mut rows).unwrap();
        refused.extend(more);
        cursor.after = next;
        if cursor.after.is_none() {
            return (rows, refused);
        }
    }
}

/// A small shop that has been open for a while.
fn lived() -> Living {
    let mut shop = Living::new(7);
    for step in 0..500 {
        shop.live(step, Wild::default());
    }
    shop
}

async fn open(shop: Living) -> (Server, Shop) {
    let server = serve(shop, Options::default()).await.unwrap();
    let desk = connect(&server).await;
    (server, desk)
}

async fn connect(server: &Server) -> Shop {
    Shop::connect(&server.url(), server.token(), settings()).await.unwrap()
}

/// A served shop, a desk that reads it, and what it truly holds.
struct Bench {
    server: Server,
    desk: Shop,
    truth: Arc<BTreeMap<Kind, Rows>>,
}

impl Bench {
    async fn start(shop: Living, truth: Arc<BTreeMap<Kind, Rows>>) -> Self {
        let (server, desk) = open(shop).await;
        Self { server, desk, truth }
    }

    /// Lets the fault strike where the cell says.
    fn plan(&self, cell: &Cell, pages: u64) {
        let nth = match cell.place {
            Place::First | Place::ById => 1,
            Place::Middle => 2,
            Place::Last => pages,
        };
        // A token is known or not, whatever it asks for.
        let of_all = cell.lasts && matches!(cell.fault, Fault::TokenRevoked | Fault::TokenExpired | Fault::WithoutPermission { .. });
        let asked = if of_all { Asked::Anything } else { Asked::Field(field(cell.kind, cell.place)) };
        let when = if cell.lasts { When::From(nth) } else { When::Nth(nth) };
        let fault = match &cell.fault {
            Fault::WithoutPermission { .. } => Fault::WithoutPermission { permission: permission(cell.kind) },
            Fault::CostLimit { .. } => Fault::CostLimit { points: points(cell.kind) },
            other => other.clone(),
        };
        self.server.set_faults(Faults::default().with(asked, when, fault));
    }

    /// Reads one cell.
    async fn read(&mut self, cell: &Cell) -> Came {
        let truth = Arc::clone(&self.truth);
        let truth = &truth[&cell.kind];
        // Four pages of nearly the same size.
        let size = truth.len().div_ceil(4);
        let (struck_before, asked_before) = (self.server.struck(), self.server.requests());
        let pages = truth.len().div_ceil(size) as u64;
        self.plan(cell, pages);
        let pages = if cell.place == Place::ById { 1 } else { pages };
        let (mut rows, mut came) = (Rows::new(), Came { class: None, kept: true, equal: false });
        self.read_through(cell, size, &mut rows, &mut came).await;
        assert_ne!(self.server.struck(), struck_before, "{cell:?} was never struck");
        // The demo shop lists transactions for nothing.
        if matches!(cell.fault, Fault::CostLimit { .. }) && cell.kind != Kind::Transactions {
            assert!(self.server.requests() > asked_before + pages, "{cell:?} was never too costly");
        }
        self.server.set_faults(Faults::default());
        if cell.fault == Fault::ObfuscatedEmails {
            // A person who is disguised is refused by name, and read when the shop shows them again.
            self.read_through(cell, size, &mut rows, &mut came).await;
        }
        if matches!(cell.fault, Fault::TooMany { .. } | Fault::CostLimit { .. }) {
            // A desk remembers what the shop asked to wait, and the pages that it lets through.
            self.desk = connect(&self.server).await;
        }
        came.equal = match cell.place {
            Place::ById => rows.len() == wanted(truth).len() && rows.iter().all(|(id, row)| truth[id] == *row),
            _ => rows == *truth,
        };
        came
    }

    /// Reads to the end. After an error the shop is well again, and reading goes on from the same cursor.
    async fn read_through(&mut self, cell: &Cell, size: usize, rows: &mut Rows, came: &mut Came) {
        let mut cursor = Cursor::default();
        loop {
            let raw = match cell.place {
                Place::ById => self.desk.fetch_by_ids(cell.kind, &wanted(&self.truth[&cell.kind])).await,
                _ => self.desk.fetch_page(cell.kind, &cursor, u32::try_from(size).unwrap()).await,
            };
            let before = rows.len();
            match raw.and_then(|raw| take(cell.kind, &raw, self.desk.settings(), rows)) {
                Ok((refused, next)) => {
                    let codes = refused.iter().map(|row| row.reason.code()).max();
                    assert!(codes.is_none() || cell.fault == Fault::ObfuscatedEmails, "{cell:?} is blamed on {refused:?}");
                    came.class = came.class.or(codes);
                    cursor.after = next;
                    if cursor.after.is_none() {
                        return;
                    }
                }
                Err(error) => {
                    assert_eq!(came.class, None, "{cell:?} fails again: {error}");
                    came.class = Some(error.code());
                    came.kept = rows.len() == before;
                    if error == ShopError::CursorInvalid {
                        cursor = Cursor::default();
                    }
                    self.server.set_faults(Faults::default());
                    if matches!(error, ShopError::RateLimited { .. }) {
                        // Another desk need not wait a minute.
                        self.desk = connect(&self.server).await;
                    }
                }
            }
        }
    }
}

/// The rows that are asked for by id.
fn wanted(truth: &Rows) -> Vec<ShopId> {
    truth.keys().take(BY_ID).map(|id| ShopId::parse(id)).collect()
}

/// What came of all cells of a fault, as a line of the table.
fn line(fault: &Fault, cells: &[(Cell, Came)]) -> String {
    let cells: Vec<&(Cell, Came)> = cells.iter().filter(|(cell, _)| cell.fault == *fault).collect();
    let classes = |lasts: bool| {
        let mut counts = BTreeMap::<&str, usize>::new();
        for (_, came) in cells.iter().filter(|(cell, _)| cell.lasts == lasts) {
            *counts.entry(came.class.unwrap_or("mended")).or_default() += 1;
        }
        counts.iter().map(|(class, count)| format!("{class} {count}")).collect::<Vec<_>>().join(", ")
    };
    let count = |is: fn(&Came) -> bool| cells.iter().filter(|(_, came)| is(came)).count();
    let (kept, equal, all) = (count(|came| came.kept), count(|came| came.equal), cells.len());
    format!("{} | {} | {} | {kept} of {all} | {equal} of {all}", fault.name(), classes(false), classes(true))
}

fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    for fault in faults() {
        for kind in Kind::ALL {
            for place in [Place::First, Place::Middle, Place::Last, Place::ById] {
                cells.extend([false, true].map(|lasts| Cell { fault: fault.clone(), kind, place, lasts }));
            }
        }
    }
    // Cells that wait are read beside cells that work.
    cells.sort_by_key(|cell| (cell.place, cell.kind, cell.lasts));
    cells
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_at_every_place_has_a_class_keeps_the_cursor_and_ends_with_the_shops_rows() {
    let (shop, waiting) = (lived(), Arc::new(Mutex::new(cells())));
    let (_server, desk) = open(shop.clone()).await;
    let mut truth = BTreeMap::new();
    for kind in Kind::ALL {
        let (rows, refused) = read_all(&desk, kind).await;
        assert!(rows.len() >= 7 && refused.is_empty(), "four pages of {kind:?} take more rows than {}", rows.len());
        truth.insert(kind, rows);
    }
    let truth = Arc::new(truth);
    let worker = || {
        let (shop, truth, waiting) = (shop.clone(), Arc::clone(&truth), Arc::clone(&waiting));
        tokio::spawn(async move {
            let (mut bench, mut done) = (Bench::start(shop.clone(), Arc::clone(&truth)).await, Vec::new());
            loop {
                let next = waiting.lock().unwrap().pop();
                let Some(cell) = next else { return done };
                if cell.fault == Fault::PageAgain {
                    // A server that remembers no answers to earlier cells.
                    bench = Bench::start(shop.clone(), Arc::clone(&truth)).await;
                }
                let came = bench.read(&cell).await;
                done.push((cell, came));
            }
        })
    };
    let workers: Vec<_> = (0..WORKERS).map(|_| worker()).collect();
    let mut done = Vec::new();
    for worker in workers {
        done.extend(worker.await.unwrap());
    }
    let mut table = "fault | once | lasting | cursor kept | rows equal\n".to_owned();
    for fault in faults() {
        writeln!(table, "{}", line(&fault, &done)).unwrap();
    }
    writeln!(table, "{} cells", done.len()).unwrap();
    insta::assert_snapshot!(table.trim_end(), @r"
    fault | once | lasting | cursor kept | rows equal
    no answer | mended 20 | shop_timed_out 20 | 40 of 40 | 40 of 40
    reset before the answer | mended 20 | shop_answer 20 | 40 of 40 | 40 of 40
    reset within the body | mended 20 | shop_answer 20 | 40 of 40 | 40 of 40
    slow bytes | mended 20 | shop_timed_out 20 | 40 of 40 | 40 of 40
    truncated body | mended 20 | shop_answer 20 | 40 of 40 | 40 of 40
    truncated chunks | mended 20 | shop_answer 20 | 40 of 40 | 40 of 40
    garbled JSON | mended 20 | shop_answer 20 | 40 of 40 | 40 of 40
    HTML 502 | mended 20 | shop_failed 20 | 40 of 40 | 40 of 40
    503 | mended 20 | shop_failed 20 | 40 of 40 | 40 of 40
    429 with seconds | mended 20 | rate_limited 20 | 40 of 40 | 40 of 40
    429 with a date | mended 20 | rate_limited 20 | 40 of 40 | 40 of 40
    429 | rate_limited 20 | rate_limited 20 | 40 of 40 | 40 of 40
    200 with errors | shop_refused 20 | shop_refused 20 | 40 of 40 | 40 of 40
    internal server error | mended 20 | shop_failed 20 | 40 of 40 | 40 of 40
    cost refusal | mended 20 | mended 20 | 40 of 40 | 40 of 40
    clock skew | mended 20 | mended 20 | 40 of 40 | 40 of 40
    gzip bomb | answer_too_large 20 | answer_too_large 20 | 40 of 40 | 40 of 40
    redirect | shop_redirects 20 | shop_redirects 20 | 40 of 40 | 40 of 40
    token revoked | mended 20 | token_refused 20 | 40 of 40 | 40 of 40
    token expired | mended 20 | token_refused 20 | 40 of 40 | 40 of 40
    permission missing | mended 20 | permission_missing 20 | 40 of 40 | 40 of 40
    obfuscated emails | bad_row 8, mended 12 | bad_row 8, mended 12 | 40 of 40 | 40 of 40
    page again | mended 20 | mended 5, shop_answer 15 | 40 of 40 | 40 of 40
    page reversed | mended 20 | mended 20 | 40 of 40 | 40 of 40
    cursor unknown | cursor_lost 10, mended 10 | cursor_lost 15, mended 5 | 40 of 40 | 40 of 40
    1000 cells
    ");
}

/// Rows that spoil their page, and rows with a wrong text, cost nobody else anything; once they are mended, they are read by id.
#[tokio::test]
async fn rows_in_trouble_are_named_and_read_by_id_once_they_are_mended() {
    let (server, desk) = open(lived()).await;
    let ids = |rows: &Rows| rows.keys().cloned().collect::<Vec<_>>();
    let facts = server.living().unwrap();
    let orders: Vec<u64> = facts.order_facts().map(|order| order.number).collect();
    let customers: Vec<u64> = facts.account_facts().map(|account| account.number).collect();
    let mut table = "kind | rows | in trouble | named | others equal | mended by id\n".to_owned();
    for (kind, numbers, row) in [(Kind::Orders, orders, Row::Order as fn(u64) -> Row), (Kind::Customers, customers, Row::Customer)] {
        let (truth, _) = read_all(&desk, kind).await;
        let last = numbers.len() - 1;
        // The first, the last, neighbours, and one by itself.
        let chosen = [0, 1, 7, last / 2, last];
        let wrong = |at: usize| match at % 2 {
            0 => Trouble::Poisoned,
            _ => Trouble::Wrong { field: if kind == Kind::Orders { "currency" } else { "dateJoined" }.to_owned(), text: "nonsense".to_owned() },
        };
        for (at, place) in chosen.iter().enumerate() {
            assert_eq!(server.alter(|shop| shop.act(&Deed::Spoil { row: row(numbers[*place]), trouble: wrong(at) })), Some(true));
        }
        let (rows, refused) = read_all(&desk, kind).await;
        let others = rows.iter().all(|(id, row)| truth[id] == *row) && rows.len() + refused.len() == truth.len();
        for place in chosen {
            server.alter(|shop| shop.act(&Deed::Heal { row: row(numbers[place]), bump: false }));
        }
        let named: Vec<ShopId> = refused.iter().map(|row| ShopId::parse(&row.source_id)).collect();
        let (mut mended, raw) = (rows.clone(), desk.fetch_by_ids(kind, &named).await.unwrap());
        assert!(take(kind, &raw, desk.settings(), &mut mended).unwrap().0.is_empty());
        writeln!(table, "{} | {} | {} | {} | {others} | {}", kind.name(), truth.len(), chosen.len(), refused.len(), ids(&mended) == ids(&truth))
            .unwrap();
    }
    insta::assert_snapshot!(table.trim_end(), @r"
    kind | rows | in trouble | named | others equal | mended by id
    orders | 132 | 5 | 5 | true | true
    customers | 47 | 5 | 5 | true | true
    ");
}

/// The clock of a shop is seen in its answers, and changes nothing of what is read.
#[tokio::test]
async fn a_wrong_clock_is_seen() {
    let (server, desk) = open(lived()).await;
    let says = "2026-01-01T00:00:00Z".parse().unwrap();
    server.set_faults(Faults::default().with(Asked::Anything, When::From(1), Fault::Clock { says }));
    desk.count(Kind::Orders).await.unwrap();
    let skew = desk.clock_skew(Timestamp::parse("2026-01-01T01:00:00Z").unwrap()).unwrap();
    assert!((-3_600..-3_570).contains(&skew), "{skew}");
}
