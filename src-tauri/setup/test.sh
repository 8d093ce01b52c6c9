#!/bin/sh
# Runs every check and every test, also after one has failed, and ends with the figures of all of them: "N passed, N failed".
# A step that fails without naming a failed test counts as one failure, and so does a step of tests that names none at all.
set -u
began=$(date +%s)
passed=0 failed=0 broken=''
log=$(mktemp)
trap 'rm -f "$log"' EXIT
exec 4>&1

# step NAME COMMAND…: runs the command, shows its output, keeps it in $log; its status is in $status.
step() {
    name=$1
    shift
    printf '\n== %s\n' "$name"
    start=$(date +%s)
    # POSIX pipes forget the status of what comes before tee: it travels past it on a descriptor of its own.
    status=$({ { "$@" 2>&1 3>&- 4>&-; echo $? >&3; } | tee "$log" >&4; } 3>&1)
    printf '== %s: %s s\n' "$name" $(($(date +%s) - start))
}

fault() {
    failed=$((failed + 1))
    broken="$broken
  - $1"
}

check() {
    step "$@"
    [ "$status" = 0 ] || fault "$name"
}

# tests NAME COMMAND…: a step whose output names how many tests passed and failed, as cargo and vitest do.
tests() {
    step "$@"
    counts=$(sed 's/\x1b\[[0-9;]*m//g' "$log" | awk '
        /^test result: / || /^ *Tests  / { for (i = 2; i <= NF; i++) { if ($i ~ /^passed/) p += $(i - 1); if ($i ~ /^failed/) f += $(i - 1) } }
        END { print p + 0, f + 0 }')
    passed=$((passed + ${counts% *}))
    failed=$((failed + ${counts#* }))
    if [ "$counts" = '0 0' ]; then
        fault "$name: no test has reported"
    elif [ "$status" != 0 ] && [ "${counts#* }" = 0 ]; then
        fault "$name"
    elif [ "$status" != 0 ]; then
        broken="$broken
  - $name: ${counts#* } failed"
    fi
}

export CARGO_TERM_COLOR=never NO_COLOR=1
whole='--workspace --features vouchsafe-desktop/embed'

check 'format' cargo fmt --all --check
check 'types of the window' npm --prefix ui run check
tests 'tests of the window' npm --prefix ui test
check 'building the window' make -s ui/dist/index.html
# shellcheck disable=SC2086
check 'lints' cargo clippy $whole --all-targets -- -D warnings
# They need a screen, so the manifest keeps them out of whatever takes all tests.
# shellcheck disable=SC2086
check 'lints of the journeys' cargo clippy $whole --test journeys -- -D warnings
# shellcheck disable=SC2086
tests 'tests' cargo test $whole --no-fail-fast
tests 'journeys' sh src-tauri/setup/journeys.sh

echo
[ -z "$broken" ] || printf 'failed:%s\n' "$broken"
echo "in $(($(date +%s) - began)) s"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
