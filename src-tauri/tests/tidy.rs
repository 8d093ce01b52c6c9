//! The rules of the house that no compiler knows. Each test is one rule; it names every place that breaks it and says what to do.
//!
//! The files are read from the folder, not from git, so a fault shows before it is committed. Comments are blanked before words are
//! looked for in code, so that a comment may name what the code must not use.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// What the top level holds: the design card and what tools force.
const ROOT: &[&str] = &[
    ".ci",
    ".git",
    ".gitignore",
    ".taurignore",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "Makefile",
    "README.md",
    "deny.toml",
    "icons",
    "migrations",
    "src-tauri",
    "tauri.conf.json",
    "ui",
];

/// The one-way rule: which crates of ours a crate may build on. The shell is the root package.
const FLOW: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("db", &["domain"]),
    ("connectors", &["domain"]),
    ("reports", &["domain"]),
    ("demo", &["domain"]),
    ("app", &["domain", "db", "connectors", "reports"]),
    ("cli", &["domain", "app", "demo"]),
    ("shell", &["domain", "app", "demo"]),
];

/// Each door to the outside and the crates that may open it; tests and benches may open any but the window's.
const DOORS: &[(&str, &[&str])] = &[
    ("tauri", &["shell"]),
    ("sqlx", &["db"]),
    ("rusqlite", &["db"]),
    ("reqwest", &["connectors"]),
    ("axum", &["demo"]),
    ("lettre", &["connectors"]),
    ("mrml", &["app"]),
    ("plotters", &["reports"]),
    ("clap", &["cli"]),
    ("getrandom", &["app"]),
    ("whoami", &["app"]),
    ("keyring", &["shell", "cli"]),
];

/// Longest source file, in lines, and the files that may be longer, each with the lines it may have.
const LINES: usize = 500;
const LONGER: &[(&str, usize)] = &[];

/// Files in which one loop may nap between two looks at something that cannot be awaited, such as a page in another process.
const POLLING: &[&str] = &["src-tauri/tests/journeys.rs"];

/// Where the window counts pixels, which may be fractions; figures stay text there too.
const PIXELS: &[&str] = &["ui/src/ipc/fake-chart.ts"];

/// Written by a program from the shell's types.
const GENERATED: &[&str] = &["ui/src/ipc/bindings.ts"];

/// These rules name what they forbid.
const SELF: &str = "src-tauri/tests/tidy.rs";

static FILES: LazyLock<Vec<File>> = LazyLock::new(|| {
    let mut found = Vec::new();
    for name in ROOT.iter().filter(|name| **name != ".git") {
        collect(&root().join(name), &mut found);
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
});

/// A text file of the repository; pictures and other bytes are left out.
struct File {
    /// From the root, with `/`.
    path: String,
    text: String,
    /// The text with its comments blanked, line for line, where the language is known.
    code: String,
}

impl File {
    fn is(&self, extensions: &[&str]) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
    }

    fn below(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.starts_with(folder))
    }

    /// The lines of code that hold one of `words`, as faults.
    fn code_with(&self, words: &[&str]) -> Vec<String> {
        lines_with(&self.path, &self.code, words)
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn collect(path: &Path, found: &mut Vec<File>) {
    let name = path.file_name().unwrap().to_string_lossy();
    if ["target", "node_modules", "dist", "gen"].contains(&name.as_ref()) {
        return;
    }
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            collect(&entry.unwrap().path(), found);
        }
    } else if let Ok(text) = std::fs::read_to_string(path) {
        let path = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
        let code = match path.rsplit_once('.') {
            Some((_, kind @ ("rs" | "ts" | "svelte" | "js" | "css"))) => without_comments(&text, kind == "rs"),
            _ => text.clone(),
        };
        found.push(File { path, text, code });
    }
}

