//! What may differ between a disturbed desk and an undisturbed one, each shown by the facts and by the disturbed desk's own log: it acted in good
//! faith on what it knew, and what came late takes nothing back.

use crate::judged::{Given, Judged, Occurrence, Referral, Who};
use std::collections::{BTreeMap, BTreeSet};
use vouchsafe_db::Db;
use vouchsafe_demo::{AccountFacts, Living, OrderFacts};
use vouchsafe_domain::event::{Fact, OrderChange};
use vouchsafe_domain::outcome::{Answer, Change, CheckKind, Decision};
use vouchsafe_domain::time::Timestamp;

/// The referrer of record stands, though an earlier contact became known later.
const STANDS: &str = "referrers of record that stand";
/// A reward was given for a later occasion, before the earlier one was known.
const LATER: &str = "rewards for a later occasion that stand";
/// A reward was given for a later occasion, which one round told together with who brought the friend, before it judged the earlier one again.
const ONE_ROUND: &str = "rewards for a later occasion of the round that told who brought the friend";
/// That the friend had been there before their first contact became known when they were bound.
const WAS_THERE: &str = "bonds of friends who turned out to have been there before";
/// A signal lets a person look at a reward on the desk that knew what it points to, and not on the one that learned that behind the promise.
const SIGNAL: &str = "rewards of which a signal was learned only behind the promise";

/// An advocate whom the friend themselves brought, by a bond of record: the other way round would be a loop.
const WOULD_LOOP: &str = "bonds that a bond of record keeps out";

pub struct Excused {
    /// Friends whose advocate stands though another one came first.
    stands: BTreeSet<Who>,
    /// Friends whose advocate stands though they were customers before.
    was_there: BTreeSet<Who>,
    /// Friends who stay without an advocate, because that one stands below them.
    kept_out: BTreeSet<Who>,
    /// When an event of each instant first stood in the disturbed desk's log.
    known: BTreeMap<Timestamp, u64>,
    /// When each reward was given, by its occurrence.
    given: BTreeMap<(Timestamp, i64), u64>,
    /// What let the events about an order be judged again, and when they were.
    again: BTreeMap<i64, Vec<(u64, u64)>>,
    here: BTreeMap<Occurrence, Given>,
    there: BTreeMap<Occurrence, Given>,
    referrals: (BTreeMap<Who, Referral>, BTreeMap<Who, Referral>),
    /// The orders of which a signal wants a person to look at a reward, on each desk.
    signals: (BTreeSet<i64>, BTreeSet<i64>),
}

