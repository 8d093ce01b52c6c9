//! `backtest`: the program in force differs in nothing, a draft is told of with the exit status of findings, and the db stays as it is.

use super::runner::Place;

const DB: &str = "demo-300-1.db";

#[test]
fn a_draft_stands_beside_what_happened() {
    let place = Place::new();
    place.run(&["demo", "--orders", "300"]).done();
    let listed = place.run(&["program", "list", "--db", DB, "--format", "json"]).json();
    let in_force = listed["programs"].as_array().unwrap().iter().find(|program| program["state"] == "in_force").unwrap();
    let source = place.run(&["program", "show", in_force["id"].as_str().unwrap(), "--toml", "--db", DB]).done();
    std::fs::write(place.path("same.toml"), &source).unwrap();
    let bytes = std::fs::read(place.path(DB)).unwrap();
    let same = place.run(&["backtest", "same.toml", "--db", DB, "--format", "json"]).json();
    assert!(same["events"].as_u64().unwrap() > 500, "{same}");
    for (name, both) in same["counts"].as_object().unwrap() {
        assert_eq!(both["now"], both["draft"], "{name}");
    }
    assert!(same["differences"].as_array().unwrap().iter().all(|group| group["count"] == 0), "{same}");
    // A first order is rewarded from 300.00 on.
    let dear = source.replace("EUR = \"30.00\", USD = \"30.00\", GBP = \"25.00\"", "EUR = \"300.00\", USD = \"300.00\", GBP = \"250.00\"");
    assert_ne!(dear, source);
    std::fs::write(place.path("dear.toml"), dear).unwrap();
    let other = place.run(&["backtest", "dear.toml", "--db", DB, "--format", "json"]);
    assert_eq!(other.status.code(), Some(3), "{}", other.err);
    let found: serde_json::Value = serde_json::from_str(&other.out).unwrap();
    let lost = found["differences"].as_array().unwrap().iter().find(|group| group["kind"] == "lost").unwrap();
    assert!(lost["count"].as_u64().unwrap() > 0 && lost["rows"][0]["draft"]["reason"] == "below_minimum", "{lost}");
    assert!(found["counts"]["rewards"]["draft"].as_u64() < found["counts"]["rewards"]["now"].as_u64());
    let shown = place.run(&["backtest", "dear.toml", "--db", DB]).out;
    assert!(shown.contains("Reward cost") && shown.contains("Given now, not by the draft"), "{shown}");
    let csv = place.run(&["backtest", "dear.toml", "--db", DB, "--format", "csv"]).out;
    assert!(csv.starts_with("figure,currency,now,draft,difference\n"), "{csv}");
    assert!(std::fs::read(place.path(DB)).unwrap() == bytes, "the file changed");
    // One sentence says that something is wrong with a file, and one each what.
    std::fs::write(place.path("faulty.toml"), "id = 7").unwrap();
    let faulty = place.run(&["backtest", "faulty.toml", "--db", DB]);
    assert_eq!((faulty.status.code(), faulty.err.lines().count()), (Some(1), 4), "{}", faulty.err);
}
