//! Reconciliation.

use super::payouts::{beside, chosen_sheet, in_place};
use super::{actor, keeping::day};
use crate::error::Answer;
use crate::shell::Shell;
use crate::wire::desk::Desk;
use crate::wire::payouts::bounded;
use crate::wire::reconcile::{FindingPage, FindingState, FindingWord, ReconcileStatus};
use crate::wire::rows;
use tauri::{AppHandle, State};
use vouchsafe_app::Rails;

/// Begins to compare what was delivered with the shop; nothing happens where that goes on already. What comes of it is told by the status and the
/// findings.
///
/// # Errors
/// `no_shop`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn reconcile_start(shell: State<'_, Shell>) -> Answer<()> {
    shell.reconcile().await
}

/// Whether what was delivered is compared with the shop at the start. After a restore it is in any case.
///
/// # Errors
/// `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn set_reconcile_at_start(shell: State<'_, Shell>, on: bool) -> Answer<Desk> {
    shell.session().await?.desk.set_reconciles_at_start(on).await?;
    shell.desk().await
}

/// Stops comparing. What was found before stands.
///
/// # Errors
/// `not_found` without a db.
#[tauri::command]
#[specta::specta]
pub async fn reconcile_cancel(shell: State<'_, Shell>) -> Answer<()> {
    shell.session().await?.reconciling.cancel();
    Ok(())
}

/// How comparing stands; with the number of what was seen, as soon as it stands otherwise.
///
/// # Errors
/// What the db says.
#[tauri::command]
#[specta::specta]
pub async fn reconcile_status(shell: State<'_, Shell>, seen: Option<u32>) -> Answer<ReconcileStatus> {
    let session = shell.session().await?;
    let (no, stand) = session.reconciling.stand(seen).await;
    Ok(ReconcileStatus::of(no, &stand, session.desk.reconcile_status().await?))
}

/// Part of the findings of one state, the newest first.
///
/// # Errors
/// `not_found`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn findings(shell: State<'_, Shell>, state: FindingState, after: Option<String>, limit: u32) -> Answer<FindingPage> {
    Ok(shell.session().await?.desk.findings(Some(state.into()), after.as_deref(), rows(limit)).await?.into())
}

/// Mends a finding, in the name of who is logged in to this computer. Whether it is mended by now: else it has to be looked at once more.
///
/// # Errors
/// `reason_missing`, `stale`, `behind`, `not_found`, `pay_runs`, `payouts_rest`, `payouts_stopped`, `no_shop`, `read_only`; what the shop or the db says.
#[tauri::command]
#[specta::specta]
pub async fn mend_finding(shell: State<'_, Shell>, word: FindingWord) -> Answer<bool> {
    let session = shell.session().await?;
    let rails = Rails::of(&shell.connected(&session).await?);
    Ok(session.desk.mend(&rails, u64::from(word.no), &actor(), &bounded(&word.reason)).await?.is_done)
}

/// Leaves a finding as it is: somebody looked, and nothing is to be done.
///
/// # Errors
/// `reason_missing`, `stale`, `not_found`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn leave_finding(shell: State<'_, Shell>, word: FindingWord) -> Answer<()> {
    Ok(shell.session().await?.desk.leave_finding(u64::from(word.no), &actor(), &bounded(&word.reason)).await?)
}

/// Writes all findings as a sheet where a person says. The file's path; nothing when they say no place.
///
/// # Errors
/// What the system says of the file; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn findings_export(app: AppHandle, shell: State<'_, Shell>) -> Answer<Option<String>> {
    let session = shell.session().await?;
    let Some(path) = chosen_sheet(&app, &format!("reconciliation-{}", day())).await? else { return Ok(None) };
    let part = beside(&path).await;
    session.desk.export_findings(&part).await?;
    in_place(&part, path).await.map(Some)
}
