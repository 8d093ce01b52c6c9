//! Writes a program as a file that reads back to the same program, the way a person would write it: what has its default is left out where that says
//! nothing, and tables that belong together stand in one line.

mod fraud;
mod rule;
mod value;

use crate::event_file::Outside;
use crate::money::{Money, minor_text};
use crate::name::Key;
use crate::program::{BindAt, Boost, Budget, BudgetPer, Experiment, Fate, Mode, Policy, Program, Scope, Signals, Touch, Trigger, Unit};
use crate::time::Timestamp;
use std::fmt::Write as _;

/// A program as a file, with the policy if it is to carry one. An identity whose text was erased is left out of its list.
#[must_use]
pub fn write(program: &Program, policy: Option<&Policy>, texts: &impl Outside) -> String {
    let mut page = Page { out: String::new(), texts };
    page.head(program);
    if let Some(policy) = policy {
        page.policy(policy);
    }
    if program.signals != Signals::default() {
        page.fraud(&program.signals);
    }
    for boost in &program.boosts {
        page.boost(boost);
    }
    for experiment in &program.experiments {
        page.experiment(experiment);
    }
    for rule in &program.rules {
        page.rule(rule);
    }
    page.out
}

/// A file in the making.
struct Page<'a, T> {
    out: String,
    texts: &'a T,
}

impl<T: Outside> Page<'_, T> {
    fn head(&mut self, program: &Program) {
        self.text("id", program.id.0);
        self.line("name", quoted(&program.name));
        self.line("version", program.version);
        if program.from != Timestamp::EPOCH {
            self.line("from", program.from);
        }
        if let Some(until) = program.until {
            self.line("until", until);
        }
        self.line("time_zone", quoted(program.time_zone.name()));
        let mode = self.mode(&program.mode);
        self.line("mode", mode);
        self.unless(program.unit == Unit::Advocate, "unit", "\"friend\"");
        if program.activation != [Trigger::OrderConfirmed] {
            let activation = self.triggers(&program.activation);
            self.line("activation", activation);
        }
        if let Some(Budget { most, per }) = program.budget {
            let per = if per == BudgetPer::Program { "program" } else { "month" };
            self.line("budget", format_args!("{{ {} = \"{}\", per = \"{per}\" }}", most.currency, most.amount_text()));
        }
        self.unless(program.when_ended == Fate::Finish, "when_ended", "\"void\"");
        self.unless(program.when_paused == Fate::Finish, "when_paused", "\"review\"");
        if !program.levels.is_empty() {
            let level = |level: &crate::program::Level| format!("{{ name = {}, paid_friends = {} }}", self.quote(level.name), level.paid_friends);
            let levels = lines(program.levels.iter().map(level));
            self.line("level", levels);
        }
        self.unless(!program.grandfather, "grandfather", "true");
    }

    fn mode(&self, mode: &Mode) -> String {
        match mode {
            Mode::Manual => "\"manual\"".to_owned(),
            Mode::Auto => "\"auto\"".to_owned(),
            Mode::Limited { percent, groups } if groups.is_empty() => format!("{{ limited = {{ percent = {percent} }} }}"),
            Mode::Limited { percent, groups } => format!("{{ limited = {{ percent = {percent}, groups = {} }} }}", self.keys(groups.iter().copied())),
        }
    }

    fn policy(&mut self, policy: &Policy) {
        self.header("[attribution]");
        self.line("touch", if policy.touch == Touch::First { "\"first\"" } else { "\"last\"" });
        let bind_at = match policy.bind_at {
            BindAt::Interaction => "\"interaction\"",
            BindAt::Registration => "\"registration\"",
            BindAt::Order => "\"order\"",
        };
        self.line("bind_at", bind_at);
        self.line("existing_customers", if policy.existing_customers { "\"allow\"" } else { "\"refuse\"" });
        if let Some(window) = policy.earning_window {
            self.line("earning_window_days", window.micros() / 86_400_000_000);
        }
        self.unless(policy.scope == Scope::Tree, "scope", "\"order\"");
        self.list("roles", policy.roles.iter().copied());
    }

    fn boost(&mut self, boost: &Boost) {
        self.header("[[boost]]");
        self.text("id", boost.id);
        self.line("from", boost.from);
        self.line("until", boost.until);
        let factor = minor_text(boost.factor.parts() / 100, 4);
        self.line("factor", quoted(factor.trim_end_matches('0').trim_end_matches('.')));
        self.list("rules", boost.rules.iter().map(|rule| rule.0));
        self.list("channels", boost.channels.iter().map(|channel| channel.0));
    }

    fn experiment(&mut self, experiment: &Experiment) {
        self.header("[[experiment]]");
        self.text("id", experiment.id);
        let arms: Vec<String> = experiment.arms.iter().map(|arm| format!("{} = {}", self.texts.text(arm.name), arm.weight)).collect();
        self.line("arms", format_args!("{{ {} }}", arms.join(", ")));
        self.unless(experiment.holdout == 0, "holdout", experiment.holdout);
    }

    fn triggers(&self, on: &[Trigger]) -> String {
        let text = |trigger: &Trigger| match trigger {
            Trigger::Custom(name) => quoted(&format!("custom:{}", self.texts.text(*name))),
            named => quoted(named.name()),
        };
        array(on.iter().map(text))
    }

    fn header(&mut self, header: &str) {
        self.out.push('\n');
        self.out.push_str(header);
        self.out.push('\n');
    }

    fn line(&mut self, key: &str, value: impl std::fmt::Display) {
        // Writing to a text cannot fail.
        let _ = writeln!(self.out, "{key} = {value}");
    }

    fn unless(&mut self, is_default: bool, key: &str, value: impl std::fmt::Display) {
        if !is_default {
            self.line(key, value);
        }
    }

    fn text(&mut self, key: &str, value: Key) {
        let value = self.quote(value);
        self.line(key, value);
    }

    fn list(&mut self, key: &str, values: impl ExactSizeIterator<Item = Key>) {
        if values.len() > 0 {
            let values = self.keys(values);
            self.line(key, values);
        }
    }

    fn quote(&self, key: Key) -> String {
        quoted(&self.texts.text(key))
    }

    fn keys(&self, keys: impl Iterator<Item = Key>) -> String {
        array(keys.map(|key| self.quote(key)))
    }
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn array(entries: impl Iterator<Item = String>) -> String {
    format!("[{}]", entries.collect::<Vec<_>>().join(", "))
}

/// An array with each entry in a line of its own.
fn lines(entries: impl Iterator<Item = String>) -> String {
    entries.fold("[\n".to_owned(), |out, entry| out + "    " + &entry + ",\n") + "]"
}

fn amounts(amounts: &[Money]) -> String {
    let amount = |money: &Money| format!("{} = \"{}\"", money.currency, money.amount_text());
    format!("{{ {} }}", amounts.iter().map(amount).collect::<Vec<_>>().join(", "))
}
