//! Erasing a person: told beforehand, done on request, and found nowhere after it.

use super::runner::{Place, shop};
use serde_json::Value;
use vouchsafe_demo::Options;

/// How often a text stands in the db and its WAL.
fn stands(place: &Place, text: &str) -> usize {
    let files = ["vouchsafe.db", "vouchsafe.db-wal"].map(|name| std::fs::read(place.path(name)).unwrap_or_default());
    files.iter().map(|bytes| bytes.windows(text.len()).filter(|window| window.eq_ignore_ascii_case(text.as_bytes())).count()).sum()
}

/// Friends with an address that nobody else has, and whether they are guests.
fn friends(place: &Place) -> Vec<(String, String)> {
    let told = place.run(&["report", "referrals", "--format", "json"]).json();
    let rows: Vec<&Value> = told["referrals"].as_array().unwrap().iter().map(|row| &row["friend"]).collect();
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let all: Vec<(String, String)> = rows.iter().map(|row| (text(row, "key"), text(row, "email"))).collect();
    all.iter().filter(|(_, email)| !email.is_empty() && all.iter().filter(|other| other.1 == *email).count() == 1).cloned().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_goes_for_good_and_the_figures_stand() {
    let (place, server) = (Place::new(), shop(Options::default()).await);
    let (url, token) = (server.url(), server.token().to_owned());
    place.run_with(&token, &["connect", &url]).done();
    place.run_with(&token, &["sync"]).done();
    let friends = friends(&place);
    let (key, email) = friends.iter().find(|(key, _)| !key.starts_with("guest-")).unwrap();
    let figures = || place.run(&["report", "kpi", "--format", "csv"]).done();
    let (before, stood) = (figures(), stands(&place, email));
    assert!(stood > 0);

    assert_eq!(place.run(&["erase", key, "--yes"]).status.code(), Some(2), "without a reason");
    place.run(&["erase", key, "--reason", "  ", "--yes"]).said(1, "Give a reason; it goes into the journal.");
    place.run(&["erase", "nobody", "--reason", "asked", "--yes"]).said(1, "There is no nobody here any more; go back to the list.");
    let ahead = place.run(&["erase", key, "--reason", "asked", "--format", "csv"]);
    ahead.said(2, &format!("This would erase {key} for good; look at what would go, and add --yes to do it."));
    assert!(ahead.out.starts_with(&format!("key,known_as,codes,orders\n{key},")), "{}", ahead.out);
    assert_eq!(stands(&place, email), stood, "nothing has gone yet");

    let erased = place.run(&["erase", key, "--reason", "asked", "--yes", "--format", "json"]).json();
    assert_eq!((&erased["key"], &erased["left"]), (&key.as_str().into(), &0.into()), "{erased}");
    assert!(erased["identities"].as_u64().unwrap() > 0 && erased["rows"].as_u64().unwrap() > 0, "{erased}");
    assert_eq!((stands(&place, email), figures()), (0, before.clone()));
    // The shop goes on telling of them.
    place.run_with(&token, &["sync"]).done();
    place.run_with(&token, &["doctor", "--full"]).done();
    assert_eq!((stands(&place, email), figures()), (0, before));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_is_called_by_their_order() {
    let (place, server) = (Place::new(), shop(Options::default()).await);
    place.run_with(server.token(), &["connect", &server.url()]).done();
    place.run_with(server.token(), &["sync"]).done();
    let (key, email) = friends(&place).into_iter().find(|(key, _)| key.starts_with("guest-")).unwrap();
    let told = place.run(&["erase", &key, "--reason", "по просьбе", "--yes", "--lang", "ru"]).done();
    assert!(told.contains("ничего не осталось"), "{told}");
    assert_eq!(stands(&place, &email), 0);
    let unknown = place.run(&["erase", "guest-999999", "--reason", "asked"]);
    unknown.said(1, "There is no guest-999999 here any more; go back to the list.");
}
