//! Which letters are wished for, in which language, and the mail server that takes them.

use super::fault::NoticeFault;
use crate::desk::Desk;
use crate::error::Result;
use crate::view::{NoticeKind, NoticeLanguage, NoticeSettings, NoticeSwitch, Tag};
use vouchsafe_connectors::smtp::{Address, BadServer, Server, Tls};

const LANGUAGE: &str = "notice_language";
const LEAD_DAYS: &str = "notice_lead_days";
const HOST: &str = "smtp_host";
const PORT: &str = "smtp_port";
const TLS: &str = "smtp_tls";
const USER: &str = "smtp_user";
const FROM: &str = "smtp_from";
const FROM_NAME: &str = "smtp_from_name";

/// How many days before a reward expires its letter goes, until somebody says otherwise.
const DEFAULT_LEAD_DAYS: u32 = 7;
/// The most days that can be said.
const MOST_LEAD_DAYS: u32 = 365;
/// The longest name of a sender, in characters.
const LONGEST_FROM_NAME: usize = 100;

/// The mail server, and in whose name letters go. The password is kept elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpSettings {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line is kept from others' eyes.
    pub tls: Tls,
    /// Who logs in; empty where nobody does.
    pub user: String,
    /// The sender's address.
    pub from: String,
    /// The sender's name; may be empty.
    pub from_name: String,
}

impl SmtpSettings {
    /// The server of these settings.
    ///
    /// # Errors
    /// [`NoticeFault::Server`].
    pub fn server(&self) -> Result<Server, NoticeFault> {
        Ok(Server::new(&self.host, self.port, self.tls, &self.user)?)
    }

    /// The same as they are kept, if they can be a server's.
    fn checked(self) -> Result<Self, NoticeFault> {
        let server = self.server()?;
        let bad_address = |_| NoticeFault::Address { what: self.from.chars().take(80).collect() };
        let from = Address::parse(&self.from).map_err(bad_address)?;
        let from_name = self.from_name.trim();
        if from_name.chars().count() > LONGEST_FROM_NAME || from_name.chars().any(char::is_control) {
            return Err(NoticeFault::Long { part: "sender", most: LONGEST_FROM_NAME });
        }
        Ok(Self {
            host: server.host().to_owned(),
            port: server.port(),
            tls: server.tls(),
            user: server.user().unwrap_or_default().to_owned(),
            from: from.text(),
            from_name: from_name.to_owned(),
        })
    }
}

impl Desk {
    /// Which letters are wished for, and how they go.
    ///
    /// # Errors
    /// What the db says.
    pub async fn notice_settings(&self) -> Result<NoticeSettings> {
        let on = self.db().notice_switches().await?;
        let since = |kind| on.iter().find(|(switched, _)| *switched == kind).map(|(_, since)| *since);
        Ok(NoticeSettings {
            switches: NoticeKind::ALL.map(|kind| NoticeSwitch { kind, since: since(kind) }).to_vec(),
            language: self.notice_language().await?,
            lead_days: self.notice_lead_days().await?,
            smtp: self.smtp().await?,
        })
    }

    /// Wishes for a kind of letter from now on, or no longer. What happened before is told to nobody; what waits is not sent any more.
    ///
    /// # Errors
    /// What the db says.
    pub async fn switch_notice(&self, kind: NoticeKind, on: bool) -> Result<NoticeSettings> {
        let now = self.now();
        self.db().write(move |tx| tx.switch_notice(kind, on.then_some(now), now)).await?;
        self.changed([Tag::Notices]);
        self.notice_settings().await
    }

    /// The language of letters to people whose own is not known.
    ///
    /// # Errors
    /// What the db says.
    pub async fn set_notice_language(&self, language: NoticeLanguage) -> Result<NoticeSettings> {
        self.db().write(move |tx| tx.set(LANGUAGE, language.tag())).await?;
        self.changed([Tag::Notices]);
        self.notice_settings().await
    }

    /// How many days before a reward expires its letter goes.
    ///
    /// # Errors
    /// [`NoticeFault::Days`]; what the db says.
    pub async fn set_notice_lead_days(&self, days: u32) -> Result<NoticeSettings> {
        if !(1..=MOST_LEAD_DAYS).contains(&days) {
            return Err(NoticeFault::Days { most: MOST_LEAD_DAYS }.into());
        }
        self.db().write(move |tx| tx.set(LEAD_DAYS, &days.to_string())).await?;
        self.changed([Tag::Notices]);
        self.notice_settings().await
    }

    /// Sets the mail server; without settings no letters go.
    ///
    /// # Errors
    /// [`NoticeFault`] where no letter could go that way; what the db says.
    pub async fn set_smtp(&self, settings: Option<SmtpSettings>) -> Result<NoticeSettings> {
        let settings = settings.map(SmtpSettings::checked).transpose()?;
        let write = move |tx: &mut vouchsafe_db::Tx<'_>| {
            let Some(settings) = &settings else { return tx.set(HOST, "") };
            let port = settings.port.to_string();
            let kept = [
                (HOST, settings.host.as_str()),
                (PORT, &port),
                (TLS, settings.tls.name()),
                (USER, &settings.user),
                (FROM, &settings.from),
                (FROM_NAME, &settings.from_name),
            ];
            kept.into_iter().try_for_each(|(key, value)| tx.set(key, value))
        };
        self.db().write(write).await?;
        self.changed([Tag::Notices]);
        self.notice_settings().await
    }

    /// The mail server, if one is set.
    ///
    /// # Errors
    /// What the db says; [`NoticeFault::Server`] for settings that are no server's any more.
    pub async fn smtp(&self) -> Result<Option<SmtpSettings>> {
        let host = self.kept_text(HOST).await?;
        if host.is_empty() {
            return Ok(None);
        }
        Ok(Some(SmtpSettings {
            host,
            port: self.kept_text(PORT).await?.parse().map_err(|_| NoticeFault::Server(BadServer::Port))?,
            tls: Tls::parse(&self.kept_text(TLS).await?).unwrap_or(Tls::Implicit),
            user: self.kept_text(USER).await?,
            from: self.kept_text(FROM).await?,
            from_name: self.kept_text(FROM_NAME).await?,
        }))
    }

    /// The language of letters to people whose own is not known.
    pub(super) async fn notice_language(&self) -> Result<NoticeLanguage> {
        Ok(NoticeLanguage::parse(&self.kept_text(LANGUAGE).await?).unwrap_or_default())
    }

    pub(super) async fn notice_lead_days(&self) -> Result<u32> {
        Ok(self.kept_text(LEAD_DAYS).await?.parse().unwrap_or(DEFAULT_LEAD_DAYS))
    }

    async fn kept_text(&self, key: &str) -> Result<String> {
        Ok(self.db().setting(key).await?.unwrap_or_default())
    }
}
