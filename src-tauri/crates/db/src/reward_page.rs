//! The list of rewards: filter, sort, pages, totals.

use crate::cell::{asset, asset_cell, count, role_cell};
use crate::error::Result;
use crate::names::after_prefix;
use crate::open::Db;
use crate::page::PageKey;
use crate::review::signal_cell;
use crate::rewards::{COLUMNS, RewardRow, RewardState, Wait, reward_row};
use sqlx::{QueryBuilder, Sqlite};
use vouchsafe_domain::money::{Amount, Asset};
use vouchsafe_domain::name::{Key, ProgramKey};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::program::Signal;
use vouchsafe_domain::reward::{RewardId, Role};
use vouchsafe_domain::time::Timestamp;

/// Which rewards. What is not set does not limit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RewardFilter {
    /// Where they stand.
    pub state: Option<RewardState>,
    /// What they wait for.
    pub wait: Option<Wait>,
    /// They wait for a person: for a look, or for a word on more than stands.
    pub for_person: bool,
    /// What they are paid in.
    pub asset: Option<Asset>,
    /// Which side.
    pub role: Option<Role>,
    /// Promised by this program.
    pub program: Option<ProgramKey>,
    /// Promised although this signal was found.
    pub signal: Option<Signal>,
    /// Promised at this instant or before.
    pub until: Option<Timestamp>,
    /// The beginning of a key, of a person's name or email address; or a whole customer id or order number.
    pub search: Option<String>,
}

/// What waits for a person; an index holds it under these very words.
pub(crate) const FOR_PERSON: &str = "waits & 12 <> 0";
const _: () = assert!(Wait::Review.bit() | Wait::Raise.bit() == 12);

/// In which order. Amounts are compared within one asset; assets follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RewardSort {
    /// The last promised first.
    #[default]
    Newest,
    /// The first promised first.
    Oldest,
    /// The highest amount first.
    AmountHigh,
    /// The lowest amount first.
    AmountLow,
}

/// A page of rewards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RewardPage {
    /// The rewards.
    pub rows: Vec<RewardRow>,
    /// Where the next page begins; none after the last.
    pub next: Option<PageKey>,
    /// How many rewards the filter admits, on all pages.
    pub count: u64,
    /// What they come to, by asset.
    pub totals: Vec<RewardTotal>,
}

/// What some rewards of one asset come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RewardTotal {
    /// How much.
    pub amount: Amount,
    /// How many.
    pub count: u64,
}

/// What a search text may stand for.
struct Search {
    key_from: String,
    key_to: String,
    people: Vec<PartyId>,
    order: Option<Key>,
}

impl RewardSort {
    const fn is_by_amount(self) -> bool {
        matches!(self, Self::AmountHigh | Self::AmountLow)
    }

    /// The condition for what lies beyond a place, up to its values, and the order.
    const fn order(self) -> (&'static str, &'static str) {
        match self {
            Self::Newest => (" AND (created_at, no) < (", "created_at DESC, no DESC"),
            Self::Oldest => (" AND (created_at, no) > (", "created_at, no"),
            Self::AmountHigh => (" AND (asset, minor, no) < (", "asset DESC, minor DESC, no DESC"),
            Self::AmountLow => (" AND (asset, minor, no) > (", "asset, minor, no"),
        }
    }

    fn key(self, row: &RewardRow) -> PageKey {
        let no = i64::from(row.id.0);
        if self.is_by_amount() { PageKey([asset_cell(row.amount.asset), row.amount.minor, no]) } else { PageKey([row.created_at.micros(), no, 0]) }
    }
}

