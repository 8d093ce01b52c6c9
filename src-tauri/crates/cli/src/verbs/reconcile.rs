//! `reconcile`: what was delivered against what the shop has.

use std::path::PathBuf;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::view::{FindingRow, FoundState};
use vouchsafe_app::{AppError, Desk, Rails, actor};

use super::shop::{join_known, on_ctrl_c};
use crate::args::ReconcileArgs;
use crate::ending::{Ending, Failure, said};
use crate::opening;
use crate::paper::{Paper, Roll};
use crate::progress::{self, Progress};
use crate::secrets::Tokens;
use crate::wire::finding;

/// Compares, lists what differs, and mends it where that is asked for.
pub(super) async fn reconcile(asked: ReconcileArgs, db: Option<PathBuf>, paper: &Paper<'_>) -> Result<Ending, Failure> {
    if let Some(file) = &asked.export {
        opening::make_folder_of(file)?;
    }
    if asked.list {
        let desk = opening::to_read(db).await?;
        return told(&desk, &asked, paper).await;
    }
    if let Some(no) = asked.leave {
        let desk = opening::to_write(db).await?;
        let left = desk.leave_finding(no, &actor(), asked.reason.as_deref().unwrap_or_default()).await;
        let told = told(&desk, &asked, paper).await;
        desk.close().await;
        left?;
        return told;
    }
    let tokens = Tokens::look()?;
    let desk = opening::to_write(db).await?;
    let done = compare(&desk, &asked, &tokens, paper).await;
    desk.close().await;
    done
}

async fn compare(desk: &Desk, asked: &ReconcileArgs, tokens: &Tokens, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let cancel = on_ctrl_c();
    let shop = join_known(desk, tokens).await?;
    let rails = Rails::of(&shop);
    let progress = Progress::start(paper.words);
    let compared = desk.reconcile(&shop, &rails, progress.sender(), &cancel).await;
    progress.finish().await;
    let compared = compared?;
    let reason = asked.reason.as_deref().unwrap_or_default();
    match asked.mend {
        Some(Some(no)) => drop(desk.mend(&rails, no, &actor(), reason).await?),
        Some(None) if compared.open > 0 => mend(desk, &rails, reason, &cancel, paper).await?,
        _ => {}
    }
    told(desk, asked, paper).await
}

/// Mends every finding that can be mended without a look at it alone. What cannot stays open, and is told with its sentence. Cancelling ends it
/// between two findings.
async fn mend(desk: &Desk, rails: &Rails, reason: &str, cancel: &CancellationToken, paper: &Paper<'_>) -> Result<(), Failure> {
    for row in open(desk).await?.into_iter().filter(|row| !row.is_for_a_person()) {
        if cancel.is_cancelled() {
            return Err(AppError::Cancelled.into());
        }
        if let Err(error) = desk.mend(rails, row.no, &actor(), reason).await {
            progress::note(&crate::plain::plain(&format!("{}: {}", row.no, paper.words.error(&error))));
        }
    }
    Ok(())
}

async fn open(desk: &Desk) -> Result<Vec<FindingRow>, Failure> {
    let (mut rows, mut after) = (Vec::new(), None::<String>);
    loop {
        let page = desk.findings(Some(FoundState::Open), after.as_deref(), 500).await?;
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return Ok(rows);
        }
    }
}

/// Lists what is open.
async fn told(desk: &Desk, asked: &ReconcileArgs, paper: &Paper<'_>) -> Result<Ending, Failure> {
    if let Some(file) = &asked.export {
        desk.export_findings(file).await?;
    }
    let rows = open(desk).await?;
    let mut roll = Roll::new(paper, "findings", finding::COLUMNS)?;
    for row in &rows {
        roll.add(|| finding::Finding::from(row), || finding::cells(row))?;
    }
    roll.finish()?;
    Ok(if rows.is_empty() { Ending::Done } else { Ending::Findings(said("findings", &[("count", &rows.len().to_string())])) })
}
