//! Examples about steps that are given once, and about what cannot be done with a reward any more.

use super::story::{Story, day};

/// Anna gets 30.00 with her second friend who paid, by the rule that is given.
fn program(rule: &str, otherwise: &str) -> String {
    format!(
        "id = \"p\"\nname = \"P\"\nmode = \"auto\"\n[[rule]]\nid = \"r\"\noccurrence = {{ nth = 1 }}\n{rule}\n\
         [[rule.grant]]\nto = \"advocate\"\nreward = {{ rail = \"wallet\" }}\n\
         value = {{ tiers = {{ by = \"paid_friends\", apply = \"at\", steps = [{{ n = 2, fixed = {{ EUR = \"30.00\" }} }}]{otherwise} }} }}\n"
    )
}

/// Events in short: `bob orders`, `bob pays`, `bob is paid back`, one a day; `-` lets ten days pass.
fn told(rule: &str, otherwise: &str, short: &[&str]) -> Vec<String> {
    let friends = ["bob", "carl", "dora", "erin"];
    let anna = Story::new().registered(day(0), "anna", None).code(day(0), "anna");
    let all = friends.iter().fold(anna, |story, friend| story.registered(day(1), friend, Some("ANNA")));
    let mut on = 1;
    let story = short.iter().fold(all, |story, short| {
        on += if *short == "-" { 10 } else { 1 };
        let Some((who, what)) = short.split_once(' ') else { return story };
        let order = format!("of-{who}");
        match what {
            "orders" => story.order(day(on), &order, who, "80"),
            "pays" => story.money(day(on), &order, "80", "0"),
            _ => story.money(day(on), &order, "80", "80"),
        }
    });
    let told = story.told(&program(rule, otherwise));
    told.decisions().iter().map(|line| line.replace("r/", "").replace("/advocate", "")).collect()
}

