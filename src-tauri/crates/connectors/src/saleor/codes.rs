//! The codes of vouchers that have more than a page of them.

use super::envelope::{PageInfo, Verdict, data, listed};
use super::parse::Text;
use super::{Shop, ShopError, document};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::ops::Range;
use vouchsafe_domain::shop::{Kind, MAX_ITEMS};

/// A page of codes, as it came.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Codes<'a> {
    page_info: PageInfo,
    #[serde(borrow)]
    edges: Vec<&'a RawValue>,
}

/// A list of codes that goes on behind the page that it came with.
struct Open {
    /// The voucher's global id.
    voucher: String,
    /// Where the list stands in the text.
    at: Range<usize>,
    edges: Vec<String>,
    end: PageInfo,
}

impl Shop {
    /// A page of vouchers with every code of each. A voucher with more codes than a row may have, or whose codes the shop cannot give, keeps a
    /// list that is not whole, for which it is refused when it is parsed.
    pub(super) async fn with_all_codes(&self, text: String) -> Result<String, ShopError> {
        let mut whole = String::with_capacity(text.len());
        let mut copied = 0;
        for mut list in open_lists(&text)? {
            while list.end.has_next_page && list.edges.len() <= MAX_ITEMS && self.read_on(&mut list).await? {}
            whole.push_str(&text[copied..list.at.start]);
            let (goes_on, edges) = (list.end.has_next_page, list.edges.join(","));
            whole.push_str(&format!(r#"{{"pageInfo":{{"hasNextPage":{goes_on},"endCursor":null}},"edges":[{edges}]}}"#));
            copied = list.at.end;
        }
        whole.push_str(&text[copied..]);
        Ok(whole)
    }

    /// Adds the next page of a list; `false` when the shop cannot give it.
    async fn read_on(&self, list: &mut Open) -> Result<bool, ShopError> {
        #[derive(Deserialize)]
        struct Data<'a> {
            #[serde(borrow, default)]
            voucher: Option<Voucher<'a>>,
        }
        #[derive(Deserialize)]
        struct Voucher<'a> {
            #[serde(borrow, default)]
            codes: Option<Codes<'a>>,
        }
        let variables = serde_json::json!({ "id": list.voucher, "after": list.end.end_cursor });
        let (text, frame) = self.ask(Kind::Vouchers, &document::codes(), &variables).await?;
        match frame.verdict {
            Some(Verdict::Row { .. }) => return Ok(false),
            Some(verdict) => return Err(verdict.into_error(self.url().as_str())),
            None => {}
        }
        let Some(codes) = data::<Data<'_>>(&text)?.voucher.and_then(|voucher| voucher.codes) else { return Ok(false) };
        if codes.page_info.has_next_page && codes.page_info.end_cursor == list.end.end_cursor {
            return Err(ShopError::Garbled { what: "a page that does not say where the next one starts".to_owned() });
        }
        list.edges.extend(codes.edges.iter().map(|edge| edge.get().to_owned()));
        list.end = codes.page_info;
        Ok(true)
    }
}

/// The lists of a page of vouchers that go on. What cannot be read is left to the parse function, which says why.
fn open_lists(text: &str) -> Result<Vec<Open>, ShopError> {
    #[derive(Deserialize)]
    struct Node<'a> {
        #[serde(borrow)]
        id: Text<'a>,
        #[serde(borrow)]
        codes: &'a RawValue,
    }
    let mut open = Vec::new();
    for edge in listed(text)?.edges {
        let Ok(node) = serde_json::from_str::<Node<'_>>(edge.node.get()) else { continue };
        let Ok(codes) = serde_json::from_str::<Codes<'_>>(node.codes.get()) else { continue };
        if codes.page_info.has_next_page && codes.page_info.end_cursor.is_some() {
            // The list is a part of the text, so its place is the distance between the two.
            let start = node.codes.get().as_ptr().addr() - text.as_ptr().addr();
            let at = start..start + node.codes.get().len();
            let edges = codes.edges.iter().map(|edge| edge.get().to_owned()).collect();
            open.push(Open { voucher: node.id.as_str().to_owned(), at, edges, end: codes.page_info });
        }
    }
    Ok(open)
}
