//! Payments in the mirror.

use super::{Put, Statements, cold_bytes, cold_row_of_id};
use crate::error::Result;
use crate::open::Db;
use crate::writer::Tx;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::name::{Names as _, OrderKey};
use vouchsafe_domain::shop::{Kind, ShopId, Transaction};

const SQL: Statements = Statements {
    kind: Kind::Transactions,
    insert: "INSERT INTO shop_transaction (id, updated, shop_order, currency, charged, cold, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
             ON CONFLICT DO NOTHING",
    update: "UPDATE shop_transaction SET updated = ?2, shop_order = ?3, currency = ?4, charged = ?5, cold = ?6, created = ?7, gone_at = NULL \
             WHERE id = ?1",
    read: "SELECT cold, gone_at FROM shop_transaction WHERE id = ?1",
};

impl Tx<'_> {
    /// Puts a payment into the mirror, unless the row there is equal or of a later time.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn put_transaction(&mut self, payment: &Transaction) -> Result<Put<Transaction>> {
        let id = payment.id.to_bytes();
        let order = payment.order_number.as_deref().map(|number| self.key(number).bits());
        let cold = cold_bytes(payment);
        let (modified, created) = (payment.modified.micros(), payment.created.micros());
        let params = rusqlite::params![id, modified, order, payment.currency.number(), payment.charged_minor, cold, created];
        self.put(&SQL, &id, params, payment, &cold, |row| Some(row.modified))
    }

    /// An order's payments as the mirror has them, oldest first.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub fn transactions_of(&mut self, order: OrderKey) -> Result<Vec<Transaction>> {
        let mut statement = self.statement("SELECT cold FROM shop_transaction WHERE shop_order = ?1")?;
        let mut rows = statement.query([order.0.bits()])?;
        let mut payments = Vec::new();
        while let Some(row) = rows.next()? {
            payments.push(Transaction::from_bytes(row.get_ref(0)?.as_blob().unwrap_or_default())?);
        }
        payments.sort_by(|a, b| (a.created, &a.id).cmp(&(b.created, &b.id)));
        Ok(payments)
    }
}

impl Db {
    /// A payment as the mirror has it.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn transaction(&self, id: &ShopId) -> Result<Option<Transaction>> {
        cold_row_of_id(self, SQL.read, id).await
    }
}
