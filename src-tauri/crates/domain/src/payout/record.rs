//! What is kept of a reward's payout, in any state, and the recorded steps that lead from one to the next.

use super::{Closed, Conflict, Generation, Intended, Issuance, Issued, Payout, PayoutStep, Refused, Unknown};
use crate::canon::{Canon, Garbled};
use crate::money::Amount;
use crate::name::Key;
use crate::reward::Rail;
use crate::time::Timestamp;

/// A reward's latest payout, in any state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayoutRecord {
    /// Written down.
    Intended(Payout<Intended>),
    /// Sent, and no clear answer came.
    Unknown(Payout<Unknown>),
    /// Delivered.
    Issued(Payout<Issued>),
    /// The other side refused it.
    Refused(Payout<Refused>),
    /// The code belongs to somebody else.
    Conflict(Payout<Conflict>),
    /// Nothing more can come of it.
    Closed(Payout<Closed>),
}

/// The state of a payout, alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PayoutStatus {
    /// Written down; nothing was heard.
    Intended,
    /// Sent, and no clear answer came.
    Unknown,
    /// Delivered.
    Issued,
    /// The other side refused it.
    Refused,
    /// The code belongs to somebody else.
    Conflict,
    /// Nothing more can come of it.
    Closed,
}

impl PayoutStatus {
    /// Every state.
    pub const ALL: [Self; 6] = [Self::Intended, Self::Unknown, Self::Issued, Self::Refused, Self::Conflict, Self::Closed];

    /// The name in files and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Intended => "intended",
            Self::Unknown => "unknown",
            Self::Issued => "issued",
            Self::Refused => "refused",
            Self::Conflict => "conflict",
            Self::Closed => "closed",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// Runs an expression on the payout whatever its state.
macro_rules! in_any_state {
    ($record:expr, $payout:ident => $body:expr) => {
        match $record {
            PayoutRecord::Intended($payout) => $body,
            PayoutRecord::Unknown($payout) => $body,
            PayoutRecord::Issued($payout) => $body,
            PayoutRecord::Refused($payout) => $body,
            PayoutRecord::Conflict($payout) => $body,
            PayoutRecord::Closed($payout) => $body,
        }
    };
}

impl PayoutRecord {
    /// The state alone.
    #[must_use]
    pub const fn status(&self) -> PayoutStatus {
        match self {
            Self::Intended(_) => PayoutStatus::Intended,
            Self::Unknown(_) => PayoutStatus::Unknown,
            Self::Issued(_) => PayoutStatus::Issued,
            Self::Refused(_) => PayoutStatus::Refused,
            Self::Conflict(_) => PayoutStatus::Conflict,
            Self::Closed(_) => PayoutStatus::Closed,
        }
    }

    /// Which delivery it is.
    #[must_use]
    pub const fn generation(&self) -> Generation {
        in_any_state!(self, payout => payout.generation)
    }

    /// By which rail.
    #[must_use]
    pub const fn rail(&self) -> Rail {
        in_any_state!(self, payout => payout.rail)
    }

    /// How much it was asked to stand for when it was sent.
    #[must_use]
    pub const fn amount(&self) -> Amount {
        in_any_state!(self, payout => payout.amount)
    }

    /// The code that it has outside.
    #[must_use]
    pub const fn code(&self) -> Option<Key> {
        in_any_state!(self, payout => payout.code)
    }

    /// The last day on which it can be used, counted from 1970-01-01.
    #[must_use]
    pub const fn expires_on(&self) -> Option<i32> {
        in_any_state!(self, payout => payout.expires_on)
    }

    /// How often it was intended.
    #[must_use]
    pub const fn attempts(&self) -> u16 {
        in_any_state!(self, payout => payout.attempts)
    }

    /// What all desks call it, where its intent says so.
    #[must_use]
    pub const fn issuance(&self) -> Option<Issuance> {
        in_any_state!(self, payout => payout.issuance)
    }

    /// When it was intended: the first time since it was last known that nothing of it is outside.
    #[must_use]
    pub const fn intended_at(&self) -> Timestamp {
        in_any_state!(self, payout => payout.intended_at)
    }

    /// What was told to be used, of every delivery of the reward, in minor units.
    #[must_use]
    pub const fn told_used(&self) -> i64 {
        in_any_state!(self, payout => payout.told_used)
    }

