//! Which letters there are to be, and what becomes of their rows.

use super::world::{World, granted, terms};
use super::{Desk, at, event};
use crate::{Fold, NoticeKind, NoticeRow, NoticeState, NoticeWhy, Tx};
use vouchsafe_domain::event::{Event, Fact};
use vouchsafe_domain::name::{CustomerKey, Names as _};
use vouchsafe_domain::outcome::{Change, Outcome};
use vouchsafe_domain::party::{Bond, PartyId, PartyName};
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::{AnyReward, Rail, Reward, RewardId, RewardStep, Waiting};
use vouchsafe_domain::time::{Span, Timestamp};

const WEEK: Span = Span::days(7);

/// Switches every kind of letter on at an instant.
async fn switched_on(since: Timestamp) -> Desk {
    let desk = Desk::new().await;
    desk.db.write(move |tx| NoticeKind::ALL.into_iter().try_for_each(|kind| tx.switch_notice(kind, Some(since), since))).await.unwrap();
    desk
}

/// One commit of some events.
fn commit(tx: &mut Tx<'_>, world: &mut World, events: &[(Event, Outcome)]) -> crate::Result<()> {
    let mut fold = Fold::new();
    for (event, outcome) in events {
        fold.add(event, outcome);
    }
    let rollup = std::mem::take(&mut world.rollup);
    tx.commit_fold(&fold.seal(&world.state, &rollup), at(1_000)).map(drop)
}

async fn rows(desk: &Desk) -> Vec<NoticeRow> {
    let mut rows = desk.db.notices(None, None, 100).await.unwrap().rows;
    rows.reverse();
    rows
}

async fn kinds(desk: &Desk) -> Vec<(NoticeKind, u32, u32)> {
    rows(desk).await.iter().map(|row| (row.kind, row.subject, row.party.0)).collect()
}

/// An advocate (0) and a friend (1) with a reward (7) in some state.
fn people(tx: &mut Tx<'_>, world: &mut World, registered_at: Option<i64>) {
    for no in 0..2 {
        let name = CustomerKey(tx.key(&no.to_string()));
        world.party(no, PartyName::Customer(name));
    }
    let code = tx.code("ada");
    world.bind(PartyId(1), PartyId(0), code, 5);
    world.state.parties.get_mut(&PartyId(1)).unwrap().registered_at = registered_at.map(at);
}

fn outcome(changes: Vec<Change>) -> Outcome {
    Outcome { changes, ..Outcome::default() }
}

fn step(step: RewardStep) -> Outcome {
    outcome(vec![Change::Reward { reward: RewardId(7), step, at: None }])
}

/// A reward that went through some steps, one event each, the first at `second`.
async fn stepped(desk: &Desk, steps: &'static [RewardStep], second: i64, valid_days: Option<u32>) {
    let write = desk.db.write(move |tx| {
        let mut world = World::new();
        people(tx, &mut world, Some(4));
        let mut promised = terms(tx, PartyId(1), PartyId(0), 7, 1_250, "EUR", 10);
        promised.valid_days = valid_days;
        let mut reward = AnyReward::Waiting(Reward::granted(promised, Waiting::default()));
        let granting = event(tx, "granted", at(10), Fact::TimePassed);
        let mut events = vec![(granting, granted(RewardId(7), promised, Waiting::default()))];
        for (index, taken) in steps.iter().enumerate() {
            let when = at(second + i64::try_from(index).unwrap());
            reward = reward.after(*taken, when);
            events.push((event(tx, &format!("step-{second}-{index}"), when, Fact::TimePassed), step(*taken)));
        }
        world.reward(7, reward);
        commit(tx, &mut world, &events)
    });
    write.await.unwrap();
}

