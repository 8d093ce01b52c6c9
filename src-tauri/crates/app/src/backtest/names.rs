//! Names for programs that nothing is written for: the db's own where it has them, else numbers from the end of the range.

use crate::error::Result;
use rustc_hash::FxHashMap;
use vouchsafe_db::{Db, NameTexts};
use vouchsafe_domain::name::{Identity, IdentityKind, Key, NameTable, Names};
use vouchsafe_domain::program::file::parse;

/// The names that some program files use.
#[derive(Debug, Default)]
pub(super) struct Borrowed {
    keys: FxHashMap<Box<str>, Key>,
    identities: FxHashMap<(IdentityKind, Box<str>), Identity>,
    /// What the db has no number for.
    own: Vec<(u32, Box<str>)>,
    strangers: u32,
}

impl Borrowed {
    /// Looks up every name of these files.
    pub(super) async fn of(db: &Db, sources: impl IntoIterator<Item = &str>) -> Result<Self> {
        let mut met = NameTable::default();
        for source in sources {
            // A fault is told by whoever reads the file for good.
            drop(parse(source, &mut met));
        }
        let mut borrowed = Self::default();
        for text in met.names() {
            if let Some(key) = db.key_of(text).await? {
                borrowed.keys.insert(text.into(), key);
            }
        }
        for (kind, text) in met.identities() {
            if let Some(identity) = db.identity_of(kind, text).await? {
                borrowed.identities.insert((kind, text.into()), identity);
            }
        }
        Ok(borrowed)
    }

    /// The text of a name of these files.
    pub(super) fn text(&self, key: Key) -> String {
        let found = self.keys.iter().find(|(_, known)| **known == key).map(|(text, _)| text.to_string());
        found.or_else(|| key.as_number().map(|number| number.to_string())).unwrap_or_default()
    }

    /// Adds the names that the db does not have.
    pub(super) fn lend(&self, texts: &mut NameTexts) {
        for (no, text) in &self.own {
            texts.keep(*no, text.to_string());
        }
    }
}

impl Names for Borrowed {
    fn key(&mut self, text: &str) -> Key {
        if let Some(key) = Key::of_number(text).or_else(|| self.keys.get(text).copied()) {
            return key;
        }
        let no = u32::MAX - u32::try_from(self.own.len()).unwrap_or(0);
        self.own.push((no, text.into()));
        self.keys.insert(text.into(), Key::symbol(no));
        Key::symbol(no)
    }

    fn identity(&mut self, kind: IdentityKind, value: &str) -> Identity {
        let strangers = &mut self.strangers;
        *self.identities.entry((kind, value.into())).or_insert_with(|| {
            *strangers += 1;
            Identity(u32::MAX - *strangers)
        })
    }
}
