//! Examples about orders that change after they gave something: edited, paid back and paid again.

use super::story::{ON_CAPTURE, Story, day, program};

fn paid() -> Story {
    Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(day(3), "o1", "80", "0")
}

#[test]
fn an_edit_lowers_by_itself_and_raises_only_what_is_proposed() {
    let check = |edits: &[&str], want: &str, proposed: Option<&str>| {
        let placed = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80");
        let story = edits.iter().zip(3..).fold(placed, |story, (items, on)| story.edited(day(on), "o1", "bob", items));
        let told = story.told(&program("", &format!("{ON_CAPTURE}\nminimum = {{ of = \"items\", EUR = \"50.00\" }}")));
        assert_eq!((told.of("friend").as_str(), told.proposed("friend")), (want, proposed), "{edits:?}");
    };
    check(&["80"], "waiting 8.00 -", None);
    check(&["60"], "waiting 6.00 -", None);
    check(&["100"], "waiting 8.00 -", Some("10.00"));
    check(&["100", "80"], "waiting 8.00 -", None);
    check(&["60", "80"], "waiting 6.00 -", Some("8.00"));
    check(&["50"], "waiting 5.00 -", None);
    check(&["49.99"], "void 8.00 below_minimum", None);
    check(&["49.99", "90"], "void 8.00 below_minimum", Some("9.00"));
    check(&["49.99", "90", "40"], "void 8.00 below_minimum", None);
}

#[test]
fn a_fixed_amount_does_not_follow_the_items() {
    let told = paid().edited(day(4), "o1", "bob", "40").told(&program("", ON_CAPTURE));
    assert_eq!((told.of("advocate").as_str(), told.of("friend").as_str()), ("waiting 10.00 -", "waiting 4.00 -"));
}

#[test]
fn what_was_delivered_follows_an_edit_until_its_window_closes() {
    let check = |on: u32, want: &str| {
        let told = paid().time(day(20)).edited(day(on), "o1", "bob", "60").told(&program("", ON_CAPTURE));
        assert_eq!(told.of("friend"), want, "day {on}");
    };
    check(21, "settled 6.00 -");
    check(32, "settled 6.00 -");
    check(33, "settled 8.00 -");
}

#[test]
fn a_part_that_goes_back_is_a_part_of_what_the_order_was_edited_to() {
    let told = |story: Story| story.told(&program("", ON_CAPTURE)).of("friend");
    let edited = || Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").edited(day(3), "o1", "bob", "40").money(day(4), "o1", "40", "0");
    assert_eq!(told(edited()), "waiting 4.00 -");
    assert_eq!(told(edited().money(day(5), "o1", "40", "20")), "waiting 2.00 -");
    assert_eq!(told(edited().money(day(5), "o1", "40", "40")), "void 4.00 refunded");
}

#[test]
fn a_refund_that_bounces_gives_back_only_what_a_person_agrees_to() {
    let check = |refunds: &[&str], rule: &str, want: &str, proposed: Option<&str>| {
        let story = refunds.iter().zip(4..).fold(paid(), |story, (refunded, on)| story.money(day(on), "o1", "80", refunded));
        let told = story.told(&program("", &format!("{ON_CAPTURE}\n{rule}")));
        assert_eq!((told.of("friend").as_str(), told.proposed("friend")), (want, proposed), "{refunds:?} {rule}");
    };
    check(&["20"], "", "waiting 6.00 -", None);
    check(&["20", "0"], "", "waiting 6.00 -", Some("8.00"));
    check(&["60", "20"], "", "waiting 2.00 -", Some("6.00"));
    check(&["20", "0", "20"], "", "waiting 6.00 -", None);
    check(&["80", "0"], "", "void 8.00 refunded", Some("8.00"));
    check(&["80", "40"], "", "void 8.00 refunded", Some("4.00"));
    check(&["1", "0"], "on_partial_refund = \"full\"", "void 8.00 refunded", Some("8.00"));
    check(&["40", "0"], "on_partial_refund = \"ignore\"", "waiting 8.00 -", None);
}

#[test]
fn what_the_bank_takes_back_is_told_apart() {
    let money = |amount: &str| format!(r#"{{"amount":"{amount}","currency":"EUR"}}"#);
    let charged = format!(r#""order":"o1","captured_gross":{},"charged_back":{}"#, money("80"), money("80"));
    let told = paid().event(day(4), "order_money", &charged).told(&program("", ON_CAPTURE));
    assert_eq!((told.of("advocate").as_str(), told.proposed("advocate")), ("void 10.00 charged_back", None));
}

#[test]
fn older_news_of_money_is_ignored() {
    let old = r#""order":"o1","captured_gross":{"amount":"80","currency":"EUR"},"refunded":{"amount":"80","currency":"EUR"},"as_of":"2026-01-03T00:00:00Z""#;
    let told = paid().event(day(5), "order_money", old).told(&program("", ON_CAPTURE));
    assert_eq!(told.of("advocate"), "waiting 10.00 -");
    assert_eq!(told.refused(), ["stale"]);
}

#[test]
fn an_order_keeps_its_currency_and_its_first_account() {
    let yen = r#""order":"o1","customer":"bob","items":{"amount":"10","currency":"JPY"}"#;
    let told = paid().event(day(4), "order_changed", yen).told(&program("", ON_CAPTURE));
    assert_eq!((told.of("friend").as_str(), told.refused()), ("waiting 8.00 -", vec!["wrong_currency"]));
    let carl = r#""order":"o1","customer":"carl","items":{"amount":"60","currency":"EUR"}"#;
    let told = paid().registered(day(3), "carl", None).event(day(4), "order_changed", carl).told(&program("", ON_CAPTURE));
    assert_eq!(told.of("friend"), "waiting 6.00 -");
    assert_eq!(told.0.rewards.iter().find(|reward| reward.key.ends_with("friend")).unwrap().beneficiary, "bob");
}
