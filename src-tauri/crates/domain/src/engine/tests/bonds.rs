//! Examples about who brought whom.

use super::story::{ON_CONFIRMED, Story, day, program};

#[test]
fn a_contact_that_would_close_a_loop_by_now_keeps_no_other_out() {
    let story = Story::new().registered(day(0), "anna", None).code(day(0), "anna").registered(day(0), "carl", None).code(day(0), "carl");
    let story = story.contact(day(1), "bob", "ANNA").code(day(1), "bob").event(
        day(2),
        "staff_attribute",
        r#""actor":"mara","reason":"x","customer":"anna","code":"BOB""#,
    );
    let told = story.registered(day(3), "bob", Some("CARL")).told(&program("bind_at = \"registration\"", ON_CONFIRMED));
    assert_eq!(told.bonds(), ["anna by bob", "bob by carl"]);
}

#[test]
fn loops_of_any_length_are_refused() {
    let people = ["ann", "ben", "cas", "dan", "eve"];
    for length in 1..=people.len() {
        let chain = &people[..length];
        let story = chain.iter().fold(Story::new(), |story, who| story.code(day(0), who));
        let story = chain.windows(2).zip(1..).fold(story, |story, (pair, on)| story.contact(day(on), pair[1], &pair[0].to_uppercase()));
        let told = story.contact(day(9), chain[0], &chain[length - 1].to_uppercase()).told(&program("", ON_CONFIRMED));
        assert_eq!(told.bonds().len(), length - 1);
        assert_eq!(told.refused(), [if length == 1 { "self_referral" } else { "referral_loop" }], "{length}");
    }
}

#[test]
fn who_was_there_before_is_refused_or_allowed() {
    let check = |policy: &str, bound: bool| {
        let policy = format!("existing_customers = \"{policy}\"");
        let story = || Story::new().registered(day(0), "anna", None).code(day(0), "anna");
        let registered = story().registered(day(1), "bob", None).contact(day(2), "bob", "ANNA").told(&program(&policy, ON_CONFIRMED));
        let ordered = story().order(day(1), "o1", "bob", "80").registered(day(2), "bob", Some("ANNA")).told(&program(&policy, ON_CONFIRMED));
        assert_eq!(registered.bonds().len(), usize::from(bound), "{policy}");
        assert_eq!(ordered.bonds().len(), usize::from(bound), "{policy}");
        assert_eq!(registered.refused().first(), (!bound).then_some(&"existing_customer"));
    };
    check("refuse", false);
    check("allow", true);
}

#[test]
fn the_policy_says_which_contact_counts_and_what_binds() {
    let check = |touch: &str, bind_at: &str, want: &str| {
        let policy = format!("touch = \"{touch}\"\nbind_at = \"{bind_at}\"");
        let story = Story::new().code(day(0), "anna").code(day(0), "carl").contact(day(1), "bob", "ANNA").contact(day(2), "bob", "CARL");
        let story = story.registered(day(3), "bob", None).contact(day(4), "bob", "ANNA").order(day(5), "o1", "bob", "80");
        let told = story.told(&program(&policy, ON_CONFIRMED));
        let bond = &told.0.referrals[0];
        assert_eq!(format!("{} at {}", bond.advocate, &bond.bound_at[..10]), want, "{policy}");
    };
    check("first", "interaction", "anna at 2026-01-02");
    check("last", "interaction", "anna at 2026-01-02");
    check("first", "registration", "anna at 2026-01-04");
    check("last", "registration", "carl at 2026-01-04");
    check("first", "order", "anna at 2026-01-06");
    check("last", "order", "anna at 2026-01-06");
}

