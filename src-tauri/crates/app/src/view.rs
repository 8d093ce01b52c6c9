//! What the verbs give back: domain values ready to be shown. The shells turn them into their own text forms.

pub use vouchsafe_db::{ReferralStatus, RewardSort, RewardState, Wait};
use vouchsafe_domain::money::{Amount, Currency, Money};
use vouchsafe_domain::outcome::Step;
use vouchsafe_domain::program::Trigger;
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::Role;
use vouchsafe_domain::shop::Kind;
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
    /// How reading the shop stands.
    Sync,
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
    /// The currencies that figures exist in, the largest first.
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

/// What reading the shop is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    /// Nothing.
    #[default]
    Idle,
    /// Reading pages.
    Reading,
    /// Deciding.
    Folding,
    /// Stopping, as asked.
    Cancelling,
    /// The last round failed.
    Failed,
}

/// Where one kind of record stands in the round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KindState {
    /// No round has begun.
    #[default]
    Idle,
    /// Its turn has not come.
    Waiting,
    /// Being read.
    Running,
    /// Read to the end.
    Done,
    /// Failed; the place where reading stopped is kept.
    Failed,
    /// Cancelled; the place where reading stopped is kept.
    Cancelled,
}

/// How reading one kind of record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindProgress {
    /// Which kind.
    pub kind: Kind,
    /// Where it stands.
    pub state: KindState,
    /// Rows read in this round.
    pub rows: u64,
    /// Rows to read in this round, where the shop told.
    pub total: Option<u64>,
    /// Seconds that the rest will take at the pace so far.
    pub eta_seconds: Option<u64>,
    /// Rows in the mirror.
    pub in_mirror: u64,
    /// The instant up to which the kind is known.
    pub watermark: Option<Timestamp>,
    /// Why it failed.
    pub error: Option<Said>,
}

/// How reading the shop stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SyncStatus {
    /// What is being done.
    pub phase: Phase,
    /// Each kind, in reading order.
    pub kinds: Vec<KindProgress>,
    /// Events decided in this round.
    pub folded: u64,
    /// Events still to be decided.
    pub to_fold: u64,
    /// When the last round was completed.
    pub last_synced_at: Option<Timestamp>,
    /// Rows that wait for repair.
    pub quarantined: u64,
    /// Why the round failed.
    pub error: Option<Said>,
}

/// What a round came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Round {
    /// Rows read.
    pub rows: u64,
    /// Rows that were new or had changed.
    pub changed: u64,
    /// Rows refused.
    pub refused: u64,
    /// Events decided.
    pub events: u64,
}

/// A row that waits for repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantineRow {
    /// Which kind.
    pub kind: Kind,
    /// The shop's id.
    pub source_id: String,
    /// When it was refused.
    pub at: Timestamp,
    /// Why.
    pub reason: Said,
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
    /// When it was promised.
    pub created_at: Timestamp,
    /// Since when it is due, or until when it is held.
    pub due_at: Option<Timestamp>,
}

/// A sum of one asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// A person in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeNode {
    /// Who.
    pub person: Person,
    /// How far from the root; a root is 0.
    pub level: u32,
    /// How many friends they brought.
    pub children: u64,
    /// How many people stand below them.
    pub subtree: u64,
    /// What the people below them brought, for each currency.
    pub revenue: Vec<Money>,
    /// What rewards of the people below them and their own cost, for each currency.
    pub cost: Vec<Money>,
    /// Since when they are bound.
    pub bound_at: Option<Timestamp>,
    /// By which code.
    pub code: Option<String>,
}

/// A figure, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Money.
    Money(Money),
    /// A count.
    Count(i64),
    /// A ratio in basis points: 10,000 is 100 percent.
    BasisPoints(i64),
}

/// A part of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FigurePart {
    /// What it is; as in the wire's `Part.label`.
    pub label: &'static str,
    /// How much.
    pub value: Quantity,
}

/// A figure with what it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tile {
    /// Which figure; as in the wire's `Tile.id`.
    pub id: &'static str,
    /// Its value; nothing where the denominator is zero.
    pub value: Option<Quantity>,
    /// What stands above the line.
    pub numerator: Option<FigurePart>,
    /// What stands below it.
    pub denominator: Option<FigurePart>,
}

/// The figures of a month or of a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureRow {
    /// The month (`2026-03`) or the channel; `—` for what belongs to no order.
    pub label: String,
    /// Friends whose first captured order lies here.
    pub friends: i64,
    /// What referred orders brought, net.
    pub revenue: Money,
    /// What rewards cost, as promised.
    pub reward_cost: Money,
    /// Marketing cost.
    pub spend: Money,
    /// Cost for each new friend.
    pub cac: Option<Money>,
    /// Return on that cost, in basis points.
    pub roi: Option<i64>,
}

/// The figures of one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// The currency.
    pub currency: Currency,
    /// Every currency that figures exist in.
    pub currencies: Vec<Currency>,
    /// The instant up to which the shop is known.
    pub as_of: Option<Timestamp>,
    /// The figures of the whole time.
    pub tiles: Vec<Tile>,
    /// By month, oldest first.
    pub months: Vec<FigureRow>,
    /// By channel, the largest revenue first.
    pub channels: Vec<FigureRow>,
}

/// Which chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChartId {
    /// CAC by month.
    CacByMonth,
    /// ROI by month.
    RoiByMonth,
    /// CAC by channel.
    CacByChannel,
    /// ROI by channel.
    RoiByChannel,
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
