//! Rewards: the list, one with all that is known of it, and a person's word on it.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::people::Cast;
use crate::text;
use crate::view::{
    Again, HistoryView, Page, Raise, ReviewVerdict, RewardDetail, RewardFilter, RewardRow, RewardSort, RewardState, Total, TransferView, Wait,
};
use vouchsafe_db::{Judged, Logged, PageKey};
use vouchsafe_domain::event::{Event, EventClass, EventId, Fact, StaffAct, StaffAction};
use vouchsafe_domain::ledger::Account;
use vouchsafe_domain::money::{Amount, Asset};
use vouchsafe_domain::name::{IdentityKind, Key, Names};
use vouchsafe_domain::outcome::{Change, Decision, GrantVerdict, Outcome};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::payout::PayoutStep;
use vouchsafe_domain::reward::{RewardId, RewardKey, RewardStep};

/// The most rows of a page; more would make an answer too large for the window.
pub(crate) const MAX_PAGE: u32 = 500;
/// The longest reason that is taken, in characters.
const MAX_REASON: usize = 1_000;

/// Rewards with the totals of all that the filter admits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewards {
    /// The page.
    pub page: Page<RewardRow>,
    /// What all of them come to, for each asset.
    pub totals: Vec<Total>,
}

/// Reads where a list goes on.
pub(crate) fn place(after: Option<&str>) -> Result<Option<PageKey>> {
    after.map(|text| text.parse().map_err(|_| AppError::NotFound { what: "such a page".to_owned() })).transpose()
}

impl Desk {
    /// One page of rewards.
    ///
    /// # Errors
    /// What the db says.
    pub async fn rewards(&self, filter: &RewardFilter, sort: RewardSort, after: Option<&str>, limit: u32) -> Result<Rewards> {
        let filter = vouchsafe_db::RewardFilter {
            state: filter.state,
            wait: filter.wait,
            asset: filter.currency.map(Asset::Currency),
            role: filter.role,
            search: filter.search.clone(),
            ..vouchsafe_db::RewardFilter::default()
        };
        let found = self.db().rewards(&filter, sort, place(after)?, limit.clamp(1, MAX_PAGE)).await?;
        let (totals, rows) = (self.totals(&found.totals).await?, self.reward_rows(&found.rows).await?);
        Ok(Rewards { page: Page { rows, next: found.next.map(|next| next.to_string()), count: found.count }, totals })
    }

    /// Rewards of a list as they are shown.
    pub(crate) async fn reward_rows(&self, rows: &[vouchsafe_db::RewardRow]) -> Result<Vec<RewardRow>> {
        let cast = self.cast_of(rows).await?;
        Ok(rows.iter().map(|row| reward_row(row, &cast)).collect())
    }

    /// Sums of a list as they are shown.
    pub(crate) async fn totals(&self, sums: &[vouchsafe_db::RewardTotal]) -> Result<Vec<Total>> {
        let cast = self.cast([], sums.iter().filter_map(|sum| unit(sum.amount.asset)).collect::<Vec<_>>()).await?;
        Ok(sums.iter().map(|sum| Total { amount: text::named(sum.amount, &cast.texts), count: sum.count }).collect())
    }

    async fn cast_of(&self, rows: &[vouchsafe_db::RewardRow]) -> Result<Cast> {
        let keys =
            rows.iter().flat_map(|row| [Some(row.program.0), Some(row.rule.0), row.order.map(|order| order.0), unit(row.amount.asset)]).flatten();
        let keys: Vec<Key> = keys.collect();
        self.cast(rows.iter().flat_map(|row| [row.friend, row.beneficiary]).collect::<Vec<_>>(), keys).await
    }

    /// A reward with all that is known of it.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; what the db says.
    pub async fn reward(&self, key: &str) -> Result<RewardDetail> {
        let not_found = || AppError::NotFound { what: format!("reward {}", key.chars().take(200).collect::<String>()) };
        let row = self.db().reward(key).await?.ok_or_else(not_found)?;
        let history = self.db().history_of_reward(row.id).await?;
        let decision = match given_by(&history, row.id) {
            Some((seq, event, outcome, decision)) => self.decision_views(&[Judged::of(seq, event, outcome, decision)]).await?.pop(),
            None => None,
        };
        let cast = self.cast_of_history(&row, &history).await?;
        let waits_for_a_person = row.state == RewardState::Waiting && row.waits.has(Wait::Review);
        Ok(RewardDetail {
            transfers: history.iter().flat_map(|logged| transfers(logged, row.id, &cast)).collect(),
            history: steps(&history, row.id, row.amount.asset, &cast),
            can_approve: self.db().is_writable() && waits_for_a_person,
            can_reject: self.db().is_writable() && matches!(row.state, RewardState::Waiting | RewardState::Due),
            revision: row.revision,
            raise: raise_of(&row, &history, &cast),
            row: reward_row(&row, &cast),
            decision,
        })
    }

