//! Staged events: on their way to the log, in the order in which they came, until a round is complete.

use crate::cell::{count, signed};
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
    /// is staged later. Returns how many events that is. A barrier that is up stays where it is.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn raise_barrier(&mut self) -> Result<u64> {
        self.index_mirror()?;
        self.run("INSERT INTO barrier (one, no, seq) VALUES (1, ?1, ?2) ON CONFLICT DO NOTHING", (signed(self.head.staged), signed(self.head.seq)))?;
        let below = self.first("SELECT count(*) FROM staged WHERE no <= (SELECT no FROM barrier)", [], |row| row.get(0))?;
        Ok(count(below.unwrap_or(0)))
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
        let later = self.first("SELECT 1 FROM staged WHERE no > (SELECT no FROM barrier) LIMIT 1", [], |_| Ok(()))?.is_some();
        // Without a condition SQLite drops whole pages and looks at no row.
        let sql = if later { "DELETE FROM staged WHERE no <= (SELECT no FROM barrier)" } else { "DELETE FROM staged" };
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

fn send_in_order(path: &Path, chunk: usize, sender: &SyncSender<Result<Vec<Event>>>) -> Result<()> {
    let conn = scan::connect(path)?;
    let places = places(&conn)?;
    let mut rest = places.as_slice();
    while !rest.is_empty() {
        let events = read_chunk(&conn, &mut rest, chunk)?;
        if sender.send(Ok(events)).is_err() {
            return Ok(());
        }
    }
    Ok(())
}

fn places(conn: &Connection) -> Result<Vec<Place>> {
    // While nothing went to the log since the barrier was raised, nothing of what is staged can stand there.
    const ALL: &str = "SELECT at, rank, no FROM staged WHERE no <= (SELECT no FROM barrier)";
    const REST: &str = "SELECT at, rank, no FROM staged AS s WHERE no <= (SELECT no FROM barrier) \
                        AND NOT EXISTS (SELECT 1 FROM event AS e WHERE e.class = s.class AND e.key = s.key AND e.part = s.part)";
    let begun: bool =
        conn.query_row("SELECT EXISTS (SELECT 1 FROM event WHERE seq > coalesce((SELECT seq FROM barrier), 0))", [], |row| row.get(0))?;
    let mut statement = conn.prepare(if begun { REST } else { ALL })?;
    let mut rows = statement.query([])?;
    let mut places = Vec::new();
    while let Some(row) = rows.next()? {
        places.push((row.get(0)?, row.get(1)?, row.get(2)?));
    }
    places.sort_unstable();
    Ok(places)
}

/// Reads the next events. A group of one instant and rank is not split, so that it can be put in the order of its texts.
fn read_chunk(conn: &Connection, rest: &mut &[Place], chunk: usize) -> Result<Vec<Event>> {
    let mut statement = conn.prepare_cached("SELECT bytes FROM staged WHERE no = ?1")?;
    let mut events = Vec::with_capacity(chunk.min(rest.len()));
    while let Some(first) = rest.first().filter(|_| events.len() < chunk) {
        let same = rest.iter().take_while(|place| (place.0, place.1) == (first.0, first.1)).count();
        let (group, later) = rest.split_at(same);
        let start = events.len();
        for (_, _, no) in group {
            events.push(statement.query_row([no], |row| Ok(Event::from_bytes(row.get_ref(0)?.as_blob().unwrap_or_default())))??);
        }
        if same > 1 {
            sort_by_text(conn, &mut events[start..])?;
        }
        *rest = later;
    }
    Ok(events)
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
