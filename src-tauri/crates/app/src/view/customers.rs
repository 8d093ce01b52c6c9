//! What is shown of customers: lists, a profile, a timeline, and an attribution before it is made.

use super::{AdvocateStanding, Amount, DecisionView, Person, RewardRow, Total};
use vouchsafe_domain::money::Money;
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::time::Timestamp;

pub use vouchsafe_db::{CustomerHas, CustomerSort, CustomerStatus};

/// Which customers. What is not set does not limit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CustomerFilter {
    /// Any part of a name, an email address, an id or a code.
    pub search: Option<String>,
    /// What they have.
    pub has: Option<CustomerHas>,
    /// How they stand.
    pub status: Option<CustomerStatus>,
}

/// A customer or guest in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRow {
    /// Who.
    pub person: Person,
    /// How they stand.
    pub status: CustomerStatus,
    /// When the account was made; of a guest, when they first ordered.
    pub joined: Option<Timestamp>,
    /// The code that they share: of several, the one issued last that works.
    pub code: Option<String>,
    /// Who brought them.
    pub advocate: Option<Person>,
    /// How many friends they brought.
    pub friends: u64,
    /// How many orders they placed.
    pub orders: u64,
}

/// How somebody is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AliasKind {
    /// An account at the shop.
    CustomerId,
    /// An email address.
    Email,
    /// An order without an account.
    GuestOrder,
    /// A party that turned out to be this one.
    Merged,
}

impl AliasKind {
    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CustomerId => "customer_id",
            Self::Email => "email",
            Self::GuestOrder => "guest_order",
            Self::Merged => "merged",
        }
    }
}

/// One name under which somebody is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// What it is.
    pub kind: AliasKind,
    /// The name; nothing after it was erased.
    pub value: Option<String>,
}

/// A code that somebody shares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeRow {
    /// The code.
    pub code: String,
    /// Since when it is theirs.
    pub issued_at: Timestamp,
    /// The date is our inference.
    pub inferred: bool,
    /// Since when it no longer works.
    pub disabled_at: Option<Timestamp>,
    /// How many friends came by it.
    pub friends: u64,
}

/// A contact that bound nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedContact {
    /// With which code.
    pub code: String,
    /// Why.
    pub reason: Reason,
    /// When.
    pub at: Timestamp,
}

/// What people can share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SharedKind {
    /// An email address.
    Email,
    /// The mailbox behind two addresses.
    Mailbox,
    /// A telephone number.
    Phone,
    /// A postal address.
    Address,
}

impl SharedKind {
    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Mailbox => "mailbox",
            Self::Phone => "phone",
            Self::Address => "address",
        }
    }
}

/// Who else told the same of themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// What is shared.
    pub kind: SharedKind,
    /// The first of those with whom.
    pub people: Vec<Person>,
    /// How many there are in all, as far as they were counted.
    pub count: u64,
}

/// A customer or guest with all that is known of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerDetail {
    /// As in a list.
    pub row: CustomerRow,
    /// Every name under which they are known; at most a hundred.
    pub aliases: Vec<Alias>,
    /// Every code that was ever theirs, the newest first; at most a hundred.
    pub codes: Vec<CodeRow>,
    /// Who brought them.
    pub advocate: Option<Person>,
    /// Since when.
    pub bound_at: Option<Timestamp>,
    /// By which code.
    pub bound_by: Option<String>,
    /// Another system had said so before.
    pub taken_over: bool,
    /// A person said so.
    pub by_hand: bool,
    /// Contacts that bound nobody, the latest first; at most a hundred.
    pub refused: Vec<RefusedContact>,
    /// When the account was made.
    pub registered_at: Option<Timestamp>,
    /// When they first ordered.
    pub first_order_at: Option<Timestamp>,
    /// When their first order as a friend was confirmed.
    pub activated_at: Option<Timestamp>,
    /// When money of it was first captured.
    pub first_paid_at: Option<Timestamp>,
    /// How far from the root of their tree.
    pub level: u32,
    /// How many people stand below them.
    pub subtree: u64,
    /// What their own orders as a friend brought, for each currency.
    pub revenue: Vec<Money>,
    /// The rewards to them that stand, for each asset.
    pub earned: Vec<Total>,
    /// What they have come to as an advocate.
    pub standing: AdvocateStanding,
    /// Who else told the same of themselves.
    pub shared: Vec<Shared>,
    /// The stamp that an action on this person expects.
    pub expects: String,
}

/// What an event came to for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimelineResult {
    /// A reward was promised.
    Granted,
    /// Something was refused.
    Refused,
    /// Neither.
    Nothing,
}

impl TimelineResult {
    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Nothing => "nothing",
        }
    }
}

/// Something that happened to or by somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineRow {
    /// The event's place in the log.
    pub seq: u64,
    /// When it happened.
    pub at: Timestamp,
    /// When this desk wrote it down.
    pub learned_at: Timestamp,
    /// The desk already knew of later events when it learned of this one, or judged it once more.
    pub late: bool,
    /// The event's id.
    pub event: String,
    /// The event's type.
    pub event_type: &'static str,
    /// What was judged again, and why.
    pub again: Option<super::Again>,
    /// What it is about: an order's number, a code, a reward's key.
    pub subject: Option<String>,
    /// The amount that it told of.
    pub amount: Option<Amount>,
    /// What it came to.
    pub result: TimelineResult,
    /// Why something was refused.
    pub reason: Option<Reason>,
    /// How many decisions about this person it made.
    pub decisions: u32,
    /// Who did it, if it was a person.
    pub actor: Option<String>,
}

/// Part of somebody's timeline, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// The rows.
    pub rows: Vec<TimelineRow>,
    /// Ask with this for what follows.
    pub next: Option<String>,
}

/// Somebody is to be bound by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// The friend, by the shop's id.
    pub customer: String,
    /// The code whose owner becomes the advocate.
    pub code: String,
    /// Why.
    pub reason: String,
    /// The stamp that was on the screen.
    pub expects: String,
}

/// What an attribution would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributionPreview {
    /// The friend.
    pub friend: Person,
    /// Who would be the advocate: the code's owner.
    pub advocate: Option<Person>,
    /// Why it would be refused.
    pub refused: Option<Reason>,
    /// The advocate of before, whom it would replace for later events.
    pub supersedes: Option<Person>,
    /// What would be given.
    pub rewards: Vec<RewardRow>,
    /// What would be decided, the latest event first.
    pub decisions: Vec<DecisionView>,
    /// The stamp to attribute with.
    pub expects: String,
}
