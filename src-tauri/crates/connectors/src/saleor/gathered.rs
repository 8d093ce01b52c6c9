//! Rows of several answers, put together to one page.

use super::envelope::{Fault, garbled, listed, show};
use super::{RawPage, RefusedRow, RowFault, ShopError, document};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use vouchsafe_domain::shop::Kind;

/// A page that grows.
pub(super) struct Gathered {
    kind: Kind,
    edges: String,
    rows: usize,
    /// Errors of single rows, with the rows' places in the page that grows.
    errors: Vec<Value>,
    pub(super) refused: Vec<RefusedRow>,
}

impl Gathered {
    pub(super) const fn new(kind: Kind) -> Self {
        Self { kind, edges: String::new(), rows: 0, errors: Vec::new(), refused: Vec::new() }
    }

    /// Adds a row.
    pub(super) fn push(&mut self, node: &str) {
        if self.rows > 0 {
            self.edges.push(',');
        }
        self.edges.push_str(r#"{"node":"#);
        self.edges.push_str(node);
        self.edges.push('}');
        self.rows += 1;
    }

    /// Adds the rows of a whole answer, with what it says of single ones.
    pub(super) fn add(&mut self, text: &str) -> Result<(), ShopError> {
        let listed = listed(text)?;
        for mut error in listed.errors.unwrap_or_default() {
            if let Some(place) = error.pointer_mut("/path/2") {
                *place = place.as_u64().map_or(Value::Null, |place| Value::from(place + self.rows as u64));
            }
            self.errors.push(error);
        }
        for edge in listed.edges {
            self.push(edge.node.get());
        }
        Ok(())
    }

    /// The page, which is the only one.
    pub(super) fn into_page(self) -> RawPage {
        let errors = Value::Array(self.errors);
        let (field, edges) = (document::field(self.kind), self.edges);
        let text = format!(r#"{{"errors":{errors},"data":{{"{field}":{{"pageInfo":{{"hasNextPage":false,"endCursor":null}},"edges":[{edges}]}}}}}}"#);
        RawPage { text, refused: self.refused, next: None }
    }
}

/// The answer to a question that asked for each row by a name of its own.
pub(super) struct OneByOne<'a> {
    pub(super) rows: BTreeMap<String, Option<&'a RawValue>>,
    pub(super) faults: BTreeMap<String, RowFault>,
}

/// Reads such an answer.
pub(super) fn one_by_one(text: &str) -> Result<OneByOne<'_>, ShopError> {
    #[derive(Deserialize)]
    struct Answer<'a> {
        #[serde(borrow, default)]
        errors: Option<Vec<Fault<'a>>>,
        #[serde(borrow, default)]
        data: Option<BTreeMap<String, Option<&'a RawValue>>>,
    }
    let answer: Answer<'_> = serde_json::from_str(text).map_err(garbled)?;
    let Some(rows) = answer.data else { return Err(ShopError::Garbled { what: "neither data nor errors".to_owned() }) };
    let mut faults = BTreeMap::new();
    for fault in answer.errors.unwrap_or_default() {
        let Some((name, path)) = fault.alias() else { return Err(fault.verdict().into_error("")) };
        faults.entry(name).or_insert_with(|| RowFault::Shop { path: show(path), what: fault.words() });
    }
    Ok(OneByOne { rows, faults })
}
