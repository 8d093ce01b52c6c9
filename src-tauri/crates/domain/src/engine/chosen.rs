//! What people and shops say of a reward itself: which of its options somebody takes, and that it expired.

use super::draft::Draft;
use crate::money::Amount;
use crate::name::Key;
use crate::reason::Reason;
use crate::reward::{AnyReward, RewardId, RewardKey, RewardStep};

impl Draft<'_> {
    /// Somebody takes another option than the first one, as long as the reward is not due.
    pub(super) fn reward_chosen(&mut self, key: &RewardKey, option: Key) {
        let Some((id, mut reward @ AnyReward::Waiting(waiting))) = self.reward_called(key) else { return self.refuse(Reason::OptionUnknown) };
        let terms = waiting.terms;
        let order = terms.order.and_then(|order| self.state.orders.get(&order));
        let chosen = self.option_of(&terms, option, order);
        match chosen {
            Err(reason) => self.refuse(reason),
            Ok(RewardStep::Chosen { option, .. }) if option == terms.option => {}
            Ok(step) => {
                self.step(id, &mut reward, step);
                if let Some(advocate) = self.advocate_of(&self.known(self.state.resolve(terms.friend)), order) {
                    self.note_step(advocate, id, reward.terms());
                }
                // What went back of the order's money, or never came, lowers this promise as it lowered the other one.
                if let Some(order) = order {
                    self.earn_in_part(id, &mut reward, order);
                    self.follow_money(id, &mut reward, order);
                }
            }
        }
    }

    /// A delivered reward expired: as much as is told, or all that was left.
    pub(super) fn reward_expired(&mut self, key: &RewardKey, amount: Option<Amount>) {
        let Some((id, mut reward)) = self.reward_called(key) else { return self.refuse(Reason::Stale) };
        if amount.is_some_and(|amount| amount.asset != reward.terms().given.asset) {
            return self.refuse(Reason::WrongCurrency);
        }
        match gone_of(&reward, amount.map(|amount| amount.minor)) {
            Ok(minor) => self.step(id, &mut reward, RewardStep::Expired { minor }),
            Err(reason) => self.refuse(reason),
        }
    }

    /// The reward that somebody means by a key.
    pub(super) fn reward_called(&self, key: &RewardKey) -> Option<(RewardId, AnyReward)> {
        let id = self.state.reward_of(key)?;
        self.state.rewards.get(&id).map(|reward| (id, *reward))
    }
}

/// How much of a reward goes by use or expiry: as much as is told, or all that is left. What is delivered and not gone yet can go, and no more.
pub(super) fn gone_of(reward: &AnyReward, told: Option<i64>) -> Result<i64, Reason> {
    let left = match reward {
        AnyReward::Settled(settled) => settled.unused(),
        AnyReward::Void(_) | AnyReward::Reversed(_) => 0,
        AnyReward::Waiting(_) | AnyReward::Due(_) => return Err(Reason::NotDelivered),
    };
    match told.unwrap_or(left) {
        minor if minor <= 0 && told.is_some() => Err(Reason::NoAmount),
        minor if (1..=left).contains(&minor) => Ok(minor),
        _ => Err(Reason::MoreThanLeft),
    }
}
