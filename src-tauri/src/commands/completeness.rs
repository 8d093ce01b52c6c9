//! Whether the mirror holds what the shop has.

use crate::error::{Answer, AppError};
use crate::shell::Shell;
use crate::wire::completeness::{self, Completeness, DiagnosisRow, LogPage, QuarantineDetail, RepairResult};
use crate::wire::{all, rows};
use tauri::State;

/// How complete the mirror is, as far as the last full check tells.
///
/// # Errors
/// What the db says.
#[tauri::command]
#[specta::specta]
pub async fn completeness(shell: State<'_, Shell>) -> Answer<Completeness> {
    let session = shell.session().await?;
    let is_checking = session.reading.status(&session.desk).await?.is_checking;
    Ok(Completeness::of(session.desk.completeness().await?, is_checking))
}

/// Begins to compare everything with the shop. What comes of it is told by the status and the completeness.
///
/// # Errors
/// `no_shop`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn full_check_start(shell: State<'_, Shell>) -> Answer<()> {
    shell.check_shop().await
}

/// A row in quarantine with what is known of it.
///
/// # Errors
/// `not_found`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn quarantine_row(shell: State<'_, Shell>, id: String) -> Answer<QuarantineDetail> {
    Ok(shell.session().await?.desk.quarantine_row(number(&id)?).await?.into())
}

/// Asks the shop for a row in quarantine again.
///
/// # Errors
/// `not_found`, `no_shop`; what the shop or the db says.
#[tauri::command]
#[specta::specta]
pub async fn repair(shell: State<'_, Shell>, id: String) -> Answer<RepairResult> {
    let session = shell.session().await?;
    let shop = shell.connected(&session).await?;
    Ok(session.desk.repair(&shop, number(&id)?).await?.into())
}

/// Part of the log of reading the shop, the newest first.
///
/// # Errors
/// What the db says.
#[tauri::command]
#[specta::specta]
pub async fn sync_log(shell: State<'_, Shell>, after: Option<String>, limit: u32) -> Answer<LogPage> {
    let limit = rows(limit);
    let mut found = shell.session().await?.desk.sync_log(after.map(|text| number(&text)).transpose()?, limit + 1).await?;
    let has_more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = found.last().filter(|_| has_more).map(|row| row.no.to_string());
    Ok(LogPage { rows: all(found), next })
}

/// Looks at everything that is here: the mirror as of the last full check, journal, ledger, lists and file.
///
/// # Errors
/// What the db says.
#[tauri::command]
#[specta::specta]
pub async fn doctor(shell: State<'_, Shell>) -> Answer<Vec<DiagnosisRow>> {
    Ok(completeness::diagnosis(shell.session().await?.desk.doctor(None).await?))
}

fn number(id: &str) -> Answer<u64> {
    id.parse().map_err(|_| AppError::new("not_found", [("what", id.chars().take(40).collect())]))
}
