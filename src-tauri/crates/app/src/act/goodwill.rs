//! Goodwill: something that is given without a program.

use super::{Barred, REHEARSED, staff};
use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::pay::Rails;
use crate::rewards::given_reason;
use crate::view::{ActPreview, Acted, GoodwillOrder};
use vouchsafe_db::{DbError, Tx};
use vouchsafe_domain::event::{Event, Fact, GOODWILL, StaffAction};
use vouchsafe_domain::money::Amount;
use vouchsafe_domain::name::{CustomerKey, Names as _, ProgramKey, RuleKey, Texts};
use vouchsafe_domain::outcome::Change;
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::time::{Span, Timestamp};

/// For how long the same that is said again is taken for the same.
const ALIKE_WITHIN: Span = Span::days(1);
/// How much of what happened to a person is looked through at once.
const LOOKED_THROUGH: usize = 100;

/// Whom something is to be given.
#[derive(Debug, Clone, Copy)]
struct Target {
    customer: CustomerKey,
    party: PartyId,
}

impl Desk {
    /// What giving somebody something would come to; with `rails`, the requests as well. Nothing is written, and nothing that changes anything is sent.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a customer who is not known, [`AppError::BadAmount`]; what the db or, with `rails`, the shop says.
    pub async fn goodwill_preview(&self, rails: Option<&Rails>, order: &GoodwillOrder) -> Result<ActPreview> {
        let target = self.goodwill_target(order).await?;
        let (asked, now) = (order.clone(), self.now());
        let expects = self.db().last_seq_about(target.party).await?;
        let rehearsed = self.rehearse(None, move |tx| Ok(Ok(event(tx, REHEARSED[0], "preview", target, &asked, expects, now)))).await?;
        let calls = match rails {
            Some(rails) => Some(self.calls_after(rails, &rehearsed).await?),
            None => None,
        };
        Ok(ActPreview { calls, ..self.preview_of(GOODWILL, None, rehearsed, expects.to_string()).await? })
    }

    /// Gives somebody something: due at once, or proposed to a second person. Without [`GoodwillOrder::expects`] the same, said again within a day, is
    /// taken for the same.
    ///
    /// # Errors
    /// [`AppError::ReasonMissing`], [`AppError::GivenAlready`], [`AppError::Stale`], [`AppError::NotFound`], [`AppError::BadAmount`], [`AppError::ActRefused`]; what the db says.
    pub async fn goodwill(&self, actor: &str, order: &GoodwillOrder, reason: &str) -> Result<Acted> {
        let reason = given_reason(reason)?;
        let target = self.goodwill_target(order).await?;
        if order.expects.is_none()
            && let Some(at) = self.given_alike(actor, target, order, &reason).await?
        {
            return Err(AppError::GivenAlready { at });
        }
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

    /// When the same actor gave the same person as much for the same reason, or proposed it, where that is not long ago.
    async fn given_alike(&self, actor: &str, target: Target, order: &GoodwillOrder, reason: &str) -> Result<Option<Timestamp>> {
        let since = Timestamp::from_micros(self.now().micros().saturating_sub(ALIKE_WITHIN.micros()));
        let Some(actor) = self.db().key_of(&actor.trim().to_lowercase()).await? else { return Ok(None) };
        let mut before = None;
        loop {
            let found = self.db().happenings(target.party, before, LOOKED_THROUGH).await?;
            for happening in found.rows.iter().filter(|happening| happening.event.at > since) {
                let Fact::Staff(act) = &happening.event.fact else { continue };
                let StaffAction::Goodwill { customer, amount, .. } = act.action else { continue };
                let is_done = happening.outcome.changes.iter().any(|change| matches!(change, Change::Rewarded { .. } | Change::Proposed { .. }));
                let is_alike = customer == target.customer && amount == Amount::from(order.amount) && act.actor.0 == actor;
                if is_done && is_alike && self.db().identity_texts(&[act.reason]).await?.get(&act.reason).is_some_and(|said| said == reason) {
                    return Ok(Some(happening.event.at));
                }
            }
            match found.rows.last().filter(|last| found.has_more && last.recorded_at > since) {
                Some(last) => before = Some(last.seq),
                None => return Ok(None),
            }
        }
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
    Ok(tx.proposals()?.iter().any(|(_, proposal)| proposal.action.act().is_some_and(is_theirs)))
}
