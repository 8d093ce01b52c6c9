//! Each signal on its own with each action, the numbers at their edges, and laws over any evidence.

use super::{Evidence, Judgement, Side, judge};
use crate::event::StaffList;
use crate::name::{ChannelKey, CustomerKey, Identity, Key};
use crate::outcome::{Answer, Check, CheckKind, Seen};
use crate::party::PartyId;
use crate::program::{Action, Signal, Signals};
use crate::reason::Reason;
use crate::state::{EmailSort, Mark, MarkKind, Profile};
use proptest::prelude::*;
use rustc_hash::FxHashMap;

const FRIEND: PartyId = PartyId(1);
const ADVOCATE: PartyId = PartyId(2);
const OFFICE: Identity = Identity(70);

/// What stands to be judged, owned.
#[derive(Debug, Clone)]
struct Scene {
    friend: Profile,
    advocate: Profile,
    customers: [u32; 2],
    channel: Option<u32>,
    signups: Option<u32>,
    orders: Option<u32>,
    sharing: Vec<(Mark, u32)>,
    won: Option<u32>,
    friends_orders: (u32, u32),
    lists: FxHashMap<StaffList, Vec<Key>>,
}

/// Nothing against anybody.
fn innocent() -> Scene {
    Scene {
        friend: profile(&[(MarkKind::Mailbox, 10), (MarkKind::Ip, 11)], 500, EmailSort::Plain),
        advocate: profile(&[(MarkKind::Mailbox, 20), (MarkKind::Ip, 21)], 600, EmailSort::Plain),
        customers: [1, 2],
        channel: Some(300),
        signups: Some(1),
        orders: Some(1),
        sharing: vec![(Mark { kind: MarkKind::Ip, id: Identity(11) }, 1)],
        won: Some(1),
        friends_orders: (10, 0),
        lists: FxHashMap::default(),
    }
}

fn key(no: u32) -> Key {
    Key::from_bits(i64::from(no))
}

fn profile(marks: &[(MarkKind, u32)], domain: u32, email_sort: EmailSort) -> Profile {
    let marks = marks.iter().map(|(kind, id)| Mark { kind: *kind, id: Identity(*id) }).collect();
    Profile { marks, email_domain: Some(key(domain)), email_sort, ..Profile::default() }
}

impl Scene {
    /// The same with a mark that both left.
    fn both(mut self, kind: MarkKind, id: u32) -> Self {
        for profile in [&mut self.friend, &mut self.advocate] {
            profile.leave(Mark { kind, id: Identity(id) });
        }
        self
    }

    fn listed(mut self, list: StaffList, entry: u32) -> Self {
        self.lists.entry(list).or_default().push(key(entry));
        self
    }

    fn judged(&self, signals: &Signals) -> Judgement {
        let side = |party, profile, customer: u32| Side { party, profile, customers: std::iter::once(CustomerKey(key(customer))).collect() };
        judge(
            signals,
            &Evidence {
                friend: side(FRIEND, &self.friend, self.customers[0]),
                gainers: std::iter::once(side(ADVOCATE, &self.advocate, self.customers[1])).collect(),
                channel: self.channel.map(|channel| ChannelKey(key(channel))),
                signups: self.signups.map(|count| (OFFICE, count)),
                orders: self.orders.map(|count| (OFFICE, count)),
                sharing: self.sharing.iter().copied().collect(),
                won: self.won,
                friends_orders: self.friends_orders,
                trusted: signals.trusted_ips.iter().copied().collect(),
                lists: &self.lists,
            },
        )
    }
}

fn signals(action: impl Fn(Signal) -> Action) -> Signals {
    Signals { actions: Signal::ALL.map(action), ..Signals::default() }
}

fn only(one: Signal, action: Action) -> Signals {
    signals(|signal| if signal == one { action } else { Action::Off })
}

