//! HTTP to one shop: bounded, without redirects, and with retries for reads in this one place.

use super::body::Body;
use super::chance::Chance;
use super::envelope::{Frame, Verdict};
use super::gate::{Gate, Health, Shut};
use super::{Settings, ShopError, ShopUrl};
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue, LOCATION, RETRY_AFTER,
};
use reqwest::{Client, Response, StatusCode, redirect};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};
use tokio::time::Instant;
use vouchsafe_domain::time::Timestamp;

/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// What a rate limit without a readable `Retry-After` comes to.
const DEFAULT_RETRY_AFTER: Duration = Duration::from_secs(60);
/// The longest pause between two tries of one question.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// A connection to one shop.
pub(super) struct Wire {
    client: Client,
    url: ShopUrl,
    settings: Settings,
    gate: Gate,
    chance: Chance,
    /// The shop's own clock in its last answer, and when that was.
    clock: Mutex<Option<(Timestamp, Instant)>>,
    /// Requests that left.
    sent: AtomicU64,
}

impl fmt::Debug for Wire {
    // The client's default headers hold the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire").field("url", &self.url).finish_non_exhaustive()
    }
}

impl Wire {
    pub(super) fn new(url: ShopUrl, token: &str, settings: &Settings) -> Result<Self, ShopError> {
        let refused = || ShopError::TokenRefused { url: url.to_string() };
        let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.trim())).map_err(|_| refused())?;
        bearer.set_sensitive(true);
        if token.trim().is_empty() {
            return Err(refused());
        }
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, bearer);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        let client = Client::builder()
            .default_headers(headers)
            .redirect(redirect::Policy::none())
            // Unpacked here, where it can be seen how much it swells.
            .no_gzip()
            .connect_timeout(CONNECT_TIMEOUT.min(settings.timeout))
            .read_timeout(settings.silence)
            .timeout(settings.timeout)
            .user_agent(concat!("vouchsafe/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| ShopError::Unreachable { url: url.to_string(), why: reason(&error) })?;
        let (gate, chance) = (Gate::new(settings), Chance::new(settings.seed));
        Ok(Self { client, url, settings: settings.clone(), gate, chance, clock: Mutex::default(), sent: AtomicU64::new(0) })
    }

    /// How many requests left so far.
    pub(super) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    pub(super) const fn url(&self) -> &ShopUrl {
        &self.url
    }

    pub(super) fn health(&self) -> Health {
        self.gate.health(Instant::now())
    }

    /// By how many seconds the shop's clock is ahead of `now`, as far as its last answer told.
    pub(super) fn clock_skew(&self, now: Timestamp) -> Option<i64> {
        let (told, at) = (*self.clock.lock().unwrap_or_else(PoisonError::into_inner))?;
        let since = i64::try_from(at.elapsed().as_micros()).unwrap_or(i64::MAX);
        Some(told.micros().saturating_add(since).saturating_sub(now.micros()) / 1_000_000)
    }

    /// Asks a question that changes nothing at the shop, and asks it again after transient errors, with pauses that grow and are drawn by chance.
    /// What the shop asks to wait, and the rest after many failures, are waited for as long as they fit into `patience`. Never for mutations.
    pub(super) async fn read(&self, question: &str, patience: Duration) -> Result<(String, Frame), ShopError> {
        let (mut patience, mut pause) = (patience, self.settings.backoff);
        let mut tries_left = self.settings.tries.max(1);
        let mut last = None;
        loop {
            if let Some(shut) = self.gate.pass(Instant::now()) {
                let Some(rest) = patience.checked_sub(shut.left()) else { return Err(last.unwrap_or_else(|| refused_at_the_gate(shut))) };
                patience = rest;
                tokio::time::sleep(shut.left()).await;
                continue;
            }
            let error = match self.ask(question).await.and_then(framed) {
                Ok(answer) => {
                    self.gate.answered();
                    return Ok(answer);
                }
                Err(error) => error,
            };
            let wait = match error {
                ShopError::RateLimited { retry_after } => {
                    self.gate.limited(Instant::now(), retry_after);
                    Duration::ZERO
                }
                _ if error.is_transient() => {
                    self.gate.failed(Instant::now());
                    self.chance.pause(pause)
                }
                _ => {
                    self.gate.answered();
                    return Err(error);
                }
            };
            tries_left -= 1;
            if tries_left == 0 {
                return Err(error);
            }
            tracing::debug!(%error, ?wait, "asking the shop again");
            last = Some(error);
            tokio::time::sleep(wait).await;
            pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
        }
    }

    /// Tells the shop to change something: asked once, whatever comes of it. What breaks after it was sent leaves unknown what came of it.
    pub(super) async fn write(&self, mutation: &str) -> Result<(String, Frame), ShopError> {
        let unknown = |why: &str| ShopError::OutcomeUnknown { why: why.to_owned() };
        let unclear = |error: ShopError| match error {
            ShopError::TimedOut { .. } => unknown("no answer in time"),
            ShopError::Truncated => unknown("the answer broke off"),
            ShopError::Garbled { .. } | ShopError::TooLarge { .. } => unknown("an answer that cannot be read"),
            ShopError::Server { status } => unknown(&format!("HTTP {status}")),
            other => other,
        };
        let text = self.ask(mutation).await.map_err(unclear)?;
        let frame = Frame::read(&text).map_err(unclear)?;
        Ok((text, frame))
    }

    /// Asks once.
    async fn ask(&self, question: &str) -> Result<String, ShopError> {
        self.sent.fetch_add(1, Ordering::Relaxed);
        let sent = self.client.post(self.url.url()).body(question.to_owned()).send().await;
        let response = sent.map_err(|error| self.broken(&error))?;
        if let Some(told) = http_date(response.headers(), DATE) {
            *self.clock.lock().unwrap_or_else(PoisonError::into_inner) = Some((told, Instant::now()));
        }
        match response.status() {
            // Saleor answers queries that do not validate or cost too much with 400 and GraphQL errors.
            StatusCode::OK | StatusCode::BAD_REQUEST => self.body(response).await,
            status => Err(self.refusal(status, response.headers())),
        }
    }

    async fn body(&self, mut response: Response) -> Result<String, ShopError> {
        let encoding = response.headers().get(CONTENT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut body = Body::new(&encoding.trim().to_ascii_lowercase())?;
        while let Some(piece) = response.chunk().await.map_err(|error| self.broken(&error))? {
            body.take(&piece)?;
        }
        body.finish()
    }

    fn refusal(&self, status: StatusCode, headers: &HeaderMap) -> ShopError {
        let url = self.url.to_string();
        match status.as_u16() {
            401 | 403 => ShopError::TokenRefused { url },
            404 | 405 | 410 => ShopError::NotSaleor { url },
            429 => ShopError::RateLimited { retry_after: retry_after(headers) },
            300..=399 => {
                let to = headers.get(LOCATION).and_then(|value| value.to_str().ok()).unwrap_or("an address that it does not name");
                ShopError::Redirected { to: to.chars().take(200).collect() }
            }
            status @ 500.. => ShopError::Server { status },
            other => ShopError::Refused { what: format!("HTTP {other}") },
        }
    }

    /// What never got through to the shop is unreachable; everything later happened after the question was sent.
    fn broken(&self, error: &reqwest::Error) -> ShopError {
        if error.is_connect() || error.is_builder() {
            return ShopError::Unreachable { url: self.url.to_string(), why: reason(error) };
        }
        if error.is_timeout() { ShopError::TimedOut { url: self.url.to_string() } } else { ShopError::Truncated }
    }
}

fn framed(text: String) -> Result<(String, Frame), ShopError> {
    let frame = Frame::read(&text)?;
    match frame.verdict {
        Some(Verdict::Internal(what)) => Err(ShopError::Internal { what }),
        _ => Ok((text, frame)),
    }
}

const fn refused_at_the_gate(shut: Shut) -> ShopError {
    match shut {
        Shut::Resting(retry_after) => ShopError::Resting { retry_after },
        Shut::Limited(retry_after) => ShopError::RateLimited { retry_after },
    }
}

/// The pause of a `Retry-After`: in seconds, or up to a date of the clock that the same answer shows.
fn retry_after(headers: &HeaderMap) -> Duration {
    let text = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()).map(str::trim);
    if let Some(seconds) = text.and_then(|text| text.parse().ok()) {
        return Duration::from_secs(seconds);
    }
    let until = http_date(headers, RETRY_AFTER).zip(http_date(headers, DATE));
    until.map_or(DEFAULT_RETRY_AFTER, |(until, now)| Duration::from_micros(u64::try_from(until.micros() - now.micros()).unwrap_or(0)))
}

