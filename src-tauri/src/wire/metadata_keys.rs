//! Where a shop keeps what we look for.

use serde::{Deserialize, Serialize};
use specta::Type;

/// The metadata keys under which a shop keeps codes, devices and addresses. An empty one is not looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MetadataKeys {
    /// The order's key that holds the referral code.
    pub order_code: String,
    /// The order's key that holds the device fingerprint.
    pub device: String,
    /// The order's key that holds the buyer's IP address.
    pub ip: String,
    /// The customer's key that holds the code they share.
    pub customer_code: String,
    /// The customer's key that holds the code that brought them.
    pub customer_ref_code: String,
}

impl From<vouchsafe_app::MetadataKeys> for MetadataKeys {
    fn from(keys: vouchsafe_app::MetadataKeys) -> Self {
        let vouchsafe_app::MetadataKeys { order_code, device, ip, customer_code, customer_ref_code } = keys;
        Self { order_code, device, ip, customer_code, customer_ref_code }
    }
}

impl From<MetadataKeys> for vouchsafe_app::MetadataKeys {
    fn from(keys: MetadataKeys) -> Self {
        let MetadataKeys { order_code, device, ip, customer_code, customer_ref_code } = keys;
        Self { order_code, device, ip, customer_code, customer_ref_code }
    }
}
