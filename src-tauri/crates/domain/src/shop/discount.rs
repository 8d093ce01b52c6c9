//! Gift cards and vouchers as a shop tells them.

use super::ShopId;
use crate::canon::{Canon, Garbled};
use crate::money::{Currency, Money};
use crate::time::Timestamp;

/// What happened to a gift card, as far as rewards care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CardStep {
    /// It paid for an order, or for a part of one.
    Used,
    /// An order that it had paid for gave it back.
    GivenBack,
    /// It was switched on.
    Activated,
    /// It was switched off.
    Deactivated,
    /// Both of its balances were set.
    Reset,
}

/// One entry of a gift card's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardEvent {
    /// The shop's id.
    pub id: ShopId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub step: CardStep,
    /// The order that it was used in.
    pub order: Option<ShopId>,
    /// What was left of it before, in minor units of its currency, where the shop tells.
    pub before: Option<i64>,
    /// What was left of it afterwards, in minor units of its currency, where the shop tells.
    pub after: Option<i64>,
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
    /// History, in the order of (time, id).
    pub events: Vec<CardEvent>,
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

crate::canon_enum!(CardStep { 0 => Used, 1 => GivenBack, 2 => Activated, 3 => Deactivated, 4 => Reset });
crate::canon_struct!(CardEvent { id, at, step, order, before, after });

impl Canon for GiftCard {
    fn write(&self, out: &mut Vec<u8>) {
        let Self { id, code, is_active, created, expiry, last_used, initial, current, .. } = self;
        let Self { created_by_email, used_by_email, tags, metadata, private_metadata, events, .. } = self;
        id.write(out);
        code.write(out);
        is_active.write(out);
        created.write(out);
        expiry.write(out);
        last_used.write(out);
        initial.write(out);
        current.write(out);
        created_by_email.write(out);
        used_by_email.write(out);
        tags.write(out);
        metadata.write(out);
        private_metadata.write(out);
        events.write(out);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        Ok(Self {
            id: ShopId::read(bytes)?,
            code: String::read(bytes)?,
            is_active: bool::read(bytes)?,
            created: Timestamp::read(bytes)?,
            expiry: Option::read(bytes)?,
            last_used: Option::read(bytes)?,
            initial: Money::read(bytes)?,
            current: Money::read(bytes)?,
            created_by_email: Option::read(bytes)?,
            used_by_email: Option::read(bytes)?,
            tags: Vec::read(bytes)?,
            metadata: Vec::read(bytes)?,
            private_metadata: Vec::read(bytes)?,
            // A row that was read before histories were has none; the shop lists its cards whole, so the next round brings it.
            events: if bytes.is_empty() { Vec::new() } else { Vec::read(bytes)? },
        })
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_that_was_stored_without_its_history_is_read_all_the_same() {
        let money = Money::new(1_000, Currency::parse("EUR").unwrap());
        let event = CardEvent { id: ShopId::Number(3), at: Timestamp::EPOCH, step: CardStep::Used, order: None, before: Some(7), after: Some(0) };
        let card = GiftCard {
            id: ShopId::Number(7),
            code: "RFQ7K2M9XA4B1C".to_owned(),
            is_active: true,
            created: Timestamp::EPOCH,
            expiry: None,
            last_used: None,
            initial: money,
            current: money,
            created_by_email: None,
            used_by_email: None,
            tags: Vec::new(),
            metadata: Vec::new(),
            private_metadata: Vec::new(),
            events: vec![event],
        };
        assert_eq!(GiftCard::from_bytes(&card.to_bytes()), Ok(card.clone()));
        let without = GiftCard { events: Vec::new(), ..card };
        let (bytes, mut older) = (without.to_bytes(), without.to_bytes());
        assert_eq!(older.pop(), Some(0), "an empty list is one byte");
        assert_eq!((GiftCard::from_bytes(&bytes), GiftCard::from_bytes(&older)), (Ok(without.clone()), Ok(without)));
    }
}
