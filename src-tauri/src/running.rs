//! What goes on in the background for a while: one at a time, with how it goes on, how to stop it, and what the last one came to.

use crate::error::AppError;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// How it stands.
#[derive(Debug)]
pub enum Stand<Step, End> {
    /// None has been begun, or the last one was stopped and came to nothing.
    Idle,
    /// One goes on.
    Running(Step),
    /// The last one has ended.
    Done(Arc<End>),
    /// The last one failed.
    Failed(AppError),
}

impl<Step: Clone, End> Clone for Stand<Step, End> {
    fn clone(&self) -> Self {
        match self {
            Self::Idle => Self::Idle,
            Self::Running(step) => Self::Running(step.clone()),
            Self::Done(end) => Self::Done(Arc::clone(end)),
            Self::Failed(fault) => Self::Failed(fault.clone()),
        }
    }
}

/// Counted, so that whoever has seen one can wait for the next.
type Told<Step, End> = Arc<watch::Sender<(u32, Stand<Step, End>)>>;

/// What runs things of one sort on one desk.
#[derive(Debug)]
pub struct Running<Step, End> {
    stand: Told<Step, End>,
    run: Mutex<Option<Run>>,
}

/// The one under way, or the last one.
#[derive(Debug)]
struct Run {
    cancel: CancellationToken,
    task: JoinHandle<()>,
}

impl<Step, End> Default for Running<Step, End> {
    fn default() -> Self {
        Self { stand: Arc::new(watch::Sender::new((0, Stand::Idle))), run: Mutex::default() }
    }
}

impl<Step, End> Drop for Running<Step, End> {
    fn drop(&mut self) {
        if let Some(run) = self.run.get_mut().unwrap_or_else(PoisonError::into_inner) {
            run.cancel.cancel();
        }
    }
}

impl<Step: Clone + Send + Sync + 'static, End: Send + Sync + 'static> Running<Step, End> {
    /// Begins one, unless one goes on: then nothing happens, and the answer is no. It hears how to tell that it went on, and when to stop; nothing
    /// that it comes to is told as `Idle`.
    pub fn start<Work>(&self, first: Step, work: impl FnOnce(Telling<Step, End>, CancellationToken) -> Work) -> bool
    where
        Work: Future<Output = Result<Option<End>, AppError>> + Send + 'static,
    {
        let mut run = self.run.lock().unwrap_or_else(PoisonError::into_inner);
        if run.as_ref().is_some_and(|run| !run.task.is_finished()) {
            return false;
        }
        let cancel = CancellationToken::new();
        tell(&self.stand, Stand::Running(first));
        let stand = Arc::clone(&self.stand);
        let working = work(Telling(Arc::clone(&self.stand)), cancel.clone());
        let task = tokio::spawn(async move {
            tell(
                &stand,
                match working.await {
                    Ok(Some(end)) => Stand::Done(Arc::new(end)),
                    Ok(None) => Stand::Idle,
                    Err(fault) => Stand::Failed(fault),
                },
            );
        });
        *run = Some(Run { cancel, task });
        true
    }

    /// Asks the one under way to stop.
    pub fn cancel(&self) {
        if let Some(run) = self.run.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            run.cancel.cancel();
        }
    }

    /// Stops the one under way, and waits until it has.
    pub async fn stop(&self) {
        self.cancel();
        let run = self.run.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(run) = run {
            // A task that failed has stopped as well.
            drop(run.task.await);
        }
    }

    /// How it stands, with its number; with the number of what was seen, once it stands otherwise.
    pub async fn stand(&self, seen: Option<u32>) -> (u32, Stand<Step, End>) {
        let mut hears = self.stand.subscribe();
        // The sender lives as long as this does.
        let stands = hears.wait_for(|(no, stand)| Some(*no) != seen || !matches!(stand, Stand::Running(_))).await;
        stands.map_or((0, Stand::Idle), |stands| stands.clone())
    }

    /// What the last one came to.
    pub fn found(&self) -> Option<Arc<End>> {
        match &self.stand.borrow().1 {
            Stand::Done(end) => Some(Arc::clone(end)),
            _ => None,
        }
    }
}

/// Tells how one goes on.
#[derive(Debug)]
pub struct Telling<Step, End>(Told<Step, End>);

impl<Step, End> Telling<Step, End> {
    /// It went on.
    pub fn went_on(&self, step: Step) {
        tell(&self.0, Stand::Running(step));
    }
}

impl<Step: Clone + Send + Sync + 'static, End: Send + Sync + 'static> Telling<Step, End> {
    /// Passes on what a channel says, until nobody says anything there any more.
    pub fn pass_on<Heard: Clone + Send + Sync + 'static>(self, mut heard: watch::Receiver<Heard>, form: impl Fn(Heard) -> Step + Send + 'static) {
        tokio::spawn(async move {
            while heard.changed().await.is_ok() {
                let step = form(heard.borrow_and_update().clone());
                // What has ended meanwhile stays ended.
                self.0.send_if_modified(|(no, stand)| {
                    let goes_on = matches!(stand, Stand::Running(_));
                    if goes_on {
                        *no = no.wrapping_add(1);
                        *stand = Stand::Running(step);
                    }
                    goes_on
                });
            }
        });
    }
}

fn tell<Step, End>(stand: &watch::Sender<(u32, Stand<Step, End>)>, next: Stand<Step, End>) {
    stand.send_modify(|(no, stand)| {
        *no = no.wrapping_add(1);
        *stand = next;
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_at_a_time_tells_how_it_goes_on_and_what_it_came_to() {
        let running = Running::<u32, &str>::default();
        let (says, heard) = watch::channel(0);
        assert!(running.start(0, |telling, cancel| async move {
            telling.pass_on(heard, |step| step);
            cancel.cancelled().await;
            Ok(Some("stopped"))
        }));
        assert!(!running.start(9, |_, _| async { Ok(None) }), "one goes on already");
        let (no, stand) = running.stand(None).await;
        assert!(matches!(stand, Stand::Running(0)));
        says.send(7).unwrap();
        let (no, stand) = running.stand(Some(no)).await;
        assert!(matches!(stand, Stand::Running(7)));
        running.cancel();
        assert!(matches!(running.stand(Some(no)).await.1, Stand::Done(end) if *end == "stopped"));
        assert!(running.start(1, |_, _| async { Err(AppError::internal("x")) }));
        let (no, _) = running.stand(None).await;
        running.stop().await;
        assert!(matches!(running.stand(Some(no)).await.1, Stand::Failed(fault) if fault.code == "internal"));
        assert!(running.found().is_none());
    }
}
