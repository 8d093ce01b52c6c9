//! Programs as they stand, and as they are being written.

use super::Said;
use vouchsafe_domain::program::file::ProgramFault;
use vouchsafe_domain::program::summary::Sentence;
use vouchsafe_domain::time::Timestamp;

/// How a program stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgramState {
    /// It comes with the product and was never activated.
    Ready,
    /// Its first version holds from later on.
    NotStarted,
    /// It gives.
    InForce,
    /// It rests until somebody activates it again.
    Paused,
    /// It is over.
    Ended,
}

/// A program in the list of programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramStanding {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// How it stands.
    pub state: ProgramState,
    /// Since when it is paused or has ended.
    pub since: Option<Timestamp>,
    /// The version that judges; the first one of what has not started.
    pub version: u32,
    /// From when that version holds; nothing for a ready program.
    pub from: Option<Timestamp>,
    /// The instant at which the program ends.
    pub until: Option<Timestamp>,
    /// How many versions stand.
    pub versions: usize,
}

/// One version of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramVersion {
    /// Its number; 1 for a ready program.
    pub version: u32,
    /// What the program was called.
    pub name: String,
    /// From when it holds; nothing for a ready program.
    pub from: Option<Timestamp>,
    /// The instant at which the program ends by it.
    pub until: Option<Timestamp>,
    /// When it was activated first.
    pub added_at: Option<Timestamp>,
}

/// What was done to a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgramDeedKind {
    /// A version was activated.
    Activated {
        /// Which.
        version: u32,
    },
    /// It was paused.
    Paused,
    /// It was ended.
    Ended,
}

/// Something that was done to a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramDeed {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: ProgramDeedKind,
    /// Who did it, where that was kept.
    pub actor: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// A program with all its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramPage {
    /// How it stands.
    pub standing: ProgramStanding,
    /// Its versions, the newest first.
    pub versions: Vec<ProgramVersion>,
    /// What was done to it here, the latest first.
    pub history: Vec<ProgramDeed>,
    /// Since when the shop is connected: what happened before is history.
    pub connected_at: Option<Timestamp>,
}

/// A program while it is written: what it says, what is wrong with it, and what it would do.
#[derive(Debug, Clone, PartialEq)]
pub struct ProgramDraft {
    /// Its file.
    pub source: String,
    /// The same for a form, as JSON; nothing where the file is no TOML.
    pub form: Option<serde_json::Value>,
    /// Its id, name and version, if it is a program.
    pub about: Option<(String, String, u32)>,
    /// The instant that it names as its first one.
    pub from: Option<Timestamp>,
    /// All that is wrong with it, in the order of its lines.
    pub faults: Vec<ProgramFault>,
    /// Why it could not be activated although nothing is wrong with it by itself.
    pub refused: Option<Said>,
    /// What it would do; nothing where something is wrong with it.
    pub summary: Vec<Sentence>,
}
