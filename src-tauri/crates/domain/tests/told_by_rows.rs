//! What a row tells by what it was before: owners gained and lost, accounts that changed, what we wrote ourselves, money that came back.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use vouchsafe_domain::derive::{customer_events, order_events};
use vouchsafe_domain::event::{Event, Fact, Funds};
use vouchsafe_domain::money::Currency;
use vouchsafe_domain::name::NameTable;
use vouchsafe_domain::shop::{Address, Customer, MoneyEvent, MoneyStep, Order, OrderStatus, ShopId};
use vouchsafe_domain::time::Timestamp;

fn customer() -> Customer {
    Customer {
        id: ShopId::parse("46"),
        email: "Anna.K+shop@gmail.com".to_owned(),
        first_name: "Anna".to_owned(),
        last_name: "K".to_owned(),
        is_active: true,
        is_confirmed: false,
        joined: Timestamp::from_micros(50),
        updated: Timestamp::from_micros(60),
        language: "EN".to_owned(),
        external_reference: None,
        note: String::new(),
        own_code: None,
        ref_code: None,
        metadata: Vec::new(),
        private_metadata: Vec::new(),
        addresses: vec![at_home("030 123456")],
    }
}

fn at_home(phone: &str) -> Address {
    Address { phone: phone.to_owned(), country: "DE".to_owned(), ..Address::default() }
}

fn order(money: Vec<MoneyEvent>) -> Order {
    Order {
        id: ShopId::parse("o1"),
        number: "1042".to_owned(),
        created: Timestamp::from_micros(70),
        updated: Timestamp::from_micros(60),
        status: OrderStatus::Unconfirmed,
        is_replacement: false,
        channel: String::new(),
        currency: Currency::parse("EUR").unwrap(),
        customer: None,
        customer_email: None,
        email: Some("guest@shop.example".to_owned()),
        items_minor: 0,
        items_with_tax_minor: 0,
        shipping_minor: 0,
        total_minor: 0,
        voucher_code: None,
        gift_cards: Vec::new(),
        ref_code: None,
        device: None,
        ip: None,
        metadata: Vec::new(),
        private_metadata: Vec::new(),
        billing: None,
        shipping: None,
        cards: Vec::new(),
        lines: Vec::new(),
        events: Vec::new(),
        money,
    }
}

fn texts(events: &[Event], names: &NameTable) -> Vec<String> {
    events.iter().map(|event| format!("{} at {}", event.id.text(names), event.at.micros())).collect()
}

#[test]
fn an_account_changes_when_it_says_something_else_and_not_when_it_is_written_otherwise() {
    let check = |change: &dyn Fn(&mut Customer), want: &[&str]| {
        let (mut names, mut now) = (NameTable::default(), customer());
        now.updated = Timestamp::from_micros(90);
        change(&mut now);
        let events = customer_events(Some(&customer()), &now, &mut names);
        assert_eq!(texts(&events, &names), want);
    };
    let updated = ["customer/46/updated/90 at 90"];
    check(&|_| {}, &[]);
    check(&|now| now.email = " anna.k+shop@GMAIL.com".to_owned(), &[]);
    check(&|now| now.addresses = vec![at_home("+49 (0)30 / 123456")], &[]);
    check(&|now| now.addresses.insert(0, at_home("")), &[]);
    check(&|now| now.last_name = "Berg".to_owned(), &[]);
    check(&|now| now.email = "annak@gmail.com".to_owned(), &updated);
    check(&|now| now.addresses = vec![at_home("030 123457")], &updated);
    check(&|now| now.addresses.clear(), &updated);
    check(&|now| now.is_confirmed = true, &updated);
    check(&|now| now.ref_code = Some("BOB".to_owned()), &updated);
}

#[test]
fn a_code_that_we_wrote_comes_back_as_the_event_that_we_know() {
    let (mut names, mut now) = (NameTable::default(), customer());
    now.own_code = Some(" anna-k7m-2qx-9rt ".to_owned());
    now.updated = Timestamp::from_micros(90);
    let events = customer_events(Some(&customer()), &now, &mut names);
    assert_eq!(texts(&events, &names), ["code/ANNA-K7M-2QX-9RT/issued/46 at 50"]);
    let other = Customer { id: ShopId::parse("47"), ..now.clone() };
    let claim = customer_events(Some(&customer()), &other, &mut names);
    assert_eq!(texts(&claim, &names), ["code/ANNA-K7M-2QX-9RT/issued/47 at 50"], "another account that names it says something else");
    now.own_code = Some("  ".to_owned());
    assert_eq!(customer_events(Some(&customer()), &now, &mut names), []);
}

