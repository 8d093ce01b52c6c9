//! The whole outcome of a replay as text that people read: one line for each entry, the checks of a decision below it.

use std::fmt::Write as _;
use vouchsafe_domain::replay::{DecisionLine, MoneyText, Report, RewardLine, StepLine, TraceLine, WaitLine};

/// The whole report. A part without an entry is left out.
pub(crate) fn outcome(report: &Report) -> String {
    let mut text = String::new();
    part(&mut text, "Referrals", &report.referrals, |it| {
        let since = |what: &str, at: &Option<String>| at.as_ref().map_or(String::new(), |at| format!(", {what} {at}"));
        let (registered, activated) = (since("registered", &it.registered_at), since("activated", &it.activated_at));
        let paid = since("first paid", &it.first_paid_at);
        format!("{} by {} ({}): {}, bound {}{registered}{activated}{paid}", it.friend, it.advocate, it.code, it.status, it.bound_at)
    });
    part(&mut text, "Credited orders", &report.credited, |it| format!("{} {} to {} ({}), by {}", it.at, it.order, it.advocate, it.code, it.event));
    part(&mut text, "Levels", &report.levels, |it| format!("{} {}: {} of {}, by {}", it.at, it.advocate, it.level, it.program, it.event));
    part(&mut text, "Refused", &report.refused, |it| {
        let of = |what: &Option<String>| what.as_ref().map_or(String::new(), |what| format!(" {what}"));
        format!("{} {}:{}{} {}", it.at, it.event, of(&it.party), of(&it.code), it.reason)
    });
    part(&mut text, "Decisions", &report.decisions, decision);
    part(&mut text, "Rewards", &report.rewards, reward);
    part(&mut text, "Steps", &report.steps, step);
    part(&mut text, "Transfers", &report.transfers, |it| {
        format!("{} {}: {} from {} to {}, by {}", it.at, it.reward, money(&it.amount), it.credit, it.debit, it.event)
    });
    part(&mut text, "Balances", &report.balances, |it| format!("{}: {}", it.account, money(&it.balance)));
    part(&mut text, "Duplicates", &report.duplicates, Clone::clone);
    text
}

fn part<T>(text: &mut String, heading: &str, entries: &[T], line: impl Fn(&T) -> String) {
    if entries.is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push('\n');
    }
    writeln!(text, "{heading}").unwrap();
    for entry in entries {
        writeln!(text, "  {}", line(entry)).unwrap();
    }
}

fn money(money: &MoneyText) -> String {
    format!("{} {}", money.amount, money.currency.as_ref().or(money.unit.as_ref()).unwrap())
}

fn decision(it: &DecisionLine) -> String {
    let came_to = it.amount.as_ref().map_or_else(|| it.reason.unwrap().to_owned(), money);
    let checks: String = it.checks.iter().map(|it| format!("\n    {}", check(it))).collect();
    format!("{} {}: {} {came_to}, by {} v{} on {}{checks}", it.at, it.key, it.verdict, it.program, it.version, it.event)
}

fn check(it: &TraceLine) -> String {
    let of = |what: &str, seen: &Option<String>| seen.as_ref().map_or(String::new(), |seen| format!(", {what} {seen}"));
    let reason = it.reason.map_or(String::new(), |reason| format!(" {reason}"));
    format!("{} {}: {}{reason}{}{}", it.step, it.check, it.answer, of("saw", &it.saw), of("limit", &it.limit))
}

fn reward(it: &RewardLine) -> String {
    let waits: Vec<String> = it.waits.iter().map(wait).collect();
    let waits = if waits.is_empty() { String::new() } else { format!(" for {}", waits.join(" and ")) };
    let reason = it.reason.map_or(String::new(), |reason| format!(" {reason}"));
    let proposed = it.proposed.as_ref().map_or(String::new(), |more| format!(", {} proposed", money(more)));
    let (stands, given) = (money(&it.amount), money(&it.given));
    format!("{}: {}{waits}{reason}, {stands} of {given}{proposed} to {} by {}, revision {}", it.key, it.state, it.beneficiary, it.rail, it.revision)
}

fn wait(it: &WaitLine) -> String {
    let role = it.role.as_ref().map_or(String::new(), |role| format!(" {role}"));
    let until = it.until.as_ref().map_or(String::new(), |until| format!(" until {until}"));
    format!("{}{role}{until}", it.what)
}

fn step(it: &StepLine) -> String {
    let amount = it.amount.as_ref().map_or(String::new(), |amount| format!(" {}", money(amount)));
    let until = it.until.as_ref().map_or(String::new(), |until| format!(" until {until}"));
    let reason = it.reason.map_or(String::new(), |reason| format!(" {reason}"));
    format!("{} {}: {}{amount}{until}{reason}, by {}", it.at, it.reward, it.step, it.event)
}
