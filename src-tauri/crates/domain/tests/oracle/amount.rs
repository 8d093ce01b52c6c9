//! How much a grant gives: steps, boosts, caps.

use crate::facts::{Log, Order};
use crate::life::{Reward, rounded};
use crate::world::{Case, World};
use vouchsafe_domain::event::OrderBody;
use vouchsafe_domain::money::{Amount, Asset, Currency, Money};
use vouchsafe_domain::name::Key;
use vouchsafe_domain::party::PartyName;
use vouchsafe_domain::program::{Base, GrantOption, Level, Program, Rule, StepAt, StepsApply, Tiers, Value};
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::Role;
use vouchsafe_domain::time::Timestamp;

/// What is given where no step holds.
pub(crate) const OTHERWISE: usize = usize::MAX;

/// What a value is taken of.
struct About<'a> {
    body: Option<&'a OrderBody>,
    base: Option<Money>,
}

impl About<'_> {
    fn currency(&self) -> Option<Currency> {
        self.body.map(|body| body.currency).or(self.base.map(|base| base.currency))
    }

    fn of(&self, base: Base, rule: &Rule) -> Option<Money> {
        match self.body {
            Some(body) => Some(Money::new(base_of(body, base, rule), body.currency)),
            None => self.base.filter(|_| base == Base::AmountBase),
        }
    }
}

pub(crate) fn base_of(body: &OrderBody, base: Base, rule: &Rule) -> i64 {
    match base {
        Base::Items => body.items,
        Base::ItemsWithTax => body.items_with_tax,
        Base::OrderTotal | Base::AmountBase => body.order_total,
        Base::EligibleLines if rule.conditions.categories.is_empty() => body.items,
        Base::EligibleLines => eligible(body, rule).sum(),
    }
}

fn eligible<'a>(body: &'a OrderBody, rule: &'a Rule) -> impl Iterator<Item = i64> + 'a {
    body.lines.iter().filter(|line| line.category.is_some_and(|category| rule.conditions.categories.contains(&category))).map(|line| line.minor)
}

/// Whether the order falls short of what the rule asks of it.
pub(crate) fn falls_short(body: &OrderBody, rule: &Rule) -> Result<(), Reason> {
    if !rule.conditions.categories.is_empty() && eligible(body, rule).next().is_none() {
        return Err(Reason::CategoryNotEligible);
    }
    let Some(minimum) = &rule.conditions.minimum else { return Ok(()) };
    match minimum.amounts.get(body.currency) {
        None => Err(Reason::NoValueForCurrency),
        Some(least) if base_of(body, minimum.of, rule) < least => Err(Reason::BelowMinimum),
        Some(_) => Ok(()),
    }
}

/// What a grant comes to for a case, and by which step.
pub(crate) fn amount(
    world: &mut World<'_>,
    case: &Case,
    program: &Program,
    rule: &Rule,
    (to, option): (Role, &GrantOption),
) -> Result<(Amount, Option<usize>), Reason> {
    let order = case.order.as_ref();
    let about = About { body: order.map(|order| &order.body), base: case.base };
    let (value, step) = match &option.value {
        Value::Tiers(tiers) => {
            let (value, step) = stepped(world, case, program, (rule, to), tiers, about.currency())?;
            (value, Some(step))
        }
        plain => (plain.clone(), None),
    };
    Ok((worth(program, rule, option, &value, &about, case.at)?, step))
}

/// What the promise comes to by the order as it is now.
pub(crate) fn again(reward: &Reward, order: &Order) -> Result<i64, Reason> {
    falls_short(&order.body, &reward.rule)?;
    let about = About { body: Some(&order.body), base: None };
    let value = match (&reward.option.value, reward.step) {
        (Value::Tiers(tiers), Some(OTHERWISE)) => tiers.otherwise.clone().unwrap(),
        (Value::Tiers(tiers), Some(step)) => tiers.steps[step].1.clone(),
        (plain, _) => plain.clone(),
    };
    worth(&reward.program, &reward.rule, &reward.option, &value, &about, reward.promised_at).map(|amount| amount.minor)
}

