//! The fold: events in their order, each decided and evolved, committed with what came of it.
//!
//! There are two ways and one engine. A large fold holds the whole state in memory and writes a commit while the next is decided; a small
//! one loads the records that its events name, inside the transaction that stores them.

use crate::error::Result;
use rustc_hash::FxHashSet;
use vouchsafe_db::{Db, DbError, Durability, Fold, Folded, Pending, Queued, Tx};
use vouchsafe_domain::engine;
use vouchsafe_domain::event::{Event, EventClass, EventId, Fact};
use vouchsafe_domain::fold::{fold, horizon};
use vouchsafe_domain::name::Key;
use vouchsafe_domain::program::Programs;
use vouchsafe_domain::rollup::Rollup;
use vouchsafe_domain::state::{RecordKey, State};
use vouchsafe_domain::time::Timestamp;

/// From this many events on, loading the whole state costs less than loading records one by one.
const LARGE: u64 = 10_000;
/// Events in one commit of a large fold.
const LARGE_COMMIT: usize = 50_000;
/// Up to this many events the whole state is held in memory: about a gigabyte then. More are folded as a small fold does, slower and lean.
const LARGEST: u64 = 6_000_000;
/// Events in one commit of a fold that is too large for the memory.
const LEAN_COMMIT: usize = 10_000;
/// Events in one commit of a small fold.
const SMALL_COMMIT: usize = 1_000;
/// Events that are judged again in one commit.
const REJUDGED_COMMIT: u32 = 500;

/// Folds everything below the barrier and lowers it. Returns how many events went to the log. Blocks; `told` hears how many are done.
///
/// # Errors
/// What the db says. What was committed before stands, and the next call goes on from there.
pub fn fold_staged(db: &Db, programs: &Programs, waiting: u64, recorded_at: Timestamp, mut told: impl FnMut(u64)) -> Result<u64> {
    let usual = commit_size(waiting);
    // A fold that is gone on with is cut into the same commits as it would have been, so that the journal ends the same.
    let chunk = db.submit(Durability::Normal, move |tx| tx.fold_by(usual))?.wait()?;
    let fold = if chunk == LARGE_COMMIT { large } else { small };
    let done = fold(db, programs, chunk, recorded_at, &mut told)?;
    db.submit(Durability::Normal, |tx| tx.lower_barrier())?.wait()?;
    Ok(done + judge_again(db, programs, recorded_at)?)
}

/// How many events a commit holds of a fold of so many.
pub(crate) const fn commit_size(waiting: u64) -> usize {
    match waiting {
        0..LARGE => SMALL_COMMIT,
        LARGE..=LARGEST => LARGE_COMMIT,
        _ => LEAN_COMMIT,
    }
}

/// Whether the whole state of a log of so many events is held in memory.
pub(crate) const fn fits_in_memory(events: u64) -> bool {
    events <= LARGEST
}

/// Judges again what waits for that, commit by commit. Returns how many events it were.
///
/// # Errors
/// What the db says. What was committed before stands, and the next call goes on from there.
pub fn judge_again(db: &Db, programs: &Programs, recorded_at: Timestamp) -> Result<u64> {
    let mut done = 0;
    loop {
        let programs = programs.clone();
        let judged = db.submit(Durability::Normal, move |tx| rejudge_some(tx, &programs, recorded_at))?.wait()?;
        if judged == 0 {
            return Ok(done);
        }
        done += judged;
    }
}

/// Judges the first of the events again that wait for it, in one commit of their own. Returns how many; none when the queue is empty.
///
/// # Errors
/// What the db says; nothing is written then.
pub fn rejudge_some(tx: &mut Tx<'_>, programs: &Programs, recorded_at: Timestamp) -> Result<u64, DbError> {
    let at = tx.watermark();
    let again = |queued: Queued| Event {
        id: EventId { class: EventClass::Rejudged, key: number(queued.seq), part: number(queued.cause) },
        at,
        seen_at: None,
        fact: Fact::Rejudge { event: Box::new(queued.event), why: queued.why },
    };
    let events: Vec<Event> = tx.take_rejudges(REJUDGED_COMMIT)?.into_iter().map(again).collect();
    append(tx, programs, &events, recorded_at)?;
    Ok(events.len() as u64)
}

fn number(seq: u64) -> Key {
    Key::from_bits(i64::try_from(seq).unwrap_or(i64::MAX))
}

fn large(db: &Db, programs: &Programs, chunk: usize, recorded_at: Timestamp, told: &mut dyn FnMut(u64)) -> Result<u64> {
    let mut state = db.submit(Durability::Normal, |tx| tx.load_all())?.wait()?;
    let (mut done, mut last): (u64, Option<Pending<Folded>>) = (0, None);
    for events in db.staged_in_order(chunk) {
        let (mut rollup, mut commit) = (Rollup::default(), Fold::new());
        let events = events?;
        for event in &events {
            fold(&mut state, programs, event, &mut rollup, |event, outcome, state| {
                commit.add(event, outcome);
                commit.reopen(state, event, outcome);
            });
        }
        done += events.len() as u64;
        let sealed = commit.seal(&state, &rollup);
        // One commit is written while the next is decided; more would only pile up in memory.
        if let Some(pending) = last.take() {
            pending.wait()?;
        }
        last = Some(db.submit(Durability::Normal, move |tx| tx.commit_fold(&sealed, recorded_at))?);
        told(done);
    }
    if let Some(pending) = last {
        pending.wait()?;
    }
    Ok(done)
}

fn small(db: &Db, programs: &Programs, chunk: usize, recorded_at: Timestamp, told: &mut dyn FnMut(u64)) -> Result<u64> {
    let mut done = 0;
    for events in db.staged_in_order(chunk) {
        let (events, programs) = (events?, programs.clone());
        done += events.len() as u64;
        db.submit(Durability::Normal, move |tx| append(tx, &programs, &events, recorded_at))?.wait()?;
        told(done);
    }
    Ok(done)
}

/// Folds events that are in order and not in the log yet, loading what they need, and commits them.
///
/// # Errors
/// What the db says; nothing is written then.
pub fn append(tx: &mut Tx<'_>, programs: &Programs, events: &[Event], recorded_at: Timestamp) -> Result<(), DbError> {
    let (mut state, mut rollup, mut commit) = (State::default(), Rollup::default(), Fold::new());
    tx.load_totals(&mut state)?;
    let mut asked = FxHashSet::default();
    for event in events {
        let until = horizon(&state, event);
        tx.load_deadlines_until(until, &mut state)?;
        load_wanted(tx, programs, event, until, &mut state, &mut asked)?;
        fold(&mut state, programs, event, &mut rollup, |event, outcome, state| {
            commit.add(event, outcome);
            commit.reopen(state, event, outcome);
        });
    }
    if !commit.is_empty() {
        tx.commit_fold(&commit.seal(&state, &rollup), recorded_at)?;
    }
    Ok(())
}

/// Loads what the event, and the deadlines that it lets pass, can look at. Each loaded record can name more.
pub(crate) fn load_wanted(
    tx: &Tx<'_>,
    programs: &Programs,
    event: &Event,
    until: Timestamp,
    state: &mut State,
    asked: &mut FxHashSet<RecordKey>,
) -> Result<(), DbError> {
    let passing = engine::time_passed(until);
    loop {
        let mut wanted = engine::wanted(state, programs, event);
        wanted.extend(engine::wanted(state, programs, &passing));
        let mut missing: Vec<RecordKey> = wanted.into_iter().filter(|key| asked.insert(*key)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        // Neighbours lie on one page of the file.
        missing.sort_unstable();
        tx.load(&missing, state)?;
    }
}
