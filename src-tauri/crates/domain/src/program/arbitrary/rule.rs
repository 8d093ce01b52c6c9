//! Random rules.

use super::frame::{Frame, every_trigger, triggers};
use super::*;
use crate::name::{CategoryKey, ChannelKey, RuleKey};
use crate::program::{Base, Conditions, InArm, Limits, Minimum, Occurrence, PartialRefund, Rule, Trigger};
use crate::time::Span;

/// What a rule's events have: it decides what the rule can ask for and take a share of.
#[derive(Debug, Clone)]
pub(super) struct About {
    pub(super) on: Vec<Trigger>,
    /// What a share can be taken of.
    pub(super) bases: &'static [Base],
}

fn about() -> impl Strategy<Value = About> {
    let purchases: Vec<Trigger> = Trigger::NAMED.into_iter().filter(|trigger| trigger.is_purchase()).collect();
    let based: Vec<Trigger> = every_trigger().into_iter().filter(|trigger| trigger.is_purchase() || matches!(trigger, Trigger::Custom(_))).collect();
    prop_oneof![
        4 => triggers(purchases).prop_map(|on| About { on, bases: &Base::ALL }),
        2 => triggers(based).prop_map(|on| About { on, bases: &[Base::AmountBase] }),
        1 => triggers(every_trigger()).prop_map(|on| About { on, bases: &[] }),
    ]
}

pub(super) fn rule(frame: Frame) -> BoxedStrategy<Rule> {
    about()
        .prop_flat_map(move |about| {
            let is_about_purchases = about.on.iter().any(|trigger| trigger.is_purchase());
            let some_days = || prop_oneof![Just(0u32), 1u32..=30];
            let days = (any::<bool>(), some_days(), some_days(), 1u32..=60);
            let partial = prop_oneof![Just(PartialRefund::Ignore), Just(PartialRefund::Proportional), Just(PartialRefund::Full)];
            let grants = grant::grants(frame.clone(), about.clone());
            let parts = (occurrence(), any::<bool>(), conditions(&frame), limits(), arm(&frame), days.boxed(), partial, grants);
            parts
                .prop_map(move |(occurrence, free, conditions, limits, arm, (captured, hold_days, more, wait_days), on_partial_refund, grants)| {
                    Rule {
                        id: RuleKey(key(RULES[0])),
                        on: about.on.clone(),
                        waits_for_capture: captured && is_about_purchases,
                        occurrence,
                        free_after_full_refund: free,
                        conditions: if is_about_purchases { conditions } else { without_order(conditions) },
                        limits,
                        arm,
                        hold_days,
                        refund_window_days: hold_days + more,
                        on_partial_refund,
                        wait_days,
                        grants,
                    }
                })
                .boxed()
        })
        .boxed()
}

fn occurrence() -> BoxedStrategy<Occurrence> {
    prop_oneof![
        3 => Just(Occurrence::First),
        3 => Just(Occurrence::Every),
        1 => (1u32..=5).prop_map(Occurrence::FirstN),
        1 => (1u32..=5).prop_map(Occurrence::Nth),
        1 => (1u32..=24).prop_map(Occurrence::WithinMonths),
    ]
    .boxed()
}

fn conditions(frame: &Frame) -> BoxedStrategy<Conditions> {
    let minimum = (proptest::sample::select(&Base::ALL[..]), amounts()).prop_map(|(of, amounts)| Minimum { of, amounts });
    let countries = proptest::sample::subsequence(vec![*b"AT", *b"DE", *b"US"], 0..=3);
    let waits = (proptest::bool::weighted(0.2), proptest::bool::weighted(0.2), prop_oneof![4 => Just(0u32), 1 => 1u32..=30]);
    let order = (proptest::option::weighted(0.3, minimum), some(&CHANNELS, 0), countries, some(&CATEGORIES, 0));
    let friend = (proptest::bool::weighted(0.2), proptest::option::weighted(0.2, 1u32..=90), role(frame));
    let told = (order, friend, waits).prop_map(|((minimum, channels, countries, categories), (new_customers, within, role), waits)| Conditions {
        minimum,
        channels: channels.into_iter().map(ChannelKey).collect(),
        countries,
        categories: categories.into_iter().map(CategoryKey).collect(),
        new_customers,
        within_days_of_signup: within,
        role,
        email_verified: waits.0,
        phone_verified: waits.1,
        account_age_days: waits.2,
    });
    prop_oneof![Just(Conditions::default()), told].boxed()
}

fn without_order(conditions: Conditions) -> Conditions {
    Conditions { minimum: None, channels: Vec::new(), countries: Vec::new(), categories: Vec::new(), ..conditions }
}

/// Now and then a role that the policy lists.
pub(super) fn role(frame: &Frame) -> BoxedStrategy<Option<Key>> {
    if frame.policy.roles.is_empty() {
        return Just(None).boxed();
    }
    proptest::option::weighted(0.2, proptest::sample::select(frame.policy.roles.clone())).boxed()
}

fn limits() -> BoxedStrategy<Limits> {
    let limit = || proptest::option::weighted(0.3, 1u32..=5);
    let cooldown = proptest::option::weighted(0.2, (1u32..=100).prop_map(|hours| Span::minutes(hours * 60)));
    let told = (limit(), limit(), limit(), limit(), any::<bool>(), cooldown).prop_map(
        |(per_friend, per_advocate, per_day, per_month, count_reversed, cooldown)| Limits {
            per_friend,
            per_advocate,
            per_day,
            per_month,
            count_reversed,
            cooldown,
        },
    );
    prop_oneof![Just(Limits::default()), told].boxed()
}

fn arm(frame: &Frame) -> BoxedStrategy<Option<InArm>> {
    let arms = frame.experiments.iter().flat_map(|experiment| experiment.arms.iter().map(|arm| InArm { experiment: experiment.id, arm: arm.name }));
    let arms: Vec<InArm> = arms.collect();
    if arms.is_empty() { Just(None).boxed() } else { proptest::option::weighted(0.3, proptest::sample::select(arms)).boxed() }
}
