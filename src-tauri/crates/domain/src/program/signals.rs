//! Fraud signals: what each of them comes to, as data. How they are judged is `crate::fraud`.

use crate::name::{ChannelKey, CustomerKey, Identity, Key};

/// What a signal that is found comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Action {
    /// Nothing: it is not looked at.
    #[default]
    Off,
    /// The reward waits for a person.
    Review,
    /// So many points toward `review_at` and `block_at`.
    Score(u16),
    /// Nothing is given.
    Block,
}

/// The signals. Each is found or not; what it comes to is the program's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Signal {
    /// Mail to both ends up in one mailbox.
    SameEmail,
    /// Both have one phone number.
    SamePhone,
    /// Both have one postal address.
    SameAddress,
    /// Both were seen on one device.
    SameDevice,
    /// Both paid by one card, told by a strong fingerprint.
    SameCard,
    /// Both paid by cards with the same brand, digits and expiry: far from proof, so it never blocks.
    SameCardDigits,
    /// Both came from one IP address, or one /64 network of IPv6.
    SameIp,
    /// Too many signups from one IP address in a day (UTC).
    SignupsPerIp,
    /// Too many orders from one IP address in a day (UTC).
    OrdersPerIp,
    /// The friend's email domain gives out throw-away addresses.
    DisposableEmail,
    /// The friend's email address is a relay's.
    RelayEmail,
    /// The email domain of the friend, or of who gains by them, is excluded.
    ExcludedDomain,
    /// The friend, the advocate or who gets the reward is excluded.
    ExcludedCustomer,
    /// The sales channel is excluded.
    ExcludedChannel,
    /// The advocate won too many friends in too short a time.
    Velocity,
    /// Too many orders of the advocate's friends were refunded.
    RefundRate,
    /// Too many people share the friend's card, address, device or IP address.
    Cluster,
}

impl Signal {
    /// Every signal, in the order in which they are judged.
    pub const ALL: [Self; 17] = [
        Self::SameEmail,
        Self::SamePhone,
        Self::SameAddress,
        Self::SameDevice,
        Self::SameCard,
        Self::SameCardDigits,
        Self::SameIp,
        Self::SignupsPerIp,
        Self::OrdersPerIp,
        Self::DisposableEmail,
        Self::RelayEmail,
        Self::ExcludedDomain,
        Self::ExcludedCustomer,
        Self::ExcludedChannel,
        Self::Velocity,
        Self::RefundRate,
        Self::Cluster,
    ];

    /// Whether it is held against numbers of its own.
    #[must_use]
    pub const fn has_numbers(self) -> bool {
        matches!(self, Self::SignupsPerIp | Self::OrdersPerIp | Self::Velocity | Self::RefundRate | Self::Cluster)
    }

    /// The name in program files, on the wire and in the key of its sentence.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SameEmail => "same_email",
            Self::SamePhone => "same_phone",
            Self::SameAddress => "same_address",
            Self::SameDevice => "same_device",
            Self::SameCard => "same_card",
            Self::SameCardDigits => "same_card_digits",
            Self::SameIp => "same_ip",
            Self::SignupsPerIp => "signups_per_ip",
            Self::OrdersPerIp => "orders_per_ip",
            Self::DisposableEmail => "disposable_email",
            Self::RelayEmail => "relay_email",
            Self::ExcludedDomain => "excluded_domain",
            Self::ExcludedCustomer => "excluded_customer",
            Self::ExcludedChannel => "excluded_channel",
            Self::Velocity => "velocity",
            Self::RefundRate => "refund_rate",
            Self::Cluster => "cluster",
        }
    }
}

