//! The TOML form of grants and values.

use super::shape::{self, AmountsDto};
use crate::program::file::{MAX_COUNT, MAX_DAYS, MAX_LIST, MAX_LONG_LIST};
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Grant")]
pub(in crate::program) struct GrantDto {
    /// Which side gets it.
    pub(in crate::program) to: SideDto,
    /// It stays pending until who gets it has this role.
    pub(in crate::program) locked_until_role: Option<String>,
    /// How it is delivered.
    pub(in crate::program) reward: Option<RewardDto>,
    /// How much.
    pub(in crate::program) value: Option<ValueDto>,
    /// In place of `reward` and `value`: ways to choose from, the default first.
    #[schemars(length(min = 2, max = 8))]
    pub(in crate::program) choice: Option<Vec<ChoiceDto>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schemars(rename = "Side")]
pub(in crate::program) enum SideDto {
    /// The one who was brought.
    Friend,
    /// The one who brought.
    Advocate,
    /// The one so many bonds above the friend: 2 is who brought the advocate.
    Upline(#[schemars(range(min = 2, max = 10))] u8),
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Reward")]
pub(in crate::program) struct RewardDto {
    /// How it is delivered.
    #[schemars(schema_with = "shape::rail")]
    pub(in crate::program) rail: String,
    /// The asset that is no money: points, messages, a feature.
    pub(in crate::program) unit: Option<String>,
    /// Digits after the point of the unit; 0 without it.
    #[schemars(range(max = 8))]
    pub(in crate::program) exponent: Option<u8>,
    /// For how many days it can be used once it is delivered; for good without it.
    #[schemars(range(min = 1, max = MAX_DAYS))]
    pub(in crate::program) valid_days: Option<u32>,
    /// What one whole unit is expected to cost, for forecasts.
    pub(in crate::program) estimated_cost: Option<AmountsDto>,
    /// What a voucher takes off, and of what.
    pub(in crate::program) voucher: Option<VoucherDto>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Voucher")]
pub(in crate::program) struct VoucherDto {
    /// What it takes off; the money that is given without it.
    pub(in crate::program) off: Option<OffDto>,
    /// Only off what is of these categories, by slug; off everything when empty.
    #[serde(default)]
    #[schemars(length(max = MAX_LONG_LIST))]
    pub(in crate::program) categories: Vec<String>,
    /// The least that an order comes to, for each currency.
    pub(in crate::program) min_spend: Option<AmountsDto>,
    /// Only in these sales channels, by slug; in all when empty.
    #[serde(default)]
    #[schemars(length(max = MAX_LIST))]
    pub(in crate::program) channels: Vec<String>,
}

#[derive(Deserialize, JsonSchema, Clone, Copy)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Off")]
pub(in crate::program) enum OffDto {
    /// The money that is given.
    Fixed,
    /// So many percent as there are units.
    Percent,
    /// The shipping.
    Shipping,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Choice")]
pub(in crate::program) struct ChoiceDto {
    /// Its name.
    #[schemars(schema_with = "shape::id")]
    pub(in crate::program) name: String,
    /// How it is delivered.
    pub(in crate::program) reward: RewardDto,
    /// How much.
    pub(in crate::program) value: ValueDto,
}

/// One of `fixed`, `percent` with `of`, `units`, `group`, and `tiers`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Value")]
pub(in crate::program) struct ValueDto {
    /// An amount for each currency.
    pub(in crate::program) fixed: Option<AmountsDto>,
    /// A share, in percent.
    pub(in crate::program) percent: Option<String>,
    /// What the share is taken of.
    pub(in crate::program) of: Option<BaseDto>,
    /// The most that the share comes to, for each currency.
    pub(in crate::program) cap: Option<AmountsDto>,
    /// So much of the reward's unit.
    pub(in crate::program) units: Option<String>,
    /// Membership of this group.
    pub(in crate::program) group: Option<String>,
    /// A value in steps.
    pub(in crate::program) tiers: Option<TiersDto>,
}

/// One of `fixed`, `percent` with `of`, `units` and `group`.
#[derive(Deserialize, JsonSchema, Clone)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PlainValue")]
pub(in crate::program) struct PlainDto {
    /// An amount for each currency.
    pub(in crate::program) fixed: Option<AmountsDto>,
    /// A share, in percent.
    pub(in crate::program) percent: Option<String>,
    /// What the share is taken of.
    pub(in crate::program) of: Option<BaseDto>,
    /// The most that the share comes to, for each currency.
    pub(in crate::program) cap: Option<AmountsDto>,
    /// So much of the reward's unit.
    pub(in crate::program) units: Option<String>,
    /// Membership of this group.
    pub(in crate::program) group: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Tiers")]
pub(in crate::program) struct TiersDto {
    /// What is counted.
    pub(in crate::program) by: ByDto,
    /// Whether a step holds at its number alone, or from it on up to the next.
    pub(in crate::program) apply: ApplyDto,
    /// The steps, rising.
    #[schemars(length(min = 1, max = MAX_LIST))]
    pub(in crate::program) steps: Vec<StepDto>,
    /// What is given between steps, or before the first one; nothing without it.
    pub(in crate::program) otherwise: Option<PlainDto>,
}

#[derive(Deserialize, JsonSchema, Clone, Copy)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "By")]
pub(in crate::program) enum ByDto {
    /// The advocate's friends who paid, this one included.
    PaidFriends,
    /// What the advocate's friends paid, net, in the event's currency.
    Revenue,
    /// The advocate's level.
    Level,
}

#[derive(Deserialize, JsonSchema, Clone, Copy)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Apply")]
pub(in crate::program) enum ApplyDto {
    /// At its number alone.
    At,
    /// From its number on.
    From,
}

/// One of `n`, `revenue` and `level`, by what is counted; and a value.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Step")]
pub(in crate::program) struct StepDto {
    /// So many paid friends.
    #[schemars(range(min = 1, max = MAX_COUNT))]
    pub(in crate::program) n: Option<u32>,
    /// So much revenue.
    pub(in crate::program) revenue: Option<AmountsDto>,
    /// This level.
    pub(in crate::program) level: Option<String>,
    /// An amount for each currency.
    pub(in crate::program) fixed: Option<AmountsDto>,
    /// A share, in percent.
    pub(in crate::program) percent: Option<String>,
    /// What the share is taken of.
    pub(in crate::program) of: Option<BaseDto>,
    /// The most that the share comes to, for each currency.
    pub(in crate::program) cap: Option<AmountsDto>,
    /// So much of the reward's unit.
    pub(in crate::program) units: Option<String>,
    /// Membership of this group.
    pub(in crate::program) group: Option<String>,
}

#[derive(Deserialize, JsonSchema, Clone, Copy)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Base")]
pub(in crate::program) enum BaseDto {
    /// Items after discounts, before shipping and tax.
    Items,
    /// Items after discounts with tax.
    ItemsWithTax,
    /// Everything with shipping and tax.
    OrderTotal,
    /// The lines of the rule's categories.
    EligibleLines,
    /// The amount that the event names as its base.
    AmountBase,
}

impl ValueDto {
    pub(in crate::program) fn plain(&self) -> PlainDto {
        let Self { fixed, percent, of, cap, units, group, tiers: _ } = self;
        PlainDto { fixed: fixed.clone(), percent: percent.clone(), of: *of, cap: cap.clone(), units: units.clone(), group: group.clone() }
    }
}

impl StepDto {
    pub(in crate::program) fn plain(&self) -> PlainDto {
        let Self { fixed, percent, of, cap, units, group, .. } = self;
        PlainDto { fixed: fixed.clone(), percent: percent.clone(), of: *of, cap: cap.clone(), units: units.clone(), group: group.clone() }
    }
}
