//! From an answer's text to domain types. Pure: no network, no clock.
//!
//! A page is read in one pass, as nearly all are sound. When anything is wrong, it is read again: split into rows without looking into them, each
//! read on its own, so that a broken one is refused with its reason and the rest goes on. Rows borrow from the text until they are taken over.

pub(super) mod agreed;
mod customer;
mod gift_card;
pub(super) mod held;
mod listed;
mod order;
mod payment;
mod place;
mod text;
mod voucher;

pub(super) use listed::listed;
pub(super) use text::Text;

use super::envelope::{Fault, PageInfo, Verdict, garbled, verdict};
use super::{Page, RefusedRow, RowFault, Settings, ShopError, redact};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use vouchsafe_domain::shop::{Customer, GiftCard, Order, Transaction, Voucher};
use vouchsafe_domain::time::Timestamp;

/// Reads a page of customers.
///
/// # Errors
/// The answer as a whole is broken or an error; single rows are in [`Page::refused`].
pub fn customers(text: &str, settings: &Settings) -> Result<Page<Customer>, ShopError> {
    page(text, |dto: customer::CustomerDto<'_>| dto.take(settings), |customer| Some(customer.updated))
}

/// Reads a page of orders.
///
/// # Errors
/// The answer as a whole is broken or an error; single rows are in [`Page::refused`].
pub fn orders(text: &str, settings: &Settings) -> Result<Page<Order>, ShopError> {
    page(text, |dto: order::OrderDto<'_>| dto.take(settings), |order| Some(order.updated))
}

/// Reads a page of transactions.
///
/// # Errors
/// The answer as a whole is broken or an error; single rows are in [`Page::refused`].
pub fn transactions(text: &str, _settings: &Settings) -> Result<Page<Transaction>, ShopError> {
    page(text, |dto: payment::TransactionDto<'_>| dto.take(), |transaction| Some(transaction.modified))
}

/// Reads a page of gift cards. They have no time of change: every round lists them all.
///
/// # Errors
/// The answer as a whole is broken or an error; single rows are in [`Page::refused`].
pub fn gift_cards(text: &str, _settings: &Settings) -> Result<Page<GiftCard>, ShopError> {
    page(text, |dto: gift_card::GiftCardDto<'_>| dto.take(), |_| None)
}

/// Reads a page of vouchers. They have no time of change: every round lists them all.
///
/// # Errors
/// The answer as a whole is broken or an error; single rows are in [`Page::refused`].
pub fn vouchers(text: &str, _settings: &Settings) -> Result<Page<Voucher>, ShopError> {
    page(text, |dto: voucher::VoucherDto<'_>| dto.take(), |_| None)
}

#[derive(Deserialize)]
struct Answer<'a, N> {
    #[serde(borrow, default)]
    errors: Option<Vec<Fault<'a>>>,
    data: Option<Data<N>>,
}

#[derive(Deserialize)]
struct Data<N> {
    #[serde(alias = "customers", alias = "orders", alias = "transactions", alias = "giftCards", alias = "vouchers")]
    page: Option<Connection<N>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Connection<N> {
    #[serde(default)]
    page_info: Option<PageInfo>,
    edges: Vec<Edge<N>>,
    #[serde(default)]
    total_count: Option<u64>,
}

#[derive(Deserialize)]
struct Edge<N> {
    node: N,
}

/// The connection of an answer that is all data or nothing.
fn connection<'a, N: Deserialize<'a>>(text: &'a str) -> Result<Connection<N>, ShopError> {
    let answer: Answer<'a, N> = serde_json::from_str(text).map_err(garbled)?;
    if let Some(verdict) = verdict(answer.errors.as_deref().unwrap_or_default()) {
        return Err(verdict.into_error(""));
    }
    answer.data.and_then(|data| data.page).ok_or_else(|| ShopError::Garbled { what: "neither data nor errors".to_owned() })
}

fn page<'a, D: Deserialize<'a>, T>(
    text: &'a str,
    take: impl Fn(D) -> Result<T, RowFault>,
    changed: impl Fn(&T) -> Option<Timestamp>,
) -> Result<Page<T>, ShopError> {
    sound(text, &take, &changed).map_or_else(|| row_by_row(text, &take, &changed), Ok)
}

/// The page in one pass; `None` when anything is wrong with it or with a row.
fn sound<'a, D: Deserialize<'a>, T>(
    text: &'a str,
    take: &impl Fn(D) -> Result<T, RowFault>,
    changed: &impl Fn(&T) -> Option<Timestamp>,
) -> Option<Page<T>> {
    let answer: Answer<'a, D> = serde_json::from_str(text).ok()?;
    let connection = answer.data?.page?;
    if answer.errors.is_some_and(|errors| !errors.is_empty()) {
        return None;
    }
    let (edges, mut page) = connection.empty();
    for edge in edges {
        page.add(take(edge.node).ok()?, changed);
    }
    Some(page)
}

/// The page row by row: those that cannot be read are refused.
fn row_by_row<'a, D: Deserialize<'a>, T>(
    text: &'a str,
    take: &impl Fn(D) -> Result<T, RowFault>,
    changed: &impl Fn(&T) -> Option<Timestamp>,
) -> Result<Page<T>, ShopError> {
    let answer: Answer<'a, &'a RawValue> = serde_json::from_str(text).map_err(garbled)?;
    let errors = answer.errors.unwrap_or_default();
    let Some(connection) = answer.data.and_then(|data| data.page) else {
        return Err(verdict(&errors).map_or(ShopError::Garbled { what: "neither data nor errors".to_owned() }, |verdict| verdict.into_error("")));
    };
    let faults = faults_by_row(&errors)?;
    let (edges, mut page) = connection.empty();
    for (index, edge) in edges.into_iter().enumerate() {
        match faults.get(&index).cloned().map_or_else(|| row(edge.node, take), Err) {
            Ok(row) => page.add(row, changed),
            Err(reason) => page.refused.push(refuse(edge.node, reason)),
        }
    }
    Ok(page)
}

impl<N> Connection<N> {
    /// The rows, and the page that they will be in.
    fn empty<T>(self) -> (Vec<Edge<N>>, Page<T>) {
        let next = self.page_info.filter(|end| end.has_next_page).and_then(|end| end.end_cursor);
        let rows = Vec::with_capacity(self.edges.len());
        (self.edges, Page { rows, refused: Vec::new(), next, watermark: None, total_count: self.total_count })
    }
}

impl<T> Page<T> {
    fn add(&mut self, row: T, changed: impl Fn(&T) -> Option<Timestamp>) {
        self.watermark = self.watermark.max(changed(&row));
        self.rows.push(row);
    }
}

/// The errors that came beside data, by row. Saleor nulls the field that failed, so a row with a fault is refused: half a row would look like
/// a change. What failed in a field that is weak evidence anyway is let pass; what belongs to no row, or to what the token may do, fails the
/// page.
fn faults_by_row(errors: &[Fault<'_>]) -> Result<BTreeMap<usize, RowFault>, ShopError> {
    const WEAK: [&str; 3] = ["paymentMethodDetails", "creditCard", "customerIpAddress"];
    if let Some(verdict @ (Verdict::Token | Verdict::Permission(_))) = verdict(errors) {
        return Err(verdict.into_error(""));
    }
    let mut faults = BTreeMap::new();
    for fault in errors {
        let Some((index, path)) = fault.row() else { return Err(fault.verdict().into_error("")) };
        if path.split('.').any(|step| WEAK.contains(&step)) {
            continue;
        }
        faults.entry(index).or_insert_with(|| RowFault::Shop { path, what: fault.words() });
    }
    Ok(faults)
}

fn row<'a, D: Deserialize<'a>, T>(raw: &'a RawValue, take: impl FnOnce(D) -> Result<T, RowFault>) -> Result<T, RowFault> {
    take(serde_json::from_str(raw.get()).map_err(|_| malformed::<D>(raw))?)
}

/// What is wrong with a row's shape, and where. Read a second time, because keeping track of where costs too much for sound rows.
#[cold]
fn malformed<'a, D: Deserialize<'a>>(raw: &'a RawValue) -> RowFault {
    let mut reader = serde_json::Deserializer::from_str(raw.get());
    let what = serde_path_to_error::deserialize::<_, D>(&mut reader).map_or_else(|error| error.to_string(), |_| "unreadable".to_owned());
    RowFault::Malformed { what }
}

fn refuse(raw: &RawValue, reason: RowFault) -> RefusedRow {
    RefusedRow { source_id: source_id(raw.get()), reason: reason.redacted(), raw: redact::row(raw.get()) }
}

/// The id of a row that cannot be read otherwise.
pub(super) fn source_id(node: &str) -> String {
    #[derive(Deserialize)]
    struct Named<'a> {
        #[serde(borrow)]
        id: Text<'a>,
    }
    let named: Option<Named<'_>> = serde_json::from_str(node).ok();
    named.and_then(|node| text::with_id(&node.id, str::to_owned).ok()).unwrap_or_else(|| "?".to_owned())
}
