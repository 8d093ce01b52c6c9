//! The mirror: what the shop says, one table for each kind.

mod customer;
mod gift_card;
mod held;
mod order;
mod transaction;
mod voucher;

pub(crate) use held::shop_id;
pub use held::{Held, Place, RowName};

use crate::cell::count;
use crate::error::Result;
use crate::open::Db;
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

/// For each kind, in reading order: all its rows, and those that are gone.
const COUNTS: [(&str, &str); Kind::ALL.len()] = [
    ("SELECT count(*) FROM customer", "SELECT count(*) FROM customer WHERE gone_at IS NOT NULL"),
    ("SELECT count(*) FROM shop_order", "SELECT count(*) FROM shop_order WHERE gone_at IS NOT NULL"),
    ("SELECT count(*) FROM shop_transaction", "SELECT count(*) FROM shop_transaction WHERE gone_at IS NOT NULL"),
    ("SELECT count(*) FROM gift_card", "SELECT count(*) FROM gift_card WHERE gone_at IS NOT NULL"),
    ("SELECT count(*) FROM voucher", "SELECT count(*) FROM voucher WHERE gone_at IS NOT NULL"),
];

impl Db {
    /// How many rows of each kind the mirror holds that the shop still has.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn mirror_counts(&self) -> Result<MirrorCounts> {
        // To count all rows and take off those that are gone reads two small indexes; to count the others would read every row.
        let mut counts = [0; Kind::ALL.len()];
        for (cell, (all, gone)) in counts.iter_mut().zip(COUNTS) {
            let all: i64 = sqlx::query_scalar(all).fetch_one(self.pool()).await?;
            let gone: i64 = sqlx::query_scalar(gone).fetch_one(self.pool()).await?;
            *cell = count(all - gone);
        }
        let [customers, orders, transactions, gift_cards, vouchers] = counts;
        Ok(MirrorCounts { customers, orders, transactions, gift_cards, vouchers })
    }
}

/// The statements that put a row of one kind in place. All take the same parameters, the first of which finds the row.
struct Statements {
    /// Does nothing when the row is there.
    insert: &'static str,
    update: &'static str,
    /// The cold bytes of the row, and since when the shop has it no more.
    read: &'static str,
    /// The shop has the row again.
    revive: &'static str,
}

impl Tx<'_> {
    /// Inserts the row, or compares it with the one that is there and updates that. `time` is when the shop last changed a row, as far as it
    /// says.
    fn put<T: Canon>(
        &self,
        sql: &Statements,
        found_by: &dyn rusqlite::ToSql,
        params: impl Params + Copy,
        row: &T,
        cold: &[u8],
        time: impl Fn(&T) -> Option<Timestamp>,
    ) -> Result<Put<T>> {
        // Most rows of a first round are new, so the insert that may do nothing comes first.
        if self.run(sql.insert, params)? == 1 {
            return Ok(Put::New);
        }
        let (stored, gone_at): (Vec<u8>, Option<i64>) =
            self.statement(sql.read)?.query_row([found_by], |found| Ok((found.get(0)?, found.get(1)?)))?;
        if gone_at.is_some() {
            self.run(sql.revive, [found_by])?;
        }
        if stored == cold {
            return Ok(Put::Same);
        }
        let old = T::from_bytes(&stored)?;
        if time(&old) > time(row) {
            return Ok(Put::Older);
        }
        self.run(sql.update, params)?;
        Ok(Put::Changed { old: Box::new(old) })
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
