//! Gift cards and vouchers over HTTP: each request that was recorded at a real shop is answered as it was there, by a generated shop and by a
//! living one; and on every clone, what a desk relies on.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use vouchsafe_demo::{Asked, Deed, Fault, Faults, Living, Options, Server, Shop, Source, Spec, When, serve};

async fn post(server: &Server, body: &Value) -> (u16, Value) {
    let sent = reqwest::Client::new().post(server.url()).bearer_auth(server.token()).body(body.to_string()).send().await.unwrap();
    (sent.status().as_u16(), serde_json::from_str(&sent.text().await.unwrap()).unwrap())
}

async fn ask(server: &Server, query: &str, variables: Value) -> Value {
    post(server, &json!({ "query": query, "variables": variables })).await.1
}

async fn shops() -> [Server; 2] {
    let sources: [Source; 2] = [Shop::generate(&Spec::new(40, 1)).into(), Living::new(1).into()];
    let [one, other] = sources.map(|source| serve(source, Options::default()));
    [one.await.unwrap(), other.await.unwrap()]
}

fn recordings() -> Option<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/saleor/pairs");
    dir.is_dir().then_some(dir)
}

/// Recorded requests in the order in which they were sent: what one finds, another made before it.
const RECORDED: [&str; 54] = [
    "gc_create_ok",
    "gc_create_dup",
    "gc_create_dup_other_amount",
    "gc_create_case",
    "gc_create_short",
    "gc_create_8",
    "gc_create_long",
    "gc_create_space",
    "gc_create_unicode",
    "gc_create_empty_code",
    "gc_create_past",
    "gc_create_today",
    "gc_create_zero",
    "gc_create_neg",
    "gc_create_prec",
    "gc_create_nochannel",
    "gc_create_badchannel",
    "gc_create_bademail",
    "gc_create_emptymeta",
    "gc_create_str_amount",
    "gc_create_badcur",
    "gc_create_longtag",
    "gc_after_ise_exists",
    "gc_events_after_send",
    "gc_lookup_code",
    "gc_lookup_codecase",
    "gc_lookup_code_prefix",
    "gc_deactivate",
    "gc_deactivate_again",
    "gc_activate",
    "vc_create_ok",
    "vc_create_dup",
    "vc_create_dup_old_code",
    "vc_create_both",
    "vc_create_dup_in_input",
    "vc_create_giftcard_code",
    "vc_create_long",
    "vc_create_case",
    "vc_create_nocode",
    "vc_create_end_before_start",
    "vc_create_metadata",
    "vc_create_specific_nocat",
    "vc_create_category",
    "vc_create_shipping",
    "vc_create_fixed",
    "vcl_ok_pct",
    "vcl_again",
    "vcl_pct_over",
    "vcl_novalue",
    "vcl_cat",
    "vcl_ship",
    "vc_search_code",
    "vc_update_addcodes",
    "vc_update_addcodes_dup",
];

/// The same without what no other shop can have: ids, instants, the shop's own codes and words for itself, and the cost of what was asked.
fn plain(value: &Value, key: &str) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.iter().filter(|(key, _)| !matches!(key.as_str(), "extensions" | "totalCount"));
            Value::Object(kept.map(|(key, value)| (key.clone(), plain(value, key))).collect())
        }
        Value::Array(items) => items.iter().map(|item| plain(item, key)).collect(),
        Value::String(_) if matches!(key, "id" | "created" | "createdAt" | "date" | "displayCode" | "last4CodeChars") => json!("<own>"),
        Value::String(text) if matches!(text.as_str(), "Referral Desk" | "Vouchsafe") => json!("<app>"),
        Value::String(text) if key == "code" && text.len() == 14 && text.matches('-').count() == 2 => json!("<drawn>"),
        Value::String(text) if text.starts_with("Variable \"$input\"") => text.lines().last().into(),
        other => other.clone(),
    }
}

/// Puts the ids of this shop where the recorded ones stand.
fn with_own_ids(body: &Value, own: &[(String, String)]) -> Value {
    let text = own.iter().fold(body.to_string(), |text, (recorded, own)| text.replace(&format!("\"{recorded}\""), &format!("\"{own}\"")));
    serde_json::from_str(&text).unwrap()
}

