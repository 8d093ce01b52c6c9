//! A draft beside what really happened: the program in force differs in nothing, a draft in exactly what can be computed by hand, and nothing is
//! ever written.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Bed, NOW, clock};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use vouchsafe_app::view::backtest::{DifferenceKind, Pair};
use vouchsafe_app::view::{ReviewVerdict, RewardFilter, RewardSort, Wait};
use vouchsafe_app::{Access, AppError, Backtest, Desk, programs, saleor};
use vouchsafe_demo::{Shop, Spec};
use vouchsafe_domain::name::Texts as _;

const FROM: &str = "version = 1\nfrom = 2024-01-01T00:00:00Z";

fn ready(place: usize) -> String {
    programs::ready()[place].source.replace("version = 1", FROM)
}

async fn shop(orders: u32, seed: u64, program: &str) -> Bed {
    let bed = Bed::new(Shop::generate(&Spec::new(orders, seed))).await;
    bed.desk.activate("program.toml", program).await.unwrap();
    let shop = bed.shop(saleor::Settings::default()).await;
    bed.sync(&shop).await.unwrap();
    bed
}

async fn tried(desk: &Desk, source: &str) -> Backtest {
    desk.backtest("draft.toml", source, |_| {}, &Default::default()).await.unwrap()
}

fn group(found: &Backtest, kind: DifferenceKind) -> &vouchsafe_app::view::backtest::Differences {
    found.differences.iter().find(|group| group.kind == kind).unwrap()
}

fn count(found: &Backtest, name: &str) -> Pair<u64> {
    found.compared.counts.iter().find(|(count, _)| *count == name).unwrap().1
}

#[track_caller]
fn assert_no_difference(found: &Backtest, what: &str) {
    for (name, both) in &found.compared.counts {
        assert_eq!(both.now, both.draft, "{what}: {name}");
    }
    for (reason, both) in &found.compared.refusals {
        assert_eq!(both.now, both.draft, "{what}: {}", reason.code());
    }
    for currency in &found.compared.currencies {
        for pair in currency.months.iter().chain(&currency.channels).chain([&currency.whole]) {
            assert_eq!(pair.now, pair.draft, "{what}: {}", currency.currency);
        }
    }
    for group in &found.differences {
        assert_eq!((group.count, group.rows.len()), (0, 0), "{what}: {} {:?}", group.kind.name(), group.rows.first());
    }
}

