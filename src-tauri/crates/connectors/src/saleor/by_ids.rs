//! Whole rows by their ids.

use super::envelope::{Frame, Verdict};
use super::gathered::Gathered;
use super::settings::MAX_PAGE;
use super::{RawPage, RefusedRow, RowFault, Shop, ShopError, document};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use vouchsafe_domain::shop::{Kind, ShopId};

impl Shop {
    /// Reads whole rows by their ids over the network; the parse function of the kind does the rest. More than 100 ids take several requests. A row
    /// that is not there is left out; one that the shop cannot give is found by halving the ids around it, and is in [`RawPage::refused`]. Of a
    /// kind that the shop cannot list nothing is found.
    ///
    /// # Errors
    /// [`ShopError`], after transient ones were tried again as the settings say.
    pub async fn fetch_by_ids(&self, kind: Kind, ids: &[ShopId]) -> Result<RawPage, ShopError> {
        let mut gathered = Gathered::new(kind);
        let mut waiting: Vec<&[ShopId]> = Vec::new();
        if self.info().can.has(kind) {
            waiting.extend(ids.chunks(self.fitting(kind, MAX_PAGE) as usize).rev());
        }
        while let Some(part) = waiting.pop() {
            let (whole, named) = (document::by_ids(kind, self.info().can, part.len()), document::named(kind, self.info().can, part.len()));
            let (text, frame) = match self.ask(kind, &whole, &variables(kind, part)).await {
                // A shop that fails inside for these rows, but can name them, may have one that it cannot give.
                Err(error @ ShopError::Internal { .. }) if self.ask(kind, &named, &variables(kind, part)).await.is_err() => return Err(error),
                Err(ShopError::Internal { what }) => (String::new(), Frame { page: None, verdict: Some(some_row(what)) }),
                answer => answer?,
            };
            match frame.verdict {
                Some(Verdict::Row { .. }) | None if kind == Kind::GiftCards && !text.is_empty() => gathered.add_one_by_one(&text, part)?,
                _ if frame.page.is_some() => gathered.add(&text)?,
                Some(Verdict::Row { .. } | Verdict::Cost(_) | Verdict::TooManyRows) if part.len() > 1 => {
                    let (first, second) = part.split_at(part.len() / 2);
                    waiting.extend([second, first]);
                }
                Some(Verdict::Row { path, what, .. }) => gathered.refuse(&part[0], RowFault::Shop { path, what }),
                Some(verdict) => return Err(verdict.into_error(self.url().as_str())),
                None => return Err(ShopError::Garbled { what: "neither data nor errors".to_owned() }),
            }
        }
        self.whole(kind, gathered.into_page()).await
    }
}

/// The shop's words for all rows, as words for one of them.
fn some_row(what: String) -> Verdict {
    Verdict::Row { index: None, path: "node".to_owned(), what }
}

/// What the question for these rows is asked with.
fn variables(kind: Kind, ids: &[ShopId]) -> serde_json::Value {
    let ids: Vec<String> = ids.iter().map(|id| global(kind, id)).collect();
    match kind {
        Kind::GiftCards => ids.into_iter().enumerate().map(|(at, id)| (format!("i{at}"), id.into())).collect::<serde_json::Map<_, _>>().into(),
        _ => serde_json::json!({ "first": ids.len(), "ids": ids }),
    }
}

/// The global id of a row.
pub(super) fn global(kind: Kind, id: &ShopId) -> String {
    let name = match kind {
        Kind::Customers => "User",
        Kind::Orders => "Order",
        Kind::Transactions => "TransactionItem",
        Kind::GiftCards => "GiftCard",
        Kind::Vouchers => "Voucher",
    };
    STANDARD.encode(format!("{name}:{id}"))
}

impl Gathered {
    fn refuse(&mut self, id: &ShopId, reason: RowFault) {
        self.refused.push(RefusedRow { source_id: id.to_string(), reason: reason.redacted(), raw: String::new() });
    }

    /// Adds the answer to a question that asked for each row by itself.
    fn add_one_by_one(&mut self, text: &str, ids: &[ShopId]) -> Result<(), ShopError> {
        let answers = super::gathered::one_by_one(text)?;
        for (at, id) in ids.iter().enumerate() {
            let name = format!("a{at}");
            match (answers.faults.get(&name), answers.rows.get(&name)) {
                (Some(fault), _) => self.refuse(id, fault.clone()),
                (None, Some(Some(row))) => self.push(row.get()),
                (None, _) => {}
            }
        }
        Ok(())
    }
}
