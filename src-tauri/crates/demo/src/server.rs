//! The shop on loopback: HTTP around the GraphQL endpoint, with a token, a limit, a latency and planned faults.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, DefaultBodyLimit, State};
use axum::http::{HeaderMap, Response, header};
use axum::routing::post;
use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::bucket::Bucket;
use crate::faults::{Fault, Faults, RetryAfter};
use crate::graphql::change::{self, Change, Oddly};
use crate::graphql::execute::{Endpoint, Odd, Reply, plan};
use crate::graphql::plan::{Caller, Plan, root_fields};
use crate::graphql::schema::Schema;
use crate::living::Living;
use crate::respond::{respond, too_many};
use crate::source::Source;
use crate::till;
use crate::wares::{CardFacts, VoucherFacts};
use crate::wire::{Door, Flow, Tap};

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
    /// What goes wrong on purpose, from the first request on.
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
    stop: watch::Sender<()>,
    task: JoinHandle<()>,
}

#[derive(Debug)]
struct Shared {
    source: RwLock<Source>,
    options: Options,
    schema: Schema,
    requests: AtomicU64,
    bucket: Mutex<Bucket>,
    faults: RwLock<Arc<Faults>>,
    counts: Mutex<Counts>,
    stopped: watch::Receiver<()>,
}

/// What the faults have seen and done.
#[derive(Debug, Default)]
struct Counts {
    /// Requests, for each entry of the plan.
    asked: Vec<u64>,
    /// Strikes, by the name of the fault.
    struck: BTreeMap<&'static str, u64>,
    /// The last answer to each query.
    answers: BTreeMap<String, String>,
}

/// Starts the shop on 127.0.0.1, inside the current tokio runtime.
///
/// # Errors
/// What the system says when the port cannot be had.
pub async fn serve(source: impl Into<Source>, options: Options) -> std::io::Result<Server> {
    let listener = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, options.port)).await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = watch::channel(());
    let shared = Arc::new(Shared {
        source: RwLock::new(source.into()),
        schema: Schema::of_minor(minor_of(&options.version)),
        requests: AtomicU64::new(0),
        bucket: Mutex::new(Bucket::new(options.rate_limit_per_minute)),
        faults: RwLock::new(Arc::new(options.faults.clone())),
        counts: Mutex::default(),
        stopped: stopped.clone(),
        options,
    });
    let app = Router::new().route("/graphql/", post(answer)).layer(DefaultBodyLimit::max(1 << 20)).with_state(Arc::clone(&shared));
    let mut stopped = stopped;
    let task = tokio::spawn(async move {
        let until = async move {
            // A dropped sender is a stop as well.
            let _ = stopped.changed().await;
        };
        let app = app.into_make_service_with_connect_info::<Tap>();
        let _ = axum::serve(Door(listener), app).with_graceful_shutdown(until).await;
    });
    Ok(Server { address, shared, stop, task })
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

    /// Serves other rows from now on, under the same address: the shop after a while. What was made at a generated shop stays, where the other
    /// is one, too.
    pub fn replace(&self, source: impl Into<Source>) {
        let mut known = self.shared.source.write().unwrap_or_else(PoisonError::into_inner);
        *known = till::kept(&known, source.into());
    }

    /// The gift cards that were made while the shop was served, and at a living shop all others.
    pub fn cards(&self) -> Vec<CardFacts> {
        till::wares(&self.shared.source.read().unwrap_or_else(PoisonError::into_inner)).cards.iter().map(CardFacts::of).collect()
    }

    /// The vouchers that were made while the shop was served, and at a living shop all others.
    pub fn vouchers(&self) -> Vec<VoucherFacts> {
        till::wares(&self.shared.source.read().unwrap_or_else(PoisonError::into_inner)).offers.iter().map(VoucherFacts::of).collect()
    }

    /// Somebody pays with one of those cards: so many minor units, at most what is left; says how much that was. A card that is not active pays
    /// nothing.
    pub fn spend(&self, code: &str, minor: i64) -> i64 {
        till::spend(&mut self.shared.source.write().unwrap_or_else(PoisonError::into_inner), code, minor, false)
    }

    /// Somebody at the shop makes a gift card of the shop's first currency by hand.
    pub fn make_card(&self, code: &str, minor: i64) -> bool {
        till::make_card(&mut self.shared.source.write().unwrap_or_else(PoisonError::into_inner), code, minor)
    }

    /// Somebody at the shop deletes one of those cards or vouchers; its code is free again.
    pub fn delete(&self, code: &str) -> bool {
        till::delete(&mut self.shared.source.write().unwrap_or_else(PoisonError::into_inner), code)
    }

    /// Lets something happen at a living shop while it is served; `None` for a shop of another kind. Answers that are being written go on
    /// with the rows as they were.
    pub fn alter<T>(&self, change: impl FnOnce(&mut Living) -> T) -> Option<T> {
        match &mut *self.shared.source.write().unwrap_or_else(PoisonError::into_inner) {
            Source::Living(living) => Some(change(Arc::make_mut(living))),
            Source::Shop(..) | Source::Recorded(_) => None,
        }
    }

    /// The living shop as it is now.
    pub fn living(&self) -> Option<Arc<Living>> {
        match &*self.shared.source.read().unwrap_or_else(PoisonError::into_inner) {
            Source::Living(living) => Some(Arc::clone(living)),
            Source::Shop(..) | Source::Recorded(_) => None,
        }
    }

    /// Plans other faults; requests are counted anew, and answers given so far never come again.
    pub fn set_faults(&self, faults: Faults) {
        let mut counts = self.shared.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.asked.clear();
        counts.answers.clear();
        drop(counts);
        *self.shared.faults.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(faults);
    }

    /// How often each fault struck so far, by its name.
    pub fn struck(&self) -> BTreeMap<&'static str, u64> {
        self.shared.counts.lock().unwrap_or_else(PoisonError::into_inner).struck.clone()
    }

    /// Stops, and waits until open requests are answered.
    pub async fn shutdown(mut self) {
        let _ = self.stop.send(());
        // A task that panicked has stopped as well.
        let _ = (&mut self.task).await;
    }
}

