//! The part of Saleor's schema that the demo shop knows, as it was in one release.

use std::collections::BTreeMap;

use graphql_parser::schema as ast;
use serde_json::{Value, json};

const SDL: &str = include_str!("../schema.graphql");

/// What a type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Object,
    Abstract,
    Input,
    Enum,
    Scalar,
}

/// A type with its members.
#[derive(Debug)]
pub(crate) struct Type {
    pub(crate) form: Form,
    /// Fields of an object or interface, members of an input.
    pub(crate) fields: Vec<FieldDef>,
    /// Values of an enum, members of a union, those who implement an interface.
    pub(crate) values: Vec<String>,
}

/// A field, or a member of an input.
#[derive(Debug)]
pub(crate) struct FieldDef {
    pub(crate) name: String,
    pub(crate) ty: TypeRef,
    pub(crate) args: Vec<FieldDef>,
    pub(crate) cost: u64,
    /// One of these permissions opens the field; empty: open to all.
    pub(crate) needs: Vec<String>,
}

/// A mention of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TypeRef {
    pub(crate) name: String,
    pub(crate) list: bool,
    pub(crate) required: bool,
}

/// All types of one release.
#[derive(Debug)]
pub(crate) struct Schema {
    types: BTreeMap<String, Type>,
}

type Directives<'a> = [ast::Directive<'a, String>];

impl Schema {
    /// The schema of Saleor 3.`minor`. A slice that does not parse gives an empty schema; a test sees to it that it parses.
    pub(crate) fn of_minor(minor: i64) -> Self {
        Self::read(SDL, minor)
    }

    fn read(sdl: &str, minor: i64) -> Self {
        let mut types = BTreeMap::new();
        let mut implementors: Vec<(String, String)> = Vec::new();
        let document = ast::parse_schema::<String>(sdl).map(ast::Document::into_static);
        for definition in document.map(|document| document.definitions).unwrap_or_default() {
            let ast::Definition::TypeDefinition(definition) = definition else { continue };
            if let Some((name, ty)) = read_type(definition, minor, &mut implementors) {
                types.insert(name, ty);
            }
        }
        for (interface, object) in implementors {
            if let Some(ty) = types.get_mut(&interface) {
                ty.values.push(object);
            }
        }
        Self { types }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Type> {
        self.types.get(name)
    }

    /// Whether an object of this (concrete) type may stand where `wanted` is written.
    pub(crate) fn may_be(&self, name: &str, wanted: &str) -> bool {
        name == wanted || self.get(wanted).is_some_and(|ty| ty.form == Form::Abstract && ty.values.iter().any(|value| value == name))
    }

    /// What introspection says of a type; `null` for one that is not known.
    pub(crate) fn describe(&self, name: &str) -> Value {
        self.get(name).map_or(Value::Null, |ty| ty.describe(name))
    }

    /// What introspection says of all types.
    pub(crate) fn describe_all(&self) -> Value {
        let types: Vec<Value> = self.types.iter().filter(|(name, _)| !name.starts_with("__")).map(|(name, ty)| ty.describe(name)).collect();
        json!({ "queryType": self.describe("Query"), "types": types })
    }
}

impl Type {
    pub(crate) fn field(&self, name: &str) -> Option<&FieldDef> {
        self.fields.iter().find(|field| field.name == name)
    }

    fn describe(&self, name: &str) -> Value {
        let kind = match self.form {
            Form::Object => "OBJECT",
            Form::Abstract if self.fields.is_empty() => "UNION",
            Form::Abstract => "INTERFACE",
            Form::Input => "INPUT_OBJECT",
            Form::Enum => "ENUM",
            Form::Scalar => "SCALAR",
        };
        let named = |fields: &[FieldDef]| -> Vec<Value> {
            let shown = fields.iter().filter(|field| !field.name.starts_with("__"));
            shown.map(|field| json!({ "name": field.name, "isDeprecated": false, "args": names(&field.args) })).collect()
        };
        let values: Vec<Value> = self.values.iter().map(|value| json!({ "name": value, "isDeprecated": false })).collect();
        let has_fields = matches!(kind, "OBJECT" | "INTERFACE");
        json!({
            "name": name,
            "kind": kind,
            "fields": if has_fields { named(&self.fields).into() } else { Value::Null },
            "inputFields": if self.form == Form::Input { names(&self.fields).into() } else { Value::Null },
            "enumValues": if self.form == Form::Enum { values.clone().into() } else { Value::Null },
            "possibleTypes": if self.form == Form::Abstract { values.into() } else { Value::Null },
        })
    }
}

fn names(fields: &[FieldDef]) -> Vec<Value> {
    fields.iter().map(|field| json!({ "name": field.name })).collect()
}

fn read_type(definition: ast::TypeDefinition<'static, String>, minor: i64, implementors: &mut Vec<(String, String)>) -> Option<(String, Type)> {
    let (name, directives, form, fields, values) = match definition {
        ast::TypeDefinition::Object(object) => {
            implementors.extend(object.implements_interfaces.iter().map(|interface| (interface.clone(), object.name.clone())));
            (object.name, object.directives, Form::Object, read_fields(object.fields, minor), Vec::new())
        }
        ast::TypeDefinition::Interface(interface) => {
            (interface.name, interface.directives, Form::Abstract, read_fields(interface.fields, minor), Vec::new())
        }
        ast::TypeDefinition::Union(union) => (union.name, union.directives, Form::Abstract, Vec::new(), union.types),
        ast::TypeDefinition::InputObject(input) => (input.name, input.directives, Form::Input, read_inputs(input.fields, minor), Vec::new()),
        ast::TypeDefinition::Enum(list) => {
            let values = list.values.into_iter().filter(|value| is_in(&value.directives, minor)).map(|value| value.name).collect();
            (list.name, list.directives, Form::Enum, Vec::new(), values)
        }
        ast::TypeDefinition::Scalar(scalar) => (scalar.name, scalar.directives, Form::Scalar, Vec::new(), Vec::new()),
    };
    is_in(&directives, minor).then_some((name, Type { form, fields, values }))
}

fn read_fields(fields: Vec<ast::Field<'static, String>>, minor: i64) -> Vec<FieldDef> {
    let known = fields.into_iter().filter(|field| is_in(&field.directives, minor));
    known
        .map(|field| FieldDef {
            cost: number(&field.directives, "cost", "points").and_then(|points| u64::try_from(points).ok()).unwrap_or(0),
            needs: permissions(&field.directives),
            name: field.name,
            ty: read_ref(&field.field_type),
            args: read_inputs(field.arguments, minor),
        })
        .collect()
}

fn read_inputs(inputs: Vec<ast::InputValue<'static, String>>, minor: i64) -> Vec<FieldDef> {
    let known = inputs.into_iter().filter(|input| is_in(&input.directives, minor));
    known.map(|input| FieldDef { name: input.name, ty: read_ref(&input.value_type), args: Vec::new(), cost: 0, needs: Vec::new() }).collect()
}

/// Reads a mention of a type, in a schema or in a document.
pub(crate) fn read_ref<'a>(ty: &ast::Type<'a, String>) -> TypeRef {
    match ty {
        ast::Type::NamedType(name) => TypeRef { name: name.clone(), list: false, required: false },
        ast::Type::ListType(inner) => TypeRef { list: true, required: false, ..read_ref(inner) },
        ast::Type::NonNullType(inner) => TypeRef { required: true, ..read_ref(inner) },
    }
}

