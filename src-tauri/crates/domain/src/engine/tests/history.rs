//! Random histories: few people, codes and orders, so that everything that can meet does, on time and late, once and twice.

use super::kinds;
use super::paid::{self, Pay, pay};
use crate::event::{
    Account, Event, EventClass, EventId, Fact, Funds, Line, OrderBody, OrderChange, PayoutResult, PurchaseKind, RejudgeWhy, StaffAct, StaffAction,
    StaffList,
};
use crate::fold;
use crate::money::{Currency, Money};
use crate::name::{ActorKey, CategoryKey, ChannelKey, ClickKey, CodeKey, CustomerKey, Identity, Key, NameTable, OrderKey};
use crate::outcome::Outcome;
use crate::party::PartyName;
use crate::payout::Generation;
use crate::program::{Action, GrantOption, Programs, Signal, Signals, Trigger, file};
use crate::reward::{AnyReward, Occasion, RewardKey, Role};
use crate::rollup::Rollup;
use crate::state::{EmailSort, State};
use crate::time::{Span, Timestamp};
use proptest::option::of;
use proptest::prelude::*;

/// What somebody does, in numbers small enough to collide.
#[derive(Debug, Clone)]
pub(super) enum Act {
    Register { who: u8, email: Option<u8>, code: Option<u8>, click: Option<u8>, marks: u32 },
    Update { who: u8, email: Option<u8>, marks: u32 },
    Delete { who: u8 },
    Issue { code: u8, who: u8 },
    Disable { code: u8 },
    Click { code: u8, click: u8 },
    Contact { who: u8, code: Option<u8>, click: Option<u8> },
    Order { order: u8, change: OrderChange, buyer: Buyer, told: bool },
    Money { order: u8, captured: u8, refunded: u8, charged_back: u8, stale: bool },
    Payout { reward: u8, result: PayoutResult },
    Used { reward: u8, minor: u8 },
    Review { reward: u8, what: u8, stale: bool },
    Attribute { who: u8, code: u8 },
    Program { what: u8 },
    Owned { order: u8, who: u8, email: Option<u8> },
    BondTakenOver { who: u8, by: u8, code: u8 },
    RewardTakenOver { order: Option<u8>, who: u8, by: u8, minor: u8 },
    Again { event: u8, why: RejudgeWhy },
    Purchase { purchase: u8, kind: PurchaseKind, who: u8, items: u8 },
    PaidBack { purchase: u8, quarters: u8, stale: bool },
    Trial { who: u8 },
    Role { who: u8, role: u8 },
    Custom { who: u8, base: Option<u8> },
    Partner { partner: u8, who: u8 },
    Chosen { reward: u8, option: u8 },
    Expired { reward: u8, minor: Option<u8> },
    Listed { list: StaffList, entry: u8, is_in: bool },
    RejectReferral { who: u8 },
    Pay(Pay),
    Time,
}

#[derive(Debug, Clone)]
pub(super) struct Buyer {
    who: Option<u8>,
    email: u8,
    code: Option<u8>,
    click: Option<u8>,
    items: u8,
    by_gift_card: bool,
    marks: u32,
}

/// An act, hours after the last one; a late one lies days before its neighbours.
pub(super) type Timed = (Act, u16, Option<u8>);

pub(super) fn acts() -> impl Strategy<Value = Vec<Timed>> {
    let first = |code: u8| (Act::Issue { code, who: code }, 0, None);
    let later = (act(), 0u16..100, of(1u8..40)).prop_map(|(act, hours, late)| (act, hours, late.filter(|days| days % 4 == 0)));
    // Some histories begin with codes that work, so that they come to something; others find nothing in place.
    let codes = prop_oneof![3 => Just((1..5).map(first).collect::<Vec<_>>()), 1 => Just(Vec::new())];
    (codes, prop::collection::vec(later, 1..80)).prop_map(|(codes, later)| codes.into_iter().chain(later).collect())
}

