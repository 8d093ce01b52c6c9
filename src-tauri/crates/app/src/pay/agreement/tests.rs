//! What is gone by is what was read at the shop, whatever it answers on the way.

use super::*;
use std::collections::VecDeque;
use vouchsafe_connectors::rail::{Corrected, Step};
use vouchsafe_domain::payout::protocol::{Abilities, Delivery, Held, Sent};

/// A shop that answers as it was told to, and writes down what it was asked.
struct Scripted {
    answers: std::sync::Mutex<VecDeque<Result<Agreed, ShopError>>>,
    asked: std::sync::Mutex<String>,
}

impl Scripted {
    fn answer(&self, asked: char) -> Step<'_, Agreed> {
        self.asked.lock().unwrap().push(asked);
        let answer = self.answers.lock().unwrap().pop_front().unwrap();
        Box::pin(async move { answer })
    }
}

impl PayoutRail for Scripted {
    fn agreed(&self) -> Step<'_, Agreed> {
        self.answer('?')
    }
    fn agree<'a>(&'a self, _: &'a Agreement) -> Step<'a, Agreed> {
        self.answer('!')
    }
    fn abilities(&self) -> Abilities {
        unreachable!()
    }
    fn requests<'a>(&'a self, _: &'a Delivery) -> Step<'a, Vec<String>> {
        unreachable!()
    }
    fn requests_to_correct<'a>(&'a self, _: &'a Delivery, _: i64, _: i64) -> Step<'a, Vec<String>> {
        unreachable!()
    }
    fn requests_to_agree(&self, _: &str) -> [String; 2] {
        unreachable!()
    }
    fn send<'a>(&'a self, _: &'a Delivery) -> Step<'a, Sent> {
        unreachable!()
    }
    fn look_up<'a>(&'a self, _: &'a Delivery) -> Step<'a, Vec<Held>> {
        unreachable!()
    }
    fn finish<'a>(&'a self, _: &'a Delivery, _: &'a Held) -> Step<'a, Held> {
        unreachable!()
    }
    fn rest<'a>(&'a self, _: &'a Delivery, _: &'a Held) -> Step<'a, ()> {
        unreachable!()
    }
    fn correct<'a>(&'a self, _: &'a Delivery, _: &'a Held, _: i64) -> Step<'a, Corrected> {
        unreachable!()
    }
}

fn agreement(number: u8) -> Agreement {
    Agreement { shop: "https://shop.example/graphql/".to_owned(), secret: [number; 32] }
}

/// What comes of answers, of which `u` is unclear, `0` nothing, `s` strange, `d` a denial, and another digit the agreement with that number: what was
/// asked, and the number of the agreement or the code of the error.
async fn check(was_there: bool, answers: &str, asked: &str, came: &str) {
    let answer = |sign: char| match sign {
        'u' => Err(ShopError::OutcomeUnknown { why: "lost".to_owned() }),
        'd' => Err(ShopError::PermissionMissing { permissions: vec!["MANAGE_GIFT_CARD".to_owned()] }),
        's' => Ok(Agreed::Strange),
        '0' => Ok(Agreed::Nothing),
        number => Ok(Agreed::On(agreement(u8::try_from(number).unwrap() - b'0'))),
    };
    let rail = Scripted { answers: std::sync::Mutex::new(answers.chars().map(answer).collect()), asked: std::sync::Mutex::default() };
    let found = match standing(Rail::GiftCard, &rail, &agreement(1), was_there).await {
        Ok(there) => there.secret[0].to_string(),
        Err(error) => error.code().to_owned(),
    };
    assert_eq!((rail.asked.lock().unwrap().as_str(), found.as_str()), (asked, came), "{was_there} {answers}");
    assert!(rail.answers.lock().unwrap().is_empty(), "{answers}");
}

#[tokio::test]
async fn what_was_read_at_the_shop_is_gone_by_and_nothing_else() {
    check(false, "1", "!", "1").await;
    check(false, "s2", "!?", "2").await;
    check(false, "u1", "!?", "1").await;
    check(false, "u2", "!?", "2").await;
    check(false, "u01", "!?!", "1").await;
    check(false, "uus2", "!?!?", "2").await;
    check(false, "d", "!", "permission_missing").await;
    check(false, "ud", "!?", "permission_missing").await;
    check(true, "1", "?", "1").await;
    check(true, "2", "?", "2").await;
    check(true, "01", "?!", "1").await;
    check(true, "0s2", "?!?", "2").await;
    // What it bears was written a moment later.
    check(false, "sss2", "!???", "2").await;
    check(true, "s1", "??", "1").await;
}

#[tokio::test]
async fn a_shop_that_never_says_is_not_gone_by() {
    check(false, "uuuuuuuu", "!?!?!?!?", "outcome_unknown").await;
    check(false, "u0u0u0u0", "!?!?!?!?", "outcome_unknown").await;
    check(false, "sssss", "!????", "secret_unreadable").await;
    // Its place is taken by what is not looked for there: a voucher, where a card is looked for.
    check(false, "s0s0s0s0", "!?!?!?!?", "secret_unreadable").await;
    check(true, "sssss", "?????", "secret_unreadable").await;
}