/// What each signal comes to, with the numbers that some of them are held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signals {
    /// The sum of scores from which a person has to look.
    pub review_at: Option<u16>,
    /// The sum of scores from which nothing is given.
    pub block_at: Option<u16>,
    /// What each comes to, in the order of [`Signal::ALL`].
    pub actions: [Action; Signal::ALL.len()],
    /// The most signups from one IP address in a day.
    pub signups_per_ip: u32,
    /// The most orders from one IP address in a day.
    pub orders_per_ip: u32,
    /// The most friends that an advocate can win within `velocity_hours`.
    pub velocity_friends: u32,
    /// See `velocity_friends`; 1 to 48.
    pub velocity_hours: u32,
    /// The share of refunded orders of an advocate's friends, in percent, from which the signal is found.
    pub refund_percent: u32,
    /// The number of captured orders before which no share is taken.
    pub refund_after: u32,
    /// How many people make a cluster.
    pub cluster_size: u32,
    /// Domains that count as throw-away beside the kept list. These and the next two stand for all domains below them, too; one that a kept list
    /// covers counts under the name that stands there.
    pub denied_domains: Vec<Key>,
    /// Domains that never count as throw-away or relay.
    pub allowed_domains: Vec<Key>,
    /// Excluded email domains.
    pub excluded_domains: Vec<Key>,
    /// Excluded customers.
    pub excluded_customers: Vec<CustomerKey>,
    /// Excluded channels.
    pub excluded_channels: Vec<ChannelKey>,
    /// IP addresses, or /64 networks of IPv6, and ranges of them, of offices and carriers that many share: no signal looks at them.
    pub trusted_ips: Vec<Identity>,
    /// What the ranges among them come to: networks of the sizes that are told of each address, sorted.
    pub trusted_networks: Vec<Identity>,
}

impl Signals {
    /// What a signal comes to.
    #[must_use]
    pub fn action(&self, signal: Signal) -> Action {
        self.actions[signal as usize]
    }
}

impl Signals {
    /// Whether an IP address that lies in these networks is trusted.
    #[must_use]
    pub fn trusts(&self, ip: Identity, within: &[Identity]) -> bool {
        let is_in = |network: &Identity| self.trusted_networks.binary_search(network).is_ok();
        self.trusted_ips.contains(&ip) || is_in(&ip) || within.iter().any(is_in)
    }
}

impl Default for Signals {
    /// One mailbox blocks, what is excluded blocks; what a household, an office or chance can explain waits for a person; numbers are generous.
    fn default() -> Self {
        let actions = Signal::ALL.map(|signal| match signal {
            Signal::SameEmail | Signal::ExcludedDomain | Signal::ExcludedCustomer | Signal::ExcludedChannel => Action::Block,
            Signal::SamePhone
            | Signal::SameAddress
            | Signal::SameDevice
            | Signal::SameCard
            | Signal::SameCardDigits
            | Signal::SameIp
            | Signal::SignupsPerIp
            | Signal::OrdersPerIp
            | Signal::DisposableEmail
            | Signal::Velocity
            | Signal::RefundRate
            | Signal::Cluster => Action::Review,
            Signal::RelayEmail => Action::Off,
        });
        Self {
            review_at: None,
            block_at: None,
            actions,
            signups_per_ip: 10,
            orders_per_ip: 20,
            velocity_friends: 50,
            velocity_hours: 24,
            refund_percent: 50,
            refund_after: 5,
            cluster_size: 6,
            denied_domains: Vec::new(),
            allowed_domains: Vec::new(),
            excluded_domains: Vec::new(),
            excluded_customers: Vec::new(),
            excluded_channels: Vec::new(),
            trusted_ips: Vec::new(),
            trusted_networks: Vec::new(),
        }
    }
}

crate::canon_enum!(Signal {
    0 => SameEmail, 1 => SamePhone, 2 => SameAddress, 3 => SameDevice, 4 => SameCard, 5 => SameCardDigits, 6 => SameIp, 7 => SignupsPerIp, 8 => OrdersPerIp,
    9 => DisposableEmail, 10 => RelayEmail, 11 => ExcludedDomain, 12 => ExcludedCustomer, 13 => ExcludedChannel, 14 => Velocity, 15 => RefundRate,
    16 => Cluster,
});
