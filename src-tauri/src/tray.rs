//! The tray: where Vouchsafe stays while its window is closed, so that the shop goes on being read.

use crate::shell::Shell;
use crate::window;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;
use tauri::menu::MenuBuilder;
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Manager as _};
use vouchsafe_app::words::{Language, Words};

const OPEN: &str = "open";
const READ: &str = "read";
const QUIT: &str = "quit";
const ID: &str = "vouchsafe";
/// How often a hidden window looks whether its icon is shown.
const LOOK: Duration = Duration::from_secs(10);

/// Shows the icon. Returns whether there is one: a desktop without a tray would leave a hidden window out of reach.
pub fn show(app: &AppHandle) -> bool {
    if app.tray_by_id(ID).is_some() {
        return true;
    }
    if !has_tray() {
        return false;
    }
    // The library behind it ends the program's thread where it is not installed; that must not end the program.
    let built = catch_unwind(AssertUnwindSafe(|| build(app)));
    matches!(built, Ok(Ok(())))
}

/// Takes the icon away.
pub fn hide(app: &AppHandle) {
    drop(app.remove_tray_by_id(ID));
}

/// Whether the window may be closed without ending the program: there is an icon, and at this moment somebody shows it.
pub fn is_shown(app: &AppHandle) -> bool {
    app.tray_by_id(ID).is_some() && has_tray()
}

/// Brings a hidden window back when nobody shows its icon any more, so that it is never out of reach. Runs until the program ends.
pub async fn bring_back(app: AppHandle) {
    let mut was_gone = false;
    loop {
        tokio::time::sleep(LOOK).await;
        let is_gone = window::is_hidden(&app) && tauri::async_runtime::spawn_blocking(has_tray).await.is_ok_and(|has| !has);
        // A panel that starts again is gone for a moment; the icon is back with it.
        if is_gone && was_gone {
            window::show(&app);
        }
        was_gone = is_gone;
    }
}

fn build(app: &AppHandle) -> tauri::Result<()> {
    let words = Words::of(language(std::env::var("LC_ALL").or_else(|_| std::env::var("LANG")).ok().as_deref()));
    let say = |key: &str| words.say(key, []);
    let menu = MenuBuilder::new(app).text(OPEN, say("tray-open")).text(READ, say("tray-read")).separator().text(QUIT, say("tray-quit")).build()?;
    let mut icon = TrayIconBuilder::with_id(ID).menu(&menu).tooltip("Vouchsafe").on_menu_event(|app, event| match event.id().as_ref() {
        OPEN => window::show(app),
        READ => {
            let shell = app.state::<Shell>().inner().clone();
            // What keeps it from reading is told by the sync's status.
            tauri::async_runtime::spawn(async move { drop(shell.read_shop().await) });
        }
        QUIT => app.exit(0),
        _ => {}
    });
    if let Some(image) = app.default_window_icon() {
        icon = icon.icon(image.clone());
    }
    icon.build(app)?;
    Ok(())
}

/// The language of the menu: what the system is set to.
fn language(locale: Option<&str>) -> Language {
    if locale.is_some_and(|locale| locale.starts_with("ru")) { Language::Russian } else { Language::English }
}

/// Whether somebody shows trays. On Linux that is a program of the desktop, and some have none.
#[cfg(target_os = "linux")]
fn has_tray() -> bool {
    const PATIENCE: Duration = Duration::from_secs(2);
    let asked = || -> Result<bool, dbus::Error> {
        let bus = dbus::blocking::Connection::new_session()?;
        let proxy = bus.with_proxy("org.freedesktop.DBus", "/org/freedesktop/DBus", PATIENCE);
        let (has,): (bool,) = proxy.method_call("org.freedesktop.DBus", "NameHasOwner", ("org.kde.StatusNotifierWatcher",))?;
        Ok(has)
    };
    asked().unwrap_or(false)
}

#[cfg(not(target_os = "linux"))]
const fn has_tray() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_menu_speaks_the_systems_language() {
        assert_eq!(language(Some("ru_RU.UTF-8")), Language::Russian);
        assert_eq!([language(Some("de_DE.UTF-8")), language(None)], [Language::English; 2]);
    }

    #[test]
    fn the_menu_has_its_words_in_both_languages() {
        for language in [Language::English, Language::Russian] {
            let words = Words::of(language);
            assert!(["tray-open", "tray-read", "tray-quit"].iter().all(|key| words.has(key)));
        }
    }
}
