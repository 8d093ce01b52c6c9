//! Payouts and their reconciliation in each of their states: they fit, and they speak one language.

use crate::album::{Album, set};
use crate::bed::{Bed, say};
use crate::paid::{self, Keys};
use crate::stall::{MARK, Stall, registered};
use crate::window::{Window, id};
use serde_json::json;
use vouchsafe_demo::{Deed, Options};

/// Sizes of the window: as it opens, and a small one.
const SIZES: [(u32, u32); 2] = [(1_280, 800), (760, 600)];

/// A window on a db with payouts in each state.
fn opened(name: &'static str) -> (Bed, Stall, Keys, Window) {
    let bed = Bed::new(name).with_token(&Options::default().token);
    let (stall, db) = (Stall::open(&bed), bed.file("paid.db"));
    let keys = paid::make(&bed, &stall, &db);
    let window = Window::open(&bed, &["--db", db.to_str().unwrap()]);
    window.synced();
    (bed, stall, keys, window)
}

/// The pane of one payout.
fn pane(window: &Window, key: &str) {
    let escaped = window.run("return encodeURIComponent(arguments[0])", json!([key]));
    window.at(&format!("#/payouts?payout={}", escaped.as_str().unwrap()));
    window.see(&format!("{}[data-key=\"{key}\"]", id("payout-detail")));
}

#[test]
fn payouts_in_each_state_fit_and_speak_one_language() {
    let (_bed, _stall, keys, window) = opened("payouts-looks");
    let album = Album::new(&window);
    let states = [
        ("used", &keys.used),
        ("correcting", &keys.correcting),
        ("closed", &keys.closed),
        ("again", &keys.again),
        ("unknown", &keys.unknown),
        ("sending", &keys.sending),
        ("conflict", &keys.conflict),
        ("refused", &keys.refused),
        ("due", &keys.due),
        ("by-hand", &keys.by_hand),
    ];
    for size in SIZES {
        album.each_look(size, "payouts-all", || {
            window.at("#/payouts?sort=amount_high");
            window.see(&format!("{}[data-state=conflict]", id("payout-row")));
        });
        album.each_look(size, "payouts-none", || {
            window.at("#/payouts?state=refused&currency=EUR");
            window.see(".empty");
        });
        album.each_look(size, "payouts-chosen", || {
            window.at("#/payouts?state=due");
            window.see(&format!("{}[data-state=due]", id("payout-row")));
            window.click(&id("bulk-all"));
            window.see(&id("bulk-pay"));
        });
        album.each_look(size, "payouts-proposals", || {
            window.at("#/payouts?view=proposals");
            window.see(&id("proposal-mine"));
        });
    }
    for size in album.sizes(&SIZES) {
        for (name, key) in states {
            album.each_look(size, &format!("payout-{name}"), || pane(&window, key));
        }
    }
}

