//! Explain: every decision about an order, a reward or a customer, with every check that was made.

use crate::customers::{Refused, refused_contacts};
use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::people::Cast;
use crate::rewards::{raise_of, unit};
use crate::text::{Lexicon, keys_of};
use crate::timeline::{concerns, reward_keys};
use crate::view::{Again, CheckView, DecisionView, Raise, RefusedContact, RewardRow};
use vouchsafe_db::{Happening, Judged};
use vouchsafe_domain::event::Fact;
use vouchsafe_domain::name::{CustomerKey, Identity, Key, OrderKey};
use vouchsafe_domain::outcome::{CheckKind, Decision, GrantVerdict, Seen};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::reward::Occasion;

/// What is explained, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What was asked for: `order 1042`, `customer 46`, `reward first-order/46/1042/advocate`.
    pub subject: String,
    /// Every decision about it, the latest first. One whose place a later one has taken says so.
    pub decisions: Vec<DecisionView>,
    /// Codes that somebody came with and that bound nobody, the latest first: of an order its own, or else its buyer's.
    pub refused: Vec<RefusedContact>,
    /// The rewards that they gave, as they stand now: where each is, what it waits for or why it ended.
    pub rewards: Vec<RewardRow>,
    /// What of the rewards that they gave a person may raise.
    pub raises: Vec<Raise>,
}

