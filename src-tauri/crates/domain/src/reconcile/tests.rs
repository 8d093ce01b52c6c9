//! One delivery and what the shop has of it: each way in which they can differ is found, by its name and no other.

use super::*;
use crate::money::Currency;
use crate::shop::{CardEvent, VoucherListing};
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::from_micros(1_800_000_000_000_000);

fn money(minor: i64) -> Money {
    Money::new(minor, Currency::parse("EUR").unwrap())
}

fn ours() -> Ours {
    Ours {
        reward: RewardId(4),
        rail: Rail::GiftCard,
        issuance: Issuance([5; 16]),
        code: "RFCODE0000000001".to_owned(),
        id: Some(ShopId::Number(7)),
        status: Some(PayoutStatus::Issued),
        should: Some(money(1_000)),
        is_owed: true,
        told: 1_000,
        used: 0,
        was_seen: true,
        is_under_way: false,
        is_later: false,
    }
}

fn theirs() -> Theirs {
    Theirs {
        rail: Rail::GiftCard,
        id: ShopId::Number(7),
        code: "RFCODE0000000001".to_owned(),
        issuance: Some(Issuance([5; 16])),
        left: Some(money(1_000)),
        used: 0,
        is_live: true,
        was_taken_back: false,
        created: Timestamp::EPOCH,
    }
}

/// What is found, as `kind here there mend`.
fn found(ours: &[Ours], theirs: &[Theirs]) -> String {
    let text = |money: Option<Money>| money.map_or_else(|| "-".to_owned(), |money| money.to_string());
    let line = |finding: &Finding| format!("{} {} {} {}", finding.kind.name(), text(finding.here), text(finding.there), finding.kind.mend().name());
    compare(ours, theirs).iter().map(line).collect::<Vec<_>>().join("; ")
}

#[test]
fn each_difference_is_found_by_its_name() {
    let check = |expected: &str, change: &dyn Fn(&mut Ours, &mut Theirs)| {
        let (mut own, mut row) = (ours(), theirs());
        change(&mut own, &mut row);
        assert_eq!(found(&[own], &[row]), expected);
    };
    check("", &|_, _| {});
    // Used, as both know.
    check("", &|own, row| (own.used, row.used, row.left) = (400, 400, Some(money(600))));
    check("", &|own, row| (own.used, row.used, row.left, row.is_live) = (1_000, 1_000, Some(money(0)), false));
    check("used_more 0.00 EUR 4.00 EUR record_use", &|_, row| (row.used, row.left) = (400, Some(money(600))));
    check("amount_drift 10.00 EUR 25.00 EUR correct", &|_, row| row.left = Some(money(2_500)));
    check("amount_drift 6.00 EUR 2.00 EUR correct", &|own, row| (own.used, row.used, row.left) = (400, 400, Some(money(200))));
    // What is about to be told is no drift.
    check("", &|own, row| (own.is_under_way, row.left) = (true, Some(money(2_500))));
    check("switched_off 10.00 EUR 0.00 EUR correct", &|_, row| row.is_live = false);
    let dollars = Money::new(1_000, Currency::parse("USD").unwrap());
    check("currency_drift 10.00 EUR 10.00 USD reissue", &|_, row| row.left = Some(dollars));
    // Taken back.
    let taken_back = |own: &mut Ours| (own.is_owed, own.told, own.status) = (false, 0, Some(PayoutStatus::Closed));
    check("", &|own, row| (taken_back(own), row.is_live = false).0);
    check("still_active 0.00 EUR 10.00 EUR deactivate", &|own, _| taken_back(own));
    // Not known to be delivered.
    check("unrecorded 10.00 EUR 10.00 EUR adopt", &|own, _| own.status = None);
    check("unrecorded 10.00 EUR 10.00 EUR adopt", &|own, _| own.status = Some(PayoutStatus::Unknown));
    check("", &|own, row| (own.status, row.is_live) = (Some(PayoutStatus::Intended), false));
    check("", &|own, _| own.status = Some(PayoutStatus::Conflict));
    // Found by its code, or by its mark alone.
    check("", &|own, row| (own.id, row.id, row.issuance) = (None, ShopId::Number(9), None));
    check("", &|own, row| (own.id, row.code) = (None, "rewritten".to_owned()));
}

#[test]
fn what_another_desk_went_on_with_is_left_to_a_person() {
    let check = |expected: &str, change: &dyn Fn(&mut Ours, &mut Theirs)| {
        let (mut own, mut row) = (ours(), theirs());
        change(&mut own, &mut row);
        assert_eq!(found(&[own], &[row]), expected);
    };
    // It was taken back there: it is not switched on again.
    check("elsewhere 10.00 EUR 0.00 EUR look", &|_, row| (row.is_live, row.was_taken_back) = (false, true));
    check("", &|own, row| (own.is_owed, own.should, row.is_live, row.was_taken_back) = (false, Some(money(0)), false, true));
    // A delivery after the one that is known here: it is neither an orphan nor one too many.
    let later = |own: &mut Ours| (own.is_later, own.status, own.is_owed, own.told, own.id) = (true, None, false, 0, None);
    check("elsewhere - 10.00 EUR look", &|own, _| later(own));
    check("elsewhere - 0.00 EUR look", &|own, row| {
        later(own);
        (row.is_live, row.was_taken_back) = (false, true);
    });
    let mut next = ours();
    later(&mut next);
    assert_eq!(found(&[next], &[]), "", "nobody made it");
}

