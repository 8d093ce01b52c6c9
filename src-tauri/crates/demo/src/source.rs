//! What the server serves: rows of five kinds with their sortings, from a synthetic shop or from recordings.

use std::sync::Arc;

use crate::graphql::answer::Thing;
use crate::instant::push_spaced;
use crate::living::{Living, Trouble};
use crate::node::{
    CustomerView, OrderView, TransactionView, VOUCHER_CODES, card_code, card_created_at, card_of, channels, has_transaction, transaction_modified_at,
    voucher_of, voucher_started_at,
};
use crate::order::Status;
use crate::recorded::Recorded;
use crate::shop::{FIRST_NUMBER, ORDER, Shop, TRANSACTION};
use crate::text::{parse_uuid, read_global_id};
use crate::wares::{Wares, card_node, voucher_node};

/// Where the served rows come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A generated shop, with the gift cards and vouchers that were made while it was served.
    Shop(Arc<Shop>, Arc<Wares>),
    /// Recorded pages of a real shop.
    Recorded(Arc<Recorded>),
    /// A small shop that changes.
    Living(Arc<Living>),
}

impl From<Arc<Shop>> for Source {
    fn from(shop: Arc<Shop>) -> Self {
        let wares = Wares::beside(shop.cards.len(), VOUCHER_CODES.len(), shop.now);
        Self::Shop(shop, Arc::new(wares))
    }
}

impl From<Shop> for Source {
    fn from(shop: Shop) -> Self {
        Self::from(Arc::new(shop))
    }
}

impl From<Arc<Recorded>> for Source {
    fn from(recorded: Arc<Recorded>) -> Self {
        Self::Recorded(recorded)
    }
}

impl From<Recorded> for Source {
    fn from(recorded: Recorded) -> Self {
        Self::Recorded(Arc::new(recorded))
    }
}

impl From<Living> for Source {
    fn from(living: Living) -> Self {
        Self::Living(Arc::new(living))
    }
}

/// A kind of rows that is served page by page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Orders,
    Customers,
    Transactions,
    GiftCards,
    Vouchers,
}

impl Kind {
    /// The kind behind a field of the query root.
    pub(crate) fn of_root(name: &str) -> Option<Self> {
        Some(match name {
            "orders" => Self::Orders,
            "customers" => Self::Customers,
            "transactions" => Self::Transactions,
            "giftCards" => Self::GiftCards,
            "vouchers" => Self::Vouchers,
            _ => return None,
        })
    }

    /// The name inside global ids.
    pub(crate) const fn type_name(self) -> &'static str {
        match self {
            Self::Orders => "Order",
            Self::Customers => "User",
            Self::Transactions => "TransactionItem",
            Self::GiftCards => "GiftCard",
            Self::Vouchers => "Voucher",
        }
    }
}

/// What rows are sorted by; ties are broken by their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SortBy {
    Modified,
    Created,
    /// The number alone.
    Number,
}

/// A row's place in a sorting.
pub(crate) type Key = (i64, u64);

/// The rows of a source, borrowed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rows<'a> {
    Shop(&'a Shop, &'a Wares),
    Recorded(&'a Recorded),
    Living(&'a Living),
}

impl Source {
    pub(crate) fn rows(&self) -> Rows<'_> {
        match self {
            Self::Shop(shop, wares) => Rows::Shop(shop, wares),
            Self::Recorded(recorded) => Rows::Recorded(recorded),
            Self::Living(living) => Rows::Living(living),
        }
    }
}

