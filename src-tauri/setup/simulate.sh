#!/bin/sh
# Plays SEEDS histories of desks that pay and a shop from seed FROM on. Prints what broken protocols come to and what happened, the figure last.
set -eu
said=$(mktemp)
trap 'rm -f "$said"' EXIT
cargo test --release -p vouchsafe-domain --test simulate_payouts --no-run
echo "simulate: playing $SEEDS histories from seed $FROM on"
cargo test --release -p vouchsafe-domain --test simulate_payouts -- --nocapture --test-threads 1 >"$said" 2>&1 || {
    cat "$said"
    exit 1
}
grep -E '(: seed |in these seeds: |histories from seed)' "$said"
