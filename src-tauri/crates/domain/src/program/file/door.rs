//! The door of a program file: texts, lists, numbers and amounts, each bounded and named in its refusal.

use super::place::{Place, Result};
use super::{MAX_COUNT, MAX_DAYS, MAX_LIST, MAX_MINOR};
use crate::money::{BadAmount, Currency, Money, parse_minor};
use crate::name::{Key, Names};
use crate::program::dto::AmountsDto;
use crate::program::{Experiment, PerCurrency, Policy};
use crate::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// 2101-01-01T00:00:00Z, the first instant that no event can have.
const TOO_FAR: Timestamp = Timestamp::from_micros(4_133_980_800_000_000);

/// What rules are read with: the names, and what the rest of the file has said.
pub(super) struct Door<'a, N> {
    pub(super) names: &'a mut N,
    /// The policy of the file, if it carries one.
    pub(super) policy: Option<&'a Policy>,
    /// The names of the levels, rising.
    pub(super) levels: Vec<Key>,
    pub(super) experiments: Vec<Experiment>,
}

impl<N: Names> Door<'_, N> {
    /// A name of the shop, as the shop writes it.
    pub(super) fn name(&mut self, place: &Place<'_>, text: &str) -> Result<Key> {
        let admitted = (1..=200).contains(&text.chars().count()) && text.trim() == text && !text.chars().any(char::is_control);
        if admitted { Ok(self.names.key(text)) } else { Err(place.fault("write 1 to 200 characters without blanks around them")) }
    }

    /// Names of the shop, each once.
    pub(super) fn names(&mut self, place: &Place<'_>, texts: &[String], most: usize) -> Result<Vec<Key>> {
        bounded_list(place, texts, most)?;
        texts.iter().enumerate().map(|(i, text)| self.name(&place.entry(i, None), text)).collect()
    }

    /// A role, which the policy of the file lists if it carries one.
    pub(super) fn role(&mut self, place: &Place<'_>, text: &str) -> Result<Key> {
        let role = self.name(place, text)?;
        match self.policy {
            Some(policy) if !policy.roles.contains(&role) => {
                Err(place
                    .fault(format!("“{}” is no role that [attribution] lists; add it there, such as roles = [\"member\", \"vip\"]", bounded(text))))
            }
            _ => Ok(role),
        }
    }

    pub(super) fn id(&mut self, place: &Place<'_>, id: &str) -> Result<Key> {
        identifier(place, id).map(|id| self.names.key(id))
    }
}

/// An id that can stand in a reward's key and on a command line.
pub(super) fn identifier<'a>(place: &Place<'_>, id: &'a str) -> Result<&'a str> {
    let admitted = !id.is_empty() && id.len() <= 64 && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_');
    if admitted { Ok(id) } else { Err(place.fault(format!("“{}” is no id; write up to 64 small letters, digits, - and _", bounded(id)))) }
}

/// A list within its bounds, each entry once.
pub(super) fn bounded_list<T: Ord>(place: &Place<'_>, list: &[T], most: usize) -> Result<()> {
    if list.len() > most {
        return Err(place.fault(format!("write at most {most} entries")));
    }
    let mut met = BTreeSet::new();
    match list.iter().position(|entry| !met.insert(entry)) {
        Some(twice) => Err(place.entry(twice, None).fault("the same entry stands here twice; write each once")),
        None => Ok(()),
    }
}

/// A list of tables within its bounds, each with an id of its own.
pub(super) fn bounded_tables<'a>(place: &Place<'_>, what: &str, ids: impl ExactSizeIterator<Item = &'a str>) -> Result<()> {
    if ids.len() > MAX_LIST {
        return Err(place.fault(format!("write at most {MAX_LIST} entries")));
    }
    let mut met = BTreeSet::new();
    for (i, id) in ids.enumerate() {
        if !met.insert(id) {
            return Err(place.entry(i, Some(&bounded(id))).fault(format!("two {what} have this name; give each its own")));
        }
    }
    Ok(())
}

/// A whole number within its bounds.
pub(super) fn number(place: &Place<'_>, number: u32, admitted: RangeInclusive<u32>) -> Result<u32> {
    if admitted.contains(&number) { Ok(number) } else { Err(place.fault(format!("write a number from {} to {}", admitted.start(), admitted.end()))) }
}

/// A count from 1 on.
pub(super) fn count(place: &Place<'_>, count: u32) -> Result<u32> {
    number(place, count, 1..=MAX_COUNT)
}

pub(super) fn days(place: &Place<'_>, days: u32, least: u32) -> Result<u32> {
    if (least..=MAX_DAYS).contains(&days) { Ok(days) } else { Err(place.fault(format!("write a number of days from {least} to {MAX_DAYS}"))) }
}

pub(super) fn instant(place: &Place<'_>, at: &toml::value::Datetime) -> Result<Timestamp> {
    let at = Timestamp::parse(&at.to_string()).map_err(|_| place.fault("write an instant with its offset, such as 2026-03-01T00:00:00Z"))?;
    if (Timestamp::EPOCH..TOO_FAR).contains(&at) { Ok(at) } else { Err(place.fault("write an instant from the years 1970 to 2100")) }
}

/// At least one positive amount, each of a known currency and as exact as it.
pub(super) fn amounts(place: &Place<'_>, dto: &AmountsDto) -> Result<PerCurrency> {
    let amounts = by_currency(place, dto.0.iter())?;
    if amounts.0.is_empty() { Err(place.fault("name at least one currency, such as EUR = \"10.00\"")) } else { Ok(amounts) }
}

/// Amounts out of a table that holds another key, too.
pub(super) fn amounts_beside(place: &Place<'_>, table: &BTreeMap<String, String>, other: &str) -> Result<PerCurrency> {
    let amounts = by_currency(place, table.iter().filter(|(key, _)| *key != other))?;
    if amounts.0.is_empty() { Err(place.fault("name at least one currency, such as EUR = \"10.00\"")) } else { Ok(amounts) }
}

fn by_currency<'a>(place: &Place<'_>, entries: impl Iterator<Item = (&'a String, &'a String)>) -> Result<PerCurrency> {
    let read = |(code, amount): (&String, &String)| -> Result<Money> {
        let currency = Currency::parse(code).map_err(|fault| place.fault(fault))?;
        let money = Money::parse(amount, currency).map_err(|fault| place.fault(fault))?;
        match money.minor {
            ..=0 => Err(place.fault(format!("{code}: write an amount above zero"))),
            1..=MAX_MINOR => Ok(money),
            _ => Err(place.fault(format!("{code}: write at most {}", Money::new(MAX_MINOR, currency).amount_text()))),
        }
    };
    entries.map(read).collect::<Result<_>>().map(PerCurrency)
}

/// A positive quantity of a unit, in its minor units.
pub(super) fn quantity(place: &Place<'_>, text: &str, exponent: u8) -> Result<i64> {
    let minor = parse_minor(text, exponent).map_err(|fault| match fault {
        BadAmount::TooPrecise(_) => {
            place.fault(format!("“{}” has more digits after the point than the reward’s exponent, {exponent}", bounded(text)))
        }
        fault => place.fault(fault),
    })?;
    match minor {
        ..=0 => Err(place.fault("write a quantity above zero")),
        1..=MAX_MINOR => Ok(minor),
        _ => Err(place.fault(format!("write at most {}", crate::money::minor_text(MAX_MINOR, exponent)))),
    }
}

pub(super) fn bounded(text: &str) -> String {
    text.chars().take(40).collect()
}
