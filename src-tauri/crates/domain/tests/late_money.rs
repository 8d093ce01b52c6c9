//! The money of an order: whatever order the shop tells its movements in, the last truth is the whole one.
#![allow(clippy::unwrap_used)]

use vouchsafe_domain::derive::order_events;
use vouchsafe_domain::event::{Event, Fact, Funds, OrderChange};
use vouchsafe_domain::money::Currency;
use vouchsafe_domain::name::NameTable;
use vouchsafe_domain::shop::{MoneyEvent, MoneyStep, Order, OrderStatus, ShopId};
use vouchsafe_domain::time::Timestamp;

fn order(money: &[(&str, i64, MoneyStep, i64)]) -> Order {
    let movement = |(id, at, step, minor): &(&str, i64, MoneyStep, i64)| MoneyEvent {
        id: ShopId::parse(id),
        at: Timestamp::from_micros(*at),
        step: *step,
        minor: *minor,
    };
    Order {
        id: ShopId::parse("o1"),
        number: "1".to_owned(),
        created: Timestamp::EPOCH,
        updated: Timestamp::from_micros(100),
        status: OrderStatus::Unconfirmed,
        is_replacement: false,
        channel: String::new(),
        currency: Currency::parse("EUR").unwrap(),
        customer: None,
        customer_email: None,
        email: None,
        items_minor: 0,
        items_with_tax_minor: 0,
        shipping_minor: 0,
        total_minor: 0,
        voucher_code: None,
        gift_cards: Vec::new(),
        ref_code: None,
        device: None,
        ip: None,
        metadata: Vec::new(),
        private_metadata: Vec::new(),
        billing: None,
        shipping: None,
        cards: Vec::new(),
        lines: Vec::new(),
        events: Vec::new(),
        money: money.iter().map(movement).collect(),
    }
}

/// What stands after the events of these rows, seen one after the other, were folded as they are: once each, sorted; an older truth, and money of an order
/// that nobody knows yet, ignored.
fn stands(rows: &[Order]) -> Funds {
    let mut names = NameTable::default();
    let mut seen = std::collections::BTreeSet::new();
    let (mut funds, mut known, mut before, mut is_open) = (Funds::default(), Timestamp::from_micros(i64::MIN), None, false);
    for row in rows {
        let mut events: Vec<Event> = order_events(before, row, &mut names);
        events.retain(|event| seen.insert(event.id));
        events.sort_by_cached_key(|event| (event.at, event.fact.causal_rank(), event.id.text(&names)));
        for event in events {
            is_open |= matches!(event.fact, Fact::Order { change: OrderChange::Placed, .. });
            if let Fact::OrderMoney { funds: told, as_of, .. } = event.fact
                && is_open
                && as_of >= known
            {
                (funds, known) = (told, as_of);
            }
        }
        before = Some(row);
    }
    funds
}

#[test]
fn movements_of_one_instant_add_up_whatever_their_ids() {
    let money = [("9", 5, MoneyStep::Charged, 70), ("10", 5, MoneyStep::Charged, 30)];
    assert_eq!(stands(&[order(&money)]), Funds { captured: 100, ..Funds::default() });
}

#[test]
fn a_movement_that_is_told_late_counts() {
    let (first, last, late) = (("1", 5, MoneyStep::Charged, 70), ("3", 9, MoneyStep::Charged, 30), ("2", 7, MoneyStep::Refunded, 20));
    let whole = Funds { captured: 100, refunded: 20, charged_back: 0 };
    assert_eq!(stands(&[order(&[first, late, last])]), whole);
    assert_eq!(stands(&[order(&[first, last]), order(&[first, late, last])]), whole);
    assert_eq!(stands(&[order(&[last]), order(&[first, last]), order(&[first, late, last])]), whole);
    let later = ("4", 11, MoneyStep::RefundReversed, 20);
    assert_eq!(stands(&[order(&[last]), order(&[first, late, last, later])]), Funds { captured: 100, ..Funds::default() });
}

/// A checkout is paid first, and becomes an order behind that.
#[test]
fn money_that_came_before_its_order_is_there_when_the_order_is_placed() {
    let placed = |money: &[(&str, i64, MoneyStep, i64)]| Order { created: Timestamp::from_micros(70), ..order(money) };
    let (paid, more, back) = (("1", 69, MoneyStep::Charged, 70), ("2", 68, MoneyStep::Charged, 30), ("3", 71, MoneyStep::Refunded, 20));
    assert_eq!(stands(&[placed(&[paid])]), Funds { captured: 70, ..Funds::default() });
    assert_eq!(stands(&[placed(&[paid, more])]), Funds { captured: 100, ..Funds::default() });
    assert_eq!(
        stands(&[placed(&[paid]), placed(&[paid, more]), placed(&[paid, more, back])]),
        Funds { captured: 100, refunded: 20, charged_back: 0 }
    );
}
