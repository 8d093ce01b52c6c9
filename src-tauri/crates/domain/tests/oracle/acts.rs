//! What people do to rewards: staff, and friends who confirm something.

use crate::life::Stands;
use crate::world::World;
use vouchsafe_domain::event::{Event, StaffAction};
use vouchsafe_domain::party::PartyName;
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::time::Span;

impl World<'_> {
    pub(crate) fn reject_all(&mut self, friend: PartyName) {
        for i in 0..self.rewards.len() {
            if self.rewards[i].friend == friend && matches!(self.rewards[i].stands, Stands::Waiting | Stands::Due) {
                self.take_back(i, Reason::ReferralRejected);
            }
        }
    }

    fn named(&self, key: vouchsafe_domain::reward::RewardKey) -> Option<usize> {
        let key = key.text(self.names);
        self.rewards.iter().position(|reward| reward.key == key)
    }

    /// A person acts. That the act is not stale is the caller's word: an id that begins with `stale` is.
    pub(crate) fn review(&mut self, event: &Event, action: StaffAction) {
        if event.id.text(self.names).starts_with("stale") {
            return;
        }
        match action {
            StaffAction::Approve { reward, .. } => {
                let Some(i) = self.named(reward) else { return };
                if self.rewards[i].stands == Stands::Waiting && self.rewards[i].waits_review {
                    self.rewards[i].waits_review = false;
                    self.rewards[i].was_approved = true;
                    self.go_on(i, event.at);
                    self.rewards[i].was_approved = false;
                }
            }
            StaffAction::Reject { reward, .. } => {
                let Some(i) = self.named(reward) else { return };
                if matches!(self.rewards[i].stands, Stands::Waiting | Stands::Due) {
                    self.take_back(i, Reason::RejectedByStaff);
                }
            }
            StaffAction::Hold { reward, until, .. } => {
                let Some(i) = self.named(reward) else { return };
                if self.rewards[i].stands == Stands::Waiting {
                    self.rewards[i].hold_until = self.rewards[i].hold_until.max(Some(until));
                }
            }
            StaffAction::Reverse { reward, .. } => {
                let Some(i) = self.named(reward) else { return };
                if self.rewards[i].stands == Stands::Settled {
                    self.take_back(i, Reason::ReversedByStaff);
                }
            }
            StaffAction::Adjust { reward, to, .. } => {
                let Some(i) = self.named(reward) else { return };
                self.adjust(i, to, event.at);
            }
            StaffAction::Reissue { reward, .. } => {
                let Some(i) = self.named(reward) else { return };
                self.reissue(i, event.at);
            }
            _ => {}
        }
    }

    pub(crate) fn follow_people(&mut self, i: usize, event: &Event) {
        let reward = &self.rewards[i];
        if reward.stands != Stands::Waiting {
            return;
        }
        let (friend, role) = (reward.friend, reward.waits_role);
        let (email, phone) = (self.log.email_verified(friend), self.log.phone_verified(friend));
        let registered_at = self.log.registered_at(friend);
        let unlocked = role.is_some_and(|role| self.log.has_role(reward.beneficiary, role, self.policy(event.at)));
        let reward = &mut self.rewards[i];
        let before = reward.clone();
        reward.waits_email &= !email;
        reward.waits_phone &= !phone;
        if let Some(registered_at) = registered_at.filter(|_| reward.waits_account) {
            reward.waits_account = false;
            let aged_at = registered_at.plus(Span::days(reward.rule.conditions.account_age_days));
            reward.aged_at = (aged_at > event.at).then_some(aged_at);
        }
        if unlocked {
            reward.waits_role = None;
        }
        if !before.waits_for_nothing() {
            self.go_on(i, event.at);
        }
    }
}
