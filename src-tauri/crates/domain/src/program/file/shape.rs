//! The shape of a file, held against the schema that editors hold it against: which keys there are, and what each can be. What does not fit is told
//! and left out, so that the rest can be read and told, too; what has to be there stands in meanwhile.

use super::door::bounded;
use super::fault::FaultKind;
use super::near::nearest;
use super::place::{Fault, Place, Turn};
use crate::program::file::schema;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

static SCHEMA: LazyLock<Json> = LazyLock::new(schema);

/// What fits of a file, and what does not.
#[derive(Default)]
pub(super) struct Shape {
    pub(super) faults: Vec<Fault>,
    /// Tables from which something was left out that does not fit, and lists that lost an entry.
    torn: BTreeSet<String>,
    /// Where something stands in for what has to be there.
    stand_ins: Vec<String>,
    /// Of lists that lost entries: which ones are left.
    left: Vec<(Vec<Turn>, Vec<usize>)>,
}

impl Shape {
    /// What fits, whole enough to be read.
    pub(super) fn of(file: &DeTable<'_>) -> (Table, Self) {
        let mut shape = Self::default();
        let table = shape.table(&SCHEMA, file, &Place::FILE);
        (table, shape)
    }

    /// A fault of what was left, at the place where it stands in the file; nothing where it hangs on what was left out.
    pub(super) fn in_file(&self, mut fault: Fault) -> Option<Fault> {
        for at in 1..=fault.path.len() {
            let (before, rest) = fault.path.split_at_mut(at);
            let kept = self.left.iter().find(|(list, _)| list[..] == *before).map(|(_, kept)| kept);
            if let (Some(kept), Some(Turn::Entry(index))) = (kept, rest.first_mut()) {
                *index = kept.get(*index).copied().unwrap_or(*index);
            }
        }
        let own = text_of(&fault.path);
        let of_list = |list: &str| self.torn.iter().any(|torn| is_in(torn, list));
        let hangs = self.torn.contains(&own)
            || self.stand_ins.iter().any(|at| is_in(&own, at))
            || (fault.kind.compares() && self.torn.iter().any(|torn| is_near(&own, torn)))
            || match fault.kind {
                FaultKind::UnknownLevel => of_list("/level"),
                FaultKind::UnknownRule => of_list("/rule"),
                FaultKind::UnknownExperiment | FaultKind::UnknownArm => of_list("/experiment"),
                FaultKind::UnknownRole => of_list("/attribution"),
                FaultKind::SideTwice => self.stand_ins.iter().any(|at| at.ends_with("/to")),
                FaultKind::BudgetIdle => of_list("/rule"),
                FaultKind::ChannelExcluded => of_list("/fraud"),
                FaultKind::UnitExponents | FaultKind::UnitsPrecise => self.torn.iter().any(|torn| torn.ends_with("/reward")),
                _ => false,
            };
        (!hangs).then_some(fault)
    }

    fn tear(&mut self, place: &Place<'_>) {
        self.torn.insert(text_of(&place.path()));
    }

