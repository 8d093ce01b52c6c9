//! What in a shop's rows can name a person, so that it can be found and emptied (design law 10). Ids, amounts, instants and states stay.

use super::{Address, Customer, GiftCard, Order, Transaction, Voucher};
use std::collections::BTreeSet;

/// A row that can name people.
pub trait Personal: Sized {
    /// Shows every text of the row that somebody's words can stand in.
    fn each_text(&mut self, seen: &mut impl FnMut(&mut String));

    /// Shows every text of the row that is a code: there a word is a code, elsewhere it can be anybody's name.
    fn each_code(&mut self, _seen: &mut impl FnMut(&mut String)) {}

    /// Empties everything that tells of the person whom the row is about.
    fn forget(&mut self);

    /// Empties the texts in which something is found. Returns whether there were any.
    fn empty_where(&mut self, is_found: impl Fn(&str) -> bool) -> bool {
        let mut changed = false;
        self.each_text(&mut |text| changed |= empty(text, &is_found));
        changed
    }

    /// Empties the codes that are found. Returns whether there were any.
    fn empty_codes_where(&mut self, is_found: impl Fn(&str) -> bool) -> bool {
        let mut changed = false;
        self.each_code(&mut |code| changed |= empty(code, &is_found));
        changed
    }
}

fn empty(text: &mut String, is_found: impl Fn(&str) -> bool) -> bool {
    let is_emptied = !text.is_empty() && is_found(text);
    if is_emptied {
        text.clear();
    }
    is_emptied
}

/// Codes and, where a shop keeps them in metadata, the values that they were read from.
fn codes<const N: usize>(codes: [&mut Option<String>; N], pairs: [&mut [(String, String)]; 2], seen: &mut impl FnMut(&mut String)) {
    let written: BTreeSet<String> = codes.iter().filter_map(|code| code.as_deref()).map(|code| code.trim().to_owned()).collect();
    for code in codes {
        optional(code, seen);
    }
    pairs.into_iter().flatten().filter(|(_, value)| written.contains(value.trim())).for_each(|(_, value)| seen(value));
}

fn optional(text: &mut Option<String>, seen: &mut impl FnMut(&mut String)) {
    if let Some(inner) = text {
        seen(inner);
        if inner.is_empty() {
            *text = None;
        }
    }
}

fn values(pairs: &mut [(String, String)], seen: &mut impl FnMut(&mut String)) {
    for (_, value) in pairs {
        seen(value);
    }
}

fn address(address: &mut Address, seen: &mut impl FnMut(&mut String)) {
    let Address { first_name, last_name, company, street_1, street_2, city, postal_code, country: _, country_area, phone } = address;
    for text in [first_name, last_name, company, street_1, street_2, city, postal_code, country_area, phone] {
        seen(text);
    }
}

impl Personal for Customer {
    fn each_text(&mut self, seen: &mut impl FnMut(&mut String)) {
        for text in [&mut self.email, &mut self.first_name, &mut self.last_name, &mut self.note] {
            seen(text);
        }
        for text in [&mut self.external_reference, &mut self.own_code, &mut self.ref_code] {
            optional(text, seen);
        }
        values(&mut self.metadata, seen);
        values(&mut self.private_metadata, seen);
        self.addresses.iter_mut().for_each(|each| address(each, seen));
    }

    fn each_code(&mut self, seen: &mut impl FnMut(&mut String)) {
        codes([&mut self.own_code, &mut self.ref_code], [&mut self.metadata, &mut self.private_metadata], seen);
    }

    fn forget(&mut self) {
        self.each_text(&mut String::clear);
        self.addresses.clear();
        self.metadata.clear();
        self.private_metadata.clear();
        self.language.clear();
    }
}

impl Personal for Order {
    fn each_text(&mut self, seen: &mut impl FnMut(&mut String)) {
        for text in [&mut self.customer_email, &mut self.email, &mut self.ref_code, &mut self.device, &mut self.ip, &mut self.voucher_code] {
            optional(text, seen);
        }
        values(&mut self.metadata, seen);
        values(&mut self.private_metadata, seen);
        for each in [&mut self.billing, &mut self.shipping].into_iter().flatten() {
            address(each, seen);
        }
        for card in &mut self.cards {
            seen(&mut card.first_digits);
            seen(&mut card.last_digits);
        }
    }

    fn each_code(&mut self, seen: &mut impl FnMut(&mut String)) {
        codes([&mut self.ref_code, &mut self.voucher_code], [&mut self.metadata, &mut self.private_metadata], seen);
    }

    /// The code that the order came with stays: it names who brought the person, and the figures hang on it.
    fn forget(&mut self) {
        let (ref_code, voucher_code) = (self.ref_code.take(), self.voucher_code.take());
        self.each_text(&mut String::clear);
        (self.ref_code, self.voucher_code) = (ref_code, voucher_code);
        (self.billing, self.shipping) = (None, None);
        self.cards.clear();
        self.metadata.clear();
        self.private_metadata.clear();
    }
}

impl Personal for Transaction {
    fn each_text(&mut self, seen: &mut impl FnMut(&mut String)) {
        seen(&mut self.psp_reference);
        if let Some(card) = &mut self.card {
            seen(&mut card.first_digits);
            seen(&mut card.last_digits);
        }
    }

    fn forget(&mut self) {
        self.card = None;
    }
}

impl Personal for GiftCard {
    fn each_text(&mut self, seen: &mut impl FnMut(&mut String)) {
        optional(&mut self.created_by_email, seen);
        optional(&mut self.used_by_email, seen);
        values(&mut self.metadata, seen);
        values(&mut self.private_metadata, seen);
        self.tags.iter_mut().for_each(seen);
    }

