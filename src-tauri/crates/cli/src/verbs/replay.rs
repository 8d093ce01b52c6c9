//! `replay`: events against programs, without a db.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use vouchsafe_app::AppError;
use vouchsafe_app::text::{self, Lexicon};
use vouchsafe_app::text_file::decoded;
use vouchsafe_app::view::CheckView;
use vouchsafe_domain::event::Event;
use vouchsafe_domain::event_file::{MAX_LINE, parse_line};
use vouchsafe_domain::name::NameTable;
use vouchsafe_domain::outcome::{CheckKind, Decision, GrantVerdict};
use vouchsafe_domain::program::Programs;
use vouchsafe_domain::replay::{self, Options, Replay};

use super::program;
use crate::args::ReplayArgs;
use crate::ending::{Ending, Failure};
use crate::paper::Paper;
use crate::wire::replay::ReplayAnswer;

/// Judges a file of events by programs.
pub(super) fn replay(asked: &ReplayArgs, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let mut names = NameTable::default();
    let programs = programs(&asked.programs, &mut names)?;
    let events = events(&asked.events, &mut names)?;
    let done = replay::replay(&programs, events, Options { settle: asked.settle, until: asked.until }, &mut names);
    let report = replay::report(&done, &names);
    paper.put(&ReplayAnswer { checks: checks(&done, &names), report })?;
    Ok(Ending::Done)
}

/// Reads program files, which must fit together as in a db.
fn programs(files: &[PathBuf], names: &mut NameTable) -> Result<Programs, AppError> {
    let mut read = Vec::new();
    for path in files {
        let source = program::read(path)?;
        read.push(program::parsed(&path.display().to_string(), &source, names)?);
    }
    program::admitted(read, names)
}

/// Reads a file of events line by line; the first faulty one ends it.
fn events(path: &Path, names: &mut NameTable) -> Result<Vec<Event>, AppError> {
    let unreadable = |error: std::io::Error| AppError::FileUnreadable { path: path.to_owned(), what: error.to_string() };
    let mut reader = BufReader::new(File::open(path).map_err(unreadable)?);
    let (mut events, mut bytes, mut line) = (Vec::new(), Vec::new(), 0);
    loop {
        bytes.clear();
        line += 1;
        // A byte more than a line may have, so that a longer one is seen without being held.
        let most = u64::try_from(MAX_LINE).unwrap_or(u64::MAX).saturating_add(2);
        if std::io::Read::take(&mut reader, most).read_until(b'\n', &mut bytes).map_err(unreadable)? == 0 {
            return Ok(events);
        }
        let text = decoded(path, std::mem::take(&mut bytes)).map_err(|error| match error {
            AppError::FileNotUtf8 { path, .. } => AppError::FileNotUtf8 { path, line },
            error => error,
        })?;
        if !text.trim().is_empty() {
            events.push(parse_line(text.trim(), names).map_err(|fault| AppError::FileLine { path: path.to_owned(), line, fault })?);
        }
    }
}

/// The checks of each decision, as views with their sentences' arguments.
fn checks(done: &Replay, names: &NameTable) -> Vec<Vec<CheckView>> {
    let lexicon = Lexicon { texts: names, parties: &done.state };
    let view = |event: &Event, decision: &Decision| {
        let one = |check| {
            let mut view: CheckView = lexicon.check(check);
            match (check.kind, decision.verdict) {
                (CheckKind::Amount, GrantVerdict::Granted { amount, .. }) => view.args.push(("amount", text::amount(amount, names))),
                (CheckKind::Trigger, _) => view.args.push(("event", event.fact.type_name().to_owned())),
                _ => {}
            }
            view
        };
        decision.checks.iter().map(one).collect()
    };
    done.steps
        .iter()
        .flat_map(|(event, outcome)| outcome.decisions.iter().map(move |decision| (event, decision)))
        .map(|(event, decision)| view(event, decision))
        .collect()
}
