//! Customers: the list, one with all that is known of them, their timeline, and what a person does about them.

use super::rewards::Total;
use super::standings::AdvocateStanding;
use super::{Money, PersonRef, all, count, cut, typed};
use serde::{Deserialize, Serialize};
use specta::Type;
use vouchsafe_app::view;

/// Who somebody is to the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CustomerStatus {
    /// With an account.
    Active,
    /// Without an account.
    Guest,
    /// The account was deleted at the shop.
    Deleted,
    /// Who it was is gone.
    Erased,
}

/// What customers have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CustomerHas {
    /// A code.
    Code,
    /// Somebody who brought them.
    Advocate,
    /// Somebody whom they brought.
    Friends,
}

/// Which customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CustomerFilter {
    /// Any part of a name, email address, id or code.
    pub search: Option<String>,
    /// Who have this.
    pub has: Option<CustomerHas>,
    /// Of this status.
    pub status: Option<CustomerStatus>,
}

/// In which order customers come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CustomerSort {
    /// The newest first.
    Newest,
    /// The oldest first.
    Oldest,
    /// By name.
    Name,
}

/// A customer in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct CustomerRow {
    /// Who.
    pub person: PersonRef,
    /// Who they are to the shop.
    pub status: CustomerStatus,
    /// Since when they are known.
    pub joined: Option<String>,
    /// The code that they share.
    pub code: Option<String>,
    /// Who brought them.
    pub advocate: Option<PersonRef>,
    /// How many friends they brought.
    pub friends: u32,
    /// How many orders they placed.
    pub orders: u32,
}

/// Part of a list of customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct CustomerPage {
    /// The rows.
    pub rows: Vec<CustomerRow>,
    /// Ask with this for what follows.
    pub next: Option<String>,
    /// How many there are in all.
    pub count: u32,
}

/// What somebody is also known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum AliasKind {
    /// An account.
    CustomerId,
    /// An email address.
    Email,
    /// An order without an account.
    GuestOrder,
    /// Somebody who turned out to be them.
    Merged,
}

/// One more name of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Alias {
    /// What it is.
    pub kind: AliasKind,
    /// The text; nothing after it was erased.
    pub value: Option<String>,
}

/// A code that somebody shares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct CodeRow {
    /// The code.
    pub code: String,
    /// Since when.
    pub issued_at: String,
    /// The date is our inference.
    pub inferred: bool,
    /// Since when it no longer works.
    pub disabled_at: Option<String>,
    /// How many friends it brought.
    pub friends: u32,
}

/// A code that bound nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct RefusedContact {
    /// The code.
    pub code: String,
    /// Why: a reason code.
    pub reason: String,
    /// When.
    pub at: String,
}

/// What several people have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SharedKind {
    /// An email address.
    Email,
    /// A mailbox, reached by several spellings.
    Mailbox,
    /// A phone number.
    Phone,
    /// A postal address.
    Address,
}

/// Others with the same address or number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Shared {
    /// What is the same.
    pub kind: SharedKind,
    /// Who they are; the first of many.
    pub people: Vec<PersonRef>,
    /// How many they are.
    pub count: u32,
}

/// A customer with all that is known of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct CustomerDetail {
    /// As in the list.
    pub row: CustomerRow,
    /// What they are also known by.
    pub aliases: Vec<Alias>,
    /// What they share.
    pub codes: Vec<CodeRow>,
    /// Who brought them.
    pub advocate: Option<PersonRef>,
    /// Since when.
    pub bound_at: Option<String>,
    /// By which code.
    pub bound_by: Option<String>,
    /// The bond came from another system.
    pub taken_over: bool,
    /// A person made the bond.
    pub by_hand: bool,
    /// Codes that bound nobody.
    pub refused: Vec<RefusedContact>,
    /// When the account was made.
    pub registered_at: Option<String>,
    /// The first order.
    pub first_order_at: Option<String>,
    /// The first confirmed order as a friend.
    pub activated_at: Option<String>,
    /// The first captured money as a friend.
    pub first_paid_at: Option<String>,
    /// How far from the root; a root is 0.
    pub level: u32,
    /// How many people stand below them.
    pub subtree: u32,
    /// What their own orders brought as a friend, for each currency.
    pub revenue: Vec<Money>,
    /// What stands of rewards to them, for each currency.
    pub earned: Vec<Total>,
    /// What they have come to as an advocate.
    pub standing: AdvocateStanding,
    /// Others with the same address or number.
    pub shared: Vec<Shared>,
    /// What is on screen, stamped: an attribution sends it back.
    pub expects: String,
}

