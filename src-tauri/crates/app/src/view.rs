//! What the verbs give back: domain values ready to be shown. The shells turn them into their own text forms.

mod acts;
pub mod backtest;
mod customers;
mod figures;
pub mod keeping;
mod notices;
mod payouts;
mod programs;
mod reconcile;
mod review;
mod standings;
mod sync;
mod tree;

pub use acts::{
    AccountLine, Act, ActPreview, ActSide, Acted, Clawback, GoodwillOrder, LedgerLine, OutsideAct, PayoutRules, ProposalRow, ProposalVerdict,
};
pub use customers::{
    Alias, AliasKind, Attribution, AttributionPreview, CodeRow, CustomerDetail, CustomerFilter, CustomerHas, CustomerRow, CustomerSort,
    CustomerStatus, RefusedContact, Shared, SharedKind, Timeline, TimelineResult, TimelineRow,
};
pub use figures::{ChartId, FigurePart, FigureRow, Overview, Quantity, Tile};
pub use notices::{
    LetterPreview, NoticeCount, NoticeKind, NoticeLanguage, NoticeRow, NoticeSettings, NoticeState, NoticeSwitch, NoticeText, NoticeWhy, NoticeWords,
    Notices, SmtpSettings,
};
pub use payouts::{
    DryAct, DryCall, ManualRow, Paid, PayOrder, PayRun, PayTrouble, PayoutDetail, PayoutFilter, PayoutRow, PayoutSort, PayoutState, PayoutSwitch,
    PayoutTotal, Payouts, Rest, Which,
};
pub use programs::{ProgramDeed, ProgramDeedKind, ProgramDraft, ProgramPage, ProgramStanding, ProgramState, ProgramVersion};
pub use reconcile::{FindingKind, FindingRow, FoundState, Mend, Mended, ReconcileStatus, Reconciled};
pub use review::{CaseOrder, Cause, DomainPreview, MarkView, ReviewCase, ReviewFilter, ReviewQueue, ReviewRow, Reviewed, Side, Why};
pub use standings::{AdvocateStanding, Ahead, AheadOf, LeaderboardQuery, LeaderboardRow, Progress, RankedBy, Score};
pub use sync::{
    Completeness, Diagnosis, KindCompleteness, KindProgress, KindState, LogLevel, LogRow, MonthCheck, Phase, QuarantineDetail, QuarantineRow,
    Repaired, Round, SyncStatus,
};
pub use tree::{DrawnNode, Moment, TreeDrawing, TreeNode, TreeSort, TreeSummary};
pub use vouchsafe_db::{ReferralStatus, RewardSort, RewardState, Wait};
use vouchsafe_domain::event::Fact;
use vouchsafe_domain::money::{Asset, Currency, Money, minor_text};
use vouchsafe_domain::outcome::Step;
use vouchsafe_domain::program::Trigger;
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::Role;
use vouchsafe_domain::time::Timestamp;

/// What a commit changed, so that open screens know what to ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tag {
    /// The desk itself: shop, settings, programs.
    Desk,
    /// Rewards.
    Rewards,
    /// Referrals and the tree.
    Referrals,
    /// Figures.
    Figures,
    /// Customers.
    Customers,
    /// How reading the shop stands.
    Sync,
    /// Letters to advocates and friends.
    Notices,
    /// Payouts, and what holds them back.
    Payouts,
}

/// A sentence that is still to be said: its code and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The code; the sentence stands in the Fluent files under `error-<code>`.
    pub code: String,
    /// The arguments, by name.
    pub args: Vec<(String, String)>,
}

impl From<&crate::AppError> for Said {
    fn from(error: &crate::AppError) -> Self {
        Self { code: error.code().to_owned(), args: error.args().into_iter().map(|(name, value)| (name.to_owned(), value)).collect() }
    }
}

