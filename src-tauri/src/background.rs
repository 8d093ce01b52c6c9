//! Reading the shop now and then by itself, while the window is open or Vouchsafe stays in the tray.

use crate::shell::Shell;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval_at};

/// How often the shop is read. A round that changes nothing costs a few requests.
pub const PERIOD: Duration = Duration::from_secs(15 * 60);

/// How often is looked whether letters are due. Without any it costs one question to the db.
pub const MAIL_PERIOD: Duration = Duration::from_secs(60);

/// Sends letters that are due every period for as long as the program runs.
pub async fn send_now_and_then(shell: Shell, period: Duration) {
    let mut ticks = interval_at(Instant::now() + period, period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut refusals, mut rest) = (0_u32, 0_u32);
    loop {
        ticks.tick().await;
        rest = rest.saturating_sub(1);
        if rest > 0 {
            continue;
        }
        // A server that refuses is asked less and less often, up to about once an hour: many lock out who knocks too often. What goes wrong is
        // told to whoever sends by hand.
        refusals = if shell.send_due_notices().await.unwrap_or(true) { 0 } else { refusals.saturating_add(1).min(6) };
        rest = 1 << refusals;
    }
}

/// Compares with the shop what was delivered, where that is due at the start. What goes wrong is told where differences are shown.
pub async fn reconcile_at_start(shell: Shell) {
    drop(shell.reconcile_if_due().await);
}

/// Reads the shop every period for as long as the program runs.
pub async fn read_now_and_then(shell: Shell, period: Duration) {
    let mut ticks = interval_at(Instant::now() + period, period);
    // A computer that slept wakes up to one round, not to all that it missed.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        // Without a shop there is nothing to read, and what goes wrong is told by the sync's status.
        if shell.read_shop().await.is_ok() {
            // What goes wrong stands with each payout, and the next round goes on with it.
            drop(shell.pay_automatic().await);
        }
    }
}
