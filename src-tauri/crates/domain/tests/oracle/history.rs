//! Random histories: 3 to 10 people and 10 to 60 events, whose instants often coincide or lie a second around deadlines.

use crate::dice::Dice;
use serde_json::{Value, json};
use vouchsafe_domain::program::Programs;
use vouchsafe_domain::time::Timestamp;

/// 2026-01-05T10:00:00Z, in seconds.
pub(crate) const START: i64 = 1_767_607_200;
const PEOPLE: [&str; 10] = ["46", "anna", "bob", "carla", "dora", "47", "erin", "finn", "gina", "hugo"];
const EMAILS: [&str; 10] = [
    "s@example.com",
    "anna@gmail.com",
    "an.na+shop@gmail.com",
    "carla@mail.example",
    "dora@mailinator.com",
    "t@example.com",
    "t+x@outlook.com",
    "t+y@outlook.com",
    "gina@privaterelay.appleid.com",
    "hugo@eu.mail.example",
];
const IPS: [&str; 5] = ["203.0.113.7", "198.51.100.4", "2001:db8:0:1::5", "2001:db8:0:1::9", "198.51.100.9"];
const CUSTOM: [&str; 4] = ["quest_purchased", "tour_booking_made", "voucher_premium_purchased", "flat_booking_made"];

/// A history in the making.
pub(crate) struct Draft<'a> {
    dice: &'a mut Dice,
    /// Days after which something happens by itself.
    days: Vec<i64>,
    currency: &'static str,
    lines: Vec<String>,
    people: usize,
    orders: usize,
    named: usize,
}

/// The lines of a history, in no order, and the instants at which something happens.
pub(crate) fn history(dice: &mut Dice, programs: &Programs) -> Vec<String> {
    let mut days = vec![1, 30];
    for rule in programs.versions().iter().flat_map(|program| &program.rules) {
        days.extend([rule.hold_days, rule.refund_window_days, rule.wait_days, rule.conditions.account_age_days].map(i64::from));
    }
    days.retain(|days| *days > 0);
    let currency = *dice.one(&["EUR", "EUR", "EUR", "USD", "JPY", "KWD"]);
    let people = usize::try_from(dice.between(3, 10)).unwrap();
    let most = usize::try_from(dice.between(10, 60)).unwrap();
    let mut draft = Draft { dice, days, currency, lines: Vec::new(), people, orders: 0, named: 0 };
    draft.fill(programs, most);
    draft.lines
}

