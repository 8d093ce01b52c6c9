//! Lists, pictures and files, and names that want to be more than names.

use super::runner::Place;
use std::io::Read as _;
use std::process::Stdio;

/// Characters that would act on a terminal.
fn acting(text: &str) -> Vec<char> {
    text.chars()
        .filter(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c) || ('\u{2066}'..='\u{2069}').contains(c))
        .collect()
}

#[test]
fn hostile_names_stay_names() {
    let place = Place::new();
    place.run(&["demo", "--orders", "5000"]).done();
    let (mut hidden, mut formulas, mut markup) = (0, 0, 0);
    for list in ["referrals", "rewards"] {
        let args = |format| ["report", list, "--db", "demo-5000-1.db", "--format", format];
        let (table, csv, json) = (place.run(&args("table")).done(), place.run(&args("csv")).done(), place.run(&args("json")).done());
        for text in [&table, &csv, &json] {
            assert_eq!(acting(text), [] as [char; 0], "{list}");
        }
        for cell in csv.lines().skip(1).flat_map(|line| line.split(',')) {
            let cell = cell.trim_start_matches('"');
            assert!(!cell.starts_with(['=', '+', '@']), "{cell}");
            formulas += usize::from(cell.starts_with("'=HYPERLINK("));
        }
        markup += table.matches("<img src=x onerror=alert(1)>").count();
        let rows: serde_json::Value = serde_json::from_str(&json).unwrap();
        let rows = rows[list].as_array().unwrap();
        assert_eq!(rows.len(), csv.lines().count() - 1, "{list}");
        assert!(rows.len() > 500, "more than a page");
        hidden += rows.iter().filter(|row| row.to_string().contains('\u{202e}')).count();
        assert_eq!(
            place.run(&[&args("csv")[..], &["--limit", "7"]].concat()).done(),
            csv.lines().take(8).map(|line| format!("{line}\n")).collect::<String>()
        );
    }
    assert!(hidden > 0 && formulas > 0 && markup > 0, "{hidden} overrides, {formulas} formulas, {markup} tags");
}

#[test]
fn lists_are_filtered() {
    let place = Place::new();
    place.run(&["demo", "--orders", "300"]).done();
    let states = place.run(&["report", "rewards", "--db", "demo-300-1.db", "--state", "void", "--format", "json"]).json();
    let states: Vec<_> = states["rewards"].as_array().unwrap().iter().map(|row| row["state"].clone()).collect();
    assert!(!states.is_empty() && states.iter().all(|state| state == "void"), "{states:?}");
    let none = place.run(&["report", "referrals", "--db", "demo-300-1.db", "--search", "nobody at all", "--format", "json"]).json();
    assert_eq!(none["referrals"], serde_json::json!([]));
}

#[test]
fn advocates_are_ranked_and_each_has_what_came_of_their_friends() {
    let place = Place::new();
    place.run(&["demo", "--orders", "300"]).done();
    let board = |args: &[&str]| {
        let args = [&["report", "leaderboard", "--db", "demo-300-1.db", "--format", "json"], args].concat();
        place.run(&args).json()["leaderboard"].as_array().unwrap().clone()
    };
    let by_friends = board(&[]);
    let friends: Vec<u64> = by_friends.iter().map(|row| row["friends"].as_u64().unwrap()).collect();
    assert!(friends.len() > 2 && friends.is_sorted_by(|a, b| a >= b), "{friends:?}");
    assert_eq!((by_friends[0]["place"].as_u64(), board(&["--limit", "1"]).len()), (Some(1), 1));
    assert!(board(&["--by", "revenue"]).iter().all(|row| row["amount"]["currency"] == "EUR"));
    assert!(!board(&["--by", "earned", "--in", "EUR"]).is_empty());
    assert_eq!(board(&["--month", "1999-01"]), Vec::<serde_json::Value>::new());
    place
        .run(&["report", "leaderboard", "--db", "demo-300-1.db", "--by", "revenue", "--in", "euros"])
        .said(2, "“euros” is no currency of ISO 4217; write one like EUR.");
    let first = by_friends[0]["advocate"]["key"].as_str().unwrap();
    let advocate = place.run(&["report", "advocate", first, "--db", "demo-300-1.db", "--format", "json"]).json();
    assert!(advocate["invited"].as_u64() >= advocate["active"].as_u64() && advocate["active"].as_u64() >= by_friends[0]["friends"].as_u64());
    let shown = place.run(&["report", "advocate", first, "--db", "demo-300-1.db"]).done();
    assert!(shown.contains("Invited friends") && shown.contains("Last activity"), "{shown}");
}

