//! The rails over HTTP against the demo shop: delivered once whatever is lost, found again, corrected while orders use it, taken back.
#![allow(clippy::unwrap_used)]

mod agreement;
mod refused;
mod vouchers;

use std::sync::Arc;
use std::time::Duration;
use vouchsafe_connectors::rail::{CameOfIt, Corrected, PayoutRail};
use vouchsafe_connectors::saleor::{GiftCardRail, Settings, Shop};
use vouchsafe_demo::{Asked, Deed, Fault, Faults, Living, Options, RetryAfter, Server, Source, Spec, When, serve};
use vouchsafe_domain::money::{Amount, Asset, Currency, Money};
use vouchsafe_domain::name::{NameTable, Names};
use vouchsafe_domain::payout::protocol::{Delivery, Held, Sent};
use vouchsafe_domain::payout::{ExternalCode, Issuance};

/// 2035-05-05: the demo shop lives in 2026.
const DAY: i32 = 23_865;

/// Every release that is paid through.
const RELEASES: [&str; 11] =
    ["3.14.91", "3.15.62", "3.16.66", "3.17.69", "3.18.74", "3.19.102", "3.20.119", "3.21.69", "3.22.67", "3.23.28", "3.24.0-a.0"];

fn usd() -> Currency {
    Currency::parse("USD").unwrap()
}

fn delivery(number: u8, minor: i64) -> Delivery {
    let issuance = Issuance([number; 16]);
    Delivery {
        issuance,
        code: ExternalCode::of(&[7; 32], &issuance),
        id: None,
        amount: Money::new(minor, usd()).into(),
        expires_on: Some(DAY),
        voucher: None,
        program: "demo".to_owned(),
        note: "Reward of a friend".to_owned(),
    }
}

async fn connect(server: &Server) -> Shop {
    let settings = Settings {
        backoff: Duration::from_millis(1),
        timeout: Duration::from_secs(3),
        silence: Duration::from_secs(2),
        rest_after: 1_000,
        rest: Duration::ZERO,
        ..Settings::default()
    };
    Shop::connect(&server.url(), server.token(), settings).await.unwrap()
}

async fn living(options: Options) -> (Server, GiftCardRail) {
    let server = serve(Living::new(1), options).await.unwrap();
    let rail = GiftCardRail::new(connect(&server).await);
    (server, rail)
}

fn held(sent: Sent) -> Held {
    match sent {
        Sent::Issued(held) => held,
        other => panic!("{other:?}"),
    }
}

/// Delivers a card of so much, ready to be used.
async fn issue(rail: &GiftCardRail, delivery: &Delivery) -> Held {
    let made = held(rail.send(delivery).await.unwrap());
    rail.finish(delivery, &made).await.unwrap()
}

#[tokio::test]
async fn a_card_is_delivered_and_found_at_every_release_and_kind_of_shop() {
    for version in RELEASES {
        let sources: [Source; 2] = [Living::new(1).into(), vouchsafe_demo::Shop::generate(&Spec::new(30, 1)).into()];
        for source in sources {
            let server = serve(source, Options { version: version.to_owned(), ..Options::default() }).await.unwrap();
            let rail = GiftCardRail::new(connect(&server).await);
            let reward = delivery(1, 1_250);
            assert_eq!(rail.look_up(&reward).await.unwrap(), []);
            let made = held(rail.send(&reward).await.unwrap());
            assert!(!made.is_active && !made.was_taken_back && made.issuance == Some(reward.issuance.to_string()), "{version} {made:?}");
            assert_eq!(server.spend(reward.code.as_str(), 100), 0, "nobody can use it yet");
            let done = rail.finish(&reward, &made).await.unwrap();
            assert_eq!((done.is_active, done.initial, done.left, done.currency, done.expires_on), (true, 1_250, 1_250, Some(usd()), Some(DAY)));
            assert_eq!(rail.look_up(&reward).await.unwrap(), std::slice::from_ref(&done), "{version}");
            assert_eq!(rail.send(&reward).await.unwrap(), Sent::Exists);
            assert_eq!(rail.finish(&reward, &done).await.unwrap(), done);
            let card = &server.cards()[0];
            assert_eq!(card.metadata, [("vouchsafe_issuance".to_owned(), reward.issuance.to_string())], "{version}");
            assert_eq!((server.cards().len(), card.expires.as_deref()), (1, Some("2035-05-05")));
        }
    }
}