fn minor_of(version: &str) -> i64 {
    version.split('.').nth(1).and_then(|minor| minor.parse().ok()).unwrap_or(23)
}

async fn answer(State(shared): State<Arc<Shared>>, ConnectInfo(tap): ConnectInfo<Tap>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    shared.requests.fetch_add(1, Ordering::Relaxed);
    tap.set(Flow::Whole);
    if let Some(wait) = shared.wait() {
        let retry_after = RetryAfter::Seconds(u32::try_from(wait).unwrap_or(u32::MAX));
        return respond(too_many(), false, shared.date(), &[Fault::TooMany { retry_after }]).response;
    }
    if !shared.options.latency.is_zero() {
        tokio::time::sleep(shared.options.latency).await;
    }
    let (faults, struck) = shared.strike(&body);
    let reply = shared.reply(&headers, &body, &faults, &struck);
    if struck.contains(&Fault::Timeout) {
        // Until the server stops: a dropped sender is a stop as well.
        let _ = shared.stopped.clone().changed().await;
    }
    let accepts = |value: &header::HeaderValue| value.to_str().is_ok_and(|text| text.contains("gzip"));
    let gzip = shared.options.gzip && headers.get(header::ACCEPT_ENCODING).is_some_and(accepts);
    let spoilt = respond(reply, gzip, shared.date(), &struck);
    tap.set(spoilt.flow);
    spoilt.response
}

impl Shared {
    /// The faults that are planned, and those that strike this request.
    fn strike(&self, body: &[u8]) -> (Arc<Faults>, Vec<Fault>) {
        let faults = Arc::clone(&self.faults.read().unwrap_or_else(PoisonError::into_inner));
        if faults.plan.is_empty() {
            return (faults, Vec::new());
        }
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let fields = root_fields(body.get("query").and_then(Value::as_str).unwrap_or_default());
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let struck = faults.strike(&fields, &mut counts.asked);
        for fault in &struck {
            *counts.struck.entry(fault.name()).or_default() += 1;
        }
        (faults, struck)
    }

