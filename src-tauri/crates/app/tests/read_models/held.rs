//! What the log tells beside what the file keeps.

use rusqlite::types::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use vouchsafe_app::Access;
use vouchsafe_db::Db;
use vouchsafe_domain::engine;
use vouchsafe_domain::ledger::Account;
use vouchsafe_domain::money::{Asset, Currency};
use vouchsafe_domain::outcome::Change;
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::reward::AnyReward;
use vouchsafe_domain::rollup::{Figures, PersonFigures, Rollup};
use vouchsafe_domain::state::State;
use vouchsafe_domain::time::Timestamp;

/// What the log alone tells.
#[derive(Default)]
pub struct Told {
    pub state: State,
    pub rollup: Rollup,
    pub balances: BTreeMap<(Account, Asset), i64>,
    /// Who was refused a bond by whom, at first.
    pub refused: BTreeMap<PartyId, Timestamp>,
}

fn told(db: &Db) -> Told {
    let mut told = Told::default();
    for events in db.log_after(0, 500) {
        for (_, event, outcome) in events.unwrap() {
            engine::evolve(&mut told.state, &event, &outcome, &mut told.rollup);
            for transfer in &outcome.transfers {
                let asset = transfer.amount.asset;
                *told.balances.entry((transfer.debit, asset)).or_default() += transfer.amount.minor;
                *told.balances.entry((transfer.credit, asset)).or_default() -= transfer.amount.minor;
            }
            for change in &outcome.changes {
                if let Change::ContactRefused { party, .. } = change {
                    told.refused.entry(*party).or_insert(event.at);
                }
            }
        }
    }
    told
}

pub fn rows(path: &Path, sql: &str) -> Vec<Vec<Value>> {
    let conn = rusqlite::Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut statement = conn.prepare(sql).unwrap();
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| (0..columns).map(|index| row.get(index)).collect()).unwrap();
    rows.map(Result::unwrap).collect()
}

/// What a reward costs: what stands of it, or what had been used or had expired when the rest was taken back.
fn standing(reward: &AnyReward) -> i64 {
    let now = match reward {
        AnyReward::Reversed(reward) => reward.state.used + reward.state.expired - reward.state.carried,
        AnyReward::Settled(reward) => reward.minor + reward.state.over - reward.state.carried,
        reward if reward.is_open() => reward.amount().minor,
        _ => 0,
    };
    reward.past().cost + now
}

/// What was delivered and not taken back, and what of it was used.
fn issued(reward: &AnyReward) -> (i64, i64) {
    let (issued, used) = match reward {
        AnyReward::Settled(settled) => (settled.minor - settled.set_off + settled.state.over, settled.state.used),
        AnyReward::Reversed(reversed) => (reversed.state.used, reversed.state.used),
        _ => (0, 0),
    };
    (reward.past().used + issued, reward.past().used + used)
}

