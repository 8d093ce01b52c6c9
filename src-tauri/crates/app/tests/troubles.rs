//! What a shop says when it refuses, and what becomes of the round: its sentence, the states of the kinds, the places that are kept, and that the
//! next round ends as if nothing had been.
#![allow(clippy::unwrap_used)]

mod common;

use common::Bed;
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::saleor::Settings;
use vouchsafe_app::view::{KindState, Said, SyncStatus};
use vouchsafe_app::words::{Language, Words, key};
use vouchsafe_demo::{Asked, Buyer, Deed, Fault, Faults, Living, Shop, Spec, When};
use vouchsafe_domain::time::Timestamp;

/// Two tries, no waits.
fn quick() -> Settings {
    Settings { tries: 2, backoff: Duration::from_millis(1), patience: Duration::ZERO, page_size: 50, ..Settings::default() }
}

/// A letter for each kind: done, failed or still waiting.
fn letters(status: &SyncStatus) -> String {
    let letter = |state| match state {
        KindState::Done => 'd',
        KindState::Failed => 'F',
        KindState::Waiting => 'w',
        other => panic!("{other:?}"),
    };
    status.kinds.iter().map(|kind| letter(kind.state)).collect()
}

fn sentence(said: &Said) -> String {
    Words::of(Language::English).say(&key("error", &said.code), said.args.iter().map(|(name, value)| (name.as_str(), value.clone())))
}

