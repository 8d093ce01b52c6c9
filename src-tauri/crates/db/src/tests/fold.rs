//! One commit of the fold: log, ledger, journal and read models together.

use super::world::{World, currency, filled, granted, terms};
use super::{Desk, at};
use crate::{Broken, DbError, RewardFilter, RewardSort, RewardState, Wait};
use vouchsafe_domain::ledger::Account;
use vouchsafe_domain::name::{CustomerKey, Key, Names as _, OrderKey};
use vouchsafe_domain::outcome::{Change, GrantVerdict, Outcome};
use vouchsafe_domain::party::{PartyId, PartyName};
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::{AnyReward, Reward, RewardId, RewardStep, Waiting};
use vouchsafe_domain::rollup::{FigureCell, Figures};

#[tokio::test]
async fn the_log_is_only_ever_added_to() {
    let desk = filled().await;
    let inside = [
        "UPDATE event SET at = 0",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 1",
        "UPDATE transfer SET minor = 1",
        "DELETE FROM transfer WHERE no = 1",
        "INSERT OR REPLACE INTO transfer SELECT * FROM transfer",
        "UPDATE journal SET hash = x'00'",
        "DELETE FROM journal",
        "INSERT INTO transfer SELECT 999, 1, 0, 0, 0, 0, 0, 0, 0",
        "INSERT INTO transfer SELECT 999, 1, 0, 0, 0, 0, 0, -5, 0",
    ];
    for sql in inside {
        let refused = desk.db.write(move |tx| Ok(tx.conn.execute_batch(sql)?)).await;
        assert!(matches!(refused, Err(DbError::Sqlite(_))), "{sql}: {refused:?}");
    }
    assert_eq!((desk.count("event").await, desk.count("transfer").await, desk.count("journal").await), (200, 200, 1));
}

#[tokio::test]
async fn a_whole_journal_verifies_and_each_change_is_found() {
    let sqls = [
        ("UPDATE event SET outcome = bytes WHERE seq = 100", Some(Broken::Contents { entry: 1 })),
        ("UPDATE event SET bytes = x'00' WHERE seq = 201", Some(Broken::Contents { entry: 2 })),
        ("DELETE FROM event WHERE seq = 7", Some(Broken::Gap { entry: 1 })),
        ("DELETE FROM event WHERE seq = 201", Some(Broken::Gap { entry: 2 })),
        ("DELETE FROM journal WHERE no = 1", Some(Broken::Gap { entry: 1 })),
        ("DELETE FROM journal WHERE no = 2", Some(Broken::Unentered { seq: 200 })),
        ("UPDATE journal SET recorded_at = 0 WHERE no = 1", Some(Broken::Contents { entry: 1 })),
        ("UPDATE journal SET previous = zeroblob(32) WHERE no = 2", Some(Broken::Chain { entry: 2 })),
        ("UPDATE transfer SET minor = minor + 1 WHERE no = 9", Some(Broken::Transfers { entry: 1 })),
        ("DELETE FROM transfer WHERE no = 200", Some(Broken::Transfers { entry: 1 })),
        ("INSERT INTO transfer SELECT 201, 201, 0, 0, 0, 0, 1, 1, 1", Some(Broken::Transfers { entry: 2 })),
        ("SELECT 1", None),
    ];
    for (sql, broken) in sqls {
        let desk = filled().await;
        desk.db
            .write(|tx| {
                let commit = World::new().seal(tx, "second", vec![Outcome::default()]);
                tx.commit_fold(&commit, at(2_000))
            })
            .await
            .unwrap();
        let outside = desk.outside();
        for law in ["event", "transfer", "journal"] {
            outside.execute_batch(&format!("DROP TRIGGER {law}_never_changes; DROP TRIGGER {law}_never_goes")).unwrap();
        }
        outside.execute_batch(sql).unwrap();
        let verified = desk.db.verify_journal().await.unwrap();
        assert_eq!(verified.broken, broken, "{sql}");
        if broken.is_none() {
            assert_eq!((verified.entries, verified.events), (2, 201));
            assert_eq!(desk.db.journal_head().await.unwrap(), Some((2, verified.head)));
        }
    }
}

#[tokio::test]
async fn the_chain_goes_on_after_a_commit_that_failed_and_after_a_restart() {
    let desk = filled().await;
    let failed = desk.db.write(|tx| {
        let commit = World::new().seal(tx, "lost", vec![Outcome::default()]);
        tx.commit_fold(&commit, at(3))?;
        Err::<(), _>(DbError::Closed)
    });
    assert!(failed.await.is_err());
    let mut desk = desk;
    for round in 0..3 {
        desk = desk.again().await;
        let folded = desk.db.write(move |tx| {
            let commit = World::new().seal(tx, &format!("round-{round}"), vec![Outcome::default(); 2]);
            tx.commit_fold(&commit, at(4))
        });
        assert_eq!(folded.await.unwrap().first_seq, 201 + 2 * round);
    }
    let verified = desk.db.verify_journal().await.unwrap();
    assert_eq!((verified.entries, verified.events, verified.broken), (4, 206, None));
    let logged: Vec<u64> = desk.db.log_after(190, 3).collect::<Result<Vec<_>, _>>().unwrap().concat().iter().map(|logged| logged.0).collect();
    assert_eq!(logged, (191..=206).collect::<Vec<_>>());
}

