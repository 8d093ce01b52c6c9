//! How advocates stand: what one of them has come to, and all of them ranked over a time.

use crate::cell::{asset, asset_cell, count};
use crate::error::Result;
use crate::open::Db;
use crate::page::PageKey;
use crate::people::{aliases, first, resolved};
use rusqlite::{Connection, OptionalExtension as _};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::money::{Asset, Currency};
use vouchsafe_domain::name::ProgramKey;
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::state::PartyTally;
use vouchsafe_domain::time::Timestamp;

/// What an advocate has come to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AdvocateFacts {
    /// Friends who were bound to them and whose referral nobody refused.
    pub invited: u64,
    /// Those of them who became active.
    pub active: u64,
    /// What the engine counts for them.
    pub tally: PartyTally,
    /// When the last event about them happened, in the order of the log.
    pub last_at: Option<Timestamp>,
}

/// By what advocates are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankBy {
    /// By friends whose first payment as a friend lies in the time.
    Friends,
    /// By what friends paid in the time, net of what went back in it.
    Revenue(Currency),
    /// By what stands of the rewards to them, as an advocate or further up, that were promised in the time.
    Earned {
        /// In which asset.
        asset: Asset,
        /// By which program; by all without it.
        program: Option<ProgramKey>,
    },
}

/// Advocates with a score above zero, the highest first; of one score, who was met first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ranking {
    rows: Vec<(PartyId, i64)>,
}

/// An advocate's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranked {
    /// The place, from 1: who has the same score has the same place.
    pub place: u64,
    /// Who.
    pub advocate: PartyId,
    /// Friends, or minor units.
    pub score: i64,
}

impl Ranking {
    /// How many advocates there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.rows.len() as u64
    }

    /// The rows behind a place in the list, and where the next page begins; none after the last.
    #[must_use]
    pub fn page(&self, after: Option<PageKey>, limit: usize) -> (Vec<Ranked>, Option<PageKey>) {
        let rank = |(advocate, score): &(PartyId, i64)| (Reverse(*score), i64::from(advocate.0));
        let from = after.map_or(0, |PageKey([score, advocate, _])| self.rows.partition_point(|row| rank(row) <= (Reverse(score), advocate)));
        let rest = self.rows.get(from..).unwrap_or_default();
        let place = |score: i64| self.rows.partition_point(|(_, higher)| *higher > score) as u64 + 1;
        let page: Vec<Ranked> =
            rest.iter().take(limit).map(|(advocate, score)| Ranked { place: place(*score), advocate: *advocate, score: *score }).collect();
        let next = page.last().filter(|_| rest.len() > limit).map(|last| PageKey([last.score, i64::from(last.advocate.0), 0]));
        (page, next)
    }
}

const FRIENDS: &str = "SELECT advocate, count(*) FROM referral \
    WHERE first_paid_at >= ?1 AND first_paid_at < ?2 AND status < 2 AND reason IS NULL AND advocate IS NOT NULL GROUP BY advocate";
const PAID: &str = "SELECT party, CAST(total(revenue) AS INTEGER) FROM money_fact \
    WHERE at >= ?1 AND at < ?2 AND currency = ?3 AND revenue <> 0 GROUP BY party";
const BROUGHT_BY: &str = "SELECT advocate FROM referral WHERE friend = ?1 AND status < 2 AND reason IS NULL AND advocate IS NOT NULL";
/// A friend's own reward is none of an advocate.
const EARNED: &str = "SELECT beneficiary, CAST(total(minor) AS INTEGER) FROM reward \
    WHERE created_at >= ?1 AND created_at < ?2 AND asset = ?3 AND role <> 0 AND state < 3 AND (?4 IS NULL OR program = ?4) GROUP BY beneficiary";

