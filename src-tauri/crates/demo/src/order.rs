//! An order: what is kept of it (64 bytes), and its state in the shop's words.

use crate::customer::NOBODY;
use crate::instant::{Micros, SECOND};

/// How the order stands, in Saleor's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Unconfirmed,
    Unfulfilled,
    PartlyFulfilled,
    Fulfilled,
    PartlyReturned,
    Returned,
    Canceled,
    Expired,
}

impl Status {
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Unconfirmed => "UNCONFIRMED",
            Self::Unfulfilled => "UNFULFILLED",
            Self::PartlyFulfilled => "PARTIALLY_FULFILLED",
            Self::Fulfilled => "FULFILLED",
            Self::PartlyReturned => "PARTIALLY_RETURNED",
            Self::Returned => "RETURNED",
            Self::Canceled => "CANCELED",
            Self::Expired => "EXPIRED",
        }
    }

    /// The status that Saleor calls so.
    pub(crate) fn called(text: &str) -> Option<Self> {
        use Status::{Canceled, Expired, Fulfilled, PartlyFulfilled, PartlyReturned, Returned, Unconfirmed, Unfulfilled};
        let all = [Unconfirmed, Unfulfilled, PartlyFulfilled, Fulfilled, PartlyReturned, Returned, Canceled, Expired];
        all.into_iter().find(|status| status.text() == text)
    }

    /// The spelling in the shop's own table, which its cursors show.
    pub(crate) const fn stored(self) -> &'static str {
        match self {
            Self::Unconfirmed => "unconfirmed",
            Self::Unfulfilled => "unfulfilled",
            Self::PartlyFulfilled => "partially fulfilled",
            Self::Fulfilled => "fulfilled",
            Self::PartlyReturned => "partially_returned",
            Self::Returned => "returned",
            Self::Canceled => "canceled",
            Self::Expired => "expired",
        }
    }
}

/// The way of the order's money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Course {
    Unpaid,
    Authorized,
    PartlyCaptured,
    Paid,
    Overcharged,
    PartlyRefunded,
    FullyRefunded,
    ChargedBack,
    /// A refund that the bank took back: the money is the shop's again.
    RefundReversed,
    /// Paid through the legacy `payments` list, without transactions.
    LegacyPaid,
    LegacyPartlyRefunded,
    LegacyRefused,
}

impl Course {
    pub(crate) const fn is_legacy(self) -> bool {
        matches!(self, Self::LegacyPaid | Self::LegacyPartlyRefunded | Self::LegacyRefused)
    }

    pub(crate) const fn is_unpaid(self) -> bool {
        matches!(self, Self::Unpaid | Self::Authorized | Self::LegacyRefused)
    }

    /// Money came back to the buyer, or was said to.
    pub(crate) const fn went_back(self) -> bool {
        matches!(self, Self::PartlyRefunded | Self::FullyRefunded | Self::ChargedBack | Self::RefundReversed | Self::LegacyPartlyRefunded)
    }
}

/// Who placed the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Buyer {
    /// A customer, by index; `linked`: the order names their account, else only their mail address.
    Customer { index: u32, linked: bool },
    /// A guest who never registers, by number.
    Guest(u32),
}

/// What the order's metadata says about a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UsedCode {
    None,
    /// The code of the customer with this index; `lower`: typed in lower case.
    Of {
        owner: u32,
        lower: bool,
    },
    /// A code that nobody owns.
    Stray(u32),
}

impl UsedCode {
    pub(crate) const fn of(owner: u32) -> Self {
        if owner == NOBODY { Self::None } else { Self::Of { owner, lower: false } }
    }
}

/// An order as it is kept; lines and amounts follow from `salt`.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) created: Micros,
    pub(crate) updated: Micros,
    pub(crate) salt: u64,
    pub(crate) buyer: Buyer,
    pub(crate) code: UsedCode,
    /// Seconds from placing to the payment's capture (or authorization).
    pub(crate) paid_after: u32,
    /// Seconds from placing to the last change of state.
    pub(crate) acted: u32,
    pub(crate) status: Status,
    pub(crate) course: Course,
    pub(crate) channel: u8,
    pub(crate) marks: Marks,
}

/// Small yes-or-no facts of an order.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Marks {
    /// The mail address stands in capitals.
    pub(crate) shouted_email: bool,
    pub(crate) voucher: bool,
    pub(crate) buys_card: bool,
    pub(crate) uses_card: bool,
    pub(crate) device: bool,
    pub(crate) ip: bool,
    /// The IP stands in the public metadata, not in the private.
    pub(crate) open_ip: bool,
    /// Confirmed by staff when it was paid, long after it was placed.
    pub(crate) late_confirm: bool,
}

impl Order {
    pub(crate) fn placed_at(&self) -> Micros {
        self.created
    }

    /// When the order was confirmed; `None` while it is not.
    pub(crate) fn confirmed_at(&self) -> Option<Micros> {
        if self.status == Status::Unconfirmed || self.status == Status::Expired {
            return None;
        }
        let after = if self.marks.late_confirm { self.paid_after } else { (self.salt >> 40) as u32 % 115 + 5 };
        Some(self.created + i64::from(after.min(self.acted)) * SECOND)
    }

    pub(crate) fn paid_at(&self) -> Micros {
        self.created + i64::from(self.paid_after) * SECOND
    }

    pub(crate) fn acted_at(&self) -> Micros {
        self.created + i64::from(self.acted) * SECOND
    }
}
