//! What a deed bumps and what it leaves alone, and that a seeded life goes through all of them.

use super::*;

/// A shop with an account, its paid order and a guest's order.
fn shop() -> (Living, u64, u64, u64) {
    let mut shop = Living::new(1);
    let register = |email: &str, confirmed| Deed::Register { email: email.to_owned(), ref_code: None, own_code: None, confirmed };
    assert!(shop.act(&register("ada@example.com", true)));
    let customer = shop.accounts[0].number;
    let place =
        |buyer| Deed::Place { buyer, ref_code: Some("X".to_owned()), channel: 0, items: vec![(0, 2)], confirmed: true, card: None, voucher: None };
    assert!(shop.act(&place(Buyer::Account(customer))) && shop.act(&place(Buyer::Guest("bob@example.com".to_owned()))));
    let (order, guest) = (shop.orders[0].number, shop.orders[1].number);
    assert!(shop.act(&Deed::Charge { order, percent: 100 }));
    assert!(shop.act(&register("bob@example.com", false)));
    (shop, customer, order, guest)
}

/// What a deed bumps of: accounts, orders, transactions.
fn bumped(shop: &mut Living, deed: &Deed) -> (usize, usize, usize) {
    let before = shop.clone();
    assert!(shop.act(deed), "{deed:?}");
    let known = |at: Micros| at <= before.now;
    let accounts = shop.accounts.iter().filter(|row| !known(row.updated)).count();
    let orders = shop.orders.iter().filter(|row| !known(row.updated)).count();
    let payments = shop.orders.iter().filter_map(|row| row.payment.as_ref()).filter(|row| !known(row.modified)).count();
    (accounts, orders, payments)
}

#[test]
fn a_deed_bumps_what_a_real_shop_bumps() {
    let (shop, customer, order, guest) = shop();
    let bob = shop.accounts[1].number;
    let wrong = Trouble::Wrong { field: "currency".to_owned(), text: "ZZZ".to_owned() };
    let metadata = |row| Deed::WriteMetadata { row, key: "k".to_owned(), value: "v".to_owned() };
    let table = [
        (Deed::Refund { order, percent: 50 }, (0, 1, 1)),
        (Deed::ReverseRefund { order }, (0, 1, 1)),
        (Deed::ChargeBack { order }, (0, 1, 1)),
        (Deed::Charge { order: guest, percent: 40 }, (0, 1, 1)),
        (Deed::Note { order }, (0, 1, 0)),
        (Deed::Edit { order, percent: 120 }, (0, 1, 0)),
        (metadata(Row::Order(order)), (0, 1, 0)),
        (metadata(Row::Order(order)), (0, 1, 0)),
        (metadata(Row::Customer(customer)), (1, 0, 0)),
        (Deed::GiveCode { customer, code: "X".to_owned() }, (1, 0, 0)),
        // A guest's order gets its user: the account is bumped where it is confirmed, the order never.
        (Deed::ConfirmAccount { customer: bob }, (1, 0, 0)),
        (Deed::ChangeEmail { customer, email: "eve@example.com".to_owned() }, (1, 0, 0)),
        (Deed::Spoil { row: Row::Order(order), trouble: wrong }, (0, 1, 0)),
        (Deed::Heal { row: Row::Order(order), bump: false }, (0, 0, 0)),
        (Deed::Cancel { order }, (0, 1, 0)),
        (Deed::DeleteCustomer { customer }, (0, 0, 0)),
        (Deed::Replace { order }, (0, 1, 0)),
    ];
    let mut shop = shop;
    for (deed, expected) in table {
        assert_eq!(bumped(&mut shop, &deed), expected, "{deed:?}");
    }
    assert_eq!(shop.orders[1].owner, Some(bob));
    assert_eq!((shop.orders[0].owner, shop.orders[0].email.as_str()), (None, "ada@example.com"));
    let copy = &shop.orders[2];
    assert_eq!((copy.original, &copy.metadata), (Some(shop.orders[0].uuid), &shop.orders[0].metadata));
}

