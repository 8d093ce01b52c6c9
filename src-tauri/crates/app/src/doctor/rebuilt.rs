//! The log folded once more, outcome by outcome, into a file of its own, and what stands here held against it. Nothing is decided anew.

use crate::desk::Desk;
use crate::fold;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;
use vouchsafe_db::{Db, DbError, Deviation, Durability, Fold, Logged, Pending, Tx};
use vouchsafe_domain::engine;
use vouchsafe_domain::program::Programs;
use vouchsafe_domain::rollup::Rollup;
use vouchsafe_domain::state::State;
use vouchsafe_domain::time::Timestamp;

/// Events that are read from the log at a time.
const READ_AT_ONCE: u32 = 5_000;

/// Why the tables could not be held against the log.
#[derive(Debug)]
pub(super) enum Uncompared {
    /// The file's schema is not the one that the log would be folded into.
    Newer,
    /// The log could not be folded once more, or one of the two files could not be read.
    Failed {
        /// What the db says.
        what: String,
    },
}

impl From<DbError> for Uncompared {
    fn from(error: DbError) -> Self {
        Self::Failed { what: error.to_string() }
    }
}

impl Desk {
    /// The tables that are not what the log comes to. The other file holds numbers alone, no text of anybody; it lies beside the db and goes when
    /// this ends. Nobody who folds or decides meanwhile waits for it.
    pub(super) async fn deviations(&self) -> Result<Vec<Deviation>, Uncompared> {
        if !self.db().is_current().await? {
            return Err(Uncompared::Newer);
        }
        let in_memory = fold::fits_in_memory(self.db().last_seq().await?);
        let mut path = self.db().path().as_os_str().to_owned();
        path.push(".doctor");
        let rebuilt = Db::scratch(&PathBuf::from(path)).await?;
        let found = self.compare(&rebuilt, in_memory).await;
        rebuilt.close().await;
        Ok(found?)
    }

    async fn compare(&self, rebuilt: &Db, in_memory: bool) -> Result<Vec<Deviation>, DbError> {
        let stop = CancellationToken::new();
        let mut rebuilding = Rebuilding {
            from: self.db().clone(),
            into: rebuilt.clone(),
            programs: self.programs_in_force(),
            whole: in_memory.then(State::default),
            entry: 0,
            seq: 0,
            handle: Handle::current(),
            stop: stop.clone(),
        };
        // Who no longer waits for the answer lets the work end as well.
        let _stops = stop.drop_guard();
        let head = self.db().journal_head().await?.map_or(0, |(entry, _)| entry);
        // The most of it before the db is held at one instant, which keeps its WAL from being emptied.
        let so_far = tokio::task::spawn_blocking(move || rebuilding.until(head).map(|()| rebuilding));
        let mut rebuilding = so_far.await.map_err(|_| DbError::Closed)??;
        self.db().deviations(rebuilt, move |entry| rebuilding.until(entry)).await
    }
}

/// The recorded outcomes of a log on their way into an empty db, in the commits in which they were written.
struct Rebuilding {
    from: Db,
    into: Db,
    programs: Arc<Programs>,
    /// The whole state, when it fits in memory.
    whole: Option<State>,
    /// The last entry of the journal that was folded.
    entry: u64,
    /// Its last event.
    seq: u64,
    handle: Handle,
    stop: CancellationToken,
}

impl Rebuilding {
    /// Goes on up to an entry of the journal.
    fn until(&mut self, entry: u64) -> Result<(), DbError> {
        let (mut commit, mut last) = (Vec::<Logged>::new(), None::<Pending<()>>);
        if self.entry >= entry {
            return Ok(());
        }
        'log: for events in self.from.log_after(self.seq, READ_AT_ONCE) {
            if self.stop.is_cancelled() {
                return Err(DbError::Closed);
            }
            let ends = self.handle.block_on(self.from.commits_after(self.entry, READ_AT_ONCE))?;
            let mut ends = ends.into_iter().filter(|end| end.entry <= entry).peekable();
            for logged in events? {
                let Some(end) = ends.peek().copied() else { break 'log };
                let is_last = logged.0 >= end.last_seq;
                commit.push(logged);
                if is_last {
                    ends.next();
                    (self.entry, self.seq) = (end.entry, end.last_seq);
                    let pending = self.put(std::mem::take(&mut commit), end.recorded_at)?;
                    // One commit is written while the next is read.
                    if let Some(before) = last.replace(pending) {
                        before.wait()?;
                    }
                }
            }
        }
        last.map_or(Ok(()), Pending::wait)
    }

