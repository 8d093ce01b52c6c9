//! Files that people hand in: what cannot be in force together, what is no event, what is no text.

use super::runner::Place;

const GRANT: &str = "[[rule.grant]]\nto = \"advocate\"\nreward = { rail = \"wallet\" }\nvalue = { fixed = { EUR = \"1.00\" } }\n";

fn program(head: &str, rule: &str) -> String {
    format!("name = \"P\"\n{head}\n[[rule]]\nid = \"o\"\non = [\"order_confirmed\"]\n{rule}\n{GRANT}")
}

#[test]
fn a_role_that_nobody_lists_is_refused_alike_everywhere() {
    let place = Place::new();
    std::fs::write(place.path("none.ndjson"), "").unwrap();
    std::fs::write(place.path("vip.toml"), program("id = \"vip\"", "role = \"vip\"")).unwrap();
    let refused = "The program asks for the role “vip”, which [attribution] does not list; add it to the roles there, the lowest first.";
    place.run(&["program", "check", "vip.toml"]).said(1, refused);
    place.run(&["replay", "--program", "vip.toml", "--events", "none.ndjson"]).said(1, refused);
    place.run(&["program", "activate", "vip.toml"]).said(1, refused);
    // Beside a program that lists it, it can be in force.
    std::fs::write(place.path("roles.toml"), program("id = \"roles\"\n[attribution]\nroles = [\"member\", \"vip\"]", "")).unwrap();
    place.run(&["replay", "--program", "vip.toml", "--program", "roles.toml", "--events", "none.ndjson"]).done();
    place.run(&["program", "activate", "roles.toml"]).done();
    place.run(&["program", "check", "vip.toml"]).done();
    place.run(&["program", "activate", "vip.toml"]).done();
}

#[test]
fn files_that_cannot_be_in_force_together_are_refused() {
    let place = Place::new();
    std::fs::write(place.path("none.ndjson"), "").unwrap();
    std::fs::write(place.path("a.toml"), program("id = \"a\"\n[attribution]\ntouch = \"first\"", "")).unwrap();
    std::fs::write(place.path("b.toml"), program("id = \"a\"\n[attribution]\ntouch = \"first\"", "hold_days = 1")).unwrap();
    std::fs::write(place.path("c.toml"), program("id = \"c\"\n[attribution]\ntouch = \"last\"", "")).unwrap();
    let replay = |other: &str| place.run(&["replay", "--program", "a.toml", "--program", other, "--events", "none.ndjson"]);
    replay("a.toml").done();
    replay("b.toml").said(1, "Version 1 of a exists already and says something else; give the changed program a new version number.");
    let differs = "In [attribution], touch of a is not that of c; write the same, as one policy holds for all programs.";
    replay("c.toml").said(1, differs);
    place.run(&["program", "activate", "c.toml"]).done();
    place.run(&["program", "activate", "a.toml"]).said(1, differs);
    place.run(&["program", "check", "a.toml"]).said(1, differs);
}

#[test]
fn a_file_in_another_encoding_is_told_by_it() {
    let place = Place::new();
    let text = program("id = \"a\"", "");
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    std::fs::write(place.path("utf16.toml"), utf16).unwrap();
    place.run(&["program", "check", "utf16.toml"]).said(1, "utf16.toml is UTF-16 text; save it as UTF-8 and open it again.");
    std::fs::write(place.path("latin.toml"), [text.as_bytes(), b"# caf\xe9\n"].concat()).unwrap();
    let line = text.lines().count() + 1;
    place
        .run(&["program", "check", "latin.toml"])
        .said(1, &format!("latin.toml is not UTF-8 text from line {line} on; save it as UTF-8 and open it again."));
    std::fs::write(place.path("good.toml"), &text).unwrap();
    std::fs::write(place.path("latin.ndjson"), b"\n{\"id\":\"\xe9\"}\n").unwrap();
    let latin = "latin.ndjson is not UTF-8 text from line 2 on; save it as UTF-8 and open it again.";
    place.run(&["replay", "--program", "good.toml", "--events", "latin.ndjson"]).said(1, latin);
    place.run(&["import", "latin.ndjson"]).said(1, latin);
}

#[test]
fn a_line_that_is_no_event_is_told_in_the_chosen_language() {
    let place = Place::new();
    std::fs::write(place.path("p.toml"), program("id = \"a\"", "")).unwrap();
    let line = r#"{"id":"e1","type":"code_disabled","at":"2026-01-01T00:00:00Z","kode":"A"}"#;
    std::fs::write(place.path("bad.ndjson"), line).unwrap();
    let replay = ["replay", "--program", "p.toml", "--events", "bad.ndjson"];
    place.run(&replay).said(
        1,
        "bad.ndjson, line 1, is not an event: there is no field kode here; write one of id, type, at, seen_at, code, actor, reason; mend that line and open the file again.",
    );
    let russian = place.run(&[&["--lang", "ru"][..], &replay].concat());
    assert!(
        !russian.err.contains("expected") && russian.err.starts_with("bad.ndjson, строка 1, — не событие: поля kode здесь нет"),
        "{}",
        russian.err
    );
}

#[test]
fn what_is_said_of_no_program_is_told() {
    let place = Place::new();
    std::fs::write(place.path("p.toml"), program("id = \"a\"", "")).unwrap();
    let line = r#"{"id":"e1","type":"program_paused","at":"2026-01-01T00:00:00Z","program":"aa"}"#;
    std::fs::write(place.path("e.ndjson"), line).unwrap();
    let told = place.run(&["replay", "--program", "p.toml", "--events", "e.ndjson"]).done();
    assert!(told.contains("There is no such program here"), "{told}");
    let usage = place.run(&["program", "pause", "a"]);
    assert_eq!(usage.status.code(), Some(2), "{}", usage.err);
}
