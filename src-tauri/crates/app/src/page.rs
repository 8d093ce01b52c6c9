//! Pages: a shop's answer, parsed, and what storing it takes: the mirror, the events that its rows tell, and what had to be refused.

use crate::error::row_fault;
use crate::{redeem, reread};
use vouchsafe_connectors::saleor::{Page, RawPage, RefusedRow, Settings, ShopError, parse};
use vouchsafe_db::{DbError, Put, Quarantined, Told, Tx};
use vouchsafe_domain::derive;
use vouchsafe_domain::event::Event;
use vouchsafe_domain::name::CustomerKey;
use vouchsafe_domain::shop::{Customer, GiftCard, Kind, Order, Personal, ShopId, Transaction, Voucher};
use vouchsafe_domain::time::{Span, Timestamp};

/// A parsed page of any kind.
#[derive(Debug)]
pub struct ParsedPage {
    kind: Kind,
    rows: Rows,
    refused: Vec<RefusedRow>,
    /// The shop's mark of where the next page starts.
    pub next: Option<String>,
    /// The latest change of the page's rows.
    pub watermark: Option<Timestamp>,
    /// How many rows there are in all, where the shop told.
    pub total: Option<u64>,
    /// When it was at the shop, by its own clock.
    told_at: Option<Timestamp>,
}

#[derive(Debug)]
enum Rows {
    Customers(Vec<Customer>),
    Orders(Vec<Order>),
    Transactions(Vec<Transaction>),
    GiftCards(Vec<GiftCard>),
    Vouchers(Vec<Voucher>),
}

/// What storing a page came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stored {
    /// Rows of the page.
    pub rows: u64,
    /// Of these, new or changed.
    pub changed: u64,
    /// Of these, rows that the mirror did not hold.
    pub new: u64,
    /// Rows that were refused.
    pub refused: u64,
}

impl Stored {
    /// No rows at all.
    pub const NONE: Self = Self { rows: 0, changed: 0, new: 0, refused: 0 };

    /// Adds what another page came to.
    pub const fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.changed += other.changed;
        self.new += other.new;
        self.refused += other.refused;
    }
}

impl ParsedPage {
    /// Parses a page of a kind.
    ///
    /// # Errors
    /// [`ShopError`] when the page as a whole cannot be read. One broken row is refused and the rest goes on.
    pub fn parse(kind: Kind, page: RawPage, settings: &Settings) -> Result<Self, ShopError> {
        let (text, refused) = (page.text, page.refused);
        Ok(match kind {
            Kind::Customers => Self::of(kind, parse::customers(&text, settings)?, refused, Rows::Customers),
            Kind::Orders => Self::of(kind, parse::orders(&text, settings)?, refused, Rows::Orders),
            Kind::Transactions => Self::of(kind, parse::transactions(&text, settings)?, refused, Rows::Transactions),
            Kind::GiftCards => Self::of(kind, parse::gift_cards(&text, settings)?, refused, Rows::GiftCards),
            Kind::Vouchers => Self::of(kind, parse::vouchers(&text, settings)?, refused, Rows::Vouchers),
        })
    }

    fn of<T>(kind: Kind, page: Page<T>, mut refused: Vec<RefusedRow>, rows: impl FnOnce(Vec<T>) -> Rows) -> Self {
        refused.extend(page.refused);
        Self { kind, rows: rows(page.rows), refused, next: page.next, watermark: page.watermark, total: page.total_count, told_at: None }
    }

    /// The same page with the instant at which the shop gave it, by the shop's clock: what lies in the future is judged by that.
    #[must_use]
    pub fn told_at(self, at: Timestamp) -> Self {
        Self { told_at: Some(at), ..self }
    }

    /// How many rows the page has, refused ones included.
    #[must_use]
    pub fn len(&self) -> u64 {
        let rows = match &self.rows {
            Rows::Customers(rows) => rows.len(),
            Rows::Orders(rows) => rows.len(),
            Rows::Transactions(rows) => rows.len(),
            Rows::GiftCards(rows) => rows.len(),
            Rows::Vouchers(rows) => rows.len(),
        };
        (rows + self.refused.len()) as u64
    }