/// Blanks `//`, `/* */` and `<!-- -->` outside of quotes. A quote left open ends with its line, unless it is a template or a raw string.
fn without_comments(text: &str, rust: bool) -> String {
    let quotes: &[char] = if rust { &['"'] } else { &['"', '\'', '`'] };
    let (mut code, mut rest, mut open) = (String::with_capacity(text.len()), text, None);
    while let Some(c) = rest.chars().next() {
        let until = |end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
        let comment = match rest {
            _ if open.is_some() => None,
            _ if rest.starts_with("//") => Some(rest.find('\n').unwrap_or(rest.len())),
            _ if rest.starts_with("/*") => Some(until("*/")),
            _ if rest.starts_with("<!--") => Some(until("-->")),
            _ => None,
        };
        if let Some(end) = comment {
            code.extend(rest[..end].chars().filter(|c| *c == '\n'));
            rest = &rest[end..];
            continue;
        }
        let mut taken = c.len_utf8();
        match open {
            Some(_) if c == '\\' => taken += rest[taken..].chars().next().map_or(0, char::len_utf8),
            Some(quote) if c == quote || (c == '\n' && quote != '`') => open = None,
            None if rust && rest.starts_with("'\"'") => taken = 3,
            None if rust && rest.starts_with("r#\"") => taken = until("\"#"),
            None if quotes.contains(&c) => open = Some(c),
            _ => {}
        }
        code.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    code
}

/// The places where one of `words` stands by itself: where a word begins or ends with a letter or digit, no other touches it there.
fn lines_with(path: &str, text: &str, words: &[&str]) -> Vec<String> {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let stands = |line: &str, word: &str| {
        line.match_indices(word).any(|(at, _)| {
            let before = joins(word.chars().next()) && joins(line[..at].chars().next_back());
            let after = joins(word.chars().next_back()) && joins(line[at + word.len()..].chars().next());
            !before && !after
        })
    };
    let mut faults = Vec::new();
    for (no, line) in text.lines().enumerate() {
        for word in words.iter().filter(|word| stands(line, word)) {
            faults.push(format!("{path}:{}: {word}", no + 1));
        }
    }
    faults
}

fn files<'a>(folders: &'a [&str], extensions: &'a [&str]) -> impl Iterator<Item = &'static File> + use<'a> {
    FILES.iter().filter(|file| file.path != SELF && file.below(folders) && file.is(extensions) && !GENERATED.contains(&file.path.as_str()))
}

/// The manifest of the shell and of each crate, by the crate's short name.
fn manifests() -> Vec<(String, toml::Table)> {
    let name = |path: &str| match path {
        "Cargo.toml" => Some("shell".to_owned()),
        _ => path.strip_prefix("src-tauri/crates/")?.strip_suffix("/Cargo.toml").map(str::to_owned),
    };
    FILES.iter().filter_map(|file| Some((name(&file.path)?, file.text.parse().unwrap()))).collect()
}

/// The names in one dependency table of a manifest, those for single platforms included.
fn dependencies(manifest: &toml::Table, kind: &str) -> BTreeSet<String> {
    let platforms = manifest.get("target").and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::values);
    let tables = platforms.filter_map(|platform| platform.get(kind)).chain(manifest.get(kind));
    tables.filter_map(toml::Value::as_table).flat_map(|table| table.keys().cloned()).collect()
}

#[track_caller]
fn none(rule: &str, faults: impl IntoIterator<Item = String>) {
    let faults: Vec<String> = faults.into_iter().collect();
    assert!(faults.is_empty(), "\n{rule}\n  {}\n", faults.join("\n  "));
}

#[test]
fn the_root_holds_the_design_card() {
    let ignored = std::fs::read_to_string(root().join(".gitignore")).unwrap();
    let ignored = |name: &str| {
        ignored.lines().any(|line| match line.strip_prefix('*') {
            Some(ending) => name.ends_with(ending),
            None => line.trim_end_matches('/') == name,
        })
    };
    let names = std::fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    none("The top level is fixed: move these below src-tauri/ or ui/.", names.filter(|name| !ROOT.contains(&name.as_str()) && !ignored(name)));
}

#[test]
fn data_flows_one_way() {
    let mut faults = Vec::new();
    for (krate, manifest) in manifests() {
        let Some((_, may)) = FLOW.iter().find(|(name, _)| *name == krate) else {
            faults.push(format!("{krate}: give it a row in FLOW of {SELF}"));
            continue;
        };
        for (kind, more) in [("dependencies", None), ("build-dependencies", None), ("dev-dependencies", Some("demo"))] {
            let ours = dependencies(&manifest, kind).into_iter().filter_map(|name| name.strip_prefix("vouchsafe-").map(str::to_owned));
            // A crate's own tests can ask for a feature of it.
            let is_own = |name: &String| kind == "dev-dependencies" && *name == krate;
            let wrong = ours.filter(|name| !may.contains(&name.as_str()) && more != Some(name) && !is_own(name));
            faults.extend(wrong.map(|name| format!("{krate} -> {name} ({kind})")));
        }
    }
    none("shell, cli -> app -> db, connectors, reports -> domain, and demo beside them: these look the wrong way.", faults);
}