fn act() -> impl Strategy<Value = Act> {
    let (who, code, click, order, reward) = (0u8..6, 0u8..5, 0u8..2, 0u8..6, any::<u8>());
    let buyer = (of(0u8..6), 0u8..5, of(0u8..5), of(0u8..2), any::<u8>(), prop::bool::weighted(0.1), any::<u32>())
        .prop_map(|(who, email, code, click, items, by_gift_card, marks)| Buyer { who, email, code, click, items, by_gift_card, marks });
    let change = prop::sample::select(vec![
        OrderChange::Placed,
        OrderChange::Placed,
        OrderChange::Confirmed,
        OrderChange::Confirmed,
        OrderChange::Confirmed,
        OrderChange::Confirmed,
        OrderChange::Confirmed,
        OrderChange::Confirmed,
        OrderChange::Confirmed,
        OrderChange::Confirmed,
        OrderChange::Changed,
        OrderChange::PaymentFailed,
        OrderChange::Cancelled,
    ]);
    let result = prop::sample::select(vec![PayoutResult::ISSUED, PayoutResult::ISSUED, PayoutResult::REFUSED, PayoutResult::Unknown]);
    let captured = prop::sample::select(vec![0u8, 2, 4, 4, 4, 4, 4]);
    let refunded = prop::sample::select(vec![0u8, 0, 0, 0, 1, 2, 4]);
    let why = prop::sample::select(vec![
        RejudgeWhy::CodeLearned,
        RejudgeWhy::BoundLate,
        RejudgeWhy::GuestLinked,
        RejudgeWhy::Attributed,
        RejudgeWhy::TakenOver,
    ]);
    let of_the_shop = prop_oneof![
        3 => (who.clone(), of(0u8..5), of(0u8..5), of(click.clone()), any::<u32>())
            .prop_map(|(who, email, code, click, marks)| Act::Register { who, email, code, click, marks }),
        2 => (who.clone(), of(0u8..5), any::<u32>()).prop_map(|(who, email, marks)| Act::Update { who, email, marks }),
        1 => who.clone().prop_map(|who| Act::Delete { who }),
        1 => (code.clone(), who.clone()).prop_map(|(code, who)| Act::Issue { code, who }),
        1 => (code.clone(), click.clone()).prop_map(|(code, click)| Act::Click { code, click }),
        1 => (code.clone(), 0u8..12).prop_map(|(code, what)| if what == 0 { Act::Disable { code } } else { Act::Program { what: what % 4 } }),
        3 => (who.clone(), of(code.clone()), of(click)).prop_map(|(who, code, click)| Act::Contact { who, code, click }),
        14 => (order.clone(), change, buyer, prop::bool::weighted(0.8)).prop_map(|(order, change, buyer, told)| Act::Order { order, change, buyer, told }),
        14 => (order, captured, refunded, prop::sample::select(vec![0u8, 0, 0, 0, 0, 4]), prop::bool::weighted(0.1))
            .prop_map(|(order, captured, refunded, charged_back, stale)| Act::Money { order, captured, refunded, charged_back, stale }),
        4 => (reward, result).prop_map(|(reward, result)| Act::Payout { reward, result }),
        1 => (reward, any::<u8>()).prop_map(|(reward, minor)| Act::Used { reward, minor }),
        6 => (reward, 0u8..12, prop::bool::weighted(0.1)).prop_map(|(reward, what, stale)| Act::Review { reward, what, stale }),
        1 => (who.clone(), code.clone()).prop_map(|(who, code)| Act::Attribute { who, code }),
        1 => (0u8..6, who.clone(), of(0u8..5)).prop_map(|(order, who, email)| Act::Owned { order, who, email }),
        1 => (who.clone(), who.clone(), code).prop_map(|(who, by, code)| Act::BondTakenOver { who, by, code }),
        1 => (of(0u8..6), who.clone(), who, 0u8..50).prop_map(|(order, who, by, minor)| Act::RewardTakenOver { order, who, by, minor }),
        4 => (any::<u8>(), why).prop_map(|(event, why)| Act::Again { event, why }),
        2 => Just(Act::Time),
    ];
    prop_oneof![8 => of_the_shop, 2 => elsewhere(), 2 => pay().prop_map(Act::Pay)]
}