    /// One commit: with the whole state at hand, or with what its events name.
    fn put(&mut self, events: Vec<Logged>, at: Timestamp) -> Result<Pending<()>, DbError> {
        let mut rollup = Rollup::default();
        let Some(state) = &mut self.whole else {
            let programs = Arc::clone(&self.programs);
            return self.into.submit(Durability::Normal, move |tx| put_lean(tx, &programs, &events, at));
        };
        let mut commit = Fold::new();
        for (_, event, outcome) in &events {
            engine::evolve(state, event, outcome, &mut rollup);
            commit.add(event, outcome);
        }
        let sealed = commit.seal(state, &rollup);
        self.into.submit(Durability::Normal, move |tx| tx.commit_fold(&sealed, at).map(drop))
    }
}

fn put_lean(tx: &mut Tx<'_>, programs: &Programs, events: &[Logged], at: Timestamp) -> Result<(), DbError> {
    let (mut state, mut rollup, mut commit, mut asked) = (State::default(), Rollup::default(), Fold::new(), rustc_hash::FxHashSet::default());
    tx.load_totals(&mut state)?;
    for (_, event, outcome) in events {
        tx.load_deadlines_until(event.at, &mut state)?;
        fold::load_wanted(tx, programs, event, event.at, &mut state, &mut asked)?;
        engine::evolve(&mut state, event, outcome, &mut rollup);
        commit.add(event, outcome);
    }
    tx.commit_fold(&commit.seal(&state, &rollup), at).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programs;
    use vouchsafe_db::Access;
    use vouchsafe_domain::time::Span;

    /// A desk with a history of some forty friends.
    async fn desk(folder: &std::path::Path) -> Desk {
        let start = Timestamp::parse("2026-03-01T00:00:00Z").unwrap();
        let clock: crate::Clock = Arc::new(move || start.plus(Span::days(200)));
        let desk = Desk::open(&folder.join("desk.db"), Access::ReadWrite, clock).await.unwrap();
        let source = programs::ready()[0].source.replace("version = 1", "version = 1\nfrom = 2024-01-01T00:00:00Z");
        desk.activate("program.toml", &source).await.unwrap();
        let mut lines =
            vec![r#"{"id":"c1","at":"2026-03-01T00:00:00Z","type":"customer_registered","customer":"1","email":"a@x.example"}"#.to_owned()];
        lines.push(r#"{"id":"k","at":"2026-03-01T00:00:00Z","type":"code_issued","code":"TEAM-ONE","customer":"1"}"#.to_owned());
        for no in 2..40u32 {
            let at = start.plus(Span::minutes(no * 60));
            let money = r#"{"amount":"90.00","currency":"EUR"}"#;
            lines.push(format!(r#"{{"id":"c{no}","at":"{at}","type":"customer_registered","customer":"{no}","ref_code":"TEAM-ONE"}}"#));
            lines.push(format!(r#"{{"id":"o{no}","at":"{at}","type":"order_placed","order":"{no}","customer":"{no}","items":{money}}}"#));
            lines.push(format!(r#"{{"id":"k{no}","at":"{at}","type":"order_confirmed","order":"{no}"}}"#));
            lines.push(format!(r#"{{"id":"m{no}","at":"{at}","type":"order_money","order":"{no}","captured_gross":{money}}}"#));
        }
        let file = folder.join("events.jsonl");
        std::fs::write(&file, lines.join("\n")).unwrap();
        desk.import_events(&file).await.unwrap();
        desk
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_log_that_does_not_fit_in_memory_is_folded_to_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(folder.path()).await;
        assert!(desk.db().state().await.unwrap().rewards.len() > 20);
        for in_memory in [true, false] {
            let rebuilt = Db::open(&folder.path().join(format!("rebuilt-{in_memory}.db")), Access::ReadWrite).await.unwrap();
            assert_eq!(desk.compare(&rebuilt, in_memory).await.unwrap(), [], "{in_memory}");
            rebuilt.close().await;
        }
        desk.close().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn who_decides_meanwhile_does_not_wait() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(folder.path()).await;
        // As a fold or an approval holds it.
        let _folding = desk.folding().lock().await;
        let found = tokio::time::timeout(std::time::Duration::from_secs(20), desk.deviations()).await;
        assert_eq!(found.expect("it waits").unwrap(), []);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_nobody_waits_for_ends() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(folder.path()).await;
        let path = folder.path().join("scratch.db");
        let rebuilt = Db::scratch(&path).await.unwrap();
        let stop = CancellationToken::new();
        stop.cancel();
        let mut rebuilding = Rebuilding {
            from: desk.db().clone(),
            into: rebuilt.clone(),
            programs: desk.programs_in_force(),
            whole: None,
            entry: 0,
            seq: 0,
            handle: Handle::current(),
            stop,
        };
        let ended = tokio::task::spawn_blocking(move || rebuilding.until(u64::MAX)).await.unwrap();
        assert!(matches!(ended, Err(DbError::Closed)), "{ended:?}");
        rebuilt.close().await;
        assert!(!path.exists());
    }
}
