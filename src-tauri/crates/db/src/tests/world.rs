//! A small world of parties, bonds and rewards, made without the engine.

use super::{Desk, at, event};
use crate::{Fold, FoldCommit, Tx};
use vouchsafe_domain::event::{Fact, Funds, PurchaseKind};
use vouchsafe_domain::ledger::{Account, Transfer};
use vouchsafe_domain::money::{Amount, Asset, Currency};
use vouchsafe_domain::name::{CodeKey, CustomerKey, Names as _, OrderKey, ProgramKey, RuleKey};
use vouchsafe_domain::outcome::{Change, Decision, GrantVerdict, Outcome};
use vouchsafe_domain::party::{Bond, Party, PartyId, PartyName};
use vouchsafe_domain::program::PartialRefund;
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::{AnyReward, Occasion, Rail, Reward, RewardId, RewardKey, RewardStep, Role, Terms, Waiting};
use vouchsafe_domain::rollup::{FigureCell, PersonFigures, Rollup};
use vouchsafe_domain::state::{Code, OrderRecord, RecordKey, State, Totals};

pub(super) fn currency(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

pub(super) fn asset(code: &str) -> Asset {
    Asset::Currency(currency(code))
}

/// What the commit after the first one changes.
pub(super) struct World {
    pub(super) state: State,
    pub(super) rollup: Rollup,
}

impl World {
    pub(super) fn new() -> Self {
        Self { state: State::default(), rollup: Rollup::default() }
    }

    pub(super) fn party(&mut self, no: u32, name: PartyName) -> PartyId {
        let id = PartyId(no);
        self.state.parties.insert(id, Party::new(name));
        self.rollup.touched.insert(RecordKey::Party(id));
        if let PartyName::Customer(customer) = name {
            self.state.customers.insert(customer, id);
            self.rollup.touched.insert(RecordKey::Customer(customer));
        }
        id
    }

    pub(super) fn bind(&mut self, friend: PartyId, advocate: PartyId, code: CodeKey, second: i64) {
        self.state.parties.get_mut(&friend).unwrap().bond = Some(Bond { advocate, code, at: at(second) });
        self.rollup.touched.insert(RecordKey::Party(friend));
    }

    pub(super) fn merge(&mut self, from: PartyId, into: PartyId) {
        self.state.parties.get_mut(&from).unwrap().merged_into = Some(into);
        self.rollup.touched.insert(RecordKey::Party(from));
    }

    pub(super) fn reward(&mut self, no: u32, reward: AnyReward) {
        self.state.put_reward(RewardId(no), reward);
        self.rollup.touched.insert(RecordKey::Reward(RewardId(no)));
    }

    pub(super) fn step(&mut self, no: u32, step: RewardStep, second: i64) {
        let reward = self.state.rewards[&RewardId(no)].after(step, at(second));
        self.reward(no, reward);
    }

    /// One event for each outcome, and what the world came to.
    pub(super) fn seal(&mut self, tx: &mut Tx<'_>, ids: &str, outcomes: Vec<Outcome>) -> FoldCommit {
        let mut fold = Fold::new();
        for (index, outcome) in outcomes.into_iter().enumerate() {
            let event = event(tx, &format!("{ids}-{index}"), at(0), Fact::TimePassed);
            fold.add(&event, &outcome);
        }
        let rollup = std::mem::take(&mut self.rollup);
        fold.seal(&self.state, &rollup)
    }
}

pub(super) fn terms(tx: &mut Tx<'_>, friend: PartyId, advocate: PartyId, no: u32, minor: i64, code: &str, second: i64) -> Terms {
    let order = OrderKey(tx.key(&format!("{}", 1_000 + no)));
    let friend_name = PartyName::Customer(CustomerKey(tx.key(&format!("{}", friend.0))));
    Terms {
        key: RewardKey {
            rule: RuleKey(tx.key("first-order")),
            friend: friend_name,
            occasion: Occasion::Order(order),
            role: if no.is_multiple_of(3) { Role::Friend } else { Role::Advocate },
        },
        program: ProgramKey(tx.key("gift")),
        version: 1,
        friend,
        beneficiary: if no.is_multiple_of(3) { friend } else { advocate },
        order: Some(order),
        rail: Rail::GiftCard,
        given: Amount { minor, asset: asset(code) },
        created_at: at(second),
        hold_days: 14,
        refund_window_days: 30,
        on_partial_refund: PartialRefund::Proportional,
        wait_until: at(second + 86_400 * 30),
        day: 0,
        option: 0,
        step: None,
        valid_days: None,
    }
}

/// Two hundred rewards in every state, several with one instant and one amount, over a tree of fifty people.
pub(super) async fn filled() -> Desk {
    let desk = Desk::new().await;
    desk.db
        .write(|tx| {
            let mut world = World::new();
            people(tx, &mut world);
            let outcomes = rewards(tx, &mut world);
            world.state.totals = Totals { next_party: 50, next_reward: 200, watermark: at(500) };
            let commit = world.seal(tx, "made", outcomes);
            tx.commit_fold(&commit, at(1_000))?;
            tx.lower_barrier()
        })
        .await
        .unwrap();
    desk
}

fn people(tx: &mut Tx<'_>, world: &mut World) {
    for no in 0..50 {
        let name = CustomerKey(tx.key(&no.to_string()));
        let id = world.party(no, PartyName::Customer(name));
        let email = tx.email_as_written(&format!("p{no}@example.com"));
        world.state.emails.insert(email, id);
        world.rollup.touched.insert(RecordKey::Email(email));
        let code = tx.code(&format!("code{no}"));
        world.state.codes.insert(code, Code { owner: name, issued_at: at(0), inferred: false, disabled_at: None });
        world.rollup.touched.insert(RecordKey::Code(code));
        if no > 0 {
            let advocate = (no - 1) / 3;
            let code = tx.code(&format!("code{advocate}"));
            world.bind(id, PartyId(advocate), code, i64::from(no / 4));
            if no.is_multiple_of(2) {
                world.state.parties.get_mut(&id).unwrap().activated_at = Some(at(i64::from(no)));
            }
        }
        let mut figures = PersonFigures { orders: 1, revenue: i64::from(no) * 100, cost: 7 };
        figures.orders += i64::from(no % 2);
        world.rollup.people.insert((id, currency("EUR")), figures);
    }
}

fn rewards(tx: &mut Tx<'_>, world: &mut World) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for no in 0..200u32 {
        let friend = PartyId(1 + no % 49);
        let advocate = world.state.parties[&friend].bond.unwrap().advocate;
        let code = ["EUR", "JPY", "PLN"][no as usize % 3];
        let terms = terms(tx, friend, advocate, no, i64::from(100 + no % 7), code, i64::from(no % 11));
        let order = terms.order.unwrap();
        world.state.orders.insert(order, order_record(friend, currency(code)));
        world.rollup.touched.insert(RecordKey::Order(order));
        let (reward, waiting) = in_some_state(no, terms);
        world.reward(no, reward);
        outcomes.push(granted(RewardId(no), terms, waiting));
        let cell = FigureCell { month: at(0).month(), channel: None, currency: currency(code) };
        let figures = world.rollup.figures.entry(cell).or_default();
        figures.accrued += terms.given.minor;
    }
    outcomes
}

