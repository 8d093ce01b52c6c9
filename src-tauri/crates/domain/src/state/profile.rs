//! What is known of a person beside their referral: what they confirmed, their role and groups, and the marks that they leave.

use crate::name::{CustomerKey, Identity, Key};
use crate::party::PartyId;
use smallvec::SmallVec;

/// The most marks that are kept of one person, and the most people that are kept of one mark: the first ones. A person with more is seen often enough.
pub const MOST_KEPT: usize = 64;

/// What sort of address an email domain gives out, by the kept lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EmailSort {
    /// Nothing is known against it.
    #[default]
    Plain,
    /// Addresses to be thrown away.
    Disposable,
    /// Addresses that hide another one, which is there for good.
    Relay,
}

/// The most days that are kept of one mark: the latest ones.
pub const MOST_DAYS: usize = 64;

/// What a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkKind {
    /// Where the mail to an address ends up.
    Mailbox,
    /// A phone number.
    Phone,
    /// A postal address.
    Address,
    /// A device.
    Device,
    /// A card, by a strong fingerprint.
    Card,
    /// A card, by its brand, digits and expiry.
    CardDigits,
    /// An IP address, or a /64 network of IPv6.
    Ip,
}

/// Something that a person leaves behind and that another one can leave, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// What it is.
    pub kind: MarkKind,
    /// Its erasable text.
    pub id: Identity,
}

/// What is known of a person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    /// The email address was confirmed; none when nobody said.
    pub email_verified: Option<bool>,
    /// The phone number was confirmed; none when nobody said.
    pub phone_verified: Option<bool>,
    /// The role that was told last.
    pub role: Option<Key>,
    /// The groups that were told last.
    pub groups: SmallVec<[Key; 1]>,
    /// The domain of the email address that was told last.
    pub email_domain: Option<Key>,
    /// The domains above it.
    pub domains_above: SmallVec<[Key; 0]>,
    /// What sort of address it gives out.
    pub email_sort: EmailSort,
    /// The marks that they left, the first ones, each once.
    pub marks: SmallVec<[Mark; 4]>,
    /// Customer ids that are theirs beside the one that they are named by.
    pub aliases: SmallVec<[CustomerKey; 0]>,
}

impl Profile {
    /// Notes a mark. Says whether it was new.
    pub fn leave(&mut self, mark: Mark) -> bool {
        let is_new = self.marks.len() < MOST_KEPT && !self.marks.contains(&mark);
        if is_new {
            self.marks.push(mark);
        }
        is_new
    }

    /// Notes a customer id. Says whether it was new.
    pub fn call(&mut self, alias: CustomerKey) -> bool {
        let is_new = self.aliases.len() < MOST_KEPT && !self.aliases.contains(&alias);
        if is_new {
            self.aliases.push(alias);
        }
        is_new
    }

    /// The domain of the email address, and those above it: a list that names one of them means it.
    pub fn domains(&self) -> impl Iterator<Item = Key> {
        self.email_domain.into_iter().chain(self.domains_above.iter().copied())
    }

    /// The marks of a kind.
    pub fn of(&self, kind: MarkKind) -> impl Iterator<Item = Identity> {
        self.marks.iter().filter(move |mark| mark.kind == kind).map(|mark| mark.id)
    }
}

/// How often a mark was seen on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayCount {
    /// The day, counted from 1970-01-01 in UTC.
    pub day: i32,
    /// Signups.
    pub signups: u32,
    /// Orders.
    pub orders: u32,
}

/// What is known of a mark.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MarkRecord {
    /// The people who left it, the first ones, each once and by the number that stands for them after merges: each has it on their profile.
    pub parties: SmallVec<[PartyId; 4]>,
    /// How often it was seen on each day, the latest days in their order; kept of IP addresses alone.
    pub days: SmallVec<[DayCount; 1]>,
    /// Of an IP address, the networks that it lies in.
    pub within: SmallVec<[Identity; 0]>,
}

impl MarkRecord {
    /// What is counted of a day, to be raised; none of a day before the kept ones.
    pub fn on(&mut self, day: i32) -> Option<&mut DayCount> {
        let at = match self.days.binary_search_by_key(&day, |count| count.day) {
            Ok(at) => at,
            Err(at) if self.days.len() < MOST_DAYS => {
                self.days.insert(at, DayCount { day, ..DayCount::default() });
                at
            }
            Err(at) => {
                // The earliest day makes room for a later one.
                let at = at.checked_sub(1)?;
                self.days.remove(0);
                self.days.insert(at, DayCount { day, ..DayCount::default() });
                at
            }
        };
        self.days.get_mut(at)
    }

    /// What was counted of a day.
    #[must_use]
    pub fn of(&self, day: i32) -> DayCount {
        let known = self.days.binary_search_by_key(&day, |count| count.day).ok().map(|at| self.days[at]);
        known.unwrap_or(DayCount { day, ..DayCount::default() })
    }

    /// Puts somebody in another's place, or nobody.
    pub fn replace(&mut self, from: PartyId, into: Option<PartyId>) {
        self.parties.retain(|party| *party != from);
        if let Some(into) = into.filter(|into| self.parties.len() < MOST_KEPT && !self.parties.contains(into)) {
            self.parties.push(into);
        }
    }
}

crate::canon_enum!(EmailSort { 0 => Plain, 1 => Disposable, 2 => Relay });
crate::canon_enum!(MarkKind { 0 => Mailbox, 1 => Phone, 2 => Address, 3 => Device, 4 => Card, 5 => CardDigits, 6 => Ip });
crate::canon_struct!(Mark { kind, id });
crate::canon_struct!(Profile { email_verified, phone_verified, role, groups, email_domain, domains_above, email_sort, marks, aliases });
crate::canon_struct!(DayCount { day, signups, orders });
crate::canon_struct!(MarkRecord { parties, days, within });
