//! Programs on the wire.

use serde::Serialize;
use vouchsafe_app::view::ProgramRow;
use vouchsafe_app::words::Words;

use crate::paper::Answer;
use crate::table::{Cell, Column, Table, col};

/// A program.
#[derive(Debug, Serialize)]
pub(crate) struct Program {
    id: String,
    name: String,
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    is_ready: bool,
    triggers: Vec<&'static str>,
}

impl From<&ProgramRow> for Program {
    fn from(row: &ProgramRow) -> Self {
        Self {
            id: row.id.clone(),
            name: row.name.clone(),
            version: row.version,
            from: row.from.map(|at| at.to_string()),
            is_ready: row.is_ready,
            triggers: row.triggers.iter().map(|trigger| trigger.name()).collect(),
        }
    }
}

/// `program list`, `check` and `activate`.
#[derive(Debug, Serialize)]
pub(crate) struct ProgramsJson {
    programs: Vec<Program>,
}

/// The answer to `program list`, `check` and `activate`.
pub(crate) struct ProgramsAnswer(pub Vec<ProgramRow>);

const COLUMNS: &[Column] = &[col("program"), col("version"), col("name"), col("from"), col("ready"), col("triggers")];

impl Answer for ProgramsAnswer {
    type Json = ProgramsJson;

    fn json(&self) -> ProgramsJson {
        ProgramsJson { programs: self.0.iter().map(Program::from).collect() }
    }

    fn tables(&self, _words: &Words) -> Vec<Table> {
        let row = |row: &ProgramRow| {
            vec![
                Cell::text(&row.id),
                Cell::figure(row.version),
                Cell::text(&row.name),
                Cell::maybe(row.from, Cell::At),
                if row.is_ready { Cell::Word("cli", "yes") } else { Cell::Word("cli", "no") },
                Cell::text(row.triggers.iter().map(|trigger| trigger.name()).collect::<Vec<_>>().join(" ")),
            ]
        };
        vec![Table { title: None, columns: COLUMNS, rows: self.0.iter().map(row).collect() }]
    }
}
