#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Slipway authors
# SPDX-License-Identifier: GPL-3.0-or-later
# packaging/run with a pretended compiler: what it passes to slipway, and what it shows when a build fails.
# shellcheck source=harness.sh source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh" "$1"

pretend() { # NAME AGENT
    start "$1"
    export SLIPWAY_BUILD_DIR=$machine/build
    unset DISPLAY WAYLAND_DISPLAY
    echo "$2" >"$machine/agent"
    program dpkg-query <<'P'
shift 3
for name in "$@"; do echo "$name 99:1 installed"; done
P
    program apt-get <<'P'
echo "apt-get $*" >>"$machine/calls"
P
    program cmake <<'P'
echo "cmake $*" >>"$machine/calls"
mkdir -p "$SLIPWAY_BUILD_DIR"
printf 'CMAKE_HOME_DIRECTORY:INTERNAL=%s\n' "$source_dir_of_the_test" >"$SLIPWAY_BUILD_DIR/CMakeCache.txt"
: >"$SLIPWAY_BUILD_DIR/build.ninja"
P
    program ninja <<'P'
echo "ninja $*" >>"$machine/calls"
echo "[1/2 10.0s] Building CXX object a.o"
if [[ -e $machine/broken ]]; then
    printf 'FAILED: a.o\na.cpp:3:4: error: no such thing\nninja: build stopped\n'
    exit 1
fi
echo "[2/2 20.0s] Linking"
mkdir -p "$SLIPWAY_BUILD_DIR/bin"
cat >"$SLIPWAY_BUILD_DIR/bin/slipway" <<'S'
#!/usr/bin/env bash
if [[ $1 == internal-agent ]]; then cat "$machine/agent" && exit; fi
{ printf 'slipway' && printf ' <%s>' "$@" && echo; } >>"$machine/calls"
exit 7
S
chmod +x "$SLIPWAY_BUILD_DIR/bin/slipway"
P
}
source_dir_of_the_test=$(cd "$source_dir" && pwd)
export source_dir_of_the_test
run_script=$source_dir/packaging/run

pretend "an idea with the replay agent needs no question" replay
run "$run_script" "Build a URL shortener" --pace 0
expect_status 7 # slipway's own
expect_call '^ninja -C .*/build slipway$'
expect_call '^slipway <build> <Build a URL shortener> <--pace> <0> <--yes>$'
expect_no_call apt-get
: >"$calls"
run "$run_script" "Build a URL shortener" --yes
expect_call '^slipway <build> <Build a URL shortener> <--yes>$'
expect_no_call '^cmake' # configured once
finish_case

pretend "another agent asks its gates" claude
run "$run_script" "Build a shop"
expect_call '^slipway <build> <Build a shop>$'
: >"$calls"
run "$run_script" --agent replay "Build a shop"
expect_call '^slipway <build> <--agent> <replay> <Build a shop> <--yes>$'
: >"$calls"
run "$run_script" --agent=codex --forge local "Build a shop"
expect_call '^slipway <build> <--agent=codex> <--forge> <local> <Build a shop>$'
finish_case

pretend "without a display it serves" replay
run "$run_script"
expect_call '^slipway <--server>$'
: >"$calls"
run env DISPLAY=:9 "$run_script"
expect_call '^slipway <>$'
finish_case

pretend "commands of slipway" replay
run "$run_script" -- status --json
expect_call '^slipway <status> <--json>$'
: >"$calls"
run "$run_script" --version
expect_call '^slipway <--version>$'
: >"$calls"
run "$run_script" --help
expect_status 0
expect_output "Usage"
expect_no_call .
finish_case

pretend "a failed build shows the error and keeps the log" replay
touch "$machine/broken"
run "$run_script" "Build a shop"
expect_status 1
expect_output "a.cpp:3:4: error: no such thing"
expect_no_call '^slipway'
expect_file "$SLIPWAY_BUILD_DIR/logs/build.log" "a.cpp:3:4: error: no such thing"
finish_case

summary
