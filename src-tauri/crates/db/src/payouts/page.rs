//! The list of payouts: filter, pages, totals, and what the desk can go on with.

use super::{COLUMNS, PayoutRow, PayoutState, payout_row, state};
use crate::cell::{asset, asset_cell, count, rail, rail_cell};
use crate::error::Result;
use crate::names::after_prefix;
use crate::open::Db;
use crate::page::PageKey;
use crate::reward_page::push_in;
use sqlx::{QueryBuilder, Sqlite};
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::money::{Amount, Asset};
use vouchsafe_domain::name::{Key, ProgramKey};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::payout::PayoutRecord;
use vouchsafe_domain::reward::{AnyReward, Rail, RewardId};
use vouchsafe_domain::time::Timestamp;

/// Which payouts. What is not set does not limit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PayoutFilter {
    /// That stand so.
    pub state: Option<PayoutState>,
    /// By this rail.
    pub rail: Option<Rail>,
    /// Of what this program promised.
    pub program: Option<ProgramKey>,
    /// In this currency or unit.
    pub asset: Option<Asset>,
    /// The beginning of a reward's key, of a person's name or email address; or a whole code, customer id or order number.
    pub search: Option<String>,
}

/// In which order. Amounts, as [`PayoutRow::amount`] tells them, are compared within one asset; assets follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PayoutSort {
    /// Those that changed last first.
    #[default]
    Newest,
    /// Those that changed first first.
    Oldest,
    /// The highest amount first.
    AmountHigh,
    /// The lowest amount first.
    AmountLow,
}

impl PayoutSort {
    /// Every order.
    pub const ALL: [Self; 4] = [Self::Newest, Self::Oldest, Self::AmountHigh, Self::AmountLow];

    /// The name on a command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::AmountHigh => "amount_high",
            Self::AmountLow => "amount_low",
        }
    }

    const fn is_by_amount(self) -> bool {
        matches!(self, Self::AmountHigh | Self::AmountLow)
    }

    /// The condition for what lies beyond a place, up to its values, and the order.
    const fn order(self) -> (&'static str, &'static str) {
        match self {
            Self::Newest => (" AND (p.since, p.no) < (", "p.since DESC, p.no DESC"),
            Self::Oldest => (" AND (p.since, p.no) > (", "p.since, p.no"),
            Self::AmountHigh => (" AND (p.asset, p.minor, p.no) < (", "p.asset DESC, p.minor DESC, p.no DESC"),
            Self::AmountLow => (" AND (p.asset, p.minor, p.no) > (", "p.asset, p.minor, p.no"),
        }
    }

    fn key(self, row: &PayoutRow) -> PageKey {
        let no = i64::from(row.id.0);
        if self.is_by_amount() { PageKey([asset_cell(row.amount.asset), row.amount.minor, no]) } else { PageKey([row.since.micros(), no, 0]) }
    }
}

/// What the payouts of one state come to in one asset by one rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayoutTotal {
    /// Which state.
    pub state: PayoutState,
    /// Which rail.
    pub rail: Rail,
    /// How much.
    pub amount: Amount,
    /// How many.
    pub count: u64,
}

/// A page of payouts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutPage {
    /// The payouts.
    pub rows: Vec<PayoutRow>,
    /// Where the next page begins; none after the last.
    pub next: Option<PageKey>,
    /// How many payouts the filter admits, on all pages.
    pub count: u64,
    /// What they come to.
    pub totals: Vec<PayoutTotal>,
}

/// What a search text may stand for.
struct Search {
    key_from: String,
    key_to: String,
    people: Vec<PartyId>,
    /// An order number, or a code.
    name: Option<Key>,
}

/// So many rows are put in order as fast as an index that gives the order is gone through to find them.
const FEW: u64 = 20_000;

const FROM: &str = " FROM payout AS p CROSS JOIN reward AS r ON r.no = p.no WHERE 1";

