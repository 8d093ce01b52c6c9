//! Boundaries of programs: the step before and after, the second before and after, the day and the month of the program's zone, the last cent.

use super::story::{Story, Told, day};
use crate::time::{Span, Timestamp};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn later(at: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_micros(at.micros() + seconds * 1_000_000)
}

/// A program with one rule. Nobody in these stories shares anything, so nothing but the boundary decides.
fn program(head: &str, rule: &str) -> String {
    format!(
        "id = \"p\"\nname = \"P\"\nmode = \"auto\"\n{head}\n[attribution]\nexisting_customers = \"allow\"\nroles = [\"member\", \"vip\"]\n\
         [[rule]]\nid = \"r\"\n{rule}\n"
    )
}

const TO_ADVOCATE: &str = "[[rule.grant]]\nto = \"advocate\"\nreward = { rail = \"wallet\" }\n";

/// Anna, and so many friends who were brought by her.
fn friends(count: usize) -> Story {
    let story = Story::new().registered(day(0), "anna", None).code(day(0), "anna");
    (1..=count).fold(story, |story, no| story.registered(day(1), &format!("f{no}"), Some("ANNA")))
}

fn amounts(told: &Told) -> Vec<String> {
    told.decisions().into_iter().map(|decision| decision.split(' ').nth(1).unwrap().to_owned()).collect()
}

#[test]
fn steps_hold_at_their_number_or_from_it_on() {
    let check = |tiers: &str, want: [&str; 7]| {
        let rule =
            format!("on = [\"order_captured\"]\noccurrence = \"every\"\n{TO_ADVOCATE}value = {{ tiers = {{ by = \"paid_friends\", {tiers} }} }}");
        let story = (1..=7u32).fold(friends(7), |story, no| {
            let order = format!("o{no}");
            story.order(day(2 + no), &order, &format!("f{no}"), "80").money(later(day(2 + no), 60), &order, "80", "0")
        });
        assert_eq!(amounts(&story.told(&program("", &rule))), want, "{tiers}");
    };
    let steps = "steps = [{ n = 2, fixed = { EUR = \"2.00\" } }, { n = 5, fixed = { EUR = \"5.00\" } }]";
    check(&format!("apply = \"at\", {steps}"), ["between_steps", "2.00", "between_steps", "between_steps", "5.00", "between_steps", "between_steps"]);
    check(&format!("apply = \"from\", {steps}"), ["between_steps", "2.00", "2.00", "2.00", "5.00", "5.00", "5.00"]);
    let otherwise = ", otherwise = { fixed = { EUR = \"0.50\" } }";
    check(&format!("apply = \"at\", {steps}{otherwise}"), ["0.50", "2.00", "0.50", "0.50", "5.00", "0.50", "0.50"]);
}

#[test]
fn a_friend_who_pays_twice_counts_once_and_one_who_gets_everything_back_counts_no_more() {
    let rule = format!(
        "on = [\"order_captured\"]\noccurrence = \"every\"\n{TO_ADVOCATE}\
         value = {{ tiers = {{ by = \"paid_friends\", apply = \"from\", steps = [{{ n = 1, fixed = {{ EUR = \"1.00\" }} }}, {{ n = 2, fixed = {{ EUR = \"2.00\" }} }}] }} }}"
    );
    let paid = |story: Story, on: u32, order: &str, who: &str| story.order(day(on), order, who, "80").money(later(day(on), 60), order, "80", "0");
    let twice = paid(paid(paid(friends(2), 2, "o1", "f1"), 3, "o2", "f1"), 4, "o3", "f2");
    assert_eq!(amounts(&twice.told(&program("", &rule))), ["1.00", "1.00", "2.00"]);
    let back = paid(friends(2), 2, "o1", "f1").money(day(3), "o1", "80", "80");
    assert_eq!(amounts(&paid(back, 4, "o2", "f2").told(&program("", &rule))), ["1.00", "1.00"]);
}

