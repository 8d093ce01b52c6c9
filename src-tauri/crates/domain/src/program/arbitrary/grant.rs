//! Random grants and values.

use super::frame::Frame;
use super::rule::{About, role};
use super::*;
use crate::money::{Amount, Asset};
use crate::name::{CategoryKey, ChannelKey};
use crate::program::{Base, Grant, GrantOption, StepAt, StepsApply, StepsBy, Tiers, Value, VoucherOff, VoucherTerms};
use crate::reward::{Rail, Role};

/// Units, each with its digits after the point.
const UNITS_KNOWN: [(&str, u8); 3] = [(UNITS[0], 0), (UNITS[1], 1), (UNITS[2], 3)];

pub(super) fn grants(frame: Frame, about: About) -> BoxedStrategy<Vec<Grant>> {
    let sides: Vec<Role> = Role::all().take(4).collect();
    let grant =
        move |to| (options(&frame, &about), role(&frame)).prop_map(move |(options, locked_until_role)| Grant { to, options, locked_until_role });
    proptest::sample::subsequence(sides, 1..=3).prop_flat_map(move |sides| sides.into_iter().map(&grant).collect::<Vec<_>>()).boxed()
}

fn options(frame: &Frame, about: &About) -> BoxedStrategy<Vec<GrantOption>> {
    let only = option(frame.clone(), about.bases, None).prop_map(|option| vec![option]);
    let (frame, bases) = (frame.clone(), about.bases);
    let choice = proptest::sample::subsequence(&CHOICES[..], 2..=CHOICES.len())
        .prop_flat_map(move |names| names.into_iter().map(|name| option(frame.clone(), bases, Some(key(name)))).collect::<Vec<_>>());
    prop_oneof![4 => only, 1 => choice].boxed()
}

fn option(frame: Frame, bases: &'static [Base], name: Option<Key>) -> BoxedStrategy<GrantOption> {
    let unit = proptest::sample::select(&UNITS_KNOWN[..]).prop_map(|(name, exponent)| Asset::Units { name: key(name), exponent });
    proptest::option::weighted(0.4, unit)
        .prop_flat_map(move |unit| {
            // A gift card holds money.
            let rails: Vec<Rail> = Rail::ALL.into_iter().filter(|rail| unit.is_none() || *rail != Rail::GiftCard).collect();
            let rail = proptest::sample::select(rails);
            (rail, Just(unit), terms(unit))
        })
        .prop_flat_map(move |(rail, unit, terms)| {
            let voucher = (rail == Rail::Voucher).then_some(terms);
            let kind = Kind { bases, unit, off: voucher.as_ref().map(|terms| terms.off), is_card: rail == Rail::GiftCard };
            let value = prop_oneof![3 => plain(kind), 1 => tiers(&frame, kind)];
            (value, proptest::option::weighted(0.3, 1u32..=400), proptest::option::weighted(0.3, amounts())).prop_map(
                move |(value, valid_days, cost)| {
                    let estimated_cost = cost.filter(|_| unit.is_some()).unwrap_or_default();
                    GrantOption { name, rail, unit, value, valid_days, estimated_cost, voucher: voucher.clone() }
                },
            )
        })
        .boxed()
}

/// The terms that a voucher can have.
fn terms(unit: Option<Asset>) -> impl Strategy<Value = VoucherTerms> {
    let off =
        if unit.is_some() { prop_oneof![Just(VoucherOff::Percent), Just(VoucherOff::Shipping)].boxed() } else { Just(VoucherOff::Fixed).boxed() };
    let told = (off.clone(), some(&CATEGORIES, 0), proptest::option::of(amounts()), some(&CHANNELS, 0)).prop_map(
        |(off, categories, min_spend, channels)| VoucherTerms {
            off,
            categories: categories.into_iter().map(CategoryKey).collect(),
            min_spend: min_spend.map(|least| least.0).unwrap_or_default(),
            channels: channels.into_iter().map(ChannelKey).collect(),
        },
    );
    prop_oneof![off.prop_map(|off| VoucherTerms { off, ..VoucherTerms::default() }), told]
}

/// What a value has to fit.
#[derive(Debug, Clone, Copy)]
struct Kind {
    /// What a share can be taken of.
    bases: &'static [Base],
    /// The reward's own asset.
    unit: Option<Asset>,
    /// What a voucher takes off; none for other rails.
    off: Option<VoucherOff>,
    /// Whether it is a gift card.
    is_card: bool,
}

fn plain(kind: Kind) -> BoxedStrategy<Value> {
    let Kind { bases, unit, off, is_card } = kind;
    if let (Some(asset), Some(off)) = (unit, off) {
        let whole = 10i64.pow(asset.exponent().into());
        let most = if off == VoucherOff::Percent { whole * 100 } else { 10_000 };
        return (whole.min(most)..=most).prop_map(move |minor| Value::Units(Amount { minor, asset })).boxed();
    }
    let own = match unit {
        None => amounts().prop_map(Value::Fixed).boxed(),
        Some(asset) => (1i64..=10_000).prop_map(move |minor| Value::Units(Amount { minor, asset })).boxed(),
    };
    let group = one(&GROUPS).prop_map(|name| Value::Units(Amount { minor: 1, asset: Asset::Units { name, exponent: 0 } }));
    let group_weight = u32::from(off.is_none() && !is_card);
    if bases.is_empty() {
        return prop_oneof![5 => own, group_weight => group].boxed();
    }
    let cap = prop_oneof![Just(PerCurrency::default()), amounts()];
    let share = (percent(), proptest::sample::select(bases), cap).prop_map(|(percent, of, cap)| Value::Percent { percent, of, cap });
    prop_oneof![4 => own, 4 => share, group_weight => group].boxed()
}

fn tiers(frame: &Frame, kind: Kind) -> BoxedStrategy<Value> {
    let value = move || plain(kind);
    let from = || Just(StepsApply::From);
    let either = || prop_oneof![Just(StepsApply::At), Just(StepsApply::From)];
    let friends =
        proptest::sample::subsequence((1u32..=12).collect::<Vec<_>>(), 1..=4).prop_map(|numbers| numbers.into_iter().map(StepAt::Friends).collect());
    let by_friends = steps(StepsBy::PaidFriends, either().boxed(), friends.boxed(), value());
    let revenue = (amounts(), 1usize..=3).prop_map(|(amounts, count)| {
        let times = |n: i64| PerCurrency(amounts.0.iter().map(|money| Money::new(money.minor * n, money.currency)).collect());
        (1i64..).take(count).map(|n| StepAt::Revenue(times(n))).collect()
    });
    let by_revenue = steps(StepsBy::Revenue, from().boxed(), revenue.boxed(), value());
    if frame.levels.is_empty() {
        return prop_oneof![by_friends, by_revenue].boxed();
    }
    let names: Vec<Key> = frame.levels.iter().map(|level| level.name).collect();
    let most = names.len();
    let levels = proptest::sample::subsequence(names, 1..=most).prop_map(|names| names.into_iter().map(StepAt::Level).collect());
    prop_oneof![by_friends, by_revenue, steps(StepsBy::Level, either().boxed(), levels.boxed(), value())].boxed()
}

fn steps(by: StepsBy, apply: BoxedStrategy<StepsApply>, at: BoxedStrategy<Vec<StepAt>>, value: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    let values = proptest::collection::vec(value.clone(), 4);
    (apply, at, values, proptest::option::of(value))
        .prop_map(move |(apply, at, values, otherwise)| {
            Value::Tiers(Box::new(Tiers { by, apply, steps: at.into_iter().zip(values).collect(), otherwise }))
        })
        .boxed()
}
