//! Examples about time and money: holds, windows, deadlines, amounts, limits.

use super::story::{ON_CAPTURE, ON_CONFIRMED, Story, around, day, program};

#[test]
fn a_hold_ends_at_its_instant() {
    let check = |by: usize, want: &str| {
        let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(day(3), "o1", "80", "0").time(around(day(17))[by]);
        assert_eq!(story.told(&program("", ON_CAPTURE)).of("advocate"), want);
    };
    check(0, "waiting 10.00 -");
    check(1, "due 10.00 -");
    check(2, "due 10.00 -");
}

#[test]
fn a_refund_takes_back_until_its_window_closes() {
    let check = |by: usize, advocate: &str, friend: &str| {
        let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(day(3), "o1", "80", "0");
        let story = story.time(day(20)).event(day(21), "payout_known", r#""reward":"r/bob/o1/advocate","rail":"gift_card","result":"issued""#);
        let told = story.money(around(day(33))[by], "o1", "80", "80").told(&program("", ON_CAPTURE));
        assert_eq!((told.of("advocate").as_str(), told.of("friend").as_str()), (advocate, friend));
        let owed = told.0.balances.iter().filter(|balance| balance.account.starts_with("liability") && balance.balance.amount != "0.00").count();
        assert_eq!(owed, if by == 0 { 0 } else { 2 });
    };
    check(0, "reversed 10.00 refunded", "reversed 8.00 refunded");
    check(1, "settled 10.00 -", "settled 8.00 -");
    check(2, "settled 10.00 -", "settled 8.00 -");
}

#[test]
fn what_is_not_delivered_yet_is_void_whenever_the_refund_comes() {
    let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(day(3), "o1", "80", "0").money(day(90), "o1", "80", "80");
    assert_eq!(story.told(&program("", ON_CAPTURE)).of("advocate"), "void 10.00 refunded");
}

#[test]
fn capture_must_come_before_its_deadline() {
    let check = |by: usize, want: &str| {
        let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(around(day(32))[by], "o1", "80", "0").time(day(60));
        assert_eq!(story.told(&program("", ON_CAPTURE)).of("advocate"), want);
    };
    check(0, "due 10.00 -");
    check(1, "void 10.00 not_captured");
    check(2, "void 10.00 not_captured");
}

#[test]
fn a_part_that_was_captured_by_the_deadline_earns_in_proportion() {
    let told = |captured: &str, refunded: &str| {
        let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(day(3), "o1", captured, refunded).time(day(60));
        let told = story.told(&program("", ON_CAPTURE));
        (told.of("advocate"), told.of("friend"))
    };
    assert_eq!(told("20", "0"), ("due 2.50 -".to_owned(), "settled 2.00 -".to_owned()));
    assert_eq!(told("40", "20"), ("due 2.50 -".to_owned(), "settled 2.00 -".to_owned()));
    assert_eq!(told("40", "40").0, "void 10.00 refunded");
}

#[test]
fn parts_of_refunds_never_drift() {
    // 10.00 × 2/3 and × 1/3, each of the whole promise: not a third of two thirds.
    let check = |refunds: &[&str], on_partial: &str, want: &str| {
        let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "90").money(day(3), "o1", "90", "0");
        let story = refunds.iter().zip(4..).fold(story, |story, (refunded, on)| story.money(day(on), "o1", "90", refunded));
        let rule = format!("{ON_CAPTURE}\non_partial_refund = \"{on_partial}\"");
        assert_eq!(story.told(&program("", &rule)).of("advocate"), want, "{refunds:?} {on_partial}");
    };
    check(&["30"], "proportional", "waiting 6.67 -");
    check(&["30", "60"], "proportional", "waiting 3.33 -");
    check(&["30", "60", "90"], "proportional", "void 3.33 refunded");
    check(&["89.99"], "proportional", "void 10.00 refunded");
    check(&["30", "60"], "ignore", "waiting 10.00 -");
    check(&["30", "90"], "ignore", "void 10.00 refunded");
    check(&["0.01"], "full", "void 10.00 refunded");
}

#[test]
fn one_cumulative_figure_comes_to_the_same_as_its_parts() {
    for on in ["order_confirmed", "order_captured"] {
        let rule = format!("on = [\"{on}\"]\noccurrence = \"every\"\nhold_days = 14");
        let parts = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(day(3), "o1", "80", "0").money(day(4), "o1", "80", "40");
        let once = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(day(4), "o1", "80", "40");
        assert_eq!(parts.told(&program("", &rule)).of("friend"), "waiting 4.00 -");
        assert_eq!(once.told(&program("", &rule)).of("friend"), "waiting 4.00 -");
    }
}

