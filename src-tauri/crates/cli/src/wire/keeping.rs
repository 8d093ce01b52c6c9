//! Backups on the wire.

use serde::Serialize;
use vouchsafe_app::view::keeping::{BackupReport, Restored};
use vouchsafe_app::words::Words;

use crate::paper::Answer;
use crate::table::{Cell, Column, Table, col};

/// `backup`.
#[derive(Debug, Serialize)]
pub(crate) struct BackupJson {
    file: String,
    bytes: u64,
    events: u64,
    made_at: String,
    is_encrypted: bool,
}

/// The answer to `backup`.
pub(crate) struct BackupAnswer(pub BackupReport);

const BACKUP: &[Column] = &[col("file"), col("bytes"), col("events"), col("at"), col("encrypted")];

impl Answer for BackupAnswer {
    type Json = BackupJson;

    fn json(&self) -> BackupJson {
        let made = &self.0;
        BackupJson {
            file: made.path.display().to_string(),
            bytes: made.bytes,
            events: made.events,
            made_at: made.made_at.to_string(),
            is_encrypted: made.is_encrypted,
        }
    }

    fn tables(&self, _words: &Words) -> Vec<Table> {
        let made = &self.0;
        let row = vec![
            Cell::text(made.path.display().to_string()),
            Cell::figure(made.bytes),
            Cell::figure(made.events),
            Cell::At(made.made_at),
            Cell::Word("cli", if made.is_encrypted { "yes" } else { "no" }),
        ];
        vec![Table { title: None, columns: BACKUP, rows: vec![row] }]
    }
}

/// `restore`.
#[derive(Debug, Serialize)]
pub(crate) struct RestoreJson {
    db: String,
    epoch: u32,
    events: u64,
    may_hold_erased: bool,
}

/// The answer to `restore`.
pub(crate) struct RestoreAnswer(pub Restored);

const RESTORED: &[Column] = &[col("db"), col("epoch"), col("events")];

impl Answer for RestoreAnswer {
    type Json = RestoreJson;

    fn json(&self) -> RestoreJson {
        let Restored { path, epoch, events, may_hold_erased } = &self.0;
        RestoreJson { db: path.display().to_string(), epoch: *epoch, events: *events, may_hold_erased: *may_hold_erased }
    }

    fn tables(&self, _words: &Words) -> Vec<Table> {
        let row = vec![Cell::text(self.0.path.display().to_string()), Cell::figure(self.0.epoch), Cell::figure(self.0.events)];
        vec![Table { title: None, columns: RESTORED, rows: vec![row] }]
    }

    fn print(&self, words: &Words, out: &mut dyn std::io::Write) -> std::io::Result<()> {
        for table in self.tables(words) {
            table.print(words, out)?;
        }
        if self.0.may_hold_erased {
            writeln!(out, "{}", words.say("error-restored-may-hold-erased", []))?;
        }
        writeln!(out, "{}", words.say("cli-restored", []))
    }
}
