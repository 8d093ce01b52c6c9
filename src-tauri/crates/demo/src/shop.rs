//! A synthetic shop in memory: compact rows, their orders of sorting, and their ids.

use std::sync::OnceLock;

use chrono::{DateTime, Utc};

use crate::bill::Bill;
use crate::customer::{Customer, Person};
use crate::instant::Micros;
use crate::order::{Buyer, Order};
use crate::rng::pair;
use crate::text::uuid_of;

/// A synthetic shop: about 100 bytes an order. Everything else follows from the seed when somebody asks.
#[derive(Clone, Debug)]
pub struct Shop {
    pub(crate) seed: u64,
    /// The instant at which the history ends.
    pub(crate) now: Micros,
    pub(crate) orders: Vec<Order>,
    pub(crate) customers: Vec<Customer>,
    pub(crate) cards: Vec<BoughtCard>,
    /// Orders by (updated, index).
    pub(crate) orders_by_update: Vec<u32>,
    /// Customers by (updated, index).
    pub(crate) customers_by_update: Vec<u32>,
    pub(crate) rare: RareSorts,
}

/// A gift card that a customer bought.
#[derive(Clone, Debug)]
pub(crate) struct BoughtCard {
    pub(crate) bought_in: u32,
    pub(crate) used_in: Option<u32>,
    /// How much of it was used, in minor units.
    pub(crate) used: i64,
}

/// Sortings that few ask for, made on first use.
#[derive(Clone, Debug, Default)]
pub(crate) struct RareSorts {
    pub(crate) customers_by_join: OnceLock<Vec<u32>>,
    pub(crate) transactions_by_change: OnceLock<Vec<u32>>,
    pub(crate) transactions_by_creation: OnceLock<Vec<u32>>,
    pub(crate) transactions_by_number: OnceLock<Vec<u32>>,
    pub(crate) plain: OnceLock<Vec<u32>>,
    /// (order, card) by order.
    pub(crate) uses: OnceLock<Vec<(u32, u32)>>,
}

impl Shop {
    pub(crate) fn empty(seed: u64, now: Micros) -> Self {
        Self {
            seed,
            now,
            orders: Vec::new(),
            customers: Vec::new(),
            cards: Vec::new(),
            orders_by_update: Vec::new(),
            customers_by_update: Vec::new(),
            rare: RareSorts::default(),
        }
    }

    /// How many orders there are.
    pub fn orders(&self) -> usize {
        self.orders.len()
    }

    /// How many registered customers there are.
    pub fn customers(&self) -> usize {
        self.customers.len()
    }

    /// The instant at which the history ends: the shop's own today.
    pub fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.now).unwrap_or_default()
    }

    /// Sorts what was added or changed, and sets equal instants of change a microsecond apart.
    pub(crate) fn settle(&mut self) {
        self.rare = RareSorts::default();
        self.orders_by_update = settle(&mut self.orders, |order| &mut order.updated);
        self.customers_by_update = settle(&mut self.customers, |customer| &mut customer.updated);
    }

    /// The order with its bill.
    pub(crate) fn bill(&self, index: u32) -> Bill {
        let order = &self.orders[index as usize];
        let card = if order.marks.uses_card { self.card_used_in(index).map_or(0, |card| self.cards[card as usize].used) } else { 0 };
        Bill::of(order, card)
    }

    /// The gift card that the order was partly paid with.
    pub(crate) fn card_used_in(&self, order: u32) -> Option<u32> {
        let uses = self.rare.uses.get_or_init(|| {
            let mut uses: Vec<(u32, u32)> = (0..).zip(&self.cards).filter_map(|(at, card)| Some((card.used_in?, at))).collect();
            uses.sort_unstable();
            uses
        });
        lookup(uses, order)
    }

    /// Who placed the order.
    pub(crate) fn person(&self, order: &Order) -> Person {
        match order.buyer {
            Buyer::Customer { index, .. } => self.customer_person(index),
            Buyer::Guest(number) => Person::guest(self.seed, number, order.channel),
        }
    }

    pub(crate) fn customer_person(&self, index: u32) -> Person {
        Person::customer(self.seed, index, &self.customers[index as usize])
    }

    /// The UUID of an order (`ORDER`) or of its transaction (`TRANSACTION`): random to look at, and it holds the index.
    pub(crate) fn uuid(&self, what: u64, index: u32) -> u128 {
        let high = pair(self.seed ^ what, u64::from(index));
        let middle = pair(high, 7) >> 32;
        let low = (high >> 32) as u32 ^ index;
        uuid_of(high, middle << 32 | u64::from(low))
    }

    /// The index behind a UUID, if this shop gave it out.
    pub(crate) fn index_of(&self, what: u64, uuid: u128) -> Option<u32> {
        let high = u64::try_from(uuid >> 64).ok()?;
        let low = u32::try_from(uuid & u128::from(u32::MAX)).ok()?;
        let index = low ^ (high >> 32) as u32;
        (self.uuid(what, index) == uuid).then_some(index)
    }
}

/// What [`Shop::uuid`] is asked for.
pub(crate) const ORDER: u64 = 0x04DE;
/// See [`ORDER`].
pub(crate) const TRANSACTION: u64 = 0x78A2;
/// The first order's number is one more.
pub(crate) const FIRST_NUMBER: u64 = 1_000;

fn settle<T>(rows: &mut [T], updated: impl Fn(&mut T) -> &mut Micros) -> Vec<u32> {
    let mut sorted: Vec<(Micros, u32)> = (0..).zip(rows.iter_mut()).map(|(at, row)| (*updated(row), at)).collect();
    sorted.sort_unstable();
    let mut last = Micros::MIN;
    for (at, index) in &sorted {
        let unique = (*at).max(last + 1);
        *updated(&mut rows[*index as usize]) = unique;
        last = unique;
    }
    sorted.into_iter().map(|(_, index)| index).collect()
}

fn lookup(pairs: &[(u32, u32)], order: u32) -> Option<u32> {
    let at = pairs.binary_search_by_key(&order, |(order, _)| *order).ok()?;
    Some(pairs[at].1)
}
