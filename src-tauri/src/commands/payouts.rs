//! Payouts: the list, runs, and what holds them back.

use super::desk::path_text;
use super::{actor, keeping::day};
use crate::error::{Answer, AppError};
use crate::shell::Shell;
use crate::wire;
use crate::wire::acts::{PayoutLimits, PayoutStand};
use crate::wire::desk::Desk;
use crate::wire::paying::{DryRun, PayAsk, PayStatus};
use crate::wire::payouts::{MarkPaid, PayoutDetail, PayoutFilter, PayoutPage, PayoutSort, bounded, ceilings, counts, revision};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt as _;
use tokio::sync::oneshot;
use vouchsafe_app::view::Rest;
use vouchsafe_app::{AppError as Fault, Rails};

/// Part of the list of payouts.
///
/// # Errors
/// `not_found`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn payouts(shell: State<'_, Shell>, filter: PayoutFilter, sort: PayoutSort, after: Option<String>, limit: u32) -> Answer<PayoutPage> {
    let session = shell.session().await?;
    Ok(session.desk.payouts(&filter.parse()?, sort.into(), after.as_deref(), wire::rows(limit)).await?.into())
}

/// A payout with all that is known of it.
///
/// # Errors
/// `not_found`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn payout(shell: State<'_, Shell>, key: String) -> Answer<PayoutDetail> {
    Ok(shell.session().await?.desk.payout(&key).await?.into())
}

/// What holds for all payouts, and how many stand in each state.
///
/// # Errors
/// What the db says.
#[tauri::command]
#[specta::specta]
pub async fn payout_stand(shell: State<'_, Shell>) -> Answer<PayoutStand> {
    stand(&shell).await
}

async fn stand(shell: &State<'_, Shell>) -> Answer<PayoutStand> {
    let desk = &shell.session().await?.desk;
    let rules = desk.payout_rules().await?;
    Ok(PayoutStand {
        counts: counts(&desk.payout_totals().await?),
        ceilings: ceilings(&desk.payout_switch().await?, &desk.status().await?.currencies),
        approve_above: wire::all(rules.approve_above),
        clawback: rules.clawback.into(),
        proposals: wire::count(desk.proposals(None, 1).await?.count),
    })
}

/// Begins to carry payouts out, in the name of who is logged in to this computer. What goes wrong later is told by the status.
///
/// # Errors
/// `payouts_stopped`, `payouts_rest`, `pay_runs`, `too_many`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn pay_start(shell: State<'_, Shell>, ask: PayAsk) -> Answer<()> {
    let session = shell.session().await?;
    let order = ask.order()?;
    if !ask.look_up {
        match session.desk.payout_switch().await?.rests {
            None => {}
            Some(Rest::Restored) => return Err(Fault::PayoutsRest.into()),
            Some(Rest::Stopped { reason, .. }) => return Err(Fault::PayoutsStopped { reason }.into()),
        }
    }
    let connecting = shell.inner().clone();
    let shop = {
        let session = Arc::clone(&session);
        async move { connecting.connected(&session).await }
    };
    if !session.paying.pay(session.desk.clone(), shop, actor(), order) {
        return Err(Fault::PayRuns.into());
    }
    Ok(())
}

/// Stops carrying payouts out, between two of them.
///
/// # Errors
/// `not_found` without a db.
#[tauri::command]
#[specta::specta]
pub async fn pay_cancel(shell: State<'_, Shell>) -> Answer<()> {
    shell.session().await?.paying.cancel();
    Ok(())
}

/// How carrying payouts out stands; with the number of what was seen, as soon as it stands otherwise.
///
/// # Errors
/// `not_found` without a db.
#[tauri::command]
#[specta::specta]
pub async fn pay_status(shell: State<'_, Shell>, seen: Option<u32>) -> Answer<PayStatus> {
    let session = shell.session().await?;
    let (no, stand) = session.paying.stand(seen).await;
    Ok(PayStatus::of(no, stand))
}

