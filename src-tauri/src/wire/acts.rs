//! What staff do about money: acts with their previews, goodwill, proposals, and what holds for all payouts.

use super::payouts::{Ceiling, PayoutCount, amount, mirrored, rail, revision};
use super::rewards::RewardState;
use super::{Money, PersonRef, all, cut};
use crate::error::Answer;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeMap;
use vouchsafe_app::text::without_codes;
use vouchsafe_app::view;
use vouchsafe_domain::money;

/// The longest request of a preview that travels, in characters: those of ours fit, but for a voucher in hundreds of channels.
const LONGEST_CALL: usize = 8_000;

mirrored! {
    /// Who bears what was used before it was taken back.
    Clawback = view::Clawback {
        /// We do.
        Loss,
        /// It is set off against their next reward.
        Carry,
    }
}

/// What somebody does about a reward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PayoutDeed {
    /// Say what it comes to in all.
    Adjust,
    /// Take it back.
    Reverse,
    /// Deliver it once more.
    Reissue,
    /// Agree to more than stands, as it is proposed.
    AcceptRaise,
}

/// An act on a reward that is as it was on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PayoutAct {
    /// What is done.
    pub deed: PayoutDeed,
    /// The reward's key.
    pub key: String,
    /// What it shall come to in all, to adjust.
    pub to: Option<String>,
    /// What was on screen.
    pub expects: String,
}

impl PayoutAct {
    /// What is done, in the words of the verbs.
    #[must_use]
    pub fn act(&self) -> view::Act {
        match self.deed {
            PayoutDeed::Adjust => view::Act::Adjust { to: self.to.clone().unwrap_or_default() },
            PayoutDeed::Reverse => view::Act::Reverse,
            PayoutDeed::Reissue => view::Act::Reissue,
            PayoutDeed::AcceptRaise => view::Act::AcceptRaise,
        }
    }

    /// The revision that was on screen.
    ///
    /// # Errors
    /// `stale` for a stamp that no reward had.
    pub fn revision(&self) -> Answer<u32> {
        revision(&self.expects)
    }
}

/// Something that is given without a program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Goodwill {
    /// Whom, by the id at the shop.
    pub customer: String,
    /// The name of the rail.
    pub rail: String,
    /// How much.
    pub amount: String,
    /// In which currency.
    pub currency: String,
    /// For how many days it can be used; for ever where nothing is said.
    pub valid_days: Option<u32>,
    /// What was on screen; nothing for a preview.
    pub expects: Option<String>,
}

impl Goodwill {
    /// The same in the words of the verbs.
    ///
    /// # Errors
    /// `unknown_currency`, `bad_amount`, `not_found` for a rail that there is not.
    pub fn order(self) -> Answer<view::GoodwillOrder> {
        Ok(view::GoodwillOrder {
            rail: rail(&self.rail)?,
            amount: amount(&self.amount, &self.currency)?,
            customer: self.customer,
            valid_days: self.valid_days,
            expects: self.expects,
        })
    }
}

/// How a reward stands on one side of an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ActSide {
    /// Its state.
    pub state: RewardState,
    /// What stands of it.
    pub stands: Money,
    /// How much of it was used.
    pub used: Money,
    /// What of it is kept for what who gets it owes us back.
    pub set_off: Money,
}

/// A movement that an act would make in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct LedgerLine {
    /// The account that receives.
    pub debit: String,
    /// The account that gives.
    pub credit: String,
    /// How much.
    pub amount: Money,
}

/// What an act would move on one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct AccountLine {
    /// The account's name.
    pub account: String,
    /// What stands on it.
    pub before: Money,
    /// What would.
    pub after: Money,
}

/// What an act would have done at the other side. Its sentence stands under `payouts-outside-<act>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Outside {
    /// `nothing`, `issue`, `correct` or `take_back`.
    pub act: String,
    /// What stands there now.
    pub from: Option<Money>,
    /// What would.
    pub to: Option<Money>,
}

