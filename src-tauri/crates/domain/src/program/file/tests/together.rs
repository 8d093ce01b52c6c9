//! What is right key by key and cannot hold together.

use super::faults::check;
use super::*;

const GIFT_CARD: &str = "reward = { rail = \"gift_card\", valid_days = 365 }\nvalue = { fixed = { EUR = \"10.00\", JPY = \"1500\" } }";

#[test]
fn a_gift_card_holds_money() {
    let card = |reward: &str, value: &str| format!("reward = {{ rail = \"gift_card\"{reward} }}\nvalue = {{ {value} }}");
    let place = "rule first-order, grant";
    let no_unit = format!("66 {place}, reward, unit: a gift card holds money; take the unit away, or write another rail");
    check(GIFT_CARD, &card(", unit = \"messages\"", "units = \"5\""), &no_unit);
    check(GIFT_CARD, &card(", unit = \"messages\"", "percent = \"5\", of = \"items\""), &no_unit);
    let no_group = "group: a gift card makes nobody a member; give that by the rail entitlement or manual";
    check(GIFT_CARD, &card("", "group = \"VIP\""), &format!("67 {place}, value, {no_group}"));
    let steps = "tiers = { by = \"paid_friends\", apply = \"from\", steps = [{ n = 1, fixed = { EUR = \"1\" } }, { n = 5, group = \"VIP\" }], otherwise = { group = \"VIP\" } }";
    let faults = read(&PROGRAM.replacen(GIFT_CARD, &card("", steps), 1)).unwrap_err();
    let told: Vec<String> = faults.iter().map(told).collect();
    assert_eq!(told, [format!("67 {place}, value, tiers, steps, {no_group}"), format!("67 {place}, value, tiers, otherwise, {no_group}")]);
}

#[test]
fn a_unit_has_one_name_and_one_exponent() {
    let currency = "is a currency; give money by fixed or percent without a unit, or write another name";
    check("unit = \"premium\"", "unit = \"EUR\"", &format!("81 rule first-order, grant, choice month, reward, unit: “EUR” {currency}"));
    check("group = \"VIP customers\" }]", "group = \"USD\" }]", &format!("76 rule first-order, grant, value, tiers, steps, group: “USD” {currency}"));
    let elsewhere = "elsewhere in this file “points” has the exponent 1; write the same here, or another name";
    let quest = "rail = \"points\", unit = \"points\", exponent = 1 }\nvalue = { percent = \"10\"";
    let other = "rail = \"points\", unit = \"points\", exponent = 2 }\nvalue = { percent = \"10\"";
    check(quest, other, &format!("89 rule quest, grant, reward, unit: {elsewhere}"));
    check(quest, &other.replace(", exponent = 2", ""), &format!("89 rule quest, grant, reward, unit: {elsewhere}"));
    check(
        "n = 10, group = \"VIP customers\"",
        "n = 10, group = \"points\"",
        &format!("76 rule first-order, grant, value, tiers, steps, group: {elsewhere}"),
    );
}

/// An exponent that is wrong by itself is one fault, not one for each other place.
#[test]
fn a_faulty_exponent_is_told_once() {
    let text = PROGRAM.replacen("exponent = 1, estimated", "exponent = \"x\", estimated", 1);
    assert_eq!(read(&text).unwrap_err().count(), 1);
}

/// A program that gives something by two rules.
fn least(head: &str, on: &str, conditions: &str, reward: &str, value: &str) -> std::result::Result<ProgramFile, ProgramFaults> {
    read(&format!(
        "id = \"p\"\nname = \"P\"\n{head}\n[[rule]]\nid = \"r\"\non = [\"{on}\"]\n{conditions}\n[[rule.grant]]\nto = \"friend\"\nreward = {{ {reward} }}\nvalue = {{ {value} }}\n"
    ))
}

