//! Erasing 200 people whose every word is a canary.

use crate::Access;
use crate::desk::{Clock, Desk};
use crate::keeping::Passphrase;
use crate::page;
use crate::programs;
use std::path::Path;
use std::sync::Arc;
use vouchsafe_db::Quarantined;
use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::shop::{
    Address, Card, Customer, GiftCard, Kind, MoneyEvent, MoneyStep, Order, OrderEvent, OrderStatus, OrderStep, ShopId, Transaction,
};
use vouchsafe_domain::time::{Span, Timestamp};

mod others;

const PEOPLE: u64 = 200;
/// Stands in every text of every person.
const MARK: &str = "kanarie";

fn at(minutes: u64) -> Timestamp {
    Timestamp::parse("2026-03-01T00:00:00Z").unwrap().plus(Span::minutes(u32::try_from(minutes).unwrap()))
}

/// A text that no other field and no other person has.
fn canary(person: u64, field: &str) -> String {
    format!("{MARK}{person}{field}")
}

fn email(person: u64) -> String {
    format!("{MARK}{person}@mail{person}.example")
}

fn code(person: u64) -> String {
    format!("{MARK}-{person}").to_uppercase()
}

fn address(person: u64) -> Address {
    Address {
        first_name: canary(person, "first"),
        last_name: canary(person, "last"),
        company: canary(person, "company"),
        street_1: canary(person, "street"),
        street_2: canary(person, "floor"),
        city: canary(person, "city"),
        postal_code: canary(person, "post"),
        country: "DE".to_owned(),
        country_area: canary(person, "area"),
        phone: format!("+49 30 55{person:06}"),
    }
}

fn customer(person: u64) -> Customer {
    Customer {
        id: ShopId::Number(person),
        email: email(person),
        first_name: canary(person, "First"),
        last_name: canary(person, "Last"),
        is_active: true,
        is_confirmed: true,
        joined: at(person),
        updated: at(person),
        language: "EN".to_owned(),
        external_reference: Some(canary(person, "reference")),
        note: canary(person, "note"),
        own_code: Some(code(person)),
        ref_code: None,
        metadata: vec![("k".to_owned(), canary(person, "meta"))],
        private_metadata: vec![("k".to_owned(), canary(person, "private"))],
        addresses: vec![address(person)],
    }
}

/// An order of a person, with the code of the one before them.
fn order(person: u64) -> Order {
    let euro = Currency::parse("EUR").unwrap();
    let placed = at(1_000 + person);
    Order {
        id: ShopId::Number(100_000 + person),
        number: (5_000 + person).to_string(),
        created: placed,
        updated: placed.plus(Span::minutes(9)),
        status: OrderStatus::Fulfilled,
        is_replacement: false,
        channel: "web".to_owned(),
        currency: euro,
        customer: Some(ShopId::Number(person)),
        customer_email: Some(email(person)),
        email: Some(email(person)),
        items_minor: 8_000,
        items_with_tax_minor: 8_000,
        shipping_minor: 0,
        total_minor: 8_000,
        voucher_code: None,
        gift_cards: Vec::new(),
        ref_code: (person > 1).then(|| code(person - 1)),
        device: Some(canary(person, "device")),
        ip: Some(format!("2001:db8:{person:x}::77")),
        metadata: vec![("ref_code".to_owned(), code(person - 1)), ("k".to_owned(), canary(person, "ordermeta"))],
        private_metadata: vec![("k".to_owned(), canary(person, "orderprivate"))],
        billing: Some(address(person)),
        shipping: Some(address(person)),
        cards: vec![Card {
            brand: "visa".to_owned(),
            first_digits: canary(person, "digits"),
            last_digits: "4242".to_owned(),
            expiry_month: None,
            expiry_year: None,
        }],
        lines: Vec::new(),
        events: vec![OrderEvent { id: ShopId::Number(person), at: placed, step: OrderStep::Confirmed }],
        money: vec![MoneyEvent { id: ShopId::Number(person), at: placed.plus(Span::minutes(5)), step: MoneyStep::Charged, minor: 8_000 }],
    }
}

fn payment(person: u64) -> Transaction {
    let of = order(person);
    Transaction {
        id: ShopId::Number(person),
        created: of.created,
        modified: of.updated,
        order: Some(of.id),
        order_number: Some(of.number),
        psp_reference: "psp".to_owned(),
        currency: of.currency,
        charged_minor: 8_000,
        refunded_minor: 0,
        authorized_minor: 0,
        card: of.cards.first().cloned(),
        events: of.money,
    }
}

