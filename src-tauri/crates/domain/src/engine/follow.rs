//! What becomes of a reward as its order is edited, paid and paid back, and as time passes.

use super::draft::Draft;
use super::judge::worth;
use crate::money::{Asset, scale_half_even};
use crate::name::Key;
use crate::program::PartialRefund;
use crate::reason::Reason;
use crate::reward::{AnyReward, Occasion, Reward, RewardId, RewardStep, Settled, Terms, Void, Waiting};
use crate::state::OrderRecord;
use crate::time::{Month, Timestamp};

impl Draft<'_> {
    /// What an edit of the order and its money do to a reward.
    pub(super) fn follow(&mut self, id: RewardId, reward: &mut AnyReward, before: &OrderRecord, after: &OrderRecord) {
        self.note_growth(id, reward, before, after);
        if before.differs(after) && !self.is_safe(reward) {
            match self.worth_by(reward.terms(), after) {
                Some(Ok(minor)) if minor < reward.worth() && reward.is_open() => {
                    self.step(id, reward, RewardStep::Edited { minor });
                    let stands = by_money(minor, reward.held_against(after.payable), reward, after);
                    self.lower_to(id, reward, stands, Reason::OrderEdited);
                }
                Some(Err(reason)) => self.take_back(id, reward, reason),
                Some(Ok(_)) | None => {}
            }
        }
        self.follow_money(id, reward, after);
    }

    /// What the order's money does to a reward: it ends the wait for capture, and takes back what was paid back.
    pub(super) fn follow_money(&mut self, id: RewardId, reward: &mut AnyReward, order: &OrderRecord) {
        if order.is_captured() && matches!(reward, AnyReward::Waiting(waiting) if waiting.state.captured) {
            self.step(id, reward, RewardStep::Captured);
        }
        // While the money is still to come, a part that went back can come again: the deadline of the capture says what came of it.
        let payable = reward.held_against(order.payable);
        if order.is_short(payable) && !awaits_money(reward) && !self.is_safe(reward) {
            let reason = if order.funds.charged_back > 0 { Reason::ChargedBack } else { Reason::Refunded };
            if order.funds.net() == 0 || reward.terms().on_partial_refund == PartialRefund::Full {
                self.take_back(id, reward, reason);
            } else {
                self.lower_to(id, reward, by_money(reward.worth(), payable, reward, order), reason);
            }
        }
        self.propose(id, reward, order);
        self.advance(id, reward);
    }

    /// Notes what was to be paid before an edit upwards: what was given for that is not held against more.
    fn note_growth(&mut self, id: RewardId, reward: &mut AnyReward, before: &OrderRecord, after: &OrderRecord) {
        let payable = before.payable;
        let is_least = after.payable > payable && reward.held_against(after.payable) > payable;
        if is_least && reward.can_rise() && !self.is_safe(reward) {
            self.step(id, reward, RewardStep::OrderGrew { payable });
        }
    }

    /// More than stands is never given without a person: what an order comes to since it was edited upwards, or since money came back to it, is
    /// proposed, as long as it holds.
    fn propose(&mut self, id: RewardId, reward: &mut AnyReward, order: &OrderRecord) {
        let whole = if order.was_edited() { self.worth_by(reward.terms(), order) } else { None };
        let most = match whole {
            _ if self.is_safe(reward) || !reward.can_rise() => return,
            Some(Err(_)) => 0,
            Some(Ok(minor)) => covered(minor, order.payable, reward, order).max(covered_as_promised(minor, reward, order)),
            None => covered_as_promised(reward.worth(), reward, order),
        };
        let proposed = if most > reward.standing() { Some(most) } else { None };
        if proposed != reward.proposed() {
            self.step(id, reward, RewardStep::RaiseProposed { minor: proposed.unwrap_or(0) });
        }
    }

    /// What a reward comes to by its order as it is now, under the version of the program that promised it.
    pub(super) fn worth_by(&self, terms: &Terms, order: &OrderRecord) -> Option<Result<i64, Reason>> {
        worth(self.promised_by(terms)?, terms, order)
    }

    /// The step by which another option of a promise is taken, if there is such an option and the budget has room for it.
    pub(super) fn option_of(&self, terms: &Terms, name: Key, order: Option<&OrderRecord>) -> Result<RewardStep, Reason> {
        let program = self.promised_by(terms).ok_or(Reason::OptionUnknown)?;
        let grants = program.rule(terms.key.rule).map(|rule| rule.grants.as_slice()).unwrap_or_default();
        let grant = grants.iter().find(|grant| grant.to == terms.key.role).ok_or(Reason::OptionUnknown)?;
        let place = grant.options.iter().position(|option| option.name == Some(name)).ok_or(Reason::OptionUnknown)?;
        let number = u8::try_from(place).map_err(|_| Reason::OptionUnknown)?;
        let (rail, valid_days) = (grant.options[place].rail, grant.options[place].valid_days);
        if number == terms.option {
            return Ok(RewardStep::Chosen { option: number, rail, given: terms.given, step: terms.step, valid_days });
        }
        let (given, step) = self.option_amount(terms, place, order)?;
        if let (Some(budget), Asset::Currency(currency)) = (&program.budget, given.asset) {
            let stands = if terms.given.asset == given.asset { self.stands_of(terms) } else { 0 };
            let spent = self.spent(program.id, budget, Month::of_day(terms.day)).saturating_sub(stands);
            match () {
                () if currency != budget.most.currency => return Err(Reason::NoValueForCurrency),
                () if spent.saturating_add(given.minor) > budget.most.minor => return Err(Reason::BudgetExhausted),
                () => {}
            }
        }
        Ok(RewardStep::Chosen { option: number, rail, given, step, valid_days })
    }

    /// What a promise stands for now.
    fn stands_of(&self, terms: &Terms) -> i64 {
        self.state.reward_for(&terms.key).and_then(|id| self.state.rewards.get(&id)).map_or(0, AnyReward::standing)
    }

    /// Whether the window has closed in which an order can still change what was delivered.
    fn is_safe(&self, reward: &AnyReward) -> bool {
        matches!(reward, AnyReward::Settled(settled) if self.at >= settled.safe_from())
    }

    /// Lowers what stands of a reward. Where nothing is to stand it is taken back whole, with what was used of it; else what was used, or expired,
    /// stays.
    fn lower_to(&mut self, id: RewardId, reward: &mut AnyReward, minor: i64, reason: Reason) {
        if minor <= 0 {
            return self.take_back(id, reward, reason);
        }
        let gone = if let AnyReward::Settled(settled) = reward { settled.gone() } else { 0 };
        let minor = minor.max(gone);
        if minor < reward.amount().minor && reward.is_open() {
            self.step(id, reward, RewardStep::Reduced { minor, reason });
        }
    }

    /// Fires every deadline that has come.
    pub(super) fn deadlines(&mut self) {
        let at = self.at;
        let due: Vec<RewardId> = self.state.deadlines.iter().take_while(|(deadline, _)| *deadline <= at).map(|(_, id)| *id).collect();
        for id in due {
            let Some(mut reward) = self.state.rewards.get(&id).copied() else { continue };
            let order = reward.terms().order.and_then(|key| self.state.orders.get(&key));
            self.deadline(id, &mut reward, order);
            if let (Some(order), Some(key)) = (order, reward.terms().order) {
                self.free(Occasion::Order(key), order);
            }
        }
    }

    fn deadline(&mut self, id: RewardId, reward: &mut AnyReward, order: Option<&OrderRecord>) {
        match *reward {
            AnyReward::Waiting(waiting) => self.waited(id, reward, &waiting, order),
            AnyReward::Settled(settled) => self.expire(id, reward, &settled),
            AnyReward::Due(_) | AnyReward::Void(_) | AnyReward::Reversed(_) => {}
        }
    }

    /// What is not used in time expires.
    fn expire(&mut self, id: RewardId, reward: &mut AnyReward, settled: &Reward<Settled>) {
        if settled.expires_at().is_some_and(|at| at <= self.at) {
            self.step(id, reward, RewardStep::Expired { minor: settled.unused() });
        }
    }

    fn waited(&mut self, id: RewardId, reward: &mut AnyReward, waiting: &Reward<Waiting>, order: Option<&OrderRecord>) {
        if waiting.state.captured && waiting.terms.wait_until <= self.at {
            let (funds, payable) = order.map_or_else(Default::default, |order| (order.funds, order.payable));
            let net = funds.net();
            if net == 0 {
                let reason = if funds.captured > 0 { Reason::Refunded } else { Reason::NotCaptured };
                return self.take_back(id, reward, reason);
            }
            // Nothing more will come: what came of the order earns in proportion.
            self.step(id, reward, RewardStep::Captured);
            self.lower_to(id, reward, waiting.in_proportion(net, waiting.held_against(payable)), Reason::NotCaptured);
        }
        if matches!(*reward, AnyReward::Waiting(r) if r.state.hold_until.is_some_and(|until| until <= self.at)) {
            self.step(id, reward, RewardStep::HoldOver);
        }
        if matches!(*reward, AnyReward::Waiting(r) if r.state.aged_at.is_some_and(|at| at <= self.at)) {
            self.step(id, reward, RewardStep::Aged);
        }
        if let AnyReward::Waiting(waiting) = *reward
            && waiting.terms.wait_until <= self.at
            && let Some(reason) = never_came(&waiting.state)
        {
            return self.take_back(id, reward, reason);
        }
        self.advance(id, reward);
    }

    /// What takes the place of a promise that waited for its order's money in vain, but for a part, earns that part, too.
    pub(super) fn earn_in_part(&mut self, id: RewardId, reward: &mut AnyReward, order: &OrderRecord) {
        let AnyReward::Waiting(waiting) = *reward else { return };
        let rule = self.promised_by(&waiting.terms).and_then(|program| program.rule(waiting.terms.key.rule));
        let net = order.funds.net();
        if rule.is_some_and(|rule| rule.waits_for_capture) && !waiting.state.captured && !order.is_captured() && net > 0 {
            self.lower_to(id, reward, waiting.in_proportion(net, order.payable), Reason::NotCaptured);
        }
    }

    /// A reward ended because no money was known to have come, and it had come in time. It waits again, and lives through what its order went through
    /// since then as it would have.
    pub(super) fn revive(&mut self, id: RewardId, reward: &mut AnyReward, void: &Reward<Void>, before: &OrderRecord, after: &OrderRecord) {
        let news_at = self.at;
        let (then, later) = after.since(before, news_at);
        let is_refused = self.known(self.state.resolve(void.terms.friend)).party.rejected;
        // What it left free may be somebody else's by now.
        let has_room = self.has_room_for(&void.terms, void.minor) && self.has_step_for(id, &void.terms, after);
        if then.cancelled_at.is_some() || is_refused || !has_room {
            return;
        }
        // Booked where its end was booked: in the figures of every month it is as if it had never ended.
        self.at = void.state.at;
        self.step(id, reward, RewardStep::Revived);
        self.at = news_at;
        self.follow_money(id, reward, &then);
        self.go_over(id, reward, &then, &later);
    }

    /// Lets a reward that is given late live through what its order went through since: each deadline and each turn at its own instant.
    pub(super) fn go_over(&mut self, id: RewardId, reward: &mut AnyReward, then: &OrderRecord, later: &[(Timestamp, OrderRecord)]) {
        let judged_at = self.at;
        let mut before = then;
        for (at, after) in later {
            while let Some(deadline) = reward.deadline().filter(|deadline| deadline <= at) {
                self.at = deadline;
                self.deadline(id, reward, Some(before));
            }
            self.at = *at;
            if after.cancelled_at.is_some() && before.cancelled_at.is_none() {
                self.take_back(id, reward, Reason::Cancelled);
            } else {
                self.follow(id, reward, before, after);
            }
            before = after;
        }
        self.at = judged_at;
    }
}

