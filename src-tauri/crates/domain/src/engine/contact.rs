//! Contacts and bonds: from a code that somebody came with to the referrer of record.

use super::draft::Draft;
use super::person::{Person, leads_back};
use crate::name::{ClickKey, CodeKey};
use crate::outcome::Change;
use crate::party::{Bond, Contact, PartyId};
use crate::program::{BindAt, Touch};
use crate::reason::Reason;

impl Draft<'_> {
    /// The code that somebody came with: named, or that of the click.
    pub(super) fn code_of(&self, code: Option<CodeKey>, click: Option<ClickKey>) -> Option<CodeKey> {
        code.or_else(|| click.and_then(|click| self.state.clicks.get(&click).copied()))
    }

    /// Somebody came with a code. Refused contacts use nothing up and are written down.
    pub(super) fn contact(&mut self, person: &mut Person, code: CodeKey) {
        match self.admissible(person, code) {
            Err(reason) => self.change(Change::ContactRefused { party: person.id, code, reason }),
            Ok(advocate) if self.programs.policy_at(self.at).bind_at == BindAt::Interaction => self.bind(person, code, advocate),
            Ok(_) => self.remember(person, code),
        }
    }

    /// Where a contact binds at once, one that came later counts for nothing, though it may be known already.
    pub(super) fn forget_later(&self, person: &mut Person) {
        person.party.contact = person.party.contact.filter(|contact| contact.at <= self.at);
    }

    /// Binds what was remembered, now that the moment for it has come.
    pub(super) fn bind_remembered(&mut self, person: &mut Person) {
        let Some(contact) = person.party.contact.take() else { return };
        if person.party.bond.is_some() {
            return;
        }
        match self.owner_of(contact.code) {
            Ok(advocate) => self.bind(person, contact.code, advocate),
            Err(reason) => self.change(Change::ContactRefused { party: person.id, code: contact.code, reason }),
        }
    }

    /// Binds for good, unless that would make somebody their own advocate, near or far.
    pub(super) fn bind(&mut self, person: &mut Person, code: CodeKey, advocate: PartyId) {
        if let Err(reason) = self.closes_no_loop(person, advocate) {
            self.change(Change::ContactRefused { party: person.id, code, reason });
            return;
        }
        let bond = Bond { advocate, code, at: self.at };
        let replaces = person.party.bond.replace(bond).map(|before| before.advocate);
        self.change(Change::Bound { friend: person.id, bond, replaces });
    }

    /// The owner of a code that works.
    pub(super) fn owner_of(&self, code: CodeKey) -> Result<PartyId, Reason> {
        let record = self.state.codes.get(&code).ok_or(Reason::CodeUnknown)?;
        // A date that we inferred says when we heard of the code, not since when it stood on somebody's flyer.
        if record.issued_at > self.at && !record.inferred {
            return Err(Reason::CodeUnknown);
        }
        if record.disabled_at.is_some_and(|at| at <= self.at) {
            return Err(Reason::CodeDisabled);
        }
        self.state.party_of(record.owner).ok_or(Reason::CodeUnknown)
    }

    fn admissible(&self, person: &Person, code: CodeKey) -> Result<PartyId, Reason> {
        // The referrer of record stands, whatever the code is.
        if person.party.bond.is_some() {
            return Err(Reason::AlreadyReferred);
        }
        let advocate = self.owner_of(code)?;
        // Judged here, too: somebody's own code, remembered, would keep out the contact that counts.
        self.closes_no_loop(person, advocate)?;
        let was_there_before = [person.party.registered_at, person.party.first_order_at].into_iter().flatten().any(|since| since < self.at);
        if was_there_before && person.party.contact.is_none() && !self.programs.policy_at(self.at).existing_customers {
            return Err(Reason::ExistingCustomer);
        }
        Ok(advocate)
    }

    fn remember(&mut self, person: &mut Person, code: CodeKey) {
        let at = self.at;
        // One that could bind no more, as its code was disabled or it would close a loop by now, keeps nobody out.
        let can_bind = |contact: &Contact| self.owner_of(contact.code).is_ok_and(|advocate| self.closes_no_loop(person, advocate).is_ok());
        let stands = person.party.contact.filter(can_bind);
        let counts = stands.is_none_or(|contact| match self.programs.policy_at(self.at).touch {
            Touch::First => at < contact.at,
            // One that came later, and is known already, is judged again after this one and takes its place back.
            Touch::Last => true,
        });
        if !counts {
            return;
        }
        person.party.contact = Some(Contact { code, at });
        self.change(Change::Contacted { party: person.id, code, at });
    }

    /// Nobody is their own advocate, near or far.
    fn closes_no_loop(&self, person: &Person, advocate: PartyId) -> Result<(), Reason> {
        if person.is(advocate) {
            return Err(Reason::SelfReferral);
        }
        let bond = self.state.parties.get(&advocate).and_then(|record| record.bond);
        let closes = bond.is_some_and(|bond| leads_back(self.state, &bond, [person.id, person.absorbed.unwrap_or(person.id)]));
        if closes { Err(Reason::ReferralLoop) } else { Ok(()) }
    }
}
