//! A decision with every check that was made.

use super::{Money, Role, all, args};
use serde::Serialize;
use specta::Type;
use std::collections::BTreeMap;
use vouchsafe_app::view;
use vouchsafe_domain::outcome;

/// The steps of judgement, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// What happened.
    Event,
    /// Who brought the buyer.
    Referral,
    /// Which rule answers.
    Rule,
    /// Whether the event qualifies.
    Eligibility,
    /// Whether it looks like fraud.
    Fraud,
    /// Whether a limit is reached.
    Limits,
    /// Whether the last reward was long enough ago.
    Cooldown,
    /// How much it comes to.
    Amount,
    /// What it waits for.
    Waits,
    /// That it is written down.
    Record,
}

impl From<outcome::Step> for Step {
    fn from(step: outcome::Step) -> Self {
        match step {
            outcome::Step::Event => Self::Event,
            outcome::Step::Referral => Self::Referral,
            outcome::Step::Rule => Self::Rule,
            outcome::Step::Eligibility => Self::Eligibility,
            outcome::Step::Fraud => Self::Fraud,
            outcome::Step::Limits => Self::Limits,
            outcome::Step::Cooldown => Self::Cooldown,
            outcome::Step::Amount => Self::Amount,
            outcome::Step::Waits => Self::Waits,
            outcome::Step::Record => Self::Record,
        }
    }
}

/// What a check answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Go on.
    Pass,
    /// Nothing is given.
    Refuse,
    /// It is given, but has to wait.
    Wait,
}

/// A check of a decision. Its sentence stands in the Fluent files under `check-<check>-<verdict>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Check {
    /// The step of judgement.
    pub step: Step,
    /// What was looked at.
    pub check: String,
    /// What it answered.
    pub verdict: Verdict,
    /// Why it was refused: a reason code.
    pub reason: Option<String>,
    /// The sentence's arguments.
    pub args: BTreeMap<String, String>,
}

impl From<view::CheckView> for Check {
    fn from(check: view::CheckView) -> Self {
        let verdict = match check.verdict {
            "refuse" => Verdict::Refuse,
            "wait" => Verdict::Wait,
            _ => Verdict::Pass,
        };
        Self {
            step: check.step.into(),
            check: check.check.to_owned(),
            verdict,
            reason: check.reason.map(|reason| reason.code().to_owned()),
            args: args(check.args),
        }
    }
}

/// An event of before that was judged again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Again {
    /// The type of the event that was judged again.
    pub event_type: String,
    /// What became known; the sentence stands in the Fluent files under `rejudge-<why>`.
    pub why: String,
}

impl From<view::Again> for Again {
    fn from(again: view::Again) -> Self {
        Self { event_type: again.event_type.to_owned(), why: again.why.to_owned() }
    }
}

/// What a decision came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DecisionResult {
    /// A reward was promised.
    Granted,
    /// Nothing was given.
    Refused,
}

/// The decision that gave a reward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Decision {
    /// The event's id.
    pub event: String,
    /// The event's type.
    pub event_type: String,
    /// What was judged again, and why.
    pub again: Option<Again>,
    /// When it happened.
    pub at: String,
    /// The program's id.
    pub program: String,
    /// The program's version.
    pub version: u32,
    /// The rule's id.
    pub rule: String,
    /// Which side.
    pub role: Role,
    /// What it came to.
    pub result: DecisionResult,
    /// Why nothing was given: a reason code.
    pub reason: Option<String>,
    /// How much was given.
    pub amount: Option<Money>,
    /// Every check, in order.
    pub checks: Vec<Check>,
}

impl From<view::DecisionView> for Decision {
    fn from(decision: view::DecisionView) -> Self {
        Self {
            event: decision.event,
            event_type: decision.event_type.to_owned(),
            again: decision.again.map(Into::into),
            at: decision.at.to_string(),
            program: decision.program,
            version: decision.version,
            rule: decision.rule,
            role: decision.role.into(),
            result: if decision.amount.is_some() { DecisionResult::Granted } else { DecisionResult::Refused },
            reason: decision.reason.map(|reason| reason.code().to_owned()),
            amount: decision.amount.map(Into::into),
            checks: all(decision.checks),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vouchsafe_domain::reason::Reason;

    #[test]
    fn steps_keep_their_names() {
        use outcome::Step as S;
        let all = [S::Event, S::Referral, S::Rule, S::Eligibility, S::Fraud, S::Limits, S::Cooldown, S::Amount, S::Waits, S::Record];
        for step in all {
            assert_eq!(serde_json::to_value(Step::from(step)).unwrap(), step.name());
        }
    }

    #[test]
    fn a_check_keeps_what_it_saw() {
        let check = view::CheckView {
            step: outcome::Step::Eligibility,
            check: "minimum",
            verdict: "refuse",
            reason: Some(Reason::BelowMinimum),
            args: vec![("saw", "12.00 EUR".to_owned()), ("limit", "30.00 EUR".to_owned())],
        };
        let check = Check::from(check);
        assert_eq!((check.step, check.verdict, check.reason.as_deref()), (Step::Eligibility, Verdict::Refuse, Some("below_minimum")));
        assert_eq!((check.args["saw"].as_str(), check.args["limit"].as_str()), ("12.00 EUR", "30.00 EUR"));
    }
}
