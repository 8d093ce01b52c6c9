//! Referrals and the tree.

use crate::error::Answer;
use crate::shell::Shell;
use crate::wire::referrals::{ReferralFilter, ReferralPage, ReferralSort, TreeNode, TreePage};
use crate::wire::{MAX_ROWS, all, rows};
use tauri::State;

/// Part of the list of referrals.
///
/// # Errors
/// What the db says.
#[tauri::command]
#[specta::specta]
pub async fn referrals(
    shell: State<'_, Shell>,
    filter: ReferralFilter,
    sort: ReferralSort,
    after: Option<String>,
    limit: u32,
) -> Answer<ReferralPage> {
    let session = shell.session().await?;
    Ok(session.desk.referrals(&filter.into(), sort == ReferralSort::Newest, after.as_deref(), rows(limit)).await?.into())
}

/// Part of a person's friends; without a person, of the roots, the largest subtree first.
///
/// # Errors
/// What the db says.
#[tauri::command]
#[specta::specta]
pub async fn tree_children(shell: State<'_, Shell>, party: Option<u32>, after: Option<String>, limit: u32) -> Answer<TreePage> {
    Ok(shell.session().await?.desk.tree_children(party, after.as_deref(), rows(limit)).await?.into())
}

/// From the root down to a person. Of a very long path the root and its lower end, whose levels tell the gap.
///
/// # Errors
/// `not_found`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn tree_path(shell: State<'_, Shell>, party: u32) -> Answer<Vec<TreeNode>> {
    let mut path = shell.session().await?.desk.tree_path(party).await?;
    let most = MAX_ROWS as usize;
    if path.len() > most {
        path.drain(1..=path.len() - most);
    }
    Ok(all(path))
}
