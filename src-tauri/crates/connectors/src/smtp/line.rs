//! A line to a mail server: opened, encrypted, logged in; then letter by letter, each with a clear fate.

use super::SmtpError;
use super::letter::{BadLetter, Letter};
use super::server::{Login, Password, Server, Tls};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::response::Response;
use std::fmt::Display;
use std::time::Duration;

/// The longest words of a server that are kept, in characters.
const LONGEST_WORDS: usize = 300;

/// How long a server may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// To be reached and to greet.
    pub greeting: Duration,
    /// For each answer.
    pub answer: Duration,
    /// For its word on a letter's text, which it may look through first.
    pub verdict: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { greeting: Duration::from_secs(30), answer: Duration::from_secs(60), verdict: Duration::from_secs(180) }
    }
}

/// The fate of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// The server has taken it over.
    Accepted,
    /// The server does not take it: a clear answer, so it did not leave.
    Refused {
        /// The answer's number.
        code: u16,
        /// The server's words.
        said: String,
        /// Whether it would say the same later.
        for_good: bool,
    },
    /// It cannot be written, or this server cannot take such an address.
    Unwritable {
        /// Why.
        what: String,
    },
    /// The line broke before the letter's text began to leave: the server does not have it.
    Lost {
        /// What went wrong.
        what: String,
    },
    /// Its text had begun to leave, and no clear answer came: the server may have it.
    Unknown {
        /// What went wrong.
        what: String,
    },
}

/// What a server answered to a command.
enum Answer {
    Yes,
    No { code: u16, said: String },
    Nothing { what: String },
}

/// An open line.
pub struct Line {
    connection: Option<AsyncSmtpConnection>,
    host: String,
    patience: Patience,
    letters: u32,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Line").field("host", &self.host).field("letters", &self.letters).finish_non_exhaustive()
    }
}

impl Line {
    /// Opens a line, encrypts it as the server's settings say, and logs in if they name a user.
    ///
    /// # Errors
    /// [`SmtpError`]; nothing has left then.
    pub async fn open(server: &Server, password: Option<&Password>, patience: Patience) -> Result<Self, SmtpError> {
        let host = server.host().to_owned();
        let unreachable = |what: String| SmtpError::Unreachable { host: host.clone(), what };
        let greeted = tokio::time::timeout(patience.greeting, connect(server, patience.greeting)).await;
        let mut connection = greeted.map_err(|_| unreachable(TOO_SLOW.to_owned()))??;
        if let Some(user) = server.user() {
            let login = Login { user: user.to_owned(), password: password.cloned().unwrap_or_else(|| Password::new("")) };
            let entered = tokio::time::timeout(patience.answer, log_in(&mut connection, &login)).await;
            entered.map_err(|_| unreachable(TOO_SLOW.to_owned()))?.map_err(|error| refused_login(&host, &error))?;
        }
        Ok(Self { connection: Some(connection), host, patience, letters: 0 })
    }

    /// How many letters it was asked to send.
    #[must_use]
    pub const fn letters(&self) -> u32 {
        self.letters
    }

    /// Whether another letter can be sent on it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.connection.is_some()
    }

    /// Sends a letter.
    ///
    /// # Errors
    /// [`SmtpError::SenderRefused`] when the server takes nothing from this sender, whatever the letter: nothing has left then.
    pub async fn send(&mut self, letter: &Letter) -> Result<Sent, SmtpError> {
        self.letters += 1;
        let bytes = match letter.bytes() {
            Ok(bytes) => bytes,
            Err(BadLetter::Address) => return Ok(Sent::Unwritable { what: "address".to_owned() }),
            Err(BadLetter::Part(what)) => return Ok(Sent::Unwritable { what }),
        };
        let Some(connection) = &self.connection else { return Ok(Sent::Lost { what: CLOSED.to_owned() }) };
        let is_plain = letter.from.address.is_plain() && letter.to.is_plain();
        if !is_plain && !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Ok(Sent::Unwritable { what: "SMTPUTF8".to_owned() });
        }
        let parameters = if is_plain { Vec::new() } else { vec![MailParameter::SmtpUtfEight] };
        match self.ask(Mail::new(Some(letter.from.address.inner()), parameters)).await {
            Answer::Yes => {}
            Answer::Nothing { what } => return Ok(self.lost(what)),
            // The server closes the line; that says nothing of the sender.
            Answer::No { code: 421, said } => return Ok(self.lost(said)),
            Answer::No { said, .. } => {
                self.close().await;
                return Err(SmtpError::SenderRefused { host: self.host.clone(), what: said });
            }
        }
        let answer = self.ask(Rcpt::new(letter.to.inner(), Vec::new())).await;
        if let Some(sent) = self.before_the_text(answer).await {
            return Ok(sent);
        }
        let answer = self.ask(Data).await;
        if let Some(sent) = self.before_the_text(answer).await {
            return Ok(sent);
        }
        Ok(self.hand_over(&bytes).await)
    }

    /// Says goodbye, if the server still listens.
    pub async fn close(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            // Whoever does not hear it finds out from the closed line.
            drop(tokio::time::timeout(self.patience.answer, connection.quit()).await);
        }
    }

    /// What an answer means while the server cannot have the text.
    async fn before_the_text(&mut self, answer: Answer) -> Option<Sent> {
        match answer {
            Answer::Yes => None,
            Answer::Nothing { what } => Some(self.lost(what)),
            Answer::No { code: 421, said } => Some(self.lost(said)),
            Answer::No { code, said } => {
                // The next letter begins anew; a server that does not let it is left.
                if !matches!(self.ask(Rset).await, Answer::Yes) {
                    self.connection = None;
                }
                Some(Sent::Refused { code, said, for_good: code >= 500 })
            }
        }
    }

    async fn hand_over(&mut self, bytes: &[u8]) -> Sent {
        let verdict = match &mut self.connection {
            Some(connection) => tokio::time::timeout(self.patience.verdict, connection.message(bytes)).await,
            None => return Sent::Lost { what: CLOSED.to_owned() },
        };
        let answer = answered(verdict);
        if matches!(answer, Answer::Nothing { .. } | Answer::No { code: 421, .. }) {
            self.connection = None;
        }
        match answer {
            Answer::Yes => Sent::Accepted,
            Answer::No { code, said } => Sent::Refused { code, said, for_good: code >= 500 },
            Answer::Nothing { what } => Sent::Unknown { what },
        }
    }

    async fn ask(&mut self, command: impl Display) -> Answer {
        match &mut self.connection {
            Some(connection) => answered(tokio::time::timeout(self.patience.answer, connection.command(command)).await),
            None => Answer::Nothing { what: CLOSED.to_owned() },
        }
    }

    fn lost(&mut self, what: String) -> Sent {
        self.connection = None;
        Sent::Lost { what }
    }
}

