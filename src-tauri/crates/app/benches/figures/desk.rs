//! A desk as the window opens it, and the demo shop on loopback that it reads.

use crate::Result;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::saleor::{self, Settings};
use vouchsafe_app::view::{Round, SyncStatus};
use vouchsafe_app::{Access, Desk};
use vouchsafe_demo::{Options, Server, Shop, serve};
use vouchsafe_domain::shop::Kind;
use vouchsafe_domain::time::{Span, Timestamp};

/// So many days after the demo shop's history ends.
pub(crate) fn day(after: u32) -> Result<Timestamp> {
    let end = Timestamp::parse("2026-11-01T00:00:00Z").map_err(|_| "the demo shop ends at no instant")?;
    Ok(end.plus(Span::days(after)))
}

/// Serves a shop that waits so long before each answer. It packs nothing: on one machine that would be our processor's work, not the network's.
pub(crate) async fn served(shop: Shop, latency: Duration) -> Result<Server> {
    Ok(serve(shop, Options { gzip: false, latency, ..Options::default() }).await?)
}

/// A connection as `Desk::connect` makes it, without a desk.
pub(crate) async fn connected(server: &Server) -> Result<saleor::Shop> {
    Ok(saleor::Shop::connect(&server.url(), server.token(), Settings::default()).await?)
}

/// A desk on a new file, with the demo shop's program in force.
pub(crate) async fn made(file: &Path, now: Timestamp) -> Result<Desk> {
    let desk = opened(file, now).await?;
    desk.activate("demo.toml", vouchsafe_demo::PROGRAM).await?;
    Ok(desk)
}

/// A desk on a file that is there.
pub(crate) async fn opened(file: &Path, now: Timestamp) -> Result<Desk> {
    Ok(Desk::open(file, Access::ReadWrite, Arc::new(move || now)).await?)
}

/// A round, as the window runs it.
pub(crate) async fn sync(desk: &Desk, shop: &saleor::Shop) -> Result<Round> {
    Ok(desk.sync(shop, &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await?)
}

/// How many rows of each kind the mirror holds.
pub(crate) async fn held(desk: &Desk) -> Result<Vec<(Kind, u64)>> {
    Ok(desk.sync_status().await?.kinds.iter().map(|kind| (kind.kind, kind.in_mirror)).collect())
}
