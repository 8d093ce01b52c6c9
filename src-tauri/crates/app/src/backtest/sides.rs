//! Both sides of a trial, folded side by side: what was recorded, and what the draft makes of the same events.

use super::draft::Trial;
use super::kept::{Kept, Told, suspicion};
use crate::view::backtest::Pair;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::BTreeMap;
use vouchsafe_db::Logged;
use vouchsafe_domain::engine;
use vouchsafe_domain::event::{Event, EventClass, Fact, StaffAct, StaffAction};
use vouchsafe_domain::fold::{first, step};
use vouchsafe_domain::name::{OrderKey, ProgramKey};
use vouchsafe_domain::outcome::{Answer, Change, Decision, GrantVerdict, Outcome};
use vouchsafe_domain::party::PartyNames as _;
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::{AnyReward, RewardKey};
use vouchsafe_domain::rollup::{FigureCell, Figures, Rollup};
use vouchsafe_domain::state::State;

/// What one side has come to.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub(super) state: State,
    pub(super) figures: FxHashMap<FigureCell, Figures>,
    /// Decisions that gave nothing.
    pub(super) refusals: BTreeMap<Reason, u64>,
    /// Orders in which a signal found something, and whether it refused them.
    pub(super) flagged: FxHashMap<OrderKey, bool>,
    rollup: Rollup,
}

impl Side {
    fn note(&mut self, outcome: &Outcome) {
        for decision in &outcome.decisions {
            if let GrantVerdict::Refused(reason) = decision.verdict {
                *self.refusals.entry(reason).or_default() += 1;
            }
            if let (Some(order), Some(answer)) = (decision.occasion.order(), suspicion(decision)) {
                *self.flagged.entry(order).or_default() |= matches!(answer, Answer::Refuse(_));
            }
        }
    }

    /// Adds up the figures. What else a fold gathers is for tables that nobody writes here.
    fn gather(&mut self) {
        for (cell, figures) in std::mem::take(&mut self.rollup).figures {
            self.figures.entry(cell).or_default().add(&figures);
        }
    }
}

/// Both sides, as far as they are folded.
#[derive(Debug)]
pub(super) struct Sides {
    pub(super) sides: Pair<Side>,
    pub(super) kept: Kept,
    trial: Trial,
}

impl Sides {
    pub(super) fn new(trial: Trial) -> Self {
        Self { sides: Pair::default(), kept: Kept::default(), trial }
    }

    /// Folds some events of the log, in their order. Ends early when nobody wants them any more.
    pub(super) fn fold(&mut self, events: &[Logged], is_wanted: impl Fn() -> bool) {
        for (seq, event, outcome) in events {
            if !is_wanted() {
                return;
            }
            self.one(*seq, event, outcome);
        }
        self.sides.now.gather();
        self.sides.draft.gather();
    }

    fn one(&mut self, seq: u64, event: &Event, outcome: &Outcome) {
        let Pair { now, draft } = &mut self.sides;
        engine::evolve(&mut now.state, event, outcome, &mut now.rollup);
        now.note(outcome);
        if event.id.class == EventClass::RewardDeadline || self.trial.is_about_draft(&event.fact) {
            return;
        }
        while let Some(passed) = first(&draft.state, event) {
            let outcome = step(&mut draft.state, self.trial.programs(), &passed, &mut draft.rollup);
            draft.note(&outcome);
        }
        if let Some(event) = in_draft(event, outcome, &draft.state) {
            let would = step(&mut draft.state, self.trial.programs(), &event, &mut draft.rollup);
            draft.note(&would);
            let told = |outcome| Told { seq, event: &event, outcome };
            let both = Pair { now: told(outcome), draft: told(&would) };
            // People are numbered as they are met, which what judges has no part in.
            let name = |decision: &Decision| now.state.party_name(decision.friend);
            self.kept.note(both, name);
        }
        if let Fact::ProgramActivated { program, version, .. } = &event.fact {
            self.trial.activated(*program, *version);
        }
    }
}

impl Trial {
    /// What was said about the draft's own program is no part of its trial: it holds from the instant that it names.
    fn is_about_draft(&self, fact: &Fact) -> bool {
        let about = |program: &ProgramKey| *program == self.draft().program.id;
        match fact {
            Fact::ProgramActivated { program, .. } | Fact::ProgramPaused { program, .. } | Fact::ProgramEnded { program, .. } => about(program),
            _ => false,
        }
    }
}

/// An event as it would have happened beside the draft: a person who acted on a reward saw the draft's. What came to nothing comes to nothing
/// again.
fn in_draft<'a>(event: &'a Event, outcome: &Outcome, state: &State) -> Option<Cow<'a, Event>> {
    let Fact::Staff(act) = &event.fact else { return Some(Cow::Borrowed(event)) };
    let seen = |reward: &RewardKey| state.reward_of(reward).and_then(|id| state.rewards.get(&id)).map_or(0, AnyReward::revision);
    let action = match &act.action {
        StaffAction::Approve { reward, .. } => StaffAction::Approve { reward: *reward, expects: seen(reward) },
        StaffAction::Reject { reward, .. } => StaffAction::Reject { reward: *reward, expects: seen(reward) },
        StaffAction::Hold { reward, until, .. } => StaffAction::Hold { reward: *reward, expects: seen(reward), until: *until },
        StaffAction::Adjust { reward, to, .. } => StaffAction::Adjust { reward: *reward, expects: seen(reward), to: *to },
        StaffAction::Reverse { reward, .. } => StaffAction::Reverse { reward: *reward, expects: seen(reward) },
        StaffAction::Reissue { reward, .. } => StaffAction::Reissue { reward: *reward, expects: seen(reward) },
        StaffAction::AcceptRaise { reward, .. } => StaffAction::AcceptRaise { reward: *reward, expects: seen(reward) },
        _ => return Some(Cow::Borrowed(event)),
    };
    let was_refused = outcome.changes.iter().any(|change| matches!(change, Change::Refused { .. }));
    let fact = Fact::Staff(StaffAct { action, ..act.clone() });
    (!was_refused).then(|| Cow::Owned(Event { fact, ..event.clone() }))
}
