//! The log folded once more, outcome by outcome, into a file of its own, and what stands here held against it. Nothing is decided anew.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::fold;
use crate::keeping::Leftover;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::runtime::Handle;
use vouchsafe_db::{Access, Db, DbError, Deviation, Durability, Fold, Logged, Pending, Tx};
use vouchsafe_domain::engine;
use vouchsafe_domain::program::Programs;
use vouchsafe_domain::rollup::Rollup;
use vouchsafe_domain::state::State;
use vouchsafe_domain::time::Timestamp;

/// Events that are read from the log at a time.
const READ_AT_ONCE: u32 = 5_000;
/// Entries of the journal that are read at a time.
const ENTRIES_AT_ONCE: u32 = 5_000;

impl Desk {
    /// The tables that are not what the log comes to. The other file holds numbers alone, no text of anybody; it lies beside the db and goes when
    /// this ends.
    pub(super) async fn deviations(&self) -> Result<Vec<Deviation>> {
        let _folding = self.folding().lock().await;
        let before = self.db().journal_head().await?;
        let mut path = self.db().path().as_os_str().to_owned();
        path.push(format!(".doctor-{}", std::process::id()));
        let path = PathBuf::from(path);
        let made = Leftover::new(path.clone());
        made.clear();
        let rebuilt = Db::open(&path, Access::ReadWrite).await?;
        let in_memory = fold::fits_in_memory(self.db().last_seq().await?);
        let found = self.compare(&rebuilt, in_memory).await;
        rebuilt.close().await;
        drop(made);
        // Another program that writes meanwhile leaves nothing to compare: what it added is in one of the two alone.
        if self.db().journal_head().await? == before { found } else { Ok(Vec::new()) }
    }

    async fn compare(&self, rebuilt: &Db, in_memory: bool) -> Result<Vec<Deviation>> {
        let (from, into, programs, handle) = (self.db().clone(), rebuilt.clone(), self.programs_in_force(), Handle::current());
        let folded = tokio::task::spawn_blocking(move || rebuild(&from, &into, &programs, in_memory, &handle));
        folded.await.map_err(|_| AppError::Cancelled)??;
        Ok(self.db().deviations(rebuilt).await?)
    }
}

/// Folds the recorded outcomes of a log into an empty db, in the commits in which they were written.
fn rebuild(from: &Db, into: &Db, programs: &Arc<Programs>, in_memory: bool, handle: &Handle) -> Result<()> {
    let mut whole = in_memory.then(State::default);
    let (mut ends, mut commit, mut last) = (std::collections::VecDeque::new(), Vec::<Logged>::new(), None::<Pending<()>>);
    let mut entry = 0;
    for events in from.log_after(0, READ_AT_ONCE) {
        for logged in events? {
            if ends.is_empty() {
                ends.extend(handle.block_on(from.commits_after(entry, ENTRIES_AT_ONCE))?);
            }
            // An event beyond the last entry is the journal's fault, which is a finding of its own.
            let Some(end) = ends.front().copied() else { return Ok(()) };
            let is_last = logged.0 >= end.last_seq;
            commit.push(logged);
            if is_last {
                ends.pop_front();
                entry = end.entry;
                let pending = put(into, programs, whole.as_mut(), std::mem::take(&mut commit), end.recorded_at)?;
                // One commit is written while the next is read.
                if let Some(before) = last.replace(pending) {
                    before.wait()?;
                }
            }
        }
    }
    last.map_or(Ok(()), |last| Ok(last.wait()?))
}

/// One commit: with the whole state at hand, or with what its events name.
fn put(into: &Db, programs: &Arc<Programs>, whole: Option<&mut State>, events: Vec<Logged>, at: Timestamp) -> Result<Pending<()>, DbError> {
    let mut rollup = Rollup::default();
    let Some(state) = whole else {
        let programs = Arc::clone(programs);
        return into.submit(Durability::Normal, move |tx| put_lean(tx, &programs, &events, at));
    };
    let mut commit = Fold::new();
    for (_, event, outcome) in &events {
        engine::evolve(state, event, outcome, &mut rollup);
        commit.add(event, outcome);
    }
    let sealed = commit.seal(state, &rollup);
    into.submit(Durability::Normal, move |tx| tx.commit_fold(&sealed, at).map(drop))
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
    use vouchsafe_domain::time::Span;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_log_that_does_not_fit_in_memory_is_folded_to_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let start = Timestamp::parse("2026-03-01T00:00:00Z").unwrap();
        let clock: crate::Clock = Arc::new(move || start.plus(Span::days(200)));
        let desk = Desk::open(&folder.path().join("desk.db"), Access::ReadWrite, clock).await.unwrap();
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
        let file = folder.path().join("events.jsonl");
        std::fs::write(&file, lines.join("\n")).unwrap();
        desk.import_events(&file).await.unwrap();
        assert!(desk.db().state().await.unwrap().rewards.len() > 20);
        for in_memory in [true, false] {
            let rebuilt = Db::open(&folder.path().join(format!("rebuilt-{in_memory}.db")), Access::ReadWrite).await.unwrap();
            assert_eq!(desk.compare(&rebuilt, in_memory).await.unwrap(), [], "{in_memory}");
            rebuilt.close().await;
        }
        desk.close().await;
    }
}
