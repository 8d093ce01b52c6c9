//! Acts on money: what staff do about a reward, after having seen what it would come to. Each is an event with a reason and the revision that was
//! on screen; above the amount that the policy names it waits for a second person.

mod calls;
mod goodwill;
mod preview;
mod proposals;
mod rules;

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::pay::Rails;
use crate::rewards::given_reason;
use crate::view::{Act, ActPreview, Acted};
use std::sync::{Arc, OnceLock};
use vouchsafe_db::{DbError, RewardRow, Tx};
use vouchsafe_domain::event::{Event, EventClass, EventId, Fact, StaffAct, StaffAction};
use vouchsafe_domain::money::{Amount, parse_minor};
use vouchsafe_domain::name::{IdentityKind, Key, Names as _};
use vouchsafe_domain::outcome::Change;
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::RewardKey;
use vouchsafe_domain::state::{RecordKey, State};
use vouchsafe_domain::time::Timestamp;

/// Who stands for whoever will act, and for whoever will approve, while nobody has.
const REHEARSED: [&str; 2] = ["preview", "preview of a second person"];

/// Why an act cannot be said at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Barred {
    /// What was on screen has changed.
    Stale,
    /// Something about the same waits for a second person.
    Proposed,
}

impl From<Barred> for AppError {
    fn from(barred: Barred) -> Self {
        match barred {
            Barred::Stale => Self::Stale,
            Barred::Proposed => Self::ProposalOpen,
        }
    }
}

/// What somebody is about to say, unless it cannot be said.
type Said = std::result::Result<std::result::Result<Event, Barred>, DbError>;

/// An act on a reward, read.
#[derive(Debug, Clone)]
struct Deed {
    act: Act,
    row: RewardRow,
    /// What is named, of an adjustment.
    to: Option<Amount>,
}

impl Desk {
    /// What an act on a reward would come to; with `rails`, the requests as well. Nothing is written, and nothing that changes anything is sent.
    ///
    /// # Errors
    /// [`AppError::Stale`], [`AppError::NotFound`], [`AppError::BadAmount`]; what the db or, with `rails`, the shop says. An act that would be refused
    /// is no error.
    pub async fn act_preview(&self, rails: Option<&Rails>, key: &str, act: &Act, expects: u32) -> Result<ActPreview> {
        let deed = self.deed(key, act, expects).await?;
        let now = self.now();
        let (name, reward) = (act.name(), deed.row.id);
        let rehearsed = self.rehearse(Some(reward), move |tx| Ok(event(tx, REHEARSED[0], "preview", &deed, expects, now))).await?;
        let calls = match rails {
            Some(rails) => Some(self.calls_after(rails, &rehearsed).await?),
            None => None,
        };
        Ok(ActPreview { calls, ..self.preview_of(name, Some(reward), rehearsed, expects.to_string()).await? })
    }

    /// Does something about a reward that is as it was on the screen, or proposes it to a second person.
    ///
    /// # Errors
    /// [`AppError::ReasonMissing`], [`AppError::Stale`], [`AppError::NotFound`], [`AppError::BadAmount`], [`AppError::ProposalOpen`],
    /// [`AppError::ActRefused`]; what the db says.
    pub async fn act(&self, actor: &str, key: &str, act: &Act, reason: &str, expects: u32) -> Result<Acted> {
        let reason = given_reason(reason)?;
        let deed = self.deed(key, act, expects).await?;
        let (actor, now, reward) = (actor.to_owned(), self.now(), deed.row.key.clone());
        self.append_act(reward, move |tx| {
            if !is_as_seen(tx, &deed.row, expects)? {
                return Ok(Err(Barred::Stale));
            }
            if is_proposed(tx, &deed.row.key)? {
                return Ok(Err(Barred::Proposed));
            }
            Ok(event(tx, &actor, &reason, &deed, expects, now))
        })
        .await
    }

    async fn deed(&self, key: &str, act: &Act, expects: u32) -> Result<Deed> {
        let not_found = || AppError::NotFound { what: format!("reward {}", key.chars().take(200).collect::<String>()) };
        let row = self.db().reward(key).await?.ok_or_else(not_found)?;
        if row.revision != expects {
            return Err(AppError::Stale);
        }
        let to = if let Act::Adjust { to } = act { Some(self.amount_like(to, row.amount).await?) } else { None };
        Ok(Deed { act: act.clone(), row, to })
    }

