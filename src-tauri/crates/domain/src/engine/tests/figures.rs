//! Laws of the figures: what is added up event by event comes to a recount from the state, and every cell is the right one.

use super::history::{COUNT, acts, happen, programs};
use super::story::{ON_CONFIRMED, Story, day, program};
use crate::event::{Event, EventClass, EventId, Fact};
use crate::fold::step;
use crate::money::{Currency, Money};
use crate::name::{ChannelKey, Key};
use crate::party::PartyId;
use crate::program::Programs;
use crate::rollup::{FigureCell, Rollup};
use crate::state::State;
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_friend_is_new_once_in_the_cell_of_their_first_money((acts, which) in (acts(), 0..COUNT)) {
        let history = happen(&programs(which), &acts);
        let mut recount: BTreeMap<FigureCell, (i64, i64)> = BTreeMap::new();
        for party in history.state.parties.values().filter(|party| party.merged_into.is_none()) {
            if let Some((at, order)) = party.first_paid_at.zip(party.first_paid_order) {
                let order = &history.state.orders[&order];
                add(&mut recount, FigureCell { month: at.month(), channel: order.channel, currency: order.currency }, (1, 0));
            }
        }
        let mut told = BTreeMap::new();
        for (cell, figures) in &history.rollup.figures {
            add(&mut told, *cell, (figures.new_friends, 0));
        }
        prop_assert_eq!(standing(told), standing(recount));
    }

    #[test]
    fn what_friends_brought_comes_to_a_recount((acts, which) in (acts(), 0..COUNT)) {
        let history = happen(&programs(which), &acts);
        let state = &history.state;
        let mut cells: BTreeMap<(Option<ChannelKey>, Currency), (i64, i64)> = BTreeMap::new();
        let mut people: BTreeMap<(PartyId, Currency), (i64, i64)> = BTreeMap::new();
        for order in state.orders.values().filter(|order| order.is_referred) {
            let by = (i64::from(order.first_captured_at.is_some()), order.funds.net());
            add(&mut cells, (order.channel, order.currency), by);
            add(&mut people, (state.resolve(order.party), order.currency), by);
        }
        let (mut told, mut told_of) = (BTreeMap::new(), BTreeMap::new());
        for (cell, figures) in &history.rollup.figures {
            add(&mut told, (cell.channel, cell.currency), (figures.referred_orders, figures.revenue));
        }
        for ((party, currency), figures) in &history.rollup.people {
            add(&mut told_of, (state.resolve(*party), *currency), (figures.orders, figures.revenue));
        }
        prop_assert_eq!(standing(told), standing(cells));
        prop_assert_eq!(standing(told_of), standing(people));
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
