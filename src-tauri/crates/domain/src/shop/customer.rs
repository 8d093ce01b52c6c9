//! Customer accounts as a shop tells them.

use super::{Address, ShopId};
use crate::time::Timestamp;

/// A customer account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// The shop's id, without its type: `46`.
    pub id: ShopId,
    /// Email address as written.
    pub email: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// May log in.
    pub is_active: bool,
    /// The email address was confirmed.
    pub is_confirmed: bool,
    /// When the account was made.
    pub joined: Timestamp,
    /// When the shop last changed the row.
    pub updated: Timestamp,
    /// Language code, such as `EN`.
    pub language: String,
    /// The id of another system.
    pub external_reference: Option<String>,
    /// Staff's note.
    pub note: String,
    /// The code that this customer shares, from the metadata key that the settings name.
    pub own_code: Option<String>,
    /// The code that brought this customer, from the metadata key that the settings name.
    pub ref_code: Option<String>,
    /// All public metadata, as it came.
    pub metadata: Vec<(String, String)>,
    /// All private metadata, as it came.
    pub private_metadata: Vec<(String, String)>,
    /// The addresses of the account.
    pub addresses: Vec<Address>,
}

crate::canon_struct!(Customer {
    id,
    email,
    first_name,
    last_name,
    is_active,
    is_confirmed,
    joined,
    updated,
    language,
    external_reference,
    note,
    own_code,
    ref_code,
    metadata,
    private_metadata,
    addresses,
});
