//! Random programs over the whole model, each one that a file could hold, for tests.

mod frame;
mod grant;
mod rule;
mod signals;

use super::{Policy, Program};
use crate::money::{Currency, Money, Percent, minor_text};
use crate::name::{Identity, IdentityKind, Key, NameTable, Names};
use crate::program::PerCurrency;
use crate::time::Timestamp;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The rules that random programs have, in this order.
pub const RULES: [&str; 4] = ["first", "second", "third", "fourth"];
/// Custom events.
pub const EVENTS: [&str; 3] = ["quest_purchased", "tour_booking_made", "voucher_premium_purchased"];
/// Sales channels.
pub const CHANNELS: [&str; 3] = ["7", "eu", "us"];
/// Product categories.
pub const CATEGORIES: [&str; 3] = ["books", "hats", "shoes"];
/// Roles, rising.
pub const ROLES: [&str; 4] = ["member", "pro", "vip", "Über \"VIP\""];
/// Groups of customers.
pub const GROUPS: [&str; 3] = ["VIP customers", "staff", "42"];
/// Customers.
pub const CUSTOMERS: [&str; 3] = ["46", "anna", "bob"];
/// Email domains.
pub const DOMAINS: [&str; 3] = ["example.com", "mail.example", "xn--bcher-kva.example"];
/// Networks.
pub const NETWORKS: [&str; 3] = ["203.0.113.7", "2001:db8:0:1::/64", "198.51.100.8/31"];
/// What the last of them comes to.
const PARTS: [&str; 2] = ["198.51.100.8", "198.51.100.9"];
/// Levels, rising.
pub const LEVELS: [&str; 3] = ["silver", "gold", "platinum"];
/// Experiments.
pub const EXPERIMENTS: [&str; 2] = ["prices", "welcome"];
/// Arms of experiments.
pub const ARMS: [&str; 3] = ["a", "b", "c"];
/// Assets that are no money.
pub const UNITS: [&str; 3] = ["messages", "points", "Premium month"];
const PROGRAMS: [&str; 3] = ["spring", "summer", "12"];
const BOOSTS: [&str; 3] = ["double-week", "evening", "late"];
const CHOICES: [&str; 3] = ["coupon", "credit", "month"];
const CURRENCIES: [&str; 4] = ["EUR", "JPY", "KWD", "USD"];

type Named = (NameTable, BTreeMap<&'static str, Key>, [Vec<Identity>; 2]);

/// The names of everything that random programs speak of, the networks and what their range comes to; the first of a file's own names comes after
/// them.
static NAMED: LazyLock<Named> = LazyLock::new(|| {
    let mut names = NameTable::default();
    let pools: [&[&str]; 15] = [
        &RULES,
        &EVENTS,
        &CHANNELS,
        &CATEGORIES,
        &ROLES,
        &GROUPS,
        &CUSTOMERS,
        &DOMAINS,
        &LEVELS,
        &EXPERIMENTS,
        &ARMS,
        &UNITS,
        &PROGRAMS,
        &BOOSTS,
        &CHOICES,
    ];
    let keys = pools.into_iter().flatten().map(|text| (*text, names.key(text))).collect();
    let networks = NETWORKS.map(|network| names.identity(IdentityKind::Ip, network)).to_vec();
    let parts = PARTS.map(|network| names.identity(IdentityKind::Ip, network)).to_vec();
    (names, keys, [networks, parts])
});

/// The table in which the names of random programs stand.
#[must_use]
pub fn names() -> NameTable {
    NAMED.0.clone()
}

/// The key of a name that random programs use. Any other text has the first of the keys.
#[must_use]
pub fn key(text: &str) -> Key {
    NAMED.1.get(text).copied().unwrap_or(Key::symbol(0))
}

/// A random program with the policy under which it can be in force.
pub fn program() -> BoxedStrategy<(Program, Policy)> {
    frame::frame()
        .prop_flat_map(|frame| {
            let rules = proptest::collection::vec(rule::rule(frame.clone()), 1..=RULES.len());
            (Just(frame), rules).prop_flat_map(frame::program).boxed()
        })
        .boxed()
}

/// Some of a pool, in its order.
fn some(pool: &'static [&'static str], least: usize) -> impl Strategy<Value = Vec<Key>> {
    proptest::sample::subsequence(pool, least..=pool.len()).prop_map(|texts| texts.into_iter().map(key).collect())
}

/// One of a pool.
fn one(pool: &'static [&'static str]) -> impl Strategy<Value = Key> {
    proptest::sample::select(pool).prop_map(key)
}

fn amounts() -> impl Strategy<Value = PerCurrency> {
    proptest::sample::subsequence(&CURRENCIES[..], 1..=3).prop_flat_map(|codes| {
        let count = codes.len();
        (Just(codes), proptest::collection::vec(1i64..=20_000, count)).prop_map(|(codes, minor)| {
            let currencies = codes.into_iter().filter_map(|code| Currency::parse(code).ok());
            PerCurrency(currencies.zip(minor).map(|(currency, minor)| Money::new(minor, currency)).collect())
        })
    })
}

/// A percentage, now and then one with four digits after the point.
fn percent() -> impl Strategy<Value = Percent> {
    let parts = prop_oneof![(1i64..=100).prop_map(|whole| whole * 10_000), 1i64..=10_000_000];
    parts.prop_filter_map("up to 1000", |parts| Percent::parse(&minor_text(parts, 4)).ok())
}

/// A second of the years 2026 and 2027.
fn instant() -> impl Strategy<Value = Timestamp> {
    (1_767_225_600i64..1_830_297_600).prop_map(|second| Timestamp::from_micros(second * 1_000_000))
}

/// The same, with microseconds.
fn exact_instant() -> impl Strategy<Value = Timestamp> {
    (instant(), 0i64..1_000_000).prop_map(|(at, micros)| Timestamp::from_micros(at.micros() + micros))
}