fn worth(program: &Program, rule: &Rule, option: &GrantOption, value: &Value, about: &About<'_>, at: Timestamp) -> Result<Amount, Reason> {
    let channel = about.body.and_then(|body| body.channel);
    let boosted = |minor: i64| {
        let mut minor = minor;
        for boost in &program.boosts {
            let in_time = boost.from <= at && at < boost.until;
            let for_rule = boost.rules.is_empty() || boost.rules.contains(&rule.id);
            let for_channel = boost.channels.is_empty() || channel.is_some_and(|channel| boost.channels.contains(&channel));
            if in_time && for_rule && for_channel {
                minor = rounded(minor, boost.factor.parts(), 1_000_000);
            }
        }
        minor
    };
    let amount = match value {
        Value::Fixed(amounts) => match about.currency() {
            Some(currency) => {
                let minor = amounts.get(currency).ok_or(Reason::NoValueForCurrency)?;
                Amount { minor: boosted(minor), asset: Asset::Currency(currency) }
            }
            None => {
                let first = amounts.0.iter().min_by_key(|money| money.currency.code().to_owned()).copied().unwrap();
                Amount { minor: boosted(first.minor), asset: Asset::Currency(first.currency) }
            }
        },
        Value::Units(amount) => amount.with_minor(boosted(amount.minor)),
        Value::Percent { percent, of, cap } => {
            let base = about.of(*of, rule).ok_or(Reason::NoAmount)?;
            let asset = option.unit.unwrap_or(Asset::Currency(base.currency));
            let in_asset = |minor: i64, part: i64, whole: i64| {
                let (up, down) = (10i128.pow(u32::from(asset.exponent())), 10i128.pow(u32::from(base.currency.exponent())));
                let (product, whole) = (i128::from(minor) * i128::from(part) * up, i128::from(whole) * down);
                let (quotient, rest) = (product / whole, product % whole);
                i64::try_from(quotient + i128::from(rest * 2 > whole || (rest * 2 == whole && quotient % 2 == 1))).unwrap()
            };
            let minor = boosted(in_asset(base.minor, percent.parts(), 1_000_000));
            let most = cap.get(base.currency).map(|most| in_asset(most, 1, 1));
            Amount { minor: most.map_or(minor, |most| minor.min(most)), asset }
        }
        Value::Tiers(_) => unreachable!("no value of a step is in steps"),
    };
    if amount.minor > 0 { Ok(amount) } else { Err(Reason::NoAmount) }
}

fn stepped(
    world: &mut World<'_>,
    case: &Case,
    program: &Program,
    (rule, to): (&Rule, Role),
    tiers: &Tiers,
    currency: Option<Currency>,
) -> Result<(Value, usize), Reason> {
    let advocate = case.advocate.unwrap();
    let count = paid_friends(world, advocate, case.friend) + 1;
    let level = reached(world, program, advocate, count);
    let revenue = currency.map(|currency| revenue(world, advocate, case, currency));
    if tiers.steps.iter().any(|(at, _)| matches!(at, StepAt::Revenue(amounts) if currency.is_none_or(|currency| amounts.get(currency).is_none()))) {
        return Err(Reason::NoValueForCurrency);
    }
    let position = |name: Key| program.levels.iter().position(|level| level.name == name);
    let holds = |at: &StepAt| match (at, tiers.apply) {
        (StepAt::Friends(n), StepsApply::At) => *n == count,
        (StepAt::Friends(n), StepsApply::From) => *n <= count,
        (StepAt::Revenue(amounts), _) => currency.and_then(|currency| amounts.get(currency)).is_some_and(|least| Some(least) <= revenue),
        (StepAt::Level(name), StepsApply::At) => level == Some(*name),
        (StepAt::Level(name), StepsApply::From) => level.is_some_and(|level| position(*name) <= position(level)),
    };
    let step = tiers.steps.iter().rposition(|(at, _)| holds(at));
    let is_over = step.is_some_and(|step| tiers.apply == StepsApply::At && was_given(world, case, (advocate, rule, to), &tiers.steps[step].0));
    match step.filter(|_| !is_over) {
        Some(step) => Ok((tiers.steps[step].1.clone(), step)),
        None => tiers.otherwise.clone().map(|value| (value, OTHERWISE)).ok_or(if is_over { Reason::StepGiven } else { Reason::BetweenSteps }),
    }
}

