//! What the window is open on: nothing yet, or a db.

use crate::demo;
use crate::error::{Answer, AppError};
use crate::keychain::Keychain;
use crate::messages::Voice;
use crate::paying::Order;
use crate::places::{Last, Places, Settings};
use crate::secrets::{Kept, Secrets};
use crate::session::Session;
use crate::start::{DemoSpec, Start};
use crate::wire;
use crate::wire::sync::Tag;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::RwLock;
use vouchsafe_app::MetadataKeys;
use vouchsafe_app::keeping::Passphrase;
use vouchsafe_app::notices::{NoticesSent, Password, Patience, SmtpSettings};
use vouchsafe_app::saleor::Shop;

/// The beginning of every SQLite file.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// The window's state. Clones share it.
#[derive(Debug, Clone)]
pub struct Shell {
    places: Places,
    start: Arc<Start>,
    secrets: Secrets,
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
        let secrets = Secrets::new(keychain, places.vault());
        let shell = Self { places, start: Arc::new(start), secrets, voice, stage: Arc::clone(&stage) };
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
            Stage::Open(session) => Ok(self.dressed(session.shown().await?)),
            Stage::Closed { path, banner } => Ok(self.dressed(wire::desk::Desk::closed(path.as_deref(), banner.clone()))),
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
        let url = self.writable_shop(&session).await?;
        self.start_reading(&session, url);
        Ok(())
    }

    /// Starts to compare everything with the shop, unless something is under way.
    ///
    /// # Errors
    /// As [`Self::read_shop`].
    pub async fn check_shop(&self) -> Answer<()> {
        let session = self.session().await?;
        let url = self.writable_shop(&session).await?;
        session.reading.start_check(session.desk.clone(), self.connecting(&session, url));
        Ok(())
    }

    /// Starts to compare with the shop what was delivered, unless that is under way.
    ///
    /// # Errors
    /// As [`Self::read_shop`].
    pub async fn reconcile(&self) -> Answer<()> {
        let session = self.session().await?;
        let url = self.writable_shop(&session).await?;
        session.reconciling.compare(session.desk.clone(), self.connecting(&session, url));
        Ok(())
    }

    /// Starts to compare where that is due, as after a restore.
    ///
    /// # Errors
    /// As [`Self::read_shop`].
    pub async fn reconcile_if_due(&self) -> Answer<()> {
        if self.session().await?.desk.reconcile_status().await?.is_due { self.reconcile().await } else { Ok(()) }
    }

    /// Carries out what programs pay without a person, once the shop is read that is being read.
    ///
    /// # Errors
    /// As [`Self::read_shop`].
    pub async fn pay_automatic(&self) -> Answer<()> {
        let session = self.session().await?;
        session.reading.ended().await;
        let url = self.writable_shop(&session).await?;
        session.paying.pay(session.desk.clone(), self.connecting(&session, url), String::new(), Order::Automatic);
        Ok(())
    }

    /// The shop of a db, connected first if need be.
    ///
    /// # Errors
    /// `no_shop`, `read_only`, `token_missing`; what the shop or the db says.
    pub async fn connected(&self, session: &Arc<Session>) -> Answer<Shop> {
        let url = self.writable_shop(session).await?;
        self.connecting(session, url).await
    }

    /// Writes codes to the shop in the background, if that is switched on and the shop is connected. What fails is done with the next round.
    pub fn write_back(&self, session: &Arc<Session>) {
        if let Some(shop) = session.shop() {
            let desk = session.desk.clone();
            tauri::async_runtime::spawn(async move { drop(desk.write_back_codes(&shop).await) });
        }
    }

    /// The known shop's token, entered again; with a passphrase it is kept in an encrypted file where there is no keychain.
    ///
    /// # Errors
    /// `no_shop`, `token_refused`, `passphrase_wrong`; what the shop or the db says.
    pub async fn enter_token(&self, token: &str, passphrase: Option<&str>) -> Answer<wire::desk::Desk> {
        let session = self.session().await?;
        let url = session.desk.status().await?.shop.map(|shop| shop.url).ok_or_else(|| AppError::new("no_shop", []))?;
        session.connect(&url, token).await?;
        if let Some(passphrase) = passphrase {
            self.secrets.unlock(passphrase).await?;
        }
        self.keep_token(&session, &url, token).await;
        self.start_reading(&session, url);
        self.voice.changed([Tag::Desk, Tag::Sync]);
        self.desk().await
    }

    /// Opens the file of tokens, and reads the shop if its token is in there.
    ///
    /// # Errors
    /// `passphrase_wrong`, `passphrase_short`; what is wrong with the file.
    pub async fn unlock(&self, passphrase: &str) -> Answer<wire::desk::Desk> {
        self.secrets.unlock(passphrase).await?;
        if let Ok(session) = self.session().await
            && let Some(shop) = session.desk.status().await?.shop
            && self.secrets.token(&shop.url).await.is_some()
        {
            self.start_reading(&session, shop.url);
        }
        self.voice.changed([Tag::Desk, Tag::Sync]);
        self.desk().await
    }

    /// Sends the letters that are due, if there are any, a mail server is set and its password is known. Returns whether the server let it.
    ///
    /// # Errors
    /// What the db says.
    pub async fn send_due_notices(&self) -> Answer<bool> {
        let session = self.session().await?;
        let needs_password = session.desk.smtp().await?.is_some_and(|settings| !settings.user.is_empty());
        if !session.desk.sends_notices().await? || (needs_password && self.mail_password(&session).await?.is_none()) {
            return Ok(true);
        }
        Ok(self.send_notices().await?.stopped.is_none())
    }

    /// Sends the letters that are due.
    ///
    /// # Errors
    /// `smtp_missing`, `read_only`; what the db says.
    pub async fn send_notices(&self) -> Answer<NoticesSent> {
        let session = self.session().await?;
        let password = self.mail_password(&session).await?;
        Ok(session.desk.send_notices(password.as_ref(), Patience::default(), &session.closing()).await?)
    }

    /// The password of the mail server, if anybody logs in there and it is known.
    ///
    /// # Errors
    /// What the db says.
    pub async fn mail_password(&self, session: &Session) -> Answer<Option<Password>> {
        let Some(settings) = session.desk.smtp().await?.filter(|settings| !settings.user.is_empty()) else { return Ok(None) };
        let server = settings.server().map_err(vouchsafe_app::AppError::from)?;
        Ok(self.secrets.mail_password(&server.account()).await)
    }

    /// Sets the mail server, and keeps its password if one was entered.
    ///
    /// # Errors
    /// What is wrong with the settings; what the db or the file of tokens says.
    pub async fn set_smtp(&self, settings: Option<SmtpSettings>, password: Option<&str>) -> Answer<()> {
        let session = self.session().await?;
        let set = session.desk.set_smtp(settings).await?;
        if let (Some(settings), Some(password)) = (set.smtp.filter(|settings| !settings.user.is_empty()), password) {
            let server = settings.server().map_err(vouchsafe_app::AppError::from)?;
            self.secrets.keep_mail_password(&server.account(), password).await?;
        }
        Ok(())
    }

    /// Opens a backup as a db of its own, beside what was open.
    ///
    /// # Errors
    /// `passphrase_missing`, `passphrase_wrong`; what is wrong with the backup.
    pub async fn restore(&self, backup: &Path, passphrase: Option<&str>) -> Answer<wire::desk::Desk> {
        let to = self.places.fresh_db(backup);
        self.make_folder(&to)?;
        // Who was erased in the open db since the backup was made stays erased.
        let replaced = match self.session().await {
            Ok(session) => Some(session.desk.status().await?.path),
            Err(_) => None,
        };
        let restored = vouchsafe_app::keeping::restore(backup, &to, passphrase.map(Passphrase::entered), replaced.as_deref()).await?;
        let opened = async {
            let session = self.db(&to).await?;
            if restored.may_hold_erased {
                session.set_banner(AppError::new("restored_may_hold_erased", []));
            }
            Ok(session)
        };
        self.enter(opened).await
    }

    /// What a person set for this computer.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.places.settings()
    }

    /// Keeps what a person set for this computer.
    ///
    /// # Errors
    /// What the system says.
    pub fn set(&self, settings: Settings) -> Answer<()> {
        self.places.set(settings).map_err(AppError::internal)
    }

    /// The desk with what this computer adds to it.
    fn dressed(&self, desk: wire::desk::Desk) -> wire::desk::Desk {
        wire::desk::Desk { tray: self.settings().tray, locked: self.secrets.is_locked(), ..desk }
    }

    /// Keeps a token where that is possible, and says so where it is not.
    async fn keep_token(&self, session: &Session, url: &str, token: &str) {
        match self.secrets.keep(url, token).await {
            Ok(Kept::Session) => {
                session.set_kept(Kept::Session);
                session.set_banner(AppError::new("no_keychain", []));
            }
            Ok(kept) => session.set_kept(kept),
            Err(fault) => session.set_banner(fault),
        }
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
        Ok(self.dressed(session.shown().await?))
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
            && let Some((_, kept)) = self.secrets.token(&shop.url).await
        {
            session.set_kept(kept);
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
        self.keep_token(&session, shop.url().as_str(), token).await;
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
        session.reading.start(session.desk.clone(), self.connecting(session, url));
    }

    async fn writable_shop(&self, session: &Session) -> Answer<String> {
        let status = session.desk.status().await?;
        if !status.is_writable {
            return Err(AppError::new("read_only", []));
        }
        status.shop.map(|shop| shop.url).ok_or_else(|| AppError::new("no_shop", []))
    }

    /// The shop of a db: as it is connected, or with the token that was kept.
    fn connecting(&self, session: &Arc<Session>, url: String) -> impl Future<Output = Answer<Shop>> + Send + 'static {
        let (secrets, connected) = (self.secrets.clone(), Arc::clone(session));
        async move {
            if let Some(shop) = connected.shop() {
                return Ok(shop);
            }
            let (token, kept) = secrets.token(&url).await.ok_or_else(|| AppError::new("token_missing", [("url", url.clone())]))?;
            connected.set_kept(kept);
            connected.connect(&url, &token).await
        }
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
