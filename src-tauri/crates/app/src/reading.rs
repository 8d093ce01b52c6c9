//! Reading one kind of record: page after page, each stored in one transaction with its cursor.

use crate::by_id::{AT_ONCE, Asked};
use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::intake::Intake;
use crate::page::{ParsedPage, Stored};
use crate::view::{KindProgress, KindState, Round, Said, SyncStatus, Tag};
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use vouchsafe_connectors::saleor::{self, Shop, ShopError};
use vouchsafe_db::{Cursor, RowName};
use vouchsafe_domain::shop::{Kind, ShopId};
use vouchsafe_domain::time::Timestamp;

/// From how many seconds of difference on a desk's clock is worth a sentence.
const FAR_OFF: i64 = 3_600;

/// Two clocks that need not agree.
impl Desk {
    /// The instant at the shop, as its last answer told it; the desk's own where that told nothing.
    pub(crate) fn time_at(&self, shop: &Shop) -> Timestamp {
        let now = self.now();
        let seconds = shop.clock_skew(now).unwrap_or(0);
        Timestamp::from_micros(now.micros().saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// The desk's instant, and no later than it is at the shop: a clock that is ahead would say that the shop is known further than it is.
    pub(crate) fn now_at_most(&self, shop: &Shop) -> Timestamp {
        self.now().min(self.time_at(shop))
    }

    /// When the round under way began, after its kinds were read: by the desk's clock, and no later than the shop's clock said at the first page.
    /// A clock that is far off is told in the log.
    pub(crate) async fn round_began(&self, shop: &Shop, by_the_desk: Timestamp) -> Result<Timestamp> {
        let skew = shop.clock_skew(self.now()).unwrap_or(0);
        if skew.abs() > FAR_OFF {
            let code = if skew < 0 { "clock_ahead" } else { "clock_behind" };
            self.log(None, code, [("minutes", ((skew.abs() + 30) / 60).to_string())], None).await?;
        }
        let told = self.db().cursors().await?.into_iter().map(|cursor| cursor.started_at).min();
        Ok(told.map_or(by_the_desk, |told| told.min(by_the_desk)))
    }
}

impl Desk {
    /// Reads a kind to its end, from where its cursor stands. A place that the shop no longer knows is begun anew, once.
    pub(crate) async fn read_kind(
        &self,
        shop: &Shop,
        kind: Kind,
        progress: &watch::Sender<SyncStatus>,
        cancel: &CancellationToken,
        round: &mut Round,
    ) -> Result<()> {
        let Some(cursor) = self.open_cursor(kind).await? else {
            tell(progress, kind, |kind| kind.state = KindState::Done);
            return Ok(());
        };
        tell(progress, kind, |kind| kind.state = KindState::Running);
        let is_listed_anew = |cursor: &Cursor| shop.info().can.has(kind) && !shop.info().can.is_incremental(kind) && cursor.after.is_none();
        let mut listing = is_listed_anew(&cursor).then(Vec::new);
        let mut read = self.read_from(shop, cursor, progress, cancel, &mut listing, round).await;
        if matches!(read, Err(AppError::Shop(ShopError::CursorInvalid)))
            && let Some(lost) = self.open_cursor(kind).await?.filter(|cursor| cursor.after.is_some())
        {
            self.log(Some(kind), "place_lost", [], None).await?;
            let anew = Cursor { after: None, seen: 0, ..lost };
            let kept = anew.clone();
            self.db().write(move |tx| tx.put_cursor(&kept)).await?;
            listing = is_listed_anew(&anew).then(Vec::new);
            read = self.read_from(shop, anew, progress, cancel, &mut listing, round).await;
        }
        read?;
        if let Some(seen) = listing {
            self.find_gone(shop, kind, seen, cancel, round).await?;
        }
        let in_mirror = self.db().mirror_counts().await?.of(kind);
        tell(progress, kind, |kind| {
            kind.state = KindState::Done;
            kind.eta_seconds = None;
            kind.in_mirror = in_mirror;
        });
        self.changed([Tag::Sync]);
        Ok(())
    }

    /// The cursor of a kind that is still to be read in this round.
    async fn open_cursor(&self, kind: Kind) -> Result<Option<Cursor>> {
        let cursor = self.db().cursors().await?.into_iter().find(|cursor| cursor.kind == kind);
        Ok(cursor.filter(|cursor| cursor.finished_at.is_none()))
    }

    async fn read_from(
        &self,
        shop: &Shop,
        cursor: Cursor,
        progress: &watch::Sender<SyncStatus>,
        cancel: &CancellationToken,
        listing: &mut Option<Vec<ShopId>>,
        round: &mut Round,
    ) -> Result<()> {
        let (kind, place) = (cursor.kind, saleor::Cursor { since: cursor.since, after: cursor.after.clone() });
        let has_quarantine = self.db().count_quarantined().await? > 0;
        let mut pace = Pace { began: Instant::now(), from: cursor.seen, in_mirror: self.db().mirror_counts().await?.of(kind) };
        let mut intake = Intake::new(self.db().clone(), cursor, has_quarantine);
        let read = self.read_pages(shop, kind, place, progress, cancel, listing, &mut pace, &mut intake).await;
        // What was read stands, whatever ended the reading.
        let stored = intake.finish(self.now_at_most(shop)).await?;
        count(round, stored);
        if stored.refused > 0 {
            self.log(Some(kind), "set_aside", [("rows", stored.refused.to_string())], None).await?;
        }
        read
    }

    #[expect(clippy::too_many_arguments, reason = "what one loop works on")]
    async fn read_pages(
        &self,
        shop: &Shop,
        kind: Kind,
        place: saleor::Cursor,
        progress: &watch::Sender<SyncStatus>,
        cancel: &CancellationToken,
        listing: &mut Option<Vec<ShopId>>,
        pace: &mut Pace,
        intake: &mut Intake,
    ) -> Result<()> {
        let mut pages = shop.pages(kind, place);
        loop {
            let page = tokio::select! {
                biased;
                () = cancel.cancelled() => Err(AppError::Cancelled),
                page = pages.next() => page.map_err(AppError::from),
            };
            let Some(page) = page? else { return Ok(()) };
            let settings = shop.settings().clone();
            let page = tokio::task::spawn_blocking(move || ParsedPage::parse(kind, page, &settings)).await.map_err(|_| AppError::Cancelled)??;
            if let Some(seen) = listing {
                seen.extend(page.ids());
                seen.extend(page.refused().iter().map(|row| ShopId::parse(&row.source_id)));
            }
            intake.take(page.told_at(self.time_at(shop)), self.now_at_most(shop)).await?;
            pace.tell(progress, kind, intake);
        }
    }

    /// Finds what a full listing no longer names, and asks for it by its ids before it counts as gone: a row can slip between two pages.
    async fn find_gone(&self, shop: &Shop, kind: Kind, seen: Vec<ShopId>, cancel: &CancellationToken, round: &mut Round) -> Result<()> {
        let names = seen.into_iter().map(|id| RowName { id, number: None, owner: None }).collect();
        let mut rows: Vec<i64> = self.db().held(kind, names).await?.into_iter().flatten().map(|held| held.row).collect();
        rows.sort_unstable();
        let (_, unseen) = self.db().tally(kind, rows).await?;
        let missing = self.db().shop_ids(kind, unseen).await?;
        let asked: Vec<Asked> = missing.into_iter().map(|(row, id)| Asked { id, row: Some(row) }).collect();
        let (known_until, mut gone) = (self.known_until().await?, 0);
        for chunk in asked.chunks(AT_ONCE) {
            let back = self.read_by_id(shop, kind, chunk.to_vec(), known_until, cancel).await?;
            back.count(round);
            gone += back.gone;
        }
        if gone > 0 {
            self.log(Some(kind), "gone", [("rows", gone.to_string())], None).await?;
        }
        Ok(())
    }

    /// Tells that a kind could not be read to its end, and why; its place is kept.
    pub(crate) async fn kind_failed(&self, kind: Kind, error: &AppError, progress: &watch::Sender<SyncStatus>) -> Result<()> {
        let said = Said::from(error);
        let shown = said.clone();
        tell(progress, kind, move |entry| {
            entry.state = KindState::Failed;
            entry.error = Some(shown);
            entry.eta_seconds = None;
        });
        self.log(Some(kind), "kind_failed", [], Some(said)).await
    }
}

pub(crate) fn tell(progress: &watch::Sender<SyncStatus>, kind: Kind, change: impl FnOnce(&mut KindProgress)) {
    progress.send_modify(|status| {
        if let Some(entry) = status.kinds.iter_mut().find(|entry| entry.kind == kind) {
            change(entry);
        }
    });
}

const fn count(round: &mut Round, stored: Stored) {
    round.rows += stored.rows;
    round.changed += stored.changed;
    round.refused += stored.refused;
}

/// How fast a kind is read, for the time that the rest will take.
struct Pace {
    began: Instant,
    from: u64,
    /// Rows in the mirror when reading began.
    in_mirror: u64,
}

impl Pace {
    fn tell(&self, progress: &watch::Sender<SyncStatus>, kind: Kind, intake: &Intake) {
        let cursor = intake.cursor();
        let read = cursor.seen.saturating_sub(self.from);
        let left = cursor.total.map(|total| total.saturating_sub(cursor.seen));
        let millis = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let eta = left.filter(|_| read > 0).map(|left| left.saturating_mul(millis) / read / 1_000);
        let in_mirror = self.in_mirror + intake.stored().new;
        tell(progress, kind, |entry| {
            entry.rows = cursor.seen;
            entry.total = cursor.total;
            entry.eta_seconds = eta;
            entry.in_mirror = in_mirror;
            entry.watermark = cursor.watermark;
        });
    }
}

/// Whether the shop as a whole cannot be read, so that asking for the other kinds would come to the same.
pub(crate) const fn is_about_the_shop(error: &ShopError) -> bool {
    matches!(
        error,
        ShopError::BadUrl { .. }
            | ShopError::Unreachable { .. }
            | ShopError::NotSaleor { .. }
            | ShopError::Redirected { .. }
            | ShopError::TooOld { .. }
            | ShopError::TokenRefused { .. }
            | ShopError::TimedOut { .. }
            | ShopError::RateLimited { .. }
            | ShopError::Resting { .. }
    )
}
