//! Decisions with their traces, on the wire and in plain words.

use serde::Serialize;
use std::collections::BTreeMap;
use std::io;
use vouchsafe_app::Explanation;
use vouchsafe_app::view::Amount;
use vouchsafe_app::view::{self, CheckView, DecisionView, Raise, RefusedContact, RewardRow};
use vouchsafe_app::words::{Words, key};

use super::reward::Reward;
use super::{Money, Person, called};
use crate::paper::Answer;
use crate::plain::plain;
use crate::table::{Cell, Column, Table, col};

/// What a sentence is told where there is nothing to tell.
const NONE: &str = "none";

/// A check.
#[derive(Debug, Serialize)]
pub(crate) struct Check {
    step: &'static str,
    check: &'static str,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    args: BTreeMap<&'static str, String>,
}

impl From<&CheckView> for Check {
    fn from(check: &CheckView) -> Self {
        Self {
            step: check.step.name(),
            check: check.check,
            verdict: check.verdict,
            reason: check.reason.map(|reason| reason.code()),
            args: check.args.iter().filter(|(_, value)| value != NONE).cloned().collect(),
        }
    }
}

/// An event of before that was judged again.
#[derive(Debug, Serialize)]
pub(crate) struct Again {
    event_type: &'static str,
    why: &'static str,
}

impl From<view::Again> for Again {
    fn from(again: view::Again) -> Self {
        Self { event_type: again.event_type, why: again.why }
    }
}

/// What a person may raise.
#[derive(Debug, Serialize)]
pub(crate) struct RaiseJson {
    reward: String,
    program: String,
    version: u32,
    from: Money,
    to: Money,
    event_type: &'static str,
    at: String,
}

impl From<&Raise> for RaiseJson {
    fn from(raise: &Raise) -> Self {
        Self {
            reward: raise.reward.clone(),
            program: raise.program.clone(),
            version: raise.version,
            from: raise.from.clone().into(),
            to: raise.to.clone().into(),
            event_type: raise.event_type,
            at: raise.at.to_string(),
        }
    }
}

/// A decision.
#[derive(Debug, Serialize)]
pub(crate) struct Decision {
    event: String,
    event_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    again: Option<Again>,
    at: String,
    program: String,
    version: u32,
    rule: String,
    role: &'static str,
    friend: Person,
    #[serde(skip_serializing_if = "Option::is_none")]
    reward: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    superseded: bool,
    checks: Vec<Check>,
}

impl From<&DecisionView> for Decision {
    fn from(decision: &DecisionView) -> Self {
        Self {
            event: decision.event.clone(),
            event_type: decision.event_type,
            again: decision.again.map(Again::from),
            at: decision.at.to_string(),
            program: decision.program.clone(),
            version: decision.version,
            rule: decision.rule.clone(),
            role: decision.role.name(),
            friend: (&decision.friend).into(),
            reward: decision.reward.clone(),
            amount: decision.amount.clone().map(Money::from),
            reason: decision.reason.map(|reason| reason.code()),
            superseded: decision.superseded,
            checks: decision.checks.iter().map(Check::from).collect(),
        }
    }
}

/// `explain`.
#[derive(Debug, Serialize)]
pub(crate) struct ExplanationJson {
    subject: String,
    decisions: Vec<Decision>,
    refused: Vec<Refused>,
    rewards: Vec<Reward>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    raises: Vec<RaiseJson>,
}

/// A contact that bound nobody.
#[derive(Debug, Serialize)]
pub(crate) struct Refused {
    code: String,
    reason: &'static str,
    at: String,
}

impl From<&RefusedContact> for Refused {
    fn from(contact: &RefusedContact) -> Self {
        Self { code: contact.code.clone(), reason: contact.reason.code(), at: contact.at.to_string() }
    }
}

const COLUMNS: &[Column] = &[
    col("event"),
    col("at"),
    col("program"),
    col("rule"),
    col("role"),
    col("friend"),
    col("step"),
    col("check"),
    col("verdict"),
    col("reason"),
    col("args"),
];

impl Answer for Explanation {
    type Json = ExplanationJson;

    fn json(&self) -> ExplanationJson {
        ExplanationJson {
            subject: self.subject.clone(),
            decisions: self.decisions.iter().map(Decision::from).collect(),
            refused: self.refused.iter().map(Refused::from).collect(),
            rewards: self.rewards.iter().map(Reward::from).collect(),
            raises: self.raises.iter().map(RaiseJson::from).collect(),
        }
    }

    fn tables(&self, _words: &Words) -> Vec<Table> {
        let rows = self.decisions.iter().flat_map(|decision| {
            decision.checks.iter().map(|check| {
                vec![
                    Cell::text(&decision.event),
                    Cell::At(decision.at),
                    Cell::text(&decision.program),
                    Cell::text(&decision.rule),
                    Cell::Word("role", decision.role.name()),
                    Cell::text(&decision.friend.key),
                    Cell::Word("step", check.step.name()),
                    Cell::text(check.check),
                    Cell::Word("verdict", check.verdict),
                    Cell::maybe(check.reason, |reason| Cell::text(reason.code())),
                    Cell::text(
                        check
                            .args
                            .iter()
                            .filter(|(_, value)| value != NONE)
                            .map(|(name, value)| format!("{name}={value}"))
                            .collect::<Vec<_>>()
                            .join(" "),
                    ),
                ]
            })
        });
        vec![Table { title: None, columns: COLUMNS, rows: rows.collect() }]
    }

