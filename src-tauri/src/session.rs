//! An open db with all that belongs to it while it is open: its shop, what reads that, and who listens.

use crate::clock;
use crate::error::{Answer, AppError};
use crate::messages::Voice;
use crate::paying::Paying;
use crate::reading::Reading;
use crate::reconciling::Reconciling;
use crate::secrets::Kept;
use crate::trying::Trying;
use crate::wire;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::saleor::Shop;
use vouchsafe_app::{Access, Clock, Desk, MetadataKeys, programs};
use vouchsafe_demo::Server;

/// How long a letter that is being sent is waited for when the db is let go.
const LETTER: Duration = Duration::from_secs(10);

/// An open db.
#[derive(Debug)]
pub struct Session {
    /// The db's verbs.
    pub desk: Desk,
    /// What reads the shop.
    pub reading: Reading,
    /// What tries drafts.
    pub trying: Trying,
    /// What pays out.
    pub paying: Paying,
    /// What compares with the shop what was delivered.
    pub reconciling: Reconciling,
    /// The built-in shop, if the db is its; it stops with the session.
    demo: Option<Server>,
    shop: Mutex<Option<Shop>>,
    banner: Mutex<Option<AppError>>,
    kept: Mutex<Option<Kept>>,
    listeners: Vec<JoinHandle<()>>,
    /// Cancelled when the db is let go: what goes on by itself stops then.
    closing: CancellationToken,
}

impl Drop for Session {
    fn drop(&mut self) {
        self.listeners.iter().for_each(JoinHandle::abort);
    }
}

impl Session {
    /// Opens a db; one of a newer version for looking only.
    ///
    /// # Errors
    /// What the db says.
    pub async fn open(path: &Path, voice: &Voice) -> Answer<Self> {
        match Desk::open(path, Access::ReadWrite, clock::system()).await {
            Ok(desk) => Ok(Self::of(desk, voice)),
            Err(fault) if fault.code() == "db_newer" => {
                let desk = Desk::open(path, Access::ReadOnly, clock::system()).await?;
                let session = Self::of(desk, voice);
                session.set_banner(fault.into());
                Ok(session)
            }
            Err(fault) => Err(AppError::from(fault).with("path", path.display())),
        }
    }

    /// Opens a db for writing, on a clock.
    ///
    /// # Errors
    /// What the db says.
    pub async fn open_on(path: &Path, clock: Clock, voice: &Voice) -> Answer<Self> {
        let desk = Desk::open(path, Access::ReadWrite, clock).await;
        Ok(Self::of(desk.map_err(|fault| AppError::from(fault).with("path", path.display()))?, voice))
    }

    fn of(desk: Desk, voice: &Voice) -> Self {
        let reading = Reading::default();
        let listeners = vec![voice.pass_on_changes(desk.changes()), voice.pass_on_steps(reading.steps())];
        Self {
            desk,
            reading,
            trying: Trying::default(),
            paying: Paying::default(),
            reconciling: Reconciling::default(),
            demo: None,
            shop: Mutex::default(),
            banner: Mutex::default(),
            kept: Mutex::default(),
            listeners,
            closing: CancellationToken::new(),
        }
    }

    /// The same with its built-in shop.
    #[must_use]
    pub fn with_demo(mut self, server: Server) -> Self {
        self.demo = Some(server);
        self
    }

    /// What everybody who looks at this db should know.
    pub fn set_banner(&self, banner: AppError) {
        *self.banner.lock().unwrap_or_else(PoisonError::into_inner) = Some(banner);
    }

    /// Where the token of this db's shop is kept.
    pub fn set_kept(&self, kept: Kept) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        if kept != Kept::Session {
            let mut banner = self.banner.lock().unwrap_or_else(PoisonError::into_inner);
            // That there is no place for the token is no longer true.
            *banner = banner.take().filter(|banner| banner.code != "no_keychain");
        }
    }

    /// How the desk stands.
    ///
    /// # Errors
    /// What the db says.
    pub async fn shown(&self) -> Answer<wire::desk::Desk> {
        let banner = self.banner.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let kept = *self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let desk = wire::desk::Desk::open(self.desk.status().await?, self.demo.is_some(), banner);
        Ok(wire::desk::Desk { secrets: kept, ..desk.with_keeping(self.desk.kept().await?).with_switch(self.desk.payout_switch().await?) })
    }

    /// Connects the shop, and stays connected.
    ///
    /// # Errors
    /// What the shop or the db says.
    pub async fn connect(&self, url: &str, token: &str) -> Answer<Shop> {
        let settings = self.desk.metadata_keys().await?.settings();
        let shop = self.desk.connect(url, token, settings).await.map_err(|fault| AppError::from(fault).with("url", url))?;
        *self.shop.lock().unwrap_or_else(PoisonError::into_inner) = Some(shop.clone());
        Ok(shop)
    }

    /// Connects a shop for the first time: where it keeps codes is set first, and the ready program for a shop judges from now on, with a person looking at
    /// each reward. A db that has a program keeps it.
    ///
    /// # Errors
    /// What the shop or the db says.
    pub async fn begin(&self, url: &str, token: &str, keys: Option<MetadataKeys>) -> Answer<Shop> {
        if let Some(keys) = keys {
            self.desk.set_metadata_keys(keys).await?;
        }
        let shop = self.connect(url, token).await?;
        if self.desk.programs().await?.iter().all(|program| program.is_ready) {
            // The first of them is for such a shop; the others wait on the Programs screen.
            if let Some(program) = programs::ready().first() {
                self.desk.activate(program.id, program.source).await?;
            }
        }
        Ok(shop)
    }

    /// Takes over a file of events, judged by the `program.toml` that stands beside it, if one does.
    ///
    /// # Errors
    /// What a file or the db says.
    pub async fn begin_with(&self, events: &Path) -> Answer<()> {
        let program = events.with_file_name("program.toml");
        if program.is_file() {
            let source = tokio::fs::read_to_string(&program).await.map_err(|fault| AppError::file(&program, &fault))?;
            self.desk.activate(&program.display().to_string(), &source).await?;
        }
        self.desk.import_events(events).await?;
        Ok(())
    }

    /// The connected shop.
    #[must_use]
    pub fn shop(&self) -> Option<Shop> {
        self.shop.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What stops when the db is let go.
    #[must_use]
    pub fn closing(&self) -> CancellationToken {
        self.closing.clone()
    }

    /// Ends it: reading keeps its place, the db's file is let go.
    pub async fn close(&self) {
        self.reading.stop().await;
        self.trying.cancel();
        self.paying.stop().await;
        self.reconciling.stop().await;
        self.closing.cancel();
        self.desk.wait_for_notices(LETTER).await;
        self.desk.close().await;
    }
}
