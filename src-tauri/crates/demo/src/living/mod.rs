//! A small shop that lives: its rows change one deed at a time while it is served, and each change bumps the instants that a real Saleor
//! bumps, and no others.
//!
//! The synthetic [`Shop`](crate::Shop) is large and derived from a seed; this one keeps every row in full, and is meant for tens or hundreds.

mod deed;
mod draw;
mod money;
mod orders;
mod people;
pub(crate) mod rows;
mod tell;
mod view;
mod wares;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};

use crate::instant::{Micros, SECOND};
use crate::rng::pair;
use crate::source::{Key, Kind, SortBy};
use crate::text::{parse_uuid, uuid_of};
use crate::wares::Wares;

pub use deed::{Buyer, Deed, Row};
pub use draw::Wild;
pub use rows::Trouble;
use rows::{Account, Purchase};
pub use tell::{AccountFacts, OrderFacts};

/// When a living shop opens: 2026-01-01, in microseconds.
const START: Micros = 1_767_225_600 * SECOND;

/// A shop whose rows change while it is served.
#[derive(Clone, Debug)]
pub struct Living {
    seed: u64,
    /// The shop's own clock.
    now: Micros,
    /// Numbers given out so far: to rows of all kinds, events and movements alike.
    last: u64,
    orders_made: u64,
    accounts: Vec<Account>,
    orders: Vec<Purchase>,
    pub(crate) wares: Wares,
    /// Codes that were used before anybody owned them.
    unowned: Vec<String>,
    /// Deeds that were begun and not yet committed: when they show, when they were begun.
    begun: Vec<(Micros, Micros, Deed)>,
    sorted: Sorted,
}

/// Places of rows in their orders of sorting: by change, by creation, by number.
#[derive(Clone, Debug, Default)]
struct Sorted {
    orders: [Vec<u32>; 3],
    customers: [Vec<u32>; 3],
    transactions: [Vec<u32>; 3],
    cards: [Vec<u32>; 3],
    vouchers: [Vec<u32>; 3],
}

