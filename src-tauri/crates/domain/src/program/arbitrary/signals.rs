//! Random fraud signals.

use super::*;
use crate::name::{ChannelKey, CustomerKey};
use crate::program::{Action, Signal, Signals};

pub(super) fn signals() -> BoxedStrategy<Signals> {
    prop_oneof![1 => Just(Signals::default()), 3 => told()].boxed()
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![Just(Action::Off), Just(Action::Review), (1u16..=100).prop_map(Action::Score), Just(Action::Block)]
}

fn told() -> BoxedStrategy<Signals> {
    let thresholds = prop_oneof![
        (1u16..=150).prop_map(|at| (Some(at), None)),
        (1u16..=150).prop_map(|at| (None, Some(at))),
        (1u16..=100, 1u16..=100).prop_map(|(review, more)| (Some(review), Some(review + more))),
    ];
    let actions = proptest::collection::vec(action(), Signal::ALL.len());
    let numbers = (1u32..=20, 1u32..=20, 1u32..=20, 1u32..=48, 1u32..=100, 1u32..=10, 2u32..=8);
    let domains = (some(&DOMAINS, 0), some(&DOMAINS, 0), some(&DOMAINS, 0));
    let lists = (some(&CUSTOMERS, 0), some(&CHANNELS, 0), proptest::sample::subsequence(NAMED.2[0].clone(), 0..=NETWORKS.len()));
    (thresholds, actions, numbers, domains, lists)
        .prop_map(|((review_at, block_at), told, numbers, domains, (customers, channels, trusted_ips))| {
            let has_range = trusted_ips.contains(&NAMED.2[0][NETWORKS.len() - 1]);
            let trusted_networks = if has_range { NAMED.2[1].clone() } else { Vec::new() };
            let mut signals = Signals { review_at, block_at, trusted_ips, trusted_networks, ..Signals::default() };
            for (kept, action) in signals.actions.iter_mut().zip(told) {
                *kept = action;
            }
            if signals.action(Signal::SameCardDigits) == Action::Block {
                signals.actions[Signal::SameCardDigits as usize] = Action::Review;
            }
            (signals.signups_per_ip, signals.orders_per_ip, signals.velocity_friends, signals.velocity_hours, ..) = numbers;
            (.., signals.refund_percent, signals.refund_after, signals.cluster_size) = numbers;
            (signals.denied_domains, signals.allowed_domains, signals.excluded_domains) = domains;
            signals.excluded_customers = customers.into_iter().map(CustomerKey).collect();
            signals.excluded_channels = channels.into_iter().map(ChannelKey).collect();
            signals
        })
        .boxed()
}
