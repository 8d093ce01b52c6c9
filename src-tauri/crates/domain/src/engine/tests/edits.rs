//! Examples about orders that change after they gave something: edited, paid back and paid again.

use super::history::{COUNT, acts, happen, programs};
use super::story::{ON_CAPTURE, Story, day, program};
use crate::engine::evolve;
use crate::event::{Fact, OrderChange};
use crate::outcome::Change;
use crate::reason::Reason;
use crate::reward::RewardStep;
use crate::rollup::Rollup;
use crate::state::State;
use proptest::prelude::*;

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
fn an_edit_upwards_takes_nothing_away() {
    type Turn = (&'static str, &'static str, &'static str);
    let check = |turns: &[Turn], side: &str, want: &str, proposed: Option<&str>| {
        let story = turns.iter().zip(4..).fold(paid(), |story, ((what, one, other), on)| match *what {
            "edit" => story.edited(day(on), "o1", "bob", one),
            _ => story.money(day(on), "o1", one, other),
        });
        let told = story.told(&program("", ON_CAPTURE));
        assert_eq!((told.of(side).as_str(), told.proposed(side)), (want, proposed), "{turns:?}");
    };
    let (back, up) = (("money", "80", "20"), ("edit", "320", ""));
    check(&[back, up], "friend", "waiting 6.00 -", None);
    check(&[back, up], "advocate", "waiting 7.50 -", None);
    check(&[up, back], "friend", "waiting 6.00 -", None);
    check(&[up, back], "advocate", "waiting 7.50 -", None);
    // The rest is more than there was to be paid when it was promised.
    check(&[up, ("money", "320", "160")], "friend", "waiting 8.00 -", Some("10.00"));
    check(&[up, ("money", "320", "240")], "friend", "waiting 8.00 -", None);
    check(&[up, ("money", "320", "241")], "friend", "waiting 7.90 -", None);
    check(&[up, ("money", "320", "320")], "friend", "void 8.00 refunded", None);
    // Down lowers as it does, and up again takes nothing of that.
    let down = ("edit", "40", "");
    check(&[back, down], "friend", "waiting 4.00 -", None);
    check(&[down, ("money", "80", "60")], "advocate", "waiting 5.00 -", None);
    check(&[down, ("money", "80", "60"), ("edit", "80", "")], "advocate", "waiting 5.00 -", None);
    check(&[down, ("edit", "80", ""), ("money", "80", "20")], "friend", "waiting 4.00 -", Some("6.00"));
    check(&[down, ("edit", "80", ""), ("money", "80", "50")], "friend", "waiting 3.00 -", None);
    // What bounced is proposed as it was promised.
    check(&[("money", "80", "40"), up, ("money", "80", "0")], "advocate", "waiting 5.00 -", Some("10.00"));
}

#[test]
fn what_a_person_raised_is_held_against_what_is_to_be_paid_then() {
    let told = |refunded: &str| {
        let accept = r#""reward":"r/bob/o1/friend","actor":"eve","reason":"because","expects":3"#;
        let story = paid().edited(day(4), "o1", "bob", "160").money(day(5), "o1", "160", "0").event(day(6), "staff_accept_raise", accept);
        story.money(day(7), "o1", "160", refunded).told(&program("", ON_CAPTURE))
    };
    assert_eq!((told("0").of("friend").as_str(), told("0").refused()), ("waiting 16.00 -", vec![]));
    assert_eq!(told("40").of("friend"), "waiting 12.00 -");
    assert_eq!(told("40").of("advocate"), "waiting 10.00 -");
}

#[test]
fn a_part_that_came_by_the_deadline_is_held_against_what_was_promised() {
    let check = |edits: &[&str], captured: &str, want: &str| {
        let placed = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80");
        let story = edits.iter().zip(3..).fold(placed, |story, (items, on)| story.edited(day(on), "o1", "bob", items));
        let told = story.money(day(10), "o1", captured, "0").time(day(40)).told(&program("", ON_CAPTURE));
        assert_eq!(told.of("advocate"), want, "{edits:?} {captured}");
    };
    check(&[], "60", "waiting 7.50 -");
    check(&["320"], "60", "waiting 7.50 -");
    check(&["320"], "80", "waiting 10.00 -");
    check(&["40", "320"], "20", "waiting 5.00 -");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn no_edit_upwards_lowers_by_what_went_back((acts, which) in (acts(), 0..COUNT)) {
        let mut state = State::default();
        for (event, outcome) in &happen(&programs(which), &acts).steps {
            let payable = |state: &State| match &event.fact {
                Fact::Order { order, change: OrderChange::Changed, .. } => state.orders.get(order).map(|order| order.payable),
                _ => None,
            };
            let before = payable(&state);
            evolve(&mut state, event, outcome, &mut Rollup::default());
            if before.is_none() || before > payable(&state) {
                continue;
            }
            for change in &outcome.changes {
                let Change::Reward { step: RewardStep::Reduced { reason, .. } | RewardStep::Voided { reason } | RewardStep::Reversed { reason }, at: None, .. } = change else { continue };
                prop_assert!(!matches!(reason, Reason::Refunded | Reason::ChargedBack), "{:?} at {:?}", change, event);
            }
        }
    }
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
