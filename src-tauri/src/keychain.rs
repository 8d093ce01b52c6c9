//! The system's keychain: the only place where a shop's token is kept.

use keyring_core::{CredentialStore, Entry};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

/// Under what name tokens are kept; the shop's address is the account.
const SERVICE: &str = "vouchsafe";
/// A keychain may ask a person to unlock it. After this long the token is used without being kept.
const PATIENCE: Duration = Duration::from_secs(60);

static STORE: LazyLock<Option<Arc<CredentialStore>>> = LazyLock::new(|| store().ok());

#[cfg(target_os = "linux")]
fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(dbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(windows)]
fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    Err(keyring_core::Error::NoDefaultStore)
}

/// Where tokens are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keychain {
    /// In the system's keychain.
    System,
    /// Nowhere: a token lasts as long as its connection.
    Nowhere,
}

impl Keychain {
    /// Keeps the token of a shop. Returns whether that was possible.
    pub async fn keep(self, url: &str, token: &str) -> bool {
        let token = token.to_owned();
        self == Self::System && ask(url, move |entry| entry.set_password(&token)).await.is_some()
    }

    /// Another secret, such as a mail server's password: what is named for shops is not given out here.
    pub async fn secret(self, account: &str) -> Option<String> {
        match self {
            Self::System => ask(account, Entry::get_password).await,
            Self::Nowhere => None,
        }
    }

    /// The token of a shop: the one that `VOUCHSAFE_SHOP_TOKEN` holds, or the one that was kept.
    pub async fn token(self, url: &str) -> Option<String> {
        match (std::env::var("VOUCHSAFE_SHOP_TOKEN"), self) {
            (Ok(token), _) if !token.is_empty() => Some(token),
            (_, Self::System) => ask(url, Entry::get_password).await,
            (_, Self::Nowhere) => None,
        }
    }
}

/// Asks the keychain on a thread of its own, because it answers when it likes.
async fn ask<T: Send + 'static>(url: &str, question: impl FnOnce(&Entry) -> keyring_core::Result<T> + Send + 'static) -> Option<T> {
    let url = url.to_owned();
    let asked = tokio::task::spawn_blocking(move || {
        let entry = STORE.as_ref()?.build(SERVICE, &url, None).ok()?;
        question(&entry).ok()
    });
    tokio::time::timeout(PATIENCE, asked).await.ok()?.ok()?
}
