//! Orders as a shop tells them.

use super::{Address, Card, MoneyEvent, ShopId};
use crate::money::Currency;
use crate::time::Timestamp;

/// Where an order stands at the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderStatus {
    /// Being put together by staff.
    Draft,
    /// Placed, waits for staff.
    Unconfirmed,
    /// Confirmed, nothing sent.
    Unfulfilled,
    /// Partly sent.
    PartiallyFulfilled,
    /// Sent.
    Fulfilled,
    /// Partly sent back.
    PartiallyReturned,
    /// Sent back.
    Returned,
    /// Cancelled.
    Cancelled,
    /// Never paid in time.
    Expired,
}

impl OrderStatus {
    /// Whether the shop has confirmed the order.
    #[must_use]
    pub const fn is_confirmed(self) -> bool {
        matches!(self, Self::Unfulfilled | Self::PartiallyFulfilled | Self::Fulfilled | Self::PartiallyReturned | Self::Returned)
    }
}

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLine {
    /// The shop's id.
    pub id: ShopId,
    /// Product name.
    pub product: String,
    /// Stock keeping unit.
    pub sku: Option<String>,
    /// The product's category, by slug.
    pub category: Option<String>,
    /// Pieces.
    pub quantity: u32,
    /// The line's total before tax, after discounts, in minor units of the order's currency.
    pub net_minor: i64,
    /// The line's total with tax, after discounts, in minor units of the order's currency.
    pub gross_minor: i64,
}

/// What happened to an order, as far as referrals care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderStep {
    /// It was placed.
    Placed,
    /// It was confirmed.
    Confirmed,
    /// It was cancelled.
    Cancelled,
    /// It expired unpaid.
    Expired,
    /// A payment failed.
    PaymentFailed,
}

/// One entry of an order's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderEvent {
    /// The shop's id.
    pub id: ShopId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub step: OrderStep,
}

/// An order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The shop's id, without its type.
    pub id: ShopId,
    /// The number that people use.
    pub number: String,
    /// When it was placed.
    pub created: Timestamp,
    /// When the shop last changed the row.
    pub updated: Timestamp,
    /// Where it stands.
    pub status: OrderStatus,
    /// The shop made it in place of another order.
    pub is_replacement: bool,
    /// Sales channel, by slug.
    pub channel: String,
    /// The currency of every amount of the order.
    pub currency: Currency,
    /// The buyer's account, if the order has one.
    pub customer: Option<ShopId>,
    /// The email address of the buyer's account.
    pub customer_email: Option<String>,
    /// The email address given with the order.
    pub email: Option<String>,
    /// Items after discounts, before shipping and tax, in minor units.
    pub items_minor: i64,
    /// Items after discounts with tax, in minor units.
    pub items_with_tax_minor: i64,
    /// Shipping with tax, in minor units.
    pub shipping_minor: i64,
    /// The shop's total with tax, in minor units. Saleor's lacks the gift cards used.
    pub total_minor: i64,
    /// The voucher used.
    pub voucher_code: Option<String>,
    /// The gift cards used, by their ids.
    pub gift_cards: Vec<ShopId>,
    /// The referral code, from the metadata key that the settings name.
    pub ref_code: Option<String>,
    /// The device fingerprint, from the metadata key that the settings name.
    pub device: Option<String>,
    /// The buyer's IP address, from the metadata key that the settings name or from the payment.
    pub ip: Option<String>,
    /// All public metadata, as it came.
    pub metadata: Vec<(String, String)>,
    /// All private metadata, as it came.
    pub private_metadata: Vec<(String, String)>,
    /// Billing address.
    pub billing: Option<Address>,
    /// Shipping address.
    pub shipping: Option<Address>,
    /// Cards used.
    pub cards: Vec<Card>,
    /// Lines.
    pub lines: Vec<OrderLine>,
    /// History; empty where the shop did not tell it.
    pub events: Vec<OrderEvent>,
    /// Movements of money that succeeded, in order of (time, id).
    pub money: Vec<MoneyEvent>,
}

crate::canon_enum!(OrderStatus {
    0 => Draft, 1 => Unconfirmed, 2 => Unfulfilled, 3 => PartiallyFulfilled, 4 => Fulfilled, 5 => PartiallyReturned, 6 => Returned, 7 => Cancelled, 8 => Expired,
});
crate::canon_enum!(OrderStep { 0 => Placed, 1 => Confirmed, 2 => Cancelled, 3 => Expired, 4 => PaymentFailed });
crate::canon_struct!(OrderLine { id, product, sku, category, quantity, net_minor, gross_minor });
crate::canon_struct!(OrderEvent { id, at, step });
crate::canon_struct!(Order {
    id,
    number,
    created,
    updated,
    status,
    is_replacement,
    channel,
    currency,
    customer,
    customer_email,
    email,
    items_minor,
    items_with_tax_minor,
    shipping_minor,
    total_minor,
    voucher_code,
    gift_cards,
    ref_code,
    device,
    ip,
    metadata,
    private_metadata,
    billing,
    shipping,
    cards,
    lines,
    events,
    money,
});
