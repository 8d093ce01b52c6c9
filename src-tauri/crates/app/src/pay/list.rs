//! The list of payouts, and one of them with all that is known of it.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::people::Cast;
use crate::rewards::{MAX_PAGE, place, unit};
use crate::text;
use crate::view::{Page, PayoutDetail, PayoutFilter, PayoutRow, PayoutSort, PayoutState, PayoutTotal, Payouts};
use vouchsafe_domain::money::{Amount, Asset};
use vouchsafe_domain::name::{Key, ProgramKey};
use vouchsafe_domain::reward::{Rail, RewardId};

/// The last characters of a code that are shown in lists.
const SHOWN: usize = 4;

impl Desk {
    /// One page of payouts with the totals of all that the filter admits.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a page that there is not; what the db says.
    pub async fn payouts(&self, filter: &PayoutFilter, sort: PayoutSort, after: Option<&str>, limit: u32) -> Result<Payouts> {
        let program = match &filter.program {
            Some(id) => match self.db().key_of(id).await? {
                Some(program) => Some(ProgramKey(program)),
                // What nobody has named here has promised nothing.
                None => return Ok(Payouts { page: Page { rows: Vec::new(), next: None, count: 0 }, totals: Vec::new() }),
            },
            None => None,
        };
        let asset = filter.currency.map(Asset::Currency);
        let filter = vouchsafe_db::PayoutFilter { state: filter.state, rail: filter.rail, program, asset, search: filter.search.clone() };
        let found = self.db().payouts(&filter, sort, place(after)?, limit.clamp(1, MAX_PAGE)).await?;
        let rows = self.payout_rows(&found.rows).await?;
        let totals = self.payout_sums(&found.totals).await?;
        Ok(Payouts { page: Page { rows, next: found.next.map(|next| next.to_string()), count: found.count }, totals })
    }

    /// What all payouts come to, by state, rail and asset.
    ///
    /// # Errors
    /// What the db says.
    pub async fn payout_totals(&self) -> Result<Vec<PayoutTotal>> {
        self.payout_sums(&self.db().payout_totals().await?).await
    }

    async fn payout_sums(&self, sums: &[vouchsafe_db::PayoutTotal]) -> Result<Vec<PayoutTotal>> {
        let cast = self.cast([], sums.iter().filter_map(|sum| unit(sum.amount.asset)).collect::<Vec<_>>()).await?;
        let total = |sum: &vouchsafe_db::PayoutTotal| {
            let amount = text::named(sum.amount, &cast.texts);
            PayoutTotal { state: sum.state, rail: sum.rail, amount, count: sum.count }
        };
        Ok(sums.iter().map(total).collect())
    }

    /// The payout of a reward with all that is known of it.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; what the db says.
    pub async fn payout(&self, key: &str) -> Result<PayoutDetail> {
        let row = self.payout_called(key).await?;
        let reward = self.reward(key).await?;
        let cast = self.payout_cast(std::slice::from_ref(&row)).await?;
        let record = self.db().payout_records(row.id).await?.and_then(|(_, record)| record);
        let is_writable = self.db().is_writable();
        let is_open = row.state <= PayoutState::Refused;
        Ok(PayoutDetail {
            issuance: self.issuance_of(row.id).await?,
            code: row.code.map(|code| cast.texts_of(code)),
            external_id: row.external.map(|id| cast.texts_of(id)),
            expires_on: record.and_then(|record| record.expires_on()).map(day_text),
            can_pay: is_writable && is_open && super::rails::is_built(row.rail),
            can_mark_paid: is_writable && row.state == PayoutState::Due && row.rail == Rail::Manual,
            history: reward.history,
            transfers: reward.transfers,
            row: payout_row(&row, &cast),
        })
    }

    /// Amounts as they are shown.
    pub(super) async fn named_amounts(&self, amounts: Vec<Amount>) -> Result<Vec<crate::view::Amount>> {
        let cast = self.cast([], amounts.iter().filter_map(|amount| unit(amount.asset)).collect::<Vec<_>>()).await?;
        Ok(amounts.into_iter().map(|amount| text::named(amount, &cast.texts)).collect())
    }

    /// What the reward's payout is called everywhere; nothing without a shop.
    async fn issuance_of(&self, reward: RewardId) -> Result<Option<String>> {
        let Some((reward, record)) = self.db().payout_records(reward).await? else { return Ok(None) };
        let shop = match self.shop_in_names(super::rails::rail_of(&reward, record.as_ref())).await {
            Err(AppError::NoShop) => return Ok(None),
            shop => shop?,
        };
        let texts = self.payout_texts(&reward, record.as_ref()).await?;
        Ok(Some(texts.issuance(&shop, &reward.terms().key, super::one::generation(&reward, record.as_ref())).to_string()))
    }

    /// The row of a reward's payout.
    pub(crate) async fn payout_called(&self, key: &str) -> Result<vouchsafe_db::PayoutRow> {
        let not_found = || AppError::NotFound { what: format!("payout {}", key.chars().take(200).collect::<String>()) };
        self.db().payout(key).await?.ok_or_else(not_found)
    }

    /// Payouts of a list as they are shown.
    pub(crate) async fn payout_rows(&self, rows: &[vouchsafe_db::PayoutRow]) -> Result<Vec<PayoutRow>> {
        let cast = self.payout_cast(rows).await?;
        Ok(rows.iter().map(|row| payout_row(row, &cast)).collect())
    }

    async fn payout_cast(&self, rows: &[vouchsafe_db::PayoutRow]) -> Result<Cast> {
        let keys = rows.iter().flat_map(|row| [Some(row.program.0), row.order.map(|order| order.0), row.code, row.external, unit(row.amount.asset)]);
        let keys: Vec<Key> = keys.flatten().collect();
        self.cast(rows.iter().flat_map(|row| [row.friend, row.beneficiary]).collect::<Vec<_>>(), keys).await
    }
}

fn payout_row(row: &vouchsafe_db::PayoutRow, cast: &Cast) -> PayoutRow {
    let named = |minor| text::named(row.amount.with_minor(minor), &cast.texts);
    PayoutRow {
        reward: row.key.clone(),
        state: row.state,
        rail: row.rail,
        amount: named(row.amount.minor),
        to: row.should.map(named),
        used: named(row.used),
        generation: row.generation.0,
        attempts: row.attempts,
        code_end: row.code.map(|code| end_of(&cast.texts_of(code))),
        beneficiary: cast.person(row.beneficiary),
        friend: cast.person(row.friend),
        role: row.role,
        order: row.order.map(|order| cast.texts_of(order.0)),
        program: cast.texts_of(row.program.0),
        reason: row.reason,
        since: row.since,
        revision: row.revision,
    }
}

/// The end of a code.
fn end_of(code: &str) -> String {
    let whole = code.chars().count();
    code.chars().skip(whole.saturating_sub(SHOWN)).collect()
}

/// A day as counted from 1970-01-01, as it is written.
pub(crate) fn day_text(day: i32) -> String {
    use vouchsafe_domain::time::{Span, Timestamp};
    let midnight = Timestamp::from_micros(i64::from(day).saturating_mul(Span::days(1).micros()));
    midnight.to_string().chars().take(10).collect()
}
