//! What a replay came to, as data: names are texts, amounts are decimal texts, instants are RFC 3339. The form is stable (`docs/formats.md`).

use super::Replay;
use crate::event::Event;
use crate::ledger::Transfer;
use crate::money::{Amount, Asset, minor_text};
use crate::name::Texts;
use crate::outcome::{Answer, Change, Check, Decision, GrantVerdict, Outcome, Seen};
use crate::party::{Party, PartyId, PartyNames};
use crate::reward::{AnyReward, RewardId, RewardKey, RewardStep};
use crate::state::State;
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything that a replay came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Who brought whom, in the order in which friends were met.
    pub referrals: Vec<ReferralLine>,
    /// Contacts and events that were refused, in order.
    pub refused: Vec<RefusedLine>,
    /// What each grant came to, in order.
    pub decisions: Vec<DecisionLine>,
    /// Rewards as they stand at the end, in the order of their promises.
    pub rewards: Vec<RewardLine>,
    /// What happened to rewards after their promise, in order.
    pub steps: Vec<StepLine>,
    /// The ledger, in order.
    pub transfers: Vec<TransferLine>,
    /// What stands in each account at the end.
    pub balances: Vec<Balance>,
    /// Ids of events that came more than once: the first counted.
    pub duplicates: Vec<String>,
}

/// A referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReferralLine {
    /// Who was brought.
    pub friend: String,
    /// Who brought them.
    pub advocate: String,
    /// By which code.
    pub code: String,
    /// `clicked`, `registered` or `activated`.
    pub status: &'static str,
    /// Since when.
    pub bound_at: String,
    /// When the account was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered_at: Option<String>,
    /// When the first order was confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activated_at: Option<String>,
    /// When money of an order was first captured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_paid_at: Option<String>,
}

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusedLine {
    /// The event.
    pub event: String,
    /// Its instant.
    pub at: String,
    /// Whose contact, where a contact was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// With which code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The reason's code.
    pub reason: &'static str,
}

/// What one grant came to for one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionLine {
    /// The event.
    pub event: String,
    /// Its instant.
    pub at: String,
    /// The program.
    pub program: String,
    /// The program's version.
    pub version: u32,
    /// `rule/friend/occasion/role`: the key that the reward has, or would have had.
    pub key: String,
    /// `granted` or `refused`.
    pub verdict: &'static str,
    /// How much was promised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<MoneyText>,
    /// Why nothing was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// Every check, in order.
    pub checks: Vec<TraceLine>,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TraceLine {
    /// The step of judgement.
    pub step: &'static str,
    /// What was looked at.
    pub check: &'static str,
    /// `pass`, `refuse` or `wait`.
    pub answer: &'static str,
    /// Why it refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// What it saw.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saw: Option<String>,
    /// What that was held against.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

/// An amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MoneyText {
    /// Decimal text.
    pub amount: String,
    /// The currency, where it is money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The unit, where it is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// A reward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RewardLine {
    /// `rule/friend/occasion/role`.
    pub key: String,
    /// Who gets it.
    pub beneficiary: String,
    /// How it is delivered.
    pub rail: &'static str,
    /// `waiting`, `due`, `settled`, `void` or `reversed`.
    pub state: &'static str,
    /// What it waits for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waits: Vec<WaitLine>,
    /// What was promised.
    pub given: MoneyText,
    /// What stands of it; of a void or reversed reward, what stood last.
    pub amount: MoneyText,
    /// What would stand if a person agreed to give more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposed: Option<MoneyText>,
    /// Why it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// The number of changes: what staff say in `expects`.
    pub revision: u32,
}

/// What a reward waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WaitLine {
    /// `captured`, `hold` or `review`.
    #[serde(rename = "for")]
    pub what: &'static str,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// A step of a reward's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepLine {
    /// The event.
    pub event: String,
    /// Its instant.
    pub at: String,
    /// The reward.
    pub reward: String,
    /// `captured`, `hold_over`, `approved`, `held`, `due`, `reduced`, `voided`, `settled`, `reversed`, `used`, `sent_for_review`, `edited` or
    /// `raise_proposed`.
    pub step: &'static str,
    /// What stands after a reduction, what was used, what an edited order comes to, or what would stand if a person agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<MoneyText>,
    /// Until when it is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
}

/// One movement of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TransferLine {
    /// The event.
    pub event: String,
    /// Its instant.
    pub at: String,
    /// The account that receives.
    pub debit: String,
    /// The account that gives.
    pub credit: String,
    /// How much.
    #[serde(flatten)]
    pub amount: MoneyText,
    /// The reward that it is about.
    pub reward: String,
}

/// What stands in an account: debits less credits, so that all balances of one currency add up to zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// The account.
    pub account: String,
    /// How much.
    #[serde(flatten)]
    pub balance: MoneyText,
}

/// Tells what a replay came to.
#[must_use]
pub fn report(replay: &Replay, texts: &impl Texts) -> Report {
    let teller = Teller { state: &replay.state, texts };
    let steps = || replay.steps.iter();
    Report {
        referrals: teller.referrals(),
        refused: steps().flat_map(|(event, outcome)| teller.refused(event, outcome)).collect(),
        decisions: steps().flat_map(|(event, outcome)| outcome.decisions.iter().map(|decision| teller.decision(event, decision))).collect(),
        rewards: teller.rewards(),
        steps: steps().flat_map(|(event, outcome)| teller.steps(event, outcome)).collect(),
        transfers: steps().flat_map(|(event, outcome)| outcome.transfers.iter().map(|transfer| teller.transfer(event, transfer))).collect(),
        balances: teller.balances(steps().flat_map(|(_, outcome)| &outcome.transfers)),
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
            Seen::Count(count) => count.to_string(),
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
        })
    }

    fn rewards(&self) -> Vec<RewardLine> {
        let rewards: BTreeMap<RewardId, &AnyReward> = self.state.rewards.iter().map(|(id, reward)| (*id, reward)).collect();
        let line = |reward: &AnyReward| RewardLine {
            key: reward.terms().key.text(self.texts),
            beneficiary: self.party(reward.terms().beneficiary),
            rail: reward.terms().rail.name(),
            state: reward.state_name(),
            waits: waits(reward),
            given: self.amount(reward.terms().given),
            amount: self.amount(reward.amount()),
            proposed: reward.proposed().map(|minor| self.amount(reward.terms().given.with_minor(minor))),
            reason: reward.reason().map(|reason| reason.code()),
            revision: reward.revision(),
        };
        rewards.into_values().map(line).collect()
    }

    fn steps(&self, event: &Event, outcome: &Outcome) -> Vec<StepLine> {
        let line = |change: &Change| {
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
                RewardStep::RaiseProposed { minor } => ("raise_proposed", Some(minor), None, None),
                RewardStep::Revived => ("revived", None, None, None),
            };
            let given = self.state.rewards.get(reward).map(|reward| reward.terms().given);
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
        (Some(_), _) => "activated",
        (None, Some(_)) => "registered",
        (None, None) => "clicked",
    }
}

fn waits(reward: &AnyReward) -> Vec<WaitLine> {
    let AnyReward::Waiting(reward) = reward else { return Vec::new() };
    let capture_by = reward.state.captured.then(|| WaitLine { what: "captured", until: Some(reward.terms.capture_by.to_string()) });
    let hold = reward.state.hold_until.map(|until| WaitLine { what: "hold", until: Some(until.to_string()) });
    let review = reward.state.review.then_some(WaitLine { what: "review", until: None });
    [capture_by, hold, review].into_iter().flatten().collect()
}
