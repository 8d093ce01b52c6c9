//! What events tell about orders and their money.

use crate::money::Currency;
use crate::name::{CategoryKey, ChannelKey, ClickKey, CodeKey, CustomerKey, Identity, Key};
use crate::state::EmailSort;

/// What was paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PurchaseKind {
    /// An order of a shop.
    #[default]
    Order,
    /// A payment into a balance.
    Topup,
    /// A subscription.
    Subscription,
    /// A subscription's next period.
    Renewal,
}

impl PurchaseKind {
    /// The type's name of the event that tells of it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Order => "order_placed",
            Self::Topup => "topup",
            Self::Subscription => "subscription_purchased",
            Self::Renewal => "subscription_renewed",
        }
    }
}

/// One line of an order: enough to compute eligible amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Product category.
    pub category: Option<CategoryKey>,
    /// The line's total before tax, in minor units of the order's currency.
    pub minor: i64,
    /// Pieces.
    pub quantity: u32,
}

/// What an order says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderBody {
    /// The buyer's account.
    pub customer: Option<CustomerKey>,
    /// The buyer's email address: the account's if there is one, else the order's.
    pub email: Option<Identity>,
    /// Where mail to the address ends up: a hint, as in an account.
    pub mailbox: Option<Identity>,
    /// The domain of the email address.
    pub email_domain: Option<Key>,
    /// The domains above it, the nearest first.
    pub domains_above: Vec<Key>,
    /// What sort of address the domain gives out.
    pub email_sort: EmailSort,
    /// The currency of all amounts.
    pub currency: Currency,
    /// Items after discounts, before shipping and tax.
    pub items: i64,
    /// Items after discounts with tax.
    pub items_with_tax: i64,
    /// Everything with shipping and tax, before gift cards: what the buyer agreed to pay, by whatever means.
    pub order_total: i64,
    /// What was left to pay by money after gift cards.
    pub payable: i64,
    /// Sales channel.
    pub channel: Option<ChannelKey>,
    /// Country of delivery, ISO 3166 alpha-2.
    pub country: Option<[u8; 2]>,
    /// The code given with the order.
    pub ref_code: Option<CodeKey>,
    /// The click that led to the order.
    pub click: Option<ClickKey>,
    /// IP address.
    pub ip: Option<Identity>,
    /// The networks that the IP address lies in, the smallest first.
    pub ip_within: Vec<Identity>,
    /// Device.
    pub device: Option<Identity>,
    /// Card, by a strong fingerprint.
    pub card: Option<Identity>,
    /// Card, by its brand, digits and expiry.
    pub card_digits: Option<Identity>,
    /// Delivery address.
    pub address: Option<Identity>,
    /// The shop made the order in place of another one.
    pub is_replacement: bool,
    /// Lines.
    pub lines: Vec<Line>,
}

/// The steps of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderChange {
    /// Placed.
    Placed,
    /// Confirmed by the shop.
    Confirmed,
    /// Edited.
    Changed,
    /// A payment failed.
    PaymentFailed,
    /// Cancelled.
    Cancelled,
}

/// The cumulative truth about an order's money, in minor units of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Funds {
    /// Taken from the buyer, before anything was given back.
    pub captured: i64,
    /// Given back.
    pub refunded: i64,
    /// Taken back by the bank.
    pub charged_back: i64,
}

impl Funds {
    /// What remains with the shop; never below zero.
    #[must_use]
    pub fn net(self) -> i64 {
        self.captured.saturating_sub(self.refunded).saturating_sub(self.charged_back).max(0)
    }
}

crate::canon_struct!(Line { category, minor, quantity });
crate::canon_struct!(OrderBody {
    customer,
    email,
    mailbox,
    email_domain,
    domains_above,
    email_sort,
    currency,
    items,
    items_with_tax,
    order_total,
    payable,
    channel,
    country,
    ref_code,
    click,
    ip,
    ip_within,
    device,
    card,
    card_digits,
    address,
    is_replacement,
    lines,
});
crate::canon_enum!(PurchaseKind { 0 => Order, 1 => Topup, 2 => Subscription, 3 => Renewal });
crate::canon_enum!(OrderChange { 0 => Placed, 1 => Confirmed, 2 => Changed, 3 => PaymentFailed, 4 => Cancelled });
crate::canon_struct!(Funds { captured, refunded, charged_back });