    fn forget(&mut self) {
        (self.created_by_email, self.used_by_email) = (None, None);
    }
}

impl Personal for Voucher {
    fn each_text(&mut self, seen: &mut impl FnMut(&mut String)) {
        seen(&mut self.name);
        values(&mut self.metadata, seen);
    }

    fn each_code(&mut self, seen: &mut impl FnMut(&mut String)) {
        self.codes.iter_mut().for_each(|each| seen(&mut each.code));
    }

    fn forget(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::Canon as _;
    use crate::money::Currency;
    use crate::shop::{Card, OrderStatus, ShopId};
    use crate::time::Timestamp;

    const CANARY: &str = "canary";

    fn full_address() -> Address {
        let text = || CANARY.to_owned();
        Address {
            first_name: text(),
            last_name: text(),
            company: text(),
            street_1: text(),
            street_2: text(),
            city: text(),
            postal_code: text(),
            country: "DE".to_owned(),
            country_area: text(),
            phone: text(),
        }
    }

    fn customer() -> Customer {
        let text = || CANARY.to_owned();
        Customer {
            id: ShopId::Number(46),
            email: text(),
            first_name: text(),
            last_name: text(),
            is_active: true,
            is_confirmed: true,
            joined: Timestamp::EPOCH,
            updated: Timestamp::EPOCH,
            language: "EN".to_owned(),
            external_reference: Some(text()),
            note: text(),
            own_code: Some(text()),
            ref_code: Some(text()),
            metadata: vec![("k".to_owned(), text())],
            private_metadata: vec![("k".to_owned(), text())],
            addresses: vec![full_address()],
        }
    }

    fn order() -> Order {
        let text = || CANARY.to_owned();
        Order {
            id: ShopId::Number(1),
            number: "1042".to_owned(),
            created: Timestamp::EPOCH,
            updated: Timestamp::EPOCH,
            status: OrderStatus::Fulfilled,
            is_replacement: false,
            channel: "web".to_owned(),
            currency: Currency::parse("EUR").unwrap(),
            customer: Some(ShopId::Number(46)),
            customer_email: Some(text()),
            email: Some(text()),
            items_minor: 1,
            items_with_tax_minor: 1,
            shipping_minor: 1,
            total_minor: 1,
            voucher_code: None,
            gift_cards: Vec::new(),
            ref_code: Some("ANNA".to_owned()),
            device: Some(text()),
            ip: Some(text()),
            metadata: vec![("k".to_owned(), text())],
            private_metadata: vec![("k".to_owned(), text())],
            billing: Some(full_address()),
            shipping: Some(full_address()),
            cards: vec![Card { brand: "visa".to_owned(), first_digits: text(), last_digits: text(), expiry_month: None, expiry_year: None }],
            lines: Vec::new(),
            events: Vec::new(),
            money: Vec::new(),
        }
    }

    fn holds_canary(bytes: &[u8]) -> bool {
        bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes())
    }

    #[test]
    fn nothing_of_the_person_is_left_and_what_is_counted_stays() {
        let (mut customer, mut order) = (customer(), order());
        assert!(holds_canary(&customer.to_bytes()) && holds_canary(&order.to_bytes()));
        customer.forget();
        order.forget();
        assert!(!holds_canary(&customer.to_bytes()) && !holds_canary(&order.to_bytes()));
        assert_eq!((customer.id, customer.is_confirmed), (ShopId::Number(46), true));
        assert_eq!((order.ref_code.as_deref(), order.total_minor, order.customer), (Some("ANNA"), 1, Some(ShopId::Number(46))));
    }

    #[test]
    fn every_text_is_shown() {
        let (mut customer, mut order) = (customer(), order());
        assert!(customer.empty_where(|text| text.contains(CANARY)) && order.empty_where(|text| text.contains(CANARY)));
        assert!(!holds_canary(&customer.to_bytes()) && !holds_canary(&order.to_bytes()));
        assert!(!customer.empty_where(|text| text.contains(CANARY)));
        assert_eq!(order.ref_code.as_deref(), Some("ANNA"));
    }

    #[test]
    fn a_code_is_shown_with_the_metadata_that_it_was_read_from() {
        let (mut customer, mut order) = (customer(), order());
        customer.own_code = Some("ANNA".to_owned());
        customer.first_name = "ANNA".to_owned();
        customer.private_metadata = vec![("code".to_owned(), " ANNA".to_owned()), ("note".to_owned(), "ANNA called".to_owned())];
        order.metadata = vec![("ref".to_owned(), "ANNA".to_owned()), ("nick".to_owned(), "Anna".to_owned())];
        let is_anna = |code: &str| code.trim().eq_ignore_ascii_case("anna");
        assert!(customer.empty_codes_where(is_anna) && order.empty_codes_where(is_anna));
        assert_eq!((&customer.own_code, customer.ref_code.as_deref(), customer.first_name.as_str()), (&None, Some(CANARY), "ANNA"));
        let values = |pairs: &[(String, String)]| pairs.iter().map(|(_, value)| value.clone()).collect::<Vec<_>>();
        assert_eq!(
            (values(&customer.private_metadata), values(&order.metadata)),
            (vec![String::new(), "ANNA called".into()], vec![String::new(), "Anna".into()])
        );
        assert_eq!(order.ref_code, None);
        assert!(!order.empty_codes_where(is_anna));
    }
}
