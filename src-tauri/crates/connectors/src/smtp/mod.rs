//! A mail server that takes letters (SMTP): who it is, what a letter is, and a line to it on which each letter has a clear fate.
//!
//! A letter is accepted, refused with the server's words, or not known to be either: its text had begun to leave when the line broke. What is
//! not known is told as such and never sent again here.

mod letter;
mod line;
mod server;

pub use letter::{Address, BadLetter, Letter, Sender};
pub use line::{Line, Patience, Sent};
pub use server::{BadServer, Login, Password, Server, Tls};

/// Why no letter can be sent at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SmtpError {
    /// The server does not answer, or not as a mail server does.
    #[error("{host} cannot be reached: {what}")]
    Unreachable {
        /// The server.
        host: String,
        /// What went wrong.
        what: String,
    },
    /// The line cannot be kept from others' eyes: the certificate is not good, or the server knows no encryption.
    #[error("no safe line to {host}: {what}")]
    Unsafe {
        /// The server.
        host: String,
        /// What went wrong.
        what: String,
    },
    /// User or password are refused.
    #[error("{host} refuses user or password: {what}")]
    LoginRefused {
        /// The server.
        host: String,
        /// What it says.
        what: String,
    },
    /// The server takes no letters from this sender.
    #[error("{host} refuses the sender: {what}")]
    SenderRefused {
        /// The server.
        host: String,
        /// What it says.
        what: String,
    },
}

impl SmtpError {
    /// The code of the sentence.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "smtp_unreachable",
            Self::Unsafe { .. } => "smtp_unsafe",
            Self::LoginRefused { .. } => "smtp_login_refused",
            Self::SenderRefused { .. } => "smtp_sender_refused",
        }
    }

    /// The arguments of the sentence, by name.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        let (Self::Unreachable { host, what } | Self::Unsafe { host, what } | Self::LoginRefused { host, what } | Self::SenderRefused { host, what }) =
            self;
        vec![("host", host.clone()), ("what", what.clone())]
    }
}
