//! What happens to vouchers, as a real shop was seen to do it.

use serde_json::Value;

use super::{Asking, Came, Complaint, Listing, Offer, OfferCode, Wares, decimal, flag, minor, text, texts, too_precise};
use crate::instant::{Micros, parse};
use crate::place::{CHANNELS, channel};
use crate::text::read_global_id;

/// The longest code.
const LONGEST_CODE: usize = 255;

impl Wares {
    /// `voucherCreate`. The voucher is worth nothing before it is listed in a channel.
    pub(crate) fn create_voucher(&mut self, input: &Value, asking: Asking<'_>) -> Came {
        let codes = match self.codes_of(input, asking, true) {
            Ok(codes) => codes,
            Err(came) => return came,
        };
        let start = text(input, "startDate").and_then(parse).unwrap_or(asking.at);
        let end = text(input, "endDate").and_then(parse);
        if is_before(end, start) {
            return ends_before_it_starts();
        }
        let number = self.number();
        let mut offer = Offer {
            number,
            name: text(input, "name").unwrap_or_default().to_owned(),
            scope: text(input, "type").unwrap_or("ENTIRE_ORDER").to_owned(),
            value_type: text(input, "discountValueType").unwrap_or("FIXED").to_owned(),
            created: asking.at,
            start,
            end,
            usage_limit: input.get("usageLimit").and_then(Value::as_i64),
            single_use: flag(input, "singleUse"),
            once_per_customer: flag(input, "applyOncePerCustomer"),
            once_per_order: flag(input, "applyOncePerOrder"),
            countries: texts(input, "countries"),
            categories: texts(input, "categories"),
            ..Offer::default()
        };
        self.add_codes(&mut offer, codes, asking.at);
        self.offers.push(offer);
        self.settle();
        Came::Done(number)
    }

    /// The codes that an input asks for, or what the shop says against them.
    fn codes_of(&self, input: &Value, asking: Asking<'_>, needed: bool) -> Result<Vec<String>, Came> {
        let (single, many) = (text(input, "code").filter(|code| !code.is_empty()), texts(input, "addCodes"));
        let (field, codes) = match (single, many.is_empty()) {
            (Some(_), false) => return Err(Came::refused(None, "Argument 'code' cannot be combined with 'addCodes'", "GRAPHQL_ERROR")),
            (None, true) if needed => {
                return Err(Came::refused(None, "At least one of arguments is required: 'code', 'addCodes'.", "GRAPHQL_ERROR"));
            }
            (Some(code), true) => ("code", vec![code.to_owned()]),
            (None, _) => ("codes", many),
        };
        let twice: Vec<String> = codes.iter().enumerate().filter(|(at, code)| codes[..*at].contains(code)).map(|(_, code)| code.clone()).collect();
        if !twice.is_empty() {
            let message = "Duplicated promo codes provided.".to_owned();
            let complaint = Complaint { field: Some("codes"), message, code: "DUPLICATED_INPUT_ITEM", voucher_codes: twice, ..Complaint::default() };
            return Err(Came::Refused(complaint));
        }
        let taken: Vec<String> = codes.iter().filter(|code| self.has(code) || (asking.is_taken)(code)).cloned().collect();
        if !taken.is_empty() {
            return Err(if asking.raced {
                Came::Failed("IntegrityError")
            } else {
                Came::taken(field, if single.is_some() { Vec::new() } else { taken })
            });
        }
        match codes.iter().map(|code| code.chars().count()).find(|length| *length > LONGEST_CODE) {
            Some(length) => {
                Err(Came::refused("code", format!("Ensure this value has at most {LONGEST_CODE} characters (it has {length})."), "INVALID"))
            }
            None => Ok(codes),
        }
    }

    fn add_codes(&mut self, offer: &mut Offer, codes: Vec<String>, at: Micros) {
        for code in codes {
            let number = self.number();
            offer.codes.insert(0, OfferCode { number, code, used: 0, is_active: true, created: at });
        }
    }

