#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Slipway authors
# SPDX-License-Identifier: GPL-3.0-or-later
# packaging/lint in a small repository of its own: finds what is wrong in what changed, and only there.
# shellcheck source=harness.sh source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh" "$1"

for tool in clang-format-19 shellcheck codespell luac5.1 git; do
    if ! command -v "$tool" >/dev/null; then
        echo "skipped: $tool is missing, packaging/setup --lint installs it"
        exit 77
    fi
done

repository() { # NAME: a clean repository with one commit
    start "$1"
    repo=$machine/repo
    mkdir -p "$repo/packaging" "$repo/core"
    cp "$source_dir/packaging/lint" "$repo/packaging/"
    cp "$source_dir/.clang-format" "$source_dir/.codespellrc" "$repo/"
    printf 'int main()\n{\n    return 0;\n}\n' >"$repo/core/good.cpp"
    git -C "$repo" init -q -b main
    git -C "$repo" config user.email test@example.org
    git -C "$repo" config user.name Test
    git -C "$repo" add -A
    git -C "$repo" commit -q -m first
}

repository "a clean tree"
run "$repo/packaging/lint" --all
expect_status 0
expect_output "files checked"
finish_case

wrong() { # FILE CONTENT EXPECTED
    repository "finds ${1##*/}"
    printf '%b' "$2" >"$repo/core/$1"
    run "$repo/packaging/lint" --since HEAD
    expect_status 1
    expect_output "$3"
    finish_case
}
wrong bad.cpp 'int main(){return 0;}\n' "not laid out: core/bad.cpp"
# shellcheck disable=SC2016
wrong bad.sh '#!/bin/bash\necho $1\n' "SC2086"
wrong bad.lua 'if then end\n' "bad.lua"
wrong bad.py 'def x(:\n' "bad.py"
typo=t""eh
wrong bad.md "This is $typo text.\n" "$typo ==> the"

repository "what did not change is not looked at"
printf 'int main(){return 0;}\n' >"$repo/core/old.cpp"
git -C "$repo" add -A && git -C "$repo" commit -q -m old
printf 'int f()\n{\n    return 1;\n}\n' >"$repo/core/new.cpp"
run "$repo/packaging/lint" --since HEAD
expect_status 0
run "$repo/packaging/lint" --all
expect_status 1
expect_output "core/old.cpp"
finish_case

repository "lays out on request"
printf 'int main(){return 0;}\n' >"$repo/core/bad.cpp"
run "$repo/packaging/lint" --all --fix
expect_status 0
run "$repo/packaging/lint" --all
expect_status 0
finish_case

repository "a commit that is none"
run "$repo/packaging/lint" --since nothing
expect_status 2
finish_case

summary
