//! Answers a request: reads the body, plans it, and writes one root field after the other.

use serde_json::Value;

use super::answer::{Answer, Thing};
use super::change::Change;
use super::connection;
use super::fault::{Fault, MAX_COST, Refusal, Step, push_cost, push_faults};
use super::plan::{Caller, Field, Plan};
use super::schema::Schema;
use super::write::{Here, Writer};
use crate::faults::Faults;
use crate::goods::{GOODS, Group};
use crate::source::{Kind, Rows};

/// What the server knows beside the rows.
#[derive(Debug)]
pub(crate) struct Endpoint<'a> {
    pub(crate) source: Rows<'a>,
    pub(crate) schema: &'a Schema,
    pub(crate) version: &'a str,
    pub(crate) faults: &'a Faults,
    pub(crate) odd: Odd,
    /// What the fields of a mutation came to, one for each field of the root.
    pub(crate) changes: Vec<Change>,
}

/// What is odd about the answer to this request.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Odd {
    pub(crate) obfuscated: bool,
    pub(crate) reversed: bool,
    pub(crate) forgot_cursor: bool,
    /// Each field of the root fails, though it was done.
    pub(crate) internal: bool,
}

/// HTTP status and body.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Reply {
    /// A request that was refused before anything was looked up.
    pub(crate) fn refused(refusal: &Refusal) -> Self {
        Self { status: 400, body: refusal.body() }
    }
}

/// Reads the body of a request into a plan.
pub(crate) fn plan(schema: &Schema, caller: &Caller, body: &[u8]) -> Result<Plan, Refusal> {
    let body: Value = serde_json::from_slice(body).map_err(|_| Fault::new("Unable to parse query."))?;
    if body.is_array() {
        return Err(Fault::new("Number of batch queries exceeded.").into());
    }
    let query = body.get("query").and_then(Value::as_str).filter(|query| !query.trim().is_empty());
    let query = query.ok_or_else(|| Fault::new("Must provide a query string."))?;
    let operation = body.get("operationName").and_then(Value::as_str);
    Plan::of(schema, caller, query, operation, body.get("variables").unwrap_or(&Value::Null))
}

