//! The shell: the only code that knows the window. Commands parse what the window asks, call the desk's verbs and put what they give into the
//! shapes of [`wire`]; nothing is decided here.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod background;
pub mod bindings;
pub mod clock;
pub mod commands;
pub mod demo;
pub mod error;
pub mod keychain;
pub mod messages;
pub mod paying;
pub mod places;
pub mod reading;
pub mod reconciling;
pub mod running;
pub mod secrets;
pub mod session;
pub mod shell;
pub mod start;
pub mod tray;
pub mod trying;
pub mod window;
pub mod wire;

use shell::Shell;
use start::Start;
use std::time::Duration;
use tauri::{App, Manager as _, RunEvent, WindowEvent};

/// The longest that closing waits for what is under way; what is not done by then is done again at the next start.
const CLOSING: Duration = Duration::from_secs(5);

/// Opens the window and runs until it is closed.
///
/// # Errors
/// What the system says when there can be no window.
pub fn run(start: Start) -> tauri::Result<()> {
    let commands = bindings::builder();
    let handler = commands.invoke_handler();
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(handler)
        .setup(move |app| Ok(set_up(app, start)?))
        .build(tauri::generate_context!())?;
    app.run(|app, event| match event {
        RunEvent::WindowEvent { event: WindowEvent::CloseRequested { api, .. }, .. } if tray::is_shown(app) => {
            api.prevent_close();
            if let Some(window) = app.get_webview_window(window::LABEL) {
                drop(window.hide());
            }
        }
        RunEvent::Exit => {
            let shell = app.state::<Shell>().inner().clone();
            // Too late for a word to anybody: what is under way keeps its place in the db.
            drop(tauri::async_runtime::block_on(async move { tokio::time::timeout(CLOSING, shell.close()).await }));
        }
        _ => {}
    });
    Ok(())
}

/// The window comes first; the db opens behind it, and the window's first question waits for that.
fn set_up(app: &mut App, start: Start) -> tauri::Result<()> {
    let handle = app.handle().clone();
    let shell = Shell::opening(places::Places::of_this_user(), start, keychain::Keychain::System, messages::Voice::of(handle));
    tauri::async_runtime::spawn(background::read_now_and_then(shell.clone(), background::PERIOD));
    tauri::async_runtime::spawn(background::send_now_and_then(shell.clone(), background::MAIL_PERIOD));
    tauri::async_runtime::spawn(background::reconcile_at_start(shell.clone()));
    tauri::async_runtime::spawn(tray::bring_back(app.handle().clone()));
    let in_tray = shell.settings().tray;
    app.manage(shell);
    window::open(app)?;
    if in_tray {
        tray::show(app.handle());
    }
    Ok(())
}
