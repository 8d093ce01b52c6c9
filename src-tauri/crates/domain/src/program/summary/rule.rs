//! What a rule will do.

use super::*;
use crate::program::{Conditions, Limits, Occurrence, PartialRefund, Rule};

impl<T: Texts> Speech<'_, T> {
    pub(super) fn rule(&mut self, rule: &Rule) {
        self.say("rule", vec![("rule", self.name(rule.id.0)), ("events", self.events(&rule.on))]);
        self.below(|speech| {
            speech.occurrence(rule);
            speech.conditions(&rule.conditions);
            if let Some(arm) = rule.arm {
                speech.say("arm", vec![("experiment", speech.name(arm.experiment)), ("arm", speech.name(arm.arm))]);
            }
            for grant in &rule.grants {
                speech.grant(grant);
            }
            speech.limits(&rule.limits);
            speech.waits(rule);
            speech.refunds(rule);
        });
    }

    fn occurrence(&mut self, rule: &Rule) {
        match rule.occurrence {
            Occurrence::First => self.say("occurrence-first", Vec::new()),
            Occurrence::Every => self.say("occurrence-every", Vec::new()),
            Occurrence::FirstN(n) => self.say("occurrence-first-n", vec![("n", text(n))]),
            Occurrence::Nth(n) => self.say("occurrence-nth", vec![("n", text(n))]),
            Occurrence::WithinMonths(n) => self.say("occurrence-within-months", vec![("n", text(n))]),
        }
        self.say_if(rule.free_after_full_refund, "occurrence-free", Vec::new());
    }

    fn conditions(&mut self, conditions: &Conditions) {
        if let Some(minimum) = &conditions.minimum {
            self.say("minimum", vec![("base", base(minimum.of)), ("amounts", amounts(&minimum.amounts.0))]);
        }
        let channels = self.names(conditions.channels.iter().map(|channel| channel.0));
        self.say_if(!channels.is_empty(), "channels", vec![("channels", channels)]);
        let countries: Vec<Word> = conditions.countries.iter().map(|code| Word::Text(String::from_utf8_lossy(code).into_owned())).collect();
        self.say_if(!countries.is_empty(), "countries", vec![("countries", countries)]);
        let categories = self.names(conditions.categories.iter().map(|category| category.0));
        self.say_if(!categories.is_empty(), "categories", vec![("categories", categories)]);
        self.say_if(conditions.new_customers, "new-customers", Vec::new());
        if let Some(days) = conditions.within_days_of_signup {
            self.say("signup-window", vec![("days", text(days))]);
        }
        if let Some(role) = conditions.role {
            self.say("role", vec![("role", self.name(role))]);
        }
    }

    fn limits(&mut self, limits: &Limits) {
        let Limits { per_friend, per_advocate, per_day, per_month, count_reversed, cooldown } = limits;
        let told = [("per-friend", per_friend), ("per-advocate", per_advocate), ("per-day", per_day), ("per-month", per_month)];
        for (what, limit) in told {
            if let Some(limit) = limit {
                self.say(what, vec![("n", text(limit))]);
            }
        }
        self.say_if(!count_reversed, "reversed-free", Vec::new());
        if let Some(cooldown) = cooldown {
            self.say("cooldown", vec![("hours", text(cooldown.micros() / 3_600_000_000))]);
        }
    }

    fn waits(&mut self, rule: &Rule) {
        let Conditions { email_verified, phone_verified, account_age_days, .. } = rule.conditions;
        self.say_if(rule.waits_for_capture, "wait-captured", Vec::new());
        self.say_if(email_verified, "wait-email", Vec::new());
        self.say_if(phone_verified, "wait-phone", Vec::new());
        self.say_if(account_age_days > 0, "wait-account", vec![("days", text(account_age_days))]);
        let can_run_out = rule.waits_for_capture || email_verified || phone_verified || account_age_days > 0;
        self.say_if(can_run_out, "wait-days", vec![("days", text(rule.wait_days))]);
        self.say_if(rule.hold_days > 0, "hold", vec![("days", text(rule.hold_days))]);
    }

    fn refunds(&mut self, rule: &Rule) {
        if !rule.on.iter().any(|trigger| trigger.is_purchase()) {
            return;
        }
        match rule.refund_window_days {
            0 => self.say("refund-window-none", Vec::new()),
            days => self.say("refund-window", vec![("days", text(days))]),
        }
        let what = match rule.on_partial_refund {
            PartialRefund::Ignore => "partial-ignore",
            PartialRefund::Proportional => "partial-proportional",
            PartialRefund::Full => "partial-full",
        };
        self.say(what, Vec::new());
    }
}
