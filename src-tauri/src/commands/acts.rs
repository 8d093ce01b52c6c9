//! What staff do about money.

use super::actor;
use crate::error::Answer;
use crate::session::Session;
use crate::shell::Shell;
use crate::wire::acts::{ActPreview, Acted, Goodwill, PayoutAct, Proposal, ProposalPage, ProposalWord};
use crate::wire::payouts::bounded;
use crate::wire::{count, rows};
use std::sync::Arc;
use tauri::State;
use vouchsafe_app::Rails;

/// What an act on a reward would come to, with its requests where they are asked for. Nothing is written.
///
/// # Errors
/// `stale`, `not_found`, `bad_amount`; what the db says, and the shop where its requests are asked for.
#[tauri::command]
#[specta::specta]
pub async fn act_preview(shell: State<'_, Shell>, act: PayoutAct, calls: bool) -> Answer<ActPreview> {
    let session = shell.session().await?;
    let rails = asked(&shell, &session, calls).await?;
    Ok(session.desk.act_preview(rails.as_ref(), &act.key, &act.act(), act.revision()?).await?.into())
}

/// The rails, where a preview is to tell its requests.
async fn asked(shell: &Shell, session: &Arc<Session>, calls: bool) -> Answer<Option<Rails>> {
    if calls { Ok(Some(Rails::of(&shell.connected(session).await?))) } else { Ok(None) }
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

/// What giving somebody something would come to, with its requests where they are asked for. Nothing is written.
///
/// # Errors
/// `not_found`, `bad_amount`, `unknown_currency`; what the db says, and the shop where its requests are asked for.
#[tauri::command]
#[specta::specta]
pub async fn goodwill_preview(shell: State<'_, Shell>, gift: Goodwill, calls: bool) -> Answer<ActPreview> {
    let session = shell.session().await?;
    let rails = asked(&shell, &session, calls).await?;
    Ok(session.desk.goodwill_preview(rails.as_ref(), &gift.order()?).await?.into())
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
