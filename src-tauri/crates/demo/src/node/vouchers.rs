//! The demo shop's vouchers as objects of the schema.

use crate::bill::VOUCHER_PERCENT;
use crate::calendar::DAYS;
use crate::graphql::answer::{Answer, Thing};
use crate::instant::{DAY, Micros};
use crate::place::CHANNELS;
use crate::shop::Shop;
use crate::text::uuid_of;

/// Code and name of each voucher; orders use the first.
pub(crate) const VOUCHER_CODES: [(&str, &str); 3] = [("WELCOME10", "Ten percent off"), ("SHIPFREE", "Free shipping"), ("SPRING-26", "Spring offer")];

/// When a voucher starts.
pub(crate) fn started_at(shop: &Shop, index: u32) -> Micros {
    shop.now - (DAYS - i64::from(index) * 90) * DAY
}

/// The voucher that orders use, by id and name alone.
pub(crate) fn voucher_reference<'a>() -> Answer<'a> {
    Answer::record("Voucher", vec![("id", Answer::Id("Voucher", 1)), ("name", Answer::text(VOUCHER_CODES[0].1))])
}

/// The voucher with this index.
pub(crate) fn voucher_of(shop: &Shop, index: u32) -> Thing<'_> {
    let (code, name) = VOUCHER_CODES[index as usize % VOUCHER_CODES.len()];
    let number = u64::from(index) + 1;
    let used = if index == 0 { shop.orders.iter().filter(|order| order.marks.voucher).count() } else { 0 };
    let used = i64::try_from(used).unwrap_or(i64::MAX);
    let start = started_at(shop, index);
    let percent = if index == 1 { 100 } else { VOUCHER_PERCENT };
    let node = Thing::Record(
        "VoucherCode",
        vec![
            ("id", Answer::Uuid("VoucherCode", uuid_of(number, number))),
            ("code", Answer::text(code)),
            ("used", Answer::Int(used)),
            ("isActive", Answer::Bool(true)),
            ("createdAt", Answer::Time(start)),
        ],
    );
    let page = Answer::record(
        "PageInfo",
        vec![
            ("hasNextPage", Answer::Bool(false)),
            ("hasPreviousPage", Answer::Bool(false)),
            ("startCursor", Answer::text("WyIxIl0=")),
            ("endCursor", Answer::text("WyIxIl0=")),
        ],
    );
    let edge = Thing::Record("VoucherCodeCountableEdge", vec![("node", Answer::One(node)), ("cursor", Answer::text("WyIxIl0="))]);
    let codes = Answer::record(
        "VoucherCodeCountableConnection",
        vec![("pageInfo", page), ("edges", Answer::Many(vec![edge])), ("totalCount", Answer::Int(1))],
    );
    Thing::Record(
        "Voucher",
        vec![
            ("id", Answer::Id("Voucher", number)),
            ("name", Answer::text(name)),
            ("code", Answer::text(code)),
            ("type", Answer::text(if index == 1 { "SHIPPING" } else { "ENTIRE_ORDER" })),
            ("discountValueType", Answer::text("PERCENTAGE")),
            ("usageLimit", Answer::Null),
            ("used", Answer::Int(used)),
            ("startDate", Answer::Time(start)),
            ("endDate", if index == 2 { Answer::Time(start + 60 * DAY) } else { Answer::Null }),
            ("applyOncePerOrder", Answer::Bool(false)),
            ("applyOncePerCustomer", Answer::Bool(index == 0)),
            ("singleUse", Answer::Bool(false)),
            ("onlyForStaff", Answer::Bool(false)),
            ("minCheckoutItemsQuantity", Answer::Null),
            ("codes", codes),
            ("channelListings", Answer::Many(listings(number, percent))),
            ("countries", Answer::Many(Vec::new())),
            ("metadata", Answer::Many(Vec::new())),
        ],
    )
}

fn listings<'a>(voucher: u64, percent: i64) -> Vec<Thing<'a>> {
    let listing = |(place, channel): (u8, &'static crate::place::Channel)| {
        Thing::Record(
            "VoucherChannelListing",
            vec![
                ("id", Answer::Id("VoucherChannelListing", voucher * 10 + u64::from(place))),
                ("channel", Answer::One(super::channel_record(place))),
                ("discountValue", Answer::Amount(percent, 0)),
                ("currency", Answer::text(channel.currency.code)),
                ("minSpent", Answer::Null),
            ],
        )
    };
    (0u8..).zip(&CHANNELS).map(listing).collect()
}
