//! What somebody who reviews is shown: the queue, with why each reward waits, and the evidence beside one.

use super::{Page, Person, RewardDetail, RewardRow, Said, Total};
use vouchsafe_domain::money::Money;
use vouchsafe_domain::program::Signal;
use vouchsafe_domain::reward::Role;
use vouchsafe_domain::state::MarkKind;
use vouchsafe_domain::time::Timestamp;

/// Which of the rewards that wait for a person. What is not set does not limit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReviewFilter {
    /// For which this signal was found.
    pub signal: Option<Signal>,
    /// Promised by the program with this id.
    pub program: Option<String>,
    /// To this side.
    pub role: Option<Role>,
    /// Promised at least so many days ago.
    pub days: Option<u32>,
    /// About this reward key, order, customer or email address.
    pub search: Option<String>,
}

/// Why a reward waits for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// The program has a person look at each.
    Manual,
    /// Whoever it goes by is not in the limited group for which nobody looks.
    OutsideGroup,
    /// A fraud signal was found.
    Signal,
    /// The signals that were found come to enough points.
    Score,
    /// Staff said who brought the friend.
    Attributed,
    /// The account of somebody whom it needs was deleted.
    AccountDeleted,
    /// It would have become due while its program was paused.
    ProgramPaused,
    /// It comes to more than stands: a person may agree to that, and what stands goes its own way meanwhile.
    Raise,
    /// Another system had said who brought the friend: it may have paid for this.
    TakenOver,
}

impl Cause {
    /// Every cause.
    pub const ALL: [Self; 9] = [
        Self::Manual,
        Self::OutsideGroup,
        Self::Signal,
        Self::Score,
        Self::Attributed,
        Self::AccountDeleted,
        Self::ProgramPaused,
        Self::Raise,
        Self::TakenOver,
    ];

    /// The name on the wire and in the key of its sentence.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::OutsideGroup => "outside_group",
            Self::Signal => "signal",
            Self::Score => "score",
            Self::Attributed => "attributed",
            Self::AccountDeleted => "account_deleted",
            Self::ProgramPaused => "program_paused",
            Self::Raise => "raise",
            Self::TakenOver => "taken_over",
        }
    }
}

/// Why a reward waits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Why {
    /// The causes.
    pub causes: Vec<Cause>,
    /// The signals that were found, those that were scored among them.
    pub signals: Vec<Signal>,
}

/// A reward that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRow {
    /// The reward.
    pub row: RewardRow,
    /// Why it waits.
    pub why: Why,
    /// The revision on screen.
    pub revision: u32,
}

/// Part of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewQueue {
    /// The page.
    pub page: Page<ReviewRow>,
    /// What all of them come to, for each asset.
    pub totals: Vec<Total>,
    /// The programs by which anything waits for a person.
    pub programs: Vec<String>,
}

/// Something that a person left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkView {
    /// What it is.
    pub kind: MarkKind,
    /// Its text; none when it was erased.
    pub value: Option<String>,
    /// Whether the friend and who gains by them both left it.
    pub is_shared: bool,
}

/// One of the people whom a reward is about, with what is known of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Who.
    pub person: Person,
    /// What they are in this: the friend, the advocate or an upline.
    pub role: Role,
    /// The domain of their email address.
    pub domain: Option<String>,
    /// Whether they confirmed their email address; none when nobody said.
    pub email_verified: Option<bool>,
    /// Whether they confirmed their phone number; none when nobody said.
    pub phone_verified: Option<bool>,
    /// What they left behind.
    pub marks: Vec<MarkView>,
}

/// The order that a reward is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseOrder {
    /// Its number.
    pub number: String,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// Everything with shipping and tax.
    pub total: Money,
    /// What was paid.
    pub captured: Money,
    /// What was paid back, by the shop or by the bank.
    pub refunded: Money,
    /// The sales channel.
    pub channel: Option<String>,
    /// The country of delivery.
    pub country: Option<String>,
    /// When it was cancelled.
    pub cancelled_at: Option<Timestamp>,
}

/// A reward that somebody is to judge, with the evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewCase {
    /// The reward, with its decision and history.
    pub detail: RewardDetail,
    /// Why it waits.
    pub why: Why,
    /// The people: the friend, then who gains by them.
    pub sides: Vec<Side>,
    /// The order.
    pub order: Option<CaseOrder>,
}

/// What came of a person's word on several rewards.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reviewed {
    /// The rewards for which it holds.
    pub done: Vec<String>,
    /// Those for which it does not, and why.
    pub refused: Vec<(String, Said)>,
}

/// What excluding an email domain would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainPreview {
    /// The domain, as addresses in it count.
    pub domain: String,
    /// How many rewards that wait for a person are about somebody of that domain. They go on waiting.
    pub waiting: u64,
    /// It is excluded already.
    pub is_excluded: bool,
}
