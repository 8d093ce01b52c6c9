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
fn programs_are_listed_shown_and_activated() {
    let place = Place::new();
    let ready = place.run(&["program", "list", "--format", "json"]).json();
    assert_eq!((&ready["programs"][0]["id"], &ready["programs"][0]["is_ready"]), (&"shop-gift-card".into(), &true.into()));
    let source = place.run(&["program", "show", "shop-gift-card"]).done();
    std::fs::write(place.path("mine.toml"), &source).unwrap();
    place.run(&["program", "check", "mine.toml"]).done();
    place.run(&["program", "activate", "mine.toml"]).done();
    let kept = place.run(&["program", "list", "--format", "json"]).json();
    assert_eq!((kept["programs"].as_array().unwrap().len(), &kept["programs"][0]["is_ready"]), (1, &false.into()));
    assert_eq!(place.run(&["program", "show", "shop-gift-card", "--version", "1"]).done(), source);
}

#[test]
fn a_shell_can_complete() {
    for shell in ["bash", "zsh", "fish"] {
        assert!(Place::new().run(&["completions", shell]).done().contains("vouchsafe"), "{shell}");
    }
}
