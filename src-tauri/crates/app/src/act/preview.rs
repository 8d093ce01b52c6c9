//! A rehearsal of what somebody would do: the event is appended, looked at, and undone.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::pay::{is_built, rail_of};
use crate::people::Cast;
use crate::rewards::{party_of, unit};
use crate::text;
use crate::timeline::reward_keys;
use crate::view::{AccountLine, ActPreview, ActSide, LedgerLine, OutsideAct, RewardState};
use vouchsafe_db::{BalanceRow, DbError, Tx};
use vouchsafe_domain::event::{Event, StaffAction};
use vouchsafe_domain::ledger::{Account, Transfer};
use vouchsafe_domain::money::Amount;
use vouchsafe_domain::name::{Key, Texts as _};
use vouchsafe_domain::outcome::{Change, Outcome};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::payout::{PayoutRecord, should_stand};
use vouchsafe_domain::program::Programs;
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::{AnyReward, RewardId};
use vouchsafe_domain::state::{RecordKey, State};
use vouchsafe_domain::time::Timestamp;

/// A reward with its payout.
pub(super) type Standing = Option<(AnyReward, Option<PayoutRecord>)>;

/// What a rehearsal came to.
pub(super) struct Rehearsed {
    pub(super) before: Standing,
    pub(super) after: Standing,
    transfers: Vec<Transfer>,
    /// How the accounts would stand that these touch.
    balances: Vec<BalanceRow>,
    /// The names that the ledger and the reward bear: some of them only the rehearsal knew.
    names: Vec<(u32, String)>,
    needs_second: bool,
    refused: Option<Reason>,
}

