//! People: what a party is called, and which parties turned out to be one.

use crate::error::Result;
use crate::open::Db;
use crate::state::Records;
use crate::writer::Tx;
use std::collections::BTreeMap;
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
        let mut wanted: Vec<PartyId> = parties.into_iter().collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut people = BTreeMap::new();
        for asked in wanted {
            if let Some(person) = self.person(asked).await? {
                people.insert(asked, person);
            }
        }
        Ok(people)
    }

    async fn person(&self, asked: PartyId) -> Result<Option<Person>> {
        let party = self.resolve(asked).await?;
        let bytes: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT bytes FROM state_party WHERE key = ?1").bind(i64::from(party.0)).fetch_optional(self.pool()).await?;
        let Some(bytes) = bytes else { return Ok(None) };
        let record = Party::from_bytes(&bytes)?;
        let (full_name, mut email) = match record.name {
            PartyName::Customer(customer) => self.customer_words(customer.0).await?,
            PartyName::Guest(order) => self.guest_words(order.0).await?,
        };
        if email.is_none() {
            email = self.known_email(party).await?;
        }
        Ok(Some(Person { party, name: record.name, full_name, email, record }))
    }

    async fn customer_words(&self, key: Key) -> Result<(Option<String>, Option<String>)> {
        let cold: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT cold FROM customer WHERE key = ?1").bind(key.bits()).fetch_optional(self.pool()).await?;
        let Some(cold) = cold else { return Ok((None, None)) };
        let customer = Customer::from_bytes(&cold)?;
        Ok((full_name(&customer.first_name, &customer.last_name), said(customer.email)))
    }

    async fn guest_words(&self, key: Key) -> Result<(Option<String>, Option<String>)> {
        let cold: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT cold FROM shop_order WHERE key = ?1").bind(key.bits()).fetch_optional(self.pool()).await?;
        let Some(cold) = cold else { return Ok((None, None)) };
        let order = Order::from_bytes(&cold)?;
        let name = order.billing.as_ref().or(order.shipping.as_ref()).and_then(|address| full_name(&address.first_name, &address.last_name));
        Ok((name, order.customer_email.or(order.email).and_then(said)))
    }

    /// An address that events alone told us.
    async fn known_email(&self, party: PartyId) -> Result<Option<String>> {
        let sql = "SELECT i.value FROM state_email AS e JOIN identity AS i ON i.no = e.key WHERE e.party = ?1 ORDER BY e.key LIMIT 1";
        let email: Option<Option<String>> = sqlx::query_scalar(sql).bind(i64::from(party.0)).fetch_optional(self.pool()).await?;
        Ok(email.flatten())
    }
}

fn said(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn full_name(first: &str, last: &str) -> Option<String> {
    said(format!("{} {}", first.trim(), last.trim()).trim().to_owned())
}
