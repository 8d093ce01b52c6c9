//! What holds payouts back: a stop, a rest after a restore, the ceiling of a day, a program that waits for a person; and a run that only looks.

use super::bed::{ACTOR, Bed, Other, assert_right, keys, only, open, pay, pay_all, program, rows, wake};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::view::{PayOrder, PayRun, PayoutState, Rest, Which};
use vouchsafe_app::{AppError, keeping};
use vouchsafe_domain::money::{Asset, Currency, Money};

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_ends_a_batch_before_its_next_sending_and_nothing_goes_out_until_it_is_lifted() {
    let bed = Bed::new(600).await;
    let due = open(bed.desk()).await;
    let told = watch::Sender::new(PayRun::default());
    let (mut seen, desk) = (told.subscribe(), bed.desk().clone());
    let stopper = tokio::spawn(async move {
        seen.wait_for(|run| run.gone_through >= 3).await.unwrap();
        desk.stop_payouts("bob", "a complaint").await.unwrap();
    });
    let paid = bed.desk().pay(ACTOR, &bed.rails, &PayOrder::default(), &told, &CancellationToken::new()).await.unwrap();
    stopper.await.unwrap();
    assert_eq!(paid.stopped.as_ref().map(|said| &*said.code), Some("payouts_stopped"), "{paid:?}");
    assert!(paid.left > 0 && paid.done < due, "{paid:?}");
    let rests = bed.desk().payout_switch().await.unwrap().rests;
    assert!(matches!(rests, Some(Rest::Stopped { actor, reason, .. }) if actor == "bob" && reason == "a complaint"));
    let requests = bed.server().requests();
    let refused = pay(bed.desk(), &bed.rails, &PayOrder::default()).await;
    assert!(matches!(refused, Err(AppError::PayoutsStopped { reason }) if reason == "a complaint"));
    assert_eq!(bed.server().requests(), requests);
    assert!(matches!(bed.desk().let_payouts_go("bob", " ").await, Err(AppError::ReasonMissing)));
    bed.desk().let_payouts_go("bob", "cleared up").await.unwrap();
    pay_all(bed.desk(), &bed.rails).await;
    assert_right(bed.desk(), bed.server()).await;
    assert_eq!(open(bed.desk()).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_is_cancelled_between_two_payouts() {
    let bed = Bed::new(600).await;
    let (told, cancel) = (watch::Sender::new(PayRun::default()), CancellationToken::new());
    let (mut seen, stop) = (told.subscribe(), cancel.clone());
    let stopper = tokio::spawn(async move {
        seen.wait_for(|run| run.gone_through >= 2).await.unwrap();
        stop.cancel();
    });
    let paid = bed.desk().pay(ACTOR, &bed.rails, &PayOrder::default(), &told, &cancel).await.unwrap();
    stopper.await.unwrap();
    assert!(paid.left > 0 && paid.stopped.is_none() && !told.borrow().is_running, "{paid:?}");
    assert_eq!(keys(bed.desk(), PayoutState::Sending).await, Vec::<String>::new());
    pay_all(bed.desk(), &bed.rails).await;
    assert_right(bed.desk(), bed.server()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_db_that_came_back_from_a_backup_pays_nothing() {
    let bed = Bed::new(200).await;
    let (copy, back) = (bed.file("copy.db"), bed.file("back.db"));
    bed.desk().backup(&copy, None).await.unwrap();
    let due = open(bed.desk()).await;
    pay_all(bed.desk(), &bed.rails).await;
    keeping::restore(&copy, &back, None, None).await.unwrap();
    let restored = Other::open(back.clone(), bed.server()).await;
    assert!(matches!(pay(&restored.desk, &restored.rails, &PayOrder::default()).await, Err(AppError::PayoutsRest)));
    let automatic = restored.desk.pay_automatic(&restored.rails, &watch::Sender::new(PayRun::default()), &CancellationToken::new()).await.unwrap();
    assert_eq!((automatic.done, automatic.calls), (0, 0));
    // A person's word does not take the place of a comparison.
    restored.desk.let_payouts_go(ACTOR, "I am sure").await.unwrap();
    assert!(matches!(pay(&restored.desk, &restored.rails, &PayOrder::default()).await, Err(AppError::PayoutsRest)));
    assert!(matches!(restored.desk.resume_payouts().await, Err(AppError::PayoutsRest)));
    restored.desk.close().await;
    wake(&back).await;
    let restored = Other::open(back, bed.server()).await;
    // The codes are those of before, so what went out since is found and not sent again.
    let paid = pay_all(&restored.desk, &restored.rails).await;
    assert_eq!(paid.done, due);
    assert_right(&restored.desk, bed.server()).await;
    assert_right(bed.desk(), bed.server()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_passes_the_ceiling_of_a_day_waits_for_a_word() {
    let bed = Bed::new(600).await;
    let eur = Currency::parse("EUR").unwrap();
    let in_euros = |amount: &vouchsafe_app::view::Amount| amount.asset == Asset::Currency(eur);
    let due = rows(bed.desk(), Some(PayoutState::Due)).await;
    let whole: i64 = due.iter().filter(|row| in_euros(&row.amount)).map(|row| row.amount.minor).sum();
    let limit = Money::new(whole / 2, eur);
    bed.desk().set_payout_ceiling(ACTOR, &[limit]).await.unwrap();
    let log = bed.desk().sync_log(None, 1).await.unwrap().remove(0).what;
    assert_eq!((&*log.code, log.args.last().map(|(_, actor)| &**actor)), ("payout_ceiling", Some(ACTOR)));
    let paid = pay_all(bed.desk(), &bed.rails).await;
    assert!(paid.over_ceiling > 0 && paid.stopped.is_none(), "{paid:?}");
    let gone_out = |amounts: &[vouchsafe_app::view::Amount]| amounts.iter().filter(|amount| in_euros(amount)).map(|amount| amount.minor).sum::<i64>();
    assert!(gone_out(&paid.amounts) <= limit.minor && gone_out(&paid.amounts) > 0);
    assert!(keys(bed.desk(), PayoutState::Due).await.len() as u64 == paid.over_ceiling);
    assert_eq!(bed.desk().payout_switch().await.unwrap().today, [Money::new(gone_out(&paid.amounts), eur)]);
    // The day's sum is that of the log: pressing again, or starting anew, gives no second allowance.
    let again = pay_all(bed.desk(), &bed.rails).await;
    assert!(gone_out(&paid.amounts) + gone_out(&again.amounts) <= limit.minor);
    let plan = bed.desk().pay_dry_run(&bed.rails, &Which::All).await.unwrap();
    assert!(!plan.is_empty() && plan.iter().all(|call| call.is_over_ceiling));
    let sure = PayOrder { which: Which::All, confirm_over_ceiling: true };
    let rest = pay(bed.desk(), &bed.rails, &sure).await.unwrap();
    assert_eq!((rest.over_ceiling, open(bed.desk()).await), (0, 0));
    assert_right(bed.desk(), bed.server()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_programs_that_pay_by_themselves_pay_by_themselves() {
    let told = || watch::Sender::new(PayRun::default());
    for (mode, pays) in [("mode = \"auto\"", true), ("mode = { limited = { percent = 80 } }", true), ("mode = \"manual\"", false)] {
        let bed = Bed::under(300, &program().replace("mode = \"auto\"", mode)).await;
        if !pays {
            approve_all(&bed).await;
        }
        let due = open(bed.desk()).await;
        assert!(due > 0, "{mode}");
        let paid = bed.desk().pay_automatic(&bed.rails, &told(), &CancellationToken::new()).await.unwrap();
        assert_eq!(paid.done, if pays { due } else { 0 }, "{mode}: {paid:?}");
        pay_all(bed.desk(), &bed.rails).await;
        assert_right(bed.desk(), bed.server()).await;
    }
}

async fn approve_all(bed: &Bed) {
    use vouchsafe_app::view::{ReviewFilter, ReviewVerdict, RewardSort};
    let waiting = bed.desk().review_queue(&ReviewFilter::default(), RewardSort::Newest, None, 500).await.unwrap().page.rows;
    let items: Vec<(String, u32)> = waiting.into_iter().map(|row| (row.row.key, row.revision)).collect();
    bed.desk().review_many(ACTOR, &items, ReviewVerdict::Approve, "fine").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_tells_each_request_and_does_nothing() {
    let bed = Bed::new(300).await;
    let due = keys(bed.desk(), PayoutState::Due).await;
    let (head, requests) = (bed.desk().journal_head().await.unwrap(), bed.server().requests());
    let plan = bed.desk().pay_dry_run(&bed.rails, &Which::All).await.unwrap();
    // It asks once whether other desks have agreed on what codes are made of, and changes nothing there or here.
    assert_eq!((bed.desk().journal_head().await.unwrap(), bed.server().requests(), bed.server().cards().len()), (head, requests + 1, 0));
    let requests = bed.server().requests();
    assert_eq!(plan.iter().map(|call| call.reward.clone()).collect::<std::collections::BTreeSet<_>>(), due.iter().cloned().collect());
    let told: usize = plan.iter().map(|call| call.calls.len()).sum();
    let paid = pay_all(bed.desk(), &bed.rails).await;
    assert_eq!((paid.calls, bed.server().requests() - requests), (told as u64, told as u64));
    let codes: Vec<String> = bed.server().cards().into_iter().map(|card| card.code).collect();
    let is_told = |code: &String| plan.iter().any(|call| call.calls.iter().any(|request| request.contains(code.as_str())));
    assert!(codes.iter().filter(|code| code.starts_with("RF")).all(is_told));
    assert_eq!(bed.desk().pay_dry_run(&bed.rails, &only(&due[..1]).which).await.unwrap(), []);
}
