//! What backups and erasures came to.

use std::path::PathBuf;
use vouchsafe_domain::time::Timestamp;

/// A backup that was made and read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupReport {
    /// Where.
    pub path: PathBuf,
    /// How large, in bytes.
    pub bytes: u64,
    /// Events in its log.
    pub events: u64,
    /// The moment that it shows.
    pub made_at: Timestamp,
    /// It takes a passphrase to open it.
    pub is_encrypted: bool,
}

/// A db that came back from a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Where.
    pub path: PathBuf,
    /// How often the db came back so far.
    pub epoch: u32,
    /// Events in its log.
    pub events: u64,
    /// The db that it replaces tells another history since the backup: what it never knew of somebody who was erased may be in it.
    pub may_hold_erased: bool,
}

/// An erasure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErasureReport {
    /// Identities of the person that were emptied.
    pub identities: u64,
    /// Rows about the person that were emptied.
    pub rows: u64,
    /// Other places in which they stood and that were emptied.
    pub elsewhere: u64,
    /// How often anything of theirs still stands in the file and its WAL: nothing, or something is wrong.
    pub left: u64,
}

/// How a db is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    /// How often it came back from a backup.
    pub epoch: u32,
    /// Nothing is paid out until somebody has compared it with the shop.
    pub are_payouts_paused: bool,
    /// Codes that are issued here are written to the shop.
    pub writes_back: bool,
    /// What was delivered is compared with the shop at the start.
    pub reconciles_at_start: bool,
}