#[tokio::test]
async fn each_step_of_a_reward_gives_its_letter_once() {
    const GIFT: RewardStep = RewardStep::Settled { rail: Rail::GiftCard };
    const BACK: RewardStep = RewardStep::Reversed { reason: Reason::Refunded };
    for (steps, valid_days, expected) in [
        (&[RewardStep::Due] as &'static [RewardStep], None, &[NoticeKind::Earned] as &[NoticeKind]),
        (&[RewardStep::Due, GIFT], None, &[NoticeKind::Earned, NoticeKind::PaidOut]),
        (&[RewardStep::Due, GIFT], Some(30), &[NoticeKind::Earned, NoticeKind::PaidOut, NoticeKind::Expiring]),
        (&[RewardStep::Due, RewardStep::Settled { rail: Rail::Wallet }], None, &[NoticeKind::Earned]),
        (&[RewardStep::Due, GIFT, BACK], None, &[NoticeKind::Earned, NoticeKind::PaidOut, NoticeKind::Reversed]),
        (&[RewardStep::Due, RewardStep::Voided { reason: Reason::Refunded }], None, &[NoticeKind::Earned, NoticeKind::Reversed]),
        // Nobody was told that it is theirs.
        (&[RewardStep::Voided { reason: Reason::Refunded }], None, &[]),
    ] {
        let desk = switched_on(at(0)).await;
        stepped(&desk, steps, 20, valid_days).await;
        let found: Vec<NoticeKind> = rows(&desk).await.iter().map(|row| row.kind).collect();
        assert_eq!(found, expected, "{steps:?}");
        // Number 7 is the advocate's.
        assert!(rows(&desk).await.iter().all(|row| (row.subject, row.party, row.generation) == (7, PartyId(0), 1)), "{steps:?}");
    }
}

#[tokio::test]
async fn what_happened_before_letters_were_wished_for_is_told_to_nobody() {
    let desk = switched_on(at(21)).await;
    stepped(&desk, &[RewardStep::Due, RewardStep::Settled { rail: Rail::GiftCard }], 20, None).await;
    assert_eq!(kinds(&desk).await, [(NoticeKind::PaidOut, 7, 0)], "due a second before, paid out at the very instant");
    let desk = Desk::new().await;
    stepped(&desk, &[RewardStep::Due], 20, None).await;
    assert!(rows(&desk).await.is_empty(), "without a switch there are none");
}

#[tokio::test]
async fn a_friend_is_news_to_the_advocate_when_they_are_registered_and_bound() {
    for (registered_at, since, expected) in [(Some(30), 20, true), (Some(30), 30, true), (Some(30), 31, false), (None, 20, false)] {
        let desk = switched_on(at(since)).await;
        let write = desk.db.write(move |tx| {
            let mut world = World::new();
            people(tx, &mut world, registered_at);
            let bond = Bond { advocate: PartyId(0), code: tx.code("ada"), at: at(5) };
            let bound = Change::Bound { friend: PartyId(1), bond, replaces: None };
            // What binds and what registers can come in either order, or as one.
            let events = [
                (event(tx, "bound", at(33), Fact::TimePassed), outcome(vec![bound])),
                (event(tx, "registered", at(34), Fact::TimePassed), outcome(vec![Change::Registered { party: PartyId(1) }])),
            ];
            commit(tx, &mut world, &events)
        });
        write.await.unwrap();
        let expected: &[_] = if expected { &[(NoticeKind::Registered, 1, 0)] } else { &[] };
        assert_eq!(kinds(&desk).await, expected, "{registered_at:?} {since}");
    }
}

#[tokio::test]
async fn a_trial_is_told_with_its_days_also_when_it_is_judged_again() {
    let desk = switched_on(at(20)).await;
    let write = desk.db.write(|tx| {
        let mut world = World::new();
        people(tx, &mut world, Some(4));
        let trial = Fact::TrialStarted { customer: CustomerKey(tx.key("1")), period_days: Some(14) };
        let early = event(tx, "early", at(19), trial.clone());
        let first = event(tx, "trial", at(25), trial);
        let again = |told: &Event, id: &str, tx: &mut Tx<'_>| {
            let fact = Fact::Rejudge { event: Box::new(told.clone()), why: vouchsafe_domain::event::RejudgeWhy::BoundLate };
            event(tx, id, at(90), fact)
        };
        let (early, first) = (again(&early, "early-again", tx), again(&first, "first-again", tx));
        commit(tx, &mut world, &[(early, Outcome::default()), (first, Outcome::default())])
    });
    write.await.unwrap();
    let rows = rows(&desk).await;
    assert_eq!(rows.iter().map(|row| (row.kind, row.subject, row.days, row.at)).collect::<Vec<_>>(), [(NoticeKind::Trial, 1, Some(14), at(25))]);
}

