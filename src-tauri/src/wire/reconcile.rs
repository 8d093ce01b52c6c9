//! Reconciliation: what differs between our records and the shop's, and how comparing goes on.

use super::paying::RunPhase;
use super::payouts::{bounded, mirrored};
use super::{Money, PersonRef, all, count, cut};
use crate::error::AppError;
use crate::reconciling::Stand;
use serde::{Deserialize, Serialize};
use specta::Type;
use vouchsafe_app::view;

mirrored! {
    /// What became of a finding.
    FindingState = view::FoundState {
        /// It is as it was found.
        Open,
        /// It was not found again, or somebody mended it.
        Mended,
        /// Somebody looked at it and left it as it is.
        Left,
    }
}

/// Something in which our records and the shop differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Finding {
    /// Its number.
    pub no: u32,
    /// What it is; its words stand under `reconcile-kind-<kind>` and `reconcile-what-<kind>`.
    pub kind: String,
    /// What mends it; its words stand under `reconcile-mend-<mend>` and `reconcile-will-<mend>`.
    pub mend: String,
    /// What became of it.
    pub state: FindingState,
    /// The key of the reward that it is about, where one is known here.
    pub reward: Option<String>,
    /// Who got it.
    pub beneficiary: Option<PersonRef>,
    /// The name of its rail.
    pub rail: String,
    /// What the shop calls it.
    pub external: Option<String>,
    /// The end of its code.
    pub code_end: String,
    /// What we say that can be spent, or was used.
    pub here: Option<Money>,
    /// What the shop says.
    pub there: Option<Money>,
    /// When it was found for the first time.
    pub found_at: String,
    /// When it was found for the last time.
    pub seen_at: String,
    /// When it ended.
    pub ended_at: Option<String>,
    /// Who ended it; nobody where it was not found again.
    pub ended_by: Option<String>,
    /// Why; nothing when it was erased.
    pub reason: Option<String>,
}

impl From<view::FindingRow> for Finding {
    fn from(row: view::FindingRow) -> Self {
        Self {
            no: count(row.no),
            kind: row.kind_word().to_owned(),
            mend: row.mend_word().to_owned(),
            state: row.state.into(),
            reward: row.reward,
            beneficiary: row.beneficiary.map(Into::into),
            rail: row.rail.name().to_owned(),
            external: row.id.map(cut),
            code_end: cut(row.code_end),
            here: row.here.map(Into::into),
            there: row.there.map(Into::into),
            found_at: row.found_at.to_string(),
            seen_at: row.seen_at.to_string(),
            ended_at: row.ended_at.map(|at| at.to_string()),
            ended_by: row.ended_by.map(cut),
            reason: row.reason.as_deref().map(bounded),
        }
    }
}

/// Part of the list of findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FindingPage {
    /// The rows.
    pub rows: Vec<Finding>,
    /// Ask with this for what follows.
    pub next: Option<String>,
    /// How many there are in all.
    pub count: u32,
}

impl From<view::Page<view::FindingRow>> for FindingPage {
    fn from(page: view::Page<view::FindingRow>) -> Self {
        Self { rows: all(page.rows), next: page.next, count: count(page.count) }
    }
}

/// How comparing with the shop stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ReconcileStatus {
    /// The number of this answer.
    pub no: u32,
    /// Where it stands.
    pub phase: RunPhase,
    /// Rows of the shop that were read.
    pub done: u32,
    /// Of how many, where the shop told.
    pub of: Option<u32>,
    /// Deliveries that the last comparison held against the shop.
    pub compared: Option<u32>,
    /// Payouts had rested since a restore and go on, because nothing differed.
    pub resumed: bool,
    /// When both sides were last compared whole.
    pub last_at: Option<String>,
    /// Findings that are open.
    pub open: u32,
    /// Whether it is to be done at the next start.
    pub is_due: bool,
    /// Why it failed.
    pub error: Option<AppError>,
}

impl ReconcileStatus {
    /// How it stands, with what the db knows of it.
    #[must_use]
    pub fn of(no: u32, stand: &Stand, known: view::ReconcileStatus) -> Self {
        let phase = match stand {
            Stand::Idle => RunPhase::Idle,
            Stand::Running(_) => RunPhase::Running,
            Stand::Done(_) => RunPhase::Done,
            Stand::Failed(_) => RunPhase::Failed,
        };
        let kinds = if let Stand::Running(status) = stand { status.kinds.as_slice() } else { &[] };
        let found = if let Stand::Done(found) = stand { Some(found) } else { None };
        let of = kinds.iter().map(|kind| kind.total).sum::<Option<u64>>();
        Self {
            no,
            phase,
            done: count(kinds.iter().fold(0u64, |sum, kind| sum.saturating_add(kind.rows))),
            of: of.filter(|_| !kinds.is_empty()).map(count),
            compared: found.map(|found| count(found.compared)),
            resumed: found.is_some_and(|found| found.resumed),
            last_at: known.last_at.map(|at| at.to_string()),
            open: count(known.open),
            is_due: known.is_due,
            error: if let Stand::Failed(fault) = stand { Some(fault.clone()) } else { None },
        }
    }
}

/// A person's word on a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FindingWord {
    /// Its number.
    pub no: u32,
    /// Why.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use vouchsafe_app::view::{KindProgress, Reconciled, SyncStatus};
    use vouchsafe_domain::time::Timestamp;

    const KNOWN: view::ReconcileStatus = view::ReconcileStatus { last_at: None, open: 3, is_due: true };

    #[test]
    fn how_far_it_is_is_told_once_the_shop_told_how_much_there_is() {
        let kind = |rows, total| KindProgress { rows, total, ..kind_of_nothing() };
        let status = |kinds| ReconcileStatus::of(1, &Stand::Running(SyncStatus { kinds, ..SyncStatus::default() }), KNOWN);
        assert_eq!((status(vec![]).done, status(vec![]).of), (0, None));
        let known = status(vec![kind(10, Some(100)), kind(5, Some(50))]);
        assert_eq!((known.done, known.of, known.open, known.is_due), (15, Some(150), 3, true));
        assert_eq!(status(vec![kind(10, Some(100)), kind(5, None)]).of, None);
    }

    #[test]
    fn what_it_came_to_is_told() {
        let found = Reconciled { at: Timestamp::EPOCH, compared: 40, new: 1, open: 3, gone: 0, resumed: true };
        let status = ReconcileStatus::of(2, &Stand::Done(Arc::new(found)), KNOWN);
        assert_eq!((status.phase, status.compared, status.resumed), (RunPhase::Done, Some(40), true));
        let failed = ReconcileStatus::of(3, &Stand::Failed(AppError::internal("x")), KNOWN);
        assert_eq!((failed.phase, failed.error.map(|error| error.code)), (RunPhase::Failed, Some("internal".to_owned())));
    }

    fn kind_of_nothing() -> KindProgress {
        KindProgress {
            kind: vouchsafe_domain::shop::Kind::Orders,
            state: view::KindState::Running,
            rows: 0,
            total: None,
            eta_seconds: None,
            in_mirror: 0,
            watermark: None,
            error: None,
        }
    }
}
