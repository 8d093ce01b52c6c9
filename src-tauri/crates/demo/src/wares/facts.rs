//! What a shop holds of gift cards and vouchers, in plain figures: for a test that compares it with what a desk came to know.

use chrono::{DateTime, Utc};

use super::{Card, Offer};
use crate::instant::Micros;

/// A gift card. Amounts are in minor units of its currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardFacts {
    /// Its number, which is its id without the type.
    pub number: u64,
    /// Its code.
    pub code: String,
    /// Whether it can be used.
    pub is_active: bool,
    /// Currency, as the shop took it.
    pub currency: String,
    /// What it was made for, or set to last.
    pub initial: i64,
    /// What is left.
    pub current: i64,
    /// What orders took from it in all.
    pub used: i64,
    /// The last day, `2027-06-30`.
    pub expires: Option<String>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// Public metadata, by key.
    pub metadata: Vec<(String, String)>,
    /// What happened to it, the oldest first, in Saleor's words.
    pub events: Vec<&'static str>,
}

/// A voucher with one code or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoucherFacts {
    /// Its number, which is its id without the type.
    pub number: u64,
    /// Its codes, the newest first.
    pub codes: Vec<String>,
    /// `ENTIRE_ORDER`, `SPECIFIC_PRODUCT` or `SHIPPING`.
    pub scope: String,
    /// `PERCENTAGE` or `FIXED`.
    pub value_type: String,
    /// What it is worth, by the place of the channel: digits, and how many of them stand behind the point.
    pub listings: Vec<(u8, i64, u8)>,
    /// The least to spend, by the place of the channel, in minor units.
    pub min_spent: Vec<(u8, i64)>,
    /// Global ids of the categories that it is for.
    pub categories: Vec<String>,
    /// When it starts.
    pub start: DateTime<Utc>,
    /// When it ends.
    pub end: Option<DateTime<Utc>>,
    /// Whether a code can still be used, as far as single use goes.
    pub is_active: bool,
    /// How often it was used, where it counts.
    pub used: i64,
    /// How often it may be used.
    pub usage_limit: Option<i64>,
    /// Public metadata, by key.
    pub metadata: Vec<(String, String)>,
}

impl CardFacts {
    pub(crate) fn of(card: &Card) -> Self {
        Self {
            number: card.number,
            code: card.code.clone(),
            is_active: card.is_active,
            currency: card.tender.code.clone(),
            initial: card.initial,
            current: card.current,
            used: card.used(),
            expires: card.expiry.clone(),
            created: utc(card.created),
            metadata: card.metadata.clone(),
            events: card.events.iter().map(|event| event.kind).collect(),
        }
    }
}

impl VoucherFacts {
    pub(crate) fn of(offer: &Offer) -> Self {
        Self {
            number: offer.number,
            codes: offer.codes.iter().map(|code| code.code.clone()).collect(),
            scope: offer.scope.clone(),
            value_type: offer.value_type.clone(),
            listings: offer.listings.iter().map(|listing| (listing.channel, listing.value.0, listing.value.1)).collect(),
            min_spent: offer.listings.iter().filter_map(|listing| Some((listing.channel, listing.min_spent?))).collect(),
            categories: offer.categories.clone(),
            start: utc(offer.start),
            end: offer.end.map(utc),
            is_active: offer.codes.iter().any(|code| code.is_active),
            used: offer.used(),
            usage_limit: offer.usage_limit,
            metadata: offer.metadata.clone(),
        }
    }
}

fn utc(at: Micros) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at).unwrap_or_default()
}
