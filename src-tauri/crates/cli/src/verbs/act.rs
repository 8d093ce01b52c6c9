//! `adjust`, `reverse`, `reissue`, `accept`, `goodwill`, `proposals`: acts on money.

use std::path::PathBuf;
use vouchsafe_app::view::{Act, GoodwillOrder, ProposalVerdict};
use vouchsafe_app::{AppError, Desk, actor};

use crate::args::{ActArgs, AdjustArgs, GoodwillArgs, ProposalVerb, ProposalsArgs};
use crate::ending::{Ending, Failure, said};
use crate::opening;
use crate::paper::{Paper, Roll};
use crate::wire::act::{ActedAnswer, PreviewAnswer, proposal};

/// Says what a reward comes to.
pub(super) async fn adjust(asked: AdjustArgs, db: Option<PathBuf>, paper: &Paper<'_>) -> Result<Ending, Failure> {
    act(asked.act, Act::Adjust { to: asked.to }, db, paper).await
}

/// Does something about a reward as it stands, or tells what that would come to.
pub(super) async fn act(asked: ActArgs, act: Act, db: Option<PathBuf>, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let desk = opening::to_write(db).await?;
    let done = on_reward(&desk, &asked, &act, paper).await;
    desk.close().await;
    done
}

async fn on_reward(desk: &Desk, asked: &ActArgs, act: &Act, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let expects = desk.reward(&asked.key).await?.revision;
    if asked.said.dry_run {
        let preview = desk.act_preview(None, &asked.key, act, expects).await?;
        return previewed(paper, PreviewAnswer(preview));
    }
    let acted = desk.act(&actor(), &asked.key, act, &asked.said.reason, expects).await?;
    acted_on(paper, ActedAnswer(acted))
}

/// What would be refused is no success.
fn previewed(paper: &Paper<'_>, answer: PreviewAnswer) -> Result<Ending, Failure> {
    let refused = answer.0.refused;
    paper.put(&answer)?;
    refused.map_or(Ok(Ending::Done), |reason| Err(AppError::ActRefused { reason }.into()))
}

/// What waits for a second person is not done yet.
fn acted_on(paper: &Paper<'_>, answer: ActedAnswer) -> Result<Ending, Failure> {
    let proposal = answer.0.proposal;
    paper.put(&answer)?;
    Ok(proposal.map_or(Ending::Done, |no| Ending::Findings(said("proposed", &[("no", &no.to_string())]))))
}

/// Gives somebody something without a program.
pub(super) async fn goodwill(asked: GoodwillArgs, db: Option<PathBuf>, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let desk = opening::to_write(db).await?;
    let done = give(&desk, asked, paper).await;
    desk.close().await;
    done
}

async fn give(desk: &Desk, asked: GoodwillArgs, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let (customer, rail, amount, valid_days) = (asked.customer, asked.rail, asked.amount, asked.valid_days);
    let mut order = GoodwillOrder { customer, rail, amount, valid_days, expects: asked.expects };
    if asked.said.dry_run {
        return previewed(paper, PreviewAnswer(desk.goodwill_preview(None, &order).await?));
    }
    if asked.again {
        // Whoever wants it once more has seen what there is.
        order.expects = Some(desk.goodwill_preview(None, &order).await?.expects);
    }
    acted_on(paper, ActedAnswer(desk.goodwill(&actor(), &order, &asked.said.reason).await?))
}

/// Lists what waits for a second person, or decides it.
pub(super) async fn proposals(asked: ProposalsArgs, db: Option<PathBuf>, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let (decided, verdict) = match asked.verb {
        None => return list(&opening::to_read(db).await?, paper).await,
        Some(ProposalVerb::Approve(decided)) => (decided, ProposalVerdict::Approve),
        Some(ProposalVerb::Decline(decided)) => (decided, ProposalVerdict::Decline),
    };
    let desk = opening::to_write(db).await?;
    let done = desk.decide_proposal(&actor(), decided.no, verdict, &decided.reason).await;
    desk.close().await;
    paper.put(&ActedAnswer(done?))?;
    Ok(Ending::Done)
}

async fn list(desk: &Desk, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let mut roll = Roll::new(paper, "proposals", proposal::COLUMNS)?;
    let mut after: Option<String> = None;
    loop {
        let page = desk.proposals(after.as_deref(), 500).await?;
        for row in &page.rows {
            roll.add(|| proposal::Proposal::from(row), || proposal::cells(row))?;
        }
        after = page.next;
        if after.is_none() {
            roll.finish()?;
            return Ok(Ending::Done);
        }
    }
}
