//! From a shop's rows to events: which facts a row tells, each under the natural key that the shop's own state gives it.
//!
//! Deriving is repeatable: the same row gives the same events with the same keys, so a row that is seen again adds nothing. What only a
//! change can tell (an account's new address, an edited order) is derived from the row as it was known before.

use crate::event::{Account, Event, EventClass, EventId, Fact, Funds, Line, NO_PART, OrderBody, OrderChange};
use crate::name::{CategoryKey, ChannelKey, CodeKey, CustomerKey, Identity, IdentityKind, Key, Names, OrderKey};
use crate::shop::{Address, Card, Customer, MoneyEvent, MoneyStep, Order, OrderStatus, OrderStep, ShopId};
use crate::time::Timestamp;

/// The key of an object's id.
pub fn key_of(id: &ShopId, names: &mut (impl Names + ?Sized)) -> Key {
    match id {
        ShopId::Text(text) => names.key(text),
        other => names.key(&other.to_string()),
    }
}

/// The events that a customer's row tells; `before` is the row as it was known, if it was.
pub fn customer_events(before: Option<&Customer>, now: &Customer, names: &mut (impl Names + ?Sized)) -> Vec<Event> {
    let customer = CustomerKey(key_of(&now.id, names));
    let account = account(customer, now, names);
    let mut events = Vec::with_capacity(2);
    if before.is_none() {
        let id = EventId::new(EventClass::CustomerRegistered, customer.0);
        events.push(event(id, now.joined, Fact::CustomerRegistered(account.clone())));
    } else if before.is_some_and(|before| differs(before, now)) {
        let id = EventId { class: EventClass::CustomerUpdated, key: customer.0, part: instant_key(now.updated) };
        events.push(event(id, now.updated, Fact::CustomerUpdated(account)));
    }
    if let Some(code) = &now.own_code {
        let code = names.code(code);
        // The shop does not say since when the code stands in the account: it cannot be older than the account.
        events.push(code_issued(code, customer, now.joined));
    }
    events
}

/// The event that gives a customer a code from an inferred date on.
#[must_use]
pub const fn code_issued(code: CodeKey, customer: CustomerKey, at: Timestamp) -> Event {
    event(EventId::new(EventClass::CodeIssued, code.0), at, Fact::CodeIssued { code, customer, inferred: true })
}

/// The events that an order's row tells; `before` is the row as it was known, if it was.
pub fn order_events(before: Option<&Order>, now: &Order, names: &mut (impl Names + ?Sized)) -> Vec<Event> {
    if now.status == OrderStatus::Draft {
        return Vec::new();
    }
    let order = OrderKey(names.key(&now.number));
    let id = |class| EventId::new(class, order.0);
    let fact = |change, body| Fact::Order { order, change, body };
    let mut events = Vec::with_capacity(3 + now.money.len());
    if before.is_none_or(|before| before.status == OrderStatus::Draft) {
        let body = body(now, names);
        events.push(event(id(EventClass::OrderPlaced), now.created, fact(OrderChange::Placed, Some(Box::new(body)))));
    } else if before.is_some_and(|before| amounts_differ(before, now)) {
        let body = body(now, names);
        let id = EventId { class: EventClass::OrderChanged, key: order.0, part: instant_key(now.updated) };
        events.push(event(id, now.updated, fact(OrderChange::Changed, Some(Box::new(body)))));
    }
    if let Some(at) = confirmed_at(now) {
        events.push(event(id(EventClass::OrderConfirmed), at, fact(OrderChange::Confirmed, None)));
    }
    if let Some(at) = cancelled_at(now) {
        events.push(event(id(EventClass::OrderCancelled), at, fact(OrderChange::Cancelled, None)));
    }
    events.extend(money_events(order, before, now, names));
    events
}

/// Each movement of an order's money, as the cumulative truth after it. One that the shop tells late can stand before others that were told
/// without it: then the truth of today is told once more.
fn money_events(order: OrderKey, before: Option<&Order>, now: &Order, names: &mut (impl Names + ?Sized)) -> Vec<Event> {
    let mut funds = Funds::default();
    let mut events = Vec::with_capacity(now.money.len());
    let movements = in_order(&now.money);
    let mut tell = |part, at, funds| {
        let id = EventId { class: EventClass::OrderMoney, key: order.0, part };
        events.push(event(id, at, Fact::OrderMoney { order, funds, currency: now.currency, as_of: at }));
    };
    for movement in &movements {
        funds = after(funds, movement);
        tell(key_of(&movement.id, names), movement.at, funds);
    }
    let told = before.map(|before| in_order(&before.money)).unwrap_or_default();
    if let (Some(last), Some(known)) = (movements.last(), told.last())
        && last.id == known.id
        && funds != told.iter().fold(Funds::default(), |funds, movement| after(funds, movement))
    {
        tell(names.key(&format!("{}+{}", last.id, movements.len())), last.at, funds);
    }
    events
}

/// Movements in the order in which their events are folded: by time, then by the text of the key. The last one's truth is the one that stands.
fn in_order(money: &[MoneyEvent]) -> Vec<&MoneyEvent> {
    let mut movements: Vec<&MoneyEvent> = money.iter().collect();
    movements.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.id.to_string().cmp(&b.id.to_string())));
    movements
}