/// For each signal, what makes it found and nothing else, why it blocks, and its evidence.
fn table() -> Vec<(Signal, Scene, Reason, Seen, Seen)> {
    use StaffList::{ExcludedChannels, ExcludedCustomers, ExcludedDomains};
    let shared = |signal, kind, reason| (signal, innocent().both(kind, 99), reason, Seen::Identity(Identity(99)), Seen::Nothing);
    let count = |signal, scene, reason, saw, limit| (signal, scene, reason, Seen::Count(saw), Seen::Count(limit));
    let mail = |sort| Scene { friend: profile(&[], 500, sort), ..innocent() };
    let crowd = vec![(Mark { kind: MarkKind::Ip, id: Identity(11) }, 3), (Mark { kind: MarkKind::Device, id: Identity(12) }, 6)];
    vec![
        shared(Signal::SameEmail, MarkKind::Mailbox, Reason::SameEmail),
        shared(Signal::SamePhone, MarkKind::Phone, Reason::SamePhone),
        shared(Signal::SameAddress, MarkKind::Address, Reason::SameAddress),
        shared(Signal::SameDevice, MarkKind::Device, Reason::SameDevice),
        shared(Signal::SameCard, MarkKind::Card, Reason::SameCard),
        shared(Signal::SameCardDigits, MarkKind::CardDigits, Reason::SameCard),
        shared(Signal::SameIp, MarkKind::Ip, Reason::SameIp),
        count(Signal::SignupsPerIp, Scene { signups: Some(11), ..innocent() }, Reason::IpLimit, 11, 10),
        count(Signal::OrdersPerIp, Scene { orders: Some(21), ..innocent() }, Reason::IpLimit, 21, 20),
        (Signal::DisposableEmail, mail(EmailSort::Disposable), Reason::DisposableEmail, Seen::Name(key(500)), Seen::Nothing),
        (Signal::RelayEmail, mail(EmailSort::Relay), Reason::RelayEmail, Seen::Name(key(500)), Seen::Nothing),
        (Signal::ExcludedDomain, innocent().listed(ExcludedDomains, 600), Reason::ExcludedDomain, Seen::Name(key(600)), Seen::Nothing),
        (Signal::ExcludedCustomer, innocent().listed(ExcludedCustomers, 2), Reason::ExcludedCustomer, Seen::Party(ADVOCATE), Seen::Nothing),
        (Signal::ExcludedChannel, innocent().listed(ExcludedChannels, 300), Reason::ExcludedChannel, Seen::Name(key(300)), Seen::Nothing),
        count(Signal::Velocity, Scene { won: Some(51), ..innocent() }, Reason::Velocity, 51, 50),
        count(Signal::RefundRate, Scene { friends_orders: (8, 5), ..innocent() }, Reason::RefundRate, 62, 50),
        (Signal::Cluster, Scene { sharing: crowd, ..innocent() }, Reason::Cluster, Seen::Identity(Identity(12)), Seen::Count(6)),
    ]
}

#[test]
fn each_signal_comes_to_what_the_program_says() {
    let table = table();
    assert_eq!(table.iter().map(|row| row.0).collect::<Vec<_>>(), Signal::ALL);
    for (signal, scene, reason, saw, limit) in table {
        let found = |answer, limit| Check { kind: CheckKind::Signal(signal), answer, saw, limit };
        let score = |answer, limit| Check { kind: CheckKind::Score, answer, saw: Seen::Count(40), limit };
        let check = |action, thresholds: (Option<u16>, Option<u16>), checks: Vec<Check>, verdict| {
            let signals = Signals { review_at: thresholds.0, block_at: thresholds.1, ..only(signal, action) };
            assert_eq!(scene.judged(&signals), Judgement { checks, verdict }, "{signal:?} {action:?} {thresholds:?}");
        };
        let none = (None, None);
        check(Action::Off, none, vec![], Ok(false));
        check(Action::Review, none, vec![found(Answer::Wait, limit)], Ok(true));
        if signal == Signal::SameCardDigits {
            check(Action::Block, none, vec![found(Answer::Wait, limit)], Ok(true));
        } else {
            check(Action::Block, none, vec![found(Answer::Refuse(reason), limit)], Err(reason));
        }
        let passed = found(Answer::Pass, Seen::Points(40));
        let scored = |thresholds, sum, verdict| check(Action::Score(40), thresholds, vec![passed, sum], verdict);
        scored((Some(41), Some(80)), score(Answer::Pass, Seen::Count(41)), Ok(false));
        scored((Some(40), Some(80)), score(Answer::Wait, Seen::Count(40)), Ok(true));
        scored((Some(10), Some(41)), score(Answer::Wait, Seen::Count(10)), Ok(true));
        scored((Some(10), Some(40)), score(Answer::Refuse(Reason::FraudScore), Seen::Count(40)), Err(Reason::FraudScore));
        scored((None, Some(41)), score(Answer::Pass, Seen::Count(41)), Ok(false));
    }
}