impl Desk {
    /// Tries an event, and undoes it. What needs a second person is looked at as if they had approved.
    pub(super) async fn rehearse(
        &self,
        reward: Option<RewardId>,
        make: impl FnOnce(&mut Tx<'_>) -> super::Said + Send + 'static,
    ) -> Result<Rehearsed> {
        let _folding = self.folding().lock().await;
        self.finish_fold().await?;
        let (programs, now) = (self.programs_in_force(), self.now());
        let rehearsed = self.db().dry_run(move |tx| {
            let before = reward.map_or(Ok(None), |id| standing(tx, id))?;
            let event = match make(tx)? {
                Ok(event) => event,
                Err(barred) => return Ok(Err(barred)),
            };
            let mut outcome = tried(tx, &programs, event, now)?;
            let proposal = outcome.changes.iter().find_map(|change| if let Change::Proposed { proposal } = change { Some(*proposal) } else { None });
            if let Some(proposal) = proposal {
                let approved = super::staff(tx, "preview/approved", super::REHEARSED[1], "preview", StaffAction::Approved { proposal }, now);
                outcome = tried(tx, &programs, approved, now)?;
            }
            let made = outcome.changes.iter().find_map(|change| if let Change::Rewarded { reward, .. } = change { Some(*reward) } else { None });
            let refused = outcome.changes.iter().find_map(|change| if let Change::Refused { reason } = change { Some(*reason) } else { None });
            let after = reward.or(made).filter(|_| refused.is_none()).map_or(Ok(None), |id| standing(tx, id))?;
            let balances = tx.balances_of(outcome.transfers.iter().flat_map(|transfer| [transfer.debit, transfer.credit]).collect())?;
            let keys = programs_of(&outcome.transfers).chain(after.iter().flat_map(|(reward, _)| reward_keys(&reward.terms().key)));
            let names = keys.filter_map(|key| Some((key.as_symbol()?, tx.text(key)))).collect();
            Ok(Ok(Rehearsed { before, after, transfers: outcome.transfers, balances, names, needs_second: proposal.is_some(), refused }))
        });
        Ok(rehearsed.await??)
    }

    /// The rehearsal as it is shown.
    pub(super) async fn preview_of(&self, act: &'static str, id: Option<RewardId>, rehearsed: Rehearsed, expects: String) -> Result<ActPreview> {
        let Rehearsed { before, after, transfers, balances, names, needs_second, refused } = rehearsed;
        let Some(terms) = after.as_ref().or(before.as_ref()).map(|(reward, _)| *reward.terms()) else {
            // Nothing stood and nothing was made.
            return Err(refused.map_or(AppError::Stale, |reason| AppError::ActRefused { reason }));
        };
        let accounts: Vec<Account> = transfers.iter().flat_map(|transfer| [transfer.debit, transfer.credit]).collect();
        let keys: Vec<Key> = programs_of(&transfers).chain(reward_keys(&terms.key)).chain(unit(terms.given.asset)).collect();
        let parties: Vec<PartyId> = accounts.iter().copied().filter_map(party_of).chain([terms.beneficiary]).collect();
        let mut cast = self.cast(parties, keys).await?;
        for (no, name) in names {
            cast.texts.keep(no, name);
        }
        let named = |amount| text::named(amount, &cast.texts);
        let lines = transfers.iter().map(|transfer| LedgerLine {
            debit: transfer.debit.text(&cast.texts, &cast),
            credit: transfer.credit.text(&cast.texts, &cast),
            amount: named(transfer.amount),
        });
        debug_assert!(id.is_none() || before.is_some(), "what is acted on stands");
        Ok(ActPreview {
            act,
            reward: terms.key.text(&cast.texts),
            beneficiary: cast.person(terms.beneficiary),
            rail: terms.rail,
            before: before.as_ref().map(|(reward, _)| side(reward, &cast)),
            after: after.as_ref().map(|(reward, _)| side(reward, &cast)),
            lines: lines.collect(),
            accounts: account_lines(&transfers, &balances, &cast),
            outside: after.as_ref().map_or(OutsideAct::Nothing, |(reward, record)| outside(reward, record.as_ref(), &cast)),
            calls: None,
            needs_second,
            refused,
            expects,
        })
    }
}

/// The programs whose expense transfers move.
fn programs_of(transfers: &[Transfer]) -> impl Iterator<Item = Key> {
    let accounts = transfers.iter().flat_map(|transfer| [transfer.debit, transfer.credit]);
    accounts.filter_map(|account| if let Account::ExpenseRewards(program) = account { Some(program.0) } else { None })
}

fn tried(tx: &mut Tx<'_>, programs: &Programs, event: Event, now: Timestamp) -> std::result::Result<Outcome, DbError> {
    let (id, last) = (event.id, tx.last_seq());
    crate::fold::append(tx, programs, &[event], now)?;
    let found = tx.log_since(last)?.into_iter().find(|(_, logged, _)| logged.id == id);
    Ok(found.map(|(_, _, outcome)| outcome).unwrap_or_default())
}

fn standing(tx: &Tx<'_>, id: RewardId) -> std::result::Result<Standing, DbError> {
    let mut state = State::default();
    tx.load(&[RecordKey::Reward(id), RecordKey::Payout(id)], &mut state)?;
    Ok(state.rewards.get(&id).map(|reward| (*reward, state.payouts.get(&id).copied())))
}

fn side(reward: &AnyReward, cast: &Cast) -> ActSide {
    let named = |minor| text::named(reward.amount().with_minor(minor), &cast.texts);
    ActSide {
        state: RewardState::ALL.into_iter().find(|state| state.name() == reward.state_name()).unwrap_or(RewardState::Waiting),
        stands: named(match reward {
            AnyReward::Void(_) | AnyReward::Reversed(_) => 0,
            standing => standing.amount().minor,
        }),
        used: named(reward.used()),
        set_off: named(reward.set_off()),
    }
}

/// What payouts would do next about it, as it is shown.
fn outside(reward: &AnyReward, record: Option<&PayoutRecord>, cast: &Cast) -> OutsideAct {
    let named = |amount| text::named(amount, &cast.texts);
    match errand(reward, record) {
        Errand::None => OutsideAct::Nothing,
        Errand::Issue { amount } => OutsideAct::Issue { amount: named(amount) },
        Errand::Correct { from, to: 0 } => OutsideAct::TakeBack { from: named(from) },
        Errand::Correct { from, to } => OutsideAct::Correct { from: named(from), to: named(from.with_minor(to)) },
    }
}

/// What payouts would do next about a reward at the other side.
pub(super) enum Errand {
    None,
    Issue {
        amount: Amount,
    },
    /// What stands there, and what shall in all, in minor units.
    Correct {
        from: Amount,
        to: i64,
    },
}

pub(super) fn errand(reward: &AnyReward, record: Option<&PayoutRecord>) -> Errand {
    match (record, reward) {
        // What people pay, and what stands in a wallet of ours, is nothing that is sent.
        _ if !is_built(rail_of(reward, record)) => Errand::None,
        (Some(record @ PayoutRecord::Issued(_)), _) => match (record.told(), should_stand(reward)) {
            (told, should) if told == should => Errand::None,
            (told, to) => Errand::Correct { from: record.amount().with_minor(told), to },
        },
        (_, AnyReward::Due(due)) => Errand::Issue { amount: due.to_deliver() },
        _ => Errand::None,
    }
}

/// How each account that the transfers touch stands, and would stand after them.
fn account_lines(transfers: &[Transfer], balances: &[BalanceRow], cast: &Cast) -> Vec<AccountLine> {
    let moved = |row: &BalanceRow| {
        let of = transfers.iter().filter(|transfer| transfer.amount.asset == row.amount.asset);
        of.fold(0i64, |sum, transfer| {
            let received = if transfer.debit == row.account { transfer.amount.minor } else { 0 };
            let gave = if transfer.credit == row.account { transfer.amount.minor } else { 0 };
            sum.saturating_add(received).saturating_sub(gave)
        })
    };
    let touched = balances.iter().filter(|row| transfers.iter().any(|transfer| transfer.amount.asset == row.amount.asset));
    let line = |row: &BalanceRow| AccountLine {
        account: row.account.text(&cast.texts, cast),
        before: text::named(row.amount.with_minor(row.amount.minor.saturating_sub(moved(row))), &cast.texts),
        after: text::named(row.amount, &cast.texts),
    };
    touched.map(line).collect()
}
