//! IP addresses: their canonical text, the network that one household shares, and whether they point to anybody at all.

use core::fmt;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The longest text that is looked at.
const MAX_WRITTEN: usize = 512;

/// An IP address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ip(IpAddr);

impl Ip {
    /// Reads an address, also with a port, a zone or, as proxies note them, others behind it: the first is the buyer's. A /64 network of IPv6 is read as
    /// its first address.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_WRITTEN {
            return None;
        }
        let first = text.split(',').next().unwrap_or(text).trim().trim_matches('"');
        let bare = first.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(first);
        let unzoned = bare.split('%').next().unwrap_or(bare);
        if let Some(network) = bare.strip_suffix("/64") {
            return network.parse().ok().map(|ip| Self(IpAddr::V6(Ipv6Addr::from_bits(Ipv6Addr::to_bits(ip) >> 64 << 64))));
        }
        let ip = unzoned.parse().ok().or_else(|| first.parse::<SocketAddr>().ok().map(|socket| socket.ip()))?;
        Some(Self(unmapped(ip)))
    }

    /// The canonical text (RFC 5952), an IPv4 address behind an IPv6 one as the former.
    #[must_use]
    pub fn text(self) -> String {
        self.0.to_string()
    }

    /// The network that one connection gets: the /64 of an IPv6 address, whose other half a device makes up anew each day; an IPv4 address
    /// itself.
    #[must_use]
    pub fn network(self) -> String {
        match self.0 {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("{}/64", Ipv6Addr::from_bits(ip.to_bits() >> 64 << 64)),
        }
    }

    /// The networks that what one connection gets lies in, the smallest first, of the sizes of which ranges are made.
    pub fn networks_above(self) -> impl Iterator<Item = String> {
        let sizes: &[u8] = if self.0.is_ipv4() { &[24, 16, 8] } else { &[48, 40, 32] };
        sizes.iter().map(move |bits| IpRange::new(self.0, *bits).to_string())
    }

    /// Whether it names nobody on the internet: this machine, a network behind a router or carrier, or no address at all. A shop behind a
    /// proxy gives such a one for everybody.
    #[must_use]
    pub const fn is_private(self) -> bool {
        match self.0 {
            IpAddr::V4(ip) => is_private_v4(ip),
            IpAddr::V6(ip) => ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local() || ip.is_unicast_link_local() || ip.is_multicast(),
        }
    }
}

/// A range of IP addresses: one, or all that begin with the same bits. Of IPv6, what one connection gets is the least that there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct IpRange {
    first: IpAddr,
    /// How many bits they have in common.
    bits: u8,
}

impl IpRange {
    /// Reads an address, `203.0.113.7` or `2001:db8::1` for its /64 network, or a range of at least 8 common bits, of IPv6 32 to 48, or 64. What
    /// follows the common bits is not looked at.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_WRITTEN {
            return None;
        }
        let Some((address, length)) = text.split_once('/') else {
            return Ip::parse(text).map(|Ip(ip)| Self::new(ip, if ip.is_ipv4() { 32 } else { 64 }));
        };
        let first: IpAddr = address.parse().ok()?;
        let is_plain = length.bytes().all(|digit| digit.is_ascii_digit()) && !length.starts_with('0');
        let bits: u8 = length.parse().ok().filter(|_| is_plain)?;
        let admitted = match first {
            IpAddr::V4(_) => (8..=32).contains(&bits),
            IpAddr::V6(ip) => ip.to_ipv4_mapped().is_none() && ((32..=48).contains(&bits) || bits == 64),
        };
        admitted.then(|| Self::new(first, bits))
    }

    fn new(ip: IpAddr, bits: u8) -> Self {
        let first = match ip {
            IpAddr::V4(ip) => IpAddr::V4(Ipv4Addr::from_bits(ip.to_bits() & (u32::MAX << (32 - bits)))),
            IpAddr::V6(ip) => IpAddr::V6(Ipv6Addr::from_bits(ip.to_bits() & (u128::MAX << (128 - bits)))),
        };
        Self { first, bits }
    }

    /// Whether it is what one connection gets.
    #[must_use]
    pub const fn is_one(&self) -> bool {
        self.bits == if self.first.is_ipv4() { 32 } else { 64 }
    }

    /// The networks of the next size that are told of each address which it comes to: never more than 128.
    pub fn parts(&self) -> impl Iterator<Item = String> + use<> {
        let (first, bits, size) = (self.first, self.bits, self.bits.next_multiple_of(8));
        (0..1u32 << (size - bits)).map(move |no| {
            let first = match first {
                IpAddr::V4(ip) => IpAddr::V4(Ipv4Addr::from_bits(ip.to_bits() | no << (32 - size))),
                IpAddr::V6(ip) => IpAddr::V6(Ipv6Addr::from_bits(ip.to_bits() | u128::from(no) << (128 - size))),
            };
            Self { first, bits: size }.to_string()
        })
    }
}

impl fmt::Display for IpRange {
    /// As [`Ip::network`] writes one, and else as the first address with the number of common bits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first.is_ipv4() && self.is_one() { write!(f, "{}", self.first) } else { write!(f, "{}/{}", self.first, self.bits) }
    }
}

fn unmapped(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V6(six) => six.to_ipv4_mapped().map_or(ip, IpAddr::V4),
        IpAddr::V4(_) => ip,
    }
}

const fn is_private_v4(ip: Ipv4Addr) -> bool {
    // 100.64.0.0/10 is what carriers give to many at once (RFC 6598).
    let [a, b, ..] = ip.octets();
    let shared = a == 100 && b & 0xc0 == 64;
    shared || a == 0 || ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_broadcast() || ip.is_multicast()
}
