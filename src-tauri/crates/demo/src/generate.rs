//! Makes a shop out of a spec: who comes when, who brought them, what they order and what becomes of it.

use std::collections::VecDeque;

use crate::bill::Bill;
use crate::calendar::Calendar;
use crate::customer::{Customer, NOBODY};
use crate::fate;
use crate::instant::{DAY, Micros, SECOND};
use crate::order::{Buyer, Marks, Order, UsedCode};
use crate::place::draw_channel;
use crate::rng::Rng;
use crate::shop::{BoughtCard, Shop};
use crate::spec::Spec;
use crate::tree::Tree;

/// How many orders back a returning buyer is looked for at most: who bought lately buys again.
const MEMORY: u32 = 20_000;

/// Makes the shop of a spec.
pub(crate) fn generate(spec: &Spec) -> Shop {
    let now = spec.now.timestamp_micros();
    let mut making = Making {
        spec,
        now,
        rng: Rng::of(spec.seed, 0x5409),
        tree: Tree::new(spec),
        calendar: Calendar::ending(now),
        shop: Shop::empty(spec.seed, now),
        guests: 0,
        open_cards: VecDeque::new(),
    };
    making.shop.orders.reserve_exact(spec.orders as usize);
    making.shop.customers.reserve_exact(spec.customers as usize);
    for index in 0..spec.orders {
        making.step(index);
    }
    making.arrive_until(spec.customers, now - DAY);
    making.shop.settle();
    making.shop
}

struct Making<'a> {
    spec: &'a Spec,
    now: Micros,
    rng: Rng,
    tree: Tree,
    calendar: Calendar,
    shop: Shop,
    guests: u32,
    /// Gift cards bought and not used yet.
    open_cards: VecDeque<u32>,
}

