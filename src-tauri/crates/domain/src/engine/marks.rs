//! Marks: what accounts and orders tell of a person beside who they are, kept on the person's profile and on the record of each mark.
//!
//! What a fact tells is noted whatever any program says. A refused fact tells nothing.

use super::draft::Draft;
use super::evolve::Evolution;
use super::person::Person;
use crate::event::{Account, Fact, OrderBody};
use crate::name::{CustomerKey, Identity};
use crate::outcome::{Change, Outcome};
use crate::party::{PartyId, PartyName};
use crate::state::{DayCount, MOST_KEPT, Mark, MarkKind, Profile, RecordKey};
use smallvec::SmallVec;
use std::borrow::Cow;

/// The marks that a fact leaves on whom it is about.
pub(super) fn left_by(fact: &Fact) -> SmallVec<[Mark; 6]> {
    let told = match fact {
        Fact::CustomerRegistered(account) | Fact::CustomerUpdated(account) => of_account(account),
        Fact::Order { body: Some(body), .. } => of_order(body),
        _ => return SmallVec::new(),
    };
    told.into_iter().filter_map(|(kind, id)| id.map(|id| Mark { kind, id })).collect()
}

const fn of_account(account: &Account) -> [(MarkKind, Option<Identity>); 6] {
    let Account { mailbox, phone, ip, device, .. } = account;
    [
        (MarkKind::Mailbox, *mailbox),
        (MarkKind::Phone, *phone),
        (MarkKind::Device, *device),
        (MarkKind::Ip, *ip),
        (MarkKind::Card, None),
        (MarkKind::Address, None),
    ]
}

const fn of_order(body: &OrderBody) -> [(MarkKind, Option<Identity>); 6] {
    let OrderBody { mailbox, address, device, card, card_digits, ip, .. } = body;
    [
        (MarkKind::Mailbox, *mailbox),
        (MarkKind::Address, *address),
        (MarkKind::Device, *device),
        (MarkKind::Card, *card),
        (MarkKind::CardDigits, *card_digits),
        (MarkKind::Ip, *ip),
    ]
}

/// The IP address that a fact tells, with the networks that it lies in.
fn ip_of(fact: &Fact) -> Option<(Identity, &[Identity])> {
    match fact {
        Fact::CustomerRegistered(account) | Fact::CustomerUpdated(account) => account.ip.map(|ip| (ip, account.ip_within.as_slice())),
        Fact::Order { body: Some(body), .. } => body.ip.map(|ip| (ip, body.ip_within.as_slice())),
        _ => None,
    }
}

/// Notes what a fact tells of whom it is about. Says whether anything was news; what is not told changes nothing.
fn note(profile: &mut Profile, fact: &Fact) -> bool {
    let mut news = false;
    let (domain, above, sort) = match fact {
        Fact::CustomerRegistered(account) | Fact::CustomerUpdated(account) => {
            // Who confirmed something once has confirmed it.
            let (email, phone) = (profile.email_verified.max(account.email_verified), profile.phone_verified.max(account.phone_verified));
            news |= put(&mut profile.email_verified, email);
            news |= put(&mut profile.phone_verified, phone);
            news |= put(&mut profile.role, account.role);
            if !account.groups.is_empty() && *profile.groups != *account.groups {
                profile.groups = account.groups.iter().copied().collect();
                news = true;
            }
            (account.email_domain, &account.domains_above, account.email_sort)
        }
        Fact::Order { body: Some(body), .. } => (body.email_domain, &body.domains_above, body.email_sort),
        Fact::RoleUpgraded { role, .. } => return put(&mut profile.role, Some(*role)),
        _ => return false,
    };
    if put(&mut profile.email_domain, domain) {
        profile.email_sort = sort;
        profile.domains_above = above.iter().copied().collect();
        news = true;
    }
    for mark in left_by(fact) {
        news |= profile.leave(mark);
    }
    news
}

fn put<T: PartialEq>(slot: &mut Option<T>, told: Option<T>) -> bool {
    let is_news = told.is_some() && *slot != told;
    if is_news {
        *slot = told;
    }
    is_news
}

/// What is known of two people who turned out to be one: what was told of the one that stays comes first.
fn joined(stays: &Profile, gone: &Profile, gone_name: Option<PartyName>) -> Profile {
    let mut one = stays.clone();
    one.email_verified = one.email_verified.max(gone.email_verified);
    one.phone_verified = one.phone_verified.max(gone.phone_verified);
    one.role = one.role.or(gone.role);
    if one.groups.is_empty() {
        one.groups.clone_from(&gone.groups);
    }
    if one.email_domain.is_none() {
        (one.email_domain, one.email_sort) = (gone.email_domain, gone.email_sort);
        one.domains_above.clone_from(&gone.domains_above);
    }
    for mark in &gone.marks {
        one.leave(*mark);
    }
    for alias in gone.aliases.iter().copied().chain(gone_name.and_then(customer_of)) {
        one.call(alias);
    }
    one
}

const fn customer_of(name: PartyName) -> Option<CustomerKey> {
    match name {
        PartyName::Customer(customer) => Some(customer),
        PartyName::Guest(_) => None,
    }
}

