//! What travels between the window and the shell. Money and ratios are decimal text, instants RFC 3339 in UTC, counts 32-bit numbers.
//!
//! These shapes are the window's contract: `ui/src/ipc/bindings.ts` is generated from them.

/// Words of the wire that are those of the verbs, one by one, in both directions.
macro_rules! alike {
    ($($wire:ident, $view:ty: $($variant:ident)*;)*) => {$(
        impl From<$view> for $wire {
            fn from(word: $view) -> Self {
                match word { $(<$view>::$variant => Self::$variant),* }
            }
        }

        impl From<$wire> for $view {
            fn from(word: $wire) -> Self {
                match word { $($wire::$variant => Self::$variant),* }
            }
        }
    )*};
}

pub mod acts;
pub mod attribution;
pub mod backtest;
pub mod chart;
pub mod completeness;
pub mod customers;
pub mod decision;
pub mod desk;
pub mod figures;
pub mod keeping;
pub mod metadata_keys;
pub mod notices;
pub mod paying;
pub mod payouts;
pub mod programs;
pub mod raise;
pub mod reconcile;
pub mod referrals;
pub mod review;
pub mod rewards;
pub mod standings;
pub mod sync;
pub mod timeline;
pub mod tree;

use crate::error::AppError;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeMap;
use vouchsafe_app::view;
use vouchsafe_domain::money::{self, Currency};

/// The most rows that one answer holds, so that it stays below 256 KB also where every text is as long as it may be.
pub const MAX_ROWS: u32 = 100;
/// The longest text of a person's that travels, in characters; what is longer is cut and ends with an ellipsis.
const MAX_TEXT: usize = 160;

/// An amount: `{"amount":"80.00","currency":"EUR"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Money {
    /// Plain decimal text with the digits of its currency.
    pub amount: String,
    /// ISO 4217 code, or the name of the unit.
    pub currency: String,
}

impl From<money::Money> for Money {
    fn from(money: money::Money) -> Self {
        Self { amount: money.amount_text(), currency: money.currency.to_string() }
    }
}

impl From<view::Amount> for Money {
    fn from(amount: view::Amount) -> Self {
        Self { amount: amount.figure(), currency: cut(amount.name) }
    }
}

/// A person. Name and email address are somebody's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PersonRef {
    /// The party's number.
    pub party: u32,
    /// The customer's id, or `guest-1042`.
    pub key: String,
    /// Name.
    pub name: Option<String>,
    /// Email address.
    pub email: Option<String>,
}

impl From<view::Person> for PersonRef {
    fn from(person: view::Person) -> Self {
        Self { party: person.party, key: cut(person.key), name: person.name.map(cut), email: person.email.map(cut) }
    }
}

/// Which side of a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The one who was brought.
    Friend,
    /// The one who brought.
    Advocate,
    /// Somebody further above, however far.
    Upline,
}

impl From<vouchsafe_domain::reward::Role> for Role {
    fn from(role: vouchsafe_domain::reward::Role) -> Self {
        match role {
            vouchsafe_domain::reward::Role::Friend => Self::Friend,
            vouchsafe_domain::reward::Role::Advocate => Self::Advocate,
            vouchsafe_domain::reward::Role::Upline(_) => Self::Upline,
        }
    }
}

impl From<Role> for vouchsafe_domain::reward::Role {
    fn from(role: Role) -> Self {
        match role {
            Role::Friend => Self::Friend,
            Role::Advocate => Self::Advocate,
            // A list that is asked for one upline tells of all.
            Role::Upline => Self::Upline(2),
        }
    }
}

/// Reads a currency of the window's.
///
/// # Errors
/// `unknown_currency` when ISO 4217 does not list it.
pub fn currency(code: &str) -> Result<Currency, AppError> {
    Currency::parse(code).map_err(|fault| AppError::new("unknown_currency", [("currency", cut(code.to_owned())), ("what", fault.to_string())]))
}

/// A page's size: at least one row, and no more than [`MAX_ROWS`].
#[must_use]
pub fn rows(limit: u32) -> u32 {
    limit.clamp(1, MAX_ROWS)
}

/// What somebody typed, without blanks around it; nothing when nothing is left.
#[must_use]
pub fn typed(text: Option<String>) -> Option<String> {
    text.map(|text| cut(text.trim().to_owned())).filter(|text| !text.is_empty())
}

/// A count; one that needs more than 32 bits is shown as the largest that does not.
pub(crate) fn count(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A sentence's arguments.
pub(crate) fn args(args: Vec<(&'static str, String)>) -> BTreeMap<String, String> {
    args.into_iter().map(|(name, value)| (name.to_owned(), cut(value))).collect()
}

pub(crate) fn cut(text: String) -> String {
    match text.char_indices().nth(MAX_TEXT) {
        None => text,
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

pub(crate) fn all<T: Into<U>, U>(list: Vec<T>) -> Vec<U> {
    list.into_iter().map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_text() {
        #[track_caller]
        fn check(minor: i64, code: &str, amount: &str) {
            let money = money::Money::new(minor, currency(code).unwrap());
            let want = Money { amount: amount.to_owned(), currency: code.to_owned() };
            assert_eq!(Money::from(money), want);
            assert_eq!(Money::from(view::Amount::from(money)), want);
        }
        check(8_000, "EUR", "80.00");
        check(-5, "EUR", "-0.05");
        check(1_200, "JPY", "1200");
        check(125, "KWD", "0.125");
        check(i64::MAX, "USD", "92233720368547758.07");
    }

    #[test]
    fn a_currency_is_parsed_at_the_door() {
        assert_eq!(currency("EUR").unwrap().code(), "EUR");
        let refused = currency("<b>").unwrap_err();
        assert_eq!((refused.code.as_str(), refused.args["currency"].as_str()), ("unknown_currency", "<b>"));
    }

    #[test]
    fn pages_are_bounded() {
        assert_eq!([0, 1, 50, 100, 101, u32::MAX].map(rows), [1, 1, 50, 100, 100, 100]);
    }

    #[test]
    fn counts_saturate() {
        assert_eq!([0, 7, u64::from(u32::MAX), u64::MAX].map(count), [0, 7, u32::MAX, u32::MAX]);
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(cut("Анна".to_owned()), "Анна");
        let long = cut("я".repeat(5_000));
        assert_eq!(long.chars().count(), MAX_TEXT + 1);
        assert!(long.ends_with('…'));
        assert_eq!(typed(Some("  ".to_owned())), None);
        assert_eq!(typed(Some(" bob ".to_owned())).as_deref(), Some("bob"));
    }

    #[test]
    fn hostile_names_travel_as_they_are() {
        let name = "<img src=x onerror=alert(1)>";
        let person = view::Person { party: 7, key: "46".to_owned(), name: Some(name.to_owned()), email: None };
        assert_eq!(PersonRef::from(person).name.as_deref(), Some(name));
    }
}
