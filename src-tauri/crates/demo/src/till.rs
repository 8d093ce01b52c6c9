//! The counter of a served shop: what people do there with gift cards and vouchers while desks send their requests.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use crate::graphql::plan::Plan;
use crate::living::Deed;
use crate::place::CHANNELS;
use crate::shop::{FIRST_NUMBER, ORDER};
use crate::source::{Kind, Source};
use crate::text::read_global_id;
use crate::wares::{NO_WARES, Tender, Usage, Wares};

/// The wares that change while a shop is served.
pub(crate) fn wares(source: &Source) -> &Wares {
    match source {
        Source::Shop(_, wares) => wares,
        Source::Living(living) => &living.wares,
        Source::Recorded(_) => &NO_WARES,
    }
}

/// The next source, with what was made at the one before where both are generated shops.
pub(crate) fn kept(known: &Source, next: Source) -> Source {
    match (known, next) {
        (Source::Shop(_, old), Source::Shop(shop, fresh)) => {
            let mut wares = (*fresh).clone();
            wares.take_over(old);
            Source::Shop(shop, Arc::new(wares))
        }
        (_, next) => next,
    }
}

/// Pays with a card; one that is not active pays only for an order that was on its way.
pub(crate) fn spend(source: &mut Source, code: &str, minor: i64, on_its_way: bool) -> i64 {
    let Some((number, left)) = wares(source).cards.iter().find(|card| card.code == code).map(|card| (card.number, card.current)) else { return 0 };
    match source {
        Source::Recorded(_) => 0,
        Source::Shop(shop, wares) => {
            let wares = Arc::make_mut(wares);
            let at = wares.tick();
            // The newest order stands for the one that was paid.
            let order = u32::try_from(shop.orders.len().saturating_sub(1)).unwrap_or(0);
            let usage = Usage { email: "guest@example.com".to_owned(), uuid: shop.uuid(ORDER, order), number: FIRST_NUMBER + u64::from(order), at };
            wares.spend(number, minor, &usage, on_its_way)
        }
        Source::Living(living) => {
            let living = Arc::make_mut(living);
            if on_its_way {
                living.spend_late(number, minor);
            } else {
                living.act(&Deed::SpendCard { code: code.to_owned(), minor });
            }
            left - living.wares.card(number).map_or(left, |card| card.current)
        }
    }
}

/// Uses the cards and vouchers that a request names, in orders that were on their way.
pub(crate) fn redeem_named(source: &mut Source, plan: &Plan, minor: i64) {
    let ids: BTreeSet<&str> = plan.fields.iter().filter_map(|field| field.args.get("id").and_then(Value::as_str)).collect();
    for id in ids {
        let number = |kind: Kind| read_global_id(kind.type_name(), id).and_then(|rest| rest.parse::<u64>().ok());
        let card = number(Kind::GiftCards).and_then(|number| wares(source).cards.iter().find(|card| card.number == number));
        if let Some(code) = card.map(|card| card.code.clone()) {
            spend(source, &code, minor, true);
        }
        let offer = number(Kind::Vouchers).and_then(|number| wares(source).offers.iter().find(|offer| offer.number == number));
        let Some((number, code)) = offer.and_then(|offer| Some((offer.number, offer.codes.last()?.code.clone()))) else { continue };
        let offer = match source {
            Source::Shop(_, wares) => Arc::make_mut(wares).offer(number),
            Source::Living(living) => Arc::make_mut(living).wares.offer(number),
            Source::Recorded(_) => None,
        };
        if let Some(offer) = offer {
            offer.redeem(&code);
        }
    }
}

/// A card made by hand.
pub(crate) fn make_card(source: &mut Source, code: &str, minor: i64) -> bool {
    match source {
        Source::Recorded(_) => false,
        Source::Living(living) => Arc::make_mut(living).act(&Deed::MakeCard { code: code.to_owned(), channel: 0, minor }),
        Source::Shop(_, wares) => {
            let wares = Arc::make_mut(wares);
            let at = wares.tick();
            wares.make_card(code, Tender::of(CHANNELS[0].currency.code), minor, at)
        }
    }
}

/// A card or voucher deleted by hand.
pub(crate) fn delete(source: &mut Source, code: &str) -> bool {
    match source {
        Source::Recorded(_) => false,
        Source::Shop(_, wares) => Arc::make_mut(wares).delete(code),
        Source::Living(living) => {
            let living = Arc::make_mut(living);
            let is_deleted = living.wares.delete(code);
            living.sort();
            is_deleted
        }
    }
}
