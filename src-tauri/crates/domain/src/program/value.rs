//! Grants and values: who gets how much of what.

use crate::money::{Amount, Asset, Currency, Money, Percent};
use crate::name::{CategoryKey, ChannelKey, Key};
use crate::reward::{Rail, Role};

/// What a percentage is taken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// Items after discounts, before shipping and tax.
    Items,
    /// Items after discounts with tax.
    ItemsWithTax,
    /// Everything with shipping and tax.
    OrderTotal,
    /// The lines whose category the rule names; all items where it names none.
    EligibleLines,
    /// The amount that the event itself names as its base; of an order or a purchase, everything with shipping and tax.
    AmountBase,
}

impl Base {
    /// Every base.
    pub const ALL: [Self; 5] = [Self::Items, Self::ItemsWithTax, Self::OrderTotal, Self::EligibleLines, Self::AmountBase];

    /// The name in program files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Items => "items",
            Self::ItemsWithTax => "items_with_tax",
            Self::OrderTotal => "order_total",
            Self::EligibleLines => "eligible_lines",
            Self::AmountBase => "amount_base",
        }
    }
}

/// An amount for each currency.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PerCurrency(pub Vec<Money>);

impl PerCurrency {
    /// The amount for a currency, in its minor units.
    #[must_use]
    pub fn get(&self, currency: Currency) -> Option<i64> {
        self.0.iter().find(|money| money.currency == currency).map(|money| money.minor)
    }
}

/// How much a grant gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A fixed amount for each currency.
    Fixed(PerCurrency),
    /// A share of a base. Of an asset of its own the share is given one to one: 10 percent of 80.00 are 8 points.
    Percent {
        /// The share.
        percent: Percent,
        /// Of what.
        of: Base,
        /// The most, for each currency.
        cap: PerCurrency,
    },
    /// So much of an asset that is no money: points, messages, a membership.
    Units(Amount),
    /// What the step says that somebody has reached.
    Tiers(Box<Tiers>),
}

/// What is counted for steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepsBy {
    /// The advocate's friends with a purchase that was captured and stands; the friend at hand counts.
    PaidFriends,
    /// What the advocate's friends paid, net, in the currency of the event.
    Revenue,
    /// The level of the advocate, of the program's levels.
    Level,
}

impl StepsBy {
    /// The name in program files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PaidFriends => "paid_friends",
            Self::Revenue => "revenue",
            Self::Level => "level",
        }
    }
}

/// Whether a step holds at its number alone, or from it on up to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepsApply {
    /// At its number alone.
    At,
    /// From its number on.
    From,
}

/// Where a step begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepAt {
    /// So many paid friends.
    Friends(u32),
    /// So much revenue.
    Revenue(PerCurrency),
    /// This level.
    Level(Key),
}

/// A value in steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tiers {
    /// What is counted.
    pub by: StepsBy,
    /// Where a step holds.
    pub apply: StepsApply,
    /// The steps, in rising order. No value is itself in steps.
    pub steps: Vec<(StepAt, Value)>,
    /// What is given between steps, or before the first one.
    pub otherwise: Option<Value>,
}

/// What a voucher takes off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VoucherOff {
    /// The money that is given.
    #[default]
    Fixed,
    /// So many percent as there are units: 1 to 100 of them, before boosts.
    Percent,
    /// The shipping; the number of units says nothing.
    Shipping,
}

impl VoucherOff {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Fixed, Self::Percent, Self::Shipping];

    /// The name in program files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Percent => "percent",
            Self::Shipping => "shipping",
        }
    }
}

/// What a voucher is good for. It is told to the shop, which holds its buyers to it; no judgement looks at it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VoucherTerms {
    /// What it takes off: money is [`VoucherOff::Fixed`], units are one of the others.
    pub off: VoucherOff,
    /// Only off what is of these categories; off everything when empty.
    pub categories: Vec<CategoryKey>,
    /// The least that an order comes to, one amount for each currency; a currency without one asks for nothing.
    pub min_spend: Vec<Money>,
    /// Only in these sales channels; in all when empty.
    pub channels: Vec<ChannelKey>,
}

/// A way in which a grant can be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantOption {
    /// Its name, where there is a choice.
    pub name: Option<Key>,
    /// How it is delivered.
    pub rail: Rail,
    /// The asset that is no money in which a share is given, one to one; [`Value::Units`] names its own asset. Money without it.
    pub unit: Option<Asset>,
    /// How much.
    pub value: Value,
    /// For how many days it can be used once it is delivered; for good without it.
    pub valid_days: Option<u32>,
    /// What one whole unit of an asset that is no money is expected to cost, for forecasts; it enters no ledger.
    pub estimated_cost: PerCurrency,
    /// What the voucher is good for: of [`Rail::Voucher`] always, of no other rail.
    pub voucher: Option<VoucherTerms>,
}

/// Who gets what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Which side.
    pub to: Role,
    /// The ways to give it: at least one, the default first.
    pub options: Vec<GrantOption>,
    /// It stays pending until who gets it has this role.
    pub locked_until_role: Option<Key>,
}

impl Grant {
    /// The way in which it is given if nobody chooses another one.
    #[must_use]
    pub fn default_option(&self) -> &GrantOption {
        &self.options[0]
    }
}