#[test]
fn revenue_counts_what_is_left_of_it_and_this_order() {
    let rule = format!(
        "on = [\"order_captured\"]\noccurrence = \"every\"\n{TO_ADVOCATE}\
         value = {{ tiers = {{ by = \"revenue\", apply = \"from\", steps = [{{ revenue = {{ EUR = \"100.00\" }}, fixed = {{ EUR = \"9.00\" }} }}], otherwise = {{ fixed = {{ EUR = \"1.00\" }} }} }} }}"
    );
    let check = |first: &str, refunded: &str, second: &str, want: [&str; 2]| {
        let story = friends(2).order(day(2), "o1", "f1", first).money(day(3), "o1", first, refunded);
        let story = story.order(day(4), "o2", "f2", second).money(day(5), "o2", second, "0");
        assert_eq!(amounts(&story.told(&program("", &rule))), want, "{first} {refunded} {second}");
    };
    check("60", "0", "39.99", ["1.00", "1.00"]);
    check("60", "0", "40", ["1.00", "9.00"]);
    check("100", "0", "1", ["9.00", "9.00"]);
    check("60", "0.01", "40", ["1.00", "1.00"]);
}

#[test]
fn days_and_months_are_those_of_the_programs_zone() {
    let check = |zone: &str, limit: &str, instants: [&str; 2], want: [&str; 2]| {
        let rule = format!(
            "on = [\"order_confirmed\"]\noccurrence = \"every\"\nlimits = {{ {limit} = 1 }}\n{TO_ADVOCATE}value = {{ fixed = {{ EUR = \"1.00\" }} }}"
        );
        let story = friends(2).order(at(instants[0]), "o1", "f1", "80").order(at(instants[1]), "o2", "f2", "80");
        assert_eq!(amounts(&story.told(&program(&format!("time_zone = \"{zone}\""), &rule))), want, "{zone} {limit} {instants:?}");
    };
    // 23:30 in Berlin on the last of March, and half an hour later.
    check("Europe/Berlin", "per_month", ["2026-03-31T21:30:00Z", "2026-03-31T22:00:00Z"], ["1.00", "1.00"]);
    check("Europe/Berlin", "per_month", ["2026-03-31T21:30:00Z", "2026-03-31T21:59:59.999999Z"], ["1.00", "limit_per_month"]);
    check("UTC", "per_month", ["2026-03-31T21:30:00Z", "2026-03-31T22:00:00Z"], ["1.00", "limit_per_month"]);
    check("Europe/Berlin", "per_month", ["2026-03-01T00:00:00Z", "2026-03-31T21:59:59Z"], ["1.00", "limit_per_month"]);
    // The day on which clocks are set forward has 23 hours, the one on which they are set back 25.
    check("Europe/Berlin", "per_day", ["2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z"], ["1.00", "limit_per_day"]);
    check("Europe/Berlin", "per_day", ["2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"], ["1.00", "1.00"]);
    check("Europe/Berlin", "per_day", ["2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z"], ["1.00", "limit_per_day"]);
    check("Europe/Berlin", "per_day", ["2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"], ["1.00", "1.00"]);
}

#[test]
fn a_cooldown_is_over_after_exactly_its_time() {
    let rule =
        format!("on = [\"order_confirmed\"]\noccurrence = \"every\"\ncooldown_hours = 24\n{TO_ADVOCATE}value = {{ fixed = {{ EUR = \"1.00\" }} }}");
    let check = |seconds: i64, want: &str| {
        let next = later(day(2).plus(Span::hours(24)), seconds);
        let told = friends(2).order(day(2), "o1", "f1", "80").order(next, "o2", "f2", "80").told(&program("", &rule));
        assert_eq!(amounts(&told), ["1.00", want], "{seconds}");
    };
    check(-1, "cooldown");
    check(0, "1.00");
    check(1, "1.00");
}

