//! Goodwill: something that is given without a program.

use super::{Barred, REHEARSED, staff};
use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::rewards::given_reason;
use crate::view::{ActPreview, Acted, GoodwillOrder};
use vouchsafe_db::{DbError, Tx};
use vouchsafe_domain::event::{Event, GOODWILL, StaffAction};
use vouchsafe_domain::money::Amount;
use vouchsafe_domain::name::{CustomerKey, Names as _, ProgramKey, RuleKey, Texts};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::time::Timestamp;

/// Whom something is to be given.
#[derive(Debug, Clone, Copy)]
struct Target {
    customer: CustomerKey,
    party: PartyId,
}

impl Desk {
    /// What giving somebody something would come to. Nothing is written.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a customer who is not known, [`AppError::BadAmount`]; what the db says.
    pub async fn goodwill_preview(&self, order: &GoodwillOrder) -> Result<ActPreview> {
        let target = self.goodwill_target(order).await?;
        let (asked, now) = (order.clone(), self.now());
        let expects = self.db().last_seq_about(target.party).await?;
        let rehearsed = self.rehearse(None, move |tx| Ok(Ok(event(tx, REHEARSED[0], "preview", target, &asked, expects, now)))).await?;
        self.preview_of(GOODWILL, None, rehearsed, expects.to_string()).await
    }

    /// Gives somebody something: due at once, or proposed to a second person.
    ///
    /// # Errors
    /// [`AppError::ReasonMissing`], [`AppError::Stale`], [`AppError::NotFound`], [`AppError::BadAmount`], [`AppError::ActRefused`]; what the db says.
    pub async fn goodwill(&self, actor: &str, order: &GoodwillOrder, reason: &str) -> Result<Acted> {
        let reason = given_reason(reason)?;
        let target = self.goodwill_target(order).await?;
        let (actor, asked, now) = (actor.to_owned(), order.clone(), self.now());
        self.append_act(String::new(), move |tx| {
            let expects = tx.last_seq_about(target.party)?;
            if asked.expects.as_ref().is_some_and(|seen| *seen != expects.to_string()) {
                return Ok(Err(Barred::Stale));
            }
            if is_proposed(tx, target.customer)? {
                return Ok(Err(Barred::Proposed));
            }
            Ok(Ok(event(tx, &actor, &reason, target, &asked, expects, now)))
        })
        .await
    }

    async fn goodwill_target(&self, order: &GoodwillOrder) -> Result<Target> {
        let id = order.customer.trim();
        let not_found = || AppError::NotFound { what: format!("customer {}", id.chars().take(80).collect::<String>()) };
        if order.amount.minor <= 0 {
            return Err(AppError::BadAmount { text: order.amount.amount_text(), currency: order.amount.currency.to_string() });
        }
        let customer = CustomerKey(self.db().key_of(id).await?.ok_or_else(not_found)?);
        let party = self.db().party_of(customer).await?.ok_or_else(not_found)?;
        Ok(Target { customer, party })
    }
}

/// The event. Its id is part of the reward's key on every desk alike, so it holds no sign that divides one, and no other desk makes the same.
fn event(tx: &mut Tx<'_>, actor: &str, reason: &str, target: Target, order: &GoodwillOrder, expects: u64, at: Timestamp) -> Event {
    let action = StaffAction::Goodwill {
        customer: target.customer,
        program: ProgramKey(tx.key(GOODWILL)),
        rule: RuleKey(tx.key(GOODWILL)),
        rail: order.rail,
        amount: Amount::from(order.amount),
        valid_days: order.valid_days,
    };
    let customer = Texts::text(tx, target.customer.0);
    staff(tx, &format!("{GOODWILL}-{customer}-{}-{expects}", at.micros()), actor, reason, action, at)
}

fn is_proposed(tx: &Tx<'_>, customer: CustomerKey) -> std::result::Result<bool, DbError> {
    let is_theirs = |action: &StaffAction| matches!(action, StaffAction::Goodwill { customer: whose, .. } if *whose == customer);
    Ok(tx.proposals()?.iter().any(|(_, proposal)| is_theirs(&proposal.action)))
}
