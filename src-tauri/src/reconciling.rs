//! Comparing what was delivered with the shop, in the background: one comparison at a time, with its progress and how to stop it.

use crate::error::Answer;
use crate::running::{self, Running};
use std::future::Future;
use tokio::sync::watch;
use vouchsafe_app::saleor::Shop;
use vouchsafe_app::view::{Reconciled, SyncStatus};
use vouchsafe_app::{AppError as Fault, Desk, Rails};

/// How a comparison stands: it reads the shop first, and that is what takes its time.
pub type Stand = running::Stand<SyncStatus, Reconciled>;

/// What compares one desk with its shop.
pub type Reconciling = Running<SyncStatus, Reconciled>;

impl Reconciling {
    /// Begins a comparison, unless one goes on. What goes wrong is told by how it stands.
    pub fn compare(&self, desk: Desk, shop: impl Future<Output = Answer<Shop>> + Send + 'static) -> bool {
        self.start(SyncStatus::default(), |telling, cancel| async move {
            let (progress, heard) = watch::channel(SyncStatus::default());
            telling.pass_on(heard, |status| status);
            let shop = tokio::select! {
                () = cancel.cancelled() => return Ok(None),
                shop = shop => shop?,
            };
            match desk.reconcile(&shop, &Rails::of(&shop), &progress, &cancel).await {
                Ok(found) => Ok(Some(found)),
                Err(Fault::Cancelled) => Ok(None),
                Err(fault) => Err(fault.into()),
            }
        })
    }
}
