//! What backups came to.

use serde::Serialize;
use specta::Type;
use vouchsafe_app::view;

/// A backup that was made and read back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct BackupReport {
    /// Where.
    pub path: String,
    /// How large, in bytes.
    pub bytes: String,
    /// The moment that it shows.
    pub made_at: String,
    /// It takes a passphrase to open it.
    pub encrypted: bool,
}

impl From<view::keeping::BackupReport> for BackupReport {
    fn from(report: view::keeping::BackupReport) -> Self {
        Self {
            path: report.path.display().to_string(),
            bytes: report.bytes.to_string(),
            made_at: report.made_at.to_string(),
            encrypted: report.is_encrypted,
        }
    }
}
