//! Who was erased since a backup was made, erased again in what comes back from it. The marks hold no text, so they can go from file to file.

use super::door::MARK_KEY;
use crate::cell::signed;
use crate::error::Result;
use crate::open::Db;
use crate::writer::Tx;
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::BTreeSet;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::journal::EntryHash;
use vouchsafe_domain::name::Key;
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::state::OrderRecord;
use vouchsafe_domain::time::Timestamp;

/// The people who were erased in a db, as its tables know them.
#[derive(Debug)]
pub struct Erasures {
    key: [u8; 32],
    customers: Vec<(i64, i64)>,
    orders: Vec<(i64, i64)>,
    marks: Vec<([u8; 32], i64)>,
}

impl Db {
    /// Who was erased here, for a db whose journal ends with this entry. Nothing where nobody was, or where our journal does not go on from there:
    /// numbers of another file mean somebody else.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn erasures_after(&self, entry: u64, hash: EntryHash) -> Result<Option<Erasures>> {
        self.scan(move |conn| {
            let ours: Option<EntryHash> = conn.query_row("SELECT hash FROM journal WHERE no = ?1", [signed(entry)], |row| row.get(0)).optional()?;
            let key: Option<String> = conn.query_row("SELECT value FROM setting WHERE key = ?1", [MARK_KEY], |row| row.get(0)).optional()?;
            let Some(key) = key.and_then(|text| blake3::Hash::from_hex(text).ok()).filter(|_| ours == Some(hash)) else { return Ok(None) };
            Ok(Some(Erasures {
                key: *key.as_bytes(),
                customers: pairs(conn, "SELECT key, at FROM erased_customer")?,
                orders: pairs(conn, "SELECT key, at FROM erased_order")?,
                marks: pairs(conn, "SELECT hash, at FROM erased_mark")?,
            }))
        })
        .await
    }
}

fn pairs<T: rusqlite::types::FromSql>(conn: &Connection, sql: &str) -> Result<Vec<(T, i64)>> {
    let mut statement = conn.prepare(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

impl Tx<'_> {
    /// Erases here whom the other file had erased, and keeps its marks. Returns how many people were still here.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub fn erase_again(&mut self, known: &Erasures) -> Result<u64> {
        let key = self.mark_key()?.unwrap_or(known.key);
        self.set_mark_key(&key)?;
        let names: i64 = self.first("SELECT coalesce(max(no), 0) FROM name", [], |row| row.get(0))?.unwrap_or(0);
        // A name that the other file got later is a number that will be somebody else's here.
        let is_here = |key: &i64| Key::from_bits(*key).as_symbol().is_none_or(|no| i64::from(no) <= names);
        let mut parties = BTreeSet::new();
        for (customer, at) in known.customers.iter().filter(|(key, _)| is_here(key)) {
            let party: Option<u32> = self.first("SELECT party FROM state_customer WHERE key = ?1", [customer], |row| row.get(0))?;
            parties.extend(party.map(|party| (party, *at)));
            self.run("INSERT INTO erased_customer (key, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING", (customer, at))?;
        }
        for (order, at) in known.orders.iter().filter(|(key, _)| is_here(key)) {
            let bytes: Option<Vec<u8>> = self.first("SELECT bytes FROM state_order WHERE key = ?1", [order], |row| row.get(0))?;
            let record = bytes.map(|bytes| OrderRecord::from_bytes(&bytes)).transpose()?;
            parties.extend(record.map(|record| (record.party.0, *at)));
            self.run("INSERT INTO erased_order (key, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING", (order, at))?;
        }
        // Of a file that has a key of its own the marks of another one match nothing.
        for (hash, at) in known.marks.iter().filter(|_| key == known.key) {
            self.run("INSERT INTO erased_mark (hash, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING", (hash, at))?;
        }
        for (party, at) in &parties {
            self.erase(PartyId(*party), &key, Timestamp::from_micros(*at))?;
        }
        Ok(parties.iter().map(|(party, _)| party).collect::<BTreeSet<_>>().len() as u64)
    }
}
