//! Codes on the wire.

use serde::Serialize;
use vouchsafe_app::words::Words;
use vouchsafe_app::{CodesIssued, WrittenBack};

use crate::paper::Answer;
use crate::table::{Cell, Column, Table, col};

/// What a `code` command came to.
pub(crate) enum CodeAnswer {
    /// One code was issued or disabled.
    Code(String),
    /// Everybody without one got one.
    Issued(CodesIssued),
    /// Whether codes may be written to the shop from now on.
    Setting(bool),
    /// Codes were written to the shop.
    WrittenBack(WrittenBack),
}

/// The same, as JSON.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum CodeJson {
    Code { code: String },
    Issued { issued: u64, more: bool },
    Setting { write_back: bool },
    WrittenBack { written: u64, skipped: u64, refused: u64 },
}

impl Answer for CodeAnswer {
    type Json = CodeJson;

    fn json(&self) -> CodeJson {
        match self {
            Self::Code(code) => CodeJson::Code { code: code.clone() },
            Self::Issued(CodesIssued { issued, more }) => CodeJson::Issued { issued: *issued, more: *more },
            Self::Setting(on) => CodeJson::Setting { write_back: *on },
            Self::WrittenBack(WrittenBack { written, skipped, refused }) => {
                CodeJson::WrittenBack { written: *written, skipped: *skipped, refused: *refused }
            }
        }
    }

    fn tables(&self, _words: &Words) -> Vec<Table> {
        const CODE: &[Column] = &[col("code")];
        const ISSUED: &[Column] = &[col("issued"), col("more")];
        const SETTING: &[Column] = &[col("write_back")];
        const WRITTEN: &[Column] = &[col("written"), col("skipped"), col("refused")];
        let yes_or_no = |yes: bool| Cell::Word("cli", if yes { "yes" } else { "no" });
        let (columns, row) = match self {
            Self::Code(code) => (CODE, vec![Cell::text(code)]),
            Self::Issued(codes) => (ISSUED, vec![Cell::figure(codes.issued), yes_or_no(codes.more)]),
            Self::Setting(on) => (SETTING, vec![yes_or_no(*on)]),
            Self::WrittenBack(done) => (WRITTEN, [done.written, done.skipped, done.refused].map(Cell::figure).to_vec()),
        };
        vec![Table { title: None, columns, rows: vec![row] }]
    }
}
