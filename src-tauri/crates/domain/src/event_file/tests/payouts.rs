//! Payouts and what staff do with money, as lines.

use super::*;
use crate::event::{PayoutAct, PayoutResult};
use crate::payout::{Clawback, Generation, Issuance, PayoutPolicy};
use crate::reward::Rail;

pub(super) fn payouts() -> impl Strategy<Value = Fact> {
    let result = prop_oneof![
        (of(key()), of(minor())).prop_map(|(id, minor)| PayoutResult::Issued { id, minor }),
        of(identity(IdentityKind::Words)).prop_map(|why| PayoutResult::Refused { why }),
        select(vec![PayoutResult::Conflict, PayoutResult::Unknown, PayoutResult::Gone]),
        (minor(), minor()).prop_map(|(to, used)| PayoutResult::Corrected { to, used }),
    ];
    let act = prop_oneof![
        (of(amount()), of(key()), of(0i32..47_000), of(any::<[u8; 16]>().prop_map(Issuance)))
            .prop_map(|(amount, code, expires_on, issuance)| PayoutAct::Issue { amount, code, expires_on, issuance }),
        minor().prop_map(|to| PayoutAct::Correct { to }),
    ];
    let generation = || (1..=u16::MAX).prop_map(Generation);
    let above = prop::collection::vec((minor(), currency()).prop_map(|(minor, currency)| Money::new(minor, currency)), 0..3);
    let policy = (above, select(&Clawback::ALL[..]), of(by()))
        .prop_map(|(approve_above, clawback, by)| Fact::PolicyChanged { policy: PayoutPolicy { approve_above, clawback }, by });
    let acts =
        (actor(), identity(IdentityKind::Words), acts_on_money()).prop_map(|(actor, reason, action)| Fact::Staff(StaffAct { actor, reason, action }));
    prop_oneof![
        1 => (reward(), any::<[u8; 32]>(), generation(), act).prop_map(|(reward, request_hash, generation, act)| Fact::PayoutIntended {
            reward,
            rail: Rail::GiftCard,
            generation,
            act,
            request_hash,
        }),
        1 => (reward(), select(&Rail::ALL[..]), generation(), result).prop_map(|(reward, rail, generation, result)| Fact::PayoutKnown {
            reward,
            rail,
            generation,
            result,
        }),
        2 => acts,
        1 => policy,
    ]
}

fn acts_on_money() -> impl Strategy<Value = StaffAction> {
    let goodwill = Known::new().0.key(GOODWILL);
    prop_oneof![
        (reward(), any::<u32>(), amount()).prop_map(|(reward, expects, to)| StaffAction::Adjust { reward, expects, to }),
        (reward(), any::<u32>()).prop_map(|(reward, expects)| StaffAction::Reverse { reward, expects }),
        (reward(), any::<u32>()).prop_map(|(reward, expects)| StaffAction::Reissue { reward, expects }),
        (reward(), any::<u32>()).prop_map(|(reward, expects)| StaffAction::AcceptRaise { reward, expects }),
        (key(), select(&Rail::ALL[..]), amount(), of(1u32..36_525)).prop_map(move |(customer, rail, amount, valid_days)| StaffAction::Goodwill {
            customer: CustomerKey(customer),
            program: ProgramKey(goodwill),
            rule: RuleKey(goodwill),
            rail,
            amount,
            valid_days,
        }),
        key().prop_map(|proposal| StaffAction::Approved { proposal }),
        key().prop_map(|proposal| StaffAction::Declined { proposal }),
    ]
}