#[test]
fn what_is_about_to_be_done_fits_and_speaks_one_language() {
    let (_bed, _stall, keys, window) = opened("payouts-dialogs");
    let album = Album::new(&window);
    let begin = |key: &str, deed: &str| {
        pane(&window, key);
        window.click(&id(deed));
        window.see(&id("payout-confirm"));
    };
    let previewed = || {
        window.see(&id("payout-preview"));
        // It may lie below what can be seen of the dialog.
        window.run("document.querySelector('[data-testid=payout-calls] summary').click()", json!([]));
        window.read(&id("payout-calls"), "mutation");
    };
    for size in album.sizes(&SIZES) {
        album.each_look(size, "payout-do-pay", || {
            window.at("#/payouts");
            window.click(&id("pay-all"));
            window.see(&id("dry-row"));
        });
        album.each_look(size, "payout-do-look-up", || {
            begin(&keys.unknown, "look-up");
            window.see(&id("dry-row"));
        });
        album.each_look(size, "payout-do-adjust", || {
            begin(&keys.again, "adjust");
            window.fill(&id("new-total"), "30");
            previewed();
            assert!(window.texts(&format!("{} li code", id("payout-calls"))).len() == 4, "look, stop, set, activate");
        });
        album.each_look(size, "payout-do-reverse", || {
            begin(&keys.again, "reverse");
            previewed();
        });
        album.each_look(size, "payout-do-reissue", || {
            begin(&keys.closed, "reissue");
            previewed();
        });
        album.each_look(size, "payout-do-mark-paid", || begin(&keys.by_hand, "mark-paid"));
        album.each_look(size, "payout-do-goodwill", || {
            window.at("#/payouts");
            window.click(&id("goodwill"));
            window.fill(&id("gift-search"), "anna");
            window.click(&id("gift-found"));
            window.fill(&id("gift-amount"), "4");
            window.choose(&id("gift-currency"), "USD");
            previewed();
            window.read(&id("payout-calls"), "<code>");
        });
        album.each_look(size, "payout-do-approve", || {
            window.at("#/payouts?view=proposals");
            window.click(&format!("{}:not(:disabled)", id("proposal-approve")));
            window.see(&id("payout-preview"));
        });
        album.each_look(size, "payout-do-withdraw", || {
            window.at("#/payouts?view=proposals");
            window.click(&format!("article:has({}) {}", id("proposal-mine"), id("proposal-decline")));
            window.see(&id("reason"));
        });
        album.each_look(size, "payout-do-stop", || {
            window.at("#/payouts");
            window.click(&id("stop"));
            window.see(&id("stop-reason"));
        });
        album.each_look(size, "payout-do-limits", || {
            window.at("#/payouts");
            window.click(&id("limits"));
            window.see(&id("limits-reason"));
        });
    }
    // Stopped, everything says so.
    window.invoke("stop_payouts", json!({ "reason": "The shop changes its currency tonight" })).unwrap();
    for size in album.sizes(&SIZES) {
        album.each_look(size, "payouts-stopped", || {
            window.at("#/payouts");
            window.see(&id("payouts-still"));
        });
    }
}

#[test]
fn differences_of_each_kind_fit_and_speak_one_language() {
    let (_bed, stall, keys, window) = opened("reconcile-looks");
    let album = Album::new(&window);
    for size in album.sizes(&SIZES) {
        album.each_look(size, "reconcile-never", || {
            window.at("#/reconciliation");
            window.read("main", &say_either("reconcile-empty", &window));
        });
    }
    meddle(&stall, &window, &keys);
    window.at("#/reconciliation");
    window.click(&id("reconcile-start"));
    window.until("five kinds of differences", "return document.querySelectorAll('[data-testid=finding-group]').length >= 5", json!([]));
    let findings = || {
        window.at("#/reconciliation");
        window.see(&id("finding"));
    };
    for size in SIZES {
        album.each_look(size, "reconcile-findings", findings);
    }
    for size in album.sizes(&SIZES) {
        for deed in ["mend", "leave"] {
            album.each_look(size, &format!("reconcile-{deed}"), || {
                findings();
                window.click(&id(deed));
                window.see(&id("reason"));
            });
        }
    }
    for (deed, state) in [("mend", "mended"), ("leave", "left")] {
        // No dialog of before is open.
        set(&window, "locale", "en");
        findings();
        window.click(&format!("[data-kind=orphaned] {0}, [data-kind=amount_drift] {0}", id(deed)));
        window.fill(&id("reason"), "The shop’s own staff did this by hand; we spoke about it on the telephone");
        window.click(&id("payout-confirm"));
        window.see_no("dialog");
        for size in album.sizes(&SIZES) {
            album.each_look(size, &format!("reconcile-{state}"), || {
                window.at(&format!("#/reconciliation?state={state}"));
                window.see(&id("finding"));
            });
        }
    }
}