    fn fault<const N: usize>(&mut self, place: &Place<'_>, kind: FaultKind, args: [(&'static str, String); N]) {
        self.faults.extend(place.fault_with(kind, args));
    }

    /// What fits of a value.
    fn value(&mut self, node: &Json, value: &DeValue<'_>, place: &Place<'_>) -> Option<Value> {
        let node = resolved(node);
        if let Some(ways) = node["oneOf"].as_array() {
            return self.one_of(ways, value, place);
        }
        if let (true, DeValue::String(word)) = (node["type"].is_array(), value) {
            return self.action(node, word, place);
        }
        match (kind(node), value) {
            ("object", DeValue::Table(table)) => Some(Value::Table(self.table(node, table, place))),
            ("array", DeValue::Array(entries)) => {
                let entries: Vec<_> = entries.iter().enumerate().map(|(i, entry)| (i, name_of(entry.get_ref()), entry.get_ref())).collect();
                Some(Value::Array(self.list(&node["items"], &entries, place)))
            }
            ("string", DeValue::String(text)) => Some(Value::String(text.to_string())),
            ("instant", DeValue::Datetime(at)) => Some(Value::Datetime(*at)),
            ("boolean", DeValue::Boolean(is_so)) => Some(Value::Boolean(*is_so)),
            ("integer", DeValue::Integer(number)) => {
                let number = i64::from_str_radix(number.as_str(), number.radix()).ok().filter(|number| fits(node, *number));
                if number.is_none() {
                    self.fault(place, FaultKind::BadNumber, bounds(node));
                }
                number.map(Value::Integer)
            }
            (wanted, _) => {
                match wanted {
                    "integer" => self.fault(place, FaultKind::NoNumber, bounds(node)),
                    "object" => self.fault(place, FaultKind::NoTable, []),
                    "array" if is_of_tables(node) => self.fault(place, FaultKind::NoTables, [("key", place.name())]),
                    "array" => self.fault(place, FaultKind::NoList, []),
                    "boolean" => self.fault(place, FaultKind::NoFlag, []),
                    "instant" => self.fault(place, FaultKind::NoInstant, []),
                    _ => self.fault(place, FaultKind::NoText, []),
                }
                None
            }
        }
    }

    /// The action of a signal that has numbers, too, said alone: the numbers have their defaults.
    fn action(&mut self, node: &Json, word: &str, place: &Place<'_>) -> Option<Value> {
        let ways = resolved(&node["properties"]["action"])["oneOf"].as_array().map_or(&[][..], Vec::as_slice);
        if ways.iter().any(|way| is_word(way, word)) {
            return Some(Value::Table(Table::from_iter([("action".to_owned(), Value::String(word.to_owned()))])));
        }
        let known = ways.iter().flat_map(words_of).filter(|word| word.starts_with('"')).chain(["{ action = … }".to_owned()]);
        self.fault(place, FaultKind::UnknownWord, [("text", bounded(word)), ("known", known.collect::<Vec<_>>().join(", "))]);
        None
    }

    fn list(&mut self, node: &Json, entries: &[(usize, Option<&str>, &DeValue<'_>)], place: &Place<'_>) -> Vec<Value> {
        let (mut fitting, mut left) = (Vec::with_capacity(entries.len()), Vec::with_capacity(entries.len()));
        for (index, name, entry) in entries {
            if let Some(value) = self.value(node, entry, &place.entry(*index, *name)) {
                fitting.push(value);
                left.push(*index);
            }
        }
        if left.len() < entries.len() {
            self.tear(place);
            self.left.push((place.path(), left));
        }
        fitting
    }

    fn table(&mut self, node: &Json, table: &DeTable<'_>, place: &Place<'_>) -> Table {
        let (known, other) = (&node["properties"], &node["additionalProperties"]);
        let (required, is_map) = (required(node), other.is_object());
        let (mut fitting, mut meant) = (Table::new(), Vec::new());
        for (key, value) in table {
            let (key, value) = (key.get_ref().as_ref(), value.get_ref());
            let at = place.key(key);
            let Some(node) = known.get(key).or_else(|| is_map.then_some(other)) else {
                meant.extend(self.unknown(known, key, &at));
                self.tear(place);
                continue;
            };
            match self.value(node, value, &at) {
                Some(value) => drop(fitting.insert(key.to_owned(), value)),
                None => self.tear(place),
            }
        }
        for key in required {
            if !table.iter().any(|(there, _)| there.get_ref() == key) {
                if !meant.contains(&key) {
                    self.fault(place, FaultKind::MissingKey, [("key", key.to_owned())]);
                }
                self.tear(place);
            }
            if !fitting.contains_key(key) {
                self.stand_ins.push(text_of(&place.key(key).path()));
                let stand_in = stand_in(&known[key], self.stand_ins.len());
                fitting.insert(key.to_owned(), stand_in);
            }
        }
        fitting
    }

    /// A key that there is not, with those that there are. Gives the one that was meant, if there is one much like it.
    fn unknown<'k>(&mut self, known: &'k Json, key: &str, place: &Place<'_>) -> Option<&'k str> {
        let known: Vec<&'k str> = known.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect();
        let all = ("known", known.join(", "));
        let like = nearest(key, &known);
        match like {
            Some(like) => self.fault(place, FaultKind::UnknownKeyLike, [("like", like.to_owned()), all]),
            None => self.fault(place, FaultKind::UnknownKey, [all]),
        }
        like
    }

    /// One of several words, or one of several tables with a single key.
    fn one_of(&mut self, ways: &[Json], value: &DeValue<'_>, place: &Place<'_>) -> Option<Value> {
        let inner = |key: &str| ways.iter().find_map(|way| way["properties"].get(key));
        match value {
            DeValue::String(text) if ways.iter().any(|way| is_word(way, text)) => return Some(Value::String(text.to_string())),
            DeValue::Table(table) => {
                let mut keys = table.iter().filter_map(|(key, value)| inner(key.get_ref()).map(|node| (key.get_ref(), node, value.get_ref())));
                if let (Some((key, node, value)), None) = (keys.next(), keys.next())
                    && table.len() == 1
                {
                    let fitting = self.value(node, value, &place.key(key))?;
                    return Some(Value::Table(Table::from_iter([(key.to_string(), fitting)])));
                }
            }
            _ => {}
        }
        let text = match value {
            DeValue::String(text) => bounded(text),
            DeValue::Table(table) => bounded(&table.iter().map(|(key, _)| key.get_ref().as_ref()).collect::<Vec<_>>().join(", ")),
            DeValue::Integer(number) => bounded(number.as_str()),
            DeValue::Boolean(is_so) => is_so.to_string(),
            DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Array(_) => String::new(),
        };
        let known = ways.iter().flat_map(words_of).collect::<Vec<_>>().join(", ");
        self.fault(place, FaultKind::UnknownWord, [("text", text), ("known", known)]);
        None
    }
}

/// What has to be there. Of amounts with a key among them, the reader says what is missing.
fn required(node: &Json) -> Vec<&str> {
    let is_map = node["additionalProperties"].is_object();
    node["required"].as_array().into_iter().flatten().filter_map(Json::as_str).filter(|_| !is_map).collect()
}

/// Something that a node can be, another text each time.
fn stand_in(node: &Json, number: usize) -> Value {
    let node = resolved(node);
    let word = |way: &Json| way["const"].as_str().or_else(|| way["enum"][0].as_str()).map(str::to_owned);
    if let Some(word) = node["oneOf"].as_array().and_then(|ways| ways.iter().find_map(word)) {
        return Value::String(word);
    }
    match kind(node) {
        "object" => Value::Table(required(node).into_iter().map(|key| (key.to_owned(), stand_in(&node["properties"][key], number))).collect()),
        "array" => Value::Array(Vec::new()),
        "boolean" => Value::Boolean(false),
        "integer" => Value::Integer(node["minimum"].as_i64().unwrap_or(0)),
        "instant" => "2050-01-01T00:00:00Z".parse().map_or_else(|_| Value::Boolean(false), Value::Datetime),
        _ => Value::String(format!("missing-{number}")),
    }
}

/// Whether a place is another one or lies in it.
fn is_in(place: &str, other: &str) -> bool {
    place.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a place can be held against what a torn table lacks: in that table, or beside it in the table around; of the file, its own keys.
fn is_near(place: &str, torn: &str) -> bool {
    match torn.rsplit_once('/') {
        None => place.matches('/').count() == 1,
        Some((around, step)) if step.bytes().all(|byte| byte.is_ascii_digit()) || around.is_empty() => is_in(place, torn),
        Some((around, _)) => is_in(place, around),
    }
}

/// A node with what it refers to in its place.
fn resolved(node: &Json) -> &Json {
    let name = node["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/"));
    name.and_then(|name| SCHEMA["$defs"].get(name)).unwrap_or(node)
}

fn kind(node: &Json) -> &str {
    match node["type"].as_str().or_else(|| node["type"][0].as_str()) {
        Some("string") if node["format"] == "date-time" => "instant",
        Some(kind) => kind,
        // A list of words without a type is one of texts.
        None => "string",
    }
}

/// Whether a number is one that the loader's types hold; the readers say what else is wrong with it.
fn fits(node: &Json, number: i64) -> bool {
    let most = match node["format"].as_str() {
        Some("uint8") => u8::MAX.into(),
        Some("uint16") => u16::MAX.into(),
        _ => u32::MAX.into(),
    };
    (0..=most).contains(&number)
}

fn is_of_tables(node: &Json) -> bool {
    kind(resolved(&node["items"])) == "object"
}

fn bounds(node: &Json) -> [(&'static str, String); 2] {
    [("least", node["minimum"].as_i64().unwrap_or(0).to_string()), ("most", node["maximum"].as_i64().unwrap_or(u32::MAX.into()).to_string())]
}

fn is_word(way: &Json, text: &str) -> bool {
    way["const"] == text || way["enum"].as_array().is_some_and(|words| words.iter().any(|word| word == text))
}

fn words_of(way: &Json) -> Vec<String> {
    let words = way["enum"].as_array().into_iter().flatten().chain(way.get("const")).filter_map(Json::as_str).map(|word| format!("\"{word}\""));
    words.chain(way["properties"].as_object().into_iter().flatten().map(|(key, _)| format!("{{ {key} = … }}"))).collect()
}

/// What people call a table of a list.
fn name_of<'v>(entry: &'v DeValue<'_>) -> Option<&'v str> {
    let table = entry.as_table()?;
    let named = |key: &str| table.iter().find(|(there, _)| there.get_ref() == key).and_then(|(_, value)| value.get_ref().as_str());
    named("id").or_else(|| named("name")).filter(|name| name.len() <= 64 && !name.chars().any(char::is_control))
}

fn text_of(path: &[Turn]) -> String {
    path.iter().fold(String::new(), |text, turn| match turn {
        Turn::Key(key) => format!("{text}/{key}"),
        Turn::Entry(index) => format!("{text}/{index}"),
    })
}
