//! Trees of other moments, from what was recorded and not from what is decided anew.
//!
//! *As known* is a place in the journal: bonds and merges up to there are evolved by the engine's own rules, and the money is what was recorded
//! up to there. *As of* is an instant: of what is known, bonds and money that had happened by then.

use super::layout::{Layout, Own};
use crate::error::Result;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use vouchsafe_db::{Edge, Tie};
use vouchsafe_domain::engine;
use vouchsafe_domain::event::{Event, EventClass, EventId, Fact};
use vouchsafe_domain::money::Currency;
use vouchsafe_domain::name::{Key, OrderKey};
use vouchsafe_domain::outcome::{Change, Outcome};
use vouchsafe_domain::party::{Bond, Party, PartyId, PartyName};
use vouchsafe_domain::rollup::{MoneyFact, Rollup};
use vouchsafe_domain::state::State;
use vouchsafe_domain::time::Timestamp;

/// The tree of recorded bonds, merges and money; `as_of` leaves out what happened later.
pub(super) fn laid_out(ties: &[Tie], facts: &[MoneyFact], as_of: Option<Timestamp>) -> Result<Layout> {
    let state = evolved(ties);
    let until = as_of.unwrap_or(Timestamp::MAX);
    let mut bonds: BTreeMap<PartyId, Bond> = BTreeMap::new();
    for (party, record) in &state.parties {
        if let Some(bond) = record.bond.filter(|bond| bond.at <= until && record.merged_into.is_none()) {
            bonds.insert(*party, Bond { advocate: state.resolve(bond.advocate), ..bond });
        }
    }
    if as_of.is_some() {
        superseded(ties, &state, until, &mut bonds);
    }
    let edge = |(friend, bond): (PartyId, Bond)| Edge { friend, advocate: bond.advocate, code: bond.code, bound_at: bond.at };
    let mut own: FxHashMap<(PartyId, Currency), [i64; 2]> = FxHashMap::default();
    for fact in facts.iter().filter(|fact| fact.at <= until) {
        let sum = own.entry((state.resolve(fact.party), fact.currency)).or_default();
        *sum = [sum[0].saturating_add(fact.by.revenue), sum[1].saturating_add(fact.by.cost)];
    }
    let own: Vec<Own> = own.into_iter().map(|((party, currency), sum)| (party, currency, sum)).collect();
    let merged = state.parties.iter().filter_map(|(party, record)| Some((*party, record.merged_into?))).collect();
    Layout::new(bonds.into_iter().map(edge).collect(), own, merged)
}

/// The parties with their bonds as the engine had them.
fn evolved(ties: &[Tie]) -> State {
    let mut state = State::default();
    let event = Event { id: EventId::new(EventClass::TimePassed, Key::from_bits(0)), at: Timestamp::EPOCH, seen_at: None, fact: Fact::TimePassed };
    let mut rollup = Rollup::default();
    for tie in ties {
        let (change, parties) = match *tie {
            Tie::Bound { friend, bond } => (Change::Bound { friend, bond, replaces: None }, [friend, bond.advocate]),
            Tie::Merged { from, into } => (Change::PartiesMerged { from, into }, [from, into]),
        };
        for party in parties {
            // What somebody is called has no part in where they stand.
            state.parties.entry(party).or_insert_with(|| Party::new(PartyName::Guest(OrderKey(Key::from_bits(i64::from(party.0))))));
        }
        engine::evolve(&mut state, &event, &Outcome { changes: vec![change], ..Outcome::default() }, &mut rollup);
    }
    state
}

/// Bonds that hold no more, of friends who had no later one by then. What is known today of others can have come in between: one that would
/// close a ring with what stands is left out.
fn superseded(ties: &[Tie], state: &State, until: Timestamp, bonds: &mut BTreeMap<PartyId, Bond>) {
    let mut before: BTreeMap<PartyId, Bond> = BTreeMap::new();
    for tie in ties {
        let Tie::Bound { friend, bond } = *tie else { continue };
        let friend = state.resolve(friend);
        if bond.at <= until && !bonds.contains_key(&friend) {
            before.insert(friend, Bond { advocate: state.resolve(bond.advocate), ..bond });
        }
    }
    for (friend, bond) in before {
        let above = std::iter::successors(Some(bond.advocate), |party| bonds.get(party).map(|bond| bond.advocate));
        if above.into_iter().all(|party| party != friend) {
            bonds.insert(friend, bond);
        }
    }
}
