//! A draft beside what really happened: tried over the shop's history, stopped on the way, and read down to an order that differs.

use crate::album::Album;
use crate::bed::{Bed, say};
use crate::programs::SIZES;
use crate::window::{Window, id};
use serde_json::json;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::view::backtest::DifferenceKind;
use vouchsafe_demo::PROGRAM;

/// Clicks a button as soon as it is there, also one that is gone before it is looked at.
const CLICK_WHEN_THERE: &str = "const wanted = arguments[0];
    const watch = new MutationObserver(() => { const button = document.querySelector(wanted); if (button) { watch.disconnect(); button.click() } });
    watch.observe(document.body, { childList: true, subtree: true })";

/// The program in force with another amount and a shorter wait, as the file of its next version.
fn draft() -> String {
    PROGRAM.replace("version = 1", "version = 2").replace("EUR = \"10.00\"", "EUR = \"12.00\"").replace("EUR = \"30.00\"", "EUR = \"60.00\"")
}

#[test]
fn a_draft_is_tried_beside_what_happened_down_to_an_order_that_differs() {
    let bed = Bed::new("backtest");
    let window = Window::open(&bed, &["--demo", "--orders", "6000", "--seed", "7"]);
    window.synced();
    let desk = bed.look(&bed.only_db());
    let head = bed.wait(desk.program("demo-gift-card")).unwrap();
    write_draft(&window);

    // Stopped on the way, it says so, and shows no differences.
    window.run(CLICK_WHEN_THERE, json!([id("backtest-cancel")]));
    window.click(&id("backtest-start"));
    window.see(&id("backtest-stopped"));
    assert_eq!(window.count(&id("backtest-kind")), 0);

    // Tried to the end, every figure is that of the verb.
    window.click(&id("backtest-start"));
    window.see(&id("backtest-kind"));
    window.see_no(&id("backtest-stopped"));
    let found = bed.wait(desk.backtest("draft", &draft(), |_| (), &CancellationToken::new())).unwrap();
    for (name, both) in &found.compared.counts {
        let line = format!("{} [data-name=\"{name}\"]", id("backtest-counts"));
        let told = window.texts(&format!("{line} td"));
        assert_eq!(
            told.iter().take(2).map(|text| text.replace(',', "")).collect::<Vec<_>>(),
            [both.now.to_string(), both.draft.to_string()],
            "{name}"
        );
    }
    for group in found.differences.iter().filter(|group| group.count > 0) {
        let kind = format!("{}[data-kind={}]", id("backtest-kind"), group.kind.name());
        window.until(
            &format!("{} of {}", group.count, group.kind.name()),
            "return document.querySelector(arguments[0] + ' b')?.innerText.replace(/\\D/g, '') === arguments[1]",
            json!([kind, group.count.to_string()]),
        );
    }

    // Down to one order: what stands on both sides, and every check.
    let more = found.differences.iter().find(|group| group.kind == DifferenceKind::More && group.count > 0).unwrap();
    window.click(&format!("{}[data-kind=more]", id("backtest-kind")));
    let order = more.rows[0].order.clone();
    window.read(&format!("{}[data-order=\"{order}\"]", id("backtest-order")), &order);
    window.click(&format!("{}[data-order=\"{order}\"] button", id("backtest-order")));
    window.see(&format!("{} {}", id("backtest-decisions"), id("backtest-decision")));
    window.read("dialog h2", &say("backtest-order-title", [("order", &order)]));
    assert!(window.count(&format!("{} ol.trace li", id("backtest-decisions"))) >= 4);
    assert_eq!(bed.wait(desk.program("demo-gift-card")).unwrap(), head, "a trial writes nothing");
}

#[test]
fn a_trial_fits_and_speaks_one_language() {
    let bed = Bed::new("backtest-looks");
    let window = Window::open(&bed, &["--demo", "--orders", "600", "--seed", "7"]);
    window.synced();
    let album = Album::new(&window);
    for size in SIZES {
        album.each_look(size, "backtest", || tried(&window));
        album.each_look(size, "backtest-orders", || {
            tried(&window);
            window.click(&id("backtest-kind"));
            window.see(&id("backtest-order"));
            window.run("document.querySelector('[data-testid=backtest-order]').scrollIntoView({ block: 'center' })", json!([]));
        });
        album.each_look(size, "backtest-decisions", || {
            tried(&window);
            window.click(&format!("{}[data-kind=more]", id("backtest-kind")));
            window.click(&format!("{} button", id("backtest-order")));
            window.see(&format!("{} ol.trace li", id("backtest-decisions")));
        });
    }
}

/// Opens the next version of the program in force, and writes the draft as its file.
fn write_draft(window: &Window) {
    window.at("#/programs?program=demo-gift-card&edit=1");
    window.see(&format!("{} li", id("program-summary")));
    window.click(&format!("{} input[value=toml]", id("program-view")));
    window.paste(&id("program-toml-input"), &draft());
    window.until(
        "the draft to be read",
        "return /12[.,]00/.test(document.querySelector(arguments[0])?.innerText ?? '')",
        json!([id("program-summary")]),
    );
    window.click(&format!("{} input[value=backtest]", id("program-view")));
}

fn tried(window: &Window) {
    write_draft(window);
    window.click(&id("backtest-start"));
    window.see(&id("backtest-kind"));
}
