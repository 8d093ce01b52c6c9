//! A letter: whoever's words stand in it, its headers are ours.

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};
use std::time::{Duration, UNIX_EPOCH};
use vouchsafe_domain::time::Timestamp;

/// The longest address that is taken, in bytes (RFC 5321 knows none longer).
const LONGEST_ADDRESS: usize = 254;

/// A letter that cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadLetter {
    /// No address.
    #[error("this is no email address")]
    Address,
    /// A part that no mail server takes.
    #[error("the letter cannot be written: {0}")]
    Part(String),
}

/// An email address to which a letter can go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(lettre::Address);

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// [`BadLetter::Address`].
    pub fn parse(text: &str) -> Result<Self, BadLetter> {
        let text = text.trim();
        if text.len() > LONGEST_ADDRESS || text.chars().any(char::is_control) {
            return Err(BadLetter::Address);
        }
        let address: lettre::Address = text.parse().map_err(|_| BadLetter::Address)?;
        // Mail crosses the network: what has no domain of its own stays on this machine.
        if address.domain().contains('.') { Ok(Self(address)) } else { Err(BadLetter::Address) }
    }

    /// The address.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// Its part behind the sign.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.domain()
    }

    pub(super) fn inner(&self) -> lettre::Address {
        self.0.clone()
    }

    /// Whether a server has to know other letters than those of ASCII for it.
    pub(super) fn is_plain(&self) -> bool {
        AsRef::<str>::as_ref(&self.0).is_ascii()
    }
}

/// Whose letters these are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// The name that is shown.
    pub name: String,
    /// The address.
    pub address: Address,
}

/// A letter that is ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The same for the same letter, however often it is sent. Without angle brackets.
    pub id: String,
    /// Whose.
    pub from: Sender,
    /// To whom.
    pub to: Address,
    /// When it is sent.
    pub at: Timestamp,
    /// The language of its words, such as `en`.
    pub language: &'static str,
    /// What it is about, in one line.
    pub subject: String,
    /// Its words without form.
    pub text: String,
    /// Its words with form.
    pub html: String,
}

impl Letter {
    /// The letter as bytes, for the line.
    ///
    /// # Errors
    /// [`BadLetter::Part`].
    pub(super) fn bytes(&self) -> Result<Vec<u8>, BadLetter> {
        let part = |what: String| BadLetter::Part(what);
        let seconds = u64::try_from(self.at.micros() / 1_000_000).unwrap_or(0);
        let parts = MultiPart::alternative()
            .boundary(format!("part-{}", self.id.split('@').next().unwrap_or_default()))
            .singlepart(SinglePart::plain(self.text.clone()))
            .singlepart(SinglePart::html(self.html.clone()));
        let name = (!self.from.name.is_empty()).then(|| one_line(&self.from.name));
        let message = Message::builder()
            .message_id(Some(format!("<{}>", one_line(&self.id))))
            .date(UNIX_EPOCH + Duration::from_secs(seconds))
            .from(Mailbox::new(name, self.from.address.inner()))
            .to(Mailbox::new(None, self.to.inner()))
            .subject(one_line(&self.subject))
            // So that no out-of-office letter comes back.
            .raw_header(fixed("Auto-Submitted", "auto-generated"))
            .raw_header(fixed("Content-Language", self.language))
            .multipart(parts)
            .map_err(|error| part(error.to_string()))?;
        Ok(message.formatted())
    }
}

fn fixed(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// A header ends with its line: whatever would begin another one is a blank.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(subject: &str) -> Letter {
        Letter {
            id: "5f@shop.example".to_owned(),
            from: Sender { name: "Linden & Co".to_owned(), address: Address::parse("post@shop.example").unwrap() },
            to: Address::parse("ada@example.com").unwrap(),
            at: Timestamp::parse("2026-03-01T09:30:00Z").unwrap(),
            language: "en",
            subject: subject.to_owned(),
            text: "Hello,\n\n.\nä".to_owned(),
            html: "<p>Hello</p>".to_owned(),
        }
    }

    fn headers(letter: &Letter) -> Vec<String> {
        let bytes = String::from_utf8(letter.bytes().unwrap()).unwrap();
        bytes.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ").lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_letter_has_the_headers_that_it_should_have_and_no_more() {
        insta::assert_snapshot!(headers(&letter("You earned 8.00 EUR")).join("\n"), @r#"
        Message-ID: <5f@shop.example>
        Date: Sun, 01 Mar 2026 09:30:00 +0000
        From: =?utf-8?b?TGluZGVuICYgQ28=?= <post@shop.example>
        To: ada@example.com
        Subject: You earned 8.00 EUR
        Auto-Submitted: auto-generated
        Content-Language: en
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary="part-5f"
        "#);
    }

    #[test]
    fn no_words_begin_a_header_of_their_own() {
        let plain = headers(&letter("x")).len();
        for hostile in
            ["x\r\nBcc: eve@example.com", "x\nBcc: eve@example.com", "x\rBcc: a", "x\u{2028}Bcc: a", "x\0\r\n\r\nbody", &"ä".repeat(10_000)]
        {
            let mut letter = letter(hostile);
            letter.from.name = hostile.to_owned();
            let headers = headers(&letter);
            assert_eq!(headers.len(), plain, "{headers:?}");
            assert!(headers.iter().all(|line| !line.starts_with("Bcc")), "{headers:?}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "ada",
            "@example.com",
            "ada@",
            "ada@localhost",
            "a b@example.com",
            "ada@example.com\r\nRCPT TO:<eve@example.com>",
            "<ada@example.com>",
        ] {
            assert_eq!(Address::parse(text).map(|address| address.text()), Err(BadLetter::Address), "{text}");
        }
        assert_eq!(Address::parse(" ada@example.com ").unwrap().text(), "ada@example.com");
        assert!(Address::parse(&format!("{}@example.com", "a".repeat(300))).is_err());
    }
}
