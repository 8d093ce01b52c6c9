//! The vault: shops' tokens in an encrypted file, for computers without a keychain.

use crate::error::{AppError, Result};
use crate::keeping::Passphrase;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The largest file that is taken for a vault, in bytes.
const MAX_FILE: u64 = 1 << 20;

/// A file of tokens that one passphrase opens.
#[derive(Debug, Clone)]
pub struct Vault {
    path: PathBuf,
}

impl Vault {
    /// The vault in this file, which need not be there yet.
    #[must_use]
    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Whether there is anything in it.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.path.is_file()
    }

    /// The token of a shop, if it holds one.
    ///
    /// # Errors
    /// [`AppError::PassphraseWrong`]; [`AppError::FileUnreadable`].
    pub fn token(&self, url: &str, passphrase: &Passphrase) -> Result<Option<String>> {
        Ok(self.open(passphrase)?.remove(url))
    }

    /// Keeps the token of a shop. The passphrase must be the one that opens what is there already.
    ///
    /// # Errors
    /// As [`Self::token`].
    pub fn keep(&self, url: &str, token: &str, passphrase: &Passphrase) -> Result<()> {
        let mut tokens = self.open(passphrase)?;
        tokens.insert(url.to_owned(), token.to_owned());
        let sealed =
            passphrase.seal(&serde_json::to_vec(&tokens).map_err(|error| self.unreadable(&error))?).map_err(|error| self.unreadable(&error))?;
        let folder = self.path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(|error| self.unreadable(&error))?;
        // The new file takes the old one's place in one step, so that no half of it is ever read.
        let fresh = self.path.with_extension("new");
        drop(std::fs::remove_file(&fresh));
        crate::keeping::write_new(&fresh, &sealed)?;
        std::fs::rename(&fresh, &self.path).map_err(|error| self.unreadable(&error))
    }

    fn open(&self, passphrase: &Passphrase) -> Result<BTreeMap<String, String>> {
        if !self.is_there() {
            return Ok(BTreeMap::new());
        }
        let size = std::fs::metadata(&self.path).map_err(|error| self.unreadable(&error))?.len();
        if size > MAX_FILE {
            return Err(self.unreadable(&"it is no vault"));
        }
        let sealed = std::fs::read(&self.path).map_err(|error| self.unreadable(&error))?;
        let plain = passphrase.unseal(&sealed, &self.path)?;
        serde_json::from_slice(&plain).map_err(|error| self.unreadable(&error))
    }

    fn unreadable(&self, what: &dyn std::fmt::Display) -> AppError {
        AppError::FileUnreadable { path: self.path.clone(), what: what.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::entered(text).with_work(2)
    }

    #[test]
    fn a_token_comes_back_with_its_passphrase_alone() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::at(folder.path().join("made/when/needed/tokens.age"));
        let (right, wrong) = (passphrase("correct horse"), passphrase("wrong horse"));
        assert_eq!(vault.token("https://a.example/", &right).unwrap(), None);
        vault.keep("https://a.example/", "token-a", &right).unwrap();
        vault.keep("https://b.example/", "token-b", &right).unwrap();
        assert_eq!(vault.token("https://a.example/", &right).unwrap().as_deref(), Some("token-a"));
        assert_eq!(vault.token("https://c.example/", &right).unwrap(), None);
        assert!(matches!(vault.token("https://a.example/", &wrong), Err(AppError::PassphraseWrong)));
        assert!(matches!(vault.keep("https://a.example/", "other", &wrong), Err(AppError::PassphraseWrong)));
        assert_eq!(vault.token("https://b.example/", &right).unwrap().as_deref(), Some("token-b"));
        let bytes = std::fs::read(folder.path().join("made/when/needed/tokens.age")).unwrap();
        assert!(!bytes.windows(5).any(|window| window == b"token"));
    }

    #[test]
    fn what_is_no_vault_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens.age");
        std::fs::write(&path, "no vault").unwrap();
        let vault = Vault::at(path);
        assert!(matches!(vault.token("https://a.example/", &passphrase("correct horse")), Err(AppError::FileUnreadable { .. })));
    }
}
