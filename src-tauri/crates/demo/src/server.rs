//! The shop on loopback: HTTP around the GraphQL endpoint, with a token, a limit, a latency and planned faults.

use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, Response, header};
use axum::routing::post;
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::faults::Faults;
use crate::graphql::execute::Endpoint;
use crate::graphql::plan::Caller;
use crate::graphql::schema::Schema;
use crate::source::Source;

/// How the served shop behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port on loopback; 0 takes a free one. A db knows its shop by the address, so a shop that comes again must come back to its port.
    pub port: u16,
    /// The only token that is accepted, as `Authorization: Bearer …`.
    pub token: String,
    /// How long each answer waits before it is sent.
    pub latency: Duration,
    /// Requests a minute, in bursts of a tenth of it; what is over gets 429 with `Retry-After`.
    pub rate_limit_per_minute: Option<u32>,
    /// Saleor's version; what came later than its minor release is unknown to the shop.
    pub version: String,
    /// The permissions of the token's app.
    pub permissions: Vec<String>,
    /// Answers are compressed for those who accept it, as a real shop does.
    pub gzip: bool,
    /// What goes wrong on purpose.
    pub faults: Faults,
}

impl Default for Options {
    /// A quick Saleor 3.23.28 with the permissions that a sync needs.
    fn default() -> Self {
        let permissions = ["MANAGE_ORDERS", "MANAGE_USERS", "MANAGE_GIFT_CARD", "MANAGE_DISCOUNTS"];
        Self {
            port: 0,
            token: "demo-token".to_owned(),
            latency: Duration::ZERO,
            rate_limit_per_minute: None,
            version: "3.23.28".to_owned(),
            permissions: permissions.map(str::to_owned).to_vec(),
            gzip: true,
            faults: Faults::default(),
        }
    }
}

/// A running shop; it stops when this is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

#[derive(Debug)]
struct Shared {
    source: RwLock<Source>,
    options: Options,
    schema: Schema,
    requests: AtomicU64,
    bucket: Mutex<Bucket>,
}

/// Starts the shop on 127.0.0.1, inside the current tokio runtime.
///
/// # Errors
/// What the system says when the port cannot be had.
pub async fn serve(source: impl Into<Source>, options: Options) -> std::io::Result<Server> {
    let listener = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, options.port)).await?;
    let address = listener.local_addr()?;
    let shared = Arc::new(Shared {
        source: RwLock::new(source.into()),
        schema: Schema::of_minor(minor_of(&options.version)),
        requests: AtomicU64::new(0),
        bucket: Mutex::new(Bucket::new(options.rate_limit_per_minute)),
        options,
    });
    let app = Router::new().route("/graphql/", post(answer)).layer(DefaultBodyLimit::max(1 << 20)).with_state(Arc::clone(&shared));
    let (stop, stopped) = oneshot::channel::<()>();
    let task = tokio::spawn(async move {
        let until = async {
            // A dropped sender is a stop as well.
            let _ = stopped.await;
        };
        let _ = axum::serve(listener, app).with_graceful_shutdown(until).await;
    });
    Ok(Server { address, shared, stop: Some(stop), task })
}

impl Server {
    /// The endpoint: `http://127.0.0.1:PORT/graphql/`.
    pub fn url(&self) -> String {
        format!("http://{}/graphql/", self.address)
    }

    /// The token that the shop accepts.
    pub fn token(&self) -> &str {
        &self.shared.options.token
    }

    /// How many requests came so far, refused ones included.
    pub fn requests(&self) -> u64 {
        self.shared.requests.load(Ordering::Relaxed)
    }

    /// Serves other rows from now on, under the same address: the shop after a while.
    pub fn replace(&self, source: impl Into<Source>) {
        *self.shared.source.write().unwrap_or_else(PoisonError::into_inner) = source.into();
    }

    /// Stops, and waits until open requests are answered.
    pub async fn shutdown(mut self) {
        drop(self.stop.take());
        // A task that panicked has stopped as well.
        let _ = (&mut self.task).await;
    }
}

fn minor_of(version: &str) -> i64 {
    version.split('.').nth(1).and_then(|minor| minor.parse().ok()).unwrap_or(23)
}

async fn answer(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    shared.requests.fetch_add(1, Ordering::Relaxed);
    if let Some(wait) = shared.wait() {
        return too_many(wait);
    }
    if !shared.options.latency.is_zero() {
        tokio::time::sleep(shared.options.latency).await;
    }
    let caller = shared.caller(&headers);
    let source = shared.source.read().unwrap_or_else(PoisonError::into_inner).clone();
    let endpoint = Endpoint { source: source.rows(), schema: &shared.schema, version: &shared.options.version, faults: &shared.options.faults };
    let reply = endpoint.answer(&caller, &body);
    let accepts = |value: &header::HeaderValue| value.to_str().is_ok_and(|text| text.contains("gzip"));
    let gzip = shared.options.gzip && headers.get(header::ACCEPT_ENCODING).is_some_and(accepts);
    respond(reply.status, reply.body, gzip)
}

impl Shared {
    fn caller(&self, headers: &HeaderMap) -> Caller {
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let known = given.and_then(|value| value.strip_prefix("Bearer ")) == Some(self.options.token.as_str());
        if known { Caller { known, permissions: self.options.permissions.clone() } } else { Caller::default() }
    }

    /// How many seconds a request must wait, if it is one too many.
    fn wait(&self) -> Option<u64> {
        self.bucket.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

fn too_many(wait: u64) -> Response<Body> {
    let body = r#"{"errors":[{"message":"Too many requests"}]}"#;
    let mut response = respond(429, body.to_owned(), false);
    response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(wait));
    response
}

/// Compression starts where it pays.
const WORTH_GZIP: usize = 500;

fn respond(status: u16, body: String, gzip: bool) -> Response<Body> {
    let builder = Response::builder().status(status).header(header::CONTENT_TYPE, "application/json");
    let packed = if gzip && body.len() >= WORTH_GZIP { compress(&body) } else { None };
    let built = match packed {
        Some(packed) => builder.header(header::CONTENT_ENCODING, "gzip").body(Body::from(packed)),
        None => builder.body(Body::from(body)),
    };
    built.unwrap_or_default()
}

fn compress(body: &str) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 6), Compression::fast());
    encoder.write_all(body.as_bytes()).ok()?;
    encoder.finish().ok()
}

/// A bucket of tokens that fills again all the time.
#[derive(Debug)]
struct Bucket {
    limit: Option<u32>,
    tokens: u64,
    /// When the tokens were last counted.
    counted: Instant,
}

impl Bucket {
    fn new(limit: Option<u32>) -> Self {
        Self { limit, tokens: limit.map_or(0, room), counted: Instant::now() }
    }

    /// Takes one token; without one says in how many seconds there will be one.
    fn take(&mut self) -> Option<u64> {
        let limit = self.limit?.max(1);
        let each = Duration::from_secs(60) / limit;
        let grown = u64::try_from(self.counted.elapsed().as_nanos() / each.as_nanos().max(1)).unwrap_or(u64::MAX);
        if grown > 0 {
            self.tokens = self.tokens.saturating_add(grown).min(room(limit));
            self.counted = Instant::now();
        }
        match self.tokens.checked_sub(1) {
            Some(left) => {
                self.tokens = left;
                None
            }
            None => Some(each.as_secs().max(1)),
        }
    }
}

fn room(limit: u32) -> u64 {
    u64::from(limit / 10).max(1)
}