#[test]
fn guests_are_found_by_the_letters_of_their_address() {
    for (email, owned) in [("bob@example.com", true), ("Bob@example.com", false)] {
        let mut shop = Living::new(1);
        let items = vec![(0, 1)];
        let buyer = Buyer::Guest(email.to_owned());
        shop.act(&Deed::Place { buyer, ref_code: None, channel: 0, items, confirmed: true, card: None, voucher: None });
        let expired = Deed::Expire { order: shop.orders[0].number };
        let register = Deed::Register { email: "bob@example.com".to_owned(), ref_code: None, own_code: None, confirmed: true };
        assert_eq!(bumped(&mut shop, &register), (1, 0, 0));
        assert_eq!(shop.orders[0].owner.is_some(), owned, "{email}");
        assert_eq!(bumped(&mut shop, &expired), (0, 0, 0));
        assert!(shop.act(&Deed::Vanish { order: shop.orders[0].number }) && shop.orders.is_empty());
    }
}

#[test]
fn who_comes_again_inherits_the_orders_under_a_new_number() {
    let (mut shop, customer, ..) = shop();
    shop.act(&Deed::DeleteCustomer { customer });
    let again = Deed::Register { email: "ada@example.com".to_owned(), ref_code: None, own_code: None, confirmed: true };
    assert_eq!(bumped(&mut shop, &again), (1, 0, 0));
    assert!(shop.orders[0].owner.is_some_and(|owner| owner != customer));
}

#[test]
fn what_is_committed_late_appears_with_old_instants() {
    let (mut shop, _, order, _) = shop();
    let late = Deed::Late { deed: Box::new(Deed::Refund { order, percent: 100 }), seconds: 200 };
    assert!(shop.act(&late));
    let began = shop.now;
    shop.act(&Deed::Note { order: shop.orders[1].number });
    shop.wait(100);
    assert_eq!(shop.orders[0].refunded(), 0);
    shop.wait(200);
    assert_eq!((shop.orders[0].refunded(), shop.orders[0].updated), (shop.orders[0].captured(), began));
    assert!(shop.orders[1].updated > began && !shop.is_busy());
}

#[test]
fn the_same_seed_lives_the_same_and_goes_through_every_deed() {
    let live = |seed: u64| {
        let mut shop = Living::new(seed);
        let deeds: Vec<Deed> = (0..1_500).filter_map(|step| shop.live(step, Wild { deletions: true, troubles: true })).collect();
        (format!("{shop:?}"), deeds)
    };
    let (one, deeds) = live(1);
    assert_eq!((one.clone(), deeds.clone()), live(1));
    assert_ne!(one, live(2).0);
    let name = |deed: &Deed| format!("{deed:?}").split([' ', '{']).next().unwrap_or_default().to_owned();
    let known: std::collections::BTreeSet<String> = deeds.iter().map(name).collect();
    let all = "AdoptOrders Cancel ChangeEmail Charge ChargeBack ConfirmAccount ConfirmOrder DeactivateCard DeleteCard DeleteCustomer \
               DeleteVoucher Edit EndVoucher Expire GiveCode Heal Late MakeCard MakeVoucher Note Place Refund Register Replace \
               ReverseRefund Spoil Vanish WriteMetadata";
    let missing: Vec<&str> = all.split_whitespace().filter(|name| !known.contains(*name)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn totals_stay_sensible_whatever_happens() {
    for seed in 0..20 {
        let mut shop = Living::new(seed);
        for step in 0..300 {
            shop.live(step, Wild::default());
            for order in &shop.orders {
                assert!(order.total() > 0 && order.charged() >= 0 && order.refunded() >= 0, "seed {seed}, step {step}: {order:?}");
                assert!(order.created <= order.updated && order.updated <= shop.now);
            }
        }
    }
}
