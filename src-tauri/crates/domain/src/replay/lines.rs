//! The lines of a report: names are texts, amounts are decimal texts, instants are RFC 3339. The form is stable (`docs/formats.md`).

use serde::Serialize;

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
    /// Orders that were credited by the code that they came with, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub credited: Vec<CreditedLine>,
    /// Levels that advocates reached, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<LevelLine>,
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
    /// `clicked`, `registered`, `activated` or `rejected`.
    pub status: &'static str,
    /// Since when.
    pub bound_at: String,
    /// When the account was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered_at: Option<String>,
    /// When the friend became an active one.
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
    /// `captured`, `email_verified`, `phone_verified`, `account`, `account_age`, `role`, `hold` or `review`.
    #[serde(rename = "for")]
    pub what: &'static str,
    /// Which role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
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
    /// `captured`, `hold_over`, `approved`, `held`, `due`, `reduced`, `voided`, `settled`, `reversed`, `used`, `sent_for_review`, `edited`,
    /// `raise_proposed`, `email_verified`, `phone_verified`, `account_made`, `aged`, `unlocked`, `chosen`, `expired` or `revived`.
    pub step: &'static str,
    /// What stands after a reduction, what was used or expired, what an edited order or the chosen option comes to, or what would stand if a person
    /// agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<MoneyText>,
    /// Until when it is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
}

/// An order that was credited by its code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CreditedLine {
    /// The event.
    pub event: String,
    /// Its instant.
    pub at: String,
    /// The order.
    pub order: String,
    /// Who is credited.
    pub advocate: String,
    /// By which code.
    pub code: String,
}

/// A level that somebody reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LevelLine {
    /// The event.
    pub event: String,
    /// Its instant.
    pub at: String,
    /// Who.
    pub advocate: String,
    /// Of which program.
    pub program: String,
    /// Which.
    pub level: String,
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