impl Db {
    /// One page of payouts with the totals of all that the filter admits.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn payouts(&self, filter: &PayoutFilter, sort: PayoutSort, after: Option<PageKey>, limit: u32) -> Result<PayoutPage> {
        let search = self.payout_search(filter).await?;
        let totals = self.totals_of_payouts(filter, search.as_ref()).await?;
        let mut query = QueryBuilder::new("SELECT ");
        query.push(COLUMNS).push(FROM);
        let found: u64 = totals.iter().map(|total| total.count).sum();
        push_filter(&mut query, filter, search.as_ref(), (found > FEW).then_some(sort));
        let (beyond, order) = sort.order();
        if let Some(PageKey([a, b, c])) = after {
            query.push(beyond).push_bind(a).push(", ").push_bind(b);
            if sort.is_by_amount() {
                query.push(", ").push_bind(c);
            }
            query.push(")");
        }
        query.push(format_args!(" ORDER BY {order} LIMIT ")).push_bind(i64::from(limit) + 1);
        let mut rows = query.build().fetch_all(self.pool()).await?.iter().map(payout_row).collect::<Result<Vec<_>>>()?;
        let has_more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let next = rows.last().filter(|_| has_more).map(|row| sort.key(row));
        Ok(PayoutPage { rows, next, count: found, totals })
    }

    /// What all payouts come to, by state, rail and asset.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn payout_totals(&self) -> Result<Vec<PayoutTotal>> {
        self.totals_of_payouts(&PayoutFilter::default(), None).await
    }

    /// The payout of the reward with this key.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn payout(&self, key: &str) -> Result<Option<PayoutRow>> {
        self.one_payout(" AND r.key = ", |query| {
            query.push_bind(key.to_owned());
        })
        .await
    }

    /// The payout of a reward.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn payout_of(&self, reward: RewardId) -> Result<Option<PayoutRow>> {
        self.one_payout(" AND p.no = ", |query| {
            query.push_bind(i64::from(reward.0));
        })
        .await
    }

    /// The payout that was given a code.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn payout_by_code(&self, code: Key) -> Result<Option<PayoutRow>> {
        self.one_payout(" AND p.code = ", |query| {
            query.push_bind(code.bits());
        })
        .await
    }

    async fn one_payout(&self, which: &str, bind: impl FnOnce(&mut QueryBuilder<Sqlite>) + Send) -> Result<Option<PayoutRow>> {
        let mut query = QueryBuilder::<Sqlite>::new("SELECT ");
        query.push(COLUMNS).push(FROM).push(which);
        bind(&mut query);
        query.push(" LIMIT 1");
        query.build().fetch_optional(self.pool()).await?.as_ref().map(payout_row).transpose()
    }

    /// The records of a reward and of its payout, as they stand now.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn payout_records(&self, reward: RewardId) -> Result<Option<(AnyReward, Option<PayoutRecord>)>> {
        let sql = "SELECT r.bytes, p.bytes FROM state_reward AS r LEFT JOIN state_payout AS p ON p.key = r.key WHERE r.key = ?1";
        let found: Option<(Vec<u8>, Option<Vec<u8>>)> = sqlx::query_as(sql).bind(i64::from(reward.0)).fetch_optional(self.pool()).await?;
        let Some((reward, record)) = found else { return Ok(None) };
        Ok(Some((AnyReward::from_bytes(&reward)?, record.map(|bytes| PayoutRecord::from_bytes(&bytes)).transpose()?)))
    }

    /// The payouts by a rail that the desk can go on with by itself, behind a reward, at most so many. With `programs`, of what was not begun
    /// only that which these versions of programs promised.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn open_payouts(&self, by: Rail, programs: Option<&[(ProgramKey, u32)]>, after: Option<RewardId>, limit: u32) -> Result<Vec<RewardId>> {
        // Both conditions in the words of the index `payout_open`.
        let mut query =
            QueryBuilder::<Sqlite>::new("SELECT p.no FROM payout AS p CROSS JOIN reward AS r ON r.no = p.no WHERE p.state < 4 AND p.rail = ");
        query.push_bind(rail_cell(by)).push(" AND p.no > ").push_bind(after.map_or(-1, |after| i64::from(after.0)));
        if let Some(programs) = programs {
            query.push(" AND (p.state > 0");
            for (program, version) in programs {
                query.push(" OR (r.program = ").push_bind(program.0.bits()).push(" AND r.version = ").push_bind(i64::from(*version)).push(")");
            }
            query.push(")");
        }
        query.push(" ORDER BY p.no LIMIT ").push_bind(i64::from(limit));
        let rows: Vec<i64> = query.build_query_scalar().fetch_all(self.pool()).await?;
        rows.into_iter().map(|no| crate::cell::number(no).map(RewardId)).collect()
    }

    /// What was begun to be paid out from one instant to another, by asset, without what was refused.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn intended_between(&self, from: Timestamp, to: Timestamp) -> Result<Vec<Amount>> {
        // Summed in two halves, so that no sum leaves 64 bits.
        let sql = "SELECT asset, sum(intended >> 32), sum(intended & 4294967295) FROM payout \
                   WHERE intended_at >= ?1 AND intended_at < ?2 AND state <> ?3 GROUP BY asset ORDER BY asset";
        let query = sqlx::query_as(sql).bind(from.micros()).bind(to.micros()).bind(PayoutState::Refused.cell());
        let rows: Vec<(i64, i64, i64)> = query.fetch_all(self.pool()).await?;
        rows.into_iter().map(|(cell, high, low)| Ok(Amount { minor: whole(high, low), asset: asset(cell)? })).collect()
    }

    async fn payout_search(&self, filter: &PayoutFilter) -> Result<Option<Search>> {
        let Some(text) = filter.search.as_deref().map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
        let (people, name) = (self.find_people(text).await?, self.key_of(text).await?);
        Ok(Some(Search { key_from: text.to_owned(), key_to: after_prefix(text), people, name }))
    }

    async fn totals_of_payouts(&self, filter: &PayoutFilter, search: Option<&Search>) -> Result<Vec<PayoutTotal>> {
        let is_counted = search.is_some() || filter.program.is_some();
        let mut query = if is_counted {
            let mut query = QueryBuilder::new("SELECT p.state, p.rail, p.asset, count(*), sum(p.minor >> 32), sum(p.minor & 4294967295)");
            query.push(FROM);
            query
        } else {
            QueryBuilder::new(
                "SELECT p.state, p.rail, p.asset, p.count, p.minor >> 32, p.minor & 4294967295 FROM payout_total AS p WHERE p.count > 0",
            )
        };
        push_filter(&mut query, filter, search, None);
        if is_counted {
            query.push(" GROUP BY p.state, p.rail, p.asset");
        }
        query.push(" ORDER BY p.state, p.rail, p.asset");
        let rows: Vec<(i64, i64, i64, i64, i64, i64)> = query.build_query_as().fetch_all(self.pool()).await?;
        let total = |(state_no, rail_no, asset_no, payouts, high, low)| {
            let amount = Amount { minor: whole(high, low), asset: asset(asset_no)? };
            Ok(PayoutTotal { state: state(state_no)?, rail: rail(rail_no)?, amount, count: count(payouts) })
        };
        rows.into_iter().map(total).collect()
    }
}

