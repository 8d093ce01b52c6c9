//! The directory against a plain look at every row, and what keeps it up against reading it anew.

use super::world::World;
use super::{Desk, at};
use crate::{CustomerHas, CustomerSort, CustomerStatus, Directory, DirectoryFilter};
use proptest::prelude::*;
use std::sync::Arc;
use vouchsafe_domain::name::{CodeKey, CustomerKey, Names as _};
use vouchsafe_domain::outcome::{Change, Outcome};
use vouchsafe_domain::party::{Bond, PartyId, PartyName};
use vouchsafe_domain::shop::{Customer, ShopId};
use vouchsafe_domain::state::{Code, RecordKey};

const SORTS: [CustomerSort; 3] = [CustomerSort::Newest, CustomerSort::Oldest, CustomerSort::Name];
/// Names as people write them: two alphabets, letters that are typed for one another, and texts that mean harm.
const NAMES: [&str; 10] =
    ["Anna Berg", "anna", "Пётр Ильин", "ПЕТР", "Οδυσσεύς", "", "a%b_c\\", "'; DROP TABLE customer; --", "aaaaaaaa", "\u{202e}gnp.exe\n1"];

#[derive(Debug, Clone)]
struct Who {
    name: &'static str,
    joined: i64,
    has_code: bool,
    advocate: Option<usize>,
    deleted: bool,
}

fn who() -> impl Strategy<Value = Who> {
    (0..NAMES.len(), 0i64..5, any::<bool>(), proptest::option::of(0usize..20), proptest::bool::weighted(0.1))
        .prop_map(|(name, joined, has_code, advocate, deleted)| Who { name: NAMES[name], joined, has_code, advocate, deleted })
}

fn row(no: usize, who: &Who, updated: i64) -> Customer {
    Customer {
        id: ShopId::Number(no as u64 + 1),
        email: format!("P{no}@Example.com"),
        first_name: who.name.to_owned(),
        last_name: String::new(),
        is_active: true,
        is_confirmed: true,
        joined: at(who.joined),
        updated: at(updated),
        language: String::new(),
        external_reference: None,
        note: String::new(),
        own_code: None,
        ref_code: None,
        metadata: Vec::new(),
        private_metadata: Vec::new(),
        addresses: Vec::new(),
    }
}

/// Brings the db to these people. Whoever is there already changes.
async fn told(desk: &Desk, people: &[Who], round: i64) {
    let people = people.to_vec();
    let work = move |tx: &mut crate::Tx<'_>| {
        let mut world = World::new();
        let mut outcomes = Vec::new();
        for (no, who) in people.iter().enumerate() {
            tx.put_customer(&row(no, who, round))?;
            let party = PartyId(u32::try_from(no).unwrap());
            let customer = CustomerKey(tx.key(&(no + 1).to_string()));
            world.party(party.0, PartyName::Customer(customer));
            let record = world.state.parties.get_mut(&party).unwrap();
            (record.registered_at, record.deleted) = (Some(at(who.joined)), who.deleted);
            let mut changes = vec![Change::PartyMet { party, name: PartyName::Customer(customer) }];
            // Only who came before can have brought somebody, so nobody is their own advocate.
            if let Some(advocate) = who.advocate.filter(|advocate| *advocate < no) {
                let advocate = PartyId(u32::try_from(advocate).unwrap());
                let bond = Bond { advocate, code: CodeKey(tx.key("C")), at: at(0) };
                world.bind(party, advocate, bond.code, 0);
                changes.push(Change::Bound { friend: party, bond, replaces: None });
            }
            if who.has_code {
                let code = tx.code(&format!("Code{no}"));
                world.state.codes.insert(code, Code { owner: customer, issued_at: at(0), inferred: false, disabled_at: None });
                world.rollup.touched.insert(RecordKey::Code(code));
                tx.run("INSERT INTO code_owner (code, customer) VALUES (?1, ?2) ON CONFLICT DO NOTHING", (code.0.bits(), customer.0.bits()))?;
            }
            outcomes.push(Outcome { changes, ..Outcome::default() });
        }
        let commit = world.seal(tx, &format!("round-{round}"), outcomes);
        tx.commit_fold(&commit, at(1_000 + round))?;
        tx.index_mirror()?;
        tx.index_read_models()
    };
    desk.db.write(work).await.unwrap();
}

