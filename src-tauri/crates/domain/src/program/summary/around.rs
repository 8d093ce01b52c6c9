//! What stands around the rules: time, mode, attribution, levels, boosts, experiments, fraud signals.

use super::*;
use crate::program::{Action, BindAt, BudgetPer, Fate, Mode, Scope, Signal, Signals, Touch, Unit};
use crate::time::Timestamp;

impl<T: Texts> Speech<'_, T> {
    pub(super) fn frame(&mut self, program: &Program) {
        let (version, zone) = (text(program.version), text(program.time_zone.name()));
        if program.from == Timestamp::EPOCH {
            self.say("holds", vec![("version", version), ("zone", zone)]);
        } else {
            self.say("holds-from", vec![("version", version), ("from", text(program.from)), ("zone", zone)]);
        }
        if let Some(until) = program.until {
            self.say("until", vec![("until", text(until))]);
        }
        match &program.mode {
            Mode::Manual => self.say("mode-manual", Vec::new()),
            Mode::Auto => self.say("mode-auto", Vec::new()),
            Mode::Limited { percent, groups } => {
                self.say("mode-limited", vec![("percent", text(percent)), ("unit", text(unit(program.unit)))]);
                self.say_if(!groups.is_empty(), "mode-groups", vec![("groups", self.names(groups.iter().copied()))]);
            }
        }
        self.say("activation", vec![("events", self.events(&program.activation))]);
        if let Some(budget) = program.budget {
            let what = if budget.per == BudgetPer::Program { "budget" } else { "budget-month" };
            self.say(what, vec![("amount", text(budget.most))]);
        }
        self.say_if(program.when_ended == Fate::Void, "ended-void", Vec::new());
        self.say_if(program.when_paused == Fate::Review, "paused-review", Vec::new());
    }

    pub(super) fn policy(&mut self, policy: &Policy) {
        self.say(if policy.touch == Touch::First { "touch-first" } else { "touch-last" }, Vec::new());
        let binds = match policy.bind_at {
            BindAt::Interaction => "binds-interaction",
            BindAt::Registration => "binds-registration",
            BindAt::Order => "binds-order",
        };
        self.say(binds, Vec::new());
        self.say(if policy.existing_customers { "existing-allow" } else { "existing-refuse" }, Vec::new());
        match policy.earning_window {
            Some(window) => self.say("window", vec![("days", text(window.micros() / 86_400_000_000))]),
            None => self.say("window-life", Vec::new()),
        }
        self.say_if(policy.scope == Scope::Order, "scope-order", Vec::new());
        self.say_if(!policy.roles.is_empty(), "roles", vec![("roles", self.names(policy.roles.iter().copied()))]);
    }

    pub(super) fn extras(&mut self, program: &Program) {
        for level in &program.levels {
            self.say("level", vec![("name", self.name(level.name)), ("count", text(level.paid_friends))]);
        }
        self.say_if(program.grandfather && !program.levels.is_empty(), "grandfather", Vec::new());
        for boost in &program.boosts {
            let factor = crate::money::minor_text(boost.factor.parts() / 100, 4);
            let factor = factor.trim_end_matches('0').trim_end_matches('.').to_owned();
            self.say(
                "boost",
                vec![("name", self.name(boost.id)), ("from", text(boost.from)), ("until", text(boost.until)), ("factor", text(factor))],
            );
            self.below(|speech| {
                speech.say_if(!boost.rules.is_empty(), "boost-rules", vec![("rules", speech.names(boost.rules.iter().map(|rule| rule.0)))]);
                let channels = speech.names(boost.channels.iter().map(|channel| channel.0));
                speech.say_if(!boost.channels.is_empty(), "boost-channels", vec![("channels", channels)]);
            });
        }
        for experiment in &program.experiments {
            let arms = experiment.arms.iter().map(|arm| Word::Text(format!("{} {}", self.texts.text(arm.name), arm.weight))).collect();
            let unit = text(unit(program.unit));
            self.say("experiment", vec![("name", self.name(experiment.id)), ("arms", arms), ("unit", unit), ("holdout", text(experiment.holdout))]);
        }
    }

    pub(super) fn signals(&mut self, signals: &Signals) {
        let found = |asked: fn(Action) -> bool| -> Vec<Word> {
            Signal::ALL.into_iter().filter(|signal| asked(signals.action(*signal))).map(|signal| word("signal", signal.name())).collect()
        };
        for (what, asked) in
            [("signals-block", (|action| action == Action::Block) as fn(Action) -> bool), ("signals-review", |action| action == Action::Review)]
        {
            let words = found(asked);
            self.say_if(!words.is_empty(), what, vec![("signals", words)]);
        }
        for signal in Signal::ALL {
            if let Action::Score(score) = signals.action(signal) {
                self.say("signal-score", vec![("signal", vec![word("signal", signal.name())]), ("score", text(score))]);
            }
        }
        self.numbers(signals);
        for (what, at) in [("review-at", signals.review_at), ("block-at", signals.block_at)] {
            if let Some(at) = at {
                self.say(what, vec![("score", text(at))]);
            }
        }
        self.lists(signals);
    }
}

impl<T: Texts> Speech<'_, T> {
    /// What the signals that are looked at are held against.
    fn numbers(&mut self, signals: &Signals) {
        let hours = ("hours", text(signals.velocity_hours));
        let told = [
            (Signal::SignupsPerIp, "signups-above", vec![("n", text(signals.signups_per_ip))]),
            (Signal::OrdersPerIp, "orders-above", vec![("n", text(signals.orders_per_ip))]),
            (Signal::Velocity, "friends-above", vec![("n", text(signals.velocity_friends)), hours]),
            (Signal::RefundRate, "refunds-from", vec![("percent", text(signals.refund_percent)), ("n", text(signals.refund_after))]),
            (Signal::Cluster, "cluster-from", vec![("n", text(signals.cluster_size))]),
        ];
        for (signal, what, args) in told {
            self.say_if(signals.action(signal) != Action::Off, what, args);
        }
    }

    /// The lists of the program itself.
    pub(super) fn lists(&mut self, signals: &Signals) {
        let customers: Vec<Key> = signals.excluded_customers.iter().map(|customer| customer.0).collect();
        let channels: Vec<Key> = signals.excluded_channels.iter().map(|channel| channel.0).collect();
        for (what, entries) in [
            ("denied-domains", &signals.denied_domains),
            ("allowed-domains", &signals.allowed_domains),
            ("excluded-domains", &signals.excluded_domains),
            ("excluded-customers", &customers),
            ("excluded-channels", &channels),
        ] {
            let mut names = self.names(entries.iter().copied().take(MOST_NAMED));
            if entries.len() > MOST_NAMED {
                names.push(Word::Text("…".to_owned()));
            }
            self.say_if(!entries.is_empty(), what, vec![("n", text(entries.len())), ("names", names)]);
        }
        self.say_if(!signals.trusted_ips.is_empty(), "trusted-ips", vec![("n", text(signals.trusted_ips.len()))]);
    }
}

const fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Advocate => "advocate",
        Unit::Friend => "friend",
    }
}
