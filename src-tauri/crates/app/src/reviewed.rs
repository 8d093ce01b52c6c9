//! What a person says in review: a word on one reward or on many, a domain that is excluded, a referral that is refused.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::rewards::{given_reason, staff_event, unchanged};
use crate::view::{DomainPreview, ReviewVerdict, Reviewed, RewardState, Said, Wait};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use vouchsafe_db::{DbError, RewardRow, Tx};
use vouchsafe_domain::event::{By, Event, EventClass, EventId, Fact, StaffAct, StaffAction, StaffList};
use vouchsafe_domain::identity::Email;
use vouchsafe_domain::name::{IdentityKind, Key, Names};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::state::{RecordKey, State};

/// The most rewards that one word is about.
pub(crate) const MOST_AT_ONCE: usize = 500;
/// The most rewards of one friend that are counted.
const MOST_COUNTED: u32 = 500;
/// The longest domain, in bytes.
const MAX_DOMAIN: usize = 253;

impl Desk {
    /// Says one word on several rewards, each as it was on the screen. Those that changed meanwhile are left as they are, and told.
    ///
    /// # Errors
    /// [`AppError::ReasonMissing`], [`AppError::DatePast`], [`AppError::TooMany`]; what the db says.
    pub async fn review_many(&self, actor: &str, items: &[(String, u32)], verdict: ReviewVerdict, reason: &str) -> Result<Reviewed> {
        let reason = given_reason(reason)?;
        if items.len() > MOST_AT_ONCE {
            return Err(AppError::TooMany { most: MOST_AT_ONCE });
        }
        if matches!(verdict, ReviewVerdict::Hold { until } if until <= self.now()) {
            return Err(AppError::DatePast);
        }
        let mut reviewed = Reviewed::default();
        let mut wanted: Vec<(String, u32)> = Vec::new();
        for (key, expects) in items {
            match self.db().reward(key).await? {
                None => reviewed.refused.push((key.clone(), Said::from(&AppError::NotFound { what: key.chars().take(200).collect() }))),
                Some(row) if row.revision != *expects || !can(&row, verdict) => reviewed.refused.push((key.clone(), Said::from(&AppError::Stale))),
                Some(_) if wanted.iter().any(|(known, _)| known == key) => {}
                Some(_) => wanted.push((key.clone(), *expects)),
            }
        }
        if wanted.is_empty() {
            return Ok(reviewed);
        }
        let (actor, said, now) = (actor.to_owned(), wanted.clone(), self.now());
        let events =
            move |tx: &mut Tx<'_>| said.iter().filter_map(|(key, expects)| staff_event(tx, &actor, key, verdict, &reason, *expects, now)).collect();
        self.append(events).await?;
        for (key, expects) in wanted {
            // Somebody else can have been faster, up to the commit itself.
            match self.db().reward(&key).await? {
                Some(row) if row.revision == expects => reviewed.refused.push((key, Said::from(&unchanged(verdict)))),
                Some(row) if is_so(&row, verdict) => reviewed.done.push(key),
                _ => reviewed.refused.push((key, Said::from(&AppError::Stale))),
            }
        }
        Ok(reviewed)
    }

    /// What excluding an email domain would do.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for what is no domain; what the db says.
    pub async fn exclude_domain_preview(&self, domain: &str) -> Result<DomainPreview> {
        let domain = spelled(domain)?;
        let Some(key) = self.db().key_of(&domain).await? else { return Ok(DomainPreview { domain, waiting: 0, is_excluded: false }) };
        let is_excluded = self.db().dry_run(move |tx| is_listed(tx, key)).await?;
        Ok(DomainPreview { domain, waiting: self.db().in_review_of_domain(key).await?, is_excluded })
    }

    /// Excludes an email domain: from now on nothing is promised where the signal is looked at. What waits goes on waiting.
    ///
    /// # Errors
    /// [`AppError::ReasonMissing`], [`AppError::NotFound`] for what is no domain; what the db says.
    pub async fn exclude_domain(&self, actor: &str, domain: &str, reason: &str) -> Result<DomainPreview> {
        let (reason, spelled) = (given_reason(reason)?, spelled(domain)?);
        let (actor, entry, now) = (actor.to_owned(), spelled.clone(), self.now());
        self.append_with(move |tx| {
            let entry = tx.key(&entry);
            if is_listed(tx, entry)? {
                return Ok(Vec::new());
            }
            // A domain can leave the list and come again: each time is an event of its own.
            let id = format!("staff/list/{}/{}/{}", StaffList::ExcludedDomains.name(), vouchsafe_domain::name::Texts::text(tx, entry), tx.last_seq());
            let by = By { actor: tx.actor(&actor), reason: Some(tx.identity(IdentityKind::Words, &reason)) };
            let fact = Fact::ListChanged { list: StaffList::ExcludedDomains, entry, is_in: true, by: Some(by) };
            Ok(vec![Event { id: EventId::new(EventClass::Named, tx.key(&id)), at: now, seen_at: None, fact }])
        })
        .await?;
        self.exclude_domain_preview(&spelled).await
    }

