//! Laws over random histories.

use super::history::{COUNT, WITH_THIRD, acts, happen, programs};
use super::paid::{GOODWILL, given_by_hand, one_payout_is_open, owes_what_the_ledger_says, records_say_what_rewards_say};
use crate::canon::Canon;
use crate::engine::{evolve, time_passed, wanted};
use crate::event::{Event, Fact};
use crate::fold;
use crate::ledger::Account;
use crate::money::Asset;
use crate::name::NameTable;
use crate::outcome::{Change, CheckKind, GrantVerdict, Outcome};
use crate::party::PartyId;
use crate::program::Programs;
use crate::replay::{Options, replay};
use crate::reward::{AnyReward, RewardId, RewardKey};
use crate::rollup::Rollup;
use crate::state::{RecordKey, State};
use crate::time::Span;
use proptest::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn loading_what_is_wanted_comes_to_the_same_as_holding_everything((acts, which) in (acts(), 0..COUNT)) {
        let programs = programs(which);
        let bulk = happen(&programs, &acts);
        let mut store = State::default();
        let mut steps = Vec::new();
        for event in &bulk.events {
            incremental(&mut store, &programs, event, &mut steps);
        }
        for (one, other) in steps.iter().zip(&bulk.steps) {
            prop_assert_eq!(one, other);
        }
        prop_assert_eq!(steps.len(), bulk.steps.len());
        prop_assert_eq!(store, bulk.state);
    }

    #[test]
    fn recorded_outcomes_rebuild_the_state((acts, which) in (acts(), 0..COUNT)) {
        let history = happen(&programs(which), &acts);
        let (mut state, mut rollup) = (State::default(), Rollup::default());
        for (event, outcome) in &history.steps {
            let event = Event::from_bytes(&event.to_bytes()).unwrap();
            let outcome = Outcome::from_bytes(&outcome.to_bytes()).unwrap();
            evolve(&mut state, &event, &outcome, &mut rollup);
        }
        prop_assert_eq!(state, history.state);
        prop_assert_eq!(rollup.figures, history.rollup.figures);
        prop_assert_eq!(rollup.people, history.rollup.people);
    }

    #[test]
    fn judging_again_comes_to_the_same((acts, which) in (acts(), 0..COUNT)) {
        let (one, other) = (happen(&programs(which), &acts), happen(&programs(which), &acts));
        prop_assert_eq!(one.steps, other.steps);
        prop_assert_eq!(one.state, other.state);
    }

    #[test]
    fn a_duplicate_changes_nothing((acts, which, copies) in (acts(), 0..COUNT, prop::collection::vec((any::<u8>(), 0u32..40), 1..8))) {
        let programs = programs(which);
        let mut events = happen(&programs, &acts).events;
        events.retain(|event| !matches!(event.fact, Fact::Rejudge { .. }));
        // Another source tells the same some days later, or at once.
        let copy = |(pick, days): &(u8, u32)| {
            let event = events.get(usize::from(*pick) * events.len() / 256)?;
            Some(Event { seen_at: Some(event.at.plus(Span::days(*days))), ..event.clone() })
        };
        let copies: Vec<Event> = copies.iter().filter_map(copy).collect();
        let told = |events| replay(&programs, events, Options::default(), &mut NameTable::default());
        let (once, twice) = (told(events.clone()), told([events, copies.clone()].concat()));
        prop_assert_eq!(twice.duplicates.len(), copies.len());
        prop_assert_eq!(twice.steps, once.steps);
        prop_assert_eq!(twice.state, once.state);
        prop_assert_eq!(twice.rollup.figures, once.rollup.figures);
    }

    #[test]
    fn the_keys_of_events_are_never_used_twice((acts, which) in (acts(), 0..COUNT)) {
        let history = happen(&programs(which), &acts);
        let mut ids = FxHashSet::default();
        for (event, _) in &history.steps {
            prop_assert!(ids.insert(event.id), "{:?}", event);
        }
    }

    #[test]
    fn the_ledger_says_what_the_rewards_say((acts, which) in (acts(), 0..COUNT)) {
        let history = happen(&programs(which), &acts);
        let mut of_reward: FxHashMap<RewardId, i64> = FxHashMap::default();
        let mut pending: FxHashMap<PartyId, i64> = FxHashMap::default();
        let mut owed: FxHashMap<PartyId, i64> = FxHashMap::default();
        let (mut delivered, mut redeemed): (FxHashMap<Account, i64>, i64) = Default::default();
        for transfer in history.steps.iter().flat_map(|(_, outcome)| &outcome.transfers) {
            prop_assert!(transfer.amount.minor > 0);
            for (account, by) in [(transfer.debit, -transfer.amount.minor), (transfer.credit, transfer.amount.minor)] {
                match account {
                    Account::LiabilityPending(party) => *pending.entry(party).or_default() += by,
                    Account::ExpenseRewards(_) | Account::ExpenseClawbackLoss => *of_reward.entry(transfer.reward).or_default() -= by,
                    Account::LiabilityIssued(_) | Account::LiabilityWallet(_) => *delivered.entry(account).or_default() += by,
                    Account::Settled(_) => redeemed += by,
                    Account::AssetClawback(party) => *owed.entry(party).or_default() -= by,
                    Account::IncomeBreakage => {}
                }
            }
            prop_assert!(delivered.values().all(|minor| *minor >= 0), "never below what was delivered");
            prop_assert!(owed.values().all(|minor| *minor >= 0), "never more set off than was owed");
            prop_assert!(pending.values().all(|minor| *minor >= 0), "never below what was promised");
        }
        let amended = given_by_hand(&history);
        for (id, reward) in &history.state.rewards {
            prop_assert_eq!(of_reward.get(id).copied().unwrap_or(0), reward.standing(), "{:?}", reward);
            prop_assert!(amended.contains(id) || reward.amount().minor <= reward.terms().given.minor);
        }
        let promised: i64 = history.state.rewards.values().filter(|reward| matches!(reward, AnyReward::Waiting(_) | AnyReward::Due(_))).map(|reward| reward.amount().minor - reward.set_off()).sum();
        prop_assert_eq!(pending.values().sum::<i64>(), promised);
        let settled = |of: fn(&AnyReward) -> i64| history.state.rewards.values().map(of).sum::<i64>();
        let unused = settled(|reward| if let AnyReward::Settled(settled) = reward { settled.unused() } else { 0 });
        prop_assert_eq!(delivered.values().sum::<i64>(), unused);
        prop_assert_eq!(redeemed, settled(AnyReward::used));
        owes_what_the_ledger_says(&history.state, &owed);
        // What is no money enters no figure.
        let accrued: i64 = history.rollup.figures.values().map(|figures| figures.accrued).sum();
        let is_money = |id: &RewardId| matches!(history.state.rewards[id].terms().given.asset, Asset::Currency(_));
        prop_assert_eq!(accrued, of_reward.iter().filter(|(id, _)| is_money(id)).map(|(_, minor)| minor).sum::<i64>());
    }

    #[test]
    fn at_most_one_payout_of_a_reward_is_open((acts, which) in (acts(), 0..COUNT)) {
        let history = happen(&programs(which), &acts);
        one_payout_is_open(history.steps.iter().flat_map(|(_, outcome)| &outcome.changes));
        records_say_what_rewards_say(&history.state);
    }

    #[test]
    fn nobody_is_their_own_upline((acts, which) in (acts(), 0..COUNT)) {
        let state = happen(&programs(which), &acts).state;
        for party in state.parties.keys() {
            let mut at = state.resolve(*party);
            for _ in 0..=state.parties.len() {
                let Some(bond) = state.parties[&at].bond else { break };
                at = state.resolve(bond.advocate);
                prop_assert_ne!(at, state.resolve(*party));
            }
        }
    }

    #[test]
    fn one_occasion_gives_one_reward_and_no_limit_is_passed((acts, which) in (acts(), 0..COUNT)) {
        let programs = programs(which);
        let history = happen(&programs, &acts);
        let mut keys: FxHashSet<RewardKey> = FxHashSet::default();
        let mut of_friend: FxHashMap<_, u32> = FxHashMap::default();
        for reward in history.state.rewards.values() {
            prop_assert!(keys.insert(reward.terms().key), "{:?}", reward.terms().key);
            if reward.terms().rail == crate::reward::Rail::Manual || reward.terms().program.0 == GOODWILL {
                // Another system gave it, or a person, and knew no limit of ours.
                continue;
            }
            // What two people were given before they turned out to be one stands, so friends are counted as they were then.
            *of_friend.entry((reward.terms().program, reward.terms().key.rule, reward.terms().friend, reward.terms().key.role)).or_default() += 1;
        }
        for ((program, rule, friend, role), count) in of_friend {
            let program = programs.versions().iter().find(|version| version.id == program).unwrap();
            let limit = program.rules.iter().find(|other| other.id == rule).unwrap().limits.per_friend.unwrap_or(u32::MAX);
            prop_assert!(count <= limit, "{:?} {:?} got {count} of {limit}", friend, role);
        }
    }

    #[test]
    fn every_decision_ends_in_what_its_checks_say((acts, which) in (acts(), 0..COUNT)) {
        for (event, outcome) in &happen(&programs(which), &acts).steps {
            let decides = !matches!(event.fact, crate::event::Fact::RewardTakenOver { .. } | crate::event::Fact::Staff(_));
            let promised = outcome.changes.iter().filter(|change| decides && matches!(change, Change::Rewarded { .. })).count();
            let granted = outcome.decisions.iter().filter(|decision| matches!(decision.verdict, GrantVerdict::Granted { .. })).count();
            prop_assert_eq!(promised, granted);
            for decision in &outcome.decisions {
                let refusals: Vec<_> = decision.checks.iter().filter_map(|check| match check.answer {
                    crate::outcome::Answer::Refuse(reason) => Some(reason),
                    _ => None,
                }).collect();
                let said = match decision.verdict {
                    GrantVerdict::Granted { .. } => vec![],
                    GrantVerdict::Refused(reason) => vec![reason],
                };
                prop_assert_eq!(refusals, said);
                // The budget needs the amount, so it is looked at after it.
                let in_order: Vec<_> = decision.checks.iter().filter(|check| check.kind != CheckKind::Budget).collect();
                prop_assert!(in_order.windows(2).all(|pair| pair[0].kind.step() <= pair[1].kind.step()), "in the order of judgement");
            }
        }
    }
}

