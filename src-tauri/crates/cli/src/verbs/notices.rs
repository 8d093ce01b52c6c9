//! `notices list|send|preview|test`: letters to advocates and friends.

use std::path::PathBuf;
use vouchsafe_app::Desk;
use vouchsafe_app::notices::{Password, Patience};
use vouchsafe_app::view::NoticeLanguage;

use super::shop::on_ctrl_c;
use crate::args::{Lang, NoticeVerb};
use crate::ending::{Ending, Failure, said};
use crate::opening;
use crate::paper::{Paper, Roll};
use crate::secrets::mail_password;
use crate::wire::notices::{NOTICES, NoticeAnswer, NoticeJson, notice_cells};

/// Rows that are read at a time.
const CHUNK: u32 = 200;

/// Does what was asked for.
pub(super) async fn notices(verb: NoticeVerb, db: Option<PathBuf>, paper: &Paper<'_>, lang: Lang) -> Result<Ending, Failure> {
    match verb {
        NoticeVerb::List { state, limit } => {
            let desk = opening::to_read(db).await?;
            let mut roll = Roll::new(paper, "notices", NOTICES)?;
            let (mut after, mut left) = (None, limit.unwrap_or(u64::MAX));
            while left > 0 {
                let chunk = u32::try_from(left).unwrap_or(CHUNK).min(CHUNK);
                let page = desk.notices(state, after.as_deref(), chunk).await?.page;
                for row in &page.rows {
                    roll.add(|| NoticeJson::from(row), || notice_cells(row))?;
                }
                left = left.saturating_sub(page.rows.len() as u64);
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            roll.finish()?;
            Ok(Ending::Done)
        }
        NoticeVerb::Send => {
            let desk = opening::to_write(db).await?;
            let sent = send(&desk).await;
            desk.close().await;
            let sent = sent?;
            let ending = match &sent.stopped {
                Some(fault) => Ending::Findings((&vouchsafe_app::AppError::from(fault.clone())).into()),
                None if sent.failed + sent.unknown > 0 => {
                    Ending::Findings(said("letters_unsent", &[("count", &(sent.failed + sent.unknown).to_string())]))
                }
                None => Ending::Done,
            };
            paper.put(&NoticeAnswer::Sent(sent))?;
            Ok(ending)
        }
        NoticeVerb::Preview { kind } => {
            let desk = opening::to_read(db).await?;
            let letter = desk.preview_notice(kind, language(lang), None).await?;
            paper.put(&NoticeAnswer::Preview(letter))?;
            Ok(Ending::Done)
        }
        NoticeVerb::Test { address, kind } => {
            let desk = opening::to_read(db).await?;
            let password = password(&desk).await?;
            desk.send_test_notice(kind, language(lang), None, &address, password.as_ref(), Patience::default()).await?;
            paper.put(&NoticeAnswer::Tested(address.trim().to_owned()))?;
            Ok(Ending::Done)
        }
    }
}

async fn send(desk: &Desk) -> Result<vouchsafe_app::notices::NoticesSent, Failure> {
    let password = password(desk).await?;
    Ok(desk.send_notices(password.as_ref(), Patience::default(), &on_ctrl_c()).await?)
}

/// The password of the mail server, if anybody logs in there.
async fn password(desk: &Desk) -> Result<Option<Password>, Failure> {
    let Some(settings) = desk.smtp().await?.filter(|settings| !settings.user.is_empty()) else { return Ok(None) };
    let server = settings.server().map_err(vouchsafe_app::AppError::from)?;
    mail_password(&server.account()).await.map(Some)
}

fn language(lang: Lang) -> NoticeLanguage {
    match lang {
        Lang::En => NoticeLanguage::English,
        Lang::Ru => NoticeLanguage::Russian,
    }
}
