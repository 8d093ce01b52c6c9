//! Laws of late knowledge: what is learned last comes to the same as if it had been known in time.

use super::history::{Act, COUNT, History, Timed, acts, again, happen, programs, unsuspecting};
use crate::engine::{due_deadline, time_passed};
use crate::event::{Event, EventClass, EventId, Fact, OrderChange, RejudgeWhy};
use crate::fold;
use crate::name::{CodeKey, CustomerKey, Identity, Key};
use crate::outcome::{Change, GrantVerdict};
use crate::party::PartyId;
use crate::program::Programs;
use crate::reason::Reason;
use crate::replay::Late;
use crate::reward::{Occasion, RewardKey, RewardStep, Role};
use crate::rollup::{FigureCell, Figures};
use crate::state::State;
use crate::time::{Span, Timestamp};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    // In the programs from 6 on a group of advocates is looked at by hand, which goes by the name under which each was met first. What the signals
    // find is what is known when it is judged.
    #[test]
    fn what_is_learned_late_comes_to_what_it_would_have_come_to((acts, which, pick, kind) in (acts(), 0usize..6, any::<u8>(), 0u8..4)) {
        let programs = unsuspecting(which);
        let events = happen(&programs, &of_the_shop(acts)).events;
        if let Some((rest, late)) = withhold(&events, pick, kind) {
            let in_time = run(&programs, &events);
            // What is judged for the first time earns by whatever bond is known, so that staff can say who brought somebody before an order of theirs is read.
            prop_assume!(kind != 3 || !bound_after(&in_time, late[0].at));
            let too_late = run(&programs, &rest.iter().chain(&late).cloned().collect::<Vec<_>>());
            compare(&in_time, &too_late).map_err(|error| TestCaseError::fail(format!("{error}\n{}\n{}", story(&in_time), story(&too_late))))?;
        }
    }

    #[test]
    fn judging_again_at_once_changes_nothing((acts, which) in (acts(), 0..COUNT)) {
        let programs = programs(which);
        let history = happen(&programs, &acts);
        let mut state = State::default();
        for (event, outcome) in &history.steps {
            crate::engine::evolve(&mut state, event, outcome, &mut crate::rollup::Rollup::default());
            // Two bodies of one order at one instant: no shop tells the same fact twice in other words.
            let opened = outcome.changes.iter().any(|change| matches!(change, Change::OrderOpened { .. }));
            if matches!(event.fact, Fact::Order { body: Some(_), .. }) && !opened {
                continue;
            }
            for why in [RejudgeWhy::CodeLearned, RejudgeWhy::BoundLate] {
                let Some(fact) = again(event, why) else { continue };
                prop_assert_eq!(changed(&programs, &state, fact), Vec::new(), "{:?}", event);
            }
        }
    }

    #[test]
    fn judging_again_twice_is_judging_again_once((acts, which, pick, why) in (acts(), 0..COUNT, any::<u8>(), why())) {
        let programs = programs(which);
        let mut history = happen(&programs, &acts);
        let place = usize::from(pick) * history.steps.len() / 256;
        let Some(fact) = history.steps.get(place).and_then(|(event, _)| again(event, why)) else { return Ok(()) };
        let event = Event { fact: fact.clone(), ..time_passed(history.state.totals.watermark) };
        fold::step(&mut history.state, &programs, &event, &mut history.rollup);
        prop_assert_eq!(changed(&programs, &history.state, fact), Vec::new());
    }
}

fn why() -> impl Strategy<Value = RejudgeWhy> {
    prop::sample::select(vec![RejudgeWhy::CodeLearned, RejudgeWhy::GuestLinked, RejudgeWhy::BoundLate, RejudgeWhy::Attributed])
}

/// What judging an event again changes now: nothing but what is told.
fn changed(programs: &Programs, state: &State, fact: Fact) -> Vec<Change> {
    let event = Event { fact, ..time_passed(state.totals.watermark) };
    let outcome = crate::engine::decide(state, programs, &event);
    assert!(outcome.transfers.is_empty(), "{:?}", outcome.transfers);
    outcome.changes.into_iter().filter(|change| !matches!(change, Change::ContactRefused { .. } | Change::Refused { .. })).collect()
}