alike! {
    CustomerStatus, view::CustomerStatus: Active Guest Deleted Erased;
    CustomerHas, view::CustomerHas: Code Advocate Friends;
    CustomerSort, view::CustomerSort: Newest Oldest Name;
    AliasKind, view::AliasKind: CustomerId Email GuestOrder Merged;
    SharedKind, view::SharedKind: Email Mailbox Phone Address;
}

impl From<CustomerFilter> for view::CustomerFilter {
    fn from(filter: CustomerFilter) -> Self {
        Self { search: typed(filter.search), has: filter.has.map(Into::into), status: filter.status.map(Into::into) }
    }
}

impl From<view::CustomerRow> for CustomerRow {
    fn from(row: view::CustomerRow) -> Self {
        Self {
            person: row.person.into(),
            status: row.status.into(),
            joined: row.joined.map(|at| at.to_string()),
            code: row.code.map(cut),
            advocate: row.advocate.map(Into::into),
            friends: count(row.friends),
            orders: count(row.orders),
        }
    }
}

impl From<view::Page<view::CustomerRow>> for CustomerPage {
    fn from(page: view::Page<view::CustomerRow>) -> Self {
        Self { rows: all(page.rows), next: page.next, count: count(page.count) }
    }
}

impl From<view::Alias> for Alias {
    fn from(alias: view::Alias) -> Self {
        Self { kind: alias.kind.into(), value: alias.value.map(cut) }
    }
}

impl From<view::CodeRow> for CodeRow {
    fn from(row: view::CodeRow) -> Self {
        Self {
            code: cut(row.code),
            issued_at: row.issued_at.to_string(),
            inferred: row.inferred,
            disabled_at: row.disabled_at.map(|at| at.to_string()),
            friends: count(row.friends),
        }
    }
}

impl From<view::RefusedContact> for RefusedContact {
    fn from(contact: view::RefusedContact) -> Self {
        Self { code: cut(contact.code), reason: contact.reason.code().to_owned(), at: contact.at.to_string() }
    }
}

impl From<view::Shared> for Shared {
    fn from(shared: view::Shared) -> Self {
        Self { kind: shared.kind.into(), people: all(shared.people), count: count(shared.count) }
    }
}

impl From<view::CustomerDetail> for CustomerDetail {
    fn from(detail: view::CustomerDetail) -> Self {
        let instant = |at: Option<vouchsafe_domain::time::Timestamp>| at.map(|at| at.to_string());
        Self {
            row: detail.row.into(),
            aliases: all(detail.aliases),
            codes: all(detail.codes),
            advocate: detail.advocate.map(Into::into),
            bound_at: instant(detail.bound_at),
            bound_by: detail.bound_by.map(cut),
            taken_over: detail.taken_over,
            by_hand: detail.by_hand,
            refused: all(detail.refused),
            registered_at: instant(detail.registered_at),
            first_order_at: instant(detail.first_order_at),
            activated_at: instant(detail.activated_at),
            first_paid_at: instant(detail.first_paid_at),
            level: detail.level,
            subtree: count(detail.subtree),
            revenue: all(detail.revenue),
            earned: all(detail.earned),
            standing: detail.standing.into(),
            shared: all(detail.shared),
            expects: detail.expects,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_wire_are_those_of_the_verbs() {
        for kind in [view::AliasKind::CustomerId, view::AliasKind::Email, view::AliasKind::GuestOrder, view::AliasKind::Merged] {
            assert_eq!(serde_json::to_value(AliasKind::from(kind)).unwrap(), kind.name());
        }
        for kind in [view::SharedKind::Email, view::SharedKind::Mailbox, view::SharedKind::Phone, view::SharedKind::Address] {
            assert_eq!(serde_json::to_value(SharedKind::from(kind)).unwrap(), kind.name());
        }
    }
}
