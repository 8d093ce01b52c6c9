//! The full check: every id at the shop against every id here, month by month of creation. What differs is read again, what is missing there
//! is asked for once more and then counts as gone.

use crate::by_id::{AT_ONCE, Asked};
use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::patience::pause;
use crate::reading::{is_about_the_shop, tell};
use crate::view::{Completeness, KindState, Phase, Round, Said, SyncStatus, Tag};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vouchsafe_connectors::saleor::{Listed, Shop};
use vouchsafe_db::{CheckTimes, Checked, Held, RowName, Tally};
use vouchsafe_domain::shop::Kind;
use vouchsafe_domain::time::{Span, Timestamp};

const EVERY_HOURS: &str = "full_check_hours";
const DEFAULT_HOURS: u32 = 24;
const CHECKED_AT: &str = "full_checked_at";

/// What the shop lists of a kind, held against the mirror.
#[derive(Default)]
struct Listing {
    there: Tally,
    /// The mirror's rows that the shop listed.
    seen: Vec<i64>,
    /// Rows that the mirror lacks or holds as of another time.
    differing: Vec<Listed>,
}

impl Desk {
    /// Compares all ids with the shop's and mends what differs, then judges what that tells. The kind whose last check is the oldest comes first, and
    /// what was checked stays checked whatever becomes of the others. Between two kinds a round can be read.
    ///
    /// # Errors
    /// What the shop or the db says; [`AppError::Cancelled`], at once. What was mended before stands.
    pub async fn full_check(&self, shop: &Shop, progress: &watch::Sender<SyncStatus>, cancel: &CancellationToken) -> Result<Completeness> {
        progress.send_replace(SyncStatus { phase: Phase::Reading, ..self.sync_status().await? });
        let kinds = oldest_first(shop, self.db().check_times().await?).into_iter().map(|times| times.kind).collect();
        let checked = self.check_kinds(shop, kinds, progress, cancel, &mut Round::default()).await;
        progress.send_modify(|status| {
            status.phase = if checked.is_err() { Phase::Failed } else { Phase::Idle };
            status.error = checked.as_ref().err().filter(|error| !matches!(error, AppError::Cancelled)).map(Said::from);
        });
        self.changed([Tag::Sync, Tag::Desk]);
        checked?;
        self.completeness().await
    }

    /// Checks the kinds whose check is due, after a round. A shop that fails in it fails the check and not the round, which is whole already.
    pub(crate) async fn check_what_is_due(
        &self,
        shop: &Shop,
        progress: &watch::Sender<SyncStatus>,
        cancel: &CancellationToken,
        round: &mut Round,
    ) -> Result<()> {
        let (hours, now) = (self.full_check_hours().await?, self.now_at_most(shop));
        let due = oldest_first(shop, self.db().check_times().await?).into_iter().filter(|times| is_due(times, hours, now));
        let kinds: Vec<Kind> = due.map(|times| times.kind).collect();
        if kinds.is_empty() {
            return Ok(());
        }
        match self.check_kinds(shop, kinds, progress, cancel, round).await {
            // The log tells it.
            Err(AppError::Shop(_)) => Ok(()),
            checked => checked,
        }
    }

    /// Since when every kind that the shop lists has been compared: when the one was whose last check is the oldest.
    pub(crate) async fn full_checked_at(&self) -> Result<Option<Timestamp>> {
        Ok(self.db().setting(CHECKED_AT).await?.and_then(|text| Timestamp::parse(&text).ok()))
    }

    /// After how many hours a sync compares all ids again.
    ///
    /// # Errors
    /// What the db says.
    pub async fn full_check_hours(&self) -> Result<u32> {
        Ok(self.db().setting(EVERY_HOURS).await?.and_then(|text| text.parse().ok()).unwrap_or(DEFAULT_HOURS))
    }

    /// Sets after how many hours a sync compares all ids again.
    ///
    /// # Errors
    /// What the db says.
    pub async fn set_full_check_hours(&self, hours: u32) -> Result<()> {
        self.db().write(move |tx| tx.set(EVERY_HOURS, &hours.to_string())).await?;
        self.changed([Tag::Sync]);
        Ok(())
    }

