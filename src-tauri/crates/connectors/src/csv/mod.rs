//! CSV files that people hand over: who owns which code, who had been brought by whom, and what was given for it.

mod sheet;

#[cfg(test)]
mod tests;

use sheet::{Row, Sheet};
use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::time::Timestamp;

/// Who owns a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeOwner {
    /// The line, from 1.
    pub line: usize,
    /// The code.
    pub code: String,
    /// The customer's id at the shop, without its type.
    pub customer: String,
}

/// Who brought somebody, as another system knew it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyReferral {
    /// The line, from 1.
    pub line: usize,
    /// The friend's id at the shop, without its type.
    pub friend: String,
    /// The advocate's.
    pub advocate: String,
    /// By which code.
    pub code: Option<String>,
    /// Since when.
    pub at: Option<Timestamp>,
}

/// What another system gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierReward {
    /// The line, from 1.
    pub line: usize,
    /// The rule here that it counts for.
    pub rule: String,
    /// The friend's id at the shop, without its type.
    pub friend: String,
    /// The order that it was given for, by its number; none for the registration.
    pub order: Option<String>,
    /// Who got it for bringing the friend; none when the friend got it.
    pub advocate: Option<String>,
    /// How much.
    pub amount: Money,
    /// When.
    pub at: Timestamp,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct CsvFault {
    /// The line, from 1.
    pub line: usize,
    /// What was found and what would do.
    pub what: String,
}

impl CsvFault {
    fn new(line: usize, what: impl ToString) -> Self {
        Self { line, what: what.to_string() }
    }
}

/// Reads who owns which code: a header with `code` and `customer_id`, in any order and among others, then a line for each code. A customer's
/// id may be Saleor's global id (`VXNlcjo0Ng==`) or what it stands for (`46`).
///
/// # Errors
/// The first [`CsvFault`].
pub fn code_owners(text: &str) -> Result<Vec<CodeOwner>, CsvFault> {
    Sheet::open(text, &["code", "customer_id"])?
        .rows(|row| Ok(CodeOwner { line: row.line(), code: row.cell("code")?.to_owned(), customer: customer(&row, "customer_id")? }))
}

/// Reads who had been brought by whom: `customer_id` and `referred_by`, both ids of customers, and where they are known `code` and `at`.
///
/// # Errors
/// The first [`CsvFault`].
pub fn legacy_referrals(text: &str) -> Result<Vec<LegacyReferral>, CsvFault> {
    Sheet::open(text, &["customer_id", "referred_by"])?.rows(|row| {
        let (friend, advocate) = (customer(&row, "customer_id")?, customer(&row, "referred_by")?);
        if friend == advocate {
            return Err(row.fault("nobody is brought by themselves"));
        }
        let at = row.optional("at")?.map(|at| instant(&row, at)).transpose()?;
        Ok(LegacyReferral { line: row.line(), friend, advocate, code: row.optional("code")?.map(str::to_owned), at })
    })
}

/// Reads what had been given: `rule`, `customer_id` (the friend), `amount`, `currency`, `at`, and where there are such `order` and `advocate_id`.
///
/// # Errors
/// The first [`CsvFault`].
pub fn earlier_rewards(text: &str) -> Result<Vec<EarlierReward>, CsvFault> {
    Sheet::open(text, &["rule", "customer_id", "order", "advocate_id", "amount", "currency", "at"])?.rows(|row| {
        let currency = Currency::parse(row.cell("currency")?).map_err(|error| row.fault(error))?;
        let amount = Money::parse(row.cell("amount")?, currency).map_err(|error| row.fault(error))?;
        if amount.minor < 0 {
            return Err(row.fault("“amount” is below zero"));
        }
        let advocate = row.optional("advocate_id")?.map(|_| customer(&row, "advocate_id")).transpose()?;
        Ok(EarlierReward {
            line: row.line(),
            rule: between_slashes(&row, "rule", row.cell("rule")?)?,
            friend: customer(&row, "customer_id")?,
            order: row.optional("order")?.map(|order| between_slashes(&row, "order", order)).transpose()?,
            advocate,
            amount,
            at: instant(&row, row.cell("at")?)?,
        })
    })
}

/// What a global id stands for; any other text is an id itself.
fn customer(row: &Row<'_>, column: &'static str) -> Result<String, CsvFault> {
    use base64::Engine as _;
    let text = row.cell(column)?;
    let decoded = base64::engine::general_purpose::STANDARD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let id = decoded.as_deref().and_then(|id| id.strip_prefix("User:")).unwrap_or(text);
    between_slashes(row, column, id)
}

/// An id that can stand between the slashes of a reward's key.
fn between_slashes(row: &Row<'_>, column: &str, id: &str) -> Result<String, CsvFault> {
    if id.is_empty() || id.contains('/') || id.starts_with("guest-") || id == "registration" {
        return Err(row.fault(format!("“{column}”: an id holds no slash, is not “registration” and does not begin with “guest-”")));
    }
    Ok(id.to_owned())
}

fn instant(row: &Row<'_>, text: &str) -> Result<Timestamp, CsvFault> {
    Timestamp::parse(text)
        .map_err(|error| row.fault(error))
        .and_then(|at| if at < Timestamp::EPOCH { Err(row.fault("“at” lies before 1970")) } else { Ok(at) })
}
