//! What staff do with money, and which of its options somebody takes of a reward.

use crate::amount;
use crate::facts::Log;
use crate::life::{Reward, Stands, rounded};
use crate::payouts::{Delivery, Known};
use crate::world::{Case, World};
use vouchsafe_domain::event::{Event, Fact, OrderBody};
use vouchsafe_domain::money::Amount;
use vouchsafe_domain::name::{CustomerKey, Key, ProgramKey, RuleKey, Texts};
use vouchsafe_domain::party::PartyName;
use vouchsafe_domain::program::{GrantOption, PartialRefund, Program, Rule};
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::{Rail, Role};
use vouchsafe_domain::time::Timestamp;

impl World<'_> {
    /// A person says what it comes to in all.
    pub(crate) fn adjust(&mut self, i: usize, to: Amount, at: Timestamp) {
        let reward = &self.rewards[i];
        let is_open = matches!(reward.stands, Stands::Waiting | Stands::Due | Stands::Settled);
        let is_told_right = to.asset == reward.given.asset && to.minor > 0 && to.minor != reward.minor && to.minor >= reward.used + reward.expired;
        if !is_open || !is_told_right {
            return;
        }
        // What makes good of what was given up is not said.
        self.left_out |= to.minor > reward.minor && reward.over > 0;
        let order = reward.order.and_then(|order| self.log.order(order));
        let worth_of = |payable: i64| {
            let is_short =
                |order: &&crate::facts::Order| order.funds.refunded + order.funds.charged_back > 0 && order.rest() < payable && order.rest() > 0;
            let short = order.as_ref().filter(|order| is_short(order) && reward.rule.on_partial_refund == PartialRefund::Proportional);
            short.map_or(to.minor, |order| rounded(to.minor, payable, order.rest()))
        };
        let now = order.as_ref().map_or(0, |order| order.body.payable);
        let least = reward.payable.min(now);
        // What is raised is held against what is to be paid now.
        let (worth, payable) = if worth_of(least) > reward.worth { (worth_of(now), now) } else { (worth_of(least), least) };
        let more = to.minor - reward.minor;
        let stands_on = if reward.stands == Stands::Settled { self.delivered(reward) } else { self.pending(reward) };
        let expense = self.expense(reward);
        (self.rewards[i].worth, self.rewards[i].payable, self.rewards[i].was_adjusted) = (worth, payable, true);
        if more < 0 {
            self.lower(i, to.minor, at);
        } else {
            self.rewards[i].post(&expense, &stands_on, more);
            self.rewards[i].minor = to.minor;
            self.rewards[i].worth = worth.max(to.minor);
        }
    }

    /// What stood last is given once more, once nothing of it is outside.
    pub(crate) fn reissue(&mut self, i: usize, at: Timestamp) {
        let (pending, expense) = (self.pending(&self.rewards[i]), self.expense(&self.rewards[i]));
        let reward = &mut self.rewards[i];
        match (reward.stands, reward.delivery.known) {
            (Stands::Reversed(reason), Known::Nothing | Known::Refused | Known::Over) => {
                // What the other side lost was used by right, and is not given twice.
                let minor = reward.minor - if reason == Reason::PayoutGone { reward.cost() - reward.past } else { 0 };
                if minor <= 0 {
                    return;
                }
                (reward.past, reward.was_given_again) = (reward.cost(), true);
                (reward.used, reward.over, reward.expired, reward.carried, reward.set_off) = (0, 0, 0, 0, 0);
                reward.delivery.again();
                (reward.minor, reward.worth) = (minor, reward.worth.max(minor));
                reward.post(&expense, &pending, minor);
                self.is_due(i, at);
            }
            // When it is delivered under another code is not said.
            (Stands::Due, Known::Conflict) => {
                reward.delivery.known = Known::Over;
                reward.delivery.again();
                self.left_out |= self.settles;
            }
            _ => {}
        }
    }

    /// Somebody is given something without a program, at once.
    pub(crate) fn goodwill(
        &mut self,
        event: &Event,
        customer: CustomerKey,
        (program, rule): (ProgramKey, RuleKey),
        (rail, given, valid_days): (Rail, Amount, Option<u32>),
    ) {
        let who = PartyName::Customer(customer);
        if !self.log.is_told_of(customer) || self.log.is_deleted(who) || given.minor <= 0 {
            return;
        }
        let occasion = format!("event-{}", event.id.text(self.names));
        let like = self.programs.versions()[0].clone();
        let rule = Rule { id: rule, hold_days: 0, refund_window_days: 0, ..like.rules[0].clone() };
        let option = GrantOption { name: None, rail, unit: None, valid_days, ..rule.grants[0].options[0].clone() };
        let reward = Reward {
            key: format!("{}/{}/{occasion}/friend", self.names.text(rule.id.0), who.text(self.names)),
            program: Program { id: program, ..like },
            rule,
            friend: who,
            beneficiary: who,
            advocate: who,
            role: Role::Friend,
            occasion,
            order: None,
            has_base: false,
            option,
            step: None,
            once: None,
            given,
            worth: given.minor,
            payable: 0,
            minor: given.minor,
            promised_at: event.at,
            stands: Stands::Due,
            counts_from: Some(event.at),
            settled_at: None,
            used: 0,
            over: 0,
            delivery: Delivery::default(),
            expired: 0,
            set_off: 0,
            carried: 0,
            past: 0,
            waits_captured: false,
            waits_email: false,
            waits_phone: false,
            waits_account: false,
            aged_at: None,
            waits_role: None,
            hold_until: None,
            waits_review: false,
            was_approved: false,
            was_adjusted: false,
            was_given_again: false,
            was_chosen: false,
            posted: Vec::new(),
        };
        let (expense, pending) = (self.expense(&reward), self.pending(&reward));
        self.rewards.push(reward);
        let i = self.rewards.len() - 1;
        self.rewards[i].post(&expense, &pending, given.minor);
        self.is_due(i, event.at);
    }

    /// Another of its options is taken, as long as it waits, by the order as it is now.
    pub(crate) fn choose(&mut self, i: usize, name: Key, at: Timestamp) {
        let reward = self.rewards[i].clone();
        let grant = reward.rule.grants.iter().find(|grant| grant.to == reward.role);
        let option = grant.and_then(|grant| grant.options.iter().find(|option| option.name == Some(name)));
        let Some(option) = option.filter(|option| reward.stands == Stands::Waiting && option.name != reward.option.name) else { return };
        // What a custom event named is not remembered.
        if reward.has_base {
            self.left_out = true;
            return;
        }
        let order = reward.order.and_then(|order| self.log.order(order));
        let case = Case {
            event: String::new(),
            at: reward.promised_at,
            triggers: Vec::new(),
            friend: reward.friend,
            advocate: Some(reward.advocate),
            bound_at: None,
            occasion: reward.occasion.clone(),
            order: order.clone(),
            base: None,
            was_cancelled: false,
        };
        let Ok((given, step)) = amount::amount(self, &case, &reward.program, &reward.rule, (reward.role, option)) else { return };
        if self.budget(&case, &reward.program, given, Some(i)).is_err() {
            return;
        }
        let (expense, pending) = (self.expense(&reward), self.pending(&reward));
        let reward = &mut self.rewards[i];
        reward.post(&pending, &expense, reward.minor);
        (reward.option, reward.step, reward.given) = (option.clone(), step, given);
        (reward.worth, reward.minor, reward.was_chosen) = (given.minor, given.minor, true);
        reward.once = amount::once_at(option, step).or(reward.once.take());
        reward.payable = order.as_ref().map_or(0, |order| order.body.payable);
        reward.post(&expense, &pending, given.minor);
        let Some(order) = order.filter(|_| !self.rewards[i].waits_captured) else { return };
        self.follow_rest(i, &order, at);
        // Of what only a part came for, a part is given.
        if self.rewards[i].rule.waits_for_capture && self.rewards[i].stands == Stands::Waiting && !order.is_captured() {
            let left = rounded(given.minor, order.rest().min(order.body.payable), order.body.payable);
            if left == 0 { self.take_back(i, Reason::NotCaptured) } else { self.lower(i, left, at) }
        }
    }
}

impl Log {
    /// Whether anybody spoke of an account.
    fn is_told_of(&self, who: CustomerKey) -> bool {
        let buyer = |body: &Option<Box<OrderBody>>| body.as_ref().and_then(|body| body.customer);
        self.events().any(|event| match &event.fact {
            Fact::CustomerRegistered(account) | Fact::CustomerUpdated(account) => account.customer == who,
            Fact::CustomerDeleted { customer }
            | Fact::CodeIssued { customer, .. }
            | Fact::Interaction { customer, .. }
            | Fact::TrialStarted { customer, .. }
            | Fact::RoleUpgraded { customer, .. }
            | Fact::Purchase { customer, .. }
            | Fact::Custom { customer, .. } => *customer == who,
            Fact::PartnerOnboarded { partner, customer } => *partner == who || *customer == who,
            Fact::Order { body, .. } => buyer(body) == Some(who),
            _ => false,
        })
    }
}
