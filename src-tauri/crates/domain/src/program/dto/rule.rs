//! The TOML form of a rule.

use super::shape;
use super::value::GrantDto;
use crate::program::dto::MinimumDto;
use crate::program::file::{MAX_COUNT, MAX_DAYS, MAX_HOURS, MAX_LIST, MAX_LONG_LIST, MAX_MONTHS};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Rule")]
pub(in crate::program) struct RuleDto {
    /// The rule's id, the same from version to version: it is part of each reward's key.
    #[schemars(schema_with = "shape::id")]
    pub(in crate::program) id: String,
    /// The events that it answers to.
    #[schemars(schema_with = "shape::triggers")]
    pub(in crate::program) on: Vec<String>,
    /// Whether a reward waits until the order is paid in full.
    #[serde(default)]
    pub(in crate::program) settlement: SettlementDto,
    /// Which events of one friend are rewarded.
    #[serde(default)]
    pub(in crate::program) occurrence: OccurrenceDto,
    /// Whether an occurrence is free again once everything that it gave was taken back, because the order was wholly refunded.
    #[serde(default)]
    pub(in crate::program) first_after_full_refund: UsedDto,
    /// The least that an order comes to: of a base, an amount for each currency.
    pub(in crate::program) minimum: Option<MinimumDto>,
    /// The sales channels, by slug; all when empty.
    #[serde(default)]
    #[schemars(length(max = MAX_LIST))]
    pub(in crate::program) channels: Vec<String>,
    /// The countries of delivery, ISO 3166 alpha-2; all when empty.
    #[serde(default)]
    #[schemars(schema_with = "shape::country")]
    pub(in crate::program) countries: Vec<String>,
    /// The product categories, by slug, of which the order has a line; all when empty.
    #[serde(default)]
    #[schemars(length(max = MAX_LONG_LIST))]
    pub(in crate::program) categories: Vec<String>,
    /// Only the friend's first order ever, guest orders included.
    #[serde(default)]
    pub(in crate::program) new_customers: bool,
    /// Only within so many days of the friend's registration.
    #[schemars(range(min = 1, max = MAX_DAYS))]
    pub(in crate::program) within_days_of_signup: Option<u32>,
    /// The least role of who would get it.
    pub(in crate::program) role: Option<String>,
    /// The reward waits until the friend has confirmed the email address.
    #[serde(default)]
    pub(in crate::program) email_verified: bool,
    /// The reward waits until the friend has confirmed the phone number.
    #[serde(default)]
    pub(in crate::program) phone_verified: bool,
    /// The reward waits until the friend's account is so many days old.
    #[serde(default)]
    #[schemars(range(max = MAX_DAYS))]
    pub(in crate::program) account_age_days: u32,
    /// How often the rule gives something.
    pub(in crate::program) limits: Option<LimitsDto>,
    /// The least hours between two rewards of this rule to one person.
    #[schemars(range(min = 1, max = MAX_HOURS))]
    pub(in crate::program) cooldown_hours: Option<u32>,
    /// Only for those in this arm of an experiment.
    pub(in crate::program) arm: Option<InArmDto>,
    /// For how many days a reward is held back.
    #[serde(default)]
    #[schemars(range(max = MAX_DAYS))]
    pub(in crate::program) hold_days: u32,
    /// For how many days a refund takes back what was delivered; at least `hold_days`, and that without it.
    #[schemars(range(max = MAX_DAYS))]
    pub(in crate::program) refund_window_days: Option<u32>,
    /// What a partial refund does to a reward.
    #[serde(default)]
    pub(in crate::program) on_partial_refund: PartialRefundDto,
    /// After how many days of waiting for something that may never come a reward is void.
    #[serde(default = "thirty")]
    #[schemars(range(min = 1, max = MAX_DAYS))]
    pub(in crate::program) wait_days: u32,
    /// Who gets what: one grant for each side.
    #[schemars(length(min = 1, max = 11))]
    pub(in crate::program) grant: Vec<GrantDto>,
}

#[derive(Deserialize, Serialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Settlement")]
pub(in crate::program) enum SettlementDto {
    /// It does not.
    #[default]
    None,
    /// It waits.
    Captured,
}

#[derive(Deserialize, Serialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schemars(rename = "Occurrence")]
pub(in crate::program) enum OccurrenceDto {
    /// The first one.
    #[default]
    First,
    /// Every one.
    Every,
    /// The first so many.
    FirstN(#[schemars(range(min = 1, max = MAX_COUNT))] u32),
    /// This one alone.
    Nth(#[schemars(range(min = 1, max = MAX_COUNT))] u32),
    /// All within so many calendar months of the bond.
    WithinMonths(#[schemars(range(min = 1, max = MAX_MONTHS))] u32),
}

#[derive(Deserialize, Serialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "FirstAfterFullRefund")]
pub(in crate::program) enum UsedDto {
    /// It is used up.
    #[default]
    Used,
    /// It is free again.
    Free,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Limits")]
pub(in crate::program) struct LimitsDto {
    /// The most events of each friend.
    #[schemars(range(min = 1, max = MAX_COUNT))]
    pub(in crate::program) per_friend: Option<u32>,
    /// The most rewards for each person who gets them.
    #[schemars(range(min = 1, max = MAX_COUNT))]
    pub(in crate::program) per_advocate: Option<u32>,
    /// The same, in a day.
    #[schemars(range(min = 1, max = MAX_COUNT))]
    pub(in crate::program) per_day: Option<u32>,
    /// The same, in a calendar month.
    #[schemars(range(min = 1, max = MAX_COUNT))]
    pub(in crate::program) per_month: Option<u32>,
    /// Whether what was taken back still counts.
    #[serde(default = "yes")]
    pub(in crate::program) count_reversed: bool,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "InArm")]
pub(in crate::program) struct InArmDto {
    /// The experiment's id.
    pub(in crate::program) experiment: String,
    /// The arm's name.
    pub(in crate::program) arm: String,
}

#[derive(Deserialize, Serialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "OnPartialRefund")]
pub(in crate::program) enum PartialRefundDto {
    /// Nothing.
    Ignore,
    /// It shrinks in proportion to the money that remains.
    #[default]
    Proportional,
    /// It is taken back whole.
    Full,
}

const fn thirty() -> u32 {
    30
}

const fn yes() -> bool {
    true
}
