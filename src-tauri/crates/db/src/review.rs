//! What somebody who reviews asks for: the signals that were found, what is known of the people, and whom a list would concern.

use crate::error::Result;
use crate::fold::FoldCommit;
use crate::open::Db;
use crate::people::{first, resolved};
use crate::reward_page::FOR_PERSON;
use crate::rewards::{RewardState, Wait};
use crate::writer::Tx;
use rusqlite::Connection;
use sqlx::{QueryBuilder, Sqlite};
use std::collections::{BTreeMap, BTreeSet};
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::name::{Key, ProgramKey};
use vouchsafe_domain::outcome::{Answer, Check, CheckKind, Seen};
use vouchsafe_domain::party::{Party, PartyId};
use vouchsafe_domain::program::Signal;
use vouchsafe_domain::state::Profile;

/// The signal that a check found: one that a person has to look at, or that was scored. What blocks promises nothing.
#[must_use]
pub const fn found(check: &Check) -> Option<Signal> {
    match (check.kind, check.answer, check.limit) {
        (CheckKind::Signal(signal), Answer::Wait, _) | (CheckKind::Signal(signal), Answer::Pass, Seen::Points(_)) => Some(signal),
        _ => None,
    }
}

/// The stored number of a signal.
pub(crate) const fn signal_cell(signal: Signal) -> i64 {
    signal as i64
}

impl Tx<'_> {
    /// Notes which signals were found when rewards were promised.
    pub(crate) fn put_signals(&mut self, fold: &FoldCommit) -> Result<()> {
        let mut insert = self.statement("INSERT INTO reward_signal (signal, reward) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
        for (signal, reward) in fold.signals() {
            insert.execute((signal, reward))?;
        }
        Ok(())
    }
}

impl Db {
    /// What the engine knows of some people, by the number that was asked for.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn known_of(&self, people: impl IntoIterator<Item = PartyId> + Send) -> Result<BTreeMap<PartyId, Profile>> {
        let wanted: BTreeSet<PartyId> = people.into_iter().collect();
        self.scan(move |conn| wanted.into_iter().map(|party| Ok((party, known(conn, resolved(conn, party)?)?))).collect()).await
    }

    /// The programs by which rewards wait for a person, or for a word on more than stands.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn programs_in_review(&self) -> Result<Vec<ProgramKey>> {
        let mut query = QueryBuilder::<Sqlite>::new("SELECT DISTINCT program FROM reward WHERE ");
        let rows: Vec<i64> = query.push(FOR_PERSON).build_query_scalar().fetch_all(self.pool()).await?;
        Ok(rows.into_iter().map(|bits| ProgramKey(Key::from_bits(bits))).collect())
    }

    /// How many rewards wait for a person whose friend, advocate or beneficiary has an email address of a domain.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn in_review_of_domain(&self, domain: Key) -> Result<u64> {
        self.scan(move |conn| {
            let mut statement = conn.prepare("SELECT friend, beneficiary FROM reward WHERE state = ?1 AND waits & ?2 <> 0")?;
            let mut rows = statement.query([RewardState::Waiting.cell(), Wait::Review.bit()])?;
            let (mut are_of, mut count) = (BTreeMap::<PartyId, bool>::new(), 0);
            while let Some(row) = rows.next()? {
                let (friend, beneficiary) = (PartyId(row.get(0)?), PartyId(row.get(1)?));
                let people = [Some(friend), Some(beneficiary), advocate(conn, friend)?];
                let mut is_one = false;
                for party in people.into_iter().flatten() {
                    let is_of = match are_of.get(&party) {
                        Some(known) => *known,
                        None => known(conn, party)?.email_domain == Some(domain),
                    };
                    are_of.insert(party, is_of);
                    is_one |= is_of;
                }
                count += u64::from(is_one);
            }
            Ok(count)
        })
        .await
    }
}

fn known(conn: &Connection, party: PartyId) -> Result<Profile> {
    let bytes = first::<Vec<u8>>(conn, "SELECT bytes FROM state_profile WHERE key = ?1", party.0.into())?;
    Ok(bytes.map(|bytes| Profile::from_bytes(&bytes)).transpose()?.unwrap_or_default())
}

fn advocate(conn: &Connection, friend: PartyId) -> Result<Option<PartyId>> {
    let bytes = first::<Vec<u8>>(conn, "SELECT bytes FROM state_party WHERE key = ?1", friend.0.into())?;
    let bond = bytes.map(|bytes| Party::from_bytes(&bytes)).transpose()?.and_then(|party| party.bond);
    bond.map(|bond| resolved(conn, bond.advocate)).transpose()
}
