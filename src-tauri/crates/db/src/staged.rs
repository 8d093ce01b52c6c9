//! Staged events: on their way to the log, in the order in which they came, until a round is complete.

use crate::cell::{count, micros, signed};
use crate::error::Result;
use crate::names::NameTexts;
use crate::open::Db;
use crate::scan;
use crate::writer::Tx;
use rusqlite::Connection;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::event::{Event, EventId};
use vouchsafe_domain::name::Key;
use vouchsafe_domain::time::Timestamp;

/// Whether a staged event lies below the barrier.
macro_rules! below {
    () => {
        "no <= (SELECT no FROM barrier) AND at <= coalesce((SELECT until FROM barrier), 9223372036854775807)"
    };
}

/// Whether a staged event `s` is not in the log yet.
macro_rules! unlogged {
    () => {
        "NOT EXISTS (SELECT 1 FROM event AS e WHERE e.class = s.class AND e.key = s.key AND e.part = s.part)"
    };
}

impl Tx<'_> {
    /// Stages an event. `false` when one with the same natural key is staged or stands in the log.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn stage(&mut self, event: &Event) -> Result<bool> {
        Ok(self.stage_all([event])? == 1)
    }

    /// Stages events. Returns how many were new: one whose natural key is staged or stands in the log is left out.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn stage_all<'e>(&mut self, events: impl IntoIterator<Item = &'e Event>) -> Result<u64> {
        // Nothing can stand in an empty log, so a first load does not look there.
        const FIRST: &str = "INSERT INTO staged (no, class, key, part, at, rank, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING";
        const LATER: &str = "INSERT INTO staged (no, class, key, part, at, rank, bytes) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 \
                             WHERE NOT EXISTS (SELECT 1 FROM event WHERE class = ?2 AND key = ?3 AND part = ?4) ON CONFLICT DO NOTHING";
        let mut insert = self.statement(if self.head.seq == 0 { FIRST } else { LATER })?;
        let (before, mut bytes) = (self.head.staged, Vec::with_capacity(256));
        for event in events {
            let (no, id) = (self.head.staged + 1, event.id);
            bytes.clear();
            event.write(&mut bytes);
            let params = (signed(no), id.class.number(), id.key.bits(), id.part.bits(), event.at.micros(), event.fact.causal_rank(), &bytes);
            if insert.execute(params)? == 1 {
                self.head.staged = no;
            }
        }
        Ok(self.head.staged - before)
    }

    /// Takes an event out of the staged ones, because somebody else told it and it goes to the log at once: it must not go there twice.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn unstage(&mut self, id: EventId) -> Result<()> {
        self.run("DELETE FROM staged WHERE class = ?1 AND key = ?2 AND part = ?3", (id.class.number(), id.key.bits(), id.part.bits()))?;
        Ok(())
    }

    /// Raises the fold barrier: a round over all kinds is complete, and what is staged by now goes to the log, in order, before anything that
    /// is staged later. What happened after `until` waits for the next round: of that time not everything has been read. Returns how many
    /// events are below. A barrier that is up stays where it is.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn raise_barrier(&mut self, until: Option<Timestamp>) -> Result<u64> {
        self.index_mirror()?;
        let sql = "INSERT INTO barrier (one, no, seq, until) VALUES (1, ?1, ?2, ?3) ON CONFLICT DO NOTHING";
        self.run(sql, (signed(self.head.staged), signed(self.head.seq), micros(until)))?;
        let sql = concat!("SELECT count(*), coalesce(sum(", below!(), "), 0) FROM staged WHERE no <= (SELECT no FROM barrier)");
        let (all, below): (i64, i64) = self.first(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?.unwrap_or_default();
        self.run("UPDATE barrier SET left_out = ?1", [all - below])?;
        Ok(count(below))
    }

    /// How many events a commit of this fold holds: what was said first stands, so that a fold that is gone on with cuts where it would have
    /// been cut.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn fold_by(&mut self, chunk: usize) -> Result<usize> {
        self.run("UPDATE barrier SET chunk = ?1 WHERE chunk IS NULL", [signed(chunk as u64)])?;
        let stands = self.first("SELECT chunk FROM barrier", [], |row| row.get(0))?;
        Ok(stands.map_or(chunk, |stands| usize::try_from(count(stands)).unwrap_or(chunk)))
    }

    /// Whether a fold has begun and is not done.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn is_folding(&self) -> Result<bool> {
        Ok(self.first("SELECT 1 FROM barrier", [], |_| Ok(()))?.is_some())
    }

    /// Lowers the barrier after the fold's last commit, in the same transaction, and forgets the staged events that went to the log.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn lower_barrier(&mut self) -> Result<()> {
        let left = "SELECT 1 FROM barrier WHERE left_out > 0 UNION ALL SELECT 1 FROM staged WHERE no > (SELECT no FROM barrier) LIMIT 1";
        let later = self.first(left, [], |_| Ok(()))?.is_some();
        // Without a condition SQLite drops whole pages and looks at no row.
        let sql = if later { concat!("DELETE FROM staged WHERE ", below!()) } else { "DELETE FROM staged" };
        self.run(sql, [])?;
        self.run("DELETE FROM barrier", [])?;
        self.index_read_models()
    }
}

/// Staged events in the order in which they are folded, read ahead on a thread of its own.
#[derive(Debug)]
pub struct StagedStream(Receiver<Result<Vec<Event>>>);

impl Iterator for StagedStream {
    type Item = Result<Vec<Event>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.recv().ok()
    }
}