#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_says_one_sentence_keeps_its_place_and_is_mended_by_the_next_round() {
    let orders = |from, fault| Faults::default().with(Asked::Field("orders"), When::From(from), fault);
    let all = |from, fault| Faults::default().with(Asked::Anything, When::From(from), fault);
    let table: Vec<(&str, Faults, &str, &str)> = vec![
        ("a token that is not known any more", all(5, Fault::TokenRevoked), "token_refused", "dFwww"),
        ("a token of yesterday", all(5, Fault::TokenExpired), "token_refused", "dFwww"),
        ("a permission that is taken away", orders(2, Fault::WithoutPermission { permission: "MANAGE_ORDERS" }), "permission_missing", "dFddd"),
        ("errors inside 200", orders(2, Fault::Errors), "shop_refused", "dFddd"),
        ("a shop that fails inside", orders(2, Fault::Internal), "shop_failed", "dFddd"),
        ("garbled answers", orders(2, Fault::Garbled), "shop_answer", "dFddd"),
        ("a cursor that is not known any more, again and again", orders(2, Fault::CursorUnknown), "cursor_lost", "dFddd"),
    ];
    for (name, faults, code, expected) in table {
        let bed = Bed::new(Shop::generate(&Spec::new(200, 9))).await;
        let shop = bed.shop(quick()).await;
        bed.server.set_faults(faults);
        let progress = watch::Sender::new(SyncStatus::default());
        let failed = bed.desk.sync(&shop, &progress, &CancellationToken::new()).await.unwrap_err();
        let status = progress.borrow().clone();
        assert_eq!((failed.code(), letters(&status).as_str()), (code, expected), "{name}: {failed}");
        let said = sentence(status.error.as_ref().unwrap());
        assert!(said.ends_with('.') && !said.contains("error-") && said.matches(". ").count() == 0, "{name}: {said}");
        let kept = bed.desk.sync_status().await.unwrap();
        assert_eq!(kept.last_synced_at, None, "{name}: nothing is decided");
        let log = bed.desk.sync_log(None, 100).await.unwrap();
        let troubles: Vec<&str> = log.iter().filter_map(|row| row.trouble.as_ref().map(|trouble| trouble.code.as_str())).collect();
        assert!(troubles.len() >= 2 && troubles.iter().all(|trouble| *trouble == code), "{name}: {troubles:?}");
        // What was read stands: the next round asks for no page twice that was taken over.
        let rows: u64 = kept.kinds.iter().map(|kind| kind.rows).sum();
        bed.server.set_faults(Faults::default());
        let shop = bed.shop(quick()).await;
        let round = bed.sync(&shop).await.unwrap();
        let whole = bed.desk.sync_status().await.unwrap();
        let in_mirror: u64 = whole.kinds.iter().map(|kind| kind.in_mirror).sum();
        assert!(round.rows - round.reread + rows == in_mirror, "{name}: {round:?} and {rows} before come to {in_mirror}");
        assert!(bed.desk.doctor(None).await.unwrap().findings.iter().all(|said| said.code == "never_checked"), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_place_is_begun_anew_once() {
    let bed = Bed::new(Shop::generate(&Spec::new(200, 9))).await;
    let shop = bed.shop(quick()).await;
    bed.server.set_faults(Faults::default().with(Asked::Field("orders"), When::Nth(3), Fault::CursorUnknown));
    let round = bed.sync(&shop).await.unwrap();
    assert!(round.rows >= 300, "the first pages of orders are read twice: {round:?}");
    let lost: Vec<_> = bed.desk.sync_log(None, 100).await.unwrap().into_iter().filter(|row| row.what.code == "place_lost").collect();
    assert_eq!(lost.len(), 1);
    assert_eq!(bed.look().await.mirror_counts().await.unwrap().orders, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_spoil_their_page_are_set_aside_and_the_rest_is_read() {
    let victim = "1100";
    let bed = Bed::new(Shop::generate(&Spec::new(200, 9))).await;
    bed.server.set_faults(Faults { poison_order: Some(victim.to_owned()), ..Faults::default() });
    let shop = bed.shop(quick()).await;
    let round = bed.sync(&shop).await.unwrap();
    assert_eq!((round.refused, bed.desk.quarantine().await.unwrap().len()), (1, 1));
    assert_eq!(bed.look().await.mirror_counts().await.unwrap().orders, 199);
    let full_check = || async { bed.desk.full_check(&shop, &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await.unwrap() };
    let completeness = full_check().await;
    let orders = &completeness.kinds[1];
    assert_eq!((orders.here, orders.there, orders.quarantined, orders.is_complete), (199, Some(200), 1, false));
    let codes: Vec<&str> = completeness.findings.iter().map(|said| said.code.as_str()).collect();
    assert_eq!(codes, ["quarantined", "differs"]);
    // The next round asks for it by its id, although nothing was bumped.
    bed.server.set_faults(Faults::default());
    let round = bed.sync(&shop).await.unwrap();
    assert_eq!((round.repaired, bed.desk.quarantine().await.unwrap().len()), (1, 0));
    assert!(bed.look().await.order(victim).await.unwrap().is_some());
    assert_eq!(full_check().await.findings, []);
}

/// A living shop with an order, and a desk whose clock is so many seconds ahead of it; how far the shop is known after a round, what the log says of the
/// clocks, how many rows were refused, and when it was at the shop.
async fn read_by_another_clock(seconds: i64) -> (Timestamp, Vec<String>, u64, Timestamp) {
    let mut living = Living::new(3);
    living.act(&Deed::Place {
        buyer: Buyer::Guest("bob@example.com".to_owned()),
        ref_code: None,
        channel: 0,
        items: vec![(1, 1)],
        confirmed: true,
        card: None,
        voucher: None,
    });
    let at_the_shop = Timestamp::from_micros(living.now().timestamp_micros());
    let here = Timestamp::from_micros(at_the_shop.micros() + seconds * 1_000_000);
    let bed = Bed::at(living, &here.to_string()).await;
    let shop = bed.shop(quick()).await;
    let round = bed.sync(&shop).await.unwrap();
    let log = bed.desk.sync_log(None, 100).await.unwrap();
    let said = log.into_iter().filter(|row| row.what.code.starts_with("clock")).map(|row| {
        let minutes = row.what.args.iter().map(|(_, value)| value.as_str()).collect::<String>();
        format!("{} {minutes}", row.what.code)
    });
    (bed.desk.sync_status().await.unwrap().last_synced_at.unwrap(), said.collect(), round.refused, at_the_shop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_whose_clock_is_wrong_knows_the_shop_no_further_than_it_is() {
    let hours = |hours: i64| hours * 3_600;
    // So many hours ahead, how many of them the shop is taken to be known further than it is, and what the log says.
    for (ahead, further, said) in
        [(0, 0, None), (1, 0, None), (3, 0, Some("clock_ahead 180")), (-2, -2, Some("clock_behind 120")), (-72, -72, Some("clock_behind 4320"))]
    {
        let (known, log, refused, at_the_shop) = read_by_another_clock(hours(ahead)).await;
        let by = (known.micros() - at_the_shop.micros()) / 1_000_000 - hours(further);
        assert!((-2..=20).contains(&by), "{ahead} h: {by} s");
        assert_eq!(log.iter().map(String::as_str).collect::<Vec<_>>(), said.into_iter().collect::<Vec<_>>(), "{ahead} h");
        assert_eq!(refused, 0, "what is new at the shop lies in no future: {ahead} h");
    }
}
