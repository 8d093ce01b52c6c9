//! The programs that come with the product: what their pages quote is what a replay comes to.

use crate::folder::{self, Scenario};
use std::path::Path;
use vouchsafe_domain::replay::{MoneyText, Report};

const HEADING: &str = "## What it does, replayed\n";

/// Who got what and why not, with what became of it.
fn transcript(report: &Report) -> String {
    let money = |money: &MoneyText| format!("{} {}", money.amount, money.currency.as_ref().or(money.unit.as_ref()).unwrap());
    let refused = report.refused.iter().map(|it| format!("{}  {}: {}", &it.at[..10], it.event, it.reason));
    let decisions = report.decisions.iter().map(|it| {
        let came_to = it.amount.as_ref().map_or_else(|| it.reason.unwrap().to_owned(), money);
        format!("{}  {}: {came_to}", &it.at[..10], it.key)
    });
    let rewards = report.rewards.iter().map(|it| {
        let waits: Vec<&str> = it.waits.iter().map(|wait| wait.what).collect();
        let why = it.reason.map(str::to_owned).or_else(|| (!waits.is_empty()).then(|| waits.join(", ")));
        let why = why.map_or(String::new(), |why| format!(" ({why})"));
        format!("{}: {} {}{why}", it.key, money(&it.amount), it.state)
    });
    let part = |heading: &str, lines: Vec<String>| {
        let lines: String = lines.into_iter().map(|line| format!("  {line}\n")).collect();
        if lines.is_empty() { lines } else { format!("{heading}\n{lines}") }
    };
    let levels = report.levels.iter().map(|it| format!("{}  {}: {}", &it.at[..10], it.advocate, it.level));
    [
        part("refused", refused.collect()),
        part("decided", decisions.collect()),
        part("levels", levels.collect()),
        part("in the end", rewards.collect()),
    ]
    .concat()
}

/// With `UPDATE_TRANSCRIPTS` set, the pages are written anew.
#[test]
fn the_pages_quote_what_the_ready_programs_do() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/programs");
    let ready: Vec<Scenario> = folder::all().into_iter().filter(|scenario| scenario.name.starts_with("ready-")).collect();
    assert_eq!(ready.len(), std::fs::read_dir(&pages).unwrap().count(), "a page without a transcript");
    for scenario in ready {
        let name = scenario.name.strip_prefix("ready-").unwrap();
        let path = pages.join(format!("{name}.md"));
        let page = std::fs::read_to_string(&path).unwrap();
        let (before, rest) = page.split_once(HEADING).unwrap_or_else(|| panic!("{name}.md has no heading `{}`", HEADING.trim()));
        let (prose, rest) = rest.split_once("```text\n").unwrap_or_else(|| panic!("{name}.md quotes nothing"));
        let (quoted, after) = rest.split_once("```").unwrap();
        let now = transcript(&scenario.replayed());
        if std::env::var_os("UPDATE_TRANSCRIPTS").is_some() {
            std::fs::write(&path, format!("{before}{HEADING}{prose}```text\n{now}```{after}")).unwrap();
        } else {
            assert_eq!(quoted, now, "{name}.md quotes something else: run this test with UPDATE_TRANSCRIPTS=1 and look at what changed");
        }
    }
}
