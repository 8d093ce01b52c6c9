//! Pictures of every look of a screen: both languages, both themes, small and large; and what must hold in each of them.

use crate::window::Window;
use serde_json::json;
use std::path::PathBuf;

const ENGLISH: &str = include_str!("../../../ui/src/locales/en.ftl");
const RUSSIAN: &str = include_str!("../../../ui/src/locales/ru.ftl");

/// Sets language or theme where a person's choice is kept, as any screen would.
pub fn set(window: &Window, what: &str, value: &str) {
    window.run("window.isOld = true; localStorage.setItem('vouchsafe.' + arguments[0], arguments[1]); location.reload()", json!([what, value]));
    let fresh = "return window.isOld === undefined && document.readyState === 'complete' && document.querySelector('h1') !== null";
    window.until("the page to begin anew", fresh, json!([]));
}

/// Walks each look of a screen, and keeps pictures of them when `VOUCHSAFE_PICTURES` asks for that.
#[derive(Debug)]
pub struct Album<'a> {
    window: &'a Window,
    folder: Option<PathBuf>,
}

impl<'a> Album<'a> {
    /// An album of this window.
    pub fn new(window: &'a Window) -> Self {
        let wanted = std::env::var_os("VOUCHSAFE_PICTURES").is_some_and(|wanted| wanted == "1");
        Self { window, folder: wanted.then(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/pictures")) }
    }

    /// The sizes in which pictures are kept; without pictures the last one alone, which is the smallest and fits the least.
    pub fn sizes<'s>(&self, all: &'s [(u32, u32)]) -> impl Iterator<Item = (u32, u32)> + 's {
        all.iter().copied().skip(if self.folder.is_some() { 0 } else { all.len() - 1 })
    }

    /// Shows a screen in each look and holds it to what must be true of all of them.
    pub fn each_look(&self, (width, height): (u32, u32), name: &str, show: impl Fn()) {
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
                self.window.until(
                    "what moves to stand still",
                    "return document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getTiming().iterations === Infinity)",
                    json!([]),
                );
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
        for (const one of document.querySelectorAll('.screen, .pane, dialog .body')) if (one.scrollWidth > one.clientWidth + 1) faults.push(`${one.className} is ${one.scrollWidth} wide in ${one.clientWidth}`);
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
