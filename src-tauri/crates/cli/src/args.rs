//! What can be asked on the command line.

mod act;
mod figure;
mod notices;
mod pay;
mod report;

pub(crate) use act::{ActArgs, AdjustArgs, GoodwillArgs, ProposalVerb, ProposalsArgs, ReconcileArgs};
pub(crate) use figure::Figure;
pub(crate) use notices::NoticeVerb;
pub(crate) use pay::{PayArgs, PayoutsArgs, PayoutsVerb};
pub(crate) use report::{LeaderboardArgs, Rank, Report};

use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use vouchsafe_app::MetadataKeys;
use vouchsafe_app::view::{ReferralStatus, RewardState};
use vouchsafe_app::words::Language;
use vouchsafe_demo::Preset;
use vouchsafe_domain::money::Currency;
use vouchsafe_domain::time::{Month, Timestamp};

/// Referral programs for a shop: who brought whom, which rewards are owed and why, and what a customer costs.
///
/// Exit status: 0 done, 1 failed, 2 bad usage, 3 done with findings. What went wrong is one sentence on standard error.
#[derive(Debug, Parser)]
#[command(name = "vouchsafe", version, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub verb: Verb,
    /// The db file [default: vouchsafe.db in the data folder]
    #[arg(long, global = true, value_name = "PATH")]
    pub db: Option<PathBuf>,
    /// How the answer is written
    #[arg(long, global = true, value_name = "FORMAT", default_value = "table")]
    pub format: Format,
    /// The language of sentences and headings; JSON and CSV do not depend on it
    #[arg(long, global = true, value_name = "LANG", default_value = "en", env = "VOUCHSAFE_LANG")]
    pub lang: Lang,
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Table,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
}

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English
    En,
    /// Russian
    Ru,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::English,
            Lang::Ru => Self::Russian,
        }
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Run the main job against a made-up shop on this machine, and print what it came to
    Demo(DemoArgs),
    /// Connect the db with a shop; its token comes from VOUCHSAFE_SHOP_TOKEN, else from the file of tokens that VOUCHSAFE_PASSPHRASE opens
    Connect {
        /// The address of the shop's API, such as https://shop.example/graphql/
        url: String,
        #[command(flatten)]
        keys: KeyArgs,
    },
    /// Read what changed at the shop, and judge it; Ctrl-C stops, and the next call goes on from there
    Sync {
        /// Go on for ever: a round every SECONDS
        #[arg(long, value_name = "SECONDS", num_args = 0..=1, default_missing_value = "60", value_parser = clap::value_parser!(u64).range(1..))]
        watch: Option<u64>,
    },
    /// Tell how the db and the last sync stand
    Status,
    /// Look for what is not as it should be: whether the mirror is whole, the journal holds, and ledger and lists agree with it
    Doctor {
        /// Compare every id with the shop's first; needs the shop's token
        #[arg(long)]
        full: bool,
        /// Let payouts go on after a restore, if nothing is found here and nothing is open since `reconcile`
        #[arg(long, requires = "full")]
        resume_payouts: bool,
    },
    /// Tell what reading the shop went through, the newest first
    Log {
        /// At most so many rows
        #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
        limit: u32,
    },
    /// Write the whole db into a new file and read it back; others may go on working meanwhile
    Backup {
        /// The file to write
        file: PathBuf,
        /// Encrypt it with the passphrase in VOUCHSAFE_PASSPHRASE
        #[arg(long)]
        encrypt: bool,
    },
    /// Make the db (see --db) of a backup; payouts pause until `reconcile` leaves nothing open
    Restore {
        /// The backup; VOUCHSAFE_PASSPHRASE opens an encrypted one
        file: PathBuf,
        /// The db that it was a backup of: who was erased there since is erased in the new one as well
        #[arg(long, value_name = "FILE")]
        replaces: Option<PathBuf>,
    },
    /// Erase a person: who they were goes for good, orders and figures stand
    Erase {
        /// The customer's id at the shop, or guest-ORDER
        customer: String,
        /// Why; it goes into the journal, so name nobody in it
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Do it; without this, only tell what would go
        #[arg(long)]
        yes: bool,
    },
    /// Pay out what is due, and bring to its end what was begun; Ctrl-C ends it between two payouts
    Pay(PayArgs),
    /// Payouts: the newest first; stop them, list what is paid by hand
    Payouts(PayoutsArgs),
    /// Say what a reward comes to in all; what was delivered already is corrected by `pay`
    Adjust(AdjustArgs),
    /// Take a reward back; what was delivered already is taken back by `pay`, as far as it is not used
    Reverse(ActArgs),
    /// Deliver a reward once more that was taken back or lost
    Reissue(ActArgs),
    /// Agree to more than stands of a reward, as it is proposed
    Accept(ActArgs),
    /// Give somebody something without a program
    Goodwill(GoodwillArgs),
    /// What waits for a second person; approve or decline it
    Proposals(ProposalsArgs),
    /// Compare what was delivered with what the shop has, and mend what differs
    Reconcile(ReconcileArgs),
    /// Judge a file of events by programs, without a db
    Replay(ReplayArgs),
    /// Tell why: every decision about an order number, a reward key or a customer id
    Explain {
        /// An order number, a reward key or a customer id
        what: String,
    },
    /// Bring in a file: events (.ndjson), or a sheet (.csv) of code owners, legacy referrals or earlier rewards
    #[command(args_conflicts_with_subcommands = true, subcommand_value_name = "WHAT")]
    Import {
        #[command(subcommand)]
        what: Option<ImportWhat>,
        /// A file of events (.ndjson, .jsonl) or a sheet (.csv)
        #[arg(required = true)]
        file: Option<PathBuf>,
        /// What the file holds [default: events, or code owners in a .csv]
        #[arg(long = "as", value_name = "WHAT")]
        kind: Option<FileKind>,
    },
    /// Codes: give them to advocates, disable them, write them to the shop
    #[command(subcommand)]
    Code(CodeVerb),
    /// Letters to advocates and friends: which there are, sending, preview and trial
    #[command(subcommand)]
    Notices(NoticeVerb),
    /// Programs: ready ones, those in the db, and files
    #[command(subcommand)]
    Program(ProgramVerb),
    /// Try a draft of a program over the whole history, beside what really happened; nothing is written
    Backtest {
        /// The program file
        program: PathBuf,
    },
    /// Figures and lists
    #[command(subcommand)]
    Report(Report),
    /// Write a made-up shop as files
    Generate(GenerateArgs),
    /// Print the JSON Schema of a kind of file, for editors
    Schema {
        /// Which
        of: SchemaOf,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Where the shop keeps codes: names of metadata keys. An empty one is not looked for; one that is not named stays as it was.
#[derive(Debug, Group)]
pub(crate) struct KeyArgs {
    /// The customer's metadata key that holds the code they share [at first: referral_code]
    #[arg(long, value_name = "KEY")]
    pub customer_code_key: Option<String>,
    /// The order's metadata key that holds the code it came with [at first: ref_code]
    #[arg(long, value_name = "KEY")]
    pub order_code_key: Option<String>,
    /// The customer's metadata key that holds the code that brought them [at first: referred_by]
    #[arg(long, value_name = "KEY")]
    pub customer_ref_code_key: Option<String>,
    /// The order's metadata key that holds the device fingerprint [at first: device_fp]
    #[arg(long, value_name = "KEY")]
    pub device_key: Option<String>,
    /// The order's metadata key that holds the IP address [at first: client_ip]
    #[arg(long, value_name = "KEY")]
    pub ip_key: Option<String>,
}

impl KeyArgs {
    /// The keys with what was named in place of what was.
    pub(crate) fn over(self, keys: MetadataKeys) -> MetadataKeys {
        MetadataKeys {
            order_code: self.order_code_key.unwrap_or(keys.order_code),
            device: self.device_key.unwrap_or(keys.device),
            ip: self.ip_key.unwrap_or(keys.ip),
            customer_code: self.customer_code_key.unwrap_or(keys.customer_code),
            customer_ref_code: self.customer_ref_code_key.unwrap_or(keys.customer_ref_code),
        }
    }
}

/// `demo`.
#[derive(Debug, Group)]
pub(crate) struct DemoArgs {
    /// Orders in the shop
    #[arg(long, value_name = "N", default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(1..=20_000_000))]
    pub orders: u32,
    /// Which of all possible shops
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// The shape of the referral trees
    #[arg(long, default_value = "normal")]
    pub preset: Shape,
    /// Keep the shop open afterwards until Ctrl-C
    #[arg(long)]
    pub keep: bool,
}

/// The shape of referral trees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// Heavy-tailed, as shops have them
    Normal,
    /// Half of all customers in one subtree
    Viral,
    /// One chain of half the customers
    Deep,
}

