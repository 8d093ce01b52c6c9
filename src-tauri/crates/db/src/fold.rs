//! One commit of the fold: put together beside the db, written in one go.

use crate::error::Result;
use crate::histories::{Histories, SealedHistories};
use crate::notices::{News, news};
use crate::rejudge::Hints;
use crate::review::{found, signal_cell};
use crate::state::Records;
use crate::writer::Tx;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::engine;
use vouchsafe_domain::event::{Event, EventId};
use vouchsafe_domain::ledger::Transfer;
use vouchsafe_domain::money::Currency;
use vouchsafe_domain::name::CodeKey;
use vouchsafe_domain::outcome::{Change, Decision, GrantVerdict, Outcome};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::rollup::{FigureCell, Figures, PersonFigures, Rollup};
use vouchsafe_domain::state::{State, Totals};
use vouchsafe_domain::time::Timestamp;

/// Events and outcomes that will be committed together.
#[derive(Debug, Default)]
pub struct Fold {
    /// Event and outcome bytes, one after the other.
    bytes: Vec<u8>,
    entries: Vec<EntryAt>,
    transfers: Vec<(u64, Transfer)>,
    /// Friend and index of the event.
    decided: Vec<(PartyId, u64)>,
    /// Reward number and index of the event.
    reward_events: Vec<(u32, u64)>,
    /// A signal that was found, by its stored number, and the number of the reward that was promised all the same.
    signals: Vec<(i64, u32)>,
    refused: Vec<RefusedContact>,
    /// What letters could tell.
    news: Vec<News>,
    histories: Histories,
    hints: Hints,
}

#[derive(Debug)]
struct EntryAt {
    id: EventId,
    at: Timestamp,
    event_end: usize,
    outcome_end: usize,
}

/// An event as it stands in the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry<'a> {
    pub(crate) id: EventId,
    pub(crate) at: Timestamp,
    pub(crate) event: &'a [u8],
    pub(crate) outcome: &'a [u8],
}

/// A contact that bound nobody.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RefusedContact {
    pub(crate) party: PartyId,
    pub(crate) code: CodeKey,
    pub(crate) reason: Reason,
    pub(crate) at: Timestamp,
}

/// A fold with the state that came of it, ready to be written.
#[derive(Debug)]
pub struct FoldCommit {
    fold: Fold,
    pub(crate) records: Records,
    pub(crate) totals: Totals,
    pub(crate) figures: Vec<(FigureCell, Figures)>,
    pub(crate) people: Vec<((PartyId, Currency), PersonFigures)>,
    histories: SealedHistories,
}

/// What a commit of the fold wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folded {
    /// The number of its first event.
    pub first_seq: u64,
    /// The number of its last event.
    pub last_seq: u64,
    /// The number of its entry in the journal.
    pub entry: u64,
}

impl Fold {
    /// A commit without events.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many events it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has no events.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds an event and what it came to.
    pub fn add(&mut self, event: &Event, outcome: &Outcome) {
        let index = self.entries.len() as u64;
        event.write(&mut self.bytes);
        let event_end = self.bytes.len();
        outcome.write(&mut self.bytes);
        self.entries.push(EntryAt { id: event.id, at: event.at, event_end, outcome_end: self.bytes.len() });
        self.histories.add(index, event, outcome);
        self.transfers.extend(outcome.transfers.iter().map(|transfer| (index, *transfer)));
        self.decided.extend(outcome.decisions.iter().map(|decision| (decision.friend, index)));
        // Where nothing was decided, an order or an account can still turn out to be a friend's.
        self.decided.extend(engine::concerned(event, outcome).map(|party| (party, index)));
        self.signals.extend(outcome.decisions.iter().flat_map(signals));
        self.news.extend(news(event, outcome));
        for change in &outcome.changes {
            match change {
                Change::Rewarded { reward, .. } | Change::Reward { reward, .. } | Change::Payout { reward, .. } => {
                    self.reward_events.push((reward.0, index));
                }
                Change::ContactRefused { party, code, reason } => {
                    self.refused.push(RefusedContact { party: *party, code: *code, reason: *reason, at: event.at });
                }
                _ => {}
            }
        }
    }