impl Draft<'_> {
    /// What is known of whom the event is about, with what the event itself tells.
    pub(super) fn profile_of_friend(&self, friend: &Person) -> Profile {
        let nobody = Profile::default();
        let known = |party: PartyId| self.state.profiles.get(&party).unwrap_or(&nobody);
        let mut profile = match friend.absorbed {
            Some(gone) => joined(known(friend.id), known(gone), self.state.parties.get(&gone).map(|gone| gone.name)),
            None => known(friend.id).clone(),
        };
        for change in &self.outcome.changes {
            if let Change::CustomerLinked { customer, party } = change
                && friend.is(*party)
            {
                profile.call(*customer);
            }
        }
        note(&mut profile, self.event_told());
        profile
    }

    /// What is known of anybody else.
    pub(super) fn profile_of(&self, party: PartyId) -> Cow<'_, Profile> {
        self.state.profiles.get(&party).map_or_else(|| Cow::Owned(Profile::default()), Cow::Borrowed)
    }

    /// The networks that an IP address lies in, be it told of by this very event.
    pub(super) fn networks_of(&self, ip: Identity) -> &[Identity] {
        let told = ip_of(self.event_told()).filter(|(told, _)| *told == ip).map(|(_, within)| within);
        let known = self.state.marks.get(&Mark { kind: MarkKind::Ip, id: ip }).map(|record| record.within.as_slice());
        known.filter(|within| !within.is_empty()).or(told).unwrap_or_default()
    }

    /// What is judged again was noted when it was told.
    const fn event_told(&self) -> &Fact {
        if self.again.is_some() { &Fact::TimePassed } else { &self.event.fact }
    }
}

impl Evolution<'_> {
    /// Notes what the event tells of a person, once it is known who that is.
    pub(super) fn leave_marks(&mut self, outcome: &Outcome) {
        let is_refused = outcome.changes.iter().any(|change| matches!(change, Change::Refused { .. }));
        let Some(party) = self.told_of().filter(|_| !is_refused) else { return };
        let fact = &self.event.fact;
        let mut profile = self.state.profiles.remove(&party).unwrap_or_default();
        let known = profile.marks.len();
        let news = note(&mut profile, fact);
        let left: SmallVec<[Mark; 6]> = profile.marks[known..].iter().copied().collect();
        if news || profile != Profile::default() {
            self.state.profiles.insert(party, profile);
        }
        if news {
            self.touch(RecordKey::Profile(party));
        }
        for mark in left {
            self.leave_on(mark, party);
        }
        self.count_on_day(outcome);
        self.note_networks();
    }

    /// Notes in which networks an IP address lies.
    fn note_networks(&mut self) {
        let Some((id, within)) = ip_of(&self.event.fact).filter(|(_, within)| !within.is_empty()) else { return };
        let mark = Mark { kind: MarkKind::Ip, id };
        if let Some(record) = self.state.marks.get_mut(&mark).filter(|record| record.within.is_empty()) {
            record.within = within.iter().copied().collect();
            self.touch(RecordKey::Mark(mark));
        }
    }

    fn told_of(&self) -> Option<PartyId> {
        match &self.event.fact {
            Fact::CustomerRegistered(account) | Fact::CustomerUpdated(account) => self.state.party_of(account.customer),
            Fact::RoleUpgraded { customer, .. } => self.state.party_of(*customer),
            Fact::Order { order, body: Some(_), .. } => self.state.orders.get(order).map(|order| self.state.resolve(order.party)),
            _ => None,
        }
    }

    fn leave_on(&mut self, mark: Mark, party: PartyId) {
        let record = self.state.marks.entry(mark).or_default();
        if record.parties.len() < MOST_KEPT && !record.parties.contains(&party) {
            record.parties.push(party);
            self.touch(RecordKey::Mark(mark));
        }
    }

    /// Counts a signup, or an order that is told of for the first time, for the day and the IP address.
    fn count_on_day(&mut self, outcome: &Outcome) {
        let is_opened = || outcome.changes.iter().any(|change| matches!(change, Change::OrderOpened { .. }));
        let (ip, count): (_, fn(&mut DayCount)) = match &self.event.fact {
            Fact::CustomerRegistered(account) => (account.ip, |day| day.signups = day.signups.saturating_add(1)),
            Fact::Order { body: Some(body), .. } if is_opened() => (body.ip, |day| day.orders = day.orders.saturating_add(1)),
            _ => return,
        };
        let Some(mark) = ip.map(|id| Mark { kind: MarkKind::Ip, id }) else { return };
        if let Some(day) = self.state.marks.entry(mark).or_default().on(self.event.at.utc_day()) {
            count(day);
        }
        self.touch(RecordKey::Mark(mark));
    }

    /// A customer id by which somebody is known beside their name.
    pub(super) fn call(&mut self, party: PartyId, customer: CustomerKey) {
        let is_name = self.state.parties.get(&party).is_some_and(|record| record.name == PartyName::Customer(customer));
        if !is_name && self.state.profiles.entry(party).or_default().call(customer) {
            self.touch(RecordKey::Profile(party));
        }
    }

    /// Two people turned out to be one, and so are their marks.
    pub(super) fn merge_profiles(&mut self, from: PartyId, into: PartyId) {
        let gone = self.state.profiles.remove(&from).unwrap_or_default();
        let name = self.state.parties.get(&from).map(|record| record.name);
        let one = joined(self.state.profiles.get(&into).unwrap_or(&Profile::default()), &gone, name);
        for mark in &gone.marks {
            let is_kept = one.marks.contains(mark);
            if let Some(record) = self.state.marks.get_mut(mark) {
                record.replace(from, Some(into).filter(|_| is_kept));
                self.touch(RecordKey::Mark(*mark));
            }
        }
        if one != Profile::default() {
            self.state.profiles.insert(into, one);
        }
        self.touch(RecordKey::Profile(from));
        self.touch(RecordKey::Profile(into));
    }
}
