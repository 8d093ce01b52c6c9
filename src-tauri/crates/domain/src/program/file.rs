//! Program files: TOML on the outside, parsed at the door into [`Program`]s that judge nothing impossible.

mod boost;
mod budget;
mod door;
mod experiment;
mod fault;
mod form;
mod grant;
mod level;
mod near;
mod place;
mod policy;
mod rule;
mod schema;
mod shape;
mod signals;
mod value;
mod voucher;
mod write;

#[cfg(test)]
mod tests;

pub use fault::{FaultKind, MOST_FAULTS, ProgramFault, ProgramFaults};
pub use form::{form, written};
pub use schema::schema;
pub use write::write;

use super::dto::{ModeDto, ProgramDto, UnitDto, WhenEndedDto, WhenPausedDto};
use super::{Fate, Mode, Policy, Program, Signals, Unit};
use crate::name::{Names, ProgramKey};
use crate::time::Timestamp;
use boost::Held;
use door::{Door, instant};
use fault::FaultKind as Kind;
use place::{Place, Result, all, line_of};
use serde::Deserialize as _;
use shape::Shape;
use std::collections::BTreeMap;
use toml::de::DeTable;

/// The longest file that is read, in bytes.
pub const MAX_FILE: usize = 1_000_000;
/// The most days that a hold, a window or a wait can take: a hundred years.
pub(super) const MAX_DAYS: u32 = 36_525;
/// The same in hours.
pub(super) const MAX_HOURS: u32 = MAX_DAYS * 24;
/// The same in months.
pub(super) const MAX_MONTHS: u32 = 1_200;
/// The most of what is counted, and the largest weight.
pub(super) const MAX_COUNT: u32 = 1_000_000;
/// The highest score.
pub(super) const MAX_SCORE: u16 = 1_000;
/// The largest amount, in minor units.
pub(super) const MAX_MINOR: i64 = 1_000_000_000_000_000;
/// The most entries of a list.
pub(super) const MAX_LIST: usize = 100;
/// The most entries of a list of categories, domains, customers or IP addresses.
pub(super) const MAX_LONG_LIST: usize = 10_000;

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

/// Reads a program file.
///
/// # Errors
/// Everything that is wrong with it; nothing of a faulty file is used.
pub fn parse(text: &str, names: &mut impl Names) -> std::result::Result<ProgramFile, ProgramFaults> {
    let page = toml_of(text)?;
    let (table, mut shape) = Shape::of(&page);
    let mut faults = std::mem::take(&mut shape.faults);
    let file = match ProgramDto::deserialize(toml::Value::Table(table)) {
        // The schema is made of the types that are read here, so that what fits it fits them.
        Err(_) => {
            faults.extend(Place::FILE.fault(Kind::NoToml));
            None
        }
        Ok(dto) => file(&dto, names).map_err(|more| faults.extend(more.into_iter().filter_map(|fault| shape.in_file(fault)))).ok(),
    };
    let faults = ProgramFaults::of(faults.into_iter().map(|fault| fault.told(text, &page)).collect());
    match (faults, file) {
        (Some(faults), _) => Err(faults),
        (None, Some(file)) => Ok(file),
        (None, None) => Err(ProgramFault::of_file(Kind::NoToml, Some(1)).into()),
    }
}

/// The tables of a file, or where it is no TOML.
fn toml_of(text: &str) -> std::result::Result<DeTable<'_>, ProgramFaults> {
    if text.len() > MAX_FILE {
        return Err(ProgramFaults::too_large());
    }
    let (page, errors) = DeTable::parse_recoverable(text);
    let fault = |error: toml::de::Error| {
        let line = line_of(text, error.span().map_or(0, |span| span.start));
        ProgramFault::of_file(if error.message() == "duplicate key" { Kind::KeyTwice } else { Kind::NoToml }, Some(line))
    };
    match ProgramFaults::of(errors.into_iter().map(fault).collect()) {
        Some(faults) => Err(faults),
        None => Ok(page.into_inner()),
    }
}

