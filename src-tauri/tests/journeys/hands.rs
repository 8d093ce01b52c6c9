//! Without a pointer: from the first start to an approved reward.

use crate::bed::Bed;
use crate::window::{ALT, CONTROL, ENTER, ESCAPE, Window, id};
use serde_json::json;
use vouchsafe_app::view::{ReviewFilter, RewardFilter, RewardSort, RewardState, Wait};

#[test]
fn a_reward_is_approved_by_keyboard_alone() {
    let bed = Bed::new("keyboard");
    let window = Window::open(&bed, &["--orders", "400", "--seed", "7"]);
    window.tab_to(&id("door-demo"));
    window.press(&[ENTER]);
    window.read_to_the_end();

    // A chord, a digit, the palette; Esc goes back.
    window.write("go");
    window.see(&format!("{}[aria-current=page]", id("nav-overview")));
    window.press(&[ALT, "6"]);
    window.see(&format!("{}[aria-current=page]", id("nav-referrals")));
    window.press(&[CONTROL, "k"]);
    assert!(is_at_soon(&window, &id("palette-input")));
    window.press(&[ESCAPE]);
    window.see_no("dialog");

    // On a Russian layout the same key says another letter: its place counts.
    let russian = "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'л', code: 'KeyK', ctrlKey: true, bubbles: true, cancelable: true }))";
    window.run(russian, json!([]));
    assert!(is_at_soon(&window, &id("palette-input")));
    window.write("wait");
    window.press(&[ENTER]);
    window.see(&format!("{}[aria-current=page]", id("nav-rewards")));

    let desk = bed.look(&bed.only_db());
    let filter = RewardFilter { wait: Some(Wait::Review), ..RewardFilter::default() };
    let key = bed.wait(desk.rewards(&filter, RewardSort::Newest, None, 1)).unwrap().page.rows.swap_remove(0).key;
    window.see(&format!("{}[data-key=\"{key}\"]", id("reward-row")));
    window.tab_to("[role=grid]");
    window.press(&[ENTER]);
    window.see(&format!("{}[data-key=\"{key}\"]", id("reward-detail")));
    window.tab_to(&id("approve"));
    window.press(&[ENTER]);
    assert!(is_at_soon(&window, &id("reason")), "the reason is where the keyboard is");
    window.write("checked by hand");
    window.tab_to(&id("review-confirm"));
    window.press(&[ENTER]);
    window.see_no("dialog");
    let after = bed.wait(desk.reward(&key)).unwrap();
    assert!(!after.row.waits.contains(&Wait::Review));
    assert_eq!(after.history.last().unwrap().event_type, "staff_approve");

    // The queue has keys of its own: the cursor stands on the row that waits longest, X rejects it, Ctrl+Enter sends the reason.
    let oldest = || bed.wait(desk.review_queue(&ReviewFilter::default(), RewardSort::Oldest, None, 1)).unwrap().page.rows;
    let key = oldest().swap_remove(0).row.key;
    window.press(&[ALT, "3"]);
    window.see(&format!("{}[data-key=\"{key}\"]", id("review-row")));
    window.tab_to("[role=grid]");
    window.press(&[ENTER]);
    window.see(&format!("{}[data-key=\"{key}\"]", id("review-case")));
    window.write("x");
    assert!(is_at_soon(&window, &id("reason")), "the reason is where the keyboard is");
    window.write("same household");
    window.press(&[CONTROL, ENTER]);
    window.see_no("dialog");
    let after = bed.wait(desk.reward(&key)).unwrap();
    assert_eq!((after.row.state, after.history.last().unwrap().event_type), (RewardState::Void, "staff_reject"));
    assert!(oldest().iter().all(|row| row.row.key != key));
}

fn is_at_soon(window: &Window, css: &str) -> bool {
    window.until(&format!("the keyboard to be at {css}"), "return document.activeElement?.matches(arguments[0]) ?? false", json!([css]))
        == json!(true)
}
