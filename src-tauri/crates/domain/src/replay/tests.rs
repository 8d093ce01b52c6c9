//! Replay: order of facts, duplicates, settling, time.

use super::*;
use crate::event_file::parse_line;
use crate::name::NameTable;
use crate::program::file;

const PROGRAM: &str = r#"
id = "p"
name = "P"
mode = "auto"
[[rule]]
id = "r"
on = ["order_confirmed"]
hold_days = 14
refund_window_days = 30
[[rule.grant]]
to = "advocate"
reward = { rail = "gift_card" }
value = { fixed = { EUR = "10.00" } }
"#;

const EVENTS: &str = r#"
{"id":"1","type":"code_issued","at":"2026-01-01T00:00:00Z","code":"ANNA","customer":"anna"}
{"id":"2","type":"customer_registered","at":"2026-01-02T00:00:00Z","customer":"bob","ref_code":"ANNA"}
{"id":"3","type":"order_confirmed","at":"2026-01-03T00:00:00Z","order":"o1","customer":"bob","items":{"amount":"80","currency":"EUR"}}
"#;
const REFUND: &str = r#"{"id":"4","type":"order_money","at":"2026-01-20T00:00:00Z","order":"o1","captured_gross":{"amount":"80","currency":"EUR"},"refunded":{"amount":"80","currency":"EUR"}}"#;

fn replayed(lines: &[&str], options: Options) -> (Replay, Report) {
    let mut names = NameTable::default();
    let programs = Programs::new(crate::program::Policy::default(), vec![file::parse(PROGRAM, &mut names).unwrap().program]);
    let lines = lines.iter().flat_map(|lines| lines.lines()).filter(|line| !line.is_empty());
    let events = lines.map(|line| parse_line(line, &mut names).unwrap()).collect();
    let replay = replay(&programs, events, options, &mut names);
    let report = report(&replay, &names);
    (replay, report)
}

fn state_at(lines: &[&str], options: Options) -> &'static str {
    replayed(lines, options).1.rewards[0].state
}

#[test]
fn time_passes_up_to_the_instant_that_was_asked_for() {
    let until = |text: &str| Options { until: Some(Timestamp::parse(text).unwrap()), ..Options::default() };
    assert_eq!(state_at(&[EVENTS], Options::default()), "waiting");
    assert_eq!(state_at(&[EVENTS], until("2026-01-16T23:59:59Z")), "waiting");
    assert_eq!(state_at(&[EVENTS], until("2026-01-17T00:00:00Z")), "due");
    assert_eq!(state_at(&[EVENTS], until("2025-01-01T00:00:00Z")), "waiting");
}

#[test]
fn what_is_due_is_settled_at_once_and_before_what_comes_next() {
    let settle = Options { settle: true, until: None };
    let (_, report) = replayed(&[EVENTS, REFUND], settle);
    let steps: Vec<_> = report.steps.iter().map(|step| (step.at.as_str(), step.step)).collect();
    let day_17 = "2026-01-17T00:00:00Z";
    assert_eq!(steps, [(day_17, "hold_over"), (day_17, "due"), (day_17, "settled"), ("2026-01-20T00:00:00Z", "reversed")]);
    assert_eq!(report.steps[2].event, "payout/r/bob/o1/advocate/issued");
    assert_eq!(state_at(&[EVENTS, REFUND], Options::default()), "void");
}

#[test]
fn order_and_copies_of_lines_change_nothing() {
    let backwards: Vec<&str> = EVENTS.lines().rev().collect();
    let (straight, told) = replayed(&[EVENTS, REFUND], Options::default());
    // The names get other numbers, so what is told is compared.
    let (turned, same) = replayed(&[&[REFUND][..], &backwards, &backwards].concat(), Options::default());
    assert_eq!(turned.duplicates.len(), 3);
    assert_eq!(turned.steps.len(), straight.steps.len());
    assert_eq!(Report { duplicates: Vec::new(), ..same }, told);
}
