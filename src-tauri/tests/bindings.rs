//! The window and the shell agree: the window's side of the commands is what the shell would write today, and every command may be called by the
//! window, and nothing else may.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The bindings as the shell would write them today.
fn written() -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bindings.ts");
    vouchsafe_desktop::bindings::write(&path).unwrap();
    std::fs::read_to_string(path).unwrap()
}

/// The names by which the window calls the shell.
fn called(bindings: &str) -> BTreeSet<String> {
    bindings.split("__TAURI_INVOKE<").skip(1).map(|rest| rest.split('"').nth(1).unwrap().to_owned()).collect()
}

#[test]
fn the_bindings_are_fresh() {
    let path: PathBuf = std::env::var_os("BINDINGS").map_or_else(|| root().join("ui/src/ipc/bindings.ts"), PathBuf::from);
    let now = written();
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == now, "ui/src/ipc/bindings.ts is not what the shell's types say: run UPDATE_BINDINGS=1 cargo test --test bindings");
}

#[test]
fn the_schema_that_the_form_is_made_of_is_fresh() {
    let path = root().join("ui/src/ipc/program-schema.json");
    let now = format!("{:#}\n", vouchsafe_domain::program::file::schema());
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == now, "ui/src/ipc/program-schema.json is not what the loader says: run UPDATE_BINDINGS=1 cargo test --test bindings");
}

#[test]
fn the_window_may_call_every_command_and_nothing_else() {
    let file: toml::Table = std::fs::read_to_string(root().join("src-tauri/permissions/vouchsafe.toml")).unwrap().parse().unwrap();
    let [permission] = file["permission"].as_array().unwrap().as_slice() else { panic!("one permission is enough for one window") };
    let allowed: Vec<String> = permission["commands"]["allow"].clone().try_into().unwrap();
    let commands = called(&written());
    assert!(commands.len() > 10, "{commands:?}");
    assert_eq!(allowed.iter().cloned().collect::<BTreeSet<_>>(), commands);
    assert_eq!(allowed.len(), commands.len(), "a command is listed twice");

    let config: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(root().join("tauri.conf.json")).unwrap()).unwrap();
    let capabilities = config["app"]["security"]["capabilities"].as_array().unwrap();
    let [main] = capabilities.as_slice() else { panic!("there is one window") };
    assert_eq!(main["windows"], serde_json::json!([vouchsafe_desktop::window::LABEL]));
    assert_eq!(main["permissions"].as_array().unwrap().last().unwrap(), permission["identifier"].as_str().unwrap());
}

#[test]
fn a_command_that_no_permission_names_is_refused() {
    // Tauri asks for a permission only if the program has some of its own; the build writes down what it found.
    let manifests = std::fs::read_to_string(root().join("gen/schemas/acl-manifests.json")).unwrap();
    let manifests: serde_json::Value = serde_json::from_str(&manifests).unwrap();
    assert!(manifests["__app-acl__"]["permissions"]["vouchsafe"].is_object(), "build.rs has lost the permission file");
}