fn gift_card(person: u64) -> GiftCard {
    let money = Money::new(1_000, Currency::parse("EUR").unwrap());
    GiftCard {
        id: ShopId::Number(person),
        code: format!("RF{person:08}"),
        is_active: true,
        created: at(person),
        expiry: None,
        last_used: None,
        initial: money,
        current: money,
        created_by_email: None,
        used_by_email: Some(email(person)),
        tags: Vec::new(),
        metadata: Vec::new(),
        private_metadata: Vec::new(),
        events: Vec::new(),
    }
}

fn refused(person: u64) -> Quarantined {
    Quarantined {
        kind: Kind::Orders,
        source_id: (5_000 + person).to_string(),
        code: "bad_row".to_owned(),
        args: vec![("what".to_owned(), format!("“{}” is no amount", email(person)))],
        raw: format!("{{\"email\":\"{}\"}}", email(person)).into_bytes(),
        at: at(person),
    }
}

/// What the shop tells, once more or for the first time.
async fn tell(desk: &Desk) {
    desk.db()
        .write(|tx| {
            for person in 1..=PEOPLE {
                page::put_all(tx, &[customer(person)], false, at(9_000), at(9_000))?;
                page::put_all(tx, &[order(person)], false, at(9_000), at(9_000))?;
                page::put_all(tx, &[payment(person)], false, at(9_000), at(9_000))?;
                page::put_all(tx, &[gift_card(person)], false, at(9_000), at(9_000))?;
            }
            tx.raise_barrier(None)
        })
        .await
        .unwrap();
    let (db, programs) = (desk.db().clone(), desk.programs_in_force());
    tokio::task::spawn_blocking(move || crate::fold::fold_staged(&db, &programs, 1, at(9_000), |_| {}).unwrap()).await.unwrap();
}

