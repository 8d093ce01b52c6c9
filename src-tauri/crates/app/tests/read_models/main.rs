//! The read models against the log: what screens ask for is what comes of the log's own events and outcomes, and nothing of it depends on how
//! many events a commit held.
#![allow(clippy::unwrap_used, unreachable_pub)]

#[path = "../common/mod.rs"]
mod common;
mod held;
mod story;

use common::{Bed, NOW, clock};
use held::{hold, rows};
use rusqlite::types::Value;
use std::collections::BTreeSet;
use std::path::Path;
use story::{rich, story};
use vouchsafe_app::page::ParsedPage;
use vouchsafe_app::{Access, Desk, fold, programs, saleor};
use vouchsafe_db::Db;
use vouchsafe_demo::{Shop, Spec};
use vouchsafe_domain::name::Names as _;
use vouchsafe_domain::program::Programs;
use vouchsafe_domain::shop::Kind;
use vouchsafe_domain::time::Timestamp;

/// The ready program, holding from before the shop's first order.
fn program() -> String {
    programs::ready()[0].source.replace("version = 1", "version = 1\nfrom = 2024-01-01T00:00:00Z")
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

/// The ready program with nobody who has to look, on short times.
fn quick() -> String {
    program().replace("mode = \"manual\"", "mode = \"auto\"").replace("hold_days = 14", "hold_days = 3").replace("gift_card", "wallet")
}

/// Folds a history, so many lines in a commit; what it lets be judged again comes behind all of it.
async fn imported(dir: &Path, program: &str, lines: &[String], at_once: usize) -> std::path::PathBuf {
    let path = dir.join(format!("by{at_once}.db"));
    let desk = Desk::open(&path, Access::ReadWrite, clock(NOW)).await.unwrap();
    desk.activate("program.toml", program).await.unwrap();
    desk.close().await;
    let (db, now) = (Db::open(&path, Access::ReadWrite).await.unwrap(), Timestamp::parse(NOW).unwrap());
    let source = program.to_owned();
    let read = db.write(move |tx| {
        let file = vouchsafe_domain::program::file::parse(&source, tx).map_err(|fault| vouchsafe_db::DbError::Damaged(fault.to_string()))?;
        Ok(Programs::assemble(vec![file]))
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

/// Everything that is written, whole. What sums to nothing is left out: a cell is only made when something is added to it. Who an identity points to
/// is written as they are known when a commit ends, so that hangs on the commits.
const TABLES: [&str; 31] = [
    "SELECT * FROM reward ORDER BY no",
    "SELECT * FROM reward_total WHERE count <> 0 ORDER BY state, waits, role, asset",
    "SELECT * FROM referral ORDER BY friend",
    "SELECT * FROM person_figure WHERE orders <> 0 OR revenue <> 0 OR cost <> 0 ORDER BY party, currency",
    "SELECT * FROM figure WHERE revenue <> 0 OR accrued <> 0 OR issued <> 0 OR redeemed <> 0 ORDER BY month, channel, currency",
    "SELECT * FROM balance WHERE minor <> 0 ORDER BY kind, ref, asset",
    "SELECT * FROM event ORDER BY seq",
    "SELECT * FROM merged ORDER BY party",
    "SELECT * FROM state_totals",
    "SELECT * FROM state_party ORDER BY key",
    "SELECT * FROM state_tally ORDER BY key",
    "SELECT * FROM state_customer ORDER BY key",
    "SELECT * FROM state_email ORDER BY key",
    "SELECT * FROM state_code ORDER BY key",
    "SELECT * FROM state_click ORDER BY key",
    "SELECT * FROM state_order ORDER BY key",
    "SELECT * FROM state_reward ORDER BY key",
    "SELECT * FROM state_program ORDER BY key",
    "SELECT * FROM state_profile ORDER BY key",
    "SELECT * FROM state_mark ORDER BY key",
    "SELECT * FROM state_occasion ORDER BY key",
    "SELECT * FROM state_list ORDER BY key",
    "SELECT * FROM transfer ORDER BY no",
    "SELECT friend, seq FROM decided ORDER BY friend, seq",
    "SELECT reward, seq FROM reward_event ORDER BY reward, seq",
    "SELECT signal, reward FROM reward_signal ORDER BY signal, reward",
    "SELECT * FROM code_owner ORDER BY code",
    "SELECT party, other, code, at FROM tie ORDER BY no",
    "SELECT at, party, currency, revenue, cost FROM money_fact ORDER BY no",
    "SELECT * FROM name ORDER BY no",
    "SELECT * FROM identity ORDER BY no",
];

/// Folds a history in one commit and in small ones, and compares everything that was written. Returns the one.
async fn cut(dir: &Path, program: &str, lines: &[String]) -> std::path::PathBuf {
    let whole = imported(dir, program, lines, lines.len()).await;
    hold(&whole).await;
    for at_once in [1, 7] {
        let parts = imported(dir, program, lines, at_once).await;
        hold(&parts).await;
        for sql in TABLES {
            assert_eq!(rows(&parts, sql), rows(&whole, sql), "{at_once} at once: {sql}");
        }
    }
    whole
}

#[tokio::test(flavor = "multi_thread")]
async fn the_read_models_do_not_depend_on_how_many_events_a_commit_held() {
    let mut merged = 0;
    for seed in 0..12 {
        let dir = tempfile::TempDir::new().unwrap();
        let whole = cut(dir.path(), &quick(), &story(seed, 160)).await;
        merged += rows(&whole, TABLES[7]).len();
    }
    assert!(merged > 20, "{merged} parties turned out to be another one");
}

#[tokio::test(flavor = "multi_thread")]
async fn nor_under_a_program_that_asks_for_everything() {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for seed in 0..6 {
        let dir = tempfile::TempDir::new().unwrap();
        let path = cut(dir.path(), include_str!("rich.toml"), &rich(seed, 440)).await;
        let db = Db::open(&path, Access::ReadOnly).await.unwrap();
        for events in db.log_after(0, 500) {
            for (_, event, outcome) in events.unwrap() {
                seen.insert(event.fact.type_name().to_owned());
                for change in outcome.changes {
                    if let vouchsafe_domain::outcome::Change::Reward { step, .. } = change {
                        let step = format!("{step:?}");
                        seen.insert(step.split([' ', '{', '(']).next().unwrap_or_default().to_owned());
                    }
                }
                for decision in outcome.decisions {
                    seen.insert(format!("to {}", decision.role.name()));
                    seen.extend(decision.checks.iter().map(|check| format!("check {}", check.kind.name())));
                }
            }
        }
    }
    // The history is rich: what would not be there would not be compared.
    for expected in [
        "topup",
        "subscription_renewed",
        "purchase_refunded",
        "custom",
        "trial_started",
        "partner_onboarded",
        "role_upgraded",
        "reward_chosen",
        "list_changed",
        "staff_reject_referral",
        "Chosen",
        "Unlocked",
        "Expired",
        "EmailVerified",
        "Aged",
        "Reversed",
        "Reduced",
        "to upline-2",
        "check budget",
        "check step",
        "check score",
        "check boost",
        "check cap",
        "check cooldown",
        "check limit_per_month",
    ] {
        assert!(seen.contains(expected), "{expected} in {seen:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_order_gave_is_explained_by_the_keys_of_its_rewards() {
    let dir = tempfile::TempDir::new().unwrap();
    let mut guests = 0;
    for seed in 0..4 {
        let path = imported(dir.path(), &quick(), &story(seed, 160), 160 + usize::try_from(seed).unwrap()).await;
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
    const DAMAGE: [(&str, &str); 30] = [
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
        ("state_profile", "UPDATE state_profile SET bytes = x'00' WHERE rowid_of"),
        ("state_mark", "DELETE FROM state_mark WHERE rowid_of"),
        ("state_occasion", "UPDATE state_occasion SET key = key + 1 WHERE rowid_of"),
        ("state_list", "DELETE FROM state_list WHERE rowid_of"),
        ("merged", "UPDATE merged SET into_party = into_party + 1 WHERE rowid_of"),
        ("reward", "UPDATE reward SET beneficiary = beneficiary + 1 WHERE rowid_of"),
        ("referral", "UPDATE referral SET bound_at = bound_at - 1 WHERE rowid_of"),
        ("person_figure", "UPDATE person_figure SET revenue = revenue + 1 WHERE rowid_of"),
        ("figure", "UPDATE figure SET accrued = accrued - 1 WHERE rowid_of"),
        ("decided", "DELETE FROM decided WHERE rowid_of"),
        ("reward_event", "INSERT INTO reward_event (reward, seq) VALUES (99999, 1)"),
        ("reward_signal", "INSERT INTO reward_signal (signal, reward) VALUES (99, 1)"),
        ("party_event", "UPDATE party_event SET party = party + 1 WHERE rowid_of"),
        ("party_identity", "DELETE FROM party_identity WHERE rowid_of"),
        ("code_owner", "UPDATE code_owner SET customer = customer + 1 WHERE rowid_of"),
        ("tie", "UPDATE tie SET at = at + 1 WHERE rowid_of"),
        ("money_fact", "UPDATE money_fact SET cost = cost + 1 WHERE rowid_of"),
    ];
    let dir = tempfile::TempDir::new().unwrap();
    let path = imported(dir.path(), include_str!("rich.toml"), &rich(3, 500), 7).await;
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
