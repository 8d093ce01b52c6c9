//! Names and identities: texts for numbers and numbers for texts.

use crate::error::Result;
use crate::open::Db;
use crate::writer::Tx;
use rustc_hash::FxHashMap;
use sqlx::Row as _;
use std::cell::RefCell;
use std::collections::BTreeMap;
use vouchsafe_domain::name::{Identity, IdentityKind, Key, Names, Texts};

/// How many texts of each sort the writing thread keeps in memory; beyond that it begins anew.
const MOST: usize = 1 << 20;

/// What the writing thread remembers of the tables.
#[derive(Debug, Default)]
pub(crate) struct NameCache {
    symbols: FxHashMap<Box<str>, u32>,
    /// Behind a cell, because texts are asked of a transaction that is only looked at.
    texts: RefCell<FxHashMap<u32, Box<str>>>,
    identities: [FxHashMap<Box<str>, u32>; IdentityKind::ALL.len()],
}

impl NameCache {
    pub(crate) fn clear(&mut self) {
        self.symbols.clear();
        self.texts.borrow_mut().clear();
        self.identities.iter_mut().for_each(FxHashMap::clear);
    }
}

fn remember(cache: &mut FxHashMap<Box<str>, u32>, text: &str, no: u32) {
    if cache.len() >= MOST {
        cache.clear();
    }
    cache.insert(text.into(), no);
}

impl Tx<'_> {
    fn symbol_no(&mut self, text: &str) -> Result<u32> {
        let found = self.first("SELECT no FROM name WHERE text = ?1", [text], |row| row.get(0))?;
        let no = match found {
            Some(no) => no,
            None if self.erased()?.is_some_and(|erased| erased.has_name(text)) => {
                // A number of its own each time, and nothing that could be read.
                self.run("INSERT INTO name (text) SELECT 'erased-' || (coalesce(max(no), 0) + 1) FROM name", [])?;
                return crate::cell::number(self.conn.last_insert_rowid());
            }
            None => {
                self.run("INSERT INTO name (text) VALUES (?1)", [text])?;
                crate::cell::number(self.conn.last_insert_rowid())?
            }
        };
        remember(&mut self.names.symbols, text, no);
        Ok(no)
    }

    fn identity_no(&mut self, kind: IdentityKind, value: &str) -> Result<u32> {
        if self.erased()?.is_some_and(|erased| erased.has_identity(kind, value)) {
            self.run("INSERT INTO identity (kind, value) VALUES (?1, NULL)", [kind.number()])?;
            return crate::cell::number(self.conn.last_insert_rowid());
        }
        // What the cache does not know is mostly new in a first round, and mostly known in a later one.
        let known = match self.last_seq() {
            0 => None,
            _ => self.first("SELECT no FROM identity WHERE kind = ?1 AND value = ?2", (kind.number(), value), |row| row.get(0))?,
        };
        let no = match known {
            Some(no) => no,
            None if self.run("INSERT INTO identity (kind, value) VALUES (?1, ?2) ON CONFLICT DO NOTHING", (kind.number(), value))? == 1 => {
                crate::cell::number(self.conn.last_insert_rowid())?
            }
            None => self.statement("SELECT no FROM identity WHERE kind = ?1 AND value = ?2")?.query_row((kind.number(), value), |row| row.get(0))?,
        };
        remember(&mut self.names.identities[usize::from(kind.number())], value, no);
        Ok(no)
    }

    /// The key of a text, if it has one: looking gives no new numbers.
    pub(crate) fn known_key(&self, text: &str) -> Result<Option<Key>> {
        match Key::of_number(text) {
            Some(key) => Ok(Some(key)),
            None => Ok(self.first("SELECT no FROM name WHERE text = ?1", [text], |row| row.get(0))?.map(Key::symbol)),
        }
    }

    /// The text behind an identity number; none after it was erased.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn identity_text(&self, identity: Identity) -> Result<Option<String>> {
        Ok(self.first("SELECT value FROM identity WHERE no = ?1", [identity.0], |row| row.get(0))?.flatten())
    }
}

impl Names for Tx<'_> {
    fn key(&mut self, text: &str) -> Key {
        if let Some(key) = Key::of_number(text) {
            return key;
        }
        if let Some(no) = self.names.symbols.get(text) {
            return Key::symbol(*no);
        }
        // The trait cannot fail, so a failure is kept for the commit and the number that stands in for it never reaches the file.
        let no = self.symbol_no(text).unwrap_or_else(|error| {
            self.fail(error);
            0
        });
        Key::symbol(no)
    }

    fn identity(&mut self, kind: IdentityKind, value: &str) -> Identity {
        if let Some(no) = self.names.identities[usize::from(kind.number())].get(value) {
            return Identity(*no);
        }
        let no = self.identity_no(kind, value).unwrap_or_else(|error| {
            self.fail(error);
            0
        });
        Identity(no)
    }
}

