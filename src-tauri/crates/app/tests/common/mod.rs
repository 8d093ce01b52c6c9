//! What the tests of the verbs share: a desk on a fresh file and the demo shop on loopback.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::view::{Round, SyncStatus};
use vouchsafe_app::{Access, Clock, Desk, Result, saleor};
use vouchsafe_demo::{Options, Server, Source, serve};
use vouchsafe_domain::time::Timestamp;

/// The instant at which the demo shop's history ends.
pub const NOW: &str = "2026-11-01T00:00:00Z";

pub fn clock(at: &str) -> Clock {
    let at = Timestamp::parse(at).unwrap();
    Arc::new(move || at)
}

/// A desk on a file of its own, and the shop that it reads.
pub struct Bed {
    pub dir: TempDir,
    pub desk: Desk,
    pub server: Server,
}

impl Bed {
    pub async fn new(source: impl Into<Source>) -> Self {
        Self::at(source, NOW).await
    }

    /// The same, on another day.
    pub async fn at(source: impl Into<Source>, now: &str) -> Self {
        let dir = TempDir::new().unwrap();
        let desk = Desk::open(&dir.path().join("desk.db"), Access::ReadWrite, clock(now)).await.unwrap();
        let server = serve(source, Options::default()).await.unwrap();
        Self { dir, desk, server }
    }

    pub fn path(&self) -> PathBuf {
        self.dir.path().join("desk.db")
    }

    pub async fn shop(&self, settings: saleor::Settings) -> saleor::Shop {
        self.desk.connect(&self.server.url(), self.server.token(), settings).await.unwrap()
    }

    pub async fn sync(&self, shop: &saleor::Shop) -> Result<Round> {
        self.desk.sync(shop, &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await
    }

    /// The same file, for looking.
    pub async fn look(&self) -> vouchsafe_db::Db {
        vouchsafe_db::Db::open(&self.path(), Access::ReadOnly).await.unwrap()
    }
}
