//! Timelines: what happened to or by somebody, in the order of the log.

use crate::cell::{count, signed};
use crate::error::Result;
use crate::log::read_logged;
use crate::open::Db;
use crate::people::{aliases, resolved};
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::BTreeSet;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::event::{Event, Fact};
use vouchsafe_domain::outcome::Outcome;
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::time::Timestamp;

/// An event of somebody's timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// The event's number.
    pub seq: u64,
    /// The event.
    pub event: Event,
    /// What it came to.
    pub outcome: Outcome,
    /// When the commit was made that holds it.
    pub recorded_at: Timestamp,
    /// It was told after later ones had been decided, or judged again.
    pub is_late: bool,
}

/// Part of a timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happenings {
    /// The party with all that were merged into it.
    pub own: Vec<PartyId>,
    /// The events, newest first.
    pub rows: Vec<Happening>,
    /// Whether there are earlier ones.
    pub has_more: bool,
}

impl Db {
    /// What happened to or by somebody before an event, the last first. What it costs follows the page and the length of the person's own
    /// history, not that of the log.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn happenings(&self, party: PartyId, before: Option<u64>, limit: usize) -> Result<Happenings> {
        self.scan(move |conn| {
            let own = aliases(conn, resolved(conn, party)?)?;
            let mut seqs = last_seqs(conn, &own, before, limit + 1)?;
            let has_more = seqs.len() > limit;
            seqs.truncate(limit);
            let mut rows = Vec::with_capacity(seqs.len());
            for seq in seqs {
                rows.extend(happening(conn, seq)?);
            }
            Ok(Happenings { own, rows, has_more })
        })
        .await
    }

    /// The first events about somebody, oldest first.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn first_happenings(&self, party: PartyId, limit: usize) -> Result<Happenings> {
        self.scan(move |conn| {
            let own = aliases(conn, resolved(conn, party)?)?;
            let mut seqs = BTreeSet::new();
            let mut statement = conn.prepare_cached("SELECT DISTINCT seq FROM party_event WHERE party = ?1 ORDER BY seq LIMIT ?2")?;
            for alias in &own {
                let found = statement.query_map((alias.0, signed(limit as u64)), |row| row.get(0).map(count))?;
                seqs.extend(found.collect::<rusqlite::Result<Vec<_>>>()?);
            }
            let mut rows = Vec::new();
            for seq in seqs.iter().take(limit) {
                rows.extend(happening(conn, *seq)?);
            }
            Ok(Happenings { own, rows, has_more: seqs.len() > limit })
        })
        .await
    }
}

fn last_seqs(conn: &Connection, own: &[PartyId], before: Option<u64>, most: usize) -> Result<Vec<u64>> {
    let mut seqs = BTreeSet::new();
    let mut statement = conn.prepare_cached("SELECT DISTINCT seq FROM party_event WHERE party = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3")?;
    for alias in own {
        let found = statement.query_map((alias.0, before.map_or(i64::MAX, signed), signed(most as u64)), |row| row.get(0).map(count))?;
        seqs.extend(found.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    Ok(seqs.into_iter().rev().take(most).collect())
}

fn happening(conn: &Connection, seq: u64) -> Result<Option<Happening>> {
    let mut statement = conn.prepare_cached("SELECT bytes, outcome FROM event WHERE seq = ?1")?;
    let found = statement.query_row([signed(seq)], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?))).optional()?;
    let Some((event, outcome)) = found else { return Ok(None) };
    let (seq, event, outcome) = read_logged(seq, &event, &outcome)?;
    let mut statement = conn.prepare_cached("SELECT first_seq, recorded_at FROM journal WHERE first_seq <= ?1 ORDER BY first_seq DESC LIMIT 1")?;
    let entry: Option<(i64, i64)> = statement.query_row([signed(seq)], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (first_seq, recorded_at) = entry.unwrap_or((1, event.at.micros()));
    let is_late = matches!(event.fact, Fact::Rejudge { .. }) || (event.fact.moves_watermark() && was_beyond(conn, first_seq, event.at)?);
    Ok(Some(Happening { seq, event, outcome, recorded_at: Timestamp::from_micros(recorded_at), is_late }))
}

/// Whether the commit before had told of something later. A commit's events are in the order of their instants.
fn was_beyond(conn: &Connection, first_seq: i64, at: Timestamp) -> Result<bool> {
    let mut statement = conn.prepare_cached("SELECT bytes FROM event WHERE seq < ?1 ORDER BY seq DESC LIMIT 8")?;
    let mut rows = statement.query([first_seq])?;
    while let Some(row) = rows.next()? {
        let event = Event::from_bytes(row.get_ref(0)?.as_blob().unwrap_or_default())?;
        if event.fact.moves_watermark() {
            return Ok(at < event.at);
        }
    }
    Ok(false)
}
