//! What can be asked about payouts.

use clap::{Args as Group, Subcommand};
use std::path::PathBuf;
use vouchsafe_app::view::{PayoutSort, PayoutState};
use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::reward::Rail;

/// `pay`.
#[derive(Debug, Group)]
pub(crate) struct PayArgs {
    /// Only print the requests that would leave, and send nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Only find out what came of payouts that nobody knows the end of, and send nothing anew
    #[arg(long, conflicts_with = "dry_run")]
    pub look_up: bool,
    /// Only the payout of this reward, one that was refused as well; may be given several times
    #[arg(long = "reward", value_name = "KEY")]
    pub rewards: Vec<String>,
    /// Pay out what passes the ceiling of a day, too
    #[arg(long, conflicts_with_all = ["dry_run", "look_up"])]
    pub over_ceiling: bool,
}

/// `payouts`.
#[derive(Debug, Group)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct PayoutsArgs {
    #[command(subcommand)]
    pub verb: Option<PayoutsVerb>,
    /// Only those that stand so: due, sending, unknown, correcting, refused, conflict, done or closed
    #[arg(long, value_parser = payout_state)]
    pub state: Option<PayoutState>,
    /// Only those by this rail, such as gift_card or manual
    #[arg(long, value_parser = rail)]
    pub rail: Option<Rail>,
    /// Only what the program with this id promised
    #[arg(long, value_name = "ID")]
    pub program: Option<String>,
    /// Only in this currency, such as EUR
    #[arg(long, value_parser = super::currency)]
    pub currency: Option<Currency>,
    /// Only about this reward key, code, order, customer or email address
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// In this order: newest, oldest, amount_high or amount_low, currency after currency
    #[arg(long, value_name = "ORDER", default_value = "newest", value_parser = payout_sort)]
    pub sort: PayoutSort,
    /// At most so many [default: all]
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,
}

/// `payouts …`.
#[derive(Debug, Subcommand)]
pub(crate) enum PayoutsVerb {
    /// Stop all payouts, in every window and command; what is under way ends before its next sending
    Stop {
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Let payouts go on that somebody had stopped
    Go {
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// The most that may go out in a day, UTC; without an amount, tell it
    Ceiling {
        /// An amount for each currency, such as EUR=500.00; a currency that is not named has no ceiling
        #[arg(value_name = "CURRENCY=AMOUNT", value_parser = money)]
        amounts: Vec<Money>,
        /// Let a day have no ceiling at all
        #[arg(long, conflicts_with = "amounts")]
        none: bool,
    },
    /// List what a person has to pay by hand
    Export {
        /// Into this new file, as CSV [default: printed]
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Say that a reward was paid by hand
    Paid {
        /// The reward's key
        key: String,
        /// The reference of the payment
        #[arg(long, value_name = "TEXT")]
        reference: String,
    },
}

fn payout_state(text: &str) -> Result<PayoutState, String> {
    super::one_of(text, &PayoutState::ALL, PayoutState::name)
}

fn payout_sort(text: &str) -> Result<PayoutSort, String> {
    super::one_of(text, &PayoutSort::ALL, PayoutSort::name)
}

fn rail(text: &str) -> Result<Rail, String> {
    super::one_of(text, &Rail::ALL, Rail::name)
}

fn money(text: &str) -> Result<Money, String> {
    let (currency, amount) = text.split_once('=').ok_or("write it like EUR=500.00")?;
    let currency = Currency::parse(currency).map_err(|error| error.to_string())?;
    let money = Money::parse(amount, currency).map_err(|error| error.to_string())?;
    if money.minor < 0 { Err("it cannot be below zero".to_owned()) } else { Ok(money) }
}
