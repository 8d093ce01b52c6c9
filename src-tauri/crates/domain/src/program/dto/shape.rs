//! Shapes that no derive knows: amounts by currency with a key among them, ids, lists of triggers.

use crate::program::file::{MAX_COUNT, MAX_LIST};
use crate::program::{Base, Trigger};
use crate::reward::Rail;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

const ID: &str = "^[a-z0-9_-]{1,64}$";
const DECIMAL: &str = "^[0-9]+([.][0-9]+)?$";

/// An amount for each currency.
#[derive(Deserialize, Clone)]
#[serde(transparent)]
pub(in crate::program) struct AmountsDto(pub(in crate::program) BTreeMap<String, String>);

/// A base under `of`, and an amount for each currency.
#[derive(Deserialize)]
#[serde(transparent)]
pub(in crate::program) struct MinimumDto(pub(in crate::program) BTreeMap<String, String>);

/// A time under `per`, and an amount in one currency.
#[derive(Deserialize)]
#[serde(transparent)]
pub(in crate::program) struct BudgetDto(pub(in crate::program) BTreeMap<String, String>);

macro_rules! shaped {
    ($dto:ident, $name:literal, $schema:expr) => {
        impl JsonSchema for $dto {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}

shaped!(
    AmountsDto,
    "Amounts",
    json_schema!({
        "type": "object",
        "minProperties": 1,
        "propertyNames": { "pattern": "^[A-Z]{3}$" },
        "additionalProperties": { "type": "string", "pattern": DECIMAL },
    })
);
shaped!(
    MinimumDto,
    "Minimum",
    json_schema!({
        "type": "object",
        "required": ["of"],
        "minProperties": 2,
        "properties": { "of": { "enum": Base::ALL.map(Base::name) } },
        "propertyNames": { "pattern": "^(of|[A-Z]{3})$" },
        "additionalProperties": { "type": "string", "pattern": DECIMAL },
    })
);
shaped!(
    BudgetDto,
    "Budget",
    json_schema!({
        "type": "object",
        "required": ["per"],
        "minProperties": 2,
        "maxProperties": 2,
        "properties": { "per": { "enum": ["program", "month"] } },
        "propertyNames": { "pattern": "^(per|[A-Z]{3})$" },
        "additionalProperties": { "type": "string", "pattern": DECIMAL },
    })
);

pub(super) fn id(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": ID })
}

pub(super) fn decimal(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": DECIMAL })
}

pub(super) fn rail(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": Rail::ALL.map(Rail::name) })
}

pub(super) fn triggers(_: &mut SchemaGenerator) -> Schema {
    let named = Trigger::NAMED.map(Trigger::name).join("|");
    let pattern = format!("^({named}|custom:[a-z0-9_-]{{1,64}})$");
    json_schema!({ "type": "array", "minItems": 1, "maxItems": MAX_LIST, "uniqueItems": true, "items": { "type": "string", "pattern": pattern } })
}

pub(super) fn country(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "maxItems": 676, "uniqueItems": true, "items": { "type": "string", "pattern": "^[A-Z]{2}$" } })
}

pub(super) fn arms(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "minProperties": 1,
        "maxProperties": MAX_LIST,
        "propertyNames": { "pattern": ID },
        "additionalProperties": { "type": "integer", "minimum": 1, "maximum": MAX_COUNT },
    })
}
