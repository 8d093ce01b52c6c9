//! What an import came to, on the wire.

use serde::Serialize;
use vouchsafe_app::words::Words;
use vouchsafe_app::{Conflict, Imported};

use crate::paper::Answer;
use crate::table::{Cell, Column, Table, col};

/// A row that says something else than what stands.
#[derive(Debug, Serialize)]
pub(crate) struct ConflictJson {
    line: usize,
    subject: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    holder: Option<String>,
}

/// `import`.
#[derive(Debug, Serialize)]
pub(crate) struct ImportJson {
    rows: usize,
    new: usize,
    known: usize,
    conflicts: Vec<ConflictJson>,
}

const COLUMNS: &[Column] = &[col("rows"), col("new"), col("known"), col("conflicts")];
const CONFLICTS: &[Column] = &[col("line"), col("subject"), col("holder")];

fn holder(conflict: &Conflict) -> Option<String> {
    (!conflict.holder.is_empty()).then(|| conflict.holder.clone())
}

impl Answer for Imported {
    type Json = ImportJson;

    fn json(&self) -> ImportJson {
        let conflict = |conflict: &Conflict| ConflictJson { line: conflict.line, subject: conflict.subject.clone(), holder: holder(conflict) };
        ImportJson { rows: self.rows, new: self.new, known: self.known, conflicts: self.conflicts.iter().map(conflict).collect() }
    }

    fn tables(&self, _words: &Words) -> Vec<Table> {
        let counts = [self.rows, self.new, self.known, self.conflicts.len()].map(Cell::figure).to_vec();
        let mut tables = vec![Table { title: None, columns: COLUMNS, rows: vec![counts] }];
        if !self.conflicts.is_empty() {
            let row =
                |conflict: &Conflict| vec![Cell::figure(conflict.line), Cell::text(&conflict.subject), Cell::maybe(holder(conflict), Cell::text)];
            tables.push(Table { title: None, columns: CONFLICTS, rows: self.conflicts.iter().map(row).collect() });
        }
        tables
    }
}
