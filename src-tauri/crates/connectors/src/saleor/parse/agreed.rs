//! What bears the agreement of all desks: a gift card by its note and, where it can, by its private metadata; a voucher by its name.

use super::text::{Pair, Text, value_of};
use crate::rail::{Agreed, Agreement};
use serde::Deserialize;

/// The key of a card's private metadata that bears it.
pub(in crate::saleor) const SECRET_KEY: &str = "vouchsafe_secret";

/// A gift card or a voucher that may bear an agreement.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::saleor) struct Bearer<'a> {
    #[serde(borrow, default)]
    code: Option<Text<'a>>,
    #[serde(borrow, default)]
    codes: Option<Codes<'a>>,
    #[serde(borrow, default)]
    name: Option<Text<'a>>,
    #[serde(borrow, default)]
    private_metadata: Vec<Pair<'a>>,
    #[serde(borrow, default)]
    events: Vec<Noted<'a>>,
}

#[derive(Debug, Deserialize)]
struct Codes<'a> {
    #[serde(borrow)]
    edges: Vec<Edge<'a>>,
}

#[derive(Debug, Deserialize)]
struct Edge<'a> {
    #[serde(borrow)]
    node: Coded<'a>,
}

#[derive(Debug, Deserialize)]
struct Coded<'a> {
    #[serde(borrow, default)]
    code: Option<Text<'a>>,
}

/// An event of a card's history.
#[derive(Debug, Deserialize)]
struct Noted<'a> {
    #[serde(borrow, default)]
    message: Option<Text<'a>>,
}

impl Bearer<'_> {
    /// Whether it has this code, letter for letter: a search finds others too.
    pub(in crate::saleor) fn has(&self, place: &str) -> bool {
        let more = self.codes.iter().flat_map(|codes| &codes.edges).filter_map(|edge| edge.node.code.as_ref());
        self.code.iter().chain(more).any(|code| code.as_str() == place)
    }

    /// What it bears.
    pub(in crate::saleor) fn bears(&self) -> Agreed {
        let notes = self.events.iter().filter_map(|event| event.message.as_ref());
        let kept = value_of(SECRET_KEY, &self.private_metadata, &[]);
        Agreement::in_texts(self.name.iter().chain(notes).map(Text::as_str).chain(kept.as_deref()))
    }
}