fn marks_in(path: &Path) -> usize {
    let bytes = std::fs::read(path).unwrap_or_default().to_ascii_lowercase();
    bytes.windows(MARK.len()).filter(|window| *window == MARK.as_bytes()).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_an_erased_person_is_left_and_every_figure_stands() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    let clock: Clock = Arc::new(|| at(9_000));
    let desk = Desk::open(&path, Access::ReadWrite, clock).await.unwrap();
    let program = programs::ready()[0];
    desk.activate(program.id, &format!("{}\n", program.source)).await.unwrap();
    tell(&desk).await;
    desk.db().write(|tx| (1..=PEOPLE).try_for_each(|person| tx.quarantine(&refused(person)))).await.unwrap();
    let wal = folder.path().join("desk.db-wal");
    assert!(marks_in(&path) + marks_in(&wal) > 1_000, "the canaries are there before");
    let old = folder.path().join("old.db");
    desk.backup(&old, None).await.unwrap();
    assert!(marks_in(&old) > 1_000);
    let before = (
        desk.db().people_figures().await.unwrap(),
        desk.db().figures().await.unwrap(),
        desk.tree_children(None, crate::view::Moment::default(), crate::view::TreeSort::Subtree, None, 100).await.unwrap().count,
    );

    for person in 1..=PEOPLE {
        let party = desk
            .db()
            .party_of(vouchsafe_domain::name::CustomerKey(desk.db().key_of(&person.to_string()).await.unwrap().unwrap()))
            .await
            .unwrap()
            .unwrap();
        let report = desk.erase(party.0, &person.to_string(), "olga", &format!("asked by {}", email(person))).await.unwrap();
        assert_eq!(report.left, 0, "person {person}: {report:?}");
        assert!(report.identities >= 3 && report.rows >= 2, "person {person}: {report:?}");
    }

    assert_eq!(marks_in(&path) + marks_in(&wal), 0, "in the file or its WAL");
    let backup = folder.path().join("backup.db");
    desk.backup(&backup, None).await.unwrap();
    assert_eq!(marks_in(&backup), 0, "in a backup made afterwards");
    let sealed = folder.path().join("backup.db.age");
    desk.backup(&sealed, Some(Passphrase::entered("correct horse battery").with_work(2))).await.unwrap();
    assert_eq!(marks_in(&sealed), 0);
    let verified = desk.db().verify_journal().await.unwrap();
    assert!(verified.broken.is_none() && verified.events > 4 * PEOPLE, "{verified:?}");
    let after = (
        desk.db().people_figures().await.unwrap(),
        desk.db().figures().await.unwrap(),
        desk.tree_children(None, crate::view::Moment::default(), crate::view::TreeSort::Subtree, None, 100).await.unwrap().count,
    );
    assert_eq!(before, after);

    // The shop goes on knowing them.
    tell(&desk).await;
    desk.db().compact().await.unwrap();
    assert_eq!(marks_in(&path) + marks_in(&wal), 0, "what the shop tells again comes in empty");
    assert_eq!(before.0, desk.db().people_figures().await.unwrap());

    // Neither a file nor a wish nor the writing thread itself brings them back.
    let known = desk.db().last_seq().await.unwrap();
    come_back(&desk, folder.path()).await;
    assert_eq!(desk.db().last_seq().await.unwrap(), known + 1, "nothing of it was logged but the stranger");
    desk.db().write(|tx| (1..=PEOPLE).try_for_each(|person| tx.quarantine(&refused(person)))).await.unwrap();
    slip_past(&desk).await;
    let again = folder.path().join("again.db");
    desk.backup(&again, None).await.unwrap();
    assert_eq!(marks_in(&path) + marks_in(&wal) + marks_in(&again), 0, "in the file, its WAL or a backup");
    desk.close().await;
    assert_eq!(marks_in(&path), 0);

    // A backup from before that takes the place of this file.
    let back = folder.path().join("back.db");
    crate::keeping::restore(&old, &back, None, Some(&path)).await.unwrap();
    assert_eq!(marks_in(&back) + marks_in(&folder.path().join("back.db-wal")), 0, "in what comes back from a backup");
    let clock: Clock = Arc::new(|| at(9_000));
    let desk = Desk::open(&back, Access::ReadWrite, clock).await.unwrap();
    assert!(desk.db().verify_journal().await.unwrap().broken.is_none());
    assert_eq!(before.0, desk.db().people_figures().await.unwrap());
    tell(&desk).await;
    desk.close().await;
    assert_eq!(marks_in(&back), 0, "its marks came with it");

    // Of another desk nothing is known here.
    let stranger = folder.path().join("stranger.db");
    let clock: Clock = Arc::new(|| at(9_000));
    let desk = Desk::open(&stranger, Access::ReadWrite, clock).await.unwrap();
    tell(&desk).await;
    desk.close().await;
    crate::keeping::restore(&stranger, &folder.path().join("other.db"), None, Some(&path)).await.unwrap();
    assert!(marks_in(&folder.path().join("other.db")) > 1_000);
}

