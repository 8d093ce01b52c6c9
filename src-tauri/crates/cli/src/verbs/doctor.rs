//! `doctor` and `log`: whether all is as it should be, and what reading the shop went through.

use std::path::PathBuf;
use vouchsafe_app::Desk;
use vouchsafe_app::view::Diagnosis;

use super::shop::join_known;
use crate::ending::{Ending, Failure, said};
use crate::opening;
use crate::paper::Paper;
use crate::secrets::Tokens;
use crate::wire::doctor::{DiagnosisAnswer, LogAnswer};

/// Looks at everything. With `full`, at the shop's ids as well, after which payouts may go on.
pub(super) async fn doctor(full: bool, resume_payouts: bool, db: Option<PathBuf>, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let diagnosis = if full {
        let tokens = Tokens::look()?;
        let desk = opening::to_write(db).await?;
        let looked = look(&desk, &tokens, resume_payouts).await;
        desk.close().await;
        looked?
    } else {
        opening::to_read(db).await?.doctor(None).await?
    };
    let findings = diagnosis.findings.len();
    paper.put(&DiagnosisAnswer(diagnosis))?;
    Ok(if findings == 0 { Ending::Done } else { Ending::Findings(said("findings", &[("count", &findings.to_string())])) })
}

async fn look(desk: &Desk, tokens: &Tokens, resume_payouts: bool) -> Result<Diagnosis, Failure> {
    let shop = join_known(desk, tokens).await?;
    let diagnosis = desk.doctor(Some(&shop)).await?;
    if resume_payouts && diagnosis.findings.is_empty() {
        desk.resume_payouts().await?;
    }
    Ok(diagnosis)
}

/// The log of reading the shop.
pub(super) async fn log(limit: u32, db: Option<PathBuf>, paper: &Paper<'_>) -> Result<Ending, Failure> {
    paper.put(&LogAnswer(opening::to_read(db).await?.sync_log(None, limit).await?))?;
    Ok(Ending::Done)
}
