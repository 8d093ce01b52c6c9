//! The first start: three doors, the demo shop, and figures that add up.

use crate::bed::Bed;
use crate::window::{Window, id};
use serde_json::{Value, json};
use vouchsafe_app::view::{Overview, Quantity};
use vouchsafe_domain::money::{Currency, minor_text};

/// Keeps every state that a kind of record shows, also one that is gone before it is looked at.
const WATCH: &str = "window.seen = {};
    new MutationObserver(() => {
        for (const kind of document.querySelectorAll('[data-testid^=kind-]')) (window.seen[kind.dataset.testid] ??= []).push(kind.dataset.state);
    }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-state'] })";

#[test]
fn the_first_start_leads_through_the_demo_to_figures() {
    let bed = Bed::new("first-start");
    let window = Window::open(&bed, &["--orders", "4000", "--seed", "7"]);
    for door in ["door-demo", "door-connect", "door-file"] {
        window.see(&id(door));
    }
    assert_eq!(bed.dbs(), Vec::<String>::new(), "looking at the doors leaves nothing behind");

    window.run(WATCH, json!([]));
    window.click(&id("door-demo"));
    window.synced();
    let desk = bed.look(&bed.only_db());
    let status = bed.wait(desk.sync_status()).unwrap();
    let seen = window.run("return window.seen", json!([]));
    for kind in &status.kinds {
        let name = format!("kind-{}", kind.kind.name());
        assert!(kind.in_mirror > 0, "{name} has rows");
        let states = seen[&name].as_array().unwrap_or_else(|| panic!("{name} showed no progress: {seen}"));
        assert_eq!(states.last(), Some(&json!("done")), "{name}: {states:?}");
    }
    let under_way = |states: &Value| states.as_array().is_some_and(|states| states.iter().any(|state| state == "waiting" || state == "running"));
    assert!(seen.as_object().unwrap().values().any(under_way), "reading was seen under way: {seen}");

    window.go("overview");
    let overview = bed.wait(desk.overview(None)).unwrap();
    assert!(overview.currencies.len() > 1);
    shows(&window, &overview);
    let first = picture(&window);
    let other = bed.wait(desk.overview(Some(overview.currencies[1]))).unwrap();
    window.choose(&id("currency-select"), other.currency.code());
    shows(&window, &other);
    window.until(
        "the charts to change",
        "return document.querySelector('[data-testid=chart-cac_by_month] img')?.src !== arguments[0]",
        json!([first]),
    );
    picture(&window);
}

/// Holds the tiles against the db, and each value against its numerator and denominator.
fn shows(window: &Window, overview: &Overview) {
    let code = overview.currency.code();
    window.until(
        &format!("the figures in {code}"),
        "return document.querySelector('[data-testid=currency-select]')?.value === arguments[0]",
        json!([code]),
    );
    assert!(overview.tiles.len() >= 6);
    for tile in &overview.tiles {
        let Some(value) = tile.value else { continue };
        let tile_id = id(&format!("tile-{}", tile.id));
        window.until(
            &format!("{} in the tile {}", digits(value), tile.id),
            "const value = document.querySelector(arguments[0] + ' .value')?.innerText ?? '';
             return value.replace('\\u2212', '-').replace(/[^0-9.-]/g, '') === arguments[1]",
            json!([tile_id, digits(value)]),
        );
        let parts: Vec<_> = [tile.numerator, tile.denominator].into_iter().flatten().map(|part| digits(part.value)).collect();
        let told = window.run(
            "return [...document.querySelectorAll(arguments[0] + ' dd')].map((one) => one.innerText.replace('\\u2212', '-').replace(/[^0-9.-]/g, ''))",
            json!([tile_id]),
        );
        assert_eq!(told, json!(parts), "the parts of {}", tile.id);
        if let (Some(numerator), Some(denominator)) = (tile.numerator, tile.denominator) {
            let (above, below) = (whole(numerator.value), whole(denominator.value));
            // A ratio is shown in hundredths of a percent.
            let above = if let Quantity::BasisPoints(_) = value { above * 10_000 } else { above };
            assert!((whole(value) * below - above).abs() * 2 <= below, "{}: {above} / {below} is not {}", tile.id, whole(value));
        }
    }
}

/// Waits until each chart is drawn; gives the first one.
fn picture(window: &Window) -> Value {
    for chart in ["cac_by_month", "roi_by_month", "cac_by_channel", "roi_by_channel"] {
        let drawn =
            "const image = document.querySelector(arguments[0] + ' img'); return image !== null && image.complete && image.naturalWidth > 200";
        window.until(&format!("the chart {chart}"), drawn, json!([id(&format!("chart-{chart}"))]));
    }
    window.run("return document.querySelector('[data-testid=chart-cac_by_month] img').src", json!([]))
}

fn whole(value: Quantity) -> i128 {
    i128::from(match value {
        Quantity::Money(money) => money.minor,
        Quantity::Count(number) | Quantity::BasisPoints(number) => number,
    })
}

/// A figure's digits, as they stand in any language without its signs.
fn digits(value: Quantity) -> String {
    match value {
        Quantity::Money(money) => money.amount_text(),
        Quantity::Count(number) => number.to_string(),
        Quantity::BasisPoints(points) => percent(points),
    }
}

fn percent(points: i64) -> String {
    minor_text(points, 2)
}

#[test]
fn a_currency_is_never_summed_with_another() {
    let bed = Bed::new("currencies");
    let window = Window::open(&bed, &["--demo", "--orders", "300", "--seed", "7"]);
    window.synced();
    window.go("rewards");
    let desk = bed.look(&bed.only_db());
    let rewards = bed.wait(desk.rewards(&vouchsafe_app::view::RewardFilter::default(), vouchsafe_app::view::RewardSort::Newest, None, 1)).unwrap();
    assert!(rewards.totals.len() > 1);
    for total in &rewards.totals {
        let vouchsafe_domain::money::Asset::Currency(currency) = total.amount.asset else { continue };
        total_shows(&window, currency, total.amount.minor, total.count);
    }
    assert_eq!(window.count("[data-testid^=total-]"), rewards.totals.len() as u64);
}

fn total_shows(window: &Window, currency: Currency, minor: i64, count: u64) {
    let want = minor_text(minor, currency.exponent());
    window.until(
        &format!("the total {want} {currency}"),
        "const text = document.querySelector(arguments[0] + ' b')?.innerText ?? ''; return text.replace(/[^0-9.]/g, '') === arguments[1]",
        json!([id(&format!("total-{currency}")), want]),
    );
    window.read(&id(&format!("total-{currency}")), &count.to_string());
}
