//! Examples about money that goes back, in every order of facts, and about what was delivered and used.

use super::story::{ON_CAPTURE, Story, Told, day, program};

/// What stands on an account, what it received less what it gave; `0.00` when nothing ever did.
fn stands(told: &Told, account: &str) -> String {
    told.0.balances.iter().find(|balance| balance.account == account).map_or_else(|| "0.00".to_owned(), |balance| balance.balance.amount.clone())
}

fn paid_out() -> Story {
    let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(day(3), "o1", "80", "0").time(day(20));
    story.event(day(21), "payout_known", r#""reward":"r/bob/o1/advocate","rail":"gift_card","result":"issued""#)
}

fn used(story: Story, on: u32, amount: &str) -> Story {
    let body = format!(r#""reward":"r/bob/o1/advocate","amount":{{"amount":"{amount}","currency":"EUR"}}"#);
    story.event(day(on), "reward_used", &body)
}

#[test]
fn what_is_left_counts_whatever_came_first() {
    let told = |story: Story| story.time(day(60)).told(&program("", ON_CAPTURE)).of("advocate");
    let placed = || Story::of_anna_and_bob().order(day(2), "o1", "bob", "100");
    let part_then_refund = placed().money(day(3), "o1", "40", "0").time(day(33)).money(day(34), "o1", "40", "20");
    let refund_then_deadline = placed().money(day(3), "o1", "40", "0").money(day(4), "o1", "40", "20");
    assert_eq!((told(part_then_refund), told(refund_then_deadline)), ("due 2.00 -".to_owned(), "due 2.00 -".to_owned()));
    let charged_twice = placed().money(day(3), "o1", "200", "0").money(day(4), "o1", "200", "100");
    assert_eq!(told(charged_twice), "due 10.00 -", "the order is paid in full");
    let paid_again = placed().money(day(3), "o1", "40", "0").money(day(4), "o1", "40", "40").money(day(5), "o1", "140", "40");
    assert_eq!(told(paid_again), "due 10.00 -", "a part that went back came again");
}

#[test]
fn money_of_another_currency_is_not_the_orders() {
    let yen = r#""order":"o1","captured_gross":{"amount":"10000","currency":"JPY"}"#;
    let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").event(day(3), "order_money", yen).time(day(60));
    assert_eq!(story.told(&program("", ON_CAPTURE)).of("advocate"), "void 10.00 not_captured");
}

#[test]
fn what_is_used_beyond_what_stands_is_given_up_and_a_part_that_goes_back_leaves_what_was_used() {
    let told = |story: Story| story.told(&program("", ON_CAPTURE));
    let too_much = told(used(paid_out(), 22, "10.01"));
    let books = |told: &Told| ["liability:issued:gift_card", "settled:gift_card", "expense:clawback-loss"].map(|account| stands(told, account));
    assert_eq!(books(&too_much), ["0.00", "-10.01", "0.01"]);
    let twice = told(used(used(paid_out(), 22, "6.00"), 23, "6.00"));
    assert_eq!(books(&twice), ["0.00", "-12.00", "2.00"]);
    let reversed = told(used(paid_out(), 22, "6.00").money(day(24), "o1", "80", "80"));
    assert_eq!(reversed.of("advocate"), "reversed 10.00 refunded");
    assert_eq!(books(&reversed), ["0.00", "-6.00", "6.00"]);
    let lowered = told(used(paid_out(), 22, "6.00").money(day(24), "o1", "80", "60"));
    assert_eq!(lowered.of("advocate"), "settled 6.00 -", "2.50 would be left, but 6.00 are used");
    assert_eq!(stands(&lowered, "liability:issued:gift_card"), "0.00");
}

#[test]
fn a_payout_by_another_rail_than_was_promised_delivers_nothing() {
    let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(day(3), "o1", "80", "0").time(day(20));
    let story = story.event(day(21), "payout_known", r#""reward":"r/bob/o1/advocate","rail":"wallet","result":"issued""#);
    assert_eq!(story.told(&program("", ON_CAPTURE)).of("advocate"), "due 10.00 -");
}

#[test]
fn what_is_owed_to_a_deleted_account_waits_for_a_person() {
    let story = || {
        let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(day(3), "o1", "80", "0");
        story.event(day(4), "customer_deleted", r#""customer":"anna""#).time(day(20))
    };
    let told = story().told(&program("", ON_CAPTURE));
    assert_eq!(told.of("advocate"), "waiting 10.00 -");
    let reward = told.0.rewards.iter().find(|reward| reward.key.ends_with("/advocate")).unwrap();
    assert_eq!(reward.waits.iter().map(|wait| wait.what).collect::<Vec<_>>(), ["review"]);
    let approve = format!(r#""actor":"mara","reason":"paid by transfer","reward":"r/bob/o1/advocate","expects":{}"#, reward.revision);
    assert_eq!(story().event(day(21), "staff_approve", &approve).told(&program("", ON_CAPTURE)).of("advocate"), "due 10.00 -");
}

#[test]
fn a_code_that_an_account_names_later_is_a_contact() {
    let story = Story::of_anna_and_bob().event(day(2), "customer_registered", r#""customer":"carl""#);
    let named = |story: Story| story.event(day(3), "customer_updated", r#""customer":"carl","ref_code":"ANNA""#);
    let policy = "existing_customers = \"allow\"";
    let told = named(named(story)).told(&program(policy, ON_CAPTURE));
    assert_eq!(told.0.referrals.iter().filter(|referral| referral.friend == "carl" && referral.advocate == "anna").count(), 1);
    assert!(told.refused().is_empty(), "naming it again is no new contact");
}

#[test]
fn money_that_came_in_time_counts_whenever_it_is_told() {
    let placed = || Story::of_anna_and_bob().order(day(2), "o1", "bob", "80");
    let late = |story: Story, on: u32, captured: &str, refunded: &str| {
        let money = |amount: &str| format!(r#"{{"amount":"{amount}","currency":"EUR"}}"#);
        story.seen(day(on), day(41), "order_money", &format!(r#""order":"o1","captured_gross":{},"refunded":{}"#, money(captured), money(refunded)))
    };
    let told = |story: Story| {
        let told = story.told(&program("", ON_CAPTURE));
        let (owed, cost) = (stands(&told, "liability:pending:anna"), stands(&told, "expense:rewards:p"));
        (told.of("advocate"), told.of("friend"), owed, cost)
    };
    let ended = || placed().time(day(40));
    for (on, captured, refunded) in [(10, "80", "0"), (31, "80", "0"), (10, "40", "0"), (10, "80", "20")] {
        let in_time = told(placed().money(day(on), "o1", captured, refunded).time(day(60)));
        assert_eq!(told(late(ended(), on, captured, refunded).time(day(60))), in_time, "{captured} of 80 on day {on}, {refunded} back");
        assert_ne!(in_time.0, "void 10.00 not_captured");
    }
    let cancelled = |story: Story| story.event(day(15), "order_cancelled", r#""order":"o1""#);
    let edited = |story: Story| {
        story.seen(day(20), day(38), "order_changed", r#""order":"o1","email":"bob@example.com","items":{"amount":"40","currency":"EUR"}"#)
    };
    assert_eq!(told(late(ended(), 32, "80", "0")).0, "void 10.00 not_captured", "at its deadline it is too late");
    assert_eq!(told(late(cancelled(placed()).time(day(40)), 10, "80", "0")).0, "void 10.00 cancelled");
    let in_time = told(edited(placed().money(day(10), "o1", "80", "0")).time(day(60)));
    assert_eq!(told(late(edited(placed()).time(day(40)), 10, "80", "0").time(day(60))), in_time, "an edit behind it that was known");
    let steps = late(ended(), 10, "80", "0").time(day(60)).told(&program("", ON_CAPTURE)).steps("advocate");
    assert_eq!(steps, ["2026-02-02 voided", "2026-02-02 revived", "2026-01-11 captured", "2026-01-25 hold_over", "2026-01-25 due"]);
}

/// It may be delivered by then, and more than stands is never given without a person.
#[test]
fn what_came_in_time_and_is_told_behind_a_part_is_proposed() {
    let part = || Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(day(3), "o1", "40", "0");
    let rest = r#""order":"o1","captured_gross":{"amount":"80","currency":"EUR"}"#;
    let told = |on: u32| part().time(day(40)).seen(day(on), day(41), "order_money", rest).time(day(60)).told(&program("", ON_CAPTURE));
    let came_to = |told: &Told| (told.of("advocate"), told.proposed("advocate").map(str::to_owned));
    let in_time = part().money(day(10), "o1", "80", "0").time(day(60)).told(&program("", ON_CAPTURE));
    assert_eq!(came_to(&in_time), ("due 10.00 -".to_owned(), None));
    assert_eq!(came_to(&told(10)), ("due 5.00 -".to_owned(), Some("10.00".to_owned())));
    assert_eq!(came_to(&told(32)), came_to(&told(10)), "nor does it rise by itself where it came too late");
}

#[test]
fn what_a_person_has_to_look_at_still_waits_for_them_when_it_is_revived() {
    let manual = program("", ON_CAPTURE).replace("mode = \"auto\"", "mode = \"manual\"");
    let money = r#""order":"o1","captured_gross":{"amount":"80","currency":"EUR"}"#;
    let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").time(day(40)).seen(day(10), day(41), "order_money", money).time(day(60));
    let told = story.told(&manual);
    assert_eq!(told.of("advocate"), "waiting 10.00 -");
}

#[test]
fn what_is_revived_counts_for_its_limits_again() {
    let limited = program("", &format!("{ON_CAPTURE}\noccurrence = \"every\"\nlimits = {{ per_advocate = 1, count_reversed = false }}"));
    let ended = || Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").time(day(40));
    let came_to = |story: Story| story.order(day(45), "o2", "bob", "80").told(&limited).decisions()[2].clone();
    assert_eq!(came_to(ended()), "r/bob/o2/advocate 10.00", "what is void counts no more");
    let money = r#""order":"o1","captured_gross":{"amount":"80","currency":"EUR"}"#;
    assert_eq!(came_to(ended().seen(day(10), day(41), "order_money", money)), "r/bob/o2/advocate limit_per_advocate");
}

#[test]
fn a_charge_that_was_none_and_then_came_and_went_is_a_refunded_order() {
    let rated = program("", "on = [\"order_confirmed\"]\noccurrence = \"every\"");
    let rated = rated.replacen("[[rule]]", "[fraud]\nrefund_rate = { percent = 100, after = 1, action = \"block\" }\n[[rule]]", 1);
    let check = |money: &[(&str, &str)], want: &str| {
        let placed = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80");
        let story = money.iter().zip(3..).fold(placed, |story, ((captured, refunded), on)| story.money(day(on), "o1", captured, refunded));
        assert_eq!(story.order(day(9), "o2", "bob", "80").told(&rated).decisions()[2], format!("r/bob/o2/advocate {want}"), "{money:?}");
    };
    check(&[("80", "0"), ("0", "0")], "10.00");
    check(&[("80", "0"), ("0", "0"), ("80", "80")], "refund_rate");
    check(&[("80", "80"), ("80", "0")], "10.00");
}