/// The incremental path: an empty state, what the event wants loaded, folded, what was touched stored.
fn incremental(store: &mut State, programs: &Programs, event: &Event, steps: &mut Vec<(Event, Outcome)>) {
    let mut state = State { totals: store.totals, ..State::default() };
    let horizon = fold::horizon(&state, event);
    for (_, id) in store.deadlines.iter().take_while(|(at, _)| *at <= horizon) {
        copy(store, &mut state, RecordKey::Reward(*id));
    }
    let mut asked = FxHashSet::default();
    loop {
        let mut wants = wanted(&state, programs, event);
        wants.extend(wanted(&state, programs, &time_passed(horizon)));
        let new: Vec<_> = wants.into_iter().filter(|key| asked.insert(*key)).collect();
        if new.is_empty() {
            break;
        }
        for key in new {
            copy(store, &mut state, key);
        }
    }
    let mut rollup = Rollup::default();
    fold::fold(&mut state, programs, event, &mut rollup, |event, outcome, _| steps.push((event.clone(), outcome.clone())));
    for key in &rollup.touched {
        copy(&state, store, *key);
    }
    store.totals = state.totals;
}

/// Puts one record as it stands in one state, or its absence, into another.
fn copy(from: &State, to: &mut State, key: RecordKey) {
    fn put<K: std::hash::Hash + Eq, V: Clone>(from: &FxHashMap<K, V>, to: &mut FxHashMap<K, V>, key: K) {
        match from.get(&key).cloned() {
            Some(value) => drop(to.insert(key, value)),
            None => drop(to.remove(&key)),
        }
    }
    match key {
        RecordKey::Party(key) => put(&from.parties, &mut to.parties, key),
        RecordKey::Tally(key) => put(&from.tallies, &mut to.tallies, key),
        RecordKey::Customer(key) => put(&from.customers, &mut to.customers, key),
        RecordKey::Email(key) => put(&from.emails, &mut to.emails, key),
        RecordKey::Code(key) => put(&from.codes, &mut to.codes, key),
        RecordKey::Click(key) => put(&from.clicks, &mut to.clicks, key),
        RecordKey::Order(key) => put(&from.orders, &mut to.orders, key),
        RecordKey::Program(key) => put(&from.programs, &mut to.programs, key),
        RecordKey::Profile(key) => put(&from.profiles, &mut to.profiles, key),
        RecordKey::Mark(key) => put(&from.marks, &mut to.marks, key),
        RecordKey::Occasion(key) => put(&from.occasions, &mut to.occasions, key),
        RecordKey::List(key) => put(&from.lists, &mut to.lists, key),
        RecordKey::Payout(key) => put(&from.payouts, &mut to.payouts, key),
        RecordKey::Proposal(key) => put(&from.proposals, &mut to.proposals, key),
        RecordKey::Policy => to.policy = from.policy.clone(),
        RecordKey::Upline(key) => {
            let mut next = Some(key);
            while let Some(id) = next {
                put(&from.parties, &mut to.parties, id);
                next = from.parties.get(&id).and_then(|record| record.merged_into.or(record.bond.map(|bond| bond.advocate)));
            }
        }
        RecordKey::Reward(key) => {
            if let Some(reward) = from.rewards.get(&key) {
                to.put_reward(key, *reward);
            }
        }
    }
}

