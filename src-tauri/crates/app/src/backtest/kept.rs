//! The decisions that are kept to be looked at: of what is judged in another way by the draft, the largest so many of each sort.

use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use vouchsafe_db::Judged;
use vouchsafe_domain::event::Event;
use vouchsafe_domain::outcome::{Answer, Check, CheckKind, Decision, GrantVerdict, Outcome, Seen};
use vouchsafe_domain::party::PartyName;
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::{Occasion, RewardKey, Role};

use crate::view::backtest::Pair;

/// Occasions of each sort whose decisions are kept: some twenty megabytes in all.
const MOST: usize = 1_000;
/// Decisions of one occasion and side that are kept.
const MOST_DECISIONS: usize = 8;

/// What a reward is given for: an order, or something that a friend did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Spot {
    pub(super) occasion: Occasion,
    /// The friend, where no order says who is meant.
    pub(super) friend: Option<PartyName>,
}

impl Spot {
    pub(super) fn new(occasion: Occasion, friend: PartyName) -> Self {
        Self { occasion, friend: matches!(occasion, Occasion::Registration).then_some(friend) }
    }

    pub(super) fn of(key: &RewardKey) -> Self {
        Self::new(key.occasion, key.friend)
    }
}

/// How two sets of decisions differ, so that many small differences of one sort do not push out another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// Only the draft gives.
    Gained,
    /// Only the other gave.
    Lost,
    /// Both give, another amount.
    Changed,
    /// Both give the same under other terms.
    Terms,
    /// Neither gives, for another reason.
    Reason,
    /// The draft's signals alone found something.
    Flagged,
}

const SORTS: usize = 6;

/// The decisions about one spot.
pub(super) type Decisions = Pair<Vec<Judged>>;

#[derive(Debug, Default)]
struct Pool {
    by_size: BTreeSet<(i64, Spot)>,
    spots: FxHashMap<Spot, (i64, Decisions)>,
}

impl Pool {
    fn put(&mut self, spot: Spot, size: i64, decisions: impl FnOnce() -> Decisions) {
        let is_known = self.spots.contains_key(&spot);
        if !is_known && self.spots.len() >= MOST && self.by_size.first().is_some_and(|(least, _)| *least >= size) {
            return;
        }
        let (known, kept) = self.spots.entry(spot).or_default();
        self.by_size.remove(&(*known, spot));
        *known = size.max(*known);
        self.by_size.insert((*known, spot));
        let Pair { now, draft } = decisions();
        for (kept, more) in [(&mut kept.now, now), (&mut kept.draft, draft)] {
            kept.extend(more);
            kept.truncate(MOST_DECISIONS);
        }
        if self.spots.len() > MOST
            && let Some((_, least)) = self.by_size.pop_first()
        {
            self.spots.remove(&least);
        }
    }
}

/// All pools.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pools: [Pool; SORTS],
}

/// What one event came to on both sides, with the friends' names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) seq: u64,
    pub(super) event: &'a Event,
    pub(super) outcome: &'a Outcome,
}

impl Told<'_> {
    fn judged(&self, spot: Spot) -> Vec<Judged> {
        let about = self.outcome.decisions.iter().filter(|decision| decision.occasion == spot.occasion);
        about.map(|decision| Judged::of(self.seq, self.event, self.outcome, decision)).collect()
    }

    fn about(&self, occasion: Occasion) -> impl Iterator<Item = &Decision> {
        self.outcome.decisions.iter().filter(move |decision| decision.occasion == occasion)
    }

    fn given(&self, occasion: Occasion) -> i64 {
        let minor = |decision: &Decision| if let GrantVerdict::Granted { amount, .. } = decision.verdict { amount.minor } else { 0 };
        self.about(occasion).fold(0, |sum, decision| sum.saturating_add(minor(decision)))
    }

    fn gives(&self, occasion: Occasion) -> bool {
        self.about(occasion).any(|decision| matches!(decision.verdict, GrantVerdict::Granted { .. }))
    }

    fn is_flagged(&self, occasion: Occasion) -> bool {
        self.about(occasion).any(|decision| suspicion(decision).is_some())
    }
}

impl Kept {
    /// Takes note of what one event came to, where the two differ. `name` says who a friend of either side is.
    pub(super) fn note(&mut self, both: Pair<Told<'_>>, name: impl Fn(&Decision) -> PartyName) {
        let mut occasions: Vec<Spot> =
            both.each().into_iter().flat_map(|told| &told.outcome.decisions).map(|one| Spot::new(one.occasion, name(one))).collect();
        occasions.dedup();
        for spot in occasions {
            let occasion = spot.occasion;
            if same(both.now.about(occasion), both.draft.about(occasion)) {
                continue;
            }
            let (now, draft) = (both.now.given(occasion), both.draft.given(occasion));
            let decisions = || both.map(|told| told.judged(spot));
            let sort = match (both.now.gives(occasion), both.draft.gives(occasion)) {
                (false, false) => Sort::Reason,
                (false, true) => Sort::Gained,
                (true, false) => Sort::Lost,
                (true, true) if now == draft => Sort::Terms,
                (true, true) => Sort::Changed,
            };
            let size = if matches!(sort, Sort::Terms) { now } else { now.abs_diff(draft).try_into().unwrap_or(i64::MAX) };
            self.pools[sort as usize].put(spot, size, decisions);
            if both.draft.is_flagged(occasion) && !both.now.is_flagged(occasion) {
                self.pools[Sort::Flagged as usize].put(spot, now.max(draft), decisions);
            }
        }
    }

    /// What was kept of a spot.
    pub(super) fn find(&self, spot: Spot) -> Option<&Decisions> {
        self.pools
            .iter()
            .filter_map(|pool| pool.spots.get(&spot))
            .map(|(_, decisions)| decisions)
            .max_by_key(|kept| kept.now.len() + kept.draft.len())
    }
}

/// Whether two sets of decisions come to the same for the same causes. The number of a version is none.
fn same<'a>(now: impl Iterator<Item = &'a Decision>, draft: impl Iterator<Item = &'a Decision>) -> bool {
    let terms = |check: &Check| (check.kind, check.answer, if check.kind == CheckKind::Program { Seen::Nothing } else { check.limit });
    now.map(|one| (one.rule, one.role, verdict(one), one.checks.iter().map(terms).collect::<Vec<_>>()))
        .eq(draft.map(|one| (one.rule, one.role, verdict(one), one.checks.iter().map(terms).collect())))
}

/// What a decision came to; the number of a reward belongs to one side alone.
fn verdict(decision: &Decision) -> Result<vouchsafe_domain::money::Amount, Reason> {
    match decision.verdict {
        GrantVerdict::Granted { amount, .. } => Ok(amount),
        GrantVerdict::Refused(reason) => Err(reason),
    }
}

/// What a signal made of a decision: refused, or to be looked at by a person.
pub(super) fn suspicion(decision: &Decision) -> Option<Answer> {
    let by_signal = decision.checks.iter().filter(|check| matches!(check.kind, CheckKind::Signal(_) | CheckKind::Score));
    by_signal.map(|check| check.answer).rfind(|answer| *answer != Answer::Pass)
}

/// The last decision about a side, and the first of its checks that did not let it pass.
pub(super) fn cause(judged: &[Judged], role: Role) -> (Option<Reason>, Option<CheckKind>) {
    let Some(last) = judged.iter().rev().find(|judged| judged.decision.role == role) else { return (None, None) };
    let check = last.decision.checks.iter().find(|check| check.answer != Answer::Pass).map(|check| check.kind);
    (verdict(&last.decision).err(), check)
}
