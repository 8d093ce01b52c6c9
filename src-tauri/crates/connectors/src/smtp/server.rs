//! A mail server as somebody sets it: parsed before anything is sent to it.

use std::fmt;

/// The longest name of a server that DNS knows.
const LONGEST_HOST: usize = 253;
/// The longest user that is taken, in bytes.
const LONGEST_USER: usize = 320;

/// How the line to a server is kept from others' eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Encrypted from the first byte on: usual on port 465.
    Implicit,
    /// Encrypted after a greeting in the clear, or not used at all: usual on port 587.
    StartTls,
    /// In the clear: for a server on this machine.
    Off,
}

impl Tls {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Implicit, Self::StartTls, Self::Off];

    /// The name in files and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Implicit => "implicit",
            Self::StartTls => "starttls",
            Self::Off => "off",
        }
    }

    /// The way of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tls| tls.name() == name)
    }
}

/// A password. It is shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// This text as a password.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(super) fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

/// Who logs in at a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The user's name there.
    pub user: String,
    /// Their password.
    pub password: Password,
}

/// Settings that cannot be a mail server's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadServer {
    /// No name of a host.
    #[error("this is no name of a server")]
    Host,
    /// No port.
    #[error("a port is a number from 1 to 65535")]
    Port,
    /// No user.
    #[error("this is no user's name")]
    User,
    /// A password would cross the network in the clear.
    #[error("a password would cross the network in the clear")]
    InTheClear,
}

/// A mail server. Its host is a name or an address without signs that mean something elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    host: String,
    port: u16,
    tls: Tls,
    user: Option<String>,
}

impl Server {
    /// A server of these settings; an empty user means that nobody logs in.
    ///
    /// # Errors
    /// [`BadServer`].
    pub fn new(host: &str, port: u16, tls: Tls, user: &str) -> Result<Self, BadServer> {
        let (host, user) = (host.trim().to_lowercase(), user.trim());
        let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
        if host.is_empty() || host.len() > LONGEST_HOST || !host.chars().all(is_host) {
            return Err(BadServer::Host);
        }
        if port == 0 {
            return Err(BadServer::Port);
        }
        if user.len() > LONGEST_USER || user.chars().any(char::is_control) {
            return Err(BadServer::User);
        }
        let user = (!user.is_empty()).then(|| user.to_owned());
        if user.is_some() && tls == Tls::Off && !is_this_machine(&host) {
            return Err(BadServer::InTheClear);
        }
        Ok(Self { host, port, tls, user })
    }

    /// Its name.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Its port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// How the line is kept.
    #[must_use]
    pub const fn tls(&self) -> Tls {
        self.tls
    }

    /// Who logs in, if anybody does.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// Under what name the password is kept. A server of another name never gets it.
    #[must_use]
    pub fn account(&self) -> String {
        format!("smtp://{}@{}:{}", self.user().unwrap_or_default(), self.host, self.port)
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_no_server_is_refused() {
        #[track_caller]
        fn check(host: &str, port: u16, tls: Tls, user: &str, expected: Result<&str, BadServer>) {
            let server = Server::new(host, port, tls, user).map(|server| server.account());
            assert_eq!(server.as_deref().map_err(|error| *error), expected, "{host}");
        }
        check(" Mail.Example.com ", 465, Tls::Implicit, "ada", Ok("smtp://ada@mail.example.com:465"));
        check("127.0.0.1", 25, Tls::Off, "ada", Ok("smtp://ada@127.0.0.1:25"));
        check("::1", 25, Tls::Off, "", Ok("smtp://@::1:25"));
        check("mail.example.com", 25, Tls::Off, "", Ok("smtp://@mail.example.com:25"));
        check("mail.example.com", 25, Tls::Off, "ada", Err(BadServer::InTheClear));
        check("", 25, Tls::Off, "", Err(BadServer::Host));
        check("mail example.com", 25, Tls::Off, "", Err(BadServer::Host));
        check("mail.example.com\r\nQUIT", 25, Tls::Off, "", Err(BadServer::Host));
        check("http://mail.example.com", 25, Tls::Off, "", Err(BadServer::Host));
        check("mail.example.com", 0, Tls::Implicit, "", Err(BadServer::Port));
        check("mail.example.com", 25, Tls::Implicit, "a\r\nb", Err(BadServer::User));
    }

    #[test]
    fn a_password_is_shown_nowhere() {
        let login = Login { user: "ada".to_owned(), password: Password::new("secret") };
        assert!(!format!("{login:?}").contains("secret"));
    }
}
