//! Backups, coming back from them, and the file of tokens.

use super::runner::{Place, Running, shop};
use std::io::BufReader;
use std::process::Stdio;
use vouchsafe_app::keeping::Passphrase;
use vouchsafe_app::vault::Vault;
use vouchsafe_demo::{Asked, Deed, Fault, Faults, Living, Options, When, serve};

const SECRET: &str = "correct horse battery";
const DEMO: [&str; 2] = ["--db", "demo-300-1.db"];

fn of_demo<'a>(args: &[&'a str]) -> Vec<&'a str> {
    [args, &DEMO].concat()
}

#[test]
fn an_encrypted_backup_comes_back_by_its_passphrase_alone() {
    let place = Place::new();
    place.run(&["demo", "--orders", "300"]).done();
    let plain = place.run(&of_demo(&["backup", "copies/plain.db", "--format", "json"])).json();
    assert_eq!((&plain["file"], &plain["is_encrypted"]), (&"copies/plain.db".into(), &false.into()));
    assert_eq!(plain["bytes"], std::fs::metadata(place.path("copies/plain.db")).unwrap().len());
    let again = of_demo(&["backup", "copies/plain.db"]);
    place.run(&again).said(1, "There is a file at copies/plain.db already; choose another name or move that one away.");

    let seal = of_demo(&["backup", "sealed.age", "--encrypt", "--format", "csv"]);
    place.run(&seal).said(1, "There is no passphrase; put it into VOUCHSAFE_PASSPHRASE.");
    place.run_knowing("short", &seal).said(1, "The passphrase is too short; take at least 10 characters.");
    assert!(!place.path("sealed.age").exists());
    let sealed = place.run_knowing(SECRET, &seal).done();
    assert!(sealed.starts_with("file,bytes,events,at,encrypted\nsealed.age,") && sealed.ends_with(",yes\n"), "{sealed}");

    let back = ["restore", "sealed.age", "--db", "back.db", "--format", "json"];
    place.run(&back).said(1, "There is no passphrase; put it into VOUCHSAFE_PASSPHRASE.");
    place.run_knowing("wrong horse battery", &back).said(1, "The passphrase does not open this file; try again.");
    assert!(!place.path("back.db").exists());
    let restored = place.run_knowing(SECRET, &back).json();
    assert_eq!(restored, serde_json::json!({ "db": "back.db", "epoch": 1, "events": plain["events"], "may_hold_erased": false }));
    let kept = |db: &str| {
        let status = place.run(&["status", "--db", db, "--format", "json"]).json();
        (status["epoch"].clone(), status["are_payouts_paused"].clone())
    };
    assert_eq!((kept("back.db"), kept(DEMO[1])), ((1.into(), true.into()), (0.into(), false.into())));
    let head =
        |db: &str| serde_json::from_str::<serde_json::Value>(&place.run(&["doctor", "--db", db, "--format", "json"]).out).unwrap()["head"].clone();
    assert_eq!(head("back.db"), head(DEMO[1]));
}

#[test]
fn what_is_no_backup_or_would_take_the_place_of_a_db_is_refused() {
    let place = Place::new();
    std::fs::write(place.path("words"), "no db at all").unwrap();
    let restore = |file: &str, db: &str, sentence: &str| place.run(&["restore", file, "--db", db]).said(1, sentence);
    restore("words", "new.db", "The db is damaged; restore it from a backup.");
    restore("nowhere", "new.db", "The file nowhere cannot be read; check that it exists and that you may open it.");
    restore("words", "words", "There is a file at words already; choose another name or move that one away.");
    assert!(!place.path("new.db").exists());
    place.run(&["backup", "copy.db", "--db", "new.db"]).said(1, "The file new.db cannot be read; check that it exists and that you may open it.");
    assert_eq!(place.run(&["doctor", "--resume-payouts"]).status.code(), Some(2), "without having compared anything");
}

