//! Writes rules.

use super::{Page, amounts, array, quoted};
use crate::event_file::Outside;
use crate::program::{Conditions, Limits, Occurrence, PartialRefund, Rule};

impl<T: Outside> Page<'_, T> {
    pub(super) fn rule(&mut self, rule: &Rule) {
        self.header("[[rule]]");
        self.text("id", rule.id.0);
        let on = self.triggers(&rule.on);
        self.line("on", on);
        self.unless(!rule.waits_for_capture, "settlement", "\"captured\"");
        self.line("occurrence", occurrence(rule.occurrence));
        self.unless(!rule.free_after_full_refund, "first_after_full_refund", "\"free\"");
        self.conditions(&rule.conditions);
        self.limits(&rule.limits);
        if let Some(arm) = rule.arm {
            let arm = format!("{{ experiment = {}, arm = {} }}", self.quote(arm.experiment), self.quote(arm.arm));
            self.line("arm", arm);
        }
        self.line("hold_days", rule.hold_days);
        self.line("refund_window_days", rule.refund_window_days);
        let on_partial_refund = match rule.on_partial_refund {
            PartialRefund::Ignore => "\"ignore\"",
            PartialRefund::Proportional => "\"proportional\"",
            PartialRefund::Full => "\"full\"",
        };
        self.line("on_partial_refund", on_partial_refund);
        self.line("wait_days", rule.wait_days);
        for grant in &rule.grants {
            self.grant(grant);
        }
    }

    fn conditions(&mut self, conditions: &Conditions) {
        if let Some(minimum) = &conditions.minimum {
            let amounts = amounts(&minimum.amounts.0);
            self.line("minimum", format_args!("{{ of = \"{}\", {}", minimum.of.name(), amounts.trim_start_matches("{ ")));
        }
        self.list("channels", conditions.channels.iter().map(|channel| channel.0));
        if !conditions.countries.is_empty() {
            let countries = array(conditions.countries.iter().map(|code| quoted(&String::from_utf8_lossy(code))));
            self.line("countries", countries);
        }
        self.list("categories", conditions.categories.iter().map(|category| category.0));
        self.unless(!conditions.new_customers, "new_customers", "true");
        if let Some(within) = conditions.within_days_of_signup {
            self.line("within_days_of_signup", within);
        }
        if let Some(role) = conditions.role {
            self.text("role", role);
        }
        self.unless(!conditions.email_verified, "email_verified", "true");
        self.unless(!conditions.phone_verified, "phone_verified", "true");
        self.unless(conditions.account_age_days == 0, "account_age_days", conditions.account_age_days);
    }

    fn limits(&mut self, limits: &Limits) {
        let Limits { per_friend, per_advocate, per_day, per_month, count_reversed, cooldown } = limits;
        let named = [("per_friend", per_friend), ("per_advocate", per_advocate), ("per_day", per_day), ("per_month", per_month)];
        let mut told: Vec<String> = named.iter().filter_map(|(key, limit)| limit.map(|limit| format!("{key} = {limit}"))).collect();
        if !count_reversed {
            told.push("count_reversed = false".to_owned());
        }
        self.unless(told.is_empty(), "limits", format_args!("{{ {} }}", told.join(", ")));
        if let Some(cooldown) = cooldown {
            self.line("cooldown_hours", cooldown.micros() / 3_600_000_000);
        }
    }
}

fn occurrence(occurrence: Occurrence) -> String {
    match occurrence {
        Occurrence::First => "\"first\"".to_owned(),
        Occurrence::Every => "\"every\"".to_owned(),
        Occurrence::FirstN(n) => format!("{{ first_n = {n} }}"),
        Occurrence::Nth(n) => format!("{{ nth = {n} }}"),
        Occurrence::WithinMonths(n) => format!("{{ within_months = {n} }}"),
    }
}