#[test]
fn every_door_has_one_keeper() {
    let mut faults = Vec::new();
    for (krate, manifest) in manifests() {
        let mut names = dependencies(&manifest, "dependencies");
        names.extend(dependencies(&manifest, "build-dependencies"));
        names.extend(dependencies(&manifest, "dev-dependencies").into_iter().filter(|name| name.starts_with("tauri")));
        for name in names {
            let door = DOORS.iter().find(|(door, _)| name == *door || name.starts_with(&format!("{door}-")));
            if door.is_some_and(|(_, keepers)| !keepers.contains(&krate.as_str())) {
                faults.push(format!("{krate} -> {name}"));
            }
        }
    }
    none("Windows, SQL, HTTP and drawing each belong to one crate (DOORS): ask that crate instead.", faults);
}

#[test]
fn the_workspace_names_every_crate() {
    let manifests = manifests();
    let (_, shell) = manifests.iter().find(|(name, _)| name == "shell").unwrap();
    let listed = shell["workspace"]["default-members"].as_array().unwrap();
    let mut faults = Vec::new();
    for (krate, manifest) in &manifests {
        let (folder, package) = match krate.as_str() {
            "shell" => (".".to_owned(), "vouchsafe-desktop".to_owned()),
            _ => (format!("src-tauri/crates/{krate}"), format!("vouchsafe-{krate}")),
        };
        if !listed.iter().any(|member| member.as_str() == Some(&folder)) {
            faults.push(format!("{krate}: default-members lacks \"{folder}\""));
        }
        if manifest["package"]["name"].as_str() != Some(&package) {
            faults.push(format!("{krate}: its package is called {package}"));
        }
        if manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool) != Some(true) {
            faults.push(format!("{krate}: [lints] workspace = true is missing"));
        }
    }
    none("Each crate is listed, named after its folder and held to the lints of the workspace.", faults);
}

#[test]
fn the_core_is_pure() {
    const OUTSIDE: &[&str] = &[
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "std::time",
        "std::io",
        "std::collections::HashMap",
        "std::collections::HashSet",
        "tokio",
        "sqlx",
        "rusqlite",
        "reqwest",
        "rand",
        "println!",
        "static mut",
    ];
    let sources = files(&["src-tauri/crates/domain/src/"], &["rs"]);
    none("The domain decides from its arguments alone, in an order that is the same on each desk.", sources.flat_map(|file| file.code_with(OUTSIDE)));
}

#[test]
fn money_is_never_a_float() {
    const EXACT: &[&str] = &["domain", "db", "app", "cli"];
    let folders: Vec<String> = EXACT.iter().map(|krate| format!("src-tauri/crates/{krate}/src/")).collect();
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    let core = files(&folders, &["rs"]).flat_map(|file| file.code_with(&["f32", "f64"]));
    let window = files(&["ui/src/"], &["ts", "svelte"]).filter(|file| !PIXELS.contains(&file.path.as_str()));
    let window = window.flat_map(|file| file.code_with(&["parseFloat", "toFixed"]));
    none("Integer minor units and Decimal here, decimal text in the window; floats are pixels in charts.", core.chain(window));
}

#[test]
fn only_ipc_talks_to_tauri() {
    let screens = files(&["ui/src/"], &["ts", "svelte", "js"]).filter(|file| !file.below(&["ui/src/ipc/"]));
    none(
        "Import from ui/src/ipc instead, so that the window can be tested without a shell.",
        screens.flat_map(|file| file.code_with(&["@tauri-apps"])),
    );
}

