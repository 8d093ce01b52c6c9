//! Reading the shop now and then by itself, while the window is open or Vouchsafe stays in the tray.

use crate::shell::Shell;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval_at};

/// How often the shop is read. A round that changes nothing costs a few requests.
pub const PERIOD: Duration = Duration::from_secs(15 * 60);

/// Reads the shop every period for as long as the program runs.
pub async fn read_now_and_then(shell: Shell, period: Duration) {
    let mut ticks = interval_at(Instant::now() + period, period);
    // A computer that slept wakes up to one round, not to all that it missed.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        // Without a shop there is nothing to read, and what goes wrong is told by the sync's status.
        drop(shell.read_shop().await);
    }
}
