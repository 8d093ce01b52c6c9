//! What a shop tells us, parsed and bounded: the facts that the mirror keeps and from which events are derived.
//!
//! A connector turns a shop's pages into these types at the door. Everything in here is still somebody's text: names, notes and metadata are
//! kept as they came (bounded in length), and are escaped wherever they are shown.

mod customer;
mod discount;
mod order;
mod payment;
mod personal;

pub use customer::Customer;
pub use discount::{CardEvent, CardStep, GiftCard, Voucher, VoucherCode, VoucherListing};
pub use order::{Order, OrderEvent, OrderLine, OrderStatus, OrderStep};
pub use payment::{Card, MoneyEvent, MoneyStep, Transaction};
pub use personal::Personal;
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

crate::canon_struct!(Address { first_name, last_name, company, street_1, street_2, city, postal_code, country, country_area, phone });
