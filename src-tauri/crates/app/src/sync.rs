//! Sync: reads the shop page by page, each in one transaction with its cursor, and folds what a complete round has staged.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::intake::Intake;
use crate::page::{ParsedPage, Stored};
use crate::view::{KindProgress, KindState, Phase, QuarantineRow, Round, Said, SyncStatus, Tag};
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use vouchsafe_connectors::saleor::{self, Shop};
use vouchsafe_db::{Cursor, Durability};
use vouchsafe_domain::engine;
use vouchsafe_domain::shop::Kind;
use vouchsafe_domain::time::Timestamp;

const LAST_SYNCED: &str = "last_synced_at";
/// The most rows of the quarantine that are shown.
const MOST_QUARANTINED: u32 = 500;

impl Desk {
    /// Reads everything that changed at the shop, and decides it once all kinds are read. Cancelling keeps the place where reading stopped.
    ///
    /// # Errors
    /// What the shop or the db says; [`AppError::Cancelled`]. What was read before stands, and the next call goes on from there.
    pub async fn sync(&self, shop: &Shop, progress: &watch::Sender<SyncStatus>, cancel: &CancellationToken) -> Result<Round> {
        let result = self.round(shop, progress, cancel).await;
        progress.send_modify(|status| match &result {
            Ok(_) => status.phase = Phase::Idle,
            Err(error) => {
                let cancelled = matches!(error, AppError::Cancelled);
                status.phase = if cancelled { Phase::Idle } else { Phase::Failed };
                status.error = (!cancelled).then(|| Said::from(error));
                for kind in status.kinds.iter_mut().filter(|kind| kind.state == KindState::Running) {
                    kind.state = if cancelled { KindState::Cancelled } else { KindState::Failed };
                    kind.error = (!cancelled).then(|| Said::from(error));
                    kind.eta_seconds = None;
                }
            }
        });
        self.changed([Tag::Sync, Tag::Desk]);
        result
    }

    async fn round(&self, shop: &Shop, progress: &watch::Sender<SyncStatus>, cancel: &CancellationToken) -> Result<Round> {
        let began_at = self.now();
        let status = SyncStatus { phase: Phase::Reading, error: None, ..self.sync_status().await? };
        progress.send_replace(SyncStatus {
            kinds: status.kinds.into_iter().map(|kind| KindProgress { state: KindState::Waiting, error: None, ..kind }).collect(),
            ..status
        });
        // A fold that was interrupted goes first: what it has begun to tell must be told in its order.
        let mut round = Round { events: self.fold_round(progress, None).await?, ..Round::default() };
        let known_until = self.begin_round(began_at).await?;
        for kind in Kind::ALL {
            self.read_kind(shop, kind, progress, cancel, &mut round).await?;
        }
        round.events += self.fold_round(progress, Some(known_until)).await?;
        Ok(round)
    }

    /// Begins a round, or goes on with the one that was not finished. A round reads what changed since the one before was begun. Returns when
    /// the round began: of a kind that was read before an interruption nothing later is known.
    async fn begin_round(&self, began_at: Timestamp) -> Result<Timestamp> {
        let cursors = self.db().cursors().await?;
        let is_complete = cursors.len() == Kind::ALL.len() && cursors.iter().all(|cursor| cursor.finished_at.is_some());
        if !cursors.is_empty() && !is_complete {
            return Ok(cursors.iter().map(|cursor| cursor.started_at).min().unwrap_or(began_at));
        }
        let before = move |kind| cursors.iter().find(|cursor| cursor.kind == kind).cloned();
        let fresh = Kind::ALL.map(|kind| {
            let before: Option<Cursor> = before(kind);
            let (round, watermark) = before.map_or((0, None), |cursor| (cursor.round, cursor.watermark));
            Cursor { kind, round: round + 1, since: watermark, after: None, seen: 0, total: None, watermark, started_at: began_at, finished_at: None }
        });
        self.db().write(move |tx| fresh.iter().try_for_each(|cursor| tx.put_cursor(cursor))).await?;
        Ok(began_at)
    }

    async fn read_kind(
        &self,
        shop: &Shop,
        kind: Kind,
        progress: &watch::Sender<SyncStatus>,
        cancel: &CancellationToken,
        round: &mut Round,
    ) -> Result<()> {
        let cursor = self.db().cursors().await?.into_iter().find(|cursor| cursor.kind == kind);
        let Some(cursor) = cursor.filter(|cursor| cursor.finished_at.is_none()) else {
            tell(progress, kind, |kind| kind.state = KindState::Done);
            return Ok(());
        };
        tell(progress, kind, |kind| kind.state = KindState::Running);
        let has_quarantine = self.db().count_quarantined().await? > 0;
        let mut intake = Intake::new(self.db().clone(), cursor, has_quarantine);
        let read = self.read_pages(shop, kind, progress, cancel, &mut intake).await;
        // What was read stands, whatever ended the reading.
        count(round, intake.finish(self.now()).await?);
        read?;
        let in_mirror = self.db().mirror_counts().await?.of(kind);
        tell(progress, kind, |kind| {
            kind.state = KindState::Done;
            kind.eta_seconds = None;
            kind.in_mirror = in_mirror;
        });
        self.changed([Tag::Sync]);
        Ok(())
    }

