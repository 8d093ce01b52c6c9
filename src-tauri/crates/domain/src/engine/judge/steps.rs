//! Steps: how far an advocate has come, by paid friends, by revenue or by level.

use super::amount::Facts;
use super::bench::{Bench, Case};
use crate::engine::draft::Draft;
use crate::engine::person::Person;
use crate::money::{Currency, Money};
use crate::name::{Key, OrderKey, ProgramKey};
use crate::outcome::{Change, CheckKind, Seen};
use crate::party::PartyId;
use crate::program::{Program, StepAt, StepsApply, StepsBy, Tiers, Value};
use crate::reason::Reason;
use crate::reward::{AnyReward, RewardId, RewardKey, RewardStep, Terms};
use crate::state::{OnceAt, OrderRecord, StepGiven};
use std::cmp::Ordering;

/// Stands for what is given between steps, or before the first one.
const OTHERWISE: u16 = u16::MAX;

/// What steps are counted for.
pub(super) struct Counting<'a> {
    pub(super) program: &'a Program,
    pub(super) advocate: PartyId,
    pub(super) friend: &'a Person,
    pub(super) order: Option<OrderKey>,
    pub(super) facts: Facts<'a>,
    /// What the reward is called, or would be.
    pub(super) key: RewardKey,
}

/// The step that is reached.
pub(super) struct Reached<'v> {
    pub(super) value: &'v Value,
    pub(super) step: u16,
    saw: Seen,
    limit: Seen,
}

/// The value of a step; that of a value without steps is itself.
pub(super) fn value_at(value: &Value, step: Option<u16>) -> Option<&Value> {
    match (value, step) {
        (Value::Tiers(tiers), Some(OTHERWISE)) => tiers.otherwise.as_ref(),
        (Value::Tiers(tiers), Some(step)) => tiers.steps.get(usize::from(step)).map(|(_, value)| value),
        (Value::Tiers(_), None) => None,
        (value, _) => Some(value),
    }
}

/// What begins a step, where it is given once.
const fn once_at(tiers: &Tiers, at: &StepAt) -> Option<OnceAt> {
    match (tiers.apply, at) {
        (StepsApply::At, StepAt::Friends(n)) => Some(OnceAt::Friends(*n)),
        (StepsApply::At, StepAt::Level(name)) => Some(OnceAt::Level(*name)),
        (StepsApply::At, StepAt::Revenue(_)) | (StepsApply::From, _) => None,
    }
}

/// The step that a promise is for, where it is given once.
fn once_by(program: &Program, terms: &Terms) -> Option<OnceAt> {
    let grant = program.rule(terms.key.rule)?.grants.iter().find(|grant| grant.to == terms.key.role)?;
    let Value::Tiers(tiers) = &grant.options.get(usize::from(terms.option))?.value else { return None };
    tiers.steps.get(usize::from(terms.step?)).and_then(|(at, _)| once_at(tiers, at))
}

/// The last step at or below what was counted, or exactly there.
fn position(tiers: &Tiers, held_against: impl Fn(&StepAt) -> Option<Ordering>) -> Option<usize> {
    tiers.steps.iter().rposition(|(at, _)| match tiers.apply {
        StepsApply::At => held_against(at) == Some(Ordering::Equal),
        StepsApply::From => matches!(held_against(at), Some(Ordering::Less | Ordering::Equal)),
    })
}

