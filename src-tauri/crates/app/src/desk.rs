//! The desk: an open db with the programs that judge, and the verbs as its methods.

use crate::error::{AppError, Result};
use crate::leaderboard::Boards;
use crate::search::People;
use crate::tree::TreeCache;
use crate::view::{DeskStatus, ShopInfo, Tag};
use std::path::Path;
use std::sync::{Arc, RwLock};
use tokio::sync::{Mutex, broadcast};
use vouchsafe_connectors::saleor;
use vouchsafe_db::{Access, Db, DbError, Durability, Tx};
use vouchsafe_domain::event::{Event, Fact};
use vouchsafe_domain::money::Percent;
use vouchsafe_domain::program::Programs;
use vouchsafe_domain::time::Timestamp;

/// Tells the time. The shells pass the system's clock; the demo and tests pass a fixed one.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The margin that enters ROI until somebody sets one, in percent.
const DEFAULT_MARGIN: &str = "30";
const MARGIN: &str = "margin_percent";
/// Messages that a slow listener may fall behind by; one that falls further behind asks everything again.
const UNHEARD: usize = 256;

/// An open db with its programs. Clones share it.
#[derive(Clone)]
pub struct Desk {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    clock: Clock,
    programs: RwLock<Arc<Programs>>,
    changes: broadcast::Sender<Vec<Tag>>,
    /// Held while events go to the log, so that two folds never interleave.
    folding: Mutex<()>,
    /// Held while the shop is read, so that two rounds never interleave.
    reading: Mutex<()>,
    /// Held while a draft is tried, so that there is one pair of states in memory at most.
    trying: Mutex<()>,
    /// Held while payouts are carried out, so that two batches never interleave.
    paying: Mutex<()>,
    /// Held while letters are sent, so that none is taken up twice.
    noticing: Mutex<()>,
    tree: TreeCache,
    people: People,
    boards: Boards,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("path", &self.inner.db.path()).finish_non_exhaustive()
    }
}

impl Desk {
    /// Opens a db, and makes it when it is to be written and is not there.
    ///
    /// # Errors
    /// As [`Db::open`]; a program in the db that can no longer be read.
    pub async fn open(path: &Path, access: Access, clock: Clock) -> Result<Self> {
        let db = Db::open(path, access).await?;
        let inner = Inner {
            db,
            clock,
            programs: RwLock::default(),
            changes: broadcast::Sender::new(UNHEARD),
            folding: Mutex::new(()),
            reading: Mutex::new(()),
            trying: Mutex::new(()),
            paying: Mutex::new(()),
            noticing: Mutex::new(()),
            tree: TreeCache::default(),
            people: People::default(),
            boards: Boards::default(),
        };
        let desk = Self { inner: Arc::new(inner) };
        if desk.db().is_writable() {
            desk.load_programs().await?;
            if desk.db().is_rewrite_owed().await? {
                desk.db().compact().await?;
            }
            desk.find_interrupted_notices().await?;
        }
        Ok(desk)
    }

    /// Lets the file go.
    pub async fn close(&self) {
        self.db().close().await;
    }

    /// As [`Db::die_after`]: for tests of what a kill leaves behind.
    ///
    /// # Errors
    /// [`vouchsafe_db::DbError::ReadOnly`].
    pub fn die_after(&self, commits: u64) -> Result<()> {
        Ok(self.db().die_after(commits)?)
    }

