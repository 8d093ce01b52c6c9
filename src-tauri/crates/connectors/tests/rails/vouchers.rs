//! Vouchers: worth nothing until they are whole, used whole or not at all.

use super::{DAY, RELEASES, connect, delivery, held, usd};
use std::sync::Arc;
use vouchsafe_connectors::rail::{CameOfIt, Corrected, PayoutRail};
use vouchsafe_connectors::saleor::VoucherRail;
use vouchsafe_demo::{Asked, Deed, Fault, Faults, Living, Options, Server, When, serve};
use vouchsafe_domain::money::{Amount, Asset, Currency, Money};
use vouchsafe_domain::name::{CategoryKey, ChannelKey, NameTable, Names};
use vouchsafe_domain::payout::protocol::{Delivery, Sent, VoucherTerms};
use vouchsafe_domain::program::VoucherOff;

/// A rail of vouchers, with the keys of a category and a channel.
async fn vouchers(version: &str) -> (Server, VoucherRail, CategoryKey, ChannelKey) {
    let server = serve(Living::new(1), Options { version: version.to_owned(), ..Options::default() }).await.unwrap();
    let mut names = NameTable::default();
    let (shoes, europe) = (CategoryKey(names.key("shoes")), ChannelKey(names.key("eu")));
    let rail = VoucherRail::new(connect(&server).await, Arc::new(names));
    (server, rail, shoes, europe)
}

fn percent(number: u8, tenths: i64) -> Delivery {
    let asset = Asset::Units { name: NameTable::default().key("percent"), exponent: 1 };
    let voucher = Some(VoucherTerms { off: VoucherOff::Percent, ..VoucherTerms::default() });
    Delivery { amount: Amount { minor: tenths, asset }, voucher, ..delivery(number, 1) }
}

#[tokio::test]
async fn a_voucher_lives_at_every_release() {
    for version in RELEASES {
        let (server, rail, ..) = vouchers(version).await;
        let reward = percent(1, 125);
        assert_eq!(rail.look_up(&reward).await.unwrap(), []);
        let before = server.requests();
        let made = held(rail.send(&reward).await.unwrap());
        assert!(!made.is_active && made.issuance.is_some() && made.initial == 125, "{version} {made:?}");
        assert_eq!(server.alter(|shop| shop.act(&Deed::UseVoucher { code: reward.code.to_string() })), Some(false), "it is worth nothing yet");
        let done = rail.finish(&reward, &made).await.unwrap();
        assert_eq!(server.requests() - before, 3, "channels once, made, listed");
        assert_eq!((done.is_active, done.initial, done.left, done.currency, done.expires_on), (true, 125, 125, None, Some(DAY)), "{version}");
        assert_eq!(rail.look_up(&reward).await.unwrap(), std::slice::from_ref(&done), "{version}");
        assert_eq!(rail.send(&reward).await.unwrap(), Sent::Exists);
        let facts = server.vouchers().remove(0);
        let worth: Vec<(u8, i64, u8)> = (0..5).map(|channel| (channel, 125, 1)).collect();
        let mut listed = facts.listings.clone();
        listed.sort_unstable();
        assert_eq!((listed, facts.usage_limit, facts.metadata.len()), (worth, Some(1), 1), "{version}");
        assert_eq!(rail.correct(&reward, &done, 50).await.unwrap(), Corrected { left: 50, used: 0 });
        for _ in 0..2 {
            assert_eq!(rail.correct(&reward, &done, 0).await.unwrap(), Corrected { left: 0, used: 0 });
        }
        assert!(rail.look_up(&reward).await.unwrap()[0].was_taken_back, "{version}");
        assert_eq!(server.alter(|shop| shop.act(&Deed::UseVoucher { code: reward.code.to_string() })), Some(false));
    }
}

#[tokio::test]
async fn a_used_voucher_was_used_whole() {
    let (server, rail, ..) = vouchers("3.23.28").await;
    let reward = percent(2, 100);
    let made = held(rail.send(&reward).await.unwrap());
    let done = rail.finish(&reward, &made).await.unwrap();
    assert_eq!(server.alter(|shop| shop.act(&Deed::UseVoucher { code: reward.code.to_string() })), Some(true));
    let used = rail.look_up(&reward).await.unwrap().remove(0);
    assert_eq!((used.initial, used.left, used.is_active, used.was_taken_back), (100, 0, false, false));
    assert_eq!(rail.correct(&reward, &used, 50).await.unwrap(), Corrected { left: 0, used: 100 });
    assert_eq!(rail.correct(&reward, &done, 0).await.unwrap(), Corrected { left: 0, used: 100 });
    assert_eq!(rail.finish(&reward, &used).await.unwrap(), used);
}

