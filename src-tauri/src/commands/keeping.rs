//! Keeping: backups, tokens, and what a person sets for this computer.

use super::desk::path_text;
use crate::error::{Answer, AppError};
use crate::places::Settings;
use crate::shell::Shell;
use crate::tray;
use crate::wire::desk::Desk;
use crate::wire::keeping::BackupReport;
use crate::wire::typed;
use std::path::{Path, PathBuf};
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt as _;
use tokio::sync::oneshot;
use vouchsafe_app::keeping::Passphrase;

/// Writes a backup where a person says, encrypted if they gave a passphrase. Nothing when they say no place.
///
/// # Errors
/// `passphrase_short`, `file_there`, `file_unreadable`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn backup(app: AppHandle, shell: State<'_, Shell>, passphrase: Option<String>) -> Answer<Option<BackupReport>> {
    let session = shell.session().await?;
    let passphrase = given(passphrase).map(|text| Passphrase::chosen(&text)).transpose()?;
    let ending = if passphrase.is_some() { "db.age" } else { "db" };
    let (chosen, choice) = oneshot::channel();
    // Who asked may be gone.
    app.dialog().file().set_file_name(format!("vouchsafe-{}.{ending}", day())).save_file(move |path| drop(chosen.send(path)));
    let Some(path) = choice.await.ok().flatten().map(path_text).transpose()? else { return Ok(None) };
    Ok(Some(session.desk.backup(Path::new(&path), passphrase).await?.into()))
}

/// Today, for the name of a file.
pub(super) fn day() -> String {
    crate::clock::system()().to_string().chars().take(10).collect()
}

/// Opens a backup that a person chooses, as a db of its own. Nothing when they choose none.
///
/// # Errors
/// `passphrase_missing`, `passphrase_wrong`; what is wrong with the file.
#[tauri::command]
#[specta::specta]
pub async fn restore(app: AppHandle, shell: State<'_, Shell>, passphrase: Option<String>) -> Answer<Option<Desk>> {
    let (chosen, choice) = oneshot::channel();
    let dialog = app.dialog().file().add_filter("Vouchsafe", &["db", "age"]).add_filter("*", &["*"]);
    dialog.pick_file(move |path| drop(chosen.send(path)));
    let Some(path) = choice.await.ok().flatten().map(path_text).transpose()? else { return Ok(None) };
    shell.restore(&PathBuf::from(path), given(passphrase).as_deref()).await.map(Some)
}

/// Lets payouts go on after a restore, once somebody has compared the db with the shop.
///
/// # Errors
/// `payouts_rest` while something that differed is open; `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn resume_payouts(shell: State<'_, Shell>) -> Answer<Desk> {
    shell.session().await?.desk.resume_payouts().await?;
    shell.desk().await
}

/// Whether closing the window leaves Vouchsafe in the tray, reading the shop now and then.
///
/// # Errors
/// `no_tray` on a desktop that shows none; what the system says.
#[tauri::command]
#[specta::specta]
pub async fn set_tray(app: AppHandle, shell: State<'_, Shell>, on: bool) -> Answer<Desk> {
    if on && !shown_on_main_thread(&app).await {
        return Err(AppError::new("no_tray", []));
    }
    if !on {
        tray::hide(&app);
    }
    shell.set(Settings { tray: on })?;
    shell.desk().await
}

/// Whether codes that are issued here are written to the customer's metadata at the shop.
///
/// # Errors
/// `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn set_write_back(shell: State<'_, Shell>, on: bool) -> Answer<Desk> {
    let session = shell.session().await?;
    session.desk.set_write_back_codes(on).await?;
    shell.write_back(&session);
    shell.desk().await
}

/// The known shop's token, entered again.
///
/// # Errors
/// `no_shop`, `token_refused`, `passphrase_wrong`, `passphrase_short`; what the shop or the db says.
#[tauri::command]
#[specta::specta]
pub async fn enter_token(shell: State<'_, Shell>, token: String, passphrase: Option<String>) -> Answer<Desk> {
    shell.enter_token(token.trim(), given(passphrase).as_deref()).await
}

/// Opens the file of tokens.
///
/// # Errors
/// `passphrase_wrong`; what is wrong with the file.
#[tauri::command]
#[specta::specta]
pub async fn unlock(shell: State<'_, Shell>, passphrase: String) -> Answer<Desk> {
    shell.unlock(&passphrase).await
}

/// A passphrase as it was typed: blanks count, none at all is none.
fn given(passphrase: Option<String>) -> Option<String> {
    passphrase.filter(|text| typed(Some(text.clone())).is_some())
}

/// Menus are made on the toolkit's own thread.
async fn shown_on_main_thread(app: &AppHandle) -> bool {
    let (done, shown) = oneshot::channel();
    let handle = app.clone();
    // Who asked may be gone.
    let asked = app.run_on_main_thread(move || {
        let _ = done.send(tray::show(&handle));
    });
    asked.is_ok() && shown.await.unwrap_or(false)
}
