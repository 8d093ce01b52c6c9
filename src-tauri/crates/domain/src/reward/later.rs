//! What a reward can do once it waits for nothing: be delivered, used, taken back, delivered again.

use super::{Due, Past, Rail, Reversed, Reward, Settled, Void, Waiting};
use crate::reason::Reason;
use crate::time::{Span, Timestamp};

impl Reward<Void> {
    /// Whether it ended because no money was known to have come, and money that came at an instant would have been in time.
    #[must_use]
    pub fn ended_for_want_of_news_of(&self, at: Timestamp) -> bool {
        self.state.reason == Reason::NotCaptured && self.state.waited.captured && at < self.terms.wait_until
    }

    /// It waits again for what it waited for when it ended.
    #[must_use]
    pub fn revived(self) -> Reward<Waiting> {
        let waited = self.state.waited;
        self.into_state(waited)
    }

    /// A person gives it after all: so much of it, once what else it waited for has come.
    #[must_use]
    pub fn restored(self, minor: i64) -> Reward<Waiting> {
        let waited = Waiting { review: false, ..self.state.waited };
        self.into_state(waited).raised(minor)
    }

    /// It turned out that it had been delivered.
    #[must_use]
    pub fn delivered(self, at: Timestamp) -> Reward<Reversed> {
        let reason = self.state.reason;
        self.into_state(Reversed { at, reason, used: 0, carried: 0, expired: 0 })
    }
}

impl Reward<Due> {
    /// It was delivered.
    #[must_use]
    pub fn settled(self, at: Timestamp, rail: Rail) -> Reward<Settled> {
        self.into_state(Settled { at, rail, used: 0, over: 0, carried: 0, expired: 0 })
    }

    /// A part of it is kept for what is owed back.
    #[must_use]
    pub fn with_set_off(self, minor: i64) -> Self {
        Self { set_off: self.set_off.saturating_add(minor), revision: self.revision + 1, ..self }
    }

    /// Ends it before anything was delivered.
    #[must_use]
    pub fn void(self, at: Timestamp, reason: Reason) -> Reward<Void> {
        self.ended(Void { at, reason, waited: Waiting::default() })
    }
}

impl Reward<Settled> {
    /// Takes it back.
    #[must_use]
    pub fn reversed(self, at: Timestamp, reason: Reason) -> Reward<Reversed> {
        let Settled { used, carried, expired, .. } = self.state;
        self.ended(Reversed { at, reason, used, carried, expired })
    }

    /// More was used than stands.
    #[must_use]
    pub fn overused(self, minor: i64) -> Self {
        let (used, over) = (self.state.used.saturating_add(minor), self.state.over.saturating_add(minor));
        self.into_state(Settled { used, over, ..self.state })
    }

    /// What was used beyond what stands is owed back.
    #[must_use]
    pub fn carried(self, minor: i64) -> Self {
        let carried = self.state.carried.saturating_add(minor);
        self.into_state(Settled { carried, ..self.state })
    }

    /// What a raise to so much makes good of what was given up.
    #[must_use]
    pub fn made_good(&self, minor: i64) -> i64 {
        (minor - self.minor).clamp(0, self.state.over.saturating_sub(self.state.carried).max(0))
    }

    /// What it was used for within what stands, and what expired of it: no lowering takes that away.
    #[must_use]
    pub const fn gone(&self) -> i64 {
        self.state.used.saturating_sub(self.state.over).saturating_add(self.state.expired)
    }

    /// What should stand at the other side in all: what was used beyond what stands was used there.
    #[must_use]
    pub const fn outside(&self) -> i64 {
        self.to_deliver().minor.saturating_add(self.state.over)
    }

    /// A part of it was used.
    #[must_use]
    pub fn used(self, minor: i64) -> Self {
        let used = self.state.used.saturating_add(minor);
        self.into_state(Settled { used, ..self.state })
    }

    /// A part of it expired without use.
    #[must_use]
    pub fn expired(self, minor: i64) -> Self {
        let expired = self.state.expired.saturating_add(minor);
        self.into_state(Settled { expired, ..self.state })
    }

    /// When what is not used of it expires, where we keep it ourselves: of what lies at a shop, the shop tells.
    #[must_use]
    pub fn expires_at(&self) -> Option<Timestamp> {
        let days = self.terms.valid_days.filter(|_| self.state.rail.is_ours() && self.unused() > 0)?;
        Some(self.state.at.plus(Span::days(days)))
    }

    /// What can still be used of it, or taken back.
    #[must_use]
    pub const fn unused(&self) -> i64 {
        self.to_deliver().minor.saturating_sub(self.gone())
    }
}

impl Reward<Reversed> {
    /// More of it was used than was known when it was taken back.
    #[must_use]
    pub fn overused(self, minor: i64) -> Self {
        let used = self.state.used.saturating_add(minor);
        self.into_state(Reversed { used, ..self.state })
    }

    /// What was used of it is owed back.
    #[must_use]
    pub fn carried(self, minor: i64) -> Self {
        let carried = self.state.carried.saturating_add(minor);
        self.into_state(Reversed { carried, ..self.state })
    }

    /// What it still costs: what was used of it and is not owed back, and what had expired.
    #[must_use]
    pub const fn cost(&self) -> i64 {
        self.state.used.saturating_sub(self.state.carried).saturating_add(self.state.expired)
    }

    /// It is delivered once more.
    #[must_use]
    pub fn reissued(self, minor: i64, since: Timestamp) -> Reward<Due> {
        let past = Past { cost: self.past.cost.saturating_add(self.cost()), used: self.past.used.saturating_add(self.state.used) };
        Reward { past, ..self.into_state(Due { since }) }.raised(minor)
    }
}
