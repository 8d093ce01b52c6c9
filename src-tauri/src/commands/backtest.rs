//! Trying a draft of a program over the whole history.

use crate::error::{Answer, AppError};
use crate::shell::Shell;
use crate::wire::backtest::{BacktestDecisions, BacktestOrder, BacktestStatus, DifferenceKind};
use crate::wire::{all, rows};
use std::sync::Arc;
use tauri::State;
use vouchsafe_app::Backtest;

/// Begins to try a program file; a trial under way is stopped first. What is wrong with the file is told by the status.
///
/// # Errors
/// `not_found` without a db.
#[tauri::command]
#[specta::specta]
pub async fn backtest_start(shell: State<'_, Shell>, source: String) -> Answer<()> {
    let session = shell.session().await?;
    session.trying.try_draft(session.desk.clone(), source).await;
    Ok(())
}

/// Stops the trial under way.
///
/// # Errors
/// `not_found` without a db.
#[tauri::command]
#[specta::specta]
pub async fn backtest_cancel(shell: State<'_, Shell>) -> Answer<()> {
    shell.session().await?.trying.cancel();
    Ok(())
}

/// How the trial stands; with the number of what was seen, as soon as it stands otherwise.
///
/// # Errors
/// `not_found` without a db.
#[tauri::command]
#[specta::specta]
pub async fn backtest_status(shell: State<'_, Shell>, seen: Option<u32>) -> Answer<BacktestStatus> {
    let session = shell.session().await?;
    let (no, stand) = session.trying.stand(seen).await;
    Ok(BacktestStatus::of(no, stand))
}

/// The largest orders that differ in one way, from a place on.
///
/// # Errors
/// `not_found` when nothing was tried.
#[tauri::command]
#[specta::specta]
pub async fn backtest_orders(shell: State<'_, Shell>, kind: DifferenceKind, from: u32, limit: u32) -> Answer<Vec<BacktestOrder>> {
    let found = found(&shell).await?;
    let group = found.differences.iter().find(|group| group.kind == kind.into());
    let from = usize::try_from(from).unwrap_or(usize::MAX);
    let listed = group.into_iter().flat_map(|group| &group.rows).skip(from).take(rows(limit) as usize);
    Ok(all(listed.cloned().collect()))
}

/// The decisions of both about one of these orders, by its place.
///
/// # Errors
/// `not_found` when there is no such order; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn backtest_decisions(shell: State<'_, Shell>, kind: DifferenceKind, place: u32) -> Answer<BacktestDecisions> {
    let found = found(&shell).await?;
    let place = usize::try_from(place).unwrap_or(usize::MAX);
    let decisions = shell.session().await?.desk.backtest_decisions(&found, kind.into(), place).await?;
    decisions.map(Into::into).ok_or_else(nothing)
}

async fn found(shell: &State<'_, Shell>) -> Answer<Arc<Backtest>> {
    shell.session().await?.trying.found().ok_or_else(nothing)
}

fn nothing() -> AppError {
    AppError::new("not_found", [("what", "backtest".to_owned())])
}
