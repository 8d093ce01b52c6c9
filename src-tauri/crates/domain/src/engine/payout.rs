//! Payouts: what may be sent, what came of it, and what is told of what was delivered.

use super::chosen::gone_of;
use super::draft::Draft;
use crate::money::Amount;
use crate::outcome::Change;
use crate::payout::{Generation, PayoutAct, PayoutRecord, PayoutResult, PayoutStep, should_stand};
use crate::reason::Reason;
use crate::reward::{AnyReward, Rail, RewardId, RewardKey, RewardStep};

impl Draft<'_> {
    /// Something is about to be done outside: only what is accepted here may be.
    pub(super) fn payout_intended(&mut self, key: &RewardKey, rail: Rail, generation: Generation, act: &PayoutAct) {
        let Some((id, reward)) = self.reward_called(key).filter(|(_, reward)| reward.terms().rail == rail) else { return self.refuse(Reason::Stale) };
        let step = match *act {
            PayoutAct::Issue { amount, code, expires_on, .. } => {
                let amount = amount.unwrap_or(reward.to_deliver());
                self.issue_intended(id, &reward, PayoutStep::Intended { generation, rail, amount, code, expires_on })
            }
            PayoutAct::Correct { to } => match self.state.payouts.get(&id) {
                Some(PayoutRecord::Issued(payout)) if payout.generation == generation => {
                    let is_due = to == should_stand(&reward) && !payout.is_right(to);
                    if is_due { Ok(PayoutStep::Correcting { to }) } else { Err(Reason::Stale) }
                }
                _ => Err(Reason::NotDelivered),
            },
        };
        match step {
            Ok(step) => self.change(Change::Payout { reward: id, step }),
            Err(reason) => self.refuse(reason),
        }
    }

    fn issue_intended(&self, id: RewardId, reward: &AnyReward, step: PayoutStep) -> Result<PayoutStep, Reason> {
        let AnyReward::Due(due) = reward else { return Err(Reason::NotDue) };
        let PayoutStep::Intended { generation, amount, code, .. } = step else { return Err(Reason::Stale) };
        let record = self.state.payouts.get(&id);
        // Once more only under the same code: there is at most one thing outside that has it.
        let is_free = match record {
            None | Some(PayoutRecord::Closed(_)) => true,
            Some(record @ (PayoutRecord::Intended(_) | PayoutRecord::Unknown(_) | PayoutRecord::Refused(_))) => record.code() == code,
            Some(PayoutRecord::Issued(_) | PayoutRecord::Conflict(_)) => false,
        };
        match () {
            () if !is_free => Err(Reason::PayoutOpen),
            () if generation != PayoutRecord::next_generation(record) || amount != due.to_deliver() => Err(Reason::Stale),
            () => Ok(step),
        }
    }

    /// What came of it. What nobody here intended was delivered by somebody else, and counts where it was due.
    pub(super) fn payout_known(&mut self, key: &RewardKey, rail: Rail, generation: Generation, result: &PayoutResult) {
        let Some((id, mut reward)) = self.reward_called(key).filter(|(_, reward)| reward.terms().rail == rail) else {
            return self.refuse(Reason::Stale);
        };
        match self.state.payouts.get(&id).copied().filter(|record| record.generation() == generation) {
            Some(record) if !matches!(record, PayoutRecord::Closed(_)) => self.known_of(id, &mut reward, &record, result),
            _ => self.known_unasked(id, &mut reward, generation, result),
        }
    }

    /// Of a delivery that was never intended here.
    fn known_unasked(&mut self, id: RewardId, reward: &mut AnyReward, generation: Generation, result: &PayoutResult) {
        let record = self.state.payouts.get(&id);
        let is_next = matches!(record, None | Some(PayoutRecord::Closed(_))) && generation == PayoutRecord::next_generation(record);
        // Another desk delivered it, or this one before it came back from a backup: what has ended meanwhile has to be taken back. Nobody else
        // delivers to our wallet.
        if reward.terms().rail == Rail::Wallet || !matches!(reward, AnyReward::Due(_) | AnyReward::Void(_)) {
            return self.refuse(Reason::Stale);
        }
        match *result {
            _ if !is_next => self.refuse(Reason::Stale),
            PayoutResult::Issued { id: called, minor } => {
                let (rail, amount) = (reward.terms().rail, reward.to_deliver());
                let minor = minor.unwrap_or(amount.minor);
                let (intended, issued) =
                    (PayoutStep::Intended { generation, rail, amount, code: None, expires_on: None }, PayoutStep::Issued { id: called, minor });
                // What was told to be used before anybody here knew of the delivery.
                let known = [intended, issued].into_iter().fold(record.copied(), |record, step| PayoutRecord::after(record, step, self.at));
                let used = known.map_or(0, |known| known.used());
                self.payout(id, intended);
                self.payout(id, issued);
                self.delivered(id, reward, minor, used);
            }
            PayoutResult::Refused { .. } => self.refuse(Reason::PayoutRefused),
            PayoutResult::Conflict => self.refuse(Reason::PayoutConflict),
            // Nothing is decided on what nobody knows.
            PayoutResult::Unknown => {}
            PayoutResult::Corrected { .. } | PayoutResult::Gone => self.refuse(Reason::NotDelivered),
        }
    }

    fn known_of(&mut self, id: RewardId, reward: &mut AnyReward, record: &PayoutRecord, result: &PayoutResult) {
        match (*result, record) {
            (PayoutResult::Issued { id: called, minor }, PayoutRecord::Intended(_) | PayoutRecord::Unknown(_) | PayoutRecord::Refused(_))
                if !matches!(reward, AnyReward::Waiting(_)) =>
            {
                let minor = minor.unwrap_or(record.amount().minor);
                let step = PayoutStep::Issued { id: called, minor };
                // What was told to be used before anybody here knew of the delivery.
                let used = PayoutRecord::after(Some(*record), step, self.at).map_or(0, |after| after.used());
                self.payout(id, step);
                self.delivered(id, reward, minor, used);
            }
            (PayoutResult::Refused { .. }, PayoutRecord::Intended(_) | PayoutRecord::Unknown(_)) => {
                self.payout(id, PayoutStep::Refused);
                self.settle_if_set_off(id, reward);
                self.refuse(Reason::PayoutRefused);
            }
            (PayoutResult::Refused { .. }, PayoutRecord::Issued(payout)) if payout.state.correcting.is_some() => {
                self.payout(id, PayoutStep::NotCorrected);
                self.refuse(Reason::PayoutRefused);
            }
            (PayoutResult::Conflict, PayoutRecord::Intended(_) | PayoutRecord::Unknown(_)) => {
                self.payout(id, PayoutStep::Conflict);
                self.refuse(Reason::PayoutConflict);
            }
            (PayoutResult::Unknown, PayoutRecord::Intended(_)) => self.payout(id, PayoutStep::Unknown),
            (PayoutResult::Unknown, PayoutRecord::Unknown(_)) => {}
            // The intent to correct stands, and what is said in it can be said again.
            (PayoutResult::Unknown, PayoutRecord::Issued(payout)) if payout.state.correcting.is_some() => {}
            (PayoutResult::Corrected { to, used }, PayoutRecord::Issued(_)) => self.corrected(id, reward, record, to, used),
            (PayoutResult::Gone, PayoutRecord::Issued(_)) => {
                self.payout(id, PayoutStep::Closed);
                if matches!(reward, AnyReward::Settled(_)) {
                    self.step(id, reward, RewardStep::Reversed { reason: Reason::PayoutGone });
                }
            }
            _ => self.refuse(Reason::Stale),
        }
    }

    /// It was delivered: what has ended meanwhile has to be taken back.
    fn delivered(&mut self, id: RewardId, reward: &mut AnyReward, minor: i64, used: i64) {
        match reward {
            AnyReward::Due(due) => {
                let rail = due.terms.rail;
                self.step(id, reward, RewardStep::Settled { rail });
            }
            AnyReward::Void(_) => self.step(id, reward, RewardStep::Delivered),
            AnyReward::Waiting(_) | AnyReward::Settled(_) | AnyReward::Reversed(_) => {}
        }
        self.found_used(id, reward, used);
        if minor == 0 && !matches!(reward, AnyReward::Settled(_)) {
            self.payout(id, PayoutStep::Closed);
        }
    }

    fn corrected(&mut self, id: RewardId, reward: &mut AnyReward, record: &PayoutRecord, to: i64, used: i64) {
        let step = PayoutStep::Corrected { to, used };
        let found = PayoutRecord::after(Some(*record), step, self.at).map_or(0, |after| after.used() - record.used());
        self.payout(id, step);
        self.found_used(id, reward, found);
        if to == 0 && !matches!(reward, AnyReward::Settled(_)) {
            self.payout(id, PayoutStep::Closed);
        }
    }

    fn payout(&mut self, reward: RewardId, step: PayoutStep) {
        self.change(Change::Payout { reward, step });
    }

    /// The shop tells that something was used. What a correction had found already counts once.
    pub(super) fn reward_used(&mut self, key: &RewardKey, amount: Amount) {
        let Some((id, mut reward)) = self.reward_called(key) else { return self.refuse(Reason::Stale) };
        if amount.asset != reward.terms().given.asset {
            return self.refuse(Reason::WrongCurrency);
        }
        let (minor, step) = (amount.minor, PayoutStep::Used { minor: amount.minor });
        match self.state.payouts.get(&id).copied() {
            Some(_) if minor <= 0 => self.refuse(Reason::NoAmount),
            Some(record) => {
                let used = PayoutRecord::after(Some(record), step, self.at).map_or(0, |after| after.used());
                // Also more than stands by what is known here: another desk can have let it stand for more.
                self.payout(id, step);
                self.found_used(id, &mut reward, used - record.used());
            }
            None => match gone_of(&reward, Some(minor)) {
                Ok(minor) => self.step(id, &mut reward, RewardStep::Used { minor }),
                Err(reason) => self.refuse(reason),
            },
        }
    }

    /// More was used than was known: within what stands it is used by right, beyond that it is given up or owed back.
    fn found_used(&mut self, id: RewardId, reward: &mut AnyReward, minor: i64) {
        let unused = if let AnyReward::Settled(settled) = reward { settled.unused().max(0) } else { 0 };
        let within = minor.min(unused);
        if within > 0 {
            self.step(id, reward, RewardStep::Used { minor: within });
        }
        if minor > within {
            let by_right = lost(reward).min(minor - within);
            self.step(id, reward, RewardStep::Overused { minor: minor - within });
            self.claw_back(id, reward, minor - within - by_right);
        }
    }
}

/// What the other side still had of a reward when it lost it: what is told to be used of that was used by right.
fn lost(reward: &AnyReward) -> i64 {
    match reward {
        AnyReward::Reversed(reversed) if reversed.state.reason == Reason::PayoutGone => {
            reversed.minor.saturating_sub(reversed.state.used).saturating_sub(reversed.state.expired).max(0)
        }
        _ => 0,
    }
}