    /// Refuses the whole referral that a reward comes of: everything that is promised for it is void, and nothing more is. Says how many rewards
    /// that made void.
    ///
    /// # Errors
    /// [`AppError::ReasonMissing`], [`AppError::Stale`], [`AppError::NotFound`]; what the db says.
    pub async fn reject_referral(&self, actor: &str, key: &str, reason: &str, expects: u32) -> Result<u64> {
        let reason = given_reason(reason)?;
        let row = self.db().reward(key).await?.ok_or_else(|| AppError::NotFound { what: key.chars().take(200).collect() })?;
        let friend = row.friend;
        let (actor, now, stale) = (actor.to_owned(), self.now(), Arc::new(AtomicBool::new(false)));
        let found_stale = Arc::clone(&stale);
        self.append_with(move |tx| match rejected(tx, &row, expects)? {
            None => {
                found_stale.store(true, Ordering::Relaxed);
                Ok(Vec::new())
            }
            Some(friend) => {
                let id = format!("staff/reject_referral/{}/{expects}", row.key);
                let act = StaffAct {
                    actor: tx.actor(&actor),
                    reason: tx.identity(IdentityKind::Words, &reason),
                    action: StaffAction::RejectReferral { friend },
                };
                Ok(vec![Event { id: EventId::new(EventClass::Named, tx.key(&id)), at: now, seen_at: None, fact: Fact::Staff(act) }])
            }
        })
        .await?;
        if stale.load(Ordering::Relaxed) {
            return Err(AppError::Stale);
        }
        let rows = self.db().rewards_of(friend, MOST_COUNTED).await?;
        let voided = rows.iter().filter(|row| row.friend == friend && row.reason == Some(Reason::ReferralRejected));
        Ok(voided.count() as u64)
    }
}

/// Whether a person can say that of a reward as it stands.
const fn can(row: &RewardRow, verdict: ReviewVerdict) -> bool {
    match verdict {
        ReviewVerdict::Approve => matches!(row.state, RewardState::Waiting) && row.waits.has(Wait::Review),
        ReviewVerdict::Reject => matches!(row.state, RewardState::Waiting | RewardState::Due),
        ReviewVerdict::Hold { .. } => matches!(row.state, RewardState::Waiting),
    }
}

/// Whether a reward stands as that word leaves it.
fn is_so(row: &RewardRow, verdict: ReviewVerdict) -> bool {
    match verdict {
        ReviewVerdict::Approve => !row.waits.has(Wait::Review),
        ReviewVerdict::Reject => row.state == RewardState::Void && row.reason == Some(Reason::RejectedByStaff),
        ReviewVerdict::Hold { until } => row.due_at == Some(until),
    }
}

/// A domain by the spelling under which the addresses in it count.
fn spelled(domain: &str) -> Result<String> {
    let domain = domain.trim();
    let no_domain = || AppError::NotFound { what: domain.chars().take(80).collect() };
    if domain.is_empty() || domain.len() > MAX_DOMAIN {
        return Err(no_domain());
    }
    let address = Email::parse(&format!("x@{domain}")).map_err(|_| no_domain())?;
    Ok(vouchsafe_domain::fraud::domain(address.domain()).0.to_owned())
}

fn is_listed(tx: &Tx<'_>, domain: Key) -> std::result::Result<bool, DbError> {
    let mut state = State::default();
    tx.load(&[RecordKey::List(StaffList::ExcludedDomains)], &mut state)?;
    Ok(state.lists.get(&StaffList::ExcludedDomains).is_some_and(|entries| entries.contains(&domain)))
}

/// The name of the friend whose referral is to be refused; none when the reward changed or the referral is refused already.
fn rejected(tx: &Tx<'_>, row: &RewardRow, expects: u32) -> std::result::Result<Option<vouchsafe_domain::party::PartyName>, DbError> {
    let mut state = State::default();
    let friend: PartyId = row.friend;
    tx.load(&[RecordKey::Reward(row.id), RecordKey::Party(friend)], &mut state)?;
    let is_as_seen = state.rewards.get(&row.id).is_some_and(|reward| reward.revision() == expects);
    Ok(state.parties.get(&friend).filter(|party| is_as_seen && !party.rejected).map(|party| party.name))
}
