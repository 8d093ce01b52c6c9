//! How whole the db is, on the wire.

use serde::Serialize;
use std::collections::BTreeMap;
use vouchsafe_app::view::{self, Said};
use vouchsafe_app::words::{Words, key};

use crate::paper::Answer;
use crate::table::{Cell, Column, Table, col, extra};

/// A code with its arguments.
#[derive(Debug, Serialize)]
pub(crate) struct Coded {
    code: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    args: BTreeMap<String, String>,
}

impl From<&Said> for Coded {
    fn from(said: &Said) -> Self {
        Self { code: said.code.clone(), args: said.args.iter().cloned().collect() }
    }
}

fn sentence(family: &str, said: &Said, words: &Words) -> String {
    words.say(&key(family, &said.code), said.args.iter().map(|(name, value)| (name.as_str(), value.clone())))
}

/// One month of one kind.
#[derive(Debug, Serialize)]
pub(crate) struct Month {
    #[serde(skip_serializing_if = "Option::is_none")]
    month: Option<String>,
    here: u64,
    there: u64,
    is_equal: bool,
}

/// How whole one kind is.
#[derive(Debug, Serialize)]
pub(crate) struct Kind {
    kind: &'static str,
    here: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    there: Option<u64>,
    gone: u64,
    quarantined: u64,
    mended: u64,
    is_complete: bool,
    months: Vec<Month>,
}

/// How whole the mirror is.
#[derive(Debug, Serialize)]
pub(crate) struct Completeness {
    #[serde(skip_serializing_if = "Option::is_none")]
    checked_at: Option<String>,
    kinds: Vec<Kind>,
    findings: Vec<Coded>,
}

impl From<&view::Completeness> for Completeness {
    fn from(completeness: &view::Completeness) -> Self {
        let month = |month: &view::MonthCheck| Month {
            month: month.month.map(|month| month.to_string()),
            here: month.here,
            there: month.there,
            is_equal: month.is_equal,
        };
        let kind = |kind: &view::KindCompleteness| Kind {
            kind: kind.kind.name(),
            here: kind.here,
            there: kind.there,
            gone: kind.gone,
            quarantined: kind.quarantined,
            mended: kind.mended,
            is_complete: kind.is_complete,
            months: kind.months.iter().map(month).collect(),
        };
        Self {
            checked_at: completeness.checked_at.map(|at| at.to_string()),
            kinds: completeness.kinds.iter().map(kind).collect(),
            findings: completeness.findings.iter().map(Coded::from).collect(),
        }
    }
}

const KINDS: &[Column] =
    &[col("kind"), col("here"), col("there"), col("gone"), col("quarantined"), col("unequal_months"), col("complete"), col("checked_at")];

/// How whole each kind is, as a table.
pub(crate) fn completeness(completeness: &view::Completeness) -> Table {
    let row = |kind: &view::KindCompleteness| {
        vec![
            Cell::Word("kind", kind.kind.name()),
            Cell::figure(kind.here),
            Cell::maybe(kind.there, Cell::figure),
            Cell::figure(kind.gone),
            Cell::figure(kind.quarantined),
            Cell::maybe(kind.there, |_| Cell::figure(kind.months.iter().filter(|month| !month.is_equal).count())),
            Cell::Word("cli", if kind.is_complete { "yes" } else { "no" }),
            Cell::maybe(kind.checked_at, Cell::At),
        ]
    };
    Table { title: None, columns: KINDS, rows: completeness.kinds.iter().map(row).collect() }
}

/// `doctor`.
#[derive(Debug, Serialize)]
pub(crate) struct DiagnosisJson {
    completeness: Completeness,
    journal_entries: u64,
    events: u64,
    head: String,
    staged: u64,
    rejudges: u64,
    watched: u64,
    findings: Vec<Coded>,
}

/// The answer to `doctor`.
pub(crate) struct DiagnosisAnswer(pub view::Diagnosis);

const FINDINGS: &[Column] = &[extra("code"), col("finding")];
const FACTS: &[Column] = &[col("fact"), col("value")];

impl Answer for DiagnosisAnswer {
    type Json = DiagnosisJson;

