//! Rewards: obligations to somebody, with a lifecycle whose transitions consume the old state, so that paying a void reward does not compile.

mod any;
mod key;
mod later;
mod step;

pub use any::AnyReward;
pub use key::{Occasion, Rail, RewardKey, Role};
pub use step::RewardStep;

use crate::canon::{Canon, Garbled};
use crate::money::{Amount, scale_half_even};
use crate::name::{Key, OrderKey, ProgramKey};
use crate::party::PartyId;
use crate::program::PartialRefund;
use crate::reason::Reason;
use crate::time::{Span, Timestamp};

/// A reward's number. Rewards are numbered in the order in which they are granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RewardId(pub u32);

impl Canon for RewardId {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        u32::read(bytes).map(Self)
    }
}

/// What was promised. Only a choice of another option changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// The key.
    pub key: RewardKey,
    /// The program.
    pub program: ProgramKey,
    /// The program's version.
    pub version: u32,
    /// The friend.
    pub friend: PartyId,
    /// Who gets it.
    pub beneficiary: PartyId,
    /// The order that it is for.
    pub order: Option<OrderKey>,
    /// How it is delivered.
    pub rail: Rail,
    /// How much was promised.
    pub given: Amount,
    /// When.
    pub created_at: Timestamp,
    /// How many days it is held.
    pub hold_days: u32,
    /// For how many days a refund takes it back.
    pub refund_window_days: u32,
    /// What a partial refund does.
    pub on_partial_refund: PartialRefund,
    /// Until when what may never come must have come: the money, a confirmed address.
    pub wait_until: Timestamp,
    /// The day on which it was promised, in the program's zone, counted from 1970-01-01.
    pub day: i32,
    /// Which of the grant's options it is.
    pub option: u8,
    /// Which step of the value it is, where the value is in steps; the highest number stands for what is given between steps.
    pub step: Option<u16>,
    /// For how many days it can be used once it is delivered.
    pub valid_days: Option<u32>,
}

/// What a reward still waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waiting {
    /// The order's money.
    pub captured: bool,
    /// An instant.
    pub hold_until: Option<Timestamp>,
    /// A person.
    pub review: bool,
    /// The friend confirms the email address.
    pub email: bool,
    /// The friend confirms the phone number.
    pub phone: bool,
    /// The friend makes an account.
    pub account: bool,
    /// The friend's account is old enough.
    pub aged_at: Option<Timestamp>,
    /// Who gets it reaches this role.
    pub role: Option<Key>,
}

impl Waiting {
    /// Whether it waits for something that friend or beneficiary has to do.
    #[must_use]
    pub const fn is_for_somebody(&self) -> bool {
        self.email || self.phone || self.account || self.role.is_some()
    }
}

/// Everything waited for has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Since when.
    pub since: Timestamp,
}

/// Delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// When.
    pub at: Timestamp,
    /// How.
    pub rail: Rail,
    /// How much of it was used, in minor units.
    pub used: i64,
    /// How much of that was more than stood, in minor units: it was used before the other side knew that less stood.
    pub over: i64,
    /// How much of that is owed back, in minor units; the rest was given up.
    pub carried: i64,
    /// How much of it expired without use, in minor units.
    pub expired: i64,
}

/// Ended before anything was delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Void {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: Reason,
    /// What it waited for until then.
    pub waited: Waiting,
}

/// Taken back after it was delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reversed {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: Reason,
    /// How much of it had been used by then, in minor units: that is not taken back.
    pub used: i64,
    /// How much of that is owed back, in minor units.
    pub carried: i64,
    /// How much of it had expired by then, in minor units: that is not there any more.
    pub expired: i64,
}

/// What a reward came to in deliveries before the one at hand, in minor units: each was taken back before it was reissued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Past {
    /// What they cost.
    pub cost: i64,
    /// What was used of them.
    pub used: i64,
}

/// A reward in one state of its lifecycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reward<S> {
    /// What was promised.
    pub terms: Terms,
    /// What stands of it, in minor units of the promised asset.
    pub minor: i64,
    /// What the promise comes to by the order as it was edited, before anything was paid back, in minor units. It only ever goes down.
    pub worth: i64,
    /// What was to be paid of its order before that was edited upwards, in minor units: the least since it was given or last raised. None where more
    /// never was.
    pub payable: Option<i64>,
    /// What it would come to if a person agreed to give more, in minor units.
    pub proposed: Option<i64>,
    /// What of it is kept for what who gets it owes us back, in minor units: the rest is delivered.
    pub set_off: i64,
    /// What deliveries before this one came to.
    pub past: Past,
    /// Counts the changes: staff say which one was on their screen.
    pub revision: u32,
    /// From when hold and refund window count: the grant, or the capture where the rule settles by capture.
    pub counts_from: Option<Timestamp>,
    /// The state.
    pub state: S,
}

