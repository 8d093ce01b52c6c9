//! The TOML form of a program, as it is written; [`super::file`] makes sense of it. What is said of a key here stands in the exported schema, too.

mod fraud;
mod rule;
mod shape;
mod value;

pub(super) use fraud::{ActionDto, FraudDto};
pub(super) use rule::{InArmDto, LimitsDto, OccurrenceDto, PartialRefundDto, RuleDto, SettlementDto, UsedDto};
pub(super) use shape::{AmountsDto, BudgetDto, MinimumDto};
pub(super) use value::{
    ApplyDto, BaseDto, ByDto, ChoiceDto, GrantDto, OffDto, PlainDto, RewardDto, SideDto, StepDto, TiersDto, ValueDto, VoucherDto,
};

use super::file::{MAX_COUNT, MAX_DAYS, MAX_LIST};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A program of Vouchsafe: what is given to whom for which event of a friend.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Program")]
pub(super) struct ProgramDto {
    /// The program's id, the same in all its versions.
    #[schemars(schema_with = "shape::id")]
    pub(super) id: String,
    /// What people call it.
    #[schemars(length(min = 1, max = 200))]
    pub(super) name: String,
    /// The number of this version, from 1.
    #[serde(default = "one")]
    #[schemars(range(min = 1))]
    pub(super) version: u32,
    /// The instant from which this version holds; when it is activated without it.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub(super) from: Option<toml::value::Datetime>,
    /// The instant at which the program ends; never without it.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub(super) until: Option<toml::value::Datetime>,
    /// Where days and months are counted, by the IANA's name of the zone.
    #[serde(default = "utc")]
    pub(super) time_zone: String,
    /// Who lets a reward go out.
    #[serde(default)]
    pub(super) mode: ModeDto,
    /// By whom the limited group and the arms of experiments go.
    #[serde(default)]
    pub(super) unit: UnitDto,
    /// The events that make a bound friend an active one, apart from rules.
    #[serde(default = "order_confirmed")]
    #[schemars(schema_with = "shape::triggers")]
    pub(super) activation: Vec<String>,
    /// The most that the program gives: one currency, and per which time.
    pub(super) budget: Option<BudgetDto>,
    /// What becomes of what waits when the program has ended.
    #[serde(default)]
    pub(super) when_ended: WhenEndedDto,
    /// What becomes of what waits while the program is paused.
    #[serde(default)]
    pub(super) when_paused: WhenPausedDto,
    /// Levels of advocates, rising.
    #[serde(default)]
    #[schemars(length(max = MAX_LIST))]
    pub(super) level: Vec<LevelDto>,
    /// Whether a level once reached stays.
    #[serde(default)]
    pub(super) grandfather: bool,
    /// Who brought whom; one policy holds for all programs.
    pub(super) attribution: Option<PolicyDto>,
    /// What each fraud signal comes to.
    pub(super) fraud: Option<FraudDto>,
    /// Times in which more is given.
    #[serde(default)]
    #[schemars(length(max = MAX_LIST))]
    pub(super) boost: Vec<BoostDto>,
    /// Experiments that divide people for good.
    #[serde(default)]
    #[schemars(length(max = MAX_LIST))]
    pub(super) experiment: Vec<ExperimentDto>,
    /// What is given for what.
    #[schemars(length(min = 1, max = MAX_LIST))]
    pub(super) rule: Vec<RuleDto>,
}

#[derive(Deserialize, Serialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schemars(rename = "Mode")]
pub(super) enum ModeDto {
    /// A person approves each reward.
    #[default]
    Manual,
    /// Nobody has to look for a limited group.
    Limited {
        /// How many of a hundred are in the group.
        #[schemars(range(max = 100))]
        percent: u8,
        /// The shop's customer groups of which everybody is in.
        #[serde(default)]
        #[schemars(length(max = MAX_LIST))]
        groups: Vec<String>,
    },
    /// Nobody has to look.
    Auto,
}

