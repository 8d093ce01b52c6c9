//! Programs on the wire.

use serde::Serialize;
use std::io::{self, Write};
use vouchsafe_app::view::{ProgramRow, ProgramStanding, ProgramState};
use vouchsafe_app::words::Words;
use vouchsafe_domain::program::summary::{Sentence, Word};
use vouchsafe_domain::time::Timestamp;

use crate::paper::Answer;
use crate::plain::plain;
use crate::table::{Cell, Column, Table, col};

/// A program, as it stands.
#[derive(Debug, Serialize)]
pub(crate) struct Standing {
    id: String,
    name: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    versions: usize,
}

impl From<&ProgramStanding> for Standing {
    fn from(row: &ProgramStanding) -> Self {
        Self {
            id: row.id.clone(),
            name: row.name.clone(),
            state: state_name(row.state),
            since: row.since.map(|at| at.to_string()),
            version: row.version,
            from: row.from.map(|at| at.to_string()),
            until: row.until.map(|at| at.to_string()),
            versions: row.versions,
        }
    }
}

const fn state_name(state: ProgramState) -> &'static str {
    match state {
        ProgramState::Ready => "ready",
        ProgramState::NotStarted => "not_started",
        ProgramState::InForce => "in_force",
        ProgramState::Paused => "paused",
        ProgramState::Ended => "ended",
    }
}

/// `program list`, `pause` and `end`.
#[derive(Debug, Serialize)]
pub(crate) struct StandingsJson {
    programs: Vec<Standing>,
}

/// The answer to `program list`, `pause` and `end`.
pub(crate) struct StandingsAnswer(pub Vec<ProgramStanding>);

const STANDINGS: &[Column] = &[col("program"), col("name"), col("state"), col("since"), col("version"), col("from"), col("until"), col("versions")];

impl Answer for StandingsAnswer {
    type Json = StandingsJson;

    fn json(&self) -> StandingsJson {
        StandingsJson { programs: self.0.iter().map(Standing::from).collect() }
    }

    fn tables(&self, _words: &Words) -> Vec<Table> {
        let row = |row: &ProgramStanding| {
            vec![
                Cell::text(&row.id),
                Cell::text(&row.name),
                Cell::Word("program-state", state_name(row.state)),
                Cell::maybe(row.since, Cell::At),
                Cell::figure(row.version),
                Cell::maybe(row.from, Cell::At),
                Cell::maybe(row.until, Cell::At),
                Cell::figure(row.versions),
            ]
        };
        vec![Table { title: None, columns: STANDINGS, rows: self.0.iter().map(row).collect() }]
    }
}

/// `program activate`.
#[derive(Debug, Serialize)]
pub(crate) struct ActivatedJson {
    id: String,
    name: String,
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    triggers: Vec<String>,
}

/// The answer to `program activate`.
pub(crate) struct ActivatedAnswer(pub ProgramRow);

const ACTIVATED: &[Column] = &[col("program"), col("version"), col("name"), col("from"), col("triggers")];

impl ActivatedAnswer {
    /// The names of the events that the program answers to, each once.
    fn triggers(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for trigger in &self.0.triggers {
            if !names.iter().any(|name| name == trigger.name()) {
                names.push(trigger.name().to_owned());
            }
        }
        names
    }
}

impl Answer for ActivatedAnswer {
    type Json = ActivatedJson;

    fn json(&self) -> ActivatedJson {
        let row = &self.0;
        let from = row.from.map(|at| at.to_string());
        ActivatedJson { id: row.id.clone(), name: row.name.clone(), version: row.version, from, triggers: self.triggers() }
    }

    fn tables(&self, _words: &Words) -> Vec<Table> {
        let row = &self.0;
        let cells = vec![
            Cell::text(&row.id),
            Cell::figure(row.version),
            Cell::text(&row.name),
            Cell::maybe(row.from, Cell::At),
            Cell::text(self.triggers().join(" ")),
        ];
        vec![Table { title: None, columns: ACTIVATED, rows: vec![cells] }]
    }
}

/// What a program does, as data: the sentences by their keys in the Fluent files.
#[derive(Debug, Serialize)]
pub(crate) struct SummaryJson {
    id: String,
    name: String,
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    summary: Vec<SentenceJson>,
}

#[derive(Debug, Serialize)]
struct SentenceJson {
    key: String,
    depth: u8,
    args: std::collections::BTreeMap<&'static str, Vec<String>>,
}

/// The answer to `program show` and `check`.
pub(crate) struct SummaryAnswer {
    pub id: String,
    pub name: String,
    pub version: u32,
    pub from: Option<Timestamp>,
    pub sentences: Vec<Sentence>,
}

const SUMMARY: &[Column] = &[col("depth"), col("sentence")];

impl Answer for SummaryAnswer {
    type Json = SummaryJson;

    fn json(&self) -> SummaryJson {
        let word = |word: &Word| match word {
            Word::Text(text) | Word::Key(text) => text.clone(),
        };
        let sentence = |sentence: &Sentence| SentenceJson {
            key: sentence.key.clone(),
            depth: sentence.depth,
            args: sentence.args.iter().map(|(name, words)| (*name, words.iter().map(word).collect())).collect(),
        };
        SummaryJson {
            id: self.id.clone(),
            name: self.name.clone(),
            version: self.version,
            from: self.from.map(|at| at.to_string()),
            summary: self.sentences.iter().map(sentence).collect(),
        }
    }

    fn tables(&self, words: &Words) -> Vec<Table> {
        let row = |sentence: &Sentence| vec![Cell::figure(sentence.depth), Cell::text(said(sentence, words))];
        vec![Table { title: None, columns: SUMMARY, rows: self.sentences.iter().map(row).collect() }]
    }

    fn print(&self, words: &Words, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{} ({})", plain(&self.name), plain(&self.id))?;
        for sentence in &self.sentences {
            let indent = "  ".repeat(usize::from(sentence.depth));
            // A rule begins a paragraph.
            if sentence.key == "program-summary-rule" {
                writeln!(out)?;
            }
            writeln!(out, "{indent}{}", plain(&said(sentence, words)))?;
        }
        Ok(())
    }
}

/// A sentence in the reader's language.
fn said(sentence: &Sentence, words: &Words) -> String {
    let word = |word: &Word| match word {
        Word::Text(text) => text.clone(),
        Word::Key(key) => words.say(key, []),
    };
    let args = sentence.args.iter().map(|(name, list)| (*name, list.iter().map(word).collect::<Vec<_>>().join(", ")));
    words.say(&sentence.key, args)
}
