//! What can be asked about acts on money, and about reconciliation.

use clap::{Args as Group, Subcommand};
use std::path::PathBuf;
use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::reward::Rail;

/// What every act needs.
#[derive(Debug, Group)]
pub(crate) struct SaidArgs {
    /// Why; it goes into the journal
    #[arg(long, value_name = "TEXT", required_unless_present = "dry_run", default_value = "")]
    pub reason: String,
    /// Only tell what it would come to, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// `reverse`, `reissue`, `accept`.
#[derive(Debug, Group)]
pub(crate) struct ActArgs {
    /// The reward's key
    pub key: String,
    #[command(flatten)]
    pub said: SaidArgs,
}

/// `adjust`.
#[derive(Debug, Group)]
pub(crate) struct AdjustArgs {
    #[command(flatten)]
    pub act: ActArgs,
    /// What it comes to in all, in its own currency, such as 12.50
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    pub to: String,
}

/// `goodwill`.
#[derive(Debug, Group)]
pub(crate) struct GoodwillArgs {
    /// The customer's id at the shop
    pub customer: String,
    /// By which rail, such as gift_card, wallet or manual
    #[arg(long, value_name = "RAIL", value_parser = rail)]
    pub rail: Rail,
    /// How much, such as EUR=10.00
    #[arg(long, value_name = "CURRENCY=AMOUNT", value_parser = money)]
    pub amount: Money,
    /// For how many days it can be used [default: for ever]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=36_500))]
    pub valid_days: Option<u32>,
    /// What a dry run told that it expects: nothing is given where anything happened about the customer since
    #[arg(long, value_name = "STATE")]
    pub expects: Option<String>,
    /// Give it although the same was given for the same reason within a day
    #[arg(long, conflicts_with = "expects")]
    pub again: bool,
    #[command(flatten)]
    pub said: SaidArgs,
}

/// `proposals`.
#[derive(Debug, Group)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct ProposalsArgs {
    #[command(subcommand)]
    pub verb: Option<ProposalVerb>,
}

/// `proposals …`.
#[derive(Debug, Subcommand)]
pub(crate) enum ProposalVerb {
    /// Do what somebody else proposed
    Approve(DecideArgs),
    /// Leave undone what was proposed
    Decline(DecideArgs),
}

/// What deciding a proposal needs.
#[derive(Debug, Group)]
pub(crate) struct DecideArgs {
    /// The proposal's number
    #[arg(value_name = "N")]
    pub no: u64,
    /// Why; it goes into the journal
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

/// `reconcile`.
#[derive(Debug, Group)]
pub(crate) struct ReconcileArgs {
    /// Mend this finding, or every one but those that a person has to look at one by one; needs --reason
    #[arg(long, value_name = "N", requires = "reason")]
    pub mend: Option<Option<u64>>,
    /// Leave this finding as it is, after having looked at it; needs --reason
    #[arg(long, value_name = "N", requires = "reason", conflicts_with = "mend")]
    pub leave: Option<u64>,
    /// Why; it is kept with the finding
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Only list what was found before, without the shop
    #[arg(long, conflicts_with_all = ["mend", "leave"])]
    pub list: bool,
    /// Write all findings into this new file, as CSV
    #[arg(long, value_name = "FILE")]
    pub export: Option<PathBuf>,
}

fn rail(text: &str) -> Result<Rail, String> {
    super::one_of(text, &Rail::ALL, Rail::name)
}

fn money(text: &str) -> Result<Money, String> {
    let (currency, amount) = text.split_once('=').ok_or("write it like EUR=10.00")?;
    let currency = Currency::parse(currency).map_err(|error| error.to_string())?;
    let money = Money::parse(amount, currency).map_err(|error| error.to_string())?;
    if money.minor <= 0 { Err("it must be above zero".to_owned()) } else { Ok(money) }
}