impl<'a> Rows<'a> {
    /// The rows of a kind in ascending order.
    pub(crate) fn sorted(self, kind: Kind, sort: SortBy) -> &'a [u32] {
        match self {
            Self::Shop(_, wares) if matches!(kind, Kind::GiftCards | Kind::Vouchers) && !wares.places(kind).is_empty() => wares.places(kind),
            Self::Shop(shop, _) => shop_rows(shop, kind, sort),
            Self::Recorded(recorded) => recorded.table(kind).rows(sort),
            Self::Living(living) => living.rows(kind, sort),
        }
    }

    /// A row's place in a sorting.
    pub(crate) fn key(self, kind: Kind, sort: SortBy, row: u32) -> Key {
        let number = self.number(kind, row);
        let at = match (sort, self) {
            (SortBy::Number, _) => i64::try_from(number).unwrap_or(i64::MAX),
            (_, Self::Shop(shop, wares)) => match (kind, ware(wares, kind, row)) {
                (_, None) => shop_instant(shop, kind, sort, row),
                (Kind::Vouchers, Some(place)) => wares.offers[place].created,
                (_, Some(place)) => wares.cards[place].created,
            },
            (_, Self::Recorded(recorded)) => recorded.table(kind).instant(sort, row),
            (_, Self::Living(living)) => living.instant(kind, sort, row),
        };
        (at, number)
    }

    /// The number of a row, as Saleor's cursors end with it.
    pub(crate) fn number(self, kind: Kind, row: u32) -> u64 {
        match self {
            Self::Shop(..) if kind == Kind::Orders => u64::from(row) + FIRST_NUMBER,
            Self::Shop(_, wares) => match (kind, ware(wares, kind, row)) {
                (_, None) => u64::from(row) + 1,
                (Kind::Vouchers, Some(place)) => wares.offers[place].number,
                (_, Some(place)) => wares.cards[place].number,
            },
            Self::Recorded(recorded) => recorded.table(kind).number(row),
            Self::Living(living) => living.row_number(kind, row),
        }
    }

    /// The parts of a row's cursor in a sorting, as Saleor has them.
    pub(crate) fn cursor(self, kind: Kind, sort: SortBy, row: u32) -> Vec<String> {
        let (at, number) = self.key(kind, sort, row);
        let number = number.to_string();
        if sort == SortBy::Number {
            return if kind == Kind::Vouchers { vec![self.name(row), number] } else { vec![number] };
        }
        let mut instant = String::new();
        push_spaced(&mut instant, at);
        if kind == Kind::Orders { vec![instant, self.status(row), number] } else { vec![instant, number] }
    }

    fn name(self, voucher: u32) -> String {
        match self {
            Self::Shop(_, wares) => match ware(wares, Kind::Vouchers, voucher) {
                Some(place) => wares.offers[place].name.clone(),
                None => VOUCHER_CODES[voucher as usize % VOUCHER_CODES.len()].1.to_owned(),
            },
            Self::Recorded(recorded) => recorded.table(Kind::Vouchers).text(voucher, "name"),
            Self::Living(living) => living.voucher_name(voucher),
        }
    }

    fn status(self, order: u32) -> String {
        match self {
            Self::Shop(shop, _) => shop.orders[order as usize].status.stored().to_owned(),
            Self::Living(living) => living.stored_status(order).to_owned(),
            Self::Recorded(recorded) => {
                let text = recorded.table(Kind::Orders).text(order, "status");
                Status::called(&text).map_or(text.to_lowercase(), |status| status.stored().to_owned())
            }
        }
    }

    /// The row as an object.
    pub(crate) fn node(self, kind: Kind, row: u32) -> Thing<'a> {
        match self {
            Self::Recorded(recorded) => Thing::Json(recorded.table(kind).node(row)),
            Self::Living(living) => living.node(kind, row),
            Self::Shop(shop, wares) => match kind {
                Kind::Orders => Thing::Order(Box::new(OrderView::new(shop, row))),
                Kind::Customers => Thing::Customer(Box::new(CustomerView::new(shop, row))),
                Kind::GiftCards => ware(wares, kind, row).map_or_else(|| card_of(shop, row), |place| card_node(&wares.cards[place])),
                Kind::Vouchers => ware(wares, kind, row).map_or_else(|| voucher_of(shop, row), |place| voucher_node(&wares.offers[place])),
                Kind::Transactions => match TransactionView::of(&OrderView::new(shop, row)) {
                    Some(transaction) => Thing::Transaction(Box::new(transaction)),
                    None => Thing::Record("TransactionItem", Vec::new()),
                },
            },
        }
    }

    /// The row with this global id.
    pub(crate) fn find(self, kind: Kind, id: &str) -> Option<u32> {
        match self {
            Self::Recorded(recorded) => recorded.table(kind).find(id),
            Self::Living(living) => living.find(kind, &read_global_id(kind.type_name(), id)?),
            Self::Shop(shop, wares) => {
                let rest = read_global_id(kind.type_name(), id)?;
                let own = matches!(kind, Kind::GiftCards | Kind::Vouchers).then(|| wares.row(kind, rest.parse().ok()?)).flatten();
                own.or_else(|| find_in_shop(shop, kind, &rest))
            }
        }
    }

    /// The gift cards with this code.
    pub(crate) fn cards_coded(self, code: &str) -> Vec<u32> {
        let is_asked = |row: &u32| match self {
            Self::Shop(shop, wares) => {
                ware(wares, Kind::GiftCards, *row).map_or_else(|| card_code(shop, *row) == code, |place| wares.cards[place].code == code)
            }
            Self::Living(living) => living.wares.cards[*row as usize].code == code,
            Self::Recorded(recorded) => recorded.table(Kind::GiftCards).text(*row, "code") == code,
        };
        self.sorted(Kind::GiftCards, SortBy::Number).iter().copied().filter(is_asked).collect()
    }

    /// The codes of a voucher.
    pub(crate) fn codes_of(self, row: u32) -> Vec<&'a str> {
        let own = |offer: &'a crate::wares::Offer| offer.codes.iter().map(|code| code.code.as_str()).collect();
        match self {
            Self::Shop(_, wares) => ware(wares, Kind::Vouchers, row)
                .map_or_else(|| vec![VOUCHER_CODES[row as usize % VOUCHER_CODES.len()].0], |place| own(&wares.offers[place])),
            Self::Living(living) => own(&living.wares.offers[row as usize]),
            Self::Recorded(_) => Vec::new(),
        }
    }

    /// What is wrong with a row of itself, beside what is planned for the server.
    pub(crate) fn trouble(self, kind: Kind, row: u32) -> Option<&'a Trouble> {
        match self {
            Self::Living(living) => living.trouble(kind, row),
            Self::Shop(..) | Self::Recorded(_) => None,
        }
    }

    /// All channels.
    pub(crate) fn channels(self) -> Vec<Thing<'a>> {
        match self {
            Self::Shop(..) | Self::Living(_) => channels(),
            Self::Recorded(recorded) => recorded.channels().iter().map(Thing::Json).collect(),
        }
    }
}

