//! Letters to advocates and friends.

use super::{PersonRef, all, count, cut};
use crate::error::AppError;
use serde::{Deserialize, Serialize};
use specta::Type;
use vouchsafe_app::notices::{NoticesSent, SmtpSettings, Tls};
use vouchsafe_app::view;

/// What a letter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// A friend has made an account.
    Registered,
    /// A friend has begun a trial.
    Trial,
    /// A reward is due.
    Earned,
    /// A reward was delivered.
    PaidOut,
    /// What was delivered will expire.
    Expiring,
    /// A reward was taken back.
    Reversed,
}

impl From<view::NoticeKind> for NoticeKind {
    fn from(kind: view::NoticeKind) -> Self {
        match kind {
            view::NoticeKind::Registered => Self::Registered,
            view::NoticeKind::Trial => Self::Trial,
            view::NoticeKind::Earned => Self::Earned,
            view::NoticeKind::PaidOut => Self::PaidOut,
            view::NoticeKind::Expiring => Self::Expiring,
            view::NoticeKind::Reversed => Self::Reversed,
        }
    }
}

impl From<NoticeKind> for view::NoticeKind {
    fn from(kind: NoticeKind) -> Self {
        match kind {
            NoticeKind::Registered => Self::Registered,
            NoticeKind::Trial => Self::Trial,
            NoticeKind::Earned => Self::Earned,
            NoticeKind::PaidOut => Self::PaidOut,
            NoticeKind::Expiring => Self::Expiring,
            NoticeKind::Reversed => Self::Reversed,
        }
    }
}

/// What has become of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum NoticeState {
    /// To be sent.
    Waiting,
    /// It is being handed to the mail server.
    Sending,
    /// The mail server has it.
    Sent,
    /// The mail server may have it.
    Unknown,
    /// The mail server does not take it.
    Failed,
    /// It is not to be sent.
    Skipped,
}

impl From<view::NoticeState> for NoticeState {
    fn from(state: view::NoticeState) -> Self {
        match state {
            view::NoticeState::Waiting => Self::Waiting,
            view::NoticeState::Sending => Self::Sending,
            view::NoticeState::Sent => Self::Sent,
            view::NoticeState::Unknown => Self::Unknown,
            view::NoticeState::Failed => Self::Failed,
            view::NoticeState::Skipped => Self::Skipped,
        }
    }
}

impl From<NoticeState> for view::NoticeState {
    fn from(state: NoticeState) -> Self {
        match state {
            NoticeState::Waiting => Self::Waiting,
            NoticeState::Sending => Self::Sending,
            NoticeState::Sent => Self::Sent,
            NoticeState::Unknown => Self::Unknown,
            NoticeState::Failed => Self::Failed,
            NoticeState::Skipped => Self::Skipped,
        }
    }
}

/// A language in which letters are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum NoticeLanguage {
    /// English.
    En,
    /// Russian.
    Ru,
}

impl From<view::NoticeLanguage> for NoticeLanguage {
    fn from(language: view::NoticeLanguage) -> Self {
        match language {
            view::NoticeLanguage::English => Self::En,
            view::NoticeLanguage::Russian => Self::Ru,
        }
    }
}

impl From<NoticeLanguage> for view::NoticeLanguage {
    fn from(language: NoticeLanguage) -> Self {
        match language {
            NoticeLanguage::En => Self::English,
            NoticeLanguage::Ru => Self::Russian,
        }
    }
}

/// How the line to a mail server is kept from others' eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MailTls {
    /// From the first byte on.
    Implicit,
    /// After a greeting in the clear.
    Starttls,
    /// Not at all.
    Off,
}

impl From<Tls> for MailTls {
    fn from(tls: Tls) -> Self {
        match tls {
            Tls::Implicit => Self::Implicit,
            Tls::StartTls => Self::Starttls,
            Tls::Off => Self::Off,
        }
    }
}

impl From<MailTls> for Tls {
    fn from(tls: MailTls) -> Self {
        match tls {
            MailTls::Implicit => Self::Implicit,
            MailTls::Starttls => Self::StartTls,
            MailTls::Off => Self::Off,
        }
    }
}

/// The mail server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MailServer {
    /// Its name.
    pub host: String,
    /// Its port, as it was typed.
    pub port: String,
    /// How the line is kept.
    pub tls: MailTls,
    /// Who logs in; empty where nobody does.
    pub user: String,
    /// The sender's address.
    pub from: String,
    /// The sender's name; may be empty.
    pub from_name: String,
}

impl MailServer {
    /// The settings.
    ///
    /// # Errors
    /// `smtp_port`.
    pub fn parse(self) -> Result<SmtpSettings, AppError> {
        let port = self.port.trim().parse().map_err(|_| AppError::new("smtp_port", []))?;
        Ok(SmtpSettings { host: self.host, port, tls: self.tls.into(), user: self.user, from: self.from, from_name: self.from_name })
    }
}

impl From<SmtpSettings> for MailServer {
    fn from(settings: SmtpSettings) -> Self {
        Self {
            host: settings.host,
            port: settings.port.to_string(),
            tls: settings.tls.into(),
            user: settings.user,
            from: settings.from,
            from_name: settings.from_name,
        }
    }
}

/// Whether a kind of letter is wished for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct NoticeSwitch {
    /// The kind.
    pub kind: NoticeKind,
    /// Since when; nothing when it is not.
    pub since: Option<String>,
}

