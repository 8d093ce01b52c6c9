//! What is counted of people, kept in step: what friends paid counts for whoever brought them, as long as nobody refused the referral.

use super::Evolution;
use crate::money::{Asset, Currency, Money};
use crate::party::{Bond, PartyId};
use crate::reward::{AnyReward, Occasion, RewardId, RewardStep, Terms, Waiting};
use crate::state::{Given, OrderRecord, PartyTally, RecordKey, Spent, Won};
use crate::time::Month;
use smallvec::{Array, SmallVec};

/// The most hours of which it is kept how many friends somebody won: the latest ones.
const MOST_HOURS: usize = 64;

/// What a change of an order's money, or of whose it is, adds to what somebody paid as a friend.
#[derive(Clone, Copy)]
pub(super) struct Paid {
    pub(super) orders: i64,
    pub(super) refunds: i64,
    pub(super) revenue: Money,
}

impl Paid {
    /// All of an order, come or gone.
    pub(super) fn of(order: &OrderRecord, sign: i64) -> Self {
        Self {
            orders: i64::from(order.first_captured_at.is_some()) * sign,
            refunds: i64::from(order.is_wholly_paid_back()) * sign,
            revenue: Money::new(order.funds.net() * sign, order.currency),
        }
    }
}

impl Evolution<'_> {
    /// Changes a tally. Who turned out to be one with somebody else meanwhile goes by that one.
    pub(super) fn tally(&mut self, party: PartyId, change: impl FnOnce(&mut PartyTally)) {
        let party = self.state.resolve(party);
        change(self.state.tallies.entry(party).or_default());
        self.touch(RecordKey::Tally(party));
    }

    /// Changes what a friend counts for at whoever brought them.
    pub(super) fn regarding(&mut self, friend: PartyId, change: impl FnOnce(&mut Self)) {
        self.count_for_advocate(friend, -1);
        change(self);
        self.count_for_advocate(friend, 1);
    }

    /// Adds what a friend paid to what is counted for whoever brought them, or takes it away.
    pub(super) fn count_for_advocate(&mut self, friend: PartyId, sign: i64) {
        let friend = self.state.resolve(friend);
        let Some(record) = self.state.parties.get(&friend).filter(|record| !record.rejected) else { return };
        let (Some(bond), Some(own)) = (record.bond, self.state.tallies.get(&friend)) else { return };
        if own.own_orders == 0 && own.own_refunds == 0 && own.paid_orders == 0 && own.own_revenue.is_empty() {
            return;
        }
        let paid = i64::from(own.paid_orders > 0);
        let (orders, refunds, revenue) = (i64::from(own.own_orders), i64::from(own.own_refunds), own.own_revenue.clone());
        self.tally(bond.advocate, |tally| {
            add(&mut tally.paid_friends, paid * sign);
            add(&mut tally.friends_orders, orders * sign);
            add(&mut tally.friends_refunds, refunds * sign);
            for money in &revenue {
                add_money(&mut tally.revenue, money.minor * sign, money.currency);
            }
        });
    }

    /// Binds a friend, with all that they paid, to another advocate than before, or to the first one.
    pub(super) fn bind(&mut self, friend: PartyId, bond: Bond) {
        // Who is brought by somebody else from now on was not won by the former one, and nobody is won twice.
        if let Some(before) = self.state.parties.get(&self.state.resolve(friend)).and_then(|record| record.bond) {
            self.tally(before.advocate, |tally| lose(&mut tally.won, before.at.hour()));
        }
        self.regarding(friend, |evolution| {
            evolution.party(friend, |record| {
                record.bond = Some(bond);
                record.contact = None;
            });
        });
        self.tally(bond.advocate, |tally| win(&mut tally.won, Won { hour: bond.at.hour(), friends: 1 }));
    }

    pub(super) fn purchase_stands(&mut self, friend: PartyId, stands: bool) {
        self.regarding(friend, |evolution| evolution.tally(friend, |tally| add(&mut tally.paid_orders, if stands { 1 } else { -1 })));
    }

    /// What somebody paid as a friend changed.
    pub(super) fn paid(&mut self, friend: PartyId, by: Paid) {
        if by.orders == 0 && by.refunds == 0 && by.revenue.minor == 0 {
            return;
        }
        self.regarding(friend, |evolution| {
            evolution.tally(friend, |tally| {
                add(&mut tally.own_orders, by.orders);
                add(&mut tally.own_refunds, by.refunds);
                add_money(&mut tally.own_revenue, by.revenue.minor, by.revenue.currency);
            });
        });
    }

    /// Lists a new reward where it is looked for: with its order, with its event, or with whose registration it is for.
    pub(super) fn list_reward(&mut self, id: RewardId, terms: &Terms) {
        match terms.key.occasion {
            Occasion::Order(order) => {
                if let Some(record) = self.state.orders.get_mut(&order) {
                    record.rewards.push(id);
                    self.touch(RecordKey::Order(order));
                }
            }
            Occasion::Event(event) => {
                self.state.occasions.entry(event).or_default().push(id);
                self.touch(RecordKey::Occasion(event));
            }
            Occasion::Registration => self.tally(terms.friend, |tally| tally.rewards.push(id)),
        }
    }

    /// Counts a promise for the limits of who gets it.
    pub(super) fn give(&mut self, terms: &Terms) {
        self.tally(terms.beneficiary, |tally| {
            let last_at = terms.created_at;
            given(tally, Given { rule: terms.key.rule, day: terms.day, promised: 1, taken_back: 0, last_at });
        });
    }

    /// Keeps what who gets a reward owes us.
    pub(super) fn owe(&mut self, id: RewardId, before: &AnyReward, after: &AnyReward, step: RewardStep) {
        if matches!(step, RewardStep::SetOff { .. } | RewardStep::Carried { .. }) || before.set_off() > after.set_off() {
            self.tally(after.terms().beneficiary, |tally| tally.owes.follow(id, before, after, step));
        }
    }

    /// Counts what ended without being kept, and no longer what was revived.
    pub(super) fn take_back(&mut self, before: Option<&AnyReward>, after: &AnyReward) {
        if before.is_none_or(|before| before.is_open() == after.is_open()) {
            return;
        }
        let (terms, by) = (*after.terms(), if after.is_open() { -1 } else { 1 });
        self.tally(terms.beneficiary, |tally| {
            if let Some(given) = tally.given.iter_mut().find(|given| (given.rule, given.day) == (terms.key.rule, terms.day)) {
                add(&mut given.taken_back, by);
            }
        });
    }

    /// Keeps the lists of what somebody has to do something for, and of what is promised for a friend and not delivered.
    pub(super) fn keep_lists(&mut self, id: RewardId, before: Option<&AnyReward>, after: &AnyReward) {
        let terms = *after.terms();
        let (friend, beneficiary) = (self.state.resolve(terms.friend), self.state.resolve(terms.beneficiary));
        let is_owed = |reward: &AnyReward| matches!(reward, AnyReward::Waiting(_) | AnyReward::Due(_));
        let (was, is) = (before.is_some_and(is_owed), is_owed(after));
        if was != is {
            self.tally(friend, |tally| keep(&mut tally.owed, id, is));
        }
        for party in [Some(friend), Some(beneficiary).filter(|beneficiary| *beneficiary != friend)].into_iter().flatten() {
            let has_to_act = |reward: &AnyReward| acts(reward, party == friend, party == beneficiary);
            let (was, is) = (before.is_some_and(has_to_act), has_to_act(after));
            if was != is {
                self.tally(party, |tally| keep(&mut tally.waiting, id, is));
            }
        }
    }

    /// Counts what a reward stands for as spent by its program, or frees it.
    pub(super) fn spend(&mut self, reward: &AnyReward, minor: i64) {
        let terms = reward.terms();
        let (program, month) = (terms.program, Month::of_day(terms.day));
        let Asset::Currency(currency) = terms.given.asset else { return };
        if minor == 0 {
            return;
        }
        self.program(program, |status| match status.spent.iter_mut().find(|spent| (spent.month, spent.currency) == (month, currency)) {
            Some(spent) => spent.minor = spent.minor.saturating_add(minor),
            None => status.spent.push(Spent { month, currency, minor }),
        });
    }
}

