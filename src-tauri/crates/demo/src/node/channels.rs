//! Channels, countries and addresses as objects of the schema.

use crate::graphql::answer::{Answer, Thing};
use crate::names::Name;
use crate::place::{CHANNELS, Home, channel};

/// All channels, in the order of their slugs, as Saleor lists them.
pub(crate) fn channels<'a>() -> Vec<Thing<'a>> {
    let mut places: Vec<u8> = (0u8..).zip(&CHANNELS).map(|(place, _)| place).collect();
    places.sort_by_key(|place| channel(*place).slug);
    places.into_iter().map(channel_record).collect()
}

/// One channel.
pub(crate) fn channel_record<'a>(place: u8) -> Thing<'a> {
    let channel = channel(place);
    let settings = vec![
        ("automaticallyConfirmAllNewOrders", Answer::Bool(true)),
        ("automaticallyFulfillNonShippableGiftCard", Answer::Bool(true)),
        ("expireOrdersAfter", Answer::Null),
        ("markAsPaidStrategy", Answer::text("TRANSACTION_FLOW")),
        ("deleteExpiredOrdersAfter", Answer::Int(60)),
        ("allowUnpaidOrders", Answer::Bool(false)),
        ("includeDraftOrderInVoucherUsage", Answer::Bool(false)),
        ("draftOrderLinePriceFreezePeriod", Answer::Int(24)),
        ("useLegacyLineDiscountPropagation", Answer::Bool(true)),
    ];
    Thing::Record(
        "Channel",
        vec![
            ("id", Answer::Id("Channel", u64::from(place) + 1)),
            ("slug", Answer::text(channel.slug)),
            ("name", Answer::text(channel.name)),
            ("currencyCode", Answer::text(channel.currency.code)),
            ("isActive", Answer::Bool(true)),
            ("orderSettings", Answer::record("OrderSettings", settings)),
        ],
    )
}

/// The address of a person, under this number.
pub(crate) fn address<'a>(number: u64, name: &Name, home: Home, default: bool) -> Thing<'a> {
    let country = vec![("code", Answer::text(home.town.country)), ("country", Answer::text(home.town.country_name))];
    let second = if home.flat > 250 { format!("Flat {}", home.flat) } else { String::new() };
    Thing::Record(
        "Address",
        vec![
            ("id", Answer::Id("Address", number)),
            ("firstName", Answer::text(name.first.clone())),
            ("lastName", Answer::text(name.last.clone())),
            ("companyName", Answer::text("")),
            ("streetAddress1", Answer::text(format!("{} {}", home.house, home.street))),
            ("streetAddress2", Answer::text(second)),
            ("city", Answer::text(home.town.city)),
            ("cityArea", Answer::text("")),
            ("postalCode", Answer::text(home.town.postal_code)),
            ("country", Answer::record("CountryDisplay", country)),
            ("countryArea", Answer::text(home.town.area)),
            ("phone", Answer::text(home.phone.map(|digits| format!("{}{digits}", home.town.dial)).unwrap_or_default())),
            ("isDefaultBillingAddress", Answer::Bool(default)),
            ("isDefaultShippingAddress", Answer::Bool(default)),
        ],
    )
}
