//! What happens to gift cards and vouchers. Nothing on them tells when it happened: a shop lists them whole.

use crate::instant::Micros;
use crate::living::Living;
use crate::living::rows::{Card, Offer};

impl Living {
    pub(super) fn make_card(&mut self, code: &str, channel: u8, minor: i64, at: Micros) -> bool {
        if self.cards.iter().any(|card| card.code == code) {
            return false;
        }
        let number = self.number();
        self.cards.push(Card {
            number,
            code: code.to_owned(),
            is_active: true,
            created: at,
            channel,
            initial: minor,
            current: minor,
            used_by: None,
            last_used: None,
            metadata: Vec::new(),
            private_metadata: Vec::new(),
        });
        true
    }

    /// Pays as much of an order as the card holds, but for the last minor unit, so that there is something left to charge.
    pub(super) fn use_card(&mut self, order: u64, card: u64, at: Micros) {
        let Some(found) = self.order(order) else { return };
        let (total, channel, email) = (found.total(), found.channel, found.email.clone());
        let Some(row) = self.cards.iter_mut().find(|row| row.number == card && row.is_active && row.channel == channel) else { return };
        let used = row.current.min(total - 1);
        row.current -= used;
        row.used_by = Some(email);
        row.last_used = Some(at);
        if let Some(order) = self.order(order) {
            order.card = Some((card, used));
        }
    }

    pub(super) fn deactivate_card(&mut self, card: u64) -> bool {
        let Some(card) = self.cards.iter_mut().find(|row| row.number == card && row.is_active) else { return false };
        card.is_active = false;
        true
    }

    pub(super) fn delete_card(&mut self, card: u64) -> bool {
        let before = self.cards.len();
        self.cards.retain(|row| row.number != card);
        self.cards.len() < before
    }

    pub(super) fn make_voucher(&mut self, code: &str, at: Micros) -> bool {
        if self.offers.iter().any(|offer| offer.code == code) {
            return false;
        }
        let number = self.number();
        let code = code.to_owned();
        self.offers.push(Offer { number, code, start: at, end: None, used: 0, metadata: Vec::new(), private_metadata: Vec::new() });
        true
    }

    pub(super) fn end_voucher(&mut self, voucher: u64, at: Micros) -> bool {
        let Some(offer) = self.offers.iter_mut().find(|row| row.number == voucher && row.end.is_none()) else { return false };
        offer.end = Some(at);
        true
    }

    pub(super) fn delete_voucher(&mut self, voucher: u64) -> bool {
        let before = self.offers.len();
        self.offers.retain(|row| row.number != voucher);
        self.offers.len() < before
    }
}

impl Offer {
    /// Vouchers are listed by name: these sort as they were made.
    pub(crate) fn name(&self) -> String {
        format!("Offer {:08}", self.number)
    }
}