/// What is no shop's order, and what people say of rewards and referrals.
fn elsewhere() -> impl Strategy<Value = Act> {
    let (who, reward, purchase) = (0u8..6, any::<u8>(), 0u8..5);
    let kind = prop::sample::select(vec![PurchaseKind::Topup, PurchaseKind::Subscription, PurchaseKind::Renewal]);
    prop_oneof![
        5 => (purchase.clone(), kind, who.clone(), any::<u8>()).prop_map(|(purchase, kind, who, items)| Act::Purchase { purchase, kind, who, items }),
        4 => (purchase, prop::sample::select(vec![0u8, 2, 4, 4, 5]), prop::bool::weighted(0.2)).prop_map(|(purchase, quarters, stale)| Act::PaidBack { purchase, quarters, stale }),
        2 => who.clone().prop_map(|who| Act::Trial { who }),
        4 => (who.clone(), 0u8..3).prop_map(|(who, role)| Act::Role { who, role }),
        2 => (who.clone(), of(any::<u8>())).prop_map(|(who, base)| Act::Custom { who, base }),
        2 => (who.clone(), who.clone()).prop_map(|(partner, who)| Act::Partner { partner, who }),
        5 => (reward, 0u8..3).prop_map(|(reward, option)| Act::Chosen { reward, option }),
        2 => (reward, of(any::<u8>())).prop_map(|(reward, minor)| Act::Expired { reward, minor }),
        1 => (prop::sample::select(&StaffList::ALL[..]), 201u8..204, any::<bool>()).prop_map(|(list, entry, is_in)| Act::Listed { list, entry, is_in }),
        3 => who.prop_map(|who| Act::RejectReferral { who }),
    ]
}

/// Programs that between them use every kind of rule, under several policies.
pub(super) fn programs(which: usize) -> Programs {
    if let Some(which) = which.checked_sub(WITH_THIRD + 3) {
        return kinds::programs(which);
    }
    let roles = if which < WITH_THIRD { "" } else { "\nroles = [\"member\", \"pro\", \"vip\"]" };
    let policies =
        ["", "touch = \"last\"\nbind_at = \"order\"\nexisting_customers = \"allow\"", "bind_at = \"registration\"\nearning_window_days = 40"];
    let grants = "[[rule.grant]]\nto = \"advocate\"\nreward = { rail = \"gift_card\" }\nvalue = { fixed = { EUR = \"0.70\" } }\n\
                  [[rule.grant]]\nto = \"friend\"\nreward = { rail = \"wallet\" }\n";
    let share = "value = { percent = \"33.3\", of = \"items\", cap = { EUR = \"0.50\" } }\n";
    let fixed = "value = { fixed = { EUR = \"0.20\" } }\n";
    let (policy, mode) = (policies[which % 3], ["\"auto\"", "\"manual\"", "{ limited = { percent = 50 } }"][which / 3 % 3]);
    let first = format!(
        "id = \"one\"\nname = \"One\"\nmode = {mode}\n[attribution]\n{policy}{roles}\n\
         [[rule]]\nid = \"r1\"\non = [\"order_confirmed\"]\nsettlement = \"captured\"\nhold_days = 7\nrefund_window_days = 20\noccurrence = \"every\"\nlimits = {{ per_friend = 2 }}\n{grants}{share}\
         [[rule]]\nid = \"r2\"\non = [\"customer_registered\"]\noccurrence = \"every\"\nhold_days = 2\n{grants}{fixed}"
    );
    let second = format!(
        "id = \"two\"\nname = \"Two\"\nmode = \"auto\"\n[[rule]]\nid = \"r1\"\non = [\"order_captured\"]\nhold_days = 3\non_partial_refund = \"full\"\n{grants}{share}\
         [[rule]]\nid = \"r4\"\non = [\"order_captured\", \"topup\"]\noccurrence = {{ first_n = 2 }}\nrefund_window_days = 9\nminimum = {{ of = \"items\", EUR = \"0.40\" }}\n{grants}{share}"
    );
    let mut names = NameTable::default();
    let mut first = file::parse(&first, &mut names).unwrap();
    let mut second = file::parse(&second, &mut names).unwrap();
    first.program.signals = signals(which);
    second.program.signals = Signals { actions: Signal::ALL.map(|_| Action::Off), ..Signals::default() };
    let third = (which >= WITH_THIRD).then(|| file::parse(THIRD, &mut names).unwrap().program);
    Programs::new(first.policy.unwrap(), [first.program, second.program].into_iter().chain(third).collect())
}

