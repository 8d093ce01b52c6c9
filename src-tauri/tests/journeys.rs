//! Journeys through the real window: the program as people get it, driven from outside. Each has its own folders, its own program, and facts
//! that it holds against the db. `src-tauri/setup/journeys.sh` gives them a screen.

#![allow(clippy::unwrap_used, clippy::print_stderr, missing_docs, unreachable_pub)]

#[path = "journeys/album.rs"]
mod album;
#[path = "journeys/bed.rs"]
mod bed;
#[path = "journeys/doors.rs"]
mod doors;
#[path = "journeys/driver.rs"]
mod driver;
#[path = "journeys/figures.rs"]
mod figures;
#[path = "journeys/hands.rs"]
mod hands;
#[path = "journeys/looks.rs"]
mod looks;
#[path = "journeys/paid.rs"]
mod paid;
#[path = "journeys/payouts.rs"]
mod payouts;
#[path = "journeys/people.rs"]
mod people;
#[path = "journeys/programs.rs"]
mod programs;
#[path = "journeys/reviews.rs"]
mod reviews;
#[path = "journeys/rounds.rs"]
mod rounds;
#[path = "journeys/stall.rs"]
mod stall;
#[path = "journeys/story.rs"]
mod story;
#[path = "journeys/trials.rs"]
mod trials;
#[path = "journeys/window.rs"]
mod window;

use std::time::{Duration, Instant};

/// The longest that a window may take to show what it should, on a machine that builds something else meanwhile.
const PATIENCE: Duration = Duration::from_secs(40);
/// How often the page of another process is looked at.
const LOOK: Duration = Duration::from_millis(40);

/// Looks until there is something to see.
///
/// # Errors
/// What was waited for, once patience is at its end.
fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> Result<T, String> {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return Ok(found);
        }
        if began.elapsed() > PATIENCE {
            return Err(format!("waited {} s for {what}", PATIENCE.as_secs()));
        }
        std::thread::sleep(LOOK);
    }
}
