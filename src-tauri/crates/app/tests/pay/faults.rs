//! Each thing that can go wrong on the way, at each place: nothing is doubled and nothing is lost.

use super::bed::{Bed, assert_right, cards, code_to_come, keys, only, open, pay, pay_all, pay_to_the_end};
use vouchsafe_app::view::PayoutState;
use vouchsafe_demo::{Asked, Fault, Faults, When};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_is_delivered_once_and_paying_again_does_nothing() {
    let bed = Bed::new(400).await;
    let due = open(bed.desk()).await;
    assert!(due > 20, "{due}");
    let paid = pay_all(bed.desk(), &bed.rails).await;
    assert_eq!((paid.done, paid.unknown, paid.refused, paid.conflict, paid.left), (due, 0, 0, 0, 0), "{paid:?}");
    assert_right(bed.desk(), bed.server()).await;
    let requests = bed.server().requests();
    let again = pay_all(bed.desk(), &bed.rails).await;
    assert_eq!((again.done, again.calls, bed.server().requests()), (0, 0, requests));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_fault_at_each_place_ends_with_one_card_for_each_reward() {
    let bed = Bed::new(200).await;
    for fault in Fault::of_payouts() {
        for when in [When::Nth(1), When::Nth(2), When::Nth(5), When::Chance(4_000)] {
            let other = bed.copy(&format!("{}-{when:?}.db", fault.name())).await;
            for code in bed.server().cards().into_iter().map(|card| card.code) {
                bed.server().delete(&code);
            }
            bed.faulty(Faults { seed: 7, ..Faults::default() }.with(Asked::Anything, when, fault.clone()));
            let first = pay(&other.desk, &other.rails, &only(&keys(&other.desk, PayoutState::Due).await)).await.unwrap();
            bed.faulty(Faults::default());
            pay_to_the_end(&other.desk, &other.rails).await;
            let refused = keys(&other.desk, PayoutState::Refused).await;
            if !refused.is_empty() {
                pay(&other.desk, &other.rails, &only(&refused)).await.unwrap();
            }
            assert_eq!(keys(&other.desk, PayoutState::Due).await, Vec::<String>::new(), "{} {when:?}: {first:?}", fault.name());
            assert_right(&other.desk, bed.server()).await;
            other.desk.close().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_revoked_halfway_stops_the_batch_and_loses_nothing() {
    let bed = Bed::new(400).await;
    let due = open(bed.desk()).await;
    for (fault, code) in [(Fault::TokenRevoked, "token_refused"), (Fault::WithoutPermission { permission: "MANAGE_GIFT_CARD" }, "permission_missing")]
    {
        bed.faulty(Faults::default().with(Asked::Anything, When::From(9), fault));
        let paid = pay_all(bed.desk(), &bed.rails).await;
        assert_eq!(paid.stopped.as_ref().map(|said| &*said.code), Some(code), "{paid:?}");
        assert!(paid.done >= 1 && paid.left > 0, "{paid:?}");
    }
    bed.faulty(Faults::default());
    pay_to_the_end(bed.desk(), &bed.rails).await;
    assert_eq!(cards(bed.server()).len() as u64, due);
    assert_right(bed.desk(), bed.server()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_somebody_else_has_is_a_persons_to_look_at_and_the_others_go_out() {
    let bed = Bed::new(300).await;
    let due = keys(bed.desk(), PayoutState::Due).await;
    let code = code_to_come(&bed, &due[0]).await;
    assert!(bed.server().make_card(&code, 500));
    let paid = pay_all(bed.desk(), &bed.rails).await;
    assert_eq!((paid.done + 1, paid.conflict), (due.len() as u64, 1), "{paid:?}");
    assert_eq!((&*paid.troubles[0].said.code, &paid.troubles[0].reward), ("payout_conflict", &due[0]));
    assert_eq!(keys(bed.desk(), PayoutState::Conflict).await, due[..1]);
    let strange = bed.server().cards().into_iter().find(|card| card.code == code).unwrap();
    assert_eq!((strange.initial, strange.is_active), (500, true), "what is not ours is left alone");
    assert_right(bed.desk(), bed.server()).await;
}
