//! The tour: a file of events that a reader can check by hand.

use super::runner::{Place, Ran};
use std::path::PathBuf;

fn tour(name: &str) -> String {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/tour").join(name).display().to_string()
}

fn replay(more: &[&str]) -> Ran {
    Place::new().run(&[&["replay", "--program", &tour("program.toml"), "--events", &tour("events.ndjson")], more].concat())
}

#[test]
fn the_tour_in_plain_words() {
    insta::assert_snapshot!(replay(&[]).done());
}

#[test]
fn the_tour_as_data() {
    let told = replay(&["--format", "json"]).json();
    let mut sum = 0;
    for balance in told["balances"].as_array().unwrap() {
        assert_eq!(balance["currency"], "EUR");
        sum += balance["amount"].as_str().unwrap().replace('.', "").parse::<i64>().unwrap();
    }
    assert_eq!(sum, 0, "each transfer debits what it credits");
    assert_eq!(told["decisions"].as_array().unwrap().len(), replay(&["--format", "csv"]).done().lines().count() - 1);
    assert_eq!(replay(&["--format", "json"]).done(), replay(&["--format", "json"]).done());
}

#[test]
fn time_and_payouts_go_on_when_asked() {
    let states = |more: &[&str]| -> Vec<String> {
        let told = replay(&[&["--format", "json"], more].concat()).json();
        told["rewards"].as_array().unwrap().iter().map(|reward| reward["state"].as_str().unwrap().to_owned()).collect()
    };
    let (asked, settled) = (states(&[]), states(&["--settle", "--until", "2027-01-01T00:00:00Z"]));
    assert_eq!(asked.len(), settled.len());
    assert!(!settled.contains(&"due".to_owned()), "{settled:?}");
}

#[test]
fn the_tour_brought_into_a_db_comes_to_the_same_referrals() {
    let place = Place::new();
    place.run(&["program", "activate", &tour("program.toml")]).done();
    let imported = place.run(&["import", &tour("events.ndjson"), "--format", "json"]).json();
    assert!(imported["new"].as_u64().unwrap() >= 30, "{imported}");
    assert_eq!(place.run(&["import", "events", &tour("events.ndjson"), "--format", "json"]).json()["new"], 0);
    let pairs = |told: &serde_json::Value, friend: &dyn Fn(&serde_json::Value) -> String, advocate: &dyn Fn(&serde_json::Value) -> String| {
        let lines = told["referrals"].as_array().unwrap().iter().filter(|line| line["status"] != "rejected");
        let mut pairs: Vec<String> = lines.map(|line| format!("{} <- {}", friend(line), advocate(line))).collect();
        pairs.sort();
        pairs
    };
    let pure = replay(&["--format", "json"]).json();
    let kept = place.run(&["report", "referrals", "--format", "json"]).json();
    let plain = |name: &'static str| move |line: &serde_json::Value| line[name].as_str().unwrap().to_owned();
    let keyed = |name: &'static str| move |line: &serde_json::Value| line[name]["key"].as_str().unwrap().to_owned();
    assert_eq!(pairs(&kept, &keyed("friend"), &keyed("advocate")), pairs(&pure, &plain("friend"), &plain("advocate")));
    let why = place.run(&["explain", "o5"]).done();
    assert!(why.contains("49.99 EUR are below the minimum of 50.00 EUR"), "{why}");
    // What was given back later says so at the decision that gave it.
    let (why, told) = (place.run(&["explain", "o2"]).done(), place.run(&["explain", "o2", "--format", "json"]).json());
    assert!(why.contains("→ Void: The order was refunded.") && why.contains("→ Reversed: The order was refunded."), "{why}");
    assert!(told["rewards"].as_array().unwrap().iter().any(|row| row["state"] == "reversed" && row["reason"].is_string()), "{told}");
}
