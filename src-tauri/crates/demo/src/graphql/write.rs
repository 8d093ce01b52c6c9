//! Writes the selected fields of things straight into the answer's text.

use serde_json::Value;

use super::answer::{Answer, Thing};
use super::fault::{Fault, Step};
use super::plan::Field;
use crate::instant::push_rfc3339;
use crate::money::push_amount;
use crate::text::{global_id, global_uuid, push_int, push_string};

/// The text of an answer and what went wrong on the way.
#[derive(Debug, Default)]
pub(crate) struct Writer<'p> {
    pub(crate) out: String,
    pub(crate) faults: Vec<Fault>,
    /// Something that may not be null was: the root field around it is null.
    pub(crate) fatal: bool,
    /// While a garbled row is written: the field, and what it answers.
    pub(crate) garble: Option<(String, String)>,
    /// Mail addresses show little.
    pub(crate) obfuscated: bool,
    path: Vec<Here<'p>>,
}

/// A step to where the writer is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Here<'p> {
    Key(&'p str),
    Index(usize),
}

impl<'p> Writer<'p> {
    pub(crate) fn enter(&mut self, step: Here<'p>) {
        self.path.push(step);
    }

    /// The path to a field of the thing that is being written.
    pub(crate) fn path_to(&self, field: &str) -> Vec<Step> {
        let mut path: Vec<Step> = self
            .path
            .iter()
            .map(|here| match here {
                Here::Key(key) => Step::Key((*key).to_owned()),
                Here::Index(index) => Step::Index(*index),
            })
            .collect();
        path.push(Step::Key(field.to_owned()));
        path
    }

    pub(crate) fn leave(&mut self) {
        self.path.pop();
    }

    /// Writes an object with its selected fields.
    pub(crate) fn object(&mut self, thing: &Thing<'_>, fields: &'p [Field]) {
        self.out.push('{');
        let mut first = true;
        for field in fields {
            if field.only_on.as_deref().is_some_and(|wanted| thing.type_name() != Some(wanted)) {
                continue;
            }
            if !first {
                self.out.push(',');
            }
            first = false;
            self.out.push_str(&field.key);
            self.field(thing, field);
        }
        self.out.push('}');
    }

    fn field(&mut self, thing: &Thing<'_>, field: &'p Field) {
        if let Some((_, text)) = self.garble.as_ref().filter(|(name, _)| *name == field.name) {
            push_string(&mut self.out, text);
        } else if let Some(message) = &field.denied {
            let path = self.path_to(&field.alias);
            self.faults.push(Fault::new(message.clone()).at(field.at).path(path).code("PermissionDenied"));
            self.fatal |= field.required;
            self.out.push_str("null");
        } else if field.name == "__typename" {
            let name = thing.type_name().unwrap_or(&field.parent);
            push_string(&mut self.out, name);
        } else if matches!(field.name.as_str(), "metafield" | "privateMetafield") {
            self.metafield(thing, field);
        } else {
            match thing.field(&field.name) {
                Answer::Text(email) if self.obfuscated && is_email(&field.name) => push_string(&mut self.out, &obfuscated(&email)),
                Answer::Json(Value::String(email)) if self.obfuscated && is_email(&field.name) => push_string(&mut self.out, &obfuscated(email)),
                answer => self.answer(answer, field),
            }
        }
    }

    fn answer(&mut self, answer: Answer<'_>, field: &'p Field) {
        match answer {
            Answer::Null => self.out.push_str("null"),
            Answer::Missing => self.out.push_str(if field.list { "[]" } else { "null" }),
            Answer::Bool(yes) => self.out.push_str(if yes { "true" } else { "false" }),
            Answer::Int(number) => push_int(&mut self.out, number),
            Answer::Amount(minor, exponent) => push_amount(&mut self.out, minor, exponent),
            Answer::Text(text) => push_string(&mut self.out, &text),
            Answer::Time(at) => {
                self.out.push('"');
                push_rfc3339(&mut self.out, at);
                self.out.push('"');
            }
            Answer::Id(kind, number) => push_string(&mut self.out, &global_id(kind, number)),
            Answer::Uuid(kind, uuid) => push_string(&mut self.out, &global_uuid(kind, uuid)),
            Answer::One(thing) => {
                self.enter(Here::Key(&field.alias));
                self.object(&thing, &field.sub);
                self.leave();
            }
            Answer::Many(things) => self.many(&things, field),
            Answer::Texts(texts) => self.list(texts.len(), |writer, at| push_string(&mut writer.out, texts[at])),
            Answer::Json(value) => self.json(value, field),
        }
    }

    /// Writes a list of things that stands alone.
    pub(crate) fn list_of(&mut self, things: &[Thing<'_>], field: &'p Field) {
        self.list(things.len(), |writer, at| writer.object(&things[at], &field.sub));
    }

    fn many(&mut self, things: &[Thing<'_>], field: &'p Field) {
        self.enter(Here::Key(&field.alias));
        self.list(things.len(), |writer, at| {
            writer.enter(Here::Index(at));
            writer.object(&things[at], &field.sub);
            writer.leave();
        });
        self.leave();
    }

    fn list(&mut self, length: usize, mut write: impl FnMut(&mut Self, usize)) {
        self.out.push('[');
        for at in 0..length {
            if at > 0 {
                self.out.push(',');
            }
            write(self, at);
        }
        self.out.push(']');
    }

    pub(crate) fn json(&mut self, value: &Value, field: &'p Field) {
        match value {
            Value::Object(_) if !field.sub.is_empty() => self.object(&Thing::Json(value), &field.sub),
            Value::Array(items) => self.list(items.len(), |writer, at| writer.json(&items[at], field)),
            other => self.out.push_str(&other.to_string()),
        }
    }

    /// `metafield(key: …)`: one value out of the metadata.
    fn metafield(&mut self, thing: &Thing<'_>, field: &'p Field) {
        let list = if field.name == "metafield" { "metadata" } else { "privateMetadata" };
        let wanted = field.args.get("key").and_then(Value::as_str).unwrap_or_default();
        match metadata(thing, list).into_iter().find(|(key, _)| key == wanted) {
            Some((_, value)) => push_string(&mut self.out, &value),
            None => self.out.push_str("null"),
        }
    }
}

fn is_email(field: &str) -> bool {
    matches!(field, "email" | "userEmail" | "usedByEmail" | "createdByEmail")
}

/// A mail address as Saleor shows it to those who may not know it.
fn obfuscated(email: &str) -> String {
    let (name, domain) = email.split_once('@').unwrap_or((email, ""));
    format!("{}...@{domain}", name.chars().take(1).collect::<String>())
}

/// The keys and values of a thing's metadata.
pub(crate) fn metadata(thing: &Thing<'_>, list: &str) -> Vec<(String, String)> {
    let text = |thing: &Thing<'_>, name: &str| match thing.field(name) {
        Answer::Text(text) => text.into_owned(),
        Answer::Json(value) => value.as_str().unwrap_or_default().to_owned(),
        _ => String::new(),
    };
    match thing.field(list) {
        Answer::Many(things) => things.iter().map(|thing| (text(thing, "key"), text(thing, "value"))).collect(),
        Answer::Json(Value::Array(items)) => items.iter().map(|item| (text(&Thing::Json(item), "key"), text(&Thing::Json(item), "value"))).collect(),
        _ => Vec::new(),
    }
}
