//! Vouchers.

use super::text::{Amount, Pair, Text, bounded, id, instant, instant_or_none, or_empty, pairs};
use crate::saleor::RowFault;
use crate::saleor::envelope::PageInfo;
use serde::Deserialize;
use serde_json::value::RawValue;
use vouchsafe_domain::money::{BadAmount, Currency};
use vouchsafe_domain::shop::{Voucher, VoucherCode, VoucherListing};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct VoucherDto<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow, default)]
    name: Option<Text<'a>>,
    #[serde(borrow, rename = "type")]
    scope: Text<'a>,
    #[serde(borrow)]
    discount_value_type: Text<'a>,
    #[serde(default)]
    usage_limit: Option<u32>,
    used: u32,
    #[serde(borrow)]
    start_date: Text<'a>,
    #[serde(borrow, default)]
    end_date: Option<Text<'a>>,
    #[serde(default)]
    single_use: bool,
    apply_once_per_customer: bool,
    #[serde(borrow, default)]
    codes: Option<Codes<'a>>,
    #[serde(borrow, default)]
    code: Option<Text<'a>>,
    #[serde(borrow, default)]
    channel_listings: Option<Vec<ListingDto<'a>>>,
    #[serde(borrow)]
    metadata: Vec<Pair<'a>>,
}

#[derive(Debug, Deserialize)]
struct Codes<'a> {
    #[serde(default, rename = "pageInfo")]
    page_info: Option<PageInfo>,
    #[serde(borrow)]
    edges: Vec<CodeEdge<'a>>,
}

#[derive(Debug, Deserialize)]
struct CodeEdge<'a> {
    #[serde(borrow)]
    node: CodeDto<'a>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct CodeDto<'a> {
    #[serde(borrow, default)]
    code: Option<Text<'a>>,
    #[serde(default)]
    used: Option<u32>,
    #[serde(default)]
    is_active: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListingDto<'a> {
    #[serde(borrow)]
    channel: ChannelDto<'a>,
    #[serde(borrow)]
    discount_value: &'a RawValue,
    #[serde(borrow)]
    currency: Text<'a>,
    #[serde(borrow, default)]
    min_spent: Option<Amount<'a>>,
}

#[derive(Debug, Deserialize)]
struct ChannelDto<'a> {
    #[serde(borrow)]
    slug: Text<'a>,
}

impl VoucherDto<'_> {
    /// Before 3.17 a voucher has one `code`, which is active, and no `singleUse`.
    pub(super) fn take(self) -> Result<Voucher, RowFault> {
        let only = self.code.as_ref().map(|code| VoucherCode { code: code.keep(), used: self.used, is_active: true });
        let listings = self.channel_listings.unwrap_or_default();
        bounded("channelListings", &listings)?;
        Ok(Voucher {
            id: id(&self.id)?,
            name: or_empty(self.name.as_ref()),
            scope: self.scope.keep(),
            value_type: self.discount_value_type.keep(),
            usage_limit: self.usage_limit,
            used: self.used,
            start: instant("startDate", &self.start_date)?,
            end: instant_or_none("endDate", self.end_date.as_ref())?,
            single_use: self.single_use,
            once_per_customer: self.apply_once_per_customer,
            codes: self.codes.map_or(Ok(only.into_iter().collect()), Codes::take)?,
            listings: listings.iter().map(ListingDto::take).collect::<Result<_, _>>()?,
            metadata: pairs("metadata", &self.metadata)?,
        })
    }
}

impl Codes<'_> {
    /// A list that goes on was not read to its end: half of the codes would look like all of them.
    fn take(self) -> Result<Vec<VoucherCode>, RowFault> {
        bounded("codes", &self.edges)?;
        if self.page_info.is_some_and(|end| end.has_next_page) {
            return Err(RowFault::Malformed { what: "codes: the list is not whole".to_owned() });
        }
        Ok(self.edges.iter().filter_map(|edge| edge.node.take()).collect())
    }
}

impl CodeDto<'_> {
    fn take(&self) -> Option<VoucherCode> {
        let code = self.code.as_ref()?.keep();
        Some(VoucherCode { code, used: self.used.unwrap_or(0), is_active: self.is_active.unwrap_or(false) })
    }
}

impl ListingDto<'_> {
    fn take(&self) -> Result<VoucherListing, RowFault> {
        let currency = Currency::parse(self.currency.as_str())?;
        let minimum_minor = self.min_spent.as_ref().map(|amount| amount.minor("channelListings.minSpent", currency)).transpose()?;
        Ok(VoucherListing { channel: self.channel.slug.keep(), currency, value: plain_decimal(self.discount_value.get())?, minimum_minor })
    }
}

/// A JSON number as plain decimal text without idle zeros: `25.0` is `25`, `12.50` is `12.5`.
fn plain_decimal(number: &str) -> Result<String, RowFault> {
    let is_plain = number.starts_with(|c: char| c.is_ascii_digit()) && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if !is_plain {
        let why = BadAmount::NotANumber(number.chars().take(40).collect());
        return Err(RowFault::BadAmount { field: "channelListings.discountValue", why });
    }
    if !number.contains('.') {
        return Ok(number.to_owned());
    }
    Ok(number.trim_end_matches('0').trim_end_matches('.').to_owned())
}
