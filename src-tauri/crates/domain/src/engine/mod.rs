//! The engine: `decide` says what an event comes to, `evolve` applies what was said.
//!
//! Both are pure and total. `decide` reads the state and never changes it; `evolve` changes the state and never decides, so that recorded
//! outcomes rebuild a state without judging anything again. Before an event is decided, every deadline at or before its instant fires, each
//! as a [`Fact::TimePassed`](crate::event::Fact::TimePassed) of its own: [`due_deadline`] names it.

mod amend;
mod book;
mod chosen;
mod contact;
mod course;
mod decide;
mod draft;
mod evolve;
mod follow;
mod judge;
mod marks;
mod occasion;
mod order;
mod payout;
mod person;
mod purchase;
mod rejudge;
mod reopened;
mod staff;
mod suspicion;
mod taken_over;
mod waits;
mod wanted;

#[cfg(test)]
mod tests;

pub use decide::decide;
pub use evolve::evolve;
pub use reopened::{Reopened, concerned, reopened, unowned};
pub use wanted::wanted;

use crate::event::{Event, EventClass, EventId, Fact};
use crate::name::Key;
use crate::reward::AnyReward;
use crate::state::State;
use crate::time::Timestamp;

/// The event that must be decided before anything at `at` is: the passing of the earliest deadline, if one lies at or before `at`.
#[must_use]
pub fn due_deadline(state: &State, at: Timestamp) -> Option<Event> {
    let (deadline, id) = *state.deadlines.first()?;
    // Late news can bring a deadline to an instant that has fired before, so the instant alone is no key. The reward's revision is one:
    // whatever fires moves it on.
    let revision = state.rewards.get(&id).map_or(0, AnyReward::revision);
    let key = |number: u32| Key::from_bits(i64::from(number));
    let event_id = EventId { class: EventClass::RewardDeadline, key: key(id.0), part: key(revision) };
    (deadline <= at).then_some(Event { id: event_id, ..time_passed(deadline) })
}

/// The event that says that nothing but time has passed.
#[must_use]
pub const fn time_passed(at: Timestamp) -> Event {
    Event { id: EventId::new(EventClass::TimePassed, Key::from_bits(at.micros())), at, seen_at: None, fact: Fact::TimePassed }
}
