//! What a generated shop promises, checked.

use std::collections::BTreeMap;

use crate::customer::{Customer, NOBODY};
use crate::instant::DAY;
use crate::order::{Buyer, Course, Order, Status, UsedCode};
use crate::shop::Shop;
use crate::spec::{Preset, Spec};

fn shop() -> Shop {
    Shop::generate(&Spec::new(5_000, 1))
}

fn text(shop: &Shop) -> String {
    shop.order_pages(100).chain(shop.customer_pages(100)).collect()
}

#[test]
fn a_seed_is_a_shop() {
    let spec = |seed| Spec::new(600, seed);
    let (one, again, other) = (text(&Shop::generate(&spec(1))), text(&Shop::generate(&spec(1))), text(&Shop::generate(&spec(2))));
    assert!(one == again);
    assert!(one != other);
    // The shop of seed 1 is the same on every machine and in every release: whoever changes it changes everybody's demo.
    let digest = one.bytes().fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    insta::assert_snapshot!(format!("{} bytes, {digest:016x}", one.len()), @"4210258 bytes, b7b011c1eb74de98");
}

#[test]
fn every_oddity_is_there() {
    let shop = shop();
    let orders = |holds: &dyn Fn(&Order) -> bool| shop.orders.iter().filter(|order| holds(order)).count();
    let course = |wanted: Course| orders(&|order| order.course == wanted);
    let status = |wanted: Status| orders(&|order| order.status == wanted);
    let customers = |holds: &dyn Fn(&Customer) -> bool| shop.customers.iter().filter(|customer| holds(customer)).count();
    let account = |order: &Order| match order.buyer {
        Buyer::Customer { index, linked } => Some((&shop.customers[index as usize], linked)),
        Buyer::Guest(_) => None,
    };
    let young = |order: &Order, wanted: bool| account(order).is_some_and(|(customer, linked)| linked == wanted && customer.joined > order.created);
    let own = |order: &Order| matches!((order.code, order.buyer), (UsedCode::Of { owner, .. }, Buyer::Customer { index, .. }) if owner == index);
    let below = |order: &Order| match (order.code, order.buyer) {
        (UsedCode::Of { owner, .. }, Buyer::Customer { index, .. }) => shop.customers[owner as usize].advocate == index,
        _ => false,
    };
    let facts: Vec<(&str, usize, usize)> = vec![
        ("unpaid", course(Course::Unpaid), 100),
        ("authorized", course(Course::Authorized), 50),
        ("partly captured", course(Course::PartlyCaptured), 50),
        ("overcharged", course(Course::Overcharged), 10),
        ("partly refunded", course(Course::PartlyRefunded), 100),
        ("fully refunded", course(Course::FullyRefunded), 100),
        ("charged back", course(Course::ChargedBack), 10),
        ("refund reversed", course(Course::RefundReversed), 8),
        ("legacy paid", course(Course::LegacyPaid), 20),
        ("legacy refunded", course(Course::LegacyPartlyRefunded), 8),
        ("legacy refused", course(Course::LegacyRefused), 5),
        ("unconfirmed", status(Status::Unconfirmed), 50),
        ("canceled", status(Status::Canceled), 100),
        ("expired", status(Status::Expired), 10),
        ("returned", status(Status::Returned), 50),
        ("partly returned", status(Status::PartlyReturned), 50),
        ("guest", orders(&|order| matches!(order.buyer, Buyer::Guest(_))), 300),
        ("guest who registers later", orders(&|order| young(order, false)), 50),
        ("account younger than its order", orders(&|order| young(order, true)), 200),
        ("friend's order", orders(&|order| matches!(order.code, UsedCode::Of { .. })), 400),
        ("lower-case code", orders(&|order| matches!(order.code, UsedCode::Of { lower: true, .. })), 50),
        ("unknown code", orders(&|order| matches!(order.code, UsedCode::Stray(_))), 20),
        ("own code", orders(&own), 3),
        ("code of a friend", orders(&below), 3),
        ("disabled code", customers(&|customer| customer.code_disabled), 5),
        ("code owner", customers(&|customer| customer.owns_code), 400),
        ("account names the advocate", customers(&|customer| customer.names_advocate), 80),
        ("ring member", customers(&|customer| customer.ring > 0), 30),
        ("late change", orders(&|order| order.updated - order.created > 100 * DAY), 20),
        ("gift card bought", shop.cards.len(), 30),
        ("gift card used", shop.cards.iter().filter(|card| card.used_in.is_some()).count(), 20),
        ("voucher", orders(&|order| order.marks.voucher), 100),
        ("device", orders(&|order| order.marks.device), 2_000),
        ("address on the network", orders(&|order| order.marks.ip), 3_000),
    ];
    for (what, found, least) in facts {
        assert!(found >= least, "{what}: {found} of at least {least}");
    }
    for channel in 0..5u8 {
        assert!(orders(&|order| order.channel == channel) >= 50, "channel {channel}");
    }
}

