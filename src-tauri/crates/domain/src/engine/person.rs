//! Who is meant: from a customer id and an email address to a party.

use super::draft::Draft;
use crate::name::{CustomerKey, Identity};
use crate::outcome::Change;
use crate::party::{Bond, Party, PartyId, PartyName};
use crate::reason::Reason;
use crate::state::State;

/// A party as it will be once the draft is applied.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person {
    pub(super) id: PartyId,
    pub(super) party: Party,
    /// Who turned out, by this very event, to be the same: the state does not know it yet.
    pub(super) absorbed: Option<PartyId>,
}

impl Person {
    /// Whether a number of the state stands for this person.
    pub(super) fn is(&self, party: PartyId) -> bool {
        self.id == party || self.absorbed == Some(party)
    }
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

    /// The record of a known party, be it met by this very event.
    pub(super) fn known(&self, id: PartyId) -> Person {
        let met = || {
            let met = |change: &Change| if let Change::PartyMet { party, name } = change { (*party == id).then_some(*name) } else { None };
            self.outcome.changes.iter().find_map(met).unwrap_or_else(|| crate::party::PartyNames::party_name(self.state, id))
        };
        Person { id, party: self.state.parties.get(&id).copied().unwrap_or_else(|| Party::new(met())), absorbed: None }
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
        Person { id, party: Party::new(name), absorbed: None }
    }

    /// An account is known by its registration, or by its orders or codes alone: a shop's orders can be older than its accounts.
    pub(super) fn belongs_to_another_account(&self, id: PartyId) -> bool {
        let is_account = |party: &Party| party.registered_at.is_some() || matches!(party.name, PartyName::Customer(_));
        self.state.parties.get(&id).is_some_and(|party| is_account(party) && !party.deleted)
    }

    pub(super) fn account_and_address(&mut self, account: PartyId, address: PartyId) -> Person {
        if self.belongs_to_another_account(address) {
            return self.known(account);
        }
        self.change(Change::PartiesMerged { from: address, into: account });
        let (from, into) = (self.known(address).party, self.known(account).party);
        for bond in [into.bond, from.bond].into_iter().flatten().filter(|bond| leads_back(self.state, bond, [account, address])) {
            self.change(Change::ContactRefused { party: account, code: bond.code, reason: Reason::ReferralLoop });
        }
        let party = merged(self.state, (account, &into), (address, &from));
        // Whoever has an advocate waits for no contact.
        if party.bond != into.bond || (party.bond.is_none() && party.contact != into.contact) {
            self.change(Change::Inherited { party: account });
        }
        Person { id: account, party, absorbed: Some(address) }
    }
}

/// Whether a bond leads to one of these, near or far.
pub(super) fn leads_back(state: &State, bond: &Bond, ends: [PartyId; 2]) -> bool {
    let mut next = Some(state.resolve(bond.advocate));
    while let Some(id) = next {
        if ends.contains(&id) {
            return true;
        }
        next = state.parties.get(&id).and_then(|record| record.bond).map(|bond| state.resolve(bond.advocate));
    }
    false
}

/// The party that remains when `from` turns out to be `into`: of two bonds the earlier one wins, and one that leads back to either is none.
pub(super) fn merged(state: &State, (into_id, into): (PartyId, &Party), (from_id, from): (PartyId, &Party)) -> Party {
    let earlier = |a: Option<_>, b: Option<_>| match (a, b) {
        (Some(a), Some(b)) => Some(std::cmp::min(a, b)),
        (a, b) => a.or(b),
    };
    let bonds = [into.bond, from.bond].into_iter().flatten().filter(|bond| !leads_back(state, bond, [into_id, from_id]));
    let bond = bonds.min_by_key(|bond| bond.at);
    let contact = [into.contact, from.contact].into_iter().flatten().min_by_key(|contact| contact.at);
    Party {
        name: into.name,
        bond,
        contact,
        registered_at: earlier(into.registered_at, from.registered_at),
        first_order_at: earlier(into.first_order_at, from.first_order_at),
        first_order: match (into.first_order_at, from.first_order_at) {
            (Some(a), Some(b)) if b < a => from.first_order,
            (None, Some(_)) => from.first_order,
            _ => into.first_order,
        },
        activated_at: earlier(into.activated_at, from.activated_at),
        first_paid_at: earlier(into.first_paid_at, from.first_paid_at),
        first_paid_order: match (into.first_paid_at, from.first_paid_at) {
            (Some(a), Some(b)) if b < a => from.first_paid_order,
            (None, Some(_)) => from.first_paid_order,
            _ => into.first_paid_order,
        },
        deleted: into.deleted,
        deleted_at: into.deleted_at,
        rejected: into.rejected || from.rejected,
        merged_into: None,
    }
}