#[test]
fn shop_data_is_never_markup() {
    const RAW: &[&str] = &["{@html", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"];
    none("Text goes in as text and charts as <img>.", files(&["ui/src/"], &["ts", "svelte", "js"]).flat_map(|file| file.code_with(RAW)));
}

#[test]
fn types_are_not_talked_away() {
    let cast = files(&["ui/"], &["ts", "svelte"]).flat_map(|file| file.code_with(&["as any", ": any", "<any>"]));
    // These live in comments.
    let mute = files(&["ui/"], &["ts", "svelte"]).flat_map(|file| lines_with(&file.path, &file.text, &["@ts-ignore", "@ts-nocheck"]));
    none("Give it a type, or unknown and a parser.", cast.chain(mute));
}

#[test]
fn files_fit_a_head() {
    let sources = files(&["src-tauri/", "ui/"], &["rs", "ts", "svelte"]).map(|file| (file, file.text.lines().count()));
    let limit = |file: &File| LONGER.iter().find(|(path, _)| *path == file.path).map_or(LINES, |(_, lines)| *lines);
    let long = sources.filter(|(file, lines)| *lines > limit(file)).map(|(file, lines)| format!("{}: {lines} lines", file.path));
    none("A file is about one noun: split these where a second one begins.", long);
}

#[test]
fn every_file_says_what_it_holds() {
    let silent = files(&["src-tauri/"], &["rs"]).filter(|file| !file.text.starts_with("//!"));
    none("Begin with a //! sentence on what the file is about.", silent.map(|file| file.path.clone()));
}

#[test]
fn nothing_is_left_for_later() {
    const LATER: &[&str] = &["TODO", "FIXME", "HACK", "todo!", "unimplemented!"];
    let written =
        files(&["src-tauri/", "ui/", "migrations/", "Makefile", "README.md"], &["rs", "ts", "svelte", "css", "sql", "ftl", "md", "toml", "sh"]);
    none("Do it, or write an issue and delete the mark.", written.flat_map(|file| lines_with(&file.path, &file.text, LATER)));
}

#[test]
fn names_say_what_a_thing_is() {
    const HOLLOW: &[&str] = &["Manager", "Helper", "Helpers", "Util", "Utils", "Service"];
    let mut faults = Vec::new();
    for file in files(&["src-tauri/", "ui/src/"], &["rs", "ts", "svelte"]) {
        let stem = file.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
        if HOLLOW.iter().any(|word| stem.eq_ignore_ascii_case(word)) || ["common", "misc"].contains(&stem) {
            faults.push(file.path.clone());
        }
        for line in file.code.lines() {
            let mut words = line.split_whitespace().skip_while(|word| !["struct", "enum", "trait", "class", "interface"].contains(word)).skip(1);
            let name: String = words.next().unwrap_or_default().chars().take_while(|c| c.is_alphanumeric()).collect();
            if HOLLOW.iter().any(|word| name.ends_with(word)) {
                faults.push(format!("{}: {name}", file.path));
            }
        }
    }
    none("Name it by the noun that it holds or the verb that it does.", faults);
}

#[test]
fn every_test_runs() {
    let rust = files(&["src-tauri/"], &["rs"]).flat_map(|file| file.code_with(&["#[ignore", "#[cfg(ignore"]));
    let window = files(&["ui/"], &["ts"])
        .flat_map(|file| file.code_with(&["it.skip", "it.only", "it.todo", "test.skip", "test.only", "describe.skip", "describe.only"]));
    none("A test that is skipped proves nothing: mend it or delete it.", rust.chain(window));
}

#[test]
fn tests_wait_for_conditions() {
    let mut faults = Vec::new();
    for file in files(&["src-tauri/"], &["rs"]).filter(|file| !POLLING.contains(&file.path.as_str())) {
        let tests = if file.path.contains("/tests/") { Some(0) } else { file.code.find("#[cfg(test)]") };
        let skipped = tests.map_or(usize::MAX, |at| file.code[..at].lines().count());
        let code: String = file.code.lines().enumerate().map(|(no, line)| if no < skipped { "\n".into() } else { format!("{line}\n") }).collect();
        faults.extend(lines_with(&file.path, &code, &["sleep("]));
    }
    for file in files(&["ui/tests/", "ui/src/"], &["ts"]).filter(|file| file.below(&["ui/tests/"]) || file.path.ends_with(".test.ts")) {
        faults.extend(file.code_with(&["setTimeout("]));
    }
    for file in FILES.iter().filter(|file| POLLING.contains(&file.path.as_str())) {
        faults.extend(file.code_with(&["sleep("]).into_iter().skip(1).map(|fault| format!("{fault} (the file has its one loop already)")));
    }
    none("Await the condition itself: a channel, a notification, a paused clock.", faults);
}

#[test]
fn records_are_numbered_without_gaps() {
    let mut faults = Vec::new();
    for (folder, extension) in [("migrations", "sql"), ("src-tauri/docs/adr", "md")] {
        let mut names: Vec<PathBuf> = std::fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        names.sort();
        let prefix = |no: usize| format!("{no:04}{}", if extension == "sql" { '_' } else { '-' });
        for (no, path) in names.iter().enumerate() {
            let name = path.file_name().unwrap().to_string_lossy();
            if !name.starts_with(&prefix(no + 1)) || !name.ends_with(&format!(".{extension}")) {
                faults.push(format!("{folder}/{name}: expected {}….{extension}", prefix(no + 1)));
            }
        }
    }
    none("One number each, from 0001 on: a db or a reader counts on the order.", faults);
}

#[test]
fn the_repository_knows_no_machine() {
    const PLACES: &[&str] = &["/root/", "/home/", "/Users/", "/work/", "C:\\Users", "artifactory", "registry.npmjs.org", "npmmirror"];
    // The desk of the demo is nobody's.
    let text = FILES.iter().filter(|file| file.path != SELF).map(|file| (file, file.text.replace("/home/demo", "")));
    let mut faults: Vec<String> = text.flat_map(|(file, text)| lines_with(&file.path, &text, PLACES)).collect();
    for file in &*FILES {
        let foreign = |line: &&str| match file.path.as_str() {
            "Cargo.lock" => line.starts_with("source = ") && *line != "source = \"registry+https://github.com/rust-lang/crates.io-index\"",
            "ui/package-lock.json" => line.trim_start().starts_with("\"resolved\""),
            _ => false,
        };
        faults.extend(file.text.lines().filter(foreign).map(|line| format!("{}: {}", file.path, line.trim())));
    }
    none("Paths are relative, and locks name no host but crates.io (ui/.npmrc leaves npm's out).", faults);
}

#[test]
fn links_in_pages_lead_somewhere() {
    let mut faults = Vec::new();
    for page in FILES.iter().filter(|file| file.is(&["md"])) {
        let here = root().join(&page.path);
        for target in page.text.split("](").skip(1).filter_map(|rest| rest.split([')', ' ', '#']).next()) {
            if !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:") && !here.parent().unwrap().join(target).exists() {
                faults.push(format!("{} -> {target}", page.path));
            }
        }
    }
    none("These pages point at nothing.", faults);
}

