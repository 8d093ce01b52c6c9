//! Where the shop sells: its channels with their currencies and taxes, and the addresses of its people.

use crate::money::Currency;
use crate::rng::Rng;

/// A sales channel of the demo shop.
#[derive(Debug)]
pub(crate) struct Channel {
    pub(crate) slug: &'static str,
    pub(crate) name: &'static str,
    pub(crate) currency: Currency,
    /// Tax inside the gross price, in percent.
    pub(crate) tax: i64,
    /// Price in minor units is the list price in US cents times this, over a hundred.
    pub(crate) factor: i64,
    /// Its share of all customers, of 100.
    share: u32,
    towns: &'static [Town],
}

/// A town where customers of a channel live.
#[derive(Debug)]
pub(crate) struct Town {
    pub(crate) city: &'static str,
    pub(crate) postal_code: &'static str,
    pub(crate) country: &'static str,
    pub(crate) country_name: &'static str,
    pub(crate) area: &'static str,
    pub(crate) dial: &'static str,
}

const fn currency(code: &'static str, exponent: u8) -> Currency {
    Currency { code, exponent }
}

const fn town(
    city: &'static str,
    postal_code: &'static str,
    country: &'static str,
    country_name: &'static str,
    area: &'static str,
    dial: &'static str,
) -> Town {
    Town { city, postal_code, country, country_name, area, dial }
}

/// The channels; their place in this list is their number less one.
pub(crate) const CHANNELS: [Channel; 5] = [
    Channel {
        slug: "default-channel",
        name: "Channel-USD",
        currency: currency("USD", 2),
        tax: 10,
        factor: 100,
        share: 46,
        towns: &[
            town("AUSTIN", "73301", "US", "United States of America", "TX", "+1512"),
            town("DENVER", "80201", "US", "United States of America", "CO", "+1303"),
            town("SEATTLE", "98101", "US", "United States of America", "WA", "+1206"),
            town("ALBANY", "12201", "US", "United States of America", "NY", "+1518"),
        ],
    },
    Channel {
        slug: "eu",
        name: "Europe",
        currency: currency("EUR", 2),
        tax: 19,
        factor: 92,
        share: 25,
        towns: &[
            town("BERLIN", "10115", "DE", "Germany", "", "+4930"),
            town("PARIS", "75001", "FR", "France", "", "+331"),
            town("HAMBURG", "20095", "DE", "Germany", "", "+4940"),
            town("LYON", "69001", "FR", "France", "", "+334"),
        ],
    },
    Channel {
        slug: "uk",
        name: "United Kingdom",
        currency: currency("GBP", 2),
        tax: 20,
        factor: 79,
        share: 14,
        towns: &[town("LONDON", "SW1A 1AA", "GB", "United Kingdom", "", "+4420"), town("LEEDS", "LS1 4AP", "GB", "United Kingdom", "", "+44113")],
    },
    Channel {
        slug: "jp",
        name: "Japan",
        currency: currency("JPY", 0),
        tax: 10,
        factor: 150,
        share: 10,
        towns: &[town("TOKYO", "100-0001", "JP", "Japan", "東京都", "+813"), town("OSAKA", "530-0001", "JP", "Japan", "大阪府", "+816")],
    },
    Channel {
        slug: "kw",
        name: "Kuwait",
        currency: currency("KWD", 3),
        tax: 0,
        factor: 310,
        share: 5,
        towns: &[town("KUWAIT CITY", "13001", "KW", "Kuwait", "", "+965")],
    },
];

/// The channel with this place in the list; the first one for a place that is none.
pub(crate) fn channel(place: u8) -> &'static Channel {
    CHANNELS.get(usize::from(place)).unwrap_or(&CHANNELS[0])
}

/// A channel at random, weighted by its share.
pub(crate) fn draw_channel(rng: &mut Rng) -> u8 {
    let mut left = rng.below(100);
    for (place, channel) in (0u8..).zip(&CHANNELS) {
        if left < channel.share {
            return place;
        }
        left -= channel.share;
    }
    0
}

const STREETS: [&str; 12] = [
    "Test Street",
    "Mill Lane",
    "Station Road",
    "Harbour View",
    "Birch Avenue",
    "Old Market",
    "Garden Row",
    "North Quay",
    "Chestnut Way",
    "King's Parade",
    "Meadow Close",
    "Tower Hill",
];

/// A postal address; who lives there decides `home`, so a shared home gives one address.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Home {
    pub(crate) house: u32,
    pub(crate) street: &'static str,
    pub(crate) flat: u32,
    pub(crate) town: &'static Town,
    /// Digits of the phone behind the dialling code; `None`: no phone given.
    pub(crate) phone: Option<u32>,
}

impl Home {
    /// The address that belongs to a household key.
    pub(crate) fn of(key: u64, channel_place: u8) -> Self {
        let mut rng = Rng::of(key, 0x0AD0);
        Self {
            house: rng.between(1, 999),
            street: rng.pick(&STREETS),
            flat: rng.below(400),
            town: {
                let towns = channel(channel_place).towns;
                &towns[rng.below(u32::try_from(towns.len()).unwrap_or(1)) as usize]
            },
            phone: rng.chance(6_000).then(|| rng.between(100_000, 9_999_999)),
        }
    }
}
