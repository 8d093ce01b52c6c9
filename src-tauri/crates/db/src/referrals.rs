//! Referrals as lists and the tree show them.

use crate::cell::{count, damaged, instant, micros, party, reason, reason_cell};
use crate::error::{DbError, Result};
use crate::fold::{FoldCommit, RefusedContact};
use crate::names::after_prefix;
use crate::open::Db;
use crate::page::PageKey;
use crate::reward_page::push_in;
use crate::writer::Tx;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row as _, Sqlite};
use vouchsafe_domain::identity::Email;
use vouchsafe_domain::name::{CodeKey, CustomerKey, Key, OrderKey};
use vouchsafe_domain::party::{Party, PartyId};
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::time::Timestamp;

/// Where a referral stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReferralStatus {
    /// Bound; nothing made the friend an active one yet.
    Registered,
    /// The friend is active.
    Activated,
    /// The contact bound nobody, or a person refused the referral: then the bond stands and earns nothing. There is a reason for each of them.
    Rejected,
}

impl ReferralStatus {
    /// Every status, by its stored number.
    pub const ALL: [Self; 3] = [Self::Registered, Self::Activated, Self::Rejected];

    /// The name in files and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Activated => "activated",
            Self::Rejected => "rejected",
        }
    }

    const fn cell(self) -> i64 {
        self as i64
    }
}

/// A referral in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralRow {
    /// The friend, after merges.
    pub friend: PartyId,
    /// The advocate, after merges; none for a contact with a code that nobody owns.
    pub advocate: Option<PartyId>,
    /// By which code.
    pub code: CodeKey,
    /// Where it stands.
    pub status: ReferralStatus,
    /// Why it was rejected.
    pub reason: Option<Reason>,
    /// When the friend was bound; of a rejected one, when the contact was.
    pub bound_at: Timestamp,
    /// When the account was made.
    pub registered_at: Option<Timestamp>,
    /// When the first order was confirmed.
    pub activated_at: Option<Timestamp>,
    /// When money of an order was first captured.
    pub first_paid_at: Option<Timestamp>,
    /// How many rewards the friend's events gave, to either side.
    pub rewards: u64,
}

/// Which referrals. What is not set does not limit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReferralFilter {
    /// Where they stand.
    pub status: Option<ReferralStatus>,
    /// The beginning of a person's name or email address, of either side; or a whole customer id, order number or code.
    pub search: Option<String>,
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReferralSort {
    /// The last bound first.
    #[default]
    Newest,
    /// The first bound first.
    Oldest,
}

/// A page of referrals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralPage {
    /// The referrals.
    pub rows: Vec<ReferralRow>,
    /// Where the next page begins; none after the last.
    pub next: Option<PageKey>,
    /// How many referrals the filter admits, on all pages.
    pub count: u64,
}

/// A bond, for building the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// The friend.
    pub friend: PartyId,
    /// The advocate.
    pub advocate: PartyId,
    /// By which code.
    pub code: CodeKey,
    /// Since when.
    pub bound_at: Timestamp,
}

const PUT: &str = "INSERT INTO referral (friend, advocate, code, status, reason, bound_at, registered_at, activated_at, first_paid_at) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO UPDATE SET advocate = excluded.advocate, code = excluded.code, \
    status = excluded.status, reason = excluded.reason, bound_at = excluded.bound_at, registered_at = excluded.registered_at, \
    activated_at = excluded.activated_at, first_paid_at = excluded.first_paid_at";
/// The first refused contact stands, and a bond replaces it.
const REFUSE: &str = "INSERT INTO referral (friend, advocate, code, status, reason, bound_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET \
    advocate = excluded.advocate, code = excluded.code, reason = excluded.reason, bound_at = excluded.bound_at \
    WHERE referral.status = 2 AND excluded.bound_at < referral.bound_at";