#[tokio::test]
async fn what_is_shown_before_is_what_is_sent() {
    let (server, rail) = living(Options::default()).await;
    let reward = delivery(2, 500);
    let shown = rail.requests(&reward).await.unwrap();
    assert_eq!((shown.len(), shown.clone()), (2, rail.requests(&reward).await.unwrap()));
    assert!(shown[0].contains(r#""amount":"5.00""#) && shown[0].contains(reward.code.as_str()) && !shown[0].contains("userEmail"), "{}", shown[0]);
    let before = server.requests();
    issue(&rail, &reward).await;
    assert_eq!(server.requests() - before, 2, "a card takes two calls");
}

/// What a rail says to an answer that something went wrong with, and what the shop holds then.
async fn struck(fault: Fault) -> (String, usize) {
    let (server, rail) = living(Options::default()).await;
    server.set_faults(Faults::default().with(Asked::Mutations, When::Nth(1), fault));
    let said = match rail.send(&delivery(3, 500)).await {
        Ok(Sent::Issued(_)) => "issued".to_owned(),
        Ok(Sent::Refused { .. }) => "refused".to_owned(),
        Ok(other) => format!("{other:?}").to_lowercase(),
        Err(error) => format!("{} {:?}", error.code(), error.came_of_it()),
    };
    (said, server.cards().len())
}

#[tokio::test]
async fn each_fault_is_classed() {
    let table = [
        (Fault::Lost, "unknown", 1),
        (Fault::ResetWithin, "unknown", 1),
        (Fault::ResetBefore, "unknown", 0),
        (Fault::Truncated { chunked: false }, "unknown", 1),
        (Fault::Truncated { chunked: true }, "unknown", 1),
        (Fault::Garbled, "unknown", 1),
        (Fault::Timeout, "unknown", 1),
        (Fault::Internal, "unknown", 1),
        (Fault::Failed, "unknown", 0),
        (Fault::Errors, "unknown", 1),
        (Fault::BadGateway, "unknown", 0),
        (Fault::GatewayLost, "unknown", 1),
        (Fault::Unavailable, "unknown", 0),
        (Fault::GzipBomb { mebibytes: 64 }, "unknown", 1),
        (Fault::Twice, "exists", 1),
        (Fault::Raced, "issued", 1),
        (Fault::Slow { bytes: 200 }, "issued", 1),
        (Fault::Clock { says: "2031-01-01T00:00:00Z".parse().unwrap() }, "issued", 1),
        (Fault::TooMany { retry_after: RetryAfter::Seconds(0) }, "issued", 1),
        (Fault::Redirect { to: "https://elsewhere.example/".to_owned() }, "shop_redirects Nothing", 0),
    ];
    for (fault, said, cards) in table {
        assert_eq!(struck(fault.clone()).await, (said.to_owned(), cards), "{fault:?}");
    }
}

#[tokio::test]
async fn a_token_that_may_not_stops_the_batch_and_does_nothing() {
    let (server, rail) = living(Options::default()).await;
    let lacking = Fault::WithoutPermission { permission: "MANAGE_GIFT_CARD" };
    for (fault, code) in [(Fault::TokenRevoked, "token_refused"), (Fault::TokenExpired, "token_refused"), (lacking, "permission_missing")] {
        server.set_faults(Faults::default().with(Asked::Anything, When::From(1), fault));
        let error = rail.send(&delivery(4, 500)).await.unwrap_err();
        assert_eq!((error.code(), error.came_of_it()), (code, CameOfIt::Nothing));
    }
    server.set_faults(Faults::default());
    assert_eq!(server.cards(), []);
    server.shutdown().await;
    let error = rail.send(&delivery(4, 500)).await.unwrap_err();
    assert_eq!((error.code(), error.came_of_it()), ("shop_unreachable", CameOfIt::Nothing));
}

#[tokio::test]
async fn what_the_shop_does_not_take_is_refused_in_its_words() {
    let (server, rail) = living(Options::default()).await;
    let past = Delivery { expires_on: Some(1), ..delivery(5, 500) };
    let points =
        Delivery { amount: Amount { minor: 5, asset: Asset::Units { name: NameTable::default().key("points"), exponent: 0 } }, ..delivery(5, 5) };
    let nothing = delivery(5, 0);
    let mut said = Vec::new();
    for delivery in [past, points, nothing] {
        said.push(format!("{:?}", rail.send(&delivery).await.unwrap()));
    }
    insta::assert_snapshot!(said.join("\n"), @r#"
    Refused { what: "INVALID: Expiry date must be in the future." }
    Refused { what: "a gift card holds money only" }
    Refused { what: "INVALID: Balance amount have to be greater than 0." }
    "#);
    assert_eq!(server.cards(), []);
}

#[tokio::test]
async fn a_lost_answer_is_looked_up_and_the_card_is_adopted() {
    for version in ["3.14.91", "3.23.28"] {
        let (server, rail) = living(Options { version: version.to_owned(), ..Options::default() }).await;
        let reward = delivery(6, 800);
        server.set_faults(Faults::default().with(Asked::Field("giftCardCreate"), When::Nth(1), Fault::Lost));
        assert_eq!(rail.send(&reward).await.unwrap(), Sent::Unknown);
        let found = rail.look_up(&reward).await.unwrap();
        assert_eq!((found.len(), found[0].issuance.as_deref(), found[0].is_active), (1, Some(&*reward.issuance.to_string()), false), "{version}");
        // The answer to the activation is lost as well.
        server.set_faults(Faults::default().with(Asked::Field("giftCardActivate"), When::Nth(1), Fault::Lost));
        let error = rail.finish(&reward, &found[0]).await.unwrap_err();
        assert_eq!(error.came_of_it(), CameOfIt::Unknown);
        let found = rail.look_up(&reward).await.unwrap();
        assert_eq!((found.len(), found[0].is_active, found[0].left), (1, true, 800));
    }
}

#[tokio::test]
async fn a_shop_that_fails_after_it_made_the_card_has_it() {
    let (server, rail) = living(Options::default()).await;
    let reward = delivery(7, 800);
    server.set_faults(Faults::default().with(Asked::Field("giftCardCreate"), When::Nth(1), Fault::Internal));
    assert_eq!(rail.send(&reward).await.unwrap(), Sent::Unknown);
    let found = rail.look_up(&reward).await.unwrap();
    assert_eq!(found.len(), 1);
    assert!(rail.finish(&reward, &found[0]).await.unwrap().is_active);
}

#[tokio::test]
async fn twelve_at_the_same_time_make_one_card() {
    let (server, rail) = living(Options::default()).await;
    let half = Faults { seed: 3, ..Faults::default() };
    server.set_faults(half.with(Asked::Field("giftCardCreate"), When::Chance(5_000), Fault::Raced));
    let rail = Arc::new(rail);
    let tasks: Vec<_> = (0..12)
        .map(|_| {
            let rail = Arc::clone(&rail);
            tokio::spawn(async move { rail.send(&delivery(8, 500)).await.unwrap() })
        })
        .collect();
    let (mut issued, mut exist, mut unknown) = (0, 0, 0);
    for task in tasks {
        match task.await.unwrap() {
            Sent::Issued(_) => issued += 1,
            Sent::Exists => exist += 1,
            Sent::Unknown => unknown += 1,
            Sent::Refused { what } => panic!("{what}"),
        }
    }
    assert_eq!((issued, exist + unknown, server.cards().len()), (1, 11, 1));
    assert!(exist > 0, "{exist} {unknown}");
}

#[tokio::test]
async fn a_card_of_somebody_else_is_not_ours() {
    let (server, rail) = living(Options::default()).await;
    let reward = delivery(9, 500);
    assert!(server.make_card(reward.code.as_str(), 500));
    assert_eq!(rail.send(&reward).await.unwrap(), Sent::Exists);
    let found = rail.look_up(&reward).await.unwrap();
    assert_eq!((found.len(), found[0].issuance.as_deref()), (1, None));
}

#[tokio::test]
async fn a_double_is_made_useless_for_good() {
    let (server, rail) = living(Options::default()).await;
    let (one, other) = (delivery(10, 500), Delivery { code: ExternalCode::of(&[9; 32], &Issuance([10; 16])), ..delivery(10, 500) });
    let (first, _) = (issue(&rail, &one).await, issue(&rail, &other).await);
    let found = rail.look_up(&one).await.unwrap();
    let ours: Vec<Option<&str>> = found.iter().map(|held| held.issuance.as_deref()).collect();
    assert_eq!((found[0].id.clone(), ours), (first.id.clone(), vec![Some(&*one.issuance.to_string()), None]), "another code is not what we made");
    rail.rest(&one, &found[1]).await.unwrap();
    assert_eq!(server.cards().iter().map(|card| card.is_active).collect::<Vec<_>>(), [true, false]);
    assert_eq!(server.spend(other.code.as_str(), 100), 0);
}

#[tokio::test]
async fn a_correction_counts_what_was_used_however_often_it_is_said() {
    let (server, rail) = living(Options::default()).await;
    let reward = delivery(11, 1_000);
    let card = issue(&rail, &reward).await;
    assert_eq!(server.spend(reward.code.as_str(), 300), 300);
    let now = || async { rail.look_up(&reward).await.unwrap().remove(0) };
    assert_eq!((now().await.initial, now().await.left), (1_000, 700));
    for _ in 0..2 {
        assert_eq!(rail.correct(&reward, &card, 500).await.unwrap(), Corrected { left: 200, used: 300 });
        assert_eq!((now().await.initial, now().await.left, now().await.is_active), (500, 200, true));
    }
    assert_eq!(server.spend(reward.code.as_str(), 150), 150);
    assert_eq!(rail.correct(&reward, &now().await, 900).await.unwrap(), Corrected { left: 450, used: 450 });
    assert_eq!(rail.correct(&reward, &now().await, 400).await.unwrap(), Corrected { left: 0, used: 450 });
    let spent = now().await;
    assert_eq!((spent.initial, spent.left, spent.is_active, spent.was_taken_back), (450, 0, false, false));
    assert_eq!((server.spend(reward.code.as_str(), 1), rail.finish(&reward, &spent).await.unwrap()), (0, spent.clone()), "nothing is left to use");
    assert_eq!(rail.correct(&reward, &spent, 600).await.unwrap(), Corrected { left: 150, used: 450 });
    assert_eq!((now().await.initial, now().await.is_active, server.spend(reward.code.as_str(), 500)), (600, true, 150));
    for _ in 0..2 {
        assert_eq!(rail.correct(&reward, &now().await, 0).await.unwrap(), Corrected { left: 0, used: 600 });
    }
    assert!(now().await.was_taken_back && !now().await.is_active);
}

#[tokio::test]
async fn an_order_may_use_the_card_between_any_two_steps_of_a_correction() {
    for step in ["giftCardDeactivate", "giftCardUpdate", "giftCardActivate", "updateMetadata"] {
        for to in [0, 250, 600] {
            let (server, rail) = living(Options::default()).await;
            let reward = delivery(12, 1_000);
            let card = issue(&rail, &reward).await;
            server.spend(reward.code.as_str(), 200);
            server.set_faults(Faults::default().with(Asked::Field(step), When::Nth(1), Fault::Redeemed { minor: 120 }));
            let done = rail.correct(&reward, &card, to).await.unwrap();
            let facts = server.cards().remove(0);
            let struck = server.struck().len() == 1;
            // Behind the new balance no more than that is there to be used.
            let taken = if step == "giftCardActivate" { (to - 200).min(120) } else { 120 };
            assert_eq!(facts.used, 200 + if struck { taken } else { 0 }, "{step} {to}");
            assert_eq!(done.used, facts.used, "{step} {to}");
            assert_eq!(done.left, (to - facts.used).max(0), "{step} {to}");
            assert_eq!(if facts.is_active { facts.current } else { 0 }, done.left, "{step} {to}");
        }
    }
}

#[tokio::test]
async fn a_correction_that_broke_off_is_done_again_to_the_same_end() {
    for fault in [Fault::Lost, Fault::Internal, Fault::Failed, Fault::ResetBefore, Fault::BadGateway, Fault::Twice] {
        for to in [0, 100, 700] {
            for nth in 1..=3 {
                let (server, rail) = living(Options::default()).await;
                let reward = delivery(13, 1_000);
                let card = issue(&rail, &reward).await;
                server.spend(reward.code.as_str(), 250);
                server.set_faults(Faults::default().with(Asked::Mutations, When::Nth(nth), fault.clone()));
                if let Err(error) = rail.correct(&reward, &card, to).await {
                    assert_eq!(error.came_of_it(), CameOfIt::Unknown, "{fault:?}");
                }
                let found = rail.look_up(&reward).await.unwrap().remove(0);
                assert_eq!(found.issuance.as_deref(), Some(&*reward.issuance.to_string()));
                assert!(to == 0 || !found.was_taken_back, "{fault:?} {to} {nth}: it is being corrected, not taken back");
                server.set_faults(Faults::default());
                let done = rail.correct(&reward, &found, to).await.unwrap();
                assert_eq!(done, Corrected { left: (to - 250).max(0), used: 250 }, "{fault:?} {to} {nth}");
                assert_eq!((server.cards().len(), server.cards()[0].is_active), (1, to == 700));
            }
        }
    }
}

#[tokio::test]
async fn a_card_that_staff_stopped_was_taken_back() {
    let (server, rail) = living(Options::default()).await;
    let reward = delivery(14, 500);
    issue(&rail, &reward).await;
    let card = server.cards()[0].number;
    server.alter(|shop| shop.act(&Deed::DeactivateCard { card }));
    let found = rail.look_up(&reward).await.unwrap().remove(0);
    assert!(found.was_taken_back && !found.is_active);
    assert!(server.delete(reward.code.as_str()));
    assert_eq!(rail.look_up(&reward).await.unwrap(), []);
}

/// Whatever goes wrong at any mutation, delivering step by step with look-ups between ends with one card that can be used.
#[tokio::test]
async fn storms_end_with_one_card() {
    for seed in 0..12 {
        let (server, rail) = living(Options::default()).await;
        server.set_faults(Faults::stormy(seed, 600));
        let reward = delivery(20, 1_000);
        let mut done = None;
        for _ in 0..60 {
            let found = match rail.look_up(&reward).await.unwrap().into_iter().next() {
                Some(found) => Some(found),
                None => match rail.send(&reward).await {
                    Ok(Sent::Issued(held)) => Some(held),
                    _ => None,
                },
            };
            let Some(found) = found else { continue };
            assert!(found.issuance.is_some() && !found.was_taken_back, "seed {seed}: {found:?}");
            if let Ok(held) = rail.finish(&reward, &found).await {
                done = Some(held);
                break;
            }
        }
        let done = done.unwrap_or_else(|| panic!("seed {seed}"));
        let facts = server.cards();
        assert_eq!((facts.len(), facts[0].is_active, done.initial), (1, true, 1_000), "seed {seed}");
    }
}
