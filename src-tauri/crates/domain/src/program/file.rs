//! Program files: TOML on the outside, parsed at the door into [`Program`]s that judge nothing impossible.

use super::dto::{
    BaseDto, BindAtDto, ExistingDto, GrantDto, MinimumDto, ModeDto, OccurrenceDto, PartialRefundDto, PolicyDto, ProgramDto, RoleDto, RuleDto,
    SettlementDto, TouchDto,
};
use super::{Base, BindAt, Grant, Minimum, Mode, Occurrence, PartialRefund, PerCurrency, Policy, Program, Rule, Touch, Trigger, Value};
use crate::money::{BadAmount, Currency, Money, Percent, UnknownCurrency};
use crate::name::{ChannelKey, Names, ProgramKey, RuleKey};
use crate::reward::{Rail, Role};
use crate::time::{Span, Timestamp};
use std::collections::BTreeMap;

/// The longest file that is read, in bytes.
pub const MAX_FILE: usize = 1_000_000;
/// The most days that a hold, a window or a wait can take: a hundred years.
const MAX_DAYS: u32 = 36_525;

/// A program with the policy that its file carries, if it carries one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramFile {
    /// The program.
    pub program: Program,
    /// Its attribution policy.
    pub policy: Option<Policy>,
    /// From when it holds, if the file says so itself.
    pub from: Option<Timestamp>,
}

/// What is wrong with a program file, in one sentence that says where and what would do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProgramFault {
    /// More than [`MAX_FILE`] bytes.
    #[error("the file is larger than 1 MB")]
    TooLarge,
    /// No TOML, an unknown key, a missing key or a value of the wrong kind.
    #[error("line {line}: {what}")]
    Shape {
        /// The line, from 1.
        line: usize,
        /// What was found and what would do.
        what: String,
    },
    /// A value that is well-formed and makes no sense.
    #[error("{place}: {what}")]
    Value {
        /// The key, such as `rule first-order, hold_days`.
        place: String,
        /// What was found and what would do.
        what: String,
    },
}

impl ProgramFault {
    fn value(place: impl Into<String>, what: impl ToString) -> Self {
        Self::Value { place: place.into(), what: what.to_string() }
    }

    /// The line of the fault, where it has one.
    #[must_use]
    pub const fn line(&self) -> Option<usize> {
        if let Self::Shape { line, .. } = self { Some(*line) } else { None }
    }
}

/// Reads a program file.
///
/// # Errors
/// The first [`ProgramFault`] that is found; nothing of a faulty file is used.
pub fn parse(text: &str, names: &mut impl Names) -> Result<ProgramFile, ProgramFault> {
    if text.len() > MAX_FILE {
        return Err(ProgramFault::TooLarge);
    }
    let dto: ProgramDto = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| text.get(..span.start).map_or(1, |before| before.matches('\n').count() + 1));
        ProgramFault::Shape { line, what: error.message().trim().replace('\n', "; ") }
    })?;
    let policy = dto.attribution.as_ref().map(policy).transpose()?;
    let from = dto.from.as_ref().map(|from| instant("from", from)).transpose()?;
    Ok(ProgramFile { program: program(dto, names)?, policy, from })
}

fn policy(dto: &PolicyDto) -> Result<Policy, ProgramFault> {
    let window = dto.earning_window_days.map(|days| in_days("attribution, earning_window_days", days, 1)).transpose()?;
    Ok(Policy {
        touch: match dto.touch {
            TouchDto::First => Touch::First,
            TouchDto::Last => Touch::Last,
        },
        bind_at: match dto.bind_at {
            BindAtDto::Interaction => BindAt::Interaction,
            BindAtDto::Registration => BindAt::Registration,
            BindAtDto::Order => BindAt::Order,
        },
        existing_customers: matches!(dto.existing_customers, ExistingDto::Allow),
        earning_window: window.map(Span::days),
    })
}

