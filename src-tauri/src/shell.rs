//! What the window is open on: nothing yet, or a db.

use crate::demo;
use crate::error::{Answer, AppError};
use crate::keychain::Keychain;
use crate::messages::Voice;
use crate::places::{Last, Places};
use crate::session::Session;
use crate::start::{DemoSpec, Start};
use crate::wire;
use crate::wire::sync::Tag;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::RwLock;
use vouchsafe_app::MetadataKeys;

/// The beginning of every SQLite file.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// The window's state. Clones share it.
#[derive(Debug, Clone)]
pub struct Shell {
    places: Places,
    start: Arc<Start>,
    keychain: Keychain,
    voice: Voice,
    stage: Arc<RwLock<Stage>>,
}

/// What the window is open on.
#[derive(Debug)]
enum Stage {
    /// Nothing: the db of this path could not be opened, or there is none.
    Closed { path: Option<PathBuf>, banner: Option<AppError> },
    /// A db.
    Open(Arc<Session>),
}

impl Shell {
    /// A shell that opens what it should start with in the background. Every question waits until that is done.
    #[must_use]
    pub fn opening(places: Places, start: Start, keychain: Keychain, voice: Voice) -> Self {
        let stage = Arc::new(RwLock::new(Stage::Closed { path: None, banner: None }));
        let shell = Self { places, start: Arc::new(start), keychain, voice, stage: Arc::clone(&stage) };
        // Nobody else knows the stage yet, so that it is free.
        if let Ok(mut held) = stage.try_write_owned() {
            let shell = shell.clone();
            tauri::async_runtime::spawn(async move { *held = shell.first().await });
        }
        shell
    }

    /// What the window begins with: what was asked for, else what was open last, else nothing.
    async fn first(&self) -> Stage {
        let start = &self.start;
        let (path, opened) = match (start.demo, &start.db, self.places.last()) {
            (true, _, _) => (Some(self.demo_path(start.spec)), self.demo(start.spec).await),
            (false, Some(path), _) => (Some(path.clone()), self.db(path).await),
            (false, None, Some(Last { db, demo: None })) => (Some(db.clone()), self.db(&db).await),
            (false, None, Some(Last { db, demo: Some(spec) })) => (Some(db.clone()), self.demo_at(&db, spec).await),
            (false, None, None) => return Stage::Closed { path: None, banner: None },
        };
        match opened {
            Ok(session) => Stage::Open(session),
            Err(fault) => Stage::Closed { path, banner: Some(fault) },
        }
    }

    /// The open db.
    ///
    /// # Errors
    /// What was wrong with the db; `not_found` when there is none.
    pub async fn session(&self) -> Answer<Arc<Session>> {
        match &*self.stage.read().await {
            Stage::Open(session) => Ok(Arc::clone(session)),
            Stage::Closed { banner, .. } => Err(banner.clone().unwrap_or_else(|| AppError::new("not_found", [("what", "db".to_owned())]))),
        }
    }

    /// How the desk stands.
    ///
    /// # Errors
    /// What the db says.
    pub async fn desk(&self) -> Answer<wire::desk::Desk> {
        match &*self.stage.read().await {
            Stage::Open(session) => session.shown().await,
            Stage::Closed { path, banner } => Ok(wire::desk::Desk::closed(path.as_deref(), banner.clone())),
        }
    }

    /// The first door: the built-in shop.
    ///
    /// # Errors
    /// What the system, the db or the shop says.
    pub async fn open_demo(&self) -> Answer<wire::desk::Desk> {
        self.enter(self.demo(self.start.spec)).await
    }

    /// The second door: a shop.
    ///
    /// # Errors
    /// What the shop or the db says; then nothing of it is kept.
    pub async fn connect_shop(&self, url: &str, token: &str, keys: Option<MetadataKeys>) -> Answer<wire::desk::Desk> {
        self.enter(self.shop(url, token, keys)).await
    }

    /// The third door: a file of events, or a db.
    ///
    /// # Errors
    /// What the file or the db says.
    pub async fn open_file(&self, path: &Path) -> Answer<wire::desk::Desk> {
        self.enter(async { if is_db(path)? { self.db(path).await } else { self.events(path).await } }).await
    }

    /// Starts to read the shop, unless that is under way.
    ///
    /// # Errors
    /// `no_shop` or `read_only`; what the db says.
    pub async fn read_shop(&self) -> Answer<()> {
        let session = self.session().await?;
        let status = session.desk.status().await?;
        if !status.is_writable {
            return Err(AppError::new("read_only", []));
        }
        let url = status.shop.map(|shop| shop.url).ok_or_else(|| AppError::new("no_shop", []))?;
        self.start_reading(&session, url);
        Ok(())
    }

    /// Lets the db go.
    pub async fn close(&self) {
        self.leave(&mut *self.stage.write().await).await;
    }

