//! Errors in the shape in which Saleor answers them.

use crate::text::{push_int, push_string};

/// A step of the path to the place of an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

/// One entry of `errors`.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) message: String,
    /// Line and column in the document.
    pub(crate) at: Option<(usize, usize)>,
    pub(crate) path: Vec<Step>,
    pub(crate) code: &'static str,
}

/// What makes a request fail before anything is looked up: HTTP 400 without `data`.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) faults: Vec<Fault>,
    pub(crate) cost: Option<u64>,
    /// What a request may cost.
    pub(crate) most: u64,
}

/// The most that one request may cost.
pub(crate) const MAX_COST: u64 = 50_000;

impl Fault {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), at: None, path: Vec::new(), code: "GraphQLError" }
    }

    pub(crate) fn at(self, at: (usize, usize)) -> Self {
        Self { at: Some(at), ..self }
    }

    pub(crate) fn path(self, path: Vec<Step>) -> Self {
        Self { path, ..self }
    }

    pub(crate) fn code(self, code: &'static str) -> Self {
        Self { code, ..self }
    }

    fn push(&self, out: &mut String) {
        out.push_str("{\"message\":");
        push_string(out, &self.message);
        if let Some((line, column)) = self.at {
            out.push_str(",\"locations\":[{\"line\":");
            push_int(out, i64::try_from(line).unwrap_or(0));
            out.push_str(",\"column\":");
            push_int(out, i64::try_from(column).unwrap_or(0));
            out.push_str("}]");
        }
        if !self.path.is_empty() {
            out.push_str(",\"path\":");
            push_path(out, &self.path);
        }
        out.push_str(",\"extensions\":{\"exception\":{\"code\":\"");
        out.push_str(self.code);
        out.push_str("\"}}}");
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self { faults: vec![fault], cost: None, most: MAX_COST }
    }
}

impl Refusal {
    /// The body of the answer.
    pub(crate) fn body(&self) -> String {
        let mut out = String::from("{");
        push_faults(&mut out, &self.faults);
        if let Some(cost) = self.cost {
            out.push(',');
            push_cost(&mut out, cost, self.most);
        }
        out.push('}');
        out
    }
}

/// Appends `"errors":[…]`.
pub(crate) fn push_faults(out: &mut String, faults: &[Fault]) {
    out.push_str("\"errors\":[");
    for (at, fault) in faults.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        fault.push(out);
    }
    out.push(']');
}

/// Appends `"extensions":{"cost":…}`.
pub(crate) fn push_cost(out: &mut String, cost: u64, most: u64) {
    out.push_str("\"extensions\":{\"cost\":{\"requestedQueryCost\":");
    push_int(out, i64::try_from(cost).unwrap_or(i64::MAX));
    out.push_str(",\"maximumAvailable\":");
    push_int(out, i64::try_from(most).unwrap_or(i64::MAX));
    out.push_str("}}");
}

fn push_path(out: &mut String, path: &[Step]) {
    out.push('[');
    for (at, step) in path.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        match step {
            Step::Key(key) => push_string(out, key),
            Step::Index(index) => push_int(out, i64::try_from(*index).unwrap_or(i64::MAX)),
        }
    }
    out.push(']');
}
