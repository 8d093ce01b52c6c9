//! The real window: what is seen in it and what a person does there.
//!
//! Whatever is looked for is waited for. A look that finds nothing in time fails with what the window shows instead.

use crate::driver::{Driver, Refused};
use crate::{bed::Bed, wait_for};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The name of an element's id in WebDriver's answers.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

pub const CONTROL: &str = "\u{e009}";
pub const ALT: &str = "\u{e00a}";
pub const TAB: &str = "\u{e004}";
pub const ENTER: &str = "\u{e007}";
pub const ESCAPE: &str = "\u{e00c}";
pub const LEFT: &str = "\u{e012}";
pub const RIGHT: &str = "\u{e014}";
pub const DOWN: &str = "\u{e015}";
pub const F8: &str = "\u{e038}";

/// An element by its test id.
pub fn id(name: &str) -> String {
    format!("[data-testid=\"{name}\"]")
}

/// An open window. Dropping it closes the program; if a test fails meanwhile, a picture of the window is kept.
#[derive(Debug)]
pub struct Window {
    driver: Driver,
    session: String,
    name: String,
}

impl Window {
    /// Starts the program in its own world.
    pub fn open(bed: &Bed, args: &[&str]) -> Self {
        let driver = Driver::start(&bed.home(), &bed.data(), bed.token());
        // A native driver that has just begun to listen may refuse its first session.
        let session = wait_for("the program to start", || driver.open(args).ok()).unwrap();
        let window = Self { driver, session, name: bed.name().to_owned() };
        window.until("the page", "return document.readyState === 'complete' && document.querySelector('h1, [role=alert]') !== null", json!([]));
        window
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value, Refused> {
        let body = (method == "POST").then_some(body);
        self.driver.ask(method, &format!("/session/{}{path}", self.session), body)
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.ask("POST", path, body).unwrap_or_else(|refused| panic!("{path}: {refused}"))
    }

    /// Runs a script in the page.
    pub fn run(&self, script: &str, args: Value) -> Value {
        self.post("/execute/sync", &json!({ "script": script, "args": args }))
    }

    /// Waits until a script in the page gives something true, and gives that.
    #[track_caller]
    pub fn until(&self, what: &str, script: &str, args: Value) -> Value {
        let asked = json!({ "script": script, "args": args });
        // A page that is just being replaced answers nothing: it is looked at again.
        let look = || self.ask("POST", "/execute/sync", &asked).ok().filter(|found| !matches!(found, Value::Null | Value::Bool(false)));
        wait_for(what, look).unwrap_or_else(|waited| panic!("{waited}\nThe window shows:\n{}", self.visible_text()))
    }

    /// All that can be read in the window, as one text.
    pub fn visible_text(&self) -> String {
        self.run("return document.body.innerText", json!([])).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until an element can be seen.
    #[track_caller]
    pub fn see(&self, css: &str) {
        let script = "const found = document.querySelector(arguments[0]); return found !== null && found.getClientRects().length > 0";
        self.until(css, script, json!([css]));
    }

    /// Waits until no such element is there.
    #[track_caller]
    pub fn see_no(&self, css: &str) {
        self.until(&format!("no {css}"), "return document.querySelector(arguments[0]) === null", json!([css]));
    }

    /// Waits until the element's text, without the marks that keep directions apart, holds these words; gives the whole text.
    #[track_caller]
    pub fn read(&self, css: &str, words: &str) -> String {
        let script = "const text = (document.querySelector(arguments[0])?.innerText ?? '').replace(/[\\u2068\\u2069]/g, ''); return text.includes(arguments[1]) ? text : null";
        let text = self.until(&format!("{words:?} in {css}"), script, json!([css, words]));
        text.as_str().unwrap_or_default().to_owned()
    }

    /// The texts of all such elements, as they are now.
    pub fn texts(&self, css: &str) -> Vec<String> {
        let found = self.run("return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText.trim())", json!([css]));
        found.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// How many such elements there are now.
    pub fn count(&self, css: &str) -> u64 {
        self.run("return document.querySelectorAll(arguments[0]).length", json!([css])).as_u64().unwrap_or_default()
    }

    /// An attribute of an element that is waited for.
    #[track_caller]
    pub fn attribute(&self, css: &str, name: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? null";
        self.until(&format!("{name} of {css}"), script, json!([css, name])).as_str().unwrap_or_default().to_owned()
    }

    #[track_caller]
    fn element(&self, css: &str) -> String {
        self.see(css);
        self.found(css)
    }

    fn found(&self, css: &str) -> String {
        let found = self.post("/element", &json!({ "using": "css selector", "value": css }));
        found[ELEMENT].as_str().expect("an element has an id").to_owned()
    }

    /// Clicks with the pointer.
    #[track_caller]
    pub fn click(&self, css: &str) {
        self.until(&format!("{css} to be ready"), "return document.querySelector(arguments[0])?.disabled === false || !('disabled' in (document.querySelector(arguments[0]) ?? {disabled: 0}))", json!([css]));
        // A row that was drawn anew between two requests is another element: it is found again.
        let click = || {
            let found = self.ask("POST", "/element", &json!({ "using": "css selector", "value": css })).ok()?;
            self.ask("POST", &format!("/element/{}/click", found[ELEMENT].as_str()?), &json!({})).ok()
        };
        self.see(css);
        wait_for(&format!("a click on {css}"), click).unwrap();
    }

    /// Types into a field in place of what stands there.
    #[track_caller]
    pub fn fill(&self, css: &str, text: &str) {
        let element = self.element(css);
        self.post(&format!("/element/{element}/clear"), &json!({}));
        self.post(&format!("/element/{element}/value"), &json!({ "text": text }));
    }

    /// Puts a long text into a field in one go, as pasting does.
    #[track_caller]
    pub fn paste(&self, css: &str, text: &str) {
        self.see(css);
        let script = "const field = document.querySelector(arguments[0]); field.value = arguments[1]; field.dispatchEvent(new InputEvent('input', { bubbles: true }))";
        self.run(script, json!([css, text]));
    }

    /// Chooses from a list.
    #[track_caller]
    pub fn choose(&self, css: &str, value: &str) {
        let option = format!("{css} option[value=\"{value}\"]");
        // A closed list shows none of its options.
        self.until(&option, "return document.querySelector(arguments[0]) !== null", json!([option]));
        let option = self.found(&option);
        self.post(&format!("/element/{option}/click"), &json!({}));
        self.until(&format!("{css} to be {value}"), "return document.querySelector(arguments[0])?.value === arguments[1]", json!([css, value]));
    }

    /// Presses keys together: the last one while those before it are held.
    pub fn press(&self, keys: &[&str]) {
        let down = keys.iter().map(|key| json!({ "type": "keyDown", "value": key }));
        let up = keys.iter().rev().map(|key| json!({ "type": "keyUp", "value": key }));
        self.strokes(down.chain(up).collect());
    }

    /// Types a text wherever the keyboard is.
    pub fn write(&self, text: &str) {
        let stroke = |c: char| [json!({ "type": "keyDown", "value": c }), json!({ "type": "keyUp", "value": c })];
        self.strokes(text.chars().flat_map(stroke).collect());
    }

    fn strokes(&self, actions: Vec<Value>) {
        self.post("/actions", &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] }));
    }

