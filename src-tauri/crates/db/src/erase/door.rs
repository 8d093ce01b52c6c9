//! What is told of people who were erased, emptied before it comes in.
//!
//! A text becomes a row of ours in two places only: where it gets a number ([`crate::names`]) and where a row of the shop is kept. Both ask here,
//! so that no way in can pass the door by.

use super::needles::SHORTEST;
use crate::error::Result;
use crate::writer::Tx;
use rustc_hash::FxHashSet;
use std::sync::Arc;
use vouchsafe_domain::engine;
use vouchsafe_domain::event::{Event, Fact};
use vouchsafe_domain::identity::{self, Email};
use vouchsafe_domain::name::{IdentityKind, Key, NameTable, Names as _, Texts as _};
use vouchsafe_domain::program::Programs;
use vouchsafe_domain::shop::{Customer, GiftCard, Order, Personal, Transaction};
use vouchsafe_domain::state::{RecordKey, State};

/// The setting under which the key of the marks is kept.
pub(crate) const MARK_KEY: &str = "erasure_key";

/// The people who were erased, as far as what is told of them can be known again.
#[derive(Debug)]
pub struct Erased {
    customers: FxHashSet<i64>,
    orders: FxHashSet<i64>,
    marks: FxHashSet<[u8; 32]>,
    key: [u8; 32],
}

/// What the writing thread knows of who was erased, once somebody asked.
pub(crate) type ErasedCache = Option<Option<Arc<Erased>>>;

impl Tx<'_> {
    /// The people who were erased; nothing where nobody was. The writing thread reads them once.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn erased(&mut self) -> Result<Option<Arc<Erased>>> {
        if let Some(known) = &*self.erased {
            return Ok(known.clone());
        }
        let erased = self.read_erased()?.map(Arc::new);
        *self.erased = Some(erased.clone());
        Ok(erased)
    }

    fn read_erased(&self) -> Result<Option<Erased>> {
        let (customers, orders) = (self.keys("SELECT key FROM erased_customer")?, self.keys("SELECT key FROM erased_order")?);
        let mut statement = self.statement("SELECT hash FROM erased_mark")?;
        let marks: FxHashSet<[u8; 32]> = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        if customers.is_empty() && orders.is_empty() && marks.is_empty() {
            return Ok(None);
        }
        Ok(Some(Erased { customers, orders, marks, key: self.mark_key()?.unwrap_or_default() }))
    }

    fn keys(&self, sql: &str) -> Result<FxHashSet<i64>> {
        let mut statement = self.statement(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The key of the marks; none before the first erasure.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn mark_key(&self) -> Result<Option<[u8; 32]>> {
        let text: Option<String> = self.first("SELECT value FROM setting WHERE key = ?1", [MARK_KEY], |row| row.get(0))?;
        Ok(text.and_then(|text| blake3::Hash::from_hex(text).ok()).map(|hash| *hash.as_bytes()))
    }

    /// Keeps the key of the marks.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn set_mark_key(&mut self, key: &[u8; 32]) -> Result<()> {
        self.set(MARK_KEY, blake3::Hash::from_bytes(*key).to_hex().as_str())
    }
}

/// The mark of a text: the same whatever the case of its letters.
pub(super) fn mark(key: &[u8; 32], text: &str) -> [u8; 32] {
    *blake3::keyed_hash(key, text.trim().to_lowercase().as_bytes()).as_bytes()
}

/// The mark of a code, which is compared where codes stand: a code can be anybody's word.
pub(super) fn code_mark(key: &[u8; 32], text: &str) -> [u8; 32] {
    mark(key, &format!("code\0{}", text.trim()))
}

/// The mark of a mailbox, which is no address: somebody else's may be written like it.
pub(super) fn mailbox_mark(key: &[u8; 32], text: &str) -> [u8; 32] {
    mark(key, &format!("mailbox\0{text}"))
}

impl Erased {
    /// A row as it may come in; nothing when it may come as it is.
    #[must_use]
    pub fn emptied<T: Personal + Clone + Told>(&self, row: &T, names: &mut Tx<'_>) -> Option<T> {
        let mut emptied = row.clone();
        let is_theirs = row.customer(names).is_some_and(|key| self.customers.contains(&key.bits()))
            || row.order(names).is_some_and(|key| self.orders.contains(&key.bits()));
        let is_known_by_address = row.addresses().iter().any(|text| self.is_marked(text));
        if is_theirs || is_known_by_address {
            emptied.forget();
        }
        let found_elsewhere = emptied.empty_where(|text| self.is_said_in(text)) | emptied.empty_codes_where(|code| self.has_code(code));
        (is_theirs || is_known_by_address || found_elsewhere).then_some(emptied)
    }

