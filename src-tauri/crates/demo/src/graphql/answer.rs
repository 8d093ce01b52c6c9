//! What a field of a thing comes to, before the selection has been applied to it.

use std::borrow::Cow;

use serde_json::Value;

use crate::instant::Micros;
use crate::money::Money;
use crate::node::{CustomerView, LineView, OrderView, TransactionView};

/// The answer to one field.
#[derive(Clone, Debug)]
pub(crate) enum Answer<'a> {
    Null,
    /// The source does not know the field: `null`, or an empty list.
    Missing,
    Bool(bool),
    Int(i64),
    /// A JSON float, from whole minor units and their exponent.
    Amount(i64, u8),
    Text(Cow<'a, str>),
    Time(Micros),
    /// A global id with a number.
    Id(&'static str, u64),
    /// A global id with a UUID.
    Uuid(&'static str, u128),
    One(Thing<'a>),
    Many(Vec<Thing<'a>>),
    Texts(Vec<&'a str>),
    /// Recorded or ready-made JSON of any shape.
    Json(&'a Value),
}

/// An object of the schema.
#[derive(Clone, Debug)]
pub(crate) enum Thing<'a> {
    Order(Box<OrderView<'a>>),
    Line(LineView),
    Customer(Box<CustomerView<'a>>),
    Transaction(Box<TransactionView<'a>>),
    Money(Money),
    /// Gross and net.
    Taxed(Money, i64),
    /// A small object, worked out in full.
    Record(&'static str, Vec<(&'static str, Answer<'a>)>),
    Json(&'a Value),
}

impl<'a> Answer<'a> {
    pub(crate) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn record(name: &'static str, fields: Vec<(&'static str, Self)>) -> Self {
        Self::One(Thing::Record(name, fields))
    }

    pub(crate) fn or_null(answer: Option<Self>) -> Self {
        answer.unwrap_or(Self::Null)
    }
}

impl<'a> Thing<'a> {
    /// The name of the type, where the source knows it.
    pub(crate) fn type_name(&self) -> Option<&str> {
        Some(match self {
            Self::Order(_) => "Order",
            Self::Line(_) => "OrderLine",
            Self::Customer(_) => "User",
            Self::Transaction(_) => "TransactionItem",
            Self::Money(_) => "Money",
            Self::Taxed(..) => "TaxedMoney",
            Self::Record(name, _) => name,
            Self::Json(value) => return value.get("__typename")?.as_str(),
        })
    }

    /// The answer to one of its fields.
    pub(crate) fn field(&self, name: &str) -> Answer<'a> {
        match self {
            Self::Order(order) => order.field(name),
            Self::Line(line) => line.field(name),
            Self::Customer(customer) => customer.field(name),
            Self::Transaction(transaction) => transaction.field(name),
            Self::Money(money) => money_field(*money, name),
            Self::Taxed(gross, net) => taxed_field(*gross, *net, name),
            Self::Record(_, fields) => fields.iter().find(|(key, _)| *key == name).map_or(Answer::Missing, |(_, answer)| answer.clone()),
            Self::Json(value) => value.get(name).map_or(Answer::Missing, Answer::Json),
        }
    }
}

fn money_field(money: Money, name: &str) -> Answer<'static> {
    match name {
        "amount" => Answer::Amount(money.minor, money.currency.exponent),
        "currency" => Answer::text(money.currency.code),
        "fractionalAmount" => Answer::Int(money.minor),
        "fractionDigits" => Answer::Int(i64::from(money.currency.exponent)),
        _ => Answer::Missing,
    }
}

fn taxed_field(gross: Money, net: i64, name: &str) -> Answer<'static> {
    match name {
        "gross" => Answer::One(Thing::Money(gross)),
        "net" => Answer::One(Thing::Money(Money { minor: net, ..gross })),
        "tax" => Answer::One(Thing::Money(Money { minor: gross.minor - net, ..gross })),
        "currency" => Answer::text(gross.currency.code),
        _ => Answer::Missing,
    }
}