#[test]
fn what_was_refused_is_found() {
    let check = |expected: &str, change: &dyn Fn(&mut Ours, &mut Theirs)| {
        let (mut own, mut row) = (ours(), theirs());
        (own.told, own.should) = (2_000, Some(money(1_800)));
        row.left = Some(money(2_000));
        change(&mut own, &mut row);
        assert_eq!(found(&[own], &[row]), expected);
    };
    check("", &|own, _| own.is_under_way = true);
    check("amount_drift 18.00 EUR 20.00 EUR correct", &|_, _| {});
    // Refused halfway: it is stopped, and switched on as it is it would stand for too much.
    check("amount_drift 18.00 EUR 0.00 EUR correct", &|_, row| row.is_live = false);
    check("still_active 0.00 EUR 20.00 EUR deactivate", &|own, _| (own.is_owed, own.should) = (false, Some(money(0))));
}

#[test]
fn what_is_there_once_too_often_or_not_at_all_is_found() {
    assert_eq!(found(&[ours()], &[]), "deleted 10.00 EUR - record_gone");
    assert_eq!(found(&[Ours { was_seen: false, used: 300, ..ours() }], &[]), "missing 7.00 EUR - record_gone");
    assert_eq!(found(&[Ours { is_owed: false, ..ours() }], &[]), "", "nothing should be there");
    assert_eq!(found(&[Ours { used: 1_000, ..ours() }], &[]), "", "nothing is left of it");
    assert_eq!(found(&[Ours { status: Some(PayoutStatus::Unknown), ..ours() }], &[]), "", "nobody said that it is there");
    assert_eq!(found(&[], &[theirs()]), "orphaned - 10.00 EUR deactivate");
    assert_eq!(found(&[], &[Theirs { is_live: false, ..theirs() }]), "", "nobody can spend it");
    assert_eq!(found(&[], &[Theirs { issuance: None, ..theirs() }]), "", "it is the shop's own");
    let again = Theirs { id: ShopId::Number(8), code: "RFCODE0000000002".to_owned(), ..theirs() };
    let twice = compare(&[ours()], &[again.clone(), theirs()]);
    assert_eq!(
        twice.iter().map(|finding| (finding.kind, finding.id.clone())).collect::<Vec<_>>(),
        [(FindingKind::Duplicated, Some(ShopId::Number(8)))]
    );
    assert_eq!(found(&[ours()], &[Theirs { is_live: false, ..again }, theirs()]), "", "the other one rests");
}

#[test]
fn what_has_no_value_of_its_own_is_held_against_whether_it_works() {
    let percent = Ours { rail: Rail::Voucher, should: None, told: 15, ..ours() };
    let works = Theirs { rail: Rail::Voucher, left: None, ..theirs() };
    assert_eq!(found(std::slice::from_ref(&percent), std::slice::from_ref(&works)), "");
    assert_eq!(found(std::slice::from_ref(&percent), &[Theirs { is_live: false, ..works.clone() }]), "switched_off - - correct");
    let used = Theirs { used: 1, is_live: false, ..works };
    assert_eq!(found(std::slice::from_ref(&percent), std::slice::from_ref(&used)), "used_more - - record_use");
    assert_eq!(found(&[Ours { used: 15, ..percent }], &[used]), "");
}

