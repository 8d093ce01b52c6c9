//! Codes: whose one is, who has none, and which were issued since some place of the log.

use crate::cell::{count, signed};
use crate::error::Result;
use crate::open::Db;
use crate::writer::Tx;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::event::{Event, EventClass, Fact};
use vouchsafe_domain::name::{CodeKey, CustomerKey, Key, Texts as _};
use vouchsafe_domain::shop::Customer;
use vouchsafe_domain::state::{Code, RecordKey, State};

/// A code that was issued, by the number of its event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IssuedCode {
    /// The event's number in the log.
    pub seq: u64,
    /// The code.
    pub code: CodeKey,
    /// Its owner.
    pub customer: CustomerKey,
    /// The shop or a file of owners told it; it was not issued here.
    pub is_inferred: bool,
}

impl Tx<'_> {
    /// Whose a code is and whether it works, as the log says.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub fn code_record(&self, code: CodeKey) -> Result<Option<Code>> {
        let mut state = State::default();
        self.load(&[RecordKey::Code(code)], &mut state)?;
        Ok(state.codes.get(&code).copied())
    }

    /// Whose a code is or will be: by the log, or by what is staged for it.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub fn code_holder(&self, code: CodeKey) -> Result<Option<CustomerKey>> {
        if let Some(record) = self.code_record(code)? {
            return Ok(Some(record.owner));
        }
        // Of several who claim it, the one whose claim the fold will take first.
        let mut statement = self.statement("SELECT bytes FROM staged WHERE class = ?1 AND key = ?2")?;
        let mut rows = statement.query((EventClass::CodeIssued.number(), code.0.bits()))?;
        let mut claims = Vec::new();
        while let Some(row) = rows.next()? {
            let event = Event::from_bytes(row.get_ref(0)?.as_blob().unwrap_or_default())?;
            if let Fact::CodeIssued { customer, .. } = event.fact {
                claims.push((event.at, self.text(customer.0), customer));
            }
        }
        Ok(claims.into_iter().min().map(|(_, _, customer)| customer))
    }

    /// One code of a customer, the first by its number.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn code_of(&self, customer: CustomerKey) -> Result<Option<CodeKey>> {
        let sql = "SELECT code FROM code_owner WHERE customer = ?1 ORDER BY code LIMIT 1";
        Ok(self.first(sql, [customer.0.bits()], |row| row.get::<_, i64>(0))?.map(|code| CodeKey(Key::from_bits(code))))
    }

    /// Accounts of the shop that own no code, not even one that is disabled, after a customer: at most so many. Who is gone, was erased or may
    /// not log in is left out.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub fn customers_without_code(&self, after: Option<CustomerKey>, limit: u32) -> Result<Vec<(CustomerKey, Customer)>> {
        let mut statement = self.statement(
            "SELECT key, cold FROM customer AS c WHERE key > ?1 AND gone_at IS NULL AND NOT EXISTS (SELECT 1 FROM code_owner WHERE customer = c.key) \
             AND NOT EXISTS (SELECT 1 FROM erased_customer AS e WHERE e.key = c.key) ORDER BY key",
        )?;
        let mut rows = statement.query([after.map_or(i64::MIN, |customer| customer.0.bits())])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let customer = Customer::from_bytes(row.get_ref(1)?.as_blob().unwrap_or_default())?;
            // A code that the account names is on its way to the log.
            if customer.is_active && customer.own_code.is_none() {
                found.push((CustomerKey(Key::from_bits(row.get(0)?)), customer));
            }
            if found.len() >= limit as usize {
                break;
            }
        }
        Ok(found)
    }

    /// Whether the shop has the account and nobody asked that it be forgotten.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn is_account(&self, customer: CustomerKey) -> Result<bool> {
        let sql =
            "SELECT 1 FROM customer AS c WHERE key = ?1 AND gone_at IS NULL AND NOT EXISTS (SELECT 1 FROM erased_customer AS e WHERE e.key = c.key)";
        Ok(self.first(sql, [customer.0.bits()], |_| Ok(()))?.is_some())
    }

    /// Whether an event told of the customer and nobody asked that they be forgotten.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn is_party(&self, customer: CustomerKey) -> Result<bool> {
        Ok(self
            .first(
                "SELECT 1 FROM state_customer AS c WHERE key = ?1 AND NOT EXISTS (SELECT 1 FROM erased_customer AS e WHERE e.key = c.key)",
                [customer.0.bits()],
                |_| Ok(()),
            )?
            .is_some())
    }

    /// Whether there is a reward with a key.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn has_reward(&self, key: &str) -> Result<bool> {
        Ok(self.first("SELECT 1 FROM reward WHERE key = ?1", [key], |_| Ok(()))?.is_some())
    }
}

impl Db {
    /// The codes that were issued after a number of the log, in its order, at most so many.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn codes_issued_after(&self, seq: u64, limit: u32) -> Result<Vec<IssuedCode>> {
        // The plus sign keeps SQLite from reading every code that was ever issued: the end of the log is short.
        let sql = "SELECT seq, bytes FROM event WHERE seq > ?1 AND +class = ?2 ORDER BY seq LIMIT ?3";
        let class = i64::from(EventClass::CodeIssued.number());
        let rows: Vec<(i64, Vec<u8>)> = sqlx::query_as(sql).bind(signed(seq)).bind(class).bind(i64::from(limit)).fetch_all(self.pool()).await?;
        let mut issued = Vec::with_capacity(rows.len());
        for (seq, bytes) in rows {
            if let Fact::CodeIssued { code, customer, inferred, .. } = Event::from_bytes(&bytes)?.fact {
                issued.push(IssuedCode { seq: count(seq), code, customer, is_inferred: inferred });
            }
        }
        Ok(issued)
    }

    /// Whose a code is and whether it works.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn code_record(&self, code: CodeKey) -> Result<Option<Code>> {
        let bytes: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT bytes FROM state_code WHERE key = ?1").bind(code.0.bits()).fetch_optional(self.pool()).await?;
        Ok(bytes.map(|bytes| Code::from_bytes(&bytes)).transpose()?)
    }
}