#[test]
fn a_step_at_a_number_is_given_once() {
    let check = |rule: &str, otherwise: &str, short: &[&str], want: &[&str]| {
        let got: Vec<String> = told(rule, otherwise, short)
            .iter()
            .map(|line| line.split_once(' ').map(|(key, came)| format!("{} {came}", key.split_once('/').unwrap().0)).unwrap())
            .collect();
        assert_eq!(got, want, "{rule} {short:?}");
    };
    let confirmed = "on = [\"order_confirmed\"]\nsettlement = \"captured\"\nwait_days = 5";
    let captured = "on = [\"order_captured\"]\nhold_days = 2\nrefund_window_days = 5";
    // Each of them is the second by the money that is known.
    let all = ["bob orders", "bob pays", "carl orders", "dora orders", "erin orders", "carl pays", "dora pays"];
    check(confirmed, "", &all, &["bob between_steps", "carl 30.00", "dora step_given", "erin step_given"]);
    check(confirmed, ", otherwise = { fixed = { EUR = \"1.00\" } }", &all, &["bob 1.00", "carl 30.00", "dora 1.00", "erin 1.00"]);
    // What is void gives the step free.
    check(
        confirmed,
        "",
        &["bob orders", "bob pays", "carl orders", "-", "dora orders", "dora pays"],
        &["bob between_steps", "carl 30.00", "dora 30.00"],
    );
    // One is lost, and another is the second again.
    let back = |how: &[&'static str]| [&["bob orders", "bob pays", "carl orders", "carl pays"], how, &["dora orders", "dora pays"]].concat();
    check(captured, "", &back(&["bob is paid back"]), &["bob between_steps", "carl 30.00", "dora step_given"]);
    check(captured, "", &back(&["carl is paid back"]), &["bob between_steps", "carl 30.00", "dora 30.00"]);
    check(captured, "", &back(&["-", "carl is paid back"]), &["bob between_steps", "carl 30.00", "dora step_given"]);
}

#[test]
fn money_that_came_in_time_revives_no_step_that_was_given_meanwhile() {
    let check = |others: &[&str], want: &str| {
        let anna = Story::new().registered(day(0), "anna", None).code(day(0), "anna");
        let all = ["bob", "carl", "dora"].iter().fold(anna, |story, friend| story.registered(day(1), friend, Some("ANNA")));
        let story = all.order(day(2), "o1", "bob", "80").money(day(2), "o1", "80", "0").order(day(3), "o2", "carl", "80").time(day(10));
        let story = others.iter().fold(story, |story, friend| story.order(day(11), "o3", friend, "80").money(day(12), "o3", "80", "0"));
        let captured = r#""order":"o2","captured_gross":{"amount":"80","currency":"EUR"}"#;
        let told = story
            .seen(day(5), day(20), "order_money", captured)
            .told(&program("on = [\"order_confirmed\"]\nsettlement = \"captured\"\nwait_days = 5", ""));
        let reward = told.0.rewards.iter().find(|reward| reward.key.contains("o2")).unwrap();
        assert_eq!(format!("{} {}", reward.state, reward.reason.unwrap_or("-")), want, "{others:?}");
    };
    check(&[], "settled -");
    check(&["dora"], "void not_captured");
}

#[test]
fn a_hold_is_never_made_shorter() {
    let check = |until: &str, want: &[&str], held: &str| {
        let hold = |until: &str, expects: u32| {
            format!(r#""reward":"r/bob/o1/advocate","actor":"eve","reason":"because","expects":{expects},"until":"{until}""#)
        };
        let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").event(day(3), "staff_hold", &hold("2026-01-25T00:00:00Z", 0));
        let told = story.event(day(4), "staff_hold", &hold(until, 1)).told(&super::story::program("", "on = [\"order_confirmed\"]\nhold_days = 14"));
        assert_eq!(told.refused(), want, "{until}");
        let reward = told.0.rewards.iter().find(|reward| reward.key.ends_with("advocate")).unwrap();
        assert_eq!(reward.waits[0].until.as_deref(), Some(held), "{until}");
    };
    check("2026-01-20T00:00:00Z", &["held_longer"], "2026-01-25T00:00:00Z");
    check("2026-01-25T00:00:00Z", &["held_longer"], "2026-01-25T00:00:00Z");
    check("2026-01-25T00:00:00.000001Z", &[], "2026-01-25T00:00:00.000001Z");
}

#[test]
fn what_is_not_left_can_neither_be_used_nor_expire() {
    let check = |rule: &str, rest: &[&str], want: &[&str]| {
        let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(day(3), "o1", "80", "0");
        let story = rest.iter().zip(4..).fold(story, |story, (what, on)| match what.split_once(' ') {
            Some(("back", refunded)) => story.money(day(on), "o1", "80", refunded),
            Some((kind, "all")) => story.event(day(on), kind, r#""reward":"r/bob/o1/friend""#),
            Some((kind, minor)) => {
                story.event(day(on), kind, &format!(r#""reward":"r/bob/o1/friend","amount":{{"amount":"{minor}","currency":"EUR"}}"#))
            }
            None => story.time(day(on)),
        });
        assert_eq!(story.told(&super::story::program("", rule)).refused(), want, "{rest:?}");
    };
    let (at_once, held) = ("on = [\"order_confirmed\"]\nrefund_window_days = 90", "on = [\"order_confirmed\"]\nhold_days = 90");
    check(at_once, &["reward_used 8.00"], &[]);
    check(at_once, &["reward_used 8.01"], &["more_than_left"]);
    check(at_once, &["reward_used 5.00", "reward_used 3.01", "reward_used 3.00", "reward_used 0.01"], &["more_than_left", "more_than_left"]);
    check(at_once, &["reward_expired 8.01", "reward_expired all", "reward_used 0.01", "reward_expired all"], &["more_than_left"; 3]);
    check(at_once, &["back 80", "reward_used 1.00", "reward_expired all"], &["more_than_left"; 2]);
    check(held, &["reward_used 1.00", "reward_expired all"], &["not_delivered"; 2]);
}
