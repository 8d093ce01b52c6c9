//! The shop: what people do there, and the gift cards that desks make.

use crate::dice::Dice;
use vouchsafe_domain::event::Event;
use vouchsafe_domain::event_file::parse_line;
use vouchsafe_domain::money::{Asset, Currency};
use vouchsafe_domain::name::NameTable;
use vouchsafe_domain::payout::protocol::{Delivery, Held};
use vouchsafe_domain::time::Timestamp;

/// A gift card.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    pub(crate) id: String,
    pub(crate) code: String,
    /// What it was made for.
    pub(crate) issuance: String,
    /// What it bears: somebody can write over it.
    pub(crate) mark: Option<String>,
    pub(crate) currency: Currency,
    pub(crate) left: i64,
    pub(crate) is_active: bool,
    /// It bears our mark that it was taken back.
    pub(crate) is_closed: bool,
    /// It bears our mark that all that stands of it was used: the shop knows no balance of nothing.
    pub(crate) is_spent: bool,
    created_at: Timestamp,
    /// The last day on which it can be made usable. What was usable once lasts, as far as the simulation goes.
    expires_on: Option<i32>,
    /// What was used, and when.
    pub(crate) uses: Vec<(Timestamp, i64)>,
}

impl Card {
    pub(crate) fn used(&self) -> i64 {
        self.uses.iter().map(|(_, minor)| minor).sum()
    }

    /// What can be used of it once it is active.
    fn left(&self) -> i64 {
        if self.is_spent { 0 } else { self.left }
    }

    pub(crate) fn held(&self) -> Held {
        Held {
            id: self.id.clone(),
            code: self.code.clone(),
            issuance: self.mark.clone(),
            currency: Some(self.currency),
            initial: self.left() + self.used(),
            left: self.left(),
            is_active: self.is_active,
            was_taken_back: self.is_closed,
            created_at: self.created_at,
            expires_on: self.expires_on,
        }
    }
}

/// Why the shop does not do what it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turned {
    /// The code is taken.
    Exists,
    /// It will not.
    Refused,
}

/// An order, as far as its money goes.
#[derive(Debug, Clone)]
struct Order {
    id: String,
    currency: &'static str,
    items: i64,
    refunded: i64,
    movements: u32,
}

/// What a shop knows.
#[derive(Debug)]
pub(crate) struct Shop {
    pub(crate) now: Timestamp,
    pub(crate) facts: Vec<Event>,
    pub(crate) cards: Vec<Card>,
    orders: Vec<Order>,
    friends: u32,
}

const FRIENDS: u32 = 3;
const MOST_ORDERS: usize = 6;

impl Shop {
    pub(crate) fn new(names: &mut NameTable) -> Self {
        let now = Timestamp::parse("2026-01-01T00:00:00Z").unwrap();
        let mut shop = Self { now, facts: Vec::new(), cards: Vec::new(), orders: Vec::new(), friends: 0 };
        shop.tell(names, "customer/anna/registered", "customer_registered", "\"customer\":\"anna\",\"email\":\"anna@example.com\"");
        shop.tell(names, "code/ANNA/issued/anna", "code_issued", "\"code\":\"ANNA\",\"customer\":\"anna\"");
        // The code is there before anybody comes with it.
        shop.pass(1);
        shop
    }

    pub(crate) fn tell(&mut self, names: &mut NameTable, id: &str, kind: &str, rest: &str) {
        let line = format!("{{\"id\":\"{id}\",\"type\":\"{kind}\",\"at\":\"{}\",{rest}}}", self.now);
        self.facts.push(parse_line(&line, names).unwrap_or_else(|fault| panic!("{line}: {fault}")));
    }

    /// People do something: a friend registers, orders, is paid back, or a card is used.
    pub(crate) fn live(&mut self, dice: &mut Dice, names: &mut NameTable) {
        match dice.below(10) {
            0..=1 if self.friends < FRIENDS => {
                self.friends += 1;
                let (no, rest) = (self.friends, format!("\"customer\":\"f{0}\",\"email\":\"f{0}@example.com\",\"ref_code\":\"ANNA\"", self.friends));
                self.tell(names, &format!("customer/f{no}/registered"), "customer_registered", &rest);
            }
            2..=4 if self.friends > 0 && self.orders.len() < MOST_ORDERS => self.order(dice, names),
            5..=6 if !self.orders.is_empty() => self.pay_back(dice, names),
            _ => self.use_card(dice),
        }
    }

