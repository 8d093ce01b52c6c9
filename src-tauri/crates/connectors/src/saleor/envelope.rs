//! The frame of a GraphQL answer: errors, cost, and where a page ends.

use super::parse::Text;
use super::{ShopError, redact};
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::collections::BTreeSet;

/// How many characters of a shop's words are repeated.
const MAX_WORDS: usize = 200;

/// One step of an error's path.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(super) enum Step {
    Index(usize),
    Name(String),
}

/// One error of an answer.
#[derive(Debug, Deserialize)]
pub(super) struct Fault<'a> {
    #[serde(borrow, default)]
    message: Option<Text<'a>>,
    #[serde(default)]
    path: Option<Vec<Step>>,
    #[serde(borrow, default)]
    extensions: Option<FaultExtensions<'a>>,
}

#[derive(Debug, Deserialize)]
struct FaultExtensions<'a> {
    #[serde(borrow, default)]
    exception: Option<Exception<'a>>,
    #[serde(default)]
    cost: Option<Cost>,
}

#[derive(Debug, Deserialize)]
struct Exception<'a> {
    #[serde(borrow, default)]
    code: Option<Text<'a>>,
}

/// What a query cost, of what the shop allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Cost {
    pub(super) requested_query_cost: u64,
    pub(super) maximum_available: u64,
}

/// Where a page ends.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageInfo {
    pub(super) has_next_page: bool,
    #[serde(default)]
    pub(super) end_cursor: Option<String>,
}

/// Reads the data of an answer that has any.
pub(super) fn data<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, ShopError> {
    #[derive(Deserialize)]
    struct Answer<T> {
        data: T,
    }
    serde_json::from_str(text).map(|answer: Answer<T>| answer.data).map_err(garbled)
}

/// The rows of an answer of any kind, as they came, with the errors beside them.
#[derive(Deserialize)]
pub(super) struct Listed<'a> {
    #[serde(default)]
    pub(super) errors: Option<Vec<serde_json::Value>>,
    #[serde(borrow, rename = "data", deserialize_with = "edges")]
    pub(super) edges: Vec<Edge<'a>>,
}

/// One row, with its place in the list where that was asked for.
#[derive(Deserialize)]
pub(super) struct Edge<'a> {
    #[serde(borrow, default)]
    pub(super) cursor: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) node: &'a RawValue,
}

fn edges<'de: 'a, 'a, D: Deserializer<'de>>(data: D) -> Result<Vec<Edge<'a>>, D::Error> {
    #[derive(Deserialize)]
    struct Data<'a> {
        #[serde(borrow, alias = "customers", alias = "orders", alias = "transactions", alias = "giftCards", alias = "vouchers")]
        page: Connection<'a>,
    }
    #[derive(Deserialize)]
    struct Connection<'a> {
        #[serde(borrow)]
        edges: Vec<Edge<'a>>,
    }
    Data::deserialize(data).map(|data| data.page.edges)
}

/// Reads the rows of an answer without looking into them.
pub(super) fn listed(text: &str) -> Result<Listed<'_>, ShopError> {
    serde_json::from_str(text).map_err(garbled)
}

/// What the errors of an answer come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The token is not known, or no longer.
    Token,
    /// Something may not be read: Saleor's names of the permissions, if it told them. It says the same to an unknown token.
    Permission(Vec<String>),
    /// The query is too costly.
    Cost(Cost),
    /// The page asks for more rows than the shop gives.
    TooManyRows,
    /// The cursor means nothing.
    Cursor,
    /// One row cannot be given: its place on the page and the shop's words.
    Row { index: Option<usize>, path: String, what: String },
    /// The shop failed for the whole answer.
    Internal(String),
    /// Anything else.
    Refused(String),
}

impl Verdict {
    /// As an error; `url` is the shop's, as far as it is known.
    pub(super) fn into_error(self, url: &str) -> ShopError {
        match self {
            Self::Token => ShopError::TokenRefused { url: url.to_string() },
            Self::Permission(permissions) => ShopError::PermissionMissing { permissions },
            Self::Cost(cost) => ShopError::TooCostly { cost: cost.requested_query_cost, maximum: cost.maximum_available },
            Self::Cursor => ShopError::CursorInvalid,
            Self::TooManyRows => ShopError::Refused { what: "too many rows for one page".to_owned() },
            Self::Row { path, what, .. } => ShopError::Refused { what: format!("{path}: {what}") },
            Self::Internal(what) => ShopError::Internal { what },
            Self::Refused(what) => ShopError::Refused { what },
        }
    }
}

/// A shop's words: without what they repeat of somebody's data, on one line, cut to a readable length.
pub(super) fn words(text: &str) -> String {
    redact::words(text)
        .split(char::is_control)
        .filter(|part| !part.is_empty())
        .flat_map(|part| part.chars().chain([' ']))
        .take(MAX_WORDS)
        .collect::<String>()
        .trim_end()
        .to_owned()
}

