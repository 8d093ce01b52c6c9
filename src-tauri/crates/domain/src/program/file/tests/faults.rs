//! Each fault in one sentence, with its place, what would do, and the line on which it stands.

use super::*;

/// Replaces a part of the whole program: what is told is the one fault, and what misses something else by it.
#[track_caller]
pub(super) fn check(old: &str, new: &str, want: &str) {
    use FaultKind::{UnknownArm, UnknownExperiment, UnknownLevel, UnknownRole, UnknownRule};
    assert!(PROGRAM.contains(old), "{old}");
    let faults = read(&PROGRAM.replacen(old, new, 1)).expect_err(new);
    let misses = |kind| [UnknownArm, UnknownExperiment, UnknownLevel, UnknownRole, UnknownRule].contains(&kind);
    let others: Vec<String> = faults.iter().filter(|fault| told(fault) != want && !misses(fault.kind)).map(told).collect();
    assert_eq!(others, Vec::<String>::new(), "{old} → {new}");
    assert!(faults.iter().any(|fault| told(fault) == want), "{old} → {new}: {faults}");
}

#[test]
fn keys_and_kinds() {
    let rule = "account_age_days, arm, categories, channels, cooldown_hours, countries, email_verified, first_after_full_refund, grant, hold_days, id, limits, minimum, new_customers, occurrence, on, on_partial_refund, phone_verified, refund_window_days, role, settlement, wait_days, within_days_of_signup";
    check(
        "hold_days",
        "hold_day",
        &format!("60 rule first-order, hold_day: there is no such key; did you mean hold_days? Otherwise write one of {rule}"),
    );
    check(
        "touch = \"last\"",
        "touch = \"best\"",
        "14 attribution, touch: “best” is none of the words that would do; write one of \"first\", \"last\"",
    );
    check("name = \"Shop gift card\"\n", "", "1 name is missing; write it here");
    check("hold_days = 14", "hold_days = \"14\"", "60 rule first-order, hold_days: write a whole number from 0 to 36525, without quotes");
    check("EUR = \"50.00\"", "EUR = 50", "47 rule first-order, minimum, EUR: write a text in quotes");
    check(
        "percent = 10,",
        "percent = 10, percents = 3,",
        "5 mode, limited, percents: there is no such key; did you mean percent? Otherwise write one of groups, percent",
    );
    check(
        "{ score = 40 }",
        "{ points = 40 }",
        "23 fraud, same_phone: “points” is none of the words that would do; write one of \"off\", \"review\", { score = … }, \"block\"",
    );
    check(
        "n = 1, units",
        "n = 1, tiers = {}, units",
        "76 rule first-order, grant, value, tiers, steps, tiers: there is no such key; write one of cap, fixed, group, level, n, of, percent, revenue, units",
    );
    check("id = \"shop", "id = \"a\"\nid = \"shop", "2 this key stands in its table already; write it once");
    check("id = \"shop", "id = shop", "1 this cannot be read as TOML; check quotes, brackets and the = of this line");
    check("from = 2026-01-01T00:00:00Z", "from = \"soon\"", "3 from: write an instant without quotes, such as 2026-03-01T00:00:00Z");
    check("grandfather = true", "grandfather = \"yes\"", "12 grandfather: write true or false, without quotes");
    check("roles = [\"member\", \"pro\", \"vip\"]", "roles = \"pro\"", "19 attribution, roles: write a list in square brackets");
    check("{ experiment = \"welcome\", arm = \"a\" }", "\"a\"", "59 rule first-order, arm: write a table in braces, or its keys below a header");
}

/// What is wrong in one place hides nothing that is wrong in another, and tells nothing wrong of it.
#[test]
fn all_faults_are_told_at_once_and_none_that_another_one_makes() {
    let text = PROGRAM
        .replacen("name = \"Shop gift card\"\n", "", 1)
        .replacen("{ score = 40 }", "{ score = 0 }", 1)
        .replacen("review_at = 50", "review_at = \"50\"", 1)
        .replacen("block_at = 100\n", "", 1)
        .replacen("id = \"welcome\"", "id = 5", 1)
        .replacen("hold_days = 14", "hold_day = 14", 1)
        .replacen("wait_days = 60", "wait_days = 0", 1)
        .replacen("rail = \"gift_card\"", "rail = \"cash\"", 1)
        .replacen("to = \"friend\"", "to = \"buyer\"", 1)
        .replacen("exponent = 1", "exponent = 9", 1)
        .replacen("\"custom:quest_purchased\"", "\"custom:Quest\"", 1);
    let told: Vec<String> = read(&text).unwrap_err().iter().map(told).collect();
    insta::assert_snapshot!(told.join("\n"));
    let many: String = (0..100).map(|i| format!("key{i} = 1\n")).collect();
    assert_eq!(read(&format!("{many}{PROGRAM}")).unwrap_err().count(), MOST_FAULTS);
}

