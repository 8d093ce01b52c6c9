//! Customers: Saleor's `User`.

use super::place::PlaceDto;
use super::text::{Pair, Text, bounded, id, instant, or_empty, pairs, shown, some, value_of};
use crate::saleor::{RowFault, Settings};
use serde::Deserialize;
use vouchsafe_domain::shop::Customer;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CustomerDto<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    email: Text<'a>,
    #[serde(borrow)]
    first_name: Text<'a>,
    #[serde(borrow)]
    last_name: Text<'a>,
    is_active: bool,
    #[serde(default)]
    is_confirmed: Option<bool>,
    #[serde(borrow)]
    date_joined: Text<'a>,
    #[serde(borrow)]
    updated_at: Text<'a>,
    #[serde(borrow)]
    language_code: Text<'a>,
    #[serde(borrow, default)]
    external_reference: Option<Text<'a>>,
    #[serde(borrow, default)]
    note: Option<Text<'a>>,
    #[serde(borrow)]
    metadata: Vec<Pair<'a>>,
    #[serde(borrow)]
    private_metadata: Vec<Pair<'a>>,
    #[serde(borrow)]
    addresses: Vec<PlaceDto<'a>>,
}

impl CustomerDto<'_> {
    /// `joined` is `dateJoined`, `updated` is `updatedAt`, `note` is empty without one; the codes are metadata under the settings' keys. Before 3.15
    /// there is no `isConfirmed`: an account was active once it was confirmed.
    pub(super) fn take(self, settings: &Settings) -> Result<Customer, RowFault> {
        bounded("addresses", &self.addresses)?;
        Ok(Customer {
            id: id(&self.id)?,
            email: shown("email", Some(self.email.keep()))?.unwrap_or_default(),
            first_name: self.first_name.keep(),
            last_name: self.last_name.keep(),
            is_active: self.is_active,
            is_confirmed: self.is_confirmed.unwrap_or(self.is_active),
            joined: instant("dateJoined", &self.date_joined)?,
            updated: instant("updatedAt", &self.updated_at)?,
            language: self.language_code.keep(),
            external_reference: some(self.external_reference.as_ref()),
            note: or_empty(self.note.as_ref()),
            own_code: value_of(&settings.customer_code_key, &self.metadata, &self.private_metadata),
            ref_code: value_of(&settings.customer_ref_code_key, &self.metadata, &self.private_metadata),
            metadata: pairs("metadata", &self.metadata)?,
            private_metadata: pairs("privateMetadata", &self.private_metadata)?,
            addresses: self.addresses.iter().map(PlaceDto::take).collect(),
        })
    }
}
