//! Rows by their ids: asked of the shop, taken over like those of a page, and marked as gone where the shop has them no more.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::page::{ParsedPage, Stored};
use crate::view::Round;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use vouchsafe_connectors::saleor::Shop;
use vouchsafe_db::Tx;
use vouchsafe_domain::derive;
use vouchsafe_domain::name::{CustomerKey, Key};
use vouchsafe_domain::shop::{Kind, ShopId};
use vouchsafe_domain::time::Timestamp;

/// Rows that are asked for at once, as many as a shop gives in one answer.
pub(crate) const AT_ONCE: usize = 100;

/// A row that is asked for: what the shop calls it, and its number in the mirror, if it has one there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub id: ShopId,
    pub row: Option<i64>,
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct ReadBack {
    pub page: Arc<ParsedPage>,
    pub stored: Stored,
    /// What the shop has no more.
    pub absent: Vec<ShopId>,
    /// How many rows of the mirror are gone because of that.
    pub gone: u64,
}

impl ReadBack {
    /// What cannot be read still was counted when it was set aside.
    pub(crate) const fn count(&self, round: &mut Round) {
        round.rows += self.stored.rows;
        round.changed += self.stored.changed;
        round.gone += self.gone;
    }
}

impl Desk {
    /// Reads up to [`AT_ONCE`] rows again. `known_until` is the instant up to which the shop is known: what is gone was there until then.
    pub(crate) async fn read_by_id(
        &self,
        shop: &Shop,
        kind: Kind,
        asked: Vec<Asked>,
        known_until: Timestamp,
        cancel: &CancellationToken,
    ) -> Result<ReadBack> {
        let ids: Vec<ShopId> = asked.iter().map(|asked| asked.id.clone()).collect();
        let raw = tokio::select! {
            biased;
            () = cancel.cancelled() => Err(AppError::Cancelled),
            raw = shop.fetch_by_ids(kind, &ids) => raw.map_err(AppError::from),
        }?;
        let settings = shop.settings().clone();
        let page = tokio::task::spawn_blocking(move || ParsedPage::parse(kind, raw, &settings)).await.map_err(|_| AppError::Cancelled)??;
        let (page, now) = (Arc::new(page.told_at(self.time_at(shop))), self.now_at_most(shop));
        let has_quarantine = self.db().count_quarantined().await? > 0;
        let storing = Arc::clone(&page);
        let (stored, absent, gone) = self
            .db()
            .write(move |tx| {
                tx.take_older_rows();
                let stored = storing.store(tx, has_quarantine, now)?;
                let found = storing.ids();
                let refused: Vec<ShopId> = storing.refused().iter().map(|row| ShopId::parse(&row.source_id)).collect();
                let (mut absent, mut gone) = (Vec::new(), 0);
                for asked in asked {
                    if found.contains(&asked.id) || refused.contains(&asked.id) {
                        continue;
                    }
                    if let Some(row) = asked.row {
                        gone += u64::from(take_leave(tx, kind, row, now, known_until)?);
                    }
                    absent.push(asked.id);
                }
                Ok((stored, absent, gone))
            })
            .await?;
        Ok(ReadBack { page, stored, absent, gone })
    }
}

/// Notes that the shop has a row no more. An account that is gone is told as an event, too.
fn take_leave(tx: &mut Tx<'_>, kind: Kind, row: i64, now: Timestamp, known_until: Timestamp) -> Result<bool, vouchsafe_db::DbError> {
    if !tx.mark_gone(kind, row, now)? {
        return Ok(false);
    }
    if kind == Kind::Customers {
        let customer = CustomerKey(Key::from_bits(row));
        tx.reread_orders_of(customer)?;
        tx.stage(&derive::customer_deleted(customer, now, known_until))?;
    }
    Ok(true)
}
