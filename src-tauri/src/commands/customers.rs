//! Customers: looking at them, and what a person does about them in the name of who is logged in to this computer.

use super::actor;
use crate::error::Answer;
use crate::shell::Shell;
use crate::wire::attribution::{Attribution, AttributionPreview, CodeWish};
use crate::wire::customers::{CustomerDetail, CustomerFilter, CustomerPage, CustomerSort};
use crate::wire::rows;
use crate::wire::standings::{LeaderboardPage, LeaderboardQuery};
use crate::wire::timeline::{Explained, TimelinePage};
use tauri::State;

/// Part of the list of customers.
///
/// # Errors
/// What the db says.
#[tauri::command]
#[specta::specta]
pub async fn customers(
    shell: State<'_, Shell>,
    filter: CustomerFilter,
    sort: CustomerSort,
    after: Option<String>,
    limit: u32,
) -> Answer<CustomerPage> {
    let session = shell.session().await?;
    Ok(session.desk.customers(&filter.into(), sort.into(), after.as_deref(), rows(limit)).await?.into())
}

/// A customer with all that is known of them.
///
/// # Errors
/// `not_found`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn customer(shell: State<'_, Shell>, party: u32) -> Answer<CustomerDetail> {
    Ok(shell.session().await?.desk.customer(party).await?.into())
}

/// Part of what happened to or by a person, the newest first.
///
/// # Errors
/// `not_found`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn timeline(shell: State<'_, Shell>, party: u32, after: Option<String>, limit: u32) -> Answer<TimelinePage> {
    Ok(shell.session().await?.desk.timeline(party, after.as_deref(), rows(limit)).await?.into())
}

/// Advocates ranked over a time, the highest score first.
///
/// # Errors
/// `unknown_currency`, `bad_moment`, `not_found`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn leaderboard(shell: State<'_, Shell>, query: LeaderboardQuery, after: Option<String>, limit: u32) -> Answer<LeaderboardPage> {
    Ok(shell.session().await?.desk.leaderboard(&query.parse()?, after.as_deref(), rows(limit)).await?.into())
}

/// In what advocates can be ranked by what they earned: the codes of currencies and the names of units.
///
/// # Errors
/// What the db says.
#[tauri::command]
#[specta::specta]
pub async fn ranked_assets(shell: State<'_, Shell>) -> Answer<Vec<String>> {
    Ok(shell.session().await?.desk.ranked_assets().await?)
}

/// Every decision about an order (by its number), a reward (by its key) or a customer (by the shop's id), the newest first.
///
/// # Errors
/// `nothing_called`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn explain(shell: State<'_, Shell>, what: String) -> Answer<Explained> {
    Ok(shell.session().await?.desk.explain(&what).await?.into())
}

/// What an attribution by hand would do. Nothing is written.
///
/// # Errors
/// `reason_missing`, `stale`, `not_found`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn attribution_preview(shell: State<'_, Shell>, attribution: Attribution) -> Answer<AttributionPreview> {
    Ok(shell.session().await?.desk.attribution_preview(&attribution.into()).await?.into())
}

/// Binds a customer to the owner of a code.
///
/// # Errors
/// `reason_missing`, `stale`, `not_found`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn attribute(shell: State<'_, Shell>, attribution: Attribution) -> Answer<CustomerDetail> {
    Ok(shell.session().await?.desk.attribute(&actor(), &attribution.into()).await?.into())
}

/// Gives a customer a code, beside those that they have.
///
/// # Errors
/// `bad_code`, `code_taken`, `not_found`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn issue_code(shell: State<'_, Shell>, party: u32, wish: CodeWish) -> Answer<CustomerDetail> {
    let session = shell.session().await?;
    let person = session.desk.customer(party).await?.row.person;
    let wish = match wish.typed() {
        Some(text) => vouchsafe_app::CodeWish::Vanity(text),
        None => vouchsafe_app::CodeWish::Random { prefix: wish.with_name },
    };
    session.desk.issue_code(&person.key, wish, &actor(), "").await?;
    shell.write_back(&session);
    Ok(session.desk.customer(party).await?.into())
}

/// Lets a code bring nobody any more.
///
/// # Errors
/// `reason_missing`, `not_found`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn disable_code(shell: State<'_, Shell>, party: u32, code: String, reason: String) -> Answer<CustomerDetail> {
    let session = shell.session().await?;
    session.desk.disable_code(&code, &actor(), &reason).await?;
    Ok(session.desk.customer(party).await?.into())
}

/// Erases a person from this computer: who it was goes, what was decided stands. `confirm` is the person's key, typed.
///
/// # Errors
/// `not_confirmed`, `reason_missing`, `not_found`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn erase_person(shell: State<'_, Shell>, party: u32, confirm: String, reason: String) -> Answer<CustomerDetail> {
    let session = shell.session().await?;
    session.desk.erase(party, &confirm, &actor(), &reason).await?;
    Ok(session.desk.customer(party).await?.into())
}
