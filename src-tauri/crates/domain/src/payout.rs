//! Payouts: attempts to deliver a reward in the outside world. Transitions consume the old state, so sending again what was issued, or correcting
//! what nobody has heard of, does not compile.
//!
//! `intended → issued | refused | conflict | unknown`, from `unknown`, once somebody has looked, to one of the others or to be intended again, and
//! from `issued`, by one correction after the other, to `closed`. What is unknown is never refused by itself: a lost answer does not say that
//! nothing was delivered (design section 7).

mod act;
mod issuance;
mod policy;
pub mod protocol;
mod record;

#[cfg(test)]
mod tests;

pub use act::{PayoutAct, PayoutResult, PayoutStep};
pub use issuance::{ExternalCode, Generation, Issuance};
pub use policy::{Clawback, PayoutPolicy, Proposal, Proposed};
pub use record::{PayoutRecord, PayoutStatus};

use crate::canon::{Canon, Garbled};
use crate::money::Amount;
use crate::name::Key;
use crate::reward::{AnyReward, Rail};
use crate::time::Timestamp;

/// Written down; nothing has been heard yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Intended {
    /// It has to be taken back as soon as it turns out to have been delivered.
    pub reverse_when_known: bool,
}

/// Sent, and no clear answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unknown {
    /// Since when.
    pub since: Timestamp,
    /// It has to be taken back as soon as it turns out to have been delivered.
    pub reverse_when_known: bool,
}

/// Delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Issued {
    /// When that was known.
    pub at: Timestamp,
    /// What it is called at the other side.
    pub id: Option<Key>,
    /// What the other side was told that it stands for in all, used parts included, in minor units.
    pub told: i64,
    /// How much corrections found to be used, in minor units.
    pub found_used: i64,
    /// What it is about to be corrected to.
    pub correcting: Option<i64>,
    /// What the other side refused to correct it to.
    pub refused_to: Option<i64>,
}

/// Refused by the other side: nothing was delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// When that was known.
    pub at: Timestamp,
}

/// The code belongs to somebody else: a person has to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conflict {
    /// When that was known.
    pub at: Timestamp,
}

/// Nothing more can come of it: it was taken back, or is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed {
    /// When.
    pub at: Timestamp,
    /// What it was called at the other side.
    pub id: Option<Key>,
    /// How much of it had been used, in minor units.
    pub used: i64,
}

/// A payout in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payout<S> {
    /// Which delivery of the reward it is.
    pub generation: Generation,
    /// How.
    pub rail: Rail,
    /// How much it was asked to stand for when it was sent.
    pub amount: Amount,
    /// The code that it has outside.
    pub code: Option<Key>,
    /// The last day on which it can be used, counted from 1970-01-01.
    pub expires_on: Option<i32>,
    /// How often it was intended.
    pub attempts: u16,
    /// When it was intended: the first time since it was last known that nothing of it is outside. From then on its money may be.
    pub intended_at: Timestamp,
    /// What was told to be used of every delivery of the reward, in minor units: what told it does not say of which.
    pub told_used: i64,
    /// What had been used of the deliveries before this one, in minor units.
    pub used_before: i64,
    /// What all desks call it, where its intent says so: the texts of which it was made can be erased.
    pub issuance: Option<Issuance>,
    /// The state.
    pub state: S,
}

impl<S> Payout<S> {
    fn into_state<T>(self, state: T) -> Payout<T> {
        Payout {
            generation: self.generation,
            rail: self.rail,
            amount: self.amount,
            code: self.code,
            expires_on: self.expires_on,
            attempts: self.attempts,
            intended_at: self.intended_at,
            told_used: self.told_used,
            used_before: self.used_before,
            issuance: self.issuance,
            state,
        }
    }

    const fn named(self, issuance: Issuance) -> Self
    where
        S: Copy,
    {
        Self { issuance: Some(issuance), ..self }
    }

    /// The shop told of a use, of a delivery before this one where this one is not out yet.
    #[must_use]
    const fn told_of_use(self, minor: i64) -> Self
    where
        S: Copy,
    {
        Self { told_used: self.told_used.saturating_add(minor), ..self }
    }

    fn into_issued(self, id: Option<Key>, told: i64, at: Timestamp) -> Payout<Issued> {
        self.into_state(Issued { at, id, told, found_used: 0, correcting: None, refused_to: None })
    }

