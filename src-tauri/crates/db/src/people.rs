//! People: what a party is called, and which parties turned out to be one.

use crate::error::Result;
use crate::names::NameTexts;
use crate::open::Db;
use crate::state::Records;
use crate::writer::Tx;
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::{BTreeMap, BTreeSet};
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::name::Key;
use vouchsafe_domain::party::{Party, PartyId, PartyName};
use vouchsafe_domain::shop::{Customer, Order};

/// Somebody as they are shown. Names and addresses are the shop's text: hostile, and gone when the person is erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who, after merges.
    pub party: PartyId,
    /// What they are called in keys.
    pub name: PartyName,
    /// First and last name.
    pub full_name: Option<String>,
    /// Email address as written.
    pub email: Option<String>,
    /// What the engine keeps.
    pub record: Party,
}

const FOLLOW: [&str; 9] = [
    "UPDATE reward SET friend = ?2 WHERE friend = ?1",
    "UPDATE reward SET beneficiary = ?2 WHERE beneficiary = ?1",
    "UPDATE referral SET advocate = ?2 WHERE advocate = ?1",
    // A bond is put again as the merged record has it, if one is left. Of two refused contacts the earlier stands.
    "DELETE FROM referral WHERE friend = ?1 AND status < 2",
    "DELETE FROM referral WHERE friend = ?2 AND status < 2 AND ?1 <> ?2",
    "INSERT INTO referral (friend, advocate, code, status, reason, bound_at) \
     SELECT ?2, advocate, code, status, reason, bound_at FROM referral WHERE friend = ?1 \
     ON CONFLICT DO UPDATE SET advocate = excluded.advocate, code = excluded.code, reason = excluded.reason, bound_at = excluded.bound_at \
     WHERE excluded.bound_at < referral.bound_at",
    "DELETE FROM referral WHERE friend = ?1",
    "INSERT INTO person_figure (party, currency, orders, revenue, cost) \
     SELECT ?2, currency, orders, revenue, cost FROM person_figure WHERE party = ?1 \
     ON CONFLICT DO UPDATE SET orders = CAST(orders + excluded.orders AS INTEGER), revenue = CAST(revenue + excluded.revenue AS INTEGER), \
     cost = CAST(cost + excluded.cost AS INTEGER)",
    "DELETE FROM person_figure WHERE party = ?1",
];

impl Tx<'_> {
    /// Lets the rows of the read models follow parties that turned out to be another one.
    pub(crate) fn follow_merges(&mut self, records: &Records) -> Result<()> {
        for (from, record) in &records.parties {
            let Some(into) = record.merged_into else { continue };
            if self.run("INSERT INTO merged (party, into_party) VALUES (?1, ?2) ON CONFLICT DO NOTHING", (from.0, into.0))? == 0 {
                continue;
            }
            // Who it is now can have gone into somebody else in the same commit.
            let into = self.merged_into(into)?;
            for sql in FOLLOW {
                let mut statement = self.statement(sql)?;
                // Some name the party that goes alone.
                match statement.parameter_count() {
                    1 => statement.execute([from.0])?,
                    _ => statement.execute((from.0, into.0))?,
                };
            }
            self.notices_follow_merge(*from, into)?;
        }
        Ok(())
    }

    /// The party that a number stands for after merges.
    pub(crate) fn merged_into(&self, mut party: PartyId) -> Result<PartyId> {
        while let Some(into) = self.first("SELECT into_party FROM merged WHERE party = ?1", [party.0], |row| row.get(0))? {
            party = PartyId(into);
        }
        Ok(party)
    }
}

impl Db {
    /// The party that a number stands for after merges.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn resolve(&self, mut party: PartyId) -> Result<PartyId> {
        while let Some(into) = sqlx::query_scalar::<_, i64>("SELECT into_party FROM merged WHERE party = ?1")
            .bind(i64::from(party.0))
            .fetch_optional(self.pool())
            .await?
        {
            party = crate::cell::party(into)?;
        }
        Ok(party)
    }

    /// The party with all that were merged into it.
    pub(crate) async fn aliases(&self, party: PartyId) -> Result<Vec<PartyId>> {
        let sql = "WITH RECURSIVE alias (party) AS (VALUES (?1) UNION SELECT m.party FROM merged AS m JOIN alias ON m.into_party = alias.party) SELECT party FROM alias";
        let rows: Vec<i64> = sqlx::query_scalar(sql).bind(i64::from(party.0)).fetch_all(self.pool()).await?;
        rows.into_iter().map(crate::cell::party).collect()
    }

    /// Who these parties are, by the number that was asked for. A number that stands for nobody is left out.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn people(&self, parties: impl IntoIterator<Item = PartyId> + Send) -> Result<BTreeMap<PartyId, Person>> {
        let wanted: BTreeSet<PartyId> = parties.into_iter().collect();
        self.scan(move |conn| people(conn, wanted)).await
    }

    /// Who these parties are, as [`Db::people`], and what these keys and the parties' names are called: everything that a screen shows, in one
    /// reading.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn people_and_texts(
        &self,
        parties: impl IntoIterator<Item = PartyId> + Send,
        keys: impl IntoIterator<Item = Key> + Send,
    ) -> Result<(BTreeMap<PartyId, Person>, NameTexts)> {
        let wanted: BTreeSet<PartyId> = parties.into_iter().collect();
        let keys: Vec<Key> = keys.into_iter().collect();
        if wanted.is_empty() && keys.iter().all(|key| key.as_symbol().is_none()) {
            return Ok(Default::default());
        }
        self.scan(move |conn| {
            let people = people(conn, wanted)?;
            let names = people.values().map(|person| match person.name {
                PartyName::Customer(customer) => customer.0,
                PartyName::Guest(order) => order.0,
            });
            let keys: BTreeSet<Key> = keys.into_iter().chain(names).collect();
            Ok((people, texts(conn, keys)?))
        })
        .await
    }
}