#[test]
fn shares_are_rounded_at_the_exponent_and_capped_after_a_boost() {
    let check = |currency: &'static str, items: &str, boost: &str, value: &str, want: &str| {
        let boost = if boost.is_empty() {
            String::new()
        } else {
            format!("[[boost]]\nid = \"b\"\nfrom = 2026-01-01T00:00:00Z\nuntil = 2026-01-10T00:00:00Z\nfactor = \"{boost}\"\n")
        };
        let rule = format!("on = [\"order_confirmed\"]\n{TO_ADVOCATE}value = {value}\n{boost}");
        let told = friends(1).in_currency(currency).order(day(2), "o1", "f1", items).told(&program("", &rule));
        assert_eq!(amounts(&told), [want], "{currency} {items} {boost} {value}");
    };
    let share = |percent: &str, cap: &str| format!("{{ percent = \"{percent}\", of = \"items\"{cap} }}");
    check("JPY", "1005", "", &share("10", ""), "100");
    check("JPY", "1015", "", &share("10", ""), "102");
    check("JPY", "4", "", &share("10", ""), "no_amount");
    check("KWD", "1.005", "", &share("10", ""), "0.100");
    check("KWD", "1.015", "", &share("10", ""), "0.102");
    check("EUR", "100", "2", &share("10", ""), "20.00");
    check("EUR", "100", "1.5", &share("10", ", cap = { EUR = \"14.99\" }"), "14.99");
    check("EUR", "100", "1.5", &share("10", ", cap = { EUR = \"15.00\" }"), "15.00");
    check("EUR", "100", "", &share("10", ", cap = { USD = \"1.00\" }"), "10.00");
    check("EUR", "0.05", "0.1", &share("100", ""), "no_amount");
    check("EUR", "80", "3", "{ fixed = { EUR = \"0.01\" } }", "0.03");
}

#[test]
fn a_share_in_units_is_given_one_to_one() {
    let check = |currency: &'static str, items: &str, exponent: u8, want: &str| {
        let rule = format!(
            "on = [\"order_confirmed\"]\n[[rule.grant]]\nto = \"advocate\"\nreward = {{ rail = \"points\", unit = \"points\", exponent = {exponent} }}\nvalue = {{ percent = \"10\", of = \"items\" }}"
        );
        let told = friends(1).in_currency(currency).order(day(2), "o1", "f1", items).told(&program("", &rule));
        assert_eq!(amounts(&told), [want], "{currency} {items} {exponent}");
    };
    check("EUR", "80.00", 0, "8");
    check("EUR", "85.00", 0, "8");
    check("EUR", "95.00", 0, "10");
    check("EUR", "1.23", 3, "0.123");
    check("JPY", "1005", 1, "100.5");
    check("KWD", "0.125", 2, "0.01");
}

#[test]
fn what_does_not_fit_into_the_budget_whole_is_refused_and_what_is_voided_frees_it() {
    let rule =
        format!("on = [\"order_confirmed\"]\noccurrence = \"every\"\nhold_days = 14\n{TO_ADVOCATE}value = {{ percent = \"10\", of = \"items\" }}");
    let budget = |per: &str| program(&format!("budget = {{ EUR = \"10.00\", per = \"{per}\" }}\ntime_zone = \"Europe/Berlin\""), &rule);
    let story = || friends(4).order(day(2), "o1", "f1", "60").order(day(3), "o2", "f2", "40.10").order(day(4), "o3", "f3", "40");
    assert_eq!(amounts(&story().told(&budget("program"))), ["6.00", "budget_exhausted", "4.00"]);
    let next_month = |story: Story| story.order(at("2026-01-31T23:00:00Z"), "o4", "f4", "10");
    assert_eq!(amounts(&next_month(story()).told(&budget("program")))[3], "budget_exhausted");
    assert_eq!(amounts(&next_month(story()).told(&budget("month")))[3], "1.00");
    let freed = story().event(day(5), "order_cancelled", "\"order\":\"o1\"").order(day(6), "o4", "f4", "60");
    assert_eq!(amounts(&freed.told(&budget("program")))[3], "6.00");
    let dollars = friends(1).in_currency("USD").order(day(2), "o1", "f1", "60");
    assert_eq!(amounts(&dollars.told(&budget("program"))), ["no_value_for_currency"]);
}

#[test]
fn an_occurrence_is_used_up_or_freed_by_a_whole_refund() {
    let check = |rule: &str, refunded: &str, want: [&str; 2]| {
        let rule = format!(
            "on = [\"order_captured\"]\nhold_days = 14\nrefund_window_days = 30\n{rule}\n{TO_ADVOCATE}value = {{ fixed = {{ EUR = \"1.00\" }} }}"
        );
        let story = friends(1).order(day(2), "o1", "f1", "80").money(day(3), "o1", "80", "0").money(day(4), "o1", "80", refunded);
        let told = story.order(day(5), "o2", "f1", "80").money(day(6), "o2", "80", "0").told(&program("", &rule));
        assert_eq!(amounts(&told), want, "{rule} {refunded}");
    };
    check("", "80", ["1.00", "occurrence_not_met"]);
    check("first_after_full_refund = \"used\"", "80", ["1.00", "occurrence_not_met"]);
    check("first_after_full_refund = \"free\"", "80", ["1.00", "1.00"]);
    check("first_after_full_refund = \"free\"", "79.99", ["1.00", "occurrence_not_met"]);
    check("first_after_full_refund = \"free\"\non_partial_refund = \"full\"", "79.99", ["1.00", "occurrence_not_met"]);
}

