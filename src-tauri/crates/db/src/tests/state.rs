//! The state is loaded as it was stored, whole or record by record.

use super::{at, world};
use vouchsafe_domain::reward::RewardId;
use vouchsafe_domain::state::{RecordKey, State};
use vouchsafe_domain::time::Timestamp;

fn keys(state: &State) -> Vec<RecordKey> {
    let mut keys: Vec<RecordKey> = state.parties.keys().map(|id| RecordKey::Party(*id)).collect();
    keys.extend(state.tallies.keys().map(|id| RecordKey::Tally(*id)));
    keys.extend(state.customers.keys().map(|id| RecordKey::Customer(*id)));
    keys.extend(state.emails.keys().map(|id| RecordKey::Email(*id)));
    keys.extend(state.codes.keys().map(|id| RecordKey::Code(*id)));
    keys.extend(state.clicks.keys().map(|id| RecordKey::Click(*id)));
    keys.extend(state.orders.keys().map(|id| RecordKey::Order(*id)));
    keys.extend(state.rewards.keys().map(|id| RecordKey::Reward(*id)));
    keys.extend(state.programs.keys().map(|id| RecordKey::Program(*id)));
    keys.extend(state.profiles.keys().map(|id| RecordKey::Profile(*id)));
    keys.extend(state.marks.keys().map(|id| RecordKey::Mark(*id)));
    keys.extend(state.occasions.keys().map(|id| RecordKey::Occasion(*id)));
    keys.extend(state.lists.keys().map(|list| RecordKey::List(*list)));
    keys.extend(state.payouts.keys().map(|id| RecordKey::Payout(*id)));
    keys.extend(state.proposals.keys().map(|id| RecordKey::Proposal(*id)));
    keys.push(RecordKey::Policy);
    keys
}

#[tokio::test]
async fn record_by_record_is_the_same_as_all_at_once() {
    let desk = world::filled().await.again().await;
    let whole = desk.db.state().await.unwrap();
    assert_eq!((whole.parties.len(), whole.rewards.len(), whole.orders.len(), whole.emails.len()), (50, 200, 200, 50));
    assert!(!whole.deadlines.is_empty());
    let wanted = keys(&whole);
    let piecemeal = desk.db.write(move |tx| {
        let mut state = State::default();
        tx.load_totals(&mut state)?;
        tx.load(&wanted, &mut state)?;
        Ok((state, tx.load_all()?))
    });
    let (piecemeal, inside) = piecemeal.await.unwrap();
    assert_eq!(piecemeal, whole);
    assert_eq!(inside, whole);
}

#[tokio::test]
async fn every_sort_of_record_is_stored_changed_and_removed() {
    use vouchsafe_domain::event::{StaffAction, StaffList};
    use vouchsafe_domain::money::{Currency, Money};
    use vouchsafe_domain::name::{ActorKey, ClickKey, CodeKey, Identity, Key, ProgramKey, RuleKey};
    use vouchsafe_domain::party::PartyId;
    use vouchsafe_domain::payout::{Clawback, Generation, PayoutPolicy, PayoutRecord, PayoutStep, Proposal, Proposed};
    use vouchsafe_domain::reward::Rail;
    use vouchsafe_domain::state::{Mark, MarkKind, MarkRecord, PartyTally, Profile, ProgramStatus};
    let desk = super::Desk::new().await;
    let mut world = world::World::new();
    let (party, click, program) = (PartyId(3), ClickKey(Key::symbol(4)), ProgramKey(Key::symbol(5)));
    let mut tally = PartyTally::default();
    tally.of(RuleKey(Key::symbol(9))).count = 2;
    world.state.tallies.insert(party, tally);
    let mark = Mark { kind: MarkKind::CardDigits, id: Identity(7_000_000) };
    world.state.profiles.insert(party, Profile { marks: smallvec::smallvec![mark], role: Some(Key::symbol(6)), ..Profile::default() });
    world.state.marks.insert(mark, MarkRecord { parties: smallvec::smallvec![party], ..MarkRecord::default() });
    let occasion = Key::symbol(7);
    world.state.occasions.insert(occasion, smallvec::smallvec![RewardId(3), RewardId(4)]);
    world.state.lists.insert(StaffList::ExcludedDomains, vec![Key::symbol(11)]);
    let (paid, proposal) = (RewardId(3), Key::symbol(12));
    let amount = Money::new(500, Currency::parse("EUR").unwrap());
    let intended = PayoutStep::Intended {
        generation: Generation::FIRST,
        rail: Rail::GiftCard,
        amount: amount.into(),
        code: Some(Key::symbol(13)),
        expires_on: None,
    };
    world.state.payouts.extend(PayoutRecord::after(None, intended, at(4)).map(|record| (paid, record)));
    let action = Proposed::Act(StaffAction::Declined { proposal });
    world.state.proposals.insert(proposal, Proposal { actor: ActorKey(Key::symbol(14)), reason: Identity(5), at: at(5), action });
    world.state.policy = PayoutPolicy { approve_above: vec![amount], clawback: Clawback::Carry };
    world.state.clicks.insert(click, CodeKey(Key::symbol(8)));
    world.state.programs.insert(program, ProgramStatus { paused_at: Some(at(3)), ..ProgramStatus::default() });
    let touched = [
        RecordKey::Tally(party),
        RecordKey::Click(click),
        RecordKey::Program(program),
        RecordKey::Profile(party),
        RecordKey::Mark(mark),
        RecordKey::Occasion(occasion),
        RecordKey::List(StaffList::ExcludedDomains),
        RecordKey::Payout(paid),
        RecordKey::Proposal(proposal),
        RecordKey::Policy,
    ];
    for removed in [false, true] {
        if removed {
            world.state.clicks.clear();
            world.state.tallies.clear();
            world.state.profiles.clear();
            world.state.marks.clear();
            world.state.occasions.clear();
            world.state.lists.clear();
            world.state.payouts.clear();
            world.state.proposals.clear();
            world.state.policy = PayoutPolicy::default();
            world.state.programs.insert(program, ProgramStatus::default());
        }
        world.rollup.touched.extend(touched);
        let want = world.state.clone();
        let ids = format!("round-{removed}");
        world = desk
            .db
            .write(move |tx| {
                let commit = world.seal(tx, &ids, vec![]);
                tx.commit_fold(&commit, at(0)).map(|_| world)
            })
            .await
            .unwrap();
        assert_eq!(desk.db.state().await.unwrap(), want);
        let piecemeal = desk.db.write(move |tx| {
            let mut state = State::default();
            tx.load_totals(&mut state)?;
            tx.load(&touched, &mut state)?;
            Ok(state)
        });
        assert_eq!(piecemeal.await.unwrap(), want);
    }
}

#[tokio::test]
async fn deadlines_come_in_order_and_only_up_to_the_instant() {
    let desk = world::filled().await;
    let whole = desk.db.state().await.unwrap();
    for until in [Timestamp::EPOCH, at(0), at(40), Timestamp::MAX] {
        let want: Vec<RewardId> = whole.deadlines.iter().filter(|(deadline, _)| *deadline <= until).map(|(_, id)| *id).collect();
        let (got, loaded) = desk
            .db
            .write(move |tx| {
                let mut state = State::default();
                Ok((tx.load_deadlines_until(until, &mut state)?, state.rewards.len()))
            })
            .await
            .unwrap();
        assert_eq!(got, want, "{until}");
        assert_eq!(loaded, want.len());
    }
}
