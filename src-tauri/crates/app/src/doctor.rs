//! The doctor: how whole the mirror is, and whether log, ledger and read models say the same.

mod rebuilt;

use crate::desk::Desk;
use crate::doctor::rebuilt::Uncompared;
use crate::error::Result;
use crate::view::{Completeness, Diagnosis, KindCompleteness, MonthCheck, Said, SyncStatus};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vouchsafe_connectors::saleor::Shop;
use vouchsafe_db::{Broken, Checked, Deviation, Differs, MonthCount};
use vouchsafe_domain::shop::Kind;
use vouchsafe_domain::time::Month;

impl Desk {
    /// How whole the mirror is, as far as the last full check tells.
    ///
    /// # Errors
    /// What the db says.
    pub async fn completeness(&self) -> Result<Completeness> {
        let (checked, waiting) = (self.db().checked().await?, self.db().quarantined_by_kind().await?);
        let mut kinds = Vec::with_capacity(Kind::ALL.len());
        for row in self.db().sync_rows().await? {
            let kind = row.kind;
            let quarantined = waiting.iter().find(|(of, _)| *of == kind).map_or(0, |(_, rows)| *rows);
            let gone = self.db().count_gone(kind).await?;
            let watermark = row.cursor.and_then(|cursor| cursor.watermark);
            let checked = checked.iter().find(|checked| checked.kind == kind);
            kinds.push(kind_completeness(kind, row.in_mirror, gone, quarantined, checked).with_watermark(watermark));
        }
        let checked_at = self.full_checked_at().await?;
        let mut findings: Vec<Said> = kinds.iter().flat_map(kind_findings).collect();
        if self.last_synced_at().await?.is_none() {
            findings.insert(0, said("never_synced", []));
        } else if checked_at.is_none() {
            findings.insert(0, said("never_checked", []));
        }
        Ok(Completeness { kinds, checked_at, findings })
    }

    /// Looks at everything: with a shop, its ids are compared first; then the journal is recomputed and the ledger and the read models are held
    /// against the log.
    ///
    /// # Errors
    /// What the shop or the db says. What is not as it should be is no error but a finding.
    pub async fn doctor(&self, shop: Option<&Shop>) -> Result<Diagnosis> {
        if let Some(shop) = shop {
            self.full_check(shop, &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await?;
        }
        let completeness = self.completeness().await?;
        let verified = self.db().verify_journal().await?;
        let mut findings = completeness.findings.clone();
        let is_journal_whole = verified.broken.is_none();
        findings.extend(verified.broken.map(broken));
        findings.extend(self.db().differences().await?.into_iter().map(differs));
        // A log that is not what it was tells nothing of the tables.
        let compared = if is_journal_whole { self.deviations().await.map_err(uncompared) } else { Err(not_compared("journal", "")) };
        match compared {
            Ok(deviations) => findings.extend(deviations.into_iter().map(deviates)),
            Err(finding) => findings.push(finding),
        }
        let (staged, rejudges) = (self.db().count_staged().await?, self.db().count_rejudges().await?);
        if self.db().is_folding().await? || rejudges > 0 {
            findings.push(said("fold_unfinished", [("events", (staged + rejudges).to_string())]));
        }
        Ok(Diagnosis {
            completeness,
            entries: verified.entries,
            events: verified.events,
            head: verified.head.iter().map(|byte| format!("{byte:02x}")).collect(),
            staged,
            rejudges,
            watched: self.db().count_reread().await?,
            findings,
        })
    }
}

fn kind_completeness(kind: Kind, here: u64, gone: u64, quarantined: u64, checked: Option<&Checked>) -> KindCompleteness {
    let months: Vec<MonthCheck> = checked.iter().flat_map(|checked| &checked.months).map(month).collect();
    KindCompleteness {
        kind,
        here,
        there: checked.map(|_| months.iter().map(|month| month.there).sum()),
        gone,
        quarantined,
        watermark: None,
        checked_at: checked.map(|checked| checked.at),
        mended: checked.map_or(0, |checked| checked.mended),
        is_complete: checked.is_some() && quarantined == 0 && months.iter().all(|month| month.is_equal),
        months,
    }
}

impl KindCompleteness {
    fn with_watermark(self, watermark: Option<vouchsafe_domain::time::Timestamp>) -> Self {
        Self { watermark, ..self }
    }
}

fn month(count: &MonthCount) -> MonthCheck {
    let month = (count.month != vouchsafe_db::NO_MONTH).then(|| Month::from_number(count.month));
    MonthCheck { month, here: count.here, there: count.there, is_equal: count.is_equal }
}

/// What is not as it should be about one kind.
fn kind_findings(kind: &KindCompleteness) -> Vec<Said> {
    let mut findings = Vec::new();
    let name = ("kind", kind.kind.name().to_owned());
    if kind.quarantined > 0 {
        findings.push(said("quarantined", [name.clone(), ("count", kind.quarantined.to_string())]));
    }
    let unequal: Vec<&MonthCheck> = kind.months.iter().filter(|month| !month.is_equal).collect();
    if let (Some(first), Some(there)) = (unequal.first(), kind.there) {
        let months = ("months", unequal.len().to_string());
        let first = ("first", first.month.map_or_else(|| "-".to_owned(), |month| month.to_string()));
        let here = kind.months.iter().map(|month| month.here).sum::<u64>();
        findings.push(said("differs", [name, months, first, ("here", here.to_string()), ("there", there.to_string())]));
    }
    findings
}

fn broken(broken: Broken) -> Said {
    match broken {
        Broken::Gap { entry } => said("journal_gap", [("entry", entry.to_string())]),
        Broken::Chain { entry } => said("journal_chain", [("entry", entry.to_string())]),
        Broken::Contents { entry } => said("journal_contents", [("entry", entry.to_string())]),
        Broken::Transfers { entry } => said("journal_transfers", [("entry", entry.to_string())]),
        Broken::Unentered { seq } => said("journal_unentered", [("event", seq.to_string())]),
    }
}

fn differs(differs: Differs) -> Said {
    match differs {
        Differs::File { what } => said("file_damaged", [("what", what)]),
        Differs::Balances { accounts } => said("balances_differ", [("accounts", accounts.to_string())]),
        Differs::Rewards { kept, shown } => said("rewards_differ", [("kept", kept.to_string()), ("shown", shown.to_string())]),
        Differs::Rows { kind } => said("rows_differ", [("kind", kind.name().to_owned())]),
        Differs::Totals { cells } => said("totals_differ", [("cells", cells.to_string())]),
    }
}

fn uncompared(why: Uncompared) -> Said {
    match why {
        Uncompared::Newer => not_compared("newer", ""),
        Uncompared::Failed { what } => not_compared("failed", &what),
    }
}

fn not_compared(why: &str, what: &str) -> Said {
    said("not_compared", [("why", why.to_owned()), ("what", what.to_owned())])
}

fn deviates(deviation: Deviation) -> Said {
    said("table_differs", [("table", deviation.table.to_owned()), ("rows", deviation.rows.to_string())])
}

fn said<const N: usize>(code: &str, args: [(&str, String); N]) -> Said {
    Said { code: code.to_owned(), args: args.into_iter().map(|(name, value)| (name.to_owned(), value)).collect() }
}
