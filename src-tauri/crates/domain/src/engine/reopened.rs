//! Which events of before have to be judged again because of what an event came to. The db's queue and the replay follow this one rule.

use crate::event::{Event, Fact, RejudgeWhy, StaffAction};
use crate::name::{CodeKey, OrderKey};
use crate::outcome::{Change, Outcome};
use crate::party::PartyId;
use crate::reason::Reason;
use crate::state::State;
use crate::time::Timestamp;

/// Events of before that have to be judged again, in the order of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reopened {
    /// Those that [`unowned`] remembered under this code.
    CameWith(CodeKey),
    /// What somebody did, under this number and every one that was merged into it: the events of which [`concerned`] names them.
    Done {
        /// Who.
        by: PartyId,
        /// Only what happened at this instant or later.
        since: Timestamp,
        /// Only what stands in the log after this number.
        after: u64,
        /// Why.
        why: RejudgeWhy,
    },
    /// Those about an order.
    About {
        /// Which.
        order: OrderKey,
        /// Why.
        why: RejudgeWhy,
    },
}

/// Whose past the log has to find this event under: everybody whom it gave, or refused, something that hangs on who brought them. Events that
/// judge again are never judged again themselves. An order that turns out to be somebody else's ([`Change::OrderAssigned`]) is found under them,
/// too, from then on.
pub fn concerned<'a>(event: &Event, outcome: &'a Outcome) -> impl Iterator<Item = PartyId> + 'a {
    let is_first = !matches!(event.fact, Fact::Rejudge { .. });
    let decided = outcome.decisions.iter().map(|decision| decision.friend);
    let opened = outcome.changes.iter().filter_map(|change| match change {
        Change::OrderOpened { party } | Change::Registered { party } | Change::Contacted { party, .. } | Change::Acted { party } => Some(*party),
        _ => None,
    });
    decided.chain(opened).filter(move |_| is_first)
}

/// The code under which the log has to remember this event, because nobody owned it: somebody came with it, or it stopped working.
pub fn unowned<'a>(event: &'a Event, outcome: &'a Outcome) -> impl Iterator<Item = CodeKey> + 'a {
    let is_first = !matches!(event.fact, Fact::Rejudge { .. });
    let codes = outcome.changes.iter().filter_map(|change| match (change, &event.fact) {
        (Change::ContactRefused { code, reason: Reason::CodeUnknown, .. }, _) => Some(*code),
        (Change::Refused { reason: Reason::CodeUnknown }, Fact::CodeDisabled { code, .. }) => Some(*code),
        _ => None,
    });
    codes.filter(move |_| is_first)
}

/// What an event lets judge again. `state` is the state after it.
#[must_use]
pub fn reopened(state: &State, event: &Event, outcome: &Outcome) -> Vec<Reopened> {
    let mut found = Vec::new();
    let is_refused = outcome.changes.iter().any(|change| matches!(change, Change::Refused { .. }));
    if let Fact::CodeIssued { code, .. } = &event.fact
        && !is_refused
    {
        found.push(Reopened::CameWith(*code));
    }
    // What an event that is judged again tells of somebody holds for what they did after it.
    let again = match &event.fact {
        Fact::Rejudge { .. } => Some(event.id.key.as_number().unwrap_or(0)),
        _ => None,
    };
    let after = again.unwrap_or(0);
    let is_late = |since: Timestamp| again.is_some() || since < state.totals.watermark;
    let by_hand = matches!(&event.fact, Fact::Staff(act) if matches!(act.action, StaffAction::Attribute { .. }));
    for change in &outcome.changes {
        found.extend(match *change {
            Change::Bound { friend, replaces, .. } if by_hand => {
                let since = Timestamp::from_micros(i64::MIN);
                replaces.is_none().then_some(Reopened::Done { by: friend, since, after, why: RejudgeWhy::Attributed })
            }
            Change::Bound { friend, bond, .. } if is_late(bond.at) => {
                let why = if matches!(event.fact, Fact::ReferralTakenOver { .. }) { RejudgeWhy::TakenOver } else { RejudgeWhy::BoundLate };
                Some(Reopened::Done { by: friend, since: bond.at, after, why })
            }
            Change::Contacted { party, at, .. } if is_late(at) => Some(Reopened::Done { by: party, since: at, after, why: RejudgeWhy::BoundLate }),
            // What the one who stays did is seen in no other light, unless the other one brings them an advocate.
            Change::PartiesMerged { from: by, into: party } | Change::Inherited { party: by @ party } => {
                brought_since(state, party).map(|since| Reopened::Done { by, since, after, why: RejudgeWhy::GuestLinked })
            }
            // The order's other events are judged by the credit, too.
            Change::OrderCredited { order, .. } if again.is_some() => Some(Reopened::About { order, why: RejudgeWhy::CodeLearned }),
            Change::OrderAssigned { order, party } => brought_since(state, party).map(|_| Reopened::About { order, why: RejudgeWhy::GuestLinked }),
            _ => None,
        });
    }
    found
}

/// Since when somebody was brought by somebody, or had come with a code that will bind.
fn brought_since(state: &State, party: PartyId) -> Option<Timestamp> {
    let record = state.parties.get(&state.resolve(party))?;
    record.bond.map(|bond| bond.at).or(record.contact.map(|contact| contact.at))
}