    /// Whether an account is that of somebody who was erased, by the shop's id.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn has_customer(&self, id: &str, tx: &Tx<'_>) -> Result<bool> {
        Ok(tx.known_key(id)?.is_some_and(|key| self.customers.contains(&key.bits())))
    }

    /// Whether a code was theirs, or what somebody typed tells of them. Names of the shop and of programs are written small, codes large: a
    /// channel that is called like somebody's code keeps its name. What has a sign or a blank was typed, or put together of what was.
    #[must_use]
    pub(crate) fn has_name(&self, text: &str) -> bool {
        let is_code = !text.chars().any(char::is_lowercase);
        (is_code && self.has_code(text)) || (text.contains(['@', '/', ' ']) && self.is_said_in(text))
    }

    /// Whether a code was theirs, as somebody writes it.
    #[must_use]
    pub fn has_code(&self, text: &str) -> bool {
        !text.trim().is_empty() && self.marks.contains(&code_mark(&self.key, text))
    }

    /// Whether what points to a person pointed to them. Addresses of houses and machines are shared.
    #[must_use]
    pub(crate) fn has_identity(&self, kind: IdentityKind, value: &str) -> bool {
        match kind {
            IdentityKind::Email | IdentityKind::Phone => self.is_marked(value),
            IdentityKind::Mailbox => self.marks.contains(&mailbox_mark(&self.key, value)),
            IdentityKind::Words => self.is_said_in(value),
            _ => false,
        }
    }

    /// Whether an event that was read into `texts`, and nothing else was, would bring back what somebody was called.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn is_told_by(&self, event: &Event, texts: &NameTable, tx: &Tx<'_>) -> Result<bool> {
        let says = texts.names().any(|text| self.has_name(text)) || texts.identities().any(|(kind, text)| self.has_identity(kind, text));
        if says || !(matches!(event.fact, Fact::CodeIssued { .. }) || texts.identities().next().is_some()) {
            return Ok(says);
        }
        for record in engine::wanted(&State::default(), &Programs::default(), event) {
            let (held, key) = match record {
                RecordKey::Customer(customer) => (&self.customers, customer.0),
                RecordKey::Order(order) => (&self.orders, order.0),
                _ => continue,
            };
            if tx.known_key(&texts.text(key))?.is_some_and(|key| held.contains(&key.bits())) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a text is, or holds, an address, a number or a code of theirs. A code that can be anybody's word has no mark here.
    #[must_use]
    pub(crate) fn is_said_in(&self, text: &str) -> bool {
        let can_tell = |word: &&str| word.len() >= SHORTEST && word.contains(|c: char| c == '@' || c.is_ascii_digit());
        self.is_marked(text) || words(text).filter(can_tell).chain(numbers(text)).any(|word| self.is_marked(word))
    }

    /// Whether a text as a whole is theirs, however it is written.
    fn is_marked(&self, text: &str) -> bool {
        let is_number = || text.bytes().filter(u8::is_ascii_digit).count() > SHORTEST && !text.contains(char::is_alphabetic);
        self.has(text)
            || (text.contains('@') && Email::parse(text).is_ok_and(|email| self.has(&email.exact)))
            || (is_number() && identity::phone(text, None).is_some_and(|phone| self.has(&phone)))
    }

    fn has(&self, text: &str) -> bool {
        !text.trim().is_empty() && self.marks.contains(&mark(&self.key, text))
    }
}

/// What stands between blanks and signs that no address or code holds.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_between = |c: char| c.is_whitespace() || c.is_control() || "<>()[]{},;:\"'`|/\\=&?#!“”«»".contains(c);
    text.split(is_between).map(|word| word.trim_matches(['.', '-', '_', '+', '@'])).filter(|word| !word.is_empty())
}

/// What can be a telephone number, with the blanks and signs that people write in one.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let is_between = |c: char| !(c.is_ascii_digit() || " \u{a0}+()-./".contains(c));
    let trimmed = text.split(is_between).map(|run| run.trim_matches(|c: char| !c.is_ascii_digit() && c != '+'));
    trimmed.filter(|run| run.bytes().filter(u8::is_ascii_digit).count() > SHORTEST)
}

/// A row that tells whose it is.
pub trait Told {
    /// The account that the row is about.
    fn customer(&self, _names: &mut Tx<'_>) -> Option<Key> {
        None
    }

    /// The order that the row is about.
    fn order(&self, _names: &mut Tx<'_>) -> Option<Key> {
        None
    }

    /// The addresses of the person that the row is about, where no account says it.
    fn addresses(&self) -> Vec<&str> {
        Vec::new()
    }
}

impl Told for Customer {
    fn customer(&self, names: &mut Tx<'_>) -> Option<Key> {
        Some(names.id_key(&self.id))
    }
}

impl Told for Order {
    fn customer(&self, names: &mut Tx<'_>) -> Option<Key> {
        self.customer.as_ref().map(|id| names.id_key(id))
    }

    fn order(&self, names: &mut Tx<'_>) -> Option<Key> {
        Some(names.key(&self.number))
    }

    /// A guest's order, or one whose account was deleted at the shop. Somebody else's account with the address is somebody else.
    fn addresses(&self) -> Vec<&str> {
        if self.customer.is_some() { Vec::new() } else { self.customer_email.iter().chain(&self.email).map(String::as_str).collect() }
    }
}

impl Told for Transaction {
    fn order(&self, names: &mut Tx<'_>) -> Option<Key> {
        self.order_number.as_ref().map(|number| names.key(number))
    }
}

impl Told for GiftCard {}
impl Told for vouchsafe_domain::shop::Voucher {}