#[test]
fn the_program_itself() {
    check("id = \"shop-gift-card\"", "id = \"Shop\"", "1 id: “Shop” is no id; write up to 64 small letters, digits, - and _");
    check("name = \"Shop gift card\"", "name = \" \"", "2 name: write 1 to 200 characters");
    check("name = \"Shop gift card\"", "name = \"a\\nb\"", "2 name: write 1 to 200 characters");
    check("Europe/Berlin", "Europe/Bonn", "4 time_zone: “Europe/Bonn” is no time zone; write one like Europe/Berlin");
    check("time_zone", "version = 0\ntime_zone", "4 version: versions count from 1");
    check("percent = 10,", "percent = 101,", "5 mode, limited, percent: write a number from 0 to 100");
    check("[\"VIP customers\"] }", "[\" VIP\"] }", "5 mode, limited, groups: write 1 to 200 characters without blanks around them");
    check("[\"VIP customers\"] }", "[\"a\", \"a\"] }", "5 mode, limited, groups: the same entry stands here twice; write each once");
    check(
        "from = 2026-01-01T00:00:00Z",
        "from = 2026-01-01T00:00:00Z\nuntil = 2025-01-01T00:00:00Z",
        "4 until: the program ends before it starts; write a later instant",
    );
    check(
        "from = 2026-01-01T00:00:00Z",
        "from = 2026-01-01T00:00:00Z\nuntil = 2026-01-01T00:00:00Z",
        "4 until: the program ends before it starts; write a later instant",
    );
    check("from = 2026-01-01T00:00:00Z", "from = 2026-01-01", "3 from: write an instant with its offset, such as 2026-03-01T00:00:00Z");
    check("from = 2026-01-01T00:00:00Z", "from = 2126-01-01T00:00:00Z", "3 from: write an instant from the years 1970 to 2100");
    check("\"trial_started\"]", "\"order_confirmed\"]", "7 activation: the same entry stands here twice; write each once");
    check(
        "[\"order_confirmed\", \"trial_started\"]",
        "[]",
        "7 activation: write at least one of customer_registered, interaction, trial_started, order_confirmed, order_captured, topup, subscription_purchased, subscription_renewed, partner_onboarded, role_upgraded and custom:<name>",
    );
    check(
        "EUR = \"1000.00\", per",
        "EUR = \"1000.00\", USD = \"1000.00\", per",
        "8 budget: a budget has one currency; keep one, and make another program for the other",
    );
    check("EUR = \"1000.00\", per", "per", "8 budget: name at least one currency, such as EUR = \"10.00\"");
    check(", per = \"month\"", "", "8 budget: a budget needs `per`: program or month");
    check("per = \"month\"", "per = \"week\"", "8 budget, per: “week” is no time of a budget; write program or month");
    check(
        "paid_friends = 10",
        "paid_friends = 3",
        "11 level gold, paid_friends: levels stand in rising order; this one asks for no more friends than the one before",
    );
    check("paid_friends = 3", "paid_friends = 0", "11 level silver, paid_friends: write a number from 1 to 1000000");
    check("name = \"gold\"", "name = \"silver\"", "11 level silver: another entry has this name; give each its own");
    check("earning_window_days = 365", "earning_window_days = 0", "17 attribution, earning_window_days: write a number of days from 1 to 36525");
    check("\"member\", \"pro\"", "\"pro\", \"pro\"", "19 attribution, roles: the same entry stands here twice; write each once");
}

