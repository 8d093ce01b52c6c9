//! Opening the file: lock, version, migrations, connections.

use crate::cell::damaged;
use crate::error::{DbError, Result};
use crate::rewards::REWARDS_OWED;
use crate::writer::{self, Writer};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection as _};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

pub(crate) static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../../../migrations");

/// Marks the file as ours: `VCHF`.
pub(crate) const APPLICATION_ID: i64 = 0x5643_4846;
/// Older ones can damage a WAL file that two connections use.
const OLDEST_SQLITE: i32 = 3_051_003;
const READERS: u32 = 4;
/// The version of a file's schema.
const VERSION: &str = "SELECT coalesce(max(version), 0) FROM _sqlx_migrations";
pub(crate) const BUSY: Duration = Duration::from_secs(10);

/// How a db is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// For everything. One program at a time.
    ReadWrite,
    /// For looking only; a file of a newer version is admitted.
    ReadOnly,
    /// For what every version of the file has, its journal and its pages: a file of any version is admitted.
    Copying,
}

/// An open db. Clones share it; the file is let go when the last one is dropped and the writing thread has ended.
#[derive(Debug, Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    pool: SqlitePool,
    writer: Option<Writer>,
}

impl Db {
    /// Opens the file, and makes it when it is to be written and is not there.
    ///
    /// # Errors
    /// [`DbError::InUse`], [`DbError::Newer`], [`DbError::Older`], [`DbError::Damaged`], [`DbError::DiskFull`], [`DbError::Unreadable`] or
    /// [`DbError::Sqlite`].
    pub async fn open(path: &Path, access: Access) -> Result<Self> {
        let lock = if access == Access::ReadWrite { Some(Lock::take(path, false)?) } else { None };
        let db = Self::open_locked(path, access, lock).await?;
        if db.is_writable() && db.setting(REWARDS_OWED).await?.is_some() {
            db.write(|tx| tx.put_all_rewards()).await?;
        }
        Ok(db)
    }

    /// Makes an empty db for a while: it goes when the last clone of it does. What a killed program has left at the path is cleared first.
    ///
    /// # Errors
    /// [`DbError::InUse`] while another program has one there; as [`Self::open`].
    pub async fn scratch(path: &Path) -> Result<Self> {
        let lock = Lock::take(path, true)?;
        lock.clear();
        Self::open_locked(path, Access::ReadWrite, Some(lock)).await
    }

    async fn open_locked(path: &Path, access: Access, lock: Option<Lock>) -> Result<Self> {
        if rusqlite::version_number() < OLDEST_SQLITE {
            return Err(DbError::Sqlite(format!("{} is too old", rusqlite::version())));
        }
        check_file(path, access).await?;
        let writer = match lock {
            None => None,
            Some(lock) => {
                migrate(path).await?;
                Some(writer::start(path, lock)?)
            }
        };
        let options = options(path).read_only(true).pragma("query_only", "ON").pragma("mmap_size", "1073741824");
        let pool = SqlitePoolOptions::new().max_connections(READERS).min_connections(0).connect_lazy_with(options);
        Ok(Self { inner: Arc::new(Inner { path: path.to_owned(), pool, writer }) })
    }

    /// Whether the file's schema is the one that this program writes.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn is_current(&self) -> Result<bool> {
        let found: i64 = sqlx::query_scalar(VERSION).fetch_one(self.pool()).await?;
        Ok(found == newest())
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// Whether the db can be written.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.inner.writer.is_some()
    }

    /// Ends the writing thread after all that was handed to it, moves the WAL into the file, and lets the file go. Other clones can write no
    /// more.
    pub async fn close(&self) {
        self.inner.pool.close().await;
        if let Some(writer) = &self.inner.writer {
            writer.close().await;
        }
    }

    pub(crate) fn pool(&self) -> &SqlitePool {
        &self.inner.pool
    }

    pub(crate) fn writer(&self) -> Result<&Writer> {
        self.inner.writer.as_ref().ok_or(DbError::ReadOnly)
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> DbError {
    if error.kind() == std::io::ErrorKind::StorageFull {
        DbError::DiskFull
    } else {
        DbError::Unreadable { path: path.to_owned(), what: error.to_string() }
    }
}

/// The lock beside the file. The system gives it back when the program ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    path: PathBuf,
    _held: File,
    is_scratch: bool,
}

impl Lock {
    fn take(path: &Path, is_scratch: bool) -> Result<Self> {
        let lock_path = beside(path, ".lock");
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&lock_path).map_err(|e| unreadable(&lock_path, &e))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), _held: file, is_scratch }),
            Err(TryLockError::WouldBlock) => Err(DbError::InUse(path.to_owned())),
            Err(TryLockError::Error(error)) => Err(unreadable(&lock_path, &error)),
        }
    }

    fn clear(&self) {
        for ending in ["", "-wal", "-shm", "-journal"] {
            // What is not there needs no taking away; what cannot go is told when it is opened.
            drop(std::fs::remove_file(beside(&self.path, ending)));
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is held: nobody else's file is taken away.
        if self.is_scratch {
            self.clear();
            drop(std::fs::remove_file(beside(&self.path, ".lock")));
        }
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

pub(crate) fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(path).busy_timeout(BUSY).foreign_keys(true)
}

/// Refuses what is no db of ours or of a version that we do not know.
async fn check_file(path: &Path, access: Access) -> Result<()> {
    let is_there = match std::fs::metadata(path) {
        Ok(found) if !found.is_file() => return Err(DbError::Unreadable { path: path.to_owned(), what: "not a file".to_owned() }),
        Ok(found) => found.len() > 0,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && access == Access::ReadWrite => false,
        Err(error) => return Err(unreadable(path, &error)),
    };
    if !is_there {
        return if access == Access::ReadWrite { Ok(()) } else { Err(damaged("the file is empty")) };
    }
    // Who may write rolls back what a killed program had begun; who only looks cannot, and is refused while it lies there.
    let mut conn = options(path).read_only(access != Access::ReadWrite).connect().await?;
    let checked = check_schema(&mut conn, access).await;
    conn.close().await?;
    checked
}

async fn check_schema(conn: &mut sqlx::SqliteConnection, access: Access) -> Result<()> {
    let marked: i64 = sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *conn).await?;
    let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema").fetch_one(&mut *conn).await?;
    if marked != APPLICATION_ID {
        // A program that was killed before its first migration leaves a file with nothing, or with the list of migrations alone.
        let ours = marked == 0 && tables <= 2 && access == Access::ReadWrite;
        return if ours { Ok(()) } else { Err(damaged("it was made by another program")) };
    }
    let (found, known): (i64, i64) = (sqlx::query_scalar(VERSION).fetch_one(conn).await?, newest());
    match access {
        Access::ReadWrite if found > known => Err(DbError::Newer { found, known }),
        Access::ReadOnly if found < known => Err(DbError::Older { found, known }),
        _ => Ok(()),
    }
}

/// The newest version of the schema that this program knows.
fn newest() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// Brings the schema up to date, each migration in a transaction of its own.
async fn migrate(path: &Path) -> Result<()> {
    let options = options(path).create_if_missing(true).page_size(8_192).journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
    let mut conn = options.connect().await.map_err(|error| match error.into() {
        DbError::Sqlite(what) => DbError::Unreadable { path: path.to_owned(), what },
        other => other,
    })?;
    let migrated = MIGRATIONS.run_direct(None, &mut conn, false).await;
    conn.close().await?;
    Ok(migrated?)
}