impl Desk {
    /// Explains an order (by its number), a reward (by its key) or a customer (by the shop's id), as a friend and as an advocate; an order before
    /// a customer of the same number.
    ///
    /// # Errors
    /// [`AppError::NothingCalled`]; what the db says.
    pub async fn explain(&self, what: &str) -> Result<Explanation> {
        let what = what.trim();
        let not_found = || AppError::NothingCalled { what: what.chars().take(80).collect() };
        if what.contains('/') {
            match self.reward(what).await {
                Ok(detail) => {
                    let decisions = detail.decision.into_iter().collect();
                    let raises = detail.raise.into_iter().collect();
                    return Ok(Explanation { subject: format!("reward {what}"), decisions, refused: Vec::new(), rewards: vec![detail.row], raises });
                }
                // A shop may number its orders with slashes.
                Err(AppError::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let key = self.db().key_of(what).await?.ok_or_else(not_found)?;
        if let Some(record) = self.db().order_record(OrderKey(key)).await? {
            return self.explain_order(what, OrderKey(key), record.party).await;
        }
        let party = self.db().party_of(CustomerKey(key)).await?.ok_or_else(not_found)?;
        let (own, history) = self.ends_of_history(party).await?;
        let judged = judged(&history, |decision| concerns(decision, &own));
        self.explanation(format!("customer {what}"), &judged, &refused_contacts(&own, &history)).await
    }

    async fn explain_order(&self, number: &str, order: OrderKey, buyer: PartyId) -> Result<Explanation> {
        let mut judged = self.db().decisions_of_order(order).await?;
        judged.sort_by_key(|judged| std::cmp::Reverse(judged.seq));
        let (own, mut history) = self.ends_of_history(self.db().resolve(buyer).await?).await?;
        let mut refused = refused_contacts(&own, &history);
        history.retain(|happening| order_of(&happening.event.fact) == Some(order));
        let its_own = refused_contacts(&own, &history);
        if !its_own.is_empty() {
            refused = its_own;
        }
        self.explanation(format!("order {number}"), &judged, &refused).await
    }

    async fn explanation(&self, subject: String, judged: &[Judged], refused: &[Refused]) -> Result<Explanation> {
        let (decisions, refused) = (self.decision_views(judged).await?, self.refused_views(refused).await?);
        let rows = self.given(judged).await?;
        Ok(Explanation { subject, decisions, refused, raises: self.raises(&rows).await?, rewards: self.reward_rows(&rows).await? })
    }

    /// The rewards that decisions gave, as they stand.
    async fn given(&self, judged: &[Judged]) -> Result<Vec<vouchsafe_db::RewardRow>> {
        let given = judged.iter().filter_map(|judged| match judged.decision.verdict {
            GrantVerdict::Granted { reward, .. } => Some(reward),
            GrantVerdict::Refused(_) => None,
        });
        Ok(self.db().rewards_numbered(&given.collect::<Vec<_>>()).await?)
    }

    /// What a person may raise of rewards.
    async fn raises(&self, rows: &[vouchsafe_db::RewardRow]) -> Result<Vec<Raise>> {
        let mut raises = Vec::new();
        for row in rows.iter().filter(|row| row.proposed.is_some()) {
            let history = self.db().history_of_reward(row.id).await?;
            let cast = self.cast_of_history(row, &history).await?;
            raises.extend(raise_of(row, &history, &cast));
        }
        Ok(raises)
    }

    async fn refused_views(&self, refused: &[Refused]) -> Result<Vec<RefusedContact>> {
        let cast = self.cast([], refused.iter().map(|(code, ..)| *code).collect::<Vec<_>>()).await?;
        Ok(refused.iter().map(|(code, reason, at)| RefusedContact { code: cast.texts_of(*code), reason: *reason, at: *at }).collect())
    }

    /// Decisions as they are shown.
    pub(crate) async fn decision_views(&self, judged: &[Judged]) -> Result<Vec<DecisionView>> {
        let mut cast = self.cast(judged.iter().flat_map(parties_of), judged.iter().flat_map(decision_keys)).await?;
        cast.identities = self.db().identity_texts(&evidence(judged)).await?;
        Ok(judged.iter().map(|one| DecisionView { superseded: is_superseded(one, judged), ..decision_view(one, &cast) }).collect())
    }
}

/// Whether a later decision has been made about the same rule, occasion and side. An order has one buyer, whatever they were called.
pub(crate) fn is_superseded(one: &Judged, all: &[Judged]) -> bool {
    let about = |judged: &Judged| {
        let decision = &judged.decision;
        let friend = matches!(decision.occasion, Occasion::Registration).then_some(decision.friend);
        (decision.rule, decision.occasion, decision.role, friend)
    };
    all.iter().any(|other| other.seq > one.seq && about(other) == about(one))
}

/// The decisions of a history that are asked for, the latest first.
fn judged(history: &[Happening], is_asked_for: impl Fn(&Decision) -> bool) -> Vec<Judged> {
    let of = |happening: &Happening| {
        let asked = happening.outcome.decisions.iter().filter(|decision| is_asked_for(decision));
        asked.map(|decision| Judged::of(happening.seq, &happening.event, &happening.outcome, decision)).collect::<Vec<_>>()
    };
    history.iter().flat_map(of).collect()
}

/// The order that a fact tells of.
fn order_of(fact: &Fact) -> Option<OrderKey> {
    match fact {
        Fact::Order { order, .. }
        | Fact::OrderMoney { order, .. }
        | Fact::OrderOwned { order, .. }
        | Fact::Purchase { purchase: order, .. }
        | Fact::PurchaseRefunded { purchase: order, .. } => Some(*order),
        Fact::Rejudge { event, .. } => order_of(&event.fact),
        _ => None,
    }
}

pub(crate) fn parties_of(judged: &Judged) -> Vec<PartyId> {
    let seen = judged.decision.checks.iter().flat_map(|check| [check.saw, check.limit]).filter_map(|seen| match seen {
        Seen::Party(party) => Some(party),
        _ => None,
    });
    seen.chain([judged.decision.friend]).collect()
}

/// What the signals of decisions found.
pub(crate) fn evidence(judged: &[Judged]) -> Vec<Identity> {
    let checks = judged.iter().flat_map(|judged| &judged.decision.checks);
    let mut found: Vec<Identity> = checks
        .flat_map(|check| [check.saw, check.limit])
        .filter_map(|seen| if let Seen::Identity(identity) = seen { Some(identity) } else { None })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

pub(crate) fn decision_keys(judged: &Judged) -> Vec<Key> {
    let (decision, id) = (&judged.decision, judged.event.id);
    let occasion = match decision.occasion {
        Occasion::Order(order) => Some(order.0),
        Occasion::Event(event) => Some(event),
        Occasion::Registration => None,
    };
    let promised = judged.promised.iter().flat_map(reward_keys);
    let unit = match decision.verdict {
        GrantVerdict::Granted { amount, .. } => unit(amount.asset),
        GrantVerdict::Refused(_) => None,
    };
    let own = [decision.program.0, decision.rule.0, id.key, id.part].into_iter().chain(occasion).chain(promised).chain(unit);
    own.chain(decision.checks.iter().flat_map(keys_of)).collect()
}

pub(crate) fn decision_view(judged: &Judged, cast: &Cast) -> DecisionView {
    let decision = &judged.decision;
    let (amount, reason) = match decision.verdict {
        GrantVerdict::Granted { amount, .. } => (Some(amount), None),
        GrantVerdict::Refused(reason) => (None, Some(reason)),
    };
    let friend = cast.person(decision.friend);
    DecisionView {
        event: judged.event.id.text(&cast.texts),
        event_type: judged.event.fact.type_name(),
        again: Again::of(&judged.event.fact),
        at: judged.event.at,
        program: cast.texts_of(decision.program.0),
        version: decision.version,
        rule: cast.texts_of(decision.rule.0),
        role: decision.role,
        friend,
        reward: judged.promised.map(|key| key.text(&cast.texts)),
        superseded: false,
        amount: amount.map(|amount| crate::text::named(amount, &cast.texts)),
        reason,
        checks: check_views(judged, cast),
    }
}

fn check_views(judged: &Judged, cast: &Cast) -> Vec<CheckView> {
    let lexicon = Lexicon { texts: cast, parties: cast };
    let view = |check| {
        let mut view = lexicon.check(check);
        match (check.kind, judged.decision.verdict) {
            // What it came to is part of the sentence that says how it was computed.
            (CheckKind::Amount, GrantVerdict::Granted { amount, .. }) => view.args.push(("amount", crate::text::amount(amount, &cast.texts))),
            (CheckKind::Trigger, _) => view.args.push(("event", judged.event.fact.type_name().to_owned())),
            _ => {}
        }
        view
    };
    judged.decision.checks.iter().map(view).collect()
}

impl Cast {
    /// The text of a key.
    pub(crate) fn texts_of(&self, key: Key) -> String {
        use vouchsafe_domain::name::Texts as _;
        self.texts.text(key)
    }
}
