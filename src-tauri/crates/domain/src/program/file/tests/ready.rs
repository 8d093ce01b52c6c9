//! The programs that come with the product, and the exported schema: it lets them pass and refuses what the loader refuses for its shape.

use super::*;
use serde_json::{Value as Json, json};

const READY: [(&str, &str); 5] = [
    ("shop-gift-card", include_str!("../../../../../../programs/shop-gift-card.toml")),
    ("coupons-credit-steps", include_str!("../../../../../../programs/coupons-credit-steps.toml")),
    ("every-payment-cashback", include_str!("../../../../../../programs/every-payment-cashback.toml")),
    ("two-level-points", include_str!("../../../../../../programs/two-level-points.toml")),
    ("usage-quota", include_str!("../../../../../../programs/usage-quota.toml")),
];

fn json(text: &str) -> Json {
    serde_json::to_value(toml::from_str::<toml::Table>(text).unwrap()).map(instants_as_text).unwrap()
}

/// The toml crate gives an instant to others as an object with one key of its own.
fn instants_as_text(value: Json) -> Json {
    match value {
        Json::Object(object) => match object.get("$__toml_private_datetime") {
            Some(text) => text.clone(),
            None => Json::Object(object.into_iter().map(|(key, value)| (key, instants_as_text(value))).collect()),
        },
        Json::Array(list) => list.into_iter().map(instants_as_text).collect(),
        other => other,
    }
}

fn validator() -> jsonschema::Validator {
    jsonschema::validator_for(&schema()).unwrap()
}

#[test]
fn the_ready_programs_are_read_and_written_without_loss() {
    let validator = validator();
    for (id, text) in READY {
        let mut names = NameTable::default();
        let file = parse(text, &mut names).unwrap_or_else(|faults| panic!("{id}: {faults}"));
        assert_eq!(names.text(file.program.id.0), id);
        assert!(file.policy.is_some() && file.from.is_none() && file.program.mode == Mode::Manual, "{id}");
        let written = write(&file.program, file.policy.as_ref(), &names);
        assert_eq!(parse(&written, &mut names), Ok(file), "{written}");
        for text in [text, &written] {
            let faults: Vec<String> = validator.iter_errors(&json(text)).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
            assert!(faults.is_empty(), "{id}: {faults:?}");
        }
    }
}

#[test]
fn the_schema_lets_pass_what_the_loader_reads() {
    let faults: Vec<String> = validator().iter_errors(&json(PROGRAM)).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert_eq!(faults, Vec::<String>::new());
    let short = PROGRAM.replacen("signups_per_ip = { per_day = 3 }", "signups_per_ip = \"off\"", 1);
    assert!(read(&short).is_ok() && validator().is_valid(&json(&short)));
}

#[test]
fn the_schema_refuses_what_the_loader_refuses_for_its_shape() {
    let validator = validator();
    let check = |old: &str, new: &str| {
        assert!(PROGRAM.contains(old), "{old}");
        let text = PROGRAM.replacen(old, new, 1);
        assert!(read(&text).is_err(), "the loader reads {new}");
        assert!(!validator.is_valid(&json(&text)), "the schema admits {new}");
    };
    check("hold_days = 14", "hold_day = 14");
    check("touch = \"last\"", "touch = \"best\"");
    check("name = \"Shop gift card\"\n", "");
    check("hold_days = 14", "hold_days = \"14\"");
    check("hold_days = 14", "hold_days = 36526");
    check("EUR = \"50.00\"", "EUR = 50");
    check("percent = 10,", "percent = 101,");
    check("percent = 10,", "percent = 10, percents = 3,");
    check("{ score = 40 }", "{ points = 40 }");
    check("{ score = 40 }", "\"maybe\"");
    check("n = 1, units", "n = 1, tiers = {}, units");
    check("id = \"shop-gift-card\"", "id = \"Shop\"");
    check("unit = \"friend\"", "unit = \"upline\"");
    check("[\"order_confirmed\"]", "[\"order_confirm\"]");
    check("[\"order_confirmed\"]", "[]");
    check("\"custom:quest_purchased\"", "\"custom:Quest\"");
    check(", per = \"month\"", "");
    check("per = \"month\"", "per = \"week\"");
    check("EUR = \"1000.00\", per", "EUR = \"1000.00\", USD = \"1.00\", per");
    check("when_ended = \"void\"", "when_ended = \"review\"");
    check("when_paused = \"review\"", "when_paused = \"void\"");
    check("bind_at = \"order\"", "bind_at = \"click\"");
    check("scope = \"order\"", "scope = \"line\"");
    check("hours = 1,", "hours = 49,");
    check("{ per_day = 3 }", "\"none\"");
    check("{ per_day = 3 }", "3");
    check("settlement = \"captured\"", "settlement = \"paid\"");
    check("{ nth = 5 }", "{ nth = 0 }");
    check("{ nth = 5 }", "\"last\"");
    check("\"free\"", "\"freed\"");
    check("of = \"items\", EUR", "of = \"goods\", EUR");
    check("of = \"items\", EUR", "EUR");
    check("[\"DE\", \"AT\"]", "[\"Germany\"]");
    check("per_day = 5", "per_day = 0");
    check("on_partial_refund = \"full\"", "on_partial_refund = \"none\"");
    check("upline = 2", "upline = 1");
    check("to = \"friend\"", "to = \"buyer\"");
    check("rail = \"gift_card\"", "rail = \"cash\"");
    check("exponent = 1", "exponent = 9");
    check("by = \"revenue\"", "by = \"orders\"");
    check("apply = \"at\"", "apply = \"after\"");
    check("of = \"amount_base\"", "of = \"amount\"");
    check("a = 50", "A = 50");
}

