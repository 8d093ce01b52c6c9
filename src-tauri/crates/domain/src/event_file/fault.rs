//! What can be wrong with a line.

use crate::money::{BadAmount, UnknownCurrency};
use crate::time::NotAnInstant;

/// What is wrong with a line of an event file, in one sentence that names the field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EventFault {
    /// More than [`super::MAX_LINE`] bytes.
    #[error("the line is longer than 1 MB")]
    TooLong,
    /// Something else than an object in braces.
    #[error("the line is no JSON object")]
    NoObject,
    /// Broken JSON, a field that the type does not have, a field that is missing, or a value of the wrong kind.
    #[error("{0}")]
    Shape(String),
    /// A type that this version does not know.
    #[error("“{0}” is no type of event that this version knows")]
    UnknownType(String),
    /// A field without which the event says too little.
    #[error("`{0}` is missing")]
    MissingField(&'static str),
    /// An empty text, one that is too long, or one with control characters.
    #[error("`{0}` must be a text that is neither empty nor longer than {1} characters, without control characters")]
    BadText(&'static str, usize),
    /// An id that would make the key of a reward ambiguous.
    #[error("`{0}`: an id holds no slash, is not “registration” and does not begin with “guest-”")]
    BadId(&'static str),
    /// An order that is called like a purchase.
    #[error("`{0}`: an order's id does not begin with “purchase-”, which is how keys call a purchase")]
    CalledPurchase(&'static str),
    /// No email domain.
    #[error("`{0}` must be an email domain such as example.com")]
    BadDomain(&'static str),
    /// A partner who won themselves.
    #[error("`partner` and `customer` are the same: nobody wins themselves")]
    SamePerson,
    /// A natural key that stands for another type of event.
    #[error("`id` is the key of another type of event; use the key of this one, or a text of your own without slashes")]
    OtherKey,
    /// No RFC 3339 instant.
    #[error("`{0}`: {1}")]
    BadInstant(&'static str, NotAnInstant),
    /// An instant before 1970 or after 2100: a wrong clock, which would let every hold pass.
    #[error("`{0}` lies before 1970 or after 2100")]
    FarInstant(&'static str),
    /// Learned before it happened: one of the two clocks is wrong.
    #[error("`at` lies after `seen_at`: nothing is learned before it happens")]
    BeforeItHappened,
    /// News of an instant that has not come: it would outdate all news until then.
    #[error("`as_of` lies after `at`: no news is of an instant to come")]
    NewsToCome,
    /// A period that ends before it starts.
    #[error("`to` lies before `from`")]
    EmptyPeriod,
    /// No amount of its currency.
    #[error("`{0}`: {1}")]
    BadAmount(&'static str, BadAmount),
    /// An amount below zero.
    #[error("`{0}` is below zero")]
    NegativeAmount(&'static str),
    /// An amount beyond [`super::MAX_MINOR`].
    #[error("`{0}` is beyond a thousand trillion of the currency's smallest unit")]
    HugeAmount(&'static str),
    /// A code that ISO 4217 does not list.
    #[error("`{0}`: {1}")]
    UnknownCurrency(&'static str, UnknownCurrency),
    /// Two currencies in one event.
    #[error("`{0}` has another currency than the rest of the event")]
    MixedCurrencies(&'static str),
    /// More days than a hundred years have.
    #[error("`{0}` must be a number of days from 1 to 36525")]
    BadDays(&'static str),
    /// A list that is too long.
    #[error("`{0}` has more than 2000 entries")]
    TooMany(&'static str),
    /// No key of a reward.
    #[error("`reward` must be a key such as first-order/bob/o1/advocate")]
    BadReward,
    /// A word that is none of those that the field admits.
    #[error("`{0}`: write one of {1}")]
    UnknownWord(&'static str, &'static str),
    /// No two-letter country.
    #[error("`country` must be two capital letters such as DE")]
    BadCountry,
    /// No date.
    #[error("`{0}` must be a date such as 2027-01-31")]
    BadDate(&'static str),
    /// A delivery that there is none of.
    #[error("`generation` must be a number from 1 to 65535")]
    BadGeneration,
    /// No SHA-256 in hexadecimal digits.
    #[error("`request_hash` must be 64 hexadecimal digits")]
    BadHash,
}

impl EventFault {
    /// A refusal of the JSON reader, without the line number, which is always 1.
    pub(super) fn shape(error: &serde_json::Error) -> Self {
        let text = error.to_string();
        let what = text.split(" at line ").next().unwrap_or(&text);
        // The reader repeats what it found, which can be long.
        let what: String = what.chars().take(400).collect();
        Self::Shape(if error.column() > 0 { format!("{what} (column {})", error.column()) } else { what })
    }
}
