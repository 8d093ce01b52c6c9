//! What the mirror holds of a kind, by id and time of change: what the shop lists is compared with it, and what the shop lists no more is gone.

use crate::cell::{count, instant};
use crate::completeness::Tally;
use crate::error::Result;
use crate::open::Db;
use crate::sync::kind_cell;
use crate::writer::Tx;
use rusqlite::Connection;
use rusqlite::types::Value;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::name::Key;
use vouchsafe_domain::shop::{Customer, Kind, Order, ShopId};
use vouchsafe_domain::time::Timestamp;

/// What names a row at the shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowName {
    /// The shop's id.
    pub id: ShopId,
    /// The order's number; none for other kinds.
    pub number: Option<String>,
    /// Whose the order is; none for other kinds.
    pub owner: Option<ShopId>,
}

/// A row of the mirror as far as completeness looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The row's number in its table.
    pub row: i64,
    /// When the shop last changed it; none for kinds that do not know.
    pub updated: Option<Timestamp>,
    /// The shop was found to have it no more.
    pub is_gone: bool,
    /// The order has the owner that its name says.
    pub has_owner: bool,
}

/// A row's number, when the shop last changed it and when it was made.
pub type Place = (i64, Option<Timestamp>, Option<Timestamp>);

/// What one table is asked.
struct Sql {
    /// A row by what the shop calls it.
    find: &'static str,
    /// Every row that is not gone, in the order of its number.
    all: &'static str,
    /// The times of a row that is not gone.
    place: &'static str,
    /// The bytes in which a row's id at the shop stands.
    id: &'static str,
    gone: &'static str,
}

const fn sql(kind: Kind) -> Sql {
    match kind {
        Kind::Customers => Sql {
            find: "SELECT key, updated, gone_at, NULL FROM customer WHERE key = ?1",
            all: "SELECT key, updated, joined FROM customer WHERE gone_at IS NULL ORDER BY key",
            place: "SELECT updated, joined FROM customer WHERE key = ?1 AND gone_at IS NULL",
            id: "SELECT cold FROM customer WHERE key = ?1",
            gone: "UPDATE customer SET gone_at = ?2 WHERE key = ?1 AND gone_at IS NULL",
        },
        Kind::Orders => Sql {
            find: "SELECT key, updated, gone_at, customer FROM shop_order WHERE key = ?1",
            all: "SELECT key, updated, created FROM shop_order WHERE gone_at IS NULL ORDER BY key",
            place: "SELECT updated, created FROM shop_order WHERE key = ?1 AND gone_at IS NULL",
            id: "SELECT cold FROM shop_order WHERE key = ?1",
            gone: "UPDATE shop_order SET gone_at = ?2 WHERE key = ?1 AND gone_at IS NULL",
        },
        Kind::Transactions => Sql {
            find: "SELECT no, updated, gone_at, NULL FROM shop_transaction WHERE id = ?1",
            all: "SELECT no, updated, created FROM shop_transaction WHERE gone_at IS NULL ORDER BY no",
            place: "SELECT updated, created FROM shop_transaction WHERE no = ?1 AND gone_at IS NULL",
            id: "SELECT id FROM shop_transaction WHERE no = ?1",
            gone: "UPDATE shop_transaction SET gone_at = ?2 WHERE no = ?1 AND gone_at IS NULL",
        },
        Kind::GiftCards => Sql {
            find: "SELECT no, NULL, gone_at, NULL FROM gift_card WHERE id = ?1",
            all: "SELECT no, NULL, created FROM gift_card WHERE gone_at IS NULL ORDER BY no",
            place: "SELECT NULL, created FROM gift_card WHERE no = ?1 AND gone_at IS NULL",
            id: "SELECT id FROM gift_card WHERE no = ?1",
            gone: "UPDATE gift_card SET gone_at = ?2 WHERE no = ?1 AND gone_at IS NULL",
        },
        Kind::Vouchers => Sql {
            find: "SELECT no, NULL, gone_at, NULL FROM voucher WHERE id = ?1",
            all: "SELECT no, NULL, NULL FROM voucher WHERE gone_at IS NULL ORDER BY no",
            place: "SELECT NULL, NULL FROM voucher WHERE no = ?1 AND gone_at IS NULL",
            id: "SELECT id FROM voucher WHERE no = ?1",
            gone: "UPDATE voucher SET gone_at = ?2 WHERE no = ?1 AND gone_at IS NULL",
        },
    }
}

impl Tx<'_> {
    /// Notes that the shop has a row no more. `false` when that was known.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn mark_gone(&mut self, kind: Kind, row: i64, at: Timestamp) -> Result<bool> {
        let is_news = self.run(sql(kind).gone, (row, at.micros()))? > 0;
        self.tally.of(kind).gone += i64::from(is_news);
        Ok(is_news)
    }

    /// The number of the row that the shop calls so, if the mirror has it.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn held(&self, kind: Kind, name: &RowName) -> Result<Option<Held>> {
        find(self.conn, kind, name)
    }
}