fn people(conn: &Connection, wanted: BTreeSet<PartyId>) -> Result<BTreeMap<PartyId, Person>> {
    let mut people = BTreeMap::new();
    for asked in wanted {
        people.extend(person(conn, asked)?.map(|person| (asked, person)));
    }
    Ok(people)
}

fn texts(conn: &Connection, keys: BTreeSet<Key>) -> Result<NameTexts> {
    let mut texts = NameTexts::default();
    for no in keys.into_iter().filter_map(Key::as_symbol) {
        if let Some(text) = first(conn, "SELECT text FROM name WHERE no = ?1", no.into())? {
            texts.keep(no, text);
        }
    }
    Ok(texts)
}

/// The first cell of the row with a key, if there is one.
pub(crate) fn first<T: rusqlite::types::FromSql>(conn: &Connection, sql: &str, key: i64) -> Result<Option<T>> {
    Ok(conn.prepare_cached(sql)?.query_row([key], |row| row.get(0)).optional()?)
}

/// The party that a number stands for after merges.
pub(crate) fn resolved(conn: &Connection, mut party: PartyId) -> Result<PartyId> {
    while let Some(into) = first(conn, "SELECT into_party FROM merged WHERE party = ?1", party.0.into())? {
        party = PartyId(into);
    }
    Ok(party)
}

/// A party with all that were merged into it, near and far.
pub(crate) fn aliases(conn: &Connection, party: PartyId) -> Result<Vec<PartyId>> {
    let mut found = vec![party];
    let mut statement = conn.prepare_cached("SELECT party FROM merged WHERE into_party = ?1")?;
    let mut next = 0;
    while let Some(into) = found.get(next) {
        let parties = statement.query_map([into.0], |row| row.get(0).map(PartyId))?.collect::<rusqlite::Result<Vec<_>>>()?;
        found.extend(parties);
        next += 1;
    }
    Ok(found)
}

pub(crate) fn person(conn: &Connection, asked: PartyId) -> Result<Option<Person>> {
    let party = resolved(conn, asked)?;
    let Some(bytes) = first::<Vec<u8>>(conn, "SELECT bytes FROM state_party WHERE key = ?1", party.0.into())? else { return Ok(None) };
    let record = Party::from_bytes(&bytes)?;
    let (full_name, mut email) = match record.name {
        PartyName::Customer(customer) => customer_words(conn, customer.0)?,
        PartyName::Guest(order) => guest_words(conn, order.0)?,
    };
    if email.is_none() {
        let known = "SELECT i.value FROM state_email AS e JOIN identity AS i ON i.no = e.key WHERE e.party = ?1 ORDER BY e.key LIMIT 1";
        email = first::<Option<String>>(conn, known, party.0.into())?.flatten();
    }
    Ok(Some(Person { party, name: record.name, full_name, email, record }))
}

type Words = (Option<String>, Option<String>);

fn customer_words(conn: &Connection, key: Key) -> Result<Words> {
    let Some(cold) = first::<Vec<u8>>(conn, "SELECT cold FROM customer WHERE key = ?1", key.bits())? else { return Ok((None, None)) };
    let customer = Customer::from_bytes(&cold)?;
    Ok((full_name(&customer.first_name, &customer.last_name), said(customer.email)))
}

fn guest_words(conn: &Connection, key: Key) -> Result<Words> {
    let Some(cold) = first::<Vec<u8>>(conn, "SELECT cold FROM shop_order WHERE key = ?1", key.bits())? else { return Ok((None, None)) };
    let order = Order::from_bytes(&cold)?;
    Ok((guest_name(&order), order.customer_email.or(order.email).and_then(said)))
}

/// The name that a guest gave with an order.
pub(crate) fn guest_name(order: &Order) -> Option<String> {
    order.billing.as_ref().or(order.shipping.as_ref()).and_then(|address| full_name(&address.first_name, &address.last_name))
}

fn said(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn full_name(first: &str, last: &str) -> Option<String> {
    said(format!("{} {}", first.trim(), last.trim()).trim().to_owned())
}
