//! Intake: parsed pages on their way into the db.
//!
//! Each commit holds whole pages and the cursor behind the last of them, so a crash repeats pages and never skips one. While a commit is
//! written, the pages that come meanwhile gather for the next: a shop that is slower than the disk gets a commit for each page, and a first
//! load that is faster gets large ones, which cost less for each row.

use crate::page::{ParsedPage, Stored};
use vouchsafe_db::{Cursor, Db, DbError, Durability, Pending};
use vouchsafe_domain::time::Timestamp;

/// The most pages that gather: some ten thousand rows, some ten megabytes.
const MOST: usize = 128;

/// The pages of one kind in one round.
#[derive(Debug)]
pub struct Intake {
    db: Db,
    /// Behind the last page that was taken.
    cursor: Cursor,
    has_quarantine: bool,
    /// Taken while a commit is being written.
    gathered: Vec<ParsedPage>,
    storing: Option<Pending<(Stored, Vec<ParsedPage>)>>,
    /// A commit failed: what came behind it must not be stored, or its pages would be skipped.
    is_broken: bool,
    stored: Stored,
}

impl Intake {
    /// Goes on from a cursor. `has_quarantine`: rows are in quarantine, which a page can repair.
    #[must_use]
    pub const fn new(db: Db, cursor: Cursor, has_quarantine: bool) -> Self {
        Self { db, cursor, has_quarantine, gathered: Vec::new(), storing: None, is_broken: false, stored: Stored::NONE }
    }

    /// The cursor behind the last page that was taken. It may still be on its way to the disk.
    #[must_use]
    pub const fn cursor(&self) -> &Cursor {
        &self.cursor
    }

    /// What the pages that are on the disk came to.
    #[must_use]
    pub const fn stored(&self) -> &Stored {
        &self.stored
    }

    /// Takes the next page. Waits only when the disk falls far behind.
    ///
    /// # Errors
    /// What storing earlier pages failed with; [`DbError::Closed`] after such an error.
    pub async fn take(&mut self, page: ParsedPage, now: Timestamp) -> Result<(), DbError> {
        self.cursor = advanced(&self.cursor, &page, now);
        self.gathered.push(page);
        let is_idle = self.storing.as_ref().is_none_or(Pending::is_done);
        if is_idle || self.gathered.len() >= MOST { self.hand_over(now).await } else { Ok(()) }
    }

    /// Stores what has gathered and waits for it. Returns what all pages came to.
    ///
    /// # Errors
    /// What storing failed with; what was committed before stands.
    pub async fn finish(mut self, now: Timestamp) -> Result<Stored, DbError> {
        if !self.gathered.is_empty() {
            self.hand_over(now).await?;
        }
        self.settle().await?;
        Ok(self.stored)
    }

    /// Waits for the commit before, then lets what has gathered be written.
    async fn hand_over(&mut self, now: Timestamp) -> Result<(), DbError> {
        self.settle().await?;
        if self.is_broken {
            return Err(DbError::Closed);
        }
        let (pages, cursor, has_quarantine) = (std::mem::take(&mut self.gathered), self.cursor.clone(), self.has_quarantine);
        self.storing = Some(self.db.submit(Durability::Normal, move |tx| {
            let mut stored = Stored::default();
            for page in &pages {
                stored.add(page.store(tx, has_quarantine, now)?);
            }
            tx.put_cursor(&cursor)?;
            // The pages go back: to let go of their texts is not the writing thread's work.
            Ok((stored, pages))
        })?);
        Ok(())
    }

    async fn settle(&mut self) -> Result<(), DbError> {
        let Some(storing) = self.storing.take() else { return Ok(()) };
        match storing.done().await {
            Ok((stored, _)) => self.stored.add(stored),
            Err(error) => {
                self.is_broken = true;
                self.gathered.clear();
                return Err(error);
            }
        }
        Ok(())
    }
}

/// The cursor behind a page. A row that claims to have changed after the round began must not let later rounds pass over others; and by whatever clock
/// the round was begun, it did not begin after its pages came.
fn advanced(cursor: &Cursor, page: &ParsedPage, now: Timestamp) -> Cursor {
    let started_at = cursor.started_at.min(now);
    Cursor {
        started_at,
        after: page.next.clone(),
        seen: cursor.seen + page.len(),
        total: page.total.or(cursor.total),
        watermark: cursor.watermark.max(page.watermark.map(|at| at.min(started_at))),
        finished_at: page.next.is_none().then_some(now),
        ..*cursor
    }
}
