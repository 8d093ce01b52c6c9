//! Reconciliation: what we have recorded of deliveries against what the shop has, and what mends each difference. Pure: whoever calls has read
//! the shop's cards and vouchers whole.

use crate::money::Money;
use crate::payout::{Issuance, PayoutStatus};
use crate::reward::{Rail, RewardId};
use crate::shop::{CardStep, GiftCard, ShopId, Voucher, VoucherCode};
use crate::time::Timestamp;
use crate::{derive, money};
use rustc_hash::FxHashMap;

/// Under this key of its metadata whatever we make at a shop carries its issuance.
pub const ISSUANCE: &str = "vouchsafe_issuance";

/// Under this key of its metadata it is said of a card why it rests.
pub const CLOSED: &str = "vouchsafe_closed";

/// It was taken back.
pub const TAKEN_BACK: &str = "taken_back";

/// How a finding differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// It was delivered, and the shop never showed it.
    Missing,
    /// It was delivered, and the shop has it no more.
    Deleted,
    /// The shop has what carries our mark and belongs to no reward that is known here.
    Orphaned,
    /// The shop has what a reward was to be delivered as, and here nobody knows that it was.
    Unrecorded,
    /// What can be spent is not what should be.
    AmountDrift,
    /// It is in another currency.
    CurrencyDrift,
    /// It was taken back, and can be spent all the same.
    StillActive,
    /// It should be there to be spent, and is switched off.
    SwitchedOff,
    /// The same delivery is there more than once.
    Duplicated,
    /// More of it was used than is known.
    UsedMore,
    /// Another desk went on with it: it was taken back there, or delivered once more. What is known here is old.
    Elsewhere,
}

/// What brings both sides together again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mend {
    /// What is there is taken for ours.
    Adopt,
    /// What is there is made to stand for what it should.
    Correct,
    /// It is taken back and delivered anew.
    Reissue,
    /// What is there is switched off.
    Deactivate,
    /// It is noted that the other side has it no more.
    RecordGone,
    /// It is noted what was used.
    RecordUse,
    /// Nothing by itself: a person looks which side is right.
    Look,
}

macro_rules! named {
    ($($kind:ident { $($name:ident $text:literal),* $(,)? })*) => {$(
        impl $kind {
            /// Every one, by its stored number.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name in files, on the wire and in the key of its sentence.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }
        }
    )*};
}
named! {
    FindingKind {
        Missing "missing", Deleted "deleted", Orphaned "orphaned", Unrecorded "unrecorded", AmountDrift "amount_drift", CurrencyDrift "currency_drift",
        StillActive "still_active", SwitchedOff "switched_off", Duplicated "duplicated", UsedMore "used_more",
        Elsewhere "elsewhere",
    }
    Mend {
        Adopt "adopt", Correct "correct", Reissue "reissue", Deactivate "deactivate", RecordGone "record_gone", RecordUse "record_use",
        Look "look",
    }
}

impl FindingKind {
    /// What mends it.
    #[must_use]
    pub const fn mend(self) -> Mend {
        match self {
            Self::Missing | Self::Deleted => Mend::RecordGone,
            Self::Orphaned | Self::StillActive | Self::Duplicated => Mend::Deactivate,
            Self::Unrecorded => Mend::Adopt,
            Self::AmountDrift | Self::SwitchedOff => Mend::Correct,
            Self::CurrencyDrift => Mend::Reissue,
            Self::UsedMore => Mend::RecordUse,
            Self::Elsewhere => Mend::Look,
        }
    }
}

/// A delivery as it is recorded here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ours {
    /// The reward.
    pub reward: RewardId,
    /// By which rail.
    pub rail: Rail,
    /// What all desks call this delivery.
    pub issuance: Issuance,
    /// Its code.
    pub code: String,
    /// What the shop calls it, where it was told.
    pub id: Option<ShopId>,
    /// How the payout stands; nothing while none was begun.
    pub status: Option<PayoutStatus>,
    /// What it should stand for in all, used parts included, in money; nothing for what has no value of its own, such as a percentage.
    pub should: Option<Money>,
    /// Whether anything should be there to be spent.
    pub is_owed: bool,
    /// What the shop was last told that it stands for in all, in minor units.
    pub told: i64,
    /// How much of it is known to be used, in minor units.
    pub used: i64,
    /// The shop was once seen to have it.
    pub was_seen: bool,
    /// What it should stand for is about to be told to the shop ([`crate::payout::PayoutRecord::is_being_corrected`]): a difference is no news.
    pub is_under_way: bool,
    /// It would come after the delivery that is known here: only another desk can have made it, or this one before it came back from a backup.
    pub is_later: bool,
}

