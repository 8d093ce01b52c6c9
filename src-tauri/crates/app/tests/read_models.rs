//! The read models against the log: what screens ask for is what comes of the log's own events and outcomes, and nothing of it depends on how
//! many events a commit held.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Bed, NOW, clock};
use rusqlite::types::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use vouchsafe_app::page::ParsedPage;
use vouchsafe_app::{Access, Desk, fold, programs, saleor};
use vouchsafe_db::Db;
use vouchsafe_demo::{Shop, Spec};
use vouchsafe_domain::engine;
use vouchsafe_domain::ledger::Account;
use vouchsafe_domain::money::{Asset, Currency};
use vouchsafe_domain::name::Names as _;
use vouchsafe_domain::outcome::Change;
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::program::Programs;
use vouchsafe_domain::reward::AnyReward;
use vouchsafe_domain::rollup::{Figures, PersonFigures, Rollup};
use vouchsafe_domain::shop::Kind;
use vouchsafe_domain::state::State;
use vouchsafe_domain::time::Timestamp;

/// The ready program, holding from before the shop's first order.
fn program() -> String {
    programs::ready()[0].source.replace("version = 1", "version = 1\nfrom = 2024-01-01T00:00:00Z")
}

/// What the log alone tells.
#[derive(Default)]
struct Told {
    state: State,
    rollup: Rollup,
    balances: BTreeMap<(Account, Asset), i64>,
    /// Who was refused a bond by whom, at first.
    refused: BTreeMap<PartyId, Timestamp>,
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

fn rows(path: &Path, sql: &str) -> Vec<Vec<Value>> {
    let conn = rusqlite::Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut statement = conn.prepare(sql).unwrap();
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| (0..columns).map(|index| row.get(index)).collect()).unwrap();
    rows.map(Result::unwrap).collect()
}

fn standing(reward: &AnyReward) -> i64 {
    if reward.is_open() { reward.amount().minor } else { 0 }
}