    /// Whether the page has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The ids of the rows that could be read, in their order.
    #[must_use]
    pub fn ids(&self) -> Vec<ShopId> {
        match &self.rows {
            Rows::Customers(rows) => rows.iter().map(|row| row.id.clone()).collect(),
            Rows::Orders(rows) => rows.iter().map(|row| row.id.clone()).collect(),
            Rows::Transactions(rows) => rows.iter().map(|row| row.id.clone()).collect(),
            Rows::GiftCards(rows) => rows.iter().map(|row| row.id.clone()).collect(),
            Rows::Vouchers(rows) => rows.iter().map(|row| row.id.clone()).collect(),
        }
    }

    /// The orders that could be read.
    #[must_use]
    pub fn orders(&self) -> &[Order] {
        if let Rows::Orders(rows) = &self.rows { rows } else { &[] }
    }

    /// What could not be read.
    #[must_use]
    pub fn refused(&self) -> &[RefusedRow] {
        &self.refused
    }

    /// Stores the page: rows that changed go to the mirror and the events that they tell are staged; what was refused goes to quarantine.
    ///
    /// # Errors
    /// What the db says.
    pub fn store(&self, tx: &mut Tx<'_>, has_quarantine: bool, now: Timestamp) -> Result<Stored, DbError> {
        let there = self.told_at.unwrap_or(now);
        let put = match &self.rows {
            Rows::Customers(rows) => put_all(tx, rows, has_quarantine, now, there)?,
            Rows::Orders(rows) => put_all(tx, rows, has_quarantine, now, there)?,
            Rows::Transactions(rows) => put_all(tx, rows, has_quarantine, now, there)?,
            Rows::GiftCards(rows) => put_all(tx, rows, has_quarantine, now, there)?,
            Rows::Vouchers(rows) => put_all(tx, rows, has_quarantine, now, there)?,
        };
        for row in &self.refused {
            let (code, args) = row_fault(&row.source_id, &row.reason);
            let args = args.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            let raw = row.raw.clone().into_bytes();
            tx.quarantine(&Quarantined { kind: self.kind, source_id: row.source_id.clone(), code: code.to_owned(), args, raw, at: now })?;
        }
        Ok(Stored { rows: self.len(), refused: self.refused.len() as u64 + put.refused, ..put })
    }
}

/// A row that the mirror keeps.
pub(crate) trait Mirrored: Sized + Clone + Personal + Told {
    const KIND: Kind;

    fn put(&self, tx: &mut Tx<'_>) -> Result<Put<Self>, DbError>;

    /// What names the row in quarantine.
    fn source_id(&self) -> String;

    /// The latest instant of which the row tells something that happened.
    fn latest(&self) -> Option<Timestamp> {
        None
    }

    /// What has to be told and read because the row is there again, which had been found gone at an instant.
    fn returned(&self, _gone_at: Timestamp, _tx: &mut Tx<'_>) -> Result<Option<Event>, DbError> {
        Ok(None)
    }

    /// The events that the row tells, given how it was known before.
    fn events(&self, _before: Option<&Self>, _tx: &mut Tx<'_>) -> Vec<Event> {
        Vec::new()
    }

    /// What else has to be read because of the row, given how it was known before.
    fn follow_up(&self, _before: Option<&Self>, _tx: &mut Tx<'_>, _now: Timestamp) -> Result<(), DbError> {
        Ok(())
    }
}

impl Mirrored for Customer {
    const KIND: Kind = Kind::Customers;

    fn put(&self, tx: &mut Tx<'_>) -> Result<Put<Self>, DbError> {
        tx.put_customer(self)
    }

    fn source_id(&self) -> String {
        self.id.to_string()
    }

    fn latest(&self) -> Option<Timestamp> {
        Some(self.joined)
    }

    fn returned(&self, gone_at: Timestamp, tx: &mut Tx<'_>) -> Result<Option<Event>, DbError> {
        // The account may have its orders again.
        reread::follow_customer(tx, None, self)?;
        Ok(Some(derive::customer_returned(CustomerKey(tx.id_key(&self.id)), gone_at)))
    }

    fn events(&self, before: Option<&Self>, tx: &mut Tx<'_>) -> Vec<Event> {
        derive::customer_events(before, self, tx)
    }