impl Db {
    /// The events below the barrier that are not in the log yet, about so many at a time, in the order of (instant, causal rank, text of the
    /// natural key). Blocks while it waits.
    #[must_use]
    pub fn staged_in_order(&self, chunk: usize) -> StagedStream {
        let (sender, receiver) = sync_channel(2);
        let path = self.path().to_owned();
        std::thread::spawn(move || {
            if let Err(error) = send_in_order(&path, chunk.max(1), &sender) {
                // Nobody listens any more when this fails.
                drop(sender.send(Err(error)));
            }
        });
        StagedStream(receiver)
    }

    /// How many events are staged.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn count_staged(&self) -> Result<u64> {
        let staged: i64 = sqlx::query_scalar("SELECT count(*) FROM staged").fetch_one(self.pool()).await?;
        Ok(count(staged))
    }

    /// Whether a fold has begun and is not done.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn is_folding(&self) -> Result<bool> {
        let barriers: i64 = sqlx::query_scalar("SELECT count(*) FROM barrier").fetch_one(self.pool()).await?;
        Ok(barriers > 0)
    }
}

/// Where an event stands in the order, and its number. Small, because there is one for each event of a first round.
type Place = (i64, u8, u32);

/// Up to this many places are put in order in memory, 16 bytes each; of more, SQLite sorts runs on the disk.
const IN_MEMORY: u64 = if cfg!(test) { 3 } else { 4 << 20 };

fn send_in_order(path: &Path, chunk: usize, sender: &SyncSender<Result<Vec<Event>>>) -> Result<()> {
    // While nothing went to the log since the barrier was raised, nothing of what is staged can stand there.
    const ALL: &str = concat!("SELECT at, rank, no FROM staged WHERE ", below!());
    const REST: &str = concat!("SELECT at, rank, no FROM staged AS s WHERE ", below!(), " AND ", unlogged!());
    const ALL_SORTED: &str = concat!("SELECT at, rank, no FROM staged WHERE ", below!(), " ORDER BY at, rank, no");
    const REST_SORTED: &str = concat!("SELECT at, rank, no FROM staged AS s WHERE ", below!(), " AND ", unlogged!(), " ORDER BY at, rank, no");
    let conn = scan::connect(path)?;
    // What SQLite sorts at once; it reads hardly anything twice here.
    conn.pragma_update(None, "cache_size", -65_536)?;
    let begun: bool =
        conn.query_row("SELECT EXISTS (SELECT 1 FROM event WHERE seq > coalesce((SELECT seq FROM barrier), 0))", [], |row| row.get(0))?;
    let staged: i64 = conn.query_row("SELECT coalesce(max(no) - min(no), 0) FROM staged", [], |row| row.get(0))?;
    let is_large = count(staged) > IN_MEMORY;
    let mut statement = conn.prepare(match (is_large, begun) {
        (false, false) => ALL,
        (false, true) => REST,
        (true, false) => ALL_SORTED,
        (true, true) => REST_SORTED,
    })?;
    let mut rows = statement.query([])?;
    let mut next = || -> Result<Option<Place>> {
        let Some(row) = rows.next()? else { return Ok(None) };
        Ok(Some((row.get(0)?, row.get(1)?, row.get(2)?)))
    };
    if is_large {
        return send_chunks(&conn, chunk, sender, next);
    }
    let mut places = Vec::new();
    while let Some(place) = next()? {
        places.push(place);
    }
    places.sort_unstable();
    let mut places = places.into_iter();
    send_chunks(&conn, chunk, sender, || Ok(places.next()))
}

/// Reads the events at their places and sends them. A group of one instant and rank is not split, so that it can be put in the order of its
/// texts.
fn send_chunks(
    conn: &Connection,
    chunk: usize,
    sender: &SyncSender<Result<Vec<Event>>>,
    mut next: impl FnMut() -> Result<Option<Place>>,
) -> Result<()> {
    let mut statement = conn.prepare("SELECT bytes FROM staged WHERE no = ?1")?;
    let (mut events, mut group, mut last) = (Vec::with_capacity(chunk.min(1 << 16)), 0, None);
    loop {
        let place = next()?;
        if place.map(|(at, rank, _)| (at, rank)) != last {
            if events.len() - group > 1 {
                sort_by_text(conn, &mut events[group..])?;
            }
            if place.is_none() || events.len() >= chunk {
                let full = std::mem::take(&mut events);
                if (!full.is_empty() && sender.send(Ok(full)).is_err()) || place.is_none() {
                    return Ok(());
                }
            }
            group = events.len();
        }
        // No place is told by the change above alone, also where there was none at all.
        let Some((at, rank, no)) = place else { return Ok(()) };
        events.push(statement.query_row([no], |row| Ok(Event::from_bytes(row.get_ref(0)?.as_blob().unwrap_or_default())))??);
        last = Some((at, rank));
    }
}

/// By the text of the natural key, so that the order is the same on a desk that numbered its names differently.
fn sort_by_text(conn: &Connection, events: &mut [Event]) -> Result<()> {
    let texts = NameTexts::read(conn, events.iter().flat_map(|event| [event.id.key, event.id.part]))?;
    events.sort_by_cached_key(|event| event.id.text(&texts));
    Ok(())
}

impl NameTexts {
    fn read(conn: &Connection, keys: impl Iterator<Item = Key>) -> Result<Self> {
        let mut statement = conn.prepare_cached("SELECT text FROM name WHERE no = ?1")?;
        let mut texts = Self::default();
        for no in keys.filter_map(Key::as_symbol) {
            texts.keep(no, statement.query_row([no], |row| row.get(0))?);
        }
        Ok(texts)
    }
}