/// How many sets of programs there are. Three have a third program, which says much that the other two do not; the last ones say the rest.
pub(super) const COUNT: usize = WITH_THIRD + 3 + kinds::COUNT;

/// From here on there is a third program.
pub(super) const WITH_THIRD: usize = 9;

const THIRD: &str = include_str!("third.toml");

/// The default; one that counts every signal; one that holds everything, with numbers that few people reach.
fn signals(which: usize) -> Signals {
    let few = Signals {
        signups_per_ip: 1,
        orders_per_ip: 1,
        velocity_friends: 1,
        velocity_hours: 48,
        cluster_size: 3,
        refund_after: 1,
        ..Signals::default()
    };
    match which % 3 {
        0 => Signals { trusted_ips: vec![Identity(302)], trusted_networks: vec![Identity(351)], ..Signals::default() },
        1 => Signals { review_at: Some(30), block_at: Some(60), actions: Signal::ALL.map(|_| Action::Score(10)), ..few },
        _ => Signals { actions: Signal::ALL.map(|_| Action::Review), excluded_customers: vec![CustomerKey(number(5))], ..few },
    }
}

/// The same programs, which look for no signal.
pub(super) fn unsuspecting(which: usize) -> Programs {
    let programs = programs(which);
    let off = Signals { actions: Signal::ALL.map(|_| Action::Off), ..Signals::default() };
    let versions = programs.versions().iter().map(|program| crate::program::Program { signals: off.clone(), ..program.clone() });
    Programs::new(programs.policy.clone(), versions.collect())
}

/// A history as it was folded: every event with its outcome.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    pub(super) events: Vec<Event>,
    pub(super) steps: Vec<(Event, Outcome)>,
    pub(super) state: State,
    pub(super) rollup: Rollup,
}

/// Turns acts into events, one after the other, because some name rewards that the ones before have made.
pub(super) fn happen(programs: &Programs, acts: &[Timed]) -> History {
    let mut history = History::default();
    let mut now = Timestamp::parse("2026-01-01T00:00:00Z").unwrap();
    for (no, (act, hours, late)) in acts.iter().enumerate() {
        now = now.plus(Span::minutes(u32::from(*hours) * 60));
        let at = late.map_or(now, |days| now.minus(Span::days(u32::from(days))));
        let Some(fact) = fact(act, &history, at, programs) else { continue };
        let id = EventId::new(EventClass::Named, Key::from_bits(i64::try_from(no).unwrap()));
        let event = Event { id, at, seen_at: None, fact };
        let History { state, rollup, steps, .. } = &mut history;
        fold::fold(state, programs, &event, rollup, |event, outcome, _| steps.push((event.clone(), outcome.clone())));
        history.events.push(event);
    }
    history
}

fn number(n: u8) -> Key {
    Key::from_bits(i64::from(n))
}