impl Excused {
    pub async fn new(db: &Db, beside: &Db, here: &Judged, there: &Judged, living: &Living) -> Self {
        let (mut known, mut given, mut bound) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (mut owned, mut registered, mut again) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::<i64, Vec<(u64, u64)>>::new());
        for events in db.log_after(0, 500) {
            for (seq, event, outcome) in events.unwrap() {
                if !matches!(event.fact, Fact::Rejudge { .. } | Fact::TimePassed) {
                    known.entry(event.at).or_insert(seq);
                }
                if let Fact::OrderOwned { order, .. } | Fact::Order { order, change: OrderChange::Placed, .. } = &event.fact {
                    owned.insert(order.0.bits(), seq);
                }
                if let Fact::CustomerRegistered(account) = &event.fact {
                    registered.insert(account.customer.0.bits(), (event.at.micros(), seq));
                }
                if let Fact::Rejudge { event: old, .. } = &event.fact
                    && let (Fact::Order { order, .. }, Some(cause)) = (&old.fact, event.id.part.as_number())
                {
                    again.entry(order.0.bits()).or_default().push((cause, seq));
                }
                for change in &outcome.changes {
                    match change {
                        Change::Bound { bond, .. } => {
                            bound.entry(bond.at).or_insert(seq);
                        }
                        Change::Rewarded { terms, .. } => {
                            let place = (terms.created_at, terms.order.map_or(0, |order| order.0.bits()));
                            given.entry(place).or_insert(seq);
                        }
                        _ => {}
                    }
                }
            }
        }
        // The code of the other bond may have been learned later than its contact: the later of both is when it could have bound.
        let codes = learned(db).await;
        let earlier = |who: &&Who| {
            let (Some(one), Some(other)) = (here.referrals.get(*who), there.referrals.get(*who)) else { return false };
            let could = known.get(&other.bound_at).copied().max(codes.get(&other.code).copied());
            let did = bound.get(&one.bound_at).copied();
            one.bound_at > other.bound_at && did.is_some() && did < could
        };
        // Their registration, or an order of theirs, lies before the bond and became known only behind it.
        let accounts: BTreeMap<i64, AccountFacts> = living.account_facts().map(|fact| (i64::try_from(fact.number).unwrap(), fact)).collect();
        let emails: BTreeMap<i64, String> = living.order_facts().map(|fact| (i64::try_from(fact.number).unwrap(), fact.email)).collect();
        let was_there = |who: &&Who| {
            let (Some(one), None) = (here.referrals.get(*who), there.referrals.get(*who)) else { return false };
            // A guest is known by the address on their orders alone.
            let (account, email) = match who {
                Who::Customer(number) => (Some(*number), accounts.get(number).map(|account| &account.email)),
                Who::Guest(number) => (None, emails.get(number)),
                Who::Nobody(_) => return false,
            };
            let did = bound.get(&one.bound_at).copied();
            let is_late = |at: i64, known: Option<u64>| at < one.bound_at.micros() && did.is_some() && known > did;
            let theirs = |order: &OrderFacts| {
                let by_email = email.is_some_and(|email| email.eq_ignore_ascii_case(&order.email));
                by_email || account.is_some() && order.owner.and_then(|owner| i64::try_from(owner).ok()) == account
            };
            let ordered = |order: OrderFacts| {
                theirs(&order) && is_late(order.created.timestamp_micros(), owned.get(&i64::try_from(order.number).unwrap()).copied())
            };
            let registered = account.and_then(|number| registered.get(&number));
            registered.is_some_and(|(at, seq)| is_late(*at, Some(*seq))) || living.order_facts().any(ordered)
        };
        let kept_out = |who: &&Who| {
            let up = |who: &Who| here.referrals.get(who).map(|bond| bond.advocate.clone());
            let advocate = there.referrals.get(*who).map(|bond| bond.advocate.clone());
            !here.referrals.contains_key(*who) && std::iter::successors(advocate, up).any(|above| above == **who)
        };
        Self {
            kept_out: there.referrals.keys().filter(kept_out).cloned().collect(),
            was_there: here.referrals.keys().filter(was_there).cloned().collect(),
            stands: here.referrals.keys().filter(earlier).cloned().collect(),
            known,
            given,
            again,
            here: here.rewards.clone(),
            there: there.rewards.clone(),
            referrals: (here.referrals.clone(), there.referrals.clone()),
            signals: (signalled(db), signalled(beside)),
        }
    }

    /// Why a referral may differ.
    pub fn referral(&self, who: &Who) -> Option<&'static str> {
        if self.was_there.contains(who) {
            return Some(WAS_THERE);
        }
        if self.kept_out.contains(who) {
            return Some(WOULD_LOOP);
        }
        self.stands.contains(who).then_some(STANDS)
    }

    /// Why a reward may differ.
    pub fn reward(&self, what: &Occurrence, here: Option<&Given>, there: Option<&Given>) -> Option<&'static str> {
        let given = here.or(there)?;
        if self.stands.contains(&given.friend) && self.follows_the_advocate(what, here, there) {
            return Some(STANDS);
        }
        if self.was_there.contains(&given.friend) {
            return there.is_none().then_some(WAS_THERE);
        }
        if self.kept_out.contains(&given.friend) {
            return here.is_none().then_some(WOULD_LOOP);
        }
        if self.is_looked_at_by_one(what, here, there) {
            return Some(SIGNAL);
        }
        self.is_of_another_occasion(what, here, there)
    }

    /// Both gave the same, and a signal of the one desk is none of the other, to which something of before was told behind the promise.
    fn is_looked_at_by_one(&self, (_, order, ..): &Occurrence, here: Option<&Given>, there: Option<&Given>) -> bool {
        let (Some(one), Some(other), Some(order)) = (here, there, order) else { return false };
        let is_same = (one.amount, &one.friend, &one.beneficiary) == (other.amount, &other.friend, &other.beneficiary);
        let looked_at = (self.signals.0.contains(order), self.signals.1.contains(order));
        let gave = self.given.get(&(one.created_at, *order));
        let is_late = gave.is_some_and(|gave| self.known.range(..one.created_at).any(|(_, knew)| knew > gave));
        match looked_at {
            (false, true) => is_same && is_late && other.state == "waiting",
            (true, false) => is_same && is_late && one.state == "waiting",
            _ => false,
        }
    }

    /// Both gave the same, each to its own advocate; or the one that bound later gave nothing for what lay before, or lets a person look at it.
    fn follows_the_advocate(&self, (_, order, ..): &Occurrence, here: Option<&Given>, there: Option<&Given>) -> bool {
        let (mine, theirs) = &self.referrals;
        match (here, there) {
            (Some(one), Some(other)) => {
                let is_looked_at = one.state == "waiting" && mine.get(&one.friend).is_some_and(|bond| bond.bound_at > one.created_at);
                (one.amount, &one.friend) == (other.amount, &other.friend) && (one.state == other.state || is_looked_at)
            }
            (None, Some(other)) => order.is_some() && mine.get(&other.friend).is_some_and(|bond| bond.bound_at > other.created_at),
            (Some(one), None) => theirs.get(&one.friend).is_some_and(|bond| bond.bound_at > one.created_at),
            (None, None) => false,
        }
    }

    /// The same friend got the same rule's reward for another order: here for the later one, given before the earlier one was known, or before it was
    /// judged again by what had been told just now.
    fn is_of_another_occasion(&self, (rule, order, _, role): &Occurrence, here: Option<&Given>, there: Option<&Given>) -> Option<&'static str> {
        let given = here.or(there)?;
        let other = |rewards: &BTreeMap<Occurrence, Given>| {
            let same = |(what, other): &(&Occurrence, &Given)| (&what.0, &what.3, &other.friend) == (rule, role, &given.friend) && what.1 != *order;
            rewards.iter().find(same).map(|(what, given)| (what.1, given.created_at))
        };
        let (later, earlier) = match (here, there) {
            (Some(one), None) => (Some((*order, one.created_at)), other(&self.there)),
            (None, Some(one)) => (other(&self.here), Some((*order, one.created_at))),
            _ => return None,
        };
        let ((later_order, later_at), (earlier_order, earlier_at)) = (later?, earlier?);
        let gave = *self.given.get(&(later_at, later_order.unwrap_or(0)))?;
        let mut again = self.again.get(&earlier_order?).into_iter().flatten();
        match later_at > earlier_at {
            false => None,
            true if self.known.get(&earlier_at).is_some_and(|knew| gave < *knew) => Some(LATER),
            true => again.any(|(cause, judged)| (*cause..*judged).contains(&gave)).then_some(ONE_ROUND),
        }
    }
}

/// The orders of which a signal wants a person to look at a reward.
fn signalled(db: &Db) -> BTreeSet<i64> {
    let mut orders = BTreeSet::new();
    for events in db.log_after(0, 500) {
        for (_, _, outcome) in events.unwrap() {
            let waits =
                |decision: &&Decision| decision.checks.iter().any(|check| matches!((check.kind, check.answer), (CheckKind::Signal(_), Answer::Wait)));
            orders.extend(outcome.decisions.iter().filter(waits).filter_map(|decision| decision.occasion.order()).map(|order| order.0.bits()));
        }
    }
    orders
}

/// When each code first stood in the log, by its text.
async fn learned(db: &Db) -> BTreeMap<String, u64> {
    let mut codes = Vec::new();
    for events in db.log_after(0, 500) {
        for (seq, event, _) in events.unwrap() {
            if let Fact::CodeIssued { code, .. } = event.fact {
                codes.push((code.0, seq));
            }
        }
    }
    let texts = db.texts(codes.iter().map(|(code, _)| *code).collect::<Vec<_>>()).await.unwrap();
    codes.into_iter().rev().map(|(code, seq)| (vouchsafe_domain::name::Texts::text(&texts, code), seq)).collect()
}