    pub(crate) async fn cast_of_history(&self, row: &vouchsafe_db::RewardRow, history: &[Logged]) -> Result<Cast> {
        let transfers = || history.iter().flat_map(|(_, _, outcome)| outcome.transfers.iter());
        let accounts = || transfers().flat_map(|transfer| [transfer.debit, transfer.credit]);
        let parties: Vec<PartyId> = accounts().filter_map(party_of).chain([row.friend, row.beneficiary]).collect();
        let programs = accounts().filter_map(|account| match account {
            Account::ExpenseRewards(program) => Some(program.0),
            _ => None,
        });
        let actors = history.iter().filter_map(|(_, event, _)| match &event.fact {
            Fact::Staff(act) => Some(act.actor.0),
            _ => None,
        });
        let own = [Some(row.program.0), Some(row.rule.0), row.order.map(|order| order.0), unit(row.amount.asset)];
        let units = transfers().filter_map(|transfer| unit(transfer.amount.asset));
        let keys: Vec<Key> = programs.chain(actors).chain(units).chain(own.into_iter().flatten()).collect();
        self.cast(parties, keys).await
    }

    /// Says a person's word on a reward that is as it was on their screen.
    ///
    /// # Errors
    /// [`AppError::ReasonMissing`], [`AppError::Stale`], [`AppError::NotFound`], [`AppError::ActRefused`] for a hold that is no longer than what stands;
    /// what the db says.
    pub async fn review(&self, actor: &str, key: &str, verdict: ReviewVerdict, reason: &str, expects: u32) -> Result<RewardDetail> {
        let reason = given_reason(reason)?;
        let before = self.reward(key).await?;
        if before.revision != expects {
            return Err(AppError::Stale);
        }
        let (actor, reward, now) = (actor.to_owned(), key.to_owned(), self.now());
        self.append(move |tx| staff_event(tx, &actor, &reward, verdict, &reason, expects, now).into_iter().collect()).await?;
        let after = self.reward(key).await?;
        if after.revision == expects { Err(unchanged(verdict)) } else { Ok(after) }
    }
}

/// Why a word on the reward that was on screen changed nothing.
pub(crate) const fn unchanged(verdict: ReviewVerdict) -> AppError {
    match verdict {
        ReviewVerdict::Hold { .. } => AppError::ActRefused { reason: vouchsafe_domain::reason::Reason::HeldLonger },
        ReviewVerdict::Approve | ReviewVerdict::Reject => AppError::Stale,
    }
}

/// Why somebody of staff acts: bounded, and never missing.
pub(crate) fn given_reason(text: &str) -> Result<String> {
    let reason: String = text.trim().chars().take(MAX_REASON).collect();
    if reason.is_empty() { Err(AppError::ReasonMissing) } else { Ok(reason) }
}

/// The decision that gave a reward, with its event and outcome.
pub(crate) fn given_by(history: &[Logged], id: RewardId) -> Option<(u64, &Event, &Outcome, &Decision)> {
    let gave = |decision: &&Decision| matches!(decision.verdict, GrantVerdict::Granted { reward, .. } if reward == id);
    history.iter().find_map(|(seq, event, outcome)| Some((*seq, event, outcome, outcome.decisions.iter().find(gave)?)))
}

pub(crate) fn staff_event(
    names: &mut (impl Names + ?Sized),
    actor: &str,
    key: &str,
    verdict: ReviewVerdict,
    reason: &str,
    expects: u32,
    at: vouchsafe_domain::time::Timestamp,
) -> Option<Event> {
    let reward = RewardKey::parse(key, names)?;
    let (verb, action) = match verdict {
        ReviewVerdict::Approve => ("approve", StaffAction::Approve { reward, expects }),
        ReviewVerdict::Reject => ("reject", StaffAction::Reject { reward, expects }),
        ReviewVerdict::Hold { until } => ("hold", StaffAction::Hold { reward, expects, until }),
    };
    // One word on one revision: pressing twice is one event. A hold that was refused left the revision as it was, and a longer one is another word.
    let until = if let ReviewVerdict::Hold { until } = verdict { format!("/{}", until.micros()) } else { String::new() };
    let id = EventId::new(EventClass::Named, names.key(&format!("staff/{verb}/{key}/{expects}{until}")));
    let act = StaffAct { actor: names.actor(actor), reason: names.identity(IdentityKind::Words, reason), action };
    Some(Event { id, at, seen_at: None, fact: Fact::Staff(act) })
}

