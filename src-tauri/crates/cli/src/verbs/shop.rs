//! `connect`, `sync`, `status`: the shop.

use std::path::PathBuf;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::saleor::Shop;
use vouchsafe_app::{AppError, Desk, MetadataKeys};

use crate::args::KeyArgs;
use crate::ending::{Ending, Failure, said, sentence};
use crate::opening;
use crate::paper::Paper;
use crate::progress::Progress;
use crate::secrets::Tokens;
use crate::wire::sync::{ConnectAnswer, RoundAnswer, StatusAnswer};

/// Connects the db with a shop.
pub(super) async fn connect(url: &str, keys: KeyArgs, db: Option<PathBuf>, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let token = Tokens::look()?.of(url).await?;
    let desk = opening::to_write(db).await?;
    let connected = join(&desk, url, &token, keys).await;
    let status = desk.status().await;
    desk.close().await;
    connected?;
    paper.put(&ConnectAnswer(status?))?;
    Ok(Ending::Done)
}

/// Connects, and keeps where the shop has its codes once that has succeeded.
async fn join(desk: &Desk, url: &str, token: &str, keys: KeyArgs) -> Result<(), AppError> {
    let keys = keys.over(desk.metadata_keys().await?);
    desk.connect(url, token, keys.clone().settings()).await?;
    desk.set_metadata_keys(keys).await
}

/// Tells how the db stands.
pub(super) async fn status(db: Option<PathBuf>, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let desk = opening::to_read(db).await?;
    let (sync, completeness) = (desk.sync_status().await?, desk.completeness().await?);
    let (kept, quarantine) = (desk.kept().await?, desk.quarantine().await?);
    paper.put(&StatusAnswer { desk: desk.status().await?, kept, sync, completeness, quarantine })?;
    Ok(Ending::Done)
}

/// Reads what changed at the shop and judges it, once or for ever.
pub(super) async fn sync(watch: Option<u64>, db: Option<PathBuf>, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let tokens = Tokens::look()?;
    let desk = opening::to_write(db).await?;
    let (cancel, mut line) = (on_ctrl_c(), Line { tokens, joined: None });
    let ended = match watch {
        None => round(&desk, &mut line, &cancel, paper).await,
        Some(seconds) => rounds(&desk, &mut line, Duration::from_secs(seconds), &cancel, paper).await,
    };
    desk.close().await;
    ended
}

/// Rounds until Ctrl-C. A shop that fails for the moment is asked again next time.
async fn rounds(desk: &Desk, line: &mut Line, pause: Duration, cancel: &CancellationToken, paper: &Paper<'_>) -> Result<Ending, Failure> {
    loop {
        match round(desk, line, cancel, paper).await {
            Ok(Ending::Done) => {}
            Ok(Ending::Findings(found)) => say(&sentence(&found, paper.words)),
            Err(Failure::App(AppError::Shop(error))) if error.is_transient() => say(&paper.words.error(&AppError::Shop(error))),
            Err(failure) => return Err(failure),
        }
        tokio::select! {
            () = cancel.cancelled() => return Err(AppError::Cancelled.into()),
            () = tokio::time::sleep(pause) => {}
        }
    }
}

fn say(sentence: &str) {
    crate::progress::note(&crate::plain::plain(sentence));
}

/// Connects to the shop that the db belongs to.
pub(super) async fn join_known(desk: &Desk, tokens: &Tokens) -> Result<Shop, Failure> {
    Terms::of(desk, tokens).await?.connect(desk).await
}

/// What a connection hangs on.
#[derive(PartialEq)]
struct Terms {
    url: String,
    token: String,
    keys: MetadataKeys,
}

impl Terms {
    async fn of(desk: &Desk, tokens: &Tokens) -> Result<Self, Failure> {
        let url = desk.status().await?.shop.ok_or(AppError::NoShop)?.url;
        Ok(Self { token: tokens.of(&url).await?, url, keys: desk.metadata_keys().await? })
    }

    async fn connect(&self, desk: &Desk) -> Result<Shop, Failure> {
        Ok(desk.connect(&self.url, &self.token, self.keys.clone().settings()).await?)
    }
}

/// The line to the shop. It is kept from round to round while what it hangs on stays the same: a connection knows how the shop has been answering.
struct Line {
    tokens: Tokens,
    joined: Option<(Terms, Shop)>,
}

impl Line {
    async fn join(&mut self, desk: &Desk) -> Result<Shop, Failure> {
        let terms = Terms::of(desk, &self.tokens).await?;
        if let Some((_, shop)) = self.joined.as_ref().filter(|(known, _)| *known == terms) {
            return Ok(shop.clone());
        }
        let shop = terms.connect(desk).await?;
        self.joined = Some((terms, shop.clone()));
        Ok(shop)
    }
}

async fn round(desk: &Desk, line: &mut Line, cancel: &CancellationToken, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let shop = tokio::select! {
        () = cancel.cancelled() => return Err(AppError::Cancelled.into()),
        shop = line.join(desk) => shop?,
    };
    let progress = Progress::start(paper.words);
    let round = desk.sync(&shop, progress.sender(), cancel).await;
    progress.finish().await;
    let sync = desk.sync_status().await?;
    let found = sync.quarantined;
    paper.put(&RoundAnswer { round: round?, sync })?;
    // Nothing while it is switched off. The round stands without it, and the next one tries again.
    if let Err(error) = desk.write_back_codes(&shop).await {
        say(&paper.words.error(&error));
    }
    Ok(ending(found))
}

/// Records that could not be understood are something to look at.
pub(super) fn ending(quarantined: u64) -> Ending {
    if quarantined == 0 { Ending::Done } else { Ending::Findings(said("quarantined", &[("count", &quarantined.to_string())])) }
}

/// A token that Ctrl-C cancels.
pub(super) fn on_ctrl_c() -> CancellationToken {
    let cancel = CancellationToken::new();
    let pressed = cancel.clone();
    tokio::spawn(async move {
        // Where the system gives no signals there is nothing to wait for.
        if tokio::signal::ctrl_c().await.is_ok() {
            pressed.cancel();
        }
    });
    cancel
}
