//! Laws of the figures: what is added up event by event comes to a recount from the state, and every cell is the right one.

use super::history::{COUNT, acts, happen, programs};
use super::story::{ON_CONFIRMED, Story, day, program};
use crate::engine::{evolve, time_passed};
use crate::event::{Event, EventClass, EventId, Fact};
use crate::event_file::parse_line;
use crate::fold::{fold, step};
use crate::money::{Asset, Currency, Money};
use crate::name::{ChannelKey, CustomerKey, Key, NameTable, Names, ProgramKey};
use crate::outcome::{Change, Outcome};
use crate::party::PartyId;
use crate::program::{Policy, Programs};
use crate::rollup::{FigureCell, Rollup};
use crate::state::{PartyTally, State};
use crate::time::Timestamp;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Without what comes to nothing.
fn standing<K: Ord>(sums: BTreeMap<K, (i64, i64)>) -> BTreeMap<K, (i64, i64)> {
    sums.into_iter().filter(|(_, sum)| *sum != (0, 0)).collect()
}

fn add<K: Ord>(sums: &mut BTreeMap<K, (i64, i64)>, key: K, by: (i64, i64)) {
    let sum = sums.entry(key).or_default();
    *sum = (sum.0 + by.0, sum.1 + by.1);
}

/// Each friend counted once, in the cell of their first money.
fn new_friends(state: &State) -> BTreeMap<FigureCell, (i64, i64)> {
    let mut recount = BTreeMap::new();
    for party in state.parties.values().filter(|party| party.merged_into.is_none()) {
        if let Some((at, order)) = party.first_paid_at.zip(party.first_paid_order) {
            let order = &state.orders[&order];
            add(&mut recount, FigureCell { month: at.month(), channel: order.channel, currency: order.currency }, (1, 0));
        }
    }
    standing(recount)
}

fn new_friends_told(rollup: &Rollup) -> BTreeMap<FigureCell, (i64, i64)> {
    standing(rollup.figures.iter().map(|(cell, figures)| (*cell, (figures.new_friends, 0))).collect())
}

/// Orders and money that friends brought, by channel and by person.
type Brought = (BTreeMap<(Option<ChannelKey>, Currency), (i64, i64)>, BTreeMap<(PartyId, Currency), (i64, i64)>);

fn brought(state: &State) -> Brought {
    let (mut cells, mut people) = Brought::default();
    for order in state.orders.values().filter(|order| order.is_referred) {
        let by = (i64::from(order.first_captured_at.is_some()), order.funds.net());
        add(&mut cells, (order.channel, order.currency), by);
        add(&mut people, (state.resolve(order.party), order.currency), by);
    }
    (standing(cells), standing(people))
}

fn brought_told(rollup: &Rollup, state: &State) -> Brought {
    let (mut cells, mut people) = Brought::default();
    for (cell, figures) in &rollup.figures {
        add(&mut cells, (cell.channel, cell.currency), (figures.referred_orders, figures.revenue));
    }
    for ((party, currency), figures) in &rollup.people {
        add(&mut people, (state.resolve(*party), *currency), (figures.orders, figures.revenue));
    }
    (standing(cells), standing(people))
}

/// What rewards of money cost, what was delivered and what was used of them, by channel, and what they cost by who gets them.
type Cost = (BTreeMap<(Option<ChannelKey>, Currency), (i64, i64, i64)>, BTreeMap<(PartyId, Currency), i64>);

fn cost(state: &State) -> Cost {
    let (mut cells, mut people) = Cost::default();
    for reward in state.rewards.values() {
        let terms = reward.terms();
        let Asset::Currency(currency) = terms.given.asset else { continue };
        let channel = terms.order.and_then(|order| state.orders[&order].channel);
        let sum = cells.entry((channel, currency)).or_default();
        *sum = (sum.0 + reward.standing(), sum.1 + reward.delivered(), sum.2 + reward.used());
        *people.entry((state.resolve(terms.beneficiary), currency)).or_default() += reward.standing();
    }
    cells.retain(|_, sum| *sum != (0, 0, 0));
    people.retain(|_, sum| *sum != 0);
    (cells, people)
}

