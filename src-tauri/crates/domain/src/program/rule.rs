//! Rules: what is rewarded, under which conditions, how often.

use super::value::{Base, Grant, PerCurrency, StepAt, Value};
use crate::money::Currency;
use crate::name::{CategoryKey, ChannelKey, Key, RuleKey};
use crate::time::Span;

/// What a rule answers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trigger {
    /// An account was made.
    Registered,
    /// Any first contact of another kind.
    Interaction,
    /// A trial began.
    TrialStarted,
    /// An order was confirmed.
    OrderConfirmed,
    /// An order's money was captured in full.
    OrderCaptured,
    /// Somebody paid into their balance.
    Topup,
    /// A subscription was bought.
    SubscriptionPurchased,
    /// A subscription was renewed.
    SubscriptionRenewed,
    /// A partner was won by a customer: the partner is the friend, the customer the advocate.
    PartnerOnboarded,
    /// Somebody reached another role.
    RoleUpgraded,
    /// An event that the program's owner named.
    Custom(Key),
}

impl Trigger {
    /// Every trigger that has a name of its own.
    pub const NAMED: [Self; 10] = [
        Self::Registered,
        Self::Interaction,
        Self::TrialStarted,
        Self::OrderConfirmed,
        Self::OrderCaptured,
        Self::Topup,
        Self::SubscriptionPurchased,
        Self::SubscriptionRenewed,
        Self::PartnerOnboarded,
        Self::RoleUpgraded,
    ];

    /// The name in program files; that of a custom event stands behind `custom:`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Registered => "customer_registered",
            Self::Interaction => "interaction",
            Self::TrialStarted => "trial_started",
            Self::OrderConfirmed => "order_confirmed",
            Self::OrderCaptured => "order_captured",
            Self::Topup => "topup",
            Self::SubscriptionPurchased => "subscription_purchased",
            Self::SubscriptionRenewed => "subscription_renewed",
            Self::PartnerOnboarded => "partner_onboarded",
            Self::RoleUpgraded => "role_upgraded",
            Self::Custom(_) => "custom",
        }
    }

    /// Whether what happened is an order or a purchase: it has a currency, an amount, and money that can go back.
    #[must_use]
    pub const fn is_purchase(self) -> bool {
        matches!(self, Self::OrderConfirmed | Self::OrderCaptured | Self::Topup | Self::SubscriptionPurchased | Self::SubscriptionRenewed)
    }
}

/// Which of a friend's qualifying events a rule rewards. An event qualifies when the rule gave something for it; for [`Occurrence::Nth`], which gives
/// nothing before, when it came as far as this check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occurrence {
    /// The first only.
    First,
    /// Every one.
    Every,
    /// The first n.
    FirstN(u32),
    /// The nth only.
    Nth(u32),
    /// All within n calendar months of the bond, counted in the program's zone.
    WithinMonths(u32),
}

/// What a partial refund does to a reward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartialRefund {
    /// Nothing.
    Ignore,
    /// It shrinks in proportion to the money that remains.
    Proportional,
    /// It is taken back whole.
    Full,
}

/// The least that an order must come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minimum {
    /// What is measured.
    pub of: Base,
    /// The amount for each currency. A currency without one is refused.
    pub amounts: PerCurrency,
}

/// What must be true of the event and of the people. What can still come true is waited for ([`Conditions::email_verified`],
/// [`Conditions::phone_verified`], [`Conditions::account_age_days`]); everything else refuses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Conditions {
    /// The least that an order must come to.
    pub minimum: Option<Minimum>,
    /// Only in these sales channels; in all when empty.
    pub channels: Vec<ChannelKey>,
    /// Only to these countries of delivery, ISO 3166 alpha-2; to all when empty.
    pub countries: Vec<[u8; 2]>,
    /// Only what has a line of one of these categories; these lines are the eligible ones. All when empty.
    pub categories: Vec<CategoryKey>,
    /// Only a friend's first order ever, guest orders included.
    pub new_customers: bool,
    /// Only within so many days of the friend's registration.
    pub within_days_of_signup: Option<u32>,
    /// The least role of who would get it.
    pub role: Option<Key>,
    /// The friend's email address must be confirmed.
    pub email_verified: bool,
    /// The friend's phone number must be confirmed.
    pub phone_verified: bool,
    /// How many days old the friend's account must be.
    pub account_age_days: u32,
}

