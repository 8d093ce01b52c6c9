//! Orders in the mirror.

use super::{Put, Statements, cold_bytes, cold_row};
use crate::error::Result;
use crate::open::Db;
use crate::writer::Tx;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::name::Names as _;
use vouchsafe_domain::shop::{Kind, Order};

const SQL: Statements = Statements {
    kind: Kind::Orders,
    insert: "INSERT INTO shop_order (key, updated, created, status, customer, email, channel, currency, total, cold) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING",
    update: "UPDATE shop_order SET updated = ?2, created = ?3, status = ?4, customer = ?5, email = ?6, channel = ?7, currency = ?8, total = ?9, \
             cold = ?10, gone_at = NULL WHERE key = ?1",
    read: "SELECT cold, gone_at FROM shop_order WHERE key = ?1",
};

impl Tx<'_> {
    /// Puts an order into the mirror, unless the row there is equal or of a later time.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn put_order(&mut self, order: &Order) -> Result<Put<Order>> {
        let key = self.key(&order.number).bits();
        let customer = order.customer.as_ref().map(|id| self.id_key(id).bits());
        let email = order.customer_email.as_deref().or(order.email.as_deref()).map(|email| self.email_as_written(email).0);
        let channel = self.key(&order.channel).bits();
        let cold = cold_bytes(order);
        let params = rusqlite::params![
            key,
            order.updated.micros(),
            order.created.micros(),
            order.status.to_bytes()[0],
            customer,
            email,
            channel,
            order.currency.number(),
            order.total_minor,
            cold
        ];
        self.put(&SQL, &key, params, order, &cold, |row| Some(row.updated))
    }

    /// An order as the mirror has it.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub fn order(&mut self, number: &str) -> Result<Option<Order>> {
        let key = self.key(number).bits();
        self.read_cold(SQL.read, [key])
    }
}

impl Db {
    /// An order as the mirror has it, by its number.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn order(&self, number: &str) -> Result<Option<Order>> {
        cold_row(self, SQL.read, self.key_of(number).await?).await
    }
}
