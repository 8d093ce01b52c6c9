//! What a person does about a customer: a bond by hand, seen beforehand, and a code.

use super::rewards::RewardRow;
use super::timeline::ExplainedDecision;
use super::{PersonRef, all, typed};
use serde::{Deserialize, Serialize};
use specta::Type;
use vouchsafe_app::view;

/// A bond that a person makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Attribution {
    /// The friend, by the shop's id.
    pub customer: String,
    /// The code whose owner becomes the advocate.
    pub code: String,
    /// Why.
    pub reason: String,
    /// What was on screen.
    pub expects: String,
}

impl From<Attribution> for view::Attribution {
    fn from(asked: Attribution) -> Self {
        Self { customer: asked.customer, code: asked.code, reason: asked.reason, expects: asked.expects }
    }
}

/// What an attribution would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct AttributionPreview {
    /// Who would be bound.
    pub friend: PersonRef,
    /// To whom.
    pub advocate: Option<PersonRef>,
    /// Why it would be refused: a reason code.
    pub refused: Option<String>,
    /// The referrer of record whom it would supersede for later events.
    pub supersedes: Option<PersonRef>,
    /// What would be promised.
    pub rewards: Vec<RewardRow>,
    /// How it would be judged.
    pub decisions: Vec<ExplainedDecision>,
    /// What is on screen, stamped.
    pub expects: String,
}

/// Which code somebody should get.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CodeWish {
    /// This one; otherwise one by chance.
    pub vanity: Option<String>,
    /// One by chance begins with the person's name.
    pub with_name: bool,
}

impl CodeWish {
    /// The code that a person typed.
    #[must_use]
    pub fn typed(&self) -> Option<String> {
        typed(self.vanity.clone())
    }
}

impl From<view::AttributionPreview> for AttributionPreview {
    fn from(preview: view::AttributionPreview) -> Self {
        Self {
            friend: preview.friend.into(),
            advocate: preview.advocate.map(Into::into),
            refused: preview.refused.map(|reason| reason.code().to_owned()),
            supersedes: preview.supersedes.map(Into::into),
            rewards: all(preview.rewards),
            decisions: all(preview.decisions),
            expects: preview.expects,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_of_blanks_is_no_wish() {
        let wish = |text: &str| CodeWish { vanity: Some(text.to_owned()), with_name: false };
        assert_eq!(wish("  ").typed(), None);
        assert_eq!(wish(" ANNA ").typed().as_deref(), Some("ANNA"));
    }
}
