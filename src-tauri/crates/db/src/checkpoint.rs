//! Moving the WAL into the file, beside the writing.

use crate::error::{DbError, Result};
use crate::open::BUSY;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;

/// From this size on a thread moves the WAL's pages into the file.
const START_AT: u64 = 16 << 20;
/// From this size on the writer does it itself, so that the WAL begins anew. The thread alone cannot catch up with a writer that never rests.
const WAIT_AT: u64 = 256 << 20;
/// How long either waits for others. While a long scan reads, the WAL just grows: that is better than a writer that stands still.
const PATIENCE: Duration = Duration::from_millis(500);

/// The WAL file and the thread that empties it.
pub(crate) struct Wal {
    path: PathBuf,
    wake: SyncSender<()>,
}

impl Wal {
    pub(crate) fn start(path: PathBuf, db: &Path) -> Result<Self> {
        let (wake, woken) = sync_channel::<()>(1);
        let conn = Connection::open(db)?;
        conn.busy_timeout(PATIENCE)?;
        std::thread::Builder::new()
            .name("db-checkpoint".to_owned())
            .spawn(move || {
                for () in woken {
                    // The first moves the pages and stops nobody; the second finds little left and cuts the file, so that it grows from nothing.
                    checkpoint(&conn, "PASSIVE");
                    checkpoint(&conn, "TRUNCATE");
                }
            })
            .map_err(|error| DbError::Sqlite(error.to_string()))?;
        Ok(Self { path, wake })
    }

    /// Called after each commit.
    pub(crate) fn after_commit(&self, conn: &Connection) -> Result<()> {
        let size = std::fs::metadata(&self.path).map_or(0, |found| found.len());
        if size >= WAIT_AT {
            conn.busy_timeout(PATIENCE)?;
            checkpoint(conn, "TRUNCATE");
            conn.busy_timeout(BUSY)?;
        } else if size >= START_AT {
            // A full channel means that the thread has been woken already.
            let _ = self.wake.try_send(());
        }
        Ok(())
    }

    pub(crate) fn finish(&self, conn: &Connection) {
        checkpoint(conn, "TRUNCATE");
    }
}

/// A checkpoint that fails or is kept from ending loses nothing: the pages stay in the WAL and the next one moves them.
fn checkpoint(conn: &Connection, mode: &str) {
    if let Err(error) = conn.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |_| Ok(())) {
        tracing::warn!(%error, mode, "checkpoint");
    }
}
