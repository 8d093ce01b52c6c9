//! Programs as they stand, and as they are written.

use super::cut;
use crate::error::AppError;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeMap;
use vouchsafe_app::programs;
use vouchsafe_app::view;
use vouchsafe_domain::program::file::{MAX_FILE, ProgramFault};
use vouchsafe_domain::program::summary;
use vouchsafe_domain::time::Timestamp;

/// The longest form that is read, in bytes: a file's JSON is somewhat longer than the file.
const MAX_FORM: usize = 3 * MAX_FILE;

/// How a program stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ProgramState {
    /// It comes with the product and was never activated.
    Ready,
    /// Its first version holds from later on.
    NotStarted,
    /// It gives.
    InForce,
    /// It rests until somebody activates it again.
    Paused,
    /// It is over.
    Ended,
}

/// A program in the list of programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Program {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// How it stands.
    pub state: ProgramState,
    /// Since when it is paused or has ended.
    pub since: Option<String>,
    /// The version that judges; the first one of what has not started.
    pub version: u32,
    /// From when that version holds; nothing for a ready program.
    pub from: Option<String>,
    /// The instant at which the program ends.
    pub until: Option<String>,
    /// How many versions stand.
    pub versions: u32,
}

/// One version of a program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ProgramVersion {
    /// Its number.
    pub version: u32,
    /// What the program was called.
    pub name: String,
    /// From when it holds; nothing for a ready program.
    pub from: Option<String>,
    /// The instant at which the program ends by it.
    pub until: Option<String>,
    /// When it was activated first.
    pub added_at: Option<String>,
}

/// A program with all its versions, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ProgramPage {
    /// How it stands.
    pub program: Program,
    /// Its versions.
    pub versions: Vec<ProgramVersion>,
    /// What was done to it here, the latest first; at most a hundred deeds.
    pub history: Vec<ProgramDeed>,
    /// Since when the shop is connected: what happened before is history.
    pub connected_at: Option<String>,
}

/// What somebody says of a program that is being written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ProgramSaid {
    /// Its file, TOML.
    Toml(String),
    /// Its form: the keys of the file as JSON.
    Form(String),
}

/// A word inside a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SummaryWord {
    /// It is said as it is: an amount, a name, a number, an instant.
    Text(String),
    /// The sentence of this key stands for it.
    Key(String),
}

/// One sentence of what a program will do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SummarySentence {
    /// Its key in the Fluent files.
    pub key: String,
    /// How far it stands in.
    pub depth: u8,
    /// What is put into it, by name. Several words stand side by side with commas between.
    pub args: BTreeMap<String, Vec<SummaryWord>>,
}

/// What was done to a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ProgramDeedKind {
    /// A version was activated.
    Activated,
    /// It was paused.
    Paused,
    /// It was ended.
    Ended,
}

/// Something that was done to a program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ProgramDeed {
    /// When.
    pub at: String,
    /// What.
    pub what: ProgramDeedKind,
    /// The version that was activated.
    pub version: Option<u32>,
    /// Who did it, where that was kept.
    pub actor: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// What is wrong with a program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct DraftFault {
    /// What it is; the sentence stands in the Fluent files under `fault-<kind>`.
    pub kind: String,
    /// The sentence's arguments.
    pub args: BTreeMap<String, String>,
    /// The line of the file, from 1.
    pub line: Option<u32>,
    /// The key, such as `rule first-order, hold_days`; empty for the whole file.
    pub place: String,
    /// The field of the form, as a JSON pointer; as near as is known.
    pub pointer: String,
}

/// A program while it is written: what it says, what is wrong with it, and what it would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ProgramDraft {
    /// Its file.
    pub toml: String,
    /// The same for a form, as JSON; nothing where the file is no TOML.
    pub form: Option<String>,
    /// Its id, if it is a program.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its version.
    pub version: Option<u32>,
    /// The instant that it names as its first one.
    pub from: Option<String>,
    /// All that is wrong with it, in the order of its lines.
    pub faults: Vec<DraftFault>,
    /// Why it could not be activated although nothing is wrong with it by itself.
    pub refused: Option<AppError>,
    /// What it would do; nothing where something is wrong with it.
    pub summary: Vec<SummarySentence>,
}

fn told(at: Option<Timestamp>) -> Option<String> {
    at.map(|at| at.to_string())
}

alike! {
    ProgramState, view::ProgramState: Ready NotStarted InForce Paused Ended;
}

impl From<view::ProgramStanding> for Program {
    fn from(program: view::ProgramStanding) -> Self {
        Self {
            id: program.id,
            name: cut(program.name),
            state: program.state.into(),
            since: told(program.since),
            version: program.version,
            from: told(program.from),
            until: told(program.until),
            versions: u32::try_from(program.versions).unwrap_or(u32::MAX),
        }
    }
}

