//! What is to be judged again: events whose past turned out to be other than it was known.
//!
//! The rule is the engine's ([`engine::reopened`]); a commit of the fold looks up what it names while it is written, so the same events queue
//! the same however they are cut into commits. The queue is a table: a program that is killed goes on with it.

use crate::cell::{count, damaged, signed};
use crate::error::Result;
use crate::fold::FoldCommit;
use crate::open::Db;
use crate::writer::Tx;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::engine::{self, Reopened};
use vouchsafe_domain::event::{Event, EventClass, Fact, RejudgeWhy};
use vouchsafe_domain::name::{CodeKey, OrderKey};
use vouchsafe_domain::outcome::{Change, Outcome};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::state::State;
use vouchsafe_domain::time::Timestamp;

/// The classes of what a shop tells about an order.
const ABOUT_ORDERS: [EventClass; 5] =
    [EventClass::OrderPlaced, EventClass::OrderChanged, EventClass::OrderConfirmed, EventClass::OrderMoney, EventClass::OrderCancelled];

/// An event that waits to be judged again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// Its number.
    pub seq: u64,
    /// The event.
    pub event: Event,
    /// Why.
    pub why: RejudgeWhy,
    /// The event that told what was not known then.
    pub cause: u64,
}

/// What the events of a commit tell of earlier ones, each with the index of the event that tells it.
#[derive(Debug, Default)]
pub(crate) struct Hints {
    /// Codes under which an event is remembered, because nobody owned them.
    unowned: Vec<(CodeKey, u64)>,
    hints: Vec<(u64, Hint)>,
    /// Parties that turned out to be another one.
    merged: Vec<(u64, PartyId)>,
}

#[derive(Debug)]
enum Hint {
    /// The event with this number is judged again here.
    Again(u64),
    /// An order turns out to be somebody's: its past is theirs from now on.
    Assigned(OrderKey, PartyId),
    Reopened(Reopened),
}

impl Hints {
    /// Takes what an event tells; `state` is the state after it.
    pub(crate) fn take(&mut self, index: u64, state: &State, event: &Event, outcome: &Outcome) {
        self.unowned.extend(engine::unowned(event, outcome).map(|code| (code, index)));
        if let Fact::Rejudge { .. } = &event.fact {
            self.hints.extend(event.id.key.as_number().map(|seq| (index, Hint::Again(seq))));
        }
        self.hints.extend(outcome.changes.iter().filter_map(|change| match change {
            Change::OrderAssigned { order, party } => Some((index, Hint::Assigned(*order, *party))),
            _ => None,
        }));
        self.hints.extend(engine::reopened(state, event, outcome).into_iter().map(|reopened| (index, Hint::Reopened(reopened))));
        self.merged.extend(outcome.changes.iter().filter_map(|change| match change {
            Change::PartiesMerged { from, .. } => Some((index, *from)),
            _ => None,
        }));
    }
}

