//! Rewards that wait for a person: read why, say a word with its reason, and never about something that has changed meanwhile.

use crate::album::Album;
use crate::bed::{Bed, say};
use crate::programs::SIZES;
use crate::window::{Window, id};
use serde_json::{Value, json};
use vouchsafe_app::Desk;
use vouchsafe_app::view::{RewardDetail, RewardFilter, RewardSort, RewardState, Wait};

#[test]
fn what_waits_for_a_person_is_read_approved_and_rejected() {
    let bed = Bed::new("review");
    let window = Window::open(&bed, &["--demo", "--orders", "400", "--seed", "7"]);
    window.synced();
    let desk = bed.look(&bed.only_db());
    let keys = waiting(&bed, &desk);
    assert!(keys.len() >= 3, "three rewards wait for a person: {keys:?}");
    window.go("rewards");
    window.choose(&id("filter-wait"), "review");
    window.until(
        "the rewards that wait for a person",
        "const keys = [...document.querySelectorAll('[data-testid=reward-row]')].map((row) => row.dataset.key); return keys.length > 0 && keys.every((key) => arguments[0].includes(key))",
        json!([keys]),
    );

    // Approved, but not without a reason.
    let before = open(&bed, &window, &desk, &keys[0]);
    reads_why(&window, &before);
    window.click(&id("approve"));
    window.click(&id("review-confirm"));
    window.read("dialog", &say("error-reason-missing", []));
    assert_eq!(bed.wait(desk.reward(&keys[0])).unwrap(), before, "nothing happens without a reason");
    confirm(&window, "invoice checked");
    let after = bed.wait(desk.reward(&keys[0])).unwrap();
    assert!(!after.row.waits.contains(&Wait::Review) && after.revision > before.revision);
    let word = after.history.last().unwrap();
    assert_eq!((word.event_type, word.actor.as_deref()), ("staff_approve", Some(&*vouchsafe_app::actor())));
    shows(&window, &after);

    // Rejected.
    open(&bed, &window, &desk, &keys[1]);
    window.click(&id("reject"));
    confirm(&window, "same household");
    let after = bed.wait(desk.reward(&keys[1])).unwrap();
    assert_eq!(after.row.state, RewardState::Void);
    assert_eq!(after.history.last().unwrap().event_type, "staff_reject");
    shows(&window, &after);
    assert_eq!(waiting(&bed, &desk).len(), keys.len() - 2);
}

#[test]
fn a_word_on_what_has_changed_is_refused() {
    let bed = Bed::new("stale");
    let window = Window::open(&bed, &["--demo", "--orders", "400", "--seed", "7"]);
    window.synced();
    window.go("rewards");
    let desk = bed.look(&bed.only_db());
    let key = waiting(&bed, &desk).swap_remove(0);
    let before = open(&bed, &window, &desk, &key);
    let review = json!({ "review": { "key": key, "verdict": "approve", "reason": "from elsewhere", "expects": before.revision.to_string() } });
    window.click(&id("reject"));
    window.see(&id("reason"));
    window.invoke("review", review.clone()).unwrap();
    window.read("dialog", &say("error-stale", []));
    assert_eq!(window.count(&id("review-confirm")), 0, "there is nothing to confirm any more");
    window.click("dialog footer button");
    window.see_no("dialog");
    let after = bed.wait(desk.reward(&key)).unwrap();
    assert_ne!(after.row.state, RewardState::Void);
    shows(&window, &after);

    // The same word once more, as from a screen that nobody refreshed.
    assert_eq!(window.invoke("review", review).unwrap_err()["code"], "stale");
    let mut reject = json!({ "key": key, "verdict": "reject", "reason": "  ", "expects": after.revision.to_string() });
    assert_eq!(window.invoke("review", json!({ "review": reject })).unwrap_err()["code"], "reason_missing");
    reject["reason"] = json!("late");
    reject["expects"] = json!("0");
    assert_eq!(window.invoke("review", json!({ "review": reject })).unwrap_err()["code"], "stale");
    assert_eq!(bed.wait(desk.reward(&key)).unwrap(), after);
}