    /// Presses Tab until the keyboard is at this element.
    #[track_caller]
    pub fn tab_to(&self, css: &str) {
        self.see(css);
        for _ in 0..60 {
            if self.is_at(css) {
                return;
            }
            self.press(&[TAB]);
        }
        panic!(
            "sixty Tabs do not lead to {css}; the keyboard is at {}",
            self.run("return document.activeElement?.outerHTML.slice(0, 300)", json!([]))
        );
    }

    /// Whether the keyboard is at this element.
    pub fn is_at(&self, css: &str) -> bool {
        self.run("return document.activeElement?.matches(arguments[0]) ?? false", json!([css])) == json!(true)
    }

    /// Asks the shell as the window's own code does.
    pub fn invoke(&self, command: &str, args: Value) -> Result<Value, Value> {
        let script = "const done = arguments[2]; window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1]).then((ok) => done({ ok }), (err) => done({ err }))";
        let told = self.post("/execute/async", &json!({ "script": script, "args": [command, args] }));
        match told.get("err") {
            Some(fault) => Err(fault.clone()),
            None => Ok(told["ok"].clone()),
        }
    }

    /// Goes to a screen by its place in the navigation.
    #[track_caller]
    pub fn go(&self, screen: &str) {
        self.click(&id(&format!("nav-{screen}")));
        self.see(&format!("{}[aria-current=page]", id(&format!("nav-{screen}"))));
    }

    /// Goes to a place by its address.
    pub fn at(&self, hash: &str) {
        self.run("location.hash = arguments[0]", json!([hash]));
    }

    /// Goes to the screen of the sync, and waits until the round under way is done.
    #[track_caller]
    pub fn synced(&self) {
        self.go("sync");
        self.read_to_the_end();
    }

    /// Waits on the screen of the sync until the round under way is done.
    #[track_caller]
    pub fn read_to_the_end(&self) {
        let script = "const kinds = [...document.querySelectorAll('[data-testid^=kind-]')];
             return document.querySelector('[data-phase=idle]') !== null && kinds.length > 0 && kinds.every((kind) => kind.dataset.state === 'done')";
        self.until("every kind to be read and judged", script, json!([]));
    }

    /// Makes the window as large as this, in pixels.
    pub fn resize(&self, width: u32, height: u32) {
        self.post("/window/rect", &json!({ "width": width, "height": height }));
    }

    /// Keeps a picture of the screen where the window is. ImageMagick's `import` takes it: WebDriver's own way does not answer on a virtual screen.
    pub fn photograph(&self, path: &Path) -> Result<(), String> {
        let told = |fault: std::io::Error| fault.to_string();
        path.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(told)?;
        let size = self.run("return `${innerWidth}x${innerHeight}+0+0`", json!([]));
        let crop = size.as_str().unwrap_or("1280x800+0+0");
        let taken = Command::new("import").args(["-window", "root", "-crop", crop, "+repage"]).arg(path).status().map_err(told)?;
        if taken.success() { Ok(()) } else { Err(format!("import ended with {taken}")) }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("target/journeys/{}.png", self.name));
            match self.photograph(&path) {
                Ok(()) => eprintln!("The window is pictured in {}", path.display()),
                Err(fault) => eprintln!("There is no picture of the window: {fault}"),
            }
        }
        // A program that has ended already needs no ending.
        drop(self.ask("DELETE", "", &Value::Null));
    }
}