#[test]
fn ones_own_code_keeps_out_nobody() {
    let story = Story::new().code(day(0), "anna").code(day(0), "bob").contact(day(1), "bob", "BOB").contact(day(2), "bob", "ANNA");
    let told = story.order_with(day(3), "o1", "bob", "80", r#","customer":"bob""#).told(&program("bind_at = \"order\"", ON_CONFIRMED));
    assert_eq!(told.refused(), ["self_referral"]);
    assert_eq!(told.bonds(), ["bob by anna"]);
}

#[test]
fn unknown_and_disabled_codes_use_nothing_up() {
    let story = Story::new().code(day(0), "anna").code(day(0), "carl").event(day(1), "code_disabled", r#""code":"CARL""#);
    let story = story.contact(day(2), "bob", "NOBODY").contact(day(3), "bob", "CARL").contact(day(4), "bob", "anna");
    let told = story.told(&program("", ON_CONFIRMED));
    assert_eq!(told.refused(), ["code_unknown", "code_disabled"]);
    assert_eq!(told.bonds(), ["bob by anna"]);
}

#[test]
fn of_two_bonds_that_a_merge_brings_together_the_earlier_wins() {
    let check = |guest_on: u32, account_on: u32, want: &str| {
        let story = Story::new().code(day(0), "anna").code(day(0), "carl");
        let story = story.order_with(day(guest_on), "o1", "bob", "80", r#","ref_code":"ANNA""#).contact(day(account_on), "bob", "CARL");
        let told = story.registered(day(9), "bob", None).told(&program("", ON_CONFIRMED));
        assert_eq!(told.bonds(), [want]);
    };
    check(1, 2, "bob by anna");
    check(2, 1, "bob by carl");
}

#[test]
fn a_merge_closes_no_loop() {
    // Bob brings xena. As a guest under another address he then comes with xena's code, and later turns out to be bob.
    let story = Story::new().registered(day(0), "bob", None).code(day(0), "bob").registered(day(1), "xena", Some("BOB")).code(day(1), "xena");
    let story = story.order_with(day(2), "o1", "robert", "80", r#","ref_code":"XENA""#);
    let story = story.event(day(3), "customer_updated", r#""customer":"bob","email":"robert@example.com""#);
    // Whoever walks up from xena must come to an end.
    let told = story.registered(day(4), "yuri", Some("XENA")).told(&program("", ON_CONFIRMED));
    assert_eq!(told.bonds(), ["xena by bob", "yuri by xena"]);
    assert_eq!(told.refused(), ["referral_loop"]);
}

#[test]
fn two_accounts_that_claim_one_address_stay_two() {
    let order = |order: &str, who: &str| {
        format!(r#""order":"{order}","customer":"{who}","email":"shared@example.com","items":{{"amount":"80","currency":"EUR"}}"#)
    };
    let story = Story::new().code(day(0), "anna").contact(day(1), "one", "ANNA");
    let story = story.event(day(2), "order_confirmed", &order("o1", "one")).event(day(3), "order_confirmed", &order("o2", "two"));
    let told = story.told(&program("", ON_CONFIRMED));
    assert_eq!(told.decisions().iter().filter(|decision| decision.ends_with("no_referral")).count(), 2, "two was brought by nobody");
}

#[test]
fn who_registers_again_is_who_they_were() {
    let story = Story::of_anna_and_bob().event(day(2), "customer_deleted", r#""customer":"bob""#);
    let again = r#""customer":"bob-2","email":"bob@example.com""#;
    let told = story.event(day(3), "customer_registered", again).order(day(4), "o1", "bob", "80").told(&program("", ON_CONFIRMED));
    assert_eq!(told.decisions(), ["r/bob/o1/advocate 10.00", "r/bob/o1/friend 8.00"]);
}

#[test]
fn a_deleted_advocate_gets_nothing_new_and_the_tree_stays() {
    let story = Story::of_anna_and_bob().event(day(2), "customer_deleted", r#""customer":"anna""#).order(day(3), "o1", "bob", "80");
    let told = story.told(&program("", ON_CONFIRMED));
    assert_eq!(told.decisions(), ["r/bob/o1/advocate beneficiary_deleted", "r/bob/o1/friend 8.00"]);
    assert_eq!(told.bonds(), ["bob by anna"]);
}

#[test]
fn a_bond_earns_until_its_window_closes() {
    let check = |on: u32, want: &str| {
        let told = Story::of_anna_and_bob().order(day(on), "o1", "bob", "80").told(&program("earning_window_days = 30", ON_CONFIRMED));
        assert_eq!(told.decisions()[0], format!("r/bob/o1/advocate {want}"));
    };
    check(30, "10.00");
    check(31, "outside_window");
}

#[test]
fn staff_bind_anew_and_close_no_loop() {
    let bind = |who: &str, code: &str| format!(r#""actor":"mara","reason":"wrong code on the flyer","customer":"{who}","code":"{code}""#);
    let story = Story::of_anna_and_bob().code(day(1), "bob").code(day(1), "carl");
    let story = story.event(day(2), "staff_attribute", &bind("anna", "BOB")).event(day(3), "staff_attribute", &bind("bob", "CARL"));
    let told = story.order(day(4), "o1", "bob", "80").told(&program("", ON_CONFIRMED));
    assert_eq!(told.refused(), ["referral_loop"]);
    assert_eq!(told.0.rewards[0].beneficiary, "carl");
}

#[test]
fn who_comes_back_gets_again_and_can_go_again() {
    let told = |story: Story, what: &str, on: u32| story.event(day(on), what, r#""customer":"anna""#);
    let decisions = |story: Story| story.told(&program("", "on = [\"order_confirmed\"]\noccurrence = \"every\"")).decisions();
    let back = || told(told(Story::of_anna_and_bob(), "customer_deleted", 2), "customer_returned", 3).order(day(4), "o1", "bob", "80");
    assert_eq!(decisions(back()), ["r/bob/o1/advocate 10.00", "r/bob/o1/friend 8.00"]);
    let again = told(back(), "customer_deleted", 5).order(day(6), "o2", "bob", "80");
    assert_eq!(decisions(again)[2..], ["r/bob/o2/advocate beneficiary_deleted", "r/bob/o2/friend 8.00"]);
    let late = told(told(Story::of_anna_and_bob(), "customer_deleted", 3), "customer_returned", 2).order(day(4), "o1", "bob", "80");
    assert_eq!(decisions(late)[0], "r/bob/o1/advocate beneficiary_deleted", "she went after she had come back");
}

#[test]
fn a_code_that_two_claim_is_theirs_who_stand_first() {
    let claim = |story: Story, on: u32, who: &str| story.event(day(on), "code_issued", &format!(r#""code":"TEAM","customer":"{who}""#));
    let told = |story: Story| story.contact(day(3), "bob", "TEAM").told(&program("", ON_CONFIRMED));
    let one = told(claim(claim(Story::new(), 1, "anna"), 2, "carl"));
    assert_eq!((one.bonds(), one.refused()), (vec!["bob by anna".to_owned()], vec!["code_taken"]));
    let other = told(claim(claim(Story::new(), 2, "carl"), 1, "anna"));
    assert_eq!((other.bonds(), other.refused()), (one.bonds(), one.refused()), "whoever is listed first");
    let same = told(claim(claim(Story::new(), 1, "anna"), 2, "anna"));
    assert_eq!((same.bonds(), same.refused()), (one.bonds(), vec![]), "who says it twice says nothing new");
}
