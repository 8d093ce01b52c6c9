//! Codes given, wished for, disabled, imported and written back; what another system knew, taken over once.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Bed, NOW, clock};
use std::collections::BTreeSet;
use std::path::PathBuf;
use vouchsafe_app::{Access, AppError, CodeWish, Conflict, Desk, Imported, saleor};
use vouchsafe_demo::{Deed, Living, Row, Shop, Spec};
use vouchsafe_domain::event::{EventClass, EventId, Fact};
use vouchsafe_domain::name::{CodeKey, CustomerKey, Key, OrderKey};
use vouchsafe_domain::outcome::{Change, Outcome};
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::Occasion;

fn shop(customers: u32) -> Shop {
    Shop::generate(&Spec { customers, ..Spec::new(60, 5) })
}

/// A desk that has read a small shop.
async fn read() -> Bed {
    let bed = Bed::new(shop(40)).await;
    let shop = bed.shop(saleor::Settings::default()).await;
    bed.sync(&shop).await.unwrap();
    bed
}

fn wish(text: &str) -> CodeWish {
    CodeWish::Vanity(text.to_owned())
}

async fn owner(bed: &Bed, code: &str) -> Option<(i64, bool)> {
    let db = bed.look().await;
    let key = db.key_of(code).await.unwrap()?;
    let record = db.code_record(CodeKey(key)).await.unwrap()?;
    Some((record.owner.0.bits(), record.disabled_at.is_some()))
}

fn file(bed: &Bed, text: &str) -> PathBuf {
    let path = bed.dir.path().join("sheet.csv");
    std::fs::write(&path, text).unwrap();
    path
}

fn conflict(line: usize, subject: &str, holder: &str) -> Conflict {
    Conflict { line, subject: subject.to_owned(), holder: holder.to_owned() }
}

#[tokio::test]
async fn an_advocate_gets_as_many_codes_as_they_like_and_nobody_a_taken_one() {
    let bed = read().await;
    let desk = &bed.desk;
    let plain = desk.issue_code("3", CodeWish::Random { prefix: false }, "mara", "").await.unwrap();
    let named = desk.issue_code("3", CodeWish::Random { prefix: true }, "mara", "").await.unwrap();
    assert_eq!((plain.len(), named.ends_with(&plain)), (11, false));
    assert_eq!(desk.issue_code("3", wish(" team-red "), "mara", "asked for it").await.unwrap(), "TEAM-RED");
    for code in [plain.as_str(), &named, "TEAM-RED"] {
        assert_eq!(owner(&bed, code).await, Some((3, false)), "{code}");
    }
    let before = bed.look().await.last_seq().await.unwrap();
    assert_eq!(desk.issue_code("3", wish("Team-Red"), "mara", "").await.unwrap(), "TEAM-RED", "the same wish again is known");
    let refused = |result: Result<String, AppError>| result.unwrap_err().code();
    assert_eq!(refused(desk.issue_code("4", wish("team-red"), "mara", "").await), "code_taken");
    assert_eq!(refused(desk.issue_code("4", wish("admin"), "mara", "").await), "code_reserved");
    assert_eq!(refused(desk.issue_code("999999", wish("anna-7"), "mara", "").await), "not_found");
    assert_eq!(bed.look().await.last_seq().await.unwrap(), before, "nothing of these went to the log");
}

#[tokio::test]
async fn a_code_is_disabled_for_a_reason_and_never_given_again() {
    let bed = read().await;
    let desk = &bed.desk;
    desk.issue_code("3", wish("team-red"), "mara", "").await.unwrap();
    assert_eq!(desk.disable_code("team-red", "mara", "  ").await.unwrap_err().code(), "reason_missing");
    assert_eq!(desk.disable_code("nobodys", "mara", "leaked").await.unwrap_err().code(), "not_found");
    desk.disable_code("team-red", "mara", "leaked").await.unwrap();
    let at = bed.look().await.last_seq().await.unwrap();
    desk.disable_code("TEAM-RED", "mara", "leaked").await.unwrap();
    assert_eq!(bed.look().await.last_seq().await.unwrap(), at);
    assert_eq!(owner(&bed, "TEAM-RED").await, Some((3, true)));
    assert_eq!(desk.issue_code("3", wish("team-red"), "mara", "").await.unwrap_err().code(), "code_taken");
    let db = bed.look().await;
    let (_, event, _) = db.logged(at).await.unwrap().unwrap();
    let Fact::CodeDisabled { by: Some(by), .. } = event.fact else { panic!("{event:?}") };
    let words = db.identity_texts(&[by.reason.unwrap()]).await.unwrap();
    assert_eq!(words.into_values().collect::<Vec<_>>(), ["leaked"]);
    assert!(!event.fact.moves_watermark(), "a person at the desk moves no time");
}

