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
                // What went back of the order's money lowers this promise as it lowered the other one.
                if let Some(order) = order {
                    self.follow_money(id, &mut reward, order);
                }
            }
        }
    }

    /// A delivered reward expired: as much as is told, or all that was left.
    pub(super) fn reward_expired(&mut self, key: &RewardKey, amount: Option<Amount>) {
        match self.reward_called(key) {
            Some((_, AnyReward::Settled(settled))) if amount.is_some_and(|amount| amount.asset != settled.terms.given.asset) => {
                self.refuse(Reason::WrongCurrency);
            }
            Some((id, mut reward @ AnyReward::Settled(settled))) => {
                let minor = amount.map_or(settled.unused(), |amount| amount.minor);
                if (1..=settled.unused()).contains(&minor) {
                    self.step(id, &mut reward, RewardStep::Expired { minor });
                } else {
                    self.refuse(Reason::Stale);
                }
            }
            _ => self.refuse(Reason::Stale),
        }
    }

    pub(super) fn reward_called(&self, key: &RewardKey) -> Option<(RewardId, AnyReward)> {
        let id = self.state.reward_of(key)?;
        self.state.rewards.get(&id).map(|reward| (id, *reward))
    }
}
