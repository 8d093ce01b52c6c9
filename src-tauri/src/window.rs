//! The window itself.

use tauri::{App, Manager, Url, WebviewUrl, WebviewWindowBuilder};

/// The window's name, to which its permissions are given.
pub const LABEL: &str = "main";

/// There is nothing to show a window on.
#[derive(Debug, thiserror::Error)]
pub enum NoWindow {
    /// No display server.
    #[error("there is no display to show a window on: set DISPLAY or WAYLAND_DISPLAY, or run the same without a window: vouchsafe demo")]
    NoDisplay,
    /// The toolkit failed.
    #[error("the window cannot be opened: {0}")]
    Toolkit(#[from] tauri::Error),
}

/// Whether there can be a window: asked first, because the toolkit does not survive the lack of a display.
///
/// # Errors
/// [`NoWindow::NoDisplay`].
pub fn is_possible() -> Result<(), NoWindow> {
    let names_display = |name: &str| std::env::var_os(name).is_some_and(|display| !display.is_empty());
    if cfg!(target_os = "linux") && !names_display("DISPLAY") && !names_display("WAYLAND_DISPLAY") {
        return Err(NoWindow::NoDisplay);
    }
    Ok(())
}

/// Opens the window.
///
/// # Errors
/// What the system says.
pub fn open(app: &App) -> tauri::Result<()> {
    let dev = if tauri::is_dev() { app.config().build.dev_url.clone() } else { None };
    WebviewWindowBuilder::new(app.app_handle(), LABEL, WebviewUrl::default())
        .title("Vouchsafe")
        .inner_size(1_280.0, 800.0)
        .min_inner_size(760.0, 520.0)
        .on_navigation(move |url| is_ours(url, dev.as_ref()))
        .build()?;
    Ok(())
}

/// Shows the window again, after it was closed to the tray.
pub fn show(app: &tauri::AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        // A window that is going away needs no showing.
        drop(window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus()));
    }
}

/// Whether the window was closed to the tray.
pub fn is_hidden(app: &tauri::AppHandle) -> bool {
    app.get_webview_window(LABEL).is_some_and(|window| window.is_visible().is_ok_and(|visible| !visible))
}

/// Whether a page is part of the program: the window never leaves it, whatever a link in a shop's text says.
fn is_ours(url: &Url, dev: Option<&Url>) -> bool {
    let built_in = matches!((url.scheme(), url.host_str()), ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost")));
    built_in || dev.is_some_and(|dev| dev.origin() == url.origin())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_at_home() {
        #[track_caller]
        fn check(url: &str, dev: Option<&str>, ours: bool) {
            let dev = dev.map(|dev| dev.parse().unwrap());
            assert_eq!(is_ours(&url.parse().unwrap(), dev.as_ref()), ours, "{url}");
        }
        check("tauri://localhost/index.html#/rewards", None, true);
        check("http://tauri.localhost/", None, true);
        check("https://shop.example/", None, false);
        check("http://localhost:5173/", None, false);
        check("http://localhost:5173/src/main.ts", Some("http://localhost:5173"), true);
        check("http://localhost:5174/", Some("http://localhost:5173"), false);
        check("data:text/html,x", Some("http://localhost:5173"), false);
        check("file:///etc/passwd", None, false);
    }
}
