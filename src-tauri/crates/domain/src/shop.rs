//! What a shop tells us, parsed and bounded: the facts that the mirror keeps and from which events are derived.
//!
//! A connector turns a shop's pages into these types at the door. Everything in here is still somebody's text: names, notes and metadata are
//! kept as they came (bounded in length), and are escaped wherever they are shown.

use crate::money::{Currency, Money};
use crate::time::Timestamp;
use std::fmt;

/// The longest text that is taken over from a shop; what is longer is cut at a character.
pub const MAX_TEXT: usize = 4_096;
/// The most metadata pairs, lines, events that one row may carry; a row with more is quarantined.
pub const MAX_ITEMS: usize = 2_000;

/// An object's id at the shop, in its most compact form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ShopId {
    /// A decimal number, as in `User:46`.
    Number(u64),
    /// A UUID, as in `Order:5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20`.
    Uuid([u8; 16]),
    /// Anything else.
    Text(Box<str>),
}

impl ShopId {
    /// Reads an id; never fails, because any text is an id.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if let Some(number) = crate::name::Key::of_number(text).and_then(crate::name::Key::as_number) {
            return Self::Number(number);
        }
        parse_uuid(text).map_or_else(|| Self::Text(text.into()), Self::Uuid)
    }
}

fn parse_uuid(text: &str) -> Option<[u8; 16]> {
    let bytes = text.as_bytes();
    if bytes.len() != 36 || [8, 13, 18, 23].iter().any(|&i| bytes[i] != b'-') {
        return None;
    }
    let mut out = [0u8; 16];
    let mut nibbles = bytes.iter().enumerate().filter(|(i, _)| ![8, 13, 18, 23].contains(i)).map(|(_, b)| *b);
    let mut hex = || match nibbles.next()? {
        b @ b'0'..=b'9' => Some(b - b'0'),
        b @ b'a'..=b'f' => Some(b - b'a' + 10),
        _ => None,
    };
    for byte in &mut out {
        *byte = hex()? << 4 | hex()?;
    }
    Some(out)
}

impl fmt::Display for ShopId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
            Self::Uuid(bytes) => {
                for (i, byte) in bytes.iter().enumerate() {
                    if [4, 6, 8, 10].contains(&i) {
                        f.write_str("-")?;
                    }
                    write!(f, "{byte:02x}")?;
                }
                Ok(())
            }
        }
    }
}

crate::canon_enum!(ShopId { 0 => Number(number), 1 => Uuid(bytes), 2 => Text(text) });

/// The kinds of records that a shop is read in, in the order in which a round reads them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// People with an account.
    Customers,
    /// Orders, with their lines, events and payments.
    Orders,
    /// Payments, by their own time of change.
    Transactions,
    /// Gift cards.
    GiftCards,
    /// Vouchers.
    Vouchers,
}

impl Kind {
    /// Every kind, in reading order.
    pub const ALL: [Self; 5] = [Self::Customers, Self::Orders, Self::Transactions, Self::GiftCards, Self::Vouchers];

    /// The name used in files, in the db and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Orders => "orders",
            Self::Transactions => "transactions",
            Self::GiftCards => "gift_cards",
            Self::Vouchers => "vouchers",
        }
    }
}

/// A postal address with its phone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Company.
    pub company: String,
    /// First line of the street.
    pub street_1: String,
    /// Second line of the street.
    pub street_2: String,
    /// City.
    pub city: String,
    /// Postal code.
    pub postal_code: String,
    /// Country, ISO 3166 alpha-2.
    pub country: String,
    /// State, province or the like.
    pub country_area: String,
    /// Phone number as written.
    pub phone: String,
}

/// A customer account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// The shop's id, without its type: `46`.
    pub id: ShopId,
    /// Email address as written.
    pub email: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// May log in.
    pub is_active: bool,
    /// The email address was confirmed.
    pub is_confirmed: bool,
    /// When the account was made.
    pub joined: Timestamp,
    /// When the shop last changed the row.
    pub updated: Timestamp,
    /// Language code, such as `EN`.
    pub language: String,
    /// The id of another system.
    pub external_reference: Option<String>,
    /// Staff's note.
    pub note: String,
    /// The code that this customer shares, from the metadata key that the settings name.
    pub own_code: Option<String>,
    /// The code that brought this customer, from the metadata key that the settings name.
    pub ref_code: Option<String>,
    /// All public metadata, as it came.
    pub metadata: Vec<(String, String)>,
    /// All private metadata, as it came.
    pub private_metadata: Vec<(String, String)>,
    /// The addresses of the account.
    pub addresses: Vec<Address>,
}

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