/// Compares every read model with the log.
pub async fn hold(path: &Path) -> Told {
    let db = Db::open(path, Access::ReadOnly).await.unwrap();
    let told = told(&db);
    let state = &told.state;
    assert!(*state == db.state().await.unwrap(), "the stored records are not those that the log gives");

    // Rewards, one by one and in sum.
    let mut totals: BTreeMap<(String, i64), (i64, i64)> = BTreeMap::new();
    let listed = rows(
        path,
        "SELECT no, friend, beneficiary, state, minor, revision, ended_at IS NOT NULL, coalesce(proposed, 0), waits & 8, asset FROM reward ORDER BY no",
    );
    assert_eq!(listed.len(), state.rewards.len());
    let mut assets: BTreeMap<i64, Asset> = BTreeMap::new();
    let names = ["waiting", "due", "settled", "void", "reversed"];
    for row in &listed {
        let int = |index: usize| if let Value::Integer(value) = row[index] { value } else { panic!("{row:?}") };
        let reward = &state.rewards[&vouchsafe_domain::reward::RewardId(u32::try_from(int(0)).unwrap())];
        let terms = reward.terms();
        let (friend, beneficiary) = (state.resolve(terms.friend), state.resolve(terms.beneficiary));
        assert_eq!((int(1), int(2)), (i64::from(friend.0), i64::from(beneficiary.0)));
        let name = names[usize::try_from(int(3)).unwrap()];
        assert_eq!((name, int(4), int(5)), (reward.state_name(), reward.amount().minor, i64::from(reward.revision())));
        assert_eq!((int(7), int(8) != 0), (reward.proposed().unwrap_or(0), reward.proposed().is_some()));
        assert_eq!(int(6) == 1, matches!(reward, AnyReward::Settled(_)) || !reward.is_open());
        let asset = *assets.entry(int(9)).or_insert_with(|| reward.amount().asset);
        assert_eq!(asset, reward.amount().asset);
        let total = totals.entry((name.to_owned(), int(9))).or_default();
        *total = (total.0 + 1, total.1 + reward.amount().minor);
    }
    let sums = rows(path, "SELECT state, asset, sum(count), sum(minor) FROM reward_total GROUP BY state, asset HAVING sum(count) <> 0");
    let mut summed = BTreeMap::new();
    for row in &sums {
        let ints: Vec<i64> = row.iter().map(|cell| if let Value::Integer(value) = cell { *value } else { panic!("{row:?}") }).collect();
        summed.insert((names[usize::try_from(ints[0]).unwrap()].to_owned(), ints[1]), (ints[2], ints[3]));
    }
    assert_eq!(summed, totals);
    assert!(rows(path, "SELECT 1 FROM reward_total WHERE count < 0 OR minor < 0 OR (count = 0) <> (minor = 0)").is_empty());

    // The ledger.
    let balances: BTreeMap<_, _> = db.balances().await.unwrap().into_iter().map(|row| ((row.account, row.amount.asset), row.amount.minor)).collect();
    let whole = |balances: &BTreeMap<(Account, Asset), i64>| {
        balances.iter().filter(|(_, minor)| **minor != 0).map(|(k, v)| (*k, *v)).collect::<BTreeMap<_, _>>()
    };
    assert_eq!(whole(&balances), whole(&told.balances));
    let mut owed: BTreeMap<(Account, Asset), i64> = BTreeMap::new();
    for reward in state.rewards.values().filter(|reward| matches!(reward, AnyReward::Waiting(_) | AnyReward::Due(_))) {
        *owed.entry((Account::LiabilityPending(reward.terms().beneficiary), reward.amount().asset)).or_default() -=
            reward.amount().minor - reward.set_off();
    }
    let pending: BTreeMap<_, _> = whole(&balances).into_iter().filter(|((account, _), _)| matches!(account, Account::LiabilityPending(_))).collect();
    assert_eq!(pending, owed, "what is pending is what waits or is due");

    // Figures: as gathered, and once more from the records themselves.
    let figures: BTreeMap<_, _> = db.figures().await.unwrap().into_iter().map(|row| (row.cell, row.figures)).collect();
    let gathered: BTreeMap<_, _> = told.rollup.figures.iter().map(|(cell, figures)| (*cell, *figures)).collect();
    let present = |map: &BTreeMap<_, Figures>| {
        map.iter().filter(|(_, f)| **f != Figures::default()).map(|(k, v)| (*k, *v)).collect::<BTreeMap<vouchsafe_domain::rollup::FigureCell, _>>()
    };
    assert_eq!(present(&figures), present(&gathered));
    let mut sums: BTreeMap<Currency, Figures> = BTreeMap::new();
    for (cell, by) in &figures {
        sums.entry(cell.currency).or_default().add(by);
    }
    let mut people: BTreeMap<(PartyId, Currency), PersonFigures> = BTreeMap::new();
    let mut expected: BTreeMap<Currency, Figures> = BTreeMap::new();
    for order in state.orders.values().filter(|order| order.is_referred) {
        let orders = i64::from(order.first_captured_at.is_some());
        expected.entry(order.currency).or_default().add(&Figures { referred_orders: orders, revenue: order.funds.net(), ..Figures::default() });
        let person = people.entry((state.resolve(order.party), order.currency)).or_default();
        (person.orders, person.revenue) = (person.orders + orders, person.revenue + order.funds.net());
    }
    for reward in state.rewards.values() {
        // What is no money enters no figures.
        let Asset::Currency(currency) = reward.amount().asset else { continue };
        let (issued, redeemed) = issued(reward);
        expected.entry(currency).or_default().add(&Figures { accrued: standing(reward), issued, redeemed, ..Figures::default() });
        people.entry((state.resolve(reward.terms().beneficiary), currency)).or_default().cost += standing(reward);
    }
    for (currency, sum) in &sums {
        let expected = expected.get(currency).copied().unwrap_or_default();
        assert_eq!(Figures { new_friends: 0, ..*sum }, expected, "{currency}");
    }
    // Somebody who turned out to be two who had paid counts as two for good: what a month said stands.
    let friends = state.parties.values().filter(|party| party.first_paid_at.is_some()).filter(|party| party.merged_into.is_none()).count();
    let merged = state.parties.values().filter(|party| party.merged_into.is_some()).count();
    let counted = usize::try_from(sums.values().map(|sum| sum.new_friends).sum::<i64>()).unwrap();
    assert!((friends..=friends + merged).contains(&counted), "{counted} of {friends} and {merged}");
    let listed: BTreeMap<_, _> = db.people_figures().await.unwrap().into_iter().map(|row| ((row.party, row.currency), row.figures)).collect();
    let present = |map: &BTreeMap<_, PersonFigures>| {
        map.iter().filter(|(_, f)| **f != PersonFigures::default()).map(|(k, v)| (*k, *v)).collect::<BTreeMap<(PartyId, Currency), _>>()
    };
    assert_eq!(present(&listed), present(&people));

    // Referrals: every bond and, of those who have none, every first refusal.
    let bound: BTreeSet<_> = state
        .parties
        .iter()
        .filter(|(_, party)| party.merged_into.is_none())
        .filter_map(|(id, party)| party.bond.map(|bond| (*id, state.resolve(bond.advocate), bond.at)))
        .collect();
    let edges: BTreeSet<_> = db.edges().await.unwrap().into_iter().map(|edge| (edge.friend, edge.advocate, edge.bound_at)).collect();
    assert_eq!(edges, bound);
    let friends: BTreeSet<_> = bound.iter().map(|(friend, ..)| *friend).collect();
    let refused: BTreeSet<_> = told.refused.keys().map(|party| state.resolve(*party)).filter(|party| !friends.contains(party)).collect();
    let listed: BTreeSet<_> = rows(path, "SELECT friend FROM referral WHERE status = 2")
        .into_iter()
        .map(|row| if let Value::Integer(no) = row[0] { PartyId(u32::try_from(no).unwrap()) } else { panic!("{row:?}") })
        .collect();
    assert_eq!(listed, refused);
    // A bond that a person refused stands, and says why it earns nothing.
    let rejected: BTreeSet<_> =
        state.parties.iter().filter(|(_, party)| party.rejected && party.bond.is_some()).map(|(id, _)| i64::from(id.0)).collect();
    let said: BTreeSet<_> = rows(path, "SELECT friend FROM referral WHERE status < 2 AND reason IS NOT NULL")
        .into_iter()
        .map(|row| if let Value::Integer(no) = row[0] { no } else { panic!("{row:?}") })
        .collect();
    assert_eq!(said, rejected);
    told
}