impl From<Shape> for Preset {
    fn from(shape: Shape) -> Self {
        match shape {
            Shape::Normal => Self::Normal,
            Shape::Viral => Self::Viral,
            Shape::Deep => Self::Deep,
        }
    }
}

/// `replay`.
#[derive(Debug, Group)]
pub(crate) struct ReplayArgs {
    /// A program file; more than one may be given, also versions of one program
    #[arg(long = "program", value_name = "FILE", required = true)]
    pub programs: Vec<PathBuf>,
    /// A file of events, one JSON object a line
    #[arg(long, value_name = "FILE")]
    pub events: PathBuf,
    /// Deliver rewards as soon as they are due, as if every payout succeeded
    #[arg(long)]
    pub settle: bool,
    /// Let the deadlines up to this instant pass
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub until: Option<Timestamp>,
}

/// `import WHAT FILE`.
#[derive(Debug, Subcommand)]
pub(crate) enum ImportWhat {
    /// Events, one JSON object a line
    Events {
        /// The file
        file: PathBuf,
    },
    /// Who owns which code: CSV with code, customer_id, email
    CodeOwners {
        /// The file
        file: PathBuf,
    },
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FileKind {
    /// Events, one JSON object a line
    Events,
    /// Who owns which code: CSV with code, customer_id
    CodeOwners,
    /// Who had been brought by whom: CSV with customer_id, referred_by, and code, at where known
    LegacyReferrals,
    /// What had been given: CSV with rule, customer_id, order, advocate_id, amount, currency, at
    EarlierRewards,
}

/// `code …`.
#[derive(Debug, Subcommand)]
pub(crate) enum CodeVerb {
    /// Give a customer a code, beside those that they have; or everybody who has none
    Issue {
        /// The customer's id
        #[arg(required_unless_present = "missing", conflicts_with = "missing")]
        customer: Option<String>,
        /// This code [default: one that nobody guesses]
        #[arg(long, value_name = "CODE", requires = "customer")]
        wish: Option<String>,
        /// Put the first name before a code that nobody guesses
        #[arg(long, conflicts_with = "wish")]
        with_name: bool,
        /// Give one to every account that has none and never had one
        #[arg(long)]
        missing: bool,
        /// To at most so many [default: all]
        #[arg(long, value_name = "N", requires = "missing", value_parser = clap::value_parser!(u64).range(1..))]
        limit: Option<u64>,
        /// Why; it goes into the journal
        #[arg(long, value_name = "TEXT", default_value = "")]
        reason: String,
    },
    /// Let a code bring nobody any more; who came by it stays brought
    Disable {
        /// The code
        code: String,
        /// Why; it goes into the journal
        #[arg(long, value_name = "TEXT", default_value = "")]
        reason: String,
    },
    /// Write codes that were issued here to their owners' metadata at the shop; needs its token
    WriteBack {
        /// Admit it, or no longer; without this, write what waits
        #[arg(value_name = "on|off", value_parser = clap::builder::BoolishValueParser::new())]
        on: Option<bool>,
    },
}

/// A kind of file that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// Program files
    Program,
}