fn is_in(directives: &Directives<'static>, minor: i64) -> bool {
    number(directives, "since", "minor").is_none_or(|since| minor >= since)
}

fn argument<'d>(directives: &'d Directives<'static>, name: &str, argument: &str) -> Option<&'d ast::Value<'static, String>> {
    let directive = directives.iter().find(|directive| directive.name == name)?;
    directive.arguments.iter().find(|(key, _)| key == argument).map(|(_, value)| value)
}

fn number(directives: &Directives<'static>, name: &str, key: &str) -> Option<i64> {
    match argument(directives, name, key)? {
        ast::Value::Int(number) => number.as_i64(),
        _ => None,
    }
}

fn permissions(directives: &Directives<'static>) -> Vec<String> {
    match argument(directives, "needs", "any") {
        Some(ast::Value::List(names)) => names.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn releases_differ() {
        let (old, new) = (Schema::of_minor(20), Schema::of_minor(23));
        let has = |schema: &Schema, ty: &str, field: &str| schema.get(ty).is_some_and(|ty| ty.field(field).is_some());
        assert!(has(&new, "Order", "events") && has(&old, "Order", "events"));
        assert!(has(&new, "Query", "transactions") && !has(&old, "Query", "transactions"));
        assert!(new.get("OrderWhereInput").is_some() && old.get("OrderWhereInput").is_none());
        assert!(has(&new, "GiftCard", "assignedTo") && !has(&Schema::of_minor(22), "GiftCard", "assignedTo"));
    }

    /// Members of a type by name: fields with their arguments, values of an enum.
    fn members(schema: &Schema, name: &str) -> BTreeSet<String> {
        let Some(ty) = schema.get(name) else { return BTreeSet::new() };
        let fields = ty.fields.iter().flat_map(|field| {
            let args = field.args.iter().map(|arg| format!("{name}.{}({})", field.name, arg.name));
            std::iter::once(format!("{name}.{}", field.name)).chain(args)
        });
        let values = ty.values.iter().filter(|_| ty.form == Form::Enum).map(|value| format!("{name}.{value}"));
        std::iter::once(name.to_owned()).chain(fields).chain(values).collect()
    }

    /// Each release as Saleor published it, where the schemas are present: the slice claims nothing that is not there, and lacks nothing that
    /// is there and that it knows of any release. 3.17 got some fields of later releases.
    #[test]
    fn the_slice_is_true_of_every_release() {
        let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/saleor/schemas");
        let Ok(files) = std::fs::read_dir(dir) else { return };
        let newest = Schema::of_minor(i64::MAX);
        for path in files.map(|file| file.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "graphql")) {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let minor: i64 = name.trim_start_matches("s-3.").split('.').next().unwrap().parse().unwrap();
            let (real, slice) = (Schema::read(&std::fs::read_to_string(&path).unwrap(), 0), Schema::of_minor(minor));
            for ty in newest.types.keys().filter(|ty| !ty.starts_with("__")) {
                let (real, slice, known) = (members(&real, ty), members(&slice, ty), members(&newest, ty));
                let introspection = |member: &&String| !member.contains(".__");
                let claimed: Vec<_> = slice.difference(&real).filter(introspection).collect();
                let lacking: Vec<_> = real.intersection(&known).filter(|member| !slice.contains(*member) && minor != 17).collect();
                assert!(claimed.is_empty() && lacking.is_empty(), "{name}: not there: {claimed:?}; there and unknown: {lacking:?}");
            }
        }
    }

    #[test]
    fn every_mentioned_type_is_there() {
        for minor in 14..=24 {
            let schema = Schema::of_minor(minor);
            for (name, ty) in &schema.types {
                for field in ty.fields.iter().flat_map(|field| std::iter::once(field).chain(&field.args)) {
                    let built_in = matches!(field.ty.name.as_str(), "ID" | "String" | "Int" | "Float" | "Boolean");
                    assert!(built_in || schema.get(&field.ty.name).is_some(), "3.{minor}: {name}.{} is a {}", field.name, field.ty.name);
                }
            }
        }
    }
}