impl Living {
    /// An empty shop. The same seed and the same deeds give the same shop on every machine.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            now: START,
            last: 0,
            orders_made: 0,
            accounts: Vec::new(),
            orders: Vec::new(),
            wares: Wares::default(),
            unowned: Vec::new(),
            begun: Vec::new(),
            sorted: Sorted::default(),
        }
    }

    /// The shop's clock. It goes on by a second with each deed, and by [`Living::wait`].
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.now).unwrap_or_default()
    }

    /// Lets time pass; what was begun and is due by then is committed.
    pub fn wait(&mut self, seconds: u32) {
        let until = self.now + i64::from(seconds) * SECOND;
        while self.begun.first().is_some_and(|(shown, ..)| *shown <= until) {
            let (shown, began, deed) = self.begun.remove(0);
            self.now = self.now.max(shown);
            self.perform(&deed, began);
        }
        self.now = until;
        self.sort();
    }

    /// Whether a deed that was begun is still to be committed.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        !self.begun.is_empty()
    }

    /// Does a deed, a second after the last one. Says whether it could be done; one that cannot leaves the rows as they were.
    pub fn act(&mut self, deed: &Deed) -> bool {
        self.wait(1);
        let done = self.perform(deed, self.now);
        self.sort();
        done
    }

    fn number(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    fn uuid(&mut self) -> u128 {
        let number = self.number();
        uuid_of(pair(self.seed, number * 2), pair(self.seed, number * 2 + 1))
    }

    fn account(&mut self, number: u64) -> Option<&mut Account> {
        self.accounts.iter_mut().find(|account| account.number == number)
    }

    fn order(&mut self, number: u64) -> Option<&mut Purchase> {
        self.orders.iter_mut().find(|order| order.number == number)
    }

    pub(crate) fn sort(&mut self) {
        let (orders, accounts, cards, offers) = (&self.orders, &self.accounts, &self.wares.cards, &self.wares.offers);
        let paid = (0u32..).zip(orders).filter_map(|(place, order)| Some((place, order.payment.as_ref()?)));
        self.sorted = Sorted {
            orders: sorted((0..).zip(orders).map(|(place, row)| (place, [row.updated, row.created], row.number))),
            customers: sorted((0..).zip(accounts).map(|(place, row)| (place, [row.updated, row.joined], row.number))),
            transactions: sorted(paid.map(|(place, row)| (place, [row.modified, row.created], row.number))),
            cards: sorted((0..).zip(cards).map(|(place, row)| (place, [row.created; 2], row.number))),
            vouchers: sorted((0..).zip(offers).map(|(place, row)| (place, [row.created; 2], row.number))),
        };
    }

    pub(crate) fn rows(&self, kind: Kind, sort: SortBy) -> &[u32] {
        let sorted = &self.sorted;
        let orders = match kind {
            Kind::Orders => &sorted.orders,
            Kind::Customers => &sorted.customers,
            Kind::Transactions => &sorted.transactions,
            Kind::GiftCards => &sorted.cards,
            Kind::Vouchers => &sorted.vouchers,
        };
        &orders[sort as usize]
    }

    pub(crate) fn row_number(&self, kind: Kind, row: u32) -> u64 {
        let place = row as usize;
        match kind {
            Kind::Orders => self.orders[place].number,
            Kind::Customers => self.accounts[place].number,
            Kind::Transactions => self.orders[place].payment.as_ref().map_or(0, |payment| payment.number),
            Kind::GiftCards => self.wares.cards[place].number,
            Kind::Vouchers => self.wares.offers[place].number,
        }
    }

    /// A row's place in a sorting by an instant.
    pub(crate) fn instant(&self, kind: Kind, sort: SortBy, row: u32) -> Micros {
        let place = row as usize;
        let modified = sort == SortBy::Modified;
        let pick = |one: Micros, other: Micros| if modified { one } else { other };
        match kind {
            Kind::Orders => pick(self.orders[place].updated, self.orders[place].created),
            Kind::Customers => pick(self.accounts[place].updated, self.accounts[place].joined),
            Kind::Transactions => self.orders[place].payment.as_ref().map_or(0, |payment| pick(payment.modified, payment.created)),
            Kind::GiftCards => self.wares.cards[place].created,
            Kind::Vouchers => self.wares.offers[place].created,
        }
    }

    pub(crate) fn voucher_name(&self, row: u32) -> String {
        self.wares.offers[row as usize].name.clone()
    }

    pub(crate) fn stored_status(&self, row: u32) -> &'static str {
        self.orders[row as usize].status.stored()
    }

    /// What is wrong with a row.
    pub(crate) fn trouble(&self, kind: Kind, row: u32) -> Option<&Trouble> {
        match kind {
            Kind::Orders => self.orders[row as usize].trouble.as_ref(),
            Kind::Customers => self.accounts[row as usize].trouble.as_ref(),
            _ => None,
        }
    }

    /// The row with this number or UUID, as a global id ends with it.
    pub(crate) fn find(&self, kind: Kind, rest: &str) -> Option<u32> {
        let number = || rest.parse::<u64>().ok();
        let place = match kind {
            Kind::Orders => {
                let uuid = parse_uuid(rest)?;
                self.orders.iter().position(|order| order.uuid == uuid)
            }
            Kind::Transactions => {
                let uuid = parse_uuid(rest)?;
                self.orders.iter().position(|order| order.payment.as_ref().is_some_and(|payment| payment.uuid == uuid))
            }
            Kind::Customers => {
                let number = number()?;
                self.accounts.iter().position(|account| account.number == number)
            }
            Kind::GiftCards => {
                let number = number()?;
                self.wares.cards.iter().position(|card| card.number == number)
            }
            Kind::Vouchers => {
                let number = number()?;
                self.wares.offers.iter().position(|offer| offer.number == number)
            }
        }?;
        u32::try_from(place).ok()
    }
}

/// A row's place, its instants of change and creation, its number.
type Placed = (u32, [Micros; 2], u64);

fn sorted(rows: impl Iterator<Item = Placed>) -> [Vec<u32>; 3] {
    let rows: Vec<Placed> = rows.collect();
    let by = |key: fn(&Placed) -> Key| {
        let mut rows: Vec<&Placed> = rows.iter().collect();
        rows.sort_by_key(|row| key(row));
        rows.into_iter().map(|(place, ..)| *place).collect()
    };
    [by(|row| (row.1[0], row.2)), by(|row| (row.1[1], row.2)), by(|row| (0, row.2))]
}
