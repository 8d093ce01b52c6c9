//! What is known late, in memory: which events have to be judged again, and in which order. The db keeps the same in tables.

use crate::engine::{Reopened, concerned, reopened, unowned};
use crate::event::{Event, EventClass, EventId, Fact, RejudgeWhy};
use crate::name::{CodeKey, Key, OrderKey};
use crate::outcome::{Change, Outcome};
use crate::party::PartyId;
use crate::state::State;
use crate::time::Timestamp;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// The past by what can reopen it, and the queue of what was reopened. Events are numbered from 1 in the order of the log.
#[derive(Debug, Clone, Default)]
pub struct Late {
    told: u64,
    by_code: FxHashMap<CodeKey, BTreeSet<u64>>,
    /// Under the number that somebody had then.
    by_party: FxHashMap<PartyId, BTreeMap<u64, Timestamp>>,
    /// Who turned out to be whom.
    merged: FxHashMap<PartyId, Vec<PartyId>>,
    by_order: FxHashMap<OrderKey, BTreeMap<u64, Timestamp>>,
    queue: BTreeMap<u64, (RejudgeWhy, u64)>,
}

impl Late {
    /// Takes note of an event, what it came to and the state after it.
    pub fn note(&mut self, event: &Event, outcome: &Outcome, state: &State) {
        self.told += 1;
        let seq = self.told;
        for change in &outcome.changes {
            if let Change::PartiesMerged { from, into } = change {
                self.merged.entry(*into).or_default().push(*from);
            }
        }
        for code in unowned(event, outcome) {
            self.by_code.entry(code).or_default().insert(seq);
        }
        for party in concerned(event, outcome) {
            self.by_party.entry(party).or_default().insert(seq, event.at);
        }
        if let Fact::Order { order, .. } | Fact::OrderMoney { order, .. } = event.fact {
            self.by_order.entry(order).or_default().insert(seq, event.at);
        }
        for change in &outcome.changes {
            // From now on the order is found under its owner, too.
            if let Change::OrderAssigned { order, party } = change {
                let past = self.by_order.get(order).into_iter().flatten();
                self.by_party.entry(*party).or_default().extend(past);
            }
        }
        for what in reopened(state, event, outcome) {
            self.reopen(what, seq);
        }
    }

    fn reopen(&mut self, what: Reopened, cause: u64) {
        let (seqs, why): (Vec<u64>, _) = match what {
            Reopened::CameWith(code) => (self.by_code.remove(&code).unwrap_or_default().into_iter().collect(), RejudgeWhy::CodeLearned),
            Reopened::Done { by, since, after, why } => {
                let numbers = self.numbers(by);
                let past = numbers.iter().filter_map(|number| self.by_party.get(number)).flatten();
                (past.filter(|(seq, at)| **seq > after && **at >= since).map(|(seq, _)| *seq).collect(), why)
            }
            Reopened::About { order, why } => (self.by_order.get(&order).into_iter().flatten().map(|(seq, _)| *seq).collect(), why),
        };
        for seq in seqs.into_iter().filter(|seq| *seq < cause) {
            self.queue.entry(seq).or_insert((why, cause));
        }
    }

    /// A party with all that were merged into it.
    fn numbers(&self, party: PartyId) -> Vec<PartyId> {
        let (mut numbers, mut next) = (vec![party], 0);
        while let Some(number) = numbers.get(next) {
            numbers.extend(self.merged.get(number).into_iter().flatten().copied().collect::<Vec<_>>());
            next += 1;
        }
        numbers
    }

    /// The next event to judge again, whose past is read from the log by its number.
    pub fn next(&mut self, state: &State, log: impl FnOnce(u64) -> Event) -> Option<Event> {
        let (seq, (why, cause)) = self.queue.pop_first()?;
        let number = |n: u64| Key::from_bits(i64::try_from(n).unwrap_or(i64::MAX));
        let id = EventId { class: EventClass::Rejudged, key: number(seq), part: number(cause) };
        Some(Event { id, at: state.totals.watermark, seen_at: None, fact: Fact::Rejudge { event: Box::new(log(seq)), why } })
    }
}
