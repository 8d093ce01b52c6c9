#!/bin/sh
# Lets two of the real program pay the same rewards of the demo shop at the same instant, RACES times, with the luck of SEED. Prints the figure last.
set -eu
said=$(mktemp)
trap 'rm -f "$said"' EXIT
cargo test --release -p vouchsafe-cli --test race --no-run
echo "race: $RACES races of two programs that pay the same, with the luck of seed $SEED"
cargo test --release -p vouchsafe-cli --test race -- --nocapture >"$said" 2>&1 || {
    cat "$said"
    exit 1
}
grep '^race: ' "$said"