fn in_some_state(no: u32, terms: Terms) -> (AnyReward, Waiting) {
    let waiting = Waiting {
        captured: no.is_multiple_of(2),
        hold_until: (no % 5 < 2).then(|| at(i64::from(no))),
        review: no.is_multiple_of(7),
        email: no.is_multiple_of(11),
        ..Waiting::default()
    };
    let reward = Reward::granted(terms, waiting);
    let reward = match no % 4 {
        0 => AnyReward::Waiting(reward),
        1 => AnyReward::Due(reward.due(at(50))),
        2 => AnyReward::Void(reward.void(at(60), Reason::Refunded)),
        _ => AnyReward::Settled(reward.due(at(50)).settled(at(70), Rail::GiftCard)),
    };
    (reward, waiting)
}

pub(super) fn granted(reward: RewardId, terms: Terms, waiting: Waiting) -> Outcome {
    Outcome {
        decisions: vec![Decision {
            program: terms.program,
            version: 1,
            rule: terms.key.rule,
            role: terms.key.role,
            friend: terms.friend,
            occasion: terms.key.occasion,
            verdict: GrantVerdict::Granted { reward, amount: terms.given },
            checks: vec![],
        }],
        changes: vec![Change::Rewarded { reward, terms: Box::new(terms), waiting }],
        transfers: vec![Transfer {
            debit: Account::ExpenseRewards(terms.program),
            credit: Account::LiabilityPending(terms.beneficiary),
            amount: terms.given,
            reward,
        }],
    }
}

fn order_record(party: PartyId, currency: Currency) -> OrderRecord {
    OrderRecord {
        party,
        currency,
        placed_at: at(0),
        items: 1,
        items_with_tax: 2,
        order_total: 3,
        payable: 3,
        channel: None,
        kind: PurchaseKind::Order,
        country: None,
        ip: None,
        categories: smallvec::smallvec![],
        credited: None,
        is_replacement: false,
        is_owned: true,
        is_referred: true,
        confirmed_at: None,
        cancelled_at: None,
        funds: Funds::default(),
        funds_as_of: None,
        first_captured_at: None,
        captured_at: None,
        rewards: smallvec::smallvec![],
        course: None,
    }
}
