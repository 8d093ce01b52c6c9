//! Reads times in which more is given.

use super::door::{bounded, bounded_list, bounded_tables, instant};
use super::fault::FaultKind as Kind;
use super::place::{Place, Result, all, each};
use super::{Door, MAX_LIST};
use crate::money::{Percent, minor_text, parse_minor};
use crate::name::{Names, RuleKey};
use crate::program::Boost;
use crate::program::dto::BoostDto;
use crate::time::Timestamp;

/// When a program is in force.
#[derive(Clone, Copy)]
pub(super) struct Held {
    pub(super) from: Timestamp,
    pub(super) until: Option<Timestamp>,
}

/// Boosts of a program that is in force in this time, so far as that is known.
pub(super) fn boosts<N: Names>(place: &Place<'_>, dtos: &[BoostDto], held: Held, door: &mut Door<'_, N>) -> Result<Vec<Boost>> {
    bounded_tables(place, dtos.iter().map(|dto| dto.id.as_str()))?;
    each(dtos.iter().enumerate(), |(i, dto)| boost(place, i, dto, held, door))
}

fn boost<N: Names>(list: &Place<'_>, index: usize, dto: &BoostDto, held: Held, door: &mut Door<'_, N>) -> Result<Boost> {
    let place = list.entry(index, Some(&dto.id));
    all! {
        id = door.id(&list.entry(index, None).key("id"), &dto.id);
        from = instant(&place.key("from"), &dto.from);
        until = instant(&place.key("until"), &dto.until);
        factor = factor(&place.key("factor"), &dto.factor);
        rules = rules(&place.key("rules"), &dto.rules, door);
        channels = door.channels(&place.key("channels"), &dto.channels);
    }
    if until <= from {
        return Err(place.key("until").fault(Kind::BoostEnds));
    }
    if until <= held.from {
        return Err(place.key("until").fault(Kind::BoostBefore));
    }
    if held.until.is_some_and(|end| end <= from) {
        return Err(place.key("from").fault(Kind::BoostAfter));
    }
    Ok(Boost { id, from, until, factor, rules, channels })
}

/// Rules of this file.
fn rules<N: Names>(place: &Place<'_>, ids: &[String], door: &mut Door<'_, N>) -> Result<Vec<RuleKey>> {
    bounded_list(place, ids, MAX_LIST)?;
    each(ids.iter().enumerate(), |(i, id)| {
        let place = place.entry(i, None);
        let rule = RuleKey(door.id(&place, id)?);
        // Where there are no rules that is what is wrong.
        let is_there = door.dto.rule.is_empty() || door.dto.rule.iter().any(|known| known.id == *id);
        if is_there { Ok(rule) } else { Err(place.fault_with(Kind::UnknownRule, [("text", bounded(id))])) }
    })
}

/// A factor above 0 and up to 10, with up to four digits after the point, as a percentage: 2 is 200 percent.
fn factor(place: &Place<'_>, text: &str) -> Result<Percent> {
    let refused = || place.fault_with(Kind::BadFactor, [("text", bounded(text))]);
    let parts = parse_minor(text, 4).ok().filter(|parts| (1..=100_000).contains(parts)).ok_or_else(refused)?;
    Percent::parse(&minor_text(parts, 2)).map_err(|_| refused())
}