#[tokio::test]
async fn a_letter_about_an_expiry_is_due_some_days_before_it() {
    for (valid_days, due_after_days) in [(30, 23), (10, 5), (7, 3)] {
        let desk = switched_on(at(0)).await;
        stepped(&desk, &[RewardStep::Due, RewardStep::Settled { rail: Rail::GiftCard }], 20, Some(valid_days)).await;
        desk.db.write(|tx| [1, 2].into_iter().try_for_each(|no| tx.end_notice(no, NoticeState::Sent, None, None, at(30)))).await.unwrap();
        let due = |days| desk.db.next_notice(at(21).plus(Span::days(days)), WEEK);
        assert!(due(due_after_days - 1).await.unwrap().is_none(), "{valid_days}");
        assert_eq!(due(due_after_days + 1).await.unwrap().unwrap().kind, NoticeKind::Expiring, "{valid_days}");
    }
}

#[tokio::test]
async fn two_people_who_turn_out_to_be_one_are_told_of_once() {
    // What became of the letters about the one who goes (1) and the one who stays (2), and what is left of them after the merge.
    let (waiting, sent, skipped) = (NoticeState::Waiting, NoticeState::Sent, NoticeState::Skipped);
    for (goes, stays, expected) in [
        (Some(waiting), None, vec![(2, waiting)]),
        (Some(sent), None, vec![(2, sent)]),
        (Some(waiting), Some(waiting), vec![(1, skipped), (2, waiting)]),
        (Some(sent), Some(waiting), vec![(1, sent), (2, skipped)]),
        (Some(waiting), Some(sent), vec![(1, skipped), (2, sent)]),
        (Some(sent), Some(sent), vec![(1, sent), (2, sent)]),
    ] {
        let desk = switched_on(at(0)).await;
        let write = desk.db.write(move |tx| {
            let mut world = World::new();
            people(tx, &mut world, Some(4));
            world.party(2, PartyName::Customer(CustomerKey(tx.key("2"))));
            let code = tx.code("ada");
            world.bind(PartyId(2), PartyId(0), code, 5);
            world.state.parties.get_mut(&PartyId(2)).unwrap().registered_at = Some(at(4));
            let registered = |party| outcome(vec![Change::Registered { party: PartyId(party) }]);
            let mut events = Vec::new();
            for (party, state) in [(1, goes), (2, stays)] {
                if state.is_some() {
                    events.push((event(tx, &format!("registered-{party}"), at(10), Fact::TimePassed), registered(party)));
                }
            }
            commit(tx, &mut world, &events)?;
            for (index, state) in [goes, stays].into_iter().flatten().enumerate() {
                if state == NoticeState::Sent {
                    tx.end_notice(index as u64 + 1, NoticeState::Sent, None, None, at(11))?;
                }
            }
            world.merge(PartyId(1), PartyId(2));
            let merged = event(tx, "merged", at(20), Fact::TimePassed);
            commit(tx, &mut world, &[(merged, Outcome::default())])?;
            // Whatever is told of them again is not told twice.
            let again = event(tx, "again", at(30), Fact::TimePassed);
            commit(tx, &mut world, &[(again, registered(1))])
        });
        write.await.unwrap();
        let mut found: Vec<_> = rows(&desk).await.iter().map(|row| (row.subject, row.state)).collect();
        found.sort_unstable();
        assert_eq!(found, expected, "{goes:?} {stays:?}");
    }
}