    /// When it was known what came of it, or that nobody knows.
    #[must_use]
    pub const fn known_at(&self) -> Option<Timestamp> {
        match self {
            Self::Intended(_) => None,
            Self::Unknown(payout) => Some(payout.state.since),
            Self::Issued(payout) => Some(payout.state.at),
            Self::Refused(payout) => Some(payout.state.at),
            Self::Conflict(payout) => Some(payout.state.at),
            Self::Closed(payout) => Some(payout.state.at),
        }
    }

    /// What it is called at the other side.
    #[must_use]
    pub const fn id(&self) -> Option<Key> {
        match self {
            Self::Issued(payout) => payout.state.id,
            Self::Closed(payout) => payout.state.id,
            _ => None,
        }
    }

    /// What the other side was told that it stands for in all, used parts included, in minor units.
    #[must_use]
    pub const fn told(&self) -> i64 {
        match self {
            Self::Issued(payout) => payout.state.told,
            _ => 0,
        }
    }

    /// What it is about to be corrected to.
    #[must_use]
    pub const fn correcting(&self) -> Option<i64> {
        match self {
            Self::Issued(payout) => payout.state.correcting,
            _ => None,
        }
    }

    /// How much of this delivery was used, as far as it was told or found, in minor units.
    #[must_use]
    pub const fn used(&self) -> i64 {
        match self {
            Self::Issued(payout) => payout.used(),
            Self::Closed(payout) => payout.state.used,
            _ => 0,
        }
    }

    /// Whether what turns out to be delivered has to be taken back at once.
    #[must_use]
    pub const fn reverses_when_known(&self) -> bool {
        match self {
            Self::Intended(payout) => payout.state.reverse_when_known,
            Self::Unknown(payout) => payout.state.reverse_when_known,
            _ => false,
        }
    }

    /// Whether it was delivered, and the other side was told what should stand and nothing else since.
    #[must_use]
    pub const fn is_right(&self, should_stand: i64) -> bool {
        matches!(self, Self::Issued(payout) if payout.is_right(should_stand))
    }

    /// Whether the other side is about to be told what should stand. What it refused is not told again by itself.
    #[must_use]
    pub const fn is_being_corrected(&self, should_stand: i64) -> bool {
        match self {
            Self::Issued(payout) => {
                let is_refused = matches!(payout.state.refused_to, Some(to) if to == should_stand);
                payout.state.correcting.is_some() || payout.state.told != should_stand && !is_refused
            }
            _ => false,
        }
    }

    /// Whether it is not known yet what came of it.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Intended(_) | Self::Unknown(_))
    }

    /// Which delivery would be the next to be intended for a reward that is due.
    #[must_use]
    pub fn next_generation(record: Option<&Self>) -> Generation {
        match record {
            None => Generation::FIRST,
            Some(Self::Closed(closed)) => closed.generation.next(),
            Some(open) => open.generation(),
        }
    }

    /// Takes a recorded step. A step that the state does not have leaves the payout as it is: outcomes are made by `decide`, which makes none of
    /// these.
    #[must_use]
    pub fn after(record: Option<Self>, step: PayoutStep, at: Timestamp) -> Option<Self> {
        if let PayoutStep::Intended { generation, rail, amount, code, expires_on } = step {
            let first = Payout::first(generation, rail, amount, code, expires_on, at);
            return Some(match record {
                None => Self::Intended(first),
                Some(Self::Closed(closed)) => Self::Intended(closed.again(first)),
                Some(Self::Intended(payout)) => Self::Intended(payout.again(amount, expires_on)),
                Some(Self::Unknown(payout)) => Self::Intended(payout.again(amount, expires_on)),
                Some(Self::Refused(payout)) => Self::Intended(payout.again(amount, expires_on, at)),
                Some(other) => other,
            });
        }
        record.map(|record| record.stepped(step, at))
    }

    /// The same with the name that its intent says.
    #[must_use]
    pub const fn named(self, issuance: Issuance) -> Self {
        match self {
            Self::Intended(payout) => Self::Intended(payout.named(issuance)),
            Self::Unknown(payout) => Self::Unknown(payout.named(issuance)),
            Self::Issued(payout) => Self::Issued(payout.named(issuance)),
            Self::Refused(payout) => Self::Refused(payout.named(issuance)),
            Self::Conflict(payout) => Self::Conflict(payout.named(issuance)),
            Self::Closed(payout) => Self::Closed(payout.named(issuance)),
        }
    }