/// How often a rule gives something. Days and calendar months are those of the program's zone; the limits for each advocate count the rewards of who
/// gets them, whichever side that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most events of each friend.
    pub per_friend: Option<u32>,
    /// The most rewards for each person who gets them.
    pub per_advocate: Option<u32>,
    /// The same, in a day.
    pub per_day: Option<u32>,
    /// The same, in a calendar month.
    pub per_month: Option<u32>,
    /// Whether what was voided or reversed still counts.
    pub count_reversed: bool,
    /// The least time between two rewards of one person.
    pub cooldown: Option<Span>,
}

impl Default for Limits {
    /// No limit; if there is one, what was taken back counts.
    fn default() -> Self {
        Self { per_friend: None, per_advocate: None, per_day: None, per_month: None, count_reversed: true, cooldown: None }
    }
}

/// The arm of an experiment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InArm {
    /// Which experiment.
    pub experiment: Key,
    /// Which arm.
    pub arm: Key,
}

/// A rule: triggers, conditions and grants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Stable across versions.
    pub id: RuleKey,
    /// What it answers to: at least one, each once.
    pub on: Vec<Trigger>,
    /// A reward waits until the order's money is captured.
    pub waits_for_capture: bool,
    /// Which events of a friend.
    pub occurrence: Occurrence,
    /// Whether an event counts no longer as an occurrence once everything that it gave was taken back because its order was wholly refunded.
    pub free_after_full_refund: bool,
    /// What must be true.
    pub conditions: Conditions,
    /// How often.
    pub limits: Limits,
    /// Only for those in this arm of an experiment.
    pub arm: Option<InArm>,
    /// How many days a reward is held.
    pub hold_days: u32,
    /// For how many days a refund takes it back; at least `hold_days`.
    pub refund_window_days: u32,
    /// What a partial refund does.
    pub on_partial_refund: PartialRefund,
    /// After how many days of waiting for something that may never come a reward is void.
    pub wait_days: u32,
    /// Who gets what.
    pub grants: Vec<Grant>,
}

impl Rule {
    /// Whether money in a currency can come of it.
    #[must_use]
    pub fn can_give(&self, currency: Currency) -> bool {
        let is_bought = self.on.iter().all(|trigger| trigger.is_purchase());
        let minimum = self.conditions.minimum.as_ref().filter(|_| is_bought);
        // What has no currency of its own is given the first amount.
        let has_currency = self.on.iter().any(|trigger| trigger.is_purchase() || matches!(trigger, Trigger::Custom(_)));
        let names = |amounts: &PerCurrency| match (has_currency, amounts.0.first()) {
            (false, first) => first.is_some_and(|first| first.currency == currency),
            (true, _) => amounts.get(currency).is_some(),
        };
        let mut options = self.grants.iter().flat_map(|grant| &grant.options).filter(|option| option.unit.is_none());
        minimum.is_none_or(|least| least.amounts.get(currency).is_some()) && options.any(|option| gives(&option.value, currency, &names))
    }
}

fn gives(value: &Value, currency: Currency, names: &impl Fn(&PerCurrency) -> bool) -> bool {
    match value {
        Value::Fixed(amounts) => names(amounts),
        Value::Percent { .. } => true,
        Value::Units(_) => false,
        Value::Tiers(tiers) => {
            let is_counted = |at: &StepAt| if let StepAt::Revenue(amounts) = at { amounts.get(currency).is_some() } else { true };
            tiers.steps.iter().all(|(at, _)| is_counted(at))
                && tiers.steps.iter().map(|(_, value)| value).chain(&tiers.otherwise).any(|value| gives(value, currency, names))
        }
    }
}

impl Rule {
    /// The first step of this rule by paid friends that lies above so many of them.
    #[must_use]
    pub fn next_step(&self, paid_friends: u32) -> Option<u32> {
        let tiers = self.grants.iter().flat_map(|grant| &grant.options).filter_map(|option| match &option.value {
            Value::Tiers(tiers) => Some(tiers),
            Value::Fixed(_) | Value::Percent { .. } | Value::Units(_) => None,
        });
        let numbers = tiers.flat_map(|tiers| &tiers.steps).filter_map(|(at, _)| match at {
            StepAt::Friends(n) => Some(*n),
            StepAt::Revenue(_) | StepAt::Level(_) => None,
        });
        numbers.filter(|n| *n > paid_friends).min()
    }
}

crate::canon_enum!(PartialRefund { 0 => Ignore, 1 => Proportional, 2 => Full });
