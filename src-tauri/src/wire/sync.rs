//! How reading the shop stands.

use super::completeness::{BreakerState, Health};
use super::{all, count, cut};
use crate::error::AppError;
use serde::Serialize;
use specta::Type;
use vouchsafe_app::view;
use vouchsafe_domain::shop;

/// What changed, so that the window knows what to ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Tag {
    /// The desk itself.
    Desk,
    /// Rewards.
    Rewards,
    /// Referrals and the tree.
    Referrals,
    /// Figures.
    Figures,
    /// Customers.
    Customers,
    /// How reading the shop stands.
    Sync,
    /// Letters to advocates and friends.
    Notices,
    /// Payouts, and what holds them back.
    Payouts,
}

impl Tag {
    /// Every tag: what is said when it is not known what changed.
    pub const ALL: [Self; 8] = [Self::Desk, Self::Rewards, Self::Referrals, Self::Figures, Self::Customers, Self::Sync, Self::Notices, Self::Payouts];
}

impl From<view::Tag> for Tag {
    fn from(tag: view::Tag) -> Self {
        match tag {
            view::Tag::Desk => Self::Desk,
            view::Tag::Rewards => Self::Rewards,
            view::Tag::Referrals => Self::Referrals,
            view::Tag::Figures => Self::Figures,
            view::Tag::Customers => Self::Customers,
            view::Tag::Sync => Self::Sync,
            view::Tag::Payouts => Self::Payouts,
            view::Tag::Notices => Self::Notices,
        }
    }
}

/// A kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// People with an account.
    Customers,
    /// Orders.
    Orders,
    /// Payments.
    Transactions,
    /// Gift cards.
    GiftCards,
    /// Vouchers.
    Vouchers,
}

impl From<shop::Kind> for Kind {
    fn from(kind: shop::Kind) -> Self {
        match kind {
            shop::Kind::Customers => Self::Customers,
            shop::Kind::Orders => Self::Orders,
            shop::Kind::Transactions => Self::Transactions,
            shop::Kind::GiftCards => Self::GiftCards,
            shop::Kind::Vouchers => Self::Vouchers,
        }
    }
}

/// Where one kind stands in the round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum KindState {
    /// No round has begun.
    Idle,
    /// Its turn has not come.
    Waiting,
    /// Being read.
    Running,
    /// Read to the end.
    Done,
    /// Failed; the place is kept.
    Failed,
    /// Cancelled; the place is kept.
    Cancelled,
}

impl From<view::KindState> for KindState {
    fn from(state: view::KindState) -> Self {
        match state {
            view::KindState::Idle => Self::Idle,
            view::KindState::Waiting => Self::Waiting,
            view::KindState::Running => Self::Running,
            view::KindState::Done => Self::Done,
            view::KindState::Failed => Self::Failed,
            view::KindState::Cancelled => Self::Cancelled,
        }
    }
}

/// What reading the shop is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Nothing.
    Idle,
    /// Reading pages.
    Reading,
    /// Deciding.
    Folding,
    /// Stopping, as asked.
    Cancelling,
    /// The last round failed.
    Failed,
}

impl From<view::Phase> for Phase {
    fn from(phase: view::Phase) -> Self {
        match phase {
            view::Phase::Idle => Self::Idle,
            view::Phase::Reading => Self::Reading,
            view::Phase::Folding => Self::Folding,
            view::Phase::Cancelling => Self::Cancelling,
            view::Phase::Failed => Self::Failed,
        }
    }
}

/// How reading one kind stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct KindProgress {
    /// Which kind.
    pub kind: Kind,
    /// Where it stands.
    pub state: KindState,
    /// Rows read in this round.
    pub rows: u32,
    /// Rows to read, where the shop told.
    pub total: Option<u32>,
    /// Seconds left at the pace so far.
    pub eta_seconds: Option<u32>,
    /// Rows in the mirror.
    pub in_mirror: u32,
    /// The instant up to which the kind is known.
    pub watermark: Option<String>,
    /// Why it failed.
    pub error: Option<AppError>,
}

impl From<view::KindProgress> for KindProgress {
    fn from(kind: view::KindProgress) -> Self {
        Self {
            kind: kind.kind.into(),
            state: kind.state.into(),
            rows: count(kind.rows),
            total: kind.total.map(count),
            eta_seconds: kind.eta_seconds.map(count),
            in_mirror: count(kind.in_mirror),
            watermark: kind.watermark.map(|at| at.to_string()),
            error: kind.error.map(Into::into),
        }
    }
}

/// How reading the shop stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SyncStatus {
    /// What is being done.
    pub phase: Phase,
    /// Each kind, in reading order.
    pub kinds: Vec<KindProgress>,
    /// Events decided in this round.
    pub folded_events: u32,
    /// Events still to be decided.
    pub to_fold: u32,
    /// When the last round was completed.
    pub last_synced_at: Option<String>,
    /// Rows that wait for repair.
    pub quarantined: u32,
    /// A full check is under way.
    pub checking: bool,
    /// Events that wait to be judged again.
    pub queued: u32,
    /// How the shop has answered lately.
    pub health: Health,
    /// Why the round failed.
    pub error: Option<AppError>,
}

impl From<view::SyncStatus> for SyncStatus {
    fn from(status: view::SyncStatus) -> Self {
        Self {
            phase: status.phase.into(),
            kinds: all(status.kinds),
            folded_events: count(status.folded),
            to_fold: count(status.to_fold),
            last_synced_at: status.last_synced_at.map(|at| at.to_string()),
            quarantined: count(status.quarantined),
            checking: status.is_checking,
            queued: count(status.queued),
            health: Health { state: BreakerState::Closed, retry_at: None },
            error: status.error.map(Into::into),
        }
    }
}

/// A row that waits for repair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct QuarantineRow {
    /// What tells it from the others.
    pub id: String,
    /// Which kind.
    pub kind: Kind,
    /// The shop's id.
    pub source_id: String,
    /// When it was refused.
    pub at: String,
    /// Why.
    pub reason: AppError,
}

impl From<view::QuarantineRow> for QuarantineRow {
    fn from(row: view::QuarantineRow) -> Self {
        let source_id = cut(row.source_id);
        Self { id: row.no.to_string(), kind: row.kind.into(), source_id, at: row.at.to_string(), reason: row.reason.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_keep_their_names_on_the_wire() {
        for kind in shop::Kind::ALL {
            assert_eq!(serde_json::to_value(Kind::from(kind)).unwrap(), kind.name());
        }
    }

    #[test]
    fn a_refused_row_is_told_by_its_number() {
        let reason = view::Said { code: "unknown_currency".to_owned(), args: vec![("currency".to_owned(), "XQQ".to_owned())] };
        let row = view::QuarantineRow {
            no: 1,
            tries: 0,
            kind: shop::Kind::Orders,
            source_id: "1042".to_owned(),
            at: vouchsafe_domain::time::Timestamp::EPOCH,
            reason,
        };
        let row = QuarantineRow::from(row);
        assert_eq!((row.id.as_str(), row.at.as_str()), ("1", "1970-01-01T00:00:00Z"));
        assert_eq!(row.reason, AppError::new("unknown_currency", [("currency", "XQQ".to_owned())]));
    }
}
