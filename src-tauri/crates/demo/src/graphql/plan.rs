//! From a request to a plan: the document parsed, checked against the schema, fragments resolved, variables filled in, costs added up.

use std::collections::BTreeMap;

use graphql_parser::query as ast;
use serde_json::{Map, Value};

use super::fault::{Fault, MAX_COST, Refusal};
use super::inputs;
use super::schema::{FieldDef, Form, Schema};
use crate::text::push_string;

/// A field to answer.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    /// What the field is called in the answer.
    pub(crate) alias: String,
    /// The alias as a JSON key with its colon.
    pub(crate) key: String,
    pub(crate) args: Map<String, Value>,
    /// Only for objects of this type (inside a fragment on one of several types).
    pub(crate) only_on: Option<String>,
    pub(crate) list: bool,
    /// An answer of `null` would break the type.
    pub(crate) required: bool,
    /// The type to which the field belongs.
    pub(crate) parent: String,
    /// Why the caller may not see it.
    pub(crate) denied: Option<String>,
    pub(crate) at: (usize, usize),
    pub(crate) sub: Vec<Field>,
    cost: u64,
}

/// A request ready to be answered.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) fields: Vec<Field>,
    pub(crate) cost: u64,
    /// The fields are those of the root of mutations.
    pub(crate) mutates: bool,
}

/// Who asks: the permissions of a valid token, none without one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Caller {
    pub(crate) known: bool,
    pub(crate) permissions: Vec<String>,
    /// The token was good until yesterday.
    pub(crate) expired: bool,
}

/// The deepest nesting that is read; a guard against endless fragments.
const DEEPEST: usize = 24;

impl Plan {
    /// Plans a request, or says in Saleor's words why not.
    pub(crate) fn of(schema: &Schema, caller: &Caller, query: &str, operation: Option<&str>, variables: &Value) -> Result<Self, Refusal> {
        let document = ast::parse_query::<String>(query).map_err(|error| syntax_error(&error.to_string()))?.into_static();
        let mut fragments = BTreeMap::new();
        let mut operations = Vec::new();
        for definition in document.definitions {
            match definition {
                ast::Definition::Fragment(fragment) => {
                    fragments.insert(fragment.name.clone(), fragment);
                }
                ast::Definition::Operation(found) => operations.push(Operation::of(found)),
            }
        }
        let chosen = choose(operations, operation)?;
        let variables = inputs::variables(schema, &chosen.variables, variables)?;
        let mut compiler = Compiler { schema, caller, fragments: &fragments, variables: &variables, faults: Vec::new() };
        let mut fields = Vec::new();
        let root = if chosen.mutates { "Mutation" } else { "Query" };
        compiler.select(root, None, &chosen.selection, 0, &mut fields);
        let cost = fields.iter().map(Field::total_cost).fold(0, u64::saturating_add);
        if !compiler.faults.is_empty() {
            return Err(Refusal { faults: compiler.faults, cost: Some(cost), most: MAX_COST });
        }
        let plan = Self { fields, cost, mutates: chosen.mutates };
        plan.within(MAX_COST)
    }

    /// The plan, if it costs no more than this.
    pub(crate) fn within(self, most: u64) -> Result<Self, Refusal> {
        let cost = self.cost;
        if cost > most {
            let message = format!("The query exceeds the maximum cost of {most}. Actual cost is {cost}");
            return Err(Refusal { faults: vec![Fault::new(message).code("QueryCostError")], cost: Some(cost), most });
        }
        Ok(self)
    }
}

impl Field {
    /// Saleor's cost: the field's points and those below it, times how many rows a connection may bring.
    fn total_cost(&self) -> u64 {
        let below = self.sub.iter().map(Self::total_cost).fold(0, u64::saturating_add);
        let times = ["first", "last"].iter().find_map(|arg| self.args.get(*arg)?.as_u64()).filter(|_| self.cost > 0).unwrap_or(1);
        self.cost.saturating_add(below).saturating_mul(times)
    }

    /// The fields of this one that are called so, if it is asked for.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.sub.iter().find(|field| field.name == name)
    }
}

