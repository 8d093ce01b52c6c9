//! Secrets: a shop's token, and the passphrase that opens files. They come from the environment, so that they stand neither in the list of
//! processes nor in a shell's history.

use vouchsafe_app::keeping::Passphrase;
use vouchsafe_app::notices::Password;
use vouchsafe_app::vault::Vault;

use crate::data_folder::data_folder;
use crate::ending::Failure;

const TOKEN: &str = "VOUCHSAFE_SHOP_TOKEN";
const MAIL_PASSWORD: &str = "VOUCHSAFE_SMTP_PASSWORD";
const PASSPHRASE: &str = "VOUCHSAFE_PASSPHRASE";
/// The file of tokens in the data folder; the window writes it where there is no keychain.
const VAULT: &str = "tokens.age";

/// Where shops' tokens come from.
pub(crate) enum Tokens {
    /// The one that was named holds for every shop.
    Named(String),
    /// Those in the file of tokens.
    Kept(Vault, Passphrase),
}

impl Tokens {
    /// Whether there is anything to take a token from. Asked before a db is opened: without it nothing is done.
    pub(crate) fn look() -> Result<Self, Failure> {
        if let Some(token) = named(TOKEN) {
            return Ok(Self::Named(token.trim().to_owned()));
        }
        let vault = Vault::at(data_folder().join(VAULT));
        let passphrase = named(PASSPHRASE).filter(|_| vault.is_there());
        passphrase.map(|text| Self::Kept(vault, Passphrase::entered(&text))).ok_or_else(|| Failure::said("no_token", &[]))
    }

    /// The token of a shop.
    pub(crate) async fn of(&self, url: &str) -> Result<String, Failure> {
        let (vault, passphrase) = match self {
            Self::Named(token) => return Ok(token.clone()),
            Self::Kept(vault, passphrase) => (vault.clone(), passphrase.clone()),
        };
        let address = url.to_owned();
        // Deriving a key takes a second on purpose.
        let found = tokio::task::spawn_blocking(move || vault.token(&address, &passphrase)).await;
        let found = found.map_err(|error| Failure::bug(&error.to_string()))??;
        found.ok_or_else(|| Failure::said("token_missing", &[("url", url)]))
    }
}

/// The password of a mail server: the one that was named, else the one in the file of tokens.
pub(crate) async fn mail_password(account: &str) -> Result<Password, Failure> {
    let vault = Vault::at(data_folder().join(VAULT));
    let passphrase = named(PASSPHRASE).filter(|_| vault.is_there());
    let (Some(passphrase), None) = (passphrase, named(MAIL_PASSWORD)) else {
        return named(MAIL_PASSWORD).map(Password::new).ok_or_else(|| Failure::said("no_mail_password", &[]));
    };
    let account = account.to_owned();
    // Deriving a key takes a second on purpose.
    let found = tokio::task::spawn_blocking(move || vault.token(&account, &Passphrase::entered(&passphrase))).await;
    let found = found.map_err(|error| Failure::bug(&error.to_string()))??;
    found.map(Password::new).ok_or_else(|| Failure::said("no_mail_password", &[]))
}

/// The passphrase for a backup that is to be made.
pub(crate) fn chosen_passphrase() -> Result<Passphrase, Failure> {
    let text = named(PASSPHRASE).ok_or_else(|| Failure::said("no_passphrase", &[]))?;
    Ok(Passphrase::chosen(&text)?)
}

/// The passphrase for a backup that is to be opened.
pub(crate) fn entered_passphrase() -> Result<Passphrase, Failure> {
    named(PASSPHRASE).map(|text| Passphrase::entered(&text)).ok_or_else(|| Failure::said("no_passphrase", &[]))
}

#[expect(clippy::disallowed_methods, reason = "this is the edge of the program")]
fn named(variable: &str) -> Option<String> {
    std::env::var(variable).ok().filter(|text| !text.trim().is_empty())
}
