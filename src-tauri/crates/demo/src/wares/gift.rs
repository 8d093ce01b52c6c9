//! What happens to gift cards, as a real shop was seen to do it.

use serde_json::Value;

use super::{Asking, Balance, Came, Card, Tender, Usage, Wares, decimal, flag, minor, pairs, text, texts, too_precise};
use crate::instant::{Micros, rfc3339};
use crate::living::rows::set;

/// A longer tag breaks the shop's own db.
const LONGEST_TAG: usize = 255;

impl Wares {
    /// `giftCardCreate`. A tag that is too long fails inside, and the card exists all the same: active or not as asked, without tags and history.
    pub(crate) fn create_card(&mut self, input: &Value, asking: Asking<'_>) -> Came {
        let card = match self.draft(input, asking) {
            Ok(card) => card,
            Err(came) => return came,
        };
        let number = card.number;
        let is_broken = card.tags.iter().any(|tag| tag.chars().count() > LONGEST_TAG);
        self.cards.push(card);
        self.settle();
        if is_broken {
            if let Some(card) = self.card(number) {
                card.tags.clear();
            }
            return Came::Failed("DataError");
        }
        let (first, second) = (self.number(), self.number());
        if let Some(card) = self.card(number) {
            let balance = Balance { initial: Some(card.initial), current: card.current, old_initial: None, old_current: None };
            card.tell(first, asking.at, "ISSUED", None, Some(balance));
            if let Some(note) = text(input, "note").filter(|note| !note.is_empty()) {
                card.tell(second, asking.at + 1, "NOTE_ADDED", Some(note), None);
            }
        }
        Came::Done(number)
    }

    /// The card that an input describes, or what the shop says against it; checked in the shop's order.
    fn draft(&mut self, input: &Value, asking: Asking<'_>) -> Result<Card, Came> {
        let (Ok(metadata), Ok(private_metadata)) = (pairs(input, "metadata"), pairs(input, "privateMetadata")) else {
            return Err(Came::refused("metadata", "Metadata key cannot be empty.", "REQUIRED"));
        };
        let email = text(input, "userEmail").filter(|email| !email.is_empty());
        if email.is_some_and(|email| !email.contains('@')) {
            return Err(Came::refused("email", "Provided email is invalid.", "INVALID"));
        }
        if email.is_some() && text(input, "channel").is_none() {
            return Err(Came::refused("channel", "Channel slug must be specified when user_email is provided.", "REQUIRED"));
        }
        let expiry = text(input, "expiryDate").map(str::to_owned);
        if expiry.as_ref().is_some_and(|day| *day <= day_of(asking.at)) {
            return Err(Came::refused("expiryDate", "Expiry date must be in the future.", "INVALID"));
        }
        let balance = input.get("balance").unwrap_or(&Value::Null);
        let tender = Tender::of(text(balance, "currency").unwrap_or_default());
        let amount = decimal(balance, "amount").unwrap_or_default();
        let Some(initial) = minor(amount, tender.exponent) else {
            return Err(Came::refused("balance", too_precise(tender.exponent), "INVALID"));
        };
        if initial <= 0 {
            return Err(Came::refused("balance", "Balance amount have to be greater than 0.", "INVALID"));
        }
        let number = self.number();
        let code = self.code_for(text(input, "code").unwrap_or_default(), number, asking)?;
        let mut tags: Vec<String> = texts(input, "addTags").iter().map(|tag| tag.trim().to_lowercase()).collect();
        tags.sort();
        tags.dedup();
        let mut card = Card {
            number,
            code,
            is_active: flag(input, "isActive"),
            created: asking.at,
            tender,
            initial,
            current: initial,
            expiry,
            used_by: None,
            last_used: None,
            tags,
            metadata: Vec::new(),
            private_metadata: Vec::new(),
            events: Vec::new(),
        };
        for (into, pairs) in [(&mut card.metadata, metadata), (&mut card.private_metadata, private_metadata)] {
            for (key, value) in pairs {
                set(into, &key, &value);
            }
        }
        Ok(card)
    }

    /// The code that was asked for, if it may be had; one of the shop's own for an empty one.
    fn code_for(&self, code: &str, number: u64, asking: Asking<'_>) -> Result<String, Came> {
        let length = code.chars().count();
        if length == 0 {
            let own = crate::rng::mix(number);
            return Ok(format!("{:04X}-{:04X}-{:04X}", own & 0xffff, own >> 16 & 0xffff, own >> 32 & 0xffff));
        }
        if length < 8 {
            return Err(Came::refused("code", format!("Ensure this value has at least 8 characters (it has {length})."), "INVALID"));
        }
        if length > 16 {
            return Err(Came::refused("code", format!("Ensure this value has at most 16 characters (it has {length})."), "INVALID"));
        }
        if !self.has(code) && !(asking.is_taken)(code) {
            return Ok(code.to_owned());
        }
        Err(match asking.raced {
            false => Came::taken("code", Vec::new()),
            // The shop's model or its db, whichever comes to see the other's row first.
            true if code.bytes().map(u32::from).sum::<u32>().is_multiple_of(4) => {
                Came::refused("code", "Gift card with this Code already exists.", "UNIQUE")
            }
            true => Came::Failed("IntegrityError"),
        })
    }

