//! What was delivered is used, in part or whole, or expires.

use super::bed::World;
use vouchsafe_app::view::PayoutState;
use vouchsafe_demo::Deed;

/// 86,400 seconds.
const DAY: u32 = 86_400;

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_used_in_parts_and_each_part_counts_once() {
    let (world, key) = World::with_card().await;
    assert_eq!(world.stands(&key).await, "settled 10.00 used 0.00");
    world.spend(400);
    world.sync().await;
    assert_eq!((world.stands(&key).await.as_str(), world.on("liability:issued").await.as_str()), ("settled 10.00 used 4.00", "-6.00"));
    world.sync().await;
    assert_eq!(world.stands(&key).await, "settled 10.00 used 4.00");
    world.spend(600);
    world.sync().await;
    assert_eq!((world.stands(&key).await.as_str(), world.on("liability:issued").await.as_str()), ("settled 10.00 used 10.00", "0.00"));
    assert!(world.desk.doctor(None).await.unwrap().findings.iter().all(|said| said.code.starts_with("never")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_used_before_we_knew_that_it_was_delivered_counts_as_well() {
    let world = World::new("rail = \"gift_card\"").await;
    world.order();
    world.sync().await;
    let (key, other) = (world.due().await.pop().unwrap(), world.copy("other.db").await);
    // Another desk delivers, and what came of it never reaches this one: the card is used, and this desk reads it without knowing whose it is.
    assert_eq!(world.pay_of(&other).await.done, 1);
    world.spend(300);
    world.sync().await;
    assert_eq!(world.stands(&key).await, "due 10.00 used 0.00");
    assert_eq!(world.pay().await.done, 1);
    assert_eq!(world.cards().len(), 1);
    world.sync().await;
    assert_eq!(world.stands(&key).await, "settled 10.00 used 3.00");
    other.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_used_in_time_expires() {
    let world = World::new("rail = \"gift_card\", valid_days = 5").await;
    world.order();
    world.sync().await;
    let key = world.due().await.pop().unwrap();
    world.pay().await;
    world.spend(250);
    world.sync().await;
    world.wait(4 * DAY);
    world.sync().await;
    assert_eq!(world.on("income:breakage").await, "0.00");
    world.wait(3 * DAY);
    world.sync().await;
    assert_eq!((world.stands(&key).await.as_str(), world.on("income:breakage").await.as_str()), ("settled 10.00 used 2.50", "-7.50"));
    assert_eq!(world.on("liability:issued").await, "0.00");
    // What expired is no difference.
    assert_eq!(world.reconcile().await.open, 0, "{:?}", world.found().await);
    assert_eq!(world.state(&key).await, PayoutState::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voucher_is_used_by_an_order() {
    let world = World::new("rail = \"voucher\"").await;
    world.order();
    world.sync().await;
    let key = world.due().await.pop().unwrap();
    assert_eq!(world.pay().await.done, 1);
    world.sync().await;
    assert_eq!(world.stands(&key).await, "settled 10.00 used 0.00");
    let code = world.desk.payout(&key).await.unwrap().code.unwrap();
    world.act(Deed::UseVoucher { code });
    world.sync().await;
    assert_eq!(world.stands(&key).await, "settled 10.00 used 10.00");
    world.sync().await;
    assert_eq!(world.reconcile().await.open, 0, "{:?}", world.found().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_use_counts_once_though_the_person_was_erased_meanwhile() {
    let (world, key) = World::with_card().await;
    world.spend(400);
    world.sync().await;
    let party = world.desk.party_called(&world.anna.to_string()).await.unwrap();
    world.desk.erase(party, &world.anna.to_string(), "ada", "asked for it").await.unwrap();
    world.spend(100);
    world.sync().await;
    assert_eq!(world.stands(&key).await, "settled 10.00 used 5.00");
    assert_eq!(world.reconcile().await.open, 0, "{:?}", world.found().await);
}
