//! Payouts: what they are called, and what may follow on what.

use super::*;
use crate::money::{Currency, Money};
use crate::name::{Key, NameTable};
use crate::reward::RewardKey;

fn amount() -> Amount {
    Money::new(1_000, Currency::parse("EUR").unwrap()).into()
}

fn at(micros: i64) -> Timestamp {
    Timestamp::from_micros(micros)
}

fn intended() -> PayoutStep {
    PayoutStep::Intended { generation: Generation::FIRST, rail: Rail::GiftCard, amount: amount(), code: Some(Key::symbol(4)), expires_on: None }
}

/// The record after these steps, a microsecond apart.
fn after(steps: &[PayoutStep]) -> PayoutRecord {
    let step = |record, (no, step): (usize, &PayoutStep)| PayoutRecord::after(record, *step, at(i64::try_from(no).unwrap()));
    steps.iter().enumerate().fold(None, step).unwrap()
}

#[test]
fn a_delivery_is_called_the_same_on_every_desk() {
    let mut names = NameTable::default();
    let mut check = |shop: &str, key: &str, generation, said: &str| {
        let key = RewardKey::parse(key, &mut names).unwrap();
        let issuance = Issuance::of(shop, &key, Generation(generation), &names);
        assert_eq!(issuance.to_string(), said);
        assert_eq!(Issuance::parse(said), Some(issuance));
        issuance
    };
    let first = check("https://shop.example", "first-order/bob/o1/advocate", 1, "57aa83f1-b9e9-57ea-94f0-5040f7610695");
    // An order has one buyer: whoever was thought to be it, the delivery is one.
    check("https://shop.example/", "first-order/guest-o1/o1/advocate", 1, "57aa83f1-b9e9-57ea-94f0-5040f7610695");
    check("https://shop.example", "welcome/bob/registration/friend", 2, "a02cc21f-1e31-5014-bfa6-c2bbdce0d9fe");
    assert_eq!(ExternalCode::of(&[7; 32], &first).as_str(), "RFY1TZ7M96SW9EYP");
    assert_eq!(Issuance::parse("57aa83f1b9e957ea94f05040f7610695"), None);
}

#[test]
fn other_deliveries_are_called_otherwise() {
    let mut names = NameTable::default();
    let mut seen = std::collections::BTreeSet::new();
    for shop in ["https://a.example", "https://b.example"] {
        for key in [
            "r/bob/o1/advocate",
            "r/bob/o1/friend",
            "r/bob/o2/advocate",
            "q/bob/o1/advocate",
            "r/bob/registration/friend",
            "r/eve/registration/friend",
            "r/bob/event-o1/friend",
        ] {
            for generation in 1..3 {
                let key = RewardKey::parse(key, &mut names).unwrap();
                let issuance = Issuance::of(shop, &key, Generation(generation), &names);
                assert!(seen.insert(issuance) && ExternalCode::of(&[1; 32], &issuance) != ExternalCode::of(&[2; 32], &issuance));
            }
        }
    }
    assert_eq!(seen.len(), 28);
}

#[test]
fn what_is_unknown_stays_so_until_somebody_looked() {
    let unknown = after(&[intended(), PayoutStep::Unknown]);
    assert_eq!(unknown.known_at(), Some(at(1)));
    assert_eq!(PayoutRecord::after(Some(unknown), PayoutStep::Unknown, at(9)), Some(unknown));
    let again = after(&[intended(), PayoutStep::Unknown, intended()]);
    assert_eq!((again.status(), again.attempts(), again.intended_at()), (PayoutStatus::Intended, 2, at(0)));
}

#[test]
fn a_refund_that_came_meanwhile_is_not_forgotten() {
    for steps in [
        &[intended(), PayoutStep::ReverseWhenKnown, PayoutStep::Unknown][..],
        &[intended(), PayoutStep::Unknown, PayoutStep::ReverseWhenKnown, intended()],
    ] {
        assert!(after(steps).reverses_when_known());
    }
}

