//! The sync log: what reading the shop went through, as codes with figures. It names no person, and only its end is kept.

use crate::cell::{count, signed};
use crate::error::Result;
use crate::open::Db;
use crate::sync::{kind_cell, kind_of};
use crate::writer::Tx;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::shop::Kind;
use vouchsafe_domain::time::Timestamp;

/// The most rows that are kept.
const MOST: i64 = 10_000;

/// A code with the arguments of its sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coded {
    /// The code.
    pub code: String,
    /// The arguments, by name.
    pub args: Vec<(String, String)>,
}

/// Something that happened while the shop was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// When.
    pub at: Timestamp,
    /// With which kind of record; none for what is about all of them.
    pub kind: Option<Kind>,
    /// What.
    pub what: Coded,
    /// What went wrong, if anything did.
    pub trouble: Option<Coded>,
}

impl Tx<'_> {
    /// Adds to the log, and forgets what is older than its last rows.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn log_sync(&mut self, entry: &LogEntry) -> Result<()> {
        let sql = "INSERT INTO sync_log (at, kind, code, args, trouble, trouble_args) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let trouble = entry.trouble.as_ref().map(|trouble| (&trouble.code, trouble.args.to_bytes()));
        let (code, args) = trouble.unzip();
        self.run(sql, (entry.at.micros(), entry.kind.map(kind_cell), &entry.what.code, entry.what.args.to_bytes(), code, args))?;
        self.run("DELETE FROM sync_log WHERE no <= ?1", [self.conn.last_insert_rowid() - MOST])?;
        Ok(())
    }
}

/// A row as it stands in the table.
type Row = (i64, i64, Option<i64>, String, Vec<u8>, Option<String>, Option<Vec<u8>>);

impl Db {
    /// The log's rows before a number, the newest first.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn sync_log(&self, before: Option<u64>, limit: u32) -> Result<Vec<(u64, LogEntry)>> {
        let sql = "SELECT no, at, kind, code, args, trouble, trouble_args FROM sync_log WHERE no < ?1 ORDER BY no DESC LIMIT ?2";
        let before = before.map_or(i64::MAX, signed);
        let rows: Vec<Row> = sqlx::query_as(sql).bind(before).bind(i64::from(limit)).fetch_all(self.pool()).await?;
        rows.into_iter()
            .map(|(no, at, kind, code, args, trouble, trouble_args)| {
                let trouble = match trouble {
                    None => None,
                    Some(code) => Some(Coded { code, args: Vec::from_bytes(&trouble_args.unwrap_or_default())? }),
                };
                let kind = kind.map(kind_of).transpose()?;
                let entry = LogEntry { at: Timestamp::from_micros(at), kind, what: Coded { code, args: Vec::from_bytes(&args)? }, trouble };
                Ok((count(no), entry))
            })
            .collect()
    }
}
