//! What is tried, said or looked for once more: by itself, a day later, or because a person asks.

use super::*;

#[test]
fn an_ask_holds_to_the_end_of_the_run() {
    let nothing = || Some(Heard::Found(vec![]));
    // What was refused is intended, looked for and said once more.
    check_asked(("reversed", "not to 0"), None, &Next::IntendCorrection { to: 0 });
    let asked_again = PayoutRecord::after(record("not to 0"), PayoutStep::Correcting { to: 0 }, at(9));
    let then = |heard: Option<Heard>| next(&reward("reversed"), asked_again.as_ref(), &delivery(), SHOP, ASKED, heard.as_ref());
    assert_eq!(then(Some(Heard::Committed)), Next::LookUp);
    assert_eq!(then(Some(Heard::Found(vec![held("a")]))), Next::Correct { held: held("a"), to: 0 });
    // The desk died in between: nobody has to ask again.
    let by_itself = next(&reward("reversed"), asked_again.as_ref(), &delivery(), SHOP, BY_ITSELF, Some(&Heard::Found(vec![held("a")])));
    assert_eq!(by_itself, Next::Correct { held: held("a"), to: 0 });
    // What was tried often is looked for first, and tried once more.
    check_asked(("due", "worn"), None, &Next::LookUp);
    check_asked(("due", "worn"), nothing(), &Next::IntendIssue);
}

#[test]
fn an_outage_neither_strands_a_payout_nor_has_the_shop_hammered() {
    let nothing = || Some(Heard::Found(vec![]));
    let check = |asking, of, want: Next| check_as(asking, ("due", of), nothing(), &want, SHOP, &delivery());
    check(BY_ITSELF, "unknown", Next::IntendIssue);
    for of in ["worn", "worn unknown"] {
        check(BY_ITSELF, of, Next::Person(Why::TriedTooOften));
        check(A_DAY_LATER, of, Next::IntendIssue);
    }
    // A batch tries each once, whoever asks.
    for of in ["unknown", "worn"] {
        check(AGAIN, of, Next::Person(Why::TriedAlready));
    }
    check_as(AGAIN, ("due", "refused"), None, &Next::Person(Why::Refused), SHOP, &delivery());
    check_as(AGAIN, ("reversed", "not to 0"), None, &Next::Person(Why::CorrectionRefused), SHOP, &delivery());
    check_as(AGAIN, ("due", "unknown"), Some(Heard::Found(vec![held("a")])), &issued(1_000), SHOP, &delivery());
}

#[test]
fn what_lost_our_mark_is_not_gone() {
    let ours = Delivery { id: Some("a".to_owned()), ..delivery() };
    let found = |of, list: Vec<Held>, want: &Next| check_as(BY_ITSELF, of, Some(Heard::Found(list)), want, SHOP, &ours);
    let to_zero = |held: Held| Next::Correct { held, to: 0 };
    let overwritten = Held { issuance: Some(Issuance([8; 16]).to_string()), ..held("a") };
    for held in [strange("a"), overwritten] {
        found(("reversed", "to 0"), vec![held.clone()], &to_zero(held.clone()));
        found(("reversed", "to 0"), vec![strange("b"), held.clone()], &to_zero(held));
    }
    found(("reversed", "to 0"), vec![strange("b")], &Next::Person(Why::Conflict));
    found(("reversed", "to 0"), vec![], &Next::Know(Learned::Gone));
    // Where no id is recorded only the mark says whose it is.
    check(("reversed", "to 0"), SHOP, Some(Heard::Found(vec![strange("a")])), &Next::Person(Why::Conflict));
}

#[test]
fn what_is_intended_anew_has_its_whole_time() {
    let terms = Terms { valid_days: Some(30), ..terms() };
    assert_eq!(delivery().afresh(&terms, at(0)).expires_on, Some(30));
    assert_eq!(Delivery { expires_on: Some(2), ..delivery() }.afresh(&super::terms(), at(0)).expires_on, None);
    let PayoutStep::Intended { generation, rail, amount, code, .. } = intended() else { panic!() };
    let until = |day| PayoutStep::Intended { generation, rail, amount, code, expires_on: Some(day) };
    for between in [&[][..], &[PayoutStep::Unknown], &[PayoutStep::Refused]] {
        let steps = [&[until(3)], between, &[until(40)]].concat();
        let record = steps.iter().fold(None, |record, step| PayoutRecord::after(record, *step, at(9)));
        assert_eq!(record.unwrap().expires_on(), Some(40), "{between:?}");
    }
}

#[test]
fn what_ran_out_before_it_could_be_used_gets_a_new_time_and_is_finished() {
    let today = BY_ITSELF.now.utc_day();
    let made = |day| Held { is_active: false, expires_on: Some(day), ..held("a") };
    let check = |asking, delivery: Option<i32>, card: Held, want: &Next| {
        let delivery = Delivery { expires_on: delivery, ..super::delivery() };
        check_as(asking, ("due", "unknown"), Some(Heard::Found(vec![card])), want, SHOP, &delivery);
    };
    let finish = |held: Held| Next::Finish { held };
    check(BY_ITSELF, Some(today + 1), made(today + 1), &finish(made(today + 1)));
    check(BY_ITSELF, Some(today), made(today), &Next::IntendIssue);
    check(AGAIN, Some(today), made(today), &Next::Person(Why::TriedAlready));
    // The new time is written down: what was made is given it.
    check(BY_ITSELF, Some(today + 30), made(today), &finish(made(today)));
    check(BY_ITSELF, None, made(today), &finish(made(today)));
    // What was usable once was delivered, however long it lasts.
    check(BY_ITSELF, Some(today), Held { expires_on: Some(today), ..held("a") }, &issued(1_000));
}
