//! Gift cards and vouchers that change while a shop is served: those of a living shop, and those that a desk made at any other.
//!
//! A code is taken while its object exists, whoever has it: uniqueness is over cards and vouchers together, letter for letter.

mod card;
mod facts;
mod gift;
mod offer;
mod promo;

use serde_json::Value;

use crate::instant::{Micros, SECOND};
use crate::living::rows::set;
use crate::source::Kind;

pub(crate) use card::{Balance, Card, Tender, Usage, card_node};
pub use facts::{CardFacts, VoucherFacts};
pub(crate) use offer::{Listing, Offer, OfferCode, voucher_node};
pub(crate) use promo::is_over;

/// Cards and vouchers, the oldest first.
#[derive(Clone, Debug, Default)]
pub struct Wares {
    pub(crate) cards: Vec<Card>,
    pub(crate) offers: Vec<Offer>,
    /// The clock of a shop that has no other; a living one keeps its own.
    pub(crate) now: Micros,
    /// Numbers given out so far, to rows and their events alike.
    last: u64,
    /// How many cards and vouchers the shop has beside these: they come first.
    before: [u32; 2],
    /// The places of all rows, those beside included: cards, vouchers.
    places: [Vec<u32>; 2],
}

/// What came of a change.
#[derive(Clone, Debug)]
pub(crate) enum Came {
    /// The row with this number was made or changed.
    Done(u64),
    /// Refused in the mutation's own `errors`.
    Refused(Complaint),
    /// The shop failed inside, with the name of the exception. What was done until then stands.
    Failed(&'static str),
}

/// One of a mutation's own `errors`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Complaint {
    pub(crate) field: Option<&'static str>,
    pub(crate) message: String,
    pub(crate) code: &'static str,
    pub(crate) voucher_codes: Vec<String>,
    pub(crate) channels: Vec<String>,
}

/// How a change is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Asking<'a> {
    pub(crate) at: Micros,
    /// Whether a code belongs to a card or voucher beside these.
    pub(crate) is_taken: &'a dyn Fn(&str) -> bool,
    /// The shop looks for the code before somebody else's insert and inserts behind it.
    pub(crate) raced: bool,
}

/// The numbers of what is made at a generated shop begin behind this one, however many cards it has of its own.
const FIRST_MADE: u64 = 1_000_000;

/// Wares of a shop that has none beside.
pub(crate) static NO_WARES: Wares =
    Wares { cards: Vec::new(), offers: Vec::new(), now: 0, last: 0, before: [0; 2], places: [Vec::new(), Vec::new()] };

impl Wares {
    /// None yet, at a shop with so many cards and vouchers of another kind and this clock.
    pub(crate) fn beside(cards: usize, vouchers: usize, now: Micros) -> Self {
        let before = [cards, vouchers].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        let mut wares = Self { now, last: FIRST_MADE, before, ..Self::default() };
        wares.settle();
        wares
    }

    /// Goes on with what was made before, at the same shop as it is now.
    pub(crate) fn take_over(&mut self, old: &Self) {
        self.cards.clone_from(&old.cards);
        self.offers.clone_from(&old.offers);
        self.now = self.now.max(old.now);
        self.last = self.last.max(old.last);
        self.settle();
    }

    /// The next instant of the clock.
    pub(crate) fn tick(&mut self) -> Micros {
        self.now += SECOND;
        self.now
    }

