//! What becomes of a reward after its promise.

use crate::amount;
use crate::facts::{Order, Rest};
use crate::payouts::{Delivery, Known};
use crate::world::World;
use vouchsafe_domain::event::{Event, Fact, OrderChange};
use vouchsafe_domain::money::Amount;
use vouchsafe_domain::name::{Key, OrderKey};
use vouchsafe_domain::party::PartyName;
use vouchsafe_domain::program::{Fate, GrantOption, PartialRefund, Program, Rule, Standing, StepAt};
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::{Rail, Role};
use vouchsafe_domain::time::{Span, Timestamp};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stands {
    Waiting,
    Due,
    Settled,
    Void(Reason),
    Reversed(Reason),
}

#[derive(Debug, Clone)]
pub(crate) struct Reward {
    pub(crate) key: String,
    pub(crate) program: Program,
    pub(crate) rule: Rule,
    pub(crate) friend: PartyName,
    pub(crate) beneficiary: PartyName,
    /// By whom steps are counted.
    pub(crate) advocate: PartyName,
    pub(crate) role: Role,
    pub(crate) occasion: String,
    pub(crate) order: Option<OrderKey>,
    /// Whether its event named an amount of its own.
    pub(crate) has_base: bool,
    pub(crate) option: GrantOption,
    /// Which step it was promised by.
    pub(crate) step: Option<usize>,
    /// The step that it is for, where that is given once.
    pub(crate) once: Option<StepAt>,
    pub(crate) given: Amount,
    /// What the promise comes to by the order as it is now, before refunds.
    pub(crate) worth: i64,
    /// The least that was to be paid of the order since it was promised.
    pub(crate) payable: i64,
    pub(crate) minor: i64,
    pub(crate) promised_at: Timestamp,
    pub(crate) stands: Stands,
    pub(crate) counts_from: Option<Timestamp>,
    pub(crate) settled_at: Option<Timestamp>,
    pub(crate) used: i64,
    /// What was used beyond what stood, before the other side knew that less stands, or nothing.
    pub(crate) over: i64,
    pub(crate) delivery: Delivery,
    pub(crate) expired: i64,
    /// What of it is kept for what its beneficiary owes back.
    pub(crate) set_off: i64,
    /// What was used of it and is owed back.
    pub(crate) carried: i64,
    /// What deliveries before this one cost.
    pub(crate) past: i64,
    pub(crate) waits_captured: bool,
    pub(crate) waits_email: bool,
    pub(crate) waits_phone: bool,
    pub(crate) waits_account: bool,
    pub(crate) aged_at: Option<Timestamp>,
    pub(crate) waits_role: Option<Key>,
    pub(crate) hold_until: Option<Timestamp>,
    pub(crate) waits_review: bool,
    /// A person lets it go on just now although its program rests or its beneficiary is gone.
    pub(crate) was_approved: bool,
    pub(crate) was_adjusted: bool,
    pub(crate) was_given_again: bool,
    pub(crate) was_chosen: bool,
    /// Debits and credits: account, minor units.
    pub(crate) posted: Vec<(String, Amount)>,
}

impl Reward {
    pub(crate) fn wait_until(&self) -> Timestamp {
        self.promised_at.plus(Span::days(self.rule.wait_days))
    }

    pub(crate) fn safe_from(&self) -> Timestamp {
        self.counts_from.map_or(Timestamp::MAX, |from| from.plus(Span::days(self.rule.refund_window_days)))
    }

    pub(crate) fn is_taken_back(&self) -> bool {
        matches!(self.stands, Stands::Void(_) | Stands::Reversed(_))
    }

    pub(crate) fn waits_for_nothing(&self) -> bool {
        let for_somebody = self.waits_email || self.waits_phone || self.waits_account || self.waits_role.is_some();
        !self.waits_captured && !for_somebody && self.aged_at.is_none() && self.hold_until.is_none() && !self.waits_review
    }

