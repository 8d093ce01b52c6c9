//! Parties: who a person is to us, under one or more aliases.

use crate::canon::{Canon, Garbled};
use crate::name::{CodeKey, CustomerKey, OrderKey, Texts};
use crate::time::Timestamp;

/// A party's number. Parties are numbered in the order in which they are met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartyId(pub u32);

impl Canon for PartyId {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        u32::read(bytes).map(Self)
    }
}

/// What a party is called in keys and lists: it holds for good, whatever becomes known later, and is the same on every desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartyName {
    /// The customer's id.
    Customer(CustomerKey),
    /// A guest, by their first order: `guest-1042`.
    Guest(OrderKey),
}

impl PartyName {
    /// The name's text.
    #[must_use]
    pub fn text(self, texts: &(impl Texts + ?Sized)) -> String {
        match self {
            Self::Customer(customer) => texts.text(customer.0),
            Self::Guest(order) => format!("guest-{}", texts.text(order.0)),
        }
    }
}

/// Finds the name of a party, when something is shown.
pub trait PartyNames {
    /// The party's name.
    fn party_name(&self, party: PartyId) -> PartyName;
}

/// The bond friend → advocate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bond {
    /// Who brought the friend.
    pub advocate: PartyId,
    /// By which code.
    pub code: CodeKey,
    /// Since when.
    pub at: Timestamp,
}

/// A contact before binding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contact {
    /// With which code.
    pub code: CodeKey,
    /// When.
    pub at: Timestamp,
}

/// What the engine keeps of a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Party {
    /// Name.
    pub name: PartyName,
    /// The bond to the advocate, if there is one.
    pub bond: Option<Bond>,
    /// The contact that will bind, under a policy that binds later.
    pub contact: Option<Contact>,
    /// When the account was made.
    pub registered_at: Option<Timestamp>,
    /// The first order's time.
    pub first_order_at: Option<Timestamp>,
    /// Which order that is: of several of one instant, the one that was told first.
    pub first_order: Option<OrderKey>,
    /// The first confirmed order's time.
    pub activated_at: Option<Timestamp>,
    /// When money of an order was first captured.
    pub first_paid_at: Option<Timestamp>,
    /// Of which order that was.
    pub first_paid_order: Option<OrderKey>,
    /// The account was deleted at the shop.
    pub deleted: bool,
    /// When it was deleted last.
    pub deleted_at: Option<Timestamp>,
    /// A person refused the referral: it earns nothing any more.
    pub rejected: bool,
    /// Merged into another party; everything goes to that one.
    pub merged_into: Option<PartyId>,
}

impl Party {
    /// Whether an account that was made at an instant is one that was not deleted since.
    #[must_use]
    pub fn lives_by_registration(&self, at: Timestamp) -> bool {
        self.deleted_at.is_none_or(|deleted| deleted <= at)
    }

    /// A party of which nothing is known but its name.
    #[must_use]
    pub const fn new(name: PartyName) -> Self {
        Self {
            name,
            bond: None,
            contact: None,
            registered_at: None,
            first_order_at: None,
            first_order: None,
            activated_at: None,
            first_paid_at: None,
            first_paid_order: None,
            deleted: false,
            deleted_at: None,
            rejected: false,
            merged_into: None,
        }
    }
}

impl Party {
    /// Somebody ordered: it is the first one if it lies before all that are known.
    pub fn ordered(&mut self, order: OrderKey, at: Timestamp) {
        if self.first_order_at.is_none_or(|known| at < known) {
            (self.first_order_at, self.first_order) = (Some(at), Some(order));
        }
    }

    /// When somebody came: when the account was made, or when they first ordered.
    #[must_use]
    pub fn joined(&self) -> Option<Timestamp> {
        self.registered_at.or(self.first_order_at)
    }
}

crate::canon_enum!(PartyName { 0 => Customer(customer), 1 => Guest(order) });
crate::canon_struct!(Bond { advocate, code, at });
crate::canon_struct!(Contact { code, at });
crate::canon_struct!(Party {
    name,
    bond,
    contact,
    registered_at,
    first_order_at,
    first_order,
    activated_at,
    first_paid_at,
    first_paid_order,
    deleted,
    deleted_at,
    rejected,
    merged_into
});