#[test]
fn the_queue_fits_and_speaks_one_language() {
    let bed = Bed::new("review-looks");
    let window = Window::open(&bed, &["--demo", "--orders", "1500", "--seed", "7"]);
    window.synced();
    let album = Album::new(&window);
    let queue = |hash: &str| {
        window.at(hash);
        window.see(&id("review-row"));
    };
    for size in SIZES {
        album.each_look(size, "review-queue", || queue("#/review"));
        album.each_look(size, "review-signals", || {
            queue("#/review?signal=same_card_digits");
            window.see(&format!("{} .badge", id("review-row")));
            assert!(!window.visible_text().contains('|'), "marks are written as people write them");
        });
        album.each_look(size, "review-case", || {
            queue("#/review?signal=same_card_digits");
            window.click(&id("review-row"));
            window.see(&format!("{} .trace li", id("review-case")));
            let marks = window.texts(&format!("{} [data-shared]", id("review-case")));
            assert!(marks.len() > 2 && marks.iter().all(|mark| !mark.contains('|')), "{marks:?}");
        });
        album.each_look(size, "review-word", || {
            queue("#/review");
            for row in 1..=3 {
                window.click(&format!("[aria-rowindex=\"{}\"] {}", row + 1, id("pick")));
            }
            window.click(&id("bulk-reject"));
            window.see(&id("reason"));
        });
    }
}

/// The keys of what waits for a person, newest first.
fn waiting(bed: &Bed, desk: &Desk) -> Vec<String> {
    let filter = RewardFilter { wait: Some(Wait::Review), ..RewardFilter::default() };
    bed.wait(desk.rewards(&filter, RewardSort::Newest, None, 100)).unwrap().page.rows.into_iter().map(|row| row.key).collect()
}

/// Opens a reward in the window.
#[track_caller]
fn open(bed: &Bed, window: &Window, desk: &Desk, key: &str) -> RewardDetail {
    window.click(&format!("{}[data-key=\"{key}\"]", id("reward-row")));
    window.see(&format!("{}[data-key=\"{key}\"]", id("reward-detail")));
    bed.wait(desk.reward(key)).unwrap()
}

/// The trace in the window has every check of the decision, each as a sentence.
#[track_caller]
fn reads_why(window: &Window, detail: &RewardDetail) {
    let checks = &detail.decision.as_ref().unwrap().checks;
    let told = window.texts(&format!("{} ol.trace li", id("reward-detail")));
    assert_eq!(told.len(), checks.len(), "{told:?}");
    assert!(told.iter().all(|text| text.split_whitespace().count() >= 4 && !text.contains("trace-") && !text.contains("check-")), "{told:?}");
    let marks = window.run("return [...document.querySelectorAll('ol.trace li')].map((li) => li.classList[0])", json!([]));
    let verdicts: Vec<Value> = checks.iter().map(|check| json!(check.verdict)).collect();
    assert_eq!(marks.as_array(), Some(&verdicts));
}

/// Gives a reason, and waits until the shell has confirmed.
#[track_caller]
fn confirm(window: &Window, reason: &str) {
    window.fill(&id("reason"), reason);
    window.click(&id("review-confirm"));
    window.see_no("dialog");
    window.see(&id("toast"));
}

/// The detail in the window is that of the db, and offers what its state allows.
#[track_caller]
fn shows(window: &Window, detail: &RewardDetail) {
    let state = say(&format!("state-{}", detail.row.state.name()), []);
    window.read(&id("reward-detail"), &state);
    window.see(&format!("{}[data-state={}]", id("reward-detail"), detail.row.state.name()));
    let can_reject = matches!(detail.row.state, RewardState::Waiting | RewardState::Due);
    let can_approve = detail.row.state == RewardState::Waiting && detail.row.waits.contains(&Wait::Review);
    for (button, can) in [("approve", can_approve), ("reject", can_reject)] {
        let script = "const button = document.querySelector(arguments[0]); return (button !== null && !button.disabled) === arguments[1]";
        window.until(&format!("{button} to be possible: {can}"), script, json!([id(button), can]));
    }
}
