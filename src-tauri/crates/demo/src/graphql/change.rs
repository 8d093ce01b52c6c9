//! The mutations that a desk sends: metadata written at a living shop. Made before the answer is written, as by a real shop.

use serde_json::Value;

use super::answer::{Answer, Thing};
use super::fault::Fault;
use super::plan::{Caller, Field, Plan};
use super::write::Writer;
use crate::living::{Deed, Living, Row};
use crate::source::{Kind, Rows, Source};
use crate::text::read_global_id;

/// What one field of a mutation came to.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// The row was written.
    Done(Kind, u64),
    /// It was refused in the mutation's own `errors`: field, message, code.
    Refused(Option<&'static str>, String, &'static str),
    /// The caller may not.
    Denied(&'static str),
    /// The shop cannot be changed.
    Fixed,
}

/// Makes the changes of a mutation, one for each field of its root; none for a query.
pub(crate) fn make(source: &mut Source, caller: &Caller, plan: &Plan) -> Vec<Change> {
    if !plan.mutates {
        return Vec::new();
    }
    let Source::Living(living) = source else { return plan.fields.iter().map(|_| Change::Fixed).collect() };
    let living = std::sync::Arc::make_mut(living);
    plan.fields.iter().map(|field| one(living, caller, field)).collect()
}

fn one(living: &mut Living, caller: &Caller, field: &Field) -> Change {
    let id = field.args.get("id").and_then(Value::as_str).unwrap_or_default();
    let (kind, needs) = match (read_global_id("User", id), read_global_id("Order", id)) {
        (Some(_), _) => (Kind::Customers, "MANAGE_USERS"),
        (_, Some(_)) => (Kind::Orders, "MANAGE_ORDERS, HANDLE_TAXES"),
        _ => return Change::Refused(None, format!("\u{201c}{id}\u{201d} is not a valid UUID."), "INVALID"),
    };
    let may = caller.known && needs.split(", ").any(|need| caller.permissions.iter().any(|had| had == need));
    if !may {
        return Change::Denied(needs);
    }
    let rest = read_global_id(kind.type_name(), id).unwrap_or_default();
    let Some(number) = living.find(kind, &rest).map(|row| living.row_number(kind, row)) else {
        return Change::Refused(Some("id"), format!("Couldn't resolve to a node: {id}"), "NOT_FOUND");
    };
    let row = if kind == Kind::Orders { Row::Order(number) } else { Row::Customer(number) };
    let input = field.args.get("input").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let text = |item: &Value, name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    if input.iter().any(|item| text(item, "key").trim().is_empty()) {
        return Change::Refused(Some("input"), "Metadata key cannot be empty.".to_owned(), "REQUIRED");
    }
    for item in input {
        living.act(&Deed::WriteMetadata { row, key: text(item, "key"), value: text(item, "value") });
    }
    Change::Done(kind, number)
}

impl Change {
    pub(crate) fn write<'p>(&self, writer: &mut Writer<'p>, source: Rows<'_>, field: &'p Field) -> Result<(), Fault> {
        let (item, errors) = match self {
            Self::Fixed => return Err(Fault::new("This demo shop answers queries only.")),
            Self::Denied(needs) => {
                return Err(Fault::new(format!("To access this path, you need one of the following permissions: {needs}")).code("PermissionDenied"));
            }
            Self::Refused(field, message, code) => {
                let error = vec![
                    ("field", field.map_or(Answer::Null, Answer::text)),
                    ("message", Answer::text(message.as_str())),
                    ("code", Answer::text(*code)),
                ];
                (Answer::Null, vec![Thing::Record("MetadataError", error)])
            }
            Self::Done(kind, number) => {
                let rows = source.sorted(*kind, crate::source::SortBy::Number);
                let row = rows.iter().copied().find(|row| source.number(*kind, *row) == *number);
                (row.map_or(Answer::Null, |row| Answer::One(source.node(*kind, row))), Vec::new())
            }
        };
        writer.object(&Thing::Record("UpdateMetadata", vec![("item", item), ("errors", Answer::Many(errors))]), &field.sub);
        Ok(())
    }
}
