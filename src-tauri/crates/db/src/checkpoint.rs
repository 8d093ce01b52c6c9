//! Moving the WAL into the file, beside the writing.

use crate::error::{DbError, Result};
use crate::open::BUSY;
use rusqlite::Connection;
use std::cell::Cell;
use std::path::Path;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;

/// From so many pages on a thread moves the WAL's pages into the file: 16 MB.
const START_AT: u32 = 4_096;
/// From so many pages on the writer does it itself, so that the WAL begins anew: 256 MB. The thread alone cannot catch up with a writer that never
/// rests.
const WAIT_AT: u32 = 65_536;
/// How long either waits for others. While a long scan reads, the WAL just grows: that is better than a writer that stands still.
const PATIENCE: Duration = Duration::from_millis(500);

thread_local! {
    /// How many pages of the WAL hold something, as the last commit of this thread's connection left it.
    static PAGES: Cell<u32> = const { Cell::new(0) };
}

/// The thread that empties the WAL.
pub(crate) struct Wal {
    wake: SyncSender<()>,
}

impl Wal {
    pub(crate) fn start(writes: &Connection, db: &Path) -> Result<Self> {
        let (wake, woken) = sync_channel::<()>(1);
        let conn = Connection::open(db)?;
        conn.busy_timeout(PATIENCE)?;
        std::thread::Builder::new()
            .name("db-checkpoint".to_owned())
            .spawn(move || {
                for () in woken {
                    // It stops nobody. Once all pages are moved and nobody reads them, the next commit begins the WAL anew by itself.
                    checkpoint(&conn, "PASSIVE");
                }
            })
            .map_err(|error| DbError::Sqlite(error.to_string()))?;
        writes.wal_hook(Some(|_, pages| {
            PAGES.set(u32::try_from(pages).unwrap_or(0));
            Ok(())
        }));
        Ok(Self { wake })
    }

    /// Called after each commit.
    pub(crate) fn after_commit(&self, conn: &Connection) -> Result<()> {
        let pages = PAGES.get();
        if pages >= WAIT_AT {
            conn.busy_timeout(PATIENCE)?;
            checkpoint(conn, "TRUNCATE");
            conn.busy_timeout(BUSY)?;
        } else if pages >= START_AT {
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