    /// Nothing of it is outside: its amount and its time are as they are meant by now.
    fn into_intended(self, amount: Amount, expires_on: Option<i32>, reverse_when_known: bool) -> Payout<Intended> {
        let again = Self { amount, expires_on, attempts: self.attempts.saturating_add(1), ..self };
        again.into_state(Intended { reverse_when_known })
    }

    fn into_closed(self, id: Option<Key>, used: i64, at: Timestamp) -> Payout<Closed> {
        self.into_state(Closed { at, id, used })
    }
}

impl Payout<Intended> {
    /// The first attempt of a delivery.
    fn first(generation: Generation, rail: Rail, amount: Amount, code: Option<Key>, expires_on: Option<i32>, at: Timestamp) -> Self {
        let state = Intended { reverse_when_known: false };
        Self { generation, rail, amount, code, expires_on, attempts: 1, intended_at: at, told_used: 0, used_before: 0, issuance: None, state }
    }

    /// Nothing was sent, or nothing came of it: it is intended once more.
    #[must_use]
    pub fn again(self, amount: Amount, expires_on: Option<i32>) -> Self {
        let reverse = self.state.reverse_when_known;
        self.into_intended(amount, expires_on, reverse)
    }

    /// It was delivered.
    #[must_use]
    pub fn issued(self, id: Option<Key>, told: i64, at: Timestamp) -> Payout<Issued> {
        self.into_issued(id, told, at)
    }

    /// The other side refused it.
    #[must_use]
    pub fn refused(self, at: Timestamp) -> Payout<Refused> {
        self.into_state(Refused { at })
    }

    /// The code belongs to somebody else.
    #[must_use]
    pub fn conflict(self, at: Timestamp) -> Payout<Conflict> {
        self.into_state(Conflict { at })
    }

    /// No clear answer came.
    #[must_use]
    pub fn unknown(self, since: Timestamp) -> Payout<Unknown> {
        let reverse_when_known = self.state.reverse_when_known;
        self.into_state(Unknown { since, reverse_when_known })
    }

    /// The reward has ended meanwhile: should the payout turn out to be delivered, it is taken back.
    #[must_use]
    pub fn reverse_when_known(self) -> Self {
        self.into_state(Intended { reverse_when_known: true })
    }

    /// The reward is gone and nothing was sent.
    #[must_use]
    pub fn closed(self, at: Timestamp) -> Payout<Closed> {
        self.into_closed(None, 0, at)
    }
}

impl Payout<Unknown> {
    /// Somebody looked and found nothing: the same is intended once more.
    #[must_use]
    pub fn again(self, amount: Amount, expires_on: Option<i32>) -> Payout<Intended> {
        let reverse = self.state.reverse_when_known;
        self.into_intended(amount, expires_on, reverse)
    }

    /// Somebody looked and found it.
    #[must_use]
    pub fn issued(self, id: Option<Key>, told: i64, at: Timestamp) -> Payout<Issued> {
        self.into_issued(id, told, at)
    }

    /// It turned out that nothing was delivered.
    #[must_use]
    pub fn refused(self, at: Timestamp) -> Payout<Refused> {
        self.into_state(Refused { at })
    }

    /// Somebody looked and found what is not ours.
    #[must_use]
    pub fn conflict(self, at: Timestamp) -> Payout<Conflict> {
        self.into_state(Conflict { at })
    }

    /// The reward has ended meanwhile: should the payout turn out to be delivered, it is taken back.
    #[must_use]
    pub fn reverse_when_known(self) -> Self {
        let since = self.state.since;
        self.into_state(Unknown { since, reverse_when_known: true })
    }

    /// Somebody looked and found nothing, and nothing is to be delivered any more.
    #[must_use]
    pub fn closed(self, at: Timestamp) -> Payout<Closed> {
        self.into_closed(None, 0, at)
    }
}

impl Payout<Refused> {
    /// Somebody asks once more: its money leaves then, and not when it was refused.
    #[must_use]
    pub fn again(self, amount: Amount, expires_on: Option<i32>, at: Timestamp) -> Payout<Intended> {
        Self { intended_at: at, ..self }.into_intended(amount, expires_on, false)
    }

    /// It was delivered although the other side had refused it: an error is no proof that nothing was done.
    #[must_use]
    pub fn issued(self, id: Option<Key>, told: i64, at: Timestamp) -> Payout<Issued> {
        self.into_issued(id, told, at)
    }

    /// Nothing is to be delivered any more.
    #[must_use]
    pub fn closed(self, at: Timestamp) -> Payout<Closed> {
        self.into_closed(None, 0, at)
    }
}

