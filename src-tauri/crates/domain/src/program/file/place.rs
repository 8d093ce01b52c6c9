//! Places in a file: which key of which table, for the sentence of a fault and for the line that it stands on.

use super::ProgramFault;
use toml::de::{DeTable, DeValue};

/// Where a value stands: key by key and entry by entry, from the file on.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    before: Option<&'a Place<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    File,
    Key(&'a str),
    Entry(usize, Option<&'a str>),
}

/// One step of a place on its own.
enum Turn {
    Key(String),
    Entry(usize),
}

/// What is wrong at a place. Its line is looked up when it is told.
pub(super) struct Fault {
    place: String,
    path: Vec<Turn>,
    what: String,
}

pub(super) type Result<T> = std::result::Result<T, Fault>;

impl<'a> Place<'a> {
    pub(super) const FILE: Place<'static> = Place { before: None, step: Step::File };

    pub(super) const fn key(&'a self, key: &'a str) -> Place<'a> {
        Place { before: Some(self), step: Step::Key(key) }
    }

    /// An entry of a list, by what people call it where it has a name.
    pub(super) const fn entry(&'a self, index: usize, id: Option<&'a str>) -> Place<'a> {
        Place { before: Some(self), step: Step::Entry(index, id) }
    }

    pub(super) fn fault(&self, what: impl ToString) -> Fault {
        let (mut place, mut path) = (String::new(), Vec::new());
        self.tell(&mut place, &mut path);
        Fault { place, path, what: what.to_string() }
    }

    fn tell(&self, place: &mut String, path: &mut Vec<Turn>) {
        if let Some(before) = self.before {
            before.tell(place, path);
        }
        match self.step {
            Step::File => {}
            Step::Key(key) => {
                if !place.is_empty() {
                    place.push_str(", ");
                }
                place.push_str(key);
                path.push(Turn::Key(key.to_owned()));
            }
            Step::Entry(index, id) => {
                if let Some(id) = id {
                    place.push(' ');
                    place.push_str(id);
                }
                path.push(Turn::Entry(index));
            }
        }
    }
}

impl Fault {
    /// The fault as it is told, with the line on which the innermost key of its place stands that is there at all.
    pub(super) fn told(self, text: &str) -> ProgramFault {
        let line = DeTable::parse(text).ok().map_or(1, |file| line_of(text, start_of(&file.into_inner(), &self.path)));
        let pointer = self.path.iter().fold(String::new(), |pointer, turn| match turn {
            Turn::Key(key) => below(&pointer, key),
            Turn::Entry(index) => below(&pointer, &index.to_string()),
        });
        ProgramFault::Value { line, place: self.place, what: self.what, pointer }
    }
}

/// The line, from 1, of a byte.
pub(super) fn line_of(text: &str, byte: usize) -> usize {
    text.get(..byte).map_or(1, |before| before.matches('\n').count() + 1)
}

/// The JSON pointer of what stands at a byte: the last key or entry that begins at it or before.
pub(super) fn pointer_at(text: &str, byte: usize) -> String {
    let mut last = (0, String::new());
    if let Ok(file) = DeTable::parse(text) {
        look(&file.into_inner(), "", byte, &mut last);
    }
    last.1
}

fn look(table: &DeTable<'_>, pointer: &str, byte: usize, last: &mut (usize, String)) {
    for (key, value) in table {
        let here = below(pointer, key.get_ref());
        reach(key.span().start, &here, byte, last);
        look_into(value.get_ref(), &here, byte, last);
    }
}

fn look_into(value: &DeValue<'_>, pointer: &str, byte: usize, last: &mut (usize, String)) {
    match value {
        DeValue::Table(table) => look(table, pointer, byte, last),
        DeValue::Array(entries) => {
            for (index, entry) in entries.iter().enumerate() {
                let here = below(pointer, &index.to_string());
                reach(entry.span().start, &here, byte, last);
                look_into(entry.get_ref(), &here, byte, last);
            }
        }
        _ => {}
    }
}

fn reach(start: usize, pointer: &str, byte: usize, last: &mut (usize, String)) {
    if start <= byte && start >= last.0 {
        *last = (start, pointer.to_owned());
    }
}

/// A JSON pointer, one step further.
fn below(pointer: &str, step: &str) -> String {
    format!("{pointer}/{}", step.replace('~', "~0").replace('/', "~1"))
}

fn start_of(file: &DeTable<'_>, path: &[Turn]) -> usize {
    let mut start = 0;
    let mut table = Some(file);
    let mut value: Option<&DeValue<'_>> = None;
    for turn in path {
        let next = match turn {
            Turn::Key(key) => table.and_then(|table| table.iter().find(|(known, _)| known.get_ref() == key)).map(|(key, found)| {
                start = key.span().start;
                found
            }),
            // The first of `[[rule]]` begins at its header; an entry of an array at itself.
            Turn::Entry(index) => value.and_then(|value| value.get(*index)).inspect(|found| start = found.span().start),
        };
        let Some(found) = next else { break };
        value = Some(found.get_ref());
        table = found.get_ref().as_table();
    }
    start
}
