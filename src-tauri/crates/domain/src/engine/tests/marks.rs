//! Examples about marks: what is kept of a person and of a mark, and what the signals find in it by the engine's own hand.

use super::history::{COUNT, acts, happen, programs};
use super::story::{ON_CONFIRMED, Story, Told, day, program};
use crate::event_file::parse_line;
use crate::fold;
use crate::identity::{Ip, IpRange};
use crate::name::{IdentityKind, NameTable, Names};
use crate::party::PartyId;
use crate::program::{Action, Policy, Program, Programs, Signal, Signals};
use crate::rollup::Rollup;
use crate::state::{DayCount, EmailSort, MOST_DAYS, MOST_KEPT, Mark, MarkKind, MarkRecord, State};
use crate::time::{Span, Timestamp};
use proptest::prelude::*;

/// Folds a story without programs.
fn state_of(story: &Story, names: &mut NameTable) -> State {
    let (mut state, mut rollup) = (State::default(), Rollup::default());
    let programs = Programs::new(Policy::default(), Vec::new());
    for line in story.lines() {
        fold::fold(&mut state, &programs, &parse_line(line, names).unwrap(), &mut rollup, |_, _, _| {});
    }
    state
}

fn mark(names: &mut NameTable, kind: MarkKind, text: &str) -> Mark {
    let of = match kind {
        MarkKind::Mailbox => IdentityKind::Mailbox,
        MarkKind::Phone => IdentityKind::Phone,
        MarkKind::Address => IdentityKind::Address,
        MarkKind::Device => IdentityKind::Device,
        MarkKind::Card => IdentityKind::Card,
        MarkKind::CardDigits => IdentityKind::CardDigits,
        MarkKind::Ip => IdentityKind::Ip,
    };
    Mark { kind, id: names.identity(of, text) }
}

const ITEMS: &str = r#""items":{"amount":"80.00","currency":"EUR"}"#;

