//! Everybody in memory, so that any part of a name, an email address, an id or a code finds them.
//!
//! SQLite finds a part of a text by looking at every row, which takes half a second for two million people. Here what can be searched stands
//! in one buffer of bytes, lower-cased, person behind person, and a search is one pass over it at the speed of memory. A person takes 21 bytes
//! beside the text, which for a usual name, address and id is 50 to 70, and 4 more once somebody has sorted by name.
//!
//! The buffer is read when it is first asked for. After that it follows the log: who changed since is read again and stands in a small second
//! buffer ([`Directory::followed`]), until that is so large that both are made one.

mod order;
mod read;
mod segment;

use crate::error::Result;
use crate::open::Db;
use crate::page::NoPlace;
use order::Place;
use read::Mark;
use rustc_hash::FxHashSet;
use segment::{Bits, Segment};
use std::sync::Arc;
use vouchsafe_domain::party::{Party, PartyId, PartyName};

/// How somebody stands at the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CustomerStatus {
    /// Has an account.
    Active,
    /// Ordered without one.
    Guest,
    /// The account is gone.
    Deleted,
    /// Who it was has been erased.
    Erased,
}

impl CustomerStatus {
    /// How a party stands.
    #[must_use]
    pub const fn of(record: &Party, is_erased: bool) -> Self {
        match (is_erased, record.deleted, record.registered_at, record.name) {
            (true, ..) => Self::Erased,
            (_, true, ..) => Self::Deleted,
            (.., None, PartyName::Guest(_)) => Self::Guest,
            _ => Self::Active,
        }
    }

    /// Every status, by the number that a row keeps.
    pub const ALL: [Self; 4] = [Self::Active, Self::Guest, Self::Deleted, Self::Erased];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Guest => "guest",
            Self::Deleted => "deleted",
            Self::Erased => "erased",
        }
    }
}

/// What somebody can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CustomerHas {
    /// A code to share.
    Code,
    /// Somebody who brought them.
    Advocate,
    /// Friends whom they brought.
    Friends,
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CustomerSort {
    /// Who came last first.
    #[default]
    Newest,
    /// Who came first first.
    Oldest,
    /// By name, without regard to case; those without one last.
    Name,
}

/// Which people. What is not set does not limit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DirectoryFilter {
    /// Any part of a name, an email address, an id or a code.
    pub search: Option<String>,
    /// What they have.
    pub has: Option<CustomerHas>,
    /// How they stand.
    pub status: Option<CustomerStatus>,
}

/// Somebody in the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Who.
    pub party: PartyId,
    /// How they stand.
    pub status: CustomerStatus,
    /// How many friends they brought.
    pub friends: u32,
}

/// A page of the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryPage {
    /// The people.
    pub entries: Vec<Entry>,
    /// Where the next page begins; none after the last.
    pub next: Option<String>,
    /// How many people the filter admits, on all pages.
    pub count: u64,
}

/// Everybody, as of some place in the log.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    mark: Mark,
    base: Arc<Segment>,
    /// Rows of the base that no longer hold.
    gone: Bits,
    /// Who changed since the base was made.
    fresh: Arc<Segment>,
}

/// From this many changed people on, and from a fiftieth of all, both buffers become one.
const MUCH: usize = 10_000;

impl Db {
    /// Brings the directory up to date, from nothing if there is none. What it costs follows what changed. Blocks.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn directory(&self, known: Option<Arc<Directory>>) -> Result<Arc<Directory>> {
        self.scan(move |conn| {
            let now = Mark::read(conn)?;
            let Some(known) = known else {
                return Ok(Arc::new(Directory { mark: now, base: Arc::new(read::everybody(conn)?), ..Directory::default() }));
            };
            if known.mark == now {
                return Ok(known);
            }
            let changed = known.mark.changed_since(conn)?;
            if changed.len() > MUCH.max(known.base.len() / 4) {
                return Ok(Arc::new(Directory { mark: now, base: Arc::new(read::everybody(conn)?), ..Directory::default() }));
            }
            let read = read::these(conn, &changed)?;
            Ok(Arc::new(known.followed(now, &changed, &read)))
        })
        .await
    }
}

impl Directory {
    /// The directory after these people changed; who is not among what was read is nobody any more.
    fn followed(&self, mark: Mark, changed: &FxHashSet<u32>, read: &Segment) -> Self {
        let fresh = self.fresh.with(read, |row| changed.contains(&self.fresh.party(row)));
        let mut gone = self.gone.clone();
        gone.grow(self.base.len());
        for row in (0..self.base.len()).filter(|row| changed.contains(&self.base.party(*row))) {
            gone.set(row);
        }
        if fresh.len() > MUCH.max(self.base.len() / 50) {
            let base = self.base.with(&fresh, |row| gone.has(row));
            return Self { mark, base: Arc::new(base), ..Self::default() };
        }
        Self { mark, base: Arc::clone(&self.base), gone, fresh: Arc::new(fresh) }
    }

    /// How many people it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.base.len() - self.gone.count() + self.fresh.len()
    }

    /// Whether it holds nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many bytes it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.base.bytes() + self.fresh.bytes() + self.gone.bytes()
    }

    /// One page of those whom a filter admits, with their exact number.
    ///
    /// # Errors
    /// [`NoPlace`] for a text that no page has given.
    pub fn page(&self, filter: &DirectoryFilter, sort: CustomerSort, after: Option<&str>, limit: usize) -> Result<DirectoryPage, NoPlace> {
        let after = after.map(|text| Place::parse(text, sort)).transpose()?;
        let pattern = filter.search.as_deref().map(segment::folded).filter(|text| !text.trim().is_empty());
        let mut lists = Vec::with_capacity(2);
        let mut count = 0;
        for (segment, gone) in [(&self.base, Some(&self.gone)), (&self.fresh, None)] {
            let mut admitted = segment.admitted(filter.has, filter.status);
            if let Some(gone) = gone {
                admitted.without(gone);
            }
            if let Some(pattern) = &pattern {
                admitted.only(&segment.holding(pattern.trim().as_bytes()));
            }
            let found = admitted.count();
            count += found as u64;
            lists.push((&**segment, segment.first_after(&admitted, found, sort, after.as_ref(), limit + 1)));
        }
        let mut places: Vec<(Place, &Segment, usize)> =
            lists.into_iter().flat_map(|(segment, rows)| rows.into_iter().map(move |row| (segment.place(row, sort), segment, row))).collect();
        places.sort_by(|a, b| a.0.cmp(&b.0));
        let has_more = places.len() > limit;
        places.truncate(limit);
        let next = places.last().filter(|_| has_more).map(|(place, ..)| place.to_string());
        Ok(DirectoryPage { entries: places.into_iter().map(|(_, segment, row)| segment.entry(row)).collect(), next, count })
    }
}
