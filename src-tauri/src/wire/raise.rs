//! What a person may agree to give more than stands.

use super::{Money, cut};
use serde::Serialize;
use specta::Type;
use vouchsafe_app::view;

/// More than stands of a reward, to which a person may agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Raise {
    /// The reward's key.
    pub reward: String,
    /// The program whose version proposes it.
    pub program: String,
    /// The program's version.
    pub version: u32,
    /// What stands.
    pub from: Money,
    /// What would stand.
    pub to: Money,
    /// The type of the event that made it so.
    pub event_type: String,
    /// When that happened.
    pub at: String,
}

impl From<view::Raise> for Raise {
    fn from(raise: view::Raise) -> Self {
        Self {
            reward: cut(raise.reward),
            program: cut(raise.program),
            version: raise.version,
            from: raise.from.into(),
            to: raise.to.into(),
            event_type: raise.event_type.to_owned(),
            at: raise.at.to_string(),
        }
    }
}
