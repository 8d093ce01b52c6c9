//! Generated rows of a shop.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::shop::{
    Address, Card, Customer, GiftCard, MoneyEvent, MoneyStep, Order, OrderEvent, OrderLine, OrderStatus, OrderStep, ShopId, Transaction, Voucher,
    VoucherCode, VoucherListing,
};
use vouchsafe_domain::time::Timestamp;

pub(super) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z '\"]{0,12}",
        select(vec!["", "=HYPERLINK(\"http://x\")", "<img src=x onerror=alert(1)>", "Robert'); DROP TABLE event;--", "a\0b", "Ünïcode 💰", "%_\\"])
            .prop_map(str::to_owned),
    ]
}

fn time() -> impl Strategy<Value = Timestamp> {
    (0i64..2_000_000_000_000_000).prop_map(Timestamp::from_micros)
}

fn shop_id() -> impl Strategy<Value = ShopId> {
    prop_oneof![
        (0u64..1_000_000_000).prop_map(ShopId::Number),
        any::<[u8; 16]>().prop_map(ShopId::Uuid),
        "[a-z]{1,20}".prop_map(|text| ShopId::parse(&text))
    ]
}

fn currency() -> impl Strategy<Value = Currency> {
    select(vec!["EUR", "JPY", "KWD"]).prop_map(|code| Currency::parse(code).unwrap())
}

fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    vec((text(), text()), 0..3)
}

fn address() -> impl Strategy<Value = Address> {
    (text(), text(), text(), text()).prop_map(|(first_name, last_name, city, phone)| Address {
        first_name,
        last_name,
        city,
        phone,
        ..Address::default()
    })
}

fn card() -> impl Strategy<Value = Card> {
    (text(), option::of(1u32..=12)).prop_map(|(brand, expiry_month)| Card {
        brand,
        first_digits: "4111".to_owned(),
        last_digits: "1111".to_owned(),
        expiry_month,
        expiry_year: None,
    })
}

fn money_event() -> impl Strategy<Value = MoneyEvent> {
    let step = select(vec![MoneyStep::Charged, MoneyStep::Refunded, MoneyStep::ChargedBack, MoneyStep::RefundReversed]);
    (shop_id(), time(), step, any::<i64>()).prop_map(|(id, at, step, minor)| MoneyEvent { id, at, step, minor })
}

prop_compose! {
    pub(super) fn customer()(
        id in shop_id(), email in text(), first_name in text(), last_name in text(), is_active: bool, is_confirmed: bool, joined in time(),
        updated in time(), (own_code, ref_code, external_reference) in (option::of(text()), option::of(text()), option::of(text())),
        (metadata, private_metadata) in (pairs(), pairs()), addresses in vec(address(), 0..2), note in text(),
    ) -> Customer {
        Customer {
            id, email, first_name, last_name, is_active, is_confirmed, joined, updated, language: "EN".to_owned(), external_reference, note, own_code,
            ref_code, metadata, private_metadata, addresses,
        }
    }
}

fn lines() -> impl Strategy<Value = Vec<OrderLine>> {
    let line = (shop_id(), text(), option::of(text()), any::<u32>(), any::<(i64, i64)>());
    vec(
        line.prop_map(|(id, product, category, quantity, (net_minor, gross_minor))| OrderLine {
            id,
            product,
            sku: None,
            category,
            quantity,
            net_minor,
            gross_minor,
        }),
        0..3,
    )
}

fn history() -> impl Strategy<Value = Vec<OrderEvent>> {
    let step = select(vec![OrderStep::Placed, OrderStep::Confirmed, OrderStep::Cancelled, OrderStep::Expired, OrderStep::PaymentFailed]);
    vec((shop_id(), time(), step).prop_map(|(id, at, step)| OrderEvent { id, at, step }), 0..3)
}

fn status() -> impl Strategy<Value = OrderStatus> {
    select(vec![OrderStatus::Draft, OrderStatus::Unconfirmed, OrderStatus::Unfulfilled, OrderStatus::Cancelled, OrderStatus::Expired])
}

prop_compose! {
    pub(super) fn order()(
        (id, number) in (shop_id(), prop_oneof!["[1-9][0-9]{0,8}", "[A-Z]-[0-9]{1,4}"]),
        (created, updated) in (time(), time()), status in status(), is_replacement: bool, (channel, currency) in (text(), currency()),
        (customer, customer_email, email) in (option::of(shop_id()), option::of(text()), option::of(text())),
        (items_minor, items_with_tax_minor, shipping_minor, total_minor) in any::<(i64, i64, i64, i64)>(),
        (voucher_code, ref_code, device, ip) in (option::of(text()), option::of(text()), option::of(text()), option::of(text())),
        (metadata, private_metadata) in (pairs(), pairs()), (billing, shipping) in (option::of(address()), option::of(address())),
        (cards, gift_cards) in (vec(card(), 0..2), vec(shop_id(), 0..2)), (lines, events, money) in (lines(), history(), vec(money_event(), 0..3)),
    ) -> Order {
        Order {
            id, number, created, updated, status, is_replacement, channel, currency, customer, customer_email, email, items_minor,
            items_with_tax_minor, shipping_minor, total_minor, voucher_code, gift_cards, ref_code, device, ip, metadata, private_metadata, billing,
            shipping, cards, lines, events, money,
        }
    }
}

prop_compose! {
    pub(super) fn transaction()(
        id in shop_id(), (created, modified) in (time(), time()), order in option::of(shop_id()), order_number in option::of("[1-9][0-9]{0,5}"),
        psp_reference in text(), currency in currency(), (charged_minor, refunded_minor, authorized_minor) in any::<(i64, i64, i64)>(),
        card in option::of(card()), events in vec(money_event(), 0..3),
    ) -> Transaction {
        Transaction { id, created, modified, order, order_number, psp_reference, currency, charged_minor, refunded_minor, authorized_minor, card, events }
    }
}

prop_compose! {
    pub(super) fn gift_card()(
        id in shop_id(), code in text(), is_active: bool, created in time(), (initial, current) in any::<(i64, i64)>(), currency in currency(),
        used_by_email in option::of(text()), last_used in option::of(time()), tags in vec(text(), 0..3), metadata in pairs(),
    ) -> GiftCard {
        GiftCard {
            id, code, is_active, created, expiry: None, last_used, initial: Money::new(initial, currency), current: Money::new(current, currency),
            created_by_email: None, used_by_email, tags, metadata, private_metadata: vec![], events: vec![],
        }
    }
}

prop_compose! {
    pub(super) fn voucher()(
        id in shop_id(), name in text(), used: u32, start in time(), end in option::of(time()), single_use: bool, codes in vec((text(), any::<u32>()), 0..3),
        currency in currency(), minimum_minor in option::of(any::<i64>()), metadata in pairs(),
    ) -> Voucher {
        Voucher {
            id, name, scope: "ENTIRE_ORDER".to_owned(), value_type: "FIXED".to_owned(), usage_limit: Some(1), used, start, end, single_use,
            once_per_customer: false, codes: codes.into_iter().map(|(code, used)| VoucherCode { code, used, is_active: true }).collect(),
            listings: vec![VoucherListing { channel: "eu".to_owned(), currency, value: "5.00".to_owned(), minimum_minor }], metadata,
        }
    }
}
