//! Postal addresses.

use super::text::{Text, or_empty};
use serde::Deserialize;
use vouchsafe_domain::shop;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlaceDto<'a> {
    #[serde(borrow)]
    first_name: Text<'a>,
    #[serde(borrow)]
    last_name: Text<'a>,
    #[serde(borrow)]
    company_name: Text<'a>,
    #[serde(borrow)]
    street_address1: Text<'a>,
    #[serde(borrow)]
    street_address2: Text<'a>,
    #[serde(borrow)]
    city: Text<'a>,
    #[serde(borrow)]
    postal_code: Text<'a>,
    #[serde(borrow)]
    country: Country<'a>,
    #[serde(borrow)]
    country_area: Text<'a>,
    #[serde(borrow, default)]
    phone: Option<Text<'a>>,
}

#[derive(Debug, Deserialize)]
struct Country<'a> {
    #[serde(borrow)]
    code: Text<'a>,
}

impl PlaceDto<'_> {
    /// As it is taken over.
    pub(super) fn take(&self) -> shop::Address {
        shop::Address {
            first_name: self.first_name.keep(),
            last_name: self.last_name.keep(),
            company: self.company_name.keep(),
            street_1: self.street_address1.keep(),
            street_2: self.street_address2.keep(),
            city: self.city.keep(),
            postal_code: self.postal_code.keep(),
            country: self.country.code.keep(),
            country_area: self.country_area.keep(),
            phone: or_empty(self.phone.as_ref()),
        }
    }
}
