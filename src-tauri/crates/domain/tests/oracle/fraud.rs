//! The fraud signals, each looked at in the events.

use crate::facts::MarkOf;
use crate::world::{Case, World};
use std::collections::BTreeSet;
use vouchsafe_domain::event::{Fact, StaffList};
use vouchsafe_domain::name::{Identity, Key, Texts};
use vouchsafe_domain::party::PartyName;
use vouchsafe_domain::program::{Action, Program, Signal, Signals};
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::state::EmailSort;
use vouchsafe_domain::time::Timestamp;

/// Whether a person has to look, or why nothing is given.
pub(crate) fn judged(world: &World<'_>, case: &Case, program: &Program, beneficiary: PartyName) -> Result<bool, Reason> {
    let signals = &program.signals;
    let (mut needs_review, mut score) = (false, 0u32);
    for signal in Signal::ALL {
        let action = signals.action(signal);
        if action == Action::Off || !is_found(world, case, signals, signal, beneficiary) {
            continue;
        }
        match action {
            Action::Block => return Err(reason(signal)),
            Action::Review => needs_review = true,
            Action::Score(points) => score += u32::from(points),
            Action::Off => {}
        }
    }
    if signals.block_at.is_some_and(|at| score >= u32::from(at)) {
        return Err(Reason::FraudScore);
    }
    Ok(needs_review || signals.review_at.is_some_and(|at| score >= u32::from(at)))
}

fn reason(signal: Signal) -> Reason {
    match signal {
        Signal::SameCardDigits => Reason::SameCard,
        Signal::SignupsPerIp | Signal::OrdersPerIp => Reason::IpLimit,
        other => Reason::parse(other.name()).unwrap(),
    }
}

fn is_found(world: &World<'_>, case: &Case, signals: &Signals, signal: Signal, beneficiary: PartyName) -> bool {
    let friend = case.friend;
    let others: BTreeSet<PartyName> = case.advocate.into_iter().chain([beneficiary]).filter(|who| *who != friend).collect();
    let same = |of: MarkOf| {
        let own = told(world, signals, friend, of);
        others.iter().any(|other| !told(world, signals, *other, of).is_disjoint(&own))
    };
    let everybody: BTreeSet<PartyName> = others.iter().copied().chain([friend]).collect();
    match signal {
        Signal::SameEmail => same(MarkOf::Mailbox),
        Signal::SamePhone => same(MarkOf::Phone),
        Signal::SameAddress => same(MarkOf::Address),
        Signal::SameDevice => same(MarkOf::Device),
        Signal::SameCard => same(MarkOf::Card),
        Signal::SameCardDigits => same(MarkOf::CardDigits),
        Signal::SameIp => same(MarkOf::Ip),
        Signal::SignupsPerIp => signups(world, signals, friend) > signals.signups_per_ip,
        Signal::OrdersPerIp => orders(world, signals, case) > signals.orders_per_ip,
        Signal::DisposableEmail => world.log.domain(friend).is_some_and(|(domain, sort)| {
            let is_denied = is_listed(world, &signals.denied_domains, StaffList::DeniedDomains, domain);
            (sort == EmailSort::Disposable || is_denied) && !is_allowed(world, signals, domain)
        }),
        Signal::RelayEmail => world.log.domain(friend).is_some_and(|(domain, sort)| sort == EmailSort::Relay && !is_allowed(world, signals, domain)),
        Signal::ExcludedDomain => everybody
            .iter()
            .filter_map(|who| world.log.domain(*who))
            .any(|(domain, _)| is_listed(world, &signals.excluded_domains, StaffList::ExcludedDomains, domain)),
        Signal::ExcludedCustomer => everybody.iter().any(|who| {
            let PartyName::Customer(customer) = who else { return false };
            signals.excluded_customers.contains(customer) || world.log.staff_lists(StaffList::ExcludedCustomers, customer.0)
        }),
        Signal::ExcludedChannel => case
            .order
            .as_ref()
            .and_then(|order| order.body.channel)
            .is_some_and(|channel| signals.excluded_channels.contains(&channel) || world.log.staff_lists(StaffList::ExcludedChannels, channel.0)),
        Signal::Velocity => velocity(world, signals, case) > signals.velocity_friends,
        Signal::RefundRate => refund_rate(world, signals, case),
        Signal::Cluster => cluster(world, signals, friend) >= signals.cluster_size,
    }
}

fn is_allowed(world: &World<'_>, signals: &Signals, domain: Key) -> bool {
    is_listed(world, &signals.allowed_domains, StaffList::AllowedDomains, domain)
}

