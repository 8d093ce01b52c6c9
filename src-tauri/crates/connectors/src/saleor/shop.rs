//! A connected shop.

use super::envelope::{Cost, Verdict, garbled};
use super::page::{Cursor, OVERLAP, RawPage, RefusedRow};
use super::parse::Text;
use super::probe::{Probe, Who, missing, what, who};
use super::settings::MAX_PAGE;
use super::wire::Wire;
use super::{Pages, RowFault, Settings, ShopError, ShopUrl, document, parse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use vouchsafe_domain::shop::Kind;

/// How many rows that the shop cannot give are stepped over before a page is handed out; so that progress is kept.
const MAX_STEPPED_OVER: usize = 20;
/// The longest that a rate limit is waited for while somebody waits for the connection.
const AT_THE_DOOR: Duration = Duration::from_secs(5);

/// A connected shop. Cheap to clone: clones share the connection.
#[derive(Debug, Clone)]
pub struct Shop {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    wire: Wire,
    settings: Settings,
    probe: Probe,
    /// The largest page of each kind that the shop's cost limit lets through, as far as we know.
    largest: [AtomicU32; Kind::ALL.len()],
}

impl Shop {
    /// Connects: reads the address, asks who the token is, what the shop is and can.
    ///
    /// # Errors
    /// [`ShopError`]: no address, unreachable, not Saleor, older than 3.20, token refused, or permissions missing (all of them named).
    pub async fn connect(url: &str, token: &str, settings: Settings) -> Result<Self, ShopError> {
        let wire = Wire::new(ShopUrl::parse(url, settings.allow_insecure)?, token, &settings)?;
        let probe = probe(&wire).await?;
        let permissions = probe.missing_permissions();
        if !permissions.is_empty() {
            return Err(ShopError::PermissionMissing { permissions });
        }
        let largest = std::array::from_fn(|_| AtomicU32::new(MAX_PAGE));
        Ok(Self { inner: Arc::new(Inner { wire, settings, probe, largest }) })
    }

    /// Asks again what the shop is and can; [`Shop::info`] keeps what it said at first.
    ///
    /// # Errors
    /// As [`Shop::connect`], without missing permissions, which are in [`Probe::missing_permissions`].
    pub async fn probe(&self) -> Result<Probe, ShopError> {
        probe(&self.inner.wire).await
    }

    /// What the shop told when it was connected.
    #[must_use]
    pub fn info(&self) -> &Probe {
        &self.inner.probe
    }

    /// The shop's address.
    #[must_use]
    pub fn url(&self) -> &ShopUrl {
        self.inner.wire.url()
    }

    /// How the shop is read.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// Reads pages ahead, from a cursor to the end. Must be called within a tokio runtime.
    #[must_use]
    pub fn pages(&self, kind: Kind, cursor: Cursor) -> Pages {
        Pages::start(self.clone(), kind, cursor)
    }

    /// Reads one page over the network; [`parse`] does the rest. `page_size` is cut to 1..=100 and to what the shop's cost limit lets through.
    ///
    /// Where a row makes the shop null the whole page, the rows before it are given first; then it is stepped over by its cursor and is in
    /// [`RawPage::refused`]. A kind that the shop cannot list is an empty page. Dropping the future gives up the request and leaves no trace.
    ///
    /// # Errors
    /// [`ShopError`], after transient ones were tried again as the settings say.
    pub async fn fetch_page(&self, kind: Kind, cursor: &Cursor, page_size: u32) -> Result<RawPage, ShopError> {
        if !self.inner.probe.can.has(kind) {
            return Ok(RawPage::hollow(kind, None, Vec::new()));
        }
        let question = Question::new(self.inner.probe.can, kind, cursor);
        let mut place = cursor.after.clone();
        let mut refused = Vec::new();
        let mut first = self.fitting(kind, page_size);
        loop {
            let (text, frame) = self.inner.wire.read(&question.rows(first, place.as_deref()), self.inner.settings.patience).await?;
            match (frame.page, frame.verdict) {
                (_, Some(Verdict::Token | Verdict::Permission(_))) => return Err(self.denied(kind).await),
                (Some(end), _) if !end.has_next_page => return Ok(RawPage { text, refused, next: None }),
                (Some(end), _) => match end.end_cursor {
                    Some(next) if Some(&next) != place.as_ref() => return Ok(RawPage { text, refused, next: Some(next) }),
                    _ => return Err(ShopError::Garbled { what: "a page that does not say where the next one starts".to_owned() }),
                },
                (None, Some(Verdict::Cost(cost))) if first > 1 => first = self.shrink(kind, first, cost),
                (None, Some(Verdict::TooManyRows)) if first > 1 => first /= 2,
                (None, Some(Verdict::Row { index: Some(index), .. })) if (1..first as usize).contains(&index) => {
                    first = u32::try_from(index).unwrap_or(1)
                }
                (None, Some(Verdict::Row { index: None, .. })) if first > 1 => first /= 2,
                (None, Some(Verdict::Row { path, what, .. })) => {
                    let (cursor, row) = self.culprit(&question, place.as_deref(), RowFault::Shop { path, what }).await?;
                    refused.push(row);
                    if refused.len() >= MAX_STEPPED_OVER {
                        return Ok(RawPage::hollow(kind, Some(cursor), refused));
                    }
                    place = Some(cursor);
                    first = self.fitting(kind, page_size);
                }
                (None, Some(verdict)) => return Err(verdict.into_error(self.url().as_str())),
                (None, None) => return Err(ShopError::Garbled { what: "neither data nor errors".to_owned() }),
            }
        }
    }

    /// The first row behind `place`, by its id and cursor alone.
    async fn culprit(&self, question: &Question, place: Option<&str>, reason: RowFault) -> Result<(String, RefusedRow), ShopError> {
        #[derive(Deserialize)]
        struct Answer<'a> {
            #[serde(borrow)]
            data: Data<'a>,
        }
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
        #[derive(Deserialize)]
        struct Edge<'a> {
            #[serde(borrow)]
            cursor: Text<'a>,
            #[serde(borrow)]
            node: &'a serde_json::value::RawValue,
        }
        let (text, frame) = self.inner.wire.read(&question.ids(place), self.inner.settings.patience).await?;
        if let Some(verdict) = frame.verdict {
            return Err(verdict.into_error(self.url().as_str()));
        }
        let answer: Answer<'_> = serde_json::from_str(&text).map_err(garbled)?;
        let Some(edge) = answer.data.page.edges.first() else {
            return Err(ShopError::Garbled { what: "a row that fails and is not there".to_owned() });
        };
        let row = RefusedRow { source_id: parse::source_id(edge.node.get()), reason, raw: String::new() };
        Ok((edge.cursor.as_str().to_owned(), row))
    }

    /// A real shop says the same to a token that it does not know and to one that lacks a permission: ask who we are.
    async fn denied(&self, kind: Kind) -> ShopError {
        match ask_who(&self.inner.wire).await {
            Err(error) => error,
            Ok(Who { permissions: None, .. }) => ShopError::TokenRefused { url: self.url().to_string() },
            Ok(Who { permissions: Some(had), .. }) => {
                let permissions = missing(&had);
                ShopError::PermissionMissing { permissions: if permissions.is_empty() { vec![needed(kind).to_owned()] } else { permissions } }
            }
        }
    }

    fn fitting(&self, kind: Kind, page_size: u32) -> u32 {
        page_size.clamp(1, MAX_PAGE).min(self.inner.largest[kind as usize].load(Ordering::Relaxed))
    }

    /// A page that fits the cost limit, in proportion to what this one would have cost; remembered for later pages.
    fn shrink(&self, kind: Kind, first: u32, cost: Cost) -> u32 {
        let fits = u64::from(first).saturating_mul(cost.maximum_available) / cost.requested_query_cost.max(1);
        let smaller = u32::try_from(fits).unwrap_or(u32::MAX).clamp(1, (first - 1).max(1));
        self.inner.largest[kind as usize].store(smaller, Ordering::Relaxed);
        smaller
    }
}

