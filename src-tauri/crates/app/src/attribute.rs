//! Attribution by hand: somebody of staff says who brought a customer, after having seen what that would do.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::people::Cast;
use crate::rewards::{given_reason, unit};
use crate::timeline::reward_keys;
use crate::view::{Attribution, AttributionPreview, CustomerDetail, RewardRow, RewardState};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use vouchsafe_db::{DbError, Judged, Logged, Tx, Waits};
use vouchsafe_domain::event::{Event, EventClass, EventId, Fact, StaffAct, StaffAction};
use vouchsafe_domain::name::{CustomerKey, IdentityKind, Key, Names};
use vouchsafe_domain::outcome::Change;
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::{AnyReward, RewardId};
use vouchsafe_domain::state::{RecordKey, State};
use vouchsafe_domain::time::Timestamp;

/// The longest code that is looked for, in bytes.
const MAX_CODE: usize = 128;
/// Rewards and decisions that are shown beforehand.
const SHOWN: usize = 100;

/// Who is to be attributed, once found.
struct Target {
    customer: CustomerKey,
    party: PartyId,
    code: String,
    reason: String,
}

/// What a rehearsal came to.
struct Rehearsed {
    expects: u64,
    before: Option<PartyId>,
    logged: Vec<Logged>,
    rewards: Vec<AnyReward>,
}

impl Desk {
    /// What an attribution would do, with everything that would be judged again. Nothing is written.
    ///
    /// # Errors
    /// [`AppError::ReasonMissing`], [`AppError::Stale`], [`AppError::NotFound`]; what the db says.
    pub async fn attribution_preview(&self, attribution: &Attribution) -> Result<AttributionPreview> {
        let target = self.target(attribution).await?;
        let _folding = self.folding().lock().await;
        self.finish_fold().await?;
        let (programs, now, party) = (self.programs_in_force(), self.now(), target.party);
        let code = target.code.clone();
        let rehearsed = self
            .db()
            .dry_run(move |tx| {
                let (expects, last) = (tx.last_seq_about(party)?, tx.last_seq());
                let before = bond_of(tx, party)?;
                // Nobody has acted yet: the name stands in for whoever will.
                let event = attributed(tx, "preview", &target, expects, now);
                crate::fold::append(tx, &programs, &[event], now)?;
                while crate::fold::rejudge_some(tx, &programs, now)? > 0 {}
                let logged = tx.log_since(last)?;
                let rewards = promised(tx, &logged)?;
                Ok(Rehearsed { expects, before, logged, rewards })
            })
            .await?;
        if rehearsed.expects.to_string() != attribution.expects {
            return Err(AppError::Stale);
        }
        self.preview(party, &code, rehearsed).await
    }

    /// Binds a customer to the owner of a code, superseding the referrer of record for later events. Whoever had nobody is judged again.
    ///
    /// # Errors
    /// [`AppError::ReasonMissing`], [`AppError::Stale`] when something about the customer has changed since it was on the screen,
    /// [`AppError::NotFound`]; what the db says.
    pub async fn attribute(&self, actor: &str, attribution: &Attribution) -> Result<CustomerDetail> {
        let target = self.target(attribution).await?;
        let (party, actor, expects, now) = (target.party, actor.to_owned(), attribution.expects.clone(), self.now());
        let stale = Arc::new(AtomicBool::new(false));
        let found_stale = Arc::clone(&stale);
        self.append_with(move |tx| {
            let seq = tx.last_seq_about(party)?;
            if seq.to_string() != expects {
                found_stale.store(true, Ordering::Relaxed);
                return Ok(Vec::new());
            }
            Ok(vec![attributed(tx, &actor, &target, seq, now)])
        })
        .await?;
        if stale.load(Ordering::Relaxed) {
            return Err(AppError::Stale);
        }
        self.customer(party.0).await
    }

    async fn target(&self, attribution: &Attribution) -> Result<Target> {
        let reason = given_reason(&attribution.reason)?;
        let not_found = |what: &str| AppError::NotFound { what: what.chars().take(80).collect() };
        let (customer, code) = (attribution.customer.trim(), attribution.code.trim());
        if code.is_empty() || code.len() > MAX_CODE {
            return Err(not_found(code));
        }
        let key = CustomerKey(self.db().key_of(customer).await?.ok_or_else(|| not_found(customer))?);
        let party = self.db().party_of(key).await?.ok_or_else(|| not_found(customer))?;
        Ok(Target { customer: key, party, code: code.to_owned(), reason })
    }

