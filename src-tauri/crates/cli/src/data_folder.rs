//! Where the db is when nobody says.

use std::path::PathBuf;

/// Overrides the folder.
const VARIABLE: &str = "VOUCHSAFE_DATA_DIR";

/// The folder that Vouchsafe keeps its dbs in: `VOUCHSAFE_DATA_DIR`, else the platform's data folder, else the current one.
pub(crate) fn data_folder() -> PathBuf {
    if let Some(folder) = std::env::var_os(VARIABLE).filter(|folder| !folder.is_empty()) {
        return PathBuf::from(folder);
    }
    directories::ProjectDirs::from("app", "Vouchsafe", "Vouchsafe").map_or_else(|| PathBuf::from("."), |dirs| dirs.data_dir().to_owned())
}

/// The db of a name in the data folder.
pub(crate) fn db_named(name: &str) -> PathBuf {
    data_folder().join(format!("{name}.db"))
}
