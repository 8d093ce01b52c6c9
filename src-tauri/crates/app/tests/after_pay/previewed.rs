//! A preview shows the requests that would leave, word for word.

use super::bed::{ADA, WHY, World};
use vouchsafe_app::Rails;
use vouchsafe_app::view::{Act, DryAct, GoodwillOrder, Which};
use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::reward::Rail;

/// The names of the documents in some requests.
fn named(calls: &[String]) -> Vec<String> {
    let name = |call: &String| {
        let query = serde_json::from_str::<serde_json::Value>(call).unwrap()["query"].as_str().unwrap().to_owned();
        query.split([' ', '(']).nth(1).unwrap().to_owned()
    };
    calls.iter().map(name).collect()
}

/// The requests of a preview; nothing changes by looking, and once it is done the dry run shows the same.
async fn calls(world: &World, rails: &Rails, key: &str, act: Act) -> Vec<String> {
    let before = (world.server.cards(), world.desk.reward(key).await.unwrap());
    let preview = world.desk.act_preview(Some(rails), key, &act, before.1.revision).await.unwrap();
    let calls = preview.calls.unwrap();
    assert_eq!((world.server.cards(), world.desk.reward(key).await.unwrap()), before, "looking changes nothing");
    world.desk.act(ADA, key, &act, WHY, before.1.revision).await.unwrap();
    let dry = world.desk.pay_dry_run(rails, &Which::Keys(vec![key.to_owned()])).await.unwrap();
    assert_eq!(dry.iter().flat_map(|one| one.calls.clone()).collect::<Vec<_>>(), calls, "{act:?}");
    calls
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_preview_shows_is_what_will_be_sent() {
    let (world, key) = World::with_card().await;
    let rails = world.rails().await;
    world.spend(300);
    world.sync().await;
    let adjusted = calls(&world, &rails, &key, Act::Adjust { to: "25.00".to_owned() }).await;
    assert_eq!(named(&adjusted), ["FindCards", "StopGiftCard", "SetGiftCard", "ActivateGiftCard"]);
    assert!(adjusted[0].contains(&world.card().code) && adjusted[2].contains("\"amount\":\"22.00\""), "what was used stays used: {adjusted:?}");
    assert!(adjusted[1..].iter().all(|call| call.contains("<id of the gift card>")), "{adjusted:?}");
    world.pay().await;
    assert_eq!((world.card().current, world.card().used), (2_200, 300));
    let reversed = calls(&world, &rails, &key, Act::Reverse).await;
    assert_eq!(named(&reversed), ["FindCards", "CloseGiftCard"]);
    world.pay().await;
    let reissued = calls(&world, &rails, &key, Act::Reissue).await;
    assert_eq!(named(&reissued), ["FindAgreement", "IssueGiftCard", "ActivateGiftCard"]);
    world.pay().await;
    assert!(reissued[1].contains(&world.card().code), "the code is known before");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_has_no_code_before_it_is_given_and_what_people_pay_no_requests() {
    let (world, _) = World::with_card().await;
    let rails = world.rails().await;
    let amount = Money::new(700, Currency::parse("USD").unwrap());
    let gift = GoodwillOrder { customer: world.anna.to_string(), rail: Rail::GiftCard, amount, valid_days: None, expects: None };
    let preview = world.desk.goodwill_preview(Some(&rails), &gift).await.unwrap();
    let accounts: Vec<&str> = preview.lines.iter().flat_map(|line| [line.debit.as_str(), line.credit.as_str()]).collect();
    assert!(!accounts.is_empty() && accounts.iter().all(|account| !account.contains('?')), "names that only the rehearsal knew: {accounts:?}");
    let calls = preview.calls.unwrap();
    assert_eq!(named(&calls), ["FindAgreement", "IssueGiftCard", "ActivateGiftCard"]);
    assert!(calls[1].contains("\"code\":\"<code>\"") && calls[1].contains("<issuance>") && !calls[1].contains("RF"), "{calls:?}");
    let by_hand = GoodwillOrder { rail: Rail::Manual, ..gift };
    assert_eq!(world.desk.goodwill_preview(Some(&rails), &by_hand).await.unwrap().calls, Some(Vec::new()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_raise_counts_against_the_ceiling_of_the_day() {
    let (world, key) = World::with_card().await;
    let usd = Currency::parse("USD").unwrap();
    let adjust = async |to: &str| {
        let expects = world.desk.reward(&key).await.unwrap().revision;
        world.desk.act(ADA, &key, &Act::Adjust { to: to.to_owned() }, WHY, expects).await.unwrap();
    };
    let today = async || world.desk.payout_switch().await.unwrap().today[0].minor;
    world.desk.set_payout_ceiling(ADA, &[Money::new(1_500, usd)]).await.unwrap();
    assert_eq!(today().await, 1_000, "the card itself");
    adjust("15.01").await;
    let dry = world.desk.pay_dry_run(&world.rails().await, &Which::All).await.unwrap();
    assert_eq!(dry.iter().map(|one| (one.act, one.is_over_ceiling)).collect::<Vec<_>>(), [(DryAct::Correct, true)]);
    let paid = world.pay().await;
    assert_eq!((paid.corrected, paid.over_ceiling, world.card().current), (0, 1, 1_000), "{paid:?}");
    adjust("14.00").await;
    assert_eq!((world.pay().await.corrected, world.card().current, today().await), (1, 1_400, 1_400));
    // What is lowered gives nothing back: it went out today.
    adjust("12.00").await;
    assert_eq!((world.pay().await.corrected, world.card().current, today().await), (1, 1_200, 1_400));
    adjust("13.50").await;
    assert_eq!((world.pay().await.over_ceiling, world.card().current), (1, 1_200));
    // Tomorrow is another day.
    world.wait(86_400);
    assert_eq!(today().await, 0);
    assert_eq!((world.pay().await.corrected, world.card().current, today().await), (1, 1_350, 150));
}