/// The name of what is counted, where it is no currency.
pub(crate) const fn unit(asset: Asset) -> Option<Key> {
    match asset {
        Asset::Currency(_) => None,
        Asset::Units { name, .. } => Some(name),
    }
}

pub(crate) const fn party_of(account: Account) -> Option<PartyId> {
    match account {
        Account::LiabilityPending(party) | Account::LiabilityWallet(party) | Account::AssetClawback(party) => Some(party),
        _ => None,
    }
}

fn reward_row(row: &vouchsafe_db::RewardRow, cast: &Cast) -> RewardRow {
    RewardRow {
        key: row.key.clone(),
        program: cast.texts_of(row.program.0),
        rule: cast.texts_of(row.rule.0),
        role: row.role,
        beneficiary: cast.person(row.beneficiary),
        friend: cast.person(row.friend),
        order: row.order.map(|order| cast.texts_of(order.0)),
        state: row.state,
        waits: row.waits.iter().collect(),
        reason: row.reason,
        amount: text::named(row.amount, &cast.texts),
        proposed: row.proposed.map(|proposed| text::named(proposed, &cast.texts)),
        created_at: row.created_at,
        due_at: row.due_at,
    }
}

fn transfers(logged: &Logged, reward: RewardId, cast: &Cast) -> Vec<TransferView> {
    let (seq, event, outcome) = logged;
    let own = outcome.transfers.iter().filter(|transfer| transfer.reward == reward);
    own.map(|transfer| TransferView {
        seq: *seq,
        at: event.at,
        debit: transfer.debit.text(&cast.texts, cast),
        credit: transfer.credit.text(&cast.texts, cast),
        amount: text::named(transfer.amount, &cast.texts),
    })
    .collect()
}

/// What a person may raise of a reward, and what made it so: the last step that proposed it.
pub(crate) fn raise_of(row: &vouchsafe_db::RewardRow, history: &[Logged], cast: &Cast) -> Option<Raise> {
    let to = row.proposed?;
    let own = |outcome: &'_ Outcome| -> Vec<RewardStep> {
        let step = |change: &Change| match change {
            Change::Reward { reward, step, .. } if *reward == row.id => Some(*step),
            _ => None,
        };
        outcome.changes.iter().filter_map(step).collect()
    };
    let is_proposal = |step: &RewardStep| matches!(step, RewardStep::RaiseProposed { .. });
    let (_, event, _) = history.iter().rev().find(|(_, _, outcome)| own(outcome).iter().any(is_proposal))?;
    let used = history.iter().flat_map(|(_, _, outcome)| own(outcome)).fold(0, |sum: i64, step| match step {
        RewardStep::Used { minor } => sum.saturating_add(minor),
        _ => sum,
    });
    // The amount of what is over is what stood last.
    let stands = match row.state {
        RewardState::Waiting | RewardState::Due | RewardState::Settled => row.amount.minor,
        RewardState::Reversed => used,
        RewardState::Void => 0,
    };
    Some(Raise {
        reward: row.key.clone(),
        program: cast.texts_of(row.program.0),
        version: row.version,
        from: text::named(row.amount.with_minor(stands), &cast.texts),
        to: text::named(to, &cast.texts),
        event_type: event.fact.type_name(),
        at: event.at,
    })
}

/// The steps of a reward. What a choice gives can be another asset, from that step on; `asset` is that of the last.
fn steps(history: &[Logged], reward: RewardId, asset: Asset, cast: &Cast) -> Vec<HistoryView> {
    let mut given = asset;
    let mut views = Vec::new();
    for (seq, event, outcome) in history {
        let actor = match &event.fact {
            Fact::Staff(act) => Some(cast.texts_of(act.actor.0)),
            _ => None,
        };
        for told in &outcome.changes {
            let (at, (change, args)) = match told {
                Change::Rewarded { reward: id, terms, .. } if *id == reward => {
                    given = terms.given.asset;
                    (terms.created_at, ("created", vec![("amount", text::amount(terms.given, &cast.texts))]))
                }
                Change::Reward { reward: id, step, at } if *id == reward => {
                    if let RewardStep::Chosen { given: chosen, .. } = step {
                        given = chosen.asset;
                    }
                    (at.unwrap_or(event.at), step_words(step, given, cast))
                }
                Change::Payout { reward: id, step } if *id == reward => (event.at, payout_words(step, given, cast)),
                _ => continue,
            };
            let (event_type, again) = (event.fact.type_name(), Again::of(&event.fact));
            views.push(HistoryView { seq: *seq, at, event_type, again, change, args, actor: actor.clone() });
        }
    }
    views
}

