//! Programs: what is given to whom for what, as data. The attribution policy says who brought whom.

mod dto;
pub mod file;

use crate::money::{Currency, Money, Percent};
use crate::name::{ChannelKey, ProgramKey, RuleKey};
use crate::reward::{Rail, Role};
use crate::time::{Span, Timestamp};
use chrono_tz::Tz;

/// Which contact before binding counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// The first one.
    First,
    /// The last one.
    Last,
}

/// What binds a friend to the advocate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BindAt {
    /// Any first contact with a code.
    Interaction,
    /// Registration, or the first order if that comes earlier.
    Registration,
    /// The first order.
    Order,
}

/// Who brought whom: one policy for each db.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Which contact counts.
    pub touch: Touch,
    /// What binds.
    pub bind_at: BindAt,
    /// Whether somebody may be bound who had registered or ordered before the first contact.
    pub existing_customers: bool,
    /// How long a bond earns; for life without it.
    pub earning_window: Option<Span>,
}

impl Default for Policy {
    /// First touch, bound by the first contact, known customers refused, for life.
    fn default() -> Self {
        Self { touch: Touch::First, bind_at: BindAt::Interaction, existing_customers: false, earning_window: None }
    }
}

/// What a rule answers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trigger {
    /// An account was made.
    Registered,
    /// An order was confirmed.
    OrderConfirmed,
    /// An order's money was captured in full.
    OrderCaptured,
}

impl Trigger {
    /// Every trigger.
    pub const ALL: [Self; 3] = [Self::Registered, Self::OrderConfirmed, Self::OrderCaptured];

    /// The name in program files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Registered => "customer_registered",
            Self::OrderConfirmed => "order_confirmed",
            Self::OrderCaptured => "order_captured",
        }
    }
}

/// Which of a friend's qualifying events a rule rewards. An event qualifies when the rule gave something for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occurrence {
    /// The first only.
    First,
    /// Every one.
    Every,
    /// The first n.
    FirstN(u32),
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

/// What a percentage is taken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// Items after discounts, before shipping and tax.
    Items,
    /// Items after discounts with tax.
    ItemsWithTax,
    /// Everything with shipping and tax.
    OrderTotal,
}

impl Base {
    /// The name in program files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Items => "items",
            Self::ItemsWithTax => "items_with_tax",
            Self::OrderTotal => "order_total",
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
    /// A share of a base.
    Percent {
        /// The share.
        percent: Percent,
        /// Of what.
        of: Base,
        /// The most, for each currency.
        cap: PerCurrency,
    },
}

/// Who gets what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Which side.
    pub to: Role,
    /// How it is delivered.
    pub rail: Rail,
    /// How much.
    pub value: Value,
}

/// The least that an order must come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minimum {
    /// What is measured.
    pub of: Base,
    /// The amount for each currency. A currency without one is refused.
    pub amounts: PerCurrency,
}

/// A rule: a trigger, conditions and grants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Stable across versions.
    pub id: RuleKey,
    /// What it answers to.
    pub on: Trigger,
    /// A reward waits until the order's money is captured.
    pub waits_for_capture: bool,
    /// Which events of a friend.
    pub occurrence: Occurrence,
    /// The least that an order must come to.
    pub minimum: Option<Minimum>,
    /// Only in these sales channels; in all when empty.
    pub channels: Vec<ChannelKey>,
    /// The most rewards for each friend and side.
    pub limit_per_friend: Option<u32>,
    /// How many days a reward is held.
    pub hold_days: u32,
    /// For how many days a refund takes it back; at least `hold_days`.
    pub refund_window_days: u32,
    /// What a partial refund does.
    pub on_partial_refund: PartialRefund,
    /// After how many days of waiting for capture a reward is void.
    pub wait_days: u32,
    /// Who gets what.
    pub grants: Vec<Grant>,
}

/// Who decides that a reward may go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A person, each time.
    Manual,
    /// Nobody for this percentage of advocates, a person for the others.
    Limited {
        /// How many of a hundred advocates.
        percent: u8,
    },
    /// Nobody.
    Auto,
}

/// One immutable version of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// The program.
    pub id: ProgramKey,
    /// What people call it.
    pub name: String,
    /// The version, from 1.
    pub version: u32,
    /// The instant from which it holds.
    pub from: Timestamp,
    /// The instant at which the program ends.
    pub until: Option<Timestamp>,
    /// The zone in which days and months are counted.
    pub time_zone: Tz,
    /// Who decides that a reward may go out.
    pub mode: Mode,
    /// Its rules.
    pub rules: Vec<Rule>,
}

/// All versions of all programs, and the policy that they share.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Programs {
    /// Who brought whom.
    pub policy: Policy,
    versions: Vec<Program>,
}

/// Where a program stands at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing<'a> {
    /// This version is in force.
    InForce(&'a Program),
    /// The first version holds from later on.
    NotStarted(&'a Program),
    /// The version that was in force last has ended.
    Ended(&'a Program),
}

impl<'a> Standing<'a> {
    /// The version that judges, or would have.
    #[must_use]
    pub const fn program(self) -> &'a Program {
        match self {
            Self::InForce(program) | Self::NotStarted(program) | Self::Ended(program) => program,
        }
    }
}

impl Programs {
    /// Programs under a policy. Versions of one program are put in order.
    #[must_use]
    pub fn new(policy: Policy, mut versions: Vec<Program>) -> Self {
        versions.sort_by_key(|program| (program.id, program.from, program.version));
        Self { policy, versions }
    }

    /// Every version, by program and instant.
    #[must_use]
    pub fn versions(&self) -> &[Program] {
        &self.versions
    }

    /// Where each program stands at an instant, in the order of their ids.
    pub fn at(&self, at: Timestamp) -> impl Iterator<Item = Standing<'_>> {
        self.versions.chunk_by(|a, b| a.id == b.id).filter_map(move |versions| {
            let in_force = versions.iter().rev().find(|program| program.from <= at);
            match in_force {
                None => versions.first().map(Standing::NotStarted),
                Some(program) if program.until.is_some_and(|until| until <= at) => Some(Standing::Ended(program)),
                Some(program) => Some(Standing::InForce(program)),
            }
        })
    }
}

crate::canon_enum!(PartialRefund { 0 => Ignore, 1 => Proportional, 2 => Full });
