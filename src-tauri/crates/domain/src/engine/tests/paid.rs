//! What random histories do with payouts: intents, answers good and bad, corrections, and staff who move money alone and by twos.

use super::history::History;
use crate::event::{By, Fact, StaffAct, StaffAction};
use crate::money::{Currency, Money};
use crate::name::{ActorKey, CustomerKey, Identity, Key, ProgramKey, RuleKey};
use crate::outcome::Change;
use crate::party::PartyId;
use crate::payout::{Clawback, Generation, PayoutAct, PayoutPolicy, PayoutRecord, PayoutResult, PayoutStatus, PayoutStep, should_stand};
use crate::reward::{AnyReward, Rail, RewardId, RewardStep};
use crate::state::State;
use proptest::option::of;
use proptest::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// What goodwill is called here, as program and as rule.
pub(super) const GOODWILL: Key = Key::from_bits(90);

/// What somebody does about a payout, in numbers small enough to collide.
#[derive(Debug, Clone)]
pub(super) enum Pay {
    Intend { reward: u8, odd: u8 },
    Known { reward: u8, what: u8, minor: u8 },
    Used { reward: u8, minor: u8 },
    Amend { reward: u8, what: u8, to: u8, by: u8, stale: bool },
    Goodwill { who: u8, minor: u8, rail: u8 },
    Second { proposal: u8, by: u8, declines: bool },
    Policy { carries: bool, above: Option<u8> },
}

pub(super) fn pay() -> impl Strategy<Value = Pay> {
    let reward = any::<u8>();
    prop_oneof![
        4 => (reward, 0u8..12).prop_map(|(reward, odd)| Pay::Intend { reward, odd }),
        8 => (reward, 0u8..16, any::<u8>()).prop_map(|(reward, what, minor)| Pay::Known { reward, what, minor }),
        2 => (reward, 1u8..60).prop_map(|(reward, minor)| Pay::Used { reward, minor }),
        8 => (reward, 0u8..8, 0u8..120, 8u8..10, prop::bool::weighted(0.1))
            .prop_map(|(reward, what, to, by, stale)| Pay::Amend { reward, what, to, by, stale }),
        1 => (0u8..6, 0u8..80, 0u8..3).prop_map(|(who, minor, rail)| Pay::Goodwill { who, minor, rail }),
        2 => (any::<u8>(), 8u8..10, prop::bool::weighted(0.2)).prop_map(|(proposal, by, declines)| Pay::Second { proposal, by, declines }),
        1 => (prop::bool::weighted(0.8), of(10u8..60)).prop_map(|(carries, above)| Pay::Policy { carries, above }),
    ]
}

