//! A mail server on loopback that keeps what it takes, and does what mail servers do on bad days.

use base64::Engine as _;
use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// The most of a letter that is taken, in bytes.
const LARGEST: u64 = 4 << 20;

/// What the server does with one letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadDay {
    /// It takes nothing from the sender.
    RefusesSender(u16),
    /// It does not take the recipient.
    RefusesRecipient(u16),
    /// It does not take the text.
    RefusesText(u16),
    /// It hangs up before the text.
    HangsUpBeforeText,
    /// It hangs up when it has the whole text, and has kept the letter or not.
    HangsUpAfterText {
        /// Whether it kept it.
        kept: bool,
    },
    /// It has the whole text, keeps it, and never says so.
    FallsSilent,
}

/// A letter that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The sender's address.
    pub from: String,
    /// The recipient's address.
    pub to: String,
    /// The letter as it came.
    pub text: String,
}

impl Taken {
    /// What stands in a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.text.split("\r\n\r\n").next()?.replace("\r\n ", " ");
        head.lines().find_map(|line| line.split_once(": ").filter(|(called, _)| called.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned()))
    }
}

#[derive(Debug, Default)]
struct Held {
    letters: Vec<Taken>,
    plan: VecDeque<Option<BadDay>>,
    login: Option<(String, String)>,
    greets: bool,
    lines: u32,
}

/// A running mail server; it stops when it is dropped.
#[derive(Debug)]
pub struct Post {
    port: u16,
    held: Arc<Mutex<Held>>,
    task: JoinHandle<()>,
}

impl Drop for Post {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Post {
    /// Opens one on a free port of loopback.
    ///
    /// # Errors
    /// What the system says.
    pub async fn open() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let held = Arc::new(Mutex::new(Held { greets: true, ..Held::default() }));
        let shared = Arc::clone(&held);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A caller who hangs up is no fault of the server.
                tokio::spawn(talk(stream, Arc::clone(&shared)));
            }
        });
        Ok(Self { port, held, task })
    }

    /// Where it listens.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// What it has kept so far.
    #[must_use]
    pub fn letters(&self) -> Vec<Taken> {
        lock(&self.held).letters.clone()
    }

    /// How many lines were opened.
    #[must_use]
    pub fn lines(&self) -> u32 {
        lock(&self.held).lines
    }

    /// What it does with the next letters, one after the other; with all after them, nothing unusual.
    pub fn plan(&self, days: impl IntoIterator<Item = Option<BadDay>>) {
        lock(&self.held).plan.extend(days);
    }

    /// From now on only who knows these may send.
    pub fn ask_for(&self, user: &str, password: &str) {
        lock(&self.held).login = Some((user.to_owned(), password.to_owned()));
    }

    /// From now on nobody is greeted.
    pub fn stop_greeting(&self) {
        lock(&self.held).greets = false;
    }
}

fn lock(held: &Mutex<Held>) -> MutexGuard<'_, Held> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The server's side of one line.
struct Talk {
    reader: BufReader<tokio::io::Take<OwnedReadHalf>>,
    writer: OwnedWriteHalf,
    held: Arc<Mutex<Held>>,
}

async fn talk(stream: TcpStream, held: Arc<Mutex<Held>>) -> io::Result<()> {
    let (reader, writer) = stream.into_split();
    let greets = {
        let mut held = lock(&held);
        held.lines += 1;
        held.greets
    };
    let mut talk = Talk { reader: BufReader::new(reader.take(LARGEST)), writer, held };
    if !greets {
        // Until the caller has had enough.
        talk.line().await?;
        return Ok(());
    }
    talk.say("220 post.example").await?;
    talk.listen().await
}

impl Talk {
    async fn say(&mut self, words: &str) -> io::Result<()> {
        self.writer.write_all(format!("{words}\r\n").as_bytes()).await
    }

    async fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        let read = self.reader.read_until(b'\n', &mut line).await?;
        Ok((read > 0).then(|| String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned()))
    }

    async fn listen(&mut self) -> io::Result<()> {
        let (mut is_known, mut day, mut from, mut to) = (lock(&self.held).login.is_none(), None, String::new(), String::new());
        while let Some(line) = self.line().await? {
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => self.say("250-post.example\r\n250-SMTPUTF8\r\n250 AUTH PLAIN").await?,
                "AUTH" => {
                    is_known = self.knows(&line);
                    self.say(if is_known { "235 welcome" } else { "535 5.7.8 wrong user or password" }).await?;
                }
                "MAIL" if !is_known => self.say("530 5.7.0 log in first").await?,
                "MAIL" => {
                    day = lock(&self.held).plan.pop_front().flatten();
                    from = between_brackets(&line);
                    self.say(&day.map_or("250 ok".to_owned(), |day| refusal(day, BadDay::RefusesSender, "sender"))).await?;
                }
                "RCPT" => {
                    to = between_brackets(&line);
                    self.say(&day.map_or("250 ok".to_owned(), |day| refusal(day, BadDay::RefusesRecipient, &format!("<{to}>")))).await?;
                }
                "DATA" if day == Some(BadDay::HangsUpBeforeText) => return Ok(()),
                "DATA" => {
                    self.say("354 go on").await?;
                    let text = self.text().await?;
                    let keeps = !matches!(day, Some(BadDay::RefusesText(_) | BadDay::HangsUpAfterText { kept: false }));
                    if keeps {
                        lock(&self.held).letters.push(Taken { from: from.clone(), to: to.clone(), text });
                    }
                    match day {
                        Some(BadDay::HangsUpAfterText { .. }) => return Ok(()),
                        // Until the caller has had enough.
                        Some(BadDay::FallsSilent) => return self.line().await.map(drop),
                        _ => self.say(&day.map_or("250 taken".to_owned(), |day| refusal(day, BadDay::RefusesText, "text"))).await?,
                    }
                    day = None;
                }
                "RSET" | "NOOP" => self.say("250 ok").await?,
                "QUIT" => return self.say("221 bye").await,
                _ => self.say("500 what?").await?,
            }
        }
        Ok(())
    }

    /// The text of a letter up to the line with a dot alone.
    async fn text(&mut self) -> io::Result<String> {
        let mut text = String::new();
        while let Some(line) = self.line().await? {
            if line == "." {
                break;
            }
            text.push_str(line.strip_prefix('.').unwrap_or(&line));
            text.push_str("\r\n");
        }
        Ok(text)
    }

    fn knows(&self, line: &str) -> bool {
        let Some((user, password)) = lock(&self.held).login.clone() else { return true };
        let said = line.split(' ').nth(2).and_then(|said| base64::engine::general_purpose::STANDARD.decode(said).ok()).unwrap_or_default();
        said == format!("\0{user}\0{password}").into_bytes()
    }
}

/// The answer to a command on a day on which `of` may refuse just that.
fn refusal(day: BadDay, of: fn(u16) -> BadDay, what: &str) -> String {
    let code = match day {
        BadDay::RefusesSender(code) | BadDay::RefusesRecipient(code) | BadDay::RefusesText(code) => code,
        _ => return "250 ok".to_owned(),
    };
    if of(code) == day { format!("{code} no: {what}") } else { "250 ok".to_owned() }
}

fn between_brackets(line: &str) -> String {
    line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or_else(String::new, |(address, _)| address.to_owned())
}
