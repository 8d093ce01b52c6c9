//! What a replay came to, told in lines.

use super::Replay;
use super::lines::{
    Balance, CreditedLine, DecisionLine, LevelLine, MoneyText, ReferralLine, RefusedLine, Report, RewardLine, StepLine, TraceLine, TransferLine,
    WaitLine,
};
use crate::event::Event;
use crate::ledger::Transfer;
use crate::money::{Amount, Asset, minor_text};
use crate::name::Texts;
use crate::outcome::{Answer, Change, Check, Decision, GrantVerdict, Outcome, Seen};
use crate::party::{Party, PartyId, PartyNames};
use crate::reward::{AnyReward, RewardId, RewardKey, RewardStep, Waiting};
use crate::state::State;
use crate::time::Timestamp;
use std::collections::BTreeMap;

/// Tells what a replay came to.
#[must_use]
pub fn report(replay: &Replay, texts: &impl Texts) -> Report {
    let teller = Teller { state: &replay.state, texts };
    let steps = || replay.steps.iter();
    let mut given = BTreeMap::new();
    Report {
        referrals: teller.referrals(),
        refused: steps().flat_map(|(event, outcome)| teller.refused(event, outcome)).collect(),
        decisions: steps().flat_map(|(event, outcome)| outcome.decisions.iter().map(|decision| teller.decision(event, decision))).collect(),
        rewards: teller.rewards(),
        steps: steps().flat_map(|(event, outcome)| teller.steps(event, outcome, &mut given)).collect(),
        transfers: steps().flat_map(|(event, outcome)| outcome.transfers.iter().map(|transfer| teller.transfer(event, transfer))).collect(),
        balances: teller.balances(steps().flat_map(|(_, outcome)| &outcome.transfers)),
        credited: steps().flat_map(|(event, outcome)| teller.credited(event, outcome)).collect(),
        levels: steps().flat_map(|(event, outcome)| teller.levels(event, outcome)).collect(),
        duplicates: replay.duplicates.iter().map(|id| id.text(texts)).collect(),
    }
}

struct Teller<'a, T> {
    state: &'a State,
    texts: &'a T,
}

