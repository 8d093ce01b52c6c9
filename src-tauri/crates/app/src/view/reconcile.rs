//! Reconciliation as it is shown: what differs, what mends it, and what became of it.

use super::Person;
pub use vouchsafe_db::FoundState;
use vouchsafe_domain::money::Money;
pub use vouchsafe_domain::reconcile::{FindingKind, Mend};
use vouchsafe_domain::reward::Rail;
use vouchsafe_domain::time::Timestamp;

/// Something in which our records and the shop differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRow {
    /// Its number.
    pub no: u64,
    /// What it is; the sentence stands under `finding-<kind>`.
    pub kind: FindingKind,
    /// What mends it; the sentence stands under `mend-<mend>`.
    pub mend: Mend,
    /// What became of it.
    pub state: FoundState,
    /// The reward that it is about, where one is known here.
    pub reward: Option<String>,
    /// Who got it.
    pub beneficiary: Option<Person>,
    /// By which rail.
    pub rail: Rail,
    /// What the shop calls it.
    pub id: Option<String>,
    /// The end of its code: enough to recognize it by, too little to spend it.
    pub code_end: String,
    /// What we say that can be spent, or was used.
    pub here: Option<Money>,
    /// What the shop says.
    pub there: Option<Money>,
    /// When it was found for the first time.
    pub found_at: Timestamp,
    /// When it was found for the last time.
    pub seen_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Who ended it; nobody where it was not found again.
    pub ended_by: Option<String>,
    /// Why; nothing when it was erased.
    pub reason: Option<String>,
}

impl FindingRow {
    /// Whether nobody but a person who looks at it alone may mend it: another db may have made it, or a payment by hand may have been made.
    #[must_use]
    pub fn is_for_a_person(&self) -> bool {
        self.kind == FindingKind::Orphaned || self.rail == Rail::Manual || self.mend == Mend::Look
    }

    /// What it is called in files and on the wire, and in the keys of its words, `reconcile-kind-<name>` and `reconcile-what-<name>`.
    #[must_use]
    pub fn kind_word(&self) -> &'static str {
        if self.rail == Rail::Manual { "by_hand" } else { self.kind.name() }
    }

    /// The same for what mends it, in `reconcile-mend-<name>` and `reconcile-will-<name>`.
    #[must_use]
    pub fn mend_word(&self) -> &'static str {
        if self.rail == Rail::Manual { "by_hand" } else { self.mend.name() }
    }
}

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reconciled {
    /// When.
    pub at: Timestamp,
    /// Deliveries that were compared.
    pub compared: u64,
    /// Findings that are new.
    pub new: u64,
    /// Findings that are open now.
    pub open: u64,
    /// Findings that were open and are not found any more.
    pub gone: u64,
    /// Payouts had rested since a restore and go on, because nothing was found.
    pub resumed: bool,
}

/// What mending a finding came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mended {
    /// Whether it is mended: else it has to be looked at once more, because payouts rest or the shop was out of reach.
    pub is_done: bool,
}

/// How reconciliation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReconcileStatus {
    /// When both sides were last compared whole.
    pub last_at: Option<Timestamp>,
    /// Findings that are open.
    pub open: u64,
    /// Whether it is to be done at the next start.
    pub is_due: bool,
}
