//! How a sync goes on, as one line on standard error that is written over; nothing where that is no terminal.

use std::io::{self, IsTerminal as _, Write as _};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use vouchsafe_app::view::{KindState, Phase, SyncStatus};
use vouchsafe_app::words::{Words, key};

/// Takes the cursor to the start of the line and clears it.
const CLEAR: &str = "\r\u{1b}[K";

/// The line.
pub(crate) struct Progress {
    sender: watch::Sender<SyncStatus>,
    line: Option<JoinHandle<()>>,
}

/// The words of the line.
struct Labels {
    kinds: Vec<(&'static str, String)>,
    folding: String,
}

impl Progress {
    /// Begins the line.
    pub(crate) fn start(words: &Words) -> Self {
        let (sender, mut receiver) = watch::channel(SyncStatus::default());
        if !io::stderr().is_terminal() {
            return Self { sender, line: None };
        }
        let kind = |kind: &vouchsafe_domain::shop::Kind| (kind.name(), words.say(&key("kind", kind.name()), []));
        let labels = Labels { kinds: vouchsafe_domain::shop::Kind::ALL.iter().map(kind).collect(), folding: words.say("phase-folding", []) };
        let line = tokio::spawn(async move {
            while receiver.changed().await.is_ok() {
                let text = labels.line(&receiver.borrow_and_update());
                show(&format!("{CLEAR}{text}"));
            }
            show(CLEAR);
        });
        Self { sender, line: Some(line) }
    }

    /// Where the sync tells how it stands.
    pub(crate) fn sender(&self) -> &watch::Sender<SyncStatus> {
        &self.sender
    }

    /// Clears the line.
    pub(crate) async fn finish(self) {
        drop(self.sender);
        if let Some(line) = self.line {
            // A line that is not cleared harms nobody.
            drop(line.await);
        }
    }
}

impl Labels {
    fn line(&self, status: &SyncStatus) -> String {
        if status.phase == Phase::Folding {
            return format!("{} {}/{}", self.folding, status.folded, status.to_fold);
        }
        let Some(kind) = status.kinds.iter().find(|kind| kind.state == KindState::Running) else { return String::new() };
        let label = self.kinds.iter().find(|(name, _)| *name == kind.kind.name()).map_or(kind.kind.name(), |(_, label)| label);
        let total = kind.total.map_or_else(String::new, |total| format!("/{total}"));
        let eta = kind.eta_seconds.map_or_else(String::new, |seconds| format!("  {}:{:02}", seconds / 60, seconds % 60));
        format!("{label} {}{total}{eta}", kind.rows)
    }
}

fn show(text: &str) {
    let mut out = io::stderr();
    // Nobody may be looking.
    drop(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}

/// Writes a text over what stands in the last line; nothing where that is no terminal.
pub(crate) fn over(text: &str) {
    if io::stderr().is_terminal() {
        show(&format!("{CLEAR}{text}"));
    }
}

/// Writes a line of its own on standard error.
pub(crate) fn note(line: &str) {
    show(&format!("{line}\n"));
}