    fn stepped(self, step: PayoutStep, at: Timestamp) -> Self {
        match (self, step) {
            (Self::Intended(payout), PayoutStep::Issued { id, minor }) => Self::Issued(payout.issued(id, minor, at)),
            (Self::Unknown(payout), PayoutStep::Issued { id, minor }) => Self::Issued(payout.issued(id, minor, at)),
            (Self::Refused(payout), PayoutStep::Issued { id, minor }) => Self::Issued(payout.issued(id, minor, at)),
            (Self::Intended(payout), PayoutStep::Refused) => Self::Refused(payout.refused(at)),
            (Self::Unknown(payout), PayoutStep::Refused) => Self::Refused(payout.refused(at)),
            (Self::Intended(payout), PayoutStep::Conflict) => Self::Conflict(payout.conflict(at)),
            (Self::Unknown(payout), PayoutStep::Conflict) => Self::Conflict(payout.conflict(at)),
            (Self::Intended(payout), PayoutStep::Unknown) => Self::Unknown(payout.unknown(at)),
            (Self::Intended(payout), PayoutStep::ReverseWhenKnown) => Self::Intended(payout.reverse_when_known()),
            (Self::Unknown(payout), PayoutStep::ReverseWhenKnown) => Self::Unknown(payout.reverse_when_known()),
            (Self::Issued(payout), PayoutStep::Correcting { to }) => Self::Issued(payout.correcting(to)),
            (Self::Issued(payout), PayoutStep::Corrected { to, used }) => Self::Issued(payout.corrected(to, used)),
            (Self::Issued(payout), PayoutStep::NotCorrected) => Self::Issued(payout.not_corrected()),
            (Self::Intended(payout), PayoutStep::Used { minor }) => Self::Intended(payout.told_of_use(minor)),
            (Self::Unknown(payout), PayoutStep::Used { minor }) => Self::Unknown(payout.told_of_use(minor)),
            (Self::Refused(payout), PayoutStep::Used { minor }) => Self::Refused(payout.told_of_use(minor)),
            (Self::Conflict(payout), PayoutStep::Used { minor }) => Self::Conflict(payout.told_of_use(minor)),
            (Self::Issued(payout), PayoutStep::Used { minor }) => Self::Issued(payout.told_to_be_used(minor)),
            (Self::Closed(payout), PayoutStep::Used { minor }) => Self::Closed(payout.told_to_be_used(minor)),
            (Self::Issued(payout), PayoutStep::Closed) => Self::Closed(payout.closed(at)),
            (Self::Conflict(payout), PayoutStep::Closed) => Self::Closed(payout.closed(at)),
            (Self::Refused(payout), PayoutStep::Closed) => Self::Closed(payout.closed(at)),
            (Self::Intended(payout), PayoutStep::Closed) => Self::Closed(payout.closed(at)),
            (Self::Unknown(payout), PayoutStep::Closed) => Self::Closed(payout.closed(at)),
            (unchanged, _) => unchanged,
        }
    }
}

/// The tags of states whose payout has a name begin here; it stands before the payout.
const NAMED: u8 = 6;

/// A record that names its delivery has a tag of its own: those of before did not, and are read as they were written.
impl Canon for PayoutRecord {
    fn write(&self, out: &mut Vec<u8>) {
        let tag = match self {
            Self::Intended(_) => 0,
            Self::Unknown(_) => 1,
            Self::Issued(_) => 2,
            Self::Refused(_) => 3,
            Self::Conflict(_) => 4,
            Self::Closed(_) => 5,
        };
        match self.issuance() {
            None => out.push(tag),
            Some(Issuance(name)) => {
                out.push(NAMED + tag);
                name.write(out);
            }
        }
        in_any_state!(self, payout => payout.write(out));
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        let tag = u8::read(bytes)?;
        let name = if tag >= NAMED { Some(Issuance(Canon::read(bytes)?)) } else { None };
        let record = match tag.checked_sub(NAMED).unwrap_or(tag) {
            0 => Self::Intended(Payout::read(bytes)?),
            1 => Self::Unknown(Payout::read(bytes)?),
            2 => Self::Issued(Payout::read(bytes)?),
            3 => Self::Refused(Payout::read(bytes)?),
            4 => Self::Conflict(Payout::read(bytes)?),
            5 => Self::Closed(Payout::read(bytes)?),
            _ => return Err(Garbled),
        };
        Ok(name.map_or(record, |name| record.named(name)))
    }
}
