//! What stands around the rules of a random program.

use super::*;
use crate::name::{ChannelKey, ProgramKey, RuleKey};
use crate::program::{Action, Arm, BindAt, Boost, Budget, BudgetPer, Experiment, Fate, Level, Mode, Rule, Scope, Signal, Touch, Trigger, Unit};
use crate::time::Span;

/// What rules refer to.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) policy: Policy,
    pub(super) levels: Vec<Level>,
    pub(super) experiments: Vec<Experiment>,
}

pub(super) fn frame() -> BoxedStrategy<Frame> {
    let experiments = proptest::sample::subsequence(&EXPERIMENTS[..], 0..=2).prop_flat_map(|ids| ids.into_iter().map(experiment).collect::<Vec<_>>());
    let levels = (0..=LEVELS.len(), proptest::collection::vec(1u32..=4, LEVELS.len())).prop_map(|(count, steps)| {
        let rising = steps.iter().scan(0, |sum, step| {
            *sum += step;
            Some(*sum)
        });
        LEVELS.iter().zip(rising).take(count).map(|(name, paid_friends)| Level { name: key(name), paid_friends }).collect()
    });
    (policy(), levels, experiments).prop_map(|(policy, levels, experiments)| Frame { policy, levels, experiments }).boxed()
}

fn policy() -> impl Strategy<Value = Policy> {
    let touch = prop_oneof![Just(Touch::First), Just(Touch::Last)];
    let bind_at = prop_oneof![Just(BindAt::Interaction), Just(BindAt::Registration), Just(BindAt::Order)];
    let scope = prop_oneof![3 => Just(Scope::Tree), 1 => Just(Scope::Order)];
    let window = proptest::option::of((1u32..=500).prop_map(Span::days));
    (touch, bind_at, any::<bool>(), window, scope, some(&ROLES, 0)).prop_map(|(touch, bind_at, existing_customers, earning_window, scope, roles)| {
        Policy { touch, bind_at, existing_customers, earning_window, scope, roles }
    })
}

fn experiment(id: &'static str) -> impl Strategy<Value = Experiment> {
    let arms = proptest::sample::subsequence(&ARMS[..], 1..=ARMS.len());
    (arms, proptest::collection::vec(1u32..=50, ARMS.len()), 0u32..=30).prop_map(move |(names, weights, holdout)| {
        let arms = names.into_iter().zip(weights).map(|(name, weight)| Arm { name: key(name), weight }).collect();
        Experiment { id: key(id), salt: Experiment::salt_of(id), arms, holdout }
    })
}

/// Any trigger.
pub(super) fn triggers(pool: Vec<Trigger>) -> impl Strategy<Value = Vec<Trigger>> {
    let most = pool.len().min(4);
    proptest::sample::subsequence(pool, 1..=most)
}

pub(super) fn every_trigger() -> Vec<Trigger> {
    Trigger::NAMED.into_iter().chain(EVENTS.map(|event| Trigger::Custom(key(event)))).collect()
}

fn mode() -> impl Strategy<Value = Mode> {
    let limited = (0u8..=100, some(&GROUPS, 0)).prop_map(|(percent, groups)| Mode::Limited { percent, groups });
    prop_oneof![Just(Mode::Manual), Just(Mode::Auto), limited]
}

fn budget() -> impl Strategy<Value = Budget> {
    let per = prop_oneof![Just(BudgetPer::Program), Just(BudgetPer::Month)];
    (amounts(), per).prop_map(|(amounts, per)| {
        let Money { minor, currency } = amounts.0[0];
        Budget { most: Money::new(minor * 10, currency), per }
    })
}

fn boost(id: &'static str, rules: usize) -> BoxedStrategy<Boost> {
    let named = proptest::sample::subsequence(&RULES[..rules], 0..=rules);
    let factor = (1i64..=100_000).prop_filter_map("a factor", |parts| Percent::parse(&minor_text(parts, 2)).ok());
    (instant(), 1u32..=60, factor, named, some(&CHANNELS, 0))
        .prop_map(move |(from, days, factor, rules, channels)| Boost {
            id: key(id),
            from,
            until: from.plus(Span::days(days)),
            factor,
            rules: rules.into_iter().map(|rule| RuleKey(key(rule))).collect(),
            channels: channels.into_iter().map(ChannelKey).collect(),
        })
        .boxed()
}

/// Takes away what a file is refused for: each part is right on its own, and two of them cannot hold together.
fn without_contradictions(program: &mut Program) {
    let Program { from, until, budget, signals, boosts, rules, .. } = program;
    *budget = budget.take().filter(|budget| rules.iter().any(|rule| rule.can_give(budget.most.currency)));
    boosts.retain(|boost| boost.until > *from && until.is_none_or(|until| boost.from < until));
    signals.denied_domains.retain(|domain| !signals.allowed_domains.contains(domain));
    if signals.action(Signal::ExcludedChannel) == Action::Block {
        let asked = rules.iter().flat_map(|rule| &rule.conditions.channels).chain(boosts.iter().flat_map(|boost| &boost.channels));
        signals.excluded_channels.retain(|channel| asked.clone().all(|asked| asked != channel));
    }
}

pub(super) fn program((frame, mut rules): (Frame, Vec<Rule>)) -> BoxedStrategy<(Program, Policy)> {
    for (rule, id) in rules.iter_mut().zip(RULES) {
        rule.id = RuleKey(key(id));
    }
    let count = rules.len();
    let boosts =
        proptest::sample::subsequence(&BOOSTS[..], 0..=2).prop_flat_map(move |ids| ids.into_iter().map(|id| boost(id, count)).collect::<Vec<_>>());
    let zone = proptest::sample::select(vec![chrono_tz::UTC, chrono_tz::Europe::Berlin, chrono_tz::Asia::Kolkata, chrono_tz::America::New_York]);
    let named = (one(&PROGRAMS), "[A-Za-zäЖ\"'#\\\\]([ A-Za-zäЖ\"'#\\\\]{0,10}[a-z])?", 1u32..=9);
    let from = prop_oneof![Just(Timestamp::EPOCH), exact_instant()];
    let held = (from, proptest::option::of(1u32..=900), zone, mode(), prop_oneof![Just(Unit::Advocate), Just(Unit::Friend)]);
    let fates = (prop_oneof![Just(Fate::Finish), Just(Fate::Void)], prop_oneof![Just(Fate::Finish), Just(Fate::Review)]);
    let activation = prop_oneof![Just(vec![Trigger::OrderConfirmed]), triggers(every_trigger())];
    let parts =
        (named, held.boxed(), fates, activation.boxed(), proptest::option::of(budget()).boxed(), signals::signals(), any::<bool>(), boosts.boxed());
    parts
        .prop_map(
            move |(
                (id, name, version),
                (from, days, time_zone, mode, unit),
                (when_ended, when_paused),
                activation,
                budget,
                signals,
                grandfather,
                boosts,
            )| {
                let mut program = Program {
                    id: ProgramKey(id),
                    name,
                    version,
                    from,
                    until: days.map(|days| from.plus(Span::days(days))),
                    time_zone,
                    mode,
                    unit,
                    activation,
                    budget,
                    when_ended,
                    when_paused,
                    signals,
                    levels: frame.levels.clone(),
                    grandfather,
                    boosts,
                    experiments: frame.experiments.clone(),
                    rules: rules.clone(),
                };
                without_contradictions(&mut program);
                (program, frame.policy.clone())
            },
        )
        .boxed()
}
