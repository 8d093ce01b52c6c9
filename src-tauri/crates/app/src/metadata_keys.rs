//! Where a shop keeps what we look for: the names of metadata keys, kept with the db.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::view::Tag;
use vouchsafe_connectors::saleor::Settings;

/// The longest key that is taken, in bytes. Saleor's own limit is larger; nobody's key is.
const MAX_KEY: usize = 200;

/// The metadata keys under which a shop keeps codes, devices and addresses. An empty one is not looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
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

impl Default for MetadataKeys {
    fn default() -> Self {
        Self::of(&Settings::default())
    }
}

impl MetadataKeys {
    fn of(settings: &Settings) -> Self {
        Self {
            order_code: settings.order_code_key.clone(),
            device: settings.device_key.clone(),
            ip: settings.ip_key.clone(),
            customer_code: settings.customer_code_key.clone(),
            customer_ref_code: settings.customer_ref_code_key.clone(),
        }
    }

    /// The settings with these keys.
    #[must_use]
    pub fn settings(self) -> Settings {
        Settings {
            order_code_key: self.order_code,
            device_key: self.device,
            ip_key: self.ip,
            customer_code_key: self.customer_code,
            customer_ref_code_key: self.customer_ref_code,
            ..Settings::default()
        }
    }

    /// Each key with the name under which it is kept.
    fn named(&mut self) -> [(&'static str, &mut String); 5] {
        [
            ("metadata_key/order_code", &mut self.order_code),
            ("metadata_key/device", &mut self.device),
            ("metadata_key/ip", &mut self.ip),
            ("metadata_key/customer_code", &mut self.customer_code),
            ("metadata_key/customer_ref_code", &mut self.customer_ref_code),
        ]
    }
}

impl Desk {
    /// The metadata keys of this db's shop.
    ///
    /// # Errors
    /// What the db says.
    pub async fn metadata_keys(&self) -> Result<MetadataKeys> {
        let mut keys = MetadataKeys::default();
        for (name, key) in keys.named() {
            if let Some(kept) = self.db().setting(name).await? {
                *key = kept;
            }
        }
        Ok(keys)
    }

    /// Sets the metadata keys. They count for what is read from now on; what is in the mirror stays as it was read.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a key that no shop can have; what the db says.
    pub async fn set_metadata_keys(&self, mut keys: MetadataKeys) -> Result<()> {
        for (_, key) in keys.named() {
            *key = key.trim().to_owned();
            if key.len() > MAX_KEY || key.chars().any(char::is_control) {
                return Err(AppError::NotFound { what: format!("metadata key “{}”", key.chars().take(40).collect::<String>()) });
            }
        }
        self.db().write(move |tx| keys.named().into_iter().try_for_each(|(name, key)| tx.set(name, key))).await?;
        self.changed([Tag::Desk]);
        Ok(())
    }
}
