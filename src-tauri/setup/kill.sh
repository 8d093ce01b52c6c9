#!/bin/sh
# Kills the real program KILLS times while it pays at the demo shop, with the luck of SEED. Prints the figure last.
set -eu
said=$(mktemp)
trap 'rm -f "$said"' EXIT
cargo test --release -p vouchsafe-cli --test kill --no-run
echo "kill: killing the program $KILLS times while it pays, with the luck of seed $SEED"
cargo test --release -p vouchsafe-cli --test kill -- --nocapture >"$said" 2>&1 || {
    cat "$said"
    exit 1
}
grep '^kill: ' "$said"
