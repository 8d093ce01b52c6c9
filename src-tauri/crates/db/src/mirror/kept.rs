//! How many rows the mirror has: kept by the transaction that puts them, so that a round costs what it changes and not what it has.

use crate::error::Result;
use crate::sync::{kind_cell, kind_of};
use crate::writer::Tx;
use rusqlite::Connection;
use vouchsafe_domain::shop::Kind;

/// What a transaction did to the number of rows, by kind.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counted([Change; Kind::ALL.len()]);

/// Of one kind: rows that came, and how many more are gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Change {
    pub rows: i64,
    pub gone: i64,
}

impl Counted {
    pub(crate) fn of(&mut self, kind: Kind) -> &mut Change {
        &mut self.0[kind as usize]
    }
}

impl Tx<'_> {
    /// Keeps what the transaction did to the number of rows, right before it is committed.
    pub(crate) fn keep_count(&mut self) -> Result<()> {
        for (kind, change) in Kind::ALL.into_iter().zip(self.tally.0).filter(|(_, change)| *change != Change::default()) {
            self.run("UPDATE mirror_count SET rows = rows + ?2, gone = gone + ?3 WHERE kind = ?1", (kind_cell(kind), change.rows, change.gone))?;
        }
        Ok(())
    }
}

/// The kinds of which another number is kept than there are rows. Counts every row.
pub(crate) fn miscounts(conn: &Connection) -> Result<Vec<Kind>> {
    const REAL: &str = "SELECT kind FROM mirror_count JOIN (\
        SELECT 0 AS which, count(*) AS rows, count(gone_at) AS gone FROM customer UNION ALL SELECT 1, count(*), count(gone_at) FROM shop_order \
        UNION ALL SELECT 2, count(*), count(gone_at) FROM shop_transaction UNION ALL SELECT 3, count(*), count(gone_at) FROM gift_card \
        UNION ALL SELECT 4, count(*), count(gone_at) FROM voucher) AS real ON which = kind \
        WHERE real.rows <> mirror_count.rows OR real.gone <> mirror_count.gone ORDER BY kind";
    let mut statement = conn.prepare(REAL)?;
    let mut rows = statement.query([])?;
    let mut kinds = Vec::new();
    while let Some(row) = rows.next()? {
        kinds.push(kind_of(row.get(0)?)?);
    }
    Ok(kinds)
}
