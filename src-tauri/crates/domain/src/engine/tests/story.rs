//! Short stories for examples: events in a few words, and the report of what they came to.

use crate::event_file::parse_line;
use crate::name::NameTable;
use crate::program::{Program, Programs, file};
use crate::replay::{Options, Report, RewardLine, replay, report};
use crate::time::{Span, Timestamp};

/// An instant so many days into the story.
pub(super) fn day(days: u32) -> Timestamp {
    Timestamp::parse("2026-01-01T00:00:00Z").unwrap().plus(Span::days(days))
}

/// A moment before, at, and after an instant.
pub(super) fn around(at: Timestamp) -> [Timestamp; 3] {
    [-1, 0, 1].map(|by| Timestamp::from_micros(at.micros() + by))
}

/// A program with one rule that gives the advocate 10.00 EUR by gift card and the friend 10 % by wallet, and nothing else unless said.
pub(super) fn program(policy: &str, rule: &str) -> String {
    let value = r#"value = { fixed = { EUR = "10.00", JPY = "1000", KWD = "3.000" } }"#;
    let share = r#"value = { percent = "10", of = "items", cap = { EUR = "20.00" } }"#;
    format!(
        "id = \"p\"\nname = \"P\"\nmode = \"auto\"\n[attribution]\n{policy}\n[[rule]]\nid = \"r\"\n{rule}\n\
         [[rule.grant]]\nto = \"advocate\"\nreward = {{ rail = \"gift_card\" }}\n{value}\n\
         [[rule.grant]]\nto = \"friend\"\nreward = {{ rail = \"wallet\" }}\n{share}\n"
    )
}

pub(super) const ON_CONFIRMED: &str = "on = [\"order_confirmed\"]";
pub(super) const ON_CAPTURE: &str = "on = [\"order_confirmed\"]\nsettlement = \"captured\"\nhold_days = 14\nrefund_window_days = 30";

#[derive(Clone)]
pub(super) struct Story {
    lines: Vec<String>,
    currency: &'static str,
}

impl Story {
    /// Anna has the code ANNA, and bob came with it on day 1.
    pub(super) fn of_anna_and_bob() -> Self {
        Self::new().registered(day(0), "anna", None).code(day(0), "anna").registered(day(1), "bob", Some("ANNA"))
    }

    pub(super) fn new() -> Self {
        Self { lines: Vec::new(), currency: "EUR" }
    }

    pub(super) fn in_currency(self, currency: &'static str) -> Self {
        Self { currency, ..self }
    }