impl<S> Reward<S> {
    fn into_state<T>(self, state: T) -> Reward<T> {
        Reward {
            terms: self.terms,
            minor: self.minor,
            worth: self.worth,
            payable: self.payable,
            proposed: self.proposed,
            set_off: self.set_off,
            past: self.past,
            revision: self.revision + 1,
            counts_from: self.counts_from,
            state,
        }
    }

    /// What stands of the reward.
    #[must_use]
    pub const fn amount(&self) -> Amount {
        self.terms.given.with_minor(self.minor)
    }

    /// What is to be delivered of it, or was.
    #[must_use]
    pub const fn to_deliver(&self) -> Amount {
        self.terms.given.with_minor(self.minor.saturating_sub(self.set_off))
    }

    /// Ends it: nothing of it is set off any more.
    fn ended<T>(self, state: T) -> Reward<T> {
        Reward { set_off: 0, ..self.into_state(state) }
    }

    /// Less stands: what is delivered goes first, then what was set off, down to what is `kept`.
    #[must_use]
    fn reduced(self, minor: i64, kept: i64) -> Self {
        let set_off = self.set_off.min(minor.saturating_sub(kept).max(0));
        Self { minor, set_off, revision: self.revision + 1, ..self }
    }

    /// More stands.
    #[must_use]
    fn raised(self, minor: i64) -> Self {
        let proposed = self.proposed.filter(|proposed| *proposed > minor);
        let payable = self.payable.filter(|_| minor <= self.worth);
        Self { minor, worth: self.worth.max(minor), payable, proposed, revision: self.revision + 1, ..self }
    }

    /// More was used of a delivery of before than was known.
    #[must_use]
    fn past_overused(self, minor: i64) -> Self {
        let past = Past { cost: self.past.cost.saturating_add(minor), used: self.past.used.saturating_add(minor) };
        Self { past, revision: self.revision + 1, ..self }
    }

    /// That is owed back.
    #[must_use]
    fn past_carried(self, minor: i64) -> Self {
        let past = Past { cost: self.past.cost.saturating_sub(minor), ..self.past };
        Self { past, revision: self.revision + 1, ..self }
    }

    /// The instant from which a refund no longer takes the reward back.
    #[must_use]
    pub fn safe_from(&self) -> Timestamp {
        self.counts_from.map_or(Timestamp::MAX, |from| from.plus(Span::days(self.terms.refund_window_days)))
    }

    /// What the rest of the order's money is held against, where so much is to be paid now: an edit upwards takes nothing away.
    #[must_use]
    pub fn held_against(&self, payable: i64) -> i64 {
        self.payable.map_or(payable, |least| least.min(payable))
    }

    /// What should stand when `net` is left of the `whole` that was to be paid: in proportion to the whole promise, so that parts never drift.
    #[must_use]
    pub fn in_proportion(&self, net: i64, whole: i64) -> i64 {
        if net >= whole { self.worth } else { scale_half_even(self.worth, net, whole).unwrap_or(0) }
    }

    /// The promise comes to so much by the order as it is now. What is raised goes by what is to be paid now.
    #[must_use]
    fn edited(self, minor: i64) -> Self {
        let payable = self.payable.filter(|_| minor <= self.worth);
        Self { worth: minor, payable, revision: self.revision + 1, ..self }
    }
}

impl Reward<Waiting> {
    /// Whether everything waited for has come.
    #[must_use]
    pub const fn waits_for_nothing(&self) -> bool {
        let Waiting { captured, hold_until, review, aged_at, .. } = self.state;
        !captured && hold_until.is_none() && !review && aged_at.is_none() && !self.state.is_for_somebody()
    }

    /// A person has to look at it.
    #[must_use]
    pub fn sent_for_review(self) -> Self {
        let state = Waiting { review: true, ..self.state };
        self.into_state(state)
    }

    /// A new promise.
    #[must_use]
    pub fn granted(terms: Terms, waiting: Waiting) -> Self {
        let counts_from = (!waiting.captured).then_some(terms.created_at);
        let minor = terms.given.minor;
        Self {
            terms,
            minor,
            worth: minor,
            payable: None,
            proposed: None,
            set_off: 0,
            past: Past::default(),
            revision: 0,
            counts_from,
            state: waiting,
        }
    }