impl Tx<'_> {
    /// Brings the list of referrals up to date.
    pub(crate) fn put_referrals(&mut self, fold: &FoldCommit) -> Result<()> {
        for (id, record) in &fold.records.parties {
            self.put_referral(*id, record)?;
        }
        for contact in fold.refused() {
            self.refuse_referral(fold, contact)?;
        }
        Ok(())
    }

    fn put_referral(&self, friend: PartyId, record: &Party) -> Result<()> {
        let (Some(bond), None) = (record.bond, record.merged_into) else { return Ok(()) };
        let status = if record.activated_at.is_some() { ReferralStatus::Activated } else { ReferralStatus::Registered };
        // A bond keeps its status, so that it stays one in the tree; that it is refused is said by its reason.
        let reason = record.rejected.then(|| reason_cell(Reason::ReferralRejected));
        let advocate = self.merged_into(bond.advocate)?;
        let times = (micros(record.registered_at), micros(record.activated_at), micros(record.first_paid_at));
        self.run(PUT, (friend.0, advocate.0, bond.code.0.bits(), status.cell(), reason, bond.at.micros(), times.0, times.1, times.2))?;
        Ok(())
    }

    fn refuse_referral(&self, fold: &FoldCommit, contact: &RefusedContact) -> Result<()> {
        let friend = self.merged_into(contact.party)?;
        // Somebody can have got the code since, in the same commit or in a later one: it was nobody's then.
        let was_owned = contact.reason != Reason::CodeUnknown;
        let owner = fold.records.owners.binary_search_by_key(&contact.code, |(code, _)| *code).ok().filter(|_| was_owned);
        let owner = owner.and_then(|index| fold.records.owners.get(index));
        let advocate = owner.map(|(_, party)| self.merged_into(*party)).transpose()?;
        let params = (
            friend.0,
            advocate.map(|party| party.0),
            contact.code.0.bits(),
            ReferralStatus::Rejected.cell(),
            reason_cell(contact.reason),
            contact.at.micros(),
        );
        self.run(REFUSE, params)?;
        Ok(())
    }
}

