# SPDX-FileCopyrightText: 2026 The Slipway authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by packaging/run and packaging/test: configure and build quietly in one folder that both share, so that what
# one has built the other does not build again. Sets source_dir, build_dir, log_dir.

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build_dir=${SLIPWAY_BUILD_DIR:-$source_dir/build/release}
if [[ -z ${SLIPWAY_BUILD_DIR:-} && ! -w $source_dir ]]; then
    build_dir=${XDG_CACHE_HOME:-$HOME/.cache}/slipway/build
fi
log_dir=$build_dir/logs

say() { printf '%s\n' "$*" >&2; }

readonly failure='(^FAILED:|CMake Error|[:] (fatal )?error:|undefined reference|No space left)'

# Output goes to a log; a person sees one moving line, or in a pipe a line now and then; on failure the log's end.
quietly() { # LABEL LOGFILE COMMAND…
    local label=$1 log=$2 status=0
    shift 2
    "$@" 2>&1 </dev/null | tee "$log" | show_progress "$label" || status=${PIPESTATUS[0]}
    if ((status != 0)); then
        say "$label failed. From $log:"
        if grep -qE "$failure" "$log"; then
            grep -E -A4 "$failure" "$log" | cut -c -240 | head -n 50 >&2
        else
            tail -n 30 "$log" >&2
        fi
    fi
    return "$status"
}

show_progress() { # reads ninja's "[12/345 67s] …" lines
    local label=$1 line last=-1 percent terminal=false width=${COLUMNS:-80}
    if [[ -t 2 ]]; then terminal=true; fi
    while IFS= read -r line; do
        [[ $line =~ ^\[([0-9]+)/([0-9]+)\ +([0-9.]+)s\] ]] || continue
        percent=$((BASH_REMATCH[1] * 100 / BASH_REMATCH[2]))
        if [[ $terminal == true ]]; then
            printf '\r\033[K%.*s' "$((width - 1))" \
                "$label: $percent % (${BASH_REMATCH[1]} of ${BASH_REMATCH[2]}, $(remaining "$percent" "${BASH_REMATCH[3]%.*}"))" >&2
        elif ((percent / 10 > last)); then
            last=$((percent / 10))
            if ((last > 0 && last < 10)); then say "$label: $percent %, $(remaining "$percent" "${BASH_REMATCH[3]%.*}")"; fi
        fi
    done
    if [[ $terminal == true ]]; then printf '\r\033[K' >&2; fi
}

remaining() { # PERCENT SECONDS-SO-FAR
    if (($1 == 0 || $2 < 5)); then
        echo "estimating"
    elif (($2 * (100 - $1) / $1 >= 90)); then
        echo "about $((($2 * (100 - $1) / $1 + 30) / 60)) min left"
    else
        echo "about $(($2 * (100 - $1) / $1)) s left"
    fi
}

# Configures only when there is something new to configure; ninja itself notices changed CMake files.
configure() {
    mkdir -p "$log_dir"
    if [[ -f $build_dir/build.ninja ]] && grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$source_dir" "$build_dir/CMakeCache.txt"; then
        return
    fi
    say "Configuring …"
    rm -f "$build_dir/CMakeCache.txt"
    quietly "Configuring" "$log_dir/configure.log" \
        cmake -S "$source_dir" -B "$build_dir" -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=ON
}

build() { # NINJA-ARGUMENTS…
    local started=$SECONDS
    NINJA_STATUS='[%f/%t %es] ' quietly "Building" "$log_dir/build.log" ninja -C "$build_dir" "$@"
    if ((SECONDS - started > 5)); then say "Built in $((SECONDS - started)) s."; fi
}
