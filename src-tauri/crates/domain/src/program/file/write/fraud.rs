//! Writes the fraud signals that differ from their defaults.

use super::{Page, array, quoted};
use crate::event_file::Outside;
use crate::program::{Action, Signal, Signals};

impl<T: Outside> Page<'_, T> {
    pub(super) fn fraud(&mut self, signals: &Signals) {
        self.header("[fraud]");
        for (key, at) in [("review_at", signals.review_at), ("block_at", signals.block_at)] {
            if let Some(at) = at {
                self.line(key, at);
            }
        }
        let default = Signals::default();
        for signal in Signal::ALL {
            let numbers = numbers(signals, signal);
            let says_nothing = signals.action(signal) == default.action(signal) && numbers == self::numbers(&default, signal);
            if says_nothing {
                continue;
            }
            let action = action(signals.action(signal));
            if numbers.is_empty() {
                self.line(signal.name(), action);
            } else {
                let numbers = numbers.iter().fold(String::new(), |out, (key, number)| format!("{out}{key} = {number}, "));
                self.line(signal.name(), format_args!("{{ {numbers}action = {action} }}"));
            }
        }
        self.list("denied_domains", signals.denied_domains.iter().copied());
        self.list("allowed_domains", signals.allowed_domains.iter().copied());
        self.list("excluded_domains", signals.excluded_domains.iter().copied());
        self.list("excluded_customers", signals.excluded_customers.iter().map(|customer| customer.0));
        self.list("excluded_channels", signals.excluded_channels.iter().map(|channel| channel.0));
        if !signals.trusted_ips.is_empty() {
            let ips = array(signals.trusted_ips.iter().filter_map(|ip| self.texts.identity_text(*ip)).map(|ip| quoted(&ip)));
            self.line("trusted_ips", ips);
        }
    }
}

fn action(action: Action) -> String {
    match action {
        Action::Off => "\"off\"".to_owned(),
        Action::Review => "\"review\"".to_owned(),
        Action::Score(score) => format!("{{ score = {score} }}"),
        Action::Block => "\"block\"".to_owned(),
    }
}

/// The numbers that a signal is held against.
fn numbers(signals: &Signals, signal: Signal) -> Vec<(&'static str, u32)> {
    match signal {
        Signal::SignupsPerIp => vec![("per_day", signals.signups_per_ip)],
        Signal::OrdersPerIp => vec![("per_day", signals.orders_per_ip)],
        Signal::Velocity => vec![("friends", signals.velocity_friends), ("hours", signals.velocity_hours)],
        Signal::RefundRate => vec![("percent", signals.refund_percent), ("after", signals.refund_after)],
        Signal::Cluster => vec![("size", signals.cluster_size)],
        _ => Vec::new(),
    }
}
