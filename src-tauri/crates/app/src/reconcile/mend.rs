//! What mends a finding: what is true is written down as an event, and what must not be spent is switched off.

use super::sides::AHEAD;
use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::pay::Rails;
use crate::redeem::untold_of;
use crate::rewards::given_reason;
use crate::view::{Act, FoundState, Mended, PayOrder, PayRun, PayoutState, RewardState, Tag, Which};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vouchsafe_connectors::rail::PayoutRail;
use vouchsafe_connectors::saleor::ShopError;
use vouchsafe_db::{FoundRow, Tx};
use vouchsafe_domain::derive;
use vouchsafe_domain::event::{Event, EventClass, EventId, Fact};
use vouchsafe_domain::money::{Amount, Asset};
use vouchsafe_domain::name::{IdentityKind, Key, Names as _, Texts as _};
use vouchsafe_domain::payout::protocol::{Delivery, Held, Learned};
use vouchsafe_domain::payout::{ExternalCode, Generation, Issuance, PayoutRecord, PayoutResult, PayoutStatus, should_stand};
use vouchsafe_domain::reconcile::{FindingKind, ISSUANCE, Mend};
use vouchsafe_domain::reward::{AnyReward, Rail, RewardId};
use vouchsafe_domain::shop::ShopId;
use vouchsafe_domain::time::Timestamp;

/// The request of what was found and not sent.
const NOT_SENT: [u8; 32] = [0; 32];

/// A delivery that is mended.
struct Mending {
    id: RewardId,
    reward: AnyReward,
    record: Option<PayoutRecord>,
}

impl Mending {
    fn rail(&self) -> Rail {
        self.record.as_ref().map_or(self.reward.terms().rail, PayoutRecord::rail)
    }

    /// Says something of the delivery at hand, or of the one that comes next.
    fn says(&self, tx: &mut Tx<'_>, deed: &str, at: Timestamp, fact: impl FnOnce(&mut Tx<'_>, &Self) -> Fact) -> Event {
        let generation = PayoutRecord::next_generation(self.record.as_ref()).0;
        let key = self.reward.terms().key.text(tx);
        let id = format!("payout/{key}/{generation}/{deed}/{}", tx.last_seq());
        Event { id: EventId::new(EventClass::Named, tx.key(&id)), at, seen_at: None, fact: fact(tx, self) }
    }

    fn known(&self, result: PayoutResult) -> Fact {
        let generation = self.record.as_ref().map_or_else(|| PayoutRecord::next_generation(None), PayoutRecord::generation);
        Fact::PayoutKnown { reward: self.reward.terms().key, rail: self.rail(), generation, result }
    }
}

/// What an attempt to mend came to.
enum Came {
    /// It is mended.
    Mended,
    /// It has to be looked at once more.
    Open,
    /// By what the shop says now there is nothing to mend.
    Over,
}

impl Came {
    const fn of(is_mended: bool) -> Self {
        if is_mended { Self::Mended } else { Self::Open }
    }
}

/// A delivery with what the shop has of it at this moment.
pub(super) struct LookedUp {
    mending: Mending,
    delivery: Delivery,
    pub(super) held: Vec<Held>,
}

impl LookedUp {
    /// What has the finding's id.
    fn as_found(&self, row: &FoundRow) -> Option<&Held> {
        of_id(&self.held, row.finding.id.as_ref()?)
    }

    fn is_ours(&self, held: &Held) -> bool {
        held.issuance.as_deref() == Some(&*self.delivery.issuance.to_string())
    }

    /// What was delivered, where it should stand there to be used.
    fn issued(&self) -> Option<&PayoutRecord> {
        let is_owed = should_stand(&self.mending.reward) > 0;
        self.mending.record.as_ref().filter(|record| is_owed && record.status() == PayoutStatus::Issued)
    }
}

fn of_id<'h>(held: &'h [Held], id: &ShopId) -> Option<&'h Held> {
    held.iter().find(|held| ShopId::parse(&held.id) == *id)
}

/// How much of it was used. What stands in all is what is left and what was used.
const fn used_of(held: &Held) -> i64 {
    held.initial.saturating_sub(held.left)
}

