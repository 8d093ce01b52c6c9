//! A tree laid out: its shape, the bonds that made it, and its money, one forest for each currency.

use crate::error::{AppError, Result};
use crate::view::TreeSort;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use vouchsafe_db::{DbError, Edge};
use vouchsafe_domain::forest::{Branch, Forest, Misfit};
use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::party::PartyId;

/// A forest with the columns revenue and cost of one currency.
type MoneyForest = Forest<2>;

/// What a party itself brought and cost in a currency.
pub(super) type Own = (PartyId, Currency, [i64; 2]);

/// The tree as it was at some moment.
#[derive(Debug)]
pub(super) struct Layout {
    /// The shape alone.
    pub(super) shape: Forest<0>,
    /// By friend.
    pub(super) bonds: Vec<Edge>,
    /// One for each currency, because sums never go across currencies; the one that most people paid in first.
    money: Vec<(Currency, MoneyForest)>,
    /// Parties that had gone into another one by then.
    merged: FxHashMap<PartyId, PartyId>,
}

impl Layout {
    pub(super) fn new(bonds: Vec<Edge>, own: Vec<Own>, merged: FxHashMap<PartyId, PartyId>) -> Result<Self> {
        let numbers = bonds.iter().flat_map(|edge| [edge.friend.0, edge.advocate.0]).chain(own.iter().map(|(party, ..)| party.0));
        let parties = numbers.max().map_or(0, |last| last + 1);
        let branches = || bonds.iter().map(|edge| Branch { friend: edge.friend, advocate: edge.advocate });
        let misfit = |error: Misfit| AppError::Db(DbError::Damaged(error.to_string()));
        let mut people: FxHashMap<Currency, usize> = FxHashMap::default();
        for (_, currency, _) in &own {
            *people.entry(*currency).or_default() += 1;
        }
        let mut currencies: Vec<Currency> = people.keys().copied().collect();
        currencies.sort_unstable_by_key(|currency| (Reverse(people[currency]), *currency));
        let mut money = Vec::with_capacity(currencies.len());
        for currency in currencies {
            let facts = own.iter().filter(|(_, of, _)| *of == currency).map(|(party, _, figures)| (*party, *figures));
            money.push((currency, MoneyForest::build(parties, branches(), facts).map_err(misfit)?));
        }
        Ok(Self { shape: Forest::build(parties, branches(), []).map_err(misfit)?, bonds, money, merged })
    }

    /// The number that stood for somebody at the tree's moment.
    pub(super) fn now_called(&self, mut party: PartyId) -> PartyId {
        while let Some(into) = self.merged.get(&party) {
            party = *into;
        }
        party
    }

    pub(super) fn bond(&self, friend: PartyId) -> Option<&Edge> {
        self.bonds.binary_search_by_key(&friend, |edge| edge.friend).ok().and_then(|index| self.bonds.get(index))
    }

    pub(super) fn friends(&self, party: PartyId) -> u64 {
        self.shape.subtree(party).map_or(0, |subtree| u64::from(subtree.friends))
    }

    /// Roots that brought somebody, the largest first.
    pub(super) fn roots(&self) -> impl Iterator<Item = PartyId> + '_ {
        self.shape.roots(None).take_while(|party| self.friends(*party) > 0)
    }

    /// Everybody who was brought or brought somebody.
    pub(super) fn people(&self) -> u64 {
        self.roots().filter_map(|root| self.shape.subtree(root)).map(|subtree| u64::from(subtree.people)).sum()
    }

    /// From the root down to somebody.
    pub(super) fn path(&self, party: PartyId) -> Vec<PartyId> {
        let path = self.shape.path(party);
        if path.is_empty() { vec![party] } else { path }
    }

    /// What the people below a party brought, and what their rewards and the party's own cost, for each currency in which there is anything.
    pub(super) fn money_below(&self, party: PartyId) -> (Vec<Money>, Vec<Money>) {
        let sums = self.money.iter().filter_map(|(currency, forest)| Some((*currency, forest.subtree(party)?.figures)));
        let sums = sums.filter(|(_, figures)| *figures != [0, 0]);
        sums.map(|(currency, [revenue, cost])| (Money::new(revenue, currency), Money::new(cost, currency))).unzip()
    }

    /// The friends of a party, or the roots that brought somebody, after one of them.
    pub(super) fn listed(&self, party: Option<PartyId>, sort: TreeSort, after: Option<PartyId>, most: usize) -> Vec<PartyId> {
        let has_friends = |root: &PartyId| self.friends(*root) > 0;
        match (party, sort) {
            (Some(party), TreeSort::Subtree) => self.shape.children(party, after).take(most).collect(),
            (None, TreeSort::Subtree) => self.shape.roots(after).take_while(has_friends).take(most).collect(),
            (Some(party), TreeSort::Newest) => first(self.shape.children(party, None), after, most, |party| self.since(party)),
            (None, TreeSort::Newest) => first(self.roots(), after, most, |party| self.since(party)),
            (Some(party), TreeSort::Revenue) => first(self.shape.children(party, None), after, most, |party| self.revenue(party)),
            (None, TreeSort::Revenue) => first(self.roots(), after, most, |party| self.revenue(party)),
        }
    }

    /// Since when somebody is bound; a root by when we met them, which its number tells.
    fn since(&self, party: PartyId) -> i64 {
        self.bond(party).map_or(0, |bond| bond.bound_at.micros())
    }

    fn revenue(&self, party: PartyId) -> Vec<i64> {
        self.money.iter().map(|(_, forest)| forest.subtree(party).map_or(0, |subtree| subtree.figures[0])).collect()
    }
}

/// Those with the largest keys after one of them, the largest first; of equals the later party first. Looks at each once and keeps a page.
fn first<K: Ord>(parties: impl Iterator<Item = PartyId>, after: Option<PartyId>, most: usize, key: impl Fn(PartyId) -> K) -> Vec<PartyId> {
    let after = after.map(|party| (key(party), party));
    let mut page: BinaryHeap<Reverse<(K, PartyId)>> = BinaryHeap::with_capacity(most + 1);
    for party in parties {
        let place = (key(party), party);
        if after.as_ref().is_some_and(|after| place >= *after) {
            continue;
        }
        page.push(Reverse(place));
        if page.len() > most {
            page.pop();
        }
    }
    page.into_sorted_vec().into_iter().map(|Reverse((_, party))| party).collect()
}
