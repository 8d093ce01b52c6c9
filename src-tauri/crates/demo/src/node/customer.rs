//! A customer as an object of the schema.

use super::{address, meta, reference};
use crate::customer::{Customer, NOBODY, Person};
use crate::graphql::answer::{Answer, Thing};
use crate::instant::DAY;
use crate::names::Name;
use crate::shop::Shop;

/// A customer with what is derived of them.
#[derive(Clone, Debug)]
pub(crate) struct CustomerView<'a> {
    shop: &'a Shop,
    index: u32,
    person: Person,
    name: Name,
}

impl<'a> CustomerView<'a> {
    pub(crate) fn new(shop: &'a Shop, index: u32) -> Self {
        let person = shop.customer_person(index);
        Self { shop, index, person, name: person.name() }
    }

    fn row(&self) -> &'a Customer {
        &self.shop.customers[self.index as usize]
    }

    pub(crate) fn field(&self, name: &str) -> Answer<'a> {
        let number = u64::from(self.index) + 1;
        let address_id = || Answer::Id("Address", number * 2);
        match name {
            "id" => Answer::Id("User", number),
            "email" => Answer::text(self.person.email(&self.name)),
            "firstName" => Answer::text(self.name.first.clone()),
            "lastName" => Answer::text(self.name.last.clone()),
            "isActive" | "isConfirmed" => Answer::Bool(true),
            "isStaff" => Answer::Bool(false),
            "dateJoined" => Answer::Time(self.row().joined),
            "updatedAt" => Answer::Time(self.row().updated),
            "lastLogin" if self.index.is_multiple_of(3) => Answer::Time((self.row().joined + DAY).min(self.row().updated)),
            "lastLogin" | "externalReference" => Answer::Null,
            "languageCode" => Answer::text(if self.row().channel == 3 { "JA" } else { "EN" }),
            "note" => Answer::text(""),
            "metadata" => Answer::Many(self.metadata()),
            "privateMetadata" => Answer::Many(Vec::new()),
            "defaultBillingAddress" | "defaultShippingAddress" => reference("Address", address_id()),
            "addresses" => Answer::Many(vec![address(number * 2, &self.name, self.person.home(), true)]),
            "events" => Answer::Many(vec![self.created_event()]),
            _ => Answer::Missing,
        }
    }

    fn metadata(&self) -> Vec<Thing<'a>> {
        let row = self.row();
        let mut list = Vec::new();
        if row.owns_code {
            list.push(meta("referral_code", self.person.code(self.shop.seed, &self.name)));
        }
        if row.code_disabled {
            list.push(meta("referral_code_status", "disabled".to_owned()));
        }
        if row.names_advocate && row.advocate != NOBODY {
            list.push(meta("referred_by", code_text(self.shop, row.advocate)));
        }
        list
    }

    fn created_event(&self) -> Thing<'a> {
        Thing::Record(
            "CustomerEvent",
            vec![
                ("id", Answer::Id("CustomerEvent", u64::from(self.index) + 1)),
                ("date", Answer::Time(self.row().joined)),
                ("type", Answer::text("ACCOUNT_CREATED")),
                ("message", Answer::Null),
                ("count", Answer::Null),
                ("order", Answer::Null),
            ],
        )
    }
}

/// The code of the customer with this index.
pub(crate) fn code_text(shop: &Shop, index: u32) -> String {
    let person = shop.customer_person(index);
    person.code(shop.seed, &person.name())
}
