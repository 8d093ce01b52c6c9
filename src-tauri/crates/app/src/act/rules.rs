//! What holds for all payouts: from which amount on two people are needed, and what becomes of what was used before it was taken back.

use crate::desk::Desk;
use crate::error::Result;
use crate::rewards::given_reason;
use crate::view::{PayoutRules, Tag};
use std::collections::BTreeMap;
use vouchsafe_domain::event::{By, Event, EventClass, EventId, Fact};
use vouchsafe_domain::money::Money;
use vouchsafe_domain::name::{IdentityKind, Names as _};
use vouchsafe_domain::payout::PayoutPolicy;

impl Desk {
    /// What holds for all payouts.
    ///
    /// # Errors
    /// What the db says.
    pub async fn payout_rules(&self) -> Result<PayoutRules> {
        let PayoutPolicy { approve_above, clawback } = self.db().payout_policy().await?;
        Ok(PayoutRules { approve_above, clawback })
    }

    /// Sets what holds for all payouts from now on. What was proposed before waits as it did.
    ///
    /// # Errors
    /// [`crate::AppError::ReasonMissing`]; what the db says.
    pub async fn set_payout_rules(&self, actor: &str, rules: &PayoutRules, reason: &str) -> Result<()> {
        let reason = given_reason(reason)?;
        // One amount for each currency: the last word holds.
        let by_currency: BTreeMap<&str, Money> = rules.approve_above.iter().map(|above| (above.currency.code(), *above)).collect();
        let policy = PayoutPolicy { approve_above: by_currency.into_values().collect(), clawback: rules.clawback };
        if policy == self.db().payout_policy().await? {
            return Ok(());
        }
        let (actor, now) = (actor.to_owned(), self.now());
        self.append_with(move |tx| {
            let by = By { actor: tx.actor(&actor), reason: Some(tx.identity(IdentityKind::Words, &reason)) };
            let id = EventId::new(EventClass::Named, tx.key(&format!("staff/payout_policy/{}", tx.last_seq())));
            Ok(vec![Event { id, at: now, seen_at: None, fact: Fact::PolicyChanged { policy, by: Some(by) } }])
        })
        .await?;
        self.changed([Tag::Desk]);
        Ok(())
    }
}
