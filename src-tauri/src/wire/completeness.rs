//! Whether the mirror holds what the shop has: counts, checks, repairs and the log of reading.

use super::sync::{Kind, QuarantineRow};
use super::{all, count};
use crate::error::AppError;
use serde::Serialize;
use specta::Type;
use vouchsafe_app::{saleor, view};
use vouchsafe_domain::time::Timestamp;

/// The records of one month of creation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct MonthCheck {
    /// Such as `2026-03`; empty for records without a time.
    pub month: String,
    /// How many are here.
    pub here: u32,
    /// How many are at the shop.
    pub there: u32,
    /// They are the same in the same versions.
    pub equal: bool,
}

/// How complete one kind is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct KindCompleteness {
    /// Which kind.
    pub kind: Kind,
    /// How many are here.
    pub here: u32,
    /// How many were at the shop at the last full check.
    pub there: Option<u32>,
    /// How many the shop has no more.
    pub gone: u32,
    /// How many wait for repair.
    pub quarantined: u32,
    /// The instant up to which the kind is known.
    pub watermark: Option<String>,
    /// Whether everything was here at the last full check; nothing before the first.
    pub complete: Option<bool>,
    /// By month of creation.
    pub months: Vec<MonthCheck>,
}

/// How complete the mirror is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Completeness {
    /// Each kind, in reading order.
    pub kinds: Vec<KindCompleteness>,
    /// When everything was last compared.
    pub checked_at: Option<String>,
    /// It is being compared.
    pub checking: bool,
    /// How many differences stand.
    pub findings: u32,
}

/// What a repair came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RepairResult {
    /// The row is in the mirror.
    Fixed,
    /// It still cannot be read.
    Still,
    /// The shop has it no more.
    Gone,
}

/// A row in quarantine with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct QuarantineDetail {
    /// As in the list.
    pub row: QuarantineRow,
    /// The row as it came, without what tells of people.
    pub raw: String,
    /// How often it was tried again.
    pub tried: u32,
    /// When, the last time.
    pub last_tried_at: Option<String>,
}

/// How grave an entry of the log is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum LogLevel {
    /// As it should be.
    Info,
    /// It was mended, or can wait.
    Warning,
    /// Somebody should look.
    Error,
}

/// An entry of the log of reading. Its sentence stands in the Fluent files under `log-<code>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct LogRow {
    /// Its number.
    pub no: u32,
    /// When.
    pub at: String,
    /// How grave.
    pub level: LogLevel,
    /// Of which kind of record.
    pub kind: Option<Kind>,
    /// What.
    pub said: AppError,
    /// Why: a sentence of its own, under `error-<code>`.
    pub trouble: Option<AppError>,
}

/// Part of the log, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct LogPage {
    /// The rows.
    pub rows: Vec<LogRow>,
    /// Ask with this for what follows.
    pub next: Option<String>,
}

/// One thing that was looked at. Its name stands in the Fluent files under `doctor-<check>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct DiagnosisRow {
    /// What.
    pub check: String,
    /// It is as it should be.
    pub ok: bool,
    /// What is wrong. Its sentence stands in the Fluent files under `finding-<code>`.
    pub said: Option<AppError>,
}

/// Whether the shop is asked at all after it failed several times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum BreakerState {
    /// It is.
    Closed,
    /// It is left alone for a while.
    Open,
    /// One question is tried.
    HalfOpen,
}

/// How the shop has answered lately.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Health {
    /// Whether it is asked.
    pub state: BreakerState,
    /// When it is asked again.
    pub retry_at: Option<String>,
}

impl From<view::KindCompleteness> for KindCompleteness {
    fn from(kind: view::KindCompleteness) -> Self {
        let month = |month: view::MonthCheck| MonthCheck {
            month: month.month.map(|month| month.to_string()).unwrap_or_default(),
            here: count(month.here),
            there: count(month.there),
            equal: month.is_equal,
        };
        Self {
            kind: kind.kind.into(),
            here: count(kind.here),
            there: kind.there.map(count),
            gone: count(kind.gone),
            quarantined: count(kind.quarantined),
            watermark: kind.watermark.map(|at| at.to_string()),
            complete: kind.checked_at.map(|_| kind.is_complete),
            months: kind.months.into_iter().map(month).collect(),
        }
    }
}

impl Completeness {
    /// What the db knows, and whether it is being compared right now.
    #[must_use]
    pub fn of(known: view::Completeness, checking: bool) -> Self {
        let findings = count(known.findings.len() as u64);
        Self { kinds: all(known.kinds), checked_at: known.checked_at.map(|at| at.to_string()), checking, findings }
    }
}

