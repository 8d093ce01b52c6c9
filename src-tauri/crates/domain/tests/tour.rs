//! The README's five-minute tour: the whole report over the hand-written events, so that every figure can be checked by hand.

#![allow(clippy::unwrap_used)]

use vouchsafe_domain::event_file::parse_line;
use vouchsafe_domain::name::NameTable;
use vouchsafe_domain::program::{self, Programs};
use vouchsafe_domain::replay::{Options, Report, replay, report};

const PROGRAM: &str = include_str!("../../../docs/tour/program.toml");
const EVENTS: &str = include_str!("../../../docs/tour/events.ndjson");

fn tour(options: Options) -> Report {
    let mut names = NameTable::default();
    let file = program::file::parse(PROGRAM, &mut names).unwrap();
    let programs = Programs::new(file.policy.unwrap(), vec![file.program]);
    let events = EVENTS.lines().map(|line| parse_line(line, &mut names).unwrap()).collect();
    let replayed = replay(&programs, events, options, &mut names);
    report(&replayed, &names)
}

/// One line for each entry, so that the whole fits a few screens.
fn lines<T: serde::Serialize>(entries: &[T]) -> String {
    entries.iter().map(|entry| serde_json::to_string(entry).unwrap() + "\n").collect()
}

#[test]
fn the_tour_comes_to_this() {
    let report = tour(Options::default());
    insta::assert_snapshot!("referrals", lines(&report.referrals));
    insta::assert_snapshot!("refused", lines(&report.refused));
    insta::assert_snapshot!("rewards", lines(&report.rewards));
    insta::assert_snapshot!("steps", lines(&report.steps));
    insta::assert_snapshot!("transfers", lines(&report.transfers));
    insta::assert_snapshot!("balances", lines(&report.balances));
    assert_eq!(report.duplicates, ["order/o1/confirmed"]);
    let decisions: String = report
        .decisions
        .iter()
        .map(|decision| {
            let checks: String = decision.checks.iter().map(|check| format!("  {}\n", serde_json::to_string(check).unwrap())).collect();
            let came_to = decision.reason.map_or_else(|| decision.amount.as_ref().unwrap().amount.clone(), str::to_owned);
            format!("{} {}: {} {came_to}\n{checks}", decision.at, decision.key, decision.verdict)
        })
        .collect();
    insta::assert_snapshot!("decisions", decisions);
}

#[test]
fn the_examples_of_the_format_are_read() {
    let page = include_str!("../../../docs/formats.md");
    let example = page.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    let mut names = NameTable::default();
    let read: Vec<_> = example.lines().map(|line| parse_line(line, &mut names).unwrap_or_else(|fault| panic!("{fault}: {line}"))).collect();
    let types: std::collections::BTreeSet<_> = read.iter().map(|event| event.fact.type_name()).collect();
    assert_eq!(types.len(), 50, "one of each type");
    for kind in types {
        assert!(page.contains(&format!("`{kind}`")), "{kind} is not in the table");
    }
}
