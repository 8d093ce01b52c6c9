//! Whether all is as it should be: told in tables, JSON and exit statuses.

use super::runner::{Place, shop};
use vouchsafe_demo::{Faults, Options};

#[tokio::test(flavor = "multi_thread")]
async fn a_doctor_tells_what_was_never_looked_at_and_what_differs() {
    let (place, server) = (Place::new(), shop(Options::default()).await);
    let (url, token) = (server.url(), server.token().to_owned());
    place.run_with(&token, &["connect", &url]).done();
    let found = place.run(&["doctor", "--format", "json"]);
    assert_eq!(found.status.code(), Some(3), "{}", found.err);
    let codes = |out: &str| -> Vec<String> {
        let told: serde_json::Value = serde_json::from_str(out).unwrap();
        told["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(codes(&found.out), ["never_synced"]);
    place.run_with(&token, &["sync"]).done();
    let found = place.run(&["doctor"]);
    found.said(3, "Done; things to look at: 1.");
    assert!(found.out.contains("run vouchsafe doctor --full"), "{}", found.out);
    // Every id is compared: all is well, also for those who only look.
    place.run_with(&token, &["doctor", "--full"]).done();
    let told = place.run(&["doctor", "--format", "json"]).json();
    let orders = &told["completeness"]["kinds"][1];
    assert_eq!((&orders["here"], &orders["there"], &orders["is_complete"]), (&300.into(), &300.into(), &true.into()));
    assert!(orders["months"].as_array().unwrap().iter().all(|month| month["is_equal"] == true), "{orders}");
    let csv = place.run(&["doctor", "--format", "csv"]).done();
    assert!(csv.starts_with("kind,here,there,gone,quarantined,unequal_months,complete,checked_at\ncustomers,"), "{csv}");
    let status = place.run(&["status", "--format", "json"]).json();
    assert_eq!(status["completeness"]["kinds"][1]["there"], 300);

    let log = place.run(&["log", "--format", "json"]).json();
    let said: Vec<&str> = log.as_array().unwrap().iter().map(|row| row["what"]["code"].as_str().unwrap()).collect();
    assert_eq!(said.iter().filter(|code| **code == "full_check").count(), 5, "{said:?}");
    assert_eq!(said.last(), Some(&"round_done"));
    let told = place.run(&["log", "--limit", "1", "--lang", "ru"]).done();
    assert!(told.contains("Полная сверка"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_in_quarantine_is_a_finding_until_it_can_be_read() {
    let faults = Faults { poison_order: Some("1100".to_owned()), ..Faults::default() };
    let (place, server) = (Place::new(), shop(Options { faults, ..Options::default() }).await);
    let (url, token) = (server.url(), server.token().to_owned());
    place.run_with(&token, &["connect", &url]).done();
    place.run_with(&token, &["sync"]).said(3, "Done, but records in quarantine: 1; vouchsafe status lists them.");
    place.run_with(&token, &["doctor", "--full"]).said(3, "Done; things to look at: 2.");
    server.set_faults(Faults::default());
    place.run_with(&token, &["sync"]).done();
    place.run_with(&token, &["doctor", "--full"]).done();
}

#[test]
fn a_file_of_an_older_version_is_told_as_that_until_something_writes_it() {
    const DB: [&str; 2] = ["--db", "demo-60-1.db"];
    let place = Place::new();
    place.run(&["demo", "--orders", "60"]).done();

    let conn = rusqlite::Connection::open(place.path(DB[1])).unwrap();
    let newest: i64 = conn.query_row("SELECT max(version) FROM _sqlx_migrations", [], |row| row.get(0)).unwrap();
    conn.execute("DELETE FROM _sqlx_migrations WHERE version = ?1", [newest]).unwrap();
    drop(conn);
    let before = newest - 1;
    for verb in [&["status"][..], &["doctor"], &["report", "rewards"]] {
        place.run(&[verb, &DB].concat()).said(
            1,
            &format!(
                "This db was made by an older Vouchsafe (format {before}, this one needs {newest}); open it once in the window or run vouchsafe sync."
            ),
        );
    }
    // It is kept before it is brought up to date.
    place.run(&[&["backup", "kept.db"][..], &DB].concat()).done();
    place.run(&["restore", "kept.db", "--db", "back.db"]).done();
    place.run(&["status", "--db", "back.db"]).done();
}