/// The event that an act comes to.
pub(super) fn fact(act: &Pay, state: &State) -> Option<Fact> {
    // Of those of which it makes sense, if there are any: else of all.
    let picked = |no: u8, fits: &dyn Fn(&AnyReward, Option<&PayoutRecord>) -> bool| {
        let mut ids: Vec<RewardId> = state.rewards.keys().copied().collect();
        ids.sort_unstable();
        let fitting: Vec<RewardId> = ids.iter().copied().filter(|id| fits(&state.rewards[id], state.payouts.get(id))).collect();
        let ids = if fitting.is_empty() || no.is_multiple_of(16) { ids } else { fitting };
        let id = *ids.get(usize::from(no).checked_rem(ids.len())?)?;
        Some((state.rewards[&id], state.payouts.get(&id).copied()))
    };
    Some(match act {
        Pay::Intend { reward, odd } => {
            let is_askew = |reward: &AnyReward, record: Option<&PayoutRecord>| {
                record.is_some_and(|record| record.status() == PayoutStatus::Issued && !record.is_right(should_stand(reward)))
            };
            let (reward, record) = picked(*reward, &|reward, record| matches!(reward, AnyReward::Due(_)) || is_askew(reward, record))?;
            let generation = PayoutRecord::next_generation(record.as_ref());
            let (generation, code) = (if *odd == 1 { generation.next() } else { generation }, Key::from_bits(if *odd == 2 { 7 } else { 5 }));
            let act = if is_askew(&reward, record.as_ref()) {
                PayoutAct::Correct { to: should_stand(&reward) + i64::from(*odd == 3) }
            } else {
                let stands = reward.amount().with_minor(reward.amount().minor - reward.set_off());
                PayoutAct::Issue { amount: (*odd != 4).then_some(stands), code: Some(code), expires_on: None, issuance: None }
            };
            Fact::PayoutIntended { reward: reward.terms().key, rail: reward.terms().rail, generation, act, request_hash: [0; 32] }
        }
        Pay::Known { reward, what, minor } => {
            let is_at_hand = |reward: &AnyReward, record: Option<&PayoutRecord>| {
                matches!(reward, AnyReward::Due(_)) || record.is_some_and(|record| record.is_open() || record.told() > 0)
            };
            let (reward, record) = picked(*reward, &is_at_hand)?;
            let generation = record.map_or(Generation::FIRST, |record| if *what == 15 { record.generation().next() } else { record.generation() });
            let told = record.map_or(0, |record| record.told());
            let used = record.map_or(0, |record| record.used());
            let found = used.max(i64::from(*minor).min(told));
            let result = match what {
                0..=3 => PayoutResult::ISSUED,
                4 => PayoutResult::Issued { id: None, minor: Some(i64::from(*minor)) },
                5 => PayoutResult::REFUSED,
                6 => PayoutResult::Conflict,
                7 | 8 => PayoutResult::Unknown,
                9 => PayoutResult::Gone,
                10 => PayoutResult::Corrected { to: i64::from(*minor), used: found },
                _ if told == 0 => PayoutResult::ISSUED,
                _ => PayoutResult::Corrected { to: record.and_then(|record| record.correcting()).unwrap_or(should_stand(&reward)), used: found },
            };
            Fact::PayoutKnown { reward: reward.terms().key, rail: reward.terms().rail, generation, result }
        }
        Pay::Used { reward, minor } => {
            let (reward, _) = picked(*reward, &|_, record| record.is_some_and(|record| record.told() > 0))?;
            Fact::RewardUsed { reward: reward.terms().key, amount: reward.amount().with_minor(i64::from(*minor)) }
        }
        Pay::Amend { reward, what, to, by, stale } => {
            let fits = |reward: &AnyReward, record: Option<&PayoutRecord>| match what {
                0 | 1 => reward.is_open(),
                2 => matches!(reward, AnyReward::Settled(_)),
                3..=5 => matches!(
                    (reward, record),
                    (AnyReward::Reversed(_), None | Some(PayoutRecord::Closed(_))) | (AnyReward::Due(_), Some(PayoutRecord::Conflict(_)))
                ),
                _ => reward.proposed().is_some(),
            };
            let (reward, _) = picked(*reward, &fits)?;
            let (key, expects) = (reward.terms().key, reward.revision() + u32::from(*stale));
            staff(
                *by,
                match what {
                    0 | 1 => StaffAction::Adjust { reward: key, expects, to: reward.amount().with_minor(i64::from(*to)) },
                    2 => StaffAction::Reverse { reward: key, expects },
                    3..=5 => StaffAction::Reissue { reward: key, expects },
                    _ => StaffAction::AcceptRaise { reward: key, expects },
                },
            )
        }
        Pay::Goodwill { who, minor, rail } => staff(
            8,
            StaffAction::Goodwill {
                customer: CustomerKey(Key::from_bits(i64::from(*who))),
                program: ProgramKey(GOODWILL),
                rule: RuleKey(GOODWILL),
                rail: [Rail::GiftCard, Rail::Wallet, Rail::Manual][usize::from(*rail)],
                amount: Money::new(i64::from(*minor), Currency::parse("EUR").unwrap()).into(),
                valid_days: None,
            },
        ),
        Pay::Second { proposal, by, declines } => {
            let mut waiting: Vec<Key> = state.proposals.keys().copied().collect();
            waiting.sort_unstable();
            let proposal = *waiting.get(usize::from(*proposal).checked_rem(waiting.len())?)?;
            staff(*by, if *declines { StaffAction::Declined { proposal } } else { StaffAction::Approved { proposal } })
        }
        Pay::Policy { carries, above } => {
            let approve_above = above.map(|above| Money::new(i64::from(above), Currency::parse("EUR").unwrap())).into_iter().collect();
            let clawback = if *carries { Clawback::Carry } else { Clawback::Loss };
            let by = By { actor: ActorKey(Key::from_bits(8)), reason: (!carries || above.is_none()).then_some(Identity(99)) };
            Fact::PolicyChanged { policy: PayoutPolicy { approve_above, clawback }, by: Some(by) }
        }
    })
}

