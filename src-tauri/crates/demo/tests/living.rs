//! A living shop over HTTP: it changes while it is served, and a desk can write to it.
#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};
use vouchsafe_demo::{Buyer, Deed, Living, Options, Row, Server, Trouble, Wild, serve};

async fn ask(server: &Server, query: &str, variables: Value) -> Value {
    let body = json!({ "query": query, "variables": variables }).to_string();
    let sent = reqwest::Client::new().post(server.url()).bearer_auth(server.token()).body(body).send().await.unwrap();
    serde_json::from_str(&sent.text().await.unwrap()).unwrap()
}

fn lived(seed: u64, steps: u64) -> Living {
    let mut shop = Living::new(seed);
    for step in 0..steps {
        shop.live(step, Wild::default());
    }
    shop
}

/// What a sync reads of each kind.
const DOCUMENTS: [(&str, &str); 5] = [
    ("orders", include_str!("../src/queries/orders.graphql")),
    ("customers", include_str!("../src/queries/customers.graphql")),
    (
        "transactions",
        "query($first:Int!,$after:String){transactions(first:$first,after:$after,sortBy:{field:MODIFIED_AT,direction:ASC}){totalCount pageInfo{hasNextPage endCursor} edges{node{id modifiedAt order{id number} chargedAmount{amount currency} events{id type createdAt amount{amount}}}}}}",
    ),
    (
        "giftCards",
        "query($first:Int!,$after:String){giftCards(first:$first,after:$after){totalCount pageInfo{hasNextPage endCursor} edges{node{id code isActive currentBalance{amount currency}}}}}",
    ),
    (
        "vouchers",
        "query($first:Int!,$after:String){vouchers(first:$first,after:$after){totalCount pageInfo{hasNextPage endCursor} edges{node{id name codes(first:100){edges{node{code used}}}}}}}",
    ),
];

#[tokio::test]
async fn every_row_is_listed_once_in_pages() {
    let server = serve(lived(1, 400), Options::default()).await.unwrap();
    let shop = server.living().unwrap();
    let counts = [shop.order_facts().count(), shop.account_facts().count(), 0, shop.card_facts().count(), shop.voucher_facts().count()];
    for ((root, document), count) in DOCUMENTS.into_iter().zip(counts) {
        let (mut ids, mut after) = (Vec::new(), Value::Null);
        let document =
            document.replace("($first: Int!)", "($first: Int!, $after: String)").replace("first: $first, sort", "first: $first, after: $after, sort");
        for page in 0.. {
            assert!(page < 100, "{root} has no end");
            let body = ask(&server, &document, json!({ "first": 7, "after": after })).await;
            assert_eq!(body.get("errors"), None, "{root}: {body}");
            let page = &body["data"][root];
            ids.extend(page["edges"].as_array().unwrap().iter().map(|edge| edge["node"]["id"].as_str().unwrap().to_owned()));
            if page["pageInfo"]["hasNextPage"] == json!(false) {
                break;
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
        let all = ids.len();
        assert!(all > 0 && (count == 0 || all == count), "{root}: {all} of {count}");
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), all, "{root}");
    }
}

#[tokio::test]
async fn it_changes_while_it_is_served() {
    let server = serve(Living::new(1), Options::default()).await.unwrap();
    let count = "{orders(first:1){totalCount edges{node{id user{id} updatedAt}}}}";
    assert_eq!(ask(&server, count, json!({})).await["data"]["orders"]["totalCount"], json!(0));
    let buyer = Buyer::Guest("bob@example.com".to_owned());
    let place = Deed::Place { buyer, ref_code: None, channel: 0, items: vec![(0, 1)], confirmed: true, card: None, voucher: None };
    assert_eq!(server.alter(|shop| shop.act(&place)), Some(true));
    let before = ask(&server, count, json!({})).await["data"]["orders"].clone();
    assert_eq!((&before["totalCount"], &before["edges"][0]["node"]["user"]), (&json!(1), &Value::Null));
    let register = Deed::Register { email: "bob@example.com".to_owned(), ref_code: None, own_code: None, confirmed: true };
    server.alter(|shop| shop.act(&register));
    let after = ask(&server, count, json!({})).await["data"]["orders"].clone();
    assert!(after["edges"][0]["node"]["user"]["id"].is_string());
    assert_eq!(after["edges"][0]["node"]["updatedAt"], before["edges"][0]["node"]["updatedAt"]);
    let id = &after["edges"][0]["node"]["id"];
    let named = ask(&server, "query($i:[ID!]){orders(first:5,filter:{ids:$i}){edges{node{id}}}}", json!({ "i": [id] })).await;
    assert_eq!(&named["data"]["orders"]["edges"][0]["node"]["id"], id);
    let one = ask(&server, "query($i:ID!){order(id:$i){id} user(email:\"bob@example.com\"){id}}", json!({ "i": id })).await;
    assert_eq!(&one["data"]["order"]["id"], id);
    let customer = server.living().unwrap().account_facts().next().unwrap().number;
    server.alter(|shop| shop.act(&Deed::DeleteCustomer { customer }));
    let user = &one["data"]["user"]["id"];
    assert_eq!(ask(&server, "query($i:ID!){user(id:$i){id}}", json!({ "i": user })).await["data"], json!({ "user": null }));
}

