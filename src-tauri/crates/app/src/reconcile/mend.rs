//! What mends a finding: what is true is written down as an event, and what must not be spent is switched off.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::pay::Rails;
use crate::redeem::untold_of;
use crate::rewards::given_reason;
use crate::view::{Act, FoundState, Mended, PayOrder, PayRun, RewardState, Tag, Which};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vouchsafe_connectors::rail::PayoutRail;
use vouchsafe_db::{FoundRow, Tx};
use vouchsafe_domain::derive;
use vouchsafe_domain::event::{Event, EventClass, EventId, Fact};
use vouchsafe_domain::money::{Amount, Asset};
use vouchsafe_domain::name::{ActorKey, IdentityKind, Key, Names as _};
use vouchsafe_domain::payout::protocol::{Delivery, Held, Learned};
use vouchsafe_domain::payout::{ExternalCode, Issuance, PayoutRecord, PayoutResult, PayoutStatus, should_stand};
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

impl Desk {
    /// Mends a finding, as it was found.
    ///
    /// # Errors
    /// [`AppError::ReasonMissing`]; [`AppError::NotFound`]; [`AppError::Stale`] for what is not open any more, or is not as it was found;
    /// [`AppError::PayoutsRest`] and [`AppError::PayoutsStopped`] where something would have to be given; what the shop or the db says.
    pub async fn mend(&self, rails: &Rails, no: u64, actor: &str, reason: &str) -> Result<Mended> {
        let reason = given_reason(reason)?;
        let row = self.open_finding(no).await?;
        let is_done = match row.finding.kind.mend() {
            Mend::Adopt => self.adopt(rails, &row).await?,
            Mend::Correct if row.finding.kind == FindingKind::SwitchedOff => self.switch_on(rails, &row).await?,
            Mend::Correct => self.correct_found(rails, &row, actor).await?,
            Mend::Reissue => self.reissue_found(rails, &row, actor, &reason).await?,
            Mend::Deactivate => self.switch_off(rails, &row).await?,
            Mend::RecordGone => self.record_gone(&row).await?,
            Mend::RecordUse => self.record_use(&row).await?,
        };
        if is_done {
            self.end_finding(no, FoundState::Mended, actor, reason).await?;
        }
        self.changed([Tag::Payouts]);
        Ok(Mended { is_done })
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
            let (actor, reason) = (ActorKey(tx.key(&actor)), tx.identity(IdentityKind::Words, &reason));
            tx.end_finding(no, state, actor, reason, at)
        });
        if ended.await? { Ok(()) } else { Err(AppError::Stale) }
    }

    async fn mending(&self, row: &FoundRow) -> Result<Mending> {
        let id = row.finding.reward.ok_or(AppError::Stale)?;
        let (reward, record) = self.db().payout_records(id).await?.ok_or(AppError::Stale)?;
        Ok(Mending { id, reward, record })
    }

    /// What the shop has under the finding's id, of what it gives for the delivery.
    async fn held_as_found(&self, rails: &Rails, row: &FoundRow, id: RewardId) -> Result<Held> {
        let held = self.held_there(rails, id).await?;
        held.into_iter().find(|held| row.finding.id.as_ref() == Some(&ShopId::parse(&held.id))).ok_or(AppError::Stale)
    }

    /// What is there is taken for what was to be delivered: nothing is sent.
    async fn adopt(&self, rails: &Rails, row: &FoundRow) -> Result<bool> {
        let mending = self.mending(row).await?;
        let held = self.held_as_found(rails, row, mending.id).await?;
        let delivery = self.delivery(&mending.reward, mending.record.as_ref()).await?;
        let is_ours = held.issuance.as_deref() == Some(&*delivery.issuance.to_string());
        if !is_ours || held.currency.is_some_and(|currency| delivery.amount.asset != Asset::Currency(currency)) {
            return Err(AppError::Stale);
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
        Ok(record.is_some_and(|record| record.status() == PayoutStatus::Issued))
    }

    /// It is written down what the shop says that it stands for; what it should stand for is told to the shop then, like any correction.
    async fn correct_found(&self, rails: &Rails, row: &FoundRow, actor: &str) -> Result<bool> {
        let mending = self.mending(row).await?;
        let (Some(record), Some(there)) = (mending.record, row.finding.there) else { return Err(AppError::Stale) };
        let (used, id, now) = (record.used(), mending.id, self.now());
        let found = PayoutResult::Corrected { to: there.minor.saturating_add(used), used };
        self.append_with(move |tx| Ok(vec![mending.says(tx, "found", now, |_, mending| mending.known(found))])).await?;
        if self.may_pay().await.is_err() {
            // Written down is enough for now: what differs is a correction that is due, and goes out with the others.
            return self.is_told_right(id, true).await;
        }
        self.pay_one(rails, id, actor).await?;
        self.is_told_right(id, false).await
    }

    /// Whether the shop was told what should stand there, or, where that is enough, is going to be.
    async fn is_told_right(&self, id: RewardId, or_will_be: bool) -> Result<bool> {
        let Some((reward, Some(record))) = self.db().payout_records(id).await? else { return Ok(false) };
        Ok(record.told() == should_stand(&reward) || or_will_be && record.status() == PayoutStatus::Issued)
    }

    async fn pay_one(&self, rails: &Rails, id: RewardId, actor: &str) -> Result<()> {
        let Some(row) = self.db().reward_no(id).await? else { return Ok(()) };
        let order = PayOrder { which: Which::Keys(vec![row.key]), confirm_over_ceiling: false };
        self.pay(actor, rails, &order, &watch::Sender::new(PayRun::default()), &CancellationToken::new()).await?;
        Ok(())
    }

    /// What should be there to be spent is switched on again.
    async fn switch_on(&self, rails: &Rails, row: &FoundRow) -> Result<bool> {
        self.may_pay().await?;
        let mending = self.mending(row).await?;
        let held = self.held_as_found(rails, row, mending.id).await?;
        let delivery = self.delivery(&mending.reward, mending.record.as_ref()).await?;
        rail(rails, mending.rail())?.finish(&delivery, &held).await?;
        Ok(true)
    }

    /// What must not be spent is switched off.
    async fn switch_off(&self, rails: &Rails, row: &FoundRow) -> Result<bool> {
        let id = row.finding.id.as_ref().ok_or(AppError::Stale)?;
        let delivery = match row.finding.reward {
            Some(_) => {
                let mending = self.mending(row).await?;
                self.delivery(&mending.reward, mending.record.as_ref()).await?
            }
            None => self.strange(row, id).await?,
        };
        let held = Held {
            id: id.to_string(),
            code: row.finding.code.clone(),
            issuance: None,
            currency: row.finding.there.map(|there| there.currency),
            initial: row.finding.there.map_or(0, |there| there.minor),
            left: row.finding.there.map_or(0, |there| there.minor),
            is_active: true,
            was_taken_back: false,
            created_at: row.found_at,
            expires_on: None,
        };
        rail(rails, row.finding.rail)?.rest(&delivery, &held).await?;
        Ok(true)
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
        let code = ExternalCode::of(&self.payout_secret().await?, &issuance);
        Ok(Delivery { issuance, code, amount, expires_on: None, voucher: None, program: String::new(), note: String::new() })
    }

    async fn record_gone(&self, row: &FoundRow) -> Result<bool> {
        let mending = self.mending(row).await?;
        let (id, now) = (mending.id, self.now());
        self.append_with(move |tx| Ok(vec![mending.says(tx, "known", now, |_, mending| mending.known(PayoutResult::Gone))])).await?;
        let after = self.db().payout_records(id).await?;
        Ok(after.is_some_and(|(_, record)| record.is_some_and(|record| record.status() == PayoutStatus::Closed)))
    }

    /// What was used is written down as it would have been by the round that missed it.
    async fn record_use(&self, row: &FoundRow) -> Result<bool> {
        let mending = self.mending(row).await?;
        let (Some(record), Some(name)) = (mending.record, row.finding.id.clone()) else { return Err(AppError::Stale) };
        let (id, more) = (mending.id, row.finding.there.map_or(0, |there| there.minor).saturating_sub(record.used()));
        self.append_with(move |tx| {
            let mut events = if mending.rail() == Rail::GiftCard { untold_of(tx, &name)? } else { Vec::new() };
            if events.is_empty() {
                let unused = record.amount().minor.saturating_sub(record.used());
                let amount = Amount { minor: if more > 0 { more } else { unused }, asset: record.amount().asset };
                events.push(found_used(tx, &mending.reward, amount));
            }
            for event in &mut events {
                // It says nothing of how far the shop is known.
                event.at = event.at.min(tx.watermark());
            }
            Ok(events)
        })
        .await?;
        let after = self.db().payout_records(id).await?.and_then(|(_, record)| record);
        Ok(after.is_some_and(|after| after.used() > record.used()))
    }

    /// What is there is taken back, and once that is known, delivered anew.
    async fn reissue_found(&self, rails: &Rails, row: &FoundRow, actor: &str, reason: &str) -> Result<bool> {
        let id = row.finding.reward.ok_or(AppError::Stale)?;
        let about = self.db().reward_no(id).await?.ok_or(AppError::Stale)?;
        self.may_pay().await?;
        if about.state == RewardState::Settled && self.act(actor, &about.key, &Act::Reverse, reason, about.revision).await?.proposal.is_some() {
            return Ok(false);
        }
        self.pay_one(rails, id, actor).await?;
        let about = self.db().reward_no(id).await?.ok_or(AppError::Stale)?;
        if about.state == RewardState::Reversed && self.act(actor, &about.key, &Act::Reissue, reason, about.revision).await?.proposal.is_some() {
            return Ok(false);
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