/// What would be sent. Nothing leaves.
///
/// # Errors
/// `not_found`, `too_many`, `no_shop`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn pay_dry_run(shell: State<'_, Shell>, ask: PayAsk) -> Answer<DryRun> {
    let session = shell.session().await?;
    let which = ask.which()?;
    let rails = Rails::of(&shell.connected(&session).await?);
    let calls = session.desk.pay_dry_run(&rails, &which).await?;
    let mut run = DryRun::of(calls, &session.desk.payout_switch().await?, ask.look_up);
    for row in &mut run.rows {
        row.beneficiary = Some(session.desk.payout(&row.key).await?.row.beneficiary.into());
    }
    Ok(run)
}

/// Stops all payouts, in the name of who is logged in to this computer.
///
/// # Errors
/// `reason_missing`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn stop_payouts(shell: State<'_, Shell>, reason: String) -> Answer<Desk> {
    shell.session().await?.desk.stop_payouts(&actor(), &bounded(&reason)).await?;
    shell.desk().await
}

/// Lets payouts go on that somebody had stopped.
///
/// # Errors
/// `reason_missing`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn let_payouts_go(shell: State<'_, Shell>, reason: String) -> Answer<Desk> {
    shell.session().await?.desk.let_payouts_go(&actor(), &bounded(&reason)).await?;
    shell.desk().await
}

/// Sets what holds for all payouts.
///
/// # Errors
/// `reason_missing`, `unknown_currency`, `bad_amount`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn set_payout_limits(shell: State<'_, Shell>, limits: PayoutLimits) -> Answer<PayoutStand> {
    let (ceilings, rules) = (limits.ceilings()?, limits.rules()?);
    let desk = &shell.session().await?.desk;
    desk.set_payout_rules(&actor(), &rules, &bounded(&limits.reason)).await?;
    desk.set_payout_ceiling(&actor(), &ceilings).await?;
    stand(&shell).await
}

/// Writes what is to be paid by hand as a sheet where a person says. The file's path; nothing when they say no place.
///
/// # Errors
/// `file_there`; what the system says of the file; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn payout_export(app: AppHandle, shell: State<'_, Shell>) -> Answer<Option<String>> {
    let session = shell.session().await?;
    let Some(path) = chosen_sheet(&app, &format!("payouts-by-hand-{}", day())).await? else { return Ok(None) };
    let part = beside(&path).await;
    session.desk.export_manual(&part).await?;
    in_place(&part, path).await.map(Some)
}

/// Where a person wants a sheet; nothing when they say no place.
pub(super) async fn chosen_sheet(app: &AppHandle, name: &str) -> Answer<Option<String>> {
    let (chosen, choice) = oneshot::channel();
    let dialog = app.dialog().file().set_file_name(format!("{name}.csv")).add_filter("CSV", &["csv"]);
    // Who asked may be gone.
    dialog.save_file(move |path| drop(chosen.send(path)));
    choice.await.ok().flatten().map(path_text).transpose()
}

/// Where a sheet is written before it takes its place: what stands there stays until the new one is whole.
pub(super) async fn beside(path: &str) -> PathBuf {
    let part = PathBuf::from(format!("{path}.part"));
    // Left over by an export that did not come to its end.
    drop(tokio::fs::remove_file(&part).await);
    part
}

/// Puts a whole sheet in its place; the system has asked already whether what stands there may go.
pub(super) async fn in_place(part: &Path, path: String) -> Answer<String> {
    tokio::fs::rename(part, &path).await.map_err(|fault| AppError::file(Path::new(&path), &fault))?;
    Ok(path)
}

/// Takes a person's word that they paid a reward by hand.
///
/// # Errors
/// `reference_missing`, `not_by_hand`, `stale`, `not_found`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn mark_paid(shell: State<'_, Shell>, paid: MarkPaid) -> Answer<PayoutDetail> {
    let session = shell.session().await?;
    Ok(session.desk.mark_paid(&actor(), &paid.key, &paid.reference, revision(&paid.expects)?).await?.into())
}