const fn after(funds: Funds, movement: &MoneyEvent) -> Funds {
    let minor = movement.minor;
    match movement.step {
        MoneyStep::Charged => Funds { captured: funds.captured.saturating_add(minor), ..funds },
        MoneyStep::Refunded => Funds { refunded: funds.refunded.saturating_add(minor), ..funds },
        MoneyStep::ChargedBack => Funds { charged_back: funds.charged_back.saturating_add(minor), ..funds },
        // A refund that bounced was never given back; more than was given back cannot bounce.
        MoneyStep::RefundReversed => {
            let left = funds.refunded.saturating_sub(minor);
            Funds { refunded: if left < 0 { 0 } else { left }, ..funds }
        }
    }
}

/// When the shop confirmed an order. Where its history does not say, an order that stands as confirmed was confirmed when it was placed,
/// which is Saleor's default (`automaticallyConfirmAllNewOrders`). Of a cancelled order without a history, nobody knows.
fn confirmed_at(order: &Order) -> Option<Timestamp> {
    let told = order.events.iter().filter(|event| event.step == OrderStep::Confirmed).map(|event| event.at).min();
    told.or_else(|| order.status.is_confirmed().then_some(order.created))
}

/// When an order was cancelled or expired; by the row's last change where its history does not say.
fn cancelled_at(order: &Order) -> Option<Timestamp> {
    if !matches!(order.status, OrderStatus::Cancelled | OrderStatus::Expired) {
        return None;
    }
    let told = order.events.iter().filter(|event| matches!(event.step, OrderStep::Cancelled | OrderStep::Expired)).map(|event| event.at).min();
    told.or(Some(order.updated))
}

const fn event(id: EventId, at: Timestamp, fact: Fact) -> Event {
    Event { id, at, seen_at: None, fact }
}

const fn instant_key(at: Timestamp) -> Key {
    // Instants before 1970 would collide with symbols; no shop has any.
    if at.micros() < 0 { NO_PART } else { Key::from_bits(at.micros()) }
}

fn account(customer: CustomerKey, now: &Customer, names: &mut (impl Names + ?Sized)) -> Account {
    let phone = now.addresses.iter().map(|address| address.phone.as_str()).find(|phone| !phone.is_empty());
    Account {
        customer,
        email: email(Some(&now.email), names),
        phone: phone.map(|phone| names.identity(IdentityKind::Phone, &digits(phone))),
        email_verified: Some(now.is_confirmed),
        phone_verified: None,
        ref_code: now.ref_code.as_deref().and_then(|code| code_key(code, names)),
        click: None,
        ip: None,
        device: None,
        groups: Vec::new(),
        role: None,
    }
}

fn body(now: &Order, names: &mut (impl Names + ?Sized)) -> OrderBody {
    let address = now.shipping.as_ref().or(now.billing.as_ref());
    OrderBody {
        customer: now.customer.as_ref().map(|id| CustomerKey(key_of(id, names))),
        email: email(now.customer_email.as_ref().or(now.email.as_ref()), names),
        currency: now.currency,
        items: now.items_minor,
        items_with_tax: now.items_with_tax_minor,
        // The shop's total lacks the gift cards used; they are a means of payment and lower no base.
        order_total: now.items_with_tax_minor.saturating_add(now.shipping_minor),
        payable: now.total_minor,
        channel: (!now.channel.is_empty()).then(|| ChannelKey(names.key(&now.channel))),
        country: address.and_then(|address| <[u8; 2]>::try_from(address.country.as_bytes()).ok()),
        ref_code: now.ref_code.as_deref().and_then(|code| code_key(code, names)),
        click: None,
        ip: now.ip.as_ref().map(|ip| names.identity(IdentityKind::Ip, ip.trim())),
        device: now.device.as_ref().map(|device| names.identity(IdentityKind::Device, device.trim())),
        card: now.cards.first().map(|card| names.identity(IdentityKind::Card, &card_text(card))),
        address: address.and_then(|address| address_text(address).map(|text| names.identity(IdentityKind::Address, &text))),
        is_replacement: now.is_replacement,
        lines: now
            .lines
            .iter()
            .map(|line| Line {
                category: line.category.as_ref().map(|slug| CategoryKey(names.key(slug))),
                minor: line.net_minor,
                quantity: line.quantity,
            })
            .collect(),
    }
}

fn email(text: Option<&String>, names: &mut (impl Names + ?Sized)) -> Option<Identity> {
    text.filter(|text| !text.trim().is_empty()).map(|text| names.email(text))
}

fn code_key(text: &str, names: &mut (impl Names + ?Sized)) -> Option<CodeKey> {
    let text = text.trim();
    (!text.is_empty() && text.len() <= 128).then(|| names.code(text))
}

fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}

fn card_text(card: &Card) -> String {
    let number = |part: Option<u32>| part.map(|n| n.to_string()).unwrap_or_default();
    let parts = [card.brand.to_lowercase(), card.first_digits.clone(), card.last_digits.clone(), number(card.expiry_month), number(card.expiry_year)];
    parts.join("|")
}

/// An address without its names, folded so that spelling by case and blanks does not matter; `None` when it holds too little to tell anything.
fn address_text(address: &Address) -> Option<String> {
    let fold = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    if address.street_1.trim().is_empty() || address.postal_code.trim().is_empty() {
        return None;
    }
    let parts = [&address.street_1, &address.street_2, &address.city, &address.postal_code, &address.country].map(|part| fold(part));
    Some(parts.join("|"))
}

fn differs(before: &Customer, now: &Customer) -> bool {
    (&before.email, before.is_confirmed, &before.ref_code) != (&now.email, now.is_confirmed, &now.ref_code)
}

fn amounts_differ(before: &Order, now: &Order) -> bool {
    let amounts = |order: &Order| (order.items_minor, order.items_with_tax_minor, order.shipping_minor, order.total_minor);
    amounts(before) != amounts(now)
}