    /// `voucherUpdate`, as far as codes and days go.
    pub(crate) fn update_voucher(&mut self, number: u64, input: &Value, asking: Asking<'_>) -> Came {
        let Some(mut offer) = self.offers.iter().find(|offer| offer.number == number).cloned() else { return Came::Done(number) };
        let codes = match self.codes_of(input, asking, false) {
            Ok(codes) => codes,
            Err(came) => return came,
        };
        offer.start = text(input, "startDate").and_then(parse).unwrap_or(offer.start);
        if let Some(end) = input.get("endDate") {
            offer.end = end.as_str().and_then(parse);
        }
        if is_before(offer.end, offer.start) {
            return ends_before_it_starts();
        }
        if let Some(limit) = input.get("usageLimit") {
            offer.usage_limit = limit.as_i64();
        }
        self.add_codes(&mut offer, codes, asking.at);
        if let Some(known) = self.offer(number) {
            *known = offer;
        }
        Came::Done(number)
    }

    /// `voucherChannelListingUpdate`: what is listed already is overwritten.
    pub(crate) fn list_voucher(&mut self, number: u64, input: &Value) -> Came {
        let Some(offer) = self.offers.iter().find(|offer| offer.number == number) else { return Came::Done(number) };
        let percent = offer.value_type == "PERCENTAGE";
        let mut listings = offer.listings.clone();
        for add in input.get("addChannels").and_then(Value::as_array).into_iter().flatten() {
            let id = text(add, "channelId").unwrap_or_default();
            let Some(place) = place_of(id) else {
                let message = format!("Could not resolve to a node with the global id list of '['{id}']'.");
                return Came::refused("channelId", message, "GRAPHQL_ERROR");
            };
            let (exponent, known) = (channel(place).currency.exponent, listings.iter().position(|listing| listing.channel == place));
            let value = decimal(add, "discountValue").or(known.map(|at| listings[at].value));
            let Some(value) = value else { return Came::Failed("TypeError") };
            let against = |field, message: String| {
                Came::Refused(Complaint { field: Some(field), message, code: "INVALID", channels: vec![id.to_owned()], ..Complaint::default() })
            };
            if percent && minor(value, 8).is_none_or(|parts| parts > 100 * 100_000_000) {
                return against("discountValue", "Invalid percentage value.".to_owned());
            }
            if !percent && minor(value, exponent).is_none() {
                return against("discountValue", too_precise(exponent));
            }
            let spent = decimal(add, "minAmountSpent").map(|amount| minor(amount, exponent));
            if spent == Some(None) {
                return against("minAmountSpent", too_precise(exponent));
            }
            let min_spent = spent.flatten();
            match known {
                Some(at) => listings[at] = Listing { value, min_spent: min_spent.or(listings[at].min_spent), ..listings[at] },
                None => listings.push(Listing { number: self.number(), channel: place, value, min_spent }),
            }
        }
        for id in texts(input, "removeChannels") {
            listings.retain(|listing| Some(listing.channel) != place_of(&id));
        }
        if let Some(offer) = self.offer(number) {
            offer.listings = listings;
        }
        Came::Done(number)
    }

    /// A voucher of ten percent as a person makes it at the shop.
    pub(crate) fn make_voucher(&mut self, code: &str, at: Micros) -> bool {
        if self.has(code) {
            return false;
        }
        let (number, listed) = (self.number(), self.number());
        let mut offer = Offer {
            number,
            // Vouchers are listed by name: these sort as they were made.
            name: format!("Offer {number:08}"),
            scope: "ENTIRE_ORDER".to_owned(),
            value_type: "PERCENTAGE".to_owned(),
            created: at,
            start: at,
            listings: vec![Listing { number: listed, channel: 0, value: (10, 0), min_spent: None }],
            ..Offer::default()
        };
        self.add_codes(&mut offer, vec![code.to_owned()], at);
        self.offers.push(offer);
        self.settle();
        true
    }
}

/// Whether a voucher is over at an instant.
pub(crate) fn is_over(offer: &Offer, at: Micros) -> bool {
    offer.end.is_some_and(|end| end <= at)
}

/// The place of the channel with this global id.
fn place_of(id: &str) -> Option<u8> {
    let number: u8 = read_global_id("Channel", id)?.parse().ok()?;
    number.checked_sub(1).filter(|place| usize::from(*place) < CHANNELS.len())
}

fn is_before(end: Option<Micros>, start: Micros) -> bool {
    end.is_some_and(|end| end < start)
}

fn ends_before_it_starts() -> Came {
    Came::refused("endDate", "End date cannot be before the start date.", "INVALID")
}