/// The fields of the root that a document asks for, whatever the schema says; none for what is no document.
pub(crate) fn root_fields(query: &str) -> Vec<String> {
    let Ok(document) = ast::parse_query::<String>(query) else { return Vec::new() };
    let selections = document.into_static().definitions.into_iter().filter_map(|definition| match definition {
        ast::Definition::Operation(found) => Some(Operation::of(found).selection),
        ast::Definition::Fragment(_) => None,
    });
    let items = selections.flat_map(|selection| selection.items);
    items
        .filter_map(|item| match item {
            ast::Selection::Field(field) => Some(field.name),
            _ => None,
        })
        .collect()
}

struct Operation {
    name: Option<String>,
    variables: Vec<ast::VariableDefinition<'static, String>>,
    selection: ast::SelectionSet<'static, String>,
    mutates: bool,
}

impl Operation {
    fn of(found: ast::OperationDefinition<'static, String>) -> Self {
        let (name, variables, selection, mutates) = match found {
            ast::OperationDefinition::SelectionSet(selection) => (None, Vec::new(), selection, false),
            ast::OperationDefinition::Query(query) => (query.name, query.variable_definitions, query.selection_set, false),
            ast::OperationDefinition::Mutation(mutation) => (mutation.name, mutation.variable_definitions, mutation.selection_set, true),
            ast::OperationDefinition::Subscription(other) => (other.name, other.variable_definitions, other.selection_set, false),
        };
        Self { name, variables, selection, mutates }
    }
}

fn choose(operations: Vec<Operation>, wanted: Option<&str>) -> Result<Operation, Refusal> {
    let many = operations.len() > 1;
    let chosen = match wanted {
        Some(name) => operations.into_iter().find(|operation| operation.name.as_deref() == Some(name)),
        None if many => return Err(Fault::new("Must provide operation name if query contains multiple operations.").into()),
        None => operations.into_iter().next(),
    };
    match chosen {
        Some(operation) => Ok(operation),
        None => Err(Fault::new("Unknown operation named.").into()),
    }
}

fn syntax_error(message: &str) -> Refusal {
    Fault::new(format!("Syntax Error GraphQL {}", message.trim())).code("GraphQLSyntaxError").into()
}

struct Compiler<'a> {
    schema: &'a Schema,
    caller: &'a Caller,
    fragments: &'a BTreeMap<String, ast::FragmentDefinition<'static, String>>,
    variables: &'a Map<String, Value>,
    faults: Vec<Fault>,
}