#[test]
fn what_is_not_found_passes_and_what_cannot_be_looked_at_is_not_told() {
    let all = signals(|_| Action::Block);
    let Judgement { checks, verdict } = innocent().judged(&all);
    assert_eq!(verdict, Ok(false));
    let kinds: Vec<_> = checks.iter().map(|check| (check.kind.name(), check.answer, check.saw, check.limit)).collect();
    let pass = |name, saw, limit| (name, Answer::Pass, saw, limit);
    assert_eq!(
        kinds,
        [
            pass("same_email", Seen::Nothing, Seen::Nothing),
            pass("same_ip", Seen::Nothing, Seen::Nothing),
            pass("signups_per_ip", Seen::Count(1), Seen::Count(10)),
            pass("orders_per_ip", Seen::Count(1), Seen::Count(20)),
            pass("disposable_email", Seen::Name(key(500)), Seen::Nothing),
            pass("relay_email", Seen::Name(key(500)), Seen::Nothing),
            pass("velocity", Seen::Count(1), Seen::Count(50)),
            pass("refund_rate", Seen::Count(0), Seen::Count(50)),
            pass("cluster", Seen::Count(1), Seen::Count(6)),
        ]
    );
}

#[test]
fn numbers_are_found_at_their_edges() {
    let check = |signal, scene: Scene, want: bool| {
        assert_eq!(scene.judged(&only(signal, Action::Review)).verdict, Ok(want), "{signal:?} {scene:?}");
    };
    check(Signal::SignupsPerIp, Scene { signups: Some(10), ..innocent() }, false);
    check(Signal::OrdersPerIp, Scene { orders: Some(20), ..innocent() }, false);
    check(Signal::Velocity, Scene { won: Some(50), ..innocent() }, false);
    // Half of the orders is enough, but of four no share is taken.
    check(Signal::RefundRate, Scene { friends_orders: (6, 3), ..innocent() }, true);
    check(Signal::RefundRate, Scene { friends_orders: (1_000, 499), ..innocent() }, false);
    check(Signal::RefundRate, Scene { friends_orders: (4, 4), ..innocent() }, false);
    check(Signal::RefundRate, Scene { friends_orders: (5, 5), ..innocent() }, true);
    let crowd = |kind, people| Scene { sharing: vec![(Mark { kind, id: Identity(7) }, people)], ..innocent() };
    check(Signal::Cluster, crowd(MarkKind::Address, 5), false);
    check(Signal::Cluster, crowd(MarkKind::Address, 6), true);
    // A mailbox or a phone is one person's, and digits are many people's.
    check(Signal::Cluster, crowd(MarkKind::Mailbox, 60), false);
    check(Signal::Cluster, crowd(MarkKind::CardDigits, 60), false);
}

#[test]
fn a_trusted_address_is_never_looked_at() {
    let crowd = vec![(Mark { kind: MarkKind::Ip, id: OFFICE }, 64)];
    let scene = Scene { signups: Some(500), orders: Some(500), sharing: crowd, ..innocent().both(MarkKind::Ip, OFFICE.0) };
    let of_ip = [Signal::SameIp, Signal::SignupsPerIp, Signal::OrdersPerIp, Signal::Cluster];
    let signals = signals(|signal| if of_ip.contains(&signal) { Action::Block } else { Action::Off });
    assert_eq!(scene.judged(&signals).verdict, Err(Reason::SameIp));
    let trusting = Signals { trusted_ips: vec![OFFICE], ..signals };
    // The addresses that each has alone are still compared.
    let checks = scene.judged(&trusting).checks;
    assert_eq!(checks.iter().map(|check| (check.kind.name(), check.answer)).collect::<Vec<_>>(), [("same_ip", Answer::Pass)]);
}