/// A person as shown. Name and email address are somebody's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The party's number.
    pub party: u32,
    /// What the party is called in keys.
    pub key: String,
    /// Name of the account, or of the guest's address.
    pub name: Option<String>,
    /// Email address.
    pub email: Option<String>,
}

/// How the desk stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskStatus {
    /// The file.
    pub path: std::path::PathBuf,
    /// The connected shop.
    pub shop: Option<ShopInfo>,
    /// Whether a fold has been completed, so that figures are more than the mirror's.
    pub is_folded: bool,
    /// Whether the db can be written.
    pub is_writable: bool,
    /// The currencies that figures exist in, the one with the most referred orders first.
    pub currencies: Vec<Currency>,
    /// The margin that enters ROI.
    pub margin: vouchsafe_domain::money::Percent,
}

/// The connected shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopInfo {
    /// Address.
    pub url: String,
    /// Name.
    pub name: String,
    /// The version of its software.
    pub version: String,
    /// Since when.
    pub connected_at: Timestamp,
}

/// Which rewards.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RewardFilter {
    /// Of this state.
    pub state: Option<RewardState>,
    /// Waiting for this.
    pub wait: Option<Wait>,
    /// In this currency.
    pub currency: Option<Currency>,
    /// To this side.
    pub role: Option<Role>,
    /// About this reward key, order, customer or email address.
    pub search: Option<String>,
}

/// A reward in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RewardRow {
    /// Its key.
    pub key: String,
    /// The program's id.
    pub program: String,
    /// The rule's id.
    pub rule: String,
    /// Which side it goes to.
    pub role: Role,
    /// Who gets it.
    pub beneficiary: Person,
    /// The friend.
    pub friend: Person,
    /// The order that it is for.
    pub order: Option<String>,
    /// Its state.
    pub state: RewardState,
    /// What it waits for.
    pub waits: Vec<Wait>,
    /// Why it ended.
    pub reason: Option<Reason>,
    /// What stands of it.
    pub amount: Amount,
    /// What would stand if a person agreed to give more.
    pub proposed: Option<Amount>,
    /// When it was promised.
    pub created_at: Timestamp,
    /// Since when it is due, or until when it is held.
    pub due_at: Option<Timestamp>,
}

/// An amount with what its asset is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// Minor units of the asset.
    pub minor: i64,
    /// What is counted.
    pub asset: Asset,
    /// The currency's code, or the unit's name.
    pub name: String,
}

impl Amount {
    /// The figure with the digits of its asset, without its name.
    #[must_use]
    pub fn figure(&self) -> String {
        minor_text(self.minor, self.asset.exponent())
    }
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self { minor: money.minor, asset: Asset::Currency(money.currency), name: money.currency.to_string() }
    }
}

/// A sum of one asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// How much.
    pub amount: Amount,
    /// Of how many.
    pub count: u64,
}

/// Part of a list, with a cursor to the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Ask with this for what follows.
    pub next: Option<String>,
    /// How many rows there are in all.
    pub count: u64,
}

/// An event of before that was judged again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Again {
    /// The type of the event that was judged again.
    pub event_type: &'static str,
    /// What became known; the sentence stands in the Fluent files under `rejudge-<why>`.
    pub why: &'static str,
}

impl Again {
    /// What a fact says of an event of before.
    #[must_use]
    pub fn of(fact: &Fact) -> Option<Self> {
        match fact {
            Fact::Rejudge { event, why } => Some(Self { event_type: event.fact.type_name(), why: why.name() }),
            _ => None,
        }
    }
}

/// More than stands of a reward, to which a person may agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raise {
    /// The reward's key.
    pub reward: String,
    /// The program whose version proposes it: the one that promised the reward.
    pub program: String,
    /// The program's version.
    pub version: u32,
    /// What stands.
    pub from: Amount,
    /// What would stand.
    pub to: Amount,
    /// The type of the event that made it so.
    pub event_type: &'static str,
    /// When that happened.
    pub at: Timestamp,
}