/// Counted from the rewards themselves, what was kept along the way must come out.
async fn totals_agree(desk: &Desk) {
    let state = desk.db.state().await.unwrap();
    let page = desk.db.rewards(&RewardFilter::default(), RewardSort::Newest, None, 1).await.unwrap();
    for total in &page.totals {
        let of_asset = state.rewards.values().filter(|reward| reward.amount().asset == total.amount.asset);
        let (count, minor) = of_asset.fold((0, 0), |sum, reward| (sum.0 + 1, sum.1 + reward.amount().minor));
        assert_eq!((total.count, total.amount.minor), (count, minor));
    }
    assert_eq!(page.count, state.rewards.len() as u64);
}

#[tokio::test]
async fn totals_and_balances_follow_every_step_of_a_reward() {
    let desk = filled().await;
    totals_agree(&desk).await;
    desk.db
        .write(|tx| {
            let mut world = World { state: tx.load_all()?, rollup: vouchsafe_domain::rollup::Rollup::default() };
            for no in 0..200 {
                world.step(no, RewardStep::Reduced { minor: 50, reason: Reason::Refunded }, 100);
                world.step(no, RewardStep::Captured, 100);
                world.step(no, if no % 8 == 0 { RewardStep::Due } else { RewardStep::Voided { reason: Reason::Cancelled } }, 101);
            }
            let commit = world.seal(tx, "steps", vec![Outcome::default()]);
            tx.commit_fold(&commit, at(5))
        })
        .await
        .unwrap();
    totals_agree(&desk).await;
    let void = RewardFilter { state: Some(RewardState::Void), ..RewardFilter::default() };
    let page = desk.db.rewards(&void, RewardSort::Newest, None, 500).await.unwrap();
    assert_eq!(page.count, page.rows.len() as u64);
    assert!(page.rows.iter().all(|row| row.reason.is_some() && row.ended_at.is_some() && !row.waits.has(Wait::Hold)));

    let balances = desk.db.balances().await.unwrap();
    let expense: i64 = balances.iter().filter(|row| matches!(row.account, Account::ExpenseRewards(_))).map(|row| row.amount.minor).sum();
    let owed: i64 = balances.iter().filter(|row| matches!(row.account, Account::LiabilityPending(_))).map(|row| row.amount.minor).sum();
    assert_eq!(expense, (0..200).map(|no| 100 + no % 7).sum::<i64>());
    assert_eq!(expense + owed, 0);
    let accrued: i64 = desk.db.figures().await.unwrap().iter().map(|row| row.figures.accrued).sum();
    assert_eq!(accrued, expense);
}

#[tokio::test]
async fn a_sum_at_the_end_of_its_range_stays_there() {
    let desk = Desk::new().await;
    let cell = FigureCell { month: at(0).month(), channel: None, currency: currency("EUR") };
    for round in 0..3 {
        desk.db
            .write(move |tx| {
                let mut world = World::new();
                world.rollup.figures.insert(cell, Figures { revenue: i64::MAX, spend: i64::MIN, new_friends: 1, ..Figures::default() });
                let commit = world.seal(tx, &format!("round-{round}"), vec![]);
                tx.commit_fold(&commit, at(0))
            })
            .await
            .unwrap();
    }
    let figures = desk.db.figures().await.unwrap();
    assert_eq!(figures.len(), 1);
    assert_eq!(
        (figures[0].cell, figures[0].figures.revenue, figures[0].figures.spend, figures[0].figures.new_friends),
        (cell, i64::MAX, i64::MIN, 3)
    );
}

#[tokio::test]
async fn why_is_one_look_up() {
    let desk = filled().await;
    let order = OrderKey(Key::of_number("1042").unwrap());
    let judged = desk.db.decisions_of_order(order).await.unwrap();
    assert_eq!(judged.len(), 1);
    assert!(matches!(judged[0].decision.verdict, GrantVerdict::Granted { reward: RewardId(42), .. }));
    assert_eq!(judged[0].seq, 43);
    let row = desk.db.reward("first-order/43/1042/friend").await.unwrap().unwrap();
    assert_eq!((row.id, row.friend, row.order), (RewardId(42), PartyId(43), Some(order)));
    let history = desk.db.history_of_reward(row.id).await.unwrap();
    assert_eq!(history.iter().map(|logged| logged.0).collect::<Vec<_>>(), [43]);
    assert_eq!(history[0].2.transfers[0].reward, row.id);
    assert_eq!(desk.db.decisions_of_order(OrderKey(Key::of_number("9").unwrap())).await.unwrap(), []);
    assert_eq!(desk.db.reward("nobody's").await.unwrap(), None);
}