#[tokio::test]
async fn everybody_without_a_code_gets_one() {
    let bed = Bed::new(shop(700)).await;
    // Under another key the shop's own codes are not found.
    let shop = bed.shop(saleor::Settings { customer_code_key: String::new(), ..saleor::Settings::default() }).await;
    bed.sync(&shop).await.unwrap();
    let first = bed.desk.issue_missing_codes(30, true, "mara").await.unwrap();
    assert_eq!((first.issued, first.more), (30, true));
    let rest = bed.desk.issue_missing_codes(u64::MAX, false, "mara").await.unwrap();
    assert!(rest.issued > 500 && !rest.more, "more than one commit: {rest:?}");
    let again = bed.desk.issue_missing_codes(u64::MAX, false, "mara").await.unwrap();
    assert_eq!((again.issued, again.more), (0, false));
    let issued = bed.look().await.codes_issued_after(0, 10_000).await.unwrap();
    let distinct = |keys: Vec<Key>| keys.into_iter().collect::<BTreeSet<_>>().len() as u64;
    assert_eq!(distinct(issued.iter().map(|code| code.code.0).collect()), first.issued + rest.issued);
    assert_eq!(distinct(issued.iter().map(|code| code.customer.0).collect()), first.issued + rest.issued);
}

#[tokio::test]
async fn an_owner_of_a_code_is_never_replaced() {
    let bed = read().await;
    let none: Vec<Conflict> = Vec::new();
    let sheet = file(&bed, "code,customer_id\nALPHA1,3\nBETA22,4\n");
    assert_eq!(bed.desk.import_code_owners(&sheet).await.unwrap(), Imported { rows: 2, new: 2, known: 0, conflicts: none.clone() });
    assert_eq!(bed.desk.import_code_owners(&sheet).await.unwrap(), Imported { rows: 2, new: 0, known: 2, conflicts: none });
    // A corrected owner, a code that the file gives to two, and one that is new.
    let sheet = file(&bed, "code,customer_id\nalpha1,4\nGAMMA3,5\ngamma3,6\nGAMMA3,5\n");
    let conflicts = vec![conflict(2, "alpha1", "3"), conflict(4, "gamma3", "")];
    assert_eq!(bed.desk.import_code_owners(&sheet).await.unwrap(), Imported { rows: 4, new: 1, known: 1, conflicts });
    assert_eq!((owner(&bed, "ALPHA1").await, owner(&bed, "GAMMA3").await), (Some((3, false)), Some((5, false))));
    // Nothing of a faulty file is used.
    let sheet = file(&bed, "code,customer_id\nDELTA4,3\n,4\n");
    let error = bed.desk.import_code_owners(&sheet).await.unwrap_err();
    assert!(matches!(error, AppError::SheetLine { line: 3, .. }), "{error:?}");
    assert_eq!(owner(&bed, "DELTA4").await, None);
}

/// A desk without a shop, on which three people registered: bob has an advocate.
async fn told() -> (Bed, Desk) {
    let bed = Bed::new(shop(3)).await;
    let desk = Desk::open(&bed.dir.path().join("told.db"), Access::ReadWrite, clock(NOW)).await.unwrap();
    let lines = [
        r#"{"id":"customer/anna/registered","type":"customer_registered","at":"2026-01-01T00:00:00Z","customer":"anna"}"#,
        r#"{"id":"code/ANNA1/issued","type":"code_issued","at":"2026-01-02T00:00:00Z","code":"ANNA1","customer":"anna"}"#,
        r#"{"id":"customer/bob/registered","type":"customer_registered","at":"2026-01-03T00:00:00Z","customer":"bob","ref_code":"ANNA1"}"#,
        r#"{"id":"customer/carl/registered","type":"customer_registered","at":"2026-01-04T00:00:00Z","customer":"carl"}"#,
    ];
    let events = bed.dir.path().join("events.ndjson");
    std::fs::write(&events, lines.join("\n")).unwrap();
    desk.import_events(&events).await.unwrap();
    (bed, desk)
}

