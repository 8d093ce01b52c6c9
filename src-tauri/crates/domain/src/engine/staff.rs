//! Staff, payouts and redemptions: events about a reward that somebody names by its key.

use super::draft::Draft;
use crate::event::{PayoutResult, StaffAct, StaffAction};
use crate::money::Amount;
use crate::name::{CodeKey, CustomerKey};
use crate::outcome::Change;
use crate::party::PartyName;
use crate::payout::{Answered, Payout};
use crate::reason::Reason;
use crate::reward::{AnyReward, Rail, RewardId, RewardKey, RewardStep};

impl Draft<'_> {
    pub(super) fn staff(&mut self, act: &StaffAct) {
        match &act.action {
            StaffAction::Approve { reward, expects } => self.reviewed(reward, *expects, |draft, id, reward| {
                if matches!(reward, AnyReward::Waiting(waiting) if waiting.state.review) {
                    draft.step(id, reward, RewardStep::Approved);
                    draft.make_due(id, reward);
                } else {
                    draft.refuse(Reason::Stale);
                }
            }),
            StaffAction::Reject { reward, expects } => self.reviewed(reward, *expects, |draft, id, reward| match reward {
                AnyReward::Waiting(_) | AnyReward::Due(_) => draft.step(id, reward, RewardStep::Voided { reason: Reason::RejectedByStaff }),
                _ => draft.refuse(Reason::Stale),
            }),
            StaffAction::Hold { reward, expects, until } => self.reviewed(reward, *expects, |draft, id, reward| match reward {
                AnyReward::Waiting(_) => draft.step(id, reward, RewardStep::Held { until: *until }),
                _ => draft.refuse(Reason::Stale),
            }),
            StaffAction::Attribute { customer, code } => self.attribute(*customer, *code),
            StaffAction::RejectReferral { friend } => self.reject_referral(*friend),
            // What tells who somebody is lies beside the log: nothing of the state changes.
            StaffAction::Erase { .. } => {}
        }
    }

    /// Refuses a referral for good: what is promised for it is void, and nothing more is. What was delivered stays with whoever has it, until the
    /// payouts are reconciled.
    fn reject_referral(&mut self, friend: PartyName) {
        let Some(friend) = self.state.party_named(friend) else { return self.refuse(Reason::NoReferral) };
        let owed = self.state.tallies.get(&friend).map(|tally| tally.owed.clone()).unwrap_or_default();
        let record = self.known(friend).party;
        if record.rejected {
            return self.refuse(Reason::Stale);
        }
        if record.bond.is_none() && owed.is_empty() {
            return self.refuse(Reason::NoReferral);
        }
        self.change(Change::ReferralRejected { friend });
        for id in owed {
            if let Some(mut reward @ (AnyReward::Waiting(_) | AnyReward::Due(_))) = self.state.rewards.get(&id).copied() {
                self.step(id, &mut reward, RewardStep::Voided { reason: Reason::ReferralRejected });
            }
        }
    }

    /// Acts on a reward if it still is what was on screen.
    fn reviewed(&mut self, key: &RewardKey, expects: u32, act: impl FnOnce(&mut Self, RewardId, &mut AnyReward)) {
        match self.reward_called(key) {
            Some((id, mut reward)) if reward.revision() == expects => act(self, id, &mut reward),
            _ => self.refuse(Reason::Stale),
        }
    }

    /// Binds by hand. It supersedes the referrer of record for later events; loops are still refused.
    fn attribute(&mut self, customer: CustomerKey, code: CodeKey) {
        let mut person = self.person(Some(customer), None, PartyName::Customer(customer));
        match self.owner_of(code) {
            Err(reason) => self.change(Change::ContactRefused { party: person.id, code, reason }),
            Ok(advocate) => self.bind(&mut person, code, advocate),
        }
    }

    pub(super) fn payout_known(&mut self, key: &RewardKey, rail: Rail, result: &PayoutResult) {
        let Some((id, mut reward @ AnyReward::Due(due))) = self.reward_called(key).filter(|(_, reward)| reward.terms().rail == rail) else {
            // Delivered twice, by another rail than was promised, or although it was voided meanwhile: told here, taken back by its own action.
            return self.refuse(Reason::Stale);
        };
        match Payout::of(&due).answered(*result, self.event.at) {
            Answered::Issued(payout) => self.step(id, &mut reward, RewardStep::Settled { rail: payout.rail }),
            Answered::Refused(_) => self.refuse(Reason::PayoutRefused),
            Answered::Conflict(_) => self.refuse(Reason::PayoutConflict),
            // Nothing is decided on what nobody knows.
            Answered::Unknown(_) => {}
        }
    }

    pub(super) fn reward_used(&mut self, key: &RewardKey, amount: Amount) {
        match self.reward_called(key) {
            Some((_, AnyReward::Settled(settled))) if amount.asset != settled.terms.given.asset => self.refuse(Reason::WrongCurrency),
            Some((id, mut reward @ AnyReward::Settled(settled))) if (1..=settled.unused()).contains(&amount.minor) => {
                self.step(id, &mut reward, RewardStep::Used { minor: amount.minor });
            }
            _ => self.refuse(Reason::Stale),
        }
    }
}