/// An instant as HTTP writes it.
fn http_date(headers: &HeaderMap, name: HeaderName) -> Option<Timestamp> {
    let at = httpdate::parse_http_date(headers.get(name)?.to_str().ok()?).ok()?;
    let since = at.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_micros()).ok().map(Timestamp::from_micros)
}

/// The innermost cause, which is what a person can act on: "Connection refused", not "error sending request".
fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string().chars().filter(|c| !c.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_in_seconds_or_up_to_a_date_of_the_same_answer() {
        let check = |after: Option<&str>, date: Option<&str>, expected: u64| {
            let mut headers = HeaderMap::new();
            let fields = [(RETRY_AFTER, after), (DATE, date)];
            headers.extend(fields.into_iter().filter_map(|(name, text)| Some((name, HeaderValue::from_str(text?).unwrap()))));
            assert_eq!(retry_after(&headers).as_secs(), expected, "{after:?} {date:?}");
        };
        let now = Some("Fri, 20 Nov 2026 04:27:04 GMT");
        check(Some("7"), None, 7);
        check(Some(" 0 "), now, 0);
        check(Some("Fri, 20 Nov 2026 04:27:34 GMT"), now, 30);
        check(Some("Friday, 20-Nov-26 04:28:04 GMT"), now, 60);
        check(Some("Fri, 20 Nov 2026 04:26:00 GMT"), now, 0);
        check(Some("Fri, 20 Nov 2026 04:27:34 GMT"), None, 60);
        check(Some("soon"), now, 60);
        check(Some("-5"), now, 60);
        check(None, now, 60);
    }
}