/// Which letters are wished for, and how they go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct NoticeSettings {
    /// Each kind.
    pub switches: Vec<NoticeSwitch>,
    /// The language of letters to people whose own is not known.
    pub language: NoticeLanguage,
    /// How many days before a reward expires its letter goes.
    pub lead_days: u32,
    /// The mail server, if one is set.
    pub server: Option<MailServer>,
    /// Its password is known, or it needs none.
    pub has_password: bool,
}

impl NoticeSettings {
    /// The settings, with whether the password is known.
    #[must_use]
    pub fn of(settings: view::NoticeSettings, has_password: bool) -> Self {
        let switch = |switch: view::NoticeSwitch| NoticeSwitch { kind: switch.kind.into(), since: switch.since.map(|at| at.to_string()) };
        Self {
            switches: settings.switches.into_iter().map(switch).collect(),
            language: settings.language.into(),
            lead_days: settings.lead_days,
            server: settings.smtp.map(Into::into),
            has_password,
        }
    }
}

/// The words of a kind of letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NoticeDraft {
    /// What it is about, in one line.
    pub subject: String,
    /// Its words with form.
    pub mjml: String,
    /// Its words without form.
    pub text: String,
}

impl From<NoticeDraft> for view::NoticeText {
    fn from(draft: NoticeDraft) -> Self {
        Self { subject: draft.subject, mjml: draft.mjml, text: draft.text }
    }
}

/// The words of a kind of letter as they are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct NoticeWords {
    /// The words.
    pub words: NoticeDraft,
    /// Somebody wrote them in place of ours.
    pub own: bool,
}

impl From<view::NoticeWords> for NoticeWords {
    fn from(words: view::NoticeWords) -> Self {
        Self { words: NoticeDraft { subject: words.subject, mjml: words.mjml, text: words.text }, own: words.is_own }
    }
}

/// A letter as it would arrive. The form is for a frame that runs nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct LetterPreview {
    /// What it is about, in one line.
    pub subject: String,
    /// Its words with form.
    pub html: String,
    /// Its words without form.
    pub text: String,
}

impl From<view::LetterPreview> for LetterPreview {
    fn from(letter: view::LetterPreview) -> Self {
        Self { subject: letter.subject, html: letter.html, text: letter.text }
    }
}

/// A letter in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct NoticeRow {
    /// Its number.
    pub no: String,
    /// What it is about.
    pub kind: NoticeKind,
    /// What has become of it.
    pub state: NoticeState,
    /// Why: a code.
    pub why: Option<String>,
    /// What the mail server said.
    pub said: Option<String>,
    /// How often it was handed over.
    pub tries: u32,
    /// When what it tells happened.
    pub at: String,
    /// When it is tried again, if it was put off.
    pub next_at: Option<String>,
    /// When it changed last.
    pub changed_at: String,
    /// To whom.
    pub to: PersonRef,
    /// The friend whom it is about.
    pub friend: Option<PersonRef>,
    /// The key of the reward that it is about.
    pub reward: Option<String>,
}

impl From<view::NoticeRow> for NoticeRow {
    fn from(row: view::NoticeRow) -> Self {
        Self {
            no: row.no.to_string(),
            kind: row.kind.into(),
            state: row.state.into(),
            why: row.why.map(|why| why.code().to_owned()),
            said: row.said.map(cut),
            tries: row.tries,
            at: row.at.to_string(),
            next_at: row.next_at.map(|at| at.to_string()),
            changed_at: row.changed_at.to_string(),
            to: row.to.into(),
            friend: row.friend.map(Into::into),
            reward: row.reward,
        }
    }
}

/// How many letters are of a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct NoticeCount {
    /// The state.
    pub state: NoticeState,
    /// How many.
    pub count: u32,
}

/// Part of the list of letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct NoticePage {
    /// The rows, the newest first.
    pub rows: Vec<NoticeRow>,
    /// Where the next page goes on.
    pub next: Option<String>,
    /// How many there are in all.
    pub count: u32,
    /// How many there are of each state that there are any of.
    pub counts: Vec<NoticeCount>,
}

impl From<view::Notices> for NoticePage {
    fn from(notices: view::Notices) -> Self {
        let of_state = |found: view::NoticeCount| NoticeCount { state: found.state.into(), count: count(found.count) };
        Self {
            rows: all(notices.page.rows),
            next: notices.page.next,
            count: count(notices.page.count),
            counts: notices.counts.into_iter().map(of_state).collect(),
        }
    }
}

/// What sending came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct NoticeRound {
    /// Letters that the server took.
    pub sent: u32,
    /// Letters that it did not take.
    pub failed: u32,
    /// Letters of which it is not known.
    pub unknown: u32,
    /// Letters that it put off.
    pub put_off: u32,
    /// Letters that were not to be sent.
    pub skipped: u32,
    /// Why it stopped before everything was sent.
    pub stopped: Option<AppError>,
}

impl From<NoticesSent> for NoticeRound {
    fn from(done: NoticesSent) -> Self {
        Self {
            sent: count(done.sent),
            failed: count(done.failed),
            unknown: count(done.unknown),
            put_off: count(done.put_off),
            skipped: count(done.skipped),
            stopped: done.stopped.map(|fault| vouchsafe_app::AppError::from(fault).into()),
        }
    }
}