impl Making<'_> {
    /// One order, and the customers who came since the last one.
    fn step(&mut self, index: u32) {
        let at = self.calendar.at(index, self.spec.orders, &mut self.rng);
        let due = (u64::from(index) + 1) * u64::from(self.spec.customers) / u64::from(self.spec.orders);
        let due = u32::try_from(due).unwrap_or(u32::MAX);
        let first = self.arrived();
        self.arrive_until(due, at);
        let newcomer = (first < self.arrived()).then_some(first).filter(|who| self.tree.must_order(*who) || self.rng.chance(8_800));
        let order = match newcomer {
            Some(who) => self.first_order(who, at, true),
            None => self.later_order(at),
        };
        self.place(index, order);
    }

    fn arrived(&self) -> u32 {
        u32::try_from(self.shop.customers.len()).unwrap_or(u32::MAX)
    }

    fn arrive_until(&mut self, due: u32, at: Micros) {
        for index in self.arrived()..due {
            let customer = self.newcomer(index, at);
            self.shop.customers.push(customer);
            self.tree.add(index, &self.shop.customers);
        }
    }

    /// A customer who comes at `at`: who brought them is decided here, once.
    fn newcomer(&mut self, index: u32, at: Micros) -> Customer {
        let bond = self.tree.draw_bond(index, at, &self.shop.customers, &mut self.rng);
        let alike = bond.advocate != NOBODY && (self.rng.chance(8_000) || bond.ring > 0);
        let channel = if alike { self.shop.customers[bond.advocate as usize].channel } else { draw_channel(&mut self.rng) };
        let before = i64::from(self.rng.between(120, 800_000)) * SECOND;
        let joined = (at - before).max(self.calendar.begin() + i64::from(index) % DAY);
        let active = i64::from(self.rng.below(5_000_000)) * SECOND;
        if bond.advocate != NOBODY && bond.owns_code {
            self.shop.customers[bond.advocate as usize].friend = index;
        }
        Customer {
            joined,
            updated: (joined + active).min(self.now - SECOND),
            advocate: bond.advocate,
            friend: NOBODY,
            ring: bond.ring,
            channel,
            owns_code: bond.owns_code,
            code_disabled: bond.owns_code && !self.tree.must_order(index) && self.rng.chance(200),
            names_advocate: bond.advocate != NOBODY && (self.tree.must_order(index) || self.rng.chance(2_000)),
            has_ordered: false,
        }
    }

    /// The first order of a customer; `fresh`: they come with it, so it may be older than their account.
    fn first_order(&mut self, who: u32, at: Micros, fresh: bool) -> Order {
        let promised = self.tree.must_order(who);
        let early = fresh && !promised;
        let draw = if early { self.rng.below(100) } else { 0 };
        let latest = self.now - 3_600 * SECOND;
        let later = i64::from(self.rng.between(300, 1_700_000)) * SECOND;
        let customer = &mut self.shop.customers[who as usize];
        customer.has_ordered = true;
        let joins_later = draw >= 67 && at + later < latest;
        if joins_later {
            customer.joined = at + later;
            customer.updated = customer.updated.max(customer.joined).min(self.now - SECOND);
        }
        let told = customer.advocate == NOBODY || (customer.names_advocate && !promised && self.rng.chance(5_000));
        let mut code = if told { UsedCode::None } else { UsedCode::of(customer.advocate) };
        if let UsedCode::Of { lower, .. } = &mut code {
            *lower = self.rng.chance(1_500);
        }
        if code == UsedCode::None && self.rng.chance(150) {
            code = UsedCode::Stray(self.rng.below(1 << 20));
        }
        let channel = customer.channel;
        let linked = !(joins_later && draw >= 92);
        self.draw_order(at, Buyer::Customer { index: who, linked }, channel, code)
    }

    /// An order by a guest or by somebody who is known already.
    fn later_order(&mut self, at: Micros) -> Order {
        if self.arrived() == 0 || self.rng.chance(1_400) {
            return self.guest_order(at);
        }
        let who = self.returning();
        let customer = &self.shop.customers[who as usize];
        if !customer.has_ordered {
            return self.first_order(who, at, false);
        }
        let channel = if self.rng.chance(500) { draw_channel(&mut self.rng) } else { customer.channel };
        let code = self.later_code(who);
        // A few return as guests with the same mail address.
        let linked = !self.rng.chance(250);
        self.draw_order(at, Buyer::Customer { index: who, linked }, channel, code)
    }

    fn guest_order(&mut self, at: Micros) -> Order {
        let known = self.guests > 0 && self.rng.chance(3_000);
        let number = if known {
            self.rng.below(self.guests)
        } else {
            self.guests += 1;
            self.guests - 1
        };
        let channel = draw_channel(&mut Rng::of(self.spec.seed, u64::from(number)));
        let code = if self.rng.chance(1_000) { UsedCode::of(self.tree.any_owner(at, &self.shop.customers, &mut self.rng)) } else { UsedCode::None };
        self.draw_order(at, Buyer::Guest(number), channel, code)
    }

    /// Who comes back: mostly a buyer of late, sometimes anybody.
    fn returning(&mut self) -> u32 {
        let orders = u32::try_from(self.shop.orders.len()).unwrap_or(u32::MAX);
        if orders > 0 && self.rng.chance(7_000) {
            let memory = (self.spec.orders / 10).clamp(50, MEMORY);
            let back = self.rng.below(orders.min(memory));
            if let Buyer::Customer { index, .. } = self.shop.orders[(orders - 1 - back) as usize].buyer {
                return index;
            }
        }
        self.rng.below(self.arrived())
    }

    /// The code on a later order: nearly never one; else their own, another advocate's, one from below them, or one that is none.
    fn later_code(&mut self, who: u32) -> UsedCode {
        let customer = &self.shop.customers[who as usize];
        match self.rng.below(1_000) {
            0..=5 if customer.owns_code => UsedCode::of(who),
            6..=11 => UsedCode::of(self.tree.any_owner(self.now, &self.shop.customers, &mut self.rng)),
            12..=91 if customer.friend != NOBODY => UsedCode::of(customer.friend),
            92..=99 => UsedCode::Stray(self.rng.below(1 << 20)),
            _ => UsedCode::None,
        }
    }

    fn draw_order(&mut self, created: Micros, buyer: Buyer, channel: u8, code: UsedCode) -> Order {
        let in_ring = matches!(buyer, Buyer::Customer { index, .. } if self.shop.customers[index as usize].ring > 0);
        let room = u32::try_from(((self.now - created) / SECOND - 1).max(1)).unwrap_or(u32::MAX);
        let fate = fate::draw(&mut self.rng, room, in_ring);
        let rng = &mut self.rng;
        let buys_card = rng.chance(100);
        let marks = Marks {
            shouted_email: rng.chance(150),
            voucher: !buys_card && rng.chance(400),
            buys_card,
            uses_card: false,
            device: in_ring || rng.chance(5_000),
            ip: in_ring || rng.chance(7_000),
            open_ip: rng.chance(3_000),
            late_confirm: fate.late_confirm,
        };
        Order {
            created,
            updated: created + i64::from(fate.acted) * SECOND,
            salt: rng.word(),
            buyer,
            code,
            paid_after: fate.paid_after,
            acted: fate.acted,
            status: fate.status,
            course: fate.course,
            channel,
            marks,
        }
    }

    /// Books the order, with the gift card that it buys or uses.
    fn place(&mut self, index: u32, mut order: Order) {
        if order.marks.buys_card {
            self.open_cards.push_back(u32::try_from(self.shop.cards.len()).unwrap_or(u32::MAX));
            self.shop.cards.push(BoughtCard { bought_in: index, used_in: None, used: 0 });
        } else if self.open_cards.len() > 2 && self.rng.chance(200) {
            self.pay_by_card(index, &mut order);
        }
        self.shop.orders.push(order);
    }

    fn pay_by_card(&mut self, index: u32, order: &mut Order) {
        let Some(card) = self.open_cards.pop_front() else { return };
        let bought = &self.shop.orders[self.shop.cards[card as usize].bought_in as usize];
        if bought.channel != order.channel || bought.course.is_unpaid() {
            self.open_cards.push_back(card);
            return;
        }
        let value = Bill::of(bought, 0).subtotal();
        let due = Bill::of(order, 0).total();
        order.marks.uses_card = true;
        let card = &mut self.shop.cards[card as usize];
        card.used_in = Some(index);
        card.used = value.min(due - due / 10);
    }
}

impl Shop {
    /// Makes the shop of a spec: over a million orders a second, about 100 bytes each.
    pub fn generate(spec: &Spec) -> Self {
        generate(spec)
    }
}
