//! Late knowledge: an event of before is judged again, as of its own instant, by what is known now (design section 2).
//!
//! The account, the bond, the code and the program are those that are known now, as far as they hold at the instant of then. The order is gone over
//! from there: what it went through since happens to the reward at its own instants, so that in the end it stands as if it had been given then.

use super::draft::Draft;
use super::judge::Case;
use super::person::Person;
use crate::event::{Event, Fact, OrderBody, OrderChange, RejudgeWhy};
use crate::name::{CodeKey, CustomerKey, OrderKey};
use crate::outcome::Change;
use crate::party::{Bond, PartyName};
use crate::program::{BindAt, Scope, Trigger};
use crate::reward::Occasion;
use crate::state::OrderRecord;

impl Draft<'_> {
    pub(super) fn rejudge(&mut self, old: &Event, why: RejudgeWhy) {
        (self.at, self.again) = (old.at, Some(why));
        match &old.fact {
            Fact::CustomerRegistered(account) => {
                let Some(mut person) = self.customer(account.customer) else { return };
                let binds = self.programs.policy_at(self.at).bind_at != BindAt::Order;
                if binds {
                    self.forget_later(&mut person);
                }
                self.contact_again(&mut person, self.code_of(account.ref_code, account.click));
                if binds {
                    self.bind_remembered(&mut person);
                }
                let name = PartyName::Customer(account.customer);
                self.judge(Trigger::Registered, &Case::of(&person, name, Occasion::Registration));
            }
            Fact::CustomerUpdated(account) => {
                let Some(mut person) = self.customer(account.customer) else { return };
                self.contact_again(&mut person, self.code_of(account.ref_code, account.click));
            }
            Fact::Interaction { customer, ref_code, click } => {
                let Some(mut person) = self.customer(*customer) else { return };
                self.contact_again(&mut person, self.code_of(*ref_code, *click));
                self.acted(old.id, Trigger::Interaction, &mut person, None);
            }
            Fact::TrialStarted { customer, .. } => self.did_again(old.id, Trigger::TrialStarted, *customer, None),
            Fact::RoleUpgraded { customer, .. } => self.did_again(old.id, Trigger::RoleUpgraded, *customer, None),
            Fact::Custom { name, customer, amount_base } => self.did_again(old.id, Trigger::Custom(*name), *customer, *amount_base),
            Fact::Purchase { purchase, .. } => self.purchase_again(*purchase),
            Fact::Order { order, change, body } => self.order_again(*order, *change, body.as_deref()),
            Fact::OrderMoney { order, .. } => self.capture_again(*order),
            // What these came to hangs on nobody's bond.
            _ => {}
        }
    }

    /// Whether a bond holds at the instant that is judged. What is judged for the first time knows no other; one that staff made reaches back.
    pub(super) fn holds(&self, bond: &Bond) -> bool {
        matches!(self.again, None | Some(RejudgeWhy::Attributed)) || !self.reaches_back(bond)
    }

    /// Whether somebody was brought only after the instant that is judged. Whether that earns anything is for a person to say.
    pub(super) fn reaches_back(&self, bond: &Bond) -> bool {
        bond.at > self.at
    }

    pub(super) fn customer(&self, customer: CustomerKey) -> Option<Person> {
        self.state.party_of(customer).map(|party| self.known(party))
    }

    /// A contact counts again where it bound nobody. Where somebody else's came first, that is only told when its own code was learned.
    fn contact_again(&mut self, person: &mut Person, code: Option<CodeKey>) {
        let Some(code) = code else { return };
        let bound = person.party.bond.is_some_and(|bond| bond.code == code || self.again != Some(RejudgeWhy::CodeLearned));
        let remembered = person.party.contact.is_some_and(|contact| contact.code == code && contact.at <= self.at);
        if !bound && !remembered {
            self.contact(person, code);
        }
    }

    fn order_again(&mut self, key: OrderKey, change: OrderChange, body: Option<&OrderBody>) {
        let Some(mut record) = self.state.orders.get(&key).cloned() else { return };
        let mut buyer = self.known(self.state.resolve(record.party));
        let body = body.filter(|_| record.placed_at == self.at);
        if let Some(body) = body {
            self.forget_later(&mut buyer);
            let code = self.code_of(body.ref_code, body.click).filter(|_| !record.is_replacement);
            match self.programs.policy_at(self.at).scope {
                Scope::Tree => self.contact_again(&mut buyer, code),
                Scope::Order => self.credit_again(key, &mut record, &mut buyer, code),
            }
            self.bind_remembered(&mut buyer);
            self.refer(key, &record, &mut buyer);
        }
        match change {
            OrderChange::Confirmed if record.confirmed_at == Some(self.at) => {
                let (then, later) = record.when_confirmed();
                // Confirmed by the event that told of it first, it had not been referred before.
                let is_referred = record.is_referred || body.is_some() && buyer.party.bond.is_some_and(|bond| self.holds(&bond));
                self.confirm(key, buyer, &OrderRecord { is_referred, ..then }, &later);
            }
            OrderChange::Changed => self.capture_again(key),
            _ => {}
        }
    }

    /// An order of a friend whose advocate was not known when it was placed.
    pub(super) fn refer(&mut self, key: OrderKey, record: &OrderRecord, buyer: &mut Person) {
        if record.is_referred || !buyer.party.bond.is_some_and(|bond| self.holds(&bond)) {
            return;
        }
        self.brought(key, record, buyer);
    }

    /// Credits an order again whose code was nobody's when it was placed.
    fn credit_again(&mut self, key: OrderKey, record: &mut OrderRecord, buyer: &mut Person, code: Option<CodeKey>) {
        let Some(code) = code.filter(|_| record.credited.is_none()) else { return };
        let was_referred = record.is_referred;
        self.credit(key, buyer, record, code);
        if record.is_referred && !was_referred {
            self.brought(key, record, buyer);
        }
    }

    /// An order turned out to be brought by somebody: what it came to by now counts.
    fn brought(&mut self, key: OrderKey, record: &OrderRecord, buyer: &mut Person) {
        self.change(Change::OrderReferred { order: key });
        self.purchase_moved(buyer, false, OrderRecord { is_referred: true, ..record.clone() }.stands());
        // Rules need not answer to a confirmation, but the referral has come further by it.
        let confirmed = record.confirmed_at.filter(|_| record.when_confirmed().0.cancelled_at.is_none());
        if let Some(at) =
            confirmed.filter(|at| self.activates(record.kind.trigger(), *at) && buyer.party.activated_at.is_none_or(|known| *at < known))
        {
            self.change(Change::Activated { party: buyer.id, at });
            buyer.party.activated_at = confirmed;
        }
        if let Some(at) = record.paid_since() {
            self.first_paid(key, buyer, &OrderRecord { is_referred: true, ..record.clone() }, at);
            buyer.party.first_paid_at = Some(buyer.party.first_paid_at.map_or(at, |known| known.min(at)));
        }
    }

    /// Judges again what the capture of an order gave, if it was this event that completed it.
    fn capture_again(&mut self, key: OrderKey) {
        let Some(record) = self.state.orders.get(&key).filter(|record| record.captured_at == Some(self.at)) else { return };
        let buyer = self.known(self.state.resolve(record.party));
        let (then, later) = record.when_captured();
        self.captured(key, buyer, &then, &later);
    }
}