    /// `giftCardActivate` and `giftCardDeactivate`; what is so already stays, and nothing is told.
    pub(crate) fn switch_card(&mut self, number: u64, on: bool, at: Micros) -> Came {
        let event = self.number();
        let Some(card) = self.card(number) else { return Came::Done(number) };
        if on && card.expiry.as_ref().is_some_and(|day| *day < day_of(at)) {
            return Came::refused("id", "Expired gift card cannot be activated.", "EXPIRED_GIFT_CARD");
        }
        if card.is_active != on {
            card.is_active = on;
            card.tell(event, at, if on { "ACTIVATED" } else { "DEACTIVATED" }, None, None);
        }
        Came::Done(number)
    }

    /// `giftCardUpdate`: the balance is set, not moved; both of them are.
    pub(crate) fn update_card(&mut self, number: u64, input: &Value, at: Micros) -> Came {
        let (first, second) = (self.number(), self.number());
        let Some(card) = self.card(number) else { return Came::Done(number) };
        let Ok(metadata) = pairs(input, "metadata") else {
            return Came::refused("metadata", "Metadata key cannot be empty.", "REQUIRED");
        };
        let expiry = text(input, "expiryDate");
        if expiry.is_some_and(|day| *day <= *day_of(at)) {
            return Came::refused("expiryDate", "Expiry date must be in the future.", "INVALID");
        }
        let amount = decimal(input, "balanceAmount").map(|amount| minor(amount, card.tender.exponent));
        match amount {
            Some(None) => return Came::refused("balanceAmount", too_precise(card.tender.exponent), "INVALID"),
            Some(Some(amount)) => {
                let (old_initial, old_current) = (Some(card.initial), Some(card.current));
                (card.initial, card.current) = (amount, amount);
                card.tell(first, at, "BALANCE_RESET", None, Some(Balance { initial: Some(amount), current: amount, old_initial, old_current }));
            }
            None => {}
        }
        if let Some(day) = expiry {
            card.expiry = Some(day.to_owned());
            card.tell(second, at + 1, "EXPIRY_DATE_UPDATED", None, None);
        }
        for (key, value) in metadata {
            set(&mut card.metadata, &key, &value);
        }
        Came::Done(number)
    }

    /// Pays for an order with so much of a card, at most what is left; says how much that was. A card that is switched off pays nothing, unless
    /// the order was on its way already.
    pub(crate) fn spend(&mut self, number: u64, most: i64, usage: &Usage, on_its_way: bool) -> i64 {
        let event = self.number();
        let Some(card) = self.card(number).filter(|card| card.is_active || on_its_way) else { return 0 };
        let used = card.current.min(most).max(0);
        if used == 0 {
            return 0;
        }
        let balance = Balance { initial: None, current: card.current - used, old_initial: None, old_current: Some(card.current) };
        card.current -= used;
        card.used_by = Some(usage.email.clone());
        card.last_used = Some(usage.at);
        card.tell(event, usage.at, "USED_IN_ORDER", None, Some(balance));
        if let Some(event) = card.events.last_mut() {
            event.order = Some((usage.uuid, usage.number));
        }
        used
    }

    /// A card as a person makes it at the shop.
    pub(crate) fn make_card(&mut self, code: &str, tender: Tender, amount: i64, at: Micros) -> bool {
        if self.has(code) {
            return false;
        }
        let (number, event) = (self.number(), self.number());
        let mut card = Card {
            number,
            code: code.to_owned(),
            is_active: true,
            created: at,
            tender,
            initial: amount,
            current: amount,
            expiry: None,
            used_by: None,
            last_used: None,
            tags: Vec::new(),
            metadata: Vec::new(),
            private_metadata: Vec::new(),
            events: Vec::new(),
        };
        card.tell(event, at, "ISSUED", None, Some(Balance { initial: Some(amount), current: amount, old_initial: None, old_current: None }));
        self.cards.push(card);
        self.settle();
        true
    }
}

/// The day of an instant, `2026-11-20`.
fn day_of(at: Micros) -> String {
    rfc3339(at).chars().take(10).collect()
}
