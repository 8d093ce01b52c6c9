//! The main job, end to end: the same on every run, however often it is killed.

use super::runner::Place;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::Stdio;

const DEMO: [&str; 5] = ["demo", "--orders", "300", "--format", "json"];

#[test]
fn two_runs_are_identical() {
    let (one, other) = (Place::new(), Place::new());
    let first = one.run(&DEMO).done();
    assert_eq!(first, other.run(&[&DEMO[..], &["--db", "elsewhere/other.db"]].concat()).done());
    assert_eq!(first, one.run(&DEMO).done(), "once more on the same db");
    let told: serde_json::Value = serde_json::from_str(&first).unwrap();
    assert_eq!(told["mirror"][1]["count"], 300);
    assert!(told["rewards"][1]["count"].as_u64().unwrap() > 10, "{}", told["rewards"]);
    assert_eq!(told["quarantined"], 0);
    for chart in ["cac-by-month", "roi-by-month", "cac-by-channel", "roi-by-channel"] {
        let svg = std::fs::read_to_string(one.path("demo-300-1-charts").join(format!("{chart}.svg"))).unwrap();
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"), "{chart}");
    }
    let other_shop = one.run(&["demo", "--orders", "301", "--db", "demo-300-1.db"]);
    assert_eq!(other_shop.status.code(), Some(1));
    assert!(other_shop.err.starts_with("This db belongs to the shop http://127.0.0.1:"), "{}", other_shop.err);
}

/// Bytes of the db and of what is still to go into it.
fn written(db: &Path) -> u64 {
    let wal = db.with_extension("db-wal");
    [db, &wal].iter().filter_map(|path| std::fs::metadata(path).ok()).map(|found| found.len()).sum()
}

#[test]
fn killed_at_any_moment_and_resumed_it_comes_to_the_same() {
    let whole = Place::new().run(&DEMO).done();
    let mut kills = 0;
    let together = Place::new();
    // A moment is where the db has grown so far: from its first byte to the last pages.
    for bytes in [1, 100_000, 300_000, 500_000, 700_000, 900_000, 1_200_000, 1_600_000] {
        let alone = Place::new();
        for place in [&alone, &together] {
            let db = place.path("demo-300-1.db");
            let before = if std::ptr::eq(place, &raw const together) { written(&db) } else { 0 };
            let mut child = place.command(&DEMO).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            while child.try_wait().unwrap().is_none() && written(&db) < before + bytes {
                std::thread::yield_now();
            }
            child.kill().unwrap();
            kills += usize::from(child.wait().unwrap().signal() == Some(9));
        }
        assert_eq!(whole, alone.run(&DEMO).done(), "killed at {bytes} bytes");
    }
    assert_eq!(whole, together.run(&DEMO).done(), "killed again and again");
    assert!(kills >= 6, "{kills} of 16 runs were killed before they ended");
}

#[test]
fn what_it_says_to_people_is_in_their_language() {
    let place = Place::new();
    let told = place.run(&["demo", "--orders", "300"]).done();
    assert!(told.contains("Customer acquisition cost") && told.contains("demo-300-1-charts/cac-by-month.svg"), "{told}");
    let told = place.run(&["demo", "--orders", "300", "--lang", "ru"]).done();
    assert!(told.contains("Клиенты") && told.contains("В журнале"), "{told}");
}
