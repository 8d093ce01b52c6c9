//! Examples in which an event is judged by a bond that it makes itself, and in which a bond is made anew by hand.

use super::story::{Story, day};

const EUR: &str = r#"reward = { rail = "wallet" }
value = { fixed = { EUR = "1.00" } }"#;

/// A program with one rule, without a signal unless said.
fn program(policy: &str, rule: &str) -> String {
    format!("id = \"p\"\nname = \"P\"\nmode = \"auto\"\n[attribution]\n{policy}\n[[rule]]\nid = \"r\"\noccurrence = \"every\"\n{rule}")
}

/// People with codes of their own.
fn owners(who: &[&str]) -> Story {
    who.iter().fold(Story::new(), |story, who| story.registered(day(0), who, None).code(day(0), who))
}

fn bound_by_hand(story: Story, on: u32, who: &str, code: &str) -> Story {
    story.event(day(on), "staff_attribute", &format!(r#""actor":"mara","reason":"as she says","customer":"{who}","code":"{code}""#))
}

#[test]
fn an_upline_goes_on_through_a_friend_whom_this_very_event_binds() {
    let rule = format!("on = [\"order_confirmed\"]\n[[rule.grant]]\nto = {{ upline = 3 }}\n{EUR}");
    let by_order = program("scope = \"order\"\nbind_at = \"order\"\nexisting_customers = \"allow\"", &rule);
    // Dora brought erin, and erin brought finn; erin orders with finn's code.
    let bob = |story: Story| story.contact(day(1), "finn", "ERIN").order(day(2), "o1", "finn", "80").contact(day(3), "erin", "DORA");
    let told = bob(owners(&["dora", "erin", "finn"])).order_with(day(4), "o2", "erin", "80", r#","ref_code":"FINN""#).told(&by_order);
    assert_eq!(told.bonds(), ["erin by dora", "finn by erin"]);
    assert_eq!(told.decisions(), ["r/finn/o1/upline-3 no_upline", "r/erin/o2/upline-3 1.00"]);
    assert_eq!(told.0.rewards[0].beneficiary, "dora");
}

#[test]
fn who_is_bound_by_hand_is_won_once_and_by_the_last_one() {
    let velocity = "[fraud]\nvelocity = { friends = 1, hours = 48, action = \"block\" }";
    let rule = format!("on = [\"order_confirmed\"]\n[[rule.grant]]\nto = \"advocate\"\n{EUR}");
    let check = |story: Story, want: &str| {
        let told = story.order(day(2), "o1", "bob", "80").told(&program("", &rule).replacen("[[rule]]", &format!("{velocity}\n[[rule]]"), 1));
        assert_eq!(told.decisions(), [format!("r/bob/o1/advocate {want}")]);
    };
    let story = || owners(&["anna", "carl"]).registered(day(1), "bob", Some("ANNA"));
    check(story(), "1.00");
    check(story().registered(day(1), "dave", Some("ANNA")), "velocity");
    check(bound_by_hand(story(), 1, "bob", "ANNA"), "1.00");
    check(bound_by_hand(story().registered(day(1), "dave", Some("ANNA")), 1, "dave", "CARL"), "1.00");
    check(bound_by_hand(story().registered(day(1), "dave", Some("CARL")), 1, "dave", "ANNA"), "velocity");
}

#[test]
fn what_was_credited_before_counts_as_revenue_once_its_buyer_is_bound() {
    let step = |least: &str| {
        let steps = format!("[{{ revenue = {{ EUR = \"{least}\" }}, fixed = {{ EUR = \"5.00\" }} }}]");
        let value = format!("reward = {{ rail = \"wallet\" }}\nvalue = {{ tiers = {{ by = \"revenue\", apply = \"from\", steps = {steps} }} }}");
        let rule = format!("on = [\"topup\"]\n[[rule.grant]]\nto = \"advocate\"\n{value}");
        let by_order = program("scope = \"order\"\nbind_at = \"order\"\nexisting_customers = \"allow\"", &rule);
        let story = owners(&["anna"]).order_with(day(1), "o1", "bob", "80", r#","customer":"bob","ref_code":"ANNA""#).money(day(2), "o1", "80", "0");
        let topup = r#""purchase":"p1","customer":"bob","amount":{"amount":"50.00","currency":"EUR"}"#;
        let told = story.contact(day(3), "bob", "ANNA").event(day(4), "topup", topup).told(&by_order);
        assert_eq!(told.bonds(), ["bob by anna"]);
        told.decisions()
    };
    assert_eq!(step("130.00"), ["r/bob/purchase-p1/advocate 5.00"]);
    assert_eq!(step("130.01"), ["r/bob/purchase-p1/advocate between_steps"]);
}
