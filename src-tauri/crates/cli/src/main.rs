//! `vouchsafe`: the product without a window, for people at a terminal and for scripts.
//!
//! A command reads its arguments, calls verbs of `vouchsafe_app` and puts what they give on paper: a table for people, JSON or CSV for
//! programs. What goes wrong is one sentence on standard error, and the exit status says how it ended.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod args;
mod data_folder;
mod ending;
mod opening;
mod paper;
mod plain;
mod progress;
mod secrets;
mod table;
mod verbs;
mod wire;

use clap::Parser as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use vouchsafe_app::words::Words;

fn main() -> ExitCode {
    let args = args::Args::parse();
    let words = Words::of(args.lang.into());
    // A fault of our own is told like every other one: in one sentence, below.
    std::panic::set_hook(Box::new(|_| {}));
    let ended = catch_unwind(AssertUnwindSafe(|| run(args, &words)));
    let ending = ended.unwrap_or_else(|_| Err(ending::Failure::bug("panic")));
    ending::tell(ending, &words)
}

fn run(args: args::Args, words: &Words) -> Result<ending::Ending, ending::Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| ending::Failure::bug(&error.to_string()))?;
    let ended = runtime.block_on(verbs::run(args, words));
    // Nothing that is still under way, such as a request that was given up, is waited for.
    runtime.shutdown_background();
    ended
}