#[test]
fn the_same_use_is_told_and_found_and_counts_once() {
    let issued = PayoutStep::Issued { id: None, minor: 1_000 };
    let used = |steps: &[PayoutStep]| after(&[&[intended(), issued], steps].concat()).used();
    let (told, found) = (|minor| PayoutStep::Used { minor }, |to, used| PayoutStep::Corrected { to, used });
    assert_eq!(used(&[told(300), found(500, 300)]), 300);
    assert_eq!(used(&[found(500, 300), told(300)]), 300);
    assert_eq!(used(&[found(500, 300), told(300), told(50)]), 350);
    // The use of a delivery that was closed is not one of the next, be it told before or behind that.
    let next = PayoutStep::Intended { generation: Generation(2), rail: Rail::GiftCard, amount: amount(), code: None, expires_on: None };
    assert_eq!(used(&[found(0, 300), PayoutStep::Closed, next, issued, told(300), told(20)]), 20);
    assert_eq!(used(&[told(300), found(0, 300), PayoutStep::Closed, next, issued, told(20)]), 20);
    assert_eq!(used(&[found(0, 300), PayoutStep::Closed, told(300), next, issued, told(20)]), 20);
}

#[test]
fn money_counts_for_the_day_on_which_it_may_have_left() {
    let refused = [intended(), PayoutStep::Refused, intended()];
    assert_eq!(after(&refused).intended_at(), at(2), "nothing of it left before");
    assert_eq!(after(&[&refused[..], &[PayoutStep::Unknown, intended()]].concat()).intended_at(), at(2), "it may have left before");
}

#[test]
fn what_was_refused_is_not_about_to_be_told() {
    let issued = [intended(), PayoutStep::Issued { id: None, minor: 1_000 }];
    let is_told = |steps: &[PayoutStep], should| after(&[&issued, steps].concat()).is_being_corrected(should);
    let (to, refused) = (PayoutStep::Correcting { to: 400 }, PayoutStep::NotCorrected);
    assert!(!is_told(&[], 1_000) && is_told(&[], 400) && is_told(&[to], 400) && is_told(&[to], 1_000));
    assert!(!is_told(&[to, refused], 400), "it was refused");
    assert!(is_told(&[to, refused], 300), "something else is meant by now");
    assert!(is_told(&[to, refused, to], 400), "a person asked");
    assert!(!after(&[intended()]).is_being_corrected(400));
}

#[test]
fn a_name_that_an_intent_said_stays() {
    let steps = [intended(), PayoutStep::Unknown, intended(), PayoutStep::Issued { id: None, minor: 1_000 }, PayoutStep::Correcting { to: 0 }];
    let mut record = after(&steps[..1]).named(Issuance([7; 16]));
    for step in &steps[1..] {
        record = PayoutRecord::after(Some(record), *step, at(9)).unwrap();
        assert_eq!(record.issuance(), Some(Issuance([7; 16])), "{step:?}");
        assert_eq!(PayoutRecord::from_bytes(&record.to_bytes()), Ok(record));
    }
    // The next delivery is called otherwise.
    let closed = PayoutRecord::after(Some(record), PayoutStep::Closed, at(9));
    let PayoutStep::Intended { rail, amount, code, .. } = intended() else { panic!() };
    let next = PayoutStep::Intended { generation: Generation(2), rail, amount, code, expires_on: None };
    assert_eq!(PayoutRecord::after(closed, next, at(9)).unwrap().issuance(), None);
}

#[test]
fn no_step_leads_anywhere_from_where_it_does_not_begin() {
    let issued = after(&[intended(), PayoutStep::Issued { id: None, minor: 1_000 }]);
    for step in [intended(), PayoutStep::Refused, PayoutStep::Conflict, PayoutStep::Unknown, PayoutStep::Issued { id: None, minor: 5 }] {
        assert_eq!(PayoutRecord::after(Some(issued), step, at(9)), Some(issued), "{step:?}");
    }
    assert_eq!(PayoutRecord::after(None, PayoutStep::Unknown, at(9)), None);
    for record in [issued, after(&[intended(), PayoutStep::Conflict, PayoutStep::Closed])] {
        assert_eq!(PayoutRecord::from_bytes(&record.to_bytes()), Ok(record));
    }
}