/// Whether the program's list, or what staff keep beside it, names a domain or one above it.
fn is_listed(world: &World<'_>, own: &[Key], list: StaffList, domain: Key) -> bool {
    let name = world.names.text(domain);
    let is_it = |entry: Key| name == world.names.text(entry) || name.ends_with(&format!(".{}", world.names.text(entry)));
    let of_staff = world.log.events().filter_map(|event| match event.fact {
        Fact::ListChanged { list: told, entry, .. } if told == list => Some(entry),
        _ => None,
    });
    own.iter().copied().any(is_it) || of_staff.filter(|entry| world.log.staff_lists(list, *entry)).any(is_it)
}

/// What somebody left, without the addresses that no signal looks at.
fn told(world: &World<'_>, signals: &Signals, who: PartyName, of: MarkOf) -> BTreeSet<Identity> {
    let marks = world.log.marks(who, of);
    if of == MarkOf::Ip { marks.into_iter().filter(|ip| !is_trusted(world, signals, *ip)).collect() } else { marks }
}

/// Whether an address is one that the program names, or lies in a range that it names.
fn is_trusted(world: &World<'_>, signals: &Signals, ip: Identity) -> bool {
    let text = |identity: Identity| world.names.identity_text(identity).unwrap().to_owned();
    let number = |text: &str| text.parse::<std::net::Ipv4Addr>().map(u32::from);
    let own = text(ip);
    signals.trusted_ips.iter().map(|range| text(*range)).any(|range| match range.split_once('/').map(|(first, bits)| (number(first), bits)) {
        Some((Ok(first), bits)) => number(&own).is_ok_and(|own| (own ^ first).leading_zeros() >= bits.parse().unwrap()),
        _ => own == range,
    })
}

fn signups(world: &World<'_>, signals: &Signals, friend: PartyName) -> u32 {
    let Some(day) = world.log.registered_at(friend).map(Timestamp::utc_day) else { return 0 };
    let ips = told(world, signals, friend, MarkOf::Ip);
    let of = |ip: Identity| {
        let signups = world.log.events().filter(|event| event.at.utc_day() == day);
        signups.filter(|event| matches!(&event.fact, Fact::CustomerRegistered(account) if account.ip == Some(ip))).count()
    };
    u32::try_from(ips.into_iter().map(of).max().unwrap_or(0)).unwrap()
}

fn orders(world: &World<'_>, signals: &Signals, case: &Case) -> u32 {
    let Some(order) = &case.order else { return 0 };
    let Some(ip) = order.body.ip.filter(|ip| !is_trusted(world, signals, *ip)) else { return 0 };
    let day = order.placed_at.utc_day();
    let others = world.log.orders().into_iter().filter(|other| other.body.ip == Some(ip) && other.placed_at.utc_day() == day);
    u32::try_from(others.count()).unwrap()
}

fn velocity(world: &World<'_>, signals: &Signals, case: &Case) -> u32 {
    let Some(advocate) = case.advocate else { return 0 };
    let hours = i32::try_from(signals.velocity_hours).unwrap();
    let friends = world.friends_of(advocate).into_iter().filter(|bond| case.at.hour() - bond.at.hour() < hours);
    u32::try_from(friends.count()).unwrap()
}

fn refund_rate(world: &World<'_>, signals: &Signals, case: &Case) -> bool {
    let Some(advocate) = case.advocate else { return false };
    let friends = world.friends_of(advocate).into_iter().map(|bond| bond.friend).filter(|friend| !world.is_rejected(*friend));
    let orders: Vec<_> = friends.flat_map(|friend| world.orders_as_friend(friend)).filter(|order| order.had_money).collect();
    let paid_back = orders.iter().filter(|order| order.funds.captured > 0 && order.rest() == 0).count();
    let (all, percent) = (orders.len(), usize::try_from(signals.refund_percent).unwrap());
    all > 0 && all >= usize::try_from(signals.refund_after).unwrap() && paid_back * 100 >= percent * all
}

fn cluster(world: &World<'_>, signals: &Signals, friend: PartyName) -> u32 {
    let kinds = [MarkOf::Card, MarkOf::Address, MarkOf::Device, MarkOf::Ip];
    let everybody = world.log.everybody();
    let who_left = |of: MarkOf, mark: Identity| everybody.iter().filter(|who| told(world, signals, **who, of).contains(&mark)).count();
    let sizes = kinds.into_iter().flat_map(|of| told(world, signals, friend, of).into_iter().map(move |mark| (of, mark)));
    u32::try_from(sizes.map(|(of, mark)| who_left(of, mark)).max().unwrap_or(0)).unwrap()
}
