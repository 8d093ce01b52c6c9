//! Quarantine: rows that could not be read, and their repair by asking the shop for them again.

use crate::by_id::{AT_ONCE, Asked};
use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::patience::pause;
use crate::view::{QuarantineDetail, QuarantineRow, Repaired, Round, Said, Tag};
use tokio_util::sync::CancellationToken;
use vouchsafe_connectors::saleor::Shop;
use vouchsafe_db::QuarantinedRow;
use vouchsafe_domain::shop::{Kind, ShopId};
use vouchsafe_domain::time::Timestamp;

/// The most rows of the quarantine that are shown.
const MOST_SHOWN: u32 = 500;
/// How much of a row's text is shown, in characters.
const MOST_RAW: usize = 20_000;
/// The most rows that a round asks for again.
const MOST_TRIED: u32 = 200;
/// What a row is called whose id could not be read either. The shop cannot be asked for it.
const NAMELESS: &str = "?";

impl Desk {
    /// The rows that wait for repair.
    ///
    /// # Errors
    /// What the db says.
    pub async fn quarantine(&self) -> Result<Vec<QuarantineRow>> {
        let rows = self.db().quarantined(0, MOST_SHOWN).await?;
        let shown = |QuarantinedRow { no, tries, row, .. }| QuarantineRow {
            no,
            tries,
            kind: row.kind,
            source_id: row.source_id,
            at: row.at,
            reason: Said { code: row.code, args: row.args },
        };
        Ok(rows.into_iter().map(shown).collect())
    }

    /// A row that waits for repair, with its text as far as that is kept.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it waits no more; what the db says.
    pub async fn quarantine_row(&self, no: u64) -> Result<QuarantineDetail> {
        let missing = || AppError::NotFound { what: format!("row {no} in quarantine") };
        let QuarantinedRow { no, tries, checked_at, row } = self.db().quarantined_no(no).await?.ok_or_else(missing)?;
        let raw: String = String::from_utf8_lossy(&row.raw).chars().take(MOST_RAW).collect();
        let reason = Said { code: row.code, args: row.args };
        let row = QuarantineRow { no, tries, kind: row.kind, source_id: row.source_id, at: row.at, reason };
        Ok(QuarantineDetail { row, raw, last_tried_at: checked_at })
    }

    /// Asks the shop for a row in quarantine again. What it tells at last is judged at once, unless a round is under way: then with that.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it waits no more; what the shop or the db says.
    pub async fn repair(&self, shop: &Shop, no: u64) -> Result<Repaired> {
        let missing = || AppError::NotFound { what: format!("row {no} in quarantine") };
        let waiting = self.db().quarantined_no(no).await?.ok_or_else(missing)?;
        let _reading = self.reading().lock().await;
        let known_until = self.known_until().await?;
        let mut round = Round::default();
        self.try_again(shop, waiting.row.kind, vec![waiting.clone()], known_until, &CancellationToken::new(), &mut round).await?;
        let after = self.db().quarantined_no(no).await?;
        let repaired = match after {
            Some(row) => Repaired::Still(Said { code: row.row.code, args: row.row.args }),
            None if round.repaired > 0 => Repaired::Fixed,
            None => Repaired::Gone,
        };
        if repaired == Repaired::Fixed {
            self.fold_what_is_whole().await?;
        }
        self.changed([Tag::Sync]);
        Ok(repaired)
    }

    /// The rows in quarantine that were left alone for long enough, those first that were never asked for.
    pub(crate) async fn due_for_repair(&self) -> Result<Vec<QuarantinedRow>> {
        Ok(self.db().quarantined_due(self.now(), MOST_TRIED).await?)
    }

    /// Asks again for rows that were due when the round began, as far as it has not read them meanwhile. What it set aside itself was just asked for.
    pub(crate) async fn repair_some(
        &self,
        shop: &Shop,
        due: Vec<QuarantinedRow>,
        known_until: Timestamp,
        cancel: &CancellationToken,
        round: &mut Round,
    ) -> Result<()> {
        let mut waiting = Vec::with_capacity(due.len());
        for row in due {
            waiting.extend(self.db().quarantined_no(row.no).await?);
        }
        for kind in Kind::ALL {
            let of_kind: Vec<QuarantinedRow> = waiting.iter().filter(|row| row.row.kind == kind).cloned().collect();
            for rows in of_kind.chunks(AT_ONCE) {
                self.try_again(shop, kind, rows.to_vec(), known_until, cancel, round).await?;
            }
        }
        Ok(())
    }

    async fn try_again(
        &self,
        shop: &Shop,
        kind: Kind,
        rows: Vec<QuarantinedRow>,
        known_until: Timestamp,
        cancel: &CancellationToken,
        round: &mut Round,
    ) -> Result<()> {
        // What a shop cannot list it cannot be asked for, and that it does not answer says nothing.
        let named = rows.iter().filter(|row| shop.info().can.has(kind) && row.row.source_id != NAMELESS);
        let asked: Vec<Asked> = named.map(|row| Asked { id: ShopId::parse(&row.row.source_id), row: None }).collect();
        let back = if asked.is_empty() { None } else { Some(self.read_by_id(shop, kind, asked, known_until, cancel).await?) };
        let now = self.now();
        let absent: Vec<String> = back.iter().flat_map(|back| &back.absent).map(ToString::to_string).collect();
        let asked_again: Vec<u64> = rows.iter().map(|row| row.no).collect();
        let gone = absent.len() as u64;
        self.db()
            .write(move |tx| {
                for id in &absent {
                    tx.release(kind, id, now)?;
                }
                asked_again.iter().try_for_each(|no| tx.quarantine_checked(*no, now, pause))
            })
            .await?;
        let mut left = 0;
        for row in &rows {
            left += u64::from(self.db().quarantined_no(row.no).await?.is_some());
        }
        let repaired = (rows.len() as u64).saturating_sub(left + gone);
        round.repaired += repaired;
        round.gone += gone;
        if let Some(back) = &back {
            round.changed += back.stored.changed;
        }
        let args = [("tried", rows.len().to_string()), ("repaired", repaired.to_string()), ("gone", gone.to_string()), ("left", left.to_string())];
        self.log(Some(kind), "repair", args, None).await
    }
}
