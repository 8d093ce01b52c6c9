//! Each difference between our records and the shop is made by hand at the shop, found, mended, and gone at the next run.

use super::bed::{ADA, MARK, WHY, World, open, said};
use vouchsafe_app::view::{Act, FoundState, Mend, PayoutState};
use vouchsafe_app::{AppError, keeping};
use vouchsafe_demo::Deed;

impl World {
    /// The one open finding, mended; the next run finds nothing.
    async fn mended(&self, expected: &str, mend: Mend) {
        let counts = self.reconcile().await;
        assert_eq!((self.found().await, counts.open, counts.new), (vec![expected.to_owned()], 1, 1));
        let row = open(&self.desk).await.pop().unwrap();
        assert_eq!(row.mend, mend);
        assert!(matches!(self.desk.mend(&self.rails().await, row.no, ADA, " ").await, Err(AppError::ReasonMissing)));
        assert!(self.desk.mend(&self.rails().await, row.no, ADA, WHY).await.unwrap().is_done, "{expected}");
        assert!(matches!(self.desk.mend(&self.rails().await, row.no, ADA, WHY).await, Err(AppError::Stale)));
        let again = self.reconcile().await;
        assert_eq!((self.found().await, again.open, again.new), (Vec::<String>::new(), 0, 0), "after {expected}");
        let ended = self.desk.findings(Some(FoundState::Mended), None, 10).await.unwrap().rows;
        assert_eq!((ended[0].ended_by.as_deref(), ended[0].reason.as_deref()), (Some(ADA), Some(WHY)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_agrees_gives_no_finding() {
    let (world, _) = World::with_card().await;
    let counts = world.reconcile().await;
    assert_eq!((counts.compared, counts.open), (1, 0));
    world.spend(400);
    assert_eq!(world.reconcile().await.open, 0, "{:?}", world.found().await);
    assert!(!world.desk.reconcile_status().await.unwrap().is_due);
    world.wait(2 * 86_400);
    assert!(world.desk.reconcile_status().await.unwrap().is_due);
    world.desk.set_reconciles_at_start(false).await.unwrap();
    assert!(!world.desk.reconcile_status().await.unwrap().is_due);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_shop_never_showed_is_noted_as_gone() {
    let (world, key) = World::with_card().await;
    assert!(world.server.delete(&world.card().code));
    world.mended("missing 10.00 USD -", Mend::RecordGone).await;
    assert_eq!(world.state(&key).await, PayoutState::Closed);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_deleted_at_the_shop_is_noted_as_gone_and_can_be_delivered_anew() {
    let (world, key) = World::with_card().await;
    world.sync().await;
    assert!(world.server.delete(&world.card().code));
    world.mended("deleted 10.00 USD -", Mend::RecordGone).await;
    let expects = world.desk.reward(&key).await.unwrap().revision;
    world.desk.act(ADA, &key, &Act::Reissue, WHY, expects).await.unwrap();
    assert_eq!((world.pay().await.done, world.cards().len()), (1, 1));
    assert_eq!(world.reconcile().await.open, 0, "{:?}", world.found().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_bears_our_mark_and_is_known_to_nobody_is_switched_off() {
    let (world, _) = World::with_card().await;
    world.server.make_card("STRANGER", 500);
    let id = global(&world, "STRANGER");
    let mark = "6ba7b811-9dad-51d1-80b4-00c04fd430c8";
    world.by_hand(&format!("mutation{{updateMetadata(id:\"{id}\",input:[{{key:\"{MARK}\",value:\"{mark}\"}}]){{errors{{field}}}}}}"));
    world.mended("orphaned - 5.00 USD", Mend::Deactivate).await;
    assert!(!world.server.cards().into_iter().find(|card| card.code == "STRANGER").unwrap().is_active);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_old_backup_does_not_know_is_adopted_and_payouts_go_on() {
    let world = World::new("rail = \"gift_card\"").await;
    world.order();
    world.sync().await;
    let backup = world.file("backup.db");
    world.desk.backup(&backup, None).await.unwrap();
    assert_eq!(world.pay().await.done, 1);
    let restored = world.file("restored.db");
    keeping::restore(&backup, &restored, None, None).await.unwrap();
    let desk = world.open(&restored).await;
    assert!(desk.reconcile_status().await.unwrap().is_due && desk.kept().await.unwrap().are_payouts_paused);
    let counts = world.reconcile_of(&desk).await;
    assert_eq!((counts.open, counts.resumed), (1, false));
    let row = open(&desk).await.pop().unwrap();
    assert_eq!((said(&row).as_str(), row.mend), ("unrecorded 10.00 USD 10.00 USD", Mend::Adopt));
    let rails = vouchsafe_app::Rails::of(&world.shop(&desk).await);
    assert!(desk.mend(&rails, row.no, ADA, WHY).await.unwrap().is_done);
    let again = world.reconcile_of(&desk).await;
    assert_eq!((again.open, again.resumed), (0, true));
    assert!(!desk.kept().await.unwrap().are_payouts_paused);
    assert_eq!((world.pay_of(&desk).await.done, world.cards().len()), (0, 1));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_amount_at_the_shop_is_set_right() {
    let (world, key) = World::with_card().await;
    world.spend(300);
    world.sync().await;
    let id = global(&world, &world.card().code);
    world.by_hand(&format!("mutation{{giftCardUpdate(id:\"{id}\",input:{{balanceAmount:50}}){{errors{{field}}}}}}"));
    world.mended("amount_drift 7.00 USD 50.00 USD", Mend::Correct).await;
    assert_eq!((world.card().current, world.state(&key).await), (700, PayoutState::Done));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_switched_off_and_is_owed_is_switched_on() {
    let (world, _) = World::with_card().await;
    let card = world.card().number;
    world.act(Deed::DeactivateCard { card });
    world.mended("switched_off 10.00 USD 0.00 USD", Mend::Correct).await;
    assert!(world.card().is_active);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_and_can_be_spent_is_switched_off() {
    let (world, key) = World::with_card().await;
    let expects = world.desk.reward(&key).await.unwrap().revision;
    world.desk.act(ADA, &key, &Act::Reverse, WHY, expects).await.unwrap();
    world.pay().await;
    let id = global(&world, &world.card().code);
    world.by_hand(&format!("mutation{{giftCardActivate(id:\"{id}\"){{errors{{field}}}}}}"));
    world.mended("still_active 0.00 USD 10.00 USD", Mend::Deactivate).await;
    assert!(!world.card().is_active);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_there_twice_stays_once() {
    let (world, _) = World::with_card().await;
    let mark = world.card().metadata.into_iter().find(|(key, _)| key == MARK).unwrap().1;
    world.server.make_card("DOUBLE-1", 1_000);
    let id = global(&world, "DOUBLE-1");
    world.by_hand(&format!("mutation{{updateMetadata(id:\"{id}\",input:[{{key:\"{MARK}\",value:\"{mark}\"}}]){{errors{{field}}}}}}"));
    world.mended("duplicated - 10.00 USD", Mend::Deactivate).await;
    let active: Vec<String> = world.cards().into_iter().filter(|card| card.is_active).map(|card| card.code).collect();
    assert_eq!(active.len(), 1);
    assert_ne!(active, ["DOUBLE-1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_currency_is_taken_back_and_delivered_anew() {
    let (world, key) = World::with_card().await;
    let code = world.card().code;
    world.sync().await;
    assert!(world.server.delete(&code));
    world.act(Deed::MakeCard { code: code.clone(), channel: 1, minor: 1_000 });
    let id = global(&world, &code);
    let mark = world.desk.payout(&key).await.unwrap().issuance.unwrap();
    world.by_hand(&format!("mutation{{updateMetadata(id:\"{id}\",input:[{{key:\"{MARK}\",value:\"{mark}\"}}]){{errors{{field}}}}}}"));
    world.mended("currency_drift 10.00 USD 10.00 EUR", Mend::Reissue).await;
    let active: Vec<(String, i64)> = world.cards().into_iter().filter(|card| card.is_active).map(|card| (card.currency, card.current)).collect();
    assert_eq!((active, world.state(&key).await), (vec![("USD".to_owned(), 1_000)], PayoutState::Done));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_that_is_left_is_told_no_more_and_finance_has_the_list() {
    let (world, _) = World::with_card().await;
    assert!(world.server.delete(&world.card().code));
    world.reconcile().await;
    let row = open(&world.desk).await.pop().unwrap();
    world.desk.leave_finding(row.no, ADA, WHY).await.unwrap();
    let again = world.reconcile().await;
    assert_eq!((again.open, again.new, world.found().await), (0, 0, Vec::<String>::new()));
    let file = world.file("findings.csv");
    assert_eq!(world.desk.export_findings(&file).await.unwrap(), 1);
    let sheet = std::fs::read_to_string(&file).unwrap();
    assert!(sheet.lines().nth(1).unwrap().starts_with("1,missing,record_gone,left,order/"), "{sheet}");
    assert!(sheet.lines().nth(1).unwrap().ends_with(&format!(",{ADA},{WHY}")), "who left it, and why: {sheet}");
    assert!(matches!(world.desk.export_findings(&file).await, Err(AppError::FileThere { .. })));
}

/// A card's id as the shop wants to hear it.
pub(crate) fn global(world: &World, code: &str) -> String {
    let number = world.server.cards().into_iter().find(|card| card.code == code).unwrap().number;
    base64(&format!("GiftCard:{number}"))
}

fn base64(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for part in text.as_bytes().chunks(3) {
        let bits = part.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - part.len()));
        for place in 0..4 {
            let letter = char::from(LETTERS[(bits >> (18 - 6 * place) & 63) as usize]);
            out.push(if place > part.len() { '=' } else { letter });
        }
    }
    out
}
