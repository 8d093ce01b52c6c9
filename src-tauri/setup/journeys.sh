#!/bin/sh
# Walks through the real window: the program with its window built in, WebKitWebDriver behind tauri-driver, on a screen of its own.
set -eu
driver=target/tools/bin/tauri-driver
if [ ! -x "$driver" ]; then
    echo 'setup: building tauri-driver'
    cargo install tauri-driver --version '^2' --locked --debug --quiet --root target/tools
fi
# Built before the screen is up, so that a journey's time limit is not spent on the compiler.
cargo test --features embed --test journeys --no-run
# One window at a time, since they share the keyboard of one screen.
PATH="$PWD/target/tools/bin:$PATH" RUST_TEST_THREADS=1 GDK_BACKEND=x11 NO_AT_BRIDGE=1 WEBKIT_DISABLE_DMABUF_RENDERER=1 \
    xvfb-run -a -s '-screen 0 1920x1080x24' dbus-run-session -- cargo test --features embed --test journeys "$@"