    /// The money came; hold and window count from here.
    #[must_use]
    pub fn captured(mut self, at: Timestamp) -> Self {
        self.counts_from = Some(at);
        let hold_until = (self.terms.hold_days > 0).then(|| at.plus(Span::days(self.terms.hold_days)));
        // A hold that a person set stays if it is longer.
        let state = Waiting { captured: false, hold_until: hold_until.max(self.state.hold_until), ..self.state };
        self.into_state(state)
    }

    /// The hold is over.
    #[must_use]
    pub fn hold_over(self) -> Self {
        let state = Waiting { hold_until: None, ..self.state };
        self.into_state(state)
    }

    /// A person let it go on.
    #[must_use]
    pub fn approved(self) -> Self {
        let state = Waiting { review: false, ..self.state };
        self.into_state(state)
    }

    /// A person holds it until an instant; that never makes the program's own hold shorter.
    #[must_use]
    pub fn held(self, until: Timestamp) -> Self {
        let state = Waiting { hold_until: self.state.hold_until.max(Some(until)), ..self.state };
        self.into_state(state)
    }

    /// The friend confirmed the email address.
    #[must_use]
    pub fn email_verified(self) -> Self {
        let state = Waiting { email: false, ..self.state };
        self.into_state(state)
    }

    /// The friend confirmed the phone number.
    #[must_use]
    pub fn phone_verified(self) -> Self {
        let state = Waiting { phone: false, ..self.state };
        self.into_state(state)
    }

    /// The friend made an account; it may still have to grow older.
    #[must_use]
    pub fn account_made(self, aged_at: Option<Timestamp>) -> Self {
        let state = Waiting { account: false, aged_at, ..self.state };
        self.into_state(state)
    }

    /// The friend's account is old enough.
    #[must_use]
    pub fn aged(self) -> Self {
        let state = Waiting { aged_at: None, ..self.state };
        self.into_state(state)
    }

    /// Who gets it reached the role.
    #[must_use]
    pub fn unlocked(self) -> Self {
        let state = Waiting { role: None, ..self.state };
        self.into_state(state)
    }

    /// Another option takes the place of this one, whole: what went back of the order's money lowers it anew.
    #[must_use]
    pub fn chosen(self, option: u8, rail: Rail, given: Amount, step: Option<u16>, valid_days: Option<u32>) -> Self {
        let terms = Terms { option, rail, given, step, valid_days, ..self.terms };
        Self { terms, minor: given.minor, worth: given.minor, payable: None, proposed: None, revision: self.revision + 1, ..self }
    }

    /// Nothing is waited for any more.
    #[must_use]
    pub fn due(self, since: Timestamp) -> Reward<Due> {
        self.into_state(Due { since })
    }

    /// Ends it before anything was delivered.
    #[must_use]
    pub fn void(self, at: Timestamp, reason: Reason) -> Reward<Void> {
        let waited = self.state;
        self.ended(Void { at, reason, waited })
    }
}

crate::canon_struct!(Terms {
    key,
    program,
    version,
    friend,
    beneficiary,
    order,
    rail,
    given,
    created_at,
    hold_days,
    refund_window_days,
    on_partial_refund,
    wait_until,
    day,
    option,
    step,
    valid_days,
});
crate::canon_struct!(Waiting { captured, hold_until, review, email, phone, account, aged_at, role });
crate::canon_struct!(Due { since });
crate::canon_struct!(Settled { at, rail, used, over, carried, expired });
crate::canon_struct!(Past { cost, used });
crate::canon_struct!(Void { at, reason, waited });
crate::canon_struct!(Reversed { at, reason, used, carried, expired });

impl<S: Canon> Canon for Reward<S> {
    fn write(&self, out: &mut Vec<u8>) {
        self.terms.write(out);
        self.minor.write(out);
        self.worth.write(out);
        self.payable.write(out);
        self.proposed.write(out);
        self.set_off.write(out);
        self.past.write(out);
        self.revision.write(out);
        self.counts_from.write(out);
        self.state.write(out);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        Ok(Self {
            terms: Terms::read(bytes)?,
            minor: i64::read(bytes)?,
            worth: i64::read(bytes)?,
            payable: Option::read(bytes)?,
            proposed: Option::read(bytes)?,
            set_off: i64::read(bytes)?,
            past: Past::read(bytes)?,
            revision: u32::read(bytes)?,
            counts_from: Option::read(bytes)?,
            state: S::read(bytes)?,
        })
    }
}
