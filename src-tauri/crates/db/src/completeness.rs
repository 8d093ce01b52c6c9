//! Completeness: what a full check counted here and at the shop, by kind and month of creation.

use crate::cell::{count, instant, signed};
use crate::error::Result;
use crate::open::Db;
use crate::sync::{kind_cell, kind_of};
use crate::writer::Tx;
use std::collections::BTreeMap;
use vouchsafe_domain::shop::Kind;
use vouchsafe_domain::time::Timestamp;

/// The month of what knows no time.
pub const NO_MONTH: i32 = -1;

/// Rows counted by month of creation, with a digest of their ids and times of change: equal digests mean equal rows, whatever the order in
/// which they were added.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally(BTreeMap<i32, Sum>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Sum {
    rows: u64,
    /// The sum of the rows' hashes, number by number.
    digest: [u64; 4],
}

impl Tally {
    /// Adds a row.
    pub fn add(&mut self, row: i64, updated: Option<Timestamp>, created: Option<Timestamp>) {
        let month = created.map_or(NO_MONTH, |at| at.month().number());
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&row.to_le_bytes());
        bytes[8..].copy_from_slice(&updated.map_or(i64::MIN, Timestamp::micros).to_le_bytes());
        let hash = blake3::hash(&bytes);
        let sum = self.0.entry(month).or_default();
        sum.rows += 1;
        for (number, part) in sum.digest.iter_mut().zip(hash.as_bytes().as_chunks::<8>().0) {
            *number = number.wrapping_add(u64::from_le_bytes(*part));
        }
    }

    /// How many rows there are in all.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.0.values().map(|sum| sum.rows).sum()
    }

    /// Compares with another one, month by month.
    #[must_use]
    pub fn compare(&self, there: &Self) -> Vec<MonthCount> {
        let mut months: Vec<i32> = self.0.keys().chain(there.0.keys()).copied().collect();
        months.sort_unstable();
        months.dedup();
        let of = |tally: &Self, month| tally.0.get(&month).copied().unwrap_or_default();
        let compared = |month| {
            let (here, there) = (of(self, month), of(there, month));
            MonthCount { month, here: here.rows, there: there.rows, is_equal: here == there }
        };
        months.into_iter().map(compared).collect()
    }
}

/// What was counted for one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthCount {
    /// The month's number, or [`NO_MONTH`].
    pub month: i32,
    /// Rows in the mirror that are not gone.
    pub here: u64,
    /// Rows at the shop.
    pub there: u64,
    /// Both are the same rows, changed at the same times.
    pub is_equal: bool,
}

/// What a full check of one kind came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The kind.
    pub kind: Kind,
    /// When it was checked.
    pub at: Timestamp,
    /// How many rows had to be read again or turned out to be gone.
    pub mended: u64,
    /// What was counted after that, by month.
    pub months: Vec<MonthCount>,
}

/// When a kind was checked in full, and what was tried since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckTimes {
    /// The kind.
    pub kind: Kind,
    /// When it was last checked to the end.
    pub checked_at: Option<Timestamp>,
    /// When a check last failed since then.
    pub tried_at: Option<Timestamp>,
    /// How many checks failed since then.
    pub tries: u32,
}

impl Tx<'_> {
    /// Keeps what a full check came to, in place of the one before.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn put_checked(&mut self, checked: &Checked) -> Result<()> {
        let kind = kind_cell(checked.kind);
        self.run("DELETE FROM completeness WHERE kind = ?1", [kind])?;
        let mut insert = self.statement("INSERT INTO completeness (kind, month, here, there, is_equal) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for month in &checked.months {
            insert.execute((kind, month.month, signed(month.here), signed(month.there), month.is_equal))?;
        }
        let sql = "INSERT INTO full_check (kind, checked_at, mended) VALUES (?1, ?2, ?3) \
                   ON CONFLICT DO UPDATE SET checked_at = excluded.checked_at, mended = excluded.mended";
        self.run(sql, (kind, checked.at.micros(), signed(checked.mended)))?;
        self.run("DELETE FROM full_check_try WHERE kind = ?1", [kind])?;
        Ok(())
    }

    /// When the one of these kinds was last checked in full whose check is the oldest; nothing while one of them never was.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn oldest_check(&self, kinds: &[Kind]) -> Result<Option<Timestamp>> {
        let mut oldest = None;
        for kind in kinds {
            let sql = "SELECT checked_at FROM full_check WHERE kind = ?1";
            let Some(at) = self.first(sql, [kind_cell(*kind)], |row| row.get(0))? else { return Ok(None) };
            let at = Timestamp::from_micros(at);
            oldest = Some(oldest.map_or(at, |oldest: Timestamp| oldest.min(at)));
        }
        Ok(oldest)
    }

    /// Notes that a full check of a kind did not come to its end.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn check_failed(&mut self, kind: Kind, at: Timestamp) -> Result<()> {
        let sql = "INSERT INTO full_check_try (kind, tried_at, tries) VALUES (?1, ?2, 1) \
                   ON CONFLICT DO UPDATE SET tried_at = excluded.tried_at, tries = tries + 1";
        self.run(sql, (kind_cell(kind), at.micros()))?;
        Ok(())
    }
}

impl Db {
    /// When each kind was checked in full, in reading order.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn check_times(&self) -> Result<Vec<CheckTimes>> {
        let sql = "SELECT kind, checked_at, tried_at, coalesce(tries, 0) FROM mirror_count \
                   LEFT JOIN full_check USING (kind) LEFT JOIN full_check_try USING (kind) ORDER BY kind";
        let rows: Vec<(i64, Option<i64>, Option<i64>, u32)> = sqlx::query_as(sql).fetch_all(self.pool()).await?;
        let times =
            |(kind, checked, tried, tries)| Ok(CheckTimes { kind: kind_of(kind)?, checked_at: instant(checked), tried_at: instant(tried), tries });
        rows.into_iter().map(times).collect()
    }

    /// What the last full check of each kind came to.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn checked(&self) -> Result<Vec<Checked>> {
        let kinds: Vec<(i64, i64, i64)> =
            sqlx::query_as("SELECT kind, checked_at, mended FROM full_check ORDER BY kind").fetch_all(self.pool()).await?;
        let mut checked = Vec::with_capacity(kinds.len());
        for (cell, at, mended) in kinds {
            let sql = "SELECT month, here, there, is_equal FROM completeness WHERE kind = ?1 ORDER BY month";
            let months: Vec<(i32, i64, i64, bool)> = sqlx::query_as(sql).bind(cell).fetch_all(self.pool()).await?;
            let month = |(month, here, there, is_equal)| MonthCount { month, here: count(here), there: count(there), is_equal };
            let months = months.into_iter().map(month).collect();
            checked.push(Checked { kind: kind_of(cell)?, at: Timestamp::from_micros(at), mended: count(mended), months });
        }
        Ok(checked)
    }
}
