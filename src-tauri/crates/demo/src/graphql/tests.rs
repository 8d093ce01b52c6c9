//! The endpoint without HTTP: paging, projection and the error shapes that a real Saleor gave.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::execute::{Endpoint, Odd, Reply, plan};
use super::plan::Caller;
use super::schema::Schema;
use crate::faults::{Faults, Garbled};
use crate::shop::Shop;
use crate::source::Rows;
use crate::spec::Spec;
use crate::wares::NO_WARES;

fn caller() -> Caller {
    let permissions = ["MANAGE_ORDERS", "MANAGE_USERS", "MANAGE_GIFT_CARD", "MANAGE_DISCOUNTS"];
    Caller { known: true, permissions: permissions.map(str::to_owned).to_vec(), expired: false }
}

struct Desk {
    shop: Shop,
    schema: Schema,
    caller: Caller,
    faults: Faults,
}

impl Desk {
    fn new(orders: u32) -> Self {
        Self { shop: Shop::generate(&Spec::new(orders, 1)), schema: Schema::of_minor(23), caller: caller(), faults: Faults::default() }
    }

    fn raw(&self, body: &str) -> (u16, String) {
        match plan(&self.schema, &self.caller, body.as_bytes()) {
            Err(refusal) => (400, Reply::refused(&refusal).body),
            Ok(plan) => {
                let (source, version) = (Rows::Shop(&self.shop, &NO_WARES), "3.23.28");
                let endpoint = Endpoint { source, schema: &self.schema, version, faults: &self.faults, odd: Odd::default(), changes: Vec::new() };
                (200, endpoint.run(&self.caller, &plan))
            }
        }
    }

    fn ask(&self, query: &str, variables: Value) -> (u16, Value) {
        let (status, body) = self.raw(&json!({ "query": query, "variables": variables }).to_string());
        (status, serde_json::from_str(&body).unwrap())
    }

    fn get(&self, query: &str) -> Value {
        self.ask(query, json!({})).1
    }
}

