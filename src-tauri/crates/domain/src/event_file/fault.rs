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
    /// No JSON at this column, from 1.
    #[error("the line is no JSON at column {0}")]
    BrokenJson(usize),
    /// A field that the type does not have, and those that it has.
    #[error("there is no field `{0}` here; write one of {1}")]
    UnknownField(String, String),
    /// A field that must be there.
    #[error("`{0}` is missing")]
    LacksField(String),
    /// A field that stands there twice.
    #[error("`{0}` stands there twice")]
    FieldTwice(String),
    /// A value of another kind than belongs there, up to this column.
    #[error("up to column {0} stands something else than a {1}")]
    WrongKind(usize, Wanted),
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
    /// Later than the clock of the desk that reads it.
    #[error("`at` lies in the future")]
    Ahead,
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
    /// No UUID.
    #[error("`issuance` must be a UUID such as 57aa83f1-b9e9-57ea-94f0-5040f7610695")]
    BadIssuance,
    /// No SHA-256 in hexadecimal digits.
    #[error("`request_hash` must be 64 hexadecimal digits")]
    BadHash,
}

/// What kind of value belongs somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A text in quotes.
    Text,
    /// A whole number within its bounds.
    Number,
    /// True or false.
    Flag,
    /// A list in square brackets.
    List,
    /// An object in braces.
    Object,
    /// One of several of these.
    Other,
}

impl Wanted {
    /// The name by which sentences tell it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Flag => "flag",
            Self::List => "list",
            Self::Object => "object",
            Self::Other => "other",
        }
    }

    /// What the JSON reader says that it expected.
    fn of(said: &str) -> Self {
        match said.trim() {
            said if said.starts_with("struct ") || said.starts_with("a map") => Self::Object,
            said if said.contains("string") => Self::Text,
            said if said.starts_with("a boolean") => Self::Flag,
            said if said.starts_with("a sequence") => Self::List,
            "u8" | "u16" | "u32" | "u64" | "i64" => Self::Number,
            _ => Self::Other,
        }
    }
}

impl std::fmt::Display for Wanted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl EventFault {
    /// The code, by which its sentence is found.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "event_too_long",
            Self::NoObject => "event_no_object",
            Self::BrokenJson(_) => "event_broken_json",
            Self::UnknownField(..) => "event_unknown_field",
            Self::LacksField(_) | Self::MissingField(_) => "event_missing_field",
            Self::FieldTwice(_) => "event_field_twice",
            Self::WrongKind(..) => "event_wrong_kind",
            Self::UnknownType(_) => "event_unknown_type",
            Self::BadText(..) => "event_bad_text",
            Self::BadId(_) => "event_bad_id",
            Self::CalledPurchase(_) => "event_called_purchase",
            Self::BadDomain(_) => "event_bad_domain",
            Self::SamePerson => "event_same_person",
            Self::OtherKey => "event_other_key",
            Self::BadInstant(..) => "event_bad_instant",
            Self::FarInstant(_) => "event_far_instant",
            Self::BeforeItHappened => "event_before_it_happened",
            Self::Ahead => "event_ahead",
            Self::NewsToCome => "event_news_to_come",
            Self::EmptyPeriod => "event_empty_period",
            Self::BadAmount(_, BadAmount::NotANumber(_)) => "event_bad_decimal",
            Self::BadAmount(_, BadAmount::TooPrecise(_)) => "event_too_precise",
            Self::BadAmount(_, BadAmount::TooLarge(_)) => "event_too_much",
            Self::NegativeAmount(_) => "event_negative_amount",
            Self::HugeAmount(_) => "event_huge_amount",
            Self::UnknownCurrency(..) => "event_unknown_currency",
            Self::MixedCurrencies(_) => "event_mixed_currencies",
            Self::BadDays(_) => "event_bad_days",
            Self::TooMany(_) => "event_too_many",
            Self::BadReward => "event_bad_reward",
            Self::UnknownWord(..) => "event_unknown_word",
            Self::BadCountry => "event_bad_country",
            Self::BadDate(_) => "event_bad_date",
            Self::BadGeneration => "event_bad_generation",
            Self::BadIssuance => "event_bad_issuance",
            Self::BadHash => "event_bad_hash",
        }
    }

    /// The arguments of its sentence, by name.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        let field = |field: &str| ("field", field.to_owned());
        match self {
            Self::BrokenJson(column) => vec![("column", column.to_string())],
            Self::WrongKind(column, wanted) => vec![("column", column.to_string()), ("wanted", wanted.name().to_owned())],
            Self::UnknownField(name, known) => vec![field(name), ("known", known.clone())],
            Self::LacksField(name) | Self::FieldTwice(name) => vec![field(name)],
            Self::UnknownType(text) => vec![("text", text.clone())],
            Self::BadText(name, most) => vec![field(name), ("most", most.to_string())],
            Self::BadInstant(name, NotAnInstant(text)) | Self::UnknownCurrency(name, UnknownCurrency(text)) => {
                vec![field(name), ("text", text.clone())]
            }
            Self::BadAmount(name, BadAmount::NotANumber(text) | BadAmount::TooPrecise(text) | BadAmount::TooLarge(text)) => {
                vec![field(name), ("text", text.clone())]
            }
            Self::UnknownWord(name, known) => vec![field(name), ("known", (*known).to_owned())],
            Self::MissingField(name)
            | Self::BadId(name)
            | Self::CalledPurchase(name)
            | Self::BadDomain(name)
            | Self::FarInstant(name)
            | Self::NegativeAmount(name)
            | Self::HugeAmount(name)
            | Self::MixedCurrencies(name)
            | Self::BadDays(name)
            | Self::TooMany(name)
            | Self::BadDate(name) => vec![field(name)],
            Self::TooLong
            | Self::NoObject
            | Self::SamePerson
            | Self::OtherKey
            | Self::BeforeItHappened
            | Self::Ahead
            | Self::NewsToCome
            | Self::EmptyPeriod
            | Self::BadReward
            | Self::BadCountry
            | Self::BadGeneration
            | Self::BadIssuance
            | Self::BadHash => Vec::new(),
        }
    }

    /// A refusal of the JSON reader: what it says of fields and kinds is taken out of its sentence.
    pub(super) fn shape(error: &serde_json::Error) -> Self {
        let text = error.to_string();
        let what = text.split(" at line ").next().unwrap_or(&text);
        let quoted = |text: &str| text.split('`').nth(1).unwrap_or_default().chars().take(60).collect::<String>();
        if what.starts_with("unknown field") {
            let known: Vec<&str> = what.split('`').skip(3).step_by(2).collect();
            Self::UnknownField(quoted(what), known.join(", "))
        } else if what.starts_with("missing field") {
            Self::LacksField(quoted(what))
        } else if what.starts_with("duplicate field") {
            Self::FieldTwice(quoted(what))
        } else if error.is_data() {
            Self::WrongKind(error.column(), what.rsplit_once("expected ").map_or(Wanted::Other, |(_, said)| Wanted::of(said)))
        } else {
            Self::BrokenJson(error.column())
        }
    }
}
