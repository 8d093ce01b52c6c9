//! What can go wrong, each with one sentence that says what to do. The sentences stand in the Fluent files under `error-<code>`.

use crate::notices::NoticeFault;
use std::path::PathBuf;
use vouchsafe_connectors::saleor::{RowFault, ShopError};
use vouchsafe_db::DbError;
use vouchsafe_domain::code::BadCode;
use vouchsafe_domain::event_file::EventFault;
use vouchsafe_domain::program::file::ProgramFaults;
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::time::Timestamp;

/// Why a verb could not be done.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The shop could not be read.
    #[error(transparent)]
    Shop(#[from] ShopError),
    /// The db could not be opened, read or written.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A letter, its words or the mail server.
    #[error(transparent)]
    Notice(#[from] NoticeFault),
    /// A program file has faults.
    #[error("{file}: {faults}")]
    Program {
        /// The file's name.
        file: String,
        /// All that is wrong with it.
        faults: Box<ProgramFaults>,
    },
    /// A file cannot be read.
    #[error("{}: {what}", path.display())]
    FileUnreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        what: String,
    },
    /// A line of a file is no event.
    #[error("{}, line {line}: {fault}", path.display())]
    FileLine {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        fault: EventFault,
    },
    /// A file of text in UTF-16.
    #[error("{} is UTF-16", path.display())]
    FileUtf16 {
        /// The file.
        path: PathBuf,
    },
    /// A file that is no UTF-8 text.
    #[error("{} is no UTF-8 from line {line} on", path.display())]
    FileNotUtf8 {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// A sheet's line is not what it should be.
    #[error("{}, line {line}: {what}", path.display())]
    SheetLine {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        what: String,
    },
    /// A file's line names somebody who was erased. The sentence does not repeat the name.
    #[error("{}, line {line}: it names somebody who was erased", path.display())]
    LineOfErased {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// A code that was that of somebody who was erased.
    #[error("the code was that of somebody who was erased")]
    CodeOfErased,
    /// A code that cannot be one.
    #[error(transparent)]
    BadCode(BadCode),
    /// A code that somebody has, or that was disabled.
    #[error("the code {code} is taken")]
    CodeTaken {
        /// The code.
        code: String,
    },
    /// The system gives no randomness.
    #[error("no randomness: {what}")]
    NoRandomness {
        /// What it says.
        what: String,
    },
    /// A person must say why.
    #[error("a reason is missing")]
    ReasonMissing,
    /// A date that has passed where one that is still to come is needed.
    #[error("the date has passed")]
    DatePast,
    /// More at once than can be done.
    #[error("no more than {most} at once")]
    TooMany {
        /// The most that can be done at once.
        most: usize,
    },
    /// What was on screen had changed meanwhile.
    #[error("what was on screen has changed meanwhile")]
    Stale,
    /// Nothing of that name.
    #[error("there is no {what}")]
    NotFound {
        /// What was looked for.
        what: String,
    },
    /// Nothing that can be explained is called so.
    #[error("nothing is called “{what}”")]
    NothingCalled {
        /// What was asked for.
        what: String,
    },
    /// No shop is connected.
    #[error("no shop is connected")]
    NoShop,
    /// The version of a program stands already, with other content.
    #[error("version {version} of {program} stands already and says something else")]
    VersionTaken {
        /// The program.
        program: String,
        /// Its version.
        version: u32,
    },
    /// The program's attribution policy is not that of the programs in force.
    #[error("in [attribution], {key} of {program} differs from that of {other}")]
    PolicyDiffers {
        /// The program, or its file.
        program: String,
        /// The program that says something else.
        other: String,
        /// The key on which they differ.
        key: &'static str,
    },
    /// The program asks for a role that no attribution policy lists.
    #[error("the program asks for the role “{role}”, which [attribution] does not list")]
    RoleUnlisted {
        /// The role.
        role: String,
    },
    /// A program that judges what happened before the shop was connected, without a person.
    #[error("a program that holds from before the shop was connected needs mode = \"manual\"")]
    HistoryNeedsManual,
    /// A file stands where a new one was to be written.
    #[error("{} is there already", path.display())]
    FileThere {
        /// The file.
        path: PathBuf,
    },
    /// A passphrase that is guessed too easily.
    #[error("the passphrase has fewer than {least} characters")]
    PassphraseShort {
        /// How many it needs.
        least: usize,
    },
    /// The file is encrypted.
    #[error("the file is encrypted and needs its passphrase")]
    PassphraseMissing,
    /// The passphrase opens nothing.
    #[error("the passphrase does not open the file")]
    PassphraseWrong,
    /// What was typed to confirm is something else.
    #[error("what was typed is not the person's key")]
    NotConfirmed,
    /// Another draft is being tried.
    #[error("another draft is being tried")]
    BacktestRuns,
    /// The history is longer than can be tried in memory.
    #[error("the history has {events} events and at most {most} are tried")]
    HistoryTooLong {
        /// How many events it has.
        events: u64,
        /// How many are tried.
        most: u64,
    },
    /// Somebody stopped all payouts.
    #[error("payouts are stopped: {reason}")]
    PayoutsStopped {
        /// Why.
        reason: String,
    },
    /// The db came back from a backup and was not compared with the shop yet.
    #[error("payouts rest until the db was compared with the shop")]
    PayoutsRest,
    /// Codes were made here of another secret than the shop's.
    #[error("codes of payouts were made of another secret than the one at the shop, {code}")]
    SecretsDiffer {
        /// The code of what bears it at the shop.
        code: &'static str,
    },
    /// What should bear the secret at the shop bears none.
    #[error("what has the code {code} at the shop bears no secret")]
    SecretUnreadable {
        /// Its code.
        code: &'static str,
    },
    /// Payouts are being carried out already.
    #[error("payouts are being carried out already")]
    PayRuns,
    /// Another rail than a person's hand delivers it.
    #[error("it is not paid by hand")]
    NotByHand,
    /// A payment by hand without its reference.
    #[error("the payment's reference is missing")]
    ReferenceMissing,
    /// What was typed is no amount of what is counted.
    #[error("{text} is no amount in {currency}")]
    BadAmount {
        /// What was typed.
        text: String,
        /// The currency or unit.
        currency: String,
    },
    /// Another desk has gone on with what is known here.
    #[error("another desk has taken it back since, or delivered it anew")]
    Behind,
    /// The same was given to the same person for the same reason not long ago.
    #[error("the same was given already at {at}")]
    GivenAlready {
        /// When.
        at: Timestamp,
    },
    /// A file's line says what staff do, which is done at the desk itself.
    #[error("{}, line {line}: it says what staff do", path.display())]
    LineOfStaff {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// An act on money that cannot be.
    #[error("it cannot be done: {reason:?}")]
    ActRefused {
        /// Why.
        reason: Reason,
    },
    /// Something about the same waits for a second person already.
    #[error("an act on it waits for a second person")]
    ProposalOpen,
    /// It was cancelled.
    #[error("cancelled")]
    Cancelled,
    /// The chart cannot be drawn.
    #[error("the chart cannot be drawn: {0}")]
    Chart(String),
}

/// The result of every verb.
pub type Result<T, E = AppError> = std::result::Result<T, E>;

impl AppError {
    /// The code of the sentence, with its arguments by name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Shop(error) => error.code(),
            Self::Db(error) => db_code(error),
            Self::Notice(fault) => fault.code(),
            Self::Program { .. } => "program_invalid",
            Self::FileUnreadable { .. } => "file_unreadable",
            Self::FileLine { fault, .. } => fault.code(),
            Self::FileUtf16 { .. } => "file_utf16",
            Self::FileNotUtf8 { .. } => "file_not_utf8",
            Self::SheetLine { .. } => "sheet_line",
            Self::LineOfErased { .. } => "line_of_erased",
            Self::CodeOfErased => "code_of_erased",
            Self::BadCode(BadCode::Length) => "code_length",
            Self::BadCode(BadCode::Signs) => "code_signs",
            Self::BadCode(BadCode::NoLetter) => "code_no_letter",
            Self::BadCode(BadCode::Reserved) => "code_reserved",
            Self::CodeTaken { .. } => "code_taken",
            Self::NoRandomness { .. } => "internal",
            Self::ReasonMissing => "reason_missing",
            Self::Stale => "stale",
            Self::DatePast => "date_past",
            Self::TooMany { .. } => "too_many",
            Self::NotFound { .. } => "not_found",
            Self::NothingCalled { .. } => "nothing_called",
            Self::NoShop => "no_shop",
            Self::VersionTaken { .. } => "version_taken",
            Self::PolicyDiffers { .. } => "policy_differs",
            Self::RoleUnlisted { .. } => "role_unlisted",
            Self::HistoryNeedsManual => "history_needs_manual",
            Self::FileThere { .. } => "file_there",
            Self::PassphraseShort { .. } => "passphrase_short",
            Self::PassphraseMissing => "passphrase_missing",
            Self::PassphraseWrong => "passphrase_wrong",
            Self::NotConfirmed => "not_confirmed",
            Self::BacktestRuns => "backtest_runs",
            Self::HistoryTooLong { .. } => "history_too_long",
            Self::PayoutsStopped { .. } => "payouts_stopped",
            Self::PayoutsRest => "payouts_rest",
            Self::SecretsDiffer { .. } => "secrets_differ",
            Self::SecretUnreadable { .. } => "secret_unreadable",
            Self::PayRuns => "pay_runs",
            Self::NotByHand => "not_by_hand",
            Self::ReferenceMissing => "reference_missing",
            Self::BadAmount { .. } => "bad_amount",
            Self::Behind => "behind",
            Self::GivenAlready { .. } => "given_already",
            Self::LineOfStaff { .. } => "line_of_staff",
            Self::ActRefused { reason: Reason::SameActor } => "same_actor",
            Self::ActRefused { .. } => "act_refused",
            Self::ProposalOpen => "proposal_open",
            Self::Cancelled => "cancelled",
            Self::Chart(_) => "internal",
        }
    }

    /// The arguments of the sentence, by name.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Shop(error) => error.args(),
            Self::Db(error) => db_args(error),
            Self::Notice(fault) => fault.args(),
            Self::Program { file, faults } => {
                let line = faults.first().line.map_or_else(|| "none".to_owned(), |line| line.to_string());
                vec![("file", file.clone()), ("line", line), ("count", faults.count().to_string())]
            }
            Self::FileUnreadable { path, what } => vec![("path", path.display().to_string()), ("what", what.clone())],
            Self::SheetLine { path, line, what } => {
                vec![("path", path.display().to_string()), ("line", line.to_string()), ("what", what.clone())]
            }
            Self::FileLine { path, line, fault } => [vec![("path", path.display().to_string()), ("line", line.to_string())], fault.args()].concat(),
            Self::LineOfErased { path, line } | Self::LineOfStaff { path, line } | Self::FileNotUtf8 { path, line } => {
                vec![("path", path.display().to_string()), ("line", line.to_string())]
            }
            Self::FileThere { path } | Self::FileUtf16 { path } => vec![("path", path.display().to_string())],
            Self::PassphraseShort { least } => vec![("least", least.to_string())],
            Self::PassphraseMissing | Self::PassphraseWrong | Self::NotConfirmed | Self::CodeOfErased => Vec::new(),
            Self::NotFound { what } | Self::NothingCalled { what } | Self::Chart(what) | Self::NoRandomness { what } => vec![("what", what.clone())],
            Self::RoleUnlisted { role } => vec![("role", role.clone())],
            Self::PolicyDiffers { program, other, key } => vec![("program", program.clone()), ("other", other.clone()), ("key", (*key).to_owned())],
            Self::CodeTaken { code } => vec![("code", code.clone())],
            Self::SecretsDiffer { code } | Self::SecretUnreadable { code } => vec![("code", (*code).to_owned())],
            Self::BadCode(_) | Self::BacktestRuns | Self::PayoutsRest | Self::PayRuns | Self::NotByHand | Self::ReferenceMissing => Vec::new(),
            Self::PayoutsStopped { reason } => vec![("reason", reason.clone())],
            Self::BadAmount { text, currency } => vec![("text", text.clone()), ("currency", currency.clone())],
            Self::Behind => Vec::new(),
            Self::GivenAlready { at } => vec![("at", at.to_string())],
            Self::ActRefused { reason } => vec![("reason", reason.code().to_owned())],
            Self::ProposalOpen => Vec::new(),
            Self::HistoryTooLong { events, most } => vec![("events", events.to_string()), ("most", most.to_string())],
            Self::VersionTaken { program, version } => vec![("program", program.clone()), ("version", version.to_string())],
            Self::TooMany { most } => vec![("most", most.to_string())],
            Self::ReasonMissing | Self::Stale | Self::DatePast | Self::NoShop | Self::HistoryNeedsManual | Self::Cancelled => Vec::new(),
        }
    }
}

