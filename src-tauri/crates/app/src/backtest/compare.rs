//! What both sides come to, beside each other.

use super::kept::{Spot, cause};
use super::sides::{Side, Sides};
use crate::figures;
use crate::view::RewardState;
use crate::view::backtest::{Compared, ComparedCurrency, DifferenceKind, Pair};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use vouchsafe_domain::money::{Amount, Asset, Percent};
use vouchsafe_domain::name::{ChannelKey, OrderKey};
use vouchsafe_domain::outcome::CheckKind;
use vouchsafe_domain::party::{PartyId, PartyName};
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::{AnyReward, Role};
use vouchsafe_domain::rollup::{FigureCell, Figures};
use vouchsafe_domain::state::OrderRecord;

/// Rows of each kind that are told of.
pub(super) const MOST_ROWS: usize = 200;

impl Side {
    fn cells(&self) -> Vec<(FigureCell, Figures)> {
        self.figures.iter().map(|(cell, figures)| (*cell, *figures)).collect()
    }

    fn in_state(&self, state: RewardState) -> u64 {
        self.rewards(|reward| reward.state_name() == state.name())
    }

    fn rewards(&self, is_counted: impl Fn(&AnyReward) -> bool) -> u64 {
        self.state.rewards.values().filter(|reward| is_counted(reward)).count() as u64
    }

    fn referrals(&self) -> u64 {
        self.state.parties.values().filter(|party| party.bond.is_some()).count() as u64
    }

    fn turned_out(&self, order: OrderKey) -> Option<TurnedOut> {
        self.state.orders.get(&order).and_then(|record| TurnedOut::of(record, self))
    }

    fn caught(&self) -> u64 {
        self.flagged.keys().filter(|order| self.turned_out(**order) == Some(TurnedOut::Bad)).count() as u64
    }

    fn blocked(&self) -> u64 {
        let refused = self.flagged.iter().filter(|(_, is_refused)| **is_refused);
        refused.filter(|(order, _)| self.turned_out(**order) == Some(TurnedOut::Good)).count() as u64
    }
}

/// What an order turned out to be, once it was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TurnedOut {
    /// Charged back, wholly paid back, or of a friend whose referral a person refused.
    Bad,
    /// Paid, and it stands.
    Good,
}

impl TurnedOut {
    fn of(record: &OrderRecord, side: &Side) -> Option<Self> {
        let is_rejected = side.state.parties.get(&side.state.resolve(record.party)).is_some_and(|party| party.rejected);
        let (paid, left) = (record.funds.captured > 0, record.funds.net() > 0);
        if is_rejected || record.funds.charged_back > 0 || (paid && !left) {
            return Some(Self::Bad);
        }
        (paid && left && record.is_captured() && record.cancelled_at.is_none()).then_some(Self::Good)
    }
}

/// The figures of both. `name` says what a channel is called.
pub(super) fn compared(sides: &Sides, margin: Percent, done: u64, of: u64, name: impl Fn(ChannelKey) -> String) -> Compared {
    let both = Pair { now: &sides.sides.now, draft: &sides.sides.draft };
    let count = |count: fn(&Side) -> u64| both.map(count);
    let counts = vec![
        ("referrals", count(Side::referrals)),
        ("rewards", count(|side| side.rewards(|_| true))),
        ("waiting", count(|side| side.in_state(RewardState::Waiting))),
        ("review", count(|side| side.rewards(waits_for_a_person))),
        ("due", count(|side| side.in_state(RewardState::Due))),
        ("settled", count(|side| side.in_state(RewardState::Settled))),
        ("void", count(|side| side.in_state(RewardState::Void))),
        ("reversed", count(|side| side.in_state(RewardState::Reversed))),
        ("refused", count(|side| side.refusals.values().sum())),
        ("caught", count(Side::caught)),
        ("blocked", count(Side::blocked)),
    ];
    let reasons: BTreeSet<Reason> = both.each().into_iter().flat_map(|side| side.refusals.keys().copied()).collect();
    let refused = |reason| both.map(|side| side.refusals.get(&reason).copied().unwrap_or(0));
    let mut refusals: Vec<_> = reasons.into_iter().map(|reason| (reason, refused(reason))).collect();
    refusals.sort_by_key(|(reason, both)| (std::cmp::Reverse(both.now.max(both.draft)), *reason));
    Compared { done, of, counts, refusals, currencies: currencies(both.map(Side::cells), margin, name) }
}

