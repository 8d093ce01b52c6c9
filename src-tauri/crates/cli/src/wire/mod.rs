//! What the command line writes as JSON: shapes of their own, stable from version to version, described in `docs/formats.md`.

pub(crate) mod act;
pub(crate) mod backtest;
pub(crate) mod code;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod erase;
pub(crate) mod explain;
pub(crate) mod figures;
pub(crate) mod finding;
pub(crate) mod import;
pub(crate) mod keeping;
pub(crate) mod notices;
pub(crate) mod pay;
pub(crate) mod program;
pub(crate) mod referral;
pub(crate) mod replay;
pub(crate) mod reward;
pub(crate) mod standing;
pub(crate) mod sync;

use serde::Serialize;
use vouchsafe_app::view;
use vouchsafe_domain::money;

/// Money, exact: the amount is decimal text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Money {
    pub amount: String,
    pub currency: String,
}

impl From<money::Money> for Money {
    fn from(money: money::Money) -> Self {
        Self { amount: money.amount_text(), currency: money.currency.to_string() }
    }
}

impl From<view::Amount> for Money {
    fn from(amount: view::Amount) -> Self {
        Self { amount: amount.figure(), currency: amount.name }
    }
}

/// A person: the key is the shop's id, or `guest-` with the order's number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Person {
    pub key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl From<&view::Person> for Person {
    fn from(person: &view::Person) -> Self {
        Self { key: person.key.clone(), name: person.name.clone(), email: person.email.clone() }
    }
}

/// What a person is called in a table: by name, else by email address, else by key.
pub(crate) fn called(person: &view::Person) -> String {
    let name = person.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    name.or(person.email.as_deref()).unwrap_or(&person.key).to_owned()
}