fn walk(desk: &Desk, root: &str, sort: &str, direction: &str, size: u32, since: Option<&str>) -> Vec<String> {
    let sort = if sort.is_empty() { String::new() } else { format!(",sortBy:{{field:{sort},direction:{direction}}}") };
    let query = format!(
        "query($a:String){{{root}(first:{size},after:$a{sort}{}){{pageInfo{{hasNextPage endCursor}} edges{{node{{id}}}}}}}}",
        since.map(|since| format!(",where:{since}")).unwrap_or_default()
    );
    let mut ids = Vec::new();
    let mut after = Value::Null;
    loop {
        let (_, body) = desk.ask(&query, json!({ "a": after }));
        assert_eq!(body.get("errors"), None, "{body}");
        let page = &body["data"][root];
        ids.extend(page["edges"].as_array().unwrap().iter().map(|edge| edge["node"]["id"].as_str().unwrap().to_owned()));
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            return ids;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn paging_visits_every_row_once(
        size in 1u32..=100,
        what in prop::sample::select(vec![
            ("orders", "LAST_MODIFIED_AT"), ("orders", "CREATED_AT"), ("orders", "NUMBER"), ("customers", "LAST_MODIFIED_AT"),
            ("customers", "CREATED_AT"), ("transactions", "MODIFIED_AT"), ("transactions", "CREATED_AT"), ("giftCards", "CREATED_AT"),
        ]),
        direction in prop::sample::select(vec!["ASC", "DESC"]),
    ) {
        let desk = Desk::new(400);
        let mut ids = walk(&desk, what.0, what.1, direction, size, None);
        let count = desk.get(&format!("{{{}(first:1){{totalCount}}}}", what.0));
        prop_assert_eq!(count["data"][what.0]["totalCount"].as_u64().unwrap(), ids.len() as u64);
        ids.sort();
        ids.dedup();
        prop_assert_eq!(count["data"][what.0]["totalCount"].as_u64().unwrap(), ids.len() as u64);
    }

    #[test]
    fn paging_without_a_sort_visits_every_row_once(size in 1u32..=100, root in prop::sample::select(vec!["orders", "customers", "transactions", "giftCards", "vouchers"])) {
        let desk = Desk::new(400);
        let mut ids = walk(&desk, root, "", "", size, None);
        let count = desk.get(&format!("{{{root}(first:1){{totalCount}}}}"))["data"][root]["totalCount"].as_u64().unwrap();
        prop_assert_eq!(count, ids.len() as u64);
        ids.sort();
        ids.dedup();
        prop_assert_eq!(count, ids.len() as u64);
    }

    #[test]
    fn rows_by_id_come_once_each(at in prop::collection::vec(0usize..400, 1..90), size in 1u32..=30) {
        let desk = Desk::new(400);
        let all = walk(&desk, "orders", "LAST_MODIFIED_AT", "ASC", 100, None);
        let mut wanted: Vec<usize> = at;
        let ids: Vec<&str> = wanted.iter().map(|at| all[*at].as_str()).collect();
        let found = walk(&desk, "orders", "LAST_MODIFIED_AT", "ASC", size, Some(&format!("{{ids:{}}}", json!(ids))));
        wanted.sort_unstable();
        wanted.dedup();
        prop_assert_eq!(found, wanted.into_iter().map(|at| all[at].clone()).collect::<Vec<_>>());
    }

    #[test]
    fn since_an_instant_gives_the_rest(at in 0usize..400, size in 1u32..=100) {
        let desk = Desk::new(400);
        let all = walk(&desk, "orders", "LAST_MODIFIED_AT", "ASC", 100, None);
        let order = desk.get(&format!("{{order(id:\"{}\"){{updatedAt}}}}", all[at]));
        let since = order["data"]["order"]["updatedAt"].as_str().unwrap().to_owned();
        let rest = walk(&desk, "orders", "LAST_MODIFIED_AT", "ASC", size, Some(&format!("{{updatedAt:{{gte:\"{since}\"}}}}")));
        prop_assert_eq!(&rest, &all[at..]);
    }
}

#[test]
fn only_what_is_selected() {
    let desk = Desk::new(50);
    let check = |query: &str, expected: Value| assert_eq!(desk.get(query)["data"], expected, "{query}");
    let first = desk.get("{orders(first:1,sortBy:{field:NUMBER,direction:ASC}){edges{node{id}}}}");
    let id = first["data"]["orders"]["edges"][0]["node"]["id"].as_str().unwrap().to_owned();
    check(&format!("{{order(id:\"{id}\"){{number}}}}"), json!({ "order": { "number": "1000" } }));
    check(&format!("{{o:order(id:\"{id}\"){{n:number __typename}}}}"), json!({ "o": { "n": "1000", "__typename": "Order" } }));
    check(
        &format!("query{{order(id:\"{id}\"){{...A ...B}}}} fragment A on Order{{channel{{slug}}}} fragment B on Order{{channel{{currencyCode}}}}"),
        json!({ "order": { "channel": { "slug": "default-channel", "currencyCode": "USD" } } }),
    );
    check(
        &format!("{{order(id:\"{id}\"){{deliveryMethod{{__typename ... on ShippingMethod{{name}} ... on Warehouse{{id slug}}}}}}}}"),
        json!({ "order": { "deliveryMethod": { "__typename": "ShippingMethod", "name": "Default" } } }),
    );
    check("{shop{version schemaVersion}}", json!({ "shop": { "version": "3.23.28", "schemaVersion": "3.23" } }));
    let inputs = ["metadata", "ids", "userEmail", "authorizeStatus", "chargeStatus", "status", "voucherCode", "updatedAt"];
    let inputs: Vec<Value> = inputs.iter().map(|name| json!({ "name": name })).collect();
    check("{__type(name:\"OrderWhereInput\"){inputFields{name}}}", json!({ "__type": { "inputFields": inputs } }));
    check("{__type(name:\"Nope\"){name}}", json!({ "__type": null }));
    check("{order(id:\"T3JkZXI6MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAw\"){id}}", json!({ "order": null }));
    check(
        &format!("{{orders(first:5,where:{{ids:[\"{id}\"]}}){{totalCount edges{{node{{number}}}}}}}}"),
        json!({ "orders": { "totalCount": 1, "edges": [{ "node": { "number": "1000" } }] } }),
    );
}

#[test]
fn texts_can_be_asked_for() {
    let desk = Desk::new(400);
    let count = |filter: &str| desk.get(&format!("{{orders(first:1,{filter}){{totalCount}}}}"))["data"]["orders"]["totalCount"].as_u64().unwrap();
    let statuses = ["UNCONFIRMED", "UNFULFILLED", "PARTIALLY_FULFILLED", "FULFILLED", "PARTIALLY_RETURNED", "RETURNED", "CANCELED", "EXPIRED"];
    let each: Vec<u64> = statuses.iter().map(|status| count(&format!("where:{{status:{{eq:{status}}}}}"))).collect();
    assert_eq!(each.iter().sum::<u64>(), 400, "{each:?}");
    assert_eq!(count("where:{status:{oneOf:[CANCELED,EXPIRED]}}"), each[6] + each[7]);
    assert_eq!(count("filter:{search:\"1007\"}"), 1);
    let with_code = count("where:{metadata:{key:\"ref_code\"}}");
    assert!(with_code > 20 && with_code < 200, "{with_code}");
    let cards = desk.get("{giftCards(first:1){edges{node{code}}}}");
    let code = cards["data"]["giftCards"]["edges"][0]["node"]["code"].as_str().unwrap().to_owned();
    let found = desk.get(&format!("{{giftCards(first:1,filter:{{code:\"{code}\"}}){{totalCount}}}}"));
    assert_eq!(found["data"]["giftCards"]["totalCount"], json!(1));
}

#[test]
fn errors_as_recorded() {
    let mut desk = Desk::new(50);
    let shape = |desk: &Desk, query: &str| desk.raw(&json!({ "query": query }).to_string());
    let cost = |points: u64| format!("\"extensions\":{{\"cost\":{{\"requestedQueryCost\":{points},\"maximumAvailable\":50000}}}}");
    let fault = |message: &str, column: u64, code: &str| {
        format!(
            "{{\"message\":{},\"locations\":[{{\"line\":1,\"column\":{column}}}],\"path\":[\"orders\"],\"extensions\":{{\"exception\":{{\"code\":\"{code}\"}}}}}}",
            json!(message)
        )
    };
    let table = [
        ("{orders{edges{node{id}}}}", "You must provide a `first` or `last` value to properly paginate the `orders` connection.", 1),
        ("{orders(first:101){edges{node{id}}}}", "Requesting 101 records on the `orders` connection exceeds the `first` limit of 100 records.", 101),
        ("{orders(first:5,after:\"AAAA\"){edges{node{id}}}}", "Received cursor is invalid.", 5),
        (
            "{orders(first:2,after:\"WyIyMDI2LTExLTIwIDA0OjI1OjA4LjUxODI1NSswMDowMCIsInVuZnVsZmlsbGVkIiwiOTQ2Il0=\",sortBy:{field:NUMBER,direction:ASC}){edges{node{id number}}}}",
            "Received cursor is invalid.",
            2,
        ),
    ];
    for (query, message, points) in table {
        let expected = format!("{{\"errors\":[{}],\"data\":{{\"orders\":null}},{}}}", fault(message, 2, "GraphQLError"), cost(points));
        assert_eq!(shape(&desk, query), (200, expected), "{query}");
    }
    let (status, body) = shape(&desk, "{orders(first:1){edges{node{id nope}}}}");
    assert_eq!(status, 400);
    assert_eq!(
        body,
        format!(
            "{{\"errors\":[{{\"message\":\"Cannot query field \\\"nope\\\" on type \\\"Order\\\".\",\"locations\":[{{\"line\":1,\"column\":32}}],\"extensions\":{{\"exception\":{{\"code\":\"GraphQLError\"}}}}}}],{}}}",
            cost(1)
        )
    );
    desk.caller = Caller::default();
    let denied = "To access this path, you need one of the following permissions: MANAGE_ORDERS";
    let expected = format!("{{\"errors\":[{}],\"data\":{{\"orders\":null}},{}}}", fault(denied, 2, "PermissionDenied"), cost(1));
    assert_eq!(shape(&desk, "{orders(first:1){edges{node{id}}}}"), (200, expected));
}

#[test]
fn refusals_before_anything_runs() {
    let desk = Desk::new(20);
    let message = |body: &str| {
        let (status, body) = desk.raw(body);
        let body: Value = serde_json::from_str(&body).unwrap();
        (status, body["errors"][0]["message"].as_str().unwrap().to_owned())
    };
    assert_eq!(message("hello"), (400, "Unable to parse query.".to_owned()));
    assert_eq!(message("{}"), (400, "Must provide a query string.".to_owned()));
    assert_eq!(message("[{},{}]"), (400, "Number of batch queries exceeded.".to_owned()));
    let (status, text) = message(r#"{"query":"{orders(first:1){edges{node{id}} {}"}"#);
    assert!(status == 400 && text.starts_with("Syntax Error GraphQL"), "{text}");
    let bad = r#"{"query":"query X($s:OrderSortingInput){orders(first:1,sortBy:$s){edges{node{id}}}}","variables":{"s":{"field":"NOPE","direction":"ASC"}}}"#;
    let expected = "Variable \"$s\" got invalid value {\"direction\": \"ASC\", \"field\": \"NOPE\"}.\nIn field \"field\": Expected type \"OrderSortField\", found \"NOPE\".";
    assert_eq!(message(bad), (400, expected.to_owned()));
    let (status, text) = message(
        &json!({ "query": include_str!("../queries/orders.graphql").replace("customerNote", "nope"), "variables": { "first": 10 } }).to_string(),
    );
    assert_eq!((status, text.as_str()), (400, "Cannot query field \"nope\" on type \"Order\"."));
}

#[test]
fn a_full_page_of_orders_costs_as_recorded() {
    let desk = Desk::new(20);
    let query = include_str!("../queries/orders.graphql").replace("  events { id date type }\n", "");
    let (_, body) = desk.ask(&query, json!({ "first": 100 }));
    assert_eq!(body["extensions"]["cost"]["requestedQueryCost"], json!(2_100));
    let query = include_str!("../queries/customers.graphql");
    let (_, body) = desk.ask(query, json!({ "first": 100 }));
    assert_eq!(body["extensions"]["cost"]["requestedQueryCost"], json!(200));
}

#[test]
fn a_poisoned_order_spoils_its_page_only() {
    let mut desk = Desk::new(60);
    desk.faults.poison_order = Some("1007".to_owned());
    let page = "query P{orders(first:20,sortBy:{field:NUMBER,direction:ASC}){edges{node{id number origin}}}}";
    let (status, body) = desk.ask(page, json!({}));
    assert_eq!(status, 200);
    assert_eq!(body["data"], json!({ "orders": null }));
    assert_eq!(body["errors"][0]["path"], json!(["orders", "edges", 7, "node", "origin"]));
    assert_eq!(body["errors"][0]["message"], json!("Expected a value of type \"OrderOriginEnum\" but received: "));
    let light = desk.get("{orders(first:20,sortBy:{field:NUMBER,direction:ASC}){edges{node{id number}}}}");
    let rows = light["data"]["orders"]["edges"].as_array().unwrap();
    assert_eq!(rows.len(), 20);
    let id = rows[7]["node"]["id"].as_str().unwrap();
    let alone = desk.get(&format!("{{order(id:\"{id}\"){{number status}}}}"));
    assert_eq!((&alone["data"], &alone["errors"][0]["path"]), (&json!({ "order": null }), &json!(["order", "status"])));
}

#[test]
fn a_garbled_order_stands_among_sound_ones() {
    let mut desk = Desk::new(30);
    let garbled = |order: &str, field: &str, text: &str| Garbled { order: order.to_owned(), field: field.to_owned(), text: text.to_owned() };
    desk.faults.garbled_orders = vec![garbled("1001", "currency", "ZZZ"), garbled("1002", "created", "yesterday")];
    let body = desk.get("{orders(first:4,sortBy:{field:NUMBER,direction:ASC}){edges{node{created total{gross{currency}}}}}}");
    let rows: Vec<(bool, bool)> = body["data"]["orders"]["edges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|edge| (edge["node"]["created"] == json!("yesterday"), edge["node"]["total"]["gross"]["currency"] == json!("ZZZ")))
        .collect();
    assert_eq!(rows, [(false, false), (false, true), (true, false), (false, false)]);
}

#[test]
fn a_private_field_needs_its_permission() {
    let desk = Desk::new(60);
    let body = desk.get("{transactions(first:3){edges{node{id privateMetadata{key value}}}}}");
    assert_eq!(body["data"], json!({ "transactions": null }));
    assert_eq!(body["errors"].as_array().unwrap().len(), 1);
    assert_eq!(body["errors"][0]["path"], json!(["transactions", "edges", 0, "node", "privateMetadata"]));
    assert_eq!(body["errors"][0]["extensions"]["exception"]["code"], json!("PermissionDenied"));
}

#[test]
fn an_older_shop_knows_less() {
    let mut desk = Desk::new(20);
    desk.schema = Schema::of_minor(20);
    let message = |query: &str| desk.get(query)["errors"][0]["message"].as_str().unwrap_or_default().to_owned();
    assert_eq!(message("{transactions(first:1){totalCount}}"), "Cannot query field \"transactions\" on type \"Query\".");
    assert_eq!(
        message("{orders(first:1,where:{updatedAt:{gte:\"2026-01-01T00:00:00Z\"}}){totalCount}}"),
        "Unknown argument \"where\" on field \"orders\" of type \"Query\"."
    );
    assert_eq!(message("query($w:OrderWhereInput){orders(first:1){totalCount}}"), "Unknown type \"OrderWhereInput\".");
    assert_eq!(message("{orders(first:1,filter:{updatedAt:{gte:\"2026-01-01T00:00:00Z\"}}){totalCount}}"), "");
}

#[test]
fn sums_of_an_order_agree() {
    let shop = Shop::generate(&Spec::new(2_000, 5));
    for row in 0..2_000 {
        let bill = shop.bill(row);
        let money = crate::bill::Settlement::of(&shop.orders[row as usize], bill.total());
        assert!(bill.total() > 0 && bill.total() <= bill.full_total(), "{row}: {bill:?}");
        assert!(money.charged() >= 0 && money.refunded <= money.captured, "{row}: {money:?}");
    }
}
