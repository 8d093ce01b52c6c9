//! Sync: a round reads every kind of record, then whatever has to be read by its ids, and decides once the picture is whole.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::reading::is_about_the_shop;
use crate::view::{KindProgress, KindState, Phase, Round, Said, SyncStatus, Tag};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vouchsafe_connectors::saleor::{Health, Shop};
use vouchsafe_db::{Cursor, Durability};
use vouchsafe_domain::engine;
use vouchsafe_domain::shop::Kind;
use vouchsafe_domain::time::Timestamp;

const LAST_SYNCED: &str = "last_synced_at";

impl Desk {
    /// Reads everything that changed at the shop, and decides it once all kinds are read. Cancelling keeps the place where reading stopped. A
    /// kind that fails keeps its place, too, and the others are read all the same; then nothing is decided, because half a picture lies.
    ///
    /// # Errors
    /// What the shop or the db says; [`AppError::Cancelled`]. What was read before stands, and the next call goes on from there.
    pub async fn sync(&self, shop: &Shop, progress: &watch::Sender<SyncStatus>, cancel: &CancellationToken) -> Result<Round> {
        let is_first = self.last_synced_at().await?.is_none();
        let read = {
            let _reading = self.reading().lock().await;
            let read = self.round(shop, progress, cancel).await;
            self.log_end(shop, &read).await;
            read
        };
        let result = match read {
            // What was just read for the first time needs no comparison yet.
            Ok(mut round) if !is_first => self.check_what_is_due(shop, progress, cancel, &mut round).await.map(|()| round),
            read => read,
        };
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
        let to_repair = self.due_for_repair().await?;
        self.read_kinds(shop, progress, cancel, &mut round).await?;
        let known_until = self.round_began(shop, known_until).await?;
        self.repair_some(shop, to_repair, known_until, cancel, &mut round).await?;
        self.reread_orders(shop, known_until, cancel, &mut round).await?;
        self.tell_expired(known_until).await?;
        round.events += self.fold_round(progress, Some(known_until)).await?;
        Ok(round)
    }

    /// Reads every kind. One that fails does not keep the others from being read, but the round is not whole then.
    async fn read_kinds(&self, shop: &Shop, progress: &watch::Sender<SyncStatus>, cancel: &CancellationToken, round: &mut Round) -> Result<()> {
        let mut first = None;
        for kind in Kind::ALL {
            match self.read_kind(shop, kind, progress, cancel, round).await {
                Ok(()) => {}
                Err(error @ AppError::Shop(_)) => {
                    self.kind_failed(kind, &error, progress).await?;
                    let hopeless = matches!(&error, AppError::Shop(error) if is_about_the_shop(error));
                    first.get_or_insert(error);
                    if hopeless {
                        break;
                    }
                }
                Err(error) => return Err(error),
            }
        }
        first.map_or(Ok(()), Err)
    }

