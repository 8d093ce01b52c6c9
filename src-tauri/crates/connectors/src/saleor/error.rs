//! What can go wrong with a shop, and with one row of it.

use super::gate::whole_seconds;
use std::time::Duration;
use vouchsafe_domain::money::{BadAmount, UnknownCurrency};
use vouchsafe_domain::time::NotAnInstant;

/// Why a shop could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShopError {
    /// The text is no address of a shop.
    #[error("“{url}” is not the address of a shop. Enter it like https://shop.example; plain http works for this machine only.")]
    BadUrl {
        /// The text.
        url: String,
    },
    /// No connection came about.
    #[error("The shop at {url} cannot be reached ({why}). Check the address and the connection, then try again.")]
    Unreachable {
        /// The shop's address.
        url: String,
        /// What the network said.
        why: String,
    },
    /// The shop took too long to answer, or fell silent in the middle.
    #[error("The shop at {url} did not answer in time. Try again; if it stays so, ask who runs the shop, or read smaller pages.")]
    TimedOut {
        /// The shop's address.
        url: String,
    },
    /// Something else answers there.
    #[error("What answers at {url} is not a Saleor shop. Check the address; it usually ends in /graphql/.")]
    NotSaleor {
        /// The shop's address.
        url: String,
    },
    /// The shop sends us elsewhere; the token is not carried there.
    #[error("The shop redirects to {to}. Connect that address instead, if you trust it.")]
    Redirected {
        /// Where to.
        to: String,
    },
    /// Older than 3.14.
    #[error("The shop runs Saleor {version}. Vouchsafe needs 3.14 or later: update the shop.")]
    TooOld {
        /// The shop's version.
        version: String,
    },
    /// The shop does not know the token.
    #[error("The shop at {url} does not accept the token. Make a new app token in the shop's dashboard and enter it again.")]
    TokenRefused {
        /// The shop's address.
        url: String,
    },
    /// The token is good but may not read something.
    #[error("The app lacks permissions at the shop: {}. Grant them in the shop's dashboard, then try again.", permissions.join(", "))]
    PermissionMissing {
        /// Saleor's names of what is missing.
        permissions: Vec<String>,
    },
    /// Too many requests.
    #[error("The shop asks to wait {} seconds before the next request. Try again then.", whole_seconds(*retry_after))]
    RateLimited {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The shop failed so often in a row that it is left alone for a while.
    #[error("The shop failed several times in a row and is left alone for {} seconds. Reading goes on after that.", whole_seconds(*retry_after))]
    Resting {
        /// How long it is still left alone.
        retry_after: Duration,
    },
    /// The shop answered with a fault of its own.
    #[error("The shop failed with HTTP status {status}. Try again later; if it stays so, ask who runs the shop.")]
    Server {
        /// The HTTP status.
        status: u16,
    },
    /// The answer broke off.
    #[error("The shop's answer broke off. Try again.")]
    Truncated,
    /// The answer is no JSON, or not of the shape asked for.
    #[error("The shop's answer cannot be read: {what}. Try again; if it stays so, ask who runs the shop.")]
    Garbled {
        /// What is wrong with it.
        what: String,
    },
    /// The answer is larger than is taken.
    #[error("The shop's answer swells to more than {limit} bytes, which no page does. Ask who runs the shop what stands before it.")]
    TooLarge {
        /// The most that is taken, in bytes.
        limit: usize,
    },
    /// The page cursor means nothing to the shop any more.
    #[error("The shop no longer knows the place where reading stopped. Start this kind of record again.")]
    CursorInvalid,
    /// Even a page of one row costs more than the shop allows.
    #[error("The shop allows queries up to a cost of {maximum}, and one row costs {cost}. Ask who runs the shop to raise the limit.")]
    TooCostly {
        /// What one row costs.
        cost: u64,
        /// What the shop allows.
        maximum: u64,
    },
    /// The shop failed inside for the whole answer.
    #[error("The shop failed inside: {what}. Try again later; if it stays so, ask who runs the shop.")]
    Internal {
        /// The shop's words.
        what: String,
    },
    /// Something was sent to be written, and no clear answer came back: it may or may not stand at the shop.
    #[error("It is not known whether the shop wrote it ({why}). Look at the shop before it is sent again.")]
    OutcomeUnknown {
        /// What happened instead of an answer.
        why: String,
    },
    /// Any other refusal.
    #[error("The shop refused the request: {what}. If it stays so, ask who runs the shop.")]
    Refused {
        /// The shop's words.
        what: String,
    },
}