impl Texts for Tx<'_> {
    fn text(&self, key: Key) -> String {
        let Some(no) = key.as_symbol() else { return key.as_number().unwrap_or(0).to_string() };
        let mut texts = self.names.texts.borrow_mut();
        if let Some(text) = texts.get(&no) {
            return text.to_string();
        }
        let found: Option<String> = self.first("SELECT text FROM name WHERE no = ?1", [no], |row| row.get(0)).ok().flatten();
        let Some(text) = found else { return format!("?{no}") };
        if texts.len() >= MOST {
            texts.clear();
        }
        texts.insert(no, text.as_str().into());
        text
    }
}

/// The texts of some keys, read beforehand.
#[derive(Debug, Clone, Default)]
pub struct NameTexts(BTreeMap<u32, String>);

impl NameTexts {
    /// Takes a text for a symbol number that the file does not have.
    pub fn keep(&mut self, no: u32, text: String) {
        self.0.insert(no, text);
    }
}

impl Texts for NameTexts {
    fn text(&self, key: Key) -> String {
        match (key.as_number(), key.as_symbol()) {
            (Some(number), _) => number.to_string(),
            (None, no) => {
                let no = no.unwrap_or(u32::MAX);
                self.0.get(&no).cloned().unwrap_or_else(|| format!("?{no}"))
            }
        }
    }
}

impl Db {
    /// The texts of these keys.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn texts(&self, keys: impl IntoIterator<Item = Key> + Send) -> Result<NameTexts> {
        let mut wanted: Vec<u32> = keys.into_iter().filter_map(Key::as_symbol).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut texts = NameTexts::default();
        for no in wanted {
            let text: Option<String> =
                sqlx::query_scalar("SELECT text FROM name WHERE no = ?1").bind(i64::from(no)).fetch_optional(self.pool()).await?;
            if let Some(text) = text {
                texts.keep(no, text);
            }
        }
        Ok(texts)
    }

    /// The key of a text, if it has one. Reading gives no new numbers.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn key_of(&self, text: &str) -> Result<Option<Key>> {
        if let Some(key) = Key::of_number(text) {
            return Ok(Some(key));
        }
        let no: Option<i64> = sqlx::query_scalar("SELECT no FROM name WHERE text = ?1").bind(text).fetch_optional(self.pool()).await?;
        no.map(|no| crate::cell::number(no).map(Key::symbol)).transpose()
    }

    /// The number of something that can point to a person, if it has one. Reading gives no new numbers.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn identity_of(&self, kind: IdentityKind, value: &str) -> Result<Option<Identity>> {
        let query = sqlx::query_scalar("SELECT no FROM identity WHERE kind = ?1 AND value = ?2").bind(i64::from(kind.number())).bind(value);
        let no: Option<i64> = query.fetch_optional(self.pool()).await?;
        no.map(|no| crate::cell::number(no).map(Identity)).transpose()
    }

    /// The texts behind these identity numbers, without those that were erased.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn identity_texts(&self, identities: &[Identity]) -> Result<BTreeMap<Identity, String>> {
        let mut found = BTreeMap::new();
        for identity in identities {
            let row = sqlx::query("SELECT value FROM identity WHERE no = ?1").bind(i64::from(identity.0)).fetch_optional(self.pool()).await?;
            if let Some(text) = row.map(|row| row.try_get::<Option<String>, _>(0)).transpose()?.flatten() {
                found.insert(*identity, text);
            }
        }
        Ok(found)
    }

    /// How many names and identities the db holds.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn count_names(&self) -> Result<(u64, u64)> {
        let (names, identities): (i64, i64) =
            sqlx::query_as("SELECT (SELECT count(*) FROM name), (SELECT count(*) FROM identity)").fetch_one(self.pool()).await?;
        Ok((crate::cell::count(names), crate::cell::count(identities)))
    }
}

/// The end of the range of texts that begin with `prefix`: what sorts before it and not before the prefix begins with the prefix.
pub(crate) fn after_prefix(prefix: &str) -> String {
    // No text holds a character beyond this one after the prefix.
    format!("{prefix}{}", char::MAX)
}