fn staff(by: u8, action: StaffAction) -> Fact {
    Fact::Staff(StaffAct { actor: ActorKey(Key::from_bits(i64::from(by))), reason: Identity(99), action })
}

/// The rewards of which a person gave more than was promised, or once more.
pub(super) fn given_by_hand(history: &History) -> FxHashSet<RewardId> {
    let by_hand = |step: &RewardStep| matches!(step, RewardStep::Raised { .. } | RewardStep::Reissued { .. } | RewardStep::Restored { .. });
    let changes = history.steps.iter().flat_map(|(_, outcome)| &outcome.changes);
    changes.filter_map(|change| if let Change::Reward { reward, step, .. } = change { by_hand(step).then_some(*reward) } else { None }).collect()
}

/// What people owe us is what the ledger says, account by account.
pub(super) fn owes_what_the_ledger_says(state: &State, owed: &FxHashMap<PartyId, i64>) {
    let mut listed: FxHashMap<PartyId, i64> = FxHashMap::default();
    for owing in state.tallies.values().flat_map(|tally| &tally.owes.0) {
        assert!(owing.amount.minor > 0, "{owing:?}");
        *listed.entry(owing.party).or_default() += owing.amount.minor;
    }
    let owed: FxHashMap<_, _> = owed.iter().filter(|(_, minor)| **minor != 0).map(|(party, minor)| (*party, *minor)).collect();
    assert_eq!(listed, owed);
}

/// At most one thing outside is meant at a time, and each delivery comes once.
pub(super) fn one_payout_is_open<'h>(changes: impl Iterator<Item = &'h Change>) {
    let mut records: FxHashMap<RewardId, PayoutRecord> = FxHashMap::default();
    let mut issued = FxHashSet::default();
    for change in changes {
        let Change::Payout { reward, step } = change else { continue };
        let before = records.get(reward).copied();
        let after = PayoutRecord::after(before, *step, crate::time::Timestamp::EPOCH).unwrap();
        match step {
            PayoutStep::Intended { code, generation, .. } => {
                let is_free = before.is_none_or(|before| match before.status() {
                    PayoutStatus::Closed => *generation == before.generation().next(),
                    PayoutStatus::Issued | PayoutStatus::Conflict => false,
                    PayoutStatus::Intended | PayoutStatus::Unknown | PayoutStatus::Refused => {
                        (before.code(), before.generation()) == (*code, *generation)
                    }
                });
                assert!(is_free, "{step:?} on {before:?}");
            }
            PayoutStep::Issued { .. } => assert!(issued.insert((*reward, after.generation())), "delivered twice: {before:?}"),
            _ => assert_ne!(before, None),
        }
        assert!(after.told() >= 0 && after.used() >= 0 && after.told_used() >= 0, "{after:?}");
        records.insert(*reward, after);
    }
}

/// What stands outside is what the record says that it was told, and nothing is outside of what was never delivered.
pub(super) fn records_say_what_rewards_say(state: &State) {
    for (id, record) in &state.payouts {
        let reward = &state.rewards[id];
        match record.status() {
            PayoutStatus::Issued => assert!(matches!(reward, AnyReward::Settled(_) | AnyReward::Reversed(_)), "{reward:?} {record:?}"),
            PayoutStatus::Intended | PayoutStatus::Unknown | PayoutStatus::Conflict => {
                assert!(matches!(reward, AnyReward::Due(_) | AnyReward::Void(_) | AnyReward::Waiting(_)), "{reward:?} {record:?}");
            }
            PayoutStatus::Refused | PayoutStatus::Closed => {}
        }
        if let (AnyReward::Settled(settled), PayoutStatus::Issued) = (reward, record.status()) {
            assert_eq!(settled.state.used, record.used(), "{reward:?} {record:?}");
            assert!(settled.unused() >= 0 && settled.outside() >= settled.state.used, "{reward:?}");
        }
    }
}
