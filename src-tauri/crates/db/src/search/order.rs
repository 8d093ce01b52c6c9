//! Where somebody stands in a list, and where a page of it ended.

use super::CustomerSort;
use crate::page::NoPlace;
use std::cmp::Ordering;
use std::fmt;

/// A row's sort key: what it is sorted by, and the party, which decides between equals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// The last first: seconds since 1970.
    Newest { joined: u32, party: u32 },
    /// The first first.
    Oldest { joined: u32, party: u32 },
    /// By name.
    Name { name: Vec<u8>, party: u32 },
}

impl Place {
    pub(super) fn of(sort: CustomerSort, joined: u32, name: &[u8], party: u32) -> Self {
        match sort {
            CustomerSort::Newest => Self::Newest { joined, party },
            CustomerSort::Oldest => Self::Oldest { joined, party },
            CustomerSort::Name => Self::Name { name: name.to_vec(), party },
        }
    }

    pub(super) fn parse(text: &str, sort: CustomerSort) -> Result<Self, NoPlace> {
        let (party, rest) = text.split_once('.').ok_or(NoPlace)?;
        let party = party.parse().map_err(|_| NoPlace)?;
        let joined = || rest.parse().map_err(|_| NoPlace);
        Ok(match sort {
            CustomerSort::Newest => Self::Newest { joined: joined()?, party },
            CustomerSort::Oldest => Self::Oldest { joined: joined()?, party },
            CustomerSort::Name => Self::Name { name: rest.as_bytes().to_vec(), party },
        })
    }
}

/// By name, those without one last, equals by party.
pub(super) fn by_name(a: (&[u8], u32), b: (&[u8], u32)) -> Ordering {
    (a.0.is_empty(), a.0, a.1).cmp(&(b.0.is_empty(), b.0, b.1))
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Newest { joined: a, party: x }, Self::Newest { joined: b, party: y }) => (b, y).cmp(&(a, x)),
            (Self::Oldest { joined: a, party: x }, Self::Oldest { joined: b, party: y }) => (a, x).cmp(&(b, y)),
            (Self::Name { name: a, party: x }, Self::Name { name: b, party: y }) => by_name((a, *x), (b, *y)),
            // Places of one list are of one sort.
            _ => Ordering::Equal,
        }
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Newest { joined, party } | Self::Oldest { joined, party } => write!(f, "{party}.{joined}"),
            // Names are cut between characters, so they are text.
            Self::Name { name, party } => write!(f, "{party}.{}", String::from_utf8_lossy(name)),
        }
    }
}
