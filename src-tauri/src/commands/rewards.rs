//! Rewards.

use super::actor;
use crate::error::Answer;
use crate::shell::Shell;
use crate::wire;
use crate::wire::rewards::{Review, RewardDetail, RewardFilter, RewardPage, RewardSort};
use tauri::State;

/// Part of the list of rewards.
///
/// # Errors
/// `unknown_currency`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn rewards(shell: State<'_, Shell>, filter: RewardFilter, sort: RewardSort, after: Option<String>, limit: u32) -> Answer<RewardPage> {
    let session = shell.session().await?;
    let rewards = session.desk.rewards(&filter.parse()?, sort.into(), after.as_deref(), wire::rows(limit)).await?;
    Ok(RewardPage::of(rewards.page, rewards.totals))
}

/// A reward with all that is known of it.
///
/// # Errors
/// `not_found`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn reward(shell: State<'_, Shell>, key: String) -> Answer<RewardDetail> {
    Ok(shell.session().await?.desk.reward(&key).await?.into())
}

/// Approves or rejects a reward, in the name of who is logged in to this computer.
///
/// # Errors
/// `stale`, `reason_missing`, `not_found`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn review(shell: State<'_, Shell>, review: Review) -> Answer<RewardDetail> {
    let session = shell.session().await?;
    let detail = session.desk.review(&actor(), &review.key, review.verdict(), &review.reason(), review.revision()?).await?;
    Ok(detail.into())
}