/// The place of a gift card or voucher among those made while the shop was served.
fn ware(wares: &Wares, kind: Kind, row: u32) -> Option<usize> {
    let place = matches!(kind, Kind::GiftCards | Kind::Vouchers).then(|| wares.own(kind, row)).flatten()?;
    let count = if kind == Kind::Vouchers { wares.offers.len() } else { wares.cards.len() };
    (place < count).then_some(place)
}

fn shop_rows(shop: &Shop, kind: Kind, sort: SortBy) -> &[u32] {
    let plain = |length: usize| {
        let most = shop.orders.len().max(shop.customers.len()).max(VOUCHER_CODES.len());
        let all = shop.rare.plain.get_or_init(|| (0..u32::try_from(most).unwrap_or(u32::MAX)).collect());
        &all[..length]
    };
    match (kind, sort) {
        (Kind::Orders, SortBy::Modified) => &shop.orders_by_update,
        (Kind::Orders, _) => plain(shop.orders.len()),
        (Kind::Customers, SortBy::Modified) => &shop.customers_by_update,
        (Kind::Customers, SortBy::Created) => shop.rare.customers_by_join.get_or_init(|| {
            let mut rows: Vec<u32> = (0..).zip(&shop.customers).map(|(row, _)| row).collect();
            rows.sort_by_key(|row| (shop.customers[*row as usize].joined, *row));
            rows
        }),
        (Kind::Customers, SortBy::Number) => plain(shop.customers.len()),
        (Kind::Transactions, SortBy::Modified) => shop.rare.transactions_by_change.get_or_init(|| {
            let mut rows = transactions(shop);
            rows.sort_by_key(|row| (transaction_modified_at(&shop.orders[*row as usize]), *row));
            rows
        }),
        (Kind::Transactions, SortBy::Created) => shop.rare.transactions_by_creation.get_or_init(|| {
            let mut rows = transactions(shop);
            rows.sort_by_key(|row| (shop.orders[*row as usize].paid_at(), *row));
            rows
        }),
        (Kind::Transactions, SortBy::Number) => shop.rare.transactions_by_number.get_or_init(|| transactions(shop)),
        (Kind::GiftCards, _) => plain(shop.cards.len()),
        (Kind::Vouchers, _) => plain(VOUCHER_CODES.len()),
    }
}

fn transactions(shop: &Shop) -> Vec<u32> {
    (0..).zip(&shop.orders).filter(|(_, order)| has_transaction(order.course)).map(|(row, _)| row).collect()
}

fn shop_instant(shop: &Shop, kind: Kind, sort: SortBy, row: u32) -> i64 {
    let modified = sort == SortBy::Modified;
    match kind {
        Kind::Orders if modified => shop.orders[row as usize].updated,
        Kind::Orders => shop.orders[row as usize].created,
        Kind::Customers if modified => shop.customers[row as usize].updated,
        Kind::Customers => shop.customers[row as usize].joined,
        Kind::Transactions if modified => transaction_modified_at(&shop.orders[row as usize]),
        Kind::Transactions => shop.orders[row as usize].paid_at(),
        Kind::GiftCards => card_created_at(shop, row),
        Kind::Vouchers => voucher_started_at(shop, row),
    }
}

fn find_in_shop(shop: &Shop, kind: Kind, rest: &str) -> Option<u32> {
    let within = |length: usize, first: u64| {
        let row = u32::try_from(rest.parse::<u64>().ok()?.checked_sub(first)?).ok()?;
        ((row as usize) < length).then_some(row)
    };
    match kind {
        Kind::Orders => shop.index_of(ORDER, parse_uuid(rest)?).filter(|row| (*row as usize) < shop.orders.len()),
        Kind::Transactions => {
            let row = shop.index_of(TRANSACTION, parse_uuid(rest)?)?;
            has_transaction(shop.orders.get(row as usize)?.course).then_some(row)
        }
        Kind::Customers => within(shop.customers.len(), 1),
        Kind::GiftCards => within(shop.cards.len(), 1),
        Kind::Vouchers => within(VOUCHER_CODES.len(), 1),
    }
}
