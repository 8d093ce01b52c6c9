//! What has to be true once everything has come to rest.

use crate::desk::{Desk, rebuilt};
use crate::run::World;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use vouchsafe_domain::ledger::Account;
use vouchsafe_domain::money::{Asset, Currency};
use vouchsafe_domain::outcome::Change;
use vouchsafe_domain::payout::{PayoutRecord, PayoutStep};
use vouchsafe_domain::reward::{AnyReward, Rail};

pub(crate) fn check(world: &World) -> Result<(), String> {
    one_active_card_for_each_issuance(world)?;
    for (no, desk) in world.desks.iter().enumerate() {
        let said = |what: String| format!("desk {no} of {}: {what}", world.desks.len());
        sums_are_the_shops(world, desk).map_err(said)?;
        each_reward_is_what_its_card_is(world, desk).map_err(said)?;
        one_letter_for_each_delivery(desk).map_err(said)?;
        if rebuilt(&desk.log) != desk.state {
            return Err(said("what was recorded does not come to the state".to_owned()));
        }
    }
    Ok(())
}

/// Every reward of every desk beside its cards, for whoever looks into a history that went wrong.
pub(crate) fn told(world: &World) -> String {
    let mut out = String::new();
    for (no, desk) in world.desks.iter().enumerate() {
        let mut ids: Vec<_> = desk.state.rewards.keys().copied().collect();
        ids.sort_unstable();
        for id in ids {
            let reward = &desk.state.rewards[&id];
            let issuance = desk.delivery(&world.shared, id).issuance.to_string();
            let cards: Vec<_> = world.shop.cards.iter().filter(|card| card.issuance == issuance).collect();
            let key = reward.terms().key.text(&world.shared.names);
            let _ = writeln!(
                out,
                "desk {no} {key} {} {:?} {:?} {:?}\n    {cards:?}",
                reward.state_name(),
                reward.amount(),
                reward.reason(),
                desk.state.payouts.get(&id)
            );
        }
    }
    out
}

fn one_active_card_for_each_issuance(world: &World) -> Result<(), String> {
    let mut active: BTreeMap<&str, u32> = BTreeMap::new();
    for card in world.shop.cards.iter().filter(|card| card.is_active) {
        *active.entry(&card.issuance).or_default() += 1;
    }
    match active.into_iter().find(|(_, count)| *count > 1) {
        Some((issuance, count)) => Err(format!("{count} active cards for {issuance}")),
        None => Ok(()),
    }
}

/// What can still be used at the shop is what the ledger says is issued, and what was used there is what it says is settled, currency by currency.
fn sums_are_the_shops(world: &World, desk: &Desk) -> Result<(), String> {
    for code in ["EUR", "USD"] {
        let currency = Currency::parse(code).unwrap();
        let cards = || world.shop.cards.iter().filter(|card| card.currency == currency);
        let left: i64 = cards().filter(|card| card.is_active).map(|card| card.left).sum();
        let used: i64 = cards().map(crate::shop::Card::used).sum();
        for (what, account, there) in [("issued", Account::LiabilityIssued(Rail::GiftCard), left), ("used", Account::Settled(Rail::GiftCard), used)] {
            let here = balance(desk, account, currency);
            if here != there {
                return Err(format!("{code} {what}: {here} here, {there} at the shop"));
            }
        }
    }
    Ok(())
}

fn balance(desk: &Desk, account: Account, currency: Currency) -> i64 {
    let transfers = desk.log.iter().flat_map(|(_, outcome)| &outcome.transfers);
    transfers
        .filter(|transfer| transfer.amount.asset == Asset::Currency(currency))
        .map(|transfer| {
            let minor = transfer.amount.minor;
            i64::from(transfer.credit == account) * minor - i64::from(transfer.debit == account) * minor
        })
        .sum()
}

/// A settled reward has a card of its amount; one that has ended has nothing that can be used; nothing is left due or open.
fn each_reward_is_what_its_card_is(world: &World, desk: &Desk) -> Result<(), String> {
    for (id, reward) in &desk.state.rewards {
        let key = reward.terms().key.text(&world.shared.names);
        let record = desk.state.payouts.get(id);
        let issuance = desk.delivery(&world.shared, *id).issuance.to_string();
        if record.and_then(PayoutRecord::issuance).is_some_and(|name| name.to_string() != issuance) {
            return Err(format!("{key} is recorded under another name than {issuance}: {record:?}"));
        }
        let card = world.shop.cards.iter().filter(|card| card.issuance == issuance).max_by_key(|card| card.is_active);
        match (reward, record, card) {
            (AnyReward::Due(_), ..) => return Err(format!("{key} is still due: {record:?}")),
            (_, Some(record), _) if record.is_open() => return Err(format!("{key} is still open: {record:?}")),
            (AnyReward::Settled(settled), Some(PayoutRecord::Issued(_)), Some(card)) => {
                let (left, used) = (if card.is_active { card.left } else { 0 }, card.used());
                if settled.unused() != left || settled.state.used != used {
                    return Err(format!("{key}: {settled:?}, and the card {card:?}"));
                }
            }
            (AnyReward::Settled(_), ..) => return Err(format!("{key} is settled without a card: {record:?}")),
            (AnyReward::Void(_) | AnyReward::Reversed(_), _, Some(card)) if card.is_active && card.left > 0 => {
                return Err(format!("{key} has ended, and its card can be used: {reward:?} {record:?} {card:?}"));
            }
            _ => {}
        }
    }
    Ok(())
}

fn one_letter_for_each_delivery(desk: &Desk) -> Result<(), String> {
    let mut letters = BTreeMap::new();
    for change in desk.log.iter().flat_map(|(_, outcome)| &outcome.changes) {
        if let Change::Payout { reward, step: PayoutStep::Issued { id, .. } } = change {
            *letters.entry((*reward, *id)).or_insert(0) += 1;
        }
    }
    match letters.into_iter().find(|(_, count)| *count > 1) {
        Some((delivery, count)) => Err(format!("{count} letters for {delivery:?}")),
        None => Ok(()),
    }
}