    async fn preview(&self, party: PartyId, code: &str, rehearsed: Rehearsed) -> Result<AttributionPreview> {
        let Rehearsed { expects, before, logged, rewards } = rehearsed;
        let first = logged.first();
        let (mut refused, mut bound) = (None, None);
        for change in first.into_iter().flat_map(|(_, _, outcome)| &outcome.changes) {
            match change {
                Change::ContactRefused { reason, .. } | Change::Refused { reason } => refused = Some(*reason),
                Change::Bound { bond, .. } => bound = Some(bond.advocate),
                _ => {}
            }
        }
        let owner = match bound {
            Some(advocate) => Some(advocate),
            None => self.owner_of(code).await?,
        };
        let judged =
            |(seq, event, outcome): &Logged| outcome.decisions.iter().map(|decision| Judged::of(*seq, event, outcome, decision)).collect::<Vec<_>>();
        let judged: Vec<Judged> = logged.iter().rev().flat_map(judged).take(SHOWN).collect();
        let parties: Vec<PartyId> =
            rewards.iter().flat_map(|reward| [reward.terms().friend, reward.terms().beneficiary]).chain([party]).chain(owner).chain(before).collect();
        let cast = self.cast(parties, rewards.iter().flat_map(reward_names).collect::<Vec<_>>()).await?;
        Ok(AttributionPreview {
            friend: cast.person(party),
            advocate: owner.map(|owner| cast.person(owner)),
            refused: refused.filter(|reason: &Reason| bound.is_none() || *reason != Reason::AlreadyReferred),
            supersedes: before.filter(|before| bound.is_some_and(|bound| bound != *before)).map(|before| cast.person(before)),
            rewards: rewards.iter().map(|reward| reward_row(reward, &cast)).collect(),
            decisions: self.decision_views(&judged).await?,
            expects: expects.to_string(),
        })
    }

    /// Whose a code is.
    async fn owner_of(&self, code: &str) -> Result<Option<PartyId>> {
        let code = code.to_owned();
        let owner = self.db().dry_run(move |tx| {
            let (code, mut state) = (tx.code(&code), State::default());
            tx.load(&[RecordKey::Code(code)], &mut state)?;
            Ok(state.codes.get(&code).map(|record| record.owner))
        });
        match owner.await? {
            Some(owner) => Ok(self.db().party_of(owner).await?),
            None => Ok(None),
        }
    }
}

/// The event. One word on what was on one screen: pressing twice is one event.
fn attributed(tx: &mut Tx<'_>, actor: &str, target: &Target, expects: u64, at: Timestamp) -> Event {
    let code = tx.code(&target.code);
    let id = format!("staff/attribute/{}/{}/{expects}", vouchsafe_domain::name::Texts::text(tx, target.customer.0), target.code);
    let act = StaffAct {
        actor: tx.actor(actor),
        reason: tx.identity(IdentityKind::Words, &target.reason),
        action: StaffAction::Attribute { customer: target.customer, code },
    };
    Event { id: EventId::new(EventClass::Named, tx.key(&id)), at, seen_at: None, fact: Fact::Staff(act) }
}

fn bond_of(tx: &Tx<'_>, party: PartyId) -> Result<Option<PartyId>, DbError> {
    let mut state = State::default();
    tx.load(&[RecordKey::Party(party)], &mut state)?;
    Ok(state.parties.get(&party).and_then(|record| record.bond).map(|bond| bond.advocate))
}

/// The rewards that some events promised, as they stand after all of them.
fn promised(tx: &Tx<'_>, logged: &[Logged]) -> Result<Vec<AnyReward>, DbError> {
    let promised = logged.iter().flat_map(|(_, _, outcome)| &outcome.changes).filter_map(|change| match change {
        Change::Rewarded { reward, .. } => Some(*reward),
        _ => None,
    });
    let ids: Vec<RewardId> = promised.take(SHOWN).collect();
    let mut state = State::default();
    tx.load(&ids.iter().map(|id| RecordKey::Reward(*id)).collect::<Vec<_>>(), &mut state)?;
    Ok(ids.iter().filter_map(|id| state.rewards.get(id).cloned()).collect())
}

fn reward_names(reward: &AnyReward) -> Vec<Key> {
    let terms = reward.terms();
    [terms.program.0].into_iter().chain(reward_keys(&terms.key)).chain(unit(reward.amount().asset)).collect()
}

/// A reward that stands in no list yet.
fn reward_row(reward: &AnyReward, cast: &Cast) -> RewardRow {
    let terms = reward.terms();
    let due_at = match reward {
        AnyReward::Waiting(waiting) => waiting.state.hold_until,
        AnyReward::Due(due) => Some(due.state.since),
        _ => None,
    };
    RewardRow {
        key: terms.key.text(&cast.texts),
        program: cast.texts_of(terms.program.0),
        rule: cast.texts_of(terms.key.rule.0),
        role: terms.key.role,
        beneficiary: cast.person(terms.beneficiary),
        friend: cast.person(terms.friend),
        order: terms.order.map(|order| cast.texts_of(order.0)),
        state: RewardState::ALL.into_iter().find(|state| state.name() == reward.state_name()).unwrap_or(RewardState::Waiting),
        waits: Waits::of(reward).iter().collect(),
        reason: reward.reason(),
        amount: crate::text::named(reward.amount(), &cast.texts),
        proposed: None,
        created_at: terms.created_at,
        due_at,
    }
}
