//! Copies of the file: made while others write, and looked at before anybody trusts them.

use crate::cell::{count, damaged};
use crate::error::{DbError, Result};
use crate::open::{BUSY, Db};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// What a copy holds, read from the copy itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Events in its log.
    pub events: u64,
    /// Entries in its journal.
    pub entries: u64,
    /// Its size in bytes.
    pub bytes: u64,
}

impl Db {
    /// Writes a copy of the db as it is at this moment into a new file, without free pages and without a WAL, and reads it back. Others may go on
    /// writing.
    ///
    /// # Errors
    /// [`DbError::Unreadable`] when the file is there already or cannot be made; [`DbError::Damaged`] when the copy is not whole.
    pub async fn copy_into(&self, to: &Path) -> Result<Copied> {
        let (from, to) = (self.path().to_owned(), to.to_owned());
        let copied = tokio::task::spawn_blocking(move || copy(&from, &to));
        copied.await.map_err(|_| DbError::Closed)?
    }
}

fn copy(from: &Path, to: &Path) -> Result<Copied> {
    if to.exists() {
        return Err(DbError::Unreadable { path: to.to_owned(), what: "it is there already".to_owned() });
    }
    // Made beforehand, for this user's eyes alone: SQLite writes into an empty file.
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(to).map_err(|error| DbError::Unreadable { path: to.to_owned(), what: error.to_string() })?;
    let conn = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(BUSY)?;
    let name = to.to_str().ok_or_else(|| DbError::Unreadable { path: to.to_owned(), what: "its name is no text".to_owned() })?;
    conn.execute("VACUUM INTO ?1", [name])?;
    drop(conn);
    // What a crash of the machine would take away again is no backup.
    let synced = std::fs::File::open(to).and_then(|file| file.sync_all());
    synced.map_err(|error| DbError::Unreadable { path: to.to_owned(), what: error.to_string() })?;
    inspect(to)
}

/// Looks at a file that should be a whole db of ours.
///
/// # Errors
/// [`DbError::Damaged`], [`DbError::Unreadable`].
pub fn inspect(path: &Path) -> Result<Copied> {
    let bytes = std::fs::metadata(path).map_err(|error| DbError::Unreadable { path: path.to_owned(), what: error.to_string() })?.len();
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(BUSY)?;
    let marked: i64 = conn.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    if marked != crate::open::APPLICATION_ID {
        return Err(damaged("it was made by another program"));
    }
    let said: String = conn.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if said != "ok" {
        return Err(damaged(said));
    }
    let (events, entries): (i64, i64) =
        conn.query_row("SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM journal)", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Copied { events: count(events), entries: count(entries), bytes })
}
