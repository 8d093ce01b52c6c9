//! Timelines: everything that happened to or by somebody, the newest first.

use crate::customers::refused_contacts;
use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::people::Cast;
use crate::rewards::{MAX_PAGE, unit};
use crate::view::{Again, Timeline, TimelineResult, TimelineRow};
use vouchsafe_db::Happening;
use vouchsafe_domain::event::{Event, Fact, StaffAction};
use vouchsafe_domain::money::{Amount, Money};
use vouchsafe_domain::name::{Key, Texts};
use vouchsafe_domain::outcome::{Change, Decision, GrantVerdict};
use vouchsafe_domain::party::{PartyId, PartyName};
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::{Occasion, RewardKey, Role};

impl Desk {
    /// Part of what happened to or by somebody, under whatever name they were known.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; what the db says.
    pub async fn timeline(&self, party: u32, after: Option<&str>, limit: u32) -> Result<Timeline> {
        let no_page = |_| AppError::NotFound { what: "such a page".to_owned() };
        let before = after.map(str::parse).transpose().map_err(no_page)?;
        let found = self.db().happenings(PartyId(party), before, limit.clamp(1, MAX_PAGE) as usize).await?;
        if found.rows.is_empty() && self.db().people([PartyId(party)]).await?.is_empty() {
            return Err(AppError::NotFound { what: format!("party {party}") });
        }
        let cast = self.cast([], found.rows.iter().flat_map(keys_of).collect::<Vec<_>>()).await?;
        let next = found.rows.last().filter(|_| found.has_more).map(|row| row.seq.to_string());
        Ok(Timeline { rows: found.rows.iter().map(|row| timeline_row(row, &found.own, &cast)).collect(), next })
    }
}

/// Whether a decision is about somebody: as the friend, or as who would get the reward for having brought them.
pub(crate) fn concerns(decision: &Decision, own: &[PartyId]) -> bool {
    own.contains(&decision.friend) || (decision.role == Role::Advocate && decision.advocate().is_some_and(|party| own.contains(&party)))
}

fn timeline_row(happening: &Happening, own: &[PartyId], cast: &Cast) -> TimelineRow {
    let (event, outcome) = (&happening.event, &happening.outcome);
    let decisions: Vec<&Decision> = outcome.decisions.iter().filter(|decision| concerns(decision, own)).collect();
    let granted = decisions.iter().any(|decision| matches!(decision.verdict, GrantVerdict::Granted { .. }));
    let reason = refusal(&decisions, happening, own).filter(|_| !granted);
    let result = match (granted, reason) {
        (true, _) => TimelineResult::Granted,
        (false, Some(_)) => TimelineResult::Refused,
        (false, None) => TimelineResult::Nothing,
    };
    TimelineRow {
        seq: happening.seq,
        at: event.at,
        learned_at: happening.recorded_at,
        late: happening.is_late,
        event: event.id.text(&cast.texts),
        event_type: event.fact.type_name(),
        again: Again::of(&event.fact),
        subject: subject(event).map(|subject| subject.text(&cast.texts)),
        amount: amount(event).map(|amount| crate::text::named(amount, &cast.texts)),
        result,
        reason,
        decisions: u32::try_from(decisions.len()).unwrap_or(u32::MAX),
        actor: match &event.fact {
            Fact::Staff(act) => Some(cast.texts_of(act.actor.0)),
            _ => None,
        },
    }
}

/// Why something was refused: the event itself, the contact that it told of, or the first decision.
fn refusal(decisions: &[&Decision], happening: &Happening, own: &[PartyId]) -> Option<Reason> {
    let event = happening.outcome.changes.iter().find_map(|change| match change {
        Change::Refused { reason } => Some(*reason),
        _ => None,
    });
    let contact = || refused_contacts(own, std::slice::from_ref(happening)).first().map(|(_, reason, _)| *reason);
    let decision = || {
        decisions.iter().find_map(|decision| match decision.verdict {
            GrantVerdict::Refused(reason) => Some(reason),
            GrantVerdict::Granted { .. } => None,
        })
    };
    event.or_else(contact).or_else(decision)
}

/// What an event is about.
enum Subject {
    Key(Key),
    Reward(RewardKey),
}

