//! Reading the shop in the background: one round at a time, with its progress, and how to stop it.

use crate::error::{Answer, AppError};
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::saleor::Shop;
use vouchsafe_app::view::{KindState, Phase, Said, SyncStatus};
use vouchsafe_app::{AppError as Fault, Desk};

/// What reads the shop of one desk.
#[derive(Debug)]
pub struct Reading {
    progress: Arc<watch::Sender<SyncStatus>>,
    round: Mutex<Option<Round>>,
}

/// A round under way, or the last one.
#[derive(Debug)]
struct Round {
    cancel: CancellationToken,
    task: JoinHandle<()>,
}

impl Default for Reading {
    fn default() -> Self {
        Self { progress: Arc::new(watch::Sender::new(SyncStatus::default())), round: Mutex::default() }
    }
}

impl Reading {
    /// Hears how reading goes on.
    #[must_use]
    pub fn steps(&self) -> watch::Receiver<SyncStatus> {
        self.progress.subscribe()
    }

    /// Starts a round, unless one is under way. What fails is told by the progress.
    pub fn start(&self, desk: Desk, shop: impl Future<Output = Answer<Shop>> + Send + 'static) {
        self.begin(Work::Round, desk, shop);
    }

    /// Starts to compare everything with the shop, unless something is under way.
    pub fn start_check(&self, desk: Desk, shop: impl Future<Output = Answer<Shop>> + Send + 'static) {
        self.begin(Work::FullCheck, desk, shop);
    }

    fn begin(&self, work: Work, desk: Desk, shop: impl Future<Output = Answer<Shop>> + Send + 'static) {
        let mut round = self.round.lock().unwrap_or_else(PoisonError::into_inner);
        if round.as_ref().is_some_and(|round| !round.task.is_finished()) {
            return;
        }
        let cancel = CancellationToken::new();
        self.progress.send_modify(|status| {
            status.phase = Phase::Reading;
            status.error = None;
        });
        let task = tokio::spawn(read(work, desk, shop, Arc::clone(&self.progress), cancel.clone()));
        *round = Some(Round { cancel, task });
    }

    /// Asks the round under way to stop; it keeps its place.
    pub fn cancel(&self) {
        let round = self.round.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(round) = round.as_ref().filter(|round| !round.task.is_finished()) {
            round.cancel.cancel();
            self.progress.send_modify(|status| status.phase = Phase::Cancelling);
        }
    }

    /// Waits until nothing is being read.
    pub async fn ended(&self) {
        let is_over = |status: &SyncStatus| matches!(status.phase, Phase::Idle | Phase::Failed);
        // The sender lives as long as this does.
        drop(self.steps().wait_for(is_over).await);
    }

    /// Stops the round under way, and waits until it has kept its place.
    pub async fn stop(&self) {
        self.cancel();
        let round = self.round.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(round) = round {
            // A task that failed has stopped as well.
            drop(round.task.await);
        }
    }

    /// How reading stands: as it goes on, or as the db knows it. A failure stays until the next round.
    ///
    /// # Errors
    /// What the db says.
    pub async fn status(&self, desk: &Desk) -> Answer<SyncStatus> {
        let told = self.progress.borrow().clone();
        match told.phase {
            Phase::Idle => Ok(desk.sync_status().await?),
            // Before the first page there are no kinds yet: the db knows them.
            Phase::Failed | Phase::Reading if told.kinds.is_empty() => {
                let mut known = desk.sync_status().await?;
                if told.phase == Phase::Reading {
                    // A place that was kept is where the round under way goes on.
                    let kept = known.kinds.iter_mut().filter(|kind| kind.state == KindState::Cancelled);
                    kept.for_each(|kind| kind.state = KindState::Waiting);
                }
                Ok(SyncStatus { phase: told.phase, error: told.error, ..known })
            }
            _ => Ok(told),
        }
    }
}

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    /// What changed since the last round.
    Round,
    /// The ids of everything.
    FullCheck,
}

impl Work {
    async fn run(self, desk: &Desk, shop: &Shop, progress: &watch::Sender<SyncStatus>, cancel: &CancellationToken) -> vouchsafe_app::Result<()> {
        match self {
            Self::Round => {
                desk.sync(shop, progress, cancel).await?;
                // The round is whole without the codes. Why they were not written stands in the log; the next round tries again.
                drop(desk.write_back_codes(shop).await);
            }
            Self::FullCheck => drop(desk.full_check(shop, progress, cancel).await?),
        }
        Ok(())
    }
}

async fn read(
    work: Work,
    desk: Desk,
    shop: impl Future<Output = Answer<Shop>> + Send,
    progress: Arc<watch::Sender<SyncStatus>>,
    cancel: CancellationToken,
) {
    let shop = tokio::select! {
        () = cancel.cancelled() => Err(None),
        shop = shop => shop.map_err(Some),
    };
    let ended = match shop {
        Err(fault) => fault.map(Said::from),
        Ok(shop) => match work.run(&desk, &shop, &progress, &cancel).await {
            Ok(()) | Err(Fault::Cancelled) => None,
            Err(fault) => Some(Said::from(&fault)),
        },
    };
    // When the round was completed stands in the db alone.
    let last_synced_at = desk.sync_status().await.ok().and_then(|known| known.last_synced_at);
    progress.send_modify(|status| {
        status.phase = if ended.is_some() { Phase::Failed } else { Phase::Idle };
        status.error = ended;
        status.last_synced_at = last_synced_at;
    });
}

impl From<AppError> for Said {
    fn from(error: AppError) -> Self {
        Self { code: error.code, args: error.args.into_iter().collect() }
    }
}
