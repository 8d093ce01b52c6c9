//! What a reward's step moves in the ledger, what it makes somebody owe us, and what of that is set off.

use super::draft::Draft;
use crate::ledger::Account;
use crate::outcome::Change;
use crate::party::PartyId;
use crate::payout::{Clawback, PayoutRecord, PayoutStep};
use crate::reason::Reason;
use crate::reward::{AnyReward, Rail, RewardId, RewardStep};
use crate::state::Owes;

impl Draft<'_> {
    /// Books a step that was taken.
    pub(super) fn book(&mut self, id: RewardId, before: &AnyReward, after: &AnyReward, step: RewardStep) {
        let terms = *before.terms();
        let owed = Account::AssetClawback(terms.beneficiary);
        let (pending, expense) = (Account::LiabilityPending(terms.beneficiary), Account::ExpenseRewards(terms.program));
        let stood = standing_account(before);
        // What was set off and stands no more is owed again.
        let freed = before.set_off() - after.set_off();
        let (debit, credit, minor) = match step {
            RewardStep::Reduced { minor, .. } => (stood, expense, before.amount().minor - minor - freed),
            RewardStep::Voided { .. } => (pending, expense, before.amount().minor - freed),
            RewardStep::Reversed { .. } => (stood, expense, unused(before)),
            RewardStep::Revived => (expense, pending, before.amount().minor),
            RewardStep::Used { minor } => (stood, Account::Settled(terms.rail), minor),
            RewardStep::Expired { minor } => (stood, Account::IncomeBreakage, minor),
            RewardStep::Settled { .. } => (pending, standing_account(after), before.amount().minor - before.set_off()),
            RewardStep::SetOff { minor, of } => (pending, self.owing_account(before, of).unwrap_or(owed), minor),
            RewardStep::Overused { minor } => (expense, Account::Settled(terms.rail), minor),
            RewardStep::Lost { minor } => (Account::ExpenseClawbackLoss, expense, minor),
            RewardStep::Carried { minor } => (owed, expense, minor),
            RewardStep::Reissued { minor } | RewardStep::Restored { minor } => (expense, pending, minor),
            RewardStep::Raised { minor } => {
                let made_good = if let AnyReward::Settled(settled) = before { settled.made_good(minor) } else { 0 };
                self.transfer(id, expense, Account::ExpenseClawbackLoss, before.amount().with_minor(made_good));
                (expense, stood, minor - before.amount().minor - made_good)
            }
            RewardStep::Chosen { given, .. } => {
                self.transfer(id, pending, expense, before.amount());
                return self.transfer(id, expense, pending, given);
            }
            RewardStep::Captured
            | RewardStep::Delivered
            | RewardStep::HoldOver
            | RewardStep::Approved
            | RewardStep::Held { .. }
            | RewardStep::Due
            | RewardStep::SentForReview
            | RewardStep::Edited { .. }
            | RewardStep::OrderGrew { .. }
            | RewardStep::RaiseProposed { .. }
            | RewardStep::EmailVerified
            | RewardStep::PhoneVerified
            | RewardStep::AccountMade { .. }
            | RewardStep::Aged
            | RewardStep::Unlocked => return,
        };
        self.transfer(id, debit, credit, before.amount().with_minor(minor));
        if freed > 0 && !matches!(step, RewardStep::SetOff { .. }) {
            self.transfer(id, owed, expense, before.amount().with_minor(freed));
        }
        self.owes_of(terms.beneficiary).follow(id, before, after, step);
    }

    /// What follows of itself on a step that was taken.
    pub(super) fn follow_up(&mut self, id: RewardId, reward: &mut AnyReward, before: &AnyReward, step: RewardStep) {
        let record = self.state.payouts.get(&id);
        match (step, before) {
            (RewardStep::Reversed { reason }, AnyReward::Settled(settled)) => {
                if matches!(record, Some(PayoutRecord::Issued(payout)) if payout.state.told == 0) {
                    self.change(Change::Payout { reward: id, step: PayoutStep::Closed });
                }
                // What the other side lost was used by right.
                if reason != Reason::PayoutGone {
                    self.claw_back(id, reward, settled.state.used - settled.state.over);
                }
            }
            (RewardStep::Voided { .. }, _) if record.is_some_and(PayoutRecord::is_open) => {
                self.change(Change::Payout { reward: id, step: PayoutStep::ReverseWhenKnown });
            }
            (RewardStep::Reduced { .. }, AnyReward::Due(_)) if !record.is_some_and(PayoutRecord::is_open) => self.settle_if_set_off(id, reward),
            _ => {}
        }
    }

    /// What was used and is not theirs any more is given up, or owed back.
    pub(super) fn claw_back(&mut self, id: RewardId, reward: &mut AnyReward, minor: i64) {
        if minor > 0 {
            let step = match self.state.policy.clawback {
                Clawback::Loss => RewardStep::Lost { minor },
                Clawback::Carry => RewardStep::Carried { minor },
            };
            self.step(id, reward, step);
        }
    }

    /// A reward became due: what who gets it owes us in the same asset is set off, oldest first. What the wallet holds is delivered by that alone,
    /// and so is what was set off whole.
    pub(super) fn became_due(&mut self, id: RewardId, reward: &mut AnyReward) {
        let terms = *reward.terms();
        let owing = self.owes_of(terms.beneficiary).clone();
        for owing in owing.0.iter().filter(|owing| owing.amount.asset == terms.given.asset) {
            let minor = owing.amount.minor.min(reward.amount().minor - reward.set_off());
            if minor > 0 {
                self.step(id, reward, RewardStep::SetOff { minor, of: owing.reward });
            }
        }
        if terms.rail == Rail::Wallet {
            self.step(id, reward, RewardStep::Settled { rail: terms.rail });
        } else {
            self.settle_if_set_off(id, reward);
        }
    }

    /// Nothing is left to be delivered of what was set off whole.
    pub(super) fn settle_if_set_off(&mut self, id: RewardId, reward: &mut AnyReward) {
        if matches!(reward, AnyReward::Due(due) if due.set_off > 0 && due.to_deliver().minor == 0) {
            let rail = reward.terms().rail;
            self.step(id, reward, RewardStep::Settled { rail });
        }
    }

    fn owing_account(&mut self, reward: &AnyReward, of: RewardId) -> Option<Account> {
        let asset = reward.terms().given.asset;
        let owes = self.owes_of(reward.terms().beneficiary);
        owes.0.iter().find(|owing| owing.reward == of && owing.amount.asset == asset).map(|owing| Account::AssetClawback(owing.party))
    }

    /// What somebody owes us, as this event has left it so far.
    fn owes_of(&mut self, party: PartyId) -> &mut Owes {
        let party = self.state.resolve(party);
        let place = self.owes_now.iter().position(|(of, _)| *of == party).unwrap_or_else(|| {
            let owes = self.state.tallies.get(&party).map(|tally| tally.owes.clone()).unwrap_or_default();
            self.owes_now.push((party, owes));
            self.owes_now.len() - 1
        });
        &mut self.owes_now[place].1
    }
}

/// What of a reward was not used yet.
const fn unused(reward: &AnyReward) -> i64 {
    match reward {
        AnyReward::Settled(settled) => settled.unused(),
        other => other.amount().minor,
    }
}

/// The account in which what stands of a reward stands.
const fn standing_account(reward: &AnyReward) -> Account {
    let beneficiary = reward.terms().beneficiary;
    match reward {
        AnyReward::Settled(settled) => match settled.state.rail {
            Rail::Wallet => Account::LiabilityWallet(beneficiary),
            rail => Account::LiabilityIssued(rail),
        },
        _ => Account::LiabilityPending(beneficiary),
    }
}