#[test]
fn money_that_went_back_before_the_confirmation_earns_nothing() {
    let placed = r#""order":"o1","customer":"bob","items":{"amount":"80","currency":"EUR"}"#;
    let story = Story::of_anna_and_bob().event(day(2), "order_placed", placed).money(day(3), "o1", "80", "80");
    let told = story.event(day(4), "order_confirmed", r#""order":"o1""#).time(day(60)).told(&program("", ON_CAPTURE));
    assert_eq!((told.of("advocate").as_str(), told.of("friend").as_str()), ("void 10.00 refunded", "void 8.00 refunded"));
}

#[test]
fn shares_are_rounded_half_to_even_and_capped() {
    let check = |currency, items: &str, want: &str| {
        let told = Story::of_anna_and_bob().in_currency(currency).order(day(2), "o1", "bob", items).told(&program("", ON_CONFIRMED));
        assert_eq!(told.of("friend"), want, "10 % of {items} {currency}");
    };
    check("EUR", "100.04", "settled 10.00 -");
    check("EUR", "100.05", "settled 10.00 -");
    check("EUR", "100.06", "settled 10.01 -");
    check("EUR", "100.15", "settled 10.02 -");
    check("EUR", "199.99", "settled 20.00 -");
    check("EUR", "5000.00", "settled 20.00 -");
    check("EUR", "0.05", "none");
    check("JPY", "1005", "settled 100 -");
    check("JPY", "1015", "settled 102 -");
    check("KWD", "1.005", "settled 0.100 -");
    check("KWD", "1.015", "settled 0.102 -");
}

#[test]
fn what_a_rule_asks_for_is_asked_at_its_boundary() {
    let check = |rule: &str, rest: &str, items: &str, want: &str| {
        let rule = format!("{ON_CONFIRMED}\n{rule}");
        let told = Story::of_anna_and_bob().order_with(day(2), "o1", "bob", items, rest).told(&program("", &rule));
        assert_eq!(told.decisions()[0], format!("r/bob/o1/advocate {want}"), "{rule} {rest}");
    };
    let minimum = r#"minimum = { of = "items_with_tax", EUR = "50.00" }"#;
    check(minimum, "", "50.00", "10.00");
    check(minimum, "", "49.99", "below_minimum");
    check(minimum, r#","tax":{"amount":"0.01","currency":"EUR"}"#, "49.99", "10.00");
    check(r#"minimum = { of = "items", JPY = "50" }"#, "", "50.00", "no_value_for_currency");
    check(r#"channels = ["eu"]"#, r#","channel":"eu""#, "50.00", "10.00");
    check(r#"channels = ["eu"]"#, r#","channel":"us""#, "50.00", "channel_not_eligible");
    check(r#"channels = ["eu"]"#, "", "50.00", "channel_not_eligible");
    check("", r#","is_replacement":true"#, "50.00", "replacement_order");
}

#[test]
fn occurrences_and_limits_count_what_was_given() {
    let check = |rule: &str, want: [&str; 3]| {
        let rule = format!("{ON_CONFIRMED}\n{rule}\nminimum = {{ of = \"items\", EUR = \"50.00\" }}");
        // The first order is below the minimum and uses nothing up.
        let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "10").order(day(3), "o2", "bob", "60").order(day(40), "o3", "bob", "60");
        let decisions = story.told(&program("", &rule)).decisions();
        let of_anna: Vec<_> =
            decisions.iter().filter(|decision| decision.contains("advocate")).map(|decision| decision.rsplit(' ').next().unwrap()).collect();
        assert_eq!(of_anna, want, "{rule}");
    };
    check("", ["below_minimum", "10.00", "occurrence_not_met"]);
    check("occurrence = \"every\"", ["below_minimum", "10.00", "10.00"]);
    check("occurrence = \"every\"\nlimits = { per_friend = 1 }", ["below_minimum", "10.00", "limit_per_friend"]);
    check("occurrence = { first_n = 2 }", ["below_minimum", "10.00", "10.00"]);
    check("occurrence = { within_months = 1 }", ["below_minimum", "10.00", "occurrence_not_met"]);
}

#[test]
fn a_month_from_the_31st_ends_on_the_last_day_in_the_programs_zone() {
    let check = |at: &str, want: &str| {
        let at = crate::time::Timestamp::parse(at).unwrap();
        let bound = crate::time::Timestamp::parse("2026-01-31T12:00:00Z").unwrap();
        let story =
            Story::new().registered(day(0), "anna", None).code(day(0), "anna").registered(bound, "bob", Some("ANNA")).order(at, "o1", "bob", "80");
        let program =
            program("", &format!("{ON_CONFIRMED}\noccurrence = {{ within_months = 2 }}")).replacen("mode", "time_zone = \"Europe/Berlin\"\nmode", 1);
        assert_eq!(story.told(&program).decisions()[0], format!("r/bob/o1/advocate {want}"), "{at}");
    };
    // Berlin is on summer time by then: 13:00 local is an hour earlier in UTC.
    check("2026-03-31T10:59:59Z", "10.00");
    check("2026-03-31T11:00:00Z", "occurrence_not_met");
}

#[test]
fn an_order_that_gift_cards_paid_for_is_captured_by_its_confirmation() {
    let paid = r#","gift_cards_used":{"amount":"80","currency":"EUR"}"#;
    for rule in ["on = [\"order_captured\"]", "on = [\"order_confirmed\"]\nsettlement = \"captured\""] {
        let told = Story::of_anna_and_bob().order_with(day(2), "o1", "bob", "80", paid).told(&program("", rule));
        assert_eq!((told.of("advocate").as_str(), told.of("friend").as_str()), ("due 10.00 -", "settled 8.00 -"), "{rule}");
    }
}

#[test]
fn an_edit_that_leaves_nothing_to_pay_ends_the_wait() {
    let edited = r#""order":"o1","customer":"bob","items":{"amount":"60","currency":"EUR"}"#;
    let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(day(3), "o1", "60", "0").event(day(4), "order_changed", edited);
    let told = story.time(day(18)).told(&program("", ON_CAPTURE));
    assert_eq!(told.of("advocate"), "due 10.00 -");
}

#[test]
fn a_cancelled_order_earns_nothing() {
    let cancelled = r#""order":"o1""#;
    let late = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").event(day(3), "order_cancelled", cancelled);
    assert_eq!(late.told(&program("", ON_CAPTURE)).of("advocate"), "void 10.00 cancelled");
    let placed = r#""order":"o1","customer":"bob","items":{"amount":"80","currency":"EUR"}"#;
    let early = Story::of_anna_and_bob().event(day(2), "order_placed", placed).event(day(3), "order_cancelled", cancelled);
    let told = early.event(day(4), "order_confirmed", cancelled).told(&program("", ON_CAPTURE));
    assert_eq!(told.decisions()[0], "r/bob/o1/advocate cancelled");
}

#[test]
fn a_program_gives_only_while_it_runs() {
    let check = |head: &str, said: &[(u32, &str)], want: &str| {
        let story = said.iter().fold(Story::of_anna_and_bob(), |story, (on, kind)| {
            let version = if *kind == "program_activated" { r#","version":1,"from":"2026-01-01T00:00:00Z""# } else { "" };
            story.event(day(*on), kind, &format!(r#""program":"p"{version}"#))
        });
        let program = program("", ON_CONFIRMED).replacen("mode", &format!("{head}\nmode"), 1);
        assert_eq!(story.order(day(9), "o1", "bob", "80").told(&program).decisions()[0], format!("r/bob/o1/advocate {want}"), "{head} {said:?}");
    };
    check("from = 2026-01-10T00:00:00Z", &[], "10.00");
    check("from = 2026-01-10T00:00:00.000001Z", &[], "program_not_started");
    check("until = 2026-01-10T00:00:00Z", &[], "program_ended");
    check("until = 2026-01-10T00:00:00.000001Z", &[], "10.00");
    check("", &[(8, "program_paused")], "program_paused");
    check("", &[(8, "program_paused"), (9, "program_activated")], "10.00");
    check("", &[(8, "program_ended")], "program_ended");
    check("", &[(10, "program_paused")], "10.00");
}

#[test]
fn a_person_who_acts_early_releases_no_hold() {
    let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(day(3), "o1", "80", "0");
    let hold = r#""actor":"mara","reason":"looks odd","reward":"r/bob/o1/advocate","expects":1,"until":"2026-01-05T00:00:00Z""#;
    // The desk's clock says day 50; the shop is known up to day 3 only, and the refund of day 10 is still to be told.
    let told = story.event(day(50), "staff_hold", hold).told(&program("", ON_CAPTURE));
    assert_eq!(told.of("advocate"), "waiting 10.00 -");
    assert_eq!(told.0.rewards[0].waits[0].until.as_deref(), Some("2026-01-18T00:00:00Z"), "a shorter hold does not end the program's own");
}
