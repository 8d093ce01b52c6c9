//! What a batch goes through: the payouts that were asked for, a page at a time.

use super::rails::BUILT;
use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::view::{PayoutState, Which};
use std::collections::{BTreeSet, VecDeque};
use vouchsafe_domain::name::ProgramKey;
use vouchsafe_domain::reward::RewardId;

/// Payouts that are read at once.
const PAGE: u32 = 200;

/// What is still to be gone through.
pub(super) struct Queue {
    ready: VecDeque<RewardId>,
    /// What is read from the db once `ready` is empty.
    rest: Option<Rest>,
    total: u64,
}

/// The rails that are still to be gone through, and how far that of the first is.
struct Rest {
    rail: usize,
    after: Option<RewardId>,
    programs: Option<Vec<(ProgramKey, u32)>>,
}

impl Desk {
    /// What is to be gone through. With `programs`, of what was not begun only that which these versions of programs promised; what is named is
    /// gone through in any case.
    pub(super) async fn queue(&self, which: &Which, programs: Option<Vec<(ProgramKey, u32)>>) -> Result<Queue> {
        match which {
            Which::Keys(keys) => {
                let mut named = BTreeSet::new();
                for key in keys {
                    named.insert(self.payout_called(key).await?.id);
                }
                Ok(Queue::of(named.into_iter().collect()))
            }
            Which::All => {
                let is_open = |state: PayoutState| state <= PayoutState::Correcting && (programs.is_none() || state > PayoutState::Due);
                let totals = self.db().payout_totals().await?;
                let total = totals.iter().filter(|total| is_open(total.state) && BUILT.contains(&total.rail)).map(|total| total.count).sum();
                Ok(Queue { ready: VecDeque::new(), rest: Some(Rest { rail: 0, after: None, programs }), total })
            }
        }
    }
}

impl Queue {
    /// These, and no more.
    pub(super) fn of(ready: Vec<RewardId>) -> Self {
        Self { total: ready.len() as u64, ready: ready.into(), rest: None }
    }

    /// How many there were to go through when it was made, as far as that was known.
    pub(super) const fn total(&self) -> u64 {
        self.total
    }

    /// The next one.
    pub(super) async fn next(&mut self, desk: &Desk) -> Result<Option<RewardId>> {
        while self.ready.is_empty() {
            let Some(rest) = &mut self.rest else { return Ok(None) };
            let Some(rail) = BUILT.get(rest.rail) else {
                self.rest = None;
                return Ok(None);
            };
            let page = desk.db().open_payouts(*rail, rest.programs.as_deref(), rest.after, PAGE).await.map_err(AppError::Db)?;
            match page.last() {
                Some(last) => rest.after = Some(*last),
                None => (rest.rail, rest.after) = (rest.rail + 1, None),
            }
            self.ready.extend(page);
        }
        Ok(self.ready.pop_front())
    }
}
