//! A gift card: its row, its history, and how the shop shows it.

use crate::graphql::answer::{Answer, Thing};
use crate::instant::Micros;
use crate::living::rows::Metadata;
use crate::node::meta;
use crate::place::CHANNELS;

/// A currency as a card has it: a shop takes any three letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tender {
    pub(crate) code: String,
    pub(crate) exponent: u8,
}

/// A gift card.
#[derive(Clone, Debug)]
pub(crate) struct Card {
    pub(crate) number: u64,
    pub(crate) code: String,
    pub(crate) is_active: bool,
    pub(crate) created: Micros,
    pub(crate) tender: Tender,
    pub(crate) initial: i64,
    pub(crate) current: i64,
    /// The last day, `2027-06-30`.
    pub(crate) expiry: Option<String>,
    pub(crate) used_by: Option<String>,
    pub(crate) last_used: Option<Micros>,
    pub(crate) tags: Vec<String>,
    pub(crate) metadata: Metadata,
    pub(crate) private_metadata: Metadata,
    /// The oldest first.
    pub(crate) events: Vec<CardEvent>,
}

/// An entry of a card's history.
#[derive(Clone, Debug)]
pub(crate) struct CardEvent {
    pub(crate) number: u64,
    pub(crate) at: Micros,
    pub(crate) kind: &'static str,
    pub(crate) message: Option<String>,
    /// A person at the shop did it.
    pub(crate) by_hand: bool,
    /// UUID and number of the order.
    pub(crate) order: Option<(u128, u64)>,
    pub(crate) balance: Option<Balance>,
}

/// The balances that an event tells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Balance {
    pub(crate) initial: Option<i64>,
    pub(crate) current: i64,
    pub(crate) old_initial: Option<i64>,
    pub(crate) old_current: Option<i64>,
}

/// The order that a card or voucher is used in.
#[derive(Clone, Debug)]
pub(crate) struct Usage {
    pub(crate) email: String,
    pub(crate) uuid: u128,
    pub(crate) number: u64,
    pub(crate) at: Micros,
}

impl Tender {
    /// A currency with the digits that the shop counts it in.
    pub(crate) fn of(code: &str) -> Self {
        let known = CHANNELS.iter().find(|channel| channel.currency.code == code);
        Self { code: code.to_owned(), exponent: known.map_or(2, |channel| channel.currency.exponent) }
    }
}

impl Card {
    pub(crate) fn tell(&mut self, number: u64, at: Micros, kind: &'static str, message: Option<&str>, balance: Option<Balance>) {
        self.events.push(CardEvent { number, at, kind, message: message.map(str::to_owned), by_hand: false, order: None, balance });
    }

    /// What orders took from the card.
    pub(crate) fn used(&self) -> i64 {
        let uses = self.events.iter().filter(|event| event.kind == "USED_IN_ORDER");
        uses.filter_map(|event| event.balance).map(|balance| balance.old_current.unwrap_or(balance.current) - balance.current).sum()
    }
}

/// The card as an object.
pub(crate) fn card_node(card: &Card) -> Thing<'_> {
    let last: String = card.code.chars().skip(card.code.chars().count().saturating_sub(4)).collect();
    let tags =
        card.tags.iter().map(|tag| Thing::Record("GiftCardTag", vec![("id", Answer::Id("GiftCardTag", 1)), ("name", Answer::text(tag.as_str()))]));
    Thing::Record(
        "GiftCard",
        vec![
            ("id", Answer::Id("GiftCard", card.number)),
            ("code", Answer::text(card.code.as_str())),
            ("displayCode", Answer::text(last.clone())),
            ("last4CodeChars", Answer::text(last)),
            ("isActive", Answer::Bool(card.is_active)),
            ("created", Answer::Time(card.created)),
            ("expiryDate", Answer::or_null(card.expiry.as_deref().map(Answer::text))),
            ("lastUsedOn", Answer::or_null(card.last_used.map(Answer::Time))),
            ("initialBalance", money(&card.tender, card.initial)),
            ("currentBalance", money(&card.tender, card.current)),
            ("usedByEmail", Answer::or_null(card.used_by.as_deref().map(Answer::text))),
            ("tags", Answer::Many(tags.collect())),
            ("metadata", pairs(&card.metadata)),
            ("privateMetadata", pairs(&card.private_metadata)),
            ("app", Answer::record("App", vec![("id", Answer::Id("App", 2)), ("name", Answer::text("Vouchsafe"))])),
            ("events", Answer::Many(card.events.iter().map(|event| event_node(card, event)).collect())),
        ],
    )
}

fn event_node<'a>(card: &'a Card, event: &'a CardEvent) -> Thing<'a> {
    let amount = |minor: Option<i64>| Answer::or_null(minor.map(|minor| money(&card.tender, minor)));
    let balance = event.balance.map(|balance| {
        let fields = vec![
            ("initialBalance", amount(balance.initial)),
            ("currentBalance", amount(Some(balance.current))),
            ("oldInitialBalance", amount(balance.old_initial)),
            ("oldCurrentBalance", amount(balance.old_current)),
        ];
        Answer::record("GiftCardEventBalance", fields)
    });
    Thing::Record(
        "GiftCardEvent",
        vec![
            ("id", Answer::Id("GiftCardEvent", event.number)),
            ("date", Answer::Time(event.at)),
            ("type", Answer::text(event.kind)),
            ("email", Answer::Null),
            ("user", if event.by_hand { crate::node::reference("User", Answer::Id("User", 1)) } else { Answer::Null }),
            ("message", Answer::or_null(event.message.as_deref().map(Answer::text))),
            ("orderId", Answer::or_null(event.order.map(|(uuid, _)| Answer::Uuid("Order", uuid)))),
            ("orderNumber", Answer::or_null(event.order.map(|(_, number)| Answer::text(number.to_string())))),
            ("balance", Answer::or_null(balance)),
            ("tags", Answer::Null),
            ("oldTags", Answer::Null),
        ],
    )
}

fn money(tender: &Tender, minor: i64) -> Answer<'_> {
    Answer::record("Money", vec![("amount", Answer::Amount(minor, tender.exponent)), ("currency", Answer::text(tender.code.as_str()))])
}

pub(crate) fn pairs(metadata: &Metadata) -> Answer<'_> {
    Answer::Many(metadata.iter().map(|(key, value)| meta(key, value.clone())).collect())
}
