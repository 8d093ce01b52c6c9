//! The commands, one file for each noun.

mod act;
mod backtest;
mod code;
mod completions;
mod demo;
mod doctor;
mod erase;
mod generate;
mod import;
mod keeping;
mod notices;
mod pay;
mod program;
mod reconcile;
mod replay;
mod report;
mod shop;

use vouchsafe_app::view::Act;
use vouchsafe_app::words::Words;

use crate::args::{Args, SchemaOf, Verb};
use crate::ending::{Ending, Failure};
use crate::opening;
use crate::paper::Paper;

/// Does what was asked for.
pub(crate) async fn run(args: Args, words: &Words) -> Result<Ending, Failure> {
    let Args { verb, db, format, lang } = args;
    let paper = Paper { format, words };
    match verb {
        Verb::Demo(asked) => demo::demo(&asked, db, &paper, lang.into()).await,
        Verb::Connect { url, keys } => shop::connect(&url, keys, db, &paper).await,
        Verb::Sync { watch } => shop::sync(watch, db, &paper).await,
        Verb::Status => shop::status(db, &paper).await,
        Verb::Doctor { full, resume_payouts } => doctor::doctor(full, resume_payouts, db, &paper).await,
        Verb::Log { limit } => doctor::log(limit, db, &paper).await,
        Verb::Backup { file, encrypt } => keeping::backup(&file, encrypt, db, &paper).await,
        Verb::Restore { file, replaces } => keeping::restore(&file, replaces.as_deref(), db, &paper).await,
        Verb::Erase { customer, reason, yes } => erase::erase(&customer, &reason, yes, db, &paper).await,
        Verb::Pay(asked) => pay::pay(asked, db, &paper).await,
        Verb::Payouts(asked) => pay::payouts(asked, db, &paper).await,
        Verb::Adjust(asked) => act::adjust(asked, db, &paper).await,
        Verb::Reverse(asked) => act::act(asked, Act::Reverse, db, &paper).await,
        Verb::Reissue(asked) => act::act(asked, Act::Reissue, db, &paper).await,
        Verb::Accept(asked) => act::act(asked, Act::AcceptRaise, db, &paper).await,
        Verb::Goodwill(asked) => act::goodwill(asked, db, &paper).await,
        Verb::Proposals(asked) => act::proposals(asked, db, &paper).await,
        Verb::Reconcile(asked) => reconcile::reconcile(asked, db, &paper).await,
        Verb::Replay(asked) => replay::replay(&asked, &paper),
        Verb::Explain { what } => {
            let desk = opening::to_read(db).await?;
            paper.put(&desk.explain(&what).await?)?;
            Ok(Ending::Done)
        }
        Verb::Import { what, file, kind } => import::import(what, file, kind, db, &paper).await,
        Verb::Code(verb) => code::code(verb, db, &paper).await,
        Verb::Notices(verb) => notices::notices(verb, db, &paper, lang).await,
        Verb::Program(verb) => program::program(verb, db, &paper).await,
        Verb::Report(report) => report::report(report, db, &paper, lang.into()).await,
        Verb::Backtest { program } => backtest::backtest(&program, db, &paper).await,
        Verb::Generate(asked) => generate::generate(&asked, &paper),
        Verb::Schema { of: SchemaOf::Program } => program::schema(&paper),
        Verb::Completions { shell } => completions::completions(shell, &paper),
    }
}
