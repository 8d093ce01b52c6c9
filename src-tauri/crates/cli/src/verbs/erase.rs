//! `erase`: a person goes, figures stand.

use std::path::PathBuf;
use vouchsafe_app::actor;

use crate::ending::{Ending, Failure, said};
use crate::opening;
use crate::paper::Paper;
use crate::wire::erase::{EraseAnswer, Erasure};

/// Tells what would go, or erases.
pub(super) async fn erase(customer: &str, reason: &str, yes: bool, db: Option<PathBuf>, paper: &Paper<'_>) -> Result<Ending, Failure> {
    // Looking first: nothing is locked or made for somebody who is not there.
    let looking = opening::to_read(db.clone()).await?;
    let found = looking.customer(looking.party_called(customer).await?).await?;
    looking.close().await;
    let person = &found.row.person;
    if !yes {
        paper.put(&EraseAnswer::Ahead(&found))?;
        return Err(Failure::Usage(said("erase_unconfirmed", &[("key", &person.key)])));
    }
    let desk = opening::to_write(db).await?;
    let erased = desk.erase(person.party, &person.key, &actor(), reason).await;
    desk.close().await;
    let report = erased?;
    paper.put(&EraseAnswer::Done(Erasure { key: &person.key, report }))?;
    Ok(if report.left == 0 { Ending::Done } else { Ending::Findings(said("erase_left", &[("count", &report.left.to_string())])) })
}
