//! `completions`.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::args::Args;
use crate::ending::{Ending, Failure};
use crate::paper::Paper;

/// Prints a completion script.
pub(super) fn completions(shell: Shell, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "vouchsafe", &mut script);
    paper.put_text(&String::from_utf8_lossy(&script))?;
    Ok(Ending::Done)
}
