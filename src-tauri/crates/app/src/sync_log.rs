//! The sync log: rounds, retries, repairs and checks, as codes with figures that a support person can read. No word about a person.

use crate::desk::Desk;
use crate::error::Result;
use crate::view::{LogLevel, LogRow, Said};
use vouchsafe_db::{Coded, LogEntry};
use vouchsafe_domain::shop::Kind;

impl From<Coded> for Said {
    fn from(coded: Coded) -> Self {
        Self { code: coded.code, args: coded.args }
    }
}

impl From<Said> for Coded {
    fn from(said: Said) -> Self {
        Self { code: said.code, args: said.args }
    }
}

/// What could not be done is an error; what was out of order and dealt with is a warning.
fn level(entry: &LogEntry) -> LogLevel {
    match entry.what.code.as_str() {
        _ if entry.trouble.is_some() => LogLevel::Error,
        "place_lost" | "set_aside" | "shop_shaky" | "shop_resting" | "shop_limited" | "clock_ahead" | "clock_behind" => LogLevel::Warning,
        _ => LogLevel::Info,
    }
}

impl Desk {
    /// The log of reading the shop, the newest first, from before a row on.
    ///
    /// # Errors
    /// What the db says.
    pub async fn sync_log(&self, before: Option<u64>, limit: u32) -> Result<Vec<LogRow>> {
        let row = |(no, entry): (u64, LogEntry)| LogRow {
            no,
            at: entry.at,
            level: level(&entry),
            kind: entry.kind,
            what: entry.what.into(),
            trouble: entry.trouble.map(Said::from),
        };
        Ok(self.db().sync_log(before, limit).await?.into_iter().map(row).collect())
    }

    /// Writes into the log: a code of the family `log-` with its figures.
    pub(crate) async fn log<const N: usize>(&self, kind: Option<Kind>, code: &str, args: [(&str, String); N], trouble: Option<Said>) -> Result<()> {
        let args = args.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let what = Coded { code: code.to_owned(), args };
        tracing::debug!(?kind, code, args = ?what.args, trouble = trouble.as_ref().map(|trouble| trouble.code.as_str()), "sync");
        let entry = LogEntry { at: self.now(), kind, what, trouble: trouble.map(Coded::from) };
        Ok(self.db().write(move |tx| tx.log_sync(&entry)).await?)
    }
}