    fn number(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// Lists the places of all rows anew, after some came or went.
    fn settle(&mut self) {
        let counts = [self.cards.len(), self.offers.len()];
        for ((places, before), count) in self.places.iter_mut().zip(self.before).zip(counts) {
            *places = (0..before.saturating_add(u32::try_from(count).unwrap_or(0))).collect();
        }
    }

    /// The places of all rows of a kind.
    pub(crate) fn places(&self, kind: Kind) -> &[u32] {
        &self.places[usize::from(kind == Kind::Vouchers)]
    }

    /// The place among these of a row of a kind; `None` for one beside them.
    pub(crate) fn own(&self, kind: Kind, row: u32) -> Option<usize> {
        row.checked_sub(self.before[usize::from(kind == Kind::Vouchers)]).map(|place| place as usize)
    }

    /// The row of the card or voucher with this number.
    pub(crate) fn row(&self, kind: Kind, number: u64) -> Option<u32> {
        let place = match kind {
            Kind::Vouchers => self.offers.iter().position(|offer| offer.number == number),
            _ => self.cards.iter().position(|card| card.number == number),
        }?;
        Some(self.before[usize::from(kind == Kind::Vouchers)] + u32::try_from(place).ok()?)
    }

    /// Whether a card or a voucher has this code.
    pub(crate) fn has(&self, code: &str) -> bool {
        self.cards.iter().any(|card| card.code == code) || self.offers.iter().any(|offer| offer.codes.iter().any(|own| own.code == code))
    }

    pub(crate) fn card(&mut self, number: u64) -> Option<&mut Card> {
        self.cards.iter_mut().find(|card| card.number == number)
    }

    pub(crate) fn offer(&mut self, number: u64) -> Option<&mut Offer> {
        self.offers.iter_mut().find(|offer| offer.number == number)
    }

    /// Deletes the card or voucher with this code; the code is free from then on.
    pub(crate) fn delete(&mut self, code: &str) -> bool {
        let before = self.cards.len() + self.offers.len();
        self.cards.retain(|card| card.code != code);
        self.offers.retain(|offer| offer.codes.iter().all(|own| own.code != code));
        self.settle();
        self.cards.len() + self.offers.len() < before
    }

    /// Writes metadata on a card or voucher.
    pub(crate) fn write_metadata(&mut self, kind: Kind, number: u64, key: &str, value: &str) -> bool {
        let metadata = match kind {
            Kind::Vouchers => self.offer(number).map(|offer| &mut offer.metadata),
            _ => self.card(number).map(|card| &mut card.metadata),
        };
        let Some(metadata) = metadata else { return false };
        set(metadata, key, value);
        true
    }
}

impl Came {
    fn refused(field: impl Into<Option<&'static str>>, message: impl Into<String>, code: &'static str) -> Self {
        Self::Refused(Complaint { field: field.into(), message: message.into(), code, ..Complaint::default() })
    }

    /// The answer for an id that is nobody's.
    pub(crate) fn no_such(id: &str) -> Self {
        Self::refused("id", format!("Couldn't resolve to a node: {id}"), "NOT_FOUND")
    }

    fn taken(field: &'static str, codes: Vec<String>) -> Self {
        let message = "Promo code already exists.".to_owned();
        Self::Refused(Complaint { field: Some(field), message, code: "ALREADY_EXISTS", voucher_codes: codes, channels: Vec::new() })
    }
}

/// A text of an input.
fn text<'v>(input: &'v Value, name: &str) -> Option<&'v str> {
    input.get(name).and_then(Value::as_str)
}

/// The texts of a list in an input.
fn texts(input: &Value, name: &str) -> Vec<String> {
    let list = input.get(name).and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn flag(input: &Value, name: &str) -> bool {
    input.get(name).and_then(Value::as_bool).unwrap_or(false)
}

/// A decimal of an input, given as a number or as text: its digits and how many of them stand behind the point, without idle zeros.
fn decimal(input: &Value, name: &str) -> Option<(i64, u8)> {
    let text = match input.get(name)? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits = format!("{whole}{fraction}").parse().ok()?;
    Some((digits, u8::try_from(fraction.len()).ok()?))
}

/// A decimal in minor units; `None` when it has more digits behind the point.
fn minor((digits, behind): (i64, u8), exponent: u8) -> Option<i64> {
    digits.checked_mul(10i64.checked_pow(u32::from(exponent.checked_sub(behind)?))?)
}

fn too_precise(exponent: u8) -> String {
    format!("Value cannot have more than {exponent} decimal places.")
}

/// The pairs of a metadata input; `Err` for an empty key.
fn pairs(input: &Value, name: &str) -> Result<Vec<(String, String)>, ()> {
    let list = input.get(name).and_then(Value::as_array).into_iter().flatten();
    let pairs: Vec<(String, String)> =
        list.map(|item| (text(item, "key").unwrap_or_default().to_owned(), text(item, "value").unwrap_or_default().to_owned())).collect();
    if pairs.iter().any(|(key, _)| key.trim().is_empty()) { Err(()) } else { Ok(pairs) }
}