/// What people did not do in time.
const fn never_came(waiting: &Waiting) -> Option<Reason> {
    match waiting {
        Waiting { email: true, .. } => Some(Reason::EmailUnverified),
        Waiting { phone: true, .. } => Some(Reason::PhoneUnverified),
        Waiting { account: true, .. } => Some(Reason::AccountTooYoung),
        _ => None,
    }
}

const fn awaits_money(reward: &AnyReward) -> bool {
    matches!(reward, AnyReward::Waiting(waiting) if waiting.state.captured)
}

/// What of a whole is there for the taking: as much as the order's money covers of what was to be paid.
pub(super) fn covered(whole: i64, payable: i64, reward: &AnyReward, order: &OrderRecord) -> i64 {
    by_money(whole, payable, reward, order).min(by_capture(whole, payable, reward, order))
}

/// The same of what was promised, held against what was to be paid then.
pub(super) fn covered_as_promised(whole: i64, reward: &AnyReward, order: &OrderRecord) -> i64 {
    covered(whole.min(reward.worth()), reward.held_against(order.payable), reward, order)
}

/// What stands of a whole by the order's money.
fn by_money(whole: i64, payable: i64, reward: &AnyReward, order: &OrderRecord) -> i64 {
    let net = order.funds.net();
    if awaits_money(reward) || !order.is_short(payable) {
        return whole;
    }
    match reward.terms().on_partial_refund {
        _ if net == 0 => 0,
        PartialRefund::Ignore => whole,
        PartialRefund::Full => 0,
        PartialRefund::Proportional => scale_half_even(whole, net, payable).unwrap_or(0),
    }
}

/// What of a whole is covered by captured money: what came after a part had earned in proportion earns in proportion, too.
fn by_capture(whole: i64, payable: i64, reward: &AnyReward, order: &OrderRecord) -> i64 {
    if awaits_money(reward) || !(1..payable).contains(&order.funds.captured) {
        return whole;
    }
    scale_half_even(whole, order.funds.captured, payable).unwrap_or(0)
}