/// A law over histories in which nothing happens says nothing.
#[test]
fn the_histories_reach_every_kind_of_change() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen: std::collections::BTreeMap<String, u32> = std::collections::BTreeMap::new();
    for case in 0..6_000 {
        let acts = acts().new_tree(&mut runner).unwrap().current();
        // Every second one with the programs that say the most.
        let which = if case % 2 == 0 { WITH_THIRD + case / 2 % 3 } else { case / 2 % COUNT };
        let history = happen(&programs(which), &acts);
        let mut note = |what: String| *seen.entry(what).or_default() += 1;
        for (event, outcome) in &history.steps {
            for change in &outcome.changes {
                let text = format!("{change:?}");
                let name = text.split([' ', '(', '{']).next().unwrap_or_default();
                match change {
                    Change::Reward { step, .. } => note(format!("step {}", format!("{step:?}").split(' ').next().unwrap_or_default())),
                    Change::ContactRefused { reason, .. } => note(format!("contact {}", reason.code())),
                    Change::Refused { reason } => note(format!("{} {}", event.fact.type_name(), reason.code())),
                    _ => note(name.to_owned()),
                }
            }
            for decision in &outcome.decisions {
                if let GrantVerdict::Refused(reason) = decision.verdict {
                    note(format!("decision {}", reason.code()));
                }
            }
        }
    }
    let kinds = "Acted Activated Bound Contacted Counted CustomerLinked Deleted EmailLinked FirstPaid OrderOpened PartiesMerged PartyMet Registered Rewarded \
         LevelReached Met Payout Proposed ProposalEnded PurchaseStands ReferralRejected StepGiven Uncounted";
    let steps = "AccountMade Aged Approved Captured Carried Chosen Delivered Due EmailVerified Expired Held HoldOver Lost OrderGrew Overused PhoneVerified Raised Reduced \
         Reissued Restored Reversed SetOff Settled Unlocked Used Voided";
    let steps = steps.split(' ').map(|step| format!("step {step}"));
    let refusals = "contact referral_loop/contact self_referral/decision already_rewarded/decision limit_per_friend/staff_approve stale/\
         purchase_refunded refund_above_amount/purchase_refunded order_unknown/purchase_refunded stale/reward_chosen option_unknown/\
         reward_expired more_than_left/reward_expired not_delivered/reward_used more_than_left/staff_reject_referral no_referral/staff_reject_referral stale/\
         payout_intended payout_open/payout_intended stale/payout_known stale/staff_adjust stale/staff_approved same_actor/staff_adjust nothing_to_change/\
         decision referral_rejected/decision no_upline/decision no_amount/decision cooldown/decision budget_exhausted/decision limit_per_day/decision step_given";
    let expected = kinds.split(' ').map(str::to_owned).chain(steps).chain(refusals.split('/').map(str::to_owned));
    for kind in expected {
        assert!(seen.get(&kind).is_some_and(|count| *count >= 5), "{kind} is too rare: {seen:#?}");
    }
}
