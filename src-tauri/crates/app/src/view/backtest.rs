//! A draft of a program beside what really happened.

use super::{Amount, FigureRow, Person};
use vouchsafe_domain::money::Currency;
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::Role;
use vouchsafe_domain::time::Timestamp;

/// The same of both: what happened, and what the draft would have come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pair<T> {
    /// What really happened.
    pub now: T,
    /// What the draft comes to.
    pub draft: T,
}

impl<T> Pair<T> {
    /// The same with both looked at in one way.
    pub fn map<U>(self, mut look: impl FnMut(T) -> U) -> Pair<U> {
        Pair { now: look(self.now), draft: look(self.draft) }
    }

    /// Both, what happened first.
    pub const fn each(&self) -> [&T; 2] {
        [&self.now, &self.draft]
    }
}

/// The draft that was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafted {
    /// The program's id.
    pub program: String,
    /// The draft's version.
    pub version: u32,
    /// From when it holds; from the beginning of time where it names no instant.
    pub from: Option<Timestamp>,
    /// How many versions in the db it takes the place of.
    pub replaces: usize,
}

/// The figures of one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedCurrency {
    /// Which.
    pub currency: Currency,
    /// Of the whole time.
    pub whole: Pair<FigureRow>,
    /// By month, oldest first, without gaps.
    pub months: Vec<Pair<FigureRow>>,
    /// By channel, the largest revenue first.
    pub channels: Vec<Pair<FigureRow>>,
}

/// How both stand after a part of the history, or after all of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Compared {
    /// How many events of the log were looked at.
    pub done: u64,
    /// How many there are.
    pub of: u64,
    /// Counts by name: referrals, rewards in all and by state, decisions that gave nothing, fraud that was caught, good orders that were blocked.
    pub counts: Vec<(&'static str, Pair<u64>)>,
    /// Decisions that gave nothing, by reason, the most frequent first.
    pub refusals: Vec<(Reason, Pair<u64>)>,
    /// Figures by currency, the one with the most referred orders first.
    pub currencies: Vec<ComparedCurrency>,
}

/// In what way an order differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceKind {
    /// Only the draft gives something.
    Gained,
    /// The draft gives nothing any more.
    Lost,
    /// The draft gives more.
    More,
    /// The draft gives less.
    Less,
    /// The draft gives something of another sort.
    Other,
    /// The draft gives the same, and a person has to look at it first.
    Held,
    /// The order turned out bad, and only the draft's signals see it.
    Caught,
    /// The order stands and is paid, and only the draft's signals refuse it.
    Blocked,
}

impl DifferenceKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [Self::Gained, Self::Lost, Self::More, Self::Less, Self::Other, Self::Held, Self::Caught, Self::Blocked];

    /// The name in files and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gained => "gained",
            Self::Lost => "lost",
            Self::More => "more",
            Self::Less => "less",
            Self::Other => "other",
            Self::Held => "held",
            Self::Caught => "caught",
            Self::Blocked => "blocked",
        }
    }
}

/// What one side of an order comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Given {
    /// What stands, one amount for each thing that is counted.
    pub amounts: Vec<Amount>,
    /// Where the reward stands; none without one.
    pub state: Option<&'static str>,
    /// A person has to look at it.
    pub in_review: bool,
    /// Why nothing stands.
    pub reason: Option<Reason>,
    /// The first check that refused it or lets it wait.
    pub check: Option<&'static str>,
}

/// One side of an order that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The order's number; of a reward that is for none, what it is for.
    pub order: String,
    /// The friend, where they are known.
    pub friend: Option<Person>,
    /// Which side; both where the order itself is meant.
    pub role: Option<Role>,
    /// What it comes to.
    pub given: Pair<Given>,
}

/// All that differ in one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differences {
    /// In which way.
    pub kind: DifferenceKind,
    /// How many there are.
    pub count: u64,
    /// What the draft gives more than was given, or less, for each thing that is counted.
    pub sums: Vec<Amount>,
    /// The largest of them.
    pub rows: Vec<Difference>,
}

/// The decisions about one order, by both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedDecisions {
    /// Whether they were kept: of very many orders that differ, those of the largest are.
    pub kept: bool,
    /// The decisions, the latest first.
    pub decisions: Pair<Vec<super::DecisionView>>,
}
