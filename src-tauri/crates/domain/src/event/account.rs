//! What an account tells of somebody.

use crate::name::{ClickKey, CodeKey, CustomerKey, Identity, Key};
use crate::state::EmailSort;

/// What a person's account says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The customer.
    pub customer: CustomerKey,
    /// Email address.
    pub email: Option<Identity>,
    /// Where mail to the address ends up. A hint that two addresses are one person's, never a proof: parties are found by `email` alone.
    pub mailbox: Option<Identity>,
    /// Phone number.
    pub phone: Option<Identity>,
    /// The email address was confirmed; `None` when the source does not say.
    pub email_verified: Option<bool>,
    /// The phone number was confirmed; `None` when the source does not say.
    pub phone_verified: Option<bool>,
    /// The code that brought the customer.
    pub ref_code: Option<CodeKey>,
    /// The click that brought the customer.
    pub click: Option<ClickKey>,
    /// IP address at registration.
    pub ip: Option<Identity>,
    /// The networks that the IP address lies in, the smallest first.
    pub ip_within: Vec<Identity>,
    /// Device at registration.
    pub device: Option<Identity>,
    /// The domain of the email address.
    pub email_domain: Option<Key>,
    /// The domains above it, the nearest first.
    pub domains_above: Vec<Key>,
    /// What sort of address the domain gives out.
    pub email_sort: EmailSort,
    /// Groups; none when the source does not say.
    pub groups: Vec<Key>,
    /// Role.
    pub role: Option<Key>,
}

crate::canon_struct!(Account {
    customer,
    email,
    mailbox,
    phone,
    email_verified,
    phone_verified,
    ref_code,
    click,
    ip,
    ip_within,
    device,
    email_domain,
    domains_above,
    email_sort,
    groups,
    role
});
