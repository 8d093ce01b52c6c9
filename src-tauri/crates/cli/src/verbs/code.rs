//! `code issue|disable|write-back`.

use std::path::PathBuf;
use vouchsafe_app::{CodeWish, Desk, actor};

use super::shop::join_known;
use crate::args::CodeVerb;
use crate::ending::{Ending, Failure};
use crate::opening;
use crate::paper::Paper;
use crate::secrets::Tokens;
use crate::wire::code::CodeAnswer;

/// Does what was asked for.
pub(super) async fn code(verb: CodeVerb, db: Option<PathBuf>, paper: &Paper<'_>) -> Result<Ending, Failure> {
    // Asked for before the db is opened: without it nothing is done.
    let tokens = matches!(verb, CodeVerb::WriteBack { on: None }).then(Tokens::look).transpose()?;
    let desk = opening::to_write(db).await?;
    let done = act(&desk, verb, tokens.as_ref()).await;
    desk.close().await;
    paper.put(&done?)?;
    Ok(Ending::Done)
}

async fn act(desk: &Desk, verb: CodeVerb, tokens: Option<&Tokens>) -> Result<CodeAnswer, Failure> {
    Ok(match verb {
        CodeVerb::Issue { customer: Some(customer), wish, with_name, reason, .. } => {
            let wish = wish.map_or(CodeWish::Random { prefix: with_name }, CodeWish::Vanity);
            CodeAnswer::Code(desk.issue_code(&customer, wish, &actor(), &reason).await?)
        }
        CodeVerb::Issue { customer: None, with_name, limit, .. } => {
            CodeAnswer::Issued(desk.issue_missing_codes(limit.unwrap_or(u64::MAX), with_name, &actor()).await?)
        }
        CodeVerb::Disable { code, reason } => {
            desk.disable_code(&code, &actor(), &reason).await?;
            CodeAnswer::Code(code.trim().to_uppercase())
        }
        CodeVerb::WriteBack { on: Some(on) } => {
            desk.set_write_back_codes(on).await?;
            CodeAnswer::Setting(on)
        }
        CodeVerb::WriteBack { on: None } => {
            let Some(tokens) = tokens else { return Err(Failure::said("no_token", &[])) };
            let shop = join_known(desk, tokens).await?;
            CodeAnswer::WrittenBack(desk.write_back_codes(&shop).await?)
        }
    })
}
