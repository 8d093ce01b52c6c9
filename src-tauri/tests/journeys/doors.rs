//! The doors and what may be wrong behind them: each gives one sentence that says what to do, and nothing half-written.

use crate::bed::{Bed, clock, say};
use crate::window::{Window, id};
use serde_json::json;
use std::path::Path;
use vouchsafe_app::Access;
use vouchsafe_app::view::ReferralFilter;
use vouchsafe_demo::Options;

const TOUR: &str = include_str!("../../docs/tour/events.ndjson");
const TOUR_PROGRAM: &str = include_str!("../../docs/tour/program.toml");

#[test]
fn a_shop_is_connected_after_each_mistake_was_named() {
    let bed = Bed::new("connect");
    let lacking =
        Options { permissions: vec!["MANAGE_ORDERS".to_owned(), "MANAGE_USERS".to_owned(), "MANAGE_DISCOUNTS".to_owned()], ..Options::default() };
    let (whole, lacking) = (bed.serve(60, 3, Options::default()), bed.serve(20, 3, lacking));
    let window = Window::open(&bed, &[]);
    window.click(&id("door-connect"));

    window.fill(&id("connect-url"), "shop");
    window.click(&id("connect-submit"));
    assert_eq!(window.attribute(&id("connect-url"), "aria-invalid"), "true");
    assert_eq!(window.attribute(&id("connect-token"), "aria-invalid"), "true");

    let gone = "http://127.0.0.1:1/graphql/";
    let refuses = |url: &str, token: &str, sentence: &str| {
        window.fill(&id("connect-url"), url);
        window.fill(&id("connect-token"), token);
        window.click(&id("connect-submit"));
        says(&window, sentence);
        assert_eq!(bed.dbs(), Vec::<String>::new(), "nothing of a shop that refuses is kept");
    };
    refuses(gone, "t", &say("error-shop-unreachable", [("url", gone)]));
    refuses(&whole.url(), "wrong", &say("error-token-refused", [("url", &whole.url())]));
    refuses(&lacking.url(), lacking.token(), &say("error-permission-missing", [("permissions", "MANAGE_GIFT_CARD")]));

    window.fill(&id("connect-url"), &whole.url());
    window.fill(&id("connect-token"), whole.token());
    window.click(&id("connect-submit"));
    window.read(&id("banner"), &say("error-no-keychain", []));
    window.synced();
    window.go("settings");
    window.until("the shop's address", "return document.querySelector('main').innerText.includes(arguments[0])", json!([whole.url()]));
    let status = bed.wait(bed.look(&bed.only_db()).sync_status()).unwrap();
    assert_eq!(status.kinds.iter().find(|kind| kind.kind.name() == "orders").map(|kind| kind.in_mirror), Some(60));
}

#[test]
fn a_file_of_events_is_opened_whole_or_not_at_all() {
    let bed = Bed::new("file");
    let (good, bad) = (bed.file("tour.ndjson"), bed.file("broken.ndjson"));
    std::fs::write(&good, TOUR).unwrap();
    let broken: Vec<&str> =
        TOUR.lines().enumerate().map(|(at, line)| if at == 6 { "{\"id\":\"x\",\"type\":\"order_placed\"" } else { line }).collect();
    std::fs::write(&bad, broken.join("\n")).unwrap();
    let window = Window::open(&bed, &[]);
    window.click(&id("door-file"));

    open_file(&window, &bad);
    window.read(&id("error-state"), "broken.ndjson, line 7, is not an event");
    assert_eq!(window.count(&id("error-state")), 1);
    assert_eq!(bed.dbs(), Vec::<String>::new(), "nothing of a faulty file is used");

    open_file(&window, &good);
    window.go("referrals");
    window.see(&id("referral-row"));
    let desk = bed.look(&bed.only_db());
    let referrals = bed.wait(desk.referrals(&ReferralFilter::default(), true, None, 100)).unwrap();
    assert_eq!(window.count(&id("referral-row")), referrals.count);
    let emails: Vec<_> = referrals.rows.iter().filter_map(|row| row.friend.email.clone()).collect();
    assert!(emails.contains(&"bob@example.com".to_owned()), "{emails:?}");
    let shown = window.texts(&id("referral-row")).join("\n");
    assert!(emails.iter().all(|email| shown.contains(email)), "{shown}");
}