/// A card or a voucher as the shop has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theirs {
    /// Which rail makes such things.
    pub rail: Rail,
    /// What the shop calls it.
    pub id: ShopId,
    /// Its code.
    pub code: String,
    /// The delivery whose mark it carries.
    pub issuance: Option<Issuance>,
    /// What can be spent of it, in money; nothing for what has no value of its own.
    pub left: Option<Money>,
    /// How much of it was used, in minor units, as far as its history tells; of a voucher, how often.
    pub used: i64,
    /// It can be used now, as far as the shop is concerned.
    pub is_live: bool,
    /// It bears our mark that it was taken back.
    pub was_taken_back: bool,
    /// When it was made.
    pub created: Timestamp,
}

/// A difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub kind: FindingKind,
    /// The reward that it is about, where one is known here.
    pub reward: Option<RewardId>,
    /// By which rail it was delivered.
    pub rail: Rail,
    /// What the shop calls what it has.
    pub id: Option<ShopId>,
    /// The code.
    pub code: String,
    /// What we say: of money what can be spent, or was used where that is what differs.
    pub here: Option<Money>,
    /// What the shop says of the same.
    pub there: Option<Money>,
}

impl Theirs {
    /// A gift card as it can be used at an instant.
    #[must_use]
    pub fn card(card: &GiftCard, now: Timestamp) -> Self {
        let spent = |step| card.events.iter().filter(move |event| event.step == step).filter_map(|event| event.before.zip(event.after));
        let used = spent(CardStep::Used).fold(0i64, |sum, (before, after)| sum.saturating_add(before.saturating_sub(after)));
        let back = spent(CardStep::GivenBack).fold(0i64, |sum, (before, after)| sum.saturating_add(after.saturating_sub(before)));
        let is_over = derive::card_expires_at(card).is_some_and(|at| at <= now);
        Self {
            rail: Rail::GiftCard,
            id: card.id.clone(),
            code: card.code.clone(),
            issuance: issuance(&card.metadata),
            left: Some(card.current),
            used: used.saturating_sub(back),
            is_live: card.is_active && card.current.minor > 0 && !is_over,
            was_taken_back: card.metadata.iter().any(|(key, value)| key == CLOSED && value == TAKEN_BACK),
            created: card.created,
        }
    }

    /// A voucher as it can be used at an instant, with the code by which it is ours. What it is worth is told in the currency of what it is held
    /// against.
    #[must_use]
    pub fn voucher(voucher: &Voucher, code: &VoucherCode, currency: Option<money::Currency>, now: Timestamp) -> Self {
        let listing = voucher.listings.iter().find(|listing| Some(listing.currency) == currency);
        let worth = listing.filter(|_| voucher.value_type == "FIXED").and_then(|listing| {
            let minor = money::parse_minor(&listing.value, listing.currency.exponent()).ok()?;
            Some(Money::new(minor, listing.currency))
        });
        let is_over = voucher.end.is_some_and(|end| end <= now);
        Self {
            rail: Rail::Voucher,
            id: voucher.id.clone(),
            code: code.code.clone(),
            issuance: issuance(&voucher.metadata),
            left: worth,
            used: i64::from(code.used),
            // Without a listing a code is worth nothing.
            is_live: code.is_active && code.used == 0 && !is_over && !voucher.listings.is_empty(),
            was_taken_back: derive::voucher_was_taken_back(voucher),
            created: voucher.start,
        }
    }
}

fn issuance(metadata: &[(String, String)]) -> Option<Issuance> {
    metadata.iter().find(|(key, _)| key == ISSUANCE).and_then(|(_, value)| Issuance::parse(value))
}

/// Everything in which the two differ, ours in their order and then what the shop has beyond them.
#[must_use]
pub fn compare(ours: &[Ours], theirs: &[Theirs]) -> Vec<Finding> {
    let there = Index::of(theirs);
    let (mut findings, mut taken) = (Vec::new(), vec![false; theirs.len()]);
    for own in ours {
        let found = there.all(own);
        for place in &found {
            taken[*place] = true;
        }
        let kept = found.iter().copied().min_by_key(|place| is_other(own, &theirs[*place]));
        match kept {
            None => findings.extend(absent(own)),
            Some(kept) => {
                let extra = found.iter().filter(|place| **place != kept && theirs[**place].is_live);
                findings.extend(extra.map(|place| finding(FindingKind::Duplicated, own, Some(&theirs[*place]), None)));
                findings.extend(differs(own, &theirs[kept]));
            }
        }
    }
    let orphans = theirs.iter().zip(taken).filter(|(theirs, taken)| !taken && theirs.issuance.is_some() && theirs.is_live);
    findings.extend(orphans.map(|(orphan, _)| Finding {
        kind: FindingKind::Orphaned,
        reward: None,
        rail: orphan.rail,
        id: Some(orphan.id.clone()),
        code: orphan.code.clone(),
        here: None,
        there: orphan.left,
    }));
    findings
}

/// Which of several is kept: the one that we know by its id, else by its code, else the oldest.
fn is_other<'t>(own: &Ours, theirs: &'t Theirs) -> (bool, bool, Timestamp, &'t ShopId) {
    (own.id.as_ref() != Some(&theirs.id), own.code != theirs.code, theirs.created, &theirs.id)
}