    fn reply(&self, headers: &HeaderMap, body: &[u8], faults: &Faults, struck: &[Fault]) -> Reply {
        if struck.iter().any(Fault::is_before_the_shop) {
            return Reply { status: 200, body: String::new() };
        }
        let caller = self.caller(headers, struck);
        let most = struck.iter().find_map(|fault| match fault {
            Fault::CostLimit { points } => Some(*points),
            _ => None,
        });
        let plan = match plan(&self.schema, &caller, body).and_then(|plan| plan.within(most.unwrap_or(u64::MAX))) {
            Ok(plan) => plan,
            Err(refusal) => return Reply::refused(&refusal),
        };
        let (source, changes) = self.change(&caller, &plan, struck);
        let odd = Odd {
            obfuscated: struck.contains(&Fault::ObfuscatedEmails),
            reversed: struck.contains(&Fault::PageReversed),
            forgot_cursor: struck.contains(&Fault::CursorUnknown),
            internal: struck.contains(&Fault::Internal) || struck.contains(&Fault::Failed),
        };
        let endpoint = Endpoint { source: source.rows(), schema: &self.schema, version: &self.options.version, faults, odd, changes };
        let text = endpoint.run(&caller, &plan);
        Reply { status: 200, body: if faults.plan.is_empty() { text } else { self.again(body, text, struck.contains(&Fault::PageAgain)) } }
    }

    /// Makes the changes that a plan asks for, and takes the rows as they are behind them.
    fn change(&self, caller: &Caller, plan: &Plan, struck: &[Fault]) -> (Source, Vec<Change>) {
        for minor in struck.iter().filter_map(|fault| if let Fault::Redeemed { minor } = fault { Some(*minor) } else { None }) {
            till::redeem_named(&mut self.source.write().unwrap_or_else(PoisonError::into_inner), plan, minor);
        }
        if !plan.mutates || struck.contains(&Fault::Failed) {
            return (self.source.read().unwrap_or_else(PoisonError::into_inner).clone(), Vec::new());
        }
        let at = struck.iter().find_map(|fault| if let Fault::Clock { says } = fault { Some(says.timestamp_micros()) } else { None });
        let oddly = Oddly { raced: struck.contains(&Fault::Raced), at };
        let mut source = self.source.write().unwrap_or_else(PoisonError::into_inner);
        if struck.contains(&Fault::Twice) {
            change::make(&mut source, caller, plan, oddly);
        }
        let changes = change::make(&mut source, caller, plan, oddly);
        (source.clone(), changes)
    }

    /// Remembers an answer by its query; `again` gives the one that the query got before, if there was one.
    fn again(&self, body: &[u8], text: String, again: bool) -> String {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let query = body.get("query").and_then(Value::as_str).unwrap_or_default().to_owned();
        let answers = &mut self.counts.lock().unwrap_or_else(PoisonError::into_inner).answers;
        match answers.get(&query) {
            Some(before) if again => before.clone(),
            _ => {
                answers.insert(query, text.clone());
                text
            }
        }
    }

    /// What the shop's clock says, where the shop has one.
    fn date(&self) -> Option<DateTime<Utc>> {
        match &*self.source.read().unwrap_or_else(PoisonError::into_inner) {
            Source::Living(living) => Some(living.now()),
            Source::Shop(..) | Source::Recorded(_) => None,
        }
    }

    fn caller(&self, headers: &HeaderMap, struck: &[Fault]) -> Caller {
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let is_ours = given.and_then(|value| value.strip_prefix("Bearer ")) == Some(self.options.token.as_str());
        if !is_ours || struck.contains(&Fault::TokenRevoked) {
            return Caller::default();
        }
        let lacks = |had: &String| struck.iter().any(|fault| matches!(fault, Fault::WithoutPermission { permission } if permission == had));
        let permissions = self.options.permissions.iter().filter(|had| !lacks(had)).cloned().collect();
        Caller { known: true, permissions, expired: struck.contains(&Fault::TokenExpired) }
    }

    /// How many seconds a request must wait, if it is one too many.
    fn wait(&self) -> Option<u64> {
        self.bucket.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
