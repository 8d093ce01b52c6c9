//! The desk and its three doors.

use crate::error::{Answer, AppError};
use crate::shell::Shell;
use crate::wire::desk::Desk;
use crate::wire::metadata_keys::MetadataKeys;
use std::path::Path;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::{DialogExt as _, FilePath};
use tokio::sync::oneshot;
use vouchsafe_domain::money::Percent;

/// How the desk stands.
///
/// # Errors
/// What the db says.
#[tauri::command]
#[specta::specta]
pub async fn desk(shell: State<'_, Shell>) -> Answer<Desk> {
    shell.desk().await
}

/// Opens the built-in shop, and begins to read it.
///
/// # Errors
/// What the system or the db says.
#[tauri::command]
#[specta::specta]
pub async fn open_demo(shell: State<'_, Shell>) -> Answer<Desk> {
    shell.open_demo().await
}

/// Connects a shop, and begins to read it.
///
/// # Errors
/// What the shop or the db says.
#[tauri::command]
#[specta::specta]
pub async fn connect_shop(shell: State<'_, Shell>, url: String, token: String, keys: Option<MetadataKeys>) -> Answer<Desk> {
    shell.connect_shop(url.trim(), token.trim(), keys.map(Into::into)).await
}

/// The metadata keys under which codes are looked for, until somebody names others.
#[tauri::command]
#[specta::specta]
pub fn metadata_keys() -> MetadataKeys {
    vouchsafe_app::MetadataKeys::default().into()
}

/// Lets a person choose a file; nothing when they do not.
///
/// # Errors
/// `file_unreadable` for a choice that is no path.
#[tauri::command]
#[specta::specta]
pub async fn pick_file(app: AppHandle) -> Answer<Option<String>> {
    let (chosen, choice) = oneshot::channel();
    let dialog = app.dialog().file().add_filter("Vouchsafe", &["db", "sqlite", "ndjson", "jsonl"]).add_filter("*", &["*"]);
    // Who asked may be gone.
    dialog.pick_file(move |path| drop(chosen.send(path)));
    choice.await.ok().flatten().map(path_text).transpose()
}

/// Opens a file of events or a db.
///
/// # Errors
/// What the file or the db says.
#[tauri::command]
#[specta::specta]
pub async fn open_file(shell: State<'_, Shell>, path: String) -> Answer<Desk> {
    shell.open_file(Path::new(&path)).await
}

/// Sets the margin that enters ROI.
///
/// # Errors
/// `internal` for a text that is no percentage; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn set_margin(shell: State<'_, Shell>, percent: String) -> Answer<Desk> {
    let margin = Percent::parse(percent.trim()).map_err(AppError::internal)?;
    let session = shell.session().await?;
    session.desk.set_margin(margin).await?;
    session.shown().await
}

/// A chosen file's path as text.
pub(super) fn path_text(path: FilePath) -> Answer<String> {
    let path = path.into_path().map_err(AppError::internal)?;
    path.to_str().map(str::to_owned).ok_or_else(|| AppError::new("file_unreadable", [("path", path.display().to_string())]))
}
