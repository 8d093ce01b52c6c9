//! What bears the agreement of all desks is nobody's reward, whatever is done with it at the shop: nothing is found, told or mended about it.

use super::bed::{ADA, MARK, WHY, World, open};
use super::reconciled::global;
use vouchsafe_app::view::Mend;

/// Its code, among gift cards.
const PLACE: &str = "RFSECRETGIFTCARD";

#[tokio::test(flavor = "multi_thread")]
async fn what_bears_the_agreement_is_no_finding_and_no_mend_touches_it() {
    let (world, key) = World::with_card().await;
    let bearer = || world.server.cards().into_iter().find(|card| card.code == PLACE).unwrap();
    assert_eq!((world.reconcile().await.compared, world.found().await), (1, Vec::<String>::new()));
    // Somebody switches it on and marks it as a delivery of ours: of one that nobody knows, or of one that is known here.
    let id = global(&world, PLACE);
    world.by_hand(&format!("mutation{{giftCardActivate(id:\"{id}\"){{errors{{field}}}}}}"));
    let known = world.desk.payout(&key).await.unwrap();
    for mark in ["6ba7b811-9dad-51d1-80b4-00c04fd430c8", &known.issuance.unwrap()] {
        world.by_hand(&format!("mutation{{updateMetadata(id:\"{id}\",input:[{{key:\"{MARK}\",value:\"{mark}\"}}]){{errors{{field}}}}}}"));
        assert_eq!((world.reconcile().await.compared, world.found().await), (1, Vec::<String>::new()));
    }
    // What is mended is the delivery.
    let before = bearer();
    assert!(world.server.delete(&known.code.unwrap()));
    world.reconcile().await;
    let row = open(&world.desk).await.pop().unwrap();
    assert_eq!(row.mend, Mend::RecordGone);
    assert!(world.desk.mend(&world.rails().await, row.no, ADA, WHY).await.unwrap().is_done);
    assert_eq!((world.reconcile().await.open, bearer()), (0, before));
    assert_eq!(world.stands(&key).await, "reversed 10.00 used 0.00");
}