    fn print(&self, words: &Words, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(out, "{}", plain(&self.subject))?;
        if self.decisions.is_empty() {
            writeln!(out, "\n{}", words.say("cli-no-decisions", []))?;
        }
        for contact in &self.refused {
            let why = words.say(&key("reason", contact.reason.code()), []);
            writeln!(out, "\n{}", plain(&format!("{}  {}: {why}", contact.at, contact.code)))?;
        }
        for raise in &self.raises {
            writeln!(out, "\n{}", plain(&format!("{}  {}: {}", raise.at, raise.reward, proposal(raise, words))))?;
        }
        for decision in &self.decisions {
            writeln!(out)?;
            let (event, program) = (event_words(decision, words), &decision.program);
            let heading = Heading {
                line: format!("{}  {event} ({})  {program} {}, {}", decision.at, decision.event, decision.version, decision.rule),
                who: format!(
                    "{}: {}  {}: {}",
                    words.say("col-role", []),
                    words.say(&key("role", decision.role.name()), []),
                    words.say("col-friend", []),
                    called(&decision.friend)
                ),
                reward: decision.reward.as_deref(),
            };
            heading.print(out)?;
            if let Some(again) = decision.again {
                writeln!(out, "  {}", words.say(&key("rejudge", again.why), []))?;
            }
            print_trace(&decision.checks, words, out)?;
            print_end(decision.amount.as_ref(), decision.reason.map(|reason| reason.code()), words, out)?;
            let row = self.rewards.iter().find(|row| Some(&row.key) == decision.reward.as_ref());
            if let Some(row) = row {
                writeln!(out, "    → {}", plain(&stands(row, words)))?;
            }
        }
        Ok(())
    }
}

/// Where a reward is, and why: how much of it waits for what, or what ended it.
fn stands(row: &RewardRow, words: &Words) -> String {
    let state = words.say(&key("state", row.state.name()), []);
    let amount = format!("{} {}", row.amount.figure(), row.amount.name);
    match row.reason {
        Some(reason) => format!("{state}: {}", words.say(&key("reason", reason.code()), [])),
        None if row.waits.is_empty() => format!("{state}, {amount}"),
        None => {
            let waits = row.waits.iter().map(|wait| words.say(&key("wait", wait.name()), []));
            format!("{state}, {amount}: {}", waits.collect::<Vec<_>>().join(", "))
        }
    }
}

/// What happened, or what was judged again.
fn event_words(decision: &DecisionView, words: &Words) -> String {
    let of = |event_type: &str| words.say(&key("event", event_type), []);
    match decision.again {
        Some(again) => words.say("rejudge-of", [("event", of(again.event_type))]),
        None => of(decision.event_type),
    }
}

/// Who proposes what in place of what.
fn proposal(raise: &Raise, words: &Words) -> String {
    let money = |amount: &Amount| format!("{} {}", amount.figure(), amount.name);
    let args = [("program", raise.program.clone()), ("version", raise.version.to_string()), ("from", money(&raise.from)), ("to", money(&raise.to))];
    words.say("explain-raise", args)
}

/// What stands above a trace.
pub(crate) struct Heading<'a> {
    pub line: String,
    pub who: String,
    pub reward: Option<&'a str>,
}

impl Heading<'_> {
    /// Writes it.
    pub(crate) fn print(&self, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(out, "{}", plain(&self.line))?;
        writeln!(out, "  {}", plain(&self.who))?;
        if let Some(reward) = self.reward {
            writeln!(out, "  {}", plain(reward))?;
        }
        Ok(())
    }
}

/// Writes each check as a sentence.
pub(crate) fn print_trace(checks: &[CheckView], words: &Words, out: &mut dyn io::Write) -> io::Result<()> {
    for check in checks {
        let mark = match check.verdict {
            "pass" => '✓',
            "wait" => '…',
            _ => '✗',
        };
        writeln!(out, "    {mark} {}", plain(&told(check, words)))?;
    }
    Ok(())
}

fn told(check: &CheckView, words: &Words) -> String {
    words.say(&key("check", &format!("{}_{}", check.check, check.verdict)), check.args.iter().cloned())
}

/// Writes what a decision came to.
pub(crate) fn print_end(amount: Option<&Amount>, reason: Option<&str>, words: &Words, out: &mut dyn io::Write) -> io::Result<()> {
    match (amount, reason) {
        (Some(amount), _) => writeln!(out, "    = {} {}", amount.figure(), amount.name),
        (None, Some(reason)) => writeln!(out, "    = {}", words.say(&key("reason", reason), [])),
        (None, None) => Ok(()),
    }
}
