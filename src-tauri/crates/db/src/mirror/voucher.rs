//! Vouchers in the mirror.

use super::{Put, Statements, cold_bytes, cold_row_of_id};
use crate::error::Result;
use crate::open::Db;
use crate::writer::Tx;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::shop::{Kind, ShopId, Voucher};

const SQL: Statements = Statements {
    kind: Kind::Vouchers,
    insert: "INSERT INTO voucher (id, start, used, cold) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    update: "UPDATE voucher SET start = ?2, used = ?3, cold = ?4, gone_at = NULL WHERE id = ?1",
    read: "SELECT cold, gone_at FROM voucher WHERE id = ?1",
};

impl Tx<'_> {
    /// Puts a voucher into the mirror, unless the row there is equal. The shop does not say when it changed a voucher, so what comes last
    /// counts.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn put_voucher(&mut self, voucher: &Voucher) -> Result<Put<Voucher>> {
        let id = voucher.id.to_bytes();
        let cold = cold_bytes(voucher);
        let params = rusqlite::params![id, voucher.start.micros(), voucher.used, cold];
        self.put(&SQL, &id, params, voucher, &cold, |_| None)
    }
}

impl Db {
    /// A voucher as the mirror has it.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn voucher(&self, id: &ShopId) -> Result<Option<Voucher>> {
        cold_row_of_id(self, SQL.read, id).await
    }
}
