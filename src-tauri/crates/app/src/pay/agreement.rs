//! What the names and the codes of payouts are made of. Each db draws secrets of its own, and before a rail makes anything, all desks of a shop agree at
//! the shop on those of the one that came first. So two dbs that were connected independently make the same codes, and their requests meet at the shop.
//!
//! A db that has made codes keeps to what they were made of: a payout is looked for under the code that it was begun with.

use super::Batch;
use super::rails::BUILT;
use crate::desk::Desk;
use crate::error::{AppError, Result};
use std::sync::OnceLock;
use tokio::sync::Mutex;
use vouchsafe_connectors::rail::{Agreed, Agreement, CameOfIt, PayoutRail};
use vouchsafe_connectors::saleor::ShopError;
use vouchsafe_db::{DbError, Durability, Tx};
use vouchsafe_domain::reward::Rail;

/// How often an agreement is proposed, or looked for, while no clear answer comes.
const TURNS: u32 = 4;

/// The secret that this db has drawn for a rail. There was one for all, once, so what one rail lacks is that of the first.
const fn own_key(by: Rail) -> &'static str {
    if matches!(by, Rail::Voucher) { "payout_secret_voucher" } else { "payout_secret" }
}

/// What this db and the shop have agreed on for a rail.
const fn agreed_key(by: Rail) -> &'static str {
    if matches!(by, Rail::Voucher) { "payout_agreement_voucher" } else { "payout_agreement" }
}

/// A secret that nobody guesses for each rail.
pub(crate) fn drawn() -> Result<[[u8; 32]; BUILT.len()]> {
    let mut secrets = [[0; 32]; BUILT.len()];
    for secret in &mut secrets {
        getrandom::fill(secret).map_err(|error| AppError::NoRandomness { what: error.to_string() })?;
    }
    Ok(secrets)
}

/// Keeps secrets where there are none yet.
pub(crate) fn keep(tx: &mut Tx<'_>, drawn: &[[u8; 32]; BUILT.len()]) -> std::result::Result<(), DbError> {
    if tx.setting(own_key(Rail::GiftCard))?.is_some() {
        return Ok(());
    }
    for (by, secret) in BUILT.into_iter().zip(drawn) {
        tx.set(own_key(by), &secret.iter().map(|byte| format!("{byte:02x}")).collect::<String>())?;
    }
    Ok(())
}

/// What each rail's names and codes are made of.
#[derive(Debug)]
pub(crate) struct Agreements([Agreement; BUILT.len()]);

impl Agreements {
    /// Of a rail; of one that makes nothing, such as a person's hand, that of gift cards.
    pub(crate) fn of(&self, by: Rail) -> &Agreement {
        &self.0[place(by)]
    }

    pub(super) fn put(&mut self, by: Rail, agreement: Agreement) {
        self.0[place(by)] = agreement;
    }
}

/// What a batch goes by: what this db knows, until the shop was asked what stands there, once for each rail that makes something.
#[derive(Debug)]
pub(super) struct Agreeing {
    known: Agreements,
    /// What the shop said.
    sure: [OnceLock<Agreement>; BUILT.len()],
    asking: Mutex<()>,
}

impl Agreeing {
    pub(super) fn of(known: Agreements) -> Self {
        Self { known, sure: Default::default(), asking: Mutex::default() }
    }

    /// What is known of a rail's agreement.
    pub(super) fn get(&self, by: Rail) -> &Agreement {
        self.sure[place(by)].get().unwrap_or_else(|| self.known.of(by))
    }

    /// Whether the shop was asked.
    pub(super) fn is_sure(&self, by: Rail) -> bool {
        self.sure[place(by)].get().is_some()
    }
}

impl Batch<'_> {
    /// Asks the shop what a rail's agreement is, once.
    pub(super) async fn make_sure(&self, by: Rail, rail: &dyn PayoutRail) -> Result<()> {
        let _one_asks = self.agreed.asking.lock().await;
        // What was begun is brought to its end, also where the batch is over by now.
        if self.agreed.is_sure(by) {
            return Ok(());
        }
        if self.is_over() {
            return Err(AppError::Cancelled);
        }
        self.desk.may_pay().await?;
        let agreement = self.desk.agree(by, rail).await?;
        self.agreed.sure[place(by)].get_or_init(|| agreement);
        Ok(())
    }
}

/// The place of a rail among those that are built.
pub(super) fn place(by: Rail) -> usize {
    BUILT.iter().position(|built| *built == by).unwrap_or(0)
}

impl Desk {
    /// What each rail's names and codes are made of, as far as this db knows.
    pub(crate) async fn agreements(&self) -> Result<Agreements> {
        let [cards, vouchers] = BUILT;
        Ok(Agreements([self.agreement(cards).await?, self.agreement(vouchers).await?]))
    }

