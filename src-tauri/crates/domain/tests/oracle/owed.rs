//! What people owe back because they used what was not theirs any more, and what of that is set off.

use crate::life::Stands;
use crate::payouts::Known;
use crate::world::World;
use vouchsafe_domain::event::Fact;
use vouchsafe_domain::money::Asset;
use vouchsafe_domain::party::PartyName;
use vouchsafe_domain::payout::Clawback;
use vouchsafe_domain::reward::Rail;
use vouchsafe_domain::time::Timestamp;

impl World<'_> {
    fn carries(&self) -> bool {
        let last =
            self.log.events().rev().find_map(|event| if let Fact::PolicyChanged { policy, .. } = &event.fact { Some(policy.clawback) } else { None });
        last == Some(Clawback::Carry)
    }

    fn owing(&self, i: usize) -> String {
        format!("asset:clawback:{}", self.rewards[i].beneficiary.text(self.names))
    }

    fn owed(&mut self, i: usize) -> &mut i64 {
        let of: (PartyName, Asset) = (self.rewards[i].beneficiary, self.rewards[i].given.asset);
        self.owed.entry(of).or_default()
    }

    /// What was used and is not theirs is given up, or owed back.
    pub(crate) fn claw_back(&mut self, i: usize, minor: i64) {
        let expense = self.expense(&self.rewards[i]);
        if self.carries() {
            let owing = self.owing(i);
            *self.owed(i) += minor;
            self.rewards[i].post(&owing, &expense, minor);
            self.rewards[i].carried += minor;
        } else {
            self.rewards[i].post("expense:clawback-loss", &expense, minor);
        }
    }

    /// A reward became due: what is owed back in its asset is set off.
    pub(crate) fn set_off(&mut self, i: usize) {
        let (pending, owing) = (self.pending(&self.rewards[i]), self.owing(i));
        let minor = self.rewards[i].minor.min(*self.owed(i));
        *self.owed(i) -= minor;
        self.rewards[i].set_off = minor;
        self.rewards[i].post(&pending, &owing, minor);
    }

    /// What was set off against what stands no more is owed again.
    pub(crate) fn owe_again(&mut self, i: usize, left: i64) {
        let (owing, expense) = (self.owing(i), self.expense(&self.rewards[i]));
        let freed = self.rewards[i].set_off - left;
        self.rewards[i].set_off = left;
        *self.owed(i) += freed;
        self.rewards[i].post(&owing, &expense, freed);
    }

    /// Nothing is left to be delivered of what was set off whole.
    pub(crate) fn settle_if_set_off(&mut self, i: usize, at: Timestamp) {
        let reward = &self.rewards[i];
        let is_open = reward.delivery.known == Known::Open;
        if reward.stands == Stands::Due && reward.set_off > 0 && reward.set_off == reward.minor && !is_open {
            let known = reward.delivery.known;
            self.settle(i, at);
            self.rewards[i].delivery.known = known;
        }
    }

    /// What is due: the wallet delivers at once.
    pub(crate) fn is_due(&mut self, i: usize, at: Timestamp) {
        self.rewards[i].stands = Stands::Due;
        self.set_off(i);
        self.settle_if_set_off(i, at);
        if self.rewards[i].stands == Stands::Due && (self.settles || self.rewards[i].option.rail == Rail::Wallet) {
            self.settle(i, at);
        }
    }
}