    async fn check_kinds(
        &self,
        shop: &Shop,
        kinds: Vec<Kind>,
        progress: &watch::Sender<SyncStatus>,
        cancel: &CancellationToken,
        round: &mut Round,
    ) -> Result<()> {
        progress.send_modify(|status| status.is_checking = true);
        let mut checked = self.check_each(shop, kinds, progress, cancel, round).await;
        // Whoever stops it waits for nothing; the next round judges what was mended.
        if !matches!(checked, Err(AppError::Cancelled))
            && let Some(_reading) = cancel.run_until_cancelled(self.reading().lock()).await
        {
            let folded = self.fold_what_is_whole().await;
            checked = checked.and(folded.map(|events| round.events += events));
        }
        progress.send_modify(|status| status.is_checking = false);
        checked
    }

    /// Checks kind after kind. One that fails does not keep the others from being checked.
    async fn check_each(
        &self,
        shop: &Shop,
        kinds: Vec<Kind>,
        progress: &watch::Sender<SyncStatus>,
        cancel: &CancellationToken,
        round: &mut Round,
    ) -> Result<()> {
        let mut first = None;
        for kind in kinds {
            tell(progress, kind, |entry| entry.state = KindState::Running);
            let checked = self.until_cancelled(cancel, self.check_kind(shop, kind, cancel, round)).await;
            let ended = match &checked {
                Ok(()) => KindState::Done,
                Err(AppError::Cancelled) => KindState::Cancelled,
                Err(_) => KindState::Failed,
            };
            tell(progress, kind, |entry| entry.state = ended);
            let Err(error) = checked else { continue };
            self.check_failed(shop, kind, &error).await?;
            let AppError::Shop(fault) = &error else { return Err(error) };
            let is_hopeless = is_about_the_shop(fault);
            first.get_or_insert(error);
            if is_hopeless {
                break;
            }
        }
        if let Some(error) = first {
            return Err(error);
        }
        // Orders of accounts that are gone, and whatever else was found to be looked at.
        let reread = self.until_cancelled(cancel, async {
            let known_until = self.known_until().await?;
            self.reread_orders(shop, known_until, cancel, round).await
        });
        let reread = reread.await;
        if let Err(error @ AppError::Shop(_)) = &reread {
            self.log(None, "full_check_failed", [], Some(Said::from(error))).await?;
        }
        reread
    }

    /// Reads the shop with nobody else doing so, and lets go at once when it is to stop. What was written by then stands.
    async fn until_cancelled(&self, cancel: &CancellationToken, reading: impl Future<Output = Result<()>>) -> Result<()> {
        let alone = async {
            let _reading = self.reading().lock().await;
            reading.await
        };
        cancel.run_until_cancelled(alone).await.unwrap_or(Err(AppError::Cancelled))
    }

    /// Notes that a kind could not be checked, so that rounds leave it alone for a while.
    async fn check_failed(&self, shop: &Shop, kind: Kind, error: &AppError) -> Result<()> {
        if !matches!(error, AppError::Shop(_) | AppError::Cancelled) {
            return Ok(());
        }
        let at = self.now_at_most(shop);
        self.db().write(move |tx| tx.check_failed(kind, at)).await?;
        match error {
            AppError::Shop(_) => self.log(Some(kind), "full_check_failed", [], Some(Said::from(error))).await,
            _ => Ok(()),
        }
    }