impl From<view::Repaired> for RepairResult {
    fn from(repaired: view::Repaired) -> Self {
        match repaired {
            view::Repaired::Fixed => Self::Fixed,
            view::Repaired::Still(_) => Self::Still,
            view::Repaired::Gone => Self::Gone,
        }
    }
}

impl From<view::LogRow> for LogRow {
    fn from(row: view::LogRow) -> Self {
        let level = match row.level {
            view::LogLevel::Info => LogLevel::Info,
            view::LogLevel::Warning => LogLevel::Warning,
            view::LogLevel::Error => LogLevel::Error,
        };
        let (said, trouble) = (row.what.into(), row.trouble.map(Into::into));
        Self { no: count(row.no), at: row.at.to_string(), level, kind: row.kind.map(Into::into), said, trouble }
    }
}

impl From<view::QuarantineDetail> for QuarantineDetail {
    fn from(detail: view::QuarantineDetail) -> Self {
        let tried = detail.row.tries;
        Self { row: detail.row.into(), raw: detail.raw, tried, last_tried_at: detail.last_tried_at.map(|at| at.to_string()) }
    }
}

/// What the doctor looks at, with the findings that belong to each.
const CHECKS: [(&str, &[&str]); 6] = [
    ("mirror", &["never_synced", "never_checked", "quarantined", "differs"]),
    ("journal", &["journal_gap", "journal_chain", "journal_contents", "journal_transfers", "journal_unentered"]),
    ("ledger", &["balances_differ"]),
    ("lists", &["rewards_differ", "rows_differ", "totals_differ", "table_differs", "not_compared"]),
    ("file", &["file_damaged"]),
    ("fold", &["fold_unfinished"]),
];

/// One row for each check that found nothing, and one for each finding.
#[must_use]
pub fn diagnosis(found: view::Diagnosis) -> Vec<DiagnosisRow> {
    let mut rows = Vec::new();
    let findings: Vec<AppError> = all(found.findings);
    for (check, codes) in CHECKS {
        let mut own = findings.iter().filter(|said| codes.contains(&said.code.as_str())).peekable();
        if own.peek().is_none() {
            rows.push(DiagnosisRow { check: check.to_owned(), ok: true, said: None });
        }
        rows.extend(own.enumerate().map(|(no, said)| {
            // Keys of rows differ, also where one check found several things.
            let check = if no == 0 { check.to_owned() } else { format!("{check}_{}", no + 1) };
            DiagnosisRow { check, ok: false, said: Some(said.clone()) }
        }));
    }
    rows
}

impl Health {
    /// How a shop has answered lately, as of an instant.
    #[must_use]
    pub fn of(health: saleor::Health, now: Timestamp) -> Self {
        match health {
            saleor::Health::Good => Self { state: BreakerState::Closed, retry_at: None },
            saleor::Health::Shaky { .. } => Self { state: BreakerState::HalfOpen, retry_at: None },
            saleor::Health::Resting { left, .. } | saleor::Health::Limited { left } => {
                let micros = i64::try_from(left.as_micros()).unwrap_or(i64::MAX);
                let retry_at = Timestamp::from_micros(now.micros().saturating_add(micros));
                Self { state: BreakerState::Open, retry_at: Some(retry_at.to_string()) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(codes: &[&str]) -> Vec<DiagnosisRow> {
        let said = |code: &&str| view::Said { code: (*code).to_owned(), args: Vec::new() };
        let completeness = view::Completeness { kinds: Vec::new(), checked_at: None, findings: Vec::new() };
        diagnosis(view::Diagnosis {
            completeness,
            entries: 0,
            events: 0,
            head: String::new(),
            staged: 0,
            rejudges: 0,
            watched: 0,
            findings: codes.iter().map(said).collect(),
        })
    }

    #[test]
    fn every_check_is_told_and_every_finding_has_its_check() {
        let whole = found(&[]);
        assert!(whole.len() == CHECKS.len() && whole.iter().all(|row| row.ok && row.said.is_none()));
        let codes: Vec<&str> = CHECKS.iter().flat_map(|(_, codes)| *codes).copied().collect();
        let broken = found(&codes);
        assert!(broken.len() == codes.len() && broken.iter().all(|row| !row.ok));
        let checks: std::collections::BTreeSet<&str> = broken.iter().map(|row| row.check.as_str()).collect();
        assert_eq!(checks.len(), codes.len(), "rows have names of their own");
    }
}
