//! The full check: every id at the shop against every id here, month by month of creation. What differs is read again, what is missing there
//! is asked for once more and then counts as gone.

use crate::by_id::{AT_ONCE, Asked};
use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::reading::tell;
use crate::view::{Completeness, KindState, Phase, Round, Said, SyncStatus, Tag};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vouchsafe_connectors::saleor::{Listed, Shop};
use vouchsafe_db::{Checked, Held, RowName, Tally};
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
    /// Compares all ids with the shop's and mends what differs, then judges what that tells.
    ///
    /// # Errors
    /// What the shop or the db says; [`AppError::Cancelled`]. What was mended before stands.
    pub async fn full_check(&self, shop: &Shop, progress: &watch::Sender<SyncStatus>, cancel: &CancellationToken) -> Result<Completeness> {
        let _reading = self.reading().lock().await;
        progress.send_replace(SyncStatus { phase: Phase::Reading, ..self.sync_status().await? });
        let (known_until, mut round) = (self.known_until().await?, Round::default());
        let checked = self.check_kinds(shop, known_until, progress, cancel, &mut round).await;
        progress.send_modify(|status| {
            status.phase = if checked.is_err() { Phase::Failed } else { Phase::Idle };
            status.error = checked.as_ref().err().filter(|error| !matches!(error, AppError::Cancelled)).map(Said::from);
        });
        let checked = checked.and(self.fold_what_is_whole().await.map(drop));
        self.changed([Tag::Sync, Tag::Desk]);
        checked?;
        self.completeness().await
    }

    /// The full check of a round. A shop that fails in it fails the check and not the round, which is whole already.
    pub(crate) async fn full_check_within(
        &self,
        shop: &Shop,
        known_until: Timestamp,
        progress: &watch::Sender<SyncStatus>,
        cancel: &CancellationToken,
        round: &mut Round,
    ) -> Result<()> {
        match self.check_kinds(shop, known_until, progress, cancel, round).await {
            Ok(()) => {}
            Err(error @ AppError::Shop(_)) => self.log(None, "full_check_failed", [], Some(Said::from(&error))).await?,
            Err(error) => return Err(error),
        }
        round.events += self.fold_round(progress, Some(known_until)).await?;
        Ok(())
    }

    /// Whether the last full check is older than the setting allows.
    pub(crate) async fn is_full_check_due(&self) -> Result<bool> {
        let hours = self.full_check_hours().await?;
        let last = self.full_checked_at().await?;
        Ok(last.is_none_or(|last| last.plus(Span::minutes(hours.saturating_mul(60))) <= self.now()))
    }

    /// When all kinds that the shop lists were last compared.
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
        known_until: Timestamp,
        progress: &watch::Sender<SyncStatus>,
        cancel: &CancellationToken,
        round: &mut Round,
    ) -> Result<()> {
        progress.send_modify(|status| status.is_checking = true);
        let checked = self.check_each(shop, known_until, progress, cancel, round).await;
        progress.send_modify(|status| status.is_checking = false);
        checked
    }

    async fn check_each(
        &self,
        shop: &Shop,
        known_until: Timestamp,
        progress: &watch::Sender<SyncStatus>,
        cancel: &CancellationToken,
        round: &mut Round,
    ) -> Result<()> {
        for kind in Kind::ALL.into_iter().filter(|kind| shop.info().can.has(*kind)) {
            tell(progress, kind, |entry| entry.state = KindState::Running);
            let mended = self.check_kind(shop, kind, known_until, cancel, round).await;
            tell(progress, kind, |entry| entry.state = if mended.is_ok() { KindState::Done } else { KindState::Failed });
            mended?;
        }
        // Orders of accounts that are gone, and whatever else was found to be looked at.
        self.reread_orders(shop, known_until, cancel, round).await?;
        let at = self.now();
        Ok(self.db().write(move |tx| tx.set(CHECKED_AT, &at.to_string())).await?)
    }

    async fn check_kind(&self, shop: &Shop, kind: Kind, known_until: Timestamp, cancel: &CancellationToken, round: &mut Round) -> Result<()> {
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
        let checked = Checked { kind, at: self.now(), mended, months };
        self.db().write(move |tx| tx.put_checked(&checked)).await?;
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
                    // A row that we hold as of a later time than the list tells was read after the list was made.
                    Some(held) if !held.is_gone && held.updated > row.updated => listing.count(&Listed { updated: held.updated, ..row }, Some(held)),
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
