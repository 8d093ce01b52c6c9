//! A draft beside what really happened.

use super::decision::Decision;
use super::figures::FigureRow;
use super::{Money, PersonRef, Role, all, count, cut};
use crate::error::AppError;
use crate::trying::Stand;
use serde::{Deserialize, Serialize};
use specta::Type;
use vouchsafe_app::view::{self, backtest};

/// What a trial is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum BacktestPhase {
    /// Nothing has been tried.
    Idle,
    /// Trying.
    Running,
    /// Done.
    Done,
    /// Failed.
    Failed,
}

/// A count of both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ComparedCount {
    /// What is counted, or a reason code.
    pub name: String,
    /// What really happened.
    pub now: u32,
    /// What the draft comes to.
    pub draft: u32,
}

impl ComparedCount {
    fn of(name: &str, both: backtest::Pair<u64>) -> Self {
        Self { name: name.to_owned(), now: count(both.now), draft: count(both.draft) }
    }
}

/// The figures of both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ComparedFigures {
    /// What really happened.
    pub now: FigureRow,
    /// What the draft comes to.
    pub draft: FigureRow,
}

impl From<backtest::Pair<view::FigureRow>> for ComparedFigures {
    fn from(pair: backtest::Pair<view::FigureRow>) -> Self {
        Self { now: pair.now.into(), draft: pair.draft.into() }
    }
}

/// The figures of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ComparedCurrency {
    /// The currency.
    pub currency: String,
    /// Of the whole time.
    pub whole: ComparedFigures,
    /// By month, oldest first: the last sixty.
    pub months: Vec<ComparedFigures>,
    /// By channel, the largest revenue first.
    pub channels: Vec<ComparedFigures>,
}

/// The most months, or channels, of one currency that travel.
const MOST: usize = 60;

impl From<backtest::ComparedCurrency> for ComparedCurrency {
    fn from(mut of: backtest::ComparedCurrency) -> Self {
        of.channels.truncate(MOST);
        let months = of.months.split_off(of.months.len().saturating_sub(MOST));
        Self { currency: of.currency.to_string(), whole: of.whole.into(), months: all(months), channels: all(of.channels) }
    }
}

/// In what way orders differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// Only the draft gives something.
    Gained,
    /// The draft gives nothing any more.
    Lost,
    /// The draft gives more.
    More,
    /// The draft gives less.
    Less,
    /// The draft gives something of another sort.
    Other,
    /// The draft gives the same, and a person has to look at it first.
    Held,
    /// Fraud that only the draft's signals see.
    Caught,
    /// Good orders that only the draft's signals refuse.
    Blocked,
}

alike! {
    DifferenceKind, backtest::DifferenceKind: Gained Lost More Less Other Held Caught Blocked;
}

/// How many differ in one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct DifferenceTotal {
    /// In which way.
    pub kind: DifferenceKind,
    /// How many.
    pub count: u32,
    /// How many of them are listed.
    pub listed: u32,
    /// What the draft gives more, or less.
    pub sums: Vec<Money>,
}

/// The draft that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Drafted {
    /// The program's id.
    pub program: String,
    /// Its version.
    pub version: u32,
    /// From when it holds; from the beginning where it names no instant.
    pub from: Option<String>,
    /// How many versions it takes the place of.
    pub replaces: u32,
}

/// How a trial stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct BacktestStatus {
    /// The number of this status, to wait for the next.
    pub no: u32,
    /// What it is busy with.
    pub phase: BacktestPhase,
    /// What was tried, once it is done.
    pub drafted: Option<Drafted>,
    /// Events that were looked at.
    pub done: u32,
    /// Events that there are.
    pub of: u32,
    /// Counts.
    pub counts: Vec<ComparedCount>,
    /// Decisions that gave nothing, by reason.
    pub refusals: Vec<ComparedCount>,
    /// Figures by currency.
    pub currencies: Vec<ComparedCurrency>,
    /// Which orders differ, once it is done.
    pub differences: Vec<DifferenceTotal>,
    /// Why it failed.
    pub error: Option<AppError>,
}