#[test]
fn an_account_says_who_it_is_in_canonical_form() {
    let mut names = NameTable::default();
    let said = |row: &Customer, names: &mut NameTable| match &customer_events(None, row, names)[0].fact {
        Fact::CustomerRegistered(account) => {
            [account.email, account.mailbox, account.phone].map(|no| no.and_then(|no| names.identity_text(no).map(str::to_owned)))
        }
        other => panic!("{other:?}"),
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(said(&customer(), &mut names), [some("anna.k+shop@gmail.com"), some("annak@gmail.com"), some("+4930123456")]);
    // What is masked or none is nobody's, and the account is told all the same.
    let masked = Customer { email: "a...@example.com".to_owned(), addresses: vec![at_home("+49............")], ..customer() };
    assert_eq!(said(&masked, &mut names), [None, None, None]);
    assert_eq!(said(&Customer { email: "none".to_owned(), addresses: vec![], ..customer() }, &mut names), [None, None, None]);
}

#[test]
fn an_owner_is_told_when_a_guests_order_gains_one() {
    let owned = |by: &str| Order { customer: Some(ShopId::parse(by)), customer_email: Some("anna@shop.example".to_owned()), ..order(Vec::new()) };
    let draft = |order: Order| Order { status: OrderStatus::Draft, ..order };
    let check = |before: Option<Order>, now: Order, want: &[&str]| {
        let mut names = NameTable::default();
        let events = order_events(before.as_ref(), &now, &mut names);
        assert_eq!(texts(&events, &names), want);
    };
    check(None, owned("46"), &["order/1042/placed at 70"]);
    check(None, order(Vec::new()), &["order/1042/placed at 70"]);
    check(Some(draft(order(Vec::new()))), owned("46"), &["order/1042/placed at 70"]);
    // Saleor does not touch the row's time of change; what we tell is never before the order.
    check(Some(order(Vec::new())), owned("46"), &["order/1042/owner/46 at 70"]);
    check(Some(owned("46")), owned("46"), &[]);
    // The account was deleted: no event, and an owner again when they come back under a new number.
    check(Some(owned("46")), order(Vec::new()), &[]);
    check(Some(order(Vec::new())), owned("99"), &["order/1042/owner/99 at 70"]);
    check(Some(owned("46")), owned("99"), &[]);
}

#[test]
fn the_buyers_address_is_the_accounts_unless_the_shop_masks_it() {
    let check = |account: Option<&str>, written: Option<&str>, want: Option<&str>| {
        let mut names = NameTable::default();
        let row = Order { customer_email: account.map(str::to_owned), email: written.map(str::to_owned), ..order(Vec::new()) };
        let body = match &order_events(None, &row, &mut names)[0].fact {
            Fact::Order { body: Some(body), .. } => body.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(body.email.and_then(|no| names.identity_text(no)), want);
    };
    check(Some("A@shop.example"), Some("b@shop.example"), Some("a@shop.example"));
    check(None, Some("b@shop.example"), Some("b@shop.example"));
    check(Some("a...@example.com"), Some("b@shop.example"), Some("b@shop.example"));
    check(Some("a...@example.com"), Some("b...@example.com"), None);
    check(None, None, None);
}

/// Movements as (instant, kind, amount), numbered by their place.
fn money(movements: &[(i64, MoneyStep, i64)]) -> Vec<MoneyEvent> {
    let movement = |(no, (at, step, minor)): (usize, &(i64, MoneyStep, i64))| MoneyEvent {
        id: ShopId::parse(&(no + 1).to_string()),
        at: Timestamp::from_micros(*at),
        step: *step,
        minor: *minor,
    };
    movements.iter().enumerate().map(movement).collect()
}

fn last_truth(movements: &[(i64, MoneyStep, i64)]) -> Option<Funds> {
    let mut events = order_events(None, &order(money(movements)), &mut NameTable::default());
    events.sort_by_key(|event| event.at);
    events.iter().rev().find_map(|event| match event.fact {
        Fact::OrderMoney { funds, .. } => Some(funds),
        _ => None,
    })
}

#[test]
fn money_that_came_back_is_ours_again() {
    use MoneyStep::{Charged, ChargedBack, RefundReversed, Refunded};
    let check = |movements: &[(i64, MoneyStep, i64)], want: (i64, i64, i64), net: i64| {
        let funds = last_truth(movements).unwrap();
        assert_eq!((funds.captured, funds.refunded, funds.charged_back, funds.net()), (want.0, want.1, want.2, net), "{movements:?}");
    };
    // As a real shop was recorded: 100 taken, 20 given back, 10 charged back, and the 20 bounced.
    check(&[(1, Charged, 100), (2, Refunded, 20)], (100, 20, 0), 80);
    check(&[(1, Charged, 100), (2, Refunded, 20), (3, ChargedBack, 10)], (100, 20, 10), 70);
    check(&[(1, Charged, 100), (2, Refunded, 20), (3, ChargedBack, 10), (4, RefundReversed, 20)], (100, 0, 10), 90);
    // A clock that says that it bounced before it was given back.
    check(&[(1, Charged, 100), (2, RefundReversed, 20), (3, Refunded, 20)], (100, 0, 0), 100);
    check(&[(1, Charged, 100), (2, RefundReversed, 30), (3, Refunded, 20)], (100, 0, 0), 100);
    check(&[(1, Charged, 100), (2, ChargedBack, 150)], (100, 0, 150), 0);
}

proptest! {
    #[test]
    fn the_last_truth_does_not_hang_on_the_order_of_movements(
        movements in prop::collection::vec((0i64..9, prop::sample::select(vec![MoneyStep::Charged, MoneyStep::Refunded, MoneyStep::ChargedBack, MoneyStep::RefundReversed]), 0i64..100), 1..8),
        by in 0usize..8,
    ) {
        let mut turned = movements.clone();
        for (movement, at) in turned.iter_mut().zip((0..).map(|no| (no + i64::try_from(by).unwrap()) % 9)) {
            movement.0 = at;
        }
        prop_assert_eq!(last_truth(&turned), last_truth(&movements));
    }
}