#[tokio::test]
async fn rows_follow_a_merge_also_when_the_reward_changes_later() {
    let desk = Desk::new().await;
    let (guest, buyer, advocate) = (PartyId(0), PartyId(1), PartyId(2));
    let world = desk
        .db
        .write(move |tx| {
            let mut world = World::new();
            world.party(0, PartyName::Guest(OrderKey(tx.key("1042"))));
            world.party(1, PartyName::Customer(CustomerKey(tx.key("46"))));
            world.party(2, PartyName::Customer(CustomerKey(tx.key("7"))));
            let code = tx.code("anna");
            world.bind(guest, advocate, code, 3);
            let terms = terms(tx, guest, advocate, 0, 500, "EUR", 3);
            let waiting = Waiting { captured: true, ..Waiting::default() };
            world.reward(0, AnyReward::Waiting(Reward::granted(terms, waiting)));
            world.rollup.people.insert((guest, currency("EUR")), vouchsafe_domain::rollup::PersonFigures { orders: 1, revenue: 80, cost: 5 });
            let commit = world.seal(tx, "guest", vec![granted(RewardId(0), terms, waiting)]);
            tx.commit_fold(&commit, at(3))?;

            world.merge(guest, buyer);
            world.bind(buyer, advocate, code, 3);
            world.rollup.people.insert((guest, currency("EUR")), vouchsafe_domain::rollup::PersonFigures { orders: 1, revenue: 20, cost: 0 });
            let commit = world.seal(tx, "merge", vec![Outcome::default()]);
            tx.commit_fold(&commit, at(4))?;
            world.step(0, RewardStep::Captured, 5);
            world.merge(guest, buyer);
            let commit = world.seal(tx, "later", vec![Outcome::default()]);
            tx.commit_fold(&commit, at(5))?;
            Ok(world)
        })
        .await
        .unwrap();
    assert_eq!(desk.db.state().await.unwrap(), world.state);
    assert_eq!(desk.db.resolve(guest).await.unwrap(), buyer);
    let rewards = desk.db.rewards_of(buyer, 10).await.unwrap();
    assert_eq!(rewards.iter().map(|row| (row.friend, row.beneficiary, row.revision)).collect::<Vec<_>>(), [(buyer, buyer, 1)]);
    let edges = desk.db.edges().await.unwrap();
    assert_eq!(edges.iter().map(|edge| (edge.friend, edge.advocate)).collect::<Vec<_>>(), [(buyer, advocate)]);
    let figures = desk.db.people_figures().await.unwrap();
    assert_eq!(
        figures.iter().map(|row| (row.party, row.figures.orders, row.figures.revenue, row.figures.cost)).collect::<Vec<_>>(),
        [(buyer, 2, 100, 5)]
    );
    let people = desk.db.people([guest, buyer]).await.unwrap();
    assert_eq!((people[&guest].party, people[&guest].name), (buyer, people[&buyer].name));
    assert_eq!(desk.db.decisions_of_friend(buyer).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_refused_contact_is_listed_until_a_bond_replaces_it() {
    use crate::{ReferralFilter, ReferralSort, ReferralStatus};
    let desk = Desk::new().await;
    let (friend, advocate) = (PartyId(0), PartyId(1));
    let mut world = desk
        .db
        .write(move |tx| {
            let mut world = World::new();
            world.party(0, PartyName::Customer(CustomerKey(tx.key("46"))));
            world.party(1, PartyName::Customer(CustomerKey(tx.key("7"))));
            let (own, unknown) = (tx.code("anna"), tx.code("nobody"));
            world
                .state
                .codes
                .insert(own, vouchsafe_domain::state::Code { owner: CustomerKey(tx.key("7")), issued_at: at(0), inferred: false, disabled_at: None });
            let refused = |party, code, reason| Outcome { changes: vec![Change::ContactRefused { party, code, reason }], ..Outcome::default() };
            let outcomes = vec![
                refused(friend, own, Reason::ExistingCustomer),
                refused(friend, unknown, Reason::CodeUnknown),
                refused(advocate, unknown, Reason::CodeUnknown),
            ];
            let commit = world.seal(tx, "refused", outcomes);
            tx.commit_fold(&commit, at(0))?;
            Ok(world)
        })
        .await
        .unwrap();
    let rejected = ReferralFilter { status: Some(ReferralStatus::Rejected), ..ReferralFilter::default() };
    let page = desk.db.referrals(&rejected, ReferralSort::Newest, None, 10).await.unwrap();
    let got: Vec<_> = page.rows.iter().map(|row| (row.friend, row.advocate, row.reason)).collect();
    assert_eq!(got, [(advocate, None, Some(Reason::CodeUnknown)), (friend, Some(advocate), Some(Reason::ExistingCustomer))]);
    assert_eq!(desk.db.edges().await.unwrap(), []);

    desk.db
        .write(move |tx| {
            let code = tx.code("anna");
            world.bind(friend, advocate, code, 9);
            let commit = world.seal(tx, "bound", vec![Outcome::default()]);
            tx.commit_fold(&commit, at(9))
        })
        .await
        .unwrap();
    let row = desk.db.referral_of(friend).await.unwrap().unwrap();
    assert_eq!((row.status, row.reason, row.advocate, row.bound_at), (ReferralStatus::Registered, None, Some(advocate), at(9)));
}