#[test]
fn a_budget_is_in_a_currency_that_is_given() {
    let check = |on: &str, conditions: &str, reward: &str, value: &str, is_given: bool| {
        let read = least("budget = { USD = \"100\", per = \"program\" }", on, conditions, reward, value);
        let want = "3 budget, USD: no rule can give anything in USD; write a currency that the rules give".to_owned();
        assert_eq!(
            read.err().map(|faults| faults.iter().map(told).collect::<Vec<_>>()),
            (!is_given).then(|| vec![want]),
            "{on} {conditions} {value}"
        );
    };
    let wallet = "rail = \"wallet\"";
    let both = "fixed = { EUR = \"1\", USD = \"1\" }";
    check("order_confirmed", "", wallet, "fixed = { EUR = \"1\" }", false);
    check("order_confirmed", "", wallet, both, true);
    check("order_confirmed", "", wallet, "percent = \"5\", of = \"items\", cap = { EUR = \"1\" }", true);
    check("order_confirmed", "", "rail = \"points\", unit = \"points\"", "percent = \"5\", of = \"items\"", false);
    check("order_confirmed", "", wallet, "group = \"VIP\"", false);
    check("order_confirmed", "minimum = { of = \"items\", EUR = \"5\" }", wallet, both, false);
    // What has no currency is given the first amount.
    check("customer_registered", "", wallet, both, false);
    check("custom:quest", "", wallet, both, true);
    let steps =
        |currency: &str| format!("tiers = {{ by = \"revenue\", apply = \"from\", steps = [{{ revenue = {{ {currency} = \"9\" }}, {both} }}] }}");
    check("order_confirmed", "", wallet, &steps("EUR"), false);
    check("order_confirmed", "", wallet, &steps("USD"), true);
    let otherwise =
        "tiers = { by = \"paid_friends\", apply = \"at\", steps = [{ n = 5, group = \"VIP\" }], otherwise = { fixed = { USD = \"1\" } } }";
    check("order_confirmed", "", wallet, otherwise, true);
}

#[test]
fn a_share_is_one_of_something() {
    check("percent = \"12.5\"", "percent = \"0\"", "71 rule first-order, grant, value, percent: write a percentage above zero");
    check("percent = \"12.5\"", "percent = \"0.0000\"", "71 rule first-order, grant, value, percent: write a percentage above zero");
    check("percent = \"5\"", "percent = \"0\"", "76 rule first-order, grant, value, tiers, steps, percent: write a percentage above zero");
}

#[test]
fn what_is_excluded_is_not_asked_for() {
    let what = "nothing is given in “eu”, which stands in excluded_channels; take it away here or there";
    let rule = "channels = [\"eu\"]\ncountries";
    let told_with = |action: &str| {
        let fraud = format!("excluded_channels = [\"us\", \"eu\"]\n{action}\nexcluded_domains");
        let text = PROGRAM.replacen("excluded_domains", &fraud, 1);
        read(&text).err().map(|faults| faults.iter().map(told).collect::<Vec<_>>())
    };
    assert!(PROGRAM.contains(rule));
    assert_eq!(
        told_with("# nothing"),
        Some(vec![format!("38 boost double-week, channels: {what}"), format!("50 rule first-order, channels: {what}")])
    );
    assert_eq!(told_with("excluded_channel = \"block\"").map(|told| told.len()), Some(2));
    // Who looks at a channel or counts it gives there all the same.
    assert_eq!(told_with("excluded_channel = \"review\""), None);
    assert_eq!(told_with("excluded_channel = { score = 5 }"), None);
    assert_eq!(told_with("excluded_channel = \"off\""), None);
    check(
        "excluded_domains",
        "allowed_domains = [\"a.example\", \"b.example\"]\ndenied_domains = [\"c.example\", \"B.example\"]\nexcluded_domains",
        "28 fraud, denied_domains: “B.example” stands in allowed_domains, too, and so is never denied; take it away here or there",
    );
}

#[test]
fn a_boost_lies_in_the_program() {
    let boost = |from: &str, until: &str| format!("from = {from}T00:00:00Z\nuntil = {until}T00:00:00Z\nfactor");
    let old = boost("2026-05-01", "2026-05-08");
    let ended = |new: &str, want: &str| {
        let text = PROGRAM.replacen("time_zone", "until = 2026-07-01T00:00:00Z\ntime_zone", 1).replacen(&old, new, 1);
        let told: Vec<String> = read(&text).err().iter().flat_map(ProgramFaults::iter).map(told).collect();
        assert_eq!(told.join("\n"), want, "{new}");
    };
    let before = "boost double-week, until: the boost is over before the program starts; write a later instant";
    check(&old, &boost("2025-05-01", "2025-05-08"), &format!("33 {before}"));
    check(&old, &boost("2025-05-01", "2026-01-01"), &format!("33 {before}"));
    ended(&boost("2025-05-01", "2026-01-01"), &format!("34 {before}"));
    ended(&boost("2025-05-01", "2026-01-02"), "");
    ended(&boost("2026-06-30", "2027-01-01"), "");
    let after = "33 boost double-week, from: the program has ended by then; write an earlier instant";
    ended(&boost("2026-07-01", "2027-01-01"), after);
}

