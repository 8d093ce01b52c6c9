//! A dry run: the requests that would leave, and nothing that leaves or is written.

use super::Rails;
use super::rails::rail_of;
use super::switch::Allowance;
use crate::desk::Desk;
use crate::error::Result;
use crate::text;
use crate::view::{DryAct, DryCall, Which};
use vouchsafe_domain::payout::PayoutRecord;
use vouchsafe_domain::payout::protocol::{Heard, Next, next};
use vouchsafe_domain::reward::RewardId;

/// The most payouts that one dry run tells.
const MOST: usize = 10_000;

impl Desk {
    /// Tells what would be sent, payout by payout, at most ten thousand. What is told of one that has to be looked up first ends with the look-up:
    /// what follows hangs on what is found.
    ///
    /// # Errors
    /// [`crate::AppError::NotFound`] for a key that has no payout; what the db says.
    pub async fn pay_dry_run(&self, rails: &Rails, which: &Which) -> Result<Vec<DryCall>> {
        let (mut queue, mut calls, mut allowance) = (self.queue(which, None).await?, Vec::new(), self.allowance().await?);
        let (secret, is_asked) = (self.payout_secret().await?, matches!(which, Which::Keys(_)));
        while calls.len() < MOST
            && let Some(id) = queue.next(self).await?
        {
            calls.extend(self.dry_call(rails, id, &secret, is_asked, &mut allowance).await?);
        }
        Ok(calls)
    }

    async fn dry_call(&self, rails: &Rails, id: RewardId, secret: &[u8; 32], is_asked: bool, allowance: &mut Allowance) -> Result<Option<DryCall>> {
        let Some((reward, record)) = self.db().payout_records(id).await? else { return Ok(None) };
        let (record, by) = (record.as_ref(), rail_of(&reward, record.as_ref()));
        let Some(rail) = rails.get(by) else { return Ok(None) };
        let texts = self.payout_texts(&reward, record).await?;
        rails.learn(texts.of_voucher());
        let delivery = texts.delivery(&reward, record, secret, self.now());
        let heard = is_asked.then_some(Heard::Asked);
        let (act, minor) = match next(&reward, record, &delivery, rail.abilities(), heard.as_ref()) {
            Next::IntendIssue | Next::Send => (DryAct::Issue, delivery.amount.minor),
            Next::IntendCorrection { to } => (DryAct::Correct, to),
            Next::LookUp => match record.and_then(PayoutRecord::correcting) {
                Some(to) => (DryAct::Correct, to),
                None => (DryAct::LookUp, delivery.amount.minor),
            },
            _ => return Ok(None),
        };
        let calls = if act == DryAct::Issue { rail.requests(&delivery).await? } else { Vec::new() };
        let is_counted = act != DryAct::Issue || record.is_some_and(PayoutRecord::is_open);
        let amount = delivery.amount.with_minor(minor);
        let is_over_ceiling = !is_counted && !allowance.take(amount);
        let cast = self.cast([], crate::rewards::unit(amount.asset)).await?;
        Ok(Some(DryCall { reward: texts.key.clone(), rail: by, act, amount: text::named(amount, &cast.texts), is_over_ceiling, calls }))
    }
}