/// What the shop itself tells, each fact in its time: what people do about rewards hangs on the rewards that there are.
fn of_the_shop(acts: Vec<Timed>) -> Vec<Timed> {
    let mut registered = BTreeSet::new();
    let told = |(act, hours, _): Timed| match act {
        // A shop makes an account once.
        Act::Register { who, .. } if !registered.insert(who) => None,
        Act::Payout { .. } | Act::Used { .. } | Act::Review { .. } | Act::Attribute { .. } | Act::Again { .. } => None,
        Act::BondTakenOver { .. } | Act::RewardTakenOver { .. } => None,
        Act::Pay(_) => None,
        Act::Chosen { .. } | Act::Expired { .. } | Act::Listed { .. } | Act::RejectReferral { .. } => None,
        Act::PaidBack { purchase, quarters, .. } => Some((Act::PaidBack { purchase, quarters, stale: false }, hours.max(1), None)),
        Act::Money { order, captured, refunded, charged_back, .. } => {
            Some((Act::Money { order, captured, refunded, charged_back, stale: false }, hours.max(1), None))
        }
        // Facts of one instant are folded in the order of causes, which these histories do not keep.
        act => Some((act, hours.max(1), None)),
    };
    acts.into_iter().filter_map(told).collect()
}

/// Takes one fact out of a history and puts it at its end: a code, a registration that names one, whose a guest's order is, or a capture of
/// an order's money behind which nothing more happened to it.
fn withhold(events: &[Event], pick: u8, kind: u8) -> Option<(Vec<Event>, Vec<Event>)> {
    let fits = |event: &&Event| match (&event.fact, kind) {
        // A code has one owner: of two that claim it, the one who was known first.
        (Fact::CodeIssued { code, .. }, 0) => {
            events.iter().filter(|event| matches!(&event.fact, Fact::CodeIssued { code: other, .. } if other == code)).count() == 1
        }
        (Fact::CustomerRegistered(account), 1) => account.ref_code.is_some(),
        (Fact::Order { body: Some(body), change, order }, 2) => {
            body.customer.is_some()
                && matches!(change, OrderChange::Placed | OrderChange::Confirmed)
                && !events.iter().any(|event| matches!(&event.fact, Fact::OrderOwned { order: told, .. } if told == order))
        }
        // What goes back lowers in its own month what was delivered in another.
        (Fact::OrderMoney { order, funds, .. }, 3) if funds.refunded == 0 && funds.charged_back == 0 => {
            let about = |event: &&Event| {
                matches!(&event.fact, Fact::OrderMoney { order: other, .. } | Fact::Order { order: other, .. } | Fact::OrderOwned { order: other, .. }
                    if other == order)
            };
            events.iter().rfind(about).is_some_and(|last| last.id == event.id)
        }
        _ => false,
    };
    let fitting: Vec<&Event> = events.iter().filter(fits).collect();
    let held = (*fitting.get(usize::from(pick) * fitting.len() / 256)?).clone();
    let mut rest: Vec<Event> = events.to_vec();
    if kind != 2 {
        rest.retain(|event| event.id != held.id);
        return Some((rest, vec![held]));
    }
    let at = events.last()?.at;
    let mut owned = None;
    for event in &mut rest {
        if let Fact::Order { order, body: Some(body), .. } = &mut event.fact
            && event.id == held.id
        {
            owned = body.customer.take().map(|customer| Fact::OrderOwned { order: *order, customer, email: body.email });
        }
    }
    let id = EventId::new(EventClass::Named, Key::from_bits(1_000_000));
    Some((rest, vec![Event { id, at, seen_at: None, fact: owned? }]))
}

fn bound_after(history: &History, at: Timestamp) -> bool {
    let changes = history.steps.iter().flat_map(|(_, outcome)| &outcome.changes);
    changes.into_iter().any(|change| matches!(change, Change::Bound { bond, .. } if bond.at > at))
}

/// Folds events, judges again what each reopens, and lets a year pass.
fn run(programs: &Programs, events: &[Event]) -> History {
    let (mut history, mut late) = (History::default(), Late::default());
    for event in events {
        one(&mut history, &mut late, programs, event);
        while let Some(again) = { late.next(&history.state, |seq| history.steps[usize::try_from(seq - 1).unwrap()].0.clone()) } {
            one(&mut history, &mut late, programs, &again);
        }
    }
    let at = history.state.totals.watermark.plus(Span::days(365));
    one(&mut history, &mut late, programs, &time_passed(at));
    assert!(due_deadline(&history.state, at).is_none());
    history
}