    /// Takes what the event that was added last lets judge again; `state` is the state after it.
    pub fn reopen(&mut self, state: &State, event: &Event, outcome: &Outcome) {
        let index = (self.entries.len() as u64).saturating_sub(1);
        self.hints.take(index, state, event, outcome);
    }

    /// Takes from the state what the events changed.
    #[must_use]
    pub fn seal(mut self, state: &State, rollup: &Rollup) -> FoldCommit {
        // In the order of the tables' keys, so that neighbours are written together.
        self.reward_events.sort_unstable();
        self.reward_events.dedup();
        self.signals.sort_unstable();
        self.decided.sort_unstable();
        self.decided.dedup();
        let mut records = Records::touched(state, rollup);
        records.keep_owners(state, self.refused.iter().map(|contact| contact.code));
        let histories = std::mem::take(&mut self.histories).seal(state, rollup);
        FoldCommit {
            histories,
            fold: self,
            records,
            totals: state.totals,
            figures: rollup.figures.iter().map(|(cell, by)| (*cell, *by)).collect(),
            people: rollup.people.iter().map(|(person, by)| (*person, *by)).collect(),
        }
    }
}

/// The signals that were found when a reward was promised.
fn signals(decision: &Decision) -> impl Iterator<Item = (i64, u32)> {
    let reward = match decision.verdict {
        GrantVerdict::Granted { reward, .. } => Some(reward.0),
        GrantVerdict::Refused(_) => None,
    };
    reward.into_iter().flat_map(|reward| decision.checks.iter().filter_map(found).map(move |signal| (signal_cell(signal), reward)))
}

impl FoldCommit {
    pub(crate) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let mut start = 0;
        self.fold.entries.iter().map(move |entry| {
            let (event, outcome) = (&self.fold.bytes[start..entry.event_end], &self.fold.bytes[entry.event_end..entry.outcome_end]);
            start = entry.outcome_end;
            Entry { id: entry.id, at: entry.at, event, outcome }
        })
    }

    pub(crate) fn transfers(&self) -> &[(u64, Transfer)] {
        &self.fold.transfers
    }

    pub(crate) fn decided(&self) -> &[(PartyId, u64)] {
        &self.fold.decided
    }

    pub(crate) fn reward_events(&self) -> &[(u32, u64)] {
        &self.fold.reward_events
    }

    pub(crate) fn signals(&self) -> &[(i64, u32)] {
        &self.fold.signals
    }

    pub(crate) fn refused(&self) -> &[RefusedContact] {
        &self.fold.refused
    }

    pub(crate) fn news(&self) -> &[News] {
        &self.fold.news
    }

    pub(crate) const fn hints(&self) -> &Hints {
        &self.fold.hints
    }
}

impl Tx<'_> {
    /// Writes events, outcomes, transfers, the changed state, the read models and one journal entry.
    ///
    /// # Errors
    /// What SQLite says; an event whose natural key stands in the log already is refused by its unique index.
    pub fn commit_fold(&mut self, fold: &FoldCommit, recorded_at: Timestamp) -> Result<Folded> {
        let first_seq = self.head.seq + 1;
        self.append(fold)?;
        self.index_decisions(fold, first_seq)?;
        self.store(&fold.records, &fold.totals)?;
        self.follow_merges(&fold.records)?;
        self.add_figures(fold)?;
        self.put_referrals(fold)?;
        self.put_rewards(&fold.records)?;
        self.put_payouts(&fold.records)?;
        self.put_signals(fold)?;
        self.put_notices(fold)?;
        self.watch_waiting(&fold.records.rewards)?;
        self.queue_rejudges(fold, first_seq)?;
        self.head.watermark = fold.totals.watermark;
        let entry = self.enter(fold, first_seq, recorded_at)?;
        self.add_histories(&fold.histories, first_seq, entry)?;
        Ok(Folded { first_seq, last_seq: self.head.seq, entry })
    }
}