impl Tx<'_> {
    /// Queues what the events of a commit let judge again.
    pub(crate) fn queue_rejudges(&mut self, fold: &FoldCommit, first_seq: u64) -> Result<()> {
        let hints = fold.hints();
        let mut insert = self.statement("INSERT INTO refused_contact (code, seq) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
        for (code, index) in &hints.unowned {
            insert.execute((code.0.bits(), signed(first_seq + index)))?;
        }
        if hints.hints.is_empty() {
            return Ok(());
        }
        let has_unowned = self.first("SELECT 1 FROM refused_contact LIMIT 1", [], |_| Ok(()))?.is_some();
        for (index, hint) in &hints.hints {
            let cause = first_seq + index;
            match *hint {
                // What is judged again has seen all that was told before it.
                Hint::Again(seq) => {
                    self.run("DELETE FROM rejudge WHERE seq = ?1", [signed(seq)])?;
                }
                Hint::Assigned(order, party) => self.index_order(order, party, cause)?,
                Hint::Reopened(Reopened::CameWith(code)) if has_unowned => self.queue_contacts(code, cause)?,
                Hint::Reopened(Reopened::CameWith(_)) => {}
                Hint::Reopened(Reopened::Done { by, since, after, why }) => {
                    // Who is merged only later in this commit is somebody else still, so that it does not matter how commits are cut.
                    let later = hints.merged.iter().filter(|(merged, _)| merged > index).map(|(_, from)| *from).collect::<Vec<_>>();
                    let aliases = self.aliases_without(by, &later)?;
                    self.queue_done(&aliases, (after, cause), since, why)?;
                }
                Hint::Reopened(Reopened::About { order, why }) => self.queue_order(order, cause, why)?,
            }
        }
        Ok(())
    }

    /// A party with all that were merged into it, but these.
    fn aliases_without(&self, party: PartyId, later: &[PartyId]) -> Result<Vec<PartyId>> {
        let (mut aliases, mut next) = (vec![party], 0);
        while let Some(into) = aliases.get(next) {
            let mut statement = self.statement("SELECT party FROM merged WHERE into_party = ?1")?;
            let found = statement.query_map([into.0], |row| row.get(0).map(PartyId))?.collect::<rusqlite::Result<Vec<_>>>()?;
            aliases.extend(found.into_iter().filter(|party| !later.contains(party)));
            next += 1;
        }
        Ok(aliases)
    }

    /// The contacts that were refused because nobody owned the code.
    fn queue_contacts(&mut self, code: CodeKey, cause: u64) -> Result<()> {
        let sql = "INSERT INTO rejudge (seq, why, cause) SELECT seq, ?2, ?3 FROM refused_contact WHERE code = ?1 AND seq < ?3 ON CONFLICT DO NOTHING";
        if self.run(sql, (code.0.bits(), why_cell(RejudgeWhy::CodeLearned), signed(cause)))? > 0 {
            self.run("DELETE FROM refused_contact WHERE code = ?1 AND seq < ?2", (code.0.bits(), signed(cause)))?;
        }
        Ok(())
    }

    /// What somebody did, under all these numbers, between two events of the log.
    fn queue_done(&mut self, aliases: &[PartyId], (after, cause): (u64, u64), since: Timestamp, why: RejudgeWhy) -> Result<()> {
        let sql = "INSERT INTO rejudge (seq, why, cause) SELECT d.seq, ?2, ?3 FROM decided AS d JOIN event AS e ON e.seq = d.seq \
                   WHERE d.friend = ?1 AND d.seq < ?3 AND d.seq > ?4 AND e.at >= ?5 AND e.class <> ?6 ON CONFLICT DO NOTHING";
        let mut insert = self.statement(sql)?;
        for alias in aliases {
            insert.execute((alias.0, why_cell(why), signed(cause), signed(after), since.micros(), EventClass::Rejudged.number()))?;
        }
        Ok(())
    }

    /// Lets the events about an order be found under its owner.
    fn index_order(&mut self, order: OrderKey, party: PartyId, cause: u64) -> Result<()> {
        let sql = "INSERT INTO decided (friend, seq) SELECT ?3, seq FROM event WHERE class = ?1 AND key = ?2 AND seq < ?4 ON CONFLICT DO NOTHING";
        let mut insert = self.statement(sql)?;
        for class in ABOUT_ORDERS {
            insert.execute((class.number(), order.0.bits(), party.0, signed(cause)))?;
        }
        Ok(())
    }

    /// The events about an order.
    fn queue_order(&mut self, order: OrderKey, cause: u64, why: RejudgeWhy) -> Result<()> {
        let sql =
            "INSERT INTO rejudge (seq, why, cause) SELECT seq, ?3, ?4 FROM event WHERE class = ?1 AND key = ?2 AND seq < ?4 ON CONFLICT DO NOTHING";
        let mut insert = self.statement(sql)?;
        for class in ABOUT_ORDERS {
            insert.execute((class.number(), order.0.bits(), why_cell(why), signed(cause)))?;
        }
        Ok(())
    }

    /// Takes the first so many of what waits to be judged again, in the order of the log, out of the queue.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub fn take_rejudges(&mut self, most: u32) -> Result<Vec<Queued>> {
        let mut queued = Vec::new();
        {
            let sql = "SELECT r.seq, r.why, r.cause, e.bytes FROM rejudge AS r JOIN event AS e ON e.seq = r.seq ORDER BY r.seq LIMIT ?1";
            let mut statement = self.statement(sql)?;
            let mut rows = statement.query([most])?;
            while let Some(row) = rows.next()? {
                let event = Event::from_bytes(row.get_ref(3)?.as_blob().unwrap_or_default())?;
                queued.push(Queued { seq: count(row.get(0)?), event, why: why_of(row.get(1)?)?, cause: count(row.get(2)?) });
            }
        }
        if let Some(last) = queued.last() {
            self.run("DELETE FROM rejudge WHERE seq <= ?1", [signed(last.seq)])?;
        }
        Ok(queued)
    }
}

fn why_cell(why: RejudgeWhy) -> i64 {
    i64::from(why.to_bytes()[0])
}

fn why_of(cell: i64) -> Result<RejudgeWhy> {
    let tag = u8::try_from(cell).map_err(damaged)?;
    Ok(RejudgeWhy::from_bytes(&[tag])?)
}

impl Db {
    /// How many events wait to be judged again.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn count_rejudges(&self) -> Result<u64> {
        let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM rejudge").fetch_one(self.pool()).await?;
        Ok(count(rows))
    }
}
