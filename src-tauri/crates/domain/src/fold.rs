//! The fold's one step: what is due passes first, then the event is decided and evolved. The db's fold, replay and the bench all take it.

use crate::engine;
use crate::event::Event;
use crate::outcome::Outcome;
use crate::program::Programs;
use crate::rollup::Rollup;
use crate::state::State;
use crate::time::Timestamp;

/// Folds one event into the state, and before it every deadline that it lets pass, each as an event of its own. `each` is told of every
/// event with what it came to, after the state has it.
///
/// The caller has seen to it that no event comes twice, that events come in their order, and, on the incremental path, that the records
/// that [`engine::wanted`] names and the rewards with a deadline up to [`horizon`] are loaded.
pub fn fold(state: &mut State, programs: &Programs, event: &Event, rollup: &mut Rollup, mut each: impl FnMut(&Event, &Outcome, &State)) {
    while let Some(passed) = first(state, event) {
        let outcome = step(state, programs, &passed, rollup);
        each(&passed, &outcome, state);
    }
    let outcome = step(state, programs, event, rollup);
    each(event, &outcome, state);
}

/// The deadline that has to pass before an event, if there is one.
#[must_use]
pub fn first(state: &State, event: &Event) -> Option<Event> {
    engine::due_deadline(state, horizon(state, event))
}

/// Decides and evolves one event, before which every deadline has passed.
pub fn step(state: &mut State, programs: &Programs, event: &Event, rollup: &mut Rollup) -> Outcome {
    let outcome = engine::decide(state, programs, event);
    engine::evolve(state, event, &outcome, rollup);
    outcome
}

/// The instant up to which an event lets deadlines pass: its own, if it tells how far the shop is known; else the watermark. So somebody who
/// acts before a desk has synced does not release a hold that a refund is about to end.
#[must_use]
pub fn horizon(state: &State, event: &Event) -> Timestamp {
    if event.fact.moves_watermark() { event.at } else { event.at.min(state.totals.watermark) }
}