/// What begins the step, where it is given once.
pub(crate) fn once_at(option: &GrantOption, step: Option<usize>) -> Option<StepAt> {
    match (&option.value, step) {
        (Value::Tiers(tiers), Some(step)) if tiers.apply == StepsApply::At => tiers.steps.get(step).map(|(at, _)| at.clone()),
        _ => None,
    }
}

/// Whether a step was given for another event, and that was not taken back.
fn was_given(world: &World<'_>, case: &Case, (advocate, rule, to): (PartyName, &Rule, Role), step: &StepAt) -> bool {
    let is_of = |reward: &&Reward| (reward.advocate, reward.rule.id, reward.role) == (advocate, rule.id, to) && reward.once.as_ref() == Some(step);
    let is_other = |reward: &Reward| (reward.friend, reward.occasion.as_str()) != (case.friend, case.occasion.as_str());
    world.rewards.iter().filter(is_of).any(|reward| is_other(reward) && !reward.is_taken_back())
}

/// The advocate's friends, other than one, who paid.
pub(crate) fn paid_friends(world: &World<'_>, advocate: PartyName, but: PartyName) -> u32 {
    let paid = |friend: PartyName| world.orders_as_friend(friend).iter().any(Order::is_paid);
    let friends = world.friends_of(advocate).into_iter().map(|bond| bond.friend);
    u32::try_from(friends.filter(|friend| *friend != but && !world.is_rejected(*friend) && paid(*friend)).count()).unwrap()
}

fn highest(levels: &[Level], count: u32) -> Option<Key> {
    levels.iter().rfind(|level| level.paid_friends <= count).map(|level| level.name)
}

/// The level by a count; with `grandfather`, the highest that was ever reached. What was reached is found by reading the events anew up to each of them.
fn reached(world: &mut World<'_>, program: &Program, advocate: PartyName, count: u32) -> Option<Key> {
    if !program.grandfather {
        return highest(&program.levels, count);
    }
    let (events, bonds, rejected) = (world.log.0.clone(), world.bonds.clone(), world.rejected.clone());
    let nobody = PartyName::Guest(vouchsafe_domain::name::OrderKey(Key::symbol(u32::MAX - 1)));
    let mut most = count;
    for n in 1..=events.len() {
        world.log = Log(events[..n].to_vec());
        world.bonds = bonds.iter().filter(|bond| bond.told <= n).copied().collect();
        world.rejected = rejected.iter().filter(|friend| world.log.is_rejected(**friend)).copied().collect();
        most = most.max(paid_friends(world, advocate, nobody));
    }
    (world.log, world.bonds, world.rejected) = (Log(events), bonds, rejected);
    let seen = world.seen_counts.iter().filter(|(of, who, _)| (*of, *who) == (program.id, advocate)).map(|(_, _, seen)| *seen).max().unwrap_or(0);
    highest(&program.levels, most.max(seen))
}

/// What the advocate's friends paid, net, in a currency.
fn revenue(world: &World<'_>, advocate: PartyName, case: &Case, currency: Currency) -> i64 {
    let friends = world.friends_of(advocate).into_iter().map(|bond| bond.friend).filter(|friend| !world.is_rejected(*friend));
    let mut orders: Vec<Order> = friends.flat_map(|friend| world.orders_as_friend(friend)).collect();
    let this = case.order.iter().filter(|this| !orders.iter().any(|order| order.key == this.key)).cloned().collect::<Vec<_>>();
    orders.extend(this);
    orders.iter().filter(|order| order.body.currency == currency).map(Order::rest).sum()
}
