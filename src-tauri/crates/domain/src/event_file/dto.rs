//! The lines as they stand in a file: one struct for each shape, and no field beside its own.

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// What every line begins with.
#[derive(Deserialize)]
pub(super) struct HeadDto<'a> {
    #[serde(rename = "type", borrow)]
    pub(super) kind: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) id: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) at: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) seen_at: Option<Cow<'a, str>>,
}

/// A line on its way out.
#[derive(Serialize)]
pub(super) struct LineDto<'a, T> {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) seen_at: Option<String>,
    #[serde(flatten)]
    pub(super) body: &'a T,
}

/// A field of the head: it was read before.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct InHead;

impl<'de> Deserialize<'de> for InHead {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

/// A decimal number as it is written: in quotes, or bare. It never passes through a binary fraction.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct DecimalText(pub(super) String);

impl<'de> Deserialize<'de> for DecimalText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        if raw.starts_with('"') { serde_json::from_str(raw).map(Self).map_err(serde::de::Error::custom) } else { Ok(Self(raw.to_owned())) }
    }
}

impl Serialize for DecimalText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Money.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MoneyDto {
    pub(super) amount: DecimalText,
    pub(super) currency: String,
}

/// Money, or units that have a name and an exponent of their own.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AmountDto {
    pub(super) amount: DecimalText,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) currency: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) unit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) exponent: Option<u8>,
}

/// One line of an order.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrderLineDto {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) category: Option<String>,
    pub(super) amount: MoneyDto,
    #[serde(default = "one")]
    pub(super) quantity: u32,
}

const fn one() -> u32 {
    1
}

/// Defines the shape of a type: what it must say (round brackets) and what it can say (square brackets).
macro_rules! shapes {
    ($($name:ident ($($must:ident: $must_type:ty),* $(,)?) [$($can:ident: $can_type:ty),* $(,)?])*) => {$(
        #[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            #[serde(default, skip_serializing, rename = "id")]
            pub(super) _id: InHead,
            #[serde(default, skip_serializing, rename = "type")]
            pub(super) _kind: InHead,
            #[serde(default, skip_serializing, rename = "at")]
            pub(super) _at: InHead,
            #[serde(default, skip_serializing, rename = "seen_at")]
            pub(super) _seen_at: InHead,
            $(pub(super) $must: $must_type,)*
            $(#[serde(default, skip_serializing_if = "Option::is_none")]
            pub(super) $can: Option<$can_type>,)*
        }
    )*};
}

shapes! {
    AccountDto (customer: String) [
        email: String, phone: String, email_verified: bool, phone_verified: bool, ref_code: String, click: String, ip: String, device: String,
        groups: Vec<String>, role: String,
    ]
    CustomerDto (customer: String) []
    CodeIssuedDto (code: String, customer: String) [inferred: bool, actor: String, reason: String]
    CodeDto (code: String) [actor: String, reason: String]
    // What identifies a browser is admitted and not kept: nothing judges by it yet.
    ClickDto (code: String, click: String) [ip: IgnoredField, user_agent: IgnoredField, utm: IgnoredField]
    InteractionDto (customer: String) [ref_code: String, click: String]
    OrderDto (order: String) [
        customer: String, email: String, items: MoneyDto, tax: MoneyDto, shipping: MoneyDto, discount: MoneyDto, items_with_tax: MoneyDto,
        order_total: MoneyDto, gift_cards_used: MoneyDto, payable: MoneyDto, channel: String, country: String, ref_code: String, click: String,
        ip: String, device: String, card: String, card_digits: String, address: String, is_replacement: bool, lines: Vec<OrderLineDto>,
    ]
    OrderMoneyDto (order: String, captured_gross: MoneyDto) [refunded: MoneyDto, charged_back: MoneyDto, as_of: String]
    SpendDto (from: String, to: String, amount: MoneyDto) [program: String, channel: String]
    ActivatedDto (program: String, version: u32, from: String) []
    ProgramDto (program: String) [actor: String, reason: String]
    IntendedDto (reward: String, rail: String, request_hash: String) [
        generation: u16, amount: AmountDto, code: String, expires_on: String, correct_to: i64, issuance: String,
    ]
    KnownDto (reward: String, rail: String, result: String) [generation: u16, at_shop: String, minor: i64, why: String, used: i64]
    UsedDto (reward: String, amount: AmountDto) []
    TimeDto () []
    ReviewDto (actor: String, reason: String, reward: String, expects: u32) []
    HoldDto (actor: String, reason: String, reward: String, expects: u32, until: String) []
    AttributeDto (actor: String, reason: String, customer: String, code: String) []
    EraseDto (actor: String, reason: String, person: String) []
    OwnedDto (order: String, customer: String) [email: String]
    ReferralTakenOverDto (friend: String, advocate: String, code: String, since: String) []
    RewardTakenOverDto (reward: String, program: String, beneficiary: String, amount: AmountDto, given_at: String) []
    TrialDto (customer: String) [period_days: u32]
    PurchaseDto (purchase: String, customer: String, amount: MoneyDto) [period_days: u32]
    PurchaseRefundedDto (purchase: String, refunded: MoneyDto) [as_of: String]
    OnboardedDto (partner: String, customer: String) []
    RoleDto (customer: String, role: String) []
    CustomDto (name: String, customer: String) [amount_base: MoneyDto]
    ChosenDto (reward: String, option: String) []
    ExpiredDto (reward: String) [amount: AmountDto]
    ListDto (list: String, entry: String, is_in: bool) [actor: String, reason: String]
    PolicyDto (clawback: String) [approve_above: Vec<MoneyDto>, actor: String, reason: String]
    AdjustDto (actor: String, reason: String, reward: String, expects: u32, to: AmountDto) []
    GoodwillDto (actor: String, reason: String, customer: String, rail: String, amount: AmountDto) [valid_days: u32]
    ProposalDto (actor: String, reason: String, proposal: String) []
    RejectReferralDto (actor: String, reason: String, friend: String) []
}

/// A field that is admitted and dropped.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct IgnoredField;

impl<'de> Deserialize<'de> for IgnoredField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

impl Serialize for IgnoredField {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}