impl RawPage {
    /// A page without rows.
    fn hollow(kind: Kind, next: Option<String>, refused: Vec<RefusedRow>) -> Self {
        let end = serde_json::json!({ "hasNextPage": next.is_some(), "endCursor": next });
        let text = serde_json::json!({ "data": { document::field(kind): { "pageInfo": end, "edges": [] } } }).to_string();
        Self { text, refused, next }
    }
}

/// What lets a token read a kind.
const fn needed(kind: Kind) -> &'static str {
    match kind {
        Kind::Customers => "MANAGE_USERS",
        Kind::Orders | Kind::Transactions => "MANAGE_ORDERS",
        Kind::GiftCards => "MANAGE_GIFT_CARD",
        Kind::Vouchers => "MANAGE_DISCOUNTS",
    }
}

/// The questions of one fetch; only place and size differ between them.
struct Question {
    rows: String,
    ids: String,
    since: Option<String>,
}

#[derive(Serialize)]
struct Body<'a> {
    query: &'a str,
    variables: Variables<'a>,
}

#[derive(Serialize)]
struct Variables<'a> {
    first: u32,
    after: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<&'a str>,
}

impl Question {
    fn new(can: super::Capabilities, kind: Kind, cursor: &Cursor) -> Self {
        let since = cursor.since.filter(|_| can.is_incremental(kind)).map(|since| since.minus(OVERLAP).to_string());
        Self { rows: document::rows(kind, can, since.is_some(), cursor.after.is_none()), ids: document::ids(kind, can, since.is_some()), since }
    }

    fn rows(&self, first: u32, after: Option<&str>) -> String {
        body(&self.rows, Variables { first, after, since: self.since.as_deref() })
    }

    fn ids(&self, after: Option<&str>) -> String {
        body(&self.ids, Variables { first: 1, after, since: self.since.as_deref() })
    }
}

fn body(query: &str, variables: Variables<'_>) -> String {
    // Strings and numbers always serialize.
    serde_json::to_string(&Body { query, variables }).unwrap_or_default()
}

async fn probe(wire: &Wire) -> Result<Probe, ShopError> {
    let me = ask_who(wire).await?;
    let Some(permissions) = me.permissions.clone() else { return Err(ShopError::TokenRefused { url: wire.url().to_string() }) };
    let (text, _) = wire.read(&plain(document::WHAT), AT_THE_DOOR).await?;
    what(&text, me, permissions, wire.url().as_str())
}

async fn ask_who(wire: &Wire) -> Result<Who, ShopError> {
    let not_saleor = |error| match error {
        ShopError::Garbled { .. } => ShopError::NotSaleor { url: wire.url().to_string() },
        other => other,
    };
    let (text, _) = wire.read(&plain(document::WHO), AT_THE_DOOR).await.map_err(not_saleor)?;
    who(&text, wire.url().as_str())
}

fn plain(query: &str) -> String {
    serde_json::json!({ "query": query, "variables": {} }).to_string()
}
