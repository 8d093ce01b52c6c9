//! What the demo came to, on the wire. Nothing in it depends on the clock, on a path or on how often the run was interrupted.

use serde::Serialize;
use std::io;
use std::path::PathBuf;
use vouchsafe_app::view::{Overview, ReferralStatus, RewardState, SyncStatus, Total};
use vouchsafe_app::words::{Words, key};

use super::{Money, figures};
use crate::paper::Answer;
use crate::plain::plain;
use crate::table::{Cell, Column, Table, col};

/// How many of a sort there are.
#[derive(Debug, Serialize)]
pub(crate) struct Count {
    name: &'static str,
    count: u64,
}

/// The rewards of one state.
#[derive(Debug, Serialize)]
pub(crate) struct Rewards {
    state: &'static str,
    count: u64,
    totals: Vec<SumOf>,
}

/// What some rewards come to in one currency.
#[derive(Debug, Serialize)]
pub(crate) struct SumOf {
    count: u64,
    #[serde(flatten)]
    amount: Money,
}

impl From<&Total> for SumOf {
    fn from(total: &Total) -> Self {
        Self { count: total.count, amount: total.amount.clone().into() }
    }
}

/// Where the journal ends.
#[derive(Debug, Serialize)]
pub(crate) struct Journal {
    entries: u64,
    head: String,
}

/// `demo`.
#[derive(Debug, Serialize)]
pub(crate) struct DemoJson {
    orders: u32,
    seed: u64,
    preset: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<String>,
    mirror: Vec<Count>,
    quarantined: u64,
    referrals: Vec<Count>,
    rewards: Vec<Rewards>,
    currencies: Vec<figures::Currency>,
    journal: Journal,
    charts: Vec<String>,
}

/// The answer to `demo`.
pub(crate) struct DemoAnswer {
    pub orders: u32,
    pub seed: u64,
    pub preset: String,
    pub sync: SyncStatus,
    pub referrals: Vec<(ReferralStatus, u64)>,
    pub rewards: Vec<(RewardState, u64, Vec<Total>)>,
    pub overviews: Vec<Overview>,
    /// The number and the hash of the journal's last entry.
    pub journal: (u64, String),
    pub charts: Vec<PathBuf>,
}

const COUNTS: &[Column] = &[col("what"), col("state"), col("count"), col("totals")];

impl DemoAnswer {
    fn counts(&self) -> Table {
        let row = |what: Cell, state: Cell, count: u64, totals: &[Total]| {
            let totals =
                totals.iter().map(|total| Money::from(total.amount.clone())).map(|Money { amount, currency }| format!("{amount} {currency}"));
            vec![what, state, Cell::figure(count), Cell::figure(totals.collect::<Vec<_>>().join("  "))]
        };
        let mirror = self.sync.kinds.iter().map(|kind| row(Cell::Word("kind", kind.kind.name()), Cell::Empty, kind.in_mirror, &[]));
        let referrals =
            self.referrals.iter().map(|(status, count)| row(Cell::Word("cli", "referrals"), Cell::Word("status", status.name()), *count, &[]));
        let rewards =
            self.rewards.iter().map(|(state, count, totals)| row(Cell::Word("cli", "rewards"), Cell::Word("state", state.name()), *count, totals));
        Table { title: None, columns: COUNTS, rows: mirror.chain(referrals).chain(rewards).collect() }
    }
}

impl Answer for DemoAnswer {
    type Json = DemoJson;

    fn json(&self) -> DemoJson {
        let file_name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
        DemoJson {
            orders: self.orders,
            seed: self.seed,
            preset: self.preset.clone(),
            as_of: self.sync.last_synced_at.map(|at| at.to_string()),
            mirror: self.sync.kinds.iter().map(|kind| Count { name: kind.kind.name(), count: kind.in_mirror }).collect(),
            quarantined: self.sync.quarantined,
            referrals: self.referrals.iter().map(|(status, count)| Count { name: status.name(), count: *count }).collect(),
            rewards: self
                .rewards
                .iter()
                .map(|(state, count, totals)| Rewards { state: state.name(), count: *count, totals: totals.iter().map(SumOf::from).collect() })
                .collect(),
            currencies: self.overviews.iter().map(figures::Currency::from).collect(),
            journal: Journal { entries: self.journal.0, head: self.journal.1.clone() },
            charts: self.charts.iter().filter_map(file_name).collect(),
        }
    }

    fn tables(&self, words: &Words) -> Vec<Table> {
        let mut tables = vec![self.counts()];
        tables.extend(figures::tiles(&self.overviews, words));
        tables
    }

    fn print(&self, words: &Words, out: &mut dyn io::Write) -> io::Result<()> {
        for table in self.tables(words) {
            table.print(words, out)?;
            writeln!(out)?;
        }
        let (entries, head) = (self.journal.0.to_string(), self.journal.1.clone());
        writeln!(out, "{}", words.say(&key("cli", "journal_ends"), [("entries", entries), ("head", head)]))?;
        writeln!(out, "{}", words.say(&key("cli", "charts_at"), []))?;
        for chart in &self.charts {
            writeln!(out, "  {}", plain(&chart.display().to_string()))?;
        }
        Ok(())
    }
}