#[test]
fn a_signal_with_numbers_can_be_a_word() {
    let with = |signals: &str| read(&PROGRAM.replacen("velocity = { friends = 10, hours = 1, action = { score = 20 } }", signals, 1));
    for signal in ["orders_per_ip", "velocity", "refund_rate", "cluster"] {
        for action in ["off", "review", "block"] {
            let (word, table) = (with(&format!("{signal} = \"{action}\"")), with(&format!("{signal} = {{ action = \"{action}\" }}")));
            assert!(word.is_ok() && word == table, "{signal} {action}");
        }
    }
    let told = |signals: &str| with(signals).unwrap_err().iter().map(told).collect::<Vec<_>>();
    let words = "\"off\", \"review\", \"block\", { action = … }";
    assert_eq!(told("velocity = \"of\""), [format!("26 fraud, velocity: “of” is none of the words that would do; write one of {words}")]);
    assert_eq!(told("velocity = 5"), ["26 fraud, velocity: write a table in braces, or its keys below a header"]);
    let text = PROGRAM.replacen("velocity = { friends = 10, hours = 1, action = { score = 20 } }", "velocity = \"off\"", 1);
    let form = form(&text).unwrap();
    assert_eq!(form.pointer("/fraud/velocity"), Some(&serde_json::json!({ "action": "off" })));
    assert_eq!(read(&written(&form).unwrap()).unwrap(), read(&text).unwrap());
}

#[test]
fn each_fault_is_told_once_and_says_what_was_meant() {
    let told = |old: &str, new: &str| {
        assert!(PROGRAM.contains(old), "{old}");
        read(&PROGRAM.replacen(old, new, 1)).unwrap_err().iter().map(told).collect::<Vec<_>>()
    };
    let value = "value = { fixed = { EUR = \"10.00\", JPY = \"1500\" } }";
    let keys = "cap, fixed, group, of, percent, tiers, units";
    let place = "67 rule first-order, grant, value";
    assert_eq!(
        told(value, "value = { fixd = { EUR = \"1\" } }"),
        [format!("{place}, fixd: there is no such key; did you mean fixed? Otherwise write one of {keys}")]
    );
    assert_eq!(told(value, "value = { money = \"1\" }"), [format!("{place}, money: there is no such key; write one of {keys}")]);
    assert_eq!(
        told("touch =", "tuoch ="),
        [
            "14 attribution, tuoch: there is no such key; did you mean touch? Otherwise write one of bind_at, earning_window_days, existing_customers, roles, scope, touch"
        ]
    );
    assert_eq!(told("touch =", "bind_at ="), ["15 this key stands in its table already; write it once"]);
    let before = "[[rule.grant]]\nto = \"friend\"\n";
    let alone = format!("id = \"p\"\nname = \"P\"\n{before}");
    let faults = |text: &str| read(text).unwrap_err().iter().map(super::told).collect::<Vec<_>>();
    assert_eq!(faults(&alone), ["3 rule: write each entry below a header of its own in double brackets, [[rule]]"]);
    assert_eq!(
        faults(&alone.replace("[[rule.grant]]", "[rule]")),
        ["3 rule: write each entry below a header of its own in double brackets, [[rule]]"]
    );
    let grant = "id = \"p\"\nname = \"P\"\n[[rule]]\nid = \"r\"\non = [\"topup\"]\n[rule.grant]\nto = \"friend\"\n";
    assert_eq!(faults(grant), ["6 rule r, grant: write each entry below a header of its own in double brackets, [[rule.grant]]"]);
    assert_eq!(told("JPY = \"1500\" } }\n[[rule.grant]]\nto = \"friend\"", "JPY = \"1500\" } }\n[[rule.grant]]\nt = \"friend\"").len(), 1);
}
