//! Names for numbers, read beforehand for everything that is about to be shown.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::view::{AliasKind, Person};
use std::collections::BTreeMap;
use vouchsafe_db::NameTexts;
use vouchsafe_domain::event_file::Outside;
use vouchsafe_domain::name::{CustomerKey, Identity, Key, OrderKey, Texts};
use vouchsafe_domain::party::{PartyId, PartyName, PartyNames};

/// What the parties and keys of one answer are called.
#[derive(Debug, Default)]
pub(crate) struct Cast {
    pub(crate) texts: NameTexts,
    people: BTreeMap<PartyId, vouchsafe_db::Person>,
    /// What can point to a person, as evidence; without what was erased.
    pub(crate) identities: BTreeMap<Identity, String>,
}

impl Texts for Cast {
    fn text(&self, key: Key) -> String {
        self.texts.text(key)
    }
}

impl Outside for Cast {
    fn identity_text(&self, identity: Identity) -> Option<String> {
        self.identities.get(&identity).cloned()
    }
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
}

impl PartyNames for Cast {
    fn party_name(&self, party: PartyId) -> PartyName {
        // A number that stands for nobody can only be shown as itself.
        self.people.get(&party).map_or(PartyName::Guest(OrderKey(Key::from_bits(i64::from(party.0)))), |person| person.name)
    }
}

/// Begins the key of a party that was first met as a guest.
const GUEST: &str = "guest-";

impl Desk {
    /// The party that a key means: a customer's id at the shop, or `guest-` with the number of the order by which a guest was first met.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; what the db says.
    pub async fn party_called(&self, key: &str) -> Result<u32> {
        let key = key.trim();
        let not_found = || AppError::NotFound { what: key.chars().take(80).collect() };
        let Some(order) = key.strip_prefix(GUEST) else {
            let customer = self.db().key_of(key).await?.ok_or_else(not_found)?;
            return Ok(self.db().party_of(CustomerKey(customer)).await?.ok_or_else(not_found)?.0);
        };
        let number = self.db().key_of(order).await?.ok_or_else(not_found)?;
        let record = self.db().order_record(OrderKey(number)).await?.ok_or_else(not_found)?;
        let found = self.customer(self.db().resolve(record.party).await?.0).await?;
        // An order that an account placed names no guest.
        let was_guest = found.aliases.iter().any(|alias| alias.kind == AliasKind::GuestOrder && alias.value.as_deref() == Some(order));
        if was_guest || found.row.person.key.starts_with(GUEST) { Ok(found.row.person.party) } else { Err(not_found()) }
    }

    /// Reads the names of these parties and keys.
    pub(crate) async fn cast(&self, parties: impl IntoIterator<Item = PartyId> + Send, keys: impl IntoIterator<Item = Key> + Send) -> Result<Cast> {
        let (people, texts) = self.db().people_and_texts(parties, keys).await?;
        Ok(Cast { texts, people, identities: BTreeMap::new() })
    }
}
