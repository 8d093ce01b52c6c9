//! What the shell tells the window without being asked: what changed, and how reading the shop goes on.

use crate::wire::sync::{SyncStatus, Tag};
use serde::Serialize;
use specta::Type;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tauri::{AppHandle, Emitter as _};
use tokio::sync::{broadcast, watch};
use tokio::task::JoinHandle;
use tokio::time::sleep;
use vouchsafe_app::view;

/// The name of the message that says what changed.
pub const CHANGED: &str = "changed";
/// The name of the message that says how reading the shop stands.
pub const SYNC: &str = "sync";

/// At most ten messages a second say what changed.
const CHANGES_APART: Duration = Duration::from_millis(100);
/// At most five messages a second say how reading goes on.
const STEPS_APART: Duration = Duration::from_millis(200);

/// What changed: a screen that shows one of these asks again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Changed {
    /// What.
    pub tags: Vec<Tag>,
}

/// A message to the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Something changed.
    Changed(Changed),
    /// Reading the shop went on.
    Sync(SyncStatus),
}

/// Tells the window.
#[derive(Clone)]
pub struct Voice(Arc<dyn Fn(Message) + Send + Sync>);

impl std::fmt::Debug for Voice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Voice")
    }
}

impl Voice {
    /// A voice that the window hears. A window that is closing hears nothing, and misses nothing.
    #[must_use]
    pub fn of(app: AppHandle) -> Self {
        Self::new(move |message| {
            drop(match message {
                Message::Changed(changed) => app.emit(CHANGED, changed),
                Message::Sync(status) => app.emit(SYNC, status),
            });
        })
    }

    /// A voice that something else hears.
    pub fn new(heard: impl Fn(Message) + Send + Sync + 'static) -> Self {
        Self(Arc::new(heard))
    }

    /// Says that these changed.
    pub fn changed(&self, tags: impl Into<Vec<Tag>>) {
        (self.0)(Message::Changed(Changed { tags: tags.into() }));
    }

    fn sync(&self, status: SyncStatus) {
        (self.0)(Message::Sync(status));
    }

    /// Passes on what each commit changed, several commits close together in one message, until the desk is gone.
    #[must_use]
    pub fn pass_on_changes(&self, mut changes: broadcast::Receiver<Vec<view::Tag>>) -> JoinHandle<()> {
        let voice = self.clone();
        tokio::spawn(async move {
            while let Some(tags) = gathered(&mut changes).await {
                voice.changed(Vec::from_iter(tags));
                sleep(CHANGES_APART).await;
            }
        })
    }

    /// Passes on how reading goes on, until nothing can read any more. Steps between two messages are left out; the last one never is.
    #[must_use]
    pub fn pass_on_steps(&self, mut steps: watch::Receiver<view::SyncStatus>) -> JoinHandle<()> {
        let voice = self.clone();
        tokio::spawn(async move {
            while steps.changed().await.is_ok() {
                let status = steps.borrow_and_update().clone();
                voice.sync(status.into());
                sleep(STEPS_APART).await;
            }
        })
    }
}

/// Waits for a change, and takes along what else is there.
async fn gathered(changes: &mut broadcast::Receiver<Vec<view::Tag>>) -> Option<BTreeSet<Tag>> {
    use broadcast::error::{RecvError, TryRecvError};
    let mut tags = BTreeSet::new();
    match changes.recv().await {
        Ok(changed) => tags.extend(changed.into_iter().map(Tag::from)),
        // What was missed may be anything.
        Err(RecvError::Lagged(_)) => tags.extend(Tag::ALL),
        Err(RecvError::Closed) => return None,
    }
    loop {
        match changes.try_recv() {
            Ok(changed) => tags.extend(changed.into_iter().map(Tag::from)),
            Err(TryRecvError::Lagged(_)) => tags.extend(Tag::ALL),
            Err(TryRecvError::Empty | TryRecvError::Closed) => return Some(tags),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    fn voice() -> (Voice, mpsc::Receiver<Message>) {
        let (said, heard) = mpsc::channel();
        (Voice::new(move |message| said.send(message).unwrap()), heard)
    }

    #[tokio::test]
    async fn commits_close_together_are_one_message() {
        let (voice, heard) = voice();
        let (commits, changes) = broadcast::channel(64);
        for _ in 0..20 {
            commits.send(vec![view::Tag::Rewards]).unwrap();
            commits.send(vec![view::Tag::Figures, view::Tag::Rewards]).unwrap();
        }
        let passing = voice.pass_on_changes(changes);
        drop(commits);
        passing.await.unwrap();
        let all: Vec<_> = heard.try_iter().collect();
        assert_eq!(all, [Message::Changed(Changed { tags: vec![Tag::Rewards, Tag::Figures] })]);
    }

    #[tokio::test]
    async fn who_fell_behind_asks_everything_again() {
        let (voice, heard) = voice();
        let (commits, changes) = broadcast::channel(2);
        for _ in 0..5 {
            commits.send(vec![view::Tag::Sync]).unwrap();
        }
        let passing = voice.pass_on_changes(changes);
        drop(commits);
        passing.await.unwrap();
        assert_eq!(heard.try_iter().collect::<Vec<_>>(), [Message::Changed(Changed { tags: Tag::ALL.to_vec() })]);
    }

    #[tokio::test]
    async fn the_last_step_is_told() {
        let (voice, heard) = voice();
        let (progress, steps) = watch::channel(view::SyncStatus::default());
        let passing = voice.pass_on_steps(steps);
        for folded in 1..=1_000 {
            progress.send_modify(|status| status.folded = folded);
            tokio::task::yield_now().await;
        }
        drop(progress);
        passing.await.unwrap();
        let told: Vec<_> = heard.try_iter().collect();
        assert!(told.len() <= 3, "{} messages", told.len());
        assert!(matches!(told.last(), Some(Message::Sync(status)) if status.folded_events == 1_000));
    }
}
