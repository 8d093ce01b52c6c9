//! Random histories: few people, codes and orders, so that everything that can meet does, on time and late, once and twice.

use crate::event::{Account, Event, EventClass, EventId, Fact, Funds, OrderBody, OrderChange, PayoutResult, RejudgeWhy, StaffAct, StaffAction};
use crate::fold;
use crate::money::{Currency, Money};
use crate::name::{ActorKey, ClickKey, CodeKey, CustomerKey, Identity, Key, NameTable, OrderKey};
use crate::outcome::Outcome;
use crate::party::PartyName;
use crate::program::{Programs, Trigger, file};
use crate::reward::{AnyReward, Occasion, RewardKey, Role};
use crate::rollup::Rollup;
use crate::state::State;
use crate::time::{Span, Timestamp};
use proptest::option::of;
use proptest::prelude::*;

/// What somebody does, in numbers small enough to collide.
#[derive(Debug, Clone)]
pub(super) enum Act {
    Register { who: u8, email: Option<u8>, code: Option<u8>, click: Option<u8> },
    Update { who: u8, email: Option<u8> },
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
    let buyer = (of(0u8..6), 0u8..5, of(0u8..5), of(0u8..2), any::<u8>(), prop::bool::weighted(0.1))
        .prop_map(|(who, email, code, click, items, by_gift_card)| Buyer { who, email, code, click, items, by_gift_card });
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
    let result = prop::sample::select(vec![PayoutResult::Issued, PayoutResult::Issued, PayoutResult::Refused, PayoutResult::Unknown]);
    let captured = prop::sample::select(vec![0u8, 2, 4, 4, 4, 4, 4]);
    let refunded = prop::sample::select(vec![0u8, 0, 0, 0, 1, 2, 4]);
    let why = prop::sample::select(vec![RejudgeWhy::CodeLearned, RejudgeWhy::BoundLate, RejudgeWhy::GuestLinked, RejudgeWhy::Attributed]);
    prop_oneof![
        3 => (who.clone(), of(0u8..5), of(0u8..5), of(click.clone())).prop_map(|(who, email, code, click)| Act::Register { who, email, code, click }),
        2 => (who.clone(), of(0u8..5)).prop_map(|(who, email)| Act::Update { who, email }),
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
    ]
}

/// Programs that between them use every kind of rule, under several policies.
pub(super) fn programs(which: usize) -> Programs {
    let policies =
        ["", "touch = \"last\"\nbind_at = \"order\"\nexisting_customers = \"allow\"", "bind_at = \"registration\"\nearning_window_days = 40"];
    let grants = "[[rule.grant]]\nto = \"advocate\"\nreward = { rail = \"gift_card\" }\nvalue = { fixed = { EUR = \"0.70\" } }\n\
                  [[rule.grant]]\nto = \"friend\"\nreward = { rail = \"wallet\" }\n";
    let share = "value = { percent = \"33.3\", of = \"items\", cap = { EUR = \"0.50\" } }\n";
    let fixed = "value = { fixed = { EUR = \"0.20\" } }\n";
    let (policy, mode) = (policies[which % 3], ["\"auto\"", "\"manual\"", "{ limited = { percent = 50 } }"][which / 3 % 3]);
    let first = format!(
        "id = \"one\"\nname = \"One\"\nmode = {mode}\n[attribution]\n{policy}\n\
         [[rule]]\nid = \"r1\"\non = [\"order_confirmed\"]\nsettlement = \"captured\"\nhold_days = 7\nrefund_window_days = 20\noccurrence = \"every\"\nlimits = {{ per_friend = 2 }}\n{grants}{share}\
         [[rule]]\nid = \"r2\"\non = [\"customer_registered\"]\noccurrence = \"every\"\nhold_days = 2\n{grants}{fixed}"
    );
    let second = format!(
        "id = \"two\"\nname = \"Two\"\nmode = \"auto\"\n[[rule]]\nid = \"r1\"\non = [\"order_captured\"]\nhold_days = 3\non_partial_refund = \"full\"\n{grants}{share}\
         [[rule]]\nid = \"r4\"\non = [\"order_captured\"]\noccurrence = {{ first_n = 2 }}\nrefund_window_days = 9\nminimum = {{ of = \"items\", EUR = \"0.40\" }}\n{grants}{share}"
    );
    let mut names = NameTable::default();
    let first = file::parse(&first, &mut names).unwrap();
    let second = file::parse(&second, &mut names).unwrap();
    Programs::new(first.policy.unwrap(), vec![first.program, second.program])
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
        Act::Register { who, email, code: by, click: with } => {
            Fact::CustomerRegistered(Account { ref_code: by.map(code), click: with.map(click), ..account(*who, *email) })
        }
        Act::Update { who, email } => Fact::CustomerUpdated(account(*who, *email)),
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
            Fact::PayoutKnown { reward: reward.terms().key, rail: reward.terms().rail, result: *result }
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
                0 => Fact::ProgramPaused { program },
                1 => Fact::ProgramEnded { program },
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
            let rule = program.rules.iter().find(|rule| (rule.on == Trigger::Registered) == order.is_none())?;
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
        Act::Time => Fact::TimePassed,
    })
}

/// What judges an event again; what has done so before is not.
pub(super) fn again(old: &Event, why: RejudgeWhy) -> Option<Fact> {
    (!matches!(old.fact, Fact::Rejudge { .. })).then(|| Fact::Rejudge { event: Box::new(old.clone()), why })
}

fn staff(action: StaffAction) -> Fact {
    Fact::Staff(StaffAct { actor: ActorKey(number(9)), reason: Identity(99), action })
}

fn account(who: u8, email: Option<u8>) -> Account {
    Account {
        customer: CustomerKey(number(who)),
        email: email.map(|email| Identity(u32::from(email) + 1)),
        mailbox: None,
        phone: None,
        email_verified: None,
        phone_verified: None,
        ref_code: None,
        click: None,
        ip: None,
        device: None,
        groups: Vec::new(),
        role: None,
    }
}

fn body(buyer: &Buyer) -> OrderBody {
    let items = i64::from(buyer.items);
    OrderBody {
        customer: buyer.who.map(|who| CustomerKey(number(who))),
        email: Some(Identity(u32::from(buyer.email) + 1)),
        mailbox: None,
        currency: Currency::parse("EUR").unwrap(),
        items,
        items_with_tax: items,
        order_total: items,
        payable: if buyer.by_gift_card { 0 } else { items },
        channel: None,
        country: None,
        ref_code: buyer.code.map(|code| CodeKey(number(code))),
        click: buyer.click.map(|click| ClickKey(number(click))),
        ip: None,
        device: None,
        card: None,
        address: None,
        is_replacement: buyer.items.is_multiple_of(16),
        lines: Vec::new(),
    }
}