    /// Goes through a door: what was open is closed first, since both may be the same file.
    async fn enter(&self, door: impl Future<Output = Answer<Arc<Session>>>) -> Answer<wire::desk::Desk> {
        let mut stage = self.stage.write().await;
        self.leave(&mut stage).await;
        let session = door.await?;
        *stage = Stage::Open(Arc::clone(&session));
        drop(stage);
        self.voice.changed(Tag::ALL);
        session.shown().await
    }

    async fn leave(&self, stage: &mut Stage) {
        if let Stage::Open(session) = std::mem::replace(stage, Stage::Closed { path: None, banner: None }) {
            session.close().await;
        }
    }

    fn demo_path(&self, spec: DemoSpec) -> PathBuf {
        self.start.db.clone().unwrap_or_else(|| self.places.demo_db(spec))
    }

    async fn demo(&self, spec: DemoSpec) -> Answer<Arc<Session>> {
        self.demo_at(&self.demo_path(spec), spec).await
    }

    async fn demo_at(&self, path: &Path, spec: DemoSpec) -> Answer<Arc<Session>> {
        self.make_folder(path)?;
        let session = Arc::new(demo::open(path, spec, &self.voice).await?);
        if let Some(shop) = session.shop() {
            session.reading.start(session.desk.clone(), async move { Ok(shop) });
        }
        self.remember(path, Some(spec));
        Ok(session)
    }

    /// Opens a db, and reads its shop at once if its token is known.
    async fn db(&self, path: &Path) -> Answer<Arc<Session>> {
        self.make_folder(path)?;
        let session = Arc::new(Session::open(path, &self.voice).await?);
        let status = session.desk.status().await?;
        if let Some(shop) = status.shop.filter(|_| status.is_writable)
            && self.keychain.token(&shop.url).await.is_some()
        {
            self.start_reading(&session, shop.url);
        }
        self.remember(path, None);
        Ok(session)
    }

    async fn shop(&self, url: &str, token: &str, keys: Option<MetadataKeys>) -> Answer<Arc<Session>> {
        let path = self.start.db.clone().unwrap_or_else(|| self.places.shop_db(url));
        self.make_folder(&path)?;
        let made = Made::before(&path);
        let session = Arc::new(Session::open(&path, &self.voice).await?);
        let shop = match session.begin(url, token, keys).await {
            Ok(shop) => shop,
            Err(fault) => {
                session.close().await;
                made.take_back();
                return Err(fault);
            }
        };
        if !self.keychain.keep(shop.url().as_str(), token).await {
            session.set_banner(AppError::new("no_keychain", []));
        }
        session.reading.start(session.desk.clone(), async move { Ok(shop) });
        self.remember(&path, None);
        Ok(session)
    }

    async fn events(&self, file: &Path) -> Answer<Arc<Session>> {
        let path = self.places.fresh_db(file);
        self.make_folder(&path)?;
        let made = Made::before(&path);
        let session = Arc::new(Session::open(&path, &self.voice).await?);
        if let Err(fault) = session.begin_with(file).await {
            session.close().await;
            made.take_back();
            return Err(fault);
        }
        self.remember(&path, None);
        Ok(session)
    }

    /// Reads the shop of a db, connecting it first if need be.
    fn start_reading(&self, session: &Arc<Session>, url: String) {
        let (keychain, connected) = (self.keychain, Arc::clone(session));
        session.reading.start(session.desk.clone(), async move {
            if let Some(shop) = connected.shop() {
                return Ok(shop);
            }
            let token = keychain.token(&url).await.ok_or_else(|| AppError::new("no_keychain", []))?;
            connected.connect(&url, &token).await
        });
    }

    fn make_folder(&self, db: &Path) -> Answer<()> {
        let folder = db.parent().filter(|folder| !folder.as_os_str().is_empty());
        folder.map_or(Ok(()), std::fs::create_dir_all).map_err(|fault| AppError::file(db, &fault))
    }

    /// The next start begins here. That it cannot be written down costs a click then, and nothing now.
    fn remember(&self, path: &Path, demo: Option<DemoSpec>) {
        let db = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        drop(self.places.remember(&Last { db, demo }));
    }
}

/// Whether a file is a db; anything else is read as events.
fn is_db(path: &Path) -> Answer<bool> {
    use std::io::Read as _;
    let unreadable = |fault: std::io::Error| AppError::file(path, &fault);
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let mut head = Vec::new();
    file.take(SQLITE.len() as u64).read_to_end(&mut head).map_err(unreadable)?;
    Ok(head == SQLITE)
}

/// A db that is about to be made: it is taken back when it comes to nothing.
struct Made {
    files: Vec<PathBuf>,
}

impl Made {
    fn before(path: &Path) -> Self {
        let beside = |ending: &str| {
            let mut name = path.as_os_str().to_owned();
            name.push(ending);
            PathBuf::from(name)
        };
        // A db that was there before is not ours to take back.
        let files = if path.exists() { Vec::new() } else { ["", "-wal", "-shm", ".lock"].map(beside).to_vec() };
        Self { files }
    }

    fn take_back(&self) {
        for file in &self.files {
            // What is not there needs no taking back.
            drop(std::fs::remove_file(file));
        }
    }
}
