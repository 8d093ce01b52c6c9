//! Scenarios: each folder beside this file holds a program, a short history and the whole outcome. They are read from the disk, so that a new one
//! needs a folder and nothing else; what the programs' first comments say that they show is held against what there is to show.

#![allow(clippy::unwrap_used)]

mod coverage;
mod folder;
mod ready;
mod text;

#[test]
fn each_scenario_comes_to_its_outcome() {
    let mut wrong = Vec::new();
    for scenario in folder::all() {
        let outcome = scenario.outcome();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&scenario.folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let compared = settings.bind(|| std::panic::catch_unwind(|| insta::assert_snapshot!("outcome", outcome)));
        if compared.is_err() {
            wrong.push(scenario.name);
        }
    }
    assert!(wrong.is_empty(), "not as written down: {wrong:?}");
}

#[test]
fn each_scenario_says_what_it_shows_and_is_short() {
    for scenario in folder::all() {
        let is_said = scenario.programs[0].starts_with("# ");
        assert!(is_said, "{} begins with no comment", scenario.name);
        let most = if scenario.name.starts_with("ready-") { 10..=25 } else { 3..=15 };
        let events = scenario.events.lines().count();
        assert!(most.contains(&events), "{} has {events} events", scenario.name);
    }
}
