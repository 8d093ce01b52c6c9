//! From a shop's rows to events: which facts a row tells, each under the natural key that the shop's own state gives it.
//!
//! Deriving is repeatable: the same row gives the same events with the same keys, so a row that is seen again adds nothing. What only a
//! change can tell (an account's new address, an edited order) is derived from the row as it was known before.

use crate::event::{Account, Event, EventClass, EventId, Fact, Funds, Line, OrderBody, OrderChange};
use crate::identity::{self, Email};
use crate::money::{Amount, Asset};
use crate::name::{CategoryKey, ChannelKey, CodeKey, CustomerKey, IdentityKind, Key, Mail, Names, OrderKey, Texts};
use crate::reward::RewardKey;
use crate::shop::{Address, Card, CardStep, Customer, GiftCard, MoneyEvent, MoneyStep, Order, OrderStatus, OrderStep, ShopId, Voucher};
use crate::time::{Span, Timestamp};

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
    } else if let Some(before) = before.filter(|before| differs(before, now)) {
        let id = EventId { class: EventClass::CustomerUpdated, key: customer.0, part: edit((before.updated, now.updated), "", names) };
        events.push(event(id, now.updated.max(before.updated).max(now.joined), Fact::CustomerUpdated(account)));
    }
    if let Some(code) = now.own_code.as_deref().and_then(|code| code_key(code, names)) {
        // A code that we wrote there ourselves is the event that we know already. The shop does not say since when the code stands in the account: it cannot be older than the account.
        events.push(code_issued(code, customer, now.joined));
    }
    events
}

/// What tells an edit apart: the instant that the shop gives it. Where that is not later than what was known (a shop came back from a backup, or
/// changed a row without a word), the same instant can have been told before, so what was known then belongs to it.
fn edit((before, now): (Timestamp, Timestamp), to: &str, names: &mut (impl Names + ?Sized)) -> Key {
    if now > before { Key::of_instant(now) } else { names.key(&format!("{}<{}{to}", now.micros(), before.micros())) }
}

/// The event that gives a customer a code from an inferred date on.
#[must_use]
pub const fn code_issued(code: CodeKey, customer: CustomerKey, at: Timestamp) -> Event {
    event(EventId::code_issued(code, customer), at, Fact::CodeIssued { code, customer, inferred: true, by: None })
}

/// The event that an account is gone. `found_at` is when that was found, `known_until` the instant up to which the shop was known by then: the
/// account was there until then, as far as anybody knows.
#[must_use]
pub const fn customer_deleted(customer: CustomerKey, found_at: Timestamp, known_until: Timestamp) -> Event {
    event(EventId::customer_deleted(customer, found_at), known_until, Fact::CustomerDeleted { customer })
}

/// The event that an account is there again which was found gone at an instant. The shop does not say when it came back; it was after that.
#[must_use]
pub const fn customer_returned(customer: CustomerKey, found_gone_at: Timestamp) -> Event {
    event(EventId::customer_returned(customer, found_gone_at), found_gone_at, Fact::CustomerReturned { customer })
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
    } else if let Some(before) = before.filter(|before| amounts_differ(before, now)) {
        let body = body(now, names);
        let part = edit((before.updated, now.updated), &format!(":{}", now.total_minor), names);
        let id = EventId { class: EventClass::OrderChanged, key: order.0, part };
        events.push(event(id, now.updated.max(before.updated).max(now.created), fact(OrderChange::Changed, Some(Box::new(body)))));
    }
    events.extend(owned(order, before, now, names));
    // What the row told before was staged when it came, so only what is new is told: an edit costs what it changed.
    let known = before.filter(|before| before.status != OrderStatus::Draft);
    if let Some(at) = confirmed_at(now).filter(|at| known.and_then(confirmed_at) != Some(*at)) {
        events.push(event(id(EventClass::OrderConfirmed), at, fact(OrderChange::Confirmed, None)));
    }
    if let Some(at) = cancelled_at(now).filter(|at| known.and_then(cancelled_at) != Some(*at)) {
        events.push(event(id(EventClass::OrderCancelled), at, fact(OrderChange::Cancelled, None)));
    }
    events.extend(money_events(order, known, now, names));
    events
}

