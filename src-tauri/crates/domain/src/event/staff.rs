//! What members of staff do and say.

use crate::name::{ActorKey, CodeKey, CustomerKey, Identity};
use crate::party::PartyName;
use crate::reward::RewardKey;
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
}

impl StaffAction {
    pub(super) const fn type_name(&self) -> &'static str {
        match self {
            Self::Approve { .. } => "staff_approve",
            Self::Reject { .. } => "staff_reject",
            Self::Hold { .. } => "staff_hold",
            Self::Attribute { .. } => "staff_attribute",
            Self::Erase { .. } => "staff_erase",
            Self::RejectReferral { .. } => "staff_reject_referral",
        }
    }
}

crate::canon_struct!(By { actor, reason });
crate::canon_struct!(StaffAct { actor, reason, action });
crate::canon_enum!(StaffAction {
    0 => Approve { reward, expects }, 1 => Reject { reward, expects }, 2 => Hold { reward, expects, until }, 3 => Attribute { customer, code }, 4 => Erase { person },
    5 => RejectReferral { friend },
});