#[test]
fn fraud_signals() {
    check(
        "same_card_digits = \"off\"",
        "same_card_digits = \"block\"",
        "24 fraud, same_card_digits: cards with the same digits are far from proof; write \"review\", { score = 20 } or \"off\"",
    );
    check("{ score = 40 }", "{ score = 0 }", "23 fraud, same_phone, score: write a number from 1 to 1000");
    check("block_at = 100", "block_at = 50", "22 fraud, block_at: must be above review_at, which is 50");
    check("review_at = 50", "review_at = 0", "21 fraud, review_at: write a number from 1 to 1000");
    check(
        "review_at = 50\nblock_at = 100\n",
        "",
        "21 fraud, same_phone: a score counts toward nothing here; write review_at = 50, block_at = 100, or both",
    );
    check("per_day = 3", "per_day = 0", "25 fraud, signups_per_ip, per_day: write a number from 1 to 1000000");
    check("hours = 1,", "hours = 49,", "26 fraud, velocity, hours: write a number from 1 to 48");
    check("excluded_domains", "cluster = { size = 1 }\nexcluded_domains", "27 fraud, cluster, size: write a number from 2 to 64");
    check("excluded_domains", "refund_rate = { percent = 0 }\nexcluded_domains", "27 fraud, refund_rate, percent: write a number from 1 to 100");
    check("Bücher.example", "@example.com", "27 fraud, excluded_domains: “@example.com” is no email domain; write one like example.com");
    check("\"Bücher.example\"", "\"a.example\", \"A.EXAMPLE\"", "27 fraud, excluded_domains: the same entry stands here twice; write each once");
    let no_ip = |text: &str| {
        let want = format!(
            "29 fraud, trusted_ips: “{text}” is no IP address and no range; write one like 203.0.113.7, 203.0.113.0/24, 2001:db8::/64 or 2001:db8::/32"
        );
        check("203.0.113.7", text, &want);
    };
    ["203.0.113", "203.0.113.0/7", "203.0.113.0/33", "2001:db8::/31", "2001:db8::/56"].into_iter().for_each(no_ip);
    let wide = (0..80).map(|no| format!("{no}.0.0.0/9")).collect::<Vec<_>>().join("\", \"");
    check("203.0.113.7", &wide, "29 fraud, trusted_ips: these ranges are too wide together; write fewer, or some whose length is a multiple of 8");
    check("203.0.113.7", "203.0.113.9/24\", \"203.0.113.0/24", "29 fraud, trusted_ips: the same entry stands here twice; write each once");
    check("203.0.113.7", "2001:db8:0:1::/64", "29 fraud, trusted_ips: the same entry stands here twice; write each once");
}

#[test]
fn boosts_and_experiments() {
    check(
        "until = 2026-05-08T00:00:00Z",
        "until = 2026-05-01T00:00:00Z",
        "33 boost double-week, until: the boost ends before it starts; write a later instant",
    );
    for bad in ["0", "10.0001", "-1", "1.00001", "2x"] {
        let want = format!(
            "34 boost double-week, factor: “{bad}” is no factor; write a number above 0 and up to 10 with at most four digits after the point"
        );
        check("factor = \"2.5\"", &format!("factor = \"{bad}\""), &want);
    }
    check(
        "rules = [\"first-order\"]",
        "rules = [\"second-order\"]",
        "35 boost double-week, rules: there is no rule “second-order”; name one of this file",
    );
    check("id = \"double-week\"", "id = \"Double\"", "31 boost, id: “Double” is no id; write up to 64 small letters, digits, - and _");
    check("arms = { b = 40, a = 50 }", "arms = {}", "39 experiment welcome, arms: write 1 to 100 arms, such as arms = { a = 45, b = 45 }");
    check("b = 40", "b = 0", "39 experiment welcome, arms, b: write a number from 1 to 1000000");
    check("holdout = 10", "holdout = 1000001", "40 experiment welcome, holdout: write a number from 0 to 1000000");
    check(
        "arm = { experiment = \"welcome\"",
        "arm = { experiment = \"other\"",
        "59 rule first-order, arm, experiment: there is no [[experiment]] “other”; add it, or name one that is there",
    );
    check(
        "arm = \"a\"",
        "arm = \"c\"",
        "59 rule first-order, arm, arm: the experiment “welcome” has no arm “c”; add it there, or name one that it has",
    );
}