#[test]
fn a_db_is_opened_with_the_rewards_that_its_program_gave() {
    let bed = Bed::new("db");
    let (file, db) = (bed.file("tour.ndjson"), bed.file("desk.db"));
    std::fs::write(&file, TOUR).unwrap();
    let desk = bed.wait(vouchsafe_app::Desk::open(&db, Access::ReadWrite, clock())).unwrap();
    bed.wait(desk.activate("program.toml", TOUR_PROGRAM)).unwrap();
    bed.wait(desk.import_events(&file)).unwrap();
    let rewards = bed.wait(desk.rewards(&vouchsafe_app::view::RewardFilter::default(), vouchsafe_app::view::RewardSort::Newest, None, 100)).unwrap();
    bed.wait(desk.close());
    assert!(rewards.page.count >= 2);

    let window = Window::open(&bed, &[]);
    window.click(&id("door-file"));
    open_file(&window, &db);
    window.go("rewards");
    window.see(&id("reward-row"));
    for row in &rewards.page.rows {
        window.see(&format!("{}[data-key=\"{}\"]", id("reward-row"), row.key));
    }
    assert_eq!(window.count(&id("reward-row")), rewards.page.count);
}

#[test]
fn a_db_that_cannot_be_written_says_why() {
    let bed = Bed::new("banners");
    let db = bed.file("desk.db");
    let path = db.display().to_string();
    let (desk, shop) = (bed.desk(&db), bed.serve(30, 5, Options::default()));
    let connected = bed.wait(desk.connect(&shop.url(), shop.token(), vouchsafe_app::saleor::Settings::default())).unwrap();
    bed.wait(desk.sync(&connected, &tokio::sync::watch::Sender::default(), &tokio_util::sync::CancellationToken::new())).unwrap();

    // Somebody else has it open.
    let second = Window::open(&bed, &["--db", &path]);
    says(&second, &say("error-db-in-use", [("path", &path)]));
    second.see(&id("door-demo"));
    drop(second);
    bed.wait(desk.close());

    // A later version has written it.
    let conn = rusqlite::Connection::open(&db).unwrap();
    conn.execute("INSERT INTO _sqlx_migrations SELECT 9001, description, installed_on, success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1", ())
        .unwrap();
    drop(conn);
    let newer = Window::open(&bed, &["--db", &path]);
    let known = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations")).unwrap().count().to_string();
    newer.read(&id("banner"), &say("error-db-newer", [("found", "9001"), ("known", &known)]));
    newer.go("sync");
    newer.see(&format!("{}:disabled", id("sync-start")));
    let refused = newer.invoke("sync_start", json!({})).unwrap_err();
    assert_eq!(refused["code"], "read_only");
    newer.go("rewards");
    newer.see("[role=grid]");
    drop(newer);

    // It is damaged.
    let mut bytes = std::fs::read(&db).unwrap();
    bytes[100..4_000].fill(0xa5);
    std::fs::write(&db, bytes).unwrap();
    let damaged = Window::open(&bed, &["--db", &path]);
    says(&damaged, &say("error-db-damaged", []));
}

#[test]
fn the_window_may_ask_what_is_listed_and_nothing_else() {
    let bed = Bed::new("refused");
    let window = Window::open(&bed, &[]);
    assert_eq!(window.invoke("desk", json!({})).unwrap()["door"], "first_run");
    for unlisted in [
        "plugin:fs|read_text_file",
        "plugin:dialog|open",
        "plugin:shell|execute",
        "plugin:window|close",
        "plugin:webview|create_webview",
        "erase_everything",
    ] {
        let refused = window.invoke(unlisted, json!({ "path": "/etc/passwd" })).unwrap_err().to_string();
        assert!(refused.contains("not allowed") || refused.contains("not found"), "{unlisted}: {refused}");
    }
    // The page may not leave, nor load what is not its own.
    window.run("location.href = 'https://example.com/'", json!([]));
    window.see(&id("door-demo"));
    assert_eq!(window.run("return location.protocol + '//' + location.host", json!([])), json!("tauri://localhost"));
}

fn open_file(window: &Window, path: &Path) {
    window.fill(&id("file-path"), path.to_str().unwrap());
    window.click(&id("file-open"));
}

/// One sentence, and only this one.
#[track_caller]
fn says(window: &Window, sentence: &str) {
    let script = "const told = [...document.querySelectorAll('[data-testid=error-state]')].map((one) => one.innerText.replace(/[\\u2068\\u2069]/g, '').trim());
         return told.length === 1 && told[0] === arguments[0]";
    window.until(&format!("the one sentence {sentence:?}"), script, json!([sentence]));
}
