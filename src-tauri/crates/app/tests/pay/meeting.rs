//! Desks that were connected to one shop each by itself, from nothing: they make the same codes, so their requests meet at the shop.

use super::bed::{Bed, NOW, Other, assert_right, cards, clock, keys, only, open, pay, pay_all, pay_to_the_end, program, wake};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Barrier, watch};
use tokio_util::sync::CancellationToken;
use vouchsafe_app::view::{DryCall, Paid, PayoutState, SyncStatus, Which};
use vouchsafe_app::words::{Language, Words, key};
use vouchsafe_app::{Access, AppError, Desk, Rails, keeping, saleor};
use vouchsafe_demo::{Asked, Fault, Faults, Server, When};

/// The codes of what bears the agreement of all desks.
const PLACES: [&str; 2] = ["RFSECRETGIFTCARD", "RFSECRETVOUCHERS"];
const ISSUANCE: &str = "vouchsafe_issuance";

/// The same program with a voucher instead of a card.
fn with_voucher() -> String {
    program().replace("rail = \"gift_card\"", "rail = \"voucher\"")
}

/// Another desk of the same shop that begins with nothing and knows the shop by this address.
async fn stranger_at(url: &str, bed: &Bed, name: &str, program: &str) -> Other {
    let desk = Desk::open(&bed.file(name), Access::ReadWrite, clock(NOW)).await.unwrap();
    desk.activate("program.toml", program).await.unwrap();
    let shop = desk.connect(url, bed.server().token(), saleor::Settings::default()).await.unwrap();
    desk.sync(&shop, &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await.unwrap();
    Other::of(desk, &shop, bed.file(name))
}

async fn stranger(bed: &Bed, name: &str) -> Other {
    stranger_at(&bed.server().url(), bed, name, &program()).await
}

/// A copy of a desk's file, opened.
async fn copy_of(desk: &Desk, bed: &Bed, name: &str) -> Other {
    desk.backup(&bed.file(name), None).await.unwrap();
    Other::open(bed.file(name), bed.server()).await
}

/// Everything is gone that was made for payouts.
fn clear(server: &Server) {
    let codes = server.cards().into_iter().map(|card| card.code).chain(server.vouchers().into_iter().flat_map(|voucher| voucher.codes));
    for code in codes.collect::<Vec<_>>() {
        server.delete(&code);
    }
}

/// The codes of the cards and vouchers that were made for payouts, by what they are called everywhere.
fn made(server: &Server) -> BTreeMap<String, Vec<String>> {
    let cards = server.cards().into_iter().map(|card| (card.metadata, card.code));
    let vouchers = server.vouchers().into_iter().map(|voucher| (voucher.metadata, voucher.codes.join(" ")));
    let mut made: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (metadata, code) in cards.chain(vouchers) {
        if let Some((_, issuance)) = metadata.into_iter().find(|(key, _)| key == ISSUANCE) {
            made.entry(issuance).or_default().push(code);
        }
    }
    made
}

/// How many cards and vouchers bear the agreement, and whether any of them can be used.
fn bearers(server: &Server) -> (usize, bool) {
    let cards = server.cards().into_iter().filter(|card| PLACES.contains(&&*card.code)).map(|card| card.is_active);
    let is_own = |codes: &[String]| codes.iter().any(|code| PLACES.contains(&&**code));
    let vouchers = server.vouchers().into_iter().filter(|voucher| is_own(&voucher.codes)).map(|voucher| !voucher.listings.is_empty());
    let all: Vec<bool> = cards.chain(vouchers).collect();
    (all.len(), all.contains(&true))
}

/// What ended a batch, by its code.
fn stopped(paid: &Paid) -> Option<&str> {
    paid.stopped.as_ref().map(|said| &*said.code)
}

/// Both desks know each of these rewards to be delivered, under the one code that is at the shop.
async fn assert_met(desks: [&Other; 2], server: &Server, chosen: &[String]) {
    let made = made(server);
    assert_eq!((made.len(), bearers(server)), (chosen.len(), (1, false)), "{made:?}");
    for desk in desks {
        for key in chosen {
            let detail = desk.desk.payout(key).await.unwrap();
            assert_eq!(detail.row.state, PayoutState::Done, "{key}");
            assert_eq!(made.get(&detail.issuance.unwrap()), Some(&vec![detail.code.unwrap()]), "{key}");
        }
    }
}

async fn race(program: &str, rounds: u32, faults: &Faults) {
    let bed = Bed::under(100, program).await;
    let stranger = stranger_at(&bed.server().url(), &bed, "stranger.db", program).await;
    let chosen = keys(bed.desk(), PayoutState::Due).await[..2].to_vec();
    for round in 0..rounds {
        clear(bed.server());
        let one = bed.copy(&format!("one-{round}.db")).await;
        let other = copy_of(&stranger.desk, &bed, &format!("other-{round}.db")).await;
        bed.faulty(Faults { seed: u64::from(round), ..faults.clone() });
        let barrier = Arc::new(Barrier::new(2));
        let run = |desk: &Other| {
            let (desk, rails, keys, barrier) = (desk.desk.clone(), desk.rails.clone(), chosen.clone(), Arc::clone(&barrier));
            tokio::spawn(async move {
                for key in keys {
                    barrier.wait().await;
                    pay(&desk, &rails, &only(&[key])).await.unwrap();
                }
            })
        };
        let (first, second) = tokio::join!(run(&one), run(&other));
        first.unwrap();
        second.unwrap();
        bed.faulty(Faults::default());
        for desk in [&one, &other] {
            for _ in 0..3 {
                pay(&desk.desk, &desk.rails, &only(&chosen)).await.unwrap();
            }
        }
        assert_met([&one, &other], bed.server(), &chosen).await;
        if program.contains("gift_card") {
            assert_right(&one.desk, bed.server()).await;
            assert_right(&other.desk, bed.server()).await;
        }
        one.desk.close().await;
        other.desk.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn desks_that_know_nothing_of_each_other_make_one_card() {
    race(&program(), 25, &Faults::default()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn and_one_voucher() {
    race(&with_voucher(), 25, &Faults::default()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn also_where_answers_are_lost_and_races_are_decided_late() {
    let faults = Faults::default().with(Asked::Mutations, When::Chance(2_000), Fault::Lost);
    let raced = faults.clone().with(Asked::Field("giftCardCreate"), When::Chance(3_000), Fault::Raced);
    race(&program(), 12, &raced).await;
    race(&with_voucher(), 12, &faults.with(Asked::Field("voucherCreate"), When::Chance(3_000), Fault::Raced)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_to_the_proposal_it_is_made_once_and_all_agree() {
    let bed = Bed::new(100).await;
    let stranger = stranger(&bed, "stranger.db").await;
    for fault in Fault::of_payouts() {
        clear(bed.server());
        let one = bed.copy(&format!("one-{}.db", fault.name())).await;
        let other = copy_of(&stranger.desk, &bed, &format!("other-{}.db", fault.name())).await;
        bed.faulty(Faults::default().with(Asked::Field("giftCardCreate"), When::Nth(1), fault.clone()));
        let due = open(&one.desk).await;
        let paid = pay_all(&one.desk, &one.rails).await;
        assert_eq!((stopped(&paid), paid.done), (None, due), "{}: {paid:?}", fault.name());
        bed.faulty(Faults::default());
        pay_to_the_end(&other.desk, &other.rails).await;
        assert_eq!((cards(bed.server()).len() as u64, bearers(bed.server())), (due, (1, false)), "{}", fault.name());
        assert_right(&one.desk, bed.server()).await;
        assert_right(&other.desk, bed.server()).await;
        one.desk.close().await;
        other.desk.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_goes_out_while_the_shop_does_not_say_what_stands_there() {
    let bed = Bed::new(100).await;
    let due = keys(bed.desk(), PayoutState::Due).await;
    let (backoff, rest) = (Duration::from_millis(1), Duration::ZERO);
    let hasty = saleor::Settings { tries: 1, backoff, rest, rest_after: 1_000, ..saleor::Settings::default() };
    let rails = Rails::of(&bed.desk().connect(&bed.server().url(), bed.server().token(), hasty).await.unwrap());
    for fault in [Fault::BadGateway, Fault::Internal, Fault::Garbled, Fault::ResetBefore] {
        bed.faulty(Faults::default().with(Asked::Anything, When::From(1), fault));
        let paid = pay_all(bed.desk(), &rails).await;
        assert!(paid.stopped.is_some() && paid.done == 0 && paid.left == due.len() as u64, "{paid:?}");
        assert_eq!((keys(bed.desk(), PayoutState::Due).await, cards(bed.server()).len()), (due.clone(), 0));
    }
    bed.faulty(Faults::default());
    pay_to_the_end(bed.desk(), &rails).await;
    assert_right(bed.desk(), bed.server()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_deleted_at_the_shop_is_made_again_and_says_the_same() {
    let bed = Bed::new(200).await;
    let due = keys(bed.desk(), PayoutState::Due).await;
    pay(bed.desk(), &bed.rails, &only(&due[..2])).await.unwrap();
    assert!(bed.server().delete(PLACES[0]));
    let paid = pay(bed.desk(), &bed.rails, &only(&due[2..4])).await.unwrap();
    assert_eq!((paid.done, paid.calls), (2, 2 * 2 + 2), "looked up, made again");
    let stranger = stranger(&bed, "stranger.db").await;
    let paid = pay_all(&stranger.desk, &stranger.rails).await;
    assert_eq!((paid.done, stopped(&paid)), (due.len() as u64, None), "{paid:?}");
    pay_to_the_end(bed.desk(), &bed.rails).await;
    assert_eq!((cards(bed.server()).len(), bearers(bed.server())), (due.len(), (1, false)));
    assert_right(bed.desk(), bed.server()).await;
    assert_right(&stranger.desk, bed.server()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_made_codes_of_another_secret_is_refused_and_sends_nothing() {
    let bed = Bed::new(200).await;
    let due = keys(bed.desk(), PayoutState::Due).await;
    pay(bed.desk(), &bed.rails, &only(&due[..1])).await.unwrap();
    assert!(bed.server().delete(PLACES[0]));
    let stranger = stranger(&bed, "stranger.db").await;
    pay(&stranger.desk, &stranger.rails, &only(&due[1..2])).await.unwrap();
    let (requests, made_before) = (bed.server().requests(), made(bed.server()));
    let paid = pay(bed.desk(), &bed.rails, &only(&due[2..])).await.unwrap();
    assert_eq!((stopped(&paid), paid.done, paid.left, paid.calls), (Some("secrets_differ"), 0, due.len() as u64 - 2, 1), "{paid:?}");
    assert_eq!((bed.server().requests() - requests, made(bed.server())), (1, made_before), "it was looked up, and nothing was sent");
    assert_eq!(keys(bed.desk(), PayoutState::Due).await, due[1..]);
    let said = paid.stopped.unwrap();
    for language in [Language::English, Language::Russian] {
        let args = said.args.iter().map(|(name, value)| (name.as_str(), value.clone()));
        let sentence = Words::of(language).say(&key("error", &said.code), args);
        assert!(sentence.matches(PLACES[0]).count() == 2, "{sentence}");
    }
    // As the sentence says: whoever goes on has what it bears deleted first.
    assert!(bed.server().delete(PLACES[0]));
    assert_eq!(pay(bed.desk(), &bed.rails, &only(&due[2..])).await.unwrap().done, due.len() as u64 - 2);
    let refused = pay(&stranger.desk, &stranger.rails, &only(&due[2..3])).await.unwrap();
    assert_eq!((stopped(&refused), refused.done), (Some("secrets_differ"), 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_before_there_was_an_agreement_keeps_the_secret_of_its_codes() {
    let bed = Bed::new(200).await;
    let due = keys(bed.desk(), PayoutState::Due).await;
    let old = bed.copy("old.db").await;
    pay(&old.desk, &old.rails, &only(&due[..2])).await.unwrap();
    let path = old.desk.status().await.unwrap().path;
    old.desk.close().await;
    let db = vouchsafe_db::Db::open(&path, Access::ReadWrite).await.unwrap();
    db.write(|tx| tx.set("payout_agreement", "")).await.unwrap();
    db.close().await;
    assert!(bed.server().delete(PLACES[0]));
    let old = Other::open(path, bed.server()).await;
    let stranger = stranger(&bed, "stranger.db").await;
    let paid = pay_all(&old.desk, &old.rails).await;
    assert_eq!((paid.done, stopped(&paid)), (due.len() as u64 - 2, None), "{paid:?}");
    pay_to_the_end(&stranger.desk, &stranger.rails).await;
    assert_eq!(cards(bed.server()).len(), due.len());
    assert_right(&old.desk, bed.server()).await;
    assert_right(&stranger.desk, bed.server()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_comes_back_with_the_secret_and_one_of_before_takes_the_shops() {
    let bed = Bed::new(200).await;
    let due = keys(bed.desk(), PayoutState::Due).await;
    let before = bed.file("before.db");
    bed.desk().backup(&before, None).await.unwrap();
    let stranger = stranger(&bed, "stranger.db").await;
    pay(&stranger.desk, &stranger.rails, &only(&due[..3])).await.unwrap();
    pay(bed.desk(), &bed.rails, &only(&due[..5])).await.unwrap();
    let after = bed.file("after.db");
    bed.desk().backup(&after, None).await.unwrap();
    for (backup, name) in [(before, "restored-1.db"), (after, "restored-2.db")] {
        keeping::restore(&backup, &bed.file(name), None, None).await.unwrap();
        wake(&bed.file(name)).await;
        let restored = Other::open(bed.file(name), bed.server()).await;
        pay_to_the_end(&restored.desk, &restored.rails).await;
        assert_right(&restored.desk, bed.server()).await;
    }
    assert_eq!((cards(bed.server()).len(), bearers(bed.server())), (due.len(), (1, false)));
}

#[tokio::test(flavor = "multi_thread")]
async fn desks_that_know_the_shop_by_other_addresses_meet_too() {
    let bed = Bed::new(200).await;
    let other_name = bed.server().url().replace("127.0.0.1", "localhost");
    assert_ne!(other_name, bed.server().url());
    let stranger = stranger_at(&other_name, &bed, "stranger.db", &program()).await;
    let due = keys(bed.desk(), PayoutState::Due).await;
    pay(bed.desk(), &bed.rails, &only(&due[..4])).await.unwrap();
    assert_eq!(pay_all(&stranger.desk, &stranger.rails).await.done, due.len() as u64);
    pay_to_the_end(bed.desk(), &bed.rails).await;
    assert_met_all(&bed, &stranger, &due).await;
}

async fn assert_met_all(bed: &Bed, stranger: &Other, due: &[String]) {
    assert_eq!(cards(bed.server()).len(), due.len());
    assert_right(bed.desk(), bed.server()).await;
    assert_right(&stranger.desk, bed.server()).await;
    for key in due {
        let (here, there) = (bed.desk().payout(key).await.unwrap(), stranger.desk.payout(key).await.unwrap());
        assert_eq!((here.issuance, here.code), (there.issuance, there.code), "{key}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_make_cards_is_told_so_and_nothing_is_begun() {
    let bed = Bed::new(100).await;
    let due = keys(bed.desk(), PayoutState::Due).await;
    for (fault, code) in [(Fault::WithoutPermission { permission: "MANAGE_GIFT_CARD" }, "permission_missing"), (Fault::TokenRevoked, "token_refused")]
    {
        bed.faulty(Faults::default().with(Asked::Anything, When::From(1), fault));
        let paid = pay_all(bed.desk(), &bed.rails).await;
        assert_eq!((stopped(&paid), paid.done, paid.left), (Some(code), 0, due.len() as u64), "{paid:?}");
        assert_eq!((keys(bed.desk(), PayoutState::Due).await, bed.server().cards().len()), (due.clone(), 0));
    }
    bed.faulty(Faults::default());
    pay_to_the_end(bed.desk(), &bed.rails).await;
    assert_right(bed.desk(), bed.server()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_else_made_in_its_place_is_a_persons_to_delete() {
    let bed = Bed::new(100).await;
    let due = keys(bed.desk(), PayoutState::Due).await;
    assert!(bed.server().make_card(PLACES[0], 500));
    assert!(matches!(bed.desk().pay_dry_run(&bed.rails, &Which::All).await, Err(AppError::SecretUnreadable { code }) if code == PLACES[0]));
    let paid = pay_all(bed.desk(), &bed.rails).await;
    assert_eq!((stopped(&paid), paid.done, paid.calls), (Some("secret_unreadable"), 0, 5), "{paid:?}");
    assert_eq!(keys(bed.desk(), PayoutState::Due).await, due);
    let strange = bed.server().cards().remove(0);
    assert_eq!((strange.current, strange.is_active, bed.server().cards().len()), (500, true, 1), "what is not ours is left alone");
    assert!(bed.server().delete(PLACES[0]));
    pay_to_the_end(bed.desk(), &bed.rails).await;
    assert_right(bed.desk(), bed.server()).await;
}

/// A dry run, which asks the shop what stands there and changes nothing.
async fn dry(desk: &Desk, rails: &Rails, server: &Server) -> Vec<DryCall> {
    let (head, requests, cards) = (desk.journal_head().await.unwrap(), server.requests(), server.cards().len());
    let plan = desk.pay_dry_run(rails, &Which::All).await.unwrap();
    assert_eq!((desk.journal_head().await.unwrap(), server.requests() - requests, server.cards().len()), (head, 1, cards));
    let first = &plan[0].calls[0];
    assert!(first.contains(PLACES[0]) && first.contains("giftCardCreate") && first.contains("<the secret"), "{first}");
    plan
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_tells_each_call_and_the_codes_that_will_be_and_no_secret() {
    let bed = Bed::new(100).await;
    let stranger = stranger(&bed, "stranger.db").await;
    let calls = |plan: &[DryCall]| plan.iter().map(|call| call.calls.len() as u64).sum::<u64>();
    let plan = dry(bed.desk(), &bed.rails, bed.server()).await;
    let paid = pay_all(bed.desk(), &bed.rails).await;
    assert_eq!((calls(&plan), paid.calls, stopped(&paid)), (2 * paid.done + 1, 2 * paid.done + 1, None));
    let plan = dry(&stranger.desk, &stranger.rails, bed.server()).await;
    assert_eq!(calls(&plan), 2 * paid.done + 2, "proposed, and looked up");
    let codes: Vec<String> = made(bed.server()).into_values().flatten().collect();
    let creations: Vec<&String> = plan.iter().flat_map(|call| &call.calls).filter(|call| call.contains("giftCardCreate")).skip(1).collect();
    assert_eq!(creations.len() as u64, paid.done);
    assert!(creations.iter().all(|call| codes.iter().any(|code| call.contains(code.as_str()))), "{creations:?}");
    // Who has agreed is believed: that is the same offline.
    let requests = bed.server().requests();
    assert_eq!(bed.desk().pay_dry_run(&bed.rails, &Which::All).await.unwrap(), []);
    assert_eq!(bed.server().requests(), requests);
}
