//! The main job on the synthetic shop: sync, decide, review, explain, figures and the tree, on a real file and over a real connection.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Bed, NOW, clock};
use std::collections::{BTreeMap, BTreeSet};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::page::ParsedPage;
use vouchsafe_app::view::{
    KindState, Moment, ReferralFilter, ReferralStatus, ReviewVerdict, RewardFilter, RewardRow, RewardSort, RewardState, SyncStatus, TreeSort, Wait,
};
use vouchsafe_app::{Access, AppError, Desk, fold, programs, saleor};
use vouchsafe_db::Db;
use vouchsafe_demo::{Shop, Spec};
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::event_file::EventFault;
use vouchsafe_domain::money::Currency;
use vouchsafe_domain::program::Programs;
use vouchsafe_domain::shop::Kind;
use vouchsafe_domain::state::{OrderRecord, State};
use vouchsafe_domain::time::Timestamp;

/// The ready program, holding from before the shop's first order.
fn program() -> String {
    programs::ready()[0].source.replace("version = 1", "version = 1\nfrom = 2024-01-01T00:00:00Z")
}

async fn synced(orders: u32) -> (Bed, saleor::Shop) {
    let bed = Bed::new(Shop::generate(&Spec::new(orders, 7))).await;
    bed.desk.activate("program.toml", &program()).await.unwrap();
    let shop = bed.shop(saleor::Settings::default()).await;
    bed.sync(&shop).await.unwrap();
    (bed, shop)
}

