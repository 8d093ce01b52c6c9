//! What paying costs in requests: as few as can be.

use super::bed::{Bed, assert_right, keys, only, pay, pay_all};
use vouchsafe_app::view::PayoutState;

#[tokio::test(flavor = "multi_thread")]
async fn a_card_costs_two_requests_a_batch_one_and_a_batch_that_delivers_nothing_none() {
    let bed = Bed::new(1_500).await;
    let due = keys(bed.desk(), PayoutState::Due).await;
    assert!(due.len() > 100, "{}", due.len());
    let (some, rest) = due.split_at(due.len() / 3);
    // A card is made without an owner and useless, so that the shop sends no mail, and is made useful by a second request. What codes are made of
    // is agreed on at the shop by the first batch, and asked for by every other.
    let mut asked = bed.server().requests();
    for part in [some, rest, &[]] {
        let paid = if part.is_empty() { pay_all(bed.desk(), &bed.rails).await } else { pay(bed.desk(), &bed.rails, &only(part)).await.unwrap() };
        let (cards, batch) = (part.len() as u64, u64::from(!part.is_empty()));
        assert_eq!((paid.done, paid.calls, bed.server().requests() - asked), (cards, 2 * cards + batch, 2 * cards + batch));
        asked = bed.server().requests();
    }
    assert_right(bed.desk(), bed.server()).await;
}
