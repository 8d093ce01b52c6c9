//! What paying costs in requests: as few as can be.

use super::bed::{Bed, assert_right, open, pay_all};

#[tokio::test(flavor = "multi_thread")]
async fn a_card_costs_two_requests_and_a_batch_none_beside_them() {
    let bed = Bed::new(1_500).await;
    let (due, requests) = (open(bed.desk()).await, bed.server().requests());
    assert!(due > 100, "{due}");
    let paid = pay_all(bed.desk(), &bed.rails).await;
    // A card is made without an owner and useless, so that the shop sends no mail, and is made useful by a second request.
    assert_eq!((paid.done, paid.calls, bed.server().requests() - requests), (due, 2 * due, 2 * due));
    assert_right(bed.desk(), bed.server()).await;
}
