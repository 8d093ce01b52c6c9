//! Program files: TOML on the outside, parsed at the door into [`Program`]s that judge nothing impossible.

mod boost;
mod budget;
mod door;
mod experiment;
mod form;
mod grant;
mod level;
mod place;
mod policy;
mod rule;
mod schema;
mod signals;
mod value;
mod write;

#[cfg(test)]
mod tests;

pub use form::{form, written};
pub use schema::schema;
pub use write::write;

use super::dto::{ModeDto, ProgramDto, UnitDto, WhenEndedDto, WhenPausedDto};
use super::{Fate, Mode, Policy, Program, Signals, Unit};
use crate::name::{Names, ProgramKey};
use crate::time::Timestamp;
use door::{Door, identifier, instant};
use place::{Place, Result, line_of, pointer_at};

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
        /// The place as a JSON pointer, such as `/rule/0/hold_days`, for forms; as near as is known.
        pointer: String,
    },
    /// A value that is well-formed and makes no sense.
    #[error("{place}: {what}")]
    Value {
        /// The line, from 1, of the key or of the table that lacks it.
        line: usize,
        /// The key, such as `rule first-order, hold_days`.
        place: String,
        /// What was found and what would do.
        what: String,
        /// The place as a JSON pointer, such as `/rule/0/hold_days`, for forms; as near as is known.
        pointer: String,
    },
}

impl ProgramFault {
    /// The line of the fault, where it has one.
    #[must_use]
    pub const fn line(&self) -> Option<usize> {
        match self {
            Self::TooLarge => None,
            Self::Shape { line, .. } | Self::Value { line, .. } => Some(*line),
        }
    }

    /// The place of the fault as a JSON pointer, as near as is known; empty for the whole file.
    #[must_use]
    pub fn pointer(&self) -> &str {
        match self {
            Self::TooLarge => "",
            Self::Shape { pointer, .. } | Self::Value { pointer, .. } => pointer,
        }
    }
}

/// Reads a program file.
///
/// # Errors
/// The first [`ProgramFault`] that is found; nothing of a faulty file is used.
pub fn parse(text: &str, names: &mut impl Names) -> std::result::Result<ProgramFile, ProgramFault> {
    if text.len() > MAX_FILE {
        return Err(ProgramFault::TooLarge);
    }
    let dto: ProgramDto = toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        ProgramFault::Shape { line: line_of(text, start), what: error.message().trim().replace('\n', "; "), pointer: pointer_at(text, start) }
    })?;
    file(&dto, names).map_err(|fault| fault.told(text))
}

fn file(dto: &ProgramDto, names: &mut impl Names) -> Result<ProgramFile> {
    let policy = dto.attribution.as_ref().map(|dto| policy::policy(dto, names)).transpose()?;
    let from = dto.from.as_ref().map(|from| instant(&Place::FILE.key("from"), from)).transpose()?;
    let door = Door { names, policy: policy.as_ref(), levels: Vec::new(), experiments: Vec::new() };
    let program = program(dto, from, door)?;
    Ok(ProgramFile { program, policy, from })
}

fn program<N: Names>(dto: &ProgramDto, from: Option<Timestamp>, mut door: Door<'_, N>) -> Result<Program> {
    let place = Place::FILE;
    let from = from.unwrap_or(Timestamp::EPOCH);
    let until = dto.until.as_ref().map(|until| instant(&place.key("until"), until)).transpose()?;
    if until.is_some_and(|until| until <= from) {
        return Err(place.key("until").fault("the program ends before it starts"));
    }
    if dto.version == 0 {
        return Err(place.key("version").fault("versions count from 1"));
    }
    let no_zone = |_| place.key("time_zone").fault(format!("“{}” is no time zone; write one like Europe/Berlin", door::bounded(&dto.time_zone)));
    let time_zone = dto.time_zone.parse().map_err(no_zone)?;
    let levels = level::levels(&place.key("level"), &dto.level, &mut door)?;
    let experiments = experiment::experiments(&place.key("experiment"), &dto.experiment, &mut door)?;
    door.levels = levels.iter().map(|level| level.name).collect();
    door.experiments.clone_from(&experiments);
    let mode = mode(&place.key("mode"), &dto.mode, &mut door)?;
    let rules = door.rules(&dto.rule)?;
    let boosts = boost::boosts(&place.key("boost"), &dto.boost, &rules, &mut door)?;
    Ok(Program {
        id: ProgramKey(door.names.key(identifier(&place.key("id"), &dto.id)?)),
        name: name(&place.key("name"), &dto.name)?,
        version: dto.version,
        from,
        until,
        time_zone,
        mode,
        unit: match dto.unit {
            UnitDto::Advocate => Unit::Advocate,
            UnitDto::Friend => Unit::Friend,
        },
        activation: door.triggers(&place.key("activation"), &dto.activation)?,
        budget: dto.budget.as_ref().map(|dto| budget::budget(&place.key("budget"), dto)).transpose()?,
        when_ended: match dto.when_ended {
            WhenEndedDto::Finish => Fate::Finish,
            WhenEndedDto::Void => Fate::Void,
        },
        when_paused: match dto.when_paused {
            WhenPausedDto::Finish => Fate::Finish,
            WhenPausedDto::Review => Fate::Review,
        },
        signals: dto.fraud.as_ref().map_or_else(|| Ok(Signals::default()), |dto| door.signals(dto))?,
        levels,
        grandfather: dto.grandfather,
        boosts,
        experiments,
        rules,
    })
}

fn name(place: &Place<'_>, name: &str) -> Result<String> {
    let name = name.trim();
    let admitted = !name.is_empty() && name.chars().count() <= 200 && !name.chars().any(char::is_control);
    if admitted { Ok(name.to_owned()) } else { Err(place.fault("write 1 to 200 characters")) }
}

fn mode<N: Names>(place: &Place<'_>, dto: &ModeDto, door: &mut Door<'_, N>) -> Result<Mode> {
    match dto {
        ModeDto::Manual => Ok(Mode::Manual),
        ModeDto::Auto => Ok(Mode::Auto),
        ModeDto::Limited { percent, groups } => {
            let place = place.key("limited");
            if *percent > 100 {
                return Err(place.key("percent").fault("write a number from 0 to 100"));
            }
            Ok(Mode::Limited { percent: *percent, groups: door.names(&place.key("groups"), groups, MAX_LIST)? })
        }
    }
}
