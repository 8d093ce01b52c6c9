//! What happens to orders, but for their money.

use crate::goods::good_at;
use crate::instant::Micros;
use crate::living::rows::{Item, Purchase, set};
use crate::living::{Buyer, Living};
use crate::money::share_of;
use crate::order::Status;
use crate::place::channel;
use crate::shop::FIRST_NUMBER;

impl Living {
    /// Places an order and returns its number.
    pub(super) fn place(&mut self, buyer: &Buyer, place: u8, items: &[(u8, u32)], confirmed: bool, at: Micros) -> Option<u64> {
        let (owner, email) = match buyer {
            Buyer::Account(number) => (Some(*number), self.account(*number)?.email.clone()),
            Buyer::Guest(email) => (None, email.clone()),
        };
        let price = |good: u8| share_of(good_at(good).cents, channel(place).factor, 100);
        let items: Vec<Item> = items.iter().map(|(good, pieces)| Item { good: *good, quantity: i64::from(*pieces), price: price(*good) }).collect();
        let uuid = self.uuid();
        let number = FIRST_NUMBER + self.orders_made;
        self.orders_made += 1;
        let status = if confirmed { Status::Unfulfilled } else { Status::Unconfirmed };
        self.orders.push(Purchase {
            number,
            uuid,
            created: at,
            updated: at,
            status,
            channel: place,
            email,
            owner,
            items,
            shipping: share_of(500, channel(place).factor, 100),
            card: None,
            voucher: None,
            original: None,
            metadata: Vec::new(),
            private_metadata: Vec::new(),
            events: Vec::new(),
            payment: None,
            trouble: None,
        });
        self.tell(number, at, "PLACED");
        if confirmed {
            self.tell(number, at, "CONFIRMED");
        }
        Some(number)
    }

    /// Adds what a new order has beside its lines.
    pub(super) fn dress(&mut self, order: u64, ref_code: Option<&str>, card: Option<u64>, voucher: Option<u64>, at: Micros) -> bool {
        if let Some(code) = ref_code
            && let Some(order) = self.order(order)
        {
            set(&mut order.metadata, "ref_code", code);
        }
        self.lose_code(ref_code);
        let code = voucher.and_then(|number| self.wares.offer(number)).and_then(|offer| offer.codes.last()).map(|own| own.code.clone());
        if let Some(code) = code {
            self.use_voucher(order, &code);
        }
        if let Some(card) = card {
            self.use_card(order, card, i64::MAX, at);
        }
        true
    }

    /// Takes off what a voucher is worth in the order's channel.
    pub(super) fn use_voucher(&mut self, order: u64, code: &str) -> bool {
        let Some(place) = self.order(order).map(|order| order.channel) else { return false };
        let Some(offer) = self.wares.offers.iter_mut().find(|offer| offer.codes.iter().any(|own| own.code == code)) else { return false };
        let listing = offer.listings.iter().find(|listing| listing.channel == place).or(offer.listings.first());
        let (digits, behind) = listing.map_or((0, 0), |listing| listing.value);
        let scale = 10i64.pow(u32::from(behind));
        let (percent, shipping) = (offer.value_type == "PERCENTAGE", offer.scope == "SHIPPING");
        offer.redeem(code);
        let Some(order) = self.order(order) else { return false };
        let (subtotal, exponent) = (order.subtotal(), order.channel().currency.exponent);
        // What a percentage takes of a price, or a fixed sum of all prices together.
        let (part, whole) = if percent { (digits, 100 * scale) } else { (digits * 10i64.pow(u32::from(exponent)), subtotal * scale) };
        order.voucher = Some(code.to_owned());
        if shipping {
            order.shipping = 0;
            return true;
        }
        for item in &mut order.items {
            item.price -= share_of(item.price, part.min(whole - 1), whole);
        }
        true
    }

    /// An entry of an order's history.
    pub(super) fn tell(&mut self, order: u64, at: Micros, kind: &'static str) {
        let number = self.number();
        if let Some(order) = self.order(order) {
            order.events.push((number, at, kind));
        }
    }

    /// The order, while it lives, bumped.
    fn touched(&mut self, order: u64, at: Micros) -> Option<&mut Purchase> {
        let order = self.order(order)?;
        order.updated = at.max(order.updated);
        Some(order)
    }

    pub(super) fn replace(&mut self, order: u64, at: Micros) -> bool {
        let Some(old) = self.order(order).map(|order| order.clone()) else { return false };
        let buyer = old.owner.map_or_else(|| Buyer::Guest(old.email.clone()), Buyer::Account);
        let items: Vec<(u8, u32)> = old.items.iter().map(|item| (item.good, u32::try_from(item.quantity).unwrap_or(1))).collect();
        let Some(number) = self.place(&buyer, old.channel, &items, true, at) else { return false };
        if let Some(new) = self.order(number) {
            new.original = Some(old.uuid);
            new.metadata = old.metadata;
        }
        true
    }

    pub(super) fn confirm_order(&mut self, order: u64, at: Micros) -> bool {
        if self.order(order).is_none_or(|order| order.status != Status::Unconfirmed) {
            return false;
        }
        if let Some(order) = self.touched(order, at) {
            order.status = Status::Unfulfilled;
        }
        self.tell(order, at, "CONFIRMED");
        true
    }

    pub(super) fn cancel(&mut self, order: u64, at: Micros) -> bool {
        if self.order(order).is_none_or(|order| order.is_over()) {
            return false;
        }
        if let Some(order) = self.touched(order, at) {
            order.status = Status::Canceled;
        }
        self.tell(order, at, "CANCELED");
        true
    }

    pub(super) fn expire(&mut self, order: u64, at: Micros) -> bool {
        let may = |order: &Purchase| order.payment.is_none() && !order.is_over();
        let Some(found) = self.order(order).filter(|order| may(order)) else { return false };
        found.status = Status::Expired;
        self.tell(order, at, "EXPIRED");
        true
    }

    pub(super) fn vanish(&mut self, order: u64) -> bool {
        let before = self.orders.len();
        self.orders.retain(|row| row.number != order || row.status != Status::Expired);
        self.orders.len() < before
    }

    pub(super) fn edit(&mut self, order: u64, percent: u32, at: Micros) -> bool {
        let Some(order) = self.order(order).filter(|order| !order.is_over() && order.card.is_none()) else { return false };
        let Some(item) = order.items.first_mut() else { return false };
        let price = share_of(item.price, i64::from(percent), 100).max(1);
        let changes = price != item.price;
        item.price = price;
        order.updated = at.max(order.updated);
        changes
    }

    pub(super) fn note(&mut self, order: u64, at: Micros) -> bool {
        let found = self.touched(order, at).is_some();
        self.tell(order, at, "NOTE_ADDED");
        found
    }
}
