//! What a person pays: listed, written into a sheet, marked paid once, and never sent.

use super::bed::{ACTOR, Bed, Other, keys, pay_all, program};
use std::collections::BTreeSet;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::view::{FoundState, PayoutFilter, PayoutSort, PayoutState, SyncStatus};
use vouchsafe_app::{AppError, keeping, saleor};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_paid_by_hand_is_listed_and_marked_with_the_reference_of_the_payment() {
    let bed = Bed::under(300, &program().replace("rail = \"gift_card\"", "rail = \"manual\"")).await;
    let due = keys(bed.desk(), PayoutState::Due).await;
    let requests = bed.server().requests();
    let paid = pay_all(bed.desk(), &bed.rails).await;
    assert_eq!((paid.by_hand, paid.done, bed.server().requests()), (due.len() as u64, 0, requests));
    let sheet = bed.file("pay.csv");
    assert_eq!(bed.desk().export_manual(&sheet).await.unwrap(), due.len() as u64);
    assert!(matches!(bed.desk().export_manual(&sheet).await, Err(AppError::FileThere { .. })));
    let text = std::fs::read_to_string(&sheet).unwrap();
    assert!(text.starts_with("reward,beneficiary_key,") && due.iter().all(|key| text.contains(key.as_str())));
    let row = bed.desk().manual_payouts(None, 10).await.unwrap().rows.remove(0);
    assert!(matches!(bed.desk().mark_paid(ACTOR, &row.reward, " ", row.revision).await, Err(AppError::ReferenceMissing)));
    assert!(matches!(bed.desk().mark_paid(ACTOR, &row.reward, "B-7", row.revision + 1).await, Err(AppError::Stale)));
    let marked = bed.desk().mark_paid(ACTOR, &row.reward, "B-7", row.revision).await.unwrap();
    assert_eq!((marked.row.state, marked.external_id.as_deref(), marked.can_mark_paid), (PayoutState::Done, Some("B-7"), false));
    assert!(matches!(bed.desk().mark_paid(ACTOR, &row.reward, "B-8", row.revision).await, Err(AppError::Stale)));
    assert_eq!(bed.desk().manual_payouts(None, 500).await.unwrap().count + 1, due.len() as u64);
    // Who said so is told once, with the event that says what and with which reference.
    let told = bed.desk().sync_log(None, 10).await.unwrap().into_iter().map(|line| line.what);
    let by_hand: Vec<_> = told.filter(|what| what.code == "paid_by_hand").map(|what| what.args).collect();
    let event = marked.history.iter().map(|line| line.seq).max().unwrap().to_string();
    assert_eq!(by_hand, [[("event".to_owned(), event), ("actor".to_owned(), ACTOR.to_owned())]]);
    let moved: Vec<_> = marked.transfers.iter().map(|moved| (moved.debit.clone(), moved.credit.clone())).collect();
    assert!(moved.iter().any(|(debit, credit)| debit.starts_with("liability:pending:") && credit == "liability:issued:manual"), "{moved:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_shop_delivers_is_not_marked_by_hand_and_a_code_finds_it() {
    let bed = Bed::new(200).await;
    let key = keys(bed.desk(), PayoutState::Due).await.remove(0);
    let row = bed.desk().payout(&key).await.unwrap().row;
    assert!(matches!(bed.desk().mark_paid(ACTOR, &key, "B-7", row.revision).await, Err(AppError::NotByHand)));
    pay_all(bed.desk(), &bed.rails).await;
    let detail = bed.desk().payout(&key).await.unwrap();
    let code = detail.code.clone().unwrap();
    assert!(code.ends_with(&detail.row.code_end.clone().unwrap()) && detail.row.code_end.unwrap().len() == 4);
    let find = async |text: &str| {
        let filter = PayoutFilter { search: Some(text.to_owned()), ..PayoutFilter::default() };
        let found = bed.desk().payouts(&filter, PayoutSort::Newest, None, 500).await.unwrap();
        assert_eq!(found.totals.iter().map(|total| total.count).sum::<u64>(), found.page.count);
        found.page.rows.into_iter().map(|row| row.reward).collect::<Vec<_>>()
    };
    assert_eq!(find(&code).await, std::slice::from_ref(&key));
    assert_eq!(find(&key).await, std::slice::from_ref(&key));
    assert!(find(&detail.row.beneficiary.key).await.contains(&key));
    assert_eq!(find("nobody at all").await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restore_a_person_says_of_each_reward_whether_it_was_paid_by_hand_since() {
    let bed = Bed::under(300, &program().replace("rail = \"gift_card\"", "rail = \"manual\"")).await;
    let due = keys(bed.desk(), PayoutState::Due).await;
    let (backup, back) = (bed.file("backup.db"), bed.file("back.db"));
    bed.desk().backup(&backup, None).await.unwrap();
    let row = bed.desk().manual_payouts(None, 1).await.unwrap().rows.remove(0);
    bed.desk().mark_paid(ACTOR, &row.reward, "B-7", row.revision).await.unwrap();
    keeping::restore(&backup, &back, None, None).await.unwrap();
    let restored = Other::open(back, bed.server()).await;
    let desk = &restored.desk;
    let sheet = bed.file("pay.csv");
    assert!(matches!(desk.export_manual(&sheet).await, Err(AppError::PayoutsRest)) && !sheet.exists());
    assert!(matches!(desk.mark_paid(ACTOR, &row.reward, "B-8", row.revision).await, Err(AppError::PayoutsRest)));
    assert!(matches!(desk.resume_payouts().await, Err(AppError::PayoutsRest)), "nothing was compared since");
    let reconcile = async || {
        let shop = desk.connect(&bed.server().url(), bed.server().token(), saleor::Settings::default()).await.unwrap();
        desk.reconcile(&shop, &restored.rails, &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await.unwrap()
    };
    let compared = reconcile().await;
    assert_eq!((compared.open, compared.resumed), (due.len() as u64, false));
    assert!(matches!(desk.resume_payouts().await, Err(AppError::PayoutsRest)), "findings are open");
    let found = desk.findings(Some(FoundState::Open), None, 500).await.unwrap().rows;
    assert_eq!(found.iter().filter_map(|row| row.reward.clone()).collect::<BTreeSet<_>>(), due.iter().cloned().collect());
    for finding in found {
        assert_eq!((finding.kind_word(), finding.mend_word(), finding.is_for_a_person()), ("by_hand", "by_hand", true));
        if finding.reward.as_ref() == Some(&row.reward) {
            assert!(desk.mend(&restored.rails, finding.no, ACTOR, "B-7").await.unwrap().is_done);
        } else {
            desk.leave_finding(finding.no, ACTOR, "it was not paid").await.unwrap();
        }
    }
    let paid = desk.payout(&row.reward).await.unwrap();
    assert_eq!((paid.row.state, paid.external_id.as_deref()), (PayoutState::Done, Some("B-7")));
    let compared = reconcile().await;
    assert_eq!((compared.open, compared.resumed), (0, true));
    assert_eq!(desk.export_manual(&sheet).await.unwrap(), due.len() as u64 - 1);
    assert_eq!(reconcile().await.open, 0, "what is paid by hand later is no finding");
}
