//! What is known about syncing: the shop, where each kind stands, what could not be read, settings.

use crate::cell::{count, damaged, instant, micros, number, signed};
use crate::error::{DbError, Result};
use crate::open::Db;
use crate::writer::Tx;
use sqlx::Row as _;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::shop::Kind;
use vouchsafe_domain::time::{Span, Timestamp};

/// The shop that the db belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shop {
    /// Its address.
    pub url: String,
    /// Its name.
    pub name: String,
    /// The version of its software.
    pub version: String,
    /// When it was connected.
    pub connected_at: Timestamp,
}

/// Where the reading of a kind stands. It is put in the same transaction as the page that it is about, so that a crash repeats a page and
/// never skips one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The kind.
    pub kind: Kind,
    /// The round, from 1. A round is complete when every kind has finished it.
    pub round: u32,
    /// Rows changed since this instant are asked for; all of them without it.
    pub since: Option<Timestamp>,
    /// The shop's mark of the last page that was taken over; none before the first and after the last.
    pub after: Option<String>,
    /// How many rows this round has seen.
    pub seen: u64,
    /// How many there are, as far as the shop tells.
    pub total: Option<u64>,
    /// The instant up to which the kind is known for sure: the latest change seen in the last finished round.
    pub watermark: Option<Timestamp>,
    /// When the round began.
    pub started_at: Timestamp,
    /// When the kind's last page of this round was taken over.
    pub finished_at: Option<Timestamp>,
}

/// Where a kind stands, for the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncRow {
    /// The kind.
    pub kind: Kind,
    /// How many rows the mirror holds.
    pub in_mirror: u64,
    /// Where reading stands, once it has begun.
    pub cursor: Option<Cursor>,
}

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Its kind.
    pub kind: Kind,
    /// The shop's id, or what else names it.
    pub source_id: String,
    /// What is wrong, as a code.
    pub code: String,
    /// What the code's sentence needs.
    pub args: Vec<(String, String)>,
    /// The row as it came, for its repair. It can name people, so it is a blob of its own that can be erased.
    pub raw: Vec<u8>,
    /// When it was found.
    pub at: Timestamp,
}

/// A row that could not be read, with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantinedRow {
    /// Its number.
    pub no: u64,
    /// When it was last asked for again.
    pub checked_at: Option<Timestamp>,
    /// How often it was asked for again.
    pub tries: u32,
    /// The row.
    pub row: Quarantined,
}

pub(crate) const fn kind_cell(kind: Kind) -> i64 {
    kind as i64
}

pub(crate) fn kind_of(cell: i64) -> Result<Kind> {
    let found = usize::try_from(cell).ok().and_then(|index| Kind::ALL.get(index));
    found.copied().ok_or_else(|| damaged(format_args!("{cell} is no kind")))
}