impl From<view::ProgramPage> for ProgramPage {
    fn from(page: view::ProgramPage) -> Self {
        let version = |version: view::ProgramVersion| ProgramVersion {
            version: version.version,
            name: cut(version.name),
            from: told(version.from),
            until: told(version.until),
            added_at: told(version.added_at),
        };
        let deed = |deed: view::ProgramDeed| ProgramDeed {
            at: deed.at.to_string(),
            what: match deed.what {
                view::ProgramDeedKind::Activated { .. } => ProgramDeedKind::Activated,
                view::ProgramDeedKind::Paused => ProgramDeedKind::Paused,
                view::ProgramDeedKind::Ended => ProgramDeedKind::Ended,
            },
            version: match deed.what {
                view::ProgramDeedKind::Activated { version } => Some(version),
                view::ProgramDeedKind::Paused | view::ProgramDeedKind::Ended => None,
            },
            actor: deed.actor.map(cut),
            reason: deed.reason.map(cut),
        };
        Self {
            program: page.standing.into(),
            versions: page.versions.into_iter().map(version).collect(),
            history: page.history.into_iter().take(100).map(deed).collect(),
            connected_at: told(page.connected_at),
        }
    }
}

impl ProgramSaid {
    /// What is said, for the verb.
    ///
    /// # Errors
    /// `program_invalid` for a form that is too long or no JSON.
    pub fn read(self) -> Result<programs::DraftSaid, AppError> {
        match self {
            Self::Toml(text) => Ok(programs::DraftSaid::File(text)),
            Self::Form(text) if text.len() > MAX_FORM => Err(unread()),
            Self::Form(text) => serde_json::from_str(&text).map(programs::DraftSaid::Form).map_err(|_| unread()),
        }
    }
}

fn unread() -> AppError {
    AppError::new("program_invalid", [("file", String::new()), ("line", "none".to_owned()), ("count", "1".to_owned())])
}

impl From<summary::Sentence> for SummarySentence {
    fn from(sentence: summary::Sentence) -> Self {
        let word = |word: summary::Word| match word {
            summary::Word::Text(text) => SummaryWord::Text(text),
            summary::Word::Key(key) => SummaryWord::Key(key),
        };
        let args = sentence.args.into_iter().map(|(name, words)| (name.to_owned(), words.into_iter().map(word).collect()));
        Self { key: sentence.key, depth: sentence.depth, args: args.collect() }
    }
}

impl From<&ProgramFault> for DraftFault {
    fn from(fault: &ProgramFault) -> Self {
        Self {
            kind: fault.kind.code().to_owned(),
            args: fault.args.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
            line: fault.line.and_then(|line| u32::try_from(line).ok()),
            place: fault.place.clone(),
            pointer: fault.pointer.clone(),
        }
    }
}

impl From<view::ProgramDraft> for ProgramDraft {
    fn from(draft: view::ProgramDraft) -> Self {
        let (id, name, version) = draft.about.map_or((None, None, None), |(id, name, version)| (Some(id), Some(name), Some(version)));
        Self {
            toml: draft.source,
            form: draft.form.map(|form| form.to_string()),
            id,
            name,
            version,
            from: told(draft.from),
            faults: draft.faults.iter().map(Into::into).collect(),
            refused: draft.refused.map(Into::into),
            summary: draft.summary.into_iter().map(Into::into).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vouchsafe_domain::program::file::FaultKind;

    #[test]
    fn a_form_is_json_and_not_too_long() {
        assert_eq!(ProgramSaid::Form("{\"id\":1}".to_owned()).read(), Ok(programs::DraftSaid::Form(serde_json::json!({ "id": 1 }))));
        assert_eq!(ProgramSaid::Form("{".to_owned()).read().unwrap_err().code, "program_invalid");
        assert_eq!(ProgramSaid::Form(" ".repeat(MAX_FORM + 1)).read().unwrap_err().code, "program_invalid");
    }

    #[test]
    fn a_fault_keeps_its_line_and_its_field() {
        let args = vec![("text", "no".to_owned())];
        let fault = ProgramFault { kind: FaultKind::BadId, args, line: Some(3), place: "rule r".to_owned(), pointer: "/rule/0".to_owned() };
        let told = DraftFault::from(&fault);
        assert_eq!((told.kind.as_str(), told.args["text"].as_str(), told.line), ("bad_id", "no", Some(3)));
        assert_eq!((told.place.as_str(), told.pointer.as_str()), ("rule r", "/rule/0"));
    }
}