    pub(crate) fn unused(&self) -> i64 {
        self.minor - self.set_off - self.used - self.expired
    }

    /// What it costs: what was used or expired of it stays spent when it is taken back, unless it is owed back.
    pub(crate) fn cost(&self) -> i64 {
        let now = match self.stands {
            Stands::Waiting | Stands::Due | Stands::Settled => self.minor + self.over - self.carried,
            Stands::Reversed(_) => self.used + self.over + self.expired - self.carried,
            Stands::Void(_) => 0,
        };
        self.past + now
    }

    /// From one account to another.
    pub(crate) fn post(&mut self, debit: &str, credit: &str, minor: i64) {
        if minor != 0 {
            self.posted.push((debit.to_owned(), self.given.with_minor(minor)));
            self.posted.push((credit.to_owned(), self.given.with_minor(-minor)));
        }
    }
}

impl World<'_> {
    pub(crate) fn expense(&self, reward: &Reward) -> String {
        use vouchsafe_domain::name::Texts;
        format!("expense:rewards:{}", self.names.text(reward.program.id.0))
    }

    pub(crate) fn pending(&self, reward: &Reward) -> String {
        format!("liability:pending:{}", reward.beneficiary.text(self.names))
    }

    pub(crate) fn delivered(&self, reward: &Reward) -> String {
        match reward.option.rail {
            Rail::Wallet => format!("liability:wallet:{}", reward.beneficiary.text(self.names)),
            rail => format!("liability:issued:{}", rail.name()),
        }
    }

    /// Every deadline up to an instant, the earliest first.
    pub(crate) fn pass_time(&mut self, until: Timestamp) {
        loop {
            let next = (0..self.rewards.len()).filter_map(|i| deadline(&self.rewards[i]).map(|at| (at, i))).min();
            let Some((at, i)) = next.filter(|(at, _)| *at <= until) else { return };
            self.deadline_passes(i, at);
        }
    }

    fn deadline_passes(&mut self, i: usize, at: Timestamp) {
        if self.rewards[i].stands == Stands::Settled {
            let (delivered, unused) = (self.delivered(&self.rewards[i]), self.rewards[i].unused());
            self.rewards[i].post(&delivered, "income:breakage", unused);
            self.rewards[i].expired += unused;
            return;
        }
        let reward = &self.rewards[i];
        if reward.wait_until() <= at {
            let missing = [
                (reward.waits_email, Reason::EmailUnverified),
                (reward.waits_phone, Reason::PhoneUnverified),
                (reward.waits_account, Reason::AccountTooYoung),
            ];
            if reward.waits_captured {
                let order = reward.order.and_then(|order| self.log.order(order));
                let (rest, had_something) = order.as_ref().map_or((0, false), |order| (order.rest(), order.funds.captured > 0));
                if rest == 0 {
                    self.take_back(i, if had_something { Reason::Refunded } else { Reason::NotCaptured });
                    return;
                }
                self.captured(i, at);
                if let Some(order) = order {
                    let whole = self.rewards[i].payable.min(order.body.payable);
                    match rounded(self.rewards[i].worth, rest.min(whole), whole) {
                        0 => return self.take_back(i, Reason::NotCaptured),
                        left => self.lower(i, left, at),
                    }
                }
            }
            if let Some((_, reason)) = missing.into_iter().find(|(is_missing, _)| *is_missing) {
                self.take_back(i, reason);
                return;
            }
        }
        let reward = &mut self.rewards[i];
        if reward.hold_until.is_some_and(|hold| hold <= at) {
            reward.hold_until = None;
        }
        if reward.aged_at.is_some_and(|aged| aged <= at) {
            reward.aged_at = None;
        }
        self.go_on(i, at);
    }

    fn captured(&mut self, i: usize, at: Timestamp) {
        let reward = &mut self.rewards[i];
        reward.waits_captured = false;
        reward.counts_from = Some(at);
        let hold = (reward.rule.hold_days > 0).then(|| at.plus(Span::days(reward.rule.hold_days)));
        reward.hold_until = reward.hold_until.max(hold);
    }

    /// What waits for nothing any more is due; the wallet delivers at once.
    pub(crate) fn go_on(&mut self, i: usize, at: Timestamp) {
        let reward = &self.rewards[i];
        if reward.stands != Stands::Waiting || !reward.waits_for_nothing() {
            return;
        }
        if !reward.was_approved && self.log.is_deleted(reward.beneficiary) {
            self.rewards[i].waits_review = true;
            return;
        }
        let rests = self.rests(&reward.program, at);
        let was_paused = self.log.program_rests(reward.program.id, at) == Some(Rest::Paused);
        let program = reward.program.clone();
        match rests {
            Some(Rest::Ended) if program.when_ended == Fate::Void => return self.take_back(i, Reason::ProgramEnded),
            _ if was_paused && program.when_paused == Fate::Review && !reward.was_approved => {
                self.rewards[i].waits_review = true;
                return;
            }
            _ => {}
        }
        self.is_due(i, at);
    }

    pub(crate) fn rests(&self, program: &Program, at: Timestamp) -> Option<Rest> {
        let told = self.log.program_rests(program.id, at);
        let is_over = self.programs.at(at).any(|standing| matches!(standing, Standing::Ended(ended) if ended.id == program.id));
        if is_over { Some(Rest::Ended) } else { told }
    }

    pub(crate) fn settle(&mut self, i: usize, at: Timestamp) {
        let (pending, delivered) = (self.pending(&self.rewards[i]), self.delivered(&self.rewards[i]));
        let reward = &mut self.rewards[i];
        reward.stands = Stands::Settled;
        reward.settled_at = Some(at);
        let minor = reward.minor - reward.set_off;
        if reward.option.rail != Rail::Wallet {
            reward.delivery.known = Known::Outside;
        }
        reward.post(&pending, &delivered, minor);
    }

    pub(crate) fn take_back(&mut self, i: usize, reason: Reason) {
        let (pending, delivered, expense) = (self.pending(&self.rewards[i]), self.delivered(&self.rewards[i]), self.expense(&self.rewards[i]));
        let reward = &mut self.rewards[i];
        match reward.stands {
            Stands::Waiting | Stands::Due => {
                let minor = reward.minor - reward.set_off;
                reward.post(&pending, &expense, minor);
                reward.stands = Stands::Void(reason);
                self.owe_again(i, 0);
            }
            Stands::Settled => {
                let (minor, used) = (reward.unused(), reward.used);
                reward.post(&delivered, &expense, minor);
                reward.stands = Stands::Reversed(reason);
                self.owe_again(i, 0);
                // What the other side lost was used by right.
                if reason != Reason::PayoutGone {
                    self.claw_back(i, used);
                }
                self.is_over(i);
            }
            Stands::Void(_) | Stands::Reversed(_) => {}
        }
    }

    /// What is delivered of it goes first, then what was set off.
    pub(crate) fn lower(&mut self, i: usize, to: i64, at: Timestamp) {
        let (pending, delivered, expense) = (self.pending(&self.rewards[i]), self.delivered(&self.rewards[i]), self.expense(&self.rewards[i]));
        let reward = &mut self.rewards[i];
        let from = if reward.stands == Stands::Settled { delivered } else { pending };
        let floor = reward.used + reward.expired;
        let to = to.max(floor);
        if to < reward.minor {
            let left = reward.set_off.min(to - floor);
            let less = reward.minor - to - (reward.set_off - left);
            reward.post(&from, &expense, less);
            reward.minor = to;
            self.owe_again(i, left);
            self.settle_if_set_off(i, at);
        }
    }

    /// What an event does to the rewards that are there.
    pub(crate) fn follow(&mut self, event: &Event, order: Option<&Order>) {
        for i in 0..self.rewards.len() {
            if let Some(order) = order.filter(|order| self.rewards[i].order == Some(order.key)) {
                self.follow_order(i, event, order);
            }
            self.follow_people(i, event);
            self.follow_payout(i, event);
        }
    }

    /// Money and edits of the order that a reward is for.
    pub(crate) fn follow_order(&mut self, i: usize, event: &Event, order: &Order) {
        let says_nothing =
            matches!(event.fact, Fact::Order { change: OrderChange::Placed | OrderChange::Confirmed | OrderChange::PaymentFailed, .. });
        if self.rewards[i].is_taken_back() || says_nothing {
            return;
        }
        if self.rewards[i].stands == Stands::Settled && event.at >= self.rewards[i].safe_from() {
            return;
        }
        if order.is_cancelled {
            return self.take_back(i, Reason::Cancelled);
        }
        self.rewards[i].payable = self.rewards[i].payable.min(order.body.payable);
        if matches!(event.fact, Fact::Order { body: Some(_), .. }) {
            match amount::again(&self.rewards[i], order) {
                Err(reason) => return self.take_back(i, reason),
                Ok(worth) if worth < self.rewards[i].worth => {
                    self.rewards[i].worth = worth;
                    match self.by_rest(i, order) {
                        0 => return self.take_back(i, Reason::OrderEdited),
                        left => self.lower(i, left, event.at),
                    }
                }
                Ok(_) => {}
            }
        }
        if self.rewards[i].waits_captured {
            if !order.is_captured() {
                return;
            }
            self.captured(i, event.at);
        }
        self.follow_rest(i, order, event.at);
        self.go_on(i, event.at);
    }

    pub(crate) fn follow_rest(&mut self, i: usize, order: &Order, at: Timestamp) {
        let went_back = order.funds.refunded + order.funds.charged_back;
        let (rest, whole) = (order.rest(), self.rewards[i].payable);
        if went_back == 0 {
            return;
        }
        let refunded = if order.funds.charged_back > 0 { Reason::ChargedBack } else { Reason::Refunded };
        if rest == 0 {
            return self.take_back(i, refunded);
        }
        if rest >= whole {
            return;
        }
        match self.by_rest(i, order) {
            0 => self.take_back(i, refunded),
            left => self.lower(i, left, at),
        }
    }

    /// What the promise comes to by what is left of the order's money.
    fn by_rest(&self, i: usize, order: &Order) -> i64 {
        let reward = &self.rewards[i];
        let (rest, whole) = (order.rest(), reward.payable);
        if reward.waits_captured || order.funds.refunded + order.funds.charged_back == 0 || rest >= whole {
            return reward.worth;
        }
        match reward.rule.on_partial_refund {
            _ if rest == 0 => 0,
            PartialRefund::Ignore => reward.worth,
            PartialRefund::Full => 0,
            PartialRefund::Proportional => rounded(reward.worth, rest, whole),
        }
    }
}

/// The next instant at which time alone does something to a reward.
fn deadline(reward: &Reward) -> Option<Timestamp> {
    match reward.stands {
        Stands::Waiting => {
            let misses = reward.waits_captured || reward.waits_email || reward.waits_phone || reward.waits_account;
            [misses.then(|| reward.wait_until()), reward.hold_until, reward.aged_at].into_iter().flatten().min()
        }
        Stands::Settled => {
            let kept_here = !matches!(reward.option.rail, Rail::GiftCard | Rail::Voucher);
            let days = reward.option.valid_days.filter(|_| kept_here && reward.unused() > 0)?;
            reward.settled_at.map(|at| at.plus(Span::days(days)))
        }
        _ => None,
    }
}

/// `value × part ÷ whole`, half to even.
pub(crate) fn rounded(value: i64, part: i64, whole: i64) -> i64 {
    let (product, whole) = (i128::from(value) * i128::from(part), i128::from(whole.max(1)));
    let (down, rest) = (product / whole, product % whole);
    let up = rest * 2 > whole || (rest * 2 == whole && down % 2 == 1);
    i64::try_from(down + i128::from(up)).unwrap()
}