#[tokio::test]
async fn recorded_requests_are_answered_as_recorded() {
    let Some(dir) = recordings() else { return };
    for server in shops().await {
        server.alter(|shop| shop.wait(323 * 86_400));
        let mut own: Vec<(String, String)> = Vec::new();
        for name in RECORDED {
            if name == "gc_create_today" && server.living().is_none() {
                // A generated shop's today is another.
                continue;
            }
            let pair: Value = serde_json::from_str(&std::fs::read_to_string(dir.join(format!("{name}.json"))).unwrap()).unwrap();
            let mut body = with_own_ids(&pair["request"]["body"], &own);
            // Days that were to come then have to be days to come here.
            if name != "gc_create_today" && name != "gc_create_past" {
                body = serde_json::from_str(&body.to_string().replace("2027-06-30\"", "2037-06-30\"")).unwrap();
            }
            let (status, answer) = post(&server, &body).await;
            let mut expected = serde_json::from_str(&pair["response"]["body"].to_string().replace("2027-06-30\"", "2037-06-30\"")).unwrap();
            let mut given = answer.clone();
            if name == "gc_create_badchannel" || name == "gc_create_ok" || name == "gc_create_case" {
                // A mail that is sent is not told in the answer.
                (expected, given) = (plain(&expected, ""), plain(&given, ""));
            }
            for pointer in ["/data/giftCardCreate/giftCard/id", "/data/voucherCreate/voucher/id"] {
                let ids = (pair["response"]["body"].pointer(pointer), answer.pointer(pointer));
                if let (Some(Value::String(recorded)), Some(Value::String(fresh))) = ids {
                    own.push((recorded.clone(), fresh.clone()));
                }
            }
            assert_eq!(
                (status, plain(&given, "")),
                (u16::try_from(pair["response"]["status"].as_u64().unwrap()).unwrap(), plain(&expected, "")),
                "{name}"
            );
        }
    }
}

const CREATE: &str = "mutation C($input:GiftCardCreateInput!){giftCardCreate(input:$input){giftCard{id code isActive} errors{field code}}}";

fn card(code: &str, amount: &str) -> Value {
    let metadata = json!([{ "key": "vouchsafe_issuance", "value": code }]);
    json!({ "input": { "code": code, "balance": { "amount": amount, "currency": "USD" }, "isActive": false, "metadata": metadata } })
}

#[tokio::test]
async fn a_card_lives_and_is_listed() {
    for server in shops().await {
        let made = ask(&server, CREATE, card("RFAAAAAAAAAAAAAA", "12.50")).await;
        let id = made["data"]["giftCardCreate"]["giftCard"]["id"].clone();
        assert_eq!(made["data"]["giftCardCreate"]["giftCard"]["isActive"], json!(false));
        assert_eq!(server.spend("RFAAAAAAAAAAAAAA", 100), 0, "it is not active");
        let on = "mutation A($id:ID!){giftCardActivate(id:$id){giftCard{isActive} errors{code}}}";
        assert_eq!(ask(&server, on, json!({ "id": id })).await["data"]["giftCardActivate"]["giftCard"]["isActive"], json!(true));
        assert_eq!(server.spend("RFAAAAAAAAAAAAAA", 250), 250);
        let set = "mutation U($id:ID!){giftCardUpdate(id:$id,input:{balanceAmount:\"7\"}){giftCard{initialBalance{amount} currentBalance{amount}} errors{code}}}";
        let balances = json!({ "initialBalance": { "amount": 7.0 }, "currentBalance": { "amount": 7.0 } });
        assert_eq!(ask(&server, set, json!({ "id": id })).await["data"]["giftCardUpdate"]["giftCard"], balances);
        let facts = &server.cards()[0];
        assert_eq!((facts.used, facts.current, facts.events.join(" ").as_str()), (250, 700, "ISSUED ACTIVATED USED_IN_ORDER BALANCE_RESET"));
        let list = "{giftCards(first:100,sortBy:{field:CREATED_AT,direction:ASC}){totalCount edges{node{id code metadata{key value} events{type orderNumber balance{currentBalance{amount} oldCurrentBalance{amount}}}}}}}";
        let listed = ask(&server, list, json!({})).await["data"]["giftCards"].clone();
        let rows = listed["edges"].as_array().unwrap();
        assert_eq!(rows.len() as u64, listed["totalCount"].as_u64().unwrap());
        let row = rows.last().unwrap()["node"].clone();
        assert_eq!(
            (&row["id"], &row["events"][2]["balance"]),
            (&id, &json!({ "currentBalance": { "amount": 10.0 }, "oldCurrentBalance": { "amount": 12.5 } }))
        );
        assert!(row["events"][2]["orderNumber"].is_string());
        for filter in [json!({ "code": "RFAAAAAAAAAAAAAA" }), json!({ "metadata": [{ "key": "vouchsafe_issuance", "value": "RFAAAAAAAAAAAAAA" }] })] {
            let found =
                ask(&server, "query F($f:GiftCardFilterInput){giftCards(first:5,filter:$f){totalCount edges{node{id}}}}", json!({ "f": filter }))
                    .await;
            assert_eq!(found["data"]["giftCards"], json!({ "totalCount": 1, "edges": [{ "node": { "id": id } }] }));
        }
        assert!(server.delete("RFAAAAAAAAAAAAAA") && server.cards().is_empty());
        assert_eq!(ask(&server, on, json!({ "id": id })).await["data"]["giftCardActivate"]["errors"][0]["code"], json!("NOT_FOUND"));
        assert_eq!(
            ask(&server, CREATE, card("RFAAAAAAAAAAAAAA", "1")).await["data"]["giftCardCreate"]["errors"],
            json!([]),
            "its code is free again"
        );
    }
}

