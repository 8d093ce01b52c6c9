//! The rows of a living shop, each with what a real one keeps of it.

use crate::instant::Micros;
use crate::order::Status;
use crate::place::{Channel, channel};

/// Key and value pairs, sorted by key as Saleor lists them.
pub(crate) type Metadata = Vec<(String, String)>;

/// What is wrong with a row, so that not every answer can hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// A value outside of an enum that may not be null: every page that asks for it is null.
    Poisoned,
    /// A wrong text in a field, wherever it stands inside the row: an unknown currency, say.
    Wrong {
        /// The field: `currency`, `created`, …
        field: String,
        /// What it answers.
        text: String,
    },
}

/// An account.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) number: u64,
    pub(crate) email: String,
    pub(crate) joined: Micros,
    pub(crate) updated: Micros,
    pub(crate) is_confirmed: bool,
    pub(crate) metadata: Metadata,
    pub(crate) private_metadata: Metadata,
    pub(crate) trouble: Option<Trouble>,
}

/// A line of an order; the price is per piece, with tax, after discounts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    pub(crate) good: u8,
    pub(crate) quantity: i64,
    pub(crate) price: i64,
}

/// An order.
#[derive(Clone, Debug)]
pub(crate) struct Purchase {
    pub(crate) number: u64,
    pub(crate) uuid: u128,
    pub(crate) created: Micros,
    pub(crate) updated: Micros,
    pub(crate) status: Status,
    pub(crate) channel: u8,
    pub(crate) email: String,
    /// The number of the account, while there is one.
    pub(crate) owner: Option<u64>,
    pub(crate) items: Vec<Item>,
    pub(crate) shipping: i64,
    /// The gift card used, and how much of it.
    pub(crate) card: Option<(u64, i64)>,
    /// The code of the voucher used: it stays when the voucher goes.
    pub(crate) voucher: Option<String>,
    /// The order that this one replaces.
    pub(crate) original: Option<u128>,
    pub(crate) metadata: Metadata,
    pub(crate) private_metadata: Metadata,
    /// What happened, the oldest first: number, instant, kind.
    pub(crate) events: Vec<(u64, Micros, &'static str)>,
    pub(crate) payment: Option<Payment>,
    pub(crate) trouble: Option<Trouble>,
}

/// The transaction of an order.
#[derive(Clone, Debug)]
pub(crate) struct Payment {
    pub(crate) number: u64,
    pub(crate) uuid: u128,
    pub(crate) created: Micros,
    pub(crate) modified: Micros,
    /// The oldest first.
    pub(crate) movements: Vec<Movement>,
}

/// An event of a transaction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Movement {
    pub(crate) number: u64,
    pub(crate) at: Micros,
    pub(crate) kind: &'static str,
    pub(crate) minor: i64,
}

/// Sets a key, keeping the order.
pub(crate) fn set(metadata: &mut Metadata, key: &str, value: &str) {
    match metadata.iter_mut().find(|(known, _)| known == key) {
        Some((_, old)) => value.clone_into(old),
        None => metadata.push((key.to_owned(), value.to_owned())),
    }
    metadata.sort();
}

impl Purchase {
    pub(crate) fn channel(&self) -> &'static Channel {
        channel(self.channel)
    }

    pub(crate) fn subtotal(&self) -> i64 {
        self.items.iter().map(|item| item.price * item.quantity).sum()
    }

    /// What is left to pay when the gift card is taken off.
    pub(crate) fn total(&self) -> i64 {
        self.subtotal() + self.shipping - self.card.map_or(0, |(_, used)| used)
    }

    fn moved(&self, kind: &str) -> i64 {
        let movements = self.payment.iter().flat_map(|payment| &payment.movements);
        movements.filter(|movement| movement.kind == kind).map(|movement| movement.minor).sum()
    }

    pub(crate) fn captured(&self) -> i64 {
        self.moved("CHARGE_SUCCESS")
    }

    pub(crate) fn charged_back(&self) -> i64 {
        self.moved("CHARGE_BACK")
    }

    /// Refunds that did not come back: Saleor's `totalRefunded`.
    pub(crate) fn refunded(&self) -> i64 {
        self.moved("REFUND_SUCCESS") - self.moved("REFUND_REVERSE")
    }

    /// What the shop holds: Saleor's `totalCharged`.
    pub(crate) fn charged(&self) -> i64 {
        self.captured() - self.refunded() - self.charged_back()
    }

    pub(crate) fn is_over(&self) -> bool {
        matches!(self.status, Status::Canceled | Status::Expired)
    }
}
