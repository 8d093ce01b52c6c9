//! Pay: what is due goes out, what nobody knows is looked up, and what shall stand for something else by now is corrected.
//!
//! What has to be done about a payout is said by [`vouchsafe_domain::payout::protocol::next`] alone, by what is recorded of it. So a batch keeps
//! nothing in memory that a kill could take: whoever comes next is told the same.

pub(crate) mod agreement;
mod delivery;
mod dry;
mod events;
mod list;
mod manual;
mod one;
mod queue;
mod rails;
mod switch;
mod told;

pub use rails::Rails;
pub(crate) use rails::{is_built, rail_of};

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::view::{Paid, PayOrder, PayRun, PayoutState, Said, Tag, Which};
use agreement::Agreeing;
use one::Terms;
use queue::Queue;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use switch::Allowance;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use told::Tally;
use vouchsafe_domain::program::Mode;
use vouchsafe_domain::reward::{Rail, RewardId};

/// Payouts that are carried out at the same time: a shop's answer takes far longer than what is done here.
const AT_ONCE: usize = 4;

/// What a batch may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// Everything.
    Pay,
    /// Only find out.
    LookUp,
}

impl Desk {
    /// Carries out what is due, and what was begun and has no end. Every intent is on the disk before its request leaves, so a kill at any
    /// moment loses nothing and doubles nothing. Cancelling ends it between two payouts.
    ///
    /// # Errors
    /// [`AppError::PayoutsStopped`], [`AppError::PayoutsRest`], [`AppError::PayRuns`]; [`AppError::NotFound`] for a key that has no payout; what the
    /// db says. What the shop says that ends the batch stands in [`Paid::stopped`].
    pub async fn pay(&self, actor: &str, rails: &Rails, order: &PayOrder, told: &watch::Sender<PayRun>, cancel: &CancellationToken) -> Result<Paid> {
        let _paying = self.paying().try_lock().map_err(|_| AppError::PayRuns)?;
        self.pay_alone(actor, rails, order, told, cancel).await
    }

    /// As [`Self::pay`], by whoever holds [`Self::paying`].
    pub(crate) async fn pay_alone(
        &self,
        actor: &str,
        rails: &Rails,
        order: &PayOrder,
        told: &watch::Sender<PayRun>,
        cancel: &CancellationToken,
    ) -> Result<Paid> {
        self.may_pay().await?;
        let allowance = if order.confirm_over_ceiling { Allowance::boundless() } else { self.allowance().await? };
        let queue = self.queue(&order.which, None).await?;
        let is_named = matches!(order.which, Which::Keys(_));
        let paid = self.batch(rails, queue, Terms { purpose: Purpose::Pay, is_asked: is_named }, allowance, told, cancel);
        let paid = paid.await?;
        self.log_batch(actor, &paid).await?;
        Ok(paid)
    }

    /// The same without a person, after the shop was read: of what was not begun only what programs promise that pay by themselves. Does nothing
    /// while payouts rest, or are being carried out.
    ///
    /// # Errors
    /// What the db says.
    pub async fn pay_automatic(&self, rails: &Rails, told: &watch::Sender<PayRun>, cancel: &CancellationToken) -> Result<Paid> {
        let Ok(_paying) = self.paying().try_lock() else { return Ok(Paid::default()) };
        if self.may_pay().await.is_err() {
            return Ok(Paid::default());
        }
        let queue = self.queue(&Which::All, Some(self.paying_programs())).await?;
        let terms = Terms { purpose: Purpose::Pay, is_asked: false };
        let paid = self.batch(rails, queue, terms, self.allowance().await?, told, cancel).await?;
        if paid != Paid::default() {
            self.log_batch("desk", &paid).await?;
        }
        Ok(paid)
    }

    /// Finds out what came of payouts that have no end, and sends nothing anew.
    ///
    /// # Errors
    /// As [`Self::pay`].
    pub async fn look_up_payouts(&self, rails: &Rails, which: &Which, told: &watch::Sender<PayRun>, cancel: &CancellationToken) -> Result<Paid> {
        let _paying = self.paying().try_lock().map_err(|_| AppError::PayRuns)?;
        // Of what was not begun there is nothing to find out.
        let queue = self.queue(which, Some(Vec::new())).await?;
        let terms = Terms { purpose: Purpose::LookUp, is_asked: false };
        self.batch(rails, queue, terms, Allowance::boundless(), told, cancel).await
    }

    /// The versions of programs that pay without a person.
    fn paying_programs(&self) -> Vec<(vouchsafe_domain::name::ProgramKey, u32)> {
        let programs = self.programs_in_force();
        let pays = |mode: &Mode| !matches!(mode, Mode::Manual);
        programs.versions().iter().filter(|program| pays(&program.mode)).map(|program| (program.id, program.version)).collect()
    }

