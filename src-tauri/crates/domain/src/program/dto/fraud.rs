//! The TOML form of the fraud signals.

use crate::program::file::{MAX_COUNT, MAX_LONG_LIST, MAX_SCORE};
use crate::state::MOST_KEPT;
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "Fraud")]
pub(in crate::program) struct FraudDto {
    /// The sum of scores from which a person has to look.
    #[schemars(range(min = 1, max = MAX_SCORE))]
    pub(in crate::program) review_at: Option<u16>,
    /// The sum of scores from which nothing is given.
    #[schemars(range(min = 1, max = MAX_SCORE))]
    pub(in crate::program) block_at: Option<u16>,
    /// Mail to both ends up in one mailbox.
    #[schemars(extend("default" = "block"))]
    pub(in crate::program) same_email: Option<ActionDto>,
    /// Both have one phone number.
    #[schemars(extend("default" = "review"))]
    pub(in crate::program) same_phone: Option<ActionDto>,
    /// Both have one postal address.
    #[schemars(extend("default" = "review"))]
    pub(in crate::program) same_address: Option<ActionDto>,
    /// Both were seen on one device.
    #[schemars(extend("default" = "review"))]
    pub(in crate::program) same_device: Option<ActionDto>,
    /// Both paid by one card, told by a strong fingerprint.
    #[schemars(extend("default" = "review"))]
    pub(in crate::program) same_card: Option<ActionDto>,
    /// Both paid by cards with the same brand, digits and expiry; never `block`.
    #[schemars(extend("default" = "review"))]
    pub(in crate::program) same_card_digits: Option<ActionDto>,
    /// Both came from one IP address, or one /64 network of IPv6.
    #[schemars(extend("default" = "review"))]
    pub(in crate::program) same_ip: Option<ActionDto>,
    /// More signups than this from one IP address in a day (UTC).
    pub(in crate::program) signups_per_ip: Option<SignupsPerIpDto>,
    /// More orders than this from one IP address in a day (UTC).
    pub(in crate::program) orders_per_ip: Option<OrdersPerIpDto>,
    /// The friend's email domain gives out throw-away addresses.
    #[schemars(extend("default" = "review"))]
    pub(in crate::program) disposable_email: Option<ActionDto>,
    /// The friend's email address is a relay's.
    #[schemars(extend("default" = "off"))]
    pub(in crate::program) relay_email: Option<ActionDto>,
    /// The friend's email domain is one of `excluded_domains`.
    #[schemars(extend("default" = "block"))]
    pub(in crate::program) excluded_domain: Option<ActionDto>,
    /// Friend or beneficiary is one of `excluded_customers`.
    #[schemars(extend("default" = "block"))]
    pub(in crate::program) excluded_customer: Option<ActionDto>,
    /// The sales channel is one of `excluded_channels`.
    #[schemars(extend("default" = "block"))]
    pub(in crate::program) excluded_channel: Option<ActionDto>,
    /// The advocate won more friends than this in so many hours.
    pub(in crate::program) velocity: Option<VelocityDto>,
    /// At least this share of the orders of the advocate's friends was refunded.
    pub(in crate::program) refund_rate: Option<RefundRateDto>,
    /// At least so many people share the friend's card, address, device or IP address.
    pub(in crate::program) cluster: Option<ClusterDto>,
    /// Domains that count as throw-away beside the kept list.
    #[schemars(length(max = MAX_LONG_LIST))]
    pub(in crate::program) denied_domains: Vec<String>,
    /// Domains that never count as throw-away or relay.
    #[schemars(length(max = MAX_LONG_LIST))]
    pub(in crate::program) allowed_domains: Vec<String>,
    /// Excluded email domains.
    #[schemars(length(max = MAX_LONG_LIST))]
    pub(in crate::program) excluded_domains: Vec<String>,
    /// Excluded customers, by the shop's id.
    #[schemars(length(max = MAX_LONG_LIST))]
    pub(in crate::program) excluded_customers: Vec<String>,
    /// Excluded sales channels, by slug.
    #[schemars(length(max = MAX_LONG_LIST))]
    pub(in crate::program) excluded_channels: Vec<String>,
    /// IP addresses, or IPv6 addresses for their /64 networks, that many share, and ranges of them: no signal looks at them.
    #[schemars(length(max = MAX_LONG_LIST), inner(pattern(r"^([0-9.]+(/([89]|[12][0-9]|3[0-2]))?|[0-9A-Fa-f:.]+(/(3[2-9]|4[0-8]|64))?)$")))]
    pub(in crate::program) trusted_ips: Vec<String>,
}

#[derive(Deserialize, JsonSchema, Clone, Copy)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schemars(rename = "Action")]
pub(in crate::program) enum ActionDto {
    /// It is not looked at.
    Off,
    /// The reward waits for a person.
    Review,
    /// So many points toward `review_at` and `block_at`.
    Score(#[schemars(range(min = 1, max = MAX_SCORE))] u16),
    /// Nothing is given.
    Block,
}

/// Signals that are held against numbers. A bare word is their action.
macro_rules! numbered {
    ($(#[$doc:meta])* $dto:ident, $name:literal { $($(#[$field_doc:meta])* $field:ident: $least:literal..$most:expr, $default:literal;)* }) => {
        $(#[$doc])*
        #[derive(Deserialize, JsonSchema, Clone, Copy)]
        #[serde(deny_unknown_fields)]
        #[schemars(rename = $name)]
        #[schemars(extend("type" = ["object", "string"], "pattern" = "^(off|review|block)$"))]
        pub(in crate::program) struct $dto {
            $($(#[$field_doc])*
            #[schemars(range(min = $least, max = $most), extend("default" = $default))]
            pub(in crate::program) $field: Option<u32>,)*
            /// What it comes to when it is found.
            #[schemars(extend("default" = "review"))]
            pub(in crate::program) action: Option<ActionDto>,
        }
    };
}

numbered!(SignupsPerIpDto, "SignupsPerIp" {
    /// The most that is normal.
    per_day: 1..MAX_COUNT, 10;
});
numbered!(OrdersPerIpDto, "OrdersPerIp" {
    /// The most that is normal.
    per_day: 1..MAX_COUNT, 20;
});
numbered!(VelocityDto, "Velocity" {
    /// The most friends that are normal.
    friends: 1..MAX_COUNT, 50;
    /// In how many hours.
    hours: 1..48, 24;
});
numbered!(RefundRateDto, "RefundRate" {
    /// The share, in percent.
    percent: 1..100, 50;
    /// The number of paid orders before which no share is taken.
    after: 1..MAX_COUNT, 5;
});
numbered!(ClusterDto, "Cluster" {
    /// How many people, the friend included.
    size: 2..MOST_KEPT, 6;
});