#[tokio::test(flavor = "multi_thread")]
async fn payouts_go_on_once_the_shop_was_compared_and_equals() {
    let (place, server) = (Place::new(), shop(Options::default()).await);
    let (url, token) = (server.url(), server.token().to_owned());
    place.run_with(&token, &["connect", &url]).done();
    place.run_with(&token, &["sync"]).done();
    place.run(&["backup", "copy.db"]).done();
    let told = place.run(&["restore", "copy.db", "--db", "back.db"]).done();
    assert!(told.contains("vouchsafe sync, then vouchsafe reconcile"), "{told}");
    let is_paused = || place.run(&["status", "--db", "back.db", "--format", "json"]).json()["are_payouts_paused"].clone();
    place.run_with(&token, &["doctor", "--full", "--db", "back.db"]).done();
    assert_eq!(is_paused(), true, "comparing alone lets nothing go on");
    let resume = || place.run_with(&token, &["doctor", "--full", "--resume-payouts", "--db", "back.db"]);
    resume().said(1, "Payouts rest because this db came back from a backup; reconcile it with the shop, and mend or leave whatever differs, first.");
    assert_eq!(is_paused(), true);
    place.run_with(&token, &["reconcile", "--db", "back.db"]).done();
    assert_eq!(is_paused(), false);
    resume().done();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_comes_from_the_file_that_the_passphrase_opens() {
    let (place, server) = (Place::new(), shop(Options::default()).await);
    let (url, token) = (server.url(), server.token().to_owned());
    place.run_with(&token, &["connect", &url]).done();
    let vault = Vault::at(place.path("tokens.age"));
    // Guessing it may be cheap: it is thrown away.
    let passphrase = Passphrase::entered(SECRET).with_work(2);
    vault.keep("https://other.example/graphql/", "another", &passphrase).unwrap();
    place.run_knowing(SECRET, &["sync"]).said(1, &format!("The token of the shop at {url} is not kept on this computer; enter it again."));
    vault.keep(&url, &token, &passphrase).unwrap();
    place.run(&["sync"]).said(1, "There is no token; put it into VOUCHSAFE_SHOP_TOKEN.");
    place.run_knowing("wrong horse battery", &["sync"]).said(1, "The passphrase does not open this file; try again.");
    place.run_knowing(SECRET, &["sync"]).done();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_writes_codes_to_the_shop_once_that_is_admitted() {
    let mut living = Living::new(7);
    for name in ["ada", "bob"] {
        assert!(living.act(&Deed::Register { email: format!("{name}@example.org"), ref_code: None, own_code: None, confirmed: true }));
    }
    let (place, server) = (Place::new(), serve(living, Options::default()).await.unwrap());
    let token = server.token().to_owned();
    place.run_with(&token, &["connect", &server.url()]).done();
    place.run_with(&token, &["sync"]).done();
    assert_eq!(place.run(&["code", "issue", "--missing", "--format", "json"]).json()["issued"], 2);
    place.run_with(&token, &["sync"]).done();
    let written = || server.living().unwrap().account_facts().filter(|account| account.own_code.is_some()).count();
    assert_eq!(written(), 0, "off until somebody wants it");
    place.run(&["code", "write-back", "on"]).done();
    assert_eq!(place.run(&["status", "--format", "json"]).json()["write_back"], true);
    place.run_with(&token, &["sync"]).done();
    assert_eq!(written(), 2);
    let again = place.run_with(&token, &["code", "write-back", "--format", "json"]).json();
    assert_eq!(again["written"], 0, "the round has written them");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_stands_when_only_the_codes_could_not_be_written() {
    let mut living = Living::new(7);
    assert!(living.act(&Deed::Register { email: "ada@example.org".to_owned(), ref_code: None, own_code: None, confirmed: true }));
    let (place, server) = (Place::new(), serve(living, Options::default()).await.unwrap());
    let token = server.token().to_owned();
    place.run_with(&token, &["connect", &server.url()]).done();
    place.run_with(&token, &["sync"]).done();
    place.run(&["code", "issue", "--missing"]).done();
    place.run(&["code", "write-back", "on"]).done();
    let failing = Faults::default().with(Asked::Field("updateMetadata"), When::From(1), Fault::Errors);
    server.set_faults(failing);
    let round = place.run_with(&token, &["sync", "--format", "json"]);
    assert_eq!((round.status.code(), round.err.lines().count()), (Some(0), 1), "{}", round.err);
    let told: serde_json::Value = serde_json::from_str(&round.out).unwrap();
    assert_eq!(told["quarantined"], 0);
    // Whoever asks for nothing but that hears that it failed.
    assert_eq!(place.run_with(&token, &["code", "write-back"]).status.code(), Some(1));
    server.set_faults(Faults::default());
    place.run_with(&token, &["sync"]).done();
    assert!(server.living().unwrap().account_facts().all(|account| account.own_code.is_some()));
}

#[tokio::test(flavor = "multi_thread")]
async fn rounds_that_follow_each_other_keep_their_connection() {
    let (place, server) = (Place::new(), shop(Options::default()).await);
    place.run_with("demo-token", &["connect", &server.url()]).done();
    // A fault that does no harm counts how often somebody connects.
    server.set_faults(Faults::default().with(Asked::Field("app"), When::From(1), Fault::Slow { bytes: 1_000_000 }));
    let watch = ["sync", "--watch", "1", "--format", "json"];
    let command = &mut place.command(&watch);
    let mut running = Running(command.env("VOUCHSAFE_SHOP_TOKEN", "demo-token").stdout(Stdio::piped()).spawn().unwrap());
    let rounds = BufReader::new(running.0.stdout.as_mut().unwrap());
    let told = serde_json::Deserializer::from_reader(rounds).into_iter::<serde_json::Value>().take(3).map(Result::unwrap).count();
    assert_eq!((told, server.struck().get("slow bytes").copied()), (3, Some(1)));
}
