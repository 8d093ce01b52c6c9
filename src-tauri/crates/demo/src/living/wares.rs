//! What happens to gift cards and vouchers. Nothing on them tells when it happened: a shop lists them whole.

use crate::instant::{Micros, SECOND};
use crate::living::{Buyer, Living};
use crate::place::channel;
use crate::wares::{Tender, Usage};

impl Living {
    pub(super) fn make_card(&mut self, code: &str, place: u8, minor: i64, at: Micros) -> bool {
        self.wares.make_card(code, Tender::of(channel(place).currency.code), minor, at)
    }

    /// Pays as much of an order as the card holds, at most so much, but for the last minor unit, so that there is something left to charge.
    pub(super) fn use_card(&mut self, order: u64, card: u64, most: i64, at: Micros) {
        let Some(found) = self.order(order) else { return };
        let (most, currency) = (most.min(found.total() - 1), found.channel().currency.code);
        let usage = Usage { email: found.email.clone(), uuid: found.uuid, number: found.number, at };
        if self.wares.card(card).is_none_or(|row| row.tender.code != currency) {
            return;
        }
        let used = self.wares.spend(card, most, &usage, false);
        if let Some(order) = self.order(order) {
            order.card = Some((card, used));
        }
    }

    /// A guest orders something worth more than the card, and pays so much with it.
    pub(super) fn spend(&mut self, code: &str, minor: i64, at: Micros) -> bool {
        let Some(card) = self.wares.cards.iter().find(|card| card.code == code && card.is_active && card.current > 0) else { return false };
        let (number, left, currency) = (card.number, card.current, card.tender.code.clone());
        let Some(place) = crate::place::CHANNELS.iter().position(|channel| channel.currency.code == currency) else { return false };
        let buyer = Buyer::Guest(format!("guest{number}@example.com"));
        let Some(order) = self.place(&buyer, u8::try_from(place).unwrap_or(0), &[(4, 3)], true, at) else { return false };
        self.use_card(order, number, minor, at);
        self.wares.cards.iter().any(|card| card.number == number && card.current < left)
    }

    /// An order that was on its way is paid with a card, whether that is active or not.
    pub(crate) fn spend_late(&mut self, number: u64, minor: i64) {
        let at = self.now;
        let Some(card) = self.wares.card(number) else { return };
        let place = crate::place::CHANNELS.iter().position(|channel| channel.currency.code == card.tender.code).unwrap_or(0);
        let buyer = Buyer::Guest(format!("guest{number}@example.com"));
        let Some(order) = self.place(&buyer, u8::try_from(place).unwrap_or(0), &[(4, 3)], true, at) else { return };
        let Some(found) = self.order(order) else { return };
        let (most, usage) = (minor.min(found.total() - 1), Usage { email: found.email.clone(), uuid: found.uuid, number: found.number, at });
        let used = self.wares.spend(number, most, &usage, true);
        if let Some(order) = self.order(order).filter(|_| used > 0) {
            order.card = Some((number, used));
        }
        self.sort();
    }

    /// A guest uses a voucher in an order, if it is worth something there and not over.
    pub(super) fn redeem(&mut self, code: &str, at: Micros) -> bool {
        let is_usable = |own: &crate::wares::OfferCode| own.code == code && own.is_active;
        let Some(offer) = self.wares.offers.iter().find(|offer| offer.codes.iter().any(is_usable)) else { return false };
        let spent = offer.usage_limit.is_some_and(|limit| offer.used() >= limit);
        if spent || crate::wares::is_over(offer, at) || offer.listings.is_empty() {
            return false;
        }
        let (number, place) = (offer.number, offer.listings[0].channel);
        let buyer = Buyer::Guest(format!("guest{number}@example.com"));
        let Some(order) = self.place(&buyer, place, &[(4, 3)], true, at) else { return false };
        self.use_voucher(order, code)
    }

    pub(super) fn deactivate_card(&mut self, card: u64, at: Micros) -> bool {
        if self.wares.card(card).is_none_or(|row| !row.is_active) {
            return false;
        }
        self.wares.switch_card(card, false, at);
        if let Some(event) = self.wares.card(card).and_then(|row| row.events.last_mut()) {
            event.by_hand = true;
        }
        true
    }

    pub(super) fn delete_card(&mut self, card: u64) -> bool {
        let Some(code) = self.wares.card(card).map(|row| row.code.clone()) else { return false };
        self.wares.delete(&code)
    }

    pub(super) fn make_voucher(&mut self, code: &str, at: Micros) -> bool {
        self.wares.make_voucher(code, at)
    }

    pub(super) fn end_voucher(&mut self, voucher: u64, at: Micros) -> bool {
        let Some(offer) = self.wares.offer(voucher).filter(|row| row.end.is_none()) else { return false };
        offer.end = Some(at.max(offer.start + SECOND));
        true
    }

    pub(super) fn delete_voucher(&mut self, voucher: u64) -> bool {
        let Some(code) = self.wares.offer(voucher).and_then(|row| row.codes.first()).map(|code| code.code.clone()) else { return false };
        self.wares.delete(&code)
    }
}
