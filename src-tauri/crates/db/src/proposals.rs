//! What an act on money is rehearsed with and shown by: proposals that wait for a second person, what holds for all payouts, how accounts stand,
//! and what came of one event.

use crate::cell::{account_cells, asset};
use crate::error::Result;
use crate::figures::BalanceRow;
use crate::log::Logged;
use crate::open::Db;
use crate::rewards::RewardRow;
use crate::writer::Tx;
use rusqlite::Connection;
use std::collections::BTreeSet;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::event::EventId;
use vouchsafe_domain::ledger::Account;
use vouchsafe_domain::money::Amount;
use vouchsafe_domain::name::Key;
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::payout::{PayoutPolicy, Proposal};
use vouchsafe_domain::reward::RewardId;

impl Tx<'_> {
    /// The acts that wait for a second person, each under the key of the event that proposed it.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub fn proposals(&self) -> Result<Vec<(Key, Proposal)>> {
        proposals(self.conn)
    }

    /// How these accounts stand, each asset for itself.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub fn balances_of(&self, accounts: BTreeSet<Account>) -> Result<Vec<BalanceRow>> {
        let mut statement = self.statement("SELECT asset, minor FROM balance WHERE kind = ?1 AND ref = ?2 ORDER BY asset")?;
        let mut balances = Vec::with_capacity(accounts.len());
        for account in accounts {
            let mut rows = statement.query(account_cells(account))?;
            while let Some(row) = rows.next()? {
                balances.push(BalanceRow { account, amount: Amount { minor: row.get(1)?, asset: asset(row.get(0)?)? } });
            }
        }
        Ok(balances)
    }
}

impl Db {
    /// The acts that wait for a second person, each under the key of the event that proposed it, the oldest first.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn proposals(&self) -> Result<Vec<(Key, Proposal)>> {
        self.scan(proposals).await
    }

    /// What holds for all payouts.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn payout_policy(&self) -> Result<PayoutPolicy> {
        let bytes: Option<Vec<u8>> = sqlx::query_scalar("SELECT bytes FROM state_policy").fetch_optional(self.pool()).await?;
        Ok(bytes.map(|bytes| PayoutPolicy::from_bytes(&bytes)).transpose()?.unwrap_or_default())
    }

    /// The event with this natural key, with what it came to.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn logged_under(&self, id: EventId) -> Result<Option<Logged>> {
        let sql = "SELECT seq FROM event WHERE class = ?1 AND key = ?2 AND part = ?3";
        let query = sqlx::query_scalar(sql).bind(i64::from(id.class.number())).bind(id.key.bits()).bind(id.part.bits());
        let seq: Option<i64> = query.fetch_optional(self.pool()).await?;
        match seq {
            Some(seq) => self.logged(crate::cell::count(seq)).await,
            None => Ok(None),
        }
    }

    /// The reward with this number.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn reward_no(&self, id: RewardId) -> Result<Option<RewardRow>> {
        let key: Option<String> =
            sqlx::query_scalar("SELECT key FROM reward WHERE no = ?1").bind(i64::from(id.0)).fetch_optional(self.pool()).await?;
        match key {
            Some(key) => self.reward(&key).await,
            None => Ok(None),
        }
    }

    /// The number in the log of the last event about somebody.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn last_seq_about(&self, party: PartyId) -> Result<u64> {
        self.scan(move |conn| crate::customers::last_seq_of(conn, party)).await
    }
}

fn proposals(conn: &Connection) -> Result<Vec<(Key, Proposal)>> {
    let mut statement = conn.prepare("SELECT key, bytes FROM state_proposal ORDER BY key")?;
    let (mut rows, mut found) = (statement.query([])?, Vec::new());
    while let Some(row) = rows.next()? {
        found.push((Key::from_bits(row.get(0)?), Proposal::from_bytes(row.get_ref(1)?.as_blob().unwrap_or_default())?));
    }
    found.sort_by_key(|(key, proposal)| (proposal.at, *key));
    Ok(found)
}