fn fact(act: &Act, history: &History, at: Timestamp, programs: &Programs) -> Option<Fact> {
    let state = &history.state;
    let customer = |n: u8| CustomerKey(number(n));
    let code = |n: u8| CodeKey(number(n));
    let click = |n: u8| ClickKey(number(n));
    let picked = |n: u8| {
        let count = u8::try_from(state.rewards.len()).unwrap();
        let id = crate::reward::RewardId(u32::from(n.checked_rem(count)?));
        state.rewards.get(&id)
    };
    Some(match act {
        Act::Register { who, email, code: by, click: with, marks } => {
            Fact::CustomerRegistered(Account { ref_code: by.map(code), click: with.map(click), ..account(*who, *email, *marks) })
        }
        Act::Update { who, email, marks } => {
            // People change their accounts mostly to confirm what stands there.
            let confirmed = marks >> 30 > 0;
            Fact::CustomerUpdated(Account { email_verified: confirmed.then_some(true), ..account(*who, *email, *marks) })
        }
        Act::Delete { who } => Fact::CustomerDeleted { customer: customer(*who) },
        Act::Issue { code: by, who } => Fact::CodeIssued { code: code(*by), customer: customer(*who), inferred: *by == 0, by: None },
        Act::Disable { code: by } => Fact::CodeDisabled { code: code(*by), by: None },
        Act::Click { code: by, click: with } => Fact::LinkClicked { code: code(*by), click: click(*with) },
        Act::Contact { who, code: by, click: with } => Fact::Interaction { customer: customer(*who), ref_code: by.map(code), click: with.map(click) },
        Act::Order { order, change, buyer, told } => {
            let body = told.then(|| Box::new(body(buyer)));
            Fact::Order { order: OrderKey(number(*order)), change: *change, body }
        }
        Act::Money { order, captured, refunded, charged_back, stale } => {
            let payable = state.orders.get(&OrderKey(number(*order))).map_or(100, |order| order.payable);
            let quarters = |n: u8, of: i64| of * i64::from(n) / 4;
            let captured = quarters(*captured, payable);
            let funds = Funds { captured, refunded: quarters(*refunded, captured), charged_back: quarters(*charged_back, captured) };
            let as_of = if *stale { at.minus(Span::days(30)) } else { at };
            Fact::OrderMoney { order: OrderKey(number(*order)), funds, currency: Currency::parse("EUR").unwrap(), as_of }
        }
        Act::Payout { reward, result } => {
            let reward = picked(*reward)?;
            Fact::PayoutKnown { reward: reward.terms().key, rail: reward.terms().rail, generation: Generation::FIRST, result: *result }
        }
        Act::Used { reward, minor } => {
            // No shop lets more be used than is on the card.
            let AnyReward::Settled(reward) = picked(*reward)? else { return None };
            Fact::RewardUsed { reward: reward.terms.key, amount: reward.amount().with_minor(i64::from(*minor).min(reward.minor)) }
        }
        Act::Review { reward, what, stale } => {
            let reward = picked(*reward)?;
            let (key, expects) = (reward.terms().key, reward.revision() + u32::from(*stale));
            staff(match what {
                0 => StaffAction::Reject { reward: key, expects },
                1 => StaffAction::Hold { reward: key, expects, until: at.plus(Span::days(3)) },
                _ => StaffAction::Approve { reward: key, expects },
            })
        }
        Act::Attribute { who, code: by } => staff(StaffAction::Attribute { customer: customer(*who), code: code(*by) }),
        Act::Program { what } => {
            let program = programs.versions()[0].id;
            match what {
                0 => Fact::ProgramPaused { program, by: None },
                1 => Fact::ProgramEnded { program, by: None },
                _ => Fact::ProgramActivated { program, version: 1, from: at },
            }
        }
        Act::Owned { order, who, email } => {
            let email = email.map(|email| Identity(u32::from(email) + 1));
            Fact::OrderOwned { order: OrderKey(number(*order)), customer: customer(*who), email }
        }
        Act::BondTakenOver { who, by, code: with } => {
            let since = at.minus(Span::days(u32::from(*with) * 9));
            Fact::ReferralTakenOver { friend: customer(*who), advocate: customer(*by), code: code(*with), since }
        }
        Act::RewardTakenOver { order, who, by, minor } => {
            let program = &programs.versions()[0];
            let rule = program.rules.iter().find(|rule| (rule.on == [Trigger::Registered]) == order.is_none())?;
            let occasion = order.map_or(Occasion::Registration, |order| Occasion::Order(OrderKey(number(order))));
            let reward = RewardKey { rule: rule.id, friend: PartyName::Customer(customer(*who)), occasion, role: Role::Advocate };
            let amount = Money::new(i64::from(*minor), Currency::parse("EUR").unwrap()).into();
            Fact::RewardTakenOver { reward, program: program.id, beneficiary: customer(*by), amount, given_at: at.minus(Span::days(50)) }
        }
        Act::Again { event, why } => {
            let count = history.steps.len();
            let old = &history.steps.get(usize::from(*event) * count / 256)?.0;
            again(old, *why)?
        }
        Act::Purchase { purchase, kind, who, items } => Fact::Purchase {
            purchase: purchase_key(*purchase),
            kind: *kind,
            customer: customer(*who),
            amount: Money::new(i64::from(*items), Currency::parse("EUR").unwrap()),
            period_days: None,
        },
        Act::PaidBack { purchase, quarters, stale } => {
            let paid = state.orders.get(&purchase_key(*purchase)).map_or(100, |order| order.payable);
            let refunded = Money::new(paid * i64::from(*quarters) / 4, Currency::parse("EUR").unwrap());
            let as_of = if *stale { at.minus(Span::days(30)) } else { at };
            Fact::PurchaseRefunded { purchase: purchase_key(*purchase), refunded, as_of }
        }
        Act::Trial { who } => Fact::TrialStarted { customer: customer(*who), period_days: None },
        Act::Role { who, role } => {
            let roles = &programs.policy_at(at).roles;
            Fact::RoleUpgraded { customer: customer(*who), role: roles.get(usize::from(*role)).copied().unwrap_or(number(*role)) }
        }
        Act::Custom { who, base } => {
            let named = programs.versions().iter().flat_map(|program| &program.rules).flat_map(|rule| &rule.on);
            let name = named.into_iter().find_map(|on| if let Trigger::Custom(name) = on { Some(*name) } else { None });
            let amount_base = base.map(|base| Money::new(i64::from(base), Currency::parse("EUR").unwrap()));
            Fact::Custom { name: name.unwrap_or(number(7)), customer: customer(*who), amount_base }
        }
        Act::Partner { partner, who } if partner == who => return None,
        Act::Partner { partner, who } => Fact::PartnerOnboarded { partner: customer(*partner), customer: customer(*who) },
        Act::Chosen { reward, option } => {
            // Of the rewards that wait for a choice, if there are any.
            let is_choice = |reward: &&AnyReward| options_of(programs, reward).len() > 1 && matches!(reward, AnyReward::Waiting(_));
            let mut waiting: Vec<&AnyReward> = state.rewards.values().filter(is_choice).collect();
            waiting.sort_by_key(|reward| reward.terms().key);
            let reward = waiting.get(usize::from(*reward).checked_rem(waiting.len()).unwrap_or(0)).copied().or_else(|| picked(*reward))?;
            let named = options_of(programs, reward).get(usize::from(*option)).and_then(|option| option.name);
            Fact::RewardChosen { reward: reward.terms().key, option: named.unwrap_or(number(*option)) }
        }
        Act::Expired { reward, minor } => {
            let reward = picked(*reward)?;
            let amount = minor.map(|minor| reward.amount().with_minor(i64::from(minor).min(reward.amount().minor)));
            Fact::RewardExpired { reward: reward.terms().key, amount }
        }
        Act::Listed { list, entry, is_in } => {
            let entry = if *list == StaffList::ExcludedCustomers { number(*entry % 6) } else { number(*entry) };
            Fact::ListChanged { list: *list, entry, is_in: *is_in, by: None }
        }
        Act::RejectReferral { who } => staff(StaffAction::RejectReferral { friend: PartyName::Customer(customer(*who)) }),
        Act::Pay(act) => return paid::fact(act, state),
        Act::Time => Fact::TimePassed,
    })
}