#[tokio::test]
async fn a_legacy_referral_is_taken_over_once_and_overwrites_nobody() {
    let (bed, desk) = told().await;
    let sheet = file(&bed, "customer_id,referred_by,code,at\nbob,anna,,\ncarl,anna,,2026-01-04T00:00:00Z\nbob,carl,,\ndora,carl,OLD-7,\n");
    let conflicts = vec![conflict(4, "bob", "anna")];
    assert_eq!(desk.import_legacy_referrals(&sheet).await.unwrap(), Imported { rows: 4, new: 2, known: 1, conflicts: conflicts.clone() });
    assert_eq!(desk.import_legacy_referrals(&sheet).await.unwrap(), Imported { rows: 4, new: 0, known: 3, conflicts });
    let db = vouchsafe_db::Db::open(&bed.dir.path().join("told.db"), Access::ReadOnly).await.unwrap();
    let state = db.state().await.unwrap();
    let brought = |friend: Key| state.parties[&state.party_of(CustomerKey(friend)).unwrap()].bond.map(|bond| (bond.advocate, bond.code));
    let key = |text: &'static str| async { db.key_of(text).await.unwrap().unwrap() };
    let (anna, carl) = (key("anna").await, key("carl").await);
    let party = |customer: Key| state.party_of(CustomerKey(customer)).unwrap();
    assert_eq!(brought(key("bob").await), Some((party(anna), CodeKey(key("ANNA1").await))));
    assert_eq!(brought(carl), Some((party(anna), CodeKey(key("ANNA1").await))), "the code that the advocate has");
    assert_eq!(brought(key("dora").await), Some((party(carl), CodeKey(key("OLD-7").await))));
    let sheet = file(&bed, "customer_id,referred_by,at\nerik,anna,2030-01-01T00:00:00Z\n");
    assert!(matches!(desk.import_legacy_referrals(&sheet).await.unwrap_err(), AppError::SheetLine { line: 2, .. }));
}

#[tokio::test]
async fn an_earlier_reward_is_taken_over_once() {
    let (bed, desk) = told().await;
    let source = vouchsafe_app::programs::ready()[0].source;
    desk.activate("program.toml", source).await.unwrap();
    let rule = desk_rule(source);
    let header = "rule,customer_id,order,advocate_id,amount,currency,at\n";
    let sheet = file(&bed, &format!("{header}{rule},bob,1042,anna,10.00,EUR,2026-01-05T00:00:00Z\n{rule},bob,1042,,5.00,EUR,2026-01-05T00:00:00Z\n"));
    let none: Vec<Conflict> = Vec::new();
    assert_eq!(desk.import_earlier_rewards(&sheet).await.unwrap(), Imported { rows: 2, new: 2, known: 0, conflicts: none.clone() });
    assert_eq!(desk.import_earlier_rewards(&sheet).await.unwrap(), Imported { rows: 2, new: 0, known: 2, conflicts: none });
    let db = vouchsafe_db::Db::open(&bed.dir.path().join("told.db"), Access::ReadOnly).await.unwrap();
    let key = db.key_of(&format!("taken_over/{rule}/bob/1042/advocate")).await.unwrap().unwrap();
    let seq = db.last_seq().await.unwrap() - 1;
    let mut events = Vec::new();
    for seq in [seq, seq + 1] {
        events.push(db.logged(seq).await.unwrap().unwrap().1);
    }
    let event = events.iter().find(|event| event.id == EventId::new(EventClass::Named, key)).unwrap();
    let Fact::RewardTakenOver { reward, amount, .. } = event.fact else { panic!("{event:?}") };
    assert_eq!((reward.occasion, amount.minor), (Occasion::Order(OrderKey(Key::of_number("1042").unwrap())), 1_000));
    let sheet = file(&bed, &format!("{header}no-such-rule,bob,1042,anna,10.00,EUR,2026-01-05T00:00:00Z\n"));
    assert!(matches!(desk.import_earlier_rewards(&sheet).await.unwrap_err(), AppError::SheetLine { line: 2, .. }));
}

/// The first rule of a program.
fn desk_rule(source: &str) -> String {
    let mut names = vouchsafe_domain::name::NameTable::default();
    let file = vouchsafe_domain::program::file::parse(source, &mut names).unwrap();
    vouchsafe_domain::name::Texts::text(&names, file.program.rules[0].id.0)
}

/// A shop with some accounts, the second of which has a code.
fn living() -> Living {
    let mut shop = Living::new(7);
    for (email, own_code) in [("ada@example.org", None), ("bob@example.org", Some("BOB-1")), ("cleo@example.org", None)] {
        let own_code = own_code.map(str::to_owned);
        assert!(shop.act(&Deed::Register { email: email.to_owned(), ref_code: None, own_code, confirmed: true }));
    }
    shop
}