#[tokio::test]
async fn a_letter_takes_the_steps_that_it_may_and_no_other() {
    let desk = switched_on(at(0)).await;
    stepped(&desk, &[RewardStep::Due], 20, None).await;
    let (no, now) = (rows(&desk).await[0].no, at(100));
    let state = async || rows(&desk).await.into_iter().map(|row| (row.state, row.tries, row.why)).next().unwrap();
    assert!(!desk.db.write(move |tx| tx.decide_notice(no, true, now)).await.unwrap(), "what waits needs no word");
    assert!(desk.db.write(move |tx| tx.begin_notice(no, now)).await.unwrap());
    assert!(!desk.db.write(move |tx| tx.begin_notice(no, now)).await.unwrap(), "nobody takes it up twice");
    assert_eq!(state().await, (NoticeState::Sending, 1, None));
    desk.db.write(move |tx| tx.put_off_notice(no, at(160), Some("later"), true, now)).await.unwrap();
    assert!(desk.db.next_notice(at(159), WEEK).await.unwrap().is_none());
    assert_eq!(desk.db.next_notice(at(160), WEEK).await.unwrap().unwrap().tries, 1);
    desk.db.write(move |tx| tx.begin_notice(no, now)).await.unwrap();
    desk.db.write(move |tx| tx.put_off_notice(no, at(160), None, false, now)).await.unwrap();
    assert_eq!(state().await.1, 1, "what was no try counts as none");
    desk.db.write(move |tx| tx.begin_notice(no, now)).await.unwrap();
    assert_eq!(desk.db.write(move |tx| tx.interrupt_notices(now)).await.unwrap(), 1);
    assert_eq!(state().await, (NoticeState::Unknown, 2, Some(NoticeWhy::Interrupted)));
    assert!(desk.db.next_notice(at(9_000), WEEK).await.unwrap().is_none(), "what may have left never leaves by itself");
    assert!(desk.db.write(move |tx| tx.decide_notice(no, true, now)).await.unwrap());
    assert_eq!(state().await, (NoticeState::Waiting, 0, None));
    desk.db.write(move |tx| tx.switch_notice(NoticeKind::Earned, None, now)).await.unwrap();
    assert_eq!(state().await.2, Some(NoticeWhy::SwitchedOff));
    desk.db.write(move |tx| tx.end_notice(no, NoticeState::Sent, None, None, now)).await.unwrap();
    assert_eq!(state().await.0, NoticeState::Skipped, "what is at its end stays there");
}

#[tokio::test]
async fn own_words_are_kept_for_each_language_until_they_are_taken_away() {
    let desk = Desk::new().await;
    let own = crate::NoticeText { subject: "s".to_owned(), mjml: "m".to_owned(), text: "t".to_owned() };
    let kept = own.clone();
    desk.db.write(move |tx| tx.set_notice_text(NoticeKind::Earned, "en", Some(&kept))).await.unwrap();
    assert_eq!(desk.db.notice_text(NoticeKind::Earned, "en").await.unwrap(), Some(own));
    assert_eq!(desk.db.notice_text(NoticeKind::Earned, "ru").await.unwrap(), None);
    desk.db.write(|tx| tx.set_notice_text(NoticeKind::Earned, "en", None)).await.unwrap();
    assert_eq!(desk.db.notice_text(NoticeKind::Earned, "en").await.unwrap(), None);
}

#[tokio::test]
async fn whatever_has_a_number_is_found_by_it() {
    for (index, kind) in NoticeKind::ALL.into_iter().enumerate() {
        assert_eq!((kind.cell(), NoticeKind::parse(kind.name())), (i64::try_from(index).unwrap(), Some(kind)));
    }
    for (index, state) in NoticeState::ALL.into_iter().enumerate() {
        assert_eq!((state.cell(), NoticeState::parse(state.name())), (i64::try_from(index).unwrap(), Some(state)));
    }
    for (index, why) in NoticeWhy::ALL.into_iter().enumerate() {
        assert_eq!(why.cell(), i64::try_from(index).unwrap(), "{}", why.code());
    }
}