impl Db {
    /// One page of rewards with the totals of all that the filter admits.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn rewards(&self, filter: &RewardFilter, sort: RewardSort, after: Option<PageKey>, limit: u32) -> Result<RewardPage> {
        let search = self.search(filter).await?;
        let is_kept = search.is_none() && filter.program.is_none() && filter.signal.is_none() && filter.until.is_none();
        let totals = if is_kept { self.kept_totals(filter).await? } else { self.counted_totals(filter, search.as_ref()).await? };
        let mut query = QueryBuilder::new("SELECT ");
        query.push(COLUMNS).push(" FROM reward WHERE 1");
        push_filter(&mut query, filter, search.as_ref(), Some(sort));
        let (beyond, order) = sort.order();
        if let Some(PageKey([a, b, c])) = after {
            query.push(beyond).push_bind(a).push(", ").push_bind(b);
            if sort.is_by_amount() {
                query.push(", ").push_bind(c);
            }
            query.push(")");
        }
        query.push(format_args!(" ORDER BY {order} LIMIT ")).push_bind(i64::from(limit) + 1);
        let mut rows = query.build().fetch_all(self.pool()).await?.iter().map(reward_row).collect::<Result<Vec<_>>>()?;
        let has_more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let next = rows.last().filter(|_| has_more).map(|row| sort.key(row));
        Ok(RewardPage { rows, next, count: totals.iter().map(|total| total.count).sum(), totals })
    }

    /// The reward with this key.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn reward(&self, key: &str) -> Result<Option<RewardRow>> {
        let mut query = QueryBuilder::<Sqlite>::new("SELECT ");
        query.push(COLUMNS).push(" FROM reward WHERE key = ").push_bind(key.to_owned());
        query.build().fetch_optional(self.pool()).await?.as_ref().map(reward_row).transpose()
    }

    /// Some rewards that a friend's events gave, or that somebody gets: newest first, at most so many.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn rewards_of(&self, party: PartyId, limit: u32) -> Result<Vec<RewardRow>> {
        let mut query = QueryBuilder::<Sqlite>::new("SELECT ");
        query.push(COLUMNS).push(" FROM reward WHERE friend = ").push_bind(i64::from(party.0));
        query.push(" OR beneficiary = ").push_bind(i64::from(party.0));
        query.push(" ORDER BY created_at DESC, no DESC LIMIT ").push_bind(i64::from(limit));
        query.build().fetch_all(self.pool()).await?.iter().map(reward_row).collect()
    }

    /// Some rewards, as they stand.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn rewards_numbered(&self, some: &[RewardId]) -> Result<Vec<RewardRow>> {
        let mut query = QueryBuilder::<Sqlite>::new("SELECT ");
        query.push(COLUMNS).push(" FROM reward WHERE no IN (");
        let mut list = query.separated(", ");
        for reward in some {
            list.push_bind(i64::from(reward.0));
        }
        query.push(") ORDER BY no");
        query.build().fetch_all(self.pool()).await?.iter().map(reward_row).collect()
    }

    async fn search(&self, filter: &RewardFilter) -> Result<Option<Search>> {
        let Some(text) = filter.search.as_deref().map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
        let (people, order) = (self.find_people(text).await?, self.key_of(text).await?);
        Ok(Some(Search { key_from: text.to_owned(), key_to: after_prefix(text), people, order }))
    }

    async fn kept_totals(&self, filter: &RewardFilter) -> Result<Vec<RewardTotal>> {
        let mut query = QueryBuilder::new("SELECT asset, count, minor FROM reward_total WHERE count > 0");
        push_filter(&mut query, filter, None, None);
        query.push(" ORDER BY asset");
        let rows: Vec<(i64, i64, i64)> = query.build_query_as().fetch_all(self.pool()).await?;
        let mut totals: Vec<RewardTotal> = Vec::new();
        for (asset_no, rewards, minor) in rows {
            let asset = asset(asset_no)?;
            match totals.last_mut().filter(|total| total.amount.asset == asset) {
                None => totals.push(RewardTotal { amount: Amount { minor, asset }, count: count(rewards) }),
                Some(total) => {
                    total.amount.minor = total.amount.minor.saturating_add(minor);
                    total.count += count(rewards);
                }
            }
        }
        Ok(totals)
    }

    async fn counted_totals(&self, filter: &RewardFilter, search: Option<&Search>) -> Result<Vec<RewardTotal>> {
        // Summed in two halves, so that no sum leaves 64 bits.
        let mut query = QueryBuilder::new("SELECT asset, count(*), sum(minor >> 32), sum(minor & 4294967295) FROM reward WHERE 1");
        push_filter(&mut query, filter, search, None);
        query.push(" GROUP BY asset ORDER BY asset");
        let rows: Vec<(i64, i64, i64, i64)> = query.build_query_as().fetch_all(self.pool()).await?;
        rows.into_iter()
            .map(|(asset_no, rewards, high, low)| {
                let sum = (i128::from(high) << 32) + i128::from(low);
                let minor = i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX });
                Ok(RewardTotal { amount: Amount { minor, asset: asset(asset_no)? }, count: count(rewards) })
            })
            .collect()
    }
}

/// Adds the filter's conditions. A plus before a column keeps SQLite from choosing its index when another one gives the order.
fn push_filter(query: &mut QueryBuilder<Sqlite>, filter: &RewardFilter, search: Option<&Search>, sort: Option<RewardSort>) {
    let by_amount = sort.is_some_and(RewardSort::is_by_amount);
    if let Some(state) = filter.state {
        query.push(if by_amount { " AND +state = " } else { " AND state = " }).push_bind(state.cell());
    }
    if let Some(wait) = filter.wait {
        query.push(" AND waits & ").push_bind(wait.bit()).push(" <> 0");
    }
    if filter.for_person {
        query.push(" AND ").push(FOR_PERSON);
    }
    if let Some(asset) = filter.asset {
        query.push(if sort.is_some() && !by_amount { " AND +asset = " } else { " AND asset = " }).push_bind(asset_cell(asset));
    }
    if let Some(role) = filter.role {
        // Whoever stands further above is one side in lists.
        query.push(if matches!(role, Role::Upline(_)) { " AND role >= " } else { " AND role = " }).push_bind(role_cell(role));
    }
    if let Some(program) = filter.program {
        query.push(" AND program = ").push_bind(program.0.bits());
    }
    if let Some(signal) = filter.signal {
        query.push(" AND no IN (SELECT reward FROM reward_signal WHERE signal = ").push_bind(signal_cell(signal)).push(")");
    }
    if let Some(until) = filter.until {
        query.push(" AND created_at <= ").push_bind(until.micros());
    }
    let Some(search) = search else { return };
    query.push(" AND ((key >= ").push_bind(search.key_from.clone());
    query.push(" AND key < ").push_bind(search.key_to.clone()).push(")");
    for column in ["friend", "beneficiary"] {
        push_in(query, column, &search.people);
    }
    if let Some(order) = search.order {
        query.push(" OR shop_order = ").push_bind(order.bits());
    }
    query.push(")");
}

pub(crate) fn push_in(query: &mut QueryBuilder<Sqlite>, column: &'static str, people: &[PartyId]) {
    if people.is_empty() {
        return;
    }
    query.push(" OR ").push(column).push(" IN (");
    let mut list = query.separated(", ");
    for party in people {
        list.push_bind(i64::from(party.0));
    }
    query.push(")");
}
