//! How reading the shop stands.

use super::Said;
use vouchsafe_domain::shop::Kind;
use vouchsafe_domain::time::{Month, Timestamp};

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
    /// Events that wait to be judged again.
    pub queued: u64,
    /// All ids are being compared with the shop's.
    pub is_checking: bool,
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
    /// Orders read again by their ids.
    pub reread: u64,
    /// Rows that could be read at last.
    pub repaired: u64,
    /// Rows that the shop was found to have no more.
    pub gone: u64,
    /// Events decided.
    pub events: u64,
}

/// A row that waits for repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantineRow {
    /// Its number, by which it is repaired.
    pub no: u64,
    /// How often it was asked for again.
    pub tries: u32,
    /// Which kind.
    pub kind: Kind,
    /// The shop's id.
    pub source_id: String,
    /// When it was refused.
    pub at: Timestamp,
    /// Why.
    pub reason: Said,
}

/// A row that waits for repair, with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantineDetail {
    /// As in the list.
    pub row: QuarantineRow,
    /// The row as it came, without what tells of people.
    pub raw: String,
    /// When it was asked for again, the last time.
    pub last_tried_at: Option<Timestamp>,
}

/// What trying to read a row again came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repaired {
    /// It could be read, and is taken over.
    Fixed,
    /// It still cannot be read.
    Still(Said),
    /// The shop has it no more.
    Gone,
}

/// What was counted for one month of creation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthCheck {
    /// The month, in UTC; none for kinds that know no time.
    pub month: Option<Month>,
    /// Rows here.
    pub here: u64,
    /// Rows at the shop.
    pub there: u64,
    /// Both are the same rows, changed at the same times.
    pub is_equal: bool,
}

/// How whole the mirror is for one kind of record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindCompleteness {
    /// Which kind.
    pub kind: Kind,
    /// Rows here that the shop still has, as far as we know.
    pub here: u64,
    /// Rows at the shop when it was last checked in full; none before that.
    pub there: Option<u64>,
    /// Rows here that the shop has no more.
    pub gone: u64,
    /// Rows that wait for repair.
    pub quarantined: u64,
    /// The instant up to which the kind is known.
    pub watermark: Option<Timestamp>,
    /// When it was last checked in full.
    pub checked_at: Option<Timestamp>,
    /// Rows that the last full check had to read again, or found to be gone.
    pub mended: u64,
    /// The last full check, by month of creation.
    pub months: Vec<MonthCheck>,
    /// The last full check found every month equal, and nothing waits for repair.
    pub is_complete: bool,
}

/// How whole the mirror is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness {
    /// Each kind, in reading order.
    pub kinds: Vec<KindCompleteness>,
    /// When all kinds were last checked in full.
    pub checked_at: Option<Timestamp>,
    /// What is not as it should be, each with a sentence under `finding-<code>`.
    pub findings: Vec<Said>,
}

/// What a doctor's look at the db came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// How whole the mirror is.
    pub completeness: Completeness,
    /// Entries of the journal.
    pub entries: u64,
    /// Events of the log.
    pub events: u64,
    /// The hash of the journal's last entry, in hexadecimal digits.
    pub head: String,
    /// Events that wait for the next round.
    pub staged: u64,
    /// Events that wait to be judged again.
    pub rejudges: u64,
    /// Orders that are read again by their ids, round by round.
    pub watched: u64,
    /// Everything that is not as it should be, that of the completeness included: sentences under `finding-<code>`.
    pub findings: Vec<Said>,
}

/// How much a row of the sync log matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogLevel {
    /// It went as it should.
    Info,
    /// Something was out of order and was dealt with.
    Warning,
    /// Something could not be done.
    Error,
}

/// A row of the sync log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRow {
    /// Its number; later rows have larger ones.
    pub no: u64,
    /// When.
    pub at: Timestamp,
    /// How much it matters.
    pub level: LogLevel,
    /// Which kind of record it is about; none for all of them.
    pub kind: Option<Kind>,
    /// What happened: a sentence under `log-<code>`.
    pub what: Said,
    /// What went wrong, if anything did: a sentence under `error-<code>`.
    pub trouble: Option<Said>,
}
