//! Examples about what is learned late: codes, accounts, orders, what staff know, and what another system knew.

use super::story::{ON_CAPTURE, ON_CONFIRMED, Story, day, program};

/// Bob comes with a code that nobody owns, orders, and pays.
fn nobodys() -> Story {
    let story = Story::new().registered(day(0), "anna", None).registered(day(1), "bob", Some("ANNA"));
    story.order(day(2), "o1", "bob", "80").money(day(3), "o1", "80", "0")
}

fn learned(story: Story, on: u32) -> Story {
    story.seen(day(0), day(on), "code_issued", r#""code":"ANNA","customer":"anna""#)
}

#[test]
fn a_code_that_is_learned_late_gives_what_it_would_have_given_at_its_own_instants() {
    let told = learned(nobodys(), 40).told(&program("", ON_CAPTURE));
    assert_eq!(told.bonds(), ["bob by anna"]);
    assert_eq!(told.0.referrals[0].bound_at, "2026-01-02T00:00:00Z");
    assert_eq!((told.of("advocate").as_str(), told.of("friend").as_str()), ("waiting 10.00 -", "waiting 8.00 -"), "the shop is known to day 3 only");
    let told = learned(nobodys().time(day(39)), 40).told(&program("", ON_CAPTURE));
    assert_eq!((told.of("advocate").as_str(), told.of("friend").as_str()), ("due 10.00 -", "settled 8.00 -"));
    assert_eq!(told.steps("friend"), ["2026-01-04 captured", "2026-01-18 hold_over", "2026-01-18 due", "2026-01-18 settled"]);
    let decisions = told.decisions();
    assert_eq!(decisions, ["r/bob/o1/advocate no_referral", "r/bob/o1/friend no_referral", "r/bob/o1/advocate 10.00", "r/bob/o1/friend 8.00"]);
    let first_paid = told.0.referrals[0].first_paid_at.as_deref();
    assert_eq!((told.0.referrals[0].activated_at.as_deref(), first_paid), (Some("2026-01-03T00:00:00Z"), Some("2026-01-04T00:00:00Z")));
}

#[test]
fn money_that_went_back_by_then_is_judged_by_its_own_instant() {
    let check = |on: u32, want: &str| {
        let told = learned(nobodys().money(day(on), "o1", "80", "80").time(day(59)), 60).told(&program("", ON_CAPTURE));
        assert_eq!(told.of("friend"), want, "refunded on day {on}");
    };
    check(10, "void 8.00 refunded");
    check(32, "reversed 8.00 refunded");
    check(33, "settled 8.00 -");
}

#[test]
fn an_order_that_was_edited_by_then_gives_what_it_gave_at_first_and_proposes_the_rest() {
    let told = learned(nobodys().edited(day(4), "o1", "bob", "100"), 9).told(&program("", ON_CAPTURE));
    assert_eq!((told.of("friend").as_str(), told.proposed("friend")), ("waiting 8.00 -", None), "20.00 more is still to be paid");
    let paid = nobodys().edited(day(4), "o1", "bob", "100").money(day(5), "o1", "100", "0");
    let told = learned(paid, 9).told(&program("", ON_CAPTURE));
    assert_eq!((told.of("friend").as_str(), told.proposed("friend")), ("waiting 8.00 -", Some("10.00")));
    let told = learned(nobodys().edited(day(4), "o1", "bob", "60"), 9).told(&program("", ON_CAPTURE));
    assert_eq!(told.of("friend"), "waiting 6.00 -");
}

#[test]
fn a_code_binds_from_the_day_of_its_issue_unless_that_day_is_a_guess() {
    let check = |inferred: &str, want: &[&str]| {
        let told = nobodys().event(day(5), "code_issued", &format!(r#""code":"ANNA","customer":"anna"{inferred}"#)).told(&program("", ON_CAPTURE));
        assert_eq!(told.bonds(), want, "{inferred}");
    };
    check("", &[]);
    check(r#","inferred":true"#, &["bob by anna"]);
}

#[test]
fn a_code_that_was_disabled_before_it_was_known_binds_until_then() {
    let check = |on: u32, want: &[&str]| {
        let told = learned(nobodys().event(day(on), "code_disabled", r#""code":"ANNA""#).contact(day(5), "dora", "ANNA"), 9);
        assert_eq!(told.told(&program("", ON_CAPTURE)).bonds(), want, "day {on}");
    };
    check(6, &["bob by anna", "dora by anna"]);
    check(5, &["bob by anna"]);
    check(4, &["bob by anna"]);
}

#[test]
fn who_was_brought_by_somebody_else_meanwhile_stays_theirs() {
    let story = nobodys().code(day(4), "carl").contact(day(5), "bob", "CARL");
    let allow = "existing_customers = \"allow\"";
    let told = learned(story, 9).told(&program(allow, ON_CAPTURE));
    assert_eq!(told.bonds(), ["bob by carl"]);
    assert_eq!(told.refused(), ["code_unknown", "already_referred"]);
}

#[test]
fn what_was_given_for_a_later_order_stays() {
    let first = r#""order":"o1","email":"bob@example.com","items":{"amount":"80","currency":"EUR"}"#;
    let story = Story::of_anna_and_bob().order(day(3), "o2", "bob", "50").seen(day(2), day(9), "order_confirmed", first);
    let told = story.told(&program("", ON_CONFIRMED));
    assert_eq!(told.decisions()[2..], ["r/bob/o1/advocate occurrence_not_met", "r/bob/o1/friend occurrence_not_met"]);
}

#[test]
fn a_rest_of_the_program_is_remembered() {
    let program = program("", ON_CONFIRMED);
    let pause = |story: Story, on: u32| story.event(day(on), "program_paused", r#""program":"p""#);
    let resume = |story: Story, on: u32| story.event(day(on), "program_activated", r#""program":"p","version":1,"from":"2026-01-01T00:00:00Z""#);
    let check = |from: u32, to: u32, want: &str| {
        let told = learned(resume(pause(nobodys(), from), to), 30).told(&program);
        assert_eq!(told.decisions().last().unwrap(), &format!("r/bob/o1/friend {want}"), "paused on day {from}, to day {to}");
    };
    check(5, 6, "8.00");
    let paused = Story::new().registered(day(0), "anna", None).registered(day(1), "bob", Some("ANNA"));
    let story = resume(pause(paused, 1).order(day(2), "o1", "bob", "80"), 3);
    assert_eq!(learned(story, 30).told(&program).decisions().last().unwrap(), "r/bob/o1/friend program_paused");
}

#[test]
fn whom_staff_know_the_advocate_of_is_judged_again_and_waits_for_a_person() {
    let attribute = |story: Story, on: u32, code: &str| {
        story.event(day(on), "staff_attribute", &format!(r#""actor":"mara","reason":"she called","customer":"bob","code":"{code}""#))
    };
    let story = Story::new().code(day(0), "anna").code(day(0), "carl").registered(day(1), "bob", None).order(day(2), "o1", "bob", "80");
    let told = attribute(story, 5, "ANNA").told(&program("", ON_CONFIRMED));
    assert_eq!(told.of("friend"), "waiting 8.00 -");
    assert_eq!(told.0.rewards[1].waits.iter().map(|wait| wait.what).collect::<Vec<_>>(), ["review"]);
    let story = attribute(Story::of_anna_and_bob().code(day(1), "carl").order(day(2), "o1", "bob", "80"), 5, "CARL");
    let told = story.told(&program("", ON_CONFIRMED));
    assert_eq!(told.decisions().len(), 2, "who had an advocate is theirs from then on");
}

#[test]
fn what_came_before_a_bond_and_is_told_only_behind_it_waits_for_a_person() {
    let told = |story: Story, policy: &str| {
        let order = r#""order":"o1","email":"bob@example.com","items":{"amount":"80","currency":"EUR"}"#;
        let told = story.seen(day(2), day(9), "order_confirmed", order).told(&program(policy, ON_CONFIRMED));
        assert_eq!(told.of("friend"), "waiting 8.00 -");
        assert_eq!(told.0.rewards[1].waits.iter().map(|wait| wait.what).collect::<Vec<_>>(), ["review"]);
    };
    let story = || Story::new().code(day(0), "anna").registered(day(1), "bob", None);
    let attribution = r#""actor":"mara","reason":"she called","customer":"bob","code":"ANNA""#;
    told(story().event(day(5), "staff_attribute", attribution), "");
    told(story().contact(day(5), "bob", "ANNA"), "existing_customers = \"allow\"");
}

#[test]
fn a_guests_order_that_gets_an_account_is_judged_by_the_accounts_bond_and_once() {
    let owned = r#""order":"o1","customer":"bob","email":"bob@example.com""#;
    let guest = || Story::of_anna_and_bob().order(day(2), "o1", "robert", "80").event(day(3), "order_owned", owned);
    let told = guest().event(day(4), "order_owned", owned).told(&program("", ON_CONFIRMED));
    let given = ["r/bob/o1/advocate no_referral", "r/bob/o1/friend no_referral", "r/bob/o1/advocate 10.00", "r/bob/o1/friend 8.00"];
    assert_eq!(told.decisions(), given, "the same person under both names");
    let check = |friend: &str, want: &str| {
        let issued = format!(r#""reward":"r/{friend}/o1/advocate","rail":"gift_card","result":"issued""#);
        let told = guest().registered(day(4), "carl", None).event(day(5), "payout_known", &issued).told(&program("", ON_CONFIRMED));
        assert_eq!(told.of("advocate"), want, "{friend}");
    };
    check("bob", "settled 10.00 -");
    check("guest-o1", "settled 10.00 -");
    check("carl", "due 10.00 -");
    check("nobody", "due 10.00 -");
}

#[test]
fn an_order_of_an_address_that_is_another_accounts_moves_alone() {
    let story = Story::of_anna_and_bob().registered(day(1), "carl", None).order(day(2), "o1", "carl", "80").order(day(2), "o2", "carl", "50");
    let told = story.event(day(3), "order_owned", r#""order":"o1","customer":"bob""#).told(&program("", ON_CONFIRMED));
    assert_eq!(told.decisions()[4..], ["r/bob/o1/advocate 10.00", "r/bob/o1/friend 8.00"]);
    assert_eq!(told.0.rewards.len(), 2);
}

#[test]
fn what_another_system_knew_is_taken_over_once() {
    let bond = |story: Story, advocate: &str| {
        let fields = format!(r#""friend":"bob","advocate":"{advocate}","code":"OLD","since":"2025-06-01T00:00:00Z""#);
        story.event(day(2), "referral_taken_over", &fields)
    };
    let story = Story::new().registered(day(0), "bob", None);
    let told = bond(bond(story, "anna"), "carl").order(day(3), "o1", "bob", "80").told(&program("", ON_CONFIRMED));
    assert_eq!((told.bonds(), told.refused()), (vec!["bob by anna".to_owned()], vec!["already_referred"]));
    assert_eq!(told.0.referrals[0].bound_at, "2025-06-01T00:00:00Z");
    assert_eq!(told.of("advocate"), "due 10.00 -");
    let own = bond(Story::new().registered(day(0), "bob", None), "bob").told(&program("", ON_CONFIRMED));
    assert_eq!((own.bonds().len(), own.refused()), (0, vec!["self_referral"]));
}

#[test]
fn a_reward_that_another_system_gave_counts_and_is_never_paid() {
    let given = r#""reward":"r/bob/registration/advocate","program":"p","beneficiary":"anna","amount":{"amount":"5.00","currency":"EUR"},"given_at":"2025-06-02T00:00:00Z""#;
    let over = |story: Story| story.event(day(2), "reward_taken_over", given);
    let told = over(over(Story::of_anna_and_bob())).order(day(3), "o1", "bob", "80").told(&program("", ON_CONFIRMED));
    assert_eq!(told.of("advocate"), "settled 5.00 -");
    assert_eq!(told.refused(), ["already_rewarded"]);
    assert_eq!(told.decisions()[0], "r/bob/o1/advocate occurrence_not_met", "the first was given elsewhere");
    assert_eq!(told.0.rewards[0].rail, "manual");
    let unknown = given.replace("registration", "o9");
    let told = Story::of_anna_and_bob().event(day(2), "reward_taken_over", &unknown).told(&program("", ON_CONFIRMED));
    assert_eq!((told.0.rewards.len(), told.refused()), (0, vec!["order_unknown"]));
}

#[test]
fn a_deleted_friend_changes_nothing_for_their_advocate() {
    let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(day(3), "o1", "80", "0");
    let told = story.event(day(4), "customer_deleted", r#""customer":"bob""#).time(day(20)).told(&program("", ON_CAPTURE));
    assert_eq!((told.of("advocate").as_str(), told.of("friend").as_str()), ("due 10.00 -", "waiting 8.00 -"));
    assert_eq!(told.bonds(), ["bob by anna"]);
}