/// People let some rewards go on, refuse some, hold some, and some act on what had changed meanwhile.
async fn reviewed(desk: &Desk) {
    let waiting = RewardFilter { wait: Some(Wait::Review), ..RewardFilter::default() };
    let rows = desk.rewards(&waiting, RewardSort::Newest, None, 60).await.unwrap().page.rows;
    for (place, row) in rows.iter().enumerate() {
        let revision = desk.reward(&row.key).await.unwrap().revision;
        match place % 5 {
            0 => drop(desk.review("mara", &row.key, ReviewVerdict::Approve, "looks right", revision).await.unwrap()),
            1 => drop(desk.review("mara", &row.key, ReviewVerdict::Reject, "one household", revision).await.unwrap()),
            2 => assert!(matches!(desk.review("mara", &row.key, ReviewVerdict::Approve, "late", revision + 1).await, Err(AppError::Stale))),
            _ => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_in_force_gives_no_difference() {
    for (place, seed) in [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)] {
        let program = ready(place);
        let bed = shop(250, seed, &program).await;
        reviewed(&bed.desk).await;
        let found = tried(&bed.desk, &program).await;
        assert_no_difference(&found, programs::ready()[place].id);
        assert!(found.compared.of > 500 && found.compared.done == found.compared.of, "{:?}", found.compared);
        assert_eq!((found.draft.replaces, found.draft.from.is_some()), (1, true));
        if place == 0 {
            assert!(count(&found, "rewards").now > 20 && count(&found, "refused").now > 20, "{:?}", found.compared.counts);
        }
        // Beside it stands another one, which judges on both sides.
        let other = ready(place).replace(&format!("id = \"{}\"", programs::ready()[place].id), "id = \"another\"");
        let added = tried(&bed.desk, &other).await;
        assert_eq!(added.draft.replaces, 0);
        assert!(count(&added, "rewards").draft >= count(&added, "rewards").now);
    }
}

/// A program of one rule, whose two grants a test can write.
fn simple(id: &str, minimum: &str, advocate: &str, friend: &str, more: &str) -> String {
    format!(
        "id = \"{id}\"\nname = \"{id}\"\nversion = 1\nfrom = 2024-01-01T00:00:00Z\ntime_zone = \"UTC\"\nmode = \"auto\"\n{more}\n\
         [[rule]]\nid = \"order\"\non = [\"order_confirmed\"]\nsettlement = \"none\"\noccurrence = \"every\"\nhold_days = 0\nrefund_window_days = 30\n\
         on_partial_refund = \"proportional\"\nminimum = {{ of = \"items\", EUR = \"{minimum}\" }}\n\
         [[rule.grant]]\nto = \"advocate\"\nreward = {{ rail = \"wallet\" }}\nvalue = {advocate}\n\
         [[rule.grant]]\nto = \"friend\"\nreward = {{ rail = \"wallet\" }}\nvalue = {friend}\n"
    )
}

const FIVE: &str = "{ fixed = { EUR = \"5.00\" } }";
const TENTH: &str = "{ percent = \"10\", of = \"items\" }";

/// One advocate, a friend for each amount, and what the shop says of each order's money.
async fn told(dir: &Path, program: &str, orders: &[(&str, &str)]) -> Desk {
    let desk = Desk::open(&dir.join("desk.db"), Access::ReadWrite, clock(NOW)).await.unwrap();
    desk.activate("program.toml", program).await.unwrap();
    let mut lines = vec![
        r#"{"id":"c1","at":"2026-03-01T00:00:00Z","type":"customer_registered","customer":"1","email":"a@x.example"}"#.to_owned(),
        r#"{"id":"k","at":"2026-03-01T00:00:00Z","type":"code_issued","code":"TEAM-ONE","customer":"1"}"#.to_owned(),
    ];
    for (no, (amount, charged_back)) in (2..).zip(orders) {
        let at = |minute: u32| format!("2026-03-{:02}T00:{minute:02}:00Z", no);
        let money = |amount: &str| format!(r#"{{"amount":"{amount}","currency":"EUR"}}"#);
        let device = if *charged_back == "0.00" { String::new() } else { r#","device":"dev-1""#.to_owned() };
        lines.push(format!(r#"{{"id":"c{no}","at":"{}","type":"customer_registered","customer":"{no}","ref_code":"TEAM-ONE"}}"#, at(0)));
        let items = money(amount);
        lines.push(format!(r#"{{"id":"o{no}","at":"{}","type":"order_placed","order":"{no}","customer":"{no}","items":{items}{device}}}"#, at(1)));
        lines.push(format!(r#"{{"id":"k{no}","at":"{}","type":"order_confirmed","order":"{no}"}}"#, at(2)));
        lines.push(format!(r#"{{"id":"m{no}","at":"{}","type":"order_money","order":"{no}","captured_gross":{items}}}"#, at(3)));
        if *charged_back != "0.00" {
            let back = money(charged_back);
            lines.push(format!(
                r#"{{"id":"b{no}","at":"{}","type":"order_money","order":"{no}","captured_gross":{items},"charged_back":{back}}}"#,
                at(4)
            ));
        }
    }
    let file = dir.join("events.ndjson");
    std::fs::write(&file, lines.join("\n")).unwrap();
    desk.import_events(&file).await.unwrap();
    desk
}

fn orders(found: &Backtest, kind: DifferenceKind) -> BTreeSet<String> {
    group(found, kind).rows.iter().map(|row| format!("{} {}", row.order, row.role.map_or("both", |role| role.name()))).collect()
}

fn said(list: &[&str]) -> BTreeSet<String> {
    list.iter().map(|one| (*one).to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_differs_in_exactly_the_orders_computed_by_hand() {
    let dir = tempfile::tempdir().unwrap();
    let in_force = simple("plain", "30.00", FIVE, TENTH, "");
    let desk = told(dir.path(), &in_force, &[("20.00", "0.00"), ("40.00", "0.00"), ("80.00", "0.00"), ("100.00", "0.00")]).await;
    // From 50.00 on, five for the advocate as before, and a fifth instead of a tenth for the friend.
    let draft = simple("plain", "50.00", FIVE, "{ percent = \"20\", of = \"items\" }", "");
    let found = tried(&desk, &draft).await;
    assert_eq!(orders(&found, DifferenceKind::Lost), said(&["3 advocate", "3 friend"]));
    assert_eq!(orders(&found, DifferenceKind::More), said(&["4 friend", "5 friend"]));
    for kind in [DifferenceKind::Gained, DifferenceKind::Less, DifferenceKind::Other, DifferenceKind::Held] {
        assert_eq!(orders(&found, kind), said(&[]), "{}", kind.name());
    }
    let sum = |kind| group(&found, kind).sums.iter().map(|sum| (sum.minor, sum.name.clone())).collect::<Vec<_>>();
    assert_eq!(sum(DifferenceKind::Lost), [(-900, "EUR".to_owned())], "5.00 and 4.00 less");
    assert_eq!(sum(DifferenceKind::More), [(1_800, "EUR".to_owned())], "8.00 and 10.00 more");
    // The largest first.
    assert_eq!(group(&found, DifferenceKind::More).rows[0].order, "5");
    // Why: the draft's own check.
    let lost = &group(&found, DifferenceKind::Lost).rows[0];
    assert_eq!((lost.given.now.reason, lost.given.now.state), (None, Some("settled")));
    assert_eq!((lost.given.draft.reason.map(|reason| reason.code()), lost.given.draft.check), (Some("below_minimum"), Some("minimum")));
    let decisions = desk.backtest_decisions(&found, DifferenceKind::Lost, 0).await.unwrap().unwrap();
    let ends = decisions.decisions.map(|decisions| decisions.iter().map(|one| one.reason.map(|reason| reason.code())).collect::<Vec<_>>());
    assert_eq!((decisions.kept, ends.now, ends.draft), (true, vec![None], vec![Some("below_minimum")]));
    assert!(desk.backtest_decisions(&found, DifferenceKind::Lost, 2).await.unwrap().is_none());
    // 5.00 + 4.00, 5.00 + 8.00 and 5.00 + 10.00 were promised; 5.00 + 16.00 and 5.00 + 20.00 would be.
    let whole = &found.compared.currencies[0].whole;
    assert_eq!((whole.now.reward_cost.minor, whole.draft.reward_cost.minor), (3_700, 4_600));
    assert_eq!((whole.now.friends, whole.draft.friends, whole.now.revenue), (4, 4, whole.draft.revenue));
    assert_eq!((count(&found, "rewards").now, count(&found, "rewards").draft), (6, 4));
    // A draft under another name comes on top, and what has no name in the db has one in the answer.
    let unit = "{ units = \"3\" }";
    let points = simple("on-top", "90.00", unit, FIVE, "").replacen("rail = \"wallet\"", "rail = \"points\", unit = \"stars\", exponent = 0", 1);
    // Rewards are told apart by their rule, too.
    let points = points.replace("id = \"order\"", "id = \"top\"");
    let added = tried(&desk, &points).await;
    assert_eq!(orders(&added, DifferenceKind::Other), said(&["5 advocate"]), "euros before, euros and stars now");
    assert_eq!(orders(&added, DifferenceKind::More), said(&["5 friend"]));
    let stars = &group(&added, DifferenceKind::Other).rows[0].given.draft.amounts;
    assert!(stars.iter().any(|one| one.name == "stars" && one.minor == 3), "{stars:?}");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_a_person_in_the_draft_is_held() {
    let dir = tempfile::tempdir().unwrap();
    let in_force = simple("plain", "30.00", FIVE, TENTH, "");
    let desk = told(dir.path(), &in_force, &[("40.00", "0.00")]).await;
    let found = tried(&desk, &in_force.replace("mode = \"auto\"", "mode = \"manual\"")).await;
    assert_eq!(orders(&found, DifferenceKind::Held), said(&["2 advocate", "2 friend"]));
    assert_eq!((count(&found, "review").now, count(&found, "review").draft), (0, 2));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_without_an_instant_holds_from_the_beginning() {
    let dir = tempfile::tempdir().unwrap();
    let late = simple("plain", "30.00", FIVE, TENTH, "").replace("2024-01-01", "2026-03-04");
    let desk = told(dir.path(), &late, &[("40.00", "0.00"), ("80.00", "0.00"), ("100.00", "0.00")]).await;
    let found = tried(&desk, &late.replace("from = 2026-03-04T00:00:00Z\n", "")).await;
    assert_eq!(found.draft.from, None);
    assert_eq!(orders(&found, DifferenceKind::Gained), said(&["2 advocate", "2 friend", "3 advocate", "3 friend"]));
    desk.close().await;
}

/// Every row of every table of a file.
fn rows(path: &Path) -> BTreeMap<String, Vec<Vec<rusqlite::types::Value>>> {
    let conn = rusqlite::Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut tables = conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
    let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let read = |table: &String| {
        let mut all = conn.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
        let width = all.column_count();
        let row = |row: &rusqlite::Row<'_>| (0..width).map(|place| row.get(place)).collect::<rusqlite::Result<Vec<_>>>();
        all.query_map([], row).unwrap().map(Result::unwrap).collect()
    };
    tables.iter().map(|table| (table.clone(), read(table))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written() {
    let program = ready(0);
    let bed = shop(200, 9, &program).await;
    let (head, before) = (bed.desk.journal_head().await.unwrap(), rows(&bed.path()));
    assert!(before.len() > 20 && before.values().map(Vec::len).sum::<usize>() > 1_000);
    // With names that the db has never heard of.
    let draft = program.replace("id = \"first-order\"", "id = \"never-heard-of\"\ncountries = [\"DE\"]");
    let found = tried(&bed.desk, &draft).await;
    assert!(found.differences.iter().map(|group| group.count).sum::<u64>() > 0);
    assert_eq!(bed.desk.journal_head().await.unwrap(), head);
    assert!(rows(&bed.path()) == before, "a row changed");
    // A desk that may only look tries as well, and comes to the same.
    let looking = Desk::open(&bed.path(), Access::ReadOnly, clock(NOW)).await.unwrap();
    let again = tried(&looking, &draft).await;
    assert_eq!((again.compared.clone(), again.differences.clone()), (found.compared, found.differences));
    looking.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_tells_how_it_goes_on_and_ends_when_nobody_wants_it() {
    let program = ready(0);
    let bed = shop(200, 9, &program).await;
    let cancel = tokio_util::sync::CancellationToken::new();
    let (stop, heard) = (cancel.clone(), std::sync::Arc::new(std::sync::Mutex::new(Vec::new())));
    let hears = std::sync::Arc::clone(&heard);
    let told = move |so_far: vouchsafe_app::view::backtest::Compared| {
        hears.lock().unwrap().push((so_far.done, so_far.of));
        stop.cancel();
    };
    let ended = bed.desk.backtest("draft.toml", &program, told, &cancel).await;
    assert!(matches!(ended, Err(AppError::Cancelled)), "{ended:?}");
    let heard = heard.lock().unwrap().clone();
    assert!(heard.len() == 1 && heard[0].0 > 0 && heard[0].0 <= heard[0].1, "{heard:?}");
    // The place is free again.
    assert_no_difference(&tried(&bed.desk, &program).await, "after a cancel");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_draft_is_tried_at_a_time_and_a_faulty_one_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let program = simple("plain", "30.00", FIVE, TENTH, "");
    let desk = told(dir.path(), &program, &[("40.00", "0.00")]).await;
    let (go_on, waits) = std::sync::mpsc::channel::<()>();
    let (begun, has_begun) = tokio::sync::oneshot::channel::<()>();
    let mut begun = Some(begun);
    let first = tokio::spawn({
        let (desk, program) = (desk.clone(), program.clone());
        async move {
            let told = move |_| {
                if let Some(begun) = begun.take() {
                    begun.send(()).unwrap();
                    waits.recv().unwrap();
                }
            };
            desk.backtest("draft.toml", &program, told, &Default::default()).await.map(drop)
        }
    });
    has_begun.await.unwrap();
    let second = desk.backtest("draft.toml", &program, |_| {}, &Default::default()).await;
    assert!(matches!(second, Err(AppError::BacktestRuns)), "{second:?}");
    go_on.send(()).unwrap();
    first.await.unwrap().unwrap();
    let faulty = desk.backtest("draft.toml", "id = 7", |_| {}, &Default::default()).await;
    assert!(matches!(faulty, Err(AppError::Program { .. })), "{faulty:?}");
    let other = "\n[attribution]\ntouch = \"last\"\nbind_at = \"interaction\"\n";
    let own = simple("plain", "30.00", FIVE, TENTH, other);
    assert!(desk.backtest("draft.toml", &own, |_| {}, &Default::default()).await.is_ok(), "its own policy may change");
    desk.close().await;
}

const NO_SIGNALS: &str = "[fraud]\nsame_email = \"off\"\nsame_phone = \"off\"\nsame_address = \"off\"\nsame_device = \"off\"\nsame_card = \"off\"\n\
    same_card_digits = \"off\"\nsame_ip = \"off\"\nsignups_per_ip = { per_day = 3, action = \"off\" }\norders_per_ip = { per_day = 3, action = \"off\" }\n\
    velocity = { friends = 10, hours = 1, action = \"off\" }\nrefund_rate = { percent = 50, after = 5, action = \"off\" }\n\
    cluster = { size = 4, action = \"off\" }\ndisposable_email = \"off\"\nrelay_email = \"off\"\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_with_signals_catches_the_planted_fraud() {
    let blind =
        simple("plain", "0.01", FIVE, TENTH, NO_SIGNALS).replace("EUR = \"0.01\"", "EUR = \"0.01\", USD = \"0.01\", GBP = \"0.01\", PLN = \"0.01\"");
    let bed = shop(3_000, 7, &blind).await;
    let seeing =
        NO_SIGNALS.replace("same_device = \"off\"", "same_device = \"block\"").replace("same_address = \"off\"", "same_address = \"review\"");
    let found = tried(&bed.desk, &blind.replace(NO_SIGNALS, &seeing)).await;
    let (caught, blocked) = (count(&found, "caught"), count(&found, "blocked"));
    assert_eq!((caught.now, blocked.now), (0, 0), "nothing looked");
    assert!(caught.draft > 0, "{:?}", found.compared.counts);
    assert_eq!(group(&found, DifferenceKind::Caught).count, caught.draft);
    assert_eq!(group(&found, DifferenceKind::Blocked).count, blocked.draft);
    // Each of them is what it is said to be, by the records of the db.
    let state = bed.look().await.state().await.unwrap();
    let texts = bed.look().await.texts(state.orders.keys().map(|order| order.0).collect::<Vec<_>>()).await.unwrap();
    let orders: BTreeMap<String, _> = state.orders.iter().map(|(order, record)| (texts.text(order.0), record)).collect();
    for row in &group(&found, DifferenceKind::Caught).rows {
        let funds = orders[&row.order].funds;
        assert!(funds.charged_back > 0 || (funds.captured > 0 && funds.net() == 0), "{} {funds:?}", row.order);
    }
    for row in &group(&found, DifferenceKind::Blocked).rows {
        let order = orders[&row.order];
        assert!(order.funds.charged_back == 0 && order.funds.net() > 0 && order.cancelled_at.is_none(), "{}", row.order);
    }
    let decisions = bed.desk.backtest_decisions(&found, DifferenceKind::Caught, 0).await.unwrap().unwrap();
    let saw = |check: &vouchsafe_app::view::CheckView| ["same_device", "same_address"].contains(&check.check) && check.verdict != "pass";
    assert!(decisions.kept && decisions.decisions.draft.iter().any(|one| one.checks.iter().any(saw)), "{decisions:?}");
    assert!(!decisions.decisions.now.iter().any(|one| one.checks.iter().any(saw)));
}