fn program(dto: ProgramDto, names: &mut impl Names) -> Result<Program, ProgramFault> {
    let from = dto.from.as_ref().map_or(Ok(Timestamp::EPOCH), |from| instant("from", from))?;
    let until = dto.until.as_ref().map(|until| instant("until", until)).transpose()?;
    if until.is_some_and(|until| until <= from) {
        return Err(ProgramFault::value("until", "the program ends before it starts"));
    }
    if dto.version == 0 {
        return Err(ProgramFault::value("version", "versions count from 1"));
    }
    let time_zone = dto
        .time_zone
        .parse()
        .map_err(|_| ProgramFault::value("time_zone", format!("“{}” is no time zone; write one like Europe/Berlin", dto.time_zone)))?;
    let mode = match dto.mode {
        ModeDto::Manual => Mode::Manual,
        ModeDto::Auto => Mode::Auto,
        ModeDto::Limited { percent } if percent <= 100 => Mode::Limited { percent },
        ModeDto::Limited { .. } => return Err(ProgramFault::value("mode, limited, percent", "write a number from 0 to 100")),
    };
    let rules = dto.rule.iter().map(|dto| rule(dto, names)).collect::<Result<Vec<_>, _>>()?;
    for (i, rule) in dto.rule.iter().enumerate() {
        if dto.rule[..i].iter().any(|other| other.id == rule.id) {
            return Err(ProgramFault::value(format!("rule {}", rule.id), "two rules have this id"));
        }
    }
    if rules.is_empty() {
        return Err(ProgramFault::value("rule", "a program needs at least one [[rule]]"));
    }
    Ok(Program {
        id: ProgramKey(names.key(identifier("id", &dto.id)?)),
        name: if dto.name.trim().is_empty() || dto.name.chars().count() > 200 {
            return Err(ProgramFault::value("name", "write 1 to 200 characters"));
        } else {
            dto.name.trim().to_owned()
        },
        version: dto.version,
        from,
        until,
        time_zone,
        mode,
        rules,
    })
}

fn rule(dto: &RuleDto, names: &mut impl Names) -> Result<Rule, ProgramFault> {
    let id = identifier("rule, id", &dto.id)?;
    let place = |key: &str| format!("rule {id}, {key}");
    let on = trigger(&place("on"), &dto.on)?;
    let refund_window_days = dto.refund_window_days.unwrap_or(dto.hold_days);
    if refund_window_days < dto.hold_days {
        return Err(ProgramFault::value(place("refund_window_days"), format!("must be at least hold_days, which is {}", dto.hold_days)));
    }
    let about_orders = [
        ("settlement", matches!(dto.settlement, SettlementDto::Captured)),
        ("minimum", dto.minimum.is_some()),
        ("channels", !dto.channels.is_empty()),
    ];
    if on == Trigger::Registered
        && let Some((key, _)) = about_orders.into_iter().find(|(_, is_set)| *is_set)
    {
        return Err(ProgramFault::value(place(key), "a registration has no order, so this cannot be judged"));
    }
    let occurrence = match dto.occurrence {
        OccurrenceDto::First => Occurrence::First,
        OccurrenceDto::Every => Occurrence::Every,
        OccurrenceDto::FirstN(0) | OccurrenceDto::WithinMonths(0) => {
            return Err(ProgramFault::value(place("occurrence"), "write a number from 1 on"));
        }
        OccurrenceDto::FirstN(n) => Occurrence::FirstN(n),
        OccurrenceDto::WithinMonths(n) => Occurrence::WithinMonths(n),
    };
    if dto.grant.is_empty() {
        return Err(ProgramFault::value(place("grant"), "a rule needs at least one [[rule.grant]]"));
    }
    let mut grants: Vec<Grant> = Vec::with_capacity(dto.grant.len());
    for dto in &dto.grant {
        let grant = grant(dto, on, &place)?;
        if grants.iter().any(|other| other.to == grant.to) {
            return Err(ProgramFault::value(place("grant"), format!("two grants go to the {}", grant.to.name())));
        }
        grants.push(grant);
    }
    Ok(Rule {
        id: RuleKey(names.key(id)),
        on,
        waits_for_capture: matches!(dto.settlement, SettlementDto::Captured),
        occurrence,
        minimum: dto.minimum.as_ref().map(|minimum| self::minimum(&place("minimum"), minimum)).transpose()?,
        channels: dto.channels.iter().map(|slug| ChannelKey(names.key(slug))).collect(),
        limit_per_friend: dto.limits.per_friend,
        hold_days: in_days(&place("hold_days"), dto.hold_days, 0)?,
        refund_window_days: in_days(&place("refund_window_days"), refund_window_days, 0)?,
        on_partial_refund: match dto.on_partial_refund {
            PartialRefundDto::Ignore => PartialRefund::Ignore,
            PartialRefundDto::Proportional => PartialRefund::Proportional,
            PartialRefundDto::Full => PartialRefund::Full,
        },
        wait_days: in_days(&place("wait_days"), dto.wait_days, 1)?,
        grants,
    })
}

