//! `notices …`.

use clap::Subcommand;
use vouchsafe_app::view::{NoticeKind, NoticeState};

use super::one_of;

/// `notices …`.
#[derive(Debug, Subcommand)]
pub(crate) enum NoticeVerb {
    /// List letters, the newest first
    List {
        /// Only of this state: waiting, sending, sent, unknown, failed or skipped
        #[arg(long, value_parser = state)]
        state: Option<NoticeState>,
        /// At most so many [default: all]
        #[arg(long, value_name = "N")]
        limit: Option<u64>,
    },
    /// Send the letters that are due; the mail server's password comes from VOUCHSAFE_SMTP_PASSWORD, else from the file of tokens
    Send,
    /// Show a letter as a made-up person would get it, in the language of --lang
    Preview {
        /// Which: registered, trial, earned, paid_out, expiring or reversed
        #[arg(value_parser = kind)]
        kind: NoticeKind,
    },
    /// Send a letter for trial to an address of your own
    Test {
        /// The address
        address: String,
        /// Which: registered, trial, earned, paid_out, expiring or reversed
        #[arg(long, value_parser = kind, default_value = "earned")]
        kind: NoticeKind,
    },
}

fn kind(text: &str) -> Result<NoticeKind, String> {
    one_of(text, &NoticeKind::ALL, NoticeKind::name)
}

fn state(text: &str) -> Result<NoticeState, String> {
    one_of(text, &NoticeState::ALL, NoticeState::name)
}
