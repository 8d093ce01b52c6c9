//! What was found is not what is there any more: another desk has gone on, or this one has. A mend asks the shop anew, and does nothing then.

use super::bed::{ADA, MARK, WHY, World, open, said};
use super::reconciled::global;
use vouchsafe_app::view::{Act, FindingRow, GoodwillOrder, Mend, PayoutState};
use vouchsafe_app::{AppError, Desk, Rails, keeping};
use vouchsafe_demo::Deed;
use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::reward::Rail;

impl World {
    async fn act_on(&self, desk: &Desk, key: &str, act: Act) {
        let expects = desk.reward(key).await.unwrap().revision;
        desk.act(ADA, key, &act, WHY, expects).await.unwrap();
    }

    async fn mend_of(&self, desk: &Desk, row: &FindingRow) -> Result<bool, AppError> {
        let rails = Rails::of(&self.shop(desk).await);
        desk.mend(&rails, row.no, ADA, WHY).await.map(|mended| mended.is_done)
    }

    /// The only open finding.
    async fn one_found(&self) -> FindingRow {
        self.reconcile().await;
        let mut found = open(&self.desk).await;
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    }

    /// By what a mend says the finding is not so any more, and it is open no longer.
    async fn is_over(&self, row: &FindingRow) {
        assert!(matches!(self.mend_of(&self.desk, row).await, Err(AppError::Stale)));
        assert_eq!(self.found().await, Vec::<String>::new());
    }
}

/// Every card of ours, by whether it can be used.
fn standing(world: &World) -> Vec<(String, bool)> {
    world.cards().into_iter().map(|card| (card.code, card.is_active)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_desk_took_back_and_gave_anew_is_left_as_it_is() {
    let (world, key) = World::with_card().await;
    let (backup, restored) = (world.file("backup.db"), world.file("restored.db"));
    world.desk.backup(&backup, None).await.unwrap();
    let other = world.copy("other.db").await;
    world.act_on(&world.desk, &key, Act::Reverse).await;
    world.pay().await;
    world.act_on(&world.desk, &key, Act::Reissue).await;
    assert_eq!(world.pay().await.done, 1);
    let before = standing(&world);
    assert_eq!(before.iter().map(|(_, is_active)| *is_active).collect::<Vec<_>>(), [false, true]);
    keeping::restore(&backup, &restored, None, None).await.unwrap();
    let restored = world.open(&restored).await;
    for desk in [&restored, &other] {
        let compared = world.reconcile_of(desk).await;
        assert_eq!((compared.compared, compared.open, compared.resumed), (1, 2, false));
        let mut found = open(desk).await;
        found.sort_by_key(said);
        assert_eq!(found.iter().map(said).collect::<Vec<_>>(), ["elsewhere - 10.00 USD", "elsewhere 10.00 USD 0.00 USD"]);
        assert!(found.iter().all(|row| row.reward.as_deref() == Some(&*key) && row.is_for_a_person()));
        for row in &found {
            assert!(matches!(world.mend_of(desk, row).await, Err(AppError::Behind)));
        }
        assert_eq!((standing(&world), open(desk).await.len()), (before.clone(), 2), "nothing was done, and nothing is said to be mended");
    }
    // The desk that went on has nothing to mend, and what this one does in its turn brings it to the same.
    assert_eq!(world.reconcile().await.open, 0, "{:?}", world.found().await);
    world.act_on(&other, &key, Act::Reverse).await;
    world.pay_of(&other).await;
    world.act_on(&other, &key, Act::Reissue).await;
    assert_eq!(world.pay_of(&other).await.done, 1);
    assert_eq!((world.reconcile_of(&other).await.open, standing(&world)), (0, before));
    restored.close().await;
    other.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_desk_gave_is_switched_off_by_a_persons_word_on_it_alone() {
    let (world, _) = World::with_card().await;
    let other = world.copy("other.db").await;
    let amount = Money::new(700, Currency::parse("USD").unwrap());
    let gift = GoodwillOrder { customer: world.anna.to_string(), rail: Rail::GiftCard, amount, valid_days: None, expects: None };
    world.desk.goodwill(ADA, &gift, WHY).await.unwrap();
    world.pay().await;
    world.reconcile_of(&other).await;
    let row = open(&other).await.pop().unwrap();
    assert_eq!((said(&row).as_str(), row.mend, row.is_for_a_person()), ("orphaned - 7.00 USD", Mend::Deactivate, true));
    assert!(world.card().is_active);
    assert!(world.mend_of(&other, &row).await.unwrap());
    assert_eq!(standing(&world).iter().map(|(_, is_active)| *is_active).collect::<Vec<_>>(), [true, false]);
    other.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_since_it_was_found_is_not_switched_on() {
    let (world, key) = World::with_card().await;
    world.act(Deed::DeactivateCard { card: world.card().number });
    let row = world.one_found().await;
    assert_eq!(said(&row), "switched_off 10.00 USD 0.00 USD");
    world.act_on(&world.desk, &key, Act::Reverse).await;
    world.pay().await;
    assert_eq!(world.state(&key).await, PayoutState::Closed);
    world.is_over(&row).await;
    assert!(!world.card().is_active);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_there_again_is_not_noted_as_gone() {
    let (world, key) = World::with_card().await;
    let card = world.card();
    assert!(world.server.delete(&card.code));
    let row = world.one_found().await;
    assert_eq!(row.mend, Mend::RecordGone);
    assert!(world.server.make_card(&card.code, 1_000));
    let (id, mark) = (global(&world, &card.code), &card.metadata[0].1);
    world.by_hand(&format!("mutation{{updateMetadata(id:\"{id}\",input:[{{key:\"{MARK}\",value:\"{mark}\"}}]){{errors{{field}}}}}}"));
    world.is_over(&row).await;
    assert_eq!((world.state(&key).await, world.stands(&key).await.as_str()), (PayoutState::Done, "settled 10.00 used 0.00"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_used_since_an_amount_was_found_counts() {
    let (world, key) = World::with_card().await;
    let set = |units: u32| {
        let id = global(&world, &world.card().code);
        world.by_hand(&format!("mutation{{giftCardUpdate(id:\"{id}\",input:{{balanceAmount:{units}}}){{errors{{field}}}}}}"));
    };
    set(7);
    let row = world.one_found().await;
    assert_eq!(said(&row), "amount_drift 10.00 USD 7.00 USD");
    world.spend(300);
    assert!(world.mend_of(&world.desk, &row).await.unwrap());
    assert_eq!((world.card().current, world.state(&key).await), (700, PayoutState::Done), "3.00 of 10.00 was used");
    world.sync().await;
    assert_eq!((world.reconcile().await.open, world.stands(&key).await.as_str()), (0, "settled 10.00 used 3.00"));
    // Somebody set it right at the shop meanwhile.
    set(50);
    let row = world.one_found().await;
    set(7);
    world.is_over(&row).await;
}