impl Db {
    /// What an advocate has come to. The counts read their friends in an index, everything else is one row.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn advocate(&self, party: PartyId) -> Result<AdvocateFacts> {
        self.scan(move |conn| advocate(conn, resolved(conn, party)?)).await
    }

    /// Ranks the advocates over the time from an instant until just before another one. It reads what happened in that time.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn ranking(&self, by: RankBy, from: Timestamp, until: Timestamp) -> Result<Ranking> {
        self.scan(move |conn| {
            let time = (from.micros(), until.micros());
            let mut rows = match by {
                RankBy::Friends => scores(conn, FRIENDS, time)?,
                RankBy::Revenue(currency) => {
                    let paid: Vec<(PartyId, i64)> = scores(conn, PAID, (time.0, time.1, currency.number()))?;
                    brought(conn, paid)?
                }
                RankBy::Earned { asset, program } => {
                    scores(conn, EARNED, (time.0, time.1, asset_cell(asset), program.map(|program| program.0.bits())))?
                }
            };
            rows.retain(|(_, score)| *score > 0);
            rows.sort_unstable_by_key(|(advocate, score)| (Reverse(*score), *advocate));
            Ok(Ranking { rows })
        })
        .await
    }

    /// Every asset in which anything was ever promised.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn assets(&self) -> Result<Vec<Asset>> {
        let cells: Vec<i64> = sqlx::query_scalar("SELECT DISTINCT asset FROM reward_total ORDER BY asset").fetch_all(self.pool()).await?;
        cells.into_iter().map(asset).collect()
    }
}

fn advocate(conn: &Connection, party: PartyId) -> Result<AdvocateFacts> {
    // Those whom a person refused are few and stand in an index of their own.
    let of = |condition: &str| -> Result<(u64, u64)> {
        let sql = format!("SELECT count(*), coalesce(sum(status = 1), 0) FROM referral WHERE advocate = ?1 AND status < 2{condition}");
        let row = conn.prepare_cached(&sql)?.query_row([party.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((count(row.0), count(row.1)))
    };
    let (bound, refused) = (of("")?, of(" AND reason IS NOT NULL")?);
    let tally = first::<Vec<u8>>(conn, "SELECT bytes FROM state_tally WHERE key = ?1", party.0.into())?;
    let mut last_seq = None;
    for alias in aliases(conn, party)? {
        let seq: Option<Option<i64>> = first(conn, "SELECT max(seq) FROM party_event WHERE party = ?1", alias.0.into())?;
        last_seq = last_seq.max(seq.flatten());
    }
    let at: Option<i64> = match last_seq {
        Some(seq) => first(conn, "SELECT at FROM event WHERE seq = ?1", seq)?,
        None => None,
    };
    Ok(AdvocateFacts {
        invited: bound.0.saturating_sub(refused.0),
        active: bound.1.saturating_sub(refused.1),
        tally: tally.map(|bytes| PartyTally::from_bytes(&bytes)).transpose()?.unwrap_or_default(),
        last_at: at.map(Timestamp::from_micros),
    })
}

fn scores(conn: &Connection, sql: &str, params: impl rusqlite::Params) -> Result<Vec<(PartyId, i64)>> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(params, |row| Ok((PartyId(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What friends paid, for whoever brought them. A friend who turned out to be somebody else paid as that one.
fn brought(conn: &Connection, paid: Vec<(PartyId, i64)>) -> Result<Vec<(PartyId, i64)>> {
    let mut brought_by = conn.prepare_cached(BROUGHT_BY)?;
    let mut sums: FxHashMap<PartyId, i64> = FxHashMap::default();
    for (friend, minor) in paid {
        let advocate: Option<u32> = brought_by.query_row([resolved(conn, friend)?.0], |row| row.get(0)).optional()?;
        if let Some(advocate) = advocate {
            let sum = sums.entry(PartyId(advocate)).or_default();
            *sum = sum.saturating_add(minor);
        }
    }
    Ok(sums.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_the_same_score_has_the_same_place_and_pages_leave_nobody_out() {
        let ranking = Ranking { rows: [(4, 9), (1, 5), (3, 5), (7, 5), (2, 1)].map(|(party, score)| (PartyId(party), score)).to_vec() };
        let (mut after, mut told) = (None, Vec::new());
        loop {
            let (page, next) = ranking.page(after, 2);
            told.extend(page.iter().map(|row| (row.place, row.advocate.0, row.score)));
            after = next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(told, [(1, 4, 9), (2, 1, 5), (2, 3, 5), (2, 7, 5), (5, 2, 1)]);
        assert_eq!((ranking.count(), ranking.page(None, 5).1, Ranking::default().page(None, 5).0), (5, None, Vec::new()));
    }
}
