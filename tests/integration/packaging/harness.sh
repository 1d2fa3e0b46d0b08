# SPDX-FileCopyrightText: 2026 The Slipway authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by the tests beside it: a pretended machine (programs that only write down what they were asked) and checks.
set -uo pipefail

source_dir=$1
export source_dir
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
passed=0

# Each case starts on a machine of its own: $machine/bin before everything else in PATH.
start() { # NAME
    case_name=$1
    machine=$work/$((passed + failures))-${1// /-}
    mkdir -p "$machine/bin" "$machine/etc/sources.list.d" "$machine/etc/preferences.d"
    export machine
    output=$machine/output
    calls=$machine/calls
    : >"$calls"
}

program() { # NAME, body on stdin
    { printf '#!/usr/bin/env bash\n' && cat; } >"$machine/bin/$1"
    chmod +x "$machine/bin/$1"
}

run() { # COMMAND…: sets status; stdout and stderr in $output
    PATH=$machine/bin:$PATH "$@" >"$output" 2>&1 </dev/null
    status=$?
}

complain() {
    printf 'FAILED %s: %s\n' "$case_name" "$1"
    sed 's/^/    | /' "$output" | head -n 30
    case_failed=true
}

case_failed=false
expect_status() { [[ $status == "$1" ]] || complain "exit code $status instead of $1"; }
expect_output() { grep -qF -- "$1" "$output" || complain "the output lacks: $1"; }
expect_no_output() { if grep -qF -- "$1" "$output"; then complain "the output has: $1"; fi; }
expect_file() { grep -qxF -- "$2" "$1" 2>/dev/null || complain "$1 lacks the line: $2"; }
expect_absent() { [[ ! -e $1 ]] || complain "$1 exists"; }
expect_call() { grep -qE -- "$1" "$calls" || complain "nothing was called like: $1 (calls: $(tr '\n' ';' <"$calls"))"; }
expect_no_call() { if grep -qE -- "$1" "$calls"; then complain "this was called: $(grep -E -- "$1" "$calls" | head -1)"; fi; }

finish_case() {
    if [[ $case_failed == true ]]; then failures=$((failures + 1)); else passed=$((passed + 1)) && printf 'ok     %s\n' "$case_name"; fi
    case_failed=false
}

summary() {
    printf '%d passed, %d failed\n' "$passed" "$failures"
    exit $((failures > 0))
}