#[tokio::test]
async fn vouchers_are_worth_what_their_terms_say() {
    let (server, rail, shoes, europe) = vouchers("3.23.28").await;
    let eur = Currency::parse("EUR").unwrap();
    let fixed = Delivery { amount: Money::new(550, eur).into(), ..delivery(3, 0) };
    let least = vec![Money::new(5_000, usd()), Money::new(4_500, eur)];
    let narrow = VoucherTerms { off: VoucherOff::Percent, categories: vec![shoes], min_spend: least, channels: vec![europe] };
    let narrow = Delivery { voucher: Some(narrow), ..percent(4, 150) };
    let shipping =
        Delivery { voucher: Some(VoucherTerms { off: VoucherOff::Shipping, ..VoucherTerms::default() }), expires_on: None, ..percent(5, 1) };
    for reward in [&fixed, &narrow, &shipping] {
        let made = held(rail.send(reward).await.unwrap());
        let done = rail.finish(reward, &made).await.unwrap();
        assert_eq!((done.is_active, done.initial), (true, reward.amount.minor));
        assert!(rail.requests(reward).await.unwrap()[0].contains(reward.code.as_str()));
    }
    let told = |facts: &vouchsafe_demo::VoucherFacts| {
        format!("{} {} {:?} least {:?} categories {}", facts.scope, facts.value_type, facts.listings, facts.min_spent, facts.categories.len())
    };
    let seen: Vec<String> = server.vouchers().iter().map(told).collect();
    insta::assert_snapshot!(seen.join("\n"), @r"
    ENTIRE_ORDER FIXED [(1, 55, 1)] least [] categories 0
    SPECIFIC_PRODUCT PERCENTAGE [(1, 15, 0)] least [(1, 4500)] categories 1
    SHIPPING PERCENTAGE [(0, 100, 0), (1, 100, 0), (3, 100, 0), (4, 100, 0), (2, 100, 0)] least [] categories 0
    ");
    assert_eq!(rail.correct(&shipping, &rail.look_up(&shipping).await.unwrap()[0], 1).await.unwrap_err().code(), "shop_refused");
}

#[tokio::test]
async fn a_voucher_that_cannot_be_listed_is_not_made() {
    let (server, rail, ..) = vouchers("3.23.28").await;
    let rubles = Delivery { amount: Money::new(500, Currency::parse("RUB").unwrap()).into(), ..delivery(6, 0) };
    let unknown = VoucherTerms { off: VoucherOff::Percent, categories: vec![CategoryKey(NameTable::default().key("42"))], ..VoucherTerms::default() };
    let hats = Delivery { voucher: Some(unknown), ..percent(7, 100) };
    let mut said = Vec::new();
    for reward in [&rubles, &hats, &percent(8, 1_500)] {
        said.push(match rail.send(reward).await.unwrap() {
            Sent::Issued(held) => rail.finish(reward, &held).await.unwrap_err().to_string(),
            other => format!("{other:?}"),
        });
    }
    insta::assert_snapshot!(said.join("\n"), @r#"
    Refused { what: "the shop has no active sales channel of RUB for the voucher" }
    Refused { what: "the shop has no category 42" }
    The shop refused the request: INVALID: Invalid percentage value.. If it stays so, ask who runs the shop.
    "#);
    assert_eq!(server.vouchers().len(), 1);
}

#[tokio::test]
async fn a_voucher_that_broke_off_is_finished() {
    for (field, fault) in [
        ("voucherCreate", Fault::Lost),
        ("voucherCreate", Fault::Internal),
        ("voucherCreate", Fault::GatewayLost),
        ("voucherChannelListingUpdate", Fault::Lost),
        ("voucherChannelListingUpdate", Fault::Failed),
    ] {
        let (server, rail, ..) = vouchers("3.23.28").await;
        let reward = percent(9, 100);
        server.set_faults(Faults::default().with(Asked::Field(field), When::Nth(1), fault));
        match rail.send(&reward).await.unwrap() {
            Sent::Issued(held) => assert_eq!(rail.finish(&reward, &held).await.unwrap_err().came_of_it(), CameOfIt::Unknown),
            other => assert_eq!(other, Sent::Unknown),
        }
        let found = rail.look_up(&reward).await.unwrap();
        assert_eq!((found.len(), found[0].issuance.is_some()), (1, true), "{field}");
        let done = rail.finish(&reward, &found[0]).await.unwrap();
        assert_eq!((done.is_active, server.vouchers().len()), (true, 1));
    }
}