    fn order(&mut self, dice: &mut Dice, names: &mut NameTable) {
        let (friend, currency) = (dice.between(1, i64::from(self.friends)), *dice.one(&["EUR", "EUR", "USD"]));
        let order = Order { id: format!("o{}", self.orders.len() + 1), currency, items: dice.between(1, 40) * 500, refunded: 0, movements: 1 };
        let (id, amount) = (order.id.clone(), money(order.items, currency));
        self.tell(names, &format!("order/{id}/placed"), "order_placed", &format!("\"order\":\"{id}\",\"customer\":\"f{friend}\",\"items\":{amount}"));
        self.tell(names, &format!("order/{id}/confirmed"), "order_confirmed", &format!("\"order\":\"{id}\""));
        self.tell(names, &format!("order/{id}/money/1"), "order_money", &format!("\"order\":\"{id}\",\"captured_gross\":{amount}"));
        self.orders.push(order);
    }

    fn pay_back(&mut self, dice: &mut Dice, names: &mut NameTable) {
        let order = dice.below(self.orders.len());
        let order = &mut self.orders[order];
        order.refunded = if dice.percent(50) { order.items } else { order.refunded + (order.items - order.refunded) * dice.between(1, 9) / 10 };
        order.movements += 1;
        let (id, movement) = (order.id.clone(), order.movements);
        let (captured, refunded) = (money(order.items, order.currency), money(order.refunded, order.currency));
        let rest = format!("\"order\":\"{id}\",\"captured_gross\":{captured},\"refunded\":{refunded}");
        self.tell(names, &format!("order/{id}/money/{movement}"), "order_money", &rest);
    }

    fn use_card(&mut self, dice: &mut Dice) {
        let now = self.now;
        let usable: Vec<usize> = (0..self.cards.len()).filter(|no| self.cards[*no].is_active && self.cards[*no].left > 0).collect();
        if usable.is_empty() {
            return;
        }
        let card = &mut self.cards[*dice.one(&usable)];
        let minor = if dice.percent(40) { card.left } else { dice.between(1, card.left) };
        card.left -= minor;
        card.uses.push((now, minor));
    }

    pub(crate) fn pass(&mut self, hours: i64) {
        self.now = Timestamp::from_micros(self.now.micros() + hours * 3_600_000_000);
    }

    /// A card is made, inactive, unless the code is taken or its last day is over.
    pub(crate) fn create(&mut self, delivery: &Delivery, code: &str) -> Result<Held, Turned> {
        let Asset::Currency(currency) = delivery.amount.asset else { panic!("{delivery:?}") };
        if self.cards.iter().any(|card| card.code == code) {
            return Err(Turned::Exists);
        }
        if self.is_over(delivery.expires_on) {
            return Err(Turned::Refused);
        }
        self.cards.push(Card {
            id: (self.cards.len() + 1).to_string(),
            code: code.to_owned(),
            issuance: delivery.issuance.to_string(),
            mark: Some(delivery.issuance.to_string()),
            currency,
            left: delivery.amount.minor,
            is_active: false,
            is_closed: false,
            is_spent: false,
            created_at: self.now,
            expires_on: delivery.expires_on,
            uses: Vec::new(),
        });
        Ok(self.cards.last().unwrap().held())
    }

    /// A card is made usable, at least until the delivery's last day.
    pub(crate) fn finish(&mut self, delivery: &Delivery, id: &str) -> Result<Held, Turned> {
        let renewed = delivery.expires_on.filter(|day| self.card(id).expires_on.is_some_and(|last| last < *day));
        let last = renewed.or(self.card(id).expires_on);
        if self.is_over(last) {
            return Err(Turned::Refused);
        }
        let card = self.card(id);
        (card.expires_on, card.is_active) = (last, true);
        Ok(card.held())
    }

    fn is_over(&self, last: Option<i32>) -> bool {
        last.is_some_and(|day| day <= self.now.utc_day())
    }

    pub(crate) fn found(&self, delivery: &Delivery) -> Vec<Held> {
        let issuance = delivery.issuance.to_string();
        self.cards.iter().filter(|card| card.code == delivery.code.as_str() || card.mark.as_ref() == Some(&issuance)).map(Card::held).collect()
    }

    pub(crate) fn card(&mut self, id: &str) -> &mut Card {
        self.cards.iter_mut().find(|card| card.id == id).unwrap()
    }
}

pub(crate) fn money(minor: i64, currency: &str) -> String {
    format!("{{\"amount\":\"{}.{:02}\",\"currency\":\"{currency}\"}}", minor / 100, minor % 100)
}