impl Db {
    /// The rows that the shop calls so, each as far as the mirror has it.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn held(&self, kind: Kind, names: Vec<RowName>) -> Result<Vec<Option<Held>>> {
        self.scan(move |conn| names.iter().map(|name| find(conn, kind, name)).collect()).await
    }

    /// Counts the rows of a kind that are not gone, by month of creation, and names those that are not among `seen`, which is sorted.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn tally(&self, kind: Kind, seen: Vec<i64>) -> Result<(Tally, Vec<i64>)> {
        self.scan(move |conn| {
            let (mut tally, mut unseen, mut seen) = (Tally::default(), Vec::new(), seen.into_iter().peekable());
            let mut statement = conn.prepare(sql(kind).all)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let (no, updated, created) = (row.get(0)?, instant(row.get(1)?), instant(row.get(2)?));
                tally.add(no, updated, created);
                while seen.next_if(|known| *known < no).is_some() {}
                if seen.peek() != Some(&no) {
                    unseen.push(no);
                }
            }
            Ok((tally, unseen))
        })
        .await
    }

    /// When these rows were changed and made, each with its number; those that are gone or not there are left out.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn places(&self, kind: Kind, rows: Vec<i64>) -> Result<Vec<Place>> {
        self.scan(move |conn| {
            let mut statement = conn.prepare(sql(kind).place)?;
            let mut places = Vec::with_capacity(rows.len());
            for row in rows {
                let mut found = statement.query([row])?;
                if let Some(found) = found.next()? {
                    places.push((row, instant(found.get(0)?), instant(found.get(1)?)));
                }
            }
            Ok(places)
        })
        .await
    }

    /// What the shop calls these rows; those that are not there are left out.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn shop_ids(&self, kind: Kind, rows: Vec<i64>) -> Result<Vec<(i64, ShopId)>> {
        self.scan(move |conn| {
            let mut ids = Vec::with_capacity(rows.len());
            for row in rows {
                ids.extend(shop_id(conn, kind, row)?.map(|id| (row, id)));
            }
            Ok(ids)
        })
        .await
    }

    /// How many rows of a kind are gone.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn count_gone(&self, kind: Kind) -> Result<u64> {
        let gone: i64 = sqlx::query_scalar("SELECT gone FROM mirror_count WHERE kind = ?1").bind(kind_cell(kind)).fetch_one(self.pool()).await?;
        Ok(count(gone))
    }
}

fn find(conn: &Connection, kind: Kind, name: &RowName) -> Result<Option<Held>> {
    use rusqlite::OptionalExtension as _;
    let by = match kind {
        Kind::Customers => key_of(conn, &name.id.to_string())?,
        Kind::Orders => name.number.as_deref().map_or(Ok(None), |number| key_of(conn, number))?,
        Kind::Transactions | Kind::GiftCards | Kind::Vouchers => Some(Value::Blob(name.id.to_bytes())),
    };
    let Some(by) = by else { return Ok(None) };
    let mut statement = conn.prepare_cached(sql(kind).find)?;
    let owner = name.owner.as_ref().map(|owner| key_of(conn, &owner.to_string())).transpose()?;
    let held = |row: &rusqlite::Row<'_>| {
        let is_gone = row.get::<_, Option<i64>>(2)?.is_some();
        // An owner whom nobody here has a name for is another one.
        let has_owner = owner.as_ref().map(|owner| owner.clone().unwrap_or(Value::Null)) == row.get::<_, Option<i64>>(3)?.map(Value::Integer);
        Ok(Held { row: row.get(0)?, updated: instant(row.get(1)?), is_gone, has_owner })
    };
    Ok(statement.query_row([by], held).optional()?)
}

fn key_of(conn: &Connection, text: &str) -> Result<Option<Value>> {
    use rusqlite::OptionalExtension as _;
    if let Some(key) = Key::of_number(text) {
        return Ok(Some(Value::Integer(key.bits())));
    }
    let no: Option<u32> = conn.prepare_cached("SELECT no FROM name WHERE text = ?1")?.query_row([text], |row| row.get(0)).optional()?;
    Ok(no.map(|no| Value::Integer(Key::symbol(no).bits())))
}

pub(crate) fn shop_id(conn: &Connection, kind: Kind, row: i64) -> Result<Option<ShopId>> {
    use rusqlite::OptionalExtension as _;
    let bytes: Option<Vec<u8>> = conn.prepare_cached(sql(kind).id)?.query_row([row], |row| row.get(0)).optional()?;
    let Some(bytes) = bytes else { return Ok(None) };
    Ok(Some(match kind {
        Kind::Customers => Customer::from_bytes(&bytes)?.id,
        Kind::Orders => Order::from_bytes(&bytes)?.id,
        Kind::Transactions | Kind::GiftCards | Kind::Vouchers => ShopId::from_bytes(&bytes)?,
    }))
}
