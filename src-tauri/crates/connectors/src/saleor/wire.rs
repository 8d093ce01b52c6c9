//! HTTP to one shop: bounded, without redirects, and with retries for reads in this one place.

use super::envelope::{Frame, Verdict};
use super::{Settings, ShopError, ShopUrl};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION, RETRY_AFTER};
use reqwest::{Client, Response, StatusCode, redirect};
use std::fmt;
use std::time::Duration;

/// The largest answer that is taken, in bytes after decompression. A full page of a hundred orders is about 0.6 MB.
pub(super) const MAX_ANSWER: usize = 64 * 1_024 * 1_024;
/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// What a rate limit without a readable `Retry-After` comes to.
const DEFAULT_RETRY_AFTER: Duration = Duration::from_secs(60);

/// A connection to one shop.
pub(super) struct Wire {
    client: Client,
    url: ShopUrl,
    settings: Settings,
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
        let client = Client::builder()
            .default_headers(headers)
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(settings.timeout)
            .user_agent(concat!("vouchsafe/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| ShopError::Unreachable { url: url.to_string(), why: reason(&error) })?;
        Ok(Self { client, url, settings: settings.clone() })
    }

    pub(super) const fn url(&self) -> &ShopUrl {
        &self.url
    }

    /// Asks a question that changes nothing at the shop, and asks it again after transient errors, with growing pauses. A rate limit is waited
    /// for when it is no longer than `patience`. Never for mutations.
    pub(super) async fn read(&self, question: &str, patience: Duration) -> Result<(String, Frame), ShopError> {
        let mut pause = self.settings.backoff;
        let mut tries_left = self.settings.tries.max(1);
        loop {
            let error = match self.ask(question).await.and_then(framed) {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            tries_left -= 1;
            let wait = match error {
                ShopError::RateLimited { retry_after } if retry_after <= patience => retry_after,
                ShopError::RateLimited { .. } => return Err(error),
                _ if error.is_transient() => pause,
                _ => return Err(error),
            };
            if tries_left == 0 {
                return Err(error);
            }
            tracing::debug!(%error, ?wait, "asking the shop again");
            tokio::time::sleep(wait).await;
            pause = pause.saturating_mul(2);
        }
    }

    /// Asks once.
    async fn ask(&self, question: &str) -> Result<String, ShopError> {
        let sent = self.client.post(self.url.url()).body(question.to_owned()).send().await;
        let response = sent.map_err(|error| self.broken(&error))?;
        match response.status() {
            // Saleor answers queries that do not validate or cost too much with 400 and GraphQL errors.
            StatusCode::OK | StatusCode::BAD_REQUEST => self.body(response).await,
            status => Err(self.refusal(status, response.headers())),
        }
    }

    async fn body(&self, mut response: Response) -> Result<String, ShopError> {
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.broken(&error))? {
            if bytes.len() + chunk.len() > MAX_ANSWER {
                return Err(ShopError::TooLarge { limit: MAX_ANSWER });
            }
            bytes.extend_from_slice(&chunk);
        }
        String::from_utf8(bytes).map_err(|_| ShopError::Garbled { what: "not UTF-8".to_owned() })
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

    fn broken(&self, error: &reqwest::Error) -> ShopError {
        if error.is_body() || error.is_decode() {
            return ShopError::Truncated;
        }
        ShopError::Unreachable { url: self.url.to_string(), why: reason(error) }
    }
}

fn framed(text: String) -> Result<(String, Frame), ShopError> {
    let frame = Frame::read(&text)?;
    match frame.verdict {
        Some(Verdict::Internal(what)) => Err(ShopError::Internal { what }),
        _ => Ok((text, frame)),
    }
}

/// The pause of a `Retry-After` in seconds; the other form, a date, would need a clock to compare with.
fn retry_after(headers: &HeaderMap) -> Duration {
    let seconds = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()).and_then(|text| text.trim().parse().ok());
    seconds.map_or(DEFAULT_RETRY_AFTER, Duration::from_secs)
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