    fn json(&self) -> DiagnosisJson {
        let found = &self.0;
        DiagnosisJson {
            completeness: Completeness::from(&found.completeness),
            journal_entries: found.entries,
            events: found.events,
            head: found.head.clone(),
            staged: found.staged,
            rejudges: found.rejudges,
            watched: found.watched,
            findings: found.findings.iter().map(Coded::from).collect(),
        }
    }

    fn tables(&self, words: &Words) -> Vec<Table> {
        let found = &self.0;
        let finding = |said: &Said| vec![Cell::text(said.code.clone()), Cell::text(sentence("finding", said, words))];
        let fact = |name, cell| vec![Cell::Word("cli", name), cell];
        let facts = vec![
            fact("journal_entries", Cell::figure(found.entries)),
            fact("events", Cell::figure(found.events)),
            fact("journal_head", Cell::text(&found.head)),
            fact("staged", Cell::figure(found.staged)),
            fact("rejudges", Cell::figure(found.rejudges)),
            fact("watched", Cell::figure(found.watched)),
        ];
        let mut tables = vec![completeness(&found.completeness), Table { title: None, columns: FACTS, rows: facts }];
        if !found.findings.is_empty() {
            let title = Some(words.say("cli-findings", []));
            tables.push(Table { title, columns: FINDINGS, rows: found.findings.iter().map(finding).collect() });
        }
        tables
    }

    fn print(&self, words: &Words, out: &mut dyn std::io::Write) -> std::io::Result<()> {
        for table in self.tables(words).iter().filter(|table| table.columns.len() != FINDINGS.len() || table.title.is_none()) {
            table.print(words, out)?;
            writeln!(out)?;
        }
        // Whole sentences do not fit a table.
        for finding in &self.0.findings {
            writeln!(out, "{}", crate::plain::plain(&sentence("finding", finding, words)))?;
        }
        Ok(())
    }
}

/// A row of `log`.
#[derive(Debug, Serialize)]
pub(crate) struct LogJson {
    no: u64,
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    what: Coded,
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<Coded>,
}

/// The answer to `log`.
pub(crate) struct LogAnswer(pub Vec<view::LogRow>);

const LOG: &[Column] = &[extra("no"), col("at"), col("kind"), extra("code"), col("what"), extra("trouble")];

impl LogAnswer {
    fn words(row: &view::LogRow, words: &Words) -> String {
        let what = sentence("log", &row.what, words);
        match &row.trouble {
            None => what,
            Some(trouble) => format!("{what} {}", sentence("error", trouble, words)),
        }
    }
}

impl Answer for LogAnswer {
    type Json = Vec<LogJson>;

    fn json(&self) -> Vec<LogJson> {
        let row = |row: &view::LogRow| LogJson {
            no: row.no,
            at: row.at.to_string(),
            kind: row.kind.map(vouchsafe_domain::shop::Kind::name),
            what: Coded::from(&row.what),
            trouble: row.trouble.as_ref().map(Coded::from),
        };
        self.0.iter().map(row).collect()
    }

    fn tables(&self, words: &Words) -> Vec<Table> {
        let row = |row: &view::LogRow| {
            vec![
                Cell::figure(row.no),
                Cell::At(row.at),
                Cell::maybe(row.kind, |kind| Cell::Word("kind", kind.name())),
                Cell::text(row.what.code.clone()),
                Cell::text(Self::words(row, words)),
                Cell::maybe(row.trouble.as_ref(), |trouble| Cell::text(trouble.code.clone())),
            ]
        };
        vec![Table { title: None, columns: LOG, rows: self.0.iter().map(row).collect() }]
    }

    fn print(&self, words: &Words, out: &mut dyn std::io::Write) -> std::io::Result<()> {
        for row in &self.0 {
            let kind = row.kind.map_or_else(String::new, |kind| format!("{}: ", words.say(&key("kind", kind.name()), [])));
            writeln!(out, "{}  {}", row.at, crate::plain::plain(&format!("{kind}{}", Self::words(row, words))))?;
        }
        Ok(())
    }
}