#[tokio::test]
async fn a_code_is_taken_by_whoever_has_it() {
    for server in shops().await {
        assert!(server.make_card("HANDMADE-1", 500));
        server.alter(|shop| shop.act(&Deed::MakeVoucher { code: "RFVOUCHER1".to_owned() }));
        let taken = json!([{ "field": "code", "code": "ALREADY_EXISTS" }]);
        assert_eq!(ask(&server, CREATE, card("HANDMADE-1", "5")).await["data"]["giftCardCreate"]["errors"], taken);
        let voucher = "mutation V($i:VoucherInput!){voucherCreate(input:$i){voucher{id} errors{field code voucherCodes}}}";
        let made = ask(&server, voucher, json!({ "i": { "addCodes": ["HANDMADE-1"] } })).await;
        assert_eq!(made["data"]["voucherCreate"]["errors"][0], json!({ "field": "codes", "code": "ALREADY_EXISTS", "voucherCodes": ["HANDMADE-1"] }));
        let is_taken = server.living().is_some();
        let errors = ask(&server, CREATE, card("RFVOUCHER1", "5")).await["data"]["giftCardCreate"]["errors"].clone();
        assert_eq!(errors == taken, is_taken);
    }
    // What a generated shop has of its own counts as well.
    let [generated, _] = shops().await;
    let errors = ask(&generated, CREATE, card("WELCOME10", "5")).await["data"]["giftCardCreate"]["errors"].clone();
    assert_eq!(errors, json!([{ "field": "code", "code": "ALREADY_EXISTS" }]));
}

#[tokio::test]
async fn older_releases_refuse_what_came_later() {
    let source = Living::new(1);
    let old = serve(source, Options { version: "3.16.66".to_owned(), ..Options::default() }).await.unwrap();
    let (status, body) = post(&old, &json!({ "query": CREATE, "variables": card("RFAAAAAAAAAAAAAA", "1") })).await;
    assert_eq!((status, body["errors"][0]["message"].as_str().unwrap().ends_with("In field \"metadata\": Unknown field.")), (400, true));
    let voucher = "mutation V($i:VoucherInput!){voucherCreate(input:$i){voucher{id code} errors{field code}}}";
    assert_eq!(post(&old, &json!({ "query": voucher, "variables": { "i": { "addCodes": ["RFX"] } } })).await.0, 400);
    let made = ask(&old, voucher, json!({ "i": { "code": "RFX" } })).await;
    assert_eq!(made["data"]["voucherCreate"]["voucher"]["code"], json!("RFX"));
}

/// What the shop holds after a create that was struck: whether there is a card, and whether it was answered that there is one.
async fn struck(fault: Fault, codes: &[&str]) -> (usize, Option<Value>) {
    let faults = Faults::default().with(Asked::Field("giftCardCreate"), When::Nth(codes.len() as u64), fault);
    let server = serve(Living::new(1), Options { faults, ..Options::default() }).await.unwrap();
    let mut last = None;
    for code in codes {
        let body = json!({ "query": CREATE, "variables": card(code, "5") }).to_string();
        let sent = reqwest::Client::new().post(server.url()).bearer_auth(server.token()).body(body).send().await;
        last = match sent {
            Ok(sent) => sent.text().await.ok().and_then(|text| serde_json::from_str(&text).ok()),
            Err(_) => None,
        };
    }
    (server.cards().len(), last)
}