/// Lines that name a person who was erased, by whatever they were known by.
fn lines_about(person: u64) -> [(&'static str, String); 6] {
    let (email, code) = (email(person), code(person));
    let event = |of: &str, body: String| format!(r#"{{"id":"back/{of}/{person}","at":"2026-03-05T00:00:00Z",{body}}}"#);
    [
        ("events", event("account", format!(r#""type":"customer_registered","customer":"90{person:06}","email":"{}""#, email.to_uppercase()))),
        ("events", event("theirs", format!(r#""type":"customer_updated","customer":"{person}","phone":"+4930771{person:06}""#))),
        (
            "events",
            event(
                "guest",
                format!(r#""type":"order_placed","order":"80{person:06}","email":"{email}","items":{{"amount":"1.00","currency":"EUR"}}"#),
            ),
        ),
        ("owners", format!("code,customer_id,email\n{},9{person:06},\n", code.to_lowercase())),
        ("referrals", format!("customer_id,referred_by,code,at\n9{person:06},{person},,\n")),
        ("rewards", format!("rule,customer_id,order,advocate_id,amount,currency,at\nRULE,{person},,,1.00,EUR,2026-03-01T00:00:00Z\n")),
    ]
}

/// Everything of them comes again through every import and as a wish.
async fn come_back(desk: &Desk, folder: &Path) {
    let rule = desk.programs_in_force().versions()[0].rules[0].id;
    let rule = vouchsafe_domain::name::Texts::text(&desk.db().texts([rule.0]).await.unwrap(), rule.0);
    let file = folder.join("back");
    for person in 1..=PEOPLE {
        // A few of each are as good as all.
        for (kind, text) in lines_about(person).into_iter().skip(usize::try_from(person % 6).unwrap()).take(2) {
            std::fs::write(&file, text.replace("RULE", &rule)).unwrap();
            let imported = match kind {
                "events" => desk.import_events(&file).await,
                "owners" => desk.import_code_owners(&file).await,
                "referrals" => desk.import_legacy_referrals(&file).await,
                _ => desk.import_earlier_rewards(&file).await,
            };
            let refused = imported.unwrap_err();
            let line = if kind == "events" { "1" } else { "2" };
            assert_eq!(refused.code(), "line_of_erased", "{person} {kind}: {refused}");
            assert!(refused.args().contains(&("line", line.to_owned())) && !refused.to_string().contains(MARK), "{refused}");
        }
    }
    let wish = |person| crate::CodeWish::Vanity(code(person));
    assert_eq!(desk.issue_code("3", wish(5), "olga", "").await.unwrap_err().code(), "not_found");
    std::fs::write(&file, r#"{"id":"new","at":"2026-03-05T00:00:00Z","type":"customer_registered","customer":"777777"}"#).unwrap();
    assert_eq!(desk.import_events(&file).await.unwrap().new, 1);
    assert_eq!(desk.issue_code("777777", wish(5), "olga", "").await.unwrap_err().code(), "code_of_erased");
}

/// What would get a number if some way in forgot to ask.
async fn slip_past(desk: &Desk) {
    use vouchsafe_domain::name::{IdentityKind, Names as _};
    let told = desk.db().write(|tx| {
        let mut numbers = std::collections::BTreeSet::new();
        for person in 1..=PEOPLE {
            numbers.insert(tx.email(&email(person).to_uppercase()).email.unwrap());
            numbers.insert(tx.identity(IdentityKind::Words, &format!("as <{}> wished", email(person))));
            numbers.insert(tx.email_as_written(&email(person)));
            tx.code(&code(person).to_lowercase());
        }
        Ok(numbers.len() as u64)
    });
    assert_eq!(told.await.unwrap(), 3 * PEOPLE, "nobody shares a number with anybody, so nobody is taken for somebody else");
}

#[tokio::test]
async fn erasing_takes_the_right_key_and_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let clock: Clock = Arc::new(|| at(9_000));
    let desk = Desk::open(&folder.path().join("desk.db"), Access::ReadWrite, clock).await.unwrap();
    tell(&desk).await;
    let party = desk.db().party_of(vouchsafe_domain::name::CustomerKey(desk.db().key_of("7").await.unwrap().unwrap())).await.unwrap().unwrap();
    assert_eq!(desk.erase(party.0, "8", "olga", "asked").await.unwrap_err().code(), "not_confirmed");
    assert_eq!(desk.erase(party.0, "7", "olga", " ").await.unwrap_err().code(), "reason_missing");
    assert_eq!(desk.erase(99_999, "7", "olga", "asked").await.unwrap_err().code(), "not_found");
    let person = desk.db().people([party]).await.unwrap().remove(&party).unwrap();
    assert_eq!(person.email, Some(email(7)));
    desk.erase(party.0, "7", "olga", "asked").await.unwrap();
    let person = desk.db().people([party]).await.unwrap().remove(&party).unwrap();
    assert_eq!((person.email, person.full_name), (None, None));
    let other = desk.db().customer("8").await.unwrap().unwrap();
    assert_eq!(other, customer(8), "nobody else lost anything");
    desk.close().await;
}

#[tokio::test]
async fn a_rewrite_that_a_killed_program_left_undone_is_done_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    let clock: Clock = Arc::new(|| at(9_000));
    let desk = Desk::open(&path, Access::ReadWrite, Arc::clone(&clock)).await.unwrap();
    tell(&desk).await;
    let party = desk.party_called("7").await.unwrap();
    desk.db().write(move |tx| tx.erase(vouchsafe_domain::party::PartyId(party), &[7; 32], at(9_000))).await.unwrap();
    desk.close().await;
    let desk = Desk::open(&path, Access::ReadWrite, clock).await.unwrap();
    assert!(!desk.db().is_rewrite_owed().await.unwrap());
    desk.close().await;
    let bytes = std::fs::read(&path).unwrap();
    for field in ["street", "device", "note"] {
        let (theirs, others) = (canary(7, field), canary(8, field));
        let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(!holds(&theirs) && holds(&others), "{field}");
    }
}