    async fn batch(
        &self,
        rails: &Rails,
        queue: Queue,
        terms: Terms,
        allowance: Allowance,
        told: &watch::Sender<PayRun>,
        cancel: &CancellationToken,
    ) -> Result<Paid> {
        let calls_before = rails.calls();
        let batch = Batch {
            desk: self,
            rails,
            total: queue.total(),
            queue: tokio::sync::Mutex::new(queue),
            terms,
            agreed: Agreeing::of(self.agreements().await?),
            allowance: Mutex::new(allowance),
            tally: Mutex::new(Tally::default()),
            stopped: Mutex::new(None),
            failed: Mutex::new(None),
            is_again: AtomicBool::new(false),
            told,
            cancel,
        };
        batch.tell(true);
        batch.go_through().await;
        batch.tell(false);
        if let Some(error) = batch.failed.lock().ok().and_then(|mut failed| failed.take()) {
            return Err(error);
        }
        let mut paid = batch.paid();
        paid.calls = rails.calls() - calls_before;
        for total in self.db().payout_totals().await?.into_iter().filter(|total| total.state == PayoutState::Due) {
            match total.rail {
                Rail::Manual => paid.by_hand += total.count,
                rail if !rails::is_built(rail) => paid.without_rail += total.count,
                _ => {}
            }
        }
        paid.amounts = self.named_amounts(batch.tally.lock().map(|tally| tally.amounts()).unwrap_or_default()).await?;
        self.changed([Tag::Payouts]);
        Ok(paid)
    }

    async fn log_batch(&self, actor: &str, paid: &Paid) -> Result<()> {
        let args = [
            ("done", paid.done.to_string()),
            ("corrected", paid.corrected.to_string()),
            ("found", (paid.unknown + paid.refused + paid.conflict).to_string()),
            ("left", (paid.left + paid.over_ceiling).to_string()),
            ("calls", paid.calls.to_string()),
            ("actor", actor.chars().take(60).collect()),
        ];
        self.log(None, "payouts_done", args, paid.stopped.clone()).await
    }
}

/// A batch that is being carried out.
struct Batch<'a> {
    desk: &'a Desk,
    rails: &'a Rails,
    total: u64,
    queue: tokio::sync::Mutex<Queue>,
    terms: Terms,
    agreed: Agreeing,
    allowance: Mutex<Allowance>,
    tally: Mutex<Tally>,
    /// What the shop said that ends the batch.
    stopped: Mutex<Option<Said>>,
    /// What ends it otherwise.
    failed: Mutex<Option<AppError>>,
    /// Whether it goes through what nobody knew the end of once more: nothing is sent a second time in one batch.
    is_again: AtomicBool,
    told: &'a watch::Sender<PayRun>,
    cancel: &'a CancellationToken,
}

impl Batch<'_> {
    /// Goes through the queue, and once more through what nobody knew the end of.
    async fn go_through(&self) {
        const { assert!(AT_ONCE == 4, "as many workers as there are below") };
        tokio::join!(self.work(), self.work(), self.work(), self.work());
        let unknown = self.tally.lock().map(|tally| tally.unknown()).unwrap_or_default();
        if unknown.is_empty() || self.is_over() {
            return;
        }
        *self.queue.lock().await = Queue::of(unknown);
        self.is_again.store(true, Ordering::Relaxed);
        tokio::join!(self.work(), self.work(), self.work(), self.work());
    }

    async fn work(&self) {
        while !self.is_over() {
            let next = self.queue.lock().await.next(self.desk).await;
            match next {
                Ok(None) => return,
                Ok(Some(id)) => self.carry_out(id).await,
                Err(error) => return self.fail(error),
            }
        }
    }

    async fn carry_out(&self, id: RewardId) {
        match self.one(id).await {
            Ok(came) => {
                if let Ok(mut tally) = self.tally.lock() {
                    tally.add(id, came);
                }
                self.tell(true);
            }
            Err(AppError::Shop(error)) => self.stop(Said::from(&AppError::Shop(error))),
            Err(
                error
                @ (AppError::PayoutsStopped { .. } | AppError::PayoutsRest | AppError::SecretsDiffer { .. } | AppError::SecretUnreadable { .. }),
            ) => self.stop(Said::from(&error)),
            // It is over already, and this payout was not begun.
            Err(AppError::Cancelled) if self.is_over() => {}
            Err(error) => self.fail(error),
        }
    }

    fn is_over(&self) -> bool {
        let is_set = self.stopped.lock().is_ok_and(|stopped| stopped.is_some()) || self.failed.lock().is_ok_and(|failed| failed.is_some());
        is_set || self.cancel.is_cancelled()
    }

    fn stop(&self, why: Said) {
        if let Ok(mut stopped) = self.stopped.lock() {
            stopped.get_or_insert(why);
        }
    }

    fn fail(&self, error: AppError) {
        if let Ok(mut failed) = self.failed.lock() {
            failed.get_or_insert(error);
        }
    }

    fn paid(&self) -> Paid {
        let mut paid = self.tally.lock().map(|tally| tally.paid()).unwrap_or_default();
        paid.stopped = self.stopped.lock().ok().and_then(|stopped| stopped.clone());
        paid.left = self.total.saturating_sub(self.gone_through());
        paid
    }

    fn gone_through(&self) -> u64 {
        self.tally.lock().map(|tally| tally.gone_through()).unwrap_or_default()
    }

    fn tell(&self, is_running: bool) {
        let run = PayRun { is_running, total: self.total, gone_through: self.gone_through(), paid: self.paid() };
        // Nobody may be listening.
        self.told.send_replace(run);
    }
}
