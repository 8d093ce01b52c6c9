//! Gift cards and vouchers as a shop tells them.

use super::ShopId;
use crate::money::{Currency, Money};
use crate::time::Timestamp;

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
