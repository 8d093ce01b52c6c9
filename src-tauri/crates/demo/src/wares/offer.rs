//! A voucher: its row and how the shop shows it.

use super::card::pairs;
use crate::graphql::answer::{Answer, Thing};
use crate::instant::Micros;
use crate::living::rows::Metadata;
use crate::node::channel_record;
use crate::place::channel;
use crate::text::uuid_of;

/// A voucher with its codes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Offer {
    pub(crate) number: u64,
    pub(crate) name: String,
    /// `ENTIRE_ORDER`, `SPECIFIC_PRODUCT` or `SHIPPING`.
    pub(crate) scope: String,
    /// `PERCENTAGE` or `FIXED`.
    pub(crate) value_type: String,
    /// The newest first, as Saleor lists them.
    pub(crate) codes: Vec<OfferCode>,
    pub(crate) created: Micros,
    pub(crate) start: Micros,
    pub(crate) end: Option<Micros>,
    pub(crate) usage_limit: Option<i64>,
    pub(crate) single_use: bool,
    pub(crate) once_per_customer: bool,
    pub(crate) once_per_order: bool,
    pub(crate) countries: Vec<String>,
    pub(crate) categories: Vec<String>,
    pub(crate) listings: Vec<Listing>,
    pub(crate) metadata: Metadata,
    pub(crate) private_metadata: Metadata,
}

/// A code of a voucher.
#[derive(Clone, Debug)]
pub(crate) struct OfferCode {
    pub(crate) number: u64,
    pub(crate) code: String,
    pub(crate) used: i64,
    pub(crate) is_active: bool,
    pub(crate) created: Micros,
}

/// What a voucher is worth in a channel.
#[derive(Clone, Debug)]
pub(crate) struct Listing {
    pub(crate) number: u64,
    /// The channel's place.
    pub(crate) channel: u8,
    /// Digits, and how many of them stand behind the point.
    pub(crate) value: (i64, u8),
    /// In minor units of the channel's currency.
    pub(crate) min_spent: Option<i64>,
}

impl Offer {
    /// How often it was used in all.
    pub(crate) fn used(&self) -> i64 {
        self.codes.iter().map(|code| code.used).sum()
    }

    /// Uses a code in an order. Only a limited voucher counts, and only a code for a single use is spent by it.
    pub(crate) fn redeem(&mut self, code: &str) {
        let counts = self.usage_limit.is_some();
        for own in self.codes.iter_mut().filter(|own| own.code == code) {
            own.used += i64::from(counts);
            own.is_active &= !self.single_use;
        }
    }
}

/// The voucher as an object.
pub(crate) fn voucher_node(offer: &Offer) -> Thing<'_> {
    let end = vec![("hasNextPage", Answer::Bool(false)), ("hasPreviousPage", Answer::Bool(false)), ("endCursor", Answer::text("WyIxIl0="))];
    let edges = offer
        .codes
        .iter()
        .map(|code| Thing::Record("VoucherCodeCountableEdge", vec![("node", Answer::One(code_node(code))), ("cursor", Answer::text("WyIxIl0="))]));
    let count = i64::try_from(offer.codes.len()).unwrap_or(i64::MAX);
    let codes = vec![("pageInfo", Answer::record("PageInfo", end)), ("edges", Answer::Many(edges.collect())), ("totalCount", Answer::Int(count))];
    let countries = offer.countries.iter().map(|code| Thing::Record("CountryDisplay", vec![("code", Answer::text(code.as_str()))]));
    Thing::Record(
        "Voucher",
        vec![
            ("id", Answer::Id("Voucher", offer.number)),
            ("name", Answer::text(offer.name.as_str())),
            ("code", Answer::or_null(offer.codes.last().map(|code| Answer::text(code.code.as_str())))),
            ("type", Answer::text(offer.scope.as_str())),
            ("discountValueType", Answer::text(offer.value_type.as_str())),
            ("usageLimit", Answer::or_null(offer.usage_limit.map(Answer::Int))),
            ("used", Answer::Int(offer.used())),
            ("startDate", Answer::Time(offer.start)),
            ("endDate", Answer::or_null(offer.end.map(Answer::Time))),
            ("applyOncePerOrder", Answer::Bool(offer.once_per_order)),
            ("applyOncePerCustomer", Answer::Bool(offer.once_per_customer)),
            ("singleUse", Answer::Bool(offer.single_use)),
            ("onlyForStaff", Answer::Bool(false)),
            ("codes", Answer::record("VoucherCodeCountableConnection", codes)),
            ("channelListings", Answer::Many(offer.listings.iter().map(listing_node).collect())),
            ("countries", Answer::Many(countries.collect())),
            ("metadata", pairs(&offer.metadata)),
            ("privateMetadata", pairs(&offer.private_metadata)),
        ],
    )
}

fn code_node(code: &OfferCode) -> Thing<'_> {
    Thing::Record(
        "VoucherCode",
        vec![
            ("id", Answer::Uuid("VoucherCode", uuid_of(code.number, code.number))),
            ("code", Answer::text(code.code.as_str())),
            ("used", Answer::Int(code.used)),
            ("isActive", Answer::Bool(code.is_active)),
            ("createdAt", Answer::Time(code.created)),
        ],
    )
}

fn listing_node<'a>(listing: &Listing) -> Thing<'a> {
    let currency = channel(listing.channel).currency;
    let spent = |minor| Answer::One(Thing::Money(crate::money::Money { minor, currency }));
    Thing::Record(
        "VoucherChannelListing",
        vec![
            ("id", Answer::Id("VoucherChannelListing", listing.number)),
            ("channel", Answer::One(channel_record(listing.channel))),
            ("discountValue", Answer::Amount(listing.value.0, listing.value.1)),
            ("currency", Answer::text(currency.code)),
            ("minSpent", Answer::or_null(listing.min_spent.map(spent))),
        ],
    )
}
