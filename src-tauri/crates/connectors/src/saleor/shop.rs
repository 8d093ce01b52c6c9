//! A connected shop.

use super::envelope::Frame;
use super::page::{Cursor, RawPage};
use super::probe::{Probe, Who, missing, what, who};
use super::settings::MAX_PAGE;
use super::wire::Wire;
use super::{Health, Pages, Settings, ShopError, ShopUrl, document};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use vouchsafe_domain::shop::Kind;
use vouchsafe_domain::time::Timestamp;

/// The longest that a rate limit is waited for while somebody waits for the connection.
const AT_THE_DOOR: Duration = Duration::from_secs(5);

/// A connected shop. Cheap to clone: clones share the connection.
#[derive(Debug, Clone)]
pub struct Shop {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    wire: Wire,
    settings: Settings,
    probe: Probe,
    /// The largest page of each kind that the shop's cost limit lets through, as far as we know.
    largest: [AtomicU32; Kind::ALL.len()],
}

impl Shop {
    /// Connects: reads the address, asks who the token is, what the shop is and can.
    ///
    /// # Errors
    /// [`ShopError`]: no address, unreachable, not Saleor, older than 3.14, token refused, or permissions missing (all of them named).
    pub async fn connect(url: &str, token: &str, settings: Settings) -> Result<Self, ShopError> {
        let wire = Wire::new(ShopUrl::parse(url, settings.allow_insecure)?, token, &settings)?;
        let probe = probe(&wire).await?;
        let permissions = probe.missing_permissions();
        if !permissions.is_empty() {
            return Err(ShopError::PermissionMissing { permissions });
        }
        let largest = std::array::from_fn(|_| AtomicU32::new(MAX_PAGE));
        Ok(Self { inner: Arc::new(Inner { wire, settings, probe, largest }) })
    }

    /// Asks again what the shop is and can; [`Shop::info`] keeps what it said at first.
    ///
    /// # Errors
    /// As [`Shop::connect`], without missing permissions, which are in [`Probe::missing_permissions`].
    pub async fn probe(&self) -> Result<Probe, ShopError> {
        probe(&self.inner.wire).await
    }

    /// What the shop told when it was connected.
    #[must_use]
    pub fn info(&self) -> &Probe {
        &self.inner.probe
    }

    /// The shop's address.
    #[must_use]
    pub fn url(&self) -> &ShopUrl {
        self.inner.wire.url()
    }

    /// How many requests left so far.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.inner.wire.sent()
    }

    /// How the shop has been answering.
    #[must_use]
    pub fn health(&self) -> Health {
        self.inner.wire.health()
    }

    /// By how many seconds the shop's clock is ahead of `now`, the desk's, as far as its last answer told; below zero when it is behind. The shop
    /// tells whole seconds, and an answer is a moment old: a second or two mean nothing.
    #[must_use]
    pub fn clock_skew(&self, now: Timestamp) -> Option<i64> {
        self.inner.wire.clock_skew(now)
    }

    /// How the shop is read.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// Reads pages ahead, from a cursor to the end. Must be called within a tokio runtime.
    #[must_use]
    pub fn pages(&self, kind: Kind, cursor: Cursor) -> Pages {
        Pages::start(self.clone(), kind, cursor)
    }

    /// The page with what its rows hold beyond a page of their own.
    pub(super) async fn whole(&self, kind: Kind, page: RawPage) -> Result<RawPage, ShopError> {
        Ok(match kind {
            Kind::Vouchers => RawPage { text: self.with_all_codes(page.text).await?, ..page },
            _ => page,
        })
    }

    /// Asks a question about a kind that changes nothing at the shop. No answer is a denial: those are errors.
    pub(super) async fn ask(&self, kind: Kind, query: &str, variables: &serde_json::Value) -> Result<(String, Frame), ShopError> {
        self.send(kind, &serde_json::json!({ "query": query, "variables": variables }).to_string()).await
    }

    /// The same, with a body that is written already.
    pub(super) async fn send(&self, kind: Kind, body: &str) -> Result<(String, Frame), ShopError> {
        let mut is_second = false;
        loop {
            let (text, frame) = self.inner.wire.read(body, self.inner.settings.patience).await?;
            if !frame.is_denial() {
                return Ok((text, frame));
            }
            match self.why_denied().await {
                Some(error) => return Err(error),
                None if is_second => return Err(lacking(kind)),
                None => is_second = true,
            }
        }
    }

    /// Tells the shop to change something about a kind, once.
    pub(super) async fn tell(&self, kind: Kind, mutation: &str, variables: &serde_json::Value) -> Result<(String, Frame), ShopError> {
        let body = serde_json::json!({ "query": mutation, "variables": variables }).to_string();
        let (text, frame) = self.inner.wire.write(&body).await?;
        if frame.is_denial() { Err(self.why_denied().await.unwrap_or_else(|| lacking(kind))) } else { Ok((text, frame)) }
    }

    /// Why the shop denies something. It says the same to a token that it does not know and to one that lacks a permission, so it is asked who we
    /// are; `None` when the token is good and lacks nothing.
    async fn why_denied(&self) -> Option<ShopError> {
        match ask_who(&self.inner.wire).await {
            Err(error) => Some(error),
            Ok(Who { permissions: None, .. }) => Some(ShopError::TokenRefused { url: self.url().to_string() }),
            Ok(Who { permissions: Some(had), .. }) => {
                Some(missing(&had)).filter(|missing| !missing.is_empty()).map(|permissions| ShopError::PermissionMissing { permissions })
            }
        }
    }

    /// A page size of a kind that the shop's cost limit lets through, as far as we know.
    pub(super) fn fitting(&self, kind: Kind, page_size: u32) -> u32 {
        page_size.clamp(1, MAX_PAGE).min(self.inner.largest[kind as usize].load(Ordering::Relaxed))
    }

    /// Remembers the largest page of a kind that the cost limit lets through.
    pub(super) fn remember(&self, kind: Kind, largest: u32) {
        self.inner.largest[kind as usize].store(largest, Ordering::Relaxed);
    }
}

/// The error for a kind that stays closed to a token which seems to lack nothing.
fn lacking(kind: Kind) -> ShopError {
    let needed = match kind {
        Kind::Customers => "MANAGE_USERS",
        Kind::Orders | Kind::Transactions => "MANAGE_ORDERS",
        Kind::GiftCards => "MANAGE_GIFT_CARD",
        Kind::Vouchers => "MANAGE_DISCOUNTS",
    };
    ShopError::PermissionMissing { permissions: vec![needed.to_owned()] }
}

async fn probe(wire: &Wire) -> Result<Probe, ShopError> {
    let me = ask_who(wire).await?;
    let Some(permissions) = me.permissions.clone() else { return Err(ShopError::TokenRefused { url: wire.url().to_string() }) };
    let (text, _) = wire.read(&plain(document::WHAT), AT_THE_DOOR).await?;
    what(&text, me, permissions, wire.url().as_str())
}

async fn ask_who(wire: &Wire) -> Result<Who, ShopError> {
    let not_saleor = |error| match error {
        ShopError::Garbled { .. } => ShopError::NotSaleor { url: wire.url().to_string() },
        other => other,
    };
    let (text, _) = wire.read(&plain(document::WHO), AT_THE_DOOR).await.map_err(not_saleor)?;
    who(&text, wire.url().as_str())
}

fn plain(query: &str) -> String {
    serde_json::json!({ "query": query, "variables": {} }).to_string()
}
