//! Notices: letters to advocates and friends about what became of their invitations and rewards.
//!
//! Which letters there are to be is written with the events that make them true (`vouchsafe_db::NoticeKind`). Here their words are put together,
//! they are handed to the mail server, and a person decides about those of which it is not known whether they left.

mod fault;
mod letter;
mod ready;
mod sending;
mod settings;
mod telling;
mod template;
#[cfg(test)]
mod tests;

pub use fault::NoticeFault;
pub use sending::NoticesSent;
pub use settings::SmtpSettings;
pub use vouchsafe_connectors::smtp::{Password, Patience, Tls};

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::rewards::MAX_PAGE;
use crate::view::{LetterPreview, NoticeCount, NoticeKind, NoticeLanguage, NoticeRow, NoticeState, NoticeWords, Notices, Page, Tag};
use template::Template;
use vouchsafe_connectors::smtp::{Address, Letter, Line, Sender, Sent};
use vouchsafe_db::NoticeText;
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::reward::RewardId;

impl Desk {
    /// One page of letters, the newest first.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a page that there is not; what the db says.
    pub async fn notices(&self, state: Option<NoticeState>, after: Option<&str>, limit: u32) -> Result<Notices> {
        let no_page = |_| AppError::NotFound { what: "such a page".to_owned() };
        let before = after.map(str::parse::<u64>).transpose().map_err(no_page)?;
        let limit = limit.clamp(1, MAX_PAGE);
        let found = self.db().notices(state, before, limit).await?;
        let next = found.rows.last().filter(|_| found.rows.len() == limit as usize).map(|row| row.no.to_string());
        let page = Page { rows: self.notice_rows(&found.rows).await?, next, count: found.count };
        let counts = self.db().notice_counts().await?.into_iter().map(|(state, count)| NoticeCount { state, count }).collect();
        Ok(Notices { page, counts })
    }

    async fn notice_rows(&self, rows: &[vouchsafe_db::NoticeRow]) -> Result<Vec<NoticeRow>> {
        let rewards = self.db().reward_keys(rows.iter().filter(|row| row.kind.is_of_reward()).map(|row| RewardId(row.subject)).collect()).await?;
        let friend = |row: &vouchsafe_db::NoticeRow| (!row.kind.is_of_reward()).then_some(PartyId(row.subject));
        let parties: Vec<PartyId> = rows.iter().flat_map(|row| [Some(row.party), friend(row)]).flatten().collect();
        let cast = self.cast(parties, []).await?;
        let shown = |row: &vouchsafe_db::NoticeRow| NoticeRow {
            no: row.no,
            kind: row.kind,
            state: row.state,
            why: row.why,
            said: row.said.clone(),
            tries: row.tries,
            at: row.at,
            next_at: (row.state == NoticeState::Waiting && row.tries > 0).then_some(row.next_at),
            changed_at: row.changed_at,
            to: cast.person(row.party),
            friend: friend(row).map(|friend| cast.person(friend)),
            reward: rewards.get(&RewardId(row.subject)).filter(|_| row.kind.is_of_reward()).cloned(),
        };
        Ok(rows.iter().map(shown).collect())
    }

    /// A person's word on a letter that may have left, or was refused: once more, or never.
    ///
    /// # Errors
    /// [`AppError::Stale`] when it is no such letter any more; what the db says.
    pub async fn decide_notice(&self, no: u64, again: bool) -> Result<()> {
        let now = self.now();
        let is_decided = self.db().write(move |tx| tx.decide_notice(no, again, now)).await?;
        self.changed([Tag::Notices]);
        if is_decided { Ok(()) } else { Err(AppError::Stale) }
    }

    /// The words of a kind of letter in a language: own ones, or ours.
    ///
    /// # Errors
    /// What the db says.
    pub async fn notice_words(&self, kind: NoticeKind, language: NoticeLanguage) -> Result<NoticeWords> {
        let own = self.db().notice_text(kind, language.tag()).await?;
        let is_own = own.is_some();
        let NoticeText { subject, mjml, text } = own.unwrap_or_else(|| ready::words(kind, language));
        Ok(NoticeWords { subject, mjml, text, is_own })
    }