    async fn read_pages(
        &self,
        shop: &Shop,
        kind: Kind,
        progress: &watch::Sender<SyncStatus>,
        cancel: &CancellationToken,
        intake: &mut Intake,
    ) -> Result<()> {
        let place = intake.cursor();
        let mut pace = Pace::new(place.seen);
        let mut pages = shop.pages(kind, saleor::Cursor { since: place.since, after: place.after.clone() });
        loop {
            let page = tokio::select! {
                biased;
                () = cancel.cancelled() => Err(AppError::Cancelled),
                page = pages.next() => page.map_err(AppError::from),
            };
            let Some(page) = page? else { return Ok(()) };
            let settings = shop.settings().clone();
            let page = tokio::task::spawn_blocking(move || ParsedPage::parse(kind, page, &settings)).await.map_err(|_| AppError::Cancelled)??;
            intake.take(page, self.now()).await?;
            pace.tell(progress, kind, intake.cursor());
        }
    }

    /// Folds what is staged. `known_until` is the instant up to which the shop is known once it is folded: deadlines up to it pass.
    async fn fold_round(&self, progress: &watch::Sender<SyncStatus>, known_until: Option<Timestamp>) -> Result<u64> {
        let _folding = self.folding().lock().await;
        if known_until.is_none() && !self.db().is_folding().await? {
            return Ok(0);
        }
        let waiting = self.db().write(|tx| tx.raise_barrier()).await?;
        progress.send_modify(|status| {
            status.phase = Phase::Folding;
            status.folded = 0;
            status.to_fold = waiting;
        });
        let (db, programs, now, progress) = (self.db().clone(), self.programs_in_force(), self.now(), progress.clone());
        let told = move |done| progress.send_modify(|status| status.folded = done);
        let folded = tokio::task::spawn_blocking(move || {
            let folded = crate::fold::fold_staged(&db, &programs, waiting, now, told)?;
            match known_until {
                Some(at) => Ok(folded + let_pass(&db, &programs, at, now)?),
                None => Ok::<_, AppError>(folded),
            }
        });
        let folded = folded.await.map_err(|_| AppError::Cancelled)??;
        if let Some(at) = known_until {
            self.db().write(move |tx| tx.set(LAST_SYNCED, &at.to_string())).await?;
        }
        if folded > 0 {
            self.changed([Tag::Rewards, Tag::Referrals, Tag::Figures, Tag::Desk]);
        }
        Ok(folded)
    }

    /// How reading the shop stood when the db was last written.
    ///
    /// # Errors
    /// What the db says.
    pub async fn sync_status(&self) -> Result<SyncStatus> {
        let last_synced_at = self.db().setting(LAST_SYNCED).await?.and_then(|text| Timestamp::parse(&text).ok());
        let mut status = SyncStatus { last_synced_at, quarantined: self.db().count_quarantined().await?, ..SyncStatus::default() };
        for row in self.db().sync_rows().await? {
            let (kind, cursor) = (row.kind, row.cursor);
            let state = match &cursor {
                None => KindState::Idle,
                Some(cursor) if cursor.finished_at.is_some() => KindState::Done,
                Some(_) => KindState::Cancelled,
            };
            status.kinds.push(KindProgress {
                kind,
                state,
                rows: cursor.as_ref().map_or(0, |cursor| cursor.seen),
                total: cursor.as_ref().and_then(|cursor| cursor.total),
                eta_seconds: None,
                in_mirror: row.in_mirror,
                watermark: cursor.as_ref().and_then(|cursor| cursor.watermark),
                error: None,
            });
        }
        Ok(status)
    }

    /// The rows that wait for repair.
    ///
    /// # Errors
    /// What the db says.
    pub async fn quarantine(&self) -> Result<Vec<QuarantineRow>> {
        let rows = self.db().quarantined(0, MOST_QUARANTINED).await?;
        let shown = |row: vouchsafe_db::Quarantined| QuarantineRow {
            kind: row.kind,
            source_id: row.source_id,
            at: row.at,
            reason: Said { code: row.code, args: row.args },
        };
        Ok(rows.into_iter().map(|row| shown(row.row)).collect())
    }
}

fn tell(progress: &watch::Sender<SyncStatus>, kind: Kind, change: impl FnOnce(&mut KindProgress)) {
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

/// Lets the deadlines up to an instant pass. Where there is none, nothing is written.
fn let_pass(db: &vouchsafe_db::Db, programs: &vouchsafe_domain::program::Programs, at: Timestamp, now: Timestamp) -> Result<u64> {
    let programs = programs.clone();
    let pending = db.submit(Durability::Normal, move |tx| {
        let due = tx.load_deadlines_until(at, &mut Default::default())?;
        let passing = engine::time_passed(at);
        if due.is_empty() || tx.is_logged(passing.id)? {
            return Ok(0);
        }
        crate::fold::append(tx, &programs, &[passing], now)?;
        Ok(due.len() as u64)
    })?;
    Ok(pending.wait()?)
}

/// How fast a kind is read, for the time that the rest will take.
struct Pace {
    began: Instant,
    from: u64,
}

impl Pace {
    fn new(from: u64) -> Self {
        Self { began: Instant::now(), from }
    }

    fn tell(&mut self, progress: &watch::Sender<SyncStatus>, kind: Kind, cursor: &Cursor) {
        let read = cursor.seen.saturating_sub(self.from);
        let left = cursor.total.map(|total| total.saturating_sub(cursor.seen));
        let millis = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let eta = left.filter(|_| read > 0).map(|left| left.saturating_mul(millis) / read / 1_000);
        tell(progress, kind, |entry| {
            entry.rows = cursor.seen;
            entry.total = cursor.total;
            entry.eta_seconds = eta;
            entry.watermark = cursor.watermark;
        });
    }
}