/// A guest's order has an account now: the guest confirmed theirs, or an account took the order's address. An owner that goes is no event,
/// because a deletion never changes an owner; one who registers again gets the orders back, which is an owner again.
fn owned(order: OrderKey, before: Option<&Order>, now: &Order, names: &mut (impl Names + ?Sized)) -> Option<Event> {
    let was_guest = before.is_some_and(|before| before.customer.is_none() && before.status != OrderStatus::Draft);
    let customer = now.customer.as_ref().filter(|_| was_guest)?;
    let customer = CustomerKey(key_of(customer, names));
    let email = buyer_email(now, names).email;
    let id = EventId { class: EventClass::OrderOwned, key: order.0, part: customer.0 };
    // The shop does not say when: gaining an owner does not even touch the row's time of change, which is at least never before the order.
    Some(event(id, now.updated.max(now.created), Fact::OrderOwned { order, customer, email }))
}

/// Each movement of an order's money, as the cumulative truth after it. One that the shop tells late can stand before others that were told
/// without it: then the truth of today is told once more.
fn money_events(order: OrderKey, before: Option<&Order>, now: &Order, names: &mut (impl Names + ?Sized)) -> Vec<Event> {
    let mut funds = Funds::default();
    let mut events = Vec::with_capacity(now.money.len());
    let movements = in_order(now);
    let mut tell = |part, at, funds| {
        let id = EventId { class: EventClass::OrderMoney, key: order.0, part };
        events.push(event(id, at, Fact::OrderMoney { order, funds, currency: now.currency, as_of: at }));
    };
    let told = before.map(in_order).unwrap_or_default();
    for movement in &movements {
        funds = after(funds, movement);
        if told.iter().all(|known| known.id != movement.id) {
            tell(key_of(&movement.id, names), moved_at(now, movement), standing(funds));
        }
    }
    if let (Some(last), Some(known)) = (movements.last(), told.last())
        && last.id == known.id
        && standing(funds) != standing(told.iter().fold(Funds::default(), |funds, movement| after(funds, movement)))
    {
        tell(names.key(&format!("{}+{}", last.id, movements.len())), moved_at(now, last), standing(funds));
    }
    events
}

/// Movements in the order in which their events are folded: by time, then by the text of the key. The last one's truth is the one that stands.
fn in_order(order: &Order) -> Vec<&MoneyEvent> {
    let mut movements: Vec<&MoneyEvent> = order.money.iter().collect();
    movements.sort_by(|a, b| moved_at(order, a).cmp(&moved_at(order, b)).then_with(|| a.id.to_string().cmp(&b.id.to_string())));
    movements
}

/// When money moved, as far as its order is concerned: a checkout is paid before it becomes an order, and the order has that money from the first.
fn moved_at(order: &Order, movement: &MoneyEvent) -> Timestamp {
    movement.at.max(order.created)
}

const fn after(funds: Funds, movement: &MoneyEvent) -> Funds {
    let minor = movement.minor;
    match movement.step {
        MoneyStep::Charged => Funds { captured: funds.captured.saturating_add(minor), ..funds },
        MoneyStep::Refunded => Funds { refunded: funds.refunded.saturating_add(minor), ..funds },
        MoneyStep::ChargedBack => Funds { charged_back: funds.charged_back.saturating_add(minor), ..funds },
        MoneyStep::RefundReversed => Funds { refunded: funds.refunded.saturating_sub(minor), ..funds },
    }
}

/// A refund that bounced was never given back, also where the clocks of a shop and its bank say that it bounced first; more than was given back
/// cannot bounce.
const fn standing(sums: Funds) -> Funds {
    Funds { refunded: if sums.refunded < 0 { 0 } else { sums.refunded }, ..sums }
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
    told.or(Some(order.updated.max(order.created)))
}

