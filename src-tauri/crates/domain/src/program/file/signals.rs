//! Reads what each fraud signal comes to.

use super::door::{bounded, bounded_list, number};
use super::fault::FaultKind as Kind;
use super::place::{Place, Result, all, each};
use super::{Door, MAX_COUNT, MAX_LONG_LIST, MAX_SCORE};
use crate::identity::{Email, IpRange};
use crate::name::{ChannelKey, CustomerKey, Identity, IdentityKind, Key, Names};
use crate::program::dto::{ActionDto, FraudDto};
use crate::program::{Action, Signal, Signals};
use crate::state::MOST_KEPT;
use std::collections::BTreeSet;

impl<N: Names> Door<'_, N> {
    /// The signals of a file: what it does not name has its default.
    pub(super) fn signals(&mut self, dto: &FraudDto) -> Result<Signals> {
        let place = Place::FILE;
        let place = place.key("fraud");
        let mut signals = Signals::default();
        all! {
            () = actions(&place, dto, &mut signals);
            () = numbers(&place, dto, &mut signals);
            () = thresholds(&place, dto, &mut signals);
            denied_domains = self.domains(&place.key("denied_domains"), &dto.denied_domains);
            allowed_domains = self.domains(&place.key("allowed_domains"), &dto.allowed_domains);
            () = never_denied(&place.key("denied_domains"), dto);
            excluded_domains = self.domains(&place.key("excluded_domains"), &dto.excluded_domains);
            customers = self.names(&place.key("excluded_customers"), &dto.excluded_customers, MAX_LONG_LIST);
            channels = self.names(&place.key("excluded_channels"), &dto.excluded_channels, MAX_LONG_LIST);
            trusted = self.trusted(&place.key("trusted_ips"), &dto.trusted_ips);
        }
        let excluded_customers = customers.into_iter().map(CustomerKey).collect();
        let excluded_channels = channels.into_iter().map(ChannelKey).collect();
        let (trusted_ips, trusted_networks) = trusted;
        Ok(Signals {
            denied_domains,
            allowed_domains,
            excluded_domains,
            excluded_customers,
            excluded_channels,
            trusted_ips,
            trusted_networks,
            ..signals
        })
    }

    /// Email domains, each in the one spelling that addresses in it have.
    fn domains(&mut self, place: &Place<'_>, domains: &[String]) -> Result<Vec<Key>> {
        let domains = each(domains.iter().enumerate(), |(i, text)| {
            let refused = || place.entry(i, None).fault_with(Kind::BadDomain, [("text", bounded(text))]);
            let address = Email::parse(&format!("x@{text}")).map_err(|_| refused())?;
            address.exact.split_once('@').map(|(_, domain)| domain.to_owned()).filter(|domain| !domain.contains('@')).ok_or_else(refused)
        })?;
        bounded_list(place, &domains, MAX_LONG_LIST)?;
        Ok(domains.iter().map(|domain| self.names.key(domain)).collect())
    }

    /// Addresses and ranges as they are written, and the networks that the ranges come to.
    fn trusted(&mut self, place: &Place<'_>, ips: &[String]) -> Result<(Vec<Identity>, Vec<Identity>)> {
        let ranges = each(ips.iter().enumerate(), |(i, text)| {
            IpRange::parse(text).ok_or_else(|| place.entry(i, None).fault_with(Kind::BadIp, [("text", bounded(text))]))
        })?;
        let written: Vec<String> = ranges.iter().map(ToString::to_string).collect();
        bounded_list(place, &written, MAX_LONG_LIST)?;
        let parts: BTreeSet<String> = ranges.iter().filter(|range| !range.is_one()).flat_map(IpRange::parts).collect();
        if parts.len() > MAX_LONG_LIST {
            return Err(place.fault(Kind::RangesTooWide));
        }
        let mut numbers = |text: &String| self.names.identity(IdentityKind::Ip, text);
        let written = written.iter().map(&mut numbers).collect();
        let mut networks: Vec<Identity> = parts.iter().map(&mut numbers).collect();
        networks.sort_unstable();
        Ok((written, networks))
    }
}

/// Refuses a domain that is denied and, as it is allowed, never counts as denied.
fn never_denied(place: &Place<'_>, dto: &FraudDto) -> Result<()> {
    let is_allowed = |denied: &str| dto.allowed_domains.iter().any(|allowed| allowed.eq_ignore_ascii_case(denied));
    let refused = |(i, denied): (usize, &String)| {
        if is_allowed(denied) { Err(place.entry(i, None).fault_with(Kind::DomainAllowed, [("text", bounded(denied))])) } else { Ok(()) }
    };
    each(dto.denied_domains.iter().enumerate(), refused).map(drop)
}