    /// What a rail's names and codes are made of, as far as this db knows.
    pub(crate) async fn agreement(&self, by: Rail) -> Result<Agreement> {
        if let Some(agreed) = self.agreed_before(by).await? {
            return Ok(agreed);
        }
        let shop = self.db().shop().await?.ok_or(AppError::NoShop)?.url;
        if self.db().setting(own_key(Rail::GiftCard)).await?.is_none() {
            let drawn = drawn()?;
            self.db().submit(Durability::Full, move |tx| keep(tx, &drawn))?.done().await?;
        }
        let own = match self.db().setting(own_key(by)).await? {
            Some(own) => own,
            None => self.db().setting(own_key(Rail::GiftCard)).await?.unwrap_or_default(),
        };
        Agreement::parse(&format!("{own} {shop}")).ok_or_else(damaged)
    }

    /// What the shop is called in the names of a rail's deliveries.
    pub(crate) async fn shop_in_names(&self, by: Rail) -> Result<String> {
        match self.agreed_before(by).await? {
            Some(agreed) => Ok(agreed.shop),
            None => Ok(self.db().shop().await?.ok_or(AppError::NoShop)?.url),
        }
    }

    /// What this db agreed on with the shop.
    async fn agreed_before(&self, by: Rail) -> Result<Option<Agreement>> {
        let text = self.db().setting(agreed_key(by)).await?.filter(|text| !text.is_empty());
        text.map(|text| Agreement::parse(&text).ok_or_else(damaged)).transpose()
    }

    /// Makes sure that what a rail's codes are made of is what all desks of the shop make them of, as it stands at the shop; it is on the disk then. To
    /// be asked before anything is made by the rail, in every batch: codes are unique at the shop only while what bears the agreement is there.
    ///
    /// # Errors
    /// [`AppError::SecretsDiffer`], [`AppError::SecretUnreadable`]; what the shop or the db says.
    pub(super) async fn agree(&self, by: Rail, rail: &dyn PayoutRail) -> Result<Agreement> {
        let (known, before) = (self.agreement(by).await?, self.agreed_before(by).await?);
        let there = standing(by, rail, &known, before.is_some()).await?;
        if there != known {
            self.may_adopt(by).await?;
        }
        if before.as_ref() != Some(&there) {
            let text = there.text();
            self.db().submit(Durability::Full, move |tx| tx.set(agreed_key(by), &text))?.done().await?;
        }
        Ok(there)
    }

    /// What [`Self::agree`] would come to now, and the requests that it would take. Nothing is changed: a db that has agreed before is believed, else
    /// the shop is asked what stands there.
    ///
    /// # Errors
    /// As [`Self::agree`].
    pub(crate) async fn would_agree(&self, by: Rail, rail: &dyn PayoutRail) -> Result<(Agreement, Vec<String>)> {
        let (known, before) = (self.agreement(by).await?, self.agreed_before(by).await?);
        let [look_up, proposal] = rail.requests_to_agree(&known.shop);
        if before.is_some() {
            return Ok((known, vec![look_up]));
        }
        match rail.agreed().await? {
            Agreed::Nothing => Ok((known, vec![proposal])),
            Agreed::On(there) => {
                if there != known {
                    self.may_adopt(by).await?;
                }
                Ok((there, vec![proposal, look_up]))
            }
            Agreed::Strange => Err(unreadable(by)),
        }
    }

    /// Fails where codes were made already: what they were made of stays.
    async fn may_adopt(&self, by: Rail) -> Result<()> {
        let deliveries = self.db().deliveries().await?;
        let records = deliveries.iter().filter_map(|(_, _, record)| record.as_ref());
        if records.into_iter().any(|record| record.rail() == by && record.code().is_some()) {
            return Err(AppError::SecretsDiffer { code: Agreement::place(by) });
        }
        Ok(())
    }
}

/// What stands at the shop, which is `known` where nothing stood there. Whoever has not agreed before proposes first: mostly nobody was there.
async fn standing(by: Rail, rail: &dyn PayoutRail, known: &Agreement, was_there: bool) -> Result<Agreement> {
    // Where its place is taken, and not by what is looked for there, no answer was unclear.
    let mut why = None;
    for turn in 0..=TURNS {
        let mut is_taken = false;
        if was_there || turn > 0 {
            match clear(rail.agreed().await)? {
                Ok(Agreed::Nothing) => {}
                Ok(Agreed::On(there)) => return Ok(there),
                // A shop may write what it bears a moment later.
                Ok(Agreed::Strange) => (is_taken, why) = (true, None),
                Err(unclear) => why = Some(unclear),
            }
        }
        if turn < TURNS && !is_taken {
            match clear(rail.agree(known).await)? {
                Ok(Agreed::On(there)) => return Ok(there),
                Ok(Agreed::Nothing | Agreed::Strange) => why = None,
                Err(unclear) => why = Some(unclear),
            }
        }
    }
    Err(why.map_or_else(|| unreadable(by), AppError::Shop))
}

/// An answer, or inside why it is none: what nobody knows the end of is looked up.
fn clear(answer: Result<Agreed, ShopError>) -> Result<Result<Agreed, ShopError>> {
    match answer {
        Err(error) if error.came_of_it() != CameOfIt::Unknown => Err(error.into()),
        answer => Ok(answer),
    }
}

const fn unreadable(by: Rail) -> AppError {
    AppError::SecretUnreadable { code: Agreement::place(by) }
}

fn damaged() -> AppError {
    AppError::Db(DbError::Damaged("the shop secret".to_owned()))
}

#[cfg(test)]
mod tests;