#[test]
fn rules() {
    check("id = \"first-order\"", "id = \"First\"", "42 rule, id: “First” is no id; write up to 64 small letters, digits, - and _");
    check("id = \"quest\"", "id = \"first-order\"", "83 rule first-order: another entry has this name; give each its own");
    check(
        "[\"order_confirmed\"]",
        "[\"order_confirm\"]",
        "43 rule first-order, on: “order_confirm” is no event that a rule answers to; write one of customer_registered, interaction, trial_started, order_confirmed, order_captured, topup, subscription_purchased, subscription_renewed, partner_onboarded, role_upgraded and custom:<name>",
    );
    check("custom:quest_purchased", "custom:Quest", "85 rule quest, on: “Quest” is no id; write up to 64 small letters, digits, - and _");
    check("\"topup\"]", "\"topup\", \"topup\"]", "85 rule quest, on: the same entry stands here twice; write each once");
    check(
        "[\"custom:quest_purchased\", \"topup\"]",
        "[]",
        "85 rule quest, on: write at least one of customer_registered, interaction, trial_started, order_confirmed, order_captured, topup, subscription_purchased, subscription_renewed, partner_onboarded, role_upgraded and custom:<name>",
    );
    check("nth = 5", "nth = 0", "45 rule first-order, occurrence, nth: write a number from 1 to 1000000");
    check("{ nth = 5 }", "{ within_months = 1201 }", "45 rule first-order, occurrence, within_months: write a number from 1 to 1200");
    check("EUR = \"50.00\"", "XQQ = \"50.00\"", "47 rule first-order, minimum, XQQ: “XQQ” is not a currency of ISO 4217; write one like EUR");
    check(
        "of = \"items\", EUR",
        "of = \"goods\", EUR",
        "47 rule first-order, minimum, of: “goods” is no base; write one of items, items_with_tax, order_total, eligible_lines, amount_base",
    );
    check(
        "of = \"items\", EUR",
        "EUR",
        "47 rule first-order, minimum: a minimum needs `of`: one of items, items_with_tax, order_total, eligible_lines, amount_base",
    );
    check("[\"DE\", \"AT\"]", "[\"Germany\"]", "49 rule first-order, countries: “Germany” is no country; write two capital letters such as DE");
    check(
        "within_days_of_signup = 30",
        "within_days_of_signup = 0",
        "52 rule first-order, within_days_of_signup: write a number of days from 1 to 36525",
    );
    check(
        "role = \"pro\"",
        "role = \"boss\"",
        "53 rule first-order, role: “boss” is no role that [attribution] lists; add it there, such as roles = [\"member\", \"vip\"]",
    );
    check("account_age_days = 7", "account_age_days = 36526", "56 rule first-order, account_age_days: write a number of days from 0 to 36525");
    check("per_day = 5", "per_day = 0", "57 rule first-order, limits, per_day: write a number from 1 to 1000000");
    check("cooldown_hours = 24", "cooldown_hours = 0", "58 rule first-order, cooldown_hours: write a number from 1 to 876600");
    check("refund_window_days = 30", "refund_window_days = 3", "61 rule first-order, refund_window_days: must be at least hold_days, which is 14");
    check("wait_days = 60", "wait_days = 0", "63 rule first-order, wait_days: write a number of days from 1 to 36525");
}

#[test]
fn what_only_purchases_have() {
    let bare = |key: &str, on: &str| {
        let rule = format!(
            "id = \"p\"\nname = \"P\"\n[[rule]]\nid = \"r\"\non = [{on}]\n{key}\n[[rule.grant]]\nto = \"friend\"\nreward = {{ rail = \"wallet\" }}\nvalue = {{ fixed = {{ EUR = \"1\" }} }}\n"
        );
        read(&rule).map(|_| ()).map_err(|faults| faults.iter().map(told).collect::<Vec<_>>())
    };
    let refused = |key: &str, on: &str, want: &str| assert_eq!(bare(key, on), Err(vec![format!("6 {want}")]), "{key} {on}");
    refused(
        "settlement = \"captured\"",
        "\"customer_registered\"",
        "rule r, settlement: customer_registered has no order, so this cannot be judged; take it away",
    );
    refused(
        "minimum = { of = \"items\", EUR = \"1\" }",
        "\"interaction\"",
        "rule r, minimum: interaction has no order, so this cannot be judged; take it away",
    );
    refused("channels = [\"eu\"]", "\"trial_started\"", "rule r, channels: trial_started has no order, so this cannot be judged; take it away");
    refused(
        "countries = [\"DE\"]",
        "\"partner_onboarded\"",
        "rule r, countries: partner_onboarded has no order, so this cannot be judged; take it away",
    );
    refused(
        "categories = [\"shoes\"]",
        "\"role_upgraded\"",
        "rule r, categories: role_upgraded has no order, so this cannot be judged; take it away",
    );
    refused(
        "categories = [\"shoes\"]",
        "\"custom:x\", \"trial_started\"",
        "rule r, categories: custom has no order, so this cannot be judged; take it away",
    );
    assert_eq!(bare("categories = [\"shoes\"]", "\"custom:x\", \"topup\""), Ok(()));
}