impl ShopError {
    /// The code under which the window and the command line know this error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BadUrl { .. } => "bad_url",
            Self::Unreachable { .. } => "shop_unreachable",
            Self::NotSaleor { .. } => "not_saleor",
            Self::TooOld { .. } => "shop_too_old",
            Self::TokenRefused { .. } => "token_refused",
            Self::PermissionMissing { .. } => "permission_missing",
            Self::RateLimited { .. } => "rate_limited",
            Self::TimedOut { .. } => "shop_timed_out",
            Self::Redirected { .. } => "shop_redirects",
            Self::Resting { .. } => "shop_resting",
            Self::Server { .. } | Self::Internal { .. } => "shop_failed",
            Self::Truncated | Self::Garbled { .. } => "shop_answer",
            Self::TooLarge { .. } => "answer_too_large",
            Self::CursorInvalid => "cursor_lost",
            Self::TooCostly { .. } => "too_costly",
            Self::Refused { .. } => "shop_refused",
            Self::OutcomeUnknown { .. } => "outcome_unknown",
        }
    }

    /// The arguments of the error's sentence, by name.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::BadUrl { url } | Self::Unreachable { url, .. } | Self::TimedOut { url } | Self::NotSaleor { url } | Self::TokenRefused { url } => {
                vec![("url", url.clone())]
            }
            Self::TooOld { version } => vec![("version", version.clone())],
            Self::PermissionMissing { permissions } => vec![("permissions", permissions.join(", "))],
            Self::RateLimited { retry_after } | Self::Resting { retry_after } => vec![("seconds", whole_seconds(*retry_after).to_string())],
            Self::Redirected { to } => vec![("url", to.clone())],
            Self::Server { status } => vec![("what", format!("HTTP {status}"))],
            Self::Truncated => vec![("what", "the answer broke off".to_owned())],
            Self::TooLarge { limit } => vec![("limit", limit.to_string())],
            Self::CursorInvalid => Vec::new(),
            Self::TooCostly { cost, maximum } => vec![("cost", cost.to_string()), ("maximum", maximum.to_string())],
            Self::OutcomeUnknown { why } => vec![("what", why.clone())],
            Self::Garbled { what } | Self::Internal { what } | Self::Refused { what } => vec![("what", what.clone())],
        }
    }

    /// Whether the same question may well be answered a moment later.
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::Unreachable { .. }
                | Self::TimedOut { .. }
                | Self::Resting { .. }
                | Self::Server { .. }
                | Self::Truncated
                | Self::Garbled { .. }
                | Self::Internal { .. }
                | Self::RateLimited { .. }
        )
    }
}

/// Why one row was refused. The rest of its page stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowFault {
    /// Not of the shape asked for: a field is missing or has another type.
    #[error("{what}")]
    Malformed {
        /// What the parser said.
        what: String,
    },
    /// An id that is not one of Saleor's global ids.
    #[error("“{text}” is not an id of the shop")]
    BadId {
        /// The text.
        text: String,
    },
    /// An instant that cannot be read.
    #[error("{field}: {why}")]
    BadInstant {
        /// The field.
        field: &'static str,
        /// What is wrong with it.
        why: NotAnInstant,
    },
    /// A currency that ISO 4217 does not list.
    #[error("{0}")]
    UnknownCurrency(#[from] UnknownCurrency),
    /// An amount that is no exact amount of its currency.
    #[error("{field}: {why}")]
    BadAmount {
        /// The field.
        field: &'static str,
        /// What is wrong with it.
        why: BadAmount,
    },
    /// A movement of money below zero.
    #[error("{field} is below zero")]
    Negative {
        /// The field.
        field: &'static str,
    },
    /// An amount in another currency than its row.
    #[error("{field} is in {found}, the row in {expected}")]
    OtherCurrency {
        /// The field.
        field: &'static str,
        /// The row's currency.
        expected: String,
        /// The amount's currency.
        found: String,
    },
    /// A word of a closed list that we do not know.
    #[error("{field} has the unknown value “{text}”")]
    UnknownWord {
        /// The field.
        field: &'static str,
        /// The word.
        text: String,
    },
    /// More items than a row may have.
    #[error("{field} has {count} entries, more than {}", vouchsafe_domain::shop::MAX_ITEMS)]
    TooMany {
        /// The field.
        field: &'static str,
        /// How many there are.
        count: usize,
    },
    /// The shop itself failed to give the row, or a part of it.
    #[error("the shop failed at {path}: {what}")]
    Shop {
        /// Where, from the row on.
        path: String,
        /// The shop's words.
        what: String,
    },
}

