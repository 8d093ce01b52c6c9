//! The shop secret, from which codes of payouts are made. It stands in the db and travels in its backups, so that every desk that started from one of
//! them makes the same codes. Dbs that were connected to a shop independently make different ones.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use vouchsafe_db::{DbError, Tx};

const SECRET: &str = "payout_secret";

/// 32 bytes that nobody guesses.
pub(crate) fn drawn() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| AppError::NoRandomness { what: error.to_string() })?;
    Ok(bytes)
}

/// Keeps a secret where there is none yet.
pub(crate) fn keep(tx: &mut Tx<'_>, drawn: &[u8; 32]) -> std::result::Result<(), DbError> {
    if tx.setting(SECRET)?.is_none() {
        tx.set(SECRET, &drawn.iter().map(|byte| format!("{byte:02x}")).collect::<String>())?;
    }
    Ok(())
}

impl Desk {
    /// The shop secret; it is made where there is none.
    pub(crate) async fn payout_secret(&self) -> Result<[u8; 32]> {
        if self.db().setting(SECRET).await?.is_none() {
            let drawn = drawn()?;
            // On the disk before any code is made of it.
            self.db().submit(vouchsafe_db::Durability::Full, move |tx| keep(tx, &drawn))?.done().await?;
        }
        let text = self.db().setting(SECRET).await?.unwrap_or_default();
        read(&text).ok_or_else(|| AppError::Db(DbError::Damaged("the shop secret".to_owned())))
    }
}

fn read(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
    }
    Some(bytes)
}
