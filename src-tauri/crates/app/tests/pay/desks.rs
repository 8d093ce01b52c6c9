//! Two desks that know nothing of each other, one shop, the same rewards.

use super::bed::{Bed, assert_right, cards, keys, only, pay, pay_to_the_end};
use std::sync::Arc;
use tokio::sync::Barrier;
use vouchsafe_app::view::PayoutState;
use vouchsafe_demo::{Asked, Fault, Faults, When};

async fn race(orders: u32, faults: Faults) {
    let bed = Bed::new(orders).await;
    let due = keys(bed.desk(), PayoutState::Due).await;
    let (one, other) = (bed.copy("one.db").await, bed.copy("other.db").await);
    bed.faulty(faults);
    let barrier = Arc::new(Barrier::new(2));
    let run = |desk: vouchsafe_app::Desk, rails: vouchsafe_app::Rails| {
        let (barrier, keys) = (Arc::clone(&barrier), due.clone());
        tokio::spawn(async move {
            for key in keys {
                // Both are at the same reward at the same moment.
                barrier.wait().await;
                pay(&desk, &rails, &only(&[key])).await.unwrap();
            }
        })
    };
    let (first, second) = (run(one.desk.clone(), one.rails.clone()), run(other.desk.clone(), other.rails.clone()));
    let (first, second) = tokio::join!(first, second);
    first.unwrap();
    second.unwrap();
    bed.faulty(Faults::default());
    for desk in [&one, &other] {
        pay_to_the_end(&desk.desk, &desk.rails).await;
        let refused = keys(&desk.desk, PayoutState::Refused).await;
        if !refused.is_empty() {
            pay(&desk.desk, &desk.rails, &only(&refused)).await.unwrap();
        }
    }
    assert_eq!(cards(bed.server()).len(), due.len());
    for desk in [&one, &other] {
        assert_right(&desk.desk, bed.server()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_desks_deliver_each_reward_once_and_both_know_it() {
    race(400, Faults::default()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn also_where_answers_are_lost_and_races_are_decided_late() {
    let faults = Faults::default().with(Asked::Mutations, When::Chance(1_500), Fault::Lost);
    let faults = faults.with(Asked::Field("giftCardCreate"), When::Chance(2_000), Fault::Raced);
    race(200, Faults { seed: 5, ..faults }).await;
}
