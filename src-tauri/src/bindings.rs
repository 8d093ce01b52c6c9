//! The window's side of the commands, generated: `ui/src/ipc/bindings.ts`.

use crate::commands;
use crate::messages::Changed;
use crate::wire::sync::Tag;
use specta_typescript::Typescript;
use std::path::Path;
use tauri::Wry;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands};

const HEADER: &str = "// The window's contract with the shell, written from the shell's types: run `UPDATE_BINDINGS=1 cargo test --test bindings`.\n";

/// Every command that the window has.
#[must_use]
pub fn builder() -> Builder<Wry> {
    Builder::new()
        .commands(collect_commands![
            commands::desk::desk,
            commands::desk::open_demo,
            commands::desk::connect_shop,
            commands::desk::metadata_keys,
            commands::desk::pick_file,
            commands::desk::open_file,
            commands::desk::set_margin,
            commands::sync::sync_status,
            commands::sync::sync_start,
            commands::sync::sync_cancel,
            commands::sync::quarantine,
            commands::figures::overview,
            commands::figures::chart,
            commands::figures::chart_save,
            commands::rewards::rewards,
            commands::rewards::reward,
            commands::rewards::review,
            commands::review::review_queue,
            commands::review::review_case,
            commands::review::review_many,
            commands::review::exclude_domain_preview,
            commands::review::exclude_domain,
            commands::review::reject_referral,
            commands::payouts::payouts,
            commands::payouts::payout,
            commands::payouts::payout_stand,
            commands::payouts::pay_start,
            commands::payouts::pay_cancel,
            commands::payouts::pay_status,
            commands::payouts::pay_dry_run,
            commands::payouts::stop_payouts,
            commands::payouts::let_payouts_go,
            commands::payouts::set_payout_limits,
            commands::payouts::payout_export,
            commands::payouts::mark_paid,
            commands::acts::act_preview,
            commands::acts::act,
            commands::acts::goodwill_preview,
            commands::acts::goodwill,
            commands::acts::proposals,
            commands::acts::decide_proposal,
            commands::reconcile::reconcile_start,
            commands::reconcile::set_reconcile_at_start,
            commands::reconcile::reconcile_cancel,
            commands::reconcile::reconcile_status,
            commands::reconcile::findings,
            commands::reconcile::mend_finding,
            commands::reconcile::leave_finding,
            commands::reconcile::findings_export,
            commands::referrals::referrals,
            commands::referrals::tree_children,
            commands::referrals::tree_path,
            commands::referrals::tree_drawing,
            commands::referrals::tree_summary,
            commands::customers::customers,
            commands::customers::customer,
            commands::customers::timeline,
            commands::customers::leaderboard,
            commands::customers::ranked_assets,
            commands::customers::explain,
            commands::customers::attribution_preview,
            commands::customers::attribute,
            commands::customers::issue_code,
            commands::customers::disable_code,
            commands::customers::erase_person,
            commands::backtest::backtest_start,
            commands::backtest::backtest_cancel,
            commands::backtest::backtest_status,
            commands::backtest::backtest_orders,
            commands::backtest::backtest_decisions,
            commands::completeness::completeness,
            commands::completeness::full_check_start,
            commands::completeness::quarantine_row,
            commands::completeness::repair,
            commands::completeness::sync_log,
            commands::completeness::doctor,
            commands::programs::programs,
            commands::programs::program,
            commands::programs::program_version,
            commands::programs::program_check,
            commands::programs::program_activate,
            commands::programs::program_pause,
            commands::programs::program_resume,
            commands::programs::program_end,
            commands::programs::program_open,
            commands::programs::program_save,
            commands::notices::notices,
            commands::notices::notice_decide,
            commands::notices::notices_send,
            commands::notices::notice_settings,
            commands::notices::notice_switch,
            commands::notices::notice_defaults,
            commands::notices::notice_server,
            commands::notices::notice_words,
            commands::notices::notice_save,
            commands::notices::notice_preview,
            commands::notices::notice_test,
            commands::keeping::backup,
            commands::keeping::restore,
            commands::keeping::resume_payouts,
            commands::keeping::set_tray,
            commands::keeping::set_write_back,
            commands::keeping::enter_token,
            commands::keeping::unlock,
        ])
        // What the messages hold.
        .typ::<Tag>()
        .typ::<Changed>()
        .error_handling(ErrorHandlingMode::Throw)
        .disable_serde_phases()
}

/// Writes the bindings.
///
/// # Errors
/// A type that has no form in TypeScript; what the system says.
pub fn write(path: &Path) -> Result<(), specta_typescript::Error> {
    builder().export(Typescript::default().header(HEADER), path)
}