/// `program …`.
#[derive(Debug, Subcommand)]
pub(crate) enum ProgramVerb {
    /// The programs in the db and the ready ones, and how each stands
    List,
    /// Say in plain words what a program does, or print its file
    Show {
        /// The program's id
        id: String,
        /// Which version [default: the newest]
        #[arg(long, value_name = "N")]
        version: Option<u32>,
        /// Print the file instead
        #[arg(long)]
        toml: bool,
    },
    /// Read a file without using it, and say in plain words what it would do
    Check {
        /// The file
        file: PathBuf,
    },
    /// Let a program judge from now on, or from the instant that its file names; this also ends a pause
    Activate {
        /// A program file, or the id of a ready program
        file: PathBuf,
    },
    /// Let a program give nothing until it is activated again
    Pause {
        /// The program's id
        id: String,
        /// Why; it goes into the journal
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// End a program; what becomes of what waits stands in its file (when_ended)
    End {
        /// The program's id
        id: String,
        /// Why; it goes into the journal
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colours {
    /// Dark ink on white
    Light,
    /// Light ink on near-black
    Dark,
}

/// `generate`.
#[derive(Debug, Group)]
pub(crate) struct GenerateArgs {
    /// Orders in the shop
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=20_000_000))]
    pub orders: u32,
    /// Registered customers [default: a third of the orders]
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u32).range(1..=20_000_000))]
    pub customers: Option<u32>,
    /// Which of all possible shops
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// The shape of the referral trees
    #[arg(long, default_value = "normal")]
    pub preset: Shape,
    /// The folder to write to; it is made when it is not there
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

fn instant(text: &str) -> Result<Timestamp, String> {
    Timestamp::parse(text).map_err(|error| error.to_string())
}

fn month(text: &str) -> Result<Month, String> {
    Month::parse(text).ok_or_else(|| format!("“{}” is no month; write one like 2026-03", text.chars().take(40).collect::<String>()))
}

fn currency(text: &str) -> Result<Currency, String> {
    Currency::parse(text).map_err(|error| error.to_string())
}

fn reward_state(text: &str) -> Result<RewardState, String> {
    one_of(text, &RewardState::ALL, RewardState::name)
}

fn referral_status(text: &str) -> Result<ReferralStatus, String> {
    one_of(text, &[ReferralStatus::Registered, ReferralStatus::Activated, ReferralStatus::Rejected], ReferralStatus::name)
}

fn one_of<T: Copy>(text: &str, all: &[T], name: impl Fn(T) -> &'static str) -> Result<T, String> {
    let found = all.iter().copied().find(|one| name(*one) == text);
    found.ok_or_else(|| format!("write one of {}", all.iter().map(|one| name(*one)).collect::<Vec<_>>().join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_fit_together() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_word_that_is_none_is_told_what_would_do() {
        assert_eq!(reward_state("due"), Ok(RewardState::Due));
        assert_eq!(reward_state("open").unwrap_err(), "write one of waiting, due, settled, void, reversed");
    }
}
