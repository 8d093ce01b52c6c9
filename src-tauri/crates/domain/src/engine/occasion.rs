//! What friends do that is neither a registration nor an order: contacts, trials, roles, partners, and whatever a program's owner names.

use super::draft::Draft;
use super::judge::Case;
use super::person::Person;
use crate::event::EventId;
use crate::money::Money;
use crate::name::{ClickKey, CodeKey, CustomerKey};
use crate::outcome::Change;
use crate::party::PartyName;
use crate::program::{Standing, Trigger};
use crate::reason::Reason;
use crate::reward::Occasion;
use crate::time::Timestamp;

impl Draft<'_> {
    /// Any contact: it can bind, and it can be rewarded itself.
    pub(super) fn interaction(&mut self, id: EventId, customer: CustomerKey, code: Option<CodeKey>, click: Option<ClickKey>) {
        let mut person = self.person(Some(customer), None, PartyName::Customer(customer));
        if let Some(code) = self.code_of(code, click) {
            self.contact(&mut person, code);
        }
        self.acted(id, Trigger::Interaction, &mut person, None);
    }

    /// Something that a customer did and that binds nobody.
    pub(super) fn did(&mut self, id: EventId, trigger: Trigger, customer: CustomerKey, amount: Option<Money>) {
        let mut person = self.person(Some(customer), None, PartyName::Customer(customer));
        self.acted(id, trigger, &mut person, amount);
    }

    /// A customer won a partner: as far as this goes, the partner is the friend and the customer the advocate, and the tree stays as it is.
    pub(super) fn partner_onboarded(&mut self, id: EventId, partner: CustomerKey, customer: CustomerKey) {
        let mut partner = self.person(Some(partner), None, PartyName::Customer(partner));
        let Some(advocate) = self.other(customer, &partner).filter(|advocate| !partner.is(*advocate)) else {
            return self.refuse(Reason::SelfReferral);
        };
        self.activate(Trigger::PartnerOnboarded, &mut partner);
        let case = Case { advocate: Some(advocate), ..Case::of(&partner, partner.party.name, Occasion::Event(id.key)) };
        self.judge(Trigger::PartnerOnboarded, &case);
    }

    /// Judges again what a customer did.
    pub(super) fn did_again(&mut self, id: EventId, trigger: Trigger, customer: CustomerKey, amount: Option<Money>) {
        if let Some(mut person) = self.customer(customer) {
            self.acted(id, trigger, &mut person, amount);
        }
    }

    pub(super) fn acted(&mut self, id: EventId, trigger: Trigger, person: &mut Person, amount: Option<Money>) {
        self.activate(trigger, person);
        // Events of these types have keys of their own, so the key's text tells occasions apart.
        let case = Case { amount, ..Case::of(person, person.party.name, Occasion::Event(id.key)) };
        self.judge(trigger, &case);
    }

    /// Makes a friend an active one, if that is what the programs say. Of somebody without an advocate it is written down that they did it.
    pub(super) fn activate(&mut self, trigger: Trigger, person: &mut Person) {
        if !self.activates(trigger, self.at) {
            return;
        }
        match person.party.bond.filter(|bond| self.holds(bond)) {
            None if self.again.is_none() => self.change(Change::Acted { party: person.id }),
            Some(_) if person.party.activated_at.is_none_or(|since| self.at < since) => {
                self.change(Change::Activated { party: person.id, at: self.at });
                person.party.activated_at = Some(self.at);
            }
            _ => {}
        }
    }

    /// Whether something makes a friend active: if a program in force says so, or, where none is in force, if it confirms an order.
    pub(super) fn activates(&self, trigger: Trigger, at: Timestamp) -> bool {
        let in_force = |standing| if let Standing::InForce(program) = standing { Some(program) } else { None };
        let mut programs = self.programs.at(at).filter_map(in_force).peekable();
        if programs.peek().is_none() {
            return trigger == Trigger::OrderConfirmed;
        }
        programs.any(|program| program.activation.contains(&trigger))
    }
}
