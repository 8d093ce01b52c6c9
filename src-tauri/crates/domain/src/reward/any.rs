//! A reward in any state of its lifecycle, and the recorded steps that lead from one to the next.

use super::{Due, Past, Reversed, Reward, RewardStep, Settled, Terms, Void, Waiting};
use crate::money::Amount;
use crate::reason::Reason;
use crate::time::Timestamp;

/// A reward in any state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnyReward {
    /// Something is waited for.
    Waiting(Reward<Waiting>),
    /// To be delivered.
    Due(Reward<Due>),
    /// Delivered.
    Settled(Reward<Settled>),
    /// Ended before delivery.
    Void(Reward<Void>),
    /// Taken back after delivery.
    Reversed(Reward<Reversed>),
}

/// Runs an expression on the reward whatever its state; with `same`, the expression gives the reward in the same state.
macro_rules! in_any_state {
    ($any:expr, $reward:ident => $body:expr) => {
        match $any {
            AnyReward::Waiting($reward) => $body,
            AnyReward::Due($reward) => $body,
            AnyReward::Settled($reward) => $body,
            AnyReward::Void($reward) => $body,
            AnyReward::Reversed($reward) => $body,
        }
    };
    ($any:expr, same, $reward:ident => $body:expr) => {
        match $any {
            AnyReward::Waiting($reward) => AnyReward::Waiting($body),
            AnyReward::Due($reward) => AnyReward::Due($body),
            AnyReward::Settled($reward) => AnyReward::Settled($body),
            AnyReward::Void($reward) => AnyReward::Void($body),
            AnyReward::Reversed($reward) => AnyReward::Reversed($body),
        }
    };
}

impl AnyReward {
    /// What was promised.
    #[must_use]
    pub const fn terms(&self) -> &Terms {
        in_any_state!(self, reward => &reward.terms)
    }

    /// What stands of it.
    #[must_use]
    pub const fn amount(&self) -> Amount {
        in_any_state!(self, reward => reward.amount())
    }

    /// What the promise comes to by the order as it was edited, before anything was paid back, in minor units.
    #[must_use]
    pub const fn worth(&self) -> i64 {
        in_any_state!(self, reward => reward.worth)
    }

    /// What the rest of the order's money is held against, where so much is to be paid now.
    #[must_use]
    pub fn held_against(&self, payable: i64) -> i64 {
        in_any_state!(self, reward => reward.held_against(payable))
    }

    /// What it costs, in minor units: what still stands of it, and what was used of what was taken back and is not owed back, or had expired.
    #[must_use]
    pub const fn standing(&self) -> i64 {
        let now = match self {
            Self::Waiting(_) | Self::Due(_) => self.amount().minor,
            Self::Settled(settled) => settled.minor.saturating_add(settled.state.over).saturating_sub(settled.state.carried),
            Self::Reversed(reversed) => reversed.cost(),
            Self::Void(_) => 0,
        };
        self.past().cost.saturating_add(now)
    }

    /// What was delivered of it and not taken back unused, over all deliveries, in minor units.
    #[must_use]
    pub const fn delivered(&self) -> i64 {
        let now = match self {
            Self::Settled(settled) => settled.outside(),
            Self::Reversed(reversed) => reversed.state.used,
            Self::Waiting(_) | Self::Due(_) | Self::Void(_) => 0,
        };
        self.past().used.saturating_add(now)
    }

    /// What was used of it, over all deliveries, in minor units.
    #[must_use]
    pub const fn used(&self) -> i64 {
        let now = match self {
            Self::Settled(settled) => settled.state.used,
            Self::Reversed(reversed) => reversed.state.used,
            Self::Waiting(_) | Self::Due(_) | Self::Void(_) => 0,
        };
        self.past().used.saturating_add(now)
    }

    /// What of it is kept for what who gets it owes us back, in minor units.
    #[must_use]
    pub const fn set_off(&self) -> i64 {
        in_any_state!(self, reward => reward.set_off)
    }

