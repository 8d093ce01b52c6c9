//! Replay: events against programs, without a db. The same fold as everywhere else, on a state that begins empty.

mod late;
mod lines;
mod report;

#[cfg(test)]
mod tests;

pub use late::Late;
pub use lines::{
    Balance, CreditedLine, DecisionLine, LevelLine, MoneyText, ReferralLine, RefusedLine, Report, RewardLine, StepLine, TraceLine, TransferLine,
    WaitLine,
};
pub use report::report;

use crate::engine;
use crate::event::{Event, EventId, Fact, PayoutResult};
use crate::fold;
use crate::name::{Names, Texts};
use crate::outcome::{Change, Outcome};
use crate::payout::{Generation, PayoutRecord, should_stand};
use crate::program::Programs;
use crate::reward::{AnyReward, RewardId};
use crate::rollup::Rollup;
use crate::state::State;
use crate::time::Timestamp;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// How to replay.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Whether what is due is delivered at once, and corrected at once, as if each payout went well.
    pub settle: bool,
    /// The instant up to which time passes after the last event.
    pub until: Option<Timestamp>,
}

/// What a replay came to.
#[derive(Debug, Clone)]
pub struct Replay {
    /// The state after everything.
    pub state: State,
    /// The figures of everything.
    pub rollup: Rollup,
    /// Every event that was folded, those that time alone made too, with what each came to.
    pub steps: Vec<(Event, Outcome)>,
    /// The ids of events that came more than once: the first counts.
    pub duplicates: Vec<EventId>,
    late: Late,
}

/// Folds events in the order in which they became known: by `seen_at` or else `at`, causes before effects, then by id.
pub fn replay(programs: &Programs, mut events: Vec<Event>, options: Options, names: &mut (impl Names + Texts)) -> Replay {
    events.sort_by_cached_key(|event| (event.seen_at.unwrap_or(event.at), event.fact.causal_rank(), event.id.text(names)));
    let steps = Vec::with_capacity(events.len());
    let mut replay = Replay { state: State::default(), rollup: Rollup::default(), steps, duplicates: Vec::new(), late: Late::default() };
    let mut known = FxHashSet::default();
    for event in &events {
        if known.insert(event.id) {
            replay.fold(programs, event, options.settle, names);
        } else {
            replay.duplicates.push(event.id);
        }
    }
    if let Some(until) = options.until.filter(|until| *until > replay.state.totals.watermark) {
        replay.fold(programs, &engine::time_passed(until), options.settle, names);
    }
    replay
}

impl Replay {
    /// The loop of [`fold::fold`], with each payout right after the step that made its reward due. What an event lets judge again is judged right
    /// after it, and then what is long over by now.
    fn fold(&mut self, programs: &Programs, event: &Event, settle: bool, names: &mut (impl Names + Texts)) {
        self.one(programs, event.clone(), settle, names);
        let mut is_late = false;
        while let Some(again) = self.late.next(&self.state, |seq| self.steps[usize::try_from(seq - 1).unwrap_or(usize::MAX)].0.clone()) {
            is_late = true;
            self.one(programs, again, settle, names);
        }
        while let Some(passed) = engine::due_deadline(&self.state, self.state.totals.watermark).filter(|_| is_late) {
            self.step(programs, passed, settle, names);
        }
    }

    fn one(&mut self, programs: &Programs, event: Event, settle: bool, names: &mut (impl Names + Texts)) {
        while let Some(passed) = fold::first(&self.state, &event) {
            self.step(programs, passed, settle, names);
        }
        self.step(programs, event, settle, names);
    }

    fn step(&mut self, programs: &Programs, event: Event, settle: bool, names: &mut (impl Names + Texts)) {
        let outcome = fold::step(&mut self.state, programs, &event, &mut self.rollup);
        self.late.note(&event, &outcome, &self.state);
        let payouts = if settle { self.payouts(&event, &outcome, names) } else { Vec::new() };
        self.steps.push((event, outcome));
        for payout in payouts {
            self.step(programs, payout, false, names);
        }
    }

    /// The payouts of what a step made due and did not deliver, and the corrections of what it made stand for another amount.
    fn payouts(&self, event: &Event, outcome: &Outcome, names: &mut (impl Names + Texts)) -> Vec<Event> {
        let moved = outcome.changes.iter().filter_map(|change| if let Change::Reward { reward, .. } = change { Some(*reward) } else { None });
        let moved: BTreeSet<RewardId> = moved.collect();
        moved.into_iter().filter_map(|id| self.payout(id, event.at, names)).collect()
    }

    fn payout(&self, id: RewardId, at: Timestamp, names: &mut (impl Names + Texts)) -> Option<Event> {
        let (reward, record) = (self.state.rewards.get(&id)?, self.state.payouts.get(&id));
        match (reward, record) {
            (AnyReward::Due(_), None | Some(PayoutRecord::Closed(_))) => {
                let generation = PayoutRecord::next_generation(record);
                Some(known(reward, generation, "issued", PayoutResult::ISSUED, at, names))
            }
            (_, Some(PayoutRecord::Issued(payout))) if !payout.is_right(should_stand(reward)) => {
                let (what, used) = (format!("corrected/{}", reward.revision()), payout.used());
                let result = PayoutResult::Corrected { to: should_stand(reward), used };
                Some(known(reward, payout.generation, &what, result, at, names))
            }
            _ => None,
        }
    }
}

/// The event that tells what came of a reward's payout.
fn known(reward: &AnyReward, generation: Generation, what: &str, result: PayoutResult, at: Timestamp, names: &mut (impl Names + Texts)) -> Event {
    let (key, rail) = (reward.terms().key, reward.terms().rail);
    let head = format!("payout/{}", key.text(names));
    let text = if generation == Generation::FIRST { format!("{head}/{what}") } else { format!("{head}/{}/{what}", generation.0) };
    let fact = Fact::PayoutKnown { reward: key, rail, generation, result };
    Event { id: EventId::parse(&text, names), at, seen_at: None, fact }
}
