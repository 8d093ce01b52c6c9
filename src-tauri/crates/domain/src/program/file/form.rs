//! A file as a form has it: its TOML as JSON, key by key as it is written, an instant as text. What a form says is written as a file and read like
//! one, so a form can say what a file can, and nothing else.

use super::{FaultKind, MAX_FILE, ProgramFault, ProgramFaults, parse, toml_of, write};
use crate::name::NameTable;
use crate::program::Signal;
use crate::time::Timestamp;
use serde_json::Value as Json;
use toml::Value as Toml;

/// How deep a form nests at most; a program needs nine.
const DEEPEST: usize = 32;

/// What a file says, for a form: no check beyond that it is TOML.
///
/// # Errors
/// [`FaultKind::TooLarge`], [`FaultKind::NoToml`].
pub fn form(text: &str) -> Result<Json, ProgramFaults> {
    toml_of(text)?;
    let table: toml::Table = toml::from_str(text).map_err(|_| ProgramFault::of_file(FaultKind::NoToml, Some(1)))?;
    let mut form = json(Toml::Table(table));
    whole_signals(&mut form);
    Ok(form)
}

/// A form as a file: as [`write`] has it when it is a program, else word by word, for the faults to have their lines.
///
/// # Errors
/// [`FaultKind::TooLarge`], [`FaultKind::NoTable`], [`FaultKind::NoToml`] for what no TOML can say.
pub fn written(form: &Json) -> Result<String, ProgramFaults> {
    let Some(Toml::Table(mut table)) = toml(form, DEEPEST) else { return Err(ProgramFault::of_file(FaultKind::NoTable, None).into()) };
    instants(&mut table, &["from", "until"]);
    if let Some(Toml::Array(boosts)) = table.get_mut("boost") {
        boosts.iter_mut().filter_map(Toml::as_table_mut).for_each(|boost| instants(boost, &["from", "until"]));
    }
    let plain = toml::to_string(&table).map_err(|_| ProgramFault::of_file(FaultKind::NoToml, None))?;
    if plain.len() > MAX_FILE {
        return Err(ProgramFaults::too_large());
    }
    let mut names = NameTable::default();
    let file = parse(&plain, &mut names);
    Ok(match file {
        // A program that holds from the beginning of time is written without saying so.
        Ok(file) if file.from != Some(Timestamp::EPOCH) => write(&file.program, file.policy.as_ref(), &names),
        _ => plain,
    })
}

/// A form has a field for each number of a signal, so an action that stands alone is put into its table.
fn whole_signals(form: &mut Json) {
    for signal in Signal::ALL.into_iter().filter(|signal| signal.has_numbers()) {
        if let Some(action @ Json::String(_)) = form.pointer_mut(&format!("/fraud/{}", signal.name())) {
            *action = serde_json::json!({ "action": action.take() });
        }
    }
}

fn json(value: Toml) -> Json {
    match value {
        Toml::String(text) => Json::String(text),
        Toml::Integer(number) => number.into(),
        // No key takes one; as a text it is refused all the same.
        Toml::Float(number) => number.to_string().into(),
        Toml::Boolean(is_so) => is_so.into(),
        Toml::Datetime(at) => at.to_string().into(),
        Toml::Array(entries) => entries.into_iter().map(json).collect(),
        Toml::Table(table) => Json::Object(table.into_iter().map(|(key, value)| (key, json(value))).collect()),
    }
}

/// Nothing for what stands too deep. What is null is left out.
fn toml(value: &Json, deepest: usize) -> Option<Toml> {
    let deeper = deepest.checked_sub(1)?;
    Some(match value {
        Json::Null => return None,
        Json::Bool(is_so) => Toml::Boolean(*is_so),
        // A number that TOML does not have is told as what it is.
        Json::Number(number) => number.as_i64().map_or_else(|| Toml::String(number.to_string()), Toml::Integer),
        Json::String(text) => Toml::String(text.clone()),
        Json::Array(entries) => Toml::Array(entries.iter().filter_map(|entry| toml(entry, deeper)).collect()),
        Json::Object(object) => Toml::Table(object.iter().filter_map(|(key, value)| Some((key.clone(), toml(value, deeper)?))).collect()),
    })
}

/// Instants stand without quotes in TOML; a text that is none stays one, and is refused as such.
fn instants(table: &mut toml::Table, keys: &[&str]) {
    for key in keys {
        if let Some(value) = table.get_mut(*key)
            && let Some(at) = value.as_str().and_then(|text| text.trim().parse().ok())
        {
            *value = Toml::Datetime(at);
        }
    }
}