/// What an act would come to. Nothing of it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ActPreview {
    /// What is done: a deed's name, or `goodwill`.
    pub act: String,
    /// The reward, or the one that would be made.
    pub reward: String,
    /// Who gets it.
    pub beneficiary: PersonRef,
    /// The name of its rail.
    pub rail: String,
    /// How it stands; nothing where it would be made.
    pub before: Option<ActSide>,
    /// How it would stand; nothing where the act would be refused.
    pub after: Option<ActSide>,
    /// The movements in the ledger.
    pub lines: Vec<LedgerLine>,
    /// The accounts that they touch.
    pub accounts: Vec<AccountLine>,
    /// What would be done at the other side, once payouts are carried out.
    pub outside: Outside,
    /// The requests that would do it, in order; nothing where nobody asked for them. What is not known before stands in angle brackets.
    pub calls: Option<Vec<String>>,
    /// Whether somebody else has to approve it first.
    pub needs_second: bool,
    /// Why it would be refused: a reason code.
    pub refused: Option<String>,
    /// What the act expects.
    pub expects: String,
}

/// What came of an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Acted {
    /// The reward's key.
    pub reward: String,
    /// The number under which it waits for a second person; nothing where it was done.
    pub proposal: Option<u32>,
}

/// An act that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Proposal {
    /// The number under which it is decided.
    pub no: u32,
    /// What is to be done: a deed's name, or `goodwill`.
    pub act: String,
    /// The reward that it is about; nothing where one would be made.
    pub reward: Option<String>,
    /// Who gets it.
    pub beneficiary: Option<PersonRef>,
    /// How much, where it names an amount.
    pub amount: Option<Money>,
    /// Who proposed it.
    pub actor: String,
    /// Why; nothing when it was erased.
    pub reason: Option<String>,
    /// When.
    pub at: String,
    /// Whether it was who sits here now: they cannot approve it.
    pub mine: bool,
}

/// Part of what waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ProposalPage {
    /// The rows.
    pub rows: Vec<Proposal>,
    /// Ask with this for what follows.
    pub next: Option<String>,
    /// How many there are in all.
    pub count: u32,
}

/// A word on a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ProposalWord {
    /// Its number.
    pub no: u32,
    /// Whether it is to be done.
    pub approve: bool,
    /// Why.
    pub reason: String,
}

impl ProposalWord {
    /// The word in that of the verbs.
    #[must_use]
    pub const fn verdict(&self) -> view::ProposalVerdict {
        if self.approve { view::ProposalVerdict::Approve } else { view::ProposalVerdict::Decline }
    }
}

/// What holds for all payouts, and how many stand in each state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PayoutStand {
    /// How many stand in each state.
    pub counts: Vec<PayoutCount>,
    /// The ceiling of a day, for each currency.
    pub ceilings: Vec<Ceiling>,
    /// Above this, an act on money needs a second person.
    pub approve_above: Vec<Money>,
    /// Who bears what was used before it was taken back.
    pub clawback: Clawback,
    /// How many acts wait for a second person.
    pub proposals: u32,
}

/// An amount in a currency, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Limit {
    /// How much.
    pub amount: String,
    /// In which currency.
    pub currency: String,
}

/// What is to hold for all payouts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PayoutLimits {
    /// The most that may go out in a day; a currency that is not named has no ceiling.
    pub ceilings: Vec<Limit>,
    /// Above this, an act on money needs a second person; a currency that is not named never does.
    pub approve_above: Vec<Limit>,
    /// Who bears what was used before it was taken back.
    pub clawback: Clawback,
    /// Why.
    pub reason: String,
}

impl PayoutLimits {
    /// The ceilings.
    ///
    /// # Errors
    /// `unknown_currency`, `bad_amount`.
    pub fn ceilings(&self) -> Answer<Vec<money::Money>> {
        limits(&self.ceilings)
    }

    /// The rest.
    ///
    /// # Errors
    /// `unknown_currency`, `bad_amount`.
    pub fn rules(&self) -> Answer<view::PayoutRules> {
        Ok(view::PayoutRules { approve_above: limits(&self.approve_above)?, clawback: self.clawback.into() })
    }
}

fn limits(typed: &[Limit]) -> Answer<Vec<money::Money>> {
    let mut found = BTreeMap::new();
    for limit in typed {
        let money = amount(&limit.amount, &limit.currency)?;
        found.insert(money.currency.to_string(), money);
    }
    Ok(found.into_values().collect())
}

