//! Erasing somebody, on the wire.

use serde::Serialize;
use vouchsafe_app::view::CustomerDetail;
use vouchsafe_app::view::keeping::ErasureReport;
use vouchsafe_app::words::Words;

use crate::paper::Answer;
use crate::table::{Cell, Column, Table, col};

/// The answer to `erase`.
pub(crate) enum EraseAnswer<'a> {
    /// Who would be erased.
    Ahead(&'a CustomerDetail),
    /// Who was.
    Done(Erasure<'a>),
}

/// An erasure that was made.
pub(crate) struct Erasure<'a> {
    /// The person's key, which stays.
    pub key: &'a str,
    pub report: ErasureReport,
}

/// The same, as JSON.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum EraseJson {
    Ahead { key: String, known_as: usize, codes: usize, orders: u64 },
    Done { key: String, identities: u64, rows: u64, elsewhere: u64, left: u64 },
}

const AHEAD: &[Column] = &[col("key"), col("known_as"), col("codes"), col("orders")];
const DONE: &[Column] = &[col("key"), col("identities"), col("rows"), col("elsewhere"), col("left")];

impl Answer for EraseAnswer<'_> {
    type Json = EraseJson;

    fn json(&self) -> EraseJson {
        match self {
            Self::Ahead(found) => {
                let (key, orders) = (found.row.person.key.clone(), found.row.orders);
                EraseJson::Ahead { key, known_as: found.aliases.len(), codes: found.codes.len(), orders }
            }
            Self::Done(Erasure { key, report }) => {
                let ErasureReport { identities, rows, elsewhere, left } = *report;
                EraseJson::Done { key: (*key).to_owned(), identities, rows, elsewhere, left }
            }
        }
    }

    fn tables(&self, _words: &Words) -> Vec<Table> {
        let (columns, row) = match self {
            Self::Ahead(found) => {
                let key = Cell::text(&found.row.person.key);
                (AHEAD, vec![key, Cell::figure(found.aliases.len()), Cell::figure(found.codes.len()), Cell::figure(found.row.orders)])
            }
            Self::Done(Erasure { key, report }) => {
                let counts = [report.identities, report.rows, report.elsewhere, report.left].map(Cell::figure);
                (DONE, [Cell::text(*key)].into_iter().chain(counts).collect())
            }
        };
        vec![Table { title: None, columns, rows: vec![row] }]
    }

    fn print(&self, words: &Words, out: &mut dyn std::io::Write) -> std::io::Result<()> {
        for table in self.tables(words) {
            table.print(words, out)?;
        }
        match self {
            Self::Done(erasure) if erasure.report.left == 0 => writeln!(out, "{}", words.say("cli-nothing-left", [])),
            _ => Ok(()),
        }
    }
}
