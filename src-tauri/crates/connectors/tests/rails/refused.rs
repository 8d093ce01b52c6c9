//! What a shop refuses, or would, leaves what is there as it was; and what was taken back is not let go on.

use super::{connect, delivery, issue, living};
use vouchsafe_connectors::rail::{CameOfIt, Corrected, PayoutRail as _};
use vouchsafe_connectors::saleor::{GiftCardRail, ShopError};
use vouchsafe_demo::{Asked, Deed, Fault, Faults, Living, Options, When, serve};
use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::payout::protocol::{Delivery, Sent};

/// A request that costs anything at all is refused, and nothing of it is done.
const REFUSED: Fault = Fault::CostLimit { points: 0 };

fn refusing(steps: &[(&'static str, When)]) -> Faults {
    steps.iter().fold(Faults::default(), |faults, (step, when)| faults.with(Asked::Field(step), *when, REFUSED))
}

/// What becomes of a card of 10.00 with 2.00 used that shall stand for so much, where these steps are refused: what is said, and what can be used
/// then.
async fn corrected(to: i64, steps: &[(&'static str, When)]) -> (Result<Corrected, CameOfIt>, i64) {
    let (server, rail) = living(Options::default()).await;
    let reward = delivery(30, 1_000);
    let card = issue(&rail, &reward).await;
    server.spend(reward.code.as_str(), 200);
    server.set_faults(refusing(steps));
    let said = rail.correct(&reward, &card, to).await.map_err(|error| error.came_of_it());
    let facts = server.cards().remove(0);
    let can_be_used = if facts.is_active { facts.current } else { 0 };
    // Once nothing is refused any more, saying it again brings it to its end, wherever it stood.
    server.set_faults(Faults::default());
    let found = rail.look_up(&reward).await.unwrap().remove(0);
    assert!(!found.was_taken_back, "{to} {steps:?}");
    assert_eq!(rail.correct(&reward, &found, to).await.unwrap(), Corrected { left: to - 200, used: 200 }, "{to} {steps:?}");
    assert_eq!((server.cards()[0].is_active, server.cards()[0].current), (true, to - 200));
    (said, can_be_used)
}

#[tokio::test]
async fn a_correction_that_is_refused_halfway_leaves_the_card_to_be_used_or_says_that_nobody_knows() {
    let is_refused = |said: &Result<Corrected, CameOfIt>| matches!(said, Err(CameOfIt::Refused { .. }));
    for to in [500, 1_500] {
        let (said, left) = corrected(to, &[("giftCardDeactivate", When::Nth(1))]).await;
        assert!(is_refused(&said) && left == 800, "before anything was done: {to} {said:?} {left}");
        let (said, left) = corrected(to, &[("giftCardUpdate", When::Nth(1))]).await;
        assert!(is_refused(&said) && left == 800, "it goes on as it was: {to} {said:?} {left}");
        let (said, left) = corrected(to, &[("giftCardActivate", When::Nth(1))]).await;
        assert_eq!((said, left), (Ok(Corrected { left: to - 200, used: 200 }), to - 200), "all that was missing is done");
        for steps in [&[("giftCardActivate", When::From(1))][..], &[("giftCardUpdate", When::Nth(1)), ("giftCardActivate", When::From(1))]] {
            assert_eq!(corrected(to, steps).await, (Err(CameOfIt::Unknown), 0), "it is off, so it is looked up: {to} {steps:?}");
        }
    }
}

#[tokio::test]
async fn a_card_in_a_currency_of_no_channel_is_refused_before_anything_is_sent() {
    let server = serve(Living::new(1), Options::default()).await.unwrap();
    let rail = GiftCardRail::new(connect(&server).await);
    let in_francs = Delivery { amount: Money::new(300, Currency::parse("CHF").unwrap()).into(), ..delivery(31, 300) };
    let what = "the shop has no active sales channel of CHF for the gift card";
    let requests = server.requests();
    assert!(matches!(rail.requests(&in_francs).await, Err(ShopError::Refused { what: said }) if said == what));
    assert_eq!(rail.send(&in_francs).await.unwrap(), Sent::Refused { what: what.to_owned() });
    assert_eq!((server.requests(), server.cards().len()), (requests, 0));
}

#[tokio::test]
async fn what_we_took_back_stays_off_and_what_staff_switched_off_can_be_switched_on() {
    let (server, rail) = living(Options::default()).await;
    let (taken, stopped) = (delivery(32, 500), delivery(33, 500));
    let card = issue(&rail, &taken).await;
    rail.correct(&taken, &card, 0).await.unwrap();
    let found = rail.look_up(&taken).await.unwrap().remove(0);
    assert!(matches!(rail.finish(&taken, &found).await, Err(ShopError::Refused { .. })));
    // It was looked up before it was taken back.
    let before = vouchsafe_domain::payout::protocol::Held { is_active: false, ..card };
    assert!(matches!(rail.finish(&taken, &before).await, Err(ShopError::Refused { .. })));
    assert!(!server.cards()[0].is_active);
    issue(&rail, &stopped).await;
    let number = server.cards().into_iter().find(|card| card.code == stopped.code.as_str()).unwrap().number;
    server.alter(|shop| shop.act(&Deed::DeactivateCard { card: number }));
    let found = rail.look_up(&stopped).await.unwrap().remove(0);
    assert!(found.was_taken_back && rail.finish(&stopped, &found).await.unwrap().is_active);
}