impl From<view::ActSide> for ActSide {
    fn from(side: view::ActSide) -> Self {
        Self { state: side.state.into(), stands: side.stands.into(), used: side.used.into(), set_off: side.set_off.into() }
    }
}

impl From<view::LedgerLine> for LedgerLine {
    fn from(line: view::LedgerLine) -> Self {
        Self { debit: line.debit, credit: line.credit, amount: line.amount.into() }
    }
}

impl From<view::AccountLine> for AccountLine {
    fn from(line: view::AccountLine) -> Self {
        Self { account: line.account, before: line.before.into(), after: line.after.into() }
    }
}

impl From<view::OutsideAct> for Outside {
    fn from(outside: view::OutsideAct) -> Self {
        let act = outside.name().to_owned();
        let (from, to) = match outside {
            view::OutsideAct::Nothing => (None, None),
            view::OutsideAct::Issue { amount } => (None, Some(amount)),
            view::OutsideAct::Correct { from, to } => (Some(from), Some(to)),
            view::OutsideAct::TakeBack { from } => (Some(from), None),
        };
        Self { act, from: from.map(Into::into), to: to.map(Into::into) }
    }
}

impl From<view::ActPreview> for ActPreview {
    fn from(preview: view::ActPreview) -> Self {
        Self {
            act: preview.act.to_owned(),
            reward: preview.reward,
            beneficiary: preview.beneficiary.into(),
            rail: preview.rail.name().to_owned(),
            before: preview.before.map(Into::into),
            after: preview.after.map(Into::into),
            lines: all(preview.lines),
            accounts: all(preview.accounts),
            outside: preview.outside.into(),
            calls: preview.calls.map(|calls| calls.into_iter().map(shortened).collect()),
            needs_second: preview.needs_second,
            refused: preview.refused.map(|reason| reason.code().to_owned()),
            expects: preview.expects,
        }
    }
}

fn shortened(call: String) -> String {
    without_codes(&call).chars().take(LONGEST_CALL).collect()
}

impl From<view::Acted> for Acted {
    fn from(acted: view::Acted) -> Self {
        Self { reward: acted.reward, proposal: acted.proposal.map(super::count) }
    }
}

impl Proposal {
    /// A proposal, as who sits here sees it.
    #[must_use]
    pub fn of(row: view::ProposalRow, actor: &str) -> Self {
        Self {
            no: super::count(row.no),
            act: row.act.to_owned(),
            reward: row.reward,
            beneficiary: row.beneficiary.map(Into::into),
            amount: row.amount.map(Into::into),
            mine: row.actor == actor,
            actor: cut(row.actor),
            reason: row.reason.as_deref().map(super::payouts::bounded),
            at: row.at.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_parsed_at_the_door_one_for_each_currency() {
        let limit = |amount: &str, currency: &str| Limit { amount: amount.to_owned(), currency: currency.to_owned() };
        let told = |typed: &[Limit]| limits(typed).map(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(told(&[limit("1.00", "USD"), limit("2", "EUR"), limit("3", "USD")]).unwrap().len(), 2);
        assert_eq!(told(&[limit("-1", "EUR")]).unwrap_err().code, "bad_amount");
        assert_eq!(told(&[limit("1", "<b>")]).unwrap_err().code, "unknown_currency");
    }

    #[test]
    fn an_act_without_an_amount_is_no_amount_of_nothing() {
        let act = PayoutAct { deed: PayoutDeed::Adjust, key: "r".to_owned(), to: None, expects: "x".to_owned() };
        assert_eq!(act.act(), view::Act::Adjust { to: String::new() });
        assert_eq!(act.revision().unwrap_err().code, "stale");
    }

    #[test]
    fn goodwill_is_parsed_at_the_door() {
        let gift = |rail: &str, amount: &str| Goodwill {
            customer: "46".to_owned(),
            rail: rail.to_owned(),
            amount: amount.to_owned(),
            currency: "EUR".to_owned(),
            valid_days: Some(30),
            expects: None,
        };
        assert_eq!(gift("gift_card", "5").order().unwrap().amount.minor, 500);
        assert_eq!(gift("pigeon", "5").order().unwrap_err().code, "not_found");
        assert_eq!(gift("manual", "5.001").order().unwrap_err().code, "bad_amount");
    }
}
