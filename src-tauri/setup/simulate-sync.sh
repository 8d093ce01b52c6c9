#!/bin/sh
# Plays SEEDS histories of a shop and a desk from seed FROM on. Prints what happened in them, and the figure last.
set -eu
said=$(mktemp)
trap 'rm -f "$said"' EXIT
cargo test --release -p vouchsafe-app --test simulate_sync --no-run
echo "simulate-sync: playing $SEEDS histories from seed $FROM on"
cargo test --release -p vouchsafe-app --test simulate_sync -- --nocapture >"$said" 2>&1 || {
    cat "$said"
    exit 1
}
grep -E ' (deeds|histories from seed)' "$said"