impl Desk {
    /// Mends a finding, if it is still as it was found: the shop is asked for it before anything is done.
    ///
    /// # Errors
    /// [`AppError::ReasonMissing`]; [`AppError::NotFound`]; [`AppError::Stale`] for what is not open any more, or is not as it was found;
    /// [`AppError::Behind`] for what another desk has gone on with; [`AppError::PayRuns`]; [`AppError::PayoutsRest`] and
    /// [`AppError::PayoutsStopped`] where something would have to be given; what the shop or the db says.
    pub async fn mend(&self, rails: &Rails, no: u64, actor: &str, reason: &str) -> Result<Mended> {
        let reason = given_reason(reason)?;
        let _paying = self.paying().try_lock().map_err(|_| AppError::PayRuns)?;
        let row = self.open_finding(no).await?;
        let came = match row.finding.kind.mend() {
            _ if row.finding.rail == Rail::Manual => self.settle_by_hand(&row, actor, &reason).await?,
            Mend::Adopt => self.adopt(rails, &row).await?,
            Mend::Correct if row.finding.kind == FindingKind::SwitchedOff => self.switch_on(rails, &row).await?,
            Mend::Correct => self.correct_found(rails, &row, actor).await?,
            Mend::Reissue => self.reissue_found(rails, &row, actor, &reason).await?,
            Mend::Deactivate => self.switch_off(rails, &row).await?,
            Mend::RecordGone => self.record_gone(rails, &row).await?,
            Mend::RecordUse => self.record_use(rails, &row).await?,
            // A person looks which side is right, and leaves it then.
            Mend::Look => return Err(AppError::Behind),
        };
        match came {
            Came::Mended => self.end_finding(no, FoundState::Mended, actor, reason).await?,
            Came::Open => {}
            Came::Over => {
                let now = self.now();
                self.db().write(move |tx| tx.finding_is_over(no, now)).await?;
            }
        }
        self.changed([Tag::Payouts]);
        if matches!(came, Came::Over) { Err(AppError::Stale) } else { Ok(Mended { is_done: matches!(came, Came::Mended) }) }
    }

    /// Leaves a finding as it is: somebody looked, and nothing is to be done. It is not told again.
    ///
    /// # Errors
    /// [`AppError::ReasonMissing`], [`AppError::NotFound`], [`AppError::Stale`]; what the db says.
    pub async fn leave_finding(&self, no: u64, actor: &str, reason: &str) -> Result<()> {
        let reason = given_reason(reason)?;
        self.open_finding(no).await?;
        self.end_finding(no, FoundState::Left, actor, reason).await?;
        self.changed([Tag::Payouts]);
        Ok(())
    }

    async fn open_finding(&self, no: u64) -> Result<FoundRow> {
        let row = self.db().finding(no).await?.ok_or_else(|| AppError::NotFound { what: format!("finding {no}") })?;
        if row.state == FoundState::Open { Ok(row) } else { Err(AppError::Stale) }
    }

    async fn end_finding(&self, no: u64, state: FoundState, actor: &str, reason: String) -> Result<()> {
        let (actor, at) = (actor.to_owned(), self.now());
        let ended = self.db().write(move |tx| {
            let (actor, reason) = (tx.actor(&actor), tx.identity(IdentityKind::Words, &reason));
            tx.end_finding(no, state, actor, reason, at)
        });
        if ended.await? { Ok(()) } else { Err(AppError::Stale) }
    }

    async fn mending(&self, reward: RewardId) -> Result<Mending> {
        let (found, record) = self.db().payout_records(reward).await?.ok_or(AppError::Stale)?;
        Ok(Mending { id: reward, reward: found, record })
    }

    /// The delivery at hand of a reward, and what the shop has of it now.
    pub(super) async fn looked_up(&self, rails: &Rails, reward: RewardId) -> Result<LookedUp> {
        let mending = self.mending(reward).await?;
        let (_, delivery) = self.delivery_by(rails, &mending.reward, mending.record.as_ref()).await?;
        let held = rails.look_up(mending.rail(), &delivery).await?;
        Ok(LookedUp { mending, delivery, held })
    }

    async fn looked_up_as_found(&self, rails: &Rails, row: &FoundRow) -> Result<LookedUp> {
        self.looked_up(rails, row.finding.reward.ok_or(AppError::Stale)?).await
    }

    /// A person's word that they paid it before the db came back from its backup; the reason is the payment's reference.
    async fn settle_by_hand(&self, row: &FoundRow, actor: &str, reference: &str) -> Result<Came> {
        let payout = self.db().payout_of(row.finding.reward.ok_or(AppError::Stale)?).await?.ok_or(AppError::Stale)?;
        if payout.rail != Rail::Manual || payout.state != PayoutState::Due {
            return Ok(Came::Over);
        }
        self.was_paid_by_hand(actor, &payout.key, reference, payout.revision).await?;
        Ok(Came::Mended)
    }

