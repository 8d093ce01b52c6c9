//! What is done outside for a reward, and what came of it.

use super::{Generation, Issuance};
use crate::canon::{Canon, Garbled};
use crate::money::Amount;
use crate::name::{Identity, Key};
use crate::reward::Rail;

/// What is about to be done outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayoutAct {
    /// The reward is delivered.
    Issue {
        /// How much; what stands of the reward where an event does not say.
        amount: Option<Amount>,
        /// The code that it has outside.
        code: Option<Key>,
        /// The last day on which it can be used, counted from 1970-01-01.
        expires_on: Option<i32>,
        /// What all desks call this delivery.
        issuance: Option<Issuance>,
    },
    /// What was delivered is made to stand for another amount.
    Correct {
        /// What it shall stand for in all, used parts included, in minor units; zero takes it back.
        to: i64,
    },
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayoutResult {
    /// Delivered.
    Issued {
        /// What it is called at the other side.
        id: Option<Key>,
        /// What it was found to stand for in all, in minor units, if that was told.
        minor: Option<i64>,
    },
    /// Refused by the other side; nothing was done.
    Refused {
        /// The other side's words.
        why: Option<Identity>,
    },
    /// The code belongs to somebody else.
    Conflict,
    /// No clear answer.
    Unknown,
    /// What was delivered stands for another amount now.
    Corrected {
        /// For how much in all, in minor units.
        to: i64,
        /// How much of it had been used when it could not be used any more, in minor units.
        used: i64,
    },
    /// The other side has it no more.
    Gone,
}

impl PayoutResult {
    /// Delivered, and nothing more was told.
    pub const ISSUED: Self = Self::Issued { id: None, minor: None };
    /// Refused without a word.
    pub const REFUSED: Self = Self::Refused { why: None };
}

/// A step of a payout, as an outcome records it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayoutStep {
    /// It is about to be sent, for the first time or again.
    Intended {
        /// Which delivery it is.
        generation: Generation,
        /// By which rail.
        rail: Rail,
        /// How much.
        amount: Amount,
        /// The code that it has outside.
        code: Option<Key>,
        /// The last day on which it can be used.
        expires_on: Option<i32>,
    },
    /// It was delivered.
    Issued {
        /// What it is called at the other side.
        id: Option<Key>,
        /// What it stands for there, in minor units.
        minor: i64,
    },
    /// The other side refused it.
    Refused,
    /// The code belongs to somebody else.
    Conflict,
    /// Nobody knows.
    Unknown,
    /// The reward ended before it was known what came of the payout: what turns out to be delivered is taken back.
    ReverseWhenKnown,
    /// It is about to be corrected.
    Correcting {
        /// What it shall stand for in all, in minor units.
        to: i64,
    },
    /// It was corrected.
    Corrected {
        /// What it stands for in all, in minor units.
        to: i64,
        /// How much of it was used, in minor units.
        used: i64,
    },
    /// The other side refused to correct it.
    NotCorrected,
    /// The shop told of a use.
    Used {
        /// How much, in minor units.
        minor: i64,
    },
    /// Nothing more can come of it.
    Closed,
}

crate::canon_enum!(PayoutResult {
    0 => Issued { id, minor }, 1 => Refused { why }, 2 => Conflict, 3 => Unknown, 4 => Corrected { to, used }, 5 => Gone,
});
crate::canon_enum!(PayoutStep {
    0 => Intended { generation, rail, amount, code, expires_on }, 1 => Issued { id, minor }, 2 => Refused, 3 => Conflict, 4 => Unknown,
    5 => ReverseWhenKnown, 6 => Correcting { to }, 7 => Corrected { to, used }, 8 => NotCorrected, 9 => Used { minor }, 10 => Closed,
});

/// An intent that names its delivery has a tag of its own: those of before did not, and are read as they were written.
impl Canon for PayoutAct {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Issue { amount, code, expires_on, issuance } => {
                out.push(if issuance.is_some() { 2 } else { 0 });
                amount.write(out);
                code.write(out);
                expires_on.write(out);
                if let Some(Issuance(name)) = issuance {
                    name.write(out);
                }
            }
            Self::Correct { to } => {
                out.push(1);
                to.write(out);
            }
        }
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        match u8::read(bytes)? {
            tag @ (0 | 2) => {
                let (amount, code, expires_on) = (Option::read(bytes)?, Option::read(bytes)?, Option::read(bytes)?);
                let issuance = if tag == 2 { Some(Issuance(Canon::read(bytes)?)) } else { None };
                Ok(Self::Issue { amount, code, expires_on, issuance })
            }
            1 => Ok(Self::Correct { to: i64::read(bytes)? }),
            _ => Err(Garbled),
        }
    }
}