const fn waits_for_a_person(reward: &AnyReward) -> bool {
    matches!(reward, AnyReward::Waiting(waiting) if waiting.state.review)
}

fn currencies(cells: Pair<Vec<(FigureCell, Figures)>>, margin: Percent, name: impl Fn(ChannelKey) -> String) -> Vec<ComparedCurrency> {
    let all: Vec<_> = cells.each().into_iter().flatten().copied().collect();
    let of = |currency| {
        let mut sums = Pair { now: figures::Ledgered::of(&cells.now, currency), draft: figures::Ledgered::of(&cells.draft, currency) };
        beside(&mut sums.now.months, &mut sums.draft.months);
        beside(&mut sums.now.channels, &mut sums.draft.channels);
        let row = |label: &str, now: &Figures, draft: &Figures| Pair {
            now: figures::row(label.to_owned(), now, currency, margin),
            draft: figures::row(label.to_owned(), draft, currency, margin),
        };
        let months = Pair { now: &sums.now.months, draft: &sums.draft.months }.map(|months| figures::month_rows(months, currency, margin));
        let mut channels: Vec<_> = sums.now.channels.iter().zip(sums.draft.channels.values()).collect();
        channels.sort_by_key(|((channel, now), _)| (std::cmp::Reverse(now.revenue), **channel));
        let label = |channel: &Option<ChannelKey>| channel.map_or_else(|| figures::NO_CHANNEL.to_owned(), &name);
        ComparedCurrency {
            currency,
            whole: row("", &sums.now.whole, &sums.draft.whole),
            months: months.now.into_iter().zip(months.draft).map(|(now, draft)| Pair { now, draft }).collect(),
            channels: channels.into_iter().map(|((channel, now), draft)| row(&label(channel), now, draft)).collect(),
        }
    };
    figures::currencies(&all).into_iter().map(of).collect()
}

/// Gives both the same keys.
fn beside<K: Ord + Copy>(now: &mut BTreeMap<K, Figures>, draft: &mut BTreeMap<K, Figures>) {
    for key in now.keys().chain(draft.keys()).copied().collect::<Vec<_>>() {
        now.entry(key).or_default();
        draft.entry(key).or_default();
    }
}

/// What one side of an occasion comes to.
#[derive(Debug, Clone, Default)]
pub(super) struct Stands {
    /// What stands, by what is counted.
    pub(super) amounts: BTreeMap<Asset, i64>,
    pub(super) state: Option<&'static str>,
    pub(super) in_review: bool,
    pub(super) reason: Option<Reason>,
    pub(super) check: Option<CheckKind>,
}

impl Stands {
    fn add(&mut self, reward: &AnyReward) {
        if reward.standing() != 0 {
            let sum = self.amounts.entry(reward.terms().given.asset).or_default();
            *sum = sum.saturating_add(reward.standing());
        }
        self.state = Some(reward.state_name());
        self.in_review |= waits_for_a_person(reward);
        self.reason = reward.reason();
    }
}

/// One side of an occasion that differs.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) spot: Spot,
    /// Both where the order itself is meant.
    pub(super) role: Option<Role>,
    pub(super) friend: Option<PartyId>,
    pub(super) stands: Pair<Stands>,
    size: i64,
}

/// All that differ in one way.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) count: u64,
    pub(super) sums: BTreeMap<Asset, i64>,
    pub(super) rows: Vec<Row>,
}

impl Group {
    fn add(&mut self, row: Row) {
        self.count += 1;
        for (asset, minor) in row.more() {
            let sum = self.sums.entry(asset).or_default();
            *sum = sum.saturating_add(minor);
        }
        self.rows.push(row);
        if self.rows.len() >= MOST_ROWS * 8 {
            self.cut();
        }
    }

    /// Keeps the largest.
    fn cut(&mut self) {
        self.rows.sort_by_key(|row| (std::cmp::Reverse(row.size), row.spot, row.role));
        self.rows.truncate(MOST_ROWS);
    }
}

impl Row {
    /// What the draft gives more.
    fn more(&self) -> BTreeMap<Asset, i64> {
        let mut more = self.stands.draft.amounts.clone();
        for (asset, minor) in &self.stands.now.amounts {
            let sum = more.entry(*asset).or_default();
            *sum = sum.saturating_sub(*minor);
        }
        more.retain(|_, minor| *minor != 0);
        more
    }