    /// Begins a round, or goes on with the one that was not finished. A round reads what changed since the one before was begun. Returns when
    /// the round began: of a kind that was read before an interruption nothing later is known.
    async fn begin_round(&self, began_at: Timestamp) -> Result<Timestamp> {
        let cursors = self.db().cursors().await?;
        if !cursors.is_empty() && !is_whole(&cursors) {
            self.log(None, "round_goes_on", [], None).await?;
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

    /// Folds what is staged. `known_until` is the instant up to which the shop is known once it is folded: deadlines up to it pass, and what
    /// happened later waits.
    pub(crate) async fn fold_round(&self, progress: &watch::Sender<SyncStatus>, known_until: Option<Timestamp>) -> Result<u64> {
        let _folding = self.folding().lock().await;
        let Some(at) = known_until else { return self.finish_fold().await };
        let raised = self.db().write(move |tx| {
            let waiting = tx.raise_barrier(Some(at))?;
            tx.fold_by(crate::fold::commit_size(waiting))?;
            Ok(waiting)
        });
        let waiting = raised.await?;
        progress.send_modify(|status| {
            status.phase = Phase::Folding;
            status.folded = 0;
            status.to_fold = waiting;
        });
        let (db, programs, now, progress) = (self.db().clone(), self.programs_in_force(), self.now(), progress.clone());
        let told = move |done| progress.send_modify(|status| status.folded = done);
        let folded = tokio::task::spawn_blocking(move || {
            let folded = crate::fold::fold_staged(&db, &programs, waiting, now, told)?;
            Ok::<_, AppError>(folded + let_pass(&db, &programs, at, now)?)
        });
        let folded = folded.await.map_err(|_| AppError::Cancelled)??;
        self.db().write(move |tx| tx.set(LAST_SYNCED, &at.to_string())).await?;
        if folded > 0 {
            self.changed([Tag::Rewards, Tag::Referrals, Tag::Figures, Tag::Customers, Tag::Payouts, Tag::Desk]);
        }
        Ok(folded)
    }

    /// Folds what is staged outside a round, unless one is half read: then it waits for that one's end.
    pub(crate) async fn fold_what_is_whole(&self) -> Result<u64> {
        match self.last_synced_at().await? {
            Some(at) if is_whole(&self.db().cursors().await?) => self.fold_round(&watch::Sender::new(SyncStatus::default()), Some(at)).await,
            _ => Ok(0),
        }
    }

    /// The instant up to which the shop was known when the last round was complete.
    pub(crate) async fn last_synced_at(&self) -> Result<Option<Timestamp>> {
        Ok(self.db().setting(LAST_SYNCED).await?.and_then(|text| Timestamp::parse(&text).ok()))
    }

    /// The same for what has to have an instant: the beginning of time before the first round.
    pub(crate) async fn known_until(&self) -> Result<Timestamp> {
        Ok(self.last_synced_at().await?.unwrap_or(Timestamp::EPOCH))
    }

    /// How reading the shop stood when the db was last written.
    ///
    /// # Errors
    /// What the db says.
    pub async fn sync_status(&self) -> Result<SyncStatus> {
        let last_synced_at = self.last_synced_at().await?;
        let (quarantined, queued) = (self.db().count_quarantined().await?, self.db().count_rejudges().await?);
        let mut status = SyncStatus { last_synced_at, quarantined, queued, ..SyncStatus::default() };
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

    /// Writes into the log how a round ended, and how the shop has been answering where that was not well.
    async fn log_end(&self, shop: &Shop, result: &Result<Round>) {
        let health = shop.health();
        let said = match result {
            Ok(round) => {
                let figures = [("rows", round.rows), ("changed", round.changed), ("refused", round.refused), ("events", round.events)];
                self.log(None, "round_done", figures.map(|(name, figure)| (name, figure.to_string())), None).await
            }
            Err(AppError::Cancelled) => self.log(None, "round_stopped", [], None).await,
            Err(error) => self.log(None, "round_failed", [], Some(Said::from(error))).await,
        };
        let told = match health {
            Health::Good => said,
            health => self.log(None, &format!("shop_{}", health.code()), [("seconds", seconds(health))], None).await,
        };
        // A log that cannot be written is no reason for a round to fail; what kept it from being written shows elsewhere.
        if let Err(error) = told {
            tracing::warn!(%error, "sync log");
        }
    }
}

fn seconds(health: Health) -> String {
    health.args().into_iter().find(|(name, _)| *name == "seconds").map_or_else(|| "0".to_owned(), |(_, value)| value)
}

/// Whether every kind was read to the end of its round.
fn is_whole(cursors: &[Cursor]) -> bool {
    cursors.len() == Kind::ALL.len() && cursors.iter().all(|cursor| cursor.finished_at.is_some())
}

/// Lets the deadlines up to an instant pass. Where there is none, nothing is written.
fn let_pass(db: &vouchsafe_db::Db, programs: &vouchsafe_domain::program::Programs, at: Timestamp, now: Timestamp) -> Result<u64> {
    let programs = programs.clone();
    let pending = db.submit(Durability::Normal, move |tx| {
        let passing = engine::time_passed(at);
        if tx.is_logged(passing.id)? {
            return Ok(0);
        }
        let due = tx.load_deadlines_until(at, &mut Default::default())?;
        if due.is_empty() {
            return Ok(0);
        }
        crate::fold::append(tx, &programs, &[passing], now)?;
        Ok(due.len() as u64)
    })?;
    Ok(pending.wait()?)
}
