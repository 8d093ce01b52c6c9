//! What may differ between a disturbed desk and an undisturbed one, each shown by the facts and by the disturbed desk's own log: it acted in good
//! faith on what it knew, and what came late takes nothing back.

use crate::judged::{Given, Judged, Occurrence, Referral, Who};
use std::collections::{BTreeMap, BTreeSet};
use vouchsafe_db::Db;
use vouchsafe_demo::{AccountFacts, Living, OrderFacts};
use vouchsafe_domain::event::{Fact, OrderChange};
use vouchsafe_domain::outcome::Change;
use vouchsafe_domain::time::Timestamp;

/// The referrer of record stands, though an earlier contact became known later.
const STANDS: &str = "referrers of record that stand";
/// A reward was given for a later occasion, before the earlier one was known.
const LATER: &str = "rewards for a later occasion that stand";
/// That the friend had been there before their first contact became known when they were bound.
const WAS_THERE: &str = "bonds of friends who turned out to have been there before";

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
    here: BTreeMap<Occurrence, Given>,
    there: BTreeMap<Occurrence, Given>,
    referrals: (BTreeMap<Who, Referral>, BTreeMap<Who, Referral>),
}

impl Excused {
    pub async fn new(db: &Db, here: &Judged, there: &Judged, living: &Living) -> Self {
        let (mut known, mut given, mut bound) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (mut owned, mut registered) = (BTreeMap::new(), BTreeMap::new());
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
        let was_there = |who: &&Who| {
            let (Some(one), None) = (here.referrals.get(*who), there.referrals.get(*who)) else { return false };
            let Who::Customer(number) = who else { return false };
            let did = bound.get(&one.bound_at).copied();
            let is_late = |at: i64, known: Option<u64>| at < one.bound_at.micros() && did.is_some() && known > did;
            let theirs = |order: &OrderFacts| {
                let by_email = accounts.get(number).is_some_and(|account| account.email.eq_ignore_ascii_case(&order.email));
                by_email || order.owner.is_some_and(|owner| i64::try_from(owner) == Ok(*number))
            };
            let ordered = |order: OrderFacts| {
                theirs(&order) && is_late(order.created.timestamp_micros(), owned.get(&i64::try_from(order.number).unwrap()).copied())
            };
            registered.get(number).is_some_and(|(at, seq)| is_late(*at, Some(*seq))) || living.order_facts().any(ordered)
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
            here: here.rewards.clone(),
            there: there.rewards.clone(),
            referrals: (here.referrals.clone(), there.referrals.clone()),
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
        if self.stands.contains(&given.friend) {
            return self.follows_the_advocate(what, here, there).then_some(STANDS);
        }
        if self.was_there.contains(&given.friend) {
            return there.is_none().then_some(WAS_THERE);
        }
        if self.kept_out.contains(&given.friend) {
            return here.is_none().then_some(WOULD_LOOP);
        }
        self.is_of_another_occasion(what, here, there).then_some(LATER)
    }

    /// Both gave the same, each to its own advocate; or the one that bound later gave nothing for what lay before.
    fn follows_the_advocate(&self, (_, order, ..): &Occurrence, here: Option<&Given>, there: Option<&Given>) -> bool {
        let (mine, theirs) = &self.referrals;
        match (here, there) {
            (Some(one), Some(other)) => (one.amount, one.state, &one.friend) == (other.amount, other.state, &other.friend),
            (None, Some(other)) => order.is_some() && mine.get(&other.friend).is_some_and(|bond| bond.bound_at > other.created_at),
            (Some(one), None) => theirs.get(&one.friend).is_some_and(|bond| bond.bound_at > one.created_at),
            (None, None) => false,
        }
    }

    /// The same friend got the same rule's reward for another order: here for the later one, given before the earlier one was known.
    fn is_of_another_occasion(&self, (rule, order, _, role): &Occurrence, here: Option<&Given>, there: Option<&Given>) -> bool {
        let Some(given) = here.or(there) else { return false };
        let other = |rewards: &BTreeMap<Occurrence, Given>| {
            let same = |(what, other): &(&Occurrence, &Given)| (&what.0, &what.3, &other.friend) == (rule, role, &given.friend) && what.1 != *order;
            rewards.iter().find(same).map(|(what, given)| (what.1, given.created_at))
        };
        let (later, earlier) = match (here, there) {
            (Some(one), None) => (Some((*order, one.created_at)), other(&self.there)),
            (None, Some(one)) => (other(&self.here), Some((*order, one.created_at))),
            _ => return false,
        };
        let (Some((later_order, later_at)), Some((_, earlier_at))) = (later, earlier) else { return false };
        let gave = self.given.get(&(later_at, later_order.unwrap_or(0)));
        let knew = self.known.get(&earlier_at);
        later_at > earlier_at && gave.is_some() && gave < knew
    }
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