impl Endpoint<'_> {
    /// Answers a plan.
    pub(crate) fn run(&self, caller: &Caller, plan: &Plan) -> String {
        let mut writer = Writer::default();
        writer.obfuscated = self.odd.obfuscated;
        writer.out.reserve(64 * 1024);
        let mut lost = false;
        writer.out.push('{');
        for (at, field) in plan.fields.iter().enumerate() {
            if at > 0 {
                writer.out.push(',');
            }
            writer.out.push_str(&field.key);
            let start = writer.out.len();
            writer.fatal = false;
            writer.enter(Here::Key(&field.alias));
            let done = self.root(&mut writer, caller, at, field);
            writer.leave();
            if let Err(fault) = &done {
                let path = vec![Step::Key(field.alias.clone())];
                writer.faults.push(fault.clone().at(field.at).path(path));
            }
            if done.is_err() || writer.fatal {
                writer.out.truncate(start);
                writer.out.push_str("null");
                lost |= field.required;
            }
        }
        writer.out.push('}');
        let data = if lost { "null" } else { writer.out.as_str() };
        let mut body = String::with_capacity(data.len() + 256);
        body.push('{');
        if !writer.faults.is_empty() {
            push_faults(&mut body, &writer.faults);
            body.push(',');
        }
        body.push_str("\"data\":");
        body.push_str(data);
        body.push(',');
        push_cost(&mut body, plan.cost, MAX_COST);
        body.push('}');
        body
    }

    fn root<'p>(&'p self, writer: &mut Writer<'p>, caller: &Caller, at: usize, field: &'p Field) -> Result<(), Fault> {
        if caller.expired && !field.name.starts_with("__") {
            return Err(Fault::new("Signature has expired").code("ExpiredSignatureError"));
        }
        if self.odd.internal && self.changes.get(at).is_none_or(|change| !matches!(change, Change::Fixed | Change::Denied(_))) {
            return Err(Fault::new("Internal Server Error").code("OperationalError"));
        }
        if let Some(message) = &field.denied {
            return Err(Fault::new(message.clone()).code("PermissionDenied"));
        }
        if let Some(kind) = Kind::of_root(&field.name) {
            return connection::write(writer, self.source, kind, field, self.faults, self.odd);
        }
        if let Some(change) = self.changes.get(at) {
            return change.write(writer, self.source, field);
        }
        let single = match field.name.as_str() {
            "order" => Some(Kind::Orders),
            "user" => Some(Kind::Customers),
            "transaction" => Some(Kind::Transactions),
            "giftCard" => Some(Kind::GiftCards),
            "voucher" => Some(Kind::Vouchers),
            _ => None,
        };
        if let Some(kind) = single {
            return self.single(writer, kind, field);
        }
        match field.name.as_str() {
            "shop" => writer.object(&self.shop(), &field.sub),
            "app" if caller.known => writer.object(&app(caller), &field.sub),
            "channels" => writer.list_of(&self.source.channels(), field),
            "category" => match category(field) {
                Some(category) => writer.object(&category, &field.sub),
                None => writer.out.push_str("null"),
            },
            "__type" => {
                let name = field.args.get("name").and_then(Value::as_str).unwrap_or_default();
                writer.json(&self.schema.describe(name), field);
            }
            "__schema" => writer.json(&self.schema.describe_all(), field),
            "__typename" => writer.out.push_str("\"Query\""),
            _ => writer.out.push_str("null"),
        }
        Ok(())
    }

    fn single<'p>(&'p self, writer: &mut Writer<'p>, kind: Kind, field: &'p Field) -> Result<(), Fault> {
        let id = field.args.get("id").and_then(Value::as_str).unwrap_or_default();
        let email = field.args.get("email").and_then(Value::as_str);
        let row = match email {
            Some(email) => self.by_email(email),
            None if crate::text::read_global_id(kind.type_name(), id).is_none() => {
                return Err(Fault::new(format!("Invalid ID: {id}. Expected: {}.", kind.type_name())));
            }
            None => self.source.find(kind, id),
        };
        match row {
            Some(row) => connection::node(writer, self.source, kind, row, field, self.faults),
            None => writer.out.push_str("null"),
        }
        Ok(())
    }

    fn by_email(&self, wanted: &str) -> Option<u32> {
        let rows = self.source.sorted(Kind::Customers, crate::source::SortBy::Number);
        rows.iter().copied().find(|row| match self.source.node(Kind::Customers, *row).field("email") {
            Answer::Text(email) => email.eq_ignore_ascii_case(wanted),
            Answer::Json(email) => email.as_str().is_some_and(|email| email.eq_ignore_ascii_case(wanted)),
            _ => false,
        })
    }

    fn shop(&self) -> Thing<'_> {
        let minor = self.version.split('.').take(2).collect::<Vec<_>>().join(".");
        let permissions = self.schema.get("PermissionEnum").map(|ty| ty.values.as_slice()).unwrap_or_default();
        Thing::Record(
            "Shop",
            vec![
                ("version", Answer::text(self.version)),
                ("name", Answer::text("Demo shop")),
                ("schemaVersion", Answer::text(minor)),
                (
                    "domain",
                    Answer::record(
                        "Domain",
                        vec![("host", Answer::text("127.0.0.1")), ("sslEnabled", Answer::Bool(false)), ("url", Answer::text("http://127.0.0.1/"))],
                    ),
                ),
                ("permissions", Answer::Many(permissions.iter().map(|code| permission(code)).collect())),
                (
                    "defaultCountry",
                    Answer::record("CountryDisplay", vec![("code", Answer::text("US")), ("country", Answer::text("United States of America"))]),
                ),
            ],
        )
    }
}

/// The category of goods with the slug or the id that is asked for.
fn category<'a>(field: &Field) -> Option<Thing<'a>> {
    let given = |name: &str| field.args.get(name).and_then(Value::as_str);
    let number = given("id").and_then(|id| crate::text::read_global_id("Category", id));
    let is_asked = |group: &Group| given("slug") == Some(group.2) || number.as_deref() == Some(group.0.to_string().as_str());
    let group = GOODS.iter().map(|good| good.category).find(is_asked)?;
    Some(Thing::Record("Category", vec![("id", Answer::Id("Category", group.0)), ("name", Answer::text(group.1)), ("slug", Answer::text(group.2))]))
}

fn app(caller: &Caller) -> Thing<'_> {
    let token = Thing::Record("AppToken", vec![("id", Answer::Id("AppToken", 2)), ("name", Answer::text("")), ("authToken", Answer::text("demo"))]);
    Thing::Record(
        "App",
        vec![
            ("id", Answer::Id("App", 2)),
            ("name", Answer::text("Vouchsafe")),
            ("identifier", Answer::Id("App", 2)),
            ("isActive", Answer::Bool(true)),
            ("type", Answer::text("LOCAL")),
            ("created", Answer::Null),
            ("version", Answer::Null),
            ("permissions", Answer::Many(caller.permissions.iter().map(|code| permission(code)).collect())),
            ("tokens", Answer::Many(vec![token])),
        ],
    )
}

fn permission(code: &str) -> Thing<'_> {
    Thing::Record("Permission", vec![("code", Answer::text(code)), ("name", Answer::text(code))])
}
