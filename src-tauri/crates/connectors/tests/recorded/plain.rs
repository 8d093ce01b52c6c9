//! Another reading of the recordings, as plain as can be: what each field should come to, as text.

use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use std::path::PathBuf;
use vouchsafe_connectors::saleor::{Page, Settings, ShopError};
use vouchsafe_domain::shop::{Address, Card, MoneyEvent};
use vouchsafe_domain::time::Timestamp;

/// The recorded answers by name, or `None` on a clone without recordings.
pub(super) fn recorded(name: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Pair<'a> {
        #[serde(borrow)]
        response: Response<'a>,
    }
    #[derive(serde::Deserialize)]
    struct Response<'a> {
        #[serde(borrow)]
        body: &'a RawValue,
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/saleor/pairs").join(format!("{name}.json"));
    let file = std::fs::read_to_string(path).ok()?;
    let pair: Pair<'_> = serde_json::from_str(&file).unwrap();
    Some(pair.response.body.get().to_owned())
}

/// All rows of a series of recorded pages, each beside its naive reading. Nothing is refused but the rows with the ids of `refused`.
pub(super) fn series<T>(
    stem: &str,
    pages: usize,
    refused: &[&str],
    parse: impl Fn(&str, &Settings) -> Result<Page<T>, ShopError>,
) -> Option<Vec<(T, Value)>> {
    let mut all = Vec::new();
    let mut ids = BTreeSet::new();
    for number in 1..=pages {
        let text = recorded(&format!("{stem}_p{number}"))?;
        let page = parse(&text, &Settings::default()).unwrap();
        assert_eq!(page.next.is_some(), number < pages, "{stem}_p{number}");
        let naive: Value = serde_json::from_str(&text).unwrap();
        let connection = naive["data"].as_object().unwrap().values().next().unwrap();
        let nodes: Vec<Value> = connection["edges"].as_array().unwrap().iter().map(|edge| edge["node"].clone()).collect();
        let sound: Vec<Value> = nodes.iter().filter(|node| !refused.contains(&&*global(&node["id"]))).cloned().collect();
        assert_eq!((page.rows.len(), page.refused.len()), (sound.len(), nodes.len() - sound.len()), "{stem}_p{number}");
        assert!(nodes.iter().all(|node| ids.insert(node["id"].as_str().unwrap().to_owned())), "{stem}_p{number} repeats a row");
        all.extend(page.rows.into_iter().zip(sound));
    }
    Some(all)
}

// ---- the naive reading: everything becomes a line of text ----

pub(super) fn global(id: &Value) -> String {
    let mut bits = 0u32;
    let mut count = 0;
    let mut out = Vec::new();
    for c in id.as_str().unwrap().bytes().take_while(|c| *c != b'=') {
        let digit = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".iter().position(|d| *d == c).unwrap();
        bits = bits << 6 | u32::try_from(digit).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from(bits >> count & 0xff).unwrap());
        }
    }
    String::from_utf8(out).unwrap().split_once(':').unwrap().1.to_owned()
}

pub(super) fn amount(money: &Value) -> String {
    let text = money["amount"].to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    assert!(fraction.len() <= 2, "{text}");
    let minor = format!("{whole}{fraction:0<2}");
    let digits = minor.trim_start_matches('0');
    if digits.is_empty() { "0".to_owned() } else { digits.to_owned() }
}

pub(super) fn words(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

pub(super) fn at(value: &Value) -> String {
    // Ours are shown without idle groups of zeros.
    let text = value.as_str().unwrap().strip_suffix("+00:00").unwrap();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction = fraction.strip_suffix("000").unwrap_or(fraction);
    if fraction.is_empty() { format!("{whole}Z") } else { format!("{whole}.{fraction}Z") }
}

pub(super) fn metadata(value: &Value) -> Vec<(String, String)> {
    value.as_array().unwrap().iter().map(|pair| (words(&pair["key"]), words(&pair["value"]))).collect()
}

pub(super) fn under(key: &str, node: &Value) -> String {
    metadata(&node["metadata"])
        .into_iter()
        .chain(metadata(&node["privateMetadata"]))
        .find(|pair| pair.0 == key)
        .map(|pair| pair.1)
        .unwrap_or_default()
}

pub(super) fn place(value: &Value) -> String {
    let of = |name: &str| words(&value[name]);
    if value.is_null() {
        return "-".to_owned();
    }
    [
        of("firstName"),
        of("lastName"),
        of("companyName"),
        of("streetAddress1"),
        of("streetAddress2"),
        of("city"),
        of("postalCode"),
        words(&value["country"]["code"]),
        of("countryArea"),
        of("phone"),
    ]
    .join("|")
}

pub(super) fn card_of(value: &Value) -> Option<String> {
    let has_digits = !words(&value["firstDigits"]).is_empty() || !words(&value["lastDigits"]).is_empty();
    has_digits.then(|| {
        format!(
            "{} {} {} {} {}",
            words(&value["brand"]),
            words(&value["firstDigits"]),
            words(&value["lastDigits"]),
            value["expMonth"],
            value["expYear"]
        )
    })
}

/// Movements as (time, id, step, minor), sorted.
pub(super) fn movements(transactions: &[Value], payments: &[Value]) -> Vec<String> {
    let mut all: Vec<(String, bool, u64, String)> = Vec::new();
    for event in transactions.iter().flat_map(|transaction| transaction["events"].as_array().unwrap()) {
        let step = match event["type"].as_str().unwrap() {
            "CHARGE_SUCCESS" => "Charged",
            "REFUND_SUCCESS" => "Refunded",
            "CHARGE_BACK" => "ChargedBack",
            "REFUND_REVERSE" => "RefundReversed",
            _ => continue,
        };
        let id = global(&event["id"]);
        all.push((at(&event["createdAt"]), false, id.parse().unwrap(), format!("{id} {step} {}", amount(&event["amount"]))));
    }
    for event in payments.iter().flat_map(|payment| payment["transactions"].as_array().unwrap()) {
        let step = match (event["kind"].as_str().unwrap(), event["isSuccess"].as_bool().unwrap()) {
            ("CAPTURE", true) => "Charged",
            ("REFUND", true) => "Refunded",
            _ => continue,
        };
        let id = global(&event["id"]);
        all.push((at(&event["created"]), true, id.parse().unwrap(), format!("p{id} {step} {}", amount(&event["amount"]))));
    }
    all.sort();
    all.into_iter().map(|(at, _, _, text)| format!("{at} {text}")).collect()
}

// ---- the same lines from what was parsed ----

pub(super) fn shown(at: Timestamp) -> String {
    at.to_string()
}

pub(super) fn place_shown(place: Option<&Address>) -> String {
    place.map_or("-".to_owned(), |p| {
        [&p.first_name, &p.last_name, &p.company, &p.street_1, &p.street_2, &p.city, &p.postal_code, &p.country, &p.country_area, &p.phone]
            .map(String::as_str)
            .join("|")
    })
}

pub(super) fn card_shown(card: &Card) -> String {
    let number = |n: Option<u32>| n.map_or("null".to_owned(), |n| n.to_string());
    format!("{} {} {} {} {}", card.brand, card.first_digits, card.last_digits, number(card.expiry_month), number(card.expiry_year))
}

pub(super) fn movements_shown(money: &[MoneyEvent]) -> Vec<String> {
    money.iter().map(|event| format!("{} {} {:?} {}", shown(event.at), event.id, event.step, event.minor)).collect()
}

pub(super) fn blank(text: &Option<String>) -> String {
    text.clone().unwrap_or_default()
}