impl BacktestStatus {
    /// A status without its figures.
    const fn bare(no: u32, phase: BacktestPhase) -> Self {
        Self {
            no,
            phase,
            drafted: None,
            done: 0,
            of: 0,
            counts: Vec::new(),
            refusals: Vec::new(),
            currencies: Vec::new(),
            differences: Vec::new(),
            error: None,
        }
    }

    /// A status with its number.
    #[must_use]
    pub fn of(no: u32, stand: Stand) -> Self {
        match stand {
            Stand::Idle => Self::bare(no, BacktestPhase::Idle),
            Stand::Running(None) => Self::bare(no, BacktestPhase::Running),
            Stand::Running(Some(compared)) => Self::bare(no, BacktestPhase::Running).with(*compared),
            Stand::Failed(error) => Self { error: Some(error), ..Self::bare(no, BacktestPhase::Failed) },
            Stand::Done(found) => {
                let draft = &found.draft;
                let drafted = Drafted {
                    program: cut(draft.program.clone()),
                    version: draft.version,
                    from: draft.from.map(|from| from.to_string()),
                    replaces: count(draft.replaces as u64),
                };
                let total = |group: &backtest::Differences| DifferenceTotal {
                    kind: group.kind.into(),
                    count: count(group.count),
                    listed: count(group.rows.len() as u64),
                    sums: all(group.sums.clone()),
                };
                let differences = found.differences.iter().map(total).collect();
                Self { drafted: Some(drafted), differences, ..Self::bare(no, BacktestPhase::Done).with(found.compared.clone()) }
            }
        }
    }

    fn with(self, compared: backtest::Compared) -> Self {
        Self {
            done: count(compared.done),
            of: count(compared.of),
            counts: compared.counts.iter().map(|(name, both)| ComparedCount::of(name, *both)).collect(),
            refusals: compared.refusals.iter().map(|(reason, both)| ComparedCount::of(reason.code(), *both)).collect(),
            currencies: all(compared.currencies),
            ..self
        }
    }
}

/// What one side of an order comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct BacktestGiven {
    /// What stands.
    pub amounts: Vec<Money>,
    /// Where the reward stands.
    pub state: Option<String>,
    /// A person has to look at it.
    pub in_review: bool,
    /// Why nothing stands: a reason code.
    pub reason: Option<String>,
    /// The first check that did not let it pass.
    pub check: Option<String>,
}

impl From<backtest::Given> for BacktestGiven {
    fn from(given: backtest::Given) -> Self {
        Self {
            amounts: all(given.amounts),
            state: given.state.map(str::to_owned),
            in_review: given.in_review,
            reason: given.reason.map(|reason| reason.code().to_owned()),
            check: given.check.map(str::to_owned),
        }
    }
}

/// One side of an order that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct BacktestOrder {
    /// The order's number.
    pub order: String,
    /// The friend.
    pub friend: Option<PersonRef>,
    /// Which side; both where the order itself is meant.
    pub role: Option<Role>,
    /// What really happened.
    pub now: BacktestGiven,
    /// What the draft comes to.
    pub draft: BacktestGiven,
}

impl From<backtest::Difference> for BacktestOrder {
    fn from(row: backtest::Difference) -> Self {
        Self {
            order: cut(row.order),
            friend: row.friend.map(Into::into),
            role: row.role.map(Into::into),
            now: row.given.now.into(),
            draft: row.given.draft.into(),
        }
    }
}

/// The decisions of both about one order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct BacktestDecisions {
    /// Whether they were kept: of very many orders that differ, those of the largest are.
    pub kept: bool,
    /// What really happened, the latest first.
    pub now: Vec<Decision>,
    /// What the draft comes to, the latest first.
    pub draft: Vec<Decision>,
}

impl From<backtest::ComparedDecisions> for BacktestDecisions {
    fn from(both: backtest::ComparedDecisions) -> Self {
        Self { kept: both.kept, now: all(both.decisions.now), draft: all(both.decisions.draft) }
    }
}
