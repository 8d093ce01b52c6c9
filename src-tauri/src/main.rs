//! Vouchsafe on the desktop.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::io::Write as _;
use std::process::ExitCode;
use vouchsafe_desktop::start::{self, Asked};

fn main() -> ExitCode {
    match start::parse(std::env::args_os().skip(1)) {
        Ok(Asked::Help) => say(start::USAGE, 0),
        Ok(Asked::Version) => say(concat!("vouchsafe-desktop ", env!("CARGO_PKG_VERSION")), 0),
        Ok(Asked::Window(start)) => match vouchsafe_desktop::window::is_possible().and_then(|()| Ok(vouchsafe_desktop::run(start)?)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(fault) => say(&format!("vouchsafe-desktop: {fault}"), 1),
        },
        Err(fault) => say(&format!("vouchsafe-desktop: {fault}\n\n{}", start::USAGE), 2),
    }
}

/// Prints a text: to who asked for it, or as a fault.
fn say(text: &str, status: u8) -> ExitCode {
    // Nobody may be listening.
    let _ = if status == 0 { writeln!(std::io::stdout(), "{text}") } else { writeln!(std::io::stderr(), "{text}") };
    ExitCode::from(status)
}
