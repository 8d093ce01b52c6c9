//! Reads times in which more is given.

use super::door::{bounded, bounded_list, bounded_tables, instant};
use super::place::{Place, Result};
use super::{Door, MAX_LIST};
use crate::money::{Percent, minor_text, parse_minor};
use crate::name::{ChannelKey, Names, RuleKey};
use crate::program::dto::BoostDto;
use crate::program::{Boost, Rule};

pub(super) fn boosts<N: Names>(place: &Place<'_>, dtos: &[BoostDto], rules: &[Rule], door: &mut Door<'_, N>) -> Result<Vec<Boost>> {
    bounded_tables(place, "boosts", dtos.iter().map(|dto| dto.id.as_str()))?;
    dtos.iter().enumerate().map(|(i, dto)| boost(place, i, dto, rules, door)).collect()
}

fn boost<N: Names>(list: &Place<'_>, index: usize, dto: &BoostDto, rules: &[Rule], door: &mut Door<'_, N>) -> Result<Boost> {
    let id = door.id(&list.entry(index, None).key("id"), &dto.id)?;
    let place = list.entry(index, Some(&dto.id));
    let (from, until) = (instant(&place.key("from"), &dto.from)?, instant(&place.key("until"), &dto.until)?);
    if until <= from {
        return Err(place.key("until").fault("the boost ends before it starts"));
    }
    let at = place.key("rules");
    bounded_list(&at, &dto.rules, MAX_LIST)?;
    let rule = |(i, text): (usize, &String)| {
        let rule = RuleKey(door.id(&at.entry(i, None), text)?);
        let is_there = rules.iter().any(|known| known.id == rule);
        if is_there { Ok(rule) } else { Err(at.entry(i, None).fault(format!("there is no rule “{}”; name one of this file", bounded(text)))) }
    };
    let rules = dto.rules.iter().enumerate().map(rule).collect::<Result<_>>()?;
    let channels = door.names(&place.key("channels"), &dto.channels, MAX_LIST)?;
    Ok(Boost { id, from, until, factor: factor(&place.key("factor"), &dto.factor)?, rules, channels: channels.into_iter().map(ChannelKey).collect() })
}

/// A factor above 0 and up to 10, with up to four digits after the point, as a percentage: 2 is 200 percent.
fn factor(place: &Place<'_>, text: &str) -> Result<Percent> {
    let refused =
        || place.fault(format!("“{}” is no factor; write a number above 0 and up to 10 with at most four digits after the point", bounded(text)));
    let parts = parse_minor(text, 4).ok().filter(|parts| (1..=100_000).contains(parts)).ok_or_else(refused)?;
    Percent::parse(&minor_text(parts, 2)).map_err(|_| refused())
}
