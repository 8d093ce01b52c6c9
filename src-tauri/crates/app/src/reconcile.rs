//! Reconciliation: what was delivered against what the shop has, on demand and at the start, and what mends each difference.
//!
//! The shop's cards and vouchers are read whole by every round, so a round comes first: what was used since the last one is known then, and is no
//! finding. What is not in the list is asked for once more before it counts as missing.

mod list;
mod mend;
mod sides;

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::pay::Rails;
use crate::rewards::MAX_PAGE;
use crate::view::{PayoutState, ReconcileStatus, Reconciled, SyncStatus, Tag};
use sides::Sides;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vouchsafe_connectors::saleor::Shop;
use vouchsafe_db::{FoundState, PayoutFilter, PayoutSort};
use vouchsafe_domain::money::{Asset, Money};
use vouchsafe_domain::reconcile::{Finding, FindingKind, compare};
use vouchsafe_domain::reward::Rail;
use vouchsafe_domain::time::{Span, Timestamp};

/// When both sides were last compared whole.
pub(crate) const RECONCILED_AT: &str = "reconciled_at";
/// Whether they are compared at the start; `off` where somebody does not want that.
const AT_START: &str = "reconcile_at_start";
const OFF: &str = "off";
/// How long a comparison holds.
const HOLDS: Span = Span::days(1);
/// The most deliveries that are asked for once more in one run.
const MOST_ASKED: usize = 500;

impl Desk {
    /// Compares what was delivered with what the shop has, and keeps what differs. Where nothing does, payouts go on that had rested since a
    /// restore.
    ///
    /// # Errors
    /// What the shop or the db says; [`AppError::Cancelled`]. What was found before stands.
    pub async fn reconcile(
        &self,
        shop: &Shop,
        rails: &Rails,
        progress: &watch::Sender<SyncStatus>,
        cancel: &CancellationToken,
    ) -> Result<Reconciled> {
        self.sync(shop, progress, cancel).await?;
        let Sides { ours, theirs, known } = self.both_sides().await?;
        let mut findings = self.asked_once_more(rails, compare(&ours, &theirs), cancel).await?;
        let rests = self.rests_since_restore().await?;
        if rests {
            findings.extend(self.perhaps_paid_by_hand().await?);
        }
        let at = self.now();
        let counts = self
            .db()
            .write(move |tx| {
                tx.set(RECONCILED_AT, &at.to_string())?;
                tx.keep_findings(&findings, at)
            })
            .await?;
        let resumed = rests && counts.open == 0;
        if resumed {
            self.resume_payouts().await?;
        }
        let args = [("compared", known), ("findings", usize::try_from(counts.open).unwrap_or(usize::MAX))];
        self.log(None, "reconciled", args.map(|(name, count)| (name, count.to_string())), None).await?;
        self.changed([Tag::Payouts]);
        Ok(Reconciled { at, compared: known as u64, new: counts.new, open: counts.open, gone: counts.gone, resumed })
    }

    /// How reconciliation stands.
    ///
    /// # Errors
    /// What the db says.
    pub async fn reconcile_status(&self) -> Result<ReconcileStatus> {
        let last_at = self.db().setting(RECONCILED_AT).await?.and_then(|text| Timestamp::parse(&text).ok());
        let open = self.db().count_findings(Some(FoundState::Open)).await?;
        Ok(ReconcileStatus { last_at, open, is_due: self.reconcile_is_due(last_at).await? })
    }

    /// Whether both sides are to be compared at the start: after a restore always, else where something was delivered and the last comparison is
    /// older than a day.
    async fn reconcile_is_due(&self, last_at: Option<Timestamp>) -> Result<bool> {
        if self.db().shop().await?.is_none() {
            return Ok(false);
        }
        if self.rests_since_restore().await? {
            return Ok(true);
        }
        let is_old = last_at.is_none_or(|at| at > self.now() || at.plus(HOLDS) <= self.now());
        Ok(is_old && self.reconciles_at_start().await? && self.db().has_deliveries().await?)
    }

