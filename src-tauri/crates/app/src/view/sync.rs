//! How reading the shop stands.

use super::Said;
use vouchsafe_domain::shop::Kind;
use vouchsafe_domain::time::Timestamp;

/// What reading the shop is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    /// Nothing.
    #[default]
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

/// Where one kind of record stands in the round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KindState {
    /// No round has begun.
    #[default]
    Idle,
    /// Its turn has not come.
    Waiting,
    /// Being read.
    Running,
    /// Read to the end.
    Done,
    /// Failed; the place where reading stopped is kept.
    Failed,
    /// Cancelled; the place where reading stopped is kept.
    Cancelled,
}

/// How reading one kind of record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindProgress {
    /// Which kind.
    pub kind: Kind,
    /// Where it stands.
    pub state: KindState,
    /// Rows read in this round.
    pub rows: u64,
    /// Rows to read in this round, where the shop told.
    pub total: Option<u64>,
    /// Seconds that the rest will take at the pace so far.
    pub eta_seconds: Option<u64>,
    /// Rows in the mirror.
    pub in_mirror: u64,
    /// The instant up to which the kind is known.
    pub watermark: Option<Timestamp>,
    /// Why it failed.
    pub error: Option<Said>,
}

/// How reading the shop stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SyncStatus {
    /// What is being done.
    pub phase: Phase,
    /// Each kind, in reading order.
    pub kinds: Vec<KindProgress>,
    /// Events decided in this round.
    pub folded: u64,
    /// Events still to be decided.
    pub to_fold: u64,
    /// When the last round was completed.
    pub last_synced_at: Option<Timestamp>,
    /// Rows that wait for repair.
    pub quarantined: u64,
    /// Why the round failed.
    pub error: Option<Said>,
}

/// What a round came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Round {
    /// Rows read.
    pub rows: u64,
    /// Rows that were new or had changed.
    pub changed: u64,
    /// Rows refused.
    pub refused: u64,
    /// Events decided.
    pub events: u64,
}

/// A row that waits for repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantineRow {
    /// Which kind.
    pub kind: Kind,
    /// The shop's id.
    pub source_id: String,
    /// When it was refused.
    pub at: Timestamp,
    /// Why.
    pub reason: Said,
}