    fn follow_up(&self, before: Option<&Self>, tx: &mut Tx<'_>, _now: Timestamp) -> Result<(), DbError> {
        reread::follow_customer(tx, before, self)
    }
}

impl Mirrored for Order {
    const KIND: Kind = Kind::Orders;

    fn put(&self, tx: &mut Tx<'_>) -> Result<Put<Self>, DbError> {
        tx.put_order(self)
    }

    fn source_id(&self) -> String {
        self.id.to_string()
    }

    fn latest(&self) -> Option<Timestamp> {
        let told = self.money.iter().map(|movement| movement.at).chain(self.events.iter().map(|event| event.at));
        told.chain([self.created]).max()
    }

    fn events(&self, before: Option<&Self>, tx: &mut Tx<'_>) -> Vec<Event> {
        derive::order_events(before, self, tx)
    }

    fn follow_up(&self, before: Option<&Self>, tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
        reread::follow_order(tx, before, self, now)?;
        redeem::follow_order(tx, self)
    }
}

impl Mirrored for Transaction {
    const KIND: Kind = Kind::Transactions;

    fn put(&self, tx: &mut Tx<'_>) -> Result<Put<Self>, DbError> {
        tx.put_transaction(self)
    }

    fn source_id(&self) -> String {
        self.id.to_string()
    }

    fn follow_up(&self, _before: Option<&Self>, tx: &mut Tx<'_>, _now: Timestamp) -> Result<(), DbError> {
        reread::follow_transaction(tx, self)
    }
}

macro_rules! mirrored_as_delivered {
    ($($row:ty, $kind:ident, $put:ident, $follow:ident;)*) => {$(
        impl Mirrored for $row {
            const KIND: Kind = Kind::$kind;

            fn put(&self, tx: &mut Tx<'_>) -> Result<Put<Self>, DbError> {
                tx.$put(self)
            }

            fn source_id(&self) -> String {
                self.id.to_string()
            }

            fn follow_up(&self, _before: Option<&Self>, tx: &mut Tx<'_>, _now: Timestamp) -> Result<(), DbError> {
                redeem::$follow(tx, self)
            }
        }
    )*};
}
mirrored_as_delivered! {
    GiftCard, GiftCards, put_gift_card, follow_card;
    Voucher, Vouchers, put_voucher, follow_voucher;
}

/// How far a fact may lie ahead of the clock that it is held against.
const AHEAD: Span = Span::days(1);

/// Whether an instant lies in the future. Something that has not happened yet would let holds pass that have not.
pub(crate) fn is_ahead(at: Timestamp, now: Timestamp) -> bool {
    at > now.plus(AHEAD)
}

/// Puts the rows of a page into the mirror. `there` is the instant at the shop. Returns what that came to, without what the shop itself could not give.
pub(crate) fn put_all<T: Mirrored>(tx: &mut Tx<'_>, rows: &[T], has_quarantine: bool, now: Timestamp, there: Timestamp) -> Result<Stored, DbError> {
    let (mut stored, mut events) = (Stored::NONE, Vec::new());
    let erased = tx.erased()?;
    for row in rows {
        // Who was erased comes in empty, whatever the shop goes on telling.
        let emptied = erased.as_ref().and_then(|erased| erased.emptied(row, tx));
        let row = emptied.as_ref().unwrap_or(row);
        if row.latest().is_some_and(|at| is_ahead(at, there)) {
            let args = vec![("what".to_owned(), "a date in the future".to_owned())];
            let code = "bad_row".to_owned();
            tx.quarantine(&Quarantined { kind: T::KIND, source_id: row.source_id(), code, args, raw: Vec::new(), at: now })?;
            stored.refused += 1;
            continue;
        }
        if has_quarantine {
            tx.release(T::KIND, &row.source_id(), now)?;
        }
        let before = match row.put(tx)? {
            Put::Same | Put::Older => continue,
            Put::New => None,
            Put::Changed { old } => Some(old),
            Put::Back { old, gone_at } => {
                events.extend(row.returned(gone_at, tx)?);
                Some(old)
            }
        };
        events.extend(row.events(before.as_deref(), tx));
        row.follow_up(before.as_deref(), tx, now)?;
        stored.changed += 1;
        stored.new += u64::from(before.is_none());
    }
    tx.stage_all(&events)?;
    Ok(stored)
}
