//! What holds for all payouts: from which amount on two people are needed, and what becomes of what was used before it was taken back.

use crate::event::StaffAction;
use crate::money::{Amount, Asset, Money};
use crate::name::{ActorKey, Identity};
use crate::time::Timestamp;

/// What becomes of what somebody used of a reward that is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Clawback {
    /// It is given up.
    #[default]
    Loss,
    /// It is owed back, and set off against their next rewards.
    Carry,
}

impl Clawback {
    /// Every way.
    pub const ALL: [Self; 2] = [Self::Loss, Self::Carry];

    /// The name in files and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::Carry => "carry",
        }
    }

    /// The way of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|clawback| clawback.name() == name)
    }
}

/// What holds for all payouts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PayoutPolicy {
    /// Above this, one amount for each currency, an act on money needs a second person. A currency without one needs none.
    pub approve_above: Vec<Money>,
    /// What becomes of what was used.
    pub clawback: Clawback,
}

impl PayoutPolicy {
    /// Whether an act on so much needs a second person.
    #[must_use]
    pub fn needs_second(&self, amount: Amount) -> bool {
        let Asset::Currency(currency) = amount.asset else { return false };
        self.approve_above.iter().any(|most| most.currency == currency && amount.minor > most.minor)
    }
}

/// An act on money that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Who proposed it.
    pub actor: ActorKey,
    /// Why, as an erasable text.
    pub reason: Identity,
    /// When.
    pub at: Timestamp,
    /// What is to be done.
    pub action: StaffAction,
}

crate::canon_enum!(Clawback { 0 => Loss, 1 => Carry });
crate::canon_struct!(PayoutPolicy { approve_above, clawback });
crate::canon_struct!(Proposal { actor, reason, at, action });
