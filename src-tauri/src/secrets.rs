//! Where shops' tokens are kept: in the system's keychain; where there is none, in a file that a passphrase opens; else only while the
//! program runs.

use crate::error::Answer;
use crate::keychain::Keychain;
use serde::Serialize;
use specta::Type;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use vouchsafe_app::keeping::Passphrase;
use vouchsafe_app::notices::Password;
use vouchsafe_app::vault::Vault;

/// Where a token is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// In the system's keychain.
    Keychain,
    /// In an encrypted file.
    File,
    /// Nowhere: it lasts as long as the program runs.
    Session,
}

/// The places in which tokens are looked for. Clones share them.
#[derive(Debug, Clone)]
pub struct Secrets {
    keychain: Keychain,
    vault: Vault,
    passphrase: Arc<Mutex<Option<Passphrase>>>,
    /// Passwords of mail servers that were entered since the program began.
    mail: Arc<Mutex<BTreeMap<String, Password>>>,
}

impl Secrets {
    /// The keychain, and a file for where it fails. `VOUCHSAFE_PASSPHRASE` opens the file, for computers without anybody in front of them.
    #[must_use]
    pub fn new(keychain: Keychain, vault: PathBuf) -> Self {
        let named = std::env::var("VOUCHSAFE_PASSPHRASE").ok().filter(|text| !text.is_empty());
        let passphrase = named.map(|text| Passphrase::entered(&text));
        Self { keychain, vault: Vault::at(vault), passphrase: Arc::new(Mutex::new(passphrase)), mail: Arc::default() }
    }

    /// The token of a shop and where it was found.
    pub async fn token(&self, url: &str) -> Option<(String, Kept)> {
        if let Some(token) = self.keychain.token(url).await {
            return Some((token, Kept::Keychain));
        }
        let (vault, passphrase, url) = (self.vault.clone(), self.passphrase()?, url.to_owned());
        // Deriving a key takes a second on purpose.
        let found = tokio::task::spawn_blocking(move || vault.token(&url, &passphrase)).await.ok()?;
        found.ok().flatten().map(|token| (token, Kept::File))
    }

    /// Keeps the token of a shop: in the keychain, or in the file if its passphrase is known. Returns where.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub async fn keep(&self, url: &str, token: &str) -> Answer<Kept> {
        if self.keychain.keep(url, token).await {
            return Ok(Kept::Keychain);
        }
        let Some(passphrase) = self.passphrase() else { return Ok(Kept::Session) };
        let (vault, url, token) = (self.vault.clone(), url.to_owned(), token.to_owned());
        let kept = tokio::task::spawn_blocking(move || vault.keep(&url, &token, &passphrase)).await;
        kept.map_err(crate::error::AppError::internal)??;
        Ok(Kept::File)
    }

    /// The password of a mail server: the one that `VOUCHSAFE_SMTP_PASSWORD` holds, or the one that was kept.
    pub async fn mail_password(&self, account: &str) -> Option<Password> {
        if let Some(named) = std::env::var("VOUCHSAFE_SMTP_PASSWORD").ok().filter(|text| !text.is_empty()) {
            return Some(Password::new(named));
        }
        if let Some(held) = self.mail.lock().unwrap_or_else(PoisonError::into_inner).get(account) {
            return Some(held.clone());
        }
        if let Some(kept) = self.keychain.secret(account).await {
            return Some(Password::new(kept));
        }
        let (vault, passphrase, account) = (self.vault.clone(), self.passphrase()?, account.to_owned());
        let found = tokio::task::spawn_blocking(move || vault.token(&account, &passphrase)).await.ok()?;
        found.ok().flatten().map(Password::new)
    }

    /// Keeps the password of a mail server, as [`Self::keep`]; where that is not possible it lasts as long as the program runs.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub async fn keep_mail_password(&self, account: &str, password: &str) -> Answer<Kept> {
        self.mail.lock().unwrap_or_else(PoisonError::into_inner).insert(account.to_owned(), Password::new(password));
        self.keep(account, password).await
    }

    /// Opens the file with a passphrase, or begins a new file with it.
    ///
    /// # Errors
    /// `passphrase_wrong`, `passphrase_short`; what is wrong with the file.
    pub async fn unlock(&self, text: &str) -> Answer<()> {
        let passphrase = if self.vault.is_there() { Passphrase::entered(text) } else { Passphrase::chosen(text)? };
        let (vault, tried) = (self.vault.clone(), passphrase.clone());
        tokio::task::spawn_blocking(move || vault.token("", &tried)).await.map_err(crate::error::AppError::internal)??;
        *self.passphrase.lock().unwrap_or_else(PoisonError::into_inner) = Some(passphrase);
        Ok(())
    }

    /// Whether there is a file of tokens that nobody has opened yet.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.vault.is_there() && self.passphrase().is_none()
    }

    fn passphrase(&self) -> Option<Passphrase> {
        self.passphrase.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(folder: &tempfile::TempDir) -> Secrets {
        Secrets::new(Keychain::Nowhere, folder.path().join("tokens.age"))
    }

    #[tokio::test]
    async fn without_a_keychain_a_passphrase_keeps_the_token() {
        let folder = tempfile::tempdir().unwrap();
        let secrets = at(&folder);
        assert_eq!(secrets.keep("https://a.example/", "token").await.unwrap(), Kept::Session);
        assert_eq!(secrets.unlock("short").await.unwrap_err().code, "passphrase_short");
        secrets.unlock("long enough to keep").await.unwrap();
        assert_eq!(secrets.keep("https://a.example/", "token").await.unwrap(), Kept::File);
        let again = at(&folder);
        assert!(again.is_locked() && again.token("https://a.example/").await.is_none());
        assert_eq!(again.unlock("another passphrase").await.unwrap_err().code, "passphrase_wrong");
        again.unlock("long enough to keep").await.unwrap();
        assert_eq!(again.mail_password("smtp://ada@mail.example:465").await, None);
        assert_eq!(again.keep_mail_password("smtp://ada@mail.example:465", "right").await.unwrap(), Kept::File);
        let later = at(&folder);
        later.unlock("long enough to keep").await.unwrap();
        assert_eq!(later.mail_password("smtp://ada@mail.example:465").await, Some(Password::new("right")));
        assert_eq!(later.mail_password("smtp://ada@other.example:465").await, None);
        assert_eq!(again.token("https://a.example/").await, Some(("token".to_owned(), Kept::File)));
        assert!(!again.is_locked());
    }
}