#[test]
fn the_bird_view_stays_short() {
    let long =
        FILES.iter().filter(|file| file.path == "src-tauri/ARCHITECTURE.md").map(|file| file.text.lines().count()).filter(|lines| *lines >= 400);
    none("ARCHITECTURE.md is read in one go: under 400 lines.", long.map(|lines| format!("{lines} lines")));
}

#[test]
fn words_are_found_in_code_only() {
    #[track_caller]
    fn check(rust: bool, text: &str, word: &str, found: bool) {
        assert_eq!(!lines_with("f", &without_comments(text, rust), &[word]).is_empty(), found, "{word} in {text:?}");
    }
    check(true, "let x: f64 = y;", "f64", true);
    check(true, "let x = leaf64;", "f64", false);
    check(true, "// an f64 would not do", "f64", false);
    check(true, "/* f64\n f64 */ let x = 1;", "f64", false);
    check(true, "let url = \"https://shop\"; let x: f64;", "f64", true);
    check(true, "let quote = '\"'; // f64", "f64", false);
    check(true, "let quote = \"\\\"\"; let x: f64;", "f64", true);
    check(true, "let raw = r#\"a \" b\"#; // f64", "f64", false);
    check(true, "let it: &'a str; // f64", "f64", false);
    check(false, "<!-- {@html x} -->{@html y}", "{@html", true);
    check(false, "<!-- {@html x} -->", "{@html", false);
    check(false, "<p>don't\n// {@html}", "{@html", false);
    check(false, "glob('./*.ftl'); x as any", "as any", true);
    check(false, "see /root/.cargo", "/root/", true);
    assert_eq!(lines_with("f", &without_comments("/* a\nb */\nf64", true), &["f64"]), ["f:3: f64"]);
}
