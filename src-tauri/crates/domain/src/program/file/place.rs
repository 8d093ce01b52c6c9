//! Places in a file: which key of which table, for the sentence of a fault and for the line that it stands on.

use super::fault::{FaultKind, ProgramFault};
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
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Turn {
    Key(String),
    Entry(usize),
}

/// What is wrong at a place. Its line is looked up when it is told.
pub(super) struct Fault {
    pub(super) kind: FaultKind,
    args: Vec<(&'static str, String)>,
    place: String,
    pub(super) path: Vec<Turn>,
}

/// What is read, or all that is wrong with it: never nothing.
pub(super) type Result<T> = std::result::Result<T, Vec<Fault>>;

impl<'a> Place<'a> {
    pub(super) const FILE: Place<'static> = Place { before: None, step: Step::File };

    pub(super) const fn key(&'a self, key: &'a str) -> Place<'a> {
        Place { before: Some(self), step: Step::Key(key) }
    }

    /// An entry of a list, by what people call it where it has a name.
    pub(super) const fn entry(&'a self, index: usize, id: Option<&'a str>) -> Place<'a> {
        Place { before: Some(self), step: Step::Entry(index, id) }
    }

    pub(super) fn fault(&self, kind: FaultKind) -> Vec<Fault> {
        self.fault_with(kind, [])
    }

    /// A fault with what is put into its sentence.
    pub(super) fn fault_with<const N: usize>(&self, kind: FaultKind, args: [(&'static str, String); N]) -> Vec<Fault> {
        let (mut place, mut path) = (String::new(), Vec::new());
        self.tell(&mut place, &mut path);
        vec![Fault { kind, args: args.to_vec(), place, path }]
    }

    pub(super) fn path(&self) -> Vec<Turn> {
        let (mut place, mut path) = (String::new(), Vec::new());
        self.tell(&mut place, &mut path);
        path
    }

    /// The tables of a place as a header names them: `rule.grant`.
    pub(super) fn name(&self) -> String {
        let keys = self.path().into_iter().filter_map(|turn| if let Turn::Key(key) = turn { Some(key) } else { None });
        keys.collect::<Vec<_>>().join(".")
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
    pub(super) fn told(self, text: &str, file: &DeTable<'_>) -> ProgramFault {
        let line = line_of(text, start_of(file, &self.path));
        let pointer = self.path.iter().fold(String::new(), |pointer, turn| match turn {
            Turn::Key(key) => below(&pointer, key),
            Turn::Entry(index) => below(&pointer, &index.to_string()),
        });
        ProgramFault { kind: self.kind, args: self.args, line: Some(line), place: self.place, pointer }
    }
}

/// What was read, if it could be; what is wrong with it goes to the others.
pub(super) fn keep<T>(faults: &mut Vec<Fault>, read: Result<T>) -> Option<T> {
    read.map_err(|mut more| faults.append(&mut more)).ok()
}

/// Reads each entry, and tells what is wrong with any.
pub(super) fn each<E, T>(entries: impl Iterator<Item = E>, mut read: impl FnMut(E) -> Result<T>) -> Result<Vec<T>> {
    let mut faults = Vec::new();
    let list: Vec<T> = entries.filter_map(|entry| keep(&mut faults, read(entry))).collect();
    if faults.is_empty() { Ok(list) } else { Err(faults) }
}

/// Reads one after the other, whatever is wrong with those before, and leaves with all that is wrong with any.
macro_rules! all {
    ($($name:pat = $read:expr;)+) => {
        let mut faults = Vec::new();
        let read = ($($crate::program::file::place::keep(&mut faults, $read),)+);
        let ($(Some($name),)+) = read else { return Err(faults) };
    };
}
pub(super) use all;

/// The line, from 1, of a byte.
pub(super) fn line_of(text: &str, byte: usize) -> usize {
    text.get(..byte).map_or(1, |before| before.matches('\n').count() + 1)
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