impl RowFault {
    /// The code under which the window and the command line know this fault.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownCurrency(_) => "unknown_currency",
            _ => "bad_row",
        }
    }

    /// The arguments of the fault's sentence, by name; `what` of an unknown currency is for the caller, who knows the row.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::UnknownCurrency(unknown) => vec![("currency", unknown.0.clone())],
            other => vec![("what", other.to_string())],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_error() -> Vec<ShopError> {
        let (url, what) = (|| "https://shop.example/graphql/".to_owned(), || "words".to_owned());
        vec![
            ShopError::BadUrl { url: "shop".to_owned() },
            ShopError::Unreachable { url: url(), why: "Connection refused".to_owned() },
            ShopError::TimedOut { url: url() },
            ShopError::NotSaleor { url: url() },
            ShopError::Redirected { to: "https://other.example".to_owned() },
            ShopError::TooOld { version: "3.13".to_owned() },
            ShopError::TokenRefused { url: url() },
            ShopError::PermissionMissing { permissions: vec!["MANAGE_ORDERS".to_owned(), "MANAGE_USERS".to_owned()] },
            ShopError::RateLimited { retry_after: Duration::from_secs(7) },
            ShopError::Resting { retry_after: Duration::from_millis(9_001) },
            ShopError::Server { status: 503 },
            ShopError::Truncated,
            ShopError::Garbled { what: what() },
            ShopError::TooLarge { limit: 10 },
            ShopError::CursorInvalid,
            ShopError::TooCostly { cost: 7, maximum: 5 },
            ShopError::Internal { what: what() },
            ShopError::OutcomeUnknown { why: what() },
            ShopError::Refused { what: what() },
        ]
    }

    #[test]
    fn every_error_is_one_clear_sentence_and_one_code() {
        let lines: Vec<String> = every_error().iter().map(|error| format!("{} {:?} {error}", error.code(), error.args())).collect();
        insta::assert_snapshot!(lines.join("\n"), @r#"
        bad_url [("url", "shop")] “shop” is not the address of a shop. Enter it like https://shop.example; plain http works for this machine only.
        shop_unreachable [("url", "https://shop.example/graphql/")] The shop at https://shop.example/graphql/ cannot be reached (Connection refused). Check the address and the connection, then try again.
        shop_timed_out [("url", "https://shop.example/graphql/")] The shop at https://shop.example/graphql/ did not answer in time. Try again; if it stays so, ask who runs the shop, or read smaller pages.
        not_saleor [("url", "https://shop.example/graphql/")] What answers at https://shop.example/graphql/ is not a Saleor shop. Check the address; it usually ends in /graphql/.
        shop_redirects [("url", "https://other.example")] The shop redirects to https://other.example. Connect that address instead, if you trust it.
        shop_too_old [("version", "3.13")] The shop runs Saleor 3.13. Vouchsafe needs 3.14 or later: update the shop.
        token_refused [("url", "https://shop.example/graphql/")] The shop at https://shop.example/graphql/ does not accept the token. Make a new app token in the shop's dashboard and enter it again.
        permission_missing [("permissions", "MANAGE_ORDERS, MANAGE_USERS")] The app lacks permissions at the shop: MANAGE_ORDERS, MANAGE_USERS. Grant them in the shop's dashboard, then try again.
        rate_limited [("seconds", "7")] The shop asks to wait 7 seconds before the next request. Try again then.
        shop_resting [("seconds", "10")] The shop failed several times in a row and is left alone for 10 seconds. Reading goes on after that.
        shop_failed [("what", "HTTP 503")] The shop failed with HTTP status 503. Try again later; if it stays so, ask who runs the shop.
        shop_answer [("what", "the answer broke off")] The shop's answer broke off. Try again.
        shop_answer [("what", "words")] The shop's answer cannot be read: words. Try again; if it stays so, ask who runs the shop.
        answer_too_large [("limit", "10")] The shop's answer swells to more than 10 bytes, which no page does. Ask who runs the shop what stands before it.
        cursor_lost [] The shop no longer knows the place where reading stopped. Start this kind of record again.
        too_costly [("cost", "7"), ("maximum", "5")] The shop allows queries up to a cost of 5, and one row costs 7. Ask who runs the shop to raise the limit.
        shop_failed [("what", "words")] The shop failed inside: words. Try again later; if it stays so, ask who runs the shop.
        outcome_unknown [("what", "words")] It is not known whether the shop wrote it (words). Look at the shop before it is sent again.
        shop_refused [("what", "words")] The shop refused the request: words. If it stays so, ask who runs the shop.
        "#);
    }
}
