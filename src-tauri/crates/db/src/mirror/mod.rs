//! The mirror: what the shop says, one table for each kind.

mod customer;
mod gift_card;
mod held;
mod kept;
mod order;
mod transaction;
mod voucher;

pub(crate) use held::shop_id;
pub use held::{Held, Place, RowName};
pub(crate) use kept::{Counted, miscounts};

use crate::cell::count;
use crate::error::Result;
use crate::open::Db;
use crate::sync::kind_of;
use crate::writer::Tx;
use rusqlite::Params;
use vouchsafe_domain::canon::Canon;
use vouchsafe_domain::name::{Key, Names};
use vouchsafe_domain::shop::{Kind, ShopId};
use vouchsafe_domain::time::Timestamp;

/// What putting a row into the mirror came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put<T> {
    /// The row was not there.
    New,
    /// The row was there with other contents.
    Changed {
        /// What was there before.
        old: Box<T>,
    },
    /// The row was there, and the shop had been found to have it no more. It has it again, as it tells it now, whenever it says that it changed.
    Back {
        /// What was there before.
        old: Box<T>,
        /// When it was found gone.
        gone_at: Timestamp,
    },
    /// The row was there and is equal.
    Same,
    /// The row that is there is of a later time, and stays.
    Older,
}

/// How many rows of each kind the mirror holds, without those that are gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MirrorCounts {
    /// Customers.
    pub customers: u64,
    /// Orders.
    pub orders: u64,
    /// Payments.
    pub transactions: u64,
    /// Gift cards.
    pub gift_cards: u64,
    /// Vouchers.
    pub vouchers: u64,
}

impl MirrorCounts {
    /// The count of a kind.
    #[must_use]
    pub const fn of(&self, kind: Kind) -> u64 {
        match kind {
            Kind::Customers => self.customers,
            Kind::Orders => self.orders,
            Kind::Transactions => self.transactions,
            Kind::GiftCards => self.gift_cards,
            Kind::Vouchers => self.vouchers,
        }
    }
}

impl Db {
    /// How many rows of each kind the mirror holds that the shop still has.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn mirror_counts(&self) -> Result<MirrorCounts> {
        let rows: Vec<(i64, i64)> = sqlx::query_as("SELECT kind, rows - gone FROM mirror_count").fetch_all(self.pool()).await?;
        let mut counts = [0; Kind::ALL.len()];
        for (kind, rows) in rows {
            counts[kind_of(kind)? as usize] = count(rows);
        }
        let [customers, orders, transactions, gift_cards, vouchers] = counts;
        Ok(MirrorCounts { customers, orders, transactions, gift_cards, vouchers })
    }
}

/// The statements that put a row of one kind in place. All take the same parameters, the first of which finds the row.
struct Statements {
    kind: Kind,
    /// Does nothing when the row is there.
    insert: &'static str,
    update: &'static str,
    /// The cold bytes of the row, and since when the shop has it no more.
    read: &'static str,
}

impl Tx<'_> {
    /// Inserts the row, or compares it with the one that is there and updates that. `time` is when the shop last changed a row, as far as it
    /// says.
    fn put<T: Canon>(
        &mut self,
        sql: &Statements,
        found_by: &dyn rusqlite::ToSql,
        params: impl Params + Copy,
        row: &T,
        cold: &[u8],
        time: impl Fn(&T) -> Option<Timestamp>,
    ) -> Result<Put<T>> {
        // Most rows of a first round are new, so the insert that may do nothing comes first there; most of a later one are held.
        if self.last_seq() == 0 && self.run(sql.insert, params)? == 1 {
            self.tally.of(sql.kind).rows += 1;
            return Ok(Put::New);
        }
        let held: Option<(Vec<u8>, Option<i64>)> = self.first(sql.read, [found_by], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let Some((stored, gone_at)) = held else {
            self.run(sql.insert, params)?;
            self.tally.of(sql.kind).rows += 1;
            return Ok(Put::New);
        };
        if let Some(gone_at) = gone_at {
            self.run(sql.update, params)?;
            self.tally.of(sql.kind).gone -= 1;
            return Ok(Put::Back { old: Box::new(T::from_bytes(&stored)?), gone_at: Timestamp::from_micros(gone_at) });
        }
        if stored == cold {
            return Ok(Put::Same);
        }
        let old = T::from_bytes(&stored)?;
        if !self.takes_older && time(&old) > time(row) {
            return Ok(Put::Older);
        }
        self.run(sql.update, params)?;
        Ok(Put::Changed { old: Box::new(old) })
    }

    /// From now on rows are taken that are older than those that are there: they were asked for by their ids, so no page came late, and a shop that
    /// came back from a backup says what holds.
    pub const fn take_older_rows(&mut self) {
        self.takes_older = true;
    }

    fn read_cold<T: Canon>(&self, sql: &str, params: impl Params) -> Result<Option<T>> {
        let bytes: Option<Vec<u8>> = self.first(sql, params, |row| row.get(0))?;
        Ok(bytes.map(|bytes| T::from_bytes(&bytes)).transpose()?)
    }

    /// The key of a shop's id.
    pub fn id_key(&mut self, id: &ShopId) -> Key {
        match id {
            ShopId::Number(_) => self.key(&id.to_string()),
            ShopId::Text(text) => self.key(text),
            ShopId::Uuid(_) => self.key(&id.to_string()),
        }
    }
}

fn cold_bytes(row: &impl Canon) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1_024);
    row.write(&mut bytes);
    bytes
}

async fn cold_row<T: Canon>(db: &Db, sql: &'static str, key: Option<Key>) -> Result<Option<T>> {
    let Some(key) = key else { return Ok(None) };
    let bytes: Option<Vec<u8>> = sqlx::query_scalar(sql).bind(key.bits()).fetch_optional(db.pool()).await?;
    Ok(bytes.map(|bytes| T::from_bytes(&bytes)).transpose()?)
}

async fn cold_row_of_id<T: Canon>(db: &Db, sql: &'static str, id: &ShopId) -> Result<Option<T>> {
    let bytes: Option<Vec<u8>> = sqlx::query_scalar(sql).bind(id.to_bytes()).fetch_optional(db.pool()).await?;
    Ok(bytes.map(|bytes| T::from_bytes(&bytes)).transpose()?)
}
