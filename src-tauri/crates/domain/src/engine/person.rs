//! Who is meant: from a customer id and an email address to a party.

use super::draft::Draft;
use crate::name::{CustomerKey, Identity};
use crate::outcome::Change;
use crate::party::{Party, PartyId, PartyName};

/// A party as it will be once the draft is applied.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person {
    pub(super) id: PartyId,
    pub(super) party: Party,
}

impl Draft<'_> {
    /// Finds or makes the party that a customer id and an email address belong to, and links what is new.
    ///
    /// A guest is the customer with the same email address. Two accounts stay two parties, even if they claim one address, unless the
    /// older one is deleted: somebody who registers again is who they were.
    pub(super) fn person(&mut self, customer: Option<CustomerKey>, email: Option<Identity>, name_if_new: PartyName) -> Person {
        let by_customer = customer.and_then(|key| self.state.party_of(key));
        let by_email = email.and_then(|key| self.state.party_of_email(key));
        match (by_customer, by_email) {
            (Some(id), Some(other)) if id != other => self.account_and_address(id, other),
            (Some(id), same) => {
                if let (None, Some(email)) = (same, email) {
                    self.change(Change::EmailLinked { email, party: id });
                }
                self.known(id)
            }
            (None, Some(id)) => match customer {
                Some(customer) if self.belongs_to_another_account(id) => self.meet(Some(customer), None, PartyName::Customer(customer)),
                Some(customer) => {
                    self.change(Change::CustomerLinked { customer, party: id });
                    self.known(id)
                }
                None => self.known(id),
            },
            (None, None) => self.meet(customer, email, name_if_new),
        }
    }

    /// The record of a known party.
    pub(super) fn known(&self, id: PartyId) -> Person {
        let party = self.state.parties.get(&id).copied();
        Person { id, party: party.unwrap_or_else(|| Party::new(crate::party::PartyNames::party_name(self.state, id))) }
    }

    fn meet(&mut self, customer: Option<CustomerKey>, email: Option<Identity>, name: PartyName) -> Person {
        let id = PartyId(self.state.totals.next_party);
        self.change(Change::PartyMet { party: id, name });
        if let Some(customer) = customer {
            self.change(Change::CustomerLinked { customer, party: id });
        }
        if let Some(email) = email {
            self.change(Change::EmailLinked { email, party: id });
        }
        Person { id, party: Party::new(name) }
    }

    fn belongs_to_another_account(&self, id: PartyId) -> bool {
        self.state.parties.get(&id).is_some_and(|party| party.registered_at.is_some() && !party.deleted)
    }

    fn account_and_address(&mut self, account: PartyId, address: PartyId) -> Person {
        if self.belongs_to_another_account(address) {
            return self.known(account);
        }
        self.change(Change::PartiesMerged { from: address, into: account });
        let (from, into) = (self.known(address).party, self.known(account).party);
        Person { id: account, party: merged(account, &into, address, &from) }
    }
}

/// The party that remains when `from` turns out to be `into`: of two bonds the earlier one wins, and a bond to oneself is none.
pub(super) fn merged(into_id: PartyId, into: &Party, from_id: PartyId, from: &Party) -> Party {
    let earlier = |a: Option<_>, b: Option<_>| match (a, b) {
        (Some(a), Some(b)) => Some(std::cmp::min(a, b)),
        (a, b) => a.or(b),
    };
    let bond = [into.bond, from.bond].into_iter().flatten().filter(|bond| bond.advocate != from_id && bond.advocate != into_id).min_by_key(|bond| bond.at);
    let contact = [into.contact, from.contact].into_iter().flatten().min_by_key(|contact| contact.at);
    Party {
        name: into.name,
        bond,
        contact,
        registered_at: earlier(into.registered_at, from.registered_at),
        first_order_at: earlier(into.first_order_at, from.first_order_at),
        activated_at: earlier(into.activated_at, from.activated_at),
        first_paid_at: earlier(into.first_paid_at, from.first_paid_at),
        deleted: into.deleted,
        merged_into: None,
    }
}
