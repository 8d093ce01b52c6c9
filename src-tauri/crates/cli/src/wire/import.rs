//! What an import came to, on the wire.

use serde::Serialize;
use vouchsafe_app::Imported;
use vouchsafe_app::words::Words;

use crate::paper::Answer;
use crate::table::{Cell, Column, Table, col};

/// `import`.
#[derive(Debug, Serialize)]
pub(crate) struct ImportJson {
    rows: usize,
    new: usize,
}

const COLUMNS: &[Column] = &[col("rows"), col("new")];

impl Answer for Imported {
    type Json = ImportJson;

    fn json(&self) -> ImportJson {
        ImportJson { rows: self.rows, new: self.new }
    }

    fn tables(&self, _words: &Words) -> Vec<Table> {
        vec![Table { title: None, columns: COLUMNS, rows: vec![vec![Cell::figure(self.rows), Cell::figure(self.new)]] }]
    }
}