fn trigger(place: &str, on: &[String]) -> Result<Trigger, ProgramFault> {
    let known = Trigger::ALL.map(Trigger::name).join(", ");
    match on {
        [name] => Trigger::ALL
            .into_iter()
            .find(|trigger| trigger.name() == name)
            .ok_or_else(|| ProgramFault::value(place, format!("“{}” is no event that a rule answers to; write one of {known}", bounded(name)))),
        _ => Err(ProgramFault::value(place, format!("write exactly one of {known}"))),
    }
}

fn grant(dto: &GrantDto, on: Trigger, place: &impl Fn(&str) -> String) -> Result<Grant, ProgramFault> {
    let rail = Rail::parse(&dto.reward.rail).ok_or_else(|| {
        let known = Rail::ALL.map(Rail::name).join(", ");
        ProgramFault::value(place("grant, reward, rail"), format!("“{}” is no rail; write one of {known}", bounded(&dto.reward.rail)))
    })?;
    let at = place("grant, value");
    let value = match (&dto.value.fixed, &dto.value.percent) {
        (Some(amounts), None) if dto.value.of.is_none() && dto.value.cap.is_none() => Value::Fixed(some_amounts(&at, amounts)?),
        (None, Some(_)) if on == Trigger::Registered => return Err(ProgramFault::value(at, "a registration has no amount to take a share of")),
        (None, Some(percent)) => Value::Percent {
            percent: Percent::parse(percent).map_err(|fault| ProgramFault::value(&at, fault))?,
            of: base(dto.value.of.ok_or_else(|| ProgramFault::value(&at, "a percentage needs `of`: items, items_with_tax or order_total"))?),
            cap: dto.value.cap.as_ref().map_or_else(|| Ok(PerCurrency::default()), |cap| some_amounts(&at, cap))?,
        },
        _ => return Err(ProgramFault::value(at, "write either { fixed = { EUR = \"10.00\" } } or { percent = \"10\", of = \"items\" }")),
    };
    let to = match dto.to {
        RoleDto::Friend => Role::Friend,
        RoleDto::Advocate => Role::Advocate,
    };
    Ok(Grant { to, rail, value })
}

fn minimum(place: &str, dto: &MinimumDto) -> Result<Minimum, ProgramFault> {
    Ok(Minimum { of: base(dto.of), amounts: some_amounts(place, &dto.amounts)? })
}

const fn base(dto: BaseDto) -> Base {
    match dto {
        BaseDto::Items => Base::Items,
        BaseDto::ItemsWithTax => Base::ItemsWithTax,
        BaseDto::OrderTotal => Base::OrderTotal,
    }
}

/// At least one positive amount, each of a known currency and as exact as it.
fn some_amounts(place: &str, amounts: &BTreeMap<String, String>) -> Result<PerCurrency, ProgramFault> {
    let read = |(code, amount): (&String, &String)| -> Result<Money, ProgramFault> {
        let currency = Currency::parse(code).map_err(|fault: UnknownCurrency| ProgramFault::value(place, fault))?;
        let money = Money::parse(amount, currency).map_err(|fault: BadAmount| ProgramFault::value(place, fault))?;
        if money.minor > 0 { Ok(money) } else { Err(ProgramFault::value(place, format!("{code}: write an amount above zero"))) }
    };
    let amounts = amounts.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    if amounts.is_empty() { Err(ProgramFault::value(place, "name at least one currency, such as EUR = \"10.00\"")) } else { Ok(PerCurrency(amounts)) }
}

/// An id that can stand in a reward's key and on a command line.
fn identifier<'a>(place: &str, id: &'a str) -> Result<&'a str, ProgramFault> {
    let admitted = !id.is_empty() && id.len() <= 64 && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_');
    if admitted {
        Ok(id)
    } else {
        Err(ProgramFault::value(place, format!("“{}” is no id; write up to 64 small letters, digits, - and _", bounded(id))))
    }
}

fn in_days(place: &str, days: u32, least: u32) -> Result<u32, ProgramFault> {
    if (least..=MAX_DAYS).contains(&days) {
        Ok(days)
    } else {
        Err(ProgramFault::value(place, format!("write a number of days from {least} to {MAX_DAYS}")))
    }
}