#[test]
fn a_card_and_a_voucher_are_read_as_they_can_be_used() {
    let event = |step, before, after| CardEvent { id: ShopId::Number(1), at: NOW, step, order: None, before: Some(before), after: Some(after) };
    let card = GiftCard {
        id: ShopId::Number(7),
        code: "RFCODE0000000001".to_owned(),
        is_active: true,
        created: NOW,
        expiry: None,
        last_used: None,
        initial: money(1_000),
        current: money(800),
        created_by_email: None,
        used_by_email: None,
        tags: Vec::new(),
        metadata: vec![("other".to_owned(), "x".to_owned()), (ISSUANCE.to_owned(), Issuance([5; 16]).to_string())],
        private_metadata: Vec::new(),
        events: vec![event(CardStep::Used, 1_000, 500), event(CardStep::GivenBack, 500, 800), event(CardStep::Reset, 500, 5)],
    };
    let read = Theirs::card(&card, NOW);
    assert_eq!((read.issuance, read.left, read.used, read.is_live), (Some(Issuance([5; 16])), Some(money(800)), 200, true));
    let check = |is_live: bool, card: GiftCard| assert_eq!(Theirs::card(&card, NOW).is_live, is_live, "{card:?}");
    check(false, GiftCard { is_active: false, ..card.clone() });
    let closed = |why: &str| GiftCard { metadata: vec![(CLOSED.to_owned(), why.to_owned())], ..card.clone() };
    assert!(Theirs::card(&closed(TAKEN_BACK), NOW).was_taken_back && !Theirs::card(&closed("spent"), NOW).was_taken_back && !read.was_taken_back);
    check(false, GiftCard { current: money(0), ..card.clone() });
    check(false, GiftCard { expiry: Some("2020-01-01".to_owned()), ..card.clone() });
    check(true, GiftCard { expiry: Some("2099-01-01".to_owned()), ..card });

    let listing = VoucherListing { channel: "eu".to_owned(), currency: money(0).currency, value: "12.5".to_owned(), minimum_minor: None };
    let code = VoucherCode { code: "RFCODE0000000001".to_owned(), used: 0, is_active: true };
    let voucher = Voucher {
        id: ShopId::Number(7),
        name: String::new(),
        scope: "ENTIRE_ORDER".to_owned(),
        value_type: "FIXED".to_owned(),
        usage_limit: Some(1),
        used: 0,
        start: Timestamp::EPOCH,
        end: None,
        single_use: true,
        once_per_customer: false,
        codes: vec![code.clone()],
        listings: vec![listing],
        metadata: Vec::new(),
    };
    let read = |voucher: &Voucher, code: &VoucherCode| {
        let read = Theirs::voucher(voucher, code, Some(money(0).currency), NOW);
        (read.left.map(|left| left.minor), read.used, read.is_live)
    };
    assert_eq!(read(&voucher, &code), (Some(1_250), 0, true));
    assert_eq!(read(&voucher, &VoucherCode { used: 1, ..code.clone() }), (Some(1_250), 1, false));
    assert_eq!(read(&Voucher { end: Some(NOW), ..voucher.clone() }, &code), (Some(1_250), 0, false));
    // As the shop is told of one that is taken back.
    let long_ago = Timestamp::parse("2000-01-02T00:00:00Z").unwrap();
    let is_taken_back = |end| Theirs::voucher(&Voucher { end, ..voucher.clone() }, &code, None, NOW).was_taken_back;
    assert_eq!(derive::voucher_expires_at(&Voucher { end: Some(long_ago), ..voucher.clone() }), None);
    assert!(!is_taken_back(None) && !is_taken_back(Some(NOW)) && is_taken_back(Some(long_ago)));
    assert_eq!(read(&Voucher { listings: Vec::new(), ..voucher.clone() }, &code), (None, 0, false));
    assert_eq!(read(&Voucher { value_type: "PERCENTAGE".to_owned(), ..voucher }, &code), (None, 0, true));
}

proptest! {
    /// Deliveries that the shop has as they were told give no finding, in whatever order and beside whatever else the shop sells.
    #[test]
    fn what_agrees_is_never_found(told in prop::collection::vec((0i64..5_000, 0i64..5_000, any::<bool>(), any::<bool>()), 0..20), strangers in 0u64..5) {
        let (mut own, mut rows) = (Vec::new(), Vec::new());
        for (number, (stands, used, is_owed, knows_id)) in (0u32..).zip(told) {
            let (used, mark) = (used.min(stands), Issuance([u8::try_from(number).unwrap(); 16]));
            let left = if is_owed { stands - used } else { 0 };
            let id = ShopId::Number(u64::from(number) + 100);
            own.push(Ours {
                reward: RewardId(number), issuance: mark, code: format!("RF{number}"), id: knows_id.then(|| id.clone()), should: Some(money(if is_owed { stands } else { 0 })),
                is_owed, told: if is_owed { stands } else { 0 }, used, ..ours()
            });
            rows.push(Theirs { id, code: format!("RF{number}"), issuance: Some(mark), left: Some(money(left)), used, is_live: left > 0, ..theirs() });
        }
        rows.extend((0..strangers).map(|number| Theirs { id: ShopId::Number(number), code: format!("GIFT{number}"), issuance: None, ..theirs() }));
        rows.reverse();
        prop_assert_eq!(compare(&own, &rows), Vec::new());
    }

    /// Whatever the two sides say, no row is told twice and each reward at most once beside its duplicates.
    #[test]
    fn nothing_is_found_twice(owed: bool, told in 0i64..3, used in 0i64..3, left in 0i64..3, there in 0i64..3, live: bool, copies in 0u64..4) {
        let own = Ours { is_owed: owed, told, used, should: Some(money(told)), ..ours() };
        let row = |number: u64| Theirs { id: ShopId::Number(7 + number), left: Some(money(left)), used: there, is_live: live, ..theirs() };
        let rows: Vec<Theirs> = (0..copies).map(row).collect();
        let found = compare(&[own], &rows);
        let mut ids: Vec<_> = found.iter().filter_map(|finding| finding.id.clone()).collect();
        let of_the_kept = found.iter().filter(|finding| finding.kind != FindingKind::Duplicated).count();
        prop_assert!(of_the_kept <= 1);
        ids.sort_unstable();
        let all = ids.len();
        ids.dedup();
        prop_assert_eq!(ids.len(), all);
    }
}
