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
use vouchsafe_demo::{Asked, Fault, Faults, Shop, Spec, When};

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