impl Subject {
    fn text(&self, texts: &impl Texts) -> String {
        match self {
            Self::Key(key) => texts.text(*key),
            Self::Reward(key) => key.text(texts),
        }
    }
}

fn subject(event: &Event) -> Option<Subject> {
    match &event.fact {
        Fact::Rejudge { event, .. } => subject(event),
        Fact::CustomerRegistered(account) | Fact::CustomerUpdated(account) => account.ref_code.map(|code| Subject::Key(code.0)),
        Fact::Interaction { ref_code, .. } => ref_code.map(|code| Subject::Key(code.0)),
        Fact::CodeIssued { code, .. } | Fact::CodeDisabled { code, .. } | Fact::LinkClicked { code, .. } | Fact::ReferralTakenOver { code, .. } => {
            Some(Subject::Key(code.0))
        }
        Fact::Order { order, .. }
        | Fact::OrderMoney { order, .. }
        | Fact::OrderOwned { order, .. }
        | Fact::Purchase { purchase: order, .. }
        | Fact::PurchaseRefunded { purchase: order, .. } => Some(Subject::Key(order.0)),
        Fact::RoleUpgraded { role: key, .. }
        | Fact::Custom { name: key, .. }
        | Fact::PartnerOnboarded { partner: vouchsafe_domain::name::CustomerKey(key), .. } => Some(Subject::Key(*key)),
        Fact::PayoutIntended { reward, .. }
        | Fact::PayoutKnown { reward, .. }
        | Fact::RewardUsed { reward, .. }
        | Fact::RewardChosen { reward, .. }
        | Fact::RewardExpired { reward, .. }
        | Fact::RewardTakenOver { reward, .. } => Some(Subject::Reward(*reward)),
        Fact::Staff(act) => match &act.action {
            StaffAction::Attribute { code, .. } => Some(Subject::Key(code.0)),
            action => action.reward().map(Subject::Reward),
        },
        Fact::CustomerDeleted { .. }
        | Fact::CustomerReturned { .. }
        | Fact::SpendRecorded { .. }
        | Fact::ProgramActivated { .. }
        | Fact::ProgramPaused { .. }
        | Fact::ProgramEnded { .. }
        | Fact::TrialStarted { .. }
        | Fact::ListChanged { .. }
        | Fact::PolicyChanged { .. }
        | Fact::TimePassed => None,
    }
}

/// The amount that an event tells of: what was ordered, what is left of what was paid, what was promised or used.
fn amount(event: &Event) -> Option<Amount> {
    match &event.fact {
        Fact::Rejudge { event, .. } => amount(event),
        Fact::Order { body: Some(body), .. } => Some(Money::new(body.order_total, body.currency).into()),
        Fact::OrderMoney { funds, currency, .. } => Some(Money::new(funds.net(), *currency).into()),
        Fact::Purchase { amount, .. } | Fact::PurchaseRefunded { refunded: amount, .. } | Fact::Custom { amount_base: Some(amount), .. } => {
            Some((*amount).into())
        }
        Fact::RewardUsed { amount, .. } | Fact::RewardTakenOver { amount, .. } => Some(*amount),
        _ => None,
    }
}

fn keys_of(happening: &Happening) -> Vec<Key> {
    let event = &happening.event;
    let actor = match &event.fact {
        Fact::Staff(act) => Some(act.actor.0),
        _ => None,
    };
    let subject = match subject(event) {
        None => Vec::new(),
        Some(Subject::Key(key)) => vec![key],
        Some(Subject::Reward(key)) => reward_keys(&key),
    };
    let unit = amount(event).and_then(|amount| unit(amount.asset));
    [event.id.key, event.id.part].into_iter().chain(actor).chain(subject).chain(unit).collect()
}

/// The keys whose names a reward's key needs.
pub(crate) fn reward_keys(key: &RewardKey) -> Vec<Key> {
    let friend = match key.friend {
        PartyName::Customer(customer) => customer.0,
        PartyName::Guest(order) => order.0,
    };
    let occasion = match key.occasion {
        Occasion::Order(order) => Some(order.0),
        Occasion::Event(event) => Some(event),
        Occasion::Registration => None,
    };
    [key.rule.0, friend].into_iter().chain(occasion).collect()
}
