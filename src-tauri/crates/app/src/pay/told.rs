//! What came of the payouts of a batch.

use crate::view::{Paid, PayTrouble, PayoutState, Said};
use std::collections::BTreeMap;
use vouchsafe_domain::money::{Amount, Asset};
use vouchsafe_domain::reward::RewardId;

/// The most payouts that are told one by one.
const MOST_TOLD: usize = 100;

/// What came of one payout.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Came {
    /// What was delivered, or found delivered.
    pub(super) delivered: Option<Amount>,
    /// Whether what stands there was corrected.
    pub(super) is_corrected: bool,
    /// Whether it was left as it was because more would go out than may in a day.
    pub(super) is_over_ceiling: bool,
    /// What somebody has to look at.
    pub(super) trouble: Option<PayTrouble>,
}

/// What came of the payouts so far. What nobody knows the end of is counted as it stands in the end, since it is gone through once more.
#[derive(Debug, Default)]
pub(super) struct Tally {
    paid: Paid,
    sums: BTreeMap<Asset, i64>,
    unknown: BTreeMap<RewardId, PayTrouble>,
    gone_through: u64,
}

impl Tally {
    pub(super) fn add(&mut self, id: RewardId, came: Came) {
        self.gone_through += u64::from(self.unknown.remove(&id).is_none());
        self.paid.done += u64::from(came.delivered.is_some());
        self.paid.corrected += u64::from(came.is_corrected);
        self.paid.over_ceiling += u64::from(came.is_over_ceiling);
        if let Some(amount) = came.delivered {
            let sum = self.sums.entry(amount.asset).or_default();
            *sum = sum.saturating_add(amount.minor);
        }
        let Some(trouble) = came.trouble else { return };
        match trouble.state {
            PayoutState::Unknown => {
                self.unknown.insert(id, trouble);
                return;
            }
            PayoutState::Conflict => self.paid.conflict += 1,
            _ => self.paid.refused += 1,
        }
        if self.paid.troubles.len() < MOST_TOLD {
            self.paid.troubles.push(trouble);
        }
    }

    /// Those that nobody knows the end of.
    pub(super) fn unknown(&self) -> Vec<RewardId> {
        self.unknown.keys().copied().collect()
    }

    pub(super) const fn gone_through(&self) -> u64 {
        self.gone_through
    }

    pub(super) fn amounts(&self) -> Vec<Amount> {
        self.sums.iter().map(|(asset, minor)| Amount { minor: *minor, asset: *asset }).collect()
    }

    pub(super) fn paid(&self) -> Paid {
        let mut paid = Paid { unknown: self.unknown.len() as u64, ..self.paid.clone() };
        let room = MOST_TOLD.saturating_sub(paid.troubles.len());
        paid.troubles.extend(self.unknown.values().take(room).cloned());
        paid
    }
}

/// A sentence, by its code.
pub(super) fn said<const N: usize>(code: &str, args: [(&str, String); N]) -> Said {
    Said { code: code.to_owned(), args: args.into_iter().map(|(name, value)| (name.to_owned(), value)).collect() }
}
