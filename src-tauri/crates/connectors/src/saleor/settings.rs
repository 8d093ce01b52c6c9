//! What a desk may set about reading a shop.

use std::time::Duration;

/// The largest page that Saleor gives ("exceeds the `first` limit of 100 records").
pub(super) const MAX_PAGE: u32 = 100;

/// How to read a shop: where it keeps what we look for, and how patient to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The order's metadata key that holds the referral code.
    pub order_code_key: String,
    /// The order's metadata key that holds the device fingerprint.
    pub device_key: String,
    /// The order's metadata key that holds the buyer's IP address; without it the address of the payment counts.
    pub ip_key: String,
    /// The customer's metadata key that holds the code they share.
    pub customer_code_key: String,
    /// The customer's metadata key that holds the code that brought them.
    pub customer_ref_code_key: String,
    /// Rows a page, 1 to 100.
    pub page_size: u32,
    /// The longest that one request may take.
    pub timeout: Duration,
    /// The longest that the shop may be silent while an answer is awaited or arrives.
    pub silence: Duration,
    /// How often a read is tried before its error counts.
    pub tries: u32,
    /// The longest pause before the second try; it doubles from try to try, and how much of it is waited is drawn by chance.
    pub backoff: Duration,
    /// From what pauses are drawn; without it the system says, so that no two desks come back together.
    pub seed: Option<u64>,
    /// After how many failures in a row the shop is left alone for a while.
    pub rest_after: u32,
    /// How long it is left alone at first; the rest doubles as long as the shop fails, up to a quarter of an hour.
    pub rest: Duration,
    /// The longest that a rate limit or a rest is waited for; a longer one is an error.
    pub patience: Duration,
    /// Admit `http://` for hosts other than this machine. The token then travels in the clear.
    pub allow_insecure: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            order_code_key: "ref_code".to_owned(),
            device_key: "device_fp".to_owned(),
            ip_key: "client_ip".to_owned(),
            customer_code_key: "referral_code".to_owned(),
            customer_ref_code_key: "referred_by".to_owned(),
            page_size: MAX_PAGE,
            timeout: Duration::from_secs(60),
            silence: Duration::from_secs(30),
            tries: 4,
            backoff: Duration::from_millis(500),
            seed: None,
            rest_after: 8,
            rest: Duration::from_secs(10),
            patience: Duration::from_secs(60),
            allow_insecure: false,
        }
    }
}
