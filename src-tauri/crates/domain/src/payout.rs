//! Payouts: attempts to deliver a reward in the outside world. Transitions consume the old state, so sending again what was issued, or closing
//! what nobody has heard of, does not compile.
//!
//! `intended → issued | refused | conflict | unknown`, and from `unknown`, once somebody has looked, to one of the others. What is unknown is
//! never refused by itself: a lost answer does not say that nothing was delivered (design section 7).

use crate::event::PayoutResult;
use crate::money::Amount;
use crate::reason::Reason;
use crate::reward::{Due, Rail, Reward, RewardKey};
use crate::time::Timestamp;

/// Written down; nothing has been heard yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Intended;

/// Sent, and no clear answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unknown {
    /// Since when.
    pub since: Timestamp,
    /// Why it has to be taken back as soon as it turns out to have been delivered.
    pub reverse_when_known: Option<Reason>,
}

/// Delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Issued {
    /// When that was known.
    pub at: Timestamp,
    /// Why it has to be taken back at once.
    pub reverse: Option<Reason>,
}

/// Refused by the other side: nothing was delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// When that was known.
    pub at: Timestamp,
}

/// The code belongs to somebody else: a person has to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conflict {
    /// When that was known.
    pub at: Timestamp,
}

/// Nothing more can come of it: it was used up, expired, or was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed {
    /// When.
    pub at: Timestamp,
}

/// A payout in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payout<S> {
    /// The reward that it delivers.
    pub reward: RewardKey,
    /// How.
    pub rail: Rail,
    /// How much.
    pub amount: Amount,
    /// The state.
    pub state: S,
}

/// A payout of which something is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// Delivered.
    Issued(Payout<Issued>),
    /// Nothing was delivered.
    Refused(Payout<Refused>),
    /// A person has to look.
    Conflict(Payout<Conflict>),
    /// Nobody knows yet.
    Unknown(Payout<Unknown>),
}

impl<S> Payout<S> {
    fn into_state<T>(self, state: T) -> Payout<T> {
        Payout { reward: self.reward, rail: self.rail, amount: self.amount, state }
    }
}

impl Payout<Intended> {
    /// The attempt to deliver a reward that is due, by the rail that it was promised on. Only what is due can be paid.
    #[must_use]
    pub const fn of(reward: &Reward<Due>) -> Self {
        Self { reward: reward.terms.key, rail: reward.terms.rail, amount: reward.amount(), state: Intended }
    }

    /// What came of sending it.
    #[must_use]
    pub fn answered(self, result: PayoutResult, at: Timestamp) -> Answered {
        self.into_state(Unknown { since: at, reverse_when_known: None }).found(result, at)
    }
}

impl Payout<Unknown> {
    /// The reward has ended meanwhile: should the payout turn out to be delivered, it is taken back.
    #[must_use]
    pub fn reverse_when_known(self, reason: Reason) -> Self {
        let since = self.state.since;
        self.into_state(Unknown { since, reverse_when_known: Some(reason) })
    }

    /// What somebody found who looked, by the code and by our key. It is never sent again before that.
    #[must_use]
    pub fn found(self, result: PayoutResult, at: Timestamp) -> Answered {
        let reverse = self.state.reverse_when_known;
        match result {
            PayoutResult::Issued => Answered::Issued(self.into_state(Issued { at, reverse })),
            PayoutResult::Refused => Answered::Refused(self.into_state(Refused { at })),
            PayoutResult::Conflict => Answered::Conflict(self.into_state(Conflict { at })),
            PayoutResult::Unknown => Answered::Unknown(self),
        }
    }
}

impl Payout<Issued> {
    /// Nothing more can come of it.
    #[must_use]
    pub fn closed(self, at: Timestamp) -> Payout<Closed> {
        self.into_state(Closed { at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{Currency, Money};
    use crate::name::{Key, OrderKey, RuleKey};
    use crate::party::PartyName;
    use crate::reward::{Occasion, Role};

    fn unknown() -> Payout<Unknown> {
        let order = OrderKey(Key::from_bits(7));
        let reward =
            RewardKey { rule: RuleKey(Key::symbol(1)), friend: PartyName::Guest(order), occasion: Occasion::Order(order), role: Role::Friend };
        let amount = Money::new(1_000, Currency::parse("EUR").unwrap()).into();
        let sent = Payout { reward, rail: Rail::GiftCard, amount, state: Intended };
        match sent.answered(PayoutResult::Unknown, Timestamp::EPOCH) {
            Answered::Unknown(payout) => payout,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_unknown_stays_so_until_somebody_looked() {
        let later = Timestamp::from_micros(5);
        assert_eq!(unknown().found(PayoutResult::Unknown, later), Answered::Unknown(unknown()));
        assert!(matches!(unknown().found(PayoutResult::Refused, later), Answered::Refused(payout) if payout.state.at == later));
        assert!(matches!(unknown().found(PayoutResult::Conflict, later), Answered::Conflict(payout) if payout.amount == unknown().amount));
    }

    #[test]
    fn a_refund_that_came_meanwhile_is_not_forgotten() {
        let found = unknown().reverse_when_known(Reason::Refunded).found(PayoutResult::Issued, Timestamp::from_micros(5));
        let Answered::Issued(issued) = found else { panic!("{found:?}") };
        assert_eq!(issued.state.reverse, Some(Reason::Refunded));
        assert_eq!(issued.closed(Timestamp::from_micros(6)).state.at, Timestamp::from_micros(6));
    }
}