/// A gift card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiftCard {
    /// The shop's id, without its type.
    pub id: ShopId,
    /// The secret code.
    pub code: String,
    /// Can be used.
    pub is_active: bool,
    /// When it was made.
    pub created: Timestamp,
    /// The day after which it cannot be used, as `2027-01-31`.
    pub expiry: Option<String>,
    /// When it was last used.
    pub last_used: Option<Timestamp>,
    /// What it was worth at first.
    pub initial: Money,
    /// What it is worth now.
    pub current: Money,
    /// Who made it, by email address.
    pub created_by_email: Option<String>,
    /// Who used it, by email address.
    pub used_by_email: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// All public metadata, as it came.
    pub metadata: Vec<(String, String)>,
    /// All private metadata, as it came.
    pub private_metadata: Vec<(String, String)>,
}

/// One code of a voucher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoucherCode {
    /// The code.
    pub code: String,
    /// How often it was used.
    pub used: u32,
    /// Can be used.
    pub is_active: bool,
}

/// What a voucher is worth in a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoucherListing {
    /// Sales channel, by slug.
    pub channel: String,
    /// Currency.
    pub currency: Currency,
    /// The value as text: a percentage or an amount, as the voucher's `value_type` says.
    pub value: String,
    /// The least that must be spent, in minor units.
    pub minimum_minor: Option<i64>,
}

/// A voucher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voucher {
    /// The shop's id, without its type.
    pub id: ShopId,
    /// Name.
    pub name: String,
    /// `ENTIRE_ORDER`, `SHIPPING` or `SPECIFIC_PRODUCT`.
    pub scope: String,
    /// `FIXED` or `PERCENTAGE`.
    pub value_type: String,
    /// How often it may be used.
    pub usage_limit: Option<u32>,
    /// How often it was used.
    pub used: u32,
    /// From when.
    pub start: Timestamp,
    /// Until when.
    pub end: Option<Timestamp>,
    /// Each code works once.
    pub single_use: bool,
    /// Each customer may use it once.
    pub once_per_customer: bool,
    /// Its codes.
    pub codes: Vec<VoucherCode>,
    /// Its worth by channel.
    pub listings: Vec<VoucherListing>,
    /// All public metadata, as it came.
    pub metadata: Vec<(String, String)>,
}

crate::canon_enum!(OrderStatus {
    0 => Draft, 1 => Unconfirmed, 2 => Unfulfilled, 3 => PartiallyFulfilled, 4 => Fulfilled, 5 => PartiallyReturned, 6 => Returned, 7 => Cancelled, 8 => Expired,
});
crate::canon_enum!(OrderStep { 0 => Placed, 1 => Confirmed, 2 => Cancelled, 3 => Expired, 4 => PaymentFailed });
crate::canon_enum!(MoneyStep { 0 => Charged, 1 => Refunded, 2 => ChargedBack, 3 => RefundReversed });
crate::canon_struct!(Address { first_name, last_name, company, street_1, street_2, city, postal_code, country, country_area, phone });
crate::canon_struct!(Customer {
    id,
    email,
    first_name,
    last_name,
    is_active,
    is_confirmed,
    joined,
    updated,
    language,
    external_reference,
    note,
    own_code,
    ref_code,
    metadata,
    private_metadata,
    addresses,
});
crate::canon_struct!(OrderLine { id, product, sku, category, quantity, net_minor, gross_minor });
crate::canon_struct!(OrderEvent { id, at, step });
crate::canon_struct!(MoneyEvent { id, at, step, minor });
crate::canon_struct!(Card { brand, first_digits, last_digits, expiry_month, expiry_year });
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
crate::canon_struct!(GiftCard {
    id,
    code,
    is_active,
    created,
    expiry,
    last_used,
    initial,
    current,
    created_by_email,
    used_by_email,
    tags,
    metadata,
    private_metadata,
});
crate::canon_struct!(VoucherCode { code, used, is_active });
crate::canon_struct!(VoucherListing { channel, currency, value, minimum_minor });
crate::canon_struct!(Voucher {
    id,
    name,
    scope,
    value_type,
    usage_limit,
    used,
    start,
    end,
    single_use,
    once_per_customer,
    codes,
    listings,
    metadata
});
