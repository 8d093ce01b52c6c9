//! Sending: one letter after the other, each written down as under way before it can leave, and its fate after.

use super::fault::NoticeFault;
use super::settings::SmtpSettings;
use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::view::{NoticeLanguage, NoticeState, NoticeWhy, Tag};
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use vouchsafe_connectors::smtp::{Address, Letter, Line, Password, Patience, Sent, SmtpError};
use vouchsafe_db::{Durability, NoticeRow, Tx};
use vouchsafe_domain::time::Span;

/// The pauses after each try that was put off. After the last one the letter has failed.
const PAUSES: [Span; 7] = [Span::minutes(1), Span::minutes(5), Span::minutes(30), Span::hours(2), Span::hours(6), Span::hours(12), Span::hours(24)];
/// How long a letter about a reward that waits once more is left alone.
const LATER: Span = Span::hours(1);
/// Letters on one line; servers are content with as many.
const LETTERS_ON_A_LINE: u32 = 50;

/// What sending came to.
#[derive(Debug, Default)]
pub struct NoticesSent {
    /// Letters that the server took.
    pub sent: u64,
    /// Letters that it did not take.
    pub failed: u64,
    /// Letters of which it is not known.
    pub unknown: u64,
    /// Letters that it put off.
    pub put_off: u64,
    /// Letters that were not to be sent.
    pub skipped: u64,
    /// Why it stopped before everything was sent.
    pub stopped: Option<NoticeFault>,
}

/// What is to be done with a letter.
pub(super) enum Plan {
    Send(Box<Letter>),
    Skip(NoticeWhy),
    /// It cannot be written, and why.
    Fail(NoticeFault),
    Later,
}

/// The mail server of one sending.
struct Post<'a> {
    settings: SmtpSettings,
    password: Option<&'a Password>,
    patience: Patience,
    line: Option<Line>,
}

impl Post<'_> {
    /// Hands a letter over. A line that has served other letters may have been closed meanwhile: then it is opened once more.
    async fn send(&mut self, letter: &Letter) -> Result<Sent, NoticeFault> {
        if self.line.as_ref().is_some_and(|line| !line.is_open() || line.letters() >= LETTERS_ON_A_LINE) {
            self.close().await;
        }
        let was_used = self.line.is_some();
        let sent = self.line().await?.send(letter).await;
        let Ok(Sent::Lost { what }) = sent else { return Ok(sent?) };
        self.line = None;
        if !was_used {
            return Err(self.unreachable(what));
        }
        match self.line().await?.send(letter).await? {
            Sent::Lost { what } => Err(self.unreachable(what)),
            sent => Ok(sent),
        }
    }

    fn unreachable(&self, what: String) -> NoticeFault {
        SmtpError::Unreachable { host: self.settings.host.clone(), what }.into()
    }

    async fn line(&mut self) -> Result<&mut Line, NoticeFault> {
        let line = match self.line.take() {
            Some(line) => line,
            None => Line::open(&self.settings.server()?, self.password, self.patience).await?,
        };
        Ok(self.line.insert(line))
    }

    async fn close(&mut self) {
        if let Some(mut line) = self.line.take() {
            line.close().await;
        }
    }
}

impl Desk {
    /// Whether letters are wished for and there is a mail server to take them.
    ///
    /// # Errors
    /// What the db says.
    pub async fn sends_notices(&self) -> Result<bool> {
        let has_server = self.db().is_writable() && self.smtp().await?.is_some();
        let lead = Span::days(self.notice_lead_days().await?);
        Ok(has_server && self.db().next_notice(self.now(), lead).await?.is_some())
    }

    /// Sends every letter that is due. What is wrong with one does not hold back the others; what is wrong with the server stops it.
    ///
    /// # Errors
    /// [`NoticeFault::NoServer`]; what the db says.
    pub async fn send_notices(&self, password: Option<&Password>, patience: Patience, cancel: &CancellationToken) -> Result<NoticesSent> {
        let settings = self.smtp().await?.ok_or(NoticeFault::NoServer)?;
        let _sending = self.noticing().lock().await;
        self.find_interrupted_notices().await?;
        let lead = Span::days(self.notice_lead_days().await?);
        let mut post = Post { settings, password, patience, line: None };
        let mut done = NoticesSent::default();
        while !cancel.is_cancelled() && done.stopped.is_none() {
            let Some(notice) = self.db().next_notice(self.now(), lead).await? else { break };
            self.send_notice(&notice, &mut post, &mut done).await?;
        }
        post.close().await;
        self.changed([Tag::Notices]);
        Ok(done)
    }

    /// Waits until nothing is being sent, at most so long: what is cut off may have left.
    pub async fn wait_for_notices(&self, most: Duration) {
        drop(tokio::time::timeout(most, self.noticing().lock()).await);
    }

    /// What was under way when the program ended may have left. Whoever calls sends nothing meanwhile.
    pub(crate) async fn find_interrupted_notices(&self) -> Result<()> {
        if self.db().has_notices_under_way().await? {
            let now = self.now();
            self.db().write(move |tx| tx.interrupt_notices(now)).await?;
        }
        Ok(())
    }

