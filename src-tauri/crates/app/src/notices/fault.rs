//! What can go wrong with letters, their words and the mail server, each with one sentence that says what to do.

use vouchsafe_connectors::smtp::{BadServer, SmtpError};

/// Why a letter, its words or the settings of the mail server are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoticeFault {
    /// The mail server takes no letters now.
    #[error(transparent)]
    Smtp(#[from] SmtpError),
    /// Settings that cannot be a mail server's.
    #[error(transparent)]
    Server(#[from] BadServer),
    /// No mail server is set.
    #[error("no mail server is set")]
    NoServer,
    /// No email address.
    #[error("“{what}” is no email address")]
    Address {
        /// What was given.
        what: String,
    },
    /// A placeholder that stands for nothing.
    #[error("there is no {{{name}}}")]
    Variable {
        /// What stands between the braces.
        name: String,
    },
    /// The form cannot be read.
    #[error("line {line}: {what}")]
    Markup {
        /// The line, from 1; 0 where none is known.
        line: usize,
        /// What is wrong with it.
        what: String,
    },
    /// An element of the form that nothing ends.
    #[error("an element of the form is never closed")]
    Unclosed,
    /// Elements of the form that stand in each other too deep.
    #[error("elements stand in each other more than {most} deep")]
    Deep {
        /// How deep they may.
        most: usize,
    },
    /// A part without words.
    #[error("the {part} is empty")]
    Empty {
        /// Which part.
        part: &'static str,
    },
    /// A part that is too long.
    #[error("the {part} has more than {most} characters")]
    Long {
        /// Which part.
        part: &'static str,
        /// How long it may be.
        most: usize,
    },
    /// No number of days.
    #[error("give 1 to {most} days")]
    Days {
        /// The most that is taken.
        most: u32,
    },
    /// The mail server does not take this letter.
    #[error("the mail server refuses the letter: {what}")]
    Refused {
        /// What it says.
        what: String,
    },
    /// It is not known whether the mail server has this letter.
    #[error("it is not known whether the letter was taken: {what}")]
    Unanswered {
        /// What went wrong.
        what: String,
    },
}

impl NoticeFault {
    /// The code of the sentence.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Smtp(error) => error.code(),
            Self::Server(BadServer::Host) => "smtp_host",
            Self::Server(BadServer::Port) => "smtp_port",
            Self::Server(BadServer::User) => "smtp_user",
            Self::Server(BadServer::InTheClear) => "smtp_in_the_clear",
            Self::NoServer => "smtp_missing",
            Self::Address { .. } => "bad_address",
            Self::Variable { .. } => "letter_variable",
            Self::Markup { .. } => "letter_markup",
            Self::Unclosed => "letter_unclosed",
            Self::Deep { .. } => "letter_deep",
            Self::Empty { .. } => "letter_empty",
            Self::Long { .. } => "letter_long",
            Self::Days { .. } => "notice_days",
            Self::Refused { .. } => "letter_refused",
            Self::Unanswered { .. } => "letter_unanswered",
        }
    }

    /// The arguments of the sentence, by name.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Smtp(error) => error.args(),
            Self::Server(_) | Self::NoServer | Self::Unclosed => Vec::new(),
            Self::Deep { most } => vec![("most", most.to_string())],
            Self::Address { what } | Self::Refused { what } | Self::Unanswered { what } => vec![("what", what.clone())],
            Self::Variable { name } => vec![("name", name.clone()), ("known", super::template::Variable::list())],
            Self::Markup { line, what } => vec![("line", line.to_string()), ("what", what.clone())],
            Self::Empty { part } => vec![("part", (*part).to_owned())],
            Self::Long { part, most } => vec![("part", (*part).to_owned()), ("most", most.to_string())],
            Self::Days { most } => vec![("most", most.to_string())],
        }
    }
}