    /// What is there is taken for what was to be delivered: nothing is sent.
    async fn adopt(&self, rails: &Rails, row: &FoundRow) -> Result<Came> {
        let found = self.looked_up_as_found(rails, row).await?;
        let Some(held) = found.as_found(row).cloned() else { return self.none_at_hand(rails, row, &found.mending).await };
        let is_other = held.currency.is_some_and(|currency| found.delivery.amount.asset != Asset::Currency(currency));
        // What cannot be used yet is not delivered yet: payouts go on with that.
        if !found.is_ours(&held) || is_other || held.was_taken_back || !held.is_active && held.left > 0 {
            return Err(AppError::Stale);
        }
        let LookedUp { mending, delivery, .. } = found;
        if mending.record.as_ref().is_some_and(|record| record.status() == PayoutStatus::Issued) {
            return Ok(Came::Over);
        }
        let (id, now) = (mending.id, self.now());
        self.append_with(move |tx| {
            let mut events = Vec::new();
            let generation = PayoutRecord::next_generation(mending.record.as_ref());
            let (reward, rail) = (mending.reward.terms().key, mending.rail());
            if !mending.record.as_ref().is_some_and(PayoutRecord::is_open) {
                let act = delivery.act(tx);
                let intended = |_: &mut Tx<'_>, _: &Mending| Fact::PayoutIntended { reward, rail, generation, act, request_hash: NOT_SENT };
                events.push(mending.says(tx, "adopt", now, intended));
            }
            let result = Learned::Issued { id: held.id.clone(), minor: held.initial }.result(tx);
            events.push(mending.says(tx, "known", now, |_, _| Fact::PayoutKnown { reward, rail, generation, result }));
            Ok(events)
        })
        .await?;
        let record = self.db().payout_records(id).await?.and_then(|(_, record)| record);
        Ok(Came::of(record.is_some_and(|record| record.status() == PayoutStatus::Issued)))
    }

    /// What was found is not the delivery at hand: one behind it, of another desk, or none at all.
    async fn none_at_hand(&self, rails: &Rails, row: &FoundRow, mending: &Mending) -> Result<Came> {
        let mut generation = mending.record.as_ref().map_or(Generation::FIRST, PayoutRecord::generation);
        for _ in 0..AHEAD {
            generation = generation.next();
            let delivery = self.delivery_of(rails, &mending.reward, mending.record.as_ref(), generation).await?;
            if delivery.code.as_str() == row.finding.code {
                return Err(AppError::Behind);
            }
        }
        Err(AppError::Stale)
    }

    /// It is written down what the shop says that it stands for; what it should stand for is told to the shop then, like any correction.
    async fn correct_found(&self, rails: &Rails, row: &FoundRow, actor: &str) -> Result<Came> {
        let found = self.looked_up_as_found(rails, row).await?;
        let (Some(record), Some(held)) = (found.issued(), found.as_found(row)) else { return Ok(Came::Over) };
        if held.was_taken_back {
            return Err(AppError::Behind);
        }
        if held.initial == record.told() {
            return Ok(Came::Over);
        }
        let result = PayoutResult::Corrected { to: held.initial, used: used_of(held) };
        let (mending, now) = (found.mending, self.now());
        let id = mending.id;
        self.append_with(move |tx| Ok(vec![mending.says(tx, "found", now, |_, mending| mending.known(result))])).await?;
        if self.may_pay().await.is_err() {
            // Written down is enough for now: what differs is a correction that is due, and goes out with the others.
            return self.is_told_right(id, true).await;
        }
        self.pay_one(rails, id, actor).await?;
        self.is_told_right(id, false).await
    }

    /// Whether the shop was told what should stand there, or, where that is enough, is going to be.
    async fn is_told_right(&self, id: RewardId, or_will_be: bool) -> Result<Came> {
        let Some((reward, Some(record))) = self.db().payout_records(id).await? else { return Ok(Came::Open) };
        Ok(Came::of(record.told() == should_stand(&reward) || or_will_be && record.status() == PayoutStatus::Issued))
    }