fn payout_words(step: &PayoutStep, asset: Asset, cast: &Cast) -> (&'static str, Vec<(&'static str, String)>) {
    let told = |minor: i64| text::amount(Amount { minor, asset }, &cast.texts);
    let amount = |minor: i64| vec![("amount", told(minor))];
    match step {
        PayoutStep::Intended { amount: intended, .. } => ("payout_intended", amount(intended.minor)),
        PayoutStep::Issued { minor, .. } => ("payout_issued", amount(*minor)),
        PayoutStep::Refused => ("payout_refused", Vec::new()),
        PayoutStep::Conflict => ("payout_conflict", Vec::new()),
        PayoutStep::Unknown => ("payout_unknown", Vec::new()),
        PayoutStep::ReverseWhenKnown => ("payout_reverse", Vec::new()),
        PayoutStep::Correcting { to } => ("payout_correcting", amount(*to)),
        PayoutStep::Corrected { to, used } => ("payout_corrected", vec![("amount", told(*to)), ("used", told(*used))]),
        PayoutStep::NotCorrected => ("payout_not_corrected", Vec::new()),
        PayoutStep::Used { minor } => ("payout_used", amount(*minor)),
        PayoutStep::Closed => ("payout_closed", Vec::new()),
    }
}

fn step_words(step: &RewardStep, asset: Asset, cast: &Cast) -> (&'static str, Vec<(&'static str, String)>) {
    let reason = |reason: &vouchsafe_domain::reason::Reason| ("reason", reason.code().to_owned());
    let amount = |minor: i64| vec![("amount", text::amount(Amount { minor, asset }, &cast.texts))];
    match step {
        RewardStep::Captured => ("captured", Vec::new()),
        RewardStep::HoldOver => ("hold_over", Vec::new()),
        RewardStep::Approved => ("approved", Vec::new()),
        RewardStep::Held { until } => ("held", vec![("until", until.to_string())]),
        RewardStep::Due => ("due", Vec::new()),
        RewardStep::Reduced { minor, reason: why } => {
            ("reduced", vec![("amount", text::amount(Amount { minor: *minor, asset }, &cast.texts)), reason(why)])
        }
        RewardStep::Voided { reason: why } => ("void", vec![reason(why)]),
        RewardStep::Settled { rail } => ("settled", vec![("rail", rail.name().to_owned())]),
        RewardStep::Reversed { reason: why } => ("reversed", vec![reason(why)]),
        RewardStep::Used { minor } => ("used", amount(*minor)),
        RewardStep::SentForReview => ("sent_for_review", Vec::new()),
        RewardStep::Revived => ("revived", Vec::new()),
        RewardStep::EmailVerified => ("email_verified", Vec::new()),
        RewardStep::PhoneVerified => ("phone_verified", Vec::new()),
        RewardStep::AccountMade { .. } => ("account_made", Vec::new()),
        RewardStep::Aged => ("aged", Vec::new()),
        RewardStep::Unlocked => ("unlocked", Vec::new()),
        RewardStep::Chosen { given, .. } => ("chosen", vec![("amount", text::amount(*given, &cast.texts))]),
        RewardStep::Expired { minor } => ("expired", amount(*minor)),
        RewardStep::Edited { minor } => ("edited", amount(*minor)),
        RewardStep::OrderGrew { .. } => ("order_grew", Vec::new()),
        RewardStep::RaiseProposed { minor: 0 } => ("raise_dropped", Vec::new()),
        RewardStep::RaiseProposed { minor } => ("raise_proposed", amount(*minor)),
        RewardStep::Raised { minor } => ("raised", amount(*minor)),
        RewardStep::SetOff { minor, .. } => ("set_off", amount(*minor)),
        RewardStep::Overused { minor } => ("overused", amount(*minor)),
        RewardStep::Lost { minor } => ("lost", amount(*minor)),
        RewardStep::Carried { minor } => ("carried", amount(*minor)),
        RewardStep::Delivered => ("delivered", Vec::new()),
        RewardStep::Reissued { minor } => ("reissued", amount(*minor)),
        RewardStep::Restored { minor } => ("restored", amount(*minor)),
    }
}