impl Draft<'_> {
    fn fill(&mut self, programs: &Programs, most: usize) {
        for (person, name) in PEOPLE.iter().enumerate().take(self.people) {
            if person < 2 || self.dice.percent(80) {
                let at = if self.dice.percent(98) { START - 3_600 } else { self.moment() };
                self.tell(at, &format!("code/{}/issued", code(person)), "code_issued", json!({"code": code(person), "customer": name}));
            }
        }
        let mut at = START;
        for person in 0..self.people {
            if self.dice.percent(85) {
                at = self.later(at).min(START + i64::try_from(person).unwrap() * 86_400);
                self.arrive(person, at);
            }
        }
        while self.lines.len() < most {
            self.scene(programs);
        }
    }

    fn scene(&mut self, programs: &Programs) {
        let at = self.moment();
        let person = if self.dice.percent(85) { self.dice.below(self.people - 1) + 1 } else { 0 };
        match self.dice.below(24) {
            0..=11 => self.order(person, at),
            12 | 13 => self.purchase(person, at),
            14 => self.small(at, "trial_started", json!({"customer": PEOPLE[person]})),
            15 | 16 => {
                let mut body = json!({"customer": PEOPLE[person], "name": self.dice.one(&CUSTOM)});
                if self.dice.percent(70) {
                    body["amount_base"] = self.money(1, 9000);
                }
                self.small(at, "custom", body);
            }
            17 => {
                let role = *self.dice.one(&["member", "pro", "vip"]);
                self.small(at, "role_upgraded", json!({"customer": PEOPLE[person], "role": role}));
            }
            18 => {
                let other = self.dice.below(self.people);
                if other != person {
                    self.small(at, "partner_onboarded", json!({"partner": PEOPLE[person], "customer": PEOPLE[other]}));
                }
            }
            19 => {
                let mut body = json!({"customer": PEOPLE[person]});
                self.come_by(&mut body, at);
                self.small(at, "interaction", body);
            }
            20 => {
                let mut body = json!({"customer": PEOPLE[person]});
                body["email_verified"] = self.dice.percent(80).into();
                body["phone_verified"] = self.dice.percent(80).into();
                if self.dice.percent(30) {
                    body["groups"] = json!(["staff"]);
                }
                if self.dice.percent(20) {
                    self.come_by(&mut body, at);
                }
                self.small(at, "customer_updated", body);
            }
            21 if self.dice.percent(30) => {
                self.tell(at, &format!("customer/{}/deleted", PEOPLE[person]), "customer_deleted", json!({"customer": PEOPLE[person]}))
            }
            21 if self.dice.percent(30) => self.tell(at, &format!("code/{}/disabled", code(person)), "code_disabled", json!({"code": code(person)})),
            22 if self.dice.percent(50) => self.list(at, person),
            23 if self.dice.percent(50) => self.rest(programs, at),
            _ => self.small(at, "time_passed", json!({})),
        }
    }

    fn rest(&mut self, programs: &Programs, at: i64) {
        let program = programs.versions().first().unwrap();
        let id = ["spring", "summer", "12"].into_iter().find(|id| vouchsafe_domain::program::arbitrary::key(id) == program.id.0);
        let Some(id) = id else { return };
        let kind = *self.dice.one(&["program_paused", "program_paused", "program_ended"]);
        self.small(at, kind, json!({"program": id}));
        if self.dice.percent(60) {
            let later = self.later(at);
            let from = instant(later);
            self.small(later, "program_activated", json!({"program": id, "version": program.version, "from": from}));
        }
    }

    fn list(&mut self, at: i64, person: usize) {
        let (list, entry) = *self.dice.one(&[
            ("excluded_domains", "example.com"),
            ("denied_domains", "mail.example"),
            ("allowed_domains", "mailinator.com"),
            ("excluded_customers", PEOPLE[person]),
            ("excluded_channels", "eu"),
        ]);
        self.small(at, "list_changed", json!({"list": list, "entry": entry, "is_in": true}));
        if self.dice.percent(40) {
            let later = self.later(at);
            self.small(later, "list_changed", json!({"list": list, "entry": entry, "is_in": false}));
        }
    }

    fn arrive(&mut self, person: usize, at: i64) {
        if self.dice.percent(15) {
            let mut body = json!({"customer": PEOPLE[person]});
            self.come_by(&mut body, at - 60);
            self.small(at - 60, "interaction", body);
        }
        let mut body = json!({"customer": PEOPLE[person]});
        if self.dice.percent(90) {
            self.come_by(&mut body, at);
        }
        if self.dice.percent(80) {
            body["email"] = EMAILS[person].into();
        }
        if self.dice.percent(30) {
            body["email_verified"] = self.dice.percent(70).into();
            body["phone_verified"] = self.dice.percent(70).into();
        }
        if self.dice.percent(30) {
            body["phone"] = (*self.dice.one(&["+4930123456", "+4930123457", "+4930123458"])).into();
        }
        if self.dice.percent(40) {
            body["ip"] = (*self.dice.one(&IPS)).into();
        }
        if self.dice.percent(25) {
            body["device"] = format!("d{}", self.dice.below(4)).into();
        }
        if self.dice.percent(15) {
            body["groups"] = json!([self.dice.one(&["VIP customers", "staff", "42"])]);
        }
        if self.dice.percent(15) {
            body["role"] = (*self.dice.one(&["member", "pro", "vip"])).into();
        }
        self.tell(at, &format!("customer/{}/registered", PEOPLE[person]), "customer_registered", body);
    }

    /// A code or a click, most often one that exists.
    fn come_by(&mut self, body: &mut Value, at: i64) {
        let owner = if self.dice.percent(70) { self.dice.below(2) } else { self.dice.below(self.people) };
        let code = if self.dice.percent(95) { code(owner) } else { "NOBODY".to_owned() };
        if self.dice.percent(85) {
            body["ref_code"] = code.into();
        } else {
            self.named += 1;
            let click = format!("k{}", self.named);
            self.tell(at - 1, &format!("click-{click}"), "link_clicked", json!({"code": code, "click": click}));
            body["click"] = click.into();
        }
    }

    fn order(&mut self, person: usize, at: i64) {
        self.orders += 1;
        let id = format!("o{}", self.orders);
        let is_guest = self.dice.percent(10);
        let items = self.dice.between(1, 20_000);
        let mut body = self.body(&id, person, is_guest, items);
        if self.dice.percent(25) {
            self.come_by(&mut body, at);
        }
        let total = items + if body.get("shipping").is_some() { 490 } else { 0 } + if body.get("tax").is_some() { 190 } else { 0 };
        let cards = if self.dice.percent(12) { if self.dice.percent(50) { total } else { total / 2 } } else { 0 };
        if cards > 0 {
            body["gift_cards_used"] = self.cents(cards);
        }
        let mut payable = total - cards;
        let confirms_first = self.dice.percent(20);
        let mut now = at;
        if confirms_first {
            self.tell(now, &format!("order/{id}/confirmed"), "order_confirmed", body);
        } else {
            self.tell(now, &format!("order/{id}/placed"), "order_placed", body);
        }
        let (mut captured, mut refunded, mut confirmed) = (0, 0, confirms_first);
        for step in 0..self.dice.below(5) + 1 {
            now = self.later(now);
            match self.dice.below(10) {
                0..=2 if !confirmed => {
                    confirmed = true;
                    self.tell(now, &format!("order/{id}/confirmed"), "order_confirmed", json!({"order": id}));
                }
                0..=5 if payable > 0 => {
                    captured = if self.dice.percent(75) { payable } else { self.dice.between(1, payable.max(1) * 2) }.max(captured);
                    self.funds(now, &id, step, captured, refunded, 0);
                }
                6 | 7 if captured > 0 => {
                    refunded = *self.dice.one(&[captured, captured / 2, captured / 3, (captured - 1).max(0), refunded]);
                    let charged_back = if self.dice.percent(20) { captured - refunded } else { 0 };
                    self.funds(now, &id, step, captured, refunded, charged_back);
                }
                8 => {
                    let items = self.dice.between(1, 20_000);
                    let mut body = self.body(&id, person, is_guest, items);
                    body["payable"] = self.cents(items);
                    payable = items;
                    body.as_object_mut().unwrap().remove("shipping");
                    body.as_object_mut().unwrap().remove("tax");
                    let micros = now * 1_000_000;
                    self.tell(now, &format!("order/{id}/changed/{micros}"), "order_changed", body);
                }
                _ if self.dice.percent(50) => self.tell(now, &format!("order/{id}/cancelled"), "order_cancelled", json!({"order": id})),
                _ => self.small(now, "order_payment_failed", json!({"order": id})),
            }
        }
    }

    fn funds(&mut self, at: i64, id: &str, step: usize, captured: i64, refunded: i64, charged_back: i64) {
        let mut body = json!({"order": id, "captured_gross": self.cents(captured)});
        if refunded > 0 {
            body["refunded"] = self.cents(refunded);
        }
        if charged_back > 0 {
            body["charged_back"] = self.cents(charged_back);
        }
        if self.dice.percent(10) {
            let earlier = at - self.dice.between(0, 3) * 43_200;
            body["as_of"] = instant(earlier).into();
        }
        self.tell(at, &format!("order/{id}/money/{step}"), "order_money", body);
    }

    fn body(&mut self, id: &str, person: usize, is_guest: bool, items: i64) -> Value {
        let mut body = json!({"order": id, "items": self.cents(items)});
        if is_guest {
            body["email"] = format!("guest{}@example.com", person % 3).into();
        } else {
            body["customer"] = PEOPLE[person].into();
        }
        let mut maybe = |percent: usize, key: &str, values: &[&str]| {
            if self.dice.percent(percent) {
                body[key] = (*self.dice.one(values)).into();
            }
        };
        maybe(60, "channel", &["7", "eu", "us"]);
        maybe(60, "country", &["DE", "AT", "US"]);
        maybe(30, "ip", &IPS);
        maybe(20, "device", &["d0", "d1", "d2"]);
        maybe(20, "card", &["card-1", "card-2", "card-3"]);
        maybe(15, "card_digits", &["visa 1", "visa 2"]);
        maybe(20, "address", &["Hauptstraße 1", "Gasse 2", "Weg 3"]);
        if self.dice.percent(20) {
            body["shipping"] = self.cents(490);
        }
        if self.dice.percent(20) {
            body["tax"] = self.cents(190);
        }
        if self.dice.percent(4) {
            body["is_replacement"] = true.into();
        }
        if self.dice.percent(50) {
            let first = self.dice.between(0, items);
            let category = |dice: &mut Dice| *dice.one(&["books", "hats", "shoes", "clothing"]);
            let (one, other) = (category(self.dice), category(self.dice));
            body["lines"] = json!([{"category": one, "amount": self.cents(first)}, {"category": other, "amount": self.cents(items - first)}]);
        }
        body
    }

    fn purchase(&mut self, person: usize, at: i64) {
        self.orders += 1;
        let id = format!("p{}", self.orders);
        let (kind, verb) = *self.dice.one(&[("topup", "topup"), ("subscription_purchased", "subscribed"), ("subscription_renewed", "renewed")]);
        let minor = self.dice.between(1, 9000);
        let body = json!({"purchase": id, "customer": PEOPLE[person], "amount": self.cents(minor)});
        self.tell(at, &format!("purchase/{id}/{verb}"), kind, body);
        if self.dice.percent(35) {
            let later = self.later(at);
            let refunded = *self.dice.one(&[minor, minor / 2, minor / 3, minor + 1]);
            let body = json!({"purchase": id, "refunded": self.cents(refunded)});
            self.small(later, "purchase_refunded", body);
        }
    }

    fn small(&mut self, at: i64, kind: &str, body: Value) {
        self.named += 1;
        let id = format!("n{}", self.named);
        self.tell(at, &id, kind, body);
    }

    fn tell(&mut self, at: i64, id: &str, kind: &str, body: Value) {
        let mut line = json!({"id": id, "type": kind, "at": instant(at)});
        line.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
        self.lines.push(line.to_string());
        if self.dice.percent(2) {
            self.lines.push(line.to_string());
        }
    }

    fn money(&mut self, least: i64, most: i64) -> Value {
        let minor = self.dice.between(least, most);
        self.cents(minor)
    }

    fn cents(&self, minor: i64) -> Value {
        let currency = vouchsafe_domain::money::Currency::parse(self.currency).unwrap();
        json!({"amount": vouchsafe_domain::money::Money::new(minor, currency).amount_text(), "currency": self.currency})
    }

    fn moment(&mut self) -> i64 {
        let day = self.dice.between(0, 60);
        START + day * 86_400 + if self.dice.percent(40) { 0 } else { self.dice.between(0, 86_399) }
    }

    /// The same instant, a moment later, days later, or a second around a deadline.
    fn later(&mut self, at: i64) -> i64 {
        let days = *self.dice.one(&self.days);
        match self.dice.below(10) {
            0 | 1 => at,
            2 => at + 1,
            3 | 4 => at + self.dice.between(60, 86_400),
            5 | 6 => at + self.dice.between(1, 20) * 86_400,
            7 => at + days * 86_400,
            8 => at + days * 86_400 - 1,
            _ => at + days * 86_400 + 1,
        }
    }
}

fn code(person: usize) -> String {
    format!("C{}", PEOPLE[person].to_uppercase())
}

fn instant(seconds: i64) -> String {
    Timestamp::from_micros(seconds * 1_000_000).to_string()
}
