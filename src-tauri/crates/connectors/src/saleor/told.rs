//! What a shop says to a mutation, classed: done, refused, or no clear answer. What is not surely one of the first two is the last.

use super::envelope::{Verdict, data, words};
use super::parse::Text;
use super::{Shop, ShopError};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::time::Duration;
use vouchsafe_domain::shop::Kind;

/// How often a mutation knocks again where the shop turns requests away at the door.
const KNOCKS: u32 = 5;

/// A clear answer to one field of a mutation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Told {
    /// Done: the row as it is now, as JSON; none where the mutation gives none.
    Done(String),
    /// Refused in the mutation's own errors, and nothing was done.
    Refused(Complaint),
}

/// One of a mutation's own errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Complaint {
    /// The field of the input.
    pub(super) field: String,
    /// Saleor's word for it.
    pub(super) code: String,
    /// The shop's words.
    pub(super) message: String,
}

impl Complaint {
    /// Whether somebody has the code already: told by the check before, or by the shop's model, where another request came between.
    pub(super) fn says_exists(&self) -> bool {
        matches!(self.code.as_str(), "ALREADY_EXISTS" | "UNIQUE") && matches!(self.field.as_str(), "code" | "codes" | "addCodes")
    }

    pub(super) fn into_error(self) -> ShopError {
        ShopError::Refused { what: format!("{}: {}", self.code, self.message) }
    }
}

#[derive(Deserialize)]
struct Payload<'a> {
    #[serde(borrow, default, alias = "giftCard", alias = "voucher", alias = "item")]
    row: Option<&'a RawValue>,
    #[serde(borrow)]
    errors: Vec<Spoken<'a>>,
}

#[derive(Deserialize)]
struct Spoken<'a> {
    #[serde(borrow, default)]
    field: Option<Text<'a>>,
    #[serde(borrow, default)]
    message: Option<Text<'a>>,
    #[serde(borrow)]
    code: Text<'a>,
}

/// Reads the answer to a mutation, field by field of its root.
///
/// # Errors
/// [`ShopError::OutcomeUnknown`] for anything that is no clear answer; [`ShopError::Refused`] for a request that never ran.
pub(super) fn told(text: &str, verdict: Option<&Verdict>) -> Result<BTreeMap<String, Told>, ShopError> {
    match verdict {
        None => {}
        // A request that does not validate is answered without data: nothing of it ran.
        Some(Verdict::Refused(what)) if !has_data(text) => return Err(ShopError::Refused { what: what.clone() }),
        Some(Verdict::Cost(cost)) => {
            return Err(ShopError::Refused { what: format!("a cost of {} is more than {}", cost.requested_query_cost, cost.maximum_available) });
        }
        Some(_) => return Err(unknown("the shop failed inside")),
    }
    let fields: BTreeMap<String, Payload<'_>> = data(text).map_err(|_| unknown("an answer that cannot be read"))?;
    fields.into_iter().map(|(name, payload)| Ok((name, payload.told()?))).collect()
}

impl Payload<'_> {
    fn told(&self) -> Result<Told, ShopError> {
        match (self.errors.first(), self.row) {
            (Some(spoken), None) => Ok(Told::Refused(spoken.complaint())),
            (None, row) => Ok(Told::Done(row.map_or(String::new(), |row| row.get().to_owned()))),
            (Some(_), Some(_)) => Err(unknown("an answer that says yes and no")),
        }
    }
}

impl Spoken<'_> {
    fn complaint(&self) -> Complaint {
        let word = |text: &str| text.chars().filter(|c| c.is_ascii_uppercase() || *c == '_').take(60).collect();
        let field = |text: &Text<'_>| text.as_str().chars().filter(char::is_ascii_alphanumeric).take(60).collect();
        Complaint {
            field: self.field.as_ref().map(field).unwrap_or_default(),
            code: word(self.code.as_str()),
            message: words(self.message.as_ref().map_or("no words", Text::as_str)),
        }
    }
}

/// Whether an answer has data, be it null.
fn has_data(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Answer<'a> {
        #[serde(borrow, default, deserialize_with = "present")]
        data: Option<&'a RawValue>,
    }
    fn present<'de, D: serde::Deserializer<'de>>(data: D) -> Result<Option<&'de RawValue>, D::Error> {
        Deserialize::deserialize(data).map(Some)
    }
    serde_json::from_str::<Answer<'_>>(text).is_ok_and(|answer| answer.data.is_some())
}

pub(super) fn unknown(why: &str) -> ShopError {
    ShopError::OutcomeUnknown { why: why.to_owned() }
}

impl Shop {
    /// Tells the shop to change something about a kind, and reads what it says. Never sent again, but where the shop turned it away at the door
    /// with HTTP 429: that is waited for as long as it fits into the settings' patience.
    pub(super) async fn change(&self, kind: Kind, mutation: &str, variables: &serde_json::Value) -> Result<BTreeMap<String, Told>, ShopError> {
        let mut patience = self.settings().patience;
        let mut knocks = KNOCKS;
        loop {
            let turned_away = match self.tell(kind, mutation, variables).await {
                Ok((text, frame)) => return told(&text, frame.verdict.as_ref()),
                Err(ShopError::RateLimited { retry_after }) => retry_after,
                Err(error) => return Err(error),
            };
            knocks -= 1;
            let wait = turned_away.max(Duration::from_millis(1));
            match patience.checked_sub(wait) {
                Some(rest) if knocks > 0 => patience = rest,
                _ => return Err(ShopError::RateLimited { retry_after: turned_away }),
            }
            tokio::time::sleep(wait).await;
        }
    }

    /// The same for one field, which must be done: the row as it is now.
    pub(super) async fn change_row(&self, kind: Kind, mutation: &str, field: &str, variables: &serde_json::Value) -> Result<String, ShopError> {
        let mut told = self.change(kind, mutation, variables).await?;
        let asked = told.remove(field).ok_or_else(|| unknown("an answer without what was asked for"))?;
        // What was asked for beside it, a label, must be done as well: half of it is no clear answer.
        let is_half_done = told.into_values().any(|other| matches!(other, Told::Refused(_)));
        match asked {
            Told::Refused(complaint) => Err(complaint.into_error()),
            Told::Done(_) if is_half_done => Err(unknown("a part of it was refused")),
            Told::Done(row) if !row.is_empty() => Ok(row),
            Told::Done(_) => Err(unknown("an answer without a row")),
        }
    }
}

#[cfg(test)]
mod tests;