fn one(history: &mut History, late: &mut Late, programs: &Programs, event: &Event) {
    let History { state, rollup, steps, .. } = history;
    fold::fold(state, programs, event, rollup, |event, outcome, state| {
        late.note(event, outcome, state);
        steps.push((event.clone(), outcome.clone()));
    });
}

/// Somebody, by all that points to them, so that two histories can be compared that met people in another order.
type Who = (BTreeSet<CustomerKey>, BTreeSet<Identity>);
type Key4 = (Key, Option<Key>, Option<Who>, Role);

/// A reward, as it stands in the end.
#[derive(Debug, Clone, PartialEq)]
struct Given {
    friend: Who,
    beneficiary: Who,
    state: &'static str,
    minor: i64,
    proposed: Option<i64>,
    created_at: Timestamp,
}

/// What a history came to.
#[derive(Debug, PartialEq)]
struct Picture {
    people: BTreeSet<Who>,
    bonds: BTreeMap<Who, (Who, CodeKey, Timestamp)>,
    rewards: BTreeMap<Key4, Given>,
    figures: Vec<(FigureCell, Figures)>,
    reached: BTreeMap<Who, (Option<Timestamp>, Option<Timestamp>)>,
}

fn people(state: &State) -> BTreeMap<PartyId, Who> {
    let mut people: BTreeMap<PartyId, Who> = BTreeMap::new();
    for customer in state.customers.keys() {
        people.entry(state.party_of(*customer).unwrap()).or_default().0.insert(*customer);
    }
    for email in state.emails.keys() {
        people.entry(state.party_of_email(*email).unwrap()).or_default().1.insert(*email);
    }
    people
}

fn picture(history: &History) -> Picture {
    let state = &history.state;
    let people = people(state);
    let who = |party: PartyId| people.get(&state.resolve(party)).cloned().unwrap_or_default();
    let bonds = people.iter().filter_map(|(party, is)| {
        let bond = state.parties[party].bond?;
        Some((is.clone(), (who(bond.advocate), bond.code, bond.at)))
    });
    let rewards = state.rewards.values().map(|reward| {
        let terms = reward.terms();
        let order = if let Occasion::Order(order) = terms.key.occasion { Some(order.0) } else { None };
        let key = (terms.key.rule.0, order, order.is_none().then(|| who(terms.friend)), terms.key.role);
        let given = Given {
            friend: who(terms.friend),
            beneficiary: who(terms.beneficiary),
            state: reward.state_name(),
            minor: reward.amount().minor,
            proposed: reward.proposed(),
            created_at: terms.created_at,
        };
        (key, given)
    });
    let mut figures: Vec<_> = history.rollup.figures.iter().filter(|(_, by)| **by != Figures::default()).map(|(cell, by)| (*cell, *by)).collect();
    figures.sort_by_key(|(cell, _)| *cell);
    let reached = people.iter().map(|(party, is)| (is.clone(), (state.parties[party].activated_at, state.parties[party].first_paid_at)));
    Picture { bonds: bonds.collect(), rewards: rewards.collect(), figures, reached: reached.collect(), people: people.values().cloned().collect() }
}

/// What happened, for whoever has to find out why two histories differ.
fn story(history: &History) -> String {
    history
        .steps
        .iter()
        .map(|(event, outcome)| {
            let decisions: Vec<_> = outcome.decisions.iter().map(|d| (d.rule.0, d.role, d.verdict)).collect();
            format!("{} {:?}\n    {:?} {decisions:?}\n", event.at, event.fact, outcome.changes)
        })
        .collect()
}