    async fn check_kind(&self, shop: &Shop, kind: Kind, cancel: &CancellationToken, round: &mut Round) -> Result<()> {
        let known_until = self.known_until().await?;
        let mut listing = self.list(shop, kind, cancel).await?;
        listing.seen.sort_unstable();
        let mut mended = 0;
        for rows in std::mem::take(&mut listing.differing).chunks(AT_ONCE) {
            let asked = rows.iter().map(|row| Asked { id: row.id.clone(), row: None }).collect();
            let back = self.read_by_id(shop, kind, asked, known_until, cancel).await?;
            back.count(round);
            mended += back.stored.changed;
            let held = self.held(kind, rows).await?;
            for (row, held) in rows.iter().zip(held) {
                // What went while we looked is found to be gone below; what still cannot be read stays unequal.
                if !back.absent.contains(&row.id) {
                    listing.count(row, held.filter(|held| !held.is_gone));
                }
            }
        }
        listing.seen.sort_unstable();
        let (_, unseen) = self.db().tally(kind, listing.seen.clone()).await?;
        for (rows, asked) in self.missing(kind, unseen).await? {
            let back = self.read_by_id(shop, kind, asked, known_until, cancel).await?;
            back.count(round);
            mended += back.gone;
            if back.absent.len() < rows.len() {
                self.recount(kind, rows, &mut listing).await?;
            }
        }
        let (here, _) = self.db().tally(kind, Vec::new()).await?;
        let months = here.compare(&listing.there);
        let unequal = months.iter().filter(|month| !month.is_equal).count();
        let args = [
            ("here", here.rows().to_string()),
            ("there", listing.there.rows().to_string()),
            ("mended", mended.to_string()),
            ("unequal", unequal.to_string()),
        ];
        let checked = Checked { kind, at: self.now_at_most(shop), mended, months };
        let listed: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| shop.info().can.has(*kind)).collect();
        let put = self.db().write(move |tx| {
            tx.put_checked(&checked)?;
            // The last of them makes the whole.
            let since = tx.oldest_check(&listed)?;
            since.map_or(Ok(()), |at| tx.set(CHECKED_AT, &at.to_string()))
        });
        put.await?;
        self.log(Some(kind), "full_check", args, None).await
    }

    /// Lists all ids of a kind at the shop and holds each against the mirror.
    async fn list(&self, shop: &Shop, kind: Kind, cancel: &CancellationToken) -> Result<Listing> {
        let (mut listing, mut after) = (Listing::default(), None);
        loop {
            let page = tokio::select! {
                biased;
                () = cancel.cancelled() => Err(AppError::Cancelled),
                page = shop.fetch_ids(kind, after.as_deref()) => page.map_err(AppError::from),
            }?;
            let held = self.held(kind, &page.rows).await?;
            for (row, held) in page.rows.into_iter().zip(held) {
                match held {
                    Some(held) if !held.is_gone && held.has_owner && held.updated == row.updated => listing.count(&row, Some(held)),
                    // One that we hold as of a later time was read after it was listed, or the shop came back from a backup: asking tells.
                    _ => listing.differing.push(row),
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(listing);
            }
        }
    }

    async fn held(&self, kind: Kind, rows: &[Listed]) -> Result<Vec<Option<Held>>> {
        let names = rows.iter().map(|row| RowName { id: row.id.clone(), number: row.number.clone(), owner: row.owner.clone() }).collect();
        Ok(self.db().held(kind, names).await?)
    }

    /// The rows that the shop did not list, in parts that can be asked for at once.
    async fn missing(&self, kind: Kind, unseen: Vec<i64>) -> Result<Vec<(Vec<i64>, Vec<Asked>)>> {
        let ids = self.db().shop_ids(kind, unseen).await?;
        let part = |part: &[(i64, vouchsafe_domain::shop::ShopId)]| {
            (part.iter().map(|(row, _)| *row).collect(), part.iter().map(|(row, id)| Asked { id: id.clone(), row: Some(*row) }).collect())
        };
        Ok(ids.chunks(AT_ONCE).map(part).collect())
    }

    /// Counts what the list had left out and the shop still has.
    async fn recount(&self, kind: Kind, rows: Vec<i64>, listing: &mut Listing) -> Result<()> {
        for (row, updated, created) in self.db().places(kind, rows).await? {
            listing.there.add(row, updated, created);
        }
        Ok(())
    }
}

/// The kinds that the shop lists, those first that were never or longest ago compared.
fn oldest_first(shop: &Shop, times: Vec<CheckTimes>) -> Vec<CheckTimes> {
    let mut listed: Vec<CheckTimes> = times.into_iter().filter(|times| shop.info().can.has(times.kind)).collect();
    listed.sort_by_key(|times| times.checked_at);
    listed
}

/// Whether a kind was compared longer ago than the setting allows, and was left alone since a check of it failed.
fn is_due(times: &CheckTimes, hours: u32, now: Timestamp) -> bool {
    // What was written down by a clock that was ahead says nothing.
    let is_old = times.checked_at.is_none_or(|at| at > now || at.plus(Span::minutes(hours.saturating_mul(60))) <= now);
    is_old && times.tried_at.is_none_or(|at| at > now || at.plus(pause(times.tries)) <= now)
}

impl Listing {
    /// Counts a row that the shop has. Of one that we hold, the later time of change is the shop's: it was read after it was listed.
    fn count(&mut self, row: &Listed, held: Option<Held>) {
        let updated = row.updated.max(held.and_then(|held| held.updated));
        self.there.add(held.map_or(NOT_HELD, |held| held.row), updated, row.created);
        self.seen.extend(held.map(|held| held.row));
    }
}

/// What stands for a row that the mirror does not hold; no row has this number.
const NOT_HELD: i64 = i64::MIN;