impl Tx<'_> {
    /// Connects the db with a shop, or brings what is known about it up to date.
    ///
    /// # Errors
    /// [`DbError::OtherShop`] when the db belongs to another address.
    pub fn connect_shop(&mut self, shop: &Shop) -> Result<()> {
        let expected: Option<String> = self.first("SELECT url FROM shop", [], |row| row.get(0))?;
        if let Some(expected) = expected.filter(|url| *url != shop.url) {
            return Err(DbError::OtherShop { expected });
        }
        let sql = "INSERT INTO shop (one, url, name, version, connected_at) VALUES (1, ?1, ?2, ?3, ?4) \
                   ON CONFLICT DO UPDATE SET name = excluded.name, version = excluded.version";
        self.run(sql, (&shop.url, &shop.name, &shop.version, shop.connected_at.micros()))?;
        Ok(())
    }

    /// Sets a setting.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn set(&mut self, key: &str, value: &str) -> Result<()> {
        self.run("INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value", (key, value))?;
        Ok(())
    }

    /// A setting.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        self.first("SELECT value FROM setting WHERE key = ?1", [key], |row| row.get(0))
    }

    /// Puts a kind's cursor in place.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn put_cursor(&mut self, cursor: &Cursor) -> Result<()> {
        let sql = "INSERT INTO cursor (kind, round, since, after, seen, total, watermark, started_at, finished_at) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO UPDATE SET round = excluded.round, since = excluded.since, \
                   after = excluded.after, seen = excluded.seen, total = excluded.total, watermark = excluded.watermark, \
                   started_at = excluded.started_at, finished_at = excluded.finished_at";
        let (since, watermark) = (micros(cursor.since), micros(cursor.watermark));
        let (seen, total) = (signed(cursor.seen), cursor.total.map(signed));
        let times = (cursor.started_at.micros(), micros(cursor.finished_at));
        self.run(sql, (kind_cell(cursor.kind), cursor.round, since, &cursor.after, seen, total, watermark, times.0, times.1))?;
        Ok(())
    }

    /// Puts a row into quarantine, or brings what is wrong with it up to date. One that is wrong in another way than before is asked for at once.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn quarantine(&mut self, row: &Quarantined) -> Result<()> {
        let sql = "INSERT INTO quarantine (kind, source_id, code, args, raw, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET \
                   code = excluded.code, args = excluded.args, raw = excluded.raw, \
                   at = CASE WHEN resolved_at IS NULL THEN at ELSE excluded.at END, resolved_at = NULL, tries = 0, retry_at = 0 \
                   WHERE resolved_at IS NOT NULL OR code <> excluded.code OR args <> excluded.args OR raw <> excluded.raw";
        let tells_of_erased = match self.erased()? {
            Some(erased) => row.args.iter().any(|(_, text)| erased.is_said_in(text)) || erased.is_said_in(&String::from_utf8_lossy(&row.raw)),
            None => false,
        };
        let nothing = (Vec::<(String, String)>::new(), Vec::new());
        let (args, raw) = if tells_of_erased { (&nothing.0, &nothing.1) } else { (&row.args, &row.raw) };
        self.run(sql, (kind_cell(row.kind), &row.source_id, &row.code, args.to_bytes(), raw, row.at.micros()))?;
        Ok(())
    }

    /// Takes a row out of quarantine, because it could be read. `false` when it was not there.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn release(&mut self, kind: Kind, source_id: &str, at: Timestamp) -> Result<bool> {
        let sql = "UPDATE quarantine SET resolved_at = ?3 WHERE kind = ?1 AND source_id = ?2 AND resolved_at IS NULL";
        Ok(self.run(sql, (kind_cell(kind), source_id, at.micros()))? > 0)
    }

    /// Notes that a row in quarantine was asked for again. `pause` tells for how long it is left alone after so many tries.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn quarantine_checked(&mut self, no: u64, at: Timestamp, pause: impl Fn(u32) -> Span) -> Result<()> {
        let Some(tries) = self.first("SELECT tries FROM quarantine WHERE no = ?1", [signed(no)], |row| row.get::<_, u32>(0))? else {
            return Ok(());
        };
        let tries = tries.saturating_add(1);
        let retry_at = at.plus(pause(tries)).micros();
        self.run("UPDATE quarantine SET checked_at = ?2, tries = ?3, retry_at = ?4 WHERE no = ?1", (signed(no), at.micros(), tries, retry_at))?;
        Ok(())
    }
}

/// Reads rows that are in quarantine.
macro_rules! quarantined {
    ($rest:literal) => {
        concat!("SELECT no, kind, source_id, code, args, raw, at, checked_at, tries FROM quarantine WHERE resolved_at IS NULL", $rest)
    };
}

fn quarantined_row(row: &sqlx::sqlite::SqliteRow) -> Result<QuarantinedRow> {
    let args: Vec<u8> = row.try_get(4)?;
    let quarantined = Quarantined {
        kind: kind_of(row.try_get(1)?)?,
        source_id: row.try_get(2)?,
        code: row.try_get(3)?,
        args: Vec::from_bytes(&args)?,
        raw: row.try_get(5)?,
        at: Timestamp::from_micros(row.try_get(6)?),
    };
    let (no, checked_at, tries) = (count(row.try_get(0)?), instant(row.try_get(7)?), number(row.try_get(8)?)?);
    Ok(QuarantinedRow { no, checked_at, tries, row: quarantined })
}

