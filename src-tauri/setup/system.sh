#!/bin/sh
# Makes sure that what a goal needs from the system is there: `sh system.sh core|window|lint|test|bench`.
# Looks first, installs what is missing where apt-get can, and otherwise names exactly what is missing. Silent when all is there.
set -eu
goal=$1

# at_least HAVE WANT: whether the version HAVE is WANT or newer.
at_least() {
    [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$2" ]
}

# for_goal GOAL…: whether the goal is one of these.
for_goal() {
    case " $* " in *" $goal "*) ;; *) return 1 ;; esac
}

missing=''
lacks() {
    missing="$missing
  - $1"
}

# Tools that no package manager brings in the version needed.
tools() {
    rust=$(rustc --version 2>/dev/null | cut -d ' ' -f 2) || rust=''
    if [ -z "$rust" ] || ! command -v cargo >/dev/null; then
        lacks 'Rust 1.95 or newer: see https://rustup.rs'
    elif ! at_least "${rust%%-*}" 1.95; then
        lacks "Rust 1.95 or newer (found $rust): run 'rustup update stable'"
    elif for_goal lint test; then
        cargo fmt --version >/dev/null 2>&1 || lacks "rustfmt: run 'rustup component add rustfmt'"
        cargo clippy --version >/dev/null 2>&1 || lacks "clippy: run 'rustup component add clippy'"
    fi
    if for_goal window lint test; then
        node=$(node --version 2>/dev/null | tr -d v) || node=''
        if [ -z "$node" ]; then
            lacks 'Node.js 20.19 or newer: see https://nodejs.org'
        elif ! at_least "$node" 20.19; then
            lacks "Node.js 20.19 or newer (found $node): see https://nodejs.org"
        fi
        command -v npm >/dev/null || lacks 'npm, which comes with Node.js'
    fi
}

packages=''
# need WHAT PACKAGE: what is missing by its common name, and the package of Debian and Ubuntu that brings it.
need() {
    packages="$packages $2"
    absent="${absent:-}
  - $1 (Debian and Ubuntu: $2)"
}

# Libraries and programs that the distribution brings.
libraries() {
    packages='' absent=''
    command -v cc >/dev/null || need 'a C compiler' build-essential
    if for_goal window lint test; then
        command -v pkg-config >/dev/null || need 'pkg-config' pkg-config
        pkg-config --exists webkit2gtk-4.1 dbus-1 2>/dev/null || need 'WebKitGTK 4.1 with its headers' libwebkit2gtk-4.1-dev
    fi
    if for_goal test; then
        command -v WebKitWebDriver >/dev/null || need 'WebKitWebDriver' webkit2gtk-driver
        command -v xvfb-run >/dev/null || need 'Xvfb with xvfb-run' xvfb
        command -v xauth >/dev/null || need 'xauth' xauth
        command -v dbus-run-session >/dev/null || need 'dbus-run-session' dbus
    fi
    if for_goal bench; then
        command -v sqlite3 >/dev/null || need 'the sqlite3 shell, a peer of the bench' sqlite3
    fi
}

give_up() {
    printf 'setup: this system lacks:%s\n' "$1" >&2
    [ -z "${2:-}" ] || printf '%s\n' "$2" >&2
    exit 1
}

install() {
    command -v apt-get >/dev/null || give_up "$absent" 'There is no apt-get here: install these with the package manager of the system, then run make again.'
    as_root=''
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || give_up "$absent" "There is no sudo here: run 'apt-get install$packages' as root, then make again."
        as_root=sudo
    fi
    echo "setup: installing$packages"
    if ! ls /var/lib/apt/lists/*Packages* >/dev/null 2>&1; then
        $as_root apt-get update -qq || true
    fi
    # Lists that are too old name versions that the mirrors no longer have: fetch them and try once more.
    # shellcheck disable=SC2086
    add() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null; }
    add || { $as_root apt-get update -qq && add; } || true
    libraries
    [ -z "$packages" ] || give_up "$absent" "'apt-get install$packages' did not bring them: its message is above."
}

tools
if [ "$(uname -s)" = Linux ]; then
    libraries
    [ -z "$missing" ] || give_up "$missing${absent:-}"
    [ -z "$packages" ] || install
elif for_goal test; then
    lacks 'Linux: the journeys drive the window through WebKitWebDriver and Xvfb'
fi
[ -z "$missing" ] || give_up "$missing"
