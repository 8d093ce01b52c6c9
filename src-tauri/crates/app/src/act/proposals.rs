//! What waits for a second person, and their word on it.

use super::{number_of, staff};
use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::rewards::{MAX_PAGE, given_reason, unit};
use crate::text;
use crate::timeline::reward_keys;
use crate::view::{Acted, Page, ProposalRow, ProposalVerdict};
use std::collections::BTreeMap;
use vouchsafe_domain::event::{GOODWILL, StaffAction};
use vouchsafe_domain::money::Amount;
use vouchsafe_domain::name::{CustomerKey, Identity, Key, Texts as _};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::payout::{Proposal, Proposed};

impl Desk {
    /// What waits for a second person, the oldest first.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a page that there is not; what the db says.
    pub async fn proposals(&self, after: Option<&str>, limit: u32) -> Result<Page<ProposalRow>> {
        let no_page = || AppError::NotFound { what: "such a page".to_owned() };
        let skipped = after.map(|text| text.parse::<u64>().map_err(|_| no_page())).transpose()?;
        let open = self.db().proposals().await?;
        let count = open.len() as u64;
        let from = match skipped {
            None => 0,
            Some(last) => open.iter().position(|(key, _)| number_of(*key) == last).map_or(open.len(), |place| place + 1),
        };
        let limit = usize::try_from(limit.clamp(1, MAX_PAGE)).unwrap_or(1);
        let part: Vec<(Key, Proposal)> = open.into_iter().skip(from).take(limit).collect();
        let next =
            part.last().filter(|_| from + part.len() < usize::try_from(count).unwrap_or(usize::MAX)).map(|(key, _)| number_of(*key).to_string());
        Ok(Page { rows: self.proposal_rows(&part).await?, next, count })
    }

    async fn proposal_rows(&self, open: &[(Key, Proposal)]) -> Result<Vec<ProposalRow>> {
        let reasons: Vec<Identity> = open.iter().map(|(_, proposal)| proposal.reason).collect();
        let reasons: BTreeMap<Identity, String> = self.db().identity_texts(&reasons).await?;
        let mut rows = Vec::with_capacity(open.len());
        for (key, proposal) in open {
            let party = self.beneficiary_of(&proposal.action).await?;
            let amount = proposal.action.act().and_then(amount_of);
            let about = proposal.action.reward();
            let keys = [Some(proposal.actor.0), amount.and_then(|amount| unit(amount.asset))].into_iter().flatten();
            let cast = self.cast(party, keys.chain(about.iter().flat_map(reward_keys)).collect::<Vec<_>>()).await?;
            rows.push(ProposalRow {
                no: number_of(*key),
                act: name_of(&proposal.action),
                reward: about.map(|reward| reward.text(&cast.texts)),
                beneficiary: party.map(|party| cast.person(party)),
                amount: amount.map(|amount| text::named(amount, &cast.texts)),
                actor: cast.text(proposal.actor.0),
                reason: reasons.get(&proposal.reason).cloned(),
                at: proposal.at,
            });
        }
        Ok(rows)
    }

    async fn beneficiary_of(&self, proposed: &Proposed) -> Result<Option<PartyId>> {
        if let Some(StaffAction::Goodwill { customer, .. }) = proposed.act() {
            return Ok(self.db().party_of(CustomerKey(customer.0)).await?);
        }
        let Some(reward) = proposed.reward() else { return Ok(None) };
        let names = self.db().texts(reward_keys(&reward).into_iter().collect::<Vec<_>>()).await?;
        Ok(self.db().reward(&reward.text(&names)).await?.map(|row| row.beneficiary))
    }

    /// A second person's word on what somebody proposed.
    ///
    /// # Errors
    /// [`AppError::ReasonMissing`]; [`AppError::NotFound`] for what waits no more; [`AppError::ActRefused`], also where who proposed it approves it;
    /// what the db says.
    pub async fn decide_proposal(&self, actor: &str, no: u64, verdict: ProposalVerdict, reason: &str) -> Result<Acted> {
        let reason = given_reason(reason)?;
        let open = self.db().proposals().await?;
        let found = open.into_iter().find(|(key, _)| number_of(*key) == no);
        let (proposal, known) = found.ok_or_else(|| AppError::NotFound { what: format!("proposal {no}") })?;
        let about = self.proposal_rows(&[(proposal, known)]).await?.pop().and_then(|row| row.reward).unwrap_or_default();
        let (actor, now) = (actor.to_owned(), self.now());
        self.append_act(about, move |tx| {
            let action = match verdict {
                ProposalVerdict::Approve => StaffAction::Approved { proposal },
                ProposalVerdict::Decline => StaffAction::Declined { proposal },
            };
            // One who may not approve it can be followed by one who may.
            let id = format!("staff/{}/{}/{}", verdict.name(), vouchsafe_domain::name::Texts::text(tx, proposal), tx.last_seq());
            Ok(Ok(staff(tx, &id, &actor, &reason, action, now)))
        })
        .await
    }
}

const fn name_of(proposed: &Proposed) -> &'static str {
    match proposed.act() {
        None => "policy",
        Some(StaffAction::Adjust { .. }) => "adjust",
        Some(StaffAction::Reverse { .. }) => "reverse",
        Some(StaffAction::Reissue { .. }) => "reissue",
        Some(StaffAction::AcceptRaise { .. }) => "accept_raise",
        Some(_) => GOODWILL,
    }
}

const fn amount_of(action: &StaffAction) -> Option<Amount> {
    match action {
        StaffAction::Adjust { to, .. } => Some(*to),
        StaffAction::Goodwill { amount, .. } => Some(*amount),
        _ => None,
    }
}
