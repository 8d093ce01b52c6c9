//! Examples about payouts: what may be sent, what came of it, and what staff do with money.

use super::story::{ON_CAPTURE, Story, day, program};
use crate::replay::Balance;

const ISSUED: &str = r#"payout_known "result":"issued""#;
const CARRY: &str = r#"policy_changed "clawback":"carry""#;
const TWO: &str = r#"policy_changed "clawback":"loss","approve_above":[{"amount":"5.00","currency":"EUR"}]"#;

/// An event in short: its type, and what it says beside reward, rail, actor and reason.
fn told(story: Story, no: u32, short: &str) -> Story {
    let (kind, rest) = short.split_once(' ').unwrap_or((short, ""));
    let (key, rail) = (r#""reward":"r/bob/o1/advocate""#, r#""rail":"gift_card""#);
    let staff = r#""actor":"eve","reason":"because""#;
    let parts = match kind {
        "payout_intended" => vec![key, rail, r#""request_hash":"00000000000000000000000000000000000000000000000000000000000000ff""#, rest],
        "payout_known" => vec![key, rail, rest],
        "reward_used" => vec![key, rest],
        "staff_goodwill" => vec![staff, rest],
        "staff_approved" | "staff_declined" | "policy_changed" => vec![rest],
        staffs if staffs.starts_with("staff_") => vec![staff, key, rest],
        _ => vec![rest],
    };
    let fields: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    story.event(day(30 + no), kind, &fields.join(","))
}

/// What the advocate's reward of 10.00 comes to by what happens after it is due: state, refusals, and the accounts that are not empty.
fn after(acts: &[&str]) -> String {
    let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(day(3), "o1", "80", "0").time(day(20));
    let story = acts.iter().zip(0..).fold(story, |story, (act, no)| match act.strip_prefix("refund ") {
        Some(refunded) => story.money(day(30 + no), "o1", "80", refunded),
        None => told(story, no, act),
    });
    let told = story.told(&program("", &ON_CAPTURE.replace("refund_window_days = 30", "refund_window_days = 90")));
    let of_anna = |balance: &&Balance| {
        balance.balance.amount != "0.00" && !balance.account.contains(":bob") && !balance.account.starts_with("expense:rewards:p")
    };
    let balances = told.0.balances.iter().filter(of_anna).map(|balance| format!("{} {}", balance.account, balance.balance.amount));
    let parts = [vec![told.of("advocate")], told.refused().iter().map(|reason| (*reason).to_owned()).collect(), balances.collect()];
    parts.concat().join(" | ")
}

#[track_caller]
fn check(acts: &[&str], want: &str) {
    assert_eq!(after(acts), want, "{acts:#?}");
}

const INTEND: &str = r#"payout_intended "amount":{"amount":"10.00","currency":"EUR"},"code":"RF1""#;

#[test]
fn what_may_be_sent() {
    let again = r#"payout_intended "code":"RF2""#;
    check(&[INTEND, ISSUED], "settled 10.00 - | liability:issued:gift_card -10.00");
    check(&[INTEND, again], "due 10.00 - | payout_open | liability:pending:anna -10.00");
    check(&[INTEND, r#"payout_known "result":"unknown""#, INTEND, ISSUED], "settled 10.00 - | liability:issued:gift_card -10.00");
    check(&[INTEND, ISSUED, INTEND], "settled 10.00 - | not_due | liability:issued:gift_card -10.00");
    check(
        &[INTEND, r#"payout_known "result":"refused","why":"no such channel""#, INTEND, ISSUED],
        "settled 10.00 - | payout_refused | liability:issued:gift_card -10.00",
    );
    check(&[INTEND, r#"payout_known "result":"conflict""#, INTEND], "due 10.00 - | payout_conflict | payout_open | liability:pending:anna -10.00");
    check(&[r#"payout_intended "amount":{"amount":"9.00","currency":"EUR"},"code":"RF1""#], "due 10.00 - | stale | liability:pending:anna -10.00");
    check(&["refund 80", INTEND], "void 10.00 refunded | not_due");
    check(&[r#"payout_intended "correct_to":0"#], "due 10.00 - | not_delivered | liability:pending:anna -10.00");
}

#[test]
fn a_refund_while_nobody_knows_takes_back_what_turns_out_to_be_delivered() {
    let unknown = r#"payout_known "result":"unknown""#;
    let (correct, corrected) = (r#"payout_intended "correct_to":0"#, r#"payout_known "result":"corrected","minor":0,"used":300"#);
    check(&[INTEND, unknown, "refund 80"], "void 10.00 refunded");
    check(&[INTEND, unknown, "refund 80", r#"payout_known "result":"refused""#], "void 10.00 refunded | payout_refused");
    check(&[INTEND, unknown, "refund 80", ISSUED], "reversed 10.00 refunded");
    check(
        &[INTEND, unknown, "refund 80", ISSUED, correct, corrected],
        "reversed 10.00 refunded | expense:clawback-loss 3.00 | settled:gift_card -3.00",
    );
    check(
        &[CARRY, INTEND, unknown, "refund 80", ISSUED, correct, corrected],
        "reversed 10.00 refunded | asset:clawback:anna 3.00 | settled:gift_card -3.00",
    );
}

#[test]
fn what_was_used_is_lost_or_owed_and_counts_once() {
    let used = r#"reward_used "amount":{"amount":"3.00","currency":"EUR"}"#;
    let (corrected, lowered) =
        (r#"payout_known "result":"corrected","minor":0,"used":500"#, r#"payout_known "result":"corrected","minor":500,"used":800"#);
    check(&[INTEND, ISSUED, used, "refund 80"], "reversed 10.00 refunded | expense:clawback-loss 3.00 | settled:gift_card -3.00");
    check(&[CARRY, INTEND, ISSUED, used, "refund 80"], "reversed 10.00 refunded | asset:clawback:anna 3.00 | settled:gift_card -3.00");
    check(&[CARRY, INTEND, ISSUED, used, "refund 80", corrected], "reversed 10.00 refunded | asset:clawback:anna 5.00 | settled:gift_card -5.00");
    // Told only behind what the correction found.
    check(&[CARRY, INTEND, ISSUED, "refund 80", corrected, used], "reversed 10.00 refunded | asset:clawback:anna 5.00 | settled:gift_card -5.00");
    // Half of it was refunded, and by then more than half was used.
    check(&[INTEND, ISSUED, "refund 40", lowered], "settled 5.00 - | expense:clawback-loss 3.00 | settled:gift_card -8.00");
    check(&[CARRY, INTEND, ISSUED, "refund 40", lowered, used], "settled 5.00 - | asset:clawback:anna 3.00 | settled:gift_card -8.00");
    let gone = r#"payout_known "result":"gone""#;
    check(&[INTEND, ISSUED, used, gone], "reversed 10.00 payout_gone | settled:gift_card -3.00");
    // What the other side lost was used by right, whenever that is told; beyond it nothing was.
    check(&[INTEND, ISSUED, gone, used], "reversed 10.00 payout_gone | settled:gift_card -3.00");
    let rest = r#"reward_used "amount":{"amount":"8.00","currency":"EUR"}"#;
    check(&[INTEND, ISSUED, used, gone, rest], "reversed 10.00 payout_gone | expense:clawback-loss 1.00 | settled:gift_card -11.00");
    check(&[CARRY, INTEND, ISSUED, gone, used, rest], "reversed 10.00 payout_gone | asset:clawback:anna 1.00 | settled:gift_card -11.00");
}

#[test]
fn nobody_else_delivers_to_our_wallet() {
    let cancelled = || {
        let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(day(3), "o1", "80", "0");
        story.event(day(4), "order_cancelled", r#""order":"o1""#)
    };
    let check = |side: &str, rail: &str, want: (&str, &[&str])| {
        let key = format!(r#""reward":"r/bob/o1/{side}","rail":"{rail}","result":"issued""#);
        let told = cancelled().event(day(5), "payout_known", &key).told(&program("", ON_CAPTURE));
        assert_eq!((told.of(side).as_str(), told.refused().as_slice()), want, "{side}");
    };
    check("advocate", "gift_card", ("reversed 10.00 cancelled", &[]));
    check("friend", "wallet", ("void 8.00 cancelled", &["stale"]));
}

#[test]
fn what_staff_do_with_money() {
    let adjust = |to: &str, expects: u32| format!(r#"staff_adjust "expects":{expects},"to":{{"amount":"{to}","currency":"EUR"}}"#);
    let closed = r#"payout_known "result":"corrected","minor":0,"used":0"#;
    check(&[&adjust("12.00", 3)], "due 12.00 - | liability:pending:anna -12.00");
    check(&[INTEND, ISSUED, &adjust("4.00", 4)], "settled 4.00 - | liability:issued:gift_card -4.00");
    check(&[INTEND, ISSUED, &adjust("10.00", 4)], "settled 10.00 - | nothing_to_change | liability:issued:gift_card -10.00");
    check(
        &[INTEND, ISSUED, r#"reward_used "amount":{"amount":"3.00","currency":"EUR"}"#, &adjust("2.00", 5)],
        "settled 10.00 - | already_used | liability:issued:gift_card -7.00 | settled:gift_card -3.00",
    );
    check(&[INTEND, ISSUED, r#"staff_reverse "expects":4"#], "reversed 10.00 reversed_by_staff");
    check(&[r#"staff_reverse "expects":3"#], "due 10.00 - | not_delivered | liability:pending:anna -10.00");
    check(&[INTEND, ISSUED, r#"staff_reverse "expects":4"#, r#"staff_reissue "expects":5"#], "reversed 10.00 reversed_by_staff | not_reversed");
    check(&[INTEND, ISSUED, r#"staff_reverse "expects":4"#, closed, r#"staff_reissue "expects":5"#], "due 10.00 - | liability:pending:anna -10.00");
    check(
        &[INTEND, ISSUED, r#"staff_reverse "expects":4"#, closed, r#"staff_reissue "expects":5"#, INTEND],
        "due 10.00 - | stale | liability:pending:anna -10.00",
    );
    let next = r#"payout_intended "generation":2,"code":"RF2""#;
    check(
        &[
            INTEND,
            ISSUED,
            r#"staff_reverse "expects":4"#,
            closed,
            r#"staff_reissue "expects":5"#,
            next,
            r#"payout_known "result":"issued","generation":2"#,
        ],
        "settled 10.00 - | liability:issued:gift_card -10.00",
    );
    check(
        &[INTEND, r#"payout_known "result":"conflict""#, r#"staff_reissue "expects":3"#, next],
        "due 10.00 - | payout_conflict | liability:pending:anna -10.00",
    );
    // What was refused is tried once more under its own name: what stands against another one is said as it is.
    check(
        &[INTEND, r#"payout_known "result":"refused""#, r#"staff_reissue "expects":3"#],
        "due 10.00 - | payout_refused | payout_refused | liability:pending:anna -10.00",
    );
    check(&[r#"staff_accept_raise "expects":3"#], "due 10.00 - | nothing_proposed | liability:pending:anna -10.00");
}

#[test]
fn above_an_amount_it_takes_two() {
    let adjust = r#"staff_adjust "expects":3,"to":{"amount":"20.00","currency":"EUR"}"#;
    let little = r#"staff_adjust "expects":3,"to":{"amount":"15.00","currency":"EUR"}"#;
    let second = |kind: &str, actor: &str| format!(r#"staff_{kind} "actor":"{actor}","reason":"seen","proposal":"e7""#);
    check(&[TWO, little], "due 15.00 - | liability:pending:anna -15.00");
    check(&[TWO, adjust], "due 10.00 - | liability:pending:anna -10.00");
    check(&[TWO, adjust, &second("approved", "eve")], "due 10.00 - | same_actor | liability:pending:anna -10.00");
    check(&[TWO, adjust, &second("approved", "max")], "due 20.00 - | liability:pending:anna -20.00");
    check(&[TWO, adjust, &second("approved", "max"), &second("approved", "ann")], "due 20.00 - | proposal_unknown | liability:pending:anna -20.00");
    check(&[TWO, adjust, &second("declined", "eve"), &second("approved", "max")], "due 10.00 - | proposal_unknown | liability:pending:anna -10.00");
    check(&[TWO, adjust, INTEND, ISSUED, &second("approved", "max")], "settled 10.00 - | stale | liability:issued:gift_card -10.00");
}

#[test]
fn whoever_proposed_it_is_known_however_the_name_is_written() {
    let adjust = r#"staff_adjust "expects":3,"to":{"amount":"20.00","currency":"EUR"}"#;
    for name in ["Eve", " EVE ", "eVe"] {
        let second = format!(r#"staff_approved "actor":"{name}","reason":"seen","proposal":"e7""#);
        check(&[TWO, adjust, &second], "due 10.00 - | same_actor | liability:pending:anna -10.00");
    }
}

#[test]
fn many_small_steps_come_to_a_large_one() {
    let adjust = |to: &str, expects: u32| format!(r#"staff_adjust "expects":{expects},"to":{{"amount":"{to}.00","currency":"EUR"}}"#);
    let second = r#"staff_approved "actor":"max","reason":"seen","proposal":"e8""#;
    check(&[TWO, &adjust("15", 3), &adjust("16", 5)], "due 15.00 - | liability:pending:anna -15.00");
    check(&[TWO, &adjust("15", 3), &adjust("16", 5), second], "due 16.00 - | liability:pending:anna -16.00");
    check(&[TWO, &adjust("15", 3), &adjust("12", 5), &adjust("15", 7)], "due 15.00 - | liability:pending:anna -15.00");
    check(&[TWO, &adjust("5", 3), &adjust("10", 5)], "due 10.00 - | liability:pending:anna -10.00");
}

#[test]
fn one_person_does_not_loosen_what_binds_them() {
    let policy = |most: Option<&str>, clawback: &str, by: &str| {
        let above = most.map_or(String::new(), |most| format!(r#","approve_above":[{{"amount":"{most}.00","currency":"EUR"}}]"#));
        format!(r#"policy_changed "clawback":"{clawback}"{above}{by}"#)
    };
    let (eve, large) = (r#","actor":"eve","reason":"because""#, r#"staff_adjust "expects":3,"to":{"amount":"20.00","currency":"EUR"}"#);
    let second = |kind: &str, actor: &str| format!(r#"staff_{kind} "actor":"{actor}","reason":"seen","proposal":"e7""#);
    let (stands, raised) = ("due 10.00 - | liability:pending:anna -10.00", "due 20.00 - | liability:pending:anna -20.00");
    for looser in [policy(None, "loss", eve), policy(Some("50"), "carry", eve)] {
        check(&[TWO, &looser, large], stands);
        check(&[TWO, &looser, &second("approved", "Eve"), large], "due 10.00 - | same_actor | liability:pending:anna -10.00");
        check(&[TWO, &looser, &second("declined", "max"), large], stands);
        check(&[TWO, &looser, &second("approved", "max"), large], raised);
    }
    for nobody in ["", r#","actor":"eve""#] {
        check(&[TWO, &policy(None, "loss", nobody), large], "due 10.00 - | nobody_asks | liability:pending:anna -10.00");
    }
    // Where nothing binds, or more does than before, one person is enough.
    check(&[&policy(Some("50"), "loss", ""), &policy(Some("5"), "carry", ""), large], stands);
    check(&[&policy(None, "carry", ""), large], raised);
    check(&[TWO, &policy(Some("5"), "carry", ""), large], stands);
}

#[test]
fn what_is_owed_is_set_off_against_the_next_reward() {
    let goodwill =
        |rail: &str, amount: &str| format!(r#"staff_goodwill "customer":"anna","rail":"{rail}","amount":{{"amount":"{amount}","currency":"EUR"}}"#);
    let used = r#"reward_used "amount":{"amount":"3.00","currency":"EUR"}"#;
    let owing = [CARRY, INTEND, ISSUED, used, "refund 80"];
    check(
        &[&owing[..], &[&goodwill("wallet", "2.00")]].concat(),
        "reversed 10.00 refunded | asset:clawback:anna 1.00 | expense:rewards:goodwill 2.00 | settled:gift_card -3.00",
    );
    check(
        &[&owing[..], &[&goodwill("gift_card", "2.00"), &goodwill("gift_card", "5.00")]].concat(),
        "reversed 10.00 refunded | expense:rewards:goodwill 7.00 | liability:pending:anna -4.00 | settled:gift_card -3.00",
    );
    check(&[&goodwill("manual", "5.00")], "due 10.00 - | expense:rewards:goodwill 5.00 | liability:pending:anna -15.00");
    check(
        &[r#"staff_goodwill "customer":"nobody","rail":"wallet","amount":{"amount":"5.00","currency":"EUR"}"#],
        "due 10.00 - | customer_unknown | liability:pending:anna -10.00",
    );
}

#[test]
fn a_raise_is_given_where_a_person_agrees() {
    let check = |refunds: &[&str], expects: u32, want: [&str; 2]| {
        let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(day(3), "o1", "80", "0");
        let story = refunds.iter().zip(4..).fold(story, |story, (refunded, no)| story.money(day(no), "o1", "80", refunded));
        let accept = format!(r#""actor":"eve","reason":"because","reward":"r/bob/o1/friend","expects":{expects}"#);
        let told = story.event(day(10), "staff_accept_raise", &accept).time(day(40)).told(&program("", ON_CAPTURE));
        let said = format!("{} | {}", told.of("friend"), told.refused().join(" "));
        assert_eq!((said.as_str(), told.proposed("friend")), (want[0], None), "{refunds:?}");
        // What stands by then is lowered by what is refunded later as if it had never been lowered before.
        let story = Story::of_anna_and_bob().order(day(2), "o1", "bob", "80").money(day(3), "o1", "80", "0");
        let story = refunds.iter().zip(4..).fold(story, |story, (refunded, no)| story.money(day(no), "o1", "80", refunded));
        let told = story.event(day(10), "staff_accept_raise", &accept).money(day(11), "o1", "80", "40").told(&program("", ON_CAPTURE));
        assert_eq!(told.of("friend"), want[1], "{refunds:?}");
    };
    check(&["20", "0"], 3, ["settled 8.00 - | ", "waiting 4.00 -"]);
    check(&["80", "0"], 3, ["settled 8.00 - | ", "waiting 4.00 -"]);
    check(&["80", "40"], 3, ["settled 4.00 - | ", "waiting 4.00 -"]);
    check(&[], 1, ["settled 8.00 - | nothing_proposed", "waiting 4.00 -"]);
}
