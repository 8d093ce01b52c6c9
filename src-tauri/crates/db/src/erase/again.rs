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
use vouchsafe_domain::name::{Key, Names as _};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::state::OrderRecord;
use vouchsafe_domain::time::Timestamp;

/// The people who were erased in a db, as its tables know them.
#[derive(Debug)]
pub struct Erasures {
    key: [u8; 32],
    customers: Vec<Known>,
    orders: Vec<Known>,
    marks: Vec<([u8; 32], i64)>,
    is_forked: bool,
}

/// A record of somebody who was erased. Two files of one desk give a text different numbers, so what is no number itself goes by its text.
#[derive(Debug)]
struct Known {
    key: Key,
    text: Option<String>,
    at: i64,
}

/// Where a journal begins and ends, by which it is known whether two files are of one desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    first: EntryHash,
    entries: u64,
    last: EntryHash,
}

impl Erasures {
    /// Whether the two files tell different histories since they parted: what one of them never knew, nobody erased in it.
    #[must_use]
    pub const fn is_forked(&self) -> bool {
        self.is_forked
    }
}

impl Db {
    /// Where the journal begins and ends; nothing while it is empty.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn journal_ends(&self) -> Result<Option<Ends>> {
        let Some((entries, last)) = self.journal_head().await? else { return Ok(None) };
        let first = self.scan(|conn| entry_hash(conn, 1)).await?;
        Ok(first.map(|first| Ends { first, entries, last }))
    }

    /// Who was erased here, for a db whose journal has these ends. Nothing where nobody was, or where its journal begins otherwise than ours: then
    /// it is of another desk.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn erasures_for(&self, ends: Ends) -> Result<Option<Erasures>> {
        self.scan(move |conn| {
            let key: Option<String> = conn.query_row("SELECT value FROM setting WHERE key = ?1", [MARK_KEY], |row| row.get(0)).optional()?;
            let is_ours = entry_hash(conn, 1)? == Some(ends.first);
            let Some(key) = key.and_then(|text| blake3::Hash::from_hex(text).ok()).filter(|_| is_ours) else { return Ok(None) };
            Ok(Some(Erasures {
                key: *key.as_bytes(),
                customers: known(conn, "SELECT key, at FROM erased_customer")?,
                orders: known(conn, "SELECT key, at FROM erased_order")?,
                marks: pairs(conn, "SELECT hash, at FROM erased_mark")?,
                is_forked: entry_hash(conn, ends.entries)? != Some(ends.last),
            }))
        })
        .await
    }
}

fn entry_hash(conn: &Connection, no: u64) -> Result<Option<EntryHash>> {
    Ok(conn.query_row("SELECT hash FROM journal WHERE no = ?1", [signed(no)], |row| row.get(0)).optional()?)
}

fn known(conn: &Connection, sql: &str) -> Result<Vec<Known>> {
    let mut statement = conn.prepare("SELECT text FROM name WHERE no = ?1")?;
    let mut text_of = |no: u32| statement.query_row([no], |row| row.get(0)).optional();
    let record = |(bits, at)| {
        let key = Key::from_bits(bits);
        Ok(Known { key, text: key.as_symbol().map(&mut text_of).transpose()?.flatten(), at })
    };
    pairs(conn, sql)?.into_iter().map(record).collect()
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
        let mut parties = BTreeSet::new();
        for (customer, at) in self.here(&known.customers, known.is_forked)? {
            let party: Option<u32> = self.first("SELECT party FROM state_customer WHERE key = ?1", [customer], |row| row.get(0))?;
            parties.extend(party.map(|party| (party, at)));
            self.run("INSERT INTO erased_customer (key, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING", (customer, at))?;
        }
        for (order, at) in self.here(&known.orders, known.is_forked)? {
            let bytes: Option<Vec<u8>> = self.first("SELECT bytes FROM state_order WHERE key = ?1", [order], |row| row.get(0))?;
            let record = bytes.map(|bytes| OrderRecord::from_bytes(&bytes)).transpose()?;
            parties.extend(record.map(|record| (record.party.0, at)));
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

    /// The keys that these records have here.
    fn here(&mut self, records: &[Known], is_forked: bool) -> Result<Vec<(i64, i64)>> {
        let names: u32 = self.first("SELECT coalesce(max(no), 0) FROM name", [], |row| row.get(0))?.unwrap_or(0);
        let mut here = Vec::with_capacity(records.len());
        for Known { key, text, at } in records {
            let found = match (key.as_symbol(), text) {
                (None, _) => Some(*key),
                // A text that was erased itself. A number that this file does not have yet will be somebody else's.
                (Some(no), Some(text)) if *text == format!("erased-{no}") => (!is_forked && no <= names).then_some(*key),
                (Some(_), Some(text)) => Some(self.key(text)),
                (Some(_), None) => None,
            };
            here.extend(found.map(|key| (key.bits(), *at)));
        }
        Ok(here)
    }
}
