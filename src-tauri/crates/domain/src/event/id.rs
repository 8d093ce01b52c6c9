//! Natural keys: what tells events apart, on every desk and from every source.

use super::{Fact, OrderChange, PurchaseKind};
use crate::name::{CodeKey, CustomerKey, Key, Names, Texts};
use crate::time::Timestamp;

/// A natural key, made of what the shop itself says, so that two sources give one event. Its text is such as `order/1042/money/14`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId {
    /// What the key is about.
    pub class: EventClass,
    /// The customer, order or code; of a [`EventClass::Named`] key, its whole text.
    pub key: Key,
    /// Tells apart what can happen more than once.
    pub part: Key,
}

/// The classes of natural keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventClass {
    /// A text of its own.
    Named,
    /// `customer/46/registered`
    CustomerRegistered,
    /// `customer/46/updated/<microseconds>`
    CustomerUpdated,
    /// `customer/46/deleted/<microseconds>`: when it was found that the account is gone
    CustomerDeleted,
    /// `code/ANNA7K2/issued/46`: the customer whose it is said to be
    CodeIssued,
    /// `code/ANNA7K2/disabled`
    CodeDisabled,
    /// `order/1042/placed`
    OrderPlaced,
    /// `order/1042/confirmed`
    OrderConfirmed,
    /// `order/1042/changed/<microseconds>`
    OrderChanged,
    /// `order/1042/cancelled`
    OrderCancelled,
    /// `order/1042/money/<id of the movement>`
    OrderMoney,
    /// `time/<microseconds>`
    TimePassed,
    /// `reward/7/deadline/2`: the reward's number, and its revision when the deadline came
    RewardDeadline,
    /// `event/5/rejudged/9`: the number in the log of the event that is judged again, and of the one that made that needful
    Rejudged,
    /// `order/1042/owner/46`
    OrderOwned,
    /// `customer/46/taken_over`
    CustomerTakenOver,
    /// `customer/46/returned/<microseconds>`: when it was found that the account had been gone
    CustomerReturned,
    /// `purchase/7/topup`
    Topup,
    /// `purchase/7/subscribed`
    Subscribed,
    /// `purchase/7/renewed`
    Renewed,
    /// `purchase/7/refunded/<microseconds of as_of>`
    PurchaseRefunded,
}

/// No second part.
pub const NO_PART: Key = Key::from_bits(0);

impl EventClass {
    const TABLE: [(Self, &'static str, &'static str, bool); 20] = [
        (Self::CustomerRegistered, "customer", "registered", false),
        (Self::CustomerUpdated, "customer", "updated", true),
        (Self::CustomerDeleted, "customer", "deleted", true),
        (Self::CodeIssued, "code", "issued", true),
        (Self::CodeDisabled, "code", "disabled", false),
        (Self::OrderPlaced, "order", "placed", false),
        (Self::OrderConfirmed, "order", "confirmed", false),
        (Self::OrderChanged, "order", "changed", true),
        (Self::OrderCancelled, "order", "cancelled", false),
        (Self::OrderMoney, "order", "money", true),
        (Self::TimePassed, "time", "", false),
        (Self::RewardDeadline, "reward", "deadline", true),
        (Self::Rejudged, "event", "rejudged", true),
        (Self::OrderOwned, "order", "owner", true),
        (Self::CustomerTakenOver, "customer", "taken_over", false),
        (Self::CustomerReturned, "customer", "returned", true),
        (Self::Topup, "purchase", "topup", false),
        (Self::Subscribed, "purchase", "subscribed", false),
        (Self::Renewed, "purchase", "renewed", false),
        (Self::PurchaseRefunded, "purchase", "refunded", true),
    ];

    /// The number under which the class is stored.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }
}

impl EventId {
    /// A key without a second part.
    #[must_use]
    pub const fn new(class: EventClass, key: Key) -> Self {
        Self { class, key, part: NO_PART }
    }

    /// The key of the fact that a code is a customer's. Two who claim one code tell two facts, and the fold says whose it is.
    #[must_use]
    pub const fn code_issued(code: CodeKey, customer: CustomerKey) -> Self {
        Self { class: EventClass::CodeIssued, key: code.0, part: customer.0 }
    }

    /// The key of the fact that an account is gone. Each time that it is found gone is a fact of its own.
    #[must_use]
    pub const fn customer_deleted(customer: CustomerKey, found_at: Timestamp) -> Self {
        Self { class: EventClass::CustomerDeleted, key: customer.0, part: Key::of_instant(found_at) }
    }