impl Draft<'_> {
    /// The step's value, written down.
    pub(super) fn step_reached<'v>(&self, bench: &mut Bench<'_>, tiers: &'v Tiers, counting: &Counting<'_>) -> Result<(&'v Value, u16), Reason> {
        match self.reached(tiers, counting) {
            Ok(reached) => {
                bench.pass(CheckKind::Step, reached.saw, reached.limit);
                Ok((reached.value, reached.step))
            }
            Err((reason, saw)) => bench.refuse(CheckKind::Step, reason, saw, Seen::Nothing),
        }
    }

    pub(super) fn reached<'v>(&self, tiers: &'v Tiers, counting: &Counting<'_>) -> Result<Reached<'v>, (Reason, Seen)> {
        let (place, saw, limit) = match tiers.by {
            StepsBy::PaidFriends => self.by_friends(tiers, counting),
            StepsBy::Revenue => self.by_revenue(tiers, counting)?,
            StepsBy::Level => self.by_level(tiers, counting),
        };
        let reached = place.and_then(|place| tiers.steps.get(place).map(|(at, value)| (place, at, value)));
        let is_over = reached.is_some_and(|(_, at, _)| once_at(tiers, at).is_some_and(|step| self.was_given_for(step, counting)));
        match (reached.filter(|_| !is_over), &tiers.otherwise) {
            (Some((place, _, value)), _) => Ok(Reached { value, step: u16::try_from(place).unwrap_or(OTHERWISE - 1), saw, limit }),
            (None, Some(value)) => Ok(Reached { value, step: OTHERWISE, saw, limit: Seen::Nothing }),
            (None, None) => Err((if is_over { Reason::StepGiven } else { Reason::BetweenSteps }, saw)),
        }
    }

    /// Whether another reward stands for a step that is given once, or what was delivered for it was not taken back.
    fn was_given_for(&self, step: OnceAt, counting: &Counting<'_>) -> bool {
        let (rule, role) = (counting.key.rule, counting.key.role);
        let known = self.state.tallies.get(&counting.advocate).into_iter().flat_map(|tally| &tally.steps);
        let known = known.filter(|given| (given.rule, given.role, given.step) == (rule, role, step)).map(|given| given.reward);
        let just_now = self.outcome.changes.iter().filter_map(|change| match change {
            Change::StepGiven { advocate, rule: of, role: to, step: at, reward } => {
                ((*advocate, *of, *to, *at) == (counting.advocate, rule, role, step)).then_some(*reward)
            }
            _ => None,
        });
        known.chain(just_now).any(|id| self.terms_of(id).is_some_and(|terms| !terms.key.is_for_the_same(&counting.key)) && self.stands(id))
    }

    /// Whether a reward stands once this event is over, as far as it has been judged.
    fn stands(&self, id: RewardId) -> bool {
        let just_now = self.outcome.changes.iter().rev().find_map(|change| match change {
            Change::Reward { reward, step, .. } if *reward == id => match step {
                RewardStep::Voided { .. } | RewardStep::Reversed { .. } | RewardStep::Delivered => Some(false),
                RewardStep::Revived | RewardStep::Restored { .. } | RewardStep::Reissued { .. } => Some(true),
                _ => None,
            },
            _ => None,
        });
        just_now.unwrap_or_else(|| self.state.rewards.get(&id).is_none_or(AnyReward::is_open))
    }

    /// Whether the step that an ended reward was for is still free for it, where that is given once.
    pub(in crate::engine) fn has_step_for(&self, id: RewardId, terms: &Terms, order: &OrderRecord) -> bool {
        let advocate = self.advocate_of(&self.known(self.state.resolve(terms.friend)), Some(order));
        let of = |party: PartyId| self.state.tallies.get(&party).map(|tally| tally.steps.as_slice()).unwrap_or_default();
        let lists = advocate.into_iter().chain([self.state.resolve(terms.beneficiary)]).map(of);
        let Some((list, own)) = lists.into_iter().find_map(|list| list.iter().find(|given| given.reward == id).map(|own| (list, own))) else {
            return true;
        };
        let is_same = |given: &&StepGiven| (given.rule, given.role, given.step) == (own.rule, own.role, own.step) && given.reward != id;
        !list.iter().filter(is_same).any(|given| self.stands(given.reward))
    }

    fn by_friends(&self, tiers: &Tiers, counting: &Counting<'_>) -> (Option<usize>, Seen, Seen) {
        let count = self.paid_friends_with(counting.advocate, counting.friend);
        let number = |at: &StepAt| if let StepAt::Friends(n) = at { Some(*n) } else { None };
        let place = position(tiers, |at| number(at).map(|n| n.cmp(&count)));
        let limit = place.and_then(|place| number(&tiers.steps[place].0));
        (place, Seen::Count(count), limit.map_or(Seen::Nothing, Seen::Count))
    }

    fn by_revenue(&self, tiers: &Tiers, counting: &Counting<'_>) -> Result<(Option<usize>, Seen, Seen), (Reason, Seen)> {
        let currency = counting.facts.currency().ok_or((Reason::NoValueForCurrency, Seen::Nothing))?;
        let revenue = self.revenue_with(counting, currency);
        let saw = Seen::Money(Money::new(revenue, currency));
        let number = |at: &StepAt| if let StepAt::Revenue(amounts) = at { amounts.get(currency) } else { None };
        if tiers.steps.iter().all(|(at, _)| number(at).is_none()) {
            return Err((Reason::NoValueForCurrency, saw));
        }
        let place = position(tiers, |at| number(at).map(|minor| minor.cmp(&revenue)));
        let limit = place.and_then(|place| number(&tiers.steps[place].0));
        Ok((place, saw, limit.map_or(Seen::Nothing, |minor| Seen::Money(Money::new(minor, currency)))))
    }

    fn by_level(&self, tiers: &Tiers, counting: &Counting<'_>) -> (Option<usize>, Seen, Seen) {
        let count = self.paid_friends_with(counting.advocate, counting.friend);
        let level = self.level(counting.program, counting.advocate, count);
        let rank = |at: &StepAt| if let StepAt::Level(name) = at { rank_of(counting.program, *name) } else { None };
        let place = position(tiers, |at| rank(at).zip(level).map(|(rank, level)| rank.cmp(&level)));
        let limit = place.and_then(|place| if let StepAt::Level(name) = tiers.steps[place].0 { Some(name) } else { None });
        let saw = level.map_or(Seen::Count(count), |level| Seen::Name(counting.program.levels[level].name));
        (place, saw, limit.map_or(Seen::Nothing, Seen::Name))
    }

    /// Notes that a reward is for a step that is given once.
    pub(in crate::engine) fn note_step(&mut self, advocate: PartyId, reward: RewardId, terms: &Terms) {
        let once = self.promised_by(terms).and_then(|program| once_by(program, terms));
        if let Some(step) = once {
            self.change(Change::StepGiven { advocate, rule: terms.key.rule, role: terms.key.role, step, reward });
        }
    }

    /// The advocate's paid friends, the friend at hand among them.
    pub(in crate::engine) fn paid_friends_with(&self, advocate: PartyId, friend: &Person) -> u32 {
        let known = self.state.tallies.get(&advocate).map_or(0, |tally| tally.paid_friends);
        let counted = [Some(friend.id), friend.absorbed].into_iter().flatten().filter(|party| self.is_paid_friend(*party, advocate)).count();
        known.saturating_sub(u32::try_from(counted).unwrap_or(u32::MAX)).saturating_add(1)
    }

    /// Whether somebody is counted among an advocate's paid friends.
    pub(in crate::engine) fn is_paid_friend(&self, party: PartyId, advocate: PartyId) -> bool {
        self.is_friend_of(party, advocate) && self.state.tallies.get(&party).is_some_and(|tally| tally.paid_orders > 0)
    }

    fn is_friend_of(&self, party: PartyId, advocate: PartyId) -> bool {
        let Some(record) = self.state.parties.get(&party).filter(|record| !record.rejected) else { return false };
        record.bond.is_some_and(|bond| self.state.resolve(bond.advocate) == advocate)
    }

    /// What the advocate's friends paid, net, this order as it is judged.
    fn revenue_with(&self, counting: &Counting<'_>, currency: Currency) -> i64 {
        let of = |party: PartyId| {
            let revenue = self.state.tallies.get(&party).into_iter().flat_map(|tally| &tally.revenue);
            revenue.filter(|money| money.currency == currency).fold(0, |sum: i64, money| sum.saturating_add(money.minor))
        };
        let known = counting.order.and_then(|order| self.state.orders.get(&order)).filter(|order| order.is_referred);
        let known = known.filter(|order| self.is_friend_of(self.state.resolve(order.party), counting.advocate));
        let before = known.map_or(0, |order| order.funds.net());
        let now = counting.facts.order.map_or(0, |order| order.funds.net());
        of(counting.advocate).saturating_sub(before).saturating_add(now).saturating_add(self.brought_along(counting, currency))
    }

    /// What the friend had paid before this very event bound them: orders that were credited by their codes.
    fn brought_along(&self, counting: &Counting<'_>, currency: Currency) -> i64 {
        let friend = counting.friend;
        let is_new = self.is_bound_now(friend, counting.advocate);
        let own = self.state.tallies.get(&friend.id).filter(|_| is_new).into_iter().flat_map(|tally| &tally.own_revenue);
        own.filter(|money| money.currency == currency).fold(0, |sum: i64, money| sum.saturating_add(money.minor))
    }

    /// Whether somebody is an advocate's friend by this very event.
    pub(in crate::engine) fn is_bound_now(&self, friend: &Person, advocate: PartyId) -> bool {
        let is_friend = friend.party.bond.is_some_and(|bond| self.state.resolve(bond.advocate) == advocate) && !friend.party.rejected;
        is_friend && ![Some(friend.id), friend.absorbed].into_iter().flatten().any(|party| self.is_friend_of(party, advocate))
    }

    /// The level of an advocate with so many paid friends: the highest ever reached, where what was reached stays.
    fn level(&self, program: &Program, advocate: PartyId, paid_friends: u32) -> Option<usize> {
        let by_count = program.level_at(paid_friends);
        let reached = if program.grandfather { self.level_known(program, advocate) } else { None };
        by_count.max(reached)
    }

    /// The highest level that is on record of an advocate, of those that the program has.
    fn level_known(&self, program: &Program, advocate: PartyId) -> Option<usize> {
        let levels = self.state.tallies.get(&advocate).into_iter().flat_map(|tally| &tally.levels);
        levels.filter(|(of, _)| *of == program.id).filter_map(|(_, name)| rank_of(program, *name)).max()
    }

    /// Notes a level that a decision sees and that is not on record yet.
    pub(super) fn note_level(&mut self, program: &Program, advocate: PartyId, case: &Case<'_>) {
        if !program.levels.is_empty() {
            let count = self.paid_friends_with(advocate, case.friend);
            self.reach_level(program, advocate, count);
        }
    }

    /// Notes the level that so many paid friends come to in every program in force.
    pub(in crate::engine) fn reach_levels(&mut self, advocate: PartyId, paid_friends: u32) {
        let programs = self.programs;
        for standing in programs.at(self.at) {
            self.reach_level(standing.program(), advocate, paid_friends);
        }
    }

    fn reach_level(&mut self, program: &Program, advocate: PartyId, paid_friends: u32) {
        let Some(level) = program.level_at(paid_friends).filter(|level| Some(*level) > self.level_known(program, advocate)) else { return };
        let name = program.levels[level].name;
        if !self.is_reached_now(advocate, program.id, name) {
            self.change(Change::LevelReached { party: advocate, program: program.id, level: name });
        }
    }

    fn is_reached_now(&self, advocate: PartyId, of: ProgramKey, name: Key) -> bool {
        self.outcome
            .changes
            .iter()
            .any(|change| matches!(change, Change::LevelReached { party, program, level } if (*party, *program, *level) == (advocate, of, name)))
    }
}

fn rank_of(program: &Program, name: Key) -> Option<usize> {
    program.levels.iter().position(|level| level.name == name)
}