    pub(super) fn event(mut self, at: Timestamp, kind: &str, fields: &str) -> Self {
        let comma = if fields.is_empty() { "" } else { "," };
        self.lines.push(format!(r#"{{"id":"e{}","type":"{kind}","at":"{at}"{comma}{fields}}}"#, self.lines.len()));
        self
    }

    /// What is learned only later.
    pub(super) fn seen(mut self, at: Timestamp, seen_at: Timestamp, kind: &str, fields: &str) -> Self {
        self.lines.push(format!(r#"{{"id":"e{}","type":"{kind}","at":"{at}","seen_at":"{seen_at}",{fields}}}"#, self.lines.len()));
        self
    }

    /// The order is edited to other items.
    pub(super) fn edited(self, at: Timestamp, order: &str, who: &str, items: &str) -> Self {
        let money = format!(r#"{{"amount":"{items}","currency":"{}"}}"#, self.currency);
        self.event(at, "order_changed", &format!(r#""order":"{order}","email":"{who}@example.com","items":{money}"#))
    }

    pub(super) fn registered(self, at: Timestamp, who: &str, code: Option<&str>) -> Self {
        let code = code.map(|code| format!(r#","ref_code":"{code}""#)).unwrap_or_default();
        self.event(at, "customer_registered", &format!(r#""customer":"{who}","email":"{who}@example.com"{code}"#))
    }

    /// A code that is called like its owner.
    pub(super) fn code(self, at: Timestamp, who: &str) -> Self {
        self.event(at, "code_issued", &format!(r#""code":"{}","customer":"{who}""#, who.to_uppercase()))
    }

    pub(super) fn contact(self, at: Timestamp, who: &str, code: &str) -> Self {
        self.event(at, "interaction", &format!(r#""customer":"{who}","ref_code":"{code}""#))
    }

    /// An order that is confirmed as soon as it is placed.
    pub(super) fn order(self, at: Timestamp, order: &str, who: &str, items: &str) -> Self {
        self.order_with(at, order, who, items, "")
    }

    pub(super) fn order_with(self, at: Timestamp, order: &str, who: &str, items: &str, rest: &str) -> Self {
        let money = format!(r#"{{"amount":"{items}","currency":"{}"}}"#, self.currency);
        self.event(at, "order_confirmed", &format!(r#""order":"{order}","email":"{who}@example.com","items":{money}{rest}"#))
    }

    pub(super) fn money(self, at: Timestamp, order: &str, captured: &str, refunded: &str) -> Self {
        let money = |amount: &str| format!(r#"{{"amount":"{amount}","currency":"{}"}}"#, self.currency);
        let fields = format!(r#""order":"{order}","captured_gross":{},"refunded":{}"#, money(captured), money(refunded));
        self.event(at, "order_money", &fields)
    }

    pub(super) fn time(self, at: Timestamp) -> Self {
        self.event(at, "time_passed", "")
    }

    /// The lines of its event file.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(String::as_str)
    }

    pub(super) fn told(self, program: &str) -> Told {
        self.told_with(program, |_, _| {})
    }

    /// What it comes to by a program that is changed first.
    pub(super) fn told_with(self, program: &str, change: impl FnOnce(&mut Program, &mut NameTable)) -> Told {
        let mut names = NameTable::default();
        let mut file = file::parse(program, &mut names).unwrap();
        change(&mut file.program, &mut names);
        let programs = Programs::new(file.policy.unwrap_or_default(), vec![file.program]);
        let events = self.lines.iter().map(|line| parse_line(line, &mut names).unwrap_or_else(|fault| panic!("{fault}: {line}"))).collect();
        let replayed = replay(&programs, events, Options::default(), &mut names);
        Told(report(&replayed, &names))
    }
}

pub(super) struct Told(pub(super) Report);

impl Told {
    fn reward(&self, role: &str) -> Option<&RewardLine> {
        self.0.rewards.iter().find(|reward| reward.key.ends_with(role))
    }

    /// State, amount and reason of the first reward of a side.
    pub(super) fn of(&self, role: &str) -> String {
        self.reward(role).map_or("none".to_owned(), |reward| format!("{} {} {}", reward.state, reward.amount.amount, reward.reason.unwrap_or("-")))
    }

    /// What would stand of the first reward of a side if a person agreed.
    pub(super) fn proposed(&self, role: &str) -> Option<&str> {
        Some(self.reward(role)?.proposed.as_ref()?.amount.as_str())
    }

    /// Instant and name of each step of the first reward of a side.
    pub(super) fn steps(&self, role: &str) -> Vec<String> {
        let of_it = self.0.steps.iter().filter(|step| step.reward.ends_with(role));
        of_it.map(|step| format!("{} {}", &step.at[..10], step.step)).collect()
    }

    /// Every decision: key and reason, or amount.
    pub(super) fn decisions(&self) -> Vec<String> {
        let came_to = |decision: &crate::replay::DecisionLine| {
            let amount = decision.amount.as_ref().map(|amount| amount.amount.clone());
            format!("{} {}", decision.key, amount.as_deref().or(decision.reason).unwrap())
        };
        self.0.decisions.iter().map(came_to).collect()
    }

    pub(super) fn bonds(&self) -> Vec<String> {
        self.0.referrals.iter().map(|bond| format!("{} by {}", bond.friend, bond.advocate)).collect()
    }

    pub(super) fn refused(&self) -> Vec<&'static str> {
        self.0.refused.iter().map(|refused| refused.reason).collect()
    }
}
