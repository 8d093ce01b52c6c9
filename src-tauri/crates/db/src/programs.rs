//! Program files, version by version. A version never changes; the event that activates it stands in the log, written in the same commit.

use crate::cell::{number, signed};
use crate::error::Result;
use crate::names::after_prefix;
use crate::open::Db;
use crate::writer::Tx;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::event::{Event, EventClass};
use vouchsafe_domain::name::Key;
use vouchsafe_domain::state::ProgramStatus;
use vouchsafe_domain::time::Timestamp;

/// One immutable version of a program's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramSource {
    /// The program's id.
    pub id: String,
    /// The version, from 1.
    pub version: u32,
    /// The file's text.
    pub source: String,
    /// When it was added.
    pub added_at: Timestamp,
}

impl Tx<'_> {
    /// Adds a version of a program. `false` when that version is there already, whatever it says: a version never changes.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn add_program(&mut self, program: &ProgramSource) -> Result<bool> {
        let sql = "INSERT INTO program (id, version, source, added_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
        let params = (&program.id, signed(u64::from(program.version)), &program.source, program.added_at.micros());
        Ok(self.run(sql, params)? == 1)
    }
}

impl Db {
    /// All versions of all programs, by id and version.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn programs(&self) -> Result<Vec<ProgramSource>> {
        let rows: Vec<(String, i64, String, i64)> =
            sqlx::query_as("SELECT id, version, source, added_at FROM program ORDER BY id, version").fetch_all(self.pool()).await?;
        rows.into_iter()
            .map(|(id, version, source, at)| Ok(ProgramSource { id, version: number(version)?, source, added_at: Timestamp::from_micros(at) }))
            .collect()
    }

    /// The events that were written here about a program when somebody activated, paused or ended it, the latest first.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn program_events(&self, id: &str) -> Result<Vec<Event>> {
        // They are called after the program, so that its name finds them.
        let begins = format!("program/{id}/");
        self.scan(move |conn| {
            let sql = "SELECT no FROM name WHERE text >= ?1 AND text < ?2";
            let mut names = conn.prepare_cached(sql)?;
            let numbers = names.query_map((&begins, after_prefix(&begins)), |row| row.get(0))?.collect::<rusqlite::Result<Vec<u32>>>()?;
            let mut find = conn.prepare_cached("SELECT seq, bytes FROM event WHERE class = ?1 AND key = ?2 ORDER BY part")?;
            let mut found: Vec<(i64, Event)> = Vec::new();
            for no in numbers {
                let mut rows = find.query((EventClass::Named.number(), Key::symbol(no).bits()))?;
                while let Some(row) = rows.next()? {
                    found.push((row.get(0)?, Event::from_bytes(row.get_ref(1)?.as_blob().unwrap_or_default())?));
                }
            }
            found.sort_unstable_by_key(|(seq, _)| std::cmp::Reverse(*seq));
            Ok(found.into_iter().map(|(_, event)| event).collect())
        })
        .await
    }

    /// What was said of a program: since when it is paused, since when it has ended.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn program_status(&self, id: &str) -> Result<ProgramStatus> {
        let Some(key) = self.key_of(id).await? else { return Ok(ProgramStatus::default()) };
        let bytes: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT bytes FROM state_program WHERE key = ?1").bind(key.bits()).fetch_optional(self.pool()).await?;
        Ok(bytes.map(|bytes| ProgramStatus::from_bytes(&bytes)).transpose()?.unwrap_or_default())
    }
}