#[derive(Deserialize, Serialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Unit")]
pub(super) enum UnitDto {
    /// By the advocate, for both sides of a referral.
    #[default]
    Advocate,
    /// By the friend.
    Friend,
}

#[derive(Deserialize, Serialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "WhenEnded")]
pub(super) enum WhenEndedDto {
    /// It goes on.
    #[default]
    Finish,
    /// It is void once everything else has come.
    Void,
}

#[derive(Deserialize, Serialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "WhenPaused")]
pub(super) enum WhenPausedDto {
    /// It goes on.
    #[default]
    Finish,
    /// It waits for a person once everything else has come.
    Review,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Level")]
pub(super) struct LevelDto {
    /// Its name.
    #[schemars(schema_with = "shape::id")]
    pub(super) name: String,
    /// From how many paid friends on.
    #[schemars(range(min = 1, max = MAX_COUNT))]
    pub(super) paid_friends: u32,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Attribution")]
pub(super) struct PolicyDto {
    /// Which contact counts when there were several before binding.
    #[serde(default)]
    pub(super) touch: TouchDto,
    /// What binds a friend.
    #[serde(default)]
    pub(super) bind_at: BindAtDto,
    /// Those who had registered or ordered before their first contact.
    #[serde(default)]
    pub(super) existing_customers: ExistingDto,
    /// For how many days a bond earns; for life without it.
    #[schemars(range(min = 1, max = MAX_DAYS))]
    pub(super) earning_window_days: Option<u32>,
    /// How far a code reaches.
    #[serde(default)]
    pub(super) scope: ScopeDto,
    /// The roles that people can have, the lowest first: everybody starts with that.
    #[serde(default)]
    #[schemars(length(max = MAX_LIST))]
    pub(super) roles: Vec<String>,
}

#[derive(Deserialize, Serialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Touch")]
pub(super) enum TouchDto {
    /// The first one.
    #[default]
    First,
    /// The last one.
    Last,
}

#[derive(Deserialize, Serialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "BindAt")]
pub(super) enum BindAtDto {
    /// Any contact with a code.
    #[default]
    Interaction,
    /// The registration, or an earlier order.
    Registration,
    /// The first order.
    Order,
}

#[derive(Deserialize, Serialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ExistingCustomers")]
pub(super) enum ExistingDto {
    /// They cannot be bound.
    #[default]
    Refuse,
    /// They can be bound.
    Allow,
}

#[derive(Deserialize, Serialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Scope")]
pub(super) enum ScopeDto {
    /// A code binds the friend, for everything that they do later.
    #[default]
    Tree,
    /// A code on an order credits that order alone and binds nobody.
    Order,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Boost")]
pub(super) struct BoostDto {
    /// Its name.
    #[schemars(schema_with = "shape::id")]
    pub(super) id: String,
    /// Its first instant.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub(super) from: toml::value::Datetime,
    /// The first instant after it.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub(super) until: toml::value::Datetime,
    /// By how much every value is multiplied: above 0, at most 10.
    #[schemars(schema_with = "shape::decimal")]
    pub(super) factor: String,
    /// Only for these rules; for all when empty.
    #[serde(default)]
    #[schemars(length(max = MAX_LIST))]
    pub(super) rules: Vec<String>,
    /// Only in these sales channels, by slug; in all when empty.
    #[serde(default)]
    #[schemars(length(max = MAX_LIST))]
    pub(super) channels: Vec<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Experiment")]
pub(super) struct ExperimentDto {
    /// Its name, the same in all versions: it decides who is where.
    #[schemars(schema_with = "shape::id")]
    pub(super) id: String,
    /// The weight of each arm.
    #[schemars(schema_with = "shape::arms")]
    pub(super) arms: BTreeMap<String, u32>,
    /// The weight of those who get nothing from the program.
    #[serde(default)]
    #[schemars(range(max = MAX_COUNT))]
    pub(super) holdout: u32,
}

const fn one() -> u32 {
    1
}

fn utc() -> String {
    "UTC".to_owned()
}

fn order_confirmed() -> Vec<String> {
    vec!["order_confirmed".to_owned()]
}