/// Nothing is there: no finding where nothing should be.
fn absent(own: &Ours) -> Option<Finding> {
    let kind = if own.was_seen { FindingKind::Deleted } else { FindingKind::Missing };
    let is_spent = own.told <= own.used;
    (own.is_owed && !is_spent && own.status == Some(PayoutStatus::Issued))
        .then(|| finding(kind, own, None, own.should.map(|should| less(should, own.used))))
}

/// How what is there differs from what should be: the first reason stands for the others, which may follow from it.
fn differs(own: &Ours, theirs: &Theirs) -> Option<Finding> {
    if own.is_later {
        return Some(finding(FindingKind::Elsewhere, own, Some(theirs), None));
    }
    let is_delivered = matches!(own.status, Some(PayoutStatus::Issued | PayoutStatus::Closed));
    if !is_delivered {
        // A conflict is shown where payouts are; what is not known yet is looked up there.
        let is_news = own.status != Some(PayoutStatus::Conflict) && theirs.issuance == Some(own.issuance) && theirs.is_live;
        return is_news.then(|| finding(FindingKind::Unrecorded, own, Some(theirs), own.should));
    }
    let should = own.should.zip(theirs.left);
    if let Some((should, left)) = should
        && should.currency != left.currency
    {
        return theirs.is_live.then(|| finding(FindingKind::CurrencyDrift, own, Some(theirs), Some(should)));
    }
    let used_there = if theirs.rail == Rail::Voucher && theirs.used > 0 { own.told.max(own.used) } else { theirs.used };
    if used_there > own.used {
        let money = |minor| theirs.left.map(|left| Money::new(minor, left.currency));
        return Some(Finding { there: money(used_there), ..finding(FindingKind::UsedMore, own, Some(theirs), money(own.used)) });
    }
    if own.is_under_way {
        return None;
    }
    if !own.is_owed {
        return theirs.is_live.then(|| finding(FindingKind::StillActive, own, Some(theirs), should.map(|(should, _)| less(should, should.minor))));
    }
    // What the shop was told and what should stand differ where it refused to be told.
    let stands = own.should.map_or(own.told, |should| should.minor);
    let spendable = stands.saturating_sub(used_there);
    let here = should.map(|(should, _)| Money::new(spendable.max(0), should.currency));
    if !theirs.is_live {
        let kind = match () {
            () if theirs.was_taken_back => FindingKind::Elsewhere,
            () if stands == own.told => FindingKind::SwitchedOff,
            () => FindingKind::AmountDrift,
        };
        // What was used up is not switched off.
        return (spendable > 0).then(|| finding(kind, own, Some(theirs), here));
    }
    let is_equal = here.zip(theirs.left).is_none_or(|(here, left)| here == left);
    (!is_equal).then(|| finding(FindingKind::AmountDrift, own, Some(theirs), here))
}

fn less(money: Money, minor: i64) -> Money {
    Money::new(money.minor.saturating_sub(minor).max(0), money.currency)
}

fn finding(kind: FindingKind, own: &Ours, theirs: Option<&Theirs>, here: Option<Money>) -> Finding {
    // What is switched off can be spent by nobody, whatever stands on it.
    let there = theirs.and_then(|theirs| theirs.left.map(|left| if theirs.is_live { left } else { less(left, left.minor) }));
    Finding {
        kind,
        reward: Some(own.reward),
        rail: own.rail,
        id: theirs.map(|theirs| theirs.id.clone()).or_else(|| own.id.clone()),
        code: theirs.map_or(&own.code, |theirs| &theirs.code).clone(),
        here,
        there,
    }
}

/// What the shop has, by what it can be found by.
struct Index<'t> {
    by_id: FxHashMap<(Rail, &'t ShopId), usize>,
    by_code: FxHashMap<(Rail, &'t str), usize>,
    by_issuance: FxHashMap<Issuance, Vec<usize>>,
}

impl<'t> Index<'t> {
    fn of(theirs: &'t [Theirs]) -> Self {
        let mut index = Self { by_id: FxHashMap::default(), by_code: FxHashMap::default(), by_issuance: FxHashMap::default() };
        for (place, row) in theirs.iter().enumerate() {
            index.by_id.insert((row.rail, &row.id), place);
            index.by_code.insert((row.rail, &row.code), place);
            if let Some(issuance) = row.issuance {
                index.by_issuance.entry(issuance).or_default().push(place);
            }
        }
        index
    }

    /// Everything that is this delivery, each once.
    fn all(&self, own: &Ours) -> Vec<usize> {
        let id = own.id.as_ref().and_then(|id| self.by_id.get(&(own.rail, id)));
        let code = self.by_code.get(&(own.rail, own.code.as_str()));
        let marked = self.by_issuance.get(&own.issuance).into_iter().flatten();
        let mut places: Vec<usize> = id.into_iter().chain(code).chain(marked).copied().collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}

#[cfg(test)]
mod tests;
