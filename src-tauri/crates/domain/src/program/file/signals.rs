//! Reads what each fraud signal comes to.

use super::door::{bounded, bounded_list, number};
use super::place::{Place, Result};
use super::{Door, MAX_COUNT, MAX_LONG_LIST, MAX_SCORE};
use crate::identity::{Email, Ip};
use crate::name::{ChannelKey, CustomerKey, Identity, IdentityKind, Key, Names};
use crate::program::dto::{ActionDto, FraudDto};
use crate::program::{Action, Signal, Signals};
use crate::state::MOST_KEPT;

impl<N: Names> Door<'_, N> {
    /// The signals of a file: what it does not name has its default.
    pub(super) fn signals(&mut self, dto: &FraudDto) -> Result<Signals> {
        let place = Place::FILE;
        let place = place.key("fraud");
        let mut signals = Signals::default();
        actions(&place, dto, &mut signals)?;
        numbers(&place, dto, &mut signals)?;
        thresholds(&place, dto, &mut signals)?;
        signals.denied_domains = self.domains(&place.key("denied_domains"), &dto.denied_domains)?;
        signals.allowed_domains = self.domains(&place.key("allowed_domains"), &dto.allowed_domains)?;
        signals.excluded_domains = self.domains(&place.key("excluded_domains"), &dto.excluded_domains)?;
        let customers = self.names(&place.key("excluded_customers"), &dto.excluded_customers, MAX_LONG_LIST)?;
        signals.excluded_customers = customers.into_iter().map(CustomerKey).collect();
        let channels = self.names(&place.key("excluded_channels"), &dto.excluded_channels, MAX_LONG_LIST)?;
        signals.excluded_channels = channels.into_iter().map(ChannelKey).collect();
        signals.trusted_ips = self.trusted(&place.key("trusted_ips"), &dto.trusted_ips)?;
        Ok(signals)
    }

    /// Email domains, each in the one spelling that addresses in it have.
    fn domains(&mut self, place: &Place<'_>, domains: &[String]) -> Result<Vec<Key>> {
        let read = |(i, text): (usize, &String)| -> Result<String> {
            let refused = || place.entry(i, None).fault(format!("“{}” is no email domain; write one like example.com", bounded(text)));
            let address = Email::parse(&format!("x@{text}")).map_err(|_| refused())?;
            address.exact.split_once('@').map(|(_, domain)| domain.to_owned()).filter(|domain| !domain.contains('@')).ok_or_else(refused)
        };
        let domains = domains.iter().enumerate().map(read).collect::<Result<Vec<_>>>()?;
        bounded_list(place, &domains, MAX_LONG_LIST)?;
        Ok(domains.iter().map(|domain| self.names.key(domain)).collect())
    }

    fn trusted(&mut self, place: &Place<'_>, ips: &[String]) -> Result<Vec<Identity>> {
        let read = |(i, text): (usize, &String)| -> Result<String> {
            // A network is written as the address before its `/64`.
            let ip = Ip::parse(text.strip_suffix("/64").filter(|address| address.contains(':')).unwrap_or(text));
            let fault = || place.entry(i, None).fault(format!("“{}” is no IP address; write one like 203.0.113.7 or 2001:db8::/64", bounded(text)));
            ip.map(Ip::network).ok_or_else(fault)
        };
        let networks = ips.iter().enumerate().map(read).collect::<Result<Vec<_>>>()?;
        bounded_list(place, &networks, MAX_LONG_LIST)?;
        Ok(networks.iter().map(|network| self.names.identity(IdentityKind::Ip, network)).collect())
    }
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
    for (signal, action) in told {
        let Some(action) = action else { continue };
        let at = place.key(signal.name());
        signals.actions[signal as usize] = match action {
            ActionDto::Block if signal == Signal::SameCardDigits => {
                return Err(at.fault("cards with the same digits are far from proof; write \"review\", { score = 20 } or \"off\""));
            }
            ActionDto::Score(score @ 1..=MAX_SCORE) => Action::Score(score),
            ActionDto::Score(_) => return Err(at.key("score").fault(format!("write a number from 1 to {MAX_SCORE}"))),
            ActionDto::Off => Action::Off,
            ActionDto::Review => Action::Review,
            ActionDto::Block => Action::Block,
        };
    }
    Ok(())
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
    for (table, key, value, admitted, kept) in told {
        if let Some(value) = value {
            *kept = number(&place.key(table).key(key), value, admitted)?;
        }
    }
    Ok(())
}

fn thresholds(place: &Place<'_>, dto: &FraudDto, signals: &mut Signals) -> Result<()> {
    for (key, at) in [("review_at", dto.review_at), ("block_at", dto.block_at)] {
        if at.is_some_and(|at| !(1..=MAX_SCORE).contains(&at)) {
            return Err(place.key(key).fault(format!("write a number from 1 to {MAX_SCORE}")));
        }
    }
    if let (Some(review), Some(block)) = (dto.review_at, dto.block_at)
        && block <= review
    {
        return Err(place.key("block_at").fault(format!("must be above review_at, which is {review}")));
    }
    let scored = Signal::ALL.into_iter().find(|signal| matches!(signals.action(*signal), Action::Score(_)));
    if let (Some(signal), None, None) = (scored, dto.review_at, dto.block_at) {
        return Err(place.key(signal.name()).fault("a score counts toward nothing here; write review_at = 50, block_at = 100, or both"));
    }
    (signals.review_at, signals.block_at) = (dto.review_at, dto.block_at);
    Ok(())
}
