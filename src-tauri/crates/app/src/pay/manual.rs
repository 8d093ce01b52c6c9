//! What a person pays by hand: listed, written into a sheet, and marked paid with the reference of the payment.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::rewards::{MAX_PAGE, place};
use crate::view::{ManualRow, Page, PayoutDetail, PayoutRow, PayoutState};
use std::path::Path;
use vouchsafe_db::{PayoutFilter, PayoutSort};
use vouchsafe_domain::reward::Rail;

/// The longest reference, in characters.
const MAX_REFERENCE: usize = 100;
const HEADING: [&str; 9] = ["reward", "beneficiary_key", "beneficiary", "email", "amount", "currency", "program", "order", "due"];

impl Desk {
    /// One page of what is to be paid by hand, the oldest first.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a page that there is not; what the db says.
    pub async fn manual_payouts(&self, after: Option<&str>, limit: u32) -> Result<Page<ManualRow>> {
        let filter = PayoutFilter { state: Some(PayoutState::Due), rail: Some(Rail::Manual), ..PayoutFilter::default() };
        let found = self.db().payouts(&filter, PayoutSort::Oldest, place(after)?, limit.clamp(1, MAX_PAGE)).await?;
        let rows = self.payout_rows(&found.rows).await?.into_iter().map(manual).collect();
        Ok(Page { rows, next: found.next.map(|next| next.to_string()), count: found.count })
    }

    /// Writes what is to be paid by hand as CSV into a new file. Returns how many rewards it lists.
    ///
    /// # Errors
    /// [`AppError::PayoutsRest`], [`AppError::PayoutsStopped`]; [`AppError::FileThere`], [`AppError::FileUnreadable`] where it cannot be written; what the db says.
    pub async fn export_manual(&self, file: &Path) -> Result<u64> {
        self.may_pay().await?;
        let (mut rows, mut after) = (Vec::new(), None);
        loop {
            let page = self.manual_payouts(after.as_deref(), MAX_PAGE).await?;
            rows.extend(page.rows.into_iter().map(cells));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        crate::sheet::write_new(file, &HEADING, &rows)?;
        Ok(rows.len() as u64)
    }

    /// Takes a person's word that they paid a reward by hand, with the reference of the payment.
    ///
    /// # Errors
    /// [`AppError::PayoutsRest`] after a restore, as what was paid since the backup is settled by reconciling; [`AppError::ReferenceMissing`],
    /// [`AppError::NotByHand`], [`AppError::Stale`], [`AppError::NotFound`]; what the db says.
    pub async fn mark_paid(&self, actor: &str, key: &str, reference: &str, expects: u32) -> Result<PayoutDetail> {
        if self.rests_since_restore().await? {
            return Err(AppError::PayoutsRest);
        }
        self.was_paid_by_hand(actor, key, reference, expects).await
    }

    /// As [`Self::mark_paid`], also while payouts rest since a restore.
    pub(crate) async fn was_paid_by_hand(&self, actor: &str, key: &str, reference: &str, expects: u32) -> Result<PayoutDetail> {
        let reference: String = reference.trim().chars().take(MAX_REFERENCE).collect();
        if reference.is_empty() {
            return Err(AppError::ReferenceMissing);
        }
        let row = self.payout_called(key).await?;
        if row.rail != Rail::Manual {
            return Err(AppError::NotByHand);
        }
        if row.state != PayoutState::Due || row.revision != expects {
            return Err(AppError::Stale);
        }
        self.tell_paid_by_hand(actor, &row, &reference).await?;
        let after = self.payout(key).await?;
        if after.row.state == PayoutState::Due {
            return Err(AppError::Stale);
        }
        // The event says what was paid and with which reference; the log, which names no person of the shop's, who of us said so.
        let event = after.history.iter().map(|line| line.seq).max().unwrap_or_default();
        let args = [("event", event.to_string()), ("actor", actor.chars().take(60).collect())];
        self.log(None, "paid_by_hand", args, None).await?;
        Ok(after)
    }
}

fn manual(row: PayoutRow) -> ManualRow {
    ManualRow {
        reward: row.reward,
        beneficiary: row.beneficiary,
        amount: row.amount,
        program: row.program,
        order: row.order,
        due_at: row.since,
        revision: row.revision,
    }
}

fn cells(row: ManualRow) -> Vec<String> {
    let who = row.beneficiary;
    vec![
        row.reward,
        who.key,
        who.name.unwrap_or_default(),
        who.email.unwrap_or_default(),
        row.amount.figure(),
        row.amount.name,
        row.program,
        row.order.unwrap_or_default(),
        row.due_at.to_string(),
    ]
}