impl<T: Texts> Teller<'_, T> {
    fn party(&self, party: PartyId) -> String {
        self.state.party_name(party).text(self.texts)
    }

    fn amount(&self, amount: Amount) -> MoneyText {
        let (currency, unit) = match amount.asset {
            Asset::Currency(currency) => (Some(currency.to_string()), None),
            Asset::Units { name, .. } => (None, Some(self.texts.text(name))),
        };
        MoneyText { amount: minor_text(amount.minor, amount.asset.exponent()), currency, unit }
    }

    fn reward_key(&self, reward: RewardId) -> String {
        self.state.rewards.get(&reward).map_or_else(String::new, |reward| reward.terms().key.text(self.texts))
    }

    fn referrals(&self) -> Vec<ReferralLine> {
        let friends: BTreeMap<PartyId, &Party> = self.state.parties.iter().map(|(id, party)| (*id, party)).collect();
        let referral = |(id, party): (PartyId, &Party)| {
            party.bond.map(|bond| ReferralLine {
                friend: self.party(id),
                advocate: self.party(bond.advocate),
                code: self.texts.text(bond.code.0),
                status: status(party),
                bound_at: bond.at.to_string(),
                registered_at: party.registered_at.map(|at| at.to_string()),
                activated_at: party.activated_at.map(|at| at.to_string()),
                first_paid_at: party.first_paid_at.map(|at| at.to_string()),
            })
        };
        friends.into_iter().filter_map(referral).collect()
    }

    fn refused(&self, event: &Event, outcome: &Outcome) -> Vec<RefusedLine> {
        let refusal = |change: &Change| {
            let (party, code, reason) = match change {
                Change::ContactRefused { party, code, reason } => (Some(*party), Some(*code), *reason),
                Change::Refused { reason } => (None, None, *reason),
                _ => return None,
            };
            Some(RefusedLine {
                event: event.id.text(self.texts),
                at: event.at.to_string(),
                party: party.map(|party| self.party(party)),
                code: code.map(|code| self.texts.text(code.0)),
                reason: reason.code(),
            })
        };
        outcome.changes.iter().filter_map(refusal).collect()
    }

    fn decision(&self, event: &Event, decision: &Decision) -> DecisionLine {
        let (key, verdict, amount, reason) = match decision.verdict {
            GrantVerdict::Granted { reward, amount } => (self.reward_key(reward), "granted", Some(self.amount(amount)), None),
            GrantVerdict::Refused(reason) => {
                let friend = self.state.party_name(decision.friend);
                let key = RewardKey { rule: decision.rule, friend, occasion: decision.occasion, role: decision.role };
                (key.text(self.texts), "refused", None, Some(reason.code()))
            }
        };
        DecisionLine {
            event: event.id.text(self.texts),
            at: event.at.to_string(),
            program: self.texts.text(decision.program.0),
            version: decision.version,
            key,
            verdict,
            amount,
            reason,
            checks: decision.checks.iter().map(|check| self.check(check)).collect(),
        }
    }

    fn check(&self, check: &Check) -> TraceLine {
        let (answer, reason) = match check.answer {
            Answer::Pass => ("pass", None),
            Answer::Refuse(reason) => ("refuse", Some(reason.code())),
            Answer::Wait => ("wait", None),
        };
        TraceLine {
            step: check.kind.step().name(),
            check: check.kind.name(),
            answer,
            reason,
            saw: self.seen(check.saw),
            limit: self.seen(check.limit),
        }
    }

    fn seen(&self, seen: Seen) -> Option<String> {
        Some(match seen {
            Seen::Nothing => return None,
            Seen::Count(count) | Seen::Points(count) => count.to_string(),
            Seen::Money(money) => money.to_string(),
            Seen::Amount(amount) => {
                let MoneyText { amount, currency, unit } = self.amount(amount);
                format!("{amount} {}", currency.or(unit).unwrap_or_default())
            }
            Seen::Percent(percent) => format!("{percent} %"),
            Seen::At(at) => at.to_string(),
            Seen::Party(party) => self.party(party),
            Seen::Code(code) => self.texts.text(code.0),
            Seen::Name(name) => self.texts.text(name),
            Seen::Identity(identity) => format!("#{}", identity.0),
            Seen::Country(country) => String::from_utf8_lossy(&country).into_owned(),
        })
    }

    fn rewards(&self) -> Vec<RewardLine> {
        let rewards: BTreeMap<RewardId, &AnyReward> = self.state.rewards.iter().map(|(id, reward)| (*id, reward)).collect();
        let line = |reward: &AnyReward| RewardLine {
            key: reward.terms().key.text(self.texts),
            beneficiary: self.party(reward.terms().beneficiary),
            rail: reward.terms().rail.name(),
            state: reward.state_name(),
            waits: self.waits(reward),
            given: self.amount(reward.terms().given),
            amount: self.amount(reward.amount()),
            proposed: reward.proposed().map(|minor| self.amount(reward.terms().given.with_minor(minor))),
            reason: reward.reason().map(|reason| reason.code()),
            revision: reward.revision(),
        };
        rewards.into_values().map(line).collect()
    }

    fn waits(&self, reward: &AnyReward) -> Vec<WaitLine> {
        let AnyReward::Waiting(reward) = reward else { return Vec::new() };
        let Waiting { captured, hold_until, review, email, phone, account, aged_at, role } = reward.state;
        let line = |what, until: Option<Timestamp>| WaitLine { what, role: None, until: until.map(|until| until.to_string()) };
        let in_time = |waits: bool, what| waits.then(|| line(what, Some(reward.terms.wait_until)));
        let lines = [
            in_time(captured, "captured"),
            in_time(email, "email_verified"),
            in_time(phone, "phone_verified"),
            in_time(account, "account"),
            aged_at.map(|at| line("account_age", Some(at))),
            role.map(|role| WaitLine { role: Some(self.texts.text(role)), ..line("role", None) }),
            hold_until.map(|until| line("hold", Some(until))),
            review.then(|| line("review", None)),
        ];
        lines.into_iter().flatten().collect()
    }

    fn credited(&self, event: &Event, outcome: &Outcome) -> Vec<CreditedLine> {
        let line = |change: &Change| {
            let Change::OrderCredited { order, advocate, code } = change else { return None };
            Some(CreditedLine {
                event: event.id.text(self.texts),
                at: event.at.to_string(),
                order: self.texts.text(order.0),
                advocate: self.party(*advocate),
                code: self.texts.text(code.0),
            })
        };
        outcome.changes.iter().filter_map(line).collect()
    }

    fn levels(&self, event: &Event, outcome: &Outcome) -> Vec<LevelLine> {
        let line = |change: &Change| {
            let Change::LevelReached { party, program, level } = change else { return None };
            Some(LevelLine {
                event: event.id.text(self.texts),
                at: event.at.to_string(),
                advocate: self.party(*party),
                program: self.texts.text(program.0),
                level: self.texts.text(*level),
            })
        };
        outcome.changes.iter().filter_map(line).collect()
    }

    /// `given` is what each reward was given as so far: another option can be another asset, from that step on.
    fn steps(&self, event: &Event, outcome: &Outcome, given: &mut BTreeMap<RewardId, Amount>) -> Vec<StepLine> {
        let line = |change: &Change| {
            if let Change::Rewarded { reward, terms, .. } = change {
                given.insert(*reward, terms.given);
            }
            let Change::Reward { reward, step, at } = change else { return None };
            let (name, minor, until, reason) = match *step {
                RewardStep::Captured => ("captured", None, None, None),
                RewardStep::HoldOver => ("hold_over", None, None, None),
                RewardStep::Approved => ("approved", None, None, None),
                RewardStep::Held { until } => ("held", None, Some(until), None),
                RewardStep::Due => ("due", None, None, None),
                RewardStep::Reduced { minor, reason } => ("reduced", Some(minor), None, Some(reason)),
                RewardStep::Voided { reason } => ("voided", None, None, Some(reason)),
                RewardStep::Settled { .. } => ("settled", None, None, None),
                RewardStep::Reversed { reason } => ("reversed", None, None, Some(reason)),
                RewardStep::Used { minor } => ("used", Some(minor), None, None),
                RewardStep::SentForReview => ("sent_for_review", None, None, None),
                RewardStep::Edited { minor } => ("edited", Some(minor), None, None),
                RewardStep::OrderGrew { .. } => ("order_grew", None, None, None),
                RewardStep::RaiseProposed { minor } => ("raise_proposed", Some(minor), None, None),
                RewardStep::Revived => ("revived", None, None, None),
                RewardStep::EmailVerified => ("email_verified", None, None, None),
                RewardStep::PhoneVerified => ("phone_verified", None, None, None),
                RewardStep::AccountMade { aged_at } => ("account_made", None, aged_at, None),
                RewardStep::Aged => ("aged", None, None, None),
                RewardStep::Unlocked => ("unlocked", None, None, None),
                RewardStep::Chosen { given, .. } => ("chosen", Some(given.minor), None, None),
                RewardStep::Expired { minor } => ("expired", Some(minor), None, None),
                RewardStep::Raised { minor } => ("raised", Some(minor), None, None),
                RewardStep::SetOff { minor, .. } => ("set_off", Some(minor), None, None),
                RewardStep::Overused { minor } => ("overused", Some(minor), None, None),
                RewardStep::Lost { minor } => ("lost", Some(minor), None, None),
                RewardStep::Carried { minor } => ("carried", Some(minor), None, None),
                RewardStep::Delivered => ("delivered", None, None, None),
                RewardStep::Reissued { minor } => ("reissued", Some(minor), None, None),
                RewardStep::Restored { minor } => ("restored", Some(minor), None, None),
            };
            if let RewardStep::Chosen { given: chosen, .. } = *step {
                given.insert(*reward, chosen);
            }
            let given = given.get(reward);
            Some(StepLine {
                event: event.id.text(self.texts),
                at: at.unwrap_or(event.at).to_string(),
                reward: self.reward_key(*reward),
                step: name,
                amount: minor.zip(given).map(|(minor, given)| self.amount(given.with_minor(minor))),
                until: until.map(|until| until.to_string()),
                reason: reason.map(|reason| reason.code()),
            })
        };
        outcome.changes.iter().filter_map(line).collect()
    }

    fn transfer(&self, event: &Event, transfer: &Transfer) -> TransferLine {
        TransferLine {
            event: event.id.text(self.texts),
            at: event.at.to_string(),
            debit: transfer.debit.text(self.texts, self.state),
            credit: transfer.credit.text(self.texts, self.state),
            amount: self.amount(transfer.amount),
            reward: self.reward_key(transfer.reward),
        }
    }

    /// By the accounts' texts, because parties that turned out to be one share theirs.
    fn balances<'t>(&self, transfers: impl Iterator<Item = &'t Transfer>) -> Vec<Balance> {
        let mut sums: BTreeMap<(String, Asset), i64> = BTreeMap::new();
        for transfer in transfers {
            let (asset, minor) = (transfer.amount.asset, transfer.amount.minor);
            for (account, by) in [(transfer.debit, minor), (transfer.credit, -minor)] {
                let sum = sums.entry((account.text(self.texts, self.state), asset)).or_default();
                *sum = sum.saturating_add(by);
            }
        }
        let line = |((account, asset), minor)| Balance { account, balance: self.amount(Amount { minor, asset }) };
        sums.into_iter().map(line).collect()
    }
}

/// How far a referral has come.
fn status(friend: &Party) -> &'static str {
    match (friend.activated_at, friend.registered_at) {
        _ if friend.rejected => "rejected",
        (Some(_), _) => "activated",
        (None, Some(_)) => "registered",
        (None, None) => "clicked",
    }
}
