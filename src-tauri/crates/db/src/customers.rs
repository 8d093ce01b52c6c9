//! Customers and guests: what a list shows of each, and what is known of one.

use crate::cell::{asset, count, currency};
use crate::error::Result;
use crate::open::Db;
use crate::people::{Person, aliases, first, person, resolved};
use crate::writer::Tx;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::money::{Amount, Money};
use vouchsafe_domain::name::{CodeKey, CustomerKey, Identity, IdentityKind, Key};
use vouchsafe_domain::party::{PartyId, PartyName};
use vouchsafe_domain::state::Code;

/// What a list shows of somebody beside the directory's entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerFacts {
    /// Who.
    pub person: Person,
    /// The code issued last that works.
    pub code: Option<CodeKey>,
    /// How many orders the mirror has of them.
    pub orders: u64,
    /// Who it was has been erased.
    pub is_erased: bool,
}

/// A code with what came by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnCode {
    /// The code.
    pub code: CodeKey,
    /// What the engine keeps of it.
    pub record: Code,
    /// How many friends came by it.
    pub friends: u64,
}

/// One name under which somebody is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum KnownAs {
    /// An account.
    Customer(CustomerKey),
    /// An email address; none after it was erased.
    Email(Option<String>),
    /// What a party was called that turned out to be this one.
    Merged(PartyName),
}

/// People who told the same of themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sharing {
    /// What they share.
    pub kind: IdentityKind,
    /// The others, each once, at most [`MOST_SHARING`].
    pub others: Vec<PartyId>,
}

/// Everything about somebody that stands in tables of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// As in a list.
    pub facts: CustomerFacts,
    /// Names, at most [`MOST_LISTED`] of each sort.
    pub known_as: Vec<KnownAs>,
    /// Codes, the newest first, at most [`MOST_LISTED`].
    pub codes: Vec<OwnCode>,
    /// How many friends they brought.
    pub friends: u64,
    /// What they brought as a friend, for each currency.
    pub revenue: Vec<Money>,
    /// What stands of rewards to them, and how many there are, for each asset.
    pub earned: Vec<(Amount, u64)>,
    /// With whom they share what they told of themselves.
    pub shared: Vec<Sharing>,
    /// The number of the last event about them; 0 without any.
    pub last_seq: u64,
}

/// The most names and codes of a profile.
pub const MOST_LISTED: usize = 100;
/// The most people with whom something is shared that are counted.
pub const MOST_SHARING: usize = 100;

impl Db {
    /// What a list shows of these people, by the number that was asked for.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn customer_facts(&self, parties: Vec<PartyId>) -> Result<BTreeMap<PartyId, CustomerFacts>> {
        self.scan(move |conn| {
            let mut found = BTreeMap::new();
            for party in parties {
                found.extend(facts(conn, party)?.map(|facts| (party, facts)));
            }
            Ok(found)
        })
        .await
    }

    /// Everything about somebody that stands in tables of its own.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn profile(&self, party: PartyId) -> Result<Option<Profile>> {
        self.scan(move |conn| profile(conn, party)).await
    }
}

impl Tx<'_> {
    /// The number of the last event about a party, with all that were merged into it; 0 without any.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn last_seq_about(&self, party: PartyId) -> Result<u64> {
        last_seq_of(self.conn, party)
    }
}

/// The number in the log of the last event about somebody.
pub(crate) fn last_seq_of(conn: &Connection, party: PartyId) -> Result<u64> {
    let party = resolved(conn, party)?;
    last_seq(conn, &aliases(conn, party)?)
}

fn last_seq(conn: &Connection, aliases: &[PartyId]) -> Result<u64> {
    let mut last = 0;
    for alias in aliases {
        let seq: Option<Option<i64>> = first(conn, "SELECT max(seq) FROM party_event WHERE party = ?1", alias.0.into())?;
        last = last.max(seq.flatten().map_or(0, count));
    }
    Ok(last)
}

