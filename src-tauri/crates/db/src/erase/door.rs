//! What the shop goes on telling of people who were erased, emptied before it comes in.

use crate::error::Result;
use crate::writer::Tx;
use rustc_hash::FxHashSet;
use vouchsafe_domain::name::{Key, Names as _};
use vouchsafe_domain::shop::{Customer, GiftCard, Order, Personal, Transaction};

/// The setting under which the key of the marks is kept.
pub(crate) const MARK_KEY: &str = "erasure_key";

/// The people who were erased, as far as their rows can be known again.
#[derive(Debug)]
pub struct Erased {
    customers: FxHashSet<i64>,
    orders: FxHashSet<i64>,
    marks: FxHashSet<[u8; 32]>,
    key: [u8; 32],
}

impl Tx<'_> {
    /// The people who were erased; nothing where nobody was, which costs one look.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn erased(&mut self) -> Result<Option<Erased>> {
        if self
            .first("SELECT 1 FROM erased_customer UNION ALL SELECT 1 FROM erased_order UNION ALL SELECT 1 FROM erased_mark LIMIT 1", [], |_| Ok(()))?
            .is_none()
        {
            return Ok(None);
        }
        let mut erased = Erased {
            customers: self.keys("SELECT key FROM erased_customer")?,
            orders: self.keys("SELECT key FROM erased_order")?,
            marks: FxHashSet::default(),
            key: self.mark_key()?.unwrap_or_default(),
        };
        let mut statement = self.statement("SELECT hash FROM erased_mark")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            erased.marks.insert(row.get(0)?);
        }
        Ok(Some(erased))
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
        let found_elsewhere = emptied.empty_where(|text| self.is_marked(text));
        (is_theirs || is_known_by_address || found_elsewhere).then_some(emptied)
    }

    fn is_marked(&self, text: &str) -> bool {
        !text.is_empty() && self.marks.contains(&mark(&self.key, text))
    }
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
