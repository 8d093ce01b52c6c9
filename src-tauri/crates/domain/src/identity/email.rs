//! Email addresses: the exact address, by which people are matched, and the mailbox, which is a hint.

use super::is_unseen;
use super::provider::mailbox_of;
use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization as _, is_nfc};

/// The longest address that can be delivered to, in bytes (RFC 5321, 4.5.3.1.3: a path of 256 with its angle brackets).
const MAX_ADDRESS: usize = 254;
/// The longest text that is looked at; what is written in Unicode can become shorter or longer.
const MAX_WRITTEN: usize = 1_024;

/// An email address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    /// The address in lower case, with the domain in its ASCII form: `anna@xn--bcher-kva.example`. What parties are matched by.
    pub exact: String,
    /// Where the mail ends up, as far as the provider's rules are known: without tags and meaningless dots, under the provider's own domain.
    /// A hint that two addresses belong to one person, never a proof: nobody is matched by it.
    pub mailbox: String,
}

/// Why a text is no identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NoEmail {
    /// Nothing was written.
    #[error("no email address is written")]
    Empty,
    /// The shop masks the address, for lack of a permission: many people would share it.
    #[error("the shop masks the email address")]
    Masked,
    /// Something else than an address.
    #[error("this is no email address")]
    NoAddress,
}

impl Email {
    /// The domain, in its ASCII form.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.exact.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// Reads an address.
    ///
    /// # Errors
    /// [`NoEmail`] when the text is none that could belong to somebody.
    pub fn parse(text: &str) -> Result<Self, NoEmail> {
        if text.len() > MAX_WRITTEN {
            return Err(NoEmail::NoAddress);
        }
        let seen = strip(text);
        let written = seen.trim();
        if written.is_empty() {
            return Err(NoEmail::Empty);
        }
        if is_masked_email(written) {
            return Err(NoEmail::Masked);
        }
        let (local, domain) = written.rsplit_once('@').ok_or(NoEmail::NoAddress)?;
        let (local, domain) = (local_part(local).ok_or(NoEmail::NoAddress)?, domain_part(domain).ok_or(NoEmail::NoAddress)?);
        let exact = format!("{local}@{domain}");
        if exact.len() > MAX_ADDRESS {
            return Err(NoEmail::NoAddress);
        }
        let mailbox = mailbox_of(&local, &domain);
        Ok(Self { exact, mailbox })
    }
}

fn strip(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_unseen) { Cow::Owned(text.chars().filter(|c| !is_unseen(*c)).collect()) } else { Cow::Borrowed(text) }
}

/// Whether a shop masks an address, as it does for whoever may not see it: Saleor writes `a...@example.com`, others asterisks or bullets.
#[must_use]
pub fn is_masked_email(text: &str) -> bool {
    let mask = |text: &str| text.eq_ignore_ascii_case("...@example.com");
    let (text, mut behind_first) = (text.trim(), text.trim().chars());
    behind_first.next();
    mask(text) || mask(behind_first.as_str()) || text.contains("**") || text.contains(['•', '●', '█'])
}

/// An address with its domain as people read it: `müller@bücher.example` for `müller@xn--bcher-kva.example`; nothing where both are the same.
#[must_use]
pub fn readable_email(exact: &str) -> Option<String> {
    let (local, domain) = exact.rsplit_once('@')?;
    if !domain.contains("xn--") {
        return None;
    }
    let (readable, valid) = idna::domain_to_unicode(domain);
    (valid.is_ok() && readable != domain).then(|| format!("{local}@{readable}"))
}

/// Everything before the last `@`. Quoted ones are admitted by the standard and used by nobody but who looks for gaps.
fn local_part(text: &str) -> Option<String> {
    let refused =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '@' | '"' | '(' | ')' | '<' | '>' | '[' | ']' | ',' | ';' | ':' | '\\');
    if text.is_empty() || text.contains(refused) {
        return None;
    }
    if text.is_ascii() {
        return Some(text.to_ascii_lowercase());
    }
    // Lower case can take a text out of its normal form and the normal form can show another capital: once more settles both.
    let once = lower(text);
    Some(lower(&once))
}

fn lower(text: &str) -> String {
    let lower = text.to_lowercase();
    if is_nfc(&lower) { lower } else { lower.nfc().collect() }
}

fn domain_part(text: &str) -> Option<String> {
    use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
    // The dot at the end is the root of all names.
    let text = text.trim_end_matches(['.', '。', '．', '｡']);
    let domain = Uts46::new().to_ascii(text.as_bytes(), AsciiDenyList::STD3, Hyphens::Allow, DnsLength::Verify).ok()?;
    Some(domain.into_owned())
}
