//! `backup` and `restore`: the db in a file of its own, and back.

use std::path::{Path, PathBuf};
use vouchsafe_app::keeping;

use crate::ending::{Ending, Failure};
use crate::opening;
use crate::paper::Paper;
use crate::secrets::{chosen_passphrase, entered_passphrase};
use crate::wire::keeping::{BackupAnswer, RestoreAnswer};

/// Writes a backup into a new file.
pub(super) async fn backup(file: &Path, encrypt: bool, db: Option<PathBuf>, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let passphrase = encrypt.then(chosen_passphrase).transpose()?;
    // Only looking: a window or a sync may have the db open.
    let desk = opening::to_copy(db).await?;
    opening::make_folder_of(file)?;
    paper.put(&BackupAnswer(desk.backup(file, passphrase).await?))?;
    Ok(Ending::Done)
}

/// Makes a db of a backup, where there is none.
pub(super) async fn restore(file: &Path, replaces: Option<&Path>, db: Option<PathBuf>, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let passphrase = if keeping::is_encrypted(file)? { Some(entered_passphrase()?) } else { None };
    let to = opening::db_path(db);
    opening::make_folder_of(&to)?;
    paper.put(&RestoreAnswer(keeping::restore(file, &to, passphrase, replaces).await?))?;
    Ok(Ending::Done)
}