    /// Puts own words in place of ours.
    ///
    /// # Errors
    /// [`NoticeFault`] where no letter could be made of them; what the db says.
    pub async fn set_notice_words(&self, kind: NoticeKind, language: NoticeLanguage, words: NoticeText) -> Result<NoticeWords> {
        Template::parse(words.clone())?;
        self.db().write(move |tx| tx.set_notice_text(kind, language.tag(), Some(&words))).await?;
        self.changed([Tag::Notices]);
        self.notice_words(kind, language).await
    }

    /// Puts our words back.
    ///
    /// # Errors
    /// What the db says.
    pub async fn reset_notice_words(&self, kind: NoticeKind, language: NoticeLanguage) -> Result<NoticeWords> {
        self.db().write(move |tx| tx.set_notice_text(kind, language.tag(), None)).await?;
        self.changed([Tag::Notices]);
        self.notice_words(kind, language).await
    }

    /// A kind of letter as a made-up person would get it, of these words or of those that are kept.
    ///
    /// # Errors
    /// [`NoticeFault`] where no letter could be made of the words; what the db says.
    pub async fn preview_notice(&self, kind: NoticeKind, language: NoticeLanguage, draft: Option<NoticeText>) -> Result<LetterPreview> {
        let template = match draft {
            Some(draft) => Template::parse(draft)?,
            None => self.template(kind, language).await?,
        };
        let words = template.fill(&letter::example(kind, language, &self.shop_name().await?))?;
        Ok(LetterPreview { subject: words.subject, html: words.html, text: words.text })
    }

    /// Sends a kind of letter, as a made-up person would get it, to an address.
    ///
    /// # Errors
    /// [`NoticeFault`]: no server, no address, what the server says; what the db says.
    pub async fn send_test_notice(
        &self,
        kind: NoticeKind,
        language: NoticeLanguage,
        draft: Option<NoticeText>,
        to: &str,
        password: Option<&Password>,
        patience: Patience,
    ) -> Result<()> {
        let to = Address::parse(to).map_err(|_| NoticeFault::Address { what: to.chars().take(80).collect() })?;
        let settings = self.smtp().await?.ok_or(NoticeFault::NoServer)?;
        let words = self.preview_notice(kind, language, draft).await?;
        let (from, at) = (settings.sender()?, self.now());
        let id = letter::id(&["test", kind.name(), &at.to_string(), &to.text()], &from);
        let letter = Letter { id, from, to, at, language: language.tag(), subject: words.subject, text: words.text, html: words.html };
        let mut line = Line::open(&settings.server()?, password, patience).await.map_err(NoticeFault::from)?;
        let sent = line.send(&letter).await.map_err(NoticeFault::from);
        line.close().await;
        match sent? {
            Sent::Accepted => Ok(()),
            Sent::Refused { said, .. } => Err(NoticeFault::Refused { what: said }.into()),
            Sent::Unwritable { what } => Err(NoticeFault::Refused { what }.into()),
            Sent::Lost { what } => Err(NoticeFault::from(vouchsafe_connectors::smtp::SmtpError::Unreachable { host: settings.host, what }).into()),
            Sent::Unknown { what } => Err(NoticeFault::Unanswered { what }.into()),
        }
    }

    /// The words of a kind of letter, ready to be filled in.
    async fn template(&self, kind: NoticeKind, language: NoticeLanguage) -> Result<Template> {
        let NoticeWords { subject, mjml, text, .. } = self.notice_words(kind, language).await?;
        Ok(Template::parse(NoticeText { subject, mjml, text })?)
    }

    /// What the shop is called.
    async fn shop_name(&self) -> Result<String> {
        Ok(self.db().shop().await?.map(|shop| letter::called(&shop.name)).filter(|name| !name.is_empty()).unwrap_or_else(|| "Shop".to_owned()))
    }
}

impl SmtpSettings {
    /// In whose name letters go.
    ///
    /// # Errors
    /// [`NoticeFault::Address`].
    pub(crate) fn sender(&self) -> Result<Sender, NoticeFault> {
        let address = Address::parse(&self.from).map_err(|_| NoticeFault::Address { what: self.from.chars().take(80).collect() })?;
        Ok(Sender { name: self.from_name.clone(), address })
    }
}
