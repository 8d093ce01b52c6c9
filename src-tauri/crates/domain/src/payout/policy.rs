//! What holds for all payouts: from which amount on two people are needed, and what becomes of what was used before it was taken back.

use crate::canon::{Canon, Garbled};
use crate::event::StaffAction;
use crate::money::{Amount, Asset, Currency, Money};
use crate::name::{ActorKey, Identity};
use crate::reward::RewardKey;
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
        self.limit(currency).is_some_and(|most| amount.minor > most)
    }

    /// Whether one person may do more by it than by another one: a limit is higher, or there is none any more.
    #[must_use]
    pub fn is_looser_than(&self, other: &Self) -> bool {
        other.approve_above.iter().any(|most| self.limit(most.currency).is_none_or(|limit| other.limit(most.currency) < Some(limit)))
    }

    /// The lowest that it names for a currency.
    fn limit(&self, currency: Currency) -> Option<i64> {
        self.approve_above.iter().filter(|most| most.currency == currency).map(|most| most.minor).min()
    }
}

/// What can wait for a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proposed {
    /// An act on money.
    Act(StaffAction),
    /// That one person may do more than so far.
    Policy(PayoutPolicy),
}

impl Proposed {
    /// The act on money, where it is one.
    #[must_use]
    pub const fn act(&self) -> Option<&StaffAction> {
        match self {
            Self::Act(action) => Some(action),
            Self::Policy(_) => None,
        }
    }

    /// The reward that it is about, if it is about one.
    #[must_use]
    pub fn reward(&self) -> Option<RewardKey> {
        self.act().and_then(StaffAction::reward)
    }
}

/// What waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Who proposed it.
    pub actor: ActorKey,
    /// Why, as an erasable text.
    pub reason: Identity,
    /// When.
    pub at: Timestamp,
    /// What is to be done.
    pub action: Proposed,
}

crate::canon_enum!(Clawback { 0 => Loss, 1 => Carry });
crate::canon_struct!(PayoutPolicy { approve_above, clawback });

/// No act has this tag. An act is kept as it was when nothing else could be proposed.
const POLICY: u8 = 255;

impl Canon for Proposed {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Act(action) => action.write(out),
            Self::Policy(policy) => {
                out.push(POLICY);
                policy.write(out);
            }
        }
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        if bytes.first() == Some(&POLICY) {
            u8::read(bytes)?;
            return PayoutPolicy::read(bytes).map(Self::Policy);
        }
        StaffAction::read(bytes).map(Self::Act)
    }
}

crate::canon_struct!(Proposal { actor, reason, at, action });
