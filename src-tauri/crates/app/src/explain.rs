//! Explain: every decision about an order, a reward or a customer, with every check that was made.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::people::Cast;
use crate::text::{Lexicon, keys_of};
use crate::view::{CheckView, DecisionView};
use vouchsafe_db::Judged;
use vouchsafe_domain::name::{CustomerKey, Key, OrderKey};
use vouchsafe_domain::outcome::{CheckKind, GrantVerdict, Seen};
use vouchsafe_domain::party::{PartyId, PartyName};
use vouchsafe_domain::reward::Occasion;

/// What is explained, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What was asked for: `order 1042`, `customer 46`, `reward first-order/46/1042/advocate`.
    pub subject: String,
    /// Every decision about it, oldest first.
    pub decisions: Vec<DecisionView>,
}

impl Desk {
    /// Explains an order (by its number), a reward (by its key) or a customer (by the shop's id); an order before a customer of the same number.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; what the db says.
    pub async fn explain(&self, what: &str) -> Result<Explanation> {
        let what = what.trim();
        let not_found = || AppError::NotFound { what: what.chars().take(80).collect() };
        if what.contains('/') {
            match self.reward(what).await {
                Ok(detail) => return Ok(Explanation { subject: format!("reward {what}"), decisions: detail.decision.into_iter().collect() }),
                // A shop may number its orders with slashes.
                Err(AppError::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let key = self.db().key_of(what).await?.ok_or_else(not_found)?;
        if self.db().order_record(OrderKey(key)).await?.is_some() {
            let judged = self.db().decisions_of_order(OrderKey(key)).await?;
            return Ok(Explanation { subject: format!("order {what}"), decisions: self.decision_views(&judged).await? });
        }
        let party = self.db().party_of(CustomerKey(key)).await?.ok_or_else(not_found)?;
        let judged = self.db().decisions_of_friend(party).await?;
        Ok(Explanation { subject: format!("customer {what}"), decisions: self.decision_views(&judged).await? })
    }

    /// Decisions as they are shown.
    pub(crate) async fn decision_views(&self, judged: &[Judged]) -> Result<Vec<DecisionView>> {
        let cast = self.cast(judged.iter().flat_map(parties_of), judged.iter().flat_map(decision_keys)).await?;
        Ok(judged.iter().map(|judged| decision_view(judged, &cast)).collect())
    }
}

fn parties_of(judged: &Judged) -> Vec<PartyId> {
    let seen = judged.decision.checks.iter().flat_map(|check| [check.saw, check.limit]).filter_map(|seen| match seen {
        Seen::Party(party) => Some(party),
        _ => None,
    });
    seen.chain([judged.decision.friend]).collect()
}

fn decision_keys(judged: &Judged) -> Vec<Key> {
    let (decision, id) = (&judged.decision, judged.event.id);
    let occasion = match decision.occasion {
        Occasion::Order(order) => Some(order.0),
        Occasion::Registration => None,
    };
    let friend = judged.promised.map(|key| match key.friend {
        PartyName::Customer(customer) => customer.0,
        PartyName::Guest(order) => order.0,
    });
    let own = [decision.program.0, decision.rule.0, id.key, id.part].into_iter().chain(occasion).chain(friend);
    own.chain(decision.checks.iter().flat_map(keys_of)).collect()
}

fn decision_view(judged: &Judged, cast: &Cast) -> DecisionView {
    let decision = &judged.decision;
    let (amount, reason) = match decision.verdict {
        GrantVerdict::Granted { amount, .. } => (Some(amount), None),
        GrantVerdict::Refused(reason) => (None, Some(reason)),
    };
    let friend = cast.person(decision.friend);
    DecisionView {
        event: judged.event.id.text(&cast.texts),
        event_type: judged.event.fact.type_name(),
        at: judged.event.at,
        program: cast.texts_of(decision.program.0),
        version: decision.version,
        rule: cast.texts_of(decision.rule.0),
        role: decision.role,
        friend,
        reward: judged.promised.map(|key| key.text(&cast.texts)),
        amount,
        reason,
        checks: check_views(judged, cast),
    }
}

fn check_views(judged: &Judged, cast: &Cast) -> Vec<CheckView> {
    let lexicon = Lexicon { texts: &cast.texts, parties: cast };
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
