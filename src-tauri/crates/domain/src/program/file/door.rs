//! The door of a program file: texts, lists, numbers and amounts, each bounded and named in its refusal.

use super::fault::FaultKind as Kind;
use super::place::{Place, Result, each};
use super::{MAX_COUNT, MAX_DAYS, MAX_LIST, MAX_MINOR};
use crate::money::{Asset, BadAmount, Currency, Money, parse_minor};
use crate::name::{ChannelKey, Key, Names};
use crate::program::dto::{ActionDto, AmountsDto, ProgramDto};
use crate::program::{PerCurrency, Policy};
use crate::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// 2101-01-01T00:00:00Z, the first instant that no event can have.
const TOO_FAR: Timestamp = Timestamp::from_micros(4_133_980_800_000_000);

/// What rules are read with: the names, and what the rest of the file says.
pub(super) struct Door<'a, N> {
    pub(super) names: &'a mut N,
    /// The policy of the file, if it carries one that can be read.
    pub(super) policy: Option<&'a Policy>,
    /// The whole file, for what refers to something else in it.
    pub(super) dto: &'a ProgramDto,
    /// The units that were met so far, each with its digits after the point.
    pub(super) units: BTreeMap<String, u8>,
}

impl<N: Names> Door<'_, N> {
    /// A role, which the policy of the file lists if it carries one.
    pub(super) fn role(&mut self, place: &Place<'_>, text: &str) -> Result<Key> {
        let role = name(self.names, place, text)?;
        match self.policy {
            Some(policy) if !policy.roles.contains(&role) => Err(place.fault_with(Kind::UnknownRole, [("text", bounded(text))])),
            _ => Ok(role),
        }
    }

    /// Names of the shop, each once.
    pub(super) fn names(&mut self, place: &Place<'_>, texts: &[String], most: usize) -> Result<Vec<Key>> {
        names(self.names, place, texts, most)
    }

    /// A name of the shop, as the shop writes it.
    pub(super) fn name(&mut self, place: &Place<'_>, text: &str) -> Result<Key> {
        name(self.names, place, text)
    }

    /// An asset that is no money: it is called like no currency, and has the same exponent wherever the file names it.
    pub(super) fn asset(&mut self, place: &Place<'_>, text: &str, exponent: u8) -> Result<Asset> {
        let key = self.name(place, text)?;
        if Currency::parse(text).is_ok() {
            return Err(place.fault_with(Kind::UnitCurrency, [("text", bounded(text))]));
        }
        let met = *self.units.entry(text.to_owned()).or_insert(exponent);
        if met != exponent {
            return Err(place.fault_with(Kind::UnitExponents, [("text", bounded(text)), ("exponent", met.to_string())]));
        }
        Ok(Asset::Units { name: key, exponent })
    }

    /// Sales channels that a rule or a boost asks for: none of them is one where nothing is given.
    pub(super) fn channels(&mut self, place: &Place<'_>, slugs: &[String]) -> Result<Vec<ChannelKey>> {
        let fraud = self.dto.fraud.as_ref();
        let blocks = fraud.is_some_and(|fraud| matches!(fraud.excluded_channel, None | Some(ActionDto::Block)));
        let excluded = fraud.filter(|_| blocks).map_or(&[][..], |fraud| &fraud.excluded_channels);
        let channels = self.names(place, slugs, MAX_LIST)?;
        each(slugs.iter().zip(channels).enumerate(), |(i, (slug, channel))| {
            if excluded.contains(slug) {
                return Err(place.entry(i, None).fault_with(Kind::ChannelExcluded, [("text", bounded(slug))]));
            }
            Ok(ChannelKey(channel))
        })
    }

    pub(super) fn id(&mut self, place: &Place<'_>, id: &str) -> Result<Key> {
        identifier(place, id).map(|id| self.names.key(id))
    }
}

fn name(names: &mut impl Names, place: &Place<'_>, text: &str) -> Result<Key> {
    let admitted = (1..=200).contains(&text.chars().count()) && text.trim() == text && !text.chars().any(char::is_control);
    if admitted { Ok(names.key(text)) } else { Err(place.fault(Kind::BadName)) }
}

/// Names of the shop, each once.
pub(super) fn names(names: &mut impl Names, place: &Place<'_>, texts: &[String], most: usize) -> Result<Vec<Key>> {
    bounded_list(place, texts, most)?;
    each(texts.iter().enumerate(), |(i, text)| name(names, &place.entry(i, None), text))
}

/// An id that can stand in a reward's key and on a command line.
pub(super) fn identifier<'a>(place: &Place<'_>, id: &'a str) -> Result<&'a str> {
    let admitted = !id.is_empty() && id.len() <= 64 && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_');
    if admitted { Ok(id) } else { Err(place.fault_with(Kind::BadId, [("text", bounded(id))])) }
}

