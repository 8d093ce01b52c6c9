//! What there is to show: each way of each row that programs disagree on, each reason code, each boundary, each thing that is owed back. Whatever
//! has no scenario fails the test, and so does a scenario that says a name that is not here or of which nothing is to be seen in it.

use crate::folder::{self, Scenario};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use vouchsafe_domain::program::{Base, Signal};
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::Rail;

/// A name, and what stands in the programs, the events or the outcome of every scenario that shows it.
type Named = (&'static str, &'static str);

/// What programs can disagree on, and every way of each.
const ROWS: &[(&str, &[Named])] = &[
    (
        "occurrence",
        &[
            ("first", "occurrence: pass, saw 1, limit 1"),
            ("every", r#"occurrence = "every""#),
            ("first_n", "first_n = "),
            ("nth", "nth = "),
            ("within_months", "within_months = "),
        ],
    ),
    (
        "settlement",
        &[
            ("none", r#"on = ["order_confirmed"]"#),
            ("captured", r#"settlement = "captured""#),
            ("signup", r#"on = ["customer_registered"]"#),
            ("trial", r#"on = ["trial_started"]"#),
            ("custom", r#"on = ["custom:"#),
            ("purchase", r#"on = ["topup""#),
        ],
    ),
    (
        "grant-to",
        &[("advocate", r#"to = "advocate""#), ("friend", r#"to = "friend""#), ("upline", "to = { upline = 2 }"), ("partner", "partner_onboarded")],
    ),
    ("activation", &[("trial", r#"activation = ["trial_started"]"#)]),
    ("signal-actions", &[("block", r#"= "block""#), ("review", r#"= "review""#), ("score", "= { score = "), ("off", r#"= "off""#)]),
    (
        "signals",
        &[
            ("trusted", "trusted_ips = "),
            ("ipv6-network", "same_ip: wait"),
            ("card-digits", "same_card_digits: wait"),
            ("allowed-domain", "allowed_domains = "),
            ("domain-below", "@eu.corp.example"),
            ("trusted-range", r#"trusted_ips = ["203.0.113.0/24"#),
        ],
    ),
    ("value-kinds", &[("fixed", "fixed = "), ("percent", "percent = "), ("tiers", "tiers = "), ("group", "group = "), ("units", "units = ")]),
    (
        "steps-at-from",
        &[
            ("at", r#"apply = "at""#),
            ("from", r#"apply = "from""#),
            ("otherwise", "otherwise = "),
            ("revenue", r#"by = "revenue""#),
            ("level", r#"by = "level""#),
            ("once", "step: refuse step_given"),
        ],
    ),
    ("assets", &[("money", "EUR"), ("units", "unit = "), ("exponent", "exponent = "), ("validity", "valid_days = ")]),
    ("choice", &[("default", "choice = ["), ("taken", ": chosen 1 months"), ("too-late", "option_unknown"), ("taken-late", ": reduced 7.50 EUR")]),
    ("lock", &[("opened", ": unlocked, by"), ("open-already", "waits unlocked: pass")]),
    (
        "waiting-conditions",
        &[
            ("email", "email_verified: wait"),
            ("phone", "phone_verified: wait"),
            ("account", ": account_made until"),
            ("account-age", "account_age: wait"),
        ],
    ),
    (
        "limits",
        &[
            ("friend", "per_friend = "),
            ("advocate", "per_advocate = "),
            ("day", "per_day = "),
            ("month", "per_month = "),
            ("count_reversed", "count_reversed = false"),
            ("cooldown", "cooldown_hours = "),
        ],
    ),
    ("hold-and-window", &[("hold", "hold_days = "), ("window", "refund_window_days = "), ("no-hold", "settled, by order/")]),
    ("partial-refund", &[("ignore", r#"on_partial_refund = "ignore""#), ("proportional", ": reduced "), ("full", r#"on_partial_refund = "full""#)]),
    (
        "mode",
        &[("manual", r#"mode = "manual""#), ("limited", "mode = { limited = "), ("by-friend", r#"unit = "friend""#), ("auto", r#"mode = "auto""#)],
    ),
    ("boost-experiment", &[("boost", "[[boost]]"), ("arm", "arm = {"), ("holdout", "holdout = ")]),
    (
        "named-conditions",
        &[
            ("budget", "budget = "),
            ("minimum", "minimum = "),
            ("channels", "channels = "),
            ("countries", "countries = "),
            ("categories", "categories = "),
            ("new_customers", "new_customers = true"),
            ("within_days_of_signup", "within_days_of_signup = "),
            ("role", "\nrole = "),
        ],
    ),
    (
        "attribution",
        &[
            ("touch-last", r#"touch = "last""#),
            ("bind-registration", r#"bind_at = "registration""#),
            ("bind-order", r#"bind_at = "order""#),
            ("existing-allow", r#"existing_customers = "allow""#),
            ("window", "earning_window_days = "),
            ("order-scope", r#"scope = "order""#),
            ("staff", "staff_attribute"),
        ],
    ),
    ("program-life", &[("versions", "version = 2"), ("paused", "program_paused"), ("ended", "program_ended"), ("grandfather", "grandfather = true")]),
];

/// Instants, counts and amounts at which the answer turns.
const BOUNDARIES: &[Named] = &[
    ("fourth-fifth-sixth-at", "2026-01-16T11:00:00Z r/f6/purchase-p6/advocate: refused between_steps"),
    ("fourth-fifth-sixth-from", "2026-01-16T11:00:00Z r/f6/purchase-p6/advocate: granted 25.00 EUR"),
    ("second-before-hold", "2026-01-24T09:59:59Z r/guest-o1/o1/advocate: voided refunded"),
    ("at-hold", "2026-01-24T10:00:00Z r/guest-o2/o2/advocate: settled"),
    ("second-after-hold", "r/guest-o3/o3/advocate: settled, 10.00 EUR of 10.00 EUR"),
    ("second-before-window", "2026-02-10T09:59:59Z r/guest-o1/o1/advocate: reversed refunded"),
    ("at-window", "r/guest-o2/o2/advocate: settled, 10.00 EUR of 10.00 EUR"),
    ("second-after-window", "r/guest-o3/o3/advocate: settled, 10.00 EUR of 10.00 EUR"),
    ("month-end-in-zone", "2026-01-31T15:00:00Z r/bob/o3/advocate: granted 10.00 EUR"),
    ("budget-month-end", "2026-02-01T05:00:00Z r/bob/o3/advocate: granted 10.00 EUR"),
    ("between-versions", "v2 on"),
    ("jpy-rounding", "granted 102 JPY"),
    ("kwd-rounding", "granted 0.012 KWD"),
    ("dst-day", "2026-03-29T21:59:59Z r/bob/o3/advocate: refused limit_per_day"),
    ("budget-full", "budget: pass, saw 25.00 EUR, limit 25.00 EUR"),
    ("budget-one-over", "budget: refuse budget_exhausted, saw 25.01 EUR, limit 25.00 EUR"),
    ("cooldown-edge", "cooldown: pass, saw 2026-01-13T10:00:00Z, limit 2026-01-14T10:00:00Z"),
    ("earning-window-edge", "earning_window: refuse outside_window"),
    ("months-from-31st", "2026-02-28T12:00:00Z r/bob/o2/advocate: refused occurrence_not_met"),
    ("boost-edges", "2026-02-08T00:00:00Z r/bob/o4/advocate: granted 6.00 EUR"),
    ("wait-edge", "voided not_captured"),
    ("signups-at", "signups_per_ip: pass, saw 2, limit 2"),
    ("signups-above", "signups_per_ip: refuse ip_limit, saw 3, limit 2"),
    ("orders-at", "orders_per_ip: pass, saw 1, limit 1"),
    ("orders-above", "orders_per_ip: refuse ip_limit, saw 2, limit 1"),
    ("velocity-at", "velocity: pass, saw 2, limit 2"),
    ("velocity-above", "velocity: refuse velocity, saw 3, limit 2"),
    ("refund-rate-below", "refund_rate: pass, saw 33, limit 34"),
    ("refund-rate-at", "refund_rate: refuse refund_rate, saw 50, limit 50"),
    ("refund-rate-above", "refund_rate: refuse refund_rate, saw 50, limit 34"),
    ("cluster-below", "cluster: pass, saw 2, limit 3"),
    ("cluster-at", "cluster: refuse cluster"),
    ("score-below-review", "score: pass, saw 49, limit 50"),
    ("score-at-review", "score: wait, saw 50, limit 50"),
    ("score-below-block", "score: wait, saw 99, limit 50"),
    ("score-at-block", "score: refuse fraud_score, saw 100, limit 100"),
    ("limit-below", "limit_per_advocate: pass, saw 1, limit 2"),
    ("limit-at", "limit_per_advocate: refuse limit_per_advocate, saw 2, limit 2"),
    ("revenue-below-step", "step: pass, saw 99.99 EUR"),
    ("revenue-at-step", "step: pass, saw 100.00 EUR, limit 100.00 EUR"),
    ("level-below", "r/f1/purchase-p1/advocate: refused between_steps"),
    ("level-at", "r/f2/purchase-p2/advocate: granted 1.00 EUR"),
    ("minimum-below", "minimum: refuse below_minimum, saw 100.99 EUR, limit 101.00 EUR"),
    ("minimum-edge", "minimum: pass, saw 30.00 EUR, limit 30.00 EUR"),
];

/// What is taken back of what was promised or given, to each side on its own.
const OWED: &[Named] = &[
    ("refund-before-hold", ": voided refunded"),
    ("refund-after-hold", "2026-01-20T10:00:00Z r/bob/o1/advocate: voided refunded"),
    ("refund-after-delivery", ": reversed refunded"),
    ("refund-after-window", "r/guest-o3/o3/friend: settled, 8.00 EUR of 8.00 EUR"),
    ("partial-refunds", ": reduced "),
    ("charge-back", "charged_back"),
    ("cancelled-order", "cancelled, by order/"),
    ("fraud-found-later", "staff_reject_referral"),
    ("rejected-by-a-person", "staff_reject"),
    ("edited-down", "order_changed"),
    ("edited-up", ": raise_proposed "),
    ("edited-up-takes-nothing", ": order_grew, by "),
    ("used-in-part", ": used "),
    ("step-shrinks", ": reversed refunded"),
];

/// Every name that a scenario can say, with the part of the table that it stands in.
fn named() -> Vec<(&'static str, String, &'static str)> {
    let rows = ROWS.iter().flat_map(|(row, ways)| ways.iter().map(move |(way, seen)| ("rows", format!("{row}.{way}"), *seen)));
    let codes = Reason::ALL.iter().map(|reason| ("reason codes", reason.code().to_owned(), reason.code()));
    let plain = |part: &'static str, names: &'static [Named]| names.iter().map(move |(name, seen)| (part, (*name).to_owned(), *seen));
    rows.chain(codes).chain(plain("boundaries", BOUNDARIES)).chain(plain("owed back", OWED)).collect()
}

/// Every name with the scenarios that show it.
fn table(scenarios: &[Scenario]) -> Vec<(&'static str, String, Vec<&Scenario>)> {
    let shown = |name: &str| scenarios.iter().filter(|scenario| scenario.shows().contains(&name)).collect();
    named().into_iter().map(|(part, name, _)| (part, name.clone(), shown(&name))).collect()
}

/// The table as it is printed with `--nocapture`.
fn printed(table: &[(&str, String, Vec<&Scenario>)]) -> String {
    let (mut text, mut part_before) = (String::new(), "");
    for (part, name, by) in table {
        if *part != part_before {
            writeln!(text, "\n{part}").unwrap();
            part_before = part;
        }
        let by: Vec<&str> = by.iter().map(|scenario| scenario.name.as_str()).collect();
        writeln!(text, "  {name:40} {}", by.join(" ")).unwrap();
    }
    text
}

#[test]
#[expect(clippy::print_stdout, reason = "the table is for whoever asks for it")]
fn everything_there_is_to_show_has_a_scenario() {
    let scenarios = folder::all();
    let table = table(&scenarios);
    println!("{}", printed(&table));
    let missing: Vec<&str> = table.iter().filter(|(_, _, by)| by.is_empty()).map(|(_, name, _)| name.as_str()).collect();
    assert!(missing.is_empty(), "no scenario shows {missing:?}");
}

/// What there is of each kind, found in programs, events and outcomes: a signal where it was found, a base and a rail in a program, a type in
/// the events.
fn kinds() -> Vec<(&'static str, &'static str, Vec<String>)> {
    let signals =
        Signal::ALL.map(|signal| ("signal", signal.name(), ["refuse", "wait"].map(|came| format!("fraud {}: {came}", signal.name())).to_vec()));
    let bases = Base::ALL.map(|base| ("base", base.name(), vec![format!(r#"of = "{}""#, base.name())]));
    let rails = Rail::ALL.map(|rail| ("rail", rail.name(), vec![format!(r#"rail = "{}""#, rail.name())]));
    let types = types().into_iter().map(|name| ("event", name, vec![format!(r#""type":"{name}""#)]));
    let boosts = ["rules", "channels"].map(|key| ("boost", key, vec![format!("factor = \"2\"\n{key} = ")]));
    let lists = ["denied_domains", "allowed_domains", "excluded_domains", "excluded_customers", "excluded_channels", "trusted_ips"];
    let lists = lists.map(|list| ("list", list, vec![format!("\n{list} = [")]));
    signals.into_iter().chain(bases).chain(rails).chain(types).chain(boosts).chain(lists).collect()
}

/// Every type of event: of each the page of formats shows one.
fn types() -> Vec<&'static str> {
    let page = include_str!("../../../../docs/formats.md");
    let examples = page.split_once("```json\n").and_then(|(_, rest)| rest.split_once("```")).unwrap().0;
    let of = |line: &'static str| line.split_once(r#""type":""#).unwrap().1.split('"').next().unwrap();
    examples.lines().map(of).collect()
}

#[test]
fn every_signal_base_rail_list_and_type_of_event_has_a_scenario() {
    let shown: Vec<String> = folder::all().iter().map(|scenario| scenario.told() + &scenario.outcome()).collect();
    let missing = kinds().into_iter().filter(|(_, _, seen)| !shown.iter().any(|text| seen.iter().any(|seen| text.contains(seen.as_str()))));
    assert_eq!(missing.map(|(kind, name, _)| format!("{kind} {name}")).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn what_is_owed_back_is_shown_for_both_sides() {
    let scenarios = folder::all();
    let has_both = |scenario: &&Scenario| {
        let rewards = scenario.replayed().rewards;
        ["/advocate", "/friend"].iter().all(|side| rewards.iter().any(|reward| reward.key.ends_with(side)))
    };
    let one_sided = table(&scenarios).into_iter().filter(|(part, _, by)| *part == "owed back" && !by.iter().any(has_both));
    assert_eq!(one_sided.map(|(_, name, _)| name).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn scenarios_show_what_they_say_and_say_no_other_name() {
    let named = named();
    let faults: Vec<String> = folder::all().iter().flat_map(|scenario| faults_of(scenario, &named)).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

fn faults_of(scenario: &Scenario, named: &[(&str, String, &str)]) -> Vec<String> {
    let (told, outcome) = (scenario.told(), scenario.outcome());
    let words: BTreeSet<&str> = outcome.split(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '_')).collect();
    let fault = |name: &&str| match named.iter().find(|(_, known, _)| known == name) {
        None => Some(format!("{}: {name} is not in the table", scenario.name)),
        Some(("reason codes", _, code)) if !words.contains(code) => Some(format!("{}: nothing comes to {code}", scenario.name)),
        Some((_, _, seen)) if !told.contains(seen) && !outcome.contains(seen) => {
            Some(format!("{}: says {name}, and nothing says `{seen}`", scenario.name))
        }
        Some(_) => None,
    };
    scenario.shows().iter().filter_map(fault).collect()
}