    /// Whoever calls holds the lock of payouts.
    async fn pay_one(&self, rails: &Rails, id: RewardId, actor: &str) -> Result<()> {
        let Some(row) = self.db().reward_no(id).await? else { return Ok(()) };
        let order = PayOrder { which: Which::Keys(vec![row.key]), confirm_over_ceiling: false };
        self.pay_alone(actor, rails, &order, &watch::Sender::new(PayRun::default()), &CancellationToken::new()).await?;
        Ok(())
    }

    /// What should be there to be spent is switched on again. What another desk has taken back stays off: the rail looks for our own word.
    async fn switch_on(&self, rails: &Rails, row: &FoundRow) -> Result<Came> {
        let found = self.looked_up_as_found(rails, row).await?;
        let (Some(_), Some(held)) = (found.issued(), found.as_found(row)) else { return Ok(Came::Over) };
        if held.is_active {
            return Ok(Came::Over);
        }
        self.may_pay().await?;
        match rail(rails, found.mending.rail())?.finish(&found.delivery, held).await {
            Ok(now) if now.is_active => Ok(Came::Mended),
            Ok(now) if !now.was_taken_back => Ok(Came::Open),
            Ok(_) | Err(ShopError::Refused { .. }) if held.was_taken_back => Err(AppError::Behind),
            Ok(_) => Ok(Came::Open),
            Err(error) => Err(error.into()),
        }
    }

    /// What must not be spent is switched off.
    async fn switch_off(&self, rails: &Rails, row: &FoundRow) -> Result<Came> {
        let id = row.finding.id.as_ref().ok_or(AppError::Stale)?;
        let (delivery, held) = match row.finding.reward {
            Some(reward) => match self.to_switch_off(rails, row, reward, id).await? {
                Some(found) => found,
                None => return Ok(Came::Over),
            },
            None => {
                let delivery = self.strange(row, id).await?;
                let held = rails.look_up(row.finding.rail, &delivery).await?;
                let code = row.finding.code.clone();
                let is_known = self.db().write(move |tx| tx.reward_of_code(&code)).await?.is_some();
                match of_id(&held, id).cloned().filter(|held| held.is_active && !is_known) {
                    Some(held) => (delivery, held),
                    None => return Ok(Came::Over),
                }
            }
        };
        rail(rails, row.finding.rail)?.rest(&delivery, &held).await?;
        Ok(Came::Mended)
    }

    /// What has the finding's id and can be used although it should not; nothing where that is not so any more.
    async fn to_switch_off(&self, rails: &Rails, row: &FoundRow, reward: RewardId, id: &ShopId) -> Result<Option<(Delivery, Held)>> {
        let mut mending = self.mending(reward).await?;
        let last = mending.record.as_ref().map_or(Generation::FIRST, PayoutRecord::generation);
        let mut generation = Generation::FIRST;
        while generation <= last {
            let delivery = self.delivery_of(rails, &mending.reward, mending.record.as_ref(), generation).await?;
            let found = LookedUp { held: rails.look_up(row.finding.rail, &delivery).await?, mending, delivery };
            let Some(held) = of_id(&found.held, id).cloned() else {
                (generation, mending) = (generation.next(), found.mending);
                continue;
            };
            let is_at_hand = generation == last && found.issued().is_some();
            let is_another_there = found.held.iter().any(|other| other.id != held.id && other.is_active && found.is_ours(other));
            let is_extra = match row.finding.kind {
                FindingKind::Duplicated => is_another_there && !self.is_recorded(&found.mending, id).await?,
                _ => !is_at_hand,
            };
            return Ok((held.is_active && is_extra).then_some((found.delivery, held)));
        }
        Ok(None)
    }

    /// Whether it is this that is recorded as delivered.
    async fn is_recorded(&self, mending: &Mending, id: &ShopId) -> Result<bool> {
        let Some(key) = mending.record.as_ref().and_then(PayoutRecord::id) else { return Ok(false) };
        let texts = self.db().texts([key]).await?;
        Ok(ShopId::parse(&texts.text(key)) == *id)
    }

    /// What bears our mark and belongs to nothing that is known here, as far as a rail needs it to take it back.
    async fn strange(&self, row: &FoundRow, id: &ShopId) -> Result<Delivery> {
        let metadata = match row.finding.rail {
            Rail::Voucher => self.db().voucher(id).await?.map(|voucher| voucher.metadata),
            _ => self.db().gift_card(id).await?.map(|card| card.metadata),
        };
        let mark = metadata.and_then(|pairs| pairs.into_iter().find(|(key, _)| key == ISSUANCE)).map(|(_, mark)| mark);
        let issuance = mark.as_deref().and_then(Issuance::parse).ok_or(AppError::Stale)?;
        let amount = row.finding.there.map_or(Amount { minor: 0, asset: Asset::Units { name: Key::symbol(0), exponent: 0 } }, Amount::from);
        let code = ExternalCode::of(&self.agreement(row.finding.rail).await?.secret, &issuance);
        Ok(Delivery { issuance, code, id: None, amount, expires_on: None, voucher: None, program: String::new(), note: String::new() })
    }

