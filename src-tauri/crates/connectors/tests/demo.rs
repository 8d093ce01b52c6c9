//! The demo shop, read over HTTP as a real one would be.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;
use vouchsafe_connectors::saleor::{Cursor, Page, Settings, Shop, ShopError, Version, parse};
use vouchsafe_demo::{Faults, Options, Recorded, Server, Spec, serve};
use vouchsafe_domain::shop::{Kind, Order, ShopId};
use vouchsafe_domain::time::Timestamp;

fn settings() -> Settings {
    Settings { backoff: Duration::from_millis(1), ..Settings::default() }
}

async fn demo(options: Options) -> Server {
    serve(vouchsafe_demo::Shop::generate(&Spec::new(350, 7)), options).await.unwrap()
}

async fn connect(server: &Server) -> Result<Shop, ShopError> {
    Shop::connect(&server.url(), server.token(), settings()).await
}

/// Everything of a kind from a cursor on: ids, ids refused, the last watermark, the total as told.
async fn read<T>(
    shop: &Shop,
    kind: Kind,
    cursor: Cursor,
    parse: impl Fn(&str, &Settings) -> Result<Page<T>, ShopError>,
    id: impl Fn(&T) -> &ShopId,
) -> Reading {
    let mut pages = shop.pages(kind, cursor);
    let mut reading = Reading::default();
    while let Some(raw) = pages.next().await.unwrap() {
        let page = parse(&raw.text, shop.settings()).unwrap();
        assert_eq!(page.next, raw.next);
        reading.refused.extend(raw.refused.iter().chain(&page.refused).map(|row| format!("{} {}", row.source_id, row.reason)));
        reading.ids.extend(page.rows.iter().map(|row| id(row).to_string()));
        reading.watermark = reading.watermark.max(page.watermark);
        reading.total = reading.total.or(page.total_count);
    }
    let unique: BTreeSet<&String> = reading.ids.iter().collect();
    assert_eq!(unique.len(), reading.ids.len(), "{kind:?} repeats a row");
    reading
}

#[derive(Default)]
struct Reading {
    ids: Vec<String>,
    refused: Vec<String>,
    watermark: Option<Timestamp>,
    total: Option<u64>,
}

async fn orders(shop: &Shop, cursor: Cursor) -> Reading {
    read(shop, Kind::Orders, cursor, parse::orders, |order| &order.id).await
}

#[tokio::test]
async fn everything_is_read_from_every_version() {
    for version in ["3.14.91", "3.15.62", "3.16.66", "3.17.69", "3.18.74", "3.19.102", "3.20.119", "3.21.69", "3.22.67", "3.23.28", "3.24.0-a.0"] {
        let server = demo(Options { version: version.to_owned(), ..Options::default() }).await;
        let shop = connect(&server).await.unwrap();
        let info = shop.info();
        assert_eq!((info.release.as_str(), info.version.major), (version, 3));
        assert!(!info.channels.is_empty() && info.missing_permissions().is_empty());
        assert_eq!(info.can.transactions_modified, info.version >= Version { major: 3, minor: 23 });
        assert_eq!(shop.probe().await.unwrap(), *info);

        let all = Cursor::default;
        let customers = read(&shop, Kind::Customers, all(), parse::customers, |row| &row.id).await;
        let orders = orders(&shop, all()).await;
        let transactions = read(&shop, Kind::Transactions, all(), parse::transactions, |row| &row.id).await;
        let cards = read(&shop, Kind::GiftCards, all(), parse::gift_cards, |row| &row.id).await;
        let vouchers = read(&shop, Kind::Vouchers, all(), parse::vouchers, |row| &row.id).await;
        for (kind, reading) in [
            (Kind::Customers, &customers),
            (Kind::Orders, &orders),
            (Kind::Transactions, &transactions),
            (Kind::GiftCards, &cards),
            (Kind::Vouchers, &vouchers),
        ] {
            assert_eq!(reading.refused, Vec::<String>::new(), "{version} {kind:?}");
            if info.can.has(kind) {
                assert_eq!(reading.total, Some(reading.ids.len() as u64), "{version} {kind:?}");
            } else {
                assert!(reading.ids.is_empty(), "{version} {kind:?}");
            }
        }
        assert_eq!(orders.ids.len(), 350, "{version}");
        for (kind, reading) in [
            (Kind::Customers, customers),
            (Kind::Orders, orders),
            (Kind::Transactions, transactions),
            (Kind::GiftCards, cards),
            (Kind::Vouchers, vouchers),
        ] {
            lists_and_rows_agree(&shop, kind, reading.ids).await;
        }
        server.shutdown().await;
    }
}