    fn kind(&self) -> Option<DifferenceKind> {
        let Pair { now, draft } = &self.stands;
        if now.amounts == draft.amounts {
            return (draft.in_review && !now.in_review && !draft.amounts.is_empty()).then_some(DifferenceKind::Held);
        }
        Some(match (now.amounts.is_empty(), draft.amounts.is_empty()) {
            (true, _) => DifferenceKind::Gained,
            (_, true) => DifferenceKind::Lost,
            _ if now.amounts.len() == 1 && now.amounts.keys().eq(draft.amounts.keys()) => {
                if draft.amounts.values().gt(now.amounts.values()) {
                    DifferenceKind::More
                } else {
                    DifferenceKind::Less
                }
            }
            _ => DifferenceKind::Other,
        })
    }
}

/// Everything in which the two sides differ, by kind.
pub(super) fn differences(sides: &Sides) -> BTreeMap<DifferenceKind, Group> {
    let mut groups: BTreeMap<DifferenceKind, Group> = DifferenceKind::ALL.into_iter().map(|kind| (kind, Group::default())).collect();
    let mut put = |kind: DifferenceKind, row: Row| groups.entry(kind).or_default().add(row);
    for ((spot, role), stands) in both_stand(sides) {
        let size = |stands: &Stands| stands.amounts.values().fold(0_i64, |sum, minor| sum.saturating_add(*minor));
        let mut row = Row { spot, role: Some(role), friend: None, size: 0, stands };
        if let Some(kind) = row.kind() {
            let (now, draft) = (size(&row.stands.now), size(&row.stands.draft));
            row.size = if now == draft { now } else { i64::try_from(now.abs_diff(draft)).unwrap_or(i64::MAX) };
            put(kind, row);
        }
    }
    let Pair { now, draft } = &sides.sides;
    for (order, is_refused) in &draft.flagged {
        let known = now.flagged.get(order);
        let kind = match draft.turned_out(*order) {
            Some(TurnedOut::Bad) if known.is_none() => DifferenceKind::Caught,
            Some(TurnedOut::Good) if *is_refused && known != Some(&true) => DifferenceKind::Blocked,
            _ => continue,
        };
        let size = draft.state.orders.get(order).map_or(0, |record| record.order_total);
        let spot = Spot { occasion: vouchsafe_domain::reward::Occasion::Order(*order), friend: None };
        put(kind, Row { spot, role: None, friend: None, size, stands: Pair::default() });
    }
    for group in groups.values_mut() {
        group.cut();
        group.rows.iter_mut().for_each(|row| row.explain(sides));
    }
    groups
}

/// What stands of each side of each occasion, on both.
fn both_stand(sides: &Sides) -> FxHashMap<(Spot, Role), Pair<Stands>> {
    let mut stand: FxHashMap<(Spot, Role), Pair<Stands>> = FxHashMap::default();
    for reward in sides.sides.now.state.rewards.values() {
        let key = &reward.terms().key;
        stand.entry((Spot::of(key), key.role)).or_default().now.add(reward);
    }
    for reward in sides.sides.draft.state.rewards.values() {
        let key = &reward.terms().key;
        stand.entry((Spot::of(key), key.role)).or_default().draft.add(reward);
    }
    stand
}

impl Row {
    /// Says who is meant, and why what does not stand does not.
    fn explain(&mut self, sides: &Sides) {
        let state = &sides.sides.now.state;
        let kept = sides.kept.find(self.spot);
        let decided = kept.and_then(|kept| kept.now.first().or(kept.draft.first())).map(|judged| judged.decision.friend);
        let owner = self.spot.occasion.order().and_then(|order| state.orders.get(&order)).map(|record| record.party);
        let named = self.spot.friend.and_then(|name: PartyName| state.party_named(name));
        self.friend = owner.or(named).or(decided).map(|party| state.resolve(party));
        let Some(kept) = kept else { return };
        let role = self.role.unwrap_or(Role::Advocate);
        for (stands, judged) in [(&mut self.stands.now, &kept.now), (&mut self.stands.draft, &kept.draft)] {
            let (reason, check) = cause(judged, role);
            stands.reason = stands.reason.or(reason.filter(|_| stands.state.is_none()));
            stands.check = check;
        }
    }
}

/// What is counted, with how much.
pub(super) fn amounts(amounts: &BTreeMap<Asset, i64>) -> impl Iterator<Item = Amount> {
    amounts.iter().map(|(asset, minor)| Amount { asset: *asset, minor: *minor })
}