const TOO_SLOW: &str = "no answer in time";
const CLOSED: &str = "the line is closed";

async fn connect(server: &Server, patience: Duration) -> Result<AsyncSmtpConnection, SmtpError> {
    let (host, hello) = (server.host().to_owned(), ClientId::default());
    let unsafe_line = |what: String| SmtpError::Unsafe { host: host.clone(), what };
    let failed = |error: Error| {
        if is_of_encryption(&error) { unsafe_line(words(&error)) } else { SmtpError::Unreachable { host: host.clone(), what: words(&error) } }
    };
    let keys = match server.tls() {
        Tls::Off => None,
        Tls::Implicit | Tls::StartTls => Some(TlsParameters::new_rustls(host.clone()).map_err(|error| unsafe_line(words(&error)))?),
    };
    let at_once = keys.clone().filter(|_| server.tls() == Tls::Implicit);
    let address = (server.host(), server.port());
    let mut connection = AsyncSmtpConnection::connect_tokio1(address, Some(patience), &hello, at_once, None).await.map_err(failed)?;
    if let (Tls::StartTls, Some(keys)) = (server.tls(), keys) {
        if !connection.can_starttls() {
            return Err(unsafe_line("the server offers no STARTTLS".to_owned()));
        }
        connection.starttls(keys, &hello).await.map_err(|error| unsafe_line(words(&error)))?;
    }
    Ok(connection)
}

async fn log_in(connection: &mut AsyncSmtpConnection, login: &Login) -> Result<Response, Error> {
    let credentials = Credentials::new(login.user.clone(), login.password.text().to_owned());
    connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await
}

fn refused_login(host: &str, error: &Error) -> SmtpError {
    let (host, what) = (host.to_owned(), words(error));
    // A server that knows none of our ways to log in has said so as clearly.
    if error.is_permanent() || error.is_client() { SmtpError::LoginRefused { host, what } } else { SmtpError::Unreachable { host, what } }
}

fn answered(asked: Result<Result<Response, Error>, tokio::time::error::Elapsed>) -> Answer {
    match asked {
        Ok(Ok(_)) => Answer::Yes,
        Ok(Err(error)) => match error.status() {
            Some(code) => Answer::No { code: u16::from(code), said: words(&error) },
            None => Answer::Nothing { what: words(&error) },
        },
        Err(_) => Answer::Nothing { what: TOO_SLOW.to_owned() },
    }
}

/// Whether the line could not be encrypted. Where that begins with the first byte, the library tells it as a line that broke over bytes that make no
/// sense to it.
fn is_of_encryption(error: &Error) -> bool {
    let mut sources = std::iter::successors(std::error::Error::source(error), |source| source.source());
    let is_garbled = |error: &std::io::Error| error.kind() == std::io::ErrorKind::InvalidData;
    error.is_tls() || sources.any(|source| source.downcast_ref().is_some_and(is_garbled))
}

/// What an error says, without the names that its library gives to kinds of errors, on one line and bounded.
fn words(error: &Error) -> String {
    let mut innermost: &dyn std::error::Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    let said = match error.status() {
        Some(code) => format!("{code} {innermost}"),
        None => innermost.to_string(),
    };
    said.split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(LONGEST_WORDS)
        .collect()
}
