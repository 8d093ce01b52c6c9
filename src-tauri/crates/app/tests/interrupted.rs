//! What comes between the pages of a round and its fold: a crash, a person, an import, weeks without a desk.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Bed, clock};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::view::SyncStatus;
use vouchsafe_app::{Access, AppError, Desk, programs, saleor};
use vouchsafe_demo::{Shop, Spec};
use vouchsafe_domain::shop::Kind;
use vouchsafe_domain::time::Timestamp;

fn program() -> String {
    programs::ready()[0].source.replace("version = 1", "version = 1\nfrom = 2024-01-01T00:00:00Z")
}

/// Reads until a kind has brought some rows, then stops.
async fn cancelled_in(bed: &Bed, shop: &saleor::Shop, kind: Kind) {
    let (progress, cancel) = (watch::Sender::new(SyncStatus::default()), CancellationToken::new());
    let (mut seen, stop) = (progress.subscribe(), cancel.clone());
    let stopper = tokio::spawn(async move {
        seen.wait_for(|status| status.kinds.iter().any(|progress| progress.kind == kind && progress.rows > 0)).await.unwrap();
        stop.cancel();
    });
    let result = bed.desk.sync(shop, &progress, &cancel).await;
    assert!(matches!(result, Err(AppError::Cancelled)), "{result:?}");
    stopper.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_imported_while_a_round_waits_does_not_stop_its_fold() {
    let bed = Bed::new(Shop::generate(&Spec::new(600, 21))).await;
    bed.desk.activate("program.toml", &program()).await.unwrap();
    let shop = bed.shop(saleor::Settings::default()).await;
    cancelled_in(&bed, &shop, Kind::Orders).await;
    let owned: Vec<(String, String)> = Shop::generate(&Spec::new(600, 21))
        .customer_pages(100)
        .flat_map(|text| saleor::parse::customers(&text, shop.settings()).unwrap().rows)
        .filter_map(|customer| Some((customer.own_code?, customer.id.to_string())))
        .collect();
    assert!(owned.len() > 10);
    let rows: Vec<String> = owned.iter().map(|(code, customer)| format!("{code},{customer}")).collect();
    let file = bed.dir.path().join("owners.csv");
    std::fs::write(&file, format!("code,customer_id\n{}\n", rows.join("\n"))).unwrap();
    bed.desk.import_code_owners(&file).await.unwrap();
    bed.sync(&shop).await.unwrap();
    let db = bed.look().await;
    assert_eq!(db.count_staged().await.unwrap(), 0);
    assert!(db.verify_journal().await.unwrap().broken.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_that_is_gone_on_with_later_lets_no_more_time_pass_than_it_has_read() {
    let bed = Bed::new(Shop::generate(&Spec::new(600, 22))).await;
    bed.desk.activate("program.toml", &program()).await.unwrap();
    let shop = bed.shop(saleor::Settings::default()).await;
    // The orders are read and the rest is not.
    cancelled_in(&bed, &shop, Kind::GiftCards).await;
    let path = bed.path();
    bed.desk.close().await;
    let later = Desk::open(&path, Access::ReadWrite, clock("2026-11-22T00:00:00Z")).await.unwrap();
    later.sync(&shop, &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await.unwrap();
    let known = Timestamp::parse(common::NOW).unwrap();
    assert_eq!(later.sync_status().await.unwrap().last_synced_at, Some(known));
    let watermark = bed.look().await.state().await.unwrap().totals.watermark;
    assert!(watermark <= known, "{watermark} lies behind what was read");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_on_a_connected_desk_lets_no_time_pass_that_was_not_read() {
    let bed = Bed::new(Shop::generate(&Spec::new(200, 23))).await;
    bed.desk.activate("program.toml", &program()).await.unwrap();
    let shop = bed.shop(saleor::Settings::default()).await;
    bed.sync(&shop).await.unwrap();
    let known = bed.look().await.state().await.unwrap().totals.watermark;
    let file = bed.dir.path().join("events.ndjson");
    let line = |id: &str, at: &str| format!(r#"{{"id":"{id}","type":"customer_registered","at":"{at}","customer":"{id}"}}"#);
    std::fs::write(&file, format!("{}\n{}\n", line("old-one", "2025-01-01T00:00:00Z"), line("new-one", "2026-11-01T12:00:00Z"))).unwrap();
    let imported = bed.desk.import_events(&file).await.unwrap();
    assert_eq!((imported.rows, imported.new), (2, 2));
    let db = bed.look().await;
    assert_eq!((db.state().await.unwrap().totals.watermark, db.count_staged().await.unwrap()), (known, 1), "the later one waits");
    // Told again it is still one event; a round that reads so far takes it along.
    assert_eq!(bed.desk.import_events(&file).await.unwrap().new, 0);
    let path = bed.path();
    bed.desk.close().await;
    let later = Desk::open(&path, Access::ReadWrite, clock("2026-11-02T00:00:00Z")).await.unwrap();
    later.sync(&shop, &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await.unwrap();
    let db = bed.look().await;
    assert_eq!(db.count_staged().await.unwrap(), 0);
    assert!(db.state().await.unwrap().totals.watermark >= Timestamp::parse("2026-11-01T12:00:00Z").unwrap());
}
