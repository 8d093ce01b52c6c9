//! A form says what a file says, and its faults stand at its fields.

use super::*;
use crate::program::arbitrary;
use proptest::prelude::*;
use serde_json::json;

proptest! {
    #[test]
    fn every_program_goes_through_a_form_and_comes_back((program, policy) in arbitrary::program()) {
        let mut names = arbitrary::names();
        let text = write(&program, Some(&policy), &names);
        let back = written(&form(&text).unwrap()).unwrap();
        prop_assert_eq!(&back, &text);
        prop_assert_eq!(parse(&back, &mut names), Ok(parse(&text, &mut names).unwrap()));
    }
}

fn whole() -> serde_json::Value {
    form(PROGRAM).unwrap()
}

/// What is told when a form says something else at a place.
#[track_caller]
fn check(pointer: &str, value: serde_json::Value, at: &str, want: &str) {
    let mut draft = whole();
    *draft.pointer_mut(pointer).unwrap() = value;
    let text = written(&draft).unwrap();
    let faults = read(&text).unwrap_err();
    assert_eq!((faults.first().pointer.as_str(), faults.count()), (at, 1), "{faults}");
    assert!(told(faults.first()).contains(want), "{faults}");
    assert!(faults.first().line.is_some_and(|line| (1..=text.lines().count()).contains(&line)));
}

#[test]
fn a_fault_stands_at_its_field() {
    check("/rule/0/hold_days", json!(-1), "/rule/0/hold_days", "0 to 36525");
    check("/rule/0/hold_days", json!(40_000), "/rule/0/hold_days", "36525");
    check("/time_zone", json!("Mars"), "/time_zone", "Mars");
    check("/from", json!("yesterday"), "/from", "2026-03-01T00:00:00Z");
    check("/rule/0/grant/0/to", json!("nobody"), "/rule/0/grant/0/to", "advocate");
    check("/rule/0/on", json!([]), "/rule/0/on", "");
    check("/rule/0/id", json!(null), "/rule/0", "id is missing");
    check("/rule", json!([]), "/rule", "");
}

#[test]
fn the_beginning_of_time_is_an_instant_too() {
    let mut draft = whole();
    draft["from"] = json!("1970-01-01T00:00:00Z");
    draft.as_object_mut().unwrap().remove("until");
    assert_eq!(read(&written(&draft).unwrap()).map(|file| file.from), Ok(Some(Timestamp::EPOCH)));
}

#[test]
fn what_no_form_says_is_refused() {
    assert!(written(&json!("text")).is_err());
    let deep = (0..64).fold(json!(1), |inner, _| json!({ "a": inner }));
    assert!(read(&written(&deep).unwrap()).is_err());
    let large = json!({ "id": "a".repeat(MAX_FILE) });
    assert_eq!(written(&large), Err(ProgramFaults::too_large()));
    assert_eq!(form(&" ".repeat(MAX_FILE + 1)), Err(ProgramFaults::too_large()));
    let broken = form("id =").unwrap_err();
    assert_eq!((broken.first().kind, broken.first().line), (FaultKind::NoToml, Some(1)));
}
