//! Trying a draft in the background: one at a time, with how it goes on, how to stop it, and what the last one found.

use crate::running::{self, Running};
use vouchsafe_app::view::backtest::Compared;
use vouchsafe_app::{AppError as Fault, Backtest, Desk};

/// What both come to so far; nothing at first.
type SoFar = Option<Box<Compared>>;

/// How a trial stands.
pub type Stand = running::Stand<SoFar, Backtest>;

/// What tries drafts on one desk.
pub type Trying = Running<SoFar, Backtest>;

impl Trying {
    /// Tries a draft; one that is being tried is stopped first.
    pub async fn try_draft(&self, desk: Desk, source: String) {
        self.stop().await;
        self.start(None, |telling, cancel| async move {
            let told = move |so_far| telling.went_on(Some(Box::new(so_far)));
            match desk.backtest("draft", &source, told, &cancel).await {
                Ok(found) => Ok(Some(found)),
                Err(Fault::Cancelled) => Ok(None),
                Err(fault) => Err(fault.into()),
            }
        });
    }
}