    /// What is to be delivered of it, or was: what stands, less what is kept for what is owed back.
    #[must_use]
    pub const fn to_deliver(&self) -> Amount {
        in_any_state!(self, reward => reward.to_deliver())
    }

    /// What deliveries before the one at hand came to.
    #[must_use]
    pub const fn past(&self) -> Past {
        in_any_state!(self, reward => reward.past)
    }

    /// Whether more may be proposed than stands: it stands, or it ended by what an order's money or an edit did.
    #[must_use]
    pub const fn can_rise(&self) -> bool {
        match self.reason() {
            None => true,
            Some(reason) => matches!(
                reason,
                Reason::Refunded | Reason::ChargedBack | Reason::OrderEdited | Reason::BelowMinimum | Reason::CategoryNotEligible | Reason::NoAmount
            ),
        }
    }

    /// What it would come to if a person agreed to give more, in minor units.
    #[must_use]
    pub const fn proposed(&self) -> Option<i64> {
        in_any_state!(self, reward => reward.proposed)
    }

    /// The number of changes so far.
    #[must_use]
    pub const fn revision(&self) -> u32 {
        in_any_state!(self, reward => reward.revision)
    }

    /// The state's name in files and on the wire.
    #[must_use]
    pub const fn state_name(&self) -> &'static str {
        match self {
            Self::Waiting(_) => "waiting",
            Self::Due(_) => "due",
            Self::Settled(_) => "settled",
            Self::Void(_) => "void",
            Self::Reversed(_) => "reversed",
        }
    }

    /// Why it ended, if it was voided or reversed.
    #[must_use]
    pub const fn reason(&self) -> Option<Reason> {
        match self {
            Self::Void(reward) => Some(reward.state.reason),
            Self::Reversed(reward) => Some(reward.state.reason),
            _ => None,
        }
    }

    /// The next instant at which time alone changes it.
    #[must_use]
    pub fn deadline(&self) -> Option<Timestamp> {
        match self {
            Self::Waiting(reward) => {
                let Waiting { captured, hold_until, email, phone, account, aged_at, .. } = reward.state;
                let wait_until = (captured || email || phone || account).then_some(reward.terms.wait_until);
                [wait_until, hold_until, aged_at].into_iter().flatten().min()
            }
            Self::Settled(reward) => reward.expires_at(),
            Self::Due(_) | Self::Void(_) | Self::Reversed(_) => None,
        }
    }

    /// Whether it can still change by what its order's money does.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        !matches!(self, Self::Void(_) | Self::Reversed(_))
    }

    /// Takes a recorded step. A step that the state does not have leaves the reward as it is: outcomes are made by `decide`, which makes
    /// none of these, and a damaged file is found by the journal's hashes.
    #[must_use]
    pub fn after(self, step: RewardStep, at: Timestamp) -> Self {
        match (self, step) {
            (Self::Waiting(reward), RewardStep::Captured) => Self::Waiting(reward.captured(at)),
            (Self::Waiting(reward), RewardStep::HoldOver) => Self::Waiting(reward.hold_over()),
            (Self::Waiting(reward), RewardStep::Approved) => Self::Waiting(reward.approved()),
            (Self::Waiting(reward), RewardStep::Held { until }) => Self::Waiting(reward.held(until)),
            (Self::Waiting(reward), RewardStep::Due) => Self::Due(reward.due(at)),
            (Self::Waiting(reward), RewardStep::Voided { reason }) => Self::Void(reward.void(at, reason)),
            (Self::Due(reward), RewardStep::Voided { reason }) => Self::Void(reward.void(at, reason)),
            (Self::Due(reward), RewardStep::Settled { rail }) => Self::Settled(reward.settled(at, rail)),
            (Self::Settled(reward), RewardStep::Reversed { reason }) => Self::Reversed(reward.reversed(at, reason)),
            (Self::Settled(reward), RewardStep::Used { minor }) => Self::Settled(reward.used(minor)),
            (Self::Void(reward), RewardStep::Revived) => Self::Waiting(reward.revived()),
            (Self::Settled(reward), RewardStep::Expired { minor }) => Self::Settled(reward.expired(minor)),
            (Self::Waiting(reward), RewardStep::EmailVerified) => Self::Waiting(reward.email_verified()),
            (Self::Waiting(reward), RewardStep::PhoneVerified) => Self::Waiting(reward.phone_verified()),
            (Self::Waiting(reward), RewardStep::AccountMade { aged_at }) => Self::Waiting(reward.account_made(aged_at)),
            (Self::Waiting(reward), RewardStep::Aged) => Self::Waiting(reward.aged()),
            (Self::Waiting(reward), RewardStep::Unlocked) => Self::Waiting(reward.unlocked()),
            (Self::Waiting(reward), RewardStep::Chosen { option, rail, given, step, valid_days }) => {
                Self::Waiting(reward.chosen(option, rail, given, step, valid_days))
            }
            (Self::Waiting(reward), RewardStep::SentForReview) => Self::Waiting(reward.sent_for_review()),
            (Self::Waiting(reward), RewardStep::Reduced { minor, .. }) => Self::Waiting(reward.reduced(minor, 0)),
            (Self::Due(reward), RewardStep::Reduced { minor, .. }) => Self::Due(reward.reduced(minor, 0)),
            (Self::Settled(reward), RewardStep::Reduced { minor, .. }) => Self::Settled(reward.reduced(minor, reward.gone())),
            (Self::Waiting(reward), RewardStep::Raised { minor }) => Self::Waiting(reward.raised(minor)),
            (Self::Due(reward), RewardStep::Raised { minor }) => Self::Due(reward.raised(minor)),
            (Self::Settled(reward), RewardStep::Raised { minor }) => {
                let over = reward.state.over - reward.made_good(minor);
                Self::Settled(Reward { state: Settled { over, ..reward.state }, ..reward.raised(minor) })
            }
            (Self::Due(reward), RewardStep::SetOff { minor, .. }) => Self::Due(reward.with_set_off(minor)),
            (Self::Settled(reward), RewardStep::Overused { minor }) => Self::Settled(reward.overused(minor)),
            (Self::Reversed(reward), RewardStep::Overused { minor }) => Self::Reversed(reward.overused(minor)),
            (Self::Settled(reward), RewardStep::Carried { minor }) => Self::Settled(reward.carried(minor)),
            (Self::Reversed(reward), RewardStep::Carried { minor }) => Self::Reversed(reward.carried(minor)),
            (Self::Void(reward), RewardStep::Delivered) => Self::Reversed(reward.delivered(at)),
            (Self::Void(reward), RewardStep::Restored { minor }) => Self::Waiting(reward.restored(minor)),
            (Self::Reversed(reward), RewardStep::Reissued { minor }) => Self::Due(reward.reissued(minor, at)),
            // Of a delivery of before: since then it was reissued, and ended or not.
            (any, RewardStep::Overused { minor }) => in_any_state!(any, same, reward => reward.past_overused(minor)),
            (any, RewardStep::Carried { minor }) => in_any_state!(any, same, reward => reward.past_carried(minor)),
            // What is given up was given already: the ledger alone says it.
            (any, RewardStep::Lost { .. }) => in_any_state!(any, same, reward => Reward { revision: reward.revision + 1, ..reward }),
            (any, RewardStep::Edited { minor }) => in_any_state!(any, same, reward => reward.edited(minor)),
            (any, RewardStep::OrderGrew { payable }) => {
                in_any_state!(any, same, reward => Reward { payable: Some(payable), revision: reward.revision + 1, ..reward })
            }
            (any, RewardStep::RaiseProposed { minor }) => in_any_state!(any, same, reward => raise_proposed(reward, minor)),
            (unchanged, _) => unchanged,
        }
    }
}

fn raise_proposed<S>(reward: Reward<S>, minor: i64) -> Reward<S> {
    Reward { proposed: (minor > 0).then_some(minor), revision: reward.revision + 1, ..reward }
}

crate::canon_enum!(AnyReward { 0 => Waiting(reward), 1 => Due(reward), 2 => Settled(reward), 3 => Void(reward), 4 => Reversed(reward) });
