//! The recorded final state of a real Saleor 3.23, served page by page: what is in the mirror, and who brought whom.
//!
//! The recordings are reference data beside the repository. Where they are not present there is nothing to compare with; `tests/demo_shop.rs` covers
//! the same ground with the synthetic shop on every clone.
#![allow(clippy::unwrap_used)]

mod common;

use common::Bed;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use vouchsafe_app::saleor::{self, Cursor, parse};
use vouchsafe_app::view::{Page, ReferralFilter, ReferralRow, ReferralStatus};
use vouchsafe_demo::Recorded;
use vouchsafe_domain::shop::Kind;

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
                if let vouchsafe_domain::outcome::Change::ContactRefused { reason, .. } = change {
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
