//! A replay in plain words. Its JSON is the domain's own report.

use std::io;
use vouchsafe_app::view::CheckView;
use vouchsafe_app::words::{Words, key};
use vouchsafe_domain::replay::{DecisionLine, MoneyText, Report};

use super::explain::{Heading, print_trace};
use crate::paper::Answer;
use crate::table::{Cell, Column, Table, col};

/// The answer to `replay`.
pub(crate) struct ReplayAnswer {
    pub report: Report,
    /// The checks of each decision, in the report's order.
    pub checks: Vec<Vec<CheckView>>,
}

const REFERRALS: &[Column] = &[col("friend"), col("advocate"), col("code"), col("status"), col("bound")];
const REFUSED: &[Column] = &[col("at"), col("event"), col("party"), col("code"), col("reason")];
const DECISIONS: &[Column] = &[col("at"), col("event"), col("reward"), col("verdict"), col("amount"), col("currency"), col("reason")];
const REWARDS: &[Column] = &[col("reward"), col("beneficiary"), col("state"), col("waits"), col("given"), col("amount"), col("reason")];
const STEPS: &[Column] = &[col("at"), col("event"), col("reward"), col("step"), col("reason")];
const TRANSFERS: &[Column] = &[col("at"), col("event"), col("debit"), col("credit"), col("amount")];
const BALANCES: &[Column] = &[col("account"), col("amount")];

fn shown(money: &MoneyText) -> String {
    format!("{} {}", money.amount, money.currency.as_deref().or(money.unit.as_deref()).unwrap_or_default())
}

fn unit(money: &MoneyText) -> Cell {
    Cell::text(money.currency.as_deref().or(money.unit.as_deref()).unwrap_or_default())
}

impl ReplayAnswer {
    fn titled(words: &Words, title: &str, columns: &'static [Column], rows: Vec<Vec<Cell>>) -> Table {
        Table { title: Some(words.say(&key("cli", title), [])), columns, rows }
    }

    fn referrals(&self, words: &Words) -> Table {
        let row = |line: &vouchsafe_domain::replay::ReferralLine| {
            vec![
                Cell::text(&line.friend),
                Cell::text(&line.advocate),
                Cell::text(&line.code),
                Cell::Word("status", line.status),
                Cell::figure(&line.bound_at),
            ]
        };
        Self::titled(words, "referrals", REFERRALS, self.report.referrals.iter().map(row).collect())
    }

    fn refused(&self, words: &Words) -> Table {
        let row = |line: &vouchsafe_domain::replay::RefusedLine| {
            vec![
                Cell::figure(&line.at),
                Cell::text(&line.event),
                Cell::maybe(line.party.as_deref(), Cell::text),
                Cell::maybe(line.code.as_deref(), Cell::text),
                Cell::Word("reason", line.reason),
            ]
        };
        Self::titled(words, "refused", REFUSED, self.report.refused.iter().map(row).collect())
    }

    /// The decisions as rows, for a spreadsheet.
    fn decisions(&self, words: &Words) -> Table {
        let row = |line: &DecisionLine| {
            vec![
                Cell::figure(&line.at),
                Cell::text(&line.event),
                Cell::text(&line.key),
                Cell::text(line.verdict),
                Cell::maybe(line.amount.as_ref(), |money| Cell::figure(&money.amount)),
                Cell::maybe(line.amount.as_ref(), unit),
                Cell::maybe(line.reason, |reason| Cell::Word("reason", reason)),
            ]
        };
        Self::titled(words, "decisions", DECISIONS, self.report.decisions.iter().map(row).collect())
    }

    fn rewards(&self, words: &Words) -> Table {
        let row = |line: &vouchsafe_domain::replay::RewardLine| {
            let waits =
                line.waits.iter().map(|wait| wait.until.as_ref().map_or_else(|| wait.what.to_owned(), |until| format!("{} {until}", wait.what)));
            vec![
                Cell::text(&line.key),
                Cell::text(&line.beneficiary),
                Cell::Word("state", line.state),
                Cell::text(waits.collect::<Vec<_>>().join(", ")),
                Cell::figure(shown(&line.given)),
                Cell::figure(shown(&line.amount)),
                Cell::maybe(line.reason, |reason| Cell::Word("reason", reason)),
            ]
        };
        Self::titled(words, "rewards", REWARDS, self.report.rewards.iter().map(row).collect())
    }

    fn steps(&self, words: &Words) -> Table {
        let row = |line: &vouchsafe_domain::replay::StepLine| {
            vec![
                Cell::figure(&line.at),
                Cell::text(&line.event),
                Cell::text(&line.reward),
                Cell::text(match (&line.amount, &line.until) {
                    (Some(amount), _) => format!("{} {}", line.step, shown(amount)),
                    (None, Some(until)) => format!("{} {until}", line.step),
                    (None, None) => line.step.to_owned(),
                }),
                Cell::maybe(line.reason, |reason| Cell::Word("reason", reason)),
            ]
        };
        Self::titled(words, "steps", STEPS, self.report.steps.iter().map(row).collect())
    }

    fn transfers(&self, words: &Words) -> Table {
        let row = |line: &vouchsafe_domain::replay::TransferLine| {
            vec![
                Cell::figure(&line.at),
                Cell::text(&line.event),
                Cell::text(&line.debit),
                Cell::text(&line.credit),
                Cell::figure(shown(&line.amount)),
            ]
        };
        Self::titled(words, "transfers", TRANSFERS, self.report.transfers.iter().map(row).collect())
    }

    fn balances(&self, words: &Words) -> Table {
        let row = |line: &vouchsafe_domain::replay::Balance| vec![Cell::text(&line.account), Cell::figure(shown(&line.balance))];
        Self::titled(words, "balances", BALANCES, self.report.balances.iter().map(row).collect())
    }

    fn print_decisions(&self, words: &Words, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(out, "{}", words.say("cli-decisions", []))?;
        for (decision, checks) in self.report.decisions.iter().zip(&self.checks) {
            let line = format!("{}  {}  {} {}", decision.at, decision.event, decision.program, decision.version);
            Heading { line, who: decision.key.clone(), reward: None }.print(out)?;
            print_trace(checks, words, out)?;
            match (&decision.amount, decision.reason) {
                (Some(amount), _) => writeln!(out, "    = {}", shown(amount))?,
                (None, Some(reason)) => writeln!(out, "    = {}", words.say(&key("reason", reason), []))?,
                (None, None) => {}
            }
            writeln!(out)?;
        }
        Ok(())
    }
}

impl Answer for ReplayAnswer {
    type Json = Report;

    fn json(&self) -> Report {
        self.report.clone()
    }

    fn tables(&self, words: &Words) -> Vec<Table> {
        vec![self.decisions(words)]
    }

    fn print(&self, words: &Words, out: &mut dyn io::Write) -> io::Result<()> {
        for table in [self.referrals(words), self.refused(words)] {
            table.print_unless_empty(words, out)?;
        }
        self.print_decisions(words, out)?;
        for table in [self.rewards(words), self.steps(words), self.transfers(words), self.balances(words)] {
            table.print_unless_empty(words, out)?;
        }
        for event in &self.report.duplicates {
            writeln!(out, "{}", crate::plain::plain(&words.say("cli-duplicate", [("event", event.clone())])))?;
        }
        Ok(())
    }
}
