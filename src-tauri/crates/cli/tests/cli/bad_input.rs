//! Bad input: each gets one clear sentence, its exit status, and nothing is lost.

use super::runner::{Place, Running, ran, shop};
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use vouchsafe_demo::{Faults, Garbled, Options};

#[test]
fn a_shop_that_cannot_be_used_is_said_to_be_so() {
    let place = Place::new();
    let check = |url: &str, sentence: &str| place.run_with("demo-token", &["connect", url]).said(1, sentence);
    check("http://127.0.0.1:1/", "The shop at http://127.0.0.1:1/graphql/ does not answer; check the address and the network, then try again.");
    check("ftp://shop.example", "“ftp://shop.example” is not an address of a shop; enter one that starts with https://.");
    check("http://shop.example", "“http://shop.example” is not an address of a shop; enter one that starts with https://.");
    place.run(&["connect", "https://shop.example"]).said(1, "There is no token; put it into VOUCHSAFE_SHOP_TOKEN.");
    place.run_with("x", &["sync"]).said(1, "No shop is connected; connect one first.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_may_not_is_refused() {
    let place = Place::new();
    let permissions = vec!["MANAGE_ORDERS".to_owned()];
    let server = shop(Options { permissions, ..Options::default() }).await;
    let url = server.url();
    place
        .run_with("stolen", &["connect", &url])
        .said(1, &format!("The shop at {url} refused the token; make a new one in the shop and connect again."));
    place
        .run_with("demo-token", &["connect", &url])
        .said(1, "The token lacks MANAGE_USERS, MANAGE_GIFT_CARD, MANAGE_DISCOUNTS; add that in the shop’s dashboard and try again.");
    let old = shop(Options { version: "3.13.45".to_owned(), ..Options::default() }).await;
    place.run_with("demo-token", &["connect", &old.url()]).said(1, "The shop runs Saleor 3.13, which is too old; 3.14 or newer is needed.");
}

/// Syncs with faults; the sentence is the same whatever the fault, and the status tells each record.
#[track_caller]
fn sync_with_findings(place: &Place, url: &str, status: &str) {
    place.run_with("demo-token", &["connect", url]).done();
    let synced = place.run_with("demo-token", &["sync", "--format", "json"]);
    synced.said(3, "Done, but records in quarantine: 1; vouchsafe status lists them.");
    let told: serde_json::Value = serde_json::from_str(&synced.out).unwrap();
    assert_eq!((&told["refused"], &told["quarantined"], &told["kinds"][1]["in_mirror"]), (&1.into(), &1.into(), &299.into()), "{told}");
    let told = place.run(&["status"]).done();
    assert!(told.contains(status), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_broken_order_is_set_aside_and_the_rest_goes_on() {
    let place = Place::new();
    let faults = Faults { poison_order: Some("1100".to_owned()), ..Faults::default() };
    let server = shop(Options { faults, ..Options::default() }).await;
    sync_with_findings(&place, &server.url(), "A record could not be understood");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_currency_is_set_aside_and_the_rest_goes_on() {
    let place = Place::new();
    let garbled = Garbled { order: "1100".to_owned(), field: "currency".to_owned(), text: "XQQ".to_owned() };
    let faults = Faults { garbled_orders: vec![garbled], ..Faults::default() };
    let server = shop(Options { faults, ..Options::default() }).await;
    sync_with_findings(&place, &server.url(), "The currency XQQ is not known");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_db_belongs_to_one_shop() {
    let place = Place::new();
    let (one, other) = (shop(Options::default()).await, shop(Options::default()).await);
    place.run_with("demo-token", &["connect", &one.url()]).done();
    let refused = place.run_with("demo-token", &["connect", &other.url()]);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(refused.err, format!("This db belongs to the shop {}; open another db to connect another shop.\n", one.url()));
    let activated = place.path("past.toml");
    std::fs::write(&activated, vouchsafe_demo::PROGRAM).unwrap();
    let refused = place.run(&["program", "activate", "past.toml"]);
    assert_eq!((refused.status.code(), refused.err.lines().count()), (Some(1), 1), "{}", refused.err);
    assert!(refused.err.contains("manual"), "{}", refused.err);
}

#[test]
fn a_db_that_is_none_or_of_a_newer_version_is_left_alone() {
    let place = Place::new();
    place.run(&["program", "activate", "shop-gift-card", "--db", "a.db"]).done();
    let conn = rusqlite::Connection::open(place.path("a.db")).unwrap();
    let known: i64 = conn.query_row("SELECT max(version) FROM _sqlx_migrations", [], |row| row.get(0)).unwrap();
    let columns = "version, description, installed_on, success, checksum, execution_time";
    conn.execute(
        &format!("INSERT INTO _sqlx_migrations ({columns}) SELECT 9999, 'later', installed_on, 1, checksum, 0 FROM _sqlx_migrations LIMIT 1"),
        [],
    )
    .unwrap();
    drop(conn);
    place
        .run(&["program", "activate", "shop-gift-card", "--db", "a.db"])
        .said(1, &format!("This db was made by a newer Vouchsafe (format 9999, this one knows {known}); update Vouchsafe to open it."));
    std::fs::write(place.path("b.db"), "no db at all").unwrap();
    for verb in [&["status", "--db", "b.db"][..], &["program", "activate", "shop-gift-card", "--db", "b.db"]] {
        place.run(verb).said(1, "The db is damaged; restore it from a backup.");
    }
    assert_eq!(std::fs::read_to_string(place.path("b.db")).unwrap(), "no db at all");
    place.run(&["status", "--db", "c.db"]).said(1, "The file c.db cannot be read; check that it exists and that you may open it.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_instance_may_look_and_not_touch() {
    let place = Place::new();
    let server = shop(Options::default()).await;
    place.run_with("demo-token", &["connect", &server.url()]).done();
    let watch = ["sync", "--watch", "3600", "--format", "csv"];
    let mut first = Running(place.command(&watch).env("VOUCHSAFE_SHOP_TOKEN", "demo-token").stdout(Stdio::piped()).spawn().unwrap());
    let told: Vec<String> = BufReader::new(first.0.stdout.as_mut().unwrap()).lines().take(2).map(Result::unwrap).collect();
    assert_eq!(
        told[0], "rows,changed,refused,reread,repaired,gone,events,quarantined",
        "the first round is over, and the db stays open for the next one"
    );
    place
        .run(&["program", "activate", "shop-gift-card"])
        .said(1, &format!("The db at {} is already open in another Vouchsafe; close that one first.", place.path("vouchsafe.db").display()));
    assert_eq!(place.run(&["status", "--format", "json"]).json()["kinds"][1]["in_mirror"], 300);
    drop(first);
    place.run(&["program", "activate", "shop-gift-card"]).done();
}

#[test]
fn a_faulty_file_is_refused_whole_with_its_line() {
    let place = Place::new();
    let program = place.run(&["program", "show", "shop-gift-card", "--toml"]).done();
    let typo = program.replace("occurrence =", "occurence =").replace("hold_days = 14", "hold_days = 40000");
    let line = typo.lines().position(|line| line.starts_with("occurence")).unwrap() + 1;
    std::fs::write(place.path("typo.toml"), &typo).unwrap();
    for verb in ["check", "activate"] {
        let refused = place.run(&["program", verb, "typo.toml"]);
        let told: Vec<&str> = refused.err.lines().collect();
        assert_eq!((refused.status.code(), told.len()), (Some(1), 3), "{}", refused.err);
        assert_eq!(
            told[0],
            format!("Mistakes in the program typo.toml: 2, the first in line {line}. Mend each of them; nothing of the file was used.")
        );
        assert!(
            told[1].starts_with(&format!(
                "Line {line}, rule first-order, occurence: there is no such key; did you mean occurrence? Otherwise write one of "
            )),
            "{}",
            told[1]
        );
        assert!(told[2].ends_with("rule first-order, hold_days: write a number of days from 0 to 36525"), "{}", told[2]);
    }
    let good = r#"{"id":"code/A/issued","type":"code_issued","at":"2026-01-01T00:00:00Z","code":"A","customer":"anna"}"#;
    std::fs::write(place.path("bad.ndjson"), format!("{good}\n{{\"id\":\"x\",\"type\":\"gift\",\"at\":\"2026-01-01T00:00:00Z\"}}\n")).unwrap();
    let refused = place.run(&["import", "bad.ndjson"]);
    assert_eq!((refused.status.code(), refused.err.lines().count()), (Some(1), 1));
    assert!(refused.err.starts_with("bad.ndjson, line 2, is not an event: "), "{}", refused.err);
    std::fs::write(place.path("good.ndjson"), good).unwrap();
    assert_eq!(place.run(&["import", "good.ndjson", "--format", "json"]).json()["new"], 1, "nothing of the faulty file was kept");
    place.run(&["import", "gone.csv"]).said(1, "The file gone.csv cannot be read; check that it exists and that you may open it.");
    place.run(&["import", "events.pdf"]).said(2, "events.pdf must end in .ndjson for events or in .csv for a sheet; or say with --as what it holds.");
    place
        .run(&["explain", "1042"])
        .said(1, "Nothing here is called “1042”; write the number of an order, the key of a reward, or the shop’s id of a customer.");
}

#[test]
fn bad_usage_is_status_two() {
    for args in
        [&["frobnicate"][..], &[], &["demo", "--orders", "0"], &["report", "rewards", "--state", "open"], &["replay", "--events", "a"], &["import"]]
    {
        let refused = Place::new().run(args);
        assert_eq!((refused.status.code(), refused.out.as_str()), (Some(2), ""), "{args:?}");
    }
}

#[test]
fn a_full_disk_loses_nothing() {
    let place = Place::new();
    let binary = env!("CARGO_BIN_EXE_vouchsafe");
    let has_small_disk = Command::new("unshare").args(["-rm", "true"]).output().is_ok_and(|output| output.status.success());
    std::fs::create_dir(place.path("disk")).unwrap();
    let sentence = if has_small_disk {
        // A disk of 2 MB of our own. What fitted is kept, so that the next run can go on from it.
        let script = "mount -t tmpfs -o size=2m tmpfs disk && { \"$0\" demo --orders 300 --db disk/a.db; status=$?; cp -r disk kept; exit $status; }";
        let full = ran(&mut place.settle(Command::new("unshare"), &["-rm", "sh", "-c", script, binary]));
        full.said(1, "The disk is full; make room and try again; nothing was lost.");
        full.err
    } else {
        // Where no disk can be had: a limit on the size of files is a refusal to write, too.
        let full =
            ran(&mut place.settle(Command::new("sh"), &["-c", "trap '' XFSZ; ulimit -f 600; exec \"$0\" demo --orders 300 --db kept/a.db", binary]));
        assert_eq!(full.status.code(), Some(1));
        full.err
    };
    assert_eq!(sentence.lines().count(), 1, "{sentence}");
    let demo = ["demo", "--orders", "300", "--format", "json"];
    assert_eq!(place.run(&[&demo[..], &["--db", "kept/a.db"]].concat()).done(), place.run(&demo).done());
}
