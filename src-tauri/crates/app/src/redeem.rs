//! Redemption: what the shop's rows tell of what was delivered as a card or a voucher of its.
//!
//! A card that is used tells it by its history, which is read whole each round; a voucher by the order that it was used in; what expires tells
//! nothing at all, so the day is remembered. A row can come before we know that it is ours (an answer was lost), so whatever becomes known to be
//! delivered is looked at once more.

use crate::desk::Desk;
use crate::error::Result;
use vouchsafe_db::{DbError, Tx};
use vouchsafe_domain::derive;
use vouchsafe_domain::event::{Event, Fact};
use vouchsafe_domain::money::Amount;
use vouchsafe_domain::name::Texts;
use vouchsafe_domain::outcome::Change;
use vouchsafe_domain::payout::{PayoutRecord, PayoutStep};
use vouchsafe_domain::reward::{AnyReward, Rail, RewardId};
use vouchsafe_domain::shop::{GiftCard, Kind, Order, ShopId, Voucher};
use vouchsafe_domain::state::{RecordKey, State};
use vouchsafe_domain::time::Timestamp;

/// A reward that was delivered as what a row tells of.
struct Delivered {
    reward: AnyReward,
    record: PayoutRecord,
}

impl Delivered {
    /// The delivery under a code: none where the code is not ours, or nobody knows yet that it was delivered.
    fn under(tx: &Tx<'_>, code: &str, rail: Rail) -> std::result::Result<Option<Self>, DbError> {
        let Some(id) = tx.reward_of_code(code)? else { return Ok(None) };
        Ok(Self::of(tx, id)?.filter(|delivered| delivered.record.rail() == rail))
    }

    fn of(tx: &Tx<'_>, id: RewardId) -> std::result::Result<Option<Self>, DbError> {
        let mut state = State::default();
        tx.load(&[RecordKey::Reward(id), RecordKey::Payout(id)], &mut state)?;
        let both = state.rewards.get(&id).copied().zip(state.payouts.get(&id).copied());
        let is_known = |record: &PayoutRecord| matches!(record, PayoutRecord::Issued(_) | PayoutRecord::Closed(_));
        Ok(both.filter(|(_, record)| is_known(record)).map(|(reward, record)| Self { reward, record }))
    }

    /// How much of this delivery was told to be used already, in minor units.
    const fn told(&self) -> i64 {
        match &self.record {
            PayoutRecord::Issued(payout) => payout.told_used.saturating_sub(payout.used_before),
            PayoutRecord::Closed(payout) => payout.told_used.saturating_sub(payout.used_before),
            _ => 0,
        }
    }

    /// What can still be used of it, as far as we know.
    fn unused(&self) -> Amount {
        match &self.reward {
            AnyReward::Settled(settled) => settled.terms.given.with_minor(settled.unused()),
            // It was used before it could be taken back.
            _ => self.record.amount().with_minor(self.record.amount().minor.saturating_sub(self.record.used()).max(0)),
        }
    }
}

/// A gift card was put into the mirror: if it is ours, its uses are told and the end of its time is remembered.
pub(crate) fn follow_card(tx: &mut Tx<'_>, card: &GiftCard) -> std::result::Result<(), DbError> {
    let Some(delivered) = Delivered::under(tx, &card.code, Rail::GiftCard)? else { return Ok(()) };
    tx.keep_expiry(Kind::GiftCards, &card.id, derive::card_expires_at(card))?;
    let events = untold(derive::card_uses(&delivered.reward.terms().key, card, tx), delivered.told());
    tx.stage_all(&events)?;
    Ok(())
}

/// The uses of a card of ours that were not told yet, as the mirror has it.
pub(crate) fn untold_of(tx: &mut Tx<'_>, id: &ShopId) -> std::result::Result<Vec<Event>, DbError> {
    let Some(card) = tx.gift_card(id)? else { return Ok(Vec::new()) };
    let Some(delivered) = Delivered::under(tx, &card.code, Rail::GiftCard)? else { return Ok(Vec::new()) };
    Ok(untold(derive::card_uses(&delivered.reward.terms().key, &card, tx), delivered.told()))
}