fn list<T: rusqlite::types::FromSql>(conn: &Connection, sql: &str, key: i64) -> Result<Vec<T>> {
    let mut statement = conn.prepare_cached(sql)?;
    Ok(statement.query_map([key], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

fn facts(conn: &Connection, asked: PartyId) -> Result<Option<CustomerFacts>> {
    let Some(person) = person(conn, asked)? else { return Ok(None) };
    let aliases = aliases(conn, person.party)?;
    let accounts = accounts(conn, &aliases)?;
    let mut is_erased = false;
    for account in &accounts {
        is_erased |= first::<i64>(conn, "SELECT 1 FROM erased_customer WHERE key = ?1", account.0.bits())?.is_some();
    }
    let codes = codes(conn, &accounts)?;
    let code = codes.iter().find(|(_, record)| record.disabled_at.is_none()).or(codes.first()).map(|(code, _)| *code);
    let orders = orders(conn, &aliases, &accounts)?;
    Ok(Some(CustomerFacts { person, code, orders, is_erased }))
}

/// Every account of somebody, by id.
pub(crate) fn accounts(conn: &Connection, aliases: &[PartyId]) -> Result<Vec<CustomerKey>> {
    let mut accounts = Vec::new();
    for alias in aliases {
        let keys: Vec<i64> = list(conn, "SELECT key FROM state_customer WHERE party = ?1", alias.0.into())?;
        accounts.extend(keys.into_iter().map(|key| CustomerKey(Key::from_bits(key))));
    }
    accounts.sort_unstable();
    Ok(accounts)
}

/// The codes of these accounts, the newest first.
fn codes(conn: &Connection, accounts: &[CustomerKey]) -> Result<Vec<(CodeKey, Code)>> {
    let mut codes = Vec::new();
    for account in accounts {
        for code in list::<i64>(conn, "SELECT code FROM code_owner WHERE customer = ?1", account.0.bits())? {
            let record: Option<Vec<u8>> = first(conn, "SELECT bytes FROM state_code WHERE key = ?1", code)?;
            if let Some(record) = record {
                codes.push((CodeKey(Key::from_bits(code)), Code::from_bytes(&record)?));
            }
        }
    }
    codes.sort_unstable_by_key(|(code, record)| (std::cmp::Reverse(record.issued_at), *code));
    Ok(codes)
}

/// The orders of the accounts, and those that guests made from the person's addresses. Drafts are not orders yet.
fn orders(conn: &Connection, aliases: &[PartyId], accounts: &[CustomerKey]) -> Result<u64> {
    const ACCOUNT: &str = "SELECT count(*) FROM shop_order WHERE customer = ?1 AND status <> 0";
    const GUEST: &str = "SELECT count(*) FROM state_email AS e JOIN shop_order AS o ON o.email = e.key AND o.customer IS NULL \
                         WHERE e.party = ?1 AND o.status <> 0";
    let mut orders = 0;
    for account in accounts {
        orders += first(conn, ACCOUNT, account.0.bits())?.map_or(0, count);
    }
    for alias in aliases {
        orders += first(conn, GUEST, alias.0.into())?.map_or(0, count);
    }
    // Files tell of orders that no mirror has; those of friends are counted by the fold.
    let told: Option<i64> = match aliases.first() {
        Some(party) => first(conn, "SELECT coalesce(sum(orders), 0) FROM person_figure WHERE party = ?1", party.0.into())?,
        None => None,
    };
    Ok(orders.max(told.map_or(0, count)))
}

fn profile(conn: &Connection, asked: PartyId) -> Result<Option<Profile>> {
    let Some(facts) = facts(conn, asked)? else { return Ok(None) };
    let party = facts.person.party;
    let aliases = aliases(conn, party)?;
    let accounts = accounts(conn, &aliases)?;
    let mut own_codes = codes(conn, &accounts)?;
    own_codes.truncate(MOST_LISTED);
    let mut by_code = conn.prepare_cached("SELECT count(*) FROM referral WHERE advocate = ?1 AND code = ?2 AND status < 2")?;
    let mut with_friends = Vec::with_capacity(own_codes.len());
    for (code, record) in own_codes {
        let friends = by_code.query_row((party.0, code.0.bits()), |row| row.get(0))?;
        with_friends.push(OwnCode { code, record, friends: count(friends) });
    }
    let friends = first(conn, "SELECT count(*) FROM referral WHERE advocate = ?1 AND status < 2", party.0.into())?;
    Ok(Some(Profile {
        known_as: known_as(conn, &aliases, &accounts)?,
        codes: with_friends,
        friends: friends.map_or(0, count),
        revenue: revenue(conn, party)?,
        earned: earned(conn, party)?,
        shared: shared(conn, &aliases)?,
        last_seq: last_seq(conn, &aliases)?,
        facts,
    }))
}

fn known_as(conn: &Connection, aliases: &[PartyId], accounts: &[CustomerKey]) -> Result<Vec<KnownAs>> {
    let mut names: Vec<KnownAs> = accounts.iter().take(MOST_LISTED).map(|account| KnownAs::Customer(*account)).collect();
    let mut emails = BTreeSet::new();
    for alias in aliases {
        let sql = "SELECT i.value FROM state_email AS e LEFT JOIN identity AS i ON i.no = e.key WHERE e.party = ?1 ORDER BY e.key LIMIT 100";
        emails.extend(list::<Option<String>>(conn, sql, alias.0.into())?.into_iter().map(KnownAs::Email));
    }
    for account in accounts {
        let sql = "SELECT i.value FROM customer AS c LEFT JOIN identity AS i ON i.no = c.email WHERE c.key = ?1";
        emails.extend(list::<Option<String>>(conn, sql, account.0.bits())?.into_iter().map(KnownAs::Email));
    }
    names.extend(emails.into_iter().take(MOST_LISTED));
    for alias in aliases.iter().take(MOST_LISTED) {
        let Some(bytes) = first::<Vec<u8>>(conn, "SELECT bytes FROM state_party WHERE key = ?1", alias.0.into())? else { continue };
        let record = vouchsafe_domain::party::Party::from_bytes(&bytes)?;
        // Somebody who ordered before they had an account is called by that order for good.
        if record.merged_into.is_some() || matches!(record.name, PartyName::Guest(_)) {
            names.push(KnownAs::Merged(record.name));
        }
    }
    Ok(names)
}

fn revenue(conn: &Connection, party: PartyId) -> Result<Vec<Money>> {
    let mut statement = conn.prepare_cached("SELECT currency, revenue FROM person_figure WHERE party = ?1 AND revenue <> 0 ORDER BY currency")?;
    let rows = statement.query_map([party.0], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<Vec<(i64, i64)>>>()?;
    rows.into_iter().map(|(code, minor)| Ok(Money::new(minor, currency(code)?))).collect()
}

/// Rewards that wait, are due or were delivered.
fn earned(conn: &Connection, party: PartyId) -> Result<Vec<(Amount, u64)>> {
    let sql = "SELECT asset, CAST(total(minor) AS INTEGER), count(*) FROM reward WHERE beneficiary = ?1 AND state < 3 GROUP BY asset ORDER BY asset";
    let mut statement = conn.prepare_cached(sql)?;
    let rows =
        statement.query_map([party.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<rusqlite::Result<Vec<(i64, i64, i64)>>>()?;
    rows.into_iter().map(|(cell, minor, rewards)| Ok((Amount { minor, asset: asset(cell)? }, count(rewards)))).collect()
}

/// With whom somebody shares an address, a mailbox or a telephone. What was erased tells nothing any more.
fn shared(conn: &Connection, own: &[PartyId]) -> Result<Vec<Sharing>> {
    const OWN: &str = "SELECT p.identity, i.kind FROM party_identity AS p JOIN identity AS i ON i.no = p.identity \
                       WHERE p.party = ?1 AND i.value IS NOT NULL AND i.kind IN (0, 1, 2, 7) LIMIT 200";
    let mut told: BTreeMap<Identity, IdentityKind> = BTreeMap::new();
    for alias in own {
        let mut statement = conn.prepare_cached(OWN)?;
        let mut rows = statement.query([alias.0])?;
        while let Some(row) = rows.next()? {
            let kind = usize::from(row.get::<_, u8>(1)?);
            let identity = Identity(row.get(0)?);
            told.extend(IdentityKind::ALL.get(kind).map(|kind| (identity, *kind)));
        }
    }
    let mut shared: BTreeMap<u8, (IdentityKind, BTreeSet<PartyId>)> = BTreeMap::new();
    for (identity, kind) in told {
        let others: Vec<u32> = list(conn, "SELECT party FROM party_identity WHERE identity = ?1 LIMIT 200", identity.0.into())?;
        for other in others {
            let other = resolved(conn, PartyId(other))?;
            if !own.contains(&other) {
                shared.entry(kind.number()).or_insert((kind, BTreeSet::new())).1.insert(other);
            }
        }
    }
    // Who has the same address has the same mailbox.
    let same_address = shared.get(&IdentityKind::Email.number()).map(|(_, others)| others.clone()).unwrap_or_default();
    if let Some((_, others)) = shared.get_mut(&IdentityKind::Mailbox.number()) {
        others.retain(|other| !same_address.contains(other));
    }
    let sharing = |(kind, others): (IdentityKind, BTreeSet<PartyId>)| Sharing { kind, others: others.into_iter().take(MOST_SHARING).collect() };
    Ok(shared.into_values().filter(|(_, others)| !others.is_empty()).map(sharing).collect())
}