#[tokio::test]
async fn faults_lose_answers_and_not_cards() {
    let one = ["RFAAAAAAAAAAAAAA"];
    for (fault, count) in [
        (Fault::Lost, 1),
        (Fault::ResetWithin, 1),
        (Fault::Truncated { chunked: false }, 1),
        (Fault::Garbled, 1),
        (Fault::GatewayLost, 1),
        (Fault::ResetBefore, 0),
        (Fault::BadGateway, 0),
    ] {
        assert_eq!(struck(fault.clone(), &one).await, (count, None), "{fault:?}");
    }
    for (fault, count) in [(Fault::Internal, 1), (Fault::Failed, 0)] {
        let (held, answer) = struck(fault, &one).await;
        assert_eq!((held, answer.unwrap()["errors"][0]["message"].clone()), (count, json!("Internal Server Error")));
    }
    let (held, answer) = struck(Fault::Twice, &one).await;
    assert_eq!((held, answer.unwrap()["data"]["giftCardCreate"]["errors"][0]["code"].clone()), (1, json!("ALREADY_EXISTS")));
    let codes: Vec<Value> = ["RFAAAAAAAAAAAAAA", "RFAAAAAAAAAAAAAB"].map(|code| [code, code]).map(|twice| json!(twice)).to_vec();
    let mut seen = Vec::new();
    for twice in codes {
        let twice: Vec<&str> = twice.as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let (held, answer) = struck(Fault::Raced, &twice).await;
        let answer = answer.unwrap();
        let code = answer["errors"][0]["extensions"]["exception"]["code"].as_str().or(answer["data"]["giftCardCreate"]["errors"][0]["code"].as_str());
        seen.push((held, code.unwrap().to_owned()));
    }
    seen.sort();
    assert!(seen.iter().all(|(held, code)| *held == 1 && ["IntegrityError", "UNIQUE"].contains(&code.as_str())), "{seen:?}");
}

#[tokio::test]
async fn a_card_is_used_while_it_is_taken_back() {
    for server in shops().await {
        let input = card("RFAAAAAAAAAAAAAA", "5");
        let id = ask(&server, CREATE, input).await["data"]["giftCardCreate"]["giftCard"]["id"].clone();
        server.set_faults(Faults::default().with(Asked::Field("giftCardDeactivate"), When::Nth(1), Fault::Redeemed { minor: 120 }));
        let off = "mutation D($id:ID!){giftCardDeactivate(id:$id){giftCard{currentBalance{amount}} errors{code}}}";
        let body = ask(&server, off, json!({ "id": id })).await;
        assert_eq!(body["data"]["giftCardDeactivate"]["giftCard"]["currentBalance"]["amount"], json!(3.8));
        assert_eq!(server.cards()[0].used, 120);
    }
}

#[tokio::test]
async fn what_was_made_stays_when_time_passes() {
    let mut shop = Shop::generate(&Spec::new(60, 1));
    let server = serve(shop.clone(), Options::default()).await.unwrap();
    ask(&server, CREATE, card("RFAAAAAAAAAAAAAA", "5")).await;
    let before = server.cards();
    shop.mutate(1, 1_000);
    server.replace(shop);
    assert_eq!(server.cards(), before);
    let found = ask(&server, "{giftCards(first:5,filter:{code:\"RFAAAAAAAAAAAAAA\"}){totalCount}}", json!({})).await;
    assert_eq!(found["data"]["giftCards"]["totalCount"], json!(1));
}

#[tokio::test]
async fn a_living_shop_takes_vouchers_and_cards_in_orders() {
    let server = serve(Living::new(1), Options::default()).await.unwrap();
    let voucher = "mutation V($i:VoucherInput!){voucherCreate(input:$i){voucher{id} errors{code}}}";
    let input = json!({ "i": { "addCodes": ["RFVOUCHER"], "discountValueType": "FIXED", "usageLimit": 1, "singleUse": true } });
    let id = ask(&server, voucher, input).await["data"]["voucherCreate"]["voucher"]["id"].clone();
    let deed = Deed::UseVoucher { code: "RFVOUCHER".to_owned() };
    assert_eq!(server.alter(|shop| shop.act(&deed)), Some(false), "it is listed nowhere");
    let list = "mutation L($id:ID!){voucherChannelListingUpdate(id:$id,input:{addChannels:[{channelId:\"Q2hhbm5lbDox\",discountValue:\"5\"}]}){errors{code}}}";
    assert_eq!(ask(&server, list, json!({ "id": id })).await["data"]["voucherChannelListingUpdate"]["errors"], json!([]));
    assert_eq!((server.alter(|shop| shop.act(&deed)), server.alter(|shop| shop.act(&deed))), (Some(true), Some(false)));
    let facts = &server.vouchers()[0];
    assert_eq!((facts.used, facts.is_active, &facts.listings), (1, false, &vec![(0, 5, 0)]));
    server.make_card("HANDMADE-1", 500);
    assert_eq!(server.alter(|shop| shop.act(&Deed::SpendCard { code: "HANDMADE-1".to_owned(), minor: 200 })), Some(true));
    let card = server.cards()[0].clone();
    assert_eq!((card.current, card.used, card.events), (300, 200, vec!["ISSUED", "USED_IN_ORDER"]));
    let orders: Vec<i64> = server.living().unwrap().order_facts().map(|order| order.subtotal - order.total).collect();
    assert_eq!(orders.len(), 2);
}