/// A friend's order of 80 euros that is paid and rewarded, then edited upwards, and judged by a file of its own.
fn edited_upwards(place: &Place, more: &str) {
    let program = include_str!("../../../../docs/tour/program.toml");
    std::fs::write(place.path("program.toml"), program).unwrap();
    let order = |kind: &str, at: &str, items: &str| {
        format!(
            r#"{{"id":"order/o1/{kind}","type":"order_{kind}","at":"{at}","order":"o1","customer":"bob","items":{{"amount":"{items}","currency":"EUR"}},"channel":"eu"}}"#
        )
    };
    let lines = [
        r#"{"id":"anna","type":"customer_registered","at":"2026-01-02T00:00:00Z","customer":"anna","email":"anna@example.com"}"#.to_owned(),
        r#"{"id":"code","type":"code_issued","at":"2026-01-03T00:00:00Z","code":"ANNA","customer":"anna"}"#.to_owned(),
        r#"{"id":"bob","type":"customer_registered","at":"2026-01-04T00:00:00Z","customer":"bob","email":"bob@example.com","ref_code":"ANNA"}"#
            .to_owned(),
        order("placed", "2026-01-05T00:00:00Z", "80.00"),
        r#"{"id":"ok","type":"order_confirmed","at":"2026-01-05T01:00:00Z","order":"o1"}"#.to_owned(),
        r#"{"id":"money","type":"order_money","at":"2026-01-05T02:00:00Z","order":"o1","captured_gross":{"amount":"120.00","currency":"EUR"}}"#
            .to_owned(),
        order("changed", "2026-01-06T00:00:00Z", "120.00"),
        more.to_owned(),
    ];
    std::fs::write(place.path("events.ndjson"), lines.join("\n")).unwrap();
    place.run(&["program", "activate", "program.toml"]).done();
    place.run(&["import", "events.ndjson"]).done();
}

#[test]
fn what_a_person_may_raise_is_listed_and_explained() {
    let place = Place::new();
    edited_upwards(&place, "");
    let friend = |place: &Place| {
        let rewards = place.run(&["report", "rewards", "--format", "json"]).json();
        rewards["rewards"].as_array().unwrap().iter().find(|row| row["role"] == "friend").unwrap().clone()
    };
    let row = friend(&place);
    assert_eq!((&row["amount"]["amount"], &row["proposed"]["amount"]), (&"8.00".into(), &"12.00".into()));
    assert!(row["waits"].as_array().unwrap().contains(&"raise".into()), "{row}");
    let csv = place.run(&["report", "rewards", "--format", "csv"]).done();
    assert!(csv.starts_with("key,") && csv.lines().any(|line| line.ends_with(",12.00")), "{csv}");
    let sentence = "shop-gift-card, version 1, proposes 12.00 EUR instead of 8.00 EUR; nothing more is given until a person agrees.";
    for what in ["o1", "bob", row["key"].as_str().unwrap()] {
        let why = place.run(&["explain", what]).done();
        assert!(why.contains(sentence), "{what}: {why}");
        let raises = place.run(&["explain", what, "--format", "json"]).json()["raises"].clone();
        assert_eq!((raises.as_array().unwrap().len(), &raises[0]["event_type"]), (1, &"order_changed".into()), "{what}");
    }
    let place = Place::new();
    edited_upwards(
        &place,
        r#"{"id":"back","type":"order_changed","at":"2026-01-07T00:00:00Z","order":"o1","customer":"bob","items":{"amount":"80.00","currency":"EUR"},"channel":"eu"}"#,
    );
    let row = friend(&place);
    assert_eq!((row.get("proposed"), row["amount"]["amount"].as_str()), (None, Some("8.00")), "nobody is asked any more");
    assert!(!place.run(&["explain", "o1"]).done().contains("proposes"));
}