impl Fault<'_> {
    /// The shop's words, cut to a readable length.
    pub(super) fn words(&self) -> String {
        words(self.message.as_ref().map_or("no words", |text| text.as_str()))
    }

    /// What the query cost: in figures, or in "The query exceeds the maximum cost of 50000. Actual cost is 70100".
    fn cost(&self, words: &str) -> Cost {
        let mut numbers = words.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok());
        let told = self.extensions.as_ref().and_then(|extensions| extensions.cost);
        told.unwrap_or_else(|| {
            let maximum_available = numbers.next().unwrap_or(1);
            Cost { maximum_available, requested_query_cost: numbers.next().unwrap_or(maximum_available.saturating_mul(2)) }
        })
    }

    fn code(&self) -> &str {
        let exception = self.extensions.as_ref().and_then(|extensions| extensions.exception.as_ref());
        exception.and_then(|exception| exception.code.as_ref()).map_or("", |code| code.as_str())
    }

    /// The place on the page that the error belongs to, and the path from the row on.
    pub(super) fn row(&self) -> Option<(usize, String)> {
        let path = self.path.as_ref()?;
        let [Step::Name(_), Step::Name(edges), Step::Index(index), rest @ ..] = path.as_slice() else { return None };
        (edges == "edges").then(|| (*index, show(rest)))
    }

    /// The name under which a row was asked for by itself, and the path from the row on.
    pub(super) fn alias(&self) -> Option<(String, &[Step])> {
        match self.path.as_deref()? {
            [Step::Name(name), rest @ ..] => Some((name.clone(), rest)),
            _ => None,
        }
    }

    pub(super) fn verdict(&self) -> Verdict {
        let words = self.words();
        match self.code() {
            "QueryCostError" => return Verdict::Cost(self.cost(&words)),
            "PermissionDenied" => return Verdict::Permission(permissions_in(&words)),
            // What PyJWT raises for a token that is expired, garbled or signed by somebody else.
            "ExpiredSignatureError" | "InvalidSignatureError" | "InvalidTokenError" | "DecodeError" => return Verdict::Token,
            _ => {}
        }
        if words.starts_with("Received cursor is invalid") {
            return Verdict::Cursor;
        }
        if words.contains("exceeds the `first` limit") {
            return Verdict::TooManyRows;
        }
        match &self.path {
            Some(path) if path.len() > 1 => Verdict::Row { index: self.row().map(|(index, _)| index), path: show(path), what: words },
            _ if words == "Internal Server Error" => Verdict::Internal(words),
            _ => Verdict::Refused(words),
        }
    }
}

/// What the errors come to: what concerns the whole connection first, a single row last. `None` without errors.
pub(super) fn verdict(errors: &[Fault<'_>]) -> Option<Verdict> {
    let rank = |verdict: &Verdict| match verdict {
        Verdict::Token => 0,
        Verdict::Permission(_) => 1,
        Verdict::Cost(_) | Verdict::TooManyRows | Verdict::Cursor => 2,
        Verdict::Internal(_) | Verdict::Refused(_) => 3,
        Verdict::Row { .. } => 4,
    };
    let mut worst = errors.iter().map(Fault::verdict).min_by_key(rank)?;
    if let Verdict::Permission(permissions) = &mut worst {
        let all: BTreeSet<String> =
            errors.iter().filter(|fault| fault.code() == "PermissionDenied").flat_map(|fault| permissions_in(&fault.words())).collect();
        *permissions = all.into_iter().collect();
    }
    Some(worst)
}

/// The permission named in "To access this path, you need one of the following permissions: MANAGE_USERS, MANAGE_STAFF": the first, because one
/// of them is enough and Saleor names the fitting one first.
fn permissions_in(words: &str) -> Vec<String> {
    let Some((_, list)) = words.split_once("permissions:") else { return Vec::new() };
    let named = list.split(',').map(str::trim).find(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'));
    named.map(str::to_owned).into_iter().collect()
}

pub(super) fn show(path: &[Step]) -> String {
    let mut out = String::new();
    for step in path.iter().take(12) {
        if !out.is_empty() {
            out.push('.');
        }
        match step {
            Step::Index(index) => out.push_str(&index.to_string()),
            Step::Name(name) => out.extend(name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(60)),
        }
    }
    out
}

/// The frame of a page's answer, read without its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) verdict: Option<Verdict>,
    pub(super) page: Option<PageInfo>,
}

impl Frame {
    /// Whether the shop refuses the token, or what it may do.
    pub(super) const fn is_denial(&self) -> bool {
        matches!(self.verdict, Some(Verdict::Token | Verdict::Permission(_)))
    }

    /// Reads the frame and skips the rows.
    pub(super) fn read(text: &str) -> Result<Self, ShopError> {
        #[derive(Deserialize)]
        struct Answer<'a> {
            #[serde(borrow, default)]
            errors: Option<Vec<Fault<'a>>>,
            #[serde(default)]
            data: Option<Data>,
        }
        #[derive(Deserialize)]
        struct Data {
            #[serde(default, alias = "customers", alias = "orders", alias = "transactions", alias = "giftCards", alias = "vouchers")]
            page: Option<Connection>,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Connection {
            #[serde(default)]
            page_info: Option<PageInfo>,
            #[serde(default)]
            edges: IgnoredAny,
        }
        let answer: Answer<'_> = serde_json::from_str(text).map_err(garbled)?;
        let page = answer.data.and_then(|data| data.page).and_then(|Connection { page_info, edges: IgnoredAny }| page_info);
        Ok(Self { verdict: verdict(answer.errors.as_deref().unwrap_or_default()), page })
    }
}

/// The error for a text that is no answer.
pub(super) fn garbled(error: serde_json::Error) -> ShopError {
    if error.is_eof() {
        return ShopError::Truncated;
    }
    ShopError::Garbled { what: redact::parser_words(&error.to_string()) }
}