fn purchase_key(n: u8) -> OrderKey {
    OrderKey(number(100 + n))
}

/// The options of the grant that promised a reward.
fn options_of<'p>(programs: &'p Programs, reward: &AnyReward) -> &'p [GrantOption] {
    let terms = reward.terms();
    let rule = programs.version(terms.program, terms.version).and_then(|program| program.rule(terms.key.rule));
    let grant = rule.and_then(|rule| rule.grants.iter().find(|grant| grant.to == terms.key.role));
    grant.map_or(&[], |grant| grant.options.as_slice())
}

/// What judges an event again; what has done so before is not.
pub(super) fn again(old: &Event, why: RejudgeWhy) -> Option<Fact> {
    (!matches!(old.fact, Fact::Rejudge { .. })).then(|| Fact::Rejudge { event: Box::new(old.clone()), why })
}

fn staff(action: StaffAction) -> Fact {
    Fact::Staff(StaffAct { actor: ActorKey(number(9)), reason: Identity(99), action })
}

/// One of three, or none: so many people share them. Each sort of thing has digits of its own in the number.
fn one_of(marks: u32, sort: u32) -> Option<Identity> {
    let digit = marks / 4u32.pow(sort) % 4;
    (digit > 0).then_some(Identity(100 * (sort + 1) + digit))
}

