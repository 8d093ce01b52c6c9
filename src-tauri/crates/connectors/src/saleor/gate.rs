//! The gate before a shop: what goes wrong again and again, or is too much for the shop, is left alone for a while.

use super::Settings;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// The longest rest between two tries at a shop that fails.
const LONGEST_REST: Duration = Duration::from_secs(15 * 60);

/// How a shop has been answering, for people: a code with arguments, as errors have them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// The last answer was good.
    Good,
    /// So many tries in a row failed; the next goes out as usual.
    Shaky {
        /// How many.
        failures: u32,
    },
    /// So many tries in a row failed that the shop is left alone for a while; then one try goes out.
    Resting {
        /// How many.
        failures: u32,
        /// How long it is still left alone.
        left: Duration,
    },
    /// The shop asked to wait.
    Limited {
        /// How long there is still to wait.
        left: Duration,
    },
}

impl Health {
    /// The code of its sentence.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Shaky { .. } => "shaky",
            Self::Resting { .. } => "resting",
            Self::Limited { .. } => "limited",
        }
    }

    /// The arguments of the sentence, by name.
    #[must_use]
    pub fn args(self) -> Vec<(&'static str, String)> {
        let seconds = |left: Duration| ("seconds", whole_seconds(left).to_string());
        match self {
            Self::Good => Vec::new(),
            Self::Shaky { failures } => vec![("failures", failures.to_string())],
            Self::Resting { failures, left } => vec![("failures", failures.to_string()), seconds(left)],
            Self::Limited { left } => vec![seconds(left)],
        }
    }
}

impl fmt::Display for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Good => f.write_str("The shop answers."),
            Self::Shaky { failures } => write!(f, "The shop failed {failures} times in a row; it is asked again."),
            Self::Resting { failures, left } => {
                write!(f, "The shop failed {failures} times in a row and is left alone for {} seconds.", whole_seconds(left))
            }
            Self::Limited { left } => write!(f, "The shop asked to wait {} seconds.", whole_seconds(left)),
        }
    }
}

/// A wait in whole seconds, never shorter than it is.
pub(super) const fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + if wait.subsec_nanos() > 0 { 1 } else { 0 }
}

/// Why the gate is shut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shut {
    /// The shop fails.
    Resting(Duration),
    /// The shop asked to wait.
    Limited(Duration),
}

impl Shut {
    pub(super) const fn left(self) -> Duration {
        match self {
            Self::Resting(left) | Self::Limited(left) => left,
        }
    }
}

/// Counts failures in a row and shuts for a growing time; clones of a shop share it.
#[derive(Debug)]
pub(super) struct Gate {
    rest_after: u32,
    rest: Duration,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    failures: u32,
    /// The rest that was taken last; zero while the gate has not shut by failures.
    rest: Duration,
    rests_until: Option<Instant>,
    limited_until: Option<Instant>,
}

impl State {
    fn shut(&self, now: Instant) -> Option<Shut> {
        let left = |until: Option<Instant>| until.map(|until| until.saturating_duration_since(now)).filter(|left| !left.is_zero());
        left(self.limited_until).map(Shut::Limited).or_else(|| left(self.rests_until).map(Shut::Resting))
    }
}

impl Gate {
    pub(super) fn new(settings: &Settings) -> Self {
        Self { rest_after: settings.rest_after.max(1), rest: settings.rest, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a question through, or says for how long none goes out. After a rest one is let through and the gate shuts behind it at once: it is
    /// the answer that opens it, and a question that was given up must not keep others out for ever.
    pub(super) fn pass(&self, now: Instant) -> Option<Shut> {
        let mut state = self.state();
        let shut = state.shut(now);
        if shut.is_none() && state.rests_until.is_some() {
            state.rests_until = now.checked_add(state.rest);
        }
        shut
    }

    /// The shop answered.
    pub(super) fn answered(&self) {
        *self.state() = State::default();
    }

    /// The shop failed in a way that may pass.
    pub(super) fn failed(&self, now: Instant) {
        let mut state = self.state();
        state.failures = state.failures.saturating_add(1);
        if state.failures >= self.rest_after {
            state.rest = if state.rest.is_zero() { self.rest } else { state.rest.saturating_mul(2).min(LONGEST_REST) };
            state.rests_until = now.checked_add(state.rest);
        }
    }

    /// The shop asked to wait.
    pub(super) fn limited(&self, now: Instant, wait: Duration) {
        let mut state = self.state();
        state.limited_until = state.limited_until.max(now.checked_add(wait));
    }

    pub(super) fn health(&self, now: Instant) -> Health {
        let state = self.state();
        match (state.shut(now), state.failures) {
            (Some(Shut::Limited(left)), _) => Health::Limited { left },
            (Some(Shut::Resting(left)), failures) => Health::Resting { failures, left },
            (None, 0) => Health::Good,
            (None, failures) => Health::Shaky { failures },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shop_that_fails_is_left_alone_for_longer_and_longer() {
        let gate = Gate::new(&Settings { rest_after: 3, rest: Duration::from_secs(4), ..Settings::default() });
        let start = Instant::now();
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        let mut seen = Vec::new();
        let mut note = |what: &str, seconds: u64| {
            let health = gate.health(at(seconds));
            seen.push(format!("{seconds:>4} {what}: {} {:?} {health}", health.code(), health.args()));
        };
        note("fresh", 0);
        for _ in 0..2 {
            gate.failed(at(0));
        }
        note("two failures", 0);
        assert_eq!(gate.pass(at(0)), None);
        gate.failed(at(0));
        note("three failures", 0);
        assert_eq!(gate.pass(at(3)), Some(Shut::Resting(Duration::from_secs(1))));
        assert_eq!(gate.pass(at(4)), None, "one goes through");
        assert_eq!(gate.pass(at(4)), Some(Shut::Resting(Duration::from_secs(4))), "and no other with it");
        gate.failed(at(5));
        note("that one failed", 5);
        gate.limited(at(6), Duration::from_secs(100));
        note("asked to wait", 6);
        assert_eq!(gate.pass(at(106)), None);
        for _ in 0..20 {
            gate.failed(at(200));
        }
        note("it goes on", 200);
        gate.answered();
        note("answered", 201);
        insta::assert_snapshot!(seen.join("\n"), @r#"
          0 fresh: good [] The shop answers.
          0 two failures: shaky [("failures", "2")] The shop failed 2 times in a row; it is asked again.
          0 three failures: resting [("failures", "3"), ("seconds", "4")] The shop failed 3 times in a row and is left alone for 4 seconds.
          5 that one failed: resting [("failures", "4"), ("seconds", "8")] The shop failed 4 times in a row and is left alone for 8 seconds.
          6 asked to wait: limited [("seconds", "100")] The shop asked to wait 100 seconds.
        200 it goes on: resting [("failures", "24"), ("seconds", "900")] The shop failed 24 times in a row and is left alone for 900 seconds.
        201 answered: good [] The shop answers.
        "#);
    }

    #[test]
    fn a_rest_of_no_time_keeps_nobody_out() {
        let gate = Gate::new(&Settings { rest_after: 1, rest: Duration::ZERO, ..Settings::default() });
        let now = Instant::now();
        for _ in 0..5 {
            gate.failed(now);
            assert_eq!(gate.pass(now), None);
        }
    }
}