fn actions(place: &Place<'_>, dto: &FraudDto, signals: &mut Signals) -> Result<()> {
    let told = [
        (Signal::SameEmail, dto.same_email),
        (Signal::SamePhone, dto.same_phone),
        (Signal::SameAddress, dto.same_address),
        (Signal::SameDevice, dto.same_device),
        (Signal::SameCard, dto.same_card),
        (Signal::SameCardDigits, dto.same_card_digits),
        (Signal::SameIp, dto.same_ip),
        (Signal::SignupsPerIp, dto.signups_per_ip.and_then(|table| table.action)),
        (Signal::OrdersPerIp, dto.orders_per_ip.and_then(|table| table.action)),
        (Signal::DisposableEmail, dto.disposable_email),
        (Signal::RelayEmail, dto.relay_email),
        (Signal::ExcludedDomain, dto.excluded_domain),
        (Signal::ExcludedCustomer, dto.excluded_customer),
        (Signal::ExcludedChannel, dto.excluded_channel),
        (Signal::Velocity, dto.velocity.and_then(|table| table.action)),
        (Signal::RefundRate, dto.refund_rate.and_then(|table| table.action)),
        (Signal::Cluster, dto.cluster.and_then(|table| table.action)),
    ];
    each(told.into_iter().filter_map(|(signal, action)| action.map(|action| (signal, action))), |(signal, action)| {
        let at = place.key(signal.name());
        signals.actions[signal as usize] = match action {
            ActionDto::Block if signal == Signal::SameCardDigits => return Err(at.fault(Kind::DigitsBlock)),
            ActionDto::Score(points) => Action::Score(score(&at.key("score"), points)?),
            ActionDto::Off => Action::Off,
            ActionDto::Review => Action::Review,
            ActionDto::Block => Action::Block,
        };
        Ok(())
    })
    .map(drop)
}

fn score(place: &Place<'_>, score: u16) -> Result<u16> {
    number(place, score.into(), 1..=MAX_SCORE.into()).map(|_| score)
}

fn numbers(place: &Place<'_>, dto: &FraudDto, signals: &mut Signals) -> Result<()> {
    let people = u32::try_from(MOST_KEPT).unwrap_or(u32::MAX);
    let told = [
        ("signups_per_ip", "per_day", dto.signups_per_ip.and_then(|table| table.per_day), 1..=MAX_COUNT, &mut signals.signups_per_ip),
        ("orders_per_ip", "per_day", dto.orders_per_ip.and_then(|table| table.per_day), 1..=MAX_COUNT, &mut signals.orders_per_ip),
        ("velocity", "friends", dto.velocity.and_then(|table| table.friends), 1..=MAX_COUNT, &mut signals.velocity_friends),
        ("velocity", "hours", dto.velocity.and_then(|table| table.hours), 1..=48, &mut signals.velocity_hours),
        ("refund_rate", "percent", dto.refund_rate.and_then(|table| table.percent), 1..=100, &mut signals.refund_percent),
        ("refund_rate", "after", dto.refund_rate.and_then(|table| table.after), 1..=MAX_COUNT, &mut signals.refund_after),
        ("cluster", "size", dto.cluster.and_then(|table| table.size), 2..=people, &mut signals.cluster_size),
    ];
    each(told.into_iter(), |(table, key, value, admitted, kept)| {
        if let Some(value) = value {
            *kept = number(&place.key(table).key(key), value, admitted)?;
        }
        Ok(())
    })
    .map(drop)
}

fn thresholds(place: &Place<'_>, dto: &FraudDto, signals: &mut Signals) -> Result<()> {
    let threshold = |key, at: Option<u16>| at.map(|at| score(&place.key(key), at)).transpose();
    all! {
        review_at = threshold("review_at", dto.review_at);
        block_at = threshold("block_at", dto.block_at);
    }
    if let (Some(review), Some(block)) = (review_at, block_at)
        && block <= review
    {
        return Err(place.key("block_at").fault_with(Kind::BlockBelowReview, [("review", review.to_string())]));
    }
    let scored = Signal::ALL.into_iter().find(|signal| matches!(signals.action(*signal), Action::Score(_)));
    if let (Some(signal), None, None) = (scored, review_at, block_at) {
        return Err(place.key(signal.name()).fault(Kind::ScoreIdle));
    }
    (signals.review_at, signals.block_at) = (review_at, block_at);
    Ok(())
}
