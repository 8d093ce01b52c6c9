//! What lets earlier events be judged again: found by what a commit's events say, each event once, in the order of the log.

use super::{Desk, at, event};
use crate::{Fold, Tx};
use vouchsafe_domain::event::{Event, EventClass, EventId, Fact, RejudgeWhy, StaffAct, StaffAction};
use vouchsafe_domain::name::{CustomerKey, Key, Names as _};
use vouchsafe_domain::outcome::{Change, Decision, GrantVerdict, Outcome};
use vouchsafe_domain::party::{Bond, Party, PartyId, PartyName};
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::{Occasion, Role};
use vouchsafe_domain::rollup::Rollup;
use vouchsafe_domain::state::{RecordKey, State, Totals};

const FRIEND: PartyId = PartyId(1);
const GUEST: PartyId = PartyId(2);

/// Something that a line of a test's history says.
enum Told {
    /// A contact with this code, which nobody owns.
    Unowned(&'static str),
    /// Somebody owns this code now.
    Owned(&'static str),
    /// Something was decided about this party.
    Decided(PartyId),
    /// The friend is bound since this second.
    Bound(i64),
    /// Staff bind the friend; whether in place of another advocate.
    ByStaff(bool),
    /// The guest turns out to be the friend.
    Merged,
    /// The guest turns out to be the friend, and brings them their advocate.
    MergedWithAdvocate,
    /// The event with this number is judged again and comes to a bond since this second.
    AgainBound(u64, i64),
}

fn told(tx: &mut Tx<'_>, index: usize, second: i64, told: &Told) -> (Event, Outcome) {
    let id = format!("made-{index}-{second}");
    let mut made = event(tx, &id, at(second), Fact::TimePassed);
    let mut outcome = Outcome::default();
    let owner = CustomerKey(tx.key("7"));
    let bond = |tx: &mut Tx<'_>, since| Bond { advocate: PartyId(9), code: tx.code("anna"), at: at(since) };
    match told {
        Told::Unowned(code) => {
            let code = tx.code(code);
            outcome.changes.push(Change::ContactRefused { party: FRIEND, code, reason: Reason::CodeUnknown });
        }
        Told::Owned(code) => made.fact = Fact::CodeIssued { code: tx.code(code), customer: owner, inferred: true, by: None },
        Told::Decided(friend) => outcome.decisions.push(decision(tx, *friend)),
        Told::Bound(since) => outcome.changes.push(Change::Bound { friend: FRIEND, bond: bond(tx, *since), replaces: None }),
        Told::ByStaff(replaces) => {
            let action = StaffAction::Attribute { customer: owner, code: tx.code("anna") };
            let reason = tx.identity(vouchsafe_domain::name::IdentityKind::Words, "said so");
            made.fact = Fact::Staff(StaffAct { actor: tx.actor("ann"), reason, action });
            let replaces = replaces.then_some(PartyId(8));
            outcome.changes.push(Change::Bound { friend: FRIEND, bond: bond(tx, second), replaces });
        }
        Told::Merged => outcome.changes.push(Change::PartiesMerged { from: GUEST, into: FRIEND }),
        Told::MergedWithAdvocate => {
            outcome.changes.extend([Change::PartiesMerged { from: GUEST, into: FRIEND }, Change::Inherited { party: FRIEND }]);
        }
        Told::AgainBound(seq, since) => {
            let old = event(tx, "old", at(0), Fact::TimePassed);
            let key = Key::from_bits(i64::try_from(*seq).unwrap());
            made.id = EventId { class: EventClass::Rejudged, key, part: Key::from_bits(i64::try_from(index).unwrap()) };
            made.fact = Fact::Rejudge { event: Box::new(old), why: RejudgeWhy::CodeLearned };
            outcome.decisions.push(decision(tx, FRIEND));
            outcome.changes.push(Change::Bound { friend: FRIEND, bond: bond(tx, *since), replaces: None });
        }
    }
    (made, outcome)
}

fn decision(tx: &mut Tx<'_>, friend: PartyId) -> Decision {
    Decision {
        program: vouchsafe_domain::name::ProgramKey(tx.key("gift")),
        version: 1,
        rule: vouchsafe_domain::name::RuleKey(tx.key("first")),
        role: Role::Advocate,
        friend,
        occasion: Occasion::Registration,
        verdict: GrantVerdict::Refused(Reason::NoReferral),
        checks: vec![],
    }
}

/// A name, a history and what it queues: number, why, cause.
type Line = (&'static str, &'static [(i64, Told)], &'static [(u64, RejudgeWhy, u64)]);

/// Commits a history, so many events at a time, and returns what is queued by its end: number, why, cause.
async fn queued(history: &'static [(i64, Told)], chunk: usize) -> Vec<(u64, RejudgeWhy, u64)> {
    let desk = Desk::new().await;
    desk.db
        .write(move |tx| {
            let mut state = State { totals: Totals { next_party: 10, ..Totals::default() }, ..State::default() };
            let friend = CustomerKey(tx.key("46"));
            state.parties.insert(FRIEND, Party::new(PartyName::Customer(friend)));
            let indexed: Vec<(usize, &(i64, Told))> = history.iter().enumerate().collect();
            for part in indexed.chunks(chunk) {
                let (mut fold, mut rollup) = (Fold::new(), Rollup::default());
                for (index, (second, line)) in part {
                    let (event, outcome) = told(tx, *index, *second, line);
                    if event.fact.moves_watermark() {
                        state.totals.watermark = state.totals.watermark.max(event.at);
                    }
                    for change in &outcome.changes {
                        if let Change::Bound { bond, .. } = change {
                            state.parties.get_mut(&FRIEND).unwrap().bond = Some(*bond);
                        }
                    }
                    if matches!(line, Told::Merged | Told::MergedWithAdvocate) {
                        state.parties.insert(GUEST, Party { merged_into: Some(FRIEND), ..Party::new(PartyName::Customer(friend)) });
                        rollup.touched.extend([RecordKey::Party(FRIEND), RecordKey::Party(GUEST)]);
                    }
                    fold.add(&event, &outcome);
                    fold.reopen(&state, &event, &outcome);
                }
                tx.commit_fold(&fold.seal(&state, &rollup), at(0))?;
            }
            let mut queued = Vec::new();
            loop {
                let some = tx.take_rejudges(2)?;
                if some.is_empty() {
                    return Ok(queued);
                }
                queued.extend(some.into_iter().map(|again| (again.seq, again.why, again.cause)));
            }
        })
        .await
        .unwrap()
}

#[tokio::test]
async fn what_is_learned_late_queues_what_it_is_about_however_commits_are_cut() {
    use RejudgeWhy::{Attributed, BoundLate, CodeLearned, GuestLinked};
    use Told::*;
    let table: [Line; 12] = [
        ("a code learned late", &[(1, Unowned("anna")), (2, Unowned("bert")), (3, Owned("anna"))], &[(1, CodeLearned, 3)]),
        ("a code learned in time", &[(1, Owned("anna")), (2, Unowned("bert"))], &[]),
        ("a code is learned once", &[(1, Unowned("anna")), (2, Owned("anna")), (3, Owned("anna"))], &[(1, CodeLearned, 2)]),
        ("a bond in time", &[(1, Decided(FRIEND)), (2, Bound(2)), (3, Decided(FRIEND))], &[]),
        (
            "a bond older than what was decided",
            &[(1, Decided(FRIEND)), (5, Decided(FRIEND)), (6, Decided(GUEST)), (2, Bound(2))],
            &[(2, BoundLate, 4)],
        ),
        ("a guest that turns out to be nobody's friend", &[(1, Decided(GUEST)), (2, Decided(FRIEND)), (3, Merged)], &[]),
        ("a guest that turns out to be a friend", &[(1, Decided(GUEST)), (2, Bound(2)), (3, Decided(GUEST)), (4, Merged)], &[(3, GuestLinked, 4)]),
        (
            "what a friend did who turns out to have been a guest, too",
            &[(2, Bound(2)), (3, Decided(FRIEND)), (4, Decided(GUEST)), (5, Merged)],
            &[(3, GuestLinked, 4)],
        ),
        (
            "what a customer did who was a friend as a guest",
            &[(2, Bound(2)), (3, Decided(FRIEND)), (4, Decided(GUEST)), (5, MergedWithAdvocate)],
            &[(2, GuestLinked, 4), (3, GuestLinked, 4)],
        ),
        ("a late bond of somebody who was a guest", &[(1, Decided(GUEST)), (4, Decided(GUEST)), (5, Merged), (3, Bound(3))], &[(2, BoundLate, 4)]),
        ("staff, where nobody was", &[(1, Decided(FRIEND)), (2, ByStaff(false))], &[(1, Attributed, 2)]),
        ("staff, in place of somebody", &[(1, Decided(FRIEND)), (2, ByStaff(true))], &[]),
    ];
    for (name, history, expected) in table {
        for chunk in [1, 2, 100] {
            assert_eq!(queued(history, chunk).await, expected, "{name}, {chunk} at a time");
        }
    }
}

#[tokio::test]
async fn what_is_judged_again_queues_others_and_never_itself() {
    use Told::*;
    const HISTORY: &[(i64, Told)] = &[(1, Decided(FRIEND)), (5, Decided(FRIEND)), (5, AgainBound(1, 1)), (5, AgainBound(2, 1))];
    for chunk in [1, 100] {
        // The third line judges the first again and lets the second be; the fourth judges that, which lets nothing be that came before it.
        assert_eq!(queued(HISTORY, chunk).await, [], "{chunk} at a time");
    }
}
