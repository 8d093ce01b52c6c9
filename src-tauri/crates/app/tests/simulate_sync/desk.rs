//! A desk of the simulation: on a file of its own, with a clock that is set, and that can be killed and opened again.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::view::{Round, SyncStatus};
use vouchsafe_app::{Access, AppError, Clock, Desk, Result, saleor};
use vouchsafe_db::Db;
use vouchsafe_demo::Server;
use vouchsafe_domain::time::Timestamp;

/// The program under which all desks judge: it holds from before the shop opened, and lets rewards go out by themselves.
const PROGRAM: &str = include_str!("program.toml");

/// How often a desk may sync until nothing changes any more.
const ROUNDS: usize = 8;

pub struct Bench {
    dir: TempDir,
    desk: Option<Desk>,
    clock: Arc<AtomicI64>,
    shop: saleor::Shop,
}

/// Read with no patience: what fails fails at once, and the history goes on.
pub fn settings(page_size: u32) -> saleor::Settings {
    saleor::Settings {
        page_size,
        tries: 2,
        backoff: Duration::ZERO,
        seed: Some(1),
        rest_after: u32::MAX,
        patience: Duration::ZERO,
        ..saleor::Settings::default()
    }
}

impl Bench {
    /// A new desk, connected to the shop.
    pub async fn new(server: &Server, now: Timestamp, page_size: u32) -> Self {
        let dir = TempDir::new().unwrap();
        let clock = Arc::new(AtomicI64::new(now.micros()));
        let desk = Desk::open(&dir.path().join("desk.db"), Access::ReadWrite, reading(&clock)).await.unwrap();
        desk.activate("program.toml", PROGRAM).await.unwrap();
        let shop = desk.connect(&server.url(), server.token(), settings(page_size)).await.unwrap();
        Self { dir, desk: Some(desk), clock, shop }
    }

    pub fn path(&self) -> PathBuf {
        self.dir.path().join("desk.db")
    }

    pub const fn shop(&self) -> &saleor::Shop {
        &self.shop
    }

    pub fn desk(&self) -> &Desk {
        self.desk.as_ref().unwrap()
    }

    pub fn set_clock(&self, now: Timestamp) {
        self.clock.store(now.micros(), Ordering::SeqCst);
    }

    pub async fn sync(&self) -> Result<Round> {
        self.desk().sync(&self.shop, &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await
    }

    pub async fn full_check(&self) -> Result<()> {
        self.desk().full_check(&self.shop, &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await.map(drop)
    }

    /// Asks for every row in quarantine again, also for those that would be left alone for a while yet.
    pub async fn ask_again(&self) -> Result<()> {
        for row in self.desk().quarantine().await? {
            self.desk().repair(&self.shop, row.no).await?;
        }
        Ok(())
    }

    /// Syncs, and dies after so many commits if it gets so far; then starts again. Says whether it died.
    pub async fn sync_until_killed(&mut self, commits: u64) -> bool {
        self.desk().die_after(commits).unwrap();
        let died = match self.sync().await {
            Ok(_) | Err(AppError::Shop(_)) => false,
            Err(AppError::Db(_)) => true,
            Err(other) => panic!("neither the shop nor the db: {other}"),
        };
        self.restart().await;
        died
    }

    /// Connects anew: what the connection had learned of the shop's troubles is forgotten.
    pub async fn reconnect(&mut self, server: &Server) {
        let settings = self.shop.settings().clone();
        self.shop = saleor::Shop::connect(&server.url(), server.token(), settings).await.unwrap();
    }

    pub async fn restart(&mut self) {
        self.desk.take().unwrap().close().await;
        self.desk = Some(Desk::open(&self.path(), Access::ReadWrite, reading(&self.clock)).await.unwrap());
    }

    /// Syncs until nothing changes any more, with a full check between. Says what is wrong if that takes too long.
    pub async fn sync_until_quiet(&self, check: bool) -> std::result::Result<(), String> {
        for round in 0..ROUNDS {
            let done = self.sync().await.map_err(|error| format!("a sync of a sound shop fails: {error:?}"))?;
            if round == 0 && check {
                self.full_check().await.map_err(|error| format!("a full check of a sound shop fails: {error:?}"))?;
                continue;
            }
            if (done.changed, done.events, done.gone, done.refused) == (0, 0, 0, 0) {
                return Ok(());
            }
        }
        Err(format!("after {ROUNDS} rounds a sync still changes something"))
    }

    /// Breaks the desk from within: a trigger in its file that lets something never be written.
    pub async fn sabotage(&mut self, trigger: &str) {
        self.desk.take().unwrap().close().await;
        rusqlite::Connection::open(self.path()).unwrap().execute_batch(trigger).unwrap();
        self.desk = Some(Desk::open(&self.path(), Access::ReadWrite, reading(&self.clock)).await.unwrap());
    }

    /// The same file, for looking.
    pub async fn look(&self) -> Db {
        Db::open(&self.path(), Access::ReadOnly).await.unwrap()
    }
}

fn reading(clock: &Arc<AtomicI64>) -> Clock {
    let clock = Arc::clone(clock);
    Arc::new(move || Timestamp::from_micros(clock.load(Ordering::SeqCst)))
}