impl Db {
    /// One page of referrals.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn referrals(&self, filter: &ReferralFilter, sort: ReferralSort, after: Option<PageKey>, limit: u32) -> Result<ReferralPage> {
        let search = match filter.search.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            None => None,
            Some(text) => Some((self.find_people(text).await?, self.key_of(&text.to_uppercase()).await?)),
        };
        let mut query = QueryBuilder::new("SELECT count(*) FROM referral WHERE 1");
        push_filter(&mut query, filter, search.as_ref());
        let rows: i64 = query.build_query_scalar().fetch_one(self.pool()).await?;

        let mut query = QueryBuilder::new(
            "SELECT friend, advocate, code, status, reason, bound_at, registered_at, activated_at, first_paid_at, \
             (SELECT count(*) FROM reward WHERE reward.friend = referral.friend) FROM referral WHERE 1",
        );
        push_filter(&mut query, filter, search.as_ref());
        let (beyond, order) = match sort {
            ReferralSort::Newest => (" AND (bound_at, friend) < (", " ORDER BY bound_at DESC, friend DESC LIMIT "),
            ReferralSort::Oldest => (" AND (bound_at, friend) > (", " ORDER BY bound_at, friend LIMIT "),
        };
        if let Some(PageKey([at, friend, _])) = after {
            query.push(beyond).push_bind(at).push(", ").push_bind(friend).push(")");
        }
        query.push(order).push_bind(i64::from(limit) + 1);
        let mut page = query.build().fetch_all(self.pool()).await?.iter().map(referral_row).collect::<Result<Vec<_>>>()?;
        let has_more = page.len() > limit as usize;
        page.truncate(limit as usize);
        let next = page.last().filter(|_| has_more).map(|row| PageKey([row.bound_at.micros(), i64::from(row.friend.0), 0]));
        Ok(ReferralPage { rows: page, next, count: count(rows) })
    }

    /// The referral of a friend.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn referral_of(&self, friend: PartyId) -> Result<Option<ReferralRow>> {
        let sql = "SELECT friend, advocate, code, status, reason, bound_at, registered_at, activated_at, first_paid_at, \
                   (SELECT count(*) FROM reward WHERE reward.friend = referral.friend) FROM referral WHERE friend = ?1";
        sqlx::query(sql).bind(i64::from(friend.0)).fetch_optional(self.pool()).await?.as_ref().map(referral_row).transpose()
    }

    /// Every bond, by friend.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn edges(&self) -> Result<Vec<Edge>> {
        self.scan(|conn| {
            let mut statement =
                conn.prepare("SELECT friend, advocate, code, bound_at FROM referral WHERE status < 2 AND advocate IS NOT NULL ORDER BY friend")?;
            let mut rows = statement.query([])?;
            let mut edges = Vec::new();
            while let Some(row) = rows.next()? {
                edges.push(Edge {
                    friend: PartyId(row.get(0)?),
                    advocate: PartyId(row.get(1)?),
                    code: CodeKey(Key::from_bits(row.get(2)?)),
                    bound_at: Timestamp::from_micros(row.get(3)?),
                });
            }
            Ok(edges)
        })
        .await
    }

    /// The parties that a search text stands for: the beginning of a name or an email address, a whole customer id, order number or
    /// `guest-` with an order number. At most a few hundred.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn find_people(&self, text: &str) -> Result<Vec<PartyId>> {
        const MOST: i64 = 100;
        let text = text.trim();
        let mut found: Vec<PartyId> = Vec::new();
        if let Some(key) = self.key_of(text).await? {
            found.extend(self.party_of(CustomerKey(key)).await?);
        }
        if let Some(key) = self.key_of(text.strip_prefix("guest-").unwrap_or(text)).await? {
            found.extend(self.order_record(OrderKey(key)).await?.map(|record| record.party));
        }
        let lower = text.to_lowercase();
        let by_name = "SELECT s.party FROM customer AS c JOIN state_customer AS s ON s.key = c.key WHERE c.name >= ?1 AND c.name < ?2 LIMIT ?3";
        let by_email =
            "SELECT s.party FROM identity AS i JOIN state_email AS s ON s.key = i.no WHERE i.kind = 0 AND i.value >= ?1 AND i.value < ?2 LIMIT ?3";
        // A domain that somebody typed with their own letters is kept in its ASCII form.
        let exact = Email::parse(text).map_or_else(|_| lower.clone(), |email| email.exact);
        for (sql, prefix) in [(by_name, &lower), (by_email, &lower), (by_email, &exact)] {
            let parties: Vec<i64> = sqlx::query_scalar(sql).bind(prefix).bind(after_prefix(prefix)).bind(MOST).fetch_all(self.pool()).await?;
            for no in parties {
                found.push(party(no)?);
            }
        }
        for party in &mut found {
            *party = self.resolve(*party).await?;
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}

fn push_filter(query: &mut QueryBuilder<Sqlite>, filter: &ReferralFilter, search: Option<&(Vec<PartyId>, Option<Key>)>) {
    match filter.status {
        None => {}
        Some(ReferralStatus::Rejected) => drop(query.push(" AND reason IS NOT NULL")),
        Some(status) => drop(query.push(" AND reason IS NULL AND status = ").push_bind(status.cell())),
    }
    let Some((people, code)) = search else { return };
    query.push(" AND (0");
    push_in(query, "friend", people);
    push_in(query, "advocate", people);
    if let Some(code) = code {
        query.push(" OR code = ").push_bind(code.bits());
    }
    query.push(")");
}

fn referral_row(row: &SqliteRow) -> Result<ReferralRow> {
    let int = |index: usize| row.try_get::<i64, _>(index).map_err(DbError::from);
    let maybe = |index: usize| row.try_get::<Option<i64>, _>(index).map_err(DbError::from);
    let status = usize::try_from(int(3)?).ok().and_then(|index| ReferralStatus::ALL.get(index)).ok_or_else(|| damaged("a referral's status"))?;
    let reason = maybe(4)?.map(reason).transpose()?;
    Ok(ReferralRow {
        friend: party(int(0)?)?,
        advocate: maybe(1)?.map(party).transpose()?,
        code: CodeKey(Key::from_bits(int(2)?)),
        status: if reason.is_some() { ReferralStatus::Rejected } else { *status },
        reason,
        bound_at: Timestamp::from_micros(int(5)?),
        registered_at: instant(maybe(6)?),
        activated_at: instant(maybe(7)?),
        first_paid_at: instant(maybe(8)?),
        rewards: count(int(9)?),
    })
}
