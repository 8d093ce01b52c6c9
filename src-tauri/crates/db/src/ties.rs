//! What the tree was made of at any place of the journal: bonds, merges, and what money did to people's figures.

use crate::cell::{count, currency, signed};
use crate::error::Result;
use crate::open::Db;
use rustc_hash::FxHashMap;
use vouchsafe_domain::name::{CodeKey, Key};
use vouchsafe_domain::party::{Bond, PartyId};
use vouchsafe_domain::rollup::{MoneyFact, PersonFigures};
use vouchsafe_domain::time::Timestamp;

/// A bond, or a merge, as the engine recorded it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// Somebody was bound; a later bond of the same friend takes its place.
    Bound {
        /// The friend.
        friend: PartyId,
        /// To whom, by which code, since when.
        bond: Bond,
    },
    /// Two parties turned out to be one.
    Merged {
        /// The one that went.
        from: PartyId,
        /// The one that stays.
        into: PartyId,
    },
}

/// Between which instants this desk learned what it knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownRange {
    /// When the first entry of the journal was made.
    pub from: Timestamp,
    /// When the last one was.
    pub to: Timestamp,
}

impl Db {
    /// The last entry of the journal that was made at or before an instant; without an instant, the last of all. 0 when there is none.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn entry_at(&self, known_at: Option<Timestamp>) -> Result<u64> {
        let sql = "SELECT coalesce(max(no), 0) FROM journal WHERE recorded_at <= ?1";
        let until = known_at.map_or(i64::MAX, Timestamp::micros);
        let entry: i64 = sqlx::query_scalar(sql).bind(until).fetch_one(self.pool()).await?;
        Ok(count(entry))
    }

    /// Between which instants this desk learned what it knows; none while it knows nothing.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn known_range(&self) -> Result<Option<KnownRange>> {
        let range: (Option<i64>, Option<i64>) =
            sqlx::query_as("SELECT min(recorded_at), max(recorded_at) FROM journal").fetch_one(self.pool()).await?;
        let (Some(from), Some(to)) = range else { return Ok(None) };
        Ok(Some(KnownRange { from: Timestamp::from_micros(from), to: Timestamp::from_micros(to) }))
    }

    /// Bonds and merges up to an entry of the journal, in the order in which they were recorded.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn ties(&self, until_entry: u64) -> Result<Vec<Tie>> {
        self.scan(move |conn| {
            let mut statement = conn.prepare("SELECT party, other, code, at FROM tie WHERE entry <= ?1 ORDER BY no")?;
            let mut rows = statement.query([signed(until_entry)])?;
            let mut ties = Vec::new();
            while let Some(row) = rows.next()? {
                let (party, other) = (PartyId(row.get(0)?), PartyId(row.get(1)?));
                ties.push(match row.get::<_, Option<i64>>(2)? {
                    None => Tie::Merged { from: party, into: other },
                    Some(code) => {
                        let (code, at) = (CodeKey(Key::from_bits(code)), Timestamp::from_micros(row.get(3)?));
                        Tie::Bound { friend: party, bond: Bond { advocate: other, code, at } }
                    }
                });
            }
            Ok(ties)
        })
        .await
    }

    /// Who went into whom, as of now.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn merges(&self) -> Result<FxHashMap<PartyId, PartyId>> {
        self.scan(|conn| {
            let mut statement = conn.prepare("SELECT party, into_party FROM merged")?;
            let merges = statement.query_map([], |row| Ok((PartyId(row.get(0)?), PartyId(row.get(1)?))))?;
            Ok(merges.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    /// What money did to people's figures up to an entry of the journal, in the order in which it was recorded. Orders are not counted.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn money_facts(&self, until_entry: u64) -> Result<Vec<MoneyFact>> {
        self.scan(move |conn| {
            let mut statement = conn.prepare("SELECT at, party, currency, revenue, cost FROM money_fact WHERE entry <= ?1 ORDER BY no")?;
            let mut rows = statement.query([signed(until_entry)])?;
            let mut facts = Vec::new();
            while let Some(row) = rows.next()? {
                facts.push(MoneyFact {
                    at: Timestamp::from_micros(row.get(0)?),
                    party: PartyId(row.get(1)?),
                    currency: currency(row.get(2)?)?,
                    by: PersonFigures { orders: 0, revenue: row.get(3)?, cost: row.get(4)? },
                });
            }
            Ok(facts)
        })
        .await
    }
}