fn cost_told(rollup: &Rollup, state: &State) -> Cost {
    let (mut cells, mut people) = Cost::default();
    for (cell, figures) in &rollup.figures {
        let sum = cells.entry((cell.channel, cell.currency)).or_default();
        *sum = (sum.0 + figures.accrued, sum.1 + figures.issued, sum.2 + figures.redeemed);
    }
    for ((party, currency), figures) in &rollup.people {
        *people.entry((state.resolve(*party), *currency)).or_default() += figures.cost;
    }
    cells.retain(|_, sum| *sum != (0, 0, 0));
    people.retain(|_, sum| *sum != 0);
    (cells, people)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_friend_is_new_once_in_the_cell_of_their_first_money((acts, which) in (acts(), 0..COUNT)) {
        let history = happen(&programs(which), &acts);
        prop_assert_eq!(new_friends_told(&history.rollup), new_friends(&history.state));
    }

    #[test]
    fn what_friends_brought_comes_to_a_recount((acts, which) in (acts(), 0..COUNT)) {
        let history = happen(&programs(which), &acts);
        prop_assert_eq!(brought_told(&history.rollup, &history.state), brought(&history.state));
    }

    #[test]
    fn what_rewards_cost_comes_to_a_recount((acts, which) in (acts(), 0..COUNT)) {
        let history = happen(&programs(which), &acts);
        prop_assert_eq!(cost_told(&history.rollup, &history.state), cost(&history.state));
    }

    #[test]
    fn who_became_somebody_else_has_nothing_left((acts, which) in (acts(), 0..COUNT)) {
        let state = happen(&programs(which), &acts).state;
        for (id, party) in state.parties.iter().filter(|(_, party)| party.merged_into.is_some()) {
            prop_assert_eq!((party.bond, party.contact, state.tallies.get(id)), (None, None, None));
        }
    }
}

#[test]
fn spend_counts_in_the_months_that_it_was_spent_in() {
    let at = |text| Timestamp::parse(text).unwrap();
    let (from, to) = (at("2026-01-30T00:00:00Z"), at("2026-02-03T00:00:00Z"));
    let (channel, eur) = (Some(ChannelKey(Key::symbol(1))), Currency::parse("EUR").unwrap());
    let fact = Fact::SpendRecorded { program: None, channel, from, to, amount: Money::new(1_001, eur) };
    let event = Event { id: EventId::new(EventClass::Named, Key::symbol(2)), at: to, seen_at: None, fact };
    let mut rollup = Rollup::default();
    step(&mut State::default(), &Programs::default(), &event, &mut rollup);
    let told: BTreeMap<_, _> =
        rollup.figures.iter().map(|(cell, figures)| ((cell.month.start(), cell.channel, cell.currency), figures.spend)).collect();
    let month = |text| (at(text), channel, eur);
    assert_eq!(told.values().sum::<i64>(), 1_001);
    assert_eq!(told.keys().copied().collect::<Vec<_>>(), [month("2026-01-01T00:00:00Z"), month("2026-02-01T00:00:00Z")]);
}