/// Both came to the same, apart from what the laws themselves tell apart: then exactly that must have happened.
fn compare(in_time: &History, too_late: &History) -> Result<bool, TestCaseError> {
    let (one, other) = (picture(in_time), picture(too_late));
    // Of two accounts that claim one address, it belongs to the one that was met first, and so do a guest's orders, with the codes that they name,
    // until the shop says whose they are.
    let assigned = |history: &History| {
        let changes = history.steps.iter().flat_map(|(_, outcome)| &outcome.changes);
        changes.filter(|change| matches!(change, Change::OrderAssigned { .. })).count()
    };
    if one.people != other.people || assigned(too_late) + assigned(in_time) > 0 {
        return Ok(false);
    }
    let was_merged = |who: &Who| {
        [in_time, too_late].into_iter().any(|history| {
            let picture = people(&history.state);
            let changes = history.steps.iter().flat_map(|(_, outcome)| &outcome.changes);
            changes
                .into_iter()
                .any(|change| matches!(change, Change::PartiesMerged { into, .. } if picture.get(&history.state.resolve(*into)) == Some(who)))
        })
    };
    // Who was two people at first was bound by what each of them was known to have done.
    let excused = |who: &&Who| stood_meanwhile(in_time, too_late, who) || one.bonds.get(*who) != other.bonds.get(*who) && was_merged(who);
    let excused: BTreeSet<&Who> = one.people.iter().filter(excused).collect();
    let mut same = excused.is_empty();
    for who in one.people.iter().filter(|who| !excused.contains(who)) {
        prop_assert_eq!(one.bonds.get(who), other.bonds.get(who), "{:?}", who);
    }
    for key in one.rewards.keys().chain(other.rewards.keys()) {
        let (given, late) = (one.rewards.get(key), other.rewards.get(key));
        let friend = given.or(late).map(|given| &given.friend).unwrap();
        if given != late && !excused.contains(friend) {
            same = false;
            let is_excused = gave_for_another(in_time, too_late, key, friend) || is_left_to_a_person(too_late, key, given, late);
            prop_assert!(is_excused, "{:?}: {:?} {:?}", key, given, late);
        }
    }
    if same {
        prop_assert_eq!(&one.reached, &other.reached);
        prop_assert_eq!(&one.figures, &other.figures);
    }
    Ok(same)
}

/// Law 7: a bond stands. Whether somebody else was the referrer of record in one of the histories, near or far, before the other advocate was known.
fn stood_meanwhile(in_time: &History, too_late: &History, who: &Who) -> bool {
    let bound = |history: &History| -> BTreeSet<Who> {
        let picture = people(&history.state);
        let name = |party| picture.get(&history.state.resolve(party)).cloned().unwrap_or_default();
        let changes = history.steps.iter().flat_map(|(_, outcome)| &outcome.changes);
        changes
            .filter_map(|change| match change {
                Change::Bound { friend, bond, .. } if name(*friend) == *who => Some(name(bond.advocate)),
                _ => None,
            })
            .collect()
    };
    let refused = |history: &History, reasons: &[Reason]| {
        let picture = people(&history.state);
        let changes = history.steps.iter().flat_map(|(_, outcome)| &outcome.changes);
        changes.into_iter().any(|change| {
            matches!(change, Change::ContactRefused { party, reason, .. }
                if reasons.contains(reason) && picture.get(&history.state.resolve(*party)) == Some(who))
        })
    };
    let (then, late) = (bound(in_time), bound(too_late));
    let loops = [Reason::AlreadyReferred, Reason::ReferralLoop, Reason::SelfReferral];
    match (then.is_empty(), late.is_empty()) {
        (true, true) => false,
        (false, false) => then.union(&late).count() > 1 || refused(too_late, &loops),
        (false, true) => refused(too_late, &loops),
        // What was not known of them let them be bound, and that stands.
        (true, false) => refused(in_time, &[&loops[..], &[Reason::ExistingCustomer]].concat()),
    }
}

