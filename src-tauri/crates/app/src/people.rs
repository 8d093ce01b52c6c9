//! Names for numbers, read beforehand for everything that is about to be shown.

use crate::desk::Desk;
use crate::error::Result;
use crate::view::Person;
use std::collections::BTreeMap;
use vouchsafe_db::NameTexts;
use vouchsafe_domain::name::{Key, OrderKey};
use vouchsafe_domain::party::{PartyId, PartyName, PartyNames};

/// What the parties and keys of one answer are called.
#[derive(Debug, Default)]
pub(crate) struct Cast {
    pub(crate) texts: NameTexts,
    people: BTreeMap<PartyId, vouchsafe_db::Person>,
}

impl Cast {
    /// A party as shown.
    pub(crate) fn person(&self, party: PartyId) -> Person {
        let known = self.people.get(&party);
        Person {
            party: known.map_or(party, |person| person.party).0,
            key: self.party_name(party).text(&self.texts),
            name: known.and_then(|person| person.full_name.clone()),
            email: known.and_then(|person| person.email.clone()),
        }
    }

    /// A party's record, for what a list shows beside the name.
    pub(crate) fn record(&self, party: PartyId) -> Option<&vouchsafe_domain::party::Party> {
        self.people.get(&party).map(|person| &person.record)
    }
}

impl PartyNames for Cast {
    fn party_name(&self, party: PartyId) -> PartyName {
        // A number that stands for nobody can only be shown as itself.
        self.people.get(&party).map_or(PartyName::Guest(OrderKey(Key::from_bits(i64::from(party.0)))), |person| person.name)
    }
}

impl Desk {
    /// Reads the names of these parties and keys.
    pub(crate) async fn cast(&self, parties: impl IntoIterator<Item = PartyId> + Send, keys: impl IntoIterator<Item = Key> + Send) -> Result<Cast> {
        let people = self.db().people(parties).await?;
        let names = people.values().map(|person| match person.name {
            PartyName::Customer(customer) => customer.0,
            PartyName::Guest(order) => order.0,
        });
        let keys: Vec<Key> = keys.into_iter().chain(names).collect();
        let texts = self.db().texts(keys).await?;
        Ok(Cast { texts, people })
    }
}