/// A list within its bounds, each entry once.
pub(super) fn bounded_list<T: Ord>(place: &Place<'_>, list: &[T], most: usize) -> Result<()> {
    if list.len() > most {
        return Err(place.fault_with(Kind::ListTooLong, [("most", most.to_string())]));
    }
    let mut met = BTreeSet::new();
    match list.iter().position(|entry| !met.insert(entry)) {
        Some(twice) => Err(place.entry(twice, None).fault(Kind::EntryTwice)),
        None => Ok(()),
    }
}

/// A list of tables within its bounds, each with an id of its own.
pub(super) fn bounded_tables<'a>(place: &Place<'_>, ids: impl ExactSizeIterator<Item = &'a str>) -> Result<()> {
    if ids.len() > MAX_LIST {
        return Err(place.fault_with(Kind::ListTooLong, [("most", MAX_LIST.to_string())]));
    }
    let mut met = BTreeSet::new();
    let twice = |(i, id): (usize, &'a str)| {
        if met.insert(id) { Ok(()) } else { Err(place.entry(i, Some(&bounded(id))).fault(Kind::NameTwice)) }
    };
    each(ids.enumerate(), twice).map(drop)
}

/// A whole number within its bounds.
pub(super) fn number(place: &Place<'_>, number: u32, admitted: RangeInclusive<u32>) -> Result<u32> {
    let bounds = || [("least", admitted.start().to_string()), ("most", admitted.end().to_string())];
    if admitted.contains(&number) { Ok(number) } else { Err(place.fault_with(Kind::BadNumber, bounds())) }
}

/// A count from 1 on.
pub(super) fn count(place: &Place<'_>, count: u32) -> Result<u32> {
    number(place, count, 1..=MAX_COUNT)
}

pub(super) fn days(place: &Place<'_>, days: u32, least: u32) -> Result<u32> {
    let bounds = || [("least", least.to_string()), ("most", MAX_DAYS.to_string())];
    if (least..=MAX_DAYS).contains(&days) { Ok(days) } else { Err(place.fault_with(Kind::BadDays, bounds())) }
}

pub(super) fn instant(place: &Place<'_>, at: &toml::value::Datetime) -> Result<Timestamp> {
    let at = Timestamp::parse(&at.to_string()).map_err(|_| place.fault(Kind::InstantOffset))?;
    if (Timestamp::EPOCH..TOO_FAR).contains(&at) { Ok(at) } else { Err(place.fault(Kind::InstantYear)) }
}

/// At least one positive amount, each of a known currency and as exact as it.
pub(super) fn amounts(place: &Place<'_>, dto: &AmountsDto) -> Result<PerCurrency> {
    by_currency(place, dto.0.iter())
}

/// Amounts out of a table that holds another key, too.
pub(super) fn amounts_beside(place: &Place<'_>, table: &BTreeMap<String, String>, other: &str) -> Result<PerCurrency> {
    by_currency(place, table.iter().filter(|(key, _)| *key != other))
}

fn by_currency<'a>(place: &Place<'_>, entries: impl Iterator<Item = (&'a String, &'a String)>) -> Result<PerCurrency> {
    let amounts = each(entries, |(code, amount)| {
        let place = place.key(code);
        let currency = Currency::parse(code).map_err(|_| place.fault_with(Kind::BadCurrency, [("text", bounded(code))]))?;
        let money = Money::parse(amount, currency).map_err(|fault| bad_amount(&place, &fault))?;
        match money.minor {
            ..=0 => Err(place.fault(Kind::AmountZero)),
            1..=MAX_MINOR => Ok(money),
            _ => Err(place.fault_with(Kind::AmountMost, [("most", Money::new(MAX_MINOR, currency).amount_text())])),
        }
    })?;
    if amounts.is_empty() { Err(place.fault(Kind::NoCurrency)) } else { Ok(PerCurrency(amounts)) }
}

pub(super) fn bad_amount(place: &Place<'_>, fault: &BadAmount) -> Vec<super::place::Fault> {
    match fault {
        BadAmount::NotANumber(text) => place.fault_with(Kind::BadDecimal, [("text", text.clone())]),
        BadAmount::TooPrecise(text) => place.fault_with(Kind::TooPrecise, [("text", text.clone())]),
        BadAmount::TooLarge(text) => place.fault_with(Kind::TooMuch, [("text", text.clone())]),
    }
}

/// A positive quantity of a unit, in its minor units.
pub(super) fn quantity(place: &Place<'_>, text: &str, exponent: u8) -> Result<i64> {
    let minor = parse_minor(text, exponent).map_err(|fault| match fault {
        BadAmount::TooPrecise(text) => place.fault_with(Kind::UnitsPrecise, [("text", text), ("exponent", exponent.to_string())]),
        fault => bad_amount(place, &fault),
    })?;
    match minor {
        ..=0 => Err(place.fault(Kind::UnitsZero)),
        1..=MAX_MINOR => Ok(minor),
        _ => Err(place.fault_with(Kind::UnitsMost, [("most", crate::money::minor_text(MAX_MINOR, exponent))])),
    }
}

pub(super) fn bounded(text: &str) -> String {
    text.chars().take(40).collect()
}
