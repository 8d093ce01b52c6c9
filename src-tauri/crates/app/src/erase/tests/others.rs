//! Living people, beside those who are erased.

use super::*;
use vouchsafe_domain::name::{CodeKey, Names as _, Texts as _};

/// The erased come after the living, so that what both claim belongs to the living.
const LIVING: u64 = 200;
/// Words that are somebody's name, city or code.
const WORDS: [&str; 5] = ["ANNA", "Maria", "BERLIN", "Kiel", "Rose"];

fn word(person: u64) -> String {
    WORDS[usize::try_from(person % 5).unwrap()].to_owned()
}

/// Somebody whose first name, city and note are words, and whose house is everybody's.
fn ordinary(person: u64) -> (Customer, Order) {
    let home = Address {
        first_name: word(person),
        city: word(person + 1),
        street_1: "Hauptstr. 1".to_owned(),
        street_2: String::new(),
        postal_code: "24103".to_owned(),
        company: word(person + 2),
        country_area: word(person + 3),
        ..address(person)
    };
    let customer = Customer {
        first_name: word(person),
        note: WORDS.join(" and "),
        metadata: vec![("nickname".to_owned(), word(person))],
        own_code: Some(format!("OWN-{person}-K7")),
        addresses: vec![home.clone()],
        ..customer(person)
    };
    let order = Order {
        billing: Some(home.clone()),
        shipping: Some(home),
        ref_code: None,
        metadata: vec![("gift".to_owned(), format!("for {}", word(person + 1)))],
        ..order(person)
    };
    (customer, order)
}

/// Somebody whose code is a word, and who ordered for, and with the address of, somebody else.
fn leaving(person: u64) -> (Customer, Order) {
    let (mut customer, mut order) = ordinary(person);
    let other = person - LIVING;
    customer.own_code = Some(word(person));
    order.email = Some(email(other));
    order.shipping = Some(Address { phone: address(other + 10).phone, ..address(person) });
    customer.addresses.extend(order.shipping.clone());
    if other > 5 {
        customer.own_code = Some(format!("OWN-{other}-K7"));
    }
    (customer, order)
}

async fn tell_of(desk: &Desk, people: Vec<(Customer, Order)>) {
    let put = move |tx: &mut vouchsafe_db::Tx<'_>| {
        for (customer, order) in &people {
            page::put_all(tx, std::slice::from_ref(customer), false, at(9_000), at(9_000))?;
            page::put_all(tx, std::slice::from_ref(order), false, at(9_000), at(9_000))?;
        }
        tx.raise_barrier(None)
    };
    desk.db().write(put).await.unwrap();
    let (db, programs) = (desk.db().clone(), desk.programs_in_force());
    tokio::task::spawn_blocking(move || crate::fold::fold_staged(&db, &programs, 1, at(9_000), |_| {}).unwrap()).await.unwrap();
}

async fn desk_at(path: &Path) -> Desk {
    let clock: Clock = Arc::new(|| at(9_000));
    Desk::open(path, Access::ReadWrite, clock).await.unwrap()
}

async fn erase(desk: &Desk, person: u64) {
    let party = desk.party_called(&person.to_string()).await.unwrap();
    let report = desk.erase(party, &person.to_string(), "olga", "asked").await.unwrap();
    assert_eq!(report.left, 0, "{person}: {report:?}");
}

