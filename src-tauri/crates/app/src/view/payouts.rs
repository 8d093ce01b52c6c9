//! Payouts as they are shown: what is due, what is under way, and what came of it.

use crate::view::{Amount, HistoryView, Page, Person, Said, TransferView};
pub use vouchsafe_db::{PayoutSort, PayoutState};
use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::{Rail, Role};
use vouchsafe_domain::time::Timestamp;

/// Which payouts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PayoutFilter {
    /// That stand so.
    pub state: Option<PayoutState>,
    /// By this rail.
    pub rail: Option<Rail>,
    /// Of what the program with this id promised.
    pub program: Option<String>,
    /// In this currency.
    pub currency: Option<Currency>,
    /// About this reward key, code, order, customer or email address.
    pub search: Option<String>,
}

/// A payout in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutRow {
    /// The key of the reward that it delivers.
    pub reward: String,
    /// How it stands.
    pub state: PayoutState,
    /// How it is delivered.
    pub rail: Rail,
    /// What stands at the other side, as far as it was told; before that, what is to be delivered.
    pub amount: Amount,
    /// What shall stand there, where that is something else.
    pub to: Option<Amount>,
    /// What of it is known to be used.
    pub used: Amount,
    /// Which delivery of the reward it is: one for each time that it was given anew after it had been taken back.
    pub generation: u16,
    /// How often it was begun.
    pub attempts: u32,
    /// The end of its code: enough to recognize it by, too little to spend it.
    pub code_end: Option<String>,
    /// Who gets it.
    pub beneficiary: Person,
    /// Who was brought.
    pub friend: Person,
    /// Which side of the referral gets it.
    pub role: Role,
    /// The order that it is for.
    pub order: Option<String>,
    /// The program's id.
    pub program: String,
    /// Why the reward ended, where it did.
    pub reason: Option<Reason>,
    /// Since when it stands so.
    pub since: Timestamp,
    /// The reward's number of changes: what an action on it expects.
    pub revision: u32,
}

/// What the payouts of one state come to in one asset by one rail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutTotal {
    /// Which state.
    pub state: PayoutState,
    /// Which rail.
    pub rail: Rail,
    /// How much.
    pub amount: Amount,
    /// Of how many.
    pub count: u64,
}

/// One page of payouts with the totals of all that the filter admits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payouts {
    /// The page.
    pub page: Page<PayoutRow>,
    /// What all of them come to.
    pub totals: Vec<PayoutTotal>,
}

/// A payout with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutDetail {
    /// The payout.
    pub row: PayoutRow,
    /// The key that all desks give it at the other side.
    pub issuance: Option<String>,
    /// Its whole code. Whoever knows it can spend it.
    pub code: Option<String>,
    /// Its id at the other side, or the reference under which it was paid by hand.
    pub external_id: Option<String>,
    /// Until when it can be used.
    pub expires_on: Option<String>,
    /// What happened to the reward, with what was written down before and after each sending; sentences stand under `change-<change>`.
    pub history: Vec<HistoryView>,
    /// What the reward moved in the ledger.
    pub transfers: Vec<TransferView>,
    /// Whether it can be sent, looked up or corrected now.
    pub can_pay: bool,
    /// Whether a person can say that they paid it.
    pub can_mark_paid: bool,
}

/// Which payouts are carried out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Which {
    /// Everything that is due or under way.
    #[default]
    All,
    /// Those of these rewards, refused ones as well.
    Keys(Vec<String>),
}

/// What somebody asks for who presses Pay out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PayOrder {
    /// Which payouts.
    pub which: Which,
    /// Whether more may go out today than the ceiling admits.
    pub confirm_over_ceiling: bool,
}

/// A payout that somebody has to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayTrouble {
    /// The key of its reward.
    pub reward: String,
    /// How it stands.
    pub state: PayoutState,
    /// What the matter is; the sentence stands under `error-<code>`.
    pub said: Said,
}

/// What carrying payouts out came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paid {
    /// Delivered, or found delivered.
    pub done: u64,
    /// Brought at the other side to what shall stand there.
    pub corrected: u64,
    /// Nobody knows yet what came of them.
    pub unknown: u64,
    /// Refused by the other side.
    pub refused: u64,
    /// What was found there is not ours.
    pub conflict: u64,
    /// Left as they were, because of the ceiling.
    pub over_ceiling: u64,
    /// For a person to pay by hand.
    pub by_hand: u64,
    /// By a rail that there is not yet.
    pub without_rail: u64,
    /// Left as they were, because it was stopped before their turn.
    pub left: u64,
    /// Requests that went to the other side.
    pub calls: u64,
    /// What went out, for each asset.
    pub amounts: Vec<Amount>,
    /// What somebody has to look at; the first hundred.
    pub troubles: Vec<PayTrouble>,
    /// What ended it before its end.
    pub stopped: Option<Said>,
}

impl Paid {
    /// Whether there is something to look at.
    #[must_use]
    pub const fn has_findings(&self) -> bool {
        self.unknown + self.refused + self.conflict > 0
    }
}

/// How carrying payouts out goes on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PayRun {
    /// Whether it goes on.
    pub is_running: bool,
    /// How many there are to carry out.
    pub total: u64,
    /// How many of them were gone through.
    pub gone_through: u64,
    /// What came of these.
    pub paid: Paid,
}

/// What a call of a dry run would be for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DryAct {
    /// To deliver.
    Issue,
    /// To find out what came of an earlier attempt.
    LookUp,
    /// To bring what stands there to what shall.
    Correct,
}

impl DryAct {
    /// The name in files and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::LookUp => "look_up",
            Self::Correct => "correct",
        }
    }
}

/// What would be sent for one payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DryCall {
    /// The key of its reward.
    pub reward: String,
    /// By which rail.
    pub rail: Rail,
    /// What for.
    pub act: DryAct,
    /// What would stand there.
    pub amount: Amount,
    /// Whether the ceiling would keep it back.
    pub is_over_ceiling: bool,
    /// The requests, as they would leave.
    pub calls: Vec<String>,
}

/// Why payouts rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rest {
    /// The db came back from a backup, and nobody has compared it with the shop yet.
    Restored,
    /// Somebody stopped them.
    Stopped {
        /// Who.
        actor: String,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
}

/// How payouts are held back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PayoutSwitch {
    /// Why they rest; nothing while they may go on.
    pub rests: Option<Rest>,
    /// The most that may go out in a day, UTC, for each currency that has a ceiling.
    pub ceiling: Vec<Money>,
    /// What has gone out today of each currency that has a ceiling.
    pub today: Vec<Money>,
}

/// A reward that a person pays by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManualRow {
    /// Its key.
    pub reward: String,
    /// Who gets it.
    pub beneficiary: Person,
    /// How much.
    pub amount: Amount,
    /// The program's id.
    pub program: String,
    /// The order that it is for.
    pub order: Option<String>,
    /// Since when it is due.
    pub due_at: Timestamp,
    /// The reward's number of changes: what marking it paid expects.
    pub revision: u32,
}