#[test]
fn the_nth_occurrence_alone_is_rewarded() {
    let rule = format!("on = [\"order_confirmed\"]\noccurrence = {{ nth = 3 }}\n{TO_ADVOCATE}value = {{ fixed = {{ EUR = \"1.00\" }} }}");
    let story = (1..=4u32).fold(friends(1), |story, no| story.order(day(1 + no), &format!("o{no}"), "f1", "80"));
    assert_eq!(amounts(&story.told(&program("", &rule))), ["occurrence_not_met", "occurrence_not_met", "1.00", "occurrence_not_met"]);
}

#[test]
fn what_is_delivered_expires_at_the_end_of_its_time() {
    let rule = format!(
        "on = [\"order_confirmed\"]\n{}value = {{ fixed = {{ EUR = \"1.00\" }} }}",
        TO_ADVOCATE.replace("\"wallet\"", "\"wallet\", valid_days = 10")
    );
    let check = |seconds: i64, breakage: &str| {
        let told = friends(1).order(day(2), "o1", "f1", "80").time(later(day(12), seconds)).told(&program("", &rule));
        let balance = told
            .0
            .balances
            .iter()
            .find(|balance| balance.account == "income:breakage")
            .map_or("0.00", |balance| balance.balance.amount.trim_start_matches('-'));
        assert_eq!((balance, told.of("advocate").as_str()), (breakage, "settled 1.00 -"), "{seconds}");
    };
    check(-1, "0.00");
    check(0, "1.00");
}

