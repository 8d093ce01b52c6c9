//! Letters to advocates and friends on the wire.

use serde::Serialize;
use vouchsafe_app::notices::NoticesSent;
use vouchsafe_app::view::{LetterPreview, NoticeRow};
use vouchsafe_app::words::Words;

use super::{Person, called};
use crate::paper::Answer;
use crate::table::{Cell, Column, Table, col, extra};

/// The columns of the list.
pub(crate) const NOTICES: &[Column] =
    &[col("number"), col("kind"), col("state"), col("to"), col("at"), col("tries"), col("why"), extra("said"), extra("reward"), extra("friend")];

/// A letter in the list.
#[derive(Debug, Serialize)]
pub(crate) struct NoticeJson {
    no: u64,
    kind: &'static str,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<String>,
    tries: u32,
    at: String,
    changed_at: String,
    to: Person,
    #[serde(skip_serializing_if = "Option::is_none")]
    friend: Option<Person>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reward: Option<String>,
}

impl From<&NoticeRow> for NoticeJson {
    fn from(row: &NoticeRow) -> Self {
        Self {
            no: row.no,
            kind: row.kind.name(),
            state: row.state.name(),
            why: row.why.map(vouchsafe_app::view::NoticeWhy::code),
            said: row.said.clone(),
            tries: row.tries,
            at: row.at.to_string(),
            changed_at: row.changed_at.to_string(),
            to: (&row.to).into(),
            friend: row.friend.as_ref().map(Into::into),
            reward: row.reward.clone(),
        }
    }
}

/// The same as cells.
pub(crate) fn notice_cells(row: &NoticeRow) -> Vec<Cell> {
    vec![
        Cell::figure(row.no),
        Cell::Word("notice-kind", row.kind.name()),
        Cell::Word("notice-state", row.state.name()),
        Cell::text(called(&row.to)),
        Cell::At(row.at),
        Cell::figure(row.tries),
        Cell::maybe(row.why, |why| Cell::Word("notice-why", why.code())),
        Cell::maybe(row.said.clone(), Cell::text),
        Cell::maybe(row.reward.clone(), Cell::text),
        Cell::maybe(row.friend.as_ref(), |friend| Cell::text(called(friend))),
    ]
}

/// What a `notices` command came to.
pub(crate) enum NoticeAnswer {
    /// Letters were sent.
    Sent(NoticesSent),
    /// A letter as it would arrive.
    Preview(LetterPreview),
    /// A letter went to this address.
    Tested(String),
}

/// The same, as JSON.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum NoticeAnswerJson {
    Sent { sent: u64, failed: u64, unknown: u64, put_off: u64, skipped: u64 },
    Preview { subject: String, text: String, html: String },
    Tested { sent_to: String },
}

impl Answer for NoticeAnswer {
    type Json = NoticeAnswerJson;

    fn json(&self) -> NoticeAnswerJson {
        match self {
            Self::Sent(done) => {
                NoticeAnswerJson::Sent { sent: done.sent, failed: done.failed, unknown: done.unknown, put_off: done.put_off, skipped: done.skipped }
            }
            Self::Preview(LetterPreview { subject, html, text }) => {
                NoticeAnswerJson::Preview { subject: subject.clone(), text: text.clone(), html: html.clone() }
            }
            Self::Tested(address) => NoticeAnswerJson::Tested { sent_to: address.clone() },
        }
    }

    fn tables(&self, _words: &Words) -> Vec<Table> {
        const SENT: &[Column] = &[col("sent"), col("failed"), col("unknown"), col("put_off"), col("skipped")];
        const PREVIEW: &[Column] = &[col("subject"), extra("text"), extra("html")];
        const TESTED: &[Column] = &[col("sent_to")];
        let (columns, row) = match self {
            Self::Sent(done) => (SENT, [done.sent, done.failed, done.unknown, done.put_off, done.skipped].map(Cell::figure).to_vec()),
            Self::Preview(letter) => (PREVIEW, vec![Cell::text(&letter.subject), Cell::text(&letter.text), Cell::text(&letter.html)]),
            Self::Tested(address) => (TESTED, vec![Cell::text(address)]),
        };
        vec![Table { title: None, columns, rows: vec![row] }]
    }

    fn print(&self, words: &Words, out: &mut dyn std::io::Write) -> std::io::Result<()> {
        // A letter is read as a letter.
        if let Self::Preview(letter) = self {
            return writeln!(
                out,
                "{}\n\n{}",
                crate::plain::plain(&letter.subject),
                letter.text.lines().map(crate::plain::plain).collect::<Vec<_>>().join("\n")
            );
        }
        for table in self.tables(words) {
            table.print(words, out)?;
        }
        Ok(())
    }
}