/// What was given in good faith for another occasion stays: the rule had given the friend what it gives by then.
fn gave_for_another(in_time: &History, too_late: &History, key: &Key4, friend: &Who) -> bool {
    let is_full = |history: &History| {
        let decisions = history.steps.iter().flat_map(|(_, outcome)| &outcome.decisions);
        decisions.into_iter().any(|decision| {
            let order = if let Occasion::Order(order) = decision.occasion { Some(order.0) } else { None };
            (decision.rule.0, order, decision.role) == (key.0, key.1, key.3)
                && matches!(decision.verdict, GrantVerdict::Refused(Reason::OccurrenceNotMet | Reason::LimitPerFriend))
        })
    };
    let gave = |history: &History| {
        let picture = picture(history);
        picture.rewards.iter().any(|(other, given)| other.0 == key.0 && other.1 != key.1 && given.friend == *friend)
    };
    // Who had no account for a while gets nothing of that while, or what a person lets them have; and who has another one since may belong to another
    // group of a limited program.
    let had_none = |history: &History| {
        let (picture, names) = (picture(history), people(&history.state));
        let gets = picture.rewards.get(key).map(|given| &given.beneficiary);
        let brought = picture.bonds.get(friend).map(|(advocate, _, _)| advocate);
        let changes = history.steps.iter().flat_map(|(_, outcome)| &outcome.changes);
        let deleted = changes.into_iter().filter_map(|change| match change {
            Change::Deleted { party } => names.get(&history.state.resolve(*party)),
            _ => None,
        });
        deleted.into_iter().any(|who| gets == Some(who) || brought == Some(who))
    };
    // Of two bonds that a merge brings together the earlier one wins, and its window closes earlier: what the later one gave until then stands.
    let had_closed = |history: &History| {
        let mut decisions = history.steps.iter().flat_map(|(_, outcome)| &outcome.decisions);
        decisions.any(|decision| {
            let order = if let Occasion::Order(order) = decision.occasion { Some(order.0) } else { None };
            (decision.rule.0, order, decision.role) == (key.0, key.1, key.3) && decision.verdict == GrantVerdict::Refused(Reason::OutsideWindow)
        })
    };
    let was_two = |history: &History| {
        let names = people(&history.state);
        let mut changes = history.steps.iter().flat_map(|(_, outcome)| &outcome.changes);
        changes.any(|change| matches!(change, Change::PartiesMerged { into, .. } if names.get(&history.state.resolve(*into)) == Some(friend)))
    };
    let windows = had_closed(in_time) && was_two(too_late) || had_closed(too_late) && was_two(in_time);
    windows || [in_time, too_late].into_iter().any(|history| is_full(history) && gave(history) || had_none(history))
}

/// Up only by a person: where a part of the money was known when the wait for it ended, the reward came down to that part. What had come by then, too, and
/// is told only behind it, is proposed in full, and nothing else differs.
fn is_left_to_a_person(too_late: &History, key: &Key4, given: Option<&Given>, late: Option<&Given>) -> bool {
    let (Some(given), Some(late)) = (given, late) else { return false };
    let changes = too_late.steps.iter().flat_map(|(_, outcome)| &outcome.changes);
    let mut lowered = changes.filter_map(|change| match change {
        Change::Reward { reward, step: RewardStep::Reduced { reason: Reason::NotCaptured, .. }, .. } => {
            Some(too_late.state.rewards[reward].terms().key)
        }
        _ => None,
    });
    let is_it = |lowered: RewardKey| {
        let order = if let Occasion::Order(order) = lowered.occasion { Some(order.0) } else { None };
        order.is_some() && (lowered.rule.0, order, lowered.role) == (key.0, key.1, key.3)
    };
    late.proposed == Some(given.minor) && *given == Given { minor: given.minor, proposed: None, ..late.clone() } && lowered.any(is_it)
}

/// A law over histories that never come to anything late says nothing.
#[test]
fn late_facts_give_late_rewards() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for case in 0..6_000_u32 {
        let acts = acts().new_tree(&mut runner).unwrap().current();
        let programs = unsuspecting(case as usize % 6);
        let events = happen(&programs, &of_the_shop(acts)).events;
        let kind = u8::try_from(case / 6 % 4).unwrap();
        let Some((rest, late)) = withhold(&events, u8::try_from(case % 256).unwrap(), kind) else { continue };
        let in_time = run(&programs, &events);
        if kind == 3 && bound_after(&in_time, late[0].at) {
            continue;
        }
        let too_late = run(&programs, &rest.iter().chain(&late).cloned().collect::<Vec<_>>());
        let same = compare(&in_time, &too_late).unwrap_or_else(|error| panic!("case {case}: {error}\n{}\n{}", story(&in_time), story(&too_late)));
        let rejudged = too_late.steps.iter().filter(|(event, _)| matches!(event.fact, Fact::Rejudge { .. }));
        let given = rejudged.flat_map(|(_, outcome)| &outcome.changes).filter(|change| matches!(change, Change::Rewarded { .. })).count();
        let steps = too_late.steps.iter().flat_map(|(_, outcome)| &outcome.changes);
        let revived = steps.filter(|change| matches!(change, Change::Reward { step: RewardStep::Revived, .. })).count();
        *seen
            .entry(format!("{kind} {} {}", if given + revived > 0 { "gave" } else { "gave nothing" }, if same { "the same" } else { "excused" }))
            .or_default() += 1;
    }
    for kind in 0..4 {
        assert!(seen.get(&format!("{kind} gave the same")).is_some_and(|count| *count >= 3), "{seen:?}");
    }
}
