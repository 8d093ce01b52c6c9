//! Programs on the command line: the ready ones, what they say in words, versions, pauses, and files of events that they judge.

use super::runner::Place;

const READY: [&str; 5] = ["shop-gift-card", "coupons-credit-steps", "every-payment-cashback", "two-level-points", "usage-quota"];

#[test]
fn every_ready_program_is_listed_told_and_checked() {
    let place = Place::new();
    let ready = place.run(&["program", "list", "--format", "json"]).json();
    let listed: Vec<_> = ready["programs"].as_array().unwrap().iter().map(|row| (row["id"].clone(), row["state"].clone())).collect();
    assert_eq!(listed, READY.map(|id| (id.into(), "ready".into())));
    for id in READY {
        let file = place.path("mine.toml");
        std::fs::write(&file, place.run(&["program", "show", id, "--toml"]).done()).unwrap();
        for lang in ["en", "ru"] {
            let told = place.run(&["program", "show", id, "--lang", lang]).done();
            assert_eq!(told, place.run(&["program", "check", "mine.toml", "--lang", lang]).done());
            assert!(told.lines().count() > 20 && !told.contains("program-summary"), "{told}");
            // Cyrillic letters stand beside names and amounts in the one and not in the other.
            assert_eq!(told.chars().any(|letter| ('а'..='я').contains(&letter)), lang == "ru", "{told}");
        }
    }
}

#[test]
fn what_a_program_does_is_told_in_plain_words() {
    let told = Place::new().run(&["program", "show", "shop-gift-card"]).done();
    assert!(told.starts_with("Shop gift card (shop-gift-card)\nVersion 1 holds from its activation on"), "{told}");
    for sentence in ["A person approves each reward.", "\nRule first-order answers to: ", "\n  A reward waits until the order is paid in full."] {
        assert!(told.contains(sentence), "{sentence} in {told}");
    }
    let data = Place::new().run(&["program", "show", "shop-gift-card", "--format", "json"]).json();
    assert_eq!(data["summary"].as_array().unwrap().len(), told.lines().filter(|line| !line.is_empty()).count() - 1);
}

