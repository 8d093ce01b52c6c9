//! A desk that is killed at any commit, before or behind any request, and goes on.

use super::bed::{Bed, assert_right, cards, keys, only, pay, pay_to_the_end};
use vouchsafe_app::view::PayoutState;
use vouchsafe_demo::{Asked, Fault, Faults, When};

/// How many rewards each of these desks delivers.
const REWARDS: usize = 5;

async fn killed_at_each_commit(faults: Faults) {
    let bed = Bed::new(200).await;
    let due = keys(bed.desk(), PayoutState::Due).await;
    let chosen = &due[..REWARDS];
    for commits in 0.. {
        let other = bed.copy(&format!("killed-{commits}.db")).await;
        for code in bed.server().cards().into_iter().map(|card| card.code) {
            bed.server().delete(&code);
        }
        bed.faulty(faults.clone());
        other.desk.die_after(commits).unwrap();
        let ended = pay(&other.desk, &other.rails, &only(chosen)).await;
        bed.faulty(Faults::default());
        let other = other.again(bed.server()).await;
        pay(&other.desk, &other.rails, &only(chosen)).await.unwrap();
        pay_to_the_end(&other.desk, &other.rails).await;
        assert_right(&other.desk, bed.server()).await;
        assert_eq!(cards(bed.server()).len(), due.len(), "after {commits} commits");
        other.desk.close().await;
        if ended.is_ok() {
            // An intent and its end are two commits at least.
            assert!(commits >= 2 * REWARDS as u64, "{commits}");
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_commit_a_desk_delivers_each_reward_once() {
    killed_at_each_commit(Faults::default()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nor_does_a_kill_on_top_of_lost_answers_double_anything() {
    let lost = Faults::default().with(Asked::Mutations, When::Chance(3_000), Fault::Lost);
    killed_at_each_commit(Faults { seed: 11, ..lost }).await;
}
