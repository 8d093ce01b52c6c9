//! Gift cards as objects of the schema.

use super::OrderView;
use crate::code::code_of;
use crate::goods::GIFT_CARD;
use crate::graphql::answer::{Answer, Thing};
use crate::instant::Micros;
use crate::place::channel;
use crate::shop::Shop;

/// The code of a card.
pub(crate) fn card_code(shop: &Shop, index: u32) -> String {
    code_of(shop.seed ^ 0x6F7, index, "gift")
}

/// When the card was made: with the order that bought it.
pub(crate) fn created_at(shop: &Shop, index: u32) -> Micros {
    shop.orders[shop.cards[index as usize].bought_in as usize].created
}

/// The card by id and last characters alone.
pub(crate) fn card_reference<'a>(shop: &Shop, index: u32) -> Thing<'a> {
    let code = card_code(shop, index);
    let last = code.get(code.len() - 4..).unwrap_or_default().to_owned();
    Thing::Record("GiftCard", vec![("id", Answer::Id("GiftCard", u64::from(index) + 1)), ("last4CodeChars", Answer::text(last))])
}

/// The gift card with this index.
pub(crate) fn card_of(shop: &Shop, index: u32) -> Thing<'_> {
    let card = &shop.cards[index as usize];
    let buyer = OrderView::new(shop, card.bought_in);
    let code = card_code(shop, index);
    let last = code.get(code.len() - 4..).unwrap_or_default().to_owned();
    let value = buyer.bill.subtotal();
    let created = created_at(shop, index);
    let used_in = card.used_in.map(|order| OrderView::new(shop, order));
    let used_at = used_in.as_ref().map(|order| order.row().created);
    let mut events = vec![event(index, 0, created, "BOUGHT", &buyer, Answer::Null)];
    if let Some(order) = &used_in {
        let balance = Answer::record(
            "GiftCardEventBalance",
            vec![
                ("initialBalance", Answer::Null),
                ("currentBalance", buyer.amount(value - card.used)),
                ("oldInitialBalance", Answer::Null),
                ("oldCurrentBalance", buyer.amount(value)),
            ],
        );
        events.push(event(index, 1, order.row().created, "USED_IN_ORDER", order, balance));
    }
    let email = |order: &OrderView<'_>| match order.field("userEmail") {
        Answer::Text(text) => Answer::text(text.into_owned()),
        _ => Answer::Null,
    };
    Thing::Record(
        "GiftCard",
        vec![
            ("id", Answer::Id("GiftCard", u64::from(index) + 1)),
            ("code", Answer::text(code)),
            ("displayCode", Answer::text(last.clone())),
            ("last4CodeChars", Answer::text(last)),
            ("isActive", Answer::Bool(true)),
            ("created", Answer::Time(created)),
            ("createdByEmail", email(&buyer)),
            ("expiryDate", Answer::Null),
            ("lastUsedOn", Answer::or_null(used_at.map(Answer::Time))),
            ("boughtInChannel", Answer::text(channel(buyer.row().channel).slug)),
            ("initialBalance", buyer.amount(value)),
            ("currentBalance", buyer.amount(value - card.used)),
            ("assignedTo", Answer::Null),
            ("assignedToEmail", Answer::Null),
            ("usedByEmail", used_in.as_ref().map_or(Answer::Null, email)),
            ("tags", Answer::Many(Vec::new())),
            ("metadata", Answer::Many(Vec::new())),
            ("privateMetadata", Answer::Many(Vec::new())),
            ("product", super::reference("Product", Answer::Id("Product", u64::from(GIFT_CARD) + 101))),
            ("events", Answer::Many(events)),
        ],
    )
}

fn event<'a>(card: u32, at: u64, date: Micros, kind: &'static str, order: &OrderView<'_>, balance: Answer<'a>) -> Thing<'a> {
    Thing::Record(
        "GiftCardEvent",
        vec![
            ("id", Answer::Id("GiftCardEvent", u64::from(card) * 2 + at + 1)),
            ("date", Answer::Time(date)),
            ("type", Answer::text(kind)),
            ("email", Answer::Null),
            ("message", Answer::Null),
            ("orderId", Answer::Uuid("Order", order.uuid())),
            ("orderNumber", Answer::text(order.number().to_string())),
            ("tags", Answer::Null),
            ("oldTags", Answer::Null),
            ("expiryDate", Answer::Null),
            ("oldExpiryDate", Answer::Null),
            ("balance", balance),
        ],
    )
}
