//! Reading the shop: stopped in the middle, it goes on from the same place and comes to the same figures.

use crate::bed::Bed;
use crate::window::{Window, id};
use serde_json::json;
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::Desk;
use vouchsafe_app::saleor::Settings;
use vouchsafe_app::view::{Overview, RewardFilter, RewardSort, SyncStatus, Total};
use vouchsafe_demo::{Options, Server};

#[test]
fn a_round_that_was_stopped_goes_on_from_its_place() {
    let bed = Bed::new("rounds").with_token(&Options::default().token);
    let slow = bed.serve(450, 11, Options { latency: Duration::from_millis(700), ..Options::default() });
    let db = bed.file("slow.db");
    let desk = bed.desk(&db);
    connected(&bed, &desk, &slow);
    bed.wait(desk.close());

    let window = Window::open(&bed, &["--db", db.to_str().unwrap()]);
    window.go("sync");
    let under_way = "const kinds = [...document.querySelectorAll('[data-testid^=kind-]')];
         return kinds.some((kind) => kind.dataset.state === 'running') && kinds.some((kind) => /[1-9]/.test(kind.querySelector('.rows').innerText))";
    window.until("reading to be under way", under_way, json!([]));
    window.click(&id("sync-cancel"));
    window.see(&format!("{}[data-phase=idle]", id("sync-summary")));
    window.see("[data-testid^=kind-][data-state=cancelled]");
    let stopped = bed.wait(bed.look(&db).sync_status()).unwrap();
    assert_eq!(stopped.last_synced_at, None, "the round is not over");
    let (kept, asked) = (in_mirror(&stopped), slow.requests());
    assert!(kept > 0, "what was read is kept");
    window.read(&id("sync-start"), "Resume");

    window.click(&id("sync-start"));
    window.synced();
    let resumed = slow.requests() - asked;

    let quick = bed.serve(450, 11, Options::default());
    let quick_desk = bed.desk(&bed.file("quick.db"));
    let shop = connected(&bed, &quick_desk, &quick);
    let began = quick.requests();
    bed.wait(quick_desk.sync(&shop, &watch::Sender::default(), &CancellationToken::new())).unwrap();
    assert!(resumed < quick.requests() - began + 3, "{resumed} requests: what had been read is not read once more");
    let other = bed.look(&db);
    assert_eq!(figures(&bed, &other), figures(&bed, &quick_desk), "the same figures as in one go");
    assert!(in_mirror(&bed.wait(other.sync_status()).unwrap()) > kept);
}

fn connected(bed: &Bed, desk: &Desk, server: &Server) -> vouchsafe_app::saleor::Shop {
    bed.wait(desk.connect(&server.url(), server.token(), Settings::default())).unwrap()
}

fn in_mirror(status: &SyncStatus) -> u64 {
    status.kinds.iter().map(|kind| kind.in_mirror).sum()
}

/// All that a person sees of the shop: figures of every currency, rewards, rows.
fn figures(bed: &Bed, desk: &Desk) -> (Vec<Overview>, Vec<Total>, u64) {
    let currencies = bed.wait(desk.overview(None)).unwrap().currencies;
    let overviews = currencies.into_iter().map(|currency| Overview { as_of: None, ..bed.wait(desk.overview(Some(currency))).unwrap() }).collect();
    let rewards = bed.wait(desk.rewards(&RewardFilter::default(), RewardSort::Newest, None, 1)).unwrap();
    (overviews, rewards.totals, in_mirror(&bed.wait(desk.sync_status()).unwrap()))
}
