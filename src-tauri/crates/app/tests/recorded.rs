//! The recorded final state of a real Saleor 3.23, served page by page: what is in the mirror, and who brought whom.
//!
//! The recordings are reference data beside the repository. Where they are not present there is nothing to compare with; `tests/demo_shop.rs` covers
//! the same ground with the synthetic shop on every clone.
#![allow(clippy::unwrap_used)]

mod common;

use common::Bed;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use vouchsafe_app::intake::Intake;
use vouchsafe_app::page::ParsedPage;
use vouchsafe_app::saleor::{self, Cursor, parse};
use vouchsafe_app::view::{Page, ReferralFilter, ReferralRow, ReferralStatus};
use vouchsafe_demo::Recorded;
use vouchsafe_domain::event::Fact;
use vouchsafe_domain::outcome::Change;
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::shop::Kind;
use vouchsafe_domain::time::Timestamp;

const POLICY: &str = r#"
id = "watch"
name = "Nobody gets anything"
from = 2030-01-01T00:00:00Z
[attribution]
touch = "first"
bind_at = "interaction"
existing_customers = "allow"
[[rule]]
id = "none"
on = ["order_confirmed"]
[[rule.grant]]
to = "advocate"
reward = { rail = "manual" }
value = { fixed = { USD = "1.00" } }
"#;

fn recordings() -> Option<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/saleor");
    dir.join("expected-referrals.json").exists().then_some(dir)
}

async fn synced(dir: &Path, customer_ref_code_key: &str) -> (Bed, saleor::Shop) {
    let bed = Bed::at(Recorded::load(dir).unwrap(), "2026-11-21T00:00:00Z").await;
    bed.desk.activate("watch.toml", POLICY).await.unwrap();
    let imported = bed.desk.import_code_owners(&dir.join("code-owners.csv")).await.unwrap();
    assert_eq!((imported.rows, imported.new), (7, 7));
    let settings = saleor::Settings { customer_ref_code_key: customer_ref_code_key.to_owned(), ..saleor::Settings::default() };
    let shop = bed.shop(settings).await;
    bed.sync(&shop).await.unwrap();
    (bed, shop)
}

async fn referrals(bed: &Bed, status: Option<ReferralStatus>) -> Vec<ReferralRow> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let Page { rows: page, next, .. } = bed.desk.referrals(&ReferralFilter { status, search: None }, true, after.as_deref(), 100).await.unwrap();
        rows.extend(page);
        after = next;
        if after.is_none() {
            return rows;
        }
    }
}

/// Who is bound, by code, and how many contacts bound nobody, by reason: counted in the log itself.
async fn tally(bed: &Bed) -> (BTreeMap<String, u64>, BTreeMap<String, u64>) {
    let mut bound = BTreeMap::new();
    for row in referrals(bed, None).await.into_iter().filter(|row| row.status != ReferralStatus::Rejected) {
        *bound.entry(row.code).or_default() += 1;
    }
    let mut refused = BTreeMap::new();
    for events in bed.look().await.log_after(0, 1_000) {
        for (_, _, outcome) in events.unwrap() {
            for change in outcome.changes {
                if let Change::ContactRefused { reason, .. } = change {
                    *refused.entry(reason.code().to_owned()).or_default() += 1;
                }
            }
        }
    }
    (bound, refused)
}

fn expected(dir: &Path, reading: &str) -> (BTreeMap<String, u64>, BTreeMap<String, u64>) {
    let text = std::fs::read_to_string(dir.join("expected-referrals.json")).unwrap();
    let reading = serde_json::from_str::<Value>(&text).unwrap()[reading].clone();
    let counts = |value: &Value| serde_json::from_value(value.clone()).unwrap();
    (counts(&reading["bound_per_code"]), counts(&reading["refused"]))
}

#[tokio::test(flavor = "multi_thread")]
async fn referrals_are_those_that_an_independent_reading_finds_in_the_orders() {
    let Some(dir) = recordings() else { return };
    let (bed, _) = synced(&dir, "no-such-key").await;
    assert_eq!(tally(&bed).await, expected(&dir, "orders_only"));
}

