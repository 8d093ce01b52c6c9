//! Referrals and the tree.

use crate::error::Answer;
use crate::shell::Shell;
use crate::wire::referrals::{ReferralFilter, ReferralPage, ReferralSort};
use crate::wire::tree::{Moment, TreeDrawing, TreeNode, TreePage, TreeSort, TreeSummary};
use crate::wire::{MAX_ROWS, all, rows};
use tauri::State;

/// The most people that are drawn at once: what a canvas draws in software without a frame that is felt.
const MAX_DRAWN: u32 = 300;

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

/// Part of a person's friends; without a person, of the roots, as they were at a moment.
///
/// # Errors
/// `bad_moment`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn tree_children(
    shell: State<'_, Shell>,
    party: Option<u32>,
    moment: Moment,
    sort: TreeSort,
    after: Option<String>,
    limit: u32,
) -> Answer<TreePage> {
    let desk = &shell.session().await?.desk;
    Ok(desk.tree_children(party, moment.parse()?, sort.into(), after.as_deref(), rows(limit)).await?.into())
}

/// From the root down to a person. Of a very long path the root and its lower end, whose levels tell the gap.
///
/// # Errors
/// `not_found`, `bad_moment`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn tree_path(shell: State<'_, Shell>, party: u32, moment: Moment) -> Answer<Vec<TreeNode>> {
    let mut path = shell.session().await?.desk.tree_path(party, moment.parse()?).await?;
    let most = MAX_ROWS as usize;
    if path.len() > most {
        path.drain(1..=path.len() - most);
    }
    Ok(all(path))
}

/// The part of the tree below a person that is drawn; without a person, of all roots.
///
/// # Errors
/// `not_found`, `bad_moment`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn tree_drawing(shell: State<'_, Shell>, root: Option<u32>, moment: Moment, most: u32) -> Answer<TreeDrawing> {
    Ok(shell.session().await?.desk.tree_drawing(root, moment.parse()?, most.clamp(1, MAX_DRAWN)).await?.into())
}

/// What the whole tree comes to.
///
/// # Errors
/// `bad_moment`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn tree_summary(shell: State<'_, Shell>, moment: Moment) -> Answer<TreeSummary> {
    Ok(shell.session().await?.desk.tree_summary(moment.parse()?).await?.into())
}
