//! A dry run: the requests that would leave, and nothing that changes anything leaves or is written.

use super::Rails;
use super::agreement::Agreements;
use super::rails::rail_of;
use super::switch::{Allowance, raise};
use crate::desk::Desk;
use crate::error::Result;
use crate::text;
use crate::view::{DryAct, DryCall, Which};
use std::collections::BTreeSet;
use vouchsafe_connectors::rail::CameOfIt;
use vouchsafe_connectors::saleor::ShopError;
use vouchsafe_domain::payout::PayoutRecord;
use vouchsafe_domain::payout::protocol::{Asking, Next, next};
use vouchsafe_domain::reward::{Rail, RewardId};

/// The most payouts that one dry run tells.
const MOST: usize = 10_000;

/// What the names and codes of deliveries will be made of. The requests that make sure of it leave with the first delivery of a rail.
struct DryAgreeing {
    known: Agreements,
    asked: BTreeSet<Rail>,
}

impl Desk {
    /// Tells what would be sent, payout by payout, at most ten thousand. What is told of one that nobody knows the end of ends with the look-up: what
    /// follows hangs on what is found. Where this db and the shop have agreed on no secret yet, the shop is asked what stands there, and the codes are
    /// made of that. A correction is told as it goes where no more was used than is known here.
    ///
    /// # Errors
    /// [`crate::AppError::NotFound`] for a key that has no payout; what the db says, and the shop where it has to be asked for names.
    pub async fn pay_dry_run(&self, rails: &Rails, which: &Which) -> Result<Vec<DryCall>> {
        let (mut queue, mut calls, mut allowance) = (self.queue(which, None).await?, Vec::new(), self.allowance().await?);
        let (mut agreeing, is_asked) = (DryAgreeing { known: self.agreements().await?, asked: BTreeSet::new() }, matches!(which, Which::Keys(_)));
        while calls.len() < MOST
            && let Some(id) = queue.next(self).await?
        {
            calls.extend(self.dry_call(rails, id, &mut agreeing, is_asked, &mut allowance).await?);
        }
        Ok(calls)
    }

    async fn dry_call(
        &self,
        rails: &Rails,
        id: RewardId,
        agreeing: &mut DryAgreeing,
        is_asked: bool,
        allowance: &mut Allowance,
    ) -> Result<Option<DryCall>> {
        let Some((reward, record)) = self.db().payout_records(id).await? else { return Ok(None) };
        let (record, by) = (record.as_ref(), rail_of(&reward, record.as_ref()));
        let Some(rail) = rails.get(by) else { return Ok(None) };
        let texts = self.payout_texts(&reward, record).await?;
        rails.learn(texts.of_voucher());
        let delivery = texts.delivery(&reward, record, agreeing.known.of(by), self.now());
        let asking = Asking { is_asked, has_tried: false, now: self.now() };
        let (act, minor) = match next(&reward, record, &delivery, rail.abilities(), asking, None) {
            Next::IntendIssue | Next::Send => (DryAct::Issue, delivery.amount.minor),
            Next::IntendCorrection { to } => (DryAct::Correct, to),
            Next::LookUp => match record.and_then(PayoutRecord::correcting) {
                Some(to) => (DryAct::Correct, to),
                None => (DryAct::LookUp, delivery.amount.minor),
            },
            _ => return Ok(None),
        };
        let amount = delivery.amount.with_minor(minor);
        // What was begun before counts already.
        let goes_out = match act {
            DryAct::Issue if !record.is_some_and(PayoutRecord::is_open) => Some(amount),
            DryAct::Correct => raise(record, minor),
            DryAct::Issue | DryAct::LookUp => None,
        };
        let is_over_ceiling = goes_out.is_some_and(|amount| !allowance.take(amount));
        let mut calls = Vec::new();
        if act == DryAct::Issue && !is_over_ceiling && agreeing.asked.insert(by) {
            let (agreed, first) = self.would_agree(by, rail).await?;
            agreeing.known.put(by, agreed);
            calls.extend(first);
        }
        let (delivery, used) = (texts.delivery(&reward, record, agreeing.known.of(by), self.now()), record.map_or(0, PayoutRecord::used));
        let requests = match act {
            DryAct::Issue => rail.requests(&delivery.afresh(reward.terms(), self.now())).await,
            DryAct::Correct => rail.requests_to_correct(&delivery, used, minor).await,
            DryAct::LookUp => rail.requests_to_correct(&delivery, used, 0).await.map(|calls| calls.into_iter().take(1).collect()),
        };
        calls.extend(requests.or_else(none_where_refused)?);
        let cast = self.cast([], crate::rewards::unit(amount.asset)).await?;
        Ok(Some(DryCall { reward: texts.key.clone(), rail: by, act, amount: text::named(amount, &cast.texts), is_over_ceiling, calls }))
    }
}

/// What a rail cannot be asked for leaves no request.
fn none_where_refused(error: ShopError) -> Result<Vec<String>> {
    if matches!(error.came_of_it(), CameOfIt::Refused { .. }) { Ok(Vec::new()) } else { Err(error.into()) }
}