/// Bob's order, and what comes with it.
fn order(story: Story, on: u32, order: &str, rest: &str) -> Story {
    story.event(day(on), "order_confirmed", &format!(r#""order":"{order}","email":"bob@example.com",{ITEMS}{rest}"#))
}

/// Anna with what her account and her own order tell, and bob who comes with her code.
fn anna_and_bob(of_anna: &str, order_of_anna: &str, of_bob: &str) -> Story {
    Story::new()
        .event(day(0), "customer_registered", &format!(r#""customer":"anna","email":"anna@example.com"{of_anna}"#))
        .code(day(0), "anna")
        .event(day(0), "order_confirmed", &format!(r#""order":"o0","email":"anna@example.com",{ITEMS}{order_of_anna}"#))
        .event(day(1), "customer_registered", &format!(r#""customer":"bob","email":"bob@example.com","ref_code":"ANNA"{of_bob}"#))
}

fn told(story: Story, change: impl FnOnce(&mut Program, &mut NameTable)) -> Told {
    story.told_with(&program("", ON_CONFIRMED), change)
}

#[test]
fn accounts_and_orders_leave_marks_once() {
    let mut names = NameTable::default();
    let story = Story::new()
        .event(
            day(1),
            "customer_registered",
            r#""customer":"bob","email":"B.ob@gmail.com","phone":"+49 30 123456","email_verified":false,"device":"d1""#,
        )
        .event(day(2), "customer_updated", r#""customer":"bob","email":"B.ob@gmail.com","email_verified":true,"groups":["vip"],"role":"pro""#)
        .event(day(3), "customer_updated", r#""customer":"bob","phone_verified":true"#);
    let story = order(
        story,
        4,
        "o1",
        r#","customer":"bob","ip":"2001:db8::1","device":"d1","card":"fp1","card_digits":"visa 4242","address":"Hauptstraße 1""#,
    );
    let story = order(story, 5, "o1", r#","customer":"bob","ip":"2001:db8::2","device":"d2""#);
    let state = state_of(&story, &mut names);
    let profile = &state.profiles[&PartyId(0)];
    assert_eq!((profile.email_verified, profile.phone_verified), (Some(true), Some(true)));
    assert_eq!((profile.role, profile.groups.to_vec()), (Some(names.key("pro")), vec![names.key("vip")]));
    assert_eq!((profile.email_domain, profile.email_sort), (Some(names.key("example.com")), EmailSort::Plain));
    let mut kinds: Vec<_> = profile.marks.iter().map(|mark| mark.kind).collect();
    kinds.sort_unstable();
    use MarkKind::{Address, Card, CardDigits, Device, Ip, Mailbox, Phone};
    assert_eq!(kinds, [Mailbox, Mailbox, Phone, Address, Device, Device, Card, CardDigits, Ip]);
    for mark in &profile.marks {
        assert_eq!(state.marks[mark].parties.to_vec(), [PartyId(0)]);
    }
    assert_eq!(state.marks.len(), profile.marks.len());
    // Two addresses of one network, and one order that was told of twice.
    let network = mark(&mut names, MarkKind::Ip, "2001:db8::/64");
    assert_eq!(state.marks[&network].days.to_vec(), [DayCount { day: day(4).utc_day(), signups: 0, orders: 1 }]);
}

#[test]
fn a_guest_who_turns_out_to_have_an_account_brings_their_marks() {
    let mut names = NameTable::default();
    let bob = |story| order(story, 1, "o1", r#","device":"d1","address":"Weg 1""#);
    let story =
        bob(Story::new()).event(day(2), "customer_registered", r#""customer":"bo","email":"bo@example.com","device":"d1","phone":"+4930123456""#);
    let story = story.event(day(3), "order_owned", r#""order":"o1","customer":"bo","email":"bo@example.com""#);
    let state = state_of(&story, &mut names);
    let known: Vec<_> = state.profiles.keys().copied().collect();
    assert_eq!(known.len(), 1);
    assert_eq!(known[0], state.resolve(PartyId(0)));
    let kinds = |kind| state.profiles[&known[0]].of(kind).count();
    assert_eq!([MarkKind::Device, MarkKind::Address, MarkKind::Phone, MarkKind::Mailbox].map(kinds), [1, 1, 1, 2]);
    for (mark, record) in &state.marks {
        assert_eq!(record.parties.to_vec(), known, "{mark:?}");
    }
}

#[test]
fn what_is_kept_is_bounded() {
    let mut names = NameTable::default();
    let mut story = Story::new();
    for no in 0..MOST_KEPT + 6 {
        story = story.event(day(1), "customer_registered", &format!(r#""customer":"c{no}","device":"shared""#));
        story = story.event(day(2), "customer_updated", &format!(r#""customer":"c0","device":"d{no}""#));
    }
    let state = state_of(&story, &mut names);
    let shared = mark(&mut names, MarkKind::Device, "shared");
    assert_eq!(state.marks[&shared].parties.len(), MOST_KEPT);
    assert_eq!(state.profiles[&PartyId(0)].marks.len(), MOST_KEPT);
    assert_eq!(state.marks.len(), MOST_KEPT);
    let mut record = MarkRecord::default();
    let count = |record: &mut MarkRecord, on| record.on(on).map(|day| day.orders += 1).is_some();
    for on in (0..100).chain([50, 99]) {
        assert!(count(&mut record, on));
    }
    assert!(!count(&mut record, 35), "what lies before the kept days is not counted");
    assert_eq!((record.days.len(), record.days[0].day, record.of(50).orders, record.of(99).orders, record.of(7).orders), (MOST_DAYS, 36, 2, 2, 0));
    assert!(record.days.is_sorted_by_key(|day| day.day));
}

#[test]
fn a_household_is_held_for_a_person_and_not_blocked() {
    let home = r#","address":"Hauptstraße 1, 10117 Berlin""#;
    let told = told(order(anna_and_bob("", home, ""), 2, "o1", home), |_, _| {});
    assert_eq!(told.of("o1/advocate"), "waiting 10.00 -");
    assert_eq!(told.of("o1/friend"), "waiting 8.00 -");
}

#[test]
fn one_mailbox_is_blocked_for_both_sides() {
    let story = Story::new().event(day(0), "customer_registered", r#""customer":"anna","email":"an.na@gmail.com""#).code(day(0), "anna");
    let story = story.event(day(1), "customer_registered", r#""customer":"bob","email":"anna+1@gmail.com","ref_code":"ANNA""#);
    let story = story.event(day(2), "order_confirmed", &format!(r#""order":"o1","customer":"bob","email":"anna+1@gmail.com",{ITEMS}"#));
    let told = told(story, |_, _| {});
    assert_eq!(told.decisions(), ["r/bob/o1/advocate same_email", "r/bob/o1/friend same_email"]);
}

#[test]
fn a_network_of_ipv6_is_one_address_and_an_office_can_be_trusted() {
    let check = |of_anna: &str, of_bob: &str, trusted: Option<&str>, want: &str| {
        let ip = |ip: &str| format!(r#","ip":"{ip}""#);
        let story = order(anna_and_bob(&ip(of_anna), "", ""), 2, "o1", &ip(of_bob));
        let told = told(story, |program, names| {
            let range = trusted.map(|text| IpRange::parse(text).unwrap());
            program.signals.trusted_networks = range.iter().flat_map(IpRange::parts).map(|part| names.identity(IdentityKind::Ip, &part)).collect();
            program.signals.trusted_networks.sort_unstable();
            program.signals.trusted_ips = range.iter().map(|range| names.identity(IdentityKind::Ip, &range.to_string())).collect();
        });
        assert_eq!(told.of("advocate"), want, "{of_anna} {of_bob} {trusted:?}");
    };
    check("2001:db8::1", "2001:db8::ffff:1", None, "waiting 10.00 -");
    check("2001:db8:0:1::1", "2001:db8:0:2::1", None, "due 10.00 -");
    check("203.0.113.7", "203.0.113.7", None, "waiting 10.00 -");
    check("203.0.113.7", "203.0.113.8", None, "due 10.00 -");
    check("203.0.113.7", "203.0.113.7", Some("203.0.113.7"), "due 10.00 -");
    check("2001:db8::1", "2001:db8::2", Some("2001:db8::/64"), "due 10.00 -");
    check("203.0.113.255", "203.0.113.255", Some("203.0.113.0/24"), "due 10.00 -");
    check("203.0.114.0", "203.0.114.0", Some("203.0.113.0/24"), "waiting 10.00 -");
    check("203.0.112.255", "203.0.112.255", Some("203.0.113.0/24"), "waiting 10.00 -");
    check("203.0.112.255", "203.0.112.255", Some("203.0.112.0/23"), "due 10.00 -");
    check("203.0.113.131", "203.0.113.131", Some("203.0.113.128/30"), "due 10.00 -");
    check("203.0.113.132", "203.0.113.132", Some("203.0.113.128/30"), "waiting 10.00 -");
    check("203.255.0.1", "203.255.0.1", Some("203.0.0.0/8"), "due 10.00 -");
    check("204.0.0.0", "204.0.0.0", Some("203.0.0.0/8"), "waiting 10.00 -");
    check("2001:db8:ffff:1::1", "2001:db8:ffff:1::2", Some("2001:db8::/32"), "due 10.00 -");
    check("2001:db9::1", "2001:db9::1", Some("2001:db8::/32"), "waiting 10.00 -");
    // Behind a proxy everybody seems to come from one machine.
    check("10.0.0.1", "10.0.0.1", None, "due 10.00 -");
    assert!(Ip::parse("10.0.0.1").unwrap().is_private());
}

#[test]
fn a_sub_domain_of_a_disposable_one_is_held_unless_it_is_allowed() {
    let story = || {
        let story = Story::new().registered(day(0), "anna", None).code(day(0), "anna");
        let story = story.event(day(1), "customer_registered", r#""customer":"bob","email":"bob@any.mailinator.com","ref_code":"ANNA""#);
        story.event(day(2), "order_confirmed", &format!(r#""order":"o1","customer":"bob",{ITEMS}"#))
    };
    assert_eq!(told(story(), |_, _| {}).of("advocate"), "waiting 10.00 -");
    let allow = |program: &mut Program, names: &mut NameTable| program.signals.allowed_domains.push(names.key("mailinator.com"));
    assert_eq!(told(story(), allow).of("advocate"), "due 10.00 -");
}

#[test]
fn own_lists_stand_for_the_domains_below_theirs() {
    let check = |domain: &str, list: &str, entry: &str, by_staff: bool, want: &str| {
        let story = Story::new().registered(day(0), "anna", None).code(day(0), "anna");
        let bob = format!(r#""customer":"bob","email":"bob@{domain}","ref_code":"ANNA""#);
        let listed = format!(r#""list":"{list}","entry":"{entry}","is_in":true"#);
        let story = if by_staff { story.event(day(0), "list_changed", &listed) } else { story };
        let story = story.event(day(1), "customer_registered", &bob);
        let story = story.event(day(2), "order_confirmed", &format!(r#""order":"o1","customer":"bob",{ITEMS}"#));
        let told = told(story, |program, names| {
            let signals = &mut program.signals;
            let own = match list {
                "excluded_domains" => &mut signals.excluded_domains,
                "denied_domains" => &mut signals.denied_domains,
                _ => &mut signals.allowed_domains,
            };
            own.extend((!by_staff).then(|| names.key(entry)));
            signals.actions[Signal::RelayEmail as usize] = crate::program::Action::Block;
        });
        let came_to = told.decisions()[0].rsplit_once(' ').unwrap().1.to_owned();
        assert_eq!(format!("{came_to} {}", told.of("advocate")), want, "{domain} {list} {entry} {by_staff}");
    };
    for by_staff in [false, true] {
        check("corp.example", "excluded_domains", "corp.example", by_staff, "excluded_domain none");
        check("eu.corp.example", "excluded_domains", "corp.example", by_staff, "excluded_domain none");
        check("a.b.eu.corp.example", "excluded_domains", "corp.example", by_staff, "excluded_domain none");
        check("mycorp.example", "excluded_domains", "corp.example", by_staff, "10.00 due 10.00 -");
        check("corp.example", "excluded_domains", "eu.corp.example", by_staff, "10.00 due 10.00 -");
        check("corp.example.com", "excluded_domains", "corp.example", by_staff, "10.00 due 10.00 -");
        check("sub.bad.example", "denied_domains", "bad.example", by_staff, "10.00 waiting 10.00 -");
        check("bad.example", "denied_domains", "sub.bad.example", by_staff, "10.00 due 10.00 -");
        check("any.mailinator.com", "allowed_domains", "mailinator.com", by_staff, "10.00 due 10.00 -");
        check("anna.anonaddy.com", "allowed_domains", "anonaddy.com", by_staff, "10.00 due 10.00 -");
        check("anna.anonaddy.com", "allowed_domains", "example.com", by_staff, "relay_email none");
    }
}

/// Friends of anna who sign up and order from one address, and on one device.
fn crowd(size: u32) -> Story {
    let story = Story::new().registered(day(0), "anna", None).code(day(0), "anna");
    (0..size).fold(story, |story, no| {
        let at = day(1).plus(Span::minutes(no));
        let place = r#""ip":"203.0.113.7","device":"d1""#;
        let story = story.event(at, "customer_registered", &format!(r#""customer":"f{no}","email":"f{no}@example.com","ref_code":"ANNA",{place}"#));
        story.event(at, "order_confirmed", &format!(r#""order":"o{no}","customer":"f{no}",{ITEMS},{place}"#))
    })
}

#[test]
fn crowds_are_counted_with_whom_is_judged() {
    let check = |signal: Signal, change: fn(&mut Signals), want: &str| {
        let told = told(crowd(4), |program, _| {
            program.rules[0].occurrence = crate::program::Occurrence::Every;
            program.signals =
                Signals { actions: Signal::ALL.map(|one| if one == signal { Action::Block } else { Action::Off }), ..Signals::default() };
            change(&mut program.signals);
        });
        let advocates: Vec<_> = told.decisions().into_iter().filter(|line| line.contains("/advocate")).collect();
        let came_to: Vec<_> = advocates.iter().map(|line| line.rsplit(' ').next().unwrap()).collect();
        assert_eq!(came_to.join(" "), want, "{signal:?}");
    };
    check(Signal::SignupsPerIp, |signals| signals.signups_per_ip = 2, "10.00 10.00 ip_limit ip_limit");
    check(Signal::OrdersPerIp, |signals| signals.orders_per_ip = 3, "10.00 10.00 10.00 ip_limit");
    check(Signal::Cluster, |signals| signals.cluster_size = 3, "10.00 10.00 cluster cluster");
    check(Signal::Velocity, |signals| signals.velocity_friends = 1, "10.00 velocity velocity velocity");
    check(Signal::Velocity, |_| {}, "10.00 10.00 10.00 10.00");
}

#[test]
fn a_day_is_one_of_utc() {
    let check = |second: &str, want: &str| {
        let place = r#""ip":"203.0.113.7""#;
        let at = |text: &str| Timestamp::parse(text).unwrap();
        let story = Story::new().registered(day(0), "anna", None).code(day(0), "anna");
        let story = story.event(at("2026-03-01T23:59:59Z"), "order_confirmed", &format!(r#""order":"o0","email":"x@example.com",{ITEMS},{place}"#));
        let story =
            story.event(at(second), "order_confirmed", &format!(r#""order":"o1","email":"bob@example.com","ref_code":"ANNA",{ITEMS},{place}"#));
        assert_eq!(told(story, |program, _| program.signals.orders_per_ip = 1).of("o1/advocate"), want);
    };
    check("2026-03-01T23:59:59.999999Z", "waiting 10.00 -");
    check("2026-03-02T00:00:00Z", "due 10.00 -");
}

#[test]
fn an_excluded_customer_is_found_by_every_id_that_is_theirs() {
    let check = |excluded: &str| {
        // Bob ordered as a guest first, so he is named by that order.
        let story = order(Story::new().registered(day(0), "anna", None).code(day(0), "anna"), 1, "o1", r#","ref_code":"ANNA""#);
        let story = order(story.registered(day(2), "bob", None), 3, "o2", r#","customer":"bob""#);
        let told = told(story, |program, names| {
            program.rules[0].occurrence = crate::program::Occurrence::Every;
            program.signals.excluded_customers.push(crate::name::CustomerKey(names.key(excluded)));
        });
        told.decisions().iter().map(|line| line.rsplit(' ').next().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(check("bob"), "10.00 8.00 excluded_customer excluded_customer");
    assert_eq!(check("anna"), "excluded_customer excluded_customer excluded_customer excluded_customer");
    assert_eq!(check("zoe"), "10.00 8.00 10.00 8.00");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn people_and_marks_know_of_each_other((acts, which) in (acts(), 0..COUNT)) {
        let state = happen(&programs(which), &acts).state;
        for (party, profile) in &state.profiles {
            prop_assert_eq!(state.resolve(*party), *party, "nobody is known under two numbers");
            prop_assert!(profile.marks.len() <= MOST_KEPT);
            for mark in &profile.marks {
                let record = &state.marks[mark];
                prop_assert!(record.parties.contains(party) || record.parties.len() == MOST_KEPT, "{:?} {:?}", party, mark);
            }
        }
        for (mark, record) in &state.marks {
            prop_assert!(record.parties.iter().all(|party| state.profiles[party].marks.contains(mark)), "{:?} {:?}", mark, record);
            prop_assert!(record.days.is_empty() || mark.kind == MarkKind::Ip);
            prop_assert!(record.days.windows(2).all(|pair| pair[0].day < pair[1].day));
        }
        let placed = |record: &MarkRecord| record.days.iter().map(|day| day.orders as usize).sum::<usize>();
        prop_assert_eq!(state.marks.values().map(placed).sum::<usize>(), state.orders.values().filter(|order| order.ip.is_some()).count());
    }
}