impl Db {
    /// The shop that the db belongs to.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn shop(&self) -> Result<Option<Shop>> {
        let row: Option<(String, String, String, i64)> =
            sqlx::query_as("SELECT url, name, version, connected_at FROM shop").fetch_optional(self.pool()).await?;
        Ok(row.map(|(url, name, version, at)| Shop { url, name, version, connected_at: Timestamp::from_micros(at) }))
    }

    /// A setting.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn setting(&self, key: &str) -> Result<Option<String>> {
        Ok(sqlx::query_scalar("SELECT value FROM setting WHERE key = ?1").bind(key).fetch_optional(self.pool()).await?)
    }

    /// Where each kind stands, in reading order.
    ///
    /// # Errors
    /// What SQLite says; [`DbError::Damaged`].
    pub async fn sync_rows(&self) -> Result<Vec<SyncRow>> {
        let (counts, cursors) = (self.mirror_counts().await?, self.cursors().await?);
        let row = |kind| SyncRow { kind, in_mirror: counts.of(kind), cursor: cursors.iter().find(|cursor| cursor.kind == kind).cloned() };
        Ok(Kind::ALL.into_iter().map(row).collect())
    }

    /// The cursors of the kinds of which reading has begun.
    ///
    /// # Errors
    /// What SQLite says; [`DbError::Damaged`].
    pub async fn cursors(&self) -> Result<Vec<Cursor>> {
        let sql = "SELECT kind, round, since, after, seen, total, watermark, started_at, finished_at FROM cursor ORDER BY kind";
        let rows = sqlx::query(sql).fetch_all(self.pool()).await?;
        rows.iter()
            .map(|row| {
                Ok(Cursor {
                    kind: kind_of(row.try_get(0)?)?,
                    round: number(row.try_get(1)?)?,
                    since: instant(row.try_get(2)?),
                    after: row.try_get(3)?,
                    seen: count(row.try_get(4)?),
                    total: row.try_get::<Option<i64>, _>(5)?.map(count),
                    watermark: instant(row.try_get(6)?),
                    started_at: Timestamp::from_micros(row.try_get(7)?),
                    finished_at: instant(row.try_get(8)?),
                })
            })
            .collect()
    }

    /// Rows in quarantine, oldest first, behind a number.
    ///
    /// # Errors
    /// What SQLite says; [`DbError::Damaged`].
    pub async fn quarantined(&self, after: u64, limit: u32) -> Result<Vec<QuarantinedRow>> {
        let sql = quarantined!(" AND no > ?1 ORDER BY no LIMIT ?2");
        let rows = sqlx::query(sql).bind(signed(after)).bind(i64::from(limit)).fetch_all(self.pool()).await?;
        rows.iter().map(quarantined_row).collect()
    }

    /// Rows in quarantine that are to be asked for again by now, those first that were never or should have been longest ago.
    ///
    /// # Errors
    /// What SQLite says; [`DbError::Damaged`].
    pub async fn quarantined_due(&self, now: Timestamp, limit: u32) -> Result<Vec<QuarantinedRow>> {
        // No pause is longer than a day: what lies further ahead was written down by a clock that was.
        let sql = quarantined!(" AND (retry_at <= ?1 OR retry_at > ?2) ORDER BY retry_at, no LIMIT ?3");
        sqlx::query(sql)
            .bind(now.micros())
            .bind(now.plus(Span::days(1)).micros())
            .bind(i64::from(limit))
            .fetch_all(self.pool())
            .await?
            .iter()
            .map(quarantined_row)
            .collect()
    }

    /// A row in quarantine by its number, if it still is there.
    ///
    /// # Errors
    /// What SQLite says; [`DbError::Damaged`].
    pub async fn quarantined_no(&self, no: u64) -> Result<Option<QuarantinedRow>> {
        let sql = quarantined!(" AND no = ?1");
        sqlx::query(sql).bind(signed(no)).fetch_optional(self.pool()).await?.as_ref().map(quarantined_row).transpose()
    }

    /// How many rows of each kind are in quarantine.
    ///
    /// # Errors
    /// What SQLite says; [`DbError::Damaged`].
    pub async fn quarantined_by_kind(&self) -> Result<Vec<(Kind, u64)>> {
        let sql = "SELECT kind, count(*) FROM quarantine WHERE resolved_at IS NULL GROUP BY kind ORDER BY kind";
        let rows: Vec<(i64, i64)> = sqlx::query_as(sql).fetch_all(self.pool()).await?;
        rows.into_iter().map(|(kind, rows)| Ok((kind_of(kind)?, count(rows)))).collect()
    }

    /// How many rows are in quarantine.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn count_quarantined(&self) -> Result<u64> {
        let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM quarantine WHERE resolved_at IS NULL").fetch_one(self.pool()).await?;
        Ok(count(rows))
    }
}