/// The uses of the gift card that a reward was delivered as, each under the order that it paid for.
pub fn card_uses(reward: &RewardKey, card: &GiftCard, names: &mut (impl Names + Texts + ?Sized)) -> Vec<Event> {
    let mut told: Vec<String> = Vec::new();
    let mut events = Vec::new();
    for used in card.events.iter().filter(|event| event.step == CardStep::Used) {
        let minor = used.before.zip(used.after).map_or(0, |(before, after)| before.saturating_sub(after));
        let order = used.order.as_ref().map_or_else(|| format!("event-{}", used.id), ToString::to_string);
        // An order that was changed can take from the card once more.
        let nth = told.iter().filter(|known| **known == order).count();
        let part = if nth == 0 { order.clone() } else { format!("{order}/{}", nth + 1) };
        told.push(order);
        if minor > 0 {
            let amount = Amount { minor, asset: Asset::Currency(card.initial.currency) };
            events.push(reward_used(reward, &part, amount, used.at, names));
        }
    }
    events
}

/// The use of the voucher that a reward was delivered as: it works once, so all that stands of it is used by the order.
pub fn voucher_use(reward: &RewardKey, stands: Amount, order: &Order, names: &mut (impl Names + Texts + ?Sized)) -> Option<Event> {
    let came_to_nothing = matches!(order.status, OrderStatus::Draft | OrderStatus::Cancelled | OrderStatus::Expired);
    (!came_to_nothing && stands.minor > 0).then(|| reward_used(reward, &order.id.to_string(), stands, order.created, names))
}

/// The event that a delivered reward was used. `part` tells its uses apart: the order, as the shop calls it.
pub fn reward_used(reward: &RewardKey, part: &str, amount: Amount, at: Timestamp, names: &mut (impl Names + Texts + ?Sized)) -> Event {
    let id = format!("payout/{}/used/{part}", reward.text(names));
    event(EventId::new(EventClass::Named, names.key(&id)), at, Fact::RewardUsed { reward: *reward, amount })
}

/// The event that what was not used of a delivered reward expired at an instant.
pub fn reward_expired(reward: &RewardKey, at: Timestamp, names: &mut (impl Names + Texts + ?Sized)) -> Event {
    let id = format!("payout/{}/expired/{}", reward.text(names), at.micros());
    event(EventId::new(EventClass::Named, names.key(&id)), at, Fact::RewardExpired { reward: *reward, amount: None })
}

/// From when on nothing can be paid with a gift card any more: the day after the last one that it names, by the shop's days, which are those of UTC.
#[must_use]
pub fn card_expires_at(card: &GiftCard) -> Option<Timestamp> {
    let day = card.expiry.as_deref()?;
    Timestamp::parse(&format!("{day}T00:00:00Z")).ok().map(|at| at.plus(Span::days(1)))
}

/// 2001-01-01: no voucher of ours ends before that, but one that was taken back.
const FIRST_END: Timestamp = Timestamp::from_micros(978_307_200_000_000);

/// Whether a voucher was taken back: it is made to end long ago.
#[must_use]
pub fn voucher_was_taken_back(voucher: &Voucher) -> bool {
    voucher.end.is_some_and(|end| end < FIRST_END)
}

/// From when on a voucher works no more: its end, unless it was taken back or ended before it began.
#[must_use]
pub fn voucher_expires_at(voucher: &Voucher) -> Option<Timestamp> {
    voucher.end.filter(|end| *end > voucher.start && !voucher_was_taken_back(voucher))
}

const fn event(id: EventId, at: Timestamp, fact: Fact) -> Event {
    Event { id, at, seen_at: None, fact }
}

