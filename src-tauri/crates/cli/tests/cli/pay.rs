//! `pay` and `payouts`: what is due goes out, and how it stands.

use super::runner::{Place, shop};
use serde_json::Value;
use vouchsafe_demo::{Asked, Fault, Faults, Options, Server, When};

/// A db that has judged the shop's history by a program that pays on this rail.
fn synced(server: &Server, rail: &str) -> Place {
    let place = Place::new();
    let program = vouchsafe_demo::PROGRAM.replace("mode = { limited = { percent = 80 } }", "mode = \"auto\"");
    std::fs::write(place.path("program.toml"), program.replace("gift_card\" }", &format!("{rail}\" }}"))).unwrap();
    // Whoever has a program before the shop lets it judge what happened since then.
    place.run(&["program", "activate", "program.toml"]).done();
    place.run_with(server.token(), &["connect", &server.url()]).done();
    place.run_with(server.token(), &["sync"]).done();
    place
}

fn listed(place: &Place, args: &[&str]) -> Vec<Value> {
    let found = place.run(&[&["payouts", "--format", "json"], args].concat()).json();
    found["payouts"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_is_told_beforehand_and_goes_out_once() {
    let server = shop(Options::default()).await;
    let (place, token) = (synced(&server, "gift_card"), server.token().to_owned());
    let due = listed(&place, &["--state", "due"]);
    assert!(due.len() > 5, "{}", due.len());
    let plan = place.run_with(&token, &["pay", "--dry-run", "--format", "json"]).json();
    // Two for each card, and one by which the desks of a shop agree on what codes are made of.
    let calls = Some(2 * due.len() as u64 + 1);
    assert_eq!((plan["payouts"].as_array().unwrap().len(), plan["calls"].as_u64()), (due.len(), calls));
    let told = place.run_with(&token, &["pay", "--dry-run"]).done();
    assert!(told.contains("giftCardCreate") && told.contains("giftCardActivate") && told.contains("  Deliver  "), "{told}");
    let told = place.run_with(&token, &["pay", "--dry-run", "--lang", "ru"]).done();
    assert!(told.contains("  Выдать  ") && !told.contains("payout"), "{told}");
    assert_eq!(server.cards().len(), 0, "nothing was sent");
    let paid = place.run_with(&token, &["pay", "--format", "json"]).json();
    assert_eq!((paid["delivered"].as_u64(), paid["calls"].as_u64()), (Some(due.len() as u64), calls), "{paid}");
    assert_eq!(server.cards().iter().filter(|card| card.is_active).count(), due.len());
    assert_eq!(listed(&place, &["--state", "done"]).len(), due.len());
    let again = place.run_with(&token, &["pay", "--format", "json"]).json();
    assert_eq!((again["delivered"].as_u64(), again["calls"].as_u64()), (Some(0), Some(0)));
    let csv = place.run(&["payouts", "--format", "csv", "--limit", "1"]).done();
    assert!(csv.starts_with("reward,state,rail,amount,currency,") && csv.lines().count() == 2, "{csv}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_has_to_look_at_is_a_finding_and_what_stops_the_batch_a_failure() {
    let server = shop(Options::default()).await;
    let (place, token) = (synced(&server, "gift_card"), server.token().to_owned());
    server.set_faults(Faults::default().with(Asked::Anything, When::From(9), Fault::TokenRevoked));
    let stopped = place.run_with(&token, &["pay"]);
    let sentence = format!("The shop at {} refused the token; make a new one in the shop and connect again.", server.url());
    stopped.said(1, &sentence);
    server.set_faults(Faults::default().with(Asked::Anything, When::From(1), Fault::TokenRevoked));
    let sentence = format!("Магазин {} не принял токен; создайте в магазине новый и подключитесь снова.", server.url());
    place.run_with(&token, &["pay", "--lang", "ru"]).said(1, &sentence);
    server.set_faults(Faults::default());
    let refused = listed(&place, &["--state", "due"])[0]["reward"].as_str().unwrap().to_owned();
    let plan = place.run_with(&token, &["pay", "--dry-run", "--reward", &refused, "--format", "json"]).json();
    let calls = plan["payouts"][0]["calls"].as_array().unwrap().iter().map(|call| call.as_str().unwrap());
    let request = calls.into_iter().find(|call| call.contains("vouchsafe_issuance")).unwrap();
    let code = request.split('"').find(|part| part.len() == 16 && part.starts_with("RF")).unwrap().to_owned();
    assert!(server.make_card(&code, 700));
    let paid = place.run_with(&token, &["pay"]);
    assert_eq!((paid.status.code(), paid.err.as_str()), (Some(3), "Done; payouts to look at: 1.\n"), "{}", paid.out);
    assert!(paid.out.contains(&code[12..]) && !paid.out.contains(&code), "{}", paid.out);
    assert_eq!(listed(&place, &["--state", "conflict"])[0]["reward"].as_str(), Some(&*refused));
    assert_eq!(place.run(&["payouts", "--state", "paid"]).status.code(), Some(2));
    place
        .run_with(&token, &["pay", "--reward", "nothing/like/it/friend"])
        .said(1, "There is no payout nothing/like/it/friend here any more; go back to the list.");
}

#[tokio::test(flavor = "multi_thread")]
async fn payouts_stop_and_go_by_a_word_and_by_the_ceiling_of_a_day() {
    let server = shop(Options::default()).await;
    let (place, token) = (synced(&server, "gift_card"), server.token().to_owned());
    let stop = place.run(&["payouts", "stop", "--reason", "a complaint", "--format", "json"]).json();
    assert_eq!((stop["may_go"].as_bool(), stop["rests"]["reason"].as_str()), (Some(false), Some("a complaint")));
    let (en, ru) =
        ("Somebody stopped all payouts (a complaint); let them go on first.", "Все выплаты остановлены (a complaint); сначала разрешите их.");
    place.run_with(&token, &["pay"]).said(1, en);
    place.run_with(&token, &["pay", "--lang", "ru"]).said(1, ru);
    assert_eq!(server.cards().len(), 0);
    place.run(&["payouts", "go", "--reason", "cleared up"]).done();
    let limits = ["EUR=0", "USD=0", "GBP=0", "JPY=0", "KWD=0", "PLN=0"];
    place.run(&[&["payouts", "ceiling"], &limits[..]].concat()).done();
    assert_eq!(place.run(&["payouts", "ceiling", "EUR"]).status.code(), Some(2));
    let plan = place.run_with(&token, &["pay", "--dry-run"]).done();
    assert!(plan.contains("(Kept back by the ceiling)") && plan.ends_with("Requests: 0\n"), "{plan}");
    let left = place.run_with(&token, &["pay", "--format", "json"]);
    assert_eq!((left.status.code(), server.cards().len()), (Some(3), 0), "{}", left.out);
    place.run_with(&token, &["pay", "--over-ceiling"]).done();
    assert!(server.cards().len() > 5);
    let log = place.run(&["log"]).done();
    assert!(log.contains("a complaint") && log.contains("cleared up"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_paid_by_hand_is_listed_and_marked() {
    let server = shop(Options::default()).await;
    let place = synced(&server, "manual");
    let listed = place.run(&["payouts", "export", "--format", "json"]).json();
    let key = listed["payouts"][0]["reward"].as_str().unwrap().to_owned();
    let rows = listed["payouts"].as_array().unwrap().len();
    let file = place.run(&["payouts", "export", "to-pay.csv", "--format", "json"]).json();
    assert_eq!((file["file"].as_str(), file["rows"].as_u64()), (Some("to-pay.csv"), Some(rows as u64)));
    assert_eq!(std::fs::read_to_string(place.path("to-pay.csv")).unwrap().lines().count(), rows + 1);
    place.run(&["payouts", "paid", &key, "--reference", " "]).said(1, "The payment’s reference is missing; enter it.");
    let paid = place.run(&["payouts", "paid", &key, "--reference", "B-7", "--format", "json"]).json();
    assert_eq!(paid["payouts"][0]["state"], "done");
    place.run(&["payouts", "paid", &key, "--reference", "B-8"]);
    let rest = place.run(&["payouts", "export", "--format", "json"]).json();
    assert_eq!(rest["payouts"].as_array().unwrap().len(), rows - 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_told_request_by_request_before_it_leaves() {
    let server = shop(Options::default()).await;
    let (place, token) = (synced(&server, "gift_card"), server.token().to_owned());
    place.run_with(&token, &["pay"]).done();
    let rewards = |state: &str| listed(&place, &["--state", state]).iter().map(|row| row["reward"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let (lowered, reversed) = (rewards("done")[0].clone(), rewards("done")[1].clone());
    place.run(&["adjust", &lowered, "--to", "1", "--reason", "agreed"]).done();
    place.run(&["reverse", &reversed, "--reason", "agreed"]).done();
    assert_eq!(rewards("correcting").len(), 2);
    let plan = place.run_with(&token, &["pay", "--dry-run", "--format", "json"]).json();
    let names = |key: &str| {
        let payout = plan["payouts"].as_array().unwrap().iter().find(|payout| payout["reward"] == key).unwrap();
        let name = |call: &Value| {
            call.as_str().unwrap().split(['(', '{', ' ']).find(|word| word.ends_with("GiftCard") || word.ends_with("Cards")).map(str::to_owned)
        };
        payout["calls"].as_array().unwrap().iter().map(|call| name(call).unwrap()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(&lowered), "FindCards StopGiftCard SetGiftCard ActivateGiftCard");
    assert_eq!(names(&reversed), "FindCards CloseGiftCard");
    assert_eq!(plan["calls"].as_u64(), Some(6));
    let csv = place.run_with(&token, &["pay", "--dry-run", "--format", "csv"]).done();
    assert_eq!(csv.lines().count(), 7, "a request is a row: {csv}");
    let paid = place.run_with(&token, &["pay", "--format", "json"]).json();
    assert_eq!((paid["corrected"].as_u64(), paid["calls"].as_u64()), (Some(2), Some(6)), "{paid}");
}
