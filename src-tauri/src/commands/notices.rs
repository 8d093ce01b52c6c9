//! Letters to advocates and friends.

use crate::error::{Answer, AppError};
use crate::shell::Shell;
use crate::wire;
use crate::wire::notices::{
    LetterPreview, MailServer, NoticeDraft, NoticeKind, NoticeLanguage, NoticePage, NoticeRound, NoticeSettings, NoticeState, NoticeWords,
};
use tauri::State;
use vouchsafe_app::notices::Patience;

/// Part of the list of letters.
///
/// # Errors
/// What the db says.
#[tauri::command]
#[specta::specta]
pub async fn notices(shell: State<'_, Shell>, state: Option<NoticeState>, after: Option<String>, limit: u32) -> Answer<NoticePage> {
    let session = shell.session().await?;
    Ok(session.desk.notices(state.map(Into::into), after.as_deref(), wire::rows(limit)).await?.into())
}

/// A person's word on a letter that may have left or was refused: once more, or never.
///
/// # Errors
/// `stale`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn notice_decide(shell: State<'_, Shell>, no: String, again: bool) -> Answer<()> {
    let no = no.parse().map_err(|_| AppError::new("not_found", [("what", no.clone())]))?;
    Ok(shell.session().await?.desk.decide_notice(no, again).await?)
}

/// Sends the letters that are due.
///
/// # Errors
/// `smtp_missing`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn notices_send(shell: State<'_, Shell>) -> Answer<NoticeRound> {
    Ok(shell.send_notices().await?.into())
}

/// Which letters are wished for, and how they go.
///
/// # Errors
/// What the db says.
#[tauri::command]
#[specta::specta]
pub async fn notice_settings(shell: State<'_, Shell>) -> Answer<NoticeSettings> {
    settings(&shell).await
}

/// Wishes for a kind of letter from now on, or no longer.
///
/// # Errors
/// `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn notice_switch(shell: State<'_, Shell>, kind: NoticeKind, on: bool) -> Answer<NoticeSettings> {
    shell.session().await?.desk.switch_notice(kind.into(), on).await?;
    settings(&shell).await
}

/// The language of letters to people whose own is not known, and how many days before a reward expires its letter goes.
///
/// # Errors
/// `notice_days`, `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn notice_defaults(shell: State<'_, Shell>, language: NoticeLanguage, lead_days: String) -> Answer<NoticeSettings> {
    let session = shell.session().await?;
    // What is no number is no number of days.
    session.desk.set_notice_lead_days(lead_days.trim().parse().unwrap_or(0)).await?;
    session.desk.set_notice_language(language.into()).await?;
    settings(&shell).await
}

/// Sets the mail server, or none; an empty password leaves the one that is known.
///
/// # Errors
/// What is wrong with the settings; `read_only`; what the db or the file of tokens says.
#[tauri::command]
#[specta::specta]
pub async fn notice_server(shell: State<'_, Shell>, server: Option<MailServer>, password: String) -> Answer<NoticeSettings> {
    let server = server.map(MailServer::parse).transpose()?;
    shell.set_smtp(server, Some(password.as_str()).filter(|password| !password.is_empty())).await?;
    settings(&shell).await
}

/// The words of a kind of letter.
///
/// # Errors
/// What the db says.
#[tauri::command]
#[specta::specta]
pub async fn notice_words(shell: State<'_, Shell>, kind: NoticeKind, language: NoticeLanguage) -> Answer<NoticeWords> {
    Ok(shell.session().await?.desk.notice_words(kind.into(), language.into()).await?.into())
}

/// Puts own words in place of ours; without any, puts ours back.
///
/// # Errors
/// What is wrong with the words; `read_only`; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn notice_save(shell: State<'_, Shell>, kind: NoticeKind, language: NoticeLanguage, words: Option<NoticeDraft>) -> Answer<NoticeWords> {
    let session = shell.session().await?;
    Ok(match words {
        Some(words) => session.desk.set_notice_words(kind.into(), language.into(), words.into()).await?.into(),
        None => session.desk.reset_notice_words(kind.into(), language.into()).await?.into(),
    })
}

/// A letter as a made-up person would get it.
///
/// # Errors
/// What is wrong with the words; what the db says.
#[tauri::command]
#[specta::specta]
pub async fn notice_preview(
    shell: State<'_, Shell>,
    kind: NoticeKind,
    language: NoticeLanguage,
    words: Option<NoticeDraft>,
) -> Answer<LetterPreview> {
    let session = shell.session().await?;
    Ok(session.desk.preview_notice(kind.into(), language.into(), words.map(Into::into)).await?.into())
}

/// Sends a letter for trial.
///
/// # Errors
/// `smtp_missing`, `bad_address`; what is wrong with the words; what the server or the db says.
#[tauri::command]
#[specta::specta]
pub async fn notice_test(shell: State<'_, Shell>, kind: NoticeKind, language: NoticeLanguage, words: Option<NoticeDraft>, to: String) -> Answer<()> {
    let session = shell.session().await?;
    let password = shell.mail_password(&session).await?;
    let words = words.map(Into::into);
    Ok(session.desk.send_test_notice(kind.into(), language.into(), words, &to, password.as_ref(), Patience::default()).await?)
}

async fn settings(shell: &Shell) -> Answer<NoticeSettings> {
    let session = shell.session().await?;
    let settings = session.desk.notice_settings().await?;
    let needs_none = settings.smtp.as_ref().is_none_or(|smtp| smtp.user.is_empty());
    let has_password = needs_none || shell.mail_password(&session).await?.is_some();
    Ok(NoticeSettings::of(settings, has_password))
}