const WRITE: &str =
    "mutation M($id:ID!,$i:[MetadataInput!]!){updateMetadata(id:$id,input:$i){item{__typename metadata{key value}} errors{field message code}}}";

#[tokio::test]
async fn a_desk_writes_metadata_and_sees_its_echo() {
    let server = serve(lived(2, 60), Options::default()).await.unwrap();
    let before = server.living().unwrap().account_facts().next().unwrap();
    let id = ask(&server, "{customers(first:1,sortBy:{field:CREATED_AT,direction:ASC}){edges{node{id}}}}", json!({})).await;
    let id = id["data"]["customers"]["edges"][0]["node"]["id"].clone();
    let body = ask(&server, WRITE, json!({ "id": id, "i": [{ "key": "referral_code", "value": "ADA-1" }] })).await;
    assert_eq!(body["data"]["updateMetadata"]["errors"], json!([]));
    assert_eq!(body["data"]["updateMetadata"]["item"]["__typename"], json!("User"));
    let after = server.living().unwrap().account_facts().next().unwrap();
    assert_eq!((after.number, after.own_code.as_deref()), (before.number, Some("ADA-1")));
    assert!(after.updated > before.updated);

    let table = [
        (json!("zzz"), json!({ "field": null, "message": "\u{201c}zzz\u{201d} is not a valid UUID.", "code": "INVALID" })),
        (json!("VXNlcjo5OTk5OQ=="), json!({ "field": "id", "message": "Couldn't resolve to a node: VXNlcjo5OTk5OQ==", "code": "NOT_FOUND" })),
    ];
    for (id, error) in table {
        let body = ask(&server, WRITE, json!({ "id": id, "i": [{ "key": "k", "value": "v" }] })).await;
        assert_eq!(body["data"]["updateMetadata"], json!({ "item": null, "errors": [error] }));
    }
    let options = Options { permissions: vec!["MANAGE_ORDERS".to_owned()], ..Options::default() };
    let narrow = serve(lived(2, 60), options).await.unwrap();
    let body = ask(&narrow, WRITE, json!({ "id": id, "i": [{ "key": "k", "value": "v" }] })).await;
    assert_eq!(
        (&body["data"], &body["errors"][0]["extensions"]["exception"]["code"]),
        (&json!({ "updateMetadata": null }), &json!("PermissionDenied"))
    );
}

#[tokio::test]
async fn a_row_goes_wrong_and_is_set_right() {
    let server = serve(lived(3, 80), Options::default()).await.unwrap();
    let order = server.living().unwrap().order_facts().next().unwrap().number;
    let page = "{orders(first:100){edges{node{number status total{gross{currency}}}}}}";
    let trouble = |trouble| Deed::Spoil { row: Row::Order(order), trouble };
    server.alter(|shop| shop.act(&trouble(Trouble::Poisoned)));
    let body = ask(&server, page, json!({})).await;
    assert_eq!((&body["data"], &body["errors"][0]["path"][2]), (&json!({ "orders": null }), &body["errors"][0]["path"][2]));
    server.alter(|shop| shop.act(&trouble(Trouble::Wrong { field: "currency".to_owned(), text: "ZZZ".to_owned() })));
    let wrong = |body: Value| body.to_string().matches("ZZZ").count();
    assert_eq!(wrong(ask(&server, page, json!({})).await), 1);
    server.alter(|shop| shop.act(&Deed::Heal { row: Row::Order(order), bump: true }));
    assert_eq!(wrong(ask(&server, page, json!({})).await), 0);
}

#[tokio::test]
async fn an_older_release_refuses_what_it_does_not_know() {
    let server = serve(lived(4, 60), Options { version: "3.14.91".to_owned(), ..Options::default() }).await.unwrap();
    let since = "{orders(first:5,filter:{updatedAt:{gte:\"2026-01-01T00:00:00Z\"}}){totalCount edges{node{id}}}}";
    assert!(ask(&server, since, json!({})).await["data"]["orders"]["totalCount"].as_u64() > Some(0));
    let table = [
        ("{transactions(first:1){totalCount}}", "Cannot query field \"transactions\" on type \"Query\"."),
        ("{orders(first:1,where:{}){totalCount}}", "Unknown argument \"where\" on field \"orders\" of type \"Query\"."),
        ("{customers(first:1){edges{node{isConfirmed}}}}", "Cannot query field \"isConfirmed\" on type \"User\"."),
        ("{vouchers(first:1){edges{node{codes(first:1){totalCount}}}}}", "Cannot query field \"codes\" on type \"Voucher\"."),
    ];
    for (query, message) in table {
        assert_eq!(ask(&server, query, json!({})).await["errors"][0]["message"], json!(message));
    }
}