/// Whether a reward waits for something that its friend, or who gets it, has to do.
const fn acts(reward: &AnyReward, is_friend: bool, gets_it: bool) -> bool {
    let AnyReward::Waiting(waiting) = reward else { return false };
    let Waiting { email, phone, account, role, .. } = waiting.state;
    (is_friend && (email || phone || account)) || (gets_it && role.is_some())
}

fn keep(list: &mut SmallVec<[RewardId; 0]>, id: RewardId, is_in: bool) {
    list.retain(|listed| *listed != id);
    if is_in {
        list.push(id);
    }
}

fn add(count: &mut u32, by: i64) {
    *count = u32::try_from(i64::from(*count).saturating_add(by).max(0)).unwrap_or(u32::MAX);
}

/// Adds an amount to a list with one entry for each currency that does not come to nothing.
fn add_money<A: Array<Item = Money>>(list: &mut SmallVec<A>, minor: i64, currency: Currency) {
    match list.iter_mut().find(|money| money.currency == currency) {
        Some(money) => money.minor = money.minor.saturating_add(minor),
        None => list.push(Money::new(minor, currency)),
    }
    list.retain(|money| money.minor != 0);
    list.sort_by_key(|money| money.currency);
}

fn given(tally: &mut PartyTally, by: Given) {
    match tally.given.iter_mut().find(|given| (given.rule, given.day) == (by.rule, by.day)) {
        Some(given) => {
            given.promised = given.promised.saturating_add(by.promised);
            given.taken_back = given.taken_back.saturating_add(by.taken_back);
            given.last_at = given.last_at.max(by.last_at);
        }
        None => tally.given.push(by),
    }
}

