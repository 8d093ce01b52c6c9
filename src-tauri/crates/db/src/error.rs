//! What can go wrong with the db.

use std::path::PathBuf;

/// The result of everything that touches the file.
pub type Result<T, E = DbError> = std::result::Result<T, E>;

/// Why the db could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// Another program has the file open for writing.
    #[error("{} is in use by another Vouchsafe", .0.display())]
    InUse(PathBuf),
    /// The file was written by a newer version.
    #[error("the file is of a newer version: its schema is {found}, the newest known is {known}")]
    Newer {
        /// The schema's version in the file.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// The file was written by an older version, and whoever only looks cannot bring it up to date.
    #[error("the file is of an older version: its schema is {found}, and {known} is needed")]
    Older {
        /// The schema's version in the file.
        found: i64,
        /// The one that this program reads.
        known: i64,
    },
    /// The file is no Vouchsafe db, or parts of it cannot be read.
    #[error("the file is damaged or no Vouchsafe db: {0}")]
    Damaged(String),
    /// There is no room left for what had to be written. Nothing of it was.
    #[error("the disk is full")]
    DiskFull,
    /// The db belongs to another shop.
    #[error("the db belongs to the shop {expected}")]
    OtherShop {
        /// The shop's address.
        expected: String,
    },
    /// The db was opened for reading only.
    #[error("the db is open for reading only")]
    ReadOnly,
    /// The file cannot be opened or created.
    #[error("{}: {what}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        what: String,
    },
    /// The writing side has been closed.
    #[error("the db has been closed")]
    Closed,
    /// SQLite refused for another reason.
    #[error("SQLite: {0}")]
    Sqlite(String),
}

impl DbError {
    /// From SQLite's primary result code and message.
    fn of_code(primary: i32, message: String) -> Self {
        match primary {
            13 => Self::DiskFull,
            11 | 26 => Self::Damaged(message),
            8 => Self::ReadOnly,
            _ => Self::Sqlite(message),
        }
    }
}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        match &error {
            rusqlite::Error::SqliteFailure(code, message) => {
                Self::of_code(code.extended_code & 0xff, message.clone().unwrap_or_else(|| code.to_string()))
            }
            _ => Self::Sqlite(error.to_string()),
        }
    }
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(inner) = &error {
            let code = inner.code().and_then(|code| code.parse::<i32>().ok()).unwrap_or(1);
            return Self::of_code(code & 0xff, inner.message().to_owned());
        }
        match error {
            sqlx::Error::PoolClosed => Self::Closed,
            other => Self::Sqlite(other.to_string()),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for DbError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::Execute(inner) | sqlx::migrate::MigrateError::ExecuteMigration(inner, _) => inner.into(),
            other => Self::Damaged(other.to_string()),
        }
    }
}

impl From<vouchsafe_domain::canon::Garbled> for DbError {
    fn from(error: vouchsafe_domain::canon::Garbled) -> Self {
        Self::Damaged(error.to_string())
    }
}