fn instant(place: &str, at: &toml::value::Datetime) -> Result<Timestamp, ProgramFault> {
    Timestamp::parse(&at.to_string()).map_err(|_| ProgramFault::value(place, "write an instant with its offset, such as 2026-03-01T00:00:00Z"))
}

fn bounded(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::NameTable;

    const PROGRAM: &str = r#"
id = "shop-gift-card"
name = "Shop gift card"
from = 2026-01-01T00:00:00Z
time_zone = "Europe/Berlin"
mode = { limited = { percent = 10 } }
[attribution]
touch = "last"
bind_at = "order"
existing_customers = "allow"
earning_window_days = 365
[[rule]]
id = "first-order"
on = ["order_confirmed"]
settlement = "captured"
minimum = { of = "items", EUR = "50.00", JPY = "7000" }
hold_days = 14
refund_window_days = 30
limits = { per_friend = 1 }
[[rule.grant]]
to = "advocate"
reward = { rail = "gift_card" }
value = { fixed = { EUR = "10.00", JPY = "1500" } }
[[rule.grant]]
to = "friend"
reward = { rail = "wallet" }
value = { percent = "12.5", of = "items", cap = { EUR = "20.00" } }
"#;

    #[test]
    fn a_whole_program_is_read() {
        let file = parse(PROGRAM, &mut NameTable::default()).unwrap();
        insta::assert_debug_snapshot!(file);
    }

    #[test]
    fn each_fault_gets_one_sentence_with_its_place() {
        let check = |from: &str, to: &str, want: &str| {
            assert!(PROGRAM.contains(from), "{from}");
            let fault = parse(&PROGRAM.replacen(from, to, 1), &mut NameTable::default()).unwrap_err();
            assert_eq!(fault.to_string(), want);
        };
        check(
            "hold_days",
            "hold_day",
            "line 17: unknown field `hold_day`, expected one of `id`, `on`, `settlement`, `occurrence`, `minimum`, `channels`, `limits`, `hold_days`, `refund_window_days`, `on_partial_refund`, `wait_days`, `grant`",
        );
        check("touch = \"last\"", "touch = \"best\"", "line 8: unknown variant `best`, expected `first` or `last`");
        check("id = \"shop-gift-card\"", "id = \"Shop\"", "id: “Shop” is no id; write up to 64 small letters, digits, - and _");
        check("Europe/Berlin", "Europe/Bonn", "time_zone: “Europe/Bonn” is no time zone; write one like Europe/Berlin");
        check("percent = 10", "percent = 101", "mode, limited, percent: write a number from 0 to 100");
        check(
            "[\"order_confirmed\"]",
            "[\"order_confirm\"]",
            "rule first-order, on: “order_confirm” is no event that a rule answers to; write one of customer_registered, order_confirmed, order_captured",
        );
        check("EUR = \"50.00\"", "XQQ = \"50.00\"", "rule first-order, minimum: “XQQ” is not a currency of ISO 4217");
        check("JPY = \"1500\"", "JPY = \"1500.5\"", "rule first-order, grant, value: “1500.5” has more digits after the point than its currency");
        check("EUR = \"10.00\"", "EUR = \"0.00\"", "rule first-order, grant, value: EUR: write an amount above zero");
        check("refund_window_days = 30", "refund_window_days = 3", "rule first-order, refund_window_days: must be at least hold_days, which is 14");
        check(", of = \"items\", cap", ", cap", "rule first-order, grant, value: a percentage needs `of`: items, items_with_tax or order_total");
        check("to = \"friend\"", "to = \"advocate\"", "rule first-order, grant: two grants go to the advocate");
        check(
            "gift_card\" }",
            "cash\" }",
            "rule first-order, grant, reward, rail: “cash” is no rail; write one of gift_card, voucher, wallet, points, token, entitlement, manual",
        );
        check("from = 2026-01-01T00:00:00Z", "from = 2026-01-01T00:00:00Z\nuntil = 2025-01-01T00:00:00Z", "until: the program ends before it starts");
        check("from = 2026-01-01T00:00:00Z", "from = 2026-01-01", "from: write an instant with its offset, such as 2026-03-01T00:00:00Z");
        check(
            "[\"order_confirmed\"]",
            "[\"customer_registered\"]",
            "rule first-order, settlement: a registration has no order, so this cannot be judged",
        );
    }
}
