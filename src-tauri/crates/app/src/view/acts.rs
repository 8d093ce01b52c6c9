//! What staff do about money: what an act would come to, what waits for a second person, and what holds for all payouts.

use super::{Amount, Person, RewardState};
use vouchsafe_domain::money::Money;
pub use vouchsafe_domain::payout::Clawback;
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::Rail;
use vouchsafe_domain::time::Timestamp;

/// What somebody does about a reward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Say what it comes to in all.
    Adjust {
        /// How much, as decimal text of the reward's own currency or unit.
        to: String,
    },
    /// Take it back.
    Reverse,
    /// Deliver it once more, after it was taken back or lost.
    Reissue,
    /// Agree to more than stands, as it is proposed.
    AcceptRaise,
}

impl Act {
    /// The name in files, on the wire and in the key of its sentence.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Adjust { .. } => "adjust",
            Self::Reverse => "reverse",
            Self::Reissue => "reissue",
            Self::AcceptRaise => "accept_raise",
        }
    }
}

/// Something that is given without a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoodwillOrder {
    /// Whom, by the id at the shop.
    pub customer: String,
    /// By which rail.
    pub rail: Rail,
    /// How much.
    pub amount: Money,
    /// For how many days it can be used; for ever where nothing is said.
    pub valid_days: Option<u32>,
    /// What was known of them when the preview was made: [`ActPreview::expects`]. Without it, as they stand now.
    pub expects: Option<String>,
}

/// What an act would have done at the other side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutsideAct {
    /// Nothing.
    Nothing,
    /// It would be delivered.
    Issue {
        /// How much.
        amount: Amount,
    },
    /// What was delivered would be made to stand for another amount in all.
    Correct {
        /// What it stands for there now.
        from: Amount,
        /// What it would.
        to: Amount,
    },
    /// What was delivered would be taken back, as far as it is not used by then.
    TakeBack {
        /// What it stands for there now.
        from: Amount,
    },
}

impl OutsideAct {
    /// The name on the wire and in the key of its sentence.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Issue { .. } => "issue",
            Self::Correct { .. } => "correct",
            Self::TakeBack { .. } => "take_back",
        }
    }
}

/// How a reward stands on one side of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActSide {
    /// Its state.
    pub state: RewardState,
    /// What stands of it.
    pub stands: Amount,
    /// How much of it was used.
    pub used: Amount,
    /// What of it is kept for what who gets it owes us back.
    pub set_off: Amount,
}

/// What an act would move on one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLine {
    /// The account's name.
    pub account: String,
    /// What stands on it.
    pub before: Amount,
    /// What would.
    pub after: Amount,
}

/// A movement that an act would make in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerLine {
    /// The account that receives.
    pub debit: String,
    /// The account that gives.
    pub credit: String,
    /// How much.
    pub amount: Amount,
}

/// What an act would come to. Nothing of it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActPreview {
    /// What is done: an [`Act::name`], or `goodwill`.
    pub act: &'static str,
    /// The reward, or the one that would be made.
    pub reward: String,
    /// Who gets it.
    pub beneficiary: Person,
    /// By which rail.
    pub rail: Rail,
    /// How it stands; nothing where it would be made.
    pub before: Option<ActSide>,
    /// How it would stand; nothing where the act would be refused.
    pub after: Option<ActSide>,
    /// The movements in the ledger.
    pub lines: Vec<LedgerLine>,
    /// The accounts that they touch.
    pub accounts: Vec<AccountLine>,
    /// What would be done at the other side, once payouts are carried out.
    pub outside: OutsideAct,
    /// The requests that would do it, in order, as they would leave; nothing where nobody asked for them. What is not known before stands in angle
    /// brackets.
    pub calls: Option<Vec<String>>,
    /// Whether somebody else has to approve it first.
    pub needs_second: bool,
    /// Why it would be refused.
    pub refused: Option<Reason>,
    /// What the act expects: it is refused when something has changed by then.
    pub expects: String,
}

/// What came of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acted {
    /// The reward's key.
    pub reward: String,
    /// The number under which it waits for a second person; nothing where it was done.
    pub proposal: Option<u64>,
}

/// An act that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalRow {
    /// The number under which it is decided.
    pub no: u64,
    /// What is to be done: an [`Act::name`], or `goodwill`.
    pub act: &'static str,
    /// The reward that it is about; nothing where one would be made.
    pub reward: Option<String>,
    /// Who gets it.
    pub beneficiary: Option<Person>,
    /// How much, where it names an amount.
    pub amount: Option<Amount>,
    /// Who proposed it.
    pub actor: String,
    /// Why; nothing when it was erased.
    pub reason: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A word on a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalVerdict {
    /// Do it.
    Approve,
    /// Leave it undone.
    Decline,
}

impl ProposalVerdict {
    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Decline => "decline",
        }
    }
}

/// What holds for all payouts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PayoutRules {
    /// Above this, one amount for each currency, an act on money needs a second person.
    pub approve_above: Vec<Money>,
    /// What becomes of what was used before it was taken back.
    pub clawback: Clawback,
}