fn file(dto: &ProgramDto, names: &mut impl Names) -> Result<ProgramFile> {
    let policy = dto.attribution.as_ref().map(|dto| policy::policy(dto, names)).transpose();
    let known = policy.as_ref().map_or(None, Clone::clone);
    let from = dto.from.as_ref().map(|from| instant(&Place::FILE.key("from"), from)).transpose();
    let from_known = from.as_ref().map_or(None, |from| *from);
    all! {
        policy = policy;
        from = from;
        program = program(dto, from_known, Door { names, policy: known.as_ref(), dto, units: BTreeMap::new() });
    }
    Ok(ProgramFile { program, policy, from })
}

fn program<N: Names>(dto: &ProgramDto, from: Option<Timestamp>, mut door: Door<'_, N>) -> Result<Program> {
    let place = Place::FILE;
    let from = from.unwrap_or(Timestamp::EPOCH);
    let until = dto.until.as_ref().map(|until| end(&place.key("until"), until, from)).transpose();
    let held = Held { from, until: until.as_ref().map_or(None, |until| *until) };
    let rules = door.rules(&dto.rule);
    let known = rules.as_deref().ok();
    let no_zone = |_| place.key("time_zone").fault_with(Kind::BadZone, [("text", door::bounded(&dto.time_zone))]);
    all! {
        id = door.id(&place.key("id"), &dto.id).map(ProgramKey);
        name = name(&place.key("name"), &dto.name);
        () = if dto.version == 0 { Err(place.key("version").fault(Kind::BadVersion)) } else { Ok(()) };
        until = until;
        time_zone = dto.time_zone.parse().map_err(no_zone);
        mode = mode(&place.key("mode"), &dto.mode, &mut door);
        activation = door.triggers(&place.key("activation"), &dto.activation);
        budget = dto.budget.as_ref().map(|dto| budget::budget(&place.key("budget"), dto, known)).transpose();
        levels = level::levels(&place.key("level"), &dto.level, &mut door);
        signals = dto.fraud.as_ref().map_or_else(|| Ok(Signals::default()), |dto| door.signals(dto));
        boosts = boost::boosts(&place.key("boost"), &dto.boost, held, &mut door);
        experiments = experiment::experiments(&place.key("experiment"), &dto.experiment, &mut door);
        rules = rules;
    }
    Ok(Program {
        id,
        name,
        version: dto.version,
        from,
        until,
        time_zone,
        mode,
        unit: match dto.unit {
            UnitDto::Advocate => Unit::Advocate,
            UnitDto::Friend => Unit::Friend,
        },
        activation,
        budget,
        when_ended: match dto.when_ended {
            WhenEndedDto::Finish => Fate::Finish,
            WhenEndedDto::Void => Fate::Void,
        },
        when_paused: match dto.when_paused {
            WhenPausedDto::Finish => Fate::Finish,
            WhenPausedDto::Review => Fate::Review,
        },
        signals,
        levels,
        grandfather: dto.grandfather,
        boosts,
        experiments,
        rules,
    })
}

/// When the program ends: after it starts.
fn end(place: &Place<'_>, until: &toml::value::Datetime, from: Timestamp) -> Result<Timestamp> {
    let until = instant(place, until)?;
    if until <= from { Err(place.fault(Kind::ProgramEnds)) } else { Ok(until) }
}

fn name(place: &Place<'_>, name: &str) -> Result<String> {
    let name = name.trim();
    let admitted = !name.is_empty() && name.chars().count() <= 200 && !name.chars().any(char::is_control);
    if admitted { Ok(name.to_owned()) } else { Err(place.fault(Kind::BadTitle)) }
}

fn mode<N: Names>(place: &Place<'_>, dto: &ModeDto, door: &mut Door<'_, N>) -> Result<Mode> {
    match dto {
        ModeDto::Manual => Ok(Mode::Manual),
        ModeDto::Auto => Ok(Mode::Auto),
        ModeDto::Limited { percent, groups } => {
            let place = place.key("limited");
            all! {
                _ = door::number(&place.key("percent"), u32::from(*percent), 0..=100);
                groups = door.names(&place.key("groups"), groups, MAX_LIST);
            }
            Ok(Mode::Limited { percent: *percent, groups })
        }
    }
}
