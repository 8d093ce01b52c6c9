//! `report …`.

use super::{Colours, Figure, currency, instant, month, referral_status, reward_state};
use clap::Subcommand;
use std::path::PathBuf;
use vouchsafe_app::view::{ReferralStatus, RewardState};
use vouchsafe_domain::money::Currency;
use vouchsafe_domain::time::{Month, Timestamp};

/// By what advocates are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Rank {
    /// By friends whose first payment lies in the time
    Friends,
    /// By what their friends paid in the time, net
    Revenue,
    /// By what stands of the rewards to them that were promised in the time
    Earned,
}

/// `report leaderboard`.
#[derive(Debug, clap::Args)]
pub(crate) struct LeaderboardArgs {
    /// By what they are ranked
    #[arg(long, default_value = "friends")]
    pub by: Rank,
    /// In which currency or unit, for revenue and earned [default: the currency with the most referred orders]
    #[arg(long = "in", value_name = "ASSET")]
    pub asset: Option<String>,
    /// What this program gave alone, for earned; and months as it counts them
    #[arg(long, value_name = "ID")]
    pub program: Option<String>,
    /// Over this month, such as 2026-03
    #[arg(long, value_name = "YYYY-MM", value_parser = month, conflicts_with_all = ["from", "until"])]
    pub month: Option<Month>,
    /// Over a contest's time: from this instant on [default: the beginning]
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub from: Option<Timestamp>,
    /// Until just before this one [default: without end]
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub until: Option<Timestamp>,
    /// At most so many [default: all]
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,
}

/// `report …`.
#[derive(Debug, Subcommand)]
pub(crate) enum Report {
    /// CAC and ROI with what they are made of, by month and channel
    Kpi {
        /// Only this currency
        #[arg(long, value_parser = currency)]
        currency: Option<Currency>,
        /// Draw a chart into this file (.svg or .png)
        #[arg(long, value_name = "FILE")]
        chart: Option<PathBuf>,
        /// Which chart is drawn
        #[arg(long, value_name = "CHART", default_value = "cac-by-month", requires = "chart")]
        of: Figure,
        /// Its colours
        #[arg(long, default_value = "light", requires = "chart")]
        theme: Colours,
    },
    /// Rewards, the newest first
    Rewards {
        /// Only of this state: waiting, due, settled, void or reversed
        #[arg(long, value_parser = reward_state)]
        state: Option<RewardState>,
        /// Only about this reward key, order, customer or email address
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,
        /// At most so many [default: all]
        #[arg(long, value_name = "N")]
        limit: Option<u64>,
    },
    /// What an advocate has come to: friends, revenue, rewards, levels, and what is ahead
    Advocate {
        /// The shop's id of the customer, or guest- with an order's number
        #[arg(value_name = "CUSTOMER")]
        person: String,
    },
    /// Advocates against each other, the first place first
    Leaderboard(LeaderboardArgs),
    /// Referrals, the newest first
    Referrals {
        /// Only of this status: registered, activated or rejected
        #[arg(long = "state", value_parser = referral_status)]
        status: Option<ReferralStatus>,
        /// Only about this customer, code or email address
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,
        /// At most so many [default: all]
        #[arg(long, value_name = "N")]
        limit: Option<u64>,
    },
}