#[test]
fn grants() {
    check("to = \"friend\"", "to = \"advocate\"", "68 rule first-order, grant: two grants go to the advocate; keep one");
    check("upline = 2", "upline = 1", "73 rule first-order, grant, to, upline: write a number from 2 to 10; 1 would be the advocate");
    check("upline = 2", "upline = 11", "73 rule first-order, grant, to, upline: write a number from 2 to 10; 1 would be the advocate");
    check(
        "locked_until_role = \"vip\"",
        "locked_until_role = \"boss\"",
        "74 rule first-order, grant, locked_until_role: “boss” is no role that [attribution] lists; add it there, such as roles = [\"member\", \"vip\"]",
    );
    check(
        "gift_card\", valid",
        "cash\", valid",
        "66 rule first-order, grant, reward, rail: “cash” is no rail; write one of gift_card, voucher, wallet, points, token, entitlement, manual",
    );
    check("valid_days = 365", "valid_days = 0", "66 rule first-order, grant, reward, valid_days: write a number of days from 1 to 36525");
    check(
        "valid_days = 365",
        "estimated_cost = { EUR = \"1\" }",
        "66 rule first-order, grant, reward, estimated_cost: money costs what it is; take this away, or name the unit that is given",
    );
    check(
        "valid_days = 365",
        "exponent = 2",
        "66 rule first-order, grant, reward, exponent: only a unit has an exponent; name it, such as unit = \"points\"",
    );
    check("exponent = 1", "exponent = 9", "75 rule first-order, grant, reward, exponent: write a number from 0 to 8");
    check(
        "value = { fixed = { EUR = \"10.00\", JPY = \"1500\" } }\n",
        "",
        "64 rule first-order, grant: a grant needs a value, such as value = { fixed = { EUR = \"10.00\" } }",
    );
    check(
        "reward = { rail = \"gift_card\", valid_days = 365 }\n",
        "",
        "64 rule first-order, grant: a grant needs a reward, such as reward = { rail = \"gift_card\" }",
    );
    check(
        "choice = [",
        "reward = { rail = \"wallet\" }\nchoice = [",
        "80 rule first-order, grant, choice: each choice has its own reward and value; take those beside it away",
    );
    check("name = \"month\"", "name = \"credit\"", "81 rule first-order, grant, choice credit: another entry has this name; give each its own");
    check(
        "name = \"month\"",
        "name = \"A month\"",
        "81 rule first-order, grant, choice, name: “A month” is no id; write up to 64 small letters, digits, - and _",
    );
}

#[test]
fn values() {
    let value = "value = { fixed = { EUR = \"10.00\", JPY = \"1500\" } }";
    let place = "67 rule first-order, grant, value";
    check(value, "value = {}", &format!("{place}: write one of fixed, percent (with of), units, group and tiers"));
    check(
        value,
        "value = { fixed = { EUR = \"1\" }, group = \"x\" }",
        &format!("{place}: write one of fixed, percent (with of), units, group and tiers"),
    );
    check(value, "value = { fixed = {} }", &format!("{place}, fixed: name at least one currency, such as EUR = \"10.00\""));
    check(
        value,
        "value = { fixed = { EUR = \"1\" }, cap = { EUR = \"1\" } }",
        &format!("{place}, cap: only a percentage has this; take it away, or write percent"),
    );
    check(value, "value = { of = \"items\" }", &format!("{place}, of: only a percentage has this; take it away, or write percent"));
    check(
        value,
        "value = { units = \"10\" }",
        &format!("{place}, units: nothing says what is counted; name it, such as reward = {{ rail = \"points\", unit = \"points\" }}"),
    );
    check(value, "value = { percent = \"x\", of = \"items\" }", &format!("{place}, percent: “x” is not a decimal number; write one like 10.00"));
    check(value, "value = { percent = \"1001\", of = \"items\" }", &format!("{place}, percent: “1001” is too large"));
    check(value, "value = { group = \"\" }", &format!("{place}, group: write 1 to 200 characters without blanks around them"));
    check(
        value,
        "value = { percent = \"1\", of = \"items\", tiers = { by = \"revenue\", apply = \"from\", steps = [] } }",
        &format!("{place}: steps have their own values; take what stands beside tiers away"),
    );
    check(
        "JPY = \"1500\"",
        "JPY = \"1500.5\"",
        "67 rule first-order, grant, value, fixed, JPY: “1500.5” has more digits after the point than its currency",
    );
    check("EUR = \"10.00\"", "EUR = \"0.00\"", "67 rule first-order, grant, value, fixed, EUR: write an amount above zero");
    check("EUR = \"10.00\"", "EUR = \"10000000000000.01\"", "67 rule first-order, grant, value, fixed, EUR: write at most 10000000000000.00");
    check(
        ", of = \"items\", cap",
        ", cap",
        "71 rule first-order, grant, value: a percentage needs `of`: items, items_with_tax, order_total, eligible_lines or amount_base",
    );
    check(
        "units = \"10.5\"",
        "units = \"10.55\"",
        "76 rule first-order, grant, value, tiers, steps, units: “10.55” has more digits after the point than the reward’s exponent, 1",
    );
    check("units = \"10.5\"", "units = \"0\"", "76 rule first-order, grant, value, tiers, steps, units: write a quantity above zero");
    check(
        "units = \"10.5\"",
        "fixed = { EUR = \"1\" }",
        "76 rule first-order, grant, value, tiers, steps, fixed: the reward has a unit, so money cannot be given; write units, or take the unit away",
    );
    check(
        "of = \"amount_base\"",
        "of = \"items\"",
        "90 rule quest, grant, value: custom has no order to take a share of; write of = \"amount_base\"",
    );
    check("\"topup\"]", "\"interaction\"]", "90 rule quest, grant, value: interaction has no amount to take a share of; write fixed or units");
}