#[test]
fn each_key_is_described_and_says_its_default() {
    let schema = schema();
    let mut bare = Vec::new();
    let mut look = |name: &str, table: &Json| {
        for (key, field) in table["properties"].as_object().into_iter().flatten() {
            if field.get("description").is_none() && field.get("$ref").is_none() {
                bare.push(format!("{name}.{key}"));
            }
        }
    };
    look("Program", &schema);
    for (name, table) in schema["$defs"].as_object().unwrap() {
        look(name, table);
    }
    assert_eq!(bare, Vec::<String>::new());
    let default = |pointer: &str| schema.pointer(pointer).and_then(|field| field.get("default")).cloned();
    assert_eq!(default("/properties/time_zone"), Some(json!("UTC")));
    assert_eq!(default("/properties/mode"), Some(json!("manual")));
    assert_eq!(default("/properties/activation"), Some(json!(["order_confirmed"])));
    assert_eq!(default("/$defs/Rule/properties/occurrence"), Some(json!("first")));
    assert_eq!(default("/$defs/Rule/properties/wait_days"), Some(json!(30)));
    assert_eq!(default("/$defs/Fraud/properties/same_email"), Some(json!("block")));
    assert_eq!(default("/$defs/Velocity/properties/hours"), Some(json!(24)));
    assert!(!schema.to_string().contains("null"));
}

const PAGE: &str = include_str!("../../../../../../docs/programs.md");

#[test]
fn the_page_describes_every_key_and_its_examples_are_read() {
    let schema = schema();
    let tables = std::iter::once(&schema).chain(schema["$defs"].as_object().unwrap().values());
    let mut keys: Vec<&String> = tables.flat_map(|table| table["properties"].as_object().into_iter().flat_map(|fields| fields.keys())).collect();
    keys.retain(|key| !PAGE.contains(&format!("`{key}`")) && !PAGE.contains(&format!("{key} =")) && !PAGE.contains(&format!("{key}]")));
    assert_eq!(keys, Vec::<&String>::new());
    let examples: Vec<&str> = PAGE.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(!examples.is_empty());
    for example in examples {
        read(&whole(example)).unwrap_or_else(|faults| panic!("{faults}\n{example}"));
    }
}

/// An example of a part with the least of what stands around it.
fn whole(example: &str) -> String {
    let head = if example.starts_with("id = ") { "" } else { "id = \"p\"\nname = \"P\"\n" };
    let rule = "[[rule]]\nid = \"first-order\"\non = [\"order_confirmed\"]\n[[rule.grant]]\nto = \"friend\"\nreward = { rail = \"wallet\" }\nvalue = { fixed = { EUR = \"1\" } }\n";
    format!("{head}{example}{}", if example.contains("[[rule]]") { "" } else { rule })
}