#[test]
fn what_was_judged_again_says_why() {
    let place = Place::new();
    std::fs::write(place.path("program.toml"), include_str!("../../../../docs/tour/program.toml")).unwrap();
    place.run(&["program", "activate", "program.toml"]).done();
    let lines = [
        r#"{"id":"anna","type":"customer_registered","at":"2026-01-02T00:00:00Z","customer":"anna","email":"anna@example.com"}"#,
        r#"{"id":"bob","type":"customer_registered","at":"2026-01-04T00:00:00Z","customer":"bob","email":"bob@example.com","ref_code":"ANNA"}"#,
        r#"{"id":"order/o1/placed","type":"order_placed","at":"2026-01-05T00:00:00Z","order":"o1","customer":"bob","items":{"amount":"80.00","currency":"EUR"},"channel":"eu"}"#,
        r#"{"id":"ok","type":"order_confirmed","at":"2026-01-05T01:00:00Z","order":"o1"}"#,
    ];
    std::fs::write(place.path("events.ndjson"), lines.join("\n")).unwrap();
    place.run(&["import", "events.ndjson"]).done();
    let late = r#"{"id":"code","type":"code_issued","at":"2026-01-03T00:00:00Z","code":"ANNA","customer":"anna"}"#;
    std::fs::write(place.path("late.ndjson"), late).unwrap();
    place.run(&["import", "late.ndjson"]).done();
    let why = place.run(&["explain", "o1"]).done();
    assert!(why.contains("Judged again: Order confirmed"), "{why}");
    assert!(why.contains("It became known only later who brought this person."), "{why}");
    let told = place.run(&["explain", "o1", "--format", "json"]).json();
    assert_eq!(told["decisions"][0]["again"], serde_json::json!({"event_type": "order_confirmed", "why": "bound_late"}));
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let place = Place::new();
    place.run(&["demo", "--orders", "2000"]).done();
    let mut child = place
        .command(&["report", "referrals", "--db", "demo-2000-1.db", "--format", "csv"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""));
}

#[test]
fn charts_go_into_files() {
    let place = Place::new();
    place.run(&["demo", "--orders", "300"]).done();
    let kpi = ["report", "kpi", "--db", "demo-300-1.db", "--format", "csv", "--currency", "EUR"];
    let csv = place.run(&[&kpi[..], &["--chart", "a.png", "--of", "roi-by-channel", "--theme", "dark"]].concat()).done();
    assert!(csv.starts_with("currency,by,label,friends,revenue,reward_cost,spend,cac,roi\nEUR,month,2024-11,"), "{csv}");
    assert!(std::fs::read(place.path("a.png")).unwrap().starts_with(b"\x89PNG\r\n\x1a\n"));
    place.run(&[&kpi[..], &["--chart", "a.svg"]].concat()).done();
    assert!(std::fs::read_to_string(place.path("a.svg")).unwrap().starts_with("<svg"));
}

#[test]
fn a_made_up_shop_is_written_as_its_pages() {
    let place = Place::new();
    let told = place.run(&["generate", "--orders", "250", "--seed", "3", "--out", "pages", "--format", "json"]).json();
    assert_eq!(told, serde_json::json!({"orders": 250, "customers": 83, "files": 4}));
    let page = |name: &str| std::fs::read_to_string(place.path("pages").join(name)).unwrap();
    let last: serde_json::Value = serde_json::from_str(&page("orders-000003.json")).unwrap();
    assert_eq!(last["data"]["orders"]["edges"].as_array().unwrap().len(), 50);
    let before = page("customers-000001.json");
    place.run(&["generate", "--orders", "250", "--seed", "3", "--out", "pages"]).done();
    assert_eq!(before, page("customers-000001.json"));
}

#[test]
fn a_shell_can_complete() {
    for shell in ["bash", "zsh", "fish"] {
        assert!(Place::new().run(&["completions", shell]).done().contains("vouchsafe"), "{shell}");
    }
}
