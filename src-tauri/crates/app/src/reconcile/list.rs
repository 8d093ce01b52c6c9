//! Findings as they are listed and exported.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::rewards::MAX_PAGE;
use crate::view::{FindingRow, FoundState, Page};
use std::path::Path;
use vouchsafe_db::FoundRow;
use vouchsafe_domain::money::Money;
use vouchsafe_domain::name::{Identity, Texts as _};

/// The last characters of a code that are shown.
const SHOWN: usize = 4;
const HEADING: [&str; 18] = [
    "no",
    "finding",
    "mend",
    "state",
    "reward",
    "beneficiary_key",
    "rail",
    "id_at_shop",
    "code_end",
    "here",
    "currency_here",
    "there",
    "currency_there",
    "found",
    "seen",
    "ended",
    "ended_by",
    "reason",
];

impl Desk {
    /// One page of findings, the newest first: those of one state, or all.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a page that there is not; what the db says.
    pub async fn findings(&self, state: Option<FoundState>, after: Option<&str>, limit: u32) -> Result<Page<FindingRow>> {
        let no_page = || AppError::NotFound { what: "such a page".to_owned() };
        let before = after.map(|text| text.parse::<u64>().map_err(|_| no_page())).transpose()?;
        let limit = limit.clamp(1, MAX_PAGE);
        let mut found = self.db().findings(state, before, limit + 1).await?;
        let has_more = found.len() > limit as usize;
        found.truncate(limit as usize);
        let next = found.last().filter(|_| has_more).map(|row| row.no.to_string());
        let mut rows = Vec::with_capacity(found.len());
        for row in &found {
            rows.push(self.finding_row(row).await?);
        }
        Ok(Page { rows, next, count: self.db().count_findings(state).await? })
    }

    pub(super) async fn finding_row(&self, row: &FoundRow) -> Result<FindingRow> {
        let about = match row.finding.reward {
            Some(reward) => self.db().reward_no(reward).await?,
            None => None,
        };
        let party = about.as_ref().map(|about| about.beneficiary);
        let cast = self.cast(party, row.end.and_then(|end| end.actor).map(|actor| actor.0)).await?;
        let reasons: Vec<Identity> = row.end.and_then(|end| end.reason).into_iter().collect();
        let reason = self.db().identity_texts(&reasons).await?.into_values().next();
        let whole = row.finding.code.chars().count();
        Ok(FindingRow {
            no: row.no,
            kind: row.finding.kind,
            mend: row.finding.kind.mend(),
            state: row.state,
            reward: about.map(|about| about.key),
            beneficiary: party.map(|party| cast.person(party)),
            rail: row.finding.rail,
            id: row.finding.id.as_ref().map(ToString::to_string),
            code_end: row.finding.code.chars().skip(whole.saturating_sub(SHOWN)).collect(),
            here: row.finding.here,
            there: row.finding.there,
            found_at: row.found_at,
            seen_at: row.seen_at,
            ended_at: row.end.map(|end| end.at),
            ended_by: row.end.and_then(|end| end.actor).map(|actor| cast.text(actor.0)),
            reason,
        })
    }

    /// Writes all findings as CSV into a new file. Returns how many it lists.
    ///
    /// # Errors
    /// [`AppError::FileThere`], [`AppError::FileUnreadable`] where it cannot be written; what the db says.
    pub async fn export_findings(&self, file: &Path) -> Result<u64> {
        let (mut rows, mut after) = (Vec::new(), None);
        loop {
            let page = self.findings(None, after.as_deref(), MAX_PAGE).await?;
            rows.extend(page.rows.into_iter().map(cells));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        crate::sheet::write_new(file, &HEADING, &rows)?;
        Ok(rows.len() as u64)
    }
}

fn cells(row: FindingRow) -> Vec<String> {
    let amount = |money: Option<Money>| money.map(|money| money.amount_text()).unwrap_or_default();
    let currency = |money: Option<Money>| money.map(|money| money.currency.to_string()).unwrap_or_default();
    vec![
        row.no.to_string(),
        row.kind_word().to_owned(),
        row.mend_word().to_owned(),
        row.state.name().to_owned(),
        row.reward.unwrap_or_default(),
        row.beneficiary.map(|person| person.key).unwrap_or_default(),
        row.rail.name().to_owned(),
        row.id.unwrap_or_default(),
        row.code_end,
        amount(row.here),
        currency(row.here),
        amount(row.there),
        currency(row.there),
        row.found_at.to_string(),
        row.seen_at.to_string(),
        row.ended_at.map(|at| at.to_string()).unwrap_or_default(),
        row.ended_by.unwrap_or_default(),
        row.reason.unwrap_or_default(),
    ]
}