const fn db_code(error: &DbError) -> &'static str {
    match error {
        DbError::InUse(_) => "db_in_use",
        DbError::Newer { .. } => "db_newer",
        DbError::Older { .. } => "db_older",
        DbError::Damaged(_) => "db_damaged",
        DbError::DiskFull => "disk_full",
        DbError::OtherShop { .. } => "other_shop",
        DbError::ReadOnly => "read_only",
        DbError::Unreadable { .. } => "file_unreadable",
        DbError::Closed | DbError::Sqlite(_) => "internal",
    }
}

fn db_args(error: &DbError) -> Vec<(&'static str, String)> {
    match error {
        DbError::InUse(path) => vec![("path", path.display().to_string())],
        DbError::Newer { found, known } | DbError::Older { found, known } => vec![("found", found.to_string()), ("known", known.to_string())],
        DbError::Damaged(what) => vec![("what", what.clone())],
        DbError::OtherShop { expected } => vec![("expected", expected.clone())],
        DbError::Unreadable { path, what } => vec![("path", path.display().to_string()), ("what", what.clone())],
        DbError::Closed | DbError::Sqlite(_) => vec![("what", error.to_string())],
        DbError::DiskFull | DbError::ReadOnly => Vec::new(),
    }
}

/// A code with its arguments: how the reason of a refused row is kept.
#[must_use]
pub(crate) fn row_fault(source_id: &str, fault: &RowFault) -> (&'static str, Vec<(&'static str, String)>) {
    let mut args = fault.args();
    if !args.iter().any(|(name, _)| *name == "what") {
        args.push(("what", source_id.to_owned()));
    }
    (fault.code(), args)
}
