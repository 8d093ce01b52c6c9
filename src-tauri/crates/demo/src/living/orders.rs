//! What happens to orders, but for their money.

use crate::goods::good_at;
use crate::instant::Micros;
use crate::living::rows::{Item, Purchase, set};
use crate::living::{Buyer, Living};
use crate::money::share_of;
use crate::order::Status;
use crate::place::channel;
use crate::shop::FIRST_NUMBER;

/// The discount of every voucher, in percent.
const OFF: i64 = 10;

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
        if let Some(voucher) = voucher
            && let Some(offer) = self.offers.iter_mut().find(|offer| offer.number == voucher)
        {
            offer.used += 1;
            let code = offer.code.clone();
            if let Some(order) = self.order(order) {
                order.voucher = Some(code);
                for item in &mut order.items {
                    item.price -= share_of(item.price, OFF, 100);
                }
            }
        }
        if let Some(card) = card {
            self.use_card(order, card, at);
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
