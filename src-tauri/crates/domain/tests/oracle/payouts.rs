//! What is delivered outside, and what is used of it.

use crate::life::Stands;
use crate::world::World;
use vouchsafe_domain::event::{Event, Fact, PayoutAct, PayoutResult};
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::{Rail, RewardKey};
use vouchsafe_domain::time::Timestamp;

/// What is known of the delivery of a reward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Known {
    #[default]
    Nothing,
    /// It was intended, and nobody knows what came of it.
    Open,
    Refused,
    /// Its code is somebody else's.
    Conflict,
    /// It lies at the other side.
    Outside,
    /// It did, and was taken back there or is lost.
    Over,
}

/// The delivery of a reward, and what was used of it: the same use can be told and be found by a correction.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Delivery {
    pub(crate) known: Known,
    told_used: i64,
    found_used: i64,
    counted: i64,
    /// Whether the other side was told that it stands for nothing.
    stands_for_nothing: bool,
    /// What the other side still had of it when it lost it.
    lost: i64,
    /// Whether it is not the first one.
    is_another: bool,
}

impl Delivery {
    /// It is to be delivered once more. What is told of the first time comes too late, once that is over.
    pub(crate) fn again(&mut self) {
        (self.lost, self.stands_for_nothing) = (0, false);
        self.is_another |= self.known == Known::Over;
        if self.known == Known::Over {
            self.known = Known::Nothing;
        }
    }
}

impl World<'_> {
    pub(crate) fn follow_payout(&mut self, i: usize, event: &Event) {
        let key = self.rewards[i].key.clone();
        let is_it = |told: RewardKey| told.text(self.names) == key;
        // What is told of another rail is told of nothing that was promised.
        if let Fact::PayoutIntended { rail, .. } | Fact::PayoutKnown { rail, .. } = event.fact
            && rail != self.rewards[i].option.rail
        {
            return;
        }
        // What is told names the first delivery; what is used of another one is not followed.
        if self.rewards[i].delivery.is_another {
            match event.fact {
                Fact::PayoutIntended { reward, .. } | Fact::PayoutKnown { reward, .. } if is_it(reward) => return,
                Fact::RewardUsed { reward, .. } if is_it(reward) => self.left_out = true,
                _ => {}
            }
        }
        match event.fact {
            Fact::PayoutIntended { reward, act: PayoutAct::Issue { .. }, .. } if is_it(reward) => {
                let delivery = &mut self.rewards[i].delivery;
                if matches!(delivery.known, Known::Nothing | Known::Refused) && self.rewards[i].stands == Stands::Due {
                    self.rewards[i].delivery.known = Known::Open;
                }
            }
            Fact::PayoutKnown { reward, result, .. } if is_it(reward) => self.known(i, result, event.at),
            Fact::RewardUsed { reward, amount } if is_it(reward) && amount.asset == self.rewards[i].given.asset => self.told_used(i, amount.minor),
            Fact::RewardExpired { reward, amount } if is_it(reward) && self.rewards[i].stands == Stands::Settled => {
                let unused = self.rewards[i].unused();
                let minor = amount.map_or(unused, |amount| amount.minor);
                if minor <= unused && amount.is_none_or(|amount| amount.asset == self.rewards[i].given.asset) {
                    let delivered = self.delivered(&self.rewards[i]);
                    self.rewards[i].post(&delivered, "income:breakage", minor);
                    self.rewards[i].expired += minor;
                }
            }
            Fact::RewardChosen { reward, option } if is_it(reward) => self.choose(i, option, event.at),
            _ => {}
        }
    }

    fn known(&mut self, i: usize, result: PayoutResult, at: Timestamp) {
        let known = self.rewards[i].delivery.known;
        match result {
            PayoutResult::Issued { .. } if matches!(known, Known::Nothing | Known::Open | Known::Refused) => self.issued(i, at),
            PayoutResult::Refused { .. } if known == Known::Open => {
                self.rewards[i].delivery.known = Known::Refused;
                self.settle_if_set_off(i, at);
            }
            PayoutResult::Conflict if known == Known::Open => self.rewards[i].delivery.known = Known::Conflict,
            PayoutResult::Corrected { to, used } if known == Known::Outside => {
                let delivery = &mut self.rewards[i].delivery;
                delivery.found_used = delivery.found_used.max(used);
                delivery.stands_for_nothing = to == 0;
                self.count_used(i);
                self.is_over(i);
            }
            PayoutResult::Gone if known == Known::Outside => {
                if self.rewards[i].stands == Stands::Settled {
                    self.rewards[i].delivery.lost = self.rewards[i].unused();
                    self.take_back(i, Reason::PayoutGone);
                }
                self.rewards[i].delivery.known = Known::Over;
            }
            _ => {}
        }
    }

    /// It was delivered outside: what is due is settled by that, and what is void was taken back too late. Nobody delivers what our wallet holds.
    fn issued(&mut self, i: usize, at: Timestamp) {
        match self.rewards[i].stands {
            Stands::Due => self.settle(i, at),
            Stands::Void(reason) if self.rewards[i].option.rail != Rail::Wallet => {
                self.rewards[i].stands = Stands::Reversed(reason);
                self.rewards[i].delivery.known = Known::Outside;
            }
            // Nothing was left to be delivered of it, and it was delivered after all.
            Stands::Settled | Stands::Reversed(_) if self.rewards[i].delivery.known != Known::Nothing => {
                self.rewards[i].delivery.known = Known::Outside;
            }
            _ => return,
        }
        self.count_used(i);
        self.is_over(i);
    }

    /// Of what our wallet holds no more is used than stands.
    fn told_used(&mut self, i: usize, minor: i64) {
        let reward = &mut self.rewards[i];
        match reward.delivery.known {
            Known::Nothing if reward.stands == Stands::Settled && minor <= reward.unused() => self.used(i, minor),
            Known::Nothing => {}
            Known::Open | Known::Refused | Known::Conflict => reward.delivery.told_used += minor,
            Known::Outside | Known::Over => {
                reward.delivery.told_used += minor;
                self.count_used(i);
            }
        }
    }

    fn count_used(&mut self, i: usize) {
        let delivery = &mut self.rewards[i].delivery;
        let used = delivery.told_used.max(delivery.found_used);
        let more = used - delivery.counted;
        delivery.counted = used;
        self.used(i, more);
    }

    /// What is used beyond what stands is clawed back. But what the other side lost was used by right.
    fn used(&mut self, i: usize, minor: i64) {
        let (delivered, expense) = (self.delivered(&self.rewards[i]), self.expense(&self.rewards[i]));
        let reward = &mut self.rewards[i];
        let unused = if reward.stands == Stands::Settled { reward.unused() } else { 0 };
        let (within, settled) = (minor.min(unused), format!("settled:{}", reward.option.rail.name()));
        let over = minor - within;
        let by_right = over.min(reward.delivery.lost);
        reward.delivery.lost -= by_right;
        reward.post(&delivered, &settled, within);
        reward.post(&expense, &settled, over);
        reward.used += within;
        reward.over += over;
        self.claw_back(i, over - by_right);
    }

    /// What was taken back is over once the other side knows it.
    pub(crate) fn is_over(&mut self, i: usize) {
        let knows = self.settles || self.rewards[i].delivery.stands_for_nothing;
        if self.rewards[i].is_taken_back() && self.rewards[i].delivery.known == Known::Outside && knows {
            self.rewards[i].delivery.known = Known::Over;
        }
    }
}