/// A check of a decision, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckView {
    /// The step of judgement.
    pub step: Step,
    /// What was looked at; the sentence stands in the Fluent files under `check-<check>-<verdict>`.
    pub check: &'static str,
    /// `pass`, `refuse` or `wait`.
    pub verdict: &'static str,
    /// Why it was refused.
    pub reason: Option<Reason>,
    /// The sentence's arguments.
    pub args: Vec<(&'static str, String)>,
}

/// A decision, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionView {
    /// The event's id.
    pub event: String,
    /// The event's type.
    pub event_type: &'static str,
    /// What was judged again, and why.
    pub again: Option<Again>,
    /// When it happened.
    pub at: Timestamp,
    /// The program's id.
    pub program: String,
    /// The program's version.
    pub version: u32,
    /// The rule's id.
    pub rule: String,
    /// Which side.
    pub role: Role,
    /// The friend.
    pub friend: Person,
    /// The reward's key, if one was given.
    pub reward: Option<String>,
    /// A later decision about the same rule, occasion and side has taken its place; both stay visible.
    pub superseded: bool,
    /// How much was given; nothing when it was refused.
    pub amount: Option<Amount>,
    /// Why nothing was given.
    pub reason: Option<Reason>,
    /// Every check.
    pub checks: Vec<CheckView>,
}

/// A movement in the ledger, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferView {
    /// The event's place in the log.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// The account that receives.
    pub debit: String,
    /// The account that gives.
    pub credit: String,
    /// How much.
    pub amount: Amount,
}

/// One thing that happened to a reward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryView {
    /// The event's place in the log.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// The event's type.
    pub event_type: &'static str,
    /// What was judged again, and why.
    pub again: Option<Again>,
    /// What happened; the sentence stands in the Fluent files under `change-<change>`.
    pub change: &'static str,
    /// The sentence's arguments.
    pub args: Vec<(&'static str, String)>,
    /// Who did it, if it was a person.
    pub actor: Option<String>,
}

/// A reward with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RewardDetail {
    /// The reward.
    pub row: RewardRow,
    /// The decision that gave it.
    pub decision: Option<DecisionView>,
    /// What a person may agree to give more.
    pub raise: Option<Raise>,
    /// What it moved in the ledger.
    pub transfers: Vec<TransferView>,
    /// What happened to it.
    pub history: Vec<HistoryView>,
    /// Whether a person's approval is waited for.
    pub can_approve: bool,
    /// Whether a person can refuse it.
    pub can_reject: bool,
    /// The revision on screen.
    pub revision: u32,
}

/// What a reviewer decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewVerdict {
    /// Let it go on.
    Approve,
    /// Refuse it.
    Reject,
    /// Keep it waiting.
    Hold {
        /// Until when.
        until: Timestamp,
    },
}

/// Which referrals.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReferralFilter {
    /// Of this status.
    pub status: Option<ReferralStatus>,
    /// About this customer, code or email address.
    pub search: Option<String>,
}

/// A referral in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralRow {
    /// Who was brought.
    pub friend: Person,
    /// Who brought them; nobody when the contact was refused for want of one.
    pub advocate: Option<Person>,
    /// By which code.
    pub code: String,
    /// Where it stands.
    pub status: ReferralStatus,
    /// Why it was refused.
    pub reason: Option<Reason>,
    /// Since when.
    pub bound_at: Timestamp,
    /// When money of an order was first captured.
    pub first_paid_at: Option<Timestamp>,
    /// Paid orders as a friend.
    pub orders: u64,
    /// What these orders brought, for each currency.
    pub revenue: Vec<Money>,
    /// The number of rewards that the friend's doings gave, to either side.
    pub rewards: u64,
}

/// A program in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramRow {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Version.
    pub version: u32,
    /// From when it holds; nothing for a ready program that was not activated.
    pub from: Option<Timestamp>,
    /// Comes with the product.
    pub is_ready: bool,
    /// The triggers of its rules.
    pub triggers: Vec<Trigger>,
}