/// The list of ids, the count, and rows by their ids say what the pages said.
async fn lists_and_rows_agree(shop: &Shop, kind: Kind, mut ids: Vec<String>) {
    let version = shop.info().version;
    let (mut listed, mut after) = (Vec::new(), None);
    loop {
        let page = shop.fetch_ids(kind, after.as_deref()).await.unwrap();
        if kind == Kind::Orders {
            assert!(page.rows.iter().all(|row| row.number.is_some()), "{version}");
        }
        assert!(page.rows.iter().all(|row| row.created.is_some() || kind == Kind::Vouchers), "{version} {kind:?}");
        assert!(page.rows.iter().all(|row| row.updated.is_some() || matches!(kind, Kind::GiftCards | Kind::Vouchers)), "{version} {kind:?}");
        listed.extend(page.rows.into_iter().map(|row| row.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let asked: Vec<ShopId> = listed.iter().step_by(3).cloned().chain([ShopId::Number(999_999_999)]).collect();
    let raw = shop.fetch_by_ids(kind, &asked).await.unwrap();
    let settings = shop.settings();
    let mut by_id: Vec<String> = match kind {
        Kind::Customers => parse::customers(&raw.text, settings).unwrap().rows.into_iter().map(|row| row.id.to_string()).collect(),
        Kind::Orders => parse::orders(&raw.text, settings).unwrap().rows.into_iter().map(|row| row.id.to_string()).collect(),
        Kind::Transactions => parse::transactions(&raw.text, settings).unwrap().rows.into_iter().map(|row| row.id.to_string()).collect(),
        Kind::GiftCards => parse::gift_cards(&raw.text, settings).unwrap().rows.into_iter().map(|row| row.id.to_string()).collect(),
        Kind::Vouchers => parse::vouchers(&raw.text, settings).unwrap().rows.into_iter().map(|row| row.id.to_string()).collect(),
    };
    let mut expected: Vec<String> = asked[..asked.len() - 1].iter().map(ToString::to_string).collect();
    let mut listed: Vec<String> = listed.iter().map(ToString::to_string).collect();
    for list in [&mut by_id, &mut expected, &mut listed, &mut ids] {
        list.sort();
    }
    assert_eq!(by_id, expected, "{version} {kind:?} by id");
    assert_eq!(listed, ids, "{version} {kind:?} listed");
    assert_eq!(shop.count(kind).await.unwrap(), shop.info().can.has(kind).then_some(ids.len() as u64), "{version} {kind:?} counted");
}

/// Every row of a kind, read from a shop.
async fn rows<T>(shop: &Shop, kind: Kind, parse: impl Fn(&str, &Settings) -> Result<Page<T>, ShopError>) -> Vec<T> {
    let mut pages = shop.pages(kind, Cursor::default());
    let mut all = Vec::new();
    while let Some(raw) = pages.next().await.unwrap() {
        all.extend(parse(&raw.text, shop.settings()).unwrap().rows);
    }
    all
}

/// Every row of a kind, read from the wide recorded pages.
fn recorded<T>(folder: &Path, stem: &str, parse: impl Fn(&str, &Settings) -> Result<Page<T>, ShopError>) -> Vec<T> {
    let files = (1..).map_while(|number| std::fs::read_to_string(folder.join(format!("pairs/final_{stem}_p{number}.json"))).ok());
    let body = |file: String| serde_json::from_str::<serde_json::Value>(&file).unwrap()["response"]["body"].to_string();
    files.flat_map(|file| parse(&body(file), &Settings::default()).unwrap().rows).collect()
}

#[tokio::test]
async fn our_narrow_questions_lose_nothing_of_the_wide_recordings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/saleor");
    // A clone without recordings.
    let Ok(recordings) = Recorded::load(&folder) else { return };
    let server = serve(recordings, Options::default()).await.unwrap();
    let shop = connect(&server).await.unwrap();
    assert_eq!(rows(&shop, Kind::Orders, parse::orders).await, recorded(&folder, "orders", parse::orders));
    assert_eq!(rows(&shop, Kind::Customers, parse::customers).await, recorded(&folder, "customers", parse::customers));
    assert_eq!(rows(&shop, Kind::Transactions, parse::transactions).await, recorded(&folder, "transactions", parse::transactions));
    assert_eq!(rows(&shop, Kind::GiftCards, parse::gift_cards).await, recorded(&folder, "giftcards", parse::gift_cards));
    assert_eq!(rows(&shop, Kind::Vouchers, parse::vouchers).await, recorded(&folder, "vouchers", parse::vouchers));
}

#[tokio::test]
async fn orders_come_with_their_history_and_money() {
    let server = demo(Options::default()).await;
    let shop = connect(&server).await.unwrap();
    let raw = shop.fetch_page(Kind::Orders, &Cursor::default(), 100).await.unwrap();
    let page = parse::orders(&raw.text, shop.settings()).unwrap();
    let some = |what: &str, is: fn(&Order) -> bool| assert!(page.rows.iter().any(is), "no order with {what}");
    some("events", |order| !order.events.is_empty());
    some("money", |order| !order.money.is_empty());
    some("lines", |order| !order.lines.is_empty());
    some("a customer", |order| order.customer.is_some());
    some("a code", |order| order.ref_code.is_some());
    assert!(page.rows.windows(2).all(|pair| pair[0].updated <= pair[1].updated));
    assert!(page.rows.iter().all(|order| order.money.windows(2).all(|pair| pair[0].at <= pair[1].at)));
}

#[tokio::test]
async fn an_incremental_read_gives_what_changed_and_the_overlap() {
    let server = demo(Options::default()).await;
    let shop = connect(&server).await.unwrap();
    let all = orders(&shop, Cursor::default()).await;
    let again = orders(&shop, Cursor { since: all.watermark, after: None }).await;
    assert!((1..20).contains(&again.ids.len()), "{}", again.ids.len());
    assert_eq!((again.ids.last(), again.watermark), (all.ids.last(), all.watermark));
    let none = orders(&shop, Cursor { since: Timestamp::parse("2099-01-01T00:00:00Z").ok(), after: None }).await;
    assert_eq!((none.ids.len(), none.watermark, none.total), (0, None, Some(0)));
}

#[tokio::test]
async fn reading_goes_on_from_any_page() {
    let server = demo(Options::default()).await;
    let shop = connect(&server).await.unwrap();
    let all = orders(&shop, Cursor::default()).await;
    let first = shop.fetch_page(Kind::Orders, &Cursor::default(), 30).await.unwrap();
    let rest = orders(&shop, Cursor { since: None, after: first.next }).await;
    assert_eq!((rest.ids.as_slice(), rest.total), (&all.ids[30..], None));
}

#[tokio::test]
async fn a_poisoned_order_is_stepped_over() {
    let healthy = demo(Options::default()).await;
    let shop = connect(&healthy).await.unwrap();
    let raw = shop.fetch_page(Kind::Orders, &Cursor::default(), 100).await.unwrap();
    let victim = parse::orders(&raw.text, shop.settings()).unwrap().rows.swap_remove(42);
    let all = orders(&shop, Cursor::default()).await;

    let server = demo(Options { faults: Faults { poison_order: Some(victim.number.clone()), ..Faults::default() }, ..Options::default() }).await;
    let reading = orders(&connect(&server).await.unwrap(), Cursor::default()).await;
    let id = victim.id.to_string();
    assert_eq!(reading.ids, all.ids.iter().filter(|other| **other != id).cloned().collect::<Vec<_>>());
    let [refused] = reading.refused.as_slice() else { panic!("{:?}", reading.refused) };
    assert!(refused.starts_with(&id) && refused.contains("OrderStatus"), "{refused}");
}

#[tokio::test]
async fn tokens_versions_and_permissions_are_refused_by_name() {
    let server = demo(Options::default()).await;
    let error = Shop::connect(&server.url(), "another", settings()).await.unwrap_err();
    assert_eq!(error, ShopError::TokenRefused { url: server.url() });
    let lacking = demo(Options { permissions: vec!["MANAGE_ORDERS".to_owned(), "MANAGE_USERS".to_owned()], ..Options::default() }).await;
    let error = connect(&lacking).await.unwrap_err();
    assert_eq!(error, ShopError::PermissionMissing { permissions: vec!["MANAGE_GIFT_CARD".to_owned(), "MANAGE_DISCOUNTS".to_owned()] });
    let old = demo(Options { version: "3.13.45".to_owned(), ..Options::default() }).await;
    assert_eq!(connect(&old).await.unwrap_err(), ShopError::TooOld { version: "3.13".to_owned() });
}

#[tokio::test]
async fn a_rate_limit_is_told_when_patience_ends() {
    let server = demo(Options { rate_limit_per_minute: Some(40), ..Options::default() }).await;
    let shop = Shop::connect(&server.url(), server.token(), Settings { patience: Duration::ZERO, ..settings() }).await.unwrap();
    let mut pages = shop.pages(Kind::Orders, Cursor::default());
    let error = loop {
        match pages.next().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("the limit was never reached"),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, ShopError::RateLimited { retry_after } if !retry_after.is_zero()), "{error}");
    assert_eq!(pages.next().await.unwrap(), None, "behind an error there is nothing");
}

#[tokio::test]
async fn a_dropped_read_stops_asking() {
    let server = demo(Options { latency: Duration::from_millis(20), ..Options::default() }).await;
    let shop = connect(&server).await.unwrap();
    let mut pages = shop.pages(Kind::Orders, Cursor::default());
    assert!(pages.next().await.unwrap().unwrap().next.is_some());
    drop(pages);
    let asked = server.requests();
    // A question of our own comes back after whatever was still under way.
    shop.probe().await.unwrap();
    assert!(server.requests() <= asked + 3, "two of the probe, one under way");
}
