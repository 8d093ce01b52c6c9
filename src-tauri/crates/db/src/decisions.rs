//! Why somebody got what they got: which events of the log hold the decisions about a friend and the steps of a reward.

use crate::cell::{count, damaged, signed};
use crate::error::Result;
use crate::fold::FoldCommit;
use crate::log::{Logged, read_logged};
use crate::open::Db;
use crate::writer::Tx;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::event::Event;
use vouchsafe_domain::name::{CustomerKey, OrderKey};
use vouchsafe_domain::outcome::{Change, Decision, GrantVerdict, Outcome};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::reward::{Occasion, RewardId, RewardKey};
use vouchsafe_domain::state::OrderRecord;

/// A decision with the event that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The event's number.
    pub seq: u64,
    /// The event.
    pub event: Event,
    /// The decision.
    pub decision: Decision,
    /// The key of the reward that was promised, as it was named then: a guest can have an account since.
    pub promised: Option<RewardKey>,
}

impl Judged {
    /// A decision out of the outcome that holds it.
    #[must_use]
    pub fn of(seq: u64, event: &Event, outcome: &Outcome, decision: &Decision) -> Self {
        let promised = outcome.changes.iter().find_map(|change| match (change, decision.verdict) {
            (Change::Rewarded { reward, terms, .. }, GrantVerdict::Granted { reward: granted, .. }) if *reward == granted => Some(terms.key),
            _ => None,
        });
        Self { seq, event: event.clone(), decision: decision.clone(), promised }
    }
}

impl Tx<'_> {
    pub(crate) fn index_decisions(&self, fold: &FoldCommit, first_seq: u64) -> Result<()> {
        let mut insert = self.statement("INSERT INTO decided (friend, seq) VALUES (?1, ?2)")?;
        for (friend, index) in fold.decided() {
            insert.execute((friend.0, signed(first_seq + index)))?;
        }
        let mut insert = self.statement("INSERT INTO reward_event (reward, seq) VALUES (?1, ?2)")?;
        for (reward, index) in fold.reward_events() {
            insert.execute((reward, signed(first_seq + index)))?;
        }
        Ok(())
    }
}

/// The most events that one question reads.
const MOST: i64 = 1_000;

impl Db {
    /// The decisions about a friend, oldest first, at most a thousand events of them. Parties that were merged into this one are included.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn decisions_of_friend(&self, friend: PartyId) -> Result<Vec<Judged>> {
        let mut events = Vec::new();
        for party in self.aliases(friend).await? {
            let sql =
                "SELECT e.seq, e.bytes, e.outcome FROM decided AS d JOIN event AS e ON e.seq = d.seq WHERE d.friend = ?1 ORDER BY d.seq LIMIT ?2";
            let rows: Vec<(i64, Vec<u8>, Vec<u8>)> = sqlx::query_as(sql).bind(i64::from(party.0)).bind(MOST).fetch_all(self.pool()).await?;
            events.extend(rows);
        }
        events.sort_unstable_by_key(|row| row.0);
        let mut judged = Vec::new();
        for (seq, event, outcome) in events {
            let (seq, event, outcome) = read_logged(count(seq), &event, &outcome)?;
            judged.extend(outcome.decisions.iter().map(|decision| Judged::of(seq, &event, &outcome, decision)));
        }
        Ok(judged)
    }

    /// The decisions about an order, oldest first: why it gave what it gave, or nothing.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn decisions_of_order(&self, order: OrderKey) -> Result<Vec<Judged>> {
        let Some(record) = self.order_record(order).await? else { return Ok(Vec::new()) };
        let mut judged = self.decisions_of_friend(self.resolve(record.party).await?).await?;
        judged.retain(|judged| judged.decision.occasion == Occasion::Order(order));
        Ok(judged)
    }

    /// What the engine keeps of an order.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn order_record(&self, order: OrderKey) -> Result<Option<OrderRecord>> {
        let bytes: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT bytes FROM state_order WHERE key = ?1").bind(order.0.bits()).fetch_optional(self.pool()).await?;
        Ok(bytes.map(|bytes| OrderRecord::from_bytes(&bytes)).transpose()?)
    }

    /// The party of a customer id, after merges.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn party_of(&self, customer: CustomerKey) -> Result<Option<PartyId>> {
        let found: Option<i64> =
            sqlx::query_scalar("SELECT party FROM state_customer WHERE key = ?1").bind(customer.0.bits()).fetch_optional(self.pool()).await?;
        match found {
            Some(party) => Ok(Some(self.resolve(crate::cell::party(party)?).await?)),
            None => Ok(None),
        }
    }

    /// The events that granted a reward or changed it, oldest first. Its transfers stand in their outcomes.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn history_of_reward(&self, reward: RewardId) -> Result<Vec<Logged>> {
        let sql =
            "SELECT e.seq, e.bytes, e.outcome FROM reward_event AS r JOIN event AS e ON e.seq = r.seq WHERE r.reward = ?1 ORDER BY r.seq LIMIT ?2";
        let rows: Vec<(i64, Vec<u8>, Vec<u8>)> = sqlx::query_as(sql).bind(i64::from(reward.0)).bind(MOST).fetch_all(self.pool()).await?;
        rows.iter().map(|(seq, event, outcome)| read_logged(count(*seq), event, outcome).map_err(damaged)).collect()
    }
}
