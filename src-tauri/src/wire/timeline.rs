//! What happened to or by a person, and why each decision came out as it did.

use super::customers::RefusedContact;
use super::decision::{Again, Decision};
use super::raise::Raise;
use super::rewards::RewardRow;
use super::{Money, PersonRef, all, count, cut};
use serde::Serialize;
use specta::Type;
use vouchsafe_app::view;

/// What an event came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum TimelineResult {
    /// Something was promised.
    Granted,
    /// Nothing was given, for a reason.
    Refused,
    /// No rule answers to it.
    Nothing,
}

/// One thing that happened to or by a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct TimelineRow {
    /// The event's place in the log.
    pub seq: u32,
    /// When it happened.
    pub at: String,
    /// When this desk learned of it.
    pub learned_at: String,
    /// It was learned of later than what happened after it.
    pub late: bool,
    /// The event's id.
    pub event: String,
    /// The event's type.
    pub event_type: String,
    /// What was judged again, and why.
    pub again: Option<Again>,
    /// The order's number, the code or the reward's key.
    pub subject: Option<String>,
    /// How much money it was about.
    pub amount: Option<Money>,
    /// What it came to.
    pub result: TimelineResult,
    /// Why nothing was given: a reason code.
    pub reason: Option<String>,
    /// How many decisions were made.
    pub decisions: u32,
    /// Who did it, if it was a person.
    pub actor: Option<String>,
}

/// Part of a timeline, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct TimelinePage {
    /// The rows.
    pub rows: Vec<TimelineRow>,
    /// Ask with this for what follows.
    pub next: Option<String>,
}

/// A decision, and whether it still stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ExplainedDecision {
    /// The decision.
    pub decision: Decision,
    /// The friend.
    pub friend: PersonRef,
    /// The reward that it gave.
    pub reward: Option<String>,
    /// The same was judged again later.
    pub superseded: bool,
}

/// Every decision about something, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Explained {
    /// What was asked for.
    pub subject: String,
    /// The decisions.
    pub decisions: Vec<ExplainedDecision>,
    /// Codes that somebody came with and that bound nobody.
    pub refused: Vec<RefusedContact>,
    /// The rewards that they gave, as they stand now.
    pub rewards: Vec<RewardRow>,
    /// What of the rewards that they gave a person may raise.
    pub raises: Vec<Raise>,
}

impl From<view::TimelineResult> for TimelineResult {
    fn from(result: view::TimelineResult) -> Self {
        match result {
            view::TimelineResult::Granted => Self::Granted,
            view::TimelineResult::Refused => Self::Refused,
            view::TimelineResult::Nothing => Self::Nothing,
        }
    }
}

impl From<view::TimelineRow> for TimelineRow {
    fn from(row: view::TimelineRow) -> Self {
        Self {
            seq: count(row.seq),
            at: row.at.to_string(),
            learned_at: row.learned_at.to_string(),
            late: row.late,
            event: cut(row.event),
            event_type: row.event_type.to_owned(),
            again: row.again.map(Into::into),
            subject: row.subject.map(cut),
            amount: row.amount.map(Into::into),
            result: row.result.into(),
            reason: row.reason.map(|reason| reason.code().to_owned()),
            decisions: row.decisions,
            actor: row.actor.map(cut),
        }
    }
}

impl From<view::Timeline> for TimelinePage {
    fn from(timeline: view::Timeline) -> Self {
        Self { rows: all(timeline.rows), next: timeline.next }
    }
}

impl From<view::DecisionView> for ExplainedDecision {
    fn from(decision: view::DecisionView) -> Self {
        let (friend, reward, superseded) = (decision.friend.clone().into(), decision.reward.clone().map(cut), decision.superseded);
        Self { decision: decision.into(), friend, reward, superseded }
    }
}

impl From<vouchsafe_app::Explanation> for Explained {
    fn from(explanation: vouchsafe_app::Explanation) -> Self {
        let (decisions, refused, raises) = (all(explanation.decisions), all(explanation.refused), all(explanation.raises));
        Self { subject: cut(explanation.subject), decisions, refused, rewards: all(explanation.rewards), raises }
    }
}