#[test]
fn what_agrees_fits_and_speaks_one_language() {
    let bed = Bed::new("reconcile-clean").with_token(&Options::default().token);
    let (stall, db) = (Stall::open(&bed), bed.file("clean.db"));
    stall.did([registered("anna@example.com", Some("ANNA1"), None)]);
    let (desk, _) = stall.desk(&bed, &db, &[vouchsafe_demo::PROGRAM]);
    bed.wait(desk.close());
    let window = Window::open(&bed, &["--db", db.to_str().unwrap()]);
    window.synced();
    let album = Album::new(&window);
    window.go("reconciliation");
    window.click(&id("reconcile-start"));
    window.read("main", &say("reconcile-clean", []));
    for size in album.sizes(&SIZES) {
        album.each_look(size, "reconcile-clean", || {
            window.at("#/reconciliation");
            window.read("main", &say_either("reconcile-clean", &window));
        });
        album.each_look(size, "payouts-empty", || {
            window.at("#/payouts");
            window.see(".empty");
        });
        album.each_look(size, "proposals-empty", || {
            window.at("#/payouts?view=proposals");
            window.see(".empty");
        });
        album.each_look(size, "settings-own", || {
            window.at("#/settings");
            window.see(&id("reconcile-at-start"));
            window.run("document.querySelector('[data-testid=reconcile-at-start]').scrollIntoView({ block: 'center' })", json!([]));
        });
    }
    // The switch says what the db says.
    window.at("#/settings");
    let stands = |on: bool| {
        window.until(
            &format!("the switch to be {on}"),
            "return document.querySelector('[data-testid=reconcile-at-start]')?.checked === arguments[0]",
            json!([on]),
        )
    };
    stands(true);
    window.click(&id("reconcile-at-start"));
    stands(false);
    assert!(!bed.wait(bed.look(&db).reconciles_at_start()).unwrap());
}

/// Somebody at the shop does what nobody should.
fn meddle(stall: &Stall, window: &Window, keys: &Keys) {
    let id_of = |code: &str| {
        let number = stall.server.cards().into_iter().find(|card| card.code == code).unwrap().number;
        let id = window.run("return btoa(`GiftCard:${arguments[0]}`)", json!([number]));
        id.as_str().unwrap().to_owned()
    };
    let card = |key: &str| window.invoke("payout", json!({ "key": key })).unwrap();
    let code = |key: &str| card(key)["code"].as_str().unwrap().to_owned();
    assert!(stall.server.delete(&code(&keys.done)));
    let id = id_of(&code(&keys.used));
    stall.by_hand(&format!("mutation{{giftCardUpdate(id:\"{id}\",input:{{balanceAmount:50}}){{errors{{field}}}}}}"));
    let id = id_of(&code(&keys.closed));
    stall.by_hand(&format!("mutation{{giftCardActivate(id:\"{id}\"){{errors{{field}}}}}}"));
    let twice = card(&keys.again)["issuance"].as_str().unwrap().to_owned();
    for (made, minor, mark) in [("STRANGER-GIFT-01", 500, "6ba7b811-9dad-51d1-80b4-00c04fd430c8"), ("DOUBLE-GIFT-0001", 1_000, &*twice)] {
        assert!(stall.server.make_card(made, minor));
        let id = id_of(made);
        stall.by_hand(&format!("mutation{{updateMetadata(id:\"{id}\",input:[{{key:\"{MARK}\",value:\"{mark}\"}}]){{errors{{field}}}}}}"));
    }
    // Time goes on, so that what was done lies before the comparison.
    stall.act(Deed::MakeCard { code: "NOBODYS-OWN-0001".to_owned(), channel: 0, minor: 100 });
}

/// A sentence in the language that the window speaks now.
fn say_either(key: &str, window: &Window) -> String {
    use vouchsafe_app::words::{Language, Words};
    let language = match window.run("return document.documentElement.lang", json!([])).as_str() {
        Some("ru") => Language::Russian,
        _ => Language::English,
    };
    Words::of(language).say(key, [] as [(&str, String); 0])
}
