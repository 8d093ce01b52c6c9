//! `pay` and `payouts`: what is due goes out, and how that stands.

use std::path::PathBuf;
use tokio::sync::watch;
use vouchsafe_app::view::{Paid, PayOrder, PayRun, PayoutFilter, PayoutSort, Which};
use vouchsafe_app::{Desk, Rails, actor};

use super::shop::{join_known, on_ctrl_c};
use crate::args::{PayArgs, PayoutsArgs, PayoutsVerb};
use crate::ending::{Ending, Failure, said};
use crate::opening;
use crate::paper::{Paper, Roll};
use crate::progress;
use crate::secrets::Tokens;
use crate::wire::pay::{DryAnswer, ManualAnswer, PaidAnswer, SwitchAnswer, manual, payout};

/// Rows that are read at once.
const PAGE: u64 = 500;

/// Carries out what is due, or tells what would be sent.
pub(super) async fn pay(asked: PayArgs, db: Option<PathBuf>, paper: &Paper<'_>) -> Result<Ending, Failure> {
    // Asked for before the db is opened: without it nothing is done.
    let tokens = Tokens::look()?;
    let desk = opening::to_write(db).await?;
    let done = carry_out(&desk, asked, &tokens, paper).await;
    desk.close().await;
    done
}

async fn carry_out(desk: &Desk, asked: PayArgs, tokens: &Tokens, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let cancel = on_ctrl_c();
    let rails = Rails::of(&join_known(desk, tokens).await?);
    let which = if asked.rewards.is_empty() { Which::All } else { Which::Keys(asked.rewards) };
    if asked.dry_run {
        paper.put(&DryAnswer(desk.pay_dry_run(&rails, &which).await?))?;
        return Ok(Ending::Done);
    }
    let (told, heard) = watch::channel(PayRun::default());
    let line = tokio::spawn(show(heard));
    let paid = if asked.look_up {
        desk.look_up_payouts(&rails, &which, &told, &cancel).await
    } else {
        let order = PayOrder { which, confirm_over_ceiling: asked.over_ceiling };
        desk.pay(&actor(), &rails, &order, &told, &cancel).await
    };
    drop(told);
    // A line that is not cleared harms nobody.
    drop(line.await);
    let paid = paid?;
    let ending = ending(&paid);
    paper.put(&PaidAnswer(paid))?;
    ending
}

/// Shows how far it is, over and over in one line.
async fn show(mut heard: watch::Receiver<PayRun>) {
    while heard.changed().await.is_ok() {
        let run = heard.borrow_and_update().clone();
        progress::over(&format!("{}/{}", run.gone_through, run.total));
    }
    progress::over("");
}

/// What stopped it is a failure; what somebody has to look at is a finding.
fn ending(paid: &Paid) -> Result<Ending, Failure> {
    if let Some(why) = &paid.stopped {
        return Err(Failure::Said(why.clone()));
    }
    let (found, over) = (paid.unknown + paid.refused + paid.conflict, paid.over_ceiling);
    Ok(match (found, over) {
        (0, 0) => Ending::Done,
        (0, over) => Ending::Findings(said("payouts_left", &[("count", &over.to_string())])),
        (found, _) => Ending::Findings(said("payout_findings", &[("count", &found.to_string())])),
    })
}

/// Lists payouts, or changes how they may go.
pub(super) async fn payouts(asked: PayoutsArgs, db: Option<PathBuf>, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let Some(verb) = asked.verb else {
        let desk = opening::to_read(db).await?;
        let filter = PayoutFilter { state: asked.state, rail: asked.rail, program: asked.program, currency: asked.currency, search: asked.search };
        list(&desk, &filter, asked.sort, asked.limit.unwrap_or(u64::MAX), paper).await?;
        return Ok(Ending::Done);
    };
    let only_looks =
        matches!(&verb, PayoutsVerb::Export { .. }) || matches!(&verb, PayoutsVerb::Ceiling { amounts, none: false } if amounts.is_empty());
    let desk = if only_looks { opening::to_read(db).await? } else { opening::to_write(db).await? };
    let done = act(&desk, verb, paper).await;
    desk.close().await;
    done.map(|()| Ending::Done)
}

async fn act(desk: &Desk, verb: PayoutsVerb, paper: &Paper<'_>) -> Result<(), Failure> {
    match verb {
        PayoutsVerb::Stop { reason } => desk.stop_payouts(&actor(), &reason).await?,
        PayoutsVerb::Go { reason } => desk.let_payouts_go(&actor(), &reason).await?,
        PayoutsVerb::Ceiling { amounts, none } => {
            if none || !amounts.is_empty() {
                desk.set_payout_ceiling(&actor(), &amounts).await?;
            }
        }
        PayoutsVerb::Export { file: Some(file) } => {
            opening::make_folder_of(&file)?;
            return paper.put(&ManualAnswer { rows: desk.export_manual(&file).await?, file });
        }
        PayoutsVerb::Export { file: None } => return by_hand(desk, paper).await,
        PayoutsVerb::Paid { key, reference } => {
            let found = desk.payout(&key).await?;
            let paid = desk.mark_paid(&actor(), &key, &reference, found.row.revision).await?;
            let mut roll = Roll::new(paper, "payouts", payout::COLUMNS)?;
            roll.add(|| payout::Payout::from(&paid.row), || payout::cells(&paid.row))?;
            return roll.finish();
        }
    }
    paper.put(&SwitchAnswer(desk.payout_switch().await?))
}

async fn list(desk: &Desk, filter: &PayoutFilter, sort: PayoutSort, mut left: u64, paper: &Paper<'_>) -> Result<(), Failure> {
    let mut roll = Roll::new(paper, "payouts", payout::COLUMNS)?;
    let mut after: Option<String> = None;
    while left > 0 {
        let limit = u32::try_from(left.min(PAGE)).unwrap_or(1);
        let page = desk.payouts(filter, sort, after.as_deref(), limit).await?.page;
        for row in &page.rows {
            roll.add(|| payout::Payout::from(row), || payout::cells(row))?;
        }
        left = left.saturating_sub(page.rows.len() as u64);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    roll.finish()
}

async fn by_hand(desk: &Desk, paper: &Paper<'_>) -> Result<(), Failure> {
    let mut roll = Roll::new(paper, "payouts", manual::COLUMNS)?;
    let mut after: Option<String> = None;
    loop {
        let page = desk.manual_payouts(after.as_deref(), 500).await?;
        for row in &page.rows {
            roll.add(|| manual::Manual::from(row), || manual::cells(row))?;
        }
        after = page.next;
        if after.is_none() {
            return roll.finish();
        }
    }
}