    async fn send_notice(&self, notice: &NoticeRow, post: &mut Post<'_>, done: &mut NoticesSent) -> Result<()> {
        let (no, now) = (notice.no, self.now());
        let letter = match self.plan_notice(notice, &post.settings).await? {
            Plan::Send(letter) => letter,
            Plan::Skip(why) => {
                done.skipped += 1;
                return self.note(move |tx| tx.end_notice(no, NoticeState::Skipped, Some(why), None, now)).await;
            }
            Plan::Fail(fault) => {
                done.failed += 1;
                let said = fault.to_string();
                return self.note(move |tx| tx.end_notice(no, NoticeState::Failed, Some(NoticeWhy::Unwritable), Some(&said), now)).await;
            }
            Plan::Later => return self.note(move |tx| tx.put_off_notice(no, now.plus(LATER), None, false, now)).await,
        };
        // On the disk before the letter can leave (law 5).
        if !self.db().submit(Durability::Full, move |tx| tx.begin_notice(no, now))?.done().await? {
            return Ok(());
        }
        let sent = post.send(&letter).await;
        // A server repeats the address; who is erased later must not be left in its words.
        let without_address = |what: &str| what.replace(&letter.to.text(), "…");
        let now = self.now();
        match sent {
            Ok(Sent::Accepted) => {
                done.sent += 1;
                self.note(move |tx| tx.end_notice(no, NoticeState::Sent, None, None, now)).await
            }
            Ok(Sent::Refused { said, for_good: true, .. }) => {
                done.failed += 1;
                let said = without_address(&said);
                self.note(move |tx| tx.end_notice(no, NoticeState::Failed, Some(NoticeWhy::Refused), Some(&said), now)).await
            }
            Ok(Sent::Refused { said, .. }) => {
                let (said, pause) = (without_address(&said), PAUSES.get(notice.tries as usize));
                match pause {
                    Some(pause) => {
                        done.put_off += 1;
                        let until = now.plus(*pause);
                        self.note(move |tx| tx.put_off_notice(no, until, Some(&said), true, now)).await
                    }
                    None => {
                        done.failed += 1;
                        self.note(move |tx| tx.end_notice(no, NoticeState::Failed, Some(NoticeWhy::PutOff), Some(&said), now)).await
                    }
                }
            }
            Ok(Sent::Unwritable { what }) => {
                done.failed += 1;
                self.note(move |tx| tx.end_notice(no, NoticeState::Failed, Some(NoticeWhy::Unwritable), Some(&what), now)).await
            }
            Ok(Sent::Unknown { what } | Sent::Lost { what }) => {
                done.unknown += 1;
                let what = without_address(&what);
                self.note(move |tx| tx.end_notice(no, NoticeState::Unknown, Some(NoticeWhy::Unanswered), Some(&what), now)).await
            }
            Err(fault) => {
                // Nothing left, and the letter has no part in it.
                done.stopped = Some(fault);
                self.note(move |tx| tx.put_off_notice(no, now.plus(PAUSES[0]), None, false, now)).await
            }
        }
    }

    async fn note(&self, write: impl FnOnce(&mut Tx<'_>) -> vouchsafe_db::Result<()> + Send + 'static) -> Result<()> {
        Ok(self.db().submit(Durability::Full, write)?.done().await?)
    }

    /// What is to be done with a letter, as everything stands now.
    async fn plan_notice(&self, notice: &NoticeRow, settings: &SmtpSettings) -> Result<Plan> {
        let head = self.db().letterhead(notice).await?;
        let Some(to) = &head.to else { return Ok(Plan::Skip(NoticeWhy::NoAddress)) };
        if to.record.deleted {
            return Ok(Plan::Skip(NoticeWhy::Deleted));
        }
        let Some(address) = to.email.as_deref().and_then(|email| Address::parse(email).ok()) else { return Ok(Plan::Skip(NoticeWhy::NoAddress)) };
        if let Some(plan) = self.plan_by_truth(notice, &head).await? {
            return Ok(plan);
        }
        let language = head.language.as_deref().and_then(NoticeLanguage::of_account);
        let language = match language {
            Some(known) => known,
            None => self.notice_language().await?,
        };
        let values = self.notice_values(notice, &head, language).await?;
        let words = match self.template(notice.kind, language).await.and_then(|template| Ok(template.fill(&values)?)) {
            Ok(words) => words,
            // Words of one kind of letter hold no other back.
            Err(AppError::Notice(fault)) => return Ok(Plan::Fail(fault)),
            Err(error) => return Err(error),
        };
        let from = settings.sender()?;
        let id = self.notice_id(notice, &head, &from).await?;
        Ok(Plan::Send(Box::new(Letter {
            id,
            from,
            to: address,
            at: self.now(),
            language: language.tag(),
            subject: words.subject,
            text: words.text,
            html: words.html,
        })))
    }
}