fn everybody(directory: &Directory, filter: &DirectoryFilter, sort: CustomerSort, limit: usize) -> Vec<u32> {
    let (mut parties, mut after) = (Vec::new(), None::<String>);
    loop {
        let page = directory.page(filter, sort, after.as_deref(), limit).unwrap();
        parties.extend(page.entries.iter().map(|entry| entry.party.0));
        after = page.next;
        if after.is_none() {
            assert_eq!(page.count, parties.len() as u64, "{filter:?} {sort:?} by {limit}");
            return parties;
        }
    }
}

/// As people type: without case, and е for ё.
fn typed(text: &str) -> String {
    text.to_lowercase().replace('ё', "е").replace('ς', "σ").replace(char::is_control, " ")
}

fn agrees(directory: &Directory, people: &[Who], patterns: &[String]) {
    let friends = |no: usize| people.iter().enumerate().filter(|(friend, who)| who.advocate == Some(no) && no < *friend).count();
    let code = |no: usize| if people[no].has_code { typed(&format!("CODE{no}")) } else { String::new() };
    let holds = |no: usize, pattern: &str| {
        let texts = [typed(people[no].name.trim()), format!("p{no}@example.com"), (no + 1).to_string(), code(no)];
        pattern.is_empty() || texts.iter().any(|text| text.contains(pattern))
    };
    let filters = [
        (None, None),
        (Some(CustomerHas::Code), None),
        (Some(CustomerHas::Friends), Some(CustomerStatus::Active)),
        (Some(CustomerHas::Advocate), Some(CustomerStatus::Deleted)),
        (None, Some(CustomerStatus::Guest)),
    ];
    for (has, status) in filters {
        for pattern in patterns.iter().map(String::as_str).chain([""]) {
            let sought = typed(pattern).trim().to_owned();
            let admits = |no: &usize| {
                let who = &people[*no];
                let stands = if who.deleted { CustomerStatus::Deleted } else { CustomerStatus::Active };
                holds(*no, &sought)
                    && status.is_none_or(|status| status == stands)
                    && match has {
                        None => true,
                        Some(CustomerHas::Code) => who.has_code,
                        Some(CustomerHas::Advocate) => who.advocate.is_some_and(|advocate| advocate < *no),
                        Some(CustomerHas::Friends) => friends(*no) > 0,
                    }
            };
            let mut want: Vec<usize> = (0..people.len()).filter(admits).collect();
            let filter = DirectoryFilter { search: Some(pattern.to_owned()), has, status };
            for sort in SORTS {
                match sort {
                    CustomerSort::Newest => want.sort_by_key(|no| std::cmp::Reverse((people[*no].joined, *no))),
                    CustomerSort::Oldest => want.sort_by_key(|no| (people[*no].joined, *no)),
                    CustomerSort::Name => want.sort_by_key(|no| (typed(people[*no].name.trim()).is_empty(), typed(people[*no].name.trim()), *no)),
                }
                let numbers: Vec<u32> = want.iter().map(|no| u32::try_from(*no).unwrap()).collect();
                for limit in [1, 3, 100] {
                    assert_eq!(everybody(directory, &filter, sort, limit), numbers, "{filter:?} {sort:?} by {limit}");
                }
            }
        }
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_part_of_any_text_finds_exactly_those_who_have_it(
        people in proptest::collection::vec(who(), 1..20),
        later in proptest::collection::vec(who(), 1..24),
        pattern in prop_oneof!["[a-zа-я@.0-9]{1,3}", "[ -~]{1,6}"],
    ) {
        let patterns = ["a", "ETR", "петр", "ПЁТ", "@example.com", "code1", "оδυ", "%", "\n", "gnp"].map(str::to_owned);
        let patterns: Vec<String> = patterns.into_iter().chain([pattern]).collect();
        runtime().block_on(async {
            let desk = Desk::new().await;
            told(&desk, &people, 1).await;
            let first = desk.db.directory(None).await.unwrap();
            agrees(&first, &people, &patterns);
            let unchanged = desk.db.directory(Some(Arc::clone(&first))).await.unwrap();
            assert!(Arc::ptr_eq(&first, &unchanged), "who asks again without a change is given the same");
            // Some change, some are new; codes stay with whom they were given to.
            let mut after: Vec<Who> = later.clone();
            after.extend(people.iter().skip(later.len()).cloned());
            for (who, before) in after.iter_mut().zip(&people) {
                who.has_code |= before.has_code;
                who.advocate = before.advocate;
            }
            told(&desk, &after, 2).await;
            let followed = desk.db.directory(Some(first)).await.unwrap();
            agrees(&followed, &after, &patterns);
            agrees(&desk.db.directory(None).await.unwrap(), &after, &patterns);
            assert_eq!(followed.len(), after.len());
        });
    }
}

#[tokio::test]
async fn texts_that_no_page_gave_are_refused_and_hostile_searches_find_nothing() {
    let desk = Desk::new().await;
    let anna = Who { name: "Anna", joined: 1, has_code: false, advocate: None, deleted: false };
    told(&desk, &[anna], 1).await;
    let directory = desk.db.directory(None).await.unwrap();
    for place in ["", "x", "1", ".", "1.x", "99999999999.1"] {
        assert!(directory.page(&DirectoryFilter::default(), CustomerSort::Newest, Some(place), 10).is_err(), "{place}");
    }
    let long = "a".repeat(100_000);
    for hostile in ["\0", "a\nb", "anna\np0", long.as_str(), "' OR 1=1 --", "💰"] {
        let filter = DirectoryFilter { search: Some(hostile.to_owned()), ..DirectoryFilter::default() };
        assert_eq!(directory.page(&filter, CustomerSort::Newest, None, 10).unwrap().count, u64::from(hostile == "\0"), "{hostile:?}");
    }
}

#[tokio::test]
async fn an_address_is_found_as_it_is_typed_and_as_it_is_kept() {
    let desk = Desk::new().await;
    let person = |no: u64, email: &str| Customer {
        email: email.to_owned(),
        ..row(usize::try_from(no).unwrap() - 1, &Who { name: "", joined: 0, has_code: false, advocate: None, deleted: false }, 1)
    };
    let people = [person(1, "müller@bücher.example"), person(2, "meyer@xn--bcher-kva.example"), person(3, "anna@bucher.example")];
    desk.db
        .write(move |tx| {
            let mut world = World::new();
            for (no, customer) in (0u32..).zip(&people) {
                tx.put_customer(customer)?;
                let key = CustomerKey(tx.key(&customer.id.to_string()));
                world.party(no, PartyName::Customer(key));
                let email = tx.email(&customer.email).email.unwrap();
                world.state.emails.insert(email, PartyId(no));
                world.rollup.touched.insert(RecordKey::Email(email));
                world.state.parties.get_mut(&PartyId(no)).unwrap().registered_at = Some(at(0));
            }
            let commit = world.seal(tx, "one", vec![Outcome::default()]);
            tx.commit_fold(&commit, at(9))?;
            tx.index_mirror()?;
            tx.index_read_models()
        })
        .await
        .unwrap();
    let directory = desk.db.directory(None).await.unwrap();
    for (typed, found) in [
        ("müller@bücher.example", &[0][..]),
        ("MÜLLER@Bücher.Example", &[0]),
        ("müller@xn--bcher-kva.example", &[0]),
        ("meyer@bücher.example", &[1]),
        ("@bücher", &[0, 1]),
        ("xn--bcher", &[0, 1]),
        ("@bucher", &[2]),
    ] {
        let filter = DirectoryFilter { search: Some(typed.to_owned()), ..DirectoryFilter::default() };
        let mut parties = everybody(&directory, &filter, CustomerSort::Oldest, 10);
        parties.sort_unstable();
        assert_eq!(parties, found, "{typed}");
    }
    for typed in ["Meyer@BÜCHER.example", "meyer@xn--bcher-kva.example", "meyer@xn--b"] {
        assert_eq!(desk.db.find_people(typed).await.unwrap(), [PartyId(1)], "{typed}");
    }
}