    /// Reads an amount of the same currency or unit.
    async fn amount_like(&self, text: &str, like: Amount) -> Result<Amount> {
        let (text, exponent) = (text.trim(), like.asset.exponent());
        if let Some(minor) = parse_minor(text, exponent).ok().filter(|minor| *minor >= 0) {
            return Ok(like.with_minor(minor));
        }
        let names = self.db().texts(crate::rewards::unit(like.asset)).await?;
        Err(AppError::BadAmount { text: text.chars().take(40).collect(), currency: crate::text::asset(like.asset, &names) })
    }

    /// Appends what somebody does and says what came of it. What cannot be is an error, and nothing is written then.
    async fn append_act(&self, reward: String, make: impl FnOnce(&mut Tx<'_>) -> Said + Send + 'static) -> Result<Acted> {
        let made: Arc<OnceLock<std::result::Result<EventId, Barred>>> = Arc::default();
        let kept = Arc::clone(&made);
        self.append_with(move |tx| {
            let event = make(tx)?;
            kept.get_or_init(|| event.as_ref().map(|event| event.id).map_err(|barred| *barred));
            Ok(event.into_iter().collect())
        })
        .await?;
        let id = made.get().copied().unwrap_or(Err(Barred::Stale))?;
        let (_, event, outcome) = self.db().logged_under(id).await?.ok_or(AppError::Stale)?;
        for change in &outcome.changes {
            match change {
                Change::Refused { reason: Reason::Stale } => return Err(AppError::Stale),
                Change::Refused { reason } => return Err(AppError::ActRefused { reason: *reason }),
                Change::Proposed { proposal } => return Ok(Acted { reward, proposal: Some(number_of(*proposal)) }),
                _ => {}
            }
        }
        // What was just made has a name of its own.
        let given = outcome.changes.iter().find_map(|change| if let Change::Rewarded { reward, .. } = change { Some(*reward) } else { None });
        let reward = match given {
            Some(id) => self.db().reward_no(id).await?.map_or(reward, |row| row.key),
            None => reward,
        };
        debug_assert!(matches!(event.fact, Fact::Staff(_)), "only staff act");
        Ok(Acted { reward, proposal: None })
    }
}

/// The number by which people call a proposal.
fn number_of(proposal: Key) -> u64 {
    proposal.as_symbol().map_or_else(|| proposal.as_number().unwrap_or(0), u64::from)
}

fn event(tx: &mut Tx<'_>, actor: &str, reason: &str, deed: &Deed, expects: u32, at: Timestamp) -> std::result::Result<Event, Barred> {
    let Some(reward) = RewardKey::parse(&deed.row.key, tx) else { return Err(Barred::Stale) };
    let action = match (&deed.act, deed.to) {
        (Act::Adjust { .. }, Some(to)) => StaffAction::Adjust { reward, expects, to },
        (Act::Adjust { .. }, None) => return Err(Barred::Stale),
        (Act::Reverse, _) => StaffAction::Reverse { reward, expects },
        (Act::Reissue, _) => StaffAction::Reissue { reward, expects },
        (Act::AcceptRaise, _) => StaffAction::AcceptRaise { reward, expects },
    };
    // What was refused can be tried once more when the payout has gone on: the place in the log tells the two apart.
    let id = format!("staff/{}/{}/{expects}/{}", deed.act.name(), deed.row.key, tx.last_seq());
    Ok(staff(tx, &id, actor, reason, action, at))
}

fn staff(tx: &mut Tx<'_>, id: &str, actor: &str, reason: &str, action: StaffAction, at: Timestamp) -> Event {
    let act = StaffAct { actor: tx.actor(actor), reason: tx.identity(IdentityKind::Words, reason), action };
    Event { id: EventId::new(EventClass::Named, tx.key(id)), at, seen_at: None, fact: Fact::Staff(act) }
}

fn is_as_seen(tx: &Tx<'_>, row: &RewardRow, expects: u32) -> std::result::Result<bool, DbError> {
    let mut state = State::default();
    tx.load(&[RecordKey::Reward(row.id)], &mut state)?;
    Ok(state.rewards.get(&row.id).is_some_and(|reward| reward.revision() == expects))
}

/// Whether something about the reward waits for a second person already.
fn is_proposed(tx: &mut Tx<'_>, key: &str) -> std::result::Result<bool, DbError> {
    let Some(reward) = RewardKey::parse(key, tx) else { return Ok(false) };
    let open = tx.proposals()?;
    Ok(open.iter().any(|(_, proposal)| proposal.action.reward().is_some_and(|about| about.is_for_the_same(&reward))))
}
