//! Programs: one that is ready is adapted in its form and as its file, a fault is said where it stands, and it is activated from an instant.

use crate::album::Album;
use crate::bed::{Bed, say};
use crate::window::{F8, Window, id};
use serde_json::json;
use vouchsafe_app::view::ProgramState;

const GIFT: &str = include_str!("../../programs/shop-gift-card.toml");
/// Sizes of the window: as it opens, that of a small screen, and of a large one.
pub const SIZES: [(u32, u32); 3] = [(1_280, 800), (960, 600), (1_920, 1_080)];
const HOLD: &str = "[data-pointer=\"/rule/0/hold_days\"] input";

#[test]
fn a_ready_program_is_adapted_and_activated_from_an_instant() {
    let bed = Bed::new("programs");
    let window = Window::open(&bed, &["--demo", "--orders", "300", "--seed", "7"]);
    window.synced();
    window.go("programs");
    let row = |key: &str| format!("{}[data-key=\"{key}\"]", id("program-row"));
    window.see(&format!("{}[data-state=in_force]", row("demo-gift-card")));
    window.click(&row("shop-gift-card"));
    window.see(&format!("{}[data-state=ready]", id("program-page")));
    window.read(&id("program-summary"), &say("program-summary-hold", [("days", "14")]));
    window.click(&shown_as("toml"));
    window.read(&id("program-toml"), "hold_days = 14");

    // A value is changed in the form: what it would do and what differs follow.
    window.click(&id("program-edit"));
    window.see(&id("program-editor"));
    window.fill(HOLD, "21");
    window.read(&id("program-summary"), &say("program-summary-hold", [("days", "21")]));
    window.click(&shown_as("changes"));
    let words = window.read(&id("program-diff-words"), &say("program-summary-hold", [("days", "21")]));
    assert!(words.contains(&say("program-summary-hold", [("days", "14")])), "what is gone is told, too: {words}");
    window.read(&id("program-diff-toml"), "hold_days = 21");

    // What cannot be is said at its field, and the way there is a key away.
    window.click(&shown_as("form"));
    window.fill(HOLD, "soon");
    window.see(&format!("{}[data-pointer-of=\"/rule/0/hold_days\"]", id("program-fault")));
    assert_eq!(window.attribute(HOLD, "aria-invalid"), "true");
    assert_eq!(window.count(&format!("{}:disabled", id("program-activate"))), 1, "nothing faulty is activated");
    window.press(&[F8]);
    window.see(&format!("{HOLD}:focus"));

    // The file goes in as text, and what is wrong in it is said at its line.
    window.click(&shown_as("toml"));
    window.paste(&id("program-toml-input"), &GIFT.replace("hold_days = 14", "hold_day = 7"));
    window.read(&id("program-toml-fault"), "hold_day");
    let line = GIFT.lines().position(|line| line.starts_with("hold_days")).unwrap() + 1;
    window.read(&id("program-toml-fault"), &line.to_string());
    window.paste(&id("program-toml-input"), &GIFT.replace("hold_days = 14", "hold_days = 7"));
    window.read(&id("program-summary"), &say("program-summary-hold", [("days", "7")]));
    window.see_no(&id("program-fault"));
    window.click(&shown_as("form"));
    window.until("the form to say what the file says", "return document.querySelector(arguments[0])?.value === '7'", json!([HOLD]));
    window.click(&id("program-copy"));
    window.read(&id("program-copy"), &say("copy-done", []));

    // Activated from an instant that lies in the shop's history, which only a manual program may.
    window.click(&id("program-activate"));
    window.click(&format!("{} input[value=at]", id("activate-when")));
    window.paste(&id("activate-instant"), "2026-03-01T00:00");
    window.see(&id("activate-history"));
    window.click(&id("activate-confirm"));
    window.see(&format!("{}[data-state=in_force]", id("program-page")));
    let page = bed.wait(bed.look(&bed.only_db()).program("shop-gift-card")).unwrap();
    assert_eq!((page.standing.state, page.standing.version), (ProgramState::InForce, 1));
    assert_eq!(page.standing.from.unwrap().to_string(), "2026-03-01T00:00:00Z");
    let desk = bed.look(&bed.only_db());
    let source = bed.wait(desk.program_source("shop-gift-card", None)).unwrap();
    assert!(source.contains("hold_days = 7") && source.contains("from = 2026-03-01T00:00:00Z"), "{source}");
}

#[test]
fn programs_fit_and_speak_one_language() {
    let bed = Bed::new("program-looks");
    let window = Window::open(&bed, &["--demo", "--orders", "300", "--seed", "7"]);
    window.synced();
    let album = Album::new(&window);
    for size in SIZES {
        album.each_look(size, "programs", || {
            window.at("#/programs");
            window.see(&id("program-row"));
        });
        album.each_look(size, "program", || {
            window.at("#/programs?program=coupons-credit-steps");
            window.see(&format!("{} li", id("program-summary")));
        });
        album.each_look(size, "program-form", || edit(&window));
        album.each_look(size, "program-fault", || {
            edit(&window);
            window.fill("[data-pointer=\"/name\"] input", " ");
            window.see(&id("program-fault"));
        });
        album.each_look(size, "program-changes", || {
            edit(&window);
            window.fill("[data-pointer=\"/name\"] input", "Winter friends");
            window.click(&shown_as("changes"));
            window.read(&id("program-diff-toml"), "Winter friends");
        });
        album.each_look(size, "program-toml", || {
            edit(&window);
            window.click(&shown_as("toml"));
            window.see(&id("program-toml-input"));
        });
        album.each_look(size, "program-activate", || {
            edit(&window);
            window.click(&id("program-activate"));
            window.click(&format!("{} input[value=at]", id("activate-when")));
            window.paste(&id("activate-instant"), "2026-03-01T00:00");
            window.see(&id("activate-history"));
        });
    }
}

fn edit(window: &Window) {
    window.at("#/programs?program=coupons-credit-steps&edit=1");
    window.see(&format!("{} li", id("program-summary")));
}

/// A way to look at a program, by its choice.
fn shown_as(view: &str) -> String {
    format!("{} input[value={view}]", id("program-view"))
}
