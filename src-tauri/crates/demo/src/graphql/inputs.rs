//! Variables and arguments: resolved to JSON values and checked against the schema's input types.

use graphql_parser::query as ast;
use serde_json::{Map, Value};

use super::fault::{Fault, Refusal};
use super::schema::{Form, Schema, TypeRef, read_ref};

/// The request's variables, checked against their declarations, with defaults filled in.
pub(crate) fn variables(schema: &Schema, declared: &[ast::VariableDefinition<'_, String>], given: &Value) -> Result<Map<String, Value>, Refusal> {
    let mut known = Map::new();
    for variable in declared {
        let at = (variable.position.line, variable.position.column);
        let ty = read_ref(&variable.var_type);
        let name = &variable.name;
        if !is_built_in(&ty.name) && schema.get(&ty.name).is_none() {
            return Err(Fault::new(format!("Unknown type \"{}\".", ty.name)).at(at).into());
        }
        let value = match given.get(name) {
            Some(value) => Some(value.clone()),
            None => variable.default_value.as_ref().and_then(|value| resolve(value, &Map::new())),
        };
        match value {
            None | Some(Value::Null) if ty.required => {
                let message = format!("Variable \"${name}\" of required type \"{}!\" was not provided.", ty.name);
                return Err(Fault::new(message).at(at).into());
            }
            None => {}
            Some(value) => {
                if let Err(reason) = check(schema, &ty, &value) {
                    let message = format!("Variable \"${name}\" got invalid value {}.\n{reason}", python(&value));
                    return Err(Fault::new(message).at(at).into());
                }
                known.insert(name.clone(), value);
            }
        }
    }
    Ok(known)
}

/// The JSON value of a literal or a variable; `None` for a variable that was not given.
pub(crate) fn resolve(value: &ast::Value<'_, String>, variables: &Map<String, Value>) -> Option<Value> {
    Some(match value {
        ast::Value::Variable(name) => return variables.get(name).cloned(),
        ast::Value::Int(number) => number.as_i64().into(),
        ast::Value::Float(number) => number.to_string().parse().map(Value::Number).unwrap_or_default(),
        ast::Value::String(text) | ast::Value::Enum(text) => text.clone().into(),
        ast::Value::Boolean(yes) => (*yes).into(),
        ast::Value::Null => Value::Null,
        ast::Value::List(items) => items.iter().filter_map(|item| resolve(item, variables)).collect(),
        ast::Value::Object(members) => {
            let members = members.iter().filter_map(|(key, value)| Some((key.clone(), resolve(value, variables)?)));
            Value::Object(members.collect())
        }
    })
}

/// Whether a value fits a type; says in Saleor's words what does not.
pub(crate) fn check(schema: &Schema, ty: &TypeRef, value: &Value) -> Result<(), String> {
    if value.is_null() {
        return if ty.required { Err(format!("Expected \"{}!\", found null.", ty.name)) } else { Ok(()) };
    }
    if ty.list {
        let inner = TypeRef { list: false, ..ty.clone() };
        return match value {
            Value::Array(items) => items.iter().try_for_each(|item| check(schema, &inner, item)),
            single => check(schema, &inner, single),
        };
    }
    let expected = || format!("Expected type \"{}\", found {}.", ty.name, python(value));
    match ty.name.as_str() {
        "Int" => value.as_i64().map(|_| ()).ok_or_else(expected),
        "Float" => value.is_number().then_some(()).ok_or_else(expected),
        "Boolean" => value.as_bool().map(|_| ()).ok_or_else(expected),
        "String" => value.as_str().map(|_| ()).ok_or_else(expected),
        "ID" => {
            if value.is_string() || value.is_i64() {
                Ok(())
            } else {
                Err(expected())
            }
        }
        name => match schema.get(name) {
            None => Err(format!("Unknown type \"{name}\".")),
            Some(found) => match found.form {
                Form::Enum => value.as_str().filter(|text| found.values.iter().any(|value| value == text)).map(|_| ()).ok_or_else(expected),
                Form::Input => check_members(schema, &found.fields, value).map_err(|reason| reason.unwrap_or_else(expected)),
                _ if name == "PositiveDecimal" => is_positive_decimal(value).then_some(()).ok_or_else(expected),
                _ if matches!(name, "DateTime" | "Date") => check_date(value).then_some(()).ok_or_else(expected),
                _ => Ok(()),
            },
        },
    }
}

/// A number, or the text of one, that is not below zero.
fn is_positive_decimal(value: &Value) -> bool {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, "0"));
    [whole, fraction].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn check_date(value: &Value) -> bool {
    value.as_str().is_some_and(|text| crate::instant::parse(text).is_some() || text.len() == 10)
}

fn check_members(schema: &Schema, fields: &[super::schema::FieldDef], value: &Value) -> Result<(), Option<String>> {
    let Value::Object(members) = value else { return Err(None) };
    for (name, value) in members {
        let Some(field) = fields.iter().find(|field| field.name == *name) else {
            return Err(Some(format!("In field \"{name}\": Unknown field.")));
        };
        check(schema, &field.ty, value).map_err(|reason| Some(format!("In field \"{name}\": {reason}")))?;
    }
    match fields.iter().find(|field| field.ty.required && !members.contains_key(&field.name)) {
        Some(field) => Err(Some(format!("In field \"{}\": Expected \"{}!\", found null.", field.name, field.ty.name))),
        None => Ok(()),
    }
}

fn is_built_in(name: &str) -> bool {
    matches!(name, "ID" | "String" | "Int" | "Float" | "Boolean")
}

/// A value as Saleor's messages print it: JSON with blanks behind colons and commas.
pub(crate) fn python(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members: Vec<String> = members.iter().map(|(key, value)| format!("{}: {}", Value::from(key.as_str()), python(value))).collect();
            format!("{{{}}}", members.join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(python).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}
