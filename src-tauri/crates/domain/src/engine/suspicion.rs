//! Suspicion: what the fraud signals say about a grant. Here stands what they look at; how it is judged is [`crate::fraud`].

use super::draft::Draft;
use super::judge::Bench;
use super::person::Person;
use crate::event::Fact;
use crate::fraud::{Evidence, Side, judge};
use crate::name::{CustomerKey, Identity};
use crate::outcome::Change;
use crate::party::{Bond, PartyId, PartyName};
use crate::program::{Action, Signals};
use crate::reason::Reason;
use crate::reward::Occasion;
use crate::state::{Mark, MarkKind, OrderRecord, Profile};
use rustc_hash::FxHashSet;
use smallvec::SmallVec;
use std::borrow::Cow;

impl Draft<'_> {
    /// Judges every signal that the program looks at. Says whether a person has to look, or why nothing is given.
    pub(super) fn suspicion(&self, bench: &mut Bench<'_>, bond: &Bond, beneficiary: PartyId) -> Result<bool, Reason> {
        let signals = &bench.program.signals;
        if signals.actions.iter().all(|action| *action == Action::Off) {
            return Ok(false);
        }
        let friend = bench.case.friend;
        let profile = self.profile_of_friend(friend);
        let people = [Some(bond.advocate), Some(beneficiary).filter(|id| *id != bond.advocate)].into_iter().flatten().filter(|id| !friend.is(*id));
        let gainers: SmallVec<[_; 2]> = people.map(|id| (id, self.profile_of(id))).collect();
        let trusted = self.trusted(bench, &profile, &gainers);
        let judgement = judge(
            signals,
            &Evidence {
                friend: self.side(friend.id, friend.party.name, &profile),
                gainers: gainers.iter().map(|(id, profile)| self.side(*id, self.known(*id).party.name, profile)).collect(),
                channel: bench.case.order.and_then(|order| order.channel),
                signups: self.signups(friend, &profile, &trusted),
                orders: self.orders(bench),
                sharing: self.sharing(friend, &profile),
                won: self.won(friend, bond, signals),
                friends_orders: self.friends_orders(bench, bond),
                trusted,
                lists: &self.state.lists,
            },
        );
        bench.checks.extend(judgement.checks);
        judgement.verdict
    }

    fn side<'p>(&self, party: PartyId, name: PartyName, profile: &'p Profile) -> Side<'p> {
        let named = match name {
            PartyName::Customer(customer) => Some(customer),
            PartyName::Guest(_) => None,
        };
        let customers: SmallVec<[CustomerKey; 2]> = named.into_iter().chain(profile.aliases.iter().copied()).collect();
        Side { party, profile, customers }
    }

    /// The addresses of those whom the grant is about, and of the order, that the program trusts.
    fn trusted(&self, bench: &Bench<'_>, friend: &Profile, gainers: &[(PartyId, Cow<'_, Profile>)]) -> SmallVec<[Identity; 2]> {
        let signals = &bench.program.signals;
        if signals.trusted_ips.is_empty() {
            return SmallVec::new();
        }
        let of_order = bench.case.order.and_then(|order| order.ip);
        let theirs = std::iter::once(friend).chain(gainers.iter().map(|(_, profile)| &**profile)).flat_map(|profile| profile.of(MarkKind::Ip));
        let mut trusted: SmallVec<[Identity; 2]> = SmallVec::new();
        for ip in theirs.chain(of_order) {
            if !trusted.contains(&ip) && signals.trusts(ip, self.networks_of(ip)) {
                trusted.push(ip);
            }
        }
        trusted
    }

    fn day_count(&self, ip: Identity, day: i32) -> crate::state::DayCount {
        self.state.marks.get(&Mark { kind: MarkKind::Ip, id: ip }).map(|record| record.of(day)).unwrap_or_default()
    }

    /// The most signups, on the day on which the friend signed up, from one of the addresses that they came from.
    fn signups(&self, friend: &Person, profile: &Profile, trusted: &[Identity]) -> Option<(Identity, u32)> {
        // What is judged the first time is not counted yet.
        let now = match &self.event.fact {
            Fact::CustomerRegistered(account) if self.again.is_none() => Some(account.ip),
            _ => None,
        };
        let registered_at = friend.party.registered_at.or_else(|| now.map(|_| self.event.at))?;
        let this_one = |ip| u32::from(now == Some(Some(ip)) && self.event.at.utc_day() == registered_at.utc_day());
        let count = |ip| (ip, self.day_count(ip, registered_at.utc_day()).signups.saturating_add(this_one(ip)));
        let looked_at = profile.of(MarkKind::Ip).filter(|ip| !trusted.contains(ip));
        looked_at.map(count).reduce(|most, next| if next.1 > most.1 { next } else { most })
    }

    /// The orders from the address of the order, on the day on which it came.
    fn orders(&self, bench: &Bench<'_>) -> Option<(Identity, u32)> {
        let order = bench.case.order?;
        let Occasion::Order(key) = bench.case.occasion else { return None };
        let ip = order.ip?;
        let this_one = u32::from(!self.state.orders.contains_key(&key));
        Some((ip, self.day_count(ip, order.placed_at.utc_day()).orders.saturating_add(this_one)))
    }

    /// Captured orders of the advocate's friends, and how many of them were wholly paid back, this order as it is judged among them.
    fn friends_orders(&self, bench: &Bench<'_>, bond: &Bond) -> (u32, u32) {
        let known = self.state.tallies.get(&bond.advocate).map_or((0, 0), |tally| (tally.friends_orders, tally.friends_refunds));
        let friend = &bench.case.friend.party;
        let is_friend = !friend.rejected && friend.bond.is_some_and(|own| self.state.resolve(own.advocate) == bond.advocate);
        // Whom this very event binds brings along what was credited by its code.
        let own = self.state.tallies.get(&bench.case.friend.id).filter(|_| is_friend && self.is_bound_now(bench.case.friend, bond.advocate));
        let known = own.map_or(known, |own| (known.0.saturating_add(own.own_orders), known.1.saturating_add(own.own_refunds)));
        let (Occasion::Order(key), Some(order)) = (bench.case.occasion, bench.case.order) else { return known };
        // What is judged again stands among what is known.
        if self.again.is_some() || !is_friend || !order.is_referred {
            return known;
        }
        let of = |order: &OrderRecord| (u32::from(order.first_captured_at.is_some()), u32::from(order.is_wholly_paid_back()));
        let before = self.state.orders.get(&key).filter(|order| order.is_referred).map_or((0, 0), of);
        let now = of(order);
        (known.0.saturating_sub(before.0).saturating_add(now.0), known.1.saturating_sub(before.1).saturating_add(now.1))
    }

    /// How many people share each of the friend's marks, the friend included.
    fn sharing(&self, friend: &Person, profile: &Profile) -> SmallVec<[(Mark, u32); 4]> {
        let people = |mark: &Mark| {
            let record = self.state.marks.get(mark);
            let others = record.into_iter().flat_map(|record| &record.parties).map(|party| self.state.resolve(*party));
            let others: FxHashSet<PartyId> = others.filter(|party| !friend.is(*party)).collect();
            u32::try_from(others.len() + 1).unwrap_or(u32::MAX)
        };
        let is_shared = |mark: &&Mark| matches!(mark.kind, MarkKind::Card | MarkKind::Address | MarkKind::Device | MarkKind::Ip);
        profile.marks.iter().filter(is_shared).map(|mark| (*mark, people(mark))).collect()
    }

    /// Friends whom the advocate won in the hours up to now, this one included if it is one of them.
    fn won(&self, friend: &Person, bond: &Bond, signals: &Signals) -> Option<u32> {
        let hour = self.at.hour();
        let hours = hour.saturating_sub(i32::try_from(signals.velocity_hours).unwrap_or(i32::MAX).saturating_sub(1))..=hour;
        let known = self.state.tallies.get(&bond.advocate).into_iter().flat_map(|tally| &tally.won);
        let known: u32 = known.filter(|won| hours.contains(&won.hour)).map(|won| won.friends).fold(0, u32::saturating_add);
        // What this event says itself is not counted yet.
        let is_new = self
            .outcome
            .changes
            .iter()
            .any(|change| matches!(change, Change::Bound { friend: who, bond: new, .. } if friend.is(*who) && new.advocate == bond.advocate));
        let won = known.saturating_add(u32::from(is_new && hours.contains(&bond.at.hour())));
        (won > 0).then_some(won)
    }
}
