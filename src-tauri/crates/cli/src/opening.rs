//! Opening the db that was asked for.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use vouchsafe_app::{Access, Clock, Desk};
use vouchsafe_domain::time::Timestamp;

use crate::data_folder::db_named;
use crate::ending::Failure;

/// The system's clock.
#[expect(clippy::disallowed_methods, reason = "this is the edge of the program")]
fn system_clock() -> Clock {
    Arc::new(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    })
}

/// The db that was asked for, or the usual one.
pub(crate) fn db_path(asked: Option<PathBuf>) -> PathBuf {
    asked.unwrap_or_else(|| db_named("vouchsafe"))
}

/// Opens the db for looking only: beside a window that has it open, and never making it.
pub(crate) async fn to_read(asked: Option<PathBuf>) -> Result<Desk, Failure> {
    Ok(Desk::open(&db_path(asked), Access::ReadOnly, system_clock()).await?)
}

/// Opens the db, of whatever version, for a copy of it: a file is backed up before it is brought up to date, too.
pub(crate) async fn to_copy(asked: Option<PathBuf>) -> Result<Desk, Failure> {
    Ok(Desk::open(&db_path(asked), Access::Copying, system_clock()).await?)
}

/// Opens the db for everything, and makes it when it is not there.
pub(crate) async fn to_write(asked: Option<PathBuf>) -> Result<Desk, Failure> {
    writable(&db_path(asked), system_clock()).await
}

/// Opens a db for everything by some clock, and makes it with its folder when it is not there.
pub(crate) async fn writable(path: &Path, clock: Clock) -> Result<Desk, Failure> {
    make_folder_of(path)?;
    Ok(Desk::open(path, Access::ReadWrite, clock).await?)
}

/// Makes the folder in which a file is to stand.
pub(crate) fn make_folder_of(path: &Path) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.map_or(Ok(()), |folder| std::fs::create_dir_all(folder).map_err(|error| Failure::unwritten(folder, &error)))
}
