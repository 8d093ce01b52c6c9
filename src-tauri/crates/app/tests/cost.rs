//! What a round that brings nothing costs: as many statements however large the mirror is, and none that goes through a table that grows with it.
#![allow(clippy::unwrap_used)]

mod common;

use common::Bed;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber, span};
use vouchsafe_app::saleor::Settings;
use vouchsafe_app::view::{Round, SyncStatus};
use vouchsafe_demo::{Shop, Spec};

/// Hears every statement that any connection runs.
#[derive(Clone, Default)]
struct Statements(Arc<Mutex<Vec<String>>>);

impl Statements {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Subscriber for Statements {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        matches!(metadata.target(), "vouchsafe_db::statement" | "sqlx::query")
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut text = Text::default();
        event.record(&mut text);
        // sqlx leaves the statement out where its summary says it all.
        let sql = [text.sql, text.statement, text.summary].into_iter().find(|text| !text.trim().is_empty());
        self.0.lock().unwrap().extend(sql.map(|sql| sql.trim().to_owned()));
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

#[derive(Default)]
struct Text {
    sql: String,
    statement: String,
    summary: String,
}

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "sql" => value.clone_into(&mut self.sql),
            "db.statement" => value.clone_into(&mut self.statement),
            "summary" => value.clone_into(&mut self.summary),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

/// What a round goes through from end to end: tables that hold a row for each kind or setting; what is left of the work itself; rows in quarantine; and
/// gift cards and vouchers, which the shop lists whole.
const SMALL: [&str; 17] = [
    "cursor",
    "setting",
    "shop",
    "barrier",
    "staged",
    "rejudge",
    "r",
    "mirror_count",
    "full_check",
    "full_check_try",
    "erased_customer",
    "erased_order",
    "erased_mark",
    "state_totals",
    "quarantine",
    "gift_card",
    "voucher",
];

/// The statements that go through something else from end to end, each with what.
fn scans(bed: &Bed, statements: &BTreeSet<String>) -> Vec<(String, String)> {
    let conn = rusqlite::Connection::open(bed.path()).unwrap();
    let mut found = Vec::new();
    for sql in statements.iter().filter(|sql| !["BEGIN", "COMMIT", "PRAGMA", "CREATE", "ROLLBACK"].iter().any(|word| sql.starts_with(word))) {
        let mut plan = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let mut rows = plan.raw_query();
        while let Some(row) = rows.next().unwrap() {
            let step: String = row.get(3).unwrap();
            let name = step.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next());
            found.extend(name.filter(|name| !SMALL.contains(name) && *name != "CONSTANT").map(|_| (sql.clone(), step.clone())));
        }
    }
    found
}

/// The statements of a round in which nothing changed, at a shop of so many orders.
async fn idle_round(heard: &Statements, orders: u32) -> (Round, Vec<String>) {
    let bed = Bed::new(Shop::generate(&Spec::new(orders, 5))).await;
    let outside = rusqlite::Connection::open(bed.path()).unwrap();
    outside.execute("INSERT INTO erased_mark (hash, at) VALUES (zeroblob(32), 0)", []).unwrap();
    let shop = bed.shop(Settings::default()).await;
    bed.sync(&shop).await.unwrap();
    bed.desk.full_check(&shop, &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await.unwrap();
    bed.sync(&shop).await.unwrap();
    heard.take();
    let round = bed.sync(&shop).await.unwrap();
    let statements = heard.take();
    assert_eq!((round.changed, round.events, round.refused), (0, 0, 0), "{round:?}");
    let through = scans(&bed, &statements.iter().cloned().collect());
    assert_eq!(through, [], "{orders} orders");
    assert!(statements.iter().filter(|sql| sql.contains("FROM erased_mark")).count() <= 1, "who was erased is read once");
    (round, statements)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_that_brings_nothing_costs_the_same_however_large_the_mirror_is() {
    let heard = Statements::default();
    tracing::subscriber::set_global_default(heard.clone()).unwrap();
    let (few, small) = idle_round(&heard, 100).await;
    let (many, large) = idle_round(&heard, 2_000).await;
    // What lies in the overlap is read again, row by row.
    let own = |statements: &[String], round: Round| statements.len().saturating_sub(usize::try_from(round.rows).unwrap() * 12);
    assert!(!small.is_empty() && own(&large, many) <= small.len(), "{} statements for {few:?}, {} for {many:?}", small.len(), large.len());
}