/// The network that an address lies in: two of the three share one.
fn within(ip: Option<Identity>) -> Vec<Identity> {
    ip.map(|ip| Identity(350 + ip.0 % 2)).into_iter().collect()
}

fn told(marks: u32, bit: u32) -> Option<bool> {
    (marks >> (20 + bit) & 1 == 1).then_some(marks >> (22 + bit) & 1 == 1)
}

/// A domain, and what sort of address it gives out.
fn domain(marks: u32) -> (Option<Key>, EmailSort) {
    match marks >> 26 & 3 {
        0 => (None, EmailSort::Plain),
        1 => (Some(number(201)), EmailSort::Plain),
        2 => (Some(number(202)), EmailSort::Disposable),
        _ => (Some(number(203)), EmailSort::Relay),
    }
}

fn account(who: u8, email: Option<u8>, marks: u32) -> Account {
    let (email_domain, email_sort) = domain(marks);
    Account {
        customer: CustomerKey(number(who)),
        email: email.map(|email| Identity(u32::from(email) + 1)),
        mailbox: one_of(marks, 0),
        phone: one_of(marks, 1),
        email_verified: told(marks, 0),
        phone_verified: told(marks, 1),
        ref_code: None,
        click: None,
        ip: one_of(marks, 2),
        ip_within: within(one_of(marks, 2)),
        device: one_of(marks, 3),
        email_domain,
        domains_above: email_domain.filter(|domain| *domain == number(203)).map(|_| number(201)).into_iter().collect(),
        email_sort,
        groups: (0..marks >> 28 & 1).map(|_| number(210)).collect(),
        role: None,
    }
}

/// Two lines, one of them without a category.
fn lines(items: u8) -> Vec<Line> {
    let (one, whole) = (i64::from(items / 3), i64::from(items));
    let line = |category, minor| Line { category, minor, quantity: 1 };
    vec![line(Some(CategoryKey(number(30 + items % 3))), one), line(None, whole - one)]
}

fn body(buyer: &Buyer) -> OrderBody {
    let items = i64::from(buyer.items);
    let (email_domain, email_sort) = domain(buyer.marks);
    OrderBody {
        customer: buyer.who.map(|who| CustomerKey(number(who))),
        email: Some(Identity(u32::from(buyer.email) + 1)),
        mailbox: one_of(buyer.marks, 0),
        email_domain,
        domains_above: email_domain.filter(|domain| *domain == number(203)).map(|_| number(201)).into_iter().collect(),
        email_sort,
        currency: Currency::parse("EUR").unwrap(),
        items,
        items_with_tax: items,
        order_total: items,
        payable: if buyer.by_gift_card { 0 } else { items },
        channel: Some(ChannelKey(number(20 + buyer.items % 2))),
        country: (!buyer.items.is_multiple_of(5)).then_some(if buyer.items.is_multiple_of(3) { *b"FR" } else { *b"DE" }),
        ref_code: buyer.code.map(|code| CodeKey(number(code))),
        click: buyer.click.map(|click| ClickKey(number(click))),
        ip: one_of(buyer.marks, 2),
        ip_within: within(one_of(buyer.marks, 2)),
        device: one_of(buyer.marks, 3),
        card: one_of(buyer.marks, 4),
        card_digits: one_of(buyer.marks, 5),
        address: one_of(buyer.marks, 6),
        is_replacement: buyer.items.is_multiple_of(16),
        lines: lines(buyer.items),
    }
}
