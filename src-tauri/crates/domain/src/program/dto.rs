//! The TOML form of a program, as it is written; [`super::file`] makes sense of it.

use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProgramDto {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default = "one")]
    pub(super) version: u32,
    pub(super) from: Option<toml::value::Datetime>,
    pub(super) until: Option<toml::value::Datetime>,
    #[serde(default = "utc")]
    pub(super) time_zone: String,
    #[serde(default)]
    pub(super) mode: ModeDto,
    pub(super) attribution: Option<PolicyDto>,
    pub(super) rule: Vec<RuleDto>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum ModeDto {
    #[default]
    Manual,
    Limited {
        percent: u8,
    },
    Auto,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PolicyDto {
    #[serde(default)]
    pub(super) touch: TouchDto,
    #[serde(default)]
    pub(super) bind_at: BindAtDto,
    #[serde(default)]
    pub(super) existing_customers: ExistingDto,
    pub(super) earning_window_days: Option<u32>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub(super) enum TouchDto {
    #[default]
    First,
    Last,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub(super) enum BindAtDto {
    #[default]
    Interaction,
    Registration,
    Order,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub(super) enum ExistingDto {
    #[default]
    Refuse,
    Allow,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleDto {
    pub(super) id: String,
    pub(super) on: Vec<String>,
    #[serde(default)]
    pub(super) settlement: SettlementDto,
    #[serde(default)]
    pub(super) occurrence: OccurrenceDto,
    pub(super) minimum: Option<MinimumDto>,
    #[serde(default)]
    pub(super) channels: Vec<String>,
    #[serde(default)]
    pub(super) limits: LimitsDto,
    #[serde(default)]
    pub(super) hold_days: u32,
    pub(super) refund_window_days: Option<u32>,
    #[serde(default)]
    pub(super) on_partial_refund: PartialRefundDto,
    #[serde(default = "thirty")]
    pub(super) wait_days: u32,
    pub(super) grant: Vec<GrantDto>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub(super) enum SettlementDto {
    #[default]
    None,
    Captured,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum OccurrenceDto {
    #[default]
    First,
    Every,
    FirstN(u32),
    WithinMonths(u32),
}

#[derive(Deserialize)]
pub(super) struct MinimumDto {
    pub(super) of: BaseDto,
    #[serde(flatten)]
    pub(super) amounts: BTreeMap<String, String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct LimitsDto {
    pub(super) per_friend: Option<u32>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub(super) enum PartialRefundDto {
    Ignore,
    #[default]
    Proportional,
    Full,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub(super) enum BaseDto {
    Items,
    ItemsWithTax,
    OrderTotal,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GrantDto {
    pub(super) to: RoleDto,
    pub(super) reward: RewardDto,
    pub(super) value: ValueDto,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RoleDto {
    Friend,
    Advocate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RewardDto {
    pub(super) rail: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ValueDto {
    pub(super) fixed: Option<BTreeMap<String, String>>,
    pub(super) percent: Option<String>,
    pub(super) of: Option<BaseDto>,
    pub(super) cap: Option<BTreeMap<String, String>>,
}

pub(super) const fn one() -> u32 {
    1
}

pub(super) const fn thirty() -> u32 {
    30
}

pub(super) fn utc() -> String {
    "UTC".to_owned()
}
