//! Checks `tauri.conf.json` against what it names: icons, the window's permissions, the built window.

fn main() {
    // The permission file alone makes Tauri refuse a command that no permission names. `AppManifest::commands` would write one file for each
    // command into a new folder at the root; the test `bindings` holds the list to the commands instead.
    let permissions = tauri_build::AppManifest::new().permissions_path_pattern("src-tauri/permissions/*.toml");
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    if std::env::var_os("CARGO_FEATURE_EMBED").is_some() {
        println!("cargo:rerun-if-changed=ui/dist");
    }
    if let Err(fault) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(permissions)) {
        println!("cargo:warning={fault:#}");
        std::process::exit(1);
    }
}
