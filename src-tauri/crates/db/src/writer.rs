//! The one way in: a thread that owns the only connection that writes.

use crate::cell::signed;
use crate::checkpoint;
use crate::erase::ErasedCache;
use crate::error::{DbError, Result};
use crate::log::LogHead;
use crate::mirror::Counted;
use crate::names::NameCache;
use crate::open::{BUSY, Db, Lock};
use rusqlite::{CachedStatement, Connection, Params, Row};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;

/// What survives when the machine loses power. A commit is whole or absent either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// The last commits may be gone: they can be made again.
    Normal,
    /// The commit is on the disk before `write` returns: for what must be written down before something leaves (law 5).
    Full,
}

type Job = Box<dyn FnOnce(&mut Desk) + Send>;

/// The handle of the writing thread.
#[derive(Debug)]
pub(crate) struct Writer {
    jobs: Mutex<Option<Sender<Job>>>,
    ended: Mutex<Option<oneshot::Receiver<()>>>,
    /// How many commits are still let through.
    commits_left: Arc<AtomicU64>,
}

impl Writer {
    fn send(&self, job: Job) -> Result<()> {
        let jobs = self.jobs.lock().map_err(|_| DbError::Closed)?;
        jobs.as_ref().ok_or(DbError::Closed)?.send(job).map_err(|_| DbError::Closed)
    }

    pub(crate) async fn close(&self) {
        drop(self.jobs.lock().map(|mut jobs| jobs.take()));
        let ended = self.ended.lock().ok().and_then(|mut ended| ended.take());
        if let Some(ended) = ended {
            // An error means that the thread is gone, which is what we wait for.
            drop(ended.await);
        }
    }
}

/// What a write will come to.
#[derive(Debug)]
pub struct Pending<T>(oneshot::Receiver<Result<T>>);

impl<T> Pending<T> {
    /// Whether waiting would not wait.
    #[must_use]
    pub fn is_done(&self) -> bool {
        !self.0.is_empty() || self.0.is_terminated()
    }

    /// Waits for the commit, on a thread that may block.
    ///
    /// # Errors
    /// What the closure or the commit failed with.
    pub fn wait(self) -> Result<T> {
        self.0.blocking_recv().unwrap_or(Err(DbError::Closed))
    }

    /// Waits for the commit.
    ///
    /// # Errors
    /// What the closure or the commit failed with.
    pub async fn done(self) -> Result<T> {
        self.0.await.unwrap_or(Err(DbError::Closed))
    }
}

impl Db {
    /// Runs a closure in one transaction and commits what it did, or undoes all of it when it fails.
    ///
    /// # Errors
    /// What the closure or the commit failed with; [`DbError::ReadOnly`] and [`DbError::Closed`].
    pub async fn write<T: Send + 'static>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static) -> Result<T> {
        self.submit(Durability::Normal, work)?.done().await
    }

    /// Runs a closure in a transaction that is undone whatever it comes to: what would happen, without letting it happen.
    ///
    /// # Errors
    /// What the closure failed with; [`DbError::ReadOnly`] and [`DbError::Closed`].
    pub async fn dry_run<T: Send + 'static>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static) -> Result<T> {
        let (answer, done) = oneshot::channel();
        self.writer()?.send(Box::new(move |desk| drop(answer.send(desk.rehearse(work)))))?;
        done.await.unwrap_or(Err(DbError::Closed))
    }

    /// Runs a closure on the writing connection outside any transaction: what SQLite refuses to do inside one.
    ///
    /// # Errors
    /// What the closure failed with; [`DbError::ReadOnly`] and [`DbError::Closed`].
    pub(crate) async fn maintain(&self, work: impl FnOnce(&Connection) -> Result<()> + Send + 'static) -> Result<()> {
        let (answer, done) = oneshot::channel();
        self.writer()?.send(Box::new(move |desk| drop(answer.send(work(&desk.conn)))))?;
        done.await.unwrap_or(Err(DbError::Closed))
    }

    /// Lets so many commits through and none after them, as if the program had been killed there: for tests of what a kill leaves.
    ///
    /// # Errors
    /// [`DbError::ReadOnly`].
    pub fn die_after(&self, commits: u64) -> Result<()> {
        self.writer()?.commits_left.store(commits, Ordering::SeqCst);
        Ok(())
    }

    /// Hands a closure to the writing thread and returns at once, so that the next one can be prepared meanwhile. Closures run in the order in
    /// which they were handed over.
    ///
    /// # Errors
    /// [`DbError::ReadOnly`] and [`DbError::Closed`].
    pub fn submit<T: Send + 'static>(
        &self,
        durability: Durability,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<Pending<T>> {
        let (answer, pending) = oneshot::channel();
        self.writer()?.send(Box::new(move |desk| {
            // Nobody waits any more when the receiver is gone; the commit stands all the same.
            drop(answer.send(desk.transact(durability, work)));
        }))?;
        Ok(Pending(pending))
    }
}

/// What the writing thread owns.
struct Desk {
    conn: Connection,
    erased: ErasedCache,
    names: NameCache,
    head: LogHead,
    wal: checkpoint::Wal,
    commits_left: Arc<AtomicU64>,
}

