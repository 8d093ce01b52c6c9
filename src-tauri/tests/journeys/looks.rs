//! How the window looks and reads: both languages, both themes, small and large, and names that would rather be code.

use crate::bed::{Bed, say};
use crate::window::{Window, id};
use serde_json::json;
use std::path::PathBuf;
use vouchsafe_app::Desk;
use vouchsafe_app::view::{Person, ReferralFilter};

const ENGLISH: &str = include_str!("../../../ui/src/locales/en.ftl");
const RUSSIAN: &str = include_str!("../../../ui/src/locales/ru.ftl");
const SCREENS: [&str; 7] = ["overview", "rewards", "review", "referrals", "customers", "sync", "settings"];
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
        "sync" => window.see(&id("kind-orders")),
        _ => window.see(&id("locale-select")),
    }
}

/// Sets language or theme where a person's choice is kept, as any screen would.
fn set(window: &Window, what: &str, value: &str) {
    window.run("window.isOld = true; localStorage.setItem('vouchsafe.' + arguments[0], arguments[1]); location.reload()", json!([what, value]));
    let fresh = "return window.isOld === undefined && document.readyState === 'complete' && document.querySelector('h1') !== null";
    window.until("the page to begin anew", fresh, json!([]));
}

/// Walks each look of a screen, and keeps pictures of them when `VOUCHSAFE_PICTURES` asks for that.
struct Album<'a> {
    window: &'a Window,
    folder: Option<PathBuf>,
}

impl<'a> Album<'a> {
    fn new(window: &'a Window) -> Self {
        let wanted = std::env::var_os("VOUCHSAFE_PICTURES").is_some_and(|wanted| wanted == "1");
        Self { window, folder: wanted.then(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/pictures")) }
    }

    fn each_look(&self, (width, height): (u32, u32), name: &str, show: impl Fn()) {
        self.window.resize(width, height);
        for language in ["en", "ru"] {
            // Without pictures one theme is enough: colours move nothing.
            for theme in if self.folder.is_some() {
                &["light", "dark"][..]
            } else if language == "en" {
                &["light"]
            } else {
                &["dark"]
            } {
                set(self.window, "locale", language);
                set(self.window, "theme", theme);
                show();
                assert_eq!(self.window.run("return document.documentElement.dataset.theme", json!([])), json!(theme));
                fits(self.window, name);
                speaks(self.window, language, name);
                if let Some(folder) = &self.folder {
                    self.window.photograph(&folder.join(format!("{name}-{language}-{theme}-{width}x{height}.png"))).unwrap();
                }
            }
        }
    }
}

/// Nothing sticks out of the window, and no button's label is cut.
#[track_caller]
fn fits(window: &Window, name: &str) {
    let script = "const page = document.documentElement, faults = [];
        if (page.scrollWidth > innerWidth) faults.push(`the page is ${page.scrollWidth} wide in ${innerWidth}`);
        for (const one of document.querySelectorAll('button, h1, h2, .value, [data-testid^=total-]')) {
            const at = one.getBoundingClientRect();
            if (at.width > 0 && (at.right > innerWidth + 1 || at.left < -1) && !one.closest('[role=grid], [role=treegrid]')) faults.push(`outside: ${one.innerText}`);
            if (at.width > 0 && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline') faults.push(`cut: ${one.innerText}`);
        }
        return faults";
    let faults = window.run(script, json!([]));
    assert_eq!(faults, json!([]), "{name}");
}

/// No text is a key, and in Russian none is English.
#[track_caller]
fn speaks(window: &Window, language: &str, name: &str) {
    let script = "const texts = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) if (!walk.currentNode.parentElement.closest('code, bdi, script, style, option')) texts.push(walk.currentNode.data.trim());
        for (const one of document.querySelectorAll('[aria-label], [placeholder]')) texts.push(one.getAttribute('aria-label') ?? '', one.getAttribute('placeholder') ?? '');
        return texts.filter(Boolean)";
    let texts = window.run(script, json!([]));
    let texts: Vec<&str> = texts.as_array().unwrap().iter().filter_map(serde_json::Value::as_str).collect();
    assert!(texts.len() > 10, "{name}: {texts:?}");
    let (english, russian) = (sentences(ENGLISH), sentences(RUSSIAN));
    let keys: Vec<_> = texts.iter().filter(|text| english.iter().any(|(key, said)| key == *text && said != *text)).collect();
    assert!(keys.is_empty(), "{name} in {language} shows keys: {keys:?}");
    let foreign = if language == "en" { &russian } else { &english };
    let own = if language == "en" { &english } else { &russian };
    let wrong: Vec<_> =
        texts.iter().filter(|text| foreign.iter().any(|(_, said)| said == *text) && !own.iter().any(|(_, said)| said == *text)).collect();
    assert!(wrong.is_empty(), "{name} in {language} speaks the other language: {wrong:?}");
    if language == "en" && SCREENS.contains(&name) {
        assert_eq!(window.texts("h1"), [say(&format!("nav-{name}"), [])]);
    }
}

/// Keys with their sentences, those of one line without arguments.
fn sentences(source: &str) -> Vec<(&str, &str)> {
    source
        .lines()
        .filter(|line| !line.starts_with([' ', '#']))
        .filter_map(|line| line.split_once(" = "))
        .filter(|(_, said)| !said.contains('{'))
        .collect()
}
