//! `adjust`, `reverse`, `goodwill`, `proposals`, `reconcile`: acts on money, and what was delivered against what the shop has.

use super::runner::{Place, shop};
use serde_json::Value;
use vouchsafe_demo::{Options, Server};

/// A db whose rewards were delivered, and the key of one of them.
fn paid(server: &Server) -> (Place, String) {
    let place = Place::new();
    let program = vouchsafe_demo::PROGRAM.replace("mode = { limited = { percent = 80 } }", "mode = \"auto\"");
    std::fs::write(place.path("program.toml"), program).unwrap();
    // Whoever has a program before the shop lets it judge what happened since then.
    place.run(&["program", "activate", "program.toml"]).done();
    place.run_with(server.token(), &["connect", &server.url()]).done();
    place.run_with(server.token(), &["sync"]).done();
    place.run_with(server.token(), &["pay"]).done();
    let found: Value = place.run(&["payouts", "--state", "done", "--limit", "1", "--format", "json"]).json();
    let key = found["payouts"][0]["reward"].as_str().unwrap().to_owned();
    (place, key)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_is_told_beforehand_and_done_with_a_reason() {
    let server = shop(Options::default()).await;
    let (place, key) = paid(&server);
    assert_eq!(place.run(&["adjust", &key, "--to", "1.00"]).status.code(), Some(2), "a reason is missing");
    let preview = place.run(&["adjust", &key, "--to", "1.00", "--dry-run", "--format", "json"]).json();
    assert_eq!((preview["act"].as_str(), preview["outside"]["does"].as_str()), (Some("adjust"), Some("correct")), "{preview}");
    assert_eq!(preview["after"]["stands"]["amount"], "1.00");
    let told = place.run(&["adjust", &key, "--to", "1.00", "--dry-run", "--lang", "ru"]).done();
    assert!(told.contains("expense:rewards:"), "{told}");
    place.run(&["adjust", &key, "--to", "1.00", "--reason", "less was agreed"]).done();
    let corrected = place.run_with(server.token(), &["pay", "--format", "json"]).json();
    assert_eq!(corrected["corrected"], 1, "{corrected}");
    let refused = place.run(&["reissue", &key, "--reason", "once more"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(refused.err.starts_with("It was not taken back yet"), "{}", refused.err);
    place.run(&["reverse", &key, "--reason", "it was a mistake"]).done();
    let none = place.run(&["proposals", "--format", "json"]).json();
    assert_eq!(none["proposals"].as_array().unwrap().len(), 0);
    assert_eq!(place.run(&["proposals", "approve", "7", "--reason", "fine"]).status.code(), Some(1));
    assert_eq!(place.run(&["goodwill", "nobody-here", "--rail", "gift_card", "--amount", "USD=5.00", "--reason", "sorry"]).status.code(), Some(1));
    assert_eq!(place.run(&["goodwill", "1", "--rail", "sea", "--amount", "USD=5.00", "--reason", "sorry"]).status.code(), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_differs_is_a_finding_until_it_is_mended() {
    let server = shop(Options::default()).await;
    let (place, _) = paid(&server);
    let token = server.token().to_owned();
    place.run_with(&token, &["reconcile"]).done();
    let card = server.cards().into_iter().find(|card| card.is_active).unwrap();
    assert!(server.delete(&card.code));
    let found = place.run_with(&token, &["reconcile", "--format", "json"]);
    assert_eq!(found.status.code(), Some(3), "{}", found.err);
    let listed = place.run(&["reconcile", "--list", "--export", "findings.csv"]);
    assert_eq!(listed.status.code(), Some(3));
    assert!(listed.out.contains("Deleted at the shop") && listed.out.contains("Note that it is gone"), "{}", listed.out);
    assert_eq!(place.run_with(&token, &["reconcile", "--mend"]).status.code(), Some(2), "a reason is missing");
    place.run_with(&token, &["reconcile", "--mend", "--reason", "deleted by mistake"]).done();
    place.run_with(&token, &["reconcile"]).done();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_db_gave_is_not_mended_with_the_others() {
    let server = shop(Options::default()).await;
    let (_place, _) = paid(&server);
    let (other, token) = (Place::new(), server.token().to_owned());
    other.run_with(&token, &["connect", &server.url()]).done();
    let active = || server.cards().iter().filter(|card| card.is_active).count();
    let before = active();
    assert!(before > 5, "{before}");
    let mended = other.run_with(&token, &["reconcile", "--mend", "--reason", "not ours", "--format", "json"]);
    assert_eq!((mended.status.code(), active()), (Some(3), before), "{}", mended.err);
    let found: Value = serde_json::from_str(&other.run(&["reconcile", "--list", "--format", "json"]).out).unwrap();
    assert_eq!(found["findings"].as_array().unwrap().len(), before);
    let no = found["findings"][0]["no"].to_string();
    let mended = other.run_with(&token, &["reconcile", "--mend", &no, "--reason", "looked at it"]);
    assert_eq!((mended.status.code(), active()), (Some(3), before - 1), "{}", mended.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_that_is_said_again_is_given_again_only_where_that_is_meant() {
    let server = shop(Options::default()).await;
    let (place, _) = paid(&server);
    let give = |more: &[&str]| place.run(&[&["goodwill", "1", "--rail", "gift_card", "--amount", "EUR=5.00", "--reason", "late"], more].concat());
    let expects = give(&["--dry-run", "--format", "json"]).json()["expects"].as_str().unwrap().to_owned();
    give(&["--expects", &expects]).done();
    assert_eq!(give(&["--expects", &expects]).status.code(), Some(1));
    let again = give(&[]);
    assert_eq!(again.status.code(), Some(1));
    assert!(again.err.starts_with("You gave this person the same for the same reason at "), "{}", again.err);
    give(&["--again"]).done();
    assert_eq!(give(&["--again", "--expects", &expects]).status.code(), Some(2));
}
