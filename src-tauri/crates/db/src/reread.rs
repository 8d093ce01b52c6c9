//! Orders to be read again by id: what changes without its time of change telling, and what another row tells more of.

use crate::cell::{count, micros, signed};
use crate::error::Result;
use crate::mirror::shop_id;
use crate::open::Db;
use crate::writer::Tx;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::name::{CustomerKey, Identity, Key, OrderKey};
use vouchsafe_domain::reward::{AnyReward, RewardId};
use vouchsafe_domain::shop::{Kind, ShopId};
use vouchsafe_domain::time::Timestamp;

impl Tx<'_> {
    /// Keeps an order in the list, checked at an instant, until something can come of it no more; without that, until somebody takes it off.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn watch_order(&mut self, order: OrderKey, checked_at: Timestamp, until: Option<Timestamp>) -> Result<()> {
        let sql = "INSERT INTO reread (key, checked_at, until) VALUES (?1, ?2, ?3) \
                   ON CONFLICT DO UPDATE SET checked_at = excluded.checked_at, until = excluded.until";
        self.run(sql, (order.0.bits(), checked_at.micros(), micros(until)))?;
        Ok(())
    }

    /// Notes that an order in the list was asked for.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn order_checked(&mut self, order: OrderKey, at: Timestamp) -> Result<()> {
        self.run("UPDATE reread SET checked_at = ?2 WHERE key = ?1", (order.0.bits(), at.micros()))?;
        Ok(())
    }

    /// Takes the orders off the list of which nothing can come any more. Returns how many.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn unwatch_passed(&mut self, now: Timestamp) -> Result<usize> {
        self.run("DELETE FROM reread WHERE until <= ?1", [now.micros()])
    }

    /// Takes an order off the list: nothing of it is open any more.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn unwatch_order(&mut self, order: OrderKey) -> Result<()> {
        self.run("DELETE FROM reread WHERE key = ?1", [order.0.bits()])?;
        Ok(())
    }

    /// Puts an order at the head of the list. `id` is what the shop calls it: the mirror may not hold it.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn reread_at_once(&mut self, order: OrderKey, id: Option<&ShopId>) -> Result<()> {
        let sql = "INSERT INTO reread (key, id, checked_at) VALUES (?1, ?2, 0) \
             ON CONFLICT DO UPDATE SET checked_at = 0, until = NULL, id = coalesce(excluded.id, id)";
        self.run(sql, (order.0.bits(), id.map(ShopId::to_bytes)))?;
        Ok(())
    }

    /// Puts the orders that were given with an email address and belong to no account at the head of the list: the account has come, so they
    /// may be its own now. Returns how many.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn reread_guest_orders(&mut self, email: Identity) -> Result<usize> {
        let sql = "INSERT INTO reread (key, checked_at) SELECT key, 0 FROM shop_order WHERE email = ?1 AND customer IS NULL AND gone_at IS NULL \
                   ON CONFLICT DO UPDATE SET checked_at = 0, until = NULL";
        self.run(sql, [email.0])
    }

    /// Puts the orders of an account that is gone at the head of the list: the shop says no more whose they are. Returns how many.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn reread_orders_of(&mut self, customer: CustomerKey) -> Result<usize> {
        let sql = "INSERT INTO reread (key, checked_at) SELECT key, 0 FROM shop_order WHERE customer = ?1 AND gone_at IS NULL \
                   ON CONFLICT DO UPDATE SET checked_at = 0, until = NULL";
        self.run(sql, [customer.0.bits()])
    }

    /// Keeps the orders of rewards that wait in the list: what they wait for may come without a word.
    pub(crate) fn watch_waiting(&mut self, rewards: &[(RewardId, AnyReward)]) -> Result<()> {
        let mut insert = self.statement("INSERT INTO reread (key, checked_at) VALUES (?1, 1) ON CONFLICT DO UPDATE SET until = NULL")?;
        for (_, reward) in rewards {
            if let (AnyReward::Waiting(_), Some(order)) = (reward, reward.terms().order) {
                insert.execute([order.0.bits()])?;
            }
        }
        Ok(())
    }

    /// Whether a reward of this order waits for something.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn has_waiting_reward(&self, order: OrderKey) -> Result<bool> {
        Ok(self.first("SELECT 1 FROM reward WHERE shop_order = ?1 AND state = 0 LIMIT 1", [order.0.bits()], |_| Ok(()))?.is_some())
    }
}

impl Db {
    /// The orders that were not looked at since an instant, those first whose last check is the oldest, with what the shop calls them, as far as
    /// somebody knows that.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn due_for_reread(&self, since: Timestamp, limit: usize) -> Result<Vec<(OrderKey, Option<ShopId>)>> {
        self.scan(move |conn| {
            let mut statement = conn.prepare("SELECT key, id FROM reread WHERE checked_at < ?1 ORDER BY checked_at, key LIMIT ?2")?;
            let mut rows = statement.query((since.micros(), signed(limit as u64)))?;
            let mut due = Vec::new();
            while let Some(row) = rows.next()? {
                let (key, told): (i64, Option<Vec<u8>>) = (row.get(0)?, row.get(1)?);
                let id = match told {
                    Some(bytes) => Some(ShopId::from_bytes(&bytes)?),
                    None => shop_id(conn, Kind::Orders, key)?,
                };
                due.push((OrderKey(Key::from_bits(key)), id));
            }
            Ok(due)
        })
        .await
    }

    /// How many orders are in the list.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn count_reread(&self) -> Result<u64> {
        let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM reread").fetch_one(self.pool()).await?;
        Ok(count(rows))
    }
}