#[test]
fn hostile_names_are_there() {
    let text = text(&shop());
    let long = text.split("\"firstName\":\"").any(|rest| rest.split('"').next().is_some_and(|name| name.chars().count() == 250));
    for hostile in ["<img src=x onerror=alert(1)>", "=HYPERLINK(\\\"http://evil.example\\\",\\\"x\\\")", "\u{202e}", "Иванова", "佐藤"] {
        assert!(text.contains(hostile), "{hostile}");
    }
    assert!(long);
}

#[test]
fn time_makes_sense() {
    let shop = shop();
    let begin = shop.now - 730 * DAY;
    for order in &shop.orders {
        assert!(begin <= order.created && order.created <= order.updated && order.updated < shop.now, "{order:?}");
        assert!(order.paid_after <= order.acted || order.course.is_unpaid(), "{order:?}");
    }
    assert!(shop.orders.is_sorted_by_key(|order| order.created));
    let changes: Vec<i64> = shop.orders_by_update.iter().map(|row| shop.orders[*row as usize].updated).collect();
    assert!(changes.is_sorted_by(|one, next| one < next));
    for customer in &shop.customers {
        assert!(begin <= customer.joined && customer.joined <= customer.updated && customer.updated < shop.now, "{customer:?}");
    }
}

#[test]
fn people_of_a_ring_share_what_they_can() {
    let shop = shop();
    let mut rings: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (index, customer) in (0..).zip(&shop.customers).filter(|(_, customer)| customer.ring > 0) {
        rings.entry(customer.ring).or_default().push(index);
    }
    let large = rings.values().filter(|members| members.len() >= 3);
    for members in large {
        let devices: std::collections::BTreeSet<String> = members.iter().map(|index| shop.customer_person(*index).device()).collect();
        assert_eq!(devices.len(), 1);
        let homes: std::collections::BTreeSet<String> = members.iter().map(|index| format!("{:?}", shop.customer_person(*index).home())).collect();
        assert_eq!(homes.len(), 1);
        let leader = members[0];
        assert!(members[1..].iter().all(|index| shop.customers[*index as usize].advocate == leader));
    }
}

fn depth(shop: &Shop, index: u32) -> usize {
    std::iter::successors(Some(index), |index| Some(shop.customers[*index as usize].advocate).filter(|next| *next != NOBODY)).count()
}

fn root(shop: &Shop, index: u32) -> u32 {
    let up = std::iter::successors(Some(index), |index| Some(shop.customers[*index as usize].advocate).filter(|next| *next != NOBODY));
    up.last().unwrap_or(index)
}

#[test]
fn trees_are_heavy_tailed() {
    let shop = Shop::generate(&Spec::new(30_000, 1));
    let mut friends: BTreeMap<u32, usize> = BTreeMap::new();
    for customer in shop.customers.iter().filter(|customer| customer.advocate != NOBODY) {
        *friends.entry(customer.advocate).or_default() += 1;
    }
    let all: usize = friends.values().sum();
    let most = friends.values().max().copied().unwrap_or(0);
    assert!(all > 2_500 && most > 60 && friends.len() > 500, "{all} friends, at most {most}, of {} advocates", friends.len());
    assert!((0..10_000).map(|index| depth(&shop, index)).max() >= Some(5));
}

#[test]
fn the_viral_preset_is_one_subtree_of_half_the_customers() {
    let shop = Shop::generate(&Spec::new(6_000, 1).preset(Preset::Viral));
    let inside = (0..2_000).filter(|index| root(&shop, *index) == 0).count();
    assert_eq!(inside, 1_000);
}

#[test]
fn the_deep_preset_is_one_long_chain_that_orders_prove() {
    let shop = Shop::generate(&Spec::new(6_000, 1).preset(Preset::Deep));
    assert_eq!((0..2_000).map(|index| depth(&shop, index)).max(), Some(1_000));
    let mut proven = vec![false; 2_000];
    for order in &shop.orders {
        if let (Buyer::Customer { index, .. }, UsedCode::Of { owner, .. }) = (order.buyer, order.code) {
            proven[index as usize] |= owner == shop.customers[index as usize].advocate;
        }
    }
    assert!((1..1_000).all(|level| proven[level * 2]));
}

#[test]
fn spend_covers_the_history_without_gaps() {
    let spend: Vec<_> = shop().spend().collect();
    let channels: Vec<_> = spend.chunk_by(|one, next| one.channel == next.channel).collect();
    assert_eq!(channels.len(), 5);
    for months in channels {
        assert_eq!(months.len(), 24);
        assert!(months.iter().all(|month| month.minor > 0));
        assert!(months.windows(2).all(|pair| pair[0].to == pair[1].from));
        assert_eq!((months[0].from.as_str(), months[23].to.as_str()), ("2024-11-01T00:00:00+00:00", "2026-11-01T00:00:00+00:00"));
    }
}

#[test]
fn rows_are_small_enough_for_ten_million() {
    assert_eq!((size_of::<Order>(), size_of::<Customer>()), (64, 40));
}