#[test]
fn a_household_is_held_and_one_mailbox_blocked_unless_a_program_says_otherwise() {
    let check = |kind, want| assert_eq!(innocent().both(kind, 99).judged(&Signals::default()).verdict, want, "{kind:?}");
    for kind in [MarkKind::Phone, MarkKind::Address, MarkKind::Device, MarkKind::Card, MarkKind::CardDigits, MarkKind::Ip] {
        check(kind, Ok(true));
    }
    check(MarkKind::Mailbox, Err(Reason::SameEmail));
}

#[test]
fn what_people_list_stands_above_the_kept_lists() {
    let scene = |sort| Scene { friend: profile(&[], 500, sort), ..innocent() };
    let own = |of: fn(&mut Signals) -> &mut Vec<Key>| {
        let mut signals = signals(|signal| if matches!(signal, Signal::DisposableEmail | Signal::RelayEmail) { Action::Block } else { Action::Off });
        of(&mut signals).push(key(500));
        signals
    };
    let (allowed, denied) = (own(|signals| &mut signals.allowed_domains), own(|signals| &mut signals.denied_domains));
    let none = own(|signals| &mut signals.excluded_domains);
    let check = |scene: Scene, signals: &Signals, want| assert_eq!(scene.judged(signals).verdict, want, "{scene:?} {signals:?}");
    let (disposable, relay) = (Err(Reason::DisposableEmail), Err(Reason::RelayEmail));
    check(scene(EmailSort::Disposable), &none, disposable);
    check(scene(EmailSort::Disposable), &allowed, Ok(false));
    check(scene(EmailSort::Disposable).listed(StaffList::AllowedDomains, 500), &none, Ok(false));
    check(scene(EmailSort::Relay), &none, relay);
    check(scene(EmailSort::Relay), &allowed, Ok(false));
    check(scene(EmailSort::Relay), &denied, disposable);
    check(scene(EmailSort::Plain), &none, Ok(false));
    check(scene(EmailSort::Plain), &denied, disposable);
    check(scene(EmailSort::Plain).listed(StaffList::DeniedDomains, 500), &none, disposable);
    check(scene(EmailSort::Plain).listed(StaffList::AllowedDomains, 500), &denied, Ok(false));
    check(scene(EmailSort::Plain).listed(StaffList::DeniedDomains, 501), &none, Ok(false));
}

#[test]
fn scores_add_up() {
    let scene = innocent().both(MarkKind::Device, 99).both(MarkKind::Address, 98).both(MarkKind::Phone, 97);
    let points = signals(|signal| match signal {
        Signal::SamePhone => Action::Score(60),
        Signal::SameAddress => Action::Score(30),
        Signal::SameDevice => Action::Score(10),
        Signal::SameCard => Action::Score(1_000),
        _ => Action::Off,
    });
    let check = |review_at, block_at, want| {
        let signals = Signals { review_at, block_at, ..points.clone() };
        let judged = scene.judged(&signals);
        assert_eq!((judged.verdict, judged.checks.last().unwrap().saw), (want, Seen::Count(100)));
    };
    check(Some(101), Some(102), Ok(false));
    check(Some(100), Some(101), Ok(true));
    check(Some(50), Some(100), Err(Reason::FraudScore));
    // One that blocks ends it before any sum.
    let blocking =
        Signals { actions: points.actions.map(|action| if action == Action::Score(10) { Action::Block } else { action }), ..points.clone() };
    assert_eq!(scene.judged(&blocking).verdict, Err(Reason::SameDevice));
}

fn any_action() -> impl Strategy<Value = Action> {
    prop_oneof![3 => Just(Action::Off), 2 => Just(Action::Review), 2 => (1u16..60).prop_map(Action::Score), 1 => Just(Action::Block)]
}

