//! What staff do about money.

use super::actor;
use crate::error::Answer;
use crate::shell::Shell;
use crate::wire::acts::{ActPreview, Acted, Goodwill, PayoutAct, Proposal, ProposalPage, ProposalWord};
use crate::wire::payouts::bounded;
use crate::wire::{count, rows};
use tauri::State;

/// What an act on a reward would come to. Nothing is written.
///
/// # Errors
/// `stale`, `not_found`, `bad_amount`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn act_preview(shell: State<'_, Shell>, act: PayoutAct) -> Answer<ActPreview> {
    let session = shell.session().await?;
    Ok(session.desk.act_preview(&act.key, &act.act(), act.revision()?).await?.into())
}

/// Does something about a reward, or proposes it to a second person, in the name of who is logged in to this computer.
///
/// # Errors
/// `reason_missing`, `stale`, `not_found`, `bad_amount`, `proposal_open`, `act_refused`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn act(shell: State<'_, Shell>, act: PayoutAct, reason: String) -> Answer<Acted> {
    let session = shell.session().await?;
    Ok(session.desk.act(&actor(), &act.key, &act.act(), &bounded(&reason), act.revision()?).await?.into())
}

/// What giving somebody something would come to. Nothing is written.
///
/// # Errors
/// `not_found`, `bad_amount`, `unknown_currency`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn goodwill_preview(shell: State<'_, Shell>, gift: Goodwill) -> Answer<ActPreview> {
    Ok(shell.session().await?.desk.goodwill_preview(&gift.order()?).await?.into())
}

/// Gives somebody something, or proposes it to a second person.
///
/// # Errors
/// `reason_missing`, `stale`, `not_found`, `bad_amount`, `proposal_open`, `act_refused`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn goodwill(shell: State<'_, Shell>, gift: Goodwill, reason: String) -> Answer<Acted> {
    Ok(shell.session().await?.desk.goodwill(&actor(), &gift.order()?, &bounded(&reason)).await?.into())
}

/// Part of what waits for a second person.
///
/// # Errors
/// `not_found`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn proposals(shell: State<'_, Shell>, after: Option<String>, limit: u32) -> Answer<ProposalPage> {
    let page = shell.session().await?.desk.proposals(after.as_deref(), rows(limit)).await?;
    let me = actor();
    let rows = page.rows.into_iter().map(|row| Proposal::of(row, &me)).collect();
    Ok(ProposalPage { rows, next: page.next, count: count(page.count) })
}

/// A word on a proposal, in the name of who is logged in to this computer.
///
/// # Errors
/// `reason_missing`, `not_found`, `act_refused`, also where who proposed it approves it, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn decide_proposal(shell: State<'_, Shell>, word: ProposalWord) -> Answer<Acted> {
    let session = shell.session().await?;
    Ok(session.desk.decide_proposal(&actor(), u64::from(word.no), word.verdict(), &bounded(&word.reason)).await?.into())
}