impl Desk {
    fn transact<T>(&mut self, durability: Durability, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        if self.commits_left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_err() {
            return Err(DbError::Closed);
        }
        let Self { conn, names, head, erased, .. } = self;
        if durability == Durability::Full {
            conn.pragma_update(None, "synchronous", "FULL")?;
        }
        let old_head = head.clone();
        let done = run(conn, names, head, erased, work);
        if done.is_err() {
            // What the transaction had learned is undone with it.
            names.clear();
            *erased = None;
            *head = old_head;
        }
        if durability == Durability::Full {
            conn.pragma_update(None, "synchronous", "NORMAL")?;
        }
        // The commit stands whatever becomes of the checkpoint.
        if let Err(error) = self.wal.after_commit(&self.conn) {
            tracing::warn!(%error, "checkpoint");
        }
        done
    }
}

impl Desk {
    fn rehearse<T>(&mut self, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let Self { conn, names, head, erased, .. } = self;
        let old_head = head.clone();
        let transaction = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let mut tx = Tx { conn: &transaction, names, head, erased, tally: Counted::default(), takes_older: false, failed: None };
        let done = work(&mut tx);
        let done = tx.failed.take().map_or(done, Err);
        // Dropped without a commit it is rolled back; so is what was learned of names meanwhile.
        drop(transaction);
        names.clear();
        *erased = None;
        *head = old_head;
        done
    }
}

fn run<T>(
    conn: &mut Connection,
    names: &mut NameCache,
    head: &mut LogHead,
    erased: &mut ErasedCache,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T>,
) -> Result<T> {
    let transaction = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let mut tx = Tx { conn: &transaction, names, head, erased, tally: Counted::default(), takes_older: false, failed: None };
    let value = work(&mut tx)?;
    tx.keep_count()?;
    if let Some(error) = tx.failed.take() {
        return Err(error);
    }
    transaction.commit()?;
    Ok(value)
}

/// A transaction that is being put together.
pub struct Tx<'c> {
    pub(crate) conn: &'c Connection,
    pub(crate) names: &'c mut NameCache,
    pub(crate) head: &'c mut LogHead,
    /// Who was erased, as long as nobody else is.
    pub(crate) erased: &'c mut ErasedCache,
    /// What was done to the number of rows of the mirror.
    pub(crate) tally: Counted,
    /// Whether a row that is older than the one that is there takes its place.
    pub(crate) takes_older: bool,
    /// The first error of an operation that cannot return one; the commit fails with it.
    pub(crate) failed: Option<DbError>,
}

impl std::fmt::Debug for Tx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx").finish_non_exhaustive()
    }
}

impl<'c> Tx<'c> {
    pub(crate) fn statement(&self, sql: &str) -> Result<CachedStatement<'c>> {
        Ok(self.conn.prepare_cached(sql)?)
    }

    /// Runs a statement and counts the rows that it changed.
    pub(crate) fn run(&self, sql: &str, params: impl Params) -> Result<usize> {
        Ok(self.statement(sql)?.execute(params)?)
    }

    /// The first row, if there is one.
    pub(crate) fn first<T>(&self, sql: &str, params: impl Params, read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>) -> Result<Option<T>> {
        use rusqlite::OptionalExtension as _;
        Ok(self.statement(sql)?.query_row(params, read).optional()?)
    }

    /// Keeps the first error for the commit.
    pub(crate) fn fail(&mut self, error: DbError) {
        self.failed.get_or_insert(error);
    }
}

/// Starts the thread. It ends, and gives the lock back, when nobody can hand it work any more.
pub(crate) fn start(path: &Path, lock: Lock) -> Result<Writer> {
    let mut desk = open_desk(path)?;
    let commits_left = Arc::clone(&desk.commits_left);
    let (jobs, work): (Sender<Job>, Receiver<Job>) = channel();
    let (done, ended) = oneshot::channel();
    std::thread::Builder::new()
        .name("db-writer".to_owned())
        .spawn(move || {
            for job in work {
                job(&mut desk);
            }
            desk.wal.finish(&desk.conn);
            drop(desk);
            drop(lock);
            let _ = done.send(());
        })
        .map_err(|error| DbError::Sqlite(error.to_string()))?;
    Ok(Writer { jobs: Mutex::new(Some(jobs)), ended: Mutex::new(Some(ended)), commits_left })
}

fn open_desk(path: &Path) -> Result<Desk> {
    let conn = Connection::open(path)?;
    conn.busy_timeout(BUSY)?;
    conn.set_prepared_statement_cache_capacity(128);
    // With recursive triggers the rows that INSERT OR REPLACE throws out fire the triggers of law 1, too.
    for (name, value) in [("foreign_keys", "ON"), ("recursive_triggers", "ON"), ("synchronous", "NORMAL"), ("temp_store", "MEMORY")] {
        conn.pragma_update(None, name, value)?;
    }
    conn.pragma_update(None, "cache_size", -signed(CACHE_KIB))?;
    conn.pragma_update(None, "wal_autocheckpoint", 0)?;
    let head = LogHead::read(&conn)?;
    let wal = checkpoint::Wal::start(&conn, path)?;
    crate::scan::tell_statements(&conn);
    Ok(Desk { conn, erased: None, names: NameCache::default(), head, wal, commits_left: Arc::new(AtomicU64::new(u64::MAX)) })
}

/// Room for the pages that a commit of some ten thousand rows changes, so that none is written twice.
const CACHE_KIB: u64 = 128 * 1024;