/// Whether everything stands that the shop told of them.
async fn stand(desk: &Desk, people: &[(Customer, Order)]) {
    for (customer, order) in people {
        let person = customer.id.to_string();
        assert_eq!(desk.db().customer(&person).await.unwrap().as_ref(), Some(customer));
        assert_eq!(desk.db().order(&order.number).await.unwrap().as_ref(), Some(order));
        let party = vouchsafe_domain::party::PartyId(desk.party_called(&person).await.unwrap());
        let shown = desk.db().people([party]).await.unwrap().remove(&party).unwrap();
        assert_eq!(shown.email.as_ref(), Some(&customer.email), "{person}");
        let code = customer.own_code.clone().unwrap();
        assert!(desk.db().key_of(&code).await.unwrap().is_some(), "{code} has its name");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_living_people_who_share_names_and_places_with_the_erased_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk_at(&folder.path().join("desk.db")).await;
    let mut living: Vec<_> = (1..=LIVING).map(ordinary).collect();
    tell_of(&desk, living.clone()).await;
    tell_of(&desk, (LIVING + 1..=LIVING + 10).map(leaving).collect()).await;
    for person in LIVING + 1..=LIVING + 10 {
        erase(&desk, person).await;
    }
    stand(&desk, &living).await;

    // Their rows change, and new ones come with the codes of the living.
    for (customer, order) in &mut living {
        customer.updated = at(8_000);
        customer.note.push_str(", and again ANNA.");
        order.updated = at(8_000);
        order.metadata.push(("k".to_owned(), "MARIA".to_owned()));
    }
    living.extend((301..=310).map(|person| {
        let (customer, order) = ordinary(person);
        (Customer { ref_code: Some(format!("OWN-{}-K7", person - 300)), ..customer }, order)
    }));
    tell_of(&desk, living.clone()).await;
    stand(&desk, &living).await;
    for person in 1..=10 {
        let code = CodeKey(desk.db().key_of(&format!("OWN-{person}-K7")).await.unwrap().unwrap());
        let owner = desk.db().code_record(code).await.unwrap().unwrap().owner;
        assert_eq!(Some(owner.0), desk.db().key_of(&person.to_string()).await.unwrap());
    }
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_is_a_word_goes_where_codes_stand_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk_at(&folder.path().join("desk.db")).await;
    for (person, code) in [(1, "ANNA"), (2, "MARIA"), (3, "AN7A"), (4, "24103")] {
        let (mut theirs, of_theirs) = ordinary(person);
        theirs.own_code = Some(code.to_owned());
        tell_of(&desk, vec![(theirs, of_theirs)]).await;
        let (customer, order) = ordinary(person + 10);
        let brought = Customer { ref_code: Some(code.to_lowercase()), ..customer };
        let with_code = Order {
            ref_code: Some(code.to_owned()),
            voucher_code: Some(code.to_owned()),
            metadata: vec![("ref_code".to_owned(), code.to_owned()), ("gift".to_owned(), format!("for {code}"))],
            ..order
        };
        let told = vec![(brought.clone(), with_code.clone())];
        tell_of(&desk, told.clone()).await;
        erase(&desk, person).await;
        let emptied = (
            Customer { ref_code: None, ..brought },
            Order {
                ref_code: None,
                voucher_code: None,
                metadata: vec![("ref_code".to_owned(), String::new()), ("gift".to_owned(), format!("for {code}"))],
                ..with_code
            },
        );
        stand(&desk, std::slice::from_ref(&emptied)).await;
        tell_of(&desk, told).await;
        stand(&desk, &[emptied]).await;
        assert_eq!(desk.db().key_of(code).await.unwrap().filter(|key| key.as_symbol().is_some()), None, "{code} has no name");
        let wish = crate::CodeWish::Vanity(code.to_owned());
        let refused = desk.issue_code("11", wish, "olga", "asked").await.unwrap_err();
        let why = if code == "24103" { "code_no_letter" } else { "code_of_erased" };
        assert_eq!(refused.code(), why, "{code}");
    }
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_staff_type_of_them_afterwards_gets_no_name() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk_at(&folder.path().join("desk.db")).await;
    tell_of(&desk, vec![ordinary(1), ordinary(2)]).await;
    erase(&desk, 1).await;
    let typed = |text: &'static str| {
        desk.db().write(move |tx| {
            let key = tx.key(text);
            Ok(tx.text(key))
        })
    };
    for text in [
        "OWN-1-K7 again, call +4930123456",
        "wrote own-1-k7 on a card",
        "call +493055000001 today",
        "call +49 30 55000001 today",
        "staff/block/own-1-k7",
        "mail kanarie1@mail1.example",
        "OWN-1-K7",
    ] {
        assert!(typed(text).await.unwrap().starts_with("erased-"), "{text}");
    }
    for text in ["OWN-2-K7 again, call +493055000002", "staff/block/1", "ANNA again", "Hauptstr. 1 / 24103", "web"] {
        assert_eq!(typed(text).await.unwrap(), text);
    }
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_comes_back_without_them_also_after_another_one_did() {
    let folder = tempfile::tempdir().unwrap();
    let at_path = |name: &str| folder.path().join(name);
    let desk = desk_at(&at_path("desk.db")).await;
    tell_of(&desk, vec![ordinary(1), ordinary(2)]).await;
    desk.backup(&at_path("first"), None).await.unwrap();
    // Somebody whose id is a word gets another number in the other history.
    let mut named = ordinary(3);
    named.0.id = ShopId::Text("kanarie-id".into());
    named.1.customer = Some(named.0.id.clone());
    tell_of(&desk, vec![named.clone(), ordinary(4)]).await;
    desk.backup(&at_path("second"), None).await.unwrap();
    erase(&desk, 1).await;
    let party = desk.party_called("kanarie-id").await.unwrap();
    desk.erase(party, "kanarie-id", "olga", "asked").await.unwrap();
    desk.close().await;

    let restored = crate::keeping::restore(&at_path("first"), &at_path("one.db"), None, Some(&at_path("desk.db"))).await.unwrap();
    assert!(!restored.may_hold_erased, "its journal is the beginning of ours");
    let desk = desk_at(&at_path("one.db")).await;
    tell_of(&desk, vec![ordinary(5)]).await;
    desk.close().await;

    let restored = crate::keeping::restore(&at_path("second"), &at_path("two.db"), None, Some(&at_path("one.db"))).await.unwrap();
    assert!(restored.may_hold_erased, "it holds what the other never had");
    let desk = desk_at(&at_path("two.db")).await;
    assert!(desk.db().verify_journal().await.unwrap().broken.is_none());
    let theirs = [email(1), email(3), address(1).phone, address(3).phone, "OWN-1-K7".to_owned(), "OWN-3-K7".to_owned()];
    let holds = |name: &str, text: &str| std::fs::read(at_path(name)).unwrap().windows(text.len()).any(|window| window == text.as_bytes());
    for text in &theirs {
        assert!(holds("second", text) && !holds("two.db", text), "{text}");
    }
    // What is told of them later is emptied there as well, and everybody else is there.
    tell_of(&desk, vec![ordinary(1), named]).await;
    stand(&desk, &[ordinary(2), ordinary(4)]).await;
    desk.close().await;
    assert!(theirs.iter().all(|text| !holds("two.db", text)));

    // Of another desk nothing is known.
    let desk = desk_at(&at_path("stranger.db")).await;
    tell_of(&desk, vec![ordinary(1)]).await;
    desk.close().await;
    let other = crate::keeping::restore(&at_path("stranger.db"), &at_path("other.db"), None, Some(&at_path("one.db"))).await.unwrap();
    assert!(!other.may_hold_erased && holds("other.db", &email(1)));
}
