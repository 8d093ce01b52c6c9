//! A page of rows over the network.

use super::envelope::{Cost, Frame, Verdict, listed};
use super::page::{Cursor, OVERLAP, RawPage, RefusedRow};
use super::{Capabilities, RowFault, Shop, ShopError, document, parse};
use serde::Serialize;
use vouchsafe_domain::shop::Kind;

/// How many rows that the shop cannot give are stepped over before a page is handed out; so that progress is kept.
const MAX_STEPPED_OVER: usize = 20;

impl Shop {
    /// Reads one page over the network; [`parse`] does the rest. `page_size` is cut to 1..=100 and to what the shop's cost limit lets through.
    ///
    /// Where a row makes the shop null the whole page, the rows before it are given first; then it is stepped over by its cursor and is in
    /// [`RawPage::refused`]. A kind that the shop cannot list is an empty page. Dropping the future gives up the request and leaves no trace.
    ///
    /// # Errors
    /// [`ShopError`], after transient ones were tried again as the settings say.
    pub async fn fetch_page(&self, kind: Kind, cursor: &Cursor, page_size: u32) -> Result<RawPage, ShopError> {
        if !self.info().can.has(kind) {
            return Ok(RawPage::hollow(kind, None, Vec::new()));
        }
        let question = Question::new(self.info().can, kind, cursor);
        let mut place = cursor.after.clone();
        let mut refused = Vec::new();
        let mut first = self.fitting(kind, page_size);
        let mut stuck = 0;
        loop {
            let (text, frame) = self.read_rows(&question, first, place.as_deref()).await?;
            match (frame.page, frame.verdict) {
                (Some(end), _) if !end.has_next_page => return self.whole(kind, RawPage { text, refused, next: None }).await,
                (Some(end), _) => match end.end_cursor {
                    Some(next) if Some(&next) != place.as_ref() => return self.whole(kind, RawPage { text, refused, next: Some(next) }).await,
                    // An answer from some cache, perhaps.
                    _ if stuck + 1 < self.settings().tries => stuck += 1,
                    _ => return Err(ShopError::Garbled { what: "a page that does not say where the next one starts".to_owned() }),
                },
                (None, Some(Verdict::Cost(cost))) if first > 1 => first = self.shrink(kind, first, cost),
                (None, Some(Verdict::TooManyRows)) if first > 1 => first /= 2,
                (None, Some(Verdict::Row { index: Some(index), .. })) if (1..first as usize).contains(&index) => {
                    first = u32::try_from(index).unwrap_or(1)
                }
                (None, Some(Verdict::Row { index: None, .. })) if first > 1 => first /= 2,
                (None, Some(Verdict::Row { path, what, .. })) => {
                    let (cursor, source_id) = self.next_row(&question, place.as_deref()).await?;
                    refused.push(RefusedRow { source_id, reason: RowFault::Shop { path, what }.redacted(), raw: String::new() });
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

    /// Asks for a page. A shop that fails inside for the whole page, but can name the row that comes next, may have one that it cannot give: that
    /// is told as an error of some row.
    async fn read_rows(&self, question: &Question, first: u32, place: Option<&str>) -> Result<(String, Frame), ShopError> {
        let failed = match self.send(question.kind, &question.rows(first, place)).await {
            Err(ShopError::Internal { what }) => what,
            answer => return answer,
        };
        if self.next_row(question, place).await.is_err() {
            return Err(ShopError::Internal { what: failed });
        }
        let verdict = Verdict::Row { index: None, path: "node".to_owned(), what: failed };
        Ok((String::new(), Frame { page: None, verdict: Some(verdict) }))
    }

    /// The cursor and the id of the first row behind `place`, which no broken field can spoil.
    async fn next_row(&self, question: &Question, place: Option<&str>) -> Result<(String, String), ShopError> {
        let (text, frame) = self.send(question.kind, &question.ids(place)).await?;
        if let Some(verdict) = frame.verdict {
            return Err(verdict.into_error(self.url().as_str()));
        }
        let listed = listed(&text)?;
        let first = listed.edges.first().and_then(|edge| Some((edge.cursor.as_ref()?.as_str().to_owned(), parse::source_id(edge.node.get()))));
        first.ok_or_else(|| ShopError::Garbled { what: "a row that fails and is not there".to_owned() })
    }

    /// A page that fits the cost limit, in proportion to what this one would have cost; remembered for later pages.
    fn shrink(&self, kind: Kind, first: u32, cost: Cost) -> u32 {
        let fits = u64::from(first).saturating_mul(cost.maximum_available) / cost.requested_query_cost.max(1);
        let smaller = u32::try_from(fits).unwrap_or(u32::MAX).clamp(1, (first - 1).max(1));
        self.remember(kind, smaller);
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

/// The questions of one fetch; only place and size differ between them.
struct Question {
    kind: Kind,
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
    fn new(can: Capabilities, kind: Kind, cursor: &Cursor) -> Self {
        let since = cursor.since.filter(|_| can.is_incremental(kind)).map(|since| since.minus(OVERLAP).to_string());
        Self { kind, rows: document::rows(kind, can, since.is_some(), cursor.after.is_none()), ids: document::ids(kind, can, since.is_some()), since }
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
