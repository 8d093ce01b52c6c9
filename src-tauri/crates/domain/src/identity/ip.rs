//! IP addresses: their canonical text, the network that one household shares, and whether they point to anybody at all.

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