impl Payout<Conflict> {
    /// A person looked: what has the code is somebody else's, and the next delivery has another one.
    #[must_use]
    pub fn closed(self, at: Timestamp) -> Payout<Closed> {
        self.into_closed(None, 0, at)
    }
}

impl Payout<Issued> {
    /// How much of this delivery was used: what was told to be, or what a correction found, whichever is more. The same use is told and found.
    #[must_use]
    pub const fn used(&self) -> i64 {
        let told = self.told_used.saturating_sub(self.used_before);
        if told > self.state.found_used { told } else { self.state.found_used }
    }

    /// Whether the other side was told what should stand, and nothing else since: what a correction came to of which nothing was heard, nobody knows.
    #[must_use]
    pub const fn is_right(&self, should_stand: i64) -> bool {
        self.state.told == should_stand && self.state.correcting.is_none()
    }

    /// It is about to be corrected, whatever was refused before.
    #[must_use]
    pub fn correcting(self, to: i64) -> Self {
        let state = Issued { correcting: Some(to), refused_to: None, ..self.state };
        self.into_state(state)
    }

    /// It was corrected. What was used already cannot be taken off it.
    #[must_use]
    pub fn corrected(self, to: i64, used: i64) -> Self {
        let found_used = self.state.found_used.max(used);
        let told = if to == 0 { 0 } else { to.max(used) };
        let state = Issued { told, found_used, correcting: None, refused_to: None, ..self.state };
        self.into_state(state)
    }

    /// The other side refused the correction: it is not asked for again unless a person asks.
    #[must_use]
    pub fn not_corrected(self) -> Self {
        let state = Issued { refused_to: self.state.correcting, correcting: None, ..self.state };
        self.into_state(state)
    }

    /// The shop told of a use.
    #[must_use]
    pub fn told_to_be_used(self, minor: i64) -> Self {
        Self { told_used: self.told_used.saturating_add(minor), ..self }
    }

    /// Nothing more can come of it.
    #[must_use]
    pub fn closed(self, at: Timestamp) -> Payout<Closed> {
        let (id, used) = (self.state.id, self.used());
        self.into_closed(id, used, at)
    }
}

impl Payout<Closed> {
    /// The reward is delivered once more: the next delivery, under a code of its own.
    #[must_use]
    fn again(self, next: Payout<Intended>) -> Payout<Intended> {
        let used_before = self.used_before.saturating_add(self.state.used);
        Payout { told_used: self.told_used, used_before, ..next }
    }

    /// The shop told late of a use.
    #[must_use]
    pub fn told_to_be_used(self, minor: i64) -> Self {
        let told_used = self.told_used.saturating_add(minor);
        let used = self.state.used.max(told_used.saturating_sub(self.used_before));
        let state = Closed { used, ..self.state };
        Self { told_used, ..self }.into_state(state)
    }
}

/// What a delivered reward should stand for outside, used parts included, in minor units: nothing once it has ended.
#[must_use]
pub const fn should_stand(reward: &AnyReward) -> i64 {
    match reward {
        AnyReward::Settled(settled) => settled.outside(),
        AnyReward::Waiting(_) | AnyReward::Due(_) | AnyReward::Void(_) | AnyReward::Reversed(_) => 0,
    }
}

crate::canon_struct!(Intended { reverse_when_known });
crate::canon_struct!(Unknown { since, reverse_when_known });
crate::canon_struct!(Issued { at, id, told, found_used, correcting, refused_to });
crate::canon_struct!(Refused { at });
crate::canon_struct!(Conflict { at });
crate::canon_struct!(Closed { at, id, used });

impl<S: Canon> Canon for Payout<S> {
    fn write(&self, out: &mut Vec<u8>) {
        self.generation.write(out);
        self.rail.write(out);
        self.amount.write(out);
        self.code.write(out);
        self.expires_on.write(out);
        self.attempts.write(out);
        self.intended_at.write(out);
        self.told_used.write(out);
        self.used_before.write(out);
        self.state.write(out);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        Ok(Self {
            generation: Generation::read(bytes)?,
            rail: Rail::read(bytes)?,
            amount: Amount::read(bytes)?,
            code: Option::read(bytes)?,
            expires_on: Option::read(bytes)?,
            attempts: u16::read(bytes)?,
            intended_at: Timestamp::read(bytes)?,
            told_used: i64::read(bytes)?,
            used_before: i64::read(bytes)?,
            // Beside the state, as the record has it.
            issuance: None,
            state: S::read(bytes)?,
        })
    }
}
