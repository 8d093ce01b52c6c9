//! Erasing a person: who it was goes, what was decided stands (design law 10).

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::rewards::given_reason;
use crate::view::{Tag, keeping::ErasureReport};
use vouchsafe_domain::event::{Event, EventClass, EventId, Fact, StaffAct, StaffAction};
use vouchsafe_domain::name::{IdentityKind, Names as _};
use vouchsafe_domain::party::PartyId;

#[cfg(test)]
mod tests;

impl Desk {
    /// Erases a person from the db, its free pages and its WAL, and writes down who did it and why. `confirm` is the person's key, typed by who
    /// does it. The shop goes on knowing them: what it tells later comes in empty.
    ///
    /// # Errors
    /// [`AppError::ReasonMissing`]; [`AppError::NotConfirmed`] when the typed key is another one; [`AppError::NotFound`]; what the db says.
    pub async fn erase(&self, party: u32, confirm: &str, actor: &str, reason: &str) -> Result<ErasureReport> {
        let reason = given_reason(reason)?;
        let party = self.db().resolve(PartyId(party)).await?;
        let person = self.db().people([party]).await?.remove(&party).ok_or_else(|| AppError::NotFound { what: format!("party {}", party.0) })?;
        let cast = self.cast([party], []).await?;
        if cast.person(party).key != confirm.trim() {
            return Err(AppError::NotConfirmed);
        }
        // A round that reads meanwhile would keep the file from being rewritten.
        let _reading = self.reading().lock().await;
        let (actor, now, name) = (actor.to_owned(), self.now(), person.name);
        self.append(move |tx| {
            let act =
                StaffAct { actor: tx.actor(&actor), reason: tx.identity(IdentityKind::Words, &reason), action: StaffAction::Erase { person: name } };
            let id = EventId::new(EventClass::Named, tx.key(&format!("staff/erase/{}/{now}", party.0)));
            vec![Event { id, at: now, seen_at: None, fact: Fact::Staff(act) }]
        })
        .await?;
        let mut fresh_key = [0; 32];
        getrandom::fill(&mut fresh_key).map_err(|error| AppError::FileUnreadable { path: self.db().path().to_owned(), what: error.to_string() })?;
        let (erasure, needles) = self
            .db()
            .write(move |tx| {
                let key = match tx.mark_key()? {
                    Some(key) => key,
                    None => {
                        tx.set_mark_key(&fresh_key)?;
                        fresh_key
                    }
                };
                tx.erase(party, &key, now)
            })
            .await?;
        self.forget_people().await;
        self.db().compact().await?;
        let left = self.db().count_in_file(needles).await?;
        self.changed([Tag::Referrals, Tag::Rewards, Tag::Customers]);
        Ok(ErasureReport { identities: erasure.identities, rows: erasure.rows, elsewhere: erasure.elsewhere, left })
    }
}
