//! Referrals as a list.

use crate::desk::Desk;
use crate::error::Result;
use crate::rewards::{MAX_PAGE, place};
use crate::view::{Page, ReferralFilter, ReferralRow};
use std::collections::BTreeMap;
use vouchsafe_db::ReferralSort;
use vouchsafe_domain::money::Money;
use vouchsafe_domain::party::PartyId;

impl Desk {
    /// One page of referrals.
    ///
    /// # Errors
    /// What the db says.
    pub async fn referrals(&self, filter: &ReferralFilter, newest_first: bool, after: Option<&str>, limit: u32) -> Result<Page<ReferralRow>> {
        let filter = vouchsafe_db::ReferralFilter { status: filter.status, search: filter.search.clone() };
        let sort = if newest_first { ReferralSort::Newest } else { ReferralSort::Oldest };
        let found = self.db().referrals(&filter, sort, place(after)?, limit.clamp(1, MAX_PAGE)).await?;
        let parties: Vec<PartyId> = found.rows.iter().flat_map(|row| [Some(row.friend), row.advocate]).flatten().collect();
        let cast = self.cast(parties, found.rows.iter().map(|row| row.code.0).collect::<Vec<_>>()).await?;
        let friends: Vec<PartyId> = found.rows.iter().map(|row| row.friend).collect();
        let mut figures: BTreeMap<PartyId, (i64, Vec<Money>)> = BTreeMap::new();
        for row in self.db().figures_of(&friends).await? {
            let entry = figures.entry(row.party).or_default();
            entry.0 += row.figures.orders;
            entry.1.push(Money::new(row.figures.revenue, row.currency));
        }
        let rows = found.rows.iter().map(|row| {
            let (orders, revenue) = figures.remove(&row.friend).unwrap_or_default();
            ReferralRow {
                friend: cast.person(row.friend),
                advocate: row.advocate.map(|advocate| cast.person(advocate)),
                code: cast.texts_of(row.code.0),
                status: row.status,
                reason: row.reason,
                bound_at: row.bound_at,
                first_paid_at: row.first_paid_at,
                orders: u64::try_from(orders).unwrap_or(0),
                revenue,
                rewards: row.rewards,
            }
        });
        Ok(Page { rows: rows.collect(), next: found.next.map(|next| next.to_string()), count: found.count })
    }
}