impl Compiler<'_> {
    /// Adds the fields of a selection on `parent` to `into`; `only_on`: a narrower type that a fragment asked for.
    fn select(&mut self, parent: &str, only_on: Option<&str>, set: &ast::SelectionSet<'_, String>, depth: usize, into: &mut Vec<Field>) {
        if depth > DEEPEST {
            self.faults.push(Fault::new("The query is nested too deeply."));
            return;
        }
        for item in &set.items {
            match item {
                ast::Selection::Field(field) => self.field(only_on.unwrap_or(parent), only_on, field, depth, into),
                ast::Selection::InlineFragment(fragment) => {
                    let condition = fragment.type_condition.as_ref().map(|ast::TypeCondition::On(name)| name.as_str());
                    let at = (fragment.position.line, fragment.position.column);
                    self.fragment(parent, only_on, condition, at, &fragment.selection_set, depth, into);
                }
                ast::Selection::FragmentSpread(spread) => match self.fragments.get(&spread.fragment_name) {
                    Some(fragment) => {
                        let ast::TypeCondition::On(name) = &fragment.type_condition;
                        let at = (fragment.position.line, fragment.position.column);
                        self.fragment(parent, only_on, Some(name), at, &fragment.selection_set, depth, into);
                    }
                    None => self.faults.push(Fault::new(format!("Unknown fragment \"{}\".", spread.fragment_name))),
                },
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn fragment(
        &mut self,
        parent: &str,
        only_on: Option<&str>,
        condition: Option<&str>,
        at: (usize, usize),
        set: &ast::SelectionSet<'_, String>,
        depth: usize,
        into: &mut Vec<Field>,
    ) {
        let here = only_on.unwrap_or(parent);
        match condition {
            Some(name) if self.schema.get(name).is_none() => {
                let fault = Fault::new(format!("Unknown type \"{name}\".")).at(at);
                if !self.faults.iter().any(|known| known.message == fault.message) {
                    self.faults.push(fault);
                }
            }
            Some(name) if name != here && !self.schema.may_be(here, name) => {
                if self.schema.may_be(name, here) {
                    self.select(parent, Some(name), set, depth + 1, into);
                } else {
                    let message = format!("Fragment cannot be spread here as objects of type \"{here}\" can never be of type \"{name}\".");
                    self.faults.push(Fault::new(message).at(at));
                }
            }
            _ => self.select(parent, only_on, set, depth + 1, into),
        }
    }

    fn field(&mut self, parent: &str, only_on: Option<&str>, field: &ast::Field<'_, String>, depth: usize, into: &mut Vec<Field>) {
        let at = (field.position.line, field.position.column);
        let alias = field.alias.clone().unwrap_or_else(|| field.name.clone());
        if field.name == "__typename" {
            return merge(into, Field::leaf("__typename", alias, parent, only_on, at));
        }
        let Some(def) = self.schema.get(parent).and_then(|ty| ty.field(&field.name)) else {
            let message = format!("Cannot query field \"{}\" on type \"{parent}\".", field.name);
            self.faults.push(Fault::new(message).at(at));
            return;
        };
        let args = self.arguments(parent, def, field);
        let mut planned = Field::leaf(&field.name, alias, parent, only_on, at);
        planned.args = args;
        planned.list = def.ty.list;
        planned.required = def.ty.required;
        planned.cost = def.cost;
        planned.denied = self.denied(def);
        let has_members = self.schema.get(&def.ty.name).is_some_and(|ty| matches!(ty.form, Form::Object | Form::Abstract));
        if has_members == field.selection_set.items.is_empty() {
            let message = if has_members {
                format!("Field \"{}\" of type \"{}\" must have a sub selection.", field.name, def.ty.name)
            } else {
                format!("Field \"{}\" of type \"{}\" must not have a sub selection.", field.name, def.ty.name)
            };
            self.faults.push(Fault::new(message).at(at));
            return;
        }
        let inner = def.ty.name.clone();
        self.select(&inner, None, &field.selection_set, depth + 1, &mut planned.sub);
        merge(into, planned);
    }

    fn arguments(&mut self, parent: &str, def: &FieldDef, field: &ast::Field<'_, String>) -> Map<String, Value> {
        let at = (field.position.line, field.position.column);
        let mut args = Map::new();
        for (name, value) in &field.arguments {
            let Some(arg) = def.args.iter().find(|arg| arg.name == *name) else {
                let message = format!("Unknown argument \"{name}\" on field \"{}\" of type \"{parent}\".", field.name);
                self.faults.push(Fault::new(message).at(at));
                continue;
            };
            let Some(value) = inputs::resolve(value, self.variables) else { continue };
            if let Err(reason) = inputs::check(self.schema, &arg.ty, &value) {
                let message = format!("Argument \"{name}\" has invalid value {}.\n{reason}", inputs::python(&value));
                self.faults.push(Fault::new(message).at(at));
            }
            args.insert(name.clone(), value);
        }
        for arg in def.args.iter().filter(|arg| arg.ty.required && !args.contains_key(&arg.name)) {
            self.faults.push(Fault::new(format!("Argument \"{}\" of required type {}!\" was not provided.", arg.name, arg.ty.name)));
        }
        args
    }

    fn denied(&self, def: &FieldDef) -> Option<String> {
        let open = def.needs.is_empty()
            || self.caller.known && def.needs.iter().any(|need| need == "AUTHENTICATED_APP" || self.caller.permissions.contains(need));
        if open {
            return None;
        }
        Some(if def.name == "privateMetadata" {
            "You do not have permission to perform this action".to_owned()
        } else {
            format!("To access this path, you need one of the following permissions: {}", def.needs.join(", "))
        })
    }
}

impl Field {
    fn leaf(name: &str, alias: String, parent: &str, only_on: Option<&str>, at: (usize, usize)) -> Self {
        let mut key = String::with_capacity(alias.len() + 3);
        push_string(&mut key, &alias);
        key.push(':');
        Self {
            name: name.to_owned(),
            alias,
            key,
            args: Map::new(),
            only_on: only_on.map(str::to_owned),
            list: false,
            required: false,
            parent: parent.to_owned(),
            denied: None,
            at,
            sub: Vec::new(),
            cost: 0,
        }
    }
}

/// Adds a field, or its members to the same field asked for before.
fn merge(into: &mut Vec<Field>, field: Field) {
    match into.iter_mut().find(|known| known.alias == field.alias && known.only_on == field.only_on) {
        Some(known) => {
            for member in field.sub {
                merge(&mut known.sub, member);
            }
        }
        None => into.push(field),
    }
}
