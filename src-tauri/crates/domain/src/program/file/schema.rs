//! The shape of program files as a JSON Schema, for editors and for other programs.

use crate::program::dto::ProgramDto;
use serde_json::Value;

/// The JSON Schema (draft 2020-12) of a program file, its TOML read as JSON: an instant is a text there. What the schema lets pass can still be
/// refused where keys have to fit each other.
#[must_use]
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(ProgramDto).to_value();
    without_null(&mut schema);
    schema
}

/// TOML has no null: what can be left out is not written at all.
fn without_null(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if let Some(Value::Array(types)) = object.get_mut("type") {
                types.retain(|kind| kind != "null");
                if let [only] = &types[..] {
                    let only = only.clone();
                    object.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(kinds)) = object.get_mut("anyOf") {
                kinds.retain(|kind| kind != &serde_json::json!({ "type": "null" }));
                if let [Value::Object(only)] = &kinds[..] {
                    let only = only.clone();
                    object.remove("anyOf");
                    object.extend(only);
                }
            }
            object.retain(|key, value| key != "default" || !value.is_null());
            object.values_mut().for_each(without_null);
        }
        Value::Array(list) => list.iter_mut().for_each(without_null),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