#[test]
fn a_click_leads_to_its_code() {
    let told = |clicks: bool| {
        let story = Story::of_anna_and_bob();
        let story = if clicks { story.event(day(2), "link_clicked", r#""code":"ANNA","click":"c1""#) } else { story };
        story.event(day(3), "interaction", r#""customer":"carla","click":"c1""#).told(&program("", ON_CONFIRMED)).bonds().len()
    };
    assert_eq!((told(true), told(false)), (2, 1), "bob came with a code");
}

/// What a story comes to without programs.
fn folded(story: &Story) -> (State, Rollup, NameTable) {
    let (mut state, mut rollup, mut names) = (State::default(), Rollup::default(), NameTable::default());
    let programs = Programs::new(Policy::default(), Vec::new());
    for line in story.lines() {
        fold(&mut state, &programs, &parse_line(line, &mut names).unwrap(), &mut rollup, |_, _, _| {});
    }
    (state, rollup, names)
}

fn tally(state: &State, names: &mut NameTable, who: &str) -> PartyTally {
    let party = state.party_of(CustomerKey(names.key(who))).unwrap();
    state.tallies.get(&party).cloned().unwrap_or_default()
}

/// An order in a channel, of an account or of an address.
fn in_channel(story: Story, on: u32, order: &str, whose: &str, channel: &str) -> Story {
    let items = r#""items":{"amount":"80","currency":"EUR"}"#;
    story.event(day(on), "order_confirmed", &format!(r#""order":"{order}",{whose},"channel":"{channel}",{items}"#))
}

#[test]
fn two_who_turn_out_to_be_one_were_one_new_friend_and_count_once_for_who_brought_them() {
    for paid_on in [[4, 4], [4, 5], [5, 4]] {
        let story = Story::new().registered(day(0), "anna", None).code(day(0), "anna");
        let story = in_channel(story, 2, "o1", r#""email":"bob@example.com","ref_code":"ANNA""#, "eu");
        let story = story.event(day(2), "customer_registered", r#""customer":"bob","ref_code":"ANNA""#);
        let story = in_channel(story, 3, "o2", r#""customer":"bob""#, "us");
        let story = story.money(day(paid_on[0]), "o1", "80", "0").money(day(paid_on[1]), "o2", "80", "20");
        let (state, rollup, mut names) = folded(&story.event(day(6), "customer_updated", r#""customer":"bob","email":"bob@example.com""#));
        assert_eq!(state.parties.values().filter(|party| party.merged_into.is_some()).count(), 1);
        assert_eq!(new_friends_told(&rollup), new_friends(&state), "{paid_on:?}");
        assert_eq!(new_friends(&state).len(), 1);
        let anna = tally(&state, &mut names, "anna");
        assert_eq!((anna.paid_friends, anna.friends_orders, anna.revenue[0].minor), (1, 2, 14_000));
    }
}

#[test]
fn an_order_of_somebody_else_counts_for_them_alone() {
    let story = Story::of_anna_and_bob().registered(day(1), "erin", None).code(day(1), "erin");
    let story = story.event(day(1), "customer_registered", r#""customer":"carl","ref_code":"ERIN""#);
    let story = in_channel(story, 2, "o1", r#""email":"bob@example.com""#, "eu").money(day(3), "o1", "80", "0");
    let check = |story: Story, want: (u32, u32, i64)| {
        let (state, rollup, mut names) = folded(&story.event(day(5), "order_owned", r#""order":"o1","customer":"carl""#));
        assert_eq!(brought_told(&rollup, &state), brought(&state));
        let sum = |money: &[Money]| money.iter().map(|money| money.minor).sum::<i64>();
        let mut paid = |who: &str| {
            let tally = tally(&state, &mut names, who);
            let own = (tally.own_orders, tally.own_refunds, sum(&tally.own_revenue));
            (own, (tally.friends_orders, tally.friends_refunds, sum(&tally.revenue)))
        };
        let none = (0, 0, 0);
        assert_eq!(["bob", "anna", "carl", "erin"].map(&mut paid), [(none, none), (none, none), (want, none), (none, want)]);
    };
    check(story.clone().money(day(4), "o1", "80", "80"), (1, 1, 0));
    check(story.money(day(4), "o1", "80", "20"), (1, 0, 6_000));
}

#[test]
fn earlier_news_of_money_that_came_later_makes_no_earlier_first_payment() {
    let money = |as_of| format!(r#""order":"o2","captured_gross":{{"amount":"80","currency":"EUR"}},"as_of":"{}""#, day(as_of));
    let bobs = r#""email":"bob@example.com""#;
    let story = in_channel(in_channel(Story::of_anna_and_bob(), 2, "o1", bobs, "eu"), 2, "o2", bobs, "us").money(day(5), "o1", "80", "0");
    let story = story.event(day(8), "order_money", &money(1)).seen(day(3), day(9), "order_money", &money(3));
    let (state, rollup, mut names) = folded(&story);
    let bob = state.party_of(CustomerKey(names.key("bob"))).unwrap();
    assert_eq!(state.parties[&bob].first_paid_at, Some(day(5)));
    assert_eq!(new_friends_told(&rollup), new_friends(&state));
}

#[test]
fn of_each_program_the_last_level_is_kept() {
    let [one, other] = [1, 2].map(|no| ProgramKey(Key::symbol(no)));
    let [silver, gold] = [3, 4].map(Key::symbol);
    let party = PartyId(0);
    let reached = |program, level| Change::LevelReached { party, program, level };
    let outcome = Outcome { changes: vec![reached(one, silver), reached(other, silver), reached(one, gold)], ..Outcome::default() };
    let mut state = State::default();
    evolve(&mut state, &time_passed(day(1)), &outcome, &mut Rollup::default());
    assert_eq!(state.tallies[&party].levels.to_vec(), [(other, silver), (one, gold)]);
}
