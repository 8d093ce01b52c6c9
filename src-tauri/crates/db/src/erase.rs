//! Erasing a person (design law 10): their identities and what the mirror tells of them go, numbers and figures stand.
//!
//! An erasure has three parts: what is known to be theirs is emptied; the rest of the file is searched for their addresses, codes and names,
//! and emptied where they are found; the file is rewritten, so that no free page and no WAL keeps what was there. What the shop tells of them
//! later is emptied at the door ([`Erased`]).

mod again;
mod door;
mod needles;
mod subject;
mod sweep;

pub use again::{Ends, Erasures};
pub(crate) use door::ErasedCache;
pub use door::{Erased, Told};
pub use needles::Needles;

use crate::cell::count;
use crate::error::{DbError, Result};
use crate::open::Db;
use crate::writer::Tx;
use std::path::{Path, PathBuf};
use subject::Subject;
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::time::Timestamp;

/// The setting that tells that somebody was erased and the file was not rewritten since.
pub(crate) const REWRITE_OWED: &str = "rewrite_owed";

/// What an erasure emptied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Erasure {
    /// Identities of the person.
    pub identities: u64,
    /// Rows of the mirror about the person.
    pub rows: u64,
    /// Other places in which their addresses, codes or names stood.
    pub elsewhere: u64,
}

impl Tx<'_> {
    /// Empties everything that tells who a party is, with all parties that were merged into it. Returns what must not be found any more.
    ///
    /// # Errors
    /// What SQLite says; [`DbError::Damaged`].
    pub fn erase(&mut self, party: PartyId, hash_key: &[u8; 32], at: Timestamp) -> Result<(Erasure, Needles)> {
        let subject = Subject::gather(self, party)?;
        let (needles, codes) = (subject.needles(self)?, subject.codes(self)?);
        let mut erasure = Erasure::default();
        subject.remember(self, hash_key, at)?;
        erasure.rows = subject.empty_rows(self)?;
        erasure.identities = subject.empty_identities(self)?;
        erasure.elsewhere = sweep::sweep(self, &needles, &codes)?;
        // A shop's mark of a place can hold the address of the row there: the kind is begun anew.
        self.run("UPDATE cursor SET after = NULL WHERE kind = ?1", [vouchsafe_domain::shop::Kind::Customers as i64])?;
        // Until the file is rewritten, what was there lies in free pages: a program that is killed before that does it at the next start.
        self.set(REWRITE_OWED, "yes")?;
        // What is part of somebody else's name or code is found there for good, and tells of nobody who was erased.
        let left = sweep::texts_left(self)?;
        let needles = needles.without_parts_of(left.iter().map(String::as_str))?;
        // What the writing thread remembers of names is the person's as well.
        self.names.clear();
        *self.erased = None;
        Ok((erasure, needles))
    }
}

impl Db {
    /// Rewrites the file without free pages and empties the WAL: what was deleted is nowhere in them any more. Takes as long as copying the file.
    ///
    /// # Errors
    /// What SQLite says; [`DbError::Sqlite`] when others read for so long that the WAL could not be emptied.
    pub async fn compact(&self) -> Result<()> {
        self.maintain(|conn| {
            // In memory the copy that VACUUM makes would take as much as the file.
            conn.execute_batch(
                "PRAGMA temp_store = FILE; PRAGMA secure_delete = ON; VACUUM; PRAGMA secure_delete = OFF; PRAGMA temp_store = MEMORY;",
            )?;
            let (busy, left): (i64, i64) = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
            if busy != 0 || count(left) != 0 {
                return Err(DbError::Sqlite("the WAL could not be emptied: somebody reads".to_owned()));
            }
            conn.execute("DELETE FROM setting WHERE key = ?1", [REWRITE_OWED])?;
            Ok(())
        })
        .await
    }

    /// Whether somebody was erased and the file was not rewritten since.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn is_rewrite_owed(&self) -> Result<bool> {
        Ok(self.setting(REWRITE_OWED).await?.is_some())
    }

    /// How often any of the needles stands in the bytes of the file and its WAL.
    ///
    /// # Errors
    /// [`DbError::Unreadable`].
    pub async fn count_in_file(&self, needles: Needles) -> Result<u64> {
        let path = self.path().to_owned();
        let counted = tokio::task::spawn_blocking(move || {
            let files = ["", "-wal"].map(|ending| beside(&path, ending));
            files.iter().filter(|file| file.exists()).map(|file| needles.count_in(file)).sum()
        });
        counted.await.map_err(|_| DbError::Closed)?
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