fn any_profile() -> impl Strategy<Value = Profile> {
    let kinds = vec![MarkKind::Mailbox, MarkKind::Phone, MarkKind::Address, MarkKind::Device, MarkKind::Card, MarkKind::CardDigits, MarkKind::Ip];
    let marks = prop::collection::vec((prop::sample::select(kinds), 1u32..6), 0..8);
    let sorts = prop::sample::select(vec![EmailSort::Plain, EmailSort::Disposable, EmailSort::Relay]);
    (marks, 500u32..503, sorts).prop_map(|(marks, domain, sort)| profile(&marks, domain, sort))
}

prop_compose! {
    fn any_scene()(friend in any_profile(), advocate in any_profile(), customers in [1u32..4, 1u32..4], channel in prop::option::of(300u32..302),
                   counts in [prop::option::of(0u32..5), prop::option::of(0u32..5), prop::option::of(0u32..5)], people in 1u32..5,
                   orders in 0u32..5, refunds in 0u32..5, entry in 0usize..5) -> Scene {
        let sharing = friend.marks.iter().map(|mark| (*mark, people)).collect();
        let lists = [(StaffList::ALL[entry], vec![key([500, 501, 502, 1, 300][entry])])].into_iter().collect();
        let [signups, placed, won] = counts;
        Scene { friend, advocate, customers, channel, signups, orders: placed, sharing, won, friends_orders: (orders, refunds.min(orders)), lists }
    }
}

prop_compose! {
    fn any_signals()(actions in prop::collection::vec(any_action(), Signal::ALL.len()), review_at in prop::option::of(1u16..100),
                     above in prop::option::of(1u16..100), limits in [0u32..4, 0u32..4, 0u32..4, 2u32..4], trusted in prop::option::of(1u32..6)) -> Signals {
        let block_at = above.map(|above| review_at.unwrap_or(0) + above);
        let [signups_per_ip, orders_per_ip, velocity_friends, cluster_size] = limits;
        let trusted_ips = trusted.map(Identity).into_iter().collect();
        let actions = actions.try_into().unwrap();
        let numbers = Signals { signups_per_ip, orders_per_ip, velocity_friends, cluster_size, refund_after: 2, ..Signals::default() };
        Signals { review_at, block_at, actions, trusted_ips, ..numbers }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn judging_twice_comes_to_the_same(scene in any_scene(), signals in any_signals()) {
        prop_assert_eq!(scene.judged(&signals), scene.judged(&signals));
    }

    #[test]
    fn looking_at_more_never_gives_what_was_refused(scene in any_scene(), signals in any_signals(), no in 0usize..17) {
        let mut off = signals;
        off.actions[no] = Action::Off;
        let mut review = off.clone();
        review.actions[no] = Action::Review;
        match (scene.judged(&off).verdict, scene.judged(&review).verdict) {
            (Err(reason), verdict) => prop_assert_eq!(verdict, Err(reason)),
            (Ok(waited), verdict) => prop_assert!(verdict == Ok(true) || verdict == Ok(waited)),
        }
    }

    #[test]
    fn a_verdict_is_what_its_checks_say(scene in any_scene(), signals in any_signals()) {
        let Judgement { checks, verdict } = scene.judged(&signals);
        let refusals: Vec<_> = checks.iter().filter_map(|check| if let Answer::Refuse(reason) = check.answer { Some(reason) } else { None }).collect();
        prop_assert_eq!(refusals, verdict.err().into_iter().collect::<Vec<_>>());
        if let Ok(waits) = verdict {
            prop_assert_eq!(waits, checks.iter().any(|check| check.answer == Answer::Wait));
        }
        prop_assert!(checks.iter().all(|check| check.kind != CheckKind::Signal(Signal::SameCardDigits) || !matches!(check.answer, Answer::Refuse(_))));
        prop_assert!(checks.windows(2).all(|pair| pair[0].kind < pair[1].kind), "in the order of the signals, each once");
    }
}
