//! Reading all of a table at the speed of SQLite itself, on a connection of its own that cannot write.

use crate::error::{DbError, Result};
use crate::open::{BUSY, Db};
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// A connection for one full scan.
pub(crate) fn connect(path: &Path) -> Result<Connection> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(BUSY)?;
    conn.pragma_update(None, "query_only", "ON")?;
    conn.pragma_update(None, "mmap_size", 1 << 30)?;
    tell_statements(&conn);
    Ok(conn)
}

/// Tells whoever traces what a connection is asked, as sqlx does of its own: the text of each statement, without what was put into it.
pub(crate) fn tell_statements(conn: &Connection) {
    if tracing::enabled!(target: "vouchsafe_db::statement", tracing::Level::DEBUG) {
        conn.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(tell));
    }
}

fn tell(event: TraceEvent<'_>) {
    if let TraceEvent::Stmt(_, sql) = event {
        tracing::debug!(target: "vouchsafe_db::statement", sql);
    }
}

impl Db {
    /// Runs a scan on a thread that may block. All of it sees the db at one instant.
    pub(crate) async fn scan<T: Send + 'static>(&self, work: impl FnOnce(&Connection) -> Result<T> + Send + 'static) -> Result<T> {
        let path = self.path().to_owned();
        let scanned = tokio::task::spawn_blocking(move || {
            let conn = connect(&path)?;
            let transaction = conn.unchecked_transaction()?;
            work(&transaction)
        });
        scanned.await.map_err(|_| DbError::Closed)?
    }
}
