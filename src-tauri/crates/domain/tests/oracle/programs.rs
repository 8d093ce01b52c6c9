//! The programs of the histories: random ones over the whole model, narrowed so that rules often give something, and the five that come with the product.

use crate::dice::Dice;
use crate::history::START;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use vouchsafe_domain::name::{NameTable, Names, RuleKey, Texts};
use vouchsafe_domain::program::{Action, Mode, Policy, Program, Programs, Signals, arbitrary, file};
use vouchsafe_domain::time::{Span, Timestamp};

const READY: [&str; 5] = [
    include_str!("../../../../programs/shop-gift-card.toml"),
    include_str!("../../../../programs/coupons-credit-steps.toml"),
    include_str!("../../../../programs/every-payment-cashback.toml"),
    include_str!("../../../../programs/two-level-points.toml"),
    include_str!("../../../../programs/usage-quota.toml"),
];

/// The programs of one history, with the names that they use.
pub(crate) fn programs(dice: &mut Dice) -> (Programs, NameTable) {
    let mut names = arbitrary::names();
    if dice.percent(20) {
        let ready = file::parse(READY[dice.below(READY.len())], &mut names).unwrap();
        let mut program = ready.program;
        if dice.percent(60) {
            program.mode = Mode::Auto;
        }
        return (Programs::new(ready.policy.unwrap_or_default(), vec![program]), names);
    }
    let (mut program, policy) = random(dice);
    narrow(&mut program, dice);
    let mut versions = vec![program.clone()];
    if dice.percent(15) {
        let mut next = program.clone();
        narrow(&mut next, dice);
        next.version = program.version + 1;
        next.from = day(dice.between(5, 60));
        next.until = program.until;
        next.time_zone = program.time_zone;
        versions.push(next);
    }
    if dice.percent(10) {
        let (mut other, _) = random(dice);
        if other.id != program.id && other.unlisted_role(&policy).is_none() {
            narrow(&mut other, dice);
            rename(&mut other, &mut names);
            versions.push(other);
        }
    }
    (Programs::new(policy, versions), names)
}

/// Rules of two programs that have one id stand in each other's way, which is left out.
fn rename(program: &mut Program, names: &mut NameTable) {
    let mut renamed = |rule: RuleKey| RuleKey(names.key(&format!("other-{}", names.text(rule.0))));
    for rule in &mut program.rules {
        rule.id = renamed(rule.id);
    }
    for rule in program.boosts.iter_mut().flat_map(|boost| &mut boost.rules) {
        *rule = renamed(*rule);
    }
}

fn random(dice: &mut Dice) -> (Program, Policy) {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &dice.bytes());
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    arbitrary::program().new_tree(&mut runner).unwrap().current()
}

fn day(day: i64) -> Timestamp {
    Timestamp::from_micros((START + day * 86_400) * 1_000_000)
}

/// Fewer things that refuse, and those that there are within the time of the history.
fn narrow(program: &mut Program, dice: &mut Dice) {
    program.from = if dice.percent(90) { Timestamp::EPOCH } else { day(dice.between(0, 30)) };
    program.until = dice.percent(10).then(|| day(dice.between(30, 90)));
    if dice.percent(60) {
        program.mode = Mode::Auto;
    }
    if dice.percent(60) {
        program.budget = None;
    }
    if dice.percent(50) {
        program.signals = Signals::default();
    }
    if dice.percent(50) {
        let signals = &mut program.signals;
        (signals.signups_per_ip, signals.orders_per_ip, signals.velocity_friends) = (1, 1, 1);
        (signals.refund_after, signals.cluster_size) = (2, 3);
    }
    for action in &mut program.signals.actions {
        if dice.percent(60) {
            *action = Action::Off;
        }
    }
    if dice.percent(50) {
        let signals = &mut program.signals;
        (signals.trusted_ips, signals.trusted_networks) = (Vec::new(), Vec::new());
    }
    for experiment in &mut program.experiments {
        if dice.percent(70) {
            experiment.holdout = 0;
        }
    }
    for boost in &mut program.boosts {
        boost.from = day(dice.between(0, 40));
        boost.until = boost.from.plus(Span::days(u32::try_from(dice.between(1, 20)).unwrap()));
    }
    for rule in &mut program.rules {
        if dice.percent(60) {
            rule.conditions.channels.clear();
        }
        if dice.percent(60) {
            rule.conditions.countries.clear();
        }
        if dice.percent(60) {
            rule.conditions.categories.clear();
        }
        if dice.percent(60) {
            rule.conditions.minimum = None;
        }
        if dice.percent(70) {
            rule.conditions.role = None;
        }
        if dice.percent(60) {
            rule.arm = None;
        }
        if dice.percent(30) {
            rule.hold_days = rule.hold_days.min(7);
        }
    }
}