#[tokio::test(flavor = "multi_thread")]
async fn referrals_are_those_that_an_independent_reading_finds_in_orders_and_accounts() {
    let Some(dir) = recordings() else { return };
    let (bed, _) = synced(&dir, "referred_by").await;
    assert_eq!(tally(&bed).await, expected(&dir, "orders_and_customer_metadata_referred_by_at_dateJoined"));
}

/// The recorded shop charges at the checkout, a moment before there is an order.
#[tokio::test(flavor = "multi_thread")]
async fn all_money_finds_its_order() {
    let Some(dir) = recordings() else { return };
    let (bed, _) = synced(&dir, "no-such-key").await;
    let mut movements = 0;
    for events in bed.look().await.log_after(0, 1_000) {
        for (_, event, outcome) in events.unwrap() {
            if let Fact::OrderMoney { order, .. } = event.fact {
                movements += 1;
                assert!(!outcome.changes.contains(&Change::Refused { reason: Reason::OrderUnknown }), "{order:?}");
            }
        }
    }
    assert!(movements > 100, "{movements}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_is_in_the_mirror_field_by_field() {
    let Some(dir) = recordings() else { return };
    let (bed, shop) = synced(&dir, "referred_by").await;
    let db = bed.look().await;
    let mut counts = BTreeMap::new();
    macro_rules! compare {
        ($kind:expr, $parse:path, |$row:ident| $kept:expr) => {{
            let mut pages = shop.pages($kind, Cursor::default());
            while let Some(page) = pages.next().await.unwrap() {
                let page = $parse(&page.text, shop.settings()).unwrap();
                *counts.entry(("refused", $kind.name())).or_insert(0) += page.refused.len();
                for $row in page.rows {
                    assert_eq!($kept.await.unwrap().as_ref(), Some(&$row));
                    *counts.entry(("equal", $kind.name())).or_insert(0) += 1;
                }
            }
        }};
    }
    compare!(Kind::Orders, parse::orders, |row| db.order(&row.number));
    compare!(Kind::Customers, parse::customers, |row| db.customer(&row.id.to_string()));
    compare!(Kind::Transactions, parse::transactions, |row| db.transaction(&row.id));
    compare!(Kind::GiftCards, parse::gift_cards, |row| db.gift_card(&row.id));
    compare!(Kind::Vouchers, parse::vouchers, |row| db.voucher(&row.id));
    let want = [
        (("equal", "customers"), 284),
        (("equal", "gift_cards"), 125),
        (("equal", "orders"), 500),
        (("equal", "transactions"), 475),
        (("equal", "vouchers"), 13),
        (("refused", "customers"), 0),
        // The shop holds a card in the currency ZZZ, which ISO 4217 does not know.
        (("refused", "gift_cards"), 1),
        (("refused", "orders"), 0),
        (("refused", "transactions"), 0),
        (("refused", "vouchers"), 0),
    ];
    assert_eq!(counts, BTreeMap::from(want));
    assert_eq!(bed.desk.quarantine().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_sync_writes_nothing() {
    let Some(dir) = recordings() else { return };
    let (bed, shop) = synced(&dir, "referred_by").await;
    let db = bed.look().await;
    let before = (db.last_seq().await.unwrap(), db.journal_head().await.unwrap(), db.mirror_counts().await.unwrap());
    let round = bed.sync(&shop).await.unwrap();
    assert_eq!((round.changed, round.events), (0, 0));
    assert!(round.rows > 0, "the overlap is read again");
    assert_eq!((db.last_seq().await.unwrap(), db.journal_head().await.unwrap(), db.mirror_counts().await.unwrap()), before);
    assert!(db.verify_journal().await.unwrap().broken.is_none());
}

/// The orders of recorded pages whose names begin so, in their order, each page as it came.
fn recorded_pages(dir: &Path, name: &str) -> Vec<String> {
    let text = |page: usize| std::fs::read_to_string(dir.join(format!("pairs/{name}{page}.json")));
    let body = |text: String| serde_json::from_str::<Value>(&text).unwrap()["response"]["body"].to_string();
    (1..).map_while(|page| text(page).ok()).map(body).collect()
}

/// Takes pages over as one round does, each with the cursor behind it. Returns how many rows were new or had changed.
async fn taken(db: &vouchsafe_db::Db, pages: &[String], since: Option<Timestamp>) -> u64 {
    let now = Timestamp::parse("2026-11-21T00:00:00Z").unwrap();
    let cursor = vouchsafe_db::Cursor {
        kind: Kind::Orders,
        round: 1,
        since,
        after: None,
        seen: 0,
        total: None,
        watermark: since,
        started_at: now,
        finished_at: None,
    };
    let mut intake = Intake::new(db.clone(), cursor, false);
    for text in pages {
        let raw = saleor::RawPage { text: text.clone(), refused: Vec::new(), next: None };
        intake.take(ParsedPage::parse(Kind::Orders, raw, &saleor::Settings::default()).unwrap(), now).await.unwrap();
    }
    intake.finish(now).await.unwrap().changed
}

/// The natural keys and instants of the events that are staged.
async fn staged(db: &vouchsafe_db::Db) -> BTreeSet<(String, Timestamp)> {
    db.write(|tx| tx.raise_barrier(None)).await.unwrap();
    let reading = db.clone();
    let read = tokio::task::spawn_blocking(move || reading.staged_in_order(1_000).collect::<Result<Vec<_>, _>>().unwrap().concat());
    let events = read.await.unwrap();
    db.write(move |tx| Ok(events.iter().map(|event| (event.id.text(tx), event.at)).collect())).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recorded_incremental_run_goes_on_where_the_first_read_stopped_and_older_rows_change_nothing() {
    let Some(dir) = recordings() else { return };
    let (incremental, last) = (recorded_pages(&dir, "incr_orders_p"), recorded_pages(&dir, "final_orders_p"));
    assert_eq!((incremental.len(), last.len()), (5, 5));
    let folder = tempfile::TempDir::new().unwrap();
    let since = Timestamp::parse("2026-11-20T04:31:05.005936Z").unwrap();
    let paths = ["run", "straight"].map(|name| folder.path().join(name));
    // The run's own pages, and again.
    let db = vouchsafe_db::Db::open(&paths[0], vouchsafe_app::Access::ReadWrite).await.unwrap();
    assert_eq!(taken(&db, &incremental, Some(since)).await, 50);
    assert_eq!(db.cursors().await.unwrap()[0].watermark, Timestamp::parse("2026-11-20T04:40:13.618814Z").ok());
    assert_eq!(taken(&db, &incremental, Some(since)).await, 0, "the overlap is read again and writes nothing");
    // What the shop said later comes over it; what it had said before does not come back.
    assert!(taken(&db, &last, None).await >= 450);
    assert_eq!(taken(&db, &incremental, Some(since)).await, 0, "older rows are ignored");
    let straight = vouchsafe_db::Db::open(&paths[1], vouchsafe_app::Access::ReadWrite).await.unwrap();
    assert_eq!(taken(&straight, &last, None).await, 500);
    for text in &last {
        for order in parse::orders(text, &saleor::Settings::default()).unwrap().rows {
            let (run, straight) = (db.order(&order.number).await.unwrap(), straight.order(&order.number).await.unwrap());
            assert_eq!((run.as_ref(), straight.as_ref()), (Some(&order), Some(&order)));
        }
    }
    // Every fact that the last state tells is told by both, and the run that saw more of the shop's past tells no fewer.
    let (run, straight) = (staged(&db).await, staged(&straight).await);
    let missing: Vec<_> = straight.difference(&run).collect();
    assert!(missing.is_empty() && run.len() >= straight.len(), "{missing:?}");
}