/// Compares every read model with the log.
async fn hold(path: &Path) -> Told {
    let db = Db::open(path, Access::ReadOnly).await.unwrap();
    let told = told(&db);
    let state = &told.state;
    assert!(*state == db.state().await.unwrap(), "the stored records are not those that the log gives");

    // Rewards, one by one and in sum.
    let mut totals: BTreeMap<(String, i64), (i64, i64)> = BTreeMap::new();
    let listed = rows(
        path,
        "SELECT no, friend, beneficiary, state, minor, revision, ended_at IS NOT NULL, coalesce(proposed, 0), waits & 8 FROM reward ORDER BY no",
    );
    assert_eq!(listed.len(), state.rewards.len());
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
        let Asset::Currency(currency) = reward.amount().asset else { panic!("the program gives money") };
        let total = totals.entry((name.to_owned(), i64::from(currency.number()))).or_default();
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
        *owed.entry((Account::LiabilityPending(reward.terms().beneficiary), reward.amount().asset)).or_default() -= reward.amount().minor;
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
        let Asset::Currency(currency) = reward.amount().asset else { panic!("the program gives money") };
        let issued = if matches!(reward, AnyReward::Settled(_)) { reward.amount().minor } else { 0 };
        expected.entry(currency).or_default().add(&Figures { accrued: standing(reward), issued, ..Figures::default() });
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
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn after_rounds_of_changes_the_read_models_are_what_the_log_gives() {
    let spec = Spec::new(1_500, 13);
    // Each round of changes takes a day of the shop's.
    let bed = Bed::at(Shop::generate(&spec), "2026-11-08T00:00:00Z").await;
    bed.desk.activate("program.toml", &program()).await.unwrap();
    let shop = bed.shop(saleor::Settings::default()).await;
    bed.sync(&shop).await.unwrap();
    hold(&bed.path()).await;
    let mut later = Shop::generate(&spec);
    for round in 1..=4 {
        later.mutate(round, 1_500);
        bed.server.replace(later.clone());
        let read = bed.sync(&shop).await.unwrap();
        assert!(read.events > 0, "{read:?}");
    }
    let told = hold(&bed.path()).await;
    let of = |name: &str| told.state.rewards.values().filter(|reward| reward.state_name() == name).count();
    assert!(of("void") > 0 && of("waiting") > 0);
    assert!(!told.refused.is_empty());
}

/// A history in which few people do much: guests who register, addresses that change hands, accounts that go and come again, codes that are
/// known late, orders that are paid, given back and cancelled. The same seed gives the same history.
fn story(seed: u64, events: u32) -> Vec<String> {
    let mut random = seed;
    let mut below = move |n: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % n
    };
    let mut orders = 0;
    let mut lines = Vec::new();
    for no in 0..events {
        let at = Timestamp::from_micros(1_767_225_600_000_000 + i64::from(no) * 14_400_000_000);
        let (who, mail, code) = (below(8) + 1, below(8) + 1, below(8) + 1);
        let email = if below(4) == 0 { String::new() } else { format!(r#","email":"p{mail}@example.com""#) };
        let ref_code = if below(2) == 0 { String::new() } else { format!(r#","ref_code":"C{code}""#) };
        let known = below(orders.max(1)) + 1;
        let body = match below(20) {
            0..3 => format!(r#""type":"customer_registered","customer":"{who}"{email}{ref_code}"#),
            3..5 => format!(r#""type":"customer_updated","customer":"{who}"{email}"#),
            5 => format!(r#""type":"customer_deleted","customer":"{who}""#),
            6..8 => format!(r#""type":"code_issued","code":"C{who}","customer":"{who}""#),
            8 => format!(r#""type":"interaction","customer":"{who}"{ref_code}"#),
            9..13 => {
                orders += 1;
                let buyer = if below(2) == 0 { format!(r#","email":"p{mail}@example.com""#) } else { format!(r#","customer":"{who}"{email}"#) };
                let amount = format!(r#"{{"amount":"{}.00","currency":"{}"}}"#, below(90) + 20, if below(3) == 0 { "USD" } else { "EUR" });
                format!(r#""type":"order_placed","order":"{orders}"{buyer}{ref_code},"items":{amount}"#)
            }
            13..16 => format!(r#""type":"order_confirmed","order":"{known}""#),
            16..19 => {
                let money = |amount: u64| format!(r#"{{"amount":"{amount}.00","currency":"EUR"}}"#);
                format!(r#""type":"order_money","order":"{known}","captured_gross":{},"refunded":{}"#, money(120), money(below(3) * 30))
            }
            _ => format!(r#""type":"order_cancelled","order":"{known}""#),
        };
        lines.push(format!(r#"{{"id":"e{no:04}","at":"{at}",{body}}}"#));
    }
    lines
}

/// Folds a history, so many lines in a commit; what it lets be judged again comes behind all of it.
async fn imported(dir: &Path, lines: &[String], at_once: usize) -> std::path::PathBuf {
    let path = dir.join(format!("by{at_once}.db"));
    let desk = Desk::open(&path, Access::ReadWrite, clock(NOW)).await.unwrap();
    let auto = program().replace("mode = \"manual\"", "mode = \"auto\"").replace("hold_days = 14", "hold_days = 3").replace("gift_card", "wallet");
    desk.activate("program.toml", &auto).await.unwrap();
    desk.close().await;
    let (db, now) = (Db::open(&path, Access::ReadWrite).await.unwrap(), Timestamp::parse(NOW).unwrap());
    let read = db.write(move |tx| {
        let file = vouchsafe_domain::program::file::parse(&auto, tx).map_err(|fault| vouchsafe_db::DbError::Damaged(fault.to_string()))?;
        Ok(Programs::new(file.policy.unwrap(), vec![file.program]))
    });
    let programs = read.await.unwrap();
    for some in lines.chunks(at_once) {
        let (some, programs) = (some.to_vec(), programs.clone());
        let fold = db.write(move |tx| {
            let events: Vec<_> = some.iter().map(|line| vouchsafe_domain::event_file::parse_line(line, tx).unwrap()).collect();
            fold::append(tx, &programs, &events, now)
        });
        fold.await.unwrap();
    }
    let again = db.clone();
    tokio::task::spawn_blocking(move || fold::judge_again(&again, &programs, now).unwrap()).await.unwrap();
    db.close().await;
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn the_read_models_do_not_depend_on_how_many_events_a_commit_held() {
    const TABLES: [&str; 8] = [
        "SELECT * FROM reward ORDER BY no",
        "SELECT * FROM reward_total WHERE count <> 0 ORDER BY state, waits, role, asset",
        "SELECT * FROM referral ORDER BY friend",
        "SELECT * FROM person_figure WHERE orders <> 0 OR revenue <> 0 OR cost <> 0 ORDER BY party, currency",
        "SELECT * FROM figure WHERE revenue <> 0 OR accrued <> 0 OR issued <> 0 ORDER BY month, channel, currency",
        "SELECT * FROM balance WHERE minor <> 0 ORDER BY kind, ref, asset",
        "SELECT * FROM event ORDER BY seq",
        "SELECT * FROM merged ORDER BY party",
    ];
    let mut merged = 0;
    for seed in 0..12 {
        let dir = tempfile::TempDir::new().unwrap();
        let lines = story(seed, 160);
        let whole = imported(dir.path(), &lines, lines.len()).await;
        hold(&whole).await;
        merged += rows(&whole, TABLES[7]).len();
        for at_once in [1, 7] {
            let parts = imported(dir.path(), &lines, at_once).await;
            hold(&parts).await;
            for sql in TABLES {
                assert_eq!(rows(&parts, sql), rows(&whole, sql), "history {seed}, {at_once} at once: {sql}");
            }
        }
    }
    assert!(merged > 20, "{merged} parties turned out to be another one");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_order_gave_is_explained_by_the_keys_of_its_rewards() {
    let dir = tempfile::TempDir::new().unwrap();
    let mut guests = 0;
    for seed in 0..4 {
        let path = imported(dir.path(), &story(seed, 160), 160 + usize::try_from(seed).unwrap()).await;
        let desk = Desk::open(&path, Access::ReadOnly, clock(NOW)).await.unwrap();
        let orders: BTreeSet<i64> = rows(&path, "SELECT shop_order FROM reward")
            .into_iter()
            .map(|row| if let Value::Integer(order) = row[0] { order } else { panic!("{row:?}") })
            .collect();
        for order in orders {
            for decision in desk.explain(&order.to_string()).await.unwrap().decisions.iter().filter(|decision| decision.amount.is_some()) {
                let key = decision.reward.as_deref().unwrap();
                guests += usize::from(key.contains("/guest-") && decision.friend.key != key.split('/').nth(1).unwrap());
                assert_eq!(desk.reward(key).await.unwrap().row.key, key);
            }
        }
        desk.close().await;
    }
    assert!(guests > 0, "somebody was a guest when the reward was promised and has an account since");
}

/// What the doctor finds in the tables of a file.
async fn found(path: &Path) -> Vec<(String, Vec<(String, String)>)> {
    let desk = Desk::open(path, Access::ReadOnly, clock(NOW)).await.unwrap();
    let diagnosis = desk.doctor(None).await.unwrap();
    desk.close().await;
    let of_tables = |code: &str| matches!(code, "table_differs" | "balances_differ" | "rewards_differ" | "totals_differ");
    diagnosis.findings.into_iter().filter(|said| of_tables(&said.code)).map(|said| (said.code, said.args)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_derived_from_the_log_and_differs_from_it_is_named() {
    const DAMAGE: [(&str, &str); 25] = [
        ("reward", "UPDATE reward SET key = key || 'x' WHERE rowid_of"),
        ("balance", "UPDATE balance SET minor = minor + 1 WHERE rowid_of"),
        ("reward_total", "UPDATE reward_total SET minor = minor + 1 WHERE rowid_of"),
        ("state_totals", "UPDATE state_totals SET bytes = CAST(bytes || x'00' AS BLOB)"),
        ("state_party", "UPDATE state_party SET bytes = (SELECT bytes FROM state_party ORDER BY key DESC LIMIT 1) WHERE key = 0"),
        ("state_tally", "UPDATE state_tally SET bytes = x'00' WHERE rowid_of"),
        ("state_customer", "UPDATE state_customer SET party = party + 1 WHERE rowid_of"),
        ("state_email", "DELETE FROM state_email WHERE rowid_of"),
        ("state_code", "UPDATE state_code SET key = -4000 WHERE rowid_of"),
        ("state_click", "INSERT INTO state_click (key, code) VALUES (-1, 1)"),
        ("state_order", "DELETE FROM state_order WHERE rowid_of"),
        ("state_reward", "UPDATE state_reward SET deadline = 7 WHERE rowid_of"),
        ("state_program", "DELETE FROM state_program"),
        ("merged", "UPDATE merged SET into_party = into_party + 1 WHERE rowid_of"),
        ("reward", "UPDATE reward SET beneficiary = beneficiary + 1 WHERE rowid_of"),
        ("referral", "UPDATE referral SET bound_at = bound_at - 1 WHERE rowid_of"),
        ("person_figure", "UPDATE person_figure SET revenue = revenue + 1 WHERE rowid_of"),
        ("figure", "UPDATE figure SET accrued = accrued - 1 WHERE rowid_of"),
        ("decided", "DELETE FROM decided WHERE rowid_of"),
        ("reward_event", "INSERT INTO reward_event (reward, seq) VALUES (99999, 1)"),
        ("party_event", "UPDATE party_event SET party = party + 1 WHERE rowid_of"),
        ("party_identity", "DELETE FROM party_identity WHERE rowid_of"),
        ("code_owner", "UPDATE code_owner SET customer = customer + 1 WHERE rowid_of"),
        ("tie", "UPDATE tie SET at = at + 1 WHERE rowid_of"),
        ("money_fact", "UPDATE money_fact SET cost = cost + 1 WHERE rowid_of"),
    ];
    let dir = tempfile::TempDir::new().unwrap();
    let path = imported(dir.path(), &story(3, 160), 7).await;
    assert_eq!(found(&path).await, [], "a sound file");
    let damaged = dir.path().join("damaged.db");
    for (table, sql) in DAMAGE {
        std::fs::copy(&path, &damaged).unwrap();
        let conn = rusqlite::Connection::open(&damaged).unwrap();
        // Any row does, told by its first column; the tables with two have it as the beginning of their key.
        let key: String = conn.query_row("SELECT name FROM pragma_table_info(?1) LIMIT 1", [table], |row| row.get(0)).unwrap();
        let sql = sql.replace("rowid_of", &format!("{key} = (SELECT max({key}) FROM {table})"));
        assert!(conn.execute(&sql, []).unwrap() > 0, "{sql}");
        drop(conn);
        let found = found(&damaged).await;
        let named = match table {
            "balance" => found.iter().any(|(code, _)| code == "balances_differ"),
            "reward_total" => found.iter().any(|(code, _)| code == "totals_differ"),
            _ => found.iter().any(|(code, args)| code == "table_differs" && args.contains(&("table".to_owned(), table.to_owned()))),
        };
        assert!(named && found.len() == 1, "{table}: {found:?}");
        for ending in ["-wal", "-shm"] {
            drop(std::fs::remove_file(dir.path().join(format!("damaged.db{ending}"))));
        }
    }
    let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert!(left.iter().all(|name| !name.contains("doctor")), "{left:?}");
}

/// Reads a shop's pages without a network, in pages of some size, forwards or backwards, on a desk whose numbers for names are its own.
async fn folded(path: &Path, shop: &Shop, page: usize, strangers: u32) {
    let db = Db::open(path, Access::ReadWrite).await.unwrap();
    let source = program().replace("mode = \"manual\"", "mode = { limited = { percent = 50 } }");
    let programs = db
        .write(move |tx| {
            for no in 0..strangers {
                tx.key(&format!("stranger-{no}"));
                tx.email(&format!("stranger-{no}@example.com"));
            }
            let file = vouchsafe_domain::program::file::parse(&source, tx).map_err(|fault| vouchsafe_db::DbError::Damaged(fault.to_string()))?;
            Ok(Programs::new(file.policy.unwrap(), vec![file.program]))
        })
        .await
        .unwrap();
    let settings = saleor::Settings::default();
    let pages = shop.customer_pages(page).map(|text| (Kind::Customers, text)).chain(shop.order_pages(page).map(|text| (Kind::Orders, text)));
    let mut pages: Vec<_> = pages.collect();
    if strangers > 0 {
        pages.reverse();
    }
    for (kind, text) in pages {
        let page = ParsedPage::parse(kind, saleor::RawPage { text, refused: Vec::new(), next: None }, &settings).unwrap();
        db.write(move |tx| page.store(tx, false, Timestamp::MAX)).await.unwrap();
    }
    let waiting = db.write(|tx| tx.raise_barrier(None)).await.unwrap();
    let folding = db.clone();
    tokio::task::spawn_blocking(move || fold::fold_staged(&folding, &programs, waiting, Timestamp::EPOCH, |_| {}).unwrap()).await.unwrap();
    db.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_desk_promises_the_same_whatever_its_pages_and_numbers() {
    let shop = Shop::generate(&Spec::new(1_000, 17));
    let dir = tempfile::TempDir::new().unwrap();
    let (here, there) = (dir.path().join("here.db"), dir.path().join("there.db"));
    folded(&here, &shop, 100, 0).await;
    folded(&there, &shop, 7, 1_000).await;
    for sql in [
        "SELECT key, state, waits, reason, minor, revision, created_at, due_at, ended_at FROM reward ORDER BY key",
        "SELECT t.debit_kind, t.credit_kind, t.asset, t.minor, r.key FROM transfer AS t JOIN reward AS r ON r.no = t.reward ORDER BY t.no",
        "SELECT month, currency, sum(revenue), sum(accrued), sum(new_friends) FROM figure GROUP BY month, currency ORDER BY month, currency",
    ] {
        let (here, there) = (rows(&here, sql), rows(&there, sql));
        assert!(here.len() > 10, "{sql}");
        assert_eq!(here, there, "{sql}");
    }
    let reviewed = rows(&here, "SELECT count(*) FILTER (WHERE waits & 4), count(*) FILTER (WHERE state = 1) FROM reward");
    assert!(matches!(reviewed[0][..], [Value::Integer(waiting), Value::Integer(due)] if waiting > 0 && due > 0), "{reviewed:?}");
}