    /// Whether both sides are compared at the start.
    ///
    /// # Errors
    /// What the db says.
    pub async fn reconciles_at_start(&self) -> Result<bool> {
        Ok(self.db().setting(AT_START).await?.is_none_or(|text| text != OFF))
    }

    /// Sets whether both sides are compared at the start. After a restore they are in any case.
    ///
    /// # Errors
    /// What the db says.
    pub async fn set_reconciles_at_start(&self, on: bool) -> Result<()> {
        self.db().write(move |tx| tx.set(AT_START, if on { "" } else { OFF })).await?;
        self.changed([Tag::Payouts]);
        Ok(())
    }

    /// What a person pays has no list at the shop that tells of it: after a restore each reward that is due so may have been paid since the backup,
    /// and somebody has to say which. One that becomes due only once they have is not among these.
    async fn perhaps_paid_by_hand(&self) -> Result<Vec<Finding>> {
        let filter = PayoutFilter { state: Some(PayoutState::Due), rail: Some(Rail::Manual), ..PayoutFilter::default() };
        let (mut findings, mut after) = (Vec::new(), None);
        loop {
            let page = self.db().payouts(&filter, PayoutSort::Oldest, after, MAX_PAGE).await?;
            findings.extend(page.rows.iter().map(|row| Finding {
                kind: FindingKind::Unrecorded,
                reward: Some(row.id),
                rail: Rail::Manual,
                id: None,
                code: String::new(),
                here: match row.amount.asset {
                    Asset::Currency(currency) => Some(Money::new(row.amount.minor, currency)),
                    Asset::Units { .. } => None,
                },
                there: None,
            }));
            after = page.next;
            if after.is_none() {
                return Ok(findings);
            }
        }
    }

    /// What still is not found when the shop is asked for it by its code: a list can pass over a row.
    async fn asked_once_more(&self, rails: &Rails, findings: Vec<Finding>, cancel: &CancellationToken) -> Result<Vec<Finding>> {
        let (mut kept, mut asked) = (Vec::with_capacity(findings.len()), 0);
        for finding in findings {
            let is_absent = matches!(finding.kind, FindingKind::Missing | FindingKind::Deleted);
            if let Some(reward) = finding.reward.filter(|_| is_absent && asked < MOST_ASKED) {
                if cancel.is_cancelled() {
                    return Err(AppError::Cancelled);
                }
                asked += 1;
                if self.looked_up(rails, reward).await?.held.iter().any(|held| held.code == finding.code) {
                    continue;
                }
            }
            kept.push(finding);
        }
        Ok(kept)
    }
}

#[cfg(test)]
mod tests {
    use crate::view::{Act, FindingKind, Mend};
    use crate::words::{Language, Words, key};

    #[test]
    fn whatever_is_found_or_done_about_it_has_its_words_in_both_languages() {
        let acts = [Act::Adjust { to: String::new() }, Act::Reverse, Act::Reissue, Act::AcceptRaise].map(|act| act.name());
        let kinds: Vec<&str> = FindingKind::ALL.iter().map(|kind| kind.name()).collect();
        let mends: Vec<&str> = Mend::ALL.iter().map(|mend| mend.name()).collect();
        let outside = ["nothing", "issue", "correct", "take_back"];
        for words in [Language::English, Language::Russian].map(Words::of) {
            let missing =
                |family: &str, codes: &[&str]| -> Vec<String> { codes.iter().map(|code| key(family, code)).filter(|key| !words.has(key)).collect() };
            let by_hand = ["by_hand"];
            let hands = ["reconcile-kind", "reconcile-what", "reconcile-mend", "reconcile-will"].map(|family| missing(family, &by_hand));
            assert_eq!(hands.concat(), Vec::<String>::new());
            let families = [("reconcile-kind", &kinds), ("reconcile-what", &kinds), ("reconcile-mend", &mends)];
            assert_eq!(families.into_iter().flat_map(|(family, codes)| missing(family, codes)).collect::<Vec<_>>(), Vec::<String>::new());
            let others = [missing("payouts-act", &acts), missing("cli-outside", &outside), missing("payouts-outside", &outside)];
            assert_eq!(others.concat(), Vec::<String>::new());
        }
    }
}
