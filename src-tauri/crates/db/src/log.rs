//! The log: events with what they came to, transfers, and where both end.

use crate::cell::{account_cells, asset_cell, signed};
use crate::error::Result;
use crate::fold::FoldCommit;
use crate::open::Db;
use crate::scan;
use crate::state::load_totals;
use crate::writer::Tx;
use rusqlite::Connection;
use std::sync::mpsc::{Receiver, sync_channel};
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::event::{Event, EventId};
use vouchsafe_domain::journal::{EntryHash, GENESIS};
use vouchsafe_domain::outcome::Outcome;
use vouchsafe_domain::state::State;
use vouchsafe_domain::time::Timestamp;

/// Where the tables that are only added to end.
#[derive(Debug, Clone)]
pub(crate) struct LogHead {
    pub(crate) seq: u64,
    pub(crate) transfer: u64,
    pub(crate) entry: u64,
    pub(crate) hash: EntryHash,
    pub(crate) staged: u64,
    /// The instant up to which the log knows the shop.
    pub(crate) watermark: Timestamp,
}

impl LogHead {
    pub(crate) fn read(conn: &Connection) -> Result<Self> {
        let last = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0)).map(crate::cell::count);
        let mut state = State::default();
        load_totals(conn, &mut state)?;
        let entry = last("SELECT coalesce(max(no), 0) FROM journal")?;
        let hash = if entry == 0 { GENESIS } else { conn.query_row("SELECT hash FROM journal WHERE no = ?1", [signed(entry)], |row| row.get(0))? };
        Ok(Self {
            watermark: state.totals.watermark,
            seq: last("SELECT coalesce(max(seq), 0) FROM event")?,
            transfer: last("SELECT coalesce(max(no), 0) FROM transfer")?,
            entry,
            hash,
            // Numbers are not given twice while a barrier names one.
            staged: last("SELECT max(coalesce((SELECT max(no) FROM staged), 0), coalesce((SELECT no FROM barrier), 0))")?,
        })
    }
}

impl Tx<'_> {
    /// The number of the last event of the log; 0 while it is empty.
    #[must_use]
    pub const fn last_seq(&self) -> u64 {
        self.head.seq
    }

    /// The instant up to which the log knows the shop.
    #[must_use]
    pub const fn watermark(&self) -> Timestamp {
        self.head.watermark
    }

    /// Whether an event with this natural key stands in the log.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn is_logged(&self, id: EventId) -> Result<bool> {
        let sql = "SELECT 1 FROM event WHERE class = ?1 AND key = ?2 AND part = ?3";
        Ok(self.first(sql, (id.class.number(), id.key.bits(), id.part.bits()), |_| Ok(()))?.is_some())
    }

    /// The events after a number with what they came to, at most a thousand: what a transaction has added so far.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub fn log_since(&self, seq: u64) -> Result<Vec<Logged>> {
        read_log(self.conn, seq, 1_000)
    }

    /// Appends a fold's events, outcomes and transfers.
    pub(crate) fn append(&mut self, fold: &FoldCommit) -> Result<()> {
        let first = self.head.seq + 1;
        let mut insert = self.statement("INSERT INTO event (seq, class, key, part, at, bytes, outcome) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
        for (seq, entry) in (first..).zip(fold.entries()) {
            let id = entry.id;
            insert.execute((signed(seq), id.class.number(), id.key.bits(), id.part.bits(), entry.at.micros(), entry.event, entry.outcome))?;
            self.head.seq = seq;
        }
        let mut insert = self.statement(
            "INSERT INTO transfer (no, seq, debit_kind, debit_ref, credit_kind, credit_ref, asset, minor, reward) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        for (index, transfer) in fold.transfers() {
            self.head.transfer += 1;
            let ((debit_kind, debit_ref), (credit_kind, credit_ref)) = (account_cells(transfer.debit), account_cells(transfer.credit));
            let (asset, minor) = (asset_cell(transfer.amount.asset), transfer.amount.minor);
            let (no, seq) = (signed(self.head.transfer), signed(first + index));
            insert.execute((no, seq, debit_kind, debit_ref, credit_kind, credit_ref, asset, minor, transfer.reward.0))?;
        }
        Ok(())
    }
}

/// An event of the log with its number and what it came to.
pub type Logged = (u64, Event, Outcome);

/// All of the log from some number on, in order, read ahead on a thread of its own.
#[derive(Debug)]
pub struct LogStream(Receiver<Result<Vec<Logged>>>);

impl Iterator for LogStream {
    type Item = Result<Vec<Logged>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.recv().ok()
    }
}

impl Db {
    /// Reads the log after a number, so many events at a time: for rebuilding the state and for judging again. Blocks while it waits.
    #[must_use]
    pub fn log_after(&self, seq: u64, chunk: u32) -> LogStream {
        let (sender, receiver) = sync_channel(2);
        let path = self.path().to_owned();
        std::thread::spawn(move || {
            let mut after = seq;
            let conn = match scan::connect(&path) {
                Ok(conn) => conn,
                // Nobody listens any more when a send fails: the thread just ends.
                Err(error) => return drop(sender.send(Err(error))),
            };
            loop {
                let read = read_log(&conn, after, chunk);
                match &read {
                    Ok(events) if events.is_empty() => return,
                    Ok(events) => after = events.last().map_or(after, |event| event.0),
                    Err(_) => return drop(sender.send(read)),
                }
                if sender.send(read).is_err() {
                    return;
                }
            }
        });
        LogStream(receiver)
    }

    /// The event with this number and what it came to.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn logged(&self, seq: u64) -> Result<Option<Logged>> {
        let row: Option<(Vec<u8>, Vec<u8>)> =
            sqlx::query_as("SELECT bytes, outcome FROM event WHERE seq = ?1").bind(signed(seq)).fetch_optional(self.pool()).await?;
        Ok(row.map(|(event, outcome)| read_logged(seq, &event, &outcome)).transpose()?)
    }

    /// The number of the last event of the log; 0 while it is empty.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn last_seq(&self) -> Result<u64> {
        let seq: i64 = sqlx::query_scalar("SELECT coalesce(max(seq), 0) FROM event").fetch_one(self.pool()).await?;
        Ok(crate::cell::count(seq))
    }
}

pub(crate) fn read_logged(seq: u64, event: &[u8], outcome: &[u8]) -> Result<Logged, vouchsafe_domain::canon::Garbled> {
    Ok((seq, Event::from_bytes(event)?, Outcome::from_bytes(outcome)?))
}

fn read_log(conn: &Connection, after: u64, chunk: u32) -> Result<Vec<Logged>> {
    let mut statement = conn.prepare_cached("SELECT seq, bytes, outcome FROM event WHERE seq > ?1 ORDER BY seq LIMIT ?2")?;
    let mut rows = statement.query((signed(after), chunk))?;
    let mut events = Vec::with_capacity(chunk as usize);
    while let Some(row) = rows.next()? {
        let seq = crate::cell::count(row.get(0)?);
        events.push(read_logged(seq, row.get_ref(1)?.as_blob().unwrap_or_default(), row.get_ref(2)?.as_blob().unwrap_or_default())?);
    }
    Ok(events)
}
