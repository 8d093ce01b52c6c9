//! Every fault of a line has its sentence, in both languages.

use super::*;

const LANGUAGES: [&str; 2] = [include_str!("../../../../../../ui/src/locales/en.ftl"), include_str!("../../../../../../ui/src/locales/ru.ftl")];

/// What the sentence of a code asks for in each language.
fn asked(code: &str) -> [BTreeSet<&'static str>; 2] {
    let key = format!("\nerror-{} =", code.replace('_', "-"));
    LANGUAGES.map(|language| {
        let (_, rest) = language.split_once(&key).unwrap_or_else(|| panic!("{code} has no words"));
        let sentence = rest.split("\nerror-").next().unwrap();
        sentence.split("{ $").skip(1).filter_map(|rest| rest.split(' ').next()).collect()
    })
}

/// It is told in both languages, with what it knows.
#[track_caller]
fn has_its_words(fault: &EventFault) {
    let told: BTreeSet<&str> = fault.args().iter().map(|(name, _)| *name).chain(["path", "line"]).collect();
    let [english, russian] = asked(fault.code());
    assert_eq!(english, told, "{fault}");
    assert_eq!(russian, told, "{fault}");
}

#[test]
fn what_no_line_of_these_tests_says_has_its_words_too() {
    let text = || "1".to_owned();
    for fault in [
        EventFault::BadAmount("to", crate::money::BadAmount::TooLarge(text())),
        EventFault::BadDate("to"),
        EventFault::TooMany("lines"),
        EventFault::Ahead,
        EventFault::EmptyPeriod,
        EventFault::BadGeneration,
        EventFault::BadHash,
        EventFault::OtherKey,
    ] {
        has_its_words(&fault);
    }
}