    /// Only what the shop was asked for just now, and does not have, is gone.
    async fn record_gone(&self, rails: &Rails, row: &FoundRow) -> Result<Came> {
        let found = self.looked_up_as_found(rails, row).await?;
        let is_there = |held: &Held| found.is_ours(held) || held.code == row.finding.code;
        if found.issued().is_none() || found.as_found(row).is_some() || found.held.iter().any(is_there) {
            return Ok(Came::Over);
        }
        let (mending, now) = (found.mending, self.now());
        let id = mending.id;
        self.append_with(move |tx| Ok(vec![mending.says(tx, "known", now, |_, mending| mending.known(PayoutResult::Gone))])).await?;
        let after = self.db().payout_records(id).await?;
        Ok(Came::of(after.is_some_and(|(_, record)| record.is_some_and(|record| record.status() == PayoutStatus::Closed))))
    }

    /// What was used is written down as it would have been by the round that missed it.
    async fn record_use(&self, rails: &Rails, row: &FoundRow) -> Result<Came> {
        let id = row.finding.reward.ok_or(AppError::Stale)?;
        let mending = self.mending(id).await?;
        let (Some(record), Some(name)) = (mending.record, row.finding.id.clone()) else { return Err(AppError::Stale) };
        // Also of one that was closed: then another may be at hand already.
        let delivery = self.delivery_of(rails, &mending.reward, mending.record.as_ref(), record.generation()).await?;
        let held = rails.look_up(mending.rail(), &delivery).await?;
        let more = of_id(&held, &name).map_or(0, used_of).saturating_sub(record.used());
        if more <= 0 {
            return Ok(Came::Over);
        }
        self.append_with(move |tx| {
            let mut events = if mending.rail() == Rail::GiftCard { untold_of(tx, &name)? } else { Vec::new() };
            if events.is_empty() {
                events.push(found_used(tx, &mending.reward, record.amount().with_minor(more)));
            }
            for event in &mut events {
                // It says nothing of how far the shop is known.
                event.at = event.at.min(tx.watermark());
            }
            Ok(events)
        })
        .await?;
        let after = self.db().payout_records(id).await?.and_then(|(_, record)| record);
        Ok(Came::of(after.is_some_and(|after| after.used() > record.used())))
    }

    /// What is there is taken back, and once that is known, delivered anew.
    async fn reissue_found(&self, rails: &Rails, row: &FoundRow, actor: &str, reason: &str) -> Result<Came> {
        let found = self.looked_up_as_found(rails, row).await?;
        let is_other = |held: &&Held| held.currency.is_some_and(|currency| found.delivery.amount.asset != Asset::Currency(currency));
        if found.as_found(row).filter(is_other).is_none() {
            return Ok(Came::Over);
        }
        let id = found.mending.id;
        let about = self.db().reward_no(id).await?.ok_or(AppError::Stale)?;
        self.may_pay().await?;
        if about.state == RewardState::Settled && self.act(actor, &about.key, &Act::Reverse, reason, about.revision).await?.proposal.is_some() {
            return Ok(Came::Open);
        }
        self.pay_one(rails, id, actor).await?;
        let about = self.db().reward_no(id).await?.ok_or(AppError::Stale)?;
        if about.state == RewardState::Reversed && self.act(actor, &about.key, &Act::Reissue, reason, about.revision).await?.proposal.is_some() {
            return Ok(Came::Open);
        }
        self.pay_one(rails, id, actor).await?;
        self.is_told_right(id, false).await
    }
}

fn found_used(tx: &mut Tx<'_>, reward: &AnyReward, amount: Amount) -> Event {
    let (part, at) = (format!("found-{}", tx.last_seq()), tx.watermark());
    derive::reward_used(&reward.terms().key, &part, amount, at, tx)
}

fn rail(rails: &Rails, by: Rail) -> Result<&dyn PayoutRail> {
    rails.get(by).ok_or_else(|| AppError::NotFound { what: by.name().to_owned() })
}