#[test]
fn what_people_do_not_do_in_time_is_void() {
    let check = |conditions: &str, registered: &str, seconds: i64, want: &str| {
        let rule = format!("on = [\"order_confirmed\"]\nwait_days = 5\n{conditions}\n{TO_ADVOCATE}value = {{ fixed = {{ EUR = \"1.00\" }} }}");
        let story =
            friends(0).event(day(1), "customer_registered", &format!(r#""customer":"f1","email":"f1@example.com","ref_code":"ANNA"{registered}"#));
        let told = story.order(day(2), "o1", "f1", "80").time(later(day(7), seconds)).told(&program("", &rule));
        assert_eq!(told.of("advocate"), want, "{conditions} {registered} {seconds}");
    };
    check("email_verified = true", "", -1, "waiting 1.00 -");
    check("email_verified = true", "", 0, "void 1.00 email_unverified");
    check("email_verified = true", r#","email_verified":true"#, -1, "settled 1.00 -");
    check("phone_verified = true", "", 0, "void 1.00 phone_unverified");
    check("account_age_days = 6", "", -1, "waiting 1.00 -");
    check("account_age_days = 6", "", 0, "settled 1.00 -");
    check("account_age_days = 7", "", 0, "waiting 1.00 -");
    check("account_age_days = 7", "", 86_400, "settled 1.00 -");
    check("account_age_days = 1", "", -1, "settled 1.00 -");
}

/// What each promise came to: who gets it, and how it stands.
fn promises(told: &Told) -> Vec<String> {
    told.0.rewards.iter().map(|reward| format!("{} {} {}", reward.beneficiary, reward.state, reward.reason.unwrap_or("-"))).collect()
}

#[test]
fn an_order_is_credited_to_the_owner_of_its_code_and_the_tree_stays() {
    let rule = format!("on = [\"order_confirmed\"]\noccurrence = \"every\"\n{TO_ADVOCATE}value = {{ fixed = {{ EUR = \"1.00\" }} }}");
    let by_order = program("", &rule).replace("[attribution]", "[attribution]\nscope = \"order\"");
    let story = friends(1).registered(day(0), "carl", None).code(day(0), "carl").registered(day(1), "dave", None);
    let with =
        |story: Story, on: u32, order: &str, who: &str, code: &str| story.order_with(day(on), order, who, "80", &format!(r#","ref_code":"{code}""#));
    let story = with(story, 2, "o1", "f1", "CARL").order(day(3), "o2", "f1", "80");
    let story = with(with(with(story, 4, "o3", "dave", "ANNA"), 5, "o4", "anna", "ANNA"), 6, "o5", "dave", "NOBODY");
    let told = story.told(&by_order);
    assert_eq!(promises(&told), ["carl settled -", "anna settled -", "anna settled -"]);
    assert_eq!((told.bonds(), told.refused()), (vec!["f1 by anna".to_owned()], vec!["self_referral", "code_unknown"]));
    assert_eq!(amounts(&told), ["1.00", "1.00", "1.00", "no_referral", "no_referral"]);
}

#[test]
fn what_waits_meets_the_fate_that_its_program_names_when_it_rests() {
    let check = |fate: &str, rest: &str, on: u32, want: &str| {
        let rule = format!("on = [\"order_confirmed\"]\nhold_days = 5\n{TO_ADVOCATE}value = {{ fixed = {{ EUR = \"1.00\" }} }}");
        let story = friends(1).order(day(2), "o1", "f1", "80").event(day(on), rest, "\"program\":\"p\"");
        assert_eq!(promises(&story.time(day(20)).told(&program(fate, &rule))), [format!("anna {want}")], "{fate} {rest} {on}");
    };
    check("", "program_ended", 3, "settled -");
    check("when_ended = \"void\"", "program_ended", 3, "void program_ended");
    check("when_ended = \"void\"", "program_ended", 8, "settled -");
    check("when_ended = \"void\"", "program_paused", 3, "settled -");
    check("when_paused = \"review\"", "program_paused", 3, "waiting -");
    check("when_paused = \"review\"", "program_paused", 8, "settled -");
    check("when_ended = \"void\"\nuntil = 2026-01-06T00:00:00Z", "program_paused", 19, "void program_ended");
}

#[test]
fn a_pause_after_the_end_holds_nothing_back() {
    let check = |said: &[&str], want: &str| {
        let rule = format!("on = [\"order_confirmed\"]\nhold_days = 5\n{TO_ADVOCATE}value = {{ fixed = {{ EUR = \"1.00\" }} }}");
        let story = said.iter().zip(3..).fold(friends(1).order(day(2), "o1", "f1", "80"), |story, (kind, on)| {
            let version = if *kind == "program_activated" { r#","version":1,"from":"2026-01-01T00:00:00Z""# } else { "" };
            story.event(day(on), kind, &format!("\"program\":\"p\"{version}"))
        });
        assert_eq!(promises(&story.time(day(20)).told(&program("when_paused = \"review\"", &rule))), [format!("anna {want}")], "{said:?}");
    };
    check(&["program_ended", "program_paused"], "settled -");
    check(&["program_paused", "program_ended"], "settled -");
    check(&["program_ended", "program_activated", "program_paused"], "waiting -");
}

#[test]
fn uplines_reach_as_far_as_somebody_stands() {
    let grants = [2, 3]
        .map(|height| {
            format!("[[rule.grant]]\nto = {{ upline = {height} }}\nreward = {{ rail = \"wallet\" }}\nvalue = {{ fixed = {{ EUR = \"1.00\" }} }}\n")
        })
        .concat();
    let rule = format!("on = [\"order_confirmed\"]\n{grants}");
    let story = || {
        let story = friends(1).code(day(1), "f1").registered(day(2), "g1", Some("F1")).code(day(2), "g1").registered(day(3), "h1", Some("G1"));
        story.order(day(5), "o1", "g1", "80").order(day(6), "o2", "h1", "80")
    };
    let told = story().told(&program("", &rule));
    assert_eq!(
        (amounts(&told).join(" "), promises(&told)),
        ("1.00 no_upline 1.00 1.00".to_owned(), ["anna settled -", "f1 settled -", "anna settled -"].map(str::to_owned).to_vec())
    );
    let deleted = story().event(day(4), "customer_deleted", r#""customer":"f1""#).told(&program("", &rule));
    assert_eq!(amounts(&deleted).join(" "), "1.00 no_upline beneficiary_deleted 1.00", "the tree stays, and uplines go on");
}