    /// The key of the fact that an account is there again which had been found gone.
    #[must_use]
    pub const fn customer_returned(customer: CustomerKey, found_gone_at: Timestamp) -> Self {
        Self { class: EventClass::CustomerReturned, key: customer.0, part: Key::of_instant(found_gone_at) }
    }

    /// Reads a natural key. Any text is one; those of the known forms are kept compactly.
    pub fn parse(text: &str, names: &mut (impl Names + ?Sized)) -> Self {
        if let Some((subject, rest)) = text.split_once('/') {
            if subject == "time" {
                return Self::new(EventClass::TimePassed, names.key(rest));
            }
            for (class, head, verb, has_part) in EventClass::TABLE {
                let parts = if has_part { rest.rsplit_once('/') } else { Some((rest, "")) };
                let Some((body, part)) = parts else { continue };
                let Some(key) = body.strip_suffix(verb).and_then(|k| k.strip_suffix('/')) else { continue };
                if head == subject && !key.is_empty() && (!has_part || !part.is_empty()) {
                    return Self { class, key: names.key(key), part: if has_part { names.key(part) } else { NO_PART } };
                }
            }
        }
        Self::new(EventClass::Named, names.key(text))
    }

    /// Whether the key can stand for a fact: a key of its own can stand for any, one of a class for what the class says. Deadlines and what is judged
    /// again are told by the engine alone.
    #[must_use]
    pub const fn suits(&self, fact: &Fact) -> bool {
        match self.class {
            EventClass::Named => true,
            EventClass::CustomerRegistered => matches!(fact, Fact::CustomerRegistered(_)),
            EventClass::CustomerUpdated => matches!(fact, Fact::CustomerUpdated(_)),
            EventClass::CustomerDeleted => matches!(fact, Fact::CustomerDeleted { .. }),
            EventClass::CustomerReturned => matches!(fact, Fact::CustomerReturned { .. }),
            EventClass::CodeIssued => matches!(fact, Fact::CodeIssued { .. }),
            EventClass::CodeDisabled => matches!(fact, Fact::CodeDisabled { .. }),
            EventClass::OrderPlaced => matches!(fact, Fact::Order { change: OrderChange::Placed, .. }),
            EventClass::OrderConfirmed => matches!(fact, Fact::Order { change: OrderChange::Confirmed, .. }),
            EventClass::OrderChanged => matches!(fact, Fact::Order { change: OrderChange::Changed, .. }),
            EventClass::OrderCancelled => matches!(fact, Fact::Order { change: OrderChange::Cancelled, .. }),
            EventClass::OrderMoney => matches!(fact, Fact::OrderMoney { .. }),
            EventClass::TimePassed => matches!(fact, Fact::TimePassed),
            EventClass::OrderOwned => matches!(fact, Fact::OrderOwned { .. }),
            EventClass::CustomerTakenOver => matches!(fact, Fact::ReferralTakenOver { .. }),
            EventClass::Topup => matches!(fact, Fact::Purchase { kind: PurchaseKind::Topup, .. }),
            EventClass::Subscribed => matches!(fact, Fact::Purchase { kind: PurchaseKind::Subscription, .. }),
            EventClass::Renewed => matches!(fact, Fact::Purchase { kind: PurchaseKind::Renewal, .. }),
            EventClass::PurchaseRefunded => matches!(fact, Fact::PurchaseRefunded { .. }),
            EventClass::RewardDeadline | EventClass::Rejudged => false,
        }
    }

    /// The key's text.
    #[must_use]
    pub fn text(&self, texts: &(impl Texts + ?Sized)) -> String {
        let key = texts.text(self.key);
        match EventClass::TABLE.iter().find(|entry| entry.0 == self.class) {
            None => key,
            Some((_, head, "", _)) => format!("{head}/{key}"),
            Some((_, head, verb, false)) => format!("{head}/{key}/{verb}"),
            Some((_, head, verb, true)) => format!("{head}/{key}/{verb}/{}", texts.text(self.part)),
        }
    }
}

crate::canon_struct!(EventId { class, key, part });
crate::canon_enum!(EventClass {
    0 => Named, 1 => CustomerRegistered, 2 => CustomerUpdated, 3 => CustomerDeleted, 4 => CodeIssued, 5 => CodeDisabled, 6 => OrderPlaced,
    7 => OrderConfirmed, 8 => OrderChanged, 9 => OrderCancelled, 10 => OrderMoney, 11 => TimePassed, 12 => RewardDeadline,
    13 => Rejudged, 14 => OrderOwned, 15 => CustomerTakenOver, 16 => CustomerReturned, 17 => Topup, 18 => Subscribed, 19 => Renewed,
    20 => PurchaseRefunded,
});
