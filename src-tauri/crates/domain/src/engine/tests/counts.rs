//! Laws of what is counted: everything that limits, steps and budgets go by comes to a recount from what was recorded, and none of them is passed.

use super::history::{COUNT, History, acts, happen, programs};
use super::paid::given_by_hand;
use crate::engine::evolve;
use crate::event::Fact;
use crate::money::{Asset, Currency};
use crate::name::{ProgramKey, RuleKey};
use crate::outcome::{Change, GrantVerdict};
use crate::party::PartyId;
use crate::program::{BudgetPer, Program, Programs, Rule};
use crate::reason::Reason;
use crate::reward::{AnyReward, Past, RewardId, RewardStep, Terms, Waiting};
use crate::rollup::Rollup;
use crate::state::{State, StepGiven};
use crate::time::{Month, Timestamp};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn what_friends_paid_comes_to_a_recount((acts, which) in (acts(), 0..COUNT)) {
        let state = happen(&programs(which), &acts).state;
        prop_assert_eq!(paid_by_tallies(&state), paid_by_orders(&state));
    }

    #[test]
    fn what_was_given_comes_to_a_recount((acts, which) in (acts(), 0..COUNT)) {
        let history = happen(&programs(which), &acts);
        let state = &history.state;
        let mut given: BTreeMap<(PartyId, RuleKey, i32), (u32, u32, Timestamp)> = BTreeMap::new();
        for reward in state.rewards.values() {
            let terms = reward.terms();
            let of = given.entry((state.resolve(terms.beneficiary), terms.key.rule, terms.day)).or_insert((0, 0, Timestamp::from_micros(i64::MIN)));
            let is_gone = matches!(reward, AnyReward::Void(_) | AnyReward::Reversed(_));
            *of = (of.0 + 1, of.1 + u32::from(is_gone), of.2.max(terms.created_at));
        }
        let tallies = state.tallies.iter().flat_map(|(party, tally)| tally.given.iter().map(|given| ((*party, given.rule, given.day), (given.promised, given.taken_back, given.last_at))));
        prop_assert_eq!(tallies.collect::<BTreeMap<_, _>>(), given);
    }

    #[test]
    fn steps_that_are_given_once_come_to_a_recount_and_are_given_once((acts, which) in (acts(), 0..COUNT)) {
        let history = happen(&programs(which), &acts);
        let mut given: Vec<(PartyId, StepGiven)> = Vec::new();
        let mut state = State::default();
        for (event, outcome) in &history.steps {
            evolve(&mut state, event, outcome, &mut Rollup::default());
            for change in &outcome.changes {
                match change {
                    Change::PartiesMerged { from, into } => given.iter_mut().filter(|(party, _)| party == from).for_each(|(party, _)| *party = *into),
                    Change::StepGiven { advocate, rule, role, step, reward } => {
                        given.retain(|(_, given)| given.reward != *reward);
                        let same = |(party, given): &&(PartyId, StepGiven)| (*party, given.rule, given.role, given.step) == (*advocate, *rule, *role, *step);
                        let twice = given.iter().find(|given| same(given) && state.rewards[&given.1.reward].is_open());
                        prop_assert!(twice.is_none(), "{:?} and {:?}", twice, change);
                        given.push((*advocate, StepGiven { rule: *rule, role: *role, step: *step, reward: *reward }));
                    }
                    Change::Reward { reward, step: RewardStep::Revived, .. } => {
                        let Some(own) = given.iter().find(|(_, given)| given.reward == *reward) else { continue };
                        let same = |other: &&(PartyId, StepGiven)| other.1.reward != *reward && (other.0, other.1.rule, other.1.role, other.1.step) == (own.0, own.1.rule, own.1.role, own.1.step);
                        // What a person gives once more, they give for whatever reason.
                        let twice = given.iter().filter(same).find(|other| state.rewards[&other.1.reward].is_open() && !given_by_hand(&history).contains(&other.1.reward));
                        prop_assert!(twice.is_none(), "{:?} and {:?}", twice, change);
                    }
                    _ => {}
                }
            }
        }
        let mut kept: Vec<_> = state.tallies.iter().flat_map(|(party, tally)| tally.steps.iter().map(|given| (given.reward, *party, given.rule, given.role, given.step))).collect();
        let mut recounted: Vec<_> = given.iter().map(|(party, given)| (given.reward, *party, given.rule, given.role, given.step)).collect();
        kept.sort_unstable();
        recounted.sort_unstable();
        prop_assert_eq!(&kept, &recounted);
        for (id, ..) in kept {
            prop_assert!(state.rewards[&id].terms().step.is_some() || state.rewards[&id].terms().option > 0);
        }
    }

    #[test]
    fn what_was_spent_comes_to_a_recount((acts, which) in (acts(), 0..COUNT)) {
        let state = happen(&programs(which), &acts).state;
        let mut spent: BTreeMap<(ProgramKey, Month, Currency), i64> = BTreeMap::new();
        for reward in state.rewards.values() {
            if let Asset::Currency(currency) = reward.terms().given.asset {
                *spent.entry((reward.terms().program, Month::of_day(reward.terms().day), currency)).or_default() += cost(reward);
            }
        }
        spent.retain(|_, minor| *minor != 0);
        let kept = state.programs.iter().flat_map(|(program, status)| status.spent.iter().map(|spent| ((*program, spent.month, spent.currency), spent.minor)));
        prop_assert_eq!(kept.filter(|(_, minor)| *minor != 0).collect::<BTreeMap<_, _>>(), spent);
    }

    #[test]
    fn occurrences_come_to_a_recount_and_are_never_below_none((acts, which) in (acts(), 0..COUNT)) {
        let history = happen(&programs(which), &acts);
        let mut counts: BTreeMap<(PartyId, RuleKey), i64> = BTreeMap::new();
        for change in history.steps.iter().flat_map(|(_, outcome)| &outcome.changes) {
            match change {
                Change::Counted { party, rule } => *counts.entry((*party, *rule)).or_default() += 1,
                Change::Uncounted { party, rule, .. } => *counts.entry((*party, *rule)).or_default() -= 1,
                Change::PartiesMerged { from, into } => {
                    let gone: Vec<_> = counts.keys().filter(|(party, _)| party == from).copied().collect();
                    for key in gone {
                        *counts.entry((*into, key.1)).or_default() += counts[&key];
                        counts.remove(&key);
                    }
                }
                _ => {}
            }
            prop_assert!(counts.values().all(|count| *count >= 0), "{:?}", change);
        }
        let tallies = history.state.tallies.iter().flat_map(|(party, tally)| tally.rules.iter().map(|rule| ((*party, rule.rule), i64::from(rule.count))));
        counts.retain(|_, count| *count > 0);
        prop_assert_eq!(tallies.filter(|(_, count)| *count > 0).collect::<BTreeMap<_, _>>(), counts);
    }

    #[test]
    fn lists_name_what_somebody_has_to_act_for((acts, which) in (acts(), 0..COUNT)) {
        let state = happen(&programs(which), &acts).state;
        let mut lists: BTreeSet<(PartyId, RewardId, bool)> = BTreeSet::new();
        for (id, reward) in &state.rewards {
            let terms = reward.terms();
            let (friend, beneficiary) = (state.resolve(terms.friend), state.resolve(terms.beneficiary));
            if let AnyReward::Waiting(waiting) = reward {
                let Waiting { email, phone, account, role, .. } = waiting.state;
                lists.extend((email || phone || account).then_some((friend, *id, true)));
                lists.extend(role.is_some().then_some((beneficiary, *id, true)));
            }
            lists.extend(matches!(reward, AnyReward::Waiting(_) | AnyReward::Due(_)).then_some((friend, *id, false)));
        }
        let named = state.tallies.iter().flat_map(|(party, tally)| {
            let waiting = tally.waiting.iter().map(|id| (*party, *id, true));
            waiting.chain(tally.owed.iter().map(|id| (*party, *id, false)))
        });
        prop_assert_eq!(named.collect::<BTreeSet<_>>(), lists);
    }

    #[test]
    fn no_limit_is_passed((acts, which) in (acts(), 0..COUNT)) {
        let programs = programs(which);
        let mut given = Given::default();
        for (event, outcome) in &happen(&programs, &acts).steps {
            let is_ours = !matches!(event.fact, Fact::RewardTakenOver { .. });
            for change in &outcome.changes {
                match change {
                    Change::Rewarded { reward, terms, .. } => {
                        if let Some((program, rule)) = promised_by(&programs, terms).filter(|_| is_ours) {
                            given.check(program, rule, terms)?;
                        }
                        given.0.insert(*reward, (**terms, true));
                    }
                    Change::Reward { reward, step: crate::reward::RewardStep::Voided { .. } | crate::reward::RewardStep::Reversed { .. }, .. } => {
                        given.0.get_mut(reward).unwrap().1 = false;
                    }
                    Change::Reward { reward, step: crate::reward::RewardStep::Revived, .. } => {
                        let terms = given.0[reward].0;
                        if let Some((program, rule)) = promised_by(&programs, &terms).filter(|(_, rule)| !rule.limits.count_reversed) {
                            given.check_limits(program, rule, &terms)?;
                        }
                        given.0.get_mut(reward).unwrap().1 = true;
                    }
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn no_budget_is_passed((acts, which) in (acts(), 0..COUNT)) {
        let programs = programs(which);
        let mut state = State::default();
        for (event, outcome) in &happen(&programs, &acts).steps {
            evolve(&mut state, event, outcome, &mut Rollup::default());
            // What another system gave counts, and asks nobody.
            let promises = outcome.changes.iter().filter_map(|change| match change {
                Change::Rewarded { terms, .. } if !matches!(event.fact, Fact::RewardTakenOver { .. }) => Some(**terms),
                Change::Reward { reward, step: crate::reward::RewardStep::Chosen { .. } | crate::reward::RewardStep::Revived, .. } => Some(*state.rewards[reward].terms()),
                _ => None,
            });
            for terms in promises {
                let Some(budget) = promised_by(&programs, &terms).and_then(|(program, _)| program.budget) else { continue };
                let counts = |other: &Terms| {
                    let is_same = other.program == terms.program && other.given.asset == Asset::Currency(budget.most.currency);
                    is_same && (budget.per == BudgetPer::Program || Month::of_day(other.day) == Month::of_day(terms.day))
                };
                let spent: i64 = state.rewards.values().filter(|reward| counts(reward.terms())).map(cost).sum();
                if terms.given.asset == Asset::Currency(budget.most.currency) {
                    prop_assert!(spent <= budget.most.minor, "{} of {}", spent, budget.most);
                }
            }
        }
    }

    #[test]
    fn no_reward_outlives_what_it_was_given_for((acts, which) in (acts(), 0..COUNT)) {
        let history = happen(&programs(which), &acts);
        let (state, amended) = (&history.state, given_by_hand(&history));
        // What a person gives once more, they give for whatever reason.
        for reward in state.rewards.iter().filter(|(id, _)| !amended.contains(id)).map(|(_, reward)| reward) {
            let Some(order) = reward.terms().order.and_then(|order| state.orders.get(&order)) else { continue };
            let awaits_money = matches!(reward, AnyReward::Waiting(waiting) if waiting.state.captured);
            let is_promised = matches!(reward, AnyReward::Waiting(_) | AnyReward::Due(_));
            let is_gone = order.cancelled_at.is_some() || order.funds.captured > 0 && order.funds.net() == 0 && !awaits_money;
            prop_assert!(!is_promised || !is_gone, "{:?} {:?}", reward, order);
        }
    }

    #[test]
    fn a_promise_that_is_voided_moves_nothing((acts, which) in (acts(), 0..COUNT)) {
        let history = happen(&programs(which), &acts);
        let mut moved: BTreeMap<(RewardId, crate::ledger::Account, Asset), i64> = BTreeMap::new();
        for transfer in history.steps.iter().flat_map(|(_, outcome)| &outcome.transfers) {
            *moved.entry((transfer.reward, transfer.debit, transfer.amount.asset)).or_default() -= transfer.amount.minor;
            *moved.entry((transfer.reward, transfer.credit, transfer.amount.asset)).or_default() += transfer.amount.minor;
        }
        // What was delivered once, and reissued before it ended, can have been used.
        let void = |id: &RewardId| matches!(&history.state.rewards[id], AnyReward::Void(void) if void.past == Past::default());
        let left: Vec<_> = moved.iter().filter(|((id, ..), minor)| **minor != 0 && void(id)).collect();
        prop_assert!(left.is_empty(), "{:?}", left);
        prop_assert_eq!(moved.values().sum::<i64>(), 0);
    }
}

/// What a reward costs its program, said once more.
fn cost(reward: &AnyReward) -> i64 {
    let now = match reward {
        AnyReward::Waiting(_) | AnyReward::Due(_) => reward.amount().minor,
        AnyReward::Settled(settled) => settled.minor + settled.state.over - settled.state.carried,
        AnyReward::Reversed(reversed) => reversed.state.used + reversed.state.expired - reversed.state.carried,
        AnyReward::Void(_) => 0,
    };
    now + reward.past().cost
}

fn promised_by<'a>(programs: &'a Programs, terms: &Terms) -> Option<(&'a Program, &'a Rule)> {
    let program = programs.version(terms.program, terms.version)?;
    Some((program, program.rule(terms.key.rule)?))
}

/// Every promise so far, and whether it still counts.
#[derive(Default)]
struct Given(BTreeMap<RewardId, (Terms, bool)>);

impl Given {
    /// People are taken as they were known when it was promised: what two were given before they turned out to be one stands.
    fn check(&self, program: &Program, rule: &Rule, terms: &Terms) -> Result<(), TestCaseError> {
        self.check_limits(program, rule, terms)?;
        if let Some(cooldown) = rule.limits.cooldown {
            // Of one day only the latest is remembered; what is learned late of a day can lie nearer to an earlier one.
            let same = |other: &&(Terms, bool)| other.0.key.rule == rule.id && other.0.beneficiary == terms.beneficiary;
            let apart = |other: &Terms| terms.created_at.micros().saturating_sub(other.created_at.micros());
            let last = self.0.values().filter(same).map(|(other, _)| apart(other)).filter(|apart| *apart >= 0).min();
            prop_assert!(last.is_none_or(|last| last >= cooldown.micros()), "{:?}: {:?}", last, terms);
        }
        Ok(())
    }

    fn check_limits(&self, program: &Program, rule: &Rule, terms: &Terms) -> Result<(), TestCaseError> {
        let limits = rule.limits;
        let same = |other: &&(Terms, bool)| other.0.key.rule == rule.id && other.0.beneficiary == terms.beneficiary;
        let counted = |on: &dyn Fn(&Terms) -> bool| {
            let given = self.0.values().filter(same).filter(|(other, is_open)| on(other) && (limits.count_reversed || *is_open));
            u32::try_from(given.count()).unwrap() + 1
        };
        let zone = program.time_zone;
        let per_day = counted(&|other| other.created_at.day(zone) == terms.created_at.day(zone));
        let per_month = counted(&|other| Month::of_day(other.created_at.day(zone)) == Month::of_day(terms.created_at.day(zone)));
        for (count, limit) in [(counted(&|_| true), limits.per_advocate), (per_day, limits.per_day), (per_month, limits.per_month)] {
            prop_assert!(limit.is_none_or(|limit| count <= limit), "{} of {:?}: {:?}", count, limit, terms);
        }
        Ok(())
    }
}

/// What somebody paid as a friend, and what their friends did: paid in full, paid at all, paid back, revenue.
type PaidBy = BTreeMap<PartyId, ((u32, u32, u32, BTreeMap<Currency, i64>), (u32, u32, u32, BTreeMap<Currency, i64>))>;

fn paid_by_tallies(state: &State) -> PaidBy {
    let sums = |money: &[crate::money::Money]| money.iter().map(|money| (money.currency, money.minor)).collect::<BTreeMap<_, _>>();
    let of = state.tallies.iter().map(|(party, tally)| {
        let own = (tally.paid_orders, tally.own_orders, tally.own_refunds, sums(&tally.own_revenue));
        (*party, (own, (tally.paid_friends, tally.friends_orders, tally.friends_refunds, sums(&tally.revenue))))
    });
    of.filter(|(_, of)| *of != Default::default()).collect()
}

fn paid_by_orders(state: &State) -> PaidBy {
    let mut paid = PaidBy::new();
    for order in state.orders.values().filter(|order| order.is_referred) {
        let funds = order.funds;
        let own = &mut paid.entry(state.resolve(order.party)).or_default().0;
        let is_whole = funds.captured >= order.payable && order.cancelled_at.is_none() && !order.is_replacement;
        own.0 += u32::from(is_whole && funds.net() > 0);
        own.1 += u32::from(order.first_captured_at.is_some());
        own.2 += u32::from(funds.captured > 0 && funds.net() == 0);
        *own.3.entry(order.currency).or_default() += funds.net();
        own.3.retain(|_, minor| *minor != 0);
    }
    let friends: Vec<_> = paid.iter().map(|(friend, (own, _))| (*friend, own.clone())).collect();
    for (friend, own) in friends {
        let Some(bond) = state.parties[&friend].bond.filter(|_| !state.parties[&friend].rejected) else { continue };
        let theirs = &mut paid.entry(state.resolve(bond.advocate)).or_default().1;
        theirs.0 += u32::from(own.0 > 0);
        theirs.1 += own.1;
        theirs.2 += own.2;
        for (currency, minor) in own.3 {
            *theirs.3.entry(currency).or_default() += minor;
        }
    }
    paid.retain(|_, of| *of != Default::default());
    paid
}

/// Laws over histories in which nothing of this happens say nothing.
#[test]
fn the_histories_reach_every_kind_of_limit() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut seen, mut paid): (BTreeMap<&str, u32>, u32) = Default::default();
    for case in 0..900 {
        let acts = acts().new_tree(&mut runner).unwrap().current();
        let History { steps, state, .. } = happen(&programs(case % COUNT), &acts);
        paid += state.tallies.values().map(|tally| tally.paid_friends).sum::<u32>();
        for decision in steps.iter().flat_map(|(_, outcome)| &outcome.decisions) {
            if let GrantVerdict::Refused(reason) = decision.verdict {
                *seen.entry(reason.code()).or_default() += 1;
            }
            for check in &decision.checks {
                *seen.entry(check.kind.name()).or_default() += 1;
            }
        }
    }
    let refusals = [
        Reason::LimitPerFriend,
        Reason::LimitPerAdvocate,
        Reason::LimitPerDay,
        Reason::LimitPerMonth,
        Reason::Cooldown,
        Reason::BudgetExhausted,
        Reason::NotInArm,
        Reason::Holdout,
        Reason::NoUpline,
        Reason::RoleTooLow,
        Reason::CategoryNotEligible,
        Reason::CountryNotEligible,
        Reason::ChannelNotEligible,
        Reason::NotNewCustomer,
        Reason::OutsideWindow,
        Reason::OccurrenceNotMet,
    ];
    let checks = ["step", "boost", "cap", "email_verified", "phone_verified", "account_age", "unlocked"];
    for kind in refusals.map(Reason::code).into_iter().chain(checks) {
        assert!(seen.get(kind).is_some_and(|count| *count >= 3), "{kind} is too rare: {seen:#?}");
    }
    assert!(paid > 20, "{paid} paid friends");
}
