//! Customers in the mirror.

use super::{Put, Statements, cold_bytes, cold_row};
use crate::error::Result;
use crate::open::Db;
use crate::writer::Tx;
use vouchsafe_domain::name::Names as _;
use vouchsafe_domain::shop::{Customer, Kind};

const SQL: Statements = Statements {
    kind: Kind::Customers,
    insert: "INSERT INTO customer (key, updated, joined, email, name, cold) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
    update: "UPDATE customer SET updated = ?2, joined = ?3, email = ?4, name = ?5, cold = ?6, gone_at = NULL WHERE key = ?1",
    read: "SELECT cold, gone_at FROM customer WHERE key = ?1",
};

/// The name by which a customer is searched: first and last, lower-cased.
fn search_name(customer: &Customer) -> String {
    format!("{} {}", customer.first_name.trim(), customer.last_name.trim()).trim().to_lowercase()
}

impl Tx<'_> {
    /// Puts a customer into the mirror, unless the row there is equal or of a later time.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn put_customer(&mut self, customer: &Customer) -> Result<Put<Customer>> {
        let key = self.id_key(&customer.id).bits();
        let email = self.email_as_written(&customer.email).0;
        let cold = cold_bytes(customer);
        let (updated, joined, name) = (customer.updated.micros(), customer.joined.micros(), search_name(customer));
        let params = rusqlite::params![key, updated, joined, email, name, cold];
        self.put(&SQL, &key, params, customer, &cold, |row| Some(row.updated))
    }

    /// A customer as the mirror has it.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub fn customer(&mut self, id: &str) -> Result<Option<Customer>> {
        let key = self.key(id).bits();
        self.read_cold(SQL.read, [key])
    }
}

impl Db {
    /// A customer as the mirror has it, by the shop's id.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn customer(&self, id: &str) -> Result<Option<Customer>> {
        cold_row(self, SQL.read, self.key_of(id).await?).await
    }
}
