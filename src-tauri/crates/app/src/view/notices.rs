//! Letters to advocates and friends: the list, the settings, the words.

use super::{Page, Person};
use vouchsafe_domain::time::Timestamp;

pub use crate::notices::SmtpSettings;
pub use vouchsafe_db::{NoticeKind, NoticeState, NoticeText, NoticeWhy};

/// A language in which letters are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum NoticeLanguage {
    /// English.
    #[default]
    English,
    /// Russian.
    Russian,
}

impl NoticeLanguage {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::Russian];

    /// Its tag, such as `en`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Russian => "ru",
        }
    }

    /// The language of that tag.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The language that a shop's code of an account means: `RU`, `EN_GB`.
    #[must_use]
    pub fn of_account(code: &str) -> Option<Self> {
        Self::parse(&code.split(['_', '-']).next()?.to_lowercase())
    }
}

/// A letter in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    /// Its number.
    pub no: u64,
    /// What it is about.
    pub kind: NoticeKind,
    /// What has become of it.
    pub state: NoticeState,
    /// Why.
    pub why: Option<NoticeWhy>,
    /// What the mail server said.
    pub said: Option<String>,
    /// How often it was handed over.
    pub tries: u32,
    /// When what it tells happened.
    pub at: Timestamp,
    /// When it is tried again, if it was put off.
    pub next_at: Option<Timestamp>,
    /// When it changed last.
    pub changed_at: Timestamp,
    /// To whom.
    pub to: Person,
    /// The friend whom it is about, if it is about one.
    pub friend: Option<Person>,
    /// The key of the reward that it is about, if it is about one.
    pub reward: Option<String>,
}

/// How many letters are of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeCount {
    /// The state.
    pub state: NoticeState,
    /// How many.
    pub count: u64,
}

/// The list of letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notices {
    /// The page.
    pub page: Page<NoticeRow>,
    /// How many there are of each state that there are any of.
    pub counts: Vec<NoticeCount>,
}

/// Whether a kind of letter is wished for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeSwitch {
    /// The kind.
    pub kind: NoticeKind,
    /// Since when; nothing when it is not.
    pub since: Option<Timestamp>,
}

/// Which letters are wished for, and how they go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeSettings {
    /// Each kind.
    pub switches: Vec<NoticeSwitch>,
    /// The language of letters to people whose own is not known.
    pub language: NoticeLanguage,
    /// How many days before a reward expires its letter goes.
    pub lead_days: u32,
    /// The mail server, if one is set.
    pub smtp: Option<SmtpSettings>,
}

/// The words of a kind of letter in a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeWords {
    /// What it is about, in one line.
    pub subject: String,
    /// Its words with form.
    pub mjml: String,
    /// Its words without form.
    pub text: String,
    /// Somebody wrote them in place of ours.
    pub is_own: bool,
}

/// A letter as it would arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterPreview {
    /// What it is about, in one line.
    pub subject: String,
    /// Its words with form.
    pub html: String,
    /// Its words without form.
    pub text: String,
}
