//! Payments as a shop tells them.

use super::ShopId;
use crate::money::Currency;
use crate::time::Timestamp;

/// A movement of money that succeeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MoneyStep {
    /// Money was taken (Saleor: `CHARGE_SUCCESS`, legacy `CAPTURE`).
    Charged,
    /// Money was given back (`REFUND_SUCCESS`, legacy `REFUND`).
    Refunded,
    /// The bank took money back (`CHARGE_BACK`).
    ChargedBack,
    /// A refund bounced and the money is ours again (`REFUND_REVERSE`).
    RefundReversed,
}

/// One movement of an order's money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyEvent {
    /// The shop's id; legacy payments are prefixed with `p`.
    pub id: ShopId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub step: MoneyStep,
    /// How much, in minor units of the order's currency.
    pub minor: i64,
}

/// A payment card as far as a shop shows it. Weak evidence: brand with digits and expiry only ever asks for a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Brand.
    pub brand: String,
    /// First digits.
    pub first_digits: String,
    /// Last digits.
    pub last_digits: String,
    /// Expiry month, 1 to 12.
    pub expiry_month: Option<u32>,
    /// Expiry year.
    pub expiry_year: Option<u32>,
}

/// A payment with its movements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// The shop's id, without its type.
    pub id: ShopId,
    /// When it was made.
    pub created: Timestamp,
    /// When the shop last changed it.
    pub modified: Timestamp,
    /// The order that it pays, by the shop's id; a checkout's payment has none yet.
    pub order: Option<ShopId>,
    /// The order's number.
    pub order_number: Option<String>,
    /// The payment service's reference.
    pub psp_reference: String,
    /// Currency.
    pub currency: Currency,
    /// Charged, net of refunds and charge-backs, in minor units.
    pub charged_minor: i64,
    /// Refunded, in minor units.
    pub refunded_minor: i64,
    /// Authorized, in minor units.
    pub authorized_minor: i64,
    /// Card used.
    pub card: Option<Card>,
    /// Movements that succeeded, in order of (time, id).
    pub events: Vec<MoneyEvent>,
}

crate::canon_enum!(MoneyStep { 0 => Charged, 1 => Refunded, 2 => ChargedBack, 3 => RefundReversed });
crate::canon_struct!(MoneyEvent { id, at, step, minor });
crate::canon_struct!(Card { brand, first_digits, last_digits, expiry_month, expiry_year });
crate::canon_struct!(Transaction {
    id,
    created,
    modified,
    order,
    order_number,
    psp_reference,
    currency,
    charged_minor,
    refunded_minor,
    authorized_minor,
    card,
    events,
});
