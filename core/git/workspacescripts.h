// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// Shell scripts that run inside the sandbox: several git commands for the price of one sandbox. Each is a constant; what
/// varies comes as a positional argument or on stdin.
///
/// Nobody else works in a workspace: a lock file found there is one that a killed git has left.
namespace slipway::git::scripts {

inline const QString unlock = QStringLiteral(R"sh(
unlock() { test ! -d .git || find .git -name objects -prune -o -name '*.lock' -type f -exec rm -f {} +; }
)sh");

/// Stages everything that is not ignored. A repository inside the work tree (left by some project generator) would be
/// recorded as a bare commit name and its files lost, so it becomes plain files.
inline const QString stage = unlock + QStringLiteral(R"sh(
stage() {
    unlock
    if said=$(git add -A "$@" 2>&1); then
        case "$said" in *"embedded git repository"*) ;; *) return 0 ;; esac
    else
        case "$said" in *"have a commit checked out"*) ;; *) printf '%s\n' "$said" >&2; return 1 ;; esac
    fi
    test -f .gitmodules && return 0
    find . -mindepth 2 -name .git -prune -exec rm -rf {} +
    git rm -r -f -q --cached --ignore-unmatch . && git add -A "$@"
}
dirty() { test -f .git/MERGE_HEAD || ! git diff --cached --quiet --no-ext-diff; }
)sh");

/// stdin: the message.
inline const QString commitAll = stage + QStringLiteral(R"sh(
set -e
stage
if dirty; then git commit -q --no-verify --allow-empty --allow-empty-message -F -; fi
)sh");

/// $1: base, $2: bundle. Prints the head and the changed paths, zero-terminated; nothing if nothing is new.
inline const QString collect = QStringLiteral(R"sh(
set -e
rm -f "$2" "$2.lock"
head=$(git rev-parse --verify HEAD)
if test "$head" = "$1"; then exit 0; fi
if ! said=$(git bundle create -q "$2" HEAD "^$1" 2>&1); then
    case "$said" in *"empty bundle"*) exit 0 ;; *) printf '%s\n' "$said" >&2; exit 1 ;; esac
fi
# A commit without any change is nothing new, unless it ends a merge.
if git diff-tree -r --quiet "$1" "$head" && test -z "$(git rev-list --merges -n 1 "$head" "^$1")"; then exit 0; fi
printf '%s\0' "$head"
git diff-tree -r -z --name-only "$1" "$head"
)sh");

/// $1: commit. Prints the conflicting paths, zero-terminated.
inline const QString beginMerge = unlock + QStringLiteral(R"sh(
unlock
git merge -q --no-commit --no-ff "$1" >&2
status=$?
if test ! -f .git/MERGE_HEAD; then exit $status; fi
git diff --name-only --diff-filter=U -z --no-ext-diff
)sh");

/// $1: bundle, $2: message, $3: alternates (may be empty), $4: `base` to leave out what prepare() checked out.
/// stdin: what to bundle, for `git bundle create --stdin`. Prints `saved` if there was something.
inline const QString rescue = stage + QStringLiteral(R"sh(
set -e
rm -f "$1" "$1.lock"
if ! git rev-parse --git-dir >/dev/null 2>&1; then
    rm -rf .git
    git init -q --template= --object-format=sha1 .
    if test -n "$3"; then
        mkdir -p .git/objects/info
        printf '%s\n' "$3" > .git/objects/info/alternates
    fi
fi
stage || stage --ignore-errors || true
if dirty; then git commit -q --no-verify --allow-empty -m "$2"; fi
git rev-parse --verify -q HEAD >/dev/null || exit 0
base=
if test "$4" = base; then base=$(git rev-parse --verify -q refs/slipway/base || true); fi
if ! said=$({ cat; test -z "$base" || printf '^%s\n' "$base"; } | git bundle create -q "$1" --ignore-missing --stdin 2>&1); then
    case "$said" in *"empty bundle"*) exit 0 ;; *) printf '%s\n' "$said" >&2; exit 1 ;; esac
fi
echo saved
)sh");

} // namespace slipway::git::scripts
