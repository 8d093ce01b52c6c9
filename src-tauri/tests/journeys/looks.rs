//! How the window looks and reads: both languages, both themes, small and large, and names that would rather be code.

use crate::album::{Album, set};
use crate::bed::{Bed, say};
use crate::window::{Window, id};
use serde_json::json;
use vouchsafe_app::Desk;
use vouchsafe_app::view::{Person, ReferralFilter};

const SCREENS: [&str; 11] =
    ["overview", "rewards", "review", "payouts", "reconciliation", "referrals", "customers", "leaderboard", "programs", "sync", "settings"];
/// Sizes of the window: as it opens, and the smallest.
const SIZES: [(u32, u32); 2] = [(1_280, 800), (760, 520)];

#[test]
fn every_screen_fits_and_speaks_one_language() {
    let bed = Bed::new("looks");
    let window = Window::open(&bed, &["--orders", "600", "--seed", "7"]);
    let album = Album::new(&window);
    for size in SIZES {
        album.each_look(size, "doors", || {
            window.see(&id("door-connect"));
            window.click(&id("door-connect"));
            window.see(&id("connect-url"));
        });
    }
    window.resize(1_280, 800);
    set(&window, "locale", "en");
    window.click(&id("door-demo"));
    window.synced();
    for size in SIZES {
        for screen in SCREENS {
            album.each_look(size, screen, || {
                window.go(screen);
                settled(&window, screen);
            });
            set(&window, "locale", "en");
            assert_eq!(window.texts("h1"), [say(&format!("nav-{screen}"), [])]);
        }
        album.each_look(size, "reward", || open_first_reward(&window));
        album.each_look(size, "case", || {
            window.go("review");
            settled(&window, "review");
            window.click(&id("review-row"));
            window.see(&format!("{} .trace li", id("review-case")));
        });
        album.each_look(size, "customer", || {
            window.go("customers");
            settled(&window, "customers");
            window.click(&id("customer-row"));
            window.see(&id("timeline-row"));
        });
        album.each_look(size, "tree", || {
            window.go("tree");
            window.see(&id("tree-row"));
            window.click(&format!("{} button.arrow", id("tree-row")));
            window.see(&format!("{}[aria-level=\"2\"]", id("tree-row")));
        });
    }
}

#[test]
fn hostile_names_are_only_text() {
    let bed = Bed::new("hostile");
    let window = Window::open(&bed, &["--demo", "--orders", "900", "--seed", "7"]);
    window.synced();
    window.run("window.alerts = 0; window.alert = () => { window.alerts += 1 }", json!([]));
    let desk = bed.look(&bed.only_db());
    for hostile in ["<img src=x onerror=alert(1)>", "=HYPERLINK("] {
        let friend = friend_named(&bed, &desk, hostile);
        let (name, email) = (friend.name.unwrap(), friend.email.unwrap());
        window.go("referrals");
        window.fill(&id("referral-search"), &email);
        let shown = "const names = [...document.querySelectorAll('[data-testid=referral-row] bdi')].map((one) => one.textContent.trim()); return names.includes(arguments[0])";
        window.until(&format!("{name} as text"), shown, json!([name]));
        window.run("location.hash = `#/tree?party=${arguments[0]}`", json!([friend.party]));
        let in_path = "return document.querySelector('[data-testid=path]')?.textContent.includes(arguments[0]) ?? false";
        window.until(&format!("{name} in the path"), in_path, json!([name]));
        assert_eq!(window.count("img[src=x], main img, a[href^=http]"), 0, "a name made an element");
    }
    assert_eq!(window.run("return window.alerts", json!([])), json!(0));
}

/// A friend with an email address whose name begins so.
fn friend_named(bed: &Bed, desk: &Desk, beginning: &str) -> Person {
    let mut after = None;
    loop {
        let page = bed.wait(desk.referrals(&ReferralFilter::default(), true, after.as_deref(), 100)).unwrap();
        let named = |person: &Person| person.email.is_some() && person.name.as_ref().is_some_and(|name| name.starts_with(beginning));
        if let Some(found) = page.rows.into_iter().map(|row| row.friend).find(named) {
            return found;
        }
        after = Some(page.next.unwrap_or_else(|| panic!("no friend of this shop is called {beginning}")));
    }
}

fn open_first_reward(window: &Window) {
    window.go("rewards");
    settled(window, "rewards");
    window.click(&id("reward-row"));
    window.see(&format!("{} .trace li", id("reward-detail")));
}

/// Waits until a screen has what it shows.
fn settled(window: &Window, screen: &str) {
    match screen {
        "overview" => {
            let drawn = "const images = [...document.querySelectorAll('[data-testid^=chart-] img')]; return images.length === 4 && images.every((image) => image.complete && image.naturalWidth > 0)";
            window.until("the charts", drawn, json!([]));
        }
        "rewards" => window.see(&id("reward-row")),
        "review" => window.see(&id("review-row")),
        "referrals" => window.see(&id("referral-row")),
        "customers" => window.see(&id("customer-row")),
        "leaderboard" => window.see(&id("leaderboard-row")),
        "payouts" => window.see(&id("payout-row")),
        "reconciliation" => window.see(&id("reconcile-start")),
        "programs" => window.see(&id("program-row")),
        "sync" => window.see(&id("kind-orders")),
        _ => window.see(&id("locale-select")),
    }
}