fn account(customer: CustomerKey, now: &Customer, names: &mut (impl Names + ?Sized)) -> Account {
    let mail = names.email(&now.email);
    Account {
        customer,
        email: mail.email,
        mailbox: mail.mailbox,
        phone: phone_of(now).map(|phone| names.identity(IdentityKind::Phone, &phone)),
        email_verified: Some(now.is_confirmed),
        phone_verified: None,
        ref_code: now.ref_code.as_deref().and_then(|code| code_key(code, names)),
        click: None,
        ip: None,
        ip_within: Vec::new(),
        device: None,
        email_domain: mail.domain,
        domains_above: mail.above,
        email_sort: mail.sort,
        groups: Vec::new(),
        role: None,
    }
}

/// The first of the account's numbers that is one, read as its address's country dials.
fn phone_of(customer: &Customer) -> Option<String> {
    customer.addresses.iter().find_map(|address| identity::phone(&address.phone, country_of(address)))
}

fn country_of(address: &Address) -> Option<[u8; 2]> {
    <[u8; 2]>::try_from(address.country.as_bytes()).ok()
}

fn body(now: &Order, names: &mut (impl Names + ?Sized)) -> OrderBody {
    let address = now.shipping.as_ref().or(now.billing.as_ref());
    let mail = buyer_email(now, names);
    OrderBody {
        customer: now.customer.as_ref().map(|id| CustomerKey(key_of(id, names))),
        email: mail.email,
        mailbox: mail.mailbox,
        email_domain: mail.domain,
        domains_above: mail.above,
        email_sort: mail.sort,
        currency: now.currency,
        items: now.items_minor,
        items_with_tax: now.items_with_tax_minor,
        // The shop's total lacks the gift cards used; they are a means of payment and lower no base.
        order_total: now.items_with_tax_minor.saturating_add(now.shipping_minor),
        payable: now.total_minor,
        channel: (!now.channel.is_empty()).then(|| ChannelKey(names.key(&now.channel))),
        country: address.and_then(country_of),
        ref_code: now.ref_code.as_deref().and_then(|code| code_key(code, names)),
        click: None,
        ip: now.ip.as_deref().and_then(|ip| names.network(ip)),
        ip_within: now.ip.as_deref().map(|ip| names.networks_above(ip)).unwrap_or_default(),
        device: now.device.as_deref().and_then(identity::opaque).map(|device| names.identity(IdentityKind::Device, device)),
        // A shop tells of a card what stands on it, and of none what would prove that two are one.
        card: None,
        card_digits: now.cards.first().map(|card| names.identity(IdentityKind::CardDigits, &card_text(card))),
        address: address.and_then(identity::address).map(|text| names.identity(IdentityKind::Address, &text)),
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

/// The account's address if there is one, else the order's. One that the shop masks stands back for one that it does not.
fn buyer_email(order: &Order, names: &mut (impl Names + ?Sized)) -> Mail {
    let told = [&order.customer_email, &order.email].into_iter().flatten();
    told.map(|text| names.email(text)).find(|mail| mail.email.is_some()).unwrap_or_default()
}

fn code_key(text: &str, names: &mut (impl Names + ?Sized)) -> Option<CodeKey> {
    let text = text.trim();
    (!text.is_empty() && text.len() <= 128).then(|| names.code(text))
}

fn card_text(card: &Card) -> String {
    let number = |part: Option<u32>| part.map(|n| n.to_string()).unwrap_or_default();
    let parts = [card.brand.to_lowercase(), card.first_digits.clone(), card.last_digits.clone(), number(card.expiry_month), number(card.expiry_year)];
    parts.join("|")
}

/// Whether the account says something else than before, however it is written.
fn differs(before: &Customer, now: &Customer) -> bool {
    let said = |row: &Customer| (Email::parse(&row.email).map(|email| email.exact), phone_of(row), row.is_confirmed, row.ref_code.clone());
    said(before) != said(now)
}

fn amounts_differ(before: &Order, now: &Order) -> bool {
    let amounts = |order: &Order| (order.items_minor, order.items_with_tax_minor, order.shipping_minor, order.total_minor);
    amounts(before) != amounts(now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{Currency, Money};
    use crate::name::NameTable;
    use crate::shop::CardEvent;

    /// Id, step, order, balance before and after.
    type Told<'a> = (u64, CardStep, Option<&'a str>, Option<i64>, Option<i64>);

    fn card(events: &[Told<'_>]) -> GiftCard {
        let money = Money::new(1_000, Currency::parse("EUR").unwrap());
        let event = |(at, step, order, before, after): &(u64, CardStep, Option<&str>, Option<i64>, Option<i64>)| CardEvent {
            id: ShopId::Number(*at),
            at: Timestamp::from_micros(i64::try_from(*at).unwrap()),
            step: *step,
            order: order.map(ShopId::parse),
            before: *before,
            after: *after,
        };
        GiftCard {
            id: ShopId::Number(7),
            code: "RFQ7K2M9XA4B1C".to_owned(),
            is_active: true,
            created: Timestamp::EPOCH,
            expiry: Some("2027-01-31".to_owned()),
            last_used: None,
            initial: money,
            current: money,
            created_by_email: None,
            used_by_email: Some("bob@shop.example".to_owned()),
            tags: Vec::new(),
            metadata: Vec::new(),
            private_metadata: Vec::new(),
            events: events.iter().map(event).collect(),
        }
    }

    fn uses(card: &GiftCard) -> Vec<(String, i64)> {
        let mut names = NameTable::default();
        let reward = RewardKey::parse("first-order/bob/o1/advocate", &mut names).unwrap();
        let minor = |event: &Event| if let Fact::RewardUsed { amount, .. } = event.fact { amount.minor } else { 0 };
        let events = card_uses(&reward, card, &mut names);
        assert_eq!(events, card_uses(&reward, card, &mut names), "the same card tells the same");
        assert!(events.iter().all(|event| event.id.suits(&event.fact)));
        events
            .iter()
            .map(|event| (event.id.text(&names).trim_start_matches("payout/first-order/bob/o1/advocate/").to_owned(), minor(event)))
            .collect()
    }

    #[test]
    fn each_use_of_a_card_is_told_under_its_order() {
        let check = |told: &[Told<'_>], expected: &[(&str, i64)]| {
            let expected: Vec<(String, i64)> = expected.iter().map(|(part, minor)| ((*part).to_owned(), *minor)).collect();
            assert_eq!(uses(&card(told)), expected);
        };
        check(&[], &[]);
        check(&[(1, CardStep::Used, Some("o9"), Some(1_000), Some(250))], &[("used/o9", 750)]);
        let twice = [(1, CardStep::Used, Some("o9"), Some(1_000), Some(250)), (2, CardStep::Used, Some("o9"), Some(250), Some(0))];
        check(&twice, &[("used/o9", 750), ("used/o9/2", 250)]);
        let two = [(1, CardStep::Used, Some("o9"), Some(1_000), Some(250)), (2, CardStep::Used, Some("o10"), Some(250), Some(0))];
        check(&two, &[("used/o9", 750), ("used/o10", 250)]);
        // What was set by staff, switched or given back is no use; what names no balance says nothing.
        let others = [(1, CardStep::Reset, None, Some(1_000), Some(500)), (2, CardStep::Deactivated, None, None, None)];
        check(&others, &[]);
        check(&[(1, CardStep::GivenBack, Some("o9"), Some(0), Some(1_000)), (2, CardStep::Used, Some("o9"), None, Some(0))], &[]);
        check(&[(5, CardStep::Used, None, Some(10), Some(0))], &[("used/event-5", 10)]);
    }

    #[test]
    fn a_card_works_to_the_end_of_its_last_day() {
        assert_eq!(card_expires_at(&card(&[])).unwrap().to_string(), "2027-02-01T00:00:00Z");
        let odd = GiftCard { expiry: Some("soon".to_owned()), ..card(&[]) };
        assert_eq!((card_expires_at(&odd), card_expires_at(&GiftCard { expiry: None, ..odd.clone() })), (None, None));
    }
}