#[test]
fn steps() {
    let place = "rule first-order, grant, value, tiers";
    check("n = 5", "n = 1", &format!("76 {place}, steps: steps stand in rising order; this one is not above the one before"));
    check("n = 5", "n = 0", &format!("76 {place}, steps, n: write a number from 1 to 1000000"));
    check("{ n = 5, ", "{ ", &format!("76 {place}, steps: steps by paid_friends begin at a number of friends; write n = 1 and the like"));
    check(
        "{ n = 5, ",
        "{ n = 5, level = \"gold\", ",
        &format!("76 {place}, steps: steps by paid_friends begin at a number of friends; write n = 1 and the like"),
    );
    check(
        "steps = [{ n = 1, units = \"10.5\" }, { n = 5, percent = \"5\", of = \"order_total\" }, { n = 10, group = \"VIP customers\" }]",
        "steps = []",
        &format!("76 {place}, steps: write 1 to 100 steps"),
    );
    let place = "rule first-order, grant, choice credit, value, tiers";
    check(
        "by = \"revenue\", apply = \"from\"",
        "by = \"revenue\", apply = \"at\"",
        &format!("80 {place}, apply: revenue hardly ever meets a number exactly; write \"from\""),
    );
    check(
        "revenue = { EUR = \"500\" }",
        "revenue = { EUR = \"100\" }",
        &format!("80 {place}, steps: steps stand in rising order; this one is not above the one before"),
    );
    check(
        "revenue = { EUR = \"500\" }",
        "revenue = { USD = \"500\" }",
        &format!("80 {place}, steps: steps stand in rising order; this one is not above the one before"),
    );
    check(
        "revenue = { EUR = \"500\" }",
        "n = 5",
        &format!("80 {place}, steps: steps by revenue begin at an amount; write revenue = {{ EUR = \"100.00\" }} and the like"),
    );
    let place = "rule first-order, grant, choice month, value, tiers";
    check("level = \"gold\"", "level = \"silver\"", &format!("81 {place}, steps: steps stand in rising order; this one is not above the one before"));
    check("level = \"gold\"", "level = \"lead\"", &format!("81 {place}, steps, level: there is no level “lead”; add it to level = [ … ]"));
    check("level = \"gold\", ", "", &format!("81 {place}, steps: steps by level begin at a level; write level = \"gold\" and the like"));
}

#[test]
fn a_rule_or_a_grant_that_is_missing() {
    let bare = "id = \"p\"\nname = \"P\"\n";
    let fault = |text: &str| read(text).unwrap_err().iter().map(told).collect::<Vec<_>>();
    assert_eq!(fault(&format!("{bare}rule = []")), ["3 rule: a program needs at least one [[rule]]"]);
    assert_eq!(fault(bare), ["1 rule is missing; write it here"]);
    let rule = format!("{bare}[[rule]]\nid = \"r\"\non = [\"topup\"]\ngrant = []");
    assert_eq!(fault(&rule), ["6 rule r, grant: a rule needs at least one [[rule.grant]]"]);
}