/// A sum from the sums of its halves.
fn whole(high: i64, low: i64) -> i64 {
    let sum = (i128::from(high) << 32) + i128::from(low);
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}

/// Adds the filter's conditions. A plus before a column keeps SQLite from choosing its index where that of the order is to be gone through.
fn push_filter(query: &mut QueryBuilder<Sqlite>, filter: &PayoutFilter, search: Option<&Search>, through: Option<PayoutSort>) {
    let by_amount = through.is_some_and(PayoutSort::is_by_amount);
    if let Some(state) = filter.state {
        query.push(if by_amount { " AND +p.state = " } else { " AND p.state = " }).push_bind(state.cell());
    }
    if let Some(by) = filter.rail {
        query.push(" AND p.rail = ").push_bind(rail_cell(by));
    }
    if let Some(program) = filter.program {
        query.push(" AND r.program = ").push_bind(program.0.bits());
    }
    if let Some(asset) = filter.asset {
        query.push(if through.is_some() && !by_amount { " AND +p.asset = " } else { " AND p.asset = " }).push_bind(asset_cell(asset));
    }
    let Some(search) = search else { return };
    query.push(" AND p.no IN (SELECT no FROM reward WHERE key >= ").push_bind(search.key_from.clone());
    query.push(" AND key < ").push_bind(search.key_to.clone());
    for column in ["friend", "beneficiary"] {
        push_in(query, column, &search.people);
    }
    if let Some(name) = search.name {
        query.push(" OR shop_order = ").push_bind(name.bits());
        query.push(" UNION SELECT no FROM payout WHERE code = ").push_bind(name.bits());
    }
    query.push(")");
}
