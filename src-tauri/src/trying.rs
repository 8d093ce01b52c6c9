//! Trying a draft in the background: one at a time, with how it goes on, how to stop it, and what the last one found.

use crate::error::AppError;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::view::backtest::Compared;
use vouchsafe_app::{AppError as Fault, Backtest, Desk};

/// How a trial stands.
#[derive(Debug, Clone, Default)]
pub enum Stand {
    /// No draft has been tried, or the last trial was stopped.
    #[default]
    Idle,
    /// One is being tried; what both come to so far.
    Running(Option<Box<Compared>>),
    /// The last one is done.
    Done(Arc<Backtest>),
    /// The last one failed.
    Failed(AppError),
}

/// What tries drafts on one desk.
#[derive(Debug, Default)]
pub struct Trying {
    /// Counted, so that whoever has seen one can wait for the next.
    stand: Arc<watch::Sender<(u32, Stand)>>,
    run: Mutex<Option<Run>>,
}

/// A trial under way, or the last one.
#[derive(Debug)]
struct Run {
    cancel: CancellationToken,
    task: JoinHandle<()>,
}

impl Drop for Trying {
    fn drop(&mut self) {
        self.cancel();
    }
}

impl Trying {
    /// Tries a draft; one that is being tried is stopped first.
    pub async fn start(&self, desk: Desk, source: String) {
        self.cancel();
        let before = self.run.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(before) = before {
            // A task that failed has stopped as well.
            drop(before.task.await);
        }
        let cancel = CancellationToken::new();
        tell(&self.stand, Stand::Running(None));
        let task = tokio::spawn(run(desk, source, Arc::clone(&self.stand), cancel.clone()));
        *self.run.lock().unwrap_or_else(PoisonError::into_inner) = Some(Run { cancel, task });
    }

    /// Stops the trial under way.
    pub fn cancel(&self) {
        if let Some(run) = self.run.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            run.cancel.cancel();
        }
    }

    /// How it stands, with its number; with the number of what was seen, once it stands otherwise.
    pub async fn stand(&self, seen: Option<u32>) -> (u32, Stand) {
        let mut hears = self.stand.subscribe();
        // The sender lives as long as this does.
        let stands = hears.wait_for(|(no, stand)| Some(*no) != seen || !matches!(stand, Stand::Running(_))).await;
        stands.map(|stands| stands.clone()).unwrap_or_default()
    }

    /// What the last trial found.
    pub fn found(&self) -> Option<Arc<Backtest>> {
        match &self.stand.borrow().1 {
            Stand::Done(found) => Some(Arc::clone(found)),
            _ => None,
        }
    }
}

fn tell(stand: &watch::Sender<(u32, Stand)>, next: Stand) {
    stand.send_modify(|(no, stand)| {
        *no = no.wrapping_add(1);
        *stand = next;
    });
}

async fn run(desk: Desk, source: String, stand: Arc<watch::Sender<(u32, Stand)>>, cancel: CancellationToken) {
    let hears = Arc::clone(&stand);
    let told = move |so_far| tell(&hears, Stand::Running(Some(Box::new(so_far))));
    let ended = match desk.backtest("draft", &source, told, &cancel).await {
        Ok(found) => Stand::Done(Arc::new(found)),
        Err(Fault::Cancelled) => Stand::Idle,
        Err(fault) => Stand::Failed(fault.into()),
    };
    tell(&stand, ended);
}