/// Counts a friend who was won, in order of the hours.
fn win(won: &mut SmallVec<[Won; 0]>, by: Won) {
    match won.binary_search_by_key(&by.hour, |won| won.hour) {
        Ok(place) => won[place].friends = won[place].friends.saturating_add(by.friends),
        Err(place) => won.insert(place, by),
    }
    if won.len() > MOST_HOURS {
        won.remove(0);
    }
}

/// Takes a friend off whom somebody had won in an hour, if that hour is still kept.
fn lose(won: &mut SmallVec<[Won; 0]>, hour: i32) {
    if let Ok(place) = won.binary_search_by_key(&hour, |won| won.hour) {
        won[place].friends = won[place].friends.saturating_sub(1);
        if won[place].friends == 0 {
            won.remove(place);
        }
    }
}

/// Puts what is counted and listed of two people together who turned out to be one.
pub(super) fn join(kept: &mut PartyTally, gone: PartyTally) {
    for rule in &gone.rules {
        let counted = kept.of(rule.rule);
        counted.count = counted.count.saturating_add(rule.count);
    }
    for by in gone.given {
        given(kept, by);
    }
    for hour in gone.won {
        win(&mut kept.won, hour);
    }
    for money in gone.own_revenue {
        add_money(&mut kept.own_revenue, money.minor, money.currency);
    }
    for money in gone.revenue {
        add_money(&mut kept.revenue, money.minor, money.currency);
    }
    for id in gone.waiting {
        keep(&mut kept.waiting, id, true);
    }
    for level in gone.levels.into_iter().filter(|level| !kept.levels.contains(level)).collect::<SmallVec<[_; 1]>>() {
        kept.levels.push(level);
    }
    kept.rewards.extend(gone.rewards);
    kept.owed.extend(gone.owed);
    kept.met.extend(gone.met);
    kept.freed.extend(gone.freed);
    kept.owes.0.extend(gone.owes.0);
    kept.steps.extend(gone.steps);
    for (sum, by) in [
        (&mut kept.own_orders, gone.own_orders),
        (&mut kept.own_refunds, gone.own_refunds),
        (&mut kept.paid_orders, gone.paid_orders),
        (&mut kept.paid_friends, gone.paid_friends),
        (&mut kept.friends_orders, gone.friends_orders),
        (&mut kept.friends_refunds, gone.friends_refunds),
    ] {
        *sum = sum.saturating_add(by);
    }
}
