//! Gift cards in the mirror.

use super::{Put, Statements, cold_bytes, cold_row_of_id};
use crate::error::Result;
use crate::open::Db;
use crate::writer::Tx;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::shop::{GiftCard, Kind, ShopId};

const SQL: Statements = Statements {
    kind: Kind::GiftCards,
    insert: "INSERT INTO gift_card (id, created, currency, current, is_active, cold) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
    update: "UPDATE gift_card SET created = ?2, currency = ?3, current = ?4, is_active = ?5, cold = ?6, gone_at = NULL \
             WHERE id = ?1",
    read: "SELECT cold, gone_at FROM gift_card WHERE id = ?1",
};

impl Tx<'_> {
    /// Puts a gift card into the mirror, unless the row there is equal. The shop does not say when it changed a card, so what comes last counts.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn put_gift_card(&mut self, card: &GiftCard) -> Result<Put<GiftCard>> {
        let id = card.id.to_bytes();
        let cold = cold_bytes(card);
        let params = rusqlite::params![id, card.created.micros(), card.current.currency.number(), card.current.minor, card.is_active, cold];
        self.put(&SQL, &id, params, card, &cold, |_| None)
    }
}

impl Db {
    /// A gift card as the mirror has it.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn gift_card(&self, id: &ShopId) -> Result<Option<GiftCard>> {
        cold_row_of_id(self, SQL.read, id).await
    }
}
