//! Programs: how they stand, what they say, and what is said of them.

use super::actor;
use super::desk::path_text;
use crate::error::{Answer, AppError};
use crate::shell::Shell;
use crate::wire::programs::{Program, ProgramDraft, ProgramPage, ProgramSaid};
use std::io::Read as _;
use std::path::Path;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt as _;
use tokio::sync::oneshot;
use vouchsafe_domain::program::file::{MAX_FILE, ProgramFaults};

/// Every program, and the ready ones.
///
/// # Errors
/// What the db says.
#[tauri::command]
#[specta::specta]
pub async fn programs(shell: State<'_, Shell>) -> Answer<Vec<Program>> {
    Ok(shell.session().await?.desk.program_list().await?.into_iter().map(Into::into).collect())
}

/// A program with all its versions.
///
/// # Errors
/// `not_found`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn program(shell: State<'_, Shell>, id: String) -> Answer<ProgramPage> {
    Ok(shell.session().await?.desk.program(&id).await?.into())
}

/// What a version of a program says, or the newest one.
///
/// # Errors
/// `not_found`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn program_version(shell: State<'_, Shell>, id: String, version: Option<u32>) -> Answer<ProgramDraft> {
    Ok(shell.session().await?.desk.program_version(&id, version).await?.into())
}

/// Looks at a program that is being written. Nothing is kept.
///
/// # Errors
/// `program_invalid` for what is no form at all; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn program_check(shell: State<'_, Shell>, said: ProgramSaid) -> Answer<ProgramDraft> {
    let said = said.read()?;
    Ok(shell.session().await?.desk.draft(said).await?.into())
}

/// Activates a version of a program.
///
/// # Errors
/// `program_invalid`, `version_taken`, `policy_differs`, `role_unlisted`, `history_needs_manual`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn program_activate(shell: State<'_, Shell>, toml: String) -> Answer<ProgramPage> {
    let desk = &shell.session().await?.desk;
    let activated = desk.activate("TOML", &toml).await?;
    Ok(desk.program(&activated.id).await?.into())
}

/// Lets a program rest, with the reason.
///
/// # Errors
/// `not_found`, `reason_missing`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn program_pause(shell: State<'_, Shell>, id: String, reason: String) -> Answer<ProgramPage> {
    Ok(shell.session().await?.desk.pause_program(&id, &actor(), &reason).await?.into())
}

/// Lets a program that rests or was ended give again.
///
/// # Errors
/// As [`program_activate`].
#[tauri::command]
#[specta::specta]
pub async fn program_resume(shell: State<'_, Shell>, id: String) -> Answer<ProgramPage> {
    Ok(shell.session().await?.desk.resume_program(&id).await?.into())
}

/// Ends a program, with the reason.
///
/// # Errors
/// `not_found`, `reason_missing`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn program_end(shell: State<'_, Shell>, id: String, reason: String) -> Answer<ProgramPage> {
    Ok(shell.session().await?.desk.end_program(&id, &actor(), &reason).await?.into())
}

/// Reads a program file that a person chooses. Nothing when they choose none.
///
/// # Errors
/// `file_unreadable`; `program_invalid` for a file that is too large.
#[tauri::command]
#[specta::specta]
pub async fn program_open(app: AppHandle) -> Answer<Option<String>> {
    let (chosen, choice) = oneshot::channel();
    // Who asked may be gone.
    app.dialog().file().add_filter("TOML", &["toml"]).add_filter("*", &["*"]).pick_file(move |path| drop(chosen.send(path)));
    let Some(path) = choice.await.ok().flatten().map(path_text).transpose()? else { return Ok(None) };
    read(Path::new(&path)).await.map(Some)
}

/// Saves a program file where a person says. The file's path; nothing when they say no place.
///
/// # Errors
/// What the system says of the file.
#[tauri::command]
#[specta::specta]
pub async fn program_save(app: AppHandle, name: String, toml: String) -> Answer<Option<String>> {
    let (chosen, choice) = oneshot::channel();
    let stem: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(80).collect();
    let dialog = app.dialog().file().set_file_name(format!("{stem}.toml")).add_filter("TOML", &["toml"]);
    // Who asked may be gone.
    dialog.save_file(move |path| drop(chosen.send(path)));
    let Some(path) = choice.await.ok().flatten().map(path_text).transpose()? else { return Ok(None) };
    tokio::fs::write(&path, toml).await.map_err(|fault| AppError::file(Path::new(&path), &fault))?;
    Ok(Some(path))
}

async fn read(path: &Path) -> Answer<String> {
    let from = path.to_owned();
    let text = tokio::task::spawn_blocking(move || {
        let mut text = String::new();
        let most = u64::try_from(MAX_FILE).unwrap_or(u64::MAX);
        std::fs::File::open(from)?.take(most + 1).read_to_string(&mut text)?;
        Ok(text)
    });
    let text = text.await.map_err(AppError::internal)?.map_err(|fault| AppError::file(path, &fault))?;
    if text.len() > MAX_FILE {
        return Err(vouchsafe_app::AppError::Program { file: path.display().to_string(), faults: Box::new(ProgramFaults::too_large()) }.into());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_is_read_up_to_its_bound() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("p.toml");
        let read_of = async |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            read(&path).await.map(|text| text.len()).map_err(|error| error.code)
        };
        assert_eq!(read_of(&vec![b' '; MAX_FILE]).await, Ok(MAX_FILE));
        assert_eq!(read_of(&vec![b' '; MAX_FILE + 1]).await, Err("program_invalid".to_owned()));
        assert_eq!(read_of(&[0xff, 0xfe]).await, Err("file_unreadable".to_owned()));
        assert_eq!(read(&dir.path().join("none.toml")).await.unwrap_err().code, "file_unreadable");
    }
}