/// A voucher was put into the mirror: if it is ours, the end of its time is remembered.
pub(crate) fn follow_voucher(tx: &mut Tx<'_>, voucher: &Voucher) -> std::result::Result<(), DbError> {
    for code in &voucher.codes {
        if Delivered::under(tx, &code.code, Rail::Voucher)?.is_some() {
            tx.keep_expiry(Kind::Vouchers, &voucher.id, derive::voucher_expires_at(voucher))?;
        }
    }
    Ok(())
}

/// An order was put into the mirror: if a voucher of ours was used in it, that is told.
pub(crate) fn follow_order(tx: &mut Tx<'_>, order: &Order) -> std::result::Result<(), DbError> {
    let Some(code) = order.voucher_code.as_deref() else { return Ok(()) };
    let Some(delivered) = Delivered::under(tx, code, Rail::Voucher)?.filter(|delivered| delivered.told() == 0) else { return Ok(()) };
    if let Some(event) = derive::voucher_use(&delivered.reward.terms().key, delivered.unused(), order, tx) {
        tx.stage(&event)?;
    }
    Ok(())
}

/// What of a card's uses was not told yet. They are told apart by their orders; what is known already is left out by the sum as well, because the
/// text of a key changes when the person in it is erased.
fn untold(uses: Vec<Event>, told: i64) -> Vec<Event> {
    let mut left = told;
    let mut fresh = Vec::with_capacity(uses.len());
    for mut event in uses {
        let Fact::RewardUsed { amount, .. } = &mut event.fact else { continue };
        let known = amount.minor.min(left);
        (left, amount.minor) = (left - known, amount.minor - known);
        if amount.minor > 0 {
            fresh.push(event);
        }
    }
    fresh
}

/// Payouts became known to be delivered by what was just folded: what the mirror holds of them may tell more than we could use until now.
pub(crate) fn follow_known(tx: &mut Tx<'_>, since: u64) -> std::result::Result<(), DbError> {
    let mut delivered = Vec::new();
    for (_, _, outcome) in tx.log_since(since)? {
        delivered.extend(outcome.changes.iter().filter_map(|change| match change {
            Change::Payout { reward, step: PayoutStep::Issued { .. } } => Some(*reward),
            _ => None,
        }));
    }
    for id in delivered {
        let Some(found) = Delivered::of(tx, id)? else { continue };
        let Some(name) = found.record.id().map(|id| ShopId::parse(&Texts::text(tx, id))) else { continue };
        match found.record.rail() {
            Rail::GiftCard => {
                if let Some(card) = tx.gift_card(&name)? {
                    follow_card(tx, &card)?;
                }
            }
            Rail::Voucher => {
                if let Some(voucher) = tx.voucher(&name)? {
                    follow_voucher(tx, &voucher)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

impl Desk {
    /// Tells what of our cards and vouchers expired up to an instant, as far as it was not used. The shop changes nothing about them then.
    pub(crate) async fn tell_expired(&self, until: Timestamp) -> Result<()> {
        let told = self.db().write(move |tx| {
            for (kind, id, at) in tx.take_expired(until)? {
                let codes = match kind {
                    Kind::GiftCards => tx.gift_card(&id)?.map(|card| (vec![card.code], Rail::GiftCard)),
                    Kind::Vouchers => {
                        let codes = |voucher: Voucher| voucher.codes.into_iter().map(|code| code.code).collect();
                        tx.voucher(&id)?.map(|voucher| (codes(voucher), Rail::Voucher))
                    }
                    _ => None,
                };
                let (codes, rail) = codes.unwrap_or((Vec::new(), Rail::GiftCard));
                for code in codes {
                    let Some(delivered) = Delivered::under(tx, &code, rail)? else { continue };
                    if matches!(&delivered.reward, AnyReward::Settled(settled) if settled.unused() > 0) {
                        let event = derive::reward_expired(&delivered.reward.terms().key, at, tx);
                        tx.stage(&event)?;
                    }
                }
            }
            Ok(())
        });
        Ok(told.await?)
    }
}
