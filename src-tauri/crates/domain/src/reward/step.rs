//! The steps of rewards.

use super::{Rail, RewardId};
use crate::money::Amount;
use crate::reason::Reason;
use crate::time::Timestamp;

/// One step of a reward's life, as an outcome records it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RewardStep {
    /// The order's money came.
    Captured,
    /// The hold is over.
    HoldOver,
    /// A person let it go on.
    Approved,
    /// A person holds it until an instant.
    Held {
        /// Until when.
        until: Timestamp,
    },
    /// Everything waited for has come.
    Due,
    /// Less stands than before.
    Reduced {
        /// What stands now, in minor units.
        minor: i64,
        /// Why.
        reason: Reason,
    },
    /// Ended before anything was delivered.
    Voided {
        /// Why.
        reason: Reason,
    },
    /// Delivered.
    Settled {
        /// How.
        rail: Rail,
    },
    /// Taken back after it was delivered.
    Reversed {
        /// Why.
        reason: Reason,
    },
    /// A part of it was used.
    Used {
        /// How much, in minor units.
        minor: i64,
    },
    /// It has to wait for a person after all.
    SentForReview,
    /// The order was edited: before anything was paid back, the promise comes to less than before.
    Edited {
        /// What it comes to, in minor units.
        minor: i64,
    },
    /// More than stands is only given when a person agrees.
    RaiseProposed {
        /// What would stand then, in minor units; zero when there is nothing to agree to any more.
        minor: i64,
    },
    /// It had ended because no money was known to have come, and it had come in time: it waits again as if it had not ended.
    Revived,
    /// The friend confirmed the email address.
    EmailVerified,
    /// The friend confirmed the phone number.
    PhoneVerified,
    /// The friend made an account. It is old enough at this instant, where that is asked for.
    AccountMade {
        /// When; none where no age is asked for.
        aged_at: Option<Timestamp>,
    },
    /// The friend's account is old enough.
    Aged,
    /// Who gets it reached the role.
    Unlocked,
    /// Another option of the grant was chosen.
    Chosen {
        /// Which.
        option: u8,
        /// How it is delivered.
        rail: Rail,
        /// How much it is.
        given: Amount,
        /// Which step of its value, where that is in steps.
        step: Option<u16>,
        /// For how many days it can be used.
        valid_days: Option<u32>,
    },
    /// It expired, or a part of it, without use.
    Expired {
        /// How much, in minor units.
        minor: i64,
    },
    /// A person gives more than stood before.
    Raised {
        /// What stands now, in minor units.
        minor: i64,
    },
    /// A part of it is kept for what who gets it owes us back.
    SetOff {
        /// How much, in minor units.
        minor: i64,
        /// The reward of which they had used so much before it was taken back.
        of: RewardId,
    },
    /// More was used than stands.
    Overused {
        /// How much more, in minor units.
        minor: i64,
    },
    /// What was used of what is not theirs any more is given up.
    Lost {
        /// How much, in minor units.
        minor: i64,
    },
    /// What was used of what is not theirs any more is owed back.
    Carried {
        /// How much, in minor units.
        minor: i64,
    },
    /// It had ended, and turned out to have been delivered: it has to be taken back.
    Delivered,
    /// It is delivered once more.
    Reissued {
        /// How much, in minor units.
        minor: i64,
    },
    /// It had ended before it was delivered, and a person gives it after all: it waits again for what it waited for.
    Restored {
        /// How much, in minor units.
        minor: i64,
    },
    /// The order was edited: more is to be paid of it than when the promise was made or last raised.
    OrderGrew {
        /// What was to be paid before, in minor units.
        payable: i64,
    },
}

crate::canon_enum!(RewardStep {
    0 => Captured, 1 => HoldOver, 2 => Approved, 3 => Held { until }, 4 => Due, 5 => Reduced { minor, reason }, 6 => Voided { reason },
    7 => Settled { rail }, 8 => Reversed { reason }, 9 => Used { minor }, 10 => SentForReview,
    11 => Edited { minor }, 12 => RaiseProposed { minor }, 13 => Revived,
    20 => EmailVerified, 21 => PhoneVerified, 22 => AccountMade { aged_at }, 23 => Aged, 24 => Unlocked,
    25 => Chosen { option, rail, given, step, valid_days }, 26 => Expired { minor },
    27 => Raised { minor }, 28 => SetOff { minor, of }, 29 => Overused { minor }, 30 => Lost { minor }, 31 => Carried { minor }, 32 => Delivered,
    33 => Reissued { minor }, 34 => Restored { minor }, 35 => OrderGrew { payable },
});
