//! What there is at the shop, by id alone.

use super::settings::MAX_PAGE;
use super::{IdPage, Shop, ShopError, document, parse};
use serde::Deserialize;
use vouchsafe_domain::shop::Kind;

impl Shop {
    /// A page of the ids of everything of a kind, up to 100, in the order in which rows came to be: a row that changes while pages are read keeps
    /// its place. Vouchers, and the transactions of 3.22, come in the shop's own order. A kind that the shop cannot list is an empty page.
    ///
    /// # Errors
    /// [`ShopError`], after transient ones were tried again as the settings say.
    pub async fn fetch_ids(&self, kind: Kind, after: Option<&str>) -> Result<IdPage, ShopError> {
        if !self.info().can.has(kind) {
            return Ok(IdPage { rows: Vec::new(), next: None, total: None });
        }
        let variables = serde_json::json!({ "first": MAX_PAGE, "after": after });
        let (text, frame) = self.ask(kind, &document::listing(kind, self.info().can), &variables).await?;
        if let Some(verdict) = frame.verdict {
            return Err(verdict.into_error(self.url().as_str()));
        }
        let goes_on = frame.page.is_some_and(|end| end.has_next_page);
        let page = parse::listed(&text)?;
        if goes_on && (page.next.is_none() || page.next.as_deref() == after) {
            return Err(ShopError::Garbled { what: "a page that does not say where the next one starts".to_owned() });
        }
        Ok(page)
    }

    /// How many rows of a kind the shop has; `None` for a kind that it cannot list.
    ///
    /// # Errors
    /// [`ShopError`], after transient ones were tried again as the settings say.
    pub async fn count(&self, kind: Kind) -> Result<Option<u64>, ShopError> {
        #[derive(Deserialize)]
        struct Answer {
            data: Option<Data>,
        }
        #[derive(Deserialize)]
        struct Data {
            #[serde(default, alias = "customers", alias = "orders", alias = "transactions", alias = "giftCards", alias = "vouchers")]
            page: Option<Counted>,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Counted {
            #[serde(default)]
            total_count: Option<u64>,
        }
        if !self.info().can.has(kind) {
            return Ok(None);
        }
        let (text, frame) = self.ask(kind, &document::count(kind), &serde_json::json!({})).await?;
        if let Some(verdict) = frame.verdict {
            return Err(verdict.into_error(self.url().as_str()));
        }
        let answer: Answer = serde_json::from_str(&text).map_err(super::envelope::garbled)?;
        Ok(answer.data.and_then(|data| data.page).and_then(|page| page.total_count))
    }
}
