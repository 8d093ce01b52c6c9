//! What staff say of rewards that wait, of referrals and of people. What they do with money stands in `amend`.

use super::draft::Draft;
use crate::event::{StaffAct, StaffAction};
use crate::name::{CodeKey, CustomerKey};
use crate::outcome::Change;
use crate::party::PartyName;
use crate::reason::Reason;
use crate::reward::{AnyReward, RewardId, RewardKey, RewardStep};

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
                // Never shorter than the program or somebody holds it already.
                AnyReward::Waiting(waiting) if waiting.state.hold_until >= Some(*until) => draft.refuse(Reason::HeldLonger),
                AnyReward::Waiting(_) => draft.step(id, reward, RewardStep::Held { until: *until }),
                _ => draft.refuse(Reason::Stale),
            }),
            StaffAction::Attribute { customer, code } => self.attribute(*customer, *code),
            StaffAction::RejectReferral { friend } => self.reject_referral(*friend),
            // What tells who somebody is lies beside the log: nothing of the state changes.
            StaffAction::Erase { .. } => {}
            StaffAction::Adjust { .. }
            | StaffAction::Reverse { .. }
            | StaffAction::Reissue { .. }
            | StaffAction::AcceptRaise { .. }
            | StaffAction::Goodwill { .. } => self.amend(act),
            StaffAction::Approved { proposal } => self.approved(*proposal, act.actor),
            StaffAction::Declined { proposal } => self.declined(*proposal),
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
}