    /// Hears what each commit changed.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<Vec<Tag>> {
        self.inner.changes.subscribe()
    }

    /// How the desk stands.
    ///
    /// # Errors
    /// What the db says.
    pub async fn status(&self) -> Result<DeskStatus> {
        let shop = self.db().shop().await?;
        let cells = self.cells().await?;
        Ok(DeskStatus {
            path: self.db().path().to_owned(),
            shop: shop.map(|shop| ShopInfo { url: shop.url, name: shop.name, version: shop.version, connected_at: shop.connected_at }),
            is_folded: self.db().last_seq().await? > 0,
            is_writable: self.db().is_writable(),
            currencies: crate::figures::currencies(&cells),
            margin: self.margin().await?,
        })
    }

    /// Where the journal ends: the number of its last entry and that entry's hash in hexadecimal digits.
    ///
    /// # Errors
    /// What the db says.
    pub async fn journal_head(&self) -> Result<(u64, String)> {
        let (entries, hash) = self.db().journal_head().await?.unwrap_or((0, vouchsafe_domain::journal::GENESIS));
        Ok((entries, hash.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// Sets the margin that enters ROI.
    ///
    /// # Errors
    /// What the db says.
    pub async fn set_margin(&self, margin: Percent) -> Result<()> {
        self.db().write(move |tx| tx.set(MARGIN, &margin.to_string())).await?;
        self.changed([Tag::Desk, Tag::Figures]);
        Ok(())
    }

    pub(crate) async fn margin(&self) -> Result<Percent> {
        let text = self.db().setting(MARGIN).await?;
        let default = || Percent::parse(DEFAULT_MARGIN).map_err(|error| AppError::Chart(error.to_string()));
        text.and_then(|text| Percent::parse(&text).ok()).map_or_else(default, Ok)
    }

    /// Remembers which shop this db belongs to, and connects to it.
    ///
    /// # Errors
    /// As [`saleor::Shop::connect`]; [`vouchsafe_db::DbError::OtherShop`] when the db belongs to another one.
    pub async fn connect(&self, url: &str, token: &str, settings: saleor::Settings) -> Result<saleor::Shop> {
        let shop = saleor::Shop::connect(url, token, settings).await?;
        let (address, name, version) = (shop.url().as_str().to_owned(), shop.info().name.clone(), shop.info().version.to_string());
        let connected_at = self.now();
        // Made before anything is paid, so that a copy of the db proposes no others.
        let secrets = crate::pay::agreement::drawn()?;
        let joined = move |tx: &mut Tx<'_>| {
            tx.connect_shop(&vouchsafe_db::Shop { url: address, name, version, connected_at })?;
            crate::pay::agreement::keep(tx, &secrets)
        };
        self.db().write(joined).await?;
        self.changed([Tag::Desk]);
        Ok(shop)
    }

    pub(crate) fn db(&self) -> &Db {
        &self.inner.db
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.inner.clock)()
    }

    pub(crate) fn tree_cache(&self) -> &TreeCache {
        &self.inner.tree
    }

    pub(crate) fn people(&self) -> &People {
        &self.inner.people
    }

    pub(crate) fn boards(&self) -> &Boards {
        &self.inner.boards
    }

    pub(crate) fn folding(&self) -> &Mutex<()> {
        &self.inner.folding
    }

    pub(crate) fn reading(&self) -> &Mutex<()> {
        &self.inner.reading
    }

    pub(crate) fn trying(&self) -> &Mutex<()> {
        &self.inner.trying
    }

    pub(crate) fn noticing(&self) -> &Mutex<()> {
        &self.inner.noticing
    }

    pub(crate) fn paying(&self) -> &Mutex<()> {
        &self.inner.paying
    }

    pub(crate) fn programs_in_force(&self) -> Arc<Programs> {
        self.inner.programs.read().map(|programs| Arc::clone(&programs)).unwrap_or_default()
    }

    pub(crate) fn set_programs(&self, programs: Programs) {
        if let Ok(mut current) = self.inner.programs.write() {
            *current = Arc::new(programs);
        }
    }

    pub(crate) fn changed(&self, tags: impl Into<Vec<Tag>>) {
        // Nobody may be listening.
        drop(self.inner.changes.send(tags.into()));
    }

    /// Folds events that somebody or something other than the shop's pages tells, at once: they wait for no barrier. Those that the log has are
    /// left out. Returns how many were new.
    pub(crate) async fn append(&self, make: impl FnOnce(&mut Tx<'_>) -> Vec<Event> + Send + 'static) -> Result<usize> {
        self.append_with(|tx| Ok(make(tx))).await
    }

    /// Finishes what an interrupted fold has left, so that nothing is decided on half a picture: what is below its barrier, and what waits to be
    /// judged again. Whoever calls holds [`Self::folding`]. Returns how many events went to the log.
    pub(crate) async fn finish_fold(&self) -> Result<u64> {
        let is_folding = self.db().is_folding().await?;
        if !is_folding && self.db().count_rejudges().await? == 0 {
            return Ok(0);
        }
        let waiting = if is_folding { Some(self.db().count_staged().await?) } else { None };
        let (db, programs, now) = (self.db().clone(), self.programs_in_force(), self.now());
        let finished = tokio::task::spawn_blocking(move || match waiting {
            Some(waiting) => crate::fold::fold_staged(&db, &programs, waiting, now, |_| {}),
            None => crate::fold::judge_again(&db, &programs, now),
        });
        finished.await.map_err(|_| AppError::Cancelled)?
    }

    /// As [`Self::append`], with what else has to stand in the same commit.
    pub(crate) async fn append_with(
        &self,
        make: impl FnOnce(&mut Tx<'_>) -> std::result::Result<Vec<Event>, DbError> + Send + 'static,
    ) -> Result<usize> {
        let _folding = self.inner.folding.lock().await;
        let (programs, now) = (self.programs_in_force(), self.now());
        self.finish_fold().await?;
        // What the shop tells can be read again; what a person says cannot, so it is on the disk before anybody is told that it is.
        let added = self.db().submit(Durability::Full, move |tx| {
            let mut fresh = Vec::new();
            let mut seen = std::collections::BTreeSet::new();
            for event in make(tx)? {
                if seen.insert(event.id) && !tx.is_logged(event.id)? {
                    // A page of a round that is not complete can have told the same.
                    tx.unstage(event.id)?;
                    fresh.push(event);
                }
            }
            let since = tx.last_seq();
            crate::fold::append(tx, &programs, &fresh, now)?;
            if fresh.iter().any(|event| matches!(event.fact, Fact::PayoutKnown { .. })) {
                crate::redeem::follow_known(tx, since)?;
            }
            // What this lets judge again stands with it or not at all.
            while crate::fold::rejudge_some(tx, &programs, now)? > 0 {}
            Ok(fresh.len())
        })?;
        let added = added.done().await?;
        if added > 0 {
            self.changed([Tag::Rewards, Tag::Referrals, Tag::Figures, Tag::Customers, Tag::Payouts]);
        }
        Ok(added)
    }
}