#[tokio::test]
async fn codes_are_written_to_the_shop_in_the_order_of_issue_and_their_echo_is_no_event() {
    let bed = Bed::new(living()).await;
    let shop = bed.shop(saleor::Settings::default()).await;
    bed.sync(&shop).await.unwrap();
    let people: Vec<_> = bed.server.living().unwrap().account_facts().collect();
    let (ada, bob, cleo) = (people[0].number.to_string(), people[1].number.to_string(), people[2].number);
    let desk = &bed.desk;
    desk.issue_code(&ada, wish("ada-old"), "mara", "").await.unwrap();
    desk.issue_code(&ada, wish("ada-new"), "mara", "").await.unwrap();
    desk.issue_code(&bob, wish("bob-gone"), "mara", "").await.unwrap();
    desk.disable_code("bob-gone", "mara", "a mistake").await.unwrap();
    desk.issue_code(&cleo.to_string(), wish("cleo-1"), "mara", "").await.unwrap();
    let own = |place: usize| bed.server.living().unwrap().account_facts().nth(place).and_then(|account| account.own_code);
    assert_eq!(desk.write_back_codes(&shop).await.unwrap(), vouchsafe_app::WrittenBack::default(), "off until somebody wants it");
    assert_eq!(own(0), None);

    desk.set_write_back_codes(true).await.unwrap();
    bed.server.alter(|shop| shop.act(&Deed::DeleteCustomer { customer: cleo }));
    let done = desk.write_back_codes(&shop).await.unwrap();
    assert_eq!((done.written, done.skipped, done.refused), (2, 1, 1), "both of Ada's in order; a disabled one; an account that is gone");
    assert_eq!((own(0).as_deref(), own(1).as_deref()), (Some("ADA-NEW"), Some("BOB-1")));
    assert_eq!(desk.write_back_codes(&shop).await.unwrap(), vouchsafe_app::WrittenBack::default(), "each once");

    let before = bed.look().await.last_seq().await.unwrap();
    let round = bed.sync(&shop).await.unwrap();
    assert!(round.changed > 0, "the row came back");
    let db = bed.look().await;
    let row = db.customer(&ada).await.unwrap().unwrap();
    assert_eq!(row.own_code.as_deref(), Some("ADA-NEW"));
    for seq in before + 1..=db.last_seq().await.unwrap() {
        let (_, event, _) = db.logged(seq).await.unwrap().unwrap();
        assert!(!matches!(event.fact, Fact::CustomerUpdated(_) | Fact::CodeIssued { .. }), "{event:?}");
    }
    // What the mirror shows is not written again, whatever is said of how far we were.
    desk.issue_code(&ada, wish("ada-last"), "mara", "").await.unwrap();
    assert_eq!(desk.write_back_codes(&shop).await.unwrap().written, 1);
    assert_eq!(own(0).as_deref(), Some("ADA-LAST"));
}

#[tokio::test]
async fn a_code_that_two_accounts_name_is_the_elders_and_stays_whose_it_is() {
    let bed = Bed::new(Living::new(5)).await;
    let shop = bed.shop(saleor::Settings::default()).await;
    let act = |deed: Deed| assert!(bed.server.alter(|shop| shop.act(&deed)).unwrap());
    let register = |email: &str| act(Deed::Register { email: email.to_owned(), ref_code: None, own_code: None, confirmed: true });
    for name in ["anna", "bert", "carl", "dora"] {
        register(&format!("{name}@example.com"));
    }
    let numbers: Vec<u64> = bed.server.living().unwrap().account_facts().map(|account| account.number).collect();
    let number = |place: usize| i64::try_from(numbers[place]).unwrap();
    let give = |place: usize, code: &str| {
        act(Deed::WriteMetadata { row: Row::Customer(numbers[place]), key: "referral_code".to_owned(), value: code.to_owned() });
    };
    // The younger one is listed first, because their account changed first.
    give(1, "TEAM");
    give(0, "TEAM");
    give(3, "CREW");
    bed.sync(&shop).await.unwrap();
    assert_eq!(owner(&bed, "TEAM").await, Some((number(0), false)));
    give(2, "CREW");
    bed.sync(&shop).await.unwrap();
    assert_eq!(owner(&bed, "CREW").await, Some((number(3), false)), "whose it was known to be");
    let log = bed.look().await.log_after(0, 500).collect::<Result<Vec<_>, _>>().unwrap().concat();
    let taken = |outcome: &Outcome| outcome.changes.contains(&Change::Refused { reason: Reason::CodeTaken });
    let refused: Vec<CustomerKey> = log.iter().filter(|(_, _, outcome)| taken(outcome)).filter_map(|(_, event, _)| claimant(&event.fact)).collect();
    assert_eq!(refused, [1, 2].map(|place| CustomerKey(Key::from_bits(number(place)))));
}

fn claimant(fact: &Fact) -> Option<CustomerKey> {
    if let Fact::CodeIssued { customer, .. } = fact { Some(*customer) } else { None }
}