#[test]
fn a_program_is_activated_paused_and_ended() {
    let place = Place::new();
    let source = place.run(&["program", "show", "shop-gift-card", "--toml"]).done();
    std::fs::write(place.path("mine.toml"), &source).unwrap();
    let activated = place.run(&["program", "activate", "mine.toml", "--format", "json"]).json();
    assert_eq!((&activated["id"], &activated["version"]), (&"shop-gift-card".into(), &1.into()));
    let state = |place: &Place| {
        let listed = place.run(&["program", "list", "--format", "json"]).json();
        let rows = listed["programs"].as_array().unwrap();
        assert_eq!(rows.len(), READY.len());
        rows[0]["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state(&place), "in_force");
    let paused = place.run(&["program", "pause", "shop-gift-card", "--reason", "too dear", "--format", "json"]).json();
    assert_eq!((&paused["programs"][0]["state"], paused["programs"][0]["since"].is_string()), (&"paused".into(), true));
    assert_eq!(state(&place), "paused");
    place.run(&["program", "activate", "mine.toml"]).done();
    assert_eq!(state(&place), "in_force");
    place.run(&["program", "end", "shop-gift-card", "--reason", "summer is over"]).done();
    assert_eq!(state(&place), "ended");
    assert_eq!(place.run(&["program", "show", "shop-gift-card", "--version", "1", "--toml"]).done(), source);
    for verb in ["pause", "end"] {
        assert_eq!(place.run(&["program", verb, "usage-quota", "--reason", "too dear"]).status.code(), Some(1), "a program that is not in force");
    }
}

#[test]
fn the_schema_of_program_files_is_printed() {
    let schema = Place::new().run(&["schema", "program"]).json();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert!(schema["properties"]["rule"].is_object(), "{schema}");
}

/// A year of a small business: two people bring others, who register, buy, top up, onboard a partner and do what the programs name.
fn events() -> String {
    let mut lines = vec![
        r#"{"id":"a","type":"customer_registered","at":"2026-01-01T00:00:00Z","customer":"anna","email":"anna@example.com","email_verified":true}"#.to_owned(),
        r#"{"id":"ac","type":"code_issued","at":"2026-01-01T01:00:00Z","code":"ANNA","customer":"anna"}"#.to_owned(),
        r#"{"id":"b","type":"customer_registered","at":"2026-01-02T00:00:00Z","customer":"bob","email":"bob@example.com","email_verified":true,"ref_code":"ANNA"}"#.to_owned(),
        r#"{"id":"bc","type":"code_issued","at":"2026-01-02T01:00:00Z","code":"BOB","customer":"bob"}"#.to_owned(),
        r#"{"id":"c","type":"customer_registered","at":"2026-01-03T00:00:00Z","customer":"carla","email":"carla@example.com","email_verified":true,"ref_code":"BOB"}"#.to_owned(),
        r#"{"id":"t","type":"trial_started","at":"2026-01-03T01:00:00Z","customer":"carla","period_days":14}"#.to_owned(),
        r#"{"id":"q","type":"custom","at":"2026-01-04T00:00:00Z","name":"quest_purchased","customer":"carla"}"#.to_owned(),
        r#"{"id":"w","type":"partner_onboarded","at":"2026-01-05T00:00:00Z","partner":"dora","customer":"bob"}"#.to_owned(),
    ];
    for (no, currency) in [(1, "EUR"), (2, "USD")] {
        let money = format!(r#"{{"amount":"80.00","currency":"{currency}"}}"#);
        lines.push(format!(r#"{{"id":"s{no}","type":"subscription_purchased","at":"2026-01-06T0{no}:00:00Z","purchase":"p{no}","customer":"carla","amount":{money}}}"#));
        lines.push(format!(r#"{{"id":"o{no}","type":"order_placed","at":"2026-01-07T0{no}:00:00Z","order":"o{no}","customer":"carla","items":{money},"lines":[{{"category":"shoes","amount":{money}}}]}}"#));
        lines.push(format!(r#"{{"id":"k{no}","type":"order_confirmed","at":"2026-01-08T0{no}:00:00Z","order":"o{no}"}}"#));
        lines.push(format!(r#"{{"id":"m{no}","type":"order_money","at":"2026-01-09T0{no}:00:00Z","order":"o{no}","captured_gross":{money}}}"#));
    }
    lines.join("\n")
}

#[test]
fn every_ready_program_judges_a_file_of_events() {
    let place = Place::new();
    std::fs::write(place.path("events.ndjson"), events()).unwrap();
    for id in READY {
        let past = place.run(&["program", "show", id, "--toml"]).done().replace("version = 1", "version = 1\nfrom = 2025-01-01T00:00:00Z");
        std::fs::write(place.path("past.toml"), past).unwrap();
        let told = place.run(&["replay", "--program", "past.toml", "--events", "events.ndjson", "--format", "json"]).json();
        let rewards = told["rewards"].as_array().unwrap().len();
        // Of the experiment of the last one nobody may be in an arm that gives.
        assert!(rewards > 0 || id == "usage-quota", "{id} gives nothing: {told}");
        assert!(!told["decisions"].as_array().unwrap().is_empty(), "{id}");
    }
}

#[test]
fn versions_of_one_program_are_replayed_together() {
    let place = Place::new();
    std::fs::write(place.path("events.ndjson"), events()).unwrap();
    let version = |no: u32, from: &str, amount: &str| {
        format!(
            "id = \"cashback\"\nname = \"Cashback\"\nversion = {no}\nfrom = {from}\nmode = \"auto\"\n[attribution]\ntouch = \"first\"\nbind_at = \"interaction\"\n\
             existing_customers = \"allow\"\n[[rule]]\nid = \"paid\"\non = [\"subscription_purchased\"]\noccurrence = \"every\"\n[[rule.grant]]\n\
             to = \"advocate\"\nreward = {{ rail = \"wallet\" }}\nvalue = {{ fixed = {{ EUR = \"{amount}\", USD = \"{amount}\" }} }}\n"
        )
    };
    std::fs::write(place.path("one.toml"), version(1, "2025-01-01T00:00:00Z", "1.00")).unwrap();
    std::fs::write(place.path("two.toml"), version(2, "2026-01-06T01:30:00Z", "2.00").replace("first", "last")).unwrap();
    let told = place.run(&["replay", "--program", "two.toml", "--program", "one.toml", "--events", "events.ndjson", "--format", "json"]).json();
    let given: Vec<_> = told["rewards"].as_array().unwrap().iter().map(|reward| reward["amount"]["amount"].as_str().unwrap().to_owned()).collect();
    assert_eq!(given, ["1.00", "2.00"]);
    // Another program that says otherwise who brings whom does not go with them.
    let other = version(1, "2025-01-01T00:00:00Z", "1.00").replace("\"cashback\"", "\"other\"").replace("interaction", "registration");
    std::fs::write(place.path("other.toml"), other).unwrap();
    let refused = place.run(&["replay", "--program", "one.toml", "--program", "other.toml", "--events", "events.ndjson"]);
    assert_eq!((refused.status.code(), refused.err.lines().count()), (Some(1), 1));
}

#[test]
fn a_purchase_is_imported_and_explained() {
    let place = Place::new();
    std::fs::write(place.path("events.ndjson"), events()).unwrap();
    let past =
        place.run(&["program", "show", "every-payment-cashback", "--toml"]).done().replace("version = 1", "version = 1\nfrom = 2025-01-01T00:00:00Z");
    std::fs::write(place.path("past.toml"), past).unwrap();
    place.run(&["program", "activate", "past.toml"]).done();
    place.run(&["import", "events", "events.ndjson"]).done();
    let why = place.run(&["explain", "purchase-p1", "--format", "json"]).json();
    let granted = why["decisions"].as_array().unwrap().iter().find(|decision| decision["reward"].is_string()).unwrap();
    assert!(granted["reward"].as_str().unwrap().ends_with("/carla/purchase-p1/advocate"), "{granted}");
    let said = place.run(&["explain", "purchase-p1"]).done();
    assert!(!said.contains("check-") && !said.contains("reason-"), "{said}");
    assert!(place.run(&["explain", granted["reward"].as_str().unwrap()]).done().lines().count() > 3);
}
