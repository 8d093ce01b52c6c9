//! Review.

use super::actor;
use crate::error::Answer;
use crate::shell::Shell;
use crate::wire;
use crate::wire::review::{DomainPreview, ReviewCase, ReviewFilter, ReviewMany, ReviewPage, Reviewed};
use crate::wire::rewards::{Review, RewardSort};
use tauri::State;

/// Part of the rewards that wait for a person, with why each does.
///
/// # Errors
/// `not_found`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn review_queue(shell: State<'_, Shell>, filter: ReviewFilter, sort: RewardSort, after: Option<String>, limit: u32) -> Answer<ReviewPage> {
    let session = shell.session().await?;
    Ok(session.desk.review_queue(&filter.parse()?, sort.into(), after.as_deref(), wire::rows(limit)).await?.into())
}

/// A reward with the evidence beside it.
///
/// # Errors
/// `not_found`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn review_case(shell: State<'_, Shell>, key: String) -> Answer<ReviewCase> {
    Ok(shell.session().await?.desk.review_case(&key).await?.into())
}

/// Says one word on several rewards, in the name of who is logged in to this computer.
///
/// # Errors
/// `reason_missing`, `date_past`, `too_many`, `stale`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn review_many(shell: State<'_, Shell>, review: ReviewMany) -> Answer<Reviewed> {
    let session = shell.session().await?;
    Ok(session.desk.review_many(&actor(), &review.items()?, review.verdict()?, &review.reason).await?.into())
}

/// What excluding an email domain would do.
///
/// # Errors
/// `not_found` for what is no domain; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn exclude_domain_preview(shell: State<'_, Shell>, domain: String) -> Answer<DomainPreview> {
    Ok(shell.session().await?.desk.exclude_domain_preview(&domain).await?.into())
}

/// Excludes an email domain.
///
/// # Errors
/// `reason_missing`, `not_found` for what is no domain, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn exclude_domain(shell: State<'_, Shell>, domain: String, reason: String) -> Answer<DomainPreview> {
    Ok(shell.session().await?.desk.exclude_domain(&actor(), &domain, &reason).await?.into())
}

/// Refuses the whole referral that a reward comes of. Says how many rewards that made void.
///
/// # Errors
/// `stale`, `reason_missing`, `not_found`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn reject_referral(shell: State<'_, Shell>, review: Review) -> Answer<u32> {
    let session = shell.session().await?;
    let voided = session.desk.reject_referral(&actor(), &review.key, &review.reason(), review.revision()?).await?;
    Ok(u32::try_from(voided).unwrap_or(u32::MAX))
}