#[test]
fn a_value_of_another_kind_is_told_by_the_kind_that_belongs_there() {
    let check = |kind: &str, rest: &str, want: Wanted| {
        let line = format!(r#"{{"id":"e1","type":"{kind}","at":"2026-03-01T00:00:00Z",{rest}}}"#);
        let fault = parse_line(&line, &mut NameTable::default()).unwrap_err();
        assert!(matches!(fault, EventFault::WrongKind(_, found) if found == want), "{fault:?}");
    };
    check("trial_started", r#""customer":7"#, Wanted::Text);
    check("trial_started", r#""customer":"bob","period_days":"7""#, Wanted::Number);
    check("trial_started", r#""customer":"bob","period_days":-7"#, Wanted::Number);
    check("trial_started", r#""customer":"bob","period_days":1.5"#, Wanted::Number);
    check("customer_registered", r#""customer":"bob","email_verified":"yes""#, Wanted::Flag);
    check("customer_registered", r#""customer":"bob","groups":"vip""#, Wanted::List);
    check("order_placed", r#""order":"o1","items":"5""#, Wanted::Object);
}

#[test]
fn each_fault_gets_one_sentence_that_names_the_field() {
    let check = |line: &str, want: &str| {
        let fault = parse_line(line, &mut NameTable::default()).unwrap_err();
        assert_eq!(fault.to_string(), want, "{line}");
        has_its_words(&fault);
    };
    let order = |rest: &str| format!(r#"{{"id":"e1","type":"order_placed","at":"2026-03-01T00:00:00Z","order":"o1","customer":"bob"{rest}}}"#);
    let money = |amount: &str| order(&format!(r#","items":{{"amount":{amount},"currency":"EUR"}}"#));
    check("", "the line is no JSON object");
    check("[\"time_passed\"]", "the line is no JSON object");
    check(r#"{"id":"e1""#, "the line is no JSON at column 10");
    check(r#"{"id":"e1","at":"2026-03-01T00:00:00Z"}"#, "`type` is missing");
    check(r#"{"type":"time_passed","at":"2026-03-01T00:00:00Z"}"#, "`id` is missing");
    check(
        r#"{"id":"","type":"time_passed","at":"2026-03-01T00:00:00Z"}"#,
        "`id` must be a text that is neither empty nor longer than 800 characters, without control characters",
    );
    check(r#"{"id":"e1","type":"time_passed"}"#, "`at` is missing");
    check(r#"{"id":"e1","type":"time_passed","at":"yesterday"}"#, "`at`: “yesterday” is not an instant like 2026-03-01T09:30:00Z");
    check(r#"{"id":"e1","type":"time_passed","at":"2526-03-01T00:00:00Z"}"#, "`at` lies before 1970 or after 2100");
    check(r#"{"id":"e1","type":"time_passed","at":"2101-01-01T00:00:00Z"}"#, "`at` lies before 1970 or after 2100");
    check(
        r#"{"id":"e1","type":"time_passed","at":"2026-03-01T00:00:00Z","seen_at":"2026-02-28T23:59:59Z"}"#,
        "`at` lies after `seen_at`: nothing is learned before it happens",
    );
    check(r#"{"id":"e1","type":"weather_changed","at":"2026-03-01T00:00:00Z"}"#, "“weather_changed” is no type of event that this version knows");
    check(
        r#"{"id":"e1","type":"time_passed","at":"2026-03-01T00:00:00Z","until":1}"#,
        "there is no field `until` here; write one of id, type, at, seen_at",
    );
    check(r#"{"id":"e1","type":"code_disabled","at":"2026-03-01T00:00:00Z"}"#, "`code` is missing");
    check(r#"{"id":"e1","id":"e2","type":"time_passed","at":"2026-03-01T00:00:00Z"}"#, "`id` stands there twice");
    check(&order(""), "`items` is missing");
    check(&money("\"1.005\""), "`items`: “1.005” has more digits after the point than its currency");
    check(&money("1e2"), "`items`: “1e2” is not a decimal number");
    check(&money("-1"), "`items` is below zero");
    check(&money("10000000000000.01"), "`items` is beyond a thousand trillion of the currency's smallest unit");
    check(&money("null"), "`items`: “null” is not a decimal number");
    check(&order(r#","items":{"amount":"1","currency":"XQQ"}"#), "`items`: “XQQ” is not a currency of ISO 4217");
    check(
        &order(r#","items":{"amount":"1","currency":"EUR"},"payable":{"amount":"1","currency":"USD"}"#),
        "`payable` has another currency than the rest of the event",
    );
    check(&order(r#","items":{"amount":"1","currency":"EUR"},"country":"de""#), "`country` must be two capital letters such as DE");
    check(&order(r#","items":{"amount":"1","currency":"EUR","tax":1}"#), "there is no field `tax` here; write one of amount, currency");
    let about = |field: &str| format!(r#"{{"id":"e1","type":"customer_deleted","at":"2026-03-01T00:00:00Z","customer":{field}}}"#);
    check(&about("7"), "up to column 77 stands something else than a text");
    for id in ["\"a/b\"", "\"guest-7\"", "\"registration\""] {
        check(&about(id), "`customer`: an id holds no slash, is not “registration” and does not begin with “guest-”");
    }
    check(&about("\"a\\u0000b\""), "`customer` must be a text that is neither empty nor longer than 200 characters, without control characters");
    check(&format!("{}{}", " ".repeat(MAX_LINE), "{}"), "the line is longer than 1 MB");
}

#[test]
fn each_fault_of_what_happens_elsewhere_gets_its_sentence() {
    let line = |kind: &str, rest: &str| format!(r#"{{"id":"e1","type":"{kind}","at":"2026-03-01T00:00:00Z",{rest}}}"#);
    let check = |kind: &str, rest: &str, want: &str| {
        let fault = parse_line(&line(kind, rest), &mut NameTable::default()).unwrap_err();
        assert_eq!(fault.to_string(), want, "{kind} {rest}");
        has_its_words(&fault);
    };
    let topup = |amount: &str, rest: &str| format!(r#""purchase":"7","customer":"bob","amount":{{"amount":"{amount}","currency":"EUR"}}{rest}"#);
    check("topup", &topup("-5.00", ""), "`amount` is below zero");
    check("topup", &topup("5.00", r#","period_days":0"#), "`period_days` must be a number of days from 1 to 36525");
    check("topup", &topup("5.00", r#","period_days":-1"#), "up to column 146 stands something else than a number");
    check(
        "topup",
        &topup("5.00", "").replace('7', "a/b"),
        "`purchase`: an id holds no slash, is not “registration” and does not begin with “guest-”",
    );
    check("order_cancelled", r#""order":"purchase-7""#, "`order`: an order's id does not begin with “purchase-”, which is how keys call a purchase");
    let refund = |amount: &str, as_of: &str| format!(r#""purchase":"7","refunded":{{"amount":"{amount}","currency":"EUR"}},"as_of":"{as_of}""#);
    check("purchase_refunded", &refund("-1", "2026-03-01T00:00:00Z"), "`refunded` is below zero");
    check("purchase_refunded", &refund("1", "2026-03-01T00:00:01Z"), "`as_of` lies after `at`: no news is of an instant to come");
    check("partner_onboarded", r#""partner":"bob","customer":" bob""#, "`partner` and `customer` are the same: nobody wins themselves");
    check(
        "role_upgraded",
        r#""customer":"bob","role":"  ""#,
        "`role` must be a text that is neither empty nor longer than 200 characters, without control characters",
    );
    check("custom", r#""customer":"bob""#, "`name` is missing");
    check("custom", r#""name":"quest","customer":"bob","amount_base":{"amount":"-1","currency":"EUR"}"#, "`amount_base` is below zero");
    check("reward_chosen", r#""reward":"a/b","option":"credit""#, "`reward` must be a key such as first-order/bob/o1/advocate");
    check("reward_expired", r#""reward":"r/bob/o1/friend","amount":{"amount":"1"}"#, "`currency` is missing");
    let listed = |list: &str, entry: &str| format!(r#""list":"{list}","entry":"{entry}","is_in":true"#);
    check(
        "list_changed",
        &listed("friends", "x"),
        "`list`: write one of denied_domains, allowed_domains, excluded_domains, excluded_customers, excluded_channels",
    );
    check("list_changed", &listed("excluded_domains", "no domain"), "`entry` must be an email domain such as example.com");
    check("list_changed", &format!(r#"{},"reason":"because""#, listed("excluded_domains", "example.com")), "`actor` is missing");
    check("staff_reject_referral", r#""actor":"mara","reason":"a ring""#, "`friend` is missing");
}
