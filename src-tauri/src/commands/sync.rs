//! Reading the shop.

use crate::clock;
use crate::error::Answer;
use crate::shell::Shell;
use crate::wire::completeness::Health;
use crate::wire::sync::{QuarantineRow, SyncStatus};
use crate::wire::{MAX_ROWS, all};
use tauri::State;
use vouchsafe_app::view;

/// How reading stands; without a db, that nothing is read.
///
/// # Errors
/// What the db says.
#[tauri::command]
#[specta::specta]
pub async fn sync_status(shell: State<'_, Shell>) -> Answer<SyncStatus> {
    match shell.session().await {
        Ok(session) => {
            let health = session.shop().map(|shop| shop.health());
            let status = SyncStatus::from(session.reading.status(&session.desk).await?);
            Ok(match health {
                Some(health) => SyncStatus { health: Health::of(health, (clock::system())()), ..status },
                None => status,
            })
        }
        Err(_) => Ok(view::SyncStatus::default().into()),
    }
}

/// Begins to read, or goes on where reading stopped. What fails later is told by the status.
///
/// # Errors
/// `no_shop`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn sync_start(shell: State<'_, Shell>) -> Answer<()> {
    shell.read_shop().await
}

/// Stops reading; its place is kept.
///
/// # Errors
/// `not_found` without a db.
#[tauri::command]
#[specta::specta]
pub async fn sync_cancel(shell: State<'_, Shell>) -> Answer<()> {
    shell.session().await?.reading.cancel();
    Ok(())
}

/// The rows that wait for repair; the first of them where there are many.
///
/// # Errors
/// What the db says.
#[tauri::command]
#[specta::specta]
pub async fn quarantine(shell: State<'_, Shell>) -> Answer<Vec<QuarantineRow>> {
    let mut rows = shell.session().await?.desk.quarantine().await?;
    rows.truncate(MAX_ROWS as usize);
    Ok(all(rows))
}
