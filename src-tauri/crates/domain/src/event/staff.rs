//! What members of staff do and say.

use crate::money::Amount;
use crate::name::{ActorKey, CodeKey, CustomerKey, Identity, Key, ProgramKey, RuleKey};
use crate::party::PartyName;
use crate::reward::{Rail, RewardKey};
use crate::time::Timestamp;

/// A member of staff acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffAct {
    /// Who.
    pub actor: ActorKey,
    /// Why, as an erasable text.
    pub reason: Identity,
    /// What is done.
    pub action: StaffAction,
}

/// Who of staff said something that is a fact of its own, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct By {
    /// Who.
    pub actor: ActorKey,
    /// Why, as an erasable text; none where nothing was to be said.
    pub reason: Option<Identity>,
}

/// What staff can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaffAction {
    /// Let a reward go on that waits for a person.
    Approve {
        /// Which.
        reward: RewardKey,
        /// The revision that was on screen.
        expects: u32,
    },
    /// Refuse a reward that was not delivered yet.
    Reject {
        /// Which.
        reward: RewardKey,
        /// The revision that was on screen.
        expects: u32,
    },
    /// Keep a reward waiting until an instant.
    Hold {
        /// Which.
        reward: RewardKey,
        /// The revision that was on screen.
        expects: u32,
        /// Until when.
        until: Timestamp,
    },
    /// Bind a customer to the owner of a code, superseding the referrer of record for later events.
    Attribute {
        /// The friend.
        customer: CustomerKey,
        /// The code whose owner becomes the advocate.
        code: CodeKey,
    },
    /// Refuse a referral: what waits for it is void, what was delivered is put up for a person.
    RejectReferral {
        /// The friend, by the name that stands in keys.
        friend: PartyName,
    },
    /// Empty everything that tells who somebody is. The engine goes on with their number; that it was done is told.
    Erase {
        /// Who, by the name that stands in keys.
        person: PartyName,
    },
    /// Say what a reward comes to in all.
    Adjust {
        /// Which.
        reward: RewardKey,
        /// The revision that was on screen.
        expects: u32,
        /// How much.
        to: Amount,
    },
    /// Take back what was delivered.
    Reverse {
        /// Which.
        reward: RewardKey,
        /// The revision that was on screen.
        expects: u32,
    },
    /// Deliver once more what was taken back, or what met a code of somebody else's.
    Reissue {
        /// Which.
        reward: RewardKey,
        /// The revision that was on screen.
        expects: u32,
    },
    /// Agree to more than stands, as it is proposed.
    AcceptRaise {
        /// Which.
        reward: RewardKey,
        /// The revision that was on screen.
        expects: u32,
    },
    /// Give somebody something without a program.
    Goodwill {
        /// Whom.
        customer: CustomerKey,
        /// The program that it counts for, always [`GOODWILL`].
        program: ProgramKey,
        /// The rule that stands in its key, always [`GOODWILL`].
        rule: RuleKey,
        /// By which rail.
        rail: Rail,
        /// How much.
        amount: Amount,
        /// For how many days it can be used.
        valid_days: Option<u32>,
    },
    /// Do what somebody else proposed.
    Approved {
        /// The key of the event that proposed it.
        proposal: Key,
    },
    /// Leave undone what was proposed.
    Declined {
        /// The key of the event that proposed it.
        proposal: Key,
    },
}

/// How goodwill is called where a program and a rule are named.
pub const GOODWILL: &str = "goodwill";

impl StaffAction {
    pub(super) const fn type_name(&self) -> &'static str {
        match self {
            Self::Approve { .. } => "staff_approve",
            Self::Reject { .. } => "staff_reject",
            Self::Hold { .. } => "staff_hold",
            Self::Attribute { .. } => "staff_attribute",
            Self::Erase { .. } => "staff_erase",
            Self::RejectReferral { .. } => "staff_reject_referral",
            Self::Adjust { .. } => "staff_adjust",
            Self::Reverse { .. } => "staff_reverse",
            Self::Reissue { .. } => "staff_reissue",
            Self::AcceptRaise { .. } => "staff_accept_raise",
            Self::Goodwill { .. } => "staff_goodwill",
            Self::Approved { .. } => "staff_approved",
            Self::Declined { .. } => "staff_declined",
        }
    }

    /// The reward that it is about, if it is about one.
    #[must_use]
    pub const fn reward(&self) -> Option<RewardKey> {
        match self {
            Self::Approve { reward, .. }
            | Self::Reject { reward, .. }
            | Self::Hold { reward, .. }
            | Self::Adjust { reward, .. }
            | Self::Reverse { reward, .. }
            | Self::Reissue { reward, .. }
            | Self::AcceptRaise { reward, .. } => Some(*reward),
            Self::Attribute { .. }
            | Self::RejectReferral { .. }
            | Self::Erase { .. }
            | Self::Goodwill { .. }
            | Self::Approved { .. }
            | Self::Declined { .. } => None,
        }
    }
}

crate::canon_struct!(By { actor, reason });
crate::canon_struct!(StaffAct { actor, reason, action });
crate::canon_enum!(StaffAction {
    0 => Approve { reward, expects }, 1 => Reject { reward, expects }, 2 => Hold { reward, expects, until }, 3 => Attribute { customer, code }, 4 => Erase { person },
    5 => RejectReferral { friend }, 6 => Adjust { reward, expects, to }, 7 => Reverse { reward, expects }, 8 => Reissue { reward, expects },
    9 => AcceptRaise { reward, expects }, 10 => Goodwill { customer, program, rule, rail, amount, valid_days }, 11 => Approved { proposal },
    12 => Declined { proposal },
});