async fn all_rewards(desk: &Desk, filter: &RewardFilter, sort: RewardSort) -> Vec<RewardRow> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let found = desk.rewards(filter, sort, after.as_deref(), 37).await.unwrap();
        rows.extend(found.page.rows);
        after = found.page.next;
        if after.is_none() {
            assert_eq!(rows.len() as u64, found.page.count);
            return rows;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_shop_ends_in_the_mirror_and_the_journal_holds() {
    let (bed, shop) = synced(1_200).await;
    let status = bed.desk.sync_status().await.unwrap();
    assert!(status.kinds.iter().all(|kind| kind.state == KindState::Done), "{status:?}");
    assert_eq!(status.last_synced_at, Timestamp::parse(NOW).ok());
    let db = bed.look().await;
    assert_eq!(db.mirror_counts().await.unwrap().of(Kind::Orders), 1_200);
    let verified = db.verify_journal().await.unwrap();
    assert!(verified.broken.is_none() && verified.events > 3_000, "{verified:?}");
    // The engine's records as they are stored are those that evolving the log's own outcomes gives: nothing is judged again.
    let mut rebuilt = State::default();
    for events in db.log_after(0, 500) {
        for (_, event, outcome) in events.unwrap() {
            vouchsafe_domain::engine::evolve(&mut rebuilt, &event, &outcome, &mut Default::default());
        }
    }
    let stored = db.state().await.unwrap();
    assert_eq!(rebuilt.rewards, stored.rewards);
    assert_eq!(rebuilt.orders, stored.orders);
    assert_eq!(rebuilt.parties, stored.parties);
    let again = bed.sync(&shop).await.unwrap();
    assert_eq!((again.changed, again.events), (0, 0));
}

/// Fills a db with a shop's pages without a network, as one round; every `nth` page comes twice.
async fn staged(path: &std::path::Path, shop: &Shop, nth: usize) -> (Db, Programs, u64) {
    let db = Db::open(path, Access::ReadWrite).await.unwrap();
    let source = program();
    let programs = db
        .write(move |tx| {
            let file = vouchsafe_domain::program::file::parse(&source, tx).map_err(|fault| vouchsafe_db::DbError::Damaged(fault.to_string()))?;
            Ok(Programs::new(file.policy.unwrap(), vec![file.program]))
        })
        .await
        .unwrap();
    let settings = saleor::Settings::default();
    let customers = shop.customer_pages(100).with_duplicates(nth).map(|text| (Kind::Customers, text));
    let pages = customers.chain(shop.order_pages(100).with_duplicates(nth).map(|text| (Kind::Orders, text)));
    for (kind, text) in pages {
        let page = ParsedPage::parse(kind, saleor::RawPage { text, refused: Vec::new(), next: None }, &settings).unwrap();
        db.write(move |tx| page.store(tx, false, Timestamp::MAX)).await.unwrap();
    }
    let waiting = db.write(|tx| tx.raise_barrier(None)).await.unwrap();
    (db, programs, waiting)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_and_a_small_fold_write_the_same() {
    let shop = Shop::generate(&Spec::new(900, 3));
    let dir = tempfile::TempDir::new().unwrap();
    let (mut ends, mut judged) = (Vec::new(), None);
    // The second one is told every other page twice, too: that must change nothing.
    for (name, pretended, nth) in [("large", Some(u64::MAX), usize::MAX), ("small", Some(0), 2)] {
        let (db, programs, waiting) = staged(&dir.path().join(name), &shop, nth).await;
        assert!(waiting > 2_000);
        let folding = db.clone();
        let done = tokio::task::spawn_blocking(move || fold::fold_staged(&folding, &programs, pretended.unwrap(), Timestamp::EPOCH, |_| {}).unwrap());
        // With what the events of this shop let judge again.
        let done = done.await.unwrap();
        assert!(done >= waiting && *judged.get_or_insert(done) == done, "{done} of {waiting}");
        let mut log = Vec::new();
        for events in db.log_after(0, 500) {
            log.extend(events.unwrap());
        }
        ends.push((log, db.state().await.unwrap(), db.figures().await.unwrap(), db.people_figures().await.unwrap(), db.balances().await.unwrap()));
        db.close().await;
    }
    let (small, large) = (ends.pop().unwrap(), ends.pop().unwrap());
    assert!(small.0 == large.0, "the logs differ");
    assert!(small.1 == large.1, "the states differ");
    assert_eq!((small.2, small.3, small.4), (large.2, large.3, large.4));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fold_that_is_gone_on_with_is_cut_into_the_same_commits() {
    let shop = Shop::generate(&Spec::new(400, 3));
    let dir = tempfile::TempDir::new().unwrap();
    let mut undisturbed = None;
    for kill in [None, Some(0), Some(1), Some(2), Some(3)] {
        let (db, programs, waiting) = staged(&dir.path().join(format!("{kill:?}")), &shop, usize::MAX).await;
        assert_eq!(db.write(|tx| tx.fold_by(500)).await.unwrap(), 500);
        let fold = |db: Db, programs: Programs, waiting| {
            tokio::task::spawn_blocking(move || fold::fold_staged(&db, &programs, waiting, Timestamp::EPOCH, |_| {}))
        };
        let (db, left) = match kill {
            None => (db, waiting),
            Some(commits) => {
                // One commit is for asking how the fold is cut.
                db.die_after(1 + commits).unwrap();
                fold(db.clone(), programs.clone(), waiting).await.unwrap().unwrap_err();
                let path = db.path().to_owned();
                db.close().await;
                let db = Db::open(&path, Access::ReadWrite).await.unwrap();
                // Whoever goes on may think that it is a small fold by now.
                (db, 1)
            }
        };
        fold(db.clone(), programs, left).await.unwrap().unwrap();
        let end = (db.journal_head().await.unwrap().unwrap(), db.state().await.unwrap());
        db.close().await;
        match &undisturbed {
            None => undisturbed = Some(end),
            Some(undisturbed) => assert!(end == *undisturbed, "killed after {kill:?} commits it ended differently"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_sync_goes_on_where_it_stopped_and_ends_the_same() {
    let spec = Spec::new(1_000, 5);
    let mut ends = Vec::new();
    for cancelled in [false, true] {
        let bed = Bed::new(Shop::generate(&spec)).await;
        bed.desk.activate("program.toml", &program()).await.unwrap();
        let shop = bed.shop(saleor::Settings::default()).await;
        if cancelled {
            let (progress, cancel) = (watch::Sender::new(SyncStatus::default()), CancellationToken::new());
            let (mut seen, stop) = (progress.subscribe(), cancel.clone());
            let stopper = tokio::spawn(async move {
                let is_reading_orders = |status: &SyncStatus| status.kinds.iter().any(|kind| kind.kind == Kind::Orders && kind.rows >= 200);
                seen.wait_for(is_reading_orders).await.unwrap();
                stop.cancel();
            });
            let result = bed.desk.sync(&shop, &progress, &cancel).await;
            assert!(matches!(result, Err(AppError::Cancelled)), "{result:?}");
            stopper.await.unwrap();
            assert!(
                !bed.desk.status().await.unwrap().is_folded || bed.look().await.last_seq().await.unwrap() == 1,
                "nothing is decided on half a picture"
            );
            let kept = bed.desk.sync_status().await.unwrap();
            assert!(kept.kinds.iter().any(|kind| kind.kind == Kind::Orders && (200..1_000).contains(&kind.rows)), "{kept:?}");
        }
        bed.sync(&shop).await.unwrap();
        let db = bed.look().await;
        ends.push((db.state().await.unwrap(), db.figures().await.unwrap(), db.journal_head().await.unwrap()));
    }
    assert!(ends[0] == ends[1], "the cancelled sync ended differently");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_at_the_shop_is_read_and_nothing_else_is_written() {
    let bed = Bed::new(Shop::generate(&Spec::new(800, 11))).await;
    bed.desk.activate("program.toml", &program()).await.unwrap();
    let shop = bed.shop(saleor::Settings::default()).await;
    let first = bed.sync(&shop).await.unwrap();
    let mut later = Shop::generate(&Spec::new(800, 11));
    later.mutate(1, 1);
    bed.server.replace(later);
    let second = bed.sync(&shop).await.unwrap();
    assert!(second.changed > 0 && second.changed * 5 < first.changed, "{first:?} {second:?}");
    let mut pages = shop.pages(Kind::Orders, saleor::Cursor::default());
    let db = bed.look().await;
    while let Some(page) = pages.next().await.unwrap() {
        for order in saleor::parse::orders(&page.text, shop.settings()).unwrap().rows {
            assert_eq!(db.order(&order.number).await.unwrap(), Some(order));
        }
    }
    assert!(db.verify_journal().await.unwrap().broken.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_lets_a_reward_go_on_or_refuses_it_with_a_reason_and_never_twice() {
    let (bed, _) = synced(600).await;
    let desk = &bed.desk;
    let filter = RewardFilter { state: Some(RewardState::Waiting), wait: Some(Wait::Review), ..RewardFilter::default() };
    let waiting = all_rewards(desk, &filter, RewardSort::Oldest).await;
    assert!(waiting.len() > 4, "{}", waiting.len());
    let detail = desk.reward(&waiting[0].key).await.unwrap();
    assert!(detail.can_approve && detail.can_reject);
    assert_eq!(detail.decision.as_ref().and_then(|decision| decision.amount.clone()), Some(detail.row.amount));
    let review = |verdict, reason: &'static str, expects| desk.review("mara", &waiting[0].key, verdict, reason, expects);
    assert!(matches!(review(ReviewVerdict::Approve, "  ", detail.revision).await, Err(AppError::ReasonMissing)));
    assert!(matches!(review(ReviewVerdict::Approve, "looks right", detail.revision + 1).await, Err(AppError::Stale)));
    let after = review(ReviewVerdict::Approve, "looks right", detail.revision).await.unwrap();
    assert_eq!(after.row.state, RewardState::Due, "its hold was over long ago");
    assert!(!after.can_approve);
    assert!(after.history.iter().any(|step| step.change == "approved" && step.actor.as_deref() == Some("mara")), "{:?}", after.history);
    assert!(matches!(review(ReviewVerdict::Approve, "again", detail.revision).await, Err(AppError::Stale)));
    let other = desk.reward(&waiting[1].key).await.unwrap();
    let refused = desk.review("mara", &waiting[1].key, ReviewVerdict::Reject, "same household", other.revision).await.unwrap();
    assert_eq!((refused.row.state, refused.row.reason.map(|reason| reason.code())), (RewardState::Void, Some("rejected_by_staff")));
    let sum = |side: &str| refused.transfers.iter().filter(|t| t.debit.starts_with(side)).map(|t| t.amount.minor).sum::<i64>();
    assert_eq!(sum("expense:rewards"), sum("liability:pending"), "pend and void are neutral");
    assert!(bed.look().await.verify_journal().await.unwrap().broken.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_agree_with_their_totals_whatever_their_order() {
    let (bed, _) = synced(900).await;
    let whole = all_rewards(&bed.desk, &RewardFilter::default(), RewardSort::Newest).await;
    let keys = |rows: &[RewardRow]| rows.iter().map(|row| row.key.clone()).collect::<BTreeSet<_>>();
    for sort in [RewardSort::Oldest, RewardSort::AmountHigh, RewardSort::AmountLow] {
        assert_eq!(keys(&all_rewards(&bed.desk, &RewardFilter::default(), sort).await), keys(&whole));
    }
    let mut sums = BTreeMap::new();
    for row in &whole {
        *sums.entry(row.amount.asset).or_insert((0, 0)) = {
            let (minor, count) = sums.get(&row.amount.asset).copied().unwrap_or((0, 0));
            (minor + row.amount.minor, count + 1)
        };
    }
    let totals = bed.desk.rewards(&RewardFilter::default(), RewardSort::Newest, None, 1).await.unwrap().totals;
    assert_eq!(totals.iter().map(|total| (total.amount.asset, (total.amount.minor, total.count))).collect::<BTreeMap<_, _>>(), sums);
    assert!(sums.len() > 1, "several currencies, each on its own");
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_the_sums_of_what_they_are_made_of() {
    let (bed, _) = synced(900).await;
    let euro = Currency::parse("EUR").unwrap();
    let overview = bed.desk.overview(Some(euro)).await.unwrap();
    let sum = |rows: &[vouchsafe_app::view::FigureRow]| {
        rows.iter().fold((0, 0, 0), |sum, row| (sum.0 + row.friends, sum.1 + row.revenue.minor, sum.2 + row.reward_cost.minor))
    };
    assert_eq!(sum(&overview.months), sum(&overview.channels));
    // What was promised and stands is what the list of rewards says.
    let filter = RewardFilter { currency: Some(euro), ..RewardFilter::default() };
    let standing = all_rewards(&bed.desk, &filter, RewardSort::Newest).await;
    let cost: i64 = standing.iter().filter(|row| !matches!(row.state, RewardState::Void | RewardState::Reversed)).map(|row| row.amount.minor).sum();
    assert_eq!(sum(&overview.months).2, cost);
    assert!(cost > 0);
    let look = vouchsafe_app::ChartLook {
        theme: vouchsafe_app::chart::Theme::Light,
        size: vouchsafe_app::chart::Size::new(640, 320).unwrap(),
        language: Default::default(),
    };
    for id in [vouchsafe_app::view::ChartId::CacByMonth, vouchsafe_app::view::ChartId::RoiByChannel] {
        let chart = bed.desk.chart(id, euro, &look).await.unwrap();
        assert!(chart.svg.starts_with("<svg"));
        assert_eq!(chart.values[0].len(), chart.labels.len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tree_counts_everybody_below() {
    let (bed, _) = synced(900).await;
    let mut advocates = BTreeMap::new();
    let mut after = None;
    loop {
        let page = bed.desk.referrals(&ReferralFilter::default(), true, after.as_deref(), 200).await.unwrap();
        for row in page.rows.iter().filter(|row| row.status != ReferralStatus::Rejected) {
            advocates.insert(row.friend.party, row.advocate.as_ref().unwrap().party);
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let below = |party: u32| {
        advocates.keys().filter(|friend| std::iter::successors(advocates.get(friend), |up| advocates.get(up)).any(|up| *up == party)).count() as u64
    };
    let roots = bed.desk.tree_children(None, Moment::default(), TreeSort::default(), None, 50).await.unwrap();
    assert!(roots.rows.windows(2).all(|pair| pair[0].subtree >= pair[1].subtree));
    for node in &roots.rows {
        assert_eq!((node.subtree, node.level), (below(node.person.party), 0));
        let children = bed.desk.tree_children(Some(node.person.party), Moment::default(), TreeSort::default(), None, 500).await.unwrap();
        assert_eq!(children.count, node.children);
        for child in &children.rows {
            assert_eq!(advocates.get(&child.person.party), Some(&node.person.party));
            let path = bed.desk.tree_path(child.person.party, Moment::default()).await.unwrap();
            assert_eq!(path.iter().map(|node| node.person.party).collect::<Vec<_>>(), [node.person.party, child.person.party]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_confirmed_order_is_explained() {
    let (bed, _) = synced(300).await;
    let db = bed.look().await;
    let state = db.state().await.unwrap();
    let confirmed: Vec<_> =
        state.orders.iter().filter(|(_, order)| order.confirmed_at.is_some()).map(|(key, _)| key.0.as_number().unwrap()).collect();
    assert!(confirmed.len() > 100);
    let mut told = 0;
    for number in &confirmed {
        let explained = bed.desk.explain(&number.to_string()).await.unwrap();
        assert_eq!(explained.decisions.len(), 2, "one for each grant of order {number}");
        for decision in &explained.decisions {
            assert_eq!(decision.amount.is_some(), decision.reason.is_none());
            let refusals = decision.checks.iter().filter(|check| check.verdict == "refuse").count();
            assert_eq!(refusals, usize::from(decision.reason.is_some()));
            // What was given says where it is now, and what is over says why.
            let now = explained.rewards.iter().find(|row| Some(&row.key) == decision.reward.as_ref());
            assert_eq!(now.is_some(), decision.amount.is_some(), "order {number}");
            if let Some(now) = now {
                assert_eq!(now.reason.is_some(), matches!(now.state, RewardState::Void | RewardState::Reversed), "order {number}");
                assert_eq!(now.waits.is_empty(), now.state != RewardState::Waiting, "order {number}");
                told += 1;
            }
        }
    }
    assert!(told > 20, "{told} rewards");
    assert!(matches!(bed.desk.explain("no-such-order").await, Err(AppError::NothingCalled { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_shop_and_a_program_that_judges_history_by_itself_are_refused() {
    let (bed, _) = synced(100).await;
    let other = Bed::new(Shop::generate(&Spec::new(100, 9))).await;
    let refused = bed.desk.connect(&other.server.url(), other.server.token(), saleor::Settings::default()).await;
    assert_eq!(refused.err().map(|error| error.code()), Some("other_shop"));
    let newer = program().replace("version = 1", "version = 2").replace("mode = \"manual\"", "mode = \"auto\"");
    assert!(matches!(bed.desk.activate("p.toml", &newer).await, Err(AppError::HistoryNeedsManual)));
    let changed = program().replace("hold_days = 14", "hold_days = 13");
    assert!(matches!(bed.desk.activate("p.toml", &changed).await, Err(AppError::VersionTaken { .. })));
    let again = Desk::open(&bed.path(), Access::ReadWrite, clock(NOW)).await;
    assert_eq!(again.err().map(|error| error.code()), Some("db_in_use"));
}

#[tokio::test(flavor = "multi_thread")]
async fn metadata_keys_are_kept_and_decide_what_is_read() {
    let bed = Bed::new(Shop::generate(&Spec::new(200, 7))).await;
    let keys = vouchsafe_app::MetadataKeys { order_code: " no_such_key ".to_owned(), customer_ref_code: String::new(), ..Default::default() };
    bed.desk.set_metadata_keys(keys).await.unwrap();
    let kept = bed.desk.metadata_keys().await.unwrap();
    assert_eq!((kept.order_code.as_str(), kept.customer_ref_code.as_str(), kept.customer_code.as_str()), ("no_such_key", "", "referral_code"));
    let shop = bed.shop(kept.settings()).await;
    bed.sync(&shop).await.unwrap();
    assert_eq!(bed.desk.referrals(&ReferralFilter::default(), true, None, 10).await.unwrap().count, 0, "nobody came with a code that is not read");
    assert!(bed.look().await.state().await.unwrap().codes.len() > 5, "codes are still owned");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_not_happened_yet_is_set_aside() {
    // The desk's clock stands three months before the shop's history ends.
    let bed = Bed::at(Shop::generate(&Spec::new(300, 7)), "2026-08-01T00:00:00Z").await;
    let shop = bed.shop(saleor::Settings::default()).await;
    let round = bed.sync(&shop).await.unwrap();
    assert!(round.refused > 10, "{round:?}");
    let rows = bed.desk.quarantine().await.unwrap();
    assert!(rows.iter().all(|row| row.reason.code == "bad_row" && row.reason.args[0].1 == "a date in the future"), "{rows:?}");
    let db = bed.look().await;
    assert_eq!(db.mirror_counts().await.unwrap().of(Kind::Orders) + rows.iter().filter(|row| row.kind == Kind::Orders).count() as u64, 300);
    let file = bed.dir.path().join("ahead.ndjson");
    std::fs::write(&file, "{\"id\":\"a\",\"type\":\"time_passed\",\"at\":\"2099-01-01T00:00:00Z\"}\n").unwrap();
    let refused = bed.desk.import_events(&file).await.unwrap_err();
    assert!(matches!(&refused, AppError::FileLine { line: 1, fault: EventFault::Ahead, .. }), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_came_back_from_a_backup_is_what_the_mirror_holds_after_a_full_check() {
    let spec = Spec::new(400, 11);
    let (before, mut after) = (Shop::generate(&spec), Shop::generate(&spec));
    after.mutate(1, 400);
    let bed = Bed::at(after, "2026-11-04T00:00:00Z").await;
    let shop = bed.shop(saleor::Settings::default()).await;
    bed.sync(&shop).await.unwrap();
    let untouched = Bed::at(before.clone(), "2026-11-04T00:00:00Z").await;
    untouched.sync(&untouched.shop(saleor::Settings::default()).await).await.unwrap();
    let rows = |bed: &Bed| {
        let conn = rusqlite::Connection::open(bed.path()).unwrap();
        let read = |sql: &str| {
            let mut statement = conn.prepare(sql).unwrap();
            let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
            rows.map(Result::unwrap).collect::<BTreeSet<_>>()
        };
        (read("SELECT cold FROM customer WHERE gone_at IS NULL"), read("SELECT cold FROM shop_order WHERE gone_at IS NULL"))
    };
    assert!(rows(&bed).1.difference(&rows(&untouched).1).count() > 5, "the shop had gone on");
    bed.server.replace(before);
    let completeness = bed.desk.full_check(&shop, &watch::Sender::new(SyncStatus::default()), &CancellationToken::new()).await.unwrap();
    assert!(rows(&bed) == rows(&untouched), "older rows are what the shop has now");
    let judged = |bed: &Bed| {
        let conn = rusqlite::Connection::open(bed.path()).unwrap();
        let mut statement = conn.prepare("SELECT key, bytes FROM state_order").unwrap();
        let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?))).unwrap();
        rows.map(|row| {
            let (key, bytes) = row.unwrap();
            let order = OrderRecord::from_bytes(&bytes).unwrap();
            (key, (order.items, order.items_with_tax, order.order_total, order.payable))
        })
        .collect::<BTreeMap<_, _>>()
    };
    let (told, undisturbed) = (judged(&bed), judged(&untouched));
    for (order, amounts) in &undisturbed {
        assert_eq!(told.get(order), Some(amounts), "the engine goes by what the shop has now");
    }
    assert!(
        completeness.kinds.iter().filter(|kind| kind.there.is_some()).all(|kind| kind.months.iter().all(|month| month.is_equal)),
        "{completeness:?}"
    );
}
