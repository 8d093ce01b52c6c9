//! What a person pays: listed, written into a sheet, marked paid once, and never sent.

use super::bed::{ACTOR, Bed, keys, pay_all, program};
use vouchsafe_app::AppError;
use vouchsafe_app::view::{PayoutFilter, PayoutSort, PayoutState};

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
